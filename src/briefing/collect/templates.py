"""The workbook that an office fills in: one for each, with its rows, what they were, and room for what they are.

Every input has a hidden code beside it, the figure that it becomes; a hidden sheet repeats where each code stands,
with its label and unit, so that whatever was moved, renamed or deleted is noticed when the workbook comes back.
Nothing is merged: screen readers and sorting need plain rows.
"""

import datetime as dt
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple
from weakref import WeakKeyDictionary

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from helpers.data.datapackage import QUALIFIER, Field
from helpers.data.owners import Office
from helpers.data.schema import TABLES
from helpers.data.updating import finish, replace_files
from helpers.language import _
from helpers.problems import InputError, Problem, one_of
from helpers.values.vietnamese import lower_first

from .. import foreign
from .lists import HEAD, Listing, listings, scale_of, title_of
from .notation import NONE_COLUMN, NOT_YET, NOTHING, Scale
from .questions import Block, Question, Questions
from .workbooks import runs

_TIMES = "docProps/core.xml"  # the part that tells when a workbook was saved
VERSION = "1"  # of the layout; a workbook of another one is refused
SUM = "sum"  # the code of a total
KEY, LISTS, GUIDE, SHARED = "_briefing", "_danh_muc", "Hướng dẫn", "Số liệu khác"
CODE, NUMBER, LABEL, UNIT, LAST_YEAR, PREVIOUS, INPUT, DEGREE, NONE, NOTE, GROWTH = "ABCDEFGHIJK"
TITLES = {
    NUMBER: "TT", LABEL: "Chỉ tiêu", UNIT: "Đơn vị tính", LAST_YEAR: "Cùng kỳ năm trước", PREVIOUS: "Kỳ trước",
    INPUT: "Số liệu kỳ này", DEGREE: "Mức độ", NONE: NONE_COLUMN, NOTE: "Ghi chú",
    GROWTH: "Tăng, giảm so với cùng kỳ (%)",
}  # fmt: skip
# what a template hides where no such period is known, or where no number has a degree
REFERENCES = (TITLES[LAST_YEAR], TITLES[PREVIOUS], TITLES[GROWTH], TITLES[DEGREE])
_WIDTHS = {CODE: 3, NUMBER: 5, LABEL: 52, UNIT: 13, LAST_YEAR: 16, PREVIOUS: 16, INPUT: 18, DEGREE: 12, NONE: 18, NOTE: 28, GROWTH: 16}  # fmt: skip
_OWN_SHEET = 12  # questions from which a table has a sheet of its own

FONT = "Times New Roman"
_TITLE, _HEADING, _TEXT = Font(FONT, 15, bold=True), Font(FONT, 11, bold=True), Font(FONT, 11)
_SMALL = Font(FONT, 10, italic=True, color="595959")
_ON_DARK = Font(FONT, 11, bold=True, color="FFFFFF")
_LINE = Side(style="thin", color="A6A6A6")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_DARK, _BAND, _ENTRY, _QUIET = (PatternFill("solid", fgColor=each) for each in ("1F3864", "DCE6F1", "FFF9DB", "F2F2F2"))
ENTRY_COLOUR = _ENTRY.fgColor.rgb[-6:]
_OPEN = Protection(locked=False)
_WRAP = Alignment(wrap_text=True, vertical="center")  # a row without a height of its own grows with what wraps in it
_RIGHT = Alignment(horizontal="right", vertical="center", wrap_text=True)
_MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)


class Place(NamedTuple):
    """Where a workbook has a question, or a sum of others (code: "sum", unit: its formula)."""

    code: str
    sheet: str
    row: int
    label: str
    unit: str


@dataclass(frozen=True)
class Blank:
    """The workbook of one office, with how many cells it is asked for, and how many lists it keeps."""

    office: Office
    book: Workbook
    places: list[Place]
    asked: int
    lists: int

    def file_name(self, period: str) -> str:
        return foreign.no_device(f"{self.office.office}_{period}.xlsx")


