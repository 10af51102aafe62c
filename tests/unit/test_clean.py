"""What cells may put into the document: numbers that the program reads are numbers, and nothing is nested without end."""

from __future__ import annotations

import pytest

from briefing.document.clean import clean
from helpers.errors import NotFinished

CELL = '<data data-cells="{}">x</data>'


@pytest.mark.parametrize("cells", ["alerts:2:alerts", "alerts:2-4,9:alerts;media_items:12:items"])
def test_cells_that_name_lines_stay(cells):
    assert clean(CELL.format(cells)) == CELL.format(cells)


@pytest.mark.parametrize(
    "cells",
    [
        "alerts:1-99999999999:alerts",
        "alerts:-,-:alerts",
        "alerts::alerts",
        "alerts:2-3-4:alerts",
        "alerts:٣:alerts",
        "nowhere:2:alerts",
        "alerts:2:nowhere",
    ],
)
def test_cells_that_name_nothing_or_more_than_a_table_has_go(cells):
    assert clean(CELL.format(cells)) == "<data>x</data>"


@pytest.mark.parametrize("span", ["999999999", "0", "-5", "x", "٣", "1e3", ""])
def test_a_span_that_is_no_number_of_places_goes(span):
    table = "<table><tr><td{}>x</td></tr></table>"
    assert clean(table.format(f' colspan="{span}" rowspan="2"')) == table.format(' rowspan="2"')


def test_a_figure_does_not_name_a_finding_itself():
    assert clean('<data data-finding="999 zz">x</data>') == "<data>x</data>"
    assert clean('<article data-finding="3">x</article>') == '<article data-finding="3">x</article>'


@pytest.mark.parametrize("tags", ["<div>", "<b>", "<ul><li>", "<table><tr><td>"])
def test_what_is_nested_deeper_than_anybody_nests_keeps_its_words(tags):
    nested = clean(tags * 400 + "trong")
    assert "trong" in nested and 20 <= nested.count(tags) <= 60


def test_what_is_nested_without_end_is_refused_before_words_are_lost():
    with pytest.raises(NotFinished, match="2,000 deep in each other: '<div><div>"):
        clean("<div>" * 20_000 + "trong")
