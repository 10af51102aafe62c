"""Habits of a counter clerk, of a phone, of Google Sheets and WPS, of pasting from Word, Zalo and PDF; of two clerks with one form.

Written from the guide for offices and from how people work, before the other corpora or the code were read.
"""

import datetime as dt
import re
import shutil
import zipfile
from pathlib import Path

import openpyxl
from habits import Habit, asked, fair, refused, right
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.table import Table

POST, CNTT, CENTRE, INSPECTION, OFFICE = "P.BCVT", "P.CNTT", "TT.CNTTTT", "TTr", "VP"
DOSSIERS = "counts.value(item='postal_dossiers_received')"  # 12.560 last year
RETURNED = "counts.value(item='postal_dossiers_returned')"  # 16.032
PARCELS = "counts.value(item='parcels_sent')"  # 2.211.255
RADIUS = "counts.value(item='postal_radius')"  # 2,96 km
FIBRE = "counts.value(item='fibre_length')"  # 7.312 km
REVENUE = "counts.value(item='telecom_revenue')"  # 559 tỷ đồng
SITES = "counts.value(item='station_sites')"  # 674
COPPER = "counts.value(item='copper_length')"  # 956 km
COMPUTERS = "counts.value(item='computer_share')"  # 100 %
ACCOUNTS = "counts.value(item='email_accounts')"  # 1.239
MAILS = "counts.value(item='emails')"  # 8.929
VISITS = "counts.value(item='tourism_visits')"  # 5.348.172
RESETS = "counts.value(item='password_resets')"  # 442
CHANGE = "counts.change(item='petitions')"  # -1
PETITIONS = "counts.value(item='petitions')"  # 3
IN_TIME = "assigned_tasks.tasks(state='completed', deadline='on_time')"  # 82


def typed(name, office, code, value, want, column="G", number_format="", then=None):
    """One cell filled in some way."""

    def edit(book):
        cell = book.cell(code, column)
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"
        if number_format:
            cell.number_format = number_format
        if then:
            then(cell)

    return Habit(name, office, edit, want, (code,))


def whole(name, office, edit, want, **more):
    return Habit(name, office, edit, want, **more)


def on_sheet(code, change):
    """An edit of the sheet on which a question stands; `change(sheet, row)`."""
    return lambda book: change(*book.places[code])


# -- how digits arrive ----------------------------------------------------------------------------------------------------

PASTED = [
    typed("a Word table cell, with its end mark", POST, DOSSIERS, "12.700\n", right({DOSSIERS: 12700})),
    typed("a Word number with hair spaces", POST, PARCELS, "2\u200a300\u200a000", fair({PARCELS: 2300000})),
    typed("figure spaces of a typesetter", POST, PARCELS, "2\u2007300\u2007000", fair({PARCELS: 2300000})),
    typed("a PDF that sets each digit apart", POST, DOSSIERS, "1 2 7 0 0", fair({DOSSIERS: 12700})),
    typed("a PDF whose noughts became letters", POST, DOSSIERS, "127OO", refused()),
    typed("a scan whose one became an l", POST, DOSSIERS, "l2700", refused()),
    typed("full-width digits of a phone", POST, DOSSIERS, "１２７００", fair({DOSSIERS: 12700})),
    typed("a thumbs-up behind the number", POST, DOSSIERS, "12700 👍", refused()),
    typed("a Zalo message with a growth in brackets", POST, DOSSIERS, "12.700 (+1,1%)", refused()),
    typed("a Zalo message that begins with a dash of a list", POST, DOSSIERS, "- 12.700", refused()),
    typed("a Telex slip behind the number", POST, DOSSIERS, "12700hs", fair({DOSSIERS: 12700})),
    typed("a soft hyphen of Word", POST, PARCELS, "2.300\u00ad.000", fair({PARCELS: 2300000})),
    typed("a footnote mark raised behind the number", POST, DOSSIERS, "12.700¹", refused()),
    typed("a footnote in brackets", POST, DOSSIERS, "12.700 (1)", refused()),
    typed("the minus of Word's equation", INSPECTION, CHANGE, "−1", right({CHANGE: -1})),
    typed("the minus of an accountant", INSPECTION, PETITIONS, "(3)", refused()),
    typed("an apostrophe of a Swiss template", POST, PARCELS, "2'300'000", fair({PARCELS: 2300000})),
    typed("millions in words and digits", POST, PARCELS, "2 triệu 300 nghìn", fair({PARCELS: 2300000})),
    typed("a sum left in the cell as it was reckoned", POST, DOSSIERS, "6.200 + 6.500", refused()),
    typed("a sum with its result", POST, DOSSIERS, "6.200 + 6.500 = 12.700", refused()),
    typed("two halves with a slash", POST, DOSSIERS, "6200/6500", refused()),
    typed("a range", POST, DOSSIERS, "12.600 – 12.700", refused()),
    typed("a ditto mark", POST, DOSSIERS, "″", refused()),
    typed("a question mark behind", POST, DOSSIERS, "12.700?", refused()),
    typed("before and now in one cell", POST, DOSSIERS, "12.560 → 12.700", refused()),
]  # fmt: skip

