"""A number that nobody has stated: in a table a dash, in the statistics of observations left out, in a final sentence refused."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from conftest import Built, briefing
from department import FIRST, Department, csv

from helpers import charts
from helpers.editions import Edition
from helpers.judgments import highest
from helpers.problems import InputError

pytestmark = pytest.mark.builds
BOTH = "prose(f\"Đạt chuẩn {numbers['dat_chuan'].sum():unit} trên tổng số {numbers['tong_so'].sum():unit}.\")"


@pytest.fixture
def made(project: Path) -> Department:
    """A project with nothing else that stops a final copy, and a section that shows a table with a cell that is empty."""
    own = Department(project)
    own.change("organisation", "…", "Nguyễn Thị Bình")
    own.change("statements", ",carried,", ",confirmed,")
    source = csv(project, "gv", "Xã;Tổng số (người);Đạt chuẩn (người)", "A;30;21", "B;50;")
    own("add", "table", source, "--yes", "--key", "xa", "--levels", "tong_so,dat_chuan")
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
    assert "said_if(figure, words)" in refused.err and "values[values.notna()]" in refused.err
    assert not list((made.folder / "reports").rglob("briefing*"))
    assert briefing("build", "--format", "html", cwd=made.folder).code == 0  # a draft shows what it lacks
    assert briefing("build", "--final", "--format", "html", cwd=made.folder).code == 2  # of the same sections


def test_what_the_refusal_names_makes_it_final(made):
    cell = 'numbers = edition.register("gv")\nstated = numbers["dat_chuan"]\nfrom helpers.prose import prose, said_if\nprose('
    words = (
        "said_if(stated.sum(), f'Đạt {stated.sum():unit}.') + f'Tổng {numbers[\"tong_so\"].sum():unit}.'",
        "f'Riêng nơi đã báo cáo: {stated[stated.notna()].sum():unit}.'",
    )
    made.write("02_giao_vien", [f"{cell}{', '.join(words)})"])
    made("build", "--final", "--format", "html")
    text = Built(made.folder / "reports" / FIRST, made.data, None).text()
    assert "Tổng 80 người.Riêng nơi đã báo cáo: 21 người." in text.replace("\u00a0", " ")


def test_the_statistics_of_observations_are_of_those_that_are_stated(made):
    source = csv(made.folder, "cho", "Phiếu;Khoa;Thời gian (phút)", "P1;Nội;10", "P2;Nhi;", "P3;Nhi;25", "P4;Nội;40")
    made("add", "table", source, "--yes", "--key", "phieu", "--observations")
    made("add", "section", "I.3. Chờ khám", "--table", "cho")
    made("build", "--format", "html")
    text = Built(made.folder / "reports" / FIRST, made.data, None).text()
    assert "Số dòng có số liệuTrung bìnhTrung vịTừĐếnThời gian (phút)325,00251040" in text


def test_a_comparison_with_a_period_that_has_no_row_of_the_table_says_so(made):
    """“float nan” was told of a chart of this year's numbers beside those of a period that nobody had imported."""
    made.append("periods", "2030-Q1,quý I năm 2030,,false")
    edition = Edition(FIRST, made.data)
    now = edition.figures("gv", "tong_so", by="xa")
    for then in (
        edition.before("last_year").figures("gv", "tong_so", by="xa"),
        edition.before("last_year").register("gv").set_index("xa")["tong_so"],
    ):
        with pytest.raises(InputError) as told:
            charts.grouped(pd.DataFrame({"2030": then, "2031": now}), "Giáo viên")
        assert "a number in each row; gv has none in 2030-Q1" in str(told.value)
        assert "forms in FILE.csv --period 2030-Q1" in str(told.value) and ".count('gv')" in str(told.value)
    now = Edition(FIRST, made.data).figures("gv", "tong_so", by="xa")
    with pytest.raises(InputError, match=r"a number in each row. Take .* values\[values.notna"):
        highest(now - now[:1], "{label} tăng nhiều nhất")
