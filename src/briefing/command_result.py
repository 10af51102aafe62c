"""What a command did, as data: for `--json`, for tests, for a program that calls `briefing.cli.run`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from helpers.errors import Problem

from .terminal import shown

if TYPE_CHECKING:
    from helpers.data.csv_writer import Written
    from helpers.data.rows import Row


class Change(NamedTuple):
    """A row of a table that was put in (`old` is None), changed or taken out (`new` is None)."""

    file: str
    old: Row | None
    new: Row | None


@dataclass(frozen=True)
class Result:
    """exit: the exit code. problems: what could not be used. changes: rows of tables. files: what was written. data: what the command found."""

    exit: int = 0
    problems: tuple[Problem, ...] = ()
    changes: tuple[Change, ...] = ()
    files: tuple[Path, ...] = ()
    data: Mapping[str, object] = field(default_factory=dict)

    def as_plain(self) -> dict[str, object]:
        """JSON-ready; paths as short as they can be written from here."""
        return {
            "exit": self.exit,
            "problems": [problem.as_plain() for problem in self.problems],
            "changes": [change._asdict() for change in self.changes],
            "files": [shown(path) for path in self.files],
            **self.data,
        }


def row_changes(written: Written) -> Iterator[Change]:
    """The rows that are otherwise in tables that were written, each told by the table's key."""
    from helpers.data.csv_reader import parse_rows
    from helpers.data.datapackage import FILE
    from helpers.data.schema import TABLES

    for path, (old, new) in written.items():
        declared = (
            path.suffix == ".csv" and (path.parent / FILE).exists()
        )  # not the file that somebody sent, as it came
        if not declared or (table := TABLES.get(path.stem)) is None:
            continue
        before, after = (
            {tuple(row[name] for name in table.full_key or row): row for row in parse_rows(path.name, content)[1].values()}
            if content is not None
            else {}
            for content in (old, new)
        )  # fmt: skip
        for key in dict.fromkeys((*before, *after)):
            if before.get(key) != after.get(key):
                yield Change(path.name, before.get(key), after.get(key))
