"""The form that an office fills in: a locked workbook with a name for each answer and cells that take one kind of value.

A hidden sheet says what each name asks for and where it stands, and what every other cell holds, so that whatever differs
when the form comes back is noticed. Nothing is merged: screen readers need plain rows.
"""

import datetime as dt
import hashlib
import io
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from string import ascii_uppercase
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from helpers.data.absences import NOTHING
from helpers.data.csv_writer import finish, replace_files
from helpers.data.data_owners import Office
from helpers.data.datapackage import QUALIFIER, Field, Table
from helpers.errors import InputError, Problem, refuse, unknown_name
from helpers.i18n import _

from .questionnaire import NOT_YET, Block, Question, Questions
from .workbook_reader import Value, text_of

VERSION = "2"  # of the layout; a form of another one is refused
KEY, LISTS, GUIDE, DATA, SUMMARY = "_bieu", "_danh_muc", "Hướng dẫn", "Số liệu", "Kết quả kiểm tra"
NUMBER, LABEL, UNIT, LAST_YEAR, PREVIOUS, INPUT, NONE, DEGREE, GROWTH, NOTE = "ABCDEFGHIJ"
TITLES = {
    NUMBER: "TT", LABEL: "Chỉ tiêu", UNIT: "Đơn vị tính", LAST_YEAR: "Cùng kỳ năm trước", PREVIOUS: "Kỳ trước",
    INPUT: "Số liệu kỳ này", NONE: "Nếu không có số", DEGREE: "Mức độ", GROWTH: "Tăng, giảm so với cùng kỳ (%)", NOTE: "Ghi chú",
}  # fmt: skip
BESIDE = {  # what stands beside an answer: its kind, and its choices
    NONE: (Field("none", "text", title="Không có số"), {NOTHING: NOTHING, NOT_YET: NOT_YET}),
    GROWTH: (Field("growth", "number", unit="%"), {}),
    NOTE: (Field("note", "text"), {}),
}
HEAD = 4  # the row of the columns' headings
_WIDTHS = {NUMBER: 5, LABEL: 52, UNIT: 14, LAST_YEAR: 17, PREVIOUS: 17, INPUT: 19, NONE: 18, DEGREE: 12, GROWTH: 14, NOTE: 34}  # fmt: skip
_LARGE = 10**12
_MEASURED = {"year_to_date": " (lũy kế từ đầu năm đến hết kỳ)", "opening": " (đầu kỳ)"}

FONT = "Times New Roman"
TITLE, HEADING, _TEXT = Font(FONT, 15, bold=True), Font(FONT, 11, bold=True), Font(FONT, 11)
_SMALL = Font(FONT, 10, italic=True, color="595959")
_ON_DARK = Font(FONT, 11, bold=True, color="FFFFFF")
_LINE = Side(style="thin", color="A6A6A6")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_DARK, _BAND, ENTRY, _QUIET = (PatternFill("solid", fgColor=each) for each in ("1F3864", "DCE6F1", "FFF9DB", "F2F2F2"))
_WRAP = Alignment(wrap_text=True, vertical="center")  # a row without a height of its own grows with what wraps in it
_RIGHT, _MIDDLE = (Alignment(horizontal=each, vertical="center", wrap_text=True) for each in ("right", "center"))


class Place(NamedTuple):
    """Where a name stands. cell: the answer's; open: the columns of its row that are filled in."""

    name: str
    code: str
    sheet: str
    cell: str
    label: str
    unit: str
    open: str

    @property
    def cells(self) -> set[str]:
        """The cells that are filled in."""
        return {f"{letter}{self.cell.lstrip(ascii_uppercase)}" for letter in self.open}


