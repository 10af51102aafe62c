"""Tables of the Word document: repeated heads, merged cells, rows that stay whole. Word sizes their columns.

LibreOffice does not: the widths that the file states are those of the columns' longest words and lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from docx.shared import Mm, Pt
from lxml import etree

from helpers.values.blocks import Cell, Figure, Row, Table, plain

from ... import fonts
from .wordml import form, keep, w
from .words import APART, Words, run

LETTERS, SMALLEST = 11.5, 6.5  # points: as the template has them; of a table of many columns
SIDES = 9.0  # points: padding left and right of a cell, and what kerning may take
MARK = 20.0  # points: the number of a finding before a figure
INDENT = Mm(5)  # a part under its whole
LOW = 10  # rows: a table that is no longer stays on a page
TALL = 500  # letters of a cell: a row that holds more may be broken
_Flags: TypeAlias = dict[int, list[str]]  # of a column: labels of findings
_BREAK = re.compile(r"(?<=-)|[^\S\u00a0]+")  # where a line may end


@dataclass(frozen=True)
class Place:
    """Where a cell stands: the column where it begins, whether it does so in this row, and whether it reaches further down."""

    cell: Cell
    column: int
    begins: bool
    goes_on: bool


def placed(rows: tuple[Row, ...]) -> Iterator[list[Place]]:
    """Every row's places from left to right, with those that a cell of an earlier row fills."""
    above: dict[int, tuple[Cell, int]] = {}  # column: what reaches down, rows still to fill
    for row in rows:
        places, column, cells = list[Place](), 0, [*row.cells]
        while cells or column in above:
            begins = column not in above
            cell, left = (cells[0], cells.pop(0).down) if begins else above.pop(column)
            places.append(Place(cell, column, begins, left > 1))
            if left > 1:
                above[column] = cell, left - 1
            column += cell.span
        yield places


def size_of(words: Words, table: Table, room: float) -> float:
    """The size of letters at which each column holds its longest word in a room of so many points, or the smallest."""
    size = LETTERS
    while size > SMALLEST and sum(least for least, _ in _needs(words, table, size)) > room:
        size -= 0.5
    return size


def _needs(words: Words, table: Table, size: float) -> list[tuple[float, float]]:
    """Points that the longest word and the longest line of each column need."""
    found: dict[int, list[tuple[float, float]]] = {}
    for rows, in_head in ((table.head, True), (table.rows, False)):
        for row, places in zip(rows, placed(rows), strict=True):
            for place in (each for each in places if each.begins and each.cell.span == 1):
                lines, bold = plain(place.cell.inlines).split("\n"), in_head or row.kind != ""
                whole = not in_head and place.cell.kind in ("number", "short")
                parts = lines if whole else [word for line in lines for word in _BREAK.split(line)]
                around = SIDES + INDENT.pt * place.cell.indent + MARK * len(_flags(words, place.cell)) * whole
                longest = [around + size * max(fonts.width(text, bold) for text in texts) for texts in (parts, lines)]
                found.setdefault(place.column, []).append((longest[0], longest[1]))
    columns = max(places[-1].column + places[-1].cell.span for places in (*placed(table.head), *placed(table.rows)))
    needs = (zip(*found.get(column, [(SIDES, SIDES)]), strict=True) for column in range(columns))
    return [(max(least), max(most)) for least, most in needs]


def _widths(words: Words, table: Table, room: float, size: float) -> list[int]:
    """Twips of each column: its longest word; what is left goes to long lines."""
    needs = _needs(words, table, size)
    least, most = sum(low for low, _ in needs), sum(high for _, high in needs)
    share = (room - least) / (most - least or 1)
    wide = [low + share * (high - low) for low, high in needs] if room > least else [low for low, _ in needs]
    return [Pt(points * room / sum(wide)).twips for points in wide]


