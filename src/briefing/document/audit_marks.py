"""The audit beside the text: what its findings are about is marked, what was accepted has a note, judgments in doubt are left out.

Everything is found by cells and keys, on the blocks of the document.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import compress, zip_longest
from typing import Any

from helpers.data.expressions import parse, selections
from helpers.data.indexed_rows import Rows
from helpers.data.table_registry import TABLES
from helpers.data.units import RATIO
from helpers.values import blocks
from helpers.values.block_html import FINDING, finding_anchor
from helpers.values.blocks import inlines_of, plain, rewritten
from helpers.values.sources import Cell as At
from helpers.values.sources import cell_set, touch

from .assemble import OPENING, assembled, linked, numbered
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
    def is_figure(self) -> bool:
        return isinstance(self.node, blocks.Figure)

    @property
    def text(self) -> str:
        return plain((self.node,))

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


def of_sections(
    sections: Iterable[tuple[str, tuple[blocks.Block, ...]]],
    period: str,
    rows: Callable[[str], Rows],
    whole: bool = True,
) -> Document:
    """The finished document of the sections' blocks, each with the name of its notebook. whole: False for a section alone."""
    made = linked(annotated(numbered(assembled(sections, period, rows))), whole)
    return replace(made, digests=digests_of(passages(made)))


def annotated(document: Document) -> Document:
    """The document with what its findings say of it, and "In tại" of each."""
    report = _Report(document)
    notes, facts = defaultdict[str, list[blocks.Note]](list), dict[int, blocks.Fact]()
    marks = list[Annotation]()
    for finding in document.findings:
        about = report.of(finding)
        facts[finding.number] = _printed_at(finding, about)
        if finding.state != "accepted":
            marks += _found_in(finding, about)
        elif finding.accepted and (at := _place_of_note(finding, about)):
            notes[at.node.id].append(blocks.Note((blocks.Text(finding.accepted, typed=False),)))
    unsettled = [finding for finding in document.findings if finding.state != "accepted"]
    marks += (*_corrected(document, report), *_doubts(document, unsettled))
    without_doubtful = _doubtful(unsettled)

    def noted(said: blocks.Inlines) -> blocks.Inlines:
        made, waiting = list[blocks.Inline](), list[blocks.Note]()
        for each, after in zip_longest(said, said[1:]):
            made.append(each)
            waiting += notes.get(getattr(each, "id", ""), ())
            if waiting and getattr(each, "of", "") != getattr(after, "of", ""):  # behind its statement, not a number
                made, waiting = [*made, *waiting], []
        return (*made, *waiting)

    def of(section: Section | None, block: Any) -> Any:
        if isinstance(block, blocks.Finding):
            name = block.ids[0] if block.ids else block.number
            return replace(block, facts=(*block.facts, facts[block.number]), id=f"finding:{name}")
        return without_doubtful(rewritten(block, noted) if notes else block)

    return replace(document.rebuilt(of), annotations=tuple(marks))


class _Report:
    """What the report prints, by the cells that it was made of; the annex apart."""

    def __init__(self, document: Document) -> None:
        self.printed = [one for one in printed(document, annex=False) if one.node.cells]
        self._by: dict[object, set[Printed]] = defaultdict(set)  # all its cells, each of them, its row
        for one in self.printed:
            for name in (one.cells, *one.cells, *{cell[:2] for cell in one.cells}):
                self._by[name].add(one)

    def _all(self, names: Iterable[object]) -> set[Printed]:
        return set().union(*(self._by.get(name, ()) for name in names))

    def of(self, finding: blocks.Finding) -> list[Printed]:
        """What a finding is about, as a reader comes upon it: what uses a cell in doubt, and what it compares; else whatever
        uses its cells or rows."""
        sides, doubtful, rows = [cell_set(side) for side in finding.sides], doubtful_cells(finding), rows_of(finding)
        same = self._all(sides)  # a share has the cells of its number
        exactly = {one for one in same if not (isinstance(one.node, blocks.Figure) and one.node.unit == RATIO)} or same
        found = self._all(doubtful) | exactly or self._all(frozenset[At]().union(*sides))
        if rows and not doubtful:
            found = {one for one in self._all(rows) if _tells(one, rows)}
        return [one for one in self.printed if one in found]


def _doubts(document: Document, unsettled: list[blocks.Finding]) -> Iterator[Annotation]:
    """The open findings that touch what each section has read."""
    for section, block in document.parts():
        if isinstance(block, blocks.Read) and section is not None:
            read, name = cell_set(block.cells), section_name(section)
            for each in unsettled:
                if touch(cell_set(each.about), read, rows=bool(each.rows)):
                    label, words = f"{FINDING}{each.number}", "" if each.of_words else plain(each.fault)
                    yield Annotation(name, "finding", label, finding_anchor(each.number), AUDIENCES, words=words)


def rows_of(finding: blocks.Finding) -> set[tuple[str, int]]:
    """The rows of registers that a finding is about."""
    return {(table, int(line)) for table, line in (row.split(":") for row in finding.rows)}


