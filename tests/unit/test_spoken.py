"""A notebook's sentence is read beside its figures where it is composed: what no sentence can mean is refused, the rest said."""

import warnings

import pandas as pd
import pytest
import samples
from samples import SYNTHETIC

from helpers.data.expressions import ExpressionError
from helpers.editions import Edition
from helpers.judgments import highest, lowest
from helpers.problems import InputError
from helpers.prose import bullets, prose
from helpers.values.digits import TypedDigits


@pytest.fixture
def edition() -> Edition:
    return Edition("2031-Q3", SYNTHETIC)


@pytest.fixture
def stations(edition) -> pd.Series:
    """2G 3.295, 3G 4.145, 4G 4.380, 5G 375."""
    return edition.register("base_stations").set_index("generation")["stations"]


def said(*paragraphs: str) -> list[str]:
    """What is said of the paragraphs."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        prose(*paragraphs)
    return [str(each.message) for each in caught]


def test_a_word_that_says_the_contrary_of_its_change_is_refused(stations):
    change = stations.pct_change()  # 2G → 3G +25,8 %, 4G → 5G -91,6 %
    prose(f"Tăng {change.iloc[1]:.1%}.", f"Giảm {abs(change.iloc[3]):.1%}.")
    for words in (
        f"Trạm giảm {change.iloc[1]:.1%}.",
        f"Trạm tăng {abs(change.iloc[3]):.1%}.",
        f"Trạm tăng {100 * abs(change.iloc[3]):.1}.",
    ):
        with pytest.raises(InputError, match="nhưng mức thay đổi là"):
            prose(words)
        with pytest.raises(InputError, match="nhưng mức thay đổi là"):
            bullets([words])


def test_a_number_that_is_no_change_has_no_trend(edition, stations):
    with pytest.raises(InputError, match="không phải là mức thay đổi"):
        prose(f"Số trạm {stations.sum():trend} so với cùng kỳ.")
    prose(f"Số trạm {edition.growth(stations.sum()):.1trend}, {stations.diff().iloc[1]:trend}.")


@pytest.mark.parametrize(
    "words",
    ["tăng thêm {fall:.1%}", "tốc độ tăng đạt {fall:.1%}", "nhiều hơn cấp xã {fall:.1%}", "giảm {fall:.1trend}"],
)
def test_a_sign_behind_a_word_that_says_it_is_refused(stations, words):
    with pytest.raises(
        (TypedDigits, InputError), match=r"which says whether it rises or falls|which says what it does"
    ):
        prose(words.format(fall=stations.pct_change().iloc[3]))


def test_the_least_is_not_called_the_greatest(stations):
    assert "4G" in highest(stations, "{label} nhiều trạm nhất: {figure}.")
    with pytest.raises(InputError, match="Take highest for the greatest, lowest for the least"):
        highest(stations, "{label} có ít trạm nhất: {figure}.")
    with pytest.raises(InputError, match="Take highest for the greatest, lowest for the least"):
        lowest(stations, "{label} có số trạm cao nhất: {figure}.")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("Bình quân {whole:unit}.", "“bình quân” nhưng 12.090 trạm là tổng"),
        ("Tổng số {mean:.1unit}.", "“tổng số” nhưng 3.022,50 trạm là bình quân"),
        ("Trạm 5G đạt {second:unit}.", "“5g” nhưng 3.295 trạm là của 2g"),
        ("Có {second} trạm thuộc mạng 5G.", "“5g” nhưng 3.295 trạm là của 2g"),
    ],
)
def test_words_that_do_not_fit_their_figure_are_said(stations, words, says):
    figures = {"whole": stations.sum(), "mean": stations.mean(), "second": stations.loc["2G"]}
    (told,) = said(words.format(**figures))
    assert says in told.replace("\xa0", " ")


def test_a_unit_of_another_column_of_the_table_is_said(edition):
    capacity = edition.figure("equipment", "capacity", equipment="san")  # TB, beside units in thiết bị
    for words in (f"Có {capacity} thiết bị.", f"Có {capacity} (thiết bị)."):
        assert "nhưng số liệu tính bằng TB" in said(words)[0]
    assert said(f"Có {capacity} TB, {capacity:unit}.") == []


def test_a_sentence_that_says_what_its_figures_are_is_left_alone(edition, stations):
    share = stations.loc["5G"] / stations.sum()
    assert said(
        f"Mạng 5G có {stations.loc['5G']:unit}, bằng {share:.1%} tổng số trạm.",
        f"Bình quân mỗi thế hệ {stations.mean():.1} trạm, nhiều nhất {stations.max():unit}.",
        f"Trong tổng số {stations.sum():unit} có {stations.loc['2G']:unit} 2G.",
    ) == []  # fmt: skip


def test_a_section_that_reads_a_sentence_depends_on_no_more_tables(edition, stations):
    before = {read.table for read in edition.reads}
    assert said(f"Tổng số {stations.mean():unit}.") and stations.rows() == 4
    assert {read.table for read in edition.reads} <= before | {"base_stations"}


def test_a_number_of_another_period_and_one_over_another_are_said(tmp_path):
    tables = samples.load()
    row = samples.find(tables, "base_stations", generation="5G")
    tables["base_stations"] = [row, {**row, "period": "2030-Q3", "stations": "300"}]
    tables["periods"].append({"period": "2030-Q3", "label": "quý III năm 2030", "previous": "", "estimated": "false"})
    edition = Edition("2031-Q3", samples.save(tables, tmp_path / "data"))
    now, then = (each.figure("base_stations", "stations") for each in (edition, edition.before("last_year")))
    assert "300 trạm là của kỳ khác (2030-Q3)" in said(f"Số trạm đạt {then:unit} trong quý.")[0].replace("\xa0", " ")
    assert said(f"Cùng kỳ năm trước số trạm đạt {then:unit}.", f"Số trạm bằng {now / then:.1%} cùng kỳ.") == []
    with pytest.raises(InputError, match="là tỷ lệ so với kỳ trước, không phải mức thay đổi"):
        prose(f"Số trạm tăng {now / then:.1%} so với cùng kỳ.")
    prose(f"Số trạm tăng {now / then - 1:.1%} so với cùng kỳ.")


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
def two_years(tmp_path) -> tuple[pd.Series, pd.Series]:
    """5G and 4G now, 375 and 4.380, and a year before, 300 and 4.000."""
    tables = samples.load()
    rows = [samples.find(tables, "base_stations", generation=each) for each in ("5G", "4G")]
    then = [{**row, "period": "2030-Q3", "stations": number} for row, number in zip(rows, ("300", "4000"), strict=True)]
    tables["base_stations"] = [*rows, *then]
    tables["periods"].append({"period": "2030-Q3", "label": "", "previous": "", "estimated": "false"})
    edition = Edition("2031-Q3", samples.save(tables, tmp_path / "data"))
    now, before = (
        each.register("base_stations").set_index("generation") for each in (edition, edition.before("last_year"))
    )
    return now["stations"], before["stations"]


def test_the_period_that_a_sentence_names_is_that_of_its_figures(two_years):
    now, before = two_years
    change = now.sum().growth(before.sum())
    assert said(f"Số trạm {change:trend} so với cùng kỳ.", f"Cùng kỳ có {before.sum():unit}.") == []
    for words in (f"Số trạm {change:trend} so với quý trước.", f"Quý trước có {before.sum():unit}."):
        assert "“quý trước” nhưng số liệu so sánh là của 2030-Q3" in said(words)[0]


def test_what_is_for_each_may_be_said_of_its_unit_alone(edition, stations):
    assert (
        said(f"Bình quân mỗi trạm {stations.sum() / edition.figure('equipment', 'units', equipment='san'):.1} trạm.")
        == []
    )


def test_a_growth_goes_from_the_year_before_and_over_it(two_years):
    now, before = two_years
    assert f"{now.sum().growth(before.sum()).value:.4f}" == "0.1058"  # 4.755 of 4.300
    for wrong in (
        lambda: before.sum().growth(now.sum()),
        lambda: (now["5G"] - before["5G"]) / now["5G"],
        lambda: (now.sum() - before.sum()) / now.sum(),
        lambda: pd.concat([now, before]).sum(),
    ):
        with pytest.raises(
            ExpressionError, match=r"is later than|over what there was before|the same months of two years"
        ):
            wrong()


def test_what_has_changed_is_the_later_period_minus_the_earlier_one(two_years):
    """“Việc làm giảm 1.300 người” was printed where it had risen by 1.300."""
    now, before = two_years
    assert (now.sum() - before.sum()).text("trend") == "tăng 455\xa0trạm"
    assert (before.sum() - now.sum()).text("unit") == "-455\xa0trạm"  # nobody has called it a change
    for wrong in (before.sum() - now.sum(), before["5G"] - now["5G"], (before["5G"] - now["5G"]) / now.sum()):
        with pytest.raises(ExpressionError, match=r"2031-Q3 is later than 2030-Q3: what has changed is the later one"):
            wrong.text("trend")


def test_the_greatest_of_rows_of_one_name_is_no_rows(two_years):
    repeated = pd.concat([two_years[0], two_years[0]])
    with pytest.raises(InputError, match="found '5G'; expected each name once"):
        highest(repeated, "{label} nhiều trạm nhất: {figure}.")


def test_what_a_merge_has_not_found_is_not_filled_with_0(two_years):
    now, before = two_years
    joined = now.to_frame("now").join(before.drop("5G").to_frame("before"))
    with pytest.raises(InputError, match="what is missing is not 0"):
        joined["before"].fillna(0)


def test_a_whole_over_its_part_makes_up_nothing(stations):
    (told,) = said(f"Trạm 5G chiếm {stations.sum() / stations.loc['5G']:.1%} tổng số trạm.")
    assert "“chiếm” nhưng 3.224,0% lớn hơn toàn bộ" in told


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
    for wrong in (before.sum() / now.sum() - 1, 100 * before["5G"] / now["5G"] - 100):
        with pytest.raises(ExpressionError, match=r"2031-Q3 is later than 2030-Q3"):
            wrong.text(".1trend")
