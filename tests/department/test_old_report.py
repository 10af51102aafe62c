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
    readme = (tmp_path / "dep" / "README.md").read_text(encoding="utf-8")
    assert "6. Bảng lấy từ báo cáo cũ (`bang_1` …) mà không dùng:" in readme and "01_results.ipynb" not in readme
    assert "not taken: a table without numbers: “SỞ Y TẾ | CỘNG HÒA" in made.out
    assert "not taken: bang_1: what becomes of Số giường; Công suất in a longer period" in made.out
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
    said = briefing("check", cwd=tmp_path / "dep").out
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


# -- headings of other forms, heads of two rows, totals --------------------------------------------------------------------


def education(path: Path, *blocks: str | list[list[str]], merges: tuple[tuple[int, int, int, int], ...] = ()) -> Path:
    """A report of these blocks: a text (“**bold**”, “# of Word's style”) or a table, whose cells are merged."""
    report = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            style = f"Heading {len(block) - len(block.lstrip('#'))}" if block.startswith("#") else None
            paragraph = report.add_paragraph(style=style)
            paragraph.add_run(block.strip("#* ")).bold = block.startswith("**") or None
            continue
        table = report.add_table(len(block), len(block[0]))
        for cells, texts in zip(table.rows, block, strict=True):
            for cell, text in zip(cells.cells, texts, strict=True):
                cell.text = text
        for top, left, bottom, right in merges:
            kept = table.cell(top, left).text
            table.cell(top, left).merge(table.cell(bottom, right)).text = kept
    report.save(str(path))
    return path


def begun(tmp_path: Path, *blocks: str | list[list[str]], merges: tuple[tuple[int, int, int, int], ...] = ()):
    """What `init --from` says, and the folder that it writes."""
    source = education(tmp_path / "cu.docx", *blocks, merges=merges)
    ran = briefing("init", tmp_path / "dep", "--name", "Sở Giáo dục và Đào tạo tỉnh Bình An", "--period", FIRST, "--from", source)  # fmt: skip
    assert ran.code == 0, ran.err
    return ran.out, tmp_path / "dep"


def headings(folder: Path) -> list[tuple[str, str]]:
    return [(each.number, each.title) for each in discover(folder / "notebooks")][1:-1]


PUPILS = [
    ["TT", "Cấp học", "Số trường", "Học sinh", "", ""],
    ["", "", "", "Tổng số", "Trong đó: nữ", "Khuyết tật"],
    ["1", "Mầm non", "120", "31.110", "15.020", "12"],
    ["2", "THPT", "42", "17.500", "9.015", "-"],
    ["", "Tổng cộng", "162", "48.611", "24.035", "12"],
]
RATES = [["Đơn vị", "Tỷ lệ (%)"], ["Xã A", "98,5"], ["Xã B", "97"]]
HEAD_OF_TWO = ((0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 1, 2), (0, 3, 0, 5))


def test_a_head_of_two_rows_with_merged_cells_names_each_column_and_a_total_is_no_row(tmp_path):
    said, folder = begun(tmp_path, "**I. QUY MÔ**", "Bảng 1. Học sinh các cấp", "Đơn vị tính: học sinh", PUPILS, merges=HEAD_OF_TWO)  # fmt: skip
    assert (folder / "data" / "bang_1.csv").read_text() == (
        "period,cap_hoc,so_truong,hoc_sinh_tong_so,hoc_sinh_nu,hoc_sinh_khuyet_tat,source\n"
        "2031-Q1,Mầm non,120,31110,15020,12,I\n2031-Q1,THPT,42,17500,9015,,I\n"
    )
    package = (folder / "data" / "datapackage.json").read_text()
    assert '"titleVi": "Học sinh các cấp"' in package and '"titleVi": "Học sinh: nữ"' in package
    assert (
        "bang_1: row 6: a total is not taken: the rows give it (Học sinh: tổng số: 48.611 stated, 48.610 added up)"
        in said
    )
    assert "bang_1: a dash for a number, which is an empty cell now: F5; write 0 for none at all" in said
    assert "Bảng 1" not in (folder / "data" / "statements.csv").read_text()


SPENT = [
    ["Dự án", "Vốn", "Giải ngân", "Tỷ lệ (%)"],
    ["A", "45.000", "8.200,5", "18,2"],
    ["B", "12.500", "3.100", "24,8"],
]
HERDS = [["Chỉ tiêu", "ĐVT", "Số lượng"], ["Đàn trâu", "con", "4.120"], ["Thịt hơi", "tấn", "17.832,5"]]
FIELDS = [["Huyện", "Diện tích", "Sản lượng"], ["A", "1.026,9", "6.582,4"], ["B", "533,1", "3.331,9"]]


