"""Rules bound to an edition: from rules.csv and controls.csv to checks that can be computed.

A rule says what must hold, for the whole edition or for each code of a dimension; a check is one such instance.
Every control is a rule of its own: what the report states must be what its parts give, at the stated decimals.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from ..data.evaluation import complete
from ..data.expressions import (
    COMPARED,
    LAST_YEAR,
    Call,
    Expression,
    ExpressionError,
    Select,
    Words,
    is_change,
    naming,
    parse,
    resolved,
    selections,
)
from ..data.rows import Records, Row
from ..data.schema import TABLES
from ..data.spans import months_of
from ..data.units import POINTS, RATIO, OtherUnit
from ..language import _
from ..problems import InputError, Problem
from ..values.vietnamese import lower_first, number
from . import comparisons, conditions, plausibility, registers
from .terms import Cell, Linear, Term, Values, bind, rows_of, scaled

RELATIONS = {  # between two figures
    "=": "both are the same",
    "<=": "the left one is no greater",
    ">=": "the left one is no less",
    "~": "both are of one order of magnitude",
    "rounds to": "the right one gives the stated one on the left, at its decimals",
}
PEERS = 30.0  # a value this many times another of its kind is a slip of unit, not a development
SLIP = 10.0  # times: a stated growth that says so much was computed of the slip
EPSILON = 1e-9
LARGE = 1e6  # a larger number is no less exact
Codes = dict[str, str]  # by dimension
Ends = tuple[float, float]  # the least and the greatest value that something allows
_OF_ROWS = registers.RELATIONS  # with those of `comparisons`
_EACH = re.compile(r"\{(\w+)\}")
_ESCAPES = str.maketrans({sign: f"\\{sign}" for sign in "\\'\""} | {"\n": "\\n", "\r": "\\r"})


@dataclass(frozen=True)
class Rule:
    """A row of rules.csv, or of controls.csv read as a rule."""

    id: str
    kind: str
    severity: str
    statement: str
    file: str
    line: int


@dataclass(frozen=True)
class Bounds:
    """left − right must lie between `low` and `high`; the solver's form of a check."""

    left: Linear
    right: Linear
    low: float
    high: float
    fixed: frozenset[Cell] = frozenset()


@dataclass(frozen=True)
class Check:
    """One instance of a rule.

    holds: True, False, or None where a figure is missing, for any values of the cells.
    sides: the two sides as text for these values. bounds: its linear form for the solver, if it has one. implied: the
    value of a cell that all others agree on, where no linear form says it.
    """

    id: str
    rule: Rule
    label: str
    cells: tuple[Cell, ...]
    holds: Callable[[Values], bool | None] = field(repr=False)
    sides: Callable[[Values], tuple[float | None, float | None]] = field(
        repr=False, default=lambda values: (None, None)
    )
    bounds: Callable[[Values], list[Bounds] | None] = field(repr=False, default=lambda values: None)
    implied: Callable[[Cell, Values], float | None] = field(repr=False, default=lambda cell, values: None)
    text: str = ""
    decimals: int = 0
    unit: str = ""
    numeric: bool = True  # can be satisfied by changing numbers
    vague: bool = False  # says that a number is wrong, not which one is right
    parts: tuple[tuple[Cell, ...], ...] = ()  # the cells of each figure that it compares
    relation: str = "="  # between its two sides
    states: str = ""  # the expression that its first cell, a control, states
    cause: str = ""  # what it has in common with others: readers see them as one finding
    detail: Callable[[Values], str] = field(repr=False, default=lambda values: "")


class Proofread(NamedTuple):
    """What proofreading found: a violated check for each finding; ids: all that there could have been."""

    checks: list[Check]
    ids: list[str]


def checks(records: Records) -> list[Check]:
    """Every check of an edition. Raises InputError for a rule that names what does not exist, with its line."""
    stated = _made("controls", "expression", _from_control, records)  # first: rules name controls
    return _acquitted(
        [*_made("rules", "left", _from_rule, records), *stated, *_made("claims", "left", _from_claim, records)]
    )


def _acquitted(made: list[Check]) -> list[Check]:
    """A growth that the report states, and that agrees, says that a number is meant to be so unlike last year's."""
    growths: dict[Cell, list[Check]] = defaultdict(list)
    for check in made:
        for cell in check.cells if check.states and check.rule.kind == "growth" else ():
            growths[cell].append(check)
    return [
        _unless_stated(check, growths[check.cells[0]]) if check.vague and check.cells[0] in growths else check
        for check in made
    ]


