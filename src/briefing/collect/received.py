"""What came from an office, cell by cell: what changes, what is doubtful, what is refused, what is missing."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property, partialmethod
from typing import Literal, NamedTuple, Self

from helpers.audit.plausibility import Pair
from helpers.data.periods import follows
from helpers.data.rows import Row, Rows
from helpers.data.schema import TABLES
from helpers.language import Message, _

from .notation import Reading, same, some, tidy
from .questions import Entry, RowKey
from .unlikely import copied, unlikely
from .workbooks import Sheet, area, runs

Weight = Literal["refused", "doubtful", "said"]


class Remark(NamedTuple):
    """refused: not taken. doubtful: taken when somebody chooses a reading. said: taken, or not data at all."""

    weight: Weight
    sheet: str
    cell: str
    value: str
    said: Message  # what is expected, and what to do: to the analyst who imports, and in Vietnamese to whoever filled it in

    @property
    def at(self) -> tuple[str, int]:
        """The letter and the row of its cell; row 0 where it has none."""
        letters, digits = re.findall(r"^([A-Z]*)(\d*)", self.cell)[0]
        return letters, int(digits or 0)

    def __str__(self) -> str:
        places = self.sheet and _("sheet {sheet}", sheet=self.sheet), self.cell and _cells(self.cell)
        found = _("found {value!r}; ", value=self.value) if self.value else ""
        return f"{', '.join(filter(None, places)) or _('the file')}: {found}{self.said}"


def _cells(cells: str) -> Message:
    """“cell B7”; of a remark about several also how many they are."""
    count = sum(map(area, re.findall(r"[A-Z]+\d+(?::[A-Z]+\d+)?", cells)))
    return _("{count} cells {cells}", count=count, cells=cells) if count > 1 else _("cell {cell}", cell=cells)


def in_runs(cells: Iterable[str]) -> str:
    """Cells of a sheet, those right below each other as one; areas as they are.

    >>> in_runs(["C6", "AA7", "C7", "D7", "C8", "C10", "A5:B7"])
    'C6:C8,C10,D7,AA7,A5:B7'
    """
    rows, areas = dict[str, list[int]](), list[str]()
    for each in filter(None, cells):
        if found := re.fullmatch(r"([A-Z]+)(\d+)", each):
            rows.setdefault(found[1], []).append(int(found[2]))
        else:
            areas.append(each)
    return ",".join([*(runs(letter, rows[letter]) for letter in sorted(rows, key=lambda at: (len(at), at))), *areas])


def alike(remarks: Iterable[Remark]) -> list[Remark]:
    """One for all cells of a sheet of which the same is said, with what was found in the first of them."""
    groups: dict[tuple[str, str, str], list[Remark]] = {}
    for each in remarks:
        groups.setdefault((each.weight, each.sheet, each.said), []).append(each)
    return [
        of[0]._replace(cell=in_runs(each.cell for each in of), value=some(each.value for each in of if each.value))
        if len(of) > 1
        else of[0]
        for of in groups.values()
    ]


class Remarks(list[Remark]):
    """What is to be said of a workbook."""

    def say(self, weight: Weight, sheet: str, cell: str, value: object, said: Message) -> None:
        self.append(Remark(weight, sheet, cell, "" if value is None else str(value), said))

    refuse = partialmethod(say, "refused")
    tell = partialmethod(say, "said")


@dataclass(frozen=True)
class Answer(Entry):
    """One cell that was filled in, read."""

    sheet: str
    cell: str
    typed: str  # as it stands in the cell
    reading: Reading
    old: str = ""  # what the CSV has
    before: str = ""  # what the period before had
    line: bool = False  # of a line that an office has added to a list
    reason: str = ""  # why it is taken although it was asked, with the name of who says so

    @property
    def new(self) -> str:
        return self.reading.value or ""

    def remark(self, weight: Weight, said: Message) -> Remark:
        return Remark(weight, self.sheet, self.cell, self.typed, said)

    @property
    def changes(self) -> bool:
        return self.reading.value is not None and not same(self.field, self.new, self.old)

    @property
    def growth(self) -> Decimal | None:
        """The change against the period before, in percent; None where it cannot be computed."""
        if self.field.kind != "number" or not self.before or not self.new or not (before := Decimal(self.before)):
            return None
        return (Decimal(self.new) - before) / abs(before) * 100

    def chosen(self, value: str, reason: str = "") -> Self:
        """With one of its readings chosen, or taken as it is for a reason, which is kept."""
        return replace(self, reading=Reading((value,)), reason=reason)

    def asked(self, said: Message) -> Self:
        """As one of which somebody has to say that it is right."""
        return replace(self, reading=Reading(self.reading.values, said, sure=False))


class Note(NamedTuple):
    """What an office wrote into "Ghi chú". rows: which, in the language of figures. awaited: it says why no number is there."""

    place: str
    label: str
    text: str
    rows: str
    row_key: RowKey
    awaited: bool = False


@dataclass(frozen=True)
class Received:
    """A file that was read. office: empty for a CSV. nothing: cells stated as not occurring, without a number."""

    name: str
    content: bytes
    period: str
    office: str = ""
    saved: str = ""
    answers: list[Answer] = field(default_factory=list)
    remarks: Remarks = field(default_factory=Remarks)
    missing: list[str] = field(default_factory=list)  # labels of cells that are empty
    not_yet: list[str] = field(default_factory=list)  # labels of cells for which the office has no number yet
    nothing: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    sheets: Mapping[str, Sheet] = field(default_factory=dict)

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def doubts(self) -> list[Answer]:
        return [answer for answer in self.answers if answer.reading.doubtful]

    @property
    def changes(self) -> list[Answer]:
        return [answer for answer in self.answers if answer.changes]

    @property
    def refused(self) -> list[Remark]:
        return [remark for remark in self.remarks if remark.weight == "refused"]

    def without(self, refused: Sequence[tuple[Answer, Message]]) -> Self:
        """With the rows of some answers left out, each refused for what is said of it."""
        rows = {answer.row_key for answer, _ in refused}
        remarks = [answer.remark("refused", said) for answer, said in refused]
        kept = [answer for answer in self.answers if answer.row_key not in rows]
        return replace(self, answers=kept, remarks=Remarks([*self.remarks, *remarks]))

    def remarks_of_cells(self) -> list[Remark]:
        """Every remark, doubts too, each with its cell; what is asked of many cells stands at the first."""
        asked = {
            (said, len(answer.reading.values) > 1 and answer.typed): answer
            for answer in reversed(self.doubts)
            if (said := answer.reading.said)
        }
        doubtful = [answer.remark("doubtful", said) for (said, _typed), answer in reversed(asked.items())]
        return [*self.remarks, *doubtful]


def by_row(answers: Iterable[Answer]) -> dict[RowKey, list[Answer]]:
    """The answers by the row that they are cells of."""
    rows: dict[RowKey, list[Answer]] = {}
    for answer in answers:
        rows.setdefault(answer.row_key, []).append(answer)
    return rows


def unwritable(answers: list[Answer], existing: Row, rows: Rows) -> Message | None:
    """Why the answers of one row cannot be written: it needs a number that nobody gave; a doubtful one may still come.

    existing: the row as it is. rows: those of its table in all periods, whose parts may give it.
    """
    table = TABLES[answers[0].table]
    known = {name for name, value in existing.items() if value}
    given = known | {answer.column for answer in answers if answer.reading.values}
    missing = [table.columns[name] for name in table.asked if name not in given]
    needed = [each for each in missing if not (each.empty or follows(table, each, answers[0].row, rows))]
    lacking = ", ".join(column.title or column.name for column in needed)
    if not lacking:
        return None
    return _("expected {columns} too: the row needs it; fill it in, or clear this cell", columns=lacking)


def doubted(answers: list[Answer], rows: Mapping[RowKey, Message], comments: Mapping[str, str]) -> list[Answer]:
    """The answers; those are asked that are unlike what they were before, and all, if all are as they were.

    rows: what is asked of all that changes in a row. comments: what stands beside which cell.
    """
    pairs = {
        at: Pair(f"{each.table}.{each.column}", each.new, each.before)
        for at, each in enumerate(answers)
        if each.changes and each.before and each.new and each.field.kind == "number" and each.field.least is not None
    }
    same = copied((each.now, each.then) for each in pairs.values())
    told = dict.fromkeys(pairs, same) if same else unlikely(pairs)
    told |= {
        at: _("a comment says “{words}”: does it change the number?", words=tidy(comments[each.cell]))
        for at, each in enumerate(answers)
        if each.changes and each.cell in comments
    }
    told |= {at: rows[each.row_key] for at, each in enumerate(answers) if each.changes and each.row_key in rows}
    return [each.asked(told[at]) if at in told else each for at, each in enumerate(answers)]
