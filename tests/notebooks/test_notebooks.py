"""The section notebooks: stored outputs are current, cell by cell; small, parameterised, readable."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import ROOT

from helpers.pipeline.running.execution import run
from helpers.pipeline.sections import discover

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def test_stored_outputs_are_what_the_cells_give():
    """Strict nbval over all notebooks, in real kernels as anyone would start them; one half on each of two processors."""

    def ran(paths: list[Path]) -> subprocess.CompletedProcess:
        options = ["--nbval", "-q", "-p", "no:cacheprovider", "-o", "addopts="]
        command = [sys.executable, "-m", "pytest", *options, *map(str, paths)]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    with ThreadPoolExecutor(2) as pool:
        for done in pool.map(ran, (NOTEBOOKS[::2], NOTEBOOKS[1::2])):
            assert done.returncode == 0, done.stdout[-4000:]


def test_stored_outputs_are_what_a_build_gives(tmp_path):
    """To the byte, pictures too; fast, so that every change can be followed by it."""
    results = list(run(discover(), tmp_path, {}))
    assert [result.error for result in results] == [""] * len(NOTEBOOKS)
    for result in results:
        stored, given = (json.loads(path.read_text(encoding="utf-8")) for path in (result.section.path, result.output))
        for before, after in zip(stored["cells"], given["cells"], strict=True):
            assert after.get("outputs") == before.get("outputs"), result.section.name
            assert after.get("execution_count") == before.get("execution_count")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_can_be_read_in_one_sitting(path: Path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    assert len(cells) <= 50
    assert max(len(source.splitlines()) for source in code) <= 30
    assert max(len(line) for source in code for line in source.splitlines()) <= 160


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_number_is_typed(path: Path):
    """Digits in markdown only in the numbering of headings, in code only in formats and the period's parameter."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    for cell in cells:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            assert not re.search(r"\d", re.sub(r"^#+ [IVX]+(\.\d+)*\. ", "", source, flags=re.MULTILINE)), source
        else:
            for text in re.findall(r'"([^"]*)"', source):
                words = re.sub(r"\{[^}]*\}|^Phụ lục \d$", "", text)  # a section of the source report
                assert not re.search(r"\d \w|\w \d", words), text


def test_sections_stand_in_the_reports_order():
    from helpers.pipeline.sections import discover

    numbers = [section.number for section in discover()]
    assert numbers == [
        "",
        "I.1",
        "I.2.1",
        "I.2.2",
        "I.2.3",
        "I.2.4",
        "I.2.5",
        "I.2.6",
        "I.2.7",
        "I.3.1",
        "I.3.2",
        "I.3.3",
        "I.4",
        "I.5",
        "I.6.1",
        "I.7.1",
        "II.1",
        "III",
        "Phụ lục I",
        "Phụ lục II",
        "Phụ lục III",
        "Phụ lục IV",
        "",
    ]
