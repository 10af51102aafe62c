"""The workbook that an office fills in: one for each, with its rows, what they were, and room for what they are.

Every input has a hidden code beside it, the figure that it becomes; a hidden sheet repeats where each code stands,
with its label and unit, so that whatever was moved, renamed or deleted is noticed when the workbook comes back.
Nothing is merged: screen readers and sorting need plain rows.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from helpers.data.datapackage import QUALIFIER, Field
from helpers.data.owners import Office
from helpers.data.updating import finish, replace_files
from helpers.problems import InputError, Problem
from helpers.values.vietnamese import lower_first

from .lists import HEAD, Listing, listings, title_of
from .notation import NONE_COLUMN, NOT_YET, NOTHING
from .questions import Block, Question, Questions

VERSION = "1"  # of the layout; a workbook of another one is refused
SUM = "sum"  # the code of a total
KEY, LISTS, GUIDE, SHARED = "_briefing", "_danh_muc", "Hướng dẫn", "Số liệu khác"
CODE, NUMBER, LABEL, UNIT, LAST_YEAR, PREVIOUS, INPUT, DEGREE, NONE, NOTE = "ABCDEFGHIJ"
TITLES = {
    NUMBER: "TT", LABEL: "Chỉ tiêu", UNIT: "Đơn vị tính", LAST_YEAR: "Cùng kỳ năm trước", PREVIOUS: "Kỳ trước",
    INPUT: "Số liệu kỳ này", DEGREE: "Mức độ", NONE: NONE_COLUMN, NOTE: "Ghi chú",
}  # fmt: skip
REFERENCES = (TITLES[LAST_YEAR], TITLES[PREVIOUS])  # what a template hides where no such period is known
_WIDTHS = {CODE: 3, NUMBER: 5, LABEL: 52, UNIT: 13, LAST_YEAR: 16, PREVIOUS: 16, INPUT: 18, DEGREE: 12, NONE: 18, NOTE: 28}  # fmt: skip
_LINE_HEIGHT, _TALLEST = 15, 400  # points; Excel's rows end at 409
_OWN_SHEET = 12  # questions from which a table has a sheet of its own

_FONT = "Times New Roman"
_TITLE, _HEADING, _TEXT, _SMALL = (
    Font(_FONT, 15, bold=True),
    Font(_FONT, 11, bold=True),
    Font(_FONT, 11),
    Font(_FONT, 10, italic=True, color="595959"),
)
_ON_DARK = Font(_FONT, 11, bold=True, color="FFFFFF")
_LINE = Side(style="thin", color="A6A6A6")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_DARK, _BAND, _ENTRY, _QUIET = (
    PatternFill("solid", fgColor=color) for color in ("1F3864", "DCE6F1", "FFF9DB", "F2F2F2")
)
ENTRY_COLOUR = _ENTRY.fgColor.rgb
_OPEN = Protection(locked=False)
_RIGHT, _WRAP, _MIDDLE = (
    Alignment(horizontal="right", vertical="center"),
    Alignment(wrap_text=True, vertical="center"),
    Alignment(horizontal="center", vertical="center", wrap_text=True),
)


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
        return f"{self.office.office}_{period}.xlsx"


def write_templates(questions: Questions, office: str, folder: Path) -> list[tuple[Path, Blank]]:
    """Write the workbook of one office, or of each that is asked something; says which, with how many questions each.

    Raises InputError for an unknown office and for one that owns no row.
    """
    offices = questions.owners.offices
    if office and office not in offices:
        raise InputError(
            Problem(
                "offices.csv",
                column="office",
                value=office,
                expected=f"one of {', '.join(offices)}",
                remedy="Name an office that offices.csv has, or add its row.",
            )
        )
    made = [template(questions, each) for each in offices.values() if office in ("", each.office)]
    asked = [one for one in made if one.asked or one.lists]
    if not asked:
        remedy = "Name its rows in owners.csv; a row is asked for when an earlier period, or this one, has it."
        raise InputError(
            Problem(
                "owners.csv",
                column="office",
                value=office or None,
                expected=f"rows to ask for in {questions.period}",
                remedy=remedy,
            )
        )
    if folder.exists() and not folder.is_dir():
        raise InputError(Problem("--out", value=str(folder), expected="a folder", remedy="Name another: --out DIR."))
    paths = [(folder / one.file_name(questions.period), one) for one in asked]
    if finish(folder) and all(path.exists() for path, _ in paths):
        return paths  # this command was killed, and what it had begun is all there now
    if there := [path for path, _ in paths if path.exists()]:
        remedy = "It may be filled in already: move it away, or name another folder: --out DIR."
        raise InputError(Problem(str(path), expected="no file of this name", remedy=remedy) for path in there)
    replace_files({path: in_bytes(one.book) for path, one in paths})
    return paths


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
            yield _sheet_name(block.table.title), [block]
    if small:
        yield (SHARED if len(small) > 1 else _sheet_name(small[0].table.title)), small


def _sheet_name(title: str) -> str:
    """A title as Excel allows a sheet to be named, cut behind a word."""
    name = re.sub(r"[\[\]:*?/\\'!]", " ", title).strip()
    return name if len(name) <= 31 else name[:32].rpartition(" ")[0].strip() or name[:31]


def _width_of(field: Field) -> float:
    """Of a list's column: days and numbers are short, what names or tells is long."""
    if field.kind in ("date", "number"):
        return 12
    return 60 if field.name in ("name", "title", "result") else 26


