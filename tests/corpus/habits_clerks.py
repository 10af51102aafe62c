"""A fifth wave, written from the guides alone: what Excel makes of what is typed, what programs on other desks save,
replies in the wrong place, copies of rows and sheets, files that are no workbooks.
"""

import copy
import re
import zipfile
from datetime import date, time, timedelta

from habits import Habit, asked, fair, refused, right
from habits_numbers import TTR, VP, B, C, P, T, base, count, rate, typed
from habits_workbooks import ALL, as_bytes, fine, honest, main, rezipped, rows
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904

HABITS = []
ARTICLES, EMAILS, RECEIVED = count("press_articles"), count("emails"), count("postal_dossiers_received")
POINTS, LENGTH, REVENUE = count("switching_points"), count("fibre_length"), count("telecom_revenue")
LIST = "DS văn bản viện dẫn"


def clerk(office, code, text, want, name=None, form=None):
    HABITS.append(typed(office, code, text, want, name or f"from a clerk: {text!r} in {code}", form))


def edited(name, office, edit, want, cells=()):
    HABITS.append(Habit(f"from a clerk: {name}", office, edit, want, cells))


def file(name, office, write, want, alone=None):
    HABITS.append(Habit(f"from a clerk: {name}", office, write, want, raw=True, alone=alone))


# what Excel makes of what is typed
clerk(P, ARTICLES, 4732, "asked", "from a clerk: a number in a cell formatted as a date", "dd/mm/yyyy")
clerk(P, ARTICLES, time(4, 7), "asked", "from a clerk: 4:7 that became a time")
clerk(P, count("relay_hours_daily"), timedelta(hours=4), "asked", "from a clerk: hours that became a time", "[h]:mm")
clerk(T, EMAILS, '=""', "asked", "from a clerk: a formula that shows nothing")
clerk(T, EMAILS, "=IFERROR(1/0,0)", "asked", "from a clerk: a formula that shows 0 for an error")
clerk(T, EMAILS, "\u00a0", "asked", "from a clerk: a hard blank alone")
clerk(T, EMAILS, 0, "asked", "from a clerk: 0 where there were thousands")
clerk(B, LENGTH, 7604, 7604, "from a clerk: zeros before it by its format", "000000")
clerk(B, REVENUE, 587.44, fair({REVENUE: "587.44"}, named=(REVENUE,)), "from a clerk: shown rounded by its format", "0")
clerk(B, LENGTH, "7604", 7604, "from a clerk: a text by its format", "@")
# blanks and marks that pasting brings
for mark, name in (("\u2007", "figure"), ("\u3000", "wide"), ("\u2060", "joining"), ("\u200f", "right-to-left")):
    clerk(P, ARTICLES, f"4{mark}732", fair({ARTICLES: 4732}, named=(ARTICLES,)), f"from a clerk: a {name} blank within")
clerk(P, ARTICLES, "4.732,-", fair({ARTICLES: 4732}, named=(ARTICLES,)))
clerk(P, ARTICLES, "4.732 ✅", fair({ARTICLES: 4732}, named=(ARTICLES,)))
# two answers, or an answer and more
for text in (
    "4.732 (cũ 4.650)",
    "4.732 (tính đến 15/5)",
    "KH: 4.800; TH: 4.732",
    "6T: 4.732",
    "Q1: 2.000, Q2: 2.732",
    "đạt 4.732",
    "4.732 [2]",
    "4.732 / 4.732",
    "👍",
    "Có",
    "12/CV-VP",
    "đã báo cáo tại CV 12",
    "4.732 nhé em",
    "theo số của Báo",
    "4732 va 4800",
):
    clerk(P, ARTICLES, text, "asked")
clerk(C, rate("exchange", "province"), "99,35% (tăng 0,2 điểm %)", "asked")
clerk(C, base("notary", "files"), "456.715 (luỹ kế)", fair(None, named=(base("notary", "files"),)))


def old_struck(book):
    """The old number is struck out within the cell, and the new one stands behind it."""
    book.cell(ARTICLES).value = CellRichText(TextBlock(InlineFont(strike=True), "4650"), " 4732")


def one_point(book):
    book.cell(ARTICLES).font = Font(size=1)


