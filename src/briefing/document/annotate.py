"""The audit beside the text: what its findings are about is marked, what is stated otherwise is said, what is in doubt is left out.

Everything is found by cells and keys, on the blocks of the document; only judgments in doubt, and numbers of which was decided
that they stay as stated, change what is printed.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property, partial
from typing import Any

from helpers.data.expressions import parse, selections
from helpers.data.rows import Rows
from helpers.data.schema import TABLES
from helpers.data.units import RATIO
from helpers.values import blocks
from helpers.values.block_html import FINDING, finding_anchor
from helpers.values.blocks import inlines_of, plain, rewritten
from helpers.values.sources import Cell as At
from helpers.values.sources import cell_set, touch
from helpers.values.vietnamese import TRENDS, trend

from .assemble import OPENING, assembled, notes_numbered, numbered, refuse_typed
from .front_matter import about_of
from .model import AUDIENCES, FINAL, SCREEN, Annotation, Document, Section, text_runs, unfolded
from .passages import digests_of, passages

# what a number counts: its note stands behind that, "710.482 thuê bao¹¹", or it would be 710.482 to the 11th; "sở, ban, ngành" is one name
_NOUN = re.compile(r"[^;.:()]*?(?=\s*(?:[;.:()]|,(?! \w+,)))")


@dataclass(frozen=True, eq=False)
class Printed:
    """What is printed from cells: a figure, words of a row, a document, a judgment.

    target: what a mark stands behind: the inline, or the table cell that it fills. block: in which it stands; row: of its
    table; inside: the judgment that holds it.
    """

    node: blocks.Figure | blocks.Text | blocks.Citation | blocks.Judgment
    target: str
    section: Section | None
    block: Any
    row: blocks.Row | None = None
    behind_fold: bool = False
    inside: str = ""
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
                of = partial(Printed, section=section, block=block, row=at.row, behind_fold=hidden, in_annex=in_annex)
                single = at.inlines[0] if at.cell and len(at.inlines) == 1 else None
                alone = at.cell.id if at.cell and isinstance(single, blocks.Text | blocks.Citation) else ""
                found += _of_inlines(at.inlines, of, alone)
    return found


def _of_inlines(said: blocks.Inlines, of: partial[Printed], alone: str = "", inside: str = "") -> Iterator[Printed]:
    for each in said:
        if isinstance(each, blocks.Figure | blocks.Text | blocks.Citation | blocks.Judgment) and (
            each.cells or isinstance(each, blocks.Figure)
        ):
            yield of(each, alone or each.id, inside=inside)
        if isinstance(each, blocks.Note | blocks.Judgment):
            yield from _of_inlines(each.inlines, of, "", each.id if isinstance(each, blocks.Judgment) else inside)


def of_sections(
    sections: Iterable[tuple[str, tuple[blocks.Block, ...]]],
    period: str,
    rows: Callable[[str], Rows],
    whole: bool = True,
) -> Document:
    """The finished document of the sections' blocks, each with the name of its notebook. whole: False for a section alone."""
    made = numbered(assembled(sections, *about_of(period, rows)), whole)
    refuse_typed(made)
    made = notes_numbered(annotated(made))
    return replace(made, digests=digests_of(passages(made)))


def annotated(document: Document) -> Document:
    """The document with what its findings say of it; "In tại" of each, and the numbers that stay as they are stated."""
    report, marks = _Report(document), _Marks()
    said: dict[
        Printed, list[tuple[blocks.Stated, int]]
    ] = {}  # what the report states of a figure, and the finding's number
    changed: dict[str, blocks.Figure] = {}
    notes: list[tuple[Printed, str]] = []
    printed_at: dict[int, tuple[blocks.Reference, ...]] = {}
    unsettled = [finding for finding in document.findings if finding.state != "accepted"]
    for finding in document.findings:
        stated = report.stated(finding)
        about = report.in_order(report.of(finding) | stated.keys())
        if finding.state != "accepted":
            marks.found_in(finding, about, stated)
            for figure, entry in stated.items():
                said.setdefault(figure, []).append((entry, finding.number))
        else:
            for figure, entry in stated.items():
                _leave_as_stated(figure, entry, changed)
            if finding.accepted and (at := _place_of_note(finding, about)):
                notes.append((at, finding.accepted))
        printed_at[finding.number] = tuple(dict.fromkeys(map(_place, about or report.naming(finding))))
    for figure, statements in reversed(said.items()):
        marks.state(figure, statements)
    marks.found += (*_corrected(document, report), *report.doubts(unsettled))
    doubtful = _Doubtful(unsettled)

    def of(section: Section | None, block: Any) -> Any:
        if isinstance(block, blocks.Finding):
            name = block.ids[0] if block.ids else block.number
            return replace(block, printed=printed_at[block.number], id=f"finding:{name}")
        return doubtful.without(_with_notes(_with_figures(block, changed), notes))

    made = document.rebuilt(of)
    left = {name for one in printed(made) for name in (one.target, one.node.id)}
    left |= {getattr(block, "id", "") for _, block in made.parts()} | {section.name for section in made.walk()}
    return replace(made, annotations=(*made.annotations, *(each for each in marks.found if each.target in left)))


