"""The first file of a table: of another period, of groups that are named once, of numbers that a longer period has not."""

from __future__ import annotations

import pytest
from conftest import briefing
from department import answers, csv, lines, workbook

from briefing.begin.tables import add_table
from helpers.editions import Edition
from helpers.problems import InputError

pytestmark = pytest.mark.builds

_ROWS = "Địa bàn;Khách (lượt)", "Đà Lạt;100", "Bảo Lộc;200"


@pytest.mark.parametrize("title", ["KẾT QUẢ DU LỊCH QUÝ II NĂM 2031", "(Số liệu đến 31/12/2030)"])
def test_the_first_file_of_another_period_is_refused(project, title):
    """The period's words were cut off the title, and the rows stored as those of the first quarter."""
    with pytest.raises(InputError) as refused:
        add_table(csv(project, "khach", title, *_ROWS), answers(), yes=True, key="dia_ban")
    assert f"khach.csv: found '{title}'; expected a table of 2031-Q1" in str(refused.value)


@pytest.mark.parametrize("title", ["KẾT QUẢ DU LỊCH 6 THÁNG ĐẦU NĂM 2031", "KẾT QUẢ DU LỊCH NĂM 2030"])
def test_the_first_file_of_a_longer_period_or_another_year_is_said(project, title):
    assert add_table(csv(project, "khach", title, *_ROWS), answers(), yes=True, key="dia_ban")[2] == [
        f"“{title}” stands above the table: are its numbers those of 2031-Q1 alone?"
    ]
    assert add_table(csv(project, "du_lich", "DU LỊCH QUÝ I/2031", *_ROWS), answers(), yes=True, key="dia_ban")[2] == []


def test_a_group_of_one_row_is_known_by_its_roman_number(project):
    """300 + 100 + 200 + 500 + 500: a region of one commune beside it, and nothing was said of either."""
    rows = ["I", "Khu vực Đà Lạt", 300], [1, "Xuân Hương", 100], [2, "Cam Ly", 200], ["II", "Khu vực Phan Thiết", 500], [1, "Mũi Né", 500]  # fmt: skip
    source = project.parent / "khach.xlsx"
    workbook(source, ["STT", "Địa bàn", "Khách (lượt)"], *rows)
    assert add_table(str(source), answers(), yes=True, key="dia_ban", flows="khach")[2] == [
        "rows that those below them add up to, which a sum of the column counts twice: Khu vực Đà Lạt, Khu vực Phan Thiết",
        "2 rules are written into rules.csv: such rows are the sums of those below them in each period",
    ]


def test_a_group_that_is_named_once_is_said_and_a_note_is_not(project):
    source = csv(
        project, "co_so", "Khu vực;Cơ sở;Khách (lượt);Ghi chú", "Đà Lạt;A;10;mới", ";B;20;", "Phan Thiết;C;30;"
    )
    assert add_table(source, answers(), yes=True, key="co_so")[2] == [
        "texts that the next period takes over unasked: Khu vực, Ghi chú; where one changes, declare it with “asked”: true",
        "empty cells of “Khu vực”: where they are of what stands above them, fill them in",
    ]


def test_the_number_of_a_month_stands_in_a_longer_period_and_a_level_that_is_a_rate_is_said(project):
    """The mean stay of January is the one of January in the half-year; it was “-” there."""
    head, months = "Tháng;Khách (lượt);Lưu trú (ngày/lượt)", ("Tháng 1;10;2,1", "Tháng 2;20;2,4", "Tháng 3;30;1,9")
    add_table(csv(project, "khach", head, *months), answers(), yes=True, key="thang", flows="khach")
    phong = csv(project, "phong", "Địa bàn;Công suất (%)", "Đà Lạt;61,5", "Bảo Lộc;58")
    assert add_table(phong, answers(), yes=True, key="dia_ban", levels="cong_suat")[2] == [
        "of a longer period the number of its last part stands, whatever the others are: Công suất"
    ]
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    csv(project, "khach", head, "Tháng 4;12;2,2", "Tháng 5;22;2,5", "Tháng 6;33;2")
    assert briefing("forms", "in", project.parent / "khach.csv", "--yes", cwd=project).code == 0
    assert len(lines(project, "khach")) == 6 and briefing("new", "2031-H1", cwd=project).code == 0
    edition = Edition("2031-H1", project / "data")
    stays = [edition.figure("khach", "luu_tru", thang=f"Tháng {month}").value for month in range(1, 7)]
    assert [*map(str, stays)] == ["2.1", "2.4", "1.9", "2.2", "2.5", "2"] and edition.figure(
        "khach", "khach"
    ).value == 127


