"""What pandas passes over in silence, and what an analyst would print of it: ties, rows that fall out, orders, other columns' names."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from conftest import briefing
from department import answers, csv
from samples import SYNTHETIC

from briefing.begin.tables import add_table
from helpers import charts, explained, show
from helpers.columns import Frame, computed
from helpers.data.expressions import ExpressionError
from helpers.editions import Edition
from helpers.problems import InputError
from helpers.values.digits import TypedDigits

MEDALS = ["Wushu;3;9;12;Đoàn 2", "Điền kinh;5;7;12;Đoàn 10", "Cờ vua;1;2;3;Đoàn 2", "Ấn quyền;2;2;4;Vận động", "An quyền;2;3;5;Đoàn 10"]  # fmt: skip


@pytest.fixture
def medals(project: Path) -> Frame:
    head = "Môn;Vàng (huy chương);Bạc (huy chương);Tổng số (huy chương);Đơn vị thi đấu"
    add_table(csv(project, "hc", head, *MEDALS), answers(), yes=True, key="mon")
    rows = Edition("2031-Q1", project / "data").register("hc")
    assert list(rows.columns)[:5] == ["mon", "vang", "bac", "tong_so", "don_vi_thi_dau"]
    return rows


def test_of_several_that_are_equal_all_are_named(medals):
    """“Điền kinh nhiều huy chương nhất với 12”: Wushu had twelve as well."""
    by_name = medals.set_index("mon")["tong_so"]
    with pytest.warns(UserWarning, match=r"idxmax\(\): Wushu, Điền kinh are equal"):
        by_name.idxmax()
    with pytest.warns(UserWarning, match=r"nlargest\(1\): Wushu, Điền kinh are equal"):
        by_name.nlargest(1)
    with pytest.warns(UserWarning, match=r"nlargest\(1\)"):
        medals.set_index("mon").nlargest(1, "tong_so")
    by_name.nlargest(2), by_name.nlargest(1, keep="all"), by_name.idxmin()  # of which nothing is said


def test_words_and_names_stand_in_the_order_of_the_alphabet(medals):
    """“Đ” stood behind “V”, “10” before “2”."""
    by_unit = medals.groupby("don_vi_thi_dau")["tong_so"].sum()
    assert [str(name) for name in by_unit.index] == ["Đoàn 2", "Đoàn 10", "Vận động"]
    assert [int(each.value) for each in by_unit] == [15, 17, 4]
    names = [str(name) for name in medals["mon"].sort_values()]
    assert names == ["An quyền", "Ấn quyền", "Cờ vua", "Điền kinh", "Wushu"] == sorted(medals["mon"])
    assert [str(name) for name in medals.set_index("mon").sort_index().index] == names
    edition = Edition("2031-Q3", SYNTHETIC)
    levels = edition.register("dossiers_received")["level"]
    in_list = [code for code in edition.codes("level") if code in {*levels}]
    assert in_list != sorted(map(str, in_list)) and [*levels.groupby(levels).size().index] == in_list == sorted(
        {*levels}
    )
    assert min(*levels, "a") == "a"


def test_a_table_of_two_dimensions_by_a_column_that_is_computed(medals):
    """The frame was empty, and the paper said that there were no numbers."""
    letters = medals["don_vi_thi_dau"].map(lambda name: name[:1])
    made = medals.pivot_table(index="mon", columns=letters, values="vang", aggfunc="sum")
    assert made.shape == (5, 2) and made.loc["Wushu", "Đ"] == 3
    assert medals.pivot_table(index=letters, values="vang", aggfunc="sum").loc["Đ", "vang"] == 11


def test_a_word_that_is_spelt_otherwise_in_the_column_is_no_filter(medals):
    """“Có 0 nhiệm vụ hoàn thành” of three that were “Hoàn thành”."""
    for ask in (
        lambda: medals[medals["mon"] == "cờ vua"],
        lambda: medals[medals["mon"].isin(["Wushu", "Cờ  vua"])],
        lambda: medals[medals["mon"] != "WUSHU"],
    ):
        with pytest.raises(InputError, match=r"a text of the column: (Cờ vua|Wushu)"):
            ask()
    assert medals[medals["mon"] == "Bơi"].rows() == 0 and medals[medals["mon"] == "Cờ vua"].rows() == 1


def test_rows_without_a_group_and_rows_that_a_merge_repeats_are_said(medals):
    groups = pd.DataFrame({"mon": ["Wushu", "Cờ vua"], "nhom": ["Võ", "Cờ"]})
    joined = medals.merge(groups, on="mon", how="left")
    with pytest.warns(UserWarning, match="groupby leaves out 3 rows that have no nhom"):
        assert joined.groupby("nhom")["vang"].sum().to_dict() == {"Cờ": 1, "Võ": 3}
    with pytest.warns(UserWarning, match=r"leaves out 3 rows that have no partner: An quyền, Ấn quyền, Điền kinh"):
        medals.reset_index().merge(groups, on="mon")
    both = pd.DataFrame({"don_vi_thi_dau": ["Đoàn 2", "Đoàn 2"], "loai": ["A", "B"]})
    with pytest.warns(UserWarning, match="merge repeats rows of both: Đoàn 2"):
        medals.merge(both, on="don_vi_thi_dau", how="left")


def test_a_function_does_not_bring_its_numbers_to_another_unit(medals):
    """“192.500 triệu đồng” of 192,5."""
    with pytest.raises(TypedDigits, match="gives 1000 times what sum"):
        computed(lambda numbers: numbers.sum() * 1000, of=medals["vang"])
    assert computed(lambda numbers: numbers.sum() * 1000, of=medals["vang"], unit="phần nghìn") == 13000
    assert computed(lambda numbers: numbers.sum() * 3, of=medals["vang"]) == 39
    assert computed(lambda numbers: (numbers > 2).sum(), of=medals["vang"]).text("unit") == "2"  # a count is no medals
    assert computed(lambda numbers: (numbers > 2).sum(), of=medals["vang"], unit="môn").text("unit") == "2\u00a0môn"
    assert computed(lambda numbers: (numbers > 2).mean(), of=medals["vang"], unit="").unit == ""


def test_a_unit_that_is_given_is_no_other_multiple(project):
    add_table(csv(project, "phat", "Vụ;Tiền phạt (triệu đồng)", "A;30", "B;50"), answers(), yes=True, key="vu")
    fines = Edition("2031-Q1", project / "data").register("phat")["tien_phat"]
    with pytest.raises(InputError, match="found 'tỷ đồng'; expected the unit of its figures, triệu đồng"):
        computed(lambda numbers: numbers.sum(), of=fines, unit="tỷ đồng")
    assert computed(lambda numbers: numbers.sum(), of=fines, unit="triệu đồng") == 80


def test_a_row_under_the_heads_says_which_columns_are_divided(medals):
    shares = medals.assign(ty=medals["vang"] / medals["tong_so"])
    heads = {"mon": "Môn", "vang": "Vàng", "bac": "Bạc", "tong_so": "Tổng số", "ty": "Tỷ lệ"}
    assert "(2)/(4)" in show.table(shares, "Huy chương", heads, quotients={"ty": ("vang", "tong_so")}).html
    with pytest.raises(InputError, match="expected vang over bac in each row, as quotients says"):
        show.table(shares, "Huy chương", heads, quotients={"ty": ("vang", "bac")})


def test_a_way_is_called_as_its_columns_are(medals):
    rows = medals.set_index("mon")[["vang", "bac", "tong_so"]].set_axis(["Đầu", "Ước", "Kế hoạch"], axis=1)
    assert "Kế hoạch" in charts.way(rows, "Huy chương").text


def test_shares_of_the_greatest_and_averages_have_no_sum(medals, project):
    """“Cộng 375%”, and “6,4 ngày” of three months' averages."""
    shares = medals.assign(so_sanh=medals["tong_so"] / medals["tong_so"].max())
    said = show.table(
        shares, "Huy chương", {"mon": "Môn", "vang": "Vàng", "so_sanh": "So với đơn vị dẫn đầu"}, total="Cộng"
    ).text
    assert said.endswith("Cộng | 13 | ")
    head = "Tháng;Lưu trú bình quân (ngày);Dân số trung bình (người);Bình quân một hộ (người)"
    add_table(csv(project, "luu_tru", head, "Tháng 1;2,1;30;4", "Tháng 2;2,4;40;4"), answers(), yes=True, key="thang")
    edition = Edition("2031-Q1", project / "data")
    rows = edition.register("luu_tru")
    said = show.table(
        rows,
        "Lưu trú",
        {"thang": "Tháng", "luu_tru_binh_quan": "Bình quân", "dan_so_trung_binh": "Dân số"},
        total="Cộng",
    ).text
    assert said.endswith("Cộng |  | 70")
    for name in ("luu_tru_binh_quan", "binh_quan_mot_ho"):
        with pytest.raises(ExpressionError, match="averages do not add up"):
            rows[name].sum()
        with pytest.raises(ExpressionError, match="averages do not add up"):
            edition.figure("luu_tru", name)
    assert rows["luu_tru_binh_quan"].mean() == Decimal("2.25") and rows["luu_tru_binh_quan"].max() == Decimal("2.4")


