"""The audit beside the text: what its findings are about is marked, each section says which findings touch it, and judgments in
doubt are left out.

Everything is found by cells and keys, on the blocks of the document.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import compress
from typing import Any

from helpers.data.units import RATIO
from helpers.values import blocks
from helpers.values.block_html import FINDING, finding_anchor
from helpers.values.blocks import inlines_of, plain
from helpers.values.sources import Cell as At
from helpers.values.sources import cell_set, touch

from ..sections import section_id
from .assemble import OPENING, Shown, Tables, assembled, linked, numbered
from .model import AUDIENCES, Annotation, Document, Section, TextRun, section_name, text_runs
from .passages import digests_of, passages


@dataclass(frozen=True, eq=False)
class Printed:
    """What is printed from cells: a figure, words of a row, a document, a judgment; and the words that it stands among."""

    node: blocks.Figure | blocks.Text | blocks.Citation | blocks.Judgment
    section: Section | None
    at: TextRun

    @cached_property
    def cells(self) -> frozenset[At]:
        return cell_set(self.node.cells)

    @property
    def key(self) -> str:
        return self.node.key if isinstance(self.node, blocks.Figure) else ""

    @property
    def section_name(self) -> str:
        """As figures.csv has it: a topic is part of its section."""
        return section_name(self.section)


def printed(document: Document, annex: bool = True) -> list[Printed]:
    """All that is printed from cells, in reading order. annex: also there."""
    return [
        Printed(each, section, at)
        for section, block in document.parts(annex)
        for at in text_runs(block)
        for each in inlines_of(at.inlines)
        if isinstance(each, blocks.Figure)
        or (isinstance(each, blocks.Text | blocks.Citation | blocks.Judgment) and each.cells)
    ]


def of_sections(sections: Shown, period: str, rows: Tables, whole: bool = True) -> Document:
    """The finished document of the sections' blocks, each with the name of its notebook. whole: False for a section alone."""
    made = linked(annotated(numbered(assembled(sections, period, rows))), whole)
    return replace(made, digests=digests_of(passages(made)))


def annotated(document: Document) -> Document:
    """The document with what its findings say of it, and "In tại" of each; without the judgments that an open error might turn
    round: their paragraph or item goes, of a chart the title."""
    report, marks, doubtful = _Report(document), list[Annotation](), set[str]()
    openings, facts = {each.name for each in document.sections if each.kind == "opening"}, dict[int, blocks.Fact]()
    for finding in document.findings:
        about = report.of(finding)
        facts[finding.number] = _printed_at(finding, about, openings)
        if finding.state != "accepted":
            marks += _found_in(finding, about, report.ends)
            if finding.severity == "error":
                doubtful |= {one.node.id for one in about if isinstance(one.node, blocks.Judgment)}

    def stays(said: blocks.Inlines) -> bool:
        return doubtful.isdisjoint(getattr(each, "id", "") for each in inlines_of(said))

    def of(_section: Section | None, block: Any) -> Any:
        match block:
            case blocks.Finding():
                return replace(block, facts=(*block.facts, facts[block.number]))
            case blocks.Paragraph() if not stays(block.inlines):
                return None
            case blocks.Chart() if not stays(block.title):
                return replace(block, title=())
            case blocks.List():
                kept = [*map(stays, block.items)]
                items, ids = tuple(compress(block.items, kept)), tuple(compress(block.ids, kept))
                return replace(block, items=items, ids=ids) if items else None
        return block

    marks += (*_corrected(document, report), *_of_sections(document, openings))
    return replace(document.rebuilt(of), annotations=tuple(marks))


