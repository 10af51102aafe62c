"""From a filled-in template to answers: each cell is found by its code, compared with the template, and read by its kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

from openpyxl.cell import Cell, MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from helpers.data.datapackage import QUALIFIER, Field
from helpers.data.reading import read_rows
from helpers.data.rows import Row, Rows
from helpers.problems import InputError, Problem

from .lists import PREFIX, Listing, ListLine, Lists, listings
from .marking import AUTHOR, MARKS
from .notation import NOTHING, Reading, Scale, is_nothing, read_choice, read_number, read_value, tidy
from .questions import Question, Questions
from .received import Answer, Received, unwritable
from .remarks import Remark, Said, Weight
from .templates import (  # fmt: skip
    CODE,
    DEGREE,
    ENTRY_COLOUR,
    HEAD,
    INPUT,
    KEY,
    LABEL,
    NONE,
    NOT_YET,
    TITLES,
    UNIT,
    VERSION,
    Place,
)
from .workbooks import MOST_ROWS, File, open_workbook

_AGAIN = "ask the office to fill in the template as it was sent, or make a new one: briefing template"
_AS_SENT = Said(
    f"expected the template as it was sent; {_AGAIN}", "cần giữ nguyên mẫu đã gửi; đề nghị nhập lại vào mẫu gốc"
)
_WAITS = Said(
    "this cell waits: another of its row, or a total of it, is refused",
    "ô này chờ sửa ô khác của cùng dòng, hoặc dòng cộng",
)
_HIDDEN = Said("expected no hidden row; show it and look at it", "dòng bị ẩn; đề nghị hiện lại và kiểm tra")
_ERROR = re.compile(r"#(N/A|[A-Z0-9/]+[!?])")


def period_of(path: Path) -> str:
    """The period that a filled-in template says it is of. Raises InputError for what is no template of ours."""
    return _key(open_workbook(path))[0]["period"]


def read_workbook(path: Path, questions: Questions) -> Received:
    """A filled-in template, read against what is asked for its period.

    Raises InputError where the file as a whole cannot be used: it cannot be opened, is no template, or one of another
    period, office or version.
    """
    file = open_workbook(path)
    about, places = _key(file)
    _check_key(file.name, about, questions)
    return _Intake(file, path, about["office"], places, questions).received()


def _key(file: File) -> tuple[dict[str, str], list[Place]]:
    """What the hidden sheet of a template says: of whom and when it is, and where it has which question."""
    found = file.sheet(KEY)
    rows = (
        [
            [("" if value is None else str(value)) for value in row]
            for row in found[0].iter_rows(values_only=True, max_row=min(found[0].max_row, MOST_ROWS), max_col=5)
        ]
        if found
        else []
    )
    about = {row[0]: row[1] for row in rows[:3] if len(row) > 1}
    if not {"template", "period", "office"} <= about.keys():
        raise InputError(
            Problem(
                file.name,
                expected="a template that `briefing template` has made",
                remedy="Other layouts are not read: let the office fill in its template.",
            )
        )
    places = [
        Place(row[0], row[1], int(row[2]), row[3], row[4].removeprefix("'"))
        for row in rows[5:]
        if len(row) >= 5 and row[2].isdigit()
    ]
    return about, places


def _check_key(name: str, about: dict[str, str], questions: Questions) -> None:
    wanted = {"template": VERSION, "period": questions.period}
    remedy = f"Make a new template, and let the office fill it in: briefing template {questions.period}"
    problems = [
        Problem(name, column=word, value=about[word], expected=f"{word} {value}", remedy=f"{remedy}.")
        for word, value in wanted.items()
        if about[word] != value
    ]
    if about["office"] not in questions.owners.offices:
        expected = f"one of {', '.join(questions.owners.offices)}"
        problems.append(
            Problem(
                name,
                column="office",
                value=about["office"],
                expected=expected,
                remedy="Add the office to offices.csv, or ask who sent this.",
            )
        )
    if problems:
        raise InputError(problems)


class _Intake:
    """Takes one workbook in; what is to be said of it gathers in `remarks`."""

    def __init__(self, file: File, path: Path, office: str, places: list[Place], questions: Questions) -> None:
        self.file, self.path, self.office, self.questions = file, path, office, questions
        self.places = [place for place in places if place.code != "sum" and not place.code.startswith(PREFIX)]
        self.sums = [place for place in places if place.code == "sum"]
        self.lists = [place for place in places if place.code.startswith(PREFIX)]
        self.remarks: list[Remark] = []
        self.answers: list[Answer] = []
        self.unanswered: dict[str, list[str]] = {"missing": [], NOT_YET: [], NOTHING: []}
        self._csv: dict[str, Rows] = {}
        self._refused: set[tuple[str, ...]] = set()  # rows (`Answer.row_key`) of which a cell is refused
        self._texts: set[str] = set()  # codes whose numbers stand there as texts, which Excel does not add

    def received(self) -> Received:
        self._whole_file()
        by_sheet: dict[str, list[Place]] = {}
        for place in self.places:
            by_sheet.setdefault(place.sheet, []).append(place)
        for name, places in by_sheet.items():
            if found := self._found(name):
                self._sheet(name, places, *found)
        self._whole_rows()
        self._listed()
        return Received(
            self.path, self.file.name, self.file.sha256, self.file.content, self.questions.period, self.office,
            self.file.saved, self.answers, self.remarks,
            self.unanswered["missing"], self.unanswered[NOT_YET], self.unanswered[NOTHING],
        )  # fmt: skip

    def _found(self, name: str) -> tuple[Worksheet, Worksheet] | None:
        found = self.file.sheet(name)
        if found is None:
            there = ", ".join(sheet for sheet in self.file.values.sheetnames if not sheet.startswith("_"))
            self._say(
                "refused",
                name,
                "",
                there,
                Said(
                    f"expected the sheet under its own name; {_AGAIN}",
                    "thiếu trang tính này; đề nghị giữ nguyên tên trang tính",
                ),
            )
        return found

    def _say(self, weight: Weight, sheet: str, cell: str, value: object, said: Said) -> None:
        self.remarks.append(said.at(weight, sheet, cell, value))

    def _count(self) -> int:
        return sum(remark.weight == "refused" for remark in self.remarks)

    # -- the file and its sheets -------------------------------------------------------------------------------

    def _whole_file(self) -> None:
        newer = max(
            (row for row in self._imported() if row["saved"] > self.file.saved),
            key=lambda row: row["saved"],
            default=None,
        )
        if newer:
            self._say(
                "refused",
                "",
                "",
                self.file.saved,
                Said(
                    f"expected a file saved after {newer['saved']}, as {newer['file']} was, which has been imported; if this one counts, let the office save it again",
                    f"đã nhận tệp {newer['file']} lưu sau tệp này ({newer['saved']}); nếu dùng tệp này, đề nghị lưu lại và gửi",
                ),
            )
        if self.file.pictures:
            self._say(
                "said",
                "",
                "",
                f"{self.file.pictures} picture(s)",
                Said(
                    "numbers in pictures are not read; ask for them in the yellow cells",
                    "số liệu trong hình ảnh không được đọc; đề nghị nhập vào ô màu vàng",
                ),
            )

    def _imported(self) -> list[Row]:
        """What sources.csv has of this office in this period."""
        where = (("period", (self.questions.period,)), ("office", (self.office,)))
        return list(read_rows(self.questions.data / "sources.csv")[1].where(where).values())

    def _sheet(self, name: str, places: list[Place], values: Worksheet, formulas: Worksheet) -> None:
        if not self._has_its_columns(name, values, TITLES):
            return
        rows: dict[str, list[int]] = {}
        for row, (code, *_) in _lines(values):
            if code is not None and code != "sum":
                rows.setdefault(tidy(str(code)), []).append(row)
        merged = {row for span in formulas.merged_cells.ranges for row in range(span.min_row, span.max_row + 1)}
        read: dict[int, Answer | None] = {}
        for place in places:
            found = rows.get(place.code, [])
            if self._is_sound(place, found, values, merged):
                refused = self._count()
                read[place.row] = self._question(place, found[0], values, formulas)
                if self._count() > refused and place.code in self.questions.asked:
                    self._refused.add(self.questions.asked[place.code][1].row_key)
        self._strangers(name, rows, {place.code for place in places}, values)
        self._sums_agree(name, read, values)
        self._not_read(name, formulas, {row for found in rows.values() for row in found})

    def _has_its_columns(self, name: str, sheet: Worksheet, titles: Mapping[str, str]) -> bool:
        """Whether each heading stands over its column, and no column is hidden."""
        whole = True
        if sheet.max_row > MOST_ROWS:
            self._say(
                "said",
                name,
                f"{INPUT}{sheet.max_row}",
                None,
                Said(
                    f"rows below {MOST_ROWS} are not read; a template has none there",
                    f"không đọc các dòng sau dòng {MOST_ROWS}",
                ),
            )
        for column, title in titles.items():
            found = tidy(str(sheet[f"{column}{HEAD}"].value or ""))
            if not found.startswith(title):
                whole = False
                self._say(
                    "refused",
                    name,
                    f"{column}{HEAD}",
                    found,
                    Said(
                        f"expected the heading {title!r} (a column was moved, inserted or deleted); {_AGAIN}",
                        f"cần tiêu đề “{title}” (cột bị chuyển, thêm hoặc xóa); đề nghị nhập lại vào mẫu gốc",
                    ),
                )
        for letter, dimension in sheet.column_dimensions.items():
            if dimension.hidden and letter in titles:
                whole = False
                self._say(
                    "refused",
                    name,
                    f"{letter}{HEAD}",
                    titles[letter],
                    Said(
                        "expected no hidden column; show it (Format, Unhide) and look at it",
                        "cột bị ẩn; đề nghị hiện lại và kiểm tra",
                    ),
                )
        return whole

    def _is_sound(self, place: Place, rows: list[int], sheet: Worksheet, merged: set[int]) -> bool:
        """Whether a question stands once, with its own label and unit, unmerged and in sight."""
        if len(rows) != 1:
            said = Said(
                f"expected the row {place.label!r} once, found it {len(rows)} times; {_AGAIN}",
                f"dòng “{place.label}” bị xóa hoặc bị lặp; đề nghị nhập lại vào mẫu gốc",
            )
            self._say("refused", place.sheet, f"{INPUT}{rows[-1] if rows else place.row}", None, said)
            return False
        (row,) = rows
        for column, wanted, what in ((LABEL, place.label, "label"), (UNIT, place.unit, "unit")):
            found = tidy(str(sheet[f"{column}{row}"].value or ""))
            if found != tidy(wanted):
                self._say(
                    "refused",
                    place.sheet,
                    f"{column}{row}",
                    found,
                    Said(
                        f"expected the {what} {wanted!r}: the number may be of something else; put it back, and the number in its unit",
                        f"cần giữ nguyên “{wanted}”; số liệu nhập theo chỉ tiêu, đơn vị tính của mẫu",
                    ),
                )
                return False
        if row in merged:
            self._say(
                "refused",
                place.sheet,
                f"{INPUT}{row}",
                None,
                Said(f"expected cells that are not merged; {_AGAIN}", "ô bị gộp; đề nghị bỏ gộp ô và nhập lại"),
            )
            return False
        if sheet.row_dimensions[row].hidden:
            self._say(
                "refused",
                place.sheet,
                f"{INPUT}{row}",
                sheet[f"{INPUT}{row}"].value,
                _HIDDEN,
            )
            return False
        if row != place.row:
            self._say(
                "said",
                place.sheet,
                f"{INPUT}{row}",
                None,
                Said(
                    f"this row was moved from line {place.row}; it is read by its hidden code",
                    f"dòng này đã bị chuyển từ dòng {place.row}",
                ),
            )
        return True

    def _strangers(self, name: str, rows: dict[str, list[int]], codes: set[str], sheet: Worksheet) -> None:
        """Rows that the template did not have: nothing is known of what they are."""
        for code, found in rows.items():
            if code not in codes:
                self._say("refused", name, f"{CODE}{found[0]}", code, _AS_SENT)
        for where, cells in _lines(sheet):
            code, _, label, *_ = cells
            if code is None and any(value is not None for value in cells[2:]):
                self._say(
                    "refused",
                    name,
                    f"{LABEL}{where}",
                    label or next(filter(None, cells[2:])),
                    Said(
                        "expected no row but the template's; if it is a new item, add its row to the CSV and make a new template",
                        "dòng không có trong mẫu; nếu là chỉ tiêu mới, đề nghị báo nơi nhận để bổ sung mẫu",
                    ),
                )

    def _not_read(self, name: str, sheet: Worksheet, rows: set[int]) -> None:
        """Comments and colours may mean something to whoever put them there; they are no data."""
        coloured = []
        for row in sorted(rows):
            cell = sheet[f"{INPUT}{row}"]
            if cell.comment and cell.comment.author != AUTHOR:
                self._say(
                    "said",
                    name,
                    cell.coordinate,
                    cell.comment.text,
                    Said(
                        "a comment is not read; what matters belongs to the notes",
                        "chú thích ô không được đọc; đề nghị ghi ở cột Ghi chú",
                    ),
                )
            if _colour(cell) not in (ENTRY_COLOUR, *MARKS, ""):
                coloured.append(cell.coordinate)
        if coloured:
            self._say(
                "said",
                name,
                coloured[0],
                ", ".join(coloured),
                Said(
                    "a colour is not read; what it means belongs to the notes",
                    "màu ô không được đọc; đề nghị ghi ý nghĩa ở cột Ghi chú",
                ),
            )

    # -- one question -----------------------------------------------------------------------------------------

    def _question(self, place: Place, row: int, values: Worksheet, formulas: Worksheet) -> Answer | None:
        owner, question = self.questions.asked.get(place.code, (None, None))
        cell = f"{INPUT}{row}"
        value = values[cell].value
        if question is None or owner is None or owner.office != self.office:
            if value is not None:
                whose = f"it belongs to {owner.office} now" if owner else "it is not asked for any more"
                self._say(
                    "refused",
                    place.sheet,
                    cell,
                    value,
                    Said(
                        f"expected no number here: {whose}; make a new template",
                        "chỉ tiêu này không còn thuộc đơn vị; đề nghị dùng mẫu mới",
                    ),
                )
            return None
        choice = values[f"{NONE}{row}"].value
        if isinstance(value, str) and not tidy(value):
            value = None
        if is_nothing(value):
            value, choice = None, value
        if choice is not None and tidy(str(choice)):
            return self._without_number(question, place.sheet, row, value, tidy(str(choice)))
        if said := _not_computed(value, formulas[cell]):
            self._say("refused", place.sheet, cell, formulas[cell].value if value is None else value, said)
            return None
        if value is None:
            self.unanswered["missing"].append(question.full_label)
            return None
        reading = self._read(question, value, "%" in (values[cell].number_format or ""))
        if isinstance(value, str):
            self._texts.add(place.code)
        return self._answered(question, place.sheet, row, value, reading, values)

    def _without_number(self, question: Question, sheet: str, row: int, value: object, choice: str) -> Answer | None:
        """What the office chose instead of a number."""
        cell = f"{NONE}{row}"
        if choice.casefold() == NOT_YET.casefold() and value is None:
            self.unanswered[NOT_YET].append(question.full_label)
        elif not is_nothing(choice):
            self._say(
                "refused",
                sheet,
                cell,
                choice,
                Said(f"expected {NOTHING!r}, {NOT_YET!r} or nothing", f"chọn “{NOTHING}”, “{NOT_YET}” hoặc để trống"),
            )
        elif value not in (None, 0, "0"):
            self._say(
                "refused",
                sheet,
                f"{INPUT}{row}",
                value,
                Said(
                    f"expected an empty cell, as {NOTHING!r} is chosen beside it; keep one of the two",
                    f"đã chọn “{NOTHING}” nhưng vẫn có số; đề nghị giữ một trong hai",
                ),
            )
        elif question.field.kind == "number" and question.unit != "%":
            return self._answered(
                question, sheet, row, choice, Reading(("0",), Said(f"{NOTHING}: taken as 0", f"{NOTHING}: là 0")), None
            )
        else:
            self.unanswered[NOTHING].append(question.full_label)
        return None

    def _read(self, question: Question, value: object, percent: bool) -> Reading:
        return self._value(value, question.field, question.scale, self.questions.choices(question.field), percent)

    def _value(
        self, value: object, field: Field, scale: Scale, choices: Mapping[str, str], percent: bool = False
    ) -> Reading:
        near = self.questions.edition.date_to
        return read_value(value, field, scale, choices, percent=percent, macintosh=self.file.macintosh, near=near)

    def _answered(
        self, question: Question, sheet: str, row: int, value: object, reading: Reading, values: Worksheet | None
    ) -> Answer | None:
        cell = f"{INPUT}{row}" if values is not None else f"{NONE}{row}"
        if not reading.values:
            self._say("refused", sheet, cell, value, reading.said or _AS_SENT)
            return None
        old = self._old(question, question.column)
        answer = Answer(
            question.table,
            question.column,
            question.row,
            question.full_label,
            sheet,
            cell,
            str(value),
            reading,
            old,
            question.previous,
        )
        self.answers.append(answer)
        if question.qualified:
            self._degree(question, sheet, row, values[f"{DEGREE}{row}"].value if values is not None else None)
        return answer

    def _degree(self, question: Question, sheet: str, row: int, value: object) -> None:
        """How exact the number is, "hơn", "khoảng"; an empty cell says that it is exact."""
        cell = f"{DEGREE}{row}"
        reading = Reading(("",)) if value is None else read_choice(value, self.questions.labels(QUALIFIER))
        if not reading.values:
            self._say("refused", sheet, cell, value, reading.said or _AS_SENT)
            return
        label, old = f"{question.full_label} - mức độ", self._old(question, QUALIFIER)
        self.answers.append(
            Answer(question.table, QUALIFIER, question.row, label, sheet, cell, str(value or ""), reading, old)
        )

    def _old(self, question: Question, column: str) -> str:
        """What the CSV has; corrections of it are decisions about that, not about what is imported."""
        if question.table not in self._csv:
            self._csv[question.table] = read_rows(self.questions.data / f"{question.table}.csv")[1]
        where = (*question.where, ("period", (self.questions.period,)))
        return next((row[column] for row in self._csv[question.table].where(where).values()), "")

    # -- lists ------------------------------------------------------------------------------------------------------

    def _listed(self) -> None:
        """The lines that an office has added to its lists."""
        lists = Lists(self.questions, self.office)
        asked = {each.code: each for each in listings(self.questions, self.questions.owners.offices[self.office])}
        for place in self.lists:
            found = self._found(place.sheet)
            if found and place.code in asked and self._has_its_columns(place.sheet, found[0], asked[place.code].titles):
                lists.add(asked[place.code].table, place.sheet, self._lines(asked[place.code], place.sheet, *found))
        self.answers += lists.answers()
        self.remarks += lists.remarks

    def _lines(self, asked: Listing, name: str, values: Worksheet, formulas: Worksheet) -> Iterator[ListLine]:
        """The lines in which something stands, each cell with its reading."""
        for row in range(HEAD + 1, min(values.max_row, MOST_ROWS) + 1):
            cells = {
                field.name: self._in_list(asked, field, values[f"{letter}{row}"], formulas[f"{letter}{row}"])
                for field, letter in zip(asked.fields, list(asked.titles)[1:], strict=True)
            }
            if not any(typed for _, typed, _ in cells.values()):
                continue
            if values.row_dimensions[row].hidden:
                self._say("refused", name, f"{list(asked.titles)[1]}{row}", None, _HIDDEN)
            else:
                yield ListLine(name, row, cells)

    def _in_list(self, asked: Listing, field: Field, cell: Cell, formula: Cell) -> tuple[str, str, Reading]:
        value = cell.value
        if said := _not_computed(value, formula):
            return cell.coordinate, str(formula.value if value is None else value), Reading((), said)
        if value is None or (isinstance(value, str) and not tidy(value)):
            return cell.coordinate, "", Reading(("",))
        scale = Scale("", field.whole)
        return cell.coordinate, str(value), self._value(value, field, scale, asked.choices.get(field.name, {}))

    # -- what several cells must agree on ---------------------------------------------------------------------------

    def _sums_agree(self, name: str, read: dict[int, Answer | None], sheet: Worksheet) -> None:
        """A total that was typed, or whose formula adds something else, says what its parts do not."""
        rows = [row for row, (code, *_) in _lines(sheet) if code == "sum"]
        for place in (place for place in self.sums if place.sheet == name):
            row = next(
                (row for row in rows if tidy(str(sheet[f"{LABEL}{row}"].value or "")) == tidy(place.label)), None
            )
            total = sheet[f"{INPUT}{row}"].value if row else None
            if total is None:
                continue
            parts = [read.get(part) for part in _rows_of(place.unit)]
            given = [answer for answer in parts if answer is not None]
            if any(len(answer.reading.values) != 1 for answer in given):
                continue
            whole = sum((Decimal(answer.new) for answer in given), Decimal(0))
            stated = read_number(total, self.questions.asked[given[0].code][1].scale).value if given else None
            if stated is None and not given and total in (0, "0"):
                continue
            if stated is not None and Decimal(stated) == whole:
                continue
            if stated is not None and any(answer.code in self._texts for answer in given):
                self._say(
                    "said",
                    name,
                    f"{INPUT}{row}",
                    total,
                    Said(
                        f"the total of {place.label!r} leaves out numbers that stand as texts; the parts give {whole}",
                        f"dòng cộng bỏ sót số nhập dạng chữ; các dòng cộng lại được {whole}",
                    ),
                )
                continue
            self._refused |= {answer.row_key for answer in given}
            self._say(
                "refused",
                name,
                f"{INPUT}{row}",
                total,
                Said(
                    f"expected {whole}, which the parts of {place.label!r} give; correct the part that is wrong",
                    f"các dòng cộng lại được {whole}; đề nghị kiểm tra dòng cộng và từng dòng",
                ),
            )

    def _whole_rows(self) -> None:
        """A row is taken whole: its cells wait while one of them is refused, or while its main number is not there."""
        rows: dict[tuple[str, ...], list[Answer]] = {}
        for answer in self.answers:
            rows.setdefault(answer.row_key, []).append(answer)
        for key, answers in rows.items():
            first = answers[0]
            where = (*first.where, ("period", (self.questions.period,)))
            existing = next(iter(self._csv[first.table].where(where).values()), None)
            if key in self._refused:
                self._say("said", first.sheet, first.cell, first.typed, _WAITS)
            elif said := unwritable(answers, existing):
                self._say("refused", first.sheet, first.cell, first.typed, said)
            else:
                continue
            self.answers = [answer for answer in self.answers if answer not in answers]


def _not_computed(value: object, formula: Cell | MergedCell) -> Said | None:
    """What is to be said of a formula without a value, or with an error in its place."""
    if formula.data_type == "f" and value is None:
        return Said(
            "expected a number: this formula has no computed value; open the file in Excel and save it, or type the number",
            "công thức chưa có kết quả; đề nghị mở bằng Excel, lưu lại, hoặc nhập số",
        )
    if isinstance(value, str) and _ERROR.fullmatch(value):
        return Said(
            "expected a number, not an error of Excel; correct the formula or type the number",
            "ô báo lỗi công thức; đề nghị sửa công thức hoặc nhập số",
        )
    return None


def _lines(sheet: Worksheet) -> Iterator[tuple[int, tuple[object, ...]]]:
    """The rows below the headings with what stands in the template's columns."""
    last = min(sheet.max_row, MOST_ROWS)
    rows = sheet.iter_rows(min_row=HEAD + 1, max_row=last, max_col=len(TITLES) + 1, values_only=True)
    return enumerate(rows, HEAD + 1) if last > HEAD else iter(())


def _rows_of(formula: str) -> list[int]:
    """The rows that a template's sum adds: "=SUM(G5:G7,G9)" gives 5, 6, 7 and 9."""
    runs = re.findall(rf"{INPUT}(\d+)(?::{INPUT}(\d+))?", formula)
    return [row for first, last in runs for row in range(int(first), int(last or first) + 1)]


def _colour(cell: Cell | MergedCell) -> str:
    fill = cell.fill
    if not fill or fill.fill_type != "solid" or not isinstance(fill.fgColor.rgb, str):
        return ""
    return fill.fgColor.rgb
