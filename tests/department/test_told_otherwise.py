"""Figures that a format, an argument or a heading would tell as what they are not."""

import re
import warnings
from pathlib import Path

import pandas as pd
import pytest
from conftest import briefing
from department import add_table, csv, related
from samples import SYNTHETIC

from helpers import charts, tables
from helpers.data.expressions import ExpressionError
from helpers.editions import Edition
from helpers.errors import InputError
from helpers.prose import prose


@pytest.fixture
def edition() -> Edition:
    return Edition("2031-Q3", SYNTHETIC)


@pytest.fixture
def stations(edition) -> pd.DataFrame:
    """2G 3.295, 3G 4.040, 4G 4.380, 5G 375."""
    return edition.register("base_stations").set_index("generation")[["stations"]]


def test_whatever_is_a_change_has_one(edition, stations):
    now, before = stations["stations"], stations["stations"].shift()
    told = {
        "difference": now - before,
        "pandas": now.pct_change(),
        "quotient": now / before - 1,
        "of_base": (now - before) / before,
        "percent": 100 * (now - before) / before,
        "mean": pd.Series(now.diff().iloc[1:].mean(), index=now.index),
        "language": now.map(edition.growth),
    }
    formats = {name: "+.1%" if name in ("quotient", "of_base", "pandas") else "+" for name in told}
    printed = tables.table(pd.DataFrame(told), "Trạm", {name: f"Cách {name}" for name in told}, "Loại", formats).text
    assert printed.splitlines()[3] == "3G | +745 | +22,6% | +22,6% | +22,6% | +22,61% | -973,33 | -"
    prose(f"Trạm {((now.iloc[1] - now.iloc[0]) / now.iloc[0]):.1trend}, {now.iloc[1].growth(now.iloc[0]):.1trend}.")


def said(make) -> list[str]:
    """What is said while something is made."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        make()
    return [str(each.message) for each in caught]


@pytest.fixture
def quarters(project: Path) -> Edition:
    """The second of two quarters, of which only the first has medals yet."""
    add_table(csv(project, "hc", "Môn;Vàng (huy chương)", "Bơi;5", "Cờ vua;1"), key="mon")
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    return Edition("2031-Q2", project / "data")


def test_a_row_may_show_its_neighbour_and_what_all_are_compared_with(quarters):
    """“Tháng trước” was refused as the number of another row."""
    rows = quarters.of("2031-Q1").register("hc").set_index("mon")
    beside = rows.assign(most=rows["vang"].max(), before=rows["vang"].shift(), after=rows["vang"].shift(-1))
    heads = {"vang": "Vàng quý I", "most": "Cao nhất", "before": "Môn trước", "after": "Môn liền sau"}
    assert tables.table(beside, "Huy chương", heads, index="Môn").text.splitlines()[2:] == ["Bơi | 5 | 5 | - | 1", "Cờ vua | 1 | 5 | 5 | -"]  # fmt: skip
    charts.lines(beside[["vang", "before"]].rename(columns=heads), "Huy chương")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("weighted(xa.khach_tong_so(), xa.phong())", "xa.khach_tong_so() are counts, and no rates"),
        ("rank(xa.phong(xa='A'), xa.khach_noi_dia())", "xa.phong(xa='A') has no place among xa.khach_noi_dia()"),
        ("mean(xa.khach_tong_so(), xa.khach_noi_dia())", "xa.csv:2, khach_tong_so is a whole that holds xa.csv:2"),
        ("median(xa.khach_tong_so(), xa.khach_noi_dia())", "xa.csv:2, khach_tong_so is a whole that holds xa.csv:2"),
    ],
)
def test_a_statistic_of_what_it_cannot_be_of_is_refused(project, asked, said):
    """“Bình quân 195.058,69” over a whole and its part, “đứng thứ 1” among the numbers of another column."""
    heads = "Xã;Khách: Tổng số (lượt);Khách: Nội địa (lượt);Phòng (phòng);Công suất (%)"
    rows = ["A;30;20;4;50", "B;20;12;1;60", "C;5;5;2;40"]
    add_table(csv(project, "xa", heads, *rows), key="xa", levels="phong", flows="khach_tong_so")
    related(project, khach_noi_dia={"part_of": "khach_tong_so"})
    edition = Edition("2031-Q1", project / "data")
    with pytest.raises(ExpressionError, match=re.escape(said)):
        edition.evaluate(asked)
    right = {
        "weighted(xa.cong_suat(), xa.phong())": "48,57%",
        "rank(xa.phong(xa='A'), xa.phong())": "1",
        "mean(xa.khach_noi_dia())": "12,33",
        "max(xa.khach_tong_so(), xa.khach_noi_dia())": "30",
    }
    assert {each: str(edition.evaluate(each)) for each in right} == right


def test_rows_of_two_periods_are_compared_by_their_names(project):
    """Their lines are others."""
    add_table(csv(project, "hc", "Môn;Vàng (huy chương)", "Bơi;5", "Cờ vua;1"), key="mon")
    with (project / "data" / "periods.csv").open("a", encoding="utf-8") as file:
        file.write("2030-Q1,quý I năm 2030,,false\n")
    with (project / "data" / "hc.csv").open("a", encoding="utf-8") as file:
        file.write("2030-Q1,Bơi,3,I.1\n2030-Q1,Cờ vua,4,I.1\n")
    edition = Edition("2031-Q1", project / "data")
    now, before = edition.register("hc"), edition.of("2030-Q1").register("hc")
    assert (now["vang"] - before["vang"]).notna().sum() == 0  # of which nothing can be printed
    change = now.set_index("mon")["vang"] - before.set_index("mon")["vang"]
    assert [str(each) for each in change] == ["2", "-3"]


def test_words_among_numbers_are_told_without_markup(quarters):
    rows = quarters.of("2031-Q1").register("hc")[["mon", "vang"]]
    with pytest.raises(InputError, match=r"charts\.drawn: found 'Text Bơi'; expected figures"):
        charts.drawn(rows, lambda axes, numbers: axes.plot(numbers), "Huy chương")


def test_a_mean_of_rates_says_what_the_rate_of_all_is(project):
    """“Tỷ lệ sử dụng biên chế bình quân 94,28%” of offices of all sizes: 94,69% of all."""
    heads = "Cơ quan;Được giao (người);Có mặt (người);Tỷ lệ sử dụng (%)"
    add_table(
        csv(project, "bc", heads, "A;100;90;90", "B;10;5;50", "C;20;19;95"),
        key="co_quan",
        levels="duoc_giao,co_mat",
    )
    rows = Edition("2031-Q1", project / "data").register("bc")
    expected = ["mean() counts each row alike; the rate of all is co_mat.sum() / duoc_giao.sum()"]
    assert said(lambda: rows["ty_le_su_dung"].mean()) == expected
    assert said(lambda: (rows["co_mat"] / rows["duoc_giao"]).mean()) == expected
    assert said(lambda: (rows["co_mat"].mean(), (rows["co_mat"] / rows["co_mat"].sum()).mean())) == []


@pytest.fixture
def crops(project: Path) -> pd.DataFrame:
    """Five districts' rice: 30, 20, 10, 8 and 5 ha, of 240, 100, 70, 40 and 30 t, of two kinds."""
    rows = [
        "Ea Súp;Bằng;30;240;7",
        "Lắk;Đồi;20;100;6",
        "Krông Ana;Bằng;10;70;5",
        "M'Đrắk;Đồi;8;40;4",
        "Cư Kuin;Đồi;5;30;9",
    ]
    head = "Địa phương;Loại;Diện tích lúa (ha);Sản lượng (tấn);Mực nước (m)"
    add_table(csv(project, "lua", head, *rows), key="dia_phuong", averages="muc_nuoc")
    return Edition("2031-Q1", project / "data").register("lua")


