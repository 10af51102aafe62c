"""A stranger's file, opened once and with care: what it is, whether it may be read, and what people see in its cells.

Nothing in it is run, followed or fetched, and nothing of it but plain values comes out. What cannot be read is said with
what to do; sizes are looked at before anything is unpacked, and time and memory are limited while it is read.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, TypeAlias

import openpyxl
from lxml import etree
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from helpers.data.reading import content_of
from helpers.language import _
from helpers.problems import InputError, Problem, refusal

from .limits import TooMuch, within_limits
from .looks import Look, alike, colour_of, look_of

LARGEST = 60_000_000  # bytes of a workbook, unpacked, pictures too
LARGEST_SHEET = 8_000_000  # bytes of one of its sheets; a template's have less than one million
MOST_PARTS = 500
MOST_ROWS, MOST_COLUMNS = 5_000, 100  # of a sheet that are looked at
LEAST_HEIGHT, LEAST_WIDTH = 2, 0.5  # points, letters: what is lower or narrower is hidden
MOST_RANGES, MOST_CELLS = 2_000, 100_000  # that are merged or linked together, and the cells in them
_OLE, _ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK"
_SEND = _("send it back to the office, or open it in Excel or LibreOffice and save it as .xlsx")
_FRESH = _(
    "ask for the template as it was sent: delete empty formatted rows and pasted pictures, or begin with a fresh template"
)
Value: TypeAlias = str | int | float | bool | dt.date | dt.time | dt.timedelta | None


class Cell(NamedTuple):
    """What people see in a cell: of a formula the value that was last computed, with the formula as it is written.

    A number that its format shows with words ("khoảng 690") is a text.
    """

    value: Value = None
    formula: str = ""
    percent: bool = False  # shown as a percentage
    struck: bool = False  # at least a part of it is crossed out
    raised: bool = False  # a part of it is a superscript or a subscript
    seen: bool = True  # False: Excel shows another number than this one, or nothing that could be told from its ground
    font: str = ""
    ink: str = ""  # the colour of its letters; empty: the usual one
    colour: str = ""  # of a solid fill
    comment: str = ""
    author: str = ""  # of the comment


@dataclass(frozen=True)
class Sheet:
    """A sheet's cells, by row and letter, as far as a template could have some. last: its last row, however far below."""

    name: str
    visible: bool = True
    last: int = 0
    rows: Mapping[int, Mapping[str, Cell]] = field(default_factory=dict)
    merged: frozenset[tuple[int, str]] = frozenset()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[str] = frozenset()
    margins: frozenset[str] = frozenset()  # what is printed above and below each page

    def cell(self, letter: str, row: int) -> Cell:
        return self.rows.get(row, {}).get(letter, Cell())

    def value(self, letter: str, row: int) -> Value:
        return self.cell(letter, row).value

    def below(self, head: int) -> Iterator[tuple[int, Mapping[str, Cell]]]:
        """The rows below a heading in which something stands."""
        return ((row, cells) for row, cells in self.rows.items() if row > head)


@dataclass(frozen=True)
class Book:
    """A workbook as plain values. saved: when, as it says itself: YYYY-MM-DD HH:MM. macintosh: days count from 1904."""

    name: str
    content: bytes
    sheets: Mapping[str, Sheet]
    pictures: int
    drawn: tuple[str, ...]  # words in shapes and charts
    macintosh: bool
    saved: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


class _NotRead(Exception):
    """What is found, what is expected and what to do."""


def bytes_of(path: Path) -> bytes:
    """What a file holds that somebody sent. Raises InputError for what is no file."""
    try:
        return content_of(path)
    except OSError as error:
        expected = _("a file ({strerror})", strerror=refusal(error))
        raise InputError(Problem(str(path), expected=expected, remedy=_("Correct the name."))) from None


def open_workbook(path: Path) -> Book:
    """A .xlsx that may be read. Raises InputError for whatever else it is, with what to do."""
    content = bytes_of(path)
    try:
        return within_limits(lambda: read(path.name, content))
    except _NotRead as fault:
        found, expected, remedy = fault.args
    except TooMuch:
        found, expected = _("more than a program for tables can take in within seconds"), _("a workbook as it was sent")
        remedy = _FRESH
    raise InputError(Problem(path.name, value=found, expected=expected, remedy=f"{remedy[0].upper()}{remedy[1:]}."))


