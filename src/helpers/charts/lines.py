"""Lines over time."""

from collections.abc import Callable, Iterable, Sequence

import pandas as pd
from matplotlib.axes import Axes

from ..errors import misused
from ..i18n import _
from ..values.display_bundle import Shown
from .chart_block import Caption, chart, checked, label, labels, said_figure, said_figures
from .colours import LINES, MUTED
from .drawing import GAP, LINE, PAD, Layout, lines_of, spread, width, wrap

HEIGHT = 130.0  # points: of what is drawn over time


def lines(
    values: pd.Series | pd.DataFrame, subtitle: str, title: str = "", name: str = "", unit: str = "", spec: str = ""
) -> Shown:
    """A line for each column over the rows, which are periods or days in their order.

    A single line says every value; of several each says its first and its last. What is missing interrupts a line.

    >>> from decimal import Decimal
    >>> from helpers.values.figures import Figure
    >>> values = pd.Series([Figure(Decimal(2)), Figure(Decimal(7))], index=["Quý I", "Quý II"])
    >>> print(lines(values, "Hồ sơ theo quý").text)
    Hồ sơ theo quý
    Giá trị
    Quý I: 2
    Quý II: 7
    """
    values, spec = checked("charts.lines", values, spec)
    frame = values.to_frame(values.name or "value") if isinstance(values, pd.Series) else values
    single = len(frame.columns) == 1
    floats = frame.map(float).astype(float)
    starts = said_figures(frame.iloc[0], spec) if len(frame) else []
    ends = [
        wrap(f"{said_figure(figure, spec)}  {label(column)}")
        for column, figure in (frame.iloc[-1] if len(frame) else {}).items()
    ]
    ticks = [wrap(words, 12) for words in labels(frame.index)]
    layout = Layout(
        [""],
        [] if single else ends,
        above=LINE,
        below=GAP + max(map(lines_of, ticks), default=0),
        least=max(HEIGHT, sum(map(lines_of, ends)) + GAP),
    )

    def draw(axes: Axes) -> None:
        right = max(map(width, ticks)) / 2 + PAD
        left = right if single else max(right, max(map(width, starts)) + 2 * PAD)
        step = (layout.room - left - right) / max(len(frame) - 1, 1)
        across = [left + place * step for place in range(len(frame))]
        down = _scale(floats, layout.height)
        axes.set_xlim(0, layout.room)
        # no farther than the lines: what stands beside their ends keeps its distance where a phone narrows what lies between
        base = [across[0], across[-1]] if len(frame) > 1 else [0, layout.room]
        axes.plot(base, [layout.height] * 2, color=MUTED, linewidth=0.8)
        for (_name, column), (colour, dash, mark) in zip(floats.items(), LINES, strict=False):
            heights = [down(value) for value in column]
            axes.plot(across, heights, color=colour, linestyle=dash, marker=mark, markersize=4.5, linewidth=1.6)
        for at in _with_room(ticks, step):
            axes.text(across[at], layout.height + GAP / 2, ticks[at], ha="center", va="top", color=MUTED)
        if single:
            figures = list(frame.iloc[:, 0])
            for at in _with_room([figure.text(spec) for figure in figures], step):
                if not figures[at].is_missing:
                    words, height = figures[at].text(spec), down(floats.iat[at, 0])
                    axes.text(across[at], height - PAD, words, ha="center", va="bottom")
        else:
            _beside(axes, layout, across[0], map(down, floats.iloc[0]), starts, left=True)
            _beside(axes, layout, across[-1], map(down, floats.iloc[-1]), ends)

    if len(frame.columns) > len(LINES):
        most = _("{count} lines at most, so that they can be told apart", count=len(LINES))
        raise misused("charts.lines", str(len(frame.columns)), most, _("Draw several charts."), code="too_many_parts")
    return chart(values, Caption(subtitle, title, name, unit), layout, draw, spec, one_unit=True)


def _with_room(words: Sequence[str], step: float) -> range:
    """Which of words that stand a step apart can be written without touching: every one, every other … the last always."""
    every = int((max(map(width, words)) + PAD) // step) + 1 if len(words) > 1 else 1
    return range((len(words) - 1) % every, len(words), every)


def _scale(floats: pd.DataFrame, high: float) -> Callable[[float], float]:
    """From values to points below the top: from 0, but for values below it, or that lie far from it and near each other."""
    low, most = float(floats.min().min()), float(floats.max().max())
    low = low if low < 0 or 0.6 * most < low < most else 0.0
    span, bottom = (most - low) or abs(most) or 1.0, high - 2 * GAP
    return lambda value: bottom - (value - low) / span * (bottom - GAP)


def _beside(
    axes: Axes, layout: Layout, at: float, wanted: Iterable[float], words: list[str], left: bool = False
) -> None:
    """Words left or right of where lines begin or end, in the colours of their lines, none over another."""
    # what has no value stands at the bottom
    known = [height if height == height else layout.height for height in wanted]
    for place, said, (colour, _dash, _mark) in zip(spread(known, words, layout.height), words, LINES, strict=False):
        across, align = (at - PAD, "right") if left else (at + PAD, "left")
        axes.text(across, place, said, ha=align, va="center", color=colour)
