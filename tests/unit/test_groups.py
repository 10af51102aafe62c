"""Groups of an edition's frames, of registers and of tables alike: their statistics and counts are figures with their cells."""

from warnings import catch_warnings, simplefilter

import pandas as pd
import pytest
from samples import SYNTHETIC

from helpers import joined, show
from helpers.columns import computed
from helpers.data.expressions import ExpressionError
from helpers.editions import Edition
from helpers.explained import explained
from helpers.problems import InputError
from helpers.values.texts import Day


@pytest.fixture(scope="module")
def edition():
    return Edition("2031-Q3", SYNTHETIC)


@pytest.fixture(params=["register", "table"])
def alerts(edition, request):
    return getattr(edition, request.param)("alerts")


def shown(values):
    """Each group's number in writing, by its key; a number without cells is an error."""
    assert all(value.cells for value in values)
    return {f"{key!s}": value.text() for key, value in values.items()}


@pytest.mark.parametrize(
    ("asked", "server", "workstation"),
    [
        (lambda groups: groups.median(), "3.883", "86.734"),
        (lambda groups: groups.mean(), "4.398,67", "100.515,33"),
        (lambda groups: groups.std(), "2.631,67", "91.163,63"),
        (lambda groups: groups.quantile(0.25), "2.973", "51.880,5"),
        (lambda groups: groups.sum(), "13.196", "301.546"),
        (lambda groups: groups.max(), "7.250", "197.785"),
        (lambda groups: groups.agg("median"), "3.883", "86.734"),
        (lambda groups: groups.size(), "3", "3"),
        (lambda groups: groups.count(), "3", "3"),
    ],
)
def test_a_statistic_of_groups_is_that_of_each_groups_cells(alerts, asked, server, workstation):
    assert shown(asked(alerts.groupby("monitor")["alerts"])) == {"server": server, "workstation": workstation}


def test_a_groups_median_is_the_figure_that_the_language_names(alerts):
    medians = alerts.groupby("monitor")["alerts"].median()
    assert medians["server"].key == "median(alerts.alerts(monitor='server'))"


def test_several_at_once_and_by_pivoting(alerts):
    several = alerts.groupby("monitor")["alerts"].agg(["count", "mean", "max"])
    assert [figure.text() for figure in several.loc["server"]] == ["3", "4.398,67", "7.250"]
    named = alerts.groupby("monitor", as_index=False).agg(all=("alerts", "sum"), rows=("severity", "count"))
    assert [figure.text() for figure in named.iloc[0, 1:]] == ["13.196", "3"]
    pivot = alerts.pivot_table(index="monitor", values="alerts")
    assert shown(pivot["alerts"]) == {"server": "4.398,67", "workstation": "100.515,33"}
    margins = alerts.pivot_table(
        index="monitor", columns="severity", values="alerts", aggfunc="sum", margins=True, margins_name="Tổng"
    )
    assert margins.loc["Tổng", "Tổng"].text() == "314.742"
    assert alerts.groupby("monitor").median(numeric_only=True).columns.tolist() == ["alerts"]


def test_within_groups(alerts):
    groups = alerts.groupby("monitor")["alerts"]
    assert [figure.text() for figure in groups.rank()] == ["1", "2", "3", "3", "1", "2"]
    assert [figure.text() for figure in groups.cumsum()] == [
        "7.250",
        "11.133",
        "13.196",
        "17.027",
        "214.812",
        "301.546",
    ]
    assert (alerts["alerts"] / groups.transform("sum")).iloc[0].text(".1%") == "54,9%"


def test_a_tables_numbers_beside_figures_are_figures_of_their_cells(alerts):
    whole = alerts.groupby("monitor")["alerts"].transform("sum")
    one, other = "alerts.alerts(monitor='server', severity='medium')", "alerts.alerts(monitor='server')"
    assert (alerts["alerts"] - whole).iloc[0].key == f"{one} - {other}"
    assert (whole - alerts["alerts"]).iloc[0].key == f"{other} - {one}"
    assert (whole / alerts["alerts"]).iloc[0].key == f"{other} / {one}"


