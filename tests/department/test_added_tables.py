"""Tables as offices keep them, added with `briefing add table`: what is read, asked, refused and left out."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from conftest import briefing
from department import FIRST, HERE, answers, csv

from briefing.begin.tables import add_table
from briefing.collect.notation import read_number
from briefing.collect.questions import Questions
from helpers.data.checking import check_folder
from helpers.editions import Edition
from helpers.headlines import offered
from helpers.problems import InputError
from helpers.values.markup import to_text

pytestmark = pytest.mark.builds


def test_what_values_cannot_say_is_asked(project):
    ask = answers("Giường bệnh", "", "", "2", "", "site", "so_giuong", "")
    source = project.parent / "beds.csv"
    source.write_text(
        "Cơ sở;Loại;Số giường (giường);Doanh thu (tỷ đồng)\nA;Công;1.200;1.313\nB;Tư;90;12\n", encoding="utf-8"
    )
    add_table(str(source), ask)
    assert '"titleVi": "Giường bệnh"' in (project / "data" / "datapackage.json").read_text(encoding="utf-8")
    assert ask.asked == [
        "Title of the table, in Vietnamese [Beds]: ",
        "Unit of “Số giường” [giường]: ",
        "Unit of “Doanh thu” [tỷ đồng]: ",
        "beds!D2 Doanh thu: '1.313' [1] 1313 · [2] 1,313: ",
        "Columns that tell rows apart [co_so]: ",
        "List of codes.csv for “Cơ sở” (A, B); nothing: texts: ",
        "Which of so_giuong,doanh_thu add up from period to period, as visits do; nothing: none: ",
        "Which of doanh_thu are as they stand at the end, as beds are; nothing: none: ",
    ]
    assert (project / "data" / "beds.csv").read_text() == (
        "period,co_so,loai,so_giuong,doanh_thu,source\n"
        '2031-Q1,a,Công,1200,1.313,"[beds.csv]beds!loai=B2,so_giuong=C2,doanh_thu=D2"\n'
        '2031-Q1,b,Tư,90,12,"[beds.csv]beds!loai=B3,so_giuong=C3,doanh_thu=D3"\n'
    )
    assert (project / "data" / "sources" / "2031-Q1" / "beds.csv").read_bytes() == source.read_bytes()
    check_folder(project / "data")


def test_decimals_whose_unit_counts_are_decimals_and_a_unit_that_nobody_says_is_missed(project):
    source = project.parent / "marks.csv"
    source.write_text("Môn;Điểm\nToán;6,45\nVăn;7,02\n", encoding="utf-8")
    add_table(str(source), answers("điểm", "", "", "", ""), title="Điểm thi")
    assert [line.split(",")[2] for line in (project / "data" / "marks.csv").read_text().splitlines()[1:]] == [
        "6.45",
        "7.02",
    ]
    source.rename(source.with_name("other.csv"))
    with pytest.raises(InputError) as refused:
        add_table(str(source.with_name("other.csv")), answers("", "", ""), title="Điểm thi khác")
    assert "what only you know: --unit diem=…" in str(refused.value)


READ = {  # a column's numbers as somebody has written them → what the CSV has; without --read, what is asked
    "beside a comma a dot groups": (["145.000", "61,5"], ["145000", "61.5"]),
    "two dots group": (["145.000", "1.145.000"], ["145000", "1145000"]),
    "beside a short rest a dot begins decimals": (["145.125", "61.5"], ["145.125", "61.5"]),
    "behind a nought begin decimals": (["6,226", "0,370"], ["6.226", "0.370"]),
    "zeros are kept as they were written": (["6,10", "70,00"], ["6.10", "70.00"]),
}


@pytest.mark.parametrize(("written", "stored"), READ.values(), ids=READ)
def test_what_a_column_settles_is_not_asked(project, written, stored):
    source = project.parent / "chi.csv"
    source.write_text(
        "Việc;Chi (triệu đồng)\n" + "".join(f"{n};{each}\n" for n, each in zip("AB", written, strict=True))
    )
    add_table(str(source), answers(), yes=True, key="viec")
    lines = (project / "data" / "chi.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert [line.split(",")[2] for line in lines] == stored


def test_a_column_that_can_be_read_in_two_ways_is_asked_once_and_told_with_all_else(project):
    source = project.parent / "chi.csv"
    source.write_text("Việc,Số vụ,Dự toán (triệu đồng)\nA,khoảng 3,145.000\nB,4,32.000\nC,5,18.400\n", encoding="utf-8")
    refused = briefing("add", "table", source, "--yes", cwd=project)
    assert refused.code == 2 and "column chi!B2: found 'khoảng 3'; expected a number" in refused.err
    assert (
        "--unit so_vu=… --read du_toan=145000|145 --key viec [--flows|--levels so_vu,du_toan]. Say it so" in refused.err
    )
    source.write_text(source.read_text(encoding="utf-8").replace("khoảng ", ""), encoding="utf-8")
    known = ("--yes", "--unit", "so_vu=vụ", "--key", "viec", "--read")
    assert briefing("add", "table", source, *known, "du_toan=145000", cwd=project).code == 0
    assert "2031-Q1,B,4,32000," in (project / "data" / "chi.csv").read_text(encoding="utf-8")
    assert briefing("add", "table", source, *known, "du_toan=145", "--table", "again", cwd=project).code == 0
    assert "2031-Q1,B,4,32.000," in (project / "data" / "again.csv").read_text(encoding="utf-8")
    assert (project / "data" / "sources.csv").read_text(encoding="utf-8").count("chi.csv") == 1


UNITS = {  # heading → column, unit
    "Dự toán (Triệu đồng)": ("du_toan", "triệu đồng"),
    "Dự toán [ĐVT: triệu đồng]": ("du_toan", "triệu đồng"),
    "Số giường (đơn vị tính: giường)": ("so_giuong", "giường"),
    "Tỷ lệ đạt %": ("ty_le_dat", "%"),
    "Tỷ lệ đạt (%)": ("ty_le_dat", "%"),
    "Diện tích (m2)": ("dien_tich", "m2"),
    "Dung lượng (GB)": ("dung_luong", "GB"),
    "Tỷ lệ (giường/10.000 dân)": ("ty_le", "giường/10.000 dân"),
}


@pytest.mark.parametrize(("heading", "known"), UNITS.items(), ids=UNITS)
def test_a_heading_says_the_unit(project, heading, known):
    source = project.parent / "a.csv"
    source.write_text(f"Việc;{heading}\nA;2\nB;3\n", encoding="utf-8")
    add_table(str(source), answers(), yes=True, key="viec")
    (name, unit), declared = known, (project / "data" / "datapackage.json").read_text(encoding="utf-8")
    assert f'"name": "{name}"' in declared and f'"unit": "{unit}"' in declared


@pytest.mark.parametrize(
    "heading",
    ["Số giường (năm 2030)", "Số giường (1)", "Số giường (đến 30/6)", "Số giường (ước)", "Số giường (kế hoạch)"],
)
def test_what_stands_in_brackets_and_is_no_unit_is_not_taken_for_one(project, heading):
    source = project.parent / "a.csv"
    source.write_text(f"Việc;{heading}\nA;2\nB;3\n", encoding="utf-8")
    ran = briefing("add", "table", source, "--yes", "--key", "viec", cwd=project)
    assert ran.code == 2 and "what only you know: --unit so_giuong" in ran.err


def test_a_line_above_the_headings_says_the_unit_of_all(project):
    source = project.parent / "a.csv"
    source.write_text("Bảng 1;;\n;;(Đơn vị tính: triệu đồng)\nViệc;Dự toán;Đạt (%)\nA;2;50\nB;3;60\n", encoding="utf-8")
    add_table(str(source), answers(), yes=True, key="viec", flows="du_toan", levels="dat")
    declared = (project / "data" / "datapackage.json").read_text(encoding="utf-8")
    assert '"titleVi": "Dự toán", "unit": "triệu đồng", "accrual": "flow"' in declared
    assert '"titleVi": "Đạt", "unit": "%", "accrual": "level"' in declared


def test_a_day_and_the_unit_in_one_line_above_stars_of_footnotes_and_the_plan_of_a_year_are_read(project):
    """The day became the table's title, the star a part of a column's name, and last year's plan another column."""
    source = project.parent / "a.csv"
    head = 'ĐỘI NGŨ;;\n"Thời điểm 31/3/{year}; ĐVT: người";;\nTrường;Bỏ học*;Dự toán năm {year} (triệu đồng)\nA;2;50\nB;3;60\n'
    source.write_text(head.format(year=2031), encoding="utf-8")
    add_table(str(source), answers(), yes=True, key="truong", flows="bo_hoc", levels="du_toan_nam")
    declared = (project / "data" / "datapackage.json").read_text(encoding="utf-8")
    assert '"titleVi": "Đội ngũ"' in declared and '"titleVi": "Bỏ học", "unit": "người"' in declared
    assert '"titleVi": "Dự toán năm", "unit": "triệu đồng"' in declared
    source.write_text(head.format(year=2030), encoding="utf-8")
    with (project / "data" / "periods.csv").open("a", encoding="utf-8") as file:
        file.write("2030-Q1,quý I năm 2030,,false\n")
    assert briefing("forms", "in", source, "2030-Q1", "--yes", cwd=project).code == 0
    assert "2030-Q1,A,2,50" in (project / "data" / "a.csv").read_text(encoding="utf-8")


