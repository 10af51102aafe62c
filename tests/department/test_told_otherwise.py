"""Figures that a format, an argument or a heading would tell as what they are not."""

import re
import warnings
from pathlib import Path

import pandas as pd
import pytest
from conftest import briefing
from department import answers, csv
from samples import SYNTHETIC

from briefing.begin.tables import add_table
from helpers import charts, show
from helpers.columns import Frame
from helpers.data.expressions import ExpressionError
from helpers.data.schema import read_table
from helpers.editions import Edition
from helpers.problems import InputError
from helpers.prose import enumerated, prose
from helpers.values.markup import to_text


@pytest.fixture
def edition() -> Edition:
    return Edition("2031-Q3", SYNTHETIC)


@pytest.fixture
def stations(edition) -> pd.DataFrame:
    """2G 3.295, 3G 4.040, 4G 4.380, 5G 375."""
    return edition.register("base_stations").set_index("generation")[["stations"]]


@pytest.mark.parametrize("spec", ["trend", ".1trend", "+", "+.1"])
def test_a_level_has_no_sign_in_a_table(stations, spec):
    """“Tăng, giảm: tăng 953.210 lượt khách” of all that came."""
    expected = f"expected a change, as the format “{spec}” says what rises. Give edition.growth(figure)"
    with pytest.raises(InputError, match=re.escape(expected)):
        show.table(stations, "Trạm", {"stations": "Tăng, giảm"}, index="Loại", formats={"stations": spec})
    with pytest.raises(InputError, match="expected a change"):
        charts.bars(stations["stations"], "Trạm", spec=spec)


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
    printed = show.table(pd.DataFrame(told), "Trạm", {name: f"Cách {name}" for name in told}, "Loại", formats).text
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
    add_table(csv(project, "hc", "Môn;Vàng (huy chương)", "Bơi;5", "Cờ vua;1"), answers(), yes=True, key="mon")
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    return Edition("2031-Q2", project / "data")


def test_a_table_of_another_period_alone_says_so(quarters):
    """A report of the second quarter printed all of the first's medals, and no word of it."""
    before = quarters.of("2031-Q1").register("hc").set_index("mon")[["vang"]]
    heads = {"vang": "Vàng"}
    expected = "all its numbers are of 2031-Q1, and no word says so: name that period, or take 2031-Q2"
    assert said(lambda: show.table(before, "Huy chương", heads, index="Môn")) == [f"show.table: {expected}"]
    assert said(lambda: charts.bars(before["vang"], "Huy chương")) == [f"charts: {expected}"]
    named = [
        lambda: show.table(before, "Huy chương quý I", heads, index="Môn"),
        lambda: show.table(before, "Huy chương", {"vang": "Quý trước"}, index="Môn"),
        lambda: charts.bars(before["vang"], "Huy chương", title="Quý trước Bơi dẫn đầu"),
        lambda: charts.lines(quarters.over("hc.vang()").to_frame("Vàng"), "Huy chương"),
    ]
    assert [said(make) for make in named] == [[]] * 4


def test_a_row_may_show_its_neighbour_and_what_all_are_compared_with(quarters):
    """“Tháng trước” was refused as the number of another row."""
    rows = quarters.of("2031-Q1").register("hc").set_index("mon")
    beside = rows.assign(most=rows["vang"].max(), before=rows["vang"].shift(), after=rows["vang"].shift(-1))
    heads = {"vang": "Vàng quý I", "most": "Cao nhất", "before": "Môn trước", "after": "Môn liền sau"}
    assert show.table(beside, "Huy chương", heads, index="Môn").text.splitlines()[2:] == ["Bơi | 5 | 5 | - | 1", "Cờ vua | 1 | 5 | 5 | -"]  # fmt: skip
    charts.lines(beside[["vang", "before"]].rename(columns=heads), "Huy chương")


