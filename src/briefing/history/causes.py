"""What of the inputs is not the same in two versions: cells, decisions, statements, notebooks, the program, libraries."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from helpers.data.periods import STANDING, PeriodRows, corrected_cell
from helpers.data.rows import Row, Rows
from helpers.data.schema import TABLES
from helpers.data.source_reference import origin
from helpers.values.sources import Cell

from ..build.versions import BESIDE, Version

DECISIONS = ("acceptances", "questions")  # tables of what was decided of findings
CODE = ("notebook", "helper", "library")  # kinds of causes that are no data


@dataclass(frozen=True)
class Cause:
    """One change of the inputs.

    kind: cell, correction, decision, statement, notebook, helper or library. place: the cell in the language of figures, the file.
    old, new: the texts, empty where there was no such row. by, reason: who decided, and why, where a row says so.
    before, after: the cells, by the lines of the two versions. rows: the row before and after, as far as there is one.
    """

    kind: str
    place: str
    old: str = ""
    new: str = ""
    by: str = ""
    reason: str = ""
    before: frozenset[Cell] = field(default=frozenset(), compare=False, repr=False)
    after: frozenset[Cell] = field(default=frozenset(), compare=False, repr=False)
    rows: tuple[Row, ...] = field(default=(), compare=False, repr=False)

    @property
    def table(self) -> str:
        return next((cell[0] for cell in self.before | self.after), "")

    @property
    def columns(self) -> set[str]:
        return {cell[2] for cell in self.before | self.after}


def causes(a: Version, b: Version) -> list[Cause]:
    """Every change of the inputs from one version to another."""
    return [*_cells(a, b), *_code(a, b)]


def _cells(a: Version, b: Version) -> Iterator[Cause]:
    old, new = _Data(a), _Data(b)
    corrected = old.corrected.keys() | new.corrected.keys()
    for table in TABLES:
        if table in (*BESIDE, "corrections"):
            continue
        if a.inputs.get(f"data/{table}.csv") == b.inputs.get(f"data/{table}.csv") and table not in corrected:
            continue
        before, after = old.by_key(table), new.by_key(table)
        for key in dict.fromkeys((*before, *after)):
            if key in before and key in after:
                yield from _changed_row(table, before[key], after[key], old, new)
            else:
                yield _whole_row(table, *(before.get(key) or after[key]), new.period, gone=key in before)


class _Data:
    """The rows of a version, with the corrections of its period."""

    def __init__(self, version: Version) -> None:
        self._version, self.period = version, version.about.period
        self._own = PeriodRows(version.about.period, version.rows)

    def by_key(self, table: str) -> dict[tuple[str | int, ...], tuple[int, Row]]:
        """Key → line and row, of every period; rows without a key of their own are told apart by their place."""
        found: dict[tuple[str | int, ...], tuple[int, Row]] = {}
        seen = Counter[tuple[str, ...]]()
        for line, row in Rows({**self._version.rows(table), **self._own.rows(table)}).items():
            key = tuple(row.get(name, "") for name in TABLES[table].full_key)
            seen[key] += 1
            found[*key, seen[key]] = line, row
        return found

    @cached_property
    def corrected(self) -> dict[str, dict[tuple[int, str], Row]]:
        """By table, line and column of each cell that is corrected: the correction."""
        found: dict[str, dict[tuple[int, str], Row]] = {}
        for line, row in self._own.rows("corrections").items():
            cell = corrected_cell(line, row)
            lines = self._own.rows(cell.table).where(cell.where)
            found.setdefault(cell.table, {}).update({(at, cell.column): row for at in lines})
        return found


def _place(table: str, row: Row, own: str, column: str = "") -> str:
    """own: the period in question; another one is named."""
    other = "" if "period" in TABLES[table].key else row.get("period", "")
    return TABLES[table].place(row, column, other if other not in (own, STANDING) else "")


def _whole_row(table: str, line: int, row: Row, own: str, gone: bool) -> Cause:
    cells = frozenset((table, line, column) for column in row)
    words = ", ".join(value for name, value in row.items() if value and name not in ("period", "source"))
    texts, sides = (words, "") if gone else ("", words), (cells, frozenset[Cell]())
    return Cause(
        _kind(table), _place(table, row, own), *texts, *_who(table, row), *(sides if gone else sides[::-1]), (row,)
    )


def _changed_row(
    table: str, before: tuple[int, Row], after: tuple[int, Row], old: _Data, new: _Data
) -> Iterator[Cause]:
    (at, was), (to, now) = before, after
    for column in dict.fromkeys((*was, *now)):
        texts = was.get(column, ""), now.get(column, "")
        if texts[0] == texts[1]:
            continue
        correction = new.corrected.get(table, {}).get((to, column))
        is_corrected = correction or (at, column) in old.corrected.get(table, {})
        yield Cause(
            "correction" if is_corrected else _kind(table), _place(table, now, new.period, column), *texts,
            *(_who("corrections", correction) if correction else ("", "") if is_corrected else _who(table, now)),
            frozenset({(table, at, column)}), frozenset({(table, to, column)}), (was, now),
        )  # fmt: skip


def _kind(table: str) -> str:
    return "decision" if table in DECISIONS else "statement" if table == "statements" else "cell"


def _who(table: str, row: Row) -> tuple[str, str]:
    """Who decided or asked, and why; of what was imported, the workbook."""
    if table in ("corrections", *DECISIONS):
        return row.get("decided_by", row.get("asked_of", "")), row.get("reason", row.get("question", ""))
    imported = origin(row.get("source", ""))
    return (f"{imported.file}, {imported.sheet}" if imported else ""), ""


def _code(a: Version, b: Version) -> Iterator[Cause]:
    """Files of the notebooks and the program that are not the same, and packages of the lock."""
    files = [
        {name: _source(name, content) for name, content in one.inputs.items() if name.endswith((".ipynb", ".py"))}
        for one in (a, b)
    ]
    for name in _changed(*files):
        yield Cause("notebook" if name.endswith(".ipynb") else "helper", name)
    declared = [{name: str(one.inputs.get(name)) for name in ("data/datapackage.json",)} for one in (a, b)]
    for name in (*_changed(a.about.program, b.about.program), *_changed(*declared)):
        yield Cause("helper", name)
    for name in _changed(a.about.packages, b.about.packages):
        yield Cause("library", name, a.about.packages.get(name, ""), b.about.packages.get(name, ""))


def _source(name: str, content: bytes) -> str:
    if name.endswith(".ipynb"):
        return json.dumps([cell["source"] for cell in json.loads(content)["cells"]])
    return content.decode(errors="replace")


def _changed(old: dict[str, str], new: dict[str, str]) -> list[str]:
    return sorted(name for name in {*old, *new} if old.get(name) != new.get(name))
