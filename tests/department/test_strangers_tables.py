"""What a department of culture, sport and tourism sent, and what came of each of its tables."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from conftest import briefing
from department import FIRST, answers, csv, lines, owned

from briefing.begin.tables import add_table
from briefing.collect.questions import Questions
from helpers.audit.gaps import find_gaps
from helpers.editions import Edition
from helpers.problems import InputError

pytestmark = pytest.mark.builds


def state(project: Path, section: str, text: str) -> None:
    with (project / "data" / "statements.csv").open("a", encoding="utf-8") as file:
        file.write(f'{FIRST},{section},result,result,2,"{text}",confirmed,{section},told-{section}\n')


# -- statistics of rates ------------------------------------------------------------------------------------------------------


# -- headings that name a period ------------------------------------------------------------------------------------------------

GUESTS = """LƯỢNG KHÁCH {0} NĂM 2031
Loại khách;Lượt khách: {0}/2031 (nghìn lượt);Lượt khách: {0}/2030 (nghìn lượt);So với cùng kỳ 2030 (%);Cộng {0} (lượt)"""


def test_headings_of_a_period_hold_in_the_next_one(project):
    """“Quý I/2031” stood above the second quarter's numbers in its template; its own file was refused."""
    first = GUESTS.format("quý I").split("\n")
    source = csv(project, "khach", *first, "Quốc tế;1245,3;1010,2;123,3;7", "Nội địa;1630,8;1512,6;107,8;9")
    _files, _left, doubts = add_table(source, answers(), yes=True, key="loai_khach")
    assert doubts == [
        "headings without the period that they name, to hold in the next one, too: "
        "Lượt khách, Lượt khách: cùng kỳ năm trước, So với cùng kỳ năm trước, Cộng",
        "a rule is written into rules.csv: “So với cùng kỳ năm trước” phải bằng "
        "100 × “Lượt khách” : “Lượt khách: cùng kỳ năm trước”",
    ]
    assert briefing("add", "section", "I.2. Khách", "--table", "khach", cwd=project).code == 0
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    second = GUESTS.format("quý II").split("\n")
    csv(project, "khach", *second[1:], "Quốc tế;1310,6;1070,8;122,4;8", "Nội địa;1631;1603,4;101,7;9")
    ran = briefing("forms", "in", source, "--yes", cwd=project)
    assert ran.code == 0, ran.err
    assert lines(project, "khach")[2:] == [
        "2031-Q2,Quốc tế,1310.6,1070.8,122.4,8",
        "2031-Q2,Nội địa,1631,1603.4,101.7,9",
    ]
    assert briefing("build", "--format", "html", cwd=project).code == 0
    page = (project / "reports" / "2031-Q2" / "briefing.html").read_text(encoding="utf-8")
    assert ">Lượt khách: cùng kỳ năm trước (nghìn lượt)</" in page and "quý I/" not in page.casefold()


@pytest.mark.parametrize("months", [["Tháng {}"] * 3, ["T{}"] * 3, ["{:02}/2031"] * 3], ids=lambda each: each[0])
def test_columns_of_months_are_those_of_each_quarter(project, months):
    """“Tháng 1” stood above April's numbers, and a half-year added January and April up."""
    heads = [";".join(["Chỉ tiêu", *(form.format(n) for n, form in enumerate(months, at))]) for at in (1, 4)]
    source = csv(project, "khach", heads[0], "Quốc tế;410,2;430,6;404,5")
    add_table(
        source, answers(), yes=True, key="chi_tieu", units=[f"thang_thu_{n}=nghìn lượt" for n in ("nhat", "hai", "ba")]
    )
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    csv(project, "khach", heads[1], "Quốc tế;420,1;440,2;450,3")
    assert briefing("forms", "in", source, "--yes", cwd=project).code == 0
    assert lines(project, "khach") == ["2031-Q1,Quốc tế,410.2,430.6,404.5", "2031-Q2,Quốc tế,420.1,440.2,450.3"]
    declared = (project / "data" / "datapackage.json").read_text(encoding="utf-8")
    assert declared.count('"titleVi": "Tháng thứ ') == 3
    csv(project, "khach", heads[0], "Quốc tế;420,1;440,2;450,3")
    refused = briefing("forms", "in", source, "--yes", cwd=project)
    assert refused.code == 2 and "expected the columns Chỉ tiêu, Tháng thứ nhất" in refused.err


