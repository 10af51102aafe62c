"""A file of the next period, imported as the first one was added: what of it is asked, refused, named."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from conftest import Ran, briefing
from department import answers, csv, lines, owned, workbook
from test_false_sums import append

from briefing.begin.tables import add_table
from briefing.collect.questions import Questions
from helpers.editions import Edition
from helpers.problems import InputError
from helpers.review import result

pytestmark = pytest.mark.builds


def said(ran: Ran) -> str:
    return " ".join((ran.out + ran.err).split())


@pytest.mark.parametrize(
    ("above", "head", "found"),
    [
        ("Đơn vị tính: tỷ đồng", "Thu (nghìn đồng)", "found 'Thu (nghìn đồng)'; expected triệu đồng"),
        ("Đơn vị tính: tỷ đồng", "Thu", "found 'Thu (tỷ đồng)'; expected triệu đồng"),
        ("Đơn vị tính: tạ", "Thu", "found 'Thu (tạ)'; expected triệu đồng"),
        ("Đơn vị tính: Triệu đồng", "Thu", ""),
        ("Đơn vị tính: tạ", "Thu (tr. đồng)", ""),
    ],
)
def test_numbers_of_another_unit_than_the_table_has_are_refused(project, above, head, found):
    """“Kim ngạch (nghìn USD)” was stored as triệu USD: 187.620 where 187,62 was meant."""
    source = project.parent / "thu.xlsx"
    workbook(source, ["Đơn vị tính: triệu đồng"], ["Huyện", "Thu", "Tỷ lệ (%)"], ["A", 61, 5.5], ["B", 82, 6.5])
    add_table(str(source), answers(), yes=True, key="huyen", flows="thu")
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    workbook(source, [above], ["Huyện", head, "Tỷ lệ (%)"], ["A", 63, 5.2], ["B", 85, 6.1])
    ran = briefing("forms", "in", source, "--yes", cwd=project)
    if found:
        assert ran.code == 2 and f"thu.xlsx, column B: {found}, as the table has it" in ran.err
        assert lines(project, "thu") == ["2031-Q1,A,61,5.5", "2031-Q1,B,82,6.5"]
    else:
        assert ran.code == 0, ran.out + ran.err


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ([63.5, 85.5, 42], ""),
        ([63500, 85500, 42000], "asked: 63.500 now, 61,5 in the earlier period; the others move otherwise"),
        ([63.5, 85500, 42], "asked: 85.500 now, 82 in the earlier period; the others move otherwise"),
        ([61.5, 82, 40.5], "asked: all 3 numbers are those of an earlier period; are they new?"),
    ],
)
def test_numbers_ten_or_a_thousand_times_as_large_as_before_are_asked(project, numbers, words):
    """A whole table in triệu đồng where tỷ đồng was declared was printed as 27.319.600 tỷ đồng, and nobody was asked."""
    source = project.parent / "thu.xlsx"
    names = ["A", "B", "C"]
    head = ["Huyện", "Thu (tỷ đồng)"]
    workbook(source, head, *zip(names, [61.5, 82, 40.5], strict=True))
    add_table(str(source), answers(), yes=True, key="huyen", flows="thu")
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    workbook(source, head, *zip(names, numbers, strict=True))
    ran = briefing("forms", "in", source, "--yes", cwd=project)
    if words:
        assert ran.code == 2 and words in said(ran) and len(lines(project, "thu")) == 3
    else:
        assert ran.code == 0, ran.out + ran.err


def test_what_a_file_changes_is_compared_with_the_period_before(project):
    """It was compared with the value that it overwrites, and new rows with nothing."""
    source = project.parent / "thu.xlsx"
    head = ["Huyện", "Thu (tỷ đồng)"]
    workbook(source, head, ["A", 50], ["B", 80])
    add_table(str(source), answers(), yes=True, key="huyen", flows="thu")
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    for number, grown in ((60, "+20,0%"), (55, "+10,0%")):
        workbook(source, head, ["A", number], ["B", 88])
        ran = briefing("forms", "in", source, "--yes", cwd=project)
        assert ran.code == 0 and grown in ran.out, ran.out + ran.err


def test_new_numbers_of_a_column_are_one_line_with_their_sum_and_what_is_asked_stands_first(project):
    """Five files of a quarter were 289 lines on a terminal, of which three were about something."""
    source = project.parent / "thu.xlsx"
    head = ["Huyện", "Thu (tỷ đồng)", "Tỷ lệ (%)", "Loại"]
    workbook(source, head, ["A", 50, 95.5, "I"], ["B", 80, 98, "II"], ["C", 70, 97, "I"])
    add_table(str(source), answers(), yes=True, key="huyen", flows="thu", levels="ty_le")
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    workbook(source, head, ["A", 60, 96.5, "I"], ["B", 88, 98, "II"], ["C", 63.5, 97, "I"])
    ran = briefing("forms", "in", source, "--yes", cwd=project)
    listed = [" ".join(line.split()) for line in ran.out.splitlines()]
    assert listed[2:7] == [
        "cell what old new against last period",
        "B2:B4 Thu: 3 new - 60 … 88, together 211,5 -9,3% … +20,0%",
        "C2:C4 Tỷ lệ: 3 new - 96,5 … 98 0,0% … +1,0%",
        "D2:D4 Loại: 3 new - I (2), II",
        "9 changed, 0 as before, 0 doubtful, 0 refused",
    ]
    workbook(source, head, ["A", 61, 96.5, "I"], ["B", 88, 98, "II"], ["C", 63.5, 97, "i"])
    ran = briefing("forms", "in", source, "--yes", cwd=project)
    told = [line.split(":")[0] for line in ran.out.splitlines()[2:]]
    assert told[0] == "doubtful sheet Sheet, cell D4" and told[2].startswith("B2    huyen=A")


def test_an_office_whose_rows_came_in_a_file_of_the_table_has_sent_its_numbers(project):
    source = project.parent / "thu.xlsx"
    workbook(source, ["Huyện", "Thu (tỷ đồng)"], ["A", 50], ["B", 80])
    add_table(str(source), answers(), yes=True, key="huyen", flows="thu")
    (project / "data" / "offices.csv").write_text(
        "office,name,contact,due_days,collects\nP.TC,Phòng Tài chính,Trưởng phòng,5,false\n"
    )
    (project / "data" / "owners.csv").write_text("rows,office\nthu.rows(),P.TC\n")
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    workbook(source, ["Huyện", "Thu (tỷ đồng)"], ["A", 60], ["B", 90])
    assert "1 of 1 offices have sent numbers" in briefing("forms", "in", source, "--yes", cwd=project).out


def test_what_the_rows_do_not_give_of_a_total_is_named(project):
    """A total of 27.777,7 beside parts of 27.319,6 was left out without a word, and with it the index of the whole industry."""
    source = project.parent / "iip.xlsx"
    head = ["Ngành", "Giá trị (tỷ đồng)", "Chỉ số (%)"]
    workbook(source, head, ["A", 61.5, 107.5], ["B", 82, 110], ["Toàn ngành", 143.5, 108.3])
    _files, left, _told = add_table(str(source), answers(), yes=True, key="nganh", flows="gia_tri")
    of_index = "no sums; where they are reported, numbers of their own: Chỉ số 108,3"
    assert left == [f"row 4: a total is not taken: the rows give it ({of_index})"]
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    workbook(source, head, ["A", 63.5, 105], ["B", 85, 112.5], ["Toàn ngành", 158.5, 107.9])
    ran = briefing("forms", "in", source, "--yes", cwd=project)
    assert ran.code == 0 and (
        "found 'Toàn ngành'; a total is not taken: the rows give it (Giá trị: 158,5 stated, 148,5 added up; "
        "no sums; where they are reported, numbers of their own: Chỉ số 107,9)"
    ) in " ".join(ran.out.split())


def test_a_state_is_asked_again_and_what_is_not_is_said(project):
    """“03 dự án đang xây dựng” counted the states of the first quarter: nobody had been asked for the second's."""
    source = project.parent / "du_an.xlsx"
    head = ["Dự án", "Chủ đầu tư", "Tình trạng", "Vốn (tỷ đồng)"]
    building, begun = "Đang xây dựng", "Chuẩn bị đầu tư"
    workbook(
        source,
        head,
        *(["A", "Công ty A", building, 61], ["B", "Công ty B", building, 82]),
        *(["C", "Công ty C", begun, 40], ["D", "Công ty D", begun, 41]),
    )
    _files, _left, told = add_table(str(source), answers(), yes=True, key="du_an", flows="von")
    assert told == [
        "texts that the next period takes over unasked: Chủ đầu tư; where one changes, declare it with “asked”: true"
    ]
    owned(project, "du_an")
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    questions = Questions(project / "data", "2031-Q2")
    asked = {code: each.previous for code, (_office, each) in questions.asked.items()}
    assert asked["du_an.tinh_trang(du_an='A')"] == "Đang xây dựng" and asked["du_an.von(du_an='A')"] == "61"
    assert len(asked) == 8
    (question,) = (each for _office, each in questions.asked.values() if each.code == "du_an.tinh_trang(du_an='A')")
    assert questions.states(question) == (building, begun) and question.carried == ""
    assert briefing("forms", "out", "2031-Q2", "--out", project.parent, cwd=project).code == 0
    (path,) = project.parent.glob("VP_*.xlsx")
    book = openpyxl.load_workbook(path)
    rows = {row[0].value: row[6] for sheet in book for row in sheet.iter_rows() if len(row) > 6}
    rows["du_an.tinh_trang(du_an='A')"].value = "đang xây dựng"  # it was a state of its own: 01 of 02 was counted
    rows["du_an.von(du_an='A')"].value = 63
    book.save(path)
    ran = briefing("forms", "in", path, "--yes", cwd=project)
    assert ran.code == 2 and "expected 'Đang xây dựng', as it was written before" in " ".join(ran.out.split())


