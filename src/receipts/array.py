"""The extension dtype `figure`: a column of numbers, each with its source.

Values are a float64 array, NaN where one is missing; beside it stands an array of sources, shared and never copied.
"""

from __future__ import annotations

import numbers
import operator
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any, ClassVar

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray, ExtensionDtype, no_default, register_extension_dtype, take
from pandas.api.types import is_bool_dtype, is_list_like, is_numeric_dtype

from . import sources
from .figure import Figure, Operators
from .sources import Source

# know their cells; of others a plain number is made
_STATISTICS = ("sum", "mean", "median", "min", "max", "std", "quantile")
_OF_ROWS = ("rank", "cumsum", "cumprod", "cummin", "cummax")  # a number for each row of a group
_LOGICAL = ("any", "all")


@register_extension_dtype
class FigureDtype(ExtensionDtype):
    """Numbers that remember their cells: `series.astype("figure")`, `figures_of(frame, …)`."""

    name: ClassVar[str] = "figure"
    type: ClassVar[type] = Figure
    kind: ClassVar[str] = "f"
    na_value = pd.NA
    _is_numeric: ClassVar[bool] = True

    @classmethod
    def construct_array_type(cls) -> Any:
        return FigureArray

    def _get_common_dtype(self, dtypes: Sequence[Any]) -> Any:
        """Figures beside plain numbers stay figures; those numbers have no source."""
        plain = all(each == self or (is_numeric_dtype(each) and not is_bool_dtype(each)) for each in dtypes)
        return self if plain else None


def scalar(value: float, source: Source | None) -> Any:
    """What is taken out of a column: a figure, or what the owner of its cells has for one; `pd.NA` where it is missing."""
    if source is not None and (owner := sources.owner(source)):
        return owner.scalar(float(value), source)
    return pd.NA if np.isnan(value) else Figure(value, source)


