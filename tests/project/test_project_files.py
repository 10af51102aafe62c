"""The project's own papers: dictionary, environments, README."""

from __future__ import annotations

import ast
import csv
import json
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from conftest import ROOT, briefing, only


def project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_the_reference_for_notebooks_is_current():
    made = subprocess.run([sys.executable, ROOT / ".ci" / "reference.py"], capture_output=True, check=True).stdout
    assert (ROOT / "notebooks" / "REFERENCE.md").read_bytes() == made, "run: make dictionary"


def test_the_data_dictionary_is_current():
    assert (ROOT / "data" / "README.md").read_text(encoding="utf-8") == briefing("maintain", "dictionary").out, (
        "run: make dictionary"
    )


def test_condas_environment_is_pyprojects():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    (pip,) = [entry["pip"] for entry in environment["dependencies"] if isinstance(entry, dict)]
    extras = [requirement for group in project()["optional-dependencies"].values() for requirement in group]
    assert sorted(pip) == sorted([*project()["dependencies"], *extras, "-e ."])
    assert f"python{project()['requires-python']}" in environment["dependencies"]


def pinned(lock: str) -> dict[str, str]:
    return dict(re.findall(r"^([\w.-]+)==([^ ;\\]+)", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE))


def test_the_locks_pin_what_runs_and_what_tests_at_the_same_versions():
    groups = project()["optional-dependencies"]
    runs, tests = pinned("requirements.lock"), pinned("requirements-test.lock")
    needed = {
        "run": [*project()["dependencies"], *groups.pop("build")],
        "test": [one for group in groups.values() for one in group],
    }
    named = {of: {re.match(r"[\w.-]+", one)[0].lower() for one in wanted} for of, wanted in needed.items()}
    assert named["run"] <= runs.keys() and named["test"] <= tests.keys()
    assert runs.items() <= tests.items()
    assert not {"pytest", "playwright", "cryptography", "distributed"} & runs.keys()


def test_nothing_else_stands_at_the_top():
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True).stdout.split()
    folders = {path.split("/")[0] for path in tracked if "/" in path}
    assert folders <= {"notebooks", "data", "src", "reports", "tests", ".ci", ".github"}


def test_the_projects_data_pass_the_check_and_can_be_audited():
    ran = briefing("check", "--json", "--data", ROOT / "data")
    assert ran.code == 0, ran.err
    assert json.loads(ran.out)["checks"] > 0


def test_deadlines_of_last_year_wait_in_one_place_of_the_list_until_they_are_confirmed(tmp_path):
    data = shutil.copytree(ROOT / "data", tmp_path / "data")
    assert briefing("new", "2025-H1", "--data", data).code == 0
    found = json.loads(briefing("check", "2025-H1", "--json", "--data", data).out)
    late = [each["id"] for each in found["findings"] if each["id"].startswith("projects_of_year@")]
    assert len(late) == 31
    (place,) = [at for at, stop in enumerate(found["list"]) if {*late} & {*stop["findings"]}]
    keys = "\n" * place + "v Kế hoạch giữ hạn\nx\n"
    assert briefing("decide", "2025-H1", "--by", "VP", "--data", data, typed=keys).code == 0
    found = json.loads(briefing("check", "2025-H1", "--json", "--data", data).out)
    assert {each["state"] for each in found["findings"] if each["id"] in late} == {"accepted"}


def test_the_projects_declaration_has_one_field_a_line(tmp_path):
    (tmp_path / "notebooks").mkdir()
    shutil.copytree(ROOT / "data", tmp_path / "data")
    ran = briefing("maintain", "schema", cwd=tmp_path)
    assert ran.exit == 0 and laid_out(tmp_path) == laid_out(ROOT), "run: briefing maintain schema"


def laid_out(project: Path) -> str:
    return (project / "data" / "datapackage.json").read_text(encoding="utf-8")


