"""A number that knows where it came from.

Every number the briefing prints is a `Figure`: a value, its unit, the cells it was read from, the formula that computed
it. Arithmetic gives figures with their operands' cells: a share knows the CSV lines of its numerator and denominator.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import reduce
from math import isfinite
from numbers import Number as Plain
from operator import ne
from typing import Any

import receipts
from receipts import DoesNotAddUp
from receipts import Operation as Computed
from receipts.sources import DIFFERENCE, Source, computed, joined, left_out, owner
from receipts.sources import added as summed

from ..data import evaluation, expressions, units
from ..data.evaluation import STATISTICS, complete
from ..data.expressions import Call, Expression, ExpressionError, Number, Printed, Select
from ..data.units import POINTS, RATIO
from ..errors import Problem, misused
from ..i18n import _
from . import blocks, vietnamese
from .display_bundle import marked, to_html, to_text
from .sources import Cells, join, merge

FORMS = "[+][02][,][.N][f | % | unit | trend]"  # of a figure in an f-string
_SPEC = re.compile(r"(?P<sign>\+)?(?P<zero>02)?,?(?:\.(?P<decimals>[0-9]))?(?:f|(?P<kind>%|trend|unit))?")
_ALWAYS_PRINTED = {"%": "%", POINTS: f"\u00a0{POINTS}"}  # units without which the number would be another
RATIO_DECIMALS = 2
EACH_NAMED = "*"  # the period of a figure whose selections all name theirs
SIGNS = {"add": "+", "subtract": "-", "multiply": "*", "divide": "/"}  # of operators in a source


class NoSum(DoesNotAddUp, ExpressionError):
    """Numbers that do not add up, as `receipts` finds; in the report's words."""


