"""A number that was typed over by hand, while its row still cites the cell of a kept file that says another one."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import briefing
from department import add_table, csv, workbook


@pytest.fixture
def kept(project: Path) -> Path:
    """Of a workbook: Phan Thiết 309202 visitors, 63.5 % of rooms taken; of a CSV: 5 gold medals for swimming, 1 for chess."""
    source = project.parent / "khach.xlsx"
    heads = ["Xã", "Khách (lượt)", "Công suất (%)"]
    workbook(source, heads, ["Phan Thiết", 309202, 63.5], ["Mũi Né", 812595, 61.25])
    add_table(str(source), key="xa", flows="khach")
    medals = csv(project, "hc", "Môn;Vàng (huy chương)", "Bơi;5", "Cờ vua;1")
    add_table(medals, key="mon")
    return project / "data"


def typed_over(data: Path, table: str, old: str, new: str) -> list[str]:
    path = data / f"{table}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return unlike(data)


def unlike(data: Path) -> list[str]:
    """What `publish` refuses of numbers that their cells say otherwise."""
    ran = briefing("publish", "2031-Q1", cwd=data.parent)
    places = (each for each in ran.problems if each["code"] == "cell_unlike_its_source")
    return [f"{each['file']}:{each['line']} {each['column']}: {each['value']}, {each['expected']}" for each in places]


def test_what_stands_in_the_cell_is_taken(kept):
    assert unlike(kept) == []
    assert typed_over(kept, "khach", "63.5", "63.50") == []


def test_a_number_that_its_cell_does_not_say_is_named(kept):
    (said,) = typed_over(kept, "khach", "309202", "390202")
    assert said.startswith("khach.csv:2 khach: 390202, 309.202, as cell B2 of khach.xlsx (")
    said, _first = typed_over(kept, "hc", "Bơi,5", "Bơi,7")
    assert said == "hc.csv:2 vang: 7, 5, as cell B2 of hc.csv (hc) says, which its row cites"


def test_a_number_from_elsewhere_is_no_matter_of_the_cell(kept):
    """Its row says where it is from, or nothing is kept of it."""
    assert typed_over(kept, "hc", "Bơi,5,[hc.csv]hc!B2", "Bơi,7,Công văn 12") == []
    (kept / "sources" / "2031-Q1" / "khach.xlsx").unlink()
    assert typed_over(kept, "khach", "309202", "390202") == []
