"""Figures: arithmetic, formatting, provenance."""

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from doors import to_html, to_text
from samples import SYNTHETIC, TABLES

from helpers.audit.numeric_formulas import Formula
from helpers.data.expressions import ExpressionError, Select
from helpers.data.expressions import parse as expression
from helpers.editions import Edition
from helpers.values.figures import Figure, statistic, total
from helpers.values.sourced_text import Text
from helpers.values.sources import Cells, compress, expand, merge, parse
from receipts import Cell, DoesNotAddUp, Operation


@pytest.fixture(scope="module")
def edition():
    return Edition("2031-Q3", SYNTHETIC)


def figure(value, unit="hồ sơ", lines=(2,), **more):
    selection = Select("t", "c", (("d", (f"{value}",)),), TABLES["counts"])
    return made(value, unit, selection, Cells("t", tuple(lines), "c"), named=f"{value}", **more)


def made(value, unit, selection, cells, measure="", period="", named="", **more):
    """As an edition reads it: with the cells that say what it measures."""
    measure = measure or ("rate" if unit == "%" or "/" in unit.replace("/ngày", "") else "flow")
    of = [Cell(f"{cells.table}:{line}:{cells.column}{named}", unit, measure, period) for line in cells.lines]
    source = of[0] if len(of) == 1 else Operation("sum", tuple(of), unit, measure, period)
    exact = None if value is None else Decimal(value)
    return Figure(exact, unit, selection, (cells,), source=source, period=period, **more)


@pytest.mark.parametrize(
    ("value", "spec", "decimals", "text"),
    [
        ("112361", "", 0, "112.361"),
        ("5", "02", 0, "05"),
        ("10", "02", 0, "10"),
        ("0", "02", 0, "0"),
        ("0.125", ".2", 3, "0,13"),
        ("1234567.25", ".1", 2, "1.234.567,3"),
        ("-0.4", ".0", 1, "-0,4"),
        ("42", "unit", 0, "42\u00a0hồ sơ"),
        ("3", "+", 0, "+3"),
        ("-1", "trend", 0, "giảm 1\u00a0hồ sơ"),
        ("0", "trend", 0, "không đổi"),
        (None, "unit", 0, "-"),
        (None, "trend", 0, "chưa so sánh được"),
    ],
)
def test_formats(value, spec, decimals, text):
    assert figure(value, decimals=decimals).text(spec) == text


def test_a_ratio_prints_as_a_percentage():
    assert (figure(3) / figure(8)).text(".1%") == "37,5%"
    assert (figure(3) / figure(8)).text() == "37,50%"


def test_a_ratio_times_a_hundred_is_in_percent_and_percent_by_a_hundred_are_a_ratio():
    """As whoever knows pandas writes it: 37,5%, not 3.750%."""
    percent = figure(3) / figure(8) * 100
    assert (percent.unit, percent.text(".1"), (100 * (figure(3) / figure(8))).text("unit")) == ("%", "37,5%", "37,50%")
    assert (percent / 100).text(".1%") == "37,5%" and (percent / 100 * figure(80)).text("unit") == "30,00\u00a0hồ sơ"


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (lambda part, whole: 100 * part / whole, "124,40%"),
        (lambda part, whole: part * 100 / whole, "124,40%"),
        (lambda part, whole: (part - whole) * 100 / whole, "24,40%"),
        (lambda part, whole: 100 * (part - whole) / whole, "24,40%"),
        (lambda part, whole: (100 * part - 100 * whole) / whole, "24,40%"),
        (lambda part, whole: 100 * (part / whole) - 100, "24,40%"),
        (lambda part, whole: 100 * part / whole / 100, "124,40%"),
        (lambda part, whole: part / whole - 1, "24,40%"),
        (lambda part, whole: 1 - part / whole, "-24,40%"),
        (lambda part, whole: (part / whole - 1) * 100, "24,40%"),
        (lambda part, whole: 2 * part / whole, "248,80%"),
        (lambda part, whole: -100 * part / whole, "-124,40%"),
        (lambda part, whole: -1 * (part / whole), "-124,40%"),
        (lambda part, whole: round(part / whole, 3), "124,4%"),
        (lambda part, whole: round(100 * part / whole, 1), "124,4%"),
        (lambda part, whole: round(part / 3), "415"),
        (lambda part, whole: 100 * part / whole - part / whole, "0,00\u00a0điểm phần trăm"),
    ],
)
def test_a_share_is_the_same_share_however_it_is_brought_to_percent(written, text):
    """`100 * part / whole` printed 12.440,00%, and later so of counts without a unit, such as rows."""
    for unit in ("hồ sơ", ""):
        assert written(figure(1244, unit), figure(1000, unit)).text() == text


