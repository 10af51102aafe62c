"""Who owns a row, and by when its numbers are due."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from conftest import PUBLISHED

from helpers.data.csv_reader import read_rows
from helpers.data.data_owners import Owners
from helpers.data.rows import Rows
from helpers.data.validation import check_folder
from helpers.editions import Edition
from helpers.errors import InputError

OFFICES = Rows(
    {
        2: {"office": "P.A", "name": "Phòng A", "contact": "Trưởng phòng", "due_days": "-33", "collects": "false"},
        3: {"office": "P.B", "name": "Phòng B", "contact": "Trưởng phòng", "due_days": "5", "collects": "true"},
    }
)


def owners(*lines: tuple[str, str]) -> Owners:
    return Owners(OFFICES, Rows(enumerate(({"rows": rows, "office": office} for rows, office in lines), 2)))


def test_the_line_with_the_most_conditions_decides_wherever_it_stands():
    narrow, wide = ("databases.rows(database=['land', 'urban'])", "P.A"), ("databases.rows()", "P.B")
    for owned in (owners(narrow, wide), owners(wide, narrow)):
        assert owned.of("databases", {"database": "urban"}).office == "P.A"
        assert owned.of("databases", {"database": "notary"}).office == "P.B"


def test_a_row_that_no_line_takes_has_no_owner():
    owned = owners(("counts.rows(item='petitions')", "P.A"))
    assert owned.of("counts", {"item": "emails"}) is None
    assert owned.of("alerts", {"monitor": "server"}) is None


def test_the_due_day_follows_the_period():
    first, second = owners().offices.values()
    assert first.due({"date_to": "2024-06-30"}) == dt.date(2024, 5, 28)
    assert second.due({"date_to": "2024-12-31"}) == dt.date(2025, 1, 5)


def test_one_office_collects():
    assert owners().collector.office == "P.B"
    assert Owners(Rows({2: OFFICES[2]}), Rows()).collector is None


@pytest.mark.parametrize(
    "rows",
    ["counts.value(item='petitions')", "counts.rows() + alerts.rows()", "counts.rows(period='2024-H1')", "no.rows()"],
)
def test_a_line_that_names_no_rows_is_refused(rows):
    with pytest.raises(InputError, match=r"owners\.csv, line 2, column rows: .*expected the rows of one table"):
        owners((rows, "P.A"))


def test_the_check_of_a_folder_names_lines_of_owners_that_name_no_rows_or_no_office(data: Path):
    path = data / "owners.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("alerts.rows()", "alerts.alerts()"), encoding="utf-8")
    with pytest.raises(InputError, match=r"owners\.csv, line \d+, column rows: found 'alerts\.alerts\(\)'"):
        check_folder(data)
    path.write_text("rows,office\nalerts.rows(),P.XYZ\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"owners\.csv, line 2, column office: found 'P\.XYZ'"):
        check_folder(data)


def test_every_counted_row_of_the_published_period_has_one_owner():
    owned = Edition("2024-H1", PUBLISHED).owners
    facts = [name for name in owned.tables() if name != "controls"]
    without = [
        (name, line)
        for name in facts
        for line, row in read_rows(PUBLISHED / f"{name}.csv")[1].items()
        if owned.of(name, row) is None
    ]
    assert without == []
    assert len(facts) == 28
