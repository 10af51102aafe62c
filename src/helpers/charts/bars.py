"""Bars: amounts, parts of a whole, changes."""

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes

from .. import show
from ..data.declared import ROLES
from ..data.units import POINTS, RATIO, is_rate
from ..language import _
from ..problems import unknown_name
from ..series import totals
from ..values import vietnamese
from ..values.markup import Shown
from .colours import INK, LATE, QUANTITY, colours_of, ink_on, of_role
from .drawing import BAR, GAP, LINE, NAMES, PAD, ROW, UNKNOWN, Layout, block, width
from .shown import Caption, chart, labels, names, parts_key, refuse_two_units, said_figures, taking


@taking(pd.Series)
def bars(values: pd.Series, caption: Caption, spec: str = "", meaning: str = "") -> Shown:
    """Horizontal bars, one a code, each labelled with its value.

    meaning: the role that all of them play, such as "late", if not plain quantities (`data.declared.ROLES`).
    """
    if meaning and meaning not in ROLES:
        raise unknown_name("charts.bars", _("a meaning"), meaning, ROLES, code="unknown_meaning")
    said = said_figures(values, spec)
    layout = Layout(names(values.index), said)

    def draw(axes: Axes) -> None:
        colours = [of_role(code) or ROLES.get(meaning, QUANTITY) for code in values.index]
        floats = [0.0 if figure.is_missing else float(figure) for figure in values]
        longest = max(floats) or 1.0
        nearest = min((below - above for above, below in pairwise(layout.places)), default=1.0)
        wide = BAR * ROW / nearest  # seaborn counts it in the room between the nearest two
        look = {"color": QUANTITY, "saturation": 1, "errorbar": None, "width": wide}
        sns.barplot(x=floats, y=layout.places, orient="h", native_scale=True, ax=axes, **look)
        for bar, colour in zip(axes.patches, colours, strict=True):  # as `hue` does, at half the cost
            bar.set_facecolor(colour)
        axes.set_xlim(0, longest)
        for place, at, words in zip(layout.places, floats, said, strict=True):
            axes.text(at + PAD * longest / layout.room, place, words, va="center")

    return chart(values, caption, layout, draw, spec, [vietnamese.sentence(caption.unit) or "Giá trị"])


@taking(pd.DataFrame)
def stacked(values: pd.DataFrame, caption: Caption, share: bool = False, spec: str = "") -> Shown:
    """Stacked horizontal bars: rows down, parts across.

    share: each row is drawn as 100 %, and its parts are labelled in percent, with a note where they do not add up to it as
    they are printed; with a unit, by their figures. Eight parts at most.
    """
    colours = colours_of(values.columns)
    floats = values.map(float).fillna(0.0).astype(float)
    drawn = floats.div(floats.sum(axis=1), axis=0).fillna(0.0) * 100 if share else floats
    parts = [sum(bool(figure.cells) for figure in row) for row in values.itertuples(index=False)]
    plain = bool(caption.unit) or not share  # parts are labelled by their figures
    of_rows = totals(values)
    said = zip(of_rows, parts, strict=True)
    sums = [figure.text(spec) if count > 1 and plain else "" for figure, count in said]
    layout = Layout(names(values.index), sums, key=parts_key(colours, values.columns), bold=True)

    def draw(axes: Axes) -> None:
        longest = drawn.sum(axis=1).max() or 1.0
        left = pd.Series(0.0, index=drawn.index)
        for colour, column in zip(colours, drawn.columns, strict=True):
            widths = drawn[column]
            for place, start, wide, figure in zip(layout.places, left, widths, values[column], strict=True):
                block(axes.add_patch, (start, place - BAR * ROW / 2), wide, BAR * ROW, colour, "white")
                words = figure.text(spec) if plain else f"{vietnamese.number(Decimal(str(wide)), 1)}%"
                if wide * layout.room / longest > width(words) + PAD / 2:
                    box = {"facecolor": colour, "linewidth": 0, "pad": 1} if colour == LATE else None  # not hatched
                    ink, at = ink_on(colour), start + wide / 2
                    axes.text(at, place, words, ha="center", va="center", color=ink, bbox=box)
            left = left + widths
        axes.set_xlim(0, longest)
        for place, end, words in zip(layout.places, left, sums, strict=True):
            axes.text(end + PAD * longest / layout.room, place, words, va="center", weight="bold")

    printed = [[Decimal(str(wide)) for wide in row] for row in drawn.itertuples(index=False)]
    note = "" if plain else show.rounded(printed, 1)
    return chart(values, caption, layout, draw, spec, note=note, sums=of_rows if any(sums) else None)