def doubtful_cells(finding: blocks.Finding) -> frozenset[At]:
    """The cells that are probably wrong, and those in doubt by themselves."""
    return cell_set(finding.suspects) | cell_set(finding.doubtful)


def _tells(one: Printed, rows: set[tuple[str, int]]) -> bool:
    """Whether something tells what rows hold, and of their tables no others: words, or a figure that names them by key."""
    tables = {table for table, _ in rows}
    if not {(table, line) for table, line, _ in one.cells if table in tables} <= rows:
        return False
    selected = selections(parse(one.key)) if one.key else ()
    return not one.is_figure or any(name in TABLES[each.table].key for each in selected for name, _ in each.where)


def _found_in(finding: blocks.Finding, about: list[Printed]) -> Iterator[Annotation]:
    """A finding on all that it is about; visibly at each figure, once a sentence, behind its last words, and of findings
    about rows once a row of a table. A chart is marked at its caption."""
    label, link = f"{FINDING}{finding.number}", finding_anchor(finding.number)
    seen: dict[object, str] = {}
    for one in about:
        if isinstance(one.at.block, blocks.Chart):
            seen[one.at.block.id] = one.at.block.id
        elif one.at.row and finding.rows:
            seen.setdefault((id(one.at.row), frozenset(cell[:2] for cell in one.cells)), one.node.id)
        elif not isinstance(one.node, blocks.Judgment):  # whose figures say so themselves
            seen[one if one.is_figure else (one.at, one.node.cells)] = one.node.id
    yield from (Annotation(target, "finding", label, link) for target in dict.fromkeys(seen.values()))


def _corrected(document: Document, report: _Report) -> Iterator[Annotation]:
    decided = [block for _, block in document.parts() if isinstance(block, blocks.Corrected)]
    for figure in filter(lambda one: one.is_figure, report.printed):
        for each in decided:
            # the figure itself, or the one that a corrected control states; a sum of it may have been right all along
            if figure.cells == cell_set(each.cells) or (each.states and figure.key == each.states):
                yield Annotation(figure.node.id, "corrected", each.old)


def _place_of_note(finding: blocks.Finding, about: Iterable[Printed]) -> Printed | None:
    """Where it is said once of what was accepted that it does not agree, and why it stays: in a sentence, else in a table."""
    shown = [one for one in about if not isinstance(one.at.block, blocks.Chart)]
    in_words = [one for one in shown if not one.at.row]
    suspects = cell_set(finding.suspects)
    return min(in_words or shown, key=lambda one: suspects.isdisjoint(one.cells), default=None)


def _doubtful(unsettled: list[blocks.Finding]) -> Callable[[Any], Any]:
    """Leaves out of a block the judgments that rest on a cell of an open error, which might turn them round: a paragraph or
    item goes, of a chart's caption the title."""
    errors = [each for each in unsettled if each.severity == "error"]
    compared = (cell_set(each.suspects) or frozenset().union(*map(cell_set, each.sides)) for each in errors)
    doubtful = frozenset[object]().union(*compared, *map(doubtful_cells, errors), *map(rows_of, errors))

    def rests(said: blocks.Inlines) -> bool:
        judgments = (each for each in said if isinstance(each, blocks.Judgment))
        parts = (part for each in judgments for part in (each, *inlines_of(each.inlines)))
        counted = (part for part in parts if isinstance(part, blocks.Judgment | blocks.Figure))
        return any({cell, cell[:2]} & doubtful for each in counted for cell in cell_set(each.cells))

    def without(block: Any) -> Any:
        match block:
            case blocks.Paragraph():
                return None if rests(block.inlines) else block
            case blocks.List():
                kept = [not rests(item) for item in block.items]
                items, ids = tuple(compress(block.items, kept)), tuple(compress(block.ids, kept))
                return replace(block, items=items, ids=ids) if items else None
            case blocks.Chart():
                return replace(block, title=()) if rests(block.title) else block
        return block

    return without


def _printed_at(finding: blocks.Finding, about: Iterable[Printed]) -> blocks.Fact:
    """Where what a finding is about is printed."""
    said = [part for place in dict.fromkeys(map(_place, about)) for part in (blocks.Text("; "), place)][1:]
    nowhere = "Lời văn của báo cáo" if finding.of_words else "Không chỗ nào in từ các ô này"
    return blocks.Fact("In tại", ((*(said or [blocks.Text(nowhere)]), blocks.Text(".")),), "printed")


def _place(one: Printed) -> blocks.Reference:
    if isinstance(one.at.block, blocks.Table | blocks.Chart):
        return blocks.Reference("chart", "", one.at.block.number, link=one.at.block.anchor)
    if one.section is None or one.section.kind == "opening":  # the official heading and what the report opens with
        return blocks.Reference("annex", OPENING, "Phần mở đầu", link=OPENING)
    name = section_name(one.section)
    title = name if one.section.kind != "annex" else one.section.title
    anchor = one.section.anchor.rpartition("-")[0] if one.section.kind == "topic" else one.section.anchor
    return blocks.Reference("section", name, title, link=anchor)
