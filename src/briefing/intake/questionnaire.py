"""What an office is asked for: the cells of the rows that it owns, from what earlier periods had there.

A row that an earlier period has is asked for again; its words (labels, units, order) are carried over, its numbers
only shown for orientation.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path

from helpers import expression_text
from helpers.data.absences import AWAITED, Absences
from helpers.data.data_owners import Office
from helpers.data.datapackage import QUALIFIER, YEARLY, Field, Table
from helpers.data.expressions import CHANGES, Select
from helpers.data.indexed_rows import Row, Rows, Where
from helpers.data.period_sums import periods_in
from helpers.data.reporting_period import Span
from helpers.editions import Edition

NOT_YET = "Chưa có số liệu"
FIRST_DAY = dt.date(2000, 1, 1)  # of what an office dates


RowKey = tuple[str, ...]  # a table, and what identifies a row of it
Places = dict[tuple[str, ...], tuple[Edition, int]]  # of rows, by their keys: the edition and the line


def key_of(table: Table, row: Row) -> RowKey:
    return (table.name, *(row[name] for name in table.full_key))


@dataclass(frozen=True)
class Entry:
    """One column of one row. row: its key, and the words carried over where the period has no such row yet."""

    table: Table
    column: str
    row: Row
    label: str

    @property
    def field(self) -> Field:
        return self.table.columns[self.column]

    @property
    def row_key(self) -> RowKey:
        return key_of(self.table, self.row)

    @property
    def where(self) -> Where:
        return tuple((name, (self.row[name],)) for name in self.table.key)

    @property
    def code(self) -> str:
        """The figure that it becomes, in the language of figures."""
        return str(Select.of(self.table, self.column, self.where))


@dataclass(frozen=True)
class Question(Entry):
    """One cell that an office fills in, for the asked period."""

    unit: str
    last_year: str  # as CSVs write them; empty: not known
    previous: str
    degree: str  # "hơn", "khoảng" (codes), as last time
    grows: bool  # its office may state by how much it has grown on last year, beside it

    @property
    def full_label(self) -> str:
        """Its label where its table's title does not stand above it."""
        named = self.table.name == "controls" or self.table.naming
        return self.label if named else f"{self.table.title}: {self.label}"

    @property
    def qualified(self) -> bool:
        """Whether "hơn" or "khoảng" may stand beside the number."""
        return self.table.qualified == self.column

    @property
    def carried(self) -> str:
        """What stands in the cell already: a day of the period's own row, never one of another period."""
        return self.row[self.column] if self.field.kind == "date" else ""


@dataclass(frozen=True)
class Block:
    """The questions of one table, under its title."""

    table: Table
    questions: tuple[Question, ...]


