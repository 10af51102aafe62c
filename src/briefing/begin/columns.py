"""A column of a table's draft: what is known of it, and how its unit and its numbers are written."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from helpers.data.spans import is_running
from helpers.data.units import is_rate
from helpers.values.vietnamese import lower_first

from ..collect.notation import counted
from ..collect.workbooks import Cell


@dataclass
class Column:
    """A column of the draft: its cells by row, and what is known of it."""

    letter: str
    name: str
    title: str
    kind: str  # number, date or string
    cells: Mapping[int, Cell]  # in which something stands
    values: dict[int, str]  # as the CSV has them, for each row
    unit: str = ""
    codes: str = ""
    accrual: str = ""
    of: dict[str, Any] = field(default_factory=dict)  # ratio_of, growth_of, part_of

    def declared(self) -> dict[str, Any]:
        kind = self.kind
        constraints: dict[str, bool | int] = {"required": True} if all(self.values.values()) else {}
        if kind == "number":
            numbers = [float(value) for value in self.values.values() if value]
            in_parts = any("." in value for value in self.values.values())
            kind = "integer" if counted(self.unit) and self.unit != "@unit" and not in_parts else kind
            constraints |= {"minimum": 0} if min(numbers, default=0) >= 0 else {}
        about = {"name": self.name, "type": kind, "titleVi": self.title}
        more = {"unit": self.unit, "codes": self.codes, "accrual": self.accrual, "constraints": constraints, **self.of}
        return about | {word: value for word, value in more.items() if value}


def adds_up(column: Column) -> bool:
    """Whether its numbers of two periods can be one as a sum: no rates, nothing that is counted since the year began."""
    return not is_rate(column.unit) and not is_running(column.title)


_FOR_EACH = re.compile(r"(?:bình quân|trung bình)(?:,? (?:một|mỗi|trên|theo|đầu)\b|/)", re.IGNORECASE)
_AVERAGE = re.compile(r"bình quân|trung bình", re.IGNORECASE)
_MEASURED = re.compile(
    r"mực nước|cao trình|nhiệt độ|độ (?:ẩm|mặn)|nồng độ|đơn giá|giá bán", re.IGNORECASE
)  # at one place
_OF_STOCK = re.compile(
    r"(?:m[²2]|km[²2]?|ha)\b[^/]*/", re.IGNORECASE
)  # what there is of it for each of another, at the end
_PEOPLE = ("người", "lao động", "nhân khẩu")


def is_mean(column: Column) -> bool:
    """Whether a heading calls its numbers averages of their period, of which `add table` proposes that they have no sum.

    Of people on average in a year there is one.
    """
    title, unit = column.title, column.unit
    for_each = _FOR_EACH.search(title) or (_AVERAGE.search(title) and unit.lower() not in _PEOPLE)
    return bool(for_each) and not _OF_STOCK.match(unit)


def is_measured(column: Column) -> bool:
    """Whether a heading says that it is measured at one place: levels of water, temperatures, prices."""
    return bool(_MEASURED.search(column.title))


def unit_of(said: str) -> str:
    """A unit of a heading as it stands behind a number: “triệu đồng”, but “GB”."""
    return lower_first(said) if counted(said) else said


def percent_of(texts: Iterable[str]) -> str:
    """The unit of numbers that say it themselves: “98,57%”; empty where one does not."""
    return "%" if {text.rstrip()[-1:] for text in texts} == {"%"} else ""


def as_written(value: str, found: object) -> str:
    """A number with the zeros that somebody has written behind it.

    >>> as_written("6.1", "6,10"), as_written("145000", "145.000"), as_written("1.5", 1.5)
    ('6.10', '145000', '1.5')
    """
    text = found if isinstance(found, str) else ""
    digits, written = re.sub(r"\D", "", value), re.sub(r"\D", "", text)
    zeros = len(written) - len(digits)
    if zeros <= 0 or written != digits.ljust(len(written), "0") or not re.search(r"[.,]\d", text):
        return value
    return f"{value}{'' if '.' in value else '.'}{'0' * zeros}"
