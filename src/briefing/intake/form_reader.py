"""A form that came back: answers by their names, strictly by kind, and what differs from what was sent.

A cell holds one typed value or none. Nothing is read out of words, colours, comments or layout.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from babel.numbers import NumberFormatError, parse_decimal

from helpers.data.absences import AWAITED, NOTHING
from helpers.data.absences import NONE as NOT_THERE
from helpers.data.datapackage import QUALIFIER, Field
from helpers.data.expressions import Select
from helpers.errors import InputError, Problem, one_of
from helpers.i18n import Message, _
from helpers.values.vietnamese import lower_first, short_date

from .form_writer import BESIDE, DEGREE, GROWTH, INPUT, KEY, NONE, NOTE, TITLES, VERSION, Place, digest, held_by
from .questionnaire import Question, Questions
from .received_answers import Absence, Answer, Batch, Rejection
from .workbook_reader import Book, Value, open_workbook, plain


class Unread(Exception):
    """A cell that holds something else than one value of its kind; carries what is expected."""


def read_value(
    value: Value, of: Field, choices: Mapping[str, str], days: Sequence[dt.date] = (), percent: bool = False
) -> str:
    """A cell's value as CSVs have it. choices: code → label. Raises Unread.

    >>> whole = Field("visits", "number", whole=True, least=0)
    >>> read_value(1234, whole, {}), read_value("154.297", whole, {})
    ('1234', '154297')
    >>> read_value("khoảng 50", whole, {})
    Traceback (most recent call last):
    briefing.intake.form_reader.Unread: expected a number alone, such as 1234 or 12,5
    """
    if isinstance(value, str) and value.startswith("="):
        raise Unread(_("expected a value, not a formula: paste it as a value"))
    if choices:
        found = next((code for code, label in choices.items() if label == value), None)
        if found is None:
            some = ", ".join([*choices.values()][:4]) + (" …" if len(choices) > 4 else "")
            raise Unread(_("expected a choice of the cell's list: {choices}", choices=some))
        return found
    if of.kind == "date":
        day = value.date() if isinstance(value, dt.datetime) else value
        if isinstance(day, str):
            raise Unread(_("expected a day, such as 28/05/2031; the cell holds text: clear it, and type the day again"))
        if not isinstance(day, dt.date):
            raise Unread(_("expected a day, typed as such: 28/05/2031"))
        if days and not days[0] <= day <= days[1]:
            first, last = map(short_date, days)
            raise Unread(_("expected a day from {first} to {last}", first=first, last=last))
        return day.isoformat()
    if of.kind == "number":
        if percent:
            raise Unread(_("expected 98,5 for 98,5%, in a cell that is not formatted as a percentage"))
        return _number(value, of)
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        raise Unread(_("expected words"))
    return " ".join(str(value).split())


def _number(value: Value, of: Field) -> str:
    try:
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise NumberFormatError("no number")
        exact = (
            parse_decimal(value.strip(), locale="vi", strict=True)
            if isinstance(value, str)
            else Decimal(f"{value:.15g}")
        )
    except NumberFormatError:
        raise Unread(_("expected a number alone, such as 1234 or 12,5")) from None
    if of.whole and exact != exact.to_integral_value():
        raise Unread(_("expected a whole number"))
    if of.least is not None and exact < Decimal(str(of.least)):
        raise Unread(_("expected at least {least:g}", least=of.least))
    return plain(exact)


def read_form(path: Path, questions_of: Callable[[str], Questions]) -> Batch:
    """What a form says. questions_of: what is asked for the period that the form says it is of.

    Raises InputError where the file as a whole cannot be used: it is no form, or one of another period, office or version.
    """
    book = open_workbook(path)
    cells = book.sheets.get(KEY, {})
    key = {str(cells.get(f"A{row}", "")): str(cells.get(f"B{row}", "")) for row in range(1, 5)}

    def other(word: str, expected: str) -> InputError:
        remedy = _("Make a new form, and let the office fill it in: {briefing} forms out.")
        return InputError(Problem(book.name, 0, word, key.get(word), expected, remedy, code="other_template"))

    if key.get("form") != VERSION or not {"period", "office", "digest"} <= key.keys():
        raise other("form", _("a form that `{briefing} forms out` has made"))
    try:
        questions = questions_of(key["period"])
    except InputError:
        raise other("period", _("a period of periods.csv")) from None
    if key["period"] != questions.period:
        raise other("period", _("period {period}", period=questions.period))
    if key["office"] not in questions.owners.offices:
        raise other("office", one_of(questions.owners.offices))
    return _Reading(book, key["office"], questions).batch()


class _Reading:
    """Takes one form in; what came gathers in `made`."""

    def __init__(self, book: Book, office: str, questions: Questions) -> None:
        self.book, self.questions, self.office = book, questions, questions.owners.offices[office]
        self.cells = book.cells
        self.made = Batch(book.name, book.content, questions.period, office, book.saved)
        self._rejected: set[tuple[str, ...]] = set()  # rows of which a cell is rejected

    def batch(self) -> Batch:
        for place in self._places():
            owner, question = self.questions.asked.get(place.code, (None, None))
            if question is None or owner != self.office or question.unit != place.unit:
                if (value := self._filled(place).get(INPUT)) is not None:
                    said = _("is not asked of this office any more, or in another unit: make a new form")
                    self._reject(place, INPUT, value, said)
            else:
                self._question(place, question)
        self._whole_rows()
        return self.made

    def _places(self) -> list[Place]:
        """Where the answers stand. What differs from what was sent is one rejection, and nothing of the form is read."""
        cells = self.book.sheets[KEY]
        last = max(int(re.sub("[A-Z]", "", cell)) for cell in cells)
        rows = [["" if (value := cells.get(f"{letter}{row}")) is None else str(value) for letter in "ABCDEFG"] for row in range(1, last + 1)]  # fmt: skip
        about, held = rows[:4], {row[0]: row[2] for row in rows[4:] if row[1] == "cell"}
        places = [Place(*row) for row in rows[4:] if row[1] != "cell" and re.fullmatch(r"[A-Z]+\d+", row[3])]
        said = *(row[:2] for row in about[:3]), *places, *((at, "cell", each) for at, each in held.items())
        differs = [] if digest(*(text for row in said for text in row)) == about[3][1] else [KEY]
        now = held_by(self.cells, places)
        differs += [at for at in {**held, **now} if at not in now or held.get(at) != digest(now[at])]
        differs += [f"{place.sheet}!{place.cell}" for place in places if self.book.names.get(place.name) != f"{place.sheet}!{place.cell}"]  # fmt: skip
        if not differs:
            return places
        first = differs[0]
        shown = ", ".join(differs[:12]) + (" …" if len(differs) > 12 else "")
        sheet, _mark, cell = first.rpartition("!")
        said_of = _("differs from what was sent, in {count} cells ({cells}); expected the form as it was sent: fill in the yellow cells of a fresh one", count=len(differs), cells=shown)  # fmt: skip
        self.made.rejections.append(Rejection(sheet, cell, seen_short(self.cells.get(first)), said_of))
        return []

    def _filled(self, place: Place) -> dict[str, Value]:
        """What was typed for a question, by its columns."""
        there = {cell: self.cells.get(f"{place.sheet}!{cell}") for cell in sorted(place.cells)}
        return {at[0]: None if isinstance(value, str) and not value.strip() else value for at, value in there.items()}

    def _reject(self, place: Place, at: str, value: object, said: Message) -> None:
        cell = f"{at}{place.cell[1:]}"
        self.made.rejections.append(Rejection(place.sheet, cell, seen_short(value), said, place.label))

    # -- one question -----------------------------------------------------------------------------------------

    def _question(self, place: Place, question: Question) -> None:
        typed, at, answered = self._filled(place), NONE, len(self.made.answers)
        value, note = typed.get(INPUT), " ".join(str(typed.get(NOTE) or "").split())
        try:
            choice = read_value(typed[NONE], *BESIDE[NONE]) if typed.get(NONE) is not None else ""
            at = INPUT
            if choice and value not in (None, 0):
                raise Unread(
                    _("expected an empty cell, as “{choice}” is chosen beside it; keep one of the two", choice=choice)
                )
            if choice == NOTHING and question.field.kind == "number" and question.unit != "%":
                value, at, note = 0, NONE, note or NOTHING  # an answer, which is its own reason
            elif choice or (value is None and note):
                rows = str(Select.of(question.table, where=question.where))
                state = NOT_THERE if choice == NOTHING else AWAITED
                self.made.absences.append(Absence(question.full_label, question.row_key, rows, state, note or choice))
                return
            if value is None:
                self.made.empty.append(question.full_label)
                return
            choices = self.questions.choices(question.field)
            days = self.questions.days(question.table, question.field) if question.field.kind == "date" else ()
            percent = f"{place.sheet}!{place.cell}" in self.book.percent
            new = read_value(value, question.field, choices, days, percent)
            self._answer(place, question, question.column, at, typed.get(at), new, note)
            if question.qualified:
                at, degree, labels = DEGREE, typed.get(DEGREE), self.questions.labels(QUALIFIER)
                code = read_value(degree, question.field, labels) if degree else ""
                self._answer(place, question, QUALIFIER, at, degree or "", code, note)
            if question.grows and typed.get(GROWTH) is not None:
                at = GROWTH
                self._growth(place, question, typed[GROWTH])
        except Unread as error:
            del self.made.answers[answered:]
            self._rejected.add(question.row_key)
            self._reject(place, at, typed.get(at), error.args[0])

    def _answer(
        self, place: Place, question: Question, column: str, at: str, typed: Value, new: str, note: str
    ) -> None:
        old = self.questions.stored(question).get(column, "")
        is_value = column == question.column
        label = question.full_label if is_value else _("{label}, degree", label=question.full_label)
        then = (question.last_year or question.previous) if is_value else ""
        beside = place.sheet, f"{at}{place.cell[1:]}", seen_short(typed), new, old, then, note
        self.made.answers.append(Answer(question.table, column, question.row, label, *beside))

    def _growth(self, place: Place, question: Question, value: Value) -> None:
        """By how much the office says that a number has grown on last year: a control, with which the audit compares."""
        stated = {"period": self.questions.period, "kind": "growth", "expression": question.code}
        made = {"control": re.sub(r"\W+", "_", f"{question.code} growth"), "value": "", "unit": "%", "source": ""}
        known = self.questions.rows("controls").like(stated, stated) or stated | made
        label, cell = f"{question.full_label} - {lower_first(TITLES[GROWTH])}", f"{GROWTH}{place.cell[1:]}"
        new = read_value(value, *BESIDE[GROWTH])
        beside = place.sheet, cell, seen_short(value), new, known["value"]
        self.made.answers.append(Answer(self.questions.edition.tables["controls"], "value", known, label, *beside))

    def _whole_rows(self) -> None:
        """A row is taken whole: its cells wait while one of them is rejected."""
        self.made.answers[:] = [answer for answer in self.made.answers if answer.row_key not in self._rejected]
        given = {answer.row_key for answer in self.made.answers} | self._rejected
        absences, beside = self.made.absences, [each for each in self.made.absences if each.row_key in given]
        absences[:] = [each for each in absences if each not in beside]
        self.made.empty.extend(each.label for each in beside)  # of a row that is there a cell is left open


def seen_short(value: object) -> str:
    """What stands in a cell, for people."""
    text = f"{value:%d/%m/%Y}" if isinstance(value, dt.date) else "" if value is None else str(value)
    return text if len(text) < 60 else f"{text[:57]}…"
