"""Tables of the Word document: repeated heads, merged cells, rows that stay whole.

Word sizes their columns, LibreOffice does not: the widths that the file states follow the letters of the columns' longest words
and lines.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from docx.shared import Pt
from lxml import etree

from helpers.values.blocks import Cell, Table, plain

from ...table_columns import WIDE, columns, widths
from .wordml import keep, w

LETTERS, SMALLEST = 11.5, 6.5  # points: as the template has them; of a table of many columns
LOW = 10  # rows: a table that is no longer stays on a page
TALL = 500  # letters of a cell: a row that holds more may be broken


def made(table: Table, room: float, style: str, below: bool, say: Callable[..., Any]) -> etree._Element:
    """A table with lines, as wide as the page's room in points. below: a line follows that belongs to it.

    say: makes the paragraph of a style, inlines and an id in a look.
    """
    needs = columns(table)
    fits = room / WIDE / sum(word for word, _line in needs)  # the size at which each column holds its longest word
    size = min(LETTERS, max(SMALLEST, int(2 * fits) / 2))
    shares = [Pt(letters * WIDE * size).twips for letters in widths(needs, room / WIDE / size)]
    properties = w(
        "tblPr",
        w("tblStyle", val=style),
        w("tblW", w=5000, type="pct"),
        w("tblLook", val="0620", firstRow=1, noHBand=1, noVBand=1),
        *([w("tblCaption", val=plain(table.caption))] if table.caption else []),
    )
    result = w("tbl", properties, w("tblGrid", *(w("gridCol", w=width) for width in shares)))
    rows, heads, small = (*table.head, *table.rows), len(table.head), {"sz": round(2 * size)} if size < LETTERS else {}
    above: dict[int, tuple[Cell, int]] = {}  # of a column the cell that reaches down, and how many rows further
    for at, row in enumerate(rows):
        own, in_head = {cell.column: cell for cell in row.cells}, at < heads
        kept = at <= heads or at == len(rows) - 2 or len(rows) <= LOW or row.kind == "group"
        told = [w("cantSplit")] if all(len(plain(cell.inlines)) <= TALL for cell in row.cells) else []
        result.append(w("tr", w("trPr", *told, *([w("tblHeader")] if in_head else []))))
        for column, cell in sorted(({at: cell for at, (cell, _rows) in above.items()} | own).items()):
            properties = w("tcPr", w("tcW", w=sum(shares[column : column + cell.span]), type="dxa"))
            properties.extend([w("gridSpan", val=cell.span)] if cell.span > 1 else [])
            properties.extend([w("vMerge", val="restart" if column in own else "continue")] if cell.down > 1 else [])
            properties.extend([w("vAlign", val="center")] if in_head else [])
            weight = {"b": int(cell.head)} if in_head and not cell.head else {"b": 1} if row.kind else {}
            of = "Đầu bảng" if in_head else "Số trong bảng" if cell.kind == "number" else "Chữ trong bảng"
            paragraph = say(of, cell.inlines if column in own else (), cell.id, **weight, **small)
            if below if at == len(rows) - 1 else kept:
                keep(paragraph)
            result[-1].append(w("tc", properties, paragraph))
        down = {column: (cell, left - 1) for column, (cell, left) in above.items() if left > 1}
        above = down | {cell.column: (cell, cell.down - 1) for cell in row.cells if cell.down > 1}
    return result