@dataclass(frozen=True, eq=False)
class Figure(receipts.Figure):
    """A value with its unit and provenance; missing is `None`, never 0.

    unit: "hồ sơ", "%", "thuê bao/100 dân" …; "ratio" for a quotient of like quantities.
    expression: what the figure is, independent of its value: `Edition.evaluate` computes it to the same figure.
        None where nothing of the language says it, such as a number about the audit itself.
    cells: every CSV cell that the value depends on.
    decimals: as printed in the source, or of the most exact operand; `None` for a quotient.
    computation: the same with its numbers, for people; None for a figure read from cells.
    qualifier: "hơn", "khoảng" … as the source qualifies it; a sum keeps it, other computing drops it.
    remark: what is known of it besides, "không phát sinh", "tính lại theo tổ chức mới", printed in brackets behind it;
        computing drops it.
    period: the period that selections in the expression mean when they name none; EACH_NAMED if all name theirs.
    refused: why it is no number of the report, though somebody may look at it; said when it is printed.
    source: what it was computed of, which says what adds up; None for a plain number.

    Two figures of one value are equal, and equal to that number, whatever they count; a missing one equals nothing.

    Formatted in an f-string, `f"{figure}"` is an HTML `<data>` element for `prose` and tables, with this spec:
    `02` leading zero below ten · `.1` decimals · `.2%` percent · `unit` with its unit · `trend` "tăng 3,1%" ·
    `+` with its sign. `str(figure)` is the plain number. What is rounded keeps its
    value, and is printed with so many decimals.

    >>> online, all_ = Figure(Decimal(3), "hồ sơ"), Figure(Decimal(8), "hồ sơ")
    >>> (online / all_).text(".1%"), (online / all_).formula
    ('37,5%', '3 / 8')
    """

    value: Decimal | None
    unit: str = ""
    expression: Expression | None = None
    cells: tuple[Cells, ...] = ()  # type: ignore[assignment]  # of the report: lines of a column together
    decimals: int | None = 0
    computation: Expression | None = None
    qualifier: str = ""
    period: str = ""
    remark: str = ""
    refused: str = ""
    source: Source | None = None

    @property
    def key(self) -> str:
        """The expression in writing: `dossiers_received.dossiers(channel='online')`; none where it is too long to be read back."""
        key = "" if self.expression is None else str(self.expression)
        return key if len(key) <= expressions.LONGEST else ""

    @property
    def formula(self) -> str:
        """The computation in writing: "9 - (4 - 1)"; empty for a figure read from cells."""
        return "" if self.computation is None else str(self.computation)

    # -- formatting ------------------------------------------------------------------------------------------

    def text(self, spec: str = "") -> str:
        """The figure as plain Vietnamese text. Raises ValueError for an unknown spec, ExpressionError for what is no number."""
        if self.refused:
            raise ExpressionError(self.refused)
        units.refuse_weighed(self.unit)
        match = _SPEC.fullmatch(spec)
        if not match:
            near = _SPEC.match(spec)
            example = f"{{figure:{near[0] if near else ''}}}".replace(":}", "}")
            raise _unfit(spec, FORMS, example, code="bad_format")
        kind, zero = match["kind"], bool(match["zero"])
        if kind == "%" and not self._is_share and (self.unit or self.value is not None):
            raise _unfit(spec, _("a share"), "{a / b:.1%}", code="not_a_share")
        shown, unit, decimals = self._scaled(match["decimals"], percent=kind == "%")
        with_unit = _ALWAYS_PRINTED.get(unit, f"\u00a0{unit}" if unit and kind in ("unit", "trend") else "")
        whose: Any = owner(self.source) if not self.is_missing and left_out(self.source) else None
        remark = "; ".join(filter(None, (self.remark, whose.without(self.source) if whose else "")))
        remark = f" ({remark})" if remark else ""
        if kind == "trend":
            rounded = None if shown is None else vietnamese.round_half_up(shown, decimals)
            by = f" {vietnamese.number(abs(rounded), decimals, zero)}{with_unit}" if rounded else ""
            return f"{vietnamese.trend(rounded)}{by}{remark}"
        number = (vietnamese.share if unit == "%" else vietnamese.stated)(shown, decimals, zero)
        if shown is None:
            return number
        before = f"{self.qualifier} " if self.qualifier else ""
        return f"{before}{'+' if match['sign'] and shown > 0 else ''}{number}{with_unit}{remark}"

    @property
    def _is_share(self) -> bool:
        """Whether it may be printed in percent: also days over beds, where that is asked; not what is for each 100 of something."""
        return self.unit in ("%", POINTS, RATIO) or ("/" in self.unit and not re.search("[0-9]", self.unit))

    def _scaled(self, decimals: str | None, *, percent: bool = False) -> tuple[Decimal | None, str, int]:
        """Value, unit and decimals to print; a ratio is printed as a percentage, its change in percentage points."""
        own = self.decimals if self.decimals is not None else RATIO_DECIMALS
        places = int(decimals) if decimals is not None else own
        if self.unit not in ("%", RATIO) and not (percent and self.unit != POINTS):
            return self.value, self.unit, places
        shown = self.value * 100 if self.unit != "%" and self.value is not None else self.value
        is_between = self.source is not None and self.source.measure == DIFFERENCE  # two percentages
        return shown, POINTS if is_between or expressions.is_change(self.expression) else "%", places

    def __format__(self, spec: str) -> str:
        return marked(self.inline(spec), titles={each.table: each.titles for each in self.cells})

    def inline(self, spec: str = "") -> blocks.Figure:
        """The text a reader sees and the source a reviewer asks for."""
        value = "" if self.value is None else format(self.value.normalize(), "f")
        return blocks.Figure(self.text(spec), value, self.unit, self.key, join(self.cells), self.formula, spec)

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        text = f"{self.value}" if self.refused else self.text("unit")
        return f"{text}  ← {self.formula or join(self.cells)}"

    # -- arithmetic ------------------------------------------------------------------------------------------

    @property
    def is_missing(self) -> bool:
        return self.value is None

    def _operated(self, name: str, compute: Callable[[Any, Any], Any], one: Any, other: Any) -> Any:
        if compute not in evaluation.OPERATORS.values() or any(getattr(each, "ndim", 0) for each in (one, other)):
            return NotImplemented  # a column's figures are combined one by one
        if name == "add" and type(one) is int and one == 0:  # as sum() begins
            return other
        return _combine(_operand(one), _operand(other), SIGNS[name], name)

    def __round__(self, places: int | None = None) -> Any:
        return replace(self, decimals=max((places or 0) - 2, 0) if self.unit == RATIO else places or 0)

    def _turned(self, name: str, turn: Callable[[Any], Any]) -> Figure:
        if name == "pos":
            return self
        value, of = None if self.value is None else turn(self.value), self.expression
        made = replace(self, value=value, qualifier="")
        if name == "neg":
            return replace(made, expression=of and Call("-", (of,)), computation=Call("-", (self._shown,)))
        return replace(made, expression=of and Call("abs", (of,)), computation=Printed(f"|{self._shown}|"))

    @property
    def _shown(self) -> Expression:
        """The figure as an operand of a computation: its own computation, or its number."""
        if self.computation is not None:
            return self.computation
        decimals = self.decimals if self.decimals is not None else 4
        return Printed(vietnamese.number(self.value, decimals))

    @property
    def _measured(self) -> Source | None:
        """Its source, in the unit that it has by now."""
        of = self.source
        return of if of is None or of.unit == self.unit else replace(of, unit=self.unit)

    @property
    def plain(self) -> Decimal | None:
        """Its value where it is a mere number, which changes no unit."""
        if self.cells or self.unit or (self.expression and any(expressions.selections(self.expression))):
            return None
        return self.value

    # -- comparison (by value; a missing figure is neither less nor equal) -------------------------------------

    def _compared(self, compare: Callable[[Any, Any], Any], other: object) -> Any:
        if getattr(other, "ndim", 0):
            return NotImplemented
        own: Figure = self
        if isinstance(other, Figure):
            own, beside = _in_one_unit([self, other])
            other = beside.value
        elif isinstance(other, Plain):
            _refuse_misfit(self, other)
        if own.value is None or not isinstance(other, int | float | Decimal):
            return compare is ne
        return bool(compare(own.value, other))

    def __receipt__(self) -> tuple[float, Source | None]:
        """What a column of pandas knows of it."""
        of, whose = self._measured, owner(self.source)
        if of is None or whose is None:
            return float(self), None
        if isinstance(of, receipts.Cell):
            of = Computed("sum", (of,), of.unit, of.measure, of.period)
        return float(self), replace(of, owner=whose, figure=self)

    def _repr_html_(self) -> str:
        return to_html(f"{self}")


