"""Cells have one notation, printed by every command and accepted by every one."""

from __future__ import annotations

import pytest
import samples
from conftest import briefing
from doors import audit

from helpers.editions import Edition


def test_every_cell_that_is_printed_is_one_cell_by_its_name():
    edition, named = Edition("2031-Q3", samples.SYNTHETIC), audit(samples.SYNTHETIC)["unguarded"]
    assert len(named) > 30 and len({*named}) == len(named)
    for name in named:
        (cell,) = edition.evaluate(name).cells
        assert len(cell.lines) == 1 and name.startswith(f"{cell.table}.{cell.column}("), name


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("licences", "bad_expression", "found 'licences'; expected cells such as table.column"),
        ("licence.rows()", "bad_expression", "table 'licence' is unknown; near: licences"),
        ("licences.number()", "bad_expression", "'licences' has no column 'number'; it has period, licence, licences, source, rows"),
        ("licences.licences(licence='lost')", "unknown_name", "expected rows that the period has"),
        ("1 + 1", "bad_expression", "Name the cell, not a computation"),
    ],
)  # fmt: skip
def test_what_names_no_place_is_refused(synthetic, text, code, said):
    ran = briefing("trace", text, "--data", samples.SYNTHETIC, "--out", synthetic.folder.parent)
    assert (ran.exit, [each["code"] for each in ran.problems]) == (2, [code]) and said in ran.err


def test_trace_names_what_a_cell_feeds(synthetic):
    data = ("--data", samples.SYNTHETIC)
    named = briefing("trace", "counts.value(item='postal_offices')", *data, "--out", synthetic.folder.parent)
    assert named.code == 0 and "văn phòng đại diện" in named.out
