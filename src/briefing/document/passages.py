"""What each section of a document prints, passage by passage, by ids: versions are compared by it, signatures stand for it."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import groupby
from typing import Any

from helpers.values import blocks
from helpers.values.blocks import inlines_of, plain, rewritten
from helpers.values.sources import Cell, cell_set

from .assemble import OPENING
from .model import FINAL, Document, TextRun, text_runs, unfolded

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
    first = [*_read(OPENING, [each for each in (document.letterhead, *document.introduction) if each], stated)]
    found = {OPENING: first} if first else {}
    for top in document.sections:
        for section in top.walk() if top.kind not in ("annex", "list") else ():
            name = section.name if section.kind != "topic" else section.name.rpartition("-")[0]
            front = document.front if section is top and top.kind == "opening" else ()
            # another topic before one moves its number
            heading = f"{name}/{section.title if section.kind == 'topic' else 'title'}"
            own = found.setdefault(name, [])
            own.append(Passage(name, heading, "heading", (blocks.Text(section.title), *section.title_end)))
            own += _read(name, (*front, *section.blocks), stated)
    told = document.annotations_of(FINAL)
    for name, own in found.items():
        if words := "; ".join(each.label for each in told.get(name, ()) if each.kind == "doubt"):
            own.append(Passage(name, f"{name}/doubts", "doubt", (blocks.Text(words),)))
    return found


def digests_of(printed: dict[str, list[Passage]]) -> dict[str, str]:
    """Of all that each section prints in a final copy, with the numbers that are stated otherwise: what a signature stands for."""
    said = {name: [[each.kind, each.text] for each in own if not each.folded] for name, own in printed.items()}
    written = {name: json.dumps(words, ensure_ascii=False).encode() for name, words in said.items()}
    return {name: hashlib.sha256(words).hexdigest()[:20] for name, words in written.items()}


def title(printed: list[Passage]) -> str:
    """Of a section; of what stands before the first one what readers call it."""
    return next((each.text for each in printed if each.kind == "heading"), "Phần mở đầu")


def _read(section: str, several: Iterable[Any], stated: dict[str, str]) -> Iterator[Passage]:
    """The passages of blocks. stated: by the ids of figures, the words before them where the report states another number."""
    seen = Counter[str]()
    for block, folded in (each for whole in several for each in unfolded(whole)):
        for made in _of_block(section, block, folded) if getattr(block, "style", "") not in DOUBTS else ():
            for each in _with_notes(made, stated):
                seen[each.id] += 1
                yield each if seen[each.id] == 1 else replace(each, id=f"{each.id}#{seen[each.id]}")


def _of_block(section: str, block: Any, folded: bool) -> Iterator[Passage]:
    of = partial(Passage, section, folded=folded)
    if not isinstance(block, blocks.Table | blocks.Chart):
        for at in text_runs(block):
            yield from (of(name, "sentence", said) for name, said in _statements(at))
        return
    kind, named = ("table", block.caption) if isinstance(block, blocks.Table) else ("chart", block.title)
    title = plain(named)
    # what a chart shows may change with the data, what is measured does not
    if isinstance(block, blocks.Chart) and block.subtitle:
        title = f"{plain(block.subtitle)}{f' ({plain(block.unit)})' if block.unit else ''}"
    for at in text_runs(block):
        within: tuple[str, ...] = (block.id,)
        where = title
        if at.row and not at.in_head:
            within = block.id, f"{at.row.cells[0].id} row"
            where = f"{title} · {at.id.removeprefix(f'{block.id}/').replace('/', ' · ')}"
        yield of(at.id, kind, at.inlines, within, where)
    if block.sources:
        yield of(f"{block.id}/sources", kind, (blocks.Text(", ".join(block.sources)),), (block.id,), title)


def _statements(at: TextRun) -> Iterator[tuple[str, blocks.Inlines]]:
    """Statements apart, and what a notebook writes around them; notes and references belong to what they stand behind."""
    last = at.id

    def of(each: Any) -> str:
        nonlocal last
        if not isinstance(each, blocks.Note | blocks.Reference):
            last = each.of or at.id
        return last

    yield from ((name, tuple(own)) for name, own in groupby(at.inlines, of))


def _with_notes(made: Passage, stated: dict[str, str]) -> Iterator[Passage]:
    """A passage, with the numbers that are stated otherwise, and its notes behind it."""

    def with_stated(said: blocks.Inlines) -> blocks.Inlines:
        found: list[Any] = []
        for each in said:
            words = stated.get(each.id) if isinstance(each, blocks.Figure) else None
            if not (isinstance(each, blocks.Reference) and each.kind in COUNTED):
                found += [blocks.Text(words), each, blocks.Text(")")] if words else [each]
        return tuple(found)

    said, document = rewritten(made.said, with_stated), ""
    yield replace(made, said=tuple(each for each in said if not isinstance(each, blocks.Note)))
    for at, each in enumerate(said):
        if isinstance(each, blocks.Citation):
            document = each.document
        elif isinstance(each, blocks.Note):
            id_ = f"note:{document}" if document else f"{made.id}/note {at}"
            yield Passage(made.section, id_, "note", each.inlines, folded=made.folded)
