"""Registers: lines that an office has added become rows, with their keys, their places in the order and their references.

Which row a line is, its words say: those of which the table's key is made. What the program gives (the period, the place in
the order, keys made of other columns) stands in no form.
"""

from collections.abc import Iterable, Mapping

from helpers.data.data_owners import Office
from helpers.data.datapackage import ORDER, Table
from helpers.data.indexed_rows import Row
from helpers.i18n import _
from helpers.values.vietnamese import slug

from .questionnaire import Questions, RowKey, key_of
from .received_answers import Answer, Batch, Rejection

_ANOTHERS = _("expected a row that owners.csv gives to this office; leave it out, or tell who collects the numbers")
_LONGEST_KEY = 60


Line = Mapping[str, tuple[str, str]]  # column → (cell, value) of a line that was filled in


class Registers:
    """The rows that the lines of a register become. What a row lacks or names wrongly the check of the data says, at its cell."""

    def __init__(self, questions: Questions, office: Office, made: Batch) -> None:
        self.questions, self.office, self.made = questions, office, made

    def add(self, table: Table, sheet: str, lines: Iterable[Line]) -> None:
        """Take the lines of a register in, those of another office and those that say a row again aside."""
        known, there, taken = self._known(table), self._there(table), dict[RowKey, tuple[str, Row]]()
        for line in lines:
            row = self._row(table, line, known, [row for _cell, row in taken.values()])
            (first, said), key = line[table.listed[0]], key_of(table.name, row)
            cell, _row = taken.setdefault(key, (first, row))
            if self.questions.owners.of(table.name, row) != self.office:
                self.made.rejections.append(Rejection(sheet, first, said, _ANOTHERS, table.title))
            elif cell != first:
                once = _("expected each row once; cell {cell} has it too", cell=cell)
                self.made.rejections.append(Rejection(sheet, first, said, once, table.title))
            else:
                old = there.get(key, {})
                named = next((row[name][:60] for name in table.naming if row.get(name)), table.row_id(row))
                label = f"{table.title}, {named}"
                self.made.answers.extend(
                    Answer(table.name, column, row, label, sheet, cell, value, value, old.get(column, ""))
                    for column, (cell, value) in line.items()
                    if column not in table.full_key
                )

    def _there(self, table: Table) -> dict[RowKey, Row]:
        """The CSV's rows of the period, and those without a period, by their key."""
        rows = self.questions.rows(table.name).values()
        return {key_of(table.name, row): row for row in rows if row["period"] in (self.questions.period, "")}

    def _known(self, table: Table) -> list[Row]:
        """Rows whose keys go on: the period's own, then those that a register of the same things had last time."""
        again = self.questions.earlier if table.next.rows == "measured" else ()
        return [*self._there(table).values(), *(row for each in again for row in each.records[table.name].values())]

    def _row(self, table: Table, line: Line, known: list[Row], before: list[Row]) -> Row:
        """The row that a line becomes; one that is there already keeps its key and its place."""
        row = dict.fromkeys(table.columns, "") | {name: value for name, (_cell, value) in line.items()}
        row["period"] = self.questions.period
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


def _alike(table: Table, one: Row, other: Row) -> bool:
    """Whether two rows are the same thing: by the first that both have of what their key is made of; else by their key;
    where that is but a place in an order, by all their words."""
    if table.made:
        return all(_same(table, tuple(of), one, other) for of in table.made.values())
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
    text = next((row[name] for name in of if row[name]), "")
    plain = text if " " not in text else slug(text)[:_LONGEST_KEY].strip("-")
    return next(key for at in range(1, len(taken) + 2) if (key := plain if at == 1 else f"{plain}-{at}") not in taken)