RATE = figure("98.15", "%", decimals=2)
SHARE = figure(3) / figure(8)


def test_percent_and_shares_are_computed_and_compared_in_one_unit():
    assert (RATE - SHARE).text() == "60,65\u00a0điểm phần trăm" and SHARE < RATE and (SHARE * 100) == SHARE
    assert SHARE > 0.3 and SHARE < 1 and RATE > 95 and RATE > 0 and SHARE != 0 and RATE + 0 == RATE


def test_a_difference_of_a_percentage_and_a_share_means_the_same_in_a_rule(edition):
    """The key of a printed figure is computed again by the audit, in terms of cells."""
    rate = edition.figure("online_rates", "percent", measure="exchange", level="province")
    share = edition.figure("media_items", "items", tone="positive") / edition.figure("media_items", "items")
    term = Formula(expression((rate - share).key, TABLES), edition.records)
    cells = {cell: float(edition.number(cell[0], cell[1], cell[2])) for cell in term.cells}
    assert ((rate - share).text(), term.unit, round(term.value(cells), 2)) == ("88,13\u00a0điểm phần trăm", "%", 88.13)


def test_what_lies_between_two_percentages_is_in_percentage_points():
    """`rate - share` printed 60,65%."""
    between = SHARE - figure(1) / figure(8)
    assert [each.text(".1") for each in (between, abs(-between), 100 * between, between / 2, between + between)] == [
        f"{number}\u00a0điểm phần trăm" for number in ("25,0", "25,0", "25,0", "12,5", "50,0")
    ]
    assert between.text(".1trend") == "tăng 25,0\u00a0điểm phần trăm" and between > 0.2
    of_a_whole = (SHARE - between, SHARE + between, 1 - SHARE, SHARE - 1, between / SHARE, between * figure(8))
    assert [each.text(".1") for each in of_a_whole] == ["12,5%", "62,5%", "62,5%", "-62,5%", "66,7%", "2,0"]


def test_a_product_is_in_the_unit_that_it_has():
    """`yield * area` was printed in tạ/ha, hours times hours over hours in percent."""
    yields, area, hours = figure(60, "tạ/ha"), figure(5, "ha"), figure(3, "giờ")
    assert ((yields * area).unit, (area * yields).unit) == ("tạ", "tạ")
    assert (hours * hours).unit == "giờ·giờ" and (hours * hours / hours).text("unit") == "3,00\u00a0giờ"
    assert (area * hours / hours).unit == (hours * area / hours).unit == "ha"
    with pytest.raises(
        ExpressionError, match=r"'%·ha' are no counts: a percentage of something is rate / 100 \* count"
    ):
        (RATE * area).text()
    assert (RATE * area / area).unit == "%"  # as in an average that areas weigh
    assert (RATE / 100 * area).text("unit") == "4,91\u00a0ha"


def test_what_is_computed_of_very_many_is_printed_with_its_cells_and_without_a_key():
    """The language reads no expression of more than 2,000 characters; a build ended with a fault of the program."""
    of_many = total(figure(1, lines=(line,)) for line in range(2, 402))
    assert (of_many.key, of_many.text()) == ("", "400") and of_many.cells == (Cells("t", tuple(range(2, 402)), "c"),)
    assert (
        "data-key" not in to_html(f"{of_many}")
        and total([figure(1), figure(2, lines=(3,))]).key == "t.c(d='1') + t.c(d='2')"
    )


