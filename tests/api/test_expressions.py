"""The language of figures: what is read is what is printed, and it means one thing to figures and to rules."""

from __future__ import annotations

import re
from decimal import Decimal
from math import isnan, prod
from pathlib import Path

import pytest
import samples
from doors import declared
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st
from samples import TABLES

from helpers.audit.numeric_formulas import Cell, Formula
from helpers.data.expressions import (
    CHANGES,
    COMPARED,
    Call,
    Expression,
    ExpressionError,
    Number,
    Select,
    Words,
    dated,
    operation,
    parse,
    resolved,
)
from helpers.editions import Edition
from helpers.values.figures import Figure, total
from helpers.values.sources import join

PERIODS = ("2031-H1", "2030-H1")
CODES = {
    "level": ("province", "district", "commune"),
    "channel": ("online", "direct"),
    "direction": ("incoming", "outgoing"),
    "tone": ("positive", "negative"),
    "measure": ("exchange", "signature"),
}
COLUMNS = {
    "dossiers_received.dossiers": ("level", "channel"),
    "edocuments.documents": ("level", "direction"),
    "online_rates.percent": ("measure", "level"),
    "media_items.items": ("tone",),
}
VALUES = {name.split(".")[1] for name in COLUMNS}


# -- generated tables and expressions ----------------------------------------------------------------------------------


def edition_of(tables: dict[str, list[dict[str, str]]], folder: Path) -> Edition:
    """An edition of the tables given; those never given are empty."""
    if not (folder / "codes.csv").exists():
        fields = ((name, field) for name, table in declared().items() for field in table["schema"]["fields"])
        lists = {(name, field["name"]): field.get("codes") for name, field in fields}
        codes = [
            {"list": lists[table, dimension], "code": code, "order": f"{place}", "label": f"Nhãn {code}"}
            for table, dimension in {
                dimension: (name.split(".")[0], dimension)
                for name, dimensions in COLUMNS.items()
                for dimension in dimensions
            }.values()
            for place, code in enumerate(CODES[dimension], 1)
        ]
        periods = [{"period": name, "label": name, "previous": "2029", "estimated": "false"} for name in PERIODS]
        samples.save({name: [] for name in declared()} | {"codes": codes, "periods": periods}, folder)
    samples.save(tables, folder)
    return Edition(PERIODS[0], folder, checked=True)


@st.composite
def tables(draw: st.DrawFn) -> dict[str, list[dict[str, str]]]:
    """Some rows of some tables in two periods, a few of their cells empty."""
    amounts = st.sampled_from(["", "0", *["3", "12.5", "1700", "0.25", "96.475", "250000"] * 4])
    found: dict[str, list[dict[str, str]]] = {}
    for name, dimensions in COLUMNS.items():
        table, column = name.split(".")
        keys = [{}]
        for dimension in dimensions:
            keys = [key | {dimension: code} for key in keys for code in CODES[dimension]]
        found[table] = [
            {"period": period, **key, column: draw(amounts), "source": "I.1"}
            for period in PERIODS
            for key in keys
            if draw(st.integers(0, 9))
        ]
    return found


@st.composite
def selects(draw: st.DrawFn, column: str = "", rows: bool = True, periods: bool = True) -> Select:
    name = column or draw(st.sampled_from(sorted(COLUMNS)))
    where = [
        (dimension, tuple(draw(st.lists(st.sampled_from(CODES[dimension]), max_size=3, unique=True))))
        for dimension in COLUMNS[name]
        if draw(st.booleans())
    ]
    if periods and draw(st.booleans()):
        where.append(("period", (draw(st.sampled_from((*PERIODS, *COMPARED))),)))
    table, column = name.split(".")
    return Select.of(TABLES[table], "rows" if rows and not draw(st.integers(0, 5)) else column, tuple(where))


NUMBERS = st.builds(Number, st.decimals(0, 1000, places=2) | st.integers(0, 10**9).map(Decimal))


