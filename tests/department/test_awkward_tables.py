"""Tables as they lie in an office: computed percentages, rows of other periods, marks beside numbers, names in two spellings."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from conftest import briefing
from department import FIRST, answers, csv, lines, workbook

from briefing.begin.tables import add_table
from helpers.editions import Edition
from helpers.problems import InputError
from helpers.review import result

pytestmark = pytest.mark.builds


def test_what_excel_has_computed_is_printed_with_few_decimals(project):
    """102,336 % and 99,1504854368932 %: a section that prints thirteen decimals could not even be built."""
    source = project.parent / "so_sanh.xlsx"
    workbook(source, ["Chỉ tiêu", "So sánh (%)"], ["Đàn trâu", 4085 / 4120 * 100], ["Đàn bò", 31980 / 31250 * 100])
    add_table(str(source), answers(), yes=True, key="chi_tieu")
    assert briefing("add", "section", "I.2. Chăn nuôi", "--table", "so_sanh", cwd=project).code == 0
    assert briefing("build", "--format", "html", cwd=project).code == 0
    page = (project / "reports" / FIRST / "briefing.html").read_text(encoding="utf-8")
    assert ">99,15%<" in page and ">102,34%<" in page


def test_a_row_of_which_nothing_is_stated_is_a_row(project):
    source = project.parent / "lua.csv"
    source.write_text("Huyện;Cây;Diện tích (ha)\nCư Jút;Ngô;10,5\nTuy Đức;Lúa;\n", encoding="utf-8")
    add_table(str(source), answers(), yes=True, key="huyen,cay")
    assert (project / "data" / "lua.csv").read_text(encoding="utf-8").splitlines()[1:] == [
        "2031-Q1,Cư Jút,Ngô,10.5,[lua.csv]lua!C2",
        '2031-Q1,Tuy Đức,Lúa,,"[lua.csv]lua!huyen=A3,cay=B3"',
    ]


def test_files_that_offices_have_sent_keep_their_bytes_in_git(project):
    assert "data/sources/** -text" in (project / ".gitattributes").read_text(encoding="utf-8").splitlines()


# -- of another period ------------------------------------------------------------------------------------------------------


def test_months_that_have_not_come_are_refused(project):
    """Six months in the first quarter's table would have made its sum that of half a year."""
    source = project.parent / "thuy_san.csv"
    source.write_text("Tháng;Khai thác (tấn)\n" + "".join(f"0{n}/2031;1{n},5\n" for n in range(1, 7)), encoding="utf-8")
    with pytest.raises(InputError) as refused:
        add_table(str(source), answers(), yes=True, key="thang")
    assert "thuy_san!A5: found '04/2031'; expected a month or a day up to 31/3/2031. Leave it out" in str(refused.value)
    assert str(refused.value).count("expected a month") == 3 and not (project / "data" / "thuy_san.csv").exists()


def test_months_before_the_period_are_said(project):
    source = project.parent / "gia.csv"
    source.write_text("Tháng;Giá (đồng)\n11/2030;14\n12/2030;15\n01/2031;16\n", encoding="utf-8")
    _files, _left, doubts = add_table(str(source), answers(), yes=True, key="thang")
    assert lines(project, "gia") == ["2031-Q1,11/2030,14", "2031-Q1,12/2030,15", "2031-Q1,01/2031,16"]
    assert doubts == ["2 rows are of before the period, and sums of it count them: 11/2030, 12/2030"]


