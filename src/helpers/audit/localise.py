"""Error localisation: the fewest changed cells that satisfy all rules at once, and what they should probably hold.

Fellegi and Holt (1976): the smallest set of cells whose change can satisfy every rule is the likeliest to be wrong. A cell
counts as much as the reliability that is declared of its column.
Not every rule can be satisfied: a warning may tell of something that is so, and a finding may have been decided to stay.
A slip may leave such *soft* checks violated, at no cost; one that brings such a violation back must settle several others for it.

First every cell of a violated check is asked whether a single typing slip in it explains everything that touches it, and
every pair of a column or of a row whether the two were exchanged; then whether the value that its checks leave it does. What
neither explains is asked of two cells, each of which settles a part.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain, islice
from math import inf, isclose, isfinite, log
from operator import itemgetter

from ..data.evaluation import complete
from ..data.schema import TABLES
from .checks import Check, Ends
from .slips import Slip, meant
from .terms import Cell, Values

COMPUTED = 8  # the rank of a value that is no slip of the one typed
MOVES = 0.1  # how much numbers move in a year beyond what is usual, in logarithms
EXCHANGED = 3  # the rank of two cells that were exchanged, or mistyped both: one hypothesis
LOST = 1000  # a number that became 0 is so many times too small
MOST_VAGUE = 3  # values proposed where only the past speaks
_AGAIN = "tính lại từ các số liệu liên quan"
_EXCHANGED = "hai số liệu bị đổi chỗ cho nhau"
MOST_ASKED = 100  # cells of a check of which each is asked: of more, far too many would explain it
MOST_TRIED = 60  # cells that are set against each other, two by two


@dataclass(frozen=True)
class Change:
    """A cell, what it holds, what it should probably hold, and why."""

    cell: Cell
    old: str
    new: str
    reason: str


@dataclass(frozen=True)
class Explanation:
    """Changes that together satisfy what touches them (see above for soft checks), best explanations first.

    rank: how much its cells weigh, how many soft checks are violated that held, how likely the slip, how far from the past.
    """

    changes: tuple[Change, ...]
    explains: tuple[str, ...]  # ids of the violated checks that it satisfies
    rank: tuple[float, ...]


class Network:
    """Checks and cells, each knowing the other. decided: ids of findings accepted or asked about; unit: of a cell's row."""

    def __init__(
        self,
        checks: list[Check],
        values: Values,
        texts: Mapping[Cell, str],
        decided: set[str],
        unit: Callable[[Cell], str],
    ) -> None:
        self.unit, self.texts, self.values = unit, texts, dict(values)
        self.soft = {check.id for check in checks if check.rule.severity == "warning"} | decided
        self.violated = {check.id: check for check in checks if check.holds(self.values) is False}
        self.touching: dict[Cell, list[Check]] = defaultdict(list)
        for check in checks:
            for cell in check.cells:
                if cell in texts:
                    self.touching[cell].append(check)

    def touched(self, cells: Iterable[Cell]) -> dict[str, Check]:
        """The checks of cells, by their ids."""
        return {check.id: check for cell in cells for check in self.touching.get(cell, ())}

    def left_after(self, changes: Mapping[Cell, float]) -> set[str] | None:
        """The soft checks of cells that do not hold once these have other values; None if a check that must hold does not."""
        left = set()
        with self.changed(changes):
            for check in self.touched(changes).values():
                if check.holds(self.values) is False:
                    if check.id not in self.soft:
                        return None
                    left.add(check.id)
        return left

    @contextmanager
    def changed(self, changes: Mapping[Cell, float]) -> Iterator[None]:
        """The values with some cells changed, for a question; afterwards they are what they were."""
        before = {cell: self.values[cell] for cell in changes}
        self.values.update(changes)
        try:
            yield
        finally:
            self.values.update(before)

    def hard(self, cell: Cell) -> list[Check]:
        """The checks of a cell that must hold."""
        return [check for check in self.touching[cell] if check.id not in self.soft]

    def apart(self, check: Check, cell: Cell, value: float) -> float | None:
        """By how much the sides of a check differ with another value of a cell."""
        with self.changed({cell: value}):
            left, right = check.sides(self.values)
        return None if left is None or right is None else left - right


