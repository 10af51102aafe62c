"""A Word file that comes back, by the ids of what it prints: what is taken of it, what is a remark, what is refused."""

from __future__ import annotations

import csv
import re
import shutil
import zipfile
from pathlib import Path

import docx
import pytest
from conftest import Checkout, Ran, briefing, only
from word_editor import TRACKED, Editor, saved_as

STATIONS = "Ngoài ra, Sở xây dựng"
LICENCES = "Trong kỳ, Sở tham mưu cấp qua dịch vụ công"
CONNECTED = "Sở cùng các đơn vị liên quan"
DRAFT = "briefing-du-thao.docx"
NOTHING = "0 remarks written to data/remarks.csv.\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """A project of two sections and the annex, built with its Word file."""
    project = Checkout.make(tmp_path_factory.mktemp("built") / "project")
    only(project.folder, "04_digital_data", "13_publishing", "22_audit")
    ran = project.briefing("build", "--format", "docx")
    assert ran.code == 0, ran.err
    return project.folder


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "project"))


@pytest.fixture
def edition(project: Path) -> Path:
    return project / "reports" / "2031-Q3"


def edited(edition: Path, *edits: tuple[str, str, str, str], tracked: bool = False) -> Path:
    """The edition's Word file with edits, beside the project."""
    word = Editor(edition / DRAFT, tracked)
    for edit in edits:
        word.do(*edit)
    path = edition.parents[2] / "bao-cao.docx"
    word.save(path)
    return path


def imported(project: Path, path: Path) -> Ran:
    return briefing("forms", "in", path, cwd=project)


