"""Statistics: in the language, of frames, of functions of one's own; what has lost its cells is not printed."""

from decimal import Decimal
from warnings import catch_warnings, simplefilter

import numpy as np
import pandas as pd
import pytest
import samples
from samples import SYNTHETIC

from helpers.audit.terms import bind
from helpers.careful import cut
from helpers.columns import Column, Frame, computed
from helpers.data.expressions import ExpressionError, parse
from helpers.data.statistics import STATISTICS
from helpers.editions import Edition
from helpers.problems import InputError
from helpers.prose import prose
from helpers.values.digits import TypedDigits
from helpers.values.figures import Figure
from helpers.values.sources import Cells
from helpers.wording import control, words


def days(*values):
    return Column(
        [
            Figure(None if value is None else Decimal(str(value)), "ngày", cells=(Cells("t", (line,), "days"),))
            for line, value in enumerate(values, 2)
        ],
        index=[chr(96 + line) for line in range(1, len(values) + 1)],
        name="days",
        dtype=object,
    )


@pytest.fixture(scope="module")
def edition():
    return Edition("2031-Q3", SYNTHETIC)


def test_a_table_that_nobody_has_sent_yet_has_no_sum_of_0(edition, tmp_path):
    """The int 0 that pandas gives of nothing has no unit, and stopped the whole edition where one office is late."""
    unsent = Edition("2031-Q3", samples.save(samples.load() | {"training": []}, tmp_path))
    for frame in (unsent.register("training"), unsent.table("training")):
        own = frame["learners"]
        found = [own.sum(), own.mean(), own.median(), own.min(), own.max(), own.std(), own.quantile(0.5)]
        found += [
            frame[["learners"]].sum()["learners"],
            own[own > 3].sum(),
            frame.set_index("course")["learners"].sum(),
        ]
        assert [(each.is_missing, each.unit) for each in found] == [(True, "người")] * 10
        assert own.count().is_missing and own.nunique().is_missing and frame.rows().is_missing
        assert prose(f"Có {own.sum():unit} dự {frame.rows()} lớp.").text == "Trong kỳ chưa có số liệu về nội dung này."
    sent = edition.register("training")
    assert type(sent[sent["learners"] > 10**9]["learners"].sum()) is int


@pytest.mark.parametrize(
    ("function", "numbers", "result"),
    [
        ("median", "5 1 4", 4),
        ("median", "5 1 4 2", 3),
        ("quantile", "0.9 1 2 3 4 5 6 7 8 9 10 11", 10),
        ("quantile", "0.25 10 20", "12.5"),
        ("quantile", "1 4 9", 9),
        ("quantile", "0.5", None),
        ("stdev", "2 4 4 4 6", "1.414213562373095048801688724"),
        ("stdev", "7", None),
        ("slope", "1 3 5 8", "2.3"),
        ("slope", "3", None),
        ("rank", "7 9 7 3", 2),
        ("rank", "9 9 7", 1),
    ],
)
def test_statistics_of_numbers(function, numbers, result):
    found = STATISTICS[function]([Decimal(number) for number in numbers.split()])
    assert found == (None if result is None else Decimal(result))
    floats = STATISTICS[function]([float(number) for number in numbers.split()])
    assert floats is None if result is None else floats == pytest.approx(float(result))


def test_a_statistic_that_is_missing_says_which_cells_are_empty(edition):
    """“Trong kỳ chưa có số liệu về nội dung này” was all that was said."""
    said = r"training\.csv line\(s\) 2, 3, 4, … \(7\), classes: empty, so that sum\(\) is missing\. Take values\[values\.notna\(\)\]"
    for classes in (edition.register("training").classes, edition.table("training").classes):
        with pytest.warns(UserWarning, match=said) as warned:
            assert classes.sum().is_missing
        assert warned[0].filename == __file__
    with pytest.warns(UserWarning, match=r"training\.csv line\(s\) 5, classes: empty, so that mean\(\) is missing\."):
        assert edition.table("training").classes.loc[[5, 9, 10]].mean().is_missing
    with catch_warnings():
        simplefilter("error")
        assert classes[classes.notna()].sum().text() == "17"
        assert edition.figures("dossiers_received", "dossiers", by=("level", "channel"))["postal"].sum().text() == "210"