def half_of_months(project: Path, **said: str) -> Edition:
    """A half-year of two quarters with a column for each month, and a rate."""
    heads = [f"Ngành;Tháng {at} (kWh);Tháng {at + 1} (kWh);Tháng {at + 2} (kWh);Tốc độ tăng (%)" for at in (1, 4)]
    source = csv(project, "dien", heads[0], "Công nghiệp;10;20;30;8,7")
    add_table(source, answers(), yes=True, key="nganh", **said)
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    csv(project, "dien", heads[1], "Công nghiệp;40;50;60;9,1")
    assert briefing("forms", "in", source, "--yes", cwd=project).code == 0
    assert briefing("new", "2031-H1", cwd=project).code == 0
    return Edition("2031-H1", project / "data")


def test_rates_are_not_declared_to_add_up(project):
    """The word was dropped, and nobody was told."""
    source = csv(project, "dien", "Ngành;Điện (kWh);Tốc độ tăng (%)", "Công nghiệp;10;8,7")
    with pytest.raises(InputError, match="--flows: found 'toc_do_tang'; expected") as refused:
        add_table(source, answers(), yes=True, key="nganh", flows="toc_do_tang")
    assert "Leave it out" in str(refused.value) and not (project / "data" / "dien.csv").exists()


@pytest.mark.parametrize("flows", ["", "thang_1,thang_2,thang_3,cong", "Tháng 1, thang_thu_hai, Cộng"])
def test_months_of_a_quarter_are_taken_at_the_first_try_and_their_sum_adds_up(project, flows):
    """“thang_1” was no column, as it is “Tháng thứ nhất” from now on, and then a column that is no flow: two rounds."""
    source = csv(
        project, "dien", "Ngành;Tháng 1 (kWh);Tháng 2 (kWh);Tháng 3 (kWh);Cộng (kWh)", "Công nghiệp;10;20;30;60", "Nông nghiệp;7;8;9;24"
    )  # fmt: skip
    _files, _left, told = add_table(source, answers(), yes=True, key="nganh", flows=flows)
    months = "Tháng thứ nhất, Tháng thứ hai, Tháng thứ ba"
    assert f"{months}: months of the period; a longer one has only what adds up: Cộng" in told
    declared = (project / "data" / "datapackage.json").read_text(encoding="utf-8")
    assert declared.count('"accrual"') == 1 and '"titleVi": "Cộng", "unit": "kWh", "accrual": "flow"' in declared


def test_of_months_without_their_sum_it_is_said_that_a_longer_period_has_nothing(project):
    source = csv(project, "dien", "Ngành;Tháng 1 (kWh);Tháng 2 (kWh);Tháng 3 (kWh)", "Công nghiệp;10;20;30")
    _files, _left, told = add_table(source, answers(), yes=True, key="nganh", flows="thang_1")
    months = "Tháng thứ nhất, Tháng thứ hai, Tháng thứ ba"
    assert f"{months}: months of the period, of which a longer one has nothing; a column of their sum would" in told


def test_a_half_year_has_no_first_month_of_its_quarters_and_says_why(project):
    """January and April were added up, on the advice of `gaps`; the rate was the second quarter's."""
    edition = half_of_months(project)
    assert all(edition.figure("dien", name).is_missing for name in ("thang_thu_nhat", "thang_thu_ba", "toc_do_tang"))
    told = {gap.words: gap.blocks for gap in find_gaps(edition) if gap.table == "dien"}
    title = "Dien: {} của 6 tháng đầu năm 2031"
    assert told == {
        f"{title.format('Tháng thứ nhất, Tháng thứ hai, Tháng thứ ba')} để trống: là tháng của từng quý, xem số của từng quý; cần số của cả kỳ thì thêm cột cộng của quý (accrual: flow)": False,
        f"{title.format('Tốc độ tăng')} không tính được từ các kỳ trong đó: tỷ lệ, chỉ số không cộng được; đề nghị nhập số của kỳ": True,
    }


def test_a_sentence_that_prints_the_first_month_of_the_quarters_is_missed(project):
    """A rate is the last quarter's where somebody has declared that it is."""
    edition = half_of_months(project, levels="toc_do_tang")
    assert str(edition.figure("dien", "toc_do_tang").value) == "9.1"
    assert [gap.blocks for gap in find_gaps(edition) if gap.table == "dien"] == [False]
    state(project, "I.1", "Tháng đầu tiêu thụ {dien.thang_thu_nhat()}.")
    named = (
        (project / "data" / "statements.csv")
        .read_text(encoding="utf-8")
        .replace(f"{FIRST},I.1,result,result,2,", "2031-H1,I.1,result,result,7,")
    )
    (project / "data" / "statements.csv").write_text(named, encoding="utf-8")
    (gap,) = [gap for gap in find_gaps(Edition("2031-H1", project / "data")) if gap.kind == "figure"]
    assert gap.blocks and "chưa có số liệu mà câu ở Mục I.1 cần" in gap.words