def in_label(book):
    """The answer stands behind the question, in its cell."""
    label = book.cell(ARTICLES, "C")
    label.value, book.cell(ARTICLES).value = f"{label.value}: 4.732", None


def in_unit(book):
    unit = book.cell(ARTICLES, "D")
    unit.value, book.cell(ARTICLES).value = f"4732 {unit.value}", None


def replied(text):
    return lambda book: setattr(book.cell(ARTICLES, "J"), "value", text)


def copied_row(value):
    def edit(book):
        """The whole row, with its hidden code, copied below the table."""
        sheet, row = book.places[ARTICLES]
        last = sheet.max_row + 1
        for column in range(1, 11):
            sheet.cell(last, column).value = sheet.cell(row, column).value
        sheet.cell(last, 7).value = value

    return edit


def cut_row(book):
    """The row cut, with its hidden code, and put onto a page of the office's own."""
    sheet, row = book.places[ARTICLES]
    other = book.wb.create_sheet("Báo chí")
    for column in range(1, 11):
        other.cell(6, column).value = sheet.cell(row, column).value
        sheet.cell(row, column).value = None


def printed_above(book):
    book.sheet(ARTICLES).oddHeader.center.text = "SỐ LIỆU TẠM TÍNH"


def all_blank(book):
    for sheet, row in book.places.values():
        sheet[f"G{row}"] = None


def photographed(book):
    """Nothing typed: a photo of the paper form lies on the sheet."""
    from PIL import Image as Picture

    all_blank(book)
    path = book.path.with_name("anh.png")
    Picture.new("RGB", (40, 40), "white").save(path)
    main(book).add_image(Image(str(path)), "G6")


def photo_beside(book):
    from PIL import Image as Picture

    path = book.path.with_name("anh.png")
    Picture.new("RGB", (40, 40), "white").save(path)
    main(book).add_image(Image(str(path)), "L6")


def decomposed(book):
    import unicodedata

    sheet = main(book)
    sheet.title = unicodedata.normalize("NFD", sheet.title)
    for row in rows(book):
        sheet[f"C{row}"] = unicodedata.normalize("NFD", sheet[f"C{row}"].value)


def linked(book):
    book.cell(ARTICLES).hyperlink = "https://sotttt.example/bao-chi"


def print_titles(book):
    sheet = main(book)
    sheet.print_title_rows, sheet.freeze_panes, sheet.print_area = "4:4", "C5", "B1:J20"


def last_column_hidden(book):
    main(book).column_dimensions["E"].hidden = True


def notes_hidden(book):
    main(book).column_dimensions["J"].hidden = True
    replied("chưa gồm báo tỉnh")(book)


def one_of_three(book):
    """Only the first page was seen; the other pages are empty."""
    for sheet, row in book.places.values():
        if sheet is not main(book):
            sheet[f"G{row}"] = None


def subtotal(book):
    """A line of the office's own between two rows, with the sum of those above it."""
    sheet, row = book.places[ARTICLES]
    sheet.insert_rows(row + 1)
    sheet.cell(row + 1, 3).value, sheet.cell(row + 1, 7).value = "Cộng mục 1", f"=SUM(G6:G{row})"


def two_rows_one_answer(book):
    """A brace: the number is meant for this row and the one below together."""
    sheet, row = book.places[ARTICLES]
    sheet[f"G{row + 1}"], sheet[f"J{row + 1}"] = None, "gộp với dòng trên"


def changed_question(book):
    """The question made easier: 'trong đó' put before the label."""
    label = book.cell(ARTICLES, "C")
    label.value = f"Trong đó: {label.value}"


def same_as_above(book):
    sheet, row = book.places[ARTICLES]
    sheet[f"G{row}"] = "↑"


def conversation(book):
    """As Excel keeps it for older programs: its text, after a preface."""
    words = "[Threaded comment]\n\nYour version of Excel allows you to read this threaded comment\n\nComment:\n    số này chưa duyệt"
    book.cell(ARTICLES).comment = Comment(words, "tc={1}")


def answered_in_a_comment(book):
    book.cell(ARTICLES).value = None
    book.cell(ARTICLES).comment = Comment("4732", "Hoa")


