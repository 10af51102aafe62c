"""Whatever matplotlib or seaborn can draw, in the official style, with caption, source and table of values as every chart."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.ticker import FuncFormatter

from ..values import vietnamese
from ..values.markup import Shown
from .colours import GRID, LINES, MUTED
from .drawing import STYLE, WIDTH, svg
from .shown import Caption, in_document, labels, taking

HEIGHT = 180.0  # points
_FREE = STYLE | {
    "axes.spines.left": True,
    "axes.spines.bottom": True,
    "axes.edgecolor": MUTED,
    "axes.grid": True,
    "grid.color": GRID,
    "axes.prop_cycle": mpl.cycler(color=[colour for colour, _, _ in LINES], linestyle=[dash for _, dash, _ in LINES]),
    "legend.frameon": False,
    "axes.labelsize": STYLE["font.size"],
    "xtick.labelsize": STYLE["font.size"],
    "legend.fontsize": STYLE["font.size"],
}


@taking(pd.Series, pd.DataFrame)
def drawn(
    values: pd.Series | pd.DataFrame,
    draw: Callable[[Axes, pd.Series | pd.DataFrame], object],
    subtitle: str,
    title: str = "",
    name: str = "",
    unit: str = "",
    spec: str = "",
    height: float = HEIGHT,
) -> Shown:
    """A picture of figures that a function draws on matplotlib's axes, which have the report's style.

    draw: gets the axes and the values as plain numbers, labels in their index: `lambda axes, numbers: sns.boxplot(
    numbers, ax=axes)`. It draws what it is given: the values are what the chart's table and its source say.
    height: in points; the width is the page's.
    """
    frame = values.to_frame(values.name or "value") if isinstance(values, pd.Series) else values
    numbers = pd.DataFrame(frame.map(float).astype(float))
    numbers.index, numbers.columns = labels(numbers.index), labels(numbers.columns)

    def picture() -> str:
        with mpl.rc_context(_FREE):
            canvas = Canvas(figsize=(WIDTH / 72, height / 72), layout="constrained")
            axes = canvas.subplots()
            draw(axes, numbers.iloc[:, 0] if isinstance(values, pd.Series) else numbers)
            for axis in (axes.xaxis, axes.yaxis):
                if axis.isDefault_majfmt:
                    axis.set_major_formatter(FuncFormatter(_tick))
            return svg(canvas)

    head = [unit or "Giá trị"] if isinstance(values, pd.Series) else None
    return in_document(frame, Caption(subtitle, title, name, unit), picture, spec, head)


def _tick(value: float, _: int) -> str:
    """A number on an axis, as a report writes it."""
    exact = Decimal(f"{value:.6g}").normalize()
    return vietnamese.number(exact, max(0, -exact.as_tuple().exponent))
