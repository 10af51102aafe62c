"""A file of the next period, imported as the first one was added: what of it is asked, refused, named."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from conftest import briefing
from department import answers

from briefing.begin.tables import add_table

pytestmark = pytest.mark.builds


def workbook(path: Path, *rows: list[object]) -> None:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)


def lines(project: Path, name: str) -> list[str]:
    """A table's rows without what they say of their source."""
    found = (project / "data" / f"{name}.csv").read_text(encoding="utf-8").splitlines()[1:]
    return [line.partition(",[")[0].partition(',"[')[0] for line in found]


@pytest.mark.parametrize(
    ("above", "head", "found"),
    [
        ("Đơn vị tính: tỷ đồng", "Thu (nghìn đồng)", "found 'Thu (nghìn đồng)'; expected triệu đồng"),
        ("Đơn vị tính: tỷ đồng", "Thu", "found 'Thu (tỷ đồng)'; expected triệu đồng"),
        ("Đơn vị tính: tạ", "Thu", "found 'Thu (tạ)'; expected triệu đồng"),
        ("Đơn vị tính: Triệu đồng", "Thu", ""),
        ("Đơn vị tính: tạ", "Thu (tr. đồng)", ""),
    ],
)
def test_numbers_of_another_unit_than_the_table_has_are_refused(project, above, head, found):
    """“Kim ngạch (nghìn USD)” was stored as triệu USD: 187.620 where 187,62 was meant."""
    source = project.parent / "thu.xlsx"
    workbook(source, ["Đơn vị tính: triệu đồng"], ["Huyện", "Thu", "Tỷ lệ (%)"], ["A", 61, 5.5], ["B", 82, 6.5])
    add_table(str(source), answers(), yes=True, key="huyen", flows="thu")
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    workbook(source, [above], ["Huyện", head, "Tỷ lệ (%)"], ["A", 63, 5.2], ["B", 85, 6.1])
    ran = briefing("import", source, "--yes", cwd=project)
    if found:
        assert ran.code == 2 and f"thu.xlsx, column B: {found}, as the table has it" in ran.err
        assert lines(project, "thu") == ["2031-Q1,A,61,5.5", "2031-Q1,B,82,6.5"]
    else:
        assert ran.code == 0, ran.out + ran.err
