"""A stranger's file, opened with care: what it is, whether it may be read, and its sheets with values and formulas.

Nothing in it is run, followed or fetched. What cannot be read is said with what to do; sizes are looked at before
anything is unpacked, so that neither a zip bomb nor a million empty rows fills the memory.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import openpyxl
from openpyxl.utils import column_index_from_string
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from helpers.data.reading import content_of
from helpers.problems import InputError, Problem

LARGEST = 60_000_000  # bytes of a workbook, unpacked, pictures too
LARGEST_SHEET = 8_000_000  # bytes of one of its sheets; a template's have less than one million
MOST_PARTS = 500
MOST_ROWS, MOST_COLUMNS = 5_000, 100  # of a sheet that are looked at
MOST_CELLS = 100_000  # that are merged or linked together
_SPANS = re.compile(rb"<(?:\w+:)?(?:mergeCell|hyperlink)\b[^>]*\bref=\"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})\"")
_OLE, _ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK"
_SEND = "send it back to the office, or open it in Excel or LibreOffice and save it as .xlsx"


@dataclass(frozen=True)
class File:
    """A workbook's bytes, which have been looked at; opened twice, for its values and for its formulas."""

    name: str
    content: bytes
    pictures: int

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @cached_property
    def values(self) -> Workbook:
        """Formulas as the values that Excel last computed."""
        return self._load(data_only=True)

    @cached_property
    def formulas(self) -> Workbook:
        """Formulas as they are written; comments, fills, merged and hidden cells are read here."""
        return self._load(data_only=False)

    @property
    def macintosh(self) -> bool:
        """Whether days are counted from 1904."""
        return bool(self.values.epoch == CALENDAR_MAC_1904)

    @property
    def saved(self) -> str:
        """When the sender saved it, as the workbook itself says: YYYY-MM-DD HH:MM; empty if it does not say."""
        moment = self.values.properties.modified
        return moment.strftime("%Y-%m-%d %H:%M") if moment else ""

    def sheet(self, name: str) -> tuple[Worksheet, Worksheet] | None:
        """A sheet's values and formulas; None where the workbook has no such sheet."""
        if name not in self.values.sheetnames:
            return None
        found = self.values[name], self.formulas[name]
        return found if all(isinstance(sheet, Worksheet) for sheet in found) else None

    def _load(self, data_only: bool) -> Workbook:
        try:
            return openpyxl.load_workbook(io.BytesIO(self.content), data_only=data_only, keep_links=False)
        except Exception as error:  # openpyxl says in many ways that a file is damaged
            said = f"a workbook that can be read ({type(error).__name__}: {error})"
            raise InputError(Problem(self.name, expected=said, remedy=f"It is damaged: {_SEND}.")) from None


def open_workbook(path: Path) -> File:
    """A .xlsx that may be read. Raises InputError for whatever else it is, with what to do."""
    try:
        content = content_of(path)
    except OSError as error:
        raise InputError(
            Problem(str(path), expected=f"a file ({error.strerror})", remedy="Correct the name.")
        ) from None
    fault = _fault(content)
    if fault:
        found, expected, remedy = fault
        raise InputError(Problem(path.name, value=found, expected=expected, remedy=f"{remedy[0].upper()}{remedy[1:]}."))
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    return File(path.name, content, sum(name.startswith("xl/media/") for name in names))


def _fault(content: bytes) -> tuple[str, str, str] | None:
    """What is found, what is expected and what to do, where a file may not be read."""
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            return (
                "a file with a password",
                "a workbook without",
                "ask the office to remove the password (File, Info, Protect)",
            )
        return "an Excel 97-2003 file (.xls)", "a .xlsx workbook", _SEND
    if not content.startswith(_ZIP):
        return (
            "text or another format under the name of a workbook",
            "a .xlsx workbook",
            f"import a CSV under its own name, or {_SEND}",
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return _fault_of_parts(packed)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        return f"a damaged file ({error})", "a .xlsx workbook", _SEND


def _fault_of_parts(packed: zipfile.ZipFile) -> tuple[str, str, str] | None:
    parts = packed.infolist()
    size = sum(part.file_size for part in parts)
    sheet = max((part.file_size for part in parts if part.filename.endswith(".xml")), default=0)
    if size > LARGEST or sheet > LARGEST_SHEET or len(parts) > MOST_PARTS:
        found = f"{size / 1e6:,.0f} MB in {len(parts)} parts when unpacked, {sheet / 1e6:,.0f} MB the largest sheet"
        remedy = "ask for the template as it was sent: delete empty formatted rows and pasted pictures, or begin with a fresh template"
        return found, f"at most {LARGEST / 1e6:g} MB, {LARGEST_SHEET / 1e6:g} MB a sheet, {MOST_PARTS} parts", remedy
    names = {part.filename for part in parts}
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        return "a zip archive or another office format", "a .xlsx workbook", _SEND
    types = packed.read("[Content_Types].xml")
    if any(name.endswith("vbaProject.bin") for name in names) or b"macroEnabled" in types:
        return "a workbook with macros", "one without", "save it as .xlsx (Excel Workbook), which leaves the macros out"
    if any(name.startswith("xl/externalLinks/") for name in names):
        remedy = "ask the office to paste the numbers as values (Data, Edit Links, Break Link)"
        return "links to other workbooks", "numbers that stand in this one", remedy
    for part in parts:
        xml = packed.read(part) if part.filename.endswith((".xml", ".rels")) else b""
        if any(_area(*span) > MOST_CELLS for span in _SPANS.findall(xml)):
            remedy = "ask for the template as it was sent; no cells of it are merged"
            return f"cells merged over a whole sheet in {part.filename}", "cells that stand alone", remedy
        if _declares_entities(xml):
            return (
                f"a document type in {part.filename}",
                "a workbook as Excel writes it",
                "do not open it: no program for tables writes this",
            )
    return None


def _area(left: bytes, top: bytes, right: bytes, bottom: bytes) -> int:
    """How many cells a range has, which openpyxl visits one by one."""
    columns = [column_index_from_string(letters.decode()) for letters in (left, right)]
    return (abs(columns[1] - columns[0]) + 1) * (abs(int(bottom) - int(top)) + 1)


def _declares_entities(xml: bytes) -> bool:
    plain = xml.replace(b"\x00", b"")  # UTF-16 too
    return b"<!DOCTYPE" in plain or b"<!ENTITY" in plain
