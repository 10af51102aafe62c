"""Numbers that the files from which their rows are cited say otherwise: somebody has typed over them since."""

from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal
from functools import cache
from pathlib import Path

from helpers.data.datapackage import Field, Table
from helpers.data.reporting_period import Span
from helpers.data.rows import Row
from helpers.data.schema import TABLES, read_table
from helpers.data.source_reference import Origin, origin
from helpers.errors import InputError, Problem, refuse
from helpers.i18n import _
from helpers.values.vietnamese import shown

from ..order import SOURCES
from .form_reader import Unread, read_value
from .workbook import Book, open_workbook, text_of

_NUMBER = Field("value", "number")


def gate(data: Path, period: str) -> None:
    """Refuse numbers of a period, and of those of which it consists, that the cells which their rows cite say otherwise."""
    span, book_of, problems = Span.of(period), cache(open_workbook), list[Problem]()
    for table in (each for each in TABLES.values() if each.periodic and each.sourced):
        for line, row in read_table(data, table.name).items():
            if row["period"] and span.holds(row["period"]) and (found := origin(row["source"])):
                with suppress(InputError):  # nothing is kept of it, or it can no longer be read
                    book = book_of(data / SOURCES / row["period"] / found.file)
                    problems += _otherwise(table, line, row, found, book)
    refuse(problems)


def _otherwise(table: Table, line: int, row: Row, found: Origin, book: Book) -> Iterator[Problem]:
    """The numbers of a row that its cells say otherwise; of a row that cites one cell for several it is not known which."""
    numbers = [name for name in table.numbers if row[name]]
    for name in numbers:
        cell = found.cells.get(name, found.cells.get("", "") if len(numbers) == 1 else "")
        with suppress(ArithmeticError, Unread):  # words, such as that nothing occurred
            value = book.at(found.sheet, cell)
            read = text_of(value) if "" in book.sheets or value is None else read_value(value, _NUMBER, {})
            said = Decimal(read or row[name])
            if said != Decimal(row[name]):
                there = {"file": found.file, "sheet": found.sheet, "cell": cell, "said": shown(f"{said}")}
                expected = _("{said}, as cell {cell} of {file} ({sheet}) says, which its row cites", **there)
                remedy = _(
                    "Write that again, and correct it by corrections.csv; if it is from elsewhere, say so in `source`."
                )
                yield Problem(
                    f"{table.name}.csv", line, name, row[name], expected, remedy, code="cell_unlike_its_source"
                )
