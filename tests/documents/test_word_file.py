"""The Word document in the official form: read back with python-docx, checked against its schema, opened by LibreOffice."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import unicodedata

import docx as reader
import pytest
from conftest import ROOT, briefing
from docx.enum.section import WD_ORIENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from doors import docx_of as docx
from doors import of_blocks
from lxml import etree
from pypdf import PdfReader

from helpers import FONTS
from helpers.errors import InputError

TEMPLATE = ROOT / "src" / "briefing" / "document" / "template" / "briefing.docx"
TITLE = "Báo cáo kiểm điểm công tác chỉ đạo, điều hành 6 tháng đầu năm 2024"
HEADINGS = ("Heading 1", "Heading 2", "Heading 3", "Heading 4")


@pytest.fixture(scope="module")
def source(real):
    """The real edition's document as data."""
    return json.loads((real.folder / "document.json").read_text(encoding="utf-8"))


def sections(node):
    """Sections in reading order."""
    for section in node.get("sections", ()):
        yield section
        yield from sections(section)


def blocks_of(said, *kinds):
    """The blocks that paper prints, in reading order."""
    for section in sections(said):
        yield from (block for block in section.get("blocks", ()) if block["type"] in kinds)


@pytest.fixture(scope="module")
def file(real):
    return real.folder / "briefing-du-thao.docx"


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
    assert [text_of(cell._tc) for cell in block.rows[0].cells] == [
        "UBND tỉnh Ninh Thuận Sở Thông tin và Truyền thông",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc",
    ]
    assert text_of(block.rows[1].cells[0]._tc) == "Số: /BC-STTTT"
    assert text_of(block.rows[1].cells[1]._tc) == "Ninh Thuận, ngày … tháng 5 năm 2024"
    title, subject = [p for p in word.paragraphs if p.style.name in ("Title", "Subtitle")]
    assert (title.style.name, title.text) == ("Title", "BÁO CÁO")
    assert text_of(subject._p) == "Kiểm điểm công tác chỉ đạo, điều hành 6 tháng đầu năm 2024"


def test_the_signature_stays_with_the_last_words(word):
    (block,) = [table for table in word.tables if table.cell(0, 0).text.startswith("Nơi nhận:")]
    before = block._tbl.getprevious()
    assert text_of(before).endswith("./.")
    assert before.pPr.keepNext is not None
    assert block.rows[0]._tr.trPr.find(qn("w:cantSplit")) is not None
    assert text_of(block.cell(0, 1)._tc) == "GIÁM ĐỐC Đào Xuân Kỳ"


# -- the template --------------------------------------------------------------------------------------------------


@pytest.fixture
def template(tmp_path):
    """A copy of the template that a clerk may change."""
    return shutil.copy(TEMPLATE, tmp_path / "briefing.docx")


def test_the_template_itself_is_a_sound_file_that_shows_each_style(word):
    from openxml_audit import OpenXmlValidator

    assert [str(error) for error in OpenXmlValidator().validate(TEMPLATE).errors] == []
    shown = reader.Document(TEMPLATE)
    needed, used = ({style_of(each) for each in file.element.body.iter(qn("w:p"))} for file in (word, shown))
    assert len(needed) > 20 and needed - used == set()


def test_what_a_clerk_changes_in_the_template_is_in_the_report(source, template):
    changed = reader.Document(template)
    changed.styles["Body Text"].font.size = Pt(13)
    changed.sections[0].left_margin = Mm(35)
    changed.save(template)
    made = reader.Document(io.BytesIO(docx(source, template=template)))
    assert made.styles["Body Text"].font.size == Pt(13)
    assert {round(section.left_margin.mm) for section in made.sections} == {35}
    (grid, *_) = [table._tbl.tblGrid for table in made.tables if table.style.name == "Table Grid"]
    assert sum(int(column.get(qn("w:w"))) for column in grid) / 56.7 == pytest.approx(210 - 35 - 15, abs=0.3)


def test_the_templates_own_text_and_note_stay_out(word, notes):
    assert "Tệp này quy định" not in text_of(word.element.body)
    assert not any("footnote text" in note for note in notes)