def test_a_state_in_another_spelling_is_asked_though_there_are_nearly_as_many_as_rows(project):
    """Three states of five works: “đang thi công”, “Đang thi cong” and “Hoàn thành.” came in as states of their own."""
    source = project.parent / "cong_trinh.xlsx"
    states = ["Đang thi công", "Chưa khởi công", "Đang thi công", "Hoàn thành", "Đang thi công"]
    rows = [[name, state, 61] for name, state in zip("ABCDE", states, strict=True)]
    workbook(source, ["Công trình", "Tình trạng", "Vốn (tỷ đồng)"], *rows)
    add_table(str(source), answers(), yes=True, key="cong_trinh", flows="von")
    owned(project, "cong_trinh")
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    assert briefing("forms", "out", "2031-Q2", "--out", project.parent, cwd=project).code == 0
    (path,) = project.parent.glob("VP_*.xlsx")
    book = openpyxl.load_workbook(path)
    cells = {row[0].value: row[6] for sheet in book for row in sheet.iter_rows() if len(row) > 6}
    now = ["đang thi công", "Đang thi cong", "Đang thi công", "Hoàn thành.", "Hoàn thành"]
    for name, state in zip("ABCDE", now, strict=True):
        cells[f"cong_trinh.tinh_trang(cong_trinh='{name}')"].value = state
        cells[f"cong_trinh.von(cong_trinh='{name}')"].value = 62 + ord(name) % 7
    book.save(path)
    ran = briefing("forms", "in", path, "--yes", cwd=project)
    assert ran.code == 2 and "7 changed, 0 as before, 3 doubtful" in ran.out
    for expected in ("Đang thi công", "Hoàn thành"):
        assert f"expected '{expected}', as it was written before" in said(ran)


