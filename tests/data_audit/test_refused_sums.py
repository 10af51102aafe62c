"""Sums, differences and shares that an analyst asks for and that would be false: of other rows, of two days, of a whole and its parts."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import briefing
from department import add_table, csv

from helpers import tables
from helpers.audit.numeric_formulas import Formula
from helpers.data.expressions import parse
from helpers.editions import Edition
from helpers.prose import prose
from receipts import DoesNotAddUp

LAST_YEAR = "2030-Q1,quý I năm 2030,,false"


def append(project: Path, table: str, *lines: str) -> None:
    """Rows of a file, which begins with the columns of its table."""
    path = project / "data" / f"{table}.csv"
    if not path.exists():
        head = {
            "acceptances": "period,finding,seen,reason,decided_by,date",
            "absences": "period,rows,state,reason,stated_by,date",
            "validity": "list,code,valid_from,valid_to,successor,reason",
        }
        path.write_text(f"{head[table]}\n", encoding="utf-8")
    with path.open("a", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)


# -- growth, of the same rows ----------------------------------------------------------------------------------------------------

PUPILS = ["An Xuyên;Phường;8400", "Năm Căn;Xã;6900", "Đất Mũi;Xã;5000", "Cái Nước;Xã;4000", "U Minh;Xã;3000"]
OF_ALL, OF_COMMUNES = "bo_hoc.hoc_sinh()", "bo_hoc.hoc_sinh(loai='Xã')"


def of_two_years(project: Path, *then: str, **options: object) -> Edition:
    """A quarter, and last year's with some of its rows."""
    source = csv(project, "bo_hoc", "Xã;Loại;Học sinh (học sinh)", *PUPILS)
    add_table(source, key="xa", stocks="hoc_sinh", **options)
    append(project, "periods", LAST_YEAR)
    append(project, "bo_hoc", *(f"2030-Q1,{row.replace(';', ',')},I.2" for row in then))
    return Edition("2031-Q1", project / "data")


def test_growth_of_rows_that_pandas_chose_is_that_of_the_rows_that_its_key_names(project):
    edition = of_two_years(project, *PUPILS)
    pupils = edition.frame("bo_hoc")
    chosen = pupils[pupils["loai"].astype(str) == "Xã"]["hoc_sinh"].sum()
    assert (chosen.text(), chosen.key) == ("18.900", OF_COMMUNES)
    assert edition.growth(chosen).key == f"growth({OF_COMMUNES}, '2030-Q1')" and edition.growth(chosen).value == 0


def test_what_is_added_up_over_rows_that_last_year_lacks_is_not_compared(project):
    """“41.026 học sinh, tăng 306,2% so với cùng kỳ năm trước”: six communes beside two."""
    edition = of_two_years(project, "An Xuyên;Phường;8400", "Năm Căn;Xã;6900")
    why = "kỳ so sánh không có Đất Mũi"
    for of in (OF_ALL, OF_COMMUNES, "bo_hoc.rows()", f"{OF_COMMUNES} / {OF_ALL}"):
        for how in (f"growth({of})", f"change({of})"):
            assert edition.evaluate(how).is_missing and edition.evaluate(f"{how} * 2").is_missing
            assert edition.evaluate(how).text("trend") == f"chưa so sánh được ({why})"
            term = Formula(parse(how, edition.tables), edition.records)
            assert term.value(dict.fromkeys(term.cells, 1.0)) is None  # nor does the audit
    said = prose(f"{edition.evaluate(OF_ALL)}, {edition.growth(OF_ALL):trend} so với cùng kỳ năm trước.").text
    assert f"chưa so sánh được ({why}) so với cùng kỳ năm trước." in said


def test_what_last_year_had_and_this_one_lacks_is_not_compared_either(project):
    edition = of_two_years(project, *PUPILS, "Phú Tân;Xã;700", "Sông Đốc;Xã;800", "Thới Bình;Xã;900", "Viên An;Xã;1")
    lacked = "chưa so sánh được (kỳ này không có Phú Tân)"
    assert edition.growth(edition.figure("bo_hoc", "hoc_sinh")).text("trend") == lacked
    assert edition.growth(edition.figure("bo_hoc", "hoc_sinh", xa="Năm Căn")).value == 0