def test_phrases_and_figures_by_dimension_have_their_own_names_too(quarters):
    """“Xã Lạc Dương đón nhiều khách quốc tế nhất: 110.250” was that of Mũi Né."""
    medals = quarters.of("2031-Q1").register("hc").set_index("mon")["vang"]
    swapped = pd.Series(medals.to_numpy(), index=medals.index[::-1])
    expected = "each: found '5'; expected numbers of Cờ vua; this one is of Bơi"
    for make in (charts.highest, enumerated):
        with pytest.raises(InputError, match=expected):
            make(swapped, "{label} nhiều nhất: {figure}")
    medals_by = quarters.of("2031-Q1").figures("hc", "vang", by="mon")
    with pytest.raises(InputError, match="expected numbers of Cờ vua; this one is of Bơi"):
        charts.bars(pd.Series(medals_by.to_numpy(), index=medals_by.index[::-1]), "Huy chương")
    assert to_text(enumerated(medals_by, "{label} {figure}")) == "Bơi 5 và Cờ vua 1"


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
    add_table(csv(project, "xa", heads, *rows), answers(), yes=True, key="xa", levels="phong", flows="khach_tong_so")
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


def test_a_head_names_the_unit_of_its_figures_with_and_without_brackets(project):
    """“Tổng số, nghìn lượt: 953.210”, “Công suất (phòng): 63,8%”."""
    rows = ["A;30000;400;50", "B;20000;100;60"]
    add_table(
        csv(project, "xa", "Xã;Khách (lượt khách);Phòng (phòng);Công suất (%)", *rows), answers(), yes=True, key="xa"
    )
    add_table(csv(project, "le", "Lễ;Khách (nghìn lượt)", "Tết;3"), answers(), yes=True, key="le")
    table = Edition("2031-Q1", project / "data").register("xa").set_index("xa")
    table["nghin"], table["ty_trong"] = table["khach"] / 1000, table["khach"] / table["khach"].sum()

    def refused(column: str, head: str) -> bool:
        try:
            show.table(table, "Khách", {column: head}, index="Xã")
        except InputError as error:
            assert f"expected the unit of its figures, {table[column].iloc[0].unit}" in str(error).replace("1000 ", "")
            return True
        return False

    wrong = [("khach", "Tổng số, nghìn lượt"), ("khach", "Khách nghìn lượt"), ("khach", "Tổng số, nghìn"), ("khach", "Tỷ trọng %"),
             ("cong_suat", "Công suất (phòng)"), ("nghin", "Khách, triệu lượt")]  # fmt: skip
    right = [("khach", "Tổng số, lượt"), ("khach", "Khách (lượt)"), ("nghin", "Khách, nghìn lượt"), ("nghin", "Khách (nghìn lượt)"),
             ("ty_trong", "Tỷ trọng %"), ("ty_trong", "Tỷ trọng (%)"), ("cong_suat", "Công suất (%)"), ("phong", "Số phòng"),
             ("khach", "Xã đón nhiều nhất")]  # fmt: skip
    assert [refused(*each) for each in wrong] == [True] * 6 and [refused(*each) for each in right] == [False] * 9


def test_a_caption_of_another_period_than_its_numbers_says_so(quarters):
    """“Khách quý trước” over those of this quarter."""
    edition = Edition("2031-Q1", quarters.data)

    def told(caption: str) -> list[str]:
        own = edition.register("hc").set_index("mon")[["vang"]]
        return said(lambda: show.table(own, caption, {"vang": "Vàng"}, index="Môn"))

    for caption, named in (("Huy chương quý trước", "quý trước"), ("Huy chương quý IV (chiếc)", "quý IV"),
                           ("Huy chương sáu tháng đầu năm", "sáu tháng đầu năm")):  # fmt: skip
        assert told(caption) == [f"show.table: all its numbers are of 2031-Q1, and it is called “{named}”"]
    for caption in (
        "Huy chương quý I",
        "Huy chương so với quý IV",
        "Chỉ tiêu huy chương quý II",
        "Hồ sơ kỳ trước chuyển sang",
    ):
        assert told(caption) == []


