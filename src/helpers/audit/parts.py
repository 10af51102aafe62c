"""Numbers of a period beside those of others: what its parts give, too, and headings that say that they are of another one.

Of what a period states itself although its parts give it, its own number stands, and has to be theirs.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from ..data.datapackage import Field
from ..data.rows import Joined, Records, Row
from ..data.schema import TABLES
from ..data.spans import Span, is_opening, is_running
from ..data.spans import named as period_named
from ..data.units import is_mean, is_rate
from ..editions import Edition
from ..values.vietnamese import decimals, number, shown
from . import meanings
from .checks import Check, Rule, decimals_of
from .comparisons import fact_columns, name_of
from .terms import Cell

_RULE = Rule("parts", "equality", "error", "Số nhập cho kỳ phải bằng số tính từ các kỳ trong đó", "periods.csv", 0)
_SUM = Rule(
    "sums", "proofreading", "error", "Tỷ lệ, số lũy kế không cộng qua các kỳ; số đầu kỳ là của kỳ đầu", "periods.csv", 0
)
_RUNNING = Rule("running", "comparison", "error", "Số lũy kế không ít hơn kỳ trước trong năm", "periods.csv", 0)
_HEADING = Rule("heading", "proofreading", "warning", "Tiêu đề cột nêu đúng kỳ của số liệu", "periods.csv", 0)
_NAMED = re.compile(
    r"(?<!\w)(?:(?<!\d )tháng (?P<month>1[0-2]|0?[1-9])|quý (?P<quarter>IV|I{1,3}|[1-4])|l[ũu][yỹ] kế (?P<months>\d+) tháng"
    r"|trong (?P<part>quý|tháng))(?!\w)(?:(?:\s?/\s?| năm )(?P<year>\d{4}))?",
    re.IGNORECASE,
)


# is added to no running total
_PLANNED = re.compile(rf"{meanings.PLANNED}|ước|{meanings.RELATIVE['last_year'].pattern}", re.IGNORECASE)


def of_periods(edition: Edition) -> Iterator[Check]:
    """All checks of this kind."""
    yield from stated_again(edition)
    for make in (headings_of_others, false_sums, running_totals):
        yield from make(edition.records)


def headings_of_others(records: Records) -> Iterator[Check]:
    """A violated check for each column whose declared heading names a month or quarter that is not the one of its numbers."""
    span = Span.of(records.period["period"])
    for table in (table for table in TABLES.values() if table.joined):
        for column in map(table.columns.__getitem__, fact_columns(table)):
            rows = [line for line, row in records[table.name].items() if row["period"] and row[column.name]]
            named = next((match for match in _NAMED.finditer(column.title) if _is_of_other(match, span)), None)
            if rows and named:
                said = named[0] if not named["months"] else f"{named['months']} tháng"
                what = f"{table.title}, “{column.title}” nêu {said}, số liệu của {span.label}"
                remedy = f"sửa titleVi của {table.name}.{column.name} trong datapackage.json"
                cells = tuple((table.name, line, column.name) for line in rows)
                yield Check.of_words(_HEADING, f"{table.name}.{column.name}", cells, f"{what}; {remedy}")


def _is_of_other(named: re.Match[str], span: Span) -> bool:
    """Whether a time in a heading is none of the period; last year's may stand beside it, and a month in its quarter."""
    year, length = int(named["year"] or span.year), span.last - span.first + 1
    if named["part"]:
        return length > {"quý": 3, "tháng": 1}[named["part"].lower()]
    if named["months"]:
        return int(named["months"]) != span.last
    if year != span.year:
        return year != span.year - 1
    if named["month"]:
        return length > 3 or not span.first <= int(named["month"]) <= span.last
    of = period_named(f"{year}", named["quarter"])
    return of is not None and of[2:] != span[2:]


def false_sums(records: Records) -> Iterator[Check]:
    """A violated check for each column that its parts give otherwise than they can: rates and what is counted since January are
    added up, or what there was at the beginning is the last one's.
    """
    for table in (table for table in TABLES.values() if table.joined):
        rows = {line: row for line, row in records[table.name].items() if isinstance(row, Joined)}
        for column in map(table.columns.__getitem__, fact_columns(table)):
            given = {line: row for line, row in rows.items() if row[column.name] and column.name not in row.own}
            why = {line: wrong for line, row in given.items() if (wrong := _false_sum(column, row))}
            if why:
                cells = tuple((table.name, line, column.name) for line in why)
                said = f"{table.title}, “{column.title or column.name}” {next(iter(why.values()))}"
                wrong = f"{said} cho {table.name}.{column.name} trong datapackage.json"
                yield Check.of_words(_SUM, f"{table.name}.{column.name}", cells, wrong)


