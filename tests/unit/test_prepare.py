"""The environment is made by `.ci/prepare.py`: once, from the lock files, and again where it no longer fits."""

import os
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / ".ci", tmp_path / ".ci")
    for name in ("requirements.lock", "requirements-test.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def make_ready(project: Path, purpose: str) -> None:
    prepare = runpy.run_path(str(project / ".ci" / "prepare.py"))
    prepare["VENV"].mkdir()
    prepare["READY"].write_text(prepare["state"](purpose), encoding="utf-8")


def prepare(project: Path, *options: str) -> tuple[int, str]:
    """Run it where no package index is reached, so that it can install nothing."""
    nothing = {"UV_OFFLINE": "1", "UV_NO_CACHE": "1", "PIP_NO_INDEX": "1"}
    command = [sys.executable, str(project / ".ci" / "prepare.py"), *options]
    done = subprocess.run(command, env={**os.environ, **nothing}, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("made_for", "options"), [("run", []), ("test", []), ("test", ["--tests"])], ids=["runs", "more than runs", "tests"]
)
def test_an_environment_that_fits_is_left_alone(project, made_for, options):
    make_ready(project, made_for)
    assert prepare(project, *options) == (0, "")


def test_what_runs_is_not_enough_for_the_tests_and_a_failure_is_said_in_words(project):
    make_ready(project, "run")
    code, said = prepare(project, "--tests")
    assert code == 2 and said.startswith("Preparing .venv from requirements-test.lock …")
    assert said.endswith("The packages could not be installed. Is the package index reached?\n")
    assert "Traceback" not in said


@pytest.mark.parametrize("changed", ["requirements.lock", "pyproject.toml"])
def test_another_lock_or_project_file_makes_it_again(project, changed):
    make_ready(project, "run")
    subprocess.run(
        [sys.executable, "-m", "venv", "--without-pip", project / ".venv"], check=True
    )  # which takes seconds
    with (project / changed).open("a", encoding="utf-8") as file:
        file.write("\n")
    code, said = prepare(project)
    assert code == 2 and said.startswith("Preparing .venv from requirements.lock …")


def test_in_another_folder_its_programs_would_name_the_old_one(project):
    make_ready(project, "run")
    moved = project.with_name("moved")
    project.rename(moved)
    (moved / ".venv" / "old").touch()
    assert prepare(moved)[0] == 2 and not (moved / ".venv" / "old").exists()
