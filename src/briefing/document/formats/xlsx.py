"""A reader's workbook in the form that statistical offices recommend: cover, notes, one table a sheet with its sources.

Each sheet begins in A1 with the table's title, has one table and no merged cells, and numbers as numbers; a cell that is
empty has no value. The form is the British Government Analysis Function's ("Releasing statistics in spreadsheets").
"""

from __future__ import annotations

import copy
import io
import re
from decimal import Decimal
from typing import TYPE_CHECKING

from lxml import etree

from helpers.data.units import RATIO

from ...foreign import unzipped, zipped
from ..grid import beginning, grid, lines
from ..printed import articles, printed
from . import Report

if TYPE_CHECKING:
    from lxml.html import HtmlElement
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

PAPER, PUBLISHED = False, True
DATA = (
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "Các bảng, hình của báo cáo, mỗi trang tính một bảng",
)
COVER, NOTES = "Nội dung", "Ghi chú"
_PRINTED = re.compile(
    r"(?:tăng |giảm )?[+-]?[0-9][0-9.]*(?:,(?P<decimals>[0-9]+))? ?(?P<unit>[^0-9\"]*)"
)  # of a change, too, whose sign it has
WIDE = 60  # letters: what a column has at most
ABOUT = (
    "Mỗi bảng, hình của báo cáo là một trang tính; số là số chưa làm tròn, hiện như báo cáo in.",
    "Ô trống: báo cáo không có số liệu. Dấu “-” là chữ của báo cáo.",
    "Cột Nguồn nêu bảng dữ liệu, dòng và cột mà các số của hàng được đọc từ đó.",
)
_DATES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def make(report: Report, part: str = "") -> bytes:
    from openpyxl import Workbook  # only where it is wanted

    book = Workbook()
    cover, notes = book.active, book.create_sheet(NOTES)
    cover.title = COVER
    _rows(cover, [[report.about.get("title", "Báo cáo")], [report.about.get("agency", "")], ["Trang tính", "Nội dung"]])
    body = copy.deepcopy(report.sheet.body)
    etree.strip_elements(body, "sup", with_tail=False)  # marks of the audit, calls of notes
    for figure in body.xpath(".//figure[.//table][not(ancestor::section[@class='annex'])]"):
        number = figure.find("figcaption/a").text.rstrip(".")
        title = ". ".join(map(_folded, lines(figure.find("figcaption"))))  # what it shows, and what is measured
        sheet = book.create_sheet(number)
        _rows(sheet, [[title], *([source.text_content()] for source in figure.xpath(".//p[@class='source']"))])
        _table(sheet, next(figure.iter("table")))
        _rows(cover, [[number, title]])
        cover.cell(cover.max_row, 1).hyperlink = f"#'{number}'!A1"
    heads = [] if report.final else [article.element[0] for article in articles(body)]
    _rows(notes, [[NOTES], *([line] for line in ABOUT), *([_folded(head.text_content())] for head in heads)])
    for sheet in book:
        _finish(sheet)
    buffer = io.BytesIO()
    book.save(buffer)
    parts = unzipped(buffer.getvalue())  # the same bytes for the same document: no clock in them
    return zipped({name: _DATES.sub(rb"\g<1>2000-01-01T00:00:00Z", part) for name, part in parts.items()})


def _rows(sheet: Worksheet, rows: list[list[str]]) -> None:
    for row in rows:
        sheet.append(row)
        for cell in sheet[sheet.max_row]:
            _say(cell, str(cell.value or ""))


def _say(cell: Cell, words: str) -> None:
    """Words, whatever they begin with: a spreadsheet takes none for a formula."""
    cell.value = words or None
    cell.data_type = "s" if words else "n"


def _table(sheet: Worksheet, table: HtmlElement) -> None:
    from openpyxl.styles import Font

    places = beginning(grid(table))
    heads = [row for row in places if any(cell.is_head for cell in row)]
    names = [""] * max(cell.column + cell.span for row in places for cell in row)  # one line of them, for programs
    for head in (cell for row in heads for cell in row if cell.element.tag == "th"):
        for at in range(head.column, head.column + head.span):
            names[at] = ": ".join(filter(None, (names[at], _folded(head.element.text_content()))))
    _rows(sheet, [[*names, "Nguồn"]])
    for cell in sheet[sheet.max_row]:
        cell.font = Font(bold=True)
    for number, row in enumerate(places[len(heads) :], sheet.max_row + 1):
        for place in row:
            _fill(sheet.cell(number, place.column + 1), place.element)
        sources = dict.fromkeys(one.source for place in row for one in printed(place.element) if one.source)
        _say(sheet.cell(number, len(names) + 1), ";".join(sources))


def _fill(cell: Cell, element: HtmlElement) -> None:
    """A number with the decimals that the report prints, where the cell says nothing else; else its words."""
    words, figures = _folded(element.text_content()), [one for one in printed(element) if one.is_figure]
    number = _PRINTED.fullmatch(words)
    if len(figures) != 1 or not figures[0].value or _folded(figures[0].text) != words or not number:
        _say(cell, words)
        return
    value, decimals, unit = Decimal(figures[0].value), number["decimals"] or "", number["unit"]
    # a workbook shows a share with "%" as a hundred times as much
    behind = "%" * (figures[0].unit == RATIO) if unit == "%" else f'" {unit}"' if unit else ""
    cell.value = int(value) if value == value.to_integral_value() else float(value)
    cell.number_format = ("#,##0" + (f".{'0' * len(decimals)}" if decimals else "")) + behind


def _folded(text: str) -> str:
    return " ".join(text.split())


def _finish(sheet: Worksheet) -> None:
    from openpyxl.styles import Alignment, Font

    sheet["A1"].font = Font(bold=True, size=14)
    for column in sheet.iter_cols(min_row=4 if sheet.title not in (COVER, NOTES) else 3):
        longest = max((len(str(cell.value or "")) for cell in column), default=0)
        sheet.column_dimensions[column[0].column_letter].width = min(max(longest + 2, 10), WIDE)
        for cell in column:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
