"""What came in one file: cells with a value, cells that are rejected, what its sender says of numbers that are not there."""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property, partial
from typing import NamedTuple, Self

from helpers.errors import Problem
from helpers.i18n import Message, _

from .questionnaire import Entry, RowKey


class Rejection(NamedTuple):
    """A cell that is not taken. label: empty for what differs from what was sent. asked: it waits for a reason."""

    sheet: str
    cell: str
    value: str
    said: Message
    label: str = ""
    asked: bool = False

    @property
    def place(self) -> str:
        return "!".join(filter(None, (self.sheet, self.cell)))

    def __str__(self) -> str:
        value = f"“{self.value}”" if self.value else ""
        return f"{' '.join(filter(None, (self.place, value, self.label)))}: {self.said}"

    def as_problem(self, file: str) -> Problem:
        at = partial(Problem, file, 0, self.place, self.value)
        if self.asked or not self.label:
            return at(remedy=self.said, code="asked" if self.asked else "differs_from_sent")
        again = _("{said}. Correct that cell, and take the file in again.", said=self.said)
        return at(remedy=again, code="rejected_cell")


@dataclass(frozen=True)
class Answer(Entry):
    """One cell that was filled in, read. new: as CSVs have it; old: what the data have; then: what it is compared with."""

    sheet: str
    cell: str
    typed: str
    new: str
    old: str = ""
    then: str = ""
    note: str = ""
    reason: str = ""  # why it is taken although it was asked, with the name of who says so

    @property
    def changes(self) -> bool:
        if self.field.kind == "number" and self.new and self.old:
            with suppress(ArithmeticError):  # words, which the check of the data refuses
                return Decimal(self.new) != Decimal(self.old)
        return self.new != self.old

    def reject(self, said: Message, asked: bool = False) -> Rejection:
        return Rejection(self.sheet, self.cell, self.typed, said, self.label, asked)


class Absence(NamedTuple):
    """Why an office has no number. rows: which, in the language of figures; state: of absences.csv."""

    label: str
    row_key: RowKey
    rows: str
    state: str
    reason: str


@dataclass(frozen=True)
class Batch:
    """A file that was read. office: empty for a table."""

    name: str
    content: bytes
    period: str
    office: str = ""
    saved: str = ""
    answers: list[Answer] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    absences: list[Absence] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def changes(self) -> list[Answer]:
        return [answer for answer in self.answers if answer.changes]

    def reasoned(self, answers: Sequence[Answer], reason: str) -> Self:
        """With the reason for which answers are taken although they were asked."""
        own = {id(each) for each in answers}
        told = [replace(each, reason=reason) if id(each) in own else each for each in self.answers]
        return replace(self, answers=told)

    def without(self, rejections: Iterable[Rejection], rows: Collection[RowKey]) -> Self:
        """Without the rows of which a cell is rejected or waits for a reason."""
        kept = [answer for answer in self.answers if answer.row_key not in rows]
        return replace(self, answers=kept, rejections=[*self.rejections, *rejections])


def by_row(answers: Iterable[Answer]) -> dict[RowKey, list[Answer]]:
    """The answers by the row that they are cells of."""
    rows: dict[RowKey, list[Answer]] = {}
    for answer in answers:
        rows.setdefault(answer.row_key, []).append(answer)
    return rows