def expressions(periods: bool = True, divided_by_differences: bool = True) -> st.SearchStrategy[Expression]:
    weighted = st.tuples(
        selects("online_rates.percent", rows=False, periods=periods),
        selects("edocuments.documents", rows=False, periods=periods),
    ).map(lambda pair: Call("weighted", pair))

    middle = selects(rows=False, periods=periods).map(lambda select: Call("median", (select,)))
    single = st.one_of(selects(periods=periods), NUMBERS)
    changes = st.tuples(st.sampled_from(CHANGES), selects(), st.sampled_from((*PERIODS, *COMPARED)).map(Words)).map(
        lambda three: Call(three[0], three[1:])
    )

    def larger(parts: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
        divisors = parts if divided_by_differences else single
        return st.one_of(
            st.tuples(parts, st.sampled_from("+-*"), parts).map(lambda three: operation(*three)),
            st.tuples(parts, divisors.filter(lambda part: part != Number(Decimal(0)))).map(
                lambda two: operation(two[0], "/", two[1])
            ),
            parts.map(lambda part: Call("-", (part,))),
            parts.map(lambda part: Call("abs", (part,))),
            st.lists(parts, min_size=1, max_size=3).map(lambda several: Call("max", tuple(several))),
            *([changes] if periods else []),
        )

    return st.recursive(single | weighted | middle, larger, max_leaves=8)


def leaves(expression: Expression) -> list[Expression]:
    match expression:
        case Call(_, arguments):
            return [leaf for argument in arguments for leaf in leaves(argument)]
        case Words():
            return []
    return [expression]


# units and mere numbers that do not fit, what does not add up
UNFIT = re.compile(
    "cannot compute| beside |under another name|do not add up|added up twice| is no unit|are counts, and|the same months"
)


def computed(edition: Edition, expression: Expression) -> Figure:
    try:
        return edition.evaluate(expression)
    except ExpressionError as error:
        assume(not UNFIT.search(str(error)))
        assume("which has other months of the year" not in str(error))
        assume("is counted by rows that are named" not in str(error))  # a growth of these is refused: test_last_year
        raise


def same(one: Figure, two: Figure) -> bool:
    return (one.value, one.unit, one.cells, one.decimals) == (two.value, two.unit, two.cells, two.decimals)


# -- grammar and printer -----------------------------------------------------------------------------------------------


@given(expressions())
def test_what_is_printed_is_what_is_read(expression):
    assume(len(str(expression)) <= 2000)
    assert parse(str(expression), TABLES) == expression


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("1+2*3", "1 + 2 * 3"),
        ("(1+2)*3", "(1 + 2) * 3"),
        ("1-(2-3)-4", "1 - (2 - 3) - 4"),
        ("(1-2)-3", "1 - 2 - 3"),
        ("8/(4*2)", "8 / (4 * 2)"),
        ("-(1+2)*3", "-(1 + 2) * 3"),
        ("2--(-1)", "2 - --1"),
        ("max(1,(2))", "max(1, 2)"),
        ("media_items.items(tone=['positive'])", "media_items.items(tone='positive')"),
        ("media_items.rows(tone=[])", "media_items.rows(tone=[])"),
        ("documents.rows(document='1\\'\"\\n')", "documents.rows(document='1\\'\"\\n')"),
    ],
)
def test_brackets_and_quotes(written, printed):
    assert str(parse(written, TABLES)) == printed


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("", "it is empty"),
        ("media_items.items() +  ", "invalid syntax"),
        ("plan_projects.rows(due='Quý I/2024') + nope.x()", "table 'nope' is unknown; near: counts, "),
        ("1 + max(2,\n 3 ** 2)", "'3 ** 2' is not part of the language"),
        ("media_items.value()", "no number column 'value'; it has items, rows"),
        ("media_items.items(level='x')", "has no column 'level'; it has period, tone, items"),
        ("media_items.items(tone=5)", "5 is not a code"),
        ("media_items.items(tone='x', tone='y')", "'tone' is named twice"),
        ("media_items.items(period='@next')", "write one period: period='2023-H1', period='@last_year'"),
        ("growth(1)", "write growth(a), growth(a, '@previous')"),
        ("1 + change(media_items.items(), '@next')", "write change(a), change(a, '@previous')"),
        ("growth(media_items.items(), media_items.items())", "write growth(a)"),
        ("media_items.items(period=['a', 'b'])", "write one period"),
        ("codes.order(period='2024-H1')", "'codes' has no column 'period'"),
        ("1 + weighted(1)", "write weighted(rates, weights) with two selections"),
        ("weighted(media_items.items(), alerts.alerts())", "that share a dimension"),
        ("abs(1, 2)", "write abs(a)"),
        ("mean(1, 2)", "write mean(table.column(…))"),
        ("min()", "write min(a, …)"),
        ("round(1)", "'round(1)' is not part of the language"),
        ("2 * 1e400", "'1e400' is not part of the language"),
        ("nan", "'nan' is not part of the language"),
        ("1" + " + 1" * 500, "at most 2,000 characters, not 2,001"),
        ("-" * 60 + "1", "nested more than 50 deep"),
        ("abs(" * 60 + "1" + ")" * 60, "nested more than 50 deep"),
        ("(" * 900 + "1" + ")" * 900, "too many nested parentheses"),
        ("a\0b", "cannot be read"),
    ],
)
def test_what_cannot_be_read_says_why(written, says):
    with pytest.raises(ExpressionError, match=re.escape(says)):
        parse(written, TABLES)


