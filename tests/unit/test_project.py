"""The project's own papers: dictionary, environments, README."""

from __future__ import annotations

import ast
import csv
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml
from conftest import ROOT, briefing, only
from frictionless import Package
from samples import SYNTHETIC

from helpers.data.datapackage import lay_out


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


def imported(folder: str) -> set[str]:
    """The packages that the modules of a folder import, as Python names them."""
    nodes = [node for path in (ROOT / folder).rglob("*.py") for node in ast.walk(ast.parse(path.read_text("utf-8")))]
    names = [name.name for node in nodes if isinstance(node, ast.Import) for name in node.names]
    names += [node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module and not node.level]
    return {name.partition(".")[0] for name in names} - sys.stdlib_module_names - {"receipts", "helpers", "briefing"}


def test_what_is_imported_is_a_dependency_and_does_not_come_by_chance_with_another():
    extras, packages = project()["optional-dependencies"], packages_distributions()
    for folder, groups in (("src", [extras["cluster"]]), ("tests", extras.values())):
        wanted = [requirement for group in [project()["dependencies"], *groups] for requirement in group]
        declared = {re.match(r"[\w.-]+", requirement)[0].lower().replace("_", "-") for requirement in wanted}
        for name in imported(folder) & packages.keys():
            assert declared & {package.lower().replace("_", "-") for package in packages[name]}, f"{folder}: {name}"


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


def test_the_projects_declaration_has_one_field_a_line():
    text = (ROOT / "data" / "datapackage.json").read_text(encoding="utf-8")
    assert text == lay_out(json.loads(text)), "run: briefing maintain schema --format"


def test_the_projects_data_have_every_table_and_column_that_is_declared(tmp_path):
    before = {path.name: path.read_bytes() for path in (ROOT / "data").iterdir() if path.name != ".lock"}
    copy = Path(shutil.copytree(ROOT / "data", tmp_path / "data"))
    assert briefing("maintain", "schema", "--update", copy).out.startswith("Up to date")
    assert {path.name: path.read_bytes() for path in copy.iterdir() if path.name != ".lock"} == before


@pytest.mark.slow
def test_a_strangers_validator_accepts_the_projects_data(tmp_path):
    assert briefing("maintain", "schema", "--whole", tmp_path / "whole").code == 0
    report = Package(str(tmp_path / "whole" / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "type", "note"])