def test_a_head_of_another_quarter_is_refused(quarters):
    rows = quarters.of("2031-Q1").register("hc").set_index("mon")[["vang"]]
    for head in ("Quý I", "Quý I năm nay", "Vàng"):
        said(lambda: show.table(rows, "Huy chương", {"vang": head}, index="Môn"))  # noqa: B023
    with pytest.raises(InputError, match="found 'Quý II'; expected figures of 2031-Q2, these are of 2031-Q1"):
        show.table(rows, "Huy chương", {"vang": "Quý II"}, index="Môn")


def test_the_last_row_is_no_row_again(stations):
    """“Cộng” repeated the first row: total=frame.iloc[0]."""
    with pytest.raises(
        InputError, match=r"show.table, column total: found '3.295'; expected a total, and no row again"
    ):
        show.table(stations, "Trạm", {"stations": "Số trạm"}, index="Loại", total=stations.iloc[0].rename("Cộng"))
    mean = pd.Series({"stations": stations["stations"].mean()}, name="Bình quân")
    assert show.table(stations, "Trạm", {"stations": "Số trạm"}, index="Loại", total=mean).text.endswith(
        "Bình quân | 3.022,50"
    )


def test_a_mean_is_called_so(project):
    """pivot_table without aggfunc printed 15.557,33 under “Số tiền” where three months were 46.672,0."""
    add_table(
        csv(project, "bh", "Chi nhánh;Tháng;Tiền (triệu đồng)", "A;1;10", "A;2;14", "B;1;6"),
        answers(),
        yes=True,
        key="chi_nhanh,thang",
    )
    rows = Edition("2031-Q1", project / "data").register("bh")
    means, sums = rows.pivot_table(index="chi_nhanh", values="tien"), rows.groupby("chi_nhanh")[["tien"]].sum()

    def told(frame, caption: str) -> list[str]:
        return said(
            lambda: (
                show.table(frame, caption, {"tien": "Tiền"}, index="Chi nhánh"),
                charts.bars(frame["tien"], caption),
            )
        )

    expected = "is the mean of rows, and no word says so: write “bình quân”, “cao nhất” …, or sum them, aggfunc='sum'"
    assert told(means, "Tiền chi trả") == [f"show.table: “Tiền” {expected}", f"charts: “Tiền” {expected}"]
    assert told(means, "Tiền chi trả bình quân tháng") == told(sums, "Tiền chi trả") == []
    most = rows.groupby("chi_nhanh")[["tien"]].max()
    assert [each.partition(" the ")[2][:11] for each in told(most, "Tiền chi trả")] == ["max of rows"] * 2
    assert told(most, "Tiền chi trả cao nhất tháng") == []


def test_a_title_is_of_what_is_drawn(stations):
    """“Phường Tân Châu nhiều nhất: 2.104 người” stood over five bars without Tân Châu."""
    rows = stations["stations"]  # 4G has most
    told = "charts: the title says 4.380, which is of no row of the chart"
    title = charts.highest(rows, "{label} nhiều nhất: {figure}")
    assert said(lambda: charts.bars(rows.iloc[:2], "Trạm", title=title)) == [told]
    assert said(lambda: charts.bars(rows.iloc[1:], "Trạm", title=title)) == []
    assert said(lambda: charts.bars(rows.iloc[:2], "Trạm", title=f"Trong {rows.sum()} trạm")) == []


