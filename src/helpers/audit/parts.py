"""The one equality of a period that consists of others: each of its numbers that they give has to be theirs."""

from collections.abc import Iterator
from decimal import Decimal

from ..data.rows import Row
from ..data.schema import TABLES
from ..editions import Edition
from ..values.vietnamese import decimals, number
from .checks import Check, Rule, decimals_of
from .formula import Cell
from .year_on_year import fact_columns, name_of

_RULE = Rule("parts", "equality", "error", "Số nhập cho kỳ phải bằng số tính từ các kỳ trong đó", "periods.csv", 0)


def stated_again(edition: Edition) -> Iterator[Check]:
    """A check for each number of the period that those of its parts give."""
    for table in (table for table in TABLES.values() if edition.parts and table.next.rows == "measured"):
        given = edition.of_parts(table)
        for line, own in edition.records[table.name].items() if given else ():
            row = given.get(table.row_id(own), {})
            for name in fact_columns(table) if row and row.get("unit") == own.get("unit") else ():
                if own[name] and row[name]:
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