def _unless_stated(check: Check, growths: list[Check]) -> Check:
    def holds(values: Values) -> bool | None:
        now, then = check.sides(values)
        near = bool(now and then and 1 / SLIP < now / then < SLIP)
        return (near and any(each.holds(values) for each in growths)) or check.holds(values)

    return replace(check, holds=holds)


def _made(
    table: str, column: str, make: Callable[[Row, int, Records], Iterator[Check]], records: Records
) -> list[Check]:
    """The checks of a table's rows; column: the one that is wrong unless the error names another."""
    found: list[Check] = []
    problems: list[Problem] = []
    for line, row in records[table].items():
        try:
            found += make(row, line, records)
        except ExpressionError as error:
            at, expected = error.column or column, _("a figure in the words of the tables")
            problems.append(Problem(f"{table}.csv", line, at, row[at][:200], expected, f"{error}."))
    if problems:
        raise InputError(problems)
    return found


# -- rules.csv -----------------------------------------------------------------------------------------------------


def _from_rule(row: Row, line: int, records: Records) -> Iterator[Check]:
    rule = Rule(row["rule"], row["kind"], row["severity"], row["statement"], "rules.csv", line)
    if row["relation"] in _MAKERS:
        yield from _MAKERS[row["relation"]](rule, row, records)
    elif row["relation"] in _OF_ROWS:
        for instance in _OF_ROWS[row["relation"]](row["left"], row["right"], records):
            yield _of_register(rule, row["relation"], *instance)
    else:
        with naming("relation"):
            raise ExpressionError(
                _(
                    "relation {relation!r} is unknown; there are {relations}",
                    relation=row["relation"][:200],
                    relations=", ".join(relations()),
                )
            )


def relations() -> dict[str, str]:
    """Every relation that a rule may name, and what it says: the first sentence of the function that tries it."""
    functions = {**_MAKERS, **_OF_ROWS}
    return RELATIONS | {
        name: lower_first((made.__doc__ or "").partition("\n")[0].rstrip("."))
        for name, made in functions.items()
        if name not in RELATIONS
    }


def described() -> str:
    """The language of rules as the dictionary prints it: made of the functions, so that a new one is described where it is written."""
    listed = [f"- `{name}`: {help}" for name, help in relations().items()]
    functions = [f"- `{name}(…)`: {each.__doc__}" for name, each in conditions.FUNCTIONS.items()]
    return "\n".join(
        ["Relations of `rules.csv`:", "", *listed, "", "Functions of a condition on `each row`:", "", *functions]
    )


def _of_figures(rule: Rule, row: Row, records: Records) -> Iterator[Check]:
    for codes in _codes(row, records):
        left, right = (_side(row, side, codes, records) for side in ("left", "right"))
        with suppress(OtherUnit):  # "same units" tells of it
            yield from _compare(rule, "+".join(codes.values()), left, row["relation"], right, records)


def _side(row: Row, side: str, codes: Codes, records: Records) -> Expression:
    """One side of a rule; what is wrong with it is in its own column."""
    with naming(side):
        return parse(_fill(row[side], codes, records))


def _from_claim(row: Row, line: int, records: Records) -> Iterator[Check]:
    """What words of a statement assert; no check once they are gone, nor where the department answers for them itself."""
    name, statement = TABLES["claims"].row_id(row), TABLES["statements"].row_id(row)
    said = [each["text"] for each in records["statements"].values() if TABLES["statements"].row_id(each) == statement]
    rule = Rule("claim", "proofreading", "error", "Số liệu phải đúng với điều câu văn khẳng định", "claims.csv", line)
    for text in said if row["relation"] else ():
        if row["words"] not in text:
            continue
        left, right = (_side(row, side, {}, records) for side in ("left", "right"))
        for check in _compare(rule, name, left, row["relation"], right, records):
            yield replace(check, numeric=False, detail=partial(_against, check, text))  # words follow numbers


def _against(check: Check, text: str, values: Values) -> str:
    """What the figures are, and the sentence that they contradict."""
    left, right = check.sides(values)
    return "" if left is None or right is None else f"{left:g}, phải {check.relation} {right:g} theo câu “{text}”"


