"""What the source states beside its parts: each control is a rule of its own, and some share what nobody states.

A total, share or average must be what its parts give, at the stated decimals; densities imply one population, growths last
year's numbers.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any, NamedTuple, TypeGuard

from ..data.evaluation import complete
from ..data.expressions import (
    LAST_YEAR,
    Call,
    Expression,
    ExpressionError,
    Select,
    Words,
    is_change,
    naming,
    parse,
    selections,
)
from ..data.rows import Records, Row
from ..data.units import POINTS, RATIO, OtherUnit, base
from ..language import _
from ..values.vietnamese import number, shown
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
    """A row of controls.csv: its cell, and the term of which it states something."""

    cell: Cell
    row: Row
    quantity: Term

    def ends(self, value: float) -> Ends:
        """What its value stands for, as it is rounded, from – to."""
        half = 0.5 * 10.0 ** -decimals_of(self.row["value"])
        return value - half, value + half


def _of_controls(expression: Expression) -> TypeGuard[Select]:
    return isinstance(expression, Select) and (expression.table, expression.column) == ("controls", "value")


def _stated(select: Select, records: Records) -> list[_Stated]:
    return [
        _Stated((select.table, line, select.column), row, bind(parse(row["expression"]), records))
        for line, row in rows_of(select, records).items()
    ]


def _of_one_number(
    rule: Rule,
    members: Iterable[_Stated],
    ranges: Callable[[Values], list[Ends] | None],
    sides: Callable[[list[float]], Sides],
    **about: Any,
) -> Check:
    """A check that all ranges of what one number may be have a value in common. sides: of the middles of the ranges."""

    def holds(values: Values) -> bool | None:
        found = ranges(values)
        return None if found is None else max(low for low, _ in found) <= min(high for _, high in found)

    def compared(values: Values) -> Sides:
        found = ranges(values)
        return (None, None) if found is None else sides([sum(ends) / 2 for ends in found])

    cells = dict.fromkeys(cell for member in members for cell in (member.cell, *member.quantity.cells))
    return Check(rule, "", tuple(cells), holds, compared, **about)


def one_population(rule: Rule, row: Row, records: Records) -> Iterator[Check]:
    """one population explains every stated density: "116,8 thuê bao/100 dân" and "4.907 người/điểm" alike"""
    select = side_of(row, "left", {}, records)
    if not _of_controls(select):
        raise ExpressionError(_("write the densities as one selection: controls.value(kind='density')"))
    members = [(each, _people_per(each.row["unit"])) for each in _stated(select, records)]

    def people(values: Values) -> list[Ends] | None:
        return complete(_people(*member, values) for member in members)

    def detail(values: Values) -> str:
        return "; ".join(
            f"{shown(each.row['value'])} {each.row['unit']} ứng với {number(Decimal(round(sum(ends) / 2)))} người"
            for (each, _per), ends in zip(members, people(values) or (), strict=False)
        )

    if len(members) > 1:
        yield _of_one_number(
            rule,
            [each for each, _per in members],
            people,
            lambda middles: (round(max(middles)), round(min(middles))),
            text="dân số suy từ các mật độ bằng nhau",
            unit="người",
            detail=detail,
            parts=tuple(part for each, _per in members for part in ((each.cell,), each.quantity.cells)),
        )


def _people_per(unit: str) -> int:
    """The people that a density counts by; 0 for a density of people. Raises ExpressionError for another unit."""
    per = _PER.fullmatch(unit)
    if not per and not _PEOPLE_PER.fullmatch(unit):
        with naming("unit"):
            raise ExpressionError(_("a density's unit is like 'thuê bao/100 dân' or 'người/điểm'"))
    return int(per["people"]) if per else 0


def _people(member: _Stated, per: int, values: Values) -> Ends | None:
    """The population that a stated density allows, from – to; None where it states none. per: as `_people_per` says."""
    counted, value = member.quantity.value(values), values[member.cell]
    if counted is None or not value:
        return None
    low, high = member.ends(value)
    return (counted * per / high, counted * per / low) if per else (counted * low, counted * high)


def growth_of_parts(rule: Rule, row: Row, records: Records) -> Iterator[Check]:
    """last year's whole, as the growth of the whole implies it, equals last year's parts, as theirs imply them"""
    whole, parts = (side_of(row, side, {}, records) for side in ("left", "right"))
    growths = [each for each in (whole, *selections(parts)) if _of_controls(each)]
    if not _of_controls(whole) or len(growths) < 2 or len(growths) <= len([*selections(parts)]):
        with naming("right" if _of_controls(whole) else "left"):
            raise ExpressionError(_("write growths that are stated: controls.value(control='…')"))
    if any(len(rows_of(select, records)) != 1 for select in growths):
        return  # not stated in this period
    members = [each for select in growths for each in _stated(select, records)]

    def before(values: Values) -> list[Ends] | None:
        """What the whole and what the parts were last year."""
        found = complete(_before(member, values) for member in members)
        return (
            None
            if found is None
            else [found[0], (sum(low for low, _ in found[1:]), sum(high for _, high in found[1:]))]
        )

    yield _of_one_number(
        rule,
        members,
        before,
        lambda middles: (middles[0], middles[1]),
        text="số kỳ trước của tổng bằng tổng số kỳ trước của các phần",
        unit=members[0].quantity.unit,
    )


def _before(member: _Stated, values: Values) -> Ends | None:
    """What was there last year, as what is there now and its stated growth imply it, from – to."""
    grown, growth = member.quantity.value(values), values[member.cell]
    if grown is None or growth is None:
        return None
    low, high = member.ends(growth)
    return (grown / (1 + high / 100), grown / (1 + low / 100)) if low > -100 else None
