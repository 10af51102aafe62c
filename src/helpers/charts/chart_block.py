"""A chart in the document: title, picture, alternative text, table of values and source around a drawing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.patches import Patch
from matplotlib.text import Text

from .. import tables
from ..data.units import RATIO
from ..errors import misused, unknown_kind
from ..i18n import _
from ..values import sourced_text
from ..values.blocks import Cell, Chart, Row
from ..values.display_bundle import Shown, parsed, to_text
from ..values.figures import only_figures, total
from ..values.sourced_text import Code
from .drawing import GAP, PAD, PHONE, ROW, UNKNOWN, WIDTH, add_key, lines_of, styled, svg, wrap

TOTAL = "Cộng"  # of what is drawn behind stacked bars


@dataclass(frozen=True)
class Caption:
    """What stands above a chart: `title` says what it shows, `subtitle` what is measured, in which unit; its name is its address."""

    subtitle: str
    title: str = ""
    name: str = ""
    unit: str = ""

    def text(self) -> str:
        neutral = to_text(self.subtitle) + (f" ({to_text(self.unit)})" if self.unit else "")
        return f"{to_text(self.title)}\n{neutral}" if self.title else neutral


def refuse_units(values: pd.DataFrame) -> None:
    """Refuse a count beside a percentage, where all stand on one scale."""
    kinds = {figure.unit.replace(RATIO, "%") for figure in values.to_numpy().ravel() if figure.unit}
    if len(kinds) > 1:
        remedy = _("Draw one chart for each, or bring them to one unit.")
        expected = _("numbers of one unit, as they have one scale")
        raise misused("charts", ", ".join(sorted(kinds)), expected, remedy, code="wrong_unit")


def checked(call: str, values: Any, spec: str) -> tuple[Any, str]:
    """A series or a frame of figures as a chart draws it, and how its figures are printed. Raises InputError for another one."""
    if isinstance(values, pd.DataFrame) and not values.columns.is_unique:
        twice = str(values.columns[values.columns.duplicated()][0])
        raise misused(call, twice, _("each column once"), _("Leave one of them out."), code="duplicate_name")
    if not isinstance(values, pd.Series | pd.DataFrame):
        remedy = _("edition.figures by one dimension gives a series, by two a frame.")
        raise unknown_kind(call, values, _("a series or a frame of figures"), remedy)
    values = tables.on_one_level(tables.with_gaps(values))
    figures = only_figures(call, values.to_numpy().ravel())
    return values, spec or tables.decimals_of(figures)


def chart(
    values: pd.Series | pd.DataFrame,
    caption: Caption,
    rows: list[str],
    draw: Callable[[Axes, list[float]], Iterable[tuple[Text, Patch]]],
    spec: str,
    heads: list[str] | None = None,
    more: pd.DataFrame | None = None,
    least: float = ROW,
) -> Shown:
    """Draw rows of bars, as wide as a page and as a phone, and put title, data table and source around them.

    rows: their names. draw: gets the places of the rows, in points from the top, and gives the words that stand in pieces of
    bars; those that are wider than their piece go, as the table says them. more: figures said beside them. least: height of a row.
    """
    heights = [max(least, lines_of(name) + GAP) for name in rows]
    places = [end - high / 2 for end, high in zip(accumulate(heights), heights, strict=True)]

    def drawn(wide: float, kind: str = "") -> str:
        with styled():
            canvas = Canvas(figsize=(wide / 72, sum(heights) / 72), layout="constrained")
            axes = canvas.subplots()
            inside = [*draw(axes, places)]
            axes.grid(False)
            axes.spines[:].set_visible(False)
            axes.set(xlabel="", ylabel="", xticks=[], ylim=(sum(heights), 0))
            axes.set_yticks(places, rows)
            axes.tick_params("y", length=0, pad=PAD)
            if axes.get_legend_handles_labels()[1]:
                add_key(canvas, axes, wide)
            canvas.draw_without_rendering()
            for words, piece in inside:
                if words.get_window_extent().width > piece.get_window_extent().width - PAD / 2:
                    words.remove()
            return svg(canvas, kind)

    return in_document(values, caption, lambda: (drawn(WIDTH), drawn(PHONE, "narrow")), spec, heads, more=more)


def in_document(
    values: pd.Series | pd.DataFrame,
    caption: Caption,
    picture: Callable[[], tuple[str, str]],
    spec: str,
    heads: list[str] | None = None,
    note: str = "",
    more: pd.DataFrame | None = None,
) -> Shown:
    """A picture with title, table of values and source around it; drawn only where there is something to draw.

    picture: as wide as a page, and for a phone where it has one of its own.
    """
    if isinstance(values, pd.Series):
        heads, values = heads or [caption.unit or "Giá trị"], values.to_frame(values.name or "value")
    if values.empty or all(figure.is_missing for figure in values.to_numpy().ravel()):
        said = f"{caption.subtitle}: trong kỳ {'không' if values.empty else 'chưa'} có số liệu."
        return tables.nothing(said, caption.name)
    figures = values.to_numpy().ravel()
    units = {figure.unit for figure in figures}
    caption = replace(caption, unit=_sourced(caption.unit, units))
    heads = [_sourced(head, units) for head in heads or values.columns]
    drawing, narrow = picture()
    specs = [spec] * len(values.columns)
    if more is not None:
        heads, specs = [*heads, *more.columns], [*specs, *(tables.decimals_of(more[name]) for name in more)]
        values = pd.concat([values, more], axis=1)
    twin = _twin(values, heads, specs)
    # the title is not said here: where its figures are in doubt, it is not printed
    described = f"{to_text(caption.subtitle)}. " + "; ".join(twin[1:])
    title, subtitle, unit = map(parsed, (caption.title, caption.subtitle, caption.unit))
    head, rows = _rows(values, heads, specs)
    named = caption.name, parsed(note), tables.sources(values)
    made = Chart(title, subtitle, unit, drawing, described, head, rows, *named, narrow=narrow)
    return Shown((made,), "\n".join([caption.text(), *twin]))


def totals(frame: pd.DataFrame) -> pd.Series:
    """The sum of each row; missing where a cell is empty. A combination of which the period has no row adds nothing."""
    stated = ([each for each in row if not each.is_missing or each.cells] for row in frame.itertuples(index=False))
    return pd.Series([total(row) for row in stated], index=frame.index, dtype=object)


def _sourced(words: str, units: set[str]) -> str:
    """A unit with a number in it, "giường/10.000 dân", is the figures' own."""
    return (
        f"{sourced_text.Text(words)}"
        if words.lower() in map(str.lower, units) and any(map(str.isdigit, words))
        else words
    )