def test_rows_of_two_periods_have_names_before_they_are_compared(project):
    """`now - before` of two periods was empty, and its sum 0: their lines are others."""
    add_table(csv(project, "hc", "Môn;Vàng (huy chương)", "Bơi;5", "Cờ vua;1"), answers(), yes=True, key="mon")
    with (project / "data" / "periods.csv").open("a", encoding="utf-8") as file:
        file.write("2030-Q1,quý I năm 2030,,false\n")
    with (project / "data" / "hc.csv").open("a", encoding="utf-8") as file:
        file.write("2030-Q1,Bơi,3,I.1\n2030-Q1,Cờ vua,4,I.1\n")
    edition = Edition("2031-Q1", project / "data")
    now, before = edition.register("hc"), edition.of("2030-Q1").register("hc")
    expected = "found '2, 4'; expected rows of the same names: none of one is in the other"
    with pytest.raises(InputError, match=f"vang.sub: {expected}"):
        now["vang"] - before["vang"]
    with pytest.raises(InputError, match=re.escape(f"frame['old']: {expected}")):
        now["old"] = before["vang"]
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
        csv(project, "bc", heads, "A;100;90;90", "B;10;5;50"),
        answers(),
        yes=True,
        key="co_quan",
        levels="duoc_giao,co_mat",
    )
    rows = Edition("2031-Q1", project / "data").register("bc")
    expected = ["mean() counts each row alike; the rate of all is co_mat.sum() / duoc_giao.sum()"]
    assert said(lambda: rows["ty_le_su_dung"].mean()) == expected
    assert said(lambda: (rows["co_mat"] / rows["duoc_giao"]).mean()) == expected
    assert said(lambda: (rows["co_mat"].mean(), (rows["co_mat"] / rows["co_mat"].sum()).mean())) == []


def test_names_that_are_typed_over_groups_stand_at_their_own_numbers(project):
    """pandas sorts groups, the analyst typed the file's order: “Kỹ thuật 226” was 820."""
    rows = ["Hàn;Kỹ thuật;800", "Tiện;Kỹ thuật;20", "Nấu ăn;Dịch vụ;226", "Trồng lúa;Nông nghiệp;172"]
    add_table(csv(project, "dt", "Nghề;Nhóm nghề;Học viên (người)", *rows), answers(), yes=True, key="nghe")
    groups = Edition("2031-Q1", project / "data").register("dt").groupby("nhom_nghe")[["hoc_vien"]].sum()
    head = {"hoc_vien": "Học viên"}
    groups.index = ["Dịch vụ", "Kỹ thuật", "Nông nghiệp"]
    assert "Kỹ thuật | 820" in show.table(groups, "Học viên", head, index="Nhóm").text
    groups.index = ["Kỹ thuật", "Dịch vụ", "Nông nghiệp"]
    with pytest.raises(InputError, match="found '226'; expected numbers of Kỹ thuật; this one is of Dịch vụ"):
        show.table(groups, "Học viên", head, index="Nhóm")


@pytest.fixture
def crops(project: Path) -> Frame:
    """Five districts' rice: 30, 20, 10, 8 and 5 ha, of 240, 100, 70, 40 and 30 t, of two kinds."""
    rows = [
        "Ea Súp;Bằng;30;240;7",
        "Lắk;Đồi;20;100;6",
        "Krông Ana;Bằng;10;70;5",
        "M'Đrắk;Đồi;8;40;4",
        "Cư Kuin;Đồi;5;30;9",
    ]
    head = "Địa phương;Loại;Diện tích lúa (ha);Sản lượng (tấn);Mực nước (m)"
    add_table(csv(project, "lua", head, *rows), answers(), yes=True, key="dia_phuong")
    return Edition("2031-Q1", project / "data").register("lua")


def test_a_total_of_some_rows_is_not_called_that_of_all(crops):
    """“Toàn tỉnh gieo trồng 11.754,1 ha” was the sum of the first five rows, which somebody had looked at: head()."""
    first, area = crops.head(2), crops.set_index("dia_phuong")["dien_tich_lua"]
    for words in (
        f"Toàn tỉnh gieo trồng {first['dien_tich_lua'].sum():unit}.",
        f"Tổng diện tích lúa là {first['dien_tich_lua'].sum():unit}.",
        f"Ea Súp chiếm {area['Ea Súp'] / first['dien_tich_lua'].sum():.1%} diện tích lúa toàn tỉnh.",
        f"Bình quân toàn tỉnh {first['dien_tich_lua'].mean():.1unit}.",
        f"Toàn tỉnh gieo trồng {first['dien_tich_lua'].sum() / 1000:.1} nghìn ha.",
    ):
        (told,) = said(lambda: prose(words))  # noqa: B023
        assert "chỉ tính 2 trên 5 dòng của" in told
    hilly = crops[crops["loai"] == "Đồi"]
    for words in (
        f"Toàn tỉnh gieo trồng {crops['dien_tich_lua'].sum():unit}, trong đó Ea Súp và Lắk {first['dien_tich_lua'].sum():unit}.",
        f"Ea Súp, Lắk chiếm {first['dien_tich_lua'].sum() / area.sum():.1%} diện tích lúa toàn tỉnh.",
        f"Tổng diện tích của hai huyện lớn nhất là {first['dien_tich_lua'].sum():unit}.",
        f"Tổng diện tích lúa đồi của toàn tỉnh là {hilly['dien_tich_lua'].sum():unit}.",
    ):
        assert said(lambda: prose(words)) == []  # noqa: B023