@pytest.mark.parametrize("content", [None, b"", b"PK no archive"])
def test_a_template_that_is_no_word_document_is_refused(template, content):
    template.unlink() if content is None else template.write_bytes(content)
    with pytest.raises(InputError, match=r"briefing\.docx: expected a Word document"):
        docx(of_blocks(), template=template)


def test_what_word_drops_from_a_template_is_made_again(source, template):
    """Page numbers that continue, and the properties of the file."""
    changed = reader.Document(template)
    package = changed.part.package
    (about,) = [key for key, each in package.rels.items() if each.reltype == RELATIONSHIP_TYPE.CORE_PROPERTIES]
    package.rels.pop(about)
    numbers = changed.element.body.find(f".//{qn('w:pgNumType')}")
    numbers.getparent().remove(numbers)
    changed.save(template)
    word = reader.Document(io.BytesIO(docx(source, template=template)))
    assert word.core_properties.title == TITLE and not word.core_properties.last_modified_by


@pytest.mark.parametrize("name", ["Header", "Hình vẽ"])
def test_a_template_without_a_style_is_refused(source, template, name):
    changed = reader.Document(template)
    changed.styles[name].delete()
    changed.save(template)
    with pytest.raises(InputError, match=f"expected the style “{name}”"):
        docx(source, template=template)


@pytest.mark.slow
def test_the_command_refuses_a_spoilt_template_and_leaves_the_edition(real, tmp_path):
    shutil.copytree(ROOT / "src", tmp_path / "src")
    for name in ("notebooks", "data", "requirements.lock"):
        (tmp_path / name).symlink_to(ROOT / name)
    shutil.copytree(real.folder, tmp_path / "out" / "2024-H1")
    spoilt = tmp_path / TEMPLATE.relative_to(ROOT)
    changed = reader.Document(spoilt)
    changed.styles["Nguồn số liệu"].delete()
    changed.save(spoilt)
    ran = briefing(
        *("build", "2024-H1", "--out", tmp_path / "out", "--format", "docx"),
        cwd=tmp_path,
        PYTHONPATH=str(tmp_path / "src"),
    )
    assert ran.code == 2 and "expected the style “Nguồn số liệu”" in ran.err and "Traceback" not in ran.err
    before, after = (
        sorted(path.name for path in folder.iterdir()) for folder in (real.folder, tmp_path / "out/2024-H1")
    )
    assert before == after


# -- sections and pages --------------------------------------------------------------------------------------------


def test_page_numbers_stand_above_the_text_but_not_on_page_1(word):
    first, *others = word.sections
    assert first.different_first_page_header_footer
    assert not any(section.different_first_page_header_footer for section in others)
    assert [p.text for p in first.first_page_header.paragraphs] == ["", "DỰ THẢO"]
    for section in word.sections:
        header, draft = section.header.paragraphs
        assert draft.text == "DỰ THẢO"
        assert header.style.name == "Header" and "PAGE" in header._p.xpath("string(.//w:instrText)")
    assert str(word.styles["Header"].paragraph_format.alignment) == "CENTER (1)"


def test_each_appendix_and_the_annex_count_from_1(word):
    starts = [section._sectPr.xpath("string(w:pgNumType/@w:start)") for section in word.sections]
    assert starts.count("1") == 1 + 4 + 1  # the report, four appendices, the annex


def blocks(word):
    """Every block of the document with the section that it stands in."""
    place = 0
    for block in word.element.body.iterchildren(qn("w:p"), qn("w:tbl"), qn("w:sdt")):
        yield block, word.sections[place]
        place += block.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None


def test_an_appendix_with_a_wide_table_lies_across(word):
    for section in word.sections:
        wider = section.page_width > section.page_height
        assert wider == (section.orientation == WD_ORIENT.LANDSCAPE)
    across = {section._sectPr for _block, section in blocks(word) if section.orientation == WD_ORIENT.LANDSCAPE}
    assert len(across) == 3


# -- content -------------------------------------------------------------------------------------------------------