def test_what_nearly_nobody_knew_in_the_first_period_is_asked_in_the_next(project):
    """A column of which one row had a number was never asked of the others, and nothing said so."""
    source = project.parent / "thu.xlsx"
    workbook(source, ["Huyện", "Thu (tỷ đồng)", "Nợ (tỷ đồng)"], ["A", 61, 5], ["B", 82, None], ["C", 40, None])
    add_table(str(source), answers(), yes=True, key="huyen", flows="thu", levels="no")
    owned(project, "thu")
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    assert {*Questions(project / "data", "2031-Q2").asked} >= {f"thu.no(huyen='{name}')" for name in "ABC"}


# -- a file that has less than its table, or other rows -------------------------------------------------------------------------

_HEAD = ["Dự án", "Chủ đầu tư", "Vốn (tỷ đồng)", "Lũy kế (tỷ đồng)"]
_ROWS = ["A", "Công ty A", 61, 100], ["B", "Công ty B", 82, 110], ["C", "Công ty C", 40, 90]


def begun(project: Path) -> Path:
    """A table of three projects, and its file for the second quarter."""
    source = project.parent / "von.xlsx"
    workbook(source, _HEAD, *_ROWS)
    add_table(str(source), answers(), yes=True, key="du_an", flows="von")
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    return source


def test_new_rows_of_a_file_without_a_column_that_they_need_are_refused_by_its_name(project):
    """They were listed as changes, then “Nothing to write: the data have these values already”, and were lost."""
    source = begun(project)
    workbook(source, _HEAD[:3], ["A", "Công ty A", 63], ["B", "Công ty B", 85], ["C", "Công ty C", 42])
    ran = briefing("forms", "in", source, "--yes", cwd=project)
    assert ran.code == 2 and "expected the column Lũy kế too: new rows need it" in said(ran)
    assert "0 changed" in said(ran) and "data have these values already" not in said(ran)
    assert len(lines(project, "von")) == 3