class Questions:
    """All that is asked for a period. Raises InputError for an unknown period, and for data that cannot be read."""

    def __init__(self, data: Path, period: str) -> None:
        self.data, self.edition = data, Edition(period, data)
        self.period, self.period_row = self.edition.period, self.edition.records.period
        self.owners = self.edition.owners
        self._rows: dict[str, Rows] = {}

    def rows(self, table: str) -> Rows:
        """A table's rows of all periods, as its CSV has them; read once."""
        if table not in self._rows:
            self._rows[table] = self.edition.tables.rows(self.data, table)
        return self._rows[table]

    def stored(self, entry: Entry) -> Row:
        """The row of an entry as its CSV has it; empty where it has none."""
        return self.rows(entry.table.name).like(entry.row, entry.table.full_key)

    @cached_property
    def earlier(self) -> list[Edition]:
        """The editions that are looked back to: the period before, the same last year, the newest before it, the newest with numbers."""
        rows = {row["period"]: row for row in self.rows("periods").values()}
        named = [self.period_row[name] for name in ("previous", "last_year") if self.period_row[name] in rows]
        base = [self.edition.base.period] if self.edition.base else []
        return [self.edition.of(period) for period in dict.fromkeys([*named, *self._before[:1], *base])]

    @cached_property
    def _before(self) -> list[str]:
        """The periods that end before this one, the newest first."""
        rows = [row for row in self.rows("periods").values() if row["date_to"] < self.period_row["date_to"]]
        return [row["period"] for row in sorted(rows, key=lambda row: row["date_to"], reverse=True)]

    def label_of(self, which: str) -> str:
        """The label of the period that is compared with ("previous", "last_year"); empty if it has no data."""
        found = self._compared(which)
        return str(found.label) if found else ""

    def blocks(self, office: Office) -> list[Block]:
        """What one office is asked, table by table in the order of the declaration; nothing where it owns no row."""
        found = []
        for table in self.edition.tables.values():
            questions = tuple(self._of_table(table, office)) if table.name in self.owners.tables() else ()
            if questions:
                found.append(Block(table, questions))
        return found

    @cached_property
    def asked(self) -> dict[str, tuple[Office, Question]]:
        """Every question of the period by its code, with the office that owns it."""
        return {
            question.code: (office, question)
            for office in self.owners.offices.values()
            for block in self.blocks(office)
            for question in block.questions
        }

    def labels(self, codes: str) -> dict[str, str]:
        """Code → label of a list, as far as its codes hold in the period."""
        return {code: self.edition.code(codes, code).label for code in self.edition.codes(codes)}

    def choices(self, field: Field) -> dict[str, str]:
        """Value → label of what a column may be: its codes, or the rows of a table that is no list itself; else nothing."""
        if field.codes:
            return self.labels(field.codes)
        table = self.edition.tables.get(field.table)
        if table is None or len(table.key) > 1 or not table.naming:
            return {}
        rows = self.edition.records[table.name].values()
        return {row[table.key[0]]: _whole(table, row, self.edition) + row[table.naming[0]] for row in rows}

    def days(self, table: Table, field: Field) -> tuple[dt.date, dt.date]:
        """The first and the last day that a column may hold: none after the period's end, unless it has looked ahead before, as deadlines do."""
        ends = {row["period"]: row["date_to"] for row in self.rows("periods").values()}
        ahead = any(
            row[field.name] > ends.get(row["period"], row[field.name]) for row in self.rows(table.name).values()
        )
        last = dt.date.fromisoformat(self.period_row["date_to"])
        return FIRST_DAY, last.replace(year=last.year + 10, day=28) if ahead else last

    def _compared(self, which: str) -> Edition | None:
        """The period that is compared with; without a period before, the newest that is neither last year's nor a part of this one."""
        key = self.period_row[which]
        known = [edition for edition in self.earlier if edition.period == key]
        whole = [edition for edition in self.earlier if edition.period not in self.edition.parts]
        newest = [edition for edition in whole[-1:] if edition.period != self.period_row["last_year"]]
        if self.edition.parts:  # what is shorter is no orientation for its sums
            newest = [
                each for each in newest if Span.of(each.period).months == Span.of(self.period_row["period"]).months
            ]
        return known[0] if known else newest[0] if which == "previous" and newest else None

    def _of_table(self, table: Table, office: Office) -> Iterator[Question]:
        awaited = Absences(self.rows("absences").where((("state", (AWAITED,)),)), self.edition.tables)
        of_parts = self.edition.of_parts(table)
        for edition, line, row in self._own_rows(table, office):
            asked, never_stated = list[Question](), list[Question]()
            compared = (self._compared(which) for which in ("previous", "last_year"))
            before, last_year = (each.records[table.name].like(row, table.key) if each else {} for each in compared)
            known = self.rows(table.name).where(tuple((name, (row[name],)) for name in table.key)).values()
            carried = {name: "" if name in table.asked else value for name, value in row.items()}
            own = self.edition.records[table.name].like(row, table.key)
            carried |= {"period": self.period} | own
            for column in (name for name in table.asked if name != QUALIFIER):
                field = table.columns[column]
                if field.asked == YEARLY and before.get(column) and before["period"][:4] == self.period[:4]:
                    carried[column] = carried[column] or before[column]
                    continue
                entry = Entry(table, column, carried, "")
                stored = self.stored(entry)
                summed = bool(periods_in(stored.get("source", "")))
                never = False
                if summed or not stored.get(column):
                    if of_parts.get(table.row_id(carried), {}).get(column):
                        continue
                    # what an office has said that it does not have yet is asked again
                    stated = any(each[column] for each in known) or awaited.about(table.name, row)
                    others = any(each["period"] != self.period for each in known)
                    never = field.kind == "number" and field.empty and others and not stated
                unit = field.unit_in(row)
                number = field.kind == "number" and unit != "%" and table.name != "controls" and column not in CHANGES
                changes = any(each.get(name) for each in (row, before, last_year) for name in CHANGES)
                (never_stated if never else asked).append(Question(
                    table, column, carried, _label(table, field, edition, line), unit,
                    last_year.get(column, ""), before.get(column, ""),
                    before.get(QUALIFIER, ""),
                    number and not changes and float(last_year.get(column) or 0) > 0,
                ))  # fmt: skip
            # a row that the period does not have at all is missed by `check`, whatever it has stated
            yield from asked or ([] if own else never_stated)

    def _own_rows(self, table: Table, office: Office) -> list[tuple[Edition, int, Row]]:
        """The edition and the line where each row stands that an office owns, and itself.

        The period's own rows come first, then those of earlier ones; where those got nothing from the office, those of the
        newest that did. Of a table whose periods have rows of their own, or whose rows `briefing new` carries over, earlier
        ones say nothing.
        """
        older = ([self.edition.of(each)] for each in self._before)
        others = chain([self.earlier], older) if table.next.rows not in ("others", "carried") else ()
        known: Places = {}
        for editions in chain([[self.edition]], others):
            for edition in editions:
                for line, row in edition.records[table.name].items():
                    known.setdefault(tuple(row[name] for name in table.key), (edition, line))
            rows = [
                (edition, line, {**edition.records[table.name][line], **dict(zip(table.key, key, strict=True))})
                for key, (edition, line) in known.items()
            ]
            owned = (each for each in rows if self.owners.of(table.name, each[-1]) == office)
            own = [each for each in owned if not any(self.edition.out_of_time(table, each[-1]))]
            if own and editions != [self.edition]:
                break
        return own


def _label(table: Table, field: Field, edition: Edition, line: int) -> str:
    if table.name == "controls":
        return expression_text.cell("controls", line, field.name, edition)
    name = _whole(table, edition.records[table.name][line], edition) + edition.row_name(table.name, line)
    several = len([column for column in table.asked if column != QUALIFIER]) > 1
    return f"{name} - {field.title}" if several and field.title else name


def _whole(table: Table, row: Row, edition: Edition) -> str:
    """What a row is a part of, before its own name: parts of two wholes may be called the same."""
    above = next((row[each.name] for each in table.columns.values() if each.table == table.name), "")
    whole = edition.records[table.name].like({table.key[0]: above}, table.key[:1]) if above else {}
    return f"{whole[table.naming[0]]}: " if whole else ""
