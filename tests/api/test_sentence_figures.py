"""A notebook's sentence is read beside its figures where it is composed: what no sentence can mean is refused, the rest said."""

import warnings

import pandas as pd
import pytest
import samples
from samples import SYNTHETIC

from helpers.editions import Edition
from helpers.prose import prose


@pytest.fixture
def edition() -> Edition:
    return Edition("2031-Q3", SYNTHETIC)


@pytest.fixture
def stations(edition) -> pd.Series:
    """2G 3.295, 3G 4.040, 4G 4.380, 5G 375."""
    return edition.register("base_stations").set_index("generation")["stations"]


def said(*paragraphs: str) -> list[str]:
    """What is said of the paragraphs."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        prose(*paragraphs)
    return [str(each.message) for each in caught]


def test_a_figure_of_an_edition_opened_beside_this_one_is_not_held_against_it(tmp_path):
    tables = samples.load()
    tables["periods"].append({"period": "2030-Q3", "label": "quý III năm 2030", "previous": "", "estimated": "false"})
    row = samples.find(tables, "base_stations", generation="5G")
    tables["base_stations"].append({**row, "period": "2030-Q3", "stations": "300"})
    data = samples.save(tables, tmp_path / "data")
    then = Edition("2030-Q3", data)
    Edition("2031-Q3", data)
    of_then = then.figure("base_stations", "stations")
    assert said(f"Bình quân {of_then:unit}.") == []


@pytest.fixture
def of_two_years(tmp_path):
    """A folder with 5G and 4G now, 375 and 4.380, and a year before, 300 and 4.000."""
    tables = samples.load()
    rows = [samples.find(tables, "base_stations", generation=each) for each in ("5G", "4G")]
    then = [{**row, "period": "2030-Q3", "stations": number} for row, number in zip(rows, ("300", "4000"), strict=True)]
    tables["base_stations"] = [*rows, *then]
    tables["periods"].append({"period": "2030-Q3", "label": "", "previous": "", "estimated": "false"})
    return samples.save(tables, tmp_path / "data")


@pytest.fixture
def two_years(of_two_years) -> tuple[pd.Series, pd.Series]:
    edition = Edition("2031-Q3", of_two_years)
    now, before = (
        each.register("base_stations").set_index("generation") for each in (edition, edition.before("last_year"))
    )
    return now["stations"], before["stations"]


def test_what_is_for_each_may_be_said_of_its_unit_alone(edition, stations):
    assert (
        said(f"Bình quân mỗi trạm {stations.sum() / edition.figure('equipment', 'units', equipment='san'):.1} trạm.")
        == []
    )


def test_a_growth_goes_from_the_year_before_and_over_it(two_years):
    now, before = two_years
    assert f"{((now.sum() - before.sum()) / before.sum()).value:.4f}" == "0.1058"  # 4.755 of 4.300


def test_what_has_changed_is_the_later_period_minus_the_earlier_one(two_years):
    """“Việc làm giảm 1.300 người” was printed where it had risen by 1.300."""
    now, before = two_years
    assert (now.sum() - before.sum()).text("trend") == "tăng 455\xa0trạm"
    assert (before.sum() - now.sum()).text("unit") == "-455\xa0trạm"  # nobody has called it a change


def test_a_rate_may_be_said_of_a_column(edition):
    """“93,4% biên chế được giao”, “82,3% hồ sơ tiếp nhận” name what the rate is of."""
    received = edition.figure("dossiers_received", "dossiers", channel="online") / edition.figure(
        "dossiers_received", "dossiers"
    )
    assert said(f"Đạt {received:.1%} hồ sơ.", f"Trực tuyến {received:.1%} số hồ sơ tiếp nhận.") == []


def test_a_quotient_of_two_periods_is_of_the_later_one(two_years):
    """“Giảm 5,0 %” was last year's over this year's, minus one, of what had risen by 5,3 %."""
    now, before = two_years
    assert (now.sum() / before.sum() - 1).text(".1trend") == "tăng 10,6%"


def test_columns_of_two_editions_name_the_period_of_each(of_two_years):
    now, then = (
        Edition(period, of_two_years).frame("base_stations").set_index("generation")["stations"]
        for period in ("2031-Q3", "2030-Q3")
    )
    key = "base_stations.stations(generation='5G', period='{}')"
    difference = (now - then)["5G"]
    assert (difference.value, difference.key) == (75, f"{key.format('2031-Q3')} - {key.format('2030-Q3')}")
    least = pd.concat([now, then]).min()
    assert (least.value, least.key) == (300, key.format("2030-Q3"))


def test_a_share_by_ten_thousand_is_no_percentage_and_the_sentence_says_of_what(stations):
    """It was refused, and nothing else said “36 of 100.000”."""
    times = 10000 * stations / stations.sum()
    column = pd.Series([times["5G"], times["4G"]], dtype="figure")
    told = times["4G"], column.max(), (column * 2).iloc[0], column.diff().iloc[1]
    assert [each.text(".1") for each in told] == ["3.622,8", "3.622,8", "620,3", "3.312,7"]
    assert (stations / stations.sum() * 1000)["4G"].text("unit") == "362,28"
    assert (100 * stations / stations.sum())["4G"].text(".1unit") == "36,2%"


def test_a_distance_in_standard_deviations_is_no_share(stations):
    """(4.380 - 3.022,5) / 1.822,24 was printed as 74,50%."""
    distances = (stations - stations.mean()) / stations.std()
    assert distances["4G"].text() == "0,74"