def test_nobody_is_asked_with_yes_and_what_must_be_asked_is_refused(project):
    ran = briefing("add", "table", HERE / "rows" / "beds.csv", "--yes", cwd=project)
    assert ran.code == 2 and not (project / "data" / "beds.csv").exists()
    told = "--key co_so [--flows|--levels giuong_ke_hoach,giuong_thuc_ke,ngay_dieu_tri]"  # both at once: what is written already is changed by hand
    assert f"beds.csv: expected what only you know: {told}. Say it so, or where you are asked." in ran.err


def test_the_only_column_that_can_tell_rows_apart_is_the_key_unasked(project):
    """Ten tables were refused once each for the only text that they have."""
    source = project.parent / "vat_nuoi.csv"
    source.write_text("Vật nuôi;Tổng đàn (con)\nTrâu;25754\nBò;223243\n", encoding="utf-8")
    refused = briefing("add", "table", source, "--yes", cwd=project)
    assert refused.code == 2 and "only you know: --key vat_nuoi [--flows|--levels tong_dan]" in refused.err
    ran = briefing("add", "table", source, "--yes", "--levels", "tong_dan", cwd=project)
    assert ran.code == 0 and "look at: only “Vật nuôi” tells rows apart: it is the key" in ran.out
    declared = (project / "data" / "datapackage.json").read_text(encoding="utf-8")
    assert '"primaryKey": ["period", "vat_nuoi"]' in declared


