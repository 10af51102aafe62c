"""A CSV as Excel saves it in Vietnam: semicolons or tabs, decimal commas, UTF-8 with BOM, UTF-16 or Windows-1258.

The plain readers go on refusing it: a data folder holds one form. Here it is read into the table of its name, so that
each change is shown before it is written.
"""

from __future__ import annotations

import csv
import hashlib
import io
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from openpyxl.utils import get_column_letter

from helpers.data.datapackage import Field, Table
from helpers.data.reading import read_rows
from helpers.data.rows import Row, Rows
from helpers.data.schema import TABLES
from helpers.problems import InputError, Problem, nearest

from .notation import Reading, Scale, read_number, read_value, tidy, unreadable
from .received import Answer, Received
from .remarks import Said
from .workbooks import bytes_of

LARGEST = 8_000_000  # bytes
MOST_TOLD = 20  # faults of one kind
_BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def read_csv(path: Path, data: Path) -> list[Received]:
    """What a CSV says, one result for each period in it, against the table of its name.

    Raises InputError for a name that no table has, for a header that is not the table's, and for broken rows.
    """
    table = TABLES.get(path.stem)
    if table is None or not table.periodic or not table.sourced:
        known = [name for name, each in TABLES.items() if each.periodic and each.sourced]
        raise InputError(
            Problem(
                path.name,
                expected="the name of a table with sources",
                remedy=f"Rename it: {nearest(path.stem, known)}.",
            )
        )
    content = bytes_of(path)
    if len(content) > LARGEST:
        found, expected = f"{len(content) / 1e6:,.0f} MB", f"at most {LARGEST / 1e6:g} MB"
        raise InputError(Problem(path.name, value=found, expected=expected, remedy="Import the rows of one period."))
    separator, header, rows = _grid(path.name, content, table)
    _check_periods(path.name, header, rows, [row["period"] for row in read_rows(data / "periods.csv")[1].values()])
    _check_once(path.name, header, rows, table)
    reader = _Lines(table, header, data, path.stem, separator)
    found: dict[str, Received] = {}
    for number, row in rows:
        period = row["period"]
        if period not in found:
            found[period] = Received(path, path.name, hashlib.sha256(content).hexdigest(), content, period)
        for answer in reader.answers(number, row):
            if answer.reading.values:
                found[period].answers.append(answer)
            else:
                said = answer.reading.said or Said("expected another value", "giá trị không đúng")
                found[period].remarks.append(said.at("refused", answer.sheet, answer.cell, answer.typed))
    return list(found.values())


def _check_periods(name: str, header: list[str], rows: list[tuple[int, Row]], known: list[str]) -> None:
    """Refuse rows of no period of the data: a period names a folder."""
    letter = get_column_letter(header.index("period") + 1)
    expected = f"a period of periods.csv: {', '.join(known)}"
    problems = [
        Problem(name, 0, f"{letter}{number}", row["period"], expected, "Correct it, or begin the period: briefing new.")
        for number, row in rows
        if row["period"] not in known
    ]
    if problems:
        raise InputError(problems[:MOST_TOLD])


def _check_once(name: str, header: list[str], rows: list[tuple[int, Row]], table: Table) -> None:
    """Refuse rows with the key of an earlier one: which of them counts, only somebody can say who knows them."""
    letter = get_column_letter(header.index(table.full_key[-1]) + 1)
    seen: dict[tuple[str, ...], int] = {}
    problems = []
    for number, row in rows:
        first = seen.setdefault(tuple(row[column] for column in table.full_key), number)
        if first != number:
            expected = f"each {' + '.join(table.full_key)} once; row {first} has it too"
            problems.append(Problem(name, 0, f"{letter}{number}", row[table.full_key[-1]], expected, "Delete one."))
    if problems:
        raise InputError(problems[:MOST_TOLD])