def _twin(values: pd.DataFrame, heads: list[str], specs: list[str]) -> list[str]:
    """The plotted values as lines of text: what nbval compares and what screen readers say."""
    heads = [to_text(label(head)) for head in heads]
    lines, before = [" | ".join(["", *heads]).strip(" |")], [f"{head} " if len(heads) > 1 else "" for head in heads]
    for words, row in zip(labels(values.index), values.itertuples(index=False), strict=True):
        said = (head + figure.text(spec) for head, figure, spec in zip(before, row, specs, strict=True))
        lines.append(f"{words}: {', '.join(said)}")
    return lines


def _rows(values: pd.DataFrame, heads: list[str], specs: list[str]) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """The plotted values as a table: its head and its rows."""
    head = Row((Cell(), *(Cell(parsed(words), kind="number", head=True) for words in heads)))
    cells = [
        [Cell((figure.inline(spec),), kind="number") for figure, spec in zip(row, specs, strict=True)]
        for row in values.itertuples(index=False)
    ]
    rows = (Row((Cell(parsed(name), head=True), *row)) for name, row in zip(values.index, cells, strict=True))
    return (head,), tuple(rows)


def labels(index: pd.Index) -> list[str]:
    return [label(entry) for entry in index]


def names(index: pd.Index, beside: pd.DataFrame | None = None) -> list[str]:
    """The rows' names as they stand left of them, each over the figures beside its own: “71 trễ hạn · 5.962 đã giải quyết”."""
    lines = [[wrap(label(entry))] for entry in index]
    for column, figures in [] if beside is None else beside.items():
        said = said_figures(figures, tables.decimals_of(figures))
        lines = [[*own, f"{figure} {column}"] for own, figure in zip(lines, said, strict=True)]
    return ["\n".join(filter(None, [own[0], " · ".join(own[1:])])) for own in lines]


def said_figures(figures: pd.Series, spec: str) -> list[str]:
    return [UNKNOWN if figure.is_missing else figure.text(spec) for figure in figures]


def label(entry: object) -> str:
    return entry.label if isinstance(entry, Code) else to_text(entry)
