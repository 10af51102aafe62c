"""Tables of the Word document: of figures, with repeated heads and merged cells, and borderless ones for the form."""

from __future__ import annotations

import re
from dataclasses import dataclass

from docx.oxml import OxmlElement
from docx.shared import Mm
from lxml.html import HtmlElement

from .runs import Runs
from .styles import w

PADDING = 3.5  # mm: both sides of a cell and its line
SHORT = 9  # rows, with the head: a table that is not broken
WIDEST, HEAD = 130, 30  # mm: a text, a column's heading longer than this asks for no more room
SMALL, CAPITAL, BOLD = 2.0, 2.8, 1.2  # mm: width of a letter at 11.5 pt; how much wider bold ones are
INDENT = 5  # mm: a part under its whole
_BREAK = re.compile(r"[^\S\u00a0]|(?<=-)")  # where Word may begin a new line


@dataclass
class Slot:
    """A place of the grid: the cell that begins there, or none where a cell from above reaches down."""

    cell: HtmlElement | None
    column: int
    span: int
    down: bool = False  # the cell reaches further down

    @property
    def head(self) -> bool:
        return self.cell is not None and self.cell.getparent().getparent().tag == "thead"


def table(text: Runs, element: HtmlElement, width: float) -> OxmlElement:
    """A table with lines, `width` mm wide, whose head comes again on each page and whose rows stay whole.

    A short table stays whole too, and the last row stays with the line under it that names the source.
    """
    rows = element.xpath(".//tr")
    grid = _grid(rows)
    widths = _widths(grid, width)
    caption = " ".join(element.xpath("string(ancestor::figure[1]/figcaption)").split())
    below = element.xpath("boolean(ancestor::figure[1]/p)")
    made = _table(widths, "TableGrid", caption)
    for row, slots in zip(rows, grid, strict=True):
        head, kind = row.getparent().tag == "thead", row.get("class")
        lonely = row.getprevious() is None or row in rows[-2:-1]  # the first or the last row would stand alone
        keep = below if row is rows[-1] else head or kind == "group" or lonely or len(rows) <= SHORT
        look = {"b": 1} if kind in ("group", "total") else {}
        cells = [
            _cell(sum(widths[slot.column : slot.column + slot.span]), [_paragraph(text, slot, keep, look)], slot)
            for slot in slots
        ]
        made.append(w("tr", w("trPr", w("cantSplit"), *([w("tblHeader")] if head else [])), *cells))
    return made


def plain(rows: list[list[list[OxmlElement]]], widths: list[float]) -> OxmlElement:
    """A table without lines, of given paragraphs by row and cell; its rows stay whole. widths: mm."""
    made = _table(widths, "TableNormal")
    for row in rows:
        cells = [_cell(width, paragraphs) for width, paragraphs in zip(widths, row, strict=True)]
        made.append(w("tr", w("trPr", w("cantSplit")), *cells))
    return made


def _table(widths: list[float], style: str, caption: str = "") -> OxmlElement:
    lined = style == "TableGrid"
    flush = w("tblCellMar", *(w(side, w=0, type="dxa") for side in ("left", "right")))
    properties = w(
        "tblPr",
        w("tblStyle", val=style),
        w("tblW", w=Mm(sum(widths)).twips, type="dxa"),
        w("tblLayout", type="fixed"),
        *([] if lined else [flush]),
        w("tblLook", val="0620" if lined else "0600", firstRow=int(lined), noHBand=1, noVBand=1),
        *([w("tblCaption", val=caption)] if caption else []),
    )
    return w("tbl", properties, w("tblGrid", *(w("gridCol", w=Mm(width).twips) for width in widths)))


def _cell(width: float, paragraphs: list[OxmlElement], slot: Slot | None = None) -> OxmlElement:
    properties = w("tcPr", w("tcW", w=Mm(width).twips, type="dxa"))
    if slot and slot.span > 1:
        properties.append(w("gridSpan", val=slot.span))
    if slot and (slot.down or slot.cell is None):
        properties.append(w("vMerge", val="restart" if slot.cell is not None else "continue"))
    if slot and slot.head:
        properties.append(w("vAlign", val="center"))
    return w("tc", properties, *paragraphs)


def _paragraph(text: Runs, slot: Slot, keep: bool, look: dict) -> OxmlElement:
    """A cell's text; `keep` holds its row on the page of the next one."""
    if slot.cell is None:
        return text.paragraph("Chữ trong bảng")
    classes = (slot.cell.get("class") or "").split()
    named = {"number": "Số trong bảng", "card-figure": "Số nổi bật"}
    style = "Đầu bảng" if slot.head else next((named[name] for name in classes if name in named), "Chữ trong bảng")
    if slot.head and slot.cell.tag == "td":  # the columns' numbers
        look = {"b": 0}
    paragraph = text.paragraph(style, text.inline(slot.cell, **look))
    if keep:
        paragraph.pPr.get_or_add_keepNext()
    if "indent" in classes:
        paragraph.pPr.append(w("ind", left=Mm(INDENT).twips))
    return paragraph


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
        classes = set((slot.cell.get("class") or "").split())
        whole = classes & {"number", "short", "card-figure"} and not slot.head
        lines = _lines(slot.cell)
        words = lines if whole else [word for line in lines for word in _BREAK.split(line)]
        around = PADDING + INDENT * bool(classes & {"indent", "card-figure"})
        weight, limit = (BOLD, HEAD) if slot.head else (1, WIDEST)
        least[slot.column] = max(least[slot.column], around + max(map(_length, words)) * weight)
        wish = min(max(map(_length, lines)) * weight, limit)
        most[slot.column] = max(most[slot.column], least[slot.column], around + wish)
    if sum(least) >= total:
        return [width * total / sum(least) for width in least]
    room, asked = total - sum(least), sum(most) - sum(least)
    shares = [(high - low) / asked if asked else 1 / count for low, high in zip(least, most, strict=True)]
    return [low + room * share for low, share in zip(least, shares, strict=True)]


def _lines(cell: HtmlElement) -> list[str]:
    """The text of a cell as its line breaks part it, without footnotes."""
    pieces = cell.xpath(".//br | .//text()[not(ancestor::span[@class='footnote'])]")
    return "".join(piece if isinstance(piece, str) else "\n" for piece in pieces).split("\n")


def _length(text: str) -> float:
    """About how many millimetres a text is long."""
    return sum(CAPITAL if letter.isupper() else SMALL for letter in text)
