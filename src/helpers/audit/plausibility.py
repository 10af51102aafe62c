"""Plausibility against the past: numbers that move otherwise than those of their table, or not at all where others do.

After Hidiroglou, M. A. and Berthelot, J.-M. (1986), "Statistical editing and imputation for periodic business surveys",
Survey Methodology 12 (1), 73-83: the ratio of each cell to last year's is set against the median ratio of its column,
alike upwards and downwards, and stands out where it lies more than C quartile distances from it. The tables of a report
are small, so this is done in logarithms, where the parts of what varies can be added:

    ln (x / x') - usual;   distance ** 2 = (of the column) ** 2 + dispersion * (QUARTILE ** 2) * (1 / x + 1 / x')

The last part is the chance in counting: 3 files after 5 say nothing, 3,000 after 5,000 do. Its dispersion (McCullagh and
Nelder, 1989, "Generalized Linear Models", section 6.2) is 1 where small numbers vary as counted events do, and less where
they stay: of 3 servers 9 do not become by chance. What is usual, how far a column spreads and its dispersion are medians of
its cells, this year's and earlier ones'; a column borrows from all others, the more the fewer cells it has. With earlier
years a cell has a trend and a spread of its own, and less than the factor `least` is enough. Where many cells moved, how
their distances thin out says instead of C how far is too far.

A number that is last year's to the digit stands out where the others of its column moved and it would hardly have come
out so by chance, a 0 where last year counted several. The others that did not move are listed together, a table at a time,
for somebody to confirm once; what was the same the year before, too, is a constant.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from functools import cached_property
from itertools import chain, pairwise
from math import exp, inf, isfinite, log, log10, sqrt
from statistics import median, median_low
from typing import Self

from ..data.expressions import LAST_YEAR, ExpressionError, naming
from ..data.rows import Records
from ..data.schema import TABLES
from ..language import _
from ..values.vietnamese import number
from .comparisons import ALL, by_key, fact_columns
from .registers import column_of
from .terms import Cell, Values

OFF = "off"  # a column that is not compared
FEW = 3  # cells that tell something of their column
ENOUGH = 6  # cells of a column that tell as much of it as all columns together
YEARS = 4  # earlier years of a cell whose trend weighs as much as its column's
DISPERSION = 0.1  # the least: 1 that becomes 2, 3 or 4 is no slip, whatever others do
QUARTILE = 0.6745  # quartile distance of a normal distribution whose standard deviation is 1
SEVERAL = 3  # a 0 after at least so many has to be said
COINCIDENCE = 0.02  # the chance of coming out as last year, below which it is none
MANY = 60  # cells whose distances tell how far is too far
ONE_IN = 250  # cells of which one is so far from what is usual by chance
FURTHER = 2.2  # times C, at most, where many cells lie far out: what is beyond is said all the same
ANY = "*"  # whatever the unit
DENSITY = "density"  # controls that no table computes: compared with last year's like facts
_STATED = ("controls", "value")
_SETTING = re.compile(r"(\w+)=(\d+(?:\.\d+)?)")


@dataclass(frozen=True)
class Thresholds:
    """When a number stands out, as the column `right` of rules.csv gives it: "C=6 least=1.2"."""

    C: float = 6.0
    least: float = 1.2

    @classmethod
    def read(cls, text: str) -> Self:
        """Raises ExpressionError for a setting that there is not."""
        settings = dict(_SETTING.findall(text))
        known = {field.name: field.default for field in fields(cls)}
        if unknown := settings.keys() - known.keys() or _SETTING.sub("", text).split():
            form = " ".join(f"{name}={default:g}" for name, default in known.items())
            said = _("{unknown} is no threshold; write some of {form}, or off", unknown=", ".join(unknown), form=form)
            raise ExpressionError(said)
        return cls(**{name: float(value) for name, value in settings.items() if name in known})

    def limited(self, most: float) -> float:
        """C, or what the cells of all columns say instead."""
        return min(most, FURTHER * self.C) if most and isfinite(self.C) else self.C


@dataclass(frozen=True)
class Series:
    """A cell, the same cell of last year, and the logarithms of the ratios of earlier years; step: its last digit's."""

    cell: Cell
    earlier: Cell
    unit: str
    now: float
    then: float
    step: float
    past: tuple[float, ...]
    constant: bool  # it was the same in the year before last year

    @property
    def ratio(self) -> float:
        return log(self.now / self.then)

    def chance(self, now: float, dispersion: float = 1.0) -> float:
        """The variance of the ratio that is counting's own; a percentage is only rounded."""
        if self.unit == "%":
            return sum((self.step / each) ** 2 for each in (now, self.then))
        return dispersion * sum(self.step / each for each in (now, self.then))

    def may_stay(self, usual: float, spread: float) -> bool:
        """True if it can come out as last year by chance, since it is small or moves little; and a whole that is reached."""
        deviation = sqrt((spread / QUARTILE) ** 2 + self.chance(self.then))
        density = exp(-((usual / deviation) ** 2) / 2) / (2.5 * deviation)
        return density * self.step / self.then >= COINCIDENCE or (self.unit == "%" and self.then == 100)

    @property
    def words(self) -> str:
        return _shown(self.now) if self.now == self.then else f"{_shown(self.then)} → {_shown(self.now)}"


