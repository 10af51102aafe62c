"""The Word document in the official form: read back with python-docx, checked against its schema, opened by LibreOffice."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import unicodedata

import docx as reader
import nbformat
import pytest
from conftest import briefing
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from lxml import etree
from lxml import html as lxml_html
from pypdf import PdfReader

from helpers.pipeline.build import Order
from helpers.pipeline.formats.exporters import BriefingExporter, about_edition, merge
from helpers.pipeline.formats.paper import for_paper
from helpers.pipeline.formats.word import docx, tables
from helpers.pipeline.formats.word.runs import Runs

TITLE = "Báo cáo kiểm điểm công tác chỉ đạo, điều hành 6 tháng đầu năm 2024"
HEADINGS = ("Heading 1", "Heading 2", "Heading 3", "Heading 4")


@pytest.fixture(scope="module")
def source(real):
    """The real edition's document and what is printed beside it, from its executed notebooks."""
    from helpers.pipeline.formats.files import _about

    notebooks = [nbformat.read(path, as_version=4) for path in sorted((real.folder / "notebooks").glob("*.ipynb"))]
    about = _about(Order(period="2024-H1", data=real.data))
    made, _ = BriefingExporter().document(merge(notebooks, about))
    return made, about


@pytest.fixture(scope="module")
def paper(source):
    return for_paper(source[0]).body


@pytest.fixture(scope="module")
def file(real, tmp_path_factory):
    out = tmp_path_factory.mktemp("word")
    shutil.copytree(real.folder, out / "2024-H1")
    ran = briefing("build", "2024-H1", "--out", out, "--format", "docx")
    assert ran.code == 0 and "done" not in ran.err, ran.err  # no section has to run for another format
    return out / "2024-H1" / "briefing.docx"


@pytest.fixture(scope="module")
def word(file):
    return reader.Document(file)


@pytest.fixture(scope="module")
def notes(word) -> list[str]:
    """The footnotes' texts, in the order of their calls."""
    (part,) = [part for part in word.part.package.iter_parts() if part.partname == "/word/footnotes.xml"]
    found = {
        note.get(qn("w:id")): plain("".join(note.itertext(qn("w:t"))))
        for note in etree.fromstring(part.blob)
        if note.get(qn("w:type")) is None
    }
    calls = word.element.body.iter(qn("w:footnoteReference"))
    return [found[call.get(qn("w:id"))] for call in calls]


def plain(text: str) -> str:
    """Text with single ordinary spaces, in composed letters."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def text_of(element: etree._Element) -> str:
    """The words of an element, a space for each line and paragraph."""
    pieces = element.iter(qn("w:t"), qn("w:br"), qn("w:p"))
    return plain("".join(node.text or "" if node.tag == qn("w:t") else " " for node in pieces))


def style_of(paragraph: etree._Element) -> str:
    return paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}").get(qn("w:val"))


def rows_of(document) -> list[list[str]]:
    """The texts of every table's rows."""
    return [[text_of(row) for row in table.iter(qn("w:tr"))] for table in document.element.body.iter(qn("w:tbl"))]


# -- the decree's form ---------------------------------------------------------------------------------------------


def test_it_follows_the_schema_of_word(file):
    from openxml_audit import OpenXmlValidator

    assert [str(error) for error in OpenXmlValidator().validate(file).errors] == []


def test_pages_are_a4_with_the_decrees_margins(word):
    for section in word.sections:
        assert sorted(round(side.mm) for side in (section.page_width, section.page_height)) == [210, 297]
        margins = section.top_margin, section.right_margin, section.bottom_margin, section.left_margin
        assert [round(margin.mm) for margin in margins] == [20, 15, 20, 30]


def test_text_is_times_new_roman_14_in_vietnamese(word):
    (defaults,) = word.styles.element.xpath("./w:docDefaults/w:rPrDefault/w:rPr")
    assert defaults.xpath("string(w:rFonts/@w:ascii)") == "Times New Roman"
    assert defaults.xpath("string(w:rFonts/@w:hAnsi)") == "Times New Roman"
    assert defaults.xpath("string(w:sz/@w:val)") == "28"  # half-points
    assert defaults.xpath("string(w:lang/@w:val)") == "vi-VN"
    form = word.styles["Body Text"].paragraph_format
    assert (form.first_line_indent.mm, form.space_after) == (pytest.approx(10, abs=0.1), Pt(6))
    assert str(form.alignment) == "JUSTIFY (3)" and 1 <= form.line_spacing <= 1.5


