"""A stranger's file, opened once and with care: what it is, whether it may be read, and what people see in its cells.

Nothing in it is run, followed or fetched, and nothing of it but plain values comes out. What cannot be read is said with
what to do; sizes are looked at before anything is unpacked, and time and memory are limited while it is read.
"""

import datetime as dt
import io
import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, TypeAlias

import openpyxl
from lxml import etree
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from helpers.language import Message, _
from helpers.values.sources import compress

from ..foreign import NotRead, office_parts
from . import notation
from .limits import opened
from .looks import Look, alike, colour_of, look_of

LARGEST = 60_000_000  # bytes of a workbook, unpacked, pictures too
LARGEST_SHEET = 8_000_000  # bytes of one of its sheets; a template's have less than one million
MOST_PARTS = 500
MOST_ROWS, MOST_COLUMNS = 5_000, 100  # of a sheet that are looked at
LEAST_HEIGHT, LEAST_WIDTH = 2, 0.5  # points, letters: what is not higher or wider is hidden
MOST_RANGES, MOST_CELLS = 2_000, 100_000  # that are merged or linked together, and the cells in them
_OLE, _ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK"
_SEND = _("send it back to the office, or open it in Excel or LibreOffice and save it as .xlsx")
_FRESH = _(
    "ask for the template as it was sent: delete empty formatted rows and pasted pictures, or begin with a fresh template"
)
HIDDEN_COLUMN, HIDDEN_ROW = _("no hidden column"), _("no hidden row")
SHOW_IT = _("Show it (Format, Unhide), or delete it.")
_HIDDEN = _("expected no hidden row; show it and look at it")
AGAIN = _("ask the office to fill in the template as it was sent, or make a new one: {briefing} forms out")
_MERGED = _("expected cells that are not merged; {again}", again=AGAIN)
_STRUCK = _("expected a value that is not crossed out; type the one that counts, or clear the cell")
_UNSEEN = _(
    "expected a value as people see it: the number format, the colour or the font of this cell shows another, or none; "
    "format it as the template has it"
)
_RAISED = _("expected a number alone, without a raised or lowered mark beside it; put that into the notes")
_ERROR = re.compile(r"#(N/A|[A-Z0-9/]+[!?])")
_PICTURES = re.compile(r"(wingdings|webdings|symbol|marlett)\b.*", re.IGNORECASE)  # fonts that show letters as signs
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

    @property
    def text(self) -> str:
        """What it says, tidied; empty where nothing stands."""
        return "" if self.value is None else notation.tidy(str(self.value))

    @property
    def is_blank(self) -> bool:
        return self.value is None or (isinstance(self.value, str) and not self.text)

    @property
    def fault(self) -> Message | None:
        """What is to be said of a formula without a value, with an error in its place, or with another workbook's value."""
        if re.search(r"\[\d+\]|\[[^\]]*\.xls", self.formula):
            return _("expected a number that stands in this workbook, not a link to another; paste it as a value")
        if self.formula and self.value is None:
            return _(
                "expected a number: this formula has no computed value; save the file in Excel, or type the number"
            )
        if isinstance(self.value, str) and _ERROR.fullmatch(self.value):
            return _("expected a number, not an error of Excel; correct the formula or type the number")
        return None

    def look(self, raised: bool) -> Message | None:
        """What is to be said of a value that people see otherwise. raised: no part of it may be."""
        faults = (self.struck, _STRUCK), (not self.seen, _UNSEEN), (raised and self.raised, _RAISED)
        return next((said for at_fault, said in faults if at_fault and self.value is not None), None)


def runs(letter: str, rows: Iterable[int]) -> str:
    """Cells of a column as Excel names them.

    >>> runs("G", [5, 6, 7, 9])
    'G5:G7,G9'
    """
    return re.sub(r"\d+", rf"{letter}\g<0>", compress(rows)).replace("-", ":")


