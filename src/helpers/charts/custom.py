"""Whatever matplotlib or seaborn can draw, in the official style, with caption, source and table of values as every chart."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure as Canvas
from matplotlib.text import Text as Words
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
    sns.boxplot(numbers, ax=axes)`. Columns of words stay beside them: `sns.barplot(numbers, x="dossiers", y="level",
    hue="channel", ax=axes)`. Small multiples are drawn on `plt.subplots` of its own. The chart's table and source say the
    values; whether the picture shows them, nothing checks. height: in points; the width is the page's, or a phone's.
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
    frame = values if isinstance(values, pd.DataFrame) else pd.DataFrame()
    words = {name: labels(column) for name, column in frame.items() if all(isinstance(each, str) for each in column)}
    values, spec = checked("charts.custom", values.set_index([*words]) if words else values, spec)
    titles = tables.titles_of(values)
    numbers: Any = values.map(float).astype(float).set_axis(labels(values.index))
    if isinstance(values, pd.DataFrame):
        numbers = pd.concat([pd.DataFrame(words, numbers.index), numbers.set_axis(labels(values), axis=1)], axis=1)
        values = values.rename(columns=titles)

    def drawn(width: float = WIDTH, kind: str = "") -> str:
        with styled():
            canvas = _canvas(draw, numbers.copy(), width, height)
            for axes in canvas.axes:
                _say(axes.xaxis, titles)
                _say(axes.yaxis, titles, beside=True)
            for text in canvas.findobj(Words):
                text.set_text(titles.get(text.get_text(), text.get_text()))
            for scale in canvas.findobj(lambda artist: artist.get_rasterized()):
                scale.set(rasterized=False, edgecolor="face")  # no seams between its steps
            return svg(canvas, kind)

    def picture() -> tuple[str, str]:
        if (first := drawn()) != drawn():
            expected = _("the same picture each time it is drawn")
            told = _("Pass seed=0, or a generator with a seed: sns.barplot(…, seed=0), np.random.default_rng(0).")
            raise misused("charts.custom", None, expected, told, code="unusable_picture")
        return first, drawn(PHONE, "narrow")

    cells = numbers if isinstance(numbers, pd.Series) else numbers.T.unstack()
    unknown = dict.fromkeys(" – ".join(at) if isinstance(at, tuple) else at for at in cells.index[cells.isna()])
    note = f"{Text(f'{sentence(UNKNOWN)}: {join(unknown)}.')}" if unknown else ""
    return in_document(values, Caption(subtitle, title, name, unit), picture, spec, note=note)


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


def _say(axis: Axis, titles: Mapping[str, str], beside: bool = False) -> None:
    """Numbers along an axis as a report writes them; names beside it in short lines. titles: of columns."""
    formatter, places = axis.get_major_formatter(), [*axis.get_majorticklocs()]
    if isinstance(formatter, ScalarFormatter | LogFormatter):
        axis.set_major_formatter(FuncFormatter(_tick))
        low, high = sorted(axis.get_view_interval())
        powers = sum(low <= at <= high for at in places)  # of ten, on a log scale
        axis.set_minor_formatter(NullFormatter() if powers > 1 else FuncFormatter(_tick))
    elif titles.keys() & {*(names := formatter.format_ticks(places))} or beside:
        axis.set_ticks(places, [wrap(titles.get(name, name)) for name in names])


def _tick(value: float, _place: int) -> str:
    """A number on an axis, as a report writes it."""
    exact = Decimal(f"{value:.6g}").normalize()
    return vietnamese.number(exact, vietnamese.decimals(exact))
