"""Numbers of a period beside those of others: what its parts give, too, and what counts since January.

Of what a period states itself although its parts give it, its own number stands, and has to be theirs.
"""

from collections.abc import Iterator
from decimal import Decimal

from ..data.rows import Joined, Row
from ..data.schema import TABLES
from ..editions import Edition
from ..values.vietnamese import decimals, number
from .checks import Check, Rule, decimals_of
from .formula import Cell
from .year_on_year import fact_columns, name_of

_RULE = Rule("parts", "equality", "error", "Số nhập cho kỳ phải bằng số tính từ các kỳ trong đó", "periods.csv", 0)


def stated_again(edition: Edition) -> Iterator[Check]:
    """A check for each number of rows of the period's own that those of its parts give."""
    for table in (table for table in TABLES.values() if edition.parts and table.next.rows == "measured"):
        rows = {
            line: row for line, row in edition.records[table.name].items() if not isinstance(row, Joined) or row.own
        }
        given = {table.row_id(row): row for row in edition.of_parts(table.name).values()} if rows else {}
        for line, own in rows.items():
            row = given.get(table.row_id(own), {})
            for name in fact_columns(table) if row and row.get("unit") == own.get("unit") else ():
                if own[name] and row[name] and not (isinstance(own, Joined) and name not in own.own):
                    yield _as_given((table.name, line, name), own, Decimal(row[name]), edition)


def _as_given(cell: Cell, own: Row, given: Decimal, edition: Edition) -> Check:
    table, column, places = TABLES[cell[0]], cell[2], decimals_of(own[cell[2]])
    half = 0.5 * 10.0**-places
    unit = own.get("unit", "") or table.columns[column].unit
    title = table.columns[column].title
    what = f"{name_of(table, own, edition.records)}{title and f' ({title})'}"
    stated, theirs = (number(each, decimals(each)) for each in (Decimal(own[column]), given))

    return Check.of_sides(
        _RULE,
        f"{table.name}.{column}:{table.row_id(own)}",
        (cell,),
        lambda values: (values[cell], float(given)),
        (-half, half),
        decimals=places,
        unit=unit,
        detail=lambda values: f"{what} nhập {stated} {unit}, các kỳ trong đó cho {theirs} {unit}",
    )