class _Report:
    """What the report prints, by the cells that it was made of; the annex apart."""

    def __init__(self, document: Document) -> None:
        made_of = [one for one in printed(document) if one.node.cells and not one.in_annex]
        self.figures = [one for one in made_of if one.is_figure]
        self.document = document
        self._places = {one: at for at, one in enumerate(made_of)}
        self._by: dict[object, set[Printed]] = defaultdict(set)  # all its cells, each of them, its row, a figure's key
        for one in made_of:
            rows = {cell[:2] for cell in one.cells}
            for name in (one.cells, *one.cells, *rows, *([one.key] if one.key else ())):
                self._by[name].add(one)

    def _all(self, names: Iterable[object]) -> set[Printed]:
        return set().union(*(self._by.get(name, ()) for name in names))

    def of(self, finding: blocks.Finding) -> set[Printed]:
        """What a finding is about: what uses a cell in doubt, and what it compares; else whatever uses its cells or rows."""
        sides = [cell_set(side) for side in finding.sides]
        same = self._all(sides)  # a share has the cells of its number
        exactly = {one for one in same if not (isinstance(one.node, blocks.Figure) and one.node.unit == RATIO)} or same
        rows = rows_of(finding)
        if rows and not doubtful_cells(finding):
            return {one for one in self._all(rows) if _tells(one, rows)}
        compared = frozenset[At]().union(*sides)
        return self._all(doubtful_cells(finding)) | exactly or self._all(compared)

    def stated(self, finding: blocks.Finding) -> dict[Printed, blocks.Stated]:
        """The figures that the report states otherwise.

        They are known by their expression, or by their cells and what these give: a sum of parts is the whole.
        """
        return {
            figure: one
            for one in finding.stated
            for figure in self.in_order(self._all((one.expression, cell_set(one.cells))))
            if figure.key == one.expression or (figure.is_figure and figure.text == one.computed)
        }

    def naming(self, finding: blocks.Finding) -> dict[Printed, None]:
        """What names in a text of its own the documents that a finding is about."""
        numbers = [number for one in finding.ids for number in re.findall(r"@document=(.+)", one)]
        return self.in_order(one for one in self._places if any(number in one.text for number in numbers))

    def in_order(self, found: Iterable[Printed]) -> dict[Printed, None]:
        """What is printed as a reader comes upon it."""
        return dict.fromkeys(sorted(found, key=self._places.__getitem__))

    def doubts(self, unsettled: Iterable[blocks.Finding]) -> Iterator[Annotation]:
        """The open findings that touch what each section has read."""
        for section, block in self.document.parts():
            if not isinstance(block, blocks.Read) or section is None:
                continue
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