def test_a_sum_remembers_its_cells_and_formula():
    both = figure(3, lines=(2,)) + figure(4, lines=(5,))
    assert (both.value, both.cells, both.formula) == (Decimal(7), (Cells("t", (2, 5), "c"),), "3 + 4")


@pytest.mark.filterwarnings("ignore:A missing figure")
def test_missing_stays_missing_and_zero_divides_nothing():
    assert total([figure(2), figure(None)]).is_missing
    assert (figure(1) / figure(0)).is_missing
    assert not (figure(None) < figure(1)) and figure(None) != figure(None)
    assert not (figure(None) >= figure(1)) and not (figure(1) <= figure(None)) and figure(2) >= figure(2) > figure(1)


def test_growth_takes_its_word_from_its_sign():
    assert (figure(90) / figure(100) - 1).text(".1trend") == "giảm 10,0%"
    assert (figure(1145) / figure(1000) - 1).text(".1trend") == "tăng 14,5%"


def test_units_do_not_mix():
    with pytest.raises(ValueError, match="cannot compute"):
        figure(1) + figure(1, unit="tin")


def test_a_formula_keeps_its_brackets():
    assert ((figure(1) + figure(2)) / figure(4)).formula == "(1 + 2) / 4"
    assert (figure(9) - (figure(4) - figure(1))).formula == "9 - (4 - 1)"


def test_the_element_carries_the_source():
    html = to_html(f"{figure(7, lines=(2, 3, 9)):02}")
    assert html == '<data value="7" data-key="t.c(d=&#39;7&#39;)" data-unit="hồ sơ" data-cells="t:2-3,9:c">07</data>'


def test_text_from_csvs_is_escaped():
    assert to_html(f"<b>{Text('R&D <script>')}") == '&lt;b&gt;<span class="text">R&amp;D &lt;script&gt;</span>'
    assert to_text(f"{Text('R&D')}") == "R&D"


def test_a_change_below_ten_has_a_leading_zero_where_it_is_wanted():
    one_less = Figure(Decimal(-1), "đơn")
    assert one_less.text("02trend") == "giảm 01\u00a0đơn" and one_less.text("trend") == "giảm 1\u00a0đơn"
    assert Figure(Decimal(12), "đơn").text("02trend") == "tăng 12\u00a0đơn"


def test_line_ranges_read_back():
    assert compress((9, 2, 3, 4)) == "2-4,9" and expand("2-4,9") == (2, 3, 4, 9)
    assert merge(parse("a:2:x;a:4-5:x")) == (Cells("a", (2, 4, 5), "x"),)


def test_an_edition_reads_sums_filters_and_counts(edition):
    assert edition.figure("dossiers_received", "dossiers").value == 564305
    assert edition.figure("dossiers_received", "dossiers", channel=["online", "postal"]).value == 436100
    assert edition.figure("dossiers_received", "dossiers", level="commune", channel="postal").is_missing
    assert edition.count("decision_tasks", state="completed").value == 5
    assert edition.fact("spam_per_day").text("unit") == "khoảng 1.000\u00a0thư/ngày"
    assert (
        edition.evaluate(
            "weighted(online_rates.percent(measure='signature'), edocuments.documents(direction='outgoing'))"
        ).text(".2unit")
        == "97,49%"
    )


def test_figures_of_one_value_are_equal_and_hash_alike():
    five, also_five = figure(5), figure(5, "tin", (9,))
    assert five == also_five == 5 == five and five == 5.0 and figure("0.5") == 0.5
    assert len({five, also_five, 5, Decimal(5)}) == 1
    assert pd.Series([five, also_five, figure(6)]).isin([5]).tolist() == [True, True, False]


@pytest.mark.filterwarnings("ignore:A missing figure")
def test_a_missing_figure_equals_nothing_not_even_another():
    missing = figure(None)
    assert missing != figure(None) and missing != missing and missing != 0
    assert pd.Series([missing, figure(5)]).isin([figure(None), 0]).tolist() == [False, False]