def test_a_declaration_adds_up_no_months_of_quarters(project):
    half_of_months(project)
    path = project / "data" / "datapackage.json"
    declared = path.read_text(encoding="utf-8")
    new = declared.replace('"titleVi": "Tháng thứ nhất"', '"titleVi": "Tháng thứ nhất", "accrual": "flow"')
    assert new != declared
    path.write_text(new, encoding="utf-8")
    refused = briefing("check", cwd=project)
    assert refused.code == 2 and "dien.thang_thu_nhat" in refused.err and "Tháng thứ nhất" in refused.err


# -- names ------------------------------------------------------------------------------------------------------------------


def test_names_of_one_file_in_two_spellings_are_said(project):
    rows = "Đắk Lắk;10", "Đắc Lắc;5", "Khánh Hoà;7", "Khánh Hòa;8", "TP. HCM;3", "Thành phố Hồ Chí Minh;9"
    source = csv(project, "dem", "Tỉnh;Đêm (đêm)", *rows)
    assert add_table(source, answers(), yes=True, key="tinh")[2] == [
        "“Đắc Lắc” of “Tỉnh” is “Đắk Lắk” in Tỉnh",
        "“Khánh Hòa” of “Tỉnh” is “Khánh Hoà” in Tỉnh",
        "“Thành phố Hồ Chí Minh” of “Tỉnh” is “TP. HCM” in Tỉnh",
    ]


def test_a_word_that_one_file_writes_in_two_ways_is_said_when_it_is_imported(project):
    """“hoàn thành” was not counted among “Hoàn thành”: 01 of 02 was printed."""
    head = "Nhiệm vụ;Kết quả;Giờ (giờ)"
    source = csv(project, "viec", head, "A;Hoàn thành;1", "B;Đang làm;2")
    add_table(source, answers(), yes=True, key="nhiem_vu")
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    csv(project, "viec", head, "B;Hoàn thành;1", "C;hoàn thành;2", "C ;Đang làm;3")
    refused = briefing("forms", "in", source, "--yes", cwd=project)
    assert refused.code == 2
    csv(project, "viec", head, "B;Hoàn thành;1", "C;hoàn thành;2", "c;Đang làm;3")
    ran = briefing("forms", "in", source, "--yes", cwd=project)
    said = " ".join(ran.out.split())
    assert ran.code == 0, ran.err
    assert "cell B3: found 'hoàn thành'; expected 'Hoàn thành', as it was written before" in said
    assert "cell A4: found 'c'; expected 'C', as it was written before" in said


# -- rows of other periods, days -------------------------------------------------------------------------------------------------


def test_a_year_and_a_quarter_in_two_columns_say_of_which_period_a_row_is(project):
    """Last year's quarters were added to this one's, and nobody was told."""
    source = csv(project, "khach", "Năm;Quý;Khách (lượt)", "2030;I;100", "2030;II;110", "2031;I;120")
    doubts = add_table(source, answers(), yes=True, key="nam,quy")[2]
    assert doubts == ["2 rows are of before the period, and sums of it count them: Quý I/2030, Quý II/2030"]
    source = csv(project, "phong", "Năm;Quý;Khách (lượt)", "2031;I;100", "2031;II;110")
    with pytest.raises(InputError) as refused:
        add_table(source, answers(), yes=True, key="nam,quy")
    assert "phong!A3: found 'Quý II/2031'; expected a month or a day up to 31/3/2031" in str(refused.value)


def test_a_day_that_is_none_is_refused(project):
    """One of four made the whole column a text: days of another period were nobody's to find."""
    rows = "A;02/03/2031;5", "B;3/31/2031;6", "C;15-3-2031;7", "D;31/02/2031;8"
    with pytest.raises(InputError) as refused:
        add_table(csv(project, "le", "Sự kiện;Ngày;Khách (lượt)", *rows), answers(), yes=True, key="su_kien")
    assert "le!B3: found '3/31/2031'; expected a date, or an empty cell where none is stated" in str(refused.value)
    assert "le!B5: found '31/02/2031'; expected a date, or an empty cell where none is stated" in str(refused.value)