def saved(book: Workbook) -> bytes:
    """A workbook as its file has it."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def digest(*texts: str) -> str:
    return hashlib.blake2b("\x1f".join(texts).encode(), digest_size=6).hexdigest()


class Form:
    """The form of one office: its blocks on a sheet. places: where each question stands."""

    def __init__(self, questions: Questions, office: Office) -> None:
        self.questions, self.office, self.book = questions, office, Workbook()
        self.places: list[Place] = []
        self._lists: dict[tuple[str, ...], str] = {}
        self._checks: dict[tuple[str, ...], DataValidation] = {}
        if blocks := questions.blocks(office):
            self._sheet(blocks)
        _guide(self)
        self._hidden()
        about = self.book.properties
        about.title = f"Biểu thu thập số liệu {questions.period_row['label']} - {office.name}"
        about.creator = str(questions.edition.organisation("name")) if questions.edition.lines("organisation") else ""
        about.language = "vi-VN"
        self.book.security = WorkbookProtection(lockStructure=True)

    def _sheet(self, blocks: list[Block]) -> None:
        compared = {LAST_YEAR: "last_year", PREVIOUS: "previous"}
        labels = {column: self.questions.label_of(which) for column, which in compared.items()}
        named = {column: f"{TITLES[column]}\n({label})" for column, label in labels.items() if label}
        sheet, office = self.book.create_sheet(DATA), self.office
        due = office.due(self.questions.period_row)
        about = f"{office.name} · {self.questions.period_row['label']} · gửi trước ngày {due:%d/%m/%Y} · chỉ nhập vào ô màu vàng"
        put(sheet[f"{NUMBER}1"], DATA, TITLE, border=None, alignment=None)
        put(sheet[f"{NUMBER}2"], about, _SMALL, border=None, alignment=None)
        for column, heading in (TITLES | named).items():
            put(sheet[f"{column}{HEAD}"], heading, _ON_DARK, _DARK, alignment=_MIDDLE)
            sheet.column_dimensions[column].width = _WIDTHS[column]
        sheet.protection.sheet = True
        qualified = any(question.qualified for block in blocks for question in block.questions)
        shown = labels | {DEGREE: qualified, GROWTH: labels[LAST_YEAR]}
        for column, is_shown in shown.items():
            sheet.column_dimensions[column].hidden = not is_shown
        row = HEAD + 1
        for block in blocks:
            row = self._block(sheet, row, block)
        sheet.freeze_panes = f"{UNIT}{HEAD + 1}"
        print_setup(sheet, row - 1, NOTE)

    def _place(self, sheet: Worksheet, row: int, question: Question, open_: str) -> None:
        name = f"tra_loi_{len(self.places) + 1:04}"
        self.book.defined_names[name] = DefinedName(name, attr_text=f"'{sheet.title}'!${INPUT}${row}")
        place = Place(name, question.code, sheet.title, f"{INPUT}{row}", question.label, question.unit, open_)
        self.places.append(place)

    def _block(self, sheet: Worksheet, row: int, block: Block) -> int:
        """Write a table's questions below its title; gives the row after them."""
        for column in TITLES:
            sheet[f"{column}{row}"].fill = _BAND
        sheet[f"{NUMBER}{row}"], sheet[f"{NUMBER}{row}"].font = block.table.title, HEADING
        numbers = [each for each in block.questions if each.field.kind == "number"]
        fractions = {(each.column, each.unit) for each in numbers if "." in each.last_year + each.previous}
        for number, question in enumerate(block.questions, 1):
            row += 1
            self._question(sheet, row, number, question, (question.column, question.unit) in fractions)
        return row + 1

    def _question(self, sheet: Worksheet, row: int, number: int, question: Question, decimals: bool) -> None:
        choices = self.questions.choices(question.field)
        before = {LAST_YEAR: question.last_year, PREVIOUS: question.previous}
        label = question.label + _MEASURED.get(question.field.measure_in(question.row), "")
        texts: dict[str, Value] = {NUMBER: number, LABEL: label, UNIT: question.unit}
        texts |= {column: as_shown(question.field, value, choices) for column, value in before.items()}
        for column, value in texts.items():
            cell = put(sheet[f"{column}{row}"], value)
            if column in before:
                cell.fill, cell.alignment = _QUIET, _RIGHT if isinstance(value, int | float) else _WRAP
                of_day = "dd/mm/yyyy" if isinstance(value, dt.date) else "#,##0"
                cell.number_format = "#,##0.00##" if isinstance(value, float) else of_day
        sheet[f"{NUMBER}{row}"].alignment = _MIDDLE
        entries: dict[str, tuple[Field, str, Mapping[str, str]]] = {INPUT: (question.field, question.carried, choices)}
        entries |= {column: (of, "", given) for column, (of, given) in BESIDE.items()}
        entries[DEGREE] = Field(QUALIFIER, "text", title="Mức độ"), question.degree, self.questions.labels(QUALIFIER)
        closed = {DEGREE: not question.qualified, GROWTH: not question.grows}
        for column, (of, value, given) in sorted(entries.items()):
            cell, unit = sheet[f"{column}{row}"], question.unit if column == INPUT else of.unit
            if closed.get(column):
                put(cell, None, fill=_QUIET)
            else:
                self._entry(cell, question.table, of, value, given, unit, decimals)
        open_ = "".join(column for column in sorted(entries) if not closed.get(column))
        self._place(sheet, row, question, open_)

    def _entry(
        self, cell: Cell, table: Table, of: Field, value: str, choices: Mapping[str, str], unit: str, decimals: bool = False,
    ) -> None:  # fmt: skip
        """An input cell: its format, what may be typed into it, what stands there already."""
        put(cell, as_shown(of, value, choices), fill=ENTRY)
        title = unit or of.title or "Ô nhập"
        if choices:
            kind = "list", self._range(tuple(choices.values()))
            self._check(cell, kind, title, "Chọn một mục trong danh sách của ô.")
        elif of.kind == "date":
            cell.number_format = "dd/mm/yyyy"
            days = self.questions.days(table, of)
            first, last = (f"{each:%d/%m/%Y}" for each in days)
            bounds = (str((each - dt.date(1899, 12, 30)).days) for each in days)
            self._check(cell, ("date", *bounds), title, f"Nhập ngày/tháng/năm, từ {first} đến {last}.")
        elif of.kind == "number":
            cell.number_format = "#,##0" if of.whole or not (decimals or unit == "%") else "#,##0.00##"
            cell.alignment = _RIGHT
            least = f"-{_LARGE}" if of.least is None else f"{of.least:g}"
            prompt = f"Nhập một số{' nguyên' * of.whole}{f', đơn vị: {unit}' * bool(unit)}."
            prompt += f" Không nhỏ hơn {of.least:g}." if of.least is not None else ""
            prompt += " Ví dụ 98,5 là 98,5%." if unit == "%" else ""
            self._check(cell, ("whole" if of.whole else "decimal", least, f"{_LARGE}"), title, prompt)
        else:
            cell.number_format = "@"  # or Excel makes a number of "1.10", a day of "1/2"

    def _range(self, choices: tuple[str, ...]) -> str:
        """Where the hidden sheet has a list of choices."""
        if choices not in self._lists:
            letter = get_column_letter(len(self._lists) + 1)
            self._lists[choices] = f"{LISTS}!${letter}$1:${letter}${len(choices)}"
        return self._lists[choices]

    def _check(self, cell: Cell, kind: tuple[str, ...], title: str, prompt: str) -> None:
        """Validate a cell; cells that are checked alike share one validation."""
        if (*kind, title, prompt) not in self._checks:
            name, first, *last = kind
            between = {"operator": "between", "formula2": last[0]} if last else {}
            check = DataValidation(name, formula1=first, allow_blank=True, **between)
            check.showInputMessage = check.showErrorMessage = True
            check.promptTitle, check.prompt = title[:32], prompt[:255]
            check.errorTitle, check.error = "Chưa đúng", f"{prompt} Lời giải thích ghi ở cột Ghi chú."[:225]
            self._checks[(*kind, title, prompt)] = check
            cell.parent.add_data_validation(check)
        self._checks[(*kind, title, prompt)].add(cell)

    def _hidden(self) -> None:
        """The sheets that people do not see: the lists of choices; what each name asks for, and what all other cells hold."""
        book = self.book
        lists, key = book.create_sheet(LISTS), book.create_sheet(KEY)
        for column, choices in enumerate(self._lists, 1):
            for row, choice in enumerate(choices, 1):
                lists.cell(row, column, choice)
        every = (cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)
        cells = {f"{cell.parent.title}!{cell.coordinate}": cell.value for cell in every if cell.value is not None}
        held = held_by(cells, self.places).items()
        about = ("form", VERSION), ("period", self.questions.period), ("office", self.office.office)
        rows = [*map(tuple, self.places), *((at, "cell", digest(said)) for at, said in held)]
        whole = digest(*(text for row in (*about, *rows) for text in row))
        lines: list[tuple[str, ...]] = [*about, ("digest", whole), *rows]
        for number, line in enumerate(lines, 1):
            for column, text in enumerate(line, 1):
                _set(key.cell(number, column), text or None)
        for sheet in (lists, key):
            sheet.sheet_state = "hidden"
            sheet.protection.sheet = True


