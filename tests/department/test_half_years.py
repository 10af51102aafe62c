"""A half-year of tables that quarters have: what they give it, what they cannot give, and what is asked of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import briefing
from department import answers, csv

from briefing.begin.tables import add_table

pytestmark = pytest.mark.builds


def two_quarters(project: Path, head: str, first: list[str], second: list[str], **said: str) -> None:
    """A table of two quarters, “von”, and the half-year that consists of them."""
    add_table(csv(project, "von", head, *first), answers(), yes=True, key="nganh", **said)
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    ran = briefing("import", csv(project, "von", head, *second), "--yes", cwd=project)
    assert ran.code == 0, ran.out + ran.err
    assert briefing("new", "2031-H1", cwd=project).code == 0


def found(project: Path, rule: str, period: str = "2031-H1") -> list[str]:
    ran = briefing("audit", period, "--json", cwd=project)
    return [one["words"] for one in json.loads(ran.out)["findings"] if one["id"].startswith(f"{rule}@")]


@pytest.mark.parametrize(
    ("title", "unit", "said"),
    [
        ("Vốn", "tỷ đồng", ""),
        ("Lũy kế vốn", "tỷ đồng", "“Lũy kế vốn” tính từ đầu năm mà được cộng qua các kỳ"),
        ("Tỷ lệ giải ngân", "%", "“Tỷ lệ giải ngân” (%) là tỷ lệ mà được cộng qua các kỳ"),
    ],
)
def test_a_column_that_was_declared_to_add_up_and_does_not_is_a_finding(project, title, unit, said):
    """Declared before anybody was refused it, it printed 40 % + 45 % = 85 %, and 100 + 250 since January as 350."""
    two_quarters(project, "Ngành;Vốn (tỷ đồng)", ["A;40"], ["A;45"], flows="von")
    path = project / "data" / "datapackage.json"
    declared = path.read_text(encoding="utf-8").replace('"titleVi": "Vốn"', f'"titleVi": "{title}"')
    path.write_text(declared.replace('"unit": "tỷ đồng"', f'"unit": "{unit}"'), encoding="utf-8")
    told = found(project, "sums")
    assert len(told) == bool(said) and said in "".join(told)
    assert not said or "von.von" in told[0] and "datapackage.json" in told[0]
    assert not found(project, "sums", "2031-Q2")
