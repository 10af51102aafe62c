"""Where a row comes from, as its `source` says: cells of an imported file, written as Excel names those of another workbook.

`[P.BCVT_2031-Q3.xlsx]Bưu chính!G7` is the row's only number, `[P.BCVT_2031-Q3.xlsx]Bưu chính!value=G7,growth=G8` each
of its numbers; behind them stands why somebody took them although they were asked, with the name, and what the office wrote
beside them: `[…]Bưu chính!G7 (Giải trình: Lê An: đã hỏi lại) (Ghi chú: số ước)`.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

_OF_EARLIER = re.compile(r"Báo cáo \S+, biểu ")
_FORM = re.compile(
    r"\[(?P<file>[^\[\]]+)\](?P<sheet>[^!]+)!(?P<cells>[A-Za-z0-9_=,]+)"
    r"(?: \(Giải trình: (?P<reason>.+?)\))?(?: \(Ghi chú: (?P<note>.+)\))?"
)


class Origin(NamedTuple):
    """Cells of an imported file; cells: column → cell, or only "" → cell. note: of the office, to this row; reason: of who took it, by name."""

    file: str
    sheet: str
    cells: Mapping[str, str]
    note: str = ""
    reason: str = ""

    def __str__(self) -> str:
        only = len(self.cells) == 1
        cells = ",".join(cell if only else f"{column}={cell}" for column, cell in self.cells.items())
        said = ("Giải trình", self.reason), ("Ghi chú", self.note)
        return f"[{self.file}]{self.sheet}!{cells}" + "".join(f" ({of}: {text})" for of, text in said if text)

    def cell(self, column: str) -> str:
        """The cell of one column; all cells of the row for a column that was not in the file."""
        return self.cells.get(column) or self.cells.get("") or ", ".join(self.cells.values())


def origin(source: str) -> Origin | None:
    """The imported cells that a row's `source` names; None for a place in a report or on paper.

    >>> origin("[A.xlsx]Bưu chính!value=H7,growth=H8").cell("growth")
    'H8'
    >>> found = origin("[A.xlsx]Bưu chính!H7 (Giải trình: Lê An: đã hỏi lại) (Ghi chú: số ước)")
    >>> found.note, found.reason, str(found)
    ('số ước', 'Lê An: đã hỏi lại', '[A.xlsx]Bưu chính!H7 (Giải trình: Lê An: đã hỏi lại) (Ghi chú: số ước)')
    >>> origin("I.2.7 (chú thích 18)")
    """
    found = _FORM.fullmatch(source)
    if not found:
        return None
    parts = (part.rpartition("=") for part in found["cells"].split(","))
    cells = {column: cell for column, _, cell in parts}
    return Origin(found["file"], found["sheet"], cells, found["note"] or "", found["reason"] or "")


def cited(source: str) -> str:
    """A row's `source` as readers know it, unless it is an imported cell: a place in the report that the rows were taken from.

    >>> cited("I.2.7 (chú thích 22)"), cited("Báo cáo 2023, biểu III")
    ('Báo cáo gốc, I.2.7, chú thích 22', 'Báo cáo 2023, biểu III')
    """
    return (
        source if ", biểu " in source or " + " in source else f"Báo cáo gốc, {source.replace(' (', ', ').rstrip(')')}"
    )


def in_period(source: str, period: str) -> str:
    """A place as a later period's row names it, which has neither that report nor that file.

    >>> in_period("[A.xlsx]Bưu chính!G7", "2024-H1"), in_period("Báo cáo 2024-H1, biểu III", "2025-H1")
    ('Báo cáo 2024-H1, biểu [A.xlsx]Bưu chính!G7', 'Báo cáo 2024-H1, biểu III')
    """
    return source if _OF_EARLIER.match(source) else f"Báo cáo {period}, biểu {source}"
