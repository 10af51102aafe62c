#!/usr/bin/env python3
"""Counts which modules of the program tests import besides its doors: `tests/leftovers.txt`, which only shrinks.

leftovers.py [--write]: compares with the file, and ends with 1 where a number is another one. --write: writes what is
counted, unless a number would grow.

Doors are the modules that notebooks and the report's own code beside them (`checks.py`) import, or may as REFERENCE.md
says, the numbers that they are given and the errors that they are told, and the command line; `tests/doors.py` is how tests come in. Every other module
of `helpers` and `briefing` is a leftover in a test: whoever changes it has to change tests whose subject is unchanged. A
line is a module and how many files of tests import it.
"""

import ast
import json
import re
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCES, TESTS, LISTED = ROOT / "src", ROOT / "tests", ROOT / "tests" / "leftovers.txt"
COMMAND_LINE, TOLD = "briefing.cli", "helpers.errors"
GIVEN = {"helpers.values.figures", "helpers.values.sources"}  # numbers, with their cells
HEAD = "# modules besides the doors, and how many files of tests import them; .ci/leftovers.py --write, when fewer do\n"


def imported(code: str) -> set[str]:
    """The modules of the program that a file imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if is_module(name) else node.module for name in inner}
    return {name for name in found if name.split(".")[0] in ("helpers", "briefing")}


def is_module(name: str) -> bool:
    path = SOURCES.joinpath(*name.split("."))
    return path.is_dir() or path.with_suffix(".py").exists()


def doors() -> set[str]:
    """What the notebooks of this report, and those that `init` writes, and the code beside them import; what they are given."""
    found = {"helpers", "briefing", COMMAND_LINE, TOLD, *GIVEN}  # `%load_ext briefing`
    reference = (ROOT / "notebooks" / "REFERENCE.md").read_text(encoding="utf-8")
    found |= imported("\n".join(re.findall(r"^`(from \S+ import \w+)`$", reference, re.MULTILINE)))
    for path in ROOT.glob("notebooks/*.py"):
        found |= imported(path.read_text(encoding="utf-8"))
    for path in [*ROOT.glob("notebooks/*.ipynb"), *SOURCES.rglob("template/notebooks/*.ipynb")]:
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            code = "".join(cell["source"])
            if cell["cell_type"] == "code" and "import" in code and "{{" not in code:
                found |= imported(code)
    return found


def leftovers() -> dict[str, int]:
    """Each module that is no door, and the number of files of tests that import it."""
    open_, counted = doors(), Counter[str]()
    for path in TESTS.rglob("*.py"):
        if path != TESTS / "doors.py" and "cells" not in path.parts:  # cells are pieces of notebooks
            counted.update(imported(path.read_text(encoding="utf-8")) - open_)
    return dict(sorted(counted.items()))


def listed() -> dict[str, int]:
    lines = LISTED.read_text(encoding="utf-8").splitlines() if LISTED.exists() else []
    parts = (line.split() for line in lines if line and not line.startswith("#"))
    return {module: int(count) for module, count in parts}


def main() -> int:
    now, then = leftovers(), listed()
    grown = {module: count for module, count in now.items() if then and count > then.get(module, 0)}
    fewer = {module: count for module, count in then.items() if now.get(module, 0) < count}
    for module, count in grown.items():
        print(
            f"tests/leftovers.txt: {module} is imported by {count} files of tests, {then.get(module, 0)} listed: use a door"
        )
    if "--write" in sys.argv and not grown:
        lines = (f"{module} {count}\n" for module, count in now.items())
        LISTED.write_text(HEAD + "".join(lines), encoding="utf-8")
        return 0
    for module, count in fewer.items():
        print(
            f"tests/leftovers.txt: {module} is imported by {now.get(module, 0)} files, {count} listed: .ci/leftovers.py --write"
        )
    return 1 if grown or fewer else 0


if __name__ == "__main__":
    sys.exit(main())
