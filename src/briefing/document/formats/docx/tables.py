"""Tables of the Word document: repeated heads, merged cells, rows that stay whole. Word sizes their columns.

LibreOffice does not: the widths that the file states follow the letters of the columns' longest words and lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from docx.shared import Mm, Pt
from lxml import etree

from helpers.values.blocks import Cell, Row, Table, plain

from ...table_columns import WIDE, columns, widths
from .text_runs import Words
from .wordml import form, keep, w

LETTERS, SMALLEST = 11.5, 6.5  # points: as the template has them; of a table of many columns
INDENT = Mm(5)  # a part under its whole
LOW = 10  # rows: a table that is no longer stays on a page
TALL = 500  # letters of a cell: a row that holds more may be broken


class Place(NamedTuple):
    """A cell in a row: whether it begins in it, and whether it reaches further down."""

    cell: Cell
    begins: bool
    goes_on: bool


def placed(rows: tuple[Row, ...]) -> Iterator[list[Place]]:
    """Every row's places from left to right, with those that a cell of an earlier row fills."""
    above: list[tuple[Cell, int]] = []  # what reaches down, rows still to fill
    for row in rows:
        places = [Place(cell, False, left > 1) for cell, left in above]
        places += [Place(cell, True, cell.down > 1) for cell in row.cells]
        yield sorted(places, key=lambda place: place.cell.column)
        above = [(cell, left - 1) for cell, left in (*above, *((cell, cell.down) for cell in row.cells)) if left > 1]


def size_of(table: Table, room: float) -> float:
    """The size of letters, in halves of a point, at which each column holds its longest word in a room of so many points."""
    fits = room / WIDE / sum(word for word, _line in columns(table))
    return min(LETTERS, max(SMALLEST, int(2 * fits) / 2))


def made(words: Words, table: Table, room: float, below: bool) -> etree._Element:
    """A table with lines, as wide as the page's room in points. below: a line follows that belongs to it."""
    size = size_of(table, room)
    twips = [Pt(letters * WIDE * size).twips for letters in widths(columns(table), room / WIDE / size)]
    properties = w(
        "tblPr",
        w("tblStyle", val=words.styles["Table Grid"]),
        w("tblW", w=5000, type="pct"),
        w("tblLook", val="0620", firstRow=1, noHBand=1, noVBand=1),
        *([w("tblCaption", val=plain(table.caption))] if table.caption else []),
    )
    result = w("tbl", properties, w("tblGrid", *(w("gridCol", w=width) for width in twips)))
    rows, heads = (*table.head, *table.rows), len(table.head)
    places = [*placed(table.head), *placed(table.rows)]
    look = {"sz": round(2 * size)} if size < LETTERS else {}
    for at, (row, own) in enumerate(zip(rows, places, strict=True)):
        is_last = at == len(rows) - 1
        kept = below if is_last else at <= heads or at == len(rows) - 2 or len(rows) <= LOW or row.kind == "group"
        strong = {"b": 1} if row.kind else {}
        cells = [_cell(words, each, at < heads, kept, {**strong, **look}, twips) for each in own]
        whole = all(len(plain(cell.inlines)) <= TALL for cell in row.cells)
        told = [w(name) for name, is_so in (("cantSplit", whole), ("tblHeader", at < heads)) if is_so]
        result.append(w("tr", w("trPr", *told), *cells))
    return result


def _cell(
    words: Words, place: Place, in_head: bool, kept: bool, look: dict[str, int], twips: list[int]
) -> etree._Element:
    """A cell; kept holds its row on the page of the next one."""
    cell, column = place.cell, place.cell.column
    properties = w("tcPr", w("tcW", w=sum(twips[column : column + cell.span]), type="dxa"))
    if cell.span > 1:
        properties.append(w("gridSpan", val=cell.span))
    if place.goes_on or not place.begins:
        properties.append(w("vMerge", val="restart" if place.begins else "continue"))
    if in_head:
        properties.append(w("vAlign", val="center"))
        look = look if cell.head else {"b": 0, **look}  # the columns' numbers
    style = "Đầu bảng" if in_head else "Số trong bảng" if cell.kind == "number" else "Chữ trong bảng"
    paragraph = words.paragraph(style, words.inlines(cell.inlines, **look) if place.begins else ())
    if kept:
        keep(paragraph)
    if cell.indent:
        form(paragraph).append(w("ind", left=INDENT.twips))
    return w("tc", properties, paragraph)
