"""What expressions mean: the one interpretation of the language, for every kind of number that it is computed in.

Which rows a selection takes, which codes it may name, the unit of its cells, what pairs with what in a weighted
average and what an empty selection gives are decided here. An algebra says what a number is: a figure with its
provenance, or a fraction of the audit, for any values of the cells.
"""

import operator
import statistics
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import reduce
from typing import Any, TypeAlias, TypeVar

from ..errors import nearest
from ..i18n import _
from . import units
from .declaration_check import NO_SUM
from .expressions import ROWS, Call, Expression, ExpressionError, Number, Select, Words, shared, signed_part
from .indexed_rows import Rows

Value: TypeAlias = Any  # a number: a dataclass with value, unit and the operators of arithmetic
Item = TypeVar("Item")
Numbers = Sequence[Any]  # figures compute in decimals, rules in floats
OPERATORS: dict[str, Callable[[Any, Any], Any]] = dict(
    zip("+-*/", (operator.add, operator.sub, operator.mul, operator.truediv), strict=True)
)


_RELATIONS = (operator.eq, operator.ne, operator.lt, operator.le, operator.gt, operator.ge)
_COMPARED = dict(zip(("==", "!=", "<", "<=", ">", ">="), _RELATIONS, strict=True))


# of several numbers, in whatever kind they come
STATISTICS: dict[str, Callable[[Numbers], Any]] = {
    "min": min, "max": max, "mean": statistics.mean, "median": statistics.median,
}  # fmt: skip


@dataclass(frozen=True)
class Algebra:
    """How one kind of number is made; computing with it is the number's own business.

    rows: the rows of a selection. cells: the sum of a selection's cells in some of its rows, or how many rows they
    are; missing where there is none. number: a plain number. statistic: one of STATISTICS of several. before: an
    expression as a change compares it, of another period, and whether both are of the same rows. add: two numbers of a
    weighted average, which need no sum.
    """

    rows: Callable[[Select], Rows]
    cells: Callable[[Select, Rows], Value]
    number: Callable[[Any], Value]
    statistic: Callable[[str, list[Value]], Value]
    before: Callable[[Expression, str], tuple[Expression, bool]]
    add: Callable[[Value, Value], Value] = operator.add


def holds(sign: str, sides: Iterable[Expression], algebra: Algebra) -> bool | None:
    """Whether two numbers compare so; None where one of them is missing."""
    values = complete(evaluate(side, algebra).value for side in sides)
    return None if values is None else bool(_COMPARED[sign](*values))


def evaluate(expression: Expression, algebra: Algebra) -> Value:
    """The value of an expression. Raises ExpressionError for unknown codes and for units that do not fit."""
    match expression:
        case Select():
            rows = algebra.rows(expression)
            added = expression.column != ROWS and len(rows) > 1
            if added and (no_sum := expression.field.measures(rows.values()).intersection(NO_SUM)):
                raise ExpressionError(units.no_sum(unit_of(expression, rows), "average" in no_sum))
            return algebra.cells(expression, rows)
        case Number(digits):
            return algebra.number(digits)
        case Call("-", (part,)):
            return -evaluate(part, algebra)
        case Call(("+" | "*") as chain, (first, *rest)):
            value = evaluate(first, algebra)
            for sign, part in (signed_part(each, chain) for each in rest):
                value = OPERATORS[sign](value, evaluate(part, algebra))
            return value
        case Call("abs", (part,)):
            return abs(evaluate(part, algebra))
        case Call(("mean" | "median") as function, (Select() as select,)):
            return algebra.statistic(function, _each(select, algebra))
        case Call(("min" | "max") as function, arguments):
            return algebra.statistic(function, [evaluate(argument, algebra) for argument in arguments])
        case Call("weighted", (Select() as rates, Select() as weights)):
            return _weighted(rates, weights, algebra)
        case Call(("growth" | "change") as function, (of, Words(since))):
            earlier, is_comparable = algebra.before(of, since)
            now, before = evaluate(of, algebra), evaluate(earlier, algebra)
            is_of_other = now.unit and before.unit and now.unit != before.unit  # of which "same units" tells
            if not is_comparable or is_of_other:
                before = replace(before, value=None, unit=now.unit)
            if function == "change":
                return now - before
            is_below = before.value is not None and before.value < 0  # its sign would say the contrary
            growth = (now - before) / (replace(before, value=None) if is_below else before)
            return replace(growth * algebra.number(Decimal(100)), unit="%")
    raise ExpressionError(_("{expression} is not an expression", expression=expression))


def complete(items: Iterable[Item | None]) -> list[Item] | None:
    """All of them, or None if one is missing: what is computed of something missing is missing.

    >>> complete([1, 0]), complete([1, None])
    ([1, 0], None)
    """
    found = list(items)
    known = [item for item in found if item is not None]
    return known if len(known) == len(found) else None


def matching(select: Select, rows: Rows, codes: Callable[[str], Collection[str]]) -> Rows:
    """The rows of a period that a selection takes. Raises ExpressionError for a code that its list (`codes`) does not have."""
    for name, values in select.where:
        field = select.declared.columns[name]
        known = codes(field.codes) if field.kind == "code" else values
        unknown = next((value for value in values if value and value not in known), None)
        if unknown is not None:
            found = {"name": name, "unknown": unknown, "nearest": nearest(unknown, known)}
            raise ExpressionError(_("{name} {unknown!r} is unknown; near: {nearest} (codes.csv)", **found))
    return rows.where(select.where)


def is_awaited(select: Select, rows: Callable[[Select], Rows]) -> bool:
    """Whether a period has no row at all yet of a table of which each has some: no count of them is known then, unless
    absences.csv says that there is none. Decisions, which a period need not have, are counted as they are."""
    table, whole = select.declared, replace(select, where=tuple(pair for pair in select.where if pair[0] == "period"))
    return (table.joined or (table.periodic and table.next.rows != "")) and not rows(whole)


def unit_of(select: Select, rows: Rows) -> str:
    """The unit of a selection's cells. Raises ExpressionError for rows with different ones."""
    unit = "" if select.column == ROWS else select.field.unit
    if unit != "@unit":
        return unit
    units = list(dict.fromkeys(row["unit"] for row in rows.values()))
    if len(units) > 1:
        said = _("{select} adds different units: {units}; name the item", select=select, units=", ".join(units))
        raise ExpressionError(said)
    return units[0] if units else ""


def _each(select: Select, algebra: Algebra) -> list[Value]:
    """Each cell of a selection; without any it is missing."""
    rows = algebra.rows(select)
    unit_of(select, rows)
    return [algebra.cells(select, Rows({line: row})) for line, row in rows.items()] or [algebra.cells(select, rows)]


def _weighted(rates: Select, weights: Select, algebra: Algebra) -> Value:
    """The average of rates, each weighing as much as the weights with the same codes; missing where one has none."""
    rows = algebra.rows(rates)
    if not rows:
        return algebra.cells(rates, rows)
    if rates.field.measures(rows.values()) - {"", *NO_SUM}:
        raise ExpressionError(_("{rates} are counts, and no rates: their average is mean({rates})", rates=rates))
    products, bases = [], []
    for line, row in rows.items():
        paired = replace(weights, where=(*weights.where, *((name, (row[name],)) for name in shared(rates, weights))))
        rate = replace(algebra.cells(rates, Rows({line: row})), unit="")
        bases.append(algebra.cells(paired, algebra.rows(paired)))
        products.append(rate * bases[-1])
    average = reduce(algebra.add, products) / reduce(algebra.add, bases)
    return replace(average, unit=algebra.cells(rates, rows).unit)