def test_of_rows_that_are_there_a_missing_column_is_said(project):
    source = begun(project)
    workbook(source, _HEAD, ["A", "Công ty A", 63, 163], ["B", "Công ty B", 85, 195], ["C", "Công ty C", 42, 132])
    assert briefing("forms", "in", source, "--yes", cwd=project).code == 0
    workbook(source, _HEAD[:3], ["A", "Công ty A", 64], ["B", "Công ty B", 85], ["C", "Công ty C", 42])
    ran = briefing("forms", "in", source, "--yes", cwd=project)
    assert ran.code == 0 and "the file has no column Lũy kế: nothing is written there" in said(ran)
    assert lines(project, "von")[3:] == ["2031-Q2,A,Công ty A,64,163", "2031-Q2,B,Công ty B,85,195", "2031-Q2,C,Công ty C,42,132"]  # fmt: skip


def test_what_the_quarters_give_needs_no_column_of_their_half_year(project):
    source = begun(project)
    rows = ["A", "Công ty A", 63, 163], ["B", "Công ty B", 85, 195], ["C", "Công ty C", 42, 132]
    workbook(source, _HEAD, *rows)
    assert briefing("forms", "in", source, "--yes", cwd=project).code == 0
    assert briefing("new", "2031-H1", cwd=project).code == 0
    workbook(source, [_HEAD[0], _HEAD[3]], *([row[0], row[3]] for row in rows))
    ran = briefing("forms", "in", source, "--yes", "--period", "2031-H1", cwd=project)
    assert ran.code == 0, said(ran)
    assert [line.rpartition(",")[2] for line in lines(project, "von")[6:]] == ["163", "195", "132"]


def test_a_file_that_no_longer_has_a_row_of_the_table_is_asked(project):
    """A project under a new name stood beside itself: ten of nine, and its money twice in the sum."""
    source = begun(project)
    workbook(source, _HEAD, ["A", "Công ty A", 63, 163], ["B", "Công ty B", 85, 195], ["C", "Công ty C", 42, 132])
    assert briefing("forms", "in", source, "--yes", cwd=project).code == 0
    workbook(source, _HEAD, ["A", "Công ty A", 63, 163], ["B2", "Công ty B", 85, 195], ["C", "Công ty C", 42, 132])
    ran = briefing("forms", "in", source, "--yes", cwd=project)
    words = "the data have rows of this period that the file does not have (du_an=B); if one has another name now or is none, correct or delete it in von.csv (line 6)"  # fmt: skip
    assert ran.code == 2 and f"3 cells B3,C3,D3: found 'Công ty B, 85, 195'; asked: {words}" in said(ran)
    assert len(lines(project, "von")) == 6
    workbook(source, _HEAD, ["A", "Công ty A", 64, 164])  # a correction of one row is none of the whole table
    assert briefing("forms", "in", source, "--yes", cwd=project).code == 0


@pytest.mark.parametrize("total", [143, 184])
def test_a_file_that_differs_by_a_lost_row_alone_is_asked_and_its_total_held_against_the_data(project, total):
    """“The data have these values already”, while the edition kept 42 that the office had taken out; or errors of a right total."""
    source = project.parent / "viec.xlsx"
    rows = ["An", 61, 5], ["Ba", 82, 7], ["Chúc", 41, 9]
    workbook(source, ["Xã", "Người (người)", "Đợt (đợt)"], *rows, ["Tổng cộng", 184, 21])
    add_table(str(source), answers(), yes=True, key="xa", flows="nguoi,dot")
    workbook(source, ["Xã", "Người (người)", "Đợt (đợt)"], *rows[:2], ["Tổng cộng", total, 12 if total == 143 else 21])
    ran = briefing("forms", "in", source, "--yes", cwd=project)
    words = "the data have rows of this period that the file does not have (xa=Chúc); if one has another name now or is none, correct or delete it in viec.csv (line 4)"  # fmt: skip
    assert ran.code == 2 and f"cell B2: found '61'; asked: {words}" in said(ran)
    assert "the rows give it (" not in said(ran)
    ran = briefing("forms", "in", source, cwd=project, typed="thiếu dòng\nn\n")
    assert "Write 1 cell of 2031-Q1 to " in said(ran)
    assert not (project / "data" / "controls.csv").exists()


