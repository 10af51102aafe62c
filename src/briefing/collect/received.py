"""What came from an office, cell by cell: what changes, what is doubtful, what is refused, what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from helpers.data.expressions import Select
from helpers.data.rows import Row, Where
from helpers.data.schema import TABLES

from .notation import Reading, same
from .remarks import Remark, Said
from .workbooks import Sheet


@dataclass(frozen=True)
class Answer:
    """One cell that was filled in, read; carried: the row that it belongs to, if the period has none yet."""

    table: str
    column: str
    carried: Row
    label: str
    sheet: str
    cell: str
    typed: str  # as it stands in the cell
    reading: Reading
    old: str = ""  # what the CSV has
    before: str = ""  # what the period before had
    line: bool = False  # of a line that an office has added to a list
    note: str = ""  # why it is taken although it was asked

    @property
    def new(self) -> str:
        return self.reading.value or ""

    @property
    def row_key(self) -> tuple[str, ...]:
        return (self.table, *(self.carried[name] for name in TABLES[self.table].full_key))

    @property
    def where(self) -> Where:
        return tuple((name, (self.carried[name],)) for name in TABLES[self.table].key)

    @property
    def code(self) -> str:
        """The figure that it becomes, in the language of figures."""
        return str(Select(self.table, self.column, self.where))

    @property
    def changes(self) -> bool:
        return self.reading.value is not None and not same(TABLES[self.table].columns[self.column], self.new, self.old)

    @property
    def growth(self) -> str:
        """The change against the period before, in percent; empty where it cannot be computed."""
        if TABLES[self.table].columns[self.column].kind != "number" or not self.before or not self.new:
            return ""
        before, now = Decimal(self.before), Decimal(self.new)
        return f"{(now - before) / abs(before) * 100:+.1f} %" if before else ""

    def chosen(self, value: str, reason: str = "") -> Answer:
        """With one of its readings chosen, or taken as it is for a reason, which is kept with what the office wrote."""
        note = "; ".join(filter(None, (self.note, reason)))
        return replace(self, reading=Reading((value,)), note=note)


class Note(NamedTuple):
    """What an office wrote into "Ghi chú". rows: which, in the language of figures. awaited: it says why no number is there."""

    place: str
    label: str
    text: str
    rows: str
    row_key: tuple[str, ...]
    awaited: bool = False


@dataclass(frozen=True)
class Received:
    """A file that was read. office: empty for a CSV. nothing: cells stated as not occurring, without a number."""

    path: Path
    name: str
    sha256: str
    content: bytes
    period: str
    office: str = ""
    saved: str = ""
    answers: list[Answer] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)  # labels of cells that are empty
    not_yet: list[str] = field(default_factory=list)  # labels of cells for which the office has no number yet
    nothing: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    sheets: Mapping[str, Sheet] = field(default_factory=dict)

    @property
    def doubts(self) -> list[Answer]:
        return [answer for answer in self.answers if answer.reading.doubtful]

    @property
    def changes(self) -> list[Answer]:
        return [answer for answer in self.answers if answer.changes]

    @property
    def refused(self) -> list[Remark]:
        return [remark for remark in self.remarks if remark.weight == "refused"]

    def with_answers(self, answers: Iterable[Answer]) -> Received:
        return replace(self, answers=list(answers))

    def without(self, refused: Sequence[tuple[Answer, Said]]) -> Received:
        """With the rows of some answers left out, each refused for what is said of it."""
        rows = {answer.row_key for answer, _ in refused}
        remarks = [said.at("refused", answer.sheet, answer.cell, answer.typed) for answer, said in refused]
        kept = [answer for answer in self.answers if answer.row_key not in rows]
        return replace(self, answers=kept, remarks=[*self.remarks, *remarks])

    def remarks_of_cells(self) -> list[Remark]:
        """Every remark, doubts too, each with its cell; what is asked of many cells stands at the first."""
        asked = {answer.reading.said: answer for answer in reversed(self.doubts) if answer.reading.said}
        doubtful = [said.at("doubtful", each.sheet, each.cell, each.typed) for said, each in reversed(asked.items())]
        return [*self.remarks, *doubtful]


def unwritable(answers: list[Answer], existing: Row | None) -> Said | None:
    """Why the answers of one row cannot be written: it needs a number that nobody gave; a doubtful one may still come."""
    table = TABLES[answers[0].table]
    given = {answer.column for answer in answers if answer.reading.values}
    lacking = [
        name
        for name in table.asked
        if not table.columns[name].empty and name not in given and not (existing or {}).get(name)
    ]
    if not lacking:
        return None
    return Said(
        f"expected {', '.join(lacking)} too: the row needs it; fill it in, or clear this cell",
        "thiếu số liệu chính của dòng này; nhập bổ sung, hoặc xóa ô này",
    )