class FigureArray(Operators, ExtensionArray):
    """A column of figures. values: float64, NaN is missing. sources: one for each value, or None for a plain number."""

    __array_priority__ = 1000

    def __init__(self, values: np.ndarray, sources: np.ndarray) -> None:
        if values.shape != sources.shape or values.ndim != 1:
            raise ValueError("a FigureArray takes one column of values and one source for each of them")
        self._numbers, self._sources = values, sources

    @classmethod
    def _from_sequence(cls, scalars: Any, *, dtype: Any = None, copy: bool = False) -> FigureArray:
        if isinstance(scalars, pd.Series | pd.Index):
            scalars = scalars.array
        if isinstance(scalars, FigureArray):
            return scalars.copy() if copy else scalars
        scalars = list(scalars)
        values, sources = np.empty(len(scalars)), np.empty(len(scalars), object)
        for at, each in enumerate(scalars):
            if isinstance(each, Figure):
                values[at], sources[at] = each.__receipt__()
            elif each is None or each is pd.NA or each is pd.NaT:
                values[at] = np.nan
            elif isinstance(each, numbers.Real | Decimal | np.floating | np.integer):
                values[at] = float(each)
            else:
                raise TypeError(f"a column of figures takes numbers, and not {type(each).__name__} ({each!r})")
        return cls(values, sources)

    @classmethod
    def _from_sequence_of_strings(cls, strings: Any, *, dtype: Any = None, copy: bool = False) -> FigureArray:
        return cls._from_sequence(pd.to_numeric(pd.Series(strings, dtype=object)).astype(float))

    @classmethod
    def _from_factorized(cls, values: np.ndarray, original: FigureArray) -> FigureArray:
        return cls._from_sequence(values)

    @classmethod
    def _concat_same_type(cls, to_concat: Iterable[FigureArray]) -> FigureArray:
        to_concat = list(to_concat)
        values = np.concatenate([each._numbers for each in to_concat])
        return cls(values, np.concatenate([each._sources for each in to_concat]))

    def _cast_pointwise_result(self, values: Any) -> Any:
        """What a function made of the figures, one by one: figures where all of them are, else what pandas infers."""
        known = list(values)
        kinds = {type(each) for each in known if each is not pd.NA and each is not None}
        if kinds and all(issubclass(kind, Figure) for kind in kinds):
            return type(self)._from_sequence(known)
        logical = kinds and kinds <= {bool, np.bool_}
        return pd.array(known, dtype="boolean") if logical else pd.Series(known, dtype=None if known else object).array

    # -- what a column is --------------------------------------------------------------------------------------------

    @property
    def dtype(self) -> FigureDtype:
        return FigureDtype()

    @property
    def nbytes(self) -> int:
        return self._numbers.nbytes + self._sources.nbytes

    @property
    def sources(self) -> np.ndarray:
        """The sources, one for each value; None for a plain number."""
        return self._sources.copy()

    def __len__(self) -> int:
        return len(self._numbers)

    def __getitem__(self, item: Any) -> Any:
        if isinstance(item, tuple):
            item = item[1] if item[:1] == (Ellipsis,) and len(item) == 2 else item[0] if len(item) == 1 else item
        item = pd.api.indexers.check_array_indexer(self, item)
        if isinstance(item, numbers.Integral):
            return scalar(float(self._numbers[item]), self._sources[item])
        found = type(self)(self._numbers[item], self._sources[item])
        found._readonly = self._readonly and isinstance(item, slice)
        return found

    def __setitem__(self, key: Any, value: Any) -> None:
        if self._readonly:
            raise ValueError("Cannot modify read-only array")
        key = pd.api.indexers.check_array_indexer(self, key)
        new = type(self)._from_sequence(value if is_list_like(value) else [value])
        if not is_list_like(value):
            self._numbers[key], self._sources[key] = new._numbers[0], new._sources[0]
        else:
            self._numbers[key], self._sources[key] = new._numbers, new._sources

    def isna(self) -> np.ndarray:
        missing: np.ndarray = np.isnan(self._numbers)
        return missing

    def take(self, indices: Any, *, allow_fill: bool = False, fill_value: Any = None) -> FigureArray:
        fill = self._from_sequence([fill_value if fill_value is not None else pd.NA])
        values = take(
            self._numbers, indices, allow_fill=allow_fill, fill_value=fill._numbers[0] if allow_fill else None
        )
        kept = take(self._sources, indices, allow_fill=allow_fill)
        if allow_fill:
            kept[np.asarray(indices) == -1] = fill._sources[0]
        return type(self)(values, kept)

    def copy(self) -> FigureArray:
        return type(self)(self._numbers.copy(), self._sources.copy())

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        """A fresh copy: floats, for plots and models; objects and texts where they are asked for."""
        if copy is False:
            raise ValueError("Unable to avoid copy while creating an array as requested.")
        dtype = np.dtype(dtype or float)
        if dtype.kind in "iub" and self.isna().any():
            raise ValueError(f"cannot convert missing figures to {dtype}")
        made: np.ndarray = (self._as_objects() if dtype.kind in "OUS" else self._numbers).astype(dtype)
        return made

    def to_numpy(self, dtype: Any = None, copy: bool = True, na_value: Any = no_default) -> np.ndarray:
        made: np.ndarray = super().to_numpy(dtype, True, na_value)
        return made

    def _as_objects(self) -> np.ndarray:
        made = np.empty(len(self), object)
        made[:] = list(self)
        return made

    def _formatter(self, boxed: bool = False) -> Callable[[Any], str]:
        return lambda each: f"{each if each is pd.NA else Figure(float(each))}"

    def _values_for_factorize(self) -> tuple[np.ndarray, float]:
        return self._numbers, np.nan

    def value_counts(self, dropna: bool = True) -> pd.Series:
        return super().value_counts(dropna).astype("Int64")

    # -- operators ---------------------------------------------------------------------------------------------------

    def _operand(self, other: Any) -> FigureArray:
        """The other side of an operator as figures; raises TypeError for what is no number."""
        if is_list_like(other):
            if len(other) != len(self):
                raise ValueError("Lengths must match")
            return self._from_sequence(other)
        one = self._from_sequence([other])
        return type(self)(np.repeat(one._numbers, len(self)), np.repeat(one._sources, len(self)))

    def _operated(self, name: str, compute: Callable[[Any, Any], Any], one: Any, other: Any) -> Any:
        if any(isinstance(each, pd.Series | pd.Index | pd.DataFrame) for each in (one, other)):
            return NotImplemented
        try:
            left, right = self._operand(one), self._operand(other)
        except TypeError:
            return NotImplemented
        with np.errstate(all="ignore"):
            values = compute(left._numbers, right._numbers)
        by_zero = compute in (operator.truediv, operator.floordiv, operator.mod)
        values[~np.isfinite(values) & (right._numbers == 0 if by_zero else False)] = np.nan  # as it has no value
        made = np.empty(len(self), object)
        pairs = zip(left._sources, right._sources, left._numbers.tolist(), right._numbers.tolist(), strict=True)
        made[:] = [sources.joined(name, one, other, (first, second)) for one, other, first, second in pairs]
        return type(self)(values, made)

    def _compared(self, compare: Callable[[Any, Any], Any], other: Any) -> Any:
        """pandas' own `boolean`: what is missing is neither true nor false."""
        if isinstance(other, pd.Series | pd.Index | pd.DataFrame):
            return NotImplemented
        try:
            right = self._operand(other)
        except TypeError:
            return NotImplemented
        return pd.arrays.BooleanArray(compare(self._numbers, right._numbers), self.isna() | right.isna())

    def _turned(self, name: str, turn: Callable[[Any], Any]) -> FigureArray:
        made = np.empty(len(self), object)
        of = ((each, each and (each.unit, sources.DIFFERENCE, each.period)) for each in self._sources)
        made[:] = [about and sources.Operation(name, (each,), *about) for each, about in of]
        return self.copy() if name == "pos" else type(self)(turn(self._numbers), made)

    def round(self, decimals: int = 0) -> FigureArray:
        """Half up, as people round."""
        return type(self)._from_sequence([each if each is pd.NA else round(each, decimals) for each in self])

    # -- statistics --------------------------------------------------------------------------------------------------

    def _reduce(self, name: str, *, skipna: bool = True, keepdims: bool = False, **options: Any) -> Any:
        options.pop("axis", None)
        if name == "count":
            return len(self) - self.isna().sum()
        value, source = self._reduced(name, skipna=skipna, **options)
        if name in _LOGICAL:
            return value
        made: Any = pd.NA if source is None and pd.isna(value) else scalar(value, source)
        return type(self)._from_sequence([made]) if keepdims else made

    def _reduced(self, name: str, **options: Any) -> tuple[Any, Source | None]:
        """The value of a statistic, and its source; a sum of nothing known is not 0."""
        source = self._of(name)
        nothing = source is not None and self.isna().all()
        return np.nan if nothing else getattr(pd.Series(self._numbers), name)(**options), source

    def _of(self, name: str) -> Source | None:
        """The source of a statistic of the values; None of one that knows no cells, where a value is plain, or none is there."""
        empty = self.isna()
        used = self._sources[~empty].tolist()
        lost = [each for each in self._sources[empty].tolist() if each is not None]
        if name not in _STATISTICS or None in used or not (used or lost):
            return None
        if not used:
            return sources.computed(name, lost)
        if name == "sum":
            return sources.added(used, lost)
        if name not in ("min", "max"):  # to which it is no matter that a number stands there twice
            sources.refuse_twice(used)
        return sources.computed(name, used, lost)

    def _accumulate(self, name: str, *, skipna: bool = True, **options: Any) -> FigureArray:
        values = getattr(pd.Series(self._numbers), name)(skipna=skipna, **options).to_numpy()
        made, last = np.empty(len(self), object), None
        if name != "cumsum":
            return type(self)(values, made)
        self._of("sum")  # refuses what does not add up
        for at, source in enumerate(self._sources):
            if source is not None and not np.isnan(self._numbers[at]):
                last = sources.Operation("sum", (last, source), source.unit, source.measure) if last else source
            made[at] = last
        return type(self)(values, made)

    def _groupby_op(
        self, *, how: str, has_dropped_na: bool, min_count: int, ngroups: int, ids: np.ndarray, **options: Any
    ) -> Any:
        """A statistic of each group, or the rows' running totals and places in their groups."""
        if how in ("first", "last"):
            return super()._groupby_op(
                how=how, has_dropped_na=has_dropped_na, min_count=min_count, ngroups=ngroups, ids=ids, **options
            )
        order = np.argsort(ids, kind="stable")
        groups = np.split(order, np.searchsorted(ids[order], np.arange(ngroups + 1)))[1:-1]
        if how in _OF_ROWS:
            options = {"method" if name == "ties_method" else name: each for name, each in options.items()}
            made = type(self)(np.full(len(self), np.nan), np.empty(len(self), object))
            for places in groups:
                made[places] = getattr(pd.Series(self[places]), how)(**options).array
            return made
        values, kept = np.full(ngroups, None, object), np.empty(ngroups, object)
        for at, places in enumerate(groups):
            if len(places) and np.isfinite(self._numbers[places]).sum() >= min_count:
                values[at], kept[at] = self[places]._reduced(how, **options)
        return pd.array(values, dtype="boolean") if how in _LOGICAL else type(self)(values.astype(float), kept)

    def _quantile(self, qs: np.ndarray, interpolation: str) -> FigureArray:
        values, made = pd.Series(self._numbers).quantile(qs, interpolation), np.empty(len(qs), object)
        made[:] = [self._of("quantile")] * len(qs)
        return type(self)(values.to_numpy(), made)
