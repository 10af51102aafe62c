"""Tables as people lay them out, in Word, Excel or a CSV: heads of several lines, merged cells, totals, lines across."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from docx.table import Table
from openpyxl.utils import column_index_from_string, get_column_letter

from helpers.language import _
from helpers.problems import InputError, Problem, refuse

from ..collect.notation import tidy
from ..collect.workbooks import Cell, Sheet

Place = tuple[int, str]  # row and letter
_TOTAL = re.compile(
    r"(?:tổng(?: cộng| số)?|cộng)(?: chung| (?:toàn|cả) .+)?(?:\s*[:(\[].*)?|(?:toàn|cả) (?:tỉnh|thành phố|ngành|huyện|xã)",
    re.IGNORECASE,
)
_NUMBER, _YEAR = re.compile(r"-?\d[\d., ]*"), re.compile(r"(?:19|20)\d\d")
_OF_COLUMN = re.compile(r"[A-Z]|\(?(?P<number>\d+)\)?(?: ?=.*)?")  # “A”, “(1)”, “3=1+2” below a heading


class Layout:
    """A sheet with one heading a column and one fact a row; what is neither is in `totals` and `across`.

    Raises InputError where no line of headings stands above rows, and for a number of several rows.
    """

    def __init__(self, file: str, sheet: Sheet) -> None:
        self._firsts = sheet.merged
        stands = {
            (row, at): cell for row, cells in sheet.rows.items() for at, cell in cells.items() if not cell.is_blank
        }
        stands |= {place: stands[first] for place, first in self._firsts.items() if first in stands}
        rows: dict[int, dict[str, Cell]] = {}
        for row, at in sorted(stands, key=lambda place: (place[0], column_index_from_string(place[1]))):
            rows.setdefault(row, {})[at] = stands[row, at]
        across = {row: cells for row, cells in rows.items() if len({self._first(row, at) for at in cells}) == 1}
        widest = max((len(cells) for row, cells in rows.items() if row not in across), default=0)
        head = next((row for row, cells in rows.items() if row not in across and len(cells) == widest), 0)
        heads = self._heads({row: cells for row, cells in rows.items() if row >= head})
        below = {row: cells for row, cells in rows.items() if row > max(heads, default=0)}
        if _numbers_columns([[*map(_text, cells.values())] for cells in below.values()]):
            below.pop(next(iter(below)))
        self.across = {row: _text(next(iter(cells.values()))) for row, cells in below.items() if row in across}
        told = {row: next(filter(_TOTAL.fullmatch, map(_text, cells.values())), "") for row, cells in below.items()}
        self.totals = {row: cells for row, cells in below.items() if told[row] and row not in across}
        self.rows = {row: cells for row, cells in below.items() if row not in (*self.across, *self.totals)}
        self.above = [_text(cell) for row, cells in rows.items() if row < head for cell in cells.values()]
        if widest < 2 or not self.rows:
            expected, remedy = _("a line of headings, and rows below it"), _("Let each column have one heading.")
            raise InputError(Problem(file, expected=expected, remedy=remedy))
        if 2 * sum(map(_is_number, rows[head].values())) > widest:
            found = ", ".join(map(_text, rows[head].values()))
            remedy = _("Write one line of headings, or merge the cells of a heading that stands over several columns.")
            raise InputError(Problem(file, head, value=found, expected=_("a heading for each column"), remedy=remedy))
        self.heads: dict[str, list[str]] = {}
        for row in heads:
            for at, cell in rows[row].items():
                texts = self.heads.setdefault(at, [])
                texts += [text for text in [_text(cell)] if text not in texts]
        shared = (
            Problem(
                file, 0, f"{sheet.name}!{at}{row}", _text(cell), _("a number of one row"), _("Split the merged cells.")
            )
            for row, cells in self.rows.items()
            for at, cell in cells.items()
            if self._first(row, at) != (row, at) and _is_number(cell) and not {*self.heads.get(at, [])} & {"TT", "STT"}
        )
        refuse(shared)

    def _first(self, row: int, at: str) -> Place:
        return self._firsts.get((row, at), (row, at))

    def _heads(self, rows: dict[int, dict[str, Cell]]) -> list[int]:
        """The lines of the head: those of its merged cells, and one more below a heading of several columns."""
        heads: list[int] = []
        bottom = min(rows, default=0)
        for row, cells in rows.items():
            own = [cell for at, cell in cells.items() if self._first(row, at) == (row, at)]
            if row > bottom or (heads and any(map(_is_number, own))):
                break
            heads.append(row)
            for first in {self._first(row, at) for at in cells}:
                places = [place for place, of in self._firsts.items() if of == first]
                wide = len({at for _row, at in places}) > 1
                bottom = max(bottom, *(below + wide for below, _at in places), row)
        return heads


def sheet_of(name: str, rows: Iterable[Sequence[str]]) -> Sheet:
    """Rows of texts as a sheet has them."""
    cells = (({get_column_letter(at): Cell(tidy(text)) for at, text in enumerate(row, 1)}) for row in rows)
    return Sheet(name, rows=dict(enumerate(cells, 1)))


def sheet_of_word(name: str, table: Table, above: Sequence[str] = ()) -> Sheet:
    """A table of a Word file as a sheet. above: the lines before it that belong to it."""
    sheet, firsts, merged = sheet_of(name, [[text] for text in above]), dict[object, Place](), dict[Place, Place]()
    rows = {row: {**cells} for row, cells in sheet.rows.items()}
    for number, row in enumerate(table.rows, len(above) + 1):
        rows[number] = {}
        for at, cell in enumerate(row.cells, row.grid_cols_before + 1):
            place = number, get_column_letter(at)
            merged[place] = firsts.setdefault(cell._tc, place)
            if merged[place] == place:
                rows[number][place[1]] = Cell(tidy(cell.text))
    return Sheet(name, rows=rows, merged=merged)


def _text(cell: Cell) -> str:
    return tidy(str(cell.value))


def _is_number(cell: Cell) -> bool:
    """Whether a cell holds a number that is no year."""
    return bool(_NUMBER.fullmatch(_text(cell))) and not _YEAR.fullmatch(_text(cell))


def _numbers_columns(lines: list[list[str]]) -> bool:
    """Whether the first line numbers the columns: A | B | 1 | 2, which the next one does not.

    >>> _numbers_columns([["A", "B", "1", "2=1+3"], ["1", "Mầm non", "120", "7"]]), _numbers_columns([["1", "2"], ["2", "3"]])
    (True, False)
    """
    first, *others = [[_OF_COLUMN.fullmatch(text) for text in line] for line in lines[:2]] or [[]]
    counted = [int(found["number"]) for found in first if found and found["number"]]
    in_order = all(one + 1 == other for one, other in pairwise(counted))
    return len(first) > 2 and all(first) and counted[:1] == [1] and in_order and not all(map(all, others))
