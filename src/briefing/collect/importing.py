"""From a filled-in template to answers: each cell is found by its code, compared with the template, and read by its kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from helpers.data.datapackage import QUALIFIER, Field
from helpers.data.expressions import ROWS, Select
from helpers.data.reading import read_rows
from helpers.data.rows import Row, Rows
from helpers.problems import InputError, Problem

from .lists import PREFIX, Listing, ListLine, Lists, listings
from .marking import AUTHOR, MARKS, SUMMARY
from .notation import (  # fmt: skip
    NOT_YET,
    NOTHING,
    Reading,
    Scale,
    is_not_yet,
    is_nothing,
    read_choice,
    read_number,
    read_value,
    same,
    shown,
    tidy,
    unreadable,
)
from .questions import Question, Questions
from .received import Answer, Note, Received, unwritable
from .remarks import Remark, Said, Weight
from .templates import (  # fmt: skip
    CODE,
    DEGREE,
    ENTRY_COLOUR,
    GUIDE,
    HEAD,
    INPUT,
    KEY,
    LABEL,
    LAST_YEAR,
    LISTS,
    NONE,
    NOTE,
    NUMBER,
    PREVIOUS,
    REFERENCES,
    SUM,
    TITLES,
    UNIT,
    VERSION,
    Place,
    about,
)
from .unlikely import together, unlikely
from .workbooks import MOST_ROWS, Book, Cell, Sheet, open_workbook

_AGAIN = "ask the office to fill in the template as it was sent, or make a new one: briefing template"
_AS_SENT = Said(
    f"expected the template as it was sent; {_AGAIN}", "cần giữ nguyên mẫu đã gửi; đề nghị nhập lại vào mẫu gốc"
)
_WAITS = Said(
    "this cell waits: another of its row, or a total of it, is refused",
    "ô này chờ sửa ô khác của cùng dòng, hoặc dòng cộng",
)
_HIDDEN = Said("expected no hidden row; show it and look at it", "dòng bị ẩn; đề nghị hiện lại và kiểm tra")
_MERGED = Said(f"expected cells that are not merged; {_AGAIN}", "ô bị gộp; đề nghị bỏ gộp ô và nhập lại")
_STRUCK = Said(
    "expected a value that is not crossed out; type the one that counts, or clear the cell",
    "giá trị bị gạch bỏ; đề nghị nhập lại giá trị đúng, hoặc xóa ô",
)
_ERROR = re.compile(r"#(N/A|[A-Z0-9/]+[!?])")


def read_workbook(path: Path, questions_of: Callable[[str], Questions]) -> Received:
    """A filled-in template, read against what is asked for its period.

    Raises InputError where the file as a whole cannot be used: it cannot be opened, is no template, or one of another
    period, office or version.

    questions_of: what is asked for the period that the template says it is of.
    """
    book = open_workbook(path)
    about, places = _key(book)
    try:
        questions = questions_of(about["period"])
    except InputError:
        remedy = "Begin the period (briefing new), or ask the office for the workbook of this one."
        expected = "a period of periods.csv"
        raise InputError(
            Problem(book.name, column="period", value=about["period"], expected=expected, remedy=remedy)
        ) from None
    _check_key(book.name, about, questions)
    return _Intake(book, path, about["office"], places, questions).received()


def _key(book: Book) -> tuple[dict[str, str], list[Place]]:
    """What the hidden sheet of a template says: of whom and when it is, and where it has which question."""
    sheet = book.sheets.get(KEY, Sheet(KEY))
    rows = [
        [str("" if (value := sheet.value(letter, row)) is None else value) for letter in "ABCDE"] for row in sheet.rows
    ]
    about = {name: value for name, value, *_ in rows[:3]}
    if not {"template", "period", "office"} <= about.keys():
        remedy = "Other layouts are not read: let the office fill in its template."
        expected = "a template that `briefing template` has made"
        raise InputError(Problem(book.name, expected=expected, remedy=remedy))
    places = [
        Place(code, sheet, int(row), label, unit.removeprefix("'"))
        for code, sheet, row, label, unit in rows[4:]
        if re.fullmatch("[0-9]{1,7}", row)
    ]
    return about, places


def _check_key(name: str, about: dict[str, str], questions: Questions) -> None:
    remedy = f"Make a new template, and let the office fill it in: briefing template {questions.period}."
    problems = [
        Problem(name, column=word, value=about[word], expected=f"{word} {value}", remedy=remedy)
        for word, value in {"template": VERSION, "period": questions.period}.items()
        if about[word] != value
    ]
    if about["office"] not in questions.owners.offices:
        expected = f"one of {', '.join(questions.owners.offices)}"
        remedy = "Add the office to offices.csv, or ask who sent this."
        problems.append(Problem(name, column="office", value=about["office"], expected=expected, remedy=remedy))
    if problems:
        raise InputError(problems)


class _Intake:
    """Takes one workbook in; what is to be said of it gathers in `remarks`."""

    def __init__(self, book: Book, path: Path, office: str, places: list[Place], questions: Questions) -> None:
        self.book, self.path, self.office, self.questions = book, path, office, questions
        self.places = [place for place in places if place.code != SUM and not place.code.startswith(PREFIX)]
        self.sums = [place for place in places if place.code == SUM]
        self.lists = [place for place in places if place.code.startswith(PREFIX)]
        self.remarks: list[Remark] = []
        self.answers: list[Answer] = []
        self.notes: list[Note] = []
        self.unanswered: dict[str, list[str]] = {"missing": [], NOT_YET: [], NOTHING: []}
        self._csv: dict[str, Rows] = {}
        self._refused: set[tuple[str, ...]] = set()  # rows (`Answer.row_key`) of which a cell is refused
        self._texts: set[str] = set()  # codes whose numbers stand there as texts, which Excel does not add
        self._pairs: dict[str, tuple[str, str]] = {}  # code → its number now, and last time

    def received(self) -> Received:
        self._whole_file()
        for name in dict.fromkeys(place.sheet for place in self.places):
            if sheet := self._found(name):
                self._sheet(sheet, [place for place in self.places if place.sheet == name])
        self._together()
        self._whole_rows()
        self._listed()
        given = {answer.row_key for answer in self.answers}
        notes = [note._replace(awaited=note.row_key not in given) for note in self.notes]
        return Received(
            self.path, self.book.name, self.book.sha256, self.book.content, self.questions.period, self.office,
            self.book.saved, self.answers, self.remarks,
            self.unanswered["missing"], self.unanswered[NOT_YET], self.unanswered[NOTHING], notes, self.book.sheets,
        )  # fmt: skip

    def _found(self, name: str) -> Sheet | None:
        """A sheet of the template under its own name, in sight."""
        sheet = self.book.sheets.get(name)
        if sheet is None:
            there = ", ".join(each for each in self.book.sheets if not each.startswith("_"))
            self._refuse(
                name, "", there,
                f"expected the sheet under its own name; {_AGAIN}",
                "thiếu trang tính này; đề nghị giữ nguyên tên trang tính",
            )  # fmt: skip
        elif not sheet.visible:
            self._refuse(
                name, "", None,
                "expected a sheet that is not hidden; show it and look at it",
                "trang tính bị ẩn; đề nghị hiện lại và kiểm tra",
            )  # fmt: skip
            return None
        return sheet

    def _refuse(self, sheet: str, cell: str, value: object, english: str, vietnamese: str) -> None:
        self._say("refused", sheet, cell, value, Said(english, vietnamese))

    def _tell(self, sheet: str, cell: str, value: object, english: str, vietnamese: str) -> None:
        self._say("said", sheet, cell, value, Said(english, vietnamese))

    def _say(self, weight: Weight, sheet: str, cell: str, value: object, said: Said) -> None:
        self.remarks.append(said.at(weight, sheet, cell, value))

    def _count(self) -> int:
        return sum(remark.weight == "refused" for remark in self.remarks)

    # -- the file and its sheets -------------------------------------------------------------------------------

    def _whole_file(self) -> None:
        where = (("period", (self.questions.period,)), ("office", (self.office,)))
        sent = read_rows(self.questions.data / "sources.csv")[1].where(where).values()
        newer = max((row for row in sent if row["saved"] > self.book.saved), key=lambda row: row["saved"], default=None)
        if newer:
            self._refuse(
                "", "", self.book.saved,
                f"expected a file saved after {newer['saved']}, as {newer['file']} was, which has been imported; if this one counts, let the office save it again",
                f"đã nhận tệp {newer['file']} lưu sau tệp này ({newer['saved']}); nếu dùng tệp này, đề nghị lưu lại và gửi",
            )  # fmt: skip
        if self.book.pictures:
            self._tell(
                "", "", f"{self.book.pictures} picture(s)",
                "numbers in pictures are not read; ask for them in the yellow cells",
                "số liệu trong hình ảnh không được đọc; đề nghị nhập vào ô màu vàng",
            )  # fmt: skip
        self._guide()
        own = {place.sheet for place in (*self.places, *self.lists)} | {GUIDE, KEY, LISTS, SUMMARY}
        for sheet in self.book.sheets.values():
            if sheet.name not in own and sheet.rows:
                self._other_sheet(sheet)

    def _guide(self) -> None:
        """Another office or period that somebody has written into the guide may be the one that is meant."""
        wanted = about(self.questions, self.questions.owners.offices[self.office])
        for row, cells in self.book.sheets.get(GUIDE, Sheet(GUIDE)).rows.items():
            name, found = (tidy(str(cells.get(letter, Cell()).value or "")) for letter in "AB")
            if found != tidy(wanted.get(name, found)):
                self._refuse(
                    GUIDE, f"B{row}", found,
                    f"expected {wanted[name]!r}, of which this workbook is; {_AGAIN}",
                    f"mẫu này của “{wanted[name]}”; nếu là số liệu khác, đề nghị nhập vào đúng mẫu",
                )  # fmt: skip

    def _other_sheet(self, sheet: Sheet) -> None:
        """A sheet that the template has not; a copy of one of ours may have the numbers that count."""
        own = {
            code: (place.sheet, row, number)
            for place in self.places
            for row, code, number in _inputs(self.book.sheets.get(place.sheet, sheet))
            if code == place.code
        }
        for row, code, number in _inputs(sheet):
            name, at, first = own.get(code, ("", 0, number))
            if name != sheet.name and number != first:
                self._refuse(
                    sheet.name, f"{INPUT}{row}", number,
                    f"expected one number, {name}!{INPUT}{at} has {first!r}; delete the copied sheet, or correct the first",
                    f"trang tính sao chép có số khác ô {INPUT}{at} của trang “{name}” ({first}); đề nghị giữ một trang",
                )  # fmt: skip
                return
        self._tell(
            sheet.name, "", None,
            "this sheet is not of the template; it is not read",
            "trang tính không có trong mẫu, không được đọc; đề nghị nhập vào các trang của mẫu",
        )  # fmt: skip

    def _sheet(self, sheet: Sheet, places: list[Place]) -> None:
        if not self._has_its_columns(sheet, TITLES):
            return
        rows: dict[str, list[int]] = {}
        for row, cells in sheet.below(HEAD):
            code = cells.get(CODE, Cell()).value
            if code is not None and code != SUM:
                rows.setdefault(tidy(str(code)), []).append(row)
        read: dict[int, Answer | None] = {}
        for place in places:
            found = rows.get(place.code, [])
            refused = self._count()
            if self._is_sound(place, found, sheet):
                answer = self._question(place, found[0], sheet)
                read[place.row] = self._confirmed(place, found[0], sheet, answer)
            if self._count() > refused and place.code in self.questions.asked:
                self._refused.add(self.questions.asked[place.code][1].row_key)
        self._strangers(sheet, rows, {place.code for place in places})
        self._sums_agree(sheet, read)
        self._not_read(sheet, sorted(row for found in rows.values() for row in found))

    def _has_its_columns(self, sheet: Sheet, titles: Mapping[str, str]) -> bool:
        """Whether each heading stands over its column, and no column is hidden."""
        refused = self._count()
        if sheet.last > MOST_ROWS:
            self._tell(
                sheet.name, f"{INPUT}{sheet.last}", None,
                f"rows below {MOST_ROWS} are not read; a template has none there",
                f"không đọc các dòng sau dòng {MOST_ROWS}",
            )  # fmt: skip
        for letter, title in titles.items():
            found = tidy(str(sheet.value(letter, HEAD) or ""))
            if not found.startswith(title):
                self._refuse(
                    sheet.name, f"{letter}{HEAD}", found,
                    f"expected the heading {title!r} (a column was moved, inserted or deleted); {_AGAIN}",
                    f"cần tiêu đề “{title}” (cột bị chuyển, thêm hoặc xóa); đề nghị nhập lại vào mẫu gốc",
                )  # fmt: skip
            if letter in sheet.hidden_columns and title not in REFERENCES:
                self._refuse(
                    sheet.name, f"{letter}{HEAD}", title,
                    "expected no hidden column; show it (Format, Unhide) and look at it",
                    "cột bị ẩn; đề nghị hiện lại và kiểm tra",
                )  # fmt: skip
        return self._count() == refused

    def _is_sound(self, place: Place, rows: list[int], sheet: Sheet) -> bool:
        """Whether a question stands once, with its own label and unit, unmerged and in sight."""
        if len(rows) != 1:
            self._refuse(
                place.sheet, f"{INPUT}{rows[-1] if rows else place.row}", None,
                f"expected the row {place.label!r} once, found it {len(rows)} times; {_AGAIN}",
                f"dòng “{place.label}” bị xóa hoặc bị lặp; đề nghị nhập lại vào mẫu gốc",
            )  # fmt: skip
            return False
        (row,) = rows
        for column, wanted, what in ((LABEL, place.label, "label"), (UNIT, place.unit, "unit")):
            found = tidy(str(sheet.value(column, row) or ""))
            if found != tidy(wanted):
                self._refuse(
                    place.sheet, f"{column}{row}", found,
                    f"expected the {what} {wanted!r}: the number may be of something else; put it back, and the number in its unit",
                    f"cần giữ nguyên “{wanted}”; số liệu nhập theo chỉ tiêu, đơn vị tính của mẫu",
                )  # fmt: skip
                return False
        cell = sheet.cell(INPUT, row)
        faults = (
            (any((row, letter) in sheet.merged for letter in (CODE, *TITLES)), _MERGED),
            (row in sheet.hidden_rows, _HIDDEN),
            (cell.struck and cell.value is not None, _STRUCK),
        )
        for at_fault, said in faults:
            if at_fault:
                self._say("refused", place.sheet, f"{INPUT}{row}", cell.value, said)
                return False
        if row != place.row:
            self._tell(
                place.sheet, f"{INPUT}{row}", None,
                f"this row was moved from line {place.row}; it is read by its hidden code",
                f"dòng này đã bị chuyển từ dòng {place.row}",
            )  # fmt: skip
        return True

    def _strangers(self, sheet: Sheet, rows: dict[str, list[int]], codes: set[str]) -> None:
        """Rows that the template did not have: nothing is known of what they are."""
        for code, found in rows.items():
            if code not in codes:
                self._say("refused", sheet.name, f"{CODE}{found[0]}", code, _AS_SENT)
        for row, cells in sheet.below(HEAD):
            typed = [
                cell.value for letter, cell in cells.items() if letter not in (CODE, NUMBER) and cell.value is not None
            ]
            if cells.get(CODE, Cell()).value is not None or not typed:
                continue
            if not any(re.search(r"\d", str(value)) for value in typed):  # who wrote it, who signed
                self._tell(sheet.name, f"{LABEL}{row}", typed[0], "this row is not of the template; it is not read", "dòng không có trong mẫu, không được đọc")  # fmt: skip
                continue
            self._refuse(
                sheet.name, f"{LABEL}{row}", typed[0],
                "expected no row but the template's; if it is a new item, add its row to the CSV and make a new template",
                "dòng không có trong mẫu; nếu là chỉ tiêu mới, đề nghị báo nơi nhận để bổ sung mẫu",
            )  # fmt: skip

    def _not_read(self, sheet: Sheet, rows: list[int]) -> None:
        """Colours, and what stands beside the form, may mean something; they are no data."""
        coloured = []
        for row in rows:
            if sheet.cell(INPUT, row).colour not in (ENTRY_COLOUR, *MARKS, ""):
                coloured.append(f"{INPUT}{row}")
            for letter, beside in sheet.rows[row].items():
                if letter not in (CODE, *TITLES) and beside.value is not None:
                    self._tell(
                        sheet.name, f"{letter}{row}", beside.value,
                        "what stands beside the form is not read",
                        "nội dung ngoài biểu không được đọc; đề nghị ghi ở cột Ghi chú",
                    )  # fmt: skip
        if coloured:
            self._tell(
                sheet.name, coloured[0], ", ".join(coloured),
                "a colour is not read; what it means belongs to the notes",
                "màu ô không được đọc; đề nghị ghi ý nghĩa ở cột Ghi chú",
            )  # fmt: skip

    # -- one question -----------------------------------------------------------------------------------------

    def _question(self, place: Place, row: int, sheet: Sheet) -> Answer | None:
        owner, question = self.questions.asked.get(place.code, (None, None))
        cell = sheet.cell(INPUT, row)
        value = None if isinstance(cell.value, str) and not tidy(cell.value) else cell.value
        if question is None or owner is None or owner.office != self.office:
            if value is not None:
                whose = f"it belongs to {owner.office} now" if owner else "it is not asked for any more"
                self._refuse(
                    place.sheet, f"{INPUT}{row}", value,
                    f"expected no number here: {whose}; make a new template",
                    "chỉ tiêu này không còn thuộc đơn vị; đề nghị dùng mẫu mới",
                )  # fmt: skip
            return None
        note = self._note(question, row, sheet)
        choice, degree = (tidy(str(sheet.value(letter, row) or "")) for letter in (NONE, DEGREE))
        if not choice and (is_nothing(value) or is_not_yet(value)):
            value, choice = None, tidy(str(value))
        if said := _not_computed(cell):
            self._say("refused", place.sheet, f"{INPUT}{row}", cell.formula if value is None else value, said)
            return None
        if choice:
            return self._without_number(question, place.sheet, row, value, choice)
        if degree and (value is None or not question.qualified):
            english = f"expected a number in the column {TITLES[INPUT]!r}, and nothing here without it"
            self._refuse(place.sheet, f"{DEGREE}{row}", degree, english, f"đề nghị nhập số vào cột “{TITLES[INPUT]}”")
        if value is None:
            self.unanswered["missing"].append(question.full_label)
            return None
        if isinstance(value, str):
            self._texts.add(place.code)
        value, degree = self._with_degree(question, value, sheet.value(DEGREE, row))
        choices = self.questions.choices(question.field)
        reading = self._value(cell._replace(value=value), question.table, question.field, question.scale, choices)
        reading = self._likely(question, reading._replace(sure=True) if degree and reading.values else reading, note)
        return self._answered(question, f"{INPUT}{row}", place.sheet, cell.value, reading, f"{DEGREE}{row}", degree)

    def _confirmed(self, place: Place, row: int, sheet: Sheet, answer: Answer | None) -> Answer | None:
        """An answer, to be confirmed where what stands beside it may change it; without an answer that is refused."""
        owner, question = self.questions.asked.get(place.code, (None, None))
        if question is None or owner is None or owner.office != self.office:
            return answer
        beside = list(self._beside(question, row, sheet, answer.reading.values if answer else ()))
        if answer is None:
            for cell, value, said in beside:
                self._say("refused", sheet.name, cell, value, said)
        elif beside and answer.old not in answer.reading.values:  # else somebody has looked at it
            told = [answer.reading.said] if answer.reading.said else []
            said = Said(*("; ".join(words) for words in zip(*told, *(said for *_, said in beside), strict=True)))
            asked = replace(answer, reading=Reading(answer.reading.values, said, sure=False))
            self.answers[self.answers.index(answer)] = asked
            return asked
        return answer

    def _beside(
        self, question: Question, row: int, sheet: Sheet, given: Sequence[str]
    ) -> Iterator[tuple[str, object, Said]]:
        """What an office wrote beside a number that is no data, and may change it: its cell, what it says, what to do."""
        field, choices = question.field, self.questions.choices(question.field)

        def is_one_of(letter: str, known: Sequence[str], unread: bool) -> bool:
            """Whether a cell says one of these; unread: what is true of a text that is no number."""
            scale = question.scale._replace(whole=False)
            found = self._value(sheet.cell(letter, row), question.table, field, scale, choices).values
            return any(same(field, one, other) for one in found for other in known) if found else unread

        for letter, known in ((LAST_YEAR, question.last_year), (PREVIOUS, question.previous)):
            value = sheet.value(letter, row)
            if value is not None and not is_one_of(letter, [known], unread=False):
                yield f"{letter}{row}", value, Said(
                    f"{letter}{row} says {value}, but the data have {known or 'nothing'}: is that wrong?",
                    f"ô {letter}{row} ghi {value}, số đang lưu là {shown(known) or 'chưa có'}; nếu số đang lưu sai, đề nghị báo nơi nhận",
                )  # fmt: skip
        value = sheet.value(NOTE, row)
        if value is not None and field.kind == "number" and not is_one_of(NOTE, given, unread=True):
            yield f"{NOTE}{row}", value, Said(
                f"{NOTE}{row} says {value}: is that the number? It belongs to the column {TITLES[INPUT]!r}",
                f"ô {NOTE}{row} ghi {value}; nếu là số liệu, đề nghị nhập vào cột “{TITLES[INPUT]}”",
            )  # fmt: skip
        cell = sheet.cell(INPUT, row)
        if cell.comment and cell.author != AUTHOR:
            yield f"{INPUT}{row}", cell.comment, Said(
                f"a comment says {tidy(cell.comment)!r}: does it change the number?",
                f"chú thích ô ghi “{tidy(cell.comment)}”; đề nghị sửa số nếu cần, và ghi ở cột Ghi chú",
            )  # fmt: skip

    def _note(self, question: Question, row: int, sheet: Sheet) -> str:
        """What the office wrote beside a cell."""
        cell = sheet.cell(NOTE, row)
        text = tidy(str(cell.value or ""))
        said = _not_computed(cell) or unreadable(text, cell.font)
        if not text and not said:
            return ""
        if said:
            self._say("refused", sheet.name, f"{NOTE}{row}", text, said)
            return ""
        rows = str(Select(question.table, ROWS, question.where))
        self.notes.append(Note(f"{sheet.name}!{NOTE}{row}", question.full_label, text, rows, question.row_key))
        return text

    def _with_degree(self, question: Question, value: object, chosen: object) -> tuple[object, object]:
        """ "khoảng 690" as the number and its degree, where the form has a place for it and nothing else stands there."""
        if question.qualified and isinstance(value, str) and chosen is None:
            for label in self.questions.labels(QUALIFIER).values():
                if tidy(value).casefold().startswith(f"{label} "):
                    return tidy(value)[len(label) :], label
        return value, chosen

    def _likely(self, question: Question, reading: Reading, note: str) -> Reading:
        """The reading, unsure where the number is unlike all that is known; what the office says of it settles that."""
        known = [each for each in (question.last_year, question.previous) if each]
        number = question.field.kind == "number" and question.field.least is not None
        if not number or reading.value is None or not known:
            return reading
        self._pairs[question.code] = reading.value, known[0]
        said = unlikely(reading.value, known)
        return reading if said is None else Reading(reading.values, said, sure=bool(note))

    def _without_number(self, question: Question, sheet: str, row: int, value: object, choice: str) -> Answer | None:
        """What the office chose instead of a number."""
        cell = f"{NONE}{row}"
        if is_not_yet(choice) and value is None:
            self.unanswered[NOT_YET].append(question.full_label)
        elif not is_nothing(choice) and not is_not_yet(choice):
            english = f"expected {NOTHING!r}, {NOT_YET!r} or nothing"
            self._refuse(sheet, cell, choice, english, f"chọn “{NOTHING}”, “{NOT_YET}” hoặc để trống")
        elif value not in (None, 0, "0") or (value is not None and is_not_yet(choice)):
            self._refuse(
                sheet, f"{INPUT}{row}", value,
                f"expected an empty cell, as {choice!r} is chosen beside it; keep one of the two",
                f"đã chọn “{choice}” nhưng vẫn có số; đề nghị giữ một trong hai",
            )  # fmt: skip
        elif question.field.kind == "number" and question.unit != "%":
            reading = Reading(("0",), Said(f"{NOTHING}: taken as 0", f"{NOTHING}: là 0"))
            return self._answered(question, cell, sheet, choice, reading)
        else:
            self.unanswered[NOTHING].append(question.full_label)
        return None

    def _value(self, cell: Cell, table: str, field: Field, scale: Scale, choices: Mapping[str, str]) -> Reading:
        days = self.questions.days(table, field) if field.kind == "date" else None
        return read_value(
            cell.value, field, scale, choices,
            percent=cell.percent, macintosh=self.book.macintosh, days=days, font=cell.font,
        )  # fmt: skip

    def _answered(
        self, question: Question, cell: str, sheet: str, value: object, reading: Reading,
        degree_cell: str = "", degree: object = None,
    ) -> Answer | None:  # fmt: skip
        if not reading.values:
            self._say("refused", sheet, cell, value, reading.said or _AS_SENT)
            return None
        old = self._old(question, question.column)
        if old in reading.values:  # somebody has looked at it
            reading = Reading((old,))
        answer = Answer(
            question.table, question.column, question.row, question.full_label, sheet, cell, str(value), reading,
            old, question.previous,
        )  # fmt: skip
        self.answers.append(answer)
        if question.qualified:
            self._degree(question, sheet, degree_cell, degree)
        return answer

    def _degree(self, question: Question, sheet: str, cell: str, value: object) -> None:
        """How exact the number is, "hơn", "khoảng"; an empty cell says that it is exact."""
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
        return self._existing(question.table, question.where).get(column, "")

    def _existing(self, table: str, where: tuple[tuple[str, tuple[str, ...]], ...]) -> Row:
        if table not in self._csv:
            self._csv[table] = read_rows(self.questions.data / f"{table}.csv")[1]
        found = self._csv[table].where((*where, ("period", (self.questions.period,))))
        return next(iter(found.values()), {})

    # -- lists ------------------------------------------------------------------------------------------------------

    def _listed(self) -> None:
        """The lines that an office has added to its lists."""
        lists = Lists(self.questions, self.office)
        asked = {each.code: each for each in listings(self.questions, self.questions.owners.offices[self.office])}
        for place in self.lists:
            sheet, listing = self._found(place.sheet), asked.get(place.code)
            if sheet and listing and self._has_its_columns(sheet, listing.titles):
                lists.add(listing, sheet.name, list(self._lines(listing, sheet)))
        self.answers += lists.answers()
        self.remarks += lists.remarks

    def _lines(self, listing: Listing, sheet: Sheet) -> Iterator[ListLine]:
        """The lines in which something stands, each cell with its reading."""
        letters = dict(zip(list(listing.titles)[1:], listing.fields, strict=True))
        for row, there in sheet.below(HEAD):
            cells = {
                field.name: (f"{letter}{row}", *self._in_list(listing, field, there.get(letter, Cell())))
                for letter, field in letters.items()
            }
            beside = [
                each for each, cell in there.items() if each not in (CODE, *listing.titles) and cell.value is not None
            ]
            if not any(typed for _, typed, _ in cells.values()):
                continue
            first = f"{next(iter(letters))}{row}"
            if row in sheet.hidden_rows:
                self._say("refused", sheet.name, first, None, _HIDDEN)
            elif any((row, letter) in sheet.merged for letter in letters):
                self._say("refused", sheet.name, first, None, _MERGED)
            else:
                yield ListLine(sheet.name, row, cells)
            for letter in beside:
                self._tell(
                    sheet.name, f"{letter}{row}", there[letter].value,
                    "what stands beside the list is not read",
                    "nội dung ngoài danh sách không được đọc",
                )  # fmt: skip

    def _in_list(self, listing: Listing, field: Field, cell: Cell) -> tuple[str, Reading]:
        typed = str(cell.formula if cell.value is None else cell.value)
        if said := _not_computed(cell) or (_STRUCK if cell.struck and cell.value is not None else None):
            return typed, Reading((), said)
        if cell.value is None or (isinstance(cell.value, str) and not tidy(cell.value)):
            return "", Reading(("",))
        return typed, self._value(
            cell, listing.table.name, field, Scale("", field.whole), listing.choices.get(field.name, {})
        )

    # -- what several cells must agree on ---------------------------------------------------------------------------

    def _sums_agree(self, sheet: Sheet, read: dict[int, Answer | None]) -> None:
        """A total that was typed, or whose formula adds something else, says what its parts do not."""
        totals = {
            tidy(str(sheet.value(LABEL, row) or "")): row
            for row, cells in sheet.below(HEAD)
            if cells.get(CODE, Cell()).value == SUM
        }
        for place in (place for place in self.sums if place.sheet == sheet.name):
            row = totals.get(tidy(place.label), 0)
            total = sheet.value(INPUT, row)
            given = [answer for part in _rows_of(place.unit) if (answer := read.get(part)) is not None]
            if total is None or any(len(answer.reading.values) != 1 for answer in given):
                continue
            whole = sum((Decimal(answer.reading.values[0]) for answer in given), Decimal(0))
            stated = read_number(total, self.questions.asked[given[0].code][1].scale).value if given else None
            if (stated is None and not given and total in (0, "0")) or (
                stated is not None and Decimal(stated) == whole
            ):
                continue
            if stated is not None and any(answer.code in self._texts for answer in given):
                self._tell(
                    sheet.name, f"{INPUT}{row}", total,
                    f"the total of {place.label!r} leaves out numbers that stand as texts; the parts give {whole}",
                    f"dòng cộng bỏ sót số nhập dạng chữ; các dòng cộng lại được {whole}",
                )  # fmt: skip
                continue
            self._refused |= {answer.row_key for answer in given}
            self._refuse(
                sheet.name, f"{INPUT}{row}", total,
                f"expected {whole}, which the parts of {place.label!r} give; correct the part that is wrong",
                f"các dòng cộng lại được {whole}; đề nghị kiểm tra dòng cộng và từng dòng",
            )  # fmt: skip

    def _together(self) -> None:
        """Numbers that all are those of an earlier period, or among which many are unlike it, are asked together."""
        asked = sum(answer.reading.doubtful and answer.code in self._pairs for answer in self.answers)
        if said := together(list(self._pairs.values()), asked):
            self.answers = [
                replace(answer, reading=Reading(answer.reading.values, said, sure=False))
                if answer.changes and answer.code in self._pairs
                else answer
                for answer in self.answers
            ]

    def _whole_rows(self) -> None:
        """A row is taken whole: its cells wait while one of them is refused, or while its main number is not there."""
        rows: dict[tuple[str, ...], list[Answer]] = {}
        for answer in self.answers:
            rows.setdefault(answer.row_key, []).append(answer)
        for key, answers in rows.items():
            first = answers[0]
            existing = self._existing(first.table, first.where)
            if key in self._refused:
                self._say("said", first.sheet, first.cell, first.typed, _WAITS)
            elif said := unwritable(answers, existing):
                self._say("refused", first.sheet, first.cell, first.typed, said)
            else:
                continue
            self.answers = [answer for answer in self.answers if answer not in answers]


def _inputs(sheet: Sheet) -> Iterator[tuple[int, str, object]]:
    """The row, the code and the number of each question of a sheet."""
    for row, cells in sheet.below(HEAD):
        if isinstance(code := cells.get(CODE, Cell()).value, str) and code != SUM:
            yield row, tidy(code), cells.get(INPUT, Cell()).value


def _not_computed(cell: Cell) -> Said | None:
    """What is to be said of a formula without a value, or with an error in its place."""
    if cell.formula and cell.value is None:
        return Said(
            "expected a number: this formula has no computed value; open the file in Excel and save it, or type the number",
            "công thức chưa có kết quả; đề nghị mở bằng Excel, lưu lại, hoặc nhập số",
        )
    if isinstance(cell.value, str) and _ERROR.fullmatch(cell.value):
        return Said(
            "expected a number, not an error of Excel; correct the formula or type the number",
            "ô báo lỗi công thức; đề nghị sửa công thức hoặc nhập số",
        )
    return None


def _rows_of(formula: str) -> list[int]:
    """The rows that a template's sum adds: "=SUM(G5:G7,G9)" gives 5, 6, 7 and 9."""
    runs = re.findall(rf"{INPUT}(\d{{1,7}})(?::{INPUT}(\d{{1,7}}))?", formula)
    return [row for first, last in runs for row in range(int(first), min(int(last or first), MOST_ROWS) + 1)]
