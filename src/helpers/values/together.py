"""Figures together: of which periods, in which unit, and which add up to something."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from inspect import currentframe
from itertools import pairwise
from pathlib import Path
from traceback import walk_stack
from typing import TYPE_CHECKING

from ..data import expressions, units
from ..data.expressions import Call, Expression, ExpressionError, Number, Operation, Printed, Select, operands
from ..data.reporting_period import is_later
from ..data.units import is_rate, no_sum
from ..i18n import _
from . import digits, vietnamese
from .sources import Cell

if TYPE_CHECKING:
    from .figures import Figure

EACH_NAMED = "*"  # the period of a figure whose selections all name theirs
_VALUES = str(Path(__file__).parent)
_ALONE = ("mean", "median", "stdev", "quantile", "rank", "slope", "min", "max", "weighted", "per", "growth")


class NoSum(ExpressionError):
    """Rates, means, ranks and the like: numbers that do not add up."""


def refuse_false_sum(figures: Sequence[Figure]) -> None:
    """Raises ExpressionError for figures of which the sum would be a false number, NoSum if they are of a kind that has none."""
    if not _add_up(figures):
        average = any(map(_is_average, figures))
        raise NoSum(no_sum(next((each.unit for each in figures if is_rate(each.unit)), ""), average))
    for one, other in pairwise(figures):
        if (two := _two_periods(one, other)) and two[0][4:] == two[1][4:] != "":
            periods = " + ".join(two)
            raise ExpressionError(
                _(
                    "{periods}: the same months of two years are no sum; compare them, edition.growth(now), or take their mean.",
                    periods=periods,
                )
            )
        if of_two_days(one, other):
            refuse_added(one, other)
    if found := whole_and_part(figures):
        raise ExpressionError(said_of_whole(*found))
    if cell := counted_twice(figures):
        said = _(
            "{table}.csv line {line}, {column}, would be added up twice: rows have been repeated, as merge does. Add it up before the merge, or write left.merge(right, …, validate='one_to_one').",
            table=cell[0],
            line=cell[1],
            column=cell[2],
        )
        raise ExpressionError(said)


def whole_and_part(figures: Iterable[Figure]) -> tuple[Cell, Cell] | None:
    """A cell that is in some figures, and one that is a part of it as it is declared."""
    edition = digits.speaking()
    sums = (figure for figure in figures if is_sum(figure.expression))
    return edition.whole_and_part(cells for figure in sums for cells in figure.cells) if edition else None


def said_of_whole(whole: Cell, part: Cell) -> str:
    one, other = (f"{table}.csv:{line}, {column}" for table, line, column in (whole, part))
    return _(
        "{whole} is a whole that holds {part}, as its declaration says (part_of): added up, or side by side in one bar, it is counted twice. Choose the wholes alone, or the parts alone.",
        whole=one,
        part=other,
    )


def of_two_days(left: Figure, right: Figure) -> bool:
    """Whether both tell of a period's end, what there was or which share, and of two different ends."""
    ends = all(each.level or (is_rate(each.unit) and not each.between) for each in (left, right))
    return ends and _two_periods(left, right) is not None


def refuse_backwards(change: Figure) -> None:
    """Raises ExpressionError for an earlier period minus a later one, which is to be printed as a rise or a fall."""
    (own, _of_own), (then, _of_then) = _compared(change)
    if is_later(then, own):
        said = _(
            "{then} is later than {own}: what has changed is the later one minus the earlier one, now.growth(before).",
            then=then,
            own=own,
        )
        raise ExpressionError(said)


def refuse_other_base(change: Figure, base: Figure) -> None:
    """Raises ExpressionError for a change over what there is now, which is no growth: that is over what there was."""
    (own, now), _then = _compared(change)
    if own and base.expression and [(own, each) for each in now] == [*_asked(base.expression, base.period)]:
        said = _(
            "a growth is over what there was before, and not over {now}: write now.growth(before).", now=base.expression
        )
        raise ExpressionError(said)


def _compared(change: Figure) -> list[tuple[str, list[Select]]]:
    """What a difference or a growth compares, as it is and as it was: the same columns of two periods, each with its period."""
    of = change.expression
    while isinstance(of, Operation) and of.signs == {"/"}:
        of = of.first  # a growth
    terms = [("+", of.first), *of.rest] if isinstance(of, Operation) else []
    match of:
        case Operation(Operation() as share, (("-", Number()),)) if not share.is_sum:  # over what there was, minus one
            terms = [("-" if sign == "/" else "+", part) for sign, part in (("*", share.first), *share.rest)]
    sides = [
        [asked for of_term, part in terms if of_term == sign for asked in _asked(part, change.period)] for sign in "+-"
    ]
    (own, *others), (then, *more) = ({period for period, _each in side} or {""} for side in sides)
    columns = [{(each.table, each.column) for _period, each in side} for side in sides]
    if others or more or own == then or columns[0] != columns[1]:
        return [("", []), ("", [])]
    return [(period, [each for _period, each in side]) for period, side in zip((own, then), sides, strict=True)]


def _asked(expression: Expression, period: str) -> Iterator[tuple[str, Select]]:
    """What an expression selects, whatever the period, and of which period."""
    for each in expressions.selections(expression):
        yield each.period or period, replace(each, where=tuple(pair for pair in each.where if pair[0] != "period"))


def _two_periods(left: Figure, right: Figure) -> tuple[str, str] | None:
    """The period of each of two figures, where both have one, and not the same."""
    (one, *others), (other, *more) = (periods_of(each) or [""] for each in (left, right))
    return None if others or more or "" in (one, other) or one == other else (one, other)


