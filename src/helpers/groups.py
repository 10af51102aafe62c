"""Groups of an edition's frames: pandas' own, but that their statistics and how many rows each has are figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial, partialmethod
from typing import Any

import pandas as pd
from pandas.api.typing import DataFrameGroupBy, SeriesGroupBy

from .lost import say_one_of_each
from .values.texts import Code

_OF_NUMBERS = ("median", "mean", "std", "quantile", "slope")

# what pandas describes numbers with, by its name for it
DESCRIBED: Mapping[str, str | float] = {
    Code("count", "Số dòng"): "count",
    Code("mean", "Trung bình"): "mean",
    Code("std", "Độ lệch chuẩn"): "std",
    Code("min", "Nhỏ nhất"): "min",
    Code("25%", "Tứ phân vị thứ nhất"): 0.25,
    Code("50%", "Trung vị"): "median",
    Code("75%", "Tứ phân vị thứ ba"): 0.75,
    Code("max", "Lớn nhất"): "max",
}


def described(part: Any, how: str | float) -> Any:
    """One of the statistics that describe a column."""
    return part.quantile(how) if isinstance(how, float) else getattr(part, how)()


def _of_each(name: str) -> Callable[..., Any]:
    """The statistic of each group, as the column knows it."""

    def statistic(
        self: Groups | FrameGroups, *arguments: object, numeric_only: object = None, **options: object
    ) -> Any:
        of_library = {"engine", "engine_kwargs"}  # how pandas would compute it
        options = {option: value for option, value in options.items() if option not in of_library}
        of = self.numbers() if numeric_only or name in _OF_NUMBERS else self
        return of.agg(lambda part: _of_part(part, name, *arguments, **options))

    return statistic


def _of_part(part: Any, name: str, *arguments: object, **options: object) -> Any:
    """Of figures the least and greatest are said as what they are, statistics, which add up with no other."""
    if name in ("min", "max") and len(part) and part.figures:
        return part._statistic(name)
    return getattr(part, name)(*arguments, **options)


class _Figures:
    """What groups of columns and of frames say in figures."""

    median, mean, std, quantile, slope, sum, min, max = map(_of_each, (*_OF_NUMBERS, "sum", "min", "max"))

    def count(self: Any) -> Any:
        return self.agg(lambda part: part.count())

    def nunique(self: Any) -> Any:
        return self.agg(lambda part: part.nunique())

    def first(self: Any, *arguments: Any, **options: Any) -> Any:
        say_one_of_each("first()", self.columns(), self.ngroup().to_numpy())
        return super().first(*arguments, **options)  # type: ignore[misc]

    def last(self: Any, *arguments: Any, **options: Any) -> Any:
        say_one_of_each("last()", self.columns(), self.ngroup().to_numpy())
        return super().last(*arguments, **options)  # type: ignore[misc]

    def idxmax(self: Any, **options: Any) -> Any:
        return self.agg(lambda part: part.idxmax(**options))

    def idxmin(self: Any, **options: Any) -> Any:
        return self.agg(lambda part: part.idxmin(**options))

    def describe(self: Any) -> Any:
        of = self.numbers()
        found = {code: of.agg(partial(described, how=how)) for code, how in DESCRIBED.items()}
        return pd.concat(found, axis=1)


class Groups(_Figures, SeriesGroupBy):  # type: ignore[misc]
    """The groups of a column."""

    def numbers(self) -> Groups:
        return self

    def columns(self) -> list[Any]:
        return [self.obj]

    def size(self) -> Any:
        found = self.agg(lambda part: part.rows())
        found.edition = self.obj.edition
        return found

    def _transformed(self, name: str, *arguments: object, **options: object) -> Any:
        figures = self.obj.with_figures().groupby(self.ngroup())  # pandas takes a group's key for its name
        return figures.transform(lambda part: getattr(part, name)(*arguments, **options))

    rank = partialmethod(_transformed, "rank")
    cumsum = partialmethod(_transformed, "cumsum")
    diff = partialmethod(_transformed, "diff")
    pct_change = partialmethod(_transformed, "pct_change")


class FrameGroups(_Figures, DataFrameGroupBy):  # type: ignore[misc]
    """The groups of a frame: medians and the like are those of its columns that have numbers."""

    def numbers(self) -> Any:
        names = [name for name in self._obj_with_exclusions.columns if self.obj[name].figures]
        return self._gotitem(names, 2) if names else self

    def columns(self) -> list[Any]:
        return [self.obj[name] for name in self._obj_with_exclusions.columns]

    def size(self) -> Any:
        found = self._gotitem(self.obj.columns[0], 1).size()
        return found.rename(None) if found.ndim == 1 else found.set_axis([*found.columns[:-1], "size"], axis=1)

    def _gotitem(self, key: Any, ndim: int, subset: Any = None) -> Any:
        made = super()._gotitem(key, ndim, subset)
        made.__class__ = FrameGroups if ndim == 2 else Groups
        return made
