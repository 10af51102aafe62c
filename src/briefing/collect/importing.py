"""From a filled-in template to answers: each cell is found by its code, compared with the template, and read by its kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cached_property, reduce
from pathlib import Path

from helpers.data.datapackage import QUALIFIER, Field
from helpers.data.expressions import ROWS, Select
from helpers.data.rows import Row, Rows, Where
from helpers.data.schema import read_table
from helpers.language import Message, _, ngettext
from helpers.problems import InputError, Problem, one_of

from .lists import PREFIX, Listing, ListLine, Lists, listings
from .marking import AUTHOR, MARKS, SUMMARY
from .notation import (
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
from .received import Answer, Note, Received, Remark, by_row, unwritable
from .templates import (
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
    in_bytes,
    template,
)
from .unlikely import together, unlikely
from .workbooks import MOST_ROWS, Book, Cell, Sheet, open_workbook, read

_AGAIN = _("ask the office to fill in the template as it was sent, or make a new one: {briefing} template")
_AS_SENT = _("expected the template as it was sent; {again}", again=_AGAIN)
_WAITS = _("this cell waits: another of its row, or a total of it, is refused")
_HIDDEN = _("expected no hidden row; show it and look at it")
_MERGED = _("expected cells that are not merged; {again}", again=_AGAIN)
_STRUCK = _("expected a value that is not crossed out; type the one that counts, or clear the cell")
_UNSEEN = _(
    "expected a value as people see it: the number format or the colour of this cell shows another, or none; "
    "format it as the template has it"
)
_RAISED = _("expected a number alone, without a raised or lowered mark beside it; put that into the notes")
_MOST_TOLD = 20  # of what a sheet has beside the form
_USUAL = ("", "000000", "FFFFFF", ENTRY_COLOUR, *MARKS)
_CORRECTS = re.compile(r"\b(đúng|sửa|đính chính|thay|nhầm)\b|\bđơn vị( tính)?:", re.IGNORECASE)
# a number that is no part of a day, of a document's number, of a rate
_COUNTED = re.compile(r"(?<![\w/.,-])\d[\d.,]*(?<=\d)(?![\w/%-]| ?%|\.\d)")
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
        remedy = _("Begin the period ({briefing} new), or ask the office for the workbook of this one.")
        expected = _("a period of periods.csv")
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
        remedy = _("Other layouts are not read: let the office fill in its template.")
        expected = _("a template that `{briefing} template` has made")
        raise InputError(Problem(book.name, expected=expected, remedy=remedy))
    places = [
        Place(code, sheet, int(row), label, unit.removeprefix("'"))
        for code, sheet, row, label, unit in rows[4:]
        if re.fullmatch("[0-9]{1,7}", row)
    ]
    return about, places


def _check_key(name: str, about: dict[str, str], questions: Questions) -> None:
    remedy = _(
        "Make a new template, and let the office fill it in: {briefing} template {period}.", period=questions.period
    )
    problems = [
        Problem(name, column=word, value=about[word], expected=f"{word} {value}", remedy=remedy)
        for word, value in {"template": VERSION, "period": questions.period}.items()
        if about[word] != value
    ]
    if about["office"] not in questions.owners.offices:
        expected = one_of(questions.owners.offices)
        remedy = _("Add the office to offices.csv, or ask who sent this.")
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
        self.missing: list[str] = []
        self.not_yet: list[str] = []
        self.nothing: list[str] = []
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
        of, book = self.questions.period, self.book
        asked = (self.answers, self.remarks, self.missing, self.not_yet, self.nothing, notes, book.sheets)
        return Received(self.path, book.name, book.sha256, book.content, of, self.office, book.saved, *asked)

    def _found(self, name: str) -> Sheet | None:
        """A sheet of the template under its own name, in sight."""
        sheet = self.book.sheets.get(name)
        if sheet is None:
            there = ", ".join(each for each in self.book.sheets if not each.startswith("_"))
            self._refuse(name, "", there, _("expected the sheet under its own name; {again}", again=_AGAIN))
        elif not sheet.visible:
            self._refuse(name, "", None, _("expected a sheet that is not hidden; show it and look at it"))
            return None
        return sheet

    def _refuse(self, sheet: str, cell: str, value: object, said: Message) -> None:
        self.remarks.append(Remark("refused", sheet, cell, "" if value is None else str(value), said))

    def _tell(self, sheet: str, cell: str, value: object, said: Message) -> None:
        self.remarks.append(Remark("said", sheet, cell, "" if value is None else str(value), said))

    def _count(self) -> int:
        return sum(remark.weight == "refused" for remark in self.remarks)

    # -- the file and its sheets -------------------------------------------------------------------------------

    def _whole_file(self) -> None:
        where = (("period", (self.questions.period,)), ("office", (self.office,)))
        sent = read_table(self.questions.data, "sources")[1].where(where).values()
        newer = max((row for row in sent if row["saved"] > self.book.saved), key=lambda row: row["saved"], default=None)
        if newer:
            there = {"saved": newer["saved"], "file": newer["file"]}
            said = _(
                "expected a file saved after {saved}, as {file} was, which is imported; if this one counts, save it again",
                **there,
            )
            self._refuse("", "", self.book.saved, said)
        if self.book.pictures:
            found = ngettext("{count} picture", "{count} pictures", self.book.pictures)
            self._tell("", "", found, _("numbers in pictures are not read; ask for them in the yellow cells"))
        for text in self.book.drawn:
            self._tell("", "", text, _("what is written in a shape or a chart is not read"))
        self._guide()
        own = {place.sheet for place in (*self.places, *self.lists)} | {GUIDE, KEY, LISTS, SUMMARY}
        for sheet in self.book.sheets.values():
            if sheet.name not in own and sheet.rows:
                self._other_sheet(sheet)

    def _guide(self) -> None:
        """Another office or period that somebody has written into the guide may be the one that is meant."""
        sheet = self.book.sheets.get(GUIDE, Sheet(GUIDE))
        wanted = about(self.questions, self.questions.owners.offices[self.office])
        for row, cells in sheet.rows.items():
            name, found = (tidy(str(cells.get(letter, Cell()).value or "")) for letter in "AB")
            if found != tidy(wanted.get(name, found)):
                said = _("expected “{wanted}”, of which this workbook is; {again}", wanted=wanted[name], again=_AGAIN)
                self._refuse(GUIDE, f"B{row}", found, said)
        self._not_read(sheet, lambda _row: ())

    def _other_sheet(self, sheet: Sheet) -> None:
        """A sheet that the template has not; a copy of one of ours may have the numbers that count."""
        own = {
            code: (f"{place.sheet}!{INPUT}{row}", number)
            for place in self.places
            for row, code, number in _inputs(self.book.sheets.get(place.sheet, sheet))
            if code == place.code
        }
        for row, code, number in _inputs(sheet):
            place, first = own.get(code, ("", number))
            if number != first:
                there = {"place": place, "first": first}
                said = _(
                    "expected one number, {place} has {first}; delete the copied sheet, or correct the first", **there
                )
                self._refuse(sheet.name, f"{INPUT}{row}", number, said)
                return
        self._tell(sheet.name, "", None, _("this sheet is not of the template; it is not read"))

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
        self._not_read(sheet, lambda row: _read_in(sheet, row))

    def _has_its_columns(self, sheet: Sheet, titles: Mapping[str, str]) -> bool:
        """Whether each heading stands over its column, and no column is hidden."""
        refused = self._count()
        if sheet.last > MOST_ROWS:
            said = _("rows below {most} are not read; a template has none there", most=MOST_ROWS)
            self._tell(sheet.name, f"{INPUT}{sheet.last}", None, said)
        for letter, title in titles.items():
            found = tidy(str(sheet.value(letter, HEAD) or ""))
            if found != title and not (title in REFERENCES and found.startswith(title)):
                there = {"title": title, "again": _AGAIN}
                said = _("expected the heading “{title}” (a column was moved, inserted or deleted); {again}", **there)
                self._refuse(sheet.name, f"{letter}{HEAD}", found, said)
            if letter in sheet.hidden_columns and title not in REFERENCES:
                said = _("expected no hidden column; show it (Format, Unhide) and look at it")
                self._refuse(sheet.name, f"{letter}{HEAD}", title, said)
        return self._count() == refused

    def _is_sound(self, place: Place, rows: list[int], sheet: Sheet) -> bool:
        """Whether a question stands once, with its own label and unit, unmerged and in sight."""
        if len(rows) != 1:
            there = {"label": place.label, "count": len(rows), "again": _AGAIN}
            said = _("expected the row “{label}” once, found it {count} times; {again}", **there)
            self._refuse(place.sheet, f"{INPUT}{rows[-1] if rows else place.row}", None, said)
            return False
        (row,) = rows
        for column, wanted in ((LABEL, place.label), (UNIT, place.unit)):
            found = tidy(str(sheet.value(column, row) or ""))
            if found != tidy(wanted):
                said = _(
                    "expected “{wanted}”: the number may be of something else; put it back, and its number",
                    wanted=wanted,
                )
                self._refuse(place.sheet, f"{column}{row}", found, said)
                return False
        cell = sheet.cell(INPUT, row)
        filled = [
            each for letter in (LABEL, UNIT, INPUT, DEGREE, NONE) if (each := sheet.cell(letter, row)).value is not None
        ]
        faults = (
            (any((row, letter) in sheet.merged for letter in (CODE, *TITLES)), _MERGED),
            (row in sheet.hidden_rows, _HIDDEN),
            (any(each.struck for each in filled), _STRUCK),
            (any(not each.seen for each in filled), _UNSEEN),
            (cell.raised, _RAISED),
        )
        if said := next((said for at_fault, said in faults if at_fault), None):
            self._refuse(place.sheet, f"{INPUT}{row}", cell.value, said)
            return False
        if row != place.row:
            said = _("this row was moved from line {row}; it is read by its hidden code", row=place.row)
            self._tell(place.sheet, f"{INPUT}{row}", None, said)
        return True

    def _strangers(self, sheet: Sheet, rows: dict[str, list[int]], codes: set[str]) -> None:
        """Rows that the template did not have: nothing is known of what they are."""
        for code, found in rows.items():
            if code not in codes:
                self._refuse(sheet.name, f"{CODE}{found[0]}", code, _AS_SENT)
        for row, cells in sheet.below(HEAD):
            others = (cell.value for letter, cell in cells.items() if letter not in (CODE, NUMBER))
            typed = [value for value in others if value is not None]
            if cells.get(CODE, Cell()).value is not None or not typed:
                continue
            if any(re.search(r"\d", str(value)) for value in typed):  # else who wrote it, who signed
                said = _("expected the template's rows alone; add a new item's row to the CSV, and make a new template")
                self._refuse(sheet.name, f"{LABEL}{row}", typed[0], said)

    @cached_property
    def _sent(self) -> Mapping[str, Sheet]:
        """The sheets of the template as it would be sent now."""
        made = template(self.questions, self.questions.owners.offices[self.office])
        return read("", in_bytes(made.book)).sheets

    def _not_read(self, sheet: Sheet, answers: Callable[[int], Container[str]]) -> None:
        """Tell all that the template did not write and that is no answer: words, comments, colours may mean something.

        answers: of a row, the columns that are read. What the template has in a column it may have in another row, too.
        """
        if (sent := self._sent.get(sheet.name)) is None:
            return
        there = [each for cells in sent.rows.values() for each in cells.items()]
        known = {(letter, tidy(str(cell.value))) for letter, cell in there}
        looks = {*_USUAL, *(look for _letter, cell in there for look in (cell.ink, cell.colour))}
        told = {remark.cell for remark in self.remarks if remark.sheet == sheet.name}
        others: list[tuple[str, object, Message]] = []
        coloured = []
        for row, cells in sheet.rows.items():
            read_here = answers(row)
            is_question = CODE in read_here and NOTE in read_here  # of which a comment has been asked
            for letter, cell in cells.items():
                at, text = f"{letter}{row}", tidy(str("" if cell.value is None else cell.value))
                if text and letter not in read_here and (letter, text) not in known and at not in told:
                    others.append((at, cell.value, _("the template has not written this here; it is not read")))
                if cell.comment and cell.author != AUTHOR and not (letter == INPUT and is_question):
                    said = _("a comment says “{words}”; it is not read", words=tidy(cell.comment))
                    others.append((at, "", said))
                if not {cell.ink, cell.colour} <= looks:
                    coloured.append(at)
        for text in sorted(sheet.margins - sent.margins):
            others.append(("", text, _("what is printed above or below a page is not read")))
        for at, value, said in others[:_MOST_TOLD]:
            self._tell(sheet.name, at, value, said)
        if (more := len(others) - _MOST_TOLD) > 0:
            self._tell(
                sheet.name, "", None, _("{count} more that the template has not written; look at it", count=more)
            )
        if coloured:
            said = _("a colour is not read; what it means belongs to the notes")
            self._tell(sheet.name, coloured[0], ", ".join(coloured), said)

    # -- one question -----------------------------------------------------------------------------------------

    def _question(self, place: Place, row: int, sheet: Sheet) -> Answer | None:
        owner, question = self.questions.asked.get(place.code, (None, None))
        cell, at = sheet.cell(INPUT, row), f"{INPUT}{row}"
        value = None if _is_blank(cell) else cell.value
        if question is None or owner is None or owner.office != self.office:
            if value is not None:
                said = _("expected no number: it is not asked of this office any more; make a new template")
                self._refuse(place.sheet, at, value, said)
            return None
        note = self._note(question, row, sheet)
        choice, degree = (tidy(str(sheet.value(letter, row) or "")) for letter in (NONE, DEGREE))
        if not choice and (is_nothing(value) or is_not_yet(value)):
            value, choice = None, tidy(str(value))
        if said := _not_computed(cell):
            self._refuse(place.sheet, at, cell.formula if value is None else value, said)
            return None
        if choice:
            return self._without_number(question, place.sheet, row, value, choice)
        if degree and (value is None or not question.qualified):
            said = _("expected a number in the column “{column}”, and nothing here without it", column=TITLES[INPUT])
            self._refuse(place.sheet, f"{DEGREE}{row}", degree, said)
        if value is None:
            self.missing.append(question.full_label)
            return None
        if isinstance(value, str):
            self._texts.add(place.code)
        value, degree = self._with_degree(question, value, sheet.value(DEGREE, row))
        reading = self._of_question(cell._replace(value=value), question, question.scale)
        reading = self._likely(question, reading._replace(sure=True) if degree and reading.values else reading, note)
        return self._answered(question, at, place.sheet, cell.value, reading, f"{DEGREE}{row}", degree)

    def _confirmed(self, place: Place, row: int, sheet: Sheet, answer: Answer | None) -> Answer | None:
        """An answer, to be confirmed where what stands beside it may change it; without an answer that is refused."""
        owner, question = self.questions.asked.get(place.code, (None, None))
        if question is None or owner is None or owner.office != self.office:
            return answer
        beside = list(self._beside(question, row, sheet, answer.reading.values if answer else ()))
        if answer is None:
            for cell, value, said in beside:
                self._refuse(sheet.name, cell, value, said)
        elif beside and answer.old not in answer.reading.values:  # else somebody has looked at it
            told = [*filter(None, [answer.reading.said]), *(said for _cell, _value, said in beside)]
            said = reduce(lambda one, other: _("{one}; {other}", one=one, other=other), told)
            asked = replace(answer, reading=Reading(answer.reading.values, said, sure=False))
            self.answers[self.answers.index(answer)] = asked
            return asked
        return answer

    def _beside(
        self, question: Question, row: int, sheet: Sheet, given: Sequence[str]
    ) -> Iterator[tuple[str, object, Message]]:
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
                there = {"cell": f"{letter}{row}", "value": value, "known": shown(known) or _("nothing")}
                yield (
                    f"{letter}{row}",
                    value,
                    _("{cell} says {value}, but the data have {known}: is that wrong?", **there),
                )
        value = sheet.value(NOTE, row)
        known = [*given, question.last_year, question.previous]
        if value is not None and field.kind == "number":
            there = {"cell": f"{NOTE}{row}", "value": value, "column": TITLES[INPUT]}
            if not is_one_of(NOTE, given, unread=True) or _corrects(str(value), given, known):
                said = _("{cell} says {value}: is that the number? It belongs to the column “{column}”", **there)
                yield f"{NOTE}{row}", value, said
            elif any(is_nothing(sheet.value(letter, row)) for letter in (INPUT, NONE)):
                said = _("{cell} says {value} beside “{nothing}”: is it 0, or not known yet?", **there, nothing=NOTHING)
                yield f"{NOTE}{row}", value, said
        cell = sheet.cell(INPUT, row)
        if cell.comment and cell.author != AUTHOR:
            said = _("a comment says “{words}”: does it change the number?", words=tidy(cell.comment))
            yield f"{INPUT}{row}", cell.comment, said

    def _note(self, question: Question, row: int, sheet: Sheet) -> str:
        """What the office wrote beside a cell."""
        cell = sheet.cell(NOTE, row)
        text = tidy(str(cell.value or ""))
        if said := _not_computed(cell) or unreadable(text, cell.font):
            self._refuse(sheet.name, f"{NOTE}{row}", text, said)
            return ""
        if text:
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
            self.not_yet.append(question.full_label)
        elif not is_nothing(choice) and not is_not_yet(choice):
            said = _("expected “{nothing}”, “{not_yet}” or an empty cell", nothing=NOTHING, not_yet=NOT_YET)
            self._refuse(sheet, cell, choice, said)
        elif value not in (None, 0, "0") or (value is not None and is_not_yet(choice)):
            said = _("expected an empty cell, as “{choice}” is chosen beside it; keep one of the two", choice=choice)
            self._refuse(sheet, f"{INPUT}{row}", value, said)
        elif question.field.kind == "number" and question.unit != "%":
            reading = Reading(("0",), _("{nothing}: taken as 0", nothing=NOTHING))
            return self._answered(question, cell, sheet, choice, reading)
        else:
            self.nothing.append(question.full_label)
        return None

    def _of_question(self, cell: Cell, question: Question, scale: Scale) -> Reading:
        return self._value(cell, question.table, question.field, scale, self.questions.choices(question.field))

    def _value(self, cell: Cell, table: str, field: Field, scale: Scale, choices: Mapping[str, str]) -> Reading:
        shown_as = {"percent": cell.percent, "macintosh": self.book.macintosh, "font": cell.font}
        days = self.questions.days(table, field) if field.kind == "date" else None
        return read_value(cell.value, field, scale, choices, days=days, **shown_as)

    def _answered(
        self,
        question: Question,
        cell: str,
        sheet: str,
        value: object,
        reading: Reading,
        degree_cell: str = "",
        degree: object = None,
    ) -> Answer | None:
        if not reading.values:
            self._refuse(sheet, cell, value, reading.said or _AS_SENT)
            return None
        old = self._old(question, question.column)
        if old in reading.values:  # somebody has looked at it
            reading = Reading((old,))
        of = (question.table, question.column, question.row, question.full_label)
        answer = Answer(*of, sheet, cell, str(value), reading, old, question.previous)
        self.answers.append(answer)
        if question.qualified:
            self._degree(question, sheet, degree_cell, degree)
        return answer

    def _degree(self, question: Question, sheet: str, cell: str, value: object) -> None:
        """How exact the number is, "hơn", "khoảng"; an empty cell says that it is exact."""
        reading = Reading(("",)) if value is None else read_choice(value, self.questions.labels(QUALIFIER))
        if not reading.values:
            self._refuse(sheet, cell, value, reading.said or _AS_SENT)
            return
        of = (question.table, QUALIFIER, question.row, f"{question.full_label} - mức độ")
        self.answers.append(Answer(*of, sheet, cell, str(value or ""), reading, self._old(question, QUALIFIER)))

    def _old(self, question: Question, column: str) -> str:
        """What the CSV has; corrections of it are decisions about that, not about what is imported."""
        return self._existing(question.table, question.where).get(column, "")

    def _existing(self, table: str, where: Where) -> Row:
        if table not in self._csv:
            self._csv[table] = read_table(self.questions.data, table)[1]
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
                self._not_read(sheet, lambda row, titles=listing.titles: titles if row > HEAD else ())
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
            if not any(typed for _cell, typed, _reading in cells.values()):
                continue
            first = f"{next(iter(letters))}{row}"
            if row in sheet.hidden_rows:
                self._refuse(sheet.name, first, None, _HIDDEN)
            elif any((row, letter) in sheet.merged for letter in letters):
                self._refuse(sheet.name, first, None, _MERGED)
            else:
                yield ListLine(sheet.name, row, cells)

    def _in_list(self, listing: Listing, field: Field, cell: Cell) -> tuple[str, Reading]:
        typed = str(cell.formula if cell.value is None else cell.value)
        faults = ((cell.struck, _STRUCK), (not cell.seen, _UNSEEN), (cell.raised, _RAISED))
        at_fault = next((said for fault, said in faults if fault and cell.value is not None), None)
        if said := _not_computed(cell) or at_fault:
            return typed, Reading((), said)
        if cell.value is None or _is_blank(cell):
            return "", Reading(("",))
        choices = listing.choices.get(field.name, {})
        return typed, self._value(cell, listing.table.name, field, Scale("", field.whole), choices)

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
            if (not given and total in (0, "0")) or (stated is not None and Decimal(stated) == whole):
                continue
            there = {"label": place.label, "whole": whole}
            if stated is not None and any(answer.code in self._texts for answer in given):
                said = _("“{label}” leaves out numbers that stand as texts; the parts give {whole}", **there)
                self._tell(sheet.name, f"{INPUT}{row}", total, said)
                continue
            self._refused |= {answer.row_key for answer in given}
            said = _("expected {whole}, which the parts of “{label}” give; correct what is wrong", **there)
            self._refuse(sheet.name, f"{INPUT}{row}", total, said)

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
        for key, answers in by_row(self.answers).items():
            first = answers[0]
            if key in self._refused:
                self._tell(first.sheet, first.cell, first.typed, _WAITS)
            elif said := unwritable(answers, self._existing(first.table, first.where)):
                self._refuse(first.sheet, first.cell, first.typed, said)
            else:
                continue
            self.answers = [answer for answer in self.answers if answer not in answers]


def _is_blank(cell: Cell) -> bool:
    return isinstance(cell.value, str) and not tidy(cell.value)


def _inputs(sheet: Sheet) -> Iterator[tuple[int, str, object]]:
    """The row, the code and the number of each question of a sheet."""
    for row, cells in sheet.below(HEAD):
        if isinstance(code := cells.get(CODE, Cell()).value, str) and code != SUM:
            yield row, tidy(code), cells.get(INPUT, Cell()).value


def _corrects(note: str, given: Sequence[str], known: Sequence[str]) -> bool:
    """Whether a note may say another number than the one that it stands beside: by its words, or by one that is like it.

    >>> _corrects("tổng cộng 195 điểm", ["190"], ["190", "187"]), _corrects("thêm 3 điểm, kỳ trước 187", ["190"], ["190", "187"])
    (True, False)
    """
    if _CORRECTS.search(note):
        return True
    told = {Decimal(each) for part in _COUNTED.findall(note) for each in read_number(part, Scale("", False)).values}
    others = told - {Decimal(each) for each in known if each}
    return any(0 < abs(one) <= 2 * other <= 4 * abs(one) for one in map(Decimal, given) for other in others)


def _read_in(sheet: Sheet, row: int) -> Container[str]:
    """The columns of a row that are read: those of a question; of a total its number."""
    code = sheet.value(CODE, row) if row > HEAD else None
    number = (NUMBER,) if isinstance(sheet.value(NUMBER, row), int | float) else ()
    if code == SUM:
        return (CODE, INPUT)
    return () if code is None else {CODE, *TITLES} - {NUMBER} | {*number}


def _not_computed(cell: Cell) -> Message | None:
    """What is to be said of a formula without a value, with an error in its place, or with another workbook's value."""
    if re.search(r"\[\d+\]|\[[^\]]*\.xls", cell.formula):
        return _("expected a number that stands in this workbook, not a link to another; paste it as a value")
    if cell.formula and cell.value is None:
        return _("expected a number: this formula has no computed value; save the file in Excel, or type the number")
    if isinstance(cell.value, str) and _ERROR.fullmatch(cell.value):
        return _("expected a number, not an error of Excel; correct the formula or type the number")
    return None


def _rows_of(formula: str) -> list[int]:
    """The rows that a template's sum adds: "=SUM(G5:G7,G9)" gives 5, 6, 7 and 9."""
    runs = re.findall(rf"{INPUT}(\d{{1,7}})(?::{INPUT}(\d{{1,7}}))?", formula)
    return [row for first, last in runs for row in range(int(first), min(int(last or first), MOST_ROWS) + 1)]
