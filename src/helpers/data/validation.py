"""What each table's text must be as written, from its declaration, and the check of a whole data folder.

A CSV is text, and the text is checked, so that "1,5" can be told from "1.5". Each value of a column is judged once:
tables grow by rows, not by codes, dates and periods.
"""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from ..errors import InputError, Problem, one_of, refuse
from ..i18n import Message, _
from .code_validity import WORDS, Validity
from .datapackage import Declared, Field, Table, declared_in
from .expressions import rows_of_line
from .indexed_rows import Row, Rows
from .period_rows import corrected_cell
from .period_sums import periods_in
from .read_record import STANDING

# one way to write a number, so that equal keys are equal texts: no 007, no -0, no digits of other scripts; no more of
# them than a spreadsheet and a computer's fractions keep
_WHOLE = re.compile(r"0|-?[1-9][0-9]{0,14}")
_NUMBER = re.compile(r"(?!-0(?:\.0+)?$)(?!(?:[^0-9]*[0-9]){16})-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def check_folder(data: Path, check_declaration: bool = True) -> Declared:
    """Check every table of a data folder; gives what declares them. check_declaration: False where that was done before.

    Raises InputError with all problems of all files: one look, one repair.
    """
    tables = declared_in(data, check_declaration)
    read: dict[str, tuple[list[str], Rows]] = {}
    problems: list[Problem] = []
    for name, table in tables.items():
        try:
            read[name] = table.read(data)
        except InputError as error:
            problems += error.problems
    if "codes" not in read:
        raise InputError(problems)
    codes: dict[str, list[str]] = {}
    for row in read["codes"][1].values():
        codes.setdefault(row.get("list", ""), []).append(row.get("code", ""))
    for name, (header, rows) in read.items():
        problems += check(header, rows, tables[name], codes)
    if not problems:
        sound = {name: rows for name, (_, rows) in read.items()}
        for faults in (_dangling, _of_rows, _out_of_time):
            problems += faults(sound, tables)
        problems += [*_of_corrections(sound, codes, tables), *_of_validity(sound["validity"], codes, tables)]
    refuse(problems)
    return tables


def check(header: list[str], rows: Rows, table: Table, codes: dict[str, list[str]]) -> list[Problem]:
    """The problems of one table, each with its line.

    >>> check(["list", "code"], Rows(), Edition("2024-H1").tables["codes"], {})[0].column
    'order'
    """
    found = [*_columns(header, table), *_values(header, rows, table, codes)]
    return found if any(name not in header for name in table.full_key) else [*found, *_repeated(rows, table)]


def _wrong(table: str, line: int, column: str, row: Row, expected: str, remedy: str, *, code: str) -> Problem:
    return Problem(f"{table}.csv", line, column, row[column], expected, remedy, code=code)


def _columns(header: list[str], table: Table) -> Iterator[Problem]:
    file, columns = f"{table.name}.csv", ", ".join(table.written)
    remedy = _("Add it; the columns are {columns}.", columns=columns)
    for name in (name for name in table.written if name not in header):
        yield Problem(file, 1, name, expected=_("this column"), remedy=remedy, code="missing_column")
    expected, remedy = _("only the columns {columns}", columns=columns), _("Delete or rename it.")
    for name in (name for name in header if name not in table.written):
        yield Problem(file, 1, name, expected=expected, remedy=remedy, code="unknown_name")


def _values(header: list[str], rows: Rows, table: Table, codes: dict[str, list[str]]) -> Iterator[Problem]:
    for name in (name for name in table.columns if name in header):
        rules = [*cell_rules(table.columns[name], codes)]
        broken_by = {value: broken(value, rules) for value in {row[name] for row in rows.values()}}
        for line, row in rows.items():
            if (rule := broken_by[row[name]]) and (row[name] or not _may_wait(table, name, row)):
                yield _wrong(table.name, line, name, row, rule.expected, rule.remedy, code=rule.code)


def _may_wait(table: Table, name: str, row: Row) -> bool:
    """Whether a cell may be empty for now: of a row that others add up to, or of one that nobody has stated yet."""
    return bool(periods_in(row.get("source", ""))) or (name in ("source", *table.asked) and table.unstated(row))


class CellRule(NamedTuple):
    """What a cell must be, in words and as a question; the kind of fault where it is not, and what to do."""

    expected: str
    holds: Callable[[str], object]
    remedy: str = _("Look at the cell again, and write it so.")
    code: str = ""


def broken(value: str, rules: Iterable[CellRule]) -> CellRule | None:
    """The first rule that a cell breaks; an empty one is asked only whether it may be."""
    asked = (rule for rule in rules if value or rule.code == "missing_value")
    return next((rule for rule in asked if not rule.holds(value)), None)


def cell_rules(field: Field, codes: dict[str, list[str]]) -> Iterator[CellRule]:
    """What a column's cells must be; each rule is asked where those before it hold."""
    if not field.empty:
        yield CellRule(
            _("not empty"), bool, _("Fill it in; a figure that is not stated needs no row."), code="missing_value"
        )
    match field.kind:
        case "number" if field.whole:
            yield CellRule(_("a whole number"), _WHOLE.fullmatch, _("Write digits only: 12"), code="wrong_type")
        case "number":
            remedy = _("Write at most 15 digits with a decimal point and without thousands marks: 1234.5")
            yield CellRule(_("a number"), _NUMBER.fullmatch, remedy, code="wrong_type")
        case "date":
            yield CellRule(_("a date"), _is_date, _("Write YYYY-MM-DD: 2024-05-28"), code="wrong_type")
        case "code":
            allowed = codes.get(field.codes, [])
            there = {"codes": field.codes, "allowed": ", ".join(allowed)}
            remedy = _("Correct the spelling, or add the code with its label to codes.csv.")
            expected = _("a code of the list {codes} in codes.csv: {allowed}", **there)
            yield CellRule(expected, allowed.__contains__, remedy, code="unknown_name")
    least, most = (field.least, field.most) if field.kind == "number" else (None, None)
    if least is not None:
        yield CellRule(_("{least:g} or more", least=least), lambda value: float(value) >= least, code="out_of_range")
    if most is not None:
        yield CellRule(_("{most:g} or less", most=most), lambda value: float(value) <= most, code="out_of_range")
    if field.pattern:
        about = Message(field.about) if field.about else _("a text")  # the program's own are in the catalogue
        like = _("{what}, such as {example}", what=about, example=field.example)
        expected = like if field.example else _("{what} of the form {pattern}", what=about, pattern=field.pattern)
        yield CellRule(expected, re.compile(field.pattern, re.ASCII).fullmatch, code="wrong_form")
    if field.choices:
        yield CellRule(one_of(field.choices), field.choices.__contains__, code="unknown_name")


def _is_date(value: str) -> bool:
    try:
        return bool(_DATE.fullmatch(value) and dt.date.fromisoformat(value))
    except ValueError:
        return False


def _repeated(rows: Rows, table: Table) -> Iterator[Problem]:
    """Rows whose key an earlier row has; one without a period has it for every period."""
    key, seen = table.full_key, defaultdict[str, set[str]](set)  # by key the periods that have it
    once = _("each {key} once", key=" + ".join(key))
    remedy = _("Another line, or one without a period, has it already: delete one, or change its key.")
    for line, row in rows.items():
        period, known = row.get("period", STANDING), seen[table.row_id(row)]
        if known & {period, STANDING} or (known and period == STANDING):
            place = f"{table.name}.csv", line, " + ".join(key), row[key[-1]]
            yield Problem(*place, once, remedy, code="duplicate_key")
        known.add(period)


def _dangling(read: dict[str, Rows], tables: Declared) -> Iterator[Problem]:
    """References to rows that are not there: every document cited exists, every part's whole, in the same period."""
    for name, rows in read.items():
        for field in (f for f in tables[name].columns.values() if f.kind == "reference"):
            named = {
                line: (row[field.name], row.get("period", STANDING)) for line, row in rows.items() if row[field.name]
            }
            absent = {each for each in set(named.values()) if not is_named(*each, field, read)}
            for line in (line for line, each in named.items() if each in absent):
                yield _wrong(name, line, field.name, rows[line], *_missing(field), code="unknown_name")


def is_named(value: str, period: str, field: Field, read: Mapping[str, Rows]) -> bool:
    """Whether there is what a reference of a period names: in that period, or in every one. read: the rows of every table."""
    rows = read[field.table]
    named = (rows[line].get("period", STANDING) for line in rows.by(field.names).get(value, ()))
    return any(field.table == "periods" or of in (period, STANDING) for of in named)


def _missing(field: Field) -> tuple[str, str]:
    """What is expected where a reference names nothing, and what to do."""
    expected = _("a {key} of {table}.csv", key=field.names, table=field.table)
    return expected, _("Add it to {table}.csv or correct the spelling.", table=field.table)


def _of_rows(read: dict[str, Rows], tables: Declared) -> Iterator[Problem]:
    """Owners and absences that name no rows."""
    for name in ("owners", "absences"):
        for line, row in read[name].items():
            try:
                rows_of_line(name, line, row, tables)
            except InputError as error:
                yield from error.problems


def _of_validity(validity: Rows, codes: dict[str, list[str]], tables: Declared) -> Iterator[Problem]:
    """Rows of validity.csv that name nothing, no days, or days in disorder."""
    remedy = _("Correct it, or leave the row out.")
    lists = {*codes, *(table.list_of(name) for table in tables.values() for name in table.columns), WORDS} - {""}
    for line, row in validity.items():
        listed, begun, ended, successor = (row[name] for name in ("list", "valid_from", "valid_to", "successor"))
        allowed, faults = codes.get(listed, [row["code"], successor]), dict[str, str]()
        one = _("a code of the list {list}: {allowed}", list=listed, allowed=", ".join(allowed))
        if listed not in lists:
            faults["list"] = _("a list of codes.csv, a column such as organisation.province, or words")
        if row["code"] not in allowed:
            faults["code"] = one
        if successor and successor not in allowed:
            faults["successor"] = one
        if not (begun or ended) or "" < ended < begun or (successor and not ended):
            faults["valid_to"] = _("a day, none before valid_from")
        for column, expected in faults.items():
            yield _wrong("validity", line, column, row, expected, remedy, code="bad_validity")


def _out_of_time(read: dict[str, Rows], tables: Declared) -> Iterator[Problem]:
    """Rows of a period that name what does not hold in it (validity.csv)."""
    validity = Validity(read["validity"])
    periods = {row["period"]: row for row in read["periods"].values()}
    remedy = _("Name what took over, leave the row out, or correct validity.csv.")
    for name, table in tables.items():
        for line, row in read[name].items() if table.periodic and name != "periods" else ():
            period = periods.get(row["period"])  # none of a row that stands in every one, or names none
            for column in validity.out_of_time(table, row, period) if period else ():
                told = validity.told(table.list_of(column), row[column])
                there = {"period": row["period"], "code": row[column], "told": told}
                expected = _("what holds in {period}; {code!r} holds {told}", **there)
                yield _wrong(name, line, column, row, expected, remedy, code="ended_name")


def _of_corrections(read: dict[str, Rows], codes: dict[str, list[str]], tables: Declared) -> Iterator[Problem]:
    """Corrected values that the cell which they are for could not hold."""
    for line, row in read["corrections"].items():
        try:
            cell = corrected_cell(line, row, tables)
        except InputError as error:
            yield from error.problems
            continue
        field = cell.field
        if rule := broken(row["new"], cell_rules(field, codes)):
            yield _wrong("corrections", line, "new", row, rule.expected, rule.remedy, code=rule.code)
        if field.kind == "reference" and not is_named(row["new"], row["period"], field, read):
            yield _wrong("corrections", line, "new", row, *_missing(field), code="unknown_name")
