"""The PDF in the official form: measured on the built file and its rendered pages."""

from __future__ import annotations

import copy
import random
import re
import shutil
import subprocess
import sys
import time
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pikepdf
import pytest
from lxml import html as lxml_html
from lxml.html import HtmlElement, builder, fragment_fromstring
from PIL import Image
from pypdf import PageObject, PdfReader
from tagged import kids, strays, tags

from briefing.document import columns, exporters, files, fonts, paper
from briefing.document.formats import Report
from briefing.document.formats.pdf import calls, setting
from briefing.document.formats.pdf import tags as tagging
from briefing.document.grid import Cell, beginning, grid
from briefing.document.tree import Tree
from helpers.data.schema import read_table
from helpers.problems import InputError

A4 = (595, 842)
CALL, MARK = 9.0, 7.5  # the sizes of report.typ for a footnote's number: in the text, and before the note
LAYOUTS = 60  # documents of other lengths than the real one


class Word(NamedTuple):
    """A piece of text on a page: its words, font, size in points, and where it begins."""

    text: str
    font: str
    size: float
    x: float
    y: float


def words(page: PageObject) -> list[Word]:
    """The pieces of a page; several tests read the same fifty pages, each of them once."""
    if id(page) not in _read:
        _read[id(page)] = page, _words(page)
    return _read[id(page)][1]


_read: dict[int, tuple[PageObject, list[Word]]] = {}  # with its page, so that no other gets its number


def _words(page: PageObject) -> list[Word]:
    found: list[Word] = []

    def visit(text: str, cm: list[float], tm: list[float], font: dict | None, size: float) -> None:
        if text.strip():
            scale = abs(tm[3] * cm[3])
            x, y = tm[4] * cm[0] + cm[4], tm[5] * cm[3] + cm[5]
            found.append(Word(text.strip(), font["/BaseFont"].partition("+")[2], round(size * scale, 1), x, y))

    page.extract_text(visitor_text=visit)
    return found


def notes_by_page(pdf: PdfReader) -> tuple[dict, dict]:
    """The pages on which each footnote is called and stands."""
    calls, marks = defaultdict(list), defaultdict(list)
    for at, page in enumerate(pdf.pages):
        for word in words(page):
            if word.text.isdecimal() and "Serif" in word.font and word.size in (CALL, MARK):
                (calls if word.size == CALL else marks)[int(word.text)].append(at)
    return calls, marks


def ink(pdf: Path, folder: Path, resolution: int = 50) -> Iterator[tuple[Image.Image, float]]:
    """The rendered pages in black and white, and how many dots a millimetre is."""
    subprocess.run(["pdftoppm", "-r", str(resolution), "-gray", "-png", pdf, folder / "p"], check=True)
    for path in sorted(folder.glob("p*.png")):
        yield Image.open(path).point(lambda grey: 255 if grey < 200 else 0), resolution / 25.4


def make_pdf(made: Tree, about: dict, **of: object) -> bytes:
    return setting.pdf(Report(made, made, about, **of))


def small(html: str) -> PdfReader:
    """A document of the given blocks as PDF."""
    return PdfReader(BytesIO(make_pdf(Tree(fragment_fromstring(f"<main>{html}</main>"), [], []), {})))


@pytest.fixture(scope="module")
def pdf(real):
    return PdfReader(real.folder / "briefing-du-thao.pdf")


@pytest.fixture(scope="module")
def pages(pdf) -> list[str]:
    return [text_of(page) for page in pdf.pages]


@pytest.fixture(scope="module")
def final(document, tmp_path_factory) -> Path:
    """The final copy of the published edition."""
    path = tmp_path_factory.mktemp("final") / "briefing.pdf"
    path.write_bytes(make_pdf(*document, final=True))
    return path


def text_of(page: PageObject) -> str:
    """A page's text without the mark of a draft, which stands on the line of the page's number."""
    return page.extract_text().removeprefix("DỰ THẢO").lstrip()


@pytest.mark.parametrize("final", [False, True])
def test_a_draft_on_paper_says_what_it_lacks(final):
    banner = '<p class="banner"><span class="missing">Còn thiếu: 01 dòng số liệu.</span></p>'
    body = paper.for_paper(Tree(fragment_fromstring(f"<main>{banner}<p>I.</p></main>"), [], []), final=final).body
    assert [p.text for p in body.iter("p")] == ["I."] if final else ["Còn thiếu: 01 dòng số liệu.", "I."]


def test_it_is_a_tagged_vietnamese_a4_document(pdf):
    assert tuple(round(float(side)) for side in pdf.pages[0].mediabox[2:]) == A4
    assert pdf.trailer["/Root"]["/Lang"] == "vi"
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert pdf.metadata.title == "Báo cáo kiểm điểm công tác chỉ đạo, điều hành 6 tháng đầu năm 2024"
    assert "/StructTreeRoot" in pdf.trailer["/Root"]


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