@dataclass(frozen=True)
class Expectation:
    """What a cell is expected to be: last year's number, the usual ratio and how far from it others are (logarithms)."""

    series: Series
    usual: float
    spread: float
    dispersion: float
    thresholds: Thresholds
    moves: bool  # others of its column are not what they were
    most: float = inf  # quartile distances

    @property
    def distance(self) -> float:
        return abs(self.series.ratio - self.usual) / self._scale(self.series.now)

    def _scale(self, now: float) -> float:
        return sqrt(self.spread**2 + QUARTILE**2 * self.series.chance(now, self.dispersion)) or 1e-9

    @property
    def value(self) -> float:
        return self.series.then * exp(self.usual)

    def holds(self, values: Values) -> bool | None:
        """True if the cell does not stand out; None where one of the two numbers is missing, or both cannot be compared."""
        now, then = values[self.series.cell], values[self.series.earlier]
        if now is None or then is None or now < 0 or then < 0:
            return None
        if not now or not then:
            return then < SEVERAL * self.series.step and not (then and self.series.constant)
        if now == then:
            return not self.moves or self.series.constant or self.series.may_stay(self.usual, self.spread)
        limit = self.most * self._scale(now)
        least = log(self.thresholds.least) / (1 + len(self.series.past))
        return abs(log(now / then) - self.usual) <= max(limit, least)

    @property
    def unmoved(self) -> bool:
        """True for what nothing tells from a number left standing: last year's to the digit, or 0 after a few; no constant."""
        one = self.series
        same, none_left = one.now == one.then > 0, 0 == one.now < one.then
        may_be_left = (same or none_left) and not one.constant
        return may_be_left and bool(self.holds({one.cell: one.now, one.earlier: one.then}))

    def words(self, values: Values) -> str:
        """The two numbers and how far they are apart; a power of ten is named as the slip that makes one."""
        now = values[self.series.cell]
        if now is None:
            return ""
        if now == self.series.then:
            return f"kỳ này {_shown(now)}, đúng bằng cùng kỳ năm trước đến từng chữ số"
        power = round(log10(now / self.value)) if now else 0
        slip = ""
        if power and 0.5 <= now / self.value / 10.0**power <= 2:
            what = "đơn vị" if abs(power) >= 3 else "số chữ số"
            slip = f", lệch khoảng {number(Decimal(10 ** abs(power)))} lần: có thể sai {what}"
        usual = number(Decimal(repr(exp(self.usual))), 2)
        then = _shown(self.series.then)
        return f"kỳ này {_shown(now)}, cùng kỳ năm trước {then} (thường bằng {usual} lần cùng kỳ){slip}"


def setting(column: str, thresholds: str) -> dict[str, str]:
    """The thresholds of a column as `expectations` takes them. Raises ExpressionError for what cannot be used."""
    if column != ALL:
        column_of(column)
    if thresholds != OFF:
        with naming("right"):
            Thresholds.read(thresholds)
    return {column: thresholds}


def expectations(settings: dict[str, str], records: Records) -> Iterator[Expectation]:
    """What each cell with a number of last year is expected to be. settings: thresholds, or "off", by "table.column" or "*"."""
    facts = [(table.name, name) for table in TABLES.values() for name in fact_columns(table)]
    compared = {
        place: Thresholds.read(limit)
        for place in [*facts, *[_STATED] * (_STATED[0] in TABLES)]
        if (limit := settings.get(".".join(place), settings.get(ALL, OFF))) != OFF
    }
    if _STATED in compared:  # of different kinds: what others do says nothing of one, but that it does not move does
        compared[_STATED] = Thresholds(C=inf)
    columns = {place: found for place in compared if (found := list(_series(place, records)))}
    every = _Column(list(chain.from_iterable(columns.values())))
    among = {place: _Column(series, every) for place, series in columns.items()}
    expected = [among[place].expected(one, compared[place]) for place, series in columns.items() for one in series]
    most = _tail([each for each in expected if each.series.now > 0 and each.series.then > 0])
    yield from (replace(each, most=each.thresholds.limited(most)) for each in expected)


def _tail(expected: list[Expectation]) -> float:
    """The distance that one cell in ONE_IN exceeds by chance, if the far ones thin out as they begin to: exponentially.

    What is farther than any threshold is wrong, and tells nothing. 0 where it cannot be told: of few cells, or where most stand still.
    """
    moved = (each.distance for each in expected if each.series.ratio)
    distances = sorted(each for each in moved if each <= FURTHER * Thresholds.C)
    if len(distances) < max(MANY, len(expected) / 2):
        return 0.0
    near, far = (distances[int(share * len(distances))] for share in (0.8, 0.95))
    return far + (far - near) * log(0.05 * ONE_IN) / log(4)


