"""Rules about two periods: may they be compared at all?

Each takes the columns and the period that a row of rules.csv names ("*" for every table of facts, "@last_year"), and
yields instances as `registers` does. Where that period has no rows there is nothing to compare, and no instance.
"""

from collections.abc import Callable, Iterator

from ..data.code_validity import Side, Validity, list_of
from ..data.expressions import CHANGES, COMPARED, ExpressionError, naming
from ..data.rows import Records, Row
from ..data.schema import TABLES, Table
from ..i18n import _
from .registers import Instance, day_of, relation

ALL = "*"
_WITHOUT_FACTS = ("controls", "periods")


def fact_columns(table: Table) -> list[str]:
    """The columns of a periodic table that hold measured numbers, not places in an order and not keys.

    >>> fact_columns(TABLES["training"]), fact_columns(TABLES["decision_tasks"])
    (['classes', 'learners'], [])
    """
    if not table.periodic or table.name in _WITHOUT_FACTS:
        return []
    return [name for name in table.numbers if name != "order"]


def earlier(name: str, records: Records) -> Records | None:
    """The records of the period that a rule compares with; None where it has no row."""
    with naming("right"):
        if name not in COMPARED:
            there = {"name": name[:200], "compared": " or ".join(COMPARED)}
            raise ExpressionError(_("{name!r} is no period to compare with; write {compared}", **there))
    return records.before.get(name)


@relation("same span")
def same_span(left: str, right: str, records: Records) -> Iterator[Instance]:
    """Periods, and what is counted to a day of its own (cutoffs.csv), begin and end on the same days of their years."""
    other = earlier(right, records)
    if other is None:
        return
    (now,), (then,) = records["periods"].items(), other["periods"].items()
    wrong = _other_days(now[1], then[1])
    yield "period", (("periods", now[0], "date_to"), ("periods", then[0], "date_to")), wrong
    cutoffs = (each["cutoffs"].items() for each in (records, other))
    counted, counted_then = ({row["subject"]: (line, row) for line, row in each} for each in cutoffs)
    for subject in {**counted, **counted_then} if counted else ():  # a table without a row is a gap
        (line, row), (line_then, row_then) = counted.get(subject, (0, now[1])), counted_then.get(subject, (0, then[1]))
        wrong = _other_days(row, row_then)
        cells = [("cutoffs", at, "date_to") for at in (line, line_then) if at]
        yield f"subject={subject}", tuple(cells), f"{_label('cutoff', subject, records)}: {wrong}" if wrong else ""


def _other_days(now: Row, then: Row) -> str:
    if all(now[end][5:] == then[end][5:] for end in ("date_from", "date_to")):
        return ""
    spans = (f"từ {day_of(row['date_from'])} đến {day_of(row['date_to'])}" for row in (now, then))
    return "kỳ này tính {}, kỳ so sánh tính {}".format(*spans)


@relation("same structure")
def same_structure(left: str, right: str, records: Records) -> Iterator[Instance]:
    """The same province reports, and what has ended since was taken over by somebody: then its numbers can be restated."""
    other = earlier(right, records)
    if other is None:
        return
    for line, row in records["organisation"].items():
        for line_then, then in other["organisation"].items():
            cells = tuple(("organisation", at, "province") for at in (line, line_then))
            wrong = f"kỳ này là số liệu của {row['province']}, kỳ so sánh là của {then['province']}"
            yield "organisation", cells, wrong if row["province"] != then["province"] else ""
    validity, period = Validity(records["validity"]), records.period
    for table in _tables(left, lambda table: bool(table.key)):
        gone = {
            (list_of(table, name), row[name]): line
            for line, row in other[table.name].items()
            for name in validity.out_of_time(table, row, period)
        }
        left_over = [key for key in gone if not validity.now(*key, period)]
        if gone:
            cells = tuple((table.name, gone[key], name) for key in left_over for name in fact_columns(table))
            names = ", ".join(_label(*key, records) for key in left_over)
            yield table.name, cells, f"{table.title}, không còn và chưa rõ đơn vị tiếp nhận: {names}" if names else ""


