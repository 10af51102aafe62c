"""Expressions bound to the cells of an edition: what rules compute with.

A term knows its cells, its value for any assignment of values to them (so that "what if this cell were 71?" costs
nothing), and, where it has one, its linear form for the solver.
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
from ..data.validity import Validity
from ..language import _

Cell = tuple[str, int, str]  # table, line, column
Values = Mapping[Cell, float | None]


@dataclass(frozen=True)
class Linear:
    """A sum of cells with coefficients, plus a constant; `over` divides it if it is not None."""

    coefficients: tuple[tuple[Cell, float], ...]
    constant: float = 0.0
    over: Linear | None = None
    fixed: frozenset[Cell] = frozenset()  # cells in the coefficients: the form holds while they keep their value

    def value(self, values: Values) -> float | None:
        total = self.constant
        for cell, coefficient in self.coefficients:
            at = values[cell]
            if at is None:
                return None
            total += coefficient * at
        if self.over is None:
            return total
        below = self.over.value(values)
        return None if not below else total / below

    def linear(self, values: Values) -> Linear:
        return self

    def cells(self) -> Iterator[Cell]:
        for cell, _factor in self.coefficients:
            yield cell
        if self.over is not None:
            yield from self.over.cells()


@dataclass(frozen=True)
class Computed:
    """What is no sum of cells: "+", "*" or a statistic of parts, "abs" of one, "/" of two."""

    function: str
    parts: tuple[Linear | Computed, ...]

    def value(self, values: Values) -> float | None:
        found = complete(part.value(values) for part in self.parts)
        if found is None or (self.function == "/" and not found[1]):
            return None
        return _FUNCTIONS[self.function](found)

    def linear(self, values: Values) -> Linear | None:
        """A linear form around these values: of factors, all but the last keep their value."""
        forms = complete(part.linear(values) for part in self.parts)
        if self.function not in ("+", "*", "/") or forms is None or any(form.over is not None for form in forms):
            return None
        fixed: frozenset[Cell] = frozenset().union(*(form.fixed for form in forms))
        if self.function == "+":
            return _sum(forms, fixed)
        first, second = forms
        if self.function == "/":
            return Linear(first.coefficients, first.constant, second, fixed)
        factor = first.value(values)
        return None if factor is None else scaled(_sum([second], fixed | frozenset(first.cells())), factor)

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

    node: Linear | Computed
    unit: str = ""
    plain: bool = False
    factor: float = 1.0

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        return tuple(dict.fromkeys(self.node.cells()))

    @property
    def as_sum(self) -> Linear | None:
        """Itself where it is a sum of cells; None for a quotient and for what is computed otherwise."""
        return self.node if isinstance(self.node, Linear) and self.node.over is None else None

    @property
    def is_quotient(self) -> bool:
        return isinstance(self.node, Linear) and self.node.over is not None

    def value(self, values: Values) -> float | None:
        """Its value, None if a cell is missing, a denominator is 0, or it is beyond all measure."""
        value = self.node.value(values)
        return value if value is not None and isfinite(value) else None

    def linear(self, values: Values) -> Linear | None:
        """Its linear form around these values; None where it has none (a statistic)."""
        return self.node.linear(values)

    def __add__(self, other: Term) -> Term:
        if {self.unit, other.unit} == {units.RATIO, "%"}:
            self, other = (_in_percent(each) for each in (self, other))
        if (one := self.as_sum) and (two := other.as_sum):
            return self._with("+", other, _sum([one, two]))
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
        above, below = self.as_sum, other.as_sum
        if below and not below.coefficients and below.constant:
            return self._with("/", other, _times(self.node, 1 / below.constant))
        if above and below:
            return self._with("/", other, Linear(above.coefficients, above.constant, over=below))
        return self._with("/", other, Computed("/", (self.node, other.node)))

    def _with(self, sign: str, other: Term, node: Linear | Computed) -> Term:
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
        return Term(Linear((), float(value)), plain=True)

    return evaluate(
        expression,
        Algebra(seen, partial(_cells, seen=seen), number, _statistic, earlier, partial(_base, records=records)),
    )


def _earlier(of: Expression, since: str, records: Records) -> Expression:
    """An expression of the period that a change compares with, restated for what has been taken over since."""
    refuse_other_months(of, since, records.period)
    then, before = moved(of, since), records.before.get(since)
    return Validity(records["validity"]).restated(then, records.period, before.period) if before else then


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
        return Term(Linear((((table.name, 0, table.numbers[0]), 1.0),)))
    if select.column == ROWS:
        return Term(Linear((), float(len(rows))))
    unit, scale = units.base(unit_of(select, rows))
    return Term(Linear(tuple(((select.table, line, select.column), float(scale)) for line in rows or (0,))), unit)


def _statistic(function: str, terms: list[Term]) -> Term:
    unit = units.common(term.unit for term in terms)
    return Term(Computed(function, tuple(term.node for term in terms)), "" if function == "rank" else unit)


def _base(before: Term, records: Records) -> Term:
    """What a growth is relative to: nothing where it is below 0, as a sign would say the contrary."""
    texts = {cell: records.row(*cell[:2])[cell[2]] if cell[1] else "" for cell in before.cells}
    value = before.value({cell: float(text) if text else None for cell, text in texts.items()})
    return before if value is None or value >= 0 else replace(before, node=Computed("undefined", (before.node,)))


def _times(node: Linear | Computed, factor: float) -> Linear | Computed:
    return scaled(node, factor) if isinstance(node, Linear) else Computed("*", (Linear((), factor), node))


def _in_percent(term: Term) -> Term:
    return Term(_times(term.node, 100.0), "%") if term.unit == units.RATIO else term


def scaled(linear: Linear, factor: float) -> Linear:
    """A linear form times a number."""
    coefficients = tuple((cell, coefficient * factor) for cell, coefficient in linear.coefficients)
    return Linear(coefficients, linear.constant * factor, linear.over, linear.fixed)


def _sum(forms: list[Linear], fixed: frozenset[Cell] = frozenset()) -> Linear:
    sums: dict[Cell, float] = {}
    for cell, coefficient in chain.from_iterable(form.coefficients for form in forms):
        sums[cell] = sums.get(cell, 0.0) + coefficient
    return Linear(tuple(sums.items()), sum(form.constant for form in forms), fixed=fixed)