def write_forms(questions: Questions, office: str, folder: Path) -> list[tuple[Path, Form]]:
    """Write the form of one office, or of each that is asked something. Raises InputError for one without rows, or unknown."""
    if office not in ("", *questions.owners.offices):
        raise unknown_name("--owner", _("an office"), office, questions.owners.offices)
    made = (Form(questions, each) for each in questions.owners.offices.values() if office in ("", each.office))
    if not (asked := [one for one in made if one.places]):
        expected = _("rows to ask for in {period}", period=questions.period)
        remedy = _("Name its rows in owners.csv; a row is asked for when an earlier period, or this one, has it.")
        raise InputError(Problem("owners.csv", 0, "office", office or None, expected, remedy, code="nothing_to_do"))
    finish(folder)
    paths = [(folder / f"{one.office.office}_{questions.period}.xlsx", one) for one in asked]
    there, remedy = _("no file of this name"), _("Move it away, or name another folder: --out DIR.")
    occupied = (path for path, _one in paths if path.exists())
    refuse(Problem(str(path), expected=there, remedy=remedy, code="occupied_path") for path in occupied)
    replace_files({path: saved(one.book) for path, one in paths})
    return paths


def held_by(cells: Mapping[str, Value], places: Iterable[Place]) -> dict[str, str]:
    """What the cells of a form hold that nobody fills in; cells: "sheet!cell" → value."""
    open_ = {f"{place.sheet}!{cell}" for place in places for cell in place.cells}
    own = {
        at: text_of(value)
        for at, value in cells.items()
        if at not in open_ and not at.startswith((f"{KEY}!", f"{SUMMARY}!"))
    }
    return {at: said for at, said in own.items() if said}


