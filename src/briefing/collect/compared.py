"""A file's rows beside those that its table has: without a column that they need, of another unit or period, in the place of others."""

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from helpers.data.datapackage import Field
from helpers.data.origins import origin
from helpers.data.periods import follows
from helpers.data.rows import Row
from helpers.data.spans import Span
from helpers.language import Message, _

from .layouts import COMPARES
from .months import event_days, side
from .notation import read_date, some
from .questions import RowKey, key_of, repeats
from .received import Received
from .totals import adding, sums_among
from .unlikely import copied

if TYPE_CHECKING:
    from .separated import Lines


def refuse_parts(lines: "Lines", received: Received) -> None:
    """Refuse new rows without a column that they need; of what else the file does not have it is said."""
    rows, key = lines.of(received.period), lines.table.full_key
    new = {each: row for each, row in rows.items() if not lines.known.like(row, key)}
    absent = [field for name, field in lines.table.columns.items() if name not in (*lines.header, "source")]
    absent = [field for field in absent if not field.derived]

    def needs(field: Field, row: Row) -> bool:
        return not (field.empty or follows(lines.table, field, row, lines.known))

    if lacking := ", ".join(
        field.title or field.name for field in absent if any(needs(field, row) for row in new.values())
    ):
        said = _("expected the column {columns} too: new rows need it; add it with its numbers", columns=lacking)
        received.remarks.refuse(lines.sheet, "", None, said)
        received.answers[:] = [each for each in received.answers if each.row_key not in new]
    elif left := ", ".join(each.title or each.name for each in absent if lines.known.by(each.name).keys() - {""}):
        said = _("the file has no column {columns}: nothing is written there", columns=left)
        received.remarks.tell(lines.sheet, "", None, said)


def asked(lines: "Lines", received: Received) -> dict[RowKey, Message]:
    """Of which rows somebody has to say that they are right: of another unit than before, or in the place of others."""
    told = {}
    for each in received.answers:
        before = each.old or each.before
        if each.column == "unit" and before not in ("", each.new):
            units = {"before": before, "unit": each.new}
            said = _("asked: the unit was {before} and is {unit} now; are the row's numbers of that one?", **units)
            told[each.row_key] = said
    told |= _of_last_year(lines, received)
    told |= _of_other_days(lines)
    told |= _no_parts(lines, received)
    if gone := dropped(lines, received):
        own, key = lines.of(received.period), lines.table.full_key
        told |= dict.fromkeys({each for each, row in own.items() if not lines.known.like(row, key)} or own, gone)
    return told


def dropped(lines: "Lines", received: Received) -> Message | None:
    """What is asked where an earlier file of this name gave the period rows that this one does not have."""
    own, there = lines.of(received.period), lines.known.where((("period", (received.period,)),))
    of_file = {line: row for line, row in there.items() if key_of(lines.table.name, row) in own}
    files = {found.file for row in of_file.values() if (found := origin(row["source"]))}
    gone = {
        line: lines.table.row_id(row)
        for line, row in there.items()
        if line not in of_file and (found := origin(row["source"])) and found.file in files
    }
    if not gone or len(of_file) < len(gone):  # it corrects a few rows
        return None
    where = {"table": lines.table.name, "rows": "; ".join(gone.values()), "lines": ", ".join(map(str, gone))}
    return _(
        "asked: the data have rows of this period that the file does not have ({rows}); if one has another name now or is none, correct or delete it in {table}.csv (line {lines})",
        **where,
    )


def _of_last_year(lines: "Lines", received: Received) -> dict[RowKey, Message]:
    """All rows, where each number is that of last year; those of the period before are asked wherever they stand."""
    numbers = [each for each in received.answers if each.changes and each.new and each.column in lines.fractions]
    pairs = [
        (each.new, last)
        for each in numbers
        if (last := lines.known.like(lines.before(each.row, "last_year"), lines.table.full_key).get(each.column))
    ]
    said = copied(pairs)
    return {each.row_key: said for each in numbers} if said else {}


