"""Lists: tables whose rows an office adds itself, such as the documents that a period cites; each is a sheet of its workbook.

A sheet has a column for each that an office writes (`Table.listed`), so that rows can be pasted from the office's own
register, and no code: which row a line is, its words say. What the program gives (the period, the place in the order,
keys made of other columns) stands in no sheet.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from openpyxl.utils import get_column_letter

from helpers.data.datapackage import ORDER, Field, Table
from helpers.data.origins import origin
from helpers.data.owners import Office
from helpers.data.rows import Row
from helpers.data.schema import TABLES
from helpers.editions import Edition
from helpers.language import Message, _
from helpers.problems import nearest
from helpers.values.vietnamese import sentence, slug

from .compared import named_before
from .months import event_days
from .notation import Reading, Scale
from .peculiar import Usual
from .questions import Questions, RowKey, key_of
from .received import Answer, Remarks, Weight

PREFIX = "list "  # before a table's name: how a workbook's hidden sheet calls the list
HEAD = 4  # the row of the columns' headings
FIRST = 3  # the column of the first field: in A other sheets hide their codes, B numbers the lines
_ANOTHERS = _("expected a row that owners.csv gives to this office; leave it out, or tell who collects the numbers")
_LONGEST_KEY = 60
_FEWEST_LINES = 30


@dataclass(frozen=True)
class Listing:
    """One list of an office. rows: those that it shows, to be corrected or left. choices: column → value → label.

    known: values of a column that were there before, which are offered; others may be written.
    """

    table: Table
    rows: tuple[Row, ...]
    choices: Mapping[str, Mapping[str, str]]
    known: Mapping[str, tuple[str, ...]]
    lines: int  # that can be filled in

    @property
    def code(self) -> str:
        return PREFIX + self.table.name

    @property
    def fields(self) -> list[Field]:
        return [self.table.columns[name] for name in self.table.listed]

    @property
    def titles(self) -> dict[str, str]:
        """Column letter → heading."""
        units = {each.name: unit for each in self.fields if (unit := scale_of(each).unit)}
        names = [
            f"{title_of(each)} ({units[each.name]})" if each.name in units else title_of(each) for each in self.fields
        ]
        return {get_column_letter(at): name for at, name in enumerate(["TT", *names], FIRST - 1)}


def title_of(field: Field) -> str:
    """The heading of a list's column."""
    return sentence(field.title or "tên")


def scale_of(field: Field) -> Scale:
    """What the numbers of a list's column are of."""
    return Scale("" if field.unit == "@unit" else field.unit, field.whole)


def listings(questions: Questions, office: Office) -> list[Listing]:
    """The lists that an office keeps: of each table of which owners.csv gives it rows."""
    owned = (table for table in TABLES.values() if office.office in questions.owners.named(table.name))
    return [_listing(questions, table, office) for table in owned if table.listed]


def _listing(questions: Questions, table: Table, office: Office) -> Listing:
    own = _of_the_period(questions.edition, table)
    last = next((rows for each in questions.earlier if (rows := _of_the_period(each, table))), [])
    again = last if table.next.rows == "measured" and not own else []
    shown = [] if table.asked else [row for row in own or again if questions.owners.of(table.name, row) == office]
    valid = tuple(row for row in shown if not any(questions.edition.out_of_time(table, row)))
    keys = (name for name in table.listed if name in table.key and table.columns[name].kind == "text")
    named = own if event_days(table, questions.rows(table.name).values()) else [*own, *last]  # each happens once
    offered = {name: tuple(dict.fromkeys(row[name] for row in named)) for name in keys}
    choices = {each: found for each in table.listed if (found := questions.choices(table.columns[each]))}
    return Listing(table, valid, choices, offered, max(_FEWEST_LINES, 2 * len(last)))


def _of_the_period(edition: Edition, table: Table) -> list[Row]:
    """A period's own rows, without those that stand in every period."""
    return [row for row in edition.records[table.name].values() if row["period"]]


class ListLine(NamedTuple):
    """A line that was filled in. cells: column → (cell, as it was typed, its reading)."""

    sheet: str
    number: int
    cells: Mapping[str, tuple[str, str, Reading]]

    @property
    def values(self) -> dict[str, str]:
        return {name: "".join(reading.values[:1]) for name, (_, _, reading) in self.cells.items()}


