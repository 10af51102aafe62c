"""A CSV as Excel saves it in Vietnam: semicolons or tabs, decimal commas, UTF-8 with BOM, UTF-16 or Windows-1258.

The plain readers go on refusing it: a data folder holds one form. Here it is read into the table of its name, so that
each change is shown before it is written.
"""

import csv
import datetime as dt
import io
import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from itertools import chain
from pathlib import Path

from openpyxl.utils import get_column_letter

from helpers.data.datapackage import ORDER, Field, Table
from helpers.data.periods import choose_period
from helpers.data.rows import Row
from helpers.data.schema import TABLES, own_first, read_table
from helpers.data.spans import Span
from helpers.language import Message, _
from helpers.problems import InputError, Problem, nearest, refuse
from helpers.values.vietnamese import short_date, slug

from .limits import bytes_of
from .months import month_in, side
from .notation import Reading, Scale, is_total, read_date, read_number, read_value, tidy, unreadable
from .questions import RowKey, key_of, with_decimals
from .received import Answer, Received, Remark

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
    table = TABLES.get(path.stem) or TABLES.get(slug(path.stem).replace("-", "_"))
    if table is None or not table.periodic or not table.sourced:
        known = [name for name in own_first() if TABLES[name].periodic and TABLES[name].sourced]
        remedy = _("Rename it: {names}.", names=nearest(path.stem, known))
        raise InputError(Problem(path.name, expected=_("the name of a table with sources"), remedy=remedy))
    content = bytes_of(path)
    if len(content) > LARGEST:
        size, expected = f"{len(content) / 1e6:,.0f} MB", _("at most {size:g} MB", size=LARGEST / 1e6)
        raise InputError(Problem(path.name, 0, "", size, expected, _("Import the rows of one period.")))
    periods = read_table(data, "periods")
    lines = _Lines(path.name, table, data, text_of(path.name, content), choose_period(periods, period))
    lines.check([row["period"] for row in periods.values()])
    found: dict[str, Received] = {}
    for number, row in lines.rows.items():
        period = row["period"]
        if period not in found:
            found[period] = Received(path.name, content, period)
        if total := lines.total(row):
            said = _("a total is not read: the rows give it")
            found[period].remarks.append(Remark("said", table.name, lines.cell(total, number), row[total], said))
            continue
        for answer in lines.answers(number, row):
            if answer.reading.values:
                found[period].answers.append(answer)
            else:
                said = answer.reading.said or _("expected another value")
                found[period].remarks.append(answer.remark("refused", said))
    return list(found.values())


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

    def __init__(self, name: str, table: Table, data: Path, text: str, period: str) -> None:
        self.name, self.table = name, table
        separator = separator_of(text)
        self.decimal_point = separator == ","  # a program's file, in which a point may begin decimals
        grid = rows_of(name, text)
        heads = [tidy(cell) for cell in (grid or [[]])[0]]
        self.header = [self._column(head) for head in heads]
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
        written = {number: row for number, row in enumerate(grid, 1) if any(map(str.strip, row))}
        for number, row in written.items():
            if len(row) != len(heads):
                found, remedy = separator.join(row)[:200], _("Look for a separator too many or too few.")
                expected = _("{count} cells as in the header", count=len(heads))
                raise InputError(Problem(name, number, value=found, expected=expected, remedy=remedy))
        unread = [
            Problem(name, 0, f"{get_column_letter(at)}{number}", cell[:60], _("letters that can be read"), said)
            for number, row in written.items()
            for at, cell in enumerate(row, 1)
            if (said := unreadable(cell))
        ]
        refuse(unread[:MOST_TOLD])
        written.pop(1, None)
        self.rows: dict[int, Row] = {}
        for place, (number, row) in enumerate(written.items(), 1):
            given = {"period": period, ORDER: f"{place}"}
            cells = [*map(str.strip, row), *(given[each] for each in added)]
            self.rows[number] = dict(zip(self.header, cells, strict=True))
        self.known = read_table(data, table.name)
        numbers = (field for field in table.columns.values() if field.kind == "number")
        self.fractions = {field.name: with_decimals(self.known, field) for field in numbers}
        self.codes = read_table(data, "codes")
        for column in (table.columns[each] for each in table.full_key if table.columns[each].codes):
            codes = {label: code for code, label in self._labels(column).items()}
            for read in self.rows.values():
                read[column.name] = codes.get(read[column.name], read[column.name])
        if (months := table.next.moved) and all(text.startswith("Tháng ") for text in self.known.by(months)):
            for read in self.rows.values():
                read[months] = month_in(read[months], Span.of(read["period"])) or read[months]

    def _column(self, head: str) -> str:
        """The column of a heading, "Số giường (giường)"; none where it only numbers the rows."""
        if head.lower() in ("tt", "stt") and ORDER not in self.table.columns:
            return ""
        title = re.sub(r"\s*[(\[][^()\[\]]*[)\]]$", "", head).lower()
        return {each.title.lower(): name for name, each in self.table.columns.items() if each.title}.get(title, head)

    def _labels(self, field: Field) -> dict[str, str]:
        codes = self.codes.where((("list", (field.codes,)),)) if field.codes else {}
        return {each["code"]: each["label"] for each in codes.values()}

    def total(self, row: Row) -> str:
        """The column of the key that says that a row is a total, unless the table has such a row."""
        texts = (name for name in self.table.full_key if is_total(row[name]))
        return next((name for name in texts if not self.known.like(row, (name,))), "")

    def cell(self, column: str, number: int) -> str:
        return f"{get_column_letter(self.header.index(column) + 1)}{number}"

    def check(self, periods: list[str]) -> None:
        """Refuse rows of no period of the data, which would name a folder, and rows with the key of an earlier one."""
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
        of_others = chain(self._of_other_periods(), self._spelt_otherwise())
        refuse([Problem(self.name, 0, self.cell(*place), *said) for place, *said in of_others][:MOST_TOLD])

    def _of_other_periods(self) -> Iterator[tuple[tuple[str, int], str, Message, Message]]:
        """Rows that another period has or will have: a month of it, an observation of a later day or of an earlier file."""
        dates = [
            name for name in self.header if self.table.observations and name and self.table.columns[name].kind == "date"
        ]
        earlier = {self._observed(row, dates): row["period"] for row in self.known.values()} if dates else {}
        for number, row in self.rows.items():
            period, months = row["period"], self.table.next.moved
            span, days = Span.of(period), [(name, day) for name in dates for day in read_date(row[name]).values]
            if months and not self.total(row) and (side(row[months], span) or not month_in(row[months], span)):
                yield (months, number), row[months], _("a month of {period}", period=period), _LEAVE_OUT
            elif days and all(side(day, span) > 0 for _name, day in days):
                last = short_date(dt.date.fromisoformat(span.told["date_to"]))
                yield (days[0][0], number), row[days[0][0]], _("a month or a day up to {last}", last=last), _LEAVE_OUT
            elif days and (there := earlier.get(self._observed(row, dates), period)) != period:
                name = next(name for name in self.table.full_key if name != "period")
                yield (
                    (name, number),
                    row[name],
                    _("an observation that {period} does not have", period=there),
                    _LEAVE_OUT,
                )

    def _observed(self, row: Row, dates: list[str]) -> tuple[str, ...]:
        """What tells an observation from those of all periods: its key and its days."""
        key = (row[name] for name in self.table.full_key if name != "period")
        return *key, *(day for name in dates for day in read_date(row[name]).values[:1])

    def _spelt_otherwise(self) -> Iterator[tuple[tuple[str, int], str, Message, Message]]:
        """Names of the key that only marks, capitals or blanks tell from one that earlier periods have, and this file has not."""
        for name in self.table.full_key:
            field, ours = self.table.columns[name], {row[name] for row in self.rows.values()}
            if field.kind != "text" or field.codes or name in ("period", ORDER, self.table.next.moved):
                continue
            like = {slug(text): text for text in self.known.by(name) if text not in ours}
            for number, row in self.rows.items():
                if row[name] not in self.known.by(name) and (before := like.get(slug(row[name]))):
                    remedy = _("Write it so; where it has a new name, write that into the earlier rows too.")
                    yield (name, number), row[name], _("{name!r}, as it was written before", name=before), remedy

    def answers(self, number: int, row: Row) -> Iterator[Answer]:
        """The cells of one row outside its key; `source` is not read: the row comes from this file now."""
        key = self.table.full_key
        existing = self.known.like(row, key)
        carried = {**dict.fromkeys(self.table.columns, ""), **existing, **{name: row[name] for name in key}}
        label = self.table.row_id(carried)
        for name in (name for name in self.header if name not in (*key, "source", "")):
            old = existing.get(name, "")
            reading = self._read(self.table.columns[name], row[name], old, {**carried, **row})
            of = (self.table.name, name, carried, f"{label}: {name}", self.table.name, self.cell(name, number))
            yield Answer(*of, row[name], reading, old, old)

    def _read(self, field: Field, text: str, old: str, row: Row) -> Reading:
        if text in ("", old):
            return Reading((text,))
        if field.kind == "number":
            unit = row.get("unit", "") if field.unit == "@unit" else field.unit
            scale = Scale.of(unit, Decimal(old) if old else None, unit in self.fractions[field.name])
            reading = read_number(text, scale._replace(whole=field.whole or (scale.whole and not self.decimal_point)))
            same = old and Decimal(old) in map(Decimal, reading.values)
            return Reading((old,)) if same else reading
        return read_value(text, field, Scale("", False), self._labels(field))
