"""Who owns a row of the data, and by when its numbers are due (offices.csv, owners.csv): for every period, typed once."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from .datapackage import Declared
from .expressions import Select, rows_named
from .indexed_rows import Row, Rows


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

    >>> offices = Rows({2: {"office": "VP", "name": "Văn phòng", "contact": "", "due_days": "0", "collects": "true"}})
    >>> owners = Rows({2: {"rows": "alerts.rows()", "office": "VP"}})
    >>> Owners(offices, owners, Edition("2024-H1").tables).of("alerts", {}).name
    'Văn phòng'
    """

    def __init__(self, offices: Rows, owners: Rows, tables: Declared) -> None:
        self.offices = {row["office"]: Office.of(row) for row in offices.values()}
        self._owned: dict[str, list[tuple[Select, str]]] = {}
        for row in owners.values():
            select = rows_named(row["rows"], tables)
            self._owned.setdefault(select.table, []).append((select, row["office"]))

    @property
    def collector(self) -> Office | None:
        """The office to which the others send their numbers; None where no row says it collects."""
        return next((office for office in self.offices.values() if office.collects), None)

    def of(self, table: str, row: Row) -> Office | None:
        """Who owns a row: of the lines that take it the one with the most conditions; None where none does."""
        takes = [(select, office) for select, office in self._owned.get(table, ()) if select.takes(table, row)]
        return self.offices.get(max(takes, key=lambda taken: len(taken[0].where))[1]) if takes else None

    def tables(self) -> list[str]:
        """The tables of which somebody owns rows, in the order of owners.csv."""
        return list(self._owned)