def _of_register(rule: Rule, relation: str, label: str, cells: tuple[Cell, ...], reason: str) -> Check:
    return Check(
        f"{rule.id}{f'@{label}' if label else ''}",
        rule,
        label,
        cells,
        holds=lambda values: not reason,
        numeric=False,
        parts=tuple((cell,) for cell in cells),
        cause=rule.id if relation in registers.OF_ONE_CAUSE else "",
        detail=lambda values: reason,
    )


def _codes(row: Row, records: Records) -> list[Codes]:
    """The codes that a rule is asked for: those of the dimensions `each` in the first table of its left side, as its rows have them."""
    names = [name.strip() for name in row["each"].split(",") if name.strip()]
    if not names:
        return [{}]
    first = next(selections(parse(_unfilled(row["left"]))), None)
    with naming("each"):
        if first is None:
            raise ExpressionError(_("`each` needs a table on the left side, whose codes it goes through"))
        columns = TABLES[first.table].columns
        if unknown := next((name for name in names if name not in columns), None):
            raise ExpressionError(
                _(
                    "{table!r} has no column {unknown!r} for `each`; it has {columns}",
                    table=first.table,
                    unknown=unknown[:200],
                    columns=", ".join(columns),
                )
            )
    where = tuple((name, values) for name, values in first.where if values != ("",))
    rows = rows_of(Select(first.table, first.column, where), records).values()
    found = dict.fromkeys(tuple(record[name] for name in names) for record in rows)
    return [dict(zip(names, codes, strict=True)) for codes in found if all(codes)]


def _fill(expression: str, codes: Codes, records: Records) -> str:
    """An expression of a rule with its places filled: the codes of `each`, the period's key, its length in months."""
    (period,) = records["periods"].values()
    known = {"period": period["period"], "months": f"{months_of(period)}"}
    known |= {name: code.translate(_ESCAPES) for name, code in codes.items()}
    return _EACH.sub(lambda match: known.get(match[1], ""), expression)


def _unfilled(expression: str) -> str:
    """An expression of a rule as far as it can be read before its places are filled."""
    return _EACH.sub(lambda match: "1" if match[1] == "months" else "", expression)


def _compare(
    rule: Rule, code: str, left: Expression, relation: str, right: Expression, records: Records
) -> Iterator[Check]:
    with naming("left"):
        a = bind(left, records)
    with naming("right"):
        b = bind(right, records)
    if a.unit and b.unit and a.unit != b.unit and not (a.is_quotient or b.is_quotient):
        remedy = _("to compare counts of different things write their quotient: a / b {relation} 1", relation=relation)
        with naming("right"):
            raise ExpressionError(
                _("cannot compare {unit!r} with {other!r}; {remedy}", unit=a.unit, other=b.unit, remedy=remedy)
            )
    states = str(_resolved(right, records)) if relation == "rounds to" else ""
    half = 0.5 * 10.0 ** -_decimals(a.cells, records) if states else 0.0
    low, high = {"<=": (-float("inf"), 0.0), ">=": (0.0, float("inf"))}.get(relation, (-half, half))

    def holds(values: Values) -> bool | None:
        x, y = a.value(values), b.value(values)
        if x is None or y is None:
            return None
        if relation == "~":
            return _alike(x, y)
        slack = _slack(x, y)
        return low - slack <= x - y <= high + slack

    cells = tuple(dict.fromkeys(a.cells + b.cells))
    shown = f"{left} {relation} {right}"
    bounds = (lambda values: None) if relation == "~" else (lambda values: _bounds(a, b, low, high, values))
    if any(cell[1] == 0 for cell in cells):
        return  # a side has no row in this period, or in the one that it is compared with: the rule does not apply
    if states and not all(records.row(table, line)[column] for table, line, column in a.cells):
        return  # nothing is stated
    yield Check(
        f"{rule.id}{f'@{code}' if code else ''}",
        rule,
        code,
        cells,
        holds,
        lambda values: (a.value(values), b.value(values)),
        bounds,
        text=shown,
        decimals=_decimals(cells, records),
        unit=a.unit or b.unit,
        parts=(a.cells, b.cells),
        relation=relation,
        states=states,
    )


def _slack(x: float, y: float) -> float:
    """What a computer's fractions may be off, however large the numbers: nothing that a report prints."""
    return EPSILON * min(max(abs(x), abs(y), 1.0), LARGE)