def test_headings_are_words_own_in_the_reports_order(word, source):
    found = [text_of(p._p) for p in word.paragraphs if p.style.name in HEADINGS]
    wanted = [
        " ".join(
            filter(
                None,
                [
                    section.get("number", "").removesuffix(
                        "." * (section["level"] == 1 and section["kind"] in ("appendix", "annex"))
                    ),
                    section["title"],
                ],
            )
        )
        for section in sections(source)
        if not section["anchor"].startswith("toan-canh")
    ]
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
    assert levels["đ) Tiếp nhận, giải quyết hồ sơ"] == levels["a) Nhiệm vụ được giao"] == "Heading 4"


def test_every_name_is_there_once(word):
    body = word.element.body
    names = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    assert len(names) == len(set(names))
    pictures = [properties.get("id") for properties in body.iter(qn("wp:docPr"))]
    assert len(pictures) == len(set(pictures))


def test_footnotes_are_words_own_in_the_documents_order(notes, source):
    called = re.findall(r'"type": "note".*?"number": ([0-9]+)', json.dumps(source["sections"]))
    assert len(notes) == len(called) > 25
    assert notes[0].startswith("Quyết định số 04/QĐ-STTTT ngày 17/01/2024 của Sở Thông tin và Truyền thông")


def test_every_figure_is_in_the_text(real, word, notes):
    shown = [shape._inline.docPr.get("descr") for shape in word.inline_shapes]  # what a chart shows
    text = " ".join([text_of(word.element.body), *notes, *map(plain, shown)])
    assert len(real.figures()) > 600
    assert [figure for figure in real.figures() if plain(figure) not in text] == []


def test_tables_have_all_rows_and_repeat_their_heads(word, source):
    lined = [table for table in word.tables if table.style.name == "Table Grid"]
    wanted = [len(table["head"]) + len(table["rows"]) for table in blocks_of(source, "table")]
    assert [len(table._tbl.tr_lst) for table in lined] == wanted
    for table in lined:
        rows = table._tbl.tr_lst
        assert rows[0].trPr.find(qn("w:tblHeader")) is not None
        assert all(len(text_of(row)) > 150 for row in rows if row.trPr.find(qn("w:cantSplit")) is None)  # tall ones
        assert {style_of(p) for p in rows[0].iter(qn("w:p"))} == {"Daubang"}


def test_charts_are_sharp_pictures_that_say_their_values(word):
    from PIL import Image

    shapes = list(word.inline_shapes)
    assert len(shapes) == 12
    for shape in shapes:
        assert len(shape._inline.docPr.get("descr")) > 40
        relation = shape._inline.xpath("string(.//a:blip/@r:embed)")
        picture = Image.open(io.BytesIO(word.part.related_parts[relation].blob))
        assert picture.width / (shape.width.inches) >= 200
        assert picture.width / picture.height == pytest.approx(shape.width / shape.height, rel=0.01)
    assert "Nhiệm vụ theo kế hoạch năm: Hoàn thành 5, " in shapes[0]._inline.docPr.get("descr")


def test_a_chart_is_kept_with_its_own_lines_only(source):
    """Heading, caption and table behind a chart hung on it in a final copy, and were torn where all did not fit on a page."""
    for final, lines in ((False, 12), (True, 0)):
        made = reader.Document(io.BytesIO(docx(source, final=final)))
        charts = [p for p in made.paragraphs if p.style.name == "Hình vẽ"]
        after = [reader.text.paragraph.Paragraph(p._p.getnext(), p).style.name for p in charts]
        kept = [p.paragraph_format.keep_with_next is not False for p in charts]
        assert kept == [each == "Nguồn số liệu" for each in after]
        assert len(kept) == 12 and kept.count(True) >= lines


def test_the_file_says_what_it_is(word):
    about = word.core_properties
    assert (about.title, about.author, about.language) == (TITLE, "Sở Thông tin và Truyền thông", "vi-VN")
    assert "2024-H1" in about.keywords


def test_what_is_for_the_screen_is_absent(word):
    text = text_of(word.element.body)
    for words in ("Mã nguồn", "Số liệu của biểu đồ", "audit_report.section", "↩"):
        assert words not in text