def test_a_last_row_under_some_rows_is_not_called_the_total(crops):
    """“Tổng cộng 1.037,625” of the first three of five rows."""
    rows, heads = crops.set_index("dia_phuong")[["dien_tich_lua"]], {"dien_tich_lua": "Diện tích (ha)"}
    told = "show.table: “Tổng cộng” is said of 3 of 5 rows of lua: take all, or say of which: “các dòng trên” …"
    assert said(lambda: show.table(rows.head(3), "Lúa", heads, index="Huyện", total="Tổng cộng")) == [told]
    assert said(lambda: show.table(rows.head(3), "Ba huyện trồng nhiều nhất", heads, index="Huyện", total="Cộng")) == []
    for some, label in (
        (rows, "Tổng cộng"),
        (rows.head(3), "Cộng ba huyện"),
        (rows[crops["loai"].to_numpy() == "Đồi"], "Cộng"),
    ):
        assert said(lambda: show.table(some, "Lúa", heads, index="Huyện", total=label)) == []  # noqa: B023


def test_a_quotient_is_of_one_row(crops):
    """“TP. Buôn Ma Thuột có năng suất lúa cao nhất, 165,6 tạ/ha”: the areas had been sorted, and stood beside others' crops."""
    rows = crops.set_index("dia_phuong")
    right = 10 * rows["san_luong"] / rows["dien_tich_lua"]
    false = 10 * rows["san_luong"] / rows["dien_tich_lua"].sort_values().to_numpy()
    assert "Ea Súp đạt 80" in to_text(charts.highest(right, "{label} đạt {figure:.0} cao nhất"))
    for make in (
        lambda: charts.highest(false, "{label} đạt {figure:.0} cao nhất"),
        lambda: show.table(false.to_frame("Năng suất"), "Lúa", index="Huyện"),
    ):
        with pytest.raises(InputError, match="expected numbers of Ea Súp; this one is of Cư Kuin"):
            make()
    beside = rows.assign(
        so=rows["dien_tich_lua"] / rows["dien_tich_lua"].iloc[0], ty=rows["san_luong"] / rows["dien_tich_lua"].sum()
    )
    assert "Lắk" in show.table(beside, "Lúa", {"so": "So với Ea Súp", "ty": "Trên tổng"}, index="Huyện").text


def test_what_is_measured_at_one_place_is_not_added_up(crops):
    """“Cộng 2.999,30 m” of ten reservoirs' levels."""
    rows = crops.set_index("dia_phuong")[["dien_tich_lua", "muc_nuoc"]]
    heads = {"dien_tich_lua": "Diện tích (ha)", "muc_nuoc": "Mực nước (m)"}
    assert show.table(rows, "Lúa", heads, index="Huyện", total="Cộng").text.endswith("Cộng | 73 | ")
    with pytest.raises(ExpressionError, match="levels of water, averages do not add up"):
        rows["muc_nuoc"].sum()


def test_what_is_more_than_its_whole_is_no_share(crops):
    """“293.609 hộ dùng nước hợp vệ sinh, đạt 168,8 %” was over the households of another column."""
    whole, part = crops["dien_tich_lua"].sum(), crops["dien_tich_lua"].head(2).sum()
    (told,) = said(lambda: prose(f"Diện tích lúa đạt {whole / part:.1%}."))
    assert told.startswith("“đạt” nhưng 146,0% lớn hơn toàn bộ")
    for words in (f"Diện tích lúa đạt {whole / part:.1%} kế hoạch.", f"Diện tích hai huyện đạt {part / whole:.1%}."):
        assert said(lambda: prose(words)) == []  # noqa: B023


