"""Raw files of the next period as offices send them: a column more, a rate of 100,00%, other words, other groups, old numbers."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Ran, briefing
from department import answers, csv, lines, workbook

from briefing.begin.tables import add_table

pytestmark = pytest.mark.builds


def said(ran: Ran) -> str:
    return " ".join((ran.out + ran.err).split())


@pytest.fixture
def rates(project) -> Path:
    """A workbook of offices with their rates, added for the first quarter; the second has begun."""
    source = project.parent / "bc.xlsx"
    workbook(source, ["Cơ quan", "Có mặt (người)", "Tỷ lệ (%)"], ["A", 40, 95], ["B", 61, 98.5], ["C", 30, 97])
    add_table(str(source), answers(), yes=True, key="co_quan", levels="co_mat")
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    return source


def test_a_whole_percentage_is_read_as_excel_shows_it(project, rates):
    """“100,00%”, which Excel keeps as 1, was asked as one of two readings, and the cells beside it were not."""
    book = workbook(rates, ["Cơ quan", "Có mặt (người)", "Tỷ lệ (%)"], ["A", 41, 1], ["B", 62, 0.985], ["C", 31, 0])
    for row in (2, 3, 4):
        book.active[f"C{row}"].number_format = "0.00%"
    book.save(rates)
    ran = briefing("forms", "in", rates, "--yes", cwd=project)
    assert ran.code == 0, ran.out + ran.err
    assert lines(project, "bc")[3:] == ["2031-Q2,A,41,100", "2031-Q2,B,62,98.5", "2031-Q2,C,31,0"]


def test_a_formula_that_nothing_has_computed_is_said_to_be_one(project, rates):
    """“Expected not empty: a figure that is not stated needs no row”, of a cell in which a formula stood."""
    workbook(rates, ["Cơ quan", "Có mặt (người)", "Tỷ lệ (%)"], ["A", 41, "=ROUND(41/42*100,2)"], ["B", 62, 98], ["C", 31, 96])  # fmt: skip
    ran = briefing("forms", "in", rates, "--yes", cwd=project)
    assert ran.code == 2 and len(lines(project, "bc")) == 3
    expected = "bc.xlsx, column C2: found '=ROUND(41/42*100,2)'; expected a value that can be read"
    assert expected in said(ran) and "this formula has no computed value; save the file in Excel" in said(ran)


def test_a_column_more_than_the_table_has_is_left_out_with_a_word(project, rates):
    """Each office's file has “Ghi chú”, and none could be imported as it was sent."""
    head = ["TT", "Cơ quan", "Ghi chú", "Có mặt (người)", "Tỷ lệ (%)", "Lý do"]
    workbook(rates, head, [1, "A", "mới", 41, 94, None], [2, "B", None, 62, 97.5, "nghỉ"], [3, "C", None, 31, 96, None])
    ran = briefing("forms", "in", rates, "--yes", cwd=project)
    assert ran.code == 0, ran.out + ran.err
    assert "the table has no such column: it is not taken" in said(ran)
    assert "2 cells C1,F1: found 'Ghi chú, Lý do'; the table has no such column: it is not taken" in said(ran)
    assert lines(project, "bc")[3:] == ["2031-Q2,A,41,94", "2031-Q2,B,62,97.5", "2031-Q2,C,31,96"]
    workbook(rates, ["Cơ quan", "Ghi chú", "Biên chế"], ["A", "mới", 41], ["B", "cũ", 62])  # “Biên chế” may be “Có mặt”
    assert briefing("forms", "in", rates, "--yes", cwd=project).code == 2


def test_a_state_in_more_words_is_asked_and_one_that_denies_it_is_new(project):
    """“Đã hoàn thành” beside “Hoàn thành” printed “01 trên 04” where it was two, and nothing was said."""
    source, head = project.parent / "ct.csv", "Công trình;Tình trạng;Vốn (triệu đồng)"
    csv(project, "ct", head, "A;Hoàn thành;10", "B;Hoàn thành;20", "C;Đang làm;30", "D;Đang làm;40")
    add_table(str(source), answers(), yes=True, key="cong_trinh", flows="von")
    csv(project, "nv", "Nhiệm vụ;Tình trạng", "Đề án A;Hoàn thành", "Đề án B;Hoàn thành", "Đề án C;Đang làm")
    add_table(str(project.parent / "nv.csv"), answers(), yes=True, key="nhiem_vu", listed=True)
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    csv(project, "ct", head, "A;Đã hoàn thành;11", "B;Hoàn thành;21", "C;Chưa hoàn thành;31", "D;Đang làm;41")
    ran = briefing("forms", "in", source, "--yes", cwd=project)
    assert ran.code == 2 and len(lines(project, "ct")) == 4
    expected = "found 'Đã hoàn thành'; expected 'Hoàn thành', as it was written before"
    assert f"cell B2: {expected}" in said(ran)
    assert "tinh_trang - Chưa hoàn thành new; until now: Hoàn thành, Đang làm" in said(ran)
    csv(project, "nv", "Nhiệm vụ;Tình trạng", "Đề án D;Đã hoàn thành", "Đề án E;Hoàn thành", "Đề án G;Chưa hoàn thành")
    ran = briefing("forms", "in", project.parent / "nv.csv", "--yes", cwd=project)
    assert ran.code == 0 and f"cell B2: {expected}" in said(ran) and "found 'Chưa" not in said(ran)