@pytest.mark.parametrize("added", [lambda numbers: numbers.sum(), sum, lambda numbers: np.sum(list(numbers))])
def test_a_function_of_ones_own_that_adds_up_is_told_as_a_sum_is(edition, added):
    rates = edition.register("online_rates").percent
    with pytest.raises(ExpressionError, match="numbers in '%' do not add up"):
        computed(added, of=rates)
    assert computed(added, of=edition.register("base_stations").stations).text("unit") == "12.090\xa0trạm"
    assert computed(added, of=rates[:1]).text() == "98,15%"


def test_a_function_of_ones_own_that_the_language_knows_is_computed_again(edition):
    rates = edition.table("online_rates").percent
    assert computed(lambda numbers: numbers.mean(), of=rates).key == "mean(online_rates.percent())"
    assert computed(lambda numbers: sorted(numbers)[len(numbers) - 1], of=rates).key == "max(online_rates.percent())"
    assert not computed(lambda numbers: numbers.std(ddof=0), of=rates).key


def test_a_statistic_of_rows_is_named_by_one_selection_and_computed_again(edition):
    resolved = edition.register("dossiers_resolved")
    late = resolved[resolved["timeliness"] == "late"]["dossiers"]
    median = late.median()
    assert median.key == "median(dossiers_resolved.dossiers(timeliness='late'))"
    assert edition.evaluate(median.key).value == median.value
    assert bind(parse(median.key), edition.records).unit == median.unit == "hồ sơ"
    assert resolved["dossiers"].quantile(0.9).key == "quantile(0.9, dossiers_resolved.dossiers())"
    assert resolved["dossiers"].rank().iloc[0].key.endswith(", dossiers_resolved.dossiers())")


def test_rows_are_named_by_their_keys_and_never_by_a_place_in_a_file(tmp_path):
    """Last year's file had another row in that cell: “giảm 87,5%” where the truth was a rise."""
    tables = samples.load(SYNTHETIC)
    for number, row in enumerate(tables["base_stations"], 2):
        row["source"] = f"[tram.csv]tram!stations=C{number}"
    stations = Edition("2031-Q3", samples.save(tables, tmp_path)).register("base_stations")
    chosen = stations[stations["generation"].isin(["4G", "5G"])]["stations"].sum()
    assert chosen.key == "base_stations.stations(generation=['4G', '5G'])"


def test_numbers_of_a_table_give_figures_too(edition):
    plain, register = edition.table("dossiers_resolved"), edition.register("dossiers_resolved")
    for statistic in ("median", "mean", "std"):
        one = getattr(plain["dossiers"], statistic)()
        two = getattr(register["dossiers"], statistic)()
        assert (one.value, one.key, one.cells) == (two.value, two.key, two.cells)


def test_a_statistic_by_a_dimension(edition):
    by_level = edition.figures("dossiers_resolved", "dossiers", by="level", how="median")
    assert by_level["province"].key == "median(dossiers_resolved.dossiers(level='province'))"


def test_of_sums_the_cells_are_not_what_is_meant(edition):
    levels = edition.figures("dossiers_resolved", "dossiers", by="level")
    assert levels.median() == (levels["province"] if len(levels) == 1 else levels.map(float).astype(float).median())
    assert levels.median().key.count("dossiers_resolved.dossiers") == len(levels)


def test_a_frame_has_the_statistic_of_each_column_and_of_each_row(edition):
    by_level = edition.figures("dossiers_resolved", "dossiers", by=("level", "timeliness"))
    assert by_level.median()["late"].key == "median(dossiers_resolved.dossiers(timeliness='late'))"
    assert by_level.median(axis=1)["province"].key == "median(dossiers_resolved.dossiers(level='province'))"
    assert edition.table("dossiers_resolved").mean().index.tolist() == ["dossiers"]


def test_what_pandas_adds_up_and_compares_is_a_figure_of_the_rows(edition):
    alerts = edition.table("alerts")
    high = alerts.query("severity == 'high'")["alerts"]
    assert (
        high.sum() == edition.figure("alerts", "alerts", severity="high")
        and high.sum().key == "alerts.alerts(severity='high')"
    )
    assert high.max().key == "max(alerts.alerts(severity='high'))" and high.min().value == min(high)
    merged = alerts.merge(alerts, on="monitor")["alerts_x"].sum()
    with pytest.raises(
        TypedDigits, match=r"sum\(\) of numbers that were changed .* take edition.register in the place"
    ):
        f"{merged:unit}"