def test_units_in_a_title_above_a_table_and_in_its_rows_are_those_of_its_numbers(tmp_path):
    _said, folder = begun(
        tmp_path, "**I. QUY MÔ**", "Bảng 1. Giải ngân (ĐVT: triệu đồng)", SPENT, "Bảng 2. Chăn nuôi", HERDS, "Đơn vị tính: ha, tấn", FIELDS
    )  # fmt: skip
    package = (folder / "data" / "datapackage.json").read_text()
    assert '"titleVi": "Giải ngân",' in package
    for title, unit in (("Vốn", "triệu đồng"), ("Giải ngân", "triệu đồng"), ("Tỷ lệ", "%"), ("Số lượng", "@unit"), ("Diện tích", "ha"), ("Sản lượng", "tấn")):  # fmt: skip
        assert f'"titleVi": "{title}", "unit": "{unit}"' in package


def test_tasks_lose_the_marks_that_are_counted_anew_and_the_recipients_are_no_task(tmp_path):
    said, folder = begun(
        tmp_path, "**I. KẾT QUẢ**", "- Có kết quả.", "**II. NHIỆM VỤ**", "1. Phòng dịch.", "- Tiêm phòng.", "2) Chống hạn.", "Nơi nhận:\n- UBND tỉnh (b/c);\n- Lưu: VT.", "**KT. GIÁM ĐỐC**", "PHÓ GIÁM ĐỐC", "Nguyễn Văn A"
    )  # fmt: skip
    rows = [line.split(",")[5] for line in (folder / "data" / "statements.csv").read_text().splitlines()[1:]]
    assert rows == ["- Có kết quả.", "Phòng dịch.", "Tiêm phòng.", "Chống hạn."]
    signed = (folder / "data" / "organisation.csv").read_text()
    assert "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC,Nguyễn Văn A" in signed and "end of the report" not in said
    sent = [line.split(",")[2] for line in (folder / "data" / "recipients.csv").read_text().splitlines()[1:]]
    assert sent == ["UBND tỉnh", "Lưu: VT"]


def test_every_table_of_a_section_is_shown_also_of_the_last_with_digits_in_its_heads(tmp_path):
    plan = [["Chỉ tiêu", "Năm 2030", "Trẻ dưới 5 tuổi (trẻ)"], ["Huy động", "12", "1.310"], ["Ra lớp", "7", "955"]]
    _said, folder = begun(tmp_path, "**I. QUY MÔ**", "Có số liệu.", plan, RATES, "**II. CHỈ TIÊU**", "Bảng 3. Kế hoạch", plan)  # fmt: skip
    ran = briefing("build", cwd=folder)
    assert ran.code == 0, ran.err
    page = (folder / "reports" / FIRST / "briefing.html").read_text(encoding="utf-8")
    assert page.count('<figure class="table"') == 4  # one of them of the annex
    assert page.count('Trẻ dưới <span class="text">5</span> tuổi') >= 2


OTHER_FORMS = [
    "**A. Về số lượng**", "**B. Về chất lượng theo Chương trình**", "**giáo dục phổ thông**", "Sáu trường.", "**a) Dạy giỏi**", "**I. QUY MÔ**",
]  # fmt: skip


def test_headings_of_other_forms_are_named_and_two_lines_are_one_heading(tmp_path):
    said, folder = begun(tmp_path, "**I. ĐỘI NGŨ NHÀ GIÁO**", "**VÀ CÁN BỘ QUẢN LÝ**", *OTHER_FORMS, "**1.Bồi dưỡng thường xuyên**", "Đủ.", "**2/ Nhiệm vụ quý II năm 2031**", "Thi.")  # fmt: skip
    assert headings(folder) == [
        ("I", "Đội ngũ nhà giáo và cán bộ quản lý"),
        ("I.1", "Bồi dưỡng thường xuyên"),
        ("I.2", "Nhiệm vụ quý II năm 2031"),
    ]
    for heading in ("A. Về số lượng", "B. Về chất lượng theo Chương trình", "a) Dạy giỏi", "I. QUY MÔ"):
        assert f"not taken: the heading “{heading}”; it is a sentence of I\n" in said
    assert "B. Về chất lượng theo Chương trình giáo dục phổ thông," in (folder / "data" / "statements.csv").read_text()


def test_parts_in_words_have_the_numbers_of_their_order(tmp_path):
    said, folder = begun(tmp_path, "**BÁO CÁO**", "**Phần thứ nhất**", "**KẾT QUẢ**", "**I. QUY MÔ**", "Có.", "**II. ĐỘI NGŨ**", "Đủ.",
                         "**Phần thứ hai**", "**NHIỆM VỤ QUÝ II CỦA UBND**", "1. Tổ chức thi.", "**Phần thứ ba. KIẾN NGHỊ**", "**I. VỚI TỈNH**", "Không.")  # fmt: skip
    assert headings(folder) == [
        ("I", "Quy mô"),
        ("II", "Đội ngũ"),
        ("III", "Nhiệm vụ quý II của UBND"),
        ("IV", "Với tỉnh"),
    ]
    assert "not taken: the heading “KẾT QUẢ”; parts of their own stand below it" in said
    assert "not taken: the number of “I. VỚI TỈNH”; it is IV here" in said
    assert "not taken: the report's own title, which the program writes: “BÁO CÁO”" in said