def test_wide_tables_are_on_landscape_pages_and_charts_on_portrait_ones(pdf):
    shapes = defaultdict(set)
    for page in pdf.pages:
        text = page.extract_text()
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
        for word in words(page):
            printed[word.text].add((word.size, word.font.removeprefix("Liberation")))
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
    assert sum(bool(re.search("Kèm theo Báo cáo số\\s[\u00a0]{8}/BC-STTTT", page)) for page in pages) == 5


def test_every_footnote_stands_on_the_page_of_its_call(pdf):
    calls, marks = notes_by_page(pdf)
    assert list(calls) == list(range(1, len(calls) + 1)) and len(calls) > 25
    assert calls == marks


@pytest.mark.parametrize("lines", range(24, 36))
def test_a_note_and_a_heading_stay_with_their_block_wherever_the_page_ends(lines):
    """A page of lines, two headings and a paragraph with a note: of some, Typst alone leaves note or headings behind."""
    before = "<p>Một dòng.</p>" * lines
    noted = '<p>Có chú thích<span class="footnote">' + "Lời chú thích. " * 40 + "</span>, rồi đi tiếp.</p>"
    headings = '<section id="I"><h2>Một</h2></section><section id="I.1"><h3>Hai</h3></section>'
    pdf = small(f"<h1>Thử</h1>{before}{headings}{noted}")
    calls, marks = notes_by_page(pdf)
    assert calls == marks
    (page,) = calls[1]
    found = words(pdf.pages[page])
    assert {"Một", "Hai"} <= {word.text for word in found}
    heights = [word.y for word in found]
    at = next(at for at, word in enumerate(found) if word.text == "Một")
    assert heights[at - 1] > 790 or heights[at - 1] - heights[at] < 35, (
        "lines left free for the note are seen above the heading"
    )


def test_a_note_called_in_a_table_stays_with_its_row():
    note = '<span class="footnote">' + "Lời chú thích. " * 30 + "</span>"
    rows = "".join(f"<tr><td>Hàng {n}{note if n == 30 else ''}</td><td>{n}</td></tr>" for n in range(1, 40))
    for before in range(6):
        calls, marks = notes_by_page(
            small(f"<h1>Thử</h1>{'<p>Một dòng.</p>' * before}<table><tbody>{rows}</tbody></table>")
        )
        assert calls == marks, before


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


def test_tables_are_one_head_and_one_body_each(pdf):
    parts = defaultdict(list)
    for path, element, _ in tags(pdf):
        if path[-1] in ("/THead", "/TBody", "/TFoot", "/Caption") and path[-2] == "/Table":
            parts[element.raw_get("/P").idnum].append(path[-1])
    assert len(parts) == 19
    assert {tuple(part) for part in parts.values()} == {("/Caption", "/THead", "/TBody")}


def test_lists_are_tagged_with_their_dashes_and_findings_with_their_terms(pdf):
    lists = [element for path, element, _ in tags(pdf) if path[-1] == "/L"]
    assert len(lists) == 27  # of the report, its sections' doubts and the findings
    for item in (item for element in lists for item in kids(element)):
        assert [part["/S"] for part in kids(item)] == ["/Lbl", "/LBody"]


def table_attributes(cell: dict) -> dict:
    (found,) = [part.get_object() for part in cell["/A"] if part.get_object()["/O"] == "/Table"]
    return found


def test_heads_over_several_columns_are_tagged_so(pdf):
    about = [table_attributes(element) for path, element, _ in tags(pdf) if path[-1] == "/TH" and "/THead" in path]
    spans = [(found.get("/ColSpan", 1), found.get("/RowSpan", 1)) for found in about]
    assert {span for span in spans if span != (1, 1)} == {(3, 1), (2, 1), (1, 2)}


def test_notes_of_a_sentence_leave_room_for_its_text(real):
    """A line of text that calls a page of notes cannot stand on the page where it falls: half a page is 2,800 signs."""
    body = lxml_html.fromstring(real.html)
    notes = {note.get("id"): len(note.text_content()) for note in body.xpath("//ol[@class='footnotes']/li")}
    lines = body.xpath("//main//*[self::p or self::li[not(parent::ol)]]")
    called = [[notes[link[1:]] for link in line.xpath(".//sup[@class='call']/a/@href")] for line in lines]
    assert sum(map(len, called)) > 25
    assert max(sum(lengths) for lengths in called if len(lengths) > 1) < 2800


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
    assert sum(table_attributes(head)["/Scope"] == "/Row" for head in found["/TH"]) == 63  # some of them head a group
    assert len({note["/ID"] for note in found["/Note"]}) == len(found["/Note"]) == len(notes_by_page(pdf)[0])
    links = [note.get_object() for page in pdf.pages for note in page.get("/Annots", ())]
    assert links and all(" " in link["/Contents"] for link in links)


