"""The package by itself: its wheel, its rules and its notebook where nothing else of the project is installed; its page."""

import json
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import nbformat
import pytest
from nbconvert import HTMLExporter

import receipts

SOURCE = Path(receipts.__file__).parent
EXAMPLE = SOURCE / "example.ipynb"
RUN = """\
import importlib.util, json, pathlib, sys
assert not any(importlib.util.find_spec(name) for name in ("helpers", "briefing")), "the project is installed, too"
import matplotlib
matplotlib.use("agg")
cells = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))["cells"]
names = {}
for cell in cells:
    if cell["cell_type"] == "code":
        exec("".join(cell["source"]), names)
print(json.dumps({"paid": f"{names['paid']:.2f}", "cells": len(names["paid"].cells), "busiest": int(names["busiest"])}))
"""


def test_a_page_of_the_notebook_opens_the_cells_of_a_number_and_has_no_script_for_it():
    page, _resources = HTMLExporter(template_name="basic").from_notebook_node(nbformat.read(EXAMPLE, 4))
    assert "<details><summary>490,435,600</summary><ol><li>msft.csv:58:Volume</li>" in page


@pytest.mark.slow
def test_the_wheel_alone_runs_its_rules_and_its_notebook(tmp_path):
    shutil.copytree(SOURCE, tmp_path / "source")
    pip = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(tmp_path), str(tmp_path / "source")]
    subprocess.run(pip, check=True)
    (wheel,) = tmp_path.glob("receipts-*.whl")
    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    subprocess.run([python, "-m", "pip", "install", "-q", str(wheel), "matplotlib", "pytest"], check=True)
    (tmp_path / "run.py").write_text(RUN, encoding="utf-8")
    ran = subprocess.run([python, "run.py", EXAMPLE], cwd=tmp_path, check=True, capture_output=True, text=True)
    assert json.loads(ran.stdout.splitlines()[-1]) == {"paid": "26.88", "cells": 130, "busiest": 1292010996}
    rules = shutil.copy(Path(__file__).with_name("test_receipts_rules.py"), tmp_path)
    subprocess.run([python, "-m", "pytest", "-q", rules], cwd=tmp_path, check=True, capture_output=True)
