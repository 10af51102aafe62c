"""What of the inputs is not the same in two versions: cells, decisions, statements, notebooks, helpers, libraries."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from helpers.data.origins import origin
from helpers.data.periods import PeriodRows, corrected_cell
from helpers.data.rows import Row, Rows
from helpers.data.schema import TABLES
from helpers.values.sources import Cell

from ...build.versions import BESIDE, Version

DECISIONS = ("acceptances", "questions")  # tables of what was decided of findings
STATEMENTS = "statements"
OUTSIDE = ("notebook", "helper", "library")  # kinds of causes that are no data


@dataclass(frozen=True)
class Cause:
    """One change of the inputs.

    kind: cell, correction, decision, statement, notebook, helper or library. place: the cell in the language of figures, the file.
    old, new: the texts, empty where there was no such row. by, reason: who decided, and why, where a row says so.
    before, after: the cells, by the lines of the two versions.
    """

    kind: str
    place: str
    old: str = ""
    new: str = ""
    by: str = ""
    reason: str = ""
    before: frozenset[Cell] = field(default=frozenset(), compare=False, repr=False)
    after: frozenset[Cell] = field(default=frozenset(), compare=False, repr=False)
    # the row before and after, as far as there is one
    rows: tuple[Row, ...] = field(default=(), compare=False, repr=False)

    @property
    def table(self) -> str:
        return next((cell[0] for cell in self.before | self.after), "")

    @property
    def columns(self) -> set[str]:
        return {cell[2] for cell in self.before | self.after}


def causes(a: Version, b: Version) -> list[Cause]:
    """Every change of the inputs from one version to another."""
    return [*_cells(a, b), *_notebooks(a, b), *_program(a, b)]


# -- data ----------------------------------------------------------------------------------------------------------


def _cells(a: Version, b: Version) -> Iterator[Cause]:
    old, new = _Data(a), _Data(b)
    for table in TABLES:
        if table in (*BESIDE, "corrections"):
            continue
        same = a.inputs.get(f"data/{table}.csv") == b.inputs.get(f"data/{table}.csv")
        if same and not (old.corrected(table) or new.corrected(table)):
            continue
        before, after = old.by_key(table), new.by_key(table)
        for key in dict.fromkeys((*before, *after)):
            yield from _row(table, before.get(key), after.get(key), old, new)


class _Data:
    """The rows of a version, with the corrections of its period."""

    def __init__(self, version: Version) -> None:
        self._version = version
        self._own = PeriodRows(version.about.period, version.rows)

    def by_key(self, table: str) -> dict[tuple[str | int, ...], tuple[int, Row]]:
        """Key → line and row, of every period; rows without a key of their own are told apart by their place."""
        rows = Rows({**self._version.rows(table), **self._own.rows(table)})
        found: dict[tuple[str | int, ...], tuple[int, Row]] = {}
        for line, row in rows.items():
            key = tuple(row.get(name, "") for name in TABLES[table].full_key)
            place = 0
            while (*key, place) in found:
                place += 1
            found[*key, place] = line, row
        return found

    def corrected(self, table: str) -> dict[tuple[int, str], Row]:
        """Line and column of each cell that is corrected → the correction."""
        self._own.rows(table)
        found: dict[tuple[int, str], Row] = {}
        for line, row in self._own.rows("corrections").items():
            cell = corrected_cell(line, row)
            if cell.table == table:
                found |= {(at, cell.column): row for at in self._own.rows(table).where(cell.where)}
        return found


def _row(
    table: str, before: tuple[int, Row] | None, after: tuple[int, Row] | None, old: _Data, new: _Data
) -> Iterator[Cause]:
    if before is None or after is None:
        line, row = before or after or (0, {})
        cells = frozenset((table, line, column) for column in row)
        words = ", ".join(value for name, value in row.items() if value and name not in ("period", "source"))
        yield Cause(
            _kind(table), TABLES[table].place(row), words if before else "", words if after else "", *_who(table, row),
            before=cells if before else frozenset(), after=cells if after else frozenset(), rows=(row,),
        )  # fmt: skip
        return
    (at, was), (to, now) = before, after
    for column in dict.fromkeys((*was, *now)):
        if was.get(column, "") != now.get(column, ""):
            correction = new.corrected(table).get((to, column))
            gone = old.corrected(table).get((at, column)) if correction is None else None
            who = _who("corrections", correction) if correction else ("", "")
            yield Cause(
                "correction" if correction or gone else _kind(table), TABLES[table].place(now, column), was.get(column, ""), now.get(column, ""),
                *(who if correction else _who(table, now)),
                before=frozenset({(table, at, column)}), after=frozenset({(table, to, column)}), rows=(was, now),
            )  # fmt: skip


def _kind(table: str) -> str:
    return "decision" if table in DECISIONS else "statement" if table == STATEMENTS else "cell"


def _who(table: str, row: Row) -> tuple[str, str]:
    """Who decided or asked, and why; of what was imported, the workbook."""
    if table in ("corrections", *DECISIONS):
        return row.get("decided_by", row.get("asked_of", "")), row.get("reason", row.get("question", ""))
    imported = origin(row.get("source", ""))
    return (f"{imported.file}, {imported.sheet}" if imported else ""), ""


# -- what else a version is made of ----------------------------------------------------------------------------------


def _notebooks(a: Version, b: Version) -> Iterator[Cause]:
    for name in sorted({name for version in (a, b) for name in version.inputs if name.endswith(".ipynb")}):
        read = (json.loads(version.inputs.get(name, b'{"cells": []}')) for version in (a, b))
        old, new = (["".join(cell["source"]) for cell in notebook["cells"]] for notebook in read)
        if old != new:
            yield Cause("notebook", name, f"{len({*old} - {*new})} cell(s)", f"{len({*new} - {*old})} cell(s)")


def _program(a: Version, b: Version) -> Iterator[Cause]:
    own = [{name: str(content) for name, content in one.inputs.items() if name.endswith(".py")} for one in (a, b)]
    for name in (*_changed(a.about.program, b.about.program), *_changed(*own)):
        yield Cause("helper", name)
    declared = [version.inputs.get("data/datapackage.json") for version in (a, b)]
    if declared[0] != declared[1]:
        yield Cause("helper", "data/datapackage.json")
    for name in _changed(a.about.packages, b.about.packages):
        yield Cause("library", name, a.about.packages.get(name, ""), b.about.packages.get(name, ""))


def _changed(old: dict[str, str], new: dict[str, str]) -> list[str]:
    return sorted(name for name in {*old, *new} if old.get(name) != new.get(name))
