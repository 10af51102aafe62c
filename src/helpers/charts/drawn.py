"""Whatever matplotlib or seaborn can draw, in the official style, with caption, source and table of values as every chart."""

import re
import warnings
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import chain, combinations
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.container import Container
from matplotlib.figure import Figure as Canvas
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.rcsetup import cycler
from matplotlib.ticker import FuncFormatter, LogFormatter, NullFormatter, ScalarFormatter
from matplotlib.typing import RcKeyType

from .. import show
from ..data.expressions import ExpressionError
from ..data.units import RATIO
from ..language import _
from ..problems import InputError, misused
from ..values import vietnamese
from ..values.markup import Shown, to_html
from ..values.texts import Text
from ..values.together import refuse_false_sum
from ..values.vietnamese import join, sentence
from .colours import GRID, INK, LINES, MOST_PARTS, MUTED, TELLS, ink_on, lightness, shades
from .drawing import SIZE, STYLE, UNKNOWN, WIDTH, styled, svg, words_over_another
from .misleading import refuse_misleading
from .shapes import derived, is_named, refuse_others
from .shown import Caption, in_document, labels, taking
from .written import as_reports_do, write_as_reports_do

HEIGHT = 180.0  # points
_FEWER = _("Draw fewer or shorter ones, turn them (axes.tick_params(axis='x', rotation=90)), or give a height.")
_NOT_FOUND = re.compile(r"Could not interpret value `(.+)` for")
_COUNTED = {"Count": "Số lượng", "Density": "Mật độ", "Percent": "Tỷ lệ (%)", "Proportion": "Tỷ lệ", "Probability": "Xác suất", "None": ""}  # fmt: skip
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

    draw: gets the axes and the values as plain numbers, labels in their index: `lambda axes, numbers: sns.boxplot(
    numbers, ax=axes)`. Small multiples are drawn on `plt.subplots` of its own. It draws and writes what it is given, which
    the chart's table and source say, each at its name, or their sums, means and shares; anything else is handed in:
    `charts.drawn(values / 1000, …)`. Bars begin at 0, each at a place of its own; a mean, a median and a running sum are called
    so, in the caption or along the axis. height: in points; the width is the page's. Raises InputError for what is none of
    these, for words that stand over one another, and for parts that black-and-white print does not tell apart.
    """
    called = [*values.axes]
    if isinstance(values, pd.DataFrame):
        values = values.rename(columns=show.titles_of(values))
    plain = pd.DataFrame if isinstance(values, pd.DataFrame) else pd.Series
    numbers: Any = plain(values.map(float).astype(float))
    numbers.index = labels(values.index)
    if isinstance(numbers, pd.DataFrame):
        numbers.columns = labels(values.columns)
    else:  # as seaborn calls its axis
        numbers.name = show.titles_of(values.to_frame()).get(str(values.name), values.name)

    words = {
        str(code): label
        for of, own in zip(called, numbers.axes, strict=True)
        for code, label in zip(of, own, strict=True)
    }
    frame = numbers.to_frame() if isinstance(numbers, pd.Series) else numbers
    figures, sums = values.to_numpy().ravel(), _add_up(values)
    (unit, *others) = {figure.unit for figure in figures if not figure.is_missing} or {""}
    percent = "" if others or (unit == "%" == caption.unit) or unit not in ("%", RATIO) else unit

    def again(others: pd.DataFrame) -> Canvas:
        given = others.iloc[:, 0].rename(numbers.name) if isinstance(numbers, pd.Series) else others
        try:
            return _canvas(draw, given, height)
        except (KeyError, ValueError) as error:  # of pandas, and of seaborn
            asked = _NOT_FOUND.search(str(error.args[0])) if isinstance(error, ValueError) else None
            name = asked[1] if asked else error.args[0]
            if name not in words:
                raise
            told = _("Write {example}", example=repr(words[name]) if asked else f"numbers[{words[name]!r}]")
            raise _fault(name, _("rows and columns by their words, as readers see them"), told) from None

    def picture() -> str:
        with styled(_FREE), warnings.catch_warnings():
            warnings.filterwarnings("error", "constrained_layout not applied")
            canvas, known = again(frame), derived(frame, sums)
            most = max((part.max() for part in known.values if part.size), default=0.0)
            for axis in (axis for axes in canvas.axes for axis in (axes.xaxis, axes.yaxis)):
                counted = axis.get_label_text() in _COUNTED or max(map(abs, axis.get_data_interval())) > most * 1.001
                axis.set_label_text(_COUNTED.get(axis.get_label_text(), axis.get_label_text()))  # as seaborn calls them
                if isinstance(axis.get_major_formatter(), ScalarFormatter | LogFormatter):  # names stay names
                    axis.set_major_formatter(FuncFormatter(_tick if counted or not percent else _in_percent[percent]))
                    low, high = sorted(axis.get_view_interval())
                    powers = sum(low <= at <= high for at in axis.get_majorticklocs())  # of ten, on a log scale
                    between = NullFormatter(), FuncFormatter(_few_ticks), FuncFormatter(_tick)
                    axis.set_minor_formatter(between[0 if powers > 1 else 1 if powers else 2])
                elif not is_named(axis.get_major_formatter()):
                    axis.set_major_formatter(as_reports_do(axis.get_major_formatter()))
            named = (numbers.index, getattr(numbers, "columns", ()), (caption.subtitle, caption.title, caption.unit))
            try:
                canvas.draw_without_rendering()  # gives the ticks their words
                _free_lines(canvas)
                _as_shapes(canvas)
                write_as_reports_do(canvas, chain(*chain(*known)), chain(*named))
                refuse_others(canvas, frame, known, caption.unit not in ("", "%"), again)
                refuse_misleading(canvas, frame, figures, (caption.subtitle, caption.title), sums)
                drawing = svg(canvas)
            except UserWarning:
                raise _fault("", _("room for the axes beside their words"), _FEWER) from None
        if "<image" in drawing:
            told = _("Write axes.pcolormesh(…) or sns.heatmap(…, ax=axes).")
            raise _fault("imshow", _("shapes, which are sharp on paper"), told)
        for axes in (
            each for each in canvas.axes if each.get_legend() or canvas.legends
        ):  # else each part has its name
            for one, two in _alike_in_grey(axes):
                count = len(axes.get_legend_handles_labels()[1])
                scale = shades(min(count + 1, MOST_PARTS))[:count]  # a line in the lightest would not be seen
                told = _("Give them hatches or marks, or colours of one scale: color={colours}.", colours=scale)
                raise _fault(f"{one!r}, {two!r}", _("parts that black-and-white print tells apart"), told)
        for one, two in words_over_another(drawing):
            raise _fault(f"{one!r}, {two!r}", _("words that do not stand over one another"), _FEWER)
        return drawing

    unknown = [name for name, row in zip(frame.index, frame.isna().to_numpy(), strict=True) if row.any()]
    note = to_html(f"{Text(f'{sentence(UNKNOWN)}: {join(dict.fromkeys(unknown))}.')}") if unknown else ""
    return in_document(values, caption, picture, spec, note=note)


def _add_up(values: pd.Series | pd.DataFrame) -> bool:
    try:
        refuse_false_sum([figure for figure in values.to_numpy().ravel() if not figure.is_missing])
    except ExpressionError:
        return False
    return True


def _free_lines(canvas: Canvas) -> None:
    """Put a key that lies on lines above them."""
    for axes in canvas.axes:
        key = axes.get_legend()
        room = key.get_window_extent() if key else None
        paths = (line.get_path().transformed(line.get_transform()) for line in axes.lines)
        if key and room and any(path.intersects_bbox(room, filled=False) for path in paths):
            wide = max(text.get_window_extent().width for text in key.get_texts()) + 4 * SIZE
            columns = max(1, min(len(key.get_texts()), int(axes.get_window_extent().width // wide)))
            sns.move_legend(axes, "lower left", bbox_to_anchor=(0, 1), ncols=columns)


def _fault(found: str, expected: str, remedy: str) -> InputError:
    return misused("charts.drawn", found or None, expected, remedy)


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
        raise _fault("", _("one picture"), told)
    if pictures != [canvas]:
        pictures[0].set_size_inches(size)
        pictures[0].set_layout_engine("constrained")
    return pictures[0]


def _as_shapes(canvas: Canvas) -> None:
    """Let a scale of colours be shapes, not a picture in the picture, and words on a dark part be light."""
    for scale in canvas.findobj(lambda artist: artist.get_rasterized()):
        scale.set(rasterized=False, edgecolor="face")  # no seams between its steps
    for axes in canvas.axes:
        for text in (text for text in axes.texts if text.get_color() == INK):
            box = text.get_window_extent()
            below = [
                part for part in axes.patches if part.contains_point(((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2))
            ]
            if below:
                text.set_color(ink_on(mpl.colors.to_hex(below[-1].get_facecolor())))


def _alike_in_grey(axes: Axes) -> Iterator[tuple[str, str]]:
    """Names of a key whose parts have the same lightness, and no hatch, dash or mark of their own."""
    looks = []
    for handle, name in zip(*axes.get_legend_handles_labels(), strict=True):
        part: Any = handle[0] if isinstance(handle, Container) else handle
        colour = part.get_color() if isinstance(part, Line2D) else part.get_facecolor()
        shade = colour if isinstance(colour, str) else mpl.colors.to_hex(tuple(np.ravel(colour)[:4]))
        said = ("hatch",) if isinstance(part, Patch) else ("linestyle", "marker", "paths")
        style = [getattr(part, f"get_{each}")() for each in said if hasattr(part, f"get_{each}")]
        looks.append((name, lightness(mpl.colors.to_hex(shade)), str(style)))
    for (one, grey, look), (two, other, of_other) in combinations(looks, 2):
        if look == of_other and abs(grey - other) < TELLS:
            yield one, two


def _tick(value: float, _place: int) -> str:
    """A number on an axis, as a report writes it."""
    exact = Decimal(f"{value:.6g}").normalize()
    return vietnamese.number(exact, vietnamese.decimals(exact))


def _few_ticks(value: float, place: int) -> str:
    """Of those between powers of ten: 20 and 50, 200 and 500."""
    return _tick(value, place) if f"{value:e}"[0] in "25" else ""


_in_percent = {RATIO: lambda value, at: f"{_tick(100 * value, at)}%", "%": lambda value, at: f"{_tick(value, at)}%"}