@pytest.fixture
def trades(project) -> Path:
    """Courses by trade, each in its group, of the second quarters of two years and of the first one between them."""
    source = project.parent / "nghe.csv"
    for period, factor in (("2030-Q2", 3), ("2031-Q1", 2)):
        csv(project, "nghe", *_courses(factor))
        if period == "2030-Q2":
            (project / "data" / "periods.csv").write_text(
                "period,label,previous,estimated\n2030-Q2,quý II năm 2030,,false\n2031-Q1,quý I năm 2031,,false\n2031-Q2,quý II năm 2031,2031-Q1,false\n",
            )  # fmt: skip
            add_table(str(source), answers(), yes=True, key="nghe", flows="lop,hoc_vien", period=period)
        else:
            assert (ran := briefing("forms", "in", source, "--yes", "--period", period, cwd=project)).code == 0, ran.err
    return source


def _courses(factor: int, *, of_welding: str = "Kỹ thuật") -> list[str]:
    groups = {"Hàn": of_welding, "Điện": "Kỹ thuật", "Lúa": "Nông nghiệp", "Xoài": "Nông nghiệp"}
    rows = (f"{name};{group};{factor + at};{31 * factor + at}" for at, (name, group) in enumerate(groups.items()))
    return ["Nghề;Nhóm nghề;Lớp (lớp);Học viên (người)", *rows]


def test_numbers_of_last_year_are_asked_as_those_of_last_time_are(project, trades):
    """All 56 numbers of a year ago under this year's heads: every growth was “tăng 0,0%”, and nothing was said."""
    csv(project, "nghe", *_courses(3))
    ran = briefing("forms", "in", trades, "--yes", cwd=project)
    assert ran.code == 2 and len(lines(project, "nghe")) == 8
    assert "asked: all 8 numbers are those of an earlier period; are they new?" in said(ran).lower()
    csv(project, "nghe", *_courses(4))
    assert briefing("forms", "in", trades, "--yes", cwd=project).code == 0


def test_a_row_that_changed_its_group_is_said(project, trades):
    """“Trồng lúa” among the technical trades changed two sums by groups, and nothing was said."""
    csv(project, "nghe", *_courses(4, of_welding="Nông nghiệp"))
    ran = briefing("forms", "in", trades, "--yes", cwd=project)
    assert ran.code == 0, ran.out + ran.err
    assert "“Nhóm nghề” is not that of the period before: Hàn: Kỹ thuật → Nông nghiệp" in said(ran)
    csv(project, "nghe", *_courses(4, of_welding="Nông nghiệp"))
    assert "of the period before" not in said(briefing("forms", "in", trades, "--yes", cwd=project))


def test_a_task_that_is_done_is_no_other_group(project):
    tasks = project.parent / "nv.csv"
    csv(project, "nv", "Nhiệm vụ;Tình trạng", "A;Xong", "B;Đang làm", "C;Đang làm")
    add_table(str(tasks), answers(), yes=True, key="nhiem_vu", listed=True)
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    csv(project, "nv", "Nhiệm vụ;Tình trạng", "B;Xong", "C;Đang làm", "D;Xong")
    assert "of the period before" not in said(briefing("forms", "in", tasks, "--yes", cwd=project))


def test_rows_of_a_second_import_stand_where_they_stood_last_period(project):
    """Bò, accepted a day later, stood behind Vịt: the table of the quarter had another order than the last, and than its chart."""
    source, head = project.parent / "dan.csv", "Vật nuôi;Tổng đàn (con)"
    csv(project, "dan", head, "Trâu;254", "Bò;2360", "Lợn;9876", "Gà;13000")
    add_table(str(source), answers(), yes=True, key="vat_nuoi", levels="tong_dan")
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    csv(project, "dan", head, "Ngan;55", "Gà;13100", "Lợn;9900", "Trâu;260")
    assert briefing("forms", "in", source, "--yes", cwd=project).code == 0
    csv(project, "dan", head, "Dê;31", "Bò;2400")
    assert briefing("forms", "in", source, "--yes", cwd=project).code == 0
    assert lines(project, "dan")[4:] == [f"2031-Q2,{row}" for row in ("Trâu,260", "Bò,2400", "Lợn,9900", "Gà,13100", "Ngan,55", "Dê,31")]  # fmt: skip


def test_rows_of_months_stand_as_those_of_the_last_quarter(project):
    source, head = project.parent / "khach.csv", "Tháng;Khách (lượt)"
    csv(project, "khach", head, "Tháng 1;254", "Tháng 2;236", "Tháng 3;301")
    add_table(str(source), answers(), yes=True, key="thang", flows="khach")
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    for row in ("Tháng 6;311", "Tháng 4;268", "Tháng 5;249"):
        csv(project, "khach", head, row)
        assert briefing("forms", "in", source, "--yes", cwd=project).code == 0
    assert lines(project, "khach")[3:] == [f"2031-Q2,Tháng {row}" for row in ("4,268", "5,249", "6,311")]


def test_a_row_that_is_new_is_said_and_one_that_compares_others_is_asked(project):
    """“Kế hoạch năm” below the rows, and no total, was a district of the next quarter: its sum was twice as large."""
    source, head = project.parent / "dan.csv", "Huyện;Tổng đàn (con)"
    csv(project, "dan", head, "An;254", "Ba;2360", "Chúc;9876")
    add_table(str(source), answers(), yes=True, key="huyen", levels="tong_dan")
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    csv(project, "dan", head, "An;260", "Ba;2400", "Chúc;9900", "Kế hoạch năm;13000")
    ran = briefing("forms", "in", source, "--yes", cwd=project)
    assert ran.code == 2 and len(lines(project, "dan")) == 3
    assert "cell B5: found '13000'; asked: a new row that compares or averages others" in said(ran)
    csv(project, "dan", head, "An;260", "Ba;2400", "Chúc;9900", "Dư;130")
    ran = briefing("forms", "in", source, "--yes", cwd=project)
    assert ran.code == 0 and "said sheet dan: rows that no earlier period has: Dư" in said(ran)