@relation("same rows")
def same_rows(left: str, right: str, records: Records) -> Iterator[Instance]:
    """Tables that are added up by codes have rows for the same codes: else their sums are of different things."""
    other = earlier(right, records)
    for table in _tables(left, lambda table: bool(table.key) and all(table.columns[name].codes for name in table.key)):
        if other is None or not (then := other[table.name]) or not (now := records[table.name]):
            continue  # a table without a row is a gap
        validity, (own, others) = (
            Validity(records["validity"]),
            (Side(each.period, each.__getitem__) for each in (records, other)),
        )
        lost, new = validity.lacking(table, then, own), validity.lacking(table, now, others)
        sides = (("kỳ so sánh có mà kỳ này không có", lost), ("kỳ này có mà kỳ so sánh không có", new))
        said = [
            f"{words}: {'; '.join(_words(table, tuple(row[name] for name in table.key), records) for row in rows.values())}"
            for words, rows in sides
            if rows
        ]
        cells = tuple((table.name, line, name) for line in (*lost, *new) for name in fact_columns(table))
        yield table.name, cells, f"{table.title}, {', '.join(said)}" if said else ""


@relation("same units")
def same_units(left: str, right: str, records: Records) -> Iterator[Instance]:
    """A row with a unit of its own is measured in the same unit as before."""
    for table, (line, row), (line_then, before) in _both(left, right, records):
        if "unit" in row:
            changed = f"{name_of(table, row, records)}: {before['unit']} → {row['unit']}"
            cells = tuple((table.name, at, name) for at in (line, line_then) for name in fact_columns(table))
            yield f"{table.name}:{table.row_id(row)}", cells, changed if row["unit"] != before["unit"] else ""


@relation("no new zero")
def no_new_zero(left: str, right: str, records: Records) -> Iterator[Instance]:
    """what was not stated before is not 0 now: missing is never 0"""
    for table, (line, row), (_then, before) in _both(left, right, records):
        for name in fact_columns(table):
            if name not in CHANGES and not before[name] and row[name]:
                none = f"{name_of(table, row, records)}: kỳ này ghi 0, kỳ so sánh để trống"
                cells = ((table.name, line, name),)
                yield f"{table.name}.{name}:{table.row_id(row)}", cells, "" if float(row[name]) else none


def _both(left: str, right: str, records: Records) -> Iterator[tuple[Table, tuple[int, Row], tuple[int, Row]]]:
    """The rows that two periods have of the tables that a rule names, each with its line."""
    other = earlier(right, records)
    for table in _tables(left, lambda table: other is not None):
        assert other is not None
        then = by_key(table, other)
        for key, line in by_key(table, records).items():
            if key in then:
                yield table, (line, records[table.name][line]), (then[key], other[table.name][then[key]])


def _tables(left: str, fits: Callable[[Table], bool]) -> list[Table]:
    named = TABLES.values() if left == ALL else [TABLES[name] for name in left.split(", ") if name in TABLES]
    if not named:
        known = ", ".join(TABLES)
        said = _("{left!r} is no table; write {all} or one of {tables}", left=left[:200], all=ALL, tables=known)
        raise ExpressionError(said)
    return [table for table in named if fact_columns(table) and fits(table)]


def by_key(table: Table, records: Records) -> dict[tuple[str, ...], int]:
    """The lines of a table's rows, by their keys."""
    return {tuple(row[name] for name in table.key): line for line, row in records[table.name].items()}


def _words(table: Table, key: tuple[str, ...], records: Records) -> str:
    pairs = zip(table.key, key, strict=True)
    return ", ".join(_label(table.columns[name].codes, code, records) for name, code in pairs if code)


def _label(codes: str, code: str, records: Records) -> str:
    return records["codes"].like({"list": codes, "code": code}, ("list", "code")).get("label", code)


def name_of(table: Table, row: Row, records: Records) -> str:
    """What a row is called for readers: by its name, or by the labels of its key's codes."""
    own = next((row[name] for name in table.naming), "")
    return own or _words(table, tuple(row[name] for name in table.key), records)
