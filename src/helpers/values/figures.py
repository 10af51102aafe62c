"""A number that knows where it came from.

Every number the briefing prints is a `Figure`: a value, its unit, the cells it was read from and, where it was
computed, the formula. Arithmetic gives new figures that remember their operands' cells, so a share still knows
the CSV lines of its numerator and its denominator.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from . import vietnamese
from .markup import attributes, trusted
from .sources import Cells, join, merge

_SPEC = re.compile(r"(?P<sign>\+)?(?P<zero>02)?(?:\.(?P<decimals>\d+))?(?P<kind>%|trend|unit)?")
_NO_SPACE_UNITS = ("%",)
RATIO = "ratio"
RATIO_DECIMALS = 2


@dataclass(frozen=True, eq=False)
class Figure:
    """A value with its unit and provenance; missing is `None`, never 0.

    key: what the figure is, independent of its value: `dossiers_received.dossiers(channel='online')`. It is also
        an expression that `Edition.evaluate` computes to the same figure.
    unit: "hồ sơ", "%", "thuê bao/100 dân" …; "ratio" for a quotient of like quantities.
    decimals: as printed in the source, or of the most exact operand; `None` for a quotient.
    cells: every CSV cell that the value depends on.
    formula: the computation with its numbers, for people; empty for a figure read from one cell.
    qualifier: "hơn", "khoảng" … as the source qualifies it; a sum keeps it, other computing drops it.

    Formatted in an f-string, `f"{figure}"` is an HTML `<data>` element for `prose` and tables, with this spec:
    `02` leading zero below ten · `.1` decimals · `.2%` percent · `unit` with its unit · `trend` "tăng 3,1%" ·
    `+` with its sign. `str(figure)` is the plain number.

    >>> online, all_ = Figure(Decimal(3), "hồ sơ", "online"), Figure(Decimal(8), "hồ sơ", "all")
    >>> (online / all_).text(".1%"), (online / all_).formula
    ('37,5%', '3 / 8')
    """

    value: Decimal | None
    unit: str = ""
    key: str = ""
    cells: tuple[Cells, ...] = ()
    decimals: int | None = 0
    formula: str = ""
    qualifier: str = ""

    # -- formatting ------------------------------------------------------------------------------------------

    def text(self, spec: str = "") -> str:
        """The figure as plain Vietnamese text. Raises ValueError for an unknown spec."""
        match = _SPEC.fullmatch(spec)
        if not match:
            raise ValueError(f"figure format {spec!r} is unknown; use [+][02][.N][% | unit | trend]")
        shown, unit, decimals = self._scaled(match["decimals"])
        if match["kind"] == "trend":
            return self._trend_text(shown, unit, decimals)
        number = vietnamese.number(shown, decimals, leading_zero=bool(match["zero"]))
        if shown is None:
            return number
        sign = "+" if match["sign"] and shown > 0 else ""
        with_unit = unit if unit in _NO_SPACE_UNITS else f"\u00a0{unit}" if match["kind"] == "unit" and unit else ""
        return f"{self.qualifier + ' ' if self.qualifier else ''}{sign}{number}{with_unit}"

    def _scaled(self, decimals: str | None) -> tuple[Decimal | None, str, int]:
        """Value, unit and decimals to print; a ratio is printed as a percentage."""
        own = self.decimals if self.decimals is not None else RATIO_DECIMALS
        places = int(decimals) if decimals is not None else own
        if self.unit != RATIO:
            return self.value, self.unit, places
        return None if self.value is None else self.value * 100, "%", places

    def _trend_text(self, shown: Decimal | None, unit: str, decimals: int) -> str:
        rounded = None if shown is None else vietnamese.round_half_up(shown, decimals)
        word = vietnamese.trend(rounded)
        if not rounded:
            return word
        gap = "" if unit in _NO_SPACE_UNITS or not unit else "\u00a0"
        return f"{word} {vietnamese.number(abs(shown), decimals)}{gap}{unit}"

    def __format__(self, spec: str) -> str:
        return trusted(self.html(spec))

    def html(self, spec: str = "") -> str:
        """The `<data>` element: the text a reader sees and the source a reviewer asks for."""
        value = "" if self.value is None else format(self.value.normalize(), "f")
        source = attributes(
            value=value, data_key=self.key, data_unit=self.unit, data_cells=join(self.cells), data_formula=self.formula
        )
        return f"<data{source}>{self.text(spec)}</data>"

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return f"{self.text('unit')}  ← {self.formula or join(self.cells)}"

    # -- arithmetic ------------------------------------------------------------------------------------------

    @property
    def is_missing(self) -> bool:
        return self.value is None

    def __add__(self, other: Figure | int | Decimal) -> Figure:
        return _combine(self, other, "+", lambda a, b: a + b)

    def __sub__(self, other: Figure | int | Decimal) -> Figure:
        return _combine(self, other, "-", lambda a, b: a - b)

    def __mul__(self, other: Figure | int | Decimal) -> Figure:
        return _combine(self, other, "*", lambda a, b: a * b)

    def __truediv__(self, other: Figure | int | Decimal) -> Figure:
        return _combine(self, other, "/", lambda a, b: a / b if b else None)

    def __radd__(self, other: int | Decimal) -> Figure:
        return self if other == 0 else _number(other) + self  # sum() starts from 0

    def __rsub__(self, other: int | Decimal) -> Figure:
        return _number(other) - self

    def __rmul__(self, other: int | Decimal) -> Figure:
        return _number(other) * self

    def __rtruediv__(self, other: int | Decimal) -> Figure:
        return _number(other) / self

    def __neg__(self) -> Figure:
        return replace(self, value=None if self.value is None else -self.value, key=f"-{self.key}")

    def __abs__(self) -> Figure:
        return replace(self, value=None if self.value is None else abs(self.value))

    def growth(self, before: Figure) -> Figure:
        """Relative change from `before`, a ratio: 0.145 prints as "tăng 14,5%" with `:.1trend`.

        Undefined (missing) where `before` is missing or 0.
        """
        change = (self - before) / before
        return replace(change, formula=f"({_operand(self)} - {_operand(before)}) / {_operand(before)}")

    def per(self, base: Figure, people: int, of: str) -> Figure:
        """A density: this many for each `people` of `base`, with the unit "thuê bao/100 dân".

        >>> Figure(Decimal(30), "thuê bao").per(Figure(Decimal(60)), 100, "dân").text("unit")
        '50,00\\xa0thuê bao/100 dân'
        """
        return replace(self / base * people, unit=f"{self.unit}/{people} {of}")

    # -- comparison (by value; a missing figure is neither less nor equal) -------------------------------------

    def __eq__(self, other: object) -> bool:
        value = other.value if isinstance(other, Figure) else other
        return self.value is not None and isinstance(value, int | Decimal) and self.value == value

    def __lt__(self, other: Figure | int | Decimal) -> bool:
        value = other.value if isinstance(other, Figure) else other
        return self.value is not None and value is not None and self.value < value

    def __gt__(self, other: Figure | int | Decimal) -> bool:
        value = other.value if isinstance(other, Figure) else other
        return self.value is not None and value is not None and self.value > value

    def __le__(self, other: Figure | int | Decimal) -> bool:
        return self < other or self == other

    def __ge__(self, other: Figure | int | Decimal) -> bool:
        return self > other or self == other

    def __hash__(self) -> int:
        return hash((self.value, self.key))

    def __bool__(self) -> bool:
        """True for a stated value other than 0: `if late: prose(…)`."""
        return bool(self.value)

    def __float__(self) -> float:
        return float("nan") if self.value is None else float(self.value)


def total(figures: Iterable[Figure], key: str = "") -> Figure:
    """The sum of figures; missing if one of them is, 0 for none.

    >>> total([Figure(Decimal(2)), Figure(None)]).is_missing
    True
    """
    result = sum(figures, start=0)
    result = result if isinstance(result, Figure) else _number(result)
    return replace(result, key=key) if key else result


def mean(figures: Iterable[Figure]) -> Figure:
    """The plain average of figures, each weighing the same."""
    figures = list(figures)
    return total(figures) / len(figures)


def _number(value: int | Decimal) -> Figure:
    value = Decimal(value)
    return Figure(value, key=str(value), decimals=max(0, -value.as_tuple().exponent))


def _operand(figure: Figure) -> str:
    return vietnamese.number(figure.value, figure.decimals if figure.decimals is not None else 4)


def _combine(left: Figure, right: object, sign: str, compute: Callable[[Decimal, Decimal], Decimal | None]) -> Figure:
    if isinstance(right, int | Decimal):
        right = _number(right)
    if not isinstance(right, Figure):
        raise TypeError(f"a figure can be combined with a figure, int or Decimal, not {type(right).__name__}")
    missing = left.value is None or right.value is None
    return Figure(
        value=None if missing else compute(left.value, right.value),
        unit=_unit(left, right, sign),
        key=f"{_bracket(left.key, sign, False)} {sign} {_bracket(right.key, sign, True)}",
        cells=merge(left.cells + right.cells),
        decimals=_decimals(left, right, sign),
        qualifier=(left.qualifier or right.qualifier) if sign == "+" else "",
        formula=f"{_bracket(left.formula or _operand(left), sign, False)} {sign} {_bracket(right.formula or _operand(right), sign, True)}",
    )


def _unit(left: Figure, right: Figure, sign: str) -> str:
    """Sums keep their unit; like over like is a ratio; a plain number (without cells) changes no unit."""
    if sign in "+-":
        if left.unit != right.unit and left.unit and right.unit:
            raise ValueError(f"cannot compute {left.unit!r} {sign} {right.unit!r}: {left.key} {sign} {right.key}")
        return left.unit or right.unit
    if sign == "*":
        return left.unit if right.unit in ("", RATIO) else right.unit
    if not right.cells and not right.unit:
        return left.unit
    return RATIO if left.unit == right.unit or not right.unit or not left.unit else f"{left.unit}/{right.unit}"


def _decimals(left: Figure, right: Figure, sign: str) -> int | None:
    if sign == "/" or left.decimals is None or right.decimals is None:
        return None
    return left.decimals + right.decimals if sign == "*" else max(left.decimals, right.decimals)


def _bracket(text: str, sign: str, right: bool) -> str:
    """Brackets where leaving them out would change the meaning of the formula."""
    outside = re.sub(r"\([^()]*\)", "", text)
    loose = " + " in outside or " - " in outside
    tight = " * " in outside or " / " in outside
    return (
        f"({text})"
        if (sign in "*/" and loose) or (right and ((sign == "/" and tight) or (sign == "-" and loose)))
        else text
    )


OPERATORS: dict[str, Callable[[Figure, Figure], Figure]] = {
    "+": Figure.__add__,
    "-": Figure.__sub__,
    "*": Figure.__mul__,
    "/": Figure.__truediv__,
}