# -- how cells are formatted ----------------------------------------------------------------------------------------------


def struck(cell):
    cell.value = CellRichText(TextBlock(InlineFont(strike=True), "12.560"), " 12.700")


FORMATS = [
    typed("a format that shows thousands", POST, PARCELS, 2300000, refused(), number_format="#,##0,"),
    typed("a format that adds two noughts", POST, DOSSIERS, 127, right({DOSSIERS: 12700}), number_format='0"00"'),
    typed("a format that adds a unit", POST, DOSSIERS, 12700, right({DOSSIERS: 12700}), number_format='#,##0" hồ sơ"'),
    typed("a format that shows a number as a day", POST, DOSSIERS, dt.datetime(1934, 10, 8), refused(), number_format="dd/mm/yyyy"),
    typed("Excel has made a day of 3.1", POST, RADIUS, dt.datetime(2025, 1, 3), refused(), number_format="d-mmm"),
    typed("Excel has made a time of 12:70", POST, DOSSIERS, dt.time(13, 10), refused(), number_format="h:mm"),
    typed("a percent format over a count", POST, SITES, 6.9, asked(), number_format="0%"),
    typed("a share as Excel keeps it", CENTRE, COMPUTERS, 0.995, right({COMPUTERS: "99.5"}), number_format="0.0%"),
    typed("a share as a bare fraction", CENTRE, COMPUTERS, 0.995, asked()),
    typed("an exponent as text", POST, DOSSIERS, "1,27E+04", fair({DOSSIERS: 12700})),
    typed("a tick box", POST, DOSSIERS, True, refused()),
    typed("an error of a lookup", POST, DOSSIERS, "#N/A", refused()),
    typed("a number half struck out", POST, DOSSIERS, 12700, asked(), then=struck),
    typed("a red cell for what is unsure", POST, DOSSIERS, 12700, right({DOSSIERS: 12700}),
          then=lambda cell: setattr(cell, "fill", PatternFill("solid", fgColor="FF0000"))),
    typed("white letters", POST, DOSSIERS, 12700, asked(), then=lambda cell: setattr(cell, "font", Font(color="FFFFFF"))),
    typed("a link to a folder behind the number", POST, DOSSIERS, 12700, right({DOSSIERS: 12700}),
          then=lambda cell: setattr(cell, "hyperlink", "file:///D:/so-lieu/bcvt.docx")),
    typed("a comment with a question", POST, DOSSIERS, 12700, asked(),
          then=lambda cell: setattr(cell, "comment", Comment("số này đã gồm tháng 6 chưa?", "Lan"))),
]  # fmt: skip

# -- what stands beside ---------------------------------------------------------------------------------------------------


def extra_column(book):
    sheet, row = book.places[DOSSIERS]
    sheet["L4"], sheet[f"L{row}"] = "Kiểm tra lại", 12900


def footer_row(book):
    sheet, _ = book.places[DOSSIERS]
    last = sheet.max_row + 3
    sheet[f"C{last}"], sheet[f"G{last}"] = "NGƯỜI LẬP BIỂU", "Ninh Thuận, ngày 20 tháng 5 năm 2025"