def test_without_audit_marks_annex_and_contents_are_left_out(source):
    sent = reader.Document(io.BytesIO(docx(source, final=True)))
    text = text_of(sent.element.body)
    assert "Kiểm tra số liệu" not in text
    assert not [mark for mark in sent.element.body.iter(qn("w:rStyle")) if mark.get(qn("w:val")) == "Daukiemtra"]
    assert "./." in text and "Phụ lục IV" in text
    first, *others = sent.sections  # page 1 is the report's, its number not shown
    assert first.different_first_page_header_footer
    assert not any(section.different_first_page_header_footer for section in others)


def test_a_final_copy_may_begin_with_a_section(source):
    """Of a report without a heading: nothing stands before its first part."""
    bare = {name: value for name, value in source.items() if name not in ("letterhead", "introduction", "front")}
    bare["sections"] = [section for section in source["sections"] if section["kind"] != "opening"]
    first = next(p for p in reader.Document(io.BytesIO(docx(bare, final=True))).paragraphs if p.text)
    assert first.text.startswith("I. ")


def test_the_same_document_gives_the_same_bytes(source, file):
    assert docx(source) == file.read_bytes()


# -- cells, words, marks -------------------------------------------------------------------------------------------


def words(text: str, **more):
    return {"type": "text", "text": text, **more}


def row(*cells, kind=""):
    return {"type": "row", "cells": [{"column": at} | each for at, each in enumerate(cells)], "kind": kind}


def cell(text="", **more):
    return {"type": "cell", "inlines": [words(text)], **more}


def table(*rows, head=(), **more):
    return {"type": "table", "caption": [], "head": [*head], "rows": [*rows], **more}


def made_of(*blocks, **more):
    return reader.Document(io.BytesIO(docx(of_blocks(*blocks, **more))))


def test_merged_cells_stay_merged():
    head = [
        row(cell("Cấp", down=2, head=True), cell("Hồ sơ", span=2, head=True)),
        row(cell("Nhận", head=True, column=1), cell("Trả", head=True, column=2)),
    ]
    last = row(cell("3", column=1), cell("4", column=2))
    rows = [row(cell("Tỉnh", down=2), cell("1", kind="number"), cell("2")), last]
    (made,) = made_of(table(*rows, head=head)).tables
    rows = [[*line.iter(qn("w:tc"))] for line in made._tbl.tr_lst]
    spans = [[value(each, "w:tcPr/w:gridSpan") for each in line] for line in rows]
    merges = [[value(each, "w:tcPr/w:vMerge") for each in line] for line in rows]
    assert spans == [["", "2"], ["", "", ""], ["", "", ""], ["", "", ""]]
    assert merges == [["restart", ""], ["continue", "", ""], ["restart", "", ""], ["continue", "", ""]]
    assert [plain(" ".join(map(text_of, line))) for line in rows] == ["Cấp Hồ sơ", "Nhận Trả", "Tỉnh 1 2", "3 4"]
    assert style_of(rows[2][1].find(qn("w:p"))) == "Sotrongbang"


def value(element: etree._Element, path: str) -> str:
    """The value of the element at a path, or nothing."""
    found = element.find("/".join(map(qn, path.split("/"))))
    return "" if found is None else found.get(qn("w:val"))


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


def test_no_column_breaks_a_number():
    """As LibreOffice shows the file, which does not size columns itself."""
    long = table(row(cell("1.234.567.890", kind="number"), cell("dài " * 300), cell("ngắn")))
    (made,) = made_of(long).tables
    widths = [int(column.get(qn("w:w"))) / 56.7 for column in made._tbl.tblGrid]
    assert sum(widths) == pytest.approx(165, abs=0.2)
    assert widths[0] > 25 and widths[1] > widths[0] + widths[2]


