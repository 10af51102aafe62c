"""A number that nobody has stated: in a table a dash, in the statistics of observations left out."""

from __future__ import annotations

import pytest
from conftest import Built
from department import FIRST, Department, csv

pytestmark = pytest.mark.builds


def test_the_statistics_of_observations_are_of_those_that_are_stated(project):
    made = Department(project)
    source = csv(made.folder, "cho", "Phiếu;Khoa;Thời gian (phút)", "P1;Nội;10", "P2;Nhi;", "P3;Nhi;25", "P4;Nội;40")
    made("add", "table", source, "--yes", "--key", "phieu", "--observations")
    made("add", "section", "I.3. Chờ khám", "--table", "cho")
    made("build", "--format", "html")
    text = Built(made.folder / "reports" / FIRST, made.data, None).text()
    assert "Thời gian (phút)25,00 (không gồm P2: chưa có số liệu)25 (không gồm P2: chưa có số liệu)10" in text
