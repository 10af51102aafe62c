"""Numbers of earlier periods that were revised after their reports were published: marked where they are used, and listed.

A figure is marked if its key gives another number on the published rows, be it last year's own or a comparison with it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial

from helpers.data.expressions import ExpressionError, parse, selections
from helpers.data.period_rows import PeriodRows, corrected_cell
from helpers.data.reporting_period import KEY, Span, is_later
from helpers.data.rows import Row, Rows
from helpers.data.schema import TABLES, read_table
from helpers.editions import Edition
from helpers.values.blocks import Figure
from helpers.values.figures import Figure as Number

from .annotate import printed
from .model import AUDIENCES, SCREEN, Annotation, Document
from .publication_marks import CLASSES, REVISED, listed

LIST = "so-lieu-dieu-chinh"  # the anchor of the list
MEANING = f"Dấu {REVISED} chỉ số liệu của kỳ trước, hoặc số liệu so sánh với kỳ trước, đã thay đổi sau khi báo cáo của kỳ đó được công bố."
NO_REASON = "Chưa nêu lý do"


@dataclass(frozen=True)
class Revised:
    """A row with other numbers than its period published. line: now, 0 if it is gone; old, new: corrected; empty for none."""

    period: str
    publication: int
    table: str
    line: int
    old: Row
    new: Row

    @property
    def columns(self) -> list[str]:
        """The numbers that are other."""
        return [name for name in TABLES[self.table].numbers if self.old.get(name, "") != self.new.get(name, "")]


def since(period: str, number: int, before: Callable[[str], Rows], now: Callable[[str], Rows]) -> Iterator[Revised]:
    """The rows of a period whose numbers are other than in a publication of it. before, now: give all rows of a table."""
    sides = PeriodRows(period, before), PeriodRows(period, now)
    for name, table in TABLES.items():
        if not (table.periodic and table.numbers) or name == "periods":
            continue
        old, new = (side.rows(name) for side in sides)
        gone = {table.row_id(row): row for row in old.values()}
        for line, row in new.items() if gone else ():
            made = Revised(period, number, name, line, gone.pop(table.row_id(row), {}), row)
            yield from [made] if made.columns else ()
        yield from (Revised(period, number, name, 0, row, {}) for row in gone.values())


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


def with_revised(document: Document, edition: Edition, rows: Sequence[Revised]) -> Document:
    """The document with a mark at each figure that would be another one by what was published, and the list of why at its end."""
    published, lines = _as_published(edition, rows)
    tables = {row.table for row in rows}
    known = document.annotations_of(SCREEN)
    marks, entries = list[Annotation](), dict[str, tuple[str, ...]]()
    both = cache(lambda key: (_value(key, published), _value(key, edition)))
    for one in printed(document):
        if one.in_annex or not any(each.table in tables for each in selections(parse(one.key)) if one.key):
            continue
        old, now = both(one.key)
        if old.value == now.value or not isinstance(one.node, Figure):
            continue
        cells = ((at.table, line) for at in (*old.cells, *now.cells) for line in at.lines)
        own = [lines[cell] for cell in sorted({*cells} & lines.keys())]
        where = "; ".join(sorted({f"báo cáo {edition.of(row.period).label!s}, bản {row.publication}" for row in own}))
        spec = "trend" if one.node.spec.endswith("trend") else "+" if one.node.spec.startswith("+") else ""
        corrected = any(each.kind == "corrected" for each in known.get(one.node.id, ()))  # which says so already
        words = f"{old.text(spec)} ({where})"
        marks.append(Annotation(one.node.id, "revised", "" if corrected else REVISED, "", AUDIENCES, words=words))
        reasons = dict.fromkeys(_reason(row, column, edition) for row in own for column in row.columns)
        entries[one.key] = document.meanings[one.key][0], words, one.text, "; ".join(reasons)
    made = replace(document, annotations=(*document.annotations, *marks))
    if not entries:
        return made
    heads = ("Số liệu", "Đã công bố", "Trong báo cáo này", "Lý do")
    title = "Số liệu kỳ trước thay đổi sau khi công bố"
    return listed(made, LIST, "Danh mục số liệu điều chỉnh.", title, heads, entries.values(), MEANING)


def _value(key: str, edition: Edition) -> Number:
    try:
        return edition.evaluate(key)
    except ExpressionError:  # what it was computed from was not there
        return Number(None)


def _reason(row: Revised, column: str, edition: Edition) -> str:
    """Why the number was revised, as that period's own next publication says or will say."""
    place = TABLES[row.table].place(row.new or row.old, column)
    for revision in read_table(edition.data, "revisions").values():
        if (revision["period"], revision["place"]) == (row.period, place):
            return f"{CLASSES[revision['class']]}: {revision['reason']}"
    for line, correction in read_table(edition.data, "corrections").items():
        of = corrected_cell(line, correction)
        is_of_row = all(row.new.get(name) in values for name, values in of.where)
        if correction["period"] == row.period and (of.table, of.column) == (row.table, column) and is_of_row:
            return f"{CLASSES['correction']}: {correction['reason']}"
    return NO_REASON


def _as_published(edition: Edition, rows: Sequence[Revised]) -> tuple[Edition, dict[tuple[str, int], Revised]]:
    """The edition beside the earlier periods as they were published; and the lines of what changed, of rows that are gone theirs there."""
    read = partial(read_table, edition.data)
    periods = {row.period for row in rows}
    tables: dict[str, dict[int, Row]] = {}
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
            del own[line]
    tables["corrections"] = {
        line: row
        for line, row in read("corrections").items()
        if row["period"] not in periods or corrected_cell(line, row).table not in tables
    }
    return Edition(edition.period, edition.data, True, {name: Rows(own) for name, own in tables.items()}), lines
