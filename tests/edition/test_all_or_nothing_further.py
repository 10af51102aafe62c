"""The commands that begin, import and store, killed at each of their file operations: the old or the new, and run again they end the work."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import samples
from conftest import Built, Checkout, briefing, only
from test_all_or_nothing import begun, command, run, slow_walk
from test_publishing import Repository, wrong_in
from test_word_back import DRAFT, Editor

from helpers.data.csv_writer import finish

pytestmark = pytest.mark.slow
SAID = {
    "says": "0" * 20, "section": "I.5", "names": [], "figure": "", "row": -1, "cell": -1, "at": 0, "passage": "Không có câu này",
    "quoted": "", "said": "Một", "by": "An", "day": "2031-10-02",
}  # fmt: skip


def test_import_of_a_csv_killed_anywhere(tmp_path):
    asked, sent = begun(tmp_path / "data"), tmp_path / "counts.csv"
    header, *rows = (samples.SYNTHETIC / "counts.csv").read_text(encoding="utf-8").splitlines()
    sent.write_text("\n".join([header, *(row.replace("2031-Q3", "2031-Q4") for row in rows)]) + "\n", encoding="utf-8")
    slow_walk(asked, command("import", sent, "--yes", "--data", asked))


def test_import_of_remarks_killed_anywhere(synthetic: Built, data: Path, tmp_path: Path):
    shutil.copytree(synthetic.folder, tmp_path / "out" / "2031-Q3")
    sent = tmp_path / "nhan-xet.json"
    sent.write_text(json.dumps({"period": "2031-Q3", "remarks": [SAID]}), encoding="utf-8")
    slow_walk(data, command("forms", "in", sent, "--yes", "--data", data, "--out", tmp_path / "out"))


def walk(project: Path, *words: object, keys: str = "", once: bool = False) -> None:
    """A command in a project of its own; the next one looks into each of its folders."""

    def settle(folder: Path) -> None:
        assert briefing("check", "--project", folder).code == 0

    slow_walk(project, command("--project", project, *words, keys=keys), settle=settle, once=once)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of two sections and the annex."""
    folder = Checkout.make(tmp_path / "project").folder
    only(folder, "04_digital_data", "13_publishing", "22_audit")
    return folder


def test_import_of_a_word_file_killed_anywhere(project: Path, tmp_path: Path):
    assert Checkout(project, False).briefing("build", "--format", "docx").code == 0
    word = Editor(project / "reports" / "2031-Q3" / DRAFT, False)
    word.do("Sở cùng các đơn vị liên quan", "replace", "đã hoàn thành kết nối", "đã kết nối")
    word.do("Trong kỳ, Sở tham mưu cấp", "replace", "Trong kỳ", "Trong quý")
    word.save(tmp_path / "sent.docx", stripped=False)
    walk(project, "forms", "in", tmp_path / "sent.docx", keys="y\n" * 9)


def test_notebooks_killed_anywhere(project: Path):
    for path in (project / "notebooks").glob("*.ipynb"):
        stored = json.loads(path.read_text(encoding="utf-8"))
        for cell in stored["cells"]:
            cell |= {"outputs": [], "execution_count": None} if cell["cell_type"] == "code" else {}
        path.write_text(json.dumps(stored), encoding="utf-8")
    walk(project, "maintain", "notebooks")


def test_add_table_and_add_section_killed_anywhere(project: Path, tmp_path: Path):
    sent = tmp_path / "loans.csv"
    sent.write_text("Hình thức;Lượt mượn\nTrực tuyến;310\nTrực tiếp;95\n", encoding="utf-8")
    words = (
        "--title",
        "Lượt mượn của Thư viện số",
        "--key",
        "hinh_thuc",
        "--unit",
        "luot_muon=lượt",
        "--flows",
        "luot_muon",
        "--yes",
    )
    walk(project, "add", "table", sent, *words, once=True)
    walk(project.rename(tmp_path / "again"), "add", "section", "I.5.1. Thư viện số", "--table", "loans", once=True)


def test_init_killed_anywhere(tmp_path: Path):
    around = tmp_path / "around"
    around.mkdir()
    slow_walk(
        around,
        command("init", around / "so-y-te", "--name", "Sở Y tế tỉnh Bình An", "--period", "2031-Q1"),
        settle=lambda folder: finish(folder / "so-y-te"),
        once=True,
    )


def test_the_declaration_laid_out_and_written_whole_killed_anywhere(project: Path, tmp_path: Path):
    path = project / "data" / "datapackage.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8"))), encoding="utf-8")
    walk(project, "maintain", "schema", "--format")
    out = tmp_path / "out"
    out.mkdir()
    slow_walk(
        out,
        command("--project", project, "maintain", "schema", "--whole", out / "whole"),
        settle=lambda folder: finish(folder / "whole"),
        once=True,
    )


def test_new_of_a_period_with_parts_killed_anywhere(data: Path):
    slow_walk(data, command("new", "2031-9M", "--data", data))


def test_publish_killed_here_and_there(tmp_path: Path):
    """At every 5th operation, with the sections built before; who runs it again has the publication, or is told that there is nothing to publish."""
    repository = Repository(tmp_path / "project")
    only(repository.folder, "04_digital_data", "13_publishing", "22_audit")
    (repository.data / "required_signatures.csv").write_text("section,role\n", encoding="utf-8")
    repository.commit("few sections that nobody must sign")
    reports, whole = repository.folder / "reports", repository.published / "1"
    act, kills = command("--project", repository.folder, "publish", "2031-Q3"), 0
    assert repository.checkout.briefing("build", "2031-Q3", "--format", "html").code == 0
    built = shutil.copytree(reports, tmp_path / "built")
    for number in range(1, 2000, 5):
        shutil.rmtree(reports)
        shutil.copytree(built, reports)
        ended = run(act, reports, number)
        is_there = whole.exists()
        assert not is_there or not wrong_in(whole), number
        assert run(act, reports) == (2 if is_there else 0), number
        assert not wrong_in(whole), number
        assert {path.name for path in whole.parent.iterdir()} == {"1"}
        assert {path.name for path in reports.iterdir()} == {"2031-Q3", ".2031-Q3.lock", "published"}
        if ended is not None:
            break
        kills += 1
    print(f"publish: {kills} kills")
