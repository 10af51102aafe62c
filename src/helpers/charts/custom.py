"""Whatever matplotlib or seaborn can draw, in the official style, with caption, source and table of values as every chart."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure as Canvas
from matplotlib.ticker import FuncFormatter, LogFormatter, NullFormatter, ScalarFormatter

from .. import tables
from ..errors import misused
from ..i18n import _
from ..values import vietnamese
from ..values.display_bundle import Shown
from ..values.sourced_text import Text
from ..values.vietnamese import join, sentence
from .chart_block import Caption, checked, in_document, labels
from .drawing import PHONE, UNKNOWN, WIDTH, styled, svg, wrap

HEIGHT = 180.0  # points


def custom(
    draw: Callable[[Axes, Any], object],
    values: pd.Series | pd.DataFrame,
    subtitle: str,
    title: str = "",
    name: str = "",
    unit: str = "",
    spec: str = "",
    height: float = HEIGHT,
) -> Shown:
    """A picture of figures that a function draws with matplotlib or seaborn, in the report's style.

    draw: gets the axes and the values as plain numbers, with the words of rows and columns as labels: `lambda axes, numbers:
    sns.boxplot(numbers, ax=axes)`. Small multiples are drawn on `plt.subplots` of its own. The chart's table and source say
    the values; whether the picture shows them, nothing checks. height: in points; the width is the page's, or a phone's.
    It is drawn twice for the page; raises InputError where the pictures differ.

    >>> from decimal import Decimal
    >>> from helpers.values.figures import Figure
    >>> values = pd.Series([Figure(Decimal(2)), Figure(Decimal(7))], index=["Cấp xã", "Cấp tỉnh"])
    >>> print(custom(lambda axes, numbers: numbers.plot(ax=axes), values, "Hồ sơ theo cấp").text)
    Hồ sơ theo cấp
    Giá trị
    Cấp xã: 2
    Cấp tỉnh: 7
    """
    values, spec = checked("charts.custom", values, spec)
    caption = Caption(subtitle, title, name, unit)
    if isinstance(values, pd.DataFrame):
        values = values.rename(columns=tables.titles_of(values))
        numbers: Any = values.map(float).astype(float).set_axis(labels(values.columns), axis=1)
    else:
        numbers = values.map(float).astype(float)
        numbers.name = tables.titles_of(values.to_frame()).get(str(values.name), values.name)
    numbers.index = labels(values.index)

    def drawn(width: float = WIDTH, kind: str = "") -> str:
        with styled():
            canvas = _canvas(draw, numbers.copy(), width, height)
            for axes in canvas.axes:
                _say(axes.xaxis)
                _say(axes.yaxis, beside=True)
            for scale in canvas.findobj(lambda artist: artist.get_rasterized()):
                scale.set(rasterized=False, edgecolor="face")  # no seams between its steps
            return svg(canvas, kind)

    def picture() -> tuple[str, str]:
        first, second = drawn(), drawn()
        if first != second:
            expected = _("the same picture each time it is drawn")
            told = _("Pass seed=0, or a generator with a seed: sns.barplot(…, seed=0), np.random.default_rng(0).")
            raise misused("charts.custom", None, expected, told, code="unusable_picture")
        return first, drawn(PHONE, "narrow")

    cells = numbers if isinstance(numbers, pd.Series) else numbers.T.unstack()
    unknown = dict.fromkeys(" – ".join(at) if isinstance(at, tuple) else at for at in cells.index[cells.isna()])
    note = f"{Text(f'{sentence(UNKNOWN)}: {join(unknown)}.')}" if unknown else ""
    return in_document(values, caption, picture, spec, note=note)


def _canvas(draw: Callable[..., object], numbers: pd.Series | pd.DataFrame, width: float, height: float) -> Canvas:
    """What a function draws: on the axes that it is given, or on one figure of its own, as plt.subplots and sns.catplot make it."""
    from matplotlib import pyplot as plt

    size, state = (width / 72, height / 72), np.random.get_state()
    canvas, before = Canvas(figsize=size, layout="constrained"), plt.get_fignums()
    np.random.seed(0)  # sns.stripplot takes no seed of its own
    try:
        draw(canvas.subplots(), numbers)
        own = [plt.figure(each) for each in plt.get_fignums() if each not in before]
    finally:
        np.random.set_state(state)
        for opened in set(plt.get_fignums()).difference(before):
            plt.close(opened)  # it is shown in the chart, not below the cell
    pictures = [each for each in (*own, canvas) if any(axes.has_data() for axes in each.axes)]
    if len(pictures) != 1:
        told = _("Draw on the axes that the function gets, or on those of one plt.subplots.")
        raise misused("charts.custom", None, _("one picture"), told, code="unusable_picture")
    if pictures != [canvas]:
        pictures[0].set_size_inches(size)
        pictures[0].set_layout_engine("constrained")
    return pictures[0]


def _say(axis: Axis, beside: bool = False) -> None:
    """Numbers along an axis as a report writes them; names beside it in short lines."""
    formatter = axis.get_major_formatter()
    if isinstance(formatter, ScalarFormatter | LogFormatter):
        axis.set_major_formatter(FuncFormatter(_tick))
        low, high = sorted(axis.get_view_interval())
        powers = sum(low <= at <= high for at in axis.get_majorticklocs())  # of ten, on a log scale
        axis.set_minor_formatter(NullFormatter() if powers > 1 else FuncFormatter(_tick))
    elif beside:
        places = [*axis.get_majorticklocs()]
        axis.set_ticks(places, [wrap(words) for words in formatter.format_ticks(places)])


def _tick(value: float, _place: int) -> str:
    """A number on an axis, as a report writes it."""
    exact = Decimal(f"{value:.6g}").normalize()
    return vietnamese.number(exact, vietnamese.decimals(exact))
