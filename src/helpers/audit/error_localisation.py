"""Error localisation: the one cell whose change satisfies all rules that it breaks, and what it should probably hold.

Fellegi and Holt (1976): the smallest set of cells whose change can satisfy every rule is the likeliest to be wrong. Here
the set is one cell: of two, too many pairs explain as much.
Not every rule can be satisfied: a warning may tell of something that is so, and a finding may have been decided to stay.
A slip may leave such *soft* checks violated, at no cost; one that brings such a violation back must settle several others for it.

Every cell of a violated check is asked whether a single typing slip in it explains everything that touches it. What is
no slip has no proposal: a finding tells both of its numbers, and which is right, who knows them says.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import log

from ..data.datapackage import Declared
from ..data.validation import broken, cell_rules
from .check_model import Check
from .numeric_formulas import Cell
from .typing_errors import likely_values

MOVES = 0.1  # how much numbers move in a year beyond what is usual, in logarithms
LOST = 1000  # a number that became 0 is so many times too small
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
        self,
        checks: list[Check],
        values: dict[Cell, float | None],
        texts: Mapping[Cell, str],
        decided: set[str],
        tables: Declared,
    ) -> None:
        self.texts, self.values, self.tables = texts, values, tables
        self.soft = {check.id for check in checks if check.rule.severity == "warning"} | decided
        self.violated = {check.id: check for check in checks if check.holds(self.values) is False}
        self.touching: dict[Cell, list[Check]] = defaultdict(list)
        for check in checks:
            for cell in check.cells:
                if cell in texts:
                    self.touching[cell].append(check)

    def left_after(self, cell: Cell, value: float) -> set[str] | None:
        """The soft checks of a cell that do not hold once it has another value; None if a check that must hold does not."""
        left, before = set(), self.values[cell]
        self.values[cell] = value
        try:
            for check in self.touching[cell]:
                if check.holds(self.values) is False:
                    if check.id not in self.soft:
                        return None
                    left.add(check.id)
            return left
        finally:
            self.values[cell] = before


def localise(network: Network) -> list[Explanation]:
    """Explanations of the violated checks of a network, the best first for each group of checks."""
    violated = network.violated.values()
    for cell in network.touching:  # a violated check is the likeliest to show that a change is no good: ask it first
        network.touching[cell].sort(key=lambda check: check.id not in network.violated)
    asked = dict.fromkeys(cell for check in violated for cell in _asked(check) if cell in network.touching)
    return _best([each for cell in asked for each in _single(cell, network)])


def _order(explanation: Explanation) -> tuple[float, ...]:
    return (-len(explanation.explains), *explanation.rank)


def _asked(check: Check) -> tuple[Cell, ...]:
    return check.cells if len(check.cells) <= MOST_ASKED else check.cells[:1]


def _single(cell: Cell, network: Network) -> Iterator[Explanation]:
    """The single slips in a cell that satisfy what touches it; those that keep every digit where only the past speaks."""
    touching, field = network.touching[cell], network.tables[cell[0]].columns[cell[2]]
    violated = [check for check in touching if check.id in network.violated]
    only_past = all(check.vague for check in violated)
    for slip in likely_values(network.texts[cell]):
        value = float(slip.value)
        if only_past and not slip.keeps_digits:
            continue
        if (left := network.left_after(cell, value)) is None:
            continue
        settled = tuple(check.id for check in violated if check.id not in left)
        comes_back = [id for id in left if id not in network.violated]
        if len(settled) > bool(comes_back) and not broken(_plain(slip.value), cell_rules(field, {})):
            nearer = max((_nearer(check, value, network) for check in touching if check.vague), default=0)
            rank = (len(comes_back), slip.rank, -nearer)
            yield Explanation(cell, network.texts[cell], _plain(slip.value), slip.reason, settled, rank)


def _nearer(check: Check, value: float, network: Network) -> float:
    """How much nearer a value is to what the past lets expect of a cell than the one it has, in usual moves."""
    now, expected = check.sides(network.values)
    if not expected or value <= 0:
        return 0
    return round((abs(log((now or expected / LOST) / expected)) - abs(log(value / expected))) / MOVES, 2)


def _best(explanations: list[Explanation]) -> list[Explanation]:
    """Sorted so that what explains more comes first; an explanation of less than another's part is left out."""
    ordered = sorted(explanations, key=_order)
    explained = {frozenset(each.explains) for each in ordered}
    return [each for each in ordered if not any(other > set(each.explains) for other in explained)]


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text and Decimal(text) == Decimal(text).to_integral() else text
