"""Where a value came from: a table, its CSV lines and a column."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias

Cell: TypeAlias = tuple[str, int, str]  # table, line, column


@dataclass(frozen=True)
class Cells:
    """Cells of one column: `dossiers_received:2-5,9:dossiers` in writing. Lines are those of the CSV file.

    titles: what readers call their table, behind an empty name, and its columns; not known where only the writing was read.
    """

    table: str
    lines: tuple[int, ...]
    column: str
    titles: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    def __str__(self) -> str:
        return f"{self.table}:{compress(self.lines)}:{self.column}"


@lru_cache(maxsize=8192)  # a document names the same cells over and over
def parse(text: str) -> tuple[Cells, ...]:
    """Read back what `join` wrote.

    >>> parse("media_items:2-3:items")
    (Cells(table='media_items', lines=(2, 3), column='items'),)
    """
    parts = (part.split(":") for part in text.split(";") if part)
    return tuple(Cells(table, expand(lines), column) for table, lines, column in parts)


@lru_cache(maxsize=8192)
def cell_set(text: str) -> frozenset[tuple[str, int, str]]:
    """The single cells of what `join` wrote: table, line, column.

    >>> sorted(cell_set("media_items:2-3:items"))
    [('media_items', 2, 'items'), ('media_items', 3, 'items')]
    """
    return frozenset((found.table, line, found.column) for found in parse(text) for line in found.lines)


def touch(about: Collection[Cell], read: Collection[Cell], rows: bool = False) -> bool:
    """Whether what a finding is about was read. rows: it is about whole rows of a register, whatever column was read.

    >>> touch({("documents", 2, "number")}, {("documents", 2, "title")}), touch({("documents", 2, "number")}, {("documents", 2, "title")}, rows=True)
    (False, True)
    """
    if rows:
        return not {cell[:2] for cell in about}.isdisjoint(cell[:2] for cell in read)
    return not set(about).isdisjoint(read)


def join(cells: Iterable[Cells]) -> str:
    return ";".join(map(str, cells))


def merge(cells: Iterable[Cells]) -> tuple[Cells, ...]:
    """The same cells with each (table, column) once and its lines in order."""
    lines: dict[tuple[str, str], set[int]] = {}
    titles: dict[str, dict[str, str]] = {}
    for each in cells:
        lines.setdefault((each.table, each.column), set()).update(each.lines)
        titles[each.table] = each.titles or titles.get(each.table, {})
    return tuple(Cells(name, tuple(sorted(found)), column, titles[name]) for (name, column), found in lines.items())


def compress(lines: Iterable[int]) -> str:
    """Line numbers as ranges.

    >>> compress((2, 3, 4, 9))
    '2-4,9'
    """
    runs: list[list[int]] = []
    for line in sorted(set(lines)):
        if runs and line == runs[-1][1] + 1:
            runs[-1][1] = line
        else:
            runs.append([line, line])
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)


def expand(text: str) -> tuple[int, ...]:
    """Ranges as line numbers, the inverse of `compress`."""
    bounds = ([int(end) for end in run.split("-")] for run in text.split(",") if run)
    return tuple(line for run in bounds for line in range(run[0], run[-1] + 1))
