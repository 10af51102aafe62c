"""The project's own papers: dictionary, environments, README."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib

import yaml
from conftest import ROOT, briefing


def project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_the_data_dictionary_is_current():
    assert (ROOT / "data" / "README.md").read_text(encoding="utf-8") == briefing("dictionary").out, (
        "run: make dictionary"
    )


def test_condas_environment_is_pyprojects():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    (pip,) = [entry["pip"] for entry in environment["dependencies"] if isinstance(entry, dict)]
    extras = [requirement for group in project()["optional-dependencies"].values() for requirement in group]
    assert sorted(pip) == sorted([*project()["dependencies"], *extras, "-e ."])
    assert f"python{project()['requires-python']}" in environment["dependencies"]


def test_the_lock_file_pins_every_dependency():
    locked = (ROOT / "requirements.lock").read_text(encoding="utf-8").lower()
    extras = [requirement for group in project()["optional-dependencies"].values() for requirement in group]
    for requirement in [*project()["dependencies"], *extras]:
        name = re.match(r"[\w.-]+", requirement)[0].lower()
        assert re.search(rf"^{re.escape(name)}==", locked, re.MULTILINE), name


def test_nothing_else_stands_at_the_top():
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True).stdout.split()
    folders = {path.split("/")[0] for path in tracked if "/" in path}
    assert folders <= {"notebooks", "data", "src", "reports", "tests", ".ci"}


def test_starting_up_imports_nothing_heavy():
    script = "import sys; import helpers.pipeline.cli as cli; cli._parser(); print([m for m in ('pandas', 'matplotlib', 'papermill', 'nbconvert', 'typst', 'pikepdf', 'highspy', 'tornado', 'distributed') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True).stdout.strip() == "[]"


def test_the_readmes_example_of_a_new_section_works(tmp_path):
    """The worked example: one notebook and its rows, copied from the README, make a section."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    example = readme[readme.index("## Adding a section") :]
    cells = re.findall(r"```python\n(.*?)```", example, re.DOTALL)[0]
    rows = re.findall(r"```csv\n(.*?)```", example, re.DOTALL)[0]
    checkout = tmp_path / "checkout"
    for folder in ("notebooks", "src", "data"):
        shutil.copytree(ROOT / folder, checkout / folder)
    with (checkout / "data" / "counts.csv").open("a", encoding="utf-8") as file:
        file.write("".join(rows.splitlines(keepends=True)[1:]))
    _write_notebook(checkout / "notebooks" / "13a_example.ipynb", cells)
    script = "import sys; from helpers.pipeline.cli import main; sys.exit(main())"
    environment = {"PYTHONPATH": str(checkout / "src"), "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", script, "build", "--out", str(tmp_path / "out")],
        capture_output=True,
        text=True,
        env=environment,
    )
    assert done.returncode == 0, done.stderr
    html = (tmp_path / "out" / "2024-H1" / "briefing.html").read_text(encoding="utf-8")
    assert 'id="I.5.1"' in html and "Thư viện số" in html and ">1.250</data>" in html


def _write_notebook(path, text: str) -> None:
    """A notebook from text in which `# %%` begins a cell, as in the README."""
    import nbformat

    cells = []
    for kind, body in re.findall(r"^# %%([^\n]*)\n(.*?)(?=^# %%|\Z)", text, re.MULTILINE | re.DOTALL):
        if "markdown" in kind:
            cells.append(
                nbformat.v4.new_markdown_cell("\n".join(re.sub("^# ?", "", line) for line in body.strip().splitlines()))
            )
        else:
            cell = nbformat.v4.new_code_cell(body.strip())
            cell.metadata["tags"] = ["parameters"] if "parameters" in kind else []
            cells.append(cell)
    notebook = nbformat.v4.new_notebook(
        cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    )
    nbformat.write(notebook, path)
