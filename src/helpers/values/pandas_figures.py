"""From pandas to the report: the key of a number in a column, and the figure that this key gives.

A column knows of each number how it was made of cells (`receipts`). That is written as an expression, and the edition evaluates
it: what is printed is its key evaluated. What the language has no word for keeps its cells, and says that the audit does not
compute it again.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from functools import partial
from math import isclose, isnan
from typing import Any

from receipts import Cell, Operation, cells, left_out
from receipts.figure import exact, plain
from receipts.sources import SAID, Source, addends

from ..data import units
from ..data.evaluation import OPERATORS, STATISTICS, complete
from ..data.expressions import Call, ExpressionError, Printed
from ..i18n import Message
from . import figures, vietnamese
from .display_bundle import UNPROVEN
from .figures import SIGNS, Figure, NoSum, of_one_period
from .sourced_text import Text
from .sources import Cells, merge, parse

_OPERATORS: dict[str, Any] = {name: OPERATORS[sign] for name, sign in SIGNS.items()} | {"neg": operator.neg, "abs": abs}
_NAMED = 3  # rows that are named


class KeyFinder:
    """What is made of the cells of an edition, which reads them and evaluates keys."""

    def __init__(self, edition: Any) -> None:
        self.edition = edition

    def scalar(self, value: float, source: Source) -> Any:
        """The figure of a number in a column; what the report does not compute is looked at, and refused when it is printed."""
        if (own := _named(source)) is not None and _is(own, value):
            return own
        try:
            found, refused = self._figure(source), ""
        except ExpressionError as error:
            found, refused = None, str(error)
        of, said = _cells([source]), figures.SAID.get(getattr(source, "name", ""), "tính")
        if found is None or not _is(found, value):
            found = replace(unproven(value, source.unit, of, said), refused=found.refused if found else refused)
        elif found.expression is None:
            found = replace(found, computation=_computed(said, of))
        return replace(found, source=source)

    def refusal(self, code: str, fields: dict[str, str]) -> NoSum:
        """What is raised for numbers that do not add up."""
        if code == "measure":
            return NoSum(units.no_sum(fields["unit"], fields["measure"] == "average"))
        there = fields | {name: _place(fields[name]) for name in ("cell", "whole") if name in fields}
        return NoSum(Message(SAID[code], **there))

    def cells(self, name: str) -> tuple[Cells, ...]:
        """A cell of the edition."""
        return tuple(replace(each, titles=self.edition.tables[each.table].titles) for each in parse(name))

    def row_name(self, source: Source) -> str:
        """What the row of a number is called."""
        first = parse(cells(source)[0].name)[0]
        return str(self.edition.row_name(first.table, *first.lines))

    def _figure(self, source: Source) -> Any:
        """A source as a figure, with its key if it has one; None for what the language has no word for."""
        match source:
            case Operation(figure=Figure()) | Cell():
                return _named(source)
            case Operation(name="divide", parts=(_, Operation(value=0))):
                return None
            case Operation(value=float() as value):
                return figures.number(plain(Decimal(repr(value))))
            case Operation(name="sum"):
                if together := self.edition.together([*addends(source)]):
                    return self.edition.evaluate(together)
                of = complete(map(self._figure, addends(source, named=True)))
                return figures.total(of) if of else None
            case Operation(name=name, parts=parts) if name in _OPERATORS:
                of = complete(map(self._figure, parts))
                return _OPERATORS[name](*of) if of else None
            case Operation(name=("mean" | "median") as name, parts=parts) if together := self.edition.together(parts):
                return self.edition.evaluate(Call(name, (together,)))
            case Operation(name=name, parts=parts) if name in STATISTICS:
                of = of_one_period(complete(map(self._figure, parts)) or [])
                is_one_of_them = name in ("min", "max") and not any(each.is_missing for each in of)
                return (STATISTICS[name] if is_one_of_them else partial(figures.statistic, name))(of) if of else None
        return None

    def without(self, source: Source) -> str:
        """Whose numbers a statistic was computed without, as nobody has stated them."""
        lost = left_out(source)
        names = dict.fromkeys(map(self.row_name, lost))
        more = f" và {len(names) - _NAMED} nội dung khác" if len(names) > _NAMED else ""
        return f"không gồm {'; '.join([*names][:_NAMED])}{more}: chưa có số liệu" if names else ""


def unproven(value: float, unit: str, cells: tuple[Cells, ...], said: str) -> Figure:
    """A number that the language does not compute, with the cells that it was computed of. said: how."""
    known = exact(value)
    decimals = None if known is None else min(figures.RATIO_DECIMALS, vietnamese.decimals(round(known, 6).normalize()))
    return Figure(known, unit, cells=cells, decimals=decimals, computation=_computed(said, cells))


def _computed(said: str, cells: tuple[Cells, ...]) -> Printed:
    return Printed(f"{said} ({sum(len(each.lines) for each in cells)} số liệu; {UNPROVEN})")


def _place(cell: str) -> str:
    """A cell, for people."""
    table, *place = cell.split(":")
    return f"{table}.csv:{', '.join(place)}" if place else table


def _is(figure: Figure, value: float) -> bool:
    return isnan(value) if figure.value is None else isclose(float(figure.value), value, rel_tol=1e-9, abs_tol=1e-9)


def _named(source: Source) -> Any:
    """The figure that a column holds as it is: one that was put there, or a cell; else None."""
    match source:
        case Operation(figure=Figure() as figure):
            return figure
        case Cell(name=name, owner=KeyFinder() as owner):
            (of,) = parse(name)
            return owner.edition.number(of.table, *of.lines, of.column)
    return None


def _cells(of: Iterable[Source | None]) -> tuple[Cells, ...]:
    """The cells on which some sources rest."""
    return merge(each for source in of for cell in cells(source) for each in cell.owner.cells(cell.name))


def cells_of(values: Any, kind: type[Figure | Text] = Figure) -> tuple[Cells, ...]:
    """The cells of columns, frames or figures. kind: what has them, where that is not figures."""
    if isinstance(values, kind):
        return values.cells
    if hasattr(values, "columns"):
        return merge(each for _name, column in values.items() for each in cells_of(column, kind))
    of: Any = getattr(values, "array", None)
    if hasattr(of, "sources"):
        return _cells(of.sources)
    if isinstance(values, Iterable) and not isinstance(values, str):
        return merge(each for value in values for each in cells_of(value, kind))
    return ()
