"""What a period says it does not have (absences.csv): "không phát sinh" is a row, not a gap."""

from .datapackage import Declared
from .expressions import Select, rows_named
from .indexed_rows import Row, Rows

NONE = "none"  # it could have occurred and did not: it counts as 0
ENDED = "ended"
NOTHING_THERE = (NONE, ENDED)  # of such a row there was nothing to count
NOTHING = "Không phát sinh"  # how an office says so, beside the 0 that it reports
AWAITED = "awaited"  # whoever knows has said why it is not there yet; it is still missing


class Absences:
    """The rows of absences.csv. tables: those whose rows they name.

    >>> tables = Edition("2024-H1").tables
    >>> absences = Absences(Rows({2: {"rows": "alerts.rows(monitor='server')", "state": "none"}}), tables)
    >>> absences.none_of(rows_named("alerts.rows(monitor='server', severity='high')", tables))
    2
    >>> absences.none_of(rows_named("alerts.rows(severity='high')", tables))
    0
    """

    def __init__(self, rows: Rows, tables: Declared) -> None:
        self._rows, self._tables = rows, tables

    def none_of(self, select: Select) -> int:
        """The line that says of a selection, or of a wider one, that nothing of it occurred; 0 where none does."""
        for line, row in self._rows.items():
            if row["state"] == NONE and rows_named(row["rows"], self._tables).includes(select):
                return line
        return 0

    def covers(self, table: str, row: Row) -> bool:
        """Whether a row is among those that are said not to be there, or not to be stated."""
        return any(said["state"] != AWAITED for said in self.about(table, row))

    def ended(self, table: str, row: Row) -> bool:
        """Whether a row is among those that are said to have ended."""
        return any(said["state"] == ENDED for said in self.about(table, row))

    def about(self, table: str, row: Row) -> list[Row]:
        """Those that are about a row, or about rows among which it is."""
        return [said for said in self._rows.values() if rows_named(said["rows"], self._tables).takes(table, row)]
