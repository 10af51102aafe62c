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
    assert briefing("import", project.parent / "khach.csv", "--yes", cwd=project).code == 0
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
