"""The one equality of a period that consists of others: each of its numbers that they give has to be theirs."""

from collections.abc import Iterator
from decimal import Decimal

from ..data.indexed_rows import Row
from ..data.period_sums import periods_in
from ..data.table_registry import TABLES
from ..editions import Edition
from ..values.vietnamese import decimals, number
from .check_model import Check, Rule, decimals_of
from .numeric_formulas import Cell
from .plausibility import fact_columns
from .row_rules import name_of

_RULE = Rule("parts", "equality", "error", "Số nhập cho kỳ phải bằng số tính từ các kỳ trong đó", "periods.csv", 0)


def stated_again(edition: Edition) -> Iterator[Check]:
    """A check for each number of the period that those of its parts give, or that says it is made of them and is not."""
    tables = (table for table in TABLES.values() if table.joined and not table.observations)
    for table in tables if edition.parts else ():
        given = edition.of_parts(table)
        for line, own in edition.records[table.name].items():
            row, is_made = given.get(table.row_id(own), {}), bool(periods_in(own.get("source", "")))
            for name in (name for name in fact_columns(table) if own[name]):
                cell = table.name, line, name
                if row.get(name) and row.get("unit") == own.get("unit"):
                    yield _as_given(cell, own, Decimal(row[name]), edition)
                elif is_made:
                    wrong = f"{_named(cell, own, edition)}: các kỳ trong đó ({own['source']}) không cho số này"
                    yield Check.of_words(_RULE, _label(cell, own), (cell,), wrong)


def _label(cell: Cell, own: Row) -> str:
    return f"{cell[0]}.{cell[2]}:{TABLES[cell[0]].row_id(own)}"


def _named(cell: Cell, own: Row, edition: Edition) -> str:
    title = TABLES[cell[0]].columns[cell[2]].title
    return f"{name_of(TABLES[cell[0]], own, edition.records)}{title and f' ({title})'}"


def _as_given(cell: Cell, own: Row, given: Decimal, edition: Edition) -> Check:
    table, column, places = TABLES[cell[0]], cell[2], decimals_of(own[cell[2]])
    half = 0.5 * 10.0**-places
    unit = own.get("unit", "") or table.columns[column].unit
    what = _named(cell, own, edition)
    stated, theirs = (number(each, decimals(each)) for each in (Decimal(own[column]), given))

    return Check.of_sides(
        _RULE,
        _label(cell, own),
        (cell,),
        lambda values: (values[cell], float(given)),
        (-half, half),
        decimals=places,
        unit=unit,
        detail=lambda values: f"{what} nhập {stated} {unit}, các kỳ trong đó cho {theirs} {unit}",
    )
