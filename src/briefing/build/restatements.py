"""What of earlier periods is other now than in their reports as they were published.

An edition compares itself with last year as last year's rows are now. Whoever holds last year's report sees other numbers
there, so the edition says where that is so.
"""

from collections.abc import Iterator
from contextlib import suppress

from helpers.data.datapackage import Table
from helpers.data.periods import PeriodRows
from helpers.data.reporting_period import KEY, Span
from helpers.data.rows import Rows
from helpers.data.schema import TABLES
from helpers.errors import InputError

from ..document.revised import Revised
from ..order import PUBLISHED, Order
from .snapshot import Tables
from .versions import Version, publications


def revised(order: Order, tables: Tables) -> tuple[Revised, ...]:
    """The rows of other periods whose numbers are other than first published; none of tables that cannot be read."""
    found: list[Revised] = []
    for folder in sorted((order.out / PUBLISHED).glob("*")):
        is_other = is_earlier(folder.name, order.period)
        if is_other and (kept := publications(order.out, folder.name)) and kept[0].inputs:
            with suppress(InputError):
                found += _since(kept[0], tables)
    return tuple(found)


def is_earlier(period: str, own: str) -> bool:
    """Whether a period had been reported on before another one: it ended before, or is a part of it.

    >>> [is_earlier(each, "2031-Q2") for each in ("2031-Q1", "2030-Q4", "2031-Q2", "2031-H1", "2031-Q3")]
    [True, True, False, False, False]
    >>> is_earlier("2031-Q2", "2031-H1"), is_earlier("2030", "2031-Q1")
    (True, True)
    """
    if period == own or not (KEY.fullmatch(period) and KEY.fullmatch(own)):
        return period != own
    one, other = Span.of(period), Span.of(own)
    return (one.year, one.last) < (other.year, other.last) or other.holds(period)


def _since(publication: Version, tables: Tables) -> Iterator[Revised]:
    period, number = publication.about.period, int(publication.folder.name)
    before, now = (PeriodRows(period, rows) for rows in (publication.rows, tables.rows))
    for name, table in TABLES.items():
        if table.periodic and table.numbers and name != "periods" and publication.rows(name):
            for line, old, new in _changed(table, before.rows(name), now.rows(name)):
                yield Revised(period, number, name, line, old, new)


def _changed(table: Table, before: Rows, now: Rows) -> Iterator[tuple[int, dict[str, str], dict[str, str]]]:
    """Rows with other numbers: the line now, 0 for one that is gone, and the rows; none of a table that was not published."""
    old = {table.row_id(row): row for row in before.values()}
    if not old:
        return
    for line, row in now.items():
        was = old.pop(table.row_id(row), {})
        if any(row[column] != was.get(column, "") for column in table.numbers):
            yield line, was, row
    for row in old.values():
        yield 0, row, {}
