"""The audit beside the text: what its findings are about is marked, what is stated otherwise is said, what is in doubt is left out.

Everything is found by cells and keys, on the blocks of the document; only judgments in doubt, and numbers of which was decided
that they stay as stated, change what is printed.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
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
from helpers.values.vietnamese import TRENDS, trend

from .assemble import OPENING, assembled, notes_numbered, numbered
from .document_metadata import about_of
from .model import AUDIENCES, FINAL, SCREEN, Annotation, Document, Section, text_runs, unfolded
from .passages import digests_of, passages


@dataclass(frozen=True, eq=False)
class Printed:
    """What is printed from cells: a figure, words of a row, a document, a judgment. block: in which it stands; row: of its table."""

    node: blocks.Figure | blocks.Text | blocks.Citation | blocks.Judgment
    section: Section | None
    block: Any
    row: blocks.Row | None = None
    behind_fold: bool = False
    in_annex: bool = False

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


def section_name(section: Section | None) -> str:
    return "" if section is None else section.name.rpartition("-")[0] if section.kind == "topic" else section.name


def printed(document: Document) -> list[Printed]:
    """All that is printed from cells, in reading order."""
    annexed = {each.name for top in document.sections if top.kind == "annex" for each in top.walk()}
    found: list[Printed] = []
    for section, whole in document.parts():
        in_annex = section is not None and section.name in annexed
        for block, folded in unfolded(whole):
            for at in text_runs(block):
                hidden = folded or (at.cell is not None and isinstance(block, blocks.Chart))
                found += (
                    Printed(each, section, block, at.row, hidden, in_annex)
                    for each in inlines_of(at.inlines)
                    if isinstance(each, blocks.Figure)
                    or (isinstance(each, blocks.Text | blocks.Citation | blocks.Judgment) and each.cells)
                )
    return found


def of_sections(
    sections: Iterable[tuple[str, tuple[blocks.Block, ...]]],
    period: str,
    rows: Callable[[str], Rows],
    whole: bool = True,
) -> Document:
    """The finished document of the sections' blocks, each with the name of its notebook. whole: False for a section alone."""
    made = numbered(assembled(sections, *about_of(period, rows)), whole)
    made = notes_numbered(annotated(made))
    return replace(made, digests=digests_of(passages(made)))


def annotated(document: Document) -> Document:
    """The document with what its findings say of it; "In tại" of each, and the numbers that stay as they are stated."""
    report, marked = _Report(document), set[str]()
    changed, notes = dict[str, blocks.Figure](), defaultdict[str, list[blocks.Note]](list)
    facts, marks = dict[int, blocks.Fact](), list[Annotation]()
    before = defaultdict[str, list[tuple[str, str]]](list)  # of a figure's id what the report states, with its cell
    for finding in document.findings:
        stated = report.stated(finding)
        about = report.in_order(report.of(finding) | stated.keys())
        facts[finding.number] = _printed_at(finding, about)
        if finding.state != "accepted":
            marks += _found_in(finding, about, stated, marked)
            for one, entry in stated.items():
                if not one.behind_fold:
                    before[one.node.id].append((_as_printed(entry.stated, one.text), entry.cell))
            continue
        for one, entry in stated.items():
            node = changed.get(one.node.id, one.node)
            assert isinstance(node, blocks.Figure)
            changed[node.id] = _as_stated(node, entry)
        if finding.accepted and (at := _place_of_note(finding, about)):
            notes[at.node.id].append(blocks.Note((blocks.Text(finding.accepted, typed=False),)))
    for of_, told in before.items():
        words, cells = (
            join.join(dict.fromkeys(each)) for join, each in zip((", ", ";"), zip(*told, strict=True), strict=True)
        )
        marks.append(Annotation(of_, "stated", words, audiences=AUDIENCES, cells=cells))
    unsettled = [finding for finding in document.findings if finding.state != "accepted"]
    marks += (*_corrected(document, report), *_doubts(document, unsettled))
    without_doubtful = _doubtful(unsettled)

    def inlines(said: blocks.Inlines) -> blocks.Inlines:
        made, waiting = list[blocks.Inline](), list[blocks.Note]()
        for each, after in zip_longest(said, said[1:]):
            made.append(changed.get(getattr(each, "id", ""), each))
            waiting += notes.get(getattr(each, "id", ""), ())
            if waiting and getattr(each, "of", "") != getattr(after, "of", ""):  # behind its statement, not a number
                made, waiting = [*made, *waiting], []
        return (*made, *waiting)

    def of(section: Section | None, block: Any) -> Any:
        if isinstance(block, blocks.Finding):
            name = block.ids[0] if block.ids else block.number
            return replace(block, facts=(*block.facts, facts[block.number]), id=f"finding:{name}")
        if (changed or notes) and not isinstance(block, blocks.Fold):
            block = rewritten(block, inlines)
        return without_doubtful(block)

    made = document.rebuilt(of)
    left = {one.node.id for one in printed(made)}
    left |= {getattr(block, "id", "") for _, block in made.parts()} | {section.name for section in made.walk()}
    return replace(made, annotations=(*made.annotations, *(each for each in marks if each.target in left)))