def _share(cells: int) -> float:
    """How much a column's own cells tell of it; of two, one slip would be half of all."""
    return cells / (cells + ENOUGH) if cells >= FEW else 0.0


class _Column:
    """What is usual among the cells of a column, this year and in each year before; all: of all columns."""

    def __init__(self, series: list[Series], all: "_Column | None" = None) -> None:
        self.moving = [one for one in series if one.now > 0 and one.then > 0]
        self.all = all
        self.ratios: dict[int, list[float]] = defaultdict(list)
        for one in self.moving:
            for year, ratio in enumerate((one.ratio, *one.past)):
                self.ratios[year].append(ratio)
        self.medians = {year: median(found) for year, found in self.ratios.items()}

    def usual(self, year: int) -> float:
        """The usual ratio of a year; none (a logarithm: 0) where nothing moves."""
        own = self.medians.get(year, 0.0)
        if self.all is None:
            return own
        share = _share(len(self.ratios[year]))
        return share * own + (1 - share) * self.all.usual(year)

    @cached_property
    def spread(self) -> float:
        """How far its cells are apart."""
        apart = [abs(ratio - self.usual(year)) for year, ratios in self.ratios.items() for ratio in ratios]
        own = median_low(apart) if apart else 0.0
        if self.all is None:
            return own
        share = _share(len(apart))
        return sqrt(share * own**2 + (1 - share) * self.all.spread**2)

    @cached_property
    def dispersion(self) -> float:
        small = [
            (one.ratio - self.usual(0)) ** 2 / (QUARTILE**2 * chance)
            for one in self.moving
            if one.unit != "%" and QUARTILE**2 * (chance := one.chance(one.now)) > self.spread**2
        ]
        among = self.all.dispersion if self.all else 1.0
        found = (len(small) * median_low(small or [among]) + ENOUGH * among) / (len(small) + ENOUGH)
        return min(1.0, max(DISPERSION, found))

    @cached_property
    def stayed(self) -> Counter[tuple[str, bool]]:
        sure = [one for one in self.moving if not one.may_stay(self.usual(0), self.spread)]
        return Counter((unit, one.now == one.then) for one in sure for unit in (one.unit, ANY))

    def expected(self, one: Series, thresholds: Thresholds) -> Expectation:
        """The cell's own trend and spread among its column's, by how many years it has."""
        apart = [ratio - self.usual(year) for year, ratio in enumerate(one.past, 1)]  # from what was usual in each year
        trend = sum(apart) / (len(apart) + YEARS)
        own = sum((each - trend) ** 2 for each in apart) * QUARTILE**2
        spread = sqrt((own + ENOUGH * self.spread**2) / (len(apart) + ENOUGH))
        # fewer than a third of the others stayed where they were: of its unit, of its column, of all columns
        whole = self.all._stayed_share(ANY, 0.0) if self.all else 0.0
        moves = self._stayed_share(one.unit, self._stayed_share(ANY, whole)) < 1 / 3
        return Expectation(one, self.usual(0) + trend, spread, self.dispersion, thresholds, moves)

    def _stayed_share(self, unit: str, otherwise: float) -> float:
        stayed, moved = max(0, self.stayed[unit, True] - 1), self.stayed[unit, False]
        return (stayed + otherwise) / (stayed + moved + 1)


def _series(place: tuple[str, str], records: Records) -> Iterator[Series]:
    """The cells of a column that have a number of last year, in the same unit, none below 0."""
    table, column = TABLES[place[0]], place[1]
    years = [records]  # this one, last year, the year before …
    while LAST_YEAR in years[-1].before:
        years.append(years[-1].before[LAST_YEAR])
    lines = [by_key(table, year) for year in years]
    for key, line in lines[0].items() if len(years) > 1 else ():
        rows = [year[table.name][at[key]] for year, at in zip(years, lines, strict=True) if key in at]
        alike = len(rows) > 1 and key in lines[1] and rows[0].get("unit") == rows[1].get("unit")
        texts = [row[column] for row in rows]
        if not alike or not texts[0] or not texts[1] or (table.name == "controls" and rows[0]["kind"] != DENSITY):
            continue
        now, then = map(float, texts[:2])
        if now >= 0 and then >= 0:
            years_before = zip(texts[1:], rows[1:], strict=True)
            earlier = [float(text) for text, row in years_before if text and row.get("unit") == rows[0].get("unit")]
            past = tuple(log(a / b) for a, b in pairwise(earlier) if a > 0 and b > 0)
            step = 10.0 ** -max(len(text.partition(".")[2]) for text in texts[:2])
            constant = len(earlier) > 1 and earlier[0] == earlier[1]
            cells = ((table.name, line, column), (table.name, lines[1][key], column))
            yield Series(*cells, rows[0].get("unit", ""), now, then, step, past, constant)


def _shown(value: float) -> str:
    return number(Decimal(repr(value)), 0 if value == round(value) else 2)
