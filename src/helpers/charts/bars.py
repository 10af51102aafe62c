"""Bars: amounts, changes, this year beside last year, parts of a whole."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import accumulate

import pandas as pd
from matplotlib.axes import Axes

from ..data.declaration_check import ROLES
from ..errors import misused, unknown_name
from ..i18n import _
from ..values import vietnamese
from ..values.display_bundle import Shown
from .chart_block import TOTAL, Caption, chart, checked, labels, names, names_beside, said_figures, totals
from .colours import GRID, INK, LATE, QUANTITY, colours_of, ink_on, of_role
from .drawing import BAR, GAP, LINE, PAD, ROW, Layout, block, width


def bars(
    values: pd.Series | pd.DataFrame,
    subtitle: str,
    title: str = "",
    name: str = "",
    unit: str = "",
    spec: str = "",
    stacked: bool = False,
    share: bool = False,
    beside: pd.DataFrame | None = None,
    groups: Sequence[object] = (),
    meaning: str = "",
) -> Shown:
    """Horizontal bars, a row for each name, labelled with their figures; what is below 0 goes left.

    Of a series a bar for each figure; of a frame a bar for each column, side by side.
    stacked: the columns are parts of the row, none below 0, eight at most. share: each row is drawn as 100 %, and its parts are
        labelled in percent, or with a unit by their figures.
    beside: figures of the same rows, said below each name by the words of their columns: the counts that a rate is of.
    groups: of each row of a series; those of one group stand together, on a scale of their own.
    meaning: the role that all bars of a series play, such as "late".

    >>> from decimal import Decimal
    >>> from helpers.values.figures import Figure
    >>> values = pd.Series([Figure(Decimal(2)), Figure(Decimal(7))], index=["Cấp xã", "Cấp tỉnh"])
    >>> print(bars(values, "Hồ sơ theo cấp", unit="hồ sơ").text)
    Hồ sơ theo cấp (hồ sơ)
    Hồ sơ
    Cấp xã: 2
    Cấp tỉnh: 7
    """
    values, spec = checked("charts.bars", values, spec)
    caption = Caption(subtitle, title, name, unit)
    if isinstance(values, pd.Series):
        return _bars(values, caption, spec, beside, groups, meaning)
    return _stacked(values, caption, spec, share) if stacked or share else _grouped(values, caption, spec)


def _bars(
    values: pd.Series, caption: Caption, spec: str, beside: pd.DataFrame | None, groups: Sequence[object], meaning: str
) -> Shown:
    if meaning and meaning not in ROLES:
        raise unknown_name("charts.bars", _("a meaning"), meaning, ROLES)
    said = said_figures(values, spec)
    layout = Layout(names_beside(values.index, beside), said)
    floats = pd.Series([0.0 if figure.is_missing else float(figure) for figure in values], dtype=float)
    of = pd.Series([*groups] or 0, index=range(len(values)))
    scaled = floats / floats.abs().groupby(of).transform("max").replace(0.0, 1.0)

    def draw(axes: Axes) -> None:
        dot = _scale(axes, layout, [*scaled])
        colours = [of_role(code) or ROLES.get(meaning, QUANTITY) for code in values.index]
        axes.barh(layout.places, scaled, height=BAR * ROW, color=colours)
        ends = zip(accumulate(layout.heights), of, of.shift(-1, fill_value=of.iloc[-1]), strict=True)
        for height in (height for height, one, next_one in ends if one != next_one):
            axes.axhline(height, color=GRID, linewidth=1)
        for place, at, words in zip(layout.places, scaled, said, strict=True):
            axes.text(max(at, 0.0) + PAD * dot, place, words, va="center")

    return chart(values, caption, layout, draw, spec, [vietnamese.sentence(caption.unit) or "Giá trị"], more=beside)


def _grouped(values: pd.DataFrame, caption: Caption, spec: str) -> Shown:
    colours = colours_of(values.columns)
    said = {column: said_figures(values[column], spec) for column in values}
    layout = Layout(
        names(values.index),
        [words for column in said.values() for words in column],
        key=list(zip(colours, labels(values.columns), strict=True)),
        least=LINE * len(colours) + 2 * GAP,
    )

    def draw(axes: Axes) -> None:
        floats = values.map(float).fillna(0.0).astype(float)
        dot = _scale(axes, layout, [*floats.to_numpy().ravel()])
        for at, (column, colour) in enumerate(zip(floats, colours, strict=True)):
            middles = [place + (at - (len(colours) - 1) / 2) * LINE for place in layout.places]
            axes.barh(middles, floats[column], height=LINE - 1, color=colour, edgecolor=INK, linewidth=0.3)
            for middle, length, words in zip(middles, floats[column], said[column], strict=True):
                # figures have nothing below their line: centred as words are, they would touch the bar above
                axes.text(max(length, 0.0) + PAD * dot, middle, words, va="center_baseline")

    return chart(values, caption, layout, draw, spec, one_unit=True)


def _scale(axes: Axes, layout: Layout, floats: Sequence[float]) -> float:
    """Set the scale across, with 0 on it, drawn where bars stand on both of its sides; how much a point is."""
    low, high = min(0.0, *floats, 0.0), max(0.0, *floats, 0.0)
    dot = ((high - low) or 1.0) / layout.room
    axes.set_xlim(low, low + dot * layout.room)
    if low < 0:
        axes.plot([0, 0], [0, layout.height], color=INK, linewidth=1)
    return dot


def _stacked(values: pd.DataFrame, caption: Caption, spec: str, share: bool) -> Shown:
    for figure in values.to_numpy().ravel():
        if not figure.is_missing and figure < 0:
            expected = _("parts of a whole, none below 0")
            told = _("Leave out stacked=True: bars side by side go left and right of 0.")
            raise misused("charts.bars", figure.text(spec), expected, told, code="negative_part")
    colours = colours_of(values.columns)
    floats = values.map(float).fillna(0.0).astype(float)
    drawn = floats.div(floats.sum(axis=1), axis=0).fillna(0.0) * 100 if share else floats
    parts = [sum(bool(figure.cells) for figure in row) for row in values.itertuples(index=False)]
    plain = bool(caption.unit) or not share  # parts are labelled by their figures
    of_rows = totals(values)
    sums = [
        words if count > 1 and plain else "" for words, count in zip(said_figures(of_rows, spec), parts, strict=True)
    ]
    key = list(zip(colours, labels(values.columns), strict=True))
    layout = Layout(names(values.index), sums, key=key, bold=True)

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

    return chart(values, caption, layout, draw, spec, more=of_rows.to_frame(TOTAL) if any(sums) else None)
