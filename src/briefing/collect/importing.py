"""From a filled-in template to answers: each cell is found by its code, compared with the template, and read by its kind."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import reduce
from pathlib import Path

from helpers.audit.plausibility import Pair
from helpers.data.datapackage import QUALIFIER, Field
from helpers.data.expressions import ROWS, Select
from helpers.language import Message, _
from helpers.problems import InputError, Problem, one_of, refuse
from helpers.values.vietnamese import lower_first, shown

from . import notation
from . import templates as form
from .beside import Beside, corrects, inputs
from .lists import HEAD, PREFIX, Listing, ListLine, Lists, listings, scale_of
from .marking import AUTHOR
from .names import known_as
from .notation import NOT_YET, NOTHING, Reading, Scale, instead, read_number, read_value, same, tidy
from .questions import Question, Questions
from .received import Answer, Note, Received, by_row, unwritable
from .templates import CODE, DEGREE, GROWTH, INPUT, KEY, LABEL, NONE, NOTE, SUM, TITLES, UNIT, Place
from .unlikely import copied, likelier, unlikely
from .workbooks import AGAIN, MOST_ROWS, Book, Cell, Sheet, Value, open_workbook

_AS_SENT = _("expected the template as it was sent; {again}", again=AGAIN)
_WAITS = _("this cell waits: another of its row, or a total of it, is refused")


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
            Problem(book.name, 0, "period", about["period"], expected, remedy, code="unknown_period")
        ) from None
    _check_key(book.name, about, questions)
    return _Intake(book, about["office"], places, questions).received()


def _key(book: Book) -> tuple[dict[str, str], list[Place]]:
    """What the hidden sheet of a template says: of whom and when it is, and where it has which question."""
    sheet = book.sheets.get(KEY, Sheet(KEY))
    rows = [[sheet.text(letter, row) for letter in "ABCDE"] for row in sheet.rows]
    about = {name: value for name, value, *_ in rows[:3]}
    if not {"template", "period", "office"} <= about.keys():
        remedy = _(
            "Let the office fill in its template; a workbook of your own, name it as the table to which it was added."
        )
        expected = _("a template that `{briefing} forms out` has made")
        raise InputError(Problem(book.name, expected=expected, remedy=remedy, code="no_template"))
    places = [
        Place(code, sheet, int(row), label, unit.removeprefix("'"))
        for code, sheet, row, label, unit in rows[4:]
        if re.fullmatch("[0-9]{1,7}", row)
    ]
    return about, places


def _check_key(name: str, about: dict[str, str], questions: Questions) -> None:
    period = questions.period
    new = _("Make a new template, and let the office fill it in: {briefing} forms out {period}.", period=period)
    wanted = {
        "template": (form.VERSION, f"template {form.VERSION}"),
        "period": (period, _("period {period}", period=period)),
    }
    problems = [
        Problem(name, 0, word, about[word], said, new, code="other_template")
        for word, (value, said) in wanted.items()
        if about[word] != value
    ]
    if about["office"] not in questions.owners.offices:
        expected, remedy = one_of(questions.owners.offices), _("Add the office to offices.csv, or ask who sent this.")
        problems.append(Problem(name, 0, "office", about["office"], expected, remedy, code="unknown_office"))
    refuse(problems)


class _Intake:
    """Takes one workbook in; what came, and what is to be said of it, gathers in `made`."""

    def __init__(self, book: Book, office: str, places: list[Place], questions: Questions) -> None:
        self.book, self.office, self.questions = book, questions.owners.offices[office], questions
        self.made = Received(book.name, book.content, questions.period, office, book.saved, sheets=book.sheets)
        self.remarks = self.made.remarks
        self.beside = Beside(book, places, questions, self.office, self.remarks)
        self.places = [place for place in places if place.code != SUM and not place.code.startswith(PREFIX)]
        self.sums = [place for place in places if place.code == SUM]
        self.lists = [place for place in places if place.code.startswith(PREFIX)]
        self._refused: set[tuple[str, ...]] = set()  # rows (`Answer.row_key`) of which a cell is refused
        self._texts: set[str] = set()  # codes whose numbers stand there as texts, which Excel does not add
        self._pairs: dict[str, Pair] = {}  # code → its number now, and last time

    def received(self) -> Received:
        self.beside.whole_file()
        for name in dict.fromkeys(place.sheet for place in self.places):
            if sheet := self._found(name):
                self._sheet(sheet, [place for place in self.places if place.sheet == name])
        self._together()
        self._whole_rows()
        self._listed()
        given = {answer.row_key for answer in self.made.answers}
        self.made.notes[:] = [note._replace(awaited=note.row_key not in given) for note in self.made.notes]
        return self.made

    def _found(self, name: str) -> Sheet | None:
        """A sheet of the template under its own name, in sight."""
        sheet = self.book.sheets.get(name)
        if sheet is None:
            there = ", ".join(each for each in self.book.sheets if not each.startswith("_"))
            self.remarks.refuse(name, "", there, _("expected the sheet under its own name; {again}", again=AGAIN))
        elif not sheet.visible:
            self.remarks.refuse(name, "", None, _("expected a sheet that is not hidden; show it and look at it"))
            return None
        return sheet

    def _sheet(self, sheet: Sheet, places: list[Place]) -> None:
        if not self._has_its_columns(sheet, TITLES):
            return
        rows: dict[str, list[int]] = {}
        for row, code, _number in inputs(sheet):
            rows.setdefault(code, []).append(row)
        read: dict[int, Answer | None] = {}
        for place in places:
            found, refused = rows.get(place.code, []), self.made.refused
            owner, question = self.questions.asked.get(place.code, (None, None))
            if not self._is_sound(place, found, sheet):
                pass
            elif question is not None and owner == self.office:
                answer = self._question(question, found[0], sheet)
                read[place.row] = self._confirmed(question, found[0], sheet, answer)
                self._growth(question, found[0], sheet)
            elif not (cell := sheet.cell(INPUT, found[0])).is_blank:
                said = _("expected no number: it is not asked of this office any more; make a new template")
                self.remarks.refuse(sheet.name, f"{INPUT}{found[0]}", cell.value, said)
            if self.made.refused != refused and question is not None:
                self._refused.add(question.row_key)
        for code, found in rows.items():
            if code not in {place.code for place in places}:  # nothing is known of what it is
                self.remarks.refuse(sheet.name, f"{CODE}{found[0]}", code, _AS_SENT)
        self.beside.strangers(sheet)
        self._sums_agree(sheet, read)
        self.beside.not_read(sheet, {row: _read_in(sheet, row) for row in sheet.rows})

    def _has_its_columns(self, sheet: Sheet, titles: Mapping[str, str]) -> bool:
        """Whether each heading stands over its column, and no column is hidden."""
        refused = self.made.refused
        if sheet.last > MOST_ROWS:
            said = _("rows below {most} are not read; a template has none there", most=MOST_ROWS)
            self.remarks.tell(sheet.name, f"{INPUT}{sheet.last}", None, said)
        for letter, title in titles.items():
            found, at = sheet.text(letter, HEAD), f"{letter}{HEAD}"
            # a template that was made before there was this column, or a unit in its heading
            before = (letter == GROWTH and not found) or (found and found == title.rpartition(" (")[0])
            if found != title and not before and not (title in form.REFERENCES and found.startswith(title)):
                there = {"title": title, "again": AGAIN}
                said = _("expected the heading “{title}” (a column was moved, inserted or deleted); {again}", **there)
                self.remarks.refuse(sheet.name, at, found, said)
            if letter in sheet.hidden_columns and title not in form.REFERENCES:
                said = _("expected no hidden column; show it (Format, Unhide) and look at it")
                self.remarks.refuse(sheet.name, at, title, said)
        return self.made.refused == refused

    def _is_sound(self, place: Place, rows: list[int], sheet: Sheet) -> bool:
        """Whether a question stands once, with its own label and unit, unmerged and in sight."""
        row = rows[-1] if rows else place.row
        at = f"{INPUT}{row}"
        looks = [sheet.cell(letter, row).look(raised=letter == INPUT) for letter in (LABEL, UNIT, INPUT, DEGREE, NONE)]
        if len(rows) != 1:
            there = {"label": place.label, "count": len(rows), "again": AGAIN}
            said = _("expected the row “{label}” once, found it {count} times; {again}", **there)
            self.remarks.refuse(place.sheet, at, None, said)
            return False
        for column, wanted in ((LABEL, place.label), (UNIT, place.unit)):
            if (found := sheet.text(column, row)) != tidy(wanted):
                there = {"wanted": wanted}
                said = _(
                    "expected “{wanted}”: the number may be of something else; put it back, and its number", **there
                )
                self.remarks.refuse(place.sheet, f"{column}{row}", found, said)
                return False
        if fault := sheet.fault(row, (CODE, *TITLES)) or next(filter(None, looks), None):
            self.remarks.refuse(place.sheet, at, sheet.value(INPUT, row), fault)
            return False
        if row != place.row:
            said = _("this row was moved from line {row}; it is read by its hidden code", row=place.row)
            self.remarks.tell(place.sheet, at, None, said)
        return True

    # -- one question -----------------------------------------------------------------------------------------

    def _question(self, question: Question, row: int, sheet: Sheet) -> Answer | None:
        cell, at = sheet.cell(INPUT, row), f"{INPUT}{row}"
        value = None if cell.is_blank else cell.value
        note = self._note(question, row, sheet)
        choice, degree = sheet.text(NONE, row), sheet.text(DEGREE, row)
        if not choice and instead(value):
            value, choice = None, tidy(str(value))
        if said := cell.fault:
            self.remarks.refuse(sheet.name, at, cell.formula if value is None else value, said)
            return None
        if choice:
            return self._without_number(question, sheet.name, row, value, choice)
        if degree and not question.qualified:
            said = _(
                "expected nothing here: of this number no degree is kept; write it into “{column}”", column=TITLES[NOTE]
            )
            self.remarks.refuse(sheet.name, f"{DEGREE}{row}", degree, said)
        elif degree and value is None:
            said = _("expected a number in the column “{column}”, and nothing here without it", column=TITLES[INPUT])
            self.remarks.refuse(sheet.name, f"{DEGREE}{row}", degree, said)
        if value is None:
            self.made.missing.append(question.full_label)
            return None
        if isinstance(value, str):
            self._texts.add(question.code)
        value, chosen = self._with_degree(question, value, sheet.value(DEGREE, row))
        reading = self._of_question(cell._replace(value=value), question, question.scale)
        reading = self._likely(question, reading._replace(sure=True) if chosen and reading.values else reading, note)
        return self._answered(question, at, sheet.name, cell.value, reading, f"{DEGREE}{row}", chosen)

    def _confirmed(self, question: Question, row: int, sheet: Sheet, answer: Answer | None) -> Answer | None:
        """An answer, to be confirmed where what stands beside it may change it; without an answer that is refused."""
        beside = list(self._beside(question, row, sheet, answer.reading.values if answer else ()))
        if answer is None:
            for cell, value, said in beside:
                self.remarks.refuse(sheet.name, cell, value, said)
        elif beside and answer.old not in answer.reading.values:  # else somebody has looked at it
            told = [*filter(None, [answer.reading.said]), *(said for _cell, _value, said in beside)]
            said = reduce(lambda one, other: _("{one}; {other}", one=one, other=other), told)
            asked = replace(answer, reading=Reading(answer.reading.values, said, sure=False))
            self.made.answers[self.made.answers.index(answer)] = asked
            return asked
        return answer

    def _beside(
        self, question: Question, row: int, sheet: Sheet, given: Sequence[str]
    ) -> Iterator[tuple[str, object, Message]]:
        """What an office wrote beside a number that is no data, and may change it: its cell, what it says, what to do."""

        def is_one_of(letter: str, known: Sequence[str], unread: bool) -> bool:
            """Whether a cell says one of these; unread: what is true of a text that is no number."""
            found = self._of_question(sheet.cell(letter, row), question, question.scale._replace(whole=False)).values
            return any(same(question.field, one, other) for one in found for other in known) if found else unread

        for letter, known in ((form.LAST_YEAR, question.last_year), (form.PREVIOUS, question.previous)):
            at, value = f"{letter}{row}", sheet.value(letter, row)
            if value is not None and not is_one_of(letter, [known], unread=False):
                there = {"cell": at, "value": value, "known": shown(known) or _("nothing")}
                yield at, value, _("{cell} says {value}, but the data have {known}: is that wrong?", **there)
        at, value = f"{NOTE}{row}", sheet.value(NOTE, row)
        if value is not None and question.field.kind == "number":
            there = {"cell": at, "value": value, "column": TITLES[INPUT], "nothing": NOTHING}
            near = [*given, question.last_year, question.previous]
            if not is_one_of(NOTE, given, unread=True) or corrects(str(value), given, near):
                said = _("{cell} says {value}: is that the number? It belongs to the column “{column}”", **there)
                yield at, value, said
            elif NOTHING in (instead(sheet.value(letter, row)) for letter in (INPUT, NONE)):
                yield at, value, _("{cell} says {value} beside “{nothing}”: is it 0, or not known yet?", **there)
        cell = sheet.cell(INPUT, row)
        if cell.comment and cell.author != AUTHOR:
            said = _("a comment says “{words}”: does it change the number?", words=tidy(cell.comment))
            yield f"{INPUT}{row}", cell.comment, said

    def _growth(self, question: Question, row: int, sheet: Sheet) -> None:
        """By how much the office says that a number has grown on last year: a control, with which the audit compares from now on."""
        cell, at = sheet.cell(GROWTH, row), f"{GROWTH}{row}"
        if cell.formula:  # it only repeats the number
            said = _("expected a number from the office's own records, not a formula; it is not read")
            self.remarks.tell(sheet.name, at, cell.formula, said)
        elif cell.value is not None and not cell.is_blank and not question.grows:
            said = _(
                "a growth is not read here: no number of last year is known; write it into “{column}”",
                column=TITLES[NOTE],
            )
            self.remarks.tell(sheet.name, at, cell.value, said)
        elif cell.value is not None and not cell.is_blank:
            stated = {"period": self.questions.period, "kind": "growth", "expression": question.code}
            made = {"control": re.sub(r"\W+", "_", f"{question.code} growth"), "value": "", "unit": "%", "source": ""}
            known = self.questions.rows("controls").like(stated, stated) or stated | made
            label = f"{question.full_label} - {lower_first(TITLES[GROWTH])}"
            reading = read_number(cell.value, Scale("%", False, Decimal(0)), cell.percent)
            of = ("controls", "value", known, label, sheet.name, at, str(cell.value), reading, known["value"])
            if reading.values:
                self.made.answers.append(Answer(*of))
            else:
                self.remarks.refuse(sheet.name, at, cell.value, reading.said or _AS_SENT)

    def _note(self, question: Question, row: int, sheet: Sheet) -> str:
        """What the office wrote beside a cell."""
        cell, text = sheet.cell(NOTE, row), sheet.text(NOTE, row)
        if said := cell.fault or cell.look(raised=False) or notation.unreadable(text, cell.font):
            self.remarks.refuse(sheet.name, f"{NOTE}{row}", text, said)
            return ""
        if text:
            rows = str(Select(question.table, ROWS, question.where))
            self.made.notes.append(Note(f"{sheet.name}!{NOTE}{row}", question.full_label, text, rows, question.row_key))
        return text

    def _with_degree(self, question: Question, value: Value, chosen: Value) -> tuple[Value, Value]:
        """ "khoảng 690" as the number and its degree, where the form has a place for it and nothing else stands there."""
        if question.qualified and isinstance(value, str) and chosen is None:
            for label in self.questions.labels(QUALIFIER).values():
                if tidy(value).casefold().startswith(f"{label} "):
                    return tidy(value)[len(label) :], label
        return value, chosen

    def _likely(self, question: Question, reading: Reading, note: str) -> Reading:
        """The reading, unsure where the number is unlike all that is known; what the office says of it settles that."""
        if question.field.kind == "text":
            return known_as(reading, self.questions.known(question), self.questions.states(question))
        known = [each for each in (question.last_year, question.previous) if each]
        number = question.field.kind == "number" and question.field.least is not None
        if number and len(reading.values) > 1:
            reading = likelier(reading, known)
        if not number or reading.value is None or not known:
            return reading
        same = (each for each in known if Decimal(each) == Decimal(reading.value))
        column = f"{question.table}.{question.field.name}"
        self._pairs[question.code] = Pair(column, reading.value, next(same, known[0]))
        return reading

    def _without_number(self, question: Question, sheet: str, row: int, value: object, choice: str) -> Answer | None:
        """What the office chose instead of a number."""
        cell, meant = f"{NONE}{row}", instead(choice)
        if meant == NOT_YET and value is None:
            self.made.not_yet.append(question.full_label)
        elif not meant:
            said = _("expected “{nothing}”, “{not_yet}” or an empty cell", nothing=NOTHING, not_yet=NOT_YET)
            self.remarks.refuse(sheet, cell, choice, said)
        elif value not in (None, 0, "0") or (value is not None and meant == NOT_YET):
            said = _("expected an empty cell, as “{choice}” is chosen beside it; keep one of the two", choice=choice)
            self.remarks.refuse(sheet, f"{INPUT}{row}", value, said)
        elif question.field.kind == "number" and question.unit != "%":
            reading = Reading(("0",), _("{nothing}: taken as 0", nothing=NOTHING))
            return self._answered(question, cell, sheet, choice, reading)
        else:
            self.made.nothing.append(question.full_label)
        return None

    def _of_question(self, cell: Cell, question: Question, scale: Scale) -> Reading:
        return self._value(cell, question.table, question.field, scale, self.questions.choices(question.field))

    def _value(self, cell: Cell, table: str, field: Field, scale: Scale, choices: Mapping[str, str]) -> Reading:
        days, macintosh = self.questions.days(table, field) if field.kind == "date" else None, self.book.macintosh
        return read_value(
            cell.value, field, scale, choices, percent=cell.percent, macintosh=macintosh, days=days, font=cell.font
        )

    def _answered(
        self, question: Question, cell: str, sheet: str, value: object, reading: Reading, beside: str = "", degree: object = None
    ) -> Answer | None:  # fmt: skip
        """The answers of a cell and of its degree, "hơn", "khoảng", in the cell beside it; an empty one says that it is exact."""
        graded = Reading(("",)) if degree is None else notation.read_choice(degree, self.questions.labels(QUALIFIER))
        given = [(question.column, cell, value, reading, question.full_label, question.previous)]
        if question.qualified:
            label = f"{question.full_label} - mức độ"
            given.append((QUALIFIER, beside, "" if degree is None else degree, graded, label, ""))
        made: list[Answer] = []
        for column, at, typed, read, label, before in given:
            if not read.values:
                self.remarks.refuse(sheet, at, typed, read.said or _AS_SENT)
                break
            # what the CSV has: corrections of it are decisions about that, not about what is imported
            old = self.questions.stored(question).get(column, "")
            read = Reading((old,)) if old in read.values and made == [] else read  # somebody has looked at it
            made.append(Answer(question.table, column, question.row, label, sheet, at, str(typed), read, old, before))
        self.made.answers.extend(made)
        return made[0] if made else None

    # -- lists ------------------------------------------------------------------------------------------------------

    def _listed(self) -> None:
        """The lines that an office has added to its lists."""
        lists = Lists(self.questions, self.office, self.remarks)
        asked = {each.code: each for each in listings(self.questions, self.office)}
        for place in self.lists:
            sheet, listing = self._found(place.sheet), asked.get(place.code)
            if sheet and listing and self._has_its_columns(sheet, listing.titles):
                lists.add(listing, sheet.name, list(self._lines(listing, sheet)))
                self.beside.not_read(sheet, dict.fromkeys(sheet.rows, listing.titles))
        self.made.answers.extend(lists.answers())

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
            if said := sheet.fault(row, letters):
                self.remarks.refuse(sheet.name, f"{next(iter(letters))}{row}", None, said)
            else:
                yield ListLine(sheet.name, row, cells)

    def _in_list(self, listing: Listing, field: Field, cell: Cell) -> tuple[str, Reading]:
        typed = str(cell.formula if cell.value is None else cell.value)
        if said := cell.fault or cell.look(raised=True):
            return typed, Reading((), said)
        if cell.value is None or cell.is_blank:
            return "", Reading(("",))
        choices = listing.choices.get(field.name, {})
        reading = self._value(cell, listing.table.name, field, scale_of(field), choices)
        return typed, reading

    # -- what several cells must agree on ---------------------------------------------------------------------------

    def _sums_agree(self, sheet: Sheet, read: dict[int, Answer | None]) -> None:
        """A total that was typed, or whose formula adds something else, says what its parts do not."""
        totals = {sheet.text(LABEL, row): row for row, _cells in sheet.below(HEAD) if sheet.value(CODE, row) == SUM}
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
            there, at = {"label": place.label, "whole": whole}, f"{INPUT}{row}"
            if stated is not None and any(answer.code in self._texts for answer in given):
                said = _("“{label}” leaves out numbers that stand as texts; the parts give {whole}", **there)
                self.remarks.tell(sheet.name, at, total, said)
                continue
            self._refused |= {answer.row_key for answer in given}
            said = _("expected {whole}, which the parts of “{label}” give; correct what is wrong", **there)
            self.remarks.refuse(sheet.name, at, total, said)

    def _together(self) -> None:
        """Numbers that all are those of an earlier period, or move otherwise than the others; a note says that one is right."""
        answers, noted = self.made.answers, {note.row_key for note in self.made.notes}
        pairs = {at: self._pairs[each.code] for at, each in enumerate(answers) if each.code in self._pairs}
        same = copied((each.now, each.then) for each in pairs.values())
        for at, said in (dict.fromkeys(pairs, same) if same else unlikely(pairs)).items():
            if answers[at].changes:
                sure = not same and answers[at].row_key in noted
                answers[at] = replace(answers[at], reading=Reading(answers[at].reading.values, said, sure=sure))

    def _whole_rows(self) -> None:
        """A row is taken whole: its cells wait while one of them is refused, or while its main number is not there."""
        for key, answers in by_row(self.made.answers).items():
            first = answers[0]
            if key in self._refused:
                self.remarks.tell(first.sheet, first.cell, first.typed, _WAITS)
            elif said := unwritable(answers, self.questions.stored(first), self.questions.rows(first.table)):
                self.remarks.refuse(first.sheet, first.cell, first.typed, said)
            else:
                continue
            self.made.answers[:] = [answer for answer in self.made.answers if answer not in answers]


def _read_in(sheet: Sheet, row: int) -> set[str]:
    """The columns of a row that are read: those of a question; of a total its number."""
    code = sheet.value(CODE, row)
    if code == SUM:
        return {CODE, INPUT}
    others = set() if isinstance(sheet.value(form.NUMBER, row), int | float) else {form.NUMBER}
    return set() if code is None else {CODE, *TITLES} - others


def _rows_of(formula: str) -> list[int]:
    """The rows that a template's sum adds: "=SUM(G5:G7,G9)" gives 5, 6, 7 and 9."""
    runs = re.findall(rf"{INPUT}(\d{{1,7}})(?::{INPUT}(\d{{1,7}}))?", formula)
    return [row for first, last in runs for row in range(int(first), min(int(last or first), MOST_ROWS) + 1)]
