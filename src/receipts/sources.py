"""Where a number comes from: a cell of a table, or an operation over other sources. Sources are immutable and shared.

What may be added up is decided here, by what each cell is declared to measure, whoever adds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

MEASURES = ("flow", "stock", "opening", "year_to_date", "average", "rate")
AT_ONE_TIME = ("stock", "opening", "year_to_date")  # add up over rows, not over periods
SUMS = ("add", "sum")  # of two, with a sign; of a column
DIFFERENCE, RATIO, STATISTIC = "difference", "ratio", "statistic"  # what operations measure, beside MEASURES


class DoesNotAddUp(ValueError):
    """A sum of numbers that do not add up; one text says which, why, and what to write instead."""


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """One cell of a table.

    name: unique among all tables, such as "visits.csv:12:adults". measure: one of MEASURES. period: of which time it is.
    wholes: names of cells that hold this one already. owner: a program's own, whose `scalar(value, source)` makes what is
    taken out of a column that begins with this cell, and whose `said(figure)` prints it in a frame; None: `Figure`.

    >>> Cell("beds.csv:2:beds", unit="giường", measure="stock", period="2024")
    Cell('beds.csv:2:beds')
    """

    name: str
    unit: str = ""
    measure: str = "flow"
    period: str = ""
    wholes: frozenset[str] = frozenset()
    owner: Any = None

    def __repr__(self) -> str:
        return f"Cell({self.name!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Cell) and other.name == self.name

    def __hash__(self) -> int:
        return hash(self.name)


@dataclass(frozen=True, slots=True, eq=False)
class Operation:
    """A number computed of others. parts: its operands in order. empty: sources without a value, which it left out."""

    name: str
    parts: tuple[Source, ...]
    unit: str = ""
    measure: str = STATISTIC
    period: str = ""
    empty: tuple[Source, ...] = ()

    def __repr__(self) -> str:
        return f"Operation({self.name!r}, {len(self.parts)} parts)"


@dataclass(frozen=True, slots=True, eq=False)
class Constant(Operation):
    """A plain number that somebody has written beside figures."""

    value: float = 0


@lru_cache(maxsize=1024)
def constant(value: float) -> Constant:
    return Constant("constant", (), value=value)


Source: TypeAlias = "Cell | Operation"


def owner(source: Source | None) -> Any:
    """Whose cells a number begins with; None where that is nobody's."""
    while source is not None and not hasattr(source, "owner"):
        source = next((each for each in source.parts if not isinstance(each, Constant)), None)
    return getattr(source, "owner", None)


def cells(source: Source | None) -> tuple[Cell, ...]:
    """The cells that a number rests on, each once, in order.

    >>> a, b = Cell("a"), Cell("b")
    >>> cells(divided(a, added([a, b])))
    (Cell('a'), Cell('b'))
    """
    return tuple(dict.fromkeys(each for each in _walk(source, False) if isinstance(each, Cell)))


def left_out(source: Source | None) -> tuple[Cell, ...]:
    """The empty cells that a number was computed without."""
    operations = (each for each in _walk(source, False) if isinstance(each, Operation))
    return tuple(dict.fromkeys(cell for each in operations for empty in each.empty for cell in cells(empty)))


def _walk(source: Source | None, sums_only: bool) -> Iterator[Source]:
    """A source and all below it, each operation once; sums_only: what is added up, operations that are no sums as one."""
    waiting, seen = [source] if source else [], set[int]()
    while waiting:
        each = waiting.pop()
        is_sum = isinstance(each, Operation) and each.name in SUMS
        if isinstance(each, Cell) or (sums_only and not is_sum):
            yield each
        elif sums_only or id(each) not in seen:
            seen.add(id(each))
            if not sums_only:
                yield each
            waiting.extend(reversed(each.parts))


def added(parts: Iterable[Source], empty: Iterable[Source] = (), name: str = "sum") -> Source:
    """The source of a sum. Raises DoesNotAddUp for what does not add up."""
    parts, empty = tuple(parts), tuple(empty)
    if len(parts) == 1 and not empty:
        return parts[0]
    if scaled := _scaled_alike(parts):
        how, by = scaled
        whole = added([each.parts[0] for each in parts if isinstance(each, Operation)], empty, name)
        return Operation(how, (whole, by), parts[0].unit, whole.measure, whole.period)
    unit = _one_unit(parts)
    measures, periods = {each.measure for each in parts}, {each.period for each in parts}
    if RATIO in measures:
        return _added_ratios(parts, unit, empty)
    if measures - {"flow", DIFFERENCE, *AT_ONE_TIME}:
        wrong = next(each for each in parts if each.measure not in ("flow", DIFFERENCE, *AT_ONE_TIME))
        raise DoesNotAddUp(f"{_named(wrong)} is {_called(wrong)} and does not add up. Add what it was computed of.")
    refuse_twice(parts)
    if len(periods) > 1 and measures & {*AT_ONE_TIME}:
        wrong = next(each for each in parts if each.measure in AT_ONE_TIME)
        raise DoesNotAddUp(
            f"{_named(wrong)} is {_called(wrong)}, which does not add up over periods ({', '.join(sorted(periods))}). "
            "Take one period, or the change between them."
        )
    measure = measures.pop() if len(measures) == 1 else "flow" if "flow" in measures else DIFFERENCE
    return Operation(name, parts, unit, measure, periods.pop() if len(periods) == 1 else "", empty)


