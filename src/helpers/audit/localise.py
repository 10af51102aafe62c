"""Error localisation: the fewest changed cells that satisfy all rules at once, and what they should probably hold.

Fellegi and Holt (1976): the smallest set of cells whose change can satisfy every rule is the likeliest to be wrong. A cell
counts as much as the reliability that is declared of its column.
Not every rule can be satisfied: a warning may tell of something that is so, and a finding may have been decided to stay.
A slip may leave such *soft* checks violated, at no cost; one that brings such a violation back must settle several others for it.

First every cell of a violated check is asked whether a single typing slip in it explains everything that touches it, and
every pair of a column or of a row whether the two were exchanged; what neither explains goes to a mixed-integer program
(HiGHS) over the violated checks that share cells.
"""

import os
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain, islice
from math import log
from operator import itemgetter
from typing import NamedTuple, TypeAlias

import highspy

from ..data.schema import TABLES
from .checks import Check
from .slips import Slip, meant
from .terms import Cell, Values

MOST_CELLS = 3  # an explanation with more changed cells explains nothing
ALTERNATIVES = 6
COMPUTED = 8  # the rank of a value that is no slip of the one typed
MOVES = 0.1  # how much numbers move in a year beyond what is usual, in logarithms
EXCHANGED = 3  # the rank of two cells that were exchanged, or mistyped both: one hypothesis
LOST = 1000  # a number that became 0 is so many times too small
MOST_VAGUE = 3  # values proposed where only the past speaks
_AGAIN = "tính lại từ các số liệu liên quan"
_EXCHANGED = "hai số liệu bị đổi chỗ cho nhau"
MOST_ASKED = 500  # cells of a check of which each is asked: of more, far too many would explain it
_Variables: TypeAlias = Mapping[Cell, highspy.highs_var]
REACH = 1.5  # no cell grows beyond so many times the largest of its group
MOST_SOLVED = 60  # cells in a group that the solver is asked about
SOLVER = {
    "threads": 1,  # more do not solve such small programs faster
    "mip_max_nodes": 1000,  # not seconds: a busy machine would find less; most end at the first
    # They look for a first solution, and cost more than all else: mostly there is none with so few cells.
    "mip_heuristic_run_feasibility_jump": False,
    "mip_heuristic_run_rens": False,
    "mip_heuristic_run_rins": False,
    "mip_heuristic_run_root_reduced_cost": False,
}


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


class Form(NamedTuple):
    """A check's bounds at the edition's own values: what its two sides differ by, and by how much they may."""

    fixed: frozenset[Cell]
    coefficients: dict[Cell, float]
    difference: float
    low: float
    high: float


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
        self._linear: dict[str, list[Form]] = {}
        self.touching: dict[Cell, list[Check]] = defaultdict(list)
        for check in checks:
            for cell in check.cells:
                if cell in texts:
                    self.touching[cell].append(check)

    def touched(self, cells: Iterable[Cell]) -> dict[str, Check]:
        """The checks of cells, by their ids."""
        return {check.id: check for cell in cells for check in self.touching.get(cell, ())}

    def known(self, cell: Cell) -> float:
        """The value of a cell of a linear form: a check with a missing cell has none."""
        value = self.values[cell]
        assert value is not None, cell
        return value

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

    def linear(self, check: Check) -> list[Form]:
        """A check's linear forms, worked out once."""
        if check.id not in self._linear:
            found = []
            for bounds in check.bounds(self.values) or ():
                left, right = bounds.left.value(self.values), bounds.right.value(self.values)
                if left is not None and right is not None:
                    coefficients = dict(bounds.left.coefficients)
                    for cell, coefficient in bounds.right.coefficients:
                        coefficients[cell] = coefficients.get(cell, 0.0) - coefficient
                    found.append(Form(bounds.fixed, coefficients, left - right, bounds.low, bounds.high))
            self._linear[check.id] = found
        return self._linear[check.id]

    def group(self, check: Check, among: list[Check]) -> list[Check]:
        """The checks connected with one through any chain of shared cells, as far as the solver knows their form."""
        found, queue = {check.id: check}, [check]
        while queue:
            cells = set(queue.pop().cells) & self.texts.keys()
            for other in among:
                if other.id not in found and cells & set(other.cells) and self.linear(other):
                    found[other.id] = other
                    queue.append(other)
        return list(found.values())


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
    solved = _solve_groups(_unexplained(network, explained), network)
    return _distinct_first([each for some in (explained, solved) for each in sorted(some, key=_order)])


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
    low, high = _range(cell, network, network.soft)
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
            for two in others if len(others) <= MOST_SOLVED else ():
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
    decimals = len(network.texts[cell].partition(".")[2])
    implied = [found for check in network.touching[cell] if (found := check.implied(cell, network.values))]
    ends = (_range(cell, network, without) for without in ((), network.soft))
    implied += [(low + high) / 2 for low, high in ends if 0 <= high - low <= 10.0**-decimals]
    for value in (Decimal(f"{each:.{decimals}f}") for each in implied[:1]):
        if not _voids(cell, float(value), network):
            yield from _explained({cell: value}, COMPUTED, _AGAIN, network)


