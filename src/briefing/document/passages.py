"""What each section of a document prints, passage by passage, by ids: versions are compared by it, signatures stand for it."""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from helpers.values import blocks
from helpers.values.blocks import inlines_of, plain
from helpers.values.sources import Cell, cell_set

from .assemble import OPENING
from .audience_view import with_annotations
from .cell_outputs import once
from .model import FINAL, Document, section_name, text_runs

COUNTED = ("chart", "finding")  # references whose text is a number that is counted through the document


@dataclass(frozen=True)
class Passage:
    """The least that a change is told of: a paragraph, an item, a cell, a heading, a finding.

    within: the id of the table or chart that it is in. where: the table and the place in it, for readers.
    """

    section: str
    id: str
    said: blocks.Inlines
    within: str = ""
    where: str = ""

    @cached_property
    def text(self) -> str:
        """Its words, with those of its notes, and without numbers that are counted through the document."""
        counted = (each for each in self.said if not (isinstance(each, blocks.Reference) and each.kind in COUNTED))
        words = (f" [{plain(each.inlines)}]" if isinstance(each, blocks.Note) else plain((each,)) for each in counted)
        return " ".join("".join(words).split())

    @cached_property
    def cells(self) -> frozenset[Cell]:
        return frozenset[Cell]().union(*(cell_set(getattr(each, "cells", "")) for each in inlines_of(self.said)))


def passages(document: Document) -> dict[str, list[Passage]]:
    """The passages of each section by its name, as a final copy prints them; `OPENING` is what stands before the first one.

    A topic is part of its section. Marks of revisions are no words of a section, as the annex and the list of revisions are none.
    """
    said = replace(document, annotations=tuple(each for each in document.annotations if each.kind != "revised"))
    found: dict[str, list[Passage]] = {}
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for section, several in with_annotations(said, FINAL).chapters(annex=False):
        name = section_name(section) or OPENING
        own = [made for block in several for made in _of_block(name, block)]
        if section:
            # another topic before one moves its number
            heading = f"{name}/{section.title if section.kind == 'topic' else 'title'}"
            own.insert(0, Passage(name, heading, (blocks.Text(section.title),)))
        if own:  # there may be nothing before the first one
            found.setdefault(name, []).extend(replace(each, id=once(each.id, seen[name])) for each in own)
    return found


def digests_of(printed: dict[str, list[Passage]]) -> dict[str, str]:
    """Of all that each section prints in a final copy: what a signature stands for."""
    written = {name: json.dumps([each.text for each in own], ensure_ascii=False) for name, own in printed.items()}
    return {name: hashlib.sha256(words.encode()).hexdigest()[:20] for name, words in written.items()}


def title(printed: list[Passage]) -> str:
    """Of a section; of what stands before the first one what readers call it."""
    return printed[0].text if printed[0].id.endswith("/title") else "Phần mở đầu"


def _of_block(section: str, block: Any) -> Iterator[Passage]:
    if getattr(block, "style", "") == "doubts":
        return
    title, within = "", ""
    if isinstance(block, blocks.Table | blocks.Chart):
        # what a chart shows may change with the data, what is measured does not
        said = block.caption if isinstance(block, blocks.Table) else (*(block.subtitle or block.title), *block.unit)
        title, within = plain(said), block.id
    for at in text_runs(block):
        cell = f" · {at.id.removeprefix(f'{block.id}/').replace('/', ' · ')}" if at.row else ""
        yield Passage(section, at.id, at.inlines, within, f"{title}{cell}")