def write_templates(questions: Questions, office: str, folder: Path) -> list[tuple[Path, Blank]]:
    """Write the workbook of one office, or of each that is asked something. Raises InputError for one without rows."""
    offices = questions.owners.offices
    if office and office not in offices:
        expected, remedy = one_of(offices), _("Name an office that offices.csv has, or add its row.")
        raise InputError(Problem("offices.csv", 0, "office", office, expected, remedy, code="unknown_office"))
    made = [template(questions, each) for each in offices.values() if office in ("", each.office)]
    asked = [one for one in made if one.asked or one.lists]
    if not asked:
        expected = _("rows to ask for in {period}", period=questions.period)
        remedy = _("Name its rows in owners.csv; a row is asked for when an earlier period, or this one, has it.")
        raise InputError(Problem("owners.csv", 0, "office", office or None, expected, remedy, code="nothing_to_ask"))
    if folder.exists() and not folder.is_dir():
        remedy = _("Name another: --out DIR.")
        raise InputError(
            Problem("--out", value=str(folder), expected=_("a folder"), remedy=remedy, code="no_output_folder")
        )
    finish(folder)
    paths = [(folder / one.file_name(questions.period), one) for one in asked]
    new = {path: in_bytes(one.book) for path, one in paths}
    there = {path for path in new if path.exists()}
    if filled := [path for path in new if path in there and not _is_as_written(path, new[path])]:
        remedy = _("It may be filled in already: move it away, or name another folder: --out DIR.")
        raise InputError(
            Problem(str(path), expected=_("no file of this name"), remedy=remedy, code="occupied_file")
            for path in filled
        )
    replace_files({path: content for path, content in new.items() if path not in there})
    return paths


def _is_as_written(path: Path, content: bytes) -> bool:
    """Whether a workbook is as it would be written, its time apart: a command that is run again has nothing to do there."""
    try:
        one, other = (foreign.unzipped(each) for each in (foreign.content(path), content))
    except (OSError, ValueError, zipfile.BadZipFile, zlib.error):
        return False
    return {**one, _TIMES: b""} == {**other, _TIMES: b""}


def template(questions: Questions, office: Office) -> Blank:
    """The workbook of one office."""
    blocks = questions.blocks(office)
    book = Workbook()
    guide = book.active
    guide.title = GUIDE
    writer = _Sheets(book, questions, office)
    for name, own in _sheets(blocks):
        writer.sheet(name, own)
    lists = listings(questions, office)
    for each in lists:
        writer.listing(each)
    _guide(guide, questions, office, [sheet.title for sheet in book.worksheets[1:]], bool(lists))
    writer.hidden()
    book.properties.title = f"Biểu thu thập số liệu {questions.period_row['label']} - {office.name}"
    book.properties.creator = questions.edition.organisation("name") if questions.edition.lines("organisation") else ""
    book.properties.language = "vi-VN"
    return Blank(office, book, writer.places, sum(len(block.questions) for block in blocks), len(lists))


