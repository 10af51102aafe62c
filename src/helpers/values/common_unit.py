"""Figures beside each other: of which periods their keys tell, and in which unit they stand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from receipts.sources import Operation as Computed
from receipts.sources import constant

from ..data import expressions, units
from ..data.expressions import ExpressionError, Printed
from ..i18n import _
from . import vietnamese

if TYPE_CHECKING:
    from .figures import Figure

EACH_NAMED = "*"  # the period of a figure whose selections all name theirs


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


def as_counted(figures: list[Figure]) -> list[Figure]:
    """Figures beside each other: what was brought to another scale by hand has no unit among those that were not."""
    if len({figure.factor for figure in figures if figure.unit}) < 2:
        return figures
    return [replace(figure, unit="") if figure.is_rescaled else figure for figure in figures]


def in_one_unit(figures: list[Figure]) -> list[Figure]:
    """Figures whose units differ by a factor, in the unit that they have in common: đồng for triệu and tỷ đồng."""
    found = {figure.unit for figure in figures if figure.unit}
    if len(found) < 2 or len({units.base(unit)[0] for unit in found}) > 1:
        return figures
    return [_scaled(figure, *units.base(figure.unit)) for figure in figures]


def _scaled(figure: Figure, unit: str, factor: int) -> Figure:
    decimals = None if figure.decimals is None else max(0, figure.decimals - len(str(factor)) + 1)
    computation = figure.computation and expressions.operation(
        figure.computation, "*", Printed(vietnamese.number(Decimal(factor)))
    )
    value = None if figure.value is None else figure.value * factor
    of = figure.source
    source = of and Computed("multiply", (of, constant(factor)), unit, of.measure, of.period)
    return replace(figure, value=value, unit=unit, decimals=decimals, computation=computation, source=source)


def unit_of(left: Figure, sign: str, right: Figure, factor: Decimal) -> str:
    """The unit of `left sign right`."""
    spread = isinstance(right.source, Computed) and right.source.name == "std"
    if sign == "/" and spread and left.unit == right.unit:
        return ""  # a distance in standard deviations is no share of them
    return units.combined(left.unit, sign, right.unit, (left.plain, right.plain), factor)


def misfit(figure: Figure, plain: object) -> ExpressionError:
    """A mere number beside a share or a percentage that counts the whole otherwise."""
    return ExpressionError(
        _(
            "{plain} beside {text}: of a share the whole is 1, of a percentage 100. Write share - 1 or 100 * share - 100, share > 0.95 or rate > 95.",
            plain=plain,
            text=figure.text(),
        )
    )
