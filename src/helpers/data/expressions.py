"""The language in which figures, controls, rules and statements name numbers of the tables: how it is read.

    dossiers_received.dossiers(level='province', channel='online') / dossiers_received.dossiers(level='province')

    table.column(dimension='code', …)   the sum of the matching cells of the period; missing if one is, or if none matches
    dimension=['code', 'code']          cells with any of several codes
    period='2023-H1'                    cells of another period; '@last_year', '@previous': those of the same period last
                                        year and of the period before; missing where it has no row
    table.rows(…)                       how many rows match
    a + b - c, a * b / c, -a, (…), 0.5  as in arithmetic; missing where something is divided by 0
    abs(a)                              without its sign
    mean(table.column(…))               of the matching cells, each for itself; median(…): the middle one
    min(a, …), max(a, …)                of several numbers
    weighted(rates, weights)            the average of rates weighted by another table, matched on the dimensions of both
    growth(a), change(a)                how much more it is than in the same period last year: in percent, and as it is
    growth(a, '2022-H1')                the same on that period; one of other months of the year is refused
    a == b, a != b, a < b, a <= b, …    a condition, on which words of a statement are printed: [[words | a == b]]

It is a subset of Python's grammar, so Python's own parser reads it and says
where it goes wrong. What `str` prints of
an expression is what `parse` reads back, with no bracket more than needed. `evaluation` says what expressions mean.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from typing import Self

from ..errors import nearest, wrong_input
from ..i18n import _
from .datapackage import Declared, Field, Table
from .indexed_rows import Row, Where

ROWS = "rows"
LAST_YEAR = "@last_year"
COMPARED = (LAST_YEAR, "@previous")
CHANGES = ("growth", "change")
LONGEST, DEEPEST = 2000, 50
SUM, PRODUCT = "+", "*"  # of which the parts below 0 are "-", those that divide "/"
_SIGNS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_NUMBER = re.compile(r"\d+(\.\d+)?")
_COMPARED = {ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}


_USAGES = {
    "abs": "abs(a)",
    **{name: f"{name}(table.column(…))" for name in ("mean", "median")},
    **{name: f"{name}(a, …)" for name in ("min", "max")},
    "weighted": _("weighted(rates, weights) with two selections that share a dimension"),
    "growth": _("growth(a), growth(a, '@previous') or growth(a, '2023-H1')"),
    "change": _("change(a), change(a, '@previous') or change(a, '2023-H1')"),
}


# -- the forms of which expressions are made, and how each is printed --------------------------------------------------


class ExpressionError(ValueError):
    """An expression that cannot be read or computed. column: of the row in which it stands, if that is known."""

    column = ""


@contextmanager
def naming(column: str) -> Iterator[None]:
    """What is wrong with an expression meanwhile is wrong in this column of its row."""
    try:
        yield
    except ExpressionError as error:
        error.column = error.column or column
        raise


@dataclass(frozen=True)
class Select:
    """The cells of one column where dimensions have certain values. declared: its table."""

    table: str
    column: str
    where: Where
    declared: Table = field(compare=False, repr=False)

    @classmethod
    def of(cls, table: Table, column: str = ROWS, where: Where = ()) -> Self:
        return cls(table.name, column, where, table)

    @property
    def field(self) -> Field:
        """The column whose cells they are; none has it that counts rows."""
        return self.declared.columns[self.column]

    @property
    def period(self) -> str:
        """The period that it names; empty: the edition's own."""
        return "" if self.table == "periods" else dict(self.where).get("period", ("",))[0]

    def includes(self, other: Select) -> bool:
        """Whether all rows of another selection are among its own, whatever rows there are."""
        asked = dict(other.where)
        within = (name in asked and set(asked[name]) <= set(values) for name, values in self.where)
        return self.table == other.table and all(within)

    def takes(self, table: str, row: Row) -> bool:
        """Whether a row of a table is among its rows."""
        return self.table == table and all(row[name] in values for name, values in self.where)

    def __str__(self) -> str:
        codes = ((name, values[0] if len(values) == 1 else list(values)) for name, values in self.where)
        return f"{self.table}.{self.column}({', '.join(f'{name}={value!r}' for name, value in codes)})"


