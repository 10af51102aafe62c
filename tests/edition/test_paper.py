"""The PDF in the official form: measured on the built file and its rendered pages."""

from __future__ import annotations

import csv
import re
import subprocess
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from typing import NamedTuple

import pytest
from conftest import briefing
from lxml import html as lxml_html
from lxml.html import fragment_fromstring
from pypdf import PageObject, PdfReader

from helpers.pipeline.formats import paper, typeset

A4 = (595, 842)
CALL, MARK = 9.0, 7.5  # the sizes of print.css for a footnote's number: in the text, and before the note


class Word(NamedTuple):
    """A piece of text on a page: its words, font, size in points, and where it begins."""

    text: str
    font: str
    size: float
    x: float
    y: float


def words(page: PageObject) -> list[Word]:
    found: list[Word] = []

    def visit(text: str, cm: list[float], tm: list[float], font: dict | None, size: float) -> None:
        if text.strip():
            scale = abs(tm[3] * cm[3])
            x, y = tm[4] * cm[0] + cm[4], tm[5] * cm[3] + cm[5]
            found.append(Word(text.strip(), font["/BaseFont"].partition("+")[2], round(size * scale, 1), x, y))

    page.extract_text(visitor_text=visit)
    return found


def tags(pdf: PdfReader) -> Iterator[tuple[list[str], dict, int]]:
    """Every element of the structure tree in reading order: the tags from the root to it, itself, its page."""
    numbers = {page.indirect_reference.idnum: at for at, page in enumerate(pdf.pages)}
    root = pdf.trailer["/Root"]["/StructTreeRoot"]
    waiting = [([], kid.get_object()) for kid in root["/K"]]
    while waiting:
        above, element = waiting.pop()
        if element.get("/S"):
            path = [*above, element["/S"]]
            yield (
                path,
                element,
                numbers.get(getattr(element.raw_get("/Pg"), "idnum", None) if "/Pg" in element else None),
            )
            kids = [kid.get_object() for kid in element["/K"]]
            waiting.extend((path, kid) for kid in reversed(kids) if isinstance(kid, dict))


def notes_by_page(pdf: PdfReader) -> tuple[dict, dict]:
    """The pages on which each footnote is called and stands."""
    calls, marks = defaultdict(list), defaultdict(list)
    for at, page in enumerate(pdf.pages):
        for word in words(page):
            if word.text.isdecimal() and "Serif" in word.font and word.size in (CALL, MARK):
                (calls if word.size == CALL else marks)[int(word.text)].append(at)
    return calls, marks


@pytest.fixture(scope="module")
def pdf(real):
    return PdfReader(real.folder / "briefing.pdf")


@pytest.fixture(scope="module")
def pages(pdf) -> list[str]:
    return [page.extract_text() for page in pdf.pages]


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
    families = {re.split("[-+]", font[0], maxsplit=1)[1] for font in fonts}
    assert families <= {f"Liberation-Serif{style}" for style in ("", "-Bold", "-Italic", "-Bold-Italic")} | {
        "DejaVu-Sans",
        "DejaVu-Sans-Bold",
    }


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


def test_wide_tables_are_on_landscape_pages_and_charts_on_portrait_ones(pdf):
    shapes = defaultdict(set)
    for page in pdf.pages:
        text = page.extract_text()
        width, height = (float(side) for side in page.mediabox[2:])
        for caption in re.findall(r"^(?:Bảng|Hình) \d+\.", text, re.MULTILINE):
            shapes[caption.partition(" ")[0], width > height].add(caption)
    assert {"Bảng 9.", "Bảng 10.", "Bảng 14."} <= shapes["Bảng", True]
    assert "Bảng 1." in shapes["Bảng", False] and shapes["Hình", False] and not shapes["Hình", True]


def test_margins_are_the_decrees_on_every_page(real, tmp_path):
    """Ink on the rendered pages keeps 30 mm left, 15 right, 20 below, and 20 above but for the number."""
    from PIL import Image

    subprocess.run(["pdftoppm", "-r", "50", "-gray", "-png", real.folder / "briefing.pdf", tmp_path / "p"], check=True)
    millimetre = 50 / 25.4
    for path in sorted(tmp_path.glob("p*.png")):
        image = Image.open(path).point(lambda grey: 255 if grey < 200 else 0)
        left, _, right, bottom = image.getbbox()
        assert left / millimetre >= 29.5, path
        assert (image.width - right) / millimetre >= 14.5, path
        assert (image.height - bottom) / millimetre >= 19, path
        _, top, _, _ = image.crop((0, round(15 * millimetre), *image.size)).getbbox()
        assert 15 + top / millimetre >= 19, path


