"""Tables of figures and register rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, repeat
from typing import Any, cast

import pandas as pd

import receipts
from receipts.sources import ADDED_UP
from receipts.sources import owner as owner_of

from .errors import misused, unknown_kind, unknown_name
from .i18n import _
from .values import blocks
from .values.blocks import Cell, Inlines, Paragraph, Row, Table, plain
from .values.display_bundle import Shown, figures_in, parsed, quoted, titles_in, to_text
from .values.figures import Figure, NoSum, only_figures
from .values.figures import total as total_of
from .values.sourced_text import NOT_STATED, Count, Text
from .values.sources import Cells, parse

__all__ = ["table"]  # what notebooks call of it
LONG = 60  # characters: a text that needs a wide column
SHORT = 14  # characters: a text that is not broken
_STATED = 6  # decimals that somebody may have stated


def table(
    frame: pd.DataFrame | pd.Series,
    caption: str,
    columns: Mapping[str, str] | None = None,
    index: str = "",
    formats: Mapping[str, str] | None = None,
    total: pd.Series | str = "",
    wide: bool = False,
    groups: pd.Series | None = None,
    spanning: Mapping[str, Sequence[str]] | None = None,
    quotients: Mapping[str, tuple[str, str]] | None = None,
    none: str = "",
) -> Shown:
    """Show a frame of figures, texts, dates and documents as a numbered table with its source.

    columns: which columns to show and their headers; default all but the rows' period and source, with their labels.
    index: header of the index; the index is shown if it is given.
    formats: figure formats by column, `{"share": ".1%"}`.
    total: label of a last row with the sum of each column of figures that add up, or that row, with a name.
    wide: print on a landscape page.
    groups: heading per row; a change of heading gives a spanning row.
    spanning: heads over neighbouring columns, `{"Năm nay": ("plan", "estimate")}`.
    quotients: columns that are one column over another, `{"ratio": ("estimate", "plan")}`; if given, a row under the
        heads numbers the other columns and says of which two these are made: (5) | (6) | (6)/(5).
    none: what is said of a frame without rows, of rows that were chosen; else that nothing was reported.
    """
    frame = _a_frame(frame)
    grouped = {*frame.index.names} - {None, "line", *frame.columns}  # by which groupby has left it
    if not index and grouped and (not columns or grouped & {*columns}):
        frame = frame.reset_index()
    frame = on_one_level(frame)
    if not index and not grouped and any(type(name) is str for name in frame.index):
        remedy = _("Write {example}", example="index='…'")
        raise misused("tables.table", None, _("a head over the names of the rows"), remedy, code="missing_head")
    titles = titles_of(frame)
    columns = columns or {
        name: quoted(titles[name]) if name in titles else name
        for name in frame.columns
        if name not in ("period", "source")
    }
    if frame.empty:
        return nothing(none or f"{caption}: trong kỳ không có số liệu.")
    formats = formats or {}
    for where, named in {"tables.table": columns, "tables.table, formats": formats}.items():
        for name in named:
            if name not in frame.columns:
                raise unknown_name(where, _("a column"), name, frame.columns)
    if groups is not None and not isinstance(groups, pd.Series):
        raise unknown_kind("tables.table, groups", groups, _("a series, such as a column of the frame"))
    heads: dict[str | None, str] = {None: index} if index else {}
    heads.update(columns.items())
    specs = [formats.get(name or "", "" if name is None else decimals_of(frame[name])) for name in heads]
    values = [[label if name is None else row[name] for name in heads] for label, row in frame.iterrows()]
    for column, cell in ((column, cell) for row in values for column, cell in zip(heads, row, strict=True)):
        if pd.api.types.is_number(cell) and not isinstance(cell, Figure | bool) and cell == cell:
            only_figures(f"tables.table, {column or index}", [cell])
    said = [[*map(_inlines, row, specs)] for row in values]
    kinds = dict(zip(heads, map(_kind, zip(*values, strict=True), zip(*said, strict=True)), strict=True))
    kinds |= {None: ""} if index else {}
    short = ["short" if kind == "short" else "" for kind in kinds.values()]

    def row(cells: Sequence[object], kind: str = "") -> Row:
        kinds = ["number" if isinstance(cell, Figure | Count) else of for cell, of in zip(cells, short, strict=True)]
        made = [Cell(_inlines(cell, spec), kind=of) for cell, spec, of in zip(cells, specs, kinds, strict=True)]
        return Row((replace(made[0], head=bool(index)), *made[1:]), kind)

    body, last_group = list[Row](), None
    for cells, group in zip(values, repeat(None) if groups is None else groups, strict=False):
        if group is not None and group != last_group:
            body.append(Row((Cell(parsed(group), span=len(heads), head=True),), "group"))
        last_group = group
        body.append(row(cells))
    if isinstance(total, pd.Series) or total:
        label, sums = (total.name, total) if isinstance(total, pd.Series) else (total, _sums(frame, columns))
        first = next(iter(heads))
        last = [label if name is None else sums.get(name, label if name == first else "") for name in heads]
        body.append(row(last, "total"))
    head, first_line = _head(heads, kinds, spanning or {}, quotients or {})
    made = Table(parsed(caption), head, tuple(body), wide, sources=sources(frame))
    lines = (" | ".join(_text(cell.inlines) for cell in each.cells) for each in body)
    return Shown((made,), "\n".join([to_text(caption), first_line, *lines]))


def _kind(cells: Sequence[object], said: Sequence[Inlines]) -> str:
    """Of a column: figures are set right, a long text gets room, short words, such as units, dates and states, keep on a line."""
    if any(isinstance(cell, Figure | Count) for cell in cells):
        return "number"
    if any(len(line) > LONG for each in said for line in plain(each, notes=True).split("\n")):
        return "long"
    return "short" if all(len(_text(each)) <= SHORT for each in said) else ""


def _text(said: Inlines) -> str:
    return plain(said, notes=True).replace("\n", "; ")


def decimals_of(column: Iterable[object]) -> str:
    """How numbers of one kind are printed that were stated with more decimals and with fewer: 3.950,0 above 4.812,5."""
    stated = [each for each in column if isinstance(each, Figure) and not each.is_missing]
    places = {each.decimals for each in stated}
    most = max(filter(None, places), default=0)
    alike = len({each.unit for each in stated}) == 1 and None not in places and (len(places) > 1 or most > _STATED)
    return f".{most if most <= _STATED else 2}" if alike else ""  # more have been computed by Excel


def nothing(said: str, name: str = "") -> Shown:
    """What is said in the place of a table or chart that has nothing to show. name: of the chart."""
    return Shown((Paragraph(parsed(said), "nothing", name),), to_text(said))


def titles_of(frame: pd.DataFrame | pd.Series) -> dict[str, str]:
    """What the columns of the tables from which a frame's cells come are called in their declaration."""
    return {name: title for titles in _titles(frame).values() for name, title in titles.items() if name}


