"""What adds up, what is left out, and what a number remembers."""

import numpy as np
import pandas as pd
import pytest

from receipts import Cell, DoesNotAddUp, Figure, FigureArray, Shown, figures_of


def column(*values, measure="flow", unit="lượt", periods=(), table="visits"):
    periods = periods or ["2024"] * len(values)
    cells = [Cell(f"{table}:{at}", unit, measure, period) for at, period in enumerate(periods, 1)]
    figures = [Figure(value, cell) for value, cell in zip(values, cells, strict=True)]
    return pd.Series(figures, dtype="figure")


def names(figure):
    return [cell.name for cell in figure.cells]


def test_a_sum_knows_its_cells():
    total = column(5, 7).sum()
    assert (total, names(total), total.unit) == (12, ["visits:1", "visits:2"], "lượt")


def test_an_empty_cell_is_left_out_and_known():
    total = column(5, None, 9).sum()
    assert (total, [cell.name for cell in total.left_out]) == (14, ["visits:2"])
    assert column(5, None).sum(skipna=False) is pd.NA


def test_groups_know_their_own_cells():
    frame = pd.DataFrame({"district": ["A", "B", "A"], "n": column(1, 2, 4)})
    by = frame.groupby("district")["n"].sum()
    assert {name: (float(figure), names(figure)) for name, figure in by.items()} == {
        "A": (5.0, ["visits:1", "visits:3"]),
        "B": (2.0, ["visits:2"]),
    }


@pytest.mark.parametrize(
    ("add", "said"),
    [
        (lambda: column(10, 20, measure="rate").sum(), "is of the measure 'rate' and does not add up"),
        (lambda: column(10, 20, measure="average").sum(), "is of the measure 'average' and does not add up"),
        (
            lambda: column(5, 6, measure="stock", periods=["2023", "2024"]).sum(),
            "does not add up over periods: 2023, 2024",
        ),
        (lambda: column(5, 6) + column(5, 6), "visits:1 would be added up twice"),
        (lambda: pd.concat([column(5), column(5)]).sum(), "visits:1 would be added up twice"),
        (lambda: column(5, unit="lượt").iloc[0] + column(5, unit="đồng", table="money").iloc[0], "the units differ"),
        (lambda: (column(5, 6) / column(7, 8, table="seats")).sum(), "shares of different wholes do not add up"),
        (lambda: column(5, 6).mean() + column(7, 8).mean(), "is of the measure 'statistic' and does not add up"),
    ],
)
def test_what_does_not_add_up_is_refused(add, said):
    with pytest.raises(DoesNotAddUp) as error:
        add()
    assert said in str(error.value)


def test_a_part_is_not_added_to_its_whole():
    whole, part = Figure(9, Cell("all")), Figure(4, Cell("part", wholes=frozenset({"all"})))
    with pytest.raises(DoesNotAddUp, match=r"all is a whole that holds part: added up it is counted twice\."):
        part + whole
    assert whole - part == 5


def test_a_refusal_reaches_whoever_groups():
    frame = pd.DataFrame({"d": ["A", "A"], "rate": column(10, 20, measure="rate")})
    with pytest.raises(DoesNotAddUp, match="Add what it was computed of"):
        frame.groupby("d")["rate"].sum()


def test_what_adds_up_is_not_refused():
    n, stock = column(1, 2, 5), column(5, 6, measure="stock")
    assert (n / n.sum()).sum() == 1
    assert n.diff().sum() == 4
    assert stock.sum() == 11
    rate, weight = column(10, 20, measure="rate", table="rates"), column(1, 3)
    assert (rate * weight).sum() / weight.sum() == 17.5


def test_a_number_without_a_cell_makes_a_plain_number():
    assert column(5, None).fillna(0).sum() == 5 and column(5, None).fillna(0).sum().source is None
    assert pd.concat([column(5), pd.Series([1.5])]).sum().source is None
    assert column().sum() == 0 and column().sum().source is None
    assert names(column(5).iloc[0] * 1000) == ["visits:1"]