class _Marks:
    """The annotations of findings, each once a target."""

    def __init__(self) -> None:
        self.found: list[Annotation] = []
        self._known: set[str] = set()
        self._charts: set[tuple[str, int]] = set()

    def found_in(self, finding: blocks.Finding, about: Iterable[Printed], stated: Collection[Printed]) -> None:
        """Note a finding on all that it is about; visibly once a sentence, behind its last words, and once a row."""
        ends = {one if one.is_figure else (one.block.id, one.section, one.row, one.node.cells): one for one in about}
        once = _one_a_row(ends.values()) if finding.rows else {*ends.values()}
        holding = {one.inside for one in about}  # judgments whose figures say so themselves
        for one in about:
            self.flag(one, finding.number, one not in stated and one in once and one.node.id not in holding)

    def flag(self, one: Printed, number: int, seen: bool) -> None:
        """Note a finding on what is printed; the first is its visible mark, if it is to be seen. A chart is marked at its caption."""
        label, link = f"{FINDING}{number}", finding_anchor(number)
        self.found.append(Annotation(one.target, "about", label, link, (SCREEN,)))
        if isinstance(one.block, blocks.Chart):
            if (one.block.id, number) not in self._charts:
                self._charts.add((one.block.id, number))
                self.found.append(Annotation(one.block.id, "finding", label, link))
        elif seen and one.target not in self._known:
            self.found.append(Annotation(one.target, "finding", label, link))
        self._known.add(one.target)

    def state(self, figure: Printed, statements: list[tuple[blocks.Stated, int]]) -> None:
        """What the report states, perhaps in several places, before a figure, which is what is computed; the marks stand behind."""
        if figure.behind_fold:
            return
        words = ", ".join(dict.fromkeys(_as_printed(each.stated, figure.text) for each, _ in statements))
        cells = ";".join(dict.fromkeys(each.cell for each, _ in statements))
        of = figure.node.id
        signs = [Annotation(of, "finding", f"{FINDING}{at}", finding_anchor(at)) for _, at in statements]
        self.found[:0] = [Annotation(of, "stated", words, audiences=AUDIENCES, cells=cells), *signs]  # behind it first


def _corrected(document: Document, report: _Report) -> Iterator[Annotation]:
    decided = [block for _, block in document.parts() if isinstance(block, blocks.Corrected)]
    for figure in report.figures:
        for each in decided:
            # the figure itself, or the one that a corrected control states; a sum of it may have been right all along
            if figure.cells == cell_set(each.cells) or (each.states and figure.key == each.states):
                yield Annotation(figure.node.id, "corrected", each.old)


def _leave_as_stated(figure: Printed, entry: blocks.Stated, changed: dict[str, blocks.Figure]) -> None:
    """Print what the report states instead of what is computed: that it stays has been decided."""
    node = changed.get(figure.node.id, figure.node)
    assert isinstance(node, blocks.Figure)
    computed = _as_printed(entry.computed, node.text)
    if computed in node.text:
        value = format(_value(entry.stated).scaleb(-2 * (node.unit == RATIO)), "f")
        text = node.text.replace(computed, _as_printed(entry.stated, node.text))
        changed[node.id] = replace(node, text=text, value=value, key=entry.key, cells=entry.cell, formula="")


def _as_printed(number: str, text: str) -> str:
    """A number as a text has it: "giảm 4,1%" for "-4,1%" where it says which way."""
    if not text.startswith(TRENDS):
        return number
    word = trend(_value(number))
    return word if word == TRENDS[-1] else f"{word} {number.lstrip('-')}"


def _value(number: str) -> Decimal:
    return Decimal(number.rstrip("%").replace(".", "").replace(",", "."))


def _one_a_row(found: Iterable[Printed]) -> set[Printed]:
    """What is printed without what stands in a row of a table beside words of it: a row is marked once, at its first words."""
    words: dict[int, Printed] = {}
    every = [*found]
    for one in every:
        if one.row is not None and any(map(str.isalpha, one.text)):
            words.setdefault(id(one.row), one)
    return {one for one in every if one.row is None or words.get(id(one.row), one) is one}


def _place_of_note(finding: blocks.Finding, about: Iterable[Printed]) -> Printed | None:
    """Where it is said once of what was accepted that it does not agree, and why it stays: in a sentence, else in a table."""
    shown = [one for one in about if not one.behind_fold]
    in_words = [one for one in shown if not isinstance(one.block, blocks.Table | blocks.Chart)]
    suspects = cell_set(finding.suspects)
    return min(in_words or shown, key=lambda one: suspects.isdisjoint(one.cells), default=None)


def _with_figures(block: Any, changed: dict[str, blocks.Figure]) -> Any:
    if not changed:
        return block
    return rewritten(
        block,
        lambda said: tuple(changed.get(each.id, each) if isinstance(each, blocks.Figure) else each for each in said),
    )


