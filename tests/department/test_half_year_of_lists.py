"""What a half-year says of observations, tasks and events of its quarters: none is lost, none is counted as another one."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import briefing
from department import answers

from briefing.begin.tables import add_table
from helpers.editions import Edition

pytestmark = pytest.mark.builds
HEAD = "Phiếu;Ngày;Số đêm (đêm);Điểm (điểm)\n"


@pytest.fixture
def half(project: Path) -> Edition:
    """Two quarters of a survey whose slips are numbered anew in each; one of the first has no mark."""
    source = project.parent / "khao_sat.csv"
    source.write_text(f"{HEAD}1;05/01/2031;2;4\n2;06/02/2031;3;\n3;07/02/2031;4;5\n", encoding="utf-8")
    add_table(str(source), answers(), yes=True, key="order", units=["phieu=phiếu"], observations=True)
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    source.write_text(f"{HEAD}1;05/04/2031;1;3\n2;06/05/2031;2;4\n", encoding="utf-8")
    assert briefing("import", source, "--yes", cwd=project).code == 0
    assert briefing("new", "2031-H1", cwd=project).code == 0
    return Edition("2031-H1", project / "data")


def test_how_many_have_a_mark_is_counted_in_each_quarter(half):
    """Slip 1 of both quarters has one name: 10 of 69 were printed."""
    assert str(half.register("khao_sat")["so_dem"].count()) == "5"
    marks = half.register("khao_sat")["diem"].count()
    assert str(marks) == "4"
    assert str(half.evaluate(marks.key)) == "4"
