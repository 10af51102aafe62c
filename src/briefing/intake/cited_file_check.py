"""Numbers that the files from which their rows are cited say otherwise: somebody has typed over them since."""

import csv
import io
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path

from openpyxl.utils import get_column_letter

from helpers.data.csv_reader import decode
from helpers.data.datapackage import Field, Table
from helpers.data.reporting_period import Span
from helpers.data.rows import Row
from helpers.data.schema import TABLES, read_table
from helpers.data.source_reference import Origin, origin
from helpers.errors import InputError, Problem, refuse
from helpers.i18n import _
from helpers.values.vietnamese import shown

from ..order import SOURCES
from ..untrusted_files import bytes_of
from .form_reader import Unread, read_value
from .workbook import Value, open_workbook

_NUMBER = Field("value", "number")
Cells = Mapping[str, Value]  # "sheet!cell" → what stands there; of a CSV "cell"


def gate(data: Path, period: str) -> None:
    """Refuse numbers of a period, and of those of which it consists, that the cells which their rows cite say otherwise."""
    span, cells_of, problems = Span.of(period), cache(_cells), list[Problem]()
    for table in (each for each in TABLES.values() if each.periodic and each.sourced):
        for line, row in read_table(data, table.name).items():
            if row["period"] and span.holds(row["period"]) and (found := origin(row["source"])):
                cells = cells_of(data / SOURCES / row["period"] / found.file)
                problems += _otherwise(table, line, row, found, cells)
    refuse(problems)


def _otherwise(table: Table, line: int, row: Row, found: Origin, cells: Cells) -> Iterator[Problem]:
    """The numbers of a row that its cells say otherwise; of a row that cites one cell for several it is not known which."""
    numbers = [name for name in table.numbers if row[name]]
    alone = numbers[0] if len(numbers) == 1 and "" in found.cells else ""
    for name in numbers:
        cell = found.cells.get(name) or (found.cells[""] if name == alone else "")
        value = cells.get(f"{found.sheet}!{cell}", cells.get(cell)) if cell else None
        try:
            said = read_value(value, _NUMBER, {}) if value is not None else row[name]
        except Unread:  # words, such as that nothing occurred
            continue
        if Decimal(said) != Decimal(row[name]):
            there = {"file": found.file, "sheet": found.sheet, "cell": cell, "said": shown(said)}
            expected = _("{said}, as cell {cell} of {file} ({sheet}) says, which its row cites", **there)
            remedy = _(
                "Write that again, and correct it by corrections.csv; if it is from elsewhere, say so in `source`."
            )
            yield Problem(f"{table.name}.csv", line, name, row[name], expected, remedy, code="cell_unlike_its_source")


def _cells(path: Path) -> Cells:
    """What stands in the cells of a kept file; nothing in one that is not there or can no longer be read."""
    try:
        if path.suffix.lower() == ".xlsx":
            return open_workbook(path).cells
        rows = csv.reader(io.StringIO(decode(path.name, bytes_of(path)), newline=""))
        return {
            f"{get_column_letter(at)}{number}": float(text) if text.replace(".", "", 1).isdecimal() else text
            for number, row in enumerate(rows, 1)
            for at, text in enumerate(row, 1)
            if text
        }
    except (InputError, OSError):
        return {}
