#!/usr/bin/env python3
"""Tests come into the program by its doors: names each import of another module in a file of tests, and ends with 1.

Doors are the command line, what notebooks and the report's own code beside them (`checks.py`) import, or may as REFERENCE.md
says, the numbers that they are given and the errors that they are told; `tests/doors.py` is how tests come in. Who changes
another module of `helpers` or `briefing` has no test to change whose subject is unchanged.
"""

import ast
import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCES, TESTS = ROOT / "src", ROOT / "tests"
COMMAND_LINE, TOLD = "briefing.cli", "helpers.errors"
GIVEN = {"helpers.values.figures", "helpers.values.sources"}  # numbers, with their cells


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


def main() -> int:
    open_, found = doors(), 0
    for path in sorted(TESTS.rglob("*.py")):
        if path == TESTS / "doors.py" or "cells" in path.parts:  # cells are pieces of notebooks
            continue
        for module in sorted(imported(path.read_text(encoding="utf-8")) - open_):
            print(f"{path.relative_to(ROOT)}: imports {module}, which is no door of the program: tests/README.md")
            found = 1
    return found


if __name__ == "__main__":
    sys.exit(main())