def remarks(project: Path) -> list[dict[str, str]]:
    with (project / "data" / "remarks.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def statements(project: Path) -> str:
    return (project / "data" / "statements.csv").read_text(encoding="utf-8")


def test_a_file_that_nobody_changed_says_nothing(project: Path, edition: Path):
    ran = imported(project, edition / DRAFT)
    assert (ran.code, ran.out) == (0, NOTHING)


def test_a_sentence_that_was_reworded_is_a_remark_with_who_said_it(project: Path, edition: Path):
    before = statements(project)
    path = edited(edition, (CONNECTED, "replace", "đã hoàn thành kết nối", "đã kết nối"), tracked=True)
    ran = imported(project, path)
    assert ran.code == 0, ran.err
    assert statements(project) == before
    (row,) = remarks(project)
    assert (row["state"], row["by"], row["day"]) == ("open", TRACKED["author"], "2024-06-03")
    assert (row["section"], row["file"]) == ("I.2.3", "bao-cao.docx")
    assert "đã hoàn thành kết nối" in row["quoted"] and "đã kết nối" in row["said"]


def test_a_number_that_was_typed_over_is_told_and_never_taken(project: Path, edition: Path):
    before = {each: each.read_bytes() for each in (project / "data").glob("*.csv") if each.stem != "remarks"}
    path = edited(edition, (LICENCES, "replace", "05", "07"), (STATIONS, "replace", "Ngoài ra", "Trong 3 tháng"))
    assert imported(project, path).code == 0
    number, words = sorted(remarks(project), key=lambda row: not row["quoted"].startswith(LICENCES))
    assert " 05 " in number["quoted"] and " 07 " in number["said"] and number["state"] == "open"
    assert words["quoted"].startswith("Ngoài ra") and words["said"].startswith("Sửa thành: “Trong 3 tháng")
    assert {each: each.read_bytes() for each in before} == before


def test_all_else_is_a_remark_at_its_place(project: Path, edition: Path):
    """Words of a notebook, a heading, a paragraph more, one less."""
    before = {each: each.read_bytes() for each in project.rglob("*.ipynb")}
    path = edited(
        edition,
        (LICENCES, "replace", "tổng cộng", "tất cả"),
        ("2. Lĩnh vực Công nghệ", "replace", "Lĩnh vực", "Về lĩnh vực"),
        (STATIONS, "insert", "", "Bổ sung số liệu trạm năm tới."),
        (CONNECTED, "delete", "", ""),
    )
    ran = imported(project, path)
    assert ran.code == 0, ran.err
    told = {(row["section"], row["said"]) for row in remarks(project)}
    (licences,) = (said for section, said in told if section == "I.5")
    (added,) = (said for section, said in told if said.endswith(" Bổ sung số liệu trạm năm tới.”"))
    assert licences.startswith(f"Sửa thành: “{LICENCES}") and "tất cả" in licences and "tổng cộng" not in licences
    assert added.startswith(f"Sửa thành: “{STATIONS}")
    assert told == {
        ("I.5", licences),
        ("I.2", "Sửa thành: “2. Về lĩnh vực Công nghệ thông tin”"),
        ("I.2.3", added),
        ("I.2.3", "Bỏ"),
    }
    assert {each: each.read_bytes() for each in before} == before
    again = imported(project, path)
    assert again.out.endswith(NOTHING)


def test_comments_and_their_answers_are_remarks_at_their_words(project: Path, edition: Path):
    path = edited(
        edition,
        (STATIONS, "comment", "xây dựng", "Từ khi nào?\nAi làm?"),
        (STATIONS, "reply", "Từ khi nào?", "Từ tháng 3."),
    )
    assert imported(project, path).code == 0
    asked, answered = remarks(project)
    assert (asked["said"], asked["by"], asked["quoted"]) == ("Từ khi nào?\nAi làm?", "Trần Thị Bình", "xây dựng")
    assert (answered["said"], answered["by"], answered["day"]) == ("Từ tháng 3.", "Lê Văn Cường", "2024-06-03")
    assert asked["about"] == answered["about"] and asked["section"] == "I.2.3"


def test_an_open_remark_is_told_until_somebody_settles_it(project: Path, edition: Path):
    path = edited(
        edition, (STATIONS, "comment", "xây dựng", "Từ khi nào?"), (LICENCES, "comment", "dịch vụ công", "Cổng nào?")
    )
    assert imported(project, path).code == 0
    told = briefing("status", cwd=project).out
    assert "open remark" in told and "“xây dựng” Từ khi nào? (Trần Thị Bình, " in told and "Cổng nào?" in told
    name = next(row["remark"] for row in remarks(project) if row["quoted"] == "xây dựng")
    text = (project / "data" / "remarks.csv").read_text(encoding="utf-8")
    lines = [line.replace(",open,", ",answered,") if name in line else line for line in text.splitlines(True)]
    (project / "data" / "remarks.csv").write_text("".join(lines), encoding="utf-8")
    told = briefing("status", cwd=project).out
    assert "Từ khi nào?" not in told and "Cổng nào?" in told


@pytest.mark.slow
def test_what_libreoffice_saves_comes_back_the_same(project: Path, edition: Path, tmp_path: Path):
    (tmp_path / "same").mkdir()
    (tmp_path / "other").mkdir()
    assert imported(project, saved_as(edition / DRAFT, "docx", tmp_path / "same")).out == NOTHING
    path = edited(edition, (STATIONS, "replace", "Sở xây dựng", "Sở lập"), tracked=True)
    ran = imported(project, saved_as(path, "docx", tmp_path / "other"))
    assert ran.code == 0 and "1 remarks written" in ran.out, ran.out + ran.err


def test_a_file_whose_program_has_dropped_the_bookmarks_is_refused(project: Path, edition: Path):
    path = project / "bao-cao.docx"
    with zipfile.ZipFile(edition / DRAFT) as file, zipfile.ZipFile(path, "w") as target:
        for name in file.namelist():
            content = file.read(name)
            target.writestr(
                name, re.sub(rb"<w:bookmark[^>]*>", b"", content) if name == "word/document.xml" else content
            )
    ran = imported(project, path)
    assert ran.code == 2 and "Word or LibreOffice" in ran.err, ran.err


def test_another_report_is_refused(project: Path, edition: Path, tmp_path: Path):
    other = docx.Document()
    other.add_paragraph("Báo cáo khác")
    other.save(tmp_path / "khac.docx")
    ran = imported(project, tmp_path / "khac.docx")
    assert ran.code == 2 and "expected a report that was built here" in ran.err
