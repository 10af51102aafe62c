"""Expressions bound to the cells of an edition: what rules compute with.

A term knows its cells, its value for any assignment of values to them (so that "what if this cell were 71?" costs
nothing), and, where it has one, its linear form for the solver.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..data.expressions import ROWS, Call, Expression, ExpressionError, Number, Operation, Select
from ..data.rows import Records, Rows
from ..data.schema import TABLES

Cell = tuple[str, int, str]  # table, line, column
Values = Mapping[Cell, float | None]

# units that differ by a factor: a rule may compare them
SCALES = {"triệu đồng": ("đồng", 1e6), "tỷ đồng": ("đồng", 1e9), "nghìn đồng": ("đồng", 1e3)}


@dataclass(frozen=True)
class Linear:
    """A sum of cells with coefficients, plus a constant; `over` divides it if it is not None."""

    coefficients: tuple[tuple[Cell, float], ...]
    constant: float = 0.0
    over: Linear | None = None
    fixed: frozenset[Cell] = (
        frozenset()
    )  # cells that stand in the coefficients: the form holds while they keep their value

    def value(self, values: Values) -> float | None:
        total = self.constant
        for cell, coefficient in self.coefficients:
            at = values[cell]
            if at is None:
                return None
            total += coefficient * at
        if self.over is None:
            return total
        below = self.over.value(values)
        return None if not below else total / below


@dataclass(frozen=True)
class Term:
    """A bound expression: its source text, cells, unit, and how to compute it."""

    text: str
    cells: tuple[Cell, ...]
    unit: str
    node: object

    def value(self, values: Values) -> float | None:
        """Its value, None if a cell is missing or a denominator is 0."""
        return self.node.value(values)

    def linear(self, values: Values) -> Linear | None:
        """Its linear form around these values; None where it has none (min, max)."""
        return self.node if isinstance(self.node, Linear) else getattr(self.node, "linear", lambda values: None)(values)


def bind(expression: Expression, records: Records) -> Term:
    """Bind an expression to the cells of an edition. Raises ExpressionError for units that do not fit."""
    node, unit = _bind(expression, records)
    return Term(
        str(expression),
        tuple(dict.fromkeys(node.cells() if not isinstance(node, Linear) else _cells(node))),
        unit,
        node,
    )


def rows_of(select: Select, records: Records) -> Rows:
    """The rows of a selection by line."""
    return records[select.table].where(select.where)


def _cells(linear: Linear) -> Iterable[Cell]:
    for cell, _ in linear.coefficients:
        yield cell
    if linear.over is not None:
        yield from _cells(linear.over)


def _bind(expression: Expression, records: Records) -> tuple[object, str]:
    match expression:
        case Number(value):
            return Linear((), float(value)), ""
        case Select() if unknown := _unknown_code(expression, records):
            raise ExpressionError(unknown)
        case Select(column=column) if column == ROWS:
            return Linear((), float(len(rows_of(expression, records)))), ""
        case Select(table, column, _):
            rows = rows_of(expression, records)
            unit, scale = _unit(expression, rows)
            return Linear(
                tuple(((table, line, column), scale) for line in rows) or ((_nowhere(expression), 1.0),)
            ), unit
        case Operation(left, sign, right):
            return _operation(_bind(left, records), sign, _bind(right, records), str(expression))
        case Call("weighted", (Select() as rates, Select() as weights)):
            return _Weighted(_pairs(rates, weights, records)), _unit(rates, rows_of(rates, records))[0]
        case Call(function, arguments):
            parts = [part for argument in arguments for part in _each(argument, records)]
            if function == "mean":
                cells = tuple(
                    (cell, coefficient / len(parts)) for part, _ in parts for cell, coefficient in part.coefficients
                )
                return Linear(cells, sum(part.constant for part, _ in parts) / max(len(parts), 1)), parts[0][
                    1
                ] if parts else ""
            return _Extreme(function, tuple(part for part, _ in parts)), parts[0][1] if parts else ""
    raise ExpressionError(f"{expression} cannot be part of a rule")


def _unknown_code(select: Select, records: Records) -> str:
    """What is wrong with the codes of a selection, in words; empty if nothing is."""
    for name, values in select.where:
        field = TABLES[select.table].columns[name]
        known = (
            [row["code"] for row in records["codes"].where((("list", (field.codes,)),)).values()]
            if field.kind == "code"
            else values
        )
        wrong = next((value for value in values if value and value not in known), None)
        if wrong is not None:
            return f"{name} {wrong!r} is unknown; codes.csv has {', '.join(known)}"
    return ""


def _nowhere(select: Select) -> Cell:
    """Stands for a selection without rows: it has no value, so its rule is not tested."""
    return (select.table, 0, select.column)


def _unit(select: Select, rows: Mapping[int, Mapping[str, str]]) -> tuple[str, float]:
    unit = TABLES[select.table].columns[select.column].unit
    if unit == "@unit":
        units = {row["unit"] for row in rows.values()}
        if len(units) > 1:
            raise ExpressionError(f"{select} adds different units: {', '.join(sorted(units))}; name the item")
        unit = units.pop() if units else ""
    return SCALES.get(unit, (unit, 1.0))


def _each(argument: Expression, records: Records) -> list[tuple[Linear, str]]:
    if isinstance(argument, Select) and argument.column != ROWS:
        rows = rows_of(argument, records)
        unit, scale = _unit(argument, rows)
        return [(Linear((((argument.table, line, argument.column), scale),)), unit) for line in rows]
    node, unit = _bind(argument, records)
    if not isinstance(node, Linear) or node.over is not None:
        raise ExpressionError(f"{argument} is too complicated inside mean, min or max")
    return [(node, unit)]


def _operation(left: tuple[object, str], sign: str, right: tuple[object, str], text: str) -> tuple[object, str]:
    (a, unit_a), (b, unit_b) = left, right
    if not isinstance(a, Linear) or not isinstance(b, Linear):
        raise ExpressionError(f"{text}: min, max and weighted stand alone on their side of a rule")
    if sign in "+-":
        if unit_a and unit_b and unit_a != unit_b:
            raise ExpressionError(f"{text}: cannot compute {unit_a!r} {sign} {unit_b!r}")
        if a.over is not None or b.over is not None:
            raise ExpressionError(f"{text}: write a quotient alone on its side of the rule")
        factor = 1.0 if sign == "+" else -1.0
        return Linear(_add(a.coefficients, b.coefficients, factor), a.constant + factor * b.constant), unit_a or unit_b
    if not b.coefficients and b.over is None:
        return scaled(a, b.constant if sign == "*" else 1 / b.constant), unit_a
    if sign == "*" and not a.coefficients and a.over is None:
        return scaled(b, a.constant), unit_b
    if sign == "*" and a.over is None and b.over is None:
        return _Product(a, b), unit_a or unit_b
    if sign == "/" and a.over is None and b.over is None:
        return Linear(a.coefficients, a.constant, over=b), "ratio" if unit_a == unit_b else f"{unit_a}/{unit_b}"
    raise ExpressionError(f"{text}: too complicated for a rule; state it with one multiplication or division")


def scaled(linear: Linear, factor: float) -> Linear:
    """A linear form times a number."""
    return Linear(
        tuple((cell, coefficient * factor) for cell, coefficient in linear.coefficients),
        linear.constant * factor,
        linear.over,
    )


def _add(left: tuple, right: tuple, factor: float) -> tuple[tuple[Cell, float], ...]:
    sums = dict(left)
    for cell, coefficient in right:
        sums[cell] = sums.get(cell, 0.0) + factor * coefficient
    return tuple(sums.items())


def _pairs(rates: Select, weights: Select, records: Records) -> tuple[tuple[Cell, Cell], ...]:
    """Rates with their weights, matched on the dimensions that both tables have."""
    shared = [name for name in TABLES[rates.table].key if name in TABLES[weights.table].key]
    if not shared:
        raise ExpressionError(f"{rates} and {weights} share no dimension")
    by_key = {
        tuple(row[name] for name in shared): (weights.table, line, weights.column)
        for line, row in rows_of(weights, records).items()
    }
    found = rows_of(rates, records).items()
    return tuple(
        ((rates.table, line, rates.column), by_key.get(tuple(row[name] for name in shared), _nowhere(weights)))
        for line, row in found
    )


@dataclass(frozen=True)
class _Product:
    left: Linear
    right: Linear

    def cells(self) -> Iterable[Cell]:
        return [*_cells(self.left), *_cells(self.right)]

    def value(self, values: Values) -> float | None:
        a, b = self.left.value(values), self.right.value(values)
        return None if a is None or b is None else a * b

    def linear(self, values: Values) -> Linear | None:
        factor = self.right.value(values)
        if factor is None:
            return None
        left = scaled(self.left, factor)
        return Linear(left.coefficients, left.constant, fixed=frozenset(_cells(self.right)))


@dataclass(frozen=True)
class _Weighted:
    """The average of rates, each with its weight."""

    pairs: tuple[tuple[Cell, Cell], ...]

    def cells(self) -> Iterable[Cell]:
        return [cell for pair in self.pairs for cell in pair]

    def value(self, values: Values) -> float | None:
        rates, weights = [values.get(rate) for rate, _ in self.pairs], [values.get(weight) for _, weight in self.pairs]
        if not self.pairs or None in rates or None in weights or not sum(weights):
            return None
        return sum(r * w for r, w in zip(rates, weights, strict=True)) / sum(weights)

    def linear(self, values: Values) -> Linear | None:
        if self.value(values) is None:
            return None
        over = Linear(tuple((weight, 1.0) for _, weight in self.pairs))
        return Linear(
            tuple((weight, values[rate]) for rate, weight in self.pairs),
            over=over,
            fixed=frozenset(rate for rate, _ in self.pairs),
        )


@dataclass(frozen=True)
class _Extreme:
    function: str
    parts: tuple[Linear, ...]

    def cells(self) -> Iterable[Cell]:
        return [cell for part in self.parts for cell in _cells(part)]

    def value(self, values: Values) -> float | None:
        found = [part.value(values) for part in self.parts]
        return None if not found or None in found else (min if self.function == "min" else max)(found)
