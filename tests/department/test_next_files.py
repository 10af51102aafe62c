"""A file of the next period, imported as the first one was added: what of it is asked, refused, named."""

from __future__ import annotations

import openpyxl
import pytest
from conftest import briefing
from department import answers, lines, owned, workbook

from briefing.begin.tables import add_table
from briefing.collect.questions import Questions

pytestmark = pytest.mark.builds


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
    ran = briefing("import", source, "--yes", cwd=project)
    if found:
        assert ran.code == 2 and f"thu.xlsx, column B: {found}, as the table has it" in ran.err
        assert lines(project, "thu") == ["2031-Q1,A,61,5.5", "2031-Q1,B,82,6.5"]
    else:
        assert ran.code == 0, ran.out + ran.err


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ([63.5, 85.5, 42], ""),
        ([63500, 85500, 42000], "asked: all 3 numbers are 1.000 times as much: a digit or the unit may be wrong"),
        ([63.5, 85500, 42], "asked: 85.500 now, 82 last time, 1.000 times as much: a digit or the unit may be wrong"),
        ([61.5, 82, 40.5], "asked: all 3 numbers of this workbook are those of last time; are they new?"),
    ],
)
def test_numbers_ten_or_a_thousand_times_as_large_as_before_are_asked(project, numbers, said):
    """A whole table in triệu đồng where tỷ đồng was declared was printed as 27.319.600 tỷ đồng, and nobody was asked."""
    source = project.parent / "thu.xlsx"
    names = ["A", "B", "C"]
    head = ["Huyện", "Thu (tỷ đồng)"]
    workbook(source, head, *zip(names, [61.5, 82, 40.5], strict=True))
    add_table(str(source), answers(), yes=True, key="huyen", flows="thu")
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    workbook(source, head, *zip(names, numbers, strict=True))
    ran = briefing("import", source, "--yes", cwd=project)
    if said:
        assert ran.code == 2 and said in " ".join(ran.out.split()) and len(lines(project, "thu")) == 3
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
        ran = briefing("import", source, "--yes", cwd=project)
        assert ran.code == 0 and grown in ran.out, ran.out + ran.err


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
    ran = briefing("import", source, "--yes", cwd=project)
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
    assert questions.known(question) == (building, begun) and question.carried == ""
    assert briefing("template", "2031-Q2", "--out", project.parent, cwd=project).code == 0
    (path,) = project.parent.glob("VP_*.xlsx")
    book = openpyxl.load_workbook(path)
    rows = {row[0].value: row[6] for sheet in book for row in sheet.iter_rows() if len(row) > 6}
    rows["du_an.tinh_trang(du_an='A')"].value = "đang xây dựng"  # it was a state of its own: 01 of 02 was counted
    rows["du_an.von(du_an='A')"].value = 63
    book.save(path)
    ran = briefing("import", path, "--yes", cwd=project)
    assert ran.code == 2 and "expected 'Đang xây dựng', as it was written before" in " ".join(ran.out.split())


def test_what_nearly_nobody_knew_in_the_first_period_is_asked_in_the_next(project):
    """A column of which one row had a number was never asked of the others, and nothing said so."""
    source = project.parent / "thu.xlsx"
    workbook(source, ["Huyện", "Thu (tỷ đồng)", "Nợ (tỷ đồng)"], ["A", 61, 5], ["B", 82, None], ["C", 40, None])
    add_table(str(source), answers(), yes=True, key="huyen", flows="thu", levels="no")
    owned(project, "thu")
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    assert {*Questions(project / "data", "2031-Q2").asked} >= {f"thu.no(huyen='{name}')" for name in "ABC"}
