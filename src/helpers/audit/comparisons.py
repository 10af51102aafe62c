"""Rules about two periods: may they be compared at all?

Each takes the columns and the period that a row of rules.csv names ("*" for every table of facts, "@last_year"), and
yields instances as `registers` does. Where that period has no rows there is nothing to compare, and no instance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..data.expressions import COMPARED, ExpressionError, naming
from ..data.rows import Records, Row
from ..data.schema import TABLES, Table
from ..values.texts import Day
from .registers import Instance

ALL = "*"
_WITHOUT_FACTS = ("controls", "periods")


def fact_columns(table: Table) -> list[str]:
    """The columns of a periodic table that hold measured numbers, not places in an order and not keys.

    >>> fact_columns(TABLES["training"]), fact_columns(TABLES["decision_tasks"])
    (['classes', 'learners'], [])
    """
    if not table.periodic or table.name in _WITHOUT_FACTS:
        return []
    numbers = [name for name, field in table.columns.items() if field.kind == "number"]
    return [name for name in numbers if name != "order" and name not in table.key]


def earlier(name: str, records: Records) -> Records | None:
    """The records of the period that a rule compares with; None where it has no row."""
    with naming("right"):
        if name not in COMPARED:
            raise ExpressionError(f"{name[:200]!r} is no period to compare with; write {' or '.join(COMPARED)}")
    return records.before.get(name)


def same_span(left: str, right: str, records: Records) -> Iterator[Instance]:
    """Periods, and what is counted to a day of its own (cutoffs.csv), begin and end on the same days of their years."""
    other = earlier(right, records)
    if other is None:
        return
    (now,), (then,) = records["periods"].items(), other["periods"].items()
    wrong = _other_days(now[1], then[1])
    yield "period", (("periods", now[0], "date_to"), ("periods", then[0], "date_to")), wrong
    counted, counted_then = (
        {row["subject"]: (line, row) for line, row in r["cutoffs"].items()} for r in (records, other)
    )
    for subject in {**counted, **counted_then}:
        (line, row), (line_then, row_then) = counted.get(subject, (0, now[1])), counted_then.get(subject, (0, then[1]))
        wrong = _other_days(row, row_then)
        cells = [("cutoffs", at, "date_to") for at in (line, line_then) if at]
        yield f"subject={subject}", tuple(cells), f"{_label('cutoff', subject, records)}: {wrong}" if wrong else ""


def _other_days(now: Row, then: Row) -> str:
    if all(now[end][5:] == then[end][5:] for end in ("date_from", "date_to")):
        return ""
    spans = (f"từ {_day(row['date_from'])} đến {_day(row['date_to'])}" for row in (now, then))
    return "kỳ này tính {}, kỳ so sánh tính {}".format(*spans)


def same_rows(left: str, right: str, records: Records) -> Iterator[Instance]:
    """Tables that are added up by codes have rows for the same codes: else their sums are of different things."""
    other = earlier(right, records)
    for table in _tables(left, lambda table: bool(table.key) and all(table.columns[name].codes for name in table.key)):
        if other is None or not other[table.name]:
            continue
        now, then = (by_key(table, found) for found in (records, other))
        if not now:
            cells = tuple((table.name, line, name) for line in then.values() for name in fact_columns(table))
            yield table.name, cells, f"{table.title}, kỳ này chưa có dòng nào, kỳ so sánh có {len(then)}"
            continue
        lost, new = then.keys() - now.keys(), now.keys() - then.keys()
        said = [
            f"{words}: {'; '.join(_words(table, key, records) for key in rows if key in chosen)}"
            for words, rows, chosen in (
                ("kỳ so sánh có mà kỳ này không có", then, lost),
                ("kỳ này có mà kỳ so sánh không có", now, new),
            )
            if chosen
        ]
        lines = [*(then[key] for key in then if key in lost), *(now[key] for key in now if key in new)]
        cells = tuple((table.name, line, name) for line in lines for name in fact_columns(table))
        yield table.name, cells, f"{table.title}, {', '.join(said)}" if said else ""


def same_units(left: str, right: str, records: Records) -> Iterator[Instance]:
    """A row with a unit of its own is measured in the same unit as before."""
    other = earlier(right, records)
    for table in _tables(left, lambda table: "unit" in table.columns):
        if other is None:
            continue
        now, then = (by_key(table, found) for found in (records, other))
        for key in now.keys() & then.keys():
            row, before = records[table.name][now[key]], other[table.name][then[key]]
            wrong = "" if row["unit"] == before["unit"] else f"{_name(table, row)}: {before['unit']} → {row['unit']}"
            cells = tuple((table.name, line, name) for line in (now[key], then[key]) for name in fact_columns(table))
            yield f"{table.name}:{table.row_id(row)}", cells, wrong


def _tables(left: str, fits: Callable[[Table], bool]) -> list[Table]:
    named = TABLES.values() if left == ALL else [TABLES[name] for name in left.split(", ") if name in TABLES]
    if not named:
        raise ExpressionError(f"{left[:200]!r} is no table; write {ALL} or one of {', '.join(TABLES)}")
    return [table for table in named if fact_columns(table) and fits(table)]


def by_key(table: Table, records: Records) -> dict[tuple[str, ...], int]:
    """The lines of a table's rows, by their keys."""
    return {tuple(row[name] for name in table.key): line for line, row in records[table.name].items()}


def _words(table: Table, key: tuple[str, ...], records: Records) -> str:
    pairs = zip(table.key, key, strict=True)
    return ", ".join(_label(table.columns[name].codes, code, records) for name, code in pairs if code)


def _label(codes: str, code: str, records: Records) -> str:
    return next(row["label"] for row in records["codes"].where((("list", (codes,)), ("code", (code,)))).values())


def _name(table: Table, row: Row) -> str:
    """What a row is called for readers."""
    return next((row[name] for name in table.naming), table.row_id(row))


def _day(iso: str) -> str:
    return Day.fromisoformat(iso).text()


RELATIONS: dict[str, Callable[[str, str, Records], Iterator[Instance]]] = {
    "same span": same_span,
    "same rows": same_rows,
    "same units": same_units,
}
