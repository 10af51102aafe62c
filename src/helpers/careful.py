"""What pandas would fill in, leave out or compute otherwise than figures do, of columns and of frames."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from operator import add, mul, sub, truediv
from typing import Any

import pandas as pd
from pandas import cut as cut_numbers  # by which pandas' own stay known (see `explained.take_over`)
from pandas import qcut as qcut_numbers

from .data.expressions import ROWS, Select, selections
from .data.schema import TABLES
from .language import _
from .problems import misused, nearest, remark_of_own, unknown_name
from .values.figures import Figure
from .values.texts import Text
from .values.vietnamese import alike

_STATED = _("figures that are stated: what is missing is not 0")
_OF_NO_MATTER = ("axis", "numeric_only", "skipna", "na_option")  # a missing value makes a statistic missing
_AS_PRINTED = dict(ddof=1, interpolation="linear", method="min", pct=False, center=False, min_count=0, dropna=True)
_NUMBER = re.compile(r"\d+(?:\.\d{3})*(?:,\d+)?")
_OPERATORS: dict[str, Callable[..., Any]] = {"add": add, "sub": sub, "mul": mul, "div": truediv}


def same_number(call: str, options: Mapping[str, object]) -> None:
    """Raises InputError for an option of pandas' with which it would give another number than the figure is."""
    for name, value in options.items():
        if name not in _OF_NO_MATTER and value is not None and value != _AS_PRINTED.get(name):
            option = f"{name}={value!r}"
            expected = _("the statistic as the language of figures knows it")
            remedy = _(
                "Leave {option} out; one number of your own is computed(lambda numbers: …, of=column).", option=option
            )
            raise misused(call, option, expected, remedy, code="invented_number")


def refuse_filling(call: str, fill_value: object = None, **_options: object) -> None:
    """Raises InputError where a number is to stand for what is missing."""
    if fill_value is not None:
        raise misused(call, f"{fill_value=!r}", _STATED, _("Leave it out."), code="invented_number")


def looked_for(column: Any, value: object, asks: str) -> object:
    """What a filter of a module looks for; of a text that no row has it is said. Raises InputError for one that is spelt
    otherwise, or is no code.
    """
    edition, name = column.edition, str(column.name)
    field = TABLES[column.table].columns.get(name) if edition and column.table in TABLES else None
    is_word = isinstance(value, str) and bool(value)
    if field and field.kind == "code":
        codes = [edition.code(field.codes, code) for code in edition.codes(field.codes)]
        if is_word and value not in codes:
            raise unknown_name(
                name, _("a code"), value, [f"{code!s} ({code.label})" for code in codes], code="unknown_code"
            )
    elif column.dtype == object and (is_word or isinstance(value, int)):
        texts = {str(each) for each in column.array if isinstance(each, Text)}
        if value not in texts and (near := alike(str(value), texts)):
            raise unknown_name(name, _("a text of the column"), value, near, code="unknown_text")
        known = edition.names(column.table, name) if field and texts else texts
        if known and value not in known:
            there = {"name": name, "value": value, "near": nearest(str(value), known)}
            remark_of_own(_("{name}: no row of any period has {value!r}; near: {near}", **there), __file__, asks)
    return value


def _of_stated(name: str) -> Callable[..., Any]:
    """pandas' own method, but that it fills nothing in."""

    def method(self: Any, *given: Any, **options: object) -> Any:
        refuse_filling(name, **options)
        if self.ndim == 1 and name in _OPERATORS and not options:  # which leave out what only one of two columns has
            return _OPERATORS[name](self, *given)
        return getattr(super(Careful, self), name)(*given, **options)

    return method


def qcut(x: Any, *given: Any, **options: Any) -> Any:
    """pandas' own, by the numbers of figures: what is missing is in no class."""
    return qcut_numbers(_numbers(x) if isinstance(x, Careful) else x, *given, **options)


def cut(x: Any, bins: Any, right: bool = True, labels: Any = None, **options: Any) -> Any:
    """pandas' own, by the numbers of figures; labels whose digits are the ends of their classes are no digits typed."""
    classes = cut_numbers(_numbers(x) if isinstance(x, Careful) else x, bins, right, labels, **options)
    of_words = isinstance(bins, Sequence) and isinstance(labels, Sequence) and isinstance(classes, pd.Series)
    if not of_words or not all(isinstance(each, str) for each in labels):
        return classes
    named = [
        Text(each) if _tells(each, *ends, right) else each for each, ends in zip(labels, pairwise(bins), strict=True)
    ]
    return classes.cat.rename_categories(pd.Index(named, dtype=object))