def _scaled_alike(parts: tuple[Source, ...]) -> tuple[str, Constant] | None:
    """By which constant all of them are multiplied, or divided."""
    found = [
        (each.name, each.parts[1])
        for each in parts
        if isinstance(each, Operation) and each.name in ("multiply", "divide") and isinstance(each.parts[1], Constant)
    ]
    alike = len(found) == len(parts) and len({(name, by.value) for name, by in found}) == 1
    return found[0] if alike else None


def with_constant(name: str, one: Source, other: Source) -> Source:
    """The source of what an operation makes of a number and a constant: it measures what the number does."""
    known = other if isinstance(one, Constant) else one
    turned = name == "divide" and known is other
    return Operation(
        name, (one, other), "" if turned else known.unit, STATISTIC if turned else known.measure, known.period
    )


def _added_ratios(parts: tuple[Source, ...], unit: str, empty: tuple[Source, ...]) -> Source:
    """Shares of one whole add up to a share of it."""
    quotients = [each for each in parts if isinstance(each, Operation) and each.name == "divide"]
    below = [each.parts[1] for each in quotients]
    if len(below) < len(parts) or any(each is not below[0] and each != below[0] for each in below):
        raise DoesNotAddUp("Ratios add up only over one denominator. Divide the sum of the numerators instead.")
    above = added([each.parts[0] for each in quotients], empty)
    return Operation("divide", (above, below[0]), unit, RATIO, above.period)


def refuse_twice(parts: Iterable[Source]) -> None:
    """Raises DoesNotAddUp for a source that stands twice among what is added up, alone or within a whole."""
    addends = [each for part in parts for each in ((part,) if isinstance(part, Cell) else _walk(part, True))]
    named = [each.name if isinstance(each, Cell) else id(each) for each in addends]
    names = set(named)
    if len(names) < len(named):
        twice = next(each for each, name in zip(addends, named, strict=True) if named.count(name) > 1)
        raise DoesNotAddUp(f"{_named(twice)} is counted twice. Take each row once, as drop_duplicates() does.")
    for each in addends:
        if isinstance(each, Cell) and each.wholes and (wholes := names & each.wholes):
            raise DoesNotAddUp(
                f"{_named(each)} is a part of {min(map(str, wholes))}. Add the parts, or take the whole."
            )


def _one_unit(parts: tuple[Source, ...]) -> str:
    units = {each.unit for each in parts}
    if len(units) > 1:
        raise DoesNotAddUp(f"The units differ: {', '.join(sorted(map(repr, units)))}. Convert one of them first.")
    return units.pop()


def subtracted(one: Source, other: Source) -> Source:
    """The source of a difference; differences add up freely."""
    unit = one.unit if one.unit == other.unit else _one_unit((one, other))
    return Operation("subtract", (one, other), unit, DIFFERENCE, one.period)


def multiplied(one: Source, other: Source) -> Source:
    """The source of a product: it measures what the one that adds up does, as in prices times amounts."""
    adds = next((each for each in (one, other) if each.measure in ("flow", *AT_ONE_TIME)), None)
    unit = "·".join(filter(None, (one.unit, other.unit)))
    return Operation("multiply", (one, other), unit, adds.measure if adds else STATISTIC, adds.period if adds else "")


def divided(one: Source, other: Source) -> Source:
    """The source of a quotient."""
    unit = "" if one.unit == other.unit else f"{one.unit}/{other.unit}"
    return Operation("divide", (one, other), unit, RATIO, one.period)


def computed(name: str, parts: Iterable[Source], empty: Iterable[Source] = (), unit: str | None = None) -> Source:
    """The source of a statistic, in the unit of its parts."""
    parts = tuple(parts)
    units, periods = {each.unit for each in parts}, {each.period for each in parts}
    own = (units.pop() if len(units) == 1 else "") if unit is None else unit
    return Operation(name, parts, own, STATISTIC, periods.pop() if len(periods) == 1 else "", tuple(empty))


def _named(source: Source) -> str:
    return source.name if isinstance(source, Cell) else f"The {source.name} of {cells(source)[0].name} and others"


def _called(source: Source) -> str:
    return {"opening": "an opening stock", "year_to_date": "a number since the year began"}.get(
        source.measure, f"{'an' if source.measure[0] in 'aeiou' else 'a'} {source.measure}"
    )
