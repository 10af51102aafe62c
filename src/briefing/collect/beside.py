"""What stands in a workbook beside its answers: words, numbers, comments and colours that may mean something are told."""

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property

from helpers.data.owners import Office
from helpers.language import Message, _, ngettext

from . import templates as form
from .lists import HEAD
from .marking import AUTHOR, MARKS, OURS, SUMMARY
from .notation import Scale, read_number, tidy
from .questions import Questions
from .received import Remarks
from .templates import Place
from .workbooks import AGAIN, Book, Sheet, as_made

_MOST_TOLD = 20  # of what a sheet has beside the form
_CORRECTS = re.compile(r"\b(đúng|sửa|đính chính|thay|nhầm)\b|\bđơn vị( tính)?:", re.IGNORECASE)
# a number that is no part of a day, of a document's number, of a rate
_COUNTED = re.compile(r"(?<![\w/.,-])\d[\d.,]*(?<=\d)(?![\w/%-]| ?%|\.\d)")
_USUAL = ("", "000000", "FFFFFF", form.ENTRY_COLOUR, *MARKS.values())


class Beside:
    """A workbook beside the template as it would be sent now; `remarks` gets what is to be said."""

    def __init__(self, book: Book, places: list[Place], questions: Questions, office: Office, remarks: Remarks) -> None:
        self.book, self.places, self.questions, self.office, self.remarks = book, places, questions, office, remarks

    @cached_property
    def sent(self) -> dict[str, Sheet]:
        return {each.title: as_made(each) for each in form.template(self.questions, self.office).book.worksheets}

    def whole_file(self) -> None:
        where = (("period", (self.questions.period,)), ("office", (self.office.office,)))
        rows = self.questions.rows("sources").where(where).values()
        newest = max(rows, key=lambda row: row["saved"], default={"saved": ""})
        if newest["saved"] > self.book.saved:
            said = _(
                "expected a file saved after {saved}, as {file} was, which is imported; if this one counts, save it again",
                **newest,
            )
            self.remarks.refuse("", "", self.book.saved, said)
        if self.book.pictures:
            found = ngettext("{count} picture", "{count} pictures", self.book.pictures)
            self.remarks.tell("", "", found, _("numbers in pictures are not read; ask for them in the yellow cells"))
        for text in self.book.drawn:
            self.remarks.tell("", "", text, _("what is written in a shape or a chart is not read"))
        self._guide()
        self._summary()
        own = {place.sheet for place in self.places} | {form.GUIDE, form.KEY, form.LISTS, SUMMARY}
        for sheet in self.book.sheets.values():
            if sheet.name not in own and sheet.rows:
                self._other_sheet(sheet)

    def _guide(self) -> None:
        """Another office or period that somebody has written into the guide may be the one that is meant."""
        sheet = self.book.sheets.get(form.GUIDE, Sheet(form.GUIDE))
        wanted = form.about(self.questions, self.office)
        for row in sheet.rows:
            name, found = (sheet.text(letter, row) for letter in "AB")
            if found != tidy(wanted.get(name, found)):
                said = _("expected “{wanted}”, of which this workbook is; {again}", wanted=wanted[name], again=AGAIN)
                self.remarks.refuse(form.GUIDE, f"B{row}", found, said)
        self.not_read(sheet, {})

    def _summary(self) -> None:
        """What somebody wrote into the results that were sent back, which tell what they said then."""
        sheet = self.book.sheets.get(SUMMARY, Sheet(SUMMARY))
        for row, cells in sheet.rows.items():
            ours = dict(zip("ABCDE", sheet.text(OURS, row).split("¦"), strict=False))
            for letter, cell in cells.items():
                text = sheet.text(letter, row)
                about = " ".join(ours[each].strip() for each in "BC" if ours.get(each, "").strip())
                if letter != OURS and text and text != ours.get(letter, "").strip():
                    said = _(
                        "an answer beside the result for {about} is not read; it belongs to the notes of its cell",
                        about=about or "–",
                    )
                    self.remarks.tell(SUMMARY, f"{letter}{row}", text, said)
                if cell.comment and cell.author != AUTHOR:
                    said = _("a comment says “{words}”; it is not read", words=tidy(cell.comment))
                    self.remarks.tell(SUMMARY, f"{letter}{row}", None, said)

    def _other_sheet(self, sheet: Sheet) -> None:
        """A sheet that the template has not; a copy of one of ours may have the numbers that count."""
        own = {
            code: (f"{place.sheet}!{form.INPUT}{row}", number)
            for place in self.places
            for row, code, number in inputs(self.book.sheets.get(place.sheet, sheet))
            if code == place.code
        }
        for row, code, number in inputs(sheet):
            place, first = own.get(code, ("", number))
            if number != first:
                there = {"place": place, "first": first}
                said = _(
                    "expected one number, {place} has {first}; delete the copied sheet, or correct the first", **there
                )
                self.remarks.refuse(sheet.name, f"{form.INPUT}{row}", number, said)
                return
        self.remarks.tell(sheet.name, "", None, _("this sheet is not of the template; it is not read"))

    def strangers(self, sheet: Sheet) -> None:
        """Rows with numbers that the template did not have."""
        for row, cells in sheet.below(HEAD):
            others = (cell.value for letter, cell in cells.items() if letter not in (form.CODE, form.NUMBER))
            typed = [str(value) for value in others if value is not None]
            # else who wrote it, who signed
            if sheet.value(form.CODE, row) is None and any(re.search(r"\d", value) for value in typed):
                said = _("expected the template's rows alone; add a new item's row to the CSV, and make a new template")
                self.remarks.refuse(sheet.name, f"{form.LABEL}{row}", typed[0], said)

    def not_read(self, sheet: Sheet, answers: Mapping[int, Container[str]]) -> None:
        """Tell all that the template did not write and that is no answer: words, comments, colours may mean something.

        answers: of a row, the columns that are read. What the template has in a column it may have in another row, too.
        """
        if (sent := self.sent.get(sheet.name)) is None:
            return
        there = [each for cells in sent.rows.values() for each in cells.items()]
        known = {(letter, cell.text) for letter, cell in there} | {
            *form.TITLES.items()
        }  # some only where last year is known
        looks = {*_USUAL, *(look for _letter, cell in there for look in (cell.ink, cell.colour))}
        told = {remark.cell for remark in self.remarks if remark.sheet == sheet.name}
        others: list[tuple[str, object, Message]] = []
        coloured = []
        for row, cells in sheet.rows.items():
            read_here = answers.get(row, ()) if row > HEAD else ()
            is_question = form.CODE in read_here and form.NOTE in read_here  # of which a comment has been asked
            for letter, cell in cells.items():
                at, text = f"{letter}{row}", sheet.text(letter, row)
                if text and letter not in read_here and (letter, text) not in known and at not in told:
                    others.append((at, cell.value, _("the template has not written this here; it is not read")))
                if cell.comment and cell.author != AUTHOR and not (letter == form.INPUT and is_question):
                    said = _("a comment says “{words}”; it is not read", words=tidy(cell.comment))
                    others.append((at, "", said))
                if not {cell.ink, cell.colour} <= looks:
                    coloured.append(at)
        for text in sorted(sheet.margins - sent.margins):
            others.append(("", text, _("what is printed above or below a page is not read")))
        for area in sorted(sheet.conditions):
            others.append((area, "", _("a format that follows a condition may hide or colour cells; look at them")))
        for at, value, said in others[:_MOST_TOLD]:
            self.remarks.tell(sheet.name, at, value, said)
        if (more := len(others) - _MOST_TOLD) > 0:
            said = _("{count} more that the template has not written; look at it", count=more)
            self.remarks.tell(sheet.name, "", None, said)
        if coloured:
            said = _("a colour is not read; what it means belongs to the notes")
            self.remarks.tell(sheet.name, coloured[0], ", ".join(coloured), said)


def inputs(sheet: Sheet) -> Iterator[tuple[int, str, object]]:
    """The row, the code and the number of each question of a sheet."""
    for row, _cells in sheet.below(HEAD):
        if (code := sheet.text(form.CODE, row)) not in ("", form.SUM):
            yield row, code, sheet.value(form.INPUT, row)


def corrects(note: str, given: Sequence[str], known: Sequence[str]) -> bool:
    """Whether a note may say another number than the one that it stands beside: by its words, or by one that is like it.

    >>> corrects("tổng cộng 195 điểm", ["190"], ["190", "187"]), corrects("thêm 3 điểm, kỳ trước 187", ["190"], ["190", "187"])
    (True, False)
    """
    if _CORRECTS.search(note):
        return True
    told = {Decimal(each) for part in _COUNTED.findall(note) for each in read_number(part, Scale("", False)).values}
    others = told - {Decimal(each) for each in known if each}
    return any(0 < abs(one) <= 2 * other <= 4 * abs(one) for one in map(Decimal, given) for other in others)
