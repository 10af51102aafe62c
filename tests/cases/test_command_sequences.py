"""A year of commands, as people run them one after the other: `command_sequences.csv`, a row a walk; `make test-all` walks them.

Columns: name · given (the department) · walk (commands, and changes of files as in `cells.csv`) · ends (of each command:
done, the files that it changed being others; same, where nothing changed; or the code of its problem) · origin.

Without what stands before it the last command of a walk ends otherwise.
"""

from __future__ import annotations

import csv
import shlex
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from case_projects import project
from doors import run
from test_cases import act, is_change

pytestmark = pytest.mark.slow
WALKS = [
    pytest.param(row, id=row["name"])
    for row in csv.DictReader(
        Path(__file__).with_name("command_sequences.csv").read_text(encoding="utf-8").splitlines()
    )
]


def ends(given: str, walk: list[str]) -> list[str]:
    found = []
    with TemporaryDirectory() as folder:
        at = Path(shutil.copytree(project(given), Path(folder, given)))
        for step in walk:
            if is_change(step):
                act(at, step)
                continue
            ran = run(*shlex.split(step), cwd=at)
            assert ran.exit in (0, 1, 2) and "Traceback" not in ran.err, ran.err
            done = "done" if [file for file in ran.changes if not Path(file).name.startswith(".")] else "same"
            found.append(done if ran.exit == 0 else str(ran.problems[0]["code"]))
    return found


@pytest.mark.parametrize("walk", WALKS)
def test_each_command_ends_as_it_says(walk):
    steps = walk["walk"].split("; ")
    assert "; ".join(ends(walk["given"], steps)) == walk["ends"]
    assert ends(walk["given"], steps[-1:]) != walk["ends"].split("; ")[-1:]