# -- what is not stated -----------------------------------------------------------------------------------------------------


def test_a_name_without_any_number_above_a_total_is_a_row(project):
    """“…” and “-” had to be deleted, and then the row was gone: it was “a line across the table”."""
    rows = "Hà Nội;301;753", "I. Miền Trung;;", "Nghệ An;;", "Cần Thơ;;", "Cộng;301;753", "Ghi chú: sơ bộ;;"
    source = csv(project, "khach", "Tỉnh;Khách (lượt);Đêm (đêm)", *rows[:1], *rows[2:])
    _files, left, _doubts = add_table(source, answers(), yes=True, key="tinh")
    assert lines(project, "khach") == ["2031-Q1,Hà Nội,301,753", "2031-Q1,Nghệ An,,", "2031-Q1,Cần Thơ,,"]
    assert left == ["row 6: a line across the table, “Ghi chú: sơ bộ”", "row 5: a total is not taken: the rows give it"]
    source = csv(project, "nhom", "Tỉnh;Khách (lượt);Đêm (đêm)", "I. Miền Trung;;", "Huế;7;8", "Cộng;7;8")
    assert add_table(source, answers(), yes=True, key="tinh")[1][0] == "row 2: a line across the table, “I. Miền Trung”"


def test_a_heading_of_a_group_of_rows_is_no_row_though_it_has_a_letter(project):
    """“A | Giao thông” was a project without a number: 12 were counted, and no sum was known any more."""
    rows = (
        "A;Giao thông;;",
        "1;Cầu Tân Hiệp;98750;5083,2",
        "2;Đường ĐT.857;;",
        "B;Hạ tầng;;",
        "1;Kè sông Tiền;156000;8649,4",
    )
    source = csv(project, "von", "STT;Dự án;Kế hoạch (triệu đồng);Giải ngân (triệu đồng)", *rows)
    _files, left, _doubts = add_table(source, answers(), yes=True, key="du_an")
    assert lines(project, "von") == [
        "2031-Q1,Cầu Tân Hiệp,98750,5083.2",
        "2031-Q1,Đường ĐT.857,,",
        "2031-Q1,Kè sông Tiền,156000,8649.4",
    ]
    assert left == [
        f"row {row}: a line across the table, “{text}”" for row, text in ((2, "Giao thông"), (5, "Hạ tầng"))
    ]


def test_a_number_that_is_not_known_yet_is_an_empty_cell_and_a_dash_is_asked(project):
    """Each “…” and “chưa có” of a raw file had to be deleted by hand, and the fault named “-” where “…” stood."""
    head = "Sự kiện;Ngày;Khách (lượt);Kinh phí (triệu đồng)"
    source = csv(
        project, "su_kien", head, "A;05/02/2031;3200;180,5", "B;17/02/2031;…;chưa có", "C;12/03/2031;18000;95,5"
    )
    _files, left, _doubts = add_table(source, answers(), yes=True, key="su_kien")
    assert lines(project, "su_kien")[1] == "2031-Q1,B,2031-02-17,,"
    assert left == ["a number that is not known yet, which is an empty cell now: C3, D3"]
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    csv(project, "su_kien", head, "D;05/05/2031;…;18,5")
    ran = briefing("forms", "in", source, "--yes", cwd=project)
    assert ran.code == 0, ran.out
    assert lines(project, "su_kien")[3:] == ["2031-Q2,D,2031-05-05,,18.5"]
    dash = csv(project, "le", head, "A;05/02/2031;3200;180,5", "B;17/02/2031;-;7")
    with pytest.raises(InputError) as refused:
        add_table(dash, answers(), yes=True, key="su_kien")
    assert "le!C3: found '-'; expected a number, or an empty cell where none is stated. Write 0 for none" in str(
        refused.value
    )


def test_who_signs_a_sheet_is_no_row_of_it(project):
    """“NGƯỜI LẬP BIỂU” stood in a column of numbers, and no column told the rows apart any more."""
    rows = (
        "1;Quốc tế;1245,3;4980,5",
        "2;Nội địa;1630,8;3260,4",
        ";Tổng cộng;2876,1;8240,9",
        ";;NGƯỜI LẬP BIỂU;THỦ TRƯỞNG ĐƠN VỊ",
        ";;Lê Hoa;Trần Bình",
    )
    source = csv(project, "khach", "STT;Loại khách;Lượt khách (nghìn lượt);Ngày khách (nghìn ngày)", *rows)
    _files, left, _doubts = add_table(source, answers(), yes=True, key="loai_khach")
    assert lines(project, "khach") == ["2031-Q1,Quốc tế,1245.3,4980.5", "2031-Q1,Nội địa,1630.8,3260.4"]
    assert left == [
        "row 5: a line across the table, “NGƯỜI LẬP BIỂU”",
        "row 6: a line across the table, “Lê Hoa”",
        "row 4: a total is not taken: the rows give it",
    ]


