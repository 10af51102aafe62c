"""Cases as rows of CSVs: something is done to a small department, a command runs, and what it says is compared.

Columns: name · given (the department of `tests/fixtures`, and the command) · action (changes of its files, one after the
other) · expected code and place (`code table:line column`, several with `;`; of a finding `rule cell`) · expected values
(what was found there) · origin (where the case comes from).

Each case is run once more with nothing done: what is expected must then not be there.
"""

from __future__ import annotations

import csv
import io
import json
import shlex
import shutil
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from case_projects import project
from doors import finding_rows, run

HERE = Path(__file__).parent
Outcome = set[tuple[str, str, str]]  # code, place, value found


# -- actions: what somebody does to a file of the department ------------------------------------------------------------


def put(lines: list[list[str]], line: str, column: str, value: str) -> None:
    """Type a value into a cell; line 1 is the head."""
    lines[int(line) - 1][lines[0].index(column)] = value


def fill(lines: list[list[str]], line: str, column: str, letter: str, times: str) -> None:
    """Type a letter many times into a cell."""
    put(lines, line, column, letter * int(times))


def delete(lines: list[list[str]], column: str) -> None:
    """Delete a column."""
    at = lines[0].index(column)
    for line in lines:
        del line[at]


def insert(lines: list[list[str]], column: str, value: str) -> None:
    """Put a column of equal cells at the end."""
    lines[0].append(column)
    for line in lines[1:]:
        line.append(value)


def rename(lines: list[list[str]], column: str, name: str) -> None:
    """Call a column otherwise."""
    lines[0][lines[0].index(column)] = name


def repeat(lines: list[list[str]], line: str) -> None:
    """Write a row a second time, at the end."""
    lines.append([*lines[int(line) - 1]])


def append(lines: list[list[str]], *cells: str) -> None:
    """Write a row of one's own at the end."""
    lines.append([*cells])


def remove(lines: list[list[str]], line: str) -> None:
    """Delete a row."""
    del lines[int(line) - 1]


def change(path: Path, edit: Callable[..., None], words: list[str]) -> None:
    lines = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
    edit(lines, *words)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(lines)


CELLS = {edit.__name__: edit for edit in (put, fill, delete, insert, rename, repeat, append, remove)}
FILES = {
    "lose": lambda path: shutil.rmtree(path) if path.is_dir() else path.unlink(),
    "empty": lambda path: path.write_bytes(b""),
    "recode": lambda path, encoding: path.write_bytes(path.read_text(encoding="utf-8").encode(encoding)),
    "replace": lambda path, old, new: path.write_text(
        path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8"
    ),
    "crlf": lambda path: path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n")),
    "cut": lambda path, size: path.write_bytes(path.read_bytes()[: int(size)]),
    "splice": lambda path, at, hexed: path.write_bytes(
        path.read_bytes()[: int(at)] + bytes.fromhex(hexed) + path.read_bytes()[int(at) :]
    ),
    "write": lambda path, text: (
        path.parent.mkdir(parents=True, exist_ok=True),
        path.write_text(text.replace("\\n", "\n"), encoding="utf-8"),
    ),
    "first": lambda path, line: path.write_text(
        path.read_text(encoding="utf-8").replace("\n", f"\n{line}\n", 1), encoding="utf-8"
    ),
    "once": lambda path, old, new: path.write_text(
        path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8"
    ),
    "copy": lambda path, name: path.with_name(name).write_bytes(path.read_bytes()),
    "move": lambda path, name: path.rename(path.with_name(name)),
    "link": lambda path: (path.rename(path.with_suffix(".away")), path.symlink_to(path.with_suffix(".away"))),
    "folder": lambda path: (path.unlink(), path.mkdir()),
    "part": lambda path, name, text: rezip(path, lambda parts: parts.update({name: text.encode()})),
    "drop": lambda path, name: rezip(path, lambda parts: parts.pop(name)),
    "edit": lambda path, name, old, new: rezip(
        path, lambda parts: parts.update({name: parts[name].replace(old.encode(), new.encode(), 1)})
    ),
    "bloat": lambda path, name, megabytes: rezip(path, lambda parts: parts.update({name: bytes(int(megabytes) << 20)})),
}


def rezip(path: Path, edit: Callable[[dict[str, bytes]], object]) -> None:
    """Change the parts of a file of Excel or Word."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    before = {**parts}
    edit(parts)
    assert parts != before, "the case changes nothing"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def act(at: Path, action: str) -> None:
    """Do what a case's action says: `put visits 8 visits vài; repeat loans 2`."""
    for step in action.split("; "):
        verb, table, *words = shlex.split(step)
        path = (
            at / table
            if (at / table).exists() or "/" in table
            else at / "data" / (table if "." in table else f"{table}.csv")
        )
        if verb in CELLS:
            change(path, CELLS[verb], words)
        else:
            FILES[verb](path, *words)


def is_change(step: str) -> bool:
    """Whether a step is a change of files; else it is a command."""
    return step.split()[0] in {*CELLS, *FILES, "commit"}


# -- what comes of it --------------------------------------------------------------------------------------------------


def outcome(given: str, action: str) -> Outcome:
    """The problems and findings of a command on a department to which something was done."""
    fixture, *command = shlex.split(given)
    with TemporaryDirectory() as folder:
        at = Path(shutil.copytree(project(fixture), Path(folder, fixture)))
        if action:
            act(at, action)
        ran = run(*command, "--json", cwd=at)
    assert ran.exit in (0, 1, 2), ran.err
    if ran.exit == 2:
        changed = [file for file in ran.changes if not Path(file).name.startswith(".")]  # a lock is none
        assert not changed and "Traceback" not in ran.err
        return {of_problem(problem) for problem in ran.problems}
    said = json.loads(ran.out)
    found = finding_rows(said) if "findings" in said else []
    return {(row["rule"], cell, "") for row in found for cell in row["cells"].split("; ")}


def of_problem(problem: dict) -> tuple[str, str, str]:
    file = Path(str(problem["file"])).name.removesuffix(".csv")
    place = f"{file}:{problem['line']}" if problem["line"] else file
    value = problem["value"]
    return str(problem["code"]), f"{place} {problem['column']}".strip(), "" if value is None else str(value)


def wanted(case: dict[str, str]) -> list[tuple[str, str, str]]:
    """What a case expects: a code, a place and, where it says so, the value."""
    places = [each.split(" ", 1) for each in case["expected code and place"].split("; ")]
    values = case["expected values"].split("; ") if case["expected values"] else [""] * len(places)
    return [(code, place, value) for (code, place), value in zip(places, values, strict=True)]


def is_met(expected: tuple[str, str, str], found: Outcome) -> bool:
    code, place, value = expected
    return any(one[0] == code and one[1] == place and value in ("", one[2]) for one in found)


CASES = [
    pytest.param(case, id=f"{path.stem}: {case['name']}")
    for path in (HERE / "cells.csv", HERE / "files.csv", HERE / "tables.csv")
    for case in csv.DictReader(io.StringIO(path.read_text(encoding="utf-8")))
]
untouched = cache(lambda given: outcome(given, ""))


@pytest.mark.parametrize("case", CASES)
def test_what_is_expected_is_said(case):
    found = outcome(case["given"], case["action"])
    missed = [expected for expected in wanted(case) if not is_met(expected, found)]
    assert not missed, f"found: {sorted(found)}"


@pytest.mark.parametrize("case", CASES)
def test_with_nothing_done_it_is_not_said(case):
    assert not any(is_met(expected, untouched(case["given"])) for expected in wanted(case))
