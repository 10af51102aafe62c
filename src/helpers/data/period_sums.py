"""Rows of a period that consists of others, such as a half-year of its quarters: made once, with a source that names them.

`briefing new` writes them, `2031-Q1 + 2031-Q2` as their `source`; the audit holds them to what the others have.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import chain

from .absences import Absences
from .datapackage import ORDER, Table
from .expressions import Select
from .indexed_rows import Row, Rows
from .period_rows import PeriodRows
from .reporting_period import KEY, Span

_BETWEEN = " + "


def periods_in(source: str) -> list[str]:
    """The periods of which a row with this source is made; none of any other row.

    >>> periods_in("2031-Q1 + 2031-Q2"), periods_in("Báo cáo 2030, biểu III")
    (['2031-Q1', '2031-Q2'], [])
    """
    found = source.split(_BETWEEN)
    return found if len(found) > 1 and all(map(KEY.fullmatch, found)) else []


def of_parts(table: Table, period: str, rows: Callable[[str], PeriodRows], known: Sequence[str]) -> list[Row]:
    """What a period has of a table by the longest of the known periods that together are as long and all have rows of it.

    rows: those of a period.
    """
    for keys in Span.of(period).parts(known) if table.joined else ():
        parts = {
            key: Rows((line, row) for line, row in rows(key).rows(table.name).items() if row["period"]) for key in keys
        }
        if all(parts.values()):
            return summed(table, period, parts, {key: rows(key).absences for key in keys})
    return []


def summed(table: Table, period: str, parts: Mapping[str, Rows], absences: Mapping[str, Absences]) -> list[Row]:
    """The rows of a period, of those of its parts by period: flows added up, stocks as the last has them, openings as the first.

    A number that a part lacks, or has in another unit, is left empty, unless the part says that nothing of it occurred
    (absences). What is at the end of a period that lacks the row has none. Of observations each row is taken; of a list,
    such as tasks, each as the last part that names it has it, its flows added up over those that do.
    """
    own = {"period": period, "source": _BETWEEN.join(parts)}
    if table.observations:
        return [{**row, **own, **_numbered(table, row, key)} for key, rows in parts.items() for row in rows.values()]
    by_key = {key: {table.row_id(row): row for row in rows.values()} for key, rows in parts.items()}
    listed = table.next.rows != "measured"
    names = dict.fromkeys(chain([] if listed else [*by_key.values()][-1], *by_key.values()))
    found = []
    for name in names:
        having = {key: rows[name] for key, rows in by_key.items() if name in rows}
        asked = having if listed else {key: having.get(key) for key in parts}
        if (made := _summed(table, asked, absences)) is not None:
            found.append({**[*having.values()][-1], **made, **own})
    return [row | _quotients(table, row, parts) for row in found]


def _numbered(table: Table, row: Row, period: str) -> Row:
    """What tells an observation from those of other periods, which are numbered alike: the period before its own mark."""
    last = table.key[-1]
    return {last: f"{period}/{row[last]}"} if table.columns[last].kind == "text" else {}


def _summed(table: Table, parts: Mapping[str, Row | None], absences: Mapping[str, Absences]) -> Row | None:
    """The numbers under one key; None where nothing of it remains: no flow, no opening, and it has ended in the last part."""
    rows = [*parts.values()]
    known, first, last = [row for row in rows if row], rows[0], rows[-1]
    of_key = Select.of(table, where=tuple((name, (known[-1][name],)) for name in table.key))
    one_unit, added = len({row.get("unit") for row in known}) == 1, False
    made = {name: row[name] for row in known[:1] for name in ("date_from",) if name in row}
    for name in (name for name in table.numbers if name != ORDER):
        match table.columns[name].measure_in(known[-1]):
            case "flow":
                nothing = {key: "0" if absences[key].none_of(of_key) else "" for key in parts}
                texts = [row[name] if row else nothing[key] for key, row in parts.items()]
                made[name] = format(sum(map(Decimal, texts)), "f") if all(texts) and one_unit else ""
                added = True
            case "opening":
                made[name], added = first[name] if first and one_unit else "", added or bool(first)
            case "stock" | "year_to_date":
                made[name] = last[name] if last else ""
            case _:
                made[name] = known[0][name] if len(parts) == 1 else ""
    ended = not last and absences[[*parts][-1]].about(table.name, known[-1])
    return None if ended and not added else made


def _quotients(table: Table, row: Row, parts: Mapping[str, Rows]) -> Row:
    """The rates of which the declaration says what they are made of, at the decimals that the parts have."""
    made = {}
    for name, field in table.columns.items():
        one, other = field.ratio_of or ("", "")
        if not one or not row[one] or not Decimal(row[other] or 0):
            continue
        value = Decimal(100 if field.unit == "%" else 1) * Decimal(row[one]) / Decimal(row[other])
        texts = (each[name] for rows in parts.values() for each in rows.values())
        places = max((len(text.partition(".")[2]) for text in texts), default=0)
        value = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        made[name] = format(value, "f")
    return made