def test_how_many_rows_have_a_value(alerts, edition):
    assert shown(alerts["monitor"].value_counts()) == {"server": "3", "workstation": "3"}
    assert [share.text(".0%") for share in alerts["monitor"].value_counts(normalize=True)] == ["50%", "50%"]
    assert (alerts["alerts"] > 10000).sum().text() == "3" and (alerts["alerts"] > 10000).mean().text(".0%") == "50%"
    frame = alerts[alerts["alerts"] > 10000]
    assert frame.rows().key == edition.rows("alerts", frame.index).key and frame.rows().value == 3
    classes = pd.cut(alerts["alerts"].astype(float), [0, 5000, 10000, 1e6], labels=["ít", "vừa", "nhiều"])
    assert shown(alerts.groupby(classes, observed=True).size()) == {"ít": "2", "vừa": "1", "nhiều": "3"}


def test_two_columns_go_together(edition):
    for rows in (edition.register("indicators"), edition.table("indicators")):
        together = rows.iloc[6:12]["estimate"].corr(rows.iloc[6:12]["plan"])
        plain = edition.table("indicators").iloc[6:12][["estimate", "plan"]]
        assert float(together) == pytest.approx(pd.DataFrame(plain.to_numpy()).astype(float).corr().loc[0, 1])
        assert {cells.column for cells in together.cells} == {"estimate", "plan"}


def test_a_function_of_several_columns_knows_the_cells_of_all(edition):
    rows = edition.register("indicators").iloc[6:12]
    figure = computed(
        lambda numbers: (numbers.estimate / numbers.plan).max(), of=rows[["estimate", "plan"]], unit="ratio"
    )
    assert {cells.column for cells in figure.cells} == {"estimate", "plan"}
    with pytest.raises(InputError, match=r"the cells of rows would be left out. Give all columns as one frame"):
        computed(lambda estimate: (estimate / rows["plan"].map(float)).max(), of=rows["estimate"])


def test_days_are_grouped_by_their_month():
    days = [Day(2031, 7, 3), Day(2031, 7, 30), Day(2031, 8, 1)]
    assert [f"{month!s}" for month in dict.fromkeys(day.in_month for day in days)] == ["tháng 7/2031", "tháng 8/2031"]


def test_a_statistic_that_needs_more_than_the_column_is_refused_by_its_name(edition):
    with pytest.raises(InputError, match=r"edition\.figures, how: found 'quantile'; expected a statistic"):
        edition.figures("alerts", "alerts", by="monitor", how="quantile")


# -- what else is asked of columns and frames ------------------------------------------------------------------------------


def test_a_column_is_described_in_figures_that_readers_understand(alerts):
    described = alerts["alerts"].describe()
    assert [(code.label, described[code].text()) for code in described.index] == [
        ("Số dòng", "6"),
        ("Trung bình", "52.457,00"),
        ("Độ lệch chuẩn", "78.093,64"),
        ("Nhỏ nhất", "2.063"),
        ("Tứ phân vị thứ nhất", "4.724,75"),
        ("Trung vị", "12.138,5"),
        ("Tứ phân vị thứ ba", "69.307,25"),
        ("Lớn nhất", "197.785"),
    ]
    assert described["50%"].key == "median(alerts.alerts())" and shown(described)
    assert alerts.describe().columns.tolist() == ["alerts"] and shown(alerts.describe()["alerts"])
    by_monitor = alerts.groupby("monitor")["alerts"].describe()
    assert by_monitor.loc["server", "50%"].text() == "3.883" and by_monitor.loc["server", "count"].text() == "3"


def test_how_many_different_ones_there_are_is_a_figure_of_their_cells(alerts):
    monitors = alerts["monitor"].nunique()
    assert (monitors.text(), monitors.formula) == ("2", "số nội dung khác nhau (6 dòng; phần kiểm tra không tính lại)")
    assert [(cells.table, cells.lines, cells.column) for cells in monitors.cells] == [
        ("alerts", (2, 3, 4, 5, 6, 7), "monitor")
    ]
    assert shown(alerts.groupby("monitor")["severity"].nunique()) == {"server": "3", "workstation": "3"}