@dataclass(frozen=True)
class Sheet:
    """A sheet's cells, by row and letter, as far as a template could have some. last: its last row, however far below."""

    name: str
    visible: bool = True
    last: int = 0
    rows: Mapping[int, Mapping[str, Cell]] = field(default_factory=dict)
    # each place of a merged cell → the first of them
    merged: Mapping[tuple[int, str], tuple[int, str]] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[str] = frozenset()
    margins: frozenset[str] = frozenset()  # what is printed above and below each page
    conditions: frozenset[str] = frozenset()  # cells whose looks follow a condition

    def cell(self, letter: str, row: int) -> Cell:
        return self.rows.get(row, {}).get(letter, Cell())

    def value(self, letter: str, row: int) -> Value:
        return self.cell(letter, row).value

    def text(self, letter: str, row: int) -> str:
        return self.cell(letter, row).text

    def fault(self, row: int, letters: Iterable[str]) -> Message | None:
        """What is to be said of a row that is hidden, or of which cells are merged."""
        if any((row, letter) in self.merged for letter in letters):
            return _MERGED
        return _HIDDEN if row in self.hidden_rows else None

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


def open_workbook(path: Path) -> Book:
    """A .xlsx that may be read. Raises InputError for whatever else it is, with what to do."""
    return opened(path, lambda content: read(path.name, content), _("a workbook as it was sent"), _FRESH)


def read(name: str, content: bytes) -> Book:
    """What a workbook's bytes hold; whoever knows who made it needs no limits."""
    if not content.startswith((_ZIP, _OLE)):
        found = _("text or another format under the name of a workbook")
        raise NotRead(found, _("a .xlsx workbook"), _("import a CSV under its own name, or {remedy}", remedy=_SEND))
    _check_sizes(content)
    parts, trees = office_parts(content, "xl/workbook.xml", _("a .xlsx workbook"), _SEND)
    if any("/externalLinks/" in part for part in parts):
        remedy = _("ask the office to paste the numbers as values (Data, Edit Links, Break Link)")
        raise NotRead(_("links to other workbooks"), _("numbers that stand in this one"), remedy)
    for part, tree in trees.items():
        _check_ranges(part, tree)
        _check_shared(part, tree)
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
        raise NotRead(None, expected, _("it is damaged: {remedy}", remedy=_SEND)) from None
    pictures = sum(part.startswith("xl/media/") for part in parts)
    drawings = (tree for part, tree in trees.items() if part.startswith(("xl/drawings/", "xl/charts/")))
    drawn = (" ".join(each.itertext("{*}t")) for each in drawings)
    saved = moment.strftime("%Y-%m-%d %H:%M") if moment else ""
    return Book(name, content, sheets, pictures, tuple(filter(None, drawn)), macintosh, saved)


def as_made(sheet: Worksheet) -> Sheet:
    """A sheet that was made just now, as it would be read; a formula is a text, for nothing computed it."""
    return _sheet(sheet, {cell.coordinate: "" for row in sheet.iter_rows() for cell in row})


