"""A form that goes back to its office: the file as it came, with the cells marked that wait, and a sheet that says why."""

import io
from collections.abc import Sequence

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from .form_writer import ENTRY, FONT, HEADING, SUMMARY, TITLE, print_setup, put, saved
from .received_answers import Rejection

_FILLS = {asked: PatternFill("solid", fgColor=colour) for asked, colour in ((False, "F8CBAD"), (True, "FFE699"))}
_WORDS = {False: "Chưa nhận", True: "Cần giải thích"}
_COLUMNS = {"Mức": 14, "Trang tính": 26, "Ô": 9, "Giá trị": 22, "Nội dung": 90}
_LINK = Font(FONT, 11, color="0563C1", underline="single")
_AUTHOR = "briefing"


def marked(content: bytes, marks: Sequence[Rejection]) -> bytes:
    """The form with its marks, and without those of a time before."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    if SUMMARY in book:
        del book[SUMMARY]
    for sheet in book.worksheets:
        for cell in (each for row in sheet.iter_rows() for each in row):
            if cell.comment and cell.comment.author == _AUTHOR:
                cell.comment, cell.fill = None, ENTRY
    sheet = book.create_sheet(SUMMARY, 0)
    counts = ", ".join(f"{sum(mark.asked == each for mark in marks)} ô {_WORDS[each].lower()}" for each in _WORDS)
    anew = any(not mark.label for mark in marks)  # the form as a whole is not as it was sent
    what = "nhập vào một biểu mới" if anew else "sửa, hoặc ghi lý do ở cột Ghi chú, trong chính tệp này"
    put(sheet["A1"], "KẾT QUẢ KIỂM TRA SỐ LIỆU", TITLE, border=None, alignment=None)
    put(sheet["A2"], f"{counts}. Đề nghị {what} rồi gửi lại.", border=None, alignment=None)
    for column, (title, width) in zip("ABCDE", _COLUMNS.items(), strict=True):
        put(sheet[f"{column}4"], title, HEADING)
        sheet.column_dimensions[column].width = width
    for row, mark in enumerate(sorted(marks, key=lambda each: each.asked), 5):
        said, fill = mark.said.into("vi"), _FILLS[mark.asked]
        named = not mark.label or mark.label.endswith(said.partition(":")[0])  # what is found begins with its row
        about = said if named else f"{mark.label}: {said}"
        for column, text in zip("ABCDE", (_WORDS[mark.asked], mark.sheet, mark.cell, mark.value, about), strict=True):
            put(sheet[f"{column}{row}"], text)
        sheet[f"A{row}"].fill = fill
        if mark.sheet in book.sheetnames and mark.cell:
            cell = book[mark.sheet][mark.cell]
            before = f"{cell.comment.text}\n" if cell.comment and cell.comment.author == _AUTHOR else ""
            cell.comment = Comment(f"{before}{_WORDS[mark.asked]}: {said}", _AUTHOR, 110, 320)
            if not before:
                cell.fill = fill
            sheet[f"C{row}"].hyperlink, sheet[f"C{row}"].font = f"#'{mark.sheet}'!{mark.cell}", _LINK
    sheet.freeze_panes, sheet.protection.sheet = "A5", True
    print_setup(sheet, 4 + len(marks), "E")
    book.active = 0
    for other in book.worksheets[1:]:
        other.sheet_view.tabSelected = False
    return saved(book)