def localise(network: Network) -> list[Explanation]:
    """Explanations of the violated checks of a network, the best first for each group of checks."""
    violated = network.violated.values()
    for cell in network.touching:  # a violated check is the likeliest to show that a change is no good: ask it first
        network.touching[cell].sort(key=lambda check: check.id not in network.violated)
    explained: list[Explanation] = []
    for cell in dict.fromkeys(cell for check in violated for cell in _asked(check) if cell in network.touching):
        explained += _single(cell, network)
    explained = _best([*explained, *_exchanged(network)])
    left = _unexplained(network, [explanation for explanation in explained if not explanation.rank[1]])
    shared = Counter(cell for check in violated for cell in dict.fromkeys(_asked(check)))
    asked = chain(
        (cell for check in left for cell in _asked(check)),
        (check.cells[0] for check in violated if check.states or check.vague),
        (cell for cell, count in shared.items() if count > 1),
    )
    for cell in dict.fromkeys(cell for cell in asked if cell in network.touching):
        explained += _only_value(cell, network)
    in_two = _in_two(_unexplained(network, explained), network)
    return _distinct_first([each for some in (explained, in_two) for each in sorted(some, key=_order)])


def _order(explanation: Explanation) -> tuple[float, ...]:
    return (-len(explanation.explains), *explanation.rank)


def _weight(cell: Cell) -> float:
    return TABLES[cell[0]].columns[cell[2]].reliability


def _asked(check: Check) -> tuple[Cell, ...]:
    return check.cells if len(check.cells) <= MOST_ASKED else check.cells[:1]


def _distinct_first(explanations: list[Explanation]) -> list[Explanation]:
    """The same, but a second value for the same cells only after all other cells: where to look comes before what to write."""
    seen: Counter[tuple[tuple[Cell, ...], int]] = Counter()
    turns = []
    for each in explanations:
        cells = tuple(change.cell for change in each.changes), len(each.explains)
        turns.append((-len(each.explains), seen[cells], each))
        seen[cells] += 1
    return [each for *_, each in sorted(turns, key=lambda turn: turn[:2])]


def _single(cell: Cell, network: Network) -> Iterator[Explanation]:
    """The single slips in a cell that satisfy what touches it, the likeliest first: by their kinds, and by the past if it is known."""
    low, high = _range(cell, network.hard(cell), network)
    found = [
        ((explanation.rank[:2], explanation.rank[3] - log(slip.chance)), explanation)
        for slip in _possible(cell, network)
        if low <= float(slip.value) <= high
        for explanation in _explained({cell: slip.value}, slip.rank, slip.reason, network)
    ]
    ranks = sorted(each.rank for _, each in found)  # beside those of other cells they stay what they are
    likely = (each for _, each in sorted(found, key=itemgetter(0)))
    only_past = all(check.vague for check in network.touching[cell] if check.id in network.violated)
    for each, rank in islice(zip(likely, ranks, strict=True), MOST_VAGUE if only_past else None):
        yield replace(each, rank=rank)


def _exchanged(network: Network) -> Iterator[Explanation]:
    """Pairs of cells that satisfy what touches them once each holds what the other does: of a column, or of a row."""
    near: dict[tuple[str, int | str, str], list[Cell]] = defaultdict(list)
    for cell in network.touching:
        for place in cell[1:]:
            near[cell[0], place, network.unit(cell)].append(cell)
    told = (check for check in network.violated.values() if check.id not in network.soft or check.vague)
    doubtful = [cell for check in told for cell in _asked(check)]
    tried: set[frozenset[Cell]] = set()
    for one in dict.fromkeys(cell for cell in doubtful if cell in network.touching and cell[0] != "controls"):
        for place in one[1:]:
            others = near[one[0], place, network.unit(one)]
            for two in others if len(others) <= MOST_TRIED else ():
                if network.values[one] != network.values[two] and frozenset((one, two)) not in tried:
                    tried.add(frozenset((one, two)))
                    values = {one: Decimal(network.texts[two]), two: Decimal(network.texts[one])}
                    found = _explained(values, EXCHANGED, _EXCHANGED, network)
                    yield from (explanation for explanation in found if not explanation.rank[1])