def _unfit(spec: str, expected: str, example: str, code: str) -> ValueError:
    """A format that a figure does not have."""
    remedy = _("Write it as {example}", example=example)
    return ValueError(Problem(_("a figure's format"), value=spec, expected=expected, remedy=remedy, code=code))


_PLAIN = _(
    "Print it as edition.computed(number, unit='…', name='…', of=frame), a column of them as "
    "frame['…'] = edition.computed(frame['…'], …). A last row is total='Tổng', without margins=True; gaps stay empty, without "
    "fillna(0): a drawing fills them, numbers.fillna(0)."
)
_LACKING = _("Of rows that one of two columns has, take those that both have: frame.dropna().")
_WORDS = _("Words and days stand in the index: frame.set_index(…).")


def only_figures(call: str, values: Iterable[object]) -> list[Figure]:
    """Values that a helper takes as figures. Raises InputError for the first that is none, such as a number of pandas'."""
    figures = []
    for value in values:
        if not isinstance(value, Figure):
            expected = _("figures, as edition.figures, edition.register and edition.frame give them")
            remedy = _LACKING if value != value else _PLAIN if isinstance(value, Plain) else _WORDS
            raise misused(call, f"{type(value).__name__} {to_text(value)}", expected, remedy, code="plain_number")
        figures.append(value)
    return figures


def number(value: int | Decimal) -> Figure:
    """A plain number as a figure, to compute with."""
    value = Decimal(value)  # `expressions.number` refuses what is not finite, so the exponent is a number
    return Figure(value, expression=expressions.number(value), decimals=vietnamese.decimals(value))


def total(figures: Iterable[Figure]) -> Figure:
    """The sum of figures; missing if one of them is, and for none: where nothing is reported, nobody has counted 0.

    Raises ExpressionError for those that do not add up, and for a cell that would be counted twice.

    >>> total([Figure(Decimal(2)), Figure(None)]).is_missing, total([]).is_missing
    (True, True)
    """
    if not (figures := list(figures)):
        return Figure(None)
    figures = [each for each in figures if _names_rows(each)] or figures[:1]
    of = _sources(figures)
    return replace(reduce(added, figures), source=summed(of) if of else None)


def _names_rows(figure: Figure) -> bool:
    """Not where rows were chosen one by one, and none was: that adds nothing in any period."""
    return not isinstance(figure.expression, Select) or all(values for _name, values in figure.expression.where)


def _sources(figures: Iterable[Figure]) -> list[Source]:
    return [each for figure in figures if (each := figure._measured) is not None]


_MOST_SHOWN = 20  # numbers in a computation; of more it says how many
SAID = {
    "min": "nhỏ nhất", "max": "lớn nhất", "mean": "bình quân", "median": "trung vị", "std": "độ lệch chuẩn", "quantile": "phân vị",
}  # fmt: skip


def statistic(function: str, figures: Iterable[Figure]) -> Figure:
    """One of STATISTICS of figures, without a key; missing if one of them is."""
    figures = _in_one_unit(of_one_period(list(figures)))
    of = _sources(figures)
    several = f"{len(figures)} số liệu"
    among = several if len(figures) > _MOST_SHOWN else "; ".join(str(figure._shown) for figure in figures)
    values = complete(figure.value for figure in figures)
    value = STATISTICS[function](values) if values else None
    decimals = None if function == "mean" else complete(figure.decimals for figure in figures)
    if function == "median" and value is not None and decimals is not None:  # one of them, or between two
        decimals.append(min(vietnamese.decimals(Decimal(value).normalize()), max(RATIO_DECIMALS, *decimals)))
    return Figure(
        value=None if value is None else Decimal(value),
        unit=units.common(figure.unit for figure in figures),
        cells=merge(cells for figure in figures for cells in figure.cells),
        decimals=None if decimals is None else max(decimals, default=0),
        computation=Printed(f"{SAID[function]} ({among})"),
        period=figures[0].period if figures else "",
        refused=next((figure.refused for figure in figures if figure.refused), ""),
        source=computed(function, of) if of else None,
    )


