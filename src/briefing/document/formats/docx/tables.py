"""Tables of the Word document: of figures, with repeated heads and merged cells, and borderless ones for the form."""

from __future__ import annotations

from docx.shared import Mm, Pt
from lxml import etree
from lxml.html import HtmlElement

from ... import columns
from ...grid import Cell, beginning, grid
from .runs import Look, Runs
from .wordml import form, keep, w

LINED = "Table Grid"
SHORT = 9  # rows, with the head: a table that is not broken
LETTERS = 11.5  # points: of the template's styles for tables
INDENT = 5  # mm: a part under its whole


def table(text: Runs, element: HtmlElement, width: float) -> etree._Element:
    """A table with lines, `width` mm wide, whose head comes again on each page and whose rows stay whole.

    A short table stays whole too, and the last row stays with the line under it that names the source.
    """
    rows = element.xpath(".//tr")
    places = grid(element)
    widths = [Pt(points).mm for points in columns.widths(beginning(places), Mm(width).pt, LETTERS)]
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
    if place and (place.down or not place.begins):
        properties.append(w("vMerge", val="restart" if place.begins else "continue"))
    if place and place.is_head:
        properties.append(w("vAlign", val="center"))
    return w("tc", properties, *paragraphs)


def _paragraph(text: Runs, cell: Cell, kept: bool, look: Look) -> etree._Element:
    """A cell's text; `kept` holds its row on the page of the next one."""
    named = {"number": "Số trong bảng"}
    style = (
        "Đầu bảng" if cell.is_head else next((named[name] for name in cell.classes if name in named), "Chữ trong bảng")
    )
    if cell.is_head and cell.element.tag == "td":  # the columns' numbers
        look = {"b": 0}
    paragraph = text.paragraph(style, text.inline(cell.element, **look) if cell.begins else ())
    if kept:
        keep(paragraph)
    if "indent" in cell.classes:
        form(paragraph).append(w("ind", left=Mm(INDENT).twips))
    return paragraph
