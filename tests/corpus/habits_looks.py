"""What a workbook shows beside its answers, written by somebody who had not read the code: number formats that show another
number, letters that nobody sees, and words, comments and colours in cells that are no answers.
"""

import zipfile

from habits import Habit, asked, right
from habits_numbers import VP, B, count, typed
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font

POINTS, OFFICES, PARCELS = count("switching_points"), count("postal_offices"), count("parcels_sent")
GROWTH = PARCELS.replace(".value(", ".growth(")
HABITS = []


def shown(name, form, want, code=POINTS, number=190):
    HABITS.append(typed(B, code, number, want, f"shown as {name}", form))


shown("thousands by its format", '#,##0" nghìn"', "asked")
shown(
    "“khoảng” by its format", '"khoảng "0', right(None, ("counts", {"item": "switching_points", "qualifier": "about"}))
)
shown("a thousandth by its format", "0.0,", "asked")
shown("hidden by its format", ";;;", "asked")
shown("negative by its format", '"-"0', "asked")
shown("dong by its format", "#,##0 [$₫-42A]", "asked")
shown("an accountant shows it", r'_(* #,##0_);_(* \(#,##0\);_(* "-"??_);_(@_)', 190)
shown("with its own unit by its format", '#,##0" điểm"', 190)
shown("red if negative", "#,##0;[Red]-#,##0", 190)
shown("grouped with blanks", r"#\ ##0", 190)
shown("a percentage that was typed before it was formatted", "0%", "asked", GROWTH, 14.8)


def edited(name, edit, want, office=B, cells=()):
    HABITS.append(Habit(name, office, edit, want, cells))


def told(name, cell, change, want=None):
    """Something is done to a cell of the sheet with the cell of POINTS; #: the row of it."""

    def edit(book):
        sheet, row = book.places[POINTS]
        change(sheet[cell.replace("#", str(row))])

    edited(name, edit, want or asked(cell if "#" not in cell else POINTS))


def says(text):
    return lambda cell: setattr(cell, "value", text)


def looks(**font):
    return lambda cell: setattr(cell, "font", Font(**font))


def comment(cell):
    cell.comment = Comment("đơn vị nghìn điểm", "Hoa")


def raised(cell):
    cell.value = CellRichText("1", TextBlock(InlineFont(vertAlign="superscript"), "3"))


told("a number in white", "G#", looks(color="FFFFFFFF"))
told("a number in the colour of its cell", "G#", looks(color="FFFFF9DB"))
told("a number in red", "G#", looks(color="FFFF0000", bold=True))
told("a label struck out", "C#", looks(strike=True))
told("a row too low to be seen", "G#", lambda cell: setattr(cell.parent.row_dimensions[cell.row], "height", 0.1))
told("a footnote's number behind the number", "G#", raised)
told("a number of another workbook", "G#", says("='[1]S1'!A1"))
for place, cell in (("the heading of numbers", "G4"), ("the heading of units", "D4")):
    told(f"a scale in {place}", cell, says("Số liệu (nghìn)"))
for cell in ("A3", "C3", "K4", "B2", "L60"):
    told(f"a remark in {cell}", cell, says("số liệu chưa kiểm tra"))
for cell in ("B1", "G4", "C#", "J#"):
    told(f"a comment on {cell}", cell, comment, asked("nghìn điểm"))
for cell, text in (("A18", "Ghi chú: số chưa chốt"), ("B4", "Phó phòng Nguyễn Văn A"), ("C20", "bỏ số trạm 2G")):
    edited(f"the guide has {text!r}", lambda book, c=cell, t=text: book.wb["Hướng dẫn"].__setitem__(c, t), asked(cell))
told(
    "a remark below each page",
    "G#",
    lambda cell: setattr(cell.parent.oddFooter.center, "text", "Số liệu chưa chốt"),
    asked("Số liệu chưa chốt"),
)


def shape(path):
    drawing = '<xdr:wsDr xmlns:xdr="x" xmlns:a="a"><a:t>Số liệu chưa gồm Viettel</a:t></xdr:wsDr>'
    with zipfile.ZipFile(path, "a") as book:
        book.writestr("xl/drawings/drawing9.xml", drawing)


HABITS.append(Habit("words in a shape", B, shape, asked("Số liệu chưa gồm Viettel"), raw=True))


def noted(text, want, **cells):
    def edit(book):
        sheet, row = book.places[POINTS]
        for letter, value in {"G": 190, "J": text, **cells}.items():
            sheet[f"{letter}{row}"] = value

    edited(f"noted {text!r} beside {cells or 190}", edit, want, cells=(POINTS,))


noted("số đúng là 200", asked(POINTS))
noted("tổng cộng 195 điểm", asked(POINTS))
noted("đơn vị: nghìn điểm", asked(POINTS))
noted("sẽ bổ sung sau", asked("sẽ bổ sung sau"), G=None, I="Không phát sinh")
noted("số đến 15/5/2025, tăng 2% theo Công văn 190/CV-VT", right({POINTS: 190}))
noted("thêm 3 điểm so với kỳ trước", right({POINTS: 190}))


def listed(name, cell):
    def edit(book):
        sheet = book.list("văn bản")
        for letter, value in zip(
            "CDEFG", ("Kế hoạch", "12/KH-UBND", "15/3/2025", "UBND tỉnh", "thử nghiệm"), strict=True
        ):
            sheet[f"{letter}5"] = value
        sheet[cell].comment = Comment("đã thu hồi", "Hoa")

    edited(name, edit, asked("đã thu hồi"), VP)


listed("a comment on a document's number", "D5")
listed("a comment on a document's title", "G5")
listed("a comment on a list's heading", "D4")
