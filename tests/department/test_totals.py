"""Rows that add up others: left out of sums, and kept as what the office states where its rows do not give them."""

from __future__ import annotations

import pytest
from conftest import Ran, briefing
from department import answers, csv, lines, owned, workbook

from briefing.begin.tables import add_table
from briefing.collect.questions import Questions
from helpers.editions import Edition
from helpers.review import result

pytestmark = pytest.mark.builds

_MONTHS = "Tháng 1;3", "Tháng 2;2", "Tháng 3;4"


def said(ran: Ran) -> str:
    return " ".join((ran.out + ran.err).split())


def controls(project) -> list[str]:
    return [line for line in lines(project, "controls") if line] if (project / "data" / "controls.csv").exists() else []


@pytest.mark.parametrize("total", ["Cộng quý I;9", "Quý I;9", "Cả quý;9", "3 tháng;9"])
def test_a_total_of_months_is_no_row_and_months_move_on(project, total):
    """A row thang='Cộng quý I' doubled the quarter's sum, and the next quarter was asked for the months of the first."""
    source = csv(project, "vu", "Tháng;Số vụ (vụ)", *_MONTHS, total)
    left = add_table(source, answers(), yes=True, key="thang", flows="so_vu")[1]
    assert left == ["row 5: a total is not taken: the rows give it"] and not controls(project)
    assert lines(project, "vu") == ["2031-Q1,Tháng 1,3", "2031-Q1,Tháng 2,2", "2031-Q1,Tháng 3,4"]
    owned(project, "vu")
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    assert [each.split("'")[1] for each in Questions(project / "data", "2031-Q2").asked if each.startswith("vu.")] == [
        "Tháng 4", "Tháng 5", "Tháng 6",
    ]  # fmt: skip
    total = total.replace("I;9", "II;15").replace(";9", ";15")
    ran = briefing("forms", "in", csv(project, "vu", "Tháng;Số vụ (vụ)", "Tháng 4;4", "Tháng 5;5", "Tháng 6;6", total), "--yes", cwd=project)  # fmt: skip
    assert ran.code == 0 and "a total is not taken: the rows give it" in " ".join((ran.out + ran.err).split())
    assert lines(project, "vu")[3:] == ["2031-Q2,Tháng 4,4", "2031-Q2,Tháng 5,5", "2031-Q2,Tháng 6,6"]


def test_subtotals_that_the_rows_above_give_are_no_rows(project):
    source = csv(project, "hs", "Khối;Học sinh (em)", "Lớp 6;520", "Lớp 7;480", "Cộng THCS;1.000", "Lớp 10;300", "Lớp 11;290", "Cộng THPT;590", "Tổng toàn tỉnh;1.590")  # fmt: skip
    left = add_table(source, answers(), yes=True, key="khoi", levels="hoc_sinh")[1]
    assert left == [f"row {row}: a total is not taken: the rows give it" for row in (4, 7, 8)]
    assert [line.rpartition(",")[0] for line in lines(project, "hs")] == [f"2031-Q1,Lớp {n}" for n in (6, 7, 10, 11)]


def test_a_subtotal_of_one_row_beside_others_is_no_row(project):
    rows = "Xuân Hương;100", "Cam Ly;200", "Cộng khu vực Đà Lạt;300", "Mũi Né;500", "Cộng khu vực ven biển;500"
    source = csv(project, "khach", "Địa bàn;Khách (lượt)", *rows, "Tổng cộng;800")
    left = add_table(source, answers(), yes=True, key="dia_ban", flows="khach")[1]
    assert left == [f"row {row}: a total is not taken: the rows give it" for row in (4, 6, 7)] and not controls(project)