def test_headings_go_down_one_level_at_a_time(pdf):
    levels = [int(path[-1][2:]) for path, _, _ in tags(pdf) if re.fullmatch("/H[1-6]", path[-1])]
    assert len(levels) > 80
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_page_numbers_are_artifacts(pdf):
    for page in pdf.pages[1:]:
        assert re.search(rb"/Artifact\s*<<[^>]*/Type/Pagination[^>]*>>\s*BDC", page.get_contents().get_data())


def test_text_is_copied_in_nfc(pages):
    assert all(unicodedata.is_normalized("NFC", page) for page in pages)


@pytest.mark.parametrize(
    ("name", "lines"),
    [("Sở Thông tin và Truyền thông", ["Sở Thông tin ", "và Truyền thông"]), ("Sở Y tế", ["Sở Y tế"])],
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
    paper._turn(body)
    assert [section.get("data-page") for section in body] == [None, "across", None]
    assert [figure.get("data-page") for figure in body[0]] == [None, "across"]


def test_every_figure_is_in_the_text(real, pages):
    text = " ".join(" ".join(pages).split())
    assert len(real.figures()) > 600
    assert [figure for figure in real.figures() if figure not in text] == []


def test_the_signature_is_not_alone_and_ends_the_body(pages):
    (page,) = [page for page in pages if "Nơi nhận:" in page]
    assert "GIÁM ĐỐC" in page and "Đào Xuân Kỳ" in page and "./." in page


DOUBTFUL = """<main><header class='form'><div class='issuer'><p>UBND</p><p>Sở</p></div><div class='dated' data-day='2024-05'><p>tháng 5</p></div></header>
<section class='numbered'><p>Có 1.911.</p><div class='review'><p>Số liệu còn nghi vấn: <a href='#phat-hien-6'>PH6</a>.</p></div></section>
<section class='annex'><h2><span class='number'>Phụ lục I.</span> Kiểm tra</h2><div class='decisions'><figure class='table'><figcaption><a href='#bang-1'>Bảng 1.</a> Đính chính</figcaption><table><thead><tr><th>Số</th><th>Ngày</th></tr></thead>
<tbody><tr><td>7</td><td><time datetime='2024-05-31'>31/5/2024</time></td></tr><tr><td>8</td><td><time datetime='2024-06-01'>01/6/2024</time></td></tr></tbody></table></figure></div>
<article id='phat-hien-6' data-finding='6' data-words='Hai số khác nhau (Cần xem, chờ trả lời)' data-decided='2024-06-01'><h5>PH6</h5><dl><dt>Cần làm</dt><dd>x</dd><dt>Quyết định</dt><dd class='decided'>y</dd></dl>
<details><dl><dt>Mã phát hiện</dt><dd>two_same</dd></dl></details></article></section></main>"""


def test_a_draft_says_what_is_doubtful_and_all_that_was_decided():
    """It is made after its decisions, whatever day it will bear; a text that uses a correction has it in its list."""
    body = paper.for_paper(Tree(fragment_fromstring(DOUBTFUL), [], [])).body
    assert body.xpath("string(//div[@class='review'])") == "Số liệu còn nghi vấn: PH6."
    assert [row.text_content() for row in body.xpath("//tbody/tr")] == ["731/5/2024", "801/6/2024"]
    assert body.xpath("//article//dt/text()") == ["Cần làm", "Quyết định"]  # without what is folded on the screen


FIRST_PAGE = """<main><header class='form'><div class='dated' data-day='2024-05'><p>tháng 5</p></div></header>
<p>Số nào sai? Phòng Viễn thông trả lời<span class='text' data-decided='{}'><span class='decided'>, chậm nhất ngày 09/6/2024</span></span>.</p></main>"""


@pytest.mark.parametrize(
    ("asked", "final", "said"),
    [
        ("2024-06-01", False, ", chậm nhất ngày 09/6/2024."),
        ("2024-05-31", True, ", chậm nhất ngày 09/6/2024."),
        ("2024-06-01", True, "."),  # a report of May cannot know what was asked in June
    ],
)
def test_who_answers_by_when_is_said_on_paper(asked, final, said):
    body = paper.for_paper(Tree(fragment_fromstring(FIRST_PAGE.format(asked)), [], []), final=final).body
    assert body.xpath("string(//main/p)") == f"Số nào sai? Phòng Viễn thông trả lời{said}"


def test_the_final_copy_says_what_is_in_doubt_without_the_numbers_of_findings():
    body = paper.for_paper(Tree(fragment_fromstring(DOUBTFUL), [], []), final=True).body
    assert "PH6" not in body.text_content() and "Số liệu còn nghi vấn: Hai số khác nhau." in body.text_content()


def test_the_final_copy_says_nothing_of_what_those_who_write_have_to_look_at():
    """“chưa khai báo (claims.csv). Cần xem. Sửa câu” stood in a published report."""
    of_words = DOUBTFUL.replace("data-finding='6'", "data-finding='6' data-of='words'")
    body = paper.for_paper(Tree(fragment_fromstring(of_words), [], []), final=True).body
    assert "nghi vấn" not in body.text_content() and "Hai số" not in body.text_content()


def test_what_is_for_the_screen_is_absent(pages):
    text = " ".join(pages)
    for words in ("Mã nguồn", "Số liệu của biểu đồ", "Mục lục", "review.section"):
        assert words not in text


def test_the_final_copy_has_no_marks_and_no_annex(final):
    text = subprocess.run(["pdftotext", final, "-"], capture_output=True, text=True, check=True).stdout
    assert "Phát triển chính quyền số" in text
    assert "KIỂM TRA SỐ LIỆU" not in text and "PH5" not in text and ".csv" not in text


# -- any text, any length ------------------------------------------------------------------------------------------

ODD = "#*_`$<>@\\\"'[]{}()~/=+-&%^|;:.,!?“”–…→≥½²№§€đĐạểữỹ0123456789 aA"


def test_text_is_printed_as_it_is_whatever_it_would_mean_to_the_typesetter():
    chance = random.Random(20240528)
    texts = ["".join(chance.choices(ODD, k=chance.randint(1, 40))) for _ in range(290)]
    texts += [
        "#import",
        "= Heading",
        "- a",
        "+ b",
        "/ a: b",
        "// c",
        "/* d */",
        "https://a.vn",
        "<label>",
        '"); panic("',
        "\\u{41}",
    ]
    body = fragment_fromstring("<main><h1>Thử</h1></main>")
    for number, text in enumerate(texts):
        body.append(builder.E.p(f"[{number}] {text} [/{number}]"))
    printed = " ".join(page.extract_text() for page in PdfReader(BytesIO(make_pdf(Tree(body, [], []), {}))).pages)
    printed = re.sub(r"\s+", "", printed)
    for number, text in enumerate(texts):
        assert f"[{number}]{re.sub(r' +', '', text)}[/{number}]" in printed, text


def test_a_sign_that_the_serif_lacks_is_printed_in_the_charts_font():
    found = [word for page in small("<h1>Thử</h1><p>Đạt ✓</p>").pages for word in words(page)]
    assert ("✓", "DejaVuSans") in {(word.text, word.font) for word in found}


def test_a_sign_that_no_font_has_is_refused_with_its_place(rebuilt_whole):
    data, out, again = rebuilt_whole
    before = (out / "2031-Q3" / "briefing.html").read_bytes()
    path = data / "connected_systems.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("dịch vụ công trực tuyến tỉnh", "dịch vụ công 🚀", 1), encoding="utf-8"
    )
    ran = again()
    assert ran.code == 2
    assert (
        "connected_systems.csv, line 2, column name" in ran.err and "U+1F680" in ran.err and "dịch vụ công" in ran.err
    )
    assert "Traceback" not in ran.err and (out / "2031-Q3" / "briefing.html").read_bytes() == before


