"""Tables as they lie in an office: computed percentages, rows of other periods, marks beside numbers, names in two spellings."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from conftest import briefing
from department import FIRST, answers

from briefing.begin.tables import add_table
from helpers.problems import InputError

pytestmark = pytest.mark.builds


def lines(project: Path, name: str) -> list[str]:
    """A table's rows without what they say of their source."""
    found = (project / "data" / f"{name}.csv").read_text(encoding="utf-8").splitlines()[1:]
    return [line.partition(",[")[0].partition(',"[')[0] for line in found]


def sheet(path: Path, *rows: list[object]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return book


def test_what_excel_has_computed_is_printed_with_few_decimals(project):
    """102,336 % and 99,1504854368932 %: a section that prints thirteen decimals could not even be built."""
    source = project.parent / "so_sanh.xlsx"
    sheet(source, ["Chỉ tiêu", "So sánh (%)"], ["Đàn trâu", 4085 / 4120 * 100], ["Đàn bò", 31980 / 31250 * 100])
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
    assert "thuy_san!A5: found '04/2031'; expected a month up to 31/3/2031" in str(refused.value)
    assert str(refused.value).count("expected a month") == 3 and "04/2031" in str(refused.value)


def test_months_before_the_period_are_said(project):
    source = project.parent / "gia.csv"
    source.write_text("Tháng;Giá (đồng)\n11/2030;14\n12/2030;15\n01/2031;16\n", encoding="utf-8")
    _files, left = add_table(str(source), answers(), yes=True, key="thang")
    assert lines(project, "gia") == ["2031-Q1,11/2030,14", "2031-Q1,12/2030,15", "2031-Q1,01/2031,16"]
    assert left == ["nothing, but 2 rows are of months before 01/2031, and sums of the period count them: 11/2030, 12/2030"]


def test_observations_of_days_that_have_not_come_are_refused(project):
    source = project.parent / "o_dich.csv"
    source.write_text("Mã;Ngày;Số con (con)\nO1;03/01/2031;5\nO2;05/4/2031;6\n", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        add_table(str(source), answers(), yes=True, key="ma", observations=True)
    assert "o_dich!B3: found '2031-04-05'; expected a day up to 31/3/2031" in str(refused.value)
    source.write_text("Mã;Ngày;Số con (con)\nO1;03/01/2031;5\nO2;05/12/2030;6\n", encoding="utf-8")
    _files, left = add_table(str(source), answers(), yes=True, key="ma", observations=True)
    assert left == ["nothing, but 1 row is of a day before 01/01/2031, and sums of the period count it: 2030-12-05"]


def test_deadlines_may_lie_behind_the_period(project):
    source = project.parent / "viec.csv"
    source.write_text("Việc;Hạn;Điểm (điểm)\nA;05/4/2031;6\nB;05/9/2031;7\n", encoding="utf-8")
    assert add_table(str(source), answers(), yes=True, key="viec")[1] == []
