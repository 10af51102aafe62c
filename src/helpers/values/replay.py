"""From pandas to the report: what is taken out of a column of figures is computed again, exactly and in the report's words.

A column knows of each number how it was made of cells (`receipts`). To print one, the same is done once more with figures, which
have a key, a unit and Vietnamese forms. What the language of figures has no word for keeps its cells, and says that the audit
does not compute it again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from math import isclose, isnan
from operator import abs as absolute
from operator import add, mul, neg, sub, truediv
from typing import Any, Protocol

from receipts import Cell, Operation, cells, left_out
from receipts.sources import Source, addends

from ..data import units
from ..data.evaluation import complete
from ..data.expressions import Call, ExpressionError, Printed, Select
from ..i18n import _
from . import figures, vietnamese
from .figures import Figure, Known
from .markup import UNPROVEN
from .sources import Cells, merge

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


class Replay:
    """What is made of the cells of an edition."""

    def __init__(self, edition: Reader) -> None:
        self.edition = edition

    def scalar(self, value: float, source: Source) -> Figure:
        """The figure of a number in a column; what the report does not compute is looked at, and refused when it is printed."""
        try:
            found = self._figure(source)
        except ExpressionError as error:
            return replace(self._as_computed(value, source), refused=str(error))
        if found is None or not _is(found, value):
            found = self._as_computed(value, source)
        return replace(found, source=source.figure.source if isinstance(source, Known) and source.figure else source)

    def said(self, value: float, source: Source) -> str:
        """How a frame that somebody looks at shows it; nothing is computed for that."""
        exact = Decimal(repr(value))
        return vietnamese.number(exact, min(vietnamese.decimals(exact.normalize()), _LOOKED))

    def refusal(self, code: str, fields: Mapping[str, str]) -> str:
        """What is said of numbers that do not add up."""
        cell = fields["cell"].split(":")
        named = ", ".join((f"{cell[0]}.csv:{cell[1]}", *cell[2:])) if len(cell) > 1 else cell[0]
        if code == "measure":
            return units.no_sum(fields["unit"], fields["measure"] == "average")
        if code == "periods":
            return _(
                "{cell} tells of one time ({measure}) and does not add up over periods: {periods}. Print one of them, their difference, or their mean: pd.concat([a, b])[column].mean(), mean(a, b) in a statement.",
                cell=named,
                measure=fields["measure"],
                periods=fields["periods"],
            )
        if code == "part":
            whole = fields["whole"].split(":")
            return _(
                "{whole} is a whole that holds {part}, as its declaration says (part_of): added up it is counted twice. Choose the wholes alone, or the parts alone.",
                whole=f"{whole[0]}.csv:{whole[1]}, {whole[-1]}",
                part=named,
            )
        if code == "twice":
            return _(
                "{cell} would be added up twice: rows have been repeated, as merge does. Add it up before the merge, or write left.merge(right, …, validate='one_to_one').",
                cell=named,
            )
        if code == "units":
            return _(
                "the units differ: {units}. Convert one of them first, or choose the rows of one.",
                units=fields["units"],
            )
        return _(
            "shares of different wholes do not add up. Write the quotient of two sums, a.sum() / b.sum(), or their mean: values.mean()."
        )

    def row_name(self, source: Source) -> str:
        """What the row of a number is called."""
        table, line, _column = cells(source)[0].name.split(":")
        return self.edition.row_name(table, int(line))

    def _figure(self, source: Source) -> Figure | None:
        """None for what the language of figures has no word for."""
        match source:
            case Known(figure=Figure() as figure):
                return figure
            case Cell(name=name, owner=Replay() as owner):
                table, line, column = name.split(":")
                return owner.edition.number(table, int(line), column)
            case Operation(value=float() as value):
                return figures.number(Decimal(repr(int(value) if value == int(value) else value)))
            case Operation(name="sum"):
                of = complete(map(self._figure, addends(source)))
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

    def without(self, source: Source) -> str:
        """Whose numbers a statistic was computed without, as nobody has stated them."""
        lost = left_out(source)
        names = dict.fromkeys(map(self.row_name, lost))
        more = f" và {len(names) - _NAMED} nội dung khác" if len(names) > _NAMED else ""
        return f"không gồm {'; '.join([*names][:_NAMED])}{more}: chưa có số liệu" if names else ""


def _is(figure: Figure, value: float) -> bool:
    return isnan(value) if figure.value is None else isclose(float(figure.value), value, rel_tol=1e-9, abs_tol=1e-9)


def _of_one_selection(figure: Figure) -> bool:
    return isinstance(figure.expression, Call) and [*map(type, figure.expression.arguments)] == [Select]


def _cells(of: Iterable[Cell]) -> Iterator[Cells]:
    for cell in of:
        table, line, column = cell.name.split(":")
        yield Cells(table, (int(line),), column)


def cells_of(values: Any) -> tuple[Cells, ...]:
    """The cells of columns, frames or figures."""
    if isinstance(values, Figure):
        return values.cells
    if hasattr(values, "columns"):
        return merge(each for _name, column in values.items() for each in cells_of(column))
    of: Any = getattr(values, "array", None)
    if hasattr(of, "sources"):
        return merge(_cells(cell for source in of.sources for cell in cells(source)))
    if isinstance(values, Iterable) and not isinstance(values, str):
        return merge(each for value in values for each in cells_of(value))
    return ()
