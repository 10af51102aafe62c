#!/usr/bin/env python3
"""Counts lines of code a folder, and ends with 1 where there are more than `.ci/budgets.txt` allows.

A line of code holds more than a comment or a docstring. `regexes` are calls of regular expressions in `src`, `assets` the
lines of its scripts, styles and templates.
"""

import ast
import io
import re
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
BUDGETS = Path(__file__).with_suffix(".txt")
LAYOUT = {"COMMENT", "NL", "NEWLINE", "INDENT", "DEDENT", "ENCODING", "ENDMARKER"}
REGEX = re.compile(r"\bre\.(compile|match|search|fullmatch|sub|split|findall|finditer)\(")
ASSETS = {".js", ".css", ".typ", ".html", ".j2", ".json"}
NO_ASSETS = {"locale", "fonts"}


def code_lines(path: Path) -> int:
    text = path.read_text(encoding="utf-8")
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    lines = {
        n for one in tokens if tokenize.tok_name[one.type] not in LAYOUT for n in range(one.start[0], one.end[0] + 1)
    }
    for node in ast.walk(ast.parse(text)):
        documented = isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
        if documented and ast.get_docstring(node, clean=False) is not None:
            lines -= {*range(node.body[0].lineno, node.body[0].end_lineno + 1)}
    return len(lines)


def files(folder: Path, *endings: str) -> Iterator[Path]:
    for path in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.suffix in endings and not hidden:
            yield path


def counted(name: str) -> int:
    if name == "regexes":
        return sum(len(REGEX.findall(path.read_text(encoding="utf-8"))) for path in files(ROOT / "src", ".py"))
    if name == "assets":
        assets = (path for path in files(ROOT / "src", *ASSETS) if NO_ASSETS.isdisjoint(path.parts))
        return sum(len(path.read_text(encoding="utf-8").splitlines()) for path in assets)
    return sum(map(code_lines, files(ROOT / name, ".py")))


def main() -> int:
    lines = BUDGETS.read_text(encoding="utf-8").splitlines()
    budgets = [line.split()[:2] for line in lines if line and not line.startswith("#")]
    over = False
    for name, most in budgets:
        now = counted(name)
        over |= now > int(most)
        print(f"{name:<22}{now:>7} of {most:>6}{'  over' if now > int(most) else ''}")
    return int(over)


if __name__ == "__main__":
    sys.exit(main())
