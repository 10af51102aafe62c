"""Honest slips in the file of a new table: taken as meant, said, or refused with the cell; never silently something else."""

from __future__ import annotations

import pytest
from department import answers, lines, workbook

from briefing.begin.tables import add_table
from helpers.problems import InputError

pytestmark = pytest.mark.builds

_HEAD = ["Địa phương", "Số hộ (hộ)", "Diện tích (ha)"]
_AN, _BA, _CHUC = ["An", 1250, 35.5], ["Ba", 980, 41.2], ["Chúc", 1530, 60]
_ROWS = [_AN, _BA, _CHUC]
_STORED = ["An,1250,35.5", "Ba,980,41.2", "Chúc,1530,60"]
_BARE = ["Địa phương", "Số hộ", "Diện tích"]
_TEXTS = ["Số hiệu", "Trích yếu", "Cơ quan"]
_LIST = [["01/KH", "Kế hoạch A", "Sở A"], ["02/KH", "Kế hoạch B", "Sở B"], ["03/QĐ", "Quyết định C", "Sở A"]]
_LISTED = [",".join(row) for row in _LIST]

TAKEN = {
    "a unit within each cell": [_BARE, ["An", "1.250 hộ", "35,5 ha"], ["Ba", "980 hộ", "41,2 ha"], ["Chúc", "1.530 hộ", "60 ha"]],
    "a unit within some cells": [_BARE, ["An", 1250, "35,5 ha"], ["Ba", "980 hộ", 41.2], ["Chúc", 1530, "60 ha"]],
    "the head again on the second page": [_HEAD, _AN, _BA, ["Trang 2"], _HEAD, _CHUC],
    "a signature of two": [_HEAD, *_ROWS, [], ["Lập biểu", None, "Trưởng phòng"], [], ["Trần A", None, "Lê B"]],
    "blanks between thousands": [_HEAD, ["An", "1 250", "35,5"], ["Ba", "980", "41,2"], ["Chúc", "1 530", "60"]],
    "dots between thousands beside decimals": [_HEAD, ["An", "1.250", "35,5"], ["Ba", 980, "41,2"], ["Chúc", 1530, 60]],
    "last year below the total": [_HEAD, *_ROWS, ["Tổng cộng", 3760, 136.7], ["So với cùng kỳ (%)", 107.4, 105.2]],
    "the plan below the total": [_HEAD, *_ROWS, ["Tổng cộng", 3760, 136.7], ["Kế hoạch năm", 4000, 150]],
}  # fmt: skip


@pytest.mark.parametrize("slip", TAKEN)
def test_what_can_be_meant_in_one_way_is_taken_so(project, slip):
    source, told = project.parent / "bang.xlsx", {"units": ["so_ho=hộ"]} if slip.startswith("dots") else {}
    workbook(source, *TAKEN[slip])
    add_table(str(source), answers(), yes=True, key="dia_phuong", flows="so_ho", **told)
    assert lines(project, "bang") == [f"2031-Q1,{row}" for row in _STORED]


SAID = {
    "a footnote's star in a name": ([_HEAD, _AN, ["Ba*", 980, 41.2], _CHUC], "a footnote's mark is a part of the name, and the next period's row is another one without it: Ba*"),
    "a mean without a total": ([_HEAD, *_ROWS, ["Bình quân", 1253.3, 45.6]], "rows that compare or average others, which a sum of the column counts: Bình quân"),
    "last year without a total": ([_HEAD, *_ROWS, ["Cùng kỳ năm 2030", 3500, 130]], "rows that compare or average others, which a sum of the column counts: Cùng kỳ năm 2030"),
    "a small table above": ([["Tổng số hộ", 3760], [], _HEAD, *_ROWS], "numbers above the headings are not read: Tổng số hộ 3760"),
    "a table beside it": ([[*_HEAD, None, "Vật nuôi"], [*_AN, None, "Trâu"], [*_BA, None, "Bò"], [*_CHUC, None, "Lợn"]], "an empty column stands before “Vật nuôi”: of another table beside this one, save it alone"),
}  # fmt: skip


@pytest.mark.parametrize("slip", SAID)
def test_what_may_not_be_meant_is_said(project, slip):
    source, (rows, said) = project.parent / "bang.xlsx", SAID[slip]
    workbook(source, *rows)
    assert said in add_table(str(source), answers(), yes=True, key="dia_phuong", flows="so_ho")[2]