def test_the_rules_file_states_in_vietnamese_what_must_hold():
    with (ROOT / "data" / "rules.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            assert row["statement"] and not row["statement"].isascii(), row["rule"]


def test_every_refusal_says_what_to_do():
    calls = [
        (path.name, node)
        for path in (ROOT / "src").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Problem", "wrong_input")
    ]
    silent = [
        f"{name}:{call.lineno}"
        for name, call in calls
        # a place is written as four together
        if sum(4 if isinstance(each, ast.Starred) else 1 for each in call.args) < 6
        and not {"remedy", None} & {keyword.arg for keyword in call.keywords}
    ]
    assert len(calls) > 80 and silent == []


def test_starting_up_imports_nothing_heavy():
    script = "import sys; from briefing.cli import run; run(['--help']); print([m for m in ('pandas', 'lxml', 'matplotlib', 'papermill', 'nbconvert', 'typst', 'pikepdf', 'tornado', 'distributed') if m in sys.modules])"
    assert (
        subprocess.run([sys.executable, "-c", script], capture_output=True, text=True).stdout.splitlines()[-1] == "[]"
    )


def add_the_readmes_section(checkout: Path) -> str:
    """Follow the README's worked example: a CSV and two commands, copied from its text; gives the table as it declares it."""
    readme = (ROOT / "notebooks" / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```(sh|csv|json)\n(.*?)^```", readme, re.MULTILINE | re.DOTALL)
    (rows,), (declared,) = ([text for kind, text in blocks if kind == of] for of in ("csv", "json"))
    (commands,) = (text for kind, text in blocks if "briefing add table" in text)
    (checkout / "loans.csv").write_text(rows, encoding="utf-8")
    for command in commands.splitlines():
        ran = briefing(*shlex.split(command)[1:], cwd=checkout)
        assert ran.code == 0, ran.err
    return declared


@pytest.mark.builds
def test_the_readmes_example_of_a_new_section_works(tmp_path):
    checkout = tmp_path / "checkout"
    for folder in ("notebooks", "src", "data"):
        shutil.copytree(ROOT / folder, checkout / folder)
    declared = add_the_readmes_section(checkout)
    only(checkout, "13_publishing", "13a_thu_vien_so")
    command = ("build", "2024-H1", "--out", tmp_path / "out", "--format", "html")
    ran = briefing(*command, cwd=checkout, PYTHONPATH=str(checkout / "src"))
    assert ran.code == 0, ran.err
    html = (tmp_path / "out" / "2024-H1" / "briefing.html").read_text(encoding="utf-8")
    assert 'id="I.5.1"' in html and "Thư viện số" in html and ">310</data>" in html
    text = (checkout / "data" / "datapackage.json").read_text(encoding="utf-8")
    assert declared in text  # as shown
    assert briefing("maintain", "schema", cwd=checkout).exit == 0 and laid_out(checkout) == text


@pytest.mark.builds
def test_a_build_leaves_pandas_to_its_sections(small):
    """What plans, audits and writes takes a third of a second less for it; only a section's own process computes tables."""
    command = ["build", "2031-Q3", "--project", str(small.folder), "--format", "html"]
    code = (
        f"import sys; from briefing.cli import run; print(run({command!r}), file=sys.stderr)\n"
        "print(sorted({'pandas', 'numpy', 'matplotlib', 'openpyxl'} & sys.modules.keys()))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "[]"
    assert (small.folder / "reports" / "2031-Q3" / "briefing.html").exists()


def test_a_checkout_on_windows_has_the_same_bytes(tmp_path):
    """With autocrlf, as Git for Windows sets it, no line of data, notebooks or fonts changes."""
    for folder, option in (("as here", "false"), ("as there", "true")):
        clone = ["git", "-c", f"core.autocrlf={option}", "clone", "-q", "--no-hardlinks", ROOT, tmp_path / folder]
        subprocess.run(clone, check=True, capture_output=True)
    here, there = tmp_path / "as here", tmp_path / "as there"
    files = [path for path in here.rglob("*") if path.is_file() and ".git" not in path.relative_to(here).parts]
    assert len(files) > 300
    assert [path.name for path in files if path.read_bytes() != (there / path.relative_to(here)).read_bytes()] == []


# -- the program and the report ----------------------------------------------------------------------------------------