@pytest.mark.parametrize(
    ("name", "size", "bold", "italic", "caps"),
    [
        ("Quốc hiệu", 12, True, None, True),
        ("Tiêu ngữ", 13, True, None, None),
        ("Cơ quan chủ quản", 12, None, None, True),
        ("Cơ quan ban hành", 12, True, None, True),
        ("Số, ký hiệu", 13, None, None, None),
        ("Địa danh, thời gian", 13, None, True, None),
        ("Nơi nhận", 12, True, True, None),
        ("Danh sách nơi nhận", 11, None, None, None),
        ("Header", 13, None, None, None),
        ("footnote text", 10.5, None, None, None),
        ("Chữ trong bảng", 11.5, None, None, None),
    ],
)
def test_styles_have_the_decrees_size_and_weight(word, name, size, bold, italic, caps):
    font = word.styles[name].font
    assert (font.size.pt, font.bold, font.italic, font.all_caps) == (size, bold, italic, caps)


def test_the_heading_block_is_a_table_without_lines(word):
    block = word.tables[0]
    assert block.style.name == "Normal Table"
    assert [plain(cell.text) for cell in block.rows[0].cells] == [
        "UBND tỉnh Ninh Thuận Sở Thông tin và Truyền thông",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc",
    ]
    assert plain(block.rows[1].cells[0].text) == "Số: /BC-STTTT"
    assert plain(block.rows[1].cells[1].text) == "Ninh Thuận, ngày … tháng 5 năm 2024"
    title, subject = word.paragraphs[:2]
    assert (title.style.name, title.text) == ("Title", "BÁO CÁO")
    assert subject.text == "Kiểm điểm công tác chỉ đạo, điều hành 6 tháng đầu năm 2024"


def test_the_signature_stays_with_the_last_words(word):
    (block,) = [table for table in word.tables if table.cell(0, 0).text.startswith("Nơi nhận:")]
    before = block._tbl.getprevious()
    assert text_of(before).endswith("./.")
    assert before.pPr.keepNext is not None
    assert block.rows[0]._tr.trPr.find(qn("w:cantSplit")) is not None
    assert plain(block.cell(0, 1).text) == "GIÁM ĐỐC Đào Xuân Kỳ"


# -- sections and pages --------------------------------------------------------------------------------------------


def test_page_numbers_stand_above_the_text_but_not_on_page_1(word):
    first, *others = word.sections
    assert first.different_first_page_header_footer
    assert first.first_page_header.is_linked_to_previous  # to nothing: it is empty
    header = first.header.paragraphs[0]
    assert header.style.name == "Header" and "PAGE" in header._p.xpath("string(.//w:instrText)")
    assert str(word.styles["Header"].paragraph_format.alignment) == "CENTER (1)"
    assert not any(section.different_first_page_header_footer for section in others)
    assert all(section.header.is_linked_to_previous for section in others)


def test_each_appendix_and_the_annex_count_from_1(word):
    starts = [section._sectPr.xpath("string(w:pgNumType/@w:start)") for section in word.sections]
    assert starts.count("1") == 1 + 4 + 1  # the report, four appendices, the annex


def blocks(word):
    """Every block of the document with the section that it stands in."""
    place = 0
    for block in word.element.body.iterchildren(qn("w:p"), qn("w:tbl"), qn("w:sdt")):
        yield block, word.sections[place]
        place += block.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None


def test_wide_tables_lie_across_and_charts_stand_upright(word):
    assert [section.orientation for section in word.sections].count(WD_ORIENT.LANDSCAPE) == 4
    for section in word.sections:
        wider = section.page_width > section.page_height
        assert wider == (section.orientation == WD_ORIENT.LANDSCAPE)
    for block, section in blocks(word):
        if next(block.iter(qn("w:drawing")), None) is not None:
            assert section.orientation == WD_ORIENT.PORTRAIT


def test_nothing_is_wider_than_its_page(word):
    for block, section in blocks(word):
        room = section.page_width - section.left_margin - section.right_margin
        if block.tag == qn("w:tbl"):
            assert sum(int(column.get(qn("w:w"))) for column in block.tblGrid) * 635 <= room + Mm(1)
        for extent in block.iter(qn("wp:extent")):
            assert int(extent.get("cx")) <= room