# -- the unit of a row -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unit", "number", "asked"),
    [("Triệu đồng", 63500, True), ("tỷ đồng", 63.5, False), ("Nghìn tấn", 63.5, True)],
)
def test_another_unit_of_a_row_than_it_had_before_is_asked(project, unit, number, asked):
    """“Triệu đồng” where “Tỷ đồng” was came in without a question, and the year's sum was lost."""
    source = project.parent / "chi_tieu.xlsx"
    head = ["Chỉ tiêu", "Đơn vị tính", "Thực hiện"]
    workbook(source, head, ["Doanh thu", "Tỷ đồng", 61.5], ["Vận chuyển", "Nghìn tấn", 82.5])
    add_table(str(source), answers(), yes=True, key="chi_tieu", flows="thuc_hien")
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    workbook(source, head, ["Doanh thu", unit, number], ["Vận chuyển", "Nghìn tấn", 84.5])
    ran = briefing("forms", "in", source, "--yes", cwd=project)
    if asked:
        assert ran.code == 2 and f"asked: the unit was Tỷ đồng and is {unit} now" in said(ran)
        assert briefing("forms", "in", source, "--yes", "--only-good", cwd=project).code == 0
        assert lines(project, "chi_tieu")[2:] == ["2031-Q2,Vận chuyển,Nghìn tấn,84.5"]  # the number waits with its unit
    else:
        assert ran.code == 0, said(ran)
        assert lines(project, "chi_tieu")[2] == "2031-Q2,Doanh thu,Tỷ đồng,63.5"


# -- the lines above a table ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "refused"),
    [
        ("VỐN ĐẦU TƯ QUÝ I NĂM 2031", True),
        ("VỐN ĐẦU TƯ QUÝ I/2031", True),
        ("VỐN ĐẦU TƯ QUÝ I", True),
        ("VỐN ĐẦU TƯ THÁNG 6 NĂM 2031", False),
        ("VỐN ĐẦU TƯ QUÝ II NĂM 2031", False),
        ("VỐN ĐẦU TƯ QUÝ II/2031 (SO VỚI QUÝ I/2031)", False),
        ("VỐN ĐẦU TƯ 6 THÁNG ĐẦU NĂM 2031", False),
        ("VỐN KÉO DÀI TỪ NĂM 2030", False),
        ("(Kèm theo Báo cáo ngày 05 tháng 7 năm 2031)", False),
        ("NƯỚC SẠCH NÔNG THÔN ĐẾN HẾT QUÝ I/2031", True),
        ("(tính đến ngày 31/3/2031)", True),
        ("VỐN LŨY KẾ ĐẾN HẾT THÁNG 3 NĂM 2031", True),
        ("VỐN ĐẾN CUỐI QUÝ III/2031", True),
        ("VỐN TỪ 01/01 ĐẾN NGÀY 31 THÁNG 3 NĂM 2031", True),
        ("NƯỚC SẠCH NÔNG THÔN ĐẾN HẾT QUÝ II/2031", False),
        ("(số liệu tính đến ngày 05/7/2031)", False),
        ("KẾ HOẠCH VỐN ĐẾN HẾT QUÝ IV/2031", False),
    ],
)
def test_a_title_of_another_period_is_refused(project, title, refused):
    """“QUÝ III NĂM 2026” above the table was written into the fourth quarter without a word."""
    source = begun(project)
    workbook(
        source, [title], _HEAD, ["A", "Công ty A", 63, 163], ["B", "Công ty B", 85, 195], ["C", "Công ty C", 42, 132]
    )
    ran = briefing("forms", "in", source, "--yes", cwd=project)
    if refused:
        assert ran.code == 2 and f"found '{title}'; expected a table of 2031-Q2" in said(ran)
        assert "--period" in said(ran) and len(lines(project, "von")) == 3
    else:
        assert ran.code == 0 and len(lines(project, "von")) == 6, said(ran)