def test_registers_are_grouped_pivoted_and_merged_as_figures(edition):
    alerts = edition.register("alerts")
    by_monitor = alerts.groupby("monitor")["alerts"].sum()
    of_edition = edition.figures("alerts", "alerts", by="monitor")
    assert sorted(map(float, by_monitor)) == sorted(map(float, of_edition)) and all(
        figure.cells for figure in by_monitor
    )
    crossed = alerts.pivot_table(index="monitor", columns="severity", values="alerts", aggfunc="sum")
    assert all(figure.cells for figure in crossed.to_numpy().ravel() if figure == figure)
    twice = alerts.merge(alerts, on=["monitor", "severity"]).assign(
        both=lambda rows: rows["alerts_x"] + rows["alerts_y"]
    )
    assert float(twice["both"].iloc[0]) == 2 * float(alerts["alerts"].iloc[0])


def test_a_table_can_be_described_for_a_look(edition):
    described = edition.table("dossiers_resolved")["dossiers"].describe()
    assert float(described["mean"]) == float(edition.table("dossiers_resolved")["dossiers"].mean())
    assert {"count", "std", "50%"} <= {*edition.table("dossiers_resolved").describe().index}


def test_a_missing_value_makes_a_statistic_missing():
    assert days(2, None, 4).median().is_missing
    assert days(2, 3, 4).median().value == 3
    assert days().median().is_missing


@pytest.mark.filterwarnings("ignore")
def test_of_what_is_missing_nobody_knows_the_greatest():
    values = days(5, None, 9, 2)
    wide = Frame({"one": values, "twice": values * 2})
    for found in (values.max(), values.min(), np.max(values), wide.max()["twice"], wide.min(axis=1)["b"]):
        assert found.is_missing
    assert values.dropna().max().value == 9 and wide.max(axis=1)["c"].value == 18
    assert values.idxmax() == "c" and [*values.groupby([1, 1, 2, 2]).idxmin()] == ["a", "d"]


def test_rows_under_their_names_are_counted_as_rows_of_their_lines(edition):
    rows = edition.register("counts")
    named = rows.set_index("item")
    of_dossiers = named[named["unit"] == "hồ sơ"].rows()
    assert (of_dossiers.value, of_dossiers.cells) == (3, (Cells("counts", (43, 44, 60), "item"),))
    assert named.groupby("unit").size()["hồ sơ"].value == 3 and (named["value"] > 100).sum().value == 38
    assert rows.set_index("unit").rows() == 73 and not isinstance(rows.set_index("unit").rows(), Figure)


def test_what_is_missing_stands_last_in_an_order_and_in_no_class():
    values = days(5, None, 9, 2)
    assert [*values.sort_values().index] == ["d", "a", "c", "b"]
    assert [*values.sort_values(ascending=False).index] == ["c", "a", "d", "b"]
    assert [*Frame({"days": values, "all": 1}).sort_values("days").index] == ["d", "a", "c", "b"]
    classes = cut(values, [0, 4, 100], labels=["short", "long"])
    assert classes.map(str, na_action="ignore").to_dict() == {"a": "long", "b": np.nan, "c": "long", "d": "short"}


@pytest.mark.parametrize(
    "compare", [lambda values: values.nlargest(2), lambda values: values > 4, lambda values: values.between(1, 6), lambda values: values.le(values), lambda values: values.idxmax()]
)  # fmt: skip
def test_that_a_comparison_leaves_out_what_is_missing_is_said(compare):
    with pytest.warns(UserWarning, match=r"leaves out what has no number: b\. Take values\[values\.notna\(\)\]"):
        compare(days(5, None, 9, 2))
    with catch_warnings():
        simplefilter("error")
        compare(days(5, 9, 2))


def test_a_missing_figure_that_a_line_of_ones_own_compares_is_said_and_not_what_helpers_compare():
    missing, five = days(None, 5)
    with pytest.warns(UserWarning, match="A missing figure is neither more nor less"):
        assert not missing > 3
    with pytest.warns(UserWarning, match="A missing figure"):
        assert max([five, missing]) is five
    with catch_warnings():
        simplefilter("error")
        assert [*days(2, None, 4).sort_values().index] == ["a", "c", "b"]
        assert five > 3


