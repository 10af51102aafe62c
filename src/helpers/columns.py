"""Frames of an edition: plain pandas, but that their statistics are figures, which know the cells they come from.

What pandas computes otherwise is a plain number. Such a number cannot be printed, and the error says where it was computed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, SupportsFloat

import pandas as pd

from .careful import Careful, looked_for, refuse_filling, same_number
from .chosen import Chosen
from .data.expressions import Printed
from .data.schema import TABLES
from .data.units import misnamed
from .groups import DESCRIBED, FrameGroups, Groups, described
from .joined import Joined
from .language import _
from .lost import (
    Lost,
    refuse_strangers,
    said_together,
    say_equal,
    say_left_out,
    say_one_of_each,
    say_ungrouped,
    say_what_is_odd,
)
from .problems import misused, unknown_kind
from .tried import grows_with, known_statistic, refuse_scaled, refuse_what_is_not_of, refuse_what_is_taken_besides
from .values.figures import Figure, mean, number, only_figures, statistic, total
from .values.markup import UNPROVEN
from .values.sources import Cells, merge
from .values.texts import Text
from .values.together import refuse_false_sum
from .values.vietnamese import lower_first

if TYPE_CHECKING:
    from .editions.frames import Frames

__all__ = ["computed"]  # what notebooks call of it
_AS_PANDAS = {"stdev": "std"}
_SIGNS = {"__lt__": "<", "__le__": "<=", "__gt__": ">", "__ge__": ">="}


def _of_column(function: str) -> Callable[..., Any]:
    """A statistic as pandas calls it. Figures are added up and compared by pandas itself, and so are dates and flags."""

    def statistic(self: Column, *arguments: object, **options: object) -> Any:
        same_number(_AS_PANDAS.get(function, function), options)
        if self.dtype == bool and function in ("sum", "mean"):  # of a filter: how many rows, and what share of them
            chosen = self[self].rows()
            return chosen if function == "sum" else chosen / self.rows()
        if self.is_unsent:
            return self._statistic(function)
        figures = self.figures
        if function == "sum" and figures:  # a combination that the period does not have adds nothing
            having = [each for each in figures if each.cells or not each.is_missing]
            return self._of_figures(function, having or figures)
        if function in ("min", "max") and any(figure.is_missing for figure in figures):
            return self._of_figures(function, figures)
        typed_among = not figures and any(isinstance(value, Figure) for value in self.array)
        if function in ("sum", "min", "max") and self.dtype.kind not in "fi" and not typed_among:
            return getattr(super(Column, self), function)(*arguments, **options)
        return self._statistic(function)

    return statistic


def _by_pandas(method: str) -> Callable[..., Any]:
    """What pandas itself computes of figures, from one to the next."""
    return lambda self, *given, **options: getattr(super(Column, self.with_figures()), method)(*given, **options)


def _of_both(operator: str) -> Callable[..., Column]:
    """Arithmetic of a table's numbers with figures: that of figures, which know the cells of both."""

    def operate(self: Column, other: Any) -> Column:
        if isinstance(other, Column) and (self.dtype == object) != (other.dtype == object):
            self, other = self.with_figures(), other.with_figures()
        refuse_strangers(f"{self.name}.{operator.strip('_')}", self.index, other)
        return getattr(super(Column, self), operator)(other)  # type: ignore[no-any-return]

    return operate


def _of_comparison(operator: str) -> Callable[..., Column]:
    """A comparison: of a missing number none is true, which is said."""

    def compare(self: Column, other: Any, **_options: object) -> Column:
        for compared in (each for each in (self, other) if isinstance(each, Column)):
            say_left_out(f"{self.name} {_SIGNS[operator]} …", compared)
        return getattr(super(Column, self), operator)(other)  # type: ignore[no-any-return]

    return compare