class Lists:
    """The lines of all lists of one workbook become rows: with their keys, their places in the order, their references."""

    def __init__(self, questions: Questions, office: Office, remarks: Remarks) -> None:
        self.questions, self.office, self.remarks = questions, office, remarks
        self._rows: dict[str, list[tuple[ListLine, Row]]] = {}

    def add(self, listing: Listing, sheet: str, lines: list[ListLine]) -> None:
        """Take the lines of one list in, those with a faulty cell aside."""
        table = listing.table
        known, rows = self._known(table), self._rows.setdefault(table.name, [])
        usual = self._usual(listing)
        for line in lines:
            if self._whole(table, line):
                row = self._row(table, line, known, [row for _, row in rows])
                if self.questions.owners.of(table.name, row) != self.office:
                    self._say("refused", line, table.listed[0], _ANOTHERS)
                elif self._once(table, line, row, rows):
                    rows.append((line, row))
                    for name, said in usual.peculiar(row):
                        self._say("said", line, name, said)
        if len(rows) == len(lines):  # else a row may be one that is refused
            self._tell_lost(listing, sheet, {key_of(table.name, row) for _, row in rows})

    def _usual(self, listing: Listing) -> Usual:
        name, span = listing.table.name, self.questions.span
        dates = (each for each in listing.fields if each.kind == "date")
        ahead = {each.name for each in dates if self.questions.days(name, each).last > span.last}
        return Usual(listing.table, list(self.questions.rows(name).values()), span.first, ahead)

    def answers(self) -> Iterator[Answer]:
        """The cells of every line whose references lead somewhere; asked when all lists are in."""
        for name, rows in self._rows.items():
            table, there = TABLES[name], self._there(TABLES[name])
            for line, row in rows:
                if self._leads(table, line, row):
                    yield from self._answers(table, line, row, there.get(key_of(table.name, row), {}))

    def _say(self, weight: Weight, line: ListLine, column: str, said: Message) -> None:
        cell, typed, _reading = line.cells[column]
        self.remarks.say(weight, line.sheet, cell, typed, said)

    def _whole(self, table: Table, line: ListLine) -> bool:
        """Whether every cell can be read, none that the row needs is empty, and none has two readings."""
        faults = []
        for name, (_cell, typed, reading) in line.cells.items():
            if not typed and not table.columns[name].empty:
                title = title_of(table.columns[name]).lower()
                said = _("expected “{title}”: the row needs it; fill it in, or clear the line", title=title)
                faults.append((name, said))
            elif len(reading.values) != 1 and reading.said:
                faults.append((name, reading.said))
        for of in (table.made or {}).values():
            if not any(line.values[column] for column in of):
                titles = ", ".join(title_of(table.columns[column]).lower() for column in of)
                faults.append((of[0], _("expected one of these: {titles}", titles=titles)))
        for name, said in faults:
            self._say("refused", line, name, said)
        return not faults

    def _once(self, table: Table, line: ListLine, row: Row, rows: list[tuple[ListLine, Row]]) -> bool:
        """Whether no earlier line is the same row; one that is but for capital letters is told."""
        key = key_of(table.name, row)
        before = {key_of(table.name, there): other.number for other, there in rows}
        if key in before:
            said = _("expected each row once; line {number} has it too", number=before[key])
            self._say("refused", line, table.listed[0], said)
            return False
        folded, others = [*map(str.casefold, key)], [each for each in (*self._there(table), *before) if each != key]
        if alike := next((each for each in others if [*map(str.casefold, each)] == folded), None):
            self._say("said", line, table.listed[0], _("like “{alike}” but for capital letters", alike=alike[-1]))
        return True

    def _leads(self, table: Table, line: ListLine, row: Row) -> bool:
        """Whether each reference names a row that the data have, or another list of this workbook."""
        whole = True
        for name in table.listed:
            to = table.columns[name].table
            if to and row[name] and row[name] not in (known := self._named(to)):
                whole = False
                there = {"title": TABLES[to].title, "like": nearest(row[name], sorted(known))}
                said = _(
                    "expected a row of “{title}” (most like it: {like}); correct it, or add it to that list", **there
                )
                self._say("refused", line, name, said)
        return whole

    def _tell_lost(self, listing: Listing, sheet: str, listed: set[RowKey]) -> None:
        """Rows that stood in this list, or came from it before, and do not now: nobody but a person can say which is right."""
        table, there = listing.table, self._there(listing.table)
        shown = [{**row, "period": row["period"] and self.questions.period} for row in listing.rows]
        lost = [(f"{get_column_letter(FIRST)}{HEAD + at}", row) for at, row in enumerate(shown, 1)]
        for row in there.values():
            found = origin(row["source"])  # another's list of the table has the same name
            if found and found.sheet == sheet and self.questions.owners.of(table.name, row) == self.office:
                lost.append(("", row))
        for cell, row in lost:
            if (key := key_of(table.name, row)) not in listed:
                listed.add(key)
                said = _("this row stood in the list and does not now: it is left out")
                if key in there:
                    said = _(
                        "this row stood in the list and does not now; it stays in {table}.csv: delete it there if it is wrong",
                        table=table.name,
                    )
                self.remarks.tell(sheet, cell, _words(table, row), said)

    def _named(self, name: str) -> set[str]:
        (key,) = (each for each in TABLES[name].key if each != "period")
        added = {row[key] for _, row in self._rows.get(name, ())}
        return added | {row[key] for row in self._there(TABLES[name]).values()}

    # -- which row a line is ---------------------------------------------------------------------------------------

    def _there(self, table: Table) -> dict[RowKey, Row]:
        """The CSV's rows of the period, and those without a period, by their key."""
        rows = self.questions.rows(table.name).values()
        return {key_of(table.name, row): row for row in rows if row["period"] in (self.questions.period, "")}

    def _known(self, table: Table) -> list[Row]:
        """Rows whose keys go on: the period's own, then those that a list of the same things had last time."""
        again = table.next.rows == "measured"
        earlier = [row for each in self.questions.earlier for row in each.records[table.name].values()]
        return [*self._there(table).values(), *(earlier if again else ())]

    def _row(self, table: Table, line: ListLine, known: list[Row], before: list[Row]) -> Row:
        """The row that a line becomes; one that is there already keeps its key and its place."""
        row = {**dict.fromkeys(table.columns, ""), **line.values, "period": self.questions.period}
        same = next((each for each in [*known, *before] if _alike(table, each, row)), None)
        for name, of in (table.made or {}).items():
            row[name] = same[name] if same else _made(row, of, {each[name] for each in [*known, *before]})
        if same and not same["period"]:
            row["period"] = ""
        if ORDER in table.columns:
            here = [each for each in [*self._there(table).values(), *before] if _beside(table, each, row)]
            placed = same if same and same["period"] == row["period"] else None
            row[ORDER] = placed[ORDER] if placed else str(max((int(each[ORDER]) for each in here), default=0) + 1)
        return row

    def _answers(self, table: Table, line: ListLine, row: Row, existing: Row) -> Iterator[Answer]:
        rows = self.questions.rows(table.name)
        same = rows.like(row, table.full_key[1:]) if not existing and event_days(table, rows.values()) else {}
        for name, (cell, typed, reading) in line.cells.items():
            if same and same["period"] != row["period"] and reading.value:
                reading = reading._replace(said=named_before(same["period"]), sure=False)
            if name not in table.full_key:
                label = f"{table.title}, {_words(table, row)} - {title_of(table.columns[name]).lower()}"
                old = existing.get(name, "")
                of = (table.name, name, row, label)
                yield Answer(*of, line.sheet, cell, typed, reading, old, old, line=not existing)