def test_a_quotient_by_zero_is_missing():
    assert (column(5) / column(0, table="seats")).isna().tolist() == [True]
    assert (Figure(5) / 0).value is None


def test_comparison_with_an_empty_cell_is_unknown_and_alone_false():
    more = column(5, None) > 3
    assert (
        more.dtype == "boolean" and more.isna().tolist() == [False, True] and (~more).isna().tolist() == [False, True]
    )
    assert not Figure(None) > 3 and not Figure(None) < 3


def test_numpy_gets_a_copy_of_floats():
    n = column(5, None)
    floats = np.asarray(n.array)
    floats[0] = 99
    assert floats.dtype == float and n.iloc[0] == 5 and np.isnan(floats[1])


def test_a_half_is_rounded_up_and_decimals_are_as_typed():
    assert round(Figure(0.125), 2) == 0.13 and str(Figure(0.1)) == "0.1" and f"{Figure(1234.5):,.1f}" == "1,234.5"


def test_a_frame_becomes_figures_with_units_measures_and_periods():
    frame = pd.DataFrame({"year": ["2023", "2024"], "beds": [40, 42], "name": ["a", "b"]})
    made = figures_of(frame, "beds.csv", ["beds"], {"beds": "giường"}, {"beds": "stock"}, period="year")
    assert made.dtypes.astype(str).to_dict() == {"year": "str", "beds": "figure", "name": "str"}
    assert names(made["beds"].iloc[1]) == ["beds.csv:2:beds"]
    with pytest.raises(DoesNotAddUp, match="2023, 2024"):
        made["beds"].sum()


def test_a_click_opens_the_cells():
    html = Shown(column(5, 7).to_frame("n").sum().to_frame("n"), ",.0f")._repr_html_()
    assert "<summary>12</summary><ol><li>visits:1</li><li>visits:2</li></ol>" in html


def test_a_column_of_figures_takes_numbers_only():
    with pytest.raises(TypeError, match="takes numbers, and not str"):
        FigureArray._from_sequence(["five"])


def test_an_array_of_objects_keeps_the_cells_of_what_it_is_divided_by():
    objects = pd.Series(list(column(5, 7)), dtype=object)
    assert names((objects / Figure(4, Cell("seats:1"))).iloc[1]) == ["visits:2", "seats:1"]
    assert np.linspace(Figure(0), Figure(1, Cell("a")), 3).tolist() == [0, 0.5, 1]


def test_a_refusal_says_in_fields_what_is_wrong():
    with pytest.raises(DoesNotAddUp) as error:
        column(10, 20, measure="rate").sum()
    assert (error.value.code, error.value.fields) == (
        "measure",
        {"measure": "rate", "unit": "lượt", "cell": "visits:1"},
    )


def test_two_shares_of_one_whole_add_up_however_the_whole_was_computed():
    n = column(5, 7)
    assert n.iloc[0] / n.sum() + n.iloc[1] / n.sum() == 1


def test_a_group_without_rows_is_missing():
    groups = pd.Categorical(["A", "A"], categories=["A", "B"])
    some = column(5, 7)
    assert some.groupby(groups, observed=False).any().tolist() == [True, pd.NA]
    assert some.groupby(groups, observed=False).max(min_count=3).isna().all()


def test_a_statistic_that_knows_no_cells_is_a_number_without_a_source():
    some = column(5, 7, 9)
    for figure in (some.var(), some.cummax().iloc[1], (some**2).iloc[0], some.groupby([1, 1, 2]).var()[1]):
        assert figure > 1 and figure.source is None
    assert some.groupby([1, 1, 2]).rank().tolist() == [1, 2, 1]


def test_plain_numbers_that_a_function_gives_are_no_figures():
    assert column(5, 7).map(lambda each: 0.5).dtype == float
    with pytest.raises(IndexError):
        column(5, 7).array[0, 1]