def _false_sum(column: Field, row: Row) -> str:
    """Why a number of the parts is none of the whole, and what is to be declared; empty where it is one."""
    accrual, unit = column.accrual_in(row), column.unit_in(row)
    if is_opening(column.title) and accrual in ("flow", "level"):
        taken = "được cộng qua các kỳ" if accrual == "flow" else "lấy của kỳ cuối"
        return f"là số đầu kỳ mà {taken}; khai báo accrual là opening"
    if accrual and is_mean(column.title, unit):
        taken = "được cộng qua các kỳ" if accrual == "flow" else "lấy của kỳ cuối"
        return f"là số bình quân của từng kỳ mà {taken}; bỏ accrual, nhập số của kỳ"
    if accrual == "flow" and is_rate(unit):
        return f"({unit}) là tỷ lệ mà được cộng qua các kỳ; bỏ accrual, nhập số của kỳ"
    if accrual == "flow" and is_running(column.title):
        return "tính từ đầu năm mà được cộng qua các kỳ; khai báo accrual là level"
    return ""


def running_totals(records: Records) -> Iterator[Check]:
    """A check for each number that counts since January: it is no less than the period before of the same year had, and with
    a column of what the period adds, “Phạt: trong kỳ” beside “Phạt: lũy kế”, “Công nhận mới” before “Lũy kế”, it is both together.
    """
    then = records.before.get("@previous")
    if then is None or Span.of(then.period["period"]).year != Span.of(records.period["period"]).year:
        return
    of_year = Span.of(then.period["period"]).first == 1
    for table in (table for table in TABLES.values() if table.next.rows == "measured" and not table.next.moved):
        columns = [table.columns[name] for name in fact_columns(table)]
        for column in (each for each in columns if is_running(each.title) and not is_rate(each.unit)):
            for line, row in records[table.name].items():
                last = then[table.name].like(row, table.key)
                before, beside = last.get(column.name), _beside(columns, column, last if of_year else {})
                if before and row[column.name] and row["period"]:
                    added = row[beside[0].name] if len(beside) == 1 and beside[0].unit == column.unit else ""
                    wrong = _running(row[column.name], before, added)
                    about = f"{table.title}, “{column.title}” của {name_of(table, row, records)}"
                    label = f"{table.name}.{column.name}:{table.row_id(row)}"
                    cells = tuple(
                        (table.name, line, each.name) for each in (column, *beside) if each is column or added
                    )
                    yield Check.of_words(_RUNNING, label, cells, wrong and f"{about}: {wrong} ({then.period['label']})")


def _beside(columns: list[Field], column: Field, first: Row) -> list[Field]:
    """The columns beside a running total that may be what the period adds to it. first: its row in the year's first period, if
    that is the one before: there both are one.
    """
    head, colon, _last = column.title.rpartition(":")
    if colon:
        found = [each for each in columns if each.title.startswith(f"{head}:") and each is not column]
    else:
        found = [each for each in columns[: columns.index(column)][-1:] if each.accrual == "flow"]
    added = [each for each in found if not _PLANNED.search(each.title)]
    return [each for each in added if not first or first[each.name] == first[column.name]]


def _running(now: str, before: str, added: str) -> str:
    """What is wrong with a running total, beside the one before and what was added; empty where nothing is."""
    value, least = Decimal(now), Decimal(before) + Decimal(added or 0)
    half = Decimal(5).scaleb(-max(map(decimals_of, (now, before))) - 1) * (3 if added else 0)
    if value >= least - half and (not added or value <= least + half):
        return ""
    stated, was, more = map(shown, (now, before, added))
    return f"{stated}, {'khác' if added else 'ít hơn'} {was} của kỳ trước{added and f' + {more}'}"


def stated_again(edition: Edition) -> Iterator[Check]:
    """A check for each number of rows of the period's own that those of its parts give."""
    for table in (table for table in TABLES.values() if edition.parts and table.next.rows == "measured"):
        rows = {
            line: row for line, row in edition.records[table.name].items() if not isinstance(row, Joined) or row.own
        }
        given = {table.row_id(row): row for row in edition.of_parts(table.name).values()} if rows else {}
        for line, own in rows.items():
            row = given.get(table.row_id(own), {})
            for name in fact_columns(table) if row and row.get("unit") == own.get("unit") else ():
                if own[name] and row[name] and not (isinstance(own, Joined) and name not in own.own):
                    yield _as_given((table.name, line, name), own, Decimal(row[name]), edition)


def _as_given(cell: Cell, own: Row, given: Decimal, edition: Edition) -> Check:
    table, column, places = TABLES[cell[0]], cell[2], decimals_of(own[cell[2]])
    half = 0.5 * 10.0**-places
    unit = own.get("unit", "") or table.columns[column].unit
    title = table.columns[column].title
    what = f"{name_of(table, own, edition.records)}{title and f' ({title})'}"
    stated, theirs = (number(each, decimals(each)) for each in (Decimal(own[column]), given))

    return Check.of_sides(
        _RULE,
        f"{table.name}.{column}:{table.row_id(own)}",
        (cell,),
        lambda values: (values[cell], float(given)),
        (-half, half),
        decimals=places,
        unit=unit,
        detail=lambda values: f"{what} nhập {stated} {unit}, các kỳ trong đó cho {theirs} {unit}",
    )
