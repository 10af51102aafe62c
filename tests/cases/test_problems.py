"""What is said of each kind of fault, in both languages: a row of `problems.csv` is a kind, how it comes about, its words.

Columns: code · given (a department, see `projects.py`; `cell`: a notebook's cell) · action (changes of its files, as in
`cells.csv`) · command (commands, `; ` between them, the last of which is refused; changes may stand between them; of a
cell, its code; PORT is one that is taken) · keys (what is typed, a line each; `! put …`: what happens before the next
line is typed; `! stop`: Ctrl-C) · en, vi (the words; HERE is the folder). With nothing done the same command is not
refused so.
"""

from __future__ import annotations

import ast
import csv
import errno
import io
import os
import re
import shlex
import shutil
import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import chdir
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from _pytest.mark import ParameterSet
from case_projects import commit, project
from doors import ROOT, in_this_process
from test_cases import act, is_change

from helpers.errors import InputError, Problem

ROWS = [*csv.DictReader(io.StringIO(Path(__file__).with_name("problems.csv").read_text(encoding="utf-8")))]
NAMES = [f"{row['code']} {Counter(each['code'] for each in ROWS[:n])[row['code']] + 1}" for n, row in enumerate(ROWS)]
# the report of a fault, a port
VARIES = re.compile(r"\S+briefing-fault-\w+|(?<=--port: found ')\d+|(?<=--port: đang là “)\d+")
MOST_KINDS = 90  # a new fault is mostly of a kind that there is: its place says the rest
CELL = """
import pandas as pd
from helpers import charts, tables, task_status
from helpers.editions import Edition
from helpers.prose import highest, how_many, join_phrases, prose
edition = Edition("2031-Q3", "data")
visits = edition.figures("visits", "visits", by=("branch", "reader"))
one = edition.figure("visits", "visits")
"""
ENDS = {
    "! stop": KeyboardInterrupt(),
    "! full": OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)),
    "! fault": RuntimeError("a fault"),
}


def problems(folder: Path, row: dict[str, str]) -> list[Problem]:
    """What the last command says of a department to which something was done."""
    at = Path(shutil.copytree(project("library" if row["given"] == "cell" else row["given"]), folder / "library"))
    if row["action"]:
        act(at, row["action"].replace("HERE", str(at)))
    if row["given"] == "cell":
        return of_cell(at, row["command"])
    ran, keys = None, row["keys"].replace("\\n", "\n")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        for step in row["command"].replace("PORT", str(taken.getsockname()[1])).replace("HERE", str(at)).split("; "):
            if is_change(step):
                _ = commit(at) if step == "commit" else act(at, step)
            else:
                assert ran is None or ran.exit == 0, ran.err
                ran = in_this_process(shlex.split(step), at, partial(answer, at, iter(keys.split("\n"))))
    return [*ran.refused]


def answer(at: Path, lines: Iterator[str], _said: str) -> str:
    """The next line that is typed; before it happens what stands before it."""
    for line in lines:
        if line in ENDS:
            raise ENDS[line]
        if not line.startswith("! "):
            return f"{line}\n"
        act(at, line[2:])
    return ""


def of_cell(at: Path, source: str) -> list[Problem]:
    try:
        with chdir(at):
            exec(CELL + source, {})
    except (InputError, ValueError) as error:  # Python asks for a ValueError where it formats
        return [one for one in getattr(error, "problems", error.args) if isinstance(one, Problem)]
    return []


@cache
def untouched(given: str, command: str, keys: str) -> set[str]:
    with TemporaryDirectory() as folder:
        row = {"given": given, "action": "", "command": command, "keys": keys}
        return {one.code for one in problems(Path(folder), row)}


def of(rows: list[dict[str, str]], names: list[str]) -> list[ParameterSet]:
    """Cases; at night those that wait for what does not answer, or publish several times."""
    night = [any(each in row["command"] for each in ("--cluster", "publish;")) for row in rows]
    marks = [(pytest.mark.slow,) if each else () for each in night]
    return [pytest.param(row, id=name, marks=mark) for row, name, mark in zip(rows, names, marks, strict=True)]


@pytest.mark.parametrize("row", of(ROWS, NAMES))
def test_a_fault_has_its_code_and_its_words_in_both_languages(tmp_path, row):
    found = problems(tmp_path, row)
    said = [
        tuple(VARIES.sub("…", one.into(spoken).replace(str(tmp_path / "library"), "HERE")) for spoken in ("en", "vi"))
        for one in found
        if one.code == row["code"]
    ]
    assert (row["en"], row["vi"]) in said, said or [one.code for one in found]


def without_changes(row: dict[str, str]) -> dict[str, str]:
    """A row with nothing done."""
    steps = [step for step in row["command"].split("; ") if row["given"] == "cell" or not is_change(step)]
    keys = [line for line in row["keys"].split("\\n") if not line.startswith("! ")]
    return {**row, "action": "", "command": "; ".join(steps), "keys": "\\n".join(keys)}


CHANGED = {name: row for name, row in zip(NAMES, ROWS, strict=True) if without_changes(row) != row}


@pytest.mark.parametrize("row", of([*CHANGED.values()], [*CHANGED]))
def test_with_nothing_done_it_is_not_said(row):
    before = without_changes(row)
    assert row["code"] not in untouched(before["given"], before["command"], before["keys"])


def test_each_kind_of_problem_has_a_row_and_each_row_a_kind():
    """A kind is what `code=` says in a call: no other place of the program may name one."""
    trees = (ast.parse(path.read_bytes()) for path in (ROOT / "src").rglob("*.py"))
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    said = [each.value for call in calls for each in call.keywords if each.arg == "code"]
    codes = {one.value for value in said for one in ast.walk(value) if isinstance(one, ast.Constant)}
    rows = {row["code"] for row in ROWS}
    assert (codes - rows, rows - codes) == (set(), set())
    assert len(rows) <= MOST_KINDS and all(code.isidentifier() for code in codes)
