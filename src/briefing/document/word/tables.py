"""Tables of the Word document: of figures, with repeated heads and merged cells, and borderless ones for the form."""

from __future__ import annotations

import re

from docx.shared import Mm
from lxml import etree
from lxml.html import HtmlElement

from ..grid import Cell, grid, lines
from .runs import Runs
from .wordml import form, keep, w

LINED = "Table Grid"
PADDING = 3.5  # mm: both sides of a cell and its line
SHORT = 9  # rows, with the head: a table that is not broken
LEAST = 4  # mm: an empty column
SMALL, CAPITAL, BOLD = 2.0, 2.8, 1.2  # mm: width of a letter at 11.5 pt; how much wider bold ones are
INDENT = 5  # mm: a part under its whole
UNBROKEN = 40  # mm: a word longer than this, such as a document's number, may be broken at its hyphens
_SPACES = re.compile(r"[^\S\u00a0]+")
_HYPHENS = re.compile(r"(?<=-)")


def table(text: Runs, element: HtmlElement, width: float) -> etree._Element:
    """A table with lines, `width` mm wide, whose head comes again on each page and whose rows stay whole.

    A short table stays whole too, and the last row stays with the line under it that names the source.
    """
    rows = element.xpath(".//tr")
    places = grid(element)
    widths = column_widths(places, width)
    caption = " ".join(element.xpath("string(ancestor::figure[1]/figcaption)").split())
    below = element.xpath("boolean(ancestor::figure[1]/p)")
    made = _table(text, widths, LINED, caption)
    for row, cells in zip(rows, places, strict=True):
        head, kind = row.getparent().tag == "thead", row.get("class")
        lonely = row.getprevious() is None or row in rows[-2:-1]  # the first or the last row would stand alone
        kept = below if row is rows[-1] else head or kind == "group" or lonely or len(rows) <= SHORT
        look = {"b": 1} if kind in ("group", "total") else {}
        written = [
            _cell(sum(widths[cell.column : cell.column + cell.span]), [_paragraph(text, cell, kept, look)], cell)
            for cell in cells
        ]
        made.append(w("tr", w("trPr", w("cantSplit"), *([w("tblHeader")] if head else [])), *written))
    return made


def plain(text: Runs, rows: list[list[list[etree._Element]]], widths: list[float]) -> etree._Element:
    """A table without lines, of given paragraphs by row and cell; its rows stay whole. widths: mm."""
    made = _table(text, widths, "Normal Table")
    for row in rows:
        cells = [_cell(width, paragraphs) for width, paragraphs in zip(widths, row, strict=True)]
        made.append(w("tr", w("trPr", w("cantSplit")), *cells))
    return made


def _table(text: Runs, widths: list[float], style: str, caption: str = "") -> etree._Element:
    lined = style == LINED
    flush = w("tblCellMar", *(w(side, w=0, type="dxa") for side in ("left", "right")))
    properties = w(
        "tblPr",
        w("tblStyle", val=text.styles[style]),
        w("tblW", w=Mm(sum(widths)).twips, type="dxa"),
        w("tblLayout", type="fixed"),
        *([] if lined else [flush]),
        w("tblLook", val="0620" if lined else "0600", firstRow=int(lined), noHBand=1, noVBand=1),
        *([w("tblCaption", val=caption)] if caption else []),
    )
    return w("tbl", properties, w("tblGrid", *(w("gridCol", w=Mm(width).twips) for width in widths)))


def _cell(width: float, paragraphs: list[etree._Element], place: Cell | None = None) -> etree._Element:
    properties = w("tcPr", w("tcW", w=Mm(width).twips, type="dxa"))
    if place and place.span > 1:
        properties.append(w("gridSpan", val=place.span))
    if place and (place.down or place.element is None):
        properties.append(w("vMerge", val="restart" if place.element is not None else "continue"))
    if place and place.is_head:
        properties.append(w("vAlign", val="center"))
    return w("tc", properties, *paragraphs)


def _paragraph(text: Runs, cell: Cell, kept: bool, look: dict) -> etree._Element:
    """A cell's text; `kept` holds its row on the page of the next one."""
    named = {"number": "Số trong bảng"}
    style = (
        "Đầu bảng" if cell.is_head else next((named[name] for name in cell.classes if name in named), "Chữ trong bảng")
    )
    if cell.is_head and cell.element.tag == "td":  # the columns' numbers
        look = {"b": 0}
    paragraph = text.paragraph(style, text.inline(cell.element, **look) if cell.element is not None else ())
    if kept:
        keep(paragraph)
    if "indent" in cell.classes:
        form(paragraph).append(w("ind", left=Mm(INDENT).twips))
    return paragraph


def column_widths(places: list[list[Cell]], total: float) -> list[float]:
    """Millimetres of each column, `total` together, such that the table becomes about as low as it can.

    A column holds its longest word, or number, at least; each further millimetre goes where it lowers most rows.
    """
    count = max(cells[-1].column + cells[-1].span for cells in places)
    widths = [PADDING + LEAST] * count
    rows: list[list[tuple[int, float, list[float]]]] = []  # of each row, by cell: column, what is around, lines
    for cells in places:
        row = []
        for cell in cells:
            if cell.element is not None and cell.span == 1:
                around, word, lengths = _measured(cell)
                widths[cell.column] = max(widths[cell.column], around + word)
                row.append((cell.column, around, lengths))
        rows.append(row)
    while sum(widths) < total and any(gains := _gains(rows, widths)):
        best = max(range(count), key=gains.__getitem__)
        widths[best] += min(1, total - sum(widths))
    return [width * total / sum(widths) for width in widths]


def _gains(rows: list[list[tuple[int, float, list[float]]]], widths: list[float]) -> list[float]:
    """How much lower, in lines, a millimetre more for each column makes the table: its cells that are a row's highest.

    Lines count as the part of the width that their text takes, so that a column gains before it is a line lower.
    """
    gains = [0.0] * len(widths)
    for row in rows:
        heights = [
            (sum(max(1, length / (widths[column] - around)) for length in lengths), column, around, lengths)
            for column, around, lengths in row
        ]
        if heights:
            _, column, around, lengths = max(heights, key=lambda cell: cell[0])
            room = widths[column] - around
            gains[column] += sum(length / room**2 for length in lengths if length > room)
    return gains


def _measured(cell: Cell) -> tuple[float, float, list[float]]:
    """Millimetres of a cell: what is around its text, its longest word, each of its lines."""
    classes = set(cell.classes)
    whole = classes & {"number", "short"} and not cell.is_head
    found = lines(cell.element)
    words = found if whole else [word for line in found for word in _words(line)]
    weight = BOLD if cell.is_head else 1
    around = PADDING + INDENT * ("indent" in classes)
    return around, max(map(_length, words)) * weight, [_length(line) * weight for line in found]


def _words(line: str) -> list[str]:
    """What stays on one line: a word, or the parts of a long one between its hyphens."""
    words = _SPACES.split(line)
    return [part for word in words for part in ([word] if _length(word) <= UNBROKEN else _HYPHENS.split(word))]


def _length(text: str) -> float:
    """About how many millimetres a text is long."""
    return sum(CAPITAL if letter.isupper() else SMALL for letter in text)