# -- one meaning -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("language")


@settings(max_examples=60, deadline=None)
@given(data=tables(), expression=expressions())
def test_a_figures_key_evaluates_to_the_same_figure(folder, data, expression):
    edition = edition_of(data, folder)
    try:
        figure = computed(edition, expression)
    except ExpressionError:  # what cannot be compared with another period
        reject()
    assume(len(figure.key) <= 2000)
    assert same(edition.evaluate(figure.key), figure)


@settings(max_examples=60, deadline=None)
@given(data=tables(), chosen=st.lists(selects(periods=False), min_size=2, max_size=4), chance=st.randoms())
def test_the_key_of_what_a_notebook_computes_evaluates_to_the_same_figure(folder, data, chosen, chance):
    """Figures of two editions, combined in Python and not by an expression."""
    editions = [edition_of(data, folder), Edition(PERIODS[1], folder, checked=True)]
    figures = [computed(chance.choice(editions), select) for select in chosen]
    first, second, *_ = figures
    ways = [
        lambda: total(figures), lambda: total(figures) / len(figures), lambda: -(first + second), lambda: abs(first - second) * 3,
        lambda: (first - second) / second, lambda: second - (first - first) / first, lambda: 1 - first / second,
        lambda: first * Decimal("-0.5"), lambda: -2 + first, lambda: sum(figures) / len(figures),
    ]  # fmt: skip
    for way in ways:
        try:
            figure = way()
        except ExpressionError as error:
            assert UNFIT.search(str(error))
            continue
        home = figure.period if figure.period in PERIODS else PERIODS[0]  # any edition can evaluate the former
        assert same(Edition(home, folder, checked=True).evaluate(figure.key), figure), figure.key


@settings(max_examples=60, deadline=None)
@given(data=tables(), expression=expressions(divided_by_differences=False))
def test_figures_and_rules_compute_the_same_number(folder, data, expression):
    edition = edition_of(data, folder)
    figure, records = computed(edition, expression), edition.records
    values: dict[Cell, float | None] = {}
    for table, column in (name.split(".") for name in COLUMNS):
        values |= {(table, 0, column): None, (table, 0, "rows"): None}
        for line, row in [*records[table].items(), *records.before["@last_year"][table].items()]:
            values[table, line, column] = float(row[column]) if row[column] else None
    term = Formula(expression, records)
    value = term.value(values)
    assert (term.unit, value is None) == (figure.unit, figure.is_missing)
    assert set(term.cells) >= {
        (cells.table, line, cells.column) for cells in figure.cells for line in cells.lines if cells.column in VALUES
    }
    if value is not None:
        alone = (Call("mean", (leaf,)) if isinstance(leaf, Select) else leaf for leaf in leaves(expression))
        sizes = [abs(float(edition.evaluate(each))) for each in alone]
        reach = prod((1 + size) * (1 + 1 / size) for size in sizes if size and not isnan(size))
        assert value == pytest.approx(float(figure), rel=1e-9, abs=1e-13 * reach)


def test_millions_are_compared_with_thousands_of_millions_as_the_rule_says(tmp_path):
    row = {"growth": "", "change": "", "qualifier": "", "label": "Doanh thu", "source": "I.1", "period": PERIODS[0]}
    counts = [
        row | {"item": "a", "value": "1.5", "unit": "tỷ đồng"},
        row | {"item": "b", "value": "20", "unit": "triệu đồng"},
    ]
    edition = edition_of({"counts": counts}, tmp_path)
    text = "counts.value(item='a') * 1000 + counts.value(item='b')"
    values = {("counts", 2, "value"): 1.5, ("counts", 3, "value"): 20.0}
    figure, term = edition.evaluate(text), Formula(parse(text, edition.tables), edition.records)
    assert (figure.value, figure.unit) == (term.value(values), term.unit) == (1520, "triệu đồng")
    with pytest.raises(ExpressionError, match="cannot compute 'tỷ đồng' with 'triệu đồng'"):
        edition.evaluate(text.replace(" * 1000", ""))


