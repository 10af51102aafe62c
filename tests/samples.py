"""Data made for tests: the frozen edition `tests/fixtures/made_up/data/`, and editions like it with other numbers."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from doors import PROJECT, read_tables, tables_of

from helpers.data import expressions
from helpers.data.indexed_rows import Records, Rows

FIXTURES = Path(__file__).parent / "fixtures"
SYNTHETIC = FIXTURES / "made_up" / "data"
PUBLISHED = Path(__file__).parent / "backtest" / "2024-H1" / "data"
TABLES = tables_of()
Tables = dict[str, list[dict[str, str]]]


def load(folder: Path = SYNTHETIC) -> Tables:
    return read_tables(folder)


def save(tables: Tables, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "datapackage.json").exists():
        shutil.copy(SYNTHETIC / "datapackage.json", folder)
    declared = tables_of(folder)
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, declared[name].written, extrasaction="ignore", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return folder


def frozen(name: str, base: Path = SYNTHETIC) -> Tables:
    """The tables of a folder of `fixtures/`, which holds those that are other than another edition's."""
    with TemporaryDirectory() as folder:
        data = Path(shutil.copytree(base, Path(folder, "data")))
        shutil.copytree(FIXTURES / name, data, dirs_exist_ok=True)
        return load(data)


def years() -> Tables:
    """The published half-year and three periods after it that nobody has reported.

    2025-H1, to be compared with it; 2025, a whole year after the district level has ended and the department has
    become part of another; 2026-H1, half filled, to be compared with 2025-H1.
    """
    return frozen("four_periods", PUBLISHED)


def second_year() -> Tables:
    """The frozen edition and the same period a year later, 2032-Q3: complete, confirmed, and nothing left over in its words."""
    return frozen("second_year")


def without(*names: str) -> Tables:
    """The frozen edition without the rows of some tables, and without what is stated of them."""
    tables = load()
    stated = [row for row in tables["controls"] if not any(f"{name}." in row["expression"] for name in names)]
    return tables | {name: [] for name in names} | {"controls": stated}


def numbered(number: int) -> Tables:
    """The frozen edition with a number of its own."""
    tables = load()
    find(tables, "licences", licence="newsletter")["licences"] = str(number + 1)
    return tables


def find(tables: Tables, table: str, **where: str) -> dict[str, str]:
    (row,) = [row for row in tables[table] if all(row[name] == value for name, value in where.items())]
    return row


def records(tables: Tables, *earlier: Tables, data: Path = SYNTHETIC) -> Records:
    """As the audit reads them: table → line → column → text, lines from 2; earlier: last year's, those before …, on later lines.

    data: the folder that declares them.
    """
    before = _moved(records(*earlier, data=data), 10000) if earlier else None
    made = {name: Rows(enumerate(rows, 2)) for name, rows in tables.items()}
    return Records(made, tables_of(data), {"@last_year": before} if before else {}, PROJECT)


def _moved(found: Records, by: int) -> Records:
    """The same rows on lines of their own, as in one file."""
    rows = {name: Rows((line + by, row) for line, row in own.items()) for name, own in found.items()}
    return Records(rows, found.tables, {name: _moved(other, by) for name, other in found.before.items()}, found.project)


def corrected(tables: Tables, data: Path) -> Tables:
    """The tables of a folder with their decided corrections, as an edition sees them."""
    found = {name: [dict(row) for row in rows] for name, rows in tables.items()}
    for correction in tables["corrections"]:
        cell = expressions.selection(correction["figure"], tables_of(data))
        find(found, cell.table, **{name: values[0] for name, values in cell.where})[cell.column] = correction["new"]
    return found