def periods_of(figure: Figure) -> list[str]:
    """The periods whose cells are in a figure."""
    selects = expressions.selections(figure.expression) if figure.expression else ()
    return list(dict.fromkeys(select.period or figure.period for select in selects))


def refuse_added(left: Figure, right: Figure) -> None:
    """Raises ExpressionError for a whole and its part; NoSum for what there was at the end of two periods, which would be counted
    twice, and for shares of two.
    """
    if of_two_days(left, right):
        raise NoSum(
            _(
                "{left} and {right} of two periods do not add up: what there is at the end of each (measure stock), and rates. Print one of them, their difference, or their mean: pd.concat([a, b])[column].mean(), mean(a, b) in a statement.",
                left=left.text(),
                right=right.text(),
            )
        )
    if found := whole_and_part([left, right]):
        raise ExpressionError(said_of_whole(*found))


def counted_twice(figures: Iterable[Figure]) -> Cell | None:
    """A cell that is read or added up in two of them; what is 0 counts nothing."""
    seen: set[Cell] = set()
    for figure in (figure for figure in figures if figure.value and is_sum(figure.expression)):
        own = {(cells.table, line, cells.column) for cells in figure.cells for line in cells.lines}
        if twice := sorted(seen & own):
            return twice[0]
        seen |= own
    return None


def _add_up(figures: Sequence[Figure]) -> bool:
    """Whether their sum means something: one alone does, and shares of one whole do."""
    if len(figures) < 2:
        return True
    if any(isinstance(each.expression, Call) and each.expression.function in _ALONE for each in figures):
        return False
    if any(map(_is_average, figures)):
        return False
    wholes = {_whole(each.expression) for each in figures if is_rate(each.unit)}
    parts = {each.expression.first for each in figures if isinstance(each.expression, Operation)}
    return not wholes or (len(wholes) == 1 and () not in wholes and not _is_one_of_them(wholes, parts))


def _is_one_of_them(wholes: Iterable[tuple[Expression, ...]], parts: set[Expression]) -> bool:
    """Whether what others are a share of is the greatest of them, or their mean: no whole."""
    return any(
        part in parts or (isinstance(part, Call) and part.function in _ALONE) for whole in wholes for part in whole
    )


def _is_average(figure: Figure) -> bool:
    """Whether it is read from a column that is declared as one of averages."""
    edition, select = digits.speaking(), figure.expression
    return edition is not None and isinstance(select, Select) and edition.is_average(select)


def _whole(expression: Expression | None) -> tuple[Expression, ...]:
    """By what a quotient is divided; a product with a weight that has no unit counts as one of its own kind."""
    if not isinstance(expression, Operation):
        return ()
    if expression.signs == {"+"}:
        wholes = {_whole(part) for part in operands(expression)}
        return wholes.pop() if len(wholes) == 1 else ()
    if any(sign == "*" and not isinstance(part, Number) for sign, part in expression.rest):
        return (Number(Decimal(1)),)
    return tuple(part for sign, part in expression.rest if sign == "/")


def is_sum(expression: Expression | None) -> bool:
    """Whether cells are in it as they are: read, or added up."""
    if isinstance(expression, Operation):
        return expression.signs == {"+"} and all(map(is_sum, operands(expression)))
    return isinstance(expression, Select)


def in_numpy() -> bool:
    """Whether it is numpy that adds two figures, one pair of many, as np.sum does."""
    calls = (frame for frame, _line in walk_stack(currentframe()))
    asks = next(frame for frame in calls if not frame.f_code.co_filename.startswith(_VALUES))
    return str(asks.f_globals.get("__name__")).startswith("numpy.")


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
    return replace(figure, value=value, unit=unit, decimals=decimals, computation=computation)


def unit_of(left: Figure, sign: str, right: Figure, factor: Decimal, computation: Expression) -> str:
    """The unit of `left sign right`.

    Raises ExpressionError where mere numbers would turn a share, a percentage or a density into a false one.
    """
    spread = isinstance(right.expression, Call) and right.expression.function == "stdev"
    if sign == "/" and spread and left.unit == right.unit:
        return ""  # a distance in standard deviations is no share of them
    unit = units.combined(left.unit, sign, right.unit, (left.plain, right.plain), factor)
    if sign == "/" and unit == "%" != left.unit:
        return unit
    of_unit = factor / 100 if unit.startswith("%") else factor
    if sign in "*/" and units.is_disguised(unit, of_unit):
        raise ExpressionError(
            _(
                "{computation} is a share, a percentage or a density under another name. Leave the {by:f} out, or write a.per(b, {by:f}, 'dân'), which is “…/{by:f} dân”.",
                computation=computation,
                by=max(of_unit, 1 / of_unit),
            )
        )
    return unit


def misfit(figure: Figure, plain: object) -> ExpressionError:
    """A mere number beside a share or a percentage that counts the whole otherwise."""
    return ExpressionError(
        _(
            "{plain} beside {text}: of a share the whole is 1, of a percentage 100. Write share - 1 or 100 * share - 100, share > 0.95 or rate > 95.",
            plain=plain,
            text=figure.text(),
        )
    )


def lies_between(left: Figure, sign: str, right: Figure) -> bool:
    """Whether what comes of two percentages lies between two: what lies between two may be halved or taken from another."""
    if left.plain is not None or right.plain is not None:
        return left.between or right.between
    return (sign == "-" and left.between == right.between) or (sign == "+" and left.between and right.between)