def _range(cell: Cell, network: Network, without: Collection[str] = ()) -> tuple[float, float]:
    """The values that all linear checks, some left out, allow together, a hair wider: one look instead of one a slip."""
    asked = (check for check in network.touching[cell] if check.id not in without)
    ranges = [ends for check in asked for ends in _allowed(cell, check, network)]
    low = max((least for least, _ in ranges), default=-float("inf"))
    high = min((most for _, most in ranges), default=float("inf"))
    slack = 1e-9 * max(1.0, abs(network.values[cell] or 0.0))
    return low - slack, high + slack


def _allowed(cell: Cell, check: Check, network: Network) -> Iterator[tuple[float, float]]:
    """The values of one cell that a check allows while all others keep theirs."""
    for fixed, coefficients, difference, low, high in network.linear(check):
        if cell in fixed:
            stated, computed = check.sides(network.values)
            if cell == check.cells[0] and computed is not None and stated == network.values[cell]:
                half = 0.5 * 10.0**-check.decimals
                yield computed - half, computed + half
            continue
        coefficient = coefficients.get(cell)
        if coefficient:
            rest = difference - coefficient * network.known(cell)
            ends = (low - rest) / coefficient, (high - rest) / coefficient
            yield min(ends), max(ends)


def _possible(cell: Cell, network: Network) -> Iterator[Slip]:
    """What may have been meant, as far as the column allows it (a count is not below 0)."""
    least = TABLES[cell[0]].columns[cell[2]].least
    return (slip for slip in meant(network.texts[cell]) if least is None or slip.value >= least)


def _best(explanations: list[Explanation]) -> list[Explanation]:
    """Sorted so that what explains more comes first; an explanation of less than another's part is left out."""
    ordered = sorted(explanations, key=_order)
    explained = {frozenset(each.explains) for each in ordered}
    return [each for each in ordered if not any(other > set(each.explains) for other in explained)]


# -- the solver ------------------------------------------------------------------------------------------------------


def _solve_groups(left: list[Check], network: Network) -> Iterator[Explanation]:
    """Violated checks that share cells are solved together, with what else must hold of these cells; soft ones may stay."""
    done: set[str] = set()
    hard = [check for id, check in network.violated.items() if id not in network.soft]
    for check in left:
        if check.id in done or not network.linear(check) or len(check.cells) > MOST_ASKED:
            continue
        group = network.group(check, hard if check.id not in network.soft else [check])
        done |= {each.id for each in group}
        cells = list(dict.fromkeys(cell for each in group for cell in each.cells))
        held = [other for id, other in network.touched(cells).items() if id not in network.violated]
        yield from _solve([*group, *filter(network.linear, held)], cells, network)


def _solve(checks: list[Check], cells: list[Cell], network: Network) -> Iterator[Explanation]:
    """The smallest sets of cells whose change satisfies all checks of a group, with the values that do."""
    cells = [cell for cell in cells if cell in network.texts][:MOST_SOLVED]  # a past period's cells stay as they are
    excluded: list[set[Cell]] = []
    most: float = MOST_CELLS
    while cells and len(excluded) < ALTERNATIVES and (chosen := _fewest(checks, cells, network, excluded, most)):
        most = sum(map(_weight, chosen))  # others must do with as little
        excluded.append(set(chosen))
        slips = _meant_together([*chosen], network) if len(chosen) <= 2 else ()
        if changes := slips or _computed(chosen, network):
            touched = network.touched(change.cell for change in changes)
            explains = tuple(id for id in touched if id in network.violated)
            yield Explanation(changes, explains, (sum(map(_weight, chosen)), 0, EXCHANGED if slips else COMPUTED, 0))


