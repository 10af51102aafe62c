"""Series and frames of figures."""

from decimal import Decimal

import pandas as pd
import pytest

from helpers.series import full_names, known, totals
from helpers.values.figures import Figure
from helpers.values.sources import Cells
from helpers.values.texts import Text


def figure(value, line=2):
    return Figure(None if value is None else Decimal(value), cells=(Cells("t", (line,), "c"),))


def series(**values):
    return pd.Series({label: figure(value) for label, value in values.items()}, dtype=object)


@pytest.fixture
def alerts():
    cells = [[figure(None), figure(4)], [figure(7), figure(1)], [figure(None), figure(None)]]
    return pd.DataFrame(cells, index=["server", "station", "router"], columns=["severe", "high"], dtype=object)


def test_zero_is_known_and_missing_is_not():
    values = series(a=0, b=None, c=3)
    assert known(values).tolist() == [True, False, True]
    assert values[~known(values)].index.tolist() == ["b"]
    assert known(series()).tolist() == []


def test_the_total_of_a_row_with_an_empty_cell_is_missing(alerts):
    assert [figure.value for figure in totals(alerts)] == [None, 8, None]
    assert totals(alerts).index.tolist() == ["server", "station", "router"]


def test_a_combination_without_a_row_adds_nothing(alerts):
    alerts.loc["server", "severe"] = Figure(None)
    assert [figure.value for figure in totals(alerts)] == [4, 8, None]


def test_a_part_is_named_after_its_whole_and_knows_both_cells():
    names = pd.Series(
        [Text("Giờ phát sóng", (Cells("i", (8,), "name"),)), Text("Tiếng dân tộc", (Cells("i", (10,), "name"),))],
        index=["7", "7.2"],
        dtype=object,
    )
    parents = pd.Series(["", "7"], index=["7", "7.2"])
    whole, part = full_names(names, parents, lower=True)
    assert (whole, whole.cells) == ("Giờ phát sóng", (Cells("i", (8,), "name"),))
    assert (part, part.cells) == ("Giờ phát sóng: tiếng dân tộc", (Cells("i", (8, 10), "name"),))
    assert full_names(names, parents, " – ")["7.2"] == "Giờ phát sóng – Tiếng dân tộc"