class _Report:
    """What the report prints, by the cells that it was made of; the annex apart."""

    def __init__(self, document: Document) -> None:
        self.printed = [one for one in printed(document, annex=False) if one.node.cells]
        self.ends: dict[object, str] = {(one.at, one.node.of): one.node.id for one in self.printed if one.node.of}
        self._by: dict[object, set[Printed]] = defaultdict(set)  # all its cells, each of them, its row
        for one in self.printed:
            for name in (one.cells, *one.cells, *{cell[:2] for cell in one.cells}):
                self._by[name].add(one)

    def _all(self, names: Iterable[object]) -> set[Printed]:
        return set().union(*(self._by.get(name, ()) for name in names))

    def of(self, finding: blocks.Finding) -> list[Printed]:
        """What a finding is about, as a reader comes upon it: what uses a cell that is probably wrong, or in doubt by itself, and
        what it compares; else whatever uses its cells, or tells of its rows."""
        sides = [cell_set(side) for side in finding.sides]
        rows = {(table, int(line)) for table, line in (row.split(":") for row in finding.rows)}
        same = self._all(sides)  # a share has the cells of its number
        same = {one for one in same if getattr(one.node, "unit", "") != RATIO} or same
        if doubtful := cell_set(finding.suspects) | cell_set(finding.doubtful):
            found = self._all(doubtful) | same
        elif rows:
            found = {one for one in self._all(rows) if _tells(one, rows, finding.severity)}
        else:
            found = same or self._all(frozenset[At]().union(*sides))
        return [one for one in self.printed if one in found]


def _of_sections(document: Document, openings: set[str]) -> Iterator[Annotation]:
    """The findings that touch what each section but an opening has read: those that are open, and why others may stay."""
    for section, block in document.parts():
        name = section_name(section)
        if isinstance(block, blocks.Read) and name not in {"", *openings}:
            read = cell_set(block.cells)
            for each in document.findings:
                if touch(cell_set(each.about), read, rows=bool(each.rows)):
                    kind = "accepted" if each.state == "accepted" else "finding"
                    words = each.accepted if kind == "accepted" else "" if each.of_words else plain(each.fault)
                    label, link = f"{FINDING}{each.number}", finding_anchor(each.number)
                    yield Annotation(name, kind, label, link, AUDIENCES, words=words)


def _tells(one: Printed, rows: set[tuple[str, int]], severity: str) -> bool:
    """Whether something tells what rows hold, and of their tables no others. An error in one row may turn a judgment round that
    rests on many."""
    if isinstance(one.node, blocks.Judgment):
        return severity == "error"
    tables = {table for table, _ in rows}
    return {(table, line) for table, line, _ in one.cells if table in tables} <= rows


def _found_in(finding: blocks.Finding, about: list[Printed], ends: dict[object, str]) -> Iterator[Annotation]:
    """A finding on all that it is about; visibly at each figure, once a sentence, behind its last words, and of findings
    about rows once a row of a table. A chart is marked at its caption, a judgment by the figures in it.

    ends: the last id of each statement in a place: its words may end before a number, which the mark would spoil.
    """
    label, link = f"{FINDING}{finding.number}", finding_anchor(finding.number)
    seen: dict[object, str] = {}
    for one in about:
        if isinstance(one.at.block, blocks.Chart):
            seen[one.at.block.id] = one.at.block.id
        elif one.at.row and finding.rows:
            seen.setdefault((id(one.at.row), frozenset(cell[:2] for cell in one.cells)), one.node.id)
        elif not isinstance(one.node, blocks.Judgment):
            end = ends.get((one.at, one.node.of), "") if isinstance(one.node, blocks.Text) else ""
            seen[one if isinstance(one.node, blocks.Figure) else (one.at, one.node.cells)] = end or one.node.id
    yield from (Annotation(target, "finding", label, link) for target in dict.fromkeys(seen.values()))


def _corrected(document: Document, report: _Report) -> Iterator[Annotation]:
    decided = [block for _, block in document.parts() if isinstance(block, blocks.Corrected)]
    for figure in (one for one in report.printed if isinstance(one.node, blocks.Figure)):
        for each in decided:
            # the figure itself, or the one that a corrected control states; a sum of it may have been right all along
            if figure.cells == cell_set(each.cells) or (each.states and figure.key == each.states):
                yield Annotation(figure.node.id, "corrected", each.old)


def _printed_at(finding: blocks.Finding, about: Iterable[Printed], openings: set[str]) -> blocks.Fact:
    """The sections in which what a finding is about is printed."""
    names = dict.fromkeys("" if one.section_name in openings else one.section_name for one in about)
    places = [blocks.Reference("section", at, at or "Phần mở đầu", link=section_id(at) or OPENING) for at in names]
    nowhere = "Lời văn của báo cáo" if finding.of_words else "Không chỗ nào in từ các ô này"
    said = [part for place in places for part in (blocks.Text("; "), place)][1:] or [blocks.Text(nowhere)]
    return blocks.Fact("In tại", ((*said, blocks.Text(".")),), "printed")