def _tells(label: str, start: float, end: float, right: bool) -> bool:
    """Whether the digits of a class's label are its ends, or of whole numbers its first or last: “6–10” of 5 to 10.

    >>> _tells("6–10 ngày", 5, 10, True), _tells("5–9", 5, 10, False), _tells("Trên 20", 20, float("inf"), True)
    (True, True, True)
    >>> _tells("Đến 10", 0, 5, True), _tells("5–9", 5, 10, True)
    (False, False)
    """
    ends = {start, end, start + 1 if right else end - 1}
    return {float(each.replace(".", "").replace(",", ".")) for each in _NUMBER.findall(label)} <= ends


def _numbers(values: Any) -> Any:
    """Figures as plain numbers, of which pandas knows what is missing; anything else as it is."""
    return values.map(float) if any(isinstance(value, Figure) for value in values) else values


def _are_measured(values: Any) -> bool:
    """Whether figures among them are of cells: no row is 0 rows, but not 0 people."""
    figures = (each for each in pd.DataFrame(values).to_numpy().ravel() if isinstance(each, Figure))
    told = (each.expression for each in figures if each.expression)
    return any(select.column != ROWS for each in told for select in selections(each))


def _no_row(values: Any) -> Figure | None:
    """The figure of no row, where they are counts of the rows of a table; None of anything else."""
    figures = [each for each in pd.Series(values).to_numpy() if isinstance(each, Figure)] if values.ndim == 1 else []
    tables = {each.expression.table for each in figures if isinstance(each.expression, Select)}
    counted = all(isinstance(each.expression, Select) and each.expression.column == ROWS for each in figures)
    return values.edition.rows(*tables, ()) if values.edition and counted and len(tables) == 1 else None


class Careful:
    """What pandas says of columns and frames of anything, said of figures: a missing one is no number, and never becomes one."""

    def isna(self) -> Any:
        pandas: Any = super()
        return pandas.isna() | pandas.map(lambda value: isinstance(value, Figure) and value.is_missing)

    def notna(self) -> Any:
        return ~self.isna()

    isnull, notnull = isna, notna

    add, sub, mul, div = map(_of_stated, ("add", "sub", "mul", "div"))

    def unstack(self, *given: Any, fill_value: object = None, **options: Any) -> Any:
        """pandas' own, but that a combination of which no row is counted has 0 rows; of measured numbers it is missing."""
        pandas: Any = super()
        if (none := _no_row(self)) is None or fill_value not in (None, 0):
            refuse_filling("unstack", fill_value)
        return pandas.unstack(*given, fill_value=none, **options)

    def sort_values(self, *arguments: Any, **options: Any) -> Any:
        """By their numbers, equal ones as they stood; what is missing comes last, or first where that is asked."""
        pandas: Any = super()
        return pandas.sort_values(*arguments, **{"key": _numbers, "kind": "stable"} | options)

    def combine_first(self, other: Any) -> Any:
        """Its own where it is stated, else the other's."""
        mine: Any = self
        return mine.where(mine.notna(), other)

    def fillna(self, *arguments: object, **options: object) -> Any:
        pandas: Any = super()
        gone = (self.isna() & ~pandas.isna()).to_numpy().any()  # a figure that is missing
        if gone or (pandas.isna().to_numpy().any() and _are_measured(self)):  # a row that a merge has not found
            remedy = _("Leave it out, values[values.notna()], or print it: it says that nothing was reported.")
            raise misused("fillna", None, _STATED, remedy, code="invented_number")
        if arguments == (0,) and (none := _no_row(self)) is not None:
            return pandas.where(~pandas.isna(), none)
        return pandas.fillna(*arguments, **options)

    @property
    def is_unsent(self) -> bool:
        """Whether the period has no row at all of its table yet: what is computed of it is missing, and no sum of nothing."""
        mine: Any = self
        return bool(mine.edition and mine.table and not (len(mine) or mine.edition.records_of(mine.table)[mine.table]))

    def rows(self) -> Figure | int:
        """How many rows of their table these are; a plain number where the index tells no lines, nor rows by a name of their own."""
        mine: Any = self
        lines = _lines(mine.edition, mine.table, mine.index) if mine.edition and mine.table else None
        return len(mine) if lines is None else mine.edition.rows(mine.table, lines)


def _lines(edition: Any, table: str, index: Any) -> Any:
    """The lines of a table that an index tells: itself, or by the names of the rows, as `set_index` leaves them."""
    if not index.is_unique or index.name not in ("line", *TABLES[table].columns):
        return None
    if index.name == "line":
        return index
    rows = edition.records_of(table)[table].items()
    by_name = {row[index.name]: line for line, row in rows}
    return [by_name[name] for name in index] if len(by_name) == len(rows) and {*index} <= by_name.keys() else None
