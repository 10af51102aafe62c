"""What the source states beside its parts: each control is a rule of its own, and some share what nobody states.

A total, share or average must be what its parts give, at the stated decimals; densities imply one population, growths last
year's numbers.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from ..data.evaluation import complete
from ..data.expressions import LAST_YEAR, Call, ExpressionError, Select, Words, is_change, naming, parse, selections
from ..data.rows import Records, Row
from ..data.units import POINTS, RATIO, OtherUnit, base
from ..language import _
from ..values.vietnamese import number
from .checks import Check, Ends, Rule, Sides, decimals_of, key_of, side_of
from .terms import Cell, Term, Values, bind, rows_of

_OF_PARTS = "Số tổng hợp nêu trong báo cáo phải bằng số tính từ các phần"
_OF_PERIODS = "Mức tăng, giảm nêu trong báo cáo phải bằng mức tính từ số liệu của hai kỳ"
_PER = re.compile(r".+/(?P<people>[1-9][0-9]{0,9}) (?:dân|người|hộ)")
_PEOPLE_PER = re.compile(r"người/.+")


def from_control(row: Row, line: int, records: Records) -> Iterator[Check]:
    """What a control states against what is computed; a density counts by people that no table has (see `one_population`)."""
    expression, is_growth = parse(row["expression"]), row["kind"] == "growth"
    if row["kind"] == "density":
        bind(expression, records)
        _people_per(row["unit"])
        return
    if is_growth:
        expression = Call("growth", (expression, Words(LAST_YEAR)))
    statement = _OF_PERIODS if is_growth else _OF_PARTS
    rule = Rule(row["control"], row["kind"], "error", statement, "controls.csv", line)
    stated: Cell = ("controls", line, "value")
    try:
        term = bind(expression, records)
    except OtherUnit:
        return  # "same units" tells of it
    if any(cell[1] == 0 for cell in term.cells):
        if is_growth:
            return  # one of the two periods has no row; "growth of parts" relates what is stated
        raise ExpressionError(_("{expression} finds no row in this period", expression=row["expression"]))
    if row["unit"] == "%" and is_change(expression):
        with naming("unit"):
            raise ExpressionError(_("a share changes in percentage points: write {points!r}", points=POINTS))
    times = _counted(row["unit"], term.unit)
    decimals = decimals_of(row["value"])
    exact = term.unit != RATIO and term.is_sum and row["kind"] in ("total", "count")
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


def _counted(unit: str, computed: str) -> float:
    """How many of a control's unit one of what rules compute is: they compare shares as fractions and money in đồng."""
    if unit in ("%", POINTS) and computed == RATIO:
        return 100.0
    whole, scale = base(unit)
    return 1 / scale if whole == computed else 1.0


class _Stated(NamedTuple):
    """A figure that a control states, and what it is stated of. people: those that a density counts by, else 0."""

    cell: Cell
    quantity: Term
    decimals: int
    people: int = 0


def _interval(value: float, decimals: int) -> Ends:
    """What a value stands for that is rounded to so many decimals, from – to."""
    half = 0.5 * 10.0**-decimals
    return value - half, value + half


def one_population(rule: Rule, row: Row, records: Records) -> Iterator[Check]:
    """one population explains every stated density: "116,8 thuê bao/100 dân" and "4.907 người/điểm" alike"""
    select = side_of(row, "left", {}, records)
    if not isinstance(select, Select):
        raise ExpressionError(_("write the densities as one selection: controls.value(kind='density')"))
    members = []
    for line, row in rows_of(select, records).items():
        quantity = bind(parse(row["expression"]), records)
        cell = (select.table, line, select.column)
        members.append(_Stated(cell, quantity, decimals_of(row["value"]), _people_per(row["unit"])))
    if len(members) > 1:
        yield _one_population(rule, members, records)


