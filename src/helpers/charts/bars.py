"""Bars: amounts, changes, this year beside last year, parts of a whole."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch
from matplotlib.text import Text

from ..data.declaration_check import ROLES
from ..errors import misused, unknown_name
from ..i18n import _
from ..values import vietnamese
from ..values.display_bundle import Shown
from .chart_block import TOTAL, Caption, chart, checked, label, names, refuse_units, said_figures, totals
from .colours import GRID, INK, LATE, QUANTITY, colours_of, ink_on, of_role
from .drawing import GAP, LINE, PAD, look

BAR = 15.5  # points: how high a bar is
Pieces: TypeAlias = Iterable[tuple[Text, Patch]]  # words, each with the piece of a bar in which it stands


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
    floats = pd.Series(_floats(values.to_frame()).to_numpy().ravel(), dtype=float)
    of = pd.Series([*groups] or 0, index=range(len(values)))
    scaled = floats / floats.abs().groupby(of).transform("max").replace(0.0, 1.0)

    def draw(axes: Axes, places: list[float]) -> Pieces:
        colours = [of_role(code) or ROLES.get(meaning, QUANTITY) for code in values.index]
        axes.barh(places, scaled, height=BAR, color=colours)
        for (one, place), (next_one, next_place) in pairwise(zip(of, places, strict=True)):
            if one != next_one:
                axes.axhline((place + next_place) / 2, color=GRID, linewidth=1)
        _scale(axes, scaled)
        _say(axes, places, scaled, said_figures(values, spec), va="center")
        return ()

    heads = [vietnamese.sentence(caption.unit) or "Giá trị"]
    return chart(values, caption, names(values.index, beside), draw, spec, heads, more=beside)


def _grouped(values: pd.DataFrame, caption: Caption, spec: str) -> Shown:
    refuse_units(values)
    colours = colours_of(values.columns)
    floats = _floats(values)

    def draw(axes: Axes, places: list[float]) -> Pieces:
        for at, (column, colour) in enumerate(zip(floats, colours, strict=True)):
            middles = np.array(places) + (at - (len(colours) - 1) / 2) * LINE
            looks: dict[str, Any] = {"color": colour, "edgecolor": INK, "linewidth": 0.3}
            axes.barh(middles, floats[column], height=LINE - 1, label=label(column), **looks)
            # figures have nothing below their line: centred as words are, they would touch the bar above
            _say(axes, middles, floats[column], said_figures(values[column], spec), va="center_baseline")
        _scale(axes, floats.to_numpy().ravel())
        return ()

    return chart(values, caption, names(values.index), draw, spec, least=LINE * len(colours) + 2 * GAP)


def _stacked(values: pd.DataFrame, caption: Caption, spec: str, share: bool) -> Shown:
    for figure in values.to_numpy().ravel():
        if not figure.is_missing and figure < 0:
            expected = _("parts of a whole, none below 0")
            told = _("Leave out stacked=True: bars side by side go left and right of 0.")
            raise misused("charts.bars", figure.text(spec), expected, told, code="negative_part")
    colours, floats = colours_of(values.columns), _floats(values)
    drawn = floats.div(floats.sum(axis=1), axis=0).fillna(0.0) * 100 if share else floats
    parts = [sum(bool(figure.cells) for figure in row) for row in values.itertuples(index=False)]
    plain = bool(caption.unit) or not share  # parts are labelled by their figures
    of_rows = totals(values)
    sums = [
        words if count > 1 and plain else "" for words, count in zip(said_figures(of_rows, spec), parts, strict=True)
    ]

    def draw(axes: Axes, places: list[float]) -> Pieces:
        left = np.zeros(len(values))
        for colour, column in zip(colours, drawn, strict=True):
            shares = [f"{vietnamese.number(Decimal(str(wide)), 1)}%" for wide in drawn[column]]
            pieces = axes.barh(places, drawn[column], BAR, left, label=label(column), **look(colour, "white"))
            box = {"facecolor": colour, "linewidth": 0, "pad": 1} if colour == LATE else None  # not hatched
            said = [figure.text(spec) for figure in values[column]] if plain else shares
            words = axes.bar_label(pieces, said, label_type="center", color=ink_on(colour), bbox=box)
            yield from zip(words, pieces, strict=True)
            left = left + drawn[column].to_numpy()
        axes.set_xlim(0, left.max() or 1.0)
        _say(axes, places, left, sums, va="center", weight="bold")

    more = of_rows.to_frame(TOTAL) if any(sums) else None
    return chart(values, caption, names(values.index), draw, spec, more=more)


def _floats(values: pd.DataFrame) -> pd.DataFrame:
    return values.map(float).fillna(0.0).astype(float)


def _scale(axes: Axes, floats: Iterable[float]) -> None:
    """Set the scale across, with 0 on it, drawn where bars stand on both of its sides."""
    low, high = min(0.0, *floats, 0.0), max(0.0, *floats, 0.0)
    axes.set_xlim(low, high if high > low else 1.0)
    if low < 0:
        axes.axvline(0, color=INK, linewidth=1)


def _say(axes: Axes, places: Iterable[float], ends: Iterable[float], said: list[str], **looks: Any) -> None:
    """Words right of the bars."""
    for place, end, words in zip(places, ends, said, strict=True):
        axes.annotate(words, (max(end, 0.0), place), (PAD, 0), textcoords="offset points", **looks)
