"""A CSV as Excel saves it in Vietnam: semicolons or tabs, decimal commas, UTF-8 with BOM, UTF-16 or Windows-1258.

The plain readers go on refusing it: a data folder holds one form. Here it is read into the table of its name, so that
each change is shown before it is written.
"""

import csv
import datetime as dt
import io
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from openpyxl.utils import get_column_letter

from helpers.data.datapackage import ORDER, Field, Table
from helpers.data.periods import choose_period
from helpers.data.rows import Row
from helpers.data.schema import TABLES, own_first, read_table
from helpers.data.spans import Span
from helpers.language import Message, _
from helpers.problems import InputError, Problem, nearest, refuse
from helpers.values.vietnamese import decimals, short_date, slug

from .layouts import Layout, heading, not_of_rows, units_of
from .limits import bytes_of
from .months import lasting, month_in, side
from .names import as_before, otherwise
from .notation import (
    Reading,
    Scale,
    is_not_yet,
    is_total,
    multiple,
    plain,
    read_date,
    read_number,
    read_value,
    tidy,
    unreadable,
)
from .questions import RowKey, key_of, with_decimals
from .received import Answer, Received, Remark
from .templates import KEY
from .unlikely import tenfold, together, unlikely
from .workbooks import HIDDEN_COLUMN, HIDDEN_ROW, SHOW_IT, Cell, open_workbook

LARGEST = 8_000_000  # bytes
MOST_TOLD = 20  # faults of one kind
_MOST_COLUMNS = 16_384  # of Excel
_LEAVE_OUT = _("Leave it out, and import it with the rows of its own period.")
_BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def read_csv(path: Path, data: Path, period: str = "") -> list[Received]:
    """What a CSV says, one result for each period in it, against the table of its name.

    Its headings are the table's columns or their titles, as `briefing add table` reads them. period: of rows that name
    none; default: the newest.

    Raises InputError for a name that no table has, for a header that is not the table's, and for broken rows.
    """
    table = _named(path)
    if table is None:
        known = [name for name in own_first() if TABLES[name].periodic and TABLES[name].sourced]
        remedy = _("Rename it: {names}.", names=nearest(path.stem, known))
        raise InputError(Problem(path.name, expected=_("the name of a table with sources"), remedy=remedy))
    content = bytes_of(path)
    if len(content) > LARGEST:
        size, expected = f"{len(content) / 1e6:,.0f} MB", _("at most {size:g} MB", size=LARGEST / 1e6)
        raise InputError(Problem(path.name, 0, "", size, expected, _("Import the rows of one period.")))
    text = text_of(path.name, content)
    separator, (head, *rows) = separator_of(text), rows_of(path.name, text)
    grid = Grid(
        path.name,
        path.stem,
        [[tidy(cell)] for cell in head],
        dict(enumerate(rows, 2)),
        decimal_point=separator == ",",
        separator=separator,
    )
    return _received(grid, table, data, content, period)


def read_sheet(path: Path, data: Path, period: str = "") -> list[Received]:
    """What a workbook says that is laid out as the one that was added as the table of its name; none where no table has it.

    Raises InputError as `read_csv` does, for rows that nobody sees, and for cells of which Excel shows no number.
    """
    table = _named(path)
    if table is None:
        return []
    book = open_workbook(path)
    if KEY in book.sheets:  # a template under another name
        return []
    seen = [sheet for sheet in book.sheets.values() if sheet.visible]
    if len(seen) != 1:
        remedy = _("Delete the others, or save it alone.")
        raise InputError(Problem(path.name, value=", ".join(book.sheets), expected=_("one sheet"), remedy=remedy))
    (sheet,), layout = seen, Layout(path.name, seen[0])
    letters = list(layout.heads)
    told = {row: cells for row, cells in sorted({**layout.rows, **layout.totals}.items())}
    problems = [
        Problem(path.name, 0, f"{letter}{row}", cell.text, _("a value that can be read"), said)
        for row, cells in told.items()
        for letter, cell in cells.items()
        if (said := cell.fault or cell.look(raised=True))
    ]
    unseen = {
        f"{row}": (" | ".join(cell.text for cell in told[row].values()), HIDDEN_ROW)
        for row in sorted(sheet.hidden_rows & told.keys())
    }
    unseen |= {at: (" ".join(layout.heads[at]), HIDDEN_COLUMN) for at in letters if at in sheet.hidden_columns}
    problems += [
        Problem(path.name, 0, f"{sheet.name}!{at}", text, said, SHOW_IT) for at, (text, said) in unseen.items()
    ]
    refuse(problems[:MOST_TOLD])
    rows = {row: [_shown(cells.get(letter, Cell())) for letter in letters] for row, cells in told.items()}
    heads = [layout.heads[letter] for letter in letters]
    grid = Grid(path.name, sheet.name, heads, rows, letters, decimal_point=True, above=layout.above)
    found = _received(grid, table, data, book.content, period, book.saved)
    across = [
        Remark("said", sheet.name, f"A{row}", text, _("a line across the table is not read"))
        for row, text in layout.across.items()
    ]
    for received in found[:1]:
        received.remarks.extend(across)
    return found