def _explained(values: Mapping[Cell, Decimal], rank: int, reason: str, network: Network) -> Iterator[Explanation]:
    """The explanation that one cell, or two that were exchanged, should hold others, if it is one. rank: of the reason."""
    left = network.left_after({cell: float(value) for cell, value in values.items()})
    if left is None:
        return
    touching = {check.id: (check, cell) for cell in values for check in network.touching[cell]}
    settled = tuple(id for id in touching if id in network.violated and id not in left)
    comes_back = [id for id in left if id not in network.violated]
    if len(settled) > bool(comes_back):
        vague = ((check, cell) for check, cell in touching.values() if check.vague)
        nearer = max((_nearer(check, float(values[cell]), network) for check, cell in vague), default=0)
        changes = tuple(Change(cell, network.texts[cell], _plain(value), reason) for cell, value in values.items())
        yield Explanation(changes, settled, (max(map(_weight, values)), len(comes_back), rank, -nearer))


def _nearer(check: Check, value: float, network: Network) -> float:
    """How much nearer a value is to what the past lets expect of a cell than the one it has, in usual moves."""
    now, expected = check.sides(network.values)
    if not expected or value <= 0:
        return 0
    return round((abs(log((now or expected / LOST) / expected)) - abs(log(value / expected))) / MOVES, 2)


def _unexplained(network: Network, explained: list[Explanation]) -> list[Check]:
    known = {id for explanation in explained for id in explanation.explains}
    return [check for id, check in network.violated.items() if id not in known]


def _only_value(cell: Cell, network: Network) -> Iterator[Explanation]:
    """The one value of a cell that satisfies what touches it, where the rules leave no choice; soft ones may stay violated."""
    for checks, may_stay in ((network.touching[cell], False), (network.hard(cell), True)):
        value = _between(*_range(cell, checks, network), cell, network)
        if value is not None and (may_stay or network.left_after({cell: float(value)}) == set()):
            yield from _explained({cell: value}, COMPUTED, _AGAIN, network)
            return


def _between(low: float, high: float, cell: Cell, network: Network) -> Decimal | None:
    """The value in the middle of two, at the decimals that a cell is written with, where there is hardly another.

    None where it would set what is stated to nothing: that rids of a rule, and explains no slip.
    """
    decimals = len(network.texts[cell].partition(".")[2])
    if not 0 <= high - low <= (1 + 1e-6) * 10.0**-decimals:  # with the hair that `_range` adds
        return None
    value = Decimal(f"{(low + high) / 2:.{decimals}f}")
    return value if value or not network.values[cell] else None


def _range(cell: Cell, checks: Iterable[Check], network: Network) -> Ends:
    """The values of a cell that checks allow together, a hair wider: one look instead of one a slip."""
    asked = (check for check in checks if check.within and cell in _asked(check))
    allowed = [ends for check in asked if (ends := _allowed(cell, check, network))]
    lows, highs = zip((-inf, inf), *allowed, strict=True)
    slack = 1e-9 * max(1.0, abs(network.values[cell] or 0.0))
    return max(lows) - slack, min(highs) + slack


def _allowed(cell: Cell, check: Check, network: Network) -> Ends | None:
    """The values of one cell that a check allows while all others keep theirs; None where that cannot be told."""
    now = network.values[cell] or 0.0
    points = [now + step * max(1.0, abs(now)) for step in range(3)]
    apart = complete(network.apart(check, cell, point) for point in points)
    if check.within is None or apart is None or apart[0] == apart[1]:
        return None
    ends = [_where(wanted, points, apart) for wanted in check.within]
    for wanted, end in zip(check.within, ends, strict=True):
        found = network.apart(check, cell, end) if isfinite(end) else wanted
        if found is None or not isclose(found, wanted, abs_tol=1e-6 * max(1.0, *map(abs, apart))):
            return None
    return min(ends), max(ends)


