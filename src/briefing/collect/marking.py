"""The workbook that goes back: a template with the values that came, refused and doubtful cells marked, and a summary.

Nothing of the file that came is in it but values: no formula, link or code, our own totals neither, which a mail filter
could not tell from a stranger's. The sender corrects it and sends it again; an import passes over our marks and summary.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from helpers.data.updating import replace_files
from helpers.language import _
from helpers.problems import InputError, Problem
from helpers.values.vietnamese import shown

from . import templates as form
from .lists import FIRST, HEAD, PREFIX
from .notation import tidy
from .questions import Questions
from .received import Received, Remark
from .templates import CODE, DEGREE, FONT, GROWTH, INPUT, LABEL, NONE, NOTE, SUM, Place
from .workbooks import Cell, Sheet

AUTHOR = "briefing"  # of our comments
SUMMARY, OURS = "Kết quả kiểm tra", "F"  # its hidden column: what its rows said when it was sent
MARKS = {"refused": "F8CBAD", "doubtful": "FFE699", "said": "DDEBF7"}  # colours
_FILLS = {weight: PatternFill("solid", fgColor=colour) for weight, colour in MARKS.items()}
_WORDS = {"refused": "Chưa nhận", "doubtful": "Cần làm rõ", "said": "Lưu ý"}
_TOP = Alignment(wrap_text=True, vertical="top")
Rows = dict[tuple[str, int], tuple[str, int]]  # where a row stood in the file that came → where it stands now


def write_return(received: Received, questions: Questions, target: Path) -> int:
    """Write the marked workbook; gives how many cells are marked. Raises InputError where nothing is to be returned."""
    remarks = sorted(received.remarks_of_cells(), key=lambda remark: list(_WORDS).index(remark.weight))
    if not remarks and not received.missing:
        remedy = _("Every cell can be taken: {briefing} forms in.")
        raise InputError(
            Problem(received.name, expected=_("something to return"), remedy=remedy, code="nothing_to_return")
        )
    blank = form.template(questions, questions.owners.offices[received.office])
    rows = _fill(blank.book, blank.places, received.sheets)
    placed = []  # each remark with its cell in the new workbook, or the sheet alone
    for remark in remarks:
        letters, number = remark.at
        sheet, row = rows.get((remark.sheet, number), (remark.sheet, 0))
        placed.append((remark, (sheet, f"{letters}{row}" if row else "")))
        if row:
            cell = blank.book[sheet][f"{letters}{row}"]
            before = cell.comment.text + "\n" if cell.comment else ""
            text = f"{before}{_WORDS[remark.weight]}: {remark.said.into('vi')}"
            cell.comment = Comment(text, AUTHOR, height=110, width=320)
            if not before:  # the gravest comes first, and its colour stays
                cell.fill = _FILLS[remark.weight]
    _summary(blank.book, received, placed)
    replace_files({target: form.in_bytes(blank.book)})
    return len({place for _, place in placed if place[1]})


def _fill(book: openpyxl.Workbook, places: list[Place], sent: Mapping[str, Sheet]) -> Rows:
    """Put the values that came into a template, each at its question or its line; says where each row stands now."""

    def type_in(place: Place, row: int, letter: str, came: Cell) -> None:
        cell = book[place.sheet][f"{letter}{row}"]
        if came.value is not None:
            form.set_value(cell, came.value)
        if came.percent:
            cell.number_format = "0.00%"

    rows: Rows = {}
    for place in places:
        if place.code.startswith(PREFIX):
            letters = [get_column_letter(at) for at in range(FIRST, FIRST + place.label.count(" | "))]
            for row, cells in sent.get(place.sheet, Sheet(place.sheet)).below(HEAD):
                rows[place.sheet, row] = place.sheet, row
                for letter in letters:
                    type_in(place, row, letter, cells.get(letter, Cell()))
            continue
        if place.code == SUM:
            book[place.sheet][f"{INPUT}{place.row}"].value = None
        name, at = next(_found(place, sent), ("", 0))
        if not name:
            continue
        rows[name, at] = place.sheet, place.row
        for letter in (INPUT, DEGREE, NONE, NOTE, GROWTH) if place.code != SUM else ():
            type_in(place, place.row, letter, sent[name].cell(letter, at))
    return rows


def _found(place: Place, sent: Mapping[str, Sheet]) -> Iterator[tuple[str, int]]:
    """Where a question, or a sum, stands in the file that came: in its sheet, else wherever its code is."""
    for sheet in sorted(sent.values(), key=lambda each: each.name != place.sheet):
        for row, _cells in sheet.below(HEAD):
            own = sheet.name == place.sheet and sheet.text(LABEL, row) == tidy(place.label)
            if sheet.text(CODE, row) == place.code and (own or place.code != SUM):
                yield sheet.name, row


def _summary(book: openpyxl.Workbook, received: Received, placed: list[tuple[Remark, tuple[str, str]]]) -> None:
    """The first sheet: what is to be corrected, each line with a link to its cell, then what is missing."""
    sheet = book.create_sheet(SUMMARY, 0)
    for column, width in zip("ABCDE", (14, 24, 9, 22, 90), strict=True):
        sheet.column_dimensions[column].width = width
    refused, doubtful = (sum(each.weight == weight for each, _ in placed) for weight in ("refused", "doubtful"))
    sheet["A1"], sheet["A1"].font = "KẾT QUẢ KIỂM TRA SỐ LIỆU", Font(FONT, 15, bold=True)
    sheet["A2"] = (
        f"{refused} ô chưa nhận, {doubtful} ô cần làm rõ, {len(received.missing)} ô chưa nhập. Đề nghị sửa trong chính tệp này, lưu và gửi lại."
    )
    sheet["A2"].font = Font(FONT, 11)
    rows = [
        ("Mức", "Trang tính", "Ô", "Giá trị", "Nội dung"),
        *((_WORDS[each.weight], at[0], at[1], _value(received, each), each.said.into("vi")) for each, at in placed),
        *(("Chưa nhập", "", "", "", label) for label in received.missing),
    ]
    for number, row in enumerate(rows, 4):
        for column, value in zip("ABCDE", row, strict=True):
            form.put(sheet[f"{column}{number}"], value, Font(FONT, 11, bold=number == 4), alignment=_TOP)
        if number > 4 and row[1] in book.sheetnames and row[2]:
            sheet[f"C{number}"].hyperlink = f"#'{row[1]}'!{row[2]}"
            sheet[f"C{number}"].font = Font(FONT, 11, color="0563C1", underline="single")
        for weight, word in _WORDS.items():
            if word == row[0]:
                sheet[f"A{number}"].fill = _FILLS[weight]
    for row in sheet.iter_rows(max_col=5):
        if row[0].value:
            said = "¦".join(str(cell.value or "") for cell in row)
            form.put(sheet[f"{OURS}{row[0].row}"], said, border=None, alignment=None)  # wrapped it would make rows tall
    sheet.column_dimensions[OURS].hidden = True
    sheet.freeze_panes = "A5"
    form.print_setup(sheet, 3 + len(rows), "A", "E", head=4)
    book.active = 0
    for other in book.worksheets[1:]:
        other.sheet_view.tabSelected = False


def _value(received: Received, remark: Remark) -> str:
    """What stood in the cell, as Vietnamese readers write it; a text as it was typed."""
    found = received.sheets.get(remark.sheet, Sheet("")).cell(*remark.at)
    if found.formula and found.value is None:
        return "(công thức)"
    return shown(remark.value) if isinstance(found.value, int | float) else remark.value
