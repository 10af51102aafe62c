"""Who owns a row, and by when its numbers are due."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import samples
from conftest import PUBLISHED
from doors import check_folder

from helpers.editions import Edition
from helpers.errors import InputError


def owned_by(folder: Path, *lines: tuple[str, str]) -> Path:
    """The made-up edition's data, with these lines of owners.csv."""
    tables = samples.load()
    office = dict.fromkeys(tables["offices"][0], "") | {"contact": "Trưởng phòng"}
    tables["offices"] = [
        office | {"office": "P.A", "name": "Phòng A", "due_days": "-33", "collects": "false"},
        office | {"office": "P.B", "name": "Phòng B", "due_days": "5", "collects": "true"},
    ]
    tables["owners"] = [{"rows": rows, "office": mark} for rows, mark in lines]
    return samples.save(tables, folder)


def owners(folder: Path, *lines: tuple[str, str]) -> Callable[[str, dict[str, str]], str]:
    """Who owns a row, by these lines."""
    owned = Edition("2031-Q3", owned_by(folder, *lines)).owners
    return lambda table, row: getattr(owned.of(table, row), "office", "")


def test_the_line_with_the_most_conditions_decides_wherever_it_stands(tmp_path):
    narrow, wide = ("databases.rows(database=['land', 'urban'])", "P.A"), ("databases.rows()", "P.B")
    for at, lines in enumerate([(narrow, wide), (wide, narrow)]):
        of = owners(tmp_path / f"{at}", *lines)
        assert (of("databases", {"database": "urban"}), of("databases", {"database": "notary"})) == ("P.A", "P.B")


def test_a_row_that_no_line_takes_has_no_owner(tmp_path):
    of = owners(tmp_path / "data", ("counts.rows(item='petitions')", "P.A"))
    assert (of("counts", {"item": "emails"}), of("alerts", {"monitor": "server"})) == ("", "")


@pytest.mark.parametrize(
    "rows",
    ["counts.value(item='petitions')", "counts.rows() + alerts.rows()", "counts.rows(period='2024-H1')", "no.rows()"],
)
def test_a_line_that_names_no_rows_is_refused(tmp_path, rows):
    with pytest.raises(InputError, match=r"owners\.csv, line 2, column rows: .*expected the rows of one table"):
        check_folder(owned_by(tmp_path / "data", (rows, "P.A")))


def test_the_check_of_a_folder_names_lines_of_owners_that_name_no_rows_or_no_office(data: Path):
    path = data / "owners.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("alerts.rows()", "alerts.alerts()"), encoding="utf-8")
    with pytest.raises(InputError, match=r"owners\.csv, line \d+, column rows: found 'alerts\.alerts\(\)'"):
        check_folder(data)
    path.write_text("rows,office\nalerts.rows(),P.XYZ\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"owners\.csv, line 2, column office: found 'P\.XYZ'"):
        check_folder(data)


def test_every_counted_row_of_the_published_period_has_one_owner():
    tables, owned = samples.load(PUBLISHED), Edition("2024-H1", PUBLISHED).owners
    facts = [name for name in owned.tables() if name != "controls"]
    assert [(name, row) for name in facts for row in tables[name] if owned.of(name, row) is None] == []
    assert len(facts) == 28
