"""The rows of a CSV or a sheet that is laid out as its table was added, read against what the table has already.

The plain readers go on refusing a CSV as Excel saves it: a data folder holds one form. Here it is read into the table of
its name, so that each change is shown before it is written.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from openpyxl.utils import column_index_from_string

from helpers.data.datapackage import ORDER, Field, Table
from helpers.data.periods import choose_period
from helpers.data.rows import Row
from helpers.data.schema import TABLES, own_first, read_table
from helpers.data.spans import Span, moved
from helpers.language import Message, _
from helpers.problems import InputError, Problem, nearest, refuse
from helpers.values.vietnamese import decimals, short_date, slug

from .compared import asked, dropped, lost, named, new_rows, refuse_parts, regrouped
from .excel_csv import refuse_ragged, rows_of, separator_of, text_of
from .layouts import Layout, heading, sheet_of, units_of
from .limits import bytes_of
from .marking import AUTHOR
from .months import lasting, month_in, of_another_period, of_more, side
from .names import as_before, known_as, otherwise, reworded
from .notation import (
    Reading,
    Scale,
    decimal_mark,
    is_not_yet,
    multiple,
    plain,
    read_date,
    read_number,
    read_value,
    some,
)
from .questions import RowKey, key_of, with_decimals
from .received import Answer, Received, Remark, doubted
from .templates import KEY
from .totals import controls_of
from .unlikely import likelier
from .workbooks import Cell, open_workbook

LARGEST = 8_000_000  # bytes
MOST_TOLD = 20  # faults of one kind
_LEAVE_OUT = _("Leave it out, and import it with the rows of its own period.")


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
        raise InputError(
            Problem(path.name, expected=_("the name of a table with sources"), remedy=remedy, code="unknown_table")
        )
    content = bytes_of(path)
    if len(content) > LARGEST:
        size, expected = f"{len(content) / 1e6:,.0f} MB", _("at most {size:g} MB", size=LARGEST / 1e6)
        raise InputError(
            Problem(path.name, 0, "", size, expected, _("Import the rows of one period."), code="too_large_file")
        )
    text = text_of(path.name, content)
    separator, rows = separator_of(text), rows_of(path.name, text)
    refuse_ragged(path.name, rows, separator)
    layout = Layout(path.name, sheet_of(table.name, rows))
    places = [column_index_from_string(letter) - 1 for letter in layout.heads]
    cells = {row: [rows[row - 1][at] for at in places] for row in layout.facts}
    columns = zip(layout.heads, zip(*cells.values(), strict=True), strict=True)
    points = {} if separator == "," else {letter: decimal_mark(texts) for letter, texts in columns}
    grid = Grid(path.name, layout, cells, points, decimal_point=separator == ",", separator=separator)
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
        raise InputError(
            Problem(
                path.name, value=", ".join(book.sheets), expected=_("one sheet"), remedy=remedy, code="several_sheets"
            )
        )
    (sheet,), layout = seen, Layout(path.name, seen[0])
    letters, told = list(layout.heads), layout.facts
    problems = [
        Problem(
            path.name,
            0,
            f"{letter}{row}",
            cell.text or cell.formula,
            _("a value that can be read"),
            said,
            code="unreadable_value",
        )
        for row in told
        for letter in letters
        if (cell := sheet.cell(letter, row)) and (said := cell.fault or cell.look(raised=True))
    ]
    refuse(problems[:MOST_TOLD])
    rows = {row: [_shown(cells.get(letter, Cell())) for letter in letters] for row, cells in told.items()}
    comments = {
        f"{letter}{row}": cell.comment
        for row, cells in told.items()
        for letter, cell in cells.items()
        if cell.comment and cell.author != AUTHOR
    }
    columns = {letter: [cells[letter].value for cells in told.values() if letter in cells] for letter in letters}
    points = {
        letter: decimal_mark(each for each in values if isinstance(each, str)) for letter, values in columns.items()
    }
    grid = Grid(path.name, layout, rows, points, decimal_point=True, comments=comments)
    return _received(grid, table, data, book.content, period, book.saved)


def _shown(cell: Cell) -> str:
    """What a cell holds, as a text with one reading: 12.345 is no 12345 where Excel has a number.

    >>> _shown(Cell(12.345)), _shown(Cell(0.255, percent=True)), _shown(Cell(1, percent=True)), _shown(Cell("1.313"))
    ('12.3450', '25.5%', '100%', '1.313')
    """
    if isinstance(cell.value, dt.datetime):
        return cell.text.removesuffix(" 00:00:00")
    if cell.percent and cell.value == 1:
        return "100%"
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
    """A table as a file lays it out, with the texts of its rows below each heading."""

    name: str
    layout: Layout
    rows: Mapping[int, Sequence[str]]  # by their number in Excel
    points: Mapping[str, str]  # what begins decimals in texts of each column, where one of them says it
    decimal_point: bool = False  # it was written by a program: a point may begin decimals
    separator: str = " | "
    comments: Mapping[str, str] = field(default_factory=dict)  # of Excel: cell → what somebody wrote beside it


def _received(grid: Grid, table: Table, data: Path, content: bytes, period: str, saved: str = "") -> list[Received]:
    periods = read_table(data, "periods")
    lines = Lines(grid, table, data, choose_period(periods, period))
    lines.check({row["period"]: row for row in periods.values()})
    found: dict[str, Received] = {}
    for number, row in lines.rows.items():
        period = row["period"]
        if period not in found:
            found[period] = Received(grid.name, content, period, saved=saved)
        if number in lines.totals:
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
        gone = lost(lines, received)
        kept = [*controls_of(lines, received, read_table(data, "controls"), gone)]
        refuse_parts(lines, received)
        answers = doubted(received.answers, asked(lines, received), grid.comments)
        alike = answers and not any(each.changes or each.reading.doubtful for each in answers)
        if alike and (less := dropped(lines, received)):
            answers[0] = answers[0].asked(less)
        received.answers[:] = [*answers, *kept]
        regrouped(lines, received)
        if new := [named(lines, row) for row in new_rows(lines, received).values()]:
            said = _("rows that no earlier period has: {rows}", rows=some(new))
            received.remarks.tell(lines.sheet, "", None, said)
        if gone:
            said = _("rows of the period before that the file does not have: {rows}", rows=some(gone))
            received.remarks.tell(lines.sheet, "", None, said)
        if line := of_more(grid.layout.above, Span.of(received.period)):
            said = _(
                "“{line}” stands above the table: are its numbers those of {period} alone?",
                line=line,
                period=received.period,
            )
            received.remarks.tell(lines.sheet, "", None, said)
    for letter, head in [*lines.beyond.items()] if found else ():
        said = _("the table has no such column: it is not taken")
        next(iter(found.values())).remarks.tell(lines.sheet, f"{letter}{grid.layout.head}", head, said)
    for at, text in [*grid.layout.across.items()] if found else ():
        said = _("a line across the table is not read")
        next(iter(found.values())).remarks.tell(lines.sheet, f"A{at}", text, said)
    return list(found.values())


class Lines:
    """The rows of a CSV by their number in Excel. Raises InputError for what is not the table."""

    def __init__(self, grid: Grid, table: Table, data: Path, period: str) -> None:
        self.name, self.table, self.decimal_point, layout = grid.name, table, grid.decimal_point, grid.layout
        self.sheet, self.letters, titles = layout.sheet.name, [*layout.heads], [*layout.heads.values()]
        refuse([*layout.unseen()][:MOST_TOLD])
        heads, span = [": ".join(each) for each in titles], Span.of(period)
        lasts = lasting([heading(each, True)[0] for each in titles], span)
        self.header = [self._column(each, last) for each, last in zip(titles, lasts, strict=True)]
        # of rows that nothing tells apart, such as waiting times, the key is their place
        added = [each for each in ("period", ORDER) if each in table.full_key and each not in self.header]
        self.header += added
        refuse(of_another_period(grid.name, layout.above if "period" in added else (), span))
        needed = {name for name, field in table.columns.items() if not (name in ("source", "unit") or field.derived)}
        more = {*self.header} - {"", *table.columns}
        # columns beside all that the table has, “Ghi chú”; where it lacks one, they may be that one
        self.beyond = {
            at: head
            for at, head, column in zip(self.letters, heads, self.header, strict=False)
            if column in more and needed <= {*self.header}
        }
        self.header = ["" if column in self.beyond.values() else column for column in self.header]
        wrong = [head for head, column in zip(heads, self.header, strict=False) if column in more]
        wrong = wrong or [column for column in table.full_key if column not in self.header]
        named = [column for column in self.header if column]
        if wrong or len(set(named)) < len(named):
            own = (field for name, field in table.columns.items() if name not in ("source", *added))
            expected = _("the columns {columns}, each once", columns=", ".join(each.title or each.name for each in own))
            remedy = _(
                "Correct the headings; they are read for {period}: of another period, name it with --period.",
                period=period,
            )
            found = grid.separator.join(heads)
            raise InputError(
                Problem(grid.name, layout.head, ", ".join(wrong), found, expected, remedy, code="wrong_headings")
            )
        self.known = read_table(data, table.name)
        numbers = (field for field in table.columns.values() if field.kind == "number")
        self.fractions = {field.name: with_decimals(self.known, field) for field in numbers}
        refuse(self._of_other_units(layout))
        self.rows: dict[int, Row] = {}
        for place, (number, row) in enumerate(grid.rows.items(), 1):
            given = {"period": period, ORDER: f"{place}"}
            cells = [*map(str.strip, row), *(given[each] for each in added)]
            self.rows[number] = dict(zip(self.header, cells, strict=True))
        # the rows that are totals, each with those that it adds up
        self.totals = {row: parts for row, parts in layout.parts.items() if not self._is_row(self.rows[row])}
        self.codes = read_table(data, "codes")
        for column in (table.columns[each] for each in table.full_key):
            codes = {label: code for code, label in self._labels(column).items()}
            for read in self.rows.values():
                days = read_date(read[column.name]).values if column.kind == "date" else ()
                read[column.name] = codes.get(read[column.name], "".join(days) or read[column.name])
        if (months := table.next.moved) and all(text.startswith("Tháng ") for text in self.known.by(months)):
            for read in self.rows.values():
                read[months] = month_in(read[months], Span.of(read["period"])) or read[months]
        self.points = {name: grid.points.get(at, "") for at, name in zip(self.letters, self.header, strict=False)}

    def _column(self, titles: Sequence[str], lasts: str) -> str:
        """The column of a heading, "Số giường (giường)"; none where it only numbers the rows. lasts: without its period."""
        head = ": ".join(titles)
        if head.lower() in ("tt", "stt") and not {ORDER, head.lower()} & {*self.table.columns}:
            return ""
        known = {each.title.lower(): name for name, each in self.table.columns.items() if each.title}
        told = [*(heading(titles, measured)[0].lower() for measured in (True, False)), lasts.lower()]
        return next((known[title] for title in told if title in known), head)

    def _of_other_units(self, layout: Layout) -> Iterator[Problem]:
        """Columns whose heading, or a line above the table, says another unit than the table has."""
        columns = zip(self.letters, layout.heads.values(), self.header, strict=False)
        measured = [(letter, titles, name) for letter, titles, name in columns if name in self.fractions]
        above = units_of(layout.above, [*dict.fromkeys(titles[-1] for _letter, titles, _name in measured)])
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
                yield Problem(self.name, 0, letter, found, expected, remedy, code="other_unit")

    def _labels(self, field: Field) -> dict[str, str]:
        codes = self.codes.where((("list", (field.codes,)),)) if field.codes else {}
        return {each["code"]: each["label"] for each in codes.values()}

    def _is_row(self, row: Row) -> bool:
        """Whether the table has a row of such a name, although it is called a total."""
        names = [name for name in self.table.full_key if name not in ("period", ORDER) and row[name]]
        return bool(names and self.known.like(row, names))

    @property
    def measured(self) -> list[str]:
        """The columns of numbers that the file has."""
        return [name for name in self.header[: len(self.letters)] if name in self.fractions]

    def cell(self, column: str, number: int) -> str:
        return f"{self.letters[self.header.index(column)]}{number}"

    def check(self, periods: Mapping[str, Row]) -> None:
        """Refuse rows of no period of the data, which would name a folder, and rows with the key of an earlier one.

        periods: the rows of those of the data.
        """
        self.periods = periods
        seen: dict[RowKey, int] = {}
        problems = []
        last = self.table.full_key[-1]
        dates = [each for each in self.table.full_key if self.table.columns[each].kind == "date"]
        for number, row in self.rows.items():
            if row["period"] not in periods:
                expected = _("a period of periods.csv: {periods}", periods=", ".join(periods))
                remedy = _("Correct it, or begin the period: {briefing} new.")
                problems.append(
                    Problem(
                        self.name,
                        0,
                        self.cell("period", number),
                        row["period"],
                        expected,
                        remedy,
                        code="unknown_period",
                    )
                )
            elif wrong := [each for each in dates if number not in self.totals and not read_date(row[each]).values]:
                cell = self.cell(wrong[0], number)
                problems.append(
                    Problem(self.name, 0, cell, row[wrong[0]], _("a date"), _("Correct it."), code="not_a_date")
                )
            elif (first := seen.setdefault(key_of(self.table.name, row), number)) != number:
                key = " + ".join(self.table.full_key)
                expected = _("each {key} once; row {row} has it too", key=key, row=first)
                problems.append(
                    Problem(
                        self.name,
                        0,
                        self.cell(last, number),
                        row[last],
                        expected,
                        _("Delete one."),
                        code="duplicate_key",
                    )
                )
        refuse(problems[:MOST_TOLD])
        problems += [
            Problem(self.name, 0, self.cell(*place), text, expected, _LEAVE_OUT, code="superfluous_cell")
            for place, text, expected in self._of_other_periods()
        ]
        for name, number, before in self.spelt_otherwise(instead=True):
            remedy = _("Write it so; where it has a new name, write that into the earlier rows too.")
            problems.append(
                Problem(
                    self.name,
                    0,
                    self.cell(name, number),
                    self.rows[number][name],
                    as_before(before),
                    remedy,
                    code="other_spelling",
                )
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
            if months and number not in self.totals and (side(row[months], span) or not month_in(row[months], span)):
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
                known = self.known.by(name)
                found = otherwise(ours, known)
                if name not in self.table.full_key:
                    states = [text for text, there in known.items() if len(there) > 1]
                    new = {text: reworded(text, states) for text in {*ours} - known.keys() - found.keys() - {""}}
                    found |= {text: state for text, state in new.items() if state}
                lost = {text for text, before in found.items() if name in self.table.full_key and before not in ours}
                for number, row in (
                    self.rows.items() if instead or name not in self.table.asked else ()
                ):  # those are asked
                    if row[name] in found and (row[name] in lost) == instead:
                        yield name, number, found[row[name]]

    def of(self, period: str) -> dict[RowKey, Row]:
        """The rows of a period by their key, without totals."""
        rows = (row for at, row in self.rows.items() if row["period"] == period and at not in self.totals)
        return {key_of(self.table.name, row): row for row in rows}

    def answers(self, number: int, row: Row) -> Iterator[Answer]:
        """The cells of one row outside its key; `source` is not read: the row comes from this file now."""
        key = self.table.full_key
        existing = self.known.like(row, key)
        before = self.known.like(self.before(row), key)
        unit = existing.get("unit") or before.get("unit", "")
        if unit and row.get("unit") and multiple(row["unit"], unit) == 1:  # in another spelling
            row = {**row, "unit": unit}
        before = before if before.get("unit") == {**before, **row}.get("unit") else {"unit": unit}
        carried = {**dict.fromkeys(self.table.columns, ""), **existing, **{name: row[name] for name in key}}
        label = self.table.row_id(carried)
        for name in (name for name in self.header if name not in (*key, "source", "")):
            old = existing.get(name, "")
            reading = self.read(self.table.columns[name], row[name], old, {**carried, **row})
            if len(reading.values) > 1 and self.table.columns[name].kind == "number":
                reading = self._likelier(name, row, reading, old or before.get(name, ""))
            texts = self.known.by(name) if self.table.columns[name].kind == "text" else {}
            few = self.table.observations and 4 * len(texts) <= len(self.known)  # of which sort an observation is
            if texts and (name in self.table.asked or few):
                known = [*filter(None, texts)]
                reading = known_as(reading, known, [] if 2 * len(known) > len(self.known) else known)
            of = (self.table.name, name, carried, f"{label}: {name}", self.sheet, self.cell(name, number))
            yield Answer(*of, row[name], reading, old, before.get(name, ""))

    def before(self, row: Row, which: str = "previous") -> Row:
        """The row as the period before, or that of last year, names it: its months are those of that period."""
        before, months = self.periods[row["period"]][which], self.table.next.moved
        row = moved(row, months, Span.of(row["period"]).told, Span.of(before).told) if months and before else row
        return {**row, "period": before}

    def read(self, field: Field, text: str, old: str, row: Row) -> Reading:
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

    def _likelier(self, name: str, row: Row, reading: Reading, before: str) -> Reading:
        """Of two readings the one in the notation of the column's other cells, and like its number of last time.

        A new row has none: there it is like those of its column.
        """
        last = self.known.where((("period", (self.periods[row["period"]]["previous"],)),)).values()
        known = [before] if before else [each[name] for each in last]
        point = self.points.get(name)
        return likelier(reading, [*filter(None, known)], reading.values[point in row[name]] if point else "")
