"""Error localisation: the fewest changed cells that satisfy all rules at once, and what they should probably hold.

Fellegi and Holt (1976): the smallest set of cells whose change can satisfy every rule is the likeliest to be wrong.
Not every rule can be satisfied: a warning may tell of something that is so, and a finding may have been decided to stay.
A slip may leave such *soft* checks violated, at no cost; one that brings such a violation back must settle several others for it.

First every cell of a violated check is asked whether a single typing slip in it explains everything that touches it, and
every pair of a column or of a row whether the two were exchanged; what neither explains goes to a mixed-integer program
(HiGHS) over the violated checks that share cells.
"""

from __future__ import annotations

import os
import sys
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from math import log
from typing import TypeAlias

import highspy

from ..data.schema import TABLES
from .rules import Bounds, Check
from .slips import Slip, meant
from .terms import Cell, Values

MOST_CELLS = 3  # an explanation with more changed cells explains nothing
ALTERNATIVES = 6
COMPUTED = 8  # the rank of a value that is no slip of the one typed
SCALES = (0, 5, 6)  # ranks of slips that keep every digit
EXCHANGED = 3  # the rank of two cells that were exchanged: one hypothesis
MOST_VAGUE = 3  # values proposed where only the past speaks
_AGAIN = "tính lại từ các số liệu liên quan"
_EXCHANGED = "hai số liệu bị đổi chỗ cho nhau"
MOST_ASKED = 500  # cells of a check of which each is asked: of more, far too many would explain it
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

    rank: how many cells, how many soft checks are violated that held, how likely the slip, how far from the past.
    """

    changes: tuple[Change, ...]
    explains: tuple[str, ...]  # ids of the violated checks that it satisfies
    rank: tuple[int, ...]


LinearForm: TypeAlias = tuple[frozenset[Cell], dict[Cell, float], float, float, float]


class Network:
    """Checks and cells, each knowing the other.

    decided: the ids of findings that somebody has accepted, or asked about. unit: of a cell's row, if it has one.
    """

    def __init__(
        self,
        checks: Iterable[Check],
        values: Values,
        texts: Mapping[Cell, str],
        decided: Collection[str] = (),
        unit: Callable[[Cell], str] = lambda cell: "",
    ) -> None:
        self.unit = unit
        self.checks = list(checks)
        self.soft = {check.id for check in self.checks if check.rule.severity == "warning"} | set(decided)
        self.values = dict(values)
        self.texts = texts
        self.violated = {check.id for check in self.checks if check.holds(self.values) is False}
        self._linear: dict[str, list[LinearForm]] = {}
        self.touching: dict[Cell, list[Check]] = defaultdict(list)
        for check in self.checks:
            for cell in check.cells:
                if cell in texts:
                    self.touching[cell].append(check)

    def known(self, cell: Cell) -> float:
        """The value of a cell of a linear form: a check with a missing cell has none."""
        value = self.values[cell]
        assert value is not None, cell
        return value

    def holds_after(self, changes: Mapping[Cell, float]) -> bool:
        """True if every check that touches the changed cells holds after the change."""
        with self.changed(changes):
            return all(check.holds(self.values) is not False for cell in changes for check in self.touching[cell])

    def left_after(self, cell: Cell, value: float) -> set[str] | None:
        """The soft checks of a cell that do not hold once it has another value; None if a check that must hold does not."""
        left = set()
        with self.changed({cell: value}):
            for check in self.touching[cell]:
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

    def linear(self, check: Check) -> list[LinearForm]:
        """A check's linear form at the edition's own values, worked out once: fixed cells, coefficients, difference, ends."""
        if check.id not in self._linear:
            found = []
            for bounds in check.bounds(self.values) or ():
                left, right = bounds.left.value(self.values), bounds.right.value(self.values)
                if left is not None and right is not None:
                    coefficients = dict(bounds.left.coefficients)
                    for cell, coefficient in bounds.right.coefficients:
                        coefficients[cell] = coefficients.get(cell, 0.0) - coefficient
                    found.append((bounds.fixed, coefficients, left - right, bounds.low, bounds.high))
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
    violated = [check for check in network.checks if check.id in network.violated]
    for cell in network.touching:  # a violated check is the likeliest to show that a change is no good: ask it first
        network.touching[cell].sort(key=lambda check: check.id not in network.violated)
    explained: list[Explanation] = []
    for cell in dict.fromkeys(cell for check in violated for cell in _asked(check) if cell in network.touching):
        explained += _single(cell, network, violated)
    explained = _best([*explained, *_exchanged(network, violated)])
    left = _unexplained(violated, [explanation for explanation in explained if not explanation.rank[1]])
    asked = chain(
        (cell for check in left for cell in _asked(check)), (check.cells[0] for check in violated if check.states)
    )
    for cell in dict.fromkeys(cell for cell in asked if cell in network.touching):
        explained += _only_value(cell, network, violated)
    explained.sort(key=lambda explanation: (-len(explanation.explains), explanation.rank))
    left = _unexplained(violated, explained)
    return _distinct_first([*explained, *_solve_groups(left, network, violated)])


def _asked(check: Check) -> tuple[Cell, ...]:
    return check.cells if len(check.cells) <= MOST_ASKED else check.cells[:1]


def _distinct_first(explanations: list[Explanation]) -> list[Explanation]:
    """The same, but a second value for the same cells only after all other cells: where to look comes before what to write."""
    seen: dict[tuple[tuple[Cell, ...], int], int] = {}
    turns = []
    for each in explanations:
        cells = tuple(change.cell for change in each.changes), len(each.explains)
        turns.append(seen.setdefault(cells, 0))
        seen[cells] += 1
    order = sorted(range(len(turns)), key=lambda at: (-len(explanations[at].explains), turns[at]))
    return [explanations[at] for at in order]


def _single(cell: Cell, network: Network, violated: list[Check]) -> Iterator[Explanation]:
    """The single slips in a cell that satisfy what touches it."""
    touched = [check for check in network.touching[cell] if check.id in network.violated]
    low, high = _range(cell, network, network.soft)
    found = [
        explanation
        for slip in _possible(cell, network)
        if low <= float(slip.value) <= high
        for explanation in _explained(cell, slip.value, slip.rank, slip.reason, touched, network)
    ]
    if all(check.vague for check in touched):  # many digits would do: those that keep all digits, else the nearest
        scales = [each for each in found if each.rank[2] in SCALES]
        found = sorted(scales or found, key=lambda each: (each.rank[:2], each.rank[3], each.rank[2]))[:MOST_VAGUE]
    yield from found


def _exchanged(network: Network, violated: list[Check]) -> Iterator[Explanation]:
    """Pairs of cells that satisfy what touches them once each holds what the other does: of a column, or of a row."""
    near: dict[tuple[str, int | str, str], list[Cell]] = defaultdict(list)
    for cell in network.touching:
        for place in cell[1:]:
            near[cell[0], place, network.unit(cell)].append(cell)
    doubtful = [cell for check in violated if check.id not in network.soft or check.vague for cell in _asked(check)]
    tried: set[frozenset[Cell]] = set()
    for one in dict.fromkeys(cell for cell in doubtful if cell in network.touching and cell[0] != "controls"):
        for place in one[1:]:
            others = near[one[0], place, network.unit(one)]
            for two in others if len(others) <= MOST_SOLVED else ():
                if network.values[one] != network.values[two] and frozenset((one, two)) not in tried:
                    tried.add(frozenset((one, two)))
                    yield from _if_exchanged(one, two, network, violated)


def _if_exchanged(one: Cell, two: Cell, network: Network, violated: list[Check]) -> Iterator[Explanation]:
    touching = {check.id: check for cell in (one, two) for check in network.touching[cell]}
    touched = [check for check in violated if check.id in touching]
    left = set()
    with network.changed({one: network.known(two), two: network.known(one)}):
        for check in touching.values():
            if check.holds(network.values) is False:
                if check.id not in network.soft:
                    return
                left.add(check.id)
    settled = tuple(check.id for check in touched if check.id not in left)
    if settled and left <= {check.id for check in touched}:
        texts = network.texts
        changes = (Change(one, texts[one], texts[two], _EXCHANGED), Change(two, texts[two], texts[one], _EXCHANGED))
        yield Explanation(changes, settled, (1, 0, EXCHANGED, 0))


def _explained(
    cell: Cell, value: Decimal, rank: int, reason: str, touched: list[Check], network: Network
) -> Iterator[Explanation]:
    """The explanation that a cell should hold a value, if it is one. rank: of the reason; what leaves less comes first."""
    left = network.left_after(cell, float(value))
    if left is None:
        return
    settled = tuple(check.id for check in touched if check.id not in left)
    comes_back = left - {check.id for check in touched}
    if len(settled) > bool(comes_back):
        apart = max((_apart(check, float(value), network) for check in touched if check.vague), default=0)
        change = Change(cell, network.texts[cell], _plain(value), reason)
        yield Explanation((change,), settled, (1, len(comes_back), rank, apart))


def _apart(check: Check, value: float, network: Network) -> int:
    """How far a value lies from what a vague check expects of its first cell, in hundredths of a factor e."""
    _, expected = check.sides(network.values)
    return round(100 * abs(log(value / expected))) if expected and value > 0 else 0


def _unexplained(violated: list[Check], explained: list[Explanation]) -> list[Check]:
    known = {id for explanation in explained for id in explanation.explains}
    return [check for check in violated if check.id not in known]


def _only_value(cell: Cell, network: Network, violated: list[Check]) -> Iterator[Explanation]:
    """The one value of a cell that satisfies everything that touches it, where the rules leave no choice."""
    decimals = len(network.texts[cell].partition(".")[2])
    low, high = _range(cell, network)
    implied = next((found for check in network.touching[cell] if (found := check.implied(cell, network.values))), None)
    if implied is None and -float("inf") < low and high - low <= 10.0**-decimals:
        implied = (low + high) / 2
    value = None if implied is None else Decimal(f"{implied:.{decimals}f}")
    if value is None or _voids(cell, float(value), network):
        return
    if network.holds_after({cell: float(value)}):
        explains = tuple(check.id for check in network.touching[cell] if check.id in network.violated)
        yield Explanation((Change(cell, network.texts[cell], _plain(value), _AGAIN),), explains, (1, 0, COMPUTED, 0))


def _range(cell: Cell, network: Network, without: Collection[str] = ()) -> tuple[float, float]:
    """The values that all linear checks, some left out, allow together, a hair wider: one look instead of one a slip."""
    asked = (check for check in network.touching[cell] if check.id not in without)
    ranges = [ends for check in asked for ends in _allowed(cell, check, network)]
    low, high = (
        max((least for least, _ in ranges), default=-float("inf")),
        min((most for _, most in ranges), default=float("inf")),
    )
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
    ordered = sorted(explanations, key=lambda e: (-len(e.explains), e.rank))
    kept: list[Explanation] = []
    for explanation in ordered:
        if not any(set(explanation.explains) < set(better.explains) for better in kept):
            kept.append(explanation)
    return kept


# -- the solver ------------------------------------------------------------------------------------------------------


def _solve_groups(left: list[Check], network: Network, violated: list[Check]) -> Iterator[Explanation]:
    """Violated checks that share cells are solved together, with what else must hold of these cells; soft ones may stay."""
    done: set[str] = set()
    hard = [check for check in violated if check.id not in network.soft]
    for check in left:
        if check.id in done or not network.linear(check) or len(check.cells) > MOST_ASKED:
            continue
        group = network.group(check, hard if check.id not in network.soft else [check])
        done |= {each.id for each in group}
        cells = dict.fromkeys(cell for each in group for cell in each.cells)
        beside = {
            other.id: other
            for cell in cells
            for other in network.touching.get(cell, ())
            if other.id not in network.violated and network.linear(other)
        }
        yield from _solve([*group, *beside.values()], list(cells), network, violated)


def _solve(checks: list[Check], cells: list[Cell], network: Network, violated: list[Check]) -> Iterator[Explanation]:
    """The smallest sets of cells whose change satisfies all checks of a group, with the values that do."""
    cells = [cell for cell in cells if cell in network.texts][:MOST_SOLVED]  # a past period's cells stay as they are
    excluded: list[set[Cell]] = []
    most = MOST_CELLS
    while cells and len(excluded) < ALTERNATIVES and (chosen := _fewest(checks, cells, network, excluded, most)):
        most = len(chosen)  # others must do with as few
        excluded.append(set(chosen))
        changes = _meant_together(tuple(chosen), network) or _computed(chosen, network)
        if changes:
            explains = tuple(
                dict.fromkeys(
                    check.id
                    for change in changes
                    for check in network.touching[change.cell]
                    if check.id in network.violated
                )
            )
            yield Explanation(changes, explains, (len(changes), 0, COMPUTED, 0))


def _fewest(
    checks: list[Check], cells: list[Cell], network: Network, excluded: list[set[Cell]], most: int
) -> dict[Cell, float]:
    """The fewest cells to change and values for them: a mixed-integer program with one switch for each cell.

    excluded: sets of cells not to be found again. Nothing where more than `most` cells would have to change.
    """
    count = len(cells)
    place = {cell: at for at, cell in enumerate(cells)}
    scale = max(1.0, *(abs(network.known(cell)) for cell in cells))
    start = [network.known(cell) / scale for cell in cells]
    reach = 1.5  # no cell grows beyond one and a half times the largest of its group
    with _quiet():
        solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.silent()
    for option, value in SOLVER.items():
        if solver.setOptionValue(option, value) != highspy.HighsStatus.kOk:
            raise ValueError(f"HiGHS has no option {option}")
    solver.addVars(2 * count, [min(at, 0.0) * reach for at in start] + [0.0] * count, [reach] * count + [1.0] * count)
    for at in range(count, 2 * count):
        solver.changeColCost(at, 1.0)
        solver.changeColIntegrality(at, highspy.HighsVarType.kInteger)

    def row(coefficients: Mapping[int, float], least: float, most: float) -> None:
        solver.addRow(least, most, len(coefficients), list(coefficients), list(coefficients.values()))

    for at in range(count):  # |x − start| ≤ reach · switch
        row({at: 1.0, count + at: -reach}, -highspy.kHighsInf, start[at])
        row({at: 1.0, count + at: reach}, start[at], highspy.kHighsInf)
    for check in checks:
        for bounds in check.bounds(network.values) or ():
            _add(row, bounds, place, count, network, scale, reach)
    for chosen in excluded:  # another set than those found
        row({count + place[cell]: 1.0 for cell in chosen}, -highspy.kHighsInf, len(chosen) - 1.0)
    row(dict.fromkeys(range(count, 2 * count), 1.0), 0.0, float(most))
    solver.run()
    solved = solver.getSolution()
    if not solved.value_valid:
        return {}
    return {cell: solved.col_value[at] * scale for at, cell in enumerate(cells) if solved.col_value[count + at] > 0.5}


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
    row: Callable[[Mapping[int, float], float, float], None],
    bounds: Bounds,
    place: Mapping[Cell, int],
    count: int,
    network: Network,
    scale: float,
    reach: float,
) -> None:
    """A check's bounds as rows; switched off while one of its fixed cells is to change."""
    terms: dict[int, float] = defaultdict(float)
    constant = 0.0
    for side, sign in ((bounds.left, 1.0), (bounds.right, -1.0)):
        constant += sign * side.constant / scale
        for cell, coefficient in side.coefficients:
            if cell in place:
                terms[place[cell]] += sign * coefficient
            else:
                constant += sign * coefficient * (network.values[cell] or 0.0) / scale
    slack = 1e-9 * max(1.0, sum(abs(c) for c in terms.values()))
    free = sum(abs(c) for c in terms.values()) * reach * 2 + abs(constant) + 1.0
    switches = [count + place[cell] for cell in bounds.fixed if cell in place]
    if bounds.low != -float("inf"):
        row(dict(terms) | dict.fromkeys(switches, free), bounds.low / scale - constant - slack, float("inf"))
    if bounds.high != float("inf"):
        row(dict(terms) | dict.fromkeys(switches, -free), -float("inf"), bounds.high / scale - constant + slack)


