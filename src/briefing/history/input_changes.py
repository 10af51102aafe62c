"""What of the inputs is not the same in two versions: cells, rows, notebooks, the program."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from helpers.data.datapackage import Table
from helpers.data.indexed_rows import Row
from helpers.data.period_rows import corrected_cell
from helpers.data.read_record import STANDING
from helpers.data.source_reference import origin
from helpers.values.sources import Cell

from ..build.version_contents import BESIDE, REVISED, Version


@dataclass(frozen=True)
class Cause:
    """One change of the inputs: a cell, a row, a file of the notebooks or the program (is_code).

    place: the cell in the language of figures, the file. old, new: the texts, empty where there was no such row. by, reason: who
    decided, and why, where a row says so. finding: of which it was decided. cells: of the older version (0) and the newer one (1).
    """

    place: str
    old: str = ""
    new: str = ""
    by: str = ""
    reason: str = ""
    finding: str = ""
    cells: frozenset[tuple[int, Cell]] = frozenset()
    is_code: bool = False


def causes(a: Version, b: Version) -> list[Cause]:
    """Every change of the inputs from one version to another."""
    return [*_cells(a, b), *_code(a, b)]


def _cells(a: Version, b: Version) -> Iterator[Cause]:
    for name, table in {**a.tables.declared, **b.tables.declared}.items():
        if name in BESIDE or a.inputs.get(f"data/{name}.csv") == b.inputs.get(f"data/{name}.csv"):
            continue
        before, after = _by_key(a, table), _by_key(b, table)
        for key in dict.fromkeys((*before, *after)):
            was, now = before.get(key), after.get(key)
            old, new = (side[1] if side else Row() for side in (was, now))
            columns = [name for name in dict.fromkeys((*old, *new)) if old.get(name) != new.get(name)]
            if columns and name == "corrections":
                yield _correction(a, b, was, now)
            elif columns:
                yield from (_cause(table, b, was, now, name) for name in (columns if was and now else [""]))


_Line: TypeAlias = tuple[int, Row] | None


def _by_key(version: Version, table: Table) -> dict[tuple[str | int, ...], tuple[int, Row]]:
    """Key → line and row, of every period; rows without a key of their own are told apart by their place."""
    found: dict[tuple[str | int, ...], tuple[int, Row]] = {}
    seen = Counter[tuple[str, ...]]()
    for line, row in version.tables.rows(table.name).items():
        key = tuple(row.get(name, "") for name in table.full_key)
        seen[key] += 1
        found[*key, seen[key]] = line, row
    return found


def _cause(table: Table, b: Version, was: _Line, now: _Line, column: str = "") -> Cause:
    """A changed cell; without a column a row that only one version has."""
    row = (now or was or (0, {}))[1]
    own = "" if "period" in table.key else row.get("period", "")
    place = table.place(row, column, own if own not in (b.period, STANDING) else "")
    old, new = (_words(side, column) for side in (was, now))
    lines = ((side, line) for side, line in enumerate((was, now)) if line)
    cells = {(side, (table.name, line[0], name)) for side, line in lines for name in ([column] if column else line[1])}
    return Cause(place, old, new, *_who(row), row.get("finding", ""), frozenset(cells))


def _words(side: _Line, column: str) -> str:
    if side is None or column:
        return side[1].get(column, "") if side else ""
    return ", ".join(value for name, value in side[1].items() if value and name not in ("period", "source"))


def _correction(a: Version, b: Version, was: _Line, now: _Line) -> Cause:
    """What a row of corrections.csv makes of its cell, or made."""
    line, row = now or was or (0, {})
    cell = corrected_cell(line, row, (b if now else a).tables.declared)
    cells = {
        (side, (cell.table, at, cell.column))
        for side, version in enumerate((a, b))
        for at in version.tables.of_period(row["period"]).rows(cell.table).where(cell.where)
    }
    old, new = (side[1]["new"] if side else row["old"] for side in (was, now))
    return Cause(row["figure"], old, new, *(_who(row) if now else ("", "")), "", frozenset(cells))


def _who(row: Row) -> tuple[str, str]:
    """Who decided or asked, and why; of what was imported, the workbook."""
    imported = origin(row.get("source", ""))
    by = row.get("decided_by", row.get("asked_of", f"{imported.file}, {imported.sheet}" if imported else ""))
    return by, row.get("reason", row.get("question", ""))


def _code(a: Version, b: Version) -> Iterator[Cause]:
    """Files of the notebooks and of the program, the declaration of the tables and the lock, that are not the same."""
    old, new = (one.inputs | one.program for one in (a, b))
    for name in sorted(name for name in {*old, *new} if old.get(name) != new.get(name)):
        if not name.endswith(".csv") and name != REVISED:  # which a build has written
            yield Cause(name, is_code=True)
