"""Bars: amounts, parts of a whole, changes."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import accumulate, pairwise

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes

from .. import tables
from ..data.declaration_schema import ROLES
from ..data.units import POINTS, RATIO, is_rate
from ..errors import misused, unknown_name
from ..i18n import _
from ..values import vietnamese
from ..values.markup import Shown
from .colours import GRID, INK, LATE, QUANTITY, colours_of, ink_on, of_role
from .drawing import BAR, GAP, LINE, NAMES, PAD, ROW, UNKNOWN, Layout, block, width
from .shown import (
    TOTAL,
    Caption,
    chart,
    labels,
    names,
    names_beside,
    parts_key,
    refuse_two_units,
    said_figure,
    said_figures,
    taking,
    totals,
)


@taking(pd.Series)
def bars(
    values: pd.Series, caption: Caption, spec: str = "", meaning: str = "", beside: pd.DataFrame | None = None
) -> Shown:
    """Horizontal bars, one a code, each labelled with its value.

    meaning: the role that all of them play, such as "late", if not plain quantities (`data.declaration_schema.ROLES`).
    beside: figures of the same rows, such as the counts that a rate is of, said below each name by the words of their columns.
    """
    if meaning and meaning not in ROLES:
        raise unknown_name("charts.bars", _("a meaning"), meaning, ROLES, code="unknown_meaning")
    said = said_figures(values, spec)
    layout = Layout(names_beside(values.index, beside), said)

    def draw(axes: Axes) -> None:
        colours = [of_role(code) or ROLES.get(meaning, QUANTITY) for code in values.index]
        floats = [0.0 if figure.is_missing else float(figure) for figure in values]
        low, high = min(0.0, *floats, 0.0), max(0.0, *floats, 0.0)
        longest = (high - low) or 1.0
        nearest = min((below - above for above, below in pairwise(layout.places)), default=1.0)
        wide = BAR * ROW / nearest  # seaborn counts it in the room between the nearest two
        look = {"color": QUANTITY, "saturation": 1, "errorbar": None, "width": wide}
        sns.barplot(x=floats, y=layout.places, orient="h", native_scale=True, ax=axes, **look)
        for bar, colour in zip(axes.patches, colours, strict=True):  # as `hue` does, at half the cost
            bar.set_facecolor(colour)
        axes.set_xlim(low, low + longest)
        if low < 0:
            axes.plot([0, 0], [0, layout.height], color=INK, linewidth=1)
        for place, at, words in zip(layout.places, floats, said, strict=True):
            axes.text(max(at, 0.0) + PAD * longest / layout.room, place, words, va="center")

    return chart(values, caption, layout, draw, spec, [vietnamese.sentence(caption.unit) or "Giá trị"], more=beside)


@taking(pd.DataFrame)
def stacked(values: pd.DataFrame, caption: Caption, share: bool = False, spec: str = "") -> Shown:
    """Stacked horizontal bars: rows down, parts across.

    share: each row is drawn as 100 %, and its parts are labelled in percent, with a note where they do not add up to it as
    they are printed; with a unit, by their figures. Eight parts at most. Raises InputError for a part below 0.
    """
    for figure in values.to_numpy().ravel():
        if not figure.is_missing and figure < 0:
            told = _("Write charts.grouped, which draws bars left and right of 0.")
            raise misused(
                "charts.stacked", figure.text(spec), _("parts of a whole, none below 0"), told, code="negative_part"
            )
    colours = colours_of(values.columns)
    floats = values.map(float).fillna(0.0).astype(float)
    drawn = floats.div(floats.sum(axis=1), axis=0).fillna(0.0) * 100 if share else floats
    parts = [sum(bool(figure.cells) for figure in row) for row in values.itertuples(index=False)]
    plain = bool(caption.unit) or not share  # parts are labelled by their figures
    of_rows = totals(values)
    said = zip(of_rows, parts, strict=True)
    sums = [said_figure(figure, spec) if count > 1 and plain else "" for figure, count in said]
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
    note = "" if plain else tables.rounded(printed, 1)
    return chart(values, caption, layout, draw, spec, note=note, more=of_rows.to_frame(TOTAL) if any(sums) else None)


@taking(pd.Series)
def changes(
    values: pd.Series,
    caption: Caption,
    spec: str = "+",
    beside: pd.DataFrame | None = None,
    groups: Sequence[object] = (),
) -> Shown:
    """Bars left and right of a zero line: growth against an earlier period, deviation from a plan, in percent or as counted.

    beside: figures of the same rows, such as the levels, said below each name by the words of their columns.
    groups: of each row; those of one group stand together, on a scale of their own.
    """
    spec = "+.2%" if spec == "+" and all(is_rate(figure.unit) for figure in values) else spec
    scale = [100 if figure.unit == RATIO else 1 for figure in values]
    percent = [0.0 if figure.is_missing else float(figure) * by for figure, by in zip(values, scale, strict=True)]
    said, points = said_figures(values, spec), f"\xa0{POINTS}"
    in_points = all(words.endswith(points) for words in said if words != UNKNOWN)
    said = [words.removesuffix(points) for words in said] if in_points else said  # the caption says it once
    short = all(len(words) <= 2 * NAMES for words in labels(values.index))  # in one line each: rows are lower
    layout = Layout(names_beside(values.index, beside, 2 * NAMES if short else NAMES), said)
    of = pd.Series([*groups] or 0, index=range(len(values)))
    scaled = pd.Series(percent, dtype=float)
    scaled = scaled / scaled.abs().groupby(of).transform("max").replace(0.0, 1.0)

    def draw(axes: Axes) -> None:
        low, high = min(0.0, *scaled, 0.0), max(0.0, *scaled, 0.0)
        dot = ((high - low) or 1.0) / layout.room
        axes.set_xlim(low, low + dot * layout.room)
        axes.barh(layout.places, scaled, height=BAR * ROW, color=QUANTITY)
        axes.plot([0, 0], [0, layout.height], color=INK, linewidth=1)
        ends = zip(accumulate(layout.heights), of, of.shift(-1, fill_value=of.iloc[-1]), strict=True)
        for height in (height for height, one, next_one in ends if one != next_one):
            axes.axhline(height, color=GRID, linewidth=1)
        for place, at, words in zip(layout.places, scaled, said, strict=True):
            axes.text(max(at, 0.0) + PAD * dot, place, words, va="center")

    if of_shares := all(is_rate(figure.unit) for figure in values if not figure.is_missing):
        caption = replace(caption, unit=POINTS if in_points else "%")
    return chart(values, caption, layout, draw, spec, ["Tỷ lệ"] if of_shares else None, more=beside)


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
