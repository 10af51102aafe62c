"""The forms of which expressions are made, and how each is printed; `expressions` reads them back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal

from ..language import _
from .rows import Row, Where

ROWS = "rows"
LAST_YEAR, PREVIOUS = COMPARED = ("@last_year", "@previous")
CHANGES = ("growth", "change")
LONGEST_NUMBER = 30


class ExpressionError(ValueError):
    """An expression that cannot be read or computed.

    offset: the character where it cannot be read. column: of the row in which the expression stands, if that is known.
    """

    def __init__(self, message: str, offset: int | None = None) -> None:
        super().__init__(message)
        self.offset = offset
        self.column = ""


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
    """The cells of one column where dimensions have certain values."""

    table: str
    column: str
    where: Where = ()

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
    """A number of at most thirty digits, not below 0: a sign stands before it."""

    value: Decimal

    def __post_init__(self) -> None:
        if not self.value.is_finite() or self.value < 0 or len(str(self).replace(".", "")) > LONGEST_NUMBER:
            there = {"value": self.value, "longest_number": LONGEST_NUMBER}
            raise ExpressionError(_("{value} is not a plain number of at most {longest_number} digits", **there))

    def __str__(self) -> str:
        return format(self.value, "f")


@dataclass(frozen=True)
class Words:
    """What a density counts by: 'dân'; what a change is measured from: '@previous'."""

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
class Negative:
    part: Expression

    def __str__(self) -> str:
        return f"-({self.part})" if isinstance(self.part, Operation) else f"-{self.part}"


@dataclass(frozen=True)
class Operation:
    """Parts computed from left to right, all by + and -, or all by * and /. Made with `operation`."""

    first: Expression
    rest: tuple[tuple[str, Expression], ...]

    @property
    def is_sum(self) -> bool:
        return self.rest[0][0] in "+-"

    def __str__(self) -> str:
        return " ".join([self._bracketed(self.first), *(f"{sign} {self._bracketed(part)}" for sign, part in self.rest)])

    def _bracketed(self, part: Expression) -> str:
        return f"({part})" if isinstance(part, Operation) and (part.is_sum or not self.is_sum) else f"{part}"


@dataclass(frozen=True)
class Call:
    function: str
    arguments: tuple[Expression, ...]

    def __str__(self) -> str:
        unsaid = self.function in CHANGES and self.arguments[-1] == Words(LAST_YEAR)
        return f"{self.function}({', '.join(map(str, self.arguments[: -1 if unsaid else None]))})"


Leaf = Select | Words  # what names a period
Expression = Select | Number | Words | Printed | Negative | Operation | Call


def operation(left: Expression, sign: str, right: Expression) -> Operation:
    """Two expressions combined; what stands left of a sign of the same rank is not nested.

    >>> str(operation(operation(Number(Decimal(1)), "-", Number(Decimal(2))), "-", Number(Decimal(3))))
    '1 - 2 - 3'
    """
    if isinstance(left, Operation) and left.is_sum == (sign in "+-"):
        return Operation(left.first, (*left.rest, (sign, right)))
    return Operation(left, ((sign, right),))


def number(value: int | Decimal) -> Expression:
    """A number as it is written: a sign, then its digits."""
    value = Decimal(value)
    return Negative(Number(value.copy_negate())) if value < 0 else Number(value.copy_abs())
