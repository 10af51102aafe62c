"""The PDF in the official form, as its reader meets it: the built file and its rendered pages; what a notebook shows, through nbconvert."""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias

import pytest
import samples
from nbconvert import get_exporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import Image
from pypdf import PageObject, PdfReader
from tagged_pdf import strays, tags, words_on

from helpers import charts
from helpers.editions import Edition
from helpers.errors import InputError

A4 = (595, 842)
MIME = "application/vnd.briefing+json"  # what a cell says, a block a line
Block: TypeAlias = dict[str, object]
CALL, MARK = 9.0, 7.5  # the sizes of report.typ for a footnote's number: in the text, and before the note


def notes_by_page(pdf: PdfReader) -> tuple[dict, dict]:
    """The pages on which each footnote is called and stands."""
    calls, marks = defaultdict(list), defaultdict(list)
    for at, page in enumerate(pdf.pages):
        for word in words_on(page):
            if word.text.isdecimal() and "Serif" in word.font and word.size in (CALL, MARK):
                (calls if word.size == CALL else marks)[int(word.text)].append(at)
    return calls, marks


def ink(pdf: Path, folder: Path, resolution: int = 50) -> Iterator[tuple[Image.Image, float]]:
    """The rendered pages in black and white, and how many dots a millimetre is."""
    subprocess.run(["pdftoppm", "-r", str(resolution), "-gray", "-png", pdf, folder / "p"], check=True)
    for path in sorted(folder.glob("p*.png")):
        yield Image.open(path).point(lambda grey: 255 if grey < 200 else 0), resolution / 25.4


def section(*parts: tuple[str, list[Block]]) -> PdfReader:
    """Headings, each with the blocks that its cell shows, as nbconvert makes a PDF of their notebook."""
    cells = []
    for heading, blocks in parts:
        bundle = {MIME: [json.dumps(block) for block in blocks], "text/plain": ""}
        cells += [new_markdown_cell(heading), new_code_cell("1", outputs=[new_output("display_data", bundle)])]
    made, _ = get_exporter("briefing")(file_extension=".pdf").from_notebook_node(new_notebook(cells=cells))
    return PdfReader(BytesIO(made))


def small(*blocks: Block) -> PdfReader:
    return section(("# I. Thử", [*blocks]))


def text(words: str) -> Block:
    """Words of the data, which may hold digits."""
    return {"type": "text", "text": words, "typed": False}


def said(*inlines: str | Block) -> Block:
    return {"type": "paragraph", "inlines": [text(each) if isinstance(each, str) else each for each in inlines]}


def row(words: tuple[str, ...], kind: str = "", **looks: object) -> Block:
    return {
        "type": "row",
        "kind": kind,
        "cells": [{"type": "cell", "inlines": [text(each)], **looks} for each in words],
    }


def table(*rows: tuple[str, ...], head: tuple[str, ...], group: str = "", **looks: object) -> Block:
    """A table of texts; group: a row of that name stands above every fiftieth."""
    body: list[Block] = []
    for at, words in enumerate(rows):
        body += [row((group,), "group", span=len(head), head=True)] if group and at % 50 == 0 else []
        body.append(row(words, **looks))
    about = {"caption": [text("Bảng thử")], "sources": ["Sổ (so.csv)"]}
    return {"type": "table", "head": [row(head, head=True)], "rows": body, **about}


@pytest.fixture(scope="module")
def pdf(real):
    return PdfReader(real.folder / "briefing-du-thao.pdf")


@pytest.fixture(scope="module")
def pages(pdf) -> list[str]:
    return [text_of(page) for page in pdf.pages]


def text_of(page: PageObject) -> str:
    """A page's text without the mark of a draft, which stands on the line of the page's number."""
    return page.extract_text().removeprefix("DỰ THẢO").lstrip()


def test_it_is_a_tagged_vietnamese_a4_document(pdf):
    assert tuple(round(float(side)) for side in pdf.pages[0].mediabox[2:]) == A4
    assert pdf.trailer["/Root"]["/Lang"] == "vi"
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert pdf.metadata.title == "Báo cáo kiểm điểm công tác chỉ đạo, điều hành 6 tháng đầu năm 2024"
    assert "/StructTreeRoot" in pdf.trailer["/Root"]
    assert pdf.metadata.creation_date_raw.startswith("D:20240501")  # the report's, of which only the month is known


def test_fonts_are_embedded_and_prescribed(real):
    listed = subprocess.run(
        ["pdffonts", real.folder / "briefing-du-thao.pdf"], capture_output=True, text=True, check=True
    ).stdout
    fonts = [line.split() for line in listed.splitlines()[2:]]
    assert all(font[-5] == "yes" for font in fonts), listed
    families = {re.split("[-+]", font[0], maxsplit=1)[1] for font in fonts}
    assert families <= {f"LiberationSerif{style}" for style in ("", "-Bold", "-Italic", "-BoldItalic")} | {
        "DejaVuSans",
        "DejaVuSans-Bold",
    }