def test_a_sign_without_a_cell_is_refused_with_its_section():
    with pytest.raises(InputError, match=r"section I\.1: found 'Xong 🚀'"):
        small('<h1>Thử</h1><section data-section="I.1" id="I.1"><h2>Một</h2><p>Xong 🚀</p></section>')


def test_a_heading_without_words_is_left_out():
    pdf = small('<h1>Thử</h1><section class="annex" id=""><h2></h2><p>Nội dung.</p></section>')
    assert [path[-1] for path, _, _ in tags(pdf) if re.fullmatch("/H[1-6]", path[-1])] == ["/H1"]


def test_a_sign_that_is_not_printed_is_no_matter():
    assert small('<h1>Thử</h1><div class="code"># 🚀</div><p>Xong.</p>').pages


def test_a_fault_of_the_template_fails_the_build():
    report = calls.Calls(
        source='#import "report.typ": *\n#show: report.with(title: "Thử")\n#heading(text(font: "No Such Font", "Thử"))'
    )
    with pytest.raises(setting.NotSet, match="unknown font family"):
        setting.typeset(report)


def test_only_the_projects_and_matplotlibs_fonts_are_read():
    folders = [folder.resolve() for folder in fonts.FOLDERS]
    assert all("site-packages" in str(folder) or "helpers" in str(folder) for folder in folders)
    assert {path.name for path in fonts.FONTS.glob("*.ttf")} == {
        *(f"LiberationSerif-{face}.ttf" for face in ("Regular", "Bold", "Italic", "BoldItalic"))
    }


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
        "--out",
        str(tmp_path),
    ]
    subprocess.run(["unshare", "-rm", "sh", "-c", hidden, "sh", *command], check=True)
    assert (tmp_path / "2024-H1" / "briefing-du-thao.pdf").read_bytes() == (
        real.folder / "briefing-du-thao.pdf"
    ).read_bytes()


