"""What a picture of one's own draws: the values that it was given, each at its name, or what is computed of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.category import StrCategoryFormatter
from matplotlib.collections import PathCollection, QuadMesh
from matplotlib.container import BarContainer
from matplotlib.figure import Figure as Canvas
from matplotlib.lines import Line2D
from matplotlib.patches import Wedge
from matplotlib.ticker import FixedFormatter, Formatter, FuncFormatter

from ..language import _
from ..problems import InputError, misused, remark
from ..values import vietnamese

_SEED = 1
RUNNING = re.compile(
    r"l(?:ũy|uỹ) kế|cộng dồn|tích l(?:ũy|uỹ)|từ đầu", re.IGNORECASE
)  # what is added up from the first on
_HAND_IN = _(
    "Hand in what is to be drawn, and table and source say it: charts.drawn(values / 1000, …), charts.drawn(frame[['a', 'b']], …); sort rows with their names, numbers.sort_values()."
)


class Derived(NamedTuple):
    """What may be drawn and written of values: families of numbers in their unit, and those of percents and shares."""

    values: list[np.ndarray]
    shares: list[np.ndarray]


def refuse_others(
    canvas: Canvas,
    numbers: pd.DataFrame,
    known: Derived,
    in_unit: bool,
    again: Callable[[pd.DataFrame], Canvas],
) -> None:
    """Raises InputError for bars and slices that are none of the values, or stand at another's name, and for other lines.

    in_unit: whether the values have one that is no percentage. again: draws other numbers; of what then is as before
    nothing was computed of them.
    """
    values, shares = known
    counts, drawn = np.arange(numbers.count().sum() + 1), set[str]()  # of rows
    for axes in canvas.axes:
        for axis, bars, *_others in bars_of(axes):
            lengths = [length for _name, length in bars]
            if not any(within(family, lengths) for family in (*values, counts)):
                name, length = next((each for each in bars if not within(values[0], [each[1]])), bars[0])
                if not any(within(family, lengths) for family in shares):
                    raise fault(length, name, _("bars that are values"))
                if in_unit and not any("%" in text.get_text() for text in (axis.label, *axis.get_ticklabels())):
                    told = _(
                        "Write axes.{axis}axis.set_major_formatter(PercentFormatter()), or hand in 100 * values / values.sum() with unit='%'.",
                        axis=axis.axis_name,
                    )
                    raise fault(length, name, _("“%” along the axis, as these are shares"), told)
            _refuse_others_name(bars, [numbers, numbers.T])
            drawn |= {name for name, _length in bars}
        wedges = [part for part in axes.patches if isinstance(part, Wedge)]
        slices = [(str(part.get_label()), (part.theta2 - part.theta1) / 360) for part in wedges]
        if slices and not _are_slices([share for _name, share in slices], values[0]):
            raise fault(100 * slices[0][1], slices[0][0], _("slices that are values"))
        _refuse_others_name(slices, [numbers / numbers.sum()])
    names = {str(name) for name in numbers.index}
    if drawn and drawn < names:
        of = {"drawn": len(drawn), "count": len(names)}
        remark(
            _(
                "charts.drawn: {drawn} of {count} rows are drawn. Hand in what is drawn, so that table and caption say it.",
                **of,
            )
        )
    courses = {
        place: course
        for place, course in _courses(canvas, numbers)
        if not any(within(family, each) for family in (*values, *shares) for each in course)
    }
    if courses:
        _refuse_unmoved(courses, numbers, again)


def _are_slices(shares: Sequence[float], values: np.ndarray) -> bool:
    """Whether they are values beside each other; or beside the rest of a sum."""
    sizes = np.array(shares)
    if any(within(values, sizes * (value / sizes[0])) for value in values):
        return True
    return any(sum(not within(values, [size * value]) for size in sizes) <= 1 for value in values)


def _refuse_unmoved(courses: dict[Any, Any], numbers: pd.DataFrame, again: Callable[[pd.DataFrame], Canvas]) -> None:
    """Of lines, points and fields: those that are drawn alike of other numbers, and a multiple of the values."""
    for course in courses.values():
        for values in (*numbers.to_numpy().T, *numbers.to_numpy()):
            with np.errstate(all="ignore"):
                if len(values) == len(course[-1]) and np.ptp(values) and np.ptp(course[-1] / values) < 1e-9:
                    raise fault(course[-1][0], "", _("points that are values"))
    others = numbers * np.random.default_rng(_SEED).uniform(1, 2, numbers.shape)
    with suppress(ArithmeticError, LookupError, TypeError, ValueError):  # of numbers that nobody has asked for
        for place, course in _courses(again(others), numbers):
            if place in courses and all(map(np.array_equal, course, courses[place])):
                raise fault(course[-1][0], "", _("points that are values"))


class Bars(NamedTuple):
    """A series of bars: the axis along them, their names and lengths; whether they stand, where each begins, and how broad it is."""

    along: Any
    drawn: list[tuple[str, float]]
    upright: bool
    places: list[tuple[float, float]]
    broad: list[float]


def bars_of(axes: Axes) -> Iterator[Bars]:
    """Each series of bars, but a histogram's, which touch each other."""
    for bars in (each for each in axes.containers if isinstance(each, BarContainer)):
        upright = bars.orientation != "horizontal"
        across, along = (axes.xaxis, axes.yaxis) if upright else (axes.yaxis, axes.xaxis)
        boxes = np.array([(bar.get_x(), bar.get_width(), bar.get_y(), bar.get_height()) for bar in bars])
        starts, wide, feet, lengths = (boxes if upright else boxes[:, [2, 3, 0, 1]]).T
        if len(boxes) > 1 and np.allclose(np.sort(starts)[1:], np.sort(starts + wide)[:-1]):
            continue
        named = is_named(across.get_major_formatter())
        at = zip(across.get_ticklocs(), across.get_ticklabels(), strict=False) if named else ()  # facets share them
        names = {round(place): label.get_text() for place, label in at}
        middles = map(round, starts + wide / 2)
        drawn = [(names.get(at, ""), abs(length)) for at, length in zip(middles, lengths, strict=True)]
        stated = [at for at, length in enumerate(lengths) if length == length]
        places = [(float(starts[at]), float(feet[at])) for at in stated]
        yield Bars(along, [drawn[at] for at in stated], upright, places, [float(wide[at]) for at in stated])