# -- content -------------------------------------------------------------------------------------------------------


def test_headings_are_words_own_in_the_reports_order(word, paper):
    found = [text_of(p._p) for p in word.paragraphs if p.style.name in HEADINGS]
    wanted = [plain(h.text_content()) for h in paper.xpath("//section/*[self::h2 or self::h3 or self::h4 or self::h5]")]
    assert found == wanted
    assert [word.styles[name].element.xpath("string(w:pPr/w:outlineLvl/@w:val)") for name in HEADINGS] == [
        "0",
        "1",
        "2",
        "3",
    ]
    levels = {text_of(p._p): p.style.name for p in word.paragraphs}
    assert levels["I. Công tác chỉ đạo, điều hành 6 tháng đầu năm 2024"] == "Heading 1"
    assert levels["2. Lĩnh vực Công nghệ thông tin"] == "Heading 2"
    assert levels["2.7. Phát triển chính quyền số"] == "Heading 3"
    assert levels["đ) Tiếp nhận, giải quyết hồ sơ"] == "Heading 4"


def test_parts_are_bold_capitals_and_lettered_points_upright(word):
    looks = {text_of(p._p): p for p in word.paragraphs if p.style.name in HEADINGS}
    assert word.styles["Heading 1"].font.all_caps and word.styles["Heading 1"].font.bold
    assert looks["đ) Tiếp nhận, giải quyết hồ sơ"].runs[0].bold is False
    assert looks["2.7. Phát triển chính quyền số"].runs[0].bold is None


def test_the_contents_are_a_filled_field_behind_the_signature(word):
    (contents,) = word.element.body.iterchildren(qn("w:sdt"))
    assert next(contents.iter(qn("w:docPartGallery"))).get(qn("w:val")) == "Table of Contents"
    assert next(contents.iter(qn("w:instrText"))).text.strip() == r'TOC \o "1-3" \h \z \u'
    kinds = [char.get(qn("w:fldCharType")) for char in contents.iter(qn("w:fldChar"))]
    assert kinds == ["begin", "separate", "end"]
    title, *entries = [text_of(paragraph) for paragraph in contents.iter(qn("w:p"))]
    headings = [
        re.sub(r"^(Phụ lục \w+) ", r"\1. ", text_of(p._p)) for p in word.paragraphs if p.style.name in HEADINGS[:3]
    ]
    assert (title, entries) == ("Mục lục", headings)
    assert text_of(contents.getprevious()).startswith("Nơi nhận:")
    assert word.settings.element.find(qn("w:updateFields")) is None  # Word would ask at each opening


def test_every_link_leads_somewhere_and_every_name_is_there_once(word):
    body = word.element.body
    names = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    links = {link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))}
    assert len(names) == len(set(names)) and links <= set(names) and len(links) > 50
    pictures = [properties.get("id") for properties in body.iter(qn("wp:docPr"))]
    assert len(pictures) == len(set(pictures))


def test_footnotes_are_words_own_with_the_papers_words(notes, paper):
    wanted = [plain(span.text_content()) for span in paper.xpath("//span[@class='footnote']")]
    assert notes == wanted and len(notes) > 50
    assert notes[1].startswith("Quyết định số 04/QĐ-STTTT ngày 17/01/2024 của Sở Thông tin và Truyền thông")


def test_every_figure_is_in_the_text(real, word, notes):
    shown = [shape._inline.docPr.get("descr") for shape in word.inline_shapes]  # what a chart shows
    text = " ".join([text_of(word.element.body), *notes, *map(plain, shown)])
    for row in csv.DictReader((real.folder / "figures.csv").open(encoding="utf-8")):
        assert plain(row["text"]) in text, row


def test_tables_have_the_papers_rows_and_repeat_their_heads(word, paper):
    lined = [table for table in word.tables if table.style.name == "Table Grid"]
    wanted = [len(table.xpath(".//tr")) for table in paper.iter("table")]
    assert [len(table._tbl.tr_lst) for table in lined] == wanted
    for table in lined:
        rows = table._tbl.tr_lst
        assert rows[0].trPr.find(qn("w:tblHeader")) is not None
        assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in rows)
        assert {style_of(p) for p in rows[0].iter(qn("w:p"))} == {"Daubang"}