def test_the_program_measures_with_the_templates_sizes():
    template = setting.TEMPLATE.read_text(encoding="utf-8")
    sizes = dict(re.findall(r"(\w+): ([\d.]+)pt", re.search(r"table-sizes = \((.*?)\)", template)[1]))
    assert {look: float(size) for look, size in sizes.items()} == calls.SIZES
    margins = {
        side: float(size)
        for side, size in re.findall(r"(\w+): ([\d.]+)mm", re.search(r"margins = \((.*?)\)", template)[1])
    }
    across, down = margins["left"] + margins["right"], margins["top"] + margins["bottom"]
    assert (210 - across, 297 - down) == columns.UPRIGHT
    assert (297 - across, 210 - down) == columns.ACROSS
    assert float(re.search(r"flag-size = ([\d.]+)pt", template)[1]) == columns.FLAG
    assert float(re.search(r"finding-size = ([\d.]+)pt", template)[1]) == calls.FINDING


def cells(html: str) -> list[list[Cell]]:
    return beginning(grid(fragment_fromstring(f"<table>{html}</table>")))


def test_columns_share_the_width_by_what_is_in_them_and_hold_their_longest_word():
    rows = cells("<tr><td>a</td><td>nghiêng</td><td>" + "chữ " * 60 + "</td></tr>")
    short, word, long = columns.widths(rows, 400, 10)
    assert short + word + long == pytest.approx(400)
    assert word > 10 * fonts.width("nghiêng") and short < word < long
    assert columns.widths(cells("<tr><td>a</td><td>a</td></tr>"), 400, 10) == pytest.approx([200, 200])


def test_columns_are_as_wide_as_makes_the_table_lowest():
    """A long task beside a long result, in rows of their own: neither column is left with a word a line."""
    task, result = "việc cần làm " * 12, "kết quả đã báo cáo " * 30
    rows = cells(
        "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in [(task, "đạt"), (task, result), (task, "đạt")])
    )
    by_length = [420 * part / (len(task) + len(result)) for part in (len(task), len(result))]
    chosen = columns.widths(rows, 420, 10)
    low, tall = (sum(columns.height(row, wide, 10) for row in rows) for wide in (chosen, by_length))
    assert sum(chosen) == pytest.approx(420) and low < 0.85 * tall


def test_a_column_of_texts_is_not_left_with_a_word_a_line_beside_a_tall_one():
    """Both are broken, and the tall one would take all room, as only it makes the row lower; twelve columns have no room to give."""
    tall, office = "nội dung không có trong kỳ " * 40, "Báo cáo gốc không nêu số của các văn bản này."
    row = f"<td>{tall}</td><td>{office}</td><td>25/11/2026</td>"
    _, reason, day = columns.widths(cells(f"<tr>{row}</tr>"), 420, 10)
    assert reason >= columns.READ and day < columns.READ
    many = cells(f"<tr>{row}{f'<td>{office}</td>' * 10}</tr>")
    assert min(columns.widths(many, 420, 6.5)[1:]) < columns.READ


def test_a_table_of_a_few_hundred_rows_is_measured_at_once():
    rows = cells("".join(f"<tr>{'<td>một nội dung dài vừa phải của ô này</td>' * 12}</tr>" for _ in range(300)))
    begun = time.process_time()  # a busy machine takes no part in it
    columns.widths(rows, 700, 10)
    assert time.process_time() - begun < 10  # 0.2 s; it was minutes where cells were measured against each other


NUMBERS = "".join(f"<tr>{'<td class=number>123.456.789.012</td>' * 12}</tr>" for _ in range(3))


def test_twelve_columns_of_twelve_digits_lie_across_in_smaller_letters_and_none_over_another():
    figure = f"<figure class='table'><figcaption>Bảng</figcaption><table><tbody>{NUMBERS}</tbody></table></figure>"
    (page,) = small(f"<section class='numbered' data-section='I'><div class='output'>{figure}</div></section>").pages
    assert page.mediabox.width > page.mediabox.height
    numbers = [word for word in words(page) if word.text == "123.456.789.012"]
    assert len(numbers) == 36 and {word.size for word in numbers} == {7.0}
    places = sorted({round(word.x, 1) for word in numbers})
    wide = fonts.width("123.456.789.012") * 7
    assert len(places) == 12 and min(b - a for a, b in pairwise(places)) > wide


def test_a_heading_right_above_a_table_that_lies_across_goes_with_it():
    figure = f"<figure class='table'><figcaption>Bảng</figcaption><table><tbody>{NUMBERS}</tbody></table></figure>"
    topic = f"<section class='topic'><h3>a) Số liệu</h3><div class='output'>{figure}</div><p>Lời sau.</p></section>"
    pages = small(f"<section class='numbered' data-section='I'><h2>I. Một</h2><p>Lời.</p>{topic}</section>").pages
    assert [page.mediabox.width > page.mediabox.height for page in pages] == [False, True, False]
    assert "Số liệu" in pages[1].extract_text() and "Số liệu" not in pages[0].extract_text()