def test_it_has_bookmarks_in_the_reports_order(pdf):
    titles = [entry.title for entry in pdf.outline if not isinstance(entry, list)]
    nested = str(pdf.outline)
    assert titles and "2.7. Phát triển chính quyền số" in nested and "Phụ lục I" in nested


def test_page_1_has_no_number_and_page_2_has(pages):
    assert not re.search(r"^1$", pages[0], re.MULTILINE)
    assert pages[1].startswith("2\n")


def test_each_appendix_is_numbered_from_1_and_says_what_it_is_attached_to(pages):
    for roman in ("I", "II", "III", "IV"):
        (first,) = [page for page in pages if re.search(rf"^Phụ lục {roman}\s*$", page, re.MULTILINE)]
        assert first.startswith("1\n")
        assert "(Kèm theo Báo cáo số" in first and "của Sở Thông tin và Truyền thông)" in " ".join(first.split())


def test_wide_tables_are_on_landscape_pages_and_charts_on_portrait_ones(pdf, pages):
    shapes = defaultdict(set)
    for page, text in zip(pdf.pages, pages, strict=True):
        width, height = (float(side) for side in page.mediabox[2:])
        for caption in re.findall(r"^(?:Bảng|Hình) \d+\.", text, re.MULTILINE):
            shapes[caption.partition(" ")[0], width > height].add(caption)
    assert {"Bảng 9.", "Bảng 10."} <= shapes["Bảng", True]
    assert "Bảng 1." in shapes["Bảng", False] and shapes["Hình", False] and not shapes["Hình", True]


def test_margins_are_the_decrees_on_every_page(real, tmp_path):
    """Ink on the rendered pages keeps 30 mm left, 15 right, 20 below, and 20 above but for the number."""
    for page, (image, millimetre) in enumerate(ink(real.folder / "briefing-du-thao.pdf", tmp_path), 1):
        left, _, right, bottom = image.getbbox()
        assert left / millimetre >= 29.5, page
        assert (image.width - right) / millimetre >= 14.5, page
        assert (image.height - bottom) / millimetre >= 19, page
        _, top, _, _ = image.crop((0, round(15 * millimetre), *image.size)).getbbox()
        assert 15 + top / millimetre >= 19, page


FORM = {  # what the decree's sample prescribes: size in points, weight and slope
    "UBND TỈNH NINH THUẬN": (12, "Serif"),
    "SỞ THÔNG TIN": (12, "Serif-Bold"),
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM": (12, "Serif-Bold"),
    "Độc lập - Tự do - Hạnh phúc": (13, "Serif-Bold"),
    "Ninh Thuận, ngày … tháng 5 năm 2024": (13, "Serif-Italic"),
    "BÁO CÁO": (14, "Serif-Bold"),
    "Kiểm điểm công tác chỉ đạo, điều hành 6 tháng đầu năm 2024": (14, "Serif-Bold"),
    "2": (13, "Serif"),  # the page's number
    "I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH 6 THÁNG ĐẦU NĂM 2024": (14, "Serif-Bold"),
    "1. Công tác quản lý, điều hành ngành Thông tin và Truyền thông": (14, "Serif-Bold"),
    "2.1. Công tác xây dựng, tham mưu văn bản": (14, "Serif-Bold"),
    "a) Tham mưu Ủy ban nhân dân tỉnh": (14, "Serif"),
    "Hệ thống có 880 biểu điện tử, gồm 429 biểu báo cáo và 451 biểu số liệu.": (14, "Serif"),
    "Nơi nhận:": (12, "Serif-BoldItalic"),
    "- UBND tỉnh;": (11, "Serif"),
    "GIÁM ĐỐC": (14, "Serif-Bold"),
    "Đào Xuân Kỳ": (14, "Serif-Bold"),
    "Phụ lục I": (14, "Serif-Bold"),
}


def test_each_component_has_the_decrees_size_and_style(pdf):
    printed = defaultdict(set)
    for page in pdf.pages:
        for word in words_on(page):
            printed[word.text].add((word.size, word.font.removeprefix("Liberation")))
    for text, style in FORM.items():
        assert style in printed[text], (text, printed[text])


