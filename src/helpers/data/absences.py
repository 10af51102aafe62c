"""What a period says it does not have (absences.csv): "không phát sinh" is a row, not a gap."""

from .datapackage import Declared
from .expressions import Select, rows_of_line
from .indexed_rows import Row, Rows

NONE = "none"  # it could have occurred and did not: it counts as 0
ENDED = "ended"
NOTHING_THERE = (NONE, ENDED)  # of such a row there was nothing to count
NOTHING = "Không phát sinh"  # how an office says so, beside the 0 that it reports
AWAITED = "awaited"  # whoever knows has said why it is not there yet; it is still missing


class Absences:
    """The rows of absences.csv. tables: those whose rows they name. Raises InputError for one that names none.

    >>> tables = Edition("2024-H1").tables
    >>> from helpers.data.expressions import rows_named
    >>> absences = Absences(Rows({2: {"rows": "alerts.rows(monitor='server')", "state": "none"}}), tables)
    >>> absences.none_of(rows_named("alerts.rows(monitor='server', severity='high')", tables))
    2
    >>> absences.none_of(rows_named("alerts.rows(severity='high')", tables))
    0
    """

    def __init__(self, rows: Rows, tables: Declared) -> None:
        self._said = [(line, row, rows_of_line("absences", line, row, tables)) for line, row in rows.items()]

    def none_of(self, select: Select) -> int:
        """The line that says of a selection, or of a wider one, that nothing of it occurred; 0 where none does."""
        lines = (line for line, said, rows in self._said if said["state"] == NONE and rows.includes(select))
        return next(lines, 0)

    def covers(self, table: str, row: Row) -> bool:
        """Whether a row is among those that are said not to be there, or not to be stated."""
        return any(said["state"] != AWAITED for said in self.about(table, row))

    def ended(self, table: str, row: Row) -> bool:
        """Whether a row is among those that are said to have ended."""
        return any(said["state"] == ENDED for said in self.about(table, row))

    def about(self, table: str, row: Row) -> list[Row]:
        """Those that are about a row, or about rows among which it is."""
        return [said for _line, said, rows in self._said if rows.takes(table, row)]