edited("the old number struck out within the cell", P, old_struck, asked(), (ARTICLES,))
edited("letters of one point", P, one_point, asked(), (ARTICLES,))
edited("the answer behind the question", P, in_label, refused("C7"))
edited("the answer in the cell of the unit", P, in_unit, refused("D7"))
for reply in (
    "Trả lời: số đúng là 4.800",
    "theo Zalo ngày 5/6 là 4.800",
    "số trên chưa có báo điện tử",
    "xin rút số này",
    "tạm tính, sẽ gửi bản đính chính",
    "4800",
    "4.732 là của năm ngoái",
):
    edited(f"the reply {reply!r} in the notes", P, replied(reply), asked(reply), (ARTICLES,))
edited("the whole row copied below, with another number", P, copied_row(4800), refused("G20"))
edited("the whole row copied below, with the same number", P, copied_row(4732), fair({ARTICLES: 4732}, named=("G20",)))
edited("the row cut and put onto another page", P, cut_row, asked("Báo chí", ARTICLES))
edited("“tạm tính” in the header of the printed page", P, printed_above, asked("TẠM TÍNH"))
edited("sent back without a number", TTR, all_blank, asked("Đơn", "empty"))
edited("a photo instead of numbers", TTR, photographed, asked("picture", "empty", "ảnh"))
edited("a photo beside the numbers", TTR, photo_beside, fair(ALL[TTR], named=("picture", "photo", "drawing")))
edited("letters of a Mac in labels and the name of the page", TTR, decomposed, honest(TTR, "sheet"))
edited("a link behind the number", P, linked, fine(P))
edited("set for printing", P, print_titles, fine(P))
edited("last time's column hidden", T, last_column_hidden, honest(T, "E4", "hidden"))
edited("a remark in the notes, their column hidden", P, notes_hidden, asked("chưa gồm báo tỉnh", "J"))
edited("the first page alone filled in", P, one_of_three, asked("empty"))
edited("a line of subtotals put between", P, subtotal, asked("Cộng mục 1"))
edited("one number for two rows", P, two_rows_one_answer, asked("gộp với dòng trên"))
edited("“trong đó” before the question", P, changed_question, asked("C", ARTICLES))
edited("an arrow to the number above", P, same_as_above, asked(), (ARTICLES,))
edited("the number in a comment alone", P, answered_in_a_comment, asked("4732", ARTICLES))

edited("a conversation beside a number", P, conversation, asked("chưa duyệt"))

# how other programs save a workbook
STRICT = (
    ("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"),
    (
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "http://purl.oclc.org/ooxml/officeDocument/relationships",
    ),
)


def rewritten(change, only="xl/"):
    """Each part of the file that is XML, changed as a text."""

    def write(path):
        with zipfile.ZipFile(path) as packed:
            parts = {each: packed.read(each) for each in packed.namelist()}
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
            for each, content in parts.items():
                if each.startswith(only) and each.endswith((".xml", ".rels")):
                    content = change(content.decode()).encode()
                packed.writestr(each, content)
        return path

    return write


def strict(text):
    for old, new in STRICT:
        text = text.replace(old, new)
    return text


def as_floats(text):
    return re.sub(r"(<c r=\"G\d+\"[^>]*?(?: t=\"n\")?>)<v>(\d+)</v>", r"\1<v>\2.0</v>", text)


def damaged(path):
    content = bytearray(path.read_bytes())
    at = content.index(b"xl/worksheets/sheet2.xml") + 60
    content[at : at + 20] = b"\xff" * 20
    path.write_bytes(content)
    return path