def _resolved(expression: Expression, records: Records) -> Expression:
    """An expression with the keys of the periods that it compares with: the key of the figure that it gives."""
    return resolved(expression, {name: row[name[1:]] for row in records["periods"].values() for name in COMPARED})


def _alike(x: float, y: float) -> bool:
    if x == 0 or y == 0:
        return True
    return x * y > 0 and 1 / PEERS < x / y < PEERS


def _whole(rule: Rule, row: Row, records: Records) -> Iterator[Check]:
    """counts are whole: a decimal mark in one is a thousands mark read wrongly"""
    table, column = registers.column_of(row["left"])
    if TABLES[table].columns[column].kind != "number":
        raise ExpressionError(_("{table}.{column} is no column of numbers", table=table, column=column))
    for line, row in records[table].items():
        if row[column]:
            yield _whole_cell(rule, (table, line, column), row)


def _whole_cell(rule: Rule, cell: Cell, row: Row) -> Check:
    def sides(values: Values) -> tuple[float | None, float | None]:
        value = values[cell]
        return value, None if value is None else round(value)

    def holds(values: Values) -> bool | None:
        value, whole = sides(values)
        return None if value is None else value == whole

    table, _, column = cell
    return Check(
        f"{rule.id}@{TABLES[table].row_id(row)}",
        rule,
        TABLES[table].row_id(row),
        (cell,),
        holds,
        sides,
        text=f"{table}.{column} là số nguyên",
        decimals=_decimals_of(row[column]),
        unit=row.get("unit", ""),
    )


def _plausible(rule: Rule, row: Row, records: Records) -> Iterator[Check]:
    """numbers move as those of their column did since last year, or stay where others do; left: a column, or * for the others"""
    settings = {}
    for other in (row, *records["rules"].values()):
        if other["relation"] == "plausible":
            with suppress(ExpressionError) if other is not row else nullcontext():
                settings.update(plausibility.setting(other["left"], other["right"]))
    if row["right"] == "off":
        return
    unmoved = defaultdict(list)
    for expected in plausibility.expectations(settings, records):
        table, line, column = expected.series.cell
        place = f"{table}.{column}"
        if row["left"] == (place if place in settings else comparisons.ALL):
            yield _plausible_cell(rule, expected, records[table][line])
            if expected.unmoved:
                unmoved[table].append(expected.series)
    for table, cells in unmoved.items():
        yield _unmoved(replace(rule, statement=_UNMOVED), table, cells, records)


def _unmoved(rule: Rule, table: str, unmoved: list[plausibility.Series], records: Records) -> Check:
    """The numbers of a table that may have been left standing, as one list: somebody confirms it once."""
    declared = TABLES[table]
    several = len(comparisons.fact_columns(declared)) > 1
    listed = "; ".join(
        f"{comparisons.name_of(declared, records[table][line], records)}{several * f' ({column})'}: {each.words}"
        for each in unmoved
        for _, line, column in [each.cell]
    )
    reason = f"{declared.title}, {len(unmoved)} số: {listed}"
    check = _of_register(rule, "", f"{table}:unmoved", tuple(each.cell for each in unmoved), reason)
    return replace(check, cause="unmoved")  # of all tables one finding, decided table by table


def _plausible_cell(rule: Rule, expected: plausibility.Expectation, row: Row) -> Check:
    cell, earlier = expected.series.cell, expected.series.earlier
    table, _, column = cell
    label = f"{table}.{column}:{TABLES[table].row_id(row)}"
    return Check(
        f"{rule.id}@{label}",
        rule,
        label,
        (cell, earlier),
        expected.holds,
        lambda values: (values[cell], expected.value),
        text=f"{table}.{column} so với cùng kỳ năm trước",
        decimals=_decimals_of(row[column]),
        unit=row.get("unit", ""),
        vague=True,
        parts=((cell,), (cell, earlier)),
        relation="~",
        detail=expected.words,
    )


def _decimals(cells: tuple[Cell, ...], records: Records) -> int:
    return max((_decimals_of(records.row(table, line)[column]) for table, line, column in cells if line), default=0)


def _decimals_of(text: str) -> int:
    return len(text.partition(".")[2])