def _of_place(name: str) -> Callable[..., Any]:
    """Where the greatest or the least stands, of those that are stated."""

    def place(self: Column, *arguments: object, **options: object) -> Any:
        say_left_out(f"{name}()", self)
        found = getattr(super(Column, self[self.notna()]), name)(*arguments, **options)
        if self.index.is_unique and found in self.index:
            say_equal(f"{name}()", self, self[found])
        return found

    return place


def _of_frame(name: str) -> Callable[..., Column]:
    """The same of each column, or of each row (axis=1)."""
    return lambda self, axis=0, **options: self._each(lambda part: getattr(part, name)(**options), axis)


def _of_all(name: str) -> Callable[..., Any]:
    """The same where all are figures; pandas' own of anything else, such as days."""

    def statistic(self: Frame, axis: Any = 0, **options: Any) -> Any:
        if self.is_unsent or (self.size and self.map(lambda value: isinstance(value, Figure)).to_numpy().all()):
            return self._each(getattr(Column, name), axis in (1, "columns"))
        return getattr(super(Frame, self), name)(axis=axis, **options)

    return statistic


class Column(Careful, Chosen, pd.Series):
    """Figures, or the numbers of a table by their line; median, mean, std, sum, quantile, rank, rolling are figures.

    A missing value makes the statistic missing; take `values[known(values)]` for those that are stated.

    >>> Column([Figure(Decimal(2), "ngày"), Figure(Decimal(7), "ngày"), Figure(Decimal(3), "ngày")]).median().text("unit")
    '3\\xa0ngày'
    """

    _metadata = ("name", "edition", "table", "thinned", "by")
    edition: Frames | None = None
    table = ""
    thinned: Callable[[object], None] | None = None  # says of which numbers drop_duplicates has left one of several

    @property
    def _constructor(self) -> type[Column]:
        return Column

    @property
    def _constructor_expanddim(self) -> type[Frame]:
        return Frame

    @property
    def figures(self) -> list[Figure]:
        """Its figures; of a table's numbers those of their cells. Empty where the numbers are not the cells' own."""
        if all(isinstance(value, Figure) for value in self.array):
            return list(self.array)
        edition, name = self.edition, str(self.name)
        columns = TABLES[self.table].columns if edition and self.table else {}
        if not edition or name not in columns or columns[name].kind != "number" or self.index.name != "line":
            return []
        found = [edition.number(self.table, int(line), name) for line in self.index]
        own = [None if value != value else value for value in self.array]
        same = (figure.value is value or float(figure) == value for figure, value in zip(found, own, strict=True))
        return found if all(same) else []

    def _statistic(self, function: str, *first: Figure) -> Figure | float:
        field = TABLES[self.table].columns.get(str(self.name)) if self.edition and self.is_unsent else None
        if self.edition and field and field.kind == "number":
            return self.edition.figure(self.table, field.name)  # missing, in the column's unit
        if not (figures := self.figures) and len(self):
            plain = _AS_PANDAS.get(function, function)
            return Lost(getattr(pd.Series(self, dtype=float), plain)(*map(float, first)), f"{plain}()")
        return self._of_figures(function, [*figures], *first)

    def _of_figures(self, function: str, figures: list[Figure], *first: Figure) -> Figure:
        if self.thinned and function in ("sum", "mean"):
            self.thinned(self.name)
        say_what_is_odd(_AS_PANDAS.get(function, function), figures)
        if not self.edition:
            return _plain_statistic(function, figures, *first)
        return self.edition.statistic(function, figures, *first, by=self.by)

    def __eq__(self, other: object) -> Column:
        return super().__eq__(looked_for(self, other, __file__))  # type: ignore[no-any-return]

    def __ne__(self, other: object) -> Column:
        return super().__ne__(looked_for(self, other, __file__))  # type: ignore[no-any-return]

    __lt__, __le__, __gt__, __ge__ = map(_of_comparison, _SIGNS)
    lt, le, gt, ge = __lt__, __le__, __gt__, __ge__
    idxmax, idxmin = map(_of_place, ("idxmax", "idxmin"))

    def isin(self, values: Iterable[object]) -> Column:
        return super().isin([looked_for(self, value, __file__) for value in values])  # type: ignore[no-any-return]

    def dropna(self, **_: object) -> Column:
        return self[self.notna()]  # type: ignore[no-any-return]

    median, mean, std, sum, min, max = map(_of_column, ("median", "mean", "stdev", "sum", "min", "max"))

    def quantile(self, q: float | Iterable[float] = 0.5, **options: object) -> Figure | float | pd.Series:
        same_number("quantile", options)
        if not isinstance(q, float | int):
            return Column([self.quantile(each) for each in q], index=q, name=self.name, dtype=object)
        return self._statistic("quantile", number(Decimal(str(q))))

    def groupby(self, *arguments: Any, **options: Any) -> Groups:
        found: Any = super(Column, self.grouped_by(arguments or options.get("by"))).groupby(*arguments, **options)
        found.__class__ = Groups
        return found  # type: ignore[no-any-return]

    def value_counts(
        self, normalize: bool = False, sort: bool = True, ascending: bool = False, **options: object
    ) -> Column:
        """How many rows have each value, the most frequent first."""
        same_number("value_counts", options)
        stated = self[self.notna()]
        counts: Any = stated.groupby(stated, sort=False).size()
        counts = counts.sort_values(ascending=ascending, kind="stable") if sort else counts
        made: Column = (counts / stated.rows()).rename("proportion") if normalize else counts.rename("count")
        return made

    def corr(self, other: Column) -> Figure | float:
        """How two columns go together: Pearson's coefficient."""
        both = Frame({0: self.with_figures(), 1: other.with_figures()}, dtype=object)
        return computed(lambda numbers: numbers[0].corr(numbers[1]), of=both, method="hệ số tương quan")

    def count(self) -> Figure | int:
        """How many of them are stated."""
        return self[self.notna()].rows()  # type: ignore[no-any-return]

    def nunique(self, dropna: bool = True) -> Figure | int:
        """How many different ones there are."""
        same_number("nunique", {"dropna": dropna})
        rows, different = self.count(), len({*self[self.notna()].map(str)})
        if not isinstance(rows, Figure) or rows.is_missing:
            return rows if isinstance(rows, Figure) else different
        cells = tuple(Cells(each.table, each.lines, str(self.name)) for each in rows.cells)
        said = Printed(f"số nội dung khác nhau ({rows!s} dòng; {UNPROVEN})")
        return replace(rows, value=Decimal(different), expression=None, cells=cells, computation=said)

    def describe(self, **options: Any) -> Any:
        """What pandas describes numbers with, in figures: `described["50%"]` is the median."""
        if not (self.figures and len(self)):
            return super().describe(**options)
        found = [described(self, how) for how in DESCRIBED.values()]
        return Column(found, index=pd.Index([*DESCRIBED], dtype=object, name="statistic"), name=self.name, dtype=object)

    def astype(self, dtype: Any, **options: Any) -> Any:
        """As pandas has it; of figures whole numbers, such as places, are whole as they are, and nothing is cut off of others."""
        if self.dtype != object or not re.search(r"\bu?int", str(dtype).lower()):
            return super().astype(dtype, **options)
        if self.figures and all(
            value is None or value == int(value) for value in (each.value for each in self.figures)
        ):
            return self
        expected, remedy = _("whole numbers"), _("Write column.round(): it is printed so.")
        raise misused("astype", None, expected, remedy, code="rounded_number")

    def round(self, decimals: int = 0, **options: Any) -> Column:
        if self.dtype != object:
            return super().round(decimals, **options)  # type: ignore[no-any-return]
        return self.map(lambda value: round(value, decimals) if isinstance(value, Figure) else value)  # type: ignore[no-any-return]

    def with_figures(self) -> Column:
        """Itself, with the figures of their cells in the place of a table's numbers."""
        return self._of(figures) if (figures := self.figures) else self

    __add__, __sub__, __mul__, __truediv__ = map(_of_both, ("__add__", "__sub__", "__mul__", "__truediv__"))

    cummax, cummin, diff, pct_change = map(_by_pandas, ("cummax", "cummin", "diff", "pct_change"))

    def cumsum(self, **options: object) -> Any:
        refuse_false_sum(self.figures)
        return super(Column, self.with_figures()).cumsum(**options)

    def slope(self) -> Figure | float:
        """By how much they rise from one to the next, by least squares."""
        return self._statistic("slope")

    def rank(self, ascending: bool = False, **options: object) -> Column:
        """The place of each, the greatest first; equal ones share the better place."""
        same_number("rank", options)
        figures = [-figure for figure in self._stated()] if ascending else self._stated()
        return self._of(self._of_figures("rank", figures, one) for one in figures)

    def rolling(self, window: int, **options: object) -> Rolling:
        """The last few up to each: `values.rolling(3).mean()` is the moving average, missing while there are fewer."""
        same_number("rolling", options)
        return Rolling(self._of(self._stated()), window)

    def nlargest(self, n: int = 5, keep: str = "first") -> Column:
        """The n greatest, the greatest first; keep="all": also those that equal the last of them."""
        return self._first("nlargest", n, keep)

    def nsmallest(self, n: int = 5, keep: str = "first") -> Column:
        return self._first("nsmallest", n, keep)

    def _first(self, name: str, n: int, keep: str) -> Column:
        """The first few of an order; of those that equal the last of them and are left out it is said."""
        say_left_out(f"{name}()", self)
        numbers = self._numbers()
        places, every = (getattr(numbers, name)(n, each).index for each in (keep, "all"))
        if len(every) > len(places):
            say_equal(f"{name}({n})", self, self.with_figures().iloc[places[-1]])
        return self.with_figures().iloc[places]  # type: ignore[no-any-return]

    def _numbers(self) -> pd.Series:
        """The figures as plain numbers, by their places."""
        return pd.Series([float(figure) for figure in self._stated()], dtype=float)

    def _stated(self) -> list[Figure]:
        return self.figures or only_figures(str(self.name or _("the series")), self.array)

    def _of(self, figures: Iterable[Figure | float]) -> Column:
        made = Column(list(figures), index=self.index, name=self.name, dtype=object)
        made.edition = self.edition
        return made


