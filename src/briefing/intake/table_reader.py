"""A table that came as a file: a tidy CSV or one tidy sheet, its head the declared names, nothing but rows below.

What is not tidy is refused with what was seen, and with a notebook cell of pandas to begin from: kept in `prepare/`, it is
run again when the next file comes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_to_tuple

from helpers.data.datapackage import ORDER, Table
from helpers.data.indexed_rows import Row
from helpers.data.reporting_period import choose_period
from helpers.data.table_registry import TABLES, read_table
from helpers.errors import InputError, Problem, wrong_input
from helpers.i18n import Message, _

from .form_writer import KEY
from .questionnaire import RowKey
from .received_answers import Answer, Batch
from .workbook_reader import Book, Value, open_workbook, text_of

_READ_EXCEL = 'raw = pd.read_excel("{file}", sheet_name="{sheet}", header=None)'
_READ_CSV = 'raw = pd.read_csv("{file}", header=None, sep="{separator}", dtype=str, encoding="utf-8-sig")'
_CELL = """
import pandas as pd

{read}
raw  # look: where does the head stand, which rows are none of the table?

table = raw.iloc[1:].set_axis({names}, axis="columns")  # one head, a name for each column
table = table.dropna(how="all")  # no empty lines, no lines across
table = table[table["{first}"] != "Tổng cộng"]  # no totals: the report adds up
table.to_csv("{table}.csv", index=False)"""


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
    """The head and the rows of a tidy file. Raises InputError for one that is not, with a cell of pandas to begin from."""
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
    separator = ";" if ";" in raw else "\\t" if "\t" in raw else ","
    said = [*[("A1", _("commas between cells"))] * (separator != ","), *_faults(grid, cells)]
    if not said and (total := _total(grid)):
        at_row = f"{where}!{grid.cell(0, total)}"
        said = [(at_row, _("rows that are no sums of others: this one is the sum of all others"))]
    if not said:
        return grid
    read = _READ_CSV.format(file=path, separator=separator) if is_csv else _READ_EXCEL.format(file=path, sheet=where)
    names = [each for each in TABLES[table].written if each != "source"] if table in TABLES else ["name", "…"]
    made = _CELL.format(read=read, names=names, first=names[0], table=table)
    remedy = _("Reshape it in a notebook, prepare/{table}.ipynb, which is kept and run again; to begin from:\n{cell}", table=table, cell=made)  # fmt: skip
    raise InputError(
        Problem(path.name, 0, column, None, expected, remedy if at == 0 else "", code="untidy_table")
        for at, (column, expected) in enumerate(said[:20])
    )


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


def _total(grid: Grid) -> int | None:
    """The first or the last row, if each of its numbers is the sum of the other rows' numbers in that column."""
    numbers = {at: [_number(row[at]) for row in grid.rows.values()] for at in range(len(grid.head))}
    columns = [each for each in numbers.values() if sum(one is not None for one in each) > 3]
    numbered = list(grid.rows)
    for at, row in ((0, numbered[0]), (-1, numbered[-1])):
        told = [(each[at], sum(filter(None, each), Decimal(0))) for each in columns if each[at] is not None]
        if any(value for value, _whole in told) and all(2 * (value or 0) == whole for value, whole in told):
            return row
    return None


def _number(value: Value) -> Decimal | None:
    text = text_of(value)
    return Decimal(text) if text and text.lstrip("-").replace(".", "", 1).isdecimal() else None


def batches_of(grid: Grid, columns: Sequence[str], data: Path, name: str, period: str) -> list[Batch]:
    """What the file of a new table says, one batch for each period in it.

    columns: the table's, in the order of the head. period: of rows that name none; default: the newest.
    """
    of, file, codes = TABLES[name], grid.book.name, _codes(data, TABLES[name])
    newest = choose_period(read_table(data, "periods"), period)
    batches, seen = dict[str, Batch](), dict[RowKey, int]()
    for number, cells in grid.rows.items():
        texts = {column: codes.get(column, {}).get(text := text_of(value), text) for column, value in zip(columns, cells, strict=True)}  # fmt: skip
        row = {**dict.fromkeys(of.columns, ""), "period": newest, ORDER: str(number - 1), **texts}
        if (first := seen.setdefault(tuple(row[each] for each in of.full_key), number)) != number:
            once = _("each {key} once; line {line} has it too", key=" + ".join(of.full_key), line=first)
            place, value = f"{grid.sheet}!{grid.cell(0, number)}", text_of(cells[0])
            raise wrong_input(file, 0, place, value, once, _("Delete one, or tell them apart."), code="duplicate_key")
        of_period = Batch(file, grid.book.content, row["period"], saved=grid.book.saved)
        batches.setdefault(row["period"], of_period).answers.extend(_answers(grid, of, number, row, columns))
    return list(batches.values())


def _codes(data: Path, table: Table) -> dict[str, dict[str, str]]:
    """Column → label → code, of the columns that hold codes."""
    lists: dict[str, dict[str, str]] = {}
    for row in read_table(data, "codes").values():
        lists.setdefault(row["list"], {})[row["label"]] = row["code"]
    return {name: lists.get(field.codes, {}) for name, field in table.columns.items() if field.codes}


def _answers(grid: Grid, table: Table, number: int, row: Row, columns: Sequence[str]) -> Iterator[Answer]:
    """The cells of one row outside its key; of a row that states nothing there, its first one."""
    stated = [at for at, column in enumerate(columns) if row[column]]
    for at in [at for at in stated if columns[at] not in (*table.full_key, "source")] or stated[:1]:
        column = columns[at]
        label = f"{table.row_id(row)} · {table.columns[column].title or column}"
        yield Answer(table.name, column, row, label, grid.sheet, grid.cell(at, number), row[column], row[column])
