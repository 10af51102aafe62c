"""One number that remembers its cells."""

from __future__ import annotations

import math
import numbers
import operator
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from html import escape
from typing import Any

from . import sources
from .sources import Cell, Source

MISSING = "–"
# numpy's functions that are operators, by their names
UFUNCS: dict[str, Callable[..., Any]] = {
    "add": operator.add, "subtract": operator.sub, "multiply": operator.mul, "divide": operator.truediv,
    "floor_divide": operator.floordiv, "remainder": operator.mod, "power": operator.pow, "negative": operator.neg,
    "positive": operator.pos, "absolute": operator.abs, "equal": operator.eq, "not_equal": operator.ne, "less": operator.lt,
    "less_equal": operator.le, "greater": operator.gt, "greater_equal": operator.ge,
}  # fmt: skip


def exact(value: float | Decimal | numbers.Real) -> Decimal | None:
    """A float as a person reads it: 0.1 is 0.1. None for what is not a number."""
    if isinstance(value, Decimal):
        return value if value.is_finite() else None
    number = float(value)
    return Decimal(repr(number)) if math.isfinite(number) else None


def _operators(name: str, compute: Callable[[Any, Any], Any]) -> tuple[Any, Any]:
    """An operator and its reflection, as methods that ask `_operated`."""
    return (
        lambda self, other: self._operated(name, compute, self, other),
        lambda self, other: self._operated(name, compute, other, self),
    )


def _comparison(compare: Callable[[Any, Any], Any]) -> Any:
    return lambda self, other: self._compared(compare, other)


def _turn(name: str, turn: Callable[[Any], Any]) -> Any:
    return lambda self: self._turned(name, turn)


def _of_float(function: Callable[[float], int]) -> Any:
    return lambda self: function(float(self))


class Operators:
    """Python's operators, by `_operated`, `_compared` and `_turned` of whoever has them."""

    __add__, __radd__ = _operators("add", operator.add)
    __sub__, __rsub__ = _operators("subtract", operator.sub)
    __mul__, __rmul__ = _operators("multiply", operator.mul)
    __truediv__, __rtruediv__ = _operators("divide", operator.truediv)
    __floordiv__, __rfloordiv__ = _operators(sources.UNKNOWN, operator.floordiv)
    __mod__, __rmod__ = _operators(sources.UNKNOWN, operator.mod)
    __pow__, __rpow__ = _operators(sources.UNKNOWN, operator.pow)
    __eq__, __ne__ = _comparison(operator.eq), _comparison(operator.ne)
    __lt__, __le__ = _comparison(operator.lt), _comparison(operator.le)
    __gt__, __ge__ = _comparison(operator.gt), _comparison(operator.ge)

    __neg__, __pos__, __abs__ = _turn("neg", operator.neg), _turn("pos", operator.pos), _turn("abs", abs)


class Figure(Operators, numbers.Real):
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

    __array_priority__ = 1000

    value: Decimal | None
    source: Source | None

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

    def __receipt__(self) -> tuple[float, Source | None]:
        """What a column keeps of it."""
        return float(self), self.source

    def __repr__(self) -> str:
        return f"Figure({'NA' if self.value is None else plain(self.value)})"

    def __str__(self) -> str:
        return MISSING if self.value is None else f"{plain(self.value)}"

    def __format__(self, spec: str) -> str:
        try:
            return MISSING if self.value is None else format(plain(self.value), spec)
        except ValueError:
            why = (
                "" if self.source else ": its cells are not known, as it is of no row, or of numbers that were typed in"
            )
            raise ValueError(f"{self} has no format {spec!r}{why}") from None

    def _repr_html_(self) -> str:
        """The number; a click opens its cells."""
        return figure_html(self, "")

    def __float__(self) -> float:
        return math.nan if self.value is None else float(self.value)

    __int__, __trunc__ = _of_float(int), _of_float(math.trunc)
    __floor__, __ceil__ = _of_float(math.floor), _of_float(math.ceil)

    def __bool__(self) -> bool:
        return bool(self.value)

    def __hash__(self) -> int:  # type: ignore[override]  # numbers.Complex has none: whoever defines __eq__ says it
        return hash(self.value and float(self.value))

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Any:
        """A float: what numpy makes arrays of has no source."""
        import numpy as np

        return np.array(float(self), dtype=dtype)

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        """numpy's functions know a figure as the operator that they stand for, one by one in arrays of objects, else as a float."""
        import numpy as np

        known = UFUNCS.get(ufunc.__name__) if method == "__call__" and not options else None
        of = next((each for each in inputs if isinstance(each, np.ndarray)), None)
        if known and of is None:
            return known(*(each.item() if isinstance(each, np.generic) else each for each in inputs))
        if known and of is not None and of.dtype == object:
            made = np.empty(of.shape, object)
            for at, one in np.ndenumerate(of):
                made[at] = known(*(one if each is of else each for each in inputs))
            return made
        plain = [float(each) if isinstance(each, Figure) else each for each in inputs]
        return getattr(ufunc, method)(*plain, **options)

    def __round__(self, digits: int | None = None) -> Any:
        """Half up, as people round. Without digits a figure, too: an int would have no source."""
        return self._turned("round", lambda value: value.quantize(Decimal(1).scaleb(-(digits or 0)), ROUND_HALF_UP))

    def _turned(self, name: str, turn: Callable[[Any], Any]) -> Any:
        return Figure(None if self.value is None else turn(self.value), self.source)

    def _operated(self, name: str, compute: Callable[[Any, Any], Any], one: Any, other: Any) -> Any:
        if not all(isinstance(each, numbers.Real | Decimal) for each in (one, other)):
            return NotImplemented
        pair = [each if isinstance(each, Figure) else Figure(each) for each in (one, other)]
        source = sources.joined(name, pair[0].source, pair[1].source, (float(pair[0]), float(pair[1])))
        left, right = (each.value for each in pair)
        is_by_zero = not right and compute in (operator.truediv, operator.floordiv, operator.mod)
        if left is None or right is None or is_by_zero:
            return Figure(None, source)
        if compute in (operator.floordiv, operator.mod, operator.pow):
            value = compute(float(left), float(right))
            return Figure(value if isinstance(value, float) else None, source)
        return Figure(compute(left, right), source)

    def _compared(self, compare: Callable[[Any, Any], Any], other: object) -> Any:
        if not isinstance(other, numbers.Real | Decimal):
            return NotImplemented
        missing = any(isinstance(each, Figure) and each.value is None for each in (self, other))
        return not missing and bool(compare(float(self), float(other)))


def figure_html(figure: Any, spec: str) -> str:
    """A number as HTML, in which a click opens its cells; no script."""
    places = "".join(f"<li>{escape(cell.name)}</li>" for cell in sources.cells(figure.source))
    return f"<details><summary>{escape(format(figure, spec))}</summary><ol>{places}</ol></details>"


def plain(value: Decimal) -> Decimal:
    """Without a trailing ".0", which floats have, nor the digits of a quotient behind a float's."""
    if len(value.as_tuple().digits) > 17:
        value = Decimal(repr(float(value)))
    whole = value.to_integral_value()
    return whole if whole == value else value
