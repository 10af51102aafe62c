"""Who owns a row of the data, and by when its numbers are due (offices.csv, owners.csv): for every period, typed once."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from ..errors import Problem, refuse
from ..i18n import _
from .expressions import ExpressionError, Select, rows_named
from .indexed_rows import Row, Rows
from .table_registry import example

AGENCY = "agency"  # the column of a table that many agencies report, each its own rows; its sums are the edition's


class Office(NamedTuple):
    """A division or an agency that knows numbers. `due_days`: after a period's last day; below 0: before it."""

    office: str
    name: str
    contact: str
    due_days: int
    collects: bool

    @classmethod
    def of(cls, row: Row) -> Office:
        return cls(row["office"], row["name"], row["contact"], int(row["due_days"]), row["collects"] == "true")

    def due(self, period: Row) -> dt.date:
        """The day by which it sends a period's numbers; period: the row of periods.csv.

        >>> half_year = {"period": "2024-H1", "date_to": "2024-06-30"}
        >>> Office("P.BCVT", "Phòng Bưu chính - Viễn thông", "Trưởng phòng", -33, False).due(half_year)
        datetime.date(2024, 5, 28)
        """
        return dt.date.fromisoformat(period["date_to"]) + dt.timedelta(days=self.due_days)


class Owners:
    """The offices in the order of offices.csv, and which of them owns a row.

    A line without an office names agencies, each of which owns the rows with its own mark in the column `agency`.
    Raises InputError with every line of owners.csv that names no rows, or no agency of offices.csv.

    >>> offices = Rows({2: {"office": "VP", "name": "Văn phòng", "contact": "", "due_days": "0", "collects": "true"}})
    >>> Owners(offices, Rows({2: {"rows": "alerts.rows()", "office": "VP"}})).of("alerts", {}).name
    'Văn phòng'
    """

    def __init__(self, offices: Rows, owners: Rows) -> None:
        self.offices = {row["office"]: Office.of(row) for row in offices.values()}
        self._owned: dict[str, list[tuple[Select, str]]] = {}
        problems = []
        for line, row in owners.items():
            try:
                select = rows_named(row["rows"])
                if not row["office"]:
                    self._check_agencies(select)
            except ExpressionError as error:
                expected = _("the rows of one table, such as {example}", example=example("rows"))
                problems.append(
                    Problem("owners.csv", line, "rows", row["rows"], expected, f"{error}.", code="bad_expression")
                )
                continue
            self._owned.setdefault(select.table, []).append((select, row["office"]))
        refuse(problems)

    @property
    def collector(self) -> Office | None:
        """The office to which the others send their numbers; None where no row says it collects."""
        return next((office for office in self.offices.values() if office.collects), None)

    def of(self, table: str, row: Row) -> Office | None:
        """Who owns a row: of the lines that take it the one with the most conditions; None where none does."""
        takes = [(select, office) for select, office in self._owned.get(table, ()) if select.takes(table, row)]
        return self.offices.get(max(takes, key=lambda taken: len(taken[0].where))[1] or row[AGENCY]) if takes else None

    def named(self, table: str) -> set[str]:
        """The offices that own rows of a table."""
        return {office for _, office in self._owned.get(table, ()) if office}.union(self.agencies(table))

    def agencies(self, table: str) -> list[str]:
        """The agencies that are to report a table, each its own rows, in the order of owners.csv."""
        lines = [select for select, office in self._owned.get(table, ()) if not office]
        return list(dict.fromkeys(agency for select in lines for agency in _agencies(select)))

    def tables(self) -> list[str]:
        """The tables of which somebody owns rows, in the order of owners.csv."""
        return list(self._owned)

    def _check_agencies(self, select: Select) -> None:
        unknown = [agency for agency in _agencies(select) if agency not in self.offices]
        if unknown or not _agencies(select):
            why = _("{unknown} not in offices.csv", unknown=", ".join(unknown)) if unknown else _("no office")
            said = _("{said}: name the office, or agencies of offices.csv (agency=['A', 'B'])", said=why)
            raise ExpressionError(said)


def _agencies(select: Select) -> tuple[str, ...]:
    return dict(select.where).get(AGENCY, ())