def _bounds(a: Term, b: Term, low: float, high: float, values: Values) -> list[Bounds] | None:
    """left − right within bounds, as linear constraints around these values."""
    left, right = a.linear(values), b.linear(values)
    if left is None or right is None:
        return None
    if right.over is not None and left.over is None:
        left, right, low, high = right, left, -high, -low
    if right.over is not None:
        return None
    fixed = left.fixed | right.fixed
    if left.over is None:
        return [Bounds(left, right, low, high, fixed)]
    # num/den − r within bounds  ⇔  num − (r + bound)·den on the right side of 0, while the cells of r keep their value
    r = right.value(values)
    if r is None:
        return None
    fixed |= {cell for cell, _ in right.coefficients}
    number = Linear(left.coefficients, left.constant)
    found = []
    for bound, end in ((low, (0.0, float("inf"))), (high, (-float("inf"), 0.0))):
        if abs(bound) != float("inf"):
            found.append(Bounds(number, scaled(left.over, r + bound), *end, fixed))
    return found


# -- controls.csv --------------------------------------------------------------------------------------------------

_UNMOVED = "Số đúng bằng cùng kỳ năm trước, hoặc về 0, phải được xác nhận là số của kỳ này"
_OF_PARTS = "Số tổng hợp nêu trong báo cáo phải bằng số tính từ các phần"
_OF_PERIODS = "Mức tăng, giảm nêu trong báo cáo phải bằng mức tính từ số liệu của hai kỳ"


def _from_control(row: Row, line: int, records: Records) -> Iterator[Check]:
    """What a control states against what is computed; a density counts by people that no table has (see `_population`)."""
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
    percent = 100.0 if row["unit"] in ("%", POINTS) and term.unit == RATIO else 1.0
    decimals = _decimals_of(row["value"])
    exact = term.unit != RATIO and term.as_sum is not None and row["kind"] in ("total", "count")
    half = 0.0 if exact else 0.5 * 10.0**-decimals

    def holds(values: Values) -> bool | None:
        x, v = term.value(values), values[stated]
        if x is None or v is None:
            return None
        whole = percent == 100 and row["kind"] == "share" and v in (0, 100)  # "all" and "none" are said of all and none
        return abs(x * percent - v) <= (0.0 if whole else half) + _slack(x * percent, v)

    def bounds(values: Values) -> list[Bounds] | None:
        given = Term(Linear(((stated, 1 / percent),)))
        return _bounds(term, given, -half / percent, half / percent, values)

    def sides(values: Values) -> tuple[float | None, float | None]:
        x = term.value(values)
        return values[stated], None if x is None else x * percent

    shown = f"controls.value(control='{row['control']}') = {expression}"
    yield Check(
        row["control"],
        rule,
        "",
        (stated, *term.cells),
        holds,
        sides,
        bounds,
        text=shown,
        decimals=decimals,
        unit=row["unit"],
        parts=((stated,), term.cells),
        states=str(_resolved(expression, records)),
    )


# -- stated figures that share something unstated --------------------------------------------------------------------

_PER = re.compile(r".+/(?P<people>[1-9][0-9]{0,9}) (?:dân|người|hộ)")
_PEOPLE_PER = re.compile(r"người/.+")


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


def _population(rule: Rule, row: Row, records: Records) -> Iterator[Check]:
    """one population explains every stated density: "116,8 thuê bao/100 dân" and "4.907 người/điểm" alike"""
    select = _side(row, "left", {}, records)
    if not isinstance(select, Select):
        raise ExpressionError(_("write the densities as one selection: controls.value(kind='density')"))
    members = []
    for line, row in rows_of(select, records).items():
        quantity = bind(parse(row["expression"]), records)
        cell = (select.table, line, select.column)
        members.append(_Stated(cell, quantity, _decimals_of(row["value"]), _people_per(row["unit"])))
    if len(members) > 1:
        yield _one_population(rule, members, records)


def _people_per(unit: str) -> int:
    """The people that a density counts by; 0 for a density of people. Raises ExpressionError for another unit."""
    per = _PER.fullmatch(unit)
    if not per and not _PEOPLE_PER.fullmatch(unit):
        with naming("unit"):
            raise ExpressionError("a density's unit is like 'thuê bao/100 dân' or 'người/điểm'")
    return int(per["people"]) if per else 0


def _per_unit(member: _Stated, values: Values) -> Ends | None:
    """The people that a stated density allows for each thing counted, from – to; None where it states none."""
    value = values[member.cell]
    if not value:
        return None
    low, high = _interval(value, member.decimals)
    return (member.people / high, member.people / low) if member.people else (low, high)