def test_a_sheet_is_a_table_below_its_title_and_rows_without_a_key_are_counted(project):
    book = openpyxl.Workbook()
    book.active.title = "Thuốc"
    for row in (
        ["THUỐC ĐÃ DÙNG"],
        ["Nhóm", "Số lượng", "Ngày"],
        ["Kháng sinh", 12, "5/3/2031"],
        ["Kháng sinh", 7, "5/3/2031"],
    ):
        book.active.append(row)
    book.create_sheet("Khác")
    book.save(project.parent / "thuoc.xlsx")
    unnamed = briefing("add", "table", project.parent / "thuoc.xlsx", cwd=project)
    assert unnamed.code == 2 and "expected a sheet: Thuốc, Khác" in unnamed.err
    known = ("--sheet", "Thuốc", "--unit", "Số lượng=hộp", "--key", "order", "--yes")
    asked = briefing("add", "table", project.parent / "thuoc.xlsx", *known[:4], "--yes", cwd=project)
    assert asked.code == 2 and "only you know: --key order [--observations] [--flows|--levels so_luong]." in asked.err
    assert briefing("add", "table", project.parent / "thuoc.xlsx", *known, cwd=project).code == 0
    assert (project / "data" / "thuoc.csv").read_text() == (
        "period,order,nhom,so_luong,ngay,source\n"
        '2031-Q1,1,Kháng sinh,12,2031-03-05,"[thuoc.xlsx]Thuốc!nhom=A3,so_luong=B3,ngay=C3"\n'
        '2031-Q1,2,Kháng sinh,7,2031-03-05,"[thuoc.xlsx]Thuốc!nhom=A4,so_luong=B4,ngay=C4"\n'
    )