def read(name: str, content: bytes) -> Book:
    """What a workbook's bytes hold; whoever knows who made it needs no limits."""
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            remedy = _("ask the office to remove the password (File, Info, Protect)")
            raise _NotRead(_("a file with a password"), _("a workbook without one"), remedy)
        raise _NotRead(_("an Excel 97-2003 file (.xls)"), _("a .xlsx workbook"), _SEND)
    if not content.startswith(_ZIP):
        found = _("text or another format under the name of a workbook")
        raise _NotRead(found, _("a .xlsx workbook"), _("import a CSV under its own name, or {remedy}", remedy=_SEND))
    try:
        packed = zipfile.ZipFile(io.BytesIO(content))
        _check_parts(packed)
        parts = {part.filename: packed.read(part) for part in packed.infolist() if not part.is_dir()}
    except (_NotRead, MemoryError):
        raise
    except Exception as error:  # zipfile has many words for a damaged file
        raise _NotRead(_("a damaged file ({error})", error=error), _("a .xlsx workbook"), _SEND) from None
    _check_kind(parts)
    trees = {part: _parsed(part, xml) for part, xml in parts.items() if part.endswith((".xml", ".rels"))}
    try:
        written = _worksheets(trees)
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=True, keep_links=False, rich_text=True)
        sheets = {each.title: _sheet(each, written.get(each.title, {})) for each in book.worksheets}
        moment = book.properties.modified
        macintosh = bool(book.epoch == CALENDAR_MAC_1904)
    except MemoryError:
        raise
    except Exception as error:  # openpyxl says in many ways that a file is damaged
        expected = _("a workbook that can be read ({error})", error=f"{type(error).__name__}: {str(error)[:200]}")
        raise _NotRead(None, expected, _("it is damaged: {remedy}", remedy=_SEND)) from None
    pictures = sum(part.startswith("xl/media/") for part in parts)
    drawn = (
        " ".join(each.itertext("{*}t"))
        for part, each in trees.items()
        if part.startswith(("xl/drawings/", "xl/charts/"))
    )
    return Book(
        name,
        content,
        sheets,
        pictures,
        tuple(filter(None, drawn)),
        macintosh,
        moment.strftime("%Y-%m-%d %H:%M") if moment else "",
    )


def _check_parts(packed: zipfile.ZipFile) -> None:
    parts = packed.infolist()
    if len({part.filename for part in parts}) < len(parts):  # programs differ in which of them they read
        raise _NotRead(_("two parts of one name"), _("a workbook as Excel writes it"), _SEND)
    size = sum(part.file_size for part in parts)
    sheet = max((part.file_size for part in parts if part.filename.endswith(".xml")), default=0)
    if size > LARGEST or sheet > LARGEST_SHEET or len(parts) > MOST_PARTS:
        found = _(
            "{size:,.0f} MB in {parts} parts when unpacked, {sheet:,.0f} MB the largest sheet",
            size=size / 1e6,
            parts=len(parts),
            sheet=sheet / 1e6,
        )
        expected = _(
            "at most {size:g} MB, {sheet:g} MB a sheet, {parts} parts",
            size=LARGEST / 1e6,
            sheet=LARGEST_SHEET / 1e6,
            parts=MOST_PARTS,
        )
        raise _NotRead(found, expected, _FRESH)


def _check_kind(parts: Mapping[str, bytes]) -> None:
    types = parts.get("[Content_Types].xml", b"")
    if not types or "xl/workbook.xml" not in parts:
        raise _NotRead(_("a zip archive or another office format"), _("a .xlsx workbook"), _SEND)
    if any(name.endswith("vbaProject.bin") for name in parts) or b"macroEnabled" in types:
        remedy = _("save it as .xlsx (Excel Workbook), which leaves the macros out")
        raise _NotRead(_("a workbook with macros"), _("a workbook without macros"), remedy)
    if any(name.startswith("xl/externalLinks/") for name in parts):
        remedy = _("ask the office to paste the numbers as values (Data, Edit Links, Break Link)")
        raise _NotRead(_("links to other workbooks"), _("numbers that stand in this one"), remedy)


def _parsed(part: str, xml: bytes) -> etree._Element:
    """A part's elements. Refuses what no program for tables writes: document types, ranges that nobody could look at."""
    try:
        root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError as error:
        expected = _("a workbook that can be read ({error})", error=f"{part}: {error.msg}")
        raise _NotRead(None, expected, _("it is damaged: {remedy}", remedy=_SEND)) from None
    if root.getroottree().docinfo.doctype:
        remedy = _("do not open it: no program for tables writes this")
        raise _NotRead(_("a document type in {part}", part=part), _("a workbook as Excel writes it"), remedy)
    shared = (cell.findtext("{*}v") for cell in root.iter("{*}c") if cell.get("t") == "s")
    if any(number is not None and not number.strip().isdecimal() for number in shared):
        expected = _("a workbook that can be read ({error})", error=f"{part}: shared string")
        raise _NotRead(None, expected, _("it is damaged: {remedy}", remedy=_SEND))
    spans = [each.get("ref", "") for each in root.iter("{*}mergeCell", "{*}hyperlink")]
    if len(spans) > MOST_RANGES or sum(map(_area, spans)) > MOST_CELLS:
        remedy = _("ask for the template as it was sent; no cells of it are merged")
        raise _NotRead(_("cells merged over a whole sheet in {part}", part=part), _("cells that stand alone"), remedy)
    return root


