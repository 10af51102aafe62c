"""One number that remembers its cells."""

from __future__ import annotations

import math
import numbers
import operator
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from html import escape
from typing import Any

import numpy as np
import pandas as pd

from . import sources
from .sources import Cell, Source

MISSING = "–"


def exact(value: float | Decimal | numbers.Real) -> Decimal | None:
    """A float as a person reads it: 0.1 is 0.1. None for what is not a number."""
    if isinstance(value, Decimal):
        return value if value.is_finite() else None
    number = float(value)
    return Decimal(repr(number)) if math.isfinite(number) else None


def _operators(name: str, compute: Callable[[Any, Any], Any]) -> tuple[Any, Any]:
    """An operator and its reflection, as methods."""
    return lambda self, other: _apply(name, compute, self, other), lambda self, other: _apply(
        name, compute, other, self
    )


def _comparison(compare: Callable[[Any, Any], Any]) -> Any:
    return lambda self, other: _compare(compare, self, other)


class Figure(numbers.Real):
    """A number with its source: value (a Decimal, None where it is missing) and source (None for a plain constant).

    A figure computes and compares as a number does, with constants too. A missing one gives a missing
    one, and compares False. Raises DoesNotAddUp for sums of what does not add up.

    >>> adults = Figure(310, Cell("visits.csv:2:adults", unit="lượt"))
    >>> children = Figure(120, Cell("visits.csv:2:children", unit="lượt"))
    >>> adults + children, (adults + children).cells
    (Figure(430), (Cell('visits.csv:2:adults'), Cell('visits.csv:2:children')))
    >>> f"{adults / (adults + children):.1%}"
    '72.1%'
    """

    __slots__ = ("source", "value")
    __array_priority__ = 1000

    def __init__(self, value: float | Decimal | numbers.Real | None, source: Source | None = None) -> None:
        self.value = None if value is None else exact(value)
        self.source = source

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The cells that it rests on, each once."""
        return sources.cells(self.source)

    @property
    def left_out(self) -> tuple[Cell, ...]:
        """The empty cells that it was computed without."""
        return sources.left_out(self.source)

    @property
    def unit(self) -> str:
        return self.source.unit if self.source else ""

    def __repr__(self) -> str:
        return f"Figure({'NA' if self.value is None else _plain(self.value)})"

    def __str__(self) -> str:
        return MISSING if self.value is None else format(_plain(self.value), "")

    def __format__(self, spec: str) -> str:
        if owner := sources.owner(self.source):
            return format(owner.scalar(float(self), self.source), spec)
        try:
            return MISSING if self.value is None else format(_plain(self.value), spec)
        except ValueError:
            lost = (
                "" if self.source else ": its cells are not known, as it is of no row, or of numbers that were typed in"
            )
            raise ValueError(f"{self} has no format {spec!r}{lost}") from None

    def _repr_html_(self) -> str:
        """The number; a click opens its cells."""
        places = "".join(f"<li>{escape(cell.name)}</li>" for cell in self.cells)
        return f"<details><summary>{escape(str(self))}</summary><ol>{places}</ol></details>"

    def __float__(self) -> float:
        return math.nan if self.value is None else float(self.value)

    def __int__(self) -> int:
        return int(float(self))

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        """A float: what numpy makes arrays of has no source."""
        return np.array(float(self), dtype=dtype)

    def __bool__(self) -> bool:
        return bool(self.value)

    def __hash__(self) -> int:  # type: ignore[override]  # numbers.Complex has none: whoever defines __eq__ says it
        return hash(float(self))

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
        """numpy's functions know a figure as the operator that they stand for, else as a float."""
        known = UFUNCS.get(ufunc)
        if method == "__call__" and known and not options and not any(isinstance(each, np.ndarray) for each in inputs):
            return known(*(each.item() if isinstance(each, np.generic) else each for each in inputs))
        plain = [float(each) if isinstance(each, Figure) else each for each in inputs]
        return getattr(ufunc, method)(*plain, **options)

    def __trunc__(self) -> int:
        return math.trunc(float(self))

    def __floor__(self) -> int:
        return math.floor(float(self))

    def __ceil__(self) -> int:
        return math.ceil(float(self))

    def __round__(self, digits: int | None = None) -> Any:
        """Half up, as people round. Without digits a figure, too: an int would have no source."""
        step = Decimal(1).scaleb(-(digits or 0))
        return self._with(None if self.value is None else self.value.quantize(step, ROUND_HALF_UP))

    __add__, __radd__ = _operators("add", operator.add)
    __sub__, __rsub__ = _operators("subtract", operator.sub)
    __mul__, __rmul__ = _operators("multiply", operator.mul)
    __truediv__, __rtruediv__ = _operators("divide", operator.truediv)
    __floordiv__, __rfloordiv__ = _operators("divide", operator.floordiv)
    __mod__, __rmod__ = _operators("statistic", operator.mod)
    __pow__, __rpow__ = _operators("statistic", operator.pow)
    __eq__, __ne__ = _comparison(operator.eq), _comparison(operator.ne)
    __lt__, __le__ = _comparison(operator.lt), _comparison(operator.le)
    __gt__, __ge__ = _comparison(operator.gt), _comparison(operator.ge)

    def __divmod__(self, other: Any) -> Any:
        return self // other, self % other

    def __rdivmod__(self, other: Any) -> Any:
        return other // self, other % self

    def __neg__(self) -> Figure:
        return self._with(None if self.value is None else -self.value)

    def __pos__(self) -> Figure:
        return self

    def __abs__(self) -> Figure:
        return self._with(None if self.value is None else abs(self.value))

    def _with(self, value: Decimal | None) -> Figure:
        return Figure(value, self.source)


