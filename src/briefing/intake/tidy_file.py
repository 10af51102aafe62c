"""A table that comes as a file: a tidy CSV or one tidy sheet, a head and nothing but rows below; what is not tidy is refused."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_to_tuple

from helpers.errors import InputError, Problem, refuse
from helpers.i18n import Message, _

from .form_writer import KEY
from .workbook_reader import Book, Value, open_workbook, text_of


@dataclass(frozen=True)
class Grid:
    """A head and rows. rows: number → a value for each name, None where nothing stands; office's words are as they stand."""

    book: Book
    sheet: str
    head: Sequence[str]
    rows: Mapping[int, Sequence[Value]]

    def cell(self, column: int, row: int) -> str:
        return f"{get_column_letter(column + 1)}{row}"


def read_grid(path: Path, table: str, sheet: str = "") -> Grid:
    """The head and the rows of a tidy file. Raises InputError for one that is not."""
    book, is_csv = open_workbook(path), path.suffix.lower() == ".csv"
    if KEY in book.sheets:
        remedy = _("Import it with {briefing} forms in.")
        raise InputError(Problem(path.name, expected=_("a table, not a form"), remedy=remedy, code="form_as_table"))
    filled = [name for name, cells in book.sheets.items() if cells]
    if not is_csv and sheet not in filled and (sheet or len(filled) != 1):
        expected = _("one sheet, of {sheets}", sheets=", ".join(filled) or "–")
        remedy = _("Name it with --sheet, or save it alone.")
        raise InputError(Problem(path.name, 0, "", sheet or None, expected, remedy, code="several_sheets"))
    where = table if is_csv else sheet or filled[0]
    cells = {coordinate_to_tuple(at): value for at, value in book.sheets["" if is_csv else where].items()}
    last, wide = (max((at[axis] for at in cells), default=0) for axis in (0, 1))
    head = [text_of(cells.get((1, at))) for at in range(1, wide + 1)]
    width = max((at for at, name in enumerate(head, 1) if name), default=0)
    rows = {row: [cells.get((row, at)) for at in range(1, width + 1)] for row in range(2, last + 1)}
    grid = Grid(book, where, head[:width], rows)
    raw = str(cells.get((1, 1))) if is_csv and width == 1 else ""  # a head of one cell: has it other separators in it?
    separated = [("A1", _("commas between cells"))] if any(sign in raw for sign in ";\t") else []
    said = [*separated, *_faults(grid, cells)]
    remedy = _("Reshape it with pandas in a notebook, prepare/{table}.ipynb, which is kept and run again.", table=table)
    refuse(
        Problem(path.name, 0, column, None, expected, remedy if at == 0 else "", code="untidy_table")
        for at, (column, expected) in enumerate(said[:20])
    )
    return grid


def _faults(grid: Grid, cells: Mapping[tuple[int, int], Value]) -> Iterator[tuple[str, Message]]:
    """What of a file is no tidy table: its place, what is expected there."""
    if not grid.rows:
        yield "", _("a head and rows below it")
    for at, name in enumerate(grid.head):
        if not name:
            yield grid.cell(at, 1), _("one head, in the first line, with a name over each column")
        elif name in grid.head[:at]:
            yield grid.cell(at, 1), _("each name once")
    for row, own in grid.rows.items():
        if not any(map(text_of, own)):
            yield grid.cell(0, row), _("no empty line between rows")
        elif "" in grid.book.sheets and (row, len(own)) not in cells:  # a CSV, which has its empty cells
            yield grid.cell(0, row), _("{width} cells in each row", width=len(own))
    for (row, at), value in cells.items():
        if at > len(grid.head) and text_of(value):
            yield grid.cell(at - 1, row), _("nothing beside the table")
        if isinstance(value, str) and value.startswith("="):
            yield grid.cell(at - 1, row), _("values, not formulas")