def test_places_are_whole_numbers_and_of_others_nothing_is_cut_off(alerts):
    assert alerts["alerts"].rank().astype(int).map(str).tolist() == ["4", "5", "6", "3", "1", "2"]
    with pytest.raises(InputError, match=r"astype: .*expected whole numbers.*Write column.round\(\)"):
        alerts["alerts"].rolling(2).mean().astype("int64")


def test_what_is_rounded_is_printed_so(alerts):
    shares = alerts["alerts"].with_figures() / alerts["alerts"].sum() * 100
    assert shares.round(1).iloc[0].text() == "2,3%" and shares.to_frame("a").round({"a": 1}).iloc[0, 0].text() == "2,3%"
    assert shares.to_frame("a").round(0).iloc[0, 0].text() == "2%"


def test_what_is_missing_is_taken_from_elsewhere_and_is_never_filled_with_zero(edition):
    classes = edition.register("training")["classes"]
    taken = classes.combine_first(edition.register("training")["learners"])
    assert classes.iloc[0].is_missing and taken.iloc[0].text() == "1.050"
    with pytest.raises(InputError, match=r"pivot_table: .*fill_value=0.*what is missing is not 0"):
        edition.register("training").pivot_table(index="course", columns="audience", values="learners", fill_value=0)


def test_nothing_is_added_to_what_is_missing(edition):
    received = edition.figures("dossiers_received", "dossiers", by="level")
    late = edition.register("dossiers_resolved").groupby("level")["dossiers"].sum().iloc[:2]
    assert received.sub(late).isna().sum() == 2
    for asked in (lambda: received.add(late, fill_value=0), lambda: received.to_frame("a").add(1, fill_value=0)):
        with pytest.raises(InputError, match=r"add: found 'fill_value=0'; .*what is missing is not 0. Leave it out"):
            asked()


def test_a_styled_frame_is_told_how_the_report_prints_it(alerts):
    with pytest.raises(InputError, match=r"style: .*Write show.table\(frame, 'what it shows', formats="):
        alerts.style.bar()


def test_what_pandas_cannot_ask_of_figures_is_asked_by_brackets(edition):
    frame = edition.register("indicators").assign(share=lambda rows: rows.estimate / rows.plan)
    with pytest.raises(TypeError) as raised:
        frame.query("share - 1 > 0.1")
    assert "Write frame[frame.share - 1 > 0.1] in the place of frame.query(" in str(explained(raised.value))


def test_a_merge_says_which_rows_it_loses_unless_it_was_asked_to(edition):
    """A district written in another way had dropped nine communes without a word."""
    received = edition.register("dossiers_received").groupby("level", as_index=False).dossiers.sum()
    lost = r"^merge leaves out 2 rows that have no partner: commune, land_office\. Write .*how='outer'"
    for merge in (type(received).merge, joined.merge):
        with pytest.warns(UserWarning, match=lost):
            assert len(merge(received, received[["level"]].iloc[:2], on="level")) == 2
    with catch_warnings():
        simplefilter("error")
        assert len(received.merge(received[["level"]].iloc[:2], "inner", on="level")) == 2
        assert len(received.merge(received[["level"]], on="level")) == 4


def test_rows_set_side_by_side_say_which_are_left_out(edition):
    received = edition.figures("dossiers_received", "dossiers", by="level").rename("received")
    services = edition.figures("online_services", "services", by="level").rename("services")
    said = "{} leaves out 1 row that has no partner: land_office. "
    with pytest.warns(UserWarning, match=said.format("concat")):
        assert len(joined.concat([received, services], axis=1, join="inner")) == 3
    with pytest.warns(UserWarning, match=said.format("join")):
        assert len(received.to_frame().join(services, how="inner")) == 3
    with catch_warnings():
        simplefilter("error")
        assert len(joined.concat([received, services], axis=1)) == len(received.to_frame().join(services)) == 4
        assert len(joined.concat([received, services])) == 7
        assert len(joined.merge(pd.DataFrame({"a": [1, 2]}), pd.DataFrame({"a": [1]}))) == 1


