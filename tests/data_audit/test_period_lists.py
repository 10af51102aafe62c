"""What a half-year says of observations, tasks and events of its quarters: none is lost, none is counted as another one."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import briefing
from department import add_table, owned, paste, tidy

from helpers.editions import Edition

pytestmark = pytest.mark.builds
HEAD = "Phiếu;Ngày;Số đêm (đêm);Điểm (điểm)\n"


@pytest.fixture
def half(project: Path) -> Edition:
    """Two quarters of a survey whose slips are numbered anew in each; one of the first has no mark."""
    source = project.parent / "khao_sat.csv"
    tidy(source, f"{HEAD}1;05/01/2031;2;4\n2;06/02/2031;3;\n3;07/02/2031;4;5\n")
    add_table(str(source), key="phieu", observations=True)
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    tidy(source, f"{HEAD}1;05/04/2031;1;3\n2;06/05/2031;2;4\n")
    paste(project, source, "2031-Q2")
    assert briefing("new", "2031-H1", cwd=project).code == 0
    return Edition("2031-H1", project / "data")


def test_how_many_have_a_mark_is_counted_in_each_quarter(half):
    """Slip 1 of both quarters has one name: 10 of 69 were printed."""
    assert half.register("khao_sat")["so_dem"].count() == 5
    assert half.register("khao_sat")["diem"].count() == 4


TASKS = "Nhiệm vụ;Thời hạn;Kết quả\n"


@pytest.fixture
def tasks(project: Path) -> Path:
    """A project with a list of tasks, two of the first quarter."""
    source = project.parent / "nhiem_vu.csv"
    tidy(source, f"{TASKS}Kế hoạch;28/02/2031;Hoàn thành\nĐề án;31/3/2031;Đang làm\n")
    add_table(str(source), key="nhiem_vu")
    owned(project, "nhiem_vu")
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    return project


def test_a_half_year_has_the_tasks_of_both_quarters_each_as_it_stood_last(tasks):
    """“Có 0 nhiệm vụ” was printed, and no gap was named."""
    gaps = briefing("check", "2031-Q2", cwd=tasks, BRIEFING_LANG="vi").out
    assert "Nhiem vu: chưa có dòng nào" in gaps
    assert briefing("new", "2031-H1", cwd=tasks).code == 0
    assert "Nhiem vu: chưa có dòng nào của quý II năm 2031" in briefing("check", "2031-H1", cwd=tasks).out
    source = tasks.parent / "nhiem_vu.csv"
    tidy(source, f"{TASKS}Đề án;31/3/2031;Hoàn thành\nThanh tra;30/6/2031;Đang làm\n")
    paste(tasks, source, "2031-Q2")
    ran = briefing("new", "2031-H1", cwd=tasks)
    assert ran.code == 0, ran.err
    half = Edition("2031-H1", tasks / "data")
    assert [f"{row['nhiem_vu']!s}: {row['ket_qua']!s}" for row in half.frame("nhiem_vu").to_dict("records")] == [
        "Kế hoạch: Hoàn thành",
        "Đề án: Hoàn thành",
        "Thanh tra: Đang làm",
    ]
    assert str(half.evaluate("nhiem_vu.rows(ket_qua='Hoàn thành')")) == "2"


def test_how_many_is_not_known_before_anybody_has_said(tasks):
    """“Đã tổ chức 0 sự kiện” was printed of a quarter whose list had not come yet."""
    second = Edition("2031-Q2", tasks / "data")
    assert second.evaluate("nhiem_vu.rows(ket_qua='Hoàn thành')").is_missing
    assert second.count("nhiem_vu").is_missing
    first = second.of("2031-Q1")
    assert [str(first.evaluate(f"nhiem_vu.rows(ket_qua='{each}')")) for each in ("Hoàn thành", "Chưa")] == ["1", "0"]
    with (tasks / "data" / "absences.csv").open("a", encoding="utf-8") as file:
        file.write("period,rows,state,reason,stated_by,date\n2031-Q2,nhiem_vu.rows(),none,Không có,VP,2031-07-01\n")
    assert str(Edition("2031-Q2", tasks / "data").evaluate("nhiem_vu.rows()")) == "0 (không phát sinh)"