@dataclass(frozen=True)
class Number:
    """A number that is not below 0: a sign stands before it."""

    value: Decimal

    def __str__(self) -> str:
        return format(self.value, "f")


@dataclass(frozen=True)
class Words:
    """What a change is measured from: '@previous'."""

    text: str

    def __str__(self) -> str:
        return repr(self.text)


@dataclass(frozen=True)
class Printed:
    """A number as a page prints it, "1.250": part of a computation that people read, and of no expression to evaluate."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Call:
    """A function of others: also a sum (`SUM`), a product (`PRODUCT`), a number with its sign ("-"), a condition ("==").

    `a - b` is the sum of a and -b, `a / b` the product of a and "/" of b.
    """

    function: str
    arguments: tuple[Expression, ...]

    def __str__(self) -> str:
        if self.function == "-":
            return f"-{self._bracketed(self.arguments[0])}"
        if self.function in (SUM, PRODUCT):
            first, *rest = self.arguments
            signed = (signed_part(part, self.function) for part in rest)
            return " ".join([self._bracketed(first), *(f"{sign} {self._bracketed(part)}" for sign, part in signed)])
        unsaid = self.function in CHANGES and self.arguments[-1] == Words(LAST_YEAR)
        return f"{self.function}({', '.join(map(str, self.arguments[: -1 if unsaid else None]))})"

    def _bracketed(self, part: Expression) -> str:
        inner = part.function if isinstance(part, Call) else ""
        return f"({part})" if inner == SUM or (inner == PRODUCT and self.function != SUM) else f"{part}"


Leaf = Select | Words  # what names a period
Expression = Select | Number | Words | Printed | Call


def operation(left: Expression, sign: str, right: Expression) -> Call:
    """Two expressions combined; what stands left of a sign of the same rank is not nested.

    >>> str(operation(operation(Number(Decimal(1)), "-", Number(Decimal(2))), "-", Number(Decimal(3))))
    '1 - 2 - 3'
    """
    chain = SUM if sign in "+-" else PRODUCT
    before = left.arguments if isinstance(left, Call) and left.function == chain else (left,)
    return Call(chain, (*before, right if sign == chain else Call(sign, (right,))))


def signed_part(part: Expression, chain: str) -> tuple[str, Expression]:
    """A part of a sum or product behind the first, with the sign before it."""
    inverse = "-" if chain == SUM else "/"
    match part:
        case Call(sign, (of,)) if sign == inverse:
            return sign, of
    return chain, part


def number(value: int | Decimal) -> Expression:
    """A number as it is written: a sign, then its digits."""
    value = Decimal(value)
    return Call("-", (Number(value.copy_negate()),)) if value < 0 else Number(value.copy_abs())


# -- made, looked at, changed ------------------------------------------------------------------------------------------


def select(table: str, column: str, tables: Declared, **where: str | list[str]) -> Select:
    """A checked selection; raises ExpressionError for an unknown table, column or dimension."""
    conditions = tuple((name, (value,) if isinstance(value, str) else tuple(value)) for name, value in where.items())
    return _checked(table, column, conditions, tables)


def selections(expression: Expression) -> Iterator[Select]:
    """Every selection in an expression."""
    return (each for each in parts(expression) if isinstance(each, Select))


def parts(expression: Expression) -> Iterator[Expression]:
    """An expression with all of which it is made."""
    yield expression
    for part in operands(expression):
        yield from parts(part)


def operands(expression: Expression) -> tuple[Expression, ...]:
    """Those of which it is made, one level deeper."""
    return expression.arguments if isinstance(expression, Call) else ()


def mapped(expression: Expression, change: Callable[[Leaf], Leaf]) -> Expression:
    """The same expression with its selections and words changed."""
    if isinstance(expression, Call):
        return Call(expression.function, tuple(mapped(argument, change) for argument in expression.arguments))
    return change(expression) if isinstance(expression, Select | Words) else expression


def dated(expression: Expression, period: str) -> Expression:
    """The same expression with its selections naming the period that they mean.

    >>> str(dated(parse("-media_items.items()", Edition("2024-H1").tables), "2023-H1"))
    "-media_items.items(period='2023-H1')"
    """
    return mapped(expression, lambda leaf: leaf if getattr(leaf, "period", "") else _of_period(leaf, period))


def moved(expression: Expression, period: str) -> Expression:
    """The same of another period, whichever its selections name.

    >>> tables = Edition("2024-H1").tables
    >>> str(moved(parse("media_items.items(tone='positive', period='2024-H1')", tables), "@last_year"))
    "media_items.items(tone='positive', period='@last_year')"
    """
    return mapped(expression, lambda leaf: _of_period(leaf, period))


def resolved(expression: Expression, periods: Mapping[str, str]) -> Expression:
    """The same with the keys of the periods that '@last_year' and '@previous' stand for.

    >>> str(resolved(parse("growth(media_items.items())", Edition("2024-H1").tables), {"@last_year": "2023-H1"}))
    "growth(media_items.items(), '2023-H1')"
    """

    def named(leaf: Leaf) -> Leaf:
        if isinstance(leaf, Words):
            return Words(periods.get(leaf.text, leaf.text))
        return _of_period(leaf, periods[leaf.period]) if leaf.period in periods else leaf

    return mapped(expression, named)


def _of_period(leaf: Leaf, period: str) -> Leaf:
    """A selection of a period's cells; tables that belong to no period, and the list of periods, stay as they are."""
    if isinstance(leaf, Words) or leaf.table == "periods" or not leaf.declared.periodic:
        return leaf
    others = tuple((name, values) for name, values in leaf.where if name != "period")
    return replace(leaf, where=(*others, ("period", (period,))))


