"""Rates of a period that consists of others: of which numbers of its row a rate is the quotient, its declaration says."""

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal

from .rows import Joined, Row
from .schema import Table


def quotients_of(table: Table) -> dict[str, tuple[str, ...]]:
    """The columns that are quotients, each with the two that it is made of."""
    return {name: of for name, field in table.columns.items() if (of := field.ratio_of or field.growth_of)}


def with_rates(row: Joined, table: Table, parts: Iterable[Mapping[str, tuple[int, Row]]]) -> Joined:
    """A row with the rates that nothing else gives, at the decimals that its parts have."""
    of = {}
    for name, (one, other) in quotients_of(table).items():
        if row.get(name) or not row[one] or not Decimal(row[other] or 0):
            continue
        field = table.columns[name]
        value = Decimal(100 if field.unit == "%" else 1) * Decimal(row[one]) / Decimal(row[other])
        texts = (part[1].get(name, "") for each in parts for part in each.values())
        places = max((len(text.partition(".")[2]) for text in texts), default=0)
        value = (value - 100 if field.growth_of else value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        row[name], of[name] = format(value, "f"), (one, other)
    return Joined(row, row.lines, row.own, of) if of else row
