"""The copy that is sent: refused while anything is undecided, and told from a draft on each page and by its name."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import docx
import pytest
import samples
from conftest import Built, briefing, to_build_again
from data_edits import append

from helpers import audit_report
from helpers.editions import Edition

DRAFT = "DỰ THẢO"
REMARKS = (
    "2031-Q3,0123456789,I.5,I.5,giấy phép,Có đủ chưa?,Lê Bình,2031-10-01,bao-cao.docx,open,",
    "2031-Q3,0123456788,I.5,I.5,giấy phép,Ai cấp?,Lê Bình,2031-10-01,bao-cao.docx,answered,Sở cấp.",
)


@pytest.fixture(scope="module")
def both(four_sections: Built, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The edition of few sections as a draft and as a final copy, on paper and as Word files."""
    folder = tmp_path_factory.mktemp("final")
    shutil.copytree(four_sections.data.parent / "notebooks", folder / "notebooks")
    data, out, again = to_build_again(four_sections, folder)
    paper = ("--format", "pdf", "--format", "docx")
    ran = again(*paper)
    assert ran.code == 0, ran.err
    append("remarks", *REMARKS)(data)
    return Built(out / "2031-Q3", data, again("--final", *paper))


@pytest.fixture
def out(synthetic: Built, tmp_path: Path) -> Path:
    """Where the synthetic edition is built, so that only what a test changes is built again."""
    shutil.copytree(synthetic.folder, tmp_path / "out" / "2031-Q3")
    return tmp_path / "out"


def pages(path: Path) -> list[str]:
    read = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True)
    return read.stdout.split("\f")[:-1]


def test_a_sound_edition_can_be_final_and_its_files_are_named(both):
    assert both.ran.code == 0, both.ran.err
    named = [line.strip().rpartition("/")[2] for line in both.ran.out.splitlines()[1:]]
    assert named == ["briefing.html", "briefing.pdf", "briefing.docx", "figures.csv"]


def test_the_final_copy_is_made_with_open_remarks_and_tells_them(both):
    told = [line.strip() for line in (both.ran.out + both.ran.err).splitlines() if "remark" in line]
    assert told == ["open remark 0123456789, I.5: “giấy phép” Có đủ chưa? (Lê Bình, 2031-10-01, bao-cao.docx)"]


def test_every_page_of_a_draft_says_so_and_no_page_of_the_final_copy(both):
    assert all(DRAFT in text for text in pages(both.folder / "briefing-du-thao.pdf"))
    assert not any(DRAFT in text for text in pages(both.folder / "briefing.pdf"))


def test_a_word_draft_says_so_above_each_page(both):
    draft, final = (docx.Document(str(both.folder / f"briefing{name}.docx")) for name in ("-du-thao", ""))
    for section in draft.sections:
        for header in (section.header, section.first_page_header):
            assert DRAFT in [paragraph.text for paragraph in header.paragraphs]
    said = [p.text for s in final.sections for h in (s.header, s.first_page_header) for p in h.paragraphs]
    assert DRAFT not in said


def test_the_final_copy_carries_no_annex_and_no_marks(both):
    final, draft = ("\n".join(pages(both.folder / f"briefing{name}.pdf")) for name in ("", "-du-thao"))
    assert "KIỂM TRA SỐ LIỆU" in draft and "KIỂM TRA SỐ LIỆU" not in final
    assert ".csv" not in final


def test_a_later_draft_keeps_the_final_copy_and_says_that_it_is_older(both, tmp_path):
    out = tmp_path / "out"
    shutil.copytree(both.folder, out / "2031-Q3")
    shutil.copytree(both.data.parent / "notebooks", tmp_path / "notebooks")
    data = shutil.copytree(both.data, tmp_path / "data")
    tables = samples.load(data)
    samples.find(tables, "licences", licence="newsletter")["licences"] = "6"
    samples.save(tables, data)
    ran = briefing("build", "--data", data, "--out", out)
    assert ran.code == 0, ran.err
    assert "briefing.pdf is of version 2" in ran.err and "briefing-du-thao.docx is of version 1" in ran.err
    assert (out / "2031-Q3" / "briefing.pdf").read_bytes() == (both.folder / "briefing.pdf").read_bytes()