def is_relative(expression: Expression) -> bool:
    """True if it means other cells in another period: it says '@last_year' or '@previous' somewhere."""
    named = (each.period if isinstance(each, Select) else getattr(each, "text", "") for each in parts(expression))
    return not set(COMPARED).isdisjoint(named)


def is_change(expression: Expression | None) -> bool:
    """Whether it is a difference between two periods, computed or stated, of whichever sign.

    >>> tables = Edition("2024-H1").tables
    >>> is_change(parse("abs(change(media_items.items()))", tables)), is_change(parse("media_items.items()", tables))
    (True, False)
    """
    match expression:
        case Call("abs" | "-", (part,)):
            return is_change(part)
        case Call("change") | Select(column="change"):
            return True
    return False


# -- read --------------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)  # figures, controls and rules name the same again and again
def parse(text: str, tables: Declared) -> Expression:
    """Read an expression and check its names against the tables.

    >>> str(parse("media_items.items( tone = 'positive' )/media_items.items()", Edition("2024-H1").tables))
    "media_items.items(tone='positive') / media_items.items()"

    Raises ExpressionError, which names what is unknown and what there is.
    """
    return _Reader(text, tables).number(_syntax(text))


def condition(text: str, tables: Declared) -> Call:
    """Read a condition: a comparison of two numbers. Raises ExpressionError for what is none.

    >>> str(condition("media_items.items() >= 2", Edition("2024-H1").tables).arguments[0])
    'media_items.items()'
    """
    return _Reader(text, tables).comparison(_syntax(text))


def columns_named(names: str, table: Table) -> list[str]:
    """The columns of a table that a rule names, commas between them. Raises ExpressionError for one that there is not."""
    wanted = [name.strip() for name in names.split(",") if name.strip()]
    for name in wanted:
        _refuse_unknown_column(table, name)
    return wanted


def _refuse_unknown_column(table: Table, name: str) -> None:
    if name not in table.columns:
        there = {"table": table.name, "column": name[:200], "columns": ", ".join(table.columns)}
        raise ExpressionError(_("{table!r} has no column {column!r}; it has {columns}", **there))


