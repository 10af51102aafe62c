"""What a command says as data: `run(argv)` and `--json` give the exit code, the problems, the files that changed."""

import json
import os
import shutil
from pathlib import Path

import pytest
import samples
from conftest import briefing

from briefing.cli import COMMANDS, run


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return Path(shutil.copytree(samples.SYNTHETIC, tmp_path / "data"))


def test_a_wrong_cell_is_a_problem_with_its_place(data, capsys):
    path = data / "alerts.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",server,", ",sever,", 1), encoding="utf-8")
    done = run(["check", "--data", str(data)])
    (problem,) = done.problems
    assert (done.exit, done.files) == (2, ())
    assert (problem.code, problem.file, problem.line, problem.column, problem.value) == (
        "unknown_name", "alerts.csv", 2, "monitor", "sever"
    )  # fmt: skip
    assert "alerts.csv, line 2, column monitor: found 'sever'" in capsys.readouterr().err


def test_json_is_one_object_on_stdout_and_words_go_to_stderr(data):
    ran = briefing("check", "--data", data, "--json")
    told = json.loads(ran.out)
    assert (told["exit"], told["problems"], told["files"]) == (0, [], [])
    assert told["period"] == "2031-Q3" and told["gaps"] == [] and "0 gaps" in ran.err


def test_a_misused_command_is_a_problem_too():
    told = json.loads(briefing("check", "--nope", "--data", samples.SYNTHETIC, "--json").out)
    assert told["exit"] == 2 and [problem["code"] for problem in told["problems"]] == ["misused_command"]


def test_what_a_command_writes_is_told_by_file(data):
    done = run(["new", "2031-Q4", "--data", str(data)])
    assert done.exit == 0 and data / "periods.csv" in done.files
    again = run(["new", "2031-Q4", "--data", str(data)])
    assert (again.exit, again.files) == (0, ())


def test_every_command_is_listed():
    files = {path.stem for path in (Path(os.path.dirname(samples.__file__)).parent / "src/briefing/commands").glob("[a-z]*.py")}  # fmt: skip
    assert sorted(COMMANDS) == sorted(files)
