"""What lets a picture say something else than its numbers: a cut axis, bars over one another, a mean that is not called one."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.container import BarContainer, Container
from matplotlib.figure import Figure as Canvas
from matplotlib.lines import Line2D
from matplotlib.text import Annotation, Text

from ..audit.meanings import STATISTICS
from ..heads import refuse_unit_of_caption
from ..language import _
from ..values.figures import Figure
from .shapes import RUNNING, Bars, bars_of, derived, fault, within

_WRITTEN = re.compile(r"\D*?(\d[\d.]*)(?:,(\d+))?\D*")
_NUMBER_OF = re.compile(r"[^()]+")


def refuse_misleading(
    canvas: Canvas, numbers: pd.DataFrame, figures: Sequence[Figure], words: Sequence[str], sums: bool
) -> None:
    """Raises InputError for the first of these that a picture of some figures has. words: of its caption; sums: whether they add up."""
    texts = [text.get_text() for text in canvas.findobj(Text) if isinstance(text, Text)]
    said = " ".join([*words, *texts])
    for axes in canvas.axes:
        series = [*bars_of(axes)]
        for bars in series:
            _refuse_cut(bars)
            if not any({*bars.places} & {*other.places} for other in series if other is not bars):
                _refuse_swapped_texts(axes, bars)
            _refuse_uncalled([length for _name, length in bars.drawn], numbers, said, sums)
        for line in axes.lines:
            course = np.asarray(line.get_ydata(orig=False), dtype=float)
            _refuse_gap_as_zero(course, numbers)
            if sums and len(course) == len(numbers) > 1 and np.ptp(course):  # else it is a line of reference
                _refuse_uncalled(course, numbers, said, sums, lines=True)
        _refuse_swapped_key(axes, numbers)
        for axis in (axes.xaxis, axes.yaxis):
            for part in _NUMBER_OF.findall(axis.get_label_text()):
                refuse_unit_of_caption("charts.drawn", f"({part.strip()})", figures)


def _refuse_cut(bars: Bars) -> None:
    """Bars are as long as their numbers from 0 on, upwards, and one stands at one place."""
    low, high = sorted(bars.along.get_view_interval())
    most = max((length for _name, length in bars.drawn), default=0.0)
    if bars.along.get_scale() == "linear" and (low > 1e-9 * most or high < -1e-9 * most):
        told = _("Leave set_ylim and set_xlim to lines and points: axes.plot(numbers, 'o').")
        raise fault(most, "", _("bars from 0 on"), told)
    if bars.upright and bars.along.get_inverted():
        raise fault(most, "", _("bars that rise"), _("Leave axes.invert_yaxis() to bars that lie: axes.barh(…)."))
    for at, place in enumerate(bars.places):
        if place in bars.places[:at]:
            told = _(
                "Rows of one name are one bar: numbers.groupby(level=0).sum(), or plot.bar, which draws them side by side."
            )
            raise fault(*bars.drawn[at][::-1], _("each bar at a place of its own"), told)


def _refuse_uncalled(
    lengths: Sequence[float] | np.ndarray, numbers: pd.DataFrame, said: str, sums: bool, lines: bool = False
) -> None:
    """What is computed of the values is called so: a mean, what is added up from the first on."""
    whole = numbers.to_numpy(dtype=float)
    totals = [numbers.groupby(level=0).sum(), whole.sum(axis=0), whole.sum(axis=1), whole.sum()] if sums else []
    plain = np.abs(np.concatenate([np.ravel(part) for part in (whole, *totals)]))
    if within(plain, lengths) or (not lines and within(np.arange(numbers.count().sum() + 1), lengths)):
        return
    running = np.abs(np.concatenate([np.ravel(np.nancumsum(whole, axis=axis)) for axis in (0, 1)]))
    first = next((length for length in lengths if not within(plain, [length])), 0.0)
    if sums and within(running, lengths):
        if not RUNNING.search(said):
            told = _("Write it into the caption or along the axis: “lũy kế …”.")
            raise fault(first, "", _("what is added up from the first on to be called so"), told)
    elif not lines and within(derived(numbers, sums).values[0], lengths) and not STATISTICS.search(said):
        told = _(
            "Write it into the caption or along the axis: “bình quân …”, “trung vị …”, or draw the sum: estimator='sum'."
        )
        raise fault(first, "", _("a mean or another statistic to be called so"), told)


def _refuse_gap_as_zero(course: np.ndarray, numbers: pd.DataFrame) -> None:
    for column in numbers.to_numpy(dtype=float).T if len(course) == len(numbers) else ():
        unknown = np.isnan(column)
        if unknown.any() and (course[unknown] == 0).all() and np.allclose(course[~unknown], column[~unknown]):
            told = _("Leave fillna(0) out: the line has a gap there.")
            raise fault(0, str(numbers.index[unknown][0]), _("no number where none is known"), told)


def _refuse_swapped_key(axes: Axes, numbers: pd.DataFrame) -> None:
    """A name of the key stands for its own column, not for another one."""
    for handle, name in _key(axes):
        drawn = list(_numbers_of(handle))
        for other in numbers if name in numbers.columns else ():
            same = {
                each: any(len(one) == len(numbers) and np.allclose(one, numbers[each], equal_nan=True) for one in drawn)
                for each in (name, other)
            }
            if same[other] and not same[name]:
                told = _("Write label={name!r} at its numbers.", name=other)
                raise fault(drawn[0][0], name, _("the values at their own names"), told)


def _key(axes: Axes) -> Iterator[tuple[object, str]]:
    """What is drawn, and what a key calls it: by its looks there, as `axes.legend(["A", "B"])` gives names in another order, too."""
    shown, drawn = axes.get_legend(), [*axes.lines, *axes.containers]
    if shown is None:
        yield from zip(*axes.get_legend_handles_labels(), strict=True)
        return
    for handle, text in zip(shown.legend_handles, shown.get_texts(), strict=True):
        alike = [part for part in drawn if _looks(part) == _looks(handle)]
        yield from ((part, text.get_text()) for part in alike if len(alike) == 1)


def _looks(drawn: Any) -> tuple[object, ...]:
    part = drawn[0] if isinstance(drawn, Container) else drawn
    if isinstance(part, Line2D):
        return part.get_color(), part.get_linestyle(), part.get_marker()
    return part.get_facecolor(), getattr(part, "get_hatch", str)()


def _refuse_swapped_texts(axes: Axes, bars: Bars) -> None:
    """A number that is written at a bar is its own, or its share, if all of them are those of bars."""
    lengths = np.array([length for _name, length in bars.drawn])
    written = [(at, *number) for text in axes.texts for at in _bars_at(text, bars) for number in _number_in(text)]
    families = [lengths, 100 * lengths, *([100 * lengths / lengths.sum()] if lengths.sum() else [])]
    other = None
    for family in families if len(written) > 1 else ():
        near = [np.abs(family - number) <= half for _at, number, half in written]
        if all(same[at] for (at, *_number), same in zip(written, near, strict=True)):
            return
        if all(map(np.any, near)):
            other = next(each for each, same in zip(written, near, strict=True) if not same[each[0]])
    if other:
        told = _("Write the texts in the order of the bars: axes.bar_label(axes.containers[0]), or at numbers.items().")
        raise fault(other[1], bars.drawn[other[0]][0], _("the number of its own bar"), told)


def _bars_at(text: Text, bars: Bars) -> Iterator[int]:
    """At which bar a text stands."""
    if isinstance(text, Annotation) and text.xycoords != "data":
        return
    x, y = text.xy if isinstance(text, Annotation) else text.get_position()
    for at, ((start, _foot), wide) in enumerate(zip(bars.places, bars.broad, strict=True)):
        if min(start, start + wide) <= float(x if bars.upright else y) <= max(start, start + wide):
            yield at


def _number_in(text: Text) -> Iterator[tuple[float, float]]:
    """The only number of a text, as reports write it, and half of its last digit."""
    if found := _WRITTEN.fullmatch(text.get_text()):
        decimals = found[2] or ""
        yield float(f"{found[1].replace('.', '')}.{decimals or 0}"), 0.5000001 / 10 ** len(decimals)


def _numbers_of(handle: object) -> Iterator[np.ndarray]:
    """What a line or a series of bars shows, either way."""
    if isinstance(handle, Line2D):
        yield from (
            np.asarray(data, dtype=float) for data in (handle.get_ydata(orig=False), handle.get_xdata(orig=False))
        )
    elif isinstance(handle, BarContainer):
        yield from (np.array([getattr(bar, f"get_{side}")() for bar in handle]) for side in ("height", "width"))