def made(words: Words, table: Table, room: float, below: bool) -> etree._Element:
    """A table with lines, as wide as the page's room in points. below: a line follows that belongs to it."""
    size = size_of(words, table, room)
    widths, shared = _widths(words, table, room, size), _shared(words, table)
    properties = w(
        "tblPr",
        w("tblStyle", val=words.styles["Table Grid"]),
        w("tblW", w=5000, type="pct"),
        w("tblLook", val="0620", firstRow=1, noHBand=1, noVBand=1),
        *([w("tblCaption", val=plain(table.caption))] if table.caption else []),
    )
    result = w("tbl", properties, w("tblGrid", *(w("gridCol", w=width) for width in widths)))
    rows, heads = (*table.head, *table.rows), len(table.head)
    places = [*placed(table.head), *placed(table.rows)]
    look = {"sz": round(2 * size)} if size < LETTERS else {}
    for at, (row, own) in enumerate(zip(rows, places, strict=True)):
        is_last = at == len(rows) - 1
        kept = below if is_last else at <= heads or at == len(rows) - 2 or len(rows) <= LOW or row.kind == "group"
        strong = {"b": 1} if row.kind else {}
        cells = [_cell(words, each, at < heads, kept, {**strong, **look}, shared, widths) for each in own]
        whole = all(len(plain(cell.inlines)) <= TALL for cell in row.cells)
        told = [w(name) for name, is_so in (("cantSplit", whole), ("tblHeader", at < heads)) if is_so]
        result.append(w("tr", w("trPr", *told), *cells))
    return result


def _cell(
    words: Words, place: Place, in_head: bool, kept: bool, look: dict[str, int], shared: _Flags, widths: list[int]
) -> etree._Element:
    """A cell; kept holds its row on the page of the next one. shared: flags of columns, which stand in the head."""
    cell, column = place.cell, place.column
    properties = w("tcPr", w("tcW", w=sum(widths[column : column + cell.span]), type="dxa"))
    if cell.span > 1:
        properties.append(w("gridSpan", val=cell.span))
    if place.goes_on or not place.begins:
        properties.append(w("vMerge", val="restart" if place.begins else "continue"))
    if in_head:
        properties.append(w("vAlign", val="center"))
        look = look if cell.head else {"b": 0, **look}  # the columns' numbers
    style = "Đầu bảng" if in_head else "Số trong bảng" if cell.kind == "number" else "Chữ trong bảng"
    paragraph = words.paragraph(style, _said(words, cell, in_head, column, shared, look) if place.begins else ())
    if kept:
        keep(paragraph)
    if cell.indent:
        form(paragraph).append(w("ind", left=INDENT.twips))
    return w("tc", properties, paragraph)


def _said(
    words: Words, cell: Cell, in_head: bool, column: int, shared: _Flags, look: dict[str, int]
) -> list[etree._Element]:
    """What a cell says. Before a number stand its flags, or its digits would be out of line."""
    ahead = cell.kind == "number" and not in_head
    flagged = not ahead and (in_head or column not in shared)
    flags = _flags(words, cell) if ahead and column not in shared else []
    flags += shared.get(column, []) if in_head and cell.head and cell.span == 1 else []
    printed = [each for label in flags for each in words.flag(label)]
    said = [*words.inlines(cell.inlines, flagged, **look), *words.behind(cell.id, flagged)]
    return [*printed, *([run(APART)] if printed else []), *said] if ahead else [*said, *printed]


def _flags(words: Words, cell: Cell) -> list[str]:
    ids = [cell.id, *(getattr(each, "id", "") for each in cell.inlines)]
    return [mark.label for id_ in ids for mark in words.marks(id_, "finding")]


def _shared(words: Words, table: Table) -> _Flags:
    """The flags that every number of a column has: they stand in its head, once."""
    columns: dict[int, list[list[str]]] = {}
    for places in placed(table.rows):
        for place in places:
            if place.begins and any(isinstance(each, Figure) for each in place.cell.inlines):
                columns.setdefault(place.column, []).append(_flags(words, place.cell))
    return {
        column: own[0] for column, own in columns.items() if len(own) > 1 and own[0] and own.count(own[0]) == len(own)
    }