def _words(table: Table, row: Row) -> str:
    """A row for readers: the beginning of its name, else its key."""
    return next((row[name][:60] for name in table.naming if row.get(name)), table.row_id(row))


def _alike(table: Table, one: Row, other: Row) -> bool:
    """Whether two rows are the same thing: by the first that both have of what their key is made of; else by their key;
    where that is but a place in an order, by all their words."""
    if table.made:
        return all(_same(table, of, one, other) for of in table.made.values())
    names = table.listed if ORDER in table.key else [name for name in table.key if name != "period"]
    return all(one[name] == other[name] for name in names)


def _same(table: Table, of: tuple[str, ...], one: Row, other: Row) -> bool:
    """A title alone may be a decision's and that of the conclusion on it: then the codes tell, too."""
    told = next((name for name in of if one[name] and other[name]), None)
    codes = [name for name in table.listed if table.columns[name].kind == "code"] if told != of[0] else []
    return told is not None and all(one[name] == other[name] for name in (told, *codes))


def _beside(table: Table, one: Row, other: Row) -> bool:
    """Whether two rows stand in one order."""
    names = table.key if ORDER in table.key else ()
    apart = [name for name in names if name not in (ORDER, "period", *(table.made or ()))]
    return one["period"] == other["period"] and all(one[name] == other[name] for name in apart)


def _made(row: Row, of: Iterable[str], taken: set[str]) -> str:
    """A key of the first column that is filled in: a number as it is, words in plain letters."""
    text = next(row[name] for name in of if row[name])
    plain = text if " " not in text else slug(text)[:_LONGEST_KEY].strip("-")
    return next(key for at in range(1, len(taken) + 2) if (key := plain if at == 1 else f"{plain}-{at}") not in taken)