class _Report:
    """What the report prints, by the cells that it was made of; the annex apart."""

    def __init__(self, document: Document) -> None:
        self.printed = [one for one in printed(document) if one.node.cells and not one.in_annex]
        self._by: dict[object, set[Printed]] = defaultdict(set)  # all its cells, each of them, its row, a figure's key
        for one in self.printed:
            for name in (one.cells, *one.cells, *{cell[:2] for cell in one.cells}, one.key or None):
                self._by[name].add(one)

    def _all(self, names: Iterable[object]) -> set[Printed]:
        return set().union(*(self._by.get(name, ()) for name in names))

    def in_order(self, found: set[Printed]) -> list[Printed]:
        """What is printed as a reader comes upon it."""
        return [one for one in self.printed if one in found]

    def of(self, finding: blocks.Finding) -> set[Printed]:
        """What a finding is about: what uses a cell in doubt, and what it compares; else whatever uses its cells or rows."""
        sides, doubtful, rows = [cell_set(side) for side in finding.sides], doubtful_cells(finding), rows_of(finding)
        if rows and not doubtful:
            return {one for one in self._all(rows) if _tells(one, rows)}
        same = self._all(sides)  # a share has the cells of its number
        exactly = {one for one in same if not (isinstance(one.node, blocks.Figure) and one.node.unit == RATIO)} or same
        return self._all(doubtful) | exactly or self._all(frozenset[At]().union(*sides))

    def stated(self, finding: blocks.Finding) -> dict[Printed, blocks.Stated]:
        """The figures that the report states otherwise.

        They are known by their expression, or by their cells and what these give: a sum of parts is the whole.
        """
        return {
            figure: one
            for one in finding.stated
            for figure in self.in_order(self._all((one.expression, cell_set(one.cells))))
            if figure.is_figure and (figure.key == one.expression or figure.text == one.computed)
        }


def _doubts(document: Document, unsettled: list[blocks.Finding]) -> Iterator[Annotation]:
    """The open findings that touch what each section has read."""
    for section, block in document.parts():
        if isinstance(block, blocks.Read) and section is not None:
            read, name = cell_set(block.cells), section_name(section)
            for each in unsettled:
                if touch(cell_set(each.about), read, rows=bool(each.rows)):
                    yield Annotation(name, "finding", f"{FINDING}{each.number}", finding_anchor(each.number))
                    if not each.of_words:
                        yield Annotation(name, "doubt", plain(each.fault), audiences=(FINAL,))


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


def _found_in(
    finding: blocks.Finding, about: list[Printed], stated: dict[Printed, blocks.Stated], marked: set[str]
) -> Iterator[Annotation]:
    """A finding on all that it is about; visibly at each figure, once a sentence, behind its last words, and of findings
    about rows once a row of a table. A chart is marked at its caption.

    marked: what has its visible mark: it shows its first finding, and that of what is stated otherwise.
    """
    label, link = f"{FINDING}{finding.number}", finding_anchor(finding.number)
    seen: dict[object, str] = {}
    for one in about:
        yield Annotation(one.node.id, "about", label, link, (SCREEN,))
        if one in stated and not one.behind_fold:
            yield Annotation(one.node.id, "finding", label, link)
        elif isinstance(one.block, blocks.Chart):
            seen[one.block.id] = one.block.id
        elif one.row and finding.rows:
            seen.setdefault((id(one.row), frozenset(cell[:2] for cell in one.cells)), one.node.id)
        elif not isinstance(one.node, blocks.Judgment):  # whose figures say so themselves
            seen[one if one.is_figure else (one.block.id, one.section, id(one.row), one.node.cells)] = one.node.id
    for target in dict.fromkeys(seen.values()):
        if target not in marked:  # a chart is not: it shows each of its findings
            yield Annotation(target, "finding", label, link)
    marked |= {one.node.id for one in about}


def _corrected(document: Document, report: _Report) -> Iterator[Annotation]:
    decided = [block for _, block in document.parts() if isinstance(block, blocks.Corrected)]
    for figure in filter(lambda one: one.is_figure, report.printed):
        for each in decided:
            # the figure itself, or the one that a corrected control states; a sum of it may have been right all along
            if figure.cells == cell_set(each.cells) or (each.states and figure.key == each.states):
                yield Annotation(figure.node.id, "corrected", each.old)


def _as_stated(node: blocks.Figure, entry: blocks.Stated) -> blocks.Figure:
    """A figure that prints what the report states instead of what is computed: that it stays has been decided."""
    computed, stated = (_as_printed(number, node.text) for number in (entry.computed, entry.stated))
    value = format(_value(entry.stated).scaleb(-2 * (node.unit == RATIO)), "f")
    made = replace(
        node, text=node.text.replace(computed, stated), value=value, key=entry.key, cells=entry.cell, formula=""
    )
    return made if computed in node.text else node


def _as_printed(number: str, text: str) -> str:
    """A number as a text has it: "giảm 4,1%" for "-4,1%" where it says which way."""
    if not text.startswith(TRENDS):
        return number
    word = trend(_value(number))
    return word if word == TRENDS[-1] else f"{word} {number.lstrip('-')}"


def _value(number: str) -> Decimal:
    return Decimal(number.rstrip("%").replace(".", "").replace(",", "."))


def _place_of_note(finding: blocks.Finding, about: Iterable[Printed]) -> Printed | None:
    """Where it is said once of what was accepted that it does not agree, and why it stays: in a sentence, else in a table."""
    shown = [one for one in about if not one.behind_fold]
    in_words = [one for one in shown if not isinstance(one.block, blocks.Table | blocks.Chart)]
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
    if isinstance(one.block, blocks.Table | blocks.Chart):
        return blocks.Reference("chart", "", one.block.number, link=one.block.anchor)
    if one.section is None or one.section.kind == "opening":  # the official heading and what the report opens with
        return blocks.Reference("annex", OPENING, "Phần mở đầu", link=OPENING)
    name = section_name(one.section)
    title = name if one.section.kind != "annex" else one.section.title
    anchor = one.section.anchor.rpartition("-")[0] if one.section.kind == "topic" else one.section.anchor
    return blocks.Reference("section", name, title, link=anchor)
