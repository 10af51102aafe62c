"""The built edition: complete, its own, reproducible; rebuilt only where something it read has changed."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import data_edits
import doors
import nbformat
import pytest
import samples
from conftest import COMMAND, FEW, ROOT, Checkout, Ran, briefing, in_own_process, only
from doors import Built
from nbconvert.exporters import get_exporter


def test_the_build_says_what_it_does(synthetic):
    assert synthetic.ran.code == 0, synthetic.ran.err
    first, *files = synthetic.ran.out.splitlines()
    assert first.startswith("Built in")
    names = [line.strip().rpartition("2031-Q3/")[2] for line in files]
    assert names == [
        "briefing.html",
        "briefing-du-thao.pdf",
        "briefing-du-thao.docx",
        "figures.csv",
    ]  # no finding is open
    assert len(re.findall(r"done +\d+\.\d s", synthetic.ran.err)) == len(list((ROOT / "notebooks").glob("*.ipynb")))


def test_it_leaves_figures_and_executed_notebooks(synthetic):
    figures = list(csv.DictReader((synthetic.folder / "figures.csv").open(encoding="utf-8")))
    assert list(figures[0]) == ["section", "key", "text", "value", "unit", "table", "lines", "column", "formula"]
    received = next(
        row for row in figures if row["key"] == "dossiers_received.dossiers()" and row["section"] == "I.2.7"
    )
    assert (received["value"], received["table"], received["column"]) == ("564305", "dossiers_received", "dossiers")
    assert {path.name for path in (synthetic.build / "notebooks").iterdir()} == {
        path.name for path in (ROOT / "notebooks").glob("*.ipynb")
    }


def test_the_synthetic_edition_prints_only_its_own(synthetic):
    assert synthetic.ran.code == 0, synthetic.ran.err
    assert "2024" not in synthetic.html and "Ninh Thuận" not in synthetic.html
    assert "Quý III năm 2031" in synthetic.html and "Bình An" in synthetic.html
    text = synthetic.text()
    for figure in ("112.361", "445.422", "86.678", "709.982", "2.418", "5.348.172", "8.929"):
        assert figure not in text
    assert "564.305" in text


@pytest.mark.builds
def test_an_edition_with_empty_tables_says_that_nothing_was_reported(tmp_path):
    empty = (
        "media_items",
        "alerts",
        "licences",
        "databases",
        "base_stations",
        "statements",
        "plan_projects",
        "training",
        "assigned_tasks",
        "citations",
    )
    data = samples.save(samples.without(*empty), tmp_path / "data")
    ran = briefing("build", "--data", data, "--out", tmp_path / "out", "--format", "html")
    assert ran.code == 0, ran.err
    html = (tmp_path / "out" / "2031-Q3" / "briefing.html").read_text(encoding="utf-8")
    assert html.count("chưa có số liệu") + html.count("không có số liệu") > 8
    assert 'id="I.2.5"' in html and ">nan<" not in html


@pytest.mark.parametrize("edition", ["small_built", pytest.param("synthetic", marks=pytest.mark.slow)])
def test_two_builds_give_the_same_bytes(request, tmp_path, edition):
    """In processes of their own, which put the members of a set in other orders."""
    built = request.getfixturevalue(edition)
    project = built.data.parent if edition == "small_built" else ROOT
    ran = in_own_process([COMMAND, "build", "--data", str(built.data), "--out", str(tmp_path)], project)
    assert ran.code == 0
    for name in ("briefing.html", "briefing-du-thao.pdf", "figures.csv"):
        assert (tmp_path / "2031-Q3" / name).read_bytes() == (built.folder / name).read_bytes()


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_only_sections_that_read_a_changed_row_run_again(rebuilt):
    data, out, again = rebuilt
    assert again().out.startswith("Nothing to run")
    change(data / "licences.csv", "non_commercial,9", "non_commercial,8")
    status = briefing("status", "--data", data, "--out", out).out
    stale = {line.split()[1] for line in status.splitlines() if line.startswith("stale")}
    assert stale == {"13_publishing.ipynb", "22_audit.ipynb"}
    assert "rows it read changed: licences.csv" in status
    ran = again()
    assert ran.code == 0 and len(re.findall(r"done", ran.err)) == 2
    printed = [
        row["text"]
        for row in csv.DictReader((out / "2031-Q3" / "figures.csv").open(encoding="utf-8"))
        if row["section"] == "I.5"
    ]
    assert "15" in printed and "16" not in printed
    assert again().out.startswith("Nothing to run")


def test_a_lost_state_is_built_again(small_page):
    small, build = small_page, ("build", "--format", "html")
    (small.folder / "reports" / "2031-Q3" / "builds" / "1" / "state.json").unlink()
    ran = small.briefing(*build)
    assert ran.code == 0, ran.err
    assert small.briefing(*build).out.startswith("Nothing to run")


def test_a_deleted_notebook_leaves_the_report(small):
    def is_printed() -> bool:
        ran = small.briefing("build", "--format", "html")
        assert ran.exit == 0, ran.err
        html = (small.folder / "reports" / "2031-Q3" / "briefing.html").read_text(encoding="utf-8")
        return "</span> Mượn và trả</h" in html

    assert is_printed()
    (small.folder / "notebooks" / "02_loans.ipynb").unlink()
    statements = (small.data / "statements.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (small.data / "statements.csv").write_text(
        "".join(row for row in statements if ",I.2," not in row), encoding="utf-8"
    )
    assert not is_printed()


def test_no_path_of_a_machine_is_a_parameter(synthetic):
    for path in (synthetic.build / "notebooks").glob("*.ipynb"):
        assert json.loads(path.read_text(encoding="utf-8"))["metadata"]["papermill"]["parameters"] == {
            "period": "2031-Q3",
            "data_dir": "../tests/fixtures/made_up/data",  # in the project
        }


def test_a_failing_section_is_named_and_the_last_edition_stays(small, small_built):
    out = small.folder / "reports"
    shutil.copytree(small_built.folder, out / "2031-Q3")
    before = (out / "2031-Q3" / "briefing.html").read_bytes()
    loads = "edition = Edition(period, data_dir)"
    change(small.folder / "notebooks" / "02_loans.ipynb", loads, f"{loads}\\n1 / 0")
    ran = small.briefing("build")
    assert ran.exit == 1, ran.err
    assert "notebooks/02_loans.ipynb: cell 3" in ran.err and "ZeroDivisionError" in ran.err
    assert "Traceback" not in ran.err
    assert (out / "2031-Q3" / "briefing.html").read_bytes() == before
    assert {path.name for path in out.iterdir()} == {"2031-Q3", ".2031-Q3.lock"}


def test_a_section_of_another_period_is_refused(small):
    notebook = small.folder / "notebooks" / "02_loans.ipynb"
    change(notebook, "Edition(period, data_dir)", "Edition('2030-Q3', data_dir)")
    ran = small.briefing("build", "2031-Q3", "--format", "html")
    assert ran.exit == 1
    assert "notebooks/02_loans.ipynb: " in ran.err and "2030-Q3" in ran.err


@pytest.mark.builds
@pytest.mark.slow
def test_a_format_is_one_file(tmp_path):
    few = Checkout.make(tmp_path / "few", program=True)
    only(few.folder, *FEW)
    made = "PAPER = False\n\n\ndef load():\n    return lambda report: report.data.written()\n"
    (few.folder / "src" / "briefing" / "document" / "formats" / "txt.py").write_text(made, encoding="utf-8")
    ran = few.briefing("build", "--format", "txt")
    assert ran.code == 0, ran.err
    assert "Cấp giấy phép" in (few.folder / "reports" / "2031-Q3" / "briefing.txt").read_text(encoding="utf-8")
    ran = few.briefing("build", "--format", "html", "--force")  # a build of one format takes no other away
    assert ran.code == 0 and (few.folder / "reports" / "2031-Q3" / "briefing.txt").exists(), ran.err


def test_trace_lists_what_a_row_feeds(synthetic):
    def trace(place: str) -> Ran:
        return briefing("trace", place, "--data", synthetic.data, "--out", synthetic.folder.parent)

    lines = trace("dossiers_received.rows(level='province', channel='online')").out.splitlines()
    assert any(line.startswith("I.2.7: ") and "hồ sơ" in line for line in lines)
    assert any("Hình" in line for line in lines) and any("Bảng" in line for line in lines)
    assert trace("dossiers_received.level(level='province', channel='online')").out.startswith("nothing")
    assert trace("somewhere").code == 2


def test_what_a_cell_writes_is_only_looked_at_and_not_in_the_document(small):
    path = small.folder / "notebooks" / "02_loans.ipynb"
    notebook = nbformat.read(path, as_version=4)
    warns = "import warnings\nprint('Đã in.')\nwarnings.warn('a folder is too old', stacklevel=1)"
    notebook.cells.append(nbformat.v4.new_code_cell(warns))
    nbformat.write(notebook, path)
    ran = small.briefing("build", "--format", "html")
    assert ran.code == 0, ran.err
    built = Built(small.folder / "reports" / "2031-Q3", small.data, ran)
    words = " ".join(row["words"] for row in built.words)
    assert "UserWarning" not in built.html and "Đã in." not in words


@pytest.mark.builds
@pytest.mark.slow
def test_papermill_alone_runs_a_notebook_from_any_folder(synthetic, tmp_path):
    notebook = ROOT / "notebooks" / "13_publishing.ipynb"
    parameters = ["-p", "period", "2031-Q3", "-p", "data_dir", synthetic.data]
    command = [sys.executable, "-m", "papermill", notebook, "out.ipynb", *parameters, "--no-progress-bar"]
    done = subprocess.run(list(map(str, command)), cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "giấy phép" in (tmp_path / "out.ipynb").read_text(encoding="utf-8")


@pytest.mark.builds
@pytest.mark.parametrize(("suffix", "begins"), [("html", b"<!doctype html>"), ("pdf", b"%PDF-1"), ("docx", b"PK")])
def test_nbconvert_finds_the_exporter(real, suffix, begins):
    """By its entry point; its command is run as the pages for people show it."""
    notebook = real.build / "notebooks" / "13_publishing.ipynb"
    made, resources = get_exporter("briefing")(file_extension=f".{suffix}").from_filename(str(notebook))
    assert resources["output_extension"] == f".{suffix}"
    assert made.startswith(begins)


SENTENCE = data_edits.change(
    "statements", "tổ chức các hoạt động trên địa bàn tỉnh", "tổ chức nhiều hoạt động trên địa bàn tỉnh"
)


@pytest.mark.builds
@pytest.mark.parametrize(
    ("edit", "section"),
    [
        pytest.param(SENTENCE, "13_publishing", id="a sentence"),
        pytest.param(
            data_edits.change("counts", "lan_share,", "lan_part,"), "03_infrastructure", id="the key of a row"
        ),
        pytest.param(None, "17_directions", id="words of a notebook"),
    ],
)
def test_one_edit_concerns_its_section_and_one_of_data_the_annex(synthetic, tmp_path, edit, section):
    data = Path(shutil.copytree(synthetic.data, tmp_path / "project" / "data"))
    notebooks = Path(shutil.copytree(ROOT / "notebooks", tmp_path / "project" / "notebooks"))
    shutil.copy(ROOT / "requirements.lock", tmp_path / "project")
    shutil.copytree(synthetic.folder, tmp_path / "out" / "2031-Q3")
    if edit:
        edit(data)
    else:
        path = notebooks / f"{section}.ipynb"
        notebook = nbformat.read(path, as_version=4)
        notebook.cells.append(nbformat.v4.new_code_cell("_ = 'hai từ'"))
        nbformat.write(notebook, path)
    named = ("--project", tmp_path / "project", "--data", data, "--out", tmp_path / "out")
    ran = doors.run("status", "2031-Q3", *named, "--json")
    sections = json.loads(ran.out)["sections"]
    stale = [each["notebook"].removesuffix(".ipynb") for each in sections if each["stale"]]
    assert (ran.exit, stale) == (0, [section, *["22_audit"] * bool(edit)])