def new_indicator(book):
    sheet, _ = book.places[DOSSIERS]
    last = sheet.max_row + 1
    sheet[f"C{last}"], sheet[f"D{last}"], sheet[f"G{last}"] = "Điểm phục vụ lưu động", "điểm", 5


def scrap_sheet(book):
    sheet = book.wb.create_sheet("Sheet1")
    sheet["A1"], sheet["B1"] = "Tính nháp", 12900


def hidden_notes(book):
    sheet, row = book.places[DOSSIERS]
    sheet[f"J{row}"] = "số đúng là 12.900"
    sheet.column_dimensions["J"].hidden = True


def collapsed(book):
    sheet, row = book.places[DOSSIERS]
    sheet.row_dimensions.group(row, row + 2, hidden=True)


def filtered(book):
    sheet, row = book.places[DOSSIERS]
    sheet.auto_filter.ref = f"B4:K{sheet.max_row}"
    sheet.row_dimensions[row].hidden = True


def page_header(book):
    book.sheet(DOSSIERS).oddHeader.center.text = "SỐ LIỆU SƠ BỘ, CHƯA DUYỆT"


def drawn(path):
    """A text box over the sheet, as Excel draws one."""
    box = (
        '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:twoCellAnchor><xdr:from><xdr:col>6</xdr:col>'
        "<xdr:colOff>0</xdr:colOff><xdr:row>14</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>8</xdr:col>"
        "<xdr:colOff>0</xdr:colOff><xdr:row>16</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to><xdr:sp><xdr:nvSpPr>"
        '<xdr:cNvPr id="2" name="TextBox 1"/><xdr:cNvSpPr txBox="1"/></xdr:nvSpPr><xdr:spPr/><xdr:txBody><a:bodyPr/><a:p><a:r>'
        "<a:t>Đã sửa lại: 12.900</a:t></a:r></a:p></xdr:txBody></xdr:sp><xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>"
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    sheet, rels = "xl/worksheets/sheet2.xml", "xl/worksheets/_rels/sheet2.xml.rels"
    root = parts[sheet].decode()
    if 'xmlns:r="' not in root:
        root = root.replace("<worksheet ", f'<worksheet xmlns:r="{kind}" ', 1)
    parts[sheet] = re.sub(r"</worksheet>", '<drawing r:id="rIdBox"/></worksheet>', root).encode()
    link = f'<Relationship Id="rIdBox" Type="{kind}/drawing" Target="/xl/drawings/drawing9.xml"/>'
    empty = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    parts[rels] = (
        parts.get(rels, empty.encode()).decode().replace("</Relationships>", f"{link}</Relationships>").encode()
    )
    parts["xl/drawings/drawing9.xml"] = box.encode()
    part = '<Override PartName="/xl/drawings/drawing9.xml" ContentType="application/vnd.openxmlformats-officedocument.drawing+xml"/>'
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].decode().replace("</Types>", f"{part}</Types>").encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, content)


BESIDE = [
    whole("a column of one's own with another number", POST, extra_column, asked("L15", "L4")),
    whole("who made the table, below it", POST, footer_row, fair({DOSSIERS: 13062})),
    whole("a new indicator below the table", POST, new_indicator, asked("lưu động", "row")),
    whole("a sheet to reckon on", POST, scrap_sheet, asked("Sheet1")),
    whole("a correction in a note whose column is hidden", POST, hidden_notes, asked(DOSSIERS, "J15", "J")),
    whole("rows folded away", POST, collapsed, asked(DOSSIERS)),
    whole("a filter that hides an answer", POST, filtered, asked(DOSSIERS)),
    whole("what is provisional said in the page's header", POST, page_header, asked("sơ bộ")),
    whole("a text box over the number", POST, drawn, asked("12.900"), raw=True),
    typed("nothing occurred, and a number", POST, DOSSIERS, "Không phát sinh", refused(), column="I"),
    typed("a degree that is none", POST, DOSSIERS, "chính xác", refused(), column="H"),
    typed("a growth with its word", POST, DOSSIERS, "tăng 4%", fair({DOSSIERS: 13062}), column="K"),
    typed("a growth as a factor", POST, DOSSIERS, "gấp 1,04 lần", refused(), column="K"),
    typed("a growth with the other sign", POST, DOSSIERS, "-4", asked("K15", DOSSIERS), column="K"),
    typed("see the appendix", POST, DOSSIERS, "Xem phụ lục kèm theo", refused()),
]  # fmt: skip


