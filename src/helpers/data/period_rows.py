"""Periods: the choice of one, what it is compared with, and the rows that its edition sees.

Editions and freshness both read a period's rows here, so what a section saw and what a build compares cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from ..errors import wrong_input
from ..i18n import _
from .absences import Absences
from .code_validity import Validity
from .datapackage import Declared
from .expressions import ROWS, Expression, ExpressionError, Select, selection, selections
from .indexed_rows import Row, Rows
from .read_record import BEFORE_ROWS, STANDING, Read
from .reporting_period import KEY, Span


def compared_with(periods: Rows, row: Row, organisation: Rows) -> str:
    """The period that one is compared with: the same of last year, else the previous, else the last one before it.

    row: that of periods.csv, which need not be among `periods`. organisation: who reports in which period; one that
    only lends some numbers to compare with is no edition. Empty where the period is the first.

    >>> of = Rows({2: {"period": "2024-H1"}, 3: {"period": "2024"}})
    >>> rows = Rows({2: {"period": "2024-H1", "date_to": "2024-06-30"}, 3: {"period": "2024", "date_to": "2024-12-31"}})
    >>> compared_with(rows, {"last_year": "2024-H1", "previous": "2024", "date_from": "2025-01-01"}, of)
    '2024-H1'
    >>> compared_with(rows, {"last_year": "2023-H1", "previous": "2023", "date_from": "2024-07-01"}, of)
    '2024-H1'
    """

    def rank(each: Row) -> tuple[bool, bool, str]:
        return each["period"] == row["last_year"], each["period"] == row["previous"], each["date_to"]

    reported = organisation.by("period")
    before = [each for each in periods.values() if each["period"] in reported and each["date_to"] < row["date_from"]]
    return max(before, key=rank)["period"] if before else ""


def refuse_other_months(of: Expression, since: str, own: Row) -> None:
    """Raises ExpressionError where a change would compare a period with one of other months of the year.

    of, since: what changes, and since which period. own: the edition's row of periods.csv.

    >>> from helpers.data.expressions import parse
    >>> of, own = parse("licences.licences()", Edition("2024-H1").tables), {"period": "2025", "last_year": "2024", "previous": "2025-H1"}
    >>> refuse_other_months(of, "@last_year", own)
    >>> refuse_other_months(of, "@previous", own)
    Traceback (most recent call last):
    helpers.data.expressions.ExpressionError: 2025 is not compared with 2025-H1, which has other months of the year: compare the same months of another year, or print both figures, one with period='2025-H1'
    """
    now = {select.period or own["period"] for select in selections(of)}
    *periods, then = (own.get(period.removeprefix("@"), period) for period in (*sorted(now), since))
    for period in periods if all(map(KEY.fullmatch, (*periods, then))) else ():
        if Span.of(period)[2:] != Span.of(then)[2:]:
            there = {"one": period, "other": then}
            said = _("{one} is not compared with {other}, which has other months of the year", **there)
            remedy = _(
                "compare the same months of another year, or print both figures, one with period={other!r}", **there
            )
            raise ExpressionError(f"{said}: {remedy}")


class PeriodRows:
    """The rows of one period, table by table, with decided corrections applied.

    Of the rows that stand in every period those are left out which name what does not hold in it (validity.csv), of its
    sentences those which it says it does not have (absences.csv).

    period: its key; empty: the rows of every period. read: gives all rows of a table.
    """

    def __init__(self, period: str, read: Callable[[str], Rows], tables: Declared) -> None:
        self.period, self._read, self.tables = period, read, tables
        self._rows: dict[str, Rows] = {}
        self.corrected: dict[tuple[str, int, str], str] = {}  # table, line, column → the text as it was reported

    def rows(self, table: str) -> Rows:
        """A table's rows, none of one that is not declared. Raises InputError for a correction of the table that does not fit it."""
        if table not in self._rows:
            rows = self._read(table)
            own = self.period and table in self.tables and self.tables[table].periodic
            self._rows[table] = rows.where((("period", (self.period, STANDING)),)) if own else rows
            if table not in BEFORE_ROWS:
                self._leave_out(table)
                for line, correction, cell in self._corrections:
                    if cell.table == table:
                        self._apply(line, correction, cell)
        return self._rows[table]

    @cached_property
    def absences(self) -> Absences:
        """What the period says it does not have."""
        return Absences(self.rows("absences"), self.tables)

    def seen(self, read: Read) -> list[list[list[int | str]]]:
        """All that a read can have seen: lines, keys and cells of its rows, and the lists of the codes in them.

        >>> alerts = Rows({2: {"period": "2024-H1", "monitor": "server", "severity": "high", "alerts": "5"}})
        >>> codes = Rows({2: {"list": "severity", "code": "high", "order": "1", "label": "Cao"}})
        >>> tables = {"alerts": alerts, "codes": codes} | dict.fromkeys(("corrections", "periods", "validity"), Rows())
        >>> rows = PeriodRows("2024-H1", tables.__getitem__, Edition("2024-H1").tables)
        >>> rows.seen(Read("alerts", (), ("alerts",), "2024-H1"))
        [[[2, 'server', 'high', '5']], [[2, 'severity', 'high', '1', 'Cao']]]
        """
        table = self.tables[read.table]
        looked_at = dict.fromkeys((*table.key, *(name for name, _ in read.where), *read.columns))
        lists = tuple(sorted({table.columns[name].codes for name in looked_at} - {""}))
        rows = [found for found in self.rows(read.table).where(read.where).items() if read.sees(found[1])]
        codes = self.rows("codes").where((("list", lists),)).items() if lists else ()
        return [
            [[line, *(row[name] for name in looked_at)] for line, row in rows],
            [[line, *row.values()] for line, row in codes],
        ]

    def _leave_out(self, table: str) -> None:
        """Leave out standing rows of what does not hold in the period, and sentences that it does not have."""
        if self.period and table == "statements":
            rows = self._rows[table].items()
            self._rows[table] = Rows((line, row) for line, row in rows if not self.absences.covers(table, row))
        validity = Validity(self.rows("validity"))
        for period in self.rows("periods").values() if self.period and validity else ():
            rows = self._rows[table].items()
            self._rows[table] = Rows(
                (line, row)
                for line, row in rows
                if row.get("period", STANDING) != STANDING
                or not any(validity.out_of_time(self.tables[table], row, period))
            )

    @cached_property
    def _corrections(self) -> list[tuple[int, Row, Select]]:
        """The decided corrections, each with the cell that it names."""
        return [(line, row, corrected_cell(line, row, self.tables)) for line, row in self.rows("corrections").items()]

    def _apply(self, line: int, correction: Row, cell: Select) -> None:
        """Apply one correction; refuse it if its old value no longer stands there."""
        rows, own = self._rows[cell.table], ("period", (correction["period"], STANDING))
        there = ("corrections.csv", line)
        lines = list(rows.where((*cell.where, own) if cell.declared.periodic else cell.where))
        if len(lines) != 1:
            expected, remedy = _("one cell, not {count}", count=len(lines)), _("Name every dimension.")
            raise wrong_input(*there, "figure", correction["figure"], expected, remedy, code="not_one_cell")
        found = rows[lines[0]]
        if found[cell.column] != correction["old"]:
            stands = {"table": cell.table, "lines": lines[0], "found": found[cell.column]}
            expected = _("the value that {table}.csv, line {lines} has: {found}", **stands)
            remedy = _("Look at the cell again; delete the correction or renew it.")
            raise wrong_input(*there, "old", correction["old"], expected, remedy, code="outdated_correction")
        self._rows[cell.table] = Rows(rows | {lines[0]: {**found, cell.column: correction["new"]}})
        self.corrected[cell.table, lines[0], cell.column] = correction["old"]


def corrected_cell(line: int, correction: Row, tables: Declared) -> Select:
    """The cell that a correction names. Raises InputError with the line where it names none."""
    try:
        cell = selection(correction["figure"], tables)
        if cell.column == ROWS or cell.period:
            raise ExpressionError(_("Name the cell, not a computation"))
        if cell.table in BEFORE_ROWS:
            said = _("A correction of {table}.csv would not be read: change the file itself", table=cell.table)
            raise ExpressionError(said)
    except ExpressionError as error:
        expected, found = _("one cell, such as table.column(dimension='code')"), correction["figure"]
        raise wrong_input(
            "corrections.csv", line, "figure", found, expected, f"{error}.", code="bad_expression"
        ) from None
    return cell