def _shown(cell: Cell) -> str:
    """What a cell holds, as a text with one reading: 12.345 is no 12345 where Excel has a number.

    >>> _shown(Cell(12.345)), _shown(Cell(0.255, percent=True)), _shown(Cell("1.313"))
    ('12.3450', '25.5%', '1.313')
    """
    if isinstance(cell.value, dt.datetime):
        return cell.text.removesuffix(" 00:00:00")
    if not isinstance(cell.value, float):
        return cell.text
    exact = Decimal(format(cell.value, ".15g"))
    if cell.percent:
        return f"{plain(exact * 100)}%"
    return f"{plain(exact)}{'0' * (decimals(exact) == 3)}"


def _named(path: Path) -> Table | None:
    """The table that a file is named as, if files can say rows of it."""
    table = TABLES.get(path.stem) or TABLES.get(slug(path.stem).replace("-", "_"))
    return table if table and table.periodic and table.sourced else None


@dataclass(frozen=True)
class Grid:
    """Rows below a head, as a CSV or a sheet has them. heads: of each column, one above the other; letters: where they stand."""

    name: str
    sheet: str
    heads: Sequence[Sequence[str]]
    rows: Mapping[int, Sequence[str]]  # by their number in Excel
    letters: Sequence[str] = ()
    decimal_point: bool = False  # it was written by a program: a point may begin decimals
    separator: str = " | "
    above: Sequence[str] = ()  # lines above the head


def _received(grid: Grid, table: Table, data: Path, content: bytes, period: str, saved: str = "") -> list[Received]:
    periods = read_table(data, "periods")
    lines = _Lines(grid, table, data, choose_period(periods, period))
    lines.check({row["period"]: row["previous"] for row in periods.values()})
    found: dict[str, Received] = {}
    totals: dict[str, list[tuple[str, int]]] = {}
    for number, row in lines.rows.items():
        period = row["period"]
        if period not in found:
            found[period] = Received(grid.name, content, period, saved=saved)
        if total := lines.total(row):
            totals.setdefault(period, []).append((total, number))
            continue
        for answer in lines.answers(number, row):
            if answer.reading.values:
                found[period].answers.append(answer)
            else:
                said = answer.reading.said or _("expected another value")
                found[period].remarks.append(answer.remark("refused", said))
    for name, number, before in lines.spelt_otherwise(instead=False):
        row = lines.rows[number]
        said = _("expected {expected}", expected=as_before(before))
        found[row["period"]].remarks.append(Remark("said", lines.sheet, lines.cell(name, number), row[name], said))
    for received in found.values():
        known = totals.get(received.period, [])
        for name, number in known:
            said = not_of_rows(lines.of_total(number, received.answers), alone=len(known) == 1)
            remark = Remark("said", lines.sheet, lines.cell(name, number), lines.rows[number][name], said)
            received.remarks.append(remark)
        received.answers[:] = _doubted(received.answers)
    return list(found.values())


def _doubted(answers: list[Answer]) -> list[Answer]:
    """The answers; those are asked that are ten or a thousand times what they were before, and all, if all are as they were."""
    pairs = {
        at: (each.new, each.before)
        for at, each in enumerate(answers)
        if each.changes and each.before and each.new and each.field.kind == "number" and each.field.least is not None
    }
    told = {at: said for at, (now, before) in pairs.items() if (said := unlikely(now, [before], tenfold))}
    if said := together([*pairs.values()], len(told)):
        told = dict.fromkeys(pairs, said)
    return [
        replace(each, reading=Reading(each.reading.values, told[at], sure=False)) if at in told else each
        for at, each in enumerate(answers)
    ]


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


