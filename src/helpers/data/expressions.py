"""The language in which figures, controls, rules and statements name numbers of the tables.

    dossiers_received.dossiers(level='province', channel='online') / dossiers_received.dossiers(level='province')

A selection `table.column(dimension='code', …)` is the sum of the matching cells of the period; a list of codes
takes several; `table.rows(…)` counts rows. Selections combine with + - * /, numbers and mean(…), min(…), max(…) and
weighted(rates, weights), the average of rates weighted by another table, matched on the dimensions of both.
It is a subset of Python's grammar, so Python's own parser reads it and says where it goes wrong.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from .schema import TABLES

ROWS = "rows"
FUNCTIONS = ("mean", "min", "max", "weighted")
_SIGNS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}


class ExpressionError(ValueError):
    """An expression that cannot be read; `offset` is the character where it goes wrong."""

    def __init__(self, message: str, offset: int = 0) -> None:
        super().__init__(message)
        self.offset = offset


@dataclass(frozen=True)
class Select:
    """The cells of one column where dimensions have certain values."""

    table: str
    column: str
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def __str__(self) -> str:
        where = ", ".join(
            f"{name}={values[0]!r}" if len(values) == 1 else f"{name}={list(values)!r}" for name, values in self.where
        )
        return f"{self.table}.{self.column}({where})"


@dataclass(frozen=True)
class Operation:
    left: Expression
    sign: str
    right: Expression

    def __str__(self) -> str:
        left = f"({self.left})" if self._needs_brackets(self.left, right=False) else f"{self.left}"
        right = f"({self.right})" if self._needs_brackets(self.right, right=True) else f"{self.right}"
        return f"{left} {self.sign} {right}"

    def _needs_brackets(self, part: Expression, right: bool) -> bool:
        if not isinstance(part, Operation):
            return False
        loose = part.sign in "+-"
        return (self.sign in "*/" and loose) or (right and (self.sign == "/" or (self.sign == "-" and loose)))


@dataclass(frozen=True)
class Call:
    function: str
    arguments: tuple[Expression, ...]

    def __str__(self) -> str:
        return f"{self.function}({', '.join(map(str, self.arguments))})"


@dataclass(frozen=True)
class Number:
    value: Decimal

    def __str__(self) -> str:
        return str(self.value)


Expression = Select | Operation | Call | Number


def parse(text: str) -> Expression:
    """Read an expression and check its names against the tables.

    >>> str(parse("media_items.items( tone = 'positive' )/media_items.items()"))
    "media_items.items(tone='positive') / media_items.items()"

    Raises ExpressionError, which names what is unknown and what there is.
    """
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except SyntaxError as error:
        raise ExpressionError(f"cannot be read: {error.msg}", (error.offset or 1) - 1) from None
    return _read(tree.body)


def selections(expression: Expression) -> Iterator[Select]:
    """Every selection in an expression."""
    if isinstance(expression, Select):
        yield expression
    elif isinstance(expression, Operation):
        yield from selections(expression.left)
        yield from selections(expression.right)
    elif isinstance(expression, Call):
        for argument in expression.arguments:
            yield from selections(argument)


def select(table: str, column: str, **where: str | list[str]) -> Select:
    """A checked selection; raises ExpressionError for an unknown table, column or dimension."""
    conditions = tuple((name, (value,) if isinstance(value, str) else tuple(value)) for name, value in where.items())
    _check(table, column, [name for name, _ in conditions], 0)
    return Select(table, column, conditions)


def _read(node: ast.expr) -> Expression:
    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            return Number(Decimal(str(value)))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return Operation(Number(Decimal(0)), "-", _read(operand))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _SIGNS:
            return Operation(_read(left), _SIGNS[type(op)], _read(right))
        case ast.Call(func=ast.Attribute(value=ast.Name(id=table), attr=column), args=[], keywords=keywords):
            where = tuple((keyword.arg or "", _codes(keyword.value)) for keyword in keywords)
            _check(table, column, [name for name, _ in where], node.col_offset)
            return Select(table, column, where)
        case ast.Call(func=ast.Name(id=name), args=[_, *_] as args, keywords=[]) if name in FUNCTIONS:
            return Call(name, tuple(map(_read, args)))
    raise ExpressionError(
        f"{ast.unparse(node)!r} is not part of the language; write table.column(dimension='code')", node.col_offset
    )


def _codes(node: ast.expr) -> tuple[str, ...]:
    match node:
        case ast.Constant(value=str() as value):
            return (value,)
        case ast.List(elts=[_, *_] as elements) if all(
            isinstance(e, ast.Constant) and isinstance(e.value, str) for e in elements
        ):
            return tuple(e.value for e in elements)
    raise ExpressionError(f"{ast.unparse(node)} is not a code; write 'code' or ['code', 'code']", node.col_offset)


def _check(table: str, column: str, dimensions: list[str], offset: int) -> None:
    if table not in TABLES:
        raise ExpressionError(f"table {table!r} is unknown; there are {', '.join(TABLES)}", offset)
    columns = TABLES[table].columns
    numbers = [name for name, field in columns.items() if field.kind == "number"]
    if column != ROWS and column not in numbers:
        raise ExpressionError(
            f"{table!r} has no number column {column!r}; it has {', '.join([*numbers, ROWS])}", offset
        )
    for name in dimensions:
        if name not in columns or (name == "period" and table != "periods"):
            known = ", ".join(c for c in columns if c != "period" or table == "periods")
            raise ExpressionError(f"{table!r} has no column {name!r}; it has {known}", offset)