def _plain_statistic(function: str, figures: Iterable[Figure], *first: Figure) -> Figure:
    """Of figures that no edition names together."""
    return {"mean": mean, "sum": total}.get(function, lambda all_: statistic(function, [*first, *all_]))(figures)


class Frame(Careful, Joined, Chosen, pd.DataFrame):
    """Several columns: a statistic is one of each column that has numbers, or of each row (axis=1)."""

    _metadata = ("edition", "table", "thinned", "by")
    edition: Frames | None = None
    table = ""
    thinned: Callable[[object], None] | None = None

    def __setitem__(self, key: Any, value: Any) -> None:
        refuse_strangers(f"frame[{key!r}]", self.index, value)
        super().__setitem__(key, value)

    def drop_duplicates(self, subset: Any = None, **options: Any) -> Any:
        """pandas' own; of numbers of which it leaves one of several a sum says so."""
        made = super().drop_duplicates(subset, **options)
        if subset is not None and made is not None:
            groups = pd.DataFrame.groupby(self, subset).ngroup().to_numpy()
            made.thinned = lambda name: say_one_of_each("drop_duplicates()", [self[name]], groups)
        return made

    def pivot_table(self, *arguments: Any, **options: Any) -> Any:
        refuse_filling("pivot_table", **options)
        given = {name: option for name, option in options.items() if isinstance(option, pd.Series)}
        own = self.assign(**{f"{option.name}_{name}": option for name, option in given.items()})  # whose rows get names
        named = {name: f"{option.name}_{name}" for name, option in given.items()}
        made = pd.DataFrame.pivot_table(of_cells(own), *arguments, **options | named)
        return made.rename_axis(**{name: option.name for name, option in given.items() if name in ("index", "columns")})

    def groupby(self, *arguments: Any, **options: Any) -> FrameGroups:
        by = options.get("by", next(iter(arguments), ""))
        found = super(Frame, self.grouped_by(by)).groupby(*arguments, **options)
        if options.get("dropna", True) and (lost := (~(found.ngroup().to_numpy() >= 0)).sum()):
            say_ungrouped(lost, by)
        found.__class__ = FrameGroups
        return found  # type: ignore[no-any-return]

    @property
    def _constructor(self) -> type[Frame]:
        return Frame

    @property
    def _constructor_sliced(self) -> type[Column]:
        return Column

    median, mean, std = map(_of_frame, ("median", "mean", "std"))

    @property
    def style(self) -> Any:
        remedy = _("Write {example}", example="show.table(frame, 'what it shows', formats={'share': '.1%'})")
        raise misused("style", None, _("a table of the report"), remedy, code="styled_table")

    def describe(self, **options: Any) -> Any:
        described = {name: self[name].describe() for name in self if self[name].figures}
        return pd.concat(described, axis=1) if described else super().describe(**options)

    def round(self, decimals: Any = 0, **options: Any) -> Frame:
        places = decimals if isinstance(decimals, Mapping) else dict.fromkeys(self, decimals)
        return self.apply(lambda column: column.round(places[column.name]) if column.name in places else column)  # type: ignore[no-any-return]

    sum, min, max = map(_of_all, ("sum", "min", "max"))

    def dropna(self, **options: Any) -> Frame:
        kept = pd.DataFrame(self, dtype=object).mask(self.isna()).dropna(**options)
        return self.loc[self.index.isin(kept.index), self.columns.isin(kept.columns)]  # type: ignore[no-any-return]

    def nlargest(self, n: int, columns: str, keep: str = "first") -> Frame:
        return self.loc[self[columns].nlargest(n, keep).index]  # type: ignore[no-any-return]

    def nsmallest(self, n: int, columns: str, keep: str = "first") -> Frame:
        return self.loc[self[columns].nsmallest(n, keep).index]  # type: ignore[no-any-return]

    def quantile(self, q: float = 0.5, axis: int = 0, **options: object) -> Column:
        return self._each(lambda part: part.quantile(q, **options), axis)

    def count(self, axis: Any = 0, **options: Any) -> Any:
        if axis in (1, "columns"):
            return super().count(axis, **options)
        return Column([self.iloc[:, at].count() for at in range(self.shape[1])], index=self.columns, dtype=object)

    def _each(self, statistic: Callable[[Column], Figure | float | pd.Series], axis: int) -> Column:
        along, count = (self.index, len(self)) if axis else (self.columns, len(self.columns))
        parts = [self.iloc[at] if axis else self.iloc[:, at] for at in range(count)]
        with said_together():
            found = {at: statistic(part) for at, part in enumerate(parts) if part.figures or part.is_unsent}
        return Column([*found.values()], index=along[[*found]], dtype=object)


