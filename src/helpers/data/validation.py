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
from .code_validity import WORDS, Validity, day_after, list_of
from .data_owners import Owners
from .expressions import ExpressionError, parse, rows_named
from .period_sums import periods_in
from .periods import STANDING, corrected_cell
from .reporting_period import KEY, KEY_FORM
from .rows import Row, Rows
from .schema import TABLES, Field, Table, example, read_with_header, use_tables
from .source_reference import origin

MOST_DIGITS = 15  # of a number: what a spreadsheet and a computer's fractions keep
# one way to write a number, so that equal keys are equal texts: no 007, no -0, no digits of other scripts
_WHOLE = re.compile(r"0|-?[1-9][0-9]*")
_NUMBER = re.compile(r"(?!-0(?:\.0+)?$)-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SHORT = _("a number of at most {most_digits} digits", most_digits=MOST_DIGITS)
_REMEDIES: dict[str, str] = {
    _("a number"): _("Write digits with a decimal point and without thousands marks: 1234.5"),
    _("a whole number"): _("Write digits only: 12"),
    _SHORT: _("Round it, or state it in a larger unit."),
    _("a date"): _("Write YYYY-MM-DD: 2024-05-28"),
    _("not empty"): _("Fill it in; a figure that is not stated needs no row."),
    _("true or false"): _("Write true or false."),
}
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
        for faults in (_dangling, _of_sources, _circular, _of_owners, _of_absences, _out_of_time):
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
    file, columns = f"{table.name}.csv", ", ".join(table.written)
    if not set(header) & set(table.written):  # a row stands there, or another table's
        remedy = _("Begin the file with: {header}", header=",".join(table.written))
        yield Problem(
            file,
            1,
            value=",".join(header)[:60],
            expected=_("a first line of column names"),
            remedy=remedy,
            code="missing_header",
        )
        return
    for name in table.written:
        if name not in header:
            remedy = _("Add it; the columns are {columns}.", columns=columns)
            yield Problem(file, 1, name, expected=_("this column"), remedy=remedy, code="missing_column")
    for name in header:
        if name not in table.written:
            expected = _("only the columns {columns}", columns=columns)
            remedy = _("Delete or rename it.")
            yield Problem(file, 1, name, expected=expected, remedy=remedy, code="unknown_name")


def _values(header: list[str], rows: Rows, table: Table, codes: dict[str, list[str]]) -> Iterator[Problem]:
    for name, field in table.columns.items():
        values = {row[name] for row in rows.values()} if name in header else set()
        for expected, holds, code in cell_rules(field, codes):
            wrong = {value: (expected, _remedy(field, expected, value)) for value in values if not holds(value)}
            for line, row in rows.items() if wrong else ():
                if row[name] in wrong and not (row[name] == "" and _may_wait(table, name, row)):
                    expected, remedy = wrong[row[name]]
                    yield _wrong(table.name, line, name, row, expected, remedy, code=code)


def _may_wait(table: Table, name: str, row: Row) -> bool:
    """Whether a cell may be empty for now: of a row that others add up to, or of one that nobody has stated yet."""
    return bool(periods_in(row.get("source", ""))) or (name in ("source", *table.asked) and table.unstated(row))


class CellRule(NamedTuple):
    """What a cell must be, in words and as a question; the kind of fault where it is not."""

    expected: str
    holds: Callable[[str], bool]
    code: str


def cell_rules(field: Field, codes: dict[str, list[str]]) -> list[CellRule]:
    """What a column's cells must be, in words and as a question; an empty cell is asked only whether it may be."""

    def filled(holds: Callable[[str], object]) -> Callable[[str], bool]:
        return lambda value: value == "" or bool(holds(value))

    flag = field.kind == "flag"
    found: list[CellRule] = [] if field.empty or flag else [CellRule(_("not empty"), bool, code="missing_value")]
    if field.kind == "number":
        expected, form = (_("a whole number"), _WHOLE) if field.whole else (_("a number"), _NUMBER)
        found.append(CellRule(expected, filled(form.fullmatch), code="wrong_type"))
        found.append(CellRule(_SHORT, lambda value: sum(map(str.isdecimal, value)) <= MOST_DIGITS, code="out_of_range"))
    elif field.kind == "date":
        found.append(CellRule(_("a date"), filled(_is_date), code="wrong_type"))
    elif flag:
        either = ("true", "false", *[""] * field.empty)
        found.append(CellRule(_("true or false"), either.__contains__, code="wrong_type"))
    elif field.kind == "code":
        allowed = codes.get(field.codes, [])
        there = {"codes": field.codes, "allowed": ", ".join(allowed)}
        expected = _("a code of the list {codes} in codes.csv: {allowed}", **there)
        found.append(CellRule(expected, filled(allowed.__contains__), code="unknown_name"))
    elif field.kind == "text" and field.name in _KEYS_OF_PERIODS:
        found.append(CellRule(KEY_FORM, filled(KEY.fullmatch), code="bad_period_key"))
    if (least := field.least) is not None:
        enough = filled(lambda value: not _NUMBER.fullmatch(value) or float(value) >= least)
        found.append(CellRule(_("{least:g} or more", least=least), enough, code="out_of_range"))
    if (most := field.most) is not None:
        little = filled(lambda value: not _NUMBER.fullmatch(value) or float(value) <= most)
        found.append(CellRule(_("{most:g} or less", most=most), little, code="out_of_range"))
    if field.pattern:
        about = Message(field.about) if field.about else _("a text")  # the program's own are in the catalogue
        like = _("{what}, such as {example}", what=about, example=field.example)
        expected = like if field.example else _("{what} of the form {pattern}", what=about, pattern=field.pattern)
        holds = filled(re.compile(field.pattern, re.ASCII).fullmatch)
        found.append(CellRule(expected, holds, code="wrong_form"))
    if field.choices:
        found.append(CellRule(one_of(field.choices), filled(field.choices.__contains__), code="unknown_name"))
    return found


def _is_date(value: str) -> bool:
    try:
        return bool(_DATE.fullmatch(value) and dt.date.fromisoformat(value))
    except ValueError:
        return False


def _remedy(field: Field, expected: str, value: str) -> str:
    if expected == _("a number") and re.fullmatch(r"-?[\d.]+,\d+", value):
        point = value.replace(".", "").replace(",", ".")
        return _("Write the decimal comma as a point and no thousands marks: {number}", number=point)
    if field.kind == "code" and value:
        return _("Correct the spelling, or add the code with its label to codes.csv.")
    return _REMEDIES.get(expected, _("Look at the cell again, and write it so."))


def _repeated(rows: Rows, table: Table) -> Iterator[Problem]:
    """Rows whose key an earlier row has."""
    file, key = f"{table.name}.csv", table.full_key
    everywhere = {table.row_id(rows[line]) for line in rows.by("period").get(STANDING, ())} if table.periodic else set()
    expected = _("{key} once: a row without a period has it for every period", key=" + ".join(table.key))
    remedy = _("Delete one, or change its key.")
    for line, row in rows.items() if everywhere else ():
        if row["period"] != STANDING and table.row_id(row) in everywhere:
            yield Problem(file, line, key[-1], row[key[-1]], expected, remedy, code="duplicate_key")
    keys = list(zip(*([row[name] for row in rows.values()] for name in key), strict=True))
    seen: set[tuple[str, ...]] = set()
    together = " + ".join(key)
    expected = _("each {key} once", key=together)
    remedy = _("The row is there already on another line; delete one or change its key.")
    for line, values in zip(rows, keys, strict=True) if len(set(keys)) < len(keys) else ():
        if values in seen:
            yield Problem(file, line, together, values[-1], expected, remedy, code="duplicate_key")
        seen.add(values)


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


def _circular(tables: dict[str, Rows]) -> Iterator[Problem]:
    """Rows that are parts of themselves: a parent that is the row, or below it."""
    for name, rows in tables.items():
        for field in (f for f in TABLES[name].columns.values() if f.kind == "reference" and f.table == name):
            column = TABLES[name].key[-1]
            above = {(row.get("period"), row[column]): row[field.name] for row in rows.values()}
            for line, row in rows.items():
                parent, seen = row[field.name], set()
                while parent and parent != row[column] and parent not in seen:
                    seen.add(parent)
                    parent = above.get((row.get("period"), parent), "")
                if parent == row[column]:
                    expected = _("a {column} that is not part of {parent}", column=column, parent=parent)
                    remedy = _("Name what it is really part of.")
                    yield _wrong(name, line, field.name, row, expected, remedy, code="part_of_itself")


def _of_sources(tables: dict[str, Rows]) -> Iterator[Problem]:
    """Rows that name an imported file which sources.csv does not have, in the same period; files that no folder can hold."""
    for line, row in tables["sources"].items():
        if not row["file"].strip(". "):
            expected, remedy = _("the name of a file"), _("Write it as the rows name it.")
            yield _wrong("sources", line, "file", row, expected, remedy, code="no_file_name")
    known = {(row["period"], row["file"]) for row in tables["sources"].values()}
    for name in (name for name, table in TABLES.items() if table.sourced and table.periodic):
        for line, row in tables[name].items():
            found = origin(row["source"])
            if found and (row["period"], found.file) not in known:
                office = next((each["name"] for each in tables["offices"].values()), "Văn phòng")
                remedy = _(
                    "Let `{briefing} forms in` write it, or name anyone and a form: “{office}, biểu 3”", office=office
                )
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
    held = Validity(validity)
    lists = {*codes, *(list_of(table, name) for table in TABLES.values() for name in table.columns), WORDS} - {""}
    for line, row in validity.items():
        begun, ended, successor = row["valid_from"], row["valid_to"], row["successor"]
        allowed = codes.get(row["list"])
        next_day = dict.fromkeys(("date_from", "date_to"), day_after(ended) if ended else "")
        faults = {
            "list": row["list"] not in lists
            and _("a list of codes.csv, a column such as organisation.province, or words"),
            "code": allowed
            and row["code"] not in allowed
            and _("a code of the list {list}: {allowed}", list=row["list"], allowed=", ".join(allowed or ())),
            "valid_to": (not (begun or ended) or bool(begun and ended and ended < begun))
            and _("a day, none before valid_from"),
            "successor": successor
            and (
                not ended
                or bool(allowed and successor not in allowed)
                or not held.holds(row["list"], successor, next_day)
            )
            and _("one of the list {list} that holds on the day after valid_to", list=row["list"]),
        }
        for column, expected in faults.items():
            if expected:
                yield _wrong(
                    "validity", line, column, row, expected, _("Correct it, or leave the row out."), code="bad_validity"
                )


def _out_of_time(tables: dict[str, Rows]) -> Iterator[Problem]:
    """Rows of a period that name what does not hold in it (validity.csv)."""
    validity = Validity(tables["validity"])
    ended = {row["period"]: {listed for listed, _ in validity.not_held(row)} for row in tables["periods"].values()}
    periods = {row["period"]: row for row in tables["periods"].values() if ended[row["period"]] - {WORDS}}
    for name, table in TABLES.items() if periods else ():
        for line, row in tables[name].items() if table.periodic and name != "periods" else ():
            # None: all holds then, it stands in every period, or `_dangling` speaks
            period = periods.get(row["period"])
            if period is None:
                continue
            found = [(name, list_of(table, name), row[name]) for name in validity.out_of_time(table, row, period)]
            if name == "controls":
                asked = validity.unheld(parse(row["expression"]), period)
                found += [("expression", listed, code) for listed, _, code in asked]
            for column, listed, code in found:
                then, told = row["period"], validity.told(listed, code)
                expected = _("what holds in {period}; {code!r} holds {told}", period=then, code=code, told=told)
                remedy = _("Name what took over, leave the row out, or correct validity.csv.")
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
        for expected, holds, code in cell_rules(field, codes):
            if not holds(row["new"]):
                yield _wrong("corrections", line, "new", row, expected, _remedy(field, expected, row["new"]), code=code)
        if field.kind == "reference" and not _is_named(row["new"], row["period"], _named(field, tables)):
            expected, remedy = _missing(field)
            yield _wrong("corrections", line, "new", row, expected, remedy, code="unknown_name")