def test_the_panel_tells_the_method_and_all_cells():
    median = days(2, 7, 3).median()
    assert median.formula == "trung vị (2; 7; 3)" and median.cells == (Cells("t", (2, 3, 4), "days"),)
    assert days(*range(30)).median().formula == "trung vị (30 số liệu)"


def test_the_moving_average_begins_when_its_window_is_full():
    moving = days(1, 2, 6, 4).rolling(3).mean()
    assert [figure.text() for figure in moving] == ["-", "-", "3,00", "4,00"]
    assert moving["d"].cells == (Cells("t", (3, 4, 5), "days"),)


def test_ranks_share_a_place_where_figures_are_equal():
    assert [figure.text() for figure in days(5, 9, 5, 1).rank()] == ["2", "1", "2", "4"]
    assert [figure.text() for figure in days(5, 9, 5, 1).rank(ascending=True)] == ["2", "4", "2", "1"]


@pytest.mark.parametrize(
    "asked",
    [
        lambda values: values.rank(method="dense"),
        lambda values: values.rank(pct=True),
        lambda values: values.rolling(2, min_periods=1),
        lambda values: values.rolling(3, center=True),
        lambda values: values.std(ddof=0),
        lambda values: values.quantile(0.25, interpolation="lower"),
        lambda values: values.to_frame().std(ddof=0),
        lambda values: values.value_counts(bins=2),
    ],
)
def test_an_option_that_would_give_another_number_is_never_left_out_silently(asked):
    with pytest.raises(InputError, match=r"Leave [a-z_]+=.* out; one number of your own is computed"):
        asked(days(5, 9, 5, 1))


def test_options_that_change_nothing_are_taken():
    assert days(5, 9, 4).std(ddof=1, skipna=True).text("") == days(5, 9, 4).std().text("")
    assert [figure.text() for figure in days(5, 9, 5).rank(method="min")] == ["2", "1", "2"]


def test_the_greatest_few_and_those_that_equal_the_last():
    assert days(5, 9, None, 5, 1).nlargest(2).index.tolist() == ["b", "a"]
    assert days(5, 9, None, 5, 1).nlargest(2, keep="all").index.tolist() == ["b", "a", "d"]
    assert days(5, 9, None, 5, 1).nsmallest(1).index.tolist() == ["e"]


def test_a_function_of_ones_own_keeps_all_cells_and_says_its_method():
    def spread(numbers: pd.Series) -> float:
        """Khoảng biến thiên."""
        return numbers.max() - numbers.min()

    figure = computed(spread, of=days(2, 7, 3))
    assert (figure.text("unit"), figure.formula) == (
        "5\u00a0ngày",
        "khoảng biến thiên (3 số liệu; phần kiểm tra không tính lại)",
    )
    assert figure.cells == (Cells("t", (2, 3, 4), "days"),)
    assert computed(spread, of=days(2, None)).is_missing
    assert computed("median", of=days(2, 7, 3)).value == 3
    with pytest.raises(InputError, match="found 'Series'; expected one number"):
        computed(lambda numbers: numbers * 2, of=days(2, 7))
    assert computed(lambda numbers: (numbers > 10).sum(), of=days(2, 7)).value == 0  # of others it would be another
    assert computed(lambda numbers: numbers.max() - numbers.min(), of=days(7, 7)).value == 0


def test_a_function_that_does_not_compute_its_number_of_the_column_is_refused():
    drawn = iter(range(9))
    with pytest.raises(TypedDigits, match=r"at line \d+, .* gives 42 whatever the numbers are: compute it of them"):
        computed(lambda numbers: 42, of=days(2, 7, 3))
    with pytest.raises(TypedDigits, match="gives another number each time"):
        computed(lambda numbers: numbers.sum() + next(drawn), of=days(2, 7, 3))


def test_a_number_that_has_lost_its_cells_says_where(edition):
    changed = (edition.table("dossiers_resolved")["dossiers"] * 2).median()
    assert changed > 0
    with pytest.raises(
        TypedDigits, match=r"has lost its cells at line \d+, 'changed = .*Write computed\(function, of="
    ):
        prose(f"Trung vị là {changed}.")