def test_a_subtotal_with_a_slip_is_no_row_either(project):
    source = csv(project, "hs", "Khối;Học sinh (em)", "Lớp 6;520", "Lớp 7;480", "Cộng THCS;1.010", "Lớp 10;300", "Lớp 11;290")  # fmt: skip
    left = add_table(source, answers(), yes=True, key="khoi", levels="hoc_sinh")[1]
    assert left == ["row 4: a total is not taken: the rows give it (Học sinh: 1.010 stated, 1.000 added up)"]
    assert controls(project) == [
        "2031-Q1,hs_hoc_sinh_lop_6_total,total,\"hs.hoc_sinh(khoi=['Lớp 6', 'Lớp 7'])\",1010,em"
    ]


def test_names_that_begin_like_a_total_are_rows(project):
    """“Cộng Hòa” is a commune, “Quý III” follows “Quý II”, although 3 and 4 are 7."""
    csv(project, "xa", "Xã;Lớp (lớp)", "Tân An;30", "Hòa Bình;25", "Cộng Hòa;40")
    add_table(f"{project.parent}/xa.csv", answers(), yes=True, key="xa", levels="lop")
    csv(project, "quy", "Quý;Lớp (lớp)", "Quý I/2030;3", "Quý II/2030;4", "Quý III/2030;7")
    add_table(f"{project.parent}/quy.csv", answers(), yes=True, key="quy", levels="lop")
    assert len(lines(project, "xa")) == len(lines(project, "quy")) == 3


def test_a_total_that_its_rows_do_not_give_is_a_control_with_a_finding(project):
    """74 beside 25, 18 and 30 was said once, and nothing kept it."""
    head = "Xã;Lớp (lớp);Học sinh (em);Điểm (điểm)"
    rows = "Năm Căn;25;1.234;7,5", "Đất Mũi;18;998;8,1", "Cái Nước;30;2.001;6,9"
    csv(project, "lop", head, *rows, "Tổng;74;4.233;7,4")
    left = add_table(f"{project.parent}/lop.csv", answers(), yes=True, key="xa", levels="lop,hoc_sinh")[1]
    assert left == ["row 5: a total is not taken: the rows give it (Lớp: 74 stated, 73 added up; Điểm: 7,4 stated, 22,5 added up)"]  # fmt: skip
    assert controls(project) == ["2031-Q1,lop_lop_total,total,lop.lop(),74,lớp"]
    (found,) = result(Edition("2031-Q1", project / "data"))["findings"]
    assert found["id"] == "lop_lop_total" and found["severity"] == "error"


def test_an_imported_total_that_its_rows_do_not_give_is_kept_until_they_do(project):
    head, first = "Xã;Khối;Lớp (lớp)", ("A;Một;25", "A;Hai;18", "Cộng A;;43", "B;Một;30", "B;Hai;12", "Cộng B;;42", "Tổng cộng;;85")  # fmt: skip
    source = csv(project, "lop", head, *first)
    add_table(source, answers(), yes=True, key="xa,khoi", levels="lop")
    assert len(lines(project, "lop")) == 4 and not controls(project)
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    csv(
        project,
        "lop",
        head,
        "A;Một;26",
        "A;Hai;19",
        "Cộng A;;44",
        "B;Một;30",
        "B;Hai;12",
        "Cộng B;;42",
        "Tổng cộng;;87",
    )
    assert briefing("forms", "in", source, "--yes", cwd=project).code == 0
    assert controls(project) == ["2031-Q2,lop_lop_a_total,total,lop.lop(xa='A'),44,lớp"]
    (found,) = result(Edition("2031-Q2", project / "data"))["findings"]
    assert found["id"] == "lop_lop_a_total"
    csv(
        project,
        "lop",
        head,
        "A;Một;26",
        "A;Hai;19",
        "Cộng A;;45",
        "B;Một;30",
        "B;Hai;12",
        "Cộng B;;42",
        "Tổng cộng;;87",
    )
    assert briefing("forms", "in", source, "--yes", cwd=project).code == 0
    assert not result(Edition("2031-Q2", project / "data"))["findings"]


