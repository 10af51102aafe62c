"""The one equality of a period that consists of others: each of its numbers that they give has to be theirs."""

from collections.abc import Iterator
from decimal import Decimal

from ..data.period_sums import periods_in
from ..editions import Edition
from ..values.vietnamese import decimals, number
from .check_model import Check, Rule, decimals_of
from .numeric_formulas import Cell
from .plausibility import fact_columns

_RULE = Rule("parts", "equality", "error", "Số nhập cho kỳ phải bằng số tính từ các kỳ trong đó", "periods.csv", 0)


def stated_again(edition: Edition) -> Iterator[Check]:
    """A check for each number of the period that those of its parts give, or that says it is made of them and is not."""
    tables = (table for table in edition.tables.values() if table.joined and not table.observations)
    for table in tables if edition.parts else ():
        given = edition.of_parts(table)
        for line, own in edition.records[table.name].items():
            row, is_made = given.get(table.row_id(own), {}), bool(periods_in(own.get("source", "")))
            for name in (name for name in fact_columns(table) if own[name]):
                about = _RULE, f"{table.name}.{name}:{table.row_id(own)}", ((table.name, line, name),)
                if row.get(name) and row.get("unit") == own.get("unit"):
                    unit = own.get("unit", "") or table.columns[name].unit
                    yield _as_given(*about, own[name], Decimal(row[name]), unit)
                elif is_made:
                    wrong = f"các kỳ trong đó ({own['source']}) không cho số này"
                    yield Check.of_words(*about, wrong, of_cell=True)


def _as_given(rule: Rule, label: str, cells: tuple[Cell, ...], own: str, given: Decimal, unit: str) -> Check:
    half = 0.5 * 10.0 ** -decimals_of(own)
    stated, theirs = (number(each, decimals(each)) for each in (Decimal(own), given))

    return Check.of_sides(
        rule,
        label,
        cells,
        lambda values: (values[cells[0]], float(given)),
        (-half, half),
        decimals=decimals_of(own),
        unit=unit,
        detail=lambda values: f"nhập {stated} {unit}, các kỳ trong đó cho {theirs} {unit}",
        of_cell=True,
    )