class _Sheets:
    """Puts blocks on sheets and remembers where each question stands."""

    def __init__(self, book: Workbook, questions: Questions, office: Office) -> None:
        self.book, self.questions, self.office = book, questions, office
        self.places: list[Place] = []
        self._lists: dict[tuple[str, ...], str] = {}
        self._checks: dict[tuple[str, ...], DataValidation] = {}

    def sheet(self, name: str, blocks: list[Block]) -> None:
        sheet = self.book.create_sheet(name)
        self._checks = {}
        self._head(sheet, name, self._titles(), _WIDTHS)
        for column, which in ((LAST_YEAR, "last_year"), (PREVIOUS, "previous")):
            sheet.column_dimensions[column].hidden = not self.questions.label_of(which)
        row = HEAD + 1
        for block in blocks:
            row = self._block(sheet, row, block)
        sheet.freeze_panes = f"{UNIT}{HEAD + 1}"
        _print_setup(sheet, row - 1)
        _protect(sheet)

    def listing(self, listing: Listing) -> None:
        """A sheet to which the office adds rows: those that it shows, then empty lines."""
        title = f"Danh sách {lower_first(listing.table.title)}"
        sheet = self.book.create_sheet(_sheet_name(f"DS {lower_first(listing.table.title)}"))
        self._checks = {}
        titles = listing.titles
        widths = [_WIDTHS[NUMBER], *map(_width_of, listing.fields)]
        self._head(sheet, title, titles, dict(zip(titles, widths, strict=True)))
        last = HEAD + len(listing.rows) + listing.lines
        for row in range(HEAD + 1, last + 1):
            sheet[f"{NUMBER}{row}"], sheet[f"{NUMBER}{row}"].font = row - HEAD, _TEXT
            sheet[f"{NUMBER}{row}"].alignment, sheet[f"{NUMBER}{row}"].border = _MIDDLE, _BOX
            there = listing.rows[row - HEAD - 1] if row - HEAD <= len(listing.rows) else {}
            for field, letter in zip(listing.fields, list(titles)[1:], strict=True):
                self._listed(sheet[f"{letter}{row}"], listing, field, there.get(field.name, ""))
            texts = zip([there.get(field.name, "") for field in listing.fields], widths[1:], strict=True)
            sheet.row_dimensions[row].height = _height(texts)
        sheet.freeze_panes = f"C{HEAD + 1}"
        _print_setup(sheet, last, right=list(titles)[-1])
        _protect(sheet)
        self.places.append(Place(listing.code, sheet.title, HEAD, " | ".join(titles.values()), ""))

    def _listed(self, cell: Cell, listing: Listing, field: Field, value: str) -> None:
        """One cell of a list: what may be written there, and what stands there already."""
        cell.font, cell.border, cell.alignment, cell.protection, cell.fill = _TEXT, _BOX, _WRAP, _OPEN, _ENTRY
        choices = listing.choices.get(field.name, {})
        if choices or field.name in listing.known:
            offered = tuple(choices.values()) if choices else listing.known[field.name]
            words = "Chọn trong danh sách của ô." if choices else "Chọn trong danh sách của ô, hoặc ghi giá trị mới."
            self._check_list(cell, offered, title_of(field), words, strict=bool(choices))
            cell.value = choices.get(value, value) or None
        elif field.kind in ("date", "number"):
            day = dt.date.fromisoformat(value) if value and field.kind == "date" else None
            cell.value = day or (int(value) if value else None)
            cell.number_format = "dd/mm/yyyy" if field.kind == "date" else "0"
            kind = ("date",) if field.kind == "date" else ("whole", "1")
            example = "Nhập ngày/tháng/năm, ví dụ 28/05/2024." if field.kind == "date" else "Nhập số nguyên."
            self._check(cell, kind, title_of(field), example)
        else:
            cell.number_format, cell.value = "@", value or None  # or Excel makes a number of "1.10", a day of "1/2"
            cell.data_type = "s" if value else cell.data_type  # a text that begins with "=" is no formula

    def _head(self, sheet: Worksheet, name: str, titles: Mapping[str, str], widths: Mapping[str, float]) -> None:
        sheet[f"{NUMBER}1"], sheet[f"{NUMBER}1"].font = name, _TITLE
        due = self.office.due(self.questions.period_row)
        about = f"{self.office.name} · {self.questions.period_row['label']} · gửi trước ngày {due:%d/%m/%Y} · chỉ nhập vào ô màu vàng"
        sheet[f"{NUMBER}2"], sheet[f"{NUMBER}2"].font = about, _SMALL
        for column, title in titles.items():
            cell = sheet[f"{column}{HEAD}"]
            cell.value = title
            cell.font, cell.fill, cell.alignment, cell.border = _ON_DARK, _DARK, _MIDDLE, _BOX
        sheet.row_dimensions[1].height = 24
        sheet.row_dimensions[HEAD].height = _height((title, widths[column] - 2) for column, title in titles.items())
        for column, width in widths.items():
            sheet.column_dimensions[column].width = width
        sheet.column_dimensions[CODE].width = _WIDTHS[CODE]
        sheet.column_dimensions[CODE].hidden = True

    def _titles(self) -> dict[str, str]:
        """The headings of questions, with the periods that are compared with."""
        labels = {LAST_YEAR: self.questions.label_of("last_year"), PREVIOUS: self.questions.label_of("previous")}
        return {
            column: f"{title}\n({labels[column]})" if labels.get(column) else title for column, title in TITLES.items()
        }

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
            formula = f"=SUM({_ranges(rows[code] for code in total.parts)})"
            self._sum(sheet, row, f"Cộng: {total.label}", formula)
        return row + 1

    def _question(self, sheet: Worksheet, row: int, number: int, question: Question) -> None:
        sheet[f"{CODE}{row}"] = question.code
        texts = {
            NUMBER: number,
            LABEL: question.label,
            UNIT: question.unit,
            LAST_YEAR: self._known(question, question.last_year),
            PREVIOUS: self._known(question, question.previous),
        }
        for column, value in texts.items():
            cell = sheet[f"{column}{row}"]
            cell.value, cell.font, cell.border, cell.alignment = value, _TEXT, _BOX, _WRAP
            if isinstance(value, str):
                cell.data_type = "s"  # a text that begins with "=" is no formula
            if column in (LAST_YEAR, PREVIOUS):
                cell.fill, cell.alignment = _QUIET, _RIGHT if isinstance(value, int | float) else _WRAP
                cell.number_format = _format_of(value)
        sheet[f"{NUMBER}{row}"].alignment = _MIDDLE
        entries = [INPUT, NONE, NOTE, *([DEGREE] if question.qualified else [])]
        for column in (INPUT, DEGREE, NONE, NOTE):
            cell = sheet[f"{column}{row}"]
            cell.font, cell.border, cell.alignment = _TEXT, _BOX, _WRAP
            if column in entries:
                cell.protection, cell.fill = _OPEN, _ENTRY
            else:
                cell.fill = _QUIET
        sheet.row_dimensions[row].height = _height(
            (str(value or ""), _WIDTHS[column]) for column, value in texts.items()
        )
        self._entry(sheet[f"{INPUT}{row}"], question)
        self._check_list(
            sheet[f"{NONE}{row}"],
            (NOTHING, NOT_YET),
            "Không có số",
            "Nếu trong kỳ không phát sinh, hoặc chưa có số liệu: chọn ở đây và để trống ô số liệu.",
        )
        if question.qualified:
            self._check_list(
                sheet[f"{DEGREE}{row}"],
                tuple(self.questions.labels(QUALIFIER).values()),
                "Mức độ",
                "Chỉ chọn khi số liệu không phải là số đúng: hơn, khoảng …",
            )
        self.places.append(Place(question.code, sheet.title, row, question.label, question.unit))

    def _known(self, question: Question, value: str) -> object:
        """An earlier value as Excel shows it best."""
        field = question.field
        if not value:
            return None
        if field.kind == "number":
            exact = Decimal(value)
            return int(exact) if exact == exact.to_integral_value() and "." not in value else float(exact)
        if field.kind == "date":
            return dt.date.fromisoformat(value)
        return self.questions.labels(field.codes).get(value, value) if field.kind == "code" else value

    def _entry(self, cell: Cell, question: Question) -> None:
        """The input cell: its format, and what may be typed into it."""
        field, unit = question.field, question.unit
        if field.kind == "number":
            whole = question.scale.whole
            cell.number_format, cell.alignment = "#,##0" if whole else "#,##0.00##", _RIGHT
            what = f"Nhập số nguyên, đơn vị: {unit}." if whole else f"Nhập số, đơn vị: {unit}."
            least = "" if field.least is None else f" Không nhỏ hơn {field.least:g}."
            self._check(
                cell,
                ("whole" if whole else "decimal", *(() if field.least is None else (f"{field.least:g}",))),
                unit[:32] or "Số liệu",
                f"{what}{least}",
            )
        elif field.kind == "date":
            cell.number_format = "dd/mm/yyyy"
            cell.value = dt.date.fromisoformat(question.carried) if question.carried else None
            self._check(
                cell, ("date",), "Ngày", "Nhập ngày/tháng/năm, ví dụ 28/05/2024. Nếu không thay đổi thì giữ nguyên."
            )
        elif field.kind == "code":
            self._check_list(
                cell,
                tuple(self.questions.labels(field.codes).values()),
                "Chọn trong danh sách",
                "Chọn một giá trị trong danh sách của ô.",
            )

    def _sum(self, sheet: Worksheet, row: int, label: str, formula: str) -> None:
        sheet[f"{CODE}{row}"] = SUM
        sheet[f"{LABEL}{row}"], sheet[f"{INPUT}{row}"] = label, formula
        for column in TITLES:
            cell = sheet[f"{column}{row}"]
            cell.font, cell.border, cell.fill, cell.alignment = _SMALL, _BOX, _QUIET, _WRAP
        sheet[f"{INPUT}{row}"].number_format, sheet[f"{INPUT}{row}"].alignment = "#,##0.##", _RIGHT
        sheet[f"{NOTE}{row}"] = "Tự tính, để đối chiếu"
        self.places.append(Place(SUM, sheet.title, row, label, formula))

    def _check_list(
        self, cell: Cell, choices: tuple[str, ...], title: str, prompt: str, *, strict: bool = True
    ) -> None:
        """Offer choices in a cell. strict: nothing else may be written there."""
        if choices not in self._lists:
            letter = get_column_letter(len(self._lists) + 1)
            self._lists[choices] = f"{LISTS}!${letter}$1:${letter}${len(choices)}"
        self._check(cell, ("list", self._lists[choices]), title, prompt, "stop" if strict else "information")

    def _check(self, cell: Cell, kind: tuple[str, ...], title: str, prompt: str, style: str = "stop") -> None:
        """Validate a cell; cells that are checked alike share one validation."""
        if (*kind, prompt) not in self._checks:
            check = _validation(*kind)
            check.errorStyle = style
            check.promptTitle, check.prompt, check.showInputMessage = title[:32], prompt[:255], True
            check.errorTitle, check.error, check.showErrorMessage = (
                "Chưa đúng",
                f"{prompt} Lời giải thích ghi ở cột Ghi chú."[:225],
                True,
            )
            self._checks[(*kind, prompt)] = check
            cell.parent.add_data_validation(check)
        self._checks[(*kind, prompt)].add(cell)

    def hidden(self) -> None:
        """The sheets that people do not see: the lists of choices, and where every question stands."""
        lists = self.book.create_sheet(LISTS)
        for column, choices in enumerate(self._lists, 1):
            for row, choice in enumerate(choices, 1):
                lists.cell(row, column, choice)
        key = self.book.create_sheet(KEY)
        for row in (
            ("template", VERSION),
            ("period", self.questions.period),
            ("office", self.office.office),
            (),
            Place._fields,
            *self.places,
        ):
            key.append([f"'{value}" if str(value).startswith("=") else value for value in row])
        for sheet in (lists, key):
            sheet.sheet_state = "hidden"
            _protect(sheet)