@pytest.mark.parametrize(
    ("above", "title"),
    [
        ("SỞ Y TẾ;;Biểu số 01\n;;\nTÌNH HÌNH DỊCH BỆNH QUÝ I NĂM 2031;;\n;;(Đơn vị tính: ca)\n", "Tình hình dịch bệnh"),
        ("Số ca mắc sốt xuất huyết tại TP. An Sơn;;\nQuý I/2031;;\n", "Số ca mắc sốt xuất huyết tại TP. An Sơn"),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM;;\nSỞ Y TẾ;;\nSỐ CA MẮC;;\n(Kèm theo Công văn số 12/SYT-NVY);;\n", "Số ca mắc"),
        ("Biểu 3;;\n", "Dich benh q1"),
        ("ĐỘI NGŨ THEO VỊ TRÍ;;\nThời điểm 31/3/2031 theo báo cáo của các trường, ĐVT: ca;;\n", "Đội ngũ theo vị trí"),
    ],
)  # fmt: skip
def test_a_title_above_the_headings_is_proposed_before_a_files_name(project, above, title):
    source = project.parent / "dich_benh_q1.csv"
    source.write_text(f"{above}Bệnh;Mắc (ca);Khỏi (ca)\nSởi;3;2\nTả;1;1\n", encoding="utf-8")
    add_table(str(source), answers(), yes=True, key="benh")
    assert f'"titleVi": "{title}"' in (project / "data" / "datapackage.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            "Cơ sở;Giường (giường)\nA;khoảng 12\nB;3\nC;4\n",
            "column beds!B2: found 'khoảng 12'; expected a number, or an empty cell",
        ),
        ("Cơ sở\nA\n", "expected a line of headings, and rows below it"),
        (";" * 20_000 + "\nA\n", "expected rows as Excel writes them (more than 16,384 columns)"),
        ('Cơ sở;Giường (giường)\n"A' + "x" * 200_000, "expected rows as Excel writes them (field larger than"),
        ("Cơ sở;Giường (giường)\nA;-\nB;3\nC;4\n", "column beds!B2: found '-'; expected a number, or an empty cell"),
    ],
)
def test_a_table_that_cannot_be_one_leaves_everything_as_it_was(project, content, said):
    before = {path: path.read_bytes() for path in (project / "data").iterdir() if path.is_file()}
    (project.parent / "beds.csv").write_text(content, encoding="utf-8")
    ran = briefing("add", "table", project.parent / "beds.csv", "--yes", cwd=project)
    assert ran.code == 2 and said in ran.err
    assert {path: path.read_bytes() for path in (project / "data").iterdir() if path in before} == before


def test_a_table_that_is_there_and_a_column_that_is_not_are_named(project):
    there = briefing("add", "table", HERE / "rows" / "beds.csv", "--table", "counts", "--yes", cwd=project)
    assert there.code == 2 and "found 'counts'; expected a name that no table has" in there.err
    climbs = briefing("add", "table", HERE / "rows" / "beds.csv", "--table", "../../beds", "--yes", cwd=project)
    assert climbs.code == 2 and "expected a name that no table has, of letters a to z" in climbs.err
    assert not (project.parent / "beds.csv").exists()
    wrong = briefing(
        "add", "table", HERE / "rows" / "beds.csv", "--unit", "giuong_ke_hoac=giường", "--yes", cwd=project
    )
    assert wrong.code == 2 and "Did you mean giuong_ke_hoach?" in wrong.err


def test_months_move_on_with_the_period(project):
    """The second quarter is asked for its own months, misses them, and the half-year has all six."""
    source = project.parent / "hoc_sinh.csv"
    source.write_text("Tháng;Bỏ học (học sinh)\nTháng 1;31\nTháng 2;44\nTháng 3;27\n", encoding="utf-8")
    data = project / "data"
    add_table(str(source), answers(), yes=True, key="thang", flows="bo_hoc", title="Học sinh")
    assert '"next": {"moved": "thang"}' in (data / "datapackage.json").read_text(encoding="utf-8")
    (data / "offices.csv").write_text("office,name,contact,due_days,collects\nVP,Văn phòng,Chánh Văn phòng,5,false\n")
    (data / "owners.csv").write_text("rows,office\nhoc_sinh.rows(),VP\n")
    (data / "counts.csv").write_text((data / "counts.csv").read_text().splitlines(keepends=True)[0])
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    questions = [question for _office, question in Questions(data, "2031-Q2").asked.values()]
    assert [each.label for each in questions] == ["Tháng 4", "Tháng 5", "Tháng 6"]
    assert [each.previous for each in questions] == ["", "", ""]
    with (data / "hoc_sinh.csv").open("a", encoding="utf-8") as file:
        file.write("2031-Q2,Tháng 4,5,I\n2031-Q2,Tháng 5,6,I\n")
    assert "Học sinh: thiếu dòng “Tháng 6”" in briefing("check", "2031-Q2", cwd=project).out
    with (data / "hoc_sinh.csv").open("a", encoding="utf-8") as file:
        file.write("2031-Q2,Tháng 6,7,I\n")
    assert briefing("new", "2031-H1", cwd=project).code == 0
    half = Edition("2031-H1", data)
    assert [float(each) for each in half.figures("hoc_sinh", "bo_hoc", by="thang")] == [31, 44, 27, 5, 6, 7]
    assert half.figure("hoc_sinh", "bo_hoc").value == 120


