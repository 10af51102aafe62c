"""A stranger's workbook or CSV, opened once and with care: the values of its cells and where its names stand, nothing else.

Nothing in it is run, followed or fetched, and it is no larger than a report's files are.
"""

import csv
import datetime as dt
import io
import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple, TypeAlias

import openpyxl
from openpyxl.utils import get_column_letter

from helpers.data.csv_reader import decode
from helpers.i18n import _

from ..untrusted_files import bytes_of, not_read, office_parts

_SEND = _("send it back to the office, or open it in Excel or LibreOffice and save it as .xlsx")
_PLACE = re.compile(r"'?(?P<sheet>.+?)'?!(?P<cell>\$?[A-Z]+\$?\d+(?::\$?[A-Z]+\$?\d+)?)")


Value: TypeAlias = str | int | float | bool | dt.date | dt.time | dt.timedelta | None


class Book(NamedTuple):
    """sheets: name → cell → value, a formula as it is written; names: defined name → "sheet!cell"; percent: cells shown in percent."""

    name: str
    content: bytes
    sheets: Mapping[str, Mapping[str, Value]]
    names: Mapping[str, str]
    percent: frozenset[str]
    saved: str

    @property
    def cells(self) -> dict[str, Value]:
        return {f"{sheet}!{cell}": value for sheet, cells in self.sheets.items() for cell, value in cells.items()}


def text_of(value: Value) -> str:
    """A value as CSVs have it, however a program has saved it.

    >>> text_of(12.0), text_of(dt.datetime(2031, 5, 28)), text_of(True), text_of(" a  b "), text_of("=SUM( F6:F9 )")
    ('12', '2031-05-28', 'true', 'a b', '=SUM(F6:F9)')
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return plain(Decimal(f"{value:.15g}"))
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    text = "" if value is None else " ".join(str(value).split())
    return text.replace(" ", "") if text.startswith("=") else text


def plain(number: Decimal) -> str:
    """A number as CSVs have it.

    >>> plain(Decimal("1.500E+3")), plain(Decimal("0.50"))
    ('1500', '0.5')
    """
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def open_workbook(path: Path) -> Book:
    """What a workbook says; a CSV is one of a sheet without a name, whose empty cells are there.

    Raises InputError for what is none, and for what no office needs in it: links to other workbooks.
    """
    if path.suffix.lower() != ".csv":
        return _read(path)
    content = bytes_of(path)
    rows = enumerate(csv.reader(io.StringIO(decode(path.name, content), newline="")), 1)
    cells = {f"{get_column_letter(at)}{row}": text for row, own in rows if any(own) for at, text in enumerate(own, 1)}
    return Book(path.name, content, {"": cells}, {}, frozenset(), "")


def _read(path: Path) -> Book:
    content, parts, _trees = office_parts(path, "xl/workbook.xml", _("an Excel workbook (.xlsx)"), _SEND)
    if any(part.startswith("xl/externalLinks/") for part in parts):
        raise not_read(path, _("links to other workbooks"), _("an Excel workbook (.xlsx)"), _SEND)
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
        sheets, percent = dict[str, dict[str, Value]](), set[str]()
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # a file may say that it has fewer cells
            cells = sheets[sheet.title] = {}
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.value is not None:
                        cells[cell.coordinate] = cell.value
                        if "%" in (cell.number_format or ""):
                            percent.add(f"{sheet.title}!{cell.coordinate}")
        names = {}
        for each, defined in book.defined_names.items():
            if found := _PLACE.fullmatch(defined.attr_text or ""):
                names[each] = f"{found['sheet'].replace(chr(39) * 2, chr(39))}!{found['cell'].replace('$', '')}"
        saved = f"{book.properties.modified:%Y-%m-%d %H:%M}" if book.properties.modified else ""
    except MemoryError:
        raise
    except Exception as error:  # openpyxl has many words for a damaged file
        said = _("a damaged file ({error})", error=f"{type(error).__name__}: {error}")
        raise not_read(path, said, _("an Excel workbook (.xlsx)"), _SEND) from None
    return Book(path.name, content, sheets, names, frozenset(percent), saved)
