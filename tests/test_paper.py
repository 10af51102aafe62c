"""The PDF in the official form: measured on the built file and its rendered pages."""

from __future__ import annotations

import csv
import re
import subprocess
import unicodedata

import pytest
from conftest import briefing
from pypdf import PdfReader

A4 = (595, 842)


@pytest.fixture(scope="module")
def pdf(real):
    return PdfReader(real.folder / "briefing.pdf")


@pytest.fixture(scope="module")
def pages(pdf) -> list[str]:
    return [unicodedata.normalize("NFC", page.extract_text()) for page in pdf.pages]


def test_it_is_a_tagged_vietnamese_a4_document(pdf):
    assert tuple(round(float(side)) for side in pdf.pages[0].mediabox[2:]) == A4
    assert pdf.trailer["/Root"]["/Lang"] == "vi"
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert pdf.metadata.title == "Báo cáo kiểm điểm công tác chỉ đạo, điều hành 6 tháng đầu năm 2024"
    assert "/StructTreeRoot" in pdf.trailer["/Root"]


def test_fonts_are_embedded_and_prescribed(real):
    listed = subprocess.run(
        ["pdffonts", real.folder / "briefing.pdf"], capture_output=True, text=True, check=True
    ).stdout
    fonts = [line.split() for line in listed.splitlines()[2:]]
    assert all(font[-5] == "yes" for font in fonts), listed
    assert any("Serif" in font[0] or "Times" in font[0] for font in fonts)


def test_it_has_bookmarks_in_the_reports_order(pdf):
    titles = [entry.title for entry in pdf.outline if not isinstance(entry, list)]
    nested = str(pdf.outline)
    assert titles and "2.7. Phát triển chính quyền số" in nested and "Phụ lục I" in nested


def test_page_1_has_no_number_and_page_2_has(pages):
    assert not re.search(r"\n1\s*$", pages[0])
    assert re.search(r"\n2\s*$", pages[1])


def test_each_appendix_is_numbered_from_1_and_says_what_it_is_attached_to(pages):
    for roman in ("I", "II", "III", "IV"):
        (first,) = [page for page in pages if re.search(rf"^Phụ lục {roman}\s*$", page, re.MULTILINE)]
        assert re.search(r"\n1\s*$", first)
        assert "(Kèm theo Báo cáo số" in first and "của Sở Thông tin và Truyền thông)" in " ".join(first.split())


def test_wide_appendices_are_landscape(pdf, pages):
    (first,) = [at for at, page in enumerate(pages) if re.search(r"^Phụ lục IV\s*$", page, re.MULTILINE)]
    width, height = (float(side) for side in pdf.pages[first].mediabox[2:])
    assert width > height


def test_margins_are_the_decrees(real, tmp_path):
    """Ink on a rendered text page keeps 20 mm at the top (but for the number), 30 mm left, 15 mm right, 20 mm below."""
    from PIL import Image

    subprocess.run(
        ["pdftoppm", "-r", "50", "-f", "3", "-l", "3", "-gray", "-png", real.folder / "briefing.pdf", tmp_path / "p"],
        check=True,
    )
    (path,) = tmp_path.glob("p*.png")
    image = Image.open(path).point(lambda grey: 255 if grey < 200 else 0)
    left, _, right, bottom = image.getbbox()
    millimetre = 50 / 25.4
    assert left / millimetre >= 29.5
    assert (image.width - right) / millimetre >= 14.5
    assert (image.height - bottom) / millimetre >= 19


def test_footnotes_stand_on_the_page_of_their_call(pages):
    (page,) = [page for page in pages if "714/QĐ-" in page and "liên thông" in page]
    assert re.search(r"Quyết định số 714/QĐ-TTg của Thủ tướng Chính phủ", " ".join(page.split()))


def test_every_figure_is_in_the_text(real, pages):
    text = " ".join(" ".join(pages).split()).replace("\u00a0", " ")
    for row in csv.DictReader((real.folder / "figures.csv").open(encoding="utf-8")):
        assert row["text"].replace("\u00a0", " ") in text, row


def test_the_signature_is_not_alone_and_ends_the_body(pages):
    (page,) = [page for page in pages if "Nơi nhận:" in page]
    assert "GIÁM ĐỐC" in page and "Đào Xuân Kỳ" in page and "./." in page


def test_what_is_for_the_screen_is_absent(pages):
    text = " ".join(pages)
    for words in ("Mã nguồn", "Số liệu của biểu đồ", "Mục lục", "review.section"):
        assert words not in text


def test_without_audit_the_marks_and_the_annex_are_left_out(tmp_path, real):
    import shutil

    out = tmp_path / "out"
    shutil.copytree(real.folder, out / "2024-H1")
    ran = briefing("build", "2024-H1", "--out", out, "--without-audit")
    assert ran.code == 0 and not re.search(r"done", ran.err)
    text = " ".join(page.extract_text() for page in PdfReader(out / "2024-H1" / "briefing.pdf").pages)
    assert "KIỂM TRA SỐ LIỆU" not in text and "KT5" not in text
    assert (out / "2024-H1" / "briefing.html").read_bytes() == (real.folder / "briefing.html").read_bytes()


def test_the_same_document_gives_the_same_bytes(real, tmp_path):
    assert briefing("build", "2024-H1", "--out", tmp_path).code == 0
    assert (tmp_path / "2024-H1" / "briefing.pdf").read_bytes() == (real.folder / "briefing.pdf").read_bytes()


def test_missing_pango_leaves_the_html_and_says_what_to_install(tmp_path, monkeypatch, real):
    """WeasyPrint without its libraries: a module of that name that fails as it then does."""
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "weasyprint.py").write_text("raise OSError('cannot load library libpango-1.0-0')\n", encoding="utf-8")
    ran = briefing("build", "2024-H1", "--out", tmp_path / "out", PYTHONPATH=str(broken))
    assert ran.code == 0, ran.err
    assert "No PDF: cannot load library" in ran.err and "apt-get install" in ran.err and "Traceback" not in ran.err
    assert (tmp_path / "out" / "2024-H1" / "briefing.html").exists()