def test_a_corrected_figure_says_so_and_a_finding_is_marked():
    figures = [{"type": "figure", "text": text, "id": name} for text, name in (("2", "a"), ("99,82%", "b"))]
    notes = [
        {"type": "annotation", "target": "a", "kind": "corrected", "label": "1"},
        {"type": "annotation", "target": "b", "kind": "finding", "label": "PH1"},
    ]
    said = {"type": "paragraph", "inlines": [words("Có "), figures[0], words(" tin, đạt "), figures[1], words(".")]}
    text = text_of(made_of(said, annotations=notes).paragraphs[-1]._p)
    assert text == "Có 2 (đính chính) tin, đạt 99,82% PH1."


def test_letters_are_smaller_where_numbers_would_have_no_room():
    wide = table(row(*(cell("123.456.789", kind="number") for _ in range(10))), id="t")
    made = made_of({"type": "paragraph", "inlines": [words("Lời.")]}, wide)
    sizes = {value(run, "w:rPr/w:sz") for run in made.tables[0]._tbl.iter(qn("w:r"))}
    assert sizes == {"14"}


def kept_rows(count: int) -> list[bool]:
    """Whether each row of a table stays with the next one."""
    (made,) = made_of(table(*(row(cell(f"dòng {n}")) for n in range(count)))).tables
    return [next(line.iter(qn("w:keepNext")), None) is not None for line in made._tbl.tr_lst]


def test_a_low_table_is_whole_and_no_row_of_another_stands_alone():
    assert kept_rows(10) == [True] * 9 + [False]
    assert kept_rows(60) == [True] + [False] * 57 + [True] + [False]


def test_only_a_tall_row_may_be_broken():
    (made,) = made_of(table(row(cell("một dòng")), row(cell("một nội dung dài " * 60)))).tables
    whole = [line.find(qn("w:trPr")).find(qn("w:cantSplit")) is not None for line in made._tbl.tr_lst]
    assert whole == [True, False]


def locked(document) -> list[str]:
    """The words of a file that nobody changes by accident."""
    controls = document.element.body.iter(qn("w:sdt"))
    assert all(value(each, "w:sdtPr/w:lock") == "sdtContentLocked" for each in controls)
    return ["".join(each.itertext(qn("w:t"))) for each in document.element.body.iter(qn("w:sdt"))]


def test_numbers_and_documents_are_locked_and_changes_recorded(word, source):
    """No control holds another or a paragraph: LibreOffice would drop it."""
    wanted = [text for block in blocks_of(source, "paragraph") for text in sourced(block["inlines"])]
    found = locked(word)
    assert len(wanted) > 300 and set(wanted) <= set(found) and len(found) > 700
    assert not word.element.body.xpath(".//w:sdt//w:sdt | .//w:sdt[not(parent::w:p)]")
    assert word.settings.element.find(qn("w:trackRevisions")) is not None


def sourced(inlines):
    return [each["text"] for each in inlines if each["type"] in ("figure", "citation") and each.get("id")]


def test_a_block_has_a_bookmark(word):
    name = "b_" + hashlib.sha256(b"assigned_tasks-1").hexdigest()[:16]
    (mark,) = word.element.body.xpath(f".//w:bookmarkStart[@w:name='{name}']")
    assert text_of(mark.getparent()).startswith("Sở được giao 11 nhiệm vụ")


# -- opened by another program -------------------------------------------------------------------------------------


PAPER_FONTS = f"""<?xml version="1.0"?><fontconfig><dir>{FONTS}</dir><cachedir prefix="xdg">fontconfig</cachedir>
<alias binding="same"><family>Times New Roman</family><prefer><family>Liberation Serif</family></prefer></alias></fontconfig>"""