def test_a_csv_is_read_as_it_was_added_with_lines_above_and_below_its_table(project):
    source = project.parent / "duong.csv"
    head = "Tuyến;Chiều dài (km);Kinh phí (tỷ đồng)"
    csv(
        project,
        source.stem,
        "BẢO TRÌ QUÝ I/2031",
        ";ĐVT: km; tỷ đồng",
        head,
        "Quốc lộ 1;72,50;8,15",
        "Quốc lộ 30;119,65;10,35",
    )
    add_table(str(source), answers(), yes=True, key="tuyen", flows="kinh_phi")
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    csv(project, source.stem, "BẢO TRÌ, SỬA CHỮA QUÝ II/2031", ";ĐVT: km; tỷ đồng", head, "Quốc lộ 1;72,50;9,25", "Quốc lộ 30;119,65;11,5", "Người lập biểu;;")  # fmt: skip
    ran = briefing("forms", "in", source, "--yes", cwd=project)
    assert ran.code == 0, said(ran)
    assert lines(project, "duong")[2:] == ["2031-Q2,Quốc lộ 1,72.5,9.25", "2031-Q2,Quốc lộ 30,119.65,11.5"]
    csv(project, source.stem, "BẢO TRÌ QUÝ I/2031", ";ĐVT: km; tỷ đồng", head, "Quốc lộ 1;72,50;9,25")
    ran = briefing("forms", "in", source, "--yes", cwd=project)
    assert ran.code == 2 and "found 'BẢO TRÌ QUÝ I/2031'; expected a table of 2031-Q2" in said(ran)


def test_headings_that_are_not_the_tables_are_named_with_their_line_and_the_period_that_they_are_read_for(project):
    """“cần các cột period, …, source. Sửa lại dòng đầu”: the head was line 4, and neither column is of a file."""
    source = begun(project)
    workbook(source, ["VỐN"], ["Đơn vị tính: tỷ đồng"], ["Dự án", "Chủ đầu tư", "Tháng 1", "Lũy kế"], *_ROWS)
    ran = briefing("forms", "in", source, "--yes", cwd=project)
    assert ran.code == 2 and (
        "von.xlsx, line 3, column Tháng 1: found 'Dự án | Chủ đầu tư | Tháng 1 | Lũy kế'; "
        "expected the columns Dự án, Chủ đầu tư, Vốn, Lũy kế, each once. "
        "Correct the headings; they are read for 2031-Q2: of another period, name it with --period."
    ) in said(ran)


# -- cells of a CSV ------------------------------------------------------------------------------------------------------------


def test_days_that_tell_rows_apart_are_read_as_they_were_added(project):
    """“17/07/2026” in column A was refused at C2, which held “Đường bộ”."""
    source = project.parent / "tai_nan.csv"
    head = "Ngày xảy ra;Địa điểm;Loại;Số người chết (người)"
    csv(project, source.stem, head, "17/01/2031;Phường A;Đường bộ;2", "06/02/2031;Phường B;Đường thủy;1")
    add_table(str(source), answers(), yes=True, key="ngay_xay_ra", listed=True)
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    csv(project, source.stem, head, "17/04/2031;Phường A;Đường bộ;2", "06/05/2031;Phường C;Đường bộ;3")
    ran = briefing("forms", "in", source, "--yes", cwd=project)
    assert ran.code == 0, said(ran)
    assert lines(project, "tai_nan")[2:] == ["2031-Q2,2031-04-17,Phường A,Đường bộ,2", "2031-Q2,2031-05-06,Phường C,Đường bộ,3"]  # fmt: skip
    csv(project, source.stem, head, "31/04/2031;Phường A;Đường bộ;2", "06/05/2031;Phường C;Đường bộ;3")
    ran = briefing("forms", "in", source, "--yes", cwd=project)
    assert ran.code == 2 and "tai_nan.csv, column A2: found '31/04/2031'; expected a date" in said(ran)


@pytest.mark.parametrize(
    ("cells", "stored"),
    [
        (("88.950", "120.840"), ("88950", "120840")),  # last quarter's are 87.900 and 120.140
        (("88.950", "120.840", "345.500"), ("88950", "120840", "345500")),  # a new row is like the others of its column
        (("18.950", "120.840,5"), ("18950", "120840.5")),  # a comma begins decimals there, so that a point does not
        (("88.950", "9.840"), None),  # 9.840 or 9,84: neither is like 120.140
    ],
)
def test_numbers_that_may_be_read_in_two_ways_are_read_as_the_column_has_them(project, cells, stored):
    """18 questions of one file, each answered by last quarter's number in the same cell."""
    source = project.parent / "gia.csv"
    head = "Vật liệu;Giá (nghìn đồng)"
    csv(project, source.stem, head, "Xi măng;87.900,5", "Thép;120.140")
    add_table(str(source), answers(), yes=True, key="vat_lieu")
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    csv(
        project,
        source.stem,
        head,
        *(f"{name};{cell}" for name, cell in zip(("Xi măng", "Thép", "Cát"), cells, strict=False)),
    )
    ran = briefing("forms", "in", source, "--yes", cwd=project)
    if stored:
        assert [line.rpartition(",")[2] for line in lines(project, "gia")[2:]] == [*stored], said(ran)
    else:
        assert ran.code == 2 and "found '9.840'; one of two readings" in said(ran) and "1 doubtful" in said(ran)


