"""What else offices do to a workbook, written down from a clerk's day: sheets typed into together, cells dragged and pasted,
formats that follow a condition, letters of pictures, objects, tables, results that were answered.
"""

import re
import zipfile
from datetime import date

from habits import Habit, asked, fair, right
from habits_numbers import TTR, VP, B, C, P, T
from habits_workbooks import ALL, edit, honest, main, rows
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule, FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

HABITS = []


def book(name, office, edit, want, cells=()):
    HABITS.append(Habit(name, office, edit, want, cells))


def told(name, office, cell, change, *named):
    """Something is done to a cell of the main sheet."""
    book(name, office, lambda b: change(main(b)[cell]), asked(*(named or (cell,))))


def says(text):
    return lambda cell: setattr(cell, "value", text)


# -- cells filled in by dragging, pasting, replacing -------------------------------------------------------------------


def dragged(step):
    def drag(b):
        ws, lines = main(b), rows(b)
        for at, row in enumerate(lines):
            ws[f"G{row}"] = ws[f"G{lines[0]}"].value + step * at

    return drag


def shifted(b):
    """One cell too many pasted: every number stands a row lower than it belongs."""
    ws, lines = main(b), rows(b)
    values = [ws[f"G{row}"].value for row in lines]
    for row, value in zip(lines, [None, *values], strict=False):
        ws[f"G{row}"] = value


def cut_and_pasted(b):
    ws, lines = main(b), rows(b)
    ws[f"G{lines[1]}"], ws[f"G{lines[0]}"] = ws[f"G{lines[0]}"].value, None


def reversed_(b):
    ws, lines = main(b), rows(b)
    for row, value in zip(lines, [ws[f"G{row}"].value for row in reversed(lines)], strict=True):
        ws[f"G{row}"] = value


def without_dots(b):
    """“.” replaced with nothing, in texts that were numbers with decimals."""
    for row in rows(b):
        cell = main(b)[f"G{row}"]
        if isinstance(cell.value, float):
            cell.value = str(cell.value).replace(".", "")


def grouped(b):
    """Sheets selected together: what is typed into one is typed into all."""
    for ws in b.wb:
        if not ws.title.startswith("_"):
            ws["G6"] = 13062


book("the first number dragged down as a series", B, dragged(1), asked("G"))
book("the first number dragged down as a copy", T, dragged(0), asked("G"))
book("all numbers pasted one row lower", B, shifted, asked("G"))
book("all numbers pasted from the bottom up", T, reversed_, asked("G"))
book("a number cut and pasted one row lower", TTR, cut_and_pasted, asked("G6", "G7", "Chỉ tiêu"))
book("dots replaced with nothing", B, without_dots, asked("G"))
book("a number typed into grouped sheets", C, grouped, asked("G6"))
book(
    "last time's column copied over",
    P,
    lambda b: [main(b).__setitem__(f"G{r}", main(b)[f"E{r}"].value) for r in rows(b)],
    asked("G"),
)
book(
    "the choice dragged over all rows",
    B,
    lambda b: [main(b).__setitem__(f"I{r}", "Không phát sinh") for r in rows(b)],
    asked("G"),
)
book(
    "the note dragged over all rows",
    TTR,
    lambda b: [main(b).__setitem__(f"J{r}", "đã rà soát") for r in rows(b)],
    right(ALL[TTR]),
)

# -- formats that people see and a program may not ---------------------------------------------------------------------

NOTHING_SHOWN = CellIsRule(operator="greaterThan", formula=["0"], font=Font(color="FFFFF9DB"))
RED = FormulaRule(formula=["$G6<>$E6"], fill=PatternFill("solid", bgColor="FFFFC7CE"))
book(
    "a condition that hides numbers",
    B,
    lambda b: main(b).conditional_formatting.add("G6:G30", NOTHING_SHOWN),
    asked("G6:G30"),
)
book(
    "a condition that colours what differs",
    T,
    lambda b: main(b).conditional_formatting.add("G6:G30", RED),
    honest(T, "G6:G30"),
)
told(
    "a tick of Wingdings for a number",
    T,
    "G13",
    lambda c: (setattr(c, "value", "ü"), setattr(c, "font", Font(name="Wingdings"))),
)
told("a number in a font of symbols", P, "G6", lambda c: setattr(c, "font", Font(name="Wingdings 2")))
told(
    "a degree struck out", B, "H15", lambda c: (says("khoảng")(c), setattr(c, "font", Font(strike=True))), "H15", "G15"
)
told(
    "a choice struck out",
    TTR,
    "I6",
    lambda c: (says("Không phát sinh")(c), setattr(c, "font", Font(strike=True))),
    "I6",
    "G6",
)
told("a note struck out", TTR, "J6", lambda c: (says("số cũ")(c), setattr(c, "font", Font(strike=True))), "J6", "số cũ")
told("a row outlined and folded away", VP, "G6", lambda c: c.parent.row_dimensions.group(6, 6, hidden=True), "G6")

