"""What is said of each kind of fault, once and in both languages: a row of `problems.csv` is a code, how it comes about, its words.

Columns: code · given (a department, see `projects.py`; `cell`: a notebook's cell) · action (changes of its files, as in
`cells.csv`) · command (commands, `; ` between them, the last of which is refused; of a cell, its code) · keys (what is
typed) · en, vi (the words; HERE is the folder). With nothing done the same command is not refused so.
"""

from __future__ import annotations

import ast
import csv
import io
import shlex
import shutil
from contextlib import chdir
from functools import cache
from pathlib import Path

import pytest
from doors import ROOT, forget, in_this_process
from projects import project
from test_cases import act

from helpers.errors import InputError, Problem

ROWS = [*csv.DictReader(io.StringIO(Path(__file__).with_name("problems.csv").read_text(encoding="utf-8")))]
WITHOUT_A_ROW = 50  # codes that no row brings about yet; only ever fewer
MAKERS = {"Problem", "SentProblem", "misused", "unknown_name"}
CELL = """
import pandas as pd
from helpers import charts, tables, task_status
from helpers.editions import Edition
from helpers.prose import prose
edition = Edition("2031-Q3", "data")
visits = edition.figures("visits", "visits", by=("branch", "reader"))
one = edition.figure("visits", "visits")
"""


def problems(folder: Path, row: dict[str, str], action: str) -> list[Problem]:
    """What the last command says of a department to which something was done."""
    at = Path(shutil.copytree(project("library" if row["given"] == "cell" else row["given"]), folder / "library"))
    if action:
        act(at, action)
    if row["given"] == "cell":
        return of_cell(at, row["command"])
    done = None
    for step in row["command"].split("; "):
        assert done is None or done.exit == 0, done.err
        done = in_this_process(shlex.split(step), at, row["keys"].replace("\\n", "\n"))
    return [*done.refused]


def of_cell(at: Path, source: str) -> list[Problem]:
    try:
        with chdir(at):
            exec(CELL + source, {})
    except (InputError, ValueError) as error:  # Python asks for a ValueError where it formats
        return [one for one in getattr(error, "problems", error.args) if isinstance(one, Problem)]
    finally:
        forget()
    return []


@cache
def codes_of(given: str, command: str, keys: str, folder: Path) -> set[str]:
    return {one.code for one in problems(folder, {"given": given, "command": command, "keys": keys}, "")}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["code"])
def test_a_fault_has_its_code_and_its_words_in_both_languages(tmp_path, row):
    found = problems(tmp_path, row, row["action"])
    problem = next((one for one in found if one.code == row["code"]), None)
    assert problem, [one.code for one in found]
    said = (problem.into(language).replace(str(tmp_path / "library"), "HERE") for language in ("en", "vi"))
    assert (*said,) == (row["en"], row["vi"])


@pytest.mark.parametrize("row", [row for row in ROWS if row["action"]], ids=lambda row: row["code"])
def test_with_nothing_done_it_is_not_said(tmp_path, row):
    assert row["code"] not in codes_of(row["given"], row["command"], row["keys"], tmp_path)


def test_each_code_is_a_name_and_each_row_of_one_that_there_is():
    codes: set[str] = set()
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MAKERS:
                codes |= {each.value.value for each in node.keywords if each.arg == "code" and isinstance(each.value, ast.Constant)}  # fmt: skip
    rows = [row["code"] for row in ROWS]
    assert len({*rows}) == len(rows) and all(code.isidentifier() for code in codes)
    assert len(codes - {*rows}) <= WITHOUT_A_ROW
