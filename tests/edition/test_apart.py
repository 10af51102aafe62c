"""Appendices in files of their own: what each file holds, and where the issuer signs it."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from conftest import Built
from doors import ROOT, an_order, docx_words
from pypdf import PdfReader

from briefing.document.files import assembled
from briefing.document.formats import files_of
from briefing.sections import appendices, discover
from helpers.editions import Edition

PARTS = ("noi-dung", "phu-luc-I", "phu-luc-II", "phu-luc-III", "phu-luc-IV")


@pytest.fixture(scope="module")
def apart(synthetic: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The final copies of the synthetic edition's executed notebooks, whole and in parts."""
    folder, sections = tmp_path_factory.mktemp("apart"), discover(ROOT / "notebooks")
    shutil.copytree(synthetic.build / "notebooks", folder / "notebooks")
    order = an_order("2031-Q3", synthetic.data, folder, ("pdf", "docx"), final=True)
    executed = [folder / "notebooks" / section.path.name for section in sections]
    for each in (order, replace(order, apart=True)):
        made = assembled(sections, executed, each, Edition(order.period, order.data, checked=True))
        for name, (suffix, part) in made.files.items():
            (folder / name).write_bytes(made.file(suffix, part))
    return folder


def text(path: Path) -> str:
    read = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, text=True, check=True)
    return " ".join(read.stdout.split())


def test_each_paper_has_a_file_for_the_body_and_for_each_appendix():
    assert list(files_of(an_order("2031-Q3", ROOT, ROOT, ("html", "pdf"), apart=True), PARTS[1:3])) == [
        "briefing.html", "briefing-noi-dung-du-thao.pdf", "briefing-phu-luc-I-du-thao.pdf", "briefing-phu-luc-II-du-thao.pdf",
    ]  # fmt: skip
    assert list(files_of(an_order("2031-Q3", ROOT, ROOT, ("pdf",), final=True, apart=True), PARTS[1:2])) == [
        "briefing-noi-dung.pdf", "briefing-phu-luc-I.pdf",
    ]  # fmt: skip
    assert appendices(discover(ROOT / "notebooks")) == PARTS[1:]


def test_the_parts_together_say_what_the_whole_says(apart):
    """But for the numbers of pages and notes, which begin again in each file."""
    whole, *parts = (
        re.sub(r"[\s\d]", "", text(apart / f"briefing{name}.pdf")) for name in ("", *(f"-{part}" for part in PARTS))
    )
    assert "".join(parts) == whole and len(parts[0]) > 30_000
    body = text(apart / "briefing-noi-dung.pdf")
    assert "KẾT QUẢ THỰC HIỆN NHIỆM VỤ" not in body and body.endswith("Đào Xuân Kỳ")


def test_an_appendix_says_which_it_is_and_does_not_number_its_first_page(apart):
    reader = PdfReader(apart / "briefing-phu-luc-IV.pdf")
    assert reader.metadata.title.startswith("Phụ lục IV. Báo cáo kiểm điểm")
    first, second = (page.extract_text().splitlines() for page in reader.pages[:2])
    assert first[0].strip() == "Phụ lục IV" and second[0].strip() == "2"
    assert "(Kèm theo Báo cáo số" in " ".join(first)


@pytest.mark.parametrize("part", PARTS)
def test_the_issuers_place_is_at_the_top_right_of_an_appendix_first_page(apart, part):
    pages = PdfReader(apart / f"briefing-{part}.pdf").pages
    fields = [
        (at, note.get_object())
        for at, page in enumerate(pages)
        for note in page.get("/Annots", ())
        if "/T" in note.get_object()
    ]
    if part == "noi-dung":
        assert fields == []  # the signatory's own field is the publication's
        return
    ((at, field),) = fields
    left, bottom, right, top = (float(side) for side in field["/Rect"])
    width, height = (float(side) for side in pages[0].mediabox[2:])
    millimetre = 72 / 25.4
    assert at == 0 and field["/T"] == "ChuKySoCoQuan"
    assert abs(width - right - 15 * millimetre) < 0.1 and left > width / 2  # the right margin is 15 mm
    assert height - 20 * millimetre < bottom < top < height  # within the upper margin, over nothing that is printed


@pytest.mark.parametrize("profile", ["3a", "ua1"])
def test_an_appendix_is_valid_for_archive_and_screen_readers(apart, profile):
    page = pytest.importorskip("page", reason="page-validation is not installed")
    report = page.validate_pdf(apart / "briefing-phu-luc-II.pdf", profile=profile)
    assert report.is_compliant, [(failure.rule_id, failure.message) for failure in report.failures]


def test_word_files_are_parted_alike(apart):
    whole, *parts = (docx_words(apart / f"briefing{name}.docx") for name in ("", *(f"-{part}" for part in PARTS)))
    assert [line for part in parts for line in part] == whole
    appendix = docx.Document(str(apart / "briefing-phu-luc-IV.docx"))
    assert appendix.core_properties.title.startswith("Phụ lục IV. ")
    assert appendix.sections[0].different_first_page_header_footer
