"""An edition is of one state of its project: what is saved between any two steps of a build is of the next."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from textwrap import indent

import pytest
from doors import ROOT, Built, run

EDIT = """
import os
from pathlib import Path
live = Path({live!r})
for name, old, new in {edits!r}:  # whole, as an editor saves: two sections do it at once
    saved = live / f".{{os.getpid()}}"
    saved.write_text((live / name).read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    saved.replace(live / name)
"""
EDITS = [
    ("data/loans.csv", "2031-Q3,centre,640", "2031-Q3,centre,650"),
    ("data/statements.csv", "Tiếp tục nhắc", "Thôi nhắc"),
    ("notebooks/01_visits.ipynb", "Lượt bạn đọc theo cơ sở", "Lượt theo nơi"),
    ("notebooks/02_loans.ipynb", "Mượn và trả theo cơ sở", "Mượn trả theo nơi"),
    ("notebooks/own_words.py", "Lời của chúng tôi", "Lời đã sửa"),
]
FIRST = ("Cho mượn 940", "Tiếp tục nhắc", "Lượt bạn đọc theo cơ sở", "Mượn và trả theo cơ sở", "Lời của chúng tôi")
SECOND = ("Cho mượn 950", "Thôi nhắc", "Lượt theo nơi", "Mượn trả theo nơi", "Lời đã sửa")
CHECK = '''
from helpers.audit.custom_checks import check


@check(severity="warning", kind="bounds")
def ours(_records):
    """Luôn đúng"""
    from pathlib import Path
    tried = Path({tried!r})
    tried.write_text(tried.read_text() + "." if tried.exists() else ".")
    if len(tried.read_text()) == 1:
{edit}
    return []
'''


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A department with a module of its own, which a sentence of each section comes from."""
    folder = shutil.copytree(ROOT / "tests" / "fixtures" / "library", tmp_path / "library")
    (folder / "notebooks" / "own_words.py").write_text('said = "Lời của chúng tôi."\n', encoding="utf-8")
    return folder


def put(notebook: Path, cell: int, source: str) -> None:
    """Put a code cell into a notebook."""
    read = json.loads(notebook.read_text(encoding="utf-8"))
    new = {"cell_type": "code", "id": f"ours-{cell}", "metadata": {}, "source": source, "outputs": []}
    read["cells"].insert(cell, {**new, "execution_count": None})
    notebook.write_text(json.dumps(read, ensure_ascii=False), encoding="utf-8")


def printed(folder: Path) -> tuple[str, str]:
    """What the page says, as one text, and how the build went."""
    ran = run("build", "--format", "html", cwd=folder)
    assert ran.exit == 0, ran.err
    built = Built(folder / "reports" / "2031-Q3", folder / "data", ran)
    return " ".join(row["words"] for row in built.words), ran.err


def test_what_a_section_saves_while_it_runs_is_of_the_next_build(library):
    """Each section begins with saving a row, a statement, both notebooks and the module, then loads its module."""
    folder = library / "notebooks"
    for name in ("01_visits", "02_loans"):
        path = folder / f"{name}.ipynb"
        put(path, 3, "from own_words import said\nprose(said)")
        put(path, 2, EDIT.format(live=str(library), edits=EDITS))
    is_of_the_first_and_then_of_the_second(library)


def is_of_the_first_and_then_of_the_second(library: Path) -> None:
    words, _err = printed(library)
    assert [each for each in FIRST if each not in words] == [] and [each for each in SECOND if each in words] == []
    words, _err = printed(library)
    assert [each for each in SECOND if each not in words] == [] and [each for each in FIRST if each in words] == []


def test_what_is_saved_while_the_report_is_audited_is_of_the_next_build(library):
    """The report's own check is tried once, before the sections run."""
    for name in ("01_visits", "02_loans"):
        put(library / "notebooks" / f"{name}.ipynb", 3, "from own_words import said\nprose(said)")
    tried, edit = library.parent / "tried", indent(EDIT.format(live=str(library), edits=EDITS), "    " * 2)
    code = CHECK.format(tried=str(tried), edit=edit)
    (library / "notebooks" / "checks.py").write_text(code, encoding="utf-8")
    is_of_the_first_and_then_of_the_second(library)
    assert len(tried.read_text()) == 2


@pytest.mark.parametrize("taken", ["notebooks/02_loans.ipynb", "notebooks/own_words.py", "data/visits.csv"])
def test_what_is_taken_away_while_sections_run_is_still_in_the_edition(library, taken):
    for name in ("01_visits", "02_loans"):
        path = library / "notebooks" / f"{name}.ipynb"
        put(path, 3, "from own_words import said\nprose(said)")
        put(path, 2, f"from pathlib import Path\nPath({str(library / taken)!r}).unlink(missing_ok=True)")
    words, _err = printed(library)
    assert not (library / taken).exists()
    assert "Mượn và trả theo cơ sở" in words and words.count("Lời của chúng tôi") == 2


def test_a_link_to_nothing_beside_the_notebooks_stops_no_build_and_one_in_place_of_a_section_is_named(library):
    (library / "notebooks" / "old.txt").symlink_to("nowhere")
    ran = run("build", "2031-Q3", "--format", "html", cwd=library)
    assert ran.exit == 0, ran.err
    (library / "notebooks" / "50_x.ipynb").symlink_to("nowhere")
    ran = run("build", "2031-Q3", "--format", "html", cwd=library)
    assert ran.exit == 2 and "notebooks/50_x.ipynb: expected a Jupyter notebook" in ran.err, ran.err
