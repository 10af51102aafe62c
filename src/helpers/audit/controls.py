"""What the source states beside its parts: each control is a rule of its own, and some share what nobody states.

A total, share or average must be what its parts give, at the stated decimals; densities imply one population, growths last
year's numbers.
"""

from collections.abc import Iterator
from decimal import Decimal

from ..data.expressions import LAST_YEAR, ROWS, Call, ExpressionError, Words, is_change, naming, parse
from ..data.indexed_rows import Records, Row
from ..data.units import POINTS, RATIO, is_rate
from ..i18n import _
from .check_model import Check, Rule, Sides, decimals_of, key_of
from .numeric_formulas import Cell, Formula, Values

_OF_PARTS = "Số tổng hợp nêu trong báo cáo phải bằng số tính từ các phần"
_OF_PERIODS = "Mức tăng, giảm nêu trong báo cáo phải bằng mức tính từ số liệu của hai kỳ"


def from_control(row: Row, line: int, records: Records) -> Iterator[Check]:
    """What a control states against what is computed; a density counts by people that no table has: the report's own check has them in common."""
    expression, is_growth = parse(row["expression"], records.tables), row["kind"] == "growth"
    if row["kind"] == "density":
        Formula(expression, records)
        return
    if is_growth:
        expression = Call("growth", (expression, Words(LAST_YEAR)))
    statement = _OF_PERIODS if is_growth else _OF_PARTS
    rule = Rule(row["control"], row["kind"], "error", statement, "controls.csv", line)
    stated: Cell = ("controls", line, "value")
    term = Formula(expression, records)
    if absent := [column for _table, row_line, column in term.cells if row_line == 0]:
        if is_growth or ROWS in absent:
            return  # one of two periods has no row ("growth of parts" relates what is stated), or nobody has sent what is counted
        raise ExpressionError(_("{expression} finds no row in this period", expression=row["expression"]))
    if row["unit"] == "%" and is_change(expression):
        with naming("unit"):
            raise ExpressionError(_("a share changes in percentage points: write {points!r}", points=POINTS))
    times = 100.0 if row["unit"] in ("%", POINTS) and term.unit == RATIO else 1.0  # rules compare shares as fractions
    decimals = decimals_of(row["value"])
    exact = not is_rate(term.unit) and row["kind"] in ("total", "count")
    # "all" and "none" are said of all and none, not of what is rounded to them
    of_all = times == 100 and row["kind"] == "share" and row["value"] and Decimal(row["value"]) in (0, 100)
    half = 0.0 if exact or of_all else 0.5 * 10.0**-decimals

    def sides(values: Values) -> Sides:
        x = term.value(values)
        return values[stated], None if x is None else x * times

    yield Check.of_sides(
        rule,
        "",
        (stated, *term.cells),
        sides,
        (-half, half),
        text=f"controls.value(control='{row['control']}') = {expression}",
        decimals=decimals,
        unit=row["unit"],
        parts=((stated,), term.cells),
        states=str(key_of(expression, records)),
    )