def _people_per(unit: str) -> int:
    """The people that a density counts by; 0 for a density of people. Raises ExpressionError for another unit."""
    per = _PER.fullmatch(unit)
    if not per and not _PEOPLE_PER.fullmatch(unit):
        with naming("unit"):
            raise ExpressionError(_("a density's unit is like 'thuê bao/100 dân' or 'người/điểm'"))
    return int(per["people"]) if per else 0


def _people(member: _Stated, values: Values) -> Ends | None:
    """The population that a stated density allows, from – to; None where it states none."""
    counted, value = member.quantity.value(values), values[member.cell]
    if counted is None or not value:
        return None
    low, high = _interval(value, member.decimals)
    return (
        (counted * member.people / high, counted * member.people / low)
        if member.people
        else (counted * low, counted * high)
    )


def _one_population(rule: Rule, members: list[_Stated], records: Records) -> Check:
    def people(values: Values) -> list[Ends] | None:
        return complete(_people(member, values) for member in members)

    def holds(values: Values) -> bool | None:
        found = people(values)
        return None if found is None else max(low for low, _ in found) <= min(high for _, high in found)

    def sides(values: Values) -> Sides:
        middles = [sum(ends) / 2 for ends in people(values) or ()]
        return (round(max(middles)), round(min(middles))) if middles else (None, None)

    def detail(values: Values) -> str:
        found = zip(members, people(values) or (), strict=False)
        middles = ((records["controls"][member.cell[1]], sum(ends) / 2) for member, ends in found)
        return "; ".join(
            f"{number(Decimal(row['value']), decimals_of(row['value']))} {row['unit']} ứng với {number(Decimal(round(middle)))} người"
            for row, middle in middles
        )

    return Check(
        rule,
        "",
        _cells_of(members),
        holds,
        sides,
        text="dân số suy từ các mật độ bằng nhau",
        unit="người",
        detail=detail,
        parts=tuple(part for member in members for part in ((member.cell,), member.quantity.cells)),
    )


def _cells_of(members: Iterable[_Stated]) -> tuple[Cell, ...]:
    return tuple(dict.fromkeys(cell for member in members for cell in (member.cell, *member.quantity.cells)))


def growth_of_parts(rule: Rule, row: Row, records: Records) -> Iterator[Check]:
    """last year's whole, as the growth of the whole implies it, equals last year's parts, as theirs imply them"""
    whole, parts = (side_of(row, side, {}, records) for side in ("left", "right"))
    if not isinstance(whole, Select):
        raise ExpressionError(_("write the growth of the whole as one selection: controls.value(control='…')"))
    members = []
    for select in (whole, *selections(parts)):
        rows = rows_of(select, records)
        if len(rows) != 1:
            return  # not stated in this period
        ((line, row),) = rows.items()
        cell = (select.table, line, select.column)
        members.append(_Stated(cell, bind(parse(row["expression"]), records), decimals_of(row["value"])))

    def before(member: _Stated, values: Values) -> Ends | None:
        grown, growth = member.quantity.value(values), values[member.cell]
        if grown is None or growth is None:
            return None
        low, high = _interval(growth, member.decimals)
        return (grown / (1 + high / 100), grown / (1 + low / 100)) if low > -100 else None

    def ends(values: Values) -> tuple[Ends, Ends] | None:
        found = complete(before(member, values) for member in members)
        if found is None:
            return None
        return found[0], (sum(low for low, _ in found[1:]), sum(high for _, high in found[1:]))

    def holds(values: Values) -> bool | None:
        found = ends(values)
        return None if found is None else max(found[0][0], found[1][0]) <= min(found[0][1], found[1][1])

    def sides(values: Values) -> Sides:
        found = ends(values)
        return (None, None) if found is None else (sum(found[0]) / 2, sum(found[1]) / 2)

    yield Check(
        rule,
        "",
        _cells_of(members),
        holds,
        sides,
        text="số kỳ trước của tổng bằng tổng số kỳ trước của các phần",
        unit=members[0].quantity.unit,
    )
