"""Tables of the Word document: of figures, with repeated heads and merged cells, and borderless ones for the form."""

from docx.shared import Mm, Pt
from lxml import etree
from lxml.html import HtmlElement

from ... import columns
from ...grid import Cell, beginning, grid
from .runs import Look, Runs
from .wordml import form, keep, w

LINED = "Table Grid"
WIDE = 200  # mm: no upright page holds a table of this width
TIGHT = 20  # twentieths of a point: above and below the lines of a wide table
INDENT = 5  # mm: a part under its whole


def table(text: Runs, element: HtmlElement, width: float) -> etree._Element:
    """A table with lines, `width` mm wide, whose head comes again on each page and whose rows stay whole.

    A low table stays whole too, its first rows and its last stay together, and those with the line that names the source.
    """
    rows = element.xpath(".//tr")
    places = grid(element)
    begun = beginning(places)
    size = columns.letters(begun, Mm(width).pt, columns.LETTERS)
    points = columns.widths(begun, Mm(width).pt, size)
    widths = [Pt(wide).mm for wide in points]
    page = Mm((columns.ACROSS if width > WIDE else columns.UPRIGHT)[1]).pt
    heights = [columns.height(row, points, size) for row in begun]
    heads = sum(row.getparent().tag == "thead" for row in rows)
    first, last = columns.together(begun[heads:], heights[heads:], page)
    begins, ends = heads + max(first, 2) - 1, len(rows) - max(last, 2)  # none stands alone
    caption = " ".join(element.xpath("string(ancestor::figure[1]/figcaption)").split())
    below = element.xpath("boolean(ancestor::figure[1]/p)")
    tight = element.xpath("boolean(ancestor::figure[contains(@class, 'wide')])")
    made = _table(text, widths, LINED, caption)
    for place, (row, cells) in enumerate(zip(rows, places, strict=True)):
        kind = row.get("class")
        kept = below if row is rows[-1] else place < begins or place >= ends or kind == "group"
        look = {"b": 1} if kind in ("group", "total") else {}
        look |= {"sz": round(2 * size)} if size < columns.LETTERS else {}
        written = [
            _cell(sum(widths[cell.column : cell.column + cell.span]), [_paragraph(text, cell, kept, look, tight)], cell)
            for cell in cells
        ]
        whole = [w("cantSplit")] if place < heads or heights[place] <= columns.WHOLE * page else []
        made.append(w("tr", w("trPr", *whole, *([w("tblHeader")] if place < heads else [])), *written))
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


def _paragraph(text: Runs, cell: Cell, kept: bool, look: Look, tight: bool) -> etree._Element:
    """A cell's text; `kept` holds its row on the page of the next one."""
    body = "Số trong bảng" if "number" in cell.classes else "Chữ trong bảng"
    style = "Đầu bảng" if cell.is_head else body
    if cell.is_head and cell.element.tag == "td":  # the columns' numbers
        look = {**look, "b": 0}
    paragraph = text.paragraph(style, text.inline(cell.element, **look) if cell.begins else ())
    if kept:
        keep(paragraph)
    if tight:
        form(paragraph).append(w("spacing", before=TIGHT, after=TIGHT))
    if "indent" in cell.classes:
        form(paragraph).append(w("ind", left=Mm(INDENT).twips))
    return paragraph
