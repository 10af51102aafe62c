"""A walk through the cycle: from `new` to the final copy, with every cell counted by how it came to be there.

Who typed it: nobody, where `new` has carried it or `import` writes it; an office, in its workbook; or whoever makes the
report, by hand. Sentences are counted apart: carried ones are confirmed, others written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
import samples
from conftest import briefing
from samples import load, save, with_next_year

from helpers.collect.questions import Questions
from helpers.data.schema import TABLES

NOW = "2032-Q3"


def second_edition(asked: list) -> samples.Tables:
    """The year after, without the totals and shares that the briefing computes: nobody needs to state them again."""
    tables = {name: [row for row in rows if row.get("period") == NOW] for name, rows in with_next_year(load()).items()}
    stated = {question.row["control"] for question in asked if question.table == "controls"}
    tables["controls"] = [row for row in tables["controls"] if row["control"] in stated]
    return {name: rows for name, rows in tables.items() if TABLES[name].periodic and name != "periods"}


def ways(begun: samples.Tables, asked: list, wanted: samples.Tables) -> Iterator[tuple[str, str]]:
    """Table and way of each cell of an edition: "carried"; "workbook", by an office; "imported" with it; "hand"."""
    cells = {(*question.row_key, question.column) for question in asked}
    rows_asked = {(*question.row_key,): question.row for question in asked}
    for name, rows in wanted.items():
        table = TABLES[name]
        there = {table.row_id(row): row for row in begun[name] if row["period"] == NOW}
        for row in rows:
            own, key = there.get(table.row_id(row), {}), (name, *(row[column] for column in table.full_key))
            offered = rows_asked.get(key, {})  # the row as a template has it: its key and the words of the year before
            for column, value in row.items():
                if value and column != "period":
                    by_import = offered and (offered.get(column) == value or column == "source")
                    carried = own.get(column) == value
                    yield (
                        name,
                        "carried"
                        if carried
                        else "workbook"
                        if (*key, column) in cells
                        else "imported"
                        if by_import
                        else "hand",
                    )


@pytest.mark.builds
def test_from_new_to_the_final_copy_with_every_typed_cell_counted(data, tmp_path):
    first = sum(bool(value) for rows in load().values() for row in rows if row.get("period") for value in row.values())
    assert briefing("new", NOW, "--data", data).code == 0
    refused = briefing("build", NOW, "--final", "--data", data, "--out", tmp_path / "out", "--format", "html")
    assert refused.code == 2 and "expected no gap in a final edition" in refused.err
    asked, begun = [question for _, question in Questions(data, NOW).asked.values()], load(data)
    wanted = second_edition(asked)
    texts = {TABLES["statements"].row_id(row): row["text"] for row in begun["statements"] if row["period"] == NOW}
    confirmed = Counter(texts.get(TABLES["statements"].row_id(row)) == row["text"] for row in wanted["statements"])
    found = Counter(ways(begun, asked, wanted | {"statements": []}))
    for name, rows in wanted.items():
        begun[name] = [row for row in begun[name] if row["period"] != NOW] + rows
    save(begun, data)
    assert briefing("gaps", NOW, "--data", data).out.endswith("0 gaps, 0 of them stop a final edition.\n")
    assert "2032-Q3: 0 findings in its words" in briefing("proofread", NOW, "--data", data).out
    built = briefing("build", NOW, "--final", "--data", data, "--out", tmp_path / "out", "--format", "html")
    assert built.code == 0, built.err
    assert (first, confirmed[True], confirmed[False]) == (5454, 115, 24)
    cells = {way: sum(n for (_, each), n in found.items() if each == way) for _, way in found}
    assert cells == {"carried": 362, "imported": 839, "workbook": 304, "hand": 1565}
    by_hand = {name: n for (name, way), n in found.items() if way == "hand" and n > 10}
    assert by_hand == {
        "documents": 572, "citations": 615, "task_documents": 55,  # what was issued since: known nowhere else
        "decision_tasks": 95, "plan_projects": 133,  # the next year's plan
        "connected_systems": 64, "cutoffs": 16,  # no office is asked for them
    }  # fmt: skip