def test_a_changed_sign_keeps_what_it_was_changed_in():
    both = figure(3) + figure(4, lines=(5,))
    assert ((-both).value, (-both).key) == (-7, "-(t.c(d='3') + t.c(d='4'))")
    assert ((-both).formula, (-figure(3)).formula) == ("-(3 + 4)", "-3")
    assert (abs(-figure(3)).value, abs(-figure(3)).key, abs(-figure(3)).formula) == (3, "abs(-t.c(d='3'))", "|-3|")


def test_a_total_of_nothing_is_missing_not_zero():
    assert total([]).is_missing and total([]).text() == "-"
    assert total([figure(0)]).value == 0


def test_a_figure_divided_by_no_figures_is_missing():
    assert (figure(1) / total([])).is_missing and (figure(1) / total([])).key == ""


def test_a_qualifier_belongs_to_its_own_number(edition):
    assert edition.figure("training", "learners", course="procedures_system").text() == "hơn 1.930"
    assert edition.figure("training", "classes", course="procedures_system").text() == "10"
    assert edition.figure("training", "learners").text() == "hơn 24.405"


@pytest.mark.parametrize(
    ("part", "whole", "spec", "text"),
    [
        (279, 280, ".0%", "99,6%"),
        (279, 280, "", "99,64%"),
        (99_996, 100_000, ".2%", "99,996%"),
        (1, 1_000, ".0%", "0,1%"),
        (999_999, 1_000_000, ".2%", "99,9999%"),
        (9_999_999, 10_000_000, ".2%", "trên 99,99%"),
        (1, 10_000_000, ".2%", "dưới 0,01%"),
        (10_000_001, 10_000_000, ".0%", "trên 100%"),
        (280, 280, ".0%", "100%"),
        (280, 280, ".2%", "100,00%"),
        (0, 280, ".2%", "0,00%"),
    ],
)
def test_no_share_is_rounded_to_all_or_to_none(part, whole, spec, text):
    assert (figure(part) / figure(whole)).text(spec) == text


def test_shares_that_add_up_to_all_are_all_whatever_the_computer_rounds():
    whole = figure(7)
    assert (figure(1) / whole + figure(2) / whole + figure(4) / whole).text(".2%") == "100,00%"


@pytest.mark.parametrize(
    ("key", "unit", "spec", "text"),
    [
        ("change(counts.value(item='a'), '2030-Q3')", "%", "trend", "giảm 1,5\xa0điểm phần trăm"),
        ("abs(change(counts.value(item='a'), '2030-Q3'))", "%", "", "-1,5\xa0điểm phần trăm"),
        ("counts.change(item='a')", "%", "trend", "giảm 1,5\xa0điểm phần trăm"),
        ("growth(counts.value(item='a'), '2030-Q3')", "%", "trend", "giảm 1,5%"),
        ("counts.value(item='a')", "%", "trend", "giảm 1,5%"),
        ("change(counts.value(item='a'), '2030-Q3')", "đơn", "trend", "giảm 1,5\xa0đơn"),
    ],
)
def test_the_change_of_a_share_is_in_percentage_points(key, unit, spec, text):
    assert Figure(Decimal("-1.5"), unit, expression(key, TABLES), decimals=1).text(spec) == text


def test_the_change_of_a_quotient_is_in_percentage_points():
    quotient = "change(counts.value(item='a') / counts.value(item='b'), '2030-Q3')"
    assert Figure(Decimal("0.015"), "ratio", expression(quotient, TABLES), decimals=None).text(".1trend") == (
        "tăng 1,5\xa0điểm phần trăm"
    )


def yields():
    """Yields, areas and harvests of two districts: 20 and 30 tạ/ha, 2 and 3 ha, 40 and 90 tạ."""
    numbers = {"tạ/ha": (20, 30), "ha": (2, 3), "tạ": (40, 90)}
    return [
        [made(number, unit, Select(unit, "c", (("d", (f"{line}",)),), TABLES["counts"]), Cells(unit, (line,), "c"))
         for line, number in enumerate(both, 2)]
        for unit, both in numbers.items()
    ]  # fmt: skip


