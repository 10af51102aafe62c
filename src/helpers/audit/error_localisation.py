"""Error localisation: the one cell whose change satisfies all rules that it breaks, and what it should probably hold.

Fellegi and Holt (1976): the smallest set of cells whose change can satisfy every rule is the likeliest to be wrong. Here
the set is one cell: of two, too many pairs explain as much.
Not every rule can be satisfied: a warning may tell of something that is so, and a finding may have been decided to stay.
A slip may leave such *soft* checks violated, at no cost; one that brings such a violation back must settle several others for it.

Every cell of a violated check is asked whether a single typing slip in it explains everything that touches it; then
whether the value that its checks leave it does.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from math import inf, isclose, log

from ..data.evaluation import complete
from ..data.table_registry import TABLES
from ..data.validation import broken, cell_rules
from .check_model import Check, Ends
from .numeric_formulas import Cell
from .typing_errors import likely_values

COMPUTED = 8  # the rank of a value that is no slip of the one typed
MOVES = 0.1  # how much numbers move in a year beyond what is usual, in logarithms
LOST = 1000  # a number that became 0 is so many times too small
_AGAIN = "tính lại từ các số liệu liên quan"
MOST_ASKED = 100  # cells of a check of which each is asked: of more, far too many would explain it


@dataclass(frozen=True)
class Explanation:
    """A cell, what it holds, what it should probably hold and why: a change that satisfies what touches it (see above for soft checks).

    rank: how many soft checks are violated that held, how likely the slip, how far from the past.
    """

    cell: Cell
    old: str
    new: str
    reason: str
    explains: tuple[str, ...]  # ids of the violated checks that it satisfies
    rank: tuple[float, ...]


class Network:
    """Checks and cells, each knowing the other. decided: ids of findings accepted or asked about."""

    def __init__(
        self, checks: list[Check], values: dict[Cell, float | None], texts: Mapping[Cell, str], decided: set[str]
    ) -> None:
        self.texts, self.values = texts, values
        self.soft = {check.id for check in checks if check.rule.severity == "warning"} | decided
        self.violated = {check.id: check for check in checks if check.holds(self.values) is False}
        self.touching: dict[Cell, list[Check]] = defaultdict(list)
        for check in checks:
            for cell in check.cells:
                if cell in texts:
                    self.touching[cell].append(check)

    def left_after(self, cell: Cell, value: float) -> set[str] | None:
        """The soft checks of a cell that do not hold once it has another value; None if a check that must hold does not."""
        left = set()
        with self.changed(cell, value):
            for check in self.touching[cell]:
                if check.holds(self.values) is False:
                    if check.id not in self.soft:
                        return None
                    left.add(check.id)
        return left

    @contextmanager
    def changed(self, cell: Cell, value: float) -> Iterator[None]:
        """The values with a cell changed, for a question; afterwards they are what they were."""
        before, self.values[cell] = self.values[cell], value
        try:
            yield
        finally:
            self.values[cell] = before

    def hard(self, cell: Cell) -> list[Check]:
        """The checks of a cell that must hold."""
        return [check for check in self.touching[cell] if check.id not in self.soft]

    def apart(self, check: Check, cell: Cell, value: float) -> float | None:
        """By how much the sides of a check differ with another value of a cell."""
        with self.changed(cell, value):
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
    explained = _best(explained)
    left = _unexplained(network, [explanation for explanation in explained if not explanation.rank[0]])
    shared = Counter(cell for check in violated for cell in dict.fromkeys(_asked(check)))
    asked = chain(
        (cell for check in left for cell in _asked(check)),
        (check.cells[0] for check in violated if check.states or check.vague),
        (cell for cell, count in shared.items() if count > 1),
    )
    for cell in dict.fromkeys(cell for cell in asked if cell in network.touching):
        explained += _only_value(cell, network)
    return sorted(explained, key=_order)


def _order(explanation: Explanation) -> tuple[float, ...]:
    return (-len(explanation.explains), *explanation.rank)


def _asked(check: Check) -> tuple[Cell, ...]:
    return check.cells if len(check.cells) <= MOST_ASKED else check.cells[:1]


def _single(cell: Cell, network: Network) -> list[Explanation]:
    """The single slips in a cell that satisfy what touches it, the likeliest first; those that keep every digit where only the past speaks."""
    low, high = _range(cell, network.hard(cell), network)
    slips = [slip for slip in likely_values(network.texts[cell]) if low <= float(slip.value) <= high]
    if all(check.vague for check in network.touching[cell] if check.id in network.violated):
        slips = [slip for slip in slips if slip.keeps_digits]
    found = (each for slip in slips for each in _explained(cell, slip.value, slip.rank, slip.reason, network))
    return sorted(found, key=lambda each: each.rank)


def _explained(cell: Cell, value: Decimal, rank: int, reason: str, network: Network) -> Iterator[Explanation]:
    """The explanation that a cell should hold another value, if it is one that its column may hold. rank: of the reason."""
    left = network.left_after(cell, float(value))
    if left is None:
        return
    settled = tuple(
        check.id for check in network.touching[cell] if check.id in network.violated and check.id not in left
    )
    comes_back = [id for id in left if id not in network.violated]
    field = TABLES[cell[0]].columns[cell[2]]
    if len(settled) > bool(comes_back) and not broken(_plain(value), cell_rules(field, {})):
        vague = (check for check in network.touching[cell] if check.vague)
        nearer = max((_nearer(check, float(value), network) for check in vague), default=0)
        yield Explanation(cell, network.texts[cell], _plain(value), reason, settled, (len(comes_back), rank, -nearer))


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
        if value is not None and (may_stay or network.left_after(cell, float(value)) == set()):
            yield from _explained(cell, value, COMPUTED, _AGAIN, network)
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
    """The values of one cell that a check allows while all others keep theirs; None where its sides do not move in proportion to it."""
    now = network.values[cell] or 0.0
    step = max(1.0, abs(now))
    apart = complete(network.apart(check, cell, now + times * step) for times in range(3))
    if check.within is None or apart is None or apart[0] == apart[1]:
        return None
    if not isclose(apart[2] - apart[1], apart[1] - apart[0]):
        return None
    low, high = sorted(now + (wanted - apart[0]) * step / (apart[1] - apart[0]) for wanted in check.within)
    return low, high


def _best(explanations: list[Explanation]) -> list[Explanation]:
    """Sorted so that what explains more comes first; an explanation of less than another's part is left out."""
    ordered = sorted(explanations, key=_order)
    explained = {frozenset(each.explains) for each in ordered}
    return [each for each in ordered if not any(other > set(each.explains) for other in explained)]


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text and Decimal(text) == Decimal(text).to_integral() else text