def test_a_ratio_to_the_first_row_is_none_to_the_row_before(stations):
    """“So với tháng trước 112,21 %” was a ratio to the first month in each row."""
    rows = stations.assign(
        first=stations["stations"] / stations["stations"].iloc[0], shift=stations["stations"].pct_change()
    )
    for name, told in (("first", True), ("shift", False)):
        heads = {name: "So với tháng trước"}
        found = said(lambda: show.table(rows, "Trạm", heads, index="Loại", formats={name: ".1%"}))  # noqa: B023
        assert (
            any("all rows are compared with base_stations.stations(generation='2G')" in each for each in found) == told
        )


def test_rows_are_not_counted_as_what_several_of_them_are_of(project):
    """“Có 18 chi nhánh” of six branches in three months."""
    rows = ["A;Tháng 1;10", "A;Tháng 2;14", "B;Tháng 1;6"]
    source = csv(project, "bh", "Chi nhánh;Tháng;Tiền (triệu đồng)", *rows)
    add_table(source, answers(), yes=True, key="chi_nhanh,thang")
    paid = Edition("2031-Q1", project / "data").register("bh")
    (told,) = said(lambda: prose(f"Có {paid.rows()} chi nhánh chi trả."))
    assert told.startswith("“chi nhánh” nhưng 3 là số dòng, có 2 chi nhánh khác nhau")
    first = paid[paid["thang"] == "Tháng 1"]
    for words in (
        f"Có {paid.rows()} lượt chi.",
        f"Có {first.rows()} chi nhánh.",
        f"Có {paid['chi_nhanh'].nunique()} chi nhánh.",
    ):
        assert said(lambda: prose(words)) == []  # noqa: B023


def test_the_greatest_of_some_rows_is_not_called_that_of_all(crops):
    """“Ea Súp gieo trồng nhiều lúa nhất toàn tỉnh” of four rows that head() had left, without the greatest."""
    area = crops.set_index("dia_phuong")["dien_tich_lua"]
    words = "{label} trồng nhiều lúa nhất toàn tỉnh: {figure:unit}"
    told = "highest, lowest: “toàn tỉnh” is said of 4 of 5 rows of lua: take all, or say of which: “các dòng trên” …"
    assert said(lambda: charts.highest(area.tail(4), words)) == [told]
    assert (
        said(lambda: charts.highest(area, words))
        == said(lambda: charts.highest(area.tail(4), "{label} nhiều nhất: {figure}"))
        == []
    )


def test_a_sentence_divides_no_row_by_another(crops):
    """“Lúa Ea Súp năng suất 4,44 tấn/ha” was Ea Súp's crop over the area of Lắk."""
    rows = crops.set_index("dia_phuong")
    harvest, area = rows["san_luong"], rows["dien_tich_lua"]
    false = harvest / area.sort_values().to_numpy()
    for number in (harvest["Ea Súp"] / area["Lắk"], 10 * harvest["Ea Súp"] / area["Lắk"], false.max()):
        assert any("không phải của một dòng" in each for each in said(lambda: prose(f"Năng suất {number:.2}.")))  # noqa: B023
    right = (
        harvest["Ea Súp"] / area["Ea Súp"],
        area["Ea Súp"] / area["Lắk"],
        harvest["Ea Súp"] / area.sum(),
        (harvest / area).max(),
    )
    assert said(lambda: prose(f"Lúa {right[0]:.2}, {right[1]:.1times}, {right[2]:.2}, {right[3]:.2}.")) == []