file("saved as Strict Open XML", TTR, rewritten(strict), fair(ALL[TTR], named=("TTr_2025-H1.xlsx",)))
file("saved with decimals of nothing by WPS", TTR, rewritten(as_floats, "xl/worksheets/"), right(ALL[TTR]))
file("saved without properties, as web programs do", TTR, rezipped(drop=("docProps/app.xml", "docProps/core.xml")), fair(ALL[TTR], named=("TTr_2025-H1.xlsx",)))  # fmt: skip
file("a part damaged on the way", VP, damaged, refused("VP_2025-H1.xlsx"))
XML_2003 = b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>'
for name, to, content in (
    ("a spreadsheet of 2003 as XML", "VP_2025-H1.xlsx", XML_2003),
    ("a letter with the workbook attached", "VP_2025-H1.eml", b"From: vp@example.vn\nSubject: so lieu\n\nGui chi."),
    ("a message of Outlook", "VP_2025-H1.msg", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(2000)),
    ("a shortcut to a sheet on the web", "VP_2025-H1.gsheet", b'{"url": "https://docs.google.com/spreadsheets/d/1"}'),
    ("a photo from a telephone", "VP_2025-H1.heic", b"\0\0\0\x18ftypheic"),
    ("an archive", "VP_2025-H1.rar", b"Rar!\x1a\x07\x00"),
    ("a download that was broken off", "VP_2025-H1.xlsx.crdownload", b"PK\x03\x04"),
    ("a sheet of Numbers", "VP_2025-H1.numbers", b"PK\x03\x04"),
    ("a scan named as a workbook", "VP_2025-H1.xlsx", b"%PDF-1.7\n" + bytes(600)),
    ("letters of a telephone", "VP_2025-H1.txt", "Đơn: 3, chuyển: 1".encode()),
):
    file(name, VP, as_bytes(to, lambda _, content=content: content), refused(to))

# lists as registers keep them
LINE = {"C": "Kế hoạch", "E": date(2032, 7, 5), "F": "UBND tỉnh Bình An", "G": "triển khai chữ ký số"}


def listed(name, want, change=lambda book, sheet: None, form=None, **line):
    def edit(book):
        sheet = book.wb[LIST]
        for letter, value in (LINE | {"D": "301/KH-UBND"} | line).items():
            sheet[f"{letter}7"] = value
        if form:
            sheet["E7"].number_format = form
        change(book, sheet)

    HABITS.append(Habit(f"from a clerk: {name}", "VP", edit, want, (), "2032-Q3"))


def stands(**columns):
    return ("documents", columns)


def number_struck(book, sheet):
    sheet["D7"].font = Font(strike=True)


def filtered(book, sheet):
    sheet.auto_filter.ref = f"B4:G{sheet.max_row}"
    sheet.row_dimensions[7].hidden = True


def since_1904(book, sheet):
    book.wb.epoch = CALENDAR_MAC_1904


def linked_line(book, sheet):
    sheet["D7"].hyperlink = "https://vanban.example/301"


def twice_with_a_hard_blank(book, sheet):
    for letter in "CDEFG":
        sheet[f"{letter}8"] = copy.copy(sheet[f"{letter}7"].value)
    sheet["D8"] = "301/KH-UBND\u00a0"


listed("a month that Excel made a day", asked("E7"), form="mm/yyyy", E=date(2032, 7, 1))
listed("a day and month that Excel gave a year", asked("E7"), form="d-mmm", E=date(2032, 7, 5))
listed("a day shown the American way", right(None, stands(number="301/KH-UBND", date="2032-07-05")), form="mm/dd/yyyy")
listed("the number alone struck out", asked("D7"), number_struck)
listed("a filter that hides a line", asked("7"), filtered)
listed("days counted from 1904", right(None, stands(number="301/KH-UBND", date="2032-07-05")), since_1904)
listed("a link behind a number", right(None, stands(number="301/KH-UBND")), linked_line)
listed("the same line with a hard blank", asked("D8", f"row {LIST}!8"), twice_with_a_hard_blank)
listed("letters of another alphabet in a sign", asked("D7"), D="301/КН-UBND")
listed("a sign without its stroke through D", asked("D7", "C7"), D="301/QD-UBND", C="Quyết định")
listed("an issuer with a hard blank", fair(None, stands(number="301/KH-UBND"), named=("F7",)), F="UBND tỉnh Bình An\u00a0")  # fmt: skip
listed("a title that begins with V/v", fair(None, stands(number="301/KH-UBND"), named=("G7",)), G="V/v triển khai chữ ký số")  # fmt: skip
listed("two days in one cell", asked("E7"), E="05/7/2032 (sửa đổi 09/7/2032)")
listed("a number of a year before, its day of this", asked("D7", "E7"), D="301/2031/QĐ-UBND", C="Quyết định")
listed("a title in capitals of a fallen font", asked("G7"), G="TRIÓN KHAI CH÷ Ký Sè")