# -- what stands beside the form ---------------------------------------------------------------------------------------

for where in ("B60", "E60", "AZ6", "G2000"):
    told(f"“(x) số ước” in {where}", B, where, says("(x) số ước"))
told(
    "who fills it in, below the guide",
    T,
    "G13",
    lambda c: c.parent.parent["Hướng dẫn"].__setitem__("B30", "Người lập: Hoa, 0912"),
    "B30",
)
told(
    "another contact in the guide",
    B,
    "G6",
    lambda c: c.parent.parent["Hướng dẫn"].__setitem__("B4", "Chị Hoa, P.KHTC"),
    "B4",
    "Hoa",
)
told(
    "the day in the guide changed",
    P,
    "G6",
    lambda c: c.parent.parent["Hướng dẫn"].__setitem__("B6", "30/9/2025"),
    "B6",
    "30/9/2025",
)
told("a unit in the title of the sheet", B, "B1", lambda c: says(f"{c.value} (ĐVT: nghìn)")(c), "B1")
told("a comment on a unit", T, "D13", lambda c: setattr(c, "comment", Comment("tính theo nghìn", "Hoa")), "D13")
told("a title of a table reworded", B, "B5", lambda c: says("Số liệu lũy kế từ đầu năm")(c), "B5")
told("a heading of last year's column reworded", T, "E4", lambda c: says("Lũy kế đến kỳ trước")(c), "E4")
told("its number of the row changed", VP, "B6", lambda c: says("1 (ước)")(c), "B6")


def very_hidden(b):
    ws = b.wb.copy_worksheet(main(b))
    ws.title, ws.sheet_state, ws["G6"] = "cũ", "veryHidden", 77


def own_validation(b):
    ws = main(b)
    ws.data_validations.dataValidation.clear()
    check = DataValidation("list", formula1='"190 nghìn,200 nghìn"')
    check.add("G6")
    ws.add_data_validation(check)
    ws["G6"] = "190 nghìn"


def as_table(b):
    main(b).add_table(Table(displayName="Bieu1", ref=f"B4:J{main(b).max_row}"))


book("a very hidden copy with another number", TTR, very_hidden, asked("cũ"))
book("its own list of choices", VP, own_validation, asked("G6"))
book("formatted as a table", T, as_table, honest(T))
book(
    "a name of one's own for the numbers",
    P,
    lambda b: b.wb.defined_names.add(DefinedName("so_lieu", attr_text="'Hướng dẫn'!$A$1")),
    right(ALL[P]),
)
book("rows outlined and shown", B, lambda b: main(b).row_dimensions.group(6, 9), right(ALL[B]))
book(
    "other widths, zoom and margins",
    C,
    edit(
        lambda b: setattr(main(b).column_dimensions["G"], "width", 4),
        lambda b: setattr(main(b).sheet_view, "zoomScale", 60),
    ),
    right(ALL[C]),
)
book(
    "a background of one's own colour in all cells",
    T,
    lambda b: [
        setattr(main(b)[f"{c}{r}"], "fill", PatternFill("solid", fgColor="FFFFFFFF"))
        for c in "CDEFGHIJ"
        for r in rows(b)
    ],
    honest(T),
)


# -- what openpyxl does not write --------------------------------------------------------------------------------------


def file(name, office, part, change, want, more=()):
    """A part of the saved file is changed, others are added."""

    def write(path):
        with zipfile.ZipFile(path) as packed:
            parts = {each: packed.read(each) for each in packed.namelist()}
        parts[part] = change(parts[part].decode()).encode()
        parts |= {each: content.encode() for each, content in more}
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
            for each, content in parts.items():
                packed.writestr(each, content)
        return path

    HABITS.append(Habit(name, office, write, want, raw=True))


