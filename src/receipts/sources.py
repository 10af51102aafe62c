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
UNKNOWN = "unknown"  # the operation of remainders and powers, which give plain numbers
SUMS = ("add", "sum")  # of two, with a sign; of a column
DIFFERENCE, RATIO, STATISTIC = "difference", "ratio", "statistic"  # what operations measure, beside MEASURES
ADDED_UP = ("flow", DIFFERENCE, *AT_ONE_TIME)
SAID = {
    "measure": "{cell} is of the measure {measure!r} and does not add up. Add what it was computed of.",
    "periods": "{cell} tells of one time ({measure}) and does not add up over periods: {periods}. Print one of them, their difference, or their mean: pd.concat([a, b])[column].mean().",
    "twice": "{cell} would be added up twice: rows have been repeated, as merge does. Add it up before the merge, or write left.merge(right, …, validate='one_to_one').",
    "part": "{whole} is a whole that holds {cell}: added up it is counted twice. Choose the wholes alone, or the parts alone.",
    "units": "the units differ: {units}. Convert one of them first, or choose the rows of one.",
    "ratios": "shares of different wholes do not add up. Write the quotient of two sums, a.sum() / b.sum(), or their mean: values.mean().",
}


class DoesNotAddUp(ValueError):
    """A sum of numbers that do not add up; its text says which, why, and what to write instead.

    code: "measure", "periods", "twice", "part", "units" or "ratios"; fields: what the text names. pandas' groupby keeps the text alone.
    """

    code = ""
    fields: dict[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """One cell of a table.

    name: unique among all tables, such as "visits.csv:12:adults". measure: one of MEASURES. period: of which time it is.
    wholes: names of cells that hold this one already. owner: a program with numbers and words of its own, which gives
    `scalar(value, source)`, what is taken out of a column, and `refusal(code, fields)`, what is raised for numbers that do
    not add up; None for `Figure`.

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
    """A number computed of others.

    parts: its operands in order. empty: sources without a value, which it left out. value: of a constant, which somebody has
    written beside figures. figure: the number itself, where its owner has put it into a column.
    """

    name: str
    parts: tuple[Source, ...]
    unit: str = ""
    measure: str = STATISTIC
    period: str = ""
    empty: tuple[Source, ...] = ()
    value: float | None = None
    owner: Any = None
    figure: Any = None

    def __repr__(self) -> str:
        return f"Operation({self.name!r}, {len(self.parts)} parts)"


Source: TypeAlias = "Cell | Operation"


@lru_cache(maxsize=1024)
def constant(value: float) -> Operation:
    return Operation("constant", (), value=value)


def is_constant(source: Source) -> bool:
    return isinstance(source, Operation) and source.value is not None


def owner(source: Source | None) -> Any:
    """Whose cells a number begins with; None where that is nobody's."""
    while isinstance(source, Operation) and source.owner is None:
        source = next((each for each in source.parts if not is_constant(each)), None)
    return source.owner if source else None


def cells(source: Source | None) -> tuple[Cell, ...]:
    """The cells that a number rests on, each once, in order.

    >>> a, b = Cell("a"), Cell("b")
    >>> cells(joined("divide", a, added([a, b])))
    (Cell('a'), Cell('b'))
    """
    return tuple(dict.fromkeys(each for each in _walk(source) if isinstance(each, Cell)))


def left_out(source: Source | None) -> tuple[Cell, ...]:
    """The empty cells that a number was computed without."""
    operations = (each for each in _walk(source) if isinstance(each, Operation))
    return tuple(dict.fromkeys(cell for each in operations for empty in each.empty for cell in cells(empty)))


def _walk(source: Source | None) -> Iterator[Source]:
    """A source and all below it, each operation once; iterative, as a running total is as deep as its column is long."""
    waiting, seen = [source] if source else [], set[int]()
    while waiting:
        each = waiting.pop()
        if isinstance(each, Cell) or id(each) not in seen:
            seen.add(id(each))
            yield each
            waiting.extend(reversed(getattr(each, "parts", ())))


def addends(source: Source, named: bool = False) -> Iterator[Source]:
    """What a sum of sums adds up: cells, and operations that are no sums. named: what was put into a column is taken whole."""
    waiting = [source]
    while waiting:
        each = waiting.pop()
        if isinstance(each, Operation) and each.name in SUMS and each.parts and not (named and each.figure is not None):
            waiting.extend(reversed(each.parts))
        else:
            yield each


def added(parts: Iterable[Source], empty: Iterable[Source] = (), name: str = "sum") -> Source:
    """The source of a sum. Raises DoesNotAddUp for what does not add up."""
    parts, empty = tuple(parts), tuple(empty)
    if len(parts) == 1 and not empty:
        return parts[0]
    if by := _one_constant(parts):
        whole = added([each.parts[0] for each in parts if isinstance(each, Operation)], empty, name)
        return Operation(parts[0].name, (whole, by), parts[0].unit, whole.measure, whole.period)
    unit = _one_unit(parts)
    measures, periods = {each.measure for each in parts}, {each.period for each in parts}
    alone = [each for each in parts if each.measure != DIFFERENCE]
    if len(alone) == 1:  # a number and what it has changed by
        return Operation(name, parts, unit, alone[0].measure, alone[0].period, empty)
    if RATIO in measures:
        of = [each for each in parts if isinstance(each, Operation) and each.name == "divide"]
        below = {(each.parts[1].name, cells(each.parts[1])): each.parts[1] for each in of}
        if len(of) < len(parts) or len(below) != 1:
            raise _refused("ratios", parts[0])
        above = added([each.parts[0] for each in of], empty)
        return Operation("divide", (above, *below.values()), unit, RATIO, above.period)
    if wrong := next((each for each in parts if each.measure not in ADDED_UP), None):
        raise _refused("measure", wrong, measure=wrong.measure, unit=wrong.unit)
    refuse_twice(parts)
    at_one_time = next((each for each in parts if each.measure in AT_ONE_TIME), None)
    if len(periods) > 1 and at_one_time:
        raise _refused("periods", at_one_time, measure=at_one_time.measure, periods=", ".join(sorted(periods)))
    measure = measures.pop() if len(measures) == 1 else "flow" if "flow" in measures else DIFFERENCE
    return Operation(name, parts, unit, measure, periods.pop() if len(periods) == 1 else "", empty)


def _one_constant(parts: tuple[Source, ...]) -> Source | None:
    """By which constant all of them are multiplied, or all are divided."""
    computed = [each for each in parts if isinstance(each, Operation) and each.figure is None]
    of = [each for each in computed if each.name in ("multiply", "divide")]
    by = {(each.name, each.parts[1]) for each in of if is_constant(each.parts[1])}
    return by.pop()[1] if len(of) == len(parts) and len(by) == 1 else None


def refuse_twice(parts: Iterable[Source]) -> None:
    """Raises DoesNotAddUp for a source that stands twice among what is added up, alone or within a whole; not for differences."""
    seen: dict[object, Source] = {}
    for each in (each for part in parts for each in addends(part)):
        name = each.name if isinstance(each, Cell) else id(each)
        if name in seen and each.measure != DIFFERENCE:
            raise _refused("twice", each)
        seen[name] = each
    for each in seen.values():
        if isinstance(each, Cell) and (wholes := each.wholes & seen.keys()):
            raise _refused("part", each, whole=min(map(str, wholes)))


def _one_unit(parts: Iterable[Source]) -> str:
    """The unit of numbers that are added up; one without a unit fits all."""
    units = {each.unit: each for each in parts if each.unit}
    if len(units) > 1:
        raise _refused("units", next(iter(units.values())), units=", ".join(sorted(map(repr, units))))
    return next(iter(units), "")


def _refused(code: str, source: Source, **fields: str) -> DoesNotAddUp:
    of = next(iter(cells(source)), None)
    fields["cell"] = of.name if of else source.name
    whose = owner(source)
    error: DoesNotAddUp = whose.refusal(code, fields) if whose else DoesNotAddUp(SAID[code].format_map(fields))
    error.code, error.fields = code, fields
    return error


def joined(name: str, one: Source | None, other: Source | None, values: tuple[float, float] = (0, 0)) -> Source | None:
    """The source of what an operator makes of two numbers; one without a source is a constant, and none if it is missing.

    Of a remainder or a power there is none. A constant leaves unit and measure as they are. A product measures what the one
    that adds up does, as in prices times amounts.
    """
    if name == UNKNOWN:
        return None
    if one is None or other is None:
        known, value = (other, values[0]) if one is None else (one, values[1])
        if known is None or value != value:
            return None
        turned = name == "divide" and one is None
        pair = (one or constant(value), other or constant(value))
        about = ("", STATISTIC) if turned else (known.unit, known.measure)
        return Operation(name, pair, *about, known.period)
    both, same = (one, other), one.unit == other.unit
    if name == "add":
        return added(both, name="add")
    if name == "subtract":
        measure = one.measure if other.measure == DIFFERENCE else DIFFERENCE
        return Operation(name, both, _one_unit(both), measure, one.period)
    if name == "divide":
        return Operation(name, both, "" if same else f"{one.unit}/{other.unit}", RATIO, one.period)
    adds = next((each for each in both if each.measure in ("flow", *AT_ONE_TIME)), None)
    unit = "·".join(filter(None, (one.unit, other.unit)))
    return Operation(name, both, unit, *((adds.measure, adds.period) if adds else ()))


def computed(name: str, parts: Iterable[Source], empty: Iterable[Source] = ()) -> Operation:
    """The source of a statistic, in the unit of its parts."""
    parts = tuple(parts)
    units, periods = {each.unit for each in parts}, {each.period for each in parts}
    unit, period = (found.pop() if len(found) == 1 else "" for found in (units, periods))
    return Operation(name, parts, unit, STATISTIC, period, tuple(empty))
