"""Conditions on one row: what its columns must be beside each other, and beside the rows that it refers to.

    date <= period.date_to                          columns of the row; of the row that a reference names, after a dot
    value <= 2 * previous.previous.value            of the same row in an earlier period: previous, last_year, any of these again
    date_from <= date_to <= period.date_to          comparisons as in arithmetic; == and !=; x in ['a', 'b']
    implies(state == 'completed', filled(result))   if … then; and, or, not
    month(date) >= 10                               functions, as listed in data/README.md

A comparison with an empty cell says nothing. It is a subset of Python's grammar, as the language of figures is.
"""

import ast
import operator
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from math import inf
from typing import Any, TypeAlias

from ..data.expressions import COMPARED, ExpressionError, syntax
from ..data.rows import Records, Row, Rows
from ..data.schema import TABLES
from ..i18n import _
from ..values.vietnamese import number
from .checks import decimals_of

Value: TypeAlias = str | Decimal | bool | None
_COMPARISONS: dict[type, Callable[[Any, Any], bool]] = {
    ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge, ast.Eq: operator.eq, ast.NotEq: operator.ne,
}  # fmt: skip
_SIGNS: dict[type, Callable[[Any, Any], Any]] = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul}
_EARLIER = tuple(name[1:] for name in COMPARED)  # before a dot: the same row of that period


# -- the functions: each with its help, which the dictionary prints ------------------------------------------------------


def filled(cell: Value) -> bool:
    """whether a cell is filled in"""
    return cell is not None


def implies(condition: Value, then: Value) -> Value:
    """if the first holds, so does the second"""
    return _either([_negated(condition), then])


def year(day: Value) -> Value:
    """the year of a day"""
    return Decimal(_day(day).year) if day else None


def month(day: Value) -> Value:
    """the month of a day, 1 to 12"""
    return Decimal(_day(day).month) if day else None


def whole(amount: Value) -> Value:
    """whether a number has no fraction"""
    return None if amount is None else _number(amount) % 1 == 0


FUNCTIONS: dict[str, Callable[..., Value]] = {each.__name__: each for each in (filled, implies, year, month, whole)}


# -- reading and evaluating ----------------------------------------------------------------------------------------------


def parse(text: str, table: str) -> ast.expr:
    """Read a condition on a table's rows. Raises ExpressionError for what is no part of the language."""
    tree = syntax(text)
    value(tree, table, None, Records({}))  # of no row everything is empty, and what cannot be computed is said
    return tree


def listed(names: str, table: str) -> list[str]:
    """The columns of a table that a rule names, commas between them. Raises ExpressionError for one that there is not."""
    wanted, columns = [name.strip() for name in names.split(",") if name.strip()], TABLES[table].columns
    if unknown := [name[:200] for name in wanted if name not in columns]:
        known = ", ".join(columns)
        said = _("{table!r} has no column {name!r}; it has {columns}", table=table, name=unknown[0], columns=known)
        raise ExpressionError(said)
    return wanted


def _named_by(table: str, name: str) -> str:
    """The table whose row a column names."""
    if name in _EARLIER and TABLES[table].key:
        return table
    listed(name, table)
    found = "periods" if name == "period" else TABLES[table].columns[name].table
    if not found:
        raise ExpressionError(_("{table}.{name} refers to no other table", table=table, name=name))
    return found


def columns(node: ast.expr) -> list[str]:
    """The columns of the row that a condition looks at."""
    return list(dict.fromkeys(each.id for each in _named(node) if each.id not in _EARLIER))


def _named(node: ast.expr) -> list[ast.Name]:
    return [each for each in ast.walk(node) if isinstance(each, ast.Name) and each.id not in FUNCTIONS]


def looked_at(node: ast.expr, table: str, row: Row, records: Records) -> list[str]:
    """The cells that a condition compares, as written, each once; not the period, which is the report's."""
    paths = [each for each in ast.walk(node) if isinstance(each, ast.Attribute)]
    inner = {id(each.value) for each in paths}
    names = [each for each in _named(node) if each.id != "period"]
    leaves = [each for each in (*names, *paths) if id(each) not in inner]
    found = (value(each, table, row, records) for each in leaves)
    texts = (
        number(each, decimals_of(str(each))) if isinstance(each, Decimal) else str(each)
        for each in found
        if each is not None
    )
    return list(dict.fromkeys(texts))