def of_cells(values: pd.Series | pd.DataFrame) -> pd.Series | pd.DataFrame:
    """A table's numbers as figures of their cells, its lines by their rows' names, a column by its title; all else as it is."""
    if isinstance(values, Column) and values.table:
        column = TABLES[values.table].columns.get(str(values.name))
        return of_cells(values.to_frame()).iloc[:, 0].rename(column.title if column else values.name)
    if not isinstance(values, Frame):
        return values
    made = values.copy()
    for name in (name for name in values if values[name].dtype.kind in "fi"):
        made[name] = values[name].with_figures()
    if values.edition and values.table and values.index.name == "line":
        names = (Text(values.edition.row_name(values.table, int(line))) for line in values.index)
        made.index = pd.Index(list(names), dtype=object)
    return made


class Rolling:
    """Each value with those before it, a window at a time."""

    def __init__(self, values: Column, window: int) -> None:
        self._values, self._window = values, window

    def __getattr__(self, statistic: str) -> Callable[[], Column]:
        function = getattr(Column, statistic)
        return lambda: self.apply(function)

    def apply(self, function: Callable[[Column], Figure | float]) -> Column:
        ends = range(1, len(self._values) + 1)
        parts = [self._values.iloc[end - self._window : end] if end >= self._window else None for end in ends]
        return self._values._of(Figure(None) if part is None else function(part) for part in parts)


