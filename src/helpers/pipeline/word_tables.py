"""Tables of the Word document: of figures, with repeated heads and merged cells, and borderless ones for the form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from lxml.html import HtmlElement

from .word_styles import w

if TYPE_CHECKING:
    from .word import Writer

PADDING = 3.5  # mm: both sides of a cell and its line
WIDEST = 160  # mm: a text longer than this asks for no more room
SMALL, CAPITAL = 2.0, 2.8  # mm: width of a letter at 11.5 pt
INDENT = 5  # mm: a part under its whole
_BREAK = re.compile(r"\s|(?<=-)")  # where Word may begin a new line


@dataclass
class Slot:
    """A place of the grid: the cell that begins there, or none where a cell from above reaches down."""

    cell: HtmlElement | None
    column: int
    span: int
    down: bool = False  # the cell reaches further down


def table(writer: Writer, element: HtmlElement) -> OxmlElement:
    """A table with lines whose head comes again on each page and whose rows stay whole."""
    rows = element.xpath(".//tr")
    grid = _grid(rows)
    widths = _widths(grid, writer.width)
    caption = " ".join(element.xpath("string(ancestor::figure[1]/figcaption)").split())
    made = _table(widths, "TableGrid", caption)
    for row, slots in zip(rows, grid, strict=True):
        head, kind = row.getparent().tag == "thead", row.get("class")
        keep = head or kind == "group" or (row is rows[-1] and element.xpath("boolean(ancestor::figure[1]/p)"))
        cells = [
            _cell(sum(widths[s.column : s.column + s.span]), _paragraph(writer, s, head, kind, keep), s) for s in slots
        ]
        made.append(w("tr", w("trPr", w("cantSplit"), *([w("tblHeader")] if head else [])), *cells))
    return made


def cards(writer: Writer, element: HtmlElement) -> OxmlElement:
    """The headline figures, two beside each other."""
    cells = [
        [
            writer.paragraph("Số nổi bật" if "figure" in line.get("class") else "Nhãn số nổi bật", writer.inline(line))
            for line in card
        ]
        for card in element
    ]
    if len(cells) % 2:
        cells.append([writer.paragraph("Nhãn số nổi bật")])
    return plain([cells[at : at + 2] for at in range(0, len(cells), 2)], [writer.width / 2] * 2, "TableGrid")


def plain(rows: list[list[list[OxmlElement]]], widths: list[float], style: str = "TableNormal") -> OxmlElement:
    """A table of given paragraphs by row and cell; rows stay whole. widths: mm; without a style there are no lines."""
    made = _table(widths, style)
    for row in rows:
        made.append(
            w("tr", w("trPr", w("cantSplit")), *(_cell(width, cell) for width, cell in zip(widths, row, strict=True)))
        )
    return made


def _table(widths: list[float], style: str, caption: str = "") -> OxmlElement:
    bare = style == "TableNormal"
    properties = w(
        "tblPr",
        w("tblStyle", val=style),
        w("tblW", w=Mm(sum(widths)).twips, type="dxa"),
        w("tblLayout", type="fixed"),
        *([w("tblCellMar", *(w(side, w=0, type="dxa") for side in ("left", "right")))] if bare else []),
        w(
            "tblLook",
            val="0000" if bare else "0020",
            firstRow=int(bool(caption)),
            lastRow=0,
            firstColumn=0,
            lastColumn=0,
            noHBand=1,
            noVBand=1,
        ),
        *([w("tblCaption", val=caption)] if caption else []),
    )
    return w("tbl", properties, w("tblGrid", *(w("gridCol", w=Mm(width).twips) for width in widths)))


def _cell(width: float, paragraphs: list[OxmlElement], slot: Slot | None = None) -> OxmlElement:
    properties = w("tcPr", w("tcW", w=Mm(width).twips, type="dxa"))
    if slot and slot.span > 1:
        properties.append(w("gridSpan", val=slot.span))
    if slot and (slot.down or slot.cell is None):
        properties.append(w("vMerge", val="restart" if slot.cell is not None else "continue"))
    if slot and slot.cell is not None and slot.cell.xpath("boolean(ancestor::thead)"):
        properties.append(w("vAlign", val="center"))
    return w("tc", properties, *paragraphs)


def _paragraph(writer: Writer, slot: Slot, head: bool, kind: str | None, keep: bool) -> list[OxmlElement]:
    """A cell's text; `keep` holds its row on the page of the next one."""
    if slot.cell is None:
        return [writer.paragraph("Chữ trong bảng")]
    classes = (slot.cell.get("class") or "").split()
    style = "Đầu bảng" if head else "Số trong bảng" if "number" in classes else "Chữ trong bảng"
    paragraph = writer.paragraph(style, writer.inline(slot.cell, **({"b": 1} if kind in ("group", "total") else {})))
    if keep:
        paragraph.pPr.get_or_add_keepNext()
    if "indent" in classes:
        paragraph.pPr.get_or_add_ind().set(qn("w:left"), str(Mm(INDENT).twips))
    return [paragraph]


def _grid(rows: list[HtmlElement]) -> list[list[Slot]]:
    """Every row's places, with those that a cell of an earlier row fills."""
    grid: list[list[Slot]] = []
    above: dict[int, tuple[int, int]] = {}  # column: rows still to fill, columns
    for row in rows:
        slots, column, cells = [], 0, list(row.iterchildren("td", "th"))
        while cells or column in above:
            if column in above:
                left, span = above.pop(column)
                slots.append(Slot(None, column, span))
            else:
                cell = cells.pop(0)
                left, span = int(cell.get("rowspan", 1)), int(cell.get("colspan", 1))
                slots.append(Slot(cell, column, span, left > 1))
            if left > 1:
                above[column] = (left - 1, span)
            column += span
        grid.append(slots)
    return grid


def _widths(grid: list[list[Slot]], total: float) -> list[float]:
    """Millimetres of each column: its longest word at least, the rest shared out as browsers do, by length of text."""
    count = max(slots[-1].column + slots[-1].span for slots in grid)
    least, most = [PADDING + 4] * count, [PADDING + 4] * count
    for slot in (slot for slots in grid for slot in slots if slot.cell is not None and slot.span == 1):
        text = "".join(slot.cell.xpath(".//text()[not(ancestor::span[@class='footnote'])]"))
        classes = set((slot.cell.get("class") or "").split())
        whole = slot.cell.tag == "td" and classes & {"number", "short"}
        word = max(map(_length, [text] if whole else _BREAK.split(text)))
        around = PADDING + INDENT * ("indent" in classes)
        least[slot.column] = max(least[slot.column], word + around)
        most[slot.column] = max(most[slot.column], min(_length(text), WIDEST) + around)
    if sum(least) >= total:
        return [width * total / sum(least) for width in least]
    room, asked = total - sum(least), sum(most) - sum(least)
    shares = [(high - low) / asked if asked else 1 / count for low, high in zip(least, most, strict=True)]
    return [low + room * share for low, share in zip(least, shares, strict=True)]


def _length(text: str) -> float:
    """About how many millimetres a text is long."""
    return sum(CAPITAL if letter.isupper() else SMALL for letter in text)
