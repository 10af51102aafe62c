"""What each table's text must be as written, from its declaration, and the check of a whole data folder.

A CSV is text, and the text is checked, so that "1,5" can be told from "1.5". Each value of a column is judged once:
tables grow by rows, not by codes, dates and periods.
"""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from ..errors import InputError, Problem, nearest, one_of, refuse
from ..i18n import Message, _
from .absences import AWAITED
from .code_validity import WORDS, Validity, list_of
from .data_owners import Owners
from .expressions import ExpressionError, parse, rows_named
from .indexed_rows import Row, Rows
from .period_rows import corrected_cell
from .period_sums import periods_in
from .read_record import STANDING
from .reporting_period import KEY, KEY_FORM
from .source_reference import origin
from .table_registry import TABLES, Field, Table, example, read_with_header, use_tables

MOST_DIGITS = 15  # of a number: what a spreadsheet and a computer's fractions keep
# one way to write a number, so that equal keys are equal texts: no 007, no -0, no digits of other scripts
_WHOLE = re.compile(r"0|-?[1-9][0-9]*")
_NUMBER = re.compile(r"(?!-0(?:\.0+)?$)-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_KEYS_OF_PERIODS = ("period", "previous")


def check_folder(data: Path) -> None:
    """Check every table of a data folder. Raises InputError with all problems of all files: one look, one repair."""
    use_tables(data)
    tables: dict[str, tuple[list[str], Rows]] = {}
    problems: list[Problem] = []
    for name in TABLES:
        try:
            tables[name] = read_with_header(data, name)
        except InputError as error:
            problems += error.problems
    if "codes" not in tables:
        raise InputError(problems)
    codes: dict[str, list[str]] = {}
    for row in tables["codes"][1].values():
        codes.setdefault(row.get("list", ""), []).append(row.get("code", ""))
    for name, (header, rows) in tables.items():
        problems += check(header, rows, TABLES[name], codes)
    if not problems:
        sound = {name: rows for name, (_, rows) in tables.items()}
        for faults in (_dangling, _of_sources, _of_owners, _of_absences, _out_of_time):
            problems += faults(sound)
        problems += [*_of_corrections(sound, codes), *_of_validity(sound["validity"], codes)]
    refuse(problems)


def check(header: list[str], rows: Rows, table: Table, codes: dict[str, list[str]]) -> list[Problem]:
    """The problems of one table, each with its line.

    >>> check(["list", "code"], Rows(), TABLES["codes"], {})[0].column
    'order'
    """
    found = [*_columns(header, table), *_values(header, rows, table, codes)]
    return found if any(name not in header for name in table.full_key) else [*found, *_repeated(rows, table)]


def _wrong(table: str, line: int, column: str, row: Row, expected: str, remedy: str, *, code: str) -> Problem:
    return Problem(f"{table}.csv", line, column, row[column], expected, remedy, code=code)


def _columns(header: list[str], table: Table) -> Iterator[Problem]:
    file, columns, written = f"{table.name}.csv", ", ".join(table.written), ",".join(table.written)
    if not set(header) & set(table.written):  # a row stands there, or another table's
        expected, remedy = _("a first line of column names"), _("Begin the file with: {header}", header=written)
        yield Problem(file, 1, "", ",".join(header)[:60], expected, remedy, code="missing_header")
        return
    remedy = _("Add it; the columns are {columns}.", columns=columns)
    for name in (name for name in table.written if name not in header):
        yield Problem(file, 1, name, expected=_("this column"), remedy=remedy, code="missing_column")
    expected, remedy = _("only the columns {columns}", columns=columns), _("Delete or rename it.")
    for name in (name for name in header if name not in table.written):
        yield Problem(file, 1, name, expected=expected, remedy=remedy, code="unknown_name")


def _values(header: list[str], rows: Rows, table: Table, codes: dict[str, list[str]]) -> Iterator[Problem]:
    for name, field in table.columns.items():
        rules = [*cell_rules(field, codes)]
        values = {row[name] for row in rows.values()} if name in header else set()
        wrong = {value: rule for value in values if (rule := broken(value, rules))}
        for line, row in rows.items() if wrong else ():
            if (rule := wrong.get(row[name])) and not (row[name] == "" and _may_wait(table, name, row)):
                yield _wrong(table.name, line, name, row, rule.expected, rule.remedy_of(row[name]), code=rule.code)


def _may_wait(table: Table, name: str, row: Row) -> bool:
    """Whether a cell may be empty for now: of a row that others add up to, or of one that nobody has stated yet."""
    return bool(periods_in(row.get("source", ""))) or (name in ("source", *table.asked) and table.unstated(row))


class CellRule(NamedTuple):
    """What a cell must be, in words and as a question; the kind of fault where it is not, and what to do."""

    expected: str
    holds: Callable[[str], object]
    remedy: str = _("Look at the cell again, and write it so.")
    code: str = ""

    def remedy_of(self, value: str) -> str:
        if self.holds == _NUMBER.fullmatch and re.fullmatch(r"-?[\d.]+,\d+", value):
            point = value.replace(".", "").replace(",", ".")
            return _("Write the decimal comma as a point and no thousands marks: {number}", number=point)
        return self.remedy


def broken(value: str, rules: Iterable[CellRule]) -> CellRule | None:
    """The first rule that a cell breaks; an empty one is asked only whether it may be."""
    asked = (rule for rule in rules if value or rule.code == "missing_value")
    return next((rule for rule in asked if not rule.holds(value)), None)


def cell_rules(field: Field, codes: dict[str, list[str]]) -> Iterator[CellRule]:
    """What a column's cells must be; each rule is asked where those before it hold."""
    if not field.empty:
        fill = _("Fill it in; a figure that is not stated needs no row.")
        yield CellRule(_("not empty"), bool, fill, code="missing_value")
    if field.kind == "number":
        if field.whole:
            yield CellRule(_("a whole number"), _WHOLE.fullmatch, _("Write digits only: 12"), code="wrong_type")
        remedy = _("Write digits with a decimal point and without thousands marks: 1234.5")
        yield CellRule(_("a number"), _NUMBER.fullmatch, remedy, code="wrong_type")
        short, remedy = (
            _("a number of at most {most_digits} digits", most_digits=MOST_DIGITS),
            _("Round it, or state it in a larger unit."),
        )
        yield CellRule(short, lambda value: sum(map(str.isdecimal, value)) <= MOST_DIGITS, remedy, code="out_of_range")
        if (least := field.least) is not None:
            yield CellRule(
                _("{least:g} or more", least=least), lambda value: float(value) >= least, code="out_of_range"
            )
        if (most := field.most) is not None:
            yield CellRule(_("{most:g} or less", most=most), lambda value: float(value) <= most, code="out_of_range")
    elif field.kind == "date":
        yield CellRule(_("a date"), _is_date, _("Write YYYY-MM-DD: 2024-05-28"), code="wrong_type")
    elif field.kind == "flag":
        flags = ("true", "false")
        yield CellRule(_("true or false"), flags.__contains__, _("Write true or false."), code="wrong_type")
    elif field.kind == "code":
        allowed = codes.get(field.codes, [])
        there = {"codes": field.codes, "allowed": ", ".join(allowed)}
        remedy = _("Correct the spelling, or add the code with its label to codes.csv.")
        expected = _("a code of the list {codes} in codes.csv: {allowed}", **there)
        yield CellRule(expected, allowed.__contains__, remedy, code="unknown_name")
    elif field.kind == "text" and field.name in _KEYS_OF_PERIODS:
        yield CellRule(KEY_FORM, KEY.fullmatch, code="bad_period_key")
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
    remedy = _("The row is there already on another line; delete one or change its key.")
    standing = _("{key} once: a row without a period has it for every period", key=" + ".join(table.key))
    for line, row in rows.items():
        period, known = row.get("period", STANDING), seen[table.row_id(row)]
        if period in known:
            columns = " + ".join(key)
            yield Problem(f"{table.name}.csv", line, columns, row[key[-1]], once, remedy, code="duplicate_key")
        elif known and table.periodic and STANDING in (period, *known):
            either = _("Delete one, or change its key.")
            yield _wrong(table.name, line, key[-1], row, standing, either, code="duplicate_key")
        known.add(period)


def _dangling(tables: dict[str, Rows]) -> Iterator[Problem]:
    """References to rows that are not there: every document cited exists, every part's whole, in the same period."""
    for name, rows in tables.items():
        for field in (f for f in TABLES[name].columns.values() if f.kind == "reference"):
            named = _named(field, tables)
            expected, remedy = _missing(field)
            pairs = {(row[field.name], row.get("period", STANDING)) for row in rows.values()}
            known = {pair: _is_named(*pair, named) for pair in pairs}
            for line, row in rows.items() if not all(known.values()) else ():
                if row[field.name] and not known[row[field.name], row.get("period", STANDING)]:
                    yield _wrong(name, line, field.name, row, expected, remedy, code="unknown_name")


def _is_named(value: str, period: str, named: dict[str, set[str]]) -> bool:
    return any(value in named.get(of, ()) for of in (period, STANDING))


def _named(field: Field, tables: dict[str, Rows]) -> dict[str, set[str]]:
    """What a reference can name, by period; what stands in every period, or knows none, by STANDING."""
    target = TABLES[field.table]
    found: dict[str, set[str]] = defaultdict(set)
    periodic, key = target.periodic and field.table != "periods", target.key[-1]
    for row in tables[field.table].values():
        found[row["period"] if periodic else STANDING].add(row[key])
    return found


def _missing(field: Field) -> tuple[str, str]:
    """What is expected where a reference names nothing, and what to do."""
    expected = _("a {key} of {table}.csv", key=TABLES[field.table].key[-1], table=field.table)
    return expected, _("Add it to {table}.csv or correct the spelling.", table=field.table)


def _of_sources(tables: dict[str, Rows]) -> Iterator[Problem]:
    """Rows that name an imported file which sources.csv does not have, in the same period."""
    known = {(row["period"], row["file"]) for row in tables["sources"].values()}
    office = next((each["name"] for each in tables["offices"].values()), "Văn phòng")
    remedy = _("Let `{briefing} forms in` write it, or name anyone and a form: “{office}, biểu 3”", office=office)
    for name in (name for name, table in TABLES.items() if table.sourced and table.periodic):
        for line, row in tables[name].items():
            if (found := origin(row["source"])) and (row["period"], found.file) not in known:
                files = [file for period, file in known if period == row["period"]]
                expected = _("a file of sources.csv: {files}", files=nearest(found.file, files))
                yield _wrong(name, line, "source", row, expected, remedy, code="unknown_name")


def _of_owners(tables: dict[str, Rows]) -> Iterable[Problem]:
    try:
        Owners(tables["offices"], tables["owners"])
    except InputError as error:
        return error.problems
    return []


def _of_absences(tables: dict[str, Rows]) -> Iterator[Problem]:
    """Absences that name no rows, and rows that are there although they are said not to have occurred."""
    for line, row in tables["absences"].items():
        try:
            named = rows_named(row["rows"])
        except ExpressionError as error:
            expected = _("the rows of one table, such as {example}", example=example("rows"))
            yield _wrong("absences", line, "rows", row, expected, f"{error}.", code="bad_expression")
            continue
        there = tables[named.table].where((*named.where, ("period", (row["period"],)))).items()
        least = min((at for at, each in there if not TABLES[named.table].unstated(each)), default=0)
        if row["state"] not in ("not_stated", AWAITED) and least:
            expected = _("rows that are not there; {table}.csv, line {least}, has one", table=named.table, least=least)
            remedy = _("Delete the one or the other.")
            yield _wrong("absences", line, "rows", row, expected, remedy, code="present_absence")


def _of_validity(validity: Rows, codes: dict[str, list[str]]) -> Iterator[Problem]:
    """Rows of validity.csv that name nothing, no days, days in disorder, or a successor that does not follow."""
    held, remedy = Validity(validity), _("Correct it, or leave the row out.")
    lists = {*codes, *(list_of(table, name) for table in TABLES.values() for name in table.columns), WORDS} - {""}
    for line, row in validity.items():
        listed, begun, ended, successor = (row[name] for name in ("list", "valid_from", "valid_to", "successor"))
        allowed, faults = codes.get(listed, [row["code"], successor]), dict[str, str]()
        if listed not in lists:
            faults["list"] = _("a list of codes.csv, a column such as organisation.province, or words")
        if row["code"] not in allowed:
            faults["code"] = _("a code of the list {list}: {allowed}", list=listed, allowed=", ".join(allowed))
        if not (begun or ended) or "" < ended < begun:
            faults["valid_to"] = _("a day, none before valid_from")
        if successor and not (ended and successor in allowed and held.follows(row)):
            faults["successor"] = _("one of the list {list} that holds on the day after valid_to", list=listed)
        for column, expected in faults.items():
            yield _wrong("validity", line, column, row, expected, remedy, code="bad_validity")


def _out_of_time(tables: dict[str, Rows]) -> Iterator[Problem]:
    """Rows of a period that name what does not hold in it (validity.csv)."""
    validity = Validity(tables["validity"])
    periods = {row["period"]: row for row in tables["periods"].values()}
    remedy = _("Name what took over, leave the row out, or correct validity.csv.")
    for name, table in TABLES.items():
        for line, row in tables[name].items() if name != "periods" else ():
            period = periods.get(row.get("period", STANDING))
            if period is None:
                continue  # it stands in every one, or `_dangling` speaks
            found = [
                (column, list_of(table, column), row[column]) for column in validity.out_of_time(table, row, period)
            ]
            try:
                asked = validity.unheld(parse(row["expression"]), period) if name == "controls" else ()
            except ExpressionError as error:
                expected = _("figures in the words of the tables")
                yield _wrong(name, line, "expression", row, expected, f"{error}.", code="bad_expression")
                continue
            for column, listed, code in (*found, *(("expression", each[0], each[2]) for each in asked)):
                there = {"period": row["period"], "code": code, "told": validity.told(listed, code)}
                expected = _("what holds in {period}; {code!r} holds {told}", **there)
                yield _wrong(name, line, column, row, expected, remedy, code="ended_name")


def _of_corrections(tables: dict[str, Rows], codes: dict[str, list[str]]) -> Iterator[Problem]:
    """Corrected values that the cell which they are for could not hold."""
    for line, row in tables["corrections"].items():
        try:
            cell = corrected_cell(line, row)
        except InputError as error:
            yield from error.problems
            continue
        field = TABLES[cell.table].columns[cell.column]
        if rule := broken(row["new"], cell_rules(field, codes)):
            yield _wrong("corrections", line, "new", row, rule.expected, rule.remedy_of(row["new"]), code=rule.code)
        if field.kind == "reference" and not _is_named(row["new"], row["period"], _named(field, tables)):
            expected, remedy = _missing(field)
            yield _wrong("corrections", line, "new", row, expected, remedy, code="unknown_name")