FORM = {  # what the decree's sample prescribes: size in points, weight and slope (headings without their number)
    "UBND TỈNH NINH THUẬN": (12, "Serif"),
    "SỞ THÔNG TIN": (12, "Serif-Bold"),
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM": (12, "Serif-Bold"),
    "Độc lập - Tự do - Hạnh phúc": (13, "Serif-Bold"),
    "Ninh Thuận, ngày … tháng 5 năm 2024": (13, "Serif-Italic"),
    "BÁO CÁO": (14, "Serif-Bold"),
    "Kiểm điểm công tác chỉ đạo, điều hành 6 tháng đầu năm 2024": (14, "Serif-Bold"),
    "2": (13, "Serif"),  # the page's number
    "CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH 6 THÁNG ĐẦU NĂM 2024": (14, "Serif-Bold"),
    "Công tác quản lý, điều hành ngành Thông tin và Truyền thông": (14, "Serif-Bold"),
    "Công tác xây dựng, tham mưu văn bản": (14, "Serif-Bold"),
    "Tham mưu Ủy ban nhân dân tỉnh": (14, "Serif"),
    "Hệ thống có 880 biểu điện tử, gồm 429 biểu báo cáo và 451 biểu số liệu.": (14, "Serif"),
    "Nơi nhận:": (12, "Serif-Bold-Italic"),
    "- UBND tỉnh;": (11, "Serif"),
    "GIÁM ĐỐC": (14, "Serif-Bold"),
    "Đào Xuân Kỳ": (14, "Serif-Bold"),
    "Phụ lục I": (14, "Serif-Bold"),
}


def test_each_component_has_the_decrees_size_and_style(pdf):
    printed = defaultdict(set)
    for page in pdf.pages:
        for word in words(page):
            printed[word.text].add((word.size, word.font.removeprefix("Liberation-")))
    for text, style in FORM.items():
        assert style in printed[text], (text, printed[text])


