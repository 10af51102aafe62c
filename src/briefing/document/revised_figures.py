"""What was published otherwise, in reports of earlier periods or in this one's: marked where it is printed, and listed.

A figure is marked if its key gives another number on the published rows, be it last year's own or a comparison with it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial

from helpers.data.expressions import ExpressionError, parse, selections
from helpers.data.indexed_rows import Row as TableRow
from helpers.data.indexed_rows import Rows
from helpers.data.period_rows import PeriodRows, corrected_cell
from helpers.data.reporting_period import KEY, Span, is_later
from helpers.data.table_registry import TABLES, read_table
from helpers.editions import Edition
from helpers.values.blocks import Block, Cell, Figure, Paragraph, Row, Table, Text
from helpers.values.figures import Figure as Number
from helpers.values.vietnamese import lower_first

from .audit_marks import printed
from .model import AUDIENCES, SCREEN, Annotation, Document, Section

LIST = "danh-muc-sua-doi"  # the anchor of the list
REVISED = "(R)"
HEADS = ("Số liệu, nội dung", "Đã công bố", "Trong báo cáo này", "Lý do")
MEANING = f"Dấu {REVISED} chỉ số liệu, hoặc số liệu so sánh, đã thay đổi sau khi được công bố."
NO_REASON = "Chưa nêu lý do"
CLASSES = {
    "update": "Cập nhật số ước tính",
    "source": "Nguồn điều chỉnh",
    "correction": "Sửa lỗi",
    "wording": "Câu chữ",
}


@dataclass(frozen=True)
class Publication:
    """A publication of an edition. others: what changed since the last one, whatever it is printed as: place, words, reason."""

    number: int
    others: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class Revised:
    """A row with other numbers than were published. line: now, 0 if it is gone; old, new: corrected; empty for none.
    report: the period of the report that said the old ones; empty: the row's.
    """

    period: str
    publication: int
    table: str
    line: int
    old: TableRow
    new: TableRow
    report: str = ""

    @property
    def columns(self) -> list[str]:
        """The numbers that are other."""
        return [name for name in TABLES[self.table].numbers if self.old.get(name, "") != self.new.get(name, "")]


def since(
    period: str, number: int, before: Callable[[str], Rows], now: Callable[[str], Rows], report: str = ""
) -> Iterator[Revised]:
    """The rows of a period whose numbers are other than in a publication of it. before, now: give all rows of a table.

    report: the publication is the last one of this period's report, which is published again: a table that was empty counts
    too, and of other periods' rows their own alone.
    """
    sides = PeriodRows(period, before), PeriodRows(period, now)
    for name, table in TABLES.items():
        if not (table.periodic and table.numbers) or name == "periods":
            continue
        old, new = (side.rows(name) for side in sides)
        gone = {table.row_id(row): row for row in old.values()}
        found = []
        for line, row in new.items() if gone or report else ():
            found.append(Revised(period, number, name, line, gone.pop(table.row_id(row), {}), row, report))
        found += (Revised(period, number, name, 0, row, {}, report) for row in gone.values())
        for made in found:
            is_own = report in ("", period) or (made.new or made.old)["period"] == period
            yield from [made] if made.columns and is_own else ()


def is_earlier(period: str, own: str) -> bool:
    """Whether a period had been reported on before another one: it ended before, or is a part of it.

    >>> [is_earlier(each, "2031-Q2") for each in ("2031-Q1", "2030-Q4", "2031-Q2", "2031-H1", "2031-Q3")]
    [True, True, False, False, False]
    >>> is_earlier("2031-Q2", "2031-H1"), is_earlier("2030", "2031-Q1")
    (True, True)
    """
    if period == own or not (KEY.fullmatch(period) and KEY.fullmatch(own)):
        return period != own
    return is_later(own, than=period) or Span.of(own).holds(period)


def with_revised(
    document: Document, edition: Edition, rows: Sequence[Revised], publication: Publication | None
) -> Document:
    """The document with a mark at each figure that would be another one by what was published, and the list of what changed, and why,
    at its end; with the number of the publication that it is of."""
    published, lines = _as_published(edition, rows)
    tables, reasons = {row.table for row in rows}, _reasons(edition)
    known = document.annotations_of(SCREEN)
    marks, entries = list[Annotation](), dict[str, tuple[str, ...]]()
    said = set[str]()  # the places that entries tell of, as changes name them
    both = cache(lambda key: (_value(key, published), _value(key, edition)))
    for one in printed(document):
        if one.in_annex or not one.key or not any(each.table in tables for each in selections(parse(one.key))):
            continue
        old, now = both(one.key)
        if old.value == now.value or not isinstance(one.node, Figure):
            continue
        cells = ((at.table, line) for at in (*old.cells, *now.cells) for line in at.lines)
        own = [lines[cell] for cell in sorted({*cells} & lines.keys())]
        reports = {(edition.of(row.report or row.period).label, row.publication) for row in own}
        where = "; ".join(sorted(f"báo cáo {lower_first(str(label))}, bản {of}" for label, of in reports))
        spec = "trend" if one.node.spec.endswith("trend") else "+" if one.node.spec.startswith("+") else ""
        corrected = any(each.kind == "corrected" for each in known.get(one.node.id, ()))  # which says so already
        words = f"{old.text(spec)} ({where})"
        marks.append(Annotation(one.node.id, "revised", "" if corrected else REVISED, "", AUDIENCES, words=words))
        why = dict.fromkeys(_why(row, name, edition.period, reasons) for row in own for name in row.columns)
        for row in own:
            for name in row.columns:
                said |= {place for period, place in _places(row, name, edition.period) if period == edition.period}
        entries.setdefault(one.key, (document.meanings[one.key][0], words, now.text(spec), "; ".join(why)))
    number, others = (publication.number, publication.others) if publication else (0, ())
    made = replace(document, publication=number, annotations=(*document.annotations, *marks))
    rest = dict.fromkeys((what, "", "", reason) for place, what, reason in others if place not in said)
    listed = (HEADS, *entries.values(), *rest)
    if len(listed) == 1:
        return made
    head, *body = (
        Row(tuple(Cell((Text(words, typed=False),), column=at, head=row is HEADS) for at, words in enumerate(row)))
        for row in listed
    )
    title = f"Nội dung thay đổi so với bản {number - 1}" if number > 1 else "Số liệu kỳ trước thay đổi sau khi công bố"
    meaning: list[Block] = (
        [Paragraph((Text(MEANING, typed=False),), id=LIST)] if any(mark.label for mark in marks) else []
    )
    shown = (*meaning, Table((), (head,), tuple(body), id=LIST))
    section = Section(LIST, LIST, "Danh mục sửa đổi.", title, "list", 1, blocks=shown)
    return replace(made, sections=(*made.sections, section))


def _reasons(edition: Edition) -> dict[tuple[str, str], str]:
    """Why a place of a period changed: as its next publication says, or will say; else as its correction does."""
    corrections, revisions = (read_table(edition.data, name) for name in ("corrections", "revisions"))
    return {
        (row["period"], corrected_place(line, row)): f"{CLASSES['correction']}: {row['reason']}"
        for line, row in corrections.items()
    } | {(row["period"], row["place"]): f"{CLASSES[row['class']]}: {row['reason']}" for row in revisions.values()}


def corrected_place(line: int, correction: TableRow, period: str = "") -> str:
    """The cell of a correction as tables name it, however the row spells it. period: named if it is not the one in question."""
    cell = corrected_cell(line, correction)
    return TABLES[cell.table].place({name: values[0] for name, values in cell.where}, cell.column, period)


def _places(row: Revised, column: str, own: str) -> Iterator[tuple[str, str]]:
    """Where a reason of a number can stand, with the period whose report gives it: the row's own, then that in question; of a row
    that came or went it can be the whole row's."""
    for name in (column, "") if not (row.old and row.new) else (column,):
        for period, named in ((row.period, ""), (own, row.period if row.period != own else "")):
            yield period, TABLES[row.table].place(row.new or row.old, name, named)


