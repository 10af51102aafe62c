"""A reader's workbook in the form that statistical offices recommend: cover, notes, one table a sheet with its sources.

Each sheet begins in A1 with the table's title, has one table and no merged cells, and numbers as numbers; a cell that is
empty has no value. The form is the British Government Analysis Function's ("Releasing statistics in spreadsheets").
"""

from __future__ import annotations

import io
import re
from decimal import Decimal
from typing import TYPE_CHECKING

from helpers.data.units import RATIO
from helpers.values.block_html import FINDING
from helpers.values.blocks import Cell as Place
from helpers.values.blocks import Chart, Figure, Fold, Inlines, Table, Text, inlines_of, plain

from ...untrusted_files import unzipped, zipped
from ..assemble import columns
from . import Report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from ..model import Document

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

    book, document = Workbook(), report.data
    cover, notes = book.active, book.create_sheet(NOTES)
    cover.title = COVER
    _rows(cover, [[document.title], [document.agency], ["Trang tính", "Nội dung"]])
    stated = {one.target: one.label for one in document.annotations if one.kind == "stated"}
    for table in _tables(document):
        words = (table.caption,) if isinstance(table, Table) else (table.title, (*table.subtitle, *_unit(table)))
        title = ". ".join([table.number, *filter(None, (_folded(plain(each)) for each in words))])
        sheet = book.create_sheet(table.number)
        sources = [[f"Nguồn: {', '.join(table.sources)}."]] if table.sources else []
        _rows(sheet, [[title], *sources])
        _table(sheet, table, stated)
        _rows(cover, [[table.number, title]])
        cover.cell(cover.max_row, 1).hyperlink = f"#'{table.number}'!A1"
    found = [] if report.final else document.findings
    heads = [f"{FINDING}{one.number}. {_folded(plain(one.fault))}. {one.standing}." for one in found]
    _rows(notes, [[NOTES], *([line] for line in (*ABOUT, *heads))])
    for sheet in book:
        _finish(sheet)
    buffer = io.BytesIO()
    book.save(buffer)
    parts = unzipped(buffer.getvalue())  # the same bytes for the same document: no clock in them
    return zipped({name: _DATES.sub(rb"\g<1>2000-01-01T00:00:00Z", part) for name, part in parts.items()})


def _tables(document: Document) -> Iterator[Table | Chart]:
    """The tables and charts of a document, the annex apart, in reading order."""
    for top in document.sections:
        for section in top.walk() if top.kind != "annex" else ():
            for block in section.blocks:
                for each in block.blocks if isinstance(block, Fold) else (block,):
                    if isinstance(each, Table | Chart) and each.number:
                        yield each


def _unit(chart: Chart) -> Inlines:
    return (Text(" ("), *chart.unit, Text(")")) if chart.unit else ()


def _rows(sheet: Worksheet, rows: list[list[str]]) -> None:
    for row in rows:
        sheet.append(row)
        for cell in sheet[sheet.max_row]:
            _say(cell, str(cell.value or ""))


def _say(cell: Cell, words: str) -> None:
    """Words, whatever they begin with: a spreadsheet takes none for a formula."""
    cell.value = words or None
    cell.data_type = "s" if words else "n"


def _table(sheet: Worksheet, table: Table | Chart, stated: dict[str, str]) -> None:
    from openpyxl.styles import Font

    _rows(sheet, [[*(_folded(words) for words in columns(table.head, ": ")), "Nguồn"]])
    wide = sheet.max_column
    for cell in sheet[sheet.max_row]:
        cell.font = Font(bold=True)
    for number, row in enumerate(table.rows, sheet.max_row + 1):
        column = 1
        for each in row.cells:
            _fill(sheet.cell(number, column), each, stated)
            column += each.span
        cells = (getattr(each, "cells", "") for each in inlines_of(row))
        _say(sheet.cell(number, wide), ";".join(dict.fromkeys(filter(None, cells))))


def _fill(cell: Cell, of: Place, stated: dict[str, str]) -> None:
    """A number with the decimals that the report prints, where the cell says nothing else; else its words."""
    figures = [each for each in inlines_of(of.inlines) if isinstance(each, Figure)]
    words = _folded(plain(of.inlines).replace("\n", " "))
    number = _PRINTED.fullmatch(words)
    if len(figures) == 1 and (other := stated.get(figures[0].id)):
        words, number = f"{other} (tính lại được {words})", None
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