def test_a_number_that_was_not_known_last_quarter_is_asked_in_the_next(project):
    """No ship came in February, says its empty cell; May's could not be reported any more."""
    rows = "Tàu biển;5;;7", "Máy bay;10;11;12", "Tàu hỏa;3;4;5"
    source = csv(project, "tau", "Phương tiện;Tháng 1 (chuyến);Tháng 2 (chuyến);Tháng 3 (chuyến)", *rows)
    add_table(source, answers(), yes=True, key="phuong_tien")
    owned(project, "tau")
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    assert briefing("forms", "out", "2031-Q2", "--out", project.parent, cwd=project).code == 0
    (book,) = project.parent.glob("VP_*.xlsx")
    asked = [row[2].value for row in openpyxl.load_workbook(book)["Tau"].iter_rows(min_row=6)]
    assert asked[:3] == [
        "Tàu biển - Tháng thứ nhất (tháng 4)",
        "Tàu biển - Tháng thứ hai (tháng 5)",
        "Tàu biển - Tháng thứ ba (tháng 6)",
    ]
    assert briefing("new", "2031-H1", cwd=project).code == 0
    questions = Questions(project / "data", "2031-H1")
    assert questions.label_of("previous") == ""  # the first quarter is no half-year before it


# -- sections ---------------------------------------------------------------------------------------------------------------


def test_no_section_stands_behind_the_signature(project):
    """Four of them did, and “VII” before “III”: the director's name stood in the middle of the report."""
    refused = briefing("add", "section", "III. Cơ sở lưu trú", cwd=project)
    assert refused.code == 2
    assert (
        "expected a number before II. Phương hướng, nhiệm vụ trong thời gian tới, with which the report ends"
        in refused.err
    )
    assert "in the heading of notebooks/80_directions.ipynb" in refused.err
    assert briefing("add", "section", "Phụ lục II. Biểu số liệu", cwd=project).code == 0
    last = project / "notebooks" / "80_directions.ipynb"
    last.write_text(last.read_text(encoding="utf-8").replace("# II. ", "# V. "), encoding="utf-8")
    assert briefing("add", "section", "III. Cơ sở lưu trú", cwd=project).code == 0
    last.write_text(last.read_text(encoding="utf-8").replace("# V. ", "# II. "), encoding="utf-8")
    refused = briefing("status", cwd=project)
    assert refused.code == 2 and "notebooks/80_directions.ipynb: found 'II. Phương hướng" in refused.err
    assert "expected its place before notebooks/02_co_so_luu_tru.ipynb (III. Cơ sở lưu trú)" in refused.err


def test_what_stands_behind_a_number_is_read_in_the_units_of_its_column(project):
    """“150 triệu” under “Số tiền (triệu đồng)” was stored as 150.000.000 beside “90”."""
    rows = "A;150 triệu", "B;1,2 tỷ", "C;90", "D;0,5"
    add_table(csv(project, "tien", "Lĩnh vực;Số tiền (triệu đồng)", *rows), answers(), yes=True, key="linh_vuc")
    assert [line.split(",")[2] for line in lines(project, "tien")] == ["150", "1200", "90", "0.5"]


def test_lettered_rows_that_the_rows_below_add_up_to_are_said(project):
    """“A. Dự án chuyển tiếp” was one more project, and a sum was twice as much as was true."""
    rows = "A. Chuyển tiếp;900", "Cầu;500", "Đường;400", "B. Mới;100", "Kè;100"
    told = add_table(csv(project, "du_an", "Dự án;Vốn (tỷ đồng)", *rows), answers(), yes=True, key="du_an")[2]
    assert told == [
        "rows that those below them add up to, which a sum of the column counts twice: A. Chuyển tiếp, B. Mới",
        "2 rules are written into rules.csv: such rows are the sums of those below them in each period",
    ]


