"""What each section of a document prints, passage by passage, by ids: versions are compared by it, signatures stand for it."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from typing import Any

from helpers.values import blocks
from helpers.values.blocks import inlines_of, plain, rewritten
from helpers.values.sources import Cell, cell_set

from .assemble import OPENING
from .model import FINAL, Document, Section, captions

COUNTED = ("chart", "mark", "finding")  # references whose text is a number that is counted through the document
DOUBTS = ("doubts", "review")  # styles of what is said about the report, not in it


@dataclass(frozen=True)
class Passage:
    """The least that a change is told of: a statement, the words between two, an item, a note, a cell, a heading.

    kind: "heading", "sentence", "note", "table", "chart" or "doubt" (the line of doubts of a final copy). within: the ids of
    the table or chart and of the row that it is in. where: the same for readers. folded: only the page shows it.
    """

    section: str
    id: str
    kind: str
    said: blocks.Inlines
    within: tuple[str, ...] = ()
    where: str = ""
    folded: bool = False

    @property
    def path(self) -> tuple[str, ...]:
        return self.section, *self.within, self.id

    @cached_property
    def text(self) -> str:
        return " ".join(plain(self.said).split())

    @property
    def texts(self) -> list[tuple[str, str]]:
        """Of what has an id of its own, that and its text."""
        return [(id_, plain((each,))) for each in inlines_of(self.said) if (id_ := getattr(each, "id", ""))]

    @cached_property
    def cells(self) -> frozenset[Cell]:
        return frozenset[Cell]().union(*(cell_set(getattr(each, "cells", "")) for each in inlines_of(self.said)))


def passages(document: Document) -> dict[str, list[Passage]]:
    """The passages of each section by its name, in reading order; `OPENING` is what stands before the first one.

    A topic is part of its section, and the annex of the audit and lists of revisions are no sections: findings are compared by themselves.
    """
    stated = {each.target: f"{each.label} (tính lại được " for each in document.annotations if each.kind == "stated"}
    reader = _Reader(stated)
    first = [*reader.read(OPENING, [each for each in (document.letterhead, *document.introduction) if each])]
    found = {OPENING: first} if first else {}
    for top in document.sections:
        for section in top.walk() if top.kind not in ("annex", "list") else ():
            name = section.name if section.kind != "topic" else section.name.rpartition("-")[0]
            front = document.front if section is top and top.kind == "opening" else ()
            own = found.setdefault(name, [])
            own.append(_heading(name, section))
            own += reader.read(name, (*front, *section.blocks))
    doubts: dict[str, list[str]] = {}
    for each in document.annotations:
        if each.kind == "doubt" and FINAL in each.audiences:
            doubts.setdefault(each.target, []).append(each.label)
    for name, words in doubts.items():
        if name in found:
            found[name].append(Passage(name, f"{name}/doubts", "doubt", (blocks.Text("; ".join(words)),)))
    return found


def digests_of(printed: dict[str, list[Passage]]) -> dict[str, str]:
    """Of all that each section prints in a final copy, with the numbers that are stated otherwise: what a signature stands for."""
    words = {name: [[each.kind, each.text] for each in own if not each.folded] for name, own in printed.items()}
    return {
        name: hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:20]
        for name, said in words.items()
    }


def title(printed: list[Passage]) -> str:
    """Of a section; of what stands before the first one what readers call it."""
    return next((each.text for each in printed if each.kind == "heading"), "Phần mở đầu")


def _heading(name: str, section: Section) -> Passage:
    id_ = section.title if section.kind == "topic" else "title"  # another one before a topic moves its number
    return Passage(name, f"{name}/{id_}", "heading", (blocks.Text(section.title), *section.title_end))


class _Reader:
    """stated: by the ids of figures, the words before them where the report states another number."""

    def __init__(self, stated: dict[str, str]) -> None:
        self._stated = stated

    def read(self, section: str, several: Iterable[Any]) -> Iterator[Passage]:
        seen = Counter[str]()
        for block in several:
            for each in self._block(section, block):
                seen[each.id] += 1
                yield each if seen[each.id] == 1 else replace(each, id=f"{each.id}#{seen[each.id]}")

    def _block(self, section: str, block: Any) -> Iterator[Passage]:
        match block:
            case blocks.Paragraph() | blocks.List() if block.style in DOUBTS:
                return
            case blocks.Paragraph():
                yield from self._sentences(section, block.inlines, block.id)
            case blocks.List():
                for item, id_ in zip(block.items, block.ids, strict=True):
                    yield from self._sentences(section, item, id_)
            case blocks.Form():
                for line in block.lines:
                    yield from self._whole(Passage(section, f"{block.id}/{line.name}", "sentence", line.inlines))
            case blocks.Fold():
                for each in block.blocks:
                    yield from (replace(made, folded=True) for made in self._block(section, each))
            case blocks.Table() | blocks.Chart():
                yield from self._table(section, block)

    def _sentences(self, section: str, said: blocks.Inlines, id_: str) -> Iterator[Passage]:
        """Statements apart, and what a notebook writes around them."""
        last = ""

        def of(each: Any) -> str:
            nonlocal last
            if not isinstance(each, blocks.Note | blocks.Reference):  # these belong to what they stand behind
                last = each.of or id_
            return last or id_

        for name, own in groupby(said, of):
            yield from self._whole(Passage(section, name, "sentence", tuple(own)))

    def _whole(self, made: Passage) -> Iterator[Passage]:
        """A passage, and its notes behind it."""
        said = rewritten(made.said, self._with_stated)
        yield replace(made, said=tuple(each for each in said if not isinstance(each, blocks.Note)))
        document = ""
        for at, each in enumerate(said):
            if isinstance(each, blocks.Citation):
                document = each.document
            elif isinstance(each, blocks.Note):
                id_ = f"note:{document}" if document else f"{made.id}/note {at}"
                yield Passage(made.section, id_, "note", each.inlines, folded=made.folded)

    def _with_stated(self, said: blocks.Inlines) -> blocks.Inlines:
        found: list[Any] = []
        for each in said:
            words = self._stated.get(each.id) if isinstance(each, blocks.Figure) else None
            if not (isinstance(each, blocks.Reference) and each.kind in COUNTED):
                found += [blocks.Text(words), each, blocks.Text(")")] if words else [each]
        return tuple(found)

    def _table(self, section: str, block: blocks.Table | blocks.Chart) -> Iterator[Passage]:
        kind = "table" if isinstance(block, blocks.Table) else "chart"
        above = captions(block)
        title = plain(above[0])
        if isinstance(block, blocks.Chart):  # what it shows may change with the data, what is measured does not
            unit = f" ({plain(block.unit)})" if block.unit else ""
            title = f"{plain(block.subtitle)}{unit}" if block.subtitle else title
        caption = Passage(section, f"{block.id}/caption", kind, _joined(above), (block.id,), title)
        yield from self._whole(caption)
        for at, row in enumerate(block.head):
            words = _joined(tuple(cell.inlines for cell in row.cells))
            yield from self._whole(replace(caption, id=f"{block.id}/head {at}", said=words))
        for row in block.rows:
            yield from self._row(caption, row)
        if block.note:
            yield from self._whole(replace(caption, id=f"{block.id}/note", said=block.note))
        if block.sources:
            yield replace(caption, id=f"{block.id}/sources", said=(blocks.Text(", ".join(block.sources)),))

    def _row(self, of: Passage, row: blocks.Row) -> Iterator[Passage]:
        within = (*of.within, f"{row.cells[0].id} row")
        for cell in row.cells:
            where = f"{of.where} · {cell.id.removeprefix(f'{of.within[0]}/').replace('/', ' · ')}"
            yield from self._whole(Passage(of.section, cell.id, of.kind, cell.inlines, within, where))


def _joined(parts: tuple[blocks.Inlines, ...]) -> blocks.Inlines:
    """Several runs as one, with a blank between them."""
    return tuple(each for part in parts if part for each in (*part, blocks.Text(" ")))[:-1]