def in_bytes(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheets(blocks: list[Block]) -> Iterator[tuple[str, list[Block]]]:
    """A sheet for each large table, one for the small ones together."""
    small = [block for block in blocks if len(block.questions) < _OWN_SHEET]
    for block in blocks:
        if block not in small:
            yield block.table.title, [block]
    if small:
        yield (SHARED if len(small) > 1 else small[0].table.title), small


def _sheet_name(title: str) -> str:
    """A title as Excel allows a sheet to be named, cut behind a word; with room for a digit that tells two apart.

    >>> _sheet_name("Học sinh bỏ học theo xã, phường, thị trấn"), _sheet_name("Dân số [người]")
    ('Học sinh bỏ học theo xã', 'Dân số  người')
    """
    name = re.sub(r"[\[\]:*?/\\'!]", " ", title).strip()
    return name if len(name) < 30 else name[:30].rpartition(" ")[0].rstrip(" ,;–-") or name[:29]


class _Sheets:
    """Puts blocks on sheets and remembers where each question stands."""

    def __init__(self, book: Workbook, questions: Questions, office: Office) -> None:
        self.book, self.questions, self.office = book, questions, office
        self.places: list[Place] = []
        self._lists: dict[tuple[str, ...], str] = {}
        self._checks: dict[tuple[str, ...], DataValidation] = {}

    def sheet(self, name: str, blocks: list[Block]) -> None:
        compared = {LAST_YEAR: "last_year", PREVIOUS: "previous", GROWTH: "last_year"}
        labels = {column: self.questions.label_of(which) for column, which in compared.items()}
        named = {column: f"{TITLES[column]}\n({label})" for column, label in labels.items() if label}
        sheet = self._begun(name, name, TITLES | named, _WIDTHS)
        for column, label in labels.items():
            sheet.column_dimensions[column].hidden = not label
        qualified = any(question.qualified for block in blocks for question in block.questions)
        sheet.column_dimensions[DEGREE].hidden = not qualified
        row = HEAD + 1
        for block in blocks:
            row = self._block(sheet, row, block)
        sheet.freeze_panes = f"{UNIT}{HEAD + 1}"
        print_setup(sheet, row - 1)

    def listing(self, listing: Listing) -> None:
        """A sheet to which the office adds rows: those that it shows, then empty lines."""
        title, titles = lower_first(listing.table.title), listing.titles
        # days and numbers are short, what names or tells is long
        by_kind = (
            12 if each.kind in ("date", "number") else 60 if each.name in ("name", "title", "result") else 26
            for each in listing.fields
        )
        widths = dict(zip(titles, [_WIDTHS[NUMBER], *by_kind], strict=True))
        sheet = self._begun(f"DS {title}", f"Danh sách {title}", titles, widths)
        number, *letters = titles
        last = HEAD + len(listing.rows) + listing.lines
        for row in range(HEAD + 1, last + 1):
            put(sheet[f"{number}{row}"], row - HEAD, alignment=_MIDDLE)
            there = listing.rows[row - HEAD - 1] if row - HEAD <= len(listing.rows) else {}
            for field, letter in zip(listing.fields, letters, strict=True):
                cell, choices = sheet[f"{letter}{row}"], listing.choices.get(field.name, {})
                put(cell, None, fill=_ENTRY)
                known, value = listing.known.get(field.name, ()), there.get(field.name, "")
                self._entry(cell, field, value, scale_of(field), choices, known)
        sheet.freeze_panes = f"{letters[0]}{HEAD + 1}"
        print_setup(sheet, last, right=letters[-1])
        self.places.append(Place(listing.code, sheet.title, HEAD, " | ".join(titles.values()), ""))

    def _begun(self, name: str, title: str, titles: Mapping[str, str], widths: Mapping[str, float]) -> Worksheet:
        """A sheet with its head."""
        sheet = self.book.create_sheet(_sheet_name(name))
        self._checks = {}
        due = self.office.due(self.questions.period_row)
        about = f"{self.office.name} · {self.questions.period_row['label']} · gửi trước ngày {due:%d/%m/%Y} · chỉ nhập vào ô màu vàng"
        put(sheet[f"{NUMBER}1"], title, _TITLE, border=None, alignment=None)
        put(sheet[f"{NUMBER}2"], about, _SMALL, border=None, alignment=None)
        for column, heading in titles.items():
            put(sheet[f"{column}{HEAD}"], heading, _ON_DARK, _DARK, alignment=_MIDDLE)
        for column, width in {**widths, CODE: _WIDTHS[CODE]}.items():
            sheet.column_dimensions[column].width = width
        sheet.column_dimensions[CODE].hidden = True
        _protect(sheet)
        return sheet

    def _block(self, sheet: Worksheet, row: int, block: Block) -> int:
        """Write a table's questions and sums below its title; gives the row after them."""
        for column in TITLES:
            sheet[f"{column}{row}"].fill = _BAND
        sheet[f"{NUMBER}{row}"], sheet[f"{NUMBER}{row}"].font = block.table.title, _HEADING
        rows: dict[str, int] = {}
        for number, question in enumerate(block.questions, 1):
            row += 1
            self._question(sheet, row, number, question)
            rows[question.code] = row
        for total in block.sums:
            row += 1
            label, formula = f"Cộng: {total.label}", f"=SUM({runs(INPUT, [rows[code] for code in total.parts])})"
            sheet[f"{CODE}{row}"] = SUM
            for column in TITLES:
                put(sheet[f"{column}{row}"], {LABEL: label, NOTE: "Tự tính, để đối chiếu"}.get(column), _SMALL, _QUIET)
            cell = sheet[f"{INPUT}{row}"]
            cell.value, cell.number_format, cell.alignment = formula, "#,##0.##", _RIGHT
            self.places.append(Place(SUM, sheet.title, row, label, formula))
        return row + 1

    def _question(self, sheet: Worksheet, row: int, number: int, question: Question) -> None:
        sheet[f"{CODE}{row}"] = question.code
        choices = self.questions.labels(question.field.codes) if question.field.kind == "code" else {}
        before = {LAST_YEAR: question.last_year, PREVIOUS: question.previous}
        texts = {NUMBER: number, LABEL: question.label, UNIT: question.unit}
        texts |= {column: _known(question.field, value, choices) for column, value in before.items()}
        for column, value in texts.items():
            cell = put(sheet[f"{column}{row}"], value)
            if column in before:
                cell.fill, cell.alignment = _QUIET, _RIGHT if isinstance(value, int | float) else _WRAP
                cell.number_format = _format_of(value)
        sheet[f"{NUMBER}{row}"].alignment = _MIDDLE
        closed = {DEGREE: not question.qualified, GROWTH: not question.grows}
        for column in (INPUT, DEGREE, NONE, NOTE, GROWTH):
            put(sheet[f"{column}{row}"], None, fill=_QUIET if closed.get(column) else _ENTRY)
        known = self.questions.states(question)
        self._entry(sheet[f"{INPUT}{row}"], question.field, question.carried, question.scale, choices, known)
        prompt = "Nếu trong kỳ không phát sinh, hoặc chưa có số liệu: chọn ở đây và để trống ô số liệu."
        self._check(sheet[f"{NONE}{row}"], ("list", self._range((NOTHING, NOT_YET))), "Không có số", prompt)
        if question.qualified:
            degrees = self._range(tuple(self.questions.labels(QUALIFIER).values()))
            prompt = "Chỉ chọn khi số liệu không phải là số đúng: hơn, khoảng …"
            self._check(sheet[f"{DEGREE}{row}"], ("list", degrees), "Mức độ", prompt)
        if question.grows:
            self._entry(sheet[f"{GROWTH}{row}"], TABLES["controls"].columns["value"], "", Scale("%", False), {})
        self.places.append(Place(question.code, sheet.title, row, question.label, question.unit))

    def _entry(
        self, cell: Cell, field: Field, value: str, scale: Scale, choices: Mapping[str, str], known: tuple[str, ...] = ()
    ) -> None:  # fmt: skip
        """An input cell: its format, what may be typed into it, what stands there already. known: values that are offered."""
        title = scale.unit or title_of(field)
        if choices or known:
            prompt = "Chọn trong danh sách của ô." if choices else "Chọn trong danh sách của ô, hoặc ghi giá trị mới."
            offered = self._range(tuple(choices.values()) or known)
            self._check(cell, ("list", offered), title, prompt, "stop" if choices else "information")
            cell.value = choices.get(value, value) or None
        elif field.kind == "date":
            cell.number_format = "dd/mm/yyyy"
            cell.value = dt.date.fromisoformat(value) if value else None
            prompt = "Nhập ngày/tháng/năm, ví dụ 28/05/2024. Nếu không thay đổi thì giữ nguyên."
            self._check(cell, ("date",), title, prompt)
        elif field.kind == "number":
            grouped = "#,##0" if scale.unit else "0"
            cell.number_format = grouped if scale.whole else "#,##0.00##"
            cell.value, cell.alignment = int(value) if value else None, _RIGHT
            least = "" if field.least is None else f"{field.least:g}"
            prompt = f"Nhập số{' nguyên' * scale.whole}{f', đơn vị: {scale.unit}' * bool(scale.unit)}."
            prompt += f" Không nhỏ hơn {least}." * bool(least)
            self._check(cell, ("whole" if scale.whole else "decimal", least), title, prompt)
        else:
            cell.number_format = "@"  # or Excel makes a number of "1.10", a day of "1/2"
            set_value(cell, value or None)

    def _range(self, choices: tuple[str, ...]) -> str:
        """Where the hidden sheet has a list of choices."""
        if choices not in self._lists:
            letter = get_column_letter(len(self._lists) + 1)
            self._lists[choices] = f"{LISTS}!${letter}$1:${letter}${len(choices)}"
        return self._lists[choices]

    def _check(self, cell: Cell, kind: tuple[str, ...], title: str, prompt: str, style: str = "stop") -> None:
        """Validate a cell; cells that are checked alike share one validation."""
        if (*kind, title, prompt) not in self._checks:
            check = _validation(*kind)
            check.allow_blank = check.showInputMessage = check.showErrorMessage = True
            check.errorStyle = style
            check.promptTitle, check.prompt = title[:32], prompt[:255]
            check.errorTitle, check.error = "Chưa đúng", f"{prompt} Lời giải thích ghi ở cột Ghi chú."[:225]
            self._checks[(*kind, title, prompt)] = check
            cell.parent.add_data_validation(check)
        self._checks[(*kind, title, prompt)].add(cell)

    def hidden(self) -> None:
        """The sheets that people do not see: the lists of choices, and where every question stands."""
        lists = self.book.create_sheet(LISTS)
        for column, choices in enumerate(self._lists, 1):
            for row, choice in enumerate(choices, 1):
                lists.cell(row, column, choice)
        key = self.book.create_sheet(KEY)
        about = (("template", VERSION), ("period", self.questions.period), ("office", self.office.office))
        for line in (*about, (), Place._fields, *self.places):
            key.append([f"'{value}" if str(value).startswith("=") else value for value in line])
        for sheet in (lists, key):
            sheet.sheet_state = "hidden"
            _protect(sheet)


def put(
    cell: Cell, value: object, font: Font = _TEXT, fill: PatternFill | None = None,
    border: Border | None = _BOX, alignment: Alignment | None = _WRAP,
) -> Cell:  # fmt: skip
    """A new cell's value and its looks; what is to be filled in is open."""
    set_value(cell, value)
    looks = {"font": font, "fill": fill, "border": border, "alignment": alignment}
    known, key = _known_looks.setdefault(cell.parent.parent, {}), tuple(map(id, looks.values()))
    if key not in known:
        for name, given in looks.items():
            if given:
                setattr(cell, name, given)
        if fill is _ENTRY:
            cell.protection = _OPEN
        known[key] = looks, copy(cell._style)
    cell._style = copy(known[key][1])
    return cell


# of a workbook, what openpyxl has found for a font, a fill …: it compares each with all that there are, part by part
_known_looks: WeakKeyDictionary[Workbook, dict[tuple[int, ...], tuple[object, StyleArray]]] = WeakKeyDictionary()


def set_value(cell: Cell, value: object) -> None:
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"  # a text that begins with "=" is no formula


def _known(field: Field, value: str, choices: Mapping[str, str]) -> object:
    """An earlier value as Excel shows it best."""
    if not value:
        return None
    if field.kind == "number":
        exact = Decimal(value)
        return int(exact) if exact == exact.to_integral_value() and "." not in value else float(exact)
    return dt.date.fromisoformat(value) if field.kind == "date" else choices.get(value, value)


def _validation(kind: str, bound: str = "") -> DataValidation:
    if kind == "list":
        return DataValidation("list", formula1=bound)
    if bound:
        return DataValidation(kind, operator="greaterThanOrEqual", formula1=bound)
    least, most = ("36526", "73050") if kind == "date" else ("-1000000000000", "1000000000000")  # 2000 to 2099
    return DataValidation(kind, operator="between", formula1=least, formula2=most)


def about(questions: Questions, office: Office) -> dict[str, str]:
    """What the guide says of whom and when a workbook is: a name in its first column → the words beside it."""
    period, span = questions.period_row, questions.span
    days = f"từ {span.first:%d/%m/%Y} đến {span.last:%d/%m/%Y}"
    return {"Đơn vị cung cấp": office.name, "Kỳ báo cáo": f"{period['label']} ({days})"}


def _guide(sheet: Worksheet, questions: Questions, office: Office, sheets: list[str], lists: bool) -> None:
    """The first sheet: what this is, by when, for whom, and how it is filled in."""
    period, collector = questions.period_row, questions.owners.collector
    whose, when = about(questions, office).items()
    facts = [
        whose,
        ("Chịu trách nhiệm số liệu", office.contact),
        when,
        ("Hạn gửi", f"{office.due(period):%d/%m/%Y}"),
        ("Nơi nhận, giải đáp", f"{collector.name} ({collector.contact})" if collector else ""),
        ("Các trang cần nhập", ", ".join(sheets)),
    ]
    steps = [
        "Chỉ nhập vào ô màu vàng. Không thêm, xóa, ẩn, gộp, đổi chỗ dòng, cột; không đổi tên trang tính.",
        "Số nhập là số, không kèm chữ hay đơn vị. Tỷ lệ nhập theo đơn vị %: 99,77 (không phải 0,9977).",
        f"Trong kỳ không phát sinh: chọn “{NOTHING}” ở cột “{TITLES[NONE]}”. Chưa có số liệu: chọn “{NOT_YET}”. Ô để trống được hiểu là chưa báo cáo, không phải là 0.",
        "Số không phải là số đúng: chọn “Mức độ” (hơn, khoảng …); không có cột này thì ghi ở cột Ghi chú. Số khác nhiều so với kỳ trước: ghi lý do ở cột Ghi chú, nơi nhận sẽ đọc; màu và chú thích ô không được đọc.",
        "Dòng “Cộng” tự tính để đối chiếu với số của đơn vị. Cột kỳ trước, cùng kỳ chỉ để tham khảo; cột tăng, giảm so với cùng kỳ (nếu có): ghi mức mà sổ của đơn vị đã có, để đối chiếu.",
        "Gửi lại chính tệp này (định dạng .xlsx, không đặt mật khẩu), giữ nguyên tên tệp.",
    ]
    if lists:
        steps.insert(
            4,
            "Trang “DS …”: mỗi dòng một văn bản, nhiệm vụ …; có thể dán từ sổ hoặc phần mềm quản lý văn bản (dán giá trị). Dòng thừa để trống.",
        )
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 28, 84
    looks = {"border": None, "alignment": _WRAP}
    put(sheet["A1"], f"BIỂU THU THẬP SỐ LIỆU {period['label'].upper()}", _TITLE, **{**looks, "alignment": None})
    for row, (name, value) in enumerate(facts, 3):
        put(sheet[f"A{row}"], name, _HEADING, **looks)
        put(sheet[f"B{row}"], value, **looks)
    first = 4 + len(facts)
    put(sheet[f"A{first}"], "Cách nhập", _HEADING, **looks)
    for number, step in enumerate(steps, 1):
        put(sheet[f"A{first + number}"], f"Bước {number}", **looks)
        put(sheet[f"B{first + number}"], step, **looks)
    print_setup(sheet, first + len(steps), "A", "B", head=0)
    _protect(sheet)


def print_setup(sheet: Worksheet, last: int, left: str = NUMBER, right: str = GROWTH, head: int = HEAD) -> None:
    """A4 landscape, as wide as the page, the headings on each page."""
    sheet.page_setup.paperSize, sheet.page_setup.orientation = sheet.PAPERSIZE_A4, "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_area = f"{left}1:{right}{last}"
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.oddFooter.right.text = "&P/&N"
    sheet.sheet_view.showGridLines = False
    if head:
        sheet.print_title_rows = f"{head}:{head}"


def _protect(sheet: Worksheet) -> None:
    """Against slips, not against people: without a password."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False  # widths may be changed


def _format_of(value: object) -> str:
    if isinstance(value, dt.date):
        return "dd/mm/yyyy"
    decimals = len(str(value).partition(".")[2]) if isinstance(value, float) else 0
    return "#,##0" + ("." + "0" * decimals if decimals else "")
