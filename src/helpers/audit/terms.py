"""Expressions bound to the cells of an edition: what rules compute with.

A term knows its cells, and its value for any assignment of values to them, so that "what if this cell were 71?" costs
nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property, partial
from itertools import chain
from math import isfinite, nan, prod

from ..data import units
from ..data.evaluation import Algebra, complete, evaluate, matching, unit_of
from ..data.expressions import COMPARED, ROWS, Expression, ExpressionError, Select, moved
from ..data.periods import refuse_other_months
from ..data.rows import Records, Rows
from ..data.schema import TABLES
from ..data.statistics import STATISTICS
from ..data.validity import Side, Validity
from ..language import _

Cell = tuple[str, int, str]  # table, line, column
Values = Mapping[Cell, float | None]


@dataclass(frozen=True)
class Sum:
    """A sum of cells with coefficients, plus a constant."""

    coefficients: tuple[tuple[Cell, float], ...]
    constant: float = 0.0

    def value(self, values: Values) -> float | None:
        total = self.constant
        for cell, coefficient in self.coefficients:
            at = values[cell]
            if at is None:
                return None
            total += coefficient * at
        return total

    def cells(self) -> Iterator[Cell]:
        return (cell for cell, _factor in self.coefficients)

    def times(self, factor: float) -> Sum:
        coefficients = tuple((cell, coefficient * factor) for cell, coefficient in self.coefficients)
        return Sum(coefficients, self.constant * factor)

    def plus(self, other: Sum) -> Sum:
        sums: dict[Cell, float] = {}
        for cell, coefficient in chain(self.coefficients, other.coefficients):
            sums[cell] = sums.get(cell, 0.0) + coefficient
        return Sum(tuple(sums.items()), self.constant + other.constant)


@dataclass(frozen=True)
class Computed:
    """What is no sum of cells: "+", "*" or a statistic of parts, "abs" of one, "/" of two."""

    function: str
    parts: tuple[Sum | Computed, ...]

    def value(self, values: Values) -> float | None:
        found = complete(part.value(values) for part in self.parts)
        if found is None or (self.function == "/" and not found[1]):
            return None
        return _FUNCTIONS[self.function](found)

    def cells(self) -> Iterator[Cell]:
        return chain.from_iterable(part.cells() for part in self.parts)


_FUNCTIONS: dict[str, Callable[[list[float]], float | None]] = {
    **STATISTICS,
    "+": sum,
    "*": prod,
    "/": lambda of: of[0] / of[1],
    "abs": lambda of: abs(of[0]),
    "undefined": lambda of: nan,
}


@dataclass(frozen=True)
class Term:
    """A bound expression: how to compute it, and its unit. plain: a mere number, which changes no unit; factor: as of figures."""

    node: Sum | Computed
    unit: str = ""
    plain: bool = False
    factor: float = 1.0

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        return tuple(dict.fromkeys(self.node.cells()))

    @property
    def as_sum(self) -> Sum | None:
        """Itself where it is a sum of cells; None for what is computed otherwise."""
        return self.node if isinstance(self.node, Sum) else None

    @property
    def is_quotient(self) -> bool:
        return isinstance(self.node, Computed) and self.node.function == "/"

    def value(self, values: Values) -> float | None:
        """Its value, None if a cell is missing, a denominator is 0, or it is beyond all measure."""
        value = self.node.value(values)
        return value if value is not None and isfinite(value) else None

    def __add__(self, other: Term) -> Term:
        if {self.unit, other.unit} == {units.RATIO, "%"}:
            self, other = (_in_percent(each) for each in (self, other))
        if (one := self.as_sum) and (two := other.as_sum):
            return self._with("+", other, one.plus(two))
        parts = self.node.parts if isinstance(self.node, Computed) and self.node.function == "+" else (self.node,)
        return self._with("+", other, Computed("+", (*parts, other.node)))

    def __sub__(self, other: Term) -> Term:
        return self + -other

    def __neg__(self) -> Term:
        return replace(self, node=_times(self.node, -1.0))

    def __abs__(self) -> Term:
        return replace(self, node=Computed("abs", (self.node,)))

    def __mul__(self, other: Term) -> Term:
        for one, two in ((self, other), (other, self)):
            if (factor := one.as_sum) and not factor.coefficients:
                return self._with("*", other, _times(two.node, factor.constant))
        return self._with("*", other, Computed("*", (self.node, other.node)))

    def __truediv__(self, other: Term) -> Term:
        below = other.as_sum
        if below and not below.coefficients and below.constant:
            return self._with("/", other, _times(self.node, 1 / below.constant))
        return self._with("/", other, Computed("/", (self.node, other.node)))

    def _with(self, sign: str, other: Term, node: Sum | Computed) -> Term:
        one, two = (each.value({}) if each.plain else None for each in (self, other))
        factor = units.factor_of(self._by(one), sign, other._by(two))
        unit = units.combined(self.unit, sign, other.unit, (one, two), factor)
        return Term(node, unit, self.plain and other.plain, factor)

    def _by(self, plain: float | None) -> float:
        return abs(plain or (100.0 if self.unit == "%" else self.factor))


def bind(expression: Expression, records: Records) -> Term:
    """Bind an expression to the cells of an edition. Raises ExpressionError for units that do not fit."""
    seen, earlier = partial(rows_of, records=records), partial(_earlier, records=records)

    def number(value: Decimal) -> Term:
        return Term(Sum((), float(value)), plain=True)

    return evaluate(
        expression,
        Algebra(
            seen,
            partial(_cells, seen=seen),
            number,
            _statistic,
            earlier,
            partial(_comparable, records=records),
            partial(_base, records=records),
        ),
    )


def _earlier(of: Expression, since: str, records: Records) -> Expression:
    """An expression of the period that a change compares with, restated for what has been taken over since."""
    refuse_other_months(of, since, records.period)
    then, before = moved(of, since), records.before.get(since)
    return Validity(records["validity"]).restated(then, records.period, before.period) if before else then


def _comparable(term: Term, of: Expression, earlier: Expression, since: str, records: Records) -> Term:
    """What a change compares with: nothing where one of the two periods lacks rows that the other adds up."""
    if not (before := records.before.get(since)):
        return term
    now, then = (Side(each.period, each.__getitem__) for each in (records, before))
    alone = Validity(records["validity"]).alone(of, earlier, partial(rows_of, records=records), now, then)
    return _undefined(term) if any(alone) else term


def rows_of(select: Select, records: Records) -> Rows:
    """The rows of a selection by line; none of a period that has no row."""
    own = ("", *(row["period"] for row in records["periods"].values()))
    compared = {*COMPARED, *(row[name[1:]] for row in records["periods"].values() for name in COMPARED)}
    if select.period not in (*own, *compared):
        said = _("{select}: rules see the rows of a period, of the one before and of last year", select=select)
        raise ExpressionError(said)
    seen = records if select.period in own else records.before.get(select.period, Records({}))
    if select.period:
        select = replace(select, where=tuple(pair for pair in select.where if pair[0] != "period"))
    codes = records["codes"]
    return matching(select, seen.get(select.table, Rows()), lambda name: codes.where((("list", (name,)),)).by("code"))


def _cells(select: Select, rows: Rows, seen: Callable[[Select], Rows]) -> Term:
    """The sum of the cells in units that rules may compare; a selection without rows is a cell that has no value.

    So is the count of rows of a table of which nobody has sent any.
    """
    table = TABLES[select.table]
    whole = replace(select, where=tuple(pair for pair in select.where if pair[0] == "period"))
    if select.column == ROWS and not rows and table.joined and table.numbers and not seen(whole):
        return Term(Sum((((table.name, 0, table.numbers[0]), 1.0),)))
    if select.column == ROWS:
        return Term(Sum((), float(len(rows))))
    unit, scale = units.base(unit_of(select, rows))
    return Term(Sum(tuple(((select.table, line, select.column), float(scale)) for line in rows or (0,))), unit)


def _statistic(function: str, terms: list[Term]) -> Term:
    unit = units.common(term.unit for term in terms)
    return Term(Computed(function, tuple(term.node for term in terms)), "" if function == "rank" else unit)


def _base(before: Term, records: Records) -> Term:
    """What a growth is relative to: nothing where it is below 0, as a sign would say the contrary."""
    texts = {cell: records.row(*cell[:2])[cell[2]] if cell[1] else "" for cell in before.cells}
    value = before.value({cell: float(text) if text else None for cell, text in texts.items()})
    return before if value is None or value >= 0 else _undefined(before)


def _undefined(term: Term) -> Term:
    return replace(term, node=Computed("undefined", (term.node,)))


def _times(node: Sum | Computed, factor: float) -> Sum | Computed:
    """A quotient's own factor is its numerator's: it stays one."""
    if isinstance(node, Sum):
        return node.times(factor)
    if node.function == "/":
        return Computed("/", (_times(node.parts[0], factor), node.parts[1]))
    return Computed("*", (Sum((), factor), node))


def _in_percent(term: Term) -> Term:
    return Term(_times(term.node, 100.0), "%") if term.unit == units.RATIO else term
