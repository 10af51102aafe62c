"""Lines: over time, on the way to a plan."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import pandas as pd
from matplotlib.axes import Axes

from ..errors import InputError, Problem, misused
from ..i18n import _
from ..values.markup import Shown
from .colours import GRID, INK, LINES, MUTED, QUANTITY
from .drawing import EDGE, GAP, LINE, PAD, UNKNOWN, Layout, lines_of, spread, width, wrap
from .shown import Caption, chart, label, labels, names, refuse_two_units, said_figure, said_figures, taking

BROAD = 40  # characters of a name: rows in one line are lower


@taking(pd.DataFrame)
def way(rows: pd.DataFrame, caption: Caption, key: Sequence[str] = ()) -> Shown:
    """From last year's value over the estimate to the plan, each row on a scale of its own.

    rows: figures in three columns, last year's, the estimate and the plan, in this order; key: what they are called, if not as the columns are.
    A row whose plan is last year's value has no way to go and is refused with InputError.
    """
    before, now, plan = (list(rows[column]) for column in rows.columns)
    for words, first, last in zip(labels(rows.index), before, plan, strict=True):
        if first.is_missing or last.is_missing or first == last:
            expected, remedy = _("a way from last year's value to the plan"), _("Leave it out of the chart.")
            raise InputError(Problem("charts.way", value=words, expected=expected, remedy=remedy, code="no_distance"))
    gone = [float(n - b) / float(p - b) for b, n, p in zip(before, now, plan, strict=True)]
    said = [[figure.text() for figure in row] for row in zip(before, now, plan, strict=True)]
    start = max((width(words[0]) for words in said), default=0) + 2 * PAD
    layout = Layout(
        names(rows.index, BROAD),
        [words[2] for words in said],
        key=list(zip(("o" + MUTED, "o" + QUANTITY, "|" + INK), key or labels(rows.columns), strict=True)),
        above=GAP,
    )

    def draw(axes: Axes) -> None:
        known = [g for g in gone if g == g]
        low, high = min(0.0, *known, 0.0), max(1.0, *known, 1.0)
        dot = (high - low) / (layout.room - start - PAD)
        axes.set_xlim(low - start * dot, high + PAD * dot)
        for place, at, words in zip(layout.places, gone, said, strict=True):
            axes.plot([low, high], [place] * 2, color=GRID, linewidth=1.5, zorder=1)
            axes.plot([0], [place], "o", color=MUTED, markerfacecolor="white", markersize=7, zorder=3)
            axes.plot([1, 1], [place - 7, place + 7], color=INK, linewidth=2, zorder=2)
            axes.text(low - (PAD + 3.5) * dot, place, words[0], ha="right", va="center")
            axes.text(high + PAD * dot + PAD * dot, place, words[2], va="center")
            if at == at:
                axes.plot([0, at], [place] * 2, color=QUANTITY, linewidth=2.5, zorder=2)
                axes.plot([at], [place], "o", color=QUANTITY, markersize=8, zorder=3)
                axes.text(at, place - 7, words[1], ha="center", va="bottom", weight="bold")
            else:
                axes.text(0.5, place - 4, UNKNOWN, ha="center", va="bottom", color=MUTED)

    return chart(rows, caption, layout, draw, "", list(key or labels(rows.columns)))


HEIGHT = 130.0  # points: of what is drawn over time
LEAD = 22.0  # points: between a line and words that stand higher or lower
_NEAR = LINE / 2  # by how much words may do so without a lead


@taking(pd.Series, pd.DataFrame)
def lines(values: pd.Series | pd.DataFrame, caption: Caption, spec: str = "") -> Shown:
    """A line for each column over the rows, which are periods or days in their order: `edition.over(…)`.

    A single line says every value; of several each says its first and its last. What is missing interrupts a line.
    """
    frame = values.to_frame(values.name or "value") if isinstance(values, pd.Series) else values
    single = len(frame.columns) == 1
    refuse_two_units("charts.lines", frame)
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
    if not single and len(frame):
        layout = _with_leads(layout, floats, (floats.iloc[0], starts), (floats.iloc[-1], ends))

    def draw(axes: Axes) -> None:
        right = max(map(width, ticks)) / 2 + PAD
        left = right if single else max(right, max(map(width, starts)) + layout.beside + PAD)
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
        raise misused("charts.lines", str(len(frame.columns)), most, _("Draw several charts."), code="too_many_lines")
    return chart(values, caption, layout, draw, spec)


def _with_room(words: Sequence[str], step: float) -> range:
    """Which of words that stand a step apart can be written without touching: every one, every other … the last always."""
    every = int((max(map(width, words)) + PAD) // step) + 1 if len(words) > 1 else 1
    return range((len(words) - 1) % every, len(words), every)


def _lowest(floats: pd.DataFrame) -> float:
    """Where a scale begins: at 0, but for values below it, or that lie far from it and near each other."""
    low, most = floats.min().min(), floats.max().max()
    return float(low) if low < 0 or 0.6 * most < low < most else 0.0


def _scale(floats: pd.DataFrame, high: float) -> Callable[[float], float]:
    """From values to points below the top."""
    low, most = _lowest(floats), floats.max().max()
    span = (most - low) or abs(most) or 1.0
    top, bottom = GAP, high - 2 * GAP
    return lambda value: bottom - (value - low) / span * (bottom - top)


def _with_leads(layout: Layout, floats: pd.DataFrame, *sides: tuple[pd.Series, list[str]]) -> Layout:
    """A layout with room for leads to words that cannot stand where their lines begin or end; the same where all can."""
    down = _scale(floats, layout.height)
    moved = (place - height for values, words in sides for height, place in _places(layout, map(down, values), words))
    return replace(layout, beside=LEAD) if max(map(abs, moved), default=0) > _NEAR else layout


def _beside(
    axes: Axes, layout: Layout, at: float, wanted: Iterable[float], words: list[str], left: bool = False
) -> None:
    """Words left or right of where lines begin or end, none over another, each that had to move with a lead to its line."""
    way = -1 if left else 1
    for (height, place), said in zip(_places(layout, wanted, words), words, strict=True):
        axes.text(at + way * layout.beside, place, said, ha="right" if left else "left", va="center")
        if abs(place - height) > _NEAR:
            lead = [at + way * PAD, at + way * (layout.beside - EDGE)]
            axes.plot(lead, [height, place], color=MUTED, linewidth=0.6, clip_on=False)


def _places(layout: Layout, wanted: Iterable[float], words: list[str]) -> Iterable[tuple[float, float]]:
    """The height that each of the words wants, and the one that it gets; what has no value stands at the bottom."""
    known = [height if height == height else layout.height for height in wanted]
    return zip(known, spread(known, words, layout.height), strict=True)
