"""Where things are: the project that is named, or the one around the working folder."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT, briefing, only

from helpers import audit_report
from helpers.editions import Edition
from helpers.prose import link, prose


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """An empty project."""
    for name in ("data", "notebooks"):
        (tmp_path / "project" / name).mkdir(parents=True)
    return tmp_path / "project"


def test_a_command_works_on_the_project_around_the_folder_where_it_runs(small):
    deep = small.folder / "notebooks" / "deep"
    deep.mkdir()
    ran = briefing("status", "2031-Q3", cwd=deep)
    assert ran.exit == 0 and "01_visits.ipynb" in ran.out


def test_a_section_is_linked_by_the_number_of_its_heading(small, monkeypatch):
    monkeypatch.chdir(small.folder / "notebooks")
    Edition("2031-Q3", small.data)
    shown = [re.findall(r'href="([^"]*)"', prose(f"Xem {link(number)}.").html) for number in ("I.2", "I", "I.22")]
    assert shown == [["02_loans.ipynb"], [], []]


@pytest.mark.parametrize("words", [("new", "2026-H1"), ("maintain", "schema"), ("check",)])
def test_elsewhere_a_command_has_no_project(tmp_path, words):
    ran = briefing(*words, cwd=tmp_path)
    assert ran.code == 2 and "expected a project (data/ and notebooks/) here or above" in ran.err
    assert "--project DIR" in ran.err and briefing("--help", cwd=tmp_path).code == 0


def test_data_elsewhere_are_of_the_project_around_the_working_folder_else_of_the_checkout(small, tmp_path, monkeypatch):
    elsewhere = Path(shutil.copytree(small.data, tmp_path / "elsewhere"))

    def project_of(data: Path, cwd: Path) -> Path:
        monkeypatch.chdir(cwd)
        return Edition("2031-Q3", data).records.project.root

    assert project_of(small.data, tmp_path) == small.folder
    assert project_of(elsewhere, tmp_path) == ROOT
    assert project_of(elsewhere, small.folder) == small.folder


def test_an_audit_in_another_folder_is_of_the_project_there(small):
    """The library's own check is tried wherever its data are looked at from."""
    (small.folder / "notebooks" / "checks.py").write_text(
        "from helpers.audit.custom_checks import check\n\n\n@check(severity='warning', kind='bounds')\ndef of_ours(records):\n"
        "    \"\"\"Số liệu của thư viện\"\"\"\n    yield 'x', [('loans', 2, 'lent')], 'sai'\n",
        encoding="utf-8",
    )
    said = [one["id"] for one in audit_report.result(Edition("2031-Q3", small.data))["findings"]]
    assert "of_ours@x" in said


@pytest.mark.parametrize("before", [True, False])
def test_the_option_stands_before_or_after_the_command(project, before):
    option = ["--project", project]
    ran = briefing(*(option if before else []), "status", *([] if before else option))
    assert (
        ran.code == 2 and "datapackage.json: expected the declaration of the tables in" in ran.err
    )  # that project has none


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package as pip installs it from its wheel, not as an editable checkout."""
    folder = tmp_path_factory.mktemp("installed")
    shutil.copytree(ROOT / "src", folder / "source" / "src", ignore=shutil.ignore_patterns("*.egg-info", "__pycache__"))
    for name in ("pyproject.toml", "README.md", "requirements.lock"):
        shutil.copy(ROOT / name, folder / "source")
    script = "import sys; from setuptools.build_meta import build_wheel; build_wheel(sys.argv[1])"
    subprocess.run([sys.executable, "-c", script, str(folder)], cwd=folder / "source", check=True, capture_output=True)
    (wheel,) = folder.glob("briefing-*.whl")
    with zipfile.ZipFile(wheel) as archive:  # as an installer does with a package of pure Python
        archive.extractall(folder / "site")
    return folder / "site"


def test_an_installed_package_begins_a_project(installed, tmp_path):
    begun = run_installed(installed, "init", "so-y-te", "--name", "Sở Y tế", "--period", "2031-Q1", cwd=tmp_path)
    assert begun.returncode == 0, begun.stderr
    assert (tmp_path / "so-y-te" / ".gitignore").exists()
    assert list(installed.parent.glob("site/briefing-*.data/data/share/briefing/requirements.lock"))


def run_installed(site: Path, *arguments: object, cwd: Path) -> subprocess.CompletedProcess:
    script = "import sys; from briefing.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", script, *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, env={**os.environ, "PYTHONPATH": str(site)}, capture_output=True, text=True)


def test_the_wheel_is_what_runs(installed, tmp_path):
    script = "import helpers; print(helpers.__file__)"
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    ran = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert Path(ran.stdout.strip()).is_relative_to(installed)


def test_an_installed_package_works_on_the_project_around_the_working_folder(installed, tmp_path):
    project = tmp_path / "project"
    for name in ("data", "notebooks"):
        shutil.copytree(ROOT / name, project / name)
    only(project, "13_publishing")
    ran = run_installed(installed, "build", "--format", "html", cwd=project / "notebooks")
    assert ran.returncode == 0, ran.stderr
    assert (project / "reports" / "2024-H1" / "briefing.html").exists()
    ran = run_installed(installed, "status", "--project", project, cwd=tmp_path)
    assert ran.returncode == 0 and "stale" not in ran.stdout, ran.stdout + ran.stderr
