"""What commands say: results on stdout, everything else on stderr."""

from __future__ import annotations

import sys
from pathlib import Path


def say(*lines: str) -> None:
    """Lines that are no result, on stderr."""
    for line in lines:
        print(line, file=sys.stderr)


def shown(path: Path) -> str:
    """A path as short as it can be written from here.

    >>> shown(Path.cwd() / "reports" / "x")
    'reports/x'
    """
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
