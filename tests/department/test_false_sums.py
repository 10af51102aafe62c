"""Sums, differences and shares that an analyst asks for and that would be false: of other rows, of two days, of a whole and its parts."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from conftest import briefing
from department import add_table, csv, related

from helpers import charts, tables
from helpers.audit.formula import bind
from helpers.data.expressions import ExpressionError, parse
from helpers.editions import Edition
from helpers.errors import InputError
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
    add_table(source, key="xa", levels="hoc_sinh", **options)
    append(project, "periods", LAST_YEAR)
    append(project, "bo_hoc", *(f"2030-Q1,{row.replace(';', ',')},I.2" for row in then))
    return Edition("2031-Q1", project / "data")


def test_what_is_added_up_over_rows_that_last_year_lacks_is_not_compared(project):
    """“41.026 học sinh, tăng 306,2% so với cùng kỳ năm trước”: six communes beside two."""
    edition = of_two_years(project, "An Xuyên;Phường;8400", "Năm Căn;Xã;6900")
    why = "kỳ so sánh không có Đất Mũi; Cái Nước; U Minh"
    for of in (OF_ALL, OF_COMMUNES, "bo_hoc.rows()", f"{OF_COMMUNES} / {OF_ALL}"):
        for how in (f"growth({of})", f"change({of})"):
            assert edition.evaluate(how).is_missing and edition.evaluate(f"{how} * 2").is_missing
            assert edition.evaluate(how).text("trend") == f"chưa so sánh được ({why})"
            term = bind(parse(how), edition.records)
            assert term.value(dict.fromkeys(term.cells, 1.0)) is None  # nor does the audit
    said = prose(f"{edition.evaluate(OF_ALL)}, {edition.growth(OF_ALL):trend} so với cùng kỳ năm trước.").text
    assert f"chưa có số liệu để so sánh ({why}) với cùng kỳ năm trước." in said


def test_what_last_year_had_and_this_one_lacks_is_not_compared_either(project):
    edition = of_two_years(project, *PUPILS, "Phú Tân;Xã;700", "Sông Đốc;Xã;800", "Thới Bình;Xã;900", "Viên An;Xã;1")
    with pytest.warns(UserWarning, match="kỳ này không có Phú Tân; Sông Đốc; Thới Bình; … \\(4\\)"):
        assert edition.growth(edition.figure("bo_hoc", "hoc_sinh")).is_missing
    assert edition.growth(edition.figure("bo_hoc", "hoc_sinh", xa="Năm Căn")).value == 0


def test_rows_of_both_years_are_compared_whatever_else_there_is(project):
    edition = of_two_years(project, "An Xuyên;Phường;8000", "Năm Căn;Phường;6900")
    assert (
        edition.growth(edition.figure("bo_hoc", "hoc_sinh", xa=["An Xuyên", "Năm Căn"])).text("trend") == "tăng 2,68%"
    )
    assert edition.growth(edition.figure("bo_hoc", "hoc_sinh", loai="Phường")).text(".1trend") == "giảm 43,6%"
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


@pytest.mark.parametrize("kind", ["listed", "observations"])
def test_a_list_and_observations_have_other_rows_each_year(project, kind):
    edition = of_two_years(project, "Tân Ân;Xã;7300", "Năm Căn;Xã;20000", **{kind: True})
    assert edition.growth(edition.figure("bo_hoc", "hoc_sinh")).text("trend") == "không đổi"


# -- what there is at the end of two periods -------------------------------------------------------------------------------------


def of_two_quarters(project: Path) -> tuple[Edition, Edition]:
    head = "Cấp học;Học sinh (học sinh);Tuyển mới (học sinh);Chuyên cần (%)"
    source = csv(project, "quy_mo", head, "Tiểu học;500;20;97", "THCS;400;10;98")
    add_table(source, key="cap_hoc", levels="hoc_sinh", flows="tuyen_moi")
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    append(project, "quy_mo", "2031-Q2,Tiểu học,510,15,96,I.2", "2031-Q2,THCS,390,5,95,I.2")
    now = Edition("2031-Q2", project / "data")
    return now.before("previous"), now


def test_levels_and_rates_of_two_periods_are_not_added(project):
    """“573.844 học sinh”, “69,8%”: pupils counted in two quarters, and rates of two."""
    before, now = of_two_quarters(project)
    then, of_now = before.register("quy_mo"), now.register("quy_mo")
    both = pd.concat([then, of_now])
    for add in (
        lambda: then["hoc_sinh"].sum() + of_now["hoc_sinh"].sum(),
        lambda: sum([then["hoc_sinh"].iloc[0], of_now["hoc_sinh"].iloc[0]]),
        lambda: 2 * then["hoc_sinh"].iloc[0] + of_now["hoc_sinh"].sum(),
        lambda: both["hoc_sinh"].sum(),
        lambda: then["chuyen_can"].iloc[0] + of_now["chuyen_can"].iloc[0],
        lambda: now.evaluate("quy_mo.hoc_sinh() + quy_mo.hoc_sinh(period='2031-Q1')"),
    ):
        with pytest.raises(ValueError, match=r"of two periods|over periods"):
            add()


def test_flows_differences_and_means_of_two_periods_are_computed(project):
    before, now = of_two_quarters(project)
    then, of_now = before.register("quy_mo"), now.register("quy_mo")
    both = pd.concat([then, of_now])
    assert both["tuyen_moi"].sum() == then["tuyen_moi"].sum() + of_now["tuyen_moi"].sum() == 50
    assert of_now["hoc_sinh"].sum() - then["hoc_sinh"].sum() == 0
    assert then["hoc_sinh"].sum() + of_now["tuyen_moi"].sum() == 920  # what there was, and what came
    assert both["hoc_sinh"].mean() == 450 and both["chuyen_can"].mean().text(".1") == "96,5%"
    mean = both["hoc_sinh"].mean()
    assert now.evaluate(mean.key) == mean
    assert then["hoc_sinh"].sum() + then["hoc_sinh"].iloc[0] == 1400  # of one day


def test_what_each_row_has_on_average_is_no_share(project):
    """“5.744.600,0%” of pupils over schools."""
    _before, now = of_two_quarters(project)
    rows = now.register("quy_mo")
    count = now.count("quy_mo")
    each = rows["hoc_sinh"].sum() / count
    assert each.text("unit").replace("\u00a0", " ") == "450,00 học sinh" and each.text(".0") == "450"
    assert now.evaluate("quy_mo.hoc_sinh() / quy_mo.rows()").unit == "học sinh"
    assert bind(parse("quy_mo.hoc_sinh() / quy_mo.rows()"), now.records).unit == "học sinh"
    assert each.text(".0%") == "45.000%"  # where it is asked, of files over files that are rows
    with pytest.raises(ValueError, match="a share"):
        (each / 1000).text(".1%")


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
    with pytest.raises(DoesNotAddUp, match="is a part of"):
        rows["thuc_hien"].mean()


def test_quotients_of_parts_and_their_wholes_have_statistics(project):
    """That what is paid is a part of what is planned ended a build, behind all its sections: the greatest share could not be read back."""
    head = "Dự án;Kế hoạch (tỷ đồng);Giải ngân (tỷ đồng)"
    add_table(csv(project, "von", head, "A;10;4", "B;20;10", "C;40;4"), key="du_an")
    path = project / "data" / "datapackage.json"
    declared = path.read_text(encoding="utf-8")
    path.write_text(
        declared.replace('"name": "giai_ngan",', '"name": "giai_ngan", "part_of": "ke_hoach",'), encoding="utf-8"
    )
    edition = Edition("2031-Q1", project / "data")
    rows = edition.register("von")
    shares = rows["giai_ngan"] / rows["ke_hoach"]
    for statistic in (shares.median(), shares.quantile(0.5), shares.max()):
        assert edition.evaluate(statistic.key) == statistic
    assert shares.median() == Decimal("0.4")
    with pytest.raises(ExpressionError, match="is a whole that holds"):
        edition.evaluate("median(von.ke_hoach(), von.giai_ngan())")


def test_what_pandas_has_chosen_is_compared_by_the_same_lines(project):
    """Projects of an investor, which all are done today, were the projects that are done: last year others were."""
    head = "Dự án;Chủ đầu tư;Tình trạng;Vốn (tỷ đồng)"
    rows = ["A;Ban 1;Xong;10", "B;Ban 1;Xong;20", "C;Ban 2;Chậm;40", "D;Ban 3;Chậm;5"]
    add_table(csv(project, "da", head, *rows), key="du_an", flows="von")
    append(project, "periods", LAST_YEAR)
    append(
        project,
        "da",
        *(f"2030-Q1,{row},I.2" for row in ("A,Ban 1,Chậm,7", "B,Ban 1,Chậm,8", "C,Ban 2,Xong,9", "D,Ban 3,Xong,1")),
    )
    edition = Edition("2031-Q1", project / "data")
    rows = edition.register("da").set_index("du_an")
    of_investor = "da.von(chu_dau_tu='Ban 1')"
    investor, state = rows["chu_dau_tu"] == "Ban 1", rows["tinh_trang"] == "Xong"
    for chosen in (
        rows.groupby("chu_dau_tu")["von"].sum()["Ban 1"],
        rows[investor]["von"].sum(),
        rows[state]["von"].sum(),
    ):
        assert edition.evaluate(chosen.key) == chosen == 30
        with pytest.raises(InputError, match=r"now, then = edition\.compare\(lambda e: "):
            edition.growth(chosen)

    def of_ban_1(edition):
        rows = edition.register("da")
        return rows[rows["chu_dau_tu"] == "Ban 1"]["von"].sum()

    now, then = edition.compare(of_ban_1, "last_year")
    assert now.growth(then).text("trend") == "tăng 100,00%" == edition.growth(of_investor).text("trend")


def test_a_statement_that_adds_a_whole_to_its_parts_is_refused_with_its_line(budget, project):
    line = '2031-Q1,I.1,result,result,2,"Chi {chi.thuc_hien():unit}.",confirmed,I.1,spent'
    append(project, "statements", line)
    for command in ("build", "check"):
        ran = briefing(command, cwd=project)
        assert ran.code == 2 and "statements.csv, line" in ran.err and "is a whole that holds chi.csv:" in ran.err


def test_a_bar_does_not_stack_a_whole_on_its_part(project):
    """“Tổng 67,4 % / Nữ 32,6 %” of 48,4 % girls: the head said “Tổng số” and “Nữ”, “Trong kỳ” and “Lũy kế”."""
    heads = (
        "Học sinh: Tổng số (học sinh)",
        "Học sinh: Nữ (học sinh)",
        "Cấp mới trong kỳ (thẻ)",
        "Lũy kế từ đầu năm (thẻ)",
    )
    head = ";".join(["Cấp học", *heads, "Trường (trường)", "Điểm trường (trường)"])
    source = csv(project, "hs", head, "Tiểu học;500;250;5;9;3;4", "THCS;400;190;6;8;2;1", "THPT;300;150;2;7;1;2")
    options = {"flows": "cap_moi_trong_ky", "levels": "luy_ke_tu_dau_nam"}
    add_table(source, key="cap_hoc", **options)
    names = {"hoc_sinh_nu": "hoc_sinh_tong_so", "cap_moi_trong_ky": "luy_ke_tu_dau_nam"}
    related(project, **{part: {"part_of": whole} for part, whole in names.items()})
    rows = Edition("2031-Q1", project / "data").register("hs").set_index("cap_hoc")
    names = [name for name in rows.columns if name != "source"]
    pupils, cards, schools = names[:2], names[2:4], names[4:]
    for columns in (pupils, cards):
        parts = rows[columns].rename(columns=dict(zip(columns, ["Một", "Hai"], strict=True)))
        for share in (True, False):
            with pytest.raises(ExpressionError, match="side by side in one bar"):
                charts.stacked(parts, "Theo cấp", share=share)
        with pytest.raises(DoesNotAddUp, match="is a part of"):
            parts.sum(axis=1)
        with pytest.raises(ExpressionError, match="is a whole"):
            parts["Một"].sum() + parts["Hai"].sum()
        assert parts["Một"].sum() > parts["Hai"].sum() or columns is cards
        assert "Theo cấp" in charts.grouped(parts, "Theo cấp").text
    assert "Theo cấp" in charts.stacked(rows[schools].set_axis(["Trường", "Điểm"], axis=1), "Theo cấp").text