def test_captions_stand_above_and_stay(word):
    captions = [p for p in word.paragraphs if p.style.name == "Caption"]
    assert len(captions) == 36 and word.styles["Caption"].paragraph_format.keep_with_next
    for caption in captions:
        below = caption._p.getnext()
        kind = qn("w:tbl") if caption.text.startswith("Bảng") else qn("w:p")
        assert below.tag == kind and (kind == qn("w:tbl") or below.xpath("boolean(.//w:drawing)"))


def test_charts_are_sharp_pictures_that_say_their_values(word):
    from PIL import Image

    shapes = list(word.inline_shapes)
    assert len(shapes) == 19
    for shape in shapes:
        assert len(shape._inline.docPr.get("descr")) > 40
        relation = shape._inline.xpath("string(.//a:blip/@r:embed)")
        picture = Image.open(io.BytesIO(word.part.related_parts[relation].blob))
        assert picture.width / (shape.width.inches) >= 200
        assert picture.width / picture.height == pytest.approx(shape.width / shape.height, rel=0.01)
    assert "45,5%" in shapes[0]._inline.docPr.get("descr")


def test_the_file_says_what_it_is(word):
    about = word.core_properties
    assert (about.title, about.author, about.language) == (TITLE, "Sở Thông tin và Truyền thông", "vi-VN")
    assert "2024-H1" in about.keywords


def test_what_is_for_the_screen_is_absent(word):
    text = text_of(word.element.body)
    for words in ("Mã nguồn", "Số liệu của biểu đồ", "review.section", "↩"):
        assert words not in text


def test_without_audit_the_marks_and_the_annex_are_left_out(source):
    sent = reader.Document(io.BytesIO(docx(*source, audit=False)))
    text = text_of(sent.element.body)
    assert "Kiểm tra số liệu" not in text
    assert not [mark for mark in sent.element.body.iter(qn("w:rStyle")) if mark.get(qn("w:val")) == "Daukiemtra"]
    assert "./." in text and "Phụ lục IV" in text


def test_the_same_document_gives_the_same_bytes(source, file):
    assert docx(*source) == file.read_bytes()


def test_another_organisations_report_says_nothing_of_this_one(synthetic):
    notebooks = [nbformat.read(path, as_version=4) for path in sorted((synthetic.folder / "notebooks").glob("*.ipynb"))]
    about = about_edition("2031-Q3", "Quý III năm 2031", "Sở Khác", {})
    made, _ = BriefingExporter().document(merge(notebooks, about))
    another = reader.Document(io.BytesIO(docx(made, about)))
    assert another.core_properties.author == "Sở Khác"
    assert "Ninh Thuận" not in text_of(another.element.body)


# -- cells, words, marks -------------------------------------------------------------------------------------------


def element(html: str):
    return lxml_html.fragment_fromstring(html)


def test_merged_cells_stay_merged():
    made = element(
        "<table><thead><tr><th rowspan=2>Cấp</th><th colspan=2>Hồ sơ</th></tr><tr><th>Nhận</th><th>Trả</th></tr></thead>"
        "<tbody><tr><td rowspan=2>Tỉnh</td><td class=number>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></tbody></table>"
    )
    rows = tables.table(Runs(made), made, 165).tr_lst
    spans = [[cell.xpath("string(w:tcPr/w:gridSpan/@w:val)") for cell in row.tc_lst] for row in rows]
    merges = [[cell.xpath("string(w:tcPr/w:vMerge/@w:val)") for cell in row.tc_lst] for row in rows]
    assert spans == [["", "2"], ["", "", ""], ["", "", ""], ["", "", ""]]
    assert merges == [["restart", ""], ["continue", "", ""], ["restart", "", ""], ["continue", "", ""]]
    assert [text_of(row) for row in rows] == ["Cấp Hồ sơ", "Nhận Trả", "Tỉnh 1 2", "3 4"]
    assert style_of(rows[2].tc_lst[1].p_lst[0]) == "Sotrongbang"