@pytest.fixture
def two_periods(folder) -> Edition:
    rows = [
        {"period": period, "tone": tone, "items": items, "source": "I.1"}
        for period, tone, items in [
            ("2031-H1", "positive", "90"), ("2031-H1", "negative", "10"), ("2030-H1", "positive", "60"), ("2030-H1", "negative", ""),
        ]
    ]  # fmt: skip
    return edition_of({"media_items": rows}, folder)


@pytest.mark.parametrize(
    ("written", "value", "unit", "decimals", "cells"),
    [
        ("media_items.items()", 100, "tin", 0, "media_items:2-3:items"),
        ("media_items.items(tone=['positive', 'negative'])", 100, "tin", 0, "media_items:2-3:items"),
        ("media_items.items(tone=[])", None, "tin", 0, ""),
        ("media_items.rows(tone=[])", 0, "", 0, ""),
        ("media_items.rows(period='2030-H1')", 2, "", 0, "media_items:4-5:tone"),
        ("media_items.items(period='2030-H1')", None, "tin", 0, "media_items:4-5:items"),
        ("media_items.items(tone='positive', period='2030-H1')", 60, "tin", 0, "media_items:4:items"),
        ("-(media_items.items(tone='negative') - media_items.items())", 90, "tin", 0, "media_items:2-3:items"),
        ("abs(media_items.items(tone='negative') - media_items.items())", 90, "tin", 0, "media_items:2-3:items"),
        ("mean(media_items.items())", 50, "tin", None, "media_items:2-3:items"),
        ("mean(media_items.items(tone=[]))", None, "tin", None, ""),
        ("median(media_items.items())", 50, "tin", 0, "media_items:2-3:items"),
        ("max(media_items.items(), 20)", 100, "tin", 0, "media_items:2-3:items"),
        ("min(media_items.items(tone=[]), 5)", None, "tin", 0, ""),
        ("media_items.items(tone='negative') / media_items.items()", Decimal("0.1"), "ratio", None, "media_items:2-3:items"),
        ("media_items.items() / media_items.rows()", 50, "tin", None, "media_items:2-3:items;media_items:2-3:tone"),
        ("media_items.items() / (1 - 1)", None, "tin", None, "media_items:2-3:items"),
        ("2 * media_items.items() / 4", 50, "tin", None, "media_items:2-3:items"),
        ("media_items.items(tone='positive', period='@last_year')", 60, "tin", 0, "media_items:4:items"),
        ("media_items.items(tone='positive', period='@previous')", None, "tin", 0, ""),
        ("growth(media_items.items(tone='positive'))", 50, "%", None, "media_items:2,4:items"),
        ("change(media_items.items(tone='positive'))", 30, "tin", 0, "media_items:2,4:items"),
        ("change(media_items.items(tone='positive', period='2030-H1'), '2031-H1')", -30, "tin", 0, "media_items:2,4:items"),
        ("growth(media_items.items(tone='negative'))", None, "%", None, "media_items:3,5:items"),
    ],
)  # fmt: skip
def test_what_an_expression_means(two_periods, written, value, unit, decimals, cells):
    figure = two_periods.evaluate(written)
    assert (figure.value, figure.unit, figure.decimals, join(figure.cells)) == (value, unit, decimals, cells)
    assert figure.key == str(resolved(parse(written, TABLES), {"@last_year": "2030-H1", "@previous": "2029"}))


@pytest.mark.parametrize(
    "written",
    [
        "growth(media_items.items(), '@previous')",
        "1 + change(media_items.items(), '2029')",
        "change(media_items.items(period='2029'))",
        "growth(media_items.items(), '2030-H2')",
    ],
)
def test_a_change_compares_the_same_months_of_the_year_and_refuses_others_in_words(two_periods, written):
    with pytest.raises(ExpressionError, match=r"is not compared with .*, which has other months of the year: compare"):
        two_periods.evaluate(written)
    with pytest.raises(ExpressionError, match="which has other months of the year"):
        Formula(parse(written, two_periods.tables), two_periods.records)


def test_the_key_of_a_growth_names_the_period_that_it_is_measured_from(two_periods):
    growth = two_periods.evaluate("growth(media_items.items(tone='positive'), '@last_year')")
    assert growth.key == "growth(media_items.items(tone='positive'), '2030-H1')"
    assert growth.formula == "(90 - 60) / 60 * 100" and growth.text("trend") == "tăng 50,00%"
    assert same(two_periods.of("2030-H1").evaluate(dated(growth.expression, "2031-H1")), growth)
    last_year = two_periods.evaluate("media_items.items(tone='negative', period='@last_year')")
    assert last_year.key == "media_items.items(tone='negative', period='2030-H1')"


