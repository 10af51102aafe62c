"""An old report in Word as a start: its headings become sections that wait to be written."""

from __future__ import annotations

import csv
from pathlib import Path

import docx
import pytest
from doors import run

pytestmark = pytest.mark.builds

HEADINGS = (
    (1, "I. Kết quả thực hiện nhiệm vụ"),
    (2, "1. Khám bệnh, chữa bệnh"),
    (2, "2. Y tế dự phòng"),
    (3, "2.1. Tiêm chủng"),
    (1, "II. Phương hướng"),
    (1, "Phụ lục 1"),
)


def old_report(path: Path, *headings: tuple[int, str]) -> Path:
    report = docx.Document()
    report.add_paragraph("BÁO CÁO")
    for level, text in headings:
        report.add_heading(text, level)
        report.add_paragraph("Toàn tỉnh có 1.440 giường bệnh.")
    report.save(str(path))
    return path


def begun(tmp_path: Path, *headings: tuple[int, str]):
    source = old_report(tmp_path / "cu.docx", *headings)
    named = ("--name", "Sở Y tế tỉnh Bình An", "--period", "2031-Q1", "--from", source)
    return run("init", tmp_path / "dep", *named, cwd=tmp_path)


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_an_old_reports_headings_become_sections_that_wait_and_nothing_else_is_taken(tmp_path):
    ran = begun(tmp_path, *HEADINGS)
    assert ran.exit == 0, ran.err
    data = tmp_path / "dep" / "data"
    assert rows(data / "headings.csv")[1:] == [["I", "Kết quả thực hiện nhiệm vụ"], ["I.2", "Y tế dự phòng"]]
    assert [(row[1], row[5], row[6]) for row in rows(data / "statements.csv")[1:]] == [
        ("I.1", "Nội dung của mục này chưa được viết.", "carried"),
        ("I.2.1", "Nội dung của mục này chưa được viết.", "carried"),
        ("II", "Nội dung của mục này chưa được viết.", "carried"),
        ("Phụ lục I", "Nội dung của mục này chưa được viết.", "carried"),
    ]
    assert not any("1.440" in path.read_text(encoding="utf-8") for path in data.glob("*.csv"))
    built = run("build", "--project", tmp_path / "dep", "--format", "html", cwd=tmp_path)
    assert built.exit == 0, built.err
    waits = run("check", "--project", tmp_path / "dep", cwd=tmp_path)
    assert waits.exit == 0 and "statements" in waits.out


def test_a_report_without_heading_styles_is_refused_and_leaves_nothing(tmp_path):
    ran = begun(tmp_path)
    assert (ran.exit, [problem["code"] for problem in ran.problems]) == (2, ["no_headings"])
    assert not (tmp_path / "dep").exists()


def test_a_file_that_is_no_word_document_is_refused(tmp_path):
    (tmp_path / "cu.docx").write_bytes(b"PK\x03\x04 nothing")
    ran = run("init", tmp_path / "dep", "--name", "Sở Y tế tỉnh Bình An", "--from", tmp_path / "cu.docx", cwd=tmp_path)
    assert ran.exit == 2 and not (tmp_path / "dep").exists()