def test_a_part_in_words_with_sentences_of_its_own_is_a_part_and_a_whole_number_stays(tmp_path):
    _said, folder = begun(tmp_path, "**Phần thứ nhất. KẾT QUẢ**", "Có.", "**I. QUY MÔ**", "Đủ.", "**II.1. Trường lớp**", "Mở.")  # fmt: skip
    assert headings(folder) == [("I", "Kết quả"), ("II", "Quy mô"), ("II.1", "Trường lớp")]


@pytest.mark.parametrize(
    "blocks",
    [
        ["# BÁO CÁO", "# Kết quả công tác quý I", "Kính gửi.", "# Quy mô", "## Trường lớp", "Có.", "# Đội ngũ", "Đủ."],
        ["# Kết quả công tác quý I năm 2031", "## Quy mô", "### Trường lớp", "Có.", "## Đội ngũ", "Đủ."],
        ["# Kết quả công tác quý I", "Kính gửi.", "# I. Quy mô", "## 1. Trường lớp", "Có.", "# II. Đội ngũ", "Đủ."],
    ],
)
def test_the_title_of_the_report_is_no_section(tmp_path, blocks):
    said, folder = begun(tmp_path, *blocks)
    assert headings(folder) == [("I.1", "Trường lớp"), ("II", "Đội ngũ")]
    assert (folder / "data" / "headings.csv").read_text() == "section,title\nI,Quy mô\n"
    assert "not taken: the report's own title" in said


def test_numbers_in_plain_lines_are_no_headings(tmp_path):
    _said, folder = begun(tmp_path, "**I. QUY MÔ**", "1.234 học sinh", "12 trường đạt chuẩn", "**X quang**", "Đủ.")
    assert headings(folder) == [("I", "Quy mô")]


def test_what_word_keeps_beside_the_text_is_named(tmp_path):
    source = education(tmp_path / "cu.docx", "**I. QUY MÔ**", "Có.")
    report = docx.Document(str(source))
    run = report.paragraphs[-1].add_run()
    run._r.append(docx.oxml.parse_xml('<w:footnoteReference xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" w:id="1"/>'))  # fmt: skip
    run._r.append(docx.oxml.parse_xml('<w:pict xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'))  # fmt: skip
    report.save(str(source))
    said = briefing("init", tmp_path / "dep", "--name", "Sở Y tế", "--period", FIRST, "--from", source).out
    assert "not taken: footnotes: 1\nnot taken: pictures, charts and text boxes: 1\n" in said


def test_a_column_of_percentages_that_cannot_be_read_holds_texts_and_is_named(tmp_path):
    rates = [["Đơn vị", "Tỷ lệ (%)"], ["A", "98,5"], ["B", "97"], ["C", "chưa xét"]]
    said, folder = begun(tmp_path, "**I. QUY MÔ**", rates)
    assert "not taken: bang_1: the numbers of Tỷ lệ, which are texts" in said
    assert "2031-Q1,C,chưa xét,I\n" in (folder / "data" / "bang_1.csv").read_text()


def test_an_appendix_without_a_title_has_its_number(tmp_path):
    _said, folder = begun(tmp_path, "**I. QUY MÔ**", "Có.", "**PHỤ LỤC**", RATES)
    assert headings(folder)[-1] == ("Phụ lục I", "Phụ lục I")


def signed_report(path: Path, title: str) -> Path:
    """As an office sends it: who receives and who signs it stand in a table at its end."""
    report = docx.Document()
    for text, bold in (("BÁO CÁO", True), (title, True), ("I. KẾT QUẢ", True), ("Đón 2.745.300 lượt khách.", False)):
        report.add_paragraph().add_run(text).bold = bold
    report.add_paragraph("Trên đây là báo cáo của Sở./.")
    cells = report.add_table(1, 2).rows[0].cells
    cells[0].text = "Nơi nhận:\n- UBND tỉnh (b/c);\n- Giám đốc, các PGĐ Sở;\n- Lưu: VT, VP."
    cells[1].text = "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\n\n\nNguyễn Thị Lệ Thanh"
    report.save(str(path))
    return path


