"""Plausibility: numbers that move otherwise than the others do, between two periods.

Hidiroglou, M. A. and Berthelot, J.-M. (1986), "Statistical editing and imputation for periodic business surveys", Survey
Methodology 12 (1), 73-83: the ratio of each number to its earlier one is set against the median ratio, alike upwards and
downwards, with more room for small numbers, and stands out where it lies more than C quartile distances away. Here:

    distance = |ln (x / x') - usual| / sqrt(spread ** 2 + 1 / x + 1 / x')        x, x' in steps of the last digit, plus ½

- usual: the median of the numbers of a column; of all numbers where a column has fewer than FEW, of which one slip could
  be the median. It is held within a factor of two: if all are ten times as large, all stand out. Of fewer than FEW
  numbers nothing is learned: they are expected to be what they were, with the spread ALONE.
- spread: the quartile distance of all numbers from what is usual. At least LEAST: where everything stays within a few
  percent, a tenth more is no fault. At most MOST: what is seven times as large as usual always stands out.
- 1 / x + 1 / x': the chance in counting, which HB allow for by an exponent: 3 files after 5 say nothing, 3,000 after 5,000
  do. The ½ lets 0 be compared: 0 after 5 may be, 0 after 5,000 stands out.
- C: where all numbers move by a quarter at most, none is four times as far away.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import exp, log, sqrt
from statistics import median
from typing import NamedTuple

from ..data.datapackage import Table
from ..data.expressions import CHANGES, COMPARED, LAST_YEAR, ExpressionError, naming
from ..data.indexed_rows import Records, Row
from ..data.source_reference import origin
from ..i18n import _
from ..values.vietnamese import number
from .check_model import Check, Rule, decimals_of
from .numeric_formulas import Cell, Values

FEW = 6
LEAST, MOST, ALONE = 0.1, 0.5, 0.4  # as logarithms
MOST_USUAL = log(2)
C = 4.0
ALL = "*"  # every table of facts
_WITHOUT_FACTS = ("controls", "periods")


class Pair(NamedTuple):
    """A number and its earlier one, as they are written, among others of a column."""

    column: str
    now: str
    then: str


@dataclass(frozen=True)
class Expectation:
    """What a number is expected to be beside its earlier one."""

    then: float
    step: float  # of the last digit
    usual: float
    spread: float

    def distance(self, now: float) -> float:
        one, other = (value / self.step + 0.5 for value in (now, self.then))
        return abs(log(one / other) - self.usual) / sqrt(self.spread**2 + 1 / one + 1 / other)

    @property
    def value(self) -> float:
        return self.then * exp(self.usual)


def expected(pairs: Sequence[Pair]) -> list[Expectation]:
    """What each number is expected to be among the others; none is below 0.

    >>> pairs = [Pair("a", *each) for each in (("105", "100"), ("1900", "2000"), ("64", "60"), ("5300", "510"), ("82", "80"), ("7", "4"))]
    >>> [round(each.distance(float(pair.now)), 1) for each, pair in zip(expected(pairs), pairs)]
    [0.0, 1.0, 0.0, 20.7, 0.2, 0.8]
    """
    steps = [10.0 ** -max(len(text.partition(".")[2]) for text in pair[1:]) for pair in pairs]
    ratios = defaultdict[str, list[float]](list)
    for pair, step in zip(pairs, steps, strict=True):
        ratios[pair.column].append(log((float(pair.now) + step / 2) / (float(pair.then) + step / 2)))
    every = [each for found in ratios.values() for each in found]
    if len(pairs) < FEW:
        usual, spread = dict.fromkeys(ratios, 0.0), ALONE
    else:
        middle = {name: median(found if len(found) >= FEW else every) for name, found in ratios.items()}
        usual = {name: max(-MOST_USUAL, min(MOST_USUAL, each)) for name, each in middle.items()}
        apart = median(abs(each - middle[name]) for name, found in ratios.items() for each in found)
        spread = min(MOST, max(LEAST, apart))
    return [
        Expectation(float(pair.then), step, usual[pair.column], spread) for pair, step in zip(pairs, steps, strict=True)
    ]


# -- as a rule of the audit ----------------------------------------------------------------------------------------------


def fact_columns(table: Table) -> list[str]:
    """The columns of a periodic table that hold measured numbers: no places in an order, no keys, no growth that is stated beside one.

    >>> tables = Edition("2024-H1").tables
    >>> fact_columns(tables["training"]), fact_columns(tables["decision_tasks"])
    (['classes', 'learners'], [])
    """
    if not table.periodic or table.name in _WITHOUT_FACTS:
        return []
    return [name for name in table.numbers if name not in ("order", *CHANGES)]


def plausible(rule: Rule, row: Row, records: Records) -> Iterator[Check]:
    """numbers move as the others of their column did, but for those that came in a form with a reason"""
    pairs, found = list[Pair](), list[tuple[Cell, Cell]]()
    named = ("cùng kỳ năm trước", "cùng kỳ") if row["right"] == LAST_YEAR else ("kỳ trước", "kỳ trước")
    for table, (line, own), (before, then) in _of_both(row["left"], row["right"], records):
        for column in fact_columns(table):
            values = own[column], then[column]
            if all(values) and own.get("unit") == then.get("unit") and min(map(float, values)) >= 0:
                pairs.append(Pair(f"{table.name}.{column}", *values))
                found.append(((table.name, line, column), (table.name, before, column)))
    for cells, each in zip(found, expected(pairs), strict=True):
        source = origin(records.row(*cells[0][:2]).get("source", ""))
        if not (source and (source.note or source.reason)):  # which whoever sent or took the number has said
            yield _check(rule, cells, each, records, named)


def _of_both(left: str, right: str, records: Records) -> Iterator[tuple[Table, tuple[int, Row], tuple[int, Row]]]:
    """The rows that two periods have of the tables that a rule names, each with its line."""
    if right not in COMPARED:
        with naming("right"):
            there = {"name": right[:200], "compared": " or ".join(COMPARED)}
            raise ExpressionError(_("{name!r} is no period to compare with; write {compared}", **there))
    tables, other = records.tables, records.before.get(right, Records({}, records.tables))
    named = [name for name in (tables if left == ALL else left.split(", ")) if name in tables]
    if not named:
        there = {"left": left[:200], "all": ALL, "tables": ", ".join(tables)}
        raise ExpressionError(_("{left!r} is no table; write {all} or one of {tables}", **there))
    for table in (tables[name] for name in named if fact_columns(tables[name])):
        then = {table.row_id(row): (line, row) for line, row in other.get(table.name, {}).items()}
        for line, row in records[table.name].items():
            if same := then.get(table.row_id(row)):
                yield table, (line, row), same


def _check(
    rule: Rule, cells: tuple[Cell, Cell], expected: Expectation, records: Records, named: tuple[str, str]
) -> Check:
    cell, earlier = cells
    table, line, column = cell
    row, usual = records[table][line], number(Decimal(repr(exp(expected.usual))), 2)

    def holds(values: Values) -> bool | None:
        now, then = values[cell], values[earlier]
        return expected.distance(now) <= C if now is not None and then is not None and min(now, then) >= 0 else None

    def words(values: Values) -> str:
        now, then = _shown(values[cell]), _shown(expected.then)
        return f"kỳ này {now}, {named[0]} {then} (thường bằng {usual} lần {named[1]})"

    return Check(
        rule,
        f"{table}.{column}:{records.tables[table].row_id(row)}",
        cells,
        holds,
        lambda values: (values[cell], expected.value),
        text=f"{table}.{column} so với {named[0]}",
        decimals=decimals_of(row[column]),
        unit=row.get("unit", ""),
        vague=True,
        of_cell=True,
        parts=((cell,), cells),
        relation="~",
        detail=words,
    )


def _shown(value: float | None) -> str:
    return "" if value is None else number(Decimal(repr(value)), 0 if value == round(value) else 2)