# -- sheets, files and two clerks -----------------------------------------------------------------------------------------


def sorted_without_code(book):
    """Sorted by the label, the hidden column left behind."""
    sheet, _ = book.places[DOSSIERS]
    rows = [row for row in range(6, 31)]
    lines = sorted(
        ([sheet.cell(row, column).value for column in range(3, 12)] for row in rows), key=lambda line: str(line[0])
    )
    for row, line in zip(rows, lines, strict=True):
        for column, value in enumerate(line, 3):
            sheet.cell(row, column).value = value


def as_table(book):
    sheet, _ = book.places[DOSSIERS]
    for column in range(2, 12):
        sheet.cell(4, column).value = str(sheet.cell(4, column).value)
    sheet.add_table(Table(displayName="Bang1", ref=f"B4:K{sheet.max_row}"))


def copied(book):
    twin = book.wb.copy_worksheet(book.sheet(DOSSIERS))
    twin.title = "Số liệu đơn lẻ (2)"
    twin[f"G{book.places[DOSSIERS][1]}"] = 12900


def column_between(book):
    book.sheet(DOSSIERS).insert_cols(7)


def without_codes(book):
    book.sheet(DOSSIERS).delete_cols(1)


def two_halves(path):
    """Two clerks with one form: each fills in half of it and sends a file of their own."""
    other = path.with_name(path.stem + " (1).xlsx")
    shutil.copy(path, other)
    for file, keep in ((path, lambda row: row < 16), (other, lambda row: row >= 16)):
        book = openpyxl.load_workbook(file)
        sheet = book["Số liệu đơn lẻ"]
        for row in range(6, sheet.max_row + 1):
            if not keep(row):
                sheet[f"G{row}"] = None
        for name in book.sheetnames[2:] if file == path else ():
            if not name.startswith("_"):
                for line in book[name].iter_rows(min_row=5, min_col=7, max_col=7):
                    line[0].value = None if not str(line[0].value).startswith("=") else line[0].value
        book.save(file)
    return [path, other]


def two_minds(path):
    other = path.with_name(path.stem + " - ban sua.xlsx")
    shutil.copy(path, other)
    book = openpyxl.load_workbook(other)
    book["Số liệu đơn lẻ"]["G15"] = 12800
    book.save(other)
    return [path, other]


def merged_offices(path):
    """The sheets of two offices in one file."""
    book = openpyxl.load_workbook(path)
    sheet = book.create_sheet("Số liệu Thanh tra", 2)
    for row in (("counts.value(item='petitions')", 1, "Đơn kiến nghị, phản ánh của công dân", "đơn", 3, 4, 9),):
        for column, value in enumerate(row, 1):
            sheet.cell(6, column).value = value
    book.save(path)


def as_google(path):
    """Numbers as Google Sheets writes them, with a decimal point and nothing behind it."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    for name in parts:
        if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name):
            parts[name] = re.sub(rb"<v>(\d+)</v></c>(?=<c r=\"H)", rb"<v>\1.0</v></c>", parts[name])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, content)


def as_sheet_xml(path):
    """A phone's program saves HTML under the name of a workbook."""
    Path(path).write_text("<html><body><table><tr><td>12.700</td></tr></table></body></html>", encoding="utf-8")