def test_a_mean_of_repeated_rows_says_so(edition):
    received = edition.register("dossiers_received").groupby("level", as_index=False).dossiers.sum()
    both = received.merge(edition.register("online_services")[["level", "services"]], "inner", on="level")
    said = r"^mean\(\) counts dossiers_received\.csv line \d+, dossiers, more than once: rows have been repeated"
    with pytest.warns(UserWarning, match=said):
        both.dossiers.mean()
    with catch_warnings():
        simplefilter("error")
        both.services.mean(), both.dossiers.max(), received.dossiers.median()


def test_the_greatest_of_groups_add_up_to_nothing(edition):
    greatest = edition.register("alerts").groupby("monitor").alerts.max()
    assert [figure.value for figure in greatest] == [7250, 197785]
    with pytest.raises(ExpressionError, match=r"^shares, means, ranks and the like do not add up"):
        greatest.sum()


def test_a_combination_of_which_no_row_is_counted_has_0_rows(edition):
    """It was printed as “-”, not reported; and 0 that somebody filled in was refused as a number without source."""
    counts = edition.register("alerts").groupby(["monitor", "severity"]).size()
    for wide in (counts.unstack(), counts.unstack(fill_value=0), counts.unstack().fillna(0)):
        assert wide.loc["workstation"].map(str).to_dict() == {"critical": "0", "high": "1", "medium": "1", "low": "1"}
        assert wide.loc["workstation", "critical"].key == "alerts.rows(monitor=[], severity=[])"
        assert wide.loc["server"].map(str).tolist() == ["1", "1", "1", "0"]
    measured = edition.register("alerts").groupby(["monitor", "severity"])["alerts"].sum()
    assert measured.unstack().isna().sum().sum() == 2
    for refused in (lambda: measured.unstack(fill_value=0), lambda: counts.unstack(fill_value=1)):
        with pytest.raises(InputError, match=r"unstack: found 'fill_value=.'; expected figures that are stated"):
            refused()


def test_one_row_of_each_group_is_not_what_the_group_has(edition):
    """“Tân Châu 18.359,9, Tổng 67.289,7” was printed of one month of three, and 3 months as “Quyết định 3”."""
    received = edition.register("dossiers_received")
    by_level = received.groupby("level")[["dossiers"]]
    several = r"\(\) takes one row of several that differ in dossiers: add them up, groupby"
    for taken in (by_level.first, by_level.last, received.groupby("level")["dossiers"].first):
        with pytest.warns(UserWarning, match=several):
            taken()
    once = received.drop_duplicates("level")
    with pytest.warns(UserWarning, match=f"drop_duplicates{several}"):
        assert once["dossiers"].sum().value == 435_890  # of 850.219
    counts = edition.register("training").groupby("audience")[["learners"]].count()
    with catch_warnings():
        simplefilter("error")
        assert once.rows().value == 4 and once["level"].map(str).tolist()[0] == "province"
        show.table(counts, "Khóa học", {"learners": "Số khóa"}, index="Đối tượng", total="Tổng")
        received.groupby(["level", "channel"])["dossiers"].first()  # one row each
        edition.register("base_stations").groupby("generation")["stations"].first()


@pytest.mark.parametrize(
    ("statistic", "shown"),
    [
        (lambda by: by.median(), "151.235"),
        (lambda by: by.mean(), "141.076,25"),
        (lambda by: by.quantile(0.9), "218.610"),
        (lambda by: by.rolling(2).mean().iloc[1], "130.917,50"),
        (lambda by: by.max(), "230.520"),
        (lambda by: by.rank().iloc[1], "4"),
    ],
)
def test_the_key_of_a_statistic_of_sums_gives_the_same_number(statistic, shown):
    """“mean(t.a(), t.b())” of two sums was published, and read back as the mean of all their cells: 130,0 and 32,5."""
    edition = Edition("2031-Q3", SYNTHETIC)
    figure = statistic(edition.register("dossiers_received").groupby("level")["dossiers"].sum())
    assert str(figure) == shown and str(edition.evaluate(figure.key)) == shown
