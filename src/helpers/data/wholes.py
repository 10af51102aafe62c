"""Which numbers are parts of which, as rules and headings say: “Chi thường xuyên” of the rows below it, “Tổng số” of “Nữ”.

Whoever adds up a whole and its parts counts the parts twice.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import suppress
from typing import NamedTuple

from .expressions import Expression, ExpressionError, Operation, Select, operands, parse
from .rows import Row, Rows
from .schema import Field, Table
from .spans import is_running

At = tuple[int, str]  # line, column
_WHOLE = re.compile(r"(?:tổng(?: số| cộng)?|cộng|chung|toàn tỉnh)", re.IGNORECASE)


class Wholes(NamedTuple):
    """columns: whole → its parts, in each row. rows: of one column, a whole row and those that it adds up."""

    columns: dict[str, set[str]]
    rows: list[tuple[Select, list[Select]]]

    @classmethod
    def of(cls, table: Table, rules: Collection[Row]) -> "Wholes":
        found = cls(defaultdict(set), [])
        for whole, parts in filter(None, (_of_rule(rule) for rule in rules if table.name in rule["left"])):
            if all(part.where == whole.where and part.table == table.name == whole.table for part in parts):
                found.columns[whole.column].update(part.column for part in parts)
            elif len(parts) > 1 and all(part.column == whole.column for part in parts):
                found.rows.append((whole, parts))
        fields = [table.columns[name] for name in table.numbers]
        for field in fields:
            if of_title := {*_by_title(field, fields)}:
                found.columns[field.name] |= of_title
        return found

    def twice(self, rows: Rows, cells: Collection[At]) -> Iterator[tuple[At, At]]:
        """Wholes among some cells, each with a part that is among them, too."""
        for line, column in sorted(cells) if self.columns else ():
            for part in self.columns.get(column, ()):
                if (line, part) in cells:
                    yield (line, column), (line, part)
        for whole, parts in self.rows:
            of_whole, of_parts = (
                [(line, whole.column) for select in selects for line in rows.where(select.where)]
                for selects in ([whole], parts)
            )
            for cell in (cell for cell in of_whole if cell in cells):
                yield from ((cell, part) for part in of_parts if part in cells)


def _of_rule(rule: Row) -> tuple[Select, list[Select]] | None:
    """The whole of which a rule speaks, with its parts; None for another rule."""
    with suppress(ExpressionError):
        left, right = (added(parse(rule[side])) for side in ("left", "right"))
        if rule["relation"] in (">=", "=") and len(left) == 1 and (rule["relation"] == ">=" or len(right) > 1):
            return left[0], right
        if rule["relation"] in ("<=", "=") and len(right) == 1 and (rule["relation"] == "<=" or len(left) > 1):
            return right[0], left
    return None


def added(expression: Expression) -> list[Select]:
    """The cells that it is, or adds up and does nothing else with; none of anything else."""
    parts = operands(expression) if isinstance(expression, Operation) and expression.signs == {"+"} else (expression,)
    found = [part for part in parts if isinstance(part, Select)]
    return found if len(found) == len(parts) else []


def is_whole(words: str) -> bool:
    """Whether words call a number the total of those beside it."""
    return _WHOLE.fullmatch(words) is not None


def _by_title(whole: Field, fields: list[Field]) -> Iterator[str]:
    """The parts of a column that is headed as the total of those beside it, or as what was counted since the year began."""
    head, _of, own = whole.title.rpartition(": ")
    running = is_running(whole.title) and "trước" not in whole.title
    for field in (field for field in fields if field is not whole and field.unit == whole.unit != "@unit"):
        other, _of, part = field.title.rpartition(": ")
        of_head = head and other == head and is_whole(own) and not is_whole(part)
        if of_head or (running and field.accrual == "flow"):
            yield field.name