@pytest.mark.parametrize(
    ("written", "says"),
    [("quantile(2, alerts.alerts())", "a share from 0 to 1"), ("median()", r"median\(a, …\)"), ("rank()", r"rank\(a")],
)
def test_a_statistic_without_what_it_needs_is_refused(written, says):
    with pytest.raises(ExpressionError, match=says):
        parse(written)


def test_statistics_in_words(edition):
    assert words("median(dossiers_resolved.dossiers())", edition) == "trung vị của Hồ sơ giải quyết"
    plan = "indicators.estimate(indicator='4') / indicators.plan(indicator='4')"  # of a rate
    said = (
        "Tỷ lệ hộ gia đình sử dụng cáp quang (ước thực hiện) so với tỷ lệ hộ gia đình sử dụng cáp quang (kế hoạch năm)"
    )
    assert words(plan, edition) == said
    assert control("Tỷ lệ so với kế hoạch", plan, edition) == f"Tỷ lệ so với kế hoạch: {said[0].lower()}{said[1:]}"
    assert words("quantile(0.9, dossiers_resolved.dossiers())", edition) == "phân vị 90% của Hồ sơ giải quyết"


# -- what pandas users write -----------------------------------------------------------------------------------------


def test_codes_of_a_table_are_printed_as_their_labels_and_compared_as_codes(edition):
    """`df[df.channel == "Trực tuyến"]` was empty, and the sentence said that nothing was reported."""
    received = edition.table("dossiers_received")
    greatest = received.loc[received.dossiers.idxmax()]
    assert prose(f"Nhiều nhất là {greatest.level}.").text == "Nhiều nhất là Cấp tỉnh."
    assert f"{received[received.channel == 'online'].dossiers.sum():unit}".count("435.890") == 1
    for ask in (
        lambda: received.channel == "Trực tuyến",
        lambda: received.channel != "onlin",
        lambda: edition.register("dossiers_received").channel.isin(["Trực tuyến"]),
        lambda: received.query("channel == 'Trực tuyến'"),
    ):
        with pytest.raises(InputError, match=r"channel: found '.*'; expected a code: online \(Trực tuyến\)"):
            ask()


def test_a_number_typed_among_figures_is_not_added_up_with_them(edition):
    stations = edition.register("base_stations")
    stations.loc[stations.index[0], "stations"] = 999
    with pytest.raises(TypedDigits, match=r"9794 has lost its cells"):
        prose(f"{stations.stations.sum()}")
    assert edition.register("base_stations").stations.sum().text() == "12.090"


def test_what_is_missing_is_missing_to_pandas_too(edition):
    training = edition.register("training")
    assert (
        training.classes.notna().sum(),
        len(training.dropna(subset=["classes"])),
        len(training.classes.dropna()),
    ) == (5, 5, 5)
    assert not training.classes.notna().all() and training.learners.notna().all()
    with pytest.raises(InputError, match=r"fillna: expected figures that are stated: what is missing is not 0"):
        training.classes.fillna(0)
    with pytest.raises(InputError, match=r"fillna"):
        training.fillna(0)


def test_a_combination_that_the_period_does_not_have_adds_nothing(edition):
    """Communes have no dossiers by post: pandas' total was missing, and the sentence said that nothing was reported."""
    received = edition.figures("dossiers_received", "dossiers", by=("level", "channel"))
    assert received.stack().sum().text() == "564.305" and received.sum()["postal"].text() == "210"
    assert received.sum(axis=1).map(str).tolist() == ["230.520", "31.315", "190.820", "111.650"]
    assert received["postal"].sum().key == "dossiers_received.dossiers(channel='postal')"
    assert edition.register("training").classes.sum().is_missing  # a row that states none is not left out


def test_the_greatest_rows_and_several_quantiles_are_figures(edition):
    for training in (edition.register("training"), edition.table("training")):
        greatest = training.nlargest(2, "learners")
        assert [figure.text("unit") for figure in greatest.learners.figures] == ["5.595\xa0người", "4.915\xa0người"]
        assert next(f"{course}" for course in greatest.course).count("OneTouch") == 1
    assert [each.text() for each in edition.table("training").learners.quantile([0.25, 0.75])] == ["802,5", "2.273,75"]