def convert(file, kind: str, folder):
    """The file as LibreOffice writes it after reading it."""
    program = shutil.which("soffice")
    assert program, "LibreOffice is missing: apt-get install libreoffice-writer-nogui"
    command = [program, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", kind]
    (folder / "fonts.conf").write_text(PAPER_FONTS, encoding="utf-8")  # the paper's, whatever the machine has
    told = {**os.environ, "FONTCONFIG_FILE": str(folder / "fonts.conf")}
    done = subprocess.run(
        [*command, "--outdir", folder, file], capture_output=True, text=True, timeout=180, check=True, env=told
    )
    made = folder / f"{file.stem}.{kind}"
    assert made.exists(), done.stderr
    return made


def test_libreoffice_reads_every_row_note_and_picture(file, word, notes, tmp_path):
    again = reader.Document(convert(file, "docx", tmp_path))
    assert rows_of(again) == rows_of(word)
    assert len(list(again.element.body.iter(qn("w:footnoteReference")))) == len(notes)
    assert len(again.inline_shapes) == 12
    assert [p.text for p in again.paragraphs if p.style.name == "Heading 1"] == [
        p.text for p in word.paragraphs if p.style.name == "Heading 1"
    ]


@pytest.mark.slow
def test_another_program_keeps_the_locks_and_the_bookmarks(file, word, tmp_path):
    again = reader.Document(convert(convert(file, "odt", tmp_path), "docx", tmp_path))
    assert locked(again) == locked(word)
    marks = [{each.get(qn("w:name")) for each in one.element.body.iter(qn("w:bookmarkStart"))} for one in (again, word)]
    assert marks[0] >= {name for name in marks[1] if name.startswith("b_")}


def test_an_appendix_with_a_wide_table_lies_across_as_a_whole(tmp_path):
    """Its lines beside the table had upright pages of their own, and behind the last table of all came an empty page."""
    wide = table(row(cell("Số liệu của đơn vị")), wide=True)
    said = of_blocks({"type": "paragraph", "inlines": [words("Lời.")]})
    of = {"type": "section", "kind": "appendix", "level": 1, "number": "Phụ lục", "title": "Hai"}
    lines = [{"type": "paragraph", "inlines": [words(text)]} for text in ("Trước.", "Sau.")]
    said["sections"] += [
        {**of, "name": "A", "anchor": "a", "blocks": [lines[0], wide, lines[1]]},
        {**of, "name": "B", "anchor": "b", "blocks": [wide]},
    ]
    made = docx(said, final=True)
    held = [
        [text for block in section.iter_inner_content() if (text := text_of(block._element))]
        for section in reader.Document(io.BytesIO(made)).sections
    ]
    assert [len(each) for each in held] == [2, 4, 2]
    assert held[1][1:] == ["Trước.", "Số liệu của đơn vị", "Sau."]
    (tmp_path / "a.docx").write_bytes(made)
    assert len(PdfReader(convert(tmp_path / "a.docx", "pdf", tmp_path)).pages) == 3


def test_printed_pages_are_numbered_as_the_decree_says(file, tmp_path):
    printed = [plain(page.extract_text()) for page in PdfReader(convert(file, "pdf", tmp_path)).pages]
    assert all("DỰ THẢO" in page for page in printed)
    pages = [page.replace("DỰ THẢO ", "", 1) for page in printed]
    assert pages[0].startswith("UBND TỈNH NINH THUẬN")
    appendix = next(at for at, page in enumerate(pages) if page.startswith("1 Phụ lục I "))
    assert [page.split(" ", 1)[0] for page in pages[1:appendix]] == [str(number) for number in range(2, appendix + 1)]
    for roman in ("I", "II", "III", "IV", "V"):
        assert len([page for page in pages if page.startswith(f"1 Phụ lục {roman} ")]) == 1
    assert not any(re.fullmatch(r"\d* ?", page) for page in pages), "an empty page"
    (signature,) = [page for page in pages if "Nơi nhận:" in page]
    assert "./." in signature and "Đào Xuân Kỳ" in signature


def test_an_appendix_may_begin_with_a_list(source):
    """What it is attached to stands between its heading and the list."""
    said = {**source, "sections": [*source["sections"]]}
    at = next(at for at, each in enumerate(said["sections"]) if each["kind"] == "appendix")
    listed = {"type": "list", "items": [[words("Một việc")]], "id": "t:a:1"}
    said["sections"][at] = {**said["sections"][at], "sections": [], "blocks": [listed]}
    made = reader.Document(io.BytesIO(docx(said)))
    every = [plain(p.text) for p in made.paragraphs]
    place = every.index("Một việc")
    assert every[place - 1].startswith("(Kèm theo Báo cáo số") and every[place - 2].startswith("Phụ lục I")