def test_doubts_at_the_end_of_an_appendix_stand_before_its_table_that_lies_across():
    table = "<div><figure class='table wide'></figure></div>"
    section = f"<section class='appendix'><div><figure class='chart'></figure></div>{table}<div><div class='review'></div></div></section>"
    body = fragment_fromstring(f"<main>{section}</main>")
    paper._turn(body)
    assert [part[0].get("class") for part in body[0]] == ["chart", "review", "table wide"]


DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200"><rect width="400" height="200"/></svg>'
PICTURE = "<div class='picture' role='img' aria-label='Một hình vẽ của các số liệu.'><svg data-n='0'></svg></div>"


def with_figures(lines: int, between: str) -> PdfReader:
    """A page nearly filled, then a chart and a low table for which it has no room, then more text."""
    chart = f"<figure class='chart' id='hinh-1'><figcaption>Hình một</figcaption>{PICTURE}</figure>"
    rows = "".join(f"<tr><td>dòng {n}</td></tr>" for n in range(9))
    table = f"<figure class='table' id='bang-1'><figcaption>Bảng một</figcaption><table><tbody>{rows}</tbody></table></figure>"
    text = "<p>Lời dẫn.</p>" * lines, "<p>Lời sau.</p>" * 60
    body = fragment_fromstring(f"<main>{text[0]}{chart}{between}{table}{text[1]}</main>")
    return PdfReader(BytesIO(make_pdf(Tree(body, [], [DRAWING]), {})))


@pytest.mark.parametrize("between", ["", "<p>Lời giữa.</p>"])
def test_a_figure_without_room_goes_to_the_next_page_and_leaves_no_gap(between):
    """So does one behind it; both stay in their order, at the head of the page."""
    first, second, *_ = with_figures(22, between).pages
    assert "Lời sau." in first.extract_text() and min(word.y for word in words(first)) < 90
    said = second.extract_text()
    assert "Hình một" not in first.extract_text() and said.index("Hình một") < said.index("Bảng một") < said.index(
        "Lời sau."
    )


def test_a_figure_with_room_stays_where_it_is_called():
    said = with_figures(3, "<p>Lời giữa.</p>").pages[0].extract_text()
    assert said.rindex("Lời dẫn.") < said.index("Hình một") < said.index("Lời giữa.") < said.index("Bảng một")


def test_no_figure_stands_below_the_heading_of_the_next_section():
    """A table of IV stood below "V", at the head of the page after."""
    heading = (
        "<p>Lời giữa.</p><section class='numbered' data-section='V' id='V'><h2>V. Mục sau</h2><p>Lời của mục V.</p>"
    )
    said = " ".join(page.extract_text() for page in with_figures(22, f"{heading}</section>").pages)
    assert said.index("Lời giữa.") < said.index("Hình một") < said.index("V. MỤC SAU") < said.index("Bảng một")


def test_a_figure_right_below_its_heading_stays_with_it():
    heading = "<section class='topic'><h3>a) Mục</h3>"
    pdf = with_figures(22, f"</section>{heading}")
    (page,) = [page for page in pdf.pages if "a) Mục" in page.extract_text()]
    assert "Bảng một" in page.extract_text() and strays(pdf) == []


def test_rows_at_either_end_of_a_broken_table_are_more_than_a_few():
    def parts(count: int) -> list[int]:
        rows = "".join(f"<tr><td>dòng {n}</td></tr>" for n in range(count))
        pdf = small(
            f"<p>{'Một đoạn. ' * 60}</p>" * 7
            + f"<table><thead><tr><th>Tên</th></tr></thead><tbody>{rows}</tbody></table>"
        )
        return [found for page in pdf.pages if (found := page.extract_text().count("dòng "))]

    assert parts(12) == [12]  # a low table is whole
    assert all(part >= 6 for part in parts(40)) and sum(parts(40)) == 40


def test_a_row_stays_whole_with_its_name():
    """Of twelve lines, a sixth of a page."""
    rows = "".join(f"<tr><td>tên {n};</td><td>{'một nội dung dài ' * 20}hết.</td></tr>" for n in range(20))
    pdf = small(f"<table><tbody>{rows}</tbody></table>")
    assert len(pdf.pages) > 2
    for page in pdf.pages:
        text = page.extract_text()
        assert text.count("tên") == text.count("hết.") > 0


def test_a_groups_name_comes_again_above_its_rows_on_the_next_page():
    rows = "".join(f"<tr><td>dòng {n}</td><td>{n}</td></tr>" for n in range(60))
    group = "<tr class='group'><th colspan='2'>Nhóm {}</th></tr>"
    head = "<thead><tr><th>Tên</th><th>Số</th></tr></thead>"
    pdf = small(f"<table>{head}<tbody>{group.format('A')}{rows}{group.format('B')}{rows}</tbody></table>")
    texts = [page.extract_text() for page in pdf.pages]
    assert len(texts) > 3 and all("Nhóm" in text and "dòng" in text for text in texts)
    assert "Nhóm B" in texts[-1] and "Nhóm A" not in texts[-1]