def _refuse_others_name(drawn: Sequence[tuple[str, float]], frames: Sequence[pd.DataFrame]) -> None:
    """Raises InputError where the lengths are those of a column, but not each at its own name."""
    names, lengths = [name for name, _length in drawn], [length for _name, length in drawn]
    for frame in (each for each in frames if each.index.is_unique and {*names} <= {*each.index}):
        columns = [np.abs(frame.loc[names].to_numpy()[:, at]) for at in range(frame.shape[1])]
        alike = [column for column in columns if np.allclose(np.sort(column), np.sort(lengths))]
        if alike and not any(np.allclose(column, lengths) for column in alike):
            name, length = next(each for each, own in zip(drawn, alike[0], strict=True) if not np.isclose(each[1], own))
            raise fault(length, name, _("the values at their own names"))


def _courses(canvas: Canvas, numbers: pd.DataFrame) -> Iterator[tuple[tuple[int, int], list[Any]]]:
    """Where lines, points and fields run that have one place for each row or column, and are no straight line of reference."""
    for number, axes in enumerate(canvas.axes):
        for at, part in enumerate([*axes.lines, *axes.collections]):
            if isinstance(part, QuadMesh):
                yield (number, at), [np.ravel(np.ma.filled(np.ma.asarray(part.get_array(), dtype=float), np.nan))]
            elif isinstance(part, PathCollection | Line2D):
                points = part.get_xydata() if isinstance(part, Line2D) else part.get_offsets()
                both = np.asarray(points, dtype=float).T
                if both.shape[1] > 2 and both.shape[1] in numbers.shape and all(map(np.ptp, both)):
                    places = np.arange(both.shape[1])
                    yield (number, at), [each for each in both if not np.array_equal(each, places)] or [places]


def within(values: np.ndarray, lengths: Any) -> bool:
    return all(np.isclose(values, abs(length), rtol=1e-6, atol=1e-12).any() for length in lengths if length == length)


def fault(length: float, name: str, expected: str, remedy: str = _HAND_IN) -> InputError:
    number = Decimal(f"{length:.6g}").normalize()
    written = vietnamese.number(number, vietnamese.decimals(number))
    return misused("charts.drawn", f"{written} ({name})" if name else written, expected, remedy)


def derived(numbers: pd.DataFrame, sums: bool) -> Derived:
    """The values with their means, sums …, and cumulated; in percent, and their shares.

    A statistic is one of rows, of columns, of those of one name, and of all. sums: whether the values add up.
    """
    whole, turned = numbers.to_numpy(dtype=float), numbers.T
    groups = [numbers, turned, numbers.groupby(level=0), turned.groupby(level=0), pd.Series(whole.ravel())]
    names = ("mean", "median", "min", "max", "std", *(["sum"] if sums else []))
    values, shares = [[whole, *(getattr(group, name)() for group in groups for name in names)]], [[whole]]
    if sums:
        of_columns, of_rows = np.nansum(whole, axis=0), np.nansum(whole, axis=1)[:, None]
        down, across = np.nancumsum(whole, axis=0), np.nancumsum(whole, axis=1)
        values += [[down, across]]
        with np.errstate(all="ignore"):
            shares += [
                [whole / of_columns, down / of_columns],
                [whole / of_rows, across / of_rows],
                [part / np.nansum(whole) for part in (whole, of_columns, of_rows)],
            ]
    percents = [[100 * part for part in family] for family in shares]
    return Derived(_flat(values), _flat([*percents, *shares[1:]]))


def _flat(families: list[list[np.ndarray]]) -> list[np.ndarray]:
    flat = (np.abs(np.concatenate([np.ravel(part) for part in family])) for family in families)
    return [family[np.isfinite(family)] for family in flat]


def is_named(formatter: Formatter) -> bool:
    """Whether words stand along an axis: names of categories, or what somebody has given for the ticks."""
    given = isinstance(formatter, FuncFormatter) and isinstance(formatter.func, partial)
    return given or isinstance(formatter, FixedFormatter | StrCategoryFormatter)