@pytest.mark.parametrize("which", ["previous", "last_year"])
def test_a_total_that_counts_a_row_which_the_file_has_lost_is_asked_with_the_rows_name(project, which):
    """A district's row was lost: six sums were doubted, the totals proposed to be changed, and all was written."""
    head, first = "Xã;Lúa (ha);Ngô (ha)", ("A;250;81", "B;180,5;64", "C;301;92", "D;122;37")
    rows = "A;260;83", "B;185,5;66", "D;125;38"
    source = csv(project, "lua", head, *first)
    add_table(source, answers(), yes=True, key="xa", levels="lua,ngo")
    asked = "asked: its rows add up to less, and the file lacks what there was before: C"
    of = "2031-Q2" if which == "previous" else "2032-Q1"
    assert briefing("new", of, cwd=project).code == 0
    csv(project, "lua", head, *rows, "Tổng cộng;881,5;282")
    ran = briefing("forms", "in", source, "--yes", cwd=project)
    assert ran.code == 2 and f"doubtful sheet lua, 2 cells B5,C5: found '881,5, 282'; {asked}" in said(ran), said(ran)
    assert len(lines(project, "lua")) == 4 and not controls(project) and "finding" not in ran.out
    csv(project, "lua", head, *rows, "Tổng cộng;570,5;187")  # the total was made again: said, and taken
    assert briefing("forms", "in", source, "--yes", cwd=project).code == 0


def test_what_the_audit_finds_of_a_file_is_no_doubt_that_is_refused(project):
    """“Doubtful” stood before six findings, and “0 doubtful” below them."""
    csv(project, "lop", "Xã;Lớp (lớp)", "A;25", "B;18", "C;31")
    add_table(f"{project.parent}/lop.csv", answers(), yes=True, key="xa", levels="lop")
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    csv(project, "lop", "Xã;Lớp (lớp)", "A;26", "B;18", "C;30", "Cộng;77")
    ran = briefing("forms", "in", f"{project.parent}/lop.csv", "--yes", cwd=project)
    assert ran.code == 0 and "finding lop!B5; lop!B2; " in said(ran)
    assert "0 doubtful, 0 refused; the audit finds 1: they are open until they are decided" in said(ran)


def test_a_total_of_rows_that_hold_others_counts_each_once(project):
    """The sum of a column that has wholes beside their parts is twice the total: no finding."""
    head = "Nội dung;Dự toán (tỷ đồng);Thực hiện (tỷ đồng)"
    rows = "A. Thường xuyên;4812,5;1103,27", "Lương;3950;955,12", "Nghiệp vụ;862,5;148,15", "B. Đầu tư;510;31", "Phòng học;510;31"  # fmt: skip
    source = csv(project, "chi", head, *rows, "Tổng;5322,5;1135,27")
    left = add_table(source, answers(), yes=True, key="noi_dung", flows="thuc_hien", levels="du_toan")[1]
    assert left == ["row 7: a total is not taken: the rows give it (Thực hiện: 1.135,27 stated, 1.134,27 added up)"]
    assert [line.split(",")[3:] for line in controls(project)] == [["\"chi.thuc_hien(noi_dung=['A. Thường xuyên'", " 'B. Đầu tư'])\"", "1135.27", "tỷ đồng"]]  # fmt: skip
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    second = "A. Thường xuyên;4812,5;1113,27", "Lương;3950;965,12", "Nghiệp vụ;862,5;148,15", "B. Đầu tư;510;33", "Phòng học;510;33"  # fmt: skip
    csv(project, "chi", head, *second, "Tổng;5322,5;1146,27")
    ran = briefing("forms", "in", source, "--yes", cwd=project)
    assert ran.code == 0 and len(controls(project)) == 1, ran.out + ran.err