MONTHS = [["01/2031", "02/2031", "03/2031"], ["T1", "T2", "T3"], ["tháng 01", "tháng 02", "tháng 03"], ["1", "2", "3"]]


@pytest.mark.parametrize("months", MONTHS, ids=" ".join)
def test_months_are_known_however_they_are_written(project, months):
    source = project.parent / "hoc_sinh.csv"
    source.write_text("Tháng;Bỏ học (học sinh)\n" + "".join(f"{each};{n}\n" for n, each in enumerate(months, 31)))
    add_table(str(source), answers(), yes=True, key="thang", flows="bo_hoc")
    assert '"next": {"moved": "thang"}' in (project / "data" / "datapackage.json").read_text(encoding="utf-8")
    lines = (project / "data" / "hoc_sinh.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert [line.split(",")[1] for line in lines] == ["Tháng 1", "Tháng 2", "Tháng 3"]


def test_months_that_excel_has_turned_into_dates_are_months(project):
    book = openpyxl.Workbook()
    book.active.title = "Bỏ học"
    for row in (["STT", "Tháng", "Bỏ học (học sinh)"], *([n, dt.date(2031, n, 1), 30 + n] for n in (1, 2, 3))):
        book.active.append(row)
    book.save(project.parent / "hoc_sinh.xlsx")
    add_table(str(project.parent / "hoc_sinh.xlsx"), answers(), yes=True, key="thang", flows="bo_hoc")
    declared = (project / "data" / "datapackage.json").read_text(encoding="utf-8")
    assert '"next": {"moved": "thang"}' in declared and '"titleVi": "Bỏ học"' in declared
    assert (project / "data" / "hoc_sinh.csv").read_text(encoding="utf-8").splitlines() == [
        "period,thang,bo_hoc,source",  # a number that only counts the rows is nobody's to send
        *(f"2031-Q1,Tháng {n},3{n},[hoc_sinh.xlsx]Bỏ học!C{n + 1}" for n in (1, 2, 3)),
    ]


def test_days_of_which_each_is_the_first_of_a_month_are_months_where_there_are_several(project):
    for name, days, stored in (
        ("a", ["01/01/2031", "01/02/2031"], "Tháng 2"),
        ("b", ["15/01/2031", "01/02/2031"], "2031-02-01"),
    ):
        source = project.parent / f"{name}.csv"
        source.write_text("Kỳ đo;Độ mặn (‰)\n" + "".join(f"{day};4,1\n" for day in days), encoding="utf-8")
        add_table(str(source), answers(), yes=True, key="ky_do")
        assert (project / "data" / f"{name}.csv").read_text(encoding="utf-8").splitlines()[2].split(",")[1] == stored


@pytest.mark.parametrize("named", [["10/2030", "11/2030", "12/2030"], ["T2", "T3", "T7"]], ids=" ".join)
def test_what_is_no_month_of_the_period_stays_as_it_is(project, named):
    source = project.parent / "hoc_sinh.csv"
    source.write_text("Ngày;Bỏ học (học sinh)\n" + "".join(f"{each};{n}\n" for n, each in enumerate(named, 31)))
    add_table(str(source), answers(), yes=True, key="ngay", flows="bo_hoc")
    lines = (project / "data" / "hoc_sinh.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert [line.split(",")[1] for line in lines] == named


def test_the_next_quarters_file_is_imported_as_it_was_added(project):
    """Its headings are Vietnamese, it names no period, its texts are labels, its name has hyphens."""
    first = project.parent / "cho-kham.csv"
    heading = "STT;Phiếu;Cơ sở;Thời gian chờ (phút)\n"
    first.write_text(f"{heading}1;P1;Bệnh viện A;14\n2;P2;Trạm B;20\n", encoding="utf-8")
    add_table(str(first), answers(), yes=True, key="phieu", codes=["co_so=site"], observations=True)
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    first.write_text(f"{heading}1;P3;Trạm B;31\n2;P4;Bệnh viện A;9\n", encoding="utf-8")
    done = briefing("forms", "in", first, "--yes", cwd=project)
    assert done.code == 0, done.out + done.err
    assert (project / "data" / "cho_kham.csv").read_text(encoding="utf-8").splitlines()[3:] == [
        '2031-Q2,P3,tram_b,31,"[cho-kham.csv]cho_kham!co_so=C2,thoi_gian_cho=D2"',
        '2031-Q2,P4,benh_vien_a,9,"[cho-kham.csv]cho_kham!co_so=C3,thoi_gian_cho=D3"',
    ]
    first.write_text("Phiếu;Cơ sở;Chờ (phút)\nP5;Trạm B;31\n", encoding="utf-8")
    refused = briefing("forms", "in", first, "--yes", cwd=project)
    assert refused.code == 2 and "column Chờ (phút): found 'Phiếu;Cơ sở;Chờ (phút)'" in refused.err
    assert "expected the columns Phiếu, Cơ sở, Thời gian chờ, each once" in refused.err
    first.rename(first.with_name("khac.csv"))
    other = briefing("forms", "in", first.with_name("khac.csv"), cwd=project)
    assert other.code == 2 and "Rename it: cho_kham." in other.err


def test_the_next_quarters_rows_are_counted_and_their_total_is_left_out_as_they_were(project):
    observed, pupils = project.parent / "cho.csv", project.parent / "pupils.csv"
    observed.write_text("Cơ sở;Chờ (phút)\nA;14\nA;20\n", encoding="utf-8")
    pupils.write_text("Lớp;Học sinh (học sinh)\nMột;31\nTổng cộng;31\n", encoding="utf-8")
    add_table(str(observed), answers(), yes=True, key="order", observations=True)
    add_table(str(pupils), answers(), yes=True, key="lop")
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    observed.write_text("Cơ sở;Chờ (phút)\nB;31\n", encoding="utf-8")
    pupils.write_text("Lớp;Học sinh (học sinh)\nMột;33\nTổng cộng;33\n", encoding="utf-8")
    done = briefing("forms", "in", observed, pupils, "--yes", cwd=project)
    assert done.code == 0 and "found 'Tổng cộng'; a total is not taken: the rows give it" in done.out
    assert [line.partition(',"')[0] for line in (project / "data" / "cho.csv").read_text().splitlines()[3:]] == [
        "2031-Q2,1,B,31"
    ]
    assert (project / "data" / "pupils.csv").read_text().splitlines()[2:] == ["2031-Q2,Một,33,[pupils.csv]pupils!B2"]


def test_a_source_that_is_no_file_is_told_which_there_are_and_that_anyones_form_does(project):
    source, data = project.parent / "hoc_sinh.csv", project / "data"
    source.write_text("Lớp;Bỏ học (học sinh)\nMột;31\nHai;44\n", encoding="utf-8")
    add_table(str(source), answers(), yes=True, key="lop", flows="bo_hoc")
    (data / "offices.csv").write_text("office,name,contact,due_days,collects\nVP,Văn phòng,Chánh Văn phòng,5,false\n")
    table = data / "hoc_sinh.csv"
    table.write_text(
        table.read_text(encoding="utf-8")
        .replace("[hoc_sinh.csv]hoc_sinh!B2", "[bo-hoc.csv]hoc_sinh!B2")
        .replace("[hoc_sinh.csv]hoc_sinh!B3", '"Sở Giáo dục, biểu 5"'),
        encoding="utf-8",
    )
    said = briefing("check", cwd=project).err
    assert "hoc_sinh.csv, line 2, column source" in said and "line 3" not in said
    assert "expected a file of sources.csv: hoc_sinh.csv." in said
    assert "name anyone and a form: “Văn phòng, biểu 3”" in said


def test_a_half_year_whose_second_quarter_has_not_begun_lacks_it(project):
    source = project.parent / "hoc_sinh.csv"
    source.write_text("Lớp;Bỏ học (học sinh)\nMột;31\nHai;44\n", encoding="utf-8")
    add_table(str(source), answers(), yes=True, key="lop", flows="bo_hoc", title="Bỏ học")
    assert briefing("new", "2031-H1", cwd=project).code == 0
    said = briefing("check", "2031-H1", cwd=project).out
    assert "Bỏ học: chưa có dòng nào của quý II năm 2031" in said


def test_a_months_number_may_have_decimals_where_the_column_has_them(project):
    """The next quarter's months have no number before them; those of the column say what a number is."""
    source = project.parent / "do_man.csv"
    source.write_text("Tháng;Độ mặn (‰)\nTháng 1;4,1\nTháng 2;6,05\nTháng 3;7\n", encoding="utf-8")
    add_table(str(source), answers(), yes=True, key="thang", levels="do_man")
    data = project / "data"
    (data / "offices.csv").write_text("office,name,contact,due_days,collects\nVP,Văn phòng,Chánh Văn phòng,5,false\n")
    (data / "owners.csv").write_text("rows,office\ndo_man.rows(),VP\n")
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    asked = [question for _office, question in Questions(data, "2031-Q2").asked.values()]
    assert [read_number(5.25, each.scale).values for each in asked] == [("5.25",)] * 3


def test_a_section_of_the_first_table_has_heads_in_vietnamese(project):
    assert briefing("add", "section", "I.2. Chỉ số", "--table", "counts", cwd=project).code == 0
    heads = (project / "notebooks" / "02_chi_so.ipynb").read_text(encoding="utf-8")
    assert 'item\\": \\"Mã\\", \\"label\\": \\"Nội dung\\"' in heads and "what it is" not in heads


def test_a_column_of_decimals_has_as_many_in_each_row(project):
    source = project.parent / "nang_suat.csv"
    source.write_text("Cây;Năng suất (tạ/ha);Diện tích (ha)\nLúa;47,21;3,5\nNgô;50,2;1,5\n", encoding="utf-8")
    add_table(str(source), answers(), yes=True, key="cay", levels="nang_suat")
    assert briefing("add", "section", "I.2. Cây trồng", "--table", "nang_suat", cwd=project).code == 0
    assert 'formats={\\"nang_suat\\": \\".2\\"})' in (project / "notebooks" / "02_cay_trong.ipynb").read_text()
    assert briefing("build", "--format", "html", cwd=project).code == 0
    assert ">50,20<" in (project / "reports" / FIRST / "briefing.html").read_text(encoding="utf-8")


# -- as offices lay them out ------------------------------------------------------------------------------------------------


def workbook(path: Path, rows: list[list[object]], *merged: str) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "Biểu 1"
    for row in rows:
        book.active.append(row)
    for cells in merged:
        book.active.merge_cells(cells)
    book.save(path)
    return path


ROOMS = [
    ["BIỂU CƠ SỞ VẬT CHẤT", None, None, None, None],
    ["TT", "Cấp học", "Phòng học (phòng)", None, "Nhà vệ sinh (cái)"],
    [None, None, "Kiên cố", "Tạm", None],
    ["A", "B", "1", "2", "3"],
    [1, "Mầm non", 900, 3, 240],
    [2, "Tiểu học", 1800, 0, 400],
    ["Cộng", None, 2700, 4, 640],
    ["Nguồn: Phòng Kế hoạch - Tài chính", None, None, None, None],
]
MERGED = ("A1:E1", "A2:A3", "B2:B3", "C2:D2", "E2:E3", "A7:B7", "A8:E8")


def test_a_head_of_two_rows_names_each_column_and_no_total_is_a_row(project):
    source = workbook(project.parent / "rooms.xlsx", ROOMS, *MERGED)
    ran = briefing("add", "table", source, "--key", "cap_hoc", "--yes", cwd=project)
    assert ran.code == 0, ran.err
    assert (project / "data" / "rooms.csv").read_text() == (
        "period,cap_hoc,phong_hoc_kien_co,phong_hoc_tam,nha_ve_sinh,source\n"
        '2031-Q1,Mầm non,900,3,240,"[rooms.xlsx]Biểu 1!phong_hoc_kien_co=C5,phong_hoc_tam=D5,nha_ve_sinh=E5"\n'
        '2031-Q1,Tiểu học,1800,0,400,"[rooms.xlsx]Biểu 1!phong_hoc_kien_co=C6,phong_hoc_tam=D6,nha_ve_sinh=E6"\n'
    )
    assert (
        '"name": "phong_hoc_tam", "type": "integer", "titleVi": "Phòng học: tạm", "unit": "phòng"'
        in (project / "data" / "datapackage.json").read_text()
    )
    assert "not taken: row 8: a line across the table, “Nguồn: Phòng Kế hoạch - Tài chính”" in ran.out
    assert "not taken: row 7: a total is not taken: the rows give it (Phòng học: tạm: 4 stated, 3 added up)" in ran.out


@pytest.mark.parametrize("total", ["Tổng cộng", "CỘNG:", "Tổng số (I+II)", "Toàn tỉnh", "Cộng chung", "Tổng"])
def test_a_total_is_known_by_its_words(project, total):
    source = project.parent / "pupils.csv"
    source.write_text(f"Lớp;Học sinh (học sinh)\nMột;31\nHai;44\n{total};75\n", encoding="utf-8")
    _files, left, _doubts = add_table(str(source), answers(), yes=True, key="lop")
    assert left == ["row 4: a total is not taken: the rows give it"]
    assert len((project / "data" / "pupils.csv").read_text().splitlines()) == 3


@pytest.mark.parametrize("label", ["Cộng tác viên", "Tổng số trường", "Cộng đồng", "Tổng đài"])
def test_what_only_begins_like_a_total_is_a_row(project, label):
    source = project.parent / "pupils.csv"
    source.write_text(f"Chỉ tiêu;Số lượng (cái)\nMột;31\n{label};75\n", encoding="utf-8")
    _files, left, _doubts = add_table(str(source), answers(), yes=True, key="chi_tieu")
    assert left == [] and f"{label},75" in (project / "data" / "pupils.csv").read_text()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            "TT;Cấp học;Phòng học;;Nhà vệ sinh\n;;Kiên cố;Tạm;\n1;Mầm non;900;3;240\n2;Tiểu học;1800;1;400\n",
            "line 3: found '1, Mầm non, 900, 3, 240'; expected a line of headings, and rows below it. Write one line of headings",
        ),
        ("Lớp;Học sinh (học sinh)\nMột;-\nHai;4\n", "expected a number, or an empty cell where none is stated. Write 0 for none at all."),
    ],
)  # fmt: skip
def test_a_layout_that_says_two_things_is_refused(project, content, said):
    (project.parent / "rooms.csv").write_text(content, encoding="utf-8")
    ran = briefing("add", "table", project.parent / "rooms.csv", "--yes", cwd=project)
    assert ran.code == 2 and said in ran.err and not (project / "data" / "rooms.csv").exists()