def _with_notes(block: Any, notes: list[tuple[Printed, str]]) -> Any:
    """A block with the notes of what was accepted behind what its numbers count."""
    for at, words in notes:
        if at.block.id != getattr(block, "id", None):
            continue

        def noted(said: blocks.Inlines, at: Printed = at, words: str = words) -> blocks.Inlines:
            place = next((i for i, each in enumerate(said) if getattr(each, "id", "") == at.node.id), None)
            if place is None:
                return said
            note = blocks.Note((blocks.Text(words, typed=False),))
            behind = said[place + 1] if place + 1 < len(said) else None
            phrase = _NOUN.match(behind.text + "," * behind.joins) if isinstance(behind, blocks.Text) else None
            if not isinstance(behind, blocks.Text) or not phrase or not phrase[0].strip():
                return (*said[: place + 1], note, *said[place + 1 :])
            first, rest = (
                replace(behind, text=text) for text in (behind.text[: phrase.end()], behind.text[phrase.end() :])
            )
            return (*said[: place + 1], first, note, *([rest] if rest.text else []), *said[place + 2 :])

        block = rewritten(block, noted)
    return block


class _Doubtful:
    """Judgments that rest on a cell of an open error, which might turn them round."""

    def __init__(self, unsettled: Iterable[blocks.Finding]) -> None:
        errors = [each for each in unsettled if each.severity == "error"]
        compared = (cell_set(each.suspects) or frozenset().union(*map(cell_set, each.sides)) for each in errors)
        self._cells = frozenset[At]().union(*compared, *(doubtful_cells(each) for each in errors))
        self._rows = frozenset[tuple[str, int]]().union(*(rows_of(each) for each in errors))

    def _has(self, said: blocks.Inlines) -> bool:
        return any(isinstance(each, blocks.Judgment) and self._is(each) for each in said)

    def _is(self, judgment: blocks.Judgment) -> bool:
        cells = cell_set(judgment.cells).union(
            *(cell_set(each.cells) for each in inlines_of(judgment) if isinstance(each, blocks.Figure))
        )
        return any(cell in self._cells or cell[:2] in self._rows for cell in cells)

    def without(self, block: Any) -> Any:
        """A block without them. A paragraph or item goes with them, of an enumeration the part, of a chart's caption the title."""
        match block:
            case blocks.Paragraph():
                left = self._parts(block.inlines)
                return None if left is None else replace(block, inlines=left)
            case blocks.List():
                items = [(self._parts(item), name) for item, name in zip(block.items, block.ids, strict=True)]
                kept = [(item, name) for item, name in items if item is not None]
                if not kept:
                    return None
                return replace(block, items=tuple(item for item, _ in kept), ids=tuple(name for _, name in kept))
            case blocks.Chart():
                return replace(block, title=()) if self._has(block.title) else block
            case blocks.Fold():
                inner = tuple(filter(None, map(self.without, block.blocks)))
                return replace(block, blocks=inner)
        return block

    def _parts(self, said: blocks.Inlines) -> blocks.Inlines | None:
        """Inlines without the parts of an enumeration that are in doubt; None where nothing is enumerated beside them."""
        left = list(said)
        while (
            at := next((i for i, each in enumerate(left) if isinstance(each, blocks.Judgment) and self._is(each)), None)
        ) is not None:
            sides = [*range(at + 1, len(left)), *range(at - 1, -1, -1)]
            sign = next((i for i in sides if isinstance(each := left[i], blocks.Text) and each.joins), None)
            if sign is None:
                return None
            mark = at + 1 if at + 1 < len(left) and getattr(left[at + 1], "kind", "") == "mark" else at
            left = [each for i, each in enumerate(left) if i not in (at, sign, mark)]
        return tuple(left)


def _place(one: Printed) -> blocks.Reference:
    if isinstance(one.block, blocks.Table | blocks.Chart):
        return blocks.Reference("chart", "", one.block.number, link=one.block.anchor)
    if one.section is None or one.section.kind == "opening":  # the official heading and what the report opens with
        return blocks.Reference("annex", OPENING, "Phần mở đầu", link=OPENING)
    name = section_name(one.section)
    title = name if one.section.kind != "annex" else one.section.title
    anchor = one.section.anchor.rpartition("-")[0] if one.section.kind == "topic" else one.section.anchor
    return blocks.Reference("section", name, title, link=anchor)