def test_a_part_beside_its_whole_is_in_no_total(project):
    rows = "Trâu;100", "Bò;400", "Trong đó: bò sữa;40", "Lợn;700"
    add_table(csv(project, "dan", "Vật nuôi;Số (con)", *rows, "Tổng cộng;1200"), answers(), yes=True, key="vat_nuoi")
    assert not controls(project)


def test_years_in_which_something_was_are_no_numbers(project):
    """“2.001”, “2.014” in page and paper, and 16.018 as their sum."""
    source = project.parent / "di_tich.xlsx"
    workbook(
        source,
        ["DI TÍCH QUÝ I"],
        ["Di tích", "Năm xếp hạng", "Khách (lượt)"],
        ["Nhà ga", 2001, 15],
        ["Dinh I", 2014, 19],
    )
    add_table(str(source), answers(), yes=True, key="di_tich")
    declared = (project / "data" / "datapackage.json").read_text(encoding="utf-8")
    assert '"name": "nam_xep_hang", "type": "string"' in declared and '"titleVi": "Di tích",' in declared
    assert lines(project, "di_tich") == ["2031-Q1,Nhà ga,2001,15", "2031-Q1,Dinh I,2014,19"]


def test_a_new_row_that_others_beside_it_add_up_to_is_asked(project):
    """A region among its communes: 4.657.907 visitors for 2.925.582, and no total to tell."""
    head = "Địa bàn;Khách (lượt);Quốc tế (lượt)"
    source = csv(project, "khach", head, "Xuân Hương;843210;51200", "Cam Ly;120300;4310", "Mũi Né;692595;40100")
    assert add_table(source, answers(), yes=True, key="dia_ban", flows="khach,quoc_te")[2] == []
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    rows = "Xuân Hương;953210;52010", "Cam Ly;131400;4480", "Đà Lạt;1084610;56490", "Mũi Né;812595;41230"
    ran = briefing("forms", "in", csv(project, "khach", head, *rows), "--yes", cwd=project)
    assert ran.code == 2 and "asked: others beside it add up to this new row: is it their sum?" in " ".join(
        ran.out.split()
    )
    first = csv(project, "moi", head, *rows)
    assert add_table(first, answers(), yes=True, key="dia_ban", period="2031-Q1")[2] == [
        "rows that others beside them add up to, which a sum of the column counts twice: Đà Lạt"
    ]


@pytest.mark.parametrize(("typed", "added", "times"), [("239.200", "239.947", "1.000"), ("23.920", "24.667", "100")])
def test_a_total_that_a_thousandth_of_one_cell_fits_is_kept_and_the_cell_named(project, typed, added, times):
    """Thousands of dong among millions: said once, kept nowhere, and the edition printed 239.947."""
    rows = "May;150;30", "Hàn;240;20", f"Điện;{typed};25", "Nấu ăn;357,2;40"
    source = csv(project, "nghe", "Nghề;Kinh phí (triệu đồng);Học viên (người)", *rows, "Tổng cộng;986,4;115")
    left = add_table(source, answers(), yes=True, key="nghe", flows="kinh_phi,hoc_vien")[1]
    factor = f"B4 is {times} times what the total counts of it"
    assert left == [
        f"row 6: a total is not taken: the rows give it (Kinh phí: 986,4 stated, {added},2 added up; {factor})"
    ]
    assert controls(project) == ["2031-Q1,nghe_kinh_phi_total,total,nghe.kinh_phi(),986.4,triệu đồng"]
    (found,) = result(Edition("2031-Q1", project / "data"))["findings"]
    assert found["id"] == "nghe_kinh_phi_total" and found["severity"] == "error"


def test_a_mean_below_one_great_number_is_no_slip(project):
    rows = "A;10;8,5", "B;12;7", "C;900;9,5"
    add_table(
        csv(project, "do", "Xã;Tuổi (năm);Điểm (điểm)", *rows, "Chung;307;8,3"),
        answers(),
        yes=True,
        key="xa",
        levels="tuoi,diem",
    )
    assert not controls(project)
