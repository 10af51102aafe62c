"""Numbers that the files from which their rows are cited say otherwise: somebody has typed over them since."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

from openpyxl.utils.cell import coordinate_from_string, get_column_letter

from helpers.data.datapackage import Table
from helpers.data.origins import Origin, origin
from helpers.data.rows import Row
from helpers.data.schema import TABLES, read_table
from helpers.data.spans import Span
from helpers.language import _
from helpers.problems import InputError, Problem, refuse
from helpers.values.vietnamese import shown

from ..foreign import NotRead
from ..order import SOURCES
from . import workbooks
from .excel_csv import rows_of, text_of
from .notation import Scale, read_number

_MULTIPLES = [Decimal(10) ** power for power in (0, 2, -2, 3, -3, 6, -6, 9, -9)]  # of percent, of “nghìn” over a table
_EXACT = Decimal("1e-9")
Look = Callable[[str, str], object]  # what stands in a cell of a sheet


def gate(data: Path, period: str) -> None:
    """Refuse rows whose numbers the cells that they cite, of files that offices sent, say otherwise."""
    refuse(contradicted(data, period))


def contradicted(data: Path, period: str) -> Iterator[Problem]:
    """The numbers of a period, and of those of which it consists, that the cells which their rows cite say otherwise."""
    span, files, sent = Span.of(period), dict[Path, Look](), data / SOURCES
    for table in (each for each in TABLES.values() if each.periodic and each.sourced):
        for line, row in read_table(data, table.name).items():
            found = origin(row["source"]) if row["period"] and span.holds(row["period"]) else None
            path = sent / row["period"] / found.file if found else sent
            if found and path.is_file():
                files[path] = files.get(path) or _look(path)
                yield from _otherwise(table, line, row, found, files[path])


def _otherwise(table: Table, line: int, row: Row, found: Origin, look: Look) -> Iterator[Problem]:
    """The numbers of a row that its cells say otherwise; of a row that cites one cell for several it is not known which."""
    numbers = [name for name in table.numbers if row[name]]
    cells = dict.fromkeys(numbers, found.cells[""]) if "" in found.cells else found.cells
    for name in numbers if len(numbers) == 1 or cells is found.cells else ():
        said = _readings(look(found.sheet, cells[name])) if name in cells else ()
        if said and not any(_is(row[name], each) for each in said):
            there = {"file": found.file, "sheet": found.sheet, "cell": cells[name], "said": shown(said[0])}
            expected = _("{said}, as cell {cell} of {file} ({sheet}) says, which its row cites", **there)
            remedy = _(
                "Write that again, and correct it by corrections.csv; if it is from elsewhere, say so in `source`."
            )
            yield Problem(f"{table.name}.csv", line, name, row[name], expected, remedy, code="cell_unlike_its_source")


def _is(stored: str, said: str) -> bool:
    one, other = Decimal(stored), Decimal(said)
    return any(abs(one - other * times) <= abs(one) * _EXACT for times in _MULTIPLES)


def _readings(value: object) -> tuple[str, ...]:
    """A cell's number in every reading; none where it holds none, or words of which somebody has made one."""
    return () if value in (None, "") else read_number(value, Scale("", False)).values


def _look(path: Path) -> Look:
    """What stands in the cells of a kept file; nothing in one that can no longer be read."""
    try:
        if path.suffix.lower() == ".xlsx":
            sheets = workbooks.read(path.name, path.read_bytes()).sheets
            return lambda sheet, cell: sheets[sheet].value(*coordinate_from_string(cell)) if sheet in sheets else None
        rows = rows_of(path.name, text_of(path.name, path.read_bytes())) if path.suffix.lower() == ".csv" else []
    except (InputError, NotRead, OSError):
        rows = []
    cells = {
        f"{get_column_letter(at)}{row}": text for row, line in enumerate(rows, 1) for at, text in enumerate(line, 1)
    }
    return lambda sheet, cell: cells.get(cell)