def test_rows_that_those_below_add_up_to_have_to_in_the_next_period_too(project):
    """“Chi thường xuyên = Chi lương + Chi nghiệp vụ” was said once, and held by nothing."""
    source = project.parent / "chi.csv"
    head = "Nội dung;Dự toán (tỷ đồng);Thực hiện (tỷ đồng)"
    csv(project, source.stem, head, "A. Thường xuyên;4812,5;1103,27", "Lương;3950;955,12", "Nghiệp vụ;862,5;148,15", "B. Đầu tư;510;31", "Phòng học;510;31")  # fmt: skip
    add_table(str(source), answers(), yes=True, key="noi_dung", flows="thuc_hien", levels="du_toan")
    assert not [each["words"] for each in result(Edition("2031-Q1", project / "data"))["findings"]]
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    csv(
        project,
        source.stem,
        head,
        "A. Thường xuyên;4812,5;1203,27",
        "Lương;3950;965,12",
        "Nghiệp vụ;862,5;148,15",
        "B. Đầu tư;510;33",
    )
    ran = briefing("forms", "in", source, "--yes", cwd=project)
    assert ran.code == 0, ran.out + ran.err
    (found,) = result(Edition("2031-Q2", project / "data"))["findings"]
    assert found["id"].startswith("chi_thuc_hien_1") and found["severity"] == "error"
    assert "“Thực hiện” của “A. Thường xuyên” phải bằng “Lương” + “Nghiệp vụ”" in found["statement"]


def test_a_column_of_roman_numbers_is_read_again(project):
    """“I”, “II” under STT are texts: the next file was refused, as it had no STT."""
    source = project.parent / "chuan.csv"
    csv(project, source.stem, "STT;Cấp học;Trường (trường)", "I;Mầm non;2", "II;Tiểu học;3")
    add_table(str(source), answers(), yes=True, key="cap_hoc")
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    csv(project, source.stem, "STT;Cấp học;Trường (trường)", "I;Mầm non;4", "II;Tiểu học;5")
    ran = briefing("forms", "in", source, "--yes", cwd=project)
    assert ran.code == 0, ran.out + ran.err
    assert lines(project, "chuan")[2:] == ["2031-Q2,I,Mầm non,4", "2031-Q2,II,Tiểu học,5"]


def test_what_may_be_a_share_or_a_percentage_is_asked_whatever_it_was_last_time(project):
    """“0,37” became 37 where 12,5 had stood, 0,37 where 0,8 had, without a question."""
    source = project.parent / "ty_le.csv"
    csv(project, source.stem, "Trường;Tỷ lệ (%)", "A;12,5", "B;0,8")
    with pytest.raises(InputError) as refused:  # it may be 80 %
        add_table(str(source), answers(), yes=True, key="truong")
    assert "expected what only you know: --read ty_le=80|0,8" in str(refused.value)
    add_table(str(source), answers(), yes=True, key="truong", read=["ty_le=0,8"])
    assert lines(project, "ty_le") == ["2031-Q1,A,12.5", "2031-Q1,B,0.8"]
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    csv(project, source.stem, "Trường;Tỷ lệ (%)", "A;0,37", "B;0,37")
    ran = briefing("forms", "in", source, "--yes", cwd=project)
    assert ran.code == 2 and "found '0,37'; one of two readings" in said(ran) and len(lines(project, "ty_le")) == 2


def test_a_column_of_boys_is_no_year(project):
    source = project.parent / "hoc_sinh.csv"
    csv(project, source.stem, "Xã;Nam;Nữ", "A;52;48", "B;41;38")
    add_table(str(source), answers(), yes=True, key="xa", units=["nam=em", "nu=em"])
    declared = (project / "data" / "datapackage.json").read_text(encoding="utf-8")
    assert declared.count('"unit": "em"') == 2 and '"name": "nam", "type": "integer"' in declared