def test_shares_under_a_whole_that_do_not_add_up_as_printed_are_said(medals):
    shares = medals.assign(ty_trong=medals["tong_so"] / medals["tong_so"].sum())
    heads = {"mon": "Môn", "ty_trong": "Tỷ trọng"}
    assert show.ROUNDED in show.table(shares, "Cơ cấu", heads, formats={"ty_trong": ".0%"}).html
    assert show.ROUNDED in show.table(shares, "Cơ cấu", heads, formats={"ty_trong": ".0%"}, total="Cộng").html


def test_a_word_that_is_spelt_otherwise_is_told_when_a_figure_is_asked_for(medals):
    edition = medals.edition
    for ask in (edition.count, lambda table, **where: edition.figure(table, "vang", **where)):
        with pytest.raises(ExpressionError, match="don_vi_thi_dau 'vận  động' is unknown; near: Vận động"):
            ask("hc", don_vi_thi_dau="vận  động")
    assert edition.count("hc", don_vi_thi_dau="Đoàn 3") == 0


def test_a_series_over_time_is_of_periods_of_one_length(medals, project):
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    with (project / "data" / "periods.csv").open("a", encoding="utf-8") as file:
        file.write("2030-H1,6 tháng đầu năm 2030,,false\n")
    edition = Edition("2031-Q2", project / "data")
    assert len(edition.over("hc.vang()", "2031-Q1")) == 2
    with pytest.raises(InputError, match="found '2030-H1'; expected a period as long as 2031-Q2"):
        edition.over("hc.vang()", "2030-H1", "2031-Q1")