def test_one_number_for_two_rows_is_refused_and_one_name_stands_for_both(project):
    rows = [["Khối", "Cấp", "Phòng (phòng)"], ["Công lập", "Mầm non", 900], [None, "Tiểu học", None]]
    shared = workbook(project.parent / "shared.xlsx", rows, "A2:A3", "C2:C3")
    ran = briefing("add", "table", shared, "--key", "cap", "--yes", cwd=project)
    assert ran.code == 2
    assert "column Biểu 1!C3: found '900'; expected a number of one row. Split the merged cells." in ran.err
    rows[2][2] = 12
    named = workbook(project.parent / "named.xlsx", rows, "A2:A3")
    assert briefing("add", "table", named, "--key", "cap", "--yes", cwd=project).code == 0
    assert "2031-Q1,Công lập,Tiểu học,12," in (project / "data" / "named.csv").read_text()


def test_digits_in_a_head_are_quoted_where_a_section_prints_them(project):
    source = project.parent / "trẻ.csv"
    source.write_text("Xã;Trẻ dưới 5 tuổi (trẻ);Năm 2030 (trẻ)\nA;31;12\nB;44;7\n", encoding="utf-8")
    add_table(str(source), answers(), yes=True, table="tre", key="xa", title="Trẻ em theo 24 xã")
    assert briefing("add", "section", "I.2. Trẻ em", "--table", "tre", cwd=project).code == 0
    assert briefing("build", "--format", "html", cwd=project).code == 0
    page = (project / "reports" / FIRST / "briefing.html").read_text(encoding="utf-8")
    assert 'Trẻ em theo <span class="text">24</span> xã' in page and 'Trẻ dưới <span class="text">5</span> tuổi' in page