def test_a_column_of_units_is_one_though_its_heading_may_mean_offices(project):
    """“Đơn vị” over “đồng/bao” was a text, and “đồng/tấn” a quarter later nobody's to find."""
    rows = "Xi măng;đồng/bao;88950", "Thép;đồng/kg;17700", "Cát;nghìn đồng/m3;310"
    add_table(csv(project, "gia", "Vật liệu;Đơn vị;Giá", *rows), answers(), yes=True, key="vat_lieu")
    assert lines(project, "gia")[0] == "2031-Q1,Xi măng,đồng/bao,88950"
    assert '"unit": "@unit"' in (project / "data" / "datapackage.json").read_text(encoding="utf-8")
    source = csv(project, "ho", "Đơn vị;Hồ sơ (hồ sơ)", "Phòng Kế hoạch;5", "Chi cục Thuế;7")
    add_table(source, answers(), yes=True, key="don_vi")
    assert lines(project, "ho")[0] == "2031-Q1,Phòng Kế hoạch,5"


def test_the_numbers_of_slips_are_names(project):
    """Their mean was printed, and a unit was asked for."""
    source = csv(project, "khao_sat", "Phiếu số;Ngày;Điểm (điểm)", "1;05/01/2031;4", "2;06/02/2031;5")
    add_table(source, answers(), yes=True, key="phieu_so", observations=True)
    assert lines(project, "khao_sat") == ["2031-Q1,1,2031-01-05,4", "2031-Q1,2,2031-02-06,5"]
    assert '"name": "phieu_so", "type": "string"' in (project / "data" / "datapackage.json").read_text(encoding="utf-8")


def test_a_title_without_marks_is_said(project):
    """“Bảng 3. Khach theo tinh” was printed: a CSV has no other name than its file's."""
    source = csv(project, "khach-theo-tinh", "Tỉnh;Khách (lượt)", "Hà Nội;301", "Huế;98")
    said = briefing("add", "table", source, "--key", "tinh", "--yes", cwd=project).out
    assert "look at: the title “Khach theo tinh”, which the report prints: say it with its marks, --title" in said
    assert "look at: khach: in a period that consists of others they stay empty, unless --flows or --levels" in said
    titled = "--table", "khac", "--title", "Khách theo tỉnh", "--flows", "khach"
    assert "look at" not in briefing("add", "table", source, "--key", "tinh", "--yes", *titled, cwd=project).out


def test_quoted_names_stand_in_a_chart(project):
    """The months below a chart were not there, neither on the page nor on paper, though the cell had drawn them."""
    source = csv(project, "khach", "Loại;A (lượt);B (lượt);C (lượt)", "Quốc tế;5;9;7", "Nội địa;3;4;8")
    add_table(source, answers(), yes=True, key="loai")
    cells = """khach = edition.register("khach").set_index("loai")[["a", "b", "c"]].T
khach.index = ["Tháng {'1'}", "Tháng {'2'}", "Tháng {'3'}"]
charts.lines(khach, "Lượt khách", name="khach")"""
    path = project / "notebooks" / "01_results.ipynb"
    notebook = json.loads(
        path.read_text(encoding="utf-8").replace("from helpers import ", "from helpers import charts, ")
    )
    cell = {"cell_type": "code", "id": "own", "metadata": {}, "outputs": [], "execution_count": None, "source": cells}
    notebook["cells"].insert(-1, cell)
    path.write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")
    ran = briefing("build", "--format", "html", cwd=project)
    assert ran.code == 0, ran.err
    page = (project / "reports" / FIRST / "briefing.html").read_text(encoding="utf-8")
    assert [page.count(f">Tháng {n}</text>") for n in (1, 2, 3)] == [1, 1, 1]


def test_a_part_of_a_columns_name_is_enough_where_it_is_one_columns(project):
    """“trong_do_noi_dia” is a name that the program makes: “noi_dia” was refused."""
    head = "Xã;Tổng số (lượt);Trong đó: nội địa (lượt);Trong đó: quốc tế (lượt)"
    source = csv(project, "khach", head, "An Hải;30;20;10", "Bắc Sơn;25;18;7")
    add_table(source, answers(), yes=True, key="xa", flows="tong_so,noi_dia,quoc_te")
    declared = (project / "data" / "datapackage.json").read_text(encoding="utf-8")
    assert declared.count('"accrual": "flow"') == 3
    with pytest.raises(InputError, match="trong_do"):
        add_table(
            csv(project, "khac", head, "An Hải;30;20;10", "Bắc Sơn;25;18;7"),
            answers(),
            yes=True,
            key="xa",
            flows="trong_do",
        )