def test_a_column_that_stands_twice_is_told(medals):
    with pytest.raises(InputError, match=r"charts.stacked: found 'vang'; expected each column once"):
        charts.stacked(medals.set_index("mon")[["vang", "vang"]], "Huy chương")


@pytest.fixture(autouse=True)
def as_in_a_notebook():
    before = pd.merge, pd.concat, pd.cut, pd.qcut
    explained.take_over()
    yield
    pd.merge, pd.concat, pd.cut, pd.qcut = before


def test_classes_of_pd_cut_are_labelled_by_their_ends(medals):
    """“Đến 5” of the bins [0, 5, …] was a digit that somebody had typed; of other ends it is one."""
    gold = medals["vang"]
    classes = pd.cut(gold, [-1, 2, 5, float("inf")], labels=["Đến 2", "3–5", "Trên 5"])
    sizes = medals.groupby(classes, observed=False).size()
    assert "3–5" in charts.bars(sizes, "Số dòng theo số huy chương vàng", unit="dòng").text
    wrong = pd.cut(gold, [-1, 2, 5, float("inf")], labels=["Đến 3", "4–6", "Trên 6"])
    with pytest.raises(TypedDigits, match="have the ends of their bins in their labels"):
        charts.bars(medals.groupby(wrong, observed=False).size(), "Số dòng theo số huy chương vàng", unit="dòng")
