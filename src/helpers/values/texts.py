"""Words and dates that know where they came from, as figures do."""

from __future__ import annotations

import datetime as dt

from . import vietnamese
from .markup import attributes, to_html, trusted
from .sources import Cells


class Text(str):
    """Text of a cell. In an f-string it keeps its source; digits in it (names such as IPv6) are data, not typed.

    The spec `lower` starts it with a lower-case letter, `upper` with an upper-case one.
    """

    cells: tuple[Cells, ...]

    def __new__(cls, value: str, cells: tuple[Cells, ...] = ()) -> Text:
        self = super().__new__(cls, value)
        self.cells = cells
        return self

    def html(self, spec: str = "") -> str:
        change = {"": str, "lower": vietnamese.lower_first, "upper": vietnamese.sentence}[spec]
        source = attributes(class_="text", data_cells=";".join(map(str, self.cells)))
        return f"<span{source}>{to_html(change(str(self)))}</span>"

    def __format__(self, spec: str) -> str:
        return trusted(self.html(spec))


class Code(str):
    """A code with its Vietnamese label: equal to the code, read as the label."""

    label: str

    def __new__(cls, code: str, label: str) -> Code:
        self = super().__new__(cls, code)
        self.label = label
        return self

    def __format__(self, spec: str) -> str:
        label = vietnamese.lower_first(self.label) if spec == "lower" else self.label
        return trusted(f'<span class="text">{to_html(label)}</span>')


class Day(dt.date):
    """A date in a Vietnamese report: "28/5/2024"; with the spec `long` "ngày 28 tháng 5 năm 2024"."""

    def text(self, spec: str = "") -> str:
        return vietnamese.long_date(self) if spec == "long" else vietnamese.short_date(self)

    def html(self, spec: str = "") -> str:
        return f'<time datetime="{self.isoformat()}">{self.text(spec)}</time>'

    def __format__(self, spec: str) -> str:
        return trusted(self.html(spec))

    def __str__(self) -> str:
        return self.text()