def _a_frame(rows: object) -> pd.DataFrame:
    if isinstance(rows, pd.Series):
        rows = rows.to_frame()
    if not isinstance(rows, pd.DataFrame):
        expected = _("a frame or a series, as edition.register and edition.figures give them")
        raise unknown_kind("tables.table", rows, expected, _("One figure is for prose(…)."))
    return with_gaps(rows)


def on_one_level(values: Any) -> Any:
    """The same with rows and columns of several names called by all of them: "Cấp tỉnh, Trực tuyến"."""
    for axis, index in enumerate(values.axes):
        if index.nlevels > 1:
            values = values.set_axis([", ".join(f"{name}" for name in of if name != "") for of in index], axis=axis)
    return values


def sources(values: pd.DataFrame | pd.Series) -> tuple[str, ...]:
    """The tables that figures came from, as the line under a table or chart names them."""
    return tuple(f"{titles.get('', name)} ({name}.csv)" for name, titles in _titles(values).items())


def _titles(values: pd.DataFrame | pd.Series) -> dict[str, dict[str, str]]:
    """What readers call the tables that figures came from, and their columns, by the tables' names."""
    found: dict[str, dict[str, str]] = {}
    for value in values.to_numpy().ravel().tolist():
        of = [*_cells_of(value)]
        told = titles_in(value) if of and type(value) is str else {}
        for cells in of:
            found[cells.table] = cells.titles or told.get(cells.table) or found.get(cells.table, {})
    return found


def _cells_of(value: object) -> Iterable[Cells]:
    """The cells of a figure, and of those that stand in a text."""
    if type(value) is not str:
        return getattr(value, "cells", ())
    return (cells for figure in figures_in(value) for cells in parse(figure.cells))