def test_numbers_that_say_percent_themselves_are_percentages(project):
    source = project.parent / "rates.csv"
    source.write_text("Cấp;Tỷ lệ đạt\nMầm non;98,57%\nTHPT;62,3%\n", encoding="utf-8")
    add_table(str(source), answers(), yes=True, key="cap")
    assert "2031-Q1,THPT,62.3,[rates.csv]rates!B3" in (project / "data" / "rates.csv").read_text()
    package = (project / "data" / "datapackage.json").read_text()
    assert '"name": "ty_le_dat", "type": "number", "titleVi": "Tỷ lệ đạt", "unit": "%"' in package


def test_a_headline_is_told_of_a_row_that_its_key_names(project):
    """“expected one of these columns; found 'name'”, of a table that `add table` had made."""
    head = "Dự án;Vốn (tỷ đồng);Giải ngân (tỷ đồng)"
    add_table(csv(project, "von", head, "Cầu sông Ba;40;4", "Đường ven biển;20;15"), answers(), yes=True, key="du_an")
    share = "von.giai_ngan(du_an='{du_an}') / von.von(du_an='{du_an}')"
    columns = "headline,kind,each,left,relation,right,text,detail,decide,section"
    row = f"cham,target,du_an,{share},<,0.3,Dự án {{name}} mới giải ngân {{value:.1%}},,,"
    (project / "data" / "headlines.csv").write_text(f"{columns}\n{row}\n", encoding="utf-8")
    told = offered(Edition("2031-Q1", project / "data"))
    assert [to_text(each.words) for each in told] == ["Dự án Cầu sông Ba mới giải ngân 10,0%"]