def computed(
    how: str | Callable[[Any], float], of: pd.Series | pd.DataFrame, unit: str | None = None, method: str = ""
) -> Figure | float:
    """What a function makes of a column, or of a frame's columns, as a figure that knows all their cells.

    how: "median", "mean", "stdev", "slope" or another statistic of the language; or a function that gets the numbers
    as plain pandas and gives one.
    of: figures, or a column of `edition.table`; a frame, `of=frame[["a", "b"]]`, where the function needs several.
    unit: that of the result, "" for none; default: the column's, of what grows as its numbers do, and none of a count.
    A function is tried again, and with other numbers: it must give the same for the same, and for others another. One that
    gives their sum, mean, median … is that; another the audit does not compute again, which annex and panel say.
    method: what readers are told of a function of yours; default: the first line of its docstring, or its name.

    >>> spread = computed(lambda days: days.max() - days.min(), of=Column([Figure(Decimal(2)), Figure(Decimal(7))]), method="Khoảng biến thiên")
    >>> spread.text(), spread.formula
    ('5', 'khoảng biến thiên (2 số liệu; phần kiểm tra không tính lại)')
    """
    frame = of if isinstance(of, Frame) else Frame(of) if isinstance(of, pd.DataFrame) else None
    columns = [of if isinstance(of, Column) else Column(of)] if frame is None else [frame[name] for name in frame]
    if isinstance(how, str):
        if frame is not None:
            raise unknown_kind("computed", of, _("a column"))
        return columns[0]._statistic(how)
    refuse_what_is_taken_besides(how)
    figures = [figure for column in columns for figure in column._stated()]
    plain = [column._numbers().set_axis(column.index) for column in columns]
    numbers = plain[0] if frame is None else pd.concat(plain, axis=1, keys=frame.columns)
    result = how(numbers.copy())
    if not isinstance(result, SupportsFloat):
        raise unknown_kind(f"computed({how.__name__})", result, _("one number"), _("Compute its numbers one by one."))
    refuse_what_is_not_of(numbers, how, float(result))
    own = next((figure.unit for figure in figures if figure.unit and len(columns) == 1), "")
    if frame is None and (known := known_statistic(numbers, how, float(result))):
        found: Any = getattr(columns[0], known)()
        if unit and misnamed(unit, own):
            expected = _("the unit of its figures, {unit}", unit=own)
            raise misused(f"computed({how.__name__})", unit, expected, _("Leave unit out."), code="wrong_unit")
        return found if unit is None else replace(found, unit=unit, factor=Decimal(1))  # type: ignore[no-any-return]
    if own and unit is None:
        refuse_scaled(numbers, how, float(result))
        own = own if grows_with(numbers, how, float(result)) else ""
    value = Decimal(repr(float(result)))
    words = method or (how.__doc__ or how.__name__).strip().split("\n")[0].rstrip(".")
    return Figure(
        value if value.is_finite() and not any(figure.is_missing for figure in figures) else None,
        own if unit is None else unit,
        factor=Decimal(1) if unit else next((figure.factor for figure in figures if len(columns) == 1), Decimal(1)),
        cells=merge(cells for figure in figures for cells in figure.cells),
        decimals=0 if value == value.to_integral_value() else None,
        computation=Printed(f"{lower_first(words)} ({len(figures)} số liệu; {UNPROVEN})"),
    )