def selection(text: str, tables: Declared) -> Select:
    """Read cells of one column, of any kind, or rows. Raises ExpressionError for what is no selection."""
    found = _Reader(text, tables, any_column=True).number(_syntax(text))
    if not isinstance(found, Select):
        raise ExpressionError(_("Name the cell, not a computation"))
    return found


def rows_named(text: str, tables: Declared) -> Select:
    """Read rows of one table, of whatever period: those that an office owns, or that a period says it does not have.

    >>> str(rows_named("alerts.rows(monitor='server')", Edition("2024-H1").tables))
    "alerts.rows(monitor='server')"

    Raises ExpressionError for anything else.
    """
    found = parse(text, tables)
    if not isinstance(found, Select) or found.column != ROWS or found.period:
        raise ExpressionError(_("name rows of one table, without a period"))
    return found


def rows_of_line(name: str, line: int, row: Row, tables: Declared) -> Select:
    """The rows that a line of a table (owners, absences) is about. Raises InputError where it names none."""
    try:
        return rows_named(row["rows"], tables)
    except ExpressionError as error:
        expected = _("the rows of one table, such as table.rows(dimension='code')")
        where = (f"{name}.csv", line, "rows", row["rows"])
        raise wrong_input(*where, expected, f"{error}.", code="bad_expression") from None


def _syntax(text: str) -> ast.expr:
    """Python's syntax tree of an expression or a condition. Raises ExpressionError for a text that has none."""
    if len(text) > LONGEST:
        said = _("an expression has at most {longest:,} characters, not {count:,}", longest=LONGEST, count=len(text))
        raise ExpressionError(said)
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (MemoryError, RecursionError):
        raise _too_deep() from None
    except (SyntaxError, ValueError) as error:  # a null character, half a surrogate pair
        why = getattr(error, "msg", error) if text.strip() else _("it is empty")
        raise ExpressionError(_("cannot be read: {error}", error=why)) from None


def _too_deep() -> ExpressionError:
    return ExpressionError(_("is nested more than {deepest} deep", deepest=DEEPEST))