@taking(pd.Series)
def changes(values: pd.Series, caption: Caption, spec: str = "+") -> Shown:
    """Bars left and right of a zero line: growth against an earlier period, deviation from a plan, in percent or as counted."""
    spec = "+.2%" if spec == "+" and all(is_rate(figure.unit) for figure in values) else spec
    scale = [100 if figure.unit == RATIO else 1 for figure in values]
    percent = [0.0 if figure.is_missing else float(figure) * by for figure, by in zip(values, scale, strict=True)]
    said, points = said_figures(values, spec), f"\xa0{POINTS}"
    in_points = all(words.endswith(points) for words in said if words != UNKNOWN)
    said = [words.removesuffix(points) for words in said] if in_points else said  # the caption says it once
    lows = [width(words) + PAD for words, p in zip(said, percent, strict=True) if p < 0]
    highs = [width(words) + PAD for words, p in zip(said, percent, strict=True) if p >= 0]
    short = all(len(words) <= 2 * NAMES for words in labels(values.index))  # in one line each: rows are lower
    layout = Layout(names(values.index, 2 * NAMES if short else NAMES))

    def draw(axes: Axes) -> None:
        low, high = min(0.0, *percent, 0.0), max(0.0, *percent, 0.0)
        sides = max(lows, default=0.0), max(highs, default=0.0)
        dot = ((high - low) or 1.0) / (layout.room - sum(sides))
        axes.set_xlim(low - sides[0] * dot, high + sides[1] * dot)
        axes.barh(layout.places, percent, height=BAR * ROW, color=QUANTITY)
        axes.plot([0, 0], [0, layout.height], color=INK, linewidth=1)
        for place, at, words in zip(layout.places, percent, said, strict=True):
            side = -1 if at < 0 else 1
            axes.text(at + side * PAD * dot, place, words, ha="right" if side < 0 else "left", va="center")

    if of_shares := all(is_rate(figure.unit) for figure in values if not figure.is_missing):
        caption = replace(caption, unit=POINTS if in_points else "%")
    return chart(values, caption, layout, draw, spec, ["Tỷ lệ"] if of_shares else None)


@taking(pd.DataFrame)
def grouped(values: pd.DataFrame, caption: Caption, spec: str = "") -> Shown:
    """For each row a bar for each column, side by side: this year beside last year, men beside women."""
    refuse_two_units("charts.grouped", values)
    colours = colours_of(values.columns)
    said = {column: said_figures(values[column], spec) for column in values}
    layout = Layout(
        names(values.index),
        [words for column in said.values() for words in column],
        key=parts_key(colours, values.columns),
        least=LINE * len(colours) + 2 * GAP,
    )

    def draw(axes: Axes) -> None:
        floats = values.map(float).fillna(0.0).astype(float)
        low, high = min(0.0, floats.min().min()), max(0.0, floats.max().max())
        dot = ((high - low) or 1.0) / layout.room
        axes.set_xlim(low, low + dot * layout.room)
        for at, (column, colour) in enumerate(zip(floats, colours, strict=True)):
            middles = [place + (at - (len(colours) - 1) / 2) * LINE for place in layout.places]
            axes.barh(middles, floats[column], height=LINE - 1, color=colour, edgecolor=INK, linewidth=0.3)
            for middle, length, words in zip(middles, floats[column], said[column], strict=True):
                # figures have nothing below their line: centred as words are, they would touch the bar above
                axes.text(max(length, 0.0) + PAD * dot, middle, words, va="center_baseline")

    return chart(values, caption, layout, draw, spec)
