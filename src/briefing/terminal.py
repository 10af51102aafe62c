"""What commands say: results on stdout, everything else on stderr."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path

from helpers.errors import printable


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