def test_python_adds_no_rates_either():
    """sum(rates) was printed as “582,50%”; numpy gives a plain number, which is refused where it is printed."""
    rates, _areas, harvests = yields()
    for add in (sum, lambda each: each[0] + each[1]):
        with pytest.raises(DoesNotAddUp, match="of the measure 'rate' and does not add up"):
            add(rates)
    assert sum(harvests).text("unit") == "130\u00a0tạ" and type(np.sum(harvests)) is np.float64


def test_a_cell_is_added_up_once():
    _rates, areas, harvests = yields()
    shares = [harvest / total(harvests) for harvest in harvests]
    assert sum(shares).text(".0%") == "100%"
    with pytest.raises(DoesNotAddUp, match="ha:2:c would be added up twice"):
        sum([*areas, areas[0]])


def test_a_count_over_a_percentage_is_no_unit():
    with pytest.raises(ExpressionError, match=r"'hồ sơ' over '%' is no unit: the whole .* is count / \(rate / 100\)"):
        figure(30, "hồ sơ") / figure(60, "%", lines=(3,))
    assert (figure(30, "hồ sơ") / (figure(60, "%", lines=(3,)) / 100)).text(".0unit") == "50\u00a0hồ sơ"


def test_a_power_of_ten_takes_the_unit_away():
    """Millions over a thousand were printed as “64,8 triệu đồng”, tạ/ha times ten as tấn/ha."""
    money, (_rates, areas, harvests) = figure(64800, "triệu đồng"), yields()
    for changed in (money / 1000, total(harvests) / total(areas) * 10, money * 10**6):
        assert changed.unit == "" and changed.text(".1unit") == changed.text(".1")
    assert (money / 1000).text(".1") == "64,8"
    homes = figure(412750, "tỷ đồng") * 1000 / figure(540, "căn")
    assert homes.text(".0unit") == "764.352"  # triệu đồng/căn
    assert (100 * figure(412, "máy") / figure(540, "người")).text(".1unit") == "76,3"  # máy/100 dân
    assert (money / 3).text(".0unit") == "21.600\u00a0triệu đồng"
    assert (100 * harvests[0] / total(harvests)).text(".1unit") == "30,8%"
    assert (money / 1000 + figure(2, "tỷ đồng")).text(".1unit") == "66,8\u00a0tỷ đồng"


@pytest.mark.parametrize(
    ("numbers", "shown"), [(["3", "5", "9"], "5"), (["3", "6"], "4,5"), (["10", "20"], "15"), (["1.5", "1.6"], "1,55")]
)
def test_a_median_has_the_decimals_of_its_numbers_or_one_more(numbers, shown):
    """Of whole numbers it was printed as “5,00”."""
    figures = [Figure(Decimal(each), decimals=len(each.partition(".")[2])) for each in numbers]
    assert str(statistic("median", figures)) == shown


def test_a_row_of_a_register_has_texts_that_are_named(edition):
    """`sum(axis=1)` of a whole register was refused as “not with Text”, without a word of which."""
    rows = edition.register("media_items").set_index("tone")
    for compute in (lambda: rows.iloc[0].diff(), lambda: rows.sum(axis=1)):
        with pytest.raises(TypeError, match=r"not with Text I\.2\.7\. .* choose the columns of numbers"):
            compute()


def test_what_pandas_makes_of_counts_and_sums_is_named_by_their_keys(edition):
    counts = edition.figures("training", "rows", by="course")
    assert (str(counts.sum()), counts.sum().key) == ("12", " + ".join(figure.key for figure in counts))
    received = edition.figures("dossiers_received", "dossiers", by="level")
    assert (str(received.max()), received.max().key) == ("230.520", "dossiers_received.dossiers(level='province')")
    assert (str(received.sum()), received.sum().key) == ("564.305", "dossiers_received.dossiers()")
