"""What a command did: as data, for `--json`, tests, a program that calls `briefing.cli.run`; in words, results on stdout, all else on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from helpers.errors import Problem, printable

if TYPE_CHECKING:
    from helpers.data.csv_writer import Written
    from helpers.data.text_rows import Row


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
    from helpers.data.declared_tables import TABLES

    for path, contents in written.items():
        sent = path.suffix != ".csv" or not (path.parent / FILE).exists()  # the file that somebody sent, as it came
        if sent or (table := TABLES.get(path.stem)) is None:
            continue
        parsed = (parse_rows(path.name, each)[1].values() if each is not None else () for each in contents)
        before, after = ({tuple(row[name] for name in table.full_key or row): row for row in rows} for rows in parsed)
        for key in dict.fromkeys((*before, *after)):
            if before.get(key) != after.get(key):
                yield Change(path.name, before.get(key), after.get(key))


def say(*lines: str) -> None:
    """Lines that are no result, on stderr."""
    for line in lines:
        print(printable(line), file=sys.stderr)


def results(lines: Iterable[str]) -> None:
    """Lines of a result; what files from outside hold reaches no terminal as it is."""
    for line in lines:
        print(printable(line))


def print_json(result: object) -> None:
    """A result for machines, which a terminal may show as well."""
    print(printable(json.dumps(result, ensure_ascii=False, indent=2), literal=json.dumps))


def shown(path: Path) -> str:
    """A path as short as it can be written from here.

    >>> shown(Path.cwd() / "reports" / "x")
    'reports/x'
    """
    try:
        return printable(str(path.resolve().relative_to(Path.cwd())))
    except ValueError:
        return printable(str(path))