def added(left: Figure, right: Figure) -> Figure:
    """Two numbers of an average, whether or not they have a sum."""
    return _combine(left, right, "+", "mean")


def _combine(left: Figure, right: Figure, sign: str, name: str) -> Figure:
    """What an operator makes of two; name: of the source: "mean" where they need not add up."""
    left, right = of_one_period([left, right])
    if sign in "+-":
        for one, other in ((left, right), (right, left)):
            if one.plain is None and other.plain is not None:
                _refuse_misfit(one, other.plain)
    if sign != "*":
        left, right = _in_one_unit([left, right])
    unit = units.combined(left.unit, sign, right.unit, (left.plain, right.plain))
    if sign == "/" and getattr(right.source, "name", "") == "std" and left.unit == right.unit:
        unit = ""  # a distance in standard deviations is no share of them
    values, decimals = complete((left.value, right.value)), complete((left.decimals, right.decimals))
    written: list[Expression] | None = complete((left.expression, right.expression))
    if written and sign == "/" and written[1] == Number(Decimal(0)):
        written = None  # the language has no division by 0
    return Figure(
        value=evaluation.OPERATORS[sign](*values) if values and (values[1] or sign != "/") else None,
        unit=unit,
        expression=expressions.operation(written[0], sign, written[1]) if written else None,
        cells=merge(left.cells + right.cells),
        decimals=None if sign == "/" or decimals is None else sum(decimals) if sign == "*" else max(decimals),
        computation=expressions.operation(left._shown, sign, right._shown),
        qualifier=(left.qualifier or right.qualifier) if sign == "+" else "",
        period=left.period or right.period,
        refused=left.refused or right.refused,
        source=joined(name, left._measured, right._measured, (float(left), float(right))),
    )


def _operand(value: object) -> Figure:
    """What a figure is combined with, as a figure. Raises TypeError for what knows no source and is not written exactly."""
    if isinstance(value, Figure | int | Decimal):
        return value if isinstance(value, Figure) else number(value)
    if type(value) is float and isfinite(value):  # as somebody has typed it; a number of numpy's was computed
        return number(Decimal(repr(value)))
    raise TypeError(
        _(
            "a figure is combined with figures and numbers that you write, not with {name} {value}. What numpy or a model has computed is edition.computed(value, unit='…', name='…', of=frame); words are f\"… {{figure}} …\"; of a register choose the columns of numbers: rows[['a', 'b']].",
            name=type(value).__name__,
            value=to_text(value) if isinstance(value, str | Plain) else "",
        )
    )


# -- figures beside each other: of which periods their keys tell, and in which unit they stand ----------------------------


def of_one_period(figures: list[Figure]) -> list[Figure]:
    """Figures of two periods name theirs: `x(period='2024-H1') - x(period='2023-H1')`."""
    if len({figure.period for figure in figures if figure.period}) < 2:
        return figures
    return [
        replace(figure, expression=expressions.dated(figure.expression, figure.period), period=EACH_NAMED)
        if figure.expression and figure.period not in ("", EACH_NAMED)
        else figure
        for figure in figures
    ]


def _in_one_unit(figures: list[Figure]) -> list[Figure]:
    """Shares beside percentages, in percent."""
    if {figure.unit for figure in figures if figure.unit} != {RATIO, "%"}:
        return figures
    return [_in_percent(figure) if figure.unit == RATIO else figure for figure in figures]


def _in_percent(share: Figure) -> Figure:
    decimals = None if share.decimals is None else max(0, share.decimals - 2)
    percent: Figure = share * 100
    return replace(percent, expression=share.expression, decimals=decimals)


def _refuse_misfit(figure: Figure, plain: object) -> None:
    """Raises ExpressionError for a mere number beside a share or a percentage that counts the whole otherwise."""
    if not units.fits(figure.unit, plain):
        raise ExpressionError(
            _(
                "{plain} beside {text}: of a share the whole is 1, of a percentage 100. Write share - 1 or 100 * share - 100, share > 0.95 or rate > 95.",
                plain=plain,
                text=figure.text(),
            )
        )
