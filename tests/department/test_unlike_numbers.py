"""Numbers of a file of the next period that are unlike those before: of another size, of another column, of another unit."""

from __future__ import annotations

import openpyxl
import pytest
from conftest import briefing
from department import answers, csv, lines, owned, workbook
from openpyxl.comments import Comment
from test_next_files import said

from briefing.begin.tables import add_table

pytestmark = pytest.mark.builds

_ROOMS = "Đà Lạt;1520;28400", "Bảo Lộc;310;5200", "Phan Thiết;640;17850"


def rooms(project) -> None:
    csv(project, "phong", "Địa bàn;Số cơ sở (cơ sở);Số phòng (phòng)", *_ROOMS)
    add_table(f"{project.parent}/phong.csv", answers(), yes=True, key="dia_ban", levels="so_co_so,so_phong")
    assert briefing("new", "2031-Q2", cwd=project).code == 0


@pytest.mark.parametrize(
    ("row", "asked"),
    [
        ("Phan Thiết;650;2677500", "2.677.500 now, 17.850 in the earlier period"),
        ("Phan Thiết;650;890", "890 now, 17.850 in the earlier period"),
        ("Phan Thiết;17900;655", "17.900 now, 640 in the earlier period"),
        ("Phan Thiết;650;58000", "58.000 now, 17.850 in the earlier period"),
        ("Phan Thiết;650;0", "0 now, 17.850 in the earlier period"),
        ("Phan Thiết;690;21000", ""),
    ],
)
def test_a_number_of_a_file_that_is_unlike_the_last_one_is_asked(project, row, asked):
    """Only ten, a hundred and a thousand times were asked: 15, 150 and 300 were stored, and columns that were exchanged."""
    rooms(project)
    csv(project, "phong", "Địa bàn;Số cơ sở (cơ sở);Số phòng (phòng)", "Đà Lạt;1523;28441", "Bảo Lộc;313;5241", row)
    ran = briefing("forms", "in", project.parent / "phong.csv", "--yes", cwd=project)
    assert ran.code == (2 if asked else 0) and asked in said(ran)
    assert len(lines(project, "phong")) == (3 if asked else 6)


def test_months_are_compared_with_those_of_the_period_before(project):
    """Whatever stood under the new months was compared with nothing: heads that were exchanged, 22 days for 2,2."""
    head = "Tháng;Nội địa (lượt);Quốc tế (lượt)"
    csv(project, "khach", head, "Tháng 1;720051;51320", "Tháng 2;980507;60215", "Tháng 3;770710;62070")
    add_table(f"{project.parent}/khach.csv", answers(), yes=True, key="thang", flows="noi_dia,quoc_te")
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    csv(project, "khach", head, "Tháng 4;60107;860115", "Tháng 5;59000;905000", "Tháng 6;61000;965115")
    ran = briefing("forms", "in", project.parent / "khach.csv", "--yes", cwd=project)
    assert ran.code == 2 and "asked: 860.115 now, 51.320 in the earlier period; the others move otherwise" in said(ran)
    csv(project, "khach", head, "Tháng 4;860115;60107", "Tháng 5;905000;59000", "Tháng 6;965115;61000")
    assert briefing("forms", "in", project.parent / "khach.csv", "--yes", cwd=project).code == 0