class _Reader:
    """From Python's syntax tree of a text to an expression."""

    def __init__(self, text: str, tables: Declared, any_column: bool = False) -> None:
        self.source, self.tables, self.any_column, self.depth = text.strip(), tables, any_column, 0

    def number(self, node: ast.expr) -> Expression:
        self.depth += 1
        if self.depth > DEEPEST:
            raise _too_deep()
        match node:
            case ast.BinOp(op=op) if type(op) in _SIGNS:
                found = self._operation(node)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                found = Call("-", (self.number(operand),))
            case ast.Constant(value=int() | float()) if _NUMBER.fullmatch(self._written(node)):
                found = Number(Decimal(self._written(node)))
            case ast.Call(func=ast.Attribute(value=ast.Name(id=table), attr=column), args=[], keywords=keywords):
                where = tuple((keyword.arg or "**", self._codes(keyword.value)) for keyword in keywords)
                found = _checked(table, column, where, self.tables, self.any_column)
            case ast.Call(ast.Name(name), args, []) if name in _USAGES:
                found = self._call(name, args)
            case ast.Compare() | ast.BoolOp() | ast.UnaryOp(op=ast.Not()):
                raise ExpressionError(_("{written!r} is no number", written=self._written(node)))
            case _:
                raise self._unknown(node)
        self.depth -= 1
        return found

    def comparison(self, node: ast.expr) -> Call:
        match node:
            case ast.Compare(left=left, ops=[sign], comparators=[right]) if type(sign) in _COMPARED:
                return Call(_COMPARED[type(sign)], (self.number(left), self.number(right)))
        there = {"written": self._written(node), "signs": ", ".join(_COMPARED.values())}
        raise ExpressionError(_("{written!r} compares no two figures; write one of {signs} between them", **there))

    def _call(self, name: str, nodes: list[ast.expr]) -> Call:
        """A function of what it can take."""
        if name in CHANGES and len(nodes) == 1:
            nodes = [*nodes, ast.Constant(LAST_YEAR)]
        of_change = name in CHANGES and len(nodes) == 2
        arguments = (self.number(nodes[0]), _words(nodes[1])) if of_change else tuple(map(self.number, nodes))
        match name, arguments:
            case (("growth" | "change"), (of, Words(since))):
                fits = any(selections(of)) and _is_period(since)
            case "weighted", (Select() as rates, Select() as weights):
                fits = bool(shared(rates, weights)) and ROWS not in (rates.column, weights.column)
            case (("mean" | "median"), (Select(column=column),)):
                fits = column != ROWS
            case _:
                fits = (name in ("min", "max") and bool(arguments)) or (name == "abs" and len(arguments) == 1)
        if not fits:
            raise ExpressionError(_("write {usage}", usage=_USAGES[name]))
        return Call(name, arguments)

    def _unknown(self, node: ast.expr) -> ExpressionError:
        there = {"written": self._written(node), "remedy": _("write table.column(dimension='code'), 1000 or 0.5")}
        return ExpressionError(_("{written!r} is not part of the language; {remedy}", **there))

    def _operation(self, node: ast.expr) -> Expression:
        """A chain of operations, which Python nests on its left."""
        chain: list[ast.BinOp] = []
        while isinstance(node, ast.BinOp) and type(node.op) in _SIGNS:
            chain.append(node)
            node = node.left
        expression = self.number(node)
        for each in reversed(chain):
            expression = operation(expression, _SIGNS[type(each.op)], self.number(each.right))
        return expression

    def _codes(self, node: ast.expr) -> tuple[str, ...]:
        nodes = node.elts if isinstance(node, ast.List) else [node]
        codes = tuple(each.value for each in nodes if isinstance(each, ast.Constant) and isinstance(each.value, str))
        if len(codes) < len(nodes):
            there = {"written": self._written(node), "remedy": _("write 'code' or ['code', 'code']")}
            raise ExpressionError(_("{written} is not a code; {remedy}", **there))
        return codes

    def _written(self, node: ast.expr) -> str:
        return ast.get_source_segment(self.source, node) or ""


def _words(node: ast.expr) -> Words:
    return Words(node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else "")


def _is_period(name: str) -> bool:
    return name in COMPARED or (bool(name) and not name.startswith("@"))


def shared(rates: Select, weights: Select) -> list[str]:
    """The dimensions that two selections' tables have in common."""
    return [name for name in rates.declared.key if name in weights.declared.key]


def _checked(name: str, column: str, where: Where, tables: Declared, any_column: bool = False) -> Select:
    """A selection. Raises ExpressionError for a table, column or dimension that there is not."""
    table = tables.get(name)
    if table is None:
        near = {"table": name, "nearest": nearest(name, tables.own_first())}
        raise ExpressionError(_("table {table!r} is unknown; near: {nearest}", **near))
    known = [name for name, field in table.columns.items() if any_column or field.kind == "number"]
    if column not in (ROWS, *known):
        there = {"name": table.name, "column": column, "value": ", ".join([*known, ROWS])}
        what = _("column") if any_column else _("number column")
        raise ExpressionError(_("{name!r} has no {what} {column!r}; it has {value}", what=what, **there))
    names = [name for name, _ in where]
    for place, (name, values) in enumerate(where):
        _refuse_unknown_column(table, name)
        if table.columns[name].kind == "number" and name not in table.key:
            there = {"table": table.name, "column": name}
            raise ExpressionError(_("rows of {table} are not chosen by a number, {column!r}", **there))
        if name in names[:place]:
            raise ExpressionError(_("{name!r} is named twice", name=name))
        if name == "period" and (len(values) != 1 or not _is_period(values[0])):
            raise ExpressionError(_("write one period: period='2023-H1', period='@last_year' or period='@previous'"))
    return Select.of(table, column, where)
