"""What an analyst does as every pandas user does: it is taken, or refused where it stands, with what to write instead."""

import pandas as pd
import pytest
from samples import SYNTHETIC

from helpers import charts, tables
from helpers.editions import Edition
from helpers.errors import InputError
from helpers.prose import bullets, highest, how_many, join_phrases, judged, lowest, numbered, prose


def say(name, figure):
    return f"{name}: {figure}"


@pytest.fixture(scope="module")
def edition():
    return Edition("2031-Q3", SYNTHETIC)


@pytest.mark.parametrize(
    ("written", "says"),
    [
        (lambda edition, _: edition.frame("dossier_resolved"), r"Did you mean dossiers_resolved\?"),
        (
            lambda edition, _: tables.table(edition.register("alerts"), "A", columns={"severty": "Mức"}),
            r"tables.table: found 'severty'; expected a column: .*Did you mean severity\?",
        ),
        (
            lambda _, values: tables.table(values.iloc[0], "A"),
            "tables.table: found 'Figure'; expected a frame or a series",
        ),
        (lambda _, values: join_phrases("hai"), "join_phrases: found 'str'; expected a list of phrases"),
        (
            lambda _, values: charts.bars(values.iloc[0], "A"),
            "charts.bars: found 'Figure'; expected a series or a frame of figures",
        ),
        (lambda edition, _: edition.before("lastyear"), r"edition.before: found 'lastyear'.*Did you mean last_year\?"),
        (lambda edition, _: edition.code("level", "distric"), r"edition.code: found.*Did you mean district\?"),
        (lambda _, values: highest(values.iloc[0], say), "found 'Figure'; expected a series of figures"),
        (lambda _, values: highest(pd.Series([1.5, 2.0]), say), "highest: found 'float .*'; expected figures"),
        (lambda _, values: lowest(pd.Series([1, 2]), say), "lowest: found 'int .*'; expected figures"),
        (lambda _, values: judged("Tăng.", [1.5]), "judged: found 'float .*'; expected figures"),
        (lambda _, values: prose(values), r"prose: found 'Series'; expected texts.*prose\(\*sentences\)"),
        (lambda _, values: prose(["Một câu."]), "prose: found 'list'; expected texts"),
        (lambda _, values: numbered("Một câu."), "numbered: found 'str'; expected a list of texts"),
        (lambda _, values: bullets(values.iloc[0]), "bullets: found 'Figure'; expected a list of texts"),
        (lambda _, values: how_many(3, "việc"), "how_many: found 'int'; expected a figure"),
        (lambda _, values: tables.table(values, "A", formats={"x": ".1"}), "tables.table, formats: found 'x'"),
        (
            lambda _, values: tables.table(values, "A", groups="level"),
            "tables.table, groups: found 'str'; expected a series",
        ),
    ],
)
def test_what_cannot_be_used_is_named_with_what_there_is(edition, written, says):
    values = edition.figures("alerts", "alerts", by="monitor")
    with pytest.raises(InputError, match=says):
        written(edition, values)


def test_a_growth_is_asked_of_an_expression_too_and_a_judgment_of_one_figure(edition):
    assert edition.growth("alerts.alerts()").text() == edition.growth(edition.figure("alerts", "alerts")).text()
    figure = edition.figure("alerts", "alerts")
    assert judged("Tăng.", figure) == judged("Tăng.", [figure])


# -- phrases with digits ---------------------------------------------------------------------------------------------


def test_a_quoted_name_may_stand_in_captions_heads_and_sentences(edition):
    values = edition.figures("alerts", "alerts", by="monitor")
    chart = charts.bars(values, "Số ca trên {'10.000'} dân", name="x")
    assert 'trên <span class="text">10.000</span> dân' in chart.html and "trên 10.000 dân" in chart.text
    table = tables.table(values, "{'Mũi 3'}", {"alerts": "Cảnh báo {'24/7'}"}, index="Máy")
    assert "Mũi 3\nMáy | Cảnh báo 24/7\n" in table.text
    assert prose("Đã tiêm {'mũi 3'}.").text == "Đã tiêm mũi 3." == prose(f"Đã {'tiêm'} {{'mũi 3'}}.").text


@pytest.mark.parametrize("words", ["mũi 3", "5 ca", "{'mũi 3'} cho 5 ca", "{mũi 3}"])
def test_digits_that_are_not_quoted_are_refused(words):
    with pytest.raises(ValueError, match="Of a name the digits stand in quotes"):
        prose(f"Đã có {words}.")


def test_what_is_grouped_prints_its_names():
    rows = Edition("2031-Q3", SYNTHETIC).register("dossiers_received")
    grouped = tables.table(rows.groupby("level")["dossiers"].sum(), "Hồ sơ", {"level": "Cấp", "dossiers": "Hồ sơ"}).text
    pivoted = tables.table(rows.pivot(index="level", columns="channel", values="dossiers"), "Hồ sơ", index="Cấp").text
    assert "\nCấp tỉnh | " in grouped and "\nCấp tỉnh | " in pivoted and "Trực tuyến" in pivoted


# -- a picture of one's own ------------------------------------------------------------------------------------------


def test_a_function_draws_on_the_axes_what_the_chart_says(edition):
    values = edition.figures("alerts", "alerts", by="monitor")
    seen = []
    shown = charts.custom(
        lambda axes, numbers: seen.append(numbers.tolist()) or numbers.plot(ax=axes), values, "A", name="a"
    )
    assert seen[0] == [float(figure) for figure in values]
    assert 'class="chart"' in shown.html and "alerts.csv" in shown.html and 'id="a"' in shown.html
    assert [figure.text() in shown.text for figure in values] == [True] * len(values)
