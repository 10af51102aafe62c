"""What a command did: as data, for `--json`, tests, a program that calls `briefing.cli.run`; in words, results on stdout, all else on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from helpers.errors import Problem, printable


@dataclass(frozen=True)
class Result:
    """exit: the exit code. problems: what could not be used. files: what was written. data: what the command found."""

    exit: int = 0
    problems: tuple[Problem, ...] = ()
    files: tuple[Path, ...] = ()
    data: Mapping[str, object] = field(default_factory=dict)

    def as_plain(self) -> dict[str, object]:
        """JSON-ready; paths as short as they can be written from here."""
        return {
            "exit": self.exit,
            "problems": [problem.as_plain() for problem in self.problems],
            "files": [shown(path) for path in self.files],
            **self.data,
        }


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