def decode(content: bytes) -> str:
    """The text of a CSV in NFC, whichever of Excel's encodings it has.

    >>> decode("mã;số\\n".encode("utf-16")), decode("ma\\u0303".encode("cp1258"))
    ('mã;số\\n', 'mã')
    """
    encoding = next((name for bom, name in _BOMS.items() if content.startswith(bom)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        text = "" if encoding == "utf-16" else content.decode("cp1258", errors="replace")
    return unicodedata.normalize("NFC", text)


def _grid(name: str, content: bytes, table: Table) -> tuple[str, list[str], list[tuple[int, Row]]]:
    """The separator, the header and the rows by their number in Excel."""
    text = decode(content)
    if "\ufffd" in text or not text.strip():
        raise InputError(
            Problem(
                name,
                expected="a text in UTF-8, UTF-16 or Windows-1258",
                remedy="Save it in Excel as “CSV UTF-8”; convert TCVN3 and VNI fonts with UniKey first.",
            )
        )
    text = text.lstrip("\r\n")
    first = text.splitlines()[0]
    separator = max(";\t,", key=first.count)
    try:
        grid = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise InputError(
            Problem(name, expected=f"rows as Excel writes them ({error})", remedy="Save it again in Excel.")
        ) from None
    header = [tidy(cell) for cell in (grid or [[]])[0]]
    needed = [column for column in table.full_key if column not in header]
    unknown = [column for column in header if column not in table.columns]
    if needed or unknown or len(set(header)) < len(header):
        expected = f"the columns {', '.join(table.columns)}, each once"
        raise InputError(
            Problem(
                name,
                1,
                ", ".join(needed or unknown),
                separator.join(header),
                expected,
                "Correct the first line; do not translate it.",
            )
        )
    wrong = [number for number, row in enumerate(grid, 1) if any(map(str.strip, row)) and len(row) != len(header)]
    if wrong:
        raise InputError(
            Problem(
                name,
                wrong[0],
                value=separator.join(grid[wrong[0] - 1])[:200],
                expected=f"{len(header)} cells as in the header",
                remedy="Look for a separator too many or too few.",
            )
        )
    unread = [
        Problem(name, 0, f"{get_column_letter(at)}{number}", cell[:60], expected, remedy)
        for number, row in enumerate(grid, 1)
        for at, cell in enumerate(row, 1)
        if (said := unreadable(cell))
        for expected, _, remedy in [said.english.removeprefix("expected ").partition("; ")]
    ]
    if unread:
        raise InputError(unread[:MOST_TOLD])
    return (
        separator,
        header,
        [
            (number, dict(zip(header, map(str.strip, row), strict=True)))
            for number, row in enumerate(grid, 1)
            if number > 1 and any(map(str.strip, row))
        ],
    )


class _Lines:
    def __init__(self, table: Table, header: list[str], data: Path, sheet: str, separator: str) -> None:
        self.table, self.header, self.sheet = table, header, sheet
        self.decimal_point = separator == ","  # a program's file, in which a point may begin decimals
        self.known = read_rows(data / f"{table.name}.csv")[1]
        self.codes = read_rows(data / "codes.csv")[1]

    def answers(self, number: int, row: Row) -> Iterator[Answer]:
        """The cells of one row outside its key; `source` is not read: the row comes from this file now."""
        key = self.table.full_key
        existing = self._existing(row)
        carried = {**dict.fromkeys(self.table.columns, ""), **existing, **{name: row[name] for name in key}}
        label = self.table.row_id(carried)
        for name in (name for name in self.header if name not in (*key, "source")):
            cell = f"{get_column_letter(self.header.index(name) + 1)}{number}"
            reading = self._read(self.table.columns[name], row[name], existing.get(name, ""), {**carried, **row})
            yield Answer(
                self.table.name,
                name,
                carried,
                f"{label}: {name}",
                self.sheet,
                cell,
                row[name],
                reading,
                existing.get(name, ""),
                existing.get(name, ""),
            )

    def _existing(self, row: Row) -> Row:
        found: Rows = self.known.where(tuple((name, (row[name],)) for name in self.table.full_key))
        return next(iter(found.values()), {})

    def _read(self, field: Field, text: str, old: str, row: Row) -> Reading:
        if text in ("", old):
            return Reading((text,))
        if field.kind == "number":
            unit = row.get("unit", "") if field.unit == "@unit" else field.unit
            scale = Scale.of(unit, Decimal(old) if old else None)
            counted = scale.whole and "." not in old and not self.decimal_point
            reading = read_number(text, scale._replace(whole=field.whole or counted))
            same = old and Decimal(old) in map(Decimal, reading.values)
            return Reading((old,)) if same else reading
        codes = self.codes.where((("list", (field.codes,)),)) if field.codes else {}
        labels = {each["code"]: each["label"] for each in codes.values()}
        return read_value(text, field, Scale("", False), labels)