def test_what_is_measured_at_one_place_is_not_added_up(crops):
    """“Cộng 2.999,30 m” of ten reservoirs' levels."""
    rows = crops.set_index("dia_phuong")[["dien_tich_lua", "muc_nuoc"]]
    heads = {"dien_tich_lua": "Diện tích (ha)", "muc_nuoc": "Mực nước (m)"}
    assert tables.table(rows, "Lúa", heads, index="Huyện", total="Cộng").text.endswith("Cộng | 73 | ")
    with pytest.raises(ValueError, match=r"averages do not add up|is an average and does not add up"):
        rows["muc_nuoc"].sum()


@pytest.fixture
def second_quarter(project) -> Edition:
    """A table of pupils by area, and one of drop-outs by month, in two quarters."""
    head = (
        "Khu vực;Học sinh đầu kỳ (học sinh);Học sinh cuối kỳ (học sinh);Quy mô: số trường (trường);Quy mô: số lớp (lớp)"
    )
    add_table(csv(project, "hs", head, "Sa Đéc;90;95;8;30", "Cao Lãnh;70;72;6;20", "Lấp Vò;50;51;5;15"), key="khu_vuc", levels="hoc_sinh_cuoi_ky,quy_mo_so_truong,quy_mo_so_lop")  # fmt: skip
    months = "Nguyên nhân;Tháng {} (học sinh);Tháng {} (học sinh);Tháng {} (học sinh)"
    add_table(csv(project, "bh", months.format(1, 2, 3), "Khó khăn;3;4;5", "Học yếu;6;7;8"), key="nguyen_nhan")  # fmt: skip
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    csv(project, "hs", head, "Sa Đéc;95;97;8;31", "Cao Lãnh;72;75;6;20", "Lấp Vò;51;52;5;16")
    csv(project, "bh", months.format(4, 5, 6), "Khó khăn;2;3;6", "Học yếu;7;6;9")
    for name in ("hs", "bh"):
        ran = briefing("forms", "in", project.parent / f"{name}.csv", "--yes", cwd=project)
        assert ran.code == 0, ran.out
    return Edition("2031-Q2", project / "data")


def told(compose) -> list[str]:
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        compose()
    return [str(each.message).partition(", in ")[0].replace("\u00a0", " ") for each in said]