FILES = [
    whole("sorted by the label alone", POST, sorted_without_code, refused()),
    whole("made a table of Excel", POST, as_table, fair({DOSSIERS: 13062})),
    whole("a copied sheet with another number", POST, copied, refused()),
    whole("a column put in before the answers", POST, column_between, refused()),
    whole("the hidden column deleted", POST, without_codes, refused()),
    whole("a sheet renamed", POST, lambda book: setattr(book.sheet(DOSSIERS), "title", "Bưu chính"), fair({DOSSIERS: 13062})),
    whole("two clerks, two halves, two files", POST, two_halves, fair({DOSSIERS: 13062, SITES: 701}, named=("one file of P.BCVT",)), raw=True),
    whole("two clerks, two numbers for one cell", POST, two_minds, asked("one file of P.BCVT"), raw=True),
    whole("another office's sheet put in", POST, merged_offices, asked("Số liệu Thanh tra"), raw=True),
    whole("numbers as Google Sheets keeps them", POST, as_google, right({DOSSIERS: 13062, SITES: 701}), raw=True),
    whole("a web page under the name of a workbook", POST, as_sheet_xml, refused(), raw=True),
    whole("validations gone, sheets unprotected", POST, lambda book: [setattr(s.protection, "sheet", False) for s in book.wb], right({DOSSIERS: 13062})),
]  # fmt: skip

# -- lists ----------------------------------------------------------------------------------------------------------------

ISSUER, TITLE = "Sở Khoa học và Công nghệ", "triển khai chuyển đổi số năm 2025"


def cited(
    name, want, number="45/KH-SKHCN", day=dt.date(2025, 3, 12), kind="Kế hoạch", issuer=ISSUER, title=TITLE, more=None
):
    """A line of the list of documents, filled in some way."""

    def edit(book):
        sheet = book.list("viện dẫn")
        for letter, value in zip("CDEFG", (kind, number, day, issuer, title), strict=True):
            sheet[f"{letter}5"].value = value
            if isinstance(value, str):
                sheet[f"{letter}5"].data_type = "s"
        if more:
            more(sheet)

    return Habit(name, OFFICE, edit, want)


ROW = ("documents", {"number": "45/KH-SKHCN", "date": "2025-03-12"})
AT = "row DS văn bản viện dẫn!5"


def heading_again(sheet):
    for letter, value in zip(
        "BCDEFG", ("STT", "Loại văn bản", "Số", "Ngày", "Cơ quan ban hành", "Trích yếu"), strict=True
    ):
        sheet[f"{letter}6"].value = value


def twice(sheet):
    for letter in "CDEFG":
        sheet[f"{letter}6"].value = sheet[f"{letter}5"].value


def twice_with_another_day(sheet):
    twice(sheet)
    sheet["E6"].value = dt.date(2025, 3, 21)


LISTS = [
    cited("a day in words", fair({}, ROW, named=(AT,)), day="ngày 12 tháng 3 năm 2025"),
    cited("a day with dots and two digits", fair({}, ROW, named=(AT,)), day="12.3.25"),
    cited("a day as Americans write it", refused(AT), day="03/25/2025"),
    cited("a day as Excel counts it", fair({}, ROW, named=(AT,)), day=45728),
    cited("a day without a year", refused(AT), day="12/3"),
    cited("a day that no month has", refused(AT), day="31/02/2025"),
    cited("the number with its word", fair({}, ROW, named=(AT,)), number="Số: 45/KH-SKHCN"),
    cited("the number with a blank around the slash", fair({}, ROW, named=(AT,)), number="45 / KH-SKHCN"),
    cited("the kind as an abbreviation", fair({}, ROW, named=(AT,)), kind="KH"),
    cited("as above, for the issuer", refused(AT, "row DS văn bản viện dẫn!6"), issuer="nt"),
    cited("a title over two lines", fair({}, ROW, named=(AT,)), title="triển khai chuyển đổi số\nnăm 2025"),
    cited("the heading pasted with the rows", asked("row DS văn bản viện dẫn!6"), more=heading_again),
    cited("one document pasted twice", fair({}, ROW, named=("row DS văn bản viện dẫn!6",)), more=twice),
    cited("one document with two days", asked("row DS văn bản viện dẫn!6", AT), more=twice_with_another_day),
]  # fmt: skip

HABITS = [*PASTED, *FORMATS, *BESIDE, *FILES, *LISTS]