def text_of(name: str, content: bytes) -> str:
    """The text of a CSV. Raises InputError for one that cannot be read."""
    text = decode(content)
    if "\ufffd" in text or not text.strip():
        remedy = _("Save it in Excel as “CSV UTF-8”; convert TCVN3 and VNI fonts with UniKey first.")
        raise InputError(Problem(name, expected=_("a text in UTF-8, UTF-16 or Windows-1258"), remedy=remedy))
    return text.lstrip("\r\n")


def separator_of(text: str) -> str:
    """What stands between the cells of a CSV, by its first line."""
    return max(";\t,", key=text.splitlines()[0].count)


def rows_of(name: str, text: str) -> list[list[str]]:
    """The rows of a CSV. Raises InputError for what Excel does not write."""
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text), strict=True))
        if max(map(len, rows), default=0) > _MOST_COLUMNS:
            raise csv.Error(_("more than {most:,} columns", most=_MOST_COLUMNS))
        return rows
    except csv.Error as error:
        expected, remedy = _("rows as Excel writes them ({error})", error=error), _("Save it again in Excel.")
        raise InputError(Problem(name, expected=expected, remedy=remedy)) from None


class _Lines:
    """The rows of a CSV by their number in Excel. Raises InputError for what is not the table."""

    def __init__(self, grid: Grid, table: Table, data: Path, period: str) -> None:
        self.name, self.table, self.decimal_point = (name := grid.name), table, grid.decimal_point
        self.sheet = table.name if not grid.letters else grid.sheet
        self.letters = grid.letters or [get_column_letter(at) for at in range(1, len(grid.heads) + 1)]
        separator, heads = grid.separator, [": ".join(titles) for titles in grid.heads]
        lasts = lasting([heading(titles, True)[0] for titles in grid.heads], Span.of(period))
        self.header = [self._column(titles, last) for titles, last in zip(grid.heads, lasts, strict=True)]
        # of rows that nothing tells apart, such as waiting times, the key is their place
        added = [each for each in ("period", ORDER) if each in table.full_key and each not in self.header]
        self.header += added
        wrong = [head for head, column in zip(heads, self.header, strict=False) if column not in {"", *table.columns}]
        wrong = wrong or [column for column in table.full_key if column not in self.header]
        if wrong or len(set(self.header)) < len(self.header):
            titles = ", ".join(each.title or name for name, each in table.columns.items())
            expected = _("the columns {columns}, each once", columns=titles)
            remedy = _("Correct the first line.")
            raise InputError(Problem(name, 1, ", ".join(wrong), separator.join(heads), expected, remedy))
        self.known = read_table(data, table.name)
        numbers = (field for field in table.columns.values() if field.kind == "number")
        self.fractions = {field.name: with_decimals(self.known, field) for field in numbers}
        refuse(self._of_other_units(grid))
        written = {number: row for number, row in grid.rows.items() if any(map(str.strip, row))}
        for number, row in written.items():
            if len(row) != len(heads):
                found, remedy = separator.join(row)[:200], _("Look for a separator too many or too few.")
                expected = _("{count} cells as in the header", count=len(heads))
                raise InputError(Problem(name, number, value=found, expected=expected, remedy=remedy))
        unread = [
            Problem(name, 0, f"{at}{number}", cell[:60], _("letters that can be read"), said)
            for number, row in [(1, heads), *written.items()]
            for at, cell in zip(self.letters, row, strict=True)
            if (said := unreadable(cell))
        ]
        refuse(unread[:MOST_TOLD])
        self.rows: dict[int, Row] = {}
        for place, (number, row) in enumerate(written.items(), 1):
            given = {"period": period, ORDER: f"{place}"}
            cells = [*map(str.strip, row), *(given[each] for each in added)]
            self.rows[number] = dict(zip(self.header, cells, strict=True))
        self.codes = read_table(data, "codes")
        for column in (table.columns[each] for each in table.full_key if table.columns[each].codes):
            codes = {label: code for code, label in self._labels(column).items()}
            for read in self.rows.values():
                read[column.name] = codes.get(read[column.name], read[column.name])
        if (months := table.next.moved) and all(text.startswith("Tháng ") for text in self.known.by(months)):
            for read in self.rows.values():
                read[months] = month_in(read[months], Span.of(read["period"])) or read[months]

    def _column(self, titles: Sequence[str], lasts: str) -> str:
        """The column of a heading, "Số giường (giường)"; none where it only numbers the rows. lasts: without its period."""
        head = ": ".join(titles)
        if head.lower() in ("tt", "stt") and ORDER not in self.table.columns:
            return ""
        known = {each.title.lower(): name for name, each in self.table.columns.items() if each.title}
        told = [*(heading(titles, measured)[0].lower() for measured in (True, False)), lasts.lower()]
        return next((known[title] for title in told if title in known), head)

    def _of_other_units(self, grid: Grid) -> Iterator[Problem]:
        """Columns whose heading, or a line above the table, says another unit than the table has."""
        columns = zip(self.letters, grid.heads, self.header, strict=False)
        measured = [(letter, titles, name) for letter, titles, name in columns if name in self.fractions]
        above = units_of(grid.above, [*dict.fromkeys(titles[-1] for _letter, titles, _name in measured)])
        told = []
        for letter, titles, name in measured:
            (title, own), unit = heading(titles, True), self.table.columns[name].unit
            said = own or above.get(titles[-1], "")
            if said and unit not in ("", "@unit"):
                told.append((letter, f"{title} ({said})", bool(own), multiple(said, unit), unit))
        fits = any(factor == 1 for _letter, _found, in_head, factor, _unit in told if not in_head)
        for letter, found, in_head, factor, unit in told:
            # a line above is of all columns but those of another kind, such as rates
            if factor != 1 and (in_head or factor or not fits):
                expected = _("{unit}, as the table has it", unit=unit)
                remedy = _("Convert its numbers and write that unit there; if only the word is wrong, correct it.")
                yield Problem(self.name, 0, letter, found, expected, remedy)

    def _labels(self, field: Field) -> dict[str, str]:
        codes = self.codes.where((("list", (field.codes,)),)) if field.codes else {}
        return {each["code"]: each["label"] for each in codes.values()}

    def total(self, row: Row) -> str:
        """The column of the key that says that a row is a total, unless the table has such a row."""
        texts = (name for name in self.table.full_key if is_total(row[name]))
        return next((name for name in texts if not self.known.like(row, (name,))), "")

    def of_total(self, number: int, answers: Sequence[Answer]) -> Iterator[tuple[str, str, Sequence[str], list[str]]]:
        """The numbers of a total, as `not_of_rows` takes them."""
        row = self.rows[number]
        for name in (each for each in self.header if each in self.fractions and row[each]):
            field, stated = self.table.columns[name], self._read(self.table.columns[name], row[name], "", row)
            values = [each.reading.values[0] for each in answers if each.column == name]
            yield field.title or name, field.unit, stated.values, values

    def cell(self, column: str, number: int) -> str:
        return f"{self.letters[self.header.index(column)]}{number}"

    def check(self, periods: Mapping[str, str]) -> None:
        """Refuse rows of no period of the data, which would name a folder, and rows with the key of an earlier one.

        periods: those of the data, each with the one before.
        """
        self.previous = periods
        seen: dict[RowKey, int] = {}
        problems = []
        last = self.table.full_key[-1]
        for number, row in self.rows.items():
            if row["period"] not in periods:
                expected = _("a period of periods.csv: {periods}", periods=", ".join(periods))
                remedy = _("Correct it, or begin the period: {briefing} new.")
                problems.append(Problem(self.name, 0, self.cell("period", number), row["period"], expected, remedy))
            elif (first := seen.setdefault(key_of(self.table.name, row), number)) != number:
                key = " + ".join(self.table.full_key)
                expected = _("each {key} once; row {row} has it too", key=key, row=first)
                problems.append(Problem(self.name, 0, self.cell(last, number), row[last], expected, _("Delete one.")))
        refuse(problems[:MOST_TOLD])
        problems += [
            Problem(self.name, 0, self.cell(*place), text, expected, _LEAVE_OUT)
            for place, text, expected in self._of_other_periods()
        ]
        for name, number, before in self.spelt_otherwise(instead=True):
            remedy = _("Write it so; where it has a new name, write that into the earlier rows too.")
            problems.append(
                Problem(self.name, 0, self.cell(name, number), self.rows[number][name], as_before(before), remedy)
            )
        refuse(problems[:MOST_TOLD])

    def _of_other_periods(self) -> Iterator[tuple[tuple[str, int], str, Message]]:
        """Rows that another period has or will have: a month of it, an observation of a later day or of an earlier file."""
        dates = [
            name for name in self.header if self.table.observations and name and self.table.columns[name].kind == "date"
        ]
        earlier = {self._observed(row, dates): row["period"] for row in self.known.values()} if dates else {}
        for number, row in self.rows.items():
            period, months = row["period"], self.table.next.moved
            span, days = Span.of(period), [(name, day) for name in dates for day in read_date(row[name]).values]
            if months and not self.total(row) and (side(row[months], span) or not month_in(row[months], span)):
                yield (months, number), row[months], _("a month of {period}", period=period)
            elif days and all(side(day, span) > 0 for _name, day in days):
                last = short_date(dt.date.fromisoformat(span.told["date_to"]))
                yield (days[0][0], number), row[days[0][0]], _("a month or a day up to {last}", last=last)
            elif days and (there := earlier.get(self._observed(row, dates), period)) != period:
                name = next(name for name in self.table.full_key if name != "period")
                yield (name, number), row[name], _("an observation that {period} does not have", period=there)

    def _observed(self, row: Row, dates: list[str]) -> tuple[str, ...]:
        """What tells an observation from those of all periods: its key and its days."""
        key = (row[name] for name in self.table.full_key if name != "period")
        return *key, *(day for name in dates for day in read_date(row[name]).values[:1])

    def spelt_otherwise(self, instead: bool) -> Iterator[tuple[str, int, str]]:
        """Names in another spelling: column, row, the one that the table has already, or that most rows of the file have.

        instead: those of the key which the file writes so, and not as the table has it: there the row is another one.
        """
        apart = ("period", ORDER, self.table.next.moved, "source", "unit", "")
        for name in (each for each in self.header if each not in apart):
            field, ours = self.table.columns[name], [row[name] for row in self.rows.values()]
            if field.kind == "text" and not field.codes:
                found = otherwise(ours, self.known.by(name))
                lost = {text for text, before in found.items() if name in self.table.full_key and before not in ours}
                for number, row in self.rows.items():
                    if row[name] in found and (row[name] in lost) == instead:
                        yield name, number, found[row[name]]

    def answers(self, number: int, row: Row) -> Iterator[Answer]:
        """The cells of one row outside its key; `source` is not read: the row comes from this file now."""
        key = self.table.full_key
        existing = self.known.like(row, key)
        before = self.known.like({**row, "period": self.previous[row["period"]]}, key)
        before = before if before.get("unit") == {**before, **row}.get("unit") else {}
        carried = {**dict.fromkeys(self.table.columns, ""), **existing, **{name: row[name] for name in key}}
        label = self.table.row_id(carried)
        for name in (name for name in self.header if name not in (*key, "source", "")):
            old = existing.get(name, "")
            reading = self._read(self.table.columns[name], row[name], old, {**carried, **row})
            of = (self.table.name, name, carried, f"{label}: {name}", self.sheet, self.cell(name, number))
            yield Answer(*of, row[name], reading, old, before.get(name, ""))

    def _read(self, field: Field, text: str, old: str, row: Row) -> Reading:
        if text in ("", old):
            return Reading((text,))
        if field.kind == "number" and is_not_yet(text):
            return Reading(("",), _("not known yet"))
        if field.kind == "number":
            unit = field.unit_in(row)
            scale = Scale.of(unit, Decimal(old) if old else None, unit in self.fractions[field.name])
            reading = read_number(text, scale._replace(whole=field.whole or (scale.whole and not self.decimal_point)))
            same = old and Decimal(old) in map(Decimal, reading.values)
            return Reading((old,)) if same else reading
        return read_value(text, field, Scale("", False), self._labels(field))