def _meant_together(cells: tuple[Cell, ...], network: Network) -> tuple[Change, ...]:
    """Single slips, one in each cell, that together satisfy everything that touches them."""
    if len(cells) > 2:
        return ()
    first, *others = cells
    for slip in _possible(first, network):
        change = {first: float(slip.value)}
        head = Change(first, network.texts[first], _plain(slip.value), slip.reason)
        if not others:
            if network.holds_after(change):
                return (head,)
            continue
        if not _own_checks_hold(first, change, others[0], network):
            continue
        for second in _possible(others[0], network):
            if network.holds_after(change | {others[0]: float(second.value)}):
                return head, Change(others[0], network.texts[others[0]], _plain(second.value), second.reason)
    return ()


def _own_checks_hold(cell: Cell, change: Mapping[Cell, float], other: Cell, network: Network) -> bool:
    """True if the checks that only this one of two cells touches hold after its change."""
    with network.changed(change):
        return all(
            check.holds(network.values) is not False for check in network.touching[cell] if other not in check.cells
        )


def _computed(chosen: Mapping[Cell, float], network: Network) -> tuple[Change, ...]:
    """The solver's own values at the decimals that the cells are written with, if they satisfy the checks."""
    decimals = {cell: len(network.texts[cell].partition(".")[2]) for cell in chosen}
    rounded = {cell: round(value, decimals[cell]) for cell, value in chosen.items()}
    solved = _refined(rounded, network)
    if not network.holds_after(solved) or any(_voids(cell, value, network) for cell, value in solved.items()):
        return ()
    return tuple(
        Change(
            cell,
            network.texts[cell],
            _plain(Decimal(f"{value:.{decimals[cell]}f}")),
            _AGAIN,
        )
        for cell, value in solved.items()
    )


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
