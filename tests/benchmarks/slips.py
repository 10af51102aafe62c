"""How many single slips of a typist the audit notices, and what it finds without one: python tests/benchmarks/slips.py."""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1]))
import samples
from doors import run
from timing import Measured, print_table

PERIOD = "2025-H1"  # of the sample of four periods: its last year is there
SLIPS: dict[str, Callable[[str], str]] = {
    "two digits exchanged": lambda text: text[1] + text[0] + text[2:],
    "a digit dropped": lambda text: text[:-1],
    "a digit doubled": lambda text: text[0] + text,
    "ten times": lambda text: text + "0",
    "another digit": lambda text: str((int(text[0]) + 4) % 9 + 1) + text[1:],
}


def found(data: Path) -> set[tuple[str, str]]:
    """Rule and cell of what the audit finds; of a folder that is refused, the code and the file."""
    ran = run("check", PERIOD, "--data", data, "--json")
    if ran.exit == 2:
        return {(str(problem["code"]), str(problem["file"])) for problem in ran.problems}
    return {(finding["id"], cell) for finding in json.loads(ran.out)["findings"] for cell in finding["cells"] or [""]}


def measure(cells: int = 12) -> list[Measured]:
    """Single slips in whole numbers of three digits and more, each in a copy of sound data."""
    chance, tables = random.Random(1), samples.years()
    places = [
        (row, column)
        for name, rows in tables.items()
        if name not in ("controls", "codes", "rules")
        for row in rows
        if row.get("period") == PERIOD
        for column, text in row.items()
        if text.isdigit() and len(text) > 2 and column != "year"
    ]
    seen = tried = 0
    with TemporaryDirectory() as folder:
        clean = found(samples.save(tables, Path(folder, "clean")))
        for kind, slip in SLIPS.items():
            for row, column in chance.sample(places, cells):
                right, row[column] = row[column], slip(row[column])
                if row[column] != right:
                    tried += 1
                    seen += bool(found(samples.save(tables, Path(folder, f"{kind} {tried}"))) - clean)
                row[column] = right
    return [
        Measured(f"of {tried} single slips, noticed", 100 * seen / tried, "%", "≥ 70"),
        Measured("findings about sound years", len(clean), "", ""),
    ]


if __name__ == "__main__":
    print_table(measure())
