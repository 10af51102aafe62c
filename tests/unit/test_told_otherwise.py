"""Figures that a format, an argument or a heading would tell as what they are not."""

import re

import pandas as pd
import pytest
from samples import SYNTHETIC

from helpers import charts, show
from helpers.editions import Edition
from helpers.problems import InputError
from helpers.prose import prose


@pytest.fixture
def edition() -> Edition:
    return Edition("2031-Q3", SYNTHETIC)


@pytest.fixture
def stations(edition) -> pd.DataFrame:
    """2G 3.295, 3G 4.040, 4G 4.380, 5G 375."""
    return edition.register("base_stations").set_index("generation")[["stations"]]


@pytest.mark.parametrize("spec", ["trend", ".1trend", "+", "+.1"])
def test_a_level_has_no_sign_in_a_table(stations, spec):
    """“Tăng, giảm: tăng 953.210 lượt khách” of all that came."""
    expected = f"expected a change, as the format “{spec}” says what rises. Give edition.growth(figure)"
    with pytest.raises(InputError, match=re.escape(expected)):
        show.table(stations, "Trạm", {"stations": "Tăng, giảm"}, index="Loại", formats={"stations": spec})
    with pytest.raises(InputError, match="expected a change"):
        charts.bars(stations["stations"], "Trạm", spec=spec)


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
    printed = show.table(pd.DataFrame(told), "Trạm", {name: f"Cách {name}" for name in told}, "Loại", formats).text
    assert printed.splitlines()[3] == "3G | +745 | +22,6% | +22,6% | +22,6% | +22,61% | -973,33 | -"
    prose(f"Trạm {((now.iloc[1] - now.iloc[0]) / now.iloc[0]):.1trend}, {now.iloc[1].growth(now.iloc[0]):.1trend}.")