def test_texts_of_a_workbook_are_read_as_others_of_their_column(project):
    """19 cells of “769.850” were asked, beside “1.297.220”."""
    source, head = project.parent / "nuoc.xlsx", ["Nhà máy", "Sản lượng (m³)"]
    workbook(source, head, ["Biển Hồ", "821.880"], ["Quy Nhơn", "1.297.220"])
    add_table(str(source), answers(), yes=True, key="nha_may")
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    workbook(source, head, ["Biển Hồ", "9.850"], ["Quy Nhơn", "1.310.400"], ["An Khê", "40.500"], ["Ayun Pa", 12.345])
    ran = briefing("forms", "in", source, "--yes", cwd=project)
    assert ran.code == 2 and "B5" in said(ran)
    workbook(source, head, ["Biển Hồ", "769.850"], ["Quy Nhơn", "1.310.400"], ["An Khê", "40.500"])
    assert briefing("forms", "in", source, "--yes", cwd=project).code == 0
    assert lines(project, "nuoc")[2:] == ["2031-Q2,Biển Hồ,769850", "2031-Q2,Quy Nhơn,1310400", "2031-Q2,An Khê,40500"]


def test_the_year_of_each_line_of_a_head_is_left_out(project):
    """“Vốn năm 2026” above “Kế hoạch” kept its year, so that no other year's file could be imported."""
    source = project.parent / "von.xlsx"
    for year, period in (("2031", ""), ("2030", "2030-Q1")):
        book = openpyxl.Workbook()
        book.active.append(["Dự án", f"Vốn năm {year} (tỷ đồng)", None])
        book.active.append([None, "Kế hoạch", "Giải ngân"])
        book.active.merge_cells("B1:C1")
        book.active.merge_cells("A1:A2")
        book.active.append(["A", 12, 3])
        book.active.append(["B", 15, 4])
        book.save(source)
        if period:
            append(project, "periods", "2030-Q1,quý I năm 2030,,false")
            ran = briefing("forms", "in", source, period, "--yes", cwd=project)
            assert ran.code == 0, said(ran)
        else:
            add_table(str(source), answers(), yes=True, key="du_an")
    assert lines(project, "von") == ["2031-Q1,A,12,3", "2031-Q1,B,15,4", "2030-Q1,A,12,3", "2030-Q1,B,15,4"]


def test_days_are_listed_as_one_column(project):
    source, head = project.parent / "cho.xlsx", ["Phiếu", "Ngày", "Thời gian (ngày)"]
    workbook(source, head, ["A1", "05/01/2031", 3], ["A2", "06/01/2031", 4])
    add_table(str(source), answers(), yes=True, key="phieu", observations=True)
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    workbook(source, head, ["B1", "05/04/2031", 3], ["B2", "6/4/2031", 4], ["B3", "06/04/2031", 5])
    ran = briefing("forms", "in", source, "--yes", cwd=project)
    assert "from '" not in ran.out and "B2:B4 Ngày: 3 new - 2031-04-06 (2), 2031-04-05" in said(ran)


def test_a_sort_in_another_spelling_is_asked(project):
    source, head = project.parent / "cho.xlsx", ["Phiếu", "Ngày", "Loại", "Thời gian (ngày)"]
    workbook(
        source,
        head,
        *([f"A{n}", f"{n:02}/01/2031", "Nhà ở riêng lẻ" if n % 2 else "Công trình", n] for n in range(1, 11)),
    )
    add_table(str(source), answers(), yes=True, key="phieu", observations=True)
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    rows = [[f"B{n}", f"{n:02}/04/2031", "Nhà ở riêng lẻ", n] for n in range(1, 11)]
    workbook(
        source, head, *rows[:8], ["B9", "16/04/2031", "Công trình", 9], ["B10", "10/04/2031", "Nhà ở riêng lẽ", 10]
    )
    ran = briefing("forms", "in", source, "--yes", cwd=project)
    assert ran.code == 2
    assert "found 'Nhà ở riêng lẽ'; expected 'Nhà ở riêng lẻ', as it was written before" in said(ran)
    assert lines(project, "cho")[10:] == []


def test_what_is_imported_while_the_audit_cannot_run_is_said(project):
    source, head = project.parent / "thu.csv", "Huyện;Thu (tỷ đồng)"
    add_table(csv(project, source.stem, head, "A;5", "B;7"), answers(), yes=True, key="huyen")
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    append(project, "acceptances", "2031-Q2,gone@thu:x,5,Đã xem,VP,2031-07-01")
    ran = briefing("forms", "in", csv(project, source.stem, head, "A;6", "B;8"), "--yes", cwd=project)
    assert ran.code == 0 and "its numbers are not audited, as the data cannot be: acceptances.csv, line 2" in said(ran)