def _head(
    heads: Mapping[str | None, str],
    kinds: Mapping[str | None, str],
    spanning: Mapping[str, Sequence[str]],
    quotients: Mapping[str, tuple[str, str]],
) -> tuple[tuple[Row, ...], str]:
    """The rows of heads, and the heads as one line of text."""
    above = {name: title for title, names in spanning.items() for name in names}
    unknown = (above.keys() | quotients.keys()) - heads.keys()
    if unknown:
        raise unknown_name("tables.table", _("a column that it shows"), sorted(unknown)[0], filter(None, heads))
    rows, words = [list[Cell](), list[Cell]()], list[str]()
    for title, run in groupby(heads, lambda name: above.get(name or "")):
        names = list(run)
        down = 2 if above and title is None else 1
        kind = (kinds[name].removeprefix("short") for name in names)
        cells = [Cell(parsed(heads[name]), down=down, kind=of, head=True) for name, of in zip(names, kind, strict=True)]
        words += [f"{to_text(title)}: {to_text(heads[name])}" if title else to_text(heads[name]) for name in names]
        if title is None:
            rows[0].extend(cells)
        else:
            rows[0].append(Cell(parsed(title), span=len(names), head=True))
            rows[1].extend(cells)
    said = [*filter(None, rows), *([_numbers(heads, quotients)] if quotients else [])]
    return tuple(Row(tuple(row)) for row in said), " | ".join(words)


def _numbers(heads: Mapping[str | None, str], quotients: Mapping[str, tuple[str, str]]) -> list[Cell]:
    """The row that numbers the columns."""
    own = {name: f"({number})" for number, name in enumerate((name for name in heads if name not in quotients), 1)}
    made = {name: f"{own[part]}/{own[whole]}" for name, (part, whole) in quotients.items()}
    return [Cell((Count((own | made)[name]).inline(),)) for name in heads]


def _inlines(cell: object, spec: str) -> Inlines:
    if isinstance(cell, list):
        return sum(((blocks.Text("\n", typed=False), *_inlines(item, spec)) for item in cell), ())[1:]
    if isinstance(cell, Figure):
        return (cell.inline(spec),)
    if pd.isna(cell) or cell == "":
        return (cell.inline(),) if isinstance(cell, Text) and cell.cells else ()
    return parsed(format(cell, "" if type(cell) is str else spec))


def _filled(column: Any) -> Any:
    """A column of figures, whose gaps are missing figures."""
    if not column.map(lambda value: isinstance(value, Figure)).to_numpy().any():
        return column
    return column.map(lambda value: Figure(None) if pd.isna(value) else value)


def with_gaps(values: Any) -> Any:
    """The same with its figures, one by one; what a join, a shift or a filter has left empty among them is missing."""
    if not isinstance(values, pd.Series | pd.DataFrame):
        return values
    values = values.astype(object).set_axis(_row_names(values))
    return values.apply(_filled) if isinstance(values, pd.DataFrame) and values.size else _filled(values)


def _row_names(values: pd.Series | pd.DataFrame) -> pd.Index:
    """What the rows of a table are called, in the place of their lines."""
    columns = [values] if isinstance(values, pd.Series) else [column for _name, column in values.items()]
    first = next((each.array for each in columns if isinstance(each.array, receipts.FigureArray)), None)
    if values.index.name != "line" or first is None:
        takes_names = not isinstance(values.index, pd.MultiIndex | pd.CategoricalIndex)
        return values.index.fillna(NOT_STATED) if takes_names else values.index
    named = [cast(Any, owner).row_name(source) if (owner := owner_of(source)) else "" for source in first.sources]
    return pd.Index(map(Text, named), dtype=object)


def _sums(frame: pd.DataFrame, columns: Mapping[str, str]) -> pd.Series:
    """The sum of each column of figures over its stated cells; a combination without a row adds nothing.

    Nothing where numbers do not add up.
    """
    sums = {}
    for name in columns:
        figures = [cell for cell in frame[name] if isinstance(cell, Figure)]
        stated = [figure for figure in figures if figure.cells]
        try:
            alone = len(stated) == 1 < len(figures)  # of others that nobody has stated
            if stated and not (alone and getattr(stated[0].source, "measure", "flow") not in ADDED_UP):
                sums[name] = total_of(stated)
        except NoSum as error:
            if error.code in ("twice", "part"):
                raise
    return pd.Series(sums, dtype=object)
