"""Things counted one by one: a square or a tile for each, over the months or by groups."""

import calendar
import datetime as dt
from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes

from ..values.markup import Shown, to_text
from ..values.texts import Day
from .colours import INK, MUTED, colours_of
from .drawing import GAP, LINE, NAMES, PAD, Layout, block, width
from .shown import TOTAL, Caption, chart, names, parts_key, said_figures, taking, totals

SQUARE, TILE = 8.0, 13.0  # points
HIGHEST = 12  # squares in a month's column, before it is made broader


@taking(pd.DataFrame)
def deadlines(counts: pd.DataFrame, caption: Caption, day: Day | None = None, said: str = "") -> Shown:
    """Tasks on a time axis by the month in which they are due, a square for each, coloured by how it stands to its deadline.

    counts: as `task_status.by_deadline` gives them. day: the day to which they were counted, drawn as a line; said: its words.
    """
    colours = colours_of(counts.columns)
    months, squares = _months(counts, colours, day)
    apart = [place for place in squares if isinstance(place, str)]  # of no month
    most = max((len(column) for column in squares.values()), default=1)
    across = min(3, -(-most // (HIGHEST // 2)))
    rows = -(-most // across)
    high = rows * (SQUARE + 1) + LINE + GAP
    layout = Layout(
        [""],
        key=parts_key(colours, counts.columns),
        above=LINE + GAP if day else 0,
        below=LINE + GAP + LINE * bool(apart),
        least=high,
    )

    def draw(axes: Axes) -> None:
        month = layout.room / (len(months) + 2 * len(apart))
        axes.set_xlim(0, layout.room)
        bottom = layout.height - 1
        axes.plot([0, len(months) * month], [layout.height] * 2, color=MUTED, linewidth=0.8)
        middles = [(at + 0.5) * month for at in range(len(months))]
        middles += [(len(months) + 1 + 2 * at) * month for at in range(len(apart))]
        columns: list[Month | str] = [*months, *apart]
        for place, middle in zip(columns, middles, strict=True):
            words = place.replace(" ghi ", " ghi\n") if isinstance(place, str) else _month(place, months)
            axes.text(middle, layout.height + GAP / 2, words, ha="center", va="top", color=MUTED)
            _stack(axes, squares.get(place, []), middle, bottom, across)
        if day:
            at = (months.index((day.year, day.month)) + day.day / calendar.monthrange(day.year, day.month)[1]) * month
            reach = [-GAP / 2, layout.height]
            axes.plot([at, at], reach, color="white", linewidth=3, clip_on=False)  # seen on light and on dark
            axes.plot([at, at], reach, color=INK, linewidth=1.2, linestyle=(0, (4, 2)), clip_on=False)
            words = to_text(said) or str(day)
            half = width(words) / 2
            axes.text(min(max(at, half), layout.room - half), -GAP, words, ha="center", va="bottom")

    return chart(counts, caption, layout, draw, "")


@taking(pd.DataFrame)
def tiles(counts: pd.DataFrame, caption: Caption) -> Shown:
    """A tile for each thing that is counted: groups down, coloured by state; as many tiles as things, none estimated."""
    colours = colours_of(counts.columns)
    of_rows = totals(counts)
    sums = said_figures(of_rows, "")
    beside = names(counts.index, 2 * NAMES)  # few tiles leave room for names in one line, and so for lower rows
    layout = Layout(beside, sums, key=parts_key(colours, counts.columns), bold=True, least=TILE + GAP)

    def draw(axes: Axes) -> None:
        axes.set_xlim(0, layout.room)
        most = max((int(figure.value or 0) for figure in of_rows), default=1)
        step = min(TILE + 2, layout.room / max(most, 1))
        for place, row, words in zip(layout.places, counts.itertuples(index=False), sums, strict=True):
            at = 0.0
            for colour, figure in zip(colours, row, strict=True):
                for _ in range(int(figure.value or 0)):
                    block(axes.add_patch, (at, place - TILE / 2), step - 2, TILE, colour)
                    at += step
            axes.text(at + PAD, place, words, va="center", weight="bold")

    return chart(counts, caption, layout, draw, "", more=of_rows.to_frame(TOTAL))


Month = tuple[int, int]  # year, month


def _months(
    counts: pd.DataFrame, colours: Sequence[str], day: Day | None
) -> tuple[list[Month], dict[Month | str, list[str]]]:
    """The months of the axis, without gaps and whole years, and the colour of each square due in a month or apart."""
    squares: dict[Month | str, list[str]] = {}
    for due, row in zip(counts.index, counts.itertuples(index=False), strict=True):
        month = (due.year, due.month) if isinstance(due, dt.date) else to_text(str(due))
        for colour, figure in zip(colours, row, strict=True):
            squares.setdefault(month, []).extend([colour] * int(figure.value or 0))
    years = [month[0] for month in squares if not isinstance(month, str)] + ([day.year] if day else [])
    months = [(year, month) for year in range(min(years), max(years) + 1) for month in range(1, 13)] if years else []
    return months, squares


def _month(month: Month, months: Sequence[Month]) -> str:
    """A month on the axis; its year too where there are several and it begins one."""
    several = months[0][0] != months[-1][0]
    return f"T{month[1]}" if not several else str(month[0]) if month[1] == 1 else ""


def _stack(axes: Axes, colours: Sequence[str], middle: float, bottom: float, across: int) -> None:
    """Squares row by row from the bottom, and how many there are above them."""
    if not colours:
        return
    step, across = SQUARE + 1, min(across, len(colours))
    left = middle - across * step / 2
    for at, colour in enumerate(colours):
        corner = left + at % across * step, bottom - (at // across + 1) * step
        block(axes.add_patch, corner, SQUARE, SQUARE, colour)
    top = bottom - -(-len(colours) // across) * step
    axes.text(middle, top - 1, str(len(colours)), ha="center", va="bottom", weight="bold")
