"""What was published otherwise, in reports of earlier periods or in this one's: marked where it is printed, and listed.

A figure is marked if its key gives another number on the published rows, be it last year's own or a comparison with it. The list
says why: as the correction of the row does, else a row of revisions.csv.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial

from helpers.data.datapackage import Declared
from helpers.data.expressions import ExpressionError, parse, selections
from helpers.data.indexed_rows import Row as TableRow
from helpers.data.indexed_rows import Rows
from helpers.data.period_rows import PeriodRows, corrected_cell
from helpers.data.reporting_period import KEY, Span, is_later
from helpers.editions import Edition
from helpers.errors import Problem
from helpers.i18n import _
from helpers.values.blocks import Cell, Figure, Paragraph, Row, Table, Text
from helpers.values.figures import Figure as Number
from helpers.values.vietnamese import lower_first

from .audit_marks import printed
from .model import AUDIENCES, Annotation, Document, Section

LIST = "danh-muc-sua-doi"  # the anchor of the list
REVISED = "(R)"
HEADS = ("Số liệu", "Đã công bố", "Trong báo cáo này", "Lý do")
TITLE = "Số liệu thay đổi sau khi công bố"
MEANING = f"Dấu {REVISED} chỉ số liệu, hoặc số liệu so sánh, đã thay đổi sau khi được công bố."
NO_REASON = "Chưa nêu lý do"
Tables = Callable[[str], Rows]  # gives all rows of a table


@dataclass(frozen=True)
class Revised:
    """A row of a period with other numbers than a report has published. report, publication: the report's period, and its number.

    line: now, 0 if it is gone; old, new: corrected; empty for none.
    """

    period: str
    report: str
    publication: int
    table: str
    line: int
    old: TableRow
    new: TableRow

    def columns(self, tables: Declared) -> list[str]:
        """The numbers that are other."""
        return [name for name in tables[self.table].numbers if self.old.get(name, "") != self.new.get(name, "")]

    def places(self, tables: Declared) -> list[tuple[str, str]]:
        """What a reason names: the row's period, and each number; of a row that came or went the row."""
        names = self.columns(tables) if self.old and self.new else [""]
        return [(self.period, tables[self.table].place(self.new or self.old, name)) for name in names]


def since(report: str, number: int, before: PeriodRows, now: PeriodRows) -> Iterator[Revised]:
    """The rows of a period whose numbers are other than in a publication of a report. before: the rows that it was made of."""
    period = now.period
    for name, table in now.tables.items():
        if not (table.periodic and table.numbers) or name == "periods":
            continue
        published = before.tables.get(name)
        old = {published.row_id(row): row for row in before.rows(name).values()} if published else {}
        new = {table.row_id(row): (line, row) for line, row in now.rows(name).items()}
        for row_id in {**new, **old} if old else ():  # nothing was published of a table that is new
            line, row = new.get(row_id, (0, {}))
            made = Revised(period, report, number, name, line, old.get(row_id, {}), row)
            if made.columns(now.tables) and (period == report or (made.new or made.old)["period"] == period):
                yield made


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