def test_a_filter_that_no_row_of_any_period_meets_says_so(crops):
    """“Krông Pắk có 0 ổ dịch”: its name is Krông Pắc. “Tháng 3” was “tháng 3/2031”."""
    (told,) = said(lambda: crops[crops["dia_phuong"] == "Krông Anna"])
    assert told == "dia_phuong: no row of any period has 'Krông Anna'; near: Krông Ana"
    assert "no row of any period has 3" in said(lambda: crops[crops["loai"] == 3])[0]
    assert len(said(lambda: crops[crops["dia_phuong"].isin(["Lắk", "M Đrắk", "Ea Súp"])])) == 1
    assert said(lambda: crops[(crops["dia_phuong"] == "Lắk") | (crops["loai"] != "Đồi")]) == []


def test_what_there_is_at_the_end_is_what_there_was_with_what_came_and_without_what_went(project):
    """No rule was drafted for “Kỳ trước chuyển sang” beside “Đang giải quyết cuối kỳ”."""
    source = project.parent / "ho_so.csv"
    head = "Lĩnh vực;Kỳ trước chuyển sang (hồ sơ);Tiếp nhận (hồ sơ);Đã giải quyết (hồ sơ);Trả lại (hồ sơ);Đang giải quyết cuối kỳ (hồ sơ)"
    rows = ["A;12;300;290;5;17", "B;4;81;80;0;5", "C;9;120;118;2;9", "D;1;33;30;1;3"]
    source.write_text("\n".join([head, *rows, ""]), encoding="utf-8")
    options = ("--flows", "tiep_nhan,da_giai_quyet,tra_lai", "--levels", "dang_giai_quyet_cuoi_ky", "--yes")
    ran = briefing("add", "table", source, *options, cwd=project)
    assert ran.code == 0, ran.err
    rules = {row["rule"]: row for row in read_table(project / "data", "rules").values()}
    balance = rules["ho_so_dang_giai_quyet_cuoi_ky"]
    assert balance["statement"] == (
        "Ho so: “Đang giải quyết cuối kỳ” phải bằng “Kỳ trước chuyển sang” + “Tiếp nhận” - “Đã giải quyết” - “Trả lại”"
    )
    begin = rules["ho_so_ky_truoc_chuyen_sang"]
    assert begin["right"] == "ho_so.dang_giai_quyet_cuoi_ky(linh_vuc='{linh_vuc}', period='@previous')"


def test_a_rate_may_be_called_as_the_column_that_a_rule_says_it_is(project):
    """“tỷ lệ đạt nhưng 85,71% là của số đạt”: passed over sat is that rate, says the rule that `add table` has drafted."""
    source = project.parent / "thi.csv"
    rows = ["Toán;120;96;80", "Văn;110;99;90", "Anh;90;72;80", "Lý;60;57;95"]
    head = "Môn;Số dự thi (học sinh);Số đạt (học sinh);Tỷ lệ đạt (%)"
    source.write_text("\n".join([head, *rows, ""]), encoding="utf-8")
    add_table(str(source), answers(), yes=True, key="mon", flows="so_du_thi,so_dat")
    exams = Edition("2031-Q1", project / "data").register("thi")
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        prose(f"Chung các môn, tỷ lệ đạt là {exams['so_dat'].sum() / exams['so_du_thi'].sum():.1%}.")
        assert [str(each.message) for each in told] == []
        prose(f"Số dự thi là {exams['so_dat'].sum():unit}.")
    assert "“số dự thi” nhưng 324\u00a0học sinh là của số đạt" in str(told[0].message)


@pytest.fixture
def second_quarter(project) -> Edition:
    """A table of pupils by area, and one of drop-outs by month, in two quarters."""
    head = (
        "Khu vực;Học sinh đầu kỳ (học sinh);Học sinh cuối kỳ (học sinh);Quy mô: số trường (trường);Quy mô: số lớp (lớp)"
    )
    add_table(csv(project, "hs", head, "Sa Đéc;90;95;8;30", "Cao Lãnh;70;72;6;20", "Lấp Vò;50;51;5;15"), answers(), yes=True, key="khu_vuc", levels="hoc_sinh_cuoi_ky,quy_mo_so_truong,quy_mo_so_lop")  # fmt: skip
    months = "Nguyên nhân;Tháng {} (học sinh);Tháng {} (học sinh);Tháng {} (học sinh)"
    add_table(csv(project, "bh", months.format(1, 2, 3), "Khó khăn;3;4;5", "Học yếu;6;7;8"), answers(), yes=True, key="nguyen_nhan")  # fmt: skip
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


