"""Plausibility against the past: ratios to the same period last year that stand out among those of their table.

Hidiroglou, M. A. and Berthelot, J.-M. (1986), "Statistical editing and imputation for periodic business surveys",
Survey Methodology 12 (1), 73-83. For each cell the ratio r = x / x' to last year is set against the median ratio m of
its table's column, alike upwards and downwards, and weighed with its size, since the ratios of small numbers vary more:

    s = r / m - 1 where r >= m, else 1 - m / r;      E = s * (max(x, x') / mean size) ** U

A cell stands out where E lies further from the median effect than C quartile distances. What the tables of a report
are like calls for three additions: a cell is judged by the *other* cells of its column and by their ratios of earlier
years, since one slip among five numbers moves the quartiles; a column with few ratios borrows the effects of all
columns; and what is within the factor `least` of the usual, or a count below `few` in both years, never stands out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from math import log10
from statistics import mean, median, quantiles

from ..data.evaluation import complete
from ..data.expressions import LAST_YEAR, ExpressionError, naming
from ..data.rows import Records
from ..data.schema import TABLES
from ..values.vietnamese import number
from .comparisons import ALL, by_key, fact_columns
from .registers import column_of
from .terms import Cell, Values

OFF = "off"  # a column that is not compared
ENOUGH, FEW = 6, 3  # ratios from which quartiles, or a median, say something
_SETTING = re.compile(r"(\w+)=(\d+(?:\.\d+)?)")


@dataclass(frozen=True)
class Thresholds:
    """When a ratio stands out, as the column `right` of rules.csv gives it: "U=0.3 C=8 least=1.5 few=20"."""

    U: float = 0.3
    C: float = 8.0
    least: float = 1.5
    few: float = 20.0

    @classmethod
    def read(cls, text: str) -> Thresholds:
        """Raises ExpressionError for a setting that there is not."""
        settings = dict(_SETTING.findall(text))
        if unknown := settings.keys() - cls.__dataclass_fields__.keys() or _SETTING.sub("", text).split():
            known = " ".join(f"{name}={field.default:g}" for name, field in cls.__dataclass_fields__.items())
            raise ExpressionError(f"{', '.join(unknown)} is no threshold; write some of {known}, or off")
        return cls(**{name: float(value) for name, value in settings.items()})


@dataclass(frozen=True)
class Pair:
    """A cell and the same cell a year earlier."""

    cell: Cell
    earlier: Cell
    now: float
    then: float

    @property
    def ratio(self) -> float:
        return self.now / self.then


@dataclass(frozen=True)
class Expectation:
    """What a cell is expected to be: its number of last year, the usual ratio, and the effects of others."""

    pair: Pair
    usual: float
    size: float
    effects: tuple[float, ...]
    thresholds: Thresholds

    @property
    def value(self) -> float:
        return self.pair.then * self.usual

    def holds(self, values: Values) -> bool | None:
        """True if the cell does not stand out; None where one of the two numbers is missing or 0."""
        found = complete((values[self.pair.cell], values[self.pair.earlier]))
        if found is None or not all(found) or found[0] * found[1] < 0:
            return None
        now, then = map(abs, found)
        usual, limit = now / then / self.usual, self.thresholds
        if max(usual, 1 / usual) <= limit.least or max(now, then) < limit.few:
            return True
        effect, middle = _effect(now, then, self.usual, self.size, limit.U), median(self.effects)
        below, _, above = quantiles(self.effects, n=4, method="inclusive")
        return -limit.C * (middle - below) <= effect - middle <= limit.C * (above - middle)

    def words(self, values: Values) -> str:
        """The two numbers and how far they are apart; a power of ten is named as the slip that makes one."""
        now = values[self.pair.cell]
        if now is None:
            return ""
        times = abs(now / self.value)
        power = round(log10(times))
        slip = ""
        if power and 0.5 <= times / 10.0**power <= 2:
            what = "đơn vị" if abs(power) >= 3 else "số chữ số"
            slip = f", lệch khoảng {number(Decimal(10 ** abs(power)))} lần: có thể sai {what}"
        then, usual = (
            number(Decimal(repr(x)), d) for x, d in ((self.pair.then, _places(self.pair.then)), (self.usual, 2))
        )
        return f"kỳ này {number(Decimal(repr(now)), _places(now))}, cùng kỳ năm trước {then} (thường bằng {usual} lần cùng kỳ){slip}"


def setting(column: str, thresholds: str) -> dict[str, str]:
    """The thresholds of a column as `expectations` takes them. Raises ExpressionError for what cannot be used."""
    if column != ALL:
        column_of(column)
    if thresholds != OFF:
        with naming("right"):
            Thresholds.read(thresholds)
    return {column: thresholds}


def expectations(settings: dict[str, str], records: Records) -> Iterator[Expectation]:
    """What each cell with a number of last year is expected to be.

    settings: thresholds by column, "table.column" or "*" for all others; "off" for one that is not compared.
    """
    columns = [(table.name, name) for table in TABLES.values() for name in fact_columns(table)]
    limits = {}
    for place in settings.keys() - {ALL}:
        limits[column_of(place)] = settings[place]
    chosen = {place: limits.get(place, settings.get(ALL, OFF)) for place in columns}
    pairs = {place: list(_pairs(place, records)) for place, limit in chosen.items() if limit != OFF}
    past = {place: list(_past_ratios(place, records)) for place in pairs}
    ratios = [pair.ratio for found in pairs.values() for pair in found]
    found = [
        _expectation(at, pairs[place], past[place], ratios, Thresholds.read(chosen[place]))
        for place in pairs
        for at in range(len(pairs[place]))
    ]
    shared = (*(effect for one in found for effect in one.effects), *[0.0] * ENOUGH)
    for one in found:
        yield one if len(one.effects) >= ENOUGH else replace(one, effects=shared)


def _expectation(
    at: int, pairs: list[Pair], past: list[list[Pair]], ratios: list[float], limit: Thresholds
) -> Expectation:
    """What one cell is expected to be, from the other cells of its column and from earlier years.

    ratios: those of all columns, which say what is usual where a column has hardly any.
    """
    others = [*pairs[:at], *pairs[at + 1 :]]
    own = [pair.ratio for pair in (*others, *(pair for year in past for pair in year))]
    usual = median(own if len(own) >= FEW else ratios)
    effects = [
        _effect(pair.now, pair.then, median(other.ratio for other in year), _size(year), limit.U)
        for year in (others, *past)
        for pair in year
    ]
    return Expectation(pairs[at], usual, _size(pairs), tuple(effects), limit)


def _size(pairs: list[Pair]) -> float:
    return mean(max(pair.now, pair.then) for pair in pairs)


def _effect(now: float, then: float, usual: float, size: float, power: float) -> float:
    ratio = now / then / usual
    centred = ratio - 1 if ratio >= 1 else 1 - 1 / ratio
    return centred * float((max(now, then) / size) ** power)


def _pairs(place: tuple[str, str], records: Records) -> Iterator[Pair]:
    """The cells of a column with those of last year, where both are above 0 and in one unit."""
    table, column = TABLES[place[0]], place[1]
    before = records.before.get(LAST_YEAR)
    if before is None:
        return
    lines = by_key(table, before)
    for key, line in by_key(table, records).items():
        then_line, row = lines.get(key, 0), records[table.name][line]
        then = before[table.name][then_line] if then_line else {}
        if then_line and row[column] and then[column] and row.get("unit") == then.get("unit"):
            now, earlier = float(row[column]), float(then[column])
            if now > 0 and earlier > 0:
                yield Pair((table.name, line, column), (table.name, then_line, column), now, earlier)


def _past_ratios(place: tuple[str, str], records: Records) -> Iterator[list[Pair]]:
    """The pairs of each earlier year."""
    before = records.before.get(LAST_YEAR)
    while before is not None:
        if found := list(_pairs(place, before)):
            yield found
        before = before.before.get(LAST_YEAR)


def _places(value: float) -> int:
    return 0 if value == round(value) else 2
