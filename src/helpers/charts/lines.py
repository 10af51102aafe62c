"""Lines: over time, between two periods, on the way to a plan."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

import pandas as pd
from matplotlib.axes import Axes

from ..data.declared import ROLES
from ..data.expressions import Call
from ..language import _
from ..problems import InputError, Problem, misused, remark
from ..values.figures import Figure
from ..values.markup import Shown
from ..values.vietnamese import arabic
from .colours import GRID, INK, LINES, MUTED, QUANTITY
from .drawing import EDGE, GAP, LINE, PAD, UNKNOWN, Layout, lines_of, spread, width, wrap
from .shapes import RUNNING
from .shown import Caption, chart, label, labels, names, refuse_two_units, said_figure, said_figures, taking

_TIME = re.compile(r"\d|tháng|quý|năm|kỳ|tuần|ngày|đầu|giữa|cuối|trước|sau|nay|này|giờ", re.IGNORECASE)
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
            raise InputError(Problem("charts.way", value=words, expected=expected, remedy=remedy))
    gone = [float(n - b) / float(p - b) for b, n, p in zip(before, now, plan, strict=True)]
    said = [[figure.text() for figure in row] for row in zip(before, now, plan, strict=True)]
    start = max((width(words[0]) for words in said), default=0) + 2 * PAD
    layout = Layout(
        names(rows.index, BROAD),
        [words[2] for words in said],
        key=list(zip(("o" + MUTED, "o" + ROLES["good"], "|" + INK), key or labels(rows.columns), strict=True)),
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
                axes.plot([0, at], [place] * 2, color=ROLES["good"], linewidth=2.5, zorder=2)
                axes.plot([at], [place], "o", color=ROLES["good"], markersize=8, zorder=3)
                axes.text(at, place - 7, words[1], ha="center", va="bottom", weight="bold")
            else:
                axes.text(0.5, place - 4, UNKNOWN, ha="center", va="bottom", color=MUTED)

    return chart(rows, caption, layout, draw, "", list(key or labels(rows.columns)))


_NUMBER = re.compile(r"\d+|\b[ivx]+\b")
_OF_TIME = re.compile(r"tháng|quý|năm|ngày|tuần|\A#\Z|#[/-]#")
_AROUND = {(12, "tháng #"), (4, "quý #")}  # behind which the first one comes


def _refuse_disorder(call: str, words: Sequence[str]) -> None:
    """Raises InputError for days, months and years that do not stand in their order; of other names nothing is known."""
    (form, *others) = dict.fromkeys(_NUMBER.sub("#", each.lower()) for each in words) or [""]
    if others or not _OF_TIME.search(form):
        return
    found = [
        [int(each) if each.isdigit() else arabic(each.upper()) for each in _NUMBER.findall(word.lower())]
        for word in words
    ]
    places = [each if each[0] > 31 else each[::-1] for each in found if each]  # the year first
    for (one, before), (two, after) in pairwise(zip(words, places, strict=False)):
        if after <= before and not (len(before) == 1 and (before[0], form) in _AROUND and after == [1]):
            remedy = _("Leave the rows as they were read, or choose them in their order: values.loc[['…', '…']].")
            raise misused(call, f"{one}, {two}", _("periods in their order"), remedy)


def _refuse_uncalled_sum(call: str, words: str, figures: Sequence[Figure]) -> None:
    """Raises InputError for what is added up from the first period on and is not called so."""
    if any(isinstance(figure.expression, Call) for figure in figures):  # a mean of all so far
        return
    stated = [figure.cells for figure in figures if figure.cells]
    cells = [{(each.table, line, each.column) for each in of for line in each.lines} for of in stated]
    if len(cells) > 1 and all(before < after for before, after in pairwise(cells)) and not RUNNING.search(words):
        expected = _("what is added up from the first on to be called so")
        remedy = _("Write it into the caption or along the axis: “lũy kế …”.")
        raise misused(call, figures[-1].text(), expected, remedy)


HEIGHT = 130.0  # points: of what is drawn over time
PANEL = 58.0  # of a small multiple
ACROSS = 3  # small multiples side by side
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
    _refuse_disorder("charts.lines", labels(frame.index))
    if len(frame) > 1 and not any(map(_TIME.search, labels(frame.index))):
        there = {"first": label(frame.index[0])}
        remark(
            _(
                "charts.lines: “{first}” and the others are no times, which a line connects. Write charts.bars or charts.grouped.",
                **there,
            )
        )
    for head, figures in frame.items():
        _refuse_uncalled_sum("charts.lines", f"{caption.html()} {label(head)}", list(figures))
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
        raise misused("charts.lines", str(len(frame.columns)), most, _("Use charts.multiples."))
    return chart(values, caption, layout, draw, spec)


@taking(pd.DataFrame)
def slope(values: pd.DataFrame, caption: Caption, spec: str = "") -> Shown:
    """From one period to another, a line for each row: two columns, the earlier and the later."""
    if len(values.columns) != 2:
        found, expected = str(len(values.columns)), _("two columns, the earlier and the later")
        raise misused("charts.slope", found, expected, _("Choose two."))
    refuse_two_units("charts.slope", values)
    _refuse_disorder("charts.slope", labels(values.columns))
    heads = [wrap(words, 14) for words in labels(values.columns)]
    firsts, ends = (said_figures(values.iloc[:, at], spec) for at in (0, 1))
    starts = [f"{words}  {said}" for words, said in zip(names(values.index), firsts, strict=True)]
    high = max(HEIGHT, sum(map(lines_of, starts)) + GAP)
    layout = Layout(
        [""], [*ends, heads[1]], [*starts, heads[0]], above=max(map(lines_of, heads)) + GAP, least=high, bold=True
    )
    floats = values.map(float).astype(float)
    layout = _with_leads(layout, floats, (floats.iloc[:, 0], starts), (floats.iloc[:, 1], ends))

    def draw(axes: Axes) -> None:
        down = _scale(floats, layout.height)
        axes.set_xlim(0, layout.room)
        for before, after in floats.itertuples(index=False):
            colour, dash = (QUANTITY, "-") if after >= before else (INK, (0, (4, 2)))
            line = [down(before), down(after)]
            axes.plot([0, layout.room], line, color=colour, linestyle=dash, marker="o", markersize=4.5, clip_on=False)
        _beside(axes, layout, 0, map(down, floats.iloc[:, 0]), starts, left=True)
        _beside(axes, layout, layout.room, map(down, floats.iloc[:, 1]), ends)
        axes.text(-PAD, -GAP, heads[0], ha="right", va="bottom", weight="bold")
        axes.text(layout.room + PAD, -GAP, heads[1], va="bottom", weight="bold")

    return chart(values, caption, layout, draw, spec)


@taking(pd.DataFrame)
def multiples(values: pd.DataFrame, caption: Caption, spec: str = "") -> Shown:
    """A small line for each row over the columns, all to one scale: twenty units at a glance."""
    refuse_two_units("charts.multiples", values)
    _refuse_disorder("charts.multiples", labels(values.columns))
    titles = [wrap(words, 24) for words in labels(values.index)]
    ticks = [wrap(words, 11) for words in labels(values.columns)]
    tall = max(map(lines_of, titles), default=0)
    panel = tall + PANEL + max(map(lines_of, ticks), default=0) + GAP
    layout = Layout([""], least=-(-len(values) // ACROSS) * panel, narrows=False)

    def draw(axes: Axes) -> None:
        floats = values.map(float).astype(float)
        down, from_zero = _scale(floats, PANEL - LINE), _lowest(floats) == 0
        axes.set_xlim(0, layout.room)
        wide = layout.room / ACROSS - 4 * PAD
        for at, words in enumerate(titles):
            left, top = at % ACROSS * (wide + 4 * PAD), at // ACROSS * panel
            base = top + tall + (LINE + down(0) if from_zero else PANEL)
            row, figures = floats.iloc[at], values.iloc[at]
            heights = [top + tall + LINE + down(value) for value in row]
            across = [left + place * wide / max(len(row) - 1, 1) for place in range(len(row))]
            axes.text(left, top, words, va="top", weight="bold")
            if from_zero:  # else a line below would look like 0
                axes.plot([left, left + wide], [base] * 2, color=MUTED, linewidth=0.8)
            axes.plot(across, heights, color=QUANTITY, linewidth=1.6, marker="o", markersize=2.5)
            for end, next_to, align in [(0, 1, "left"), (-1, -2, "right")][: len(row)]:
                below = len(row) > 1 and heights[next_to] < heights[end]  # where the line does not pass
                height = heights[end] if heights[end] == heights[end] else base
                off, side = (3, "top") if below and height < base - LINE - GAP else (-3, "bottom")
                axes.text(across[end], height + off, said_figure(figures.iloc[end], spec), ha=align, va=side)
                axes.text(across[end], base + 2, ticks[end], ha=align, va="top", color=MUTED)

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