def test_the_heading_has_two_columns_and_the_date_stands_on_the_numbers_line(pdf):
    at = {word.text: word for word in words_on(pdf.pages[0])}
    issuer, nation = at["UBND TỈNH NINH THUẬN"], at["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]
    assert abs(issuer.y - nation.y) < 2 and issuer.x + 150 < nation.x
    (number,) = [word for word in at.values() if word.text.startswith("Số:")]
    assert abs(number.y - at["Ninh Thuận, ngày … tháng 5 năm 2024"].y) < 1


def test_recipients_and_signature_stand_side_by_side(pdf):
    (found,) = [found for page in pdf.pages if "Nơi nhận:" in (found := {word.text: word for word in words_on(page)})]
    assert abs(found["Nơi nhận:"].y - found["GIÁM ĐỐC"].y) < 3
    assert found["Nơi nhận:"].x < 100 and found["GIÁM ĐỐC"].x > 300


def test_every_footnote_stands_on_the_page_of_its_call(pdf):
    calls, marks = notes_by_page(pdf)
    assert list(calls) == list(range(1, len(calls) + 1)) and len(calls) > 25
    assert calls == marks


def test_no_heading_stands_at_the_foot_of_a_page(pdf):
    assert strays(pdf) == []


def test_every_part_of_a_table_repeats_its_header(pages):
    for caption, head in (("Bảng 9.", "Chỉ tiêu Đơn vị"), ("Bảng 14.", "Nhiệm vụ, dự án"), ("Bảng 16.", "Số liệu")):
        (first,) = [
            number for number, page in enumerate(pages) if re.search(rf"^{re.escape(caption)} ", page, re.MULTILINE)
        ]
        parts = [page for page in pages[first:] if head.split()[0] in page]
        assert parts, caption
    (first,) = [number for number, page in enumerate(pages) if re.search(r"^Bảng 14\. ", page, re.MULTILINE)]
    assert sum("Kết quả trong kỳ" in page for page in pages[first:]) >= 3


def test_tables_and_charts_are_numbered_without_a_gap(pages):
    for word in ("Bảng", "Hình"):
        numbers = [int(number) for page in pages for number in re.findall(rf"^{word} (\d+)\. ", page, re.MULTILINE)]
        assert len(numbers) >= 12 and numbers == list(range(1, len(numbers) + 1))


def table_attributes(cell: dict) -> dict:
    (found,) = [part.get_object() for part in cell["/A"] if part.get_object()["/O"] == "/Table"]
    return found


@pytest.mark.parametrize("profile", ["3a", "ua1"])
def test_a_validator_accepts_it_for_the_archive_and_for_screen_readers(real, profile):
    page = pytest.importorskip("page", reason="page-validation is not installed")
    report = page.validate_pdf(real.folder / "briefing-du-thao.pdf", profile=profile)
    assert report.is_compliant, [(failure.rule_id, failure.message) for failure in report.failures]


def test_tags_say_what_a_listener_needs(pdf):
    """Charts have words, header cells a direction, notes an identifier, links a destination in words."""
    found = defaultdict(list)
    for path, element, _ in tags(pdf):
        found[path[-1]].append(element)
    assert found["/Figure"] and all(len(figure["/Alt"]) > 30 for figure in found["/Figure"])
    assert found["/TH"] and {table_attributes(head)["/Scope"] for head in found["/TH"]} == {"/Column", "/Row"}
    assert sum(table_attributes(head)["/Scope"] == "/Row" for head in found["/TH"]) == 36
    assert len({note["/ID"] for note in found["/Note"]}) == len(found["/Note"]) == len(notes_by_page(pdf)[0])
    links = [note.get_object() for page in pdf.pages for note in page.get("/Annots", ())]
    assert links and all(" " in link["/Contents"] for link in links)


def test_headings_go_down_one_level_at_a_time(pdf):
    levels = [int(path[-1][2:]) for path, _, _ in tags(pdf) if re.fullmatch("/H[1-6]", path[-1])]
    assert len(levels) > 80
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_figure_is_in_the_text(real, pages):
    text = " ".join(" ".join(pages).split())
    assert len(real.figures()) > 600
    assert [figure for figure in real.figures() if figure not in text] == []


def test_the_signature_is_not_alone_and_ends_the_body(pages):
    (page,) = [page for page in pages if "Nơi nhận:" in page]
    assert "GIÁM ĐỐC" in page and "Đào Xuân Kỳ" in page and "./." in page


def test_what_is_for_the_screen_is_absent(pages):
    text = " ".join(pages)
    for words in ("Mã nguồn", "Số liệu của biểu đồ", "Mục lục", "audit_report.section"):
        assert words not in text


# -- any text, any length ------------------------------------------------------------------------------------------

ODD = "#*_`$<>@\\\"'[]{}()~/=+-&%^|;:.,!?“”–…→≥½²№§€đĐạểữỹ0123456789 aA"
TYPST = ("#import", "= Heading", "- a", "+ b", "/ a: b", "// c", "/* d */", "https://a.vn", "<label>", '"); panic("', "\\u{41}")  # fmt: skip


def test_text_is_printed_as_it_is_whatever_it_would_mean_to_the_typesetter():
    chance = random.Random(20240528)
    texts = ["".join(chance.choices(ODD, k=chance.randint(1, 40))) for _ in range(290)] + [*TYPST]
    pdf = small(*(said(f"[{number}] {text} [/{number}]") for number, text in enumerate(texts)))
    printed = re.sub(r"\s+", "", " ".join(page.extract_text() for page in pdf.pages))
    for number, text in enumerate(texts):
        assert f"[{number}]{re.sub(r' +', '', text)}[/{number}]" in printed, text


def test_a_sign_that_the_serif_lacks_is_printed_in_the_charts_font():
    found = [word for page in small(said("Đạt ✓")).pages for word in words_on(page)]
    assert ("✓", "DejaVuSans") in {(word.text, word.font) for word in found}


def test_a_sign_that_a_chart_draws_is_refused_with_its_words():
    values = Edition("2031-Q3", samples.SYNTHETIC).figures("alerts", "alerts", by="monitor")
    chart = charts.custom(lambda axes, numbers: numbers.plot(ax=axes, title="Tăng 🚀"), values, "Cảnh báo an toàn")
    with pytest.raises(InputError, match=r"Tăng 🚀.*not U\+1F680"):
        small(*map(json.loads, chart._repr_mimebundle_()[MIME]))


LONG = "một nội dung dài " * 20


@pytest.mark.parametrize("lines", range(0, 26, 2))
def test_the_line_that_names_the_source_stands_below_a_row_wherever_the_page_ends(lines):
    rows = [(f"dòng {n}", LONG) for n in range(8)]
    pdf = small(*[said("Lời dẫn.")] * lines, table(*rows, head=("Tên", "Nội dung")))
    (text,) = [page.extract_text() for page in pdf.pages if "Nguồn: Sổ" in page.extract_text()]
    assert "dòng 7" in text and "Tên" in text


def test_a_row_stays_whole_with_its_name():
    pdf = small(table(*((f"tên {n};", f"{LONG} hết.") for n in range(20)), head=("Tên", "Nội dung")))
    assert len(pdf.pages) > 2
    for page in pdf.pages:
        assert page.extract_text().count("tên") == page.extract_text().count("hết.") > 0


def test_a_cell_taller_than_a_page_goes_on_on_the_next():
    pdf = small(table((f"{'Một nội dung rất dài. ' * 500}hết.", "1"), head=("Tên", "Số")))
    assert len(pdf.pages) > 2 and "hết." in pdf.pages[-1].extract_text()


def test_twelve_columns_of_twelve_digits_lie_across_in_smaller_letters_and_none_over_another():
    rows = [("123.456.789.012",) * 12] * 3
    (page,) = [
        page
        for page in small(table(*rows, head=("Số",) * 12, kind="number")).pages
        if page.mediabox.width > page.mediabox.height
    ]
    numbers = [word for word in words_on(page) if word.text == "123.456.789.012"]
    assert len(numbers) == 36 and {word.size for word in numbers} == {7.0}
    places = sorted({round(word.x, 1) for word in numbers})
    assert (
        len(places) == 12 and min(b - a for a, b in pairwise(places)) > 7 * 0.5 * 12
    )  # a digit is half as wide as high


@pytest.mark.parametrize("lines", range(20, 36, 3))
def test_a_heading_is_not_the_last_line_of_a_page(lines):
    """Also above a paragraph whose note has no room on that page."""
    note = {"type": "note", "inlines": [text("Lời chú thích. " * 40)]}
    parts = ("# I. Thử", [said("Một dòng.")] * lines), ("## Mục sau", [said("Có chú thích", note, ", rồi đi tiếp.")])
    pdf = section(*parts)
    calls, marks = notes_by_page(pdf)
    assert strays(pdf) == [] and calls == marks


@pytest.mark.slow
def test_it_is_the_same_on_a_machine_without_fonts(real, tmp_path):
    """A build in a mount namespace where the system's fonts are an empty folder."""
    hidden = 'mount -t tmpfs none /usr/share/fonts && test -z "$(ls /usr/share/fonts)" && exec "$@"'
    if subprocess.run(["unshare", "-rm", "sh", "-c", hidden, "sh", "true"], capture_output=True).returncode:
        pytest.skip("no right to hide the system's fonts")
    shutil.copytree(real.folder, tmp_path / "2024-H1")
    (tmp_path / "2024-H1" / "briefing-du-thao.pdf").unlink()
    command = [
        shutil.which("briefing", path=str(Path(sys.executable).parent)),
        "build",
        "2024-H1",
        "--data",
        str(real.data),
        "--out",
        str(tmp_path),
    ]
    subprocess.run(["unshare", "-rm", "sh", "-c", hidden, "sh", *command], check=True)
    assert (tmp_path / "2024-H1" / "briefing-du-thao.pdf").read_bytes() == (
        real.folder / "briefing-du-thao.pdf"
    ).read_bytes()