def test_what_somebody_wrote_beside_a_number_and_above_its_table_is_not_passed_over(project):
    """“số ước, chờ sở xác nhận” beside a number, “6 THÁNG ĐẦU NĂM” and “Số liệu đến 31/3” above a quarter's were taken without a word."""
    rooms(project)
    source, head = project.parent / "phong.xlsx", ["Địa bàn", "Số cơ sở (cơ sở)", "Số phòng (phòng)"]
    rows = ["Đà Lạt", 1523, 28441], ["Bảo Lộc", 313, 5241], ["Phan Thiết", 650, 17900]
    workbook(source, ["CƠ SỞ LƯU TRÚ QUÝ II NĂM 2031"], ["(Số liệu đến 31/3/2031)"], head, *rows)
    ran = briefing("forms", "in", source, "--yes", cwd=project)
    assert ran.code == 2 and "found '(Số liệu đến 31/3/2031)'; expected a table of 2031-Q2" in said(ran)
    book = workbook(source, ["CƠ SỞ LƯU TRÚ 6 THÁNG ĐẦU NĂM 2031"], head, *rows)
    ran = briefing("forms", "in", source, "--yes", cwd=project)
    assert (
        "“CƠ SỞ LƯU TRÚ 6 THÁNG ĐẦU NĂM 2031” stands above the table: are its numbers those of 2031-Q2 alone?"
        in said(ran)
        and ran.code == 0
    )
    book.active["C4"].value = 5250
    book.active["C4"].comment = Comment("số ước, chờ sở xác nhận", "Văn phòng")
    book.save(source)
    ran = briefing("forms", "in", source, "--yes", cwd=project)
    assert ran.code == 2 and "cell C4: found '5250'; asked: a comment says" not in said(ran)
    assert "cell C4: found '5250'; a comment says “số ước, chờ sở xác nhận”: does it change the number?" in said(ran)


def test_a_row_that_the_file_no_longer_has_is_said(project):
    rooms(project)
    csv(project, "phong", "Địa bàn;Số cơ sở (cơ sở);Số phòng (phòng)", "Đà Lạt;1523;28441", "Bảo Lộc;313;5241")
    ran = briefing("forms", "in", project.parent / "phong.csv", "--yes", cwd=project)
    assert ran.code == 0 and "rows of the period before that the file does not have: Phan Thiết" in said(ran)


def test_a_day_of_another_period_in_a_list_of_what_has_happened_is_asked(project):
    """QĐ-08 of 30 March stood in both quarters, and twice in the half-year."""
    head = "Quyết định;Ngày;Hạn nộp;Số tiền (triệu đồng)"
    source = csv(project, "phat", head, "QĐ-01;03/01/2031;03/02/2031;5", "QĐ-02;30/3/2031;30/4/2031;60")
    add_table(source, answers(), yes=True, key="quyet_dinh", listed=True, flows="so_tien")
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    csv(
        project,
        "phat",
        head,
        "QĐ-02;30/3/2031;30/4/2031;60",
        "QĐ-03;19/7/2031;19/8/2031;7",
        "QĐ-04;02/4/2031;02/7/2031;9",
        "QĐ-01;30/4/2031;30/5/2031;33",
    )
    ran = briefing("forms", "in", source, "--yes", "--only-good", cwd=project)
    assert "asked: “Ngày” is a day of another period than 2031-Q2" in said(ran) and "Hạn nộp" not in said(ran)
    assert "asked: 2031-Q1 has a row of this name: is it another one? In longer periods both are one" in said(ran)
    assert lines(project, "phat")[2:] == ["2031-Q2,QĐ-04,2031-04-02,2031-07-02,9"]


def test_a_workbook_offers_no_names_of_what_has_happened_before_and_asks_of_them(project):
    """The drop-down of new decisions had those of the last quarter, and one that was chosen was taken."""
    source = csv(project, "phat", "Quyết định;Ngày;Số tiền (triệu đồng)", "QĐ-01;03/01/2031;5", "QĐ-02;30/3/2031;60")
    add_table(source, answers(), yes=True, key="quyet_dinh", listed=True, flows="so_tien")
    owned(project, "phat")
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    assert briefing("forms", "out", "2031-Q2", "--out", project.parent, cwd=project).code == 0
    (path,) = project.parent.glob("VP_*.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = next(sheet for sheet in book.worksheets if sheet.title.startswith("DS"))
    assert "QĐ-01" not in str([cell.value for each in book.worksheets for row in each.iter_rows() for cell in row])
    for at, row in enumerate((("QĐ-02", "12/4/2031", 7), ("QĐ-03", "13/4/2031", 8)), 5):
        for letter, value in zip("CDE", row, strict=True):
            sheet[f"{letter}{at}"] = value
    book.save(path)
    ran = briefing("forms", "in", path, "--yes", "--only-good", cwd=project)
    assert "asked: 2031-Q1 has a row of this name: is it another one? In longer periods both are one" in said(ran)
    assert lines(project, "phat")[2:] == ["2031-Q2,QĐ-03,2031-04-13,8"], said(ran)