def test_what_a_notebooks_sentence_says_of_rows_halves_and_quarters_is_held_against_its_figures(second_quarter):
    """Of twenty sentences that a fourth stranger made false these were printed without a word."""
    edition = second_quarter
    pupils, left = edition.register("hs"), edition.register("bh")
    of = edition.figure("hs", "quy_mo_so_truong", khu_vuc="Cao Lãnh")
    assert told(lambda: prose(f"Khu vực Sa Đéc có {of:unit}.")) == ["“sa đéc” nhưng 6 trường là của cao lãnh"]
    assert told(lambda: prose(f"Khu vực Cao Lãnh có {of:unit}.")) == []
    both = pupils["hoc_sinh_dau_ky"].sum() + pupils["hoc_sinh_cuoi_ky"].sum()
    assert told(lambda: prose(f"Trong kỳ có {both:unit}.")) == ["442 học sinh là số đầu kỳ cộng với số cuối kỳ"]
    assert told(lambda: prose(f"Bình quân trong kỳ có {both / 2:unit}.")) == []
    two = left["thang_thu_nhat"].sum() + left["thang_thu_hai"].sum()
    assert told(lambda: prose(f"Cả quý có {two:unit} bỏ học.")) == [
        "“cả quý” nhưng 18 học sinh chỉ tính 2 trong 3 tháng"
    ]
    assert told(lambda: prose(f"Cả quý có {two + left['thang_thu_ba'].sum():unit} bỏ học.")) == []
    before = edition.before("previous").figure("hs", "hoc_sinh_cuoi_ky")
    assert told(lambda: prose(f"Quý II có {before:unit}.")) == ["218 học sinh là của kỳ khác (2031-Q1)"]
    assert told(lambda: prose(f"Quý I có {before:unit}.")) == []
    cells, sums = (edition.evaluate(f"mean({', '.join(each.format(month) for month in ('nhat', 'hai', 'ba'))})") for each in ("bh.thang_thu_{}()", "sum(bh.thang_thu_{}())"))  # fmt: skip
    assert told(lambda: prose(f"Mỗi tháng có {cells:.1} học sinh bỏ học.")) == ["5,50 học sinh là bình quân của 6 ô; của 3 tổng thì ghi mean(sum(…), sum(…))"]  # fmt: skip
    assert sums.text(".1") == "11,0" and told(lambda: prose(f"Mỗi tháng có {sums:.1} học sinh bỏ học.")) == []


def test_a_caption_of_another_column_is_told(second_quarter):
    schools = second_quarter.figures("hs", "quy_mo_so_truong", by="khu_vuc")
    said = told(lambda: charts.bars(schools, "Số lớp theo khu vực", unit="trường"))
    assert said == [
        "charts: “Số lớp theo khu vực” stands over numbers of “Quy mô: số trường”. Look which of the two is meant."
    ]
    assert told(lambda: charts.bars(schools, "Số trường theo khu vực", unit="trường")) == []


def test_a_part_of_a_half_year_is_not_called_by_its_name(second_quarter, project):
    assert briefing("new", "2031-H1", cwd=project).code == 0
    edition = Edition("2031-H1", project / "data")
    of_part = edition.of("2031-Q1").figure("hs", "hoc_sinh_cuoi_ky")
    said = told(lambda: prose(f"Sáu tháng đầu năm có {of_part:unit}."))
    assert said == ["218 học sinh là của kỳ khác (2031-Q1)"]
    assert told(lambda: prose(f"Quý I có {of_part:unit}.")) == []
    assert told(lambda: prose(f"Sáu tháng đầu năm có {edition.figure('hs', 'hoc_sinh_cuoi_ky'):unit}.")) == []
