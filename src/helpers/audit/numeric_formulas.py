"""Expressions over the cells of an edition, for any values of them: "what if this cell were 71?".

The language and its evaluator are those of figures (`data.evaluation`); a number here is a computer's fraction, as rules
ask for thousands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial, partialmethod
from math import isfinite
from typing import Any

from ..data import units
from ..data.absences import Absences
from ..data.code_validity import ComparedPeriod, Validity
from ..data.evaluation import OPERATORS, STATISTICS, Algebra, complete, evaluate, is_awaited, matching, unit_of
from ..data.expressions import COMPARED, ROWS, Expression, ExpressionError, Select, moved
from ..data.indexed_rows import Records, Rows
from ..data.period_rows import refuse_other_months
from ..i18n import _

Cell = tuple[str, int, str]  # table, line, column
Values = Mapping[Cell, float | None]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit; None: missing. plain: a mere number, which changes no unit."""

    value: Any
    unit: str = ""
    plain: bool = False

    def __neg__(self) -> Quantity:
        return replace(self, value=None if self.value is None else -self.value)

    def __abs__(self) -> Quantity:
        return replace(self, value=None if self.value is None else abs(self.value))

    def _with(self, sign: str, other: Quantity) -> Quantity:
        if sign in "+-" and {self.unit, other.unit} == {units.RATIO, "%"}:
            self, other = (_in_percent(each) for each in (self, other))
        one, two = (each.value if each.plain else None for each in (self, other))
        unit = units.combined(self.unit, sign, other.unit, (one, two))
        known = None not in (self.value, other.value) and (sign != "/" or other.value)
        value = OPERATORS[sign](self.value, other.value) if known else None
        return Quantity(value, unit, self.plain and other.plain)

    __add__, __sub__ = partialmethod(_with, "+"), partialmethod(_with, "-")
    __mul__, __truediv__ = partialmethod(_with, "*"), partialmethod(_with, "/")


def _in_percent(of: Quantity) -> Quantity:
    return replace(of * Quantity(100, plain=True), unit="%") if of.unit == units.RATIO else of


class Formula:
    """An expression over the cells of an edition: which they are, its unit, and its value for any values of them.

    Raises ExpressionError for units that do not fit.
    """

    def __init__(self, expression: Expression, records: Records) -> None:
        self._expression, self._over = expression, algebra(records)
        asked = _Asked()
        found = self._evaluated(asked)
        self.cells, self.unit = tuple(asked), found.unit

    def _evaluated(self, values: Values) -> Quantity:
        found: Quantity = evaluate(self._expression, self._over(values))
        return found

    def value(self, values: Values) -> float | None:
        """Its value, None if a cell is missing, a denominator is 0, or it is beyond all measure."""
        value: float | None = self._evaluated(values).value
        return value if value is not None and isfinite(value) else None


class _Asked(dict[Cell, None]):
    """Values of which none is known; it remembers for which it was asked."""

    def __missing__(self, cell: Cell) -> None:
        self[cell] = None


def algebra(records: Records) -> Callable[[Values], Algebra]:
    """What an expression is evaluated with, for values of the cells; which cells a selection takes is looked up once."""
    rows = cache(partial(rows_of, records=records))
    before = cache(partial(_before, records=records, rows=rows))

    def over(values: Values) -> Algebra:
        return Algebra(
            rows,
            partial(_sum, records=records, rows_of=rows, values=values),
            lambda value: Quantity(None if value is None else float(value), plain=True),
            _statistic,
            before,
        )

    return over


class Written(dict[Cell, float | None]):
    """The values of cells as they are written, of the periods compared with too; None for an empty one, and for "no such row" (line 0)."""

    def __init__(self, records: Records) -> None:
        self.records = records

    def __missing__(self, cell: Cell) -> float | None:
        text = self.records.row(*cell[:2])[cell[2]] if cell[1] else ""
        found = self[cell] = float(text) if text else None
        return found


def rows_of(select: Select, records: Records) -> Rows:
    """The rows of a selection by line; none of a period that has no row."""
    own = ("", *(row["period"] for row in records["periods"].values()))
    compared = {*COMPARED, *(row[name[1:]] for row in records["periods"].values() for name in COMPARED)}
    if select.period not in (*own, *compared):
        said = _("{select}: rules see the rows of a period, of the one before and of last year", select=select)
        raise ExpressionError(said)
    codes, seen = records["codes"], _of_period(select, records).get(select.table, Rows())
    undated = replace(select, where=tuple(pair for pair in select.where if pair[0] != "period"))
    return matching(undated, seen, lambda name: codes.where((("list", (name,)),)).by("code"))


def _of_period(select: Select, records: Records) -> Records:
    """The records of the period that a selection asks for; none of one without a row."""
    is_own = select.period in ("", *(row["period"] for row in records["periods"].values()))
    return records if is_own else records.before.get(select.period, Records({}, records.tables))


def _sum(select: Select, rows: Rows, records: Records, rows_of: Callable[[Select], Rows], values: Values) -> Quantity:
    """The sum of the cells, or how many rows there are; a selection without rows is a cell that has no value.

    So is the count of rows of a table of which the period has none yet, unless absences.csv says that there is none.
    """
    if select.column == ROWS and (rows or not is_awaited(select, rows_of) or _says_none(select, records)):
        return Quantity(len(rows))
    lines: Iterable[int] = rows or (0,)
    found = complete([values[select.table, line, select.column] for line in lines])
    return Quantity(None if found is None else sum(found), unit_of(select, rows))


def _says_none(select: Select, records: Records) -> bool:
    """Whether absences.csv says that the period has no such rows; read only where a count has none."""
    return Absences(_of_period(select, records).get("absences", Rows()), records.tables).none_of(select) > 0


def _statistic(function: str, of: list[Quantity]) -> Quantity:
    unit, found = units.common(each.unit for each in of), complete(each.value for each in of)
    return Quantity(STATISTICS[function](found) if found else None, unit)


def _before(of: Expression, since: str, records: Records, rows: Callable[[Select], Rows]) -> tuple[Expression, bool]:
    """What a change compares with, restated for what has been taken over since, and whether both periods have its rows."""
    refuse_other_months(of, since, records.period)
    then, before = moved(of, since), records.before.get(since)
    if not before:
        return then, True
    validity = Validity(records["validity"])
    sides = [ComparedPeriod(each.period, each.__getitem__, each.tables) for each in (records, before)]
    earlier = validity.restated(then, records.period, before.period)
    return earlier, not any(validity.unmatched(of, earlier, rows, *sides))