def test_observations_of_days_that_have_not_come_are_refused(project):
    source = project.parent / "o_dich.csv"
    source.write_text("Mã;Ngày;Số con (con)\nO1;03/01/2031;5\nO2;05/4/2031;6\n", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        add_table(str(source), answers(), yes=True, key="ma", observations=True)
    assert "o_dich!B3: found '2031-04-05'; expected a month or a day up to 31/3/2031" in str(refused.value)
    source.write_text("Mã;Ngày;Số con (con)\nO1;03/01/2031;5\nO2;05/12/2030;6\n", encoding="utf-8")
    _files, _left, doubts = add_table(str(source), answers(), yes=True, key="ma", observations=True)
    assert doubts == ["1 rows are of before the period, and sums of it count them: 2030-12-05"]


def test_deadlines_may_lie_behind_the_period(project):
    source = project.parent / "viec.csv"
    source.write_text("Việc;Hạn;Điểm (điểm)\nA;05/4/2031;6\nB;05/9/2031;7\n", encoding="utf-8")
    assert add_table(str(source), answers(), yes=True, key="viec")[1:] == ([], [])


def test_a_day_of_approval_behind_the_period_is_said(project):
    source = project.parent / "du_an.csv"
    source.write_text(
        "Dự án;Ngày chấp thuận;Hạn góp vốn;Vốn (tỷ đồng)\nA;15/8/2031;05/9/2031;6\nB;03/2/2031;05/9/2031;7\n",
        encoding="utf-8",
    )
    assert add_table(str(source), answers(), yes=True, key="du_an")[2] == [
        "days after the period, of what cannot have happened yet; deadlines may: B2 Ngày chấp thuận"
    ]


def test_a_column_of_a_later_quarter_is_said_and_one_of_an_earlier_is_not(project):
    source = project.parent / "dan.csv"
    source.write_text(
        "Chỉ tiêu;Quý IV/2030 (con);Quý I/2031 (con);Quý II/2031 (con)\nBò;1;2;3\nTrâu;4;5;6\n", encoding="utf-8"
    )
    _files, _left, doubts = add_table(str(source), answers(), yes=True, key="chi_tieu")
    assert doubts == [
        "headings without the period that they name, to hold in the next one, too: Kỳ trước, Trong kỳ",
        "columns of a later period, which this one cannot know: Quý II/2031",
    ]


# -- what Excel shows otherwise -----------------------------------------------------------------------------------------------


def test_rows_and_columns_that_nobody_sees_are_refused(project):
    source = project.parent / "lon.xlsx"
    book = workbook(source, ["Huyện", "Lợn (con)", "Bò (con)"], ["Cư Jút", 100, 1], ["Ẩn", 999, 2], ["Đắk Mil", 200, 3])
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["C"].hidden = True
    book.save(source)
    with pytest.raises(InputError) as refused:
        add_table(str(source), answers(), yes=True, key="huyen")
    assert "Sheet!3: found 'Ẩn | 999 | 2'; expected no hidden row. Show it" in str(refused.value)
    assert "Sheet!C: found 'Bò (con)'; expected no hidden column. Show it" in str(refused.value)


def test_letters_of_an_old_font_are_refused(project):
    source = project.parent / "lua.xlsx"
    workbook(source, ["HuyÖn", "DiÖn tÝch (ha)"], ["§¾k Mil", 10.5], ["C­ Jót", 20])
    with pytest.raises(InputError) as refused:
        add_table(str(source), answers(), yes=True, key="huyon")
    assert "Sheet!A: found 'HuyÖn'; expected letters that can be read" in str(refused.value)


def test_percentages_as_excel_shows_them_are_percent(project):
    source = project.parent / "tiem.xlsx"
    book = workbook(source, ["Huyện", "Tỷ lệ tiêm"], ["Cư Jút", 0.255], ["Đắk Mil", 0.31])
    for cell in ("B2", "B3"):
        book.active[cell].number_format = "0.0%"
    book.save(source)
    add_table(str(source), answers(), yes=True, key="huyen")
    assert lines(project, "tiem") == ["2031-Q1,Cư Jút,25.5", "2031-Q1,Đắk Mil,31"]
    assert '"name": "ty_le_tiem", "type": "number", "titleVi": "Tỷ lệ tiêm", "unit": "%"' in (
        project / "data" / "datapackage.json"
    ).read_text(encoding="utf-8")


@pytest.mark.parametrize("wrong", ["9 (1)", "#N/A", "khoảng 850"])
def test_a_column_with_a_unit_holds_numbers_however_few_can_be_read(project, wrong):
    """As texts they would never be added up, and nobody would be told."""
    source = project.parent / "xa.csv"
    source.write_text(f"Huyện;Số xã (xã)\nCư Jút;7\nĐắk Mil;{wrong}\nKrông Nô;{wrong}\n", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        add_table(str(source), answers(), yes=True, key="huyen")
    assert f"xa!B3: found '{wrong}'; expected a number, or an empty cell where none is stated" in str(refused.value)


# -- names ------------------------------------------------------------------------------------------------------------------


def test_a_row_that_was_pasted_twice_is_named(project):
    source = project.parent / "o_dich.csv"
    source.write_text("Mã;Số con (con)\n" + "".join(f"O{n};{n}\n" for n in (1, 2, 3, 4, 3)), encoding="utf-8")
    with pytest.raises(InputError) as refused:
        add_table(str(source), answers(), yes=True, observations=True)
    assert "o_dich!A6: found 'O3'; expected each “Mã” once; row 4 has it too. Delete one" in str(refused.value)
    _files, _left, doubts = add_table(str(source), answers(), yes=True, key="order", observations=True)
    assert doubts == ["o_dich!A6: O3; each “Mã” once; row 4 has it too"]


@pytest.mark.parametrize("numbered", [True, False])
def test_subtotals_among_rows_are_said(project, numbered):
    """A region beside its factories doubled the sum of the column; an STT of “I” was “no number”."""
    source = project.parent / "san_luong.xlsx"
    rows = [
        ("I", "Khu vực Long Xuyên", 300), (1, "Nhà máy A", 120), (2, "Nhà máy B", 180),
        ("II", "Khu vực Rạch Giá", 250), (1, "Nhà máy C", 150), (2, "Nhà máy D", 100),
    ]  # fmt: skip
    first = 0 if numbered else 1
    workbook(source, ["STT", "Đơn vị", "Sản lượng (tấn)"][first:], *(row[first:] for row in rows))
    assert add_table(str(source), answers(), yes=True, key="don_vi", flows="san_luong")[1:] == (
        [],
        [
            "rows that those below them add up to, which a sum of the column counts twice: "
            "Khu vực Long Xuyên, Khu vực Rạch Giá",
            "2 rules are written into rules.csv: such rows are the sums of those below them in each period",
        ],
    )


def test_a_name_without_a_number_at_the_end_is_asked(project):
    source = project.parent / "luong.xlsx"
    workbook(source, ["Mặt hàng", "Lượng (tấn)"], ["Gạo", 100], ["Cá tra", 60], ["Tôm", None])
    assert add_table(str(source), answers(), yes=True, key="mat_hang", flows="luong")[1] == [
        "row 4: a line across the table, “Tôm”; if it is a row whose number is not known yet, write “…” there"
    ]


def test_names_in_two_spellings_are_said(project):
    one, other = project.parent / "lua.csv", project.parent / "ntm.csv"
    one.write_text("Huyện;Lúa (ha)\nĐắk Mil;10,5\nCư Jút;3,5\n", encoding="utf-8")
    other.write_text("Huyện;Bệnh;Xã (xã)\nĐăk Mil;Dịch tả;9\nCư Jút;Dịch Tả;7\n", encoding="utf-8")
    assert add_table(str(one), answers(), yes=True, key="huyen")[2] == []
    assert add_table(str(other), answers(), yes=True, key="huyen")[2][1:] == [
        "“Đăk Mil” of “Huyện” is “Đắk Mil” in lua",
        "“Dịch Tả” of “Bệnh” is “Dịch tả” in Bệnh",
    ]


def test_parts_beside_their_whole_and_totals_of_a_district_are_told_apart(project):
    source = project.parent / "dan.csv"
    source.write_text(
        "Chỉ tiêu;ĐVT;Số lượng\nĐàn lợn;con;400\nTrong đó: lợn nái;con;40\nThịt hơi;tấn;7\n", encoding="utf-8"
    )
    assert add_table(str(source), answers(), yes=True, key="chi_tieu", levels="so_luong")[2] == [
        "parts beside their whole, which a sum of the column counts twice: Trong đó: lợn nái",
        "“Số lượng” has several units (con, tấn) and is declared as one: rows that add up and rows that do not belong into two tables",
    ]
    source = project.parent / "cay.csv"
    source.write_text("Huyện;Cây;Lúa (ha)\nA;Lúa;10\nA;Ngô;20\nCộng A;;30\nB;Lúa;5\nTổng cộng;;35\n", encoding="utf-8")
    _files, left, _doubts = add_table(str(source), answers(), yes=True, key="huyen,cay")
    assert lines(project, "cay") == ["2031-Q1,A,Lúa,10", "2031-Q1,A,Ngô,20", "2031-Q1,B,Lúa,5"]
    assert [each[:14] for each in left] == ["row 4: a total", "row 6: a total"]


# -- the next quarter's file ----------------------------------------------------------------------------------------------------


def test_months_of_the_next_quarters_file_are_written_as_those_of_the_first(project):
    """“04/2031” was a row beside the template's “Tháng 4”: the quarter's sum was twice as great, and nobody was told."""
    source = project.parent / "thuy_san.csv"
    head = "Tháng;Khai thác (tấn)\n"
    source.write_text(f"{head}01/2031;10,5\n02/2031;11,5\n03/2031;12,5\n", encoding="utf-8")
    add_table(str(source), answers(), yes=True, key="thang", flows="khai_thac")
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    source.write_text(f"{head}04/2031;20,5\n05/2031;21,5\n06/2031;22,5\n", encoding="utf-8")
    for _again in range(2):
        assert briefing("forms", "in", source, "--yes", cwd=project).code == 0
    assert lines(project, "thuy_san")[3:] == ["2031-Q2,Tháng 4,20.5", "2031-Q2,Tháng 5,21.5", "2031-Q2,Tháng 6,22.5"]
    source.write_text(f"{head}03/2031;12,5\n04/2031;20,5\nTháng 7;1,5\n", encoding="utf-8")
    refused = briefing("forms", "in", source, "--yes", cwd=project)
    assert refused.code == 2 and len(lines(project, "thuy_san")) == 6
    assert "column A2: found '03/2031'; expected a month of 2031-Q2" in refused.err
    assert "column A4: found 'Tháng 7'; expected a month of 2031-Q2" in refused.err


def test_a_register_since_january_is_not_counted_again(project):
    source = project.parent / "o_dich.csv"
    head, first = "Mã;Ngày;Số con (con)\n", "O1;03/01/2031;5\nO2;05/02/2031;6\n"
    source.write_text(head + first, encoding="utf-8")
    add_table(str(source), answers(), yes=True, key="ma", observations=True)
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    source.write_text(f"{head}{first}O3;03/5/2031;7\nO4;03/8/2031;8\n", encoding="utf-8")
    refused = briefing("forms", "in", source, "--yes", cwd=project)
    assert refused.code == 2 and len(lines(project, "o_dich")) == 2
    assert "column A2: found 'O1'; expected an observation that 2031-Q1 does not have" in refused.err
    assert "column B5: found '03/8/2031'; expected a month or a day up to 30/6/2031" in refused.err
    source.write_text(f"{head}O3;03/5/2031;7\n", encoding="utf-8")
    assert briefing("forms", "in", source, "--yes", cwd=project).code == 0


def test_a_branch_of_the_name_of_a_ward_is_not_said_and_a_place_under_a_like_head_is(project):
    """Six lines “Phường Long Xuyên is Long Xuyên” of wards and branches hid those that were worth a look."""
    add_table(csv(project, "chi", "Chi nhánh;Chi (triệu đồng)", "Năm Căn;5", "Ngọc Hiển;6"), answers(), yes=True, key="chi_nhanh", flows="chi")  # fmt: skip
    rows = ("Xã, phường;Việc làm (người)", "Phường Năm Căn;12", "Xã Ngọc Hiển;8")
    assert not [each for each in add_table(csv(project, "viec", *rows), answers(), yes=True, key="xa_phuong", flows="viec_lam")[2] if "“" in each]  # fmt: skip
    rows = ("Phường;Chi (triệu đồng)", "Năm Căn;12", "Cái Nước;8")
    assert "“Năm Căn” of “Phường” is “Phường Năm Căn” in viec" in add_table(csv(project, "chi2", *rows), answers(), yes=True, key="phuong", flows="chi")[2]  # fmt: skip


def test_a_word_in_another_spelling_is_said(project):
    source = project.parent / "o_dich.csv"
    source.write_text("Mã;Bệnh;Số con (con)\nO1;Dịch tả lợn châu Phi;5\n", encoding="utf-8")
    add_table(str(source), answers(), yes=True, key="ma", observations=True)
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    source.write_text("Mã;Bệnh;Số con (con)\nO3;Dịch tả lợn Châu Phi;7\n", encoding="utf-8")
    ran = briefing("forms", "in", source, "--yes", cwd=project)
    said = "cell B2: found 'Dịch tả lợn Châu Phi'; expected 'Dịch tả lợn châu Phi', as it was written before"
    assert ran.code == 0 and said in " ".join(ran.out.split())


def test_a_name_in_another_spelling_is_refused_unless_both_are_there(project):
    source = project.parent / "lua.csv"
    source.write_text("Huyện;Lúa (ha)\nĐắk Mil;10,5\nCư Jút;3,5\n", encoding="utf-8")
    add_table(str(source), answers(), yes=True, key="huyen")
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    source.write_text("Huyện;Lúa (ha)\nĐăk Mil;11,5\nCư Jút;4,5\n", encoding="utf-8")
    refused = briefing("forms", "in", source, "--yes", cwd=project)
    assert refused.code == 2 and len(lines(project, "lua")) == 2
    assert "column A2: found 'Đăk Mil'; expected 'Đắk Mil', as it was written before" in refused.err
    source.write_text("Huyện;Lúa (ha)\nĐắk Mil;11,5\nxã Cư Jút;4,5\n", encoding="utf-8")
    refused = briefing("forms", "in", source, "--yes", cwd=project)  # it was a third row, and “Cư Jút” was missing
    assert refused.code == 2 and "column A3: found 'xã Cư Jút'; expected 'Cư Jút', as it was written" in refused.err
    source.write_text("Huyện;Lúa (ha)\nĐăk Mil;11,5\nĐắk Mil;12,5\nCư Jút;4,5\n", encoding="utf-8")
    assert briefing("forms", "in", source, "--yes", cwd=project).code == 0


@pytest.mark.parametrize(
    "said",
    ["ĐVT: Diện tích: ha; Năng suất: tạ/ha; Sản lượng: tấn", "(Đơn vị tính: ha, tạ/ha, tấn)"],
    ids=["named", "in order"],
)
def test_a_line_above_a_head_of_two_lines_says_several_units(project, said):
    """Fifteen columns of a sheet were fifteen options to type."""
    source = project.parent / "cay.xlsx"
    heads = ["Diện tích", "Năng suất", "Sản lượng"]
    book = workbook(source, ["CÂY TRỒNG"], [said], ["Huyện", "Lúa", None, None, "Ngô"], [None, *heads, *heads], ["A", 1, 2, 3, 4, 5, 6], ["B", 1, 2, 3, 4, 5, 6])  # fmt: skip
    for cells in ("A1:G1", "A2:G2", "A3:A4", "B3:D3", "E3:G3"):
        book.active.merge_cells(cells)
    book.save(source)
    add_table(str(source), answers(), yes=True, key="huyen")
    package = (project / "data" / "datapackage.json").read_text(encoding="utf-8")
    for title, unit in (("Lúa: diện tích", "ha"), ("Ngô: năng suất", "tạ/ha"), ("Ngô: sản lượng", "tấn")):
        assert f'"titleVi": "{title}", "unit": "{unit}"' in package


def test_last_years_numbers_are_told_how_they_come_in(project):
    source = project.parent / "dan.csv"
    source.write_text("Chỉ tiêu;Số lượng (con)\nĐàn lợn;110\n", encoding="utf-8")
    add_table(str(source), answers(), yes=True, key="chi_tieu")
    refused = briefing("new", "2030-Q1", cwd=project)
    assert refused.code == 2
    assert "add its row to periods.csv (2030-Q1,quý I năm 2030,,false), and import them: " in refused.err
    with (project / "data" / "periods.csv").open("a", encoding="utf-8") as file:
        file.write("2030-Q1,quý I năm 2030,,false\n")
    source.write_text("Chỉ tiêu;Số lượng (con)\nĐàn lợn;100\n", encoding="utf-8")
    assert briefing("forms", "in", source, "--period", "2030-Q1", "--yes", cwd=project).code == 0
    edition = Edition("2031-Q1", project / "data")
    assert edition.growth(edition.figure("dan", "so_luong")).text("trend") == "tăng 10,00%"


def fields(path: Path, *numbers: list[object], total: float, hidden: int = 0) -> Path:
    book = openpyxl.Workbook()
    heads = ["Diện tích", "Năng suất", "Sản lượng"]
    for row in (
        ["CÂY LÚA", None, None, None, None],
        ["Đơn vị tính: ha, tạ/ha, tấn", None, None, None, None],
        ["TT", "Huyện", "Lúa", None, None],
        [None, None, *heads],
        *([n, *each] for n, each in enumerate(numbers, 1)),
        [None, "Tổng cộng", total, None, None],
    ):
        book.active.append(row)
    for cells in ("A1:E1", "A2:E2", "A3:A4", "B3:B4", "C3:E3"):
        book.active.merge_cells(cells)
    if hidden:
        book.active.row_dimensions[hidden].hidden = True
    book.save(path)
    return path


def test_the_next_quarters_workbook_is_imported_as_the_first_was_added(project):
    """Whoever had added a sheet had to fill in a template of 117 cells, or to write a CSV of another form, for the next one."""
    source = fields(project.parent / "cay_lua.xlsx", ["Cư Jút", 10.5, 60, 63], ["Đắk Mil", 20, 61.5, 123], total=30.5)
    add_table(str(source), answers(), yes=True, key="huyen")
    assert lines(project, "cay_lua") == ["2031-Q1,Cư Jút,10.5,60,63", "2031-Q1,Đắk Mil,20,61.5,123"]
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    fields(source, ["Cư Jút", 11.125, 60, 69], ["Đắk Mil", "21,5", "61,25", 132], total=33)
    ran = briefing("forms", "in", source, "--yes", cwd=project)
    assert ran.code == 0, ran.out + ran.err
    assert (project / "data" / "cay_lua.csv").read_text(encoding="utf-8").splitlines()[3:] == [
        '2031-Q2,Cư Jút,11.125,60,69,"[cay_lua.xlsx]Sheet!lua_dien_tich=C5,lua_nang_suat=D5,lua_san_luong=E5"',
        '2031-Q2,Đắk Mil,21.5,61.25,132,"[cay_lua.xlsx]Sheet!lua_dien_tich=C6,lua_nang_suat=D6,lua_san_luong=E6"',
    ]
    assert "found 'Tổng cộng'; a total is not taken" in ran.out
    fields(source, ["Cư Jút", 11.5, 60, 69], ["Đắk Mil", 21.5, 61, 131], total=33, hidden=6)
    hidden = briefing("forms", "in", source, "--yes", cwd=project)
    assert (
        hidden.code == 2
        and "column Sheet!6: found '2 | Đắk Mil | 21.5 | 61 | 131'; expected no hidden row" in hidden.err
    )
    source.rename(source.with_name("khac.xlsx"))
    other = briefing("forms", "in", source.with_name("khac.xlsx"), cwd=project)
    assert other.code == 2 and "expected a template that `briefing forms out` has made" in other.err
    assert "name it as the table to which it was added" in other.err


def test_tons_have_decimals_although_the_first_quarters_were_whole(project):
    """“12,345” tấn was 12345, and nobody was told; “131,75” was refused as no whole number."""
    source = project.parent / "ca.csv"
    source.write_text("Huyện;Cá (tấn)\nA;63\nB;123\n", encoding="utf-8")
    add_table(str(source), answers(), yes=True, key="huyen")
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    source.write_text("Huyện;Cá (tấn)\nA;131,75\nB;12,345\n", encoding="utf-8")
    asked = briefing("forms", "in", source, "--yes", cwd=project)
    assert asked.code == 2 and "asked: 12,345 now, 123 in the earlier period" in " ".join(asked.out.split())
    source.write_text("Huyện;Cá (tấn)\nA;131,75\nB;122,3\n", encoding="utf-8")
    assert briefing("forms", "in", source, "--yes", cwd=project).code == 0
    assert lines(project, "ca")[2:] == ["2031-Q2,A,131.75", "2031-Q2,B,122.3"]


def test_a_rule_whose_place_nothing_fills_is_refused(project):
    """`{viec}` without `viec` in `each` stood for a code that no row has: the rule held of nothing, and nobody was told."""
    source = project.parent / "chi.csv"
    source.write_text("Việc;Vốn (triệu đồng);Chi (triệu đồng)\nA;22000,5;23100,5\n", encoding="utf-8")
    add_table(str(source), answers(), yes=True, key="viec")
    rule = "chi,bounds,error,{each},chi.chi(viec='{{viec}}'),<=,chi.von(viec='{{viec}}'),Chi không vượt vốn\n"
    rules = project / "data" / "rules.csv"
    before = rules.read_text(encoding="utf-8")
    rules.write_text(before + rule.format(each=""), encoding="utf-8")
    refused = briefing("check", cwd=project)
    assert refused.code == 2 and "column left: found" in refused.err
    assert "`each` does not name viec, whose codes stand for {viec}" in refused.err
    rules.write_text(before + rule.format(each="viec"), encoding="utf-8")
    assert "Chi không vượt vốn" in briefing("check", cwd=project).out


def test_a_number_that_is_taken_is_told_by_which_notebook(project):
    refused = briefing("add", "section", "I.1. Trồng trọt", cwd=project)
    assert refused.code == 2 and "or delete notebooks/01_results.ipynb first" in refused.err


# -- columns that follow from others ------------------------------------------------------------------------------------------


def test_a_ratio_of_two_columns_is_a_rule_and_the_row_that_breaks_it_is_named(project):
    """130,7 % beside two numbers that give 122,4 was printed, and its controls were nobody's."""
    rows = "A;1245,3;1017,4;130,7", "B;1630,8;1512,6;107,8", "C;812;906;89,6", "D;77;70;110"
    source = csv(project, "khach", "Loại;Kỳ này (lượt);Cùng kỳ (lượt);So sánh (%)", *rows)
    _files, _left, told = add_table(source, answers(), yes=True, key="loai")
    assert told[-1] == (
        "a rule is written into rules.csv: “So sánh” phải bằng 100 × “Kỳ này” : “Cùng kỳ”; "
        "rows that break it (stated, computed): A (130,7, 122,4)"
    )
    (found,) = result(Edition(FIRST, project / "data"))["findings"]
    assert found["id"] == "khach_so_sanh@A" and found["severity"] == "error"


def test_a_total_of_a_row_is_a_rule_and_the_row_that_breaks_it_is_named(project):
    """The months of a row beside its total were never added up."""
    rows = "A;10;20;30;60", "B;1;2;3;6", "C;5;5;5;51", "D;7;0;1;8", "Cộng;23;27;39;125"
    source = csv(project, "vu", "Loại;Tháng 1 (vụ);Tháng 2 (vụ);Tháng 3 (vụ);Tổng số (vụ)", *rows)
    _files, _left, told = add_table(source, answers(), yes=True, key="loai")
    named = " + ".join(f"“Tháng thứ {nth}”" for nth in ("nhất", "hai", "ba"))
    assert told[-1].startswith(f"a rule is written into rules.csv: “Tổng số” phải bằng {named}; ")
    assert told[-1].endswith("rows that break it (stated, computed): C (51, 15)")
    assert [each["id"] for each in result(Edition(FIRST, project / "data"))["findings"]] == ["vu_tong_so@C"]


def test_what_counts_since_january_is_no_total_of_the_first_quarters_months(project):
    rows = "A;10;20;30;60;6", "B;1;2;3;6;7", "C;5;5;5;15;5"
    head = "Loại;Tháng 1 (vụ);Tháng 2 (vụ);Tháng 3 (vụ);Lũy kế (vụ);Tỷ lệ (%)"
    told = add_table(csv(project, "vu", head, *rows), answers(), yes=True, key="loai")[2]
    assert [each for each in told if "rule" in each] == [
        "a rule is written into rules.csv: Vu: “Lũy kế” không ít hơn kỳ trước trong năm"
    ]


def test_a_part_is_no_more_than_its_whole_where_the_head_says_that_it_is_one(project):
    """84.302 girls of 41.166 pupils, swapped, were written, and nothing was found."""
    source = project.parent / "quy_mo.xlsx"
    head = ["Cấp học", "Học sinh (học sinh)", None, None, "Giáo viên (người)", None]
    below = [None, "Tổng số", "Trong đó: nữ", "Bỏ học", "Tổng số", "Trong đó: đạt chuẩn"]
    rows = ["A", 38450, 18611, 7, 3120, 2987], ["B", 121340, 58790, 8, 6410, 6022], ["C", 41166, 84302, 9, 4875, 4703], ["D", 39862, 20977, 3, 2231, None]  # fmt: skip
    book = workbook(source, head, below, *rows)
    for cells in ("A1:A2", "B1:D1", "E1:F1"):
        book.active.merge_cells(cells)
    book.save(source)
    told = add_table(str(source), answers(), yes=True, key="cap_hoc")[2]
    assert told[-2:] == [
        "a rule is written into rules.csv: “Học sinh: nữ” không quá “Học sinh: tổng số”; "
        "rows that break it (stated, computed): C (84.302, 41.166)",
        "a rule is written into rules.csv: “Giáo viên: đạt chuẩn” không quá “Giáo viên: tổng số”",
    ]
    (found,) = result(Edition(FIRST, project / "data"))["findings"]
    assert found["id"] == "quy_mo_hoc_sinh_nu@C" and found["severity"] == "error"


def test_of_two_ratios_that_fit_alike_none_is_a_rule(project):
    """In the first quarter “Thực hiện” is “Lũy kế”: the second's right file had six false findings."""
    head = "Nội dung;Dự toán năm (tỷ đồng);Thực hiện (tỷ đồng);Lũy kế từ đầu năm (tỷ đồng);Tỷ lệ (%)"
    rows = ["A;4812,5;1103,27;{0};22,9", "B;3950;955,12;{1};24,2", "C;862,5;148,15;{2};17,2"]
    alike = [each.format("1103,27", "955,12", "148,15") for each in rows]
    told = add_table(csv(project, "chi", head, *alike), answers(), yes=True, key="noi_dung")[2]
    by = "“Tỷ lệ” phải bằng 100 × “{}” : “Dự toán năm”".format
    said = "no rule is written into rules.csv, as several fit alike; write the one that is meant: "
    assert f"{said}{by('Thực hiện')}, {by('Lũy kế từ đầu năm')}" in told
    assert "ty_le" not in (project / "data" / "rules.csv").read_text(encoding="utf-8")
    apart = [each.format(2258, 1900, 300) for each in rows]
    told = add_table(csv(project, "thu", head, *apart), answers(), yes=True, key="noi_dung")[2]
    assert told[-2] == "a rule is written into rules.csv: “Tỷ lệ” phải bằng 100 × “Thực hiện” : “Dự toán năm”"


@pytest.mark.parametrize("rate", ["#DIV/0!", "=B2/C2"])
def test_errors_and_formulas_without_a_value_make_no_column_one_of_texts(project, rate):
    """“”, “#DIV/0!” and “0.4889” were a column of texts; 48,89 % was meant."""
    source = project.parent / "nu.xlsx"
    book = workbook(source, ["Xã", "Nữ (em)", "Tỷ lệ"], ["A", 148, rate], ["B", 61, rate], ["C", 44, 0.4889])
    book.active["C4"].number_format = "0.00%"
    book.save(source)
    with pytest.raises(InputError) as refused:
        add_table(str(source), answers(), yes=True, key="xa")
    assert f"nu.xlsx, column Sheet!C2: found '{rate}'" in str(refused.value)
    book.active["C2"] = book.active["C3"] = 0.5
    for cell in ("C2", "C3"):
        book.active[cell].number_format = "0%"
    book.save(source)
    add_table(str(source), answers(), yes=True, key="xa")
    assert lines(project, "nu") == ["2031-Q1,A,148,50", "2031-Q1,B,61,50", "2031-Q1,C,44,48.89"]