def scalar(value: float, source: Source | None) -> Any:
    """What is taken out of a column: a figure, or what the owner of its cells has for one; `pd.NA` where it is missing."""
    owner = sources.owner(source)
    if owner is not None:
        return owner.scalar(float(value), source)
    return pd.NA if math.isnan(value) else Figure(value, source)


_SOURCES = {"subtract": sources.subtracted, "multiply": sources.multiplied, "divide": sources.divided}


def joined(name: str, one: Source | None, other: Source | None, values: tuple[float, float]) -> Source | None:
    """The source of what an operation makes of two numbers; one without a source is a constant, and none if it is missing."""
    if one is None or other is None:
        known, value = (other, values[0]) if one is None else (one, values[1])
        if known is None or math.isnan(value):
            return None
        constant = sources.constant(value)
        return sources.with_constant(name, one or constant, other or constant)
    if name in _SOURCES:
        return _SOURCES[name](one, other)
    return sources.added((one, other), name="add") if name == "add" else sources.computed(name, (one, other), unit="")


def _apply(name: str, compute: Callable[[Any, Any], Any], one: Any, other: Any) -> Any:
    if not all(isinstance(each, numbers.Real | Decimal) for each in (one, other)):
        return NotImplemented
    pair = [each if isinstance(each, Figure) else Figure(each) for each in (one, other)]
    source = joined(name, pair[0].source, pair[1].source, (float(pair[0]), float(pair[1])))
    left, right = (each.value for each in pair)
    if left is None or right is None or (not right and compute in (operator.truediv, operator.floordiv, operator.mod)):
        return Figure(None, source)
    if compute in (operator.add, operator.sub, operator.mul, operator.truediv):
        return Figure(compute(left, right), source)
    value = compute(float(left), float(right))
    return Figure(value if isinstance(value, float) else None, source)


def _compare(compare: Callable[[Any, Any], Any], one: Figure, other: object) -> Any:
    if not isinstance(other, numbers.Real | Decimal):
        return NotImplemented
    missing = any(isinstance(each, Figure) and each.value is None for each in (one, other))
    return not missing and bool(compare(float(one), float(other)))


def _plain(value: Decimal) -> Decimal:
    """Without a trailing ".0", which floats have, nor the digits of a quotient behind a float's."""
    if len(value.as_tuple().digits) > 17:
        value = Decimal(repr(float(value)))
    whole = value.to_integral_value()
    return whole if whole == value else value


# what numpy's functions are as operators
UFUNCS: dict[np.ufunc, Callable[..., Any]] = {
    np.add: operator.add,
    np.subtract: operator.sub,
    np.multiply: operator.mul,
    np.true_divide: operator.truediv,
    np.floor_divide: operator.floordiv,
    np.remainder: operator.mod,
    np.power: operator.pow,
    np.negative: operator.neg,
    np.positive: operator.pos,
    np.absolute: operator.abs,
    np.equal: operator.eq,
    np.not_equal: operator.ne,
    np.less: operator.lt,
    np.less_equal: operator.le,
    np.greater: operator.gt,
    np.greater_equal: operator.ge,
}
