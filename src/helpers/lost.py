"""What is lost on the way: the cells of a number, and where in the notebook; rows without a number, which are said."""

from collections.abc import Iterable, Sequence
from typing import SupportsFloat

import pandas as pd

from .data.schema import TABLES
from .data.spans import KEY, Span, is_nth_month
from .language import _, ngettext
from .problems import line_of_notebook, misused, remark
from .values.digits import TypedDigits
from .values.figures import Figure
from .values.sources import Cells
from .values.together import counted_twice, said_of_whole, whole_and_part

_waiting: list[list[tuple[str, Figure]]] = []  # of frames that are being looked at: statistics, and their empty cells


class Lost(float):
    """A number that has lost its cells: to compute and compare with, not to print."""

    how: str
    where: str

    def __new__(cls, value: SupportsFloat, how: str) -> "Lost":
        self = super().__new__(cls, value)
        self.how, self.where = how, line_of_notebook()
        return self

    def __format__(self, spec: str) -> str:
        raise TypedDigits(
            _(
                "{value:g} has lost its cells at {where}: {how} of numbers that were changed after they were read. Write computed(function, of=column): the function may change them, the column stays as it was read; or take edition.register in the place of edition.table.",
                value=float(self),
                where=self.where,
                how=self.how,
            )
        )

    __str__ = float.__repr__


class said_together:
    """Say once which cells are empty of all columns or rows of a frame, whose statistics are computed one by one."""

    def __enter__(self) -> None:
        _waiting.append([])

    def __exit__(self, *_error: object) -> None:
        waited = _waiting.pop()
        for statistic in dict.fromkeys(name for name, _figure in waited):
            _say_empty(statistic, [figure for name, figure in waited if name == statistic])


def _say_empty(statistic: str, figures: Iterable[Figure]) -> None:
    """Which cells are empty, so that a statistic is missing, and how many."""
    empty: dict[str, list[Cells]] = {}
    for figure in say_of_months(figures):
        empty.setdefault(figure.cells[0].table, []).append(figure.cells[0])
    for table, found in empty.items():
        lines = sorted({line for cells in found for line in cells.lines})
        said = _(
            "{table}.csv line(s) {lines}, {column}: empty, so that {function}() is missing. Take values[values.notna()] for those that are stated.",
            table=table,
            column=", ".join(dict.fromkeys(cells.column for cells in found)),
            lines=", ".join(map(str, lines[:3])) + (f", … ({len(lines)})" if len(lines) > 3 else ""),
            function=statistic,
        )
        remark(said)


def say_of_months(figures: Iterable[Figure]) -> list[Figure]:
    """Say of which tables they are months of a quarter, where a longer period has none of them; gives the others."""
    tables, others = dict[str, None](), []
    for figure in figures:
        if _is_of_month(figure):
            tables[figure.cells[0].table] = None
        else:
            others.append(figure)
    for table in tables:
        said = _(
            "{table}: a period longer than a quarter has no months of a quarter. Take them of its quarters: [part.register({table!r}) for part in edition.parts.values()].",
            table=table,
        )
        remark(said)
    return others


def _is_of_month(figure: Figure) -> bool:
    """Whether it would be of a month by its place in the quarter, of a longer period."""
    table, column = (figure.cells[0].table, figure.cells[0].column) if len(figure.cells) == 1 else ("", "")
    field = TABLES[table].columns.get(column) if table in TABLES else None
    span = Span.of(figure.period) if field and KEY.fullmatch(figure.period) else None
    return bool(field and span and is_nth_month(field.title) and span.last > span.first + 2)


def say_what_is_odd(statistic: str, figures: Sequence[Figure]) -> None:
    """Which cells are empty, so that a statistic is missing, and which it counts more than once."""
    if empty := [each for each in figures if each.is_missing and len(each.cells) == 1]:
        if _waiting:
            _waiting[-1].extend((statistic, each) for each in empty)
        else:
            _say_empty(statistic, empty)
        return
    if statistic not in ("mean", "median", "std", "quantile"):
        return
    if found := whole_and_part(figures):
        remark(said_of_whole(*found))
    elif cell := counted_twice(figures):
        table, line, column = cell
        said = _(
            "{function}() counts {table}.csv line {line}, {column}, more than once: rows have been repeated, as merge does.",
            function=statistic,
            table=table,
            line=line,
            column=column,
        )
        remark(said)


def refuse_strangers(call: str, own: pd.Index, other: object) -> None:
    """Raises InputError for two columns of which no row has a partner in the other: those of two periods, by their lines."""
    if isinstance(other, pd.Series) and len(own) and len(other) and not own.isin(other.index).any():
        expected = _("rows of the same names: none of one is in the other")
        remedy = _("Give both their names first: frame.set_index('…')['…'].")
        raise misused(call, f"{own[0]!s}, {other.index[0]!s}", expected, remedy, code="unrelated_rows")


def say_equal(call: str, column: pd.Series, value: object) -> None:
    """Which rows have the same number, where a call takes some of them."""
    names = [f"{name!s}" for name in column.index[[each == value for each in column]]]
    if len(names) > 1:
        said = _(
            "{call}: {names} are equal. Name all of them: values[values == values.max()], nlargest(n, keep='all').",
            call=call,
            names=", ".join(names[:4]),
        )
        remark(said)


def say_one_of_each(call: str, columns: Iterable[pd.Series], groups: Sequence[int]) -> None:
    """Of numbers that came during the period, where one row of each group stands for others that have other numbers."""
    for column in columns:
        numbers = pd.Series([float(each) for each in column.figures]).groupby(groups) if column.figures else None
        if numbers is not None and not any(each.level for each in column.figures) and (numbers.nunique() > 1).any():
            there = {"call": call, "column": column.name}
            remark(
                _(
                    "{call} takes one row of several that differ in {column}: add them up, groupby(…).sum(), or filter first",
                    **there,
                )
            )


def say_ungrouped(count: int, by: object) -> None:
    """How many rows are in no group."""
    remark(
        ngettext(
            "groupby leaves out {count} row that has no {by}.",
            "groupby leaves out {count} rows that have no {by}.",
            count,
            by=by,
        )
    )


def say_left_out(call: str, column: pd.Series) -> None:
    """Of which rows a comparison knows no number; of days and texts it is no matter."""
    unknown = [f"{name!s}" for name in column.index[column.isna()]]
    if unknown and (column.dtype.kind in "fi" or any(isinstance(each, Figure) for each in column)):
        said = _(
            "{call} leaves out what has no number: {names}. Take values[values.notna()] where that is meant.",
            call=call,
            names=", ".join(unknown[:3]) + (f", … ({len(unknown)})" if len(unknown) > 3 else ""),
        )
        remark(said)
