"""The section notebooks: stored outputs are current, cell by cell; small, parameterised, readable."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest
from conftest import ROOT, briefing
from doors import numbers_of_sections
from nbconvert.exporters import get_exporter

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.mark.slow
def test_stored_outputs_are_what_the_cells_give():
    """Strict nbval, in real kernels as anyone would start them; one half on each of two processors."""

    def ran(paths: list[Path]) -> subprocess.CompletedProcess:
        options = ["--nbval", "-q", "-p", "no:cacheprovider", "-o", "addopts="]
        command = [sys.executable, "-m", "pytest", *options, *map(str, paths)]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    with ThreadPoolExecutor(2) as pool:
        for done in pool.map(ran, (NOTEBOOKS[::2], NOTEBOOKS[1::2])):
            assert done.returncode == 0, done.stdout[-4000:]


def test_stored_outputs_are_what_a_build_gives(tmp_path):
    """To the byte, pictures too; fast, so that every change can be followed by it."""
    for name in ("data", "notebooks"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for path in (tmp_path / "notebooks").glob("*.ipynb"):
        emptied = json.loads(path.read_text(encoding="utf-8"))
        for cell in (each for each in emptied["cells"] if each["cell_type"] == "code"):
            cell |= {"outputs": [], "execution_count": None}
        path.write_text(json.dumps(emptied), encoding="utf-8")
    ran = briefing("maintain", "notebooks", cwd=tmp_path)
    assert ran.exit == 0, ran.err
    for path in NOTEBOOKS:
        stored, given = (
            json.loads(each.read_text(encoding="utf-8")) for each in (path, tmp_path / "notebooks" / path.name)
        )
        for before, after in zip(stored["cells"], given["cells"], strict=True):
            assert after.get("outputs") == before.get("outputs"), path.name
            assert after.get("execution_count") == before.get("execution_count")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_can_be_read_in_one_sitting(path: Path):
    code = code_of(path)
    assert len(json.loads(path.read_text(encoding="utf-8"))["cells"]) <= 50
    assert max(len(source.splitlines()) for source in code) <= 20
    assert max(len(line) for source in code for line in source.splitlines()) <= 160


def code_of(path: Path) -> list[str]:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


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
                words = re.sub(r"\{[^}]*\}", "", text)
                assert not re.search(r"\d \w|\w \d", words), text


def test_sections_stand_in_the_reports_order():
    assert [*numbers_of_sections(ROOT / "notebooks").values()] == [
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


def test_what_the_analyst_looks_at_stays_out_of_the_document():
    stored = nbformat.read(ROOT / "notebooks" / "13_publishing.ipynb", as_version=4)
    looked = [output for cell in stored.cells for output in cell.get("outputs", []) if output.metadata.get("look")]
    assert ["dataframe" in output.data["text/html"] for output in looked] == [True]
    assert looked[0].data["text/html"].startswith("<style>")  # of everything that JupyterLab shows of the section
    page, _ = get_exporter("briefing")().from_notebook_node(stored)
    page = page.decode()
    assert "edition.look" in re.sub("<[^>]*>", "", page)  # the code says what was looked at
    assert 'class="dataframe"' not in page and "jp-OutputArea" not in page and "giấy phép" in page