def test_the_rules_file_states_in_vietnamese_what_must_hold():
    with (ROOT / "data" / "rules.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            assert row["statement"] and not row["statement"].isascii(), row["rule"]


def test_arrows_between_the_rooms_run_one_way():
    """The contracts of pyproject.toml, and ARCHITECTURE.md in words."""
    command = [Path(sys.executable).with_name("lint-imports"), "--no-logo", "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def duplicates(names: list[str]) -> list[str]:
    return sorted(name for name, times in Counter(names).items() if times > 1)


OF_THE_OLD_TREE = {"contents", "printed"}  # of which Word is made; they go with it


def test_no_two_classes_of_a_package_have_one_name():
    for package in {path.parent for path in (ROOT / "src").glob("*/**/*.py")}:
        paths = [path for path in package.glob("*.py") if path.stem not in OF_THE_OLD_TREE]
        trees = [ast.parse(path.read_text(encoding="utf-8")) for path in paths]
        classes = [node.name for tree in trees for node in tree.body if isinstance(node, ast.ClassDef)]
        printed = {"Figure", "Text"} if package.name == "values" else set()  # a block is called as what it prints
        classes = [name for name in classes if not name.startswith("_") and name not in printed]
        assert duplicates(classes) == [], package


def test_the_map_names_each_room_of_the_program():
    rooms = {path.parent.name for path in (ROOT / "src/briefing").glob("*/**/__init__.py")}
    words = re.findall(r"`([\w/]+)`", (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8"))
    assert {f"{name}/" for name in rooms} - {*words} == set()


def test_every_refusal_says_what_to_do():
    calls = [
        (path.name, node)
        for path in (ROOT / "src").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Problem"
    ]
    silent = [
        f"{name}:{call.lineno}"
        for name, call in calls
        if len(call.args) < 6 and not {"remedy", None} & {keyword.arg for keyword in call.keywords}
    ]
    assert len(calls) > 100 and silent == []


def test_the_data_layer_is_imported_without_pandas():
    modules = ", ".join(f"helpers.data.{path.stem}" for path in (ROOT / "src/helpers/data").glob("[a-z]*.py"))
    script = f"import sys, {modules}; print('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True).stdout == "False\n"


OWN_DATA = {"backtest", "notebooks", "benchmarks"}  # what may read the project's data, and this file
BEHAVIOUR = sorted(
    path
    for path in (ROOT / "tests").rglob("*.py")
    if path.parent.name not in OWN_DATA and path.name != "test_project.py"
)


@pytest.mark.parametrize("path", BEHAVIOUR, ids=lambda path: path.name)
def test_behaviour_is_tested_on_frozen_data(path):
    own = r'ROOT / "data"|ROOT, "data"|parents\[\d\] / "data"|Edition\("[^"]*"\)|Edition\(\)'
    assert not re.search(own, path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", BEHAVIOUR, ids=lambda path: path.name)
def test_tests_wait_for_conditions_and_not_for_seconds(path):
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    sleeps = [call.lineno for call in calls if ast.unparse(call.func) in ("time.sleep", "sleep")]
    assert len(sleeps) == (path.name in ("doors.py", "bench.py")), (
        sleeps
    )  # wait_until, and the looks at a measured child


def test_starting_up_imports_nothing_heavy():
    script = "import sys; from briefing.cli import run; run(['--help']); print([m for m in ('pandas', 'lxml', 'matplotlib', 'papermill', 'nbconvert', 'typst', 'pikepdf', 'tornado', 'distributed') if m in sys.modules])"
    assert (
        subprocess.run([sys.executable, "-c", script], capture_output=True, text=True).stdout.splitlines()[-1] == "[]"
    )


def add_the_readmes_section(checkout: Path) -> str:
    """Follow the README's worked example: a CSV and two commands, copied from its text; gives the table as it declares it."""
    readme = (ROOT / "notebooks" / "README.md").read_text(encoding="utf-8")
    example = readme[readme.index("## A new section") : readme.index("## Another department")]
    commands, rows, declared = (
        re.search(rf"```{kind}\n(.*?)```", example, re.DOTALL)[1] for kind in ("sh", "csv", "json")
    )
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
    assert declared in text and lay_out(json.loads(text)) == text  # as shown, and laid out


@pytest.mark.slow
def test_a_new_section_a_new_period_and_edited_rows_break_no_test_of_behaviour(tmp_path):
    checkout = tmp_path / "checkout"
    shutil.copytree(ROOT, checkout, ignore=shutil.ignore_patterns(".git", ".venv", ".*cache", "__pycache__"))
    subprocess.run(["git", "init", "-q", checkout], check=True)  # some tests ask it what is no part of the project
    add_the_readmes_section(checkout)
    periods, licences = checkout / "data" / "periods.csv", checkout / "data" / "licences.csv"
    with periods.open("a", encoding="utf-8") as file:
        file.write("2024,năm 2024,2023,true\n")
    text = licences.read_text(encoding="utf-8")
    assert "newsletter,5," in text
    licences.write_text(text.replace("newsletter,5,", "newsletter,4,"), encoding="utf-8")
    tests = [f"tests/{part}" for part in ("unit", "edition", "backtest")]
    command = [sys.executable, "-m", "pytest", *tests, "-m", "not slow", "--ignore", "tests/unit/test_project.py"]
    command += ["--ignore", "tests/edition/test_readme.py"]  # of pages that lie elsewhere
    environment = {**os.environ, "PYTHONPATH": str(checkout / "src")}
    done = subprocess.run(command, cwd=checkout, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stdout[-4000:]


def test_a_build_leaves_pandas_to_its_sections():
    """What plans, runs and writes takes a third of a second less for it; only a section's own process computes tables."""
    code = (
        "import sys, papermill, briefing.build.recipe, briefing.document.files\n"
        "print(sorted({'pandas', 'numpy', 'matplotlib', 'openpyxl'} & sys.modules.keys()))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


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

# words of the report that the program has a use of its own for: folders, columns, standings, colours, ways to print
ITS_OWN = {
    "data",
    "report",
    "reported",
    "province",
    "full",
    "issued",
    "agency",
    "coverage",
    "signature",
    "switch",
    "neutral",
    "late",
    "other",
    "negative",
}
KIND = "half-year"  # alone it is a kind of period, as a quarter is
OF_THE_REPORT = ("half-year", "dossier", "Kiểm điểm", "/BC-", "Ninh Thuận", "STTTT", "BCVT")


def content_words() -> set[str]:
    """The report's tables, the codes of their columns, what facts are asked for by, and the offices."""
    package = json.loads((SYNTHETIC / "datapackage.json").read_text(encoding="utf-8"))
    tables = [table for table in package["resources"] if isinstance(table, dict)]
    fields = [field for table in tables for field in table["schema"]["fields"] if isinstance(field, dict)]
    lists = {field["codes"] for field in fields if "codes" in field} - {"qualifier"}

    def column(table: str, name: str, of: set[str] | None = None) -> set[str]:
        with (SYNTHETIC / f"{table}.csv").open(encoding="utf-8") as file:
            return {row[name] for row in csv.DictReader(file) if of is None or row["list"] in of}

    words = {table["name"] for table in tables} | column("codes", "code", lists) | column("counts", "item")
    return (words | column("offices", "office")) - ITS_OWN


def literals(path: Path) -> Iterator[tuple[int, str]]:
    """The string literals of a module, each with its line: what it says, asks for and writes; not its docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.lineno, node.value


def of_the_report(literal: str, words: set[str]) -> list[str]:
    """What of a literal is the report's: a name with an underscore anywhere; another one alone, or as a table is named."""
    named = set(re.findall(r"\w+_\w+", literal)) | {literal.removesuffix(".csv")}
    named |= set(re.findall(r"\b(\w+)\.(?:csv|rows|\w+\()", literal))
    return [*sorted(named & words), *(word for word in OF_THE_REPORT if word in literal.removeprefix(KIND))]


@pytest.mark.parametrize(
    ("literal", "found"),
    [
        ("decision_tasks", ["decision_tasks"]),
        ("as in alerts.rows()", ["alerts"]),
        ("media_items.items(tone='x')", ["media_items"]),
        ("alerts", ["alerts"]),
        ("alerts are read", []),
        ("VP", ["VP"]),
        ("the half-year", ["half-year"]),
        ("data", []),
    ],
)
def test_what_counts_as_the_reports_word(literal, found):
    assert of_the_report(literal, content_words()) == found


@pytest.mark.parametrize("path", sorted((ROOT / "src").rglob("*.py")), ids=lambda path: path.stem)
def test_no_code_names_what_is_the_reports(path):
    """Titles, tables, codes and offices are declared beside the data; the program makes any department's report."""
    words = content_words()
    found = [(line, said) for line, literal in literals(path) if (said := of_the_report(literal, words))]
    assert found == []


def test_what_an_appendix_is_called_has_one_home():
    homes = [path.name for path in (ROOT / "src").rglob("*.py") for _, text in literals(path) if "Phụ lục" in text]
    assert homes == ["vietnamese.py"]
