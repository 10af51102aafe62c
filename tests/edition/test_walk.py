"""A walk through the cycle: from `new` to the final copy, with every cell and sentence counted that a person had to type."""

from __future__ import annotations

from collections import Counter

import pytest
import samples
from conftest import briefing
from samples import load, save, with_next_year

from helpers.data.schema import TABLES, Table

LAST, NOW = "2031-Q3", "2032-Q3"


def second_edition() -> samples.Tables:
    return {name: [row for row in rows if row.get("period") == NOW] for name, rows in with_next_year(load()).items()}


def typed(table: Table, row: dict[str, str], own: dict[str, str], last: dict[str, str]) -> int:
    """The cells of a row that a person types: what is measured always, anything else where it is not there already.

    own: the row that `new` has written; last: last time's row, which an office's workbook shows beside the cells to fill in.
    """
    there = own or (last if table.next.rows == "measured" else {})
    measured = {
        name for name, column in table.columns.items() if column.kind == "number" and name not in ("order", *table.key)
    }
    return sum(
        bool(value) and (there.get(name) != value or (name in measured and table.next.rows == "measured"))
        for name, value in row.items()
        if name != "period"
    )


@pytest.mark.builds
def test_from_new_to_the_final_copy_with_every_typed_cell_counted(data, tmp_path):
    first = sum(bool(value) for rows in load().values() for row in rows if row.get("period") for value in row.values())
    assert briefing("new", NOW, "--data", data).code == 0
    refused = briefing("build", NOW, "--final", "--data", data, "--out", tmp_path / "out", "--format", "html")
    assert refused.code == 2 and "expected no gap in a final edition" in refused.err
    tables, wanted, sentences, confirmed = load(data), second_edition(), 0, 0
    cells: Counter[str] = Counter()
    for name, rows in wanted.items():
        table = TABLES[name]
        there = {table.row_id(row): row for row in tables[name] if row.get("period") == NOW}
        last = {table.row_id(row): row for row in tables[name] if row.get("period") == LAST}
        for row in rows if table.periodic and name != "periods" else ():
            own, before = there.get(table.row_id(row), {}), last.get(table.row_id(row), {})
            if name == "statements":
                sentences += own.get("text") != row["text"]
                confirmed += own.get("text") == row["text"]
            else:
                cells[table.next.rows] += typed(table, row, own, before)
        if table.periodic and name != "periods":
            tables[name] = [row for row in tables[name] if row["period"] != NOW] + rows
    save(tables, data)
    assert briefing("gaps", NOW, "--data", data).out.endswith("0 gaps, 0 of them stop a final edition.\n")
    assert "2032-Q3: 0 findings in its words" in briefing("proofread", NOW, "--data", data).out
    built = briefing("build", NOW, "--final", "--data", data, "--out", tmp_path / "out", "--format", "html")
    assert built.code == 0, built.err
    # Measured: through workbooks. Others: documents, citations, tasks. Without a name: stated totals, which nobody needs to repeat.
    assert (first, sentences, confirmed) == (5454, 24, 115)
    assert cells == {"measured": 301, "carried": 141, "others": 1422, "": 737}