def _where(wanted: float, points: list[float], apart: list[float]) -> float:
    """Where the sides of a check are so far apart: in one cell they are sums or quotients of sums, of which three points tell all."""
    (one, two, three), (of_one, of_two, of_three) = points, apart
    if not isfinite(wanted):
        return wanted if of_two > of_one else -wanted
    if isclose(of_three - of_two, of_two - of_one):
        return one + (wanted - of_one) / (of_two - of_one) * (two - one)
    if wanted == of_three:
        return three
    ratio = (wanted - of_one) * (of_two - of_three) / ((wanted - of_three) * (of_two - of_one))  # the cross-ratio stays
    return inf if ratio == -1 else (one + ratio * three) / (1 + ratio)


def _possible(cell: Cell, network: Network) -> Iterator[Slip]:
    """What may have been meant, as far as the column allows it (a count is not below 0)."""
    least = TABLES[cell[0]].columns[cell[2]].least
    return (slip for slip in meant(network.texts[cell]) if least is None or slip.value >= least)


def _best(explanations: list[Explanation]) -> list[Explanation]:
    """Sorted so that what explains more comes first; an explanation of less than another's part is left out."""
    ordered = sorted(explanations, key=_order)
    explained = {frozenset(each.explains) for each in ordered}
    return [each for each in ordered if not any(other > set(each.explains) for other in explained)]


# -- two cells ---------------------------------------------------------------------------------------------------------


def _in_two(left: list[Check], network: Network) -> Iterator[Explanation]:
    """Pairs of cells that satisfy what touches them: one settles a violated check, what then does not hold the other does."""
    hard = (check for id, check in network.violated.items() if id not in network.soft)
    violated = [check for check in hard if len(check.cells) <= MOST_ASKED]
    groups = {tuple(other for other in violated if not {*check.cells}.isdisjoint(other.cells)): None for check in left}
    for group in groups:
        cells = [*dict.fromkeys(cell for check in group for cell in check.cells if cell in network.texts)][:MOST_TRIED]
        for one in cells:
            own = (_changes(one, [check], network) for check in group if one in check.cells)
            for first in dict.fromkeys(chain.from_iterable(own)):
                yield from _with_another(first, cells, group, network)


def _with_another(first: Change, cells: list[Cell], group: Iterable[Check], network: Network) -> Iterator[Explanation]:
    """The pairs of a change and another one, which settles whatever does not hold after it."""
    with network.changed({first.cell: float(first.new)}):
        asked = {check.id: check for check in (*group, *network.hard(first.cell))}.values()
        wrong = [{*check.cells} for check in asked if check.holds(network.values) is False]
        in_all = set.intersection(*wrong) - {first.cell} if wrong else set()
        for cell in (cell for cell in cells if cell in in_all):
            for second in _changes(cell, network.hard(cell), network):
                if network.left_after({cell: float(second.new)}) == set():
                    both = (first.cell, cell)
                    explains = tuple(id for id in network.touched(both) if id in network.violated)
                    rank = COMPUTED if _AGAIN in (first.reason, second.reason) else EXCHANGED
                    yield Explanation((first, second), explains, (sum(map(_weight, both)), 0, rank, 0))


def _changes(cell: Cell, checks: Iterable[Check], network: Network) -> list[Change]:
    """What a cell may have held so that checks hold: single slips, or else the only value that they leave."""
    low, high = _range(cell, checks, network)
    values = [(slip.value, slip.reason) for slip in _possible(cell, network) if low <= float(slip.value) <= high]
    if not values and (value := _between(low, high, cell, network)) is not None:
        values = [(value, _AGAIN)]
    return [Change(cell, network.texts[cell], _plain(value), reason) for value, reason in values]


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text and Decimal(text) == Decimal(text).to_integral() else text
