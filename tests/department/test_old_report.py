"""An old report in Word as a start: what is taken of it, and that what is not taken is named."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import pytest
from conftest import briefing
from department import FIRST

from briefing.sections import discover

pytestmark = pytest.mark.builds


def old_report(path: Path) -> Path:
    report = docx.Document()
    letterhead = report.add_table(1, 2)
    letterhead.cell(0, 0).text, letterhead.cell(0, 1).text = "SỞ Y TẾ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    report.add_paragraph("BÁO CÁO")
    report.add_paragraph("Thực hiện chương trình công tác, Sở Y tế báo cáo kết quả công tác quý IV năm 2030 như sau:")
    for text, bold in (
        ("I. KẾT QUẢ THỰC HIỆN NHIỆM VỤ", True),
        ("1. Khám bệnh, chữa bệnh", True),
        ("Toàn tỉnh có 1.440 giường bệnh {đã xếp}.", False),
        ("2. Y tế dự phòng", True),
        ("2.1. Tiêm chủng", True),
        ("a) Tiêm mở rộng", True),
        ("Tiêm đủ mũi cho 95,2% số trẻ.", False),
        ("II. PHƯƠNG HƯỚNG", True),
        ("Giám sát dịch bệnh.", False),
        ("Trên đây là báo cáo kết quả công tác./.", False),
        ("Nơi nhận: UBND tỉnh.", False),
        ("PHỤ LỤC 1", True),
        ("CHỈ TIÊU KẾ HOẠCH NĂM 2030", False),
    ):
        report.add_paragraph().add_run(text).bold = bold
    rows = [
        ["TT", "Chỉ tiêu", "Số giường", "Công suất (%)"],
        ["1", "Tỉnh", "1.200", "91,5"],
        ["2", "Huyện", "240", "67"],
    ]
    table = report.add_table(3, 4)
    for cell, text in zip(
        (cell for row in table.rows for cell in row.cells), [text for row in rows for text in row], strict=True
    ):
        cell.text = text
    other = report.add_table(2, 2)
    for cell, text in zip(
        (cell for row in other.rows for cell in row.cells), ["Năm 2030", "Trẻ", "Một", "7"], strict=True
    ):
        cell.text = text
    report.save(str(path))
    return path


@pytest.mark.parametrize(
    ("part", "old", "new", "said"),
    [
        ("word/document.xml", '<w:tcW w:type="dxa"', '<w:gridSpan w:val="999999999"/><w:tcW w:type="dxa"', "of more than 63 columns"),
        ("word/document.xml", '<w:tcW w:type="dxa"', '<w:gridSpan w:val="x"/><w:tcW w:type="dxa"', "expected a Word document"),
        ("_rels/.rels", "docProps/core.xml", "docProps/none.xml", "expected a Word document (.docx). Save it again in Word."),
    ],
)  # fmt: skip
def test_an_old_report_that_word_has_not_written_so_is_refused(tmp_path, part, old, new, said):
    with zipfile.ZipFile(old_report(tmp_path / "cu.docx")) as sound:
        parts = {name: sound.read(name) for name in sound.namelist()}
    assert old.encode() in parts[part]
    with zipfile.ZipFile(tmp_path / "other.docx", "w") as spoilt:
        for name, content in parts.items():
            spoilt.writestr(name, content.replace(old.encode(), new.encode(), 1) if name == part else content)
    words = ("--name", "Sở Y tế tỉnh Bình An", "--period", FIRST, "--from", tmp_path / "other.docx")
    ran = briefing("init", tmp_path / "dep", *words)
    assert ran.code == 2 and said in ran.err and not (tmp_path / "dep").exists()


def test_an_old_report_gives_sections_tables_and_statements_whose_numbers_are_typed_still(tmp_path):
    source = old_report(tmp_path / "cu.docx")
    made = briefing("init", tmp_path / "dep", "--name", "Sở Y tế tỉnh Bình An", "--period", FIRST, "--from", source)
    assert made.code == 0, made.err
    assert "6 sections, 5 statements, 2 tables; their numbers are typed still" in made.out
    assert "not taken: a table without numbers: “SỞ Y TẾ | CỘNG HÒA" in made.out
    assert "not taken: bang_1: whether Số giường, Công suất add up (accrual)" in made.out
    data, notebooks = tmp_path / "dep" / "data", tmp_path / "dep" / "notebooks"
    assert [(each.number, each.title) for each in discover(notebooks)][1:-1] == [
        ("I.1", "Khám bệnh, chữa bệnh"),
        ("I.2.1", "Tiêm chủng"),
        ("II", "Phương hướng"),
        ("Phụ lục I", "Chỉ tiêu kế hoạch năm 2030"),
    ]
    assert (data / "headings.csv").read_text() == "section,title\nI,Kết quả thực hiện nhiệm vụ\nI.2,Y tế dự phòng\n"
    assert (
        "2031-Q1,I.1,result,report,1,Toàn tỉnh có 1.440 giường bệnh (đã xếp).,carried,I.1"
        in (data / "statements.csv").read_text()
    )
    assert (data / "bang_1.csv").read_text() == (
        "period,chi_tieu,so_giuong,cong_suat,source\n2031-Q1,Tỉnh,1200,91.5,Phụ lục 1\n2031-Q1,Huyện,240,67,Phụ lục 1\n"
    )
    assert (
        '"name": "cong_suat", "type": "number", "titleVi": "Công suất", "unit": "%"'
        in (data / "datapackage.json").read_text()
    )
    assert briefing("build", cwd=tmp_path / "dep").code == 0
    said = briefing("proofread", cwd=tmp_path / "dep").out
    assert "“tỉnh có 1.440 giường” không phải số liệu được tính" in said and "“mũi cho 95,2% số” không phải" in said


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 damaged"])
def test_an_old_report_that_cannot_be_read_leaves_nothing_behind(tmp_path, content):
    (tmp_path / "cu.docx").write_bytes(content)
    ran = briefing("init", tmp_path / "dep", "--name", "Sở Y tế", "--period", FIRST, "--from", tmp_path / "cu.docx")
    assert ran.code == 2 and "cu.docx" in ran.err and not (tmp_path / "dep").exists()


def test_a_report_without_numbered_headings_is_refused(tmp_path):
    docx.Document().save(str(tmp_path / "cu.docx"))
    ran = briefing("init", tmp_path / "dep", "--name", "Sở Y tế", "--period", FIRST, "--from", tmp_path / "cu.docx")
    assert ran.code == 2 and "expected a report with headings such as “I. …”" in ran.err
