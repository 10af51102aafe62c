"""Which rows an edition reads: its period's, those that it is compared with, and a note of whatever was looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path
from typing import Self

from ..data import evaluation, expressions
from ..data.absences import Absences
from ..data.code_validity import Validity
from ..data.data_owners import Owners
from ..data.datapackage import QUALIFIER, Declared, Table, declared_in
from ..data.expressions import ExpressionError, Select
from ..data.indexed_rows import Records, Row, Rows, Where
from ..data.period_rows import PeriodRows, compared_with
from ..data.period_sums import of_parts
from ..data.read_record import STANDING, Read
from ..data.reporting_period import Span, choose_period
from ..data.validation import check
from ..errors import InputError, Problem, nearest, refuse, unknown_name
from ..i18n import _
from ..project import Project, project_of
from ..values.display_bundle import to_text
from ..values.sourced_text import Code, Day, Document, Text
from ..values.sources import Cells

HISTORY = 5  # periods before an edition's own that the audit looks at, last years or previous ones: what is usual, and no more
_BEFORE = tuple(name[1:] for name in expressions.COMPARED)  # columns of periods.csv
_noted: set[Read] = set()


def reads() -> list[Read]:
    """What all editions of this process have read since this was last asked for: a build asks after each section."""
    read = sorted(_noted)
    _noted.clear()
    return read


def note_reads(found: Iterable[Read]) -> None:
    """Remember what was read elsewhere for what is shown here: a build runs the section again when it changes."""
    _noted.update(found)


class PeriodData:
    """One period's rows, with decided corrections, and whatever is looked at among them noted before it is: errors are
    answers, too (see `reads`). Arguments as of `Edition`.
    """

    def __init__(
        self,
        period: str = "",
        data_dir: str | Path = "",
        checked: bool = False,
        rows: dict[str, Rows] | None = None,
        project: Project | None = None,
        tables: Declared | None = None,
    ) -> None:
        self.project = project or project_of(Path(data_dir))
        self.data = Path(data_dir) if data_dir else self.project.data
        self.is_of_build = self.project.is_checked(self.data)
        self.tables = declared_in(self.data, checked=not self.is_of_build) if tables is None else tables
        self._all_rows = {} if rows is None else rows
        self.names_period = False
        self._others: dict[str, Self] = {}
        self._checked = checked or self.is_of_build
        self._elsewhere = "" if self.is_of_build else str(self.data.resolve())
        self.reads: set[Read] = set()
        self.period = ""
        periods = self._read("periods")
        if period not in [row.get("period") for row in periods.values()]:  # the newest, or an error that names them all
            self._note_read("periods", (), ("period", "date_to"))
        self.period = choose_period(periods, period)
        self._note_read("periods", (), ("period",))
        self._own = PeriodRows(self.period, self._read, self.tables)

    def of(self, period: str) -> Self:
        """The edition of another period of the same data, which its keys name. Raises ExpressionError for an unknown one.

        >>> edition = Edition("2024-H1")
        >>> edition.of(f"{edition.year}-H1").period  # the quarters of a half-year, too: f"{edition.year}-Q1", edition.parts
        '2024-H1'
        """
        period = to_text(period)
        if period not in self._others:
            try:
                other = type(self)(period, self.data, self._checked, self._all_rows, self.project, self.tables)
            except InputError as error:
                raise ExpressionError(str(error)) from None
            other.names_period = True
            self._others[period] = other
        return self._others[period]

    @cached_property
    def followed(self) -> Self | None:
        """The edition of the period that this one follows (see `compared_with`); None for the first one."""
        self._note_table("periods", shown=False)
        self._note_read("organisation", (), ("period",), shown=False, earlier=True)
        (row,) = self._rows("periods").values()
        period = compared_with(self._read("periods"), row, self._read("organisation"))
        return self.of(period) if period else None

    @cached_property
    def parts(self) -> dict[str, Self | None]:
        """The editions of the periods of which this one can consist, such as its quarters; None for one that has not begun."""
        keys = next(Span.of(self.period).parts(self._periods, begun=True), [])
        return {key: self.of(key) if key in self._periods else None for key in keys}

    def of_parts(self, table: Table) -> dict[str, Row]:
        """What the periods of which this one consists give of a table, by the rows' keys, whether or not it has rows of its own."""
        rows = cache(lambda key: PeriodRows(key, self._read, self.tables))
        return {table.row_id(row): row for row in of_parts(table, self.period, rows, list(self._periods))}

    @cached_property
    def base(self) -> Self | None:
        """The edition that this one is compared with: the one that it follows, or, while that has no numbers, its base."""
        other = self.followed
        return other.base or other if other and not other.measured else other

    @property
    def measured(self) -> bool:
        """Whether the period has rows that `briefing new` does not write: numbers that somebody has sent."""
        tables = (table for table in self.tables.values() if table.next.rows == "measured")
        return any(
            row["period"] and not table.unstated(row) for table in tables for row in self.records[table.name].values()
        )

    def before(self, name: str) -> Self | None:
        """The edition that this one is compared with: "last_year" or "previous" (periods.csv); None if it has no rows.

        >>> Edition("2024-H1").before("last_year") is None
        True
        """
        if name not in _BEFORE:
            raise unknown_name("edition.before", _("a period of its row in periods.csv"), name, _BEFORE)
        period = self.said_of_period(name)
        self._note_read("periods", (("period", (period,)),), ("period",), earlier=True)
        return self.of(period) if period in self._periods else None

    @cached_property
    def _compared(self) -> dict[str, str]:
        """What "@last_year" and "@previous" stand for."""
        return {name: self.said_of_period(name[1:]) for name in expressions.COMPARED}

    def said_of_period(self, column: str) -> str:
        self._note_read("periods", (("period", (self.period,)),), (column,))
        return self._row[column]

    @property
    def _row(self) -> Row:
        """The period's row of periods.csv."""
        return self._periods[self.period]

    @cached_property
    def _periods(self) -> dict[str, Row]:
        return {row["period"]: row for row in self._read("periods").values()}

    def _note_read(
        self, table: str, where: Where, columns: tuple[str, ...], shown: bool = True, earlier: bool = False
    ) -> None:
        """Remember what was asked for, so that a build knows which changes concern the section.

        shown: the section looked at it itself (see `cells_read`). earlier: among the rows of earlier periods, too; what is
        written of a later one changes nothing.
        """
        periods = ("", self._elsewhere, self.period) if earlier else (self.period, self._elsewhere)
        read = Read(table, where, columns, *periods)
        _noted.add(read)
        if shown:
            self.reads.add(read)

    def _note_table(self, name: str, where: Where = (), shown: bool = True) -> None:
        """Remember that rows of a table were asked for with all that they say."""
        self._note_read(name, where, tuple(self.tables[name].columns), shown)

    def _rows(self, name: str) -> Rows:
        """The rows of this period as checked text, with decided corrections applied."""
        return self._own.rows(name)

    @cached_property
    def records(self) -> Records:
        """Every table's rows as the audit reads them, and those of the periods that it is compared with."""
        found: dict[str, Records] = {}
        for name in expressions.COMPARED:
            if other := self.before(name[1:]):
                found[name] = found[other.period] = other._since(name, HISTORY)
        return Records(self.records_of(*self.tables), self.tables, found, self.project)

    def records_of(self, *tables: str) -> Records:
        """The rows of these tables as the audit reads them; a section that asks for them depends on no others."""
        for name in tables:
            self._note_table(name, shown=False)
        return Records({name: self._rows(name) for name in tables}, self.tables)

    @property
    def absences(self) -> Absences:
        """What the period says it does not have."""
        return self._own.absences

    @cached_property
    def owners(self) -> Owners:
        """The period's offices, and which of them owns a row."""
        known = self.records_of("offices", "owners")
        return Owners(known["offices"], known["owners"], self.tables)

    def _since(self, name: str, count: int) -> Records:
        """The rows of this period and, as far as there are so many, of those before it, each named so by the one after it."""
        other = self.before(name[1:]) if count > 1 else None
        before = {name: other._since(name, count - 1)} if other else {}
        return Records(self.records_of(*self.tables), self.tables, before)

    @property
    def corrected(self) -> dict[tuple[str, int, str], str]:
        """The cells that decided corrections have changed: table, line, column → the text as it was reported."""
        self.records_of(*self.tables)
        return dict(self._own.corrected)

    def _read(self, name: str) -> Rows:
        if name not in self._all_rows:
            header, rows = self.tables[name].read(self.data)
            if not self._checked:
                known = {} if name == "codes" else self.labels
                refuse(check(header, rows, self.tables[name], {each: [*codes] for each, codes in known.items()}))
            self._all_rows[name] = rows
        return self._all_rows[name]

    @cached_property
    def labels(self) -> dict[str, dict[str, str]]:
        """The labels of each list of codes.csv in their order, by code."""
        labels: dict[str, dict[str, str]] = {}
        for row in sorted(self._read("codes").values(), key=lambda row: float(row["order"])):
            labels.setdefault(row["list"], {})[row["code"]] = row["label"]
        return labels

    @cached_property
    def _validity(self) -> Validity:
        self._note_table("validity", shown=False)
        return Validity(self._read("validity"))

    def out_of_time(self, table: Table, row: Row) -> Iterator[str]:
        """The columns of a row, of whichever period, whose value does not hold in this one (validity.csv)."""
        return self._validity.out_of_time(table, row, self._row)

    def _rows_where(self, table: str, columns: tuple[str, ...] | None, **where: str | list[str]) -> Rows:
        """The rows of a table where dimensions have certain values. columns: as of `_matching`."""
        return self._matching(expressions.select(table, expressions.ROWS, self.tables, **where), columns)

    def _matching(self, select: Select, columns: tuple[str, ...] | None = None) -> Rows:
        """The rows of a selection; `columns` are those that the caller looks at, if not the selection's own."""
        if select.period not in ("", self.period):
            period = self._period_of(select)
            name = next((name for name, key in self._compared.items() if key == period), "")
            other = self.before(name[1:]) if name else self.of(period)  # none while one to be compared with has no row
            where = tuple((column, (period,) if column == "period" else values) for column, values in select.where)
            select = replace(select, where=where)
            return other._matching(select, columns) if other else self._taken(select, Rows())
        of_cells = tuple(name for name in (select.column, "unit", QUALIFIER) if name in select.declared.columns)
        own = select.declared.key if select.column == expressions.ROWS else of_cells
        self._note_read(select.table, select.where, own if columns is None else columns)
        rows = self._taken(select, self._rows(select.table))
        self._refuse_unknown(select, rows)
        return rows

    def _period_of(self, select: Select) -> str:
        """The period whose rows a selection asks for; empty where it is one to be compared with that has no name."""
        return self._compared.get(select.period, select.period) if select.period else self.period

    def _refuse_unknown(self, select: Select, rows: Rows) -> None:
        """Of the names by which rows are asked for, such as a fact's item: one that only this period lacks has no figure
        yet; one that is nowhere is a mistake of whoever wrote it."""
        table = select.declared
        for name, values in select.where:
            if name == "period" or (name,) != table.key or table.columns[name].kind != "text":
                continue
            unknown = {*values} - {row[name] for row in rows.values()}
            known = self._names(table.name, name) if unknown else ()
            for value in sorted(unknown.difference(known)) if known else ():
                there = {"name": name, "value": value, "table": table.name, "near": nearest(value, known)}
                raise ExpressionError(
                    _("{name} {value!r} is unknown: no period of {table}.csv has it; near: {near}", **there)
                )

    def _names(self, table: str, name: str) -> dict[str, None]:
        """By what a table's rows are asked for, in any period of this folder and of the project's own, for which notebooks are."""
        rows = [*self._read(table).values()]
        with suppress(InputError):  # no project around, or none that can be read
            rows += self.tables.rows(self.project.data, table).values()
        return dict.fromkeys(row[name] for row in rows if name in row)

    def _taken(self, select: Select, rows: Rows) -> Rows:
        """Those of some rows that a selection takes, whose codes are checked."""
        return evaluation.matching(select, rows, lambda codes: self.labels.get(codes, {}))

    def cells_read(self) -> set[tuple[str, int, str]]:
        """The cells that have been looked at so far."""
        return {
            (table, line, column)
            for table, where, columns, *_ in self.reads
            for line in self._rows(table).where(where)
            for column in columns
        }

    def lines(self, table: str, **where: str | list[str]) -> list[int]:
        """The CSV lines of the rows that match."""
        return list(self._rows_where(table, None, **where))

    def home(self, table: str, line: int) -> Self:
        """The edition of the period that a line of a file belongs to."""
        period = self._read(table)[line].get("period", STANDING)
        return self if period in (self.period, STANDING) else self.of(period)

    def _cells(self, name: str, rows: Rows, column: str) -> tuple[Cells, ...]:
        """The cells of a column in some rows of a table; of what is derived, those of the key that says it."""
        table = self.tables[name]
        derived = column in table.columns and table.columns[column].derived
        return (Cells(name, tuple(rows), table.full_key[0] if derived else column, table.titles),) if rows else ()

    # -- what cells say in words: texts, codes with their labels, days, documents ---------------------------------------------

    @cached_property
    def estimated(self) -> bool:
        """True if the period's figures are estimates (ước thực hiện)."""
        return self.text("periods", "estimated", period=self.period) == "true"

    @property
    def label(self) -> Text:
        """The period as the report's title names it: "6 tháng đầu năm 2024"."""
        return self.text("periods", "label", period=self.period)

    @property
    def date_to(self) -> Day:
        """The period's last day."""
        return Day.fromisoformat(str(self.text("periods", "date_to", period=self.period)))

    @property
    def year(self) -> Text:
        """The year in which the period ends."""
        last_day = self.text("periods", "date_to", period=self.period)
        return Text(last_day.partition("-")[0], last_day.cells)

    def codes(self, codes: str) -> list[str]:
        """The codes of a list that hold in the period, in order."""
        self._note_table("codes", (("list", (codes,)),))
        period = self._row
        return [code for code in self.labels.get(codes, {}) if self._validity.holds(codes, code, period)]

    def code(self, codes: str, code: str, role: str = "") -> Code:
        """A code of a list with its label, and the role that it plays in the column that holds it."""
        self._note_table("codes", (("list", (codes,)),))
        labels = self.labels.get(codes)
        if labels is None:
            raise unknown_name("edition.code", _("a list of codes.csv"), codes, self.labels)
        if code not in labels:
            raise unknown_name("edition.code", _("a code of {codes}", codes=codes), code, labels)
        return Code(code, labels[code], role, [*labels].index(code))

    def text(self, table: str, column: str, **where: str) -> Text:
        """The text of one cell; empty where no row matches."""
        asked = expressions.select(table, expressions.ROWS, self.tables, **where)
        expressions.columns_named(column, asked.declared)
        rows = self._matching(asked, (column,))
        for line, row in rows.items():
            return Text(row[column], self._cells(table, Rows({line: row}), column))
        return Text("")

    def organisation(self, column: str) -> Text:
        """What organisation.csv says of whoever reports. Raises InputError where the period has no row."""
        if not self._rows("organisation"):
            expected = _("a row for {period}: who reports, to whom and who signs", period=self.period)
            remedy = _("Add it: {columns}.", columns=", ".join(self.tables["organisation"].columns))
            raise InputError(Problem("organisation.csv", expected=expected, remedy=remedy, code="missing_organisation"))
        return self.text("organisation", column)

    def day(self, table: str, column: str, **where: str) -> Day | None:
        """The date of one cell."""
        return day_of(self.text(table, column, **where))

    def label_of(self, table: str, column: str, value: str) -> str:
        """What readers call a value of a column: the label of a code, else the value."""
        return self.labels.get(self.tables[table].columns[column].codes, {}).get(value, value)

    @cached_property
    def _documents(self) -> dict[str, Document]:
        found = {}
        for line, row in self._rows("documents").items():
            kind, day = self.labels["document_kind"][row["kind"]], day_of(row["date"])
            about = (row["document"], kind, row["number"], day, row["issuer"], row["title"])
            found[row["document"]] = Document(*about, self._cells("documents", Rows({line: row}), "document"))
        return found

    def document(self, key: str) -> Document:
        """A document of the register by its number as printed. Raises KeyError naming near ones."""
        self._note_table("documents", (("document", (key,)),))
        if key not in self._documents:
            self._note_read("documents", (), ("document",), shown=False)  # the error names near ones
            alike = [known for known in self._documents if known.split("/")[0] == key.split("/")[0]]
            near = ", ".join(alike) or nearest(key, self._documents)
            home = next((row["period"] for row in self._read("documents").values() if row["document"] == key), "")
            hint: str = _("; {owner} has it: empty the period of its row if it stands in every one", owner=home)
            hint = hint if home else ""
            if not self._validity.holds("documents.document", key, self._row):
                hint = _("; it holds {told}", told=self._validity.told("documents.document", key))
            there = {"key": key, "period": self.period, "near": near, "hint": hint}
            raise KeyError(_("document {key!r} is not in documents.csv for {period}; near: {near}{hint}", **there))
        return self._documents[key]

    def cited(self, section: str, role: str) -> list[Document]:
        """The documents a section cites in a role, in order."""
        rows = self._rows_where("citations", ("order", "document"), section=section, role=role)
        return [self.document(row["document"]) for row in sorted(rows.values(), key=in_order)]


def in_order(row: Row) -> int:
    return int(row["order"])


def day_of(value: str) -> Day | None:
    return Day.fromisoformat(value) if value else None
