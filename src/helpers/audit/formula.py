"""Expressions bound to the cells of an edition: what rules compute with.

A term knows its cells, and its value for any assignment of values to them, so that "what if this cell were 71?" costs
nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from math import isfinite, prod
from typing import Any

from ..data import units
from ..data.code_validity import Side, Validity
from ..data.evaluation import Algebra, complete, evaluate, matching, unit_of
from ..data.expressions import COMPARED, ROWS, Expression, ExpressionError, Select, moved
from ..data.periods import refuse_other_months
from ..data.rows import Records, Rows
from ..data.schema import TABLES
from ..data.statistics import STATISTICS
from ..i18n import _

Cell = tuple[str, int, str]  # table, line, column
Values = Mapping[Cell, float | None]


@dataclass(frozen=True)
class Term:
    """A bound expression: its cells, how to compute it, its unit. plain: a mere number, which changes no unit; factor: as of figures.

    is_sum: it adds multiples of cells and does nothing else. parts: what a sum adds, one after the other: a long one does not nest.
    """

    cells: tuple[Cell, ...]
    compute: Callable[[Values], float | None]
    unit: str = ""
    plain: bool = False
    factor: float = 1.0
    is_sum: bool = False
    is_quotient: bool = False
    parts: tuple[Term, ...] = ()

    @property
    def is_constant(self) -> bool:
        return self.is_sum and not self.cells

    def value(self, values: Values) -> float | None:
        """Its value, None if a cell is missing, a denominator is 0, or it is beyond all measure."""
        value = self.compute(values)
        return value if value is not None and isfinite(value) else None

    def __add__(self, other: Term) -> Term:
        if {self.unit, other.unit} == {units.RATIO, "%"}:
            self, other = (_in_percent(each) for each in (self, other))
        parts = (*(self.parts or (self,)), *(other.parts or (other,)))
        made = self._with("+", other, is_sum=self.is_sum and other.is_sum, parts=parts)
        return replace(made, compute=_computed("+", parts))

    def __sub__(self, other: Term) -> Term:
        return self + -other

    def __neg__(self) -> Term:
        return self._made("*", _number(-1.0))

    def __abs__(self) -> Term:
        return self._made("abs", is_sum=False, is_quotient=False)

    def __mul__(self, other: Term) -> Term:
        of, by = (self, other) if other.is_constant else (other, self)  # a multiple of a sum is one, and of a quotient
        kept = by.is_constant
        return self._with("*", other, is_sum=kept and of.is_sum, is_quotient=kept and of.is_quotient)

    def __truediv__(self, other: Term) -> Term:
        kept = other.is_constant and bool(other.compute({}))
        return self._with("/", other, is_sum=kept and self.is_sum, is_quotient=not kept or self.is_quotient)

    def _made(self, function: str, *others: Term, **about: Any) -> Term:
        """Itself as a function makes it; about: what it is then."""
        return replace(self, compute=_computed(function, (self, *others)), parts=(), **about)

    def _with(self, sign: str, other: Term, **about: Any) -> Term:
        one, two = (each.value({}) if each.plain else None for each in (self, other))
        factor = units.factor_of(self._by(one), sign, other._by(two))
        unit = units.combined(self.unit, sign, other.unit, (one, two), factor)
        both = (self, other)
        return Term(_cells_of(both), _computed(sign, both), unit, self.plain and other.plain, factor, **about)

    def _by(self, plain: float | None) -> float:
        return abs(plain or (100.0 if self.unit == "%" else self.factor))


def _computed(function: str, terms: Sequence[Term]) -> Callable[[Values], float | None]:
    """What a function makes of the values of terms; None where one is missing, or divided by 0."""

    def compute(values: Values) -> float | None:
        found = complete(term.compute(values) for term in terms)
        return None if found is None or (function == "/" and not found[1]) else _FUNCTIONS[function](found)

    return compute


_FUNCTIONS: dict[str, Callable[[list[float]], float | None]] = {
    **STATISTICS,
    "+": sum,
    "*": prod,
    "/": lambda of: of[0] / of[1],
    "abs": lambda of: abs(of[0]),
}


def _number(value: float) -> Term:
    return Term((), lambda values: value, plain=True, is_sum=True)


def _cells_of(terms: Iterable[Term]) -> tuple[Cell, ...]:
    return tuple(dict.fromkeys(cell for term in terms for cell in term.cells))


def bind(expression: Expression, records: Records) -> Term:
    """Bind an expression to the cells of an edition. Raises ExpressionError for units that do not fit."""
    seen, earlier = partial(rows_of, records=records), partial(_earlier, records=records)

    return evaluate(
        expression,
        Algebra(
            seen,
            partial(_cells, seen=seen),
            lambda value: _number(float(value)),
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
    lines: Iterable[int] = rows or (0,)
    if select.column == ROWS and not rows and table.joined and table.numbers and not seen(whole):
        return _sum_of([(table.name, 0, table.numbers[0])])
    if select.column == ROWS:
        return replace(_number(float(len(rows))), plain=False)
    unit, scale = units.base(unit_of(select, rows))
    return _sum_of([(select.table, line, select.column) for line in lines], unit, float(scale))


def _sum_of(cells: Sequence[Cell], unit: str = "", scale: float = 1.0) -> Term:
    def compute(values: Values) -> float | None:
        found = complete(values[cell] for cell in cells)
        return None if found is None else sum(found) * scale

    return Term(tuple(cells), compute, unit, is_sum=True)


def _statistic(function: str, terms: list[Term]) -> Term:
    unit = units.common(term.unit for term in terms)
    return Term(_cells_of(terms), _computed(function, terms), "" if function == "rank" else unit)


def _base(before: Term, records: Records) -> Term:
    """What a growth is relative to: nothing where it is below 0, as a sign would say the contrary."""
    texts = {cell: records.row(*cell[:2])[cell[2]] if cell[1] else "" for cell in before.cells}
    value = before.value({cell: float(text) if text else None for cell, text in texts.items()})
    return before if value is None or value >= 0 else _undefined(before)


def _undefined(term: Term) -> Term:
    return replace(term, compute=lambda values: None, is_sum=False, is_quotient=False, parts=())


def _in_percent(term: Term) -> Term:
    return term._made("*", _number(100.0), unit="%") if term.unit == units.RATIO else term
