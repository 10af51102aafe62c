"""A chart in the document: title, picture, alternative text, table of values and source around a drawing."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from .. import tables
from ..data.units import RATIO
from ..errors import misused, unknown_kind
from ..i18n import _
from ..values.blocks import Cell, Chart, Row
from ..values.display_bundle import Shown, parsed, to_text
from ..values.figures import only_figures, total
from ..values.sourced_text import Code, Text
from .drawing import PAD, UNKNOWN, Layout, styled, svg, wrap

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


def checked(call: str, values: Any, spec: str) -> tuple[Any, str]:
    """A series or a frame of figures as a chart draws it, and how its figures are printed. Raises InputError for another one."""
    if isinstance(values, pd.DataFrame) and not values.columns.is_unique:
        twice = str(values.columns[values.columns.duplicated()][0])
        raise misused(call, twice, _("each column once"), _("Leave one of them out."), code="duplicate_name")
    if not isinstance(values, pd.Series | pd.DataFrame):
        remedy = _("edition.figures by one dimension gives a series, by two a frame.")
        raise unknown_kind(call, values, _("a series or a frame of figures"), remedy)
    values = tables.with_gaps(values)
    figures = only_figures(call, values.to_numpy().ravel())
    return values, spec or tables.decimals_of(figures)


def chart(
    values: pd.Series | pd.DataFrame,
    caption: Caption,
    layout: Layout,
    draw: Callable[[Axes], None],
    spec: str,
    heads: list[str] | None = None,
    more: pd.DataFrame | None = None,
    one_unit: bool = False,
) -> Shown:
    """Draw over the rows of a layout, and put title, picture, data table and source around it.

    more: figures said beside them. one_unit: all stand on one scale; raises InputError for a count beside a percentage.
    """
    kinds = {figure.unit.replace(RATIO, "%") for figure in values.to_numpy().ravel() if figure.unit}
    if one_unit and len(kinds) > 1:
        remedy = _("Draw one chart for each, or bring them to one unit.")
        expected = _("numbers of one unit, as they have one scale")
        raise misused("charts", ", ".join(sorted(kinds)), expected, remedy, code="wrong_unit")

    def picture() -> tuple[str, str]:
        with styled():
            canvas, axes = layout.axes()
            axes.grid(False)
            axes.spines[:].set_visible(False)
            axes.set_yticks(layout.places, layout.names)
            axes.tick_params("y", length=0, pad=PAD)
            axes.set_ylim(layout.height, 0)
            draw(axes)
            axes.set(xlabel="", ylabel="", xticks=[])
            return svg(canvas), ""

    return in_document(values, caption, picture, spec, heads, more=more)


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
    return f"{Text(words)}" if words.lower() in map(str.lower, units) and any(map(str.isdigit, words)) else words


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


def names(index: pd.Index) -> list[str]:
    """The rows' names as they stand left of them."""
    return [wrap(label) for label in labels(index)]


def names_beside(index: pd.Index, beside: pd.DataFrame | None) -> list[str]:
    """The rows' names, each over the figures beside its own: “71 trễ hạn · 5.962 đã giải quyết”."""
    if beside is None:
        return names(index)
    said = {column: said_figures(beside[column], tables.decimals_of(beside[column])) for column in beside}
    rows = zip(names(index), zip(*said.values(), strict=True), strict=True)
    return [f"{name}\n{' · '.join(map(' '.join, zip(figures, said, strict=True)))}" for name, figures in rows]


def said_figures(figures: pd.Series, spec: str) -> list[str]:
    return [UNKNOWN if figure.is_missing else figure.text(spec) for figure in figures]


def label(entry: object) -> str:
    return entry.label if isinstance(entry, Code) else to_text(entry)