SHEET = "xl/worksheets/sheet2.xml"
OLE = '<oleObjects><oleObject progId="Word.Document.12" shapeId="1025" r:id="rId9" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/></oleObjects>'
PICTURE = '<picture xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId8"/>'
file(
    "an object of Word on a sheet",
    TTR,
    SHEET,
    lambda xml: xml.replace("</worksheet>", f"{OLE}</worksheet>"),
    fair(ALL[TTR], named=("object",)),
    (("xl/embeddings/oleObject1.bin", "x"),),
)
file(
    "a cell that holds two texts",
    P,
    SHEET,
    lambda xml: re.sub(
        r'<c r="J6"[^>]*/>', '<c r="J6" t="inlineStr"><is><r><t>số </t></r><r><t>cũ</t></r></is></c>', xml, count=1
    ),
    fair(ALL[P], named=("J6", "số cũ")),
)
file(
    "a formula over a block of cells",
    VP,
    SHEET,
    lambda xml: re.sub(
        r'<c r="G6"( s="\d+")?[^>]*>.*?</c>',
        r'<c r="G6"\1><f t="array" ref="G6:G7">E6:E7*1</f><v>82</v></c>',
        xml,
        count=1,
    ),
    fair(None, named=("G6", "G7")),
)
file(
    "a scenario kept with the sheet",
    B,
    SHEET,
    lambda xml: xml.replace(
        "<pageMargins",
        '<scenarios current="0"><scenario name="khác" count="1"><inputCells r="G6" val="9"/></scenario></scenarios><pageMargins',
        1,
    ),
    right(ALL[B]),
)


# -- lists that are kept in another way --------------------------------------------------------------------------------

LIST = "DS văn bản viện dẫn"
LINE = {
    "C": "Kế hoạch",
    "D": "301/KH-UBND",
    "E": date(2032, 7, 5),
    "F": "UBND tỉnh Bình An",
    "G": "triển khai chữ ký số",
}


def listed(name, want, *lines, change=lambda ws: None):
    """Lines below the first of the list, each beside what the others have; then something is done to the sheet."""

    def write(b):
        ws = b.wb[LIST]
        for row, line in enumerate(lines, 7):
            for column, value in line.items():
                ws[f"{column}{row}"] = value
        change(ws)

    HABITS.append(Habit(name, "VP", write, want, (), "2032-Q3"))


def stands(**columns):
    return ("documents", columns)


def comment(ws):
    ws["D7"].comment = Comment("đã bị thay thế", "Hoa")


listed("a numbered register: I, 1, a", right(None, stands(number="301/KH-UBND")), {"B": "I.1a", **LINE})
listed(
    "a year within a number",
    fair(None, stands(number="301/2032/KH-UBND"), named=("D7",)),
    {**LINE, "D": "301/2032/KH-UBND"},
)
listed("a sign before its number", asked("D7"), {**LINE, "D": "KH-UBND/301"})
listed("a number with its page", asked("D7"), {**LINE, "D": "301/KH-UBND (tr. 5)"})
listed("a number with a footnote's star", asked("D7"), {**LINE, "D": "301/KH-UBND*"})
listed("an issuer in another spelling", asked("F7"), {**LINE, "F": "UBND Tỉnh Bình An"})
listed("an issuer with its leader", fair(None, named=("F7",)), {**LINE, "F": "Chủ tịch UBND tỉnh Bình An"})
listed(
    "a title that ends with its state",
    fair(None, stands(number="301/KH-UBND"), named=("G7",)),
    {**LINE, "G": "triển khai chữ ký số (dự thảo)"},
)
listed("a comment on a line", asked("D7"), LINE, change=comment)
listed("cells of a line merged", asked("7"), LINE, change=lambda ws: ws.merge_cells("F7:G7"))
listed(
    "a column of the list hidden",
    asked("E4"),
    LINE,
    change=lambda ws: setattr(ws.column_dimensions["E"], "hidden", True),
)
listed("a column put into the list", asked("E4"), LINE, change=lambda ws: ws.insert_cols(5))
listed("the list's heading reworded", asked("E4"), LINE, change=lambda ws: ws.__setitem__("E4", "Ngày nhận"))
listed(
    "a line that says “như trên”",
    asked("F8"),
    LINE,
    {**LINE, "D": "302/KH-UBND", "F": "như trên", "G": "triển khai khác"},
)
listed("a title over two lines of the sheet", asked("row DS văn bản viện dẫn!8"), LINE, {"G": "và chuyển đổi số"})
listed(
    "a condition that hides lines",
    asked("D5:D40"),
    LINE,
    change=lambda ws: ws.conditional_formatting.add("D5:D40", NOTHING_SHOWN),
)
listed(
    "two lines that differ by a blank",
    fair(None, stands(number="301/KH-UBND"), named=("D8", "row DS văn bản viện dẫn!8")),
    LINE,
    {**LINE, "D": "301/KH- UBND"},
)
listed("a title that is another's", asked("G8", "8"), LINE, {**LINE, "D": "303/KH-UBND"})