def _validation(kind: str, bound: str = "") -> DataValidation:
    if kind == "list":
        return DataValidation("list", formula1=bound, allow_blank=True)
    if kind == "date":
        first, last = "36526", "73050"  # 2000 to 2099
        return DataValidation("date", operator="between", formula1=first, formula2=last, allow_blank=True)
    return DataValidation(
        kind,
        operator="greaterThanOrEqual" if bound else "between",
        formula1=bound or "-1000000000000",
        formula2=None if bound else "1000000000000",
        allow_blank=True,
    )


def about(questions: Questions, office: Office) -> dict[str, str]:
    """What the guide says of whom and when a workbook is: a name in its first column → the words beside it."""
    period = questions.period_row
    days = f"từ {_day(period['date_from'])} đến {_day(period['date_to'])}"
    return {"Đơn vị cung cấp": office.name, "Kỳ báo cáo": f"{period['label']} ({days})"}


def _guide(sheet: Worksheet, questions: Questions, office: Office, sheets: list[str], lists: bool) -> None:
    """The first sheet: what this is, by when, for whom, and how it is filled in."""
    period, collector = questions.period_row, questions.owners.collector
    due = office.due(period)
    to = f"{collector.name} ({collector.contact})" if collector else ""
    whose, when = about(questions, office).items()
    facts = [
        whose,
        ("Chịu trách nhiệm số liệu", office.contact),
        when,
        ("Hạn gửi", f"{due:%d/%m/%Y}"),
        ("Nơi nhận, giải đáp", to),
        ("Các trang cần nhập", ", ".join(sheets)),
    ]
    steps = [
        "Chỉ nhập vào ô màu vàng. Không thêm, xóa, ẩn, gộp, đổi chỗ dòng, cột; không đổi tên trang tính.",
        "Số nhập là số, không kèm chữ hay đơn vị. Tỷ lệ nhập theo đơn vị %: 99,77 (không phải 0,9977).",
        f"Trong kỳ không phát sinh: chọn “{NOTHING}” ở cột “{TITLES[NONE]}”. Chưa có số liệu: chọn “{NOT_YET}”. Ô để trống được hiểu là chưa báo cáo, không phải là 0.",
        "Số không phải là số đúng: chọn “Mức độ” (hơn, khoảng …). Số khác nhiều so với kỳ trước: ghi lý do ở cột Ghi chú, nơi nhận sẽ đọc; màu và chú thích ô không được đọc.",
        "Dòng “Cộng” tự tính để đối chiếu với số của đơn vị. Cột kỳ trước, cùng kỳ chỉ để tham khảo.",
        "Gửi lại chính tệp này (định dạng .xlsx, không đặt mật khẩu), giữ nguyên tên tệp.",
    ]
    if lists:
        steps.insert(
            4,
            "Trang “DS …”: mỗi dòng một văn bản, nhiệm vụ …; có thể dán từ sổ hoặc phần mềm quản lý văn bản (dán giá trị). Dòng thừa để trống.",
        )
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 28, 84
    sheet["A1"], sheet["A1"].font = f"BIỂU THU THẬP SỐ LIỆU {period['label'].upper()}", _TITLE
    for row, (name, value) in enumerate(facts, 3):
        sheet[f"A{row}"], sheet[f"B{row}"] = name, value
        sheet[f"A{row}"].font, sheet[f"B{row}"].font = _HEADING, _TEXT
        sheet[f"B{row}"].alignment = sheet[f"A{row}"].alignment = _WRAP
    first = 4 + len(facts)
    sheet[f"A{first}"], sheet[f"A{first}"].font = "Cách nhập", _HEADING
    for number, step in enumerate(steps, 1):
        cell = sheet[f"B{first + number}"]
        cell.value, cell.font, cell.alignment = step, _TEXT, _WRAP
        sheet[f"A{first + number}"], sheet[f"A{first + number}"].font = f"Bước {number}", _TEXT
        sheet[f"A{first + number}"].alignment = _WRAP
        sheet.row_dimensions[first + number].height = _height([(step, 84)])
    sheet.row_dimensions[8].height = _height([(facts[-1][1], 84)])
    _print_setup(sheet, first + len(steps), "A", "B", head=0)
    _protect(sheet)


def _day(day: str) -> str:
    return f"{dt.date.fromisoformat(day):%d/%m/%Y}"


def _print_setup(sheet: Worksheet, last: int, left: str = NUMBER, right: str = NOTE, head: int = HEAD) -> None:
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


def _ranges(rows: Iterable[int]) -> str:
    """Rows of the input column as Excel names them.

    >>> _ranges([5, 6, 7, 9])
    'G5:G7,G9'
    """
    runs: list[list[int]] = []
    for row in sorted(rows):
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    return ",".join(f"{INPUT}{a}" if a == b else f"{INPUT}{a}:{INPUT}{b}" for a, b in runs)


def _height(texts: Iterable[tuple[str, float]]) -> float:
    """The height of a row in which every text can be read, each with the width of its column in letters."""
    lines = (sum(max(1, -(-len(line) * 1.1 // width)) for line in text.split("\n")) for text, width in texts)
    return min(_LINE_HEIGHT * max(lines, default=1), _TALLEST)


def _format_of(value: object) -> str:
    if isinstance(value, dt.date):
        return "dd/mm/yyyy"
    decimals = len(str(value).partition(".")[2]) if isinstance(value, float) else 0
    return "#,##0" + ("." + "0" * decimals if decimals else "")