def test_an_appendix_prints_the_sources_merged_heads(word):
    (table,) = [table._tbl for table in word.tables if "Năm 2024" in text_of(table._tbl.tr_lst[0])]
    first, second, numbers, row = table.tr_lst[:4]
    assert [text_of(cell) for cell in numbers.tc_lst] == [
        *("(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(6)/(5)", "(7)", "(6)/(7)")
    ]
    assert [cell.xpath("string(w:tcPr/w:gridSpan/@w:val)") for cell in first.tc_lst] == ["", "", "", "", "3", "", ""]
    assert [text_of(cell) for cell in second.tc_lst[4:7]] == [
        "Kế hoạch năm",
        "Ước thực hiện 6 tháng đầu năm 2024",
        "Ước thực hiện so với kế hoạch",
    ]
    assert [tr.trPr.find(qn("w:tblHeader")) is not None for tr in (first, second, numbers, row)] == [True] * 3 + [False]
    assert numbers.tc_lst[0].xpath("string(.//w:b/@w:val)") == "0"


def test_a_no_break_space_keeps_a_head_on_one_line():
    made = element(f"<table><thead><tr><th>Hồ\u00a0sơ</th><th>{'dài ' * 300}</th></tr></thead></table>")
    widths = [int(column.get(qn("w:w"))) / 56.7 for column in tables.table(Runs(made), made, 165).tblGrid]
    assert widths[0] > 15  # five letters, the space, bold


def test_columns_share_the_width_and_none_breaks_a_number():
    made = element(f"<table><tr><td class=number>1.234.567.890</td><td>{'dài ' * 300}</td><td>ngắn</td></tr></table>")
    widths = [int(column.get(qn("w:w"))) / 56.7 for column in tables.table(Runs(made), made, 165).tblGrid]
    assert sum(widths) == pytest.approx(165, abs=0.2)
    assert widths[0] > 25 and widths[1] > widths[0] + widths[2]


def test_space_is_folded_as_a_browser_does_but_a_no_break_space_stays():
    made = element("<p>\n Sở  có <b>12</b>\n<i> tin</i>,\u00a0<sup>a</sup> hết. </p>")
    assert "".join(run.text for run in Runs(made).inline(made)) == "Sở có 12 tin,\u00a0a hết."


def test_a_corrected_figure_says_so():
    made = element('<p>Có <data class="corrected" data-old="1" value="2">2</data> tin.</p>')
    assert "".join(run.text for run in Runs(made).inline(made)) == "Có 2 (đính chính) tin."


def test_a_mark_and_a_note_beside_it_are_told_apart():
    made = element('<p>5<sup class="flag">KT5</sup><span class="footnote">Một.</span> tin</p>')
    assert [run.text for run in Runs(made).inline(made)] == ["5", "KT5", "\u00a0", "", " tin"]


# -- opened by another program -------------------------------------------------------------------------------------


def convert(file, kind: str, folder):
    """The file as LibreOffice writes it after reading it."""
    program = shutil.which("soffice")
    assert program, "LibreOffice is missing: apt-get install libreoffice-writer-nogui"
    command = [program, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", kind]
    done = subprocess.run([*command, "--outdir", folder, file], capture_output=True, text=True, timeout=180, check=True)
    made = folder / f"{file.stem}.{kind}"
    assert made.exists(), done.stderr
    return made


def test_libreoffice_reads_every_row_note_and_picture(file, word, notes, tmp_path):
    again = reader.Document(convert(file, "docx", tmp_path))
    assert rows_of(again) == rows_of(word)
    assert len(list(again.element.body.iter(qn("w:footnoteReference")))) == len(notes)
    assert len(again.inline_shapes) == 19
    assert [p.text for p in again.paragraphs if p.style.name == "Heading 1"] == [
        p.text for p in word.paragraphs if p.style.name == "Heading 1"
    ]


def test_printed_pages_are_numbered_as_the_decree_says(file, tmp_path):
    pages = [plain(page.extract_text()) for page in PdfReader(convert(file, "pdf", tmp_path)).pages]
    assert pages[0].startswith("UBND TỈNH NINH THUẬN") and pages[1].startswith("2 ")
    for roman in ("I", "II", "III", "IV"):
        assert len([page for page in pages if page.startswith(f"1 Phụ lục {roman} ")]) == 1
    assert len([page for page in pages if page.startswith("1 KIỂM TRA SỐ LIỆU")]) == 1
    assert not any(re.fullmatch(r"\d* ?", page) for page in pages), "an empty page"
    (signature,) = [page for page in pages if "Nơi nhận:" in page]
    assert "./." in signature and "Đào Xuân Kỳ" in signature
