"""The department's second quarter and its year: collected, decided, signed, published, reproduced; and both departments at once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import FEW, Built, Checkout, briefing, only
from department import FIRST, HERE, SECOND, Department

from helpers.editions import Edition

pytestmark = pytest.mark.slow
SLIP = "vaccines.tre_da_tiem(vac_xin='soi')"


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> Department:
    """The department with what its office has sent of the second quarter, and its sentences looked at."""
    made = Department(tmp_path_factory.mktemp("department") / "so-y-te")
    made.begin()
    made("new", SECOND)
    made.collect({SLIP: "2160"})
    made.append("waiting", *(HERE / "own" / f"waiting-{SECOND}.csv").read_text(encoding="utf-8").splitlines()[1:])
    made.change("statements", f"{SECOND},Mở đầu,note,introduction,1,Sở Y tế báo cáo kết quả công tác quý I ",
                f"{SECOND},Mở đầu,note,introduction,1,Sở Y tế báo cáo kết quả công tác quý II ")  # fmt: skip
    made.change("statements", ",carried,", ",confirmed,")
    return made


def test_a_quarter_is_collected_decided_signed_published_and_made_again(second):
    assert "0 gaps" in second("gaps").out
    refused = briefing("build", "--final", cwd=second.folder)
    assert refused.code == 2 and "vaccinated@soi" in refused.err
    second.append("corrections", f"{SECOND},{SLIP},2160,2106,Gõ đảo chữ số,Phòng Nghiệp vụ Y,2031-07-05")
    assert second("build", "--format", "pdf", "--format", "docx").err.count("failed") == 0
    text = Built(second.folder / "reports" / SECOND, second.data, None).text()
    assert "toàn ngành khám 148.034 lượt, trong đó bảo hiểm y tế 121.841 lượt" in text
    assert "Lượt khám theo cơ sở, so sánh các kỳ" in text  # a slope between both quarters
    second.git("init", "-q")
    second.commit()
    second("sign", "I.4", "--by", "Nguyễn An", "--role", "Trưởng phòng")
    second.commit()
    assert f"Published: reports/published/{SECOND}/1" in second("publish").out
    made_again = second("reproduce", f"reports/published/{SECOND}/1", "--here")
    assert "made again, byte for byte the same" in made_again.out


def test_a_figure_of_the_quarter_names_the_cell_of_the_workbook(second):
    (row,) = [line for line in second.rows("visits") if line.startswith(f"{SECOND},trung_tam_y_te_cat_lam,dich_vu")]
    assert row == f"{SECOND},trung_tam_y_te_cat_lam,dich_vu,1039,[P.NVY_{SECOND}.xlsx]Số liệu khác!G13\n"


def test_its_year_is_built(second, tmp_path):
    year = Department(Path(shutil.copytree(second.folder, tmp_path / "so-y-te")))
    year("new", "2031", "--from", SECOND)
    year.change("statements", ",carried,", ",confirmed,")
    year("build", "2031")
    assert Edition("2031", year.data).label == "năm 2031"


def test_one_manifest_builds_both_departments(second, tmp_path):
    health = Path(shutil.copytree(second.folder, tmp_path / "so-y-te"))
    other = Checkout.make(tmp_path / "so-tttt").folder
    only(other, *FEW)
    rows = f"so-y-te/data,{FIRST},out/so-y-te,so-y-te\nso-tttt/data,2031-Q3,out/so-tttt,so-tttt\n"
    (tmp_path / "manifest.csv").write_text(f"data,period,output,project\n{rows}", encoding="utf-8")
    ran = briefing("batch", tmp_path / "manifest.csv", "--format", "html", cwd=health)
    assert ran.code == 0 and "2 built, 0 unchanged, 0 failed" in ran.out, ran.out + ran.err
    pages = [
        (tmp_path / "out" / name / "briefing.html").read_text() for name in (f"so-y-te/{FIRST}", "so-tttt/2031-Q3")
    ]
    assert ["Sở Y tế" in page for page in pages] == [True, False]
    assert "2 unchanged" in briefing("batch", tmp_path / "manifest.csv", "--format", "html", cwd=health).out


def test_a_manifest_runs_no_notebooks_outside_its_folder_unasked(second, tmp_path):
    (tmp_path / "manifest.csv").write_text(f"data,period,output,project\ndata,{FIRST},out,{second.folder}\n")
    ran = briefing("batch", tmp_path / "manifest.csv", cwd=second.folder)
    assert ran.code == 2 and "column project" in ran.err and "--anywhere" in ran.err
