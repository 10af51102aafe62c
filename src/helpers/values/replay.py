"""From pandas to the report: what is taken out of a column of figures is computed again, exactly and in the report's words.

A column knows of each number how it was made of cells (`receipts`). To print one, the same is done once more with figures, which
have a key, a unit and Vietnamese forms. What the language of figures has no word for keeps its cells, and says that the audit
does not compute it again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from math import isclose, isnan
from operator import abs as absolute
from operator import add, mul, neg, sub, truediv
from typing import Any, Protocol, cast

import numpy as np
import pandas as pd

import receipts
from receipts import Cell, FigureArray, Operation, cells, left_out
from receipts.sources import Constant, Source

from ..data.evaluation import complete
from ..data.expressions import Call, ExpressionError, Printed, Select
from ..data.units import is_rate
from . import figures, vietnamese
from .figures import Figure
from .markup import UNPROVEN
from .sources import Cells, merge
from .together import is_sum

_SIGNS: dict[str, Callable[..., Figure]] = {
    "add": add, "subtract": sub, "multiply": mul, "divide": truediv, "neg": neg, "abs": absolute,
}  # fmt: skip
_STATISTICS = {"std": "stdev"} | {name: name for name in ("sum", "mean", "median", "min", "max", "quantile")}
_SAID = {
    "rank": "hạng",
    "column": "cột",
    "var": "phương sai",
    "prod": "tích",
    "sem": "sai số chuẩn",
    "skew": "hệ số bất đối xứng",
    "kurt": "độ nhọn",
}
_NAMED = 3  # rows that are named
_LOOKED = 4  # decimals that are looked at


class Reader(Protocol):
    """An edition, as far as it reads cells and names statistics."""

    def number(self, table: str, line: int, column: str) -> Figure: ...
    def row_name(self, table: str, line: int) -> str: ...
    def statistic(self, function: str, values: Iterable[Figure], *first: Figure) -> Figure: ...


@dataclass(frozen=True, slots=True, eq=False)
class Known(Operation):
    """A figure of the report among sources: its cells, and itself."""

    figure: Any = None
    owner: Any = None


class Replay:
    """What is made of the cells of an edition."""

    def __init__(self, edition: Reader) -> None:
        self.edition = edition

    def known(self, figure: Figure) -> Known:
        """A figure as a source. Whether it adds up with others is the report's own question, asked when it is printed."""
        of = tuple(
            Cell(f"{each.table}:{line}:{each.column}", owner=self) for each in figure.cells for line in each.lines
        )
        adds = is_sum(figure.expression) and not is_rate(figure.unit)
        measure = ("stock" if figure.level else "flow") if adds else "difference"
        name = "sum" if is_sum(figure.expression) else "computed"
        return Known(name, of, figure.unit, measure, figure.period, figure=figure, owner=self)

    def scalar(self, value: float, source: Source) -> Figure:
        """The figure of a number in a column; what the report does not compute is looked at, and refused when it is printed."""
        try:
            found = self._figure(source)
        except ExpressionError as error:
            return replace(self._as_computed(value, source), refused=str(error))
        if found is None or not _is(found, value):
            found = self._as_computed(value, source)
        return found if found.is_missing else replace(found, without=self._without(source) or found.without)

    def said(self, figure: receipts.Figure) -> str:
        """How a frame that somebody looks at shows it; nothing is computed for that."""
        value = figure.value or Decimal(0)
        return vietnamese.number(value, min(vietnamese.decimals(value.normalize()), _LOOKED))

    def row_name(self, source: Source) -> str:
        """What the row of a number is called."""
        table, line, _column = cells(source)[0].name.split(":")
        return self.edition.row_name(table, int(line))

    def _figure(self, source: Source) -> Figure | None:
        """None for what the language of figures has no word for."""
        match source:
            case Known(figure=figure):
                return cast(Figure, figure)
            case Cell(name=name, owner=owner):
                table, line, column = name.split(":")
                return cast(Figure, owner.edition.number(table, int(line), column))
            case Constant(value=value):
                return figures.number(Decimal(repr(int(value) if value == int(value) else value)))
            case Operation(name="sum"):
                of = complete(map(self._figure, _addends(source)))
                return self._statistic("sum", of) if of else None
            case Operation(name=name, parts=parts) if name in (*_SIGNS, *_STATISTICS):
                of = complete(map(self._figure, parts))
                if of is not None:
                    return _SIGNS[name](*of) if name in _SIGNS else self._statistic(_STATISTICS[name], of)
        return None

    def _statistic(self, name: str, of: list[Figure]) -> Figure:
        first, of = (of[:1], of[1:]) if name == "quantile" else ([], of)
        found = replace(self.edition.statistic(name, of, *first), picked=True)
        if name in ("min", "max") and not _of_one_selection(found):  # it is one of them, and rests on its own cells
            return next((each for each in of if each.value == found.value), found)
        return found

    def _as_computed(self, value: float, source: Source) -> Figure:
        """A number of pandas', in the unit of what it was computed of, with its cells."""
        exact = None if isnan(value) else Decimal(repr(value))
        words = _SAID.get(source.name, source.name) if isinstance(source, Operation) else ""
        return Figure(
            exact,
            source.unit,
            cells=merge(_cells(cells(source))),
            decimals=0 if exact is not None and exact == exact.to_integral_value() else None,
            computation=Printed(f"{words} ({len(cells(source))} số liệu; {UNPROVEN})"),
        )

    def _without(self, source: Source) -> str:
        """Whose numbers a statistic was computed without, as nobody has stated them."""
        lost = left_out(source)
        names = dict.fromkeys(map(self.row_name, lost))
        more = f" và {len(names) - _NAMED} nội dung khác" if len(names) > _NAMED else ""
        return f"không gồm {'; '.join([*names][:_NAMED])}{more}: chưa có số liệu" if names else ""


def _is(figure: Figure, value: float) -> bool:
    return isnan(value) if figure.value is None else isclose(float(figure.value), value, rel_tol=1e-9, abs_tol=1e-9)


def _of_one_selection(figure: Figure) -> bool:
    return isinstance(figure.expression, Call) and [*map(type, figure.expression.arguments)] == [Select]


def _addends(source: Source) -> Iterator[Source]:
    """What a sum of sums adds up; iterative, as a running total is as deep as its column is long."""
    waiting = [source]
    while waiting:
        each = waiting.pop()
        if isinstance(each, Operation) and each.name == "sum" and not isinstance(each, Known):
            waiting.extend(reversed(each.parts))
        else:
            yield each


def _cells(of: Iterable[Cell]) -> Iterator[Cells]:
    for cell in of:
        table, line, column = cell.name.split(":")
        yield Cells(table, (int(line),), column)


def cells_of(values: Any) -> tuple[Cells, ...]:
    """The cells of columns, frames or figures."""
    if isinstance(values, pd.DataFrame):
        return merge(each for _name, column in values.items() for each in cells_of(column))
    if isinstance(values, Figure):
        return values.cells
    if isinstance(values, pd.Series) and isinstance(values.array, FigureArray):
        return merge(_cells(cell for source in values.array.sources for cell in cells(source)))
    if isinstance(values, Iterable) and not isinstance(values, str):
        return merge(each for value in values for each in cells_of(value))
    return ()


def column(sources: Sequence[Source], values: Sequence[float]) -> FigureArray:
    """A column of pandas: numbers with what they are made of."""
    made = np.empty(len(sources), object)
    made[:] = sources
    return FigureArray(np.array(values, dtype=float), made)
