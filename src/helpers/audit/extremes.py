"""Whether a number that words call the highest or the lowest is so among those of the other rows."""

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple

from ..data.expressions import Expression, ExpressionError, Leaf, Select, mapped, selections
from ..data.schema import TABLES
from ..data.wholes import is_whole
from ..editions import Edition
from ..values.figures import Figure
from .vocabulary import FIGURE

SAID = re.compile(  # “nhiều hồ sơ nhất”, “đông nhất”, “hơn cả”
    r"(?P<least>\b(?:thấp|ít|nhỏ|ngắn|kém|chậm|muộn)(?: \w+){0,3}? nhất)|\b(?:cao|nhiều|lớn|dài|đông|mạnh|nhanh)(?: \w+){0,3}? (?:nhất|hơn cả)"
    r"|\b(?:đứng|dẫn) đầu\b",
    re.IGNORECASE,
)
_OF_SOME = re.compile(
    r"\btrong (?:các|số|nhóm|khối|những)\b|\bcòn lại\b|\bthứ\b", re.IGNORECASE
)  # which, nobody knows here
_MOST_ROWS = 100


def called(words: str) -> Iterator[tuple[re.Match[str], list[int]]]:
    """Each such word of a sentence, with the places of the figures that it calls so: those behind it, up to the next one, else
    the one before it.

    >>> [(found[0], places) for found, places in called(f"Cao nhất là A ({FIGURE}) và B ({FIGURE}), thấp nhất là C ({FIGURE}).")]
    [('Cao nhất', [15, 24]), ('thấp nhất', [44])]
    """
    for start, sentence in ((each.start(), each[0]) for each in re.finditer(r"(?:[^.;]|[.;](?! ))+", words)):
        found = [] if _OF_SOME.search(sentence) else [*SAID.finditer(sentence)]
        places = [each.start() for each in re.finditer(FIGURE, sentence)]
        for at, said in enumerate(found):
            end = found[at + 1].start() if at + 1 < len(found) else len(sentence)
            behind = [place for place in places if said.end() <= place < end]
            before = [place for place in places if place < said.start()][-1:] if at == 0 else []
            yield said, [start + place for place in behind or before]


class Named(NamedTuple):
    """A row that has a number: of which table and column it is, and by which value of a dimension the row is named."""

    table: str
    column: str
    dimension: str
    value: str


def beaten(expressions: list[Expression], least: bool, edition: Edition) -> Iterator[tuple[Named, Figure]]:
    """The other rows that have less, or more, than those that are called the lowest, or the highest."""
    rows = [_row(each) for each in expressions]
    alike = {row[:3] for row in rows if row}
    figures = [figure for each in expressions if not (figure := edition.evaluate(each)).is_missing]
    if None in rows or len(alike) != 1 or not figures:
        return
    ((table, column, dimension),) = alike
    end = max(figures) if least else min(figures)
    others = {row[dimension] for row in edition.records[table].values()} - {row.value for row in rows if row}
    for other in sorted(others)[:_MOST_ROWS]:
        with suppress(ExpressionError):  # of another unit
            figure = edition.evaluate(mapped(expressions[0], lambda leaf: _of_row(leaf, dimension, other)))  # noqa: B023
            beats = not figure.is_missing and (figure < end if least else figure > end)
            if figure.cells and beats and not is_whole(other):
                yield Named(table, column, dimension, other), figure


def _row(expression: Expression) -> Named | None:
    """The one row of all selections of an expression, by the first dimension that names it; None where there is none."""
    every = [*selections(expression)]
    for name, values in every[0].where if every else ():
        table = every[0].table
        is_name = name != "period" and len(values) == 1 and TABLES[table].columns[name].kind in ("text", "code")
        if is_name and all((name, values) in each.where and each.table == table for each in every):
            return Named(table, every[0].column, name, values[0])
    return None


def _of_row(leaf: Leaf, name: str, value: str) -> Leaf:
    if not isinstance(leaf, Select):
        return leaf
    where = tuple((each, (value,) if each == name else values) for each, values in leaf.where)
    return Select(leaf.table, leaf.column, where)