def test_rows_of_both_years_are_compared_whatever_else_there_is(project):
    edition = of_two_years(project, "An Xuyên;Phường;8000", "Năm Căn;Phường;6900")
    assert (
        edition.growth(edition.figure("bo_hoc", "hoc_sinh", xa=["An Xuyên", "Năm Căn"])).text("trend") == "tăng 2,68%"
    )
    assert edition.growth(edition.figure("bo_hoc", "hoc_sinh", loai="Phường")).text(".1trend") == "giảm 43,6%"
    rows = edition.frame("bo_hoc")
    picked = edition.growth(rows[rows["loai"] == "Phường"]["hoc_sinh"].sum())  # its own communes, not last year's wards
    assert picked.value == edition.growth(edition.figure("bo_hoc", "hoc_sinh", xa="An Xuyên")).value
    alone = edition.growth(edition.figure("bo_hoc", "hoc_sinh", xa="Đất Mũi"))
    assert alone.text("trend") == "chưa so sánh được"


def test_a_row_that_could_not_be_there_last_year_is_none_that_lacks(project):
    edition = of_two_years(project, "An Xuyên;Phường;8000", *PUPILS[1:2], *PUPILS[3:])
    assert edition.evaluate(f"growth({OF_ALL})").is_missing
    for table, row in (
        ("absences", "2030-Q1,bo_hoc.rows(xa='Đất Mũi'),{},Mới thành lập,An,2031-04-01"),
        ("validity", "bo_hoc.xa,Đất Mũi,2030-07-01,,,Thành lập"),
    ):
        for state in ("none", "ended") if table == "absences" else ("",):
            path = project / "data" / f"{table}.csv"
            before = path.read_bytes() if path.exists() else None
            append(project, table, row.format(state))
            edition = Edition("2031-Q1", project / "data")
            assert edition.growth(edition.figure("bo_hoc", "hoc_sinh")).text(".1trend") == "tăng 24,7%"
            path.unlink() if before is None else path.write_bytes(before)


# -- what there is at the end of two periods -------------------------------------------------------------------------------------


# -- a whole beside its parts ------------------------------------------------------------------------------------------------------

BUDGET = ["Chi thường xuyên;300;310", "Chi lương;200;205", "Chi nghiệp vụ;70;75", "Chi khác;30;30",
          "Chi đầu tư;100;90", "Trường học;40;50", "Thiết bị;35;25", "Đường;25;15"]  # fmt: skip


@pytest.fixture
def budget(project: Path) -> Edition:
    head = "Nội dung;Dự toán (tỷ đồng);Thực hiện (tỷ đồng)"
    add_table(csv(project, "chi", head, *BUDGET), key="noi_dung")
    path = project / "data" / "datapackage.json"
    wholes = dict.fromkeys(("Chi lương", "Chi nghiệp vụ", "Chi khác"), "Chi thường xuyên")
    wholes |= dict.fromkeys(("Trường học", "Thiết bị", "Đường"), "Chi đầu tư")
    declared, part_of = path.read_text(encoding="utf-8"), json.dumps(wholes, ensure_ascii=False)
    path.write_text(
        declared.replace('"name": "noi_dung",', f'"name": "noi_dung", "part_of": {part_of},'), encoding="utf-8"
    )
    return Edition("2031-Q1", project / "data")


def test_rows_that_are_sums_of_others_are_not_added_up_with_them(budget):
    """“2.281,34 tỷ đồng” of 1.140,67: two rows were the sums of those below them, and `add table` had said so."""
    rows = budget.register("chi")
    for add in (
        lambda: rows["thuc_hien"].sum(),
        lambda: rows["thuc_hien"].iloc[[0, 1, 5]].sum(),
        lambda: budget.figure("chi", "thuc_hien"),
        lambda: budget.evaluate("chi.thuc_hien() / chi.du_toan()"),
        lambda: tables.table(rows[["noi_dung", "thuc_hien"]], "Chi", total="Tổng cộng"),
        lambda: rows.groupby(rows["noi_dung"].str[:3])["thuc_hien"].sum(),
    ):
        with pytest.raises(ValueError, match=r"is a whole that holds chi\.csv:|is a part of chi:"):
            add()
    wholes = budget.figure("chi", "thuc_hien", noi_dung=["Chi thường xuyên", "Chi đầu tư"])
    assert wholes == rows["thuc_hien"].iloc[[0, 4]].sum() == rows["thuc_hien"].iloc[[1, 2, 3, 5, 6, 7]].sum() == 400
    assert rows["thuc_hien"].iloc[0] / wholes == Decimal("0.775")
    with pytest.raises(DoesNotAddUp, match="is a whole that holds"):
        rows["thuc_hien"].mean()


def test_a_statement_that_adds_a_whole_to_its_parts_is_refused_with_its_line(budget, project):
    line = '2031-Q1,I.1,result,result,2,"Chi {chi.thuc_hien():unit}.",confirmed,I.1,spent'
    append(project, "statements", line)
    for command in ("build", "check"):
        ran = briefing(command, cwd=project)
        assert ran.code == 2 and "statements.csv, line" in ran.err and "is a whole that holds chi.csv:" in ran.err