def refused(data: Path, out: Path) -> list[dict]:
    ran = briefing("build", "--final", "--data", data, "--out", out, "--format", "html")
    assert ran.exit == 2, ran.out
    return ran.problems


def test_what_a_sentence_needs_is_entered_or_taken_out_of_it(out, tmp_path):
    """A row of absences.csv says why a number is not there, and the sentence would still print none."""
    tables = samples.load()
    tables["counts"] = [row for row in tables["counts"] if row["item"] != "contact_methods"]
    samples.find(tables, "organisation")["signatory_name"] = "…"
    problems = refused(samples.save(tables, tmp_path / "data"), out)
    told = {problem["column"] for problem in problems if problem["code"] == "gap"}
    assert {"counts.value(item='contact_methods')", "organisation.rows()"} <= told


def with_a_question(folder: Path, to: Path, due: str = "2031-10-01") -> Path:
    """Data with a warning, which alone stops nothing, of which an office was asked."""
    data = Path(shutil.copytree(folder, to))
    tables = samples.load(data)
    samples.find(tables, "dossiers_resolved", level="province", timeliness="on_time")["dossiers"] = "999999"
    tables["controls"] = [row for row in tables["controls"] if "dossiers_resolved" not in row["expression"]]
    finding = "resolved_within_received@province"
    question = {"question": "Gồm hồ sơ kỳ trước?", "asked_of": "P.CNTT", "asked_on": "2020-09-20", "due": due}
    tables["questions"] = [
        {"period": "2031-Q3", "finding": finding, **question, "answer": "", "answered_on": "", "seen": ""}
    ]
    return samples.save(tables, data)


@pytest.fixture(scope="module")
def decided(synthetic, tmp_path_factory) -> list[str]:
    """The pages of a final copy with a number that waits for an answer and another that stays for a reason."""
    folder = tmp_path_factory.mktemp("decided")
    shutil.copytree(synthetic.folder, folder / "out" / "2031-Q3")
    data = with_a_question(synthetic.data, folder / "data")
    tables = samples.load(data)
    samples.find(tables, "controls", control="edocuments_total")["value"] = "2227111"
    found = audit_report.result(Edition("2031-Q3", samples.save(tables, data)))["findings"]
    asked = {row["finding"] for row in tables["questions"]}
    reason = {"reason": "Gồm một hồ sơ trả lại.", "decided_by": "Văn phòng Sở", "date": "2031-12-31"}
    tables["acceptances"] = [
        {"period": "2031-Q3", "finding": one["id"], "seen": one["seen"], **reason}
        for one in found
        if one["id"] not in asked
    ]
    ran = briefing("build", "--data", samples.save(tables, data), "--out", folder / "out", "--final")
    assert ran.code == 0, ran.err
    return pages(folder / "out" / "2031-Q3" / "briefing.pdf")


def test_the_final_copy_says_why_a_number_stays_whenever_that_was_accepted(decided):
    """The note names no day; without it two numbers would disagree without a word."""
    (page,) = [text for text in decided if "Lý do giữ nguyên" in text]
    assert "gồm một hồ sơ trả lại." in " ".join(page.split()) and "31/12/2031" not in page


def test_the_final_copy_says_in_its_sections_what_is_in_doubt(decided):
    """Its first page says who answers by when; the numbers of findings are of the annex, which it has not."""
    said = " ".join("\n".join(decided).split())
    assert "- P.CNTT: trả lời 01 phát hiện, chậm nhất ngày 01/10/2031." in said
    assert re.search(r"Số liệu còn nghi vấn: [^.]*hồ sơ giải quyết", said, re.IGNORECASE)
    assert not re.search(r"\bPH\d", said)


def test_a_question_stops_the_final_copy_once_its_day_is_over(synthetic, out, tmp_path):
    """That of `decided`, whose day is to come, stops nothing."""
    (problem,) = refused(with_a_question(synthetic.data, tmp_path / "data", due="2020-10-01"), out)
    assert "an answer by 2020-10-01 from P.CNTT" in problem["expected"]
