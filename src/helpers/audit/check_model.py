"""What a check is: one instance of a rule on the cells of an edition, that can be tried and solved."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Self

from ..data.expressions import COMPARED, Expression, ExpressionError, Leaf, Select, mapped, resolved
from ..data.indexed_rows import Records
from ..i18n import _
from .numeric_formulas import Cell, Values

EPSILON = 1e-9
LARGE = 1e6  # a larger number is no less exact
Codes = dict[str, str]  # by dimension
Sides = tuple[float | None, float | None]  # left and right
Ends = tuple[float, float]  # the least and the greatest value that something allows
EACH = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Rule:
    """A row of rules.csv, or of controls.csv read as a rule."""

    id: str
    kind: str
    severity: str
    statement: str
    file: str
    line: int


@dataclass(frozen=True)
class Check:
    """One instance of a rule. label: which one, empty for the only one.

    holds: True, False, or None where a figure is missing, for any values of the cells.
    sides: the two sides for these values. within: how much left - right may be, where that decides whether it holds.
    """

    rule: Rule
    label: str
    cells: tuple[Cell, ...]
    holds: Callable[[Values], bool | None] = field(repr=False)
    sides: Callable[[Values], Sides] = field(repr=False, default=lambda values: (None, None))
    within: Ends | None = None
    text: str = ""
    decimals: int = 0
    unit: str = ""
    other_unit: str = ""  # of its right side, where that counts something else
    numeric: bool = True  # can be satisfied by changing numbers
    vague: bool = False  # says that a number is wrong, not which one is right
    of_cell: bool = False  # readers know it by its first cell, of which `detail` tells
    parts: tuple[tuple[Cell, ...], ...] = ()  # the cells of each figure that it compares
    relation: str = "="  # between its two sides
    states: str = ""  # the expression that its first cell, a control, states
    cause: str = ""  # what it has in common with others: readers see them as one finding
    detail: Callable[[Values], str] = field(repr=False, default=lambda values: "")

    @cached_property
    def id(self) -> str:
        return f"{self.rule.id}@{self.label}" if self.label else self.rule.id

    @classmethod
    def of_sides(
        cls,
        rule: Rule,
        label: str,
        cells: tuple[Cell, ...],
        sides: Callable[[Values], Sides],
        within: Ends,
        **about: Any,
    ) -> Self:
        """A check of how much two numbers differ: left - right lies within these ends."""

        def holds(values: Values) -> bool | None:
            left, right = sides(values)
            if left is None or right is None:
                return None
            slack = EPSILON * min(max(abs(left), abs(right), 1.0), LARGE)  # what a computer's fractions may be off
            return within[0] - slack <= left - right <= within[1] + slack

        return cls(rule, label, cells, holds, sides, within, **about)

    @classmethod
    def of_words(cls, rule: Rule, label: str, cells: tuple[Cell, ...], wrong: str, **about: Any) -> Self:
        """A check that no number settles. wrong: what does not hold, empty where it does."""
        check = cls(rule, label, cells, lambda values: not wrong, numeric=False, **about)
        return replace(check, parts=tuple((cell,) for cell in cells), detail=lambda values: wrong)


def of_codes(expression: Expression, codes: Codes) -> Expression:
    """An expression whose `each` stands for certain codes. Raises ExpressionError for a place that no dimension of `each` fills."""

    def code(place: re.Match[str]) -> str:
        if place[1] not in codes:
            raise ExpressionError(_("`each` does not name {name}, whose codes stand for {{{name}}}", name=place[1]))
        return codes[place[1]]

    def chosen(leaf: Leaf) -> Leaf:
        if not isinstance(leaf, Select):
            return leaf
        where = ((name, tuple(EACH.sub(code, value) for value in values)) for name, values in leaf.where)
        return replace(leaf, where=tuple(where))

    return mapped(expression, chosen)


def key_of(expression: Expression, records: Records) -> Expression:
    """An expression with the keys of the periods that it compares with: the key of the figure that it gives."""
    return resolved(expression, {name: row[name[1:]] for row in records["periods"].values() for name in COMPARED})


def decimals_in(cells: tuple[Cell, ...], records: Records) -> int:
    return max((decimals_of(records.row(table, line)[column]) for table, line, column in cells if line), default=0)


def decimals_of(text: str) -> int:
    return len(text.partition(".")[2])
