"""Figures that a format, an argument or a heading would tell as what they are not."""

import warnings
from pathlib import Path

import pandas as pd
import pytest
from conftest import briefing
from department import add_table, csv
from samples import SYNTHETIC

from helpers import charts, tables
from helpers.editions import Edition
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


def told(compose) -> list[str]:
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        compose()
    return [str(each.message).partition(", in ")[0].replace("\u00a0", " ") for each in said]