def _fewest(
    checks: list[Check], cells: list[Cell], network: Network, excluded: list[set[Cell]], most: float
) -> dict[Cell, float]:
    """The fewest cells to change, no set of `excluded`, and values for them: a mixed-integer program with a switch for each."""
    scale = max(1.0, *(abs(network.known(cell)) for cell in cells))
    start = {cell: network.known(cell) / scale for cell in cells}
    with _quiet():
        solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.silent()
    for option, value in SOLVER.items():
        solver.setOptionValue(option, value)
    values = {cell: solver.addVariable(min(at, 0.0) * REACH, REACH) for cell, at in start.items()}
    switches = {cell: solver.addBinary() for cell in cells}
    for cell in cells:  # |x - start| <= reach * switch
        solver.addConstr(values[cell] - REACH * switches[cell] <= start[cell])
        solver.addConstr(values[cell] + REACH * switches[cell] >= start[cell])
    for form in (form for check in checks for form in network.linear(check)):
        _add(solver, form, values, switches, start, scale)
    for chosen in excluded:  # another set than those found
        solver.addConstr(solver.qsum(switches[cell] for cell in chosen) <= len(chosen) - 1)
    cost = solver.qsum(_weight(cell) * switches[cell] for cell in cells)
    solver.addConstr(cost <= float(most))
    solver.minimize(cost)
    if not solver.getSolution().value_valid:
        return {}
    return {cell: solver.val(values[cell]) * scale for cell in cells if solver.val(switches[cell]) > 0.5}


@contextmanager
def _quiet() -> Iterator[None]:
    """HiGHS writes its name to the terminal, past Python: keep that out of our output."""
    sys.stdout.flush()
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    try:
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


def _add(
    solver: highspy.Highs,
    form: Form,
    values: _Variables,
    switches: _Variables,
    start: Mapping[Cell, float],
    scale: float,
) -> None:
    """A check's bounds; switched off while one of its fixed cells is to change."""
    terms = {cell: coefficient for cell, coefficient in form.coefficients.items() if cell in values}
    rest = form.difference / scale - sum(coefficient * start[cell] for cell, coefficient in terms.items())
    weight = sum(map(abs, terms.values()))
    slack = 1e-9 * max(1.0, weight)
    side = solver.qsum(coefficient * values[cell] for cell, coefficient in terms.items())
    off = solver.qsum(switches[cell] for cell in form.fixed if cell in switches) * (weight * REACH * 2 + abs(rest) + 1)
    if form.low != -float("inf"):
        solver.addConstr(side + off >= form.low / scale - rest - slack)
    if form.high != float("inf"):
        solver.addConstr(side - off <= form.high / scale - rest + slack)


def _meant_together(cells: list[Cell], network: Network, meant: tuple[Change, ...] = ()) -> tuple[Change, ...]:
    """Single slips, one in each cell, that together satisfy everything that touches them; meant: those chosen already."""
    change = {each.cell: float(each.new) for each in meant}
    if not cells:
        return meant if network.left_after(change) == set() else ()
    with network.changed(change):
        own = [check for each in meant for check in network.touching[each.cell] if not {*cells} & {*check.cells}]
        if any(check.holds(network.values) is False for check in own):
            return ()
    first, *others = cells
    found = (
        _meant_together(others, network, (*meant, Change(first, network.texts[first], _plain(slip.value), slip.reason)))
        for slip in _possible(first, network)
    )
    return next(filter(None, found), ())


def _computed(chosen: Mapping[Cell, float], network: Network) -> tuple[Change, ...]:
    """The solver's own values at the decimals that the cells are written with, if they satisfy the checks."""
    decimals = {cell: len(network.texts[cell].partition(".")[2]) for cell in chosen}
    rounded = {cell: round(value, decimals[cell]) for cell, value in chosen.items()}
    solved = _refined(rounded, network)
    if network.left_after(solved) != set() or any(_voids(cell, value, network) for cell, value in solved.items()):
        return ()
    written = {cell: _plain(Decimal(f"{value:.{decimals[cell]}f}")) for cell, value in solved.items()}
    return tuple(Change(cell, network.texts[cell], text, _AGAIN) for cell, text in written.items())


def _voids(cell: Cell, value: float, network: Network) -> bool:
    """Whether a value would set what is stated to nothing: that rids of a rule, and explains no slip."""
    return value == 0 and network.known(cell) != 0


def _refined(values: dict[Cell, float], network: Network) -> dict[Cell, float]:
    """Stated quotients (fixed cells of their checks) computed again from what the others now are."""
    refined = dict(values)
    with network.changed(values):
        for cell in values:
            for check in network.touching[cell]:
                if cell == check.cells[0] and check.holds(network.values) is False:
                    _, computed = check.sides(network.values)
                    if computed is not None:
                        refined[cell] = round(computed, check.decimals)
    return refined


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text and Decimal(text) == Decimal(text).to_integral() else text
