"""Whatever matplotlib or seaborn can draw, in the official style, with caption, source and table of values as every chart."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.rcsetup import cycler
from matplotlib.ticker import FuncFormatter, LogFormatter, NullFormatter, ScalarFormatter
from matplotlib.typing import RcKeyType

from .. import tables
from ..errors import misused
from ..i18n import _
from ..values import vietnamese
from ..values.markup import Shown
from ..values.texts import Text
from ..values.vietnamese import join, sentence
from .colours import GRID, LINES, MUTED
from .drawing import STYLE, UNKNOWN, WIDTH, styled, svg
from .shown import Caption, in_document, labels, taking

HEIGHT = 180.0  # points
_FREE: dict[RcKeyType, Any] = STYLE | {
    "axes.spines.left": True,
    "axes.spines.bottom": True,
    "axes.edgecolor": MUTED,
    "axes.grid": True,
    "grid.color": GRID,
    "axes.prop_cycle": cycler(color=[colour for colour, _, _ in LINES], linestyle=[dash for _, dash, _ in LINES]),
    "legend.frameon": False,
    "axes.labelsize": STYLE["font.size"],
    "xtick.labelsize": STYLE["font.size"],
    "legend.fontsize": STYLE["font.size"],
}


@taking(pd.Series, pd.DataFrame)
def drawn(
    values: pd.Series | pd.DataFrame,
    draw: Callable[[Axes, pd.Series | pd.DataFrame], object],
    caption: Caption,
    spec: str = "",
    height: float = HEIGHT,
) -> Shown:
    """A picture of figures that a function draws on matplotlib's axes, which have the report's style.

    draw: gets the axes and the values as plain numbers, with the words of rows and columns as labels: `lambda axes, numbers:
    sns.boxplot(numbers, ax=axes)`. Small multiples are drawn on `plt.subplots` of its own. The chart's table and source say
    the values; whether the picture shows them, nothing checks. height: in points; the width is the page's.
    """
    if isinstance(values, pd.DataFrame):
        values = values.rename(columns=tables.titles_of(values))
        numbers: Any = pd.DataFrame(values.map(float).astype(float)).set_axis(labels(values.columns), axis=1)
    else:
        numbers = pd.Series(values.map(float).astype(float))
        numbers.name = tables.titles_of(values.to_frame()).get(str(values.name), values.name)
    numbers.index = labels(values.index)

    def picture() -> str:
        with styled(_FREE):
            canvas = _canvas(draw, numbers, height)
            for axis in (axis for axes in canvas.axes for axis in (axes.xaxis, axes.yaxis)):
                if isinstance(axis.get_major_formatter(), ScalarFormatter | LogFormatter):  # names stay names
                    axis.set_major_formatter(FuncFormatter(_tick))
                    low, high = sorted(axis.get_view_interval())
                    powers = sum(low <= at <= high for at in axis.get_majorticklocs())  # of ten, on a log scale
                    between = NullFormatter(), FuncFormatter(_few_ticks), FuncFormatter(_tick)
                    axis.set_minor_formatter(between[0 if powers > 1 else 1 if powers else 2])
            for scale in canvas.findobj(lambda artist: artist.get_rasterized()):
                scale.set(rasterized=False, edgecolor="face")  # no seams between its steps
            drawing = svg(canvas)
        if "<image" in drawing:
            told = _("Write axes.pcolormesh(…) or sns.heatmap(…, ax=axes).")
            raise misused("charts.drawn", "imshow", _("shapes, which are sharp on paper"), told, code="pixel_picture")
        return drawing

    missing = (numbers.to_frame() if isinstance(numbers, pd.Series) else numbers).isna().any(axis=1)
    unknown = dict.fromkeys(name for name, is_missing in missing.items() if is_missing)
    note = f"{Text(f'{sentence(UNKNOWN)}: {join(unknown)}.')}" if unknown else ""
    return in_document(values, caption, picture, spec, note=note)


def _canvas(draw: Callable[..., object], numbers: pd.Series | pd.DataFrame, height: float) -> Canvas:
    """What a function draws: on the axes that it is given, or on one figure of its own, as plt.subplots and sns.catplot make it."""
    from matplotlib import pyplot as plt

    size = WIDTH / 72, height / 72
    canvas, before = Canvas(figsize=size, layout="constrained"), plt.get_fignums()
    try:
        draw(canvas.subplots(), numbers)
        own = [plt.figure(each) for each in plt.get_fignums() if each not in before]
    finally:
        for opened in set(plt.get_fignums()).difference(before):
            plt.close(opened)  # it is shown in the chart, not below the cell
    pictures = [each for each in (*own, canvas) if any(axes.has_data() for axes in each.axes)]
    if len(pictures) != 1:
        told = _("Draw on the axes that the function gets, or on those of one plt.subplots.")
        raise misused("charts.drawn", None, _("one picture"), told, code="not_one_picture")
    if pictures != [canvas]:
        pictures[0].set_size_inches(size)
        pictures[0].set_layout_engine("constrained")
    return pictures[0]


def _tick(value: float, _place: int) -> str:
    """A number on an axis, as a report writes it."""
    exact = Decimal(f"{value:.6g}").normalize()
    return vietnamese.number(exact, vietnamese.decimals(exact))


def _few_ticks(value: float, place: int) -> str:
    """Of those between powers of ten: 20 and 50, 200 and 500."""
    return _tick(value, place) if f"{value:e}"[0] in "25" else ""