def _area(span: str) -> int:
    """How many cells a range has, which openpyxl visits one by one."""
    try:
        left, top, right, bottom = range_boundaries(span)
        return (abs(right - left) + 1) * (abs(bottom - top) + 1)
    except (TypeError, ValueError):  # whole columns, or nothing that is a range
        return MOST_CELLS


def _worksheets(trees: Mapping[str, etree._Element]) -> dict[str, dict[str, str]]:
    """Sheet → the cells that are written there → their formulas; one read by openpyxl gives values only."""
    targets = {
        each.get("Id"): posixpath.normpath(posixpath.join("/xl", each.get("Target", ""))).lstrip("/")
        for each in trees["xl/_rels/workbook.xml.rels"].iter("{*}Relationship")
    }
    found = {}
    for sheet in trees["xl/workbook.xml"].iter("{*}sheet"):
        of = next((targets.get(value) for name, value in sheet.items() if name.endswith("}id")), None)
        found[sheet.get("name", "")] = {
            cell.get("r") or f"{get_column_letter(at)}{row.get('r')}": _formula(cell)
            for row in (trees[of].iter("{*}row") if of in trees else ())
            for at, cell in enumerate(row.iter("{*}c"), 1)
        }
    return found


def _formula(cell: etree._Element) -> str:
    found = cell.find("{*}f")
    return "" if found is None else f"={found.text or ''}"


def _sheet(sheet: Worksheet, written: Mapping[str, str]) -> Sheet:
    rows: dict[int, dict[str, Cell]] = {}
    for place, formula in written.items():
        each = sheet[place]
        near = each.row <= MOST_ROWS and each.column <= MOST_COLUMNS
        if near and (each.value is not None or formula or each.comment):
            rows.setdefault(each.row, {})[each.column_letter] = _cell(each, formula)
    merged = {(row, get_column_letter(column)) for span in sheet.merged_cells.ranges for row, column in span.cells}
    hidden_columns = {
        get_column_letter(column)
        for each in sheet.column_dimensions.values()
        if each.hidden or each.width < LEAST_WIDTH
        for column in range(each.min or 1, min(each.max or 1, MOST_COLUMNS) + 1)
    }
    hidden_rows = {
        row
        for row, each in sheet.row_dimensions.items()
        if each.hidden or (each.height is not None and each.height < LEAST_HEIGHT)
    }
    printed = [
        part.text or ""
        for side in ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")
        for part in (getattr(sheet, side).left, getattr(sheet, side).center, getattr(sheet, side).right)
    ]
    visible = sheet.sheet_state == "visible"
    return Sheet(
        sheet.title, visible, sheet.max_row, dict(sorted(rows.items())),
        frozenset(merged), frozenset(hidden_rows), frozenset(hidden_columns), frozenset(filter(None, printed)),
    )  # fmt: skip


def _cell(cell: openpyxl.cell.Cell, formula: str) -> Cell:
    value, font, fill, comment = cell.value, cell.font, cell.fill, cell.comment
    if formula and cell.hyperlink and value == cell.hyperlink.target:  # openpyxl's, where no value was computed
        value = None
    parts = [part for part in value if isinstance(part, TextBlock)] if isinstance(value, CellRichText) else []
    ink, colour = colour_of(font.color), colour_of(fill.fgColor) if fill and fill.fill_type == "solid" else ""
    look = Look()
    if isinstance(value, int | float) and not isinstance(value, bool):
        look = look_of(value, cell.number_format)
        if look.before or look.behind:
            value = f"{look.before}{value:.15g}{look.behind}".strip()
    return Cell(
        str(value) if isinstance(value, CellRichText) else value,
        formula,
        look.percent,
        bool(font.strike) or any(part.font.strike for part in parts),
        any(part.font.vertAlign in ("superscript", "subscript") for part in parts),
        look.seen and not alike(ink, colour),
        next((part.font.rFont for part in parts if part.font.rFont), font.name or ""),
        ink,
        colour,
        (comment.text or "") if comment else "",
        (comment.author or "") if comment else "",
    )
