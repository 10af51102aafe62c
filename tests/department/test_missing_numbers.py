"""A number that nobody has stated: in a table a dash, in the statistics of observations left out, in a final sentence refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Built, briefing
from department import FIRST, Department, csv

pytestmark = pytest.mark.builds
BOTH = "prose(f\"Đạt chuẩn {edition.figure('gv', 'dat_chuan'):unit} trên tổng số {numbers['tong_so'].sum():unit}.\")"


@pytest.fixture
def made(project: Path) -> Department:
    """A project with nothing else that stops a final copy, and a section that shows a table with a cell that is empty."""
    own = Department(project)
    own.change("organisation", "…", "Nguyễn Thị Bình")
    own.change("statements", ",carried,", ",confirmed,")
    source = csv(project, "gv", "Xã;Tổng số (người);Đạt chuẩn (người)", "A;30;21", "B;50;")
    own("add", "table", source, "--yes", "--key", "xa", "--stocks", "tong_so,dat_chuan")
    own("add", "section", "I.2. Giáo viên", "--table", "gv")
    return own


def test_a_sentence_that_lacks_one_of_its_numbers_is_refused_in_a_final_copy(made):
    """ "Đạt chuẩn - trên tổng số 80 người" went out to the province, and nobody was told."""
    made.write("02_giao_vien", [f'numbers = edition.register("gv")\n{BOTH}'])
    refused = briefing("build", "--final", "--format", "html", cwd=made.folder)
    assert refused.code == 2 and "Traceback" not in refused.err
    assert (
        "notebooks/02_giao_vien.ipynb, column I.2: found 'Đạt chuẩn - trên tổng số 80 người.'"
        in refused.err.replace("\u00a0", " ")
    )
    assert "words if figure else ''" in refused.err and "values[values.notna()]" in refused.err
    assert not list((made.folder / "reports").rglob("briefing*"))
    assert briefing("build", "--format", "html", cwd=made.folder).code == 0  # a draft shows what it lacks
    assert briefing("build", "--final", "--format", "html", cwd=made.folder).code == 2  # of the same sections


def test_the_statistics_of_observations_are_of_those_that_are_stated(made):
    source = csv(made.folder, "cho", "Phiếu;Khoa;Thời gian (phút)", "P1;Nội;10", "P2;Nhi;", "P3;Nhi;25", "P4;Nội;40")
    made("add", "table", source, "--yes", "--key", "phieu", "--observations")
    made("add", "section", "I.3. Chờ khám", "--table", "cho")
    made("build", "--format", "html")
    text = Built(made.folder / "reports" / FIRST, made.data, None).text()
    assert "Thời gian (phút)25,00 (không gồm P2: chưa có số liệu)25 (không gồm P2: chưa có số liệu)10" in text