def test_the_heading_has_two_columns_and_the_date_stands_on_the_numbers_line(pdf):
    at = {word.text: word for word in words(pdf.pages[0])}
    issuer, nation = at["UBND TỈNH NINH THUẬN"], at["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]
    assert abs(issuer.y - nation.y) < 2 and issuer.x + 150 < nation.x
    (number,) = [word for word in at.values() if word.text.startswith("Số:")]
    assert abs(number.y - at["Ninh Thuận, ngày … tháng 5 năm 2024"].y) < 1


def test_recipients_and_signature_stand_side_by_side(pdf):
    (found,) = [found for page in pdf.pages if "Nơi nhận:" in (found := {word.text: word for word in words(page)})]
    assert abs(found["Nơi nhận:"].y - found["GIÁM ĐỐC"].y) < 3
    assert found["Nơi nhận:"].x < 100 and found["GIÁM ĐỐC"].x > 300


def test_the_attachment_line_leaves_room_for_the_number(pages):
    assert sum(bool(re.search("Kèm theo Báo cáo số\\s[\u00a0]{8}/BC-STTTT", page)) for page in pages) == 4


def test_every_footnote_stands_on_the_page_of_its_call(pdf):
    calls, marks = notes_by_page(pdf)
    assert list(calls) == list(range(1, len(calls) + 1)) and len(calls) > 40
    assert calls == marks


@pytest.mark.parametrize("lines", range(2, 8))
def test_a_footnote_stays_with_its_call_where_weasyprint_would_move_it(lines):
    """A paragraph at the foot of a page with a note, in any place: in one of them only its second line lacks room."""
    note = '<span class="footnote">' + "Lời chú thích. " * 20 + "</span>"
    html = f"""<style>@page {{ size: 120mm 86mm; margin: 10mm }} p {{ margin: 0; font: 14pt/18pt "Liberation Serif"; orphans: 2; widows: 2 }}
        .footnote {{ float: footnote; footnote-policy: line; font: 10pt/12pt "Liberation Serif" }}
        .footnote::footnote-call {{ content: counter(footnote); font-size: {CALL}pt }}
        .footnote::footnote-marker {{ content: counter(footnote); font-size: {MARK}pt }}</style>
        <html lang=vi><title>Thử</title><p>Có chú thích.{note}</p>{"<p>Một dòng.</p>" * lines}<p>{"Một đoạn dài nhiều dòng. " * 12}</p>"""
    calls, marks = notes_by_page(PdfReader(BytesIO(typeset.write(html, b"0" * 16))))
    assert calls == marks == {1: [0]}


def test_no_heading_stands_at_the_foot_of_a_page(pdf):
    leaves = [(path, page) for path, element, page in tags(pdf) if any(isinstance(kid, int) for kid in element["/K"])]
    flow = [(any(re.fullmatch("/H[1-6]", tag) for tag in path), page) for path, page in leaves if "/Note" not in path]
    assert sum(heading for heading, _ in flow) > 80
    for (heading, page), (_, next_page) in pairwise(flow):
        assert not heading or page == next_page, f"page {page + 1}"


def test_every_part_of_a_table_repeats_its_header(pdf):
    tables, heads = set(), set()
    for path, element, _ in tags(pdf):
        if path[-1] == "/Table":
            tables.add(element.indirect_reference.idnum)
        elif path[-1] == "/THead":
            heads.add(element["/P"].indirect_reference.idnum)
    assert len(tables) > 20 and tables == heads


def test_heads_over_several_columns_are_tagged_so(pdf):
    spans = [
        (element["/A"].get("/ColSpan", 1), element["/A"].get("/RowSpan", 1))
        for path, element, _ in tags(pdf)
        if path[-1] == "/TH" and "/THead" in path
    ]
    assert {span for span in spans if span != (1, 1)} == {(3, 1), (2, 1), (1, 2)}


def test_notes_of_a_sentence_leave_room_for_its_text(real):
    """A line of text that calls a page of notes cannot stand on the page where it falls."""
    body = lxml_html.fromstring(real.html)
    notes = {note.get("id"): len(note.text_content()) for note in body.xpath("//ol[@class='footnotes']/li")}
    lines = body.xpath("//main//*[self::p or self::li[not(parent::ol)]]")
    called = [[notes[link[1:]] for link in line.xpath(".//sup[@class='call']/a/@href")] for line in lines]
    assert sum(map(len, called)) >= 40
    assert max(sum(lengths) for lengths in called if len(lengths) > 1) < 1300


def test_a_validator_accepts_it_as_pdf_ua(real):
    page = pytest.importorskip("page", reason="page-validation is not installed")
    report = page.validate_pdf(real.folder / "briefing.pdf", profile="ua1")
    assert report.is_compliant, [(failure.rule_id, failure.message) for failure in report.failures]


def test_tags_say_what_a_listener_needs(pdf):
    """Charts have words, header cells a direction, notes an identifier, links a destination in words."""
    found = defaultdict(list)
    for path, element, _ in tags(pdf):
        found[path[-1]].append(element)
    assert found["/Figure"] and all(len(figure["/Alt"]) > 30 for figure in found["/Figure"])
    assert found["/TH"] and {head["/A"]["/Scope"] for head in found["/TH"]} == {"/Column", "/Row"}
    assert len({note["/ID"] for note in found["/Note"]}) == len(found["/Note"]) == len(notes_by_page(pdf)[0])
    links = [note.get_object() for page in pdf.pages for note in page.get("/Annots", ())]
    assert links and all(" " in link["/Contents"] for link in links)


def test_headings_go_down_one_level_at_a_time(pdf):
    levels = [int(path[-1][2:]) for path, _, _ in tags(pdf) if re.fullmatch("/H[1-6]", path[-1])]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_page_numbers_are_artifacts(pdf):
    for page in pdf.pages[1:]:
        assert re.search(rb"/Artifact\s+<</Type ?/Pagination>>\s+BDC", page.get_contents().get_data())


def test_text_is_copied_in_nfc(pages):
    assert all(unicodedata.is_normalized("NFC", page) for page in pages)


def test_headline_cards_become_lines_of_a_table_with_their_place_in_the_report():
    body = fragment_fromstring(
        """<main><div class="cards"><div class="card"><span class="card-figure"><data>77,14%</data></span><span
        class="card-label">trong <data>112.361</data> hồ sơ</span><span class="card-note">ước</span><span
        class="card-more"><a href="#I.2.7">mục I.2.7</a></span></div></div></main>"""
    )
    paper._headlines(body)
    (row,) = body.xpath("table[@class='cards']/tbody/tr")
    assert [cell.text_content() for cell in row] == ["trong 112.361 hồ sơ; ước (mục I.2.7)", "77,14%"]


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Sở Thông tin và Truyền thông", ["Sở Thông tin ", "và Truyền thông"]),
        ("Sở Y tế", ["Sở Y tế"]),
    ],
)
def test_a_long_name_of_the_issuer_is_broken_in_the_middle(name, lines):
    element = fragment_fromstring(f"<p><span>{name}</span></p>")
    paper._balance(element)
    assert list(element.itertext()) == lines


def test_an_appendix_of_charts_and_text_turns_only_its_wide_tables():
    body = fragment_fromstring(
        """<main><section class="appendix" id="a"><figure class="chart"></figure><figure class="table wide"></figure></section>
        <section class="appendix" id="b"><figure class="table wide"></figure></section><section class="appendix" id="c"></section></main>"""
    )
    rules = paper.page_rules(body)
    assert "@page a-wide { size: A4 landscape; }" in rules and "@page a {" not in rules
    assert "@page b { size: A4 landscape; }" in rules
    assert "@page c" not in rules and "@page :nth(1 of c) { counter-reset: page 1; }" in rules


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
    assert "KIỂM TRA SỐ LIỆU" not in text and "KT5" not in text and ".csv" not in text
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