@pytest.mark.parametrize("lines", range(0, 24, 4))
def test_the_line_that_names_the_source_stands_below_a_row(lines):
    """Also of a table that ends with a row too tall to stay with the one before it."""
    rows = "".join(f"<tr><td>dòng {n}</td><td>{'một nội dung dài ' * 24}</td></tr>" for n in range(8))
    table = f"<div class='scroll'><table><thead><tr><th>Tên</th><th>Nội dung</th></tr></thead><tbody>{rows}</tbody></table></div>"
    figure = f"<figure class='table'><figcaption>Bảng</figcaption>{table}<p class='source'>Nguồn: sổ.</p></figure>"
    pdf = small(f"{'<p>Lời dẫn.</p>' * lines}{figure}")
    (text,) = [page.extract_text() for page in pdf.pages if "Nguồn: sổ." in page.extract_text()]
    assert "dòng 7" in text


def test_a_tall_row_is_broken_rather_than_a_page_left_empty():
    tall = f"<tr><td>{'một nội dung dài ' * 200}</td><td>x</td></tr>"
    pdf = small("<table><tbody>" + tall * 12 + "</tbody></table>")
    assert len(pdf.pages) > 2
    assert all(min(word.y for word in words(page)) < 100 for page in pdf.pages[:-1])


FLAG = "<sup class='flag'><a href='#phat-hien-{0}'>PH{0}</a></sup>"


def on_paper(html: str) -> HtmlElement:
    return paper.for_paper(Tree(fragment_fromstring(f"<main>{html}</main>"), [], [])).body


def test_a_mark_is_no_part_of_the_number_or_word_before_it():
    made = on_paper(f"<p>không có{FLAG.format(6)}{FLAG.format(12)} nhiệm vụ</p>")
    assert made.xpath("string(p)") == "không có\u202fPH6\u202fPH12 nhiệm vụ"
    note = on_paper(f"<p>5{FLAG.format(5)}<span class='footnote'>Một.</span> tin</p>")
    assert note.xpath("string(p)") == "5\u202fPH5\u202fMột. tin"  # mark 5 and note 2 are not “PH52”


def test_a_mark_in_a_table_stands_before_the_number_so_that_digits_are_in_line():
    cell = f"<td class='number'><data value='1'>1.234</data>{FLAG.format(5)}{FLAG.format(7)}</td>"
    made = on_paper(f"<figure class='table'><table><tr>{cell}</tr></table></figure>")
    assert made.xpath("string(//td)") == "PH5\u202fPH7\u202f1.234"


def test_a_mark_that_all_figures_of_a_column_have_stands_once_in_its_head():
    def row(first: int, second: int) -> str:
        figures = "".join(
            f"<td class='number'><data value='1'>1</data>{FLAG.format(n) if n else ''}</td>" for n in (first, second)
        )
        return f"<tr><th>Cấp</th>{figures}</tr>"

    head = "<thead><tr><th>Cấp</th><th>Tỷ lệ</th><th>Số</th></tr></thead>"
    made = on_paper(f"<figure class='table'><table>{head}<tbody>{row(4, 5)}{row(4, 0)}</tbody></table></figure>")
    assert [cell.text_content() for cell in made.iter("th", "td")] == [
        *("Cấp", "Tỷ lệ\u202fPH4", "Số"),
        *("Cấp", "1", "PH5\u202f1"),
        *("Cấp", "1", "1"),
    ]


def test_a_section_of_a_document_without_a_title_has_the_looks_of_its_level():
    found = words(
        small("<section class='numbered' data-section='I'><h2>I. Một phần</h2><p>Chữ.</p></section>").pages[0]
    )
    assert any("I. MỘT PHẦN" in word.text for word in found)


def test_a_cell_that_reaches_down_keeps_its_column():
    rows = cells("<tr><th rowspan=2>a</th><th colspan=2>b</th></tr><tr><th>c</th><th>d</th></tr><tr><td>e</td></tr>")
    assert [[(cell.element.text, cell.column) for cell in row] for row in rows] == [
        [("a", 0), ("b", 1)],
        [("c", 1), ("d", 2)],
        [("e", 0)],
    ]


def test_a_cell_taller_than_a_page_goes_on_on_the_next():
    pdf = small(
        f"<h1>Thử</h1><table><tbody><tr><td>{'Một nội dung rất dài. ' * 500}hết.</td><td>1</td></tr></tbody></table>"
    )
    assert len(pdf.pages) > 2 and "hết." in pdf.pages[-1].extract_text()


@pytest.fixture(scope="module")
def document(real) -> tuple[Tree, dict]:
    """The real edition as a document, from its executed notebooks."""
    about = files.about_of("2024-H1", partial(read_table, real.data))
    return exporters.document(real.notebooks, about), about