def with_revised(document: Document, edition: Edition, rows: Sequence[Revised], number: int) -> Document:
    """The document with a mark at each figure that would be another one by what was published, and the list of these at its end.

    number: of the publication that it is of.
    """
    published, lines = _as_published(edition, rows)
    revised, reasons = {row.table for row in rows}, _reasons(partial(edition.tables.rows, edition.data), edition.tables)
    marks, entries = list[Annotation](), dict[str, tuple[str, ...]]()
    both = cache(lambda key: (_value(key, published), _value(key, edition)))
    for one in printed(document, annex=False):
        if not one.key or not any(each.table in revised for each in selections(parse(one.key, edition.tables))):
            continue
        old, now = both(one.key)
        if old.value == now.value or not isinstance(one.node, Figure):
            continue
        cells = {(at.table, line) for at in (*old.cells, *now.cells) for line in at.lines}
        own = [lines[cell] for cell in sorted(cells & lines.keys())]
        reports = {(edition.of(row.report).label, row.publication) for row in own}
        where = "; ".join(sorted(f"báo cáo {lower_first(str(label))}, bản {of}" for label, of in reports))
        spec = "trend" if one.node.spec.endswith("trend") else "+" if one.node.spec.startswith("+") else ""
        words = f"{old.text(spec)} ({where})"
        marks.append(Annotation(one.node.id, "revised", REVISED, "", AUDIENCES, words=words))
        why = dict.fromkeys(reasons.get(place, NO_REASON) for row in own for place in row.places(edition.tables))
        entries.setdefault(one.key, (document.meanings[one.key][0], words, now.text(spec), "; ".join(why)))
    made = replace(document, publication=number, annotations=(*document.annotations, *marks))
    if not entries:
        return made
    head, *body = (
        Row(tuple(Cell((Text(words, typed=False),), column=at, head=row is HEADS) for at, words in enumerate(row)))
        for row in (HEADS, *entries.values())
    )
    shown = Paragraph((Text(MEANING, typed=False),)), Table((), (head,), tuple(body), id=LIST)
    section = Section(LIST, LIST, "Danh mục sửa đổi.", TITLE, "list", 1, blocks=shown)
    return replace(made, sections=(*made.sections, section))


def unexplained(rows: Sequence[Revised], read: Tables, tables: Declared) -> Iterator[Problem]:
    """The numbers of which nobody says why they are others than published."""
    reasons = _reasons(read, tables)
    remedy = _("Add its row with this period and place, and the reason.")
    for row in rows:
        expected = _("why it changed since publication {number}", number=row.publication)
        for period, place in row.places(tables):
            if (period, place) not in reasons:
                yield Problem("revisions.csv", 0, "", f"{period},{place}", expected, remedy, code="missing_reason")


def _reasons(read: Tables, tables: Declared) -> dict[tuple[str, str], str]:
    """Why a place of a period changed: as revisions.csv says, else its correction."""
    found: dict[tuple[str, str], str] = {}
    for line, row in read("corrections").items():
        cell = corrected_cell(line, row, tables)
        chosen = {name: values[0] for name, values in cell.where}
        found[row["period"], cell.declared.place(chosen, cell.column)] = row["reason"]
    return found | {(row["period"], row["place"]): row["reason"] for row in read("revisions").values()}


def _value(key: str, edition: Edition) -> Number:
    try:
        return edition.evaluate(key)
    except ExpressionError:  # what it was computed from was not there
        return Number(None)


def _as_published(edition: Edition, rows: Sequence[Revised]) -> tuple[Edition, dict[tuple[str, int], Revised]]:
    """The edition beside the earlier periods as they were published; and the lines of what changed, of rows that are gone theirs there."""
    read = partial(edition.tables.rows, edition.data)
    periods = {row.period for row in rows}
    tables: dict[str, dict[int, TableRow]] = {}
    lines: dict[tuple[str, int], Revised] = {}
    for row in rows:
        if row.table not in tables:
            tables[row.table] = dict(read(row.table))
            for period in periods:  # corrected, as they were
                tables[row.table] |= PeriodRows(period, read, edition.tables).rows(row.table)
        own = tables[row.table]
        line = row.line or max(own, default=1) + 1
        lines[row.table, line] = row
        if row.old:
            own[line] = dict.fromkeys(edition.tables[row.table].columns, "") | row.old
        else:
            own.pop(line, None)  # a standing row is of every period
    tables["corrections"] = {
        line: row
        for line, row in read("corrections").items()
        if row["period"] not in periods or corrected_cell(line, row, edition.tables).table not in tables
    }
    made = {name: Rows(own) for name, own in tables.items()}
    return Edition(edition.period, edition.data, True, made, tables=edition.tables), lines