def value(node: ast.expr, table: str, row: Row | None, records: Records) -> Value:
    """What a condition, or a part of it, is of a row; None where an empty cell leaves it open, as all do of no row.

    Raises ExpressionError for what is no part of the language, and for columns and functions that there are not.
    """

    def of(part: ast.expr) -> Value:
        return value(part, table, row, records)

    match node:
        case ast.Name(id=name):
            return _cell(table, name, row)
        case ast.Attribute(value=ast.Name() | ast.Attribute() as reference, attr=column):
            other, there, _records = _row_of(reference, table, row, records)
            return _cell(other, column, there)
        case ast.Constant(value=str() as text):
            return text
        case ast.Constant(value=(int() | float()) as amount) if not isinstance(amount, bool) and abs(amount) < inf:
            return Decimal(repr(amount))
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in FUNCTIONS:
            if len(arguments) != FUNCTIONS[name].__code__.co_argcount:
                raise ExpressionError(f"{name}: {FUNCTIONS[name].__doc__}")
            return FUNCTIONS[name](*map(of, arguments))
        case ast.UnaryOp(op=ast.Not(), operand=part):
            return _negated(of(part))
        case ast.UnaryOp(op=ast.USub(), operand=part):
            found = of(part)
            return None if found is None else -_number(found)
        case ast.BoolOp(op=sign, values=parts):
            held = [of(part) for part in parts]
            return _either(held) if isinstance(sign, ast.Or) else _negated(_either([_negated(each) for each in held]))
        case ast.BinOp(left=left, op=sign, right=right) if type(sign) in _SIGNS:
            one, two = of(left), of(right)
            return None if one is None or two is None else _SIGNS[type(sign)](_number(one), _number(two))
        case ast.Compare(left=left, ops=signs, comparators=rest) if all(
            type(sign) in _COMPARISONS or (isinstance(sign, ast.In) and isinstance(two, ast.List))
            for sign, two in zip(signs, rest, strict=True)
        ):
            return _compared(left, signs, rest, of)
    one, known = ast.unparse(node), ", ".join(FUNCTIONS)
    raise ExpressionError(_("{one!r} is not part of the language; functions are {functions}", one=one, functions=known))


def _row_of(reference: ast.expr, table: str, row: Row | None, records: Records) -> tuple[str, Row | None, Records]:
    """The row that a reference leads to, none where there is none, its table and its period's records."""
    name = reference.id if isinstance(reference, ast.Name) else ""
    if isinstance(reference, ast.Attribute):
        name, (table, row, records) = reference.attr, _row_of(reference.value, table, row, records)
    other = _named_by(table, name)
    if row is None:
        return other, None, records
    if name in _EARLIER and other == table:
        where = tuple((key, (row[key],)) for key in TABLES[table].key)
        records = records.before.get(f"@{name}", Records({table: Rows()}))
    else:
        where = ((TABLES[other].key[-1], (row[name],)),)
    return other, next(iter(records[other].where(where).values()), None), records


def _compared(left: ast.expr, signs: list[ast.cmpop], rest: list[ast.expr], of: Callable[[ast.expr], Value]) -> Value:
    found: list[Value] = []
    for one, sign, two in zip([left, *rest], signs, rest, strict=False):
        if isinstance(sign, ast.In):
            among = [of(each) for each in getattr(two, "elts", ())]
            found.append(None if of(one) is None else of(one) in among)
            continue
        a, b = of(one), of(two)
        if a is not None and b is not None and isinstance(a, str) != isinstance(b, str):
            texts = {"one": ast.unparse(one), "other": ast.unparse(two)}
            raise ExpressionError(_("{one} and {other} cannot be compared: a number and a text", **texts))
        found.append(None if a is None or b is None else _COMPARISONS[type(sign)](a, b))
    return _negated(_either([_negated(each) for each in found]))


def _cell(table: str, name: str, row: Row | None) -> Value:
    listed(name, table)
    text = row[name] if row else ""
    return None if text == "" else Decimal(text) if TABLES[table].columns[name].kind == "number" else text


def _day(found: Value) -> date:
    try:
        return date.fromisoformat(str(found))
    except ValueError:
        raise ExpressionError(_("{found!r} is no day", found=found)) from None


def _number(found: Value) -> Decimal:
    if isinstance(found, str) or found is None:
        raise ExpressionError(_("{found!r} is no number", found=found))
    return Decimal(found)


def _negated(found: Value) -> Value:
    return None if found is None else not found


def _either(found: list[Value]) -> Value:
    """True if one is, None if none is but one is open."""
    return True if any(found) else None if None in found else False