def test_a_growth_without_a_base_is_missing_and_says_so(two_periods):
    for figure in (
        two_periods.growth(two_periods.figure("media_items", "items", tone="negative")),  # an empty cell
        two_periods.of("2030-H1").growth(two_periods.of("2030-H1").figure("media_items", "items")),  # no such period
    ):
        assert figure.is_missing and figure.text("trend") == "chưa so sánh được"


def test_a_comparison_of_two_periods_names_both(two_periods, folder):
    now = two_periods.figure("media_items", "items", tone="positive")
    then = Edition(PERIODS[1], folder, checked=True).figure("media_items", "items", tone="positive")
    growth = (now - then) / then
    before = "media_items.items(tone='positive', period='2030-H1')"
    assert growth.key == f"(media_items.items(tone='positive', period='2031-H1') - {before}) / {before}"
    assert growth.value == Decimal("0.5") and same(two_periods.evaluate(growth.key), growth)
    ratio = now / two_periods.figure("media_items", "items", tone="positive", period="2030-H1")
    assert ratio.value == Decimal("1.5")


def test_an_edition_of_another_period_names_it_in_every_key(two_periods):
    before = two_periods.of("2030-H1")
    positive = before.figures("media_items", "items", by="tone")["positive"]
    assert positive.key == "media_items.items(tone='positive', period='2030-H1')"
    assert same(two_periods.evaluate(positive.key), positive)
    for figure in (before.evaluate("max(media_items.items()) / 2"), *before.register("media_items")["items"]):
        assert "period='2030-H1'" in figure.key and same(two_periods.evaluate(figure.key), figure)


def test_an_unknown_period_is_refused_by_name(two_periods):
    with pytest.raises(ExpressionError, match=r"'2029-H1'; expected one of .*2030-H1"):
        two_periods.evaluate("media_items.items(period='2029-H1')")
    with pytest.raises(ExpressionError, match="rules see the rows of a period, of the one before and of last year"):
        Formula(parse("media_items.items(period='2028-H1')", two_periods.tables), two_periods.records)


def test_chosen_rows_are_named_by_their_key():
    edition = Edition("2031-Q3", samples.SYNTHETIC)
    indicators = edition.frame("indicators")
    some = edition.rows("indicators", indicators.index[:2])
    assert some.key == "indicators.rows(indicator=['1', '2'])" and some.value == 2
    assert edition.rows("indicators", []).key == "indicators.rows(indicator=[])"
    assert edition.rows("indicators", []).value == 0
    resolved = edition.frame("dossiers_resolved")
    for lines in (resolved.index[:1], resolved.index[:2], resolved.index[:3], resolved.index, resolved.index[[0, 3]]):
        figure = edition.rows("dossiers_resolved", lines)
        assert figure.value == len(lines) and same(edition.evaluate(figure.key), figure)
    assert edition.rows("dossiers_resolved", resolved.index[[0, 3]]).key == (
        "dossiers_resolved.rows(level='province', timeliness='on_time')"
        " + dossiers_resolved.rows(level='district', timeliness='late')"
    )


def test_a_weighted_average_adds_all_weights_of_a_rate(folder):
    rates = [
        {"period": PERIODS[0], "measure": "exchange", "level": level, "percent": percent, "source": "I.1"}
        for level, percent in (("province", "50"), ("district", "100"))
    ]
    documents = [
        {"period": PERIODS[0], "level": level, "direction": direction, "documents": count, "source": "I.1"}
        for level, direction, count in [
            ("province", "incoming", "10"), ("province", "outgoing", "20"), ("district", "incoming", "30"),
        ]
    ]  # fmt: skip
    edition = edition_of({"online_rates": rates, "edocuments": documents}, folder)
    text = "weighted(online_rates.percent(), edocuments.documents())"
    assert (edition.evaluate(text).value, edition.evaluate(text).unit) == (75, "%")
    values = {("online_rates", 2, "percent"): 50.0, ("online_rates", 3, "percent"): 100.0}
    values |= {("edocuments", line, "documents"): 10.0 * (line - 1) for line in (2, 3, 4)}
    assert Formula(parse(text, edition.tables), edition.records).value(values) == 75
    assert edition.evaluate("weighted(online_rates.percent(), edocuments.documents(direction='outgoing'))").is_missing
