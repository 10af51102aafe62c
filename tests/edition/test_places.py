"""Cells have one notation, printed by every command and accepted by every one; ids do not depend on lines."""

from __future__ import annotations

import random

import pytest
import samples
from conftest import briefing

from helpers.audit.findings import numeric_cells
from helpers.audit.rules import checks
from helpers.data.cell_reference import Located, find_places
from helpers.data.rows import Records, Rows
from helpers.data.schema import TABLES
from helpers.errors import InputError

RECORDS = samples.records(samples.load())


def rows(table: str, period: str) -> Rows:
    return RECORDS[table]


def test_every_cell_is_found_again_by_what_is_printed_of_it():
    cells = list(numeric_cells(RECORDS))
    assert len(cells) > 400
    for table, line, column in cells:
        assert find_places(TABLES[table].place(RECORDS[table][line], column), rows) == [Located(table, line, column)]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("licences.licences(licence='newsletter')", [Located("licences", 3, "licences")]),
        ("licences.rows(licence='newsletter')", [Located("licences", 3, "")]),
        ("data/licences.csv:3", [Located("licences", 3, "")]),
        ("licences.csv:3:licences", [Located("licences", 3, "licences")]),
        ("licences:3:licences", [Located("licences", 3, "licences")]),
        ("licences.licences()", [Located("licences", line, "licences") for line in (2, 3, 4)]),
    ],
)
def test_a_key_and_a_line_name_the_same_place(text, places):
    assert find_places(text, rows) == places


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("licences", "found 'licences'; expected cells such as counts.value"),
        ("licence.csv:3", "table 'licence' is unknown; near: licences"),
        ("licences.csv:3:number", "'licences' has no column 'number'; it has period, licence, licences, source, rows"),
        ("licences.licences(licence='lost')", "expected rows that the period has"),
        ("1 + 1", "Name the cell, not a computation"),
    ],
)
def test_what_names_no_place_is_refused(text, said):
    with pytest.raises(InputError, match=said):
        find_places(text, rows)


def test_ids_are_single_and_do_not_depend_on_the_order_of_lines():
    ids = [check.id for check in checks(RECORDS)]
    assert len(ids) == len(set(ids)) > 600
    chance = random.Random(3)
    shuffled = Records(RECORDS, project=RECORDS.project)
    for name, of_table in RECORDS.items():
        moved = list(of_table.values())
        chance.shuffle(moved)
        shuffled[name] = Rows(enumerate(moved, 2))
    assert {check.id for check in checks(shuffled)} == set(ids)


def test_trace_takes_what_audit_prints(synthetic):
    data = ("--data", samples.SYNTHETIC)
    audited = briefing("check", *data)
    assert "counts.value(item='postal_offices')" in audited.out
    named = briefing("trace", "counts.value(item='postal_offices')", *data, "--out", synthetic.folder.parent)
    line = next(line for line, row in RECORDS["counts"].items() if row["item"] == "postal_offices")
    numbered = briefing("trace", f"data/counts.csv:{line}:value", *data, "--out", synthetic.folder.parent)
    assert named.code == 0 and "văn phòng đại diện" in named.out and named.out == numbered.out
