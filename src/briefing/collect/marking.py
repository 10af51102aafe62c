"""The workbook that goes back: the same one with refused and doubtful cells marked, a comment in each, and a summary.

The sender corrects it and sends it again; marks, comments and summary are ours, and an import passes over them.
"""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill

from helpers.problems import InputError, Problem

from .notation import shown
from .received import Received
from .remarks import Remark
from .workbooks import MOST_COLUMNS, MOST_ROWS

AUTHOR = "briefing"  # of our comments
SUMMARY = "Kết quả kiểm tra"
_FILLS = {
    weight: PatternFill("solid", fgColor=colour)
    for weight, colour in (("refused", "F8CBAD"), ("doubtful", "FFE699"), ("said", "DDEBF7"))
}
MARKS = tuple(fill.fgColor.rgb for fill in _FILLS.values())
_WORDS = {"refused": "Chưa nhận", "doubtful": "Cần làm rõ", "said": "Lưu ý"}
_FONT = "Times New Roman"


def write_return(received: Received, target: Path) -> int:
    """Write the marked workbook; gives how many cells are marked. Raises InputError where nothing is to be returned."""
    remarks = sorted(received.remarks_of_cells(), key=lambda remark: list(_WORDS).index(remark.weight))
    if not remarks and not received.missing:
        raise InputError(
            Problem(received.name, expected="something to return", remedy="Every cell can be taken: briefing import.")
        )
    book = openpyxl.load_workbook(io.BytesIO(received.content))
    if SUMMARY in book.sheetnames:
        del book[SUMMARY]
    _clean(book)
    marked = [remark for remark in remarks if remark.cell and remark.sheet in book.sheetnames]
    for remark in marked:
        _mark(book[remark.sheet][remark.cell], remark)
    _summary(book, received, remarks)
    out = io.BytesIO()
    book.save(out)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(out.getvalue())
    return len({(remark.sheet, remark.cell) for remark in marked})


def _found(book: openpyxl.Workbook, remark: Remark) -> str:
    """What stands in the cell, as Vietnamese readers write it; a text as it was typed."""
    value = book[remark.sheet][remark.cell].value if remark.sheet in book.sheetnames and remark.cell else None
    return shown(remark.value) if isinstance(value, int | float) else remark.value


def _clean(book: openpyxl.Workbook) -> None:
    """Take away what an earlier return has marked: it may have been corrected."""
    for sheet in book.worksheets:
        rows, columns = min(sheet.max_row, MOST_ROWS), min(sheet.max_column, MOST_COLUMNS)
        for row in sheet.iter_rows(max_row=rows, max_col=columns):
            for cell in row:
                if cell.comment and cell.comment.author == AUTHOR:
                    cell.comment = None
                    cell.fill = PatternFill("solid", fgColor="FFF9DB")


def _mark(cell: openpyxl.cell.Cell, remark: Remark) -> None:
    text = f"{_WORDS[remark.weight]}: {remark.vietnamese}"
    before = cell.comment.text + "\n" if cell.comment else ""
    cell.comment = Comment(before + text, AUTHOR, height=110, width=320)
    if not before:  # the gravest comes first, and its colour stays
        cell.fill = _FILLS[remark.weight]


def _summary(book: openpyxl.Workbook, received: Received, remarks: list[Remark]) -> None:
    """The first sheet: what is to be corrected, each line with a link to its cell, then what is missing."""
    sheet = book.create_sheet(SUMMARY, 0)
    for column, width in zip("ABCDE", (14, 24, 9, 22, 90), strict=True):
        sheet.column_dimensions[column].width = width
    refused, doubtful = (sum(remark.weight == weight for remark in remarks) for weight in ("refused", "doubtful"))
    sheet["A1"], sheet["A1"].font = "KẾT QUẢ KIỂM TRA SỐ LIỆU", Font(_FONT, 15, bold=True)
    sheet["A2"] = (
        f"{refused} ô chưa nhận, {doubtful} ô cần làm rõ, {len(received.missing)} ô chưa nhập. Đề nghị sửa trong chính tệp này, lưu và gửi lại."
    )
    sheet["A2"].font = Font(_FONT, 11)
    rows = [
        ("Mức", "Trang tính", "Ô", "Giá trị", "Nội dung"),
        *((_WORDS[r.weight], r.sheet, r.cell, _found(book, r), r.vietnamese) for r in remarks),
        *(("Chưa nhập", "", "", "", label) for label in received.missing),
    ]
    for number, row in enumerate(rows, 4):
        for column, value in zip("ABCDE", row, strict=True):
            cell = sheet[f"{column}{number}"]
            cell.value, cell.data_type = value, "s"  # a text that begins with "=" is no formula
            cell.font = Font(_FONT, 11, bold=number == 4)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        if number > 4 and row[1] in book.sheetnames and row[2]:
            sheet[f"C{number}"].hyperlink = f"#'{row[1]}'!{row[2]}"
            sheet[f"C{number}"].font = Font(_FONT, 11, color="0563C1", underline="single")
        weight = next((weight for weight, word in _WORDS.items() if word == row[0]), "")
        if weight:
            sheet[f"A{number}"].fill = _FILLS[weight]
    sheet.freeze_panes = "A5"
    sheet.page_setup.paperSize, sheet.page_setup.orientation = sheet.PAPERSIZE_A4, "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = openpyxl.worksheet.properties.PageSetupProperties(fitToPage=True)
    book.active = 0
    for other in book.worksheets[1:]:
        other.sheet_view.tabSelected = False