def _people(member: _Stated, values: Values) -> Ends | None:
    """The population that a stated density allows, from – to."""
    counted, ends = member.quantity.value(values), _per_unit(member, values)
    return None if counted is None or ends is None else (counted * ends[0], counted * ends[1])


def _one_population(rule: Rule, members: list[_Stated], records: Records) -> Check:
    def people(values: Values) -> list[Ends] | None:
        return complete(_people(member, values) for member in members)

    def holds(values: Values) -> bool | None:
        found = people(values)
        return None if found is None else max(low for low, _ in found) <= min(high for _, high in found)

    def sides(values: Values) -> tuple[float | None, float | None]:
        middles = [sum(ends) / 2 for ends in people(values) or ()]
        return (round(max(middles)), round(min(middles))) if middles else (None, None)

    def bounds(values: Values) -> list[Bounds] | None:
        return [
            bound
            for place, one in enumerate(members)
            for two in members[:place]
            for bound in _same_people(one, two, values)
        ]

    def implied(cell: Cell, values: Values) -> float | None:
        others = complete(_people(member, values) for member in members if cell != member.cell)
        member = next((member for member in members if cell == member.cell), None)
        counted = member.quantity.value(values) if member else None
        low, high = (max(low for low, _ in others), min(high for _, high in others)) if others else (1.0, 0.0)
        if not member or not counted or low > high:
            return None
        each = (low + high) / 2 / counted
        return member.people / each if member.people else each

    def detail(values: Values) -> str:
        middles = [
            (records["controls"][member.cell[1]], sum(ends) / 2)
            for member, ends in zip(members, people(values) or (), strict=False)
        ]
        return "; ".join(
            f"{number(Decimal(row['value']), _decimals_of(row['value']))} {row['unit']} ứng với {number(Decimal(round(middle)))} người"
            for row, middle in middles
        )

    return Check(
        rule.id,
        rule,
        "",
        _cells_of(members),
        holds,
        sides,
        bounds,
        implied,
        "dân số suy từ các mật độ bằng nhau",
        unit="người",
        detail=detail,
        parts=tuple(part for member in members for part in ((member.cell,), member.quantity.cells)),
    )


def _cells_of(members: Iterable[_Stated]) -> tuple[Cell, ...]:
    return tuple(dict.fromkeys(cell for member in members for cell in (member.cell, *member.quantity.cells)))


def _same_people(one: _Stated, two: _Stated, values: Values) -> list[Bounds]:
    """Two densities allow a common population, as they are stated."""
    ends = complete((_per_unit(one, values), _per_unit(two, values)))
    forms = complete((one.quantity.linear(values), two.quantity.linear(values)))
    if ends is None or forms is None or any(form.over is not None for form in forms):
        return []
    (a_low, a_high), (b_low, b_high) = ends
    first, second = forms
    return [
        Bounds(scaled(first, a_low), scaled(second, b_high), -float("inf"), 0.0),
        Bounds(scaled(first, a_high), scaled(second, b_low), 0.0, float("inf")),
    ]


def _growth(rule: Rule, row: Row, records: Records) -> Iterator[Check]:
    """last year's whole, as the growth of the whole implies it, equals last year's parts, as theirs imply them"""
    whole, parts = (_side(row, side, {}, records) for side in ("left", "right"))
    if not isinstance(whole, Select):
        raise ExpressionError("write the growth of the whole as one selection: controls.value(control='…')")
    members = []
    for select in (whole, *selections(parts)):
        rows = rows_of(select, records)
        if len(rows) != 1:
            return  # not stated in this period
        ((line, row),) = rows.items()
        cell = (select.table, line, select.column)
        members.append(_Stated(cell, bind(parse(row["expression"]), records), _decimals_of(row["value"])))

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

    def sides(values: Values) -> tuple[float | None, float | None]:
        found = ends(values)
        return (None, None) if found is None else (sum(found[0]) / 2, sum(found[1]) / 2)

    yield Check(
        rule.id,
        rule,
        "",
        _cells_of(members),
        holds,
        sides,
        text="số kỳ trước của tổng bằng tổng số kỳ trước của các phần",
        unit=members[0].quantity.unit,
    )


_MAKERS: dict[str, Callable[[Rule, Row, Records], Iterator[Check]]] = {
    **dict.fromkeys(RELATIONS, _of_figures),
    "one population": _population,
    "growth of parts": _growth,
    "whole numbers": _whole,
    "plausible": _plausible,
}