def put(
    cell: Cell, value: Value, font: Font = _TEXT, fill: PatternFill | None = None,
    border: Border | None = _BOX, alignment: Alignment | None = _WRAP,
) -> Cell:  # fmt: skip
    """A new cell's value and its looks; what is to be filled in is open."""
    _set(cell, value)
    for name, given in {"font": font, "fill": fill, "border": border, "alignment": alignment}.items():
        if given:
            setattr(cell, name, given)
    if fill is ENTRY:
        cell.protection = Protection(locked=False)
    return cell


def _set(cell: Cell, value: Value) -> None:
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"  # a text that begins with "=" is no formula


def as_shown(of: Field, value: str, choices: Mapping[str, str]) -> Value:
    """A value of the data as Excel shows it best."""
    if not value:
        return None
    if of.kind == "number":
        exact = Decimal(value)
        return int(exact) if exact == exact.to_integral_value() and "." not in value else float(exact)
    return dt.date.fromisoformat(value) if of.kind == "date" else choices.get(value, value)


def _guide(form: Form) -> None:
    """The first sheet: what this is, by when, for whom, and how it is filled in."""
    sheet, office, questions = form.book.active, form.office, form.questions
    sheet.title = GUIDE
    period, collector = questions.period_row, questions.owners.collector
    first, last = (dt.date.fromisoformat(period[name]) for name in ("date_from", "date_to"))
    facts = {
        "Đơn vị cung cấp": office.name,
        "Chịu trách nhiệm số liệu": office.contact,
        "Kỳ báo cáo": f"{period['label']} (từ {first:%d/%m/%Y} đến {last:%d/%m/%Y})",
        "Hạn gửi": f"{office.due(period):%d/%m/%Y}",
        "Nơi nhận, giải đáp": f"{collector.name} ({collector.contact})" if collector else "",
    }
    steps = [
        "Chỉ nhập vào ô màu vàng; các ô khác đã khóa, có ô khác đi là cả biểu bị trả lại.",
        "Mỗi ô một số, không kèm chữ, đơn vị hay công thức. Tỷ lệ nhập theo đơn vị %: 99,77.",
        f"Trong kỳ không phát sinh, hoặc chưa có số liệu: chọn ở cột “{TITLES[NONE]}”. Ô để trống là chưa báo cáo, không phải là 0.",
        f"Số không phải là số đúng (khoảng, hơn …): chọn ở cột “{TITLES[DEGREE]}” nếu biểu có cột này, nếu không thì ghi ở cột “{TITLES[NOTE]}”.",
        f"Số khác nhiều so với kỳ trước: ghi lý do ở cột “{TITLES[NOTE]}”, một vài chữ là đủ. Màu chữ, màu ô và chú thích ô không được đọc.",
        f"Cột “{TITLES[GROWTH]}”, nếu biểu có cột này (không bắt buộc): ghi mức trong sổ của đơn vị, để đối chiếu.",
        "Gửi lại chính tệp này (.xlsx, không đặt mật khẩu).",
    ]
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 28, 90
    put(sheet["A1"], f"BIỂU THU THẬP SỐ LIỆU {period['label'].upper()}", TITLE, border=None, alignment=None)
    for row, (name, value) in enumerate(facts.items(), 3):
        put(sheet[f"A{row}"], name, HEADING, border=None)
        put(sheet[f"B{row}"], value, border=None)
    top = 4 + len(facts)
    put(sheet[f"A{top}"], "Cách nhập", HEADING, border=None)
    for number, step in enumerate(steps, 1):
        put(sheet[f"A{top + number}"], f"Bước {number}", border=None)
        put(sheet[f"B{top + number}"], step, border=None)
    sheet.protection.sheet = True
    print_setup(sheet, top + len(steps), "B")


def print_setup(sheet: Worksheet, last: int, right: str) -> None:
    """A4 landscape, as wide as the page, the headings on each page."""
    sheet.page_setup.paperSize, sheet.page_setup.orientation = sheet.PAPERSIZE_A4, "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_area = f"A1:{right}{last}"
    sheet.oddFooter.right.text = "&P/&N"
    sheet.sheet_view.showGridLines = False
    sheet.print_title_rows = f"{HEAD}:{HEAD}"