def _why(row: Revised, column: str, own: str, reasons: dict[tuple[str, str], str]) -> str:
    return next(filter(None, map(reasons.get, _places(row, column, own))), NO_REASON)


def _value(key: str, edition: Edition) -> Number:
    try:
        return edition.evaluate(key)
    except ExpressionError:  # what it was computed from was not there
        return Number(None)


def _as_published(edition: Edition, rows: Sequence[Revised]) -> tuple[Edition, dict[tuple[str, int], Revised]]:
    """The edition beside the earlier periods as they were published; and the lines of what changed, of rows that are gone theirs there."""
    read = partial(read_table, edition.data)
    periods = {row.period for row in rows}
    tables: dict[str, dict[int, TableRow]] = {}
    lines: dict[tuple[str, int], Revised] = {}
    for row in rows:
        if row.table not in tables:
            tables[row.table] = dict(read(row.table))
            for period in periods:  # corrected, as they were
                tables[row.table] |= PeriodRows(period, read).rows(row.table)
        own = tables[row.table]
        line = row.line or max(own, default=1) + 1
        lines[row.table, line] = row
        if row.old:
            own[line] = dict.fromkeys(TABLES[row.table].columns, "") | row.old
        else:
            own.pop(line, None)  # a standing row is of every period
    tables["corrections"] = {
        line: row
        for line, row in read("corrections").items()
        if row["period"] not in periods or corrected_cell(line, row).table not in tables
    }
    return Edition(edition.period, edition.data, True, {name: Rows(own) for name, own in tables.items()}), lines
