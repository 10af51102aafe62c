"""Whether a number that words call the highest or the lowest is so among those of the other rows."""

import re
from collections.abc import Iterator

from ..data.expressions import Expression, ExpressionError, Leaf, Select, mapped, selections
from ..data.schema import TABLES
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


def beaten(expressions: list[Expression], least: bool, edition: Edition) -> Iterator[tuple[str, str, str, Figure]]:
    """The rows, by table, dimension and value, that are higher, or lower, than the numbers of some rows that are called the highest, or the lowest."""
    rows = [_row(each) for each in expressions]
    if (
        not rows
        or None in rows
        or len({(each.column, each.table, name) for each, name, _value in filter(None, rows)}) > 1
    ):
        return
    own = {value for _select, _name, value in filter(None, rows)}
    figures = [edition.evaluate(each) for each in expressions]
    (select, name, _value), ends = next(filter(None, rows)), [each for each in figures if not each.is_missing]
    others = {row[name] for row in edition.records[select.table].values()} - own
    if not ends or len(others) > _MOST_ROWS:
        return
    end = max(ends) if least else min(ends)
    for other in sorted(others):
        try:
            figure = edition.evaluate(mapped(expressions[0], lambda leaf: _of_row(leaf, name, other)))  # noqa: B023
        except ExpressionError:
            continue
        if figure.cells and not figure.is_missing and (figure < end if least else figure > end):
            yield select.table, name, other, figure


def _row(expression: Expression) -> tuple[Select, str, str] | None:
    """The first selection of a number of one row, with the dimension and the value by which all of them name it."""
    every = [*selections(expression)]
    for name, values in every[0].where if every else ():
        is_name = (
            name != "period" and len(values) == 1 and TABLES[every[0].table].columns[name].kind in ("text", "code")
        )
        if is_name and all((name, values) in each.where and each.table == every[0].table for each in every):
            return every[0], name, values[0]
    return None


def _of_row(leaf: Leaf, name: str, value: str) -> Leaf:
    if not isinstance(leaf, Select):
        return leaf
    where = tuple((each, (value,) if each == name else values) for each, values in leaf.where)
    return Select(leaf.table, leaf.column, where)