def regrouped(lines: "Lines", received: Received) -> None:
    """Say which rows are of another group than in the period before, by which sums are made; states change by themselves."""
    again = lines.table.next.rows == "measured"  # what a list has goes on, or is done
    for name in (each for each in lines.header if again and each not in ("", "unit", *lines.table.full_key)):
        known = lines.known.by(name) if lines.table.columns[name].kind == "text" and _stays(lines, name) else ()
        moved = [
            f"{named(lines, each.row)}: {each.before} → {each.new}"
            for each in received.answers
            if each.column == name and each.changes and each.before not in ("", each.new) and each.new in known
        ]
        if moved:
            title = lines.table.columns[name].title or name
            said = _("“{title}” is not that of the period before: {rows}", title=title, rows=some(moved))
            received.remarks.tell(lines.sheet, "", None, said)


def named(lines: "Lines", row: Row) -> str:
    return " · ".join(row[each] for each in lines.table.full_key[1:])


def _stays(lines: "Lines", column: str) -> bool:
    """Whether a column tells of which sort rows are, and no row has ever had two of its texts."""
    rows = [row for row in lines.known.values() if row[column]]
    had = {(named(lines, row), row[column]) for row in rows}
    return repeats(row[column] for row in rows) and len(had) == len({name for name, _text in had})


def new_rows(lines: "Lines", received: Received) -> dict[int, Row]:
    """The rows that no period has had; of a list, or a table that begins, all are new."""
    names = [name for name in lines.table.full_key[1:] if name != lines.table.next.moved]
    if lines.table.next.rows != "measured" or not names or not lines.known:
        return {}
    own = {at: row for at, row in lines.rows.items() if row["period"] == received.period and at not in lines.totals}
    return {at: row for at, row in own.items() if not lines.known.like(row, names)}


def _no_parts(lines: "Lines", received: Received) -> Iterator[tuple[RowKey, Message]]:
    """New rows that others beside them add up to, or that are called what a table is compared with."""
    new = new_rows(lines, received)
    sums = sums_among(adding(lines, received)) if new else ()
    for at, row in new.items():
        if at in sums:
            yield key_of(lines.table.name, row), _("asked: others beside it add up to this new row: is it their sum?")
        elif any(COMPARES.fullmatch(row[name]) for name in lines.table.full_key[1:]):
            said = _(
                "asked: a new row that compares or averages others, which a sum of the column counts: is it one of them?"
            )
            yield key_of(lines.table.name, row), said


def _of_other_days(lines: "Lines") -> Iterator[tuple[RowKey, Message]]:
    """Rows of a list of what has happened with a day or the name of another period."""
    key = lines.table.full_key[1:]
    others = {tuple(row[each] for each in key): row["period"] for row in lines.known.values()}
    for name in event_days(lines.table, lines.known.values()):
        for row in lines.rows.values():
            days, period = read_date(row.get(name, "")).values, row["period"]
            title, other = lines.table.columns[name].title or name, others.get(tuple(row[each] for each in key), period)
            if days and all(side(day, Span.of(period)) for day in days):
                said = _("asked: “{title}” is a day of another period than {period}", title=title, period=period)
                yield key_of(lines.table.name, row), said
            elif other != period:
                yield key_of(lines.table.name, row), named_before(other)


def named_before(period: str) -> Message:
    """What is asked of a row of what has happened under a name of an earlier period."""
    return _("asked: {period} has a row of this name: is it another one? In longer periods both are one", period=period)


def lost(lines: "Lines", received: Received) -> list[str]:
    """The rows that the period before had, else last year's, and neither the file nor this period has; none of a file of a few rows."""

    def of(period: str) -> Collection[Row]:
        return lines.known.where((("period", (period,)),)).values()

    which = next((each for each in ("previous", "last_year") if of(lines.periods[received.period][each])), "")
    if lines.table.next.rows != "measured" or not which:
        return []
    before = of(lines.periods[received.period][which])
    rows = [lines.before(row, which) for row in (*lines.of(received.period).values(), *of(received.period))]
    own = {key_of(lines.table.name, row) for row in rows}
    gone = [row for row in before if key_of(lines.table.name, row) not in own]
    return [named(lines, row) for row in gone] if 2 * len(gone) < len(before) else []
