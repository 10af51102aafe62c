"""Numbers of a period beside those of others: what its parts give, too, and what counts since January.

Of what a period states itself although its parts give it, its own number stands, and has to be theirs.
"""

from collections.abc import Iterator
from decimal import Decimal

from ..data.datapackage import Field
from ..data.rows import Joined, Records, Row
from ..data.schema import TABLES
from ..data.spans import Span, is_opening, is_running
from ..data.units import is_mean, is_rate
from ..editions import Edition
from ..values.vietnamese import decimals, number, shown
from .checks import Check, Rule, decimals_of
from .comparisons import fact_columns, name_of
from .terms import Cell

_RULE = Rule("parts", "equality", "error", "Số nhập cho kỳ phải bằng số tính từ các kỳ trong đó", "periods.csv", 0)
_SUM = Rule(
    "sums", "proofreading", "error", "Tỷ lệ, số lũy kế không cộng qua các kỳ; số đầu kỳ là của kỳ đầu", "periods.csv", 0
)
_RUNNING = Rule("running", "comparison", "error", "Số lũy kế không ít hơn kỳ trước trong năm", "periods.csv", 0)


def of_periods(edition: Edition) -> Iterator[Check]:
    """All checks of this kind."""
    yield from stated_again(edition)
    for make in (false_sums, running_totals):
        yield from make(edition.records)


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
    """A check for each number that counts since January: it is no less than the period before of the same year had."""
    then = records.before.get("@previous")
    if then is None or Span.of(then.period["period"]).year != Span.of(records.period["period"]).year:
        return
    for table in (table for table in TABLES.values() if table.next.rows == "measured" and not table.next.moved):
        columns = [table.columns[name] for name in fact_columns(table)]
        for column in (each for each in columns if is_running(each.title) and not is_rate(each.unit)):
            for line, row in records[table.name].items():
                before = then[table.name].like(row, table.key).get(column.name)
                if before and row[column.name] and row["period"]:
                    stated, was = (shown(each) for each in (row[column.name], before))
                    about = f"{table.title}, “{column.title}” của {name_of(table, row, records)}"
                    fault = f"{about}: {stated}, ít hơn {was} của kỳ trước ({then.period['label']})"
                    wrong = fault if Decimal(row[column.name]) < Decimal(before) else ""
                    label = f"{table.name}.{column.name}:{table.row_id(row)}"
                    yield Check.of_words(_RUNNING, label, ((table.name, line, column.name),), wrong)


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
