"""What a period says it does not have (absences.csv): "không phát sinh" is a row, not a gap."""

from .expressions import Select, rows_named
from .indexed_rows import Row, Rows

NONE = "none"  # it could have occurred and did not: it counts as 0
NOTHING_THERE = (NONE, "ended")  # of such a row there was nothing to count
NOTHING = "Không phát sinh"  # how an office says so, beside the 0 that it reports
AWAITED = "awaited"  # whoever knows has said why it is not there yet; it is still missing


def declared_none(absences: Rows, select: Select) -> int:
    """The line that says of a selection, or of a wider one, that nothing of it occurred; 0 where none does.

    >>> absences = Rows({2: {"rows": "alerts.rows(monitor='server')", "state": "none"}})
    >>> declared_none(absences, rows_named("alerts.rows(monitor='server', severity='high')"))
    2
    >>> declared_none(absences, rows_named("alerts.rows(severity='high')"))
    0
    """
    for line, row in absences.items():
        if row["state"] == NONE and rows_named(row["rows"]).includes(select):
            return line
    return 0


def covers(absences: Rows, table: str, row: Row) -> bool:
    """Whether a row is among those that are said not to be there, or not to be stated."""
    return any(said["state"] != AWAITED for said in said_of(absences, table, row))


def said_of(absences: Rows, table: str, row: Row) -> list[Row]:
    """The absences that are about a row, or about rows among which it is."""
    return [absence for absence in absences.values() if rows_named(absence["rows"]).takes(table, row)]
