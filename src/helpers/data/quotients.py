"""Rates of a period that consists of others: a rule says of which numbers of its row a rate is the quotient."""

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from decimal import ROUND_HALF_UP, Decimal, DecimalException
from typing import Any

from .evaluation import Algebra, evaluate
from .expressions import Expression, ExpressionError, Select, parse, selections
from .rows import Joined, Row, Rows
from .schema import Table

_FORM = re.compile(r"100 \* [^*/]+ / [^*/]+(?: - 100)?")


def quotients_of(table: Table, rules: Rows) -> dict[str, Expression]:
    """The columns of which a rule says for each row that they are rounded to what others of the row give.

    Those that `briefing add table` writes are so: `100 * t.a(k='{k}') / t.b(k='{k}')`.
    """
    where = tuple((name, (f"{{{name}}}",)) for name in table.key if name != "period")
    found = {}
    for row in rules.where((("relation", ("rounds to",)),)).values():
        try:
            left, right = parse(row["left"]), parse(row["right"])
        except ExpressionError:
            continue  # the audit tells of it
        selected = [*selections(right)]
        if not (isinstance(left, Select) and _FORM.fullmatch(str(right)) and len(selected) == 2):
            continue
        own = all((each.table, each.where) == (table.name, where) for each in (left, *selected))
        one, other = ((table.columns[each.column].unit if each.column in table.columns else "") for each in selected)
        if own and table.columns[left.column].unit == "%" and one == other:
            found[left.column] = right
    return found


def with_rates(
    row: Joined, quotients: Mapping[str, Expression], parts: Iterable[Mapping[str, tuple[int, Row]]]
) -> Joined:
    """A row with the rates that nothing else gives, at the decimals that its parts have.

    >>> parts = [{"A": (2, {"rate": "20.5"})}, {"A": (3, {"rate": "30.25"})}]
    >>> row = Joined({"rate": "", "done": "9", "plan": "0"}, {})
    >>> with_rates(row, {}, parts)["rate"]
    ''
    """
    given = {name: of for name, of in quotients.items() if not row.get(name)}
    known = {name: value for name, of in given.items() if (value := _of_row(of, row)) is not None}
    for name, value in known.items():
        texts = (part[1].get(name, "") for each in parts for part in each.values())
        places = max((len(text.partition(".")[2]) for text in texts), default=0)
        row[name] = format(value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP), "f")
    of = {name: tuple(dict.fromkeys(each.column for each in selections(given[name]))) for name in known}
    return Joined(row, row.lines, row.own, of) if known else row


def _of_row(expression: Expression, row: Row) -> Decimal | None:
    """What an expression of cells of one row gives; None where one is missing, or divided by 0."""

    def cell(select: Select, _rows: Rows) -> Any:
        return Decimal(row[select.column] or "NaN")

    with suppress(DecimalException):
        value = evaluate(expression, Algebra[Any](lambda select: Rows(), cell, Decimal, lambda name, values: None))
        return value if value.is_finite() else None
    return None