@pytest.mark.parametrize(
    ("title", "subject", "period"),
    [
        ("Kết quả công tác du lịch quý IV năm 2030\nvà nhiệm vụ trọng tâm quý I năm 2031", "Kết quả công tác du lịch {period}", "2030-Q4"),
        ("TÌNH HÌNH QUÝ IV/2030 CỦA NGÀNH DU LỊCH", "Tình hình {period} của ngành du lịch", "2030-Q4"),
        ("Tình hình 6 tháng đầu năm 2031 trên địa bàn tỉnh", "Tình hình {period} trên địa bàn tỉnh", "2031-H1"),
    ],
    ids=["next", "capitals", "half"],
)  # fmt: skip
def test_who_signs_who_receives_and_what_it_is_about_are_taken(tmp_path, title, subject, period):
    old = signed_report(tmp_path / "cu.docx", title)
    made = briefing("init", tmp_path / "moi", "--name", "Sở Du lịch tỉnh Bình An", "--from", old)
    assert made.code == 0, made.err
    organisation = (tmp_path / "moi" / "data" / "organisation.csv").read_text(encoding="utf-8").splitlines()[1]
    assert organisation.startswith(f"{period},Sở Du lịch,")
    assert f",{subject},,,,KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC,Nguyễn Thị Lệ Thanh," in organisation
    received = (tmp_path / "moi" / "data" / "recipients.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert received == [
        f"{period},1,UBND tỉnh,I",
        f'{period},2,"Giám đốc, các PGĐ Sở",I',
        f'{period},3,"Lưu: VT, VP",I',
    ]


def test_the_numbers_of_an_old_report_are_no_other_periods(tmp_path):
    """Those of the last quarter of 2030 stood in the tables and sentences of the first of 2031."""
    old = signed_report(tmp_path / "cu.docx", "Kết quả công tác quý IV năm 2030 và nhiệm vụ quý I năm 2031")
    named = "--name", "Sở Du lịch tỉnh Bình An", "--from", old
    made = briefing("init", tmp_path / "moi", *named, "--period", "2031-Q1")
    assert made.code == 2 and not (tmp_path / "moi").exists()
    assert "--period: found '2031-Q1'; expected 2030-Q4, of which the old report is (quý IV năm 2030)" in made.err
    assert "Begin with it; then: " in made.err and "briefing new 2031-Q1" in made.err


def test_the_period_of_an_old_report_in_plain_letters_is_its_own(tmp_path):
    """Tables of the last quarter of 2025 stood as those of today's: neither line of the title was bold."""
    old = docx.Document()
    for text in ("SỞ DU LỊCH", "Bình An, ngày 28 tháng 12 năm 2030", "BÁO CÁO", "Kết quả công tác quý IV năm 2030", "I. KẾT QUẢ", "Đón khách."):  # fmt: skip
        old.add_paragraph(text)
    old.save(str(tmp_path / "cu.docx"))
    made = briefing("init", tmp_path / "moi", "--name", "Sở Du lịch tỉnh Bình An", "--from", tmp_path / "cu.docx")
    assert made.code == 0, made.err
    assert (
        (tmp_path / "moi" / "data" / "periods.csv").read_text(encoding="utf-8").splitlines()[1].startswith("2030-Q4,")
    )
    assert "the report's own title, which the program writes: “BÁO CÁO Kết quả công tác quý IV năm 2030”" in made.out


def test_a_period_is_as_long_as_the_kind_says(tmp_path):
    named = "--name", "Sở Du lịch tỉnh Bình An", "--period", "2031-H1"
    made = briefing("init", tmp_path / "moi", *named, "--kind", "quarter")
    assert (
        made.code == 2 and "--period: found '2031-H1'; expected a period as long as --kind says, such as " in made.err
    )
    assert briefing("init", tmp_path / "moi", *named).code == 0


def test_a_caption_does_not_keep_the_old_reports_period(tmp_path):
    """“Khách lưu trú quý IV năm 2030” stood above the next quarter's numbers."""
    old = docx.Document()
    for text in ("I. KẾT QUẢ", "Bảng 1. Khách lưu trú quý IV năm 2030"):
        old.add_paragraph().add_run(text).bold = True
    table = old.add_table(2, 2)
    for place, text in enumerate(("Loại khách", "Lượt khách quý IV/2030 (lượt)", "Quốc tế", "1.180.200")):
        table.cell(*divmod(place, 2)).text = text
    old.save(str(tmp_path / "cu.docx"))
    named = "--name", "Sở Du lịch tỉnh Bình An", "--period", "2030-Q4", "--from", tmp_path / "cu.docx"
    assert briefing("init", tmp_path / "moi", *named).code == 0
    declared = (tmp_path / "moi" / "data" / "datapackage.json").read_text(encoding="utf-8")
    assert '"titleVi": "Khách lưu trú"' in declared and '"titleVi": "Lượt khách"' in declared