REFUSED = {
    "a star behind a number": ([_HEAD, _AN, ["Ba", "980*", 41.2], _CHUC], "B3: found '980*'; expected a number"),
    "a mark in brackets": ([_HEAD, _AN, ["Ba", "980 (*)", 41.2], _CHUC], "B3: found '980 (*)'; expected a number"),
    "a raised digit": ([_HEAD, _AN, ["Ba", "980¹", 41.2], _CHUC], "B3: found '980¹'; expected a number"),
    "a unit of another kind": ([_HEAD, ["An", 1250, "355.000 m2"], _BA, _CHUC], "C2: found '355.000 m2'; expected a number"),
    "a second table below": ([_HEAD, *_ROWS, [], ["Địa phương", "Hộ nghèo (hộ)"], ["An", 12]], "B6: found 'Hộ nghèo (hộ)'; expected a number"),
    "the same table of last year below": ([_HEAD, *_ROWS, [], ["QUÝ IV/2030"], _HEAD, ["An", 1200, 35]], "A8: found 'An'; expected each “Địa phương” once; row 2 has it too"),
    "a total without a name": ([_HEAD, *_ROWS, [None, 3760, 136.7]], "A5: found '3760 | 136.7'; expected “Địa phương” of each row"),
    "two readings beside each other": ([_HEAD, ["An", "1.250", 35.5], ["Ba", "1,530", 41.2], _CHUC], "--read so_ho=1250|1,25"),
}  # fmt: skip


@pytest.mark.parametrize("slip", REFUSED)
def test_what_nobody_can_know_is_refused_with_its_cell(project, slip):
    source, (rows, said) = project.parent / "bang.xlsx", REFUSED[slip]
    workbook(source, *rows)
    with pytest.raises(InputError) as refused:
        add_table(str(source), answers(), yes=True, key="dia_phuong", flows="so_ho")
    assert said in str(refused.value)


LISTS = {
    "the head again": ([_TEXTS, *_LIST[:2], _TEXTS, _LIST[2]], "row 4: a line across the table, “Số hiệu”"),
    "the head again in other words": ([_TEXTS, *_LIST[:2], ["Số hiệu", "Trích yếu nội dung", "Cơ quan"], _LIST[2]], "row 4: a line across the table, “Số hiệu”"),
    "who signs": ([_TEXTS, *_LIST, [], ["Lập bảng", None, "Trưởng phòng"], ["Trần A", None, "Lê B"]], "row 7: a line across the table, “Trần A”"),
}  # fmt: skip


@pytest.mark.parametrize("slip", LISTS)
def test_of_a_list_of_texts_only_its_rows_are_taken(project, slip):
    source, (rows, said) = project.parent / "bang.xlsx", LISTS[slip]
    workbook(source, *rows)
    assert said in add_table(str(source), answers(), yes=True, key="so_hieu", listed=True)[1]
    assert lines(project, "bang") == [f"2031-Q1,{row}" for row in _LISTED]


def test_of_a_list_an_empty_line_is_said_and_a_row_without_its_name_refused(project):
    source = project.parent / "bang.xlsx"
    workbook(source, _TEXTS, *_LIST, [], ["Nhiệm vụ", "Hạn", "Kết quả"], ["Rà soát", "30/3/2031", "Xong"])
    said = "an empty line stands before row 6: if another table begins there, save it alone"
    assert said in add_table(str(source), answers(), yes=True, key="so_hieu", listed=True)[2]
    workbook(source, _TEXTS, *_LIST[:2], [None, *_LIST[2][1:]])
    with pytest.raises(InputError) as refused:
        add_table(str(source), answers(), yes=True, table="khac", key="so_hieu", listed=True)
    assert "A4: found 'Quyết định C | Sở A'; expected “Số hiệu” of each row" in str(refused.value)


def test_names_with_a_word_behind_a_number_stay_names(project):
    """“4 sao” and “12 tháng” name sorts and first columns; only a word of several is a unit."""
    source = project.parent / "bang.xlsx"
    workbook(source, ["Kỳ hạn", "Hạng", "Hộ (hộ)"], ["1 tháng", "4 sao", 12], ["3 tháng", "3 sao", 9], ["6 tháng", "4 sao", 5])  # fmt: skip
    add_table(str(source), answers(), yes=True, key="ky_han", flows="ho")
    assert lines(project, "bang") == ["2031-Q1,1 tháng,4 sao,12", "2031-Q1,3 tháng,3 sao,9", "2031-Q1,6 tháng,4 sao,5"]


def test_a_row_below_a_subtotal_that_only_begins_like_a_comparison_is_one(project):
    source = project.parent / "bang.xlsx"
    rows = ["Một cửa", 12], ["Văn thư", 9], ["Cộng", 21], ["Kế hoạch - Tài chính", 5], ["Trung bình khá", 3]
    workbook(source, ["Bộ phận", "Người (người)"], *rows, ["Giảm nghèo", 4])
    add_table(str(source), answers(), yes=True, key="bo_phan", levels="nguoi")
    assert len(lines(project, "bang")) == 5