@pytest.mark.parametrize(
    ("third", "total", "said"),
    [
        ("Xã C;41;36;6", "", "“Tổng số” phải bằng “Đại học” + “Khác” in 2 of 3 rows, not in Xã C (41, 42)"),
        ("Xã C;41;36;6", "Cộng;119;101;19", "“Tổng số” phải bằng “Đại học” + “Khác” in 2 of 3 rows, not in Xã C (41, 42)"),
        ("Xã C;61;36;6", "Cộng;120;101;19", "“Tổng số” phải bằng “Đại học” + “Khác” in 2 of 3 rows and in the total, not in Xã C (61, 42)"),
        ("Xã C;61;36;6", "", ""),
        ("Xã C;61;36;6", "Cộng;139;101;19", ""),
    ],
)  # fmt: skip
def test_a_rule_that_one_of_three_rows_breaks_is_said_and_not_written(project, third, total, said):
    """41 beside 36 and 6 was printed without a word; with thirteen of fourteen rows right the rule was written."""
    head = "Xã;Tổng số (người);Đại học (người);Khác (người)"
    source = csv(project, "trinh_do", head, "Xã A;40;35;5", "Xã B;38;30;8", third, *filter(None, [total]))
    told = add_table(source, answers(), yes=True, key="xa", levels="tong_so,dai_hoc,khac")[2]
    assert told == ([f"{said}: no rule is written into rules.csv"] if said else [])
    assert not any("trinh_do" in line for line in lines(project, "rules"))


_MONEY = "Đơn vị;Kinh phí (triệu đồng)", "Kiểm lâm;35,5 triệu", "Thú y;60", "Thủy lợi;41,2"


def test_a_number_of_another_size_than_its_column_is_refused_unless_somebody_says_that_it_is_right(project):
    """1.250.000 triệu đồng beside “35,5 triệu”: an office wrote đồng, and nothing was said."""
    source = csv(project, "chi", *_MONEY, "Chăn nuôi;1.250.000")
    with pytest.raises(InputError) as refused:
        add_table(source, answers(), yes=True, key="don_vi", flows="kinh_phi")
    assert str(refused.value).splitlines() == [
        "chi.csv, column chi!B5: found '1.250.000'; expected a number of the same unit as 60 in that column. "
        "Correct it; if it is right, say --read kinh_phi=1250000."
    ]
    add_table(source, answers(), yes=True, key="don_vi", flows="kinh_phi", read=["kinh_phi=1250000"])
    assert lines(project, "chi")[3] == "2031-Q1,Chăn nuôi,1250000"


def test_what_is_less_far_from_its_column_and_a_cell_with_a_unit_of_its_own_are_said(project):
    source = csv(project, "chi", *_MONEY, "Chăn nuôi;7,5 tỷ")
    assert add_table(source, answers(), yes=True, key="don_vi", flows="kinh_phi")[2] == [
        "chi!B5 “7,5 tỷ”: taken as 7.500 triệu đồng",
        "B5 Kinh phí: 7.500 beside 60; are both of one unit?",
    ]
    assert lines(project, "chi") == ["2031-Q1,Kiểm lâm,35.5", "2031-Q1,Thú y,60", "2031-Q1,Thủy lợi,41.2", "2031-Q1,Chăn nuôi,7500"]  # fmt: skip


def test_a_column_whose_unit_is_said_is_one_of_numbers(project):
    """“15 đợt” beside 12 made a column of texts in spite of `--unit`, which the next period took over unasked."""
    head, rows = "Đơn vị;Số đợt tuần tra;Kinh phí (triệu đồng)", ("A;12;5", "B;15 đợt;6", "C;9 đợt;7")
    source = csv(project, "tuan_tra", head, *rows)
    add_table(source, answers(), yes=True, key="don_vi", units=["so_dot_tuan_tra=đợt"], flows="so_dot_tuan_tra")
    assert lines(project, "tuan_tra") == ["2031-Q1,A,12,5", "2031-Q1,B,15,6", "2031-Q1,C,9,7"]
    source = csv(project, "chot", head, *rows, "D;nhiều;8")
    with pytest.raises(InputError) as refused:
        add_table(source, answers(), yes=True, key="don_vi", units=["so_dot_tuan_tra=đợt"], flows="so_dot_tuan_tra")
    assert "chot.csv, column chot!B5: found 'nhiều'; expected a number" in str(refused.value)