def other_lengths(made: Tree, seed: int) -> Tree:
    """The document with some paragraphs, list items, table cells and notes longer or shorter."""
    chance, body = random.Random(seed), copy.deepcopy(made.body)
    for element in body.xpath(
        "//div[@class='output']/p | //div[@class='output']/ul/li | //tbody/tr[not(@class)]/td[not(@class)]"
    ):
        said = element.text_content().split()
        if chance.random() < 0.3 and said:
            element.append(builder.E.span(" " + " ".join(said[: chance.randint(1, 40)])))
    for cite in body.xpath("//cite[@data-note]"):
        if chance.random() < 0.4:
            cite.set("data-note", cite.get("data-note")[: chance.randint(20, 400)] * chance.randint(1, 2))
    return Tree(body, made.contents, made.drawings)


def emptiness(image: Image.Image, millimetre: float) -> float:
    """The share of the room between the upper and lower margins that the tallest white band takes."""
    height = range(round(20 * millimetre), image.height - round(20 * millimetre))
    inked = [image.crop((0, y, image.width, y + 1)).getbbox() is not None for y in height]
    bands = "".join(".#"[row] for row in inked).split("#")
    return max(map(len, bands)) / len(inked)


@pytest.mark.parametrize("copy", ["draft", "final"])
def test_no_page_within_a_part_is_left_empty(real, final, tmp_path, copy):
    """Most is left where a heading and a low table, which stay together, have no room."""
    path = final if copy == "final" else real.folder / "briefing-du-thao.pdf"
    pages, images = PdfReader(path).pages, list(ink(path, tmp_path, 25))
    shapes = [page.mediabox for page in pages]
    within = [
        n for n in range(len(pages) - 1) if shapes[n] == shapes[n + 1] and not text_of(pages[n + 1]).startswith("1\n")
    ]
    assert len(within) > 35
    assert {n + 1: empty for n in within if (empty := emptiness(*images[n])) > 0.3} == {}


@pytest.mark.parametrize("length", [40, 300, 480, 900])
def test_notes_of_any_length_leave_no_page_a_third_empty(length, tmp_path):
    """Paragraphs with two notes below headings and above lists, at all heights of a page; each note begins where it is called."""
    note = f"<span class='footnote'>{('lý do giữ nguyên ' * 60)[:length]}.</span>"
    lead = f"<p>Một{note} số liệu {'của các đơn vị ' * 12}và hai{note} văn bản:</p>"
    heads = "<section class='numbered' data-section='{0}.1'><h2>{0}. Mục</h2><h3>{0}.1. Mục</h3>"
    parts = "".join(
        f"{'<p>Lời dẫn.</p>' * lines}{heads.format('I')}<div class='output'>{lead}<ul><li>một;</li><li>hai.</li></ul></div></section>"
        for lines in range(3, 24, 2)
    )
    path = tmp_path / "notes.pdf"
    path.write_bytes(make_pdf(Tree(fragment_fromstring(f"<main>{parts}</main>"), [], []), {}))
    pdf = PdfReader(path)
    called, marked = notes_by_page(pdf)
    assert len(called) == 22 and called == marked
    empty = [emptiness(*page) for page in ink(path, tmp_path, 25)][:-1]
    assert {n: share for n, share in enumerate(empty, 1) if share > 0.3} == {}


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(LAYOUTS))
def test_a_report_of_other_lengths_is_as_well_set(document, tmp_path, seed):
    """No note leaves its page, nothing runs off the paper, no heading is stranded, no page within a part is 35 % empty."""
    made, about = document
    path = tmp_path / "briefing.pdf"
    path.write_bytes(make_pdf(other_lengths(made, seed), about))
    pdf = PdfReader(path)
    calls, marks = notes_by_page(pdf)
    assert calls == marks
    assert strays(pdf) == []
    images = list(ink(path, tmp_path, 25))
    for number, (page, (image, millimetre)) in enumerate(zip(pdf.pages, images, strict=True), 1):
        left, _, right, bottom = image.getbbox()
        assert left / millimetre >= 28.5 and (image.width - right) / millimetre >= 13.5, number
        assert (image.height - bottom) / millimetre >= 18, number
        after = pdf.pages[number] if number < len(pdf.pages) else None
        ends = after is None or after.mediabox != page.mediabox or text_of(after).startswith("1\n")
        assert ends or emptiness(image, millimetre) <= 0.35, number


def test_no_stream_ends_where_its_end_of_line_would_be_read_as_data():
    """A carriage return before the line feed that ends a stream: a validator counts one byte less than /Length says."""
    for seed in range(20):
        with pikepdf.new() as pdf:
            pdf.add_blank_page()
            words, struct = random.Random(seed), pikepdf.Name.StructElem
            things = [pdf.make_indirect(pikepdf.Dictionary(Type=struct, Alt=words.randbytes(9).hex())) for _ in range(3_900)]  # fmt: skip
            document = pdf.make_indirect(pikepdf.Dictionary(Type=struct, S=pikepdf.Name.Document))
            pdf.Root.StructTreeRoot = pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot, K=document)
            pdf.Root.Names = pikepdf.Array(things)  # 40 streams of objects, most of them written before the tags
            assert b"\r\nendstream" not in tagging._saved(pdf), seed