def _check_sizes(content: bytes) -> None:
    """Refuse what is too large before it is unpacked; what is no archive is refused then."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return
    size = sum(part.file_size for part in parts)
    sheet = max((part.file_size for part in parts if part.filename.endswith(".xml")), default=0)
    if size > LARGEST or sheet > LARGEST_SHEET or len(parts) > MOST_PARTS:
        there = {"size": size / 1e6, "parts": len(parts), "sheet": sheet / 1e6}
        most = {"size": LARGEST / 1e6, "parts": MOST_PARTS, "sheet": LARGEST_SHEET / 1e6}
        found = _("{size:,.0f} MB in {parts} parts when unpacked, {sheet:,.0f} MB the largest sheet", **there)
        raise NotRead(found, _("at most {size:g} MB, {sheet:g} MB a sheet, {parts} parts", **most), _FRESH)


def _check_ranges(part: str, root: etree._Element) -> None:
    """Refuse ranges that nobody could look at."""
    spans = [each.get("ref", "") for each in root.iter("{*}mergeCell", "{*}hyperlink")]
    if len(spans) > MOST_RANGES or sum(map(area, spans)) > MOST_CELLS:
        remedy = _("ask for the template as it was sent; no cells of it are merged")
        raise NotRead(_("cells merged over a whole sheet in {part}", part=part), _("cells that stand alone"), remedy)


def _check_shared(part: str, root: etree._Element) -> None:
    """Refuse a cell whose text is none of those that the workbook holds: openpyxl takes it for an empty one."""
    shared = (cell.findtext("{*}v") for cell in root.iter("{*}c") if cell.get("t") == "s")
    if any(number is not None and not number.strip().isdecimal() for number in shared):
        expected = _("a workbook that can be read ({error})", error=f"{part}: shared string")
        raise NotRead(None, expected, _("it is damaged: {remedy}", remedy=_SEND))


def area(span: str) -> int:
    """How many cells a range has, which openpyxl visits one by one."""
    try:
        left, top, right, bottom = range_boundaries(span)
        return int((abs(right - left) + 1) * (abs(bottom - top) + 1))
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
            cell.get("r") or f"{get_column_letter(at)}{row.get('r')}": "".join(
                f"={f.text or ''}" for f in cell.iterfind("{*}f")
            )
            for row in (trees[of].iter("{*}row") if of and of in trees else ())
            for at, cell in enumerate(row.iter("{*}c"), 1)
        }
    return found


def _sheet(sheet: Worksheet, written: Mapping[str, str]) -> Sheet:
    rows: dict[int, dict[str, Cell]] = {}
    for place, formula in written.items():
        each = sheet[place]
        near = each.row <= MOST_ROWS and each.column <= MOST_COLUMNS
        if near and (each.value is not None or formula or each.comment):
            rows.setdefault(each.row, {})[each.column_letter] = _cell(each, formula)
    merged = {
        (row, get_column_letter(column)): (span.min_row, get_column_letter(span.min_col))
        for span in sheet.merged_cells.ranges
        for row, column in span.cells
    }
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
    margins = (getattr(sheet, f"{which}{side}") for which in ("odd", "even", "first") for side in ("Header", "Footer"))
    printed = [part.text or "" for each in margins for part in (each.left, each.center, each.right)]
    visible = sheet.sheet_state == "visible"
    return Sheet(
        sheet.title, visible, sheet.max_row, dict(sorted(rows.items())),
        merged, frozenset(hidden_rows), frozenset(hidden_columns), frozenset(filter(None, printed)),
        frozenset(str(each.sqref) for each in sheet.conditional_formatting),
    )  # fmt: skip


def _cell(cell: openpyxl.cell.Cell, formula: str) -> Cell:
    value, font, fill, comment = cell.value, cell.font, cell.fill, cell.comment
    if type(value) is dt.date:  # not read, but made
        value = dt.datetime.combine(value, dt.time())
    if formula and cell.hyperlink and value == cell.hyperlink.target:  # openpyxl's, where no value was computed
        value = None
    parts = [part for part in value if isinstance(part, TextBlock)] if isinstance(value, CellRichText) else []
    ink, colour = colour_of(font.color), colour_of(fill.fgColor) if fill and fill.fill_type == "solid" else ""
    face = next((part.font.rFont for part in parts if part.font.rFont), font.name or "")
    look = Look()
    if isinstance(value, int | float | dt.date) and not isinstance(value, bool):
        look = look_of(value, cell.number_format)
        if isinstance(value, int | float) and (look.before or look.behind):
            value = f"{look.before}{value:.15g}{look.behind}".strip()
    return Cell(
        str(value) if isinstance(value, CellRichText) else value,
        formula,
        look.percent,
        bool(font.strike) or any(part.font.strike for part in parts),
        any(part.font.vertAlign in ("superscript", "subscript") for part in parts),
        look.seen and (font.sz or 11) > LEAST_HEIGHT and not alike(ink, colour) and not _PICTURES.match(face),
        face,
        ink,
        colour,
        (comment.text or "") if comment else "",
        (comment.author or "") if comment else "",
    )
