"""The environment is made by `.ci/prepare.py`: once, from the lock files, and again where it no longer fits; also offline."""

import os
import platform
import runpy
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / ".ci", tmp_path / ".ci")
    for name in ("requirements.lock", "requirements-test.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "src").symlink_to(ROOT / "src")
    return tmp_path


def make_ready(project: Path, purpose: str) -> None:
    prepare = runpy.run_path(str(project / ".ci" / "prepare.py"))
    prepare["VENV"].mkdir()
    prepare["READY"].write_text(prepare["state"](purpose), encoding="utf-8")


def without_pip(project: Path) -> None:
    """An environment that was begun: with its pip it takes seconds."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", project / ".venv"], check=True)


def prepare(project: Path, *options: str, **environment: str) -> tuple[int, str]:
    """Run it where no package index is reached, so that it can install nothing."""
    nothing = {"UV_OFFLINE": "1", "UV_NO_CACHE": "1", "PIP_NO_INDEX": "1", **environment}
    command = [sys.executable, str(project / ".ci" / "prepare.py"), *options]
    done = subprocess.run(command, env={**os.environ, **nothing}, capture_output=True, text=True, encoding="utf-8")
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("made_for", "options"), [("run", []), ("test", []), ("test", ["--tests"])], ids=["runs", "more than runs", "tests"]
)
def test_an_environment_that_fits_is_left_alone(project, made_for, options):
    make_ready(project, made_for)
    assert prepare(project, *options) == (0, "")


def test_what_runs_is_not_enough_for_the_tests_and_a_failure_is_said_in_words(project):
    make_ready(project, "run")
    without_pip(project)
    code, said = prepare(project, "--tests")
    assert code == 2 and said.startswith("Preparing .venv from requirements-test.lock …")
    assert said.endswith("The packages could not be installed. Is the package index reached?\n")
    assert "Traceback" not in said


@pytest.mark.parametrize("changed", ["requirements.lock", "pyproject.toml"])
def test_another_lock_or_project_file_makes_it_again(project, changed):
    make_ready(project, "run")
    without_pip(project)
    with (project / changed).open("a", encoding="utf-8") as file:
        file.write("\n")
    code, said = prepare(project)
    assert code == 2 and said.startswith("Preparing .venv from requirements.lock …")


def test_a_console_without_vietnamese_letters_stops_nothing(project):
    without_pip(project)
    code, said = prepare(project, BRIEFING_LANG="vi", PYTHONIOENCODING="ascii")
    assert code == 2 and said.startswith("?ang chu?n b? .venv theo requirements.lock") and "Traceback" not in said


def test_the_command_of_windows_prepares_and_runs_what_is_installed():
    """No program here runs it: its two paths are those of the project, its lines end as Windows wants them."""
    first, line, rest = (ROOT / "briefing.cmd").read_bytes().decode("ascii").split("\r\n")
    prepares, _, runs = line.partition(" && ")
    assert (first, rest) == ("@echo off", "")
    assert prepares == r'py -3 "%~dp0.ci\prepare.py"' and (ROOT / ".ci" / "prepare.py").exists()
    assert runs == r'"%~dp0.venv\Scripts\briefing.exe" %*'
    assert 'briefing = "briefing.cli:main"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert "`briefing.cmd` prepares `.venv`" in (ROOT / "src" / "README.md").read_text(encoding="utf-8")


# -- without internet --------------------------------------------------------------------------------------------------


def test_an_archive_has_what_the_first_and_the_last_release_of_a_python_want(tmp_path: Path):
    bundle = runpy.run_path(str(ROOT / ".ci" / "bundle.py"))
    lock = tmp_path / "lock"
    lock.write_text(
        "a==1 \\\n    --hash=sha256:aa \\\n    --hash=sha256:ab\n"
        "b==1 ; python_full_version < '3.11.5' \\\n    --hash=sha256:ba\n"
        "b==2 ; python_full_version >= '3.11.5' \\\n    --hash=sha256:bb\n"
        "c==1 ; sys_platform == 'win32' \\\n    --hash=sha256:ca\n"
    )
    bundle["pins"].__globals__["LOCK"] = lock
    assert [*bundle["pins"]("linux", "3.11")] == [
        ("3.11.0", "a==1 \\\n    --hash=sha256:aa \\\n    --hash=sha256:ab\nb==1 \\\n    --hash=sha256:ba\n"),
        ("3.11.99", "b==2 \\\n    --hash=sha256:bb\n"),
    ]
    ((release, pinned),) = bundle["pins"]("windows", "3.12")
    assert (release, [line.split()[0] for line in pinned.splitlines() if "==" in line]) == (
        "3.12.0",
        ["a==1", "b==2", "c==1"],
    )


@pytest.mark.slow
@pytest.mark.parametrize("system", ["windows", "macos"])
def test_every_package_has_a_wheel_for_other_systems(system, tmp_path: Path):
    archive = runpy.run_path(str(ROOT / ".ci" / "bundle.py"))["main"](system, "3.12", tmp_path)
    with zipfile.ZipFile(archive) as made:
        names = made.namelist()
    assert {"briefing/README.md", "briefing/briefing.cmd", "briefing/data/datapackage.json"} <= {*names}
    assert [name for name in names if name.startswith("briefing/wheels/") and not name.endswith(".whl")] == []


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("unshare") is None or platform.machine() != "x86_64", reason="takes the network away")
def test_an_archive_is_installed_and_builds_a_report_without_network(tmp_path: Path):
    python = ".".join(platform.python_version_tuple()[:2])
    archive = runpy.run_path(str(ROOT / ".ci" / "bundle.py"))["main"]("linux", python, tmp_path)
    with zipfile.ZipFile(archive) as made:
        made.extractall(tmp_path)
    alone = {"PATH": f"{Path(sys.base_prefix, 'bin')}:/usr/bin:/bin", "HOME": str(tmp_path), "LANG": "vi_VN.UTF-8"}
    command = ["unshare", "--map-root-user", "--net", "make", "report", f"PYTHON=python{python}"]
    done = subprocess.run(
        command, cwd=tmp_path / "briefing", env=alone, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "briefing" / "reports" / "2024-H1" / "briefing-du-thao.pdf").exists()
    assert (
        done.stdout.startswith("Đang chuẩn bị .venv theo requirements.lock …") and "Đã lập báo cáo trong" in done.stdout
    )
