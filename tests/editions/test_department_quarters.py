"""The department's second quarter and its year: collected, decided, signed, published, reproduced; and both departments at once."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import openpyxl
import pytest
from conftest import Built, briefing
from department import CORRECTED, FIRST, SECOND, SLIP, Department
from doors import to_text

from helpers.editions import Edition

pytestmark = pytest.mark.slow
HALF, YEAR = "2031-H1", "2031"


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> Department:
    """The department with what its office has sent of the second quarter, and its sentences looked at."""
    made = Department(tmp_path_factory.mktemp("department") / "so-y-te")
    made.begin()
    made("new", SECOND)
    made.collect({SLIP: "2160"})
    made.append("waiting", *made.own(f"waiting-{SECOND}"))
    made.change("statements", f"{SECOND},Mở đầu,note,introduction,1,Sở Y tế báo cáo kết quả công tác quý I ",
                f"{SECOND},Mở đầu,note,introduction,1,Sở Y tế báo cáo kết quả công tác quý II ")  # fmt: skip
    made.change("statements", ",carried,", ",confirmed,")
    return made


def test_a_quarter_is_collected_decided_signed_published_and_made_again(second):
    assert "0 gaps" in second("check").out
    refused = briefing("build", "--final", cwd=second.folder)
    assert refused.code == 2 and "vaccinated@soi" in refused.err
    second.append("corrections", CORRECTED)
    assert second("build", "--format", "pdf", "--format", "docx").err.count("failed") == 0
    text = Built(second.folder / "reports" / SECOND, second.data, None).text()
    assert "toàn ngành khám 148.034 lượt, trong đó bảo hiểm y tế 121.841 lượt" in text
    assert "Lượt khám theo cơ sở, so sánh các kỳ" in text  # both quarters beside each other
    second.publish(SECOND)


def test_a_figure_of_the_quarter_names_the_cell_of_the_workbook(second):
    (row,) = [line for line in second.rows("visits") if line.startswith(f"{SECOND},trung_tam_y_te_cat_lam,dich_vu")]
    assert row == f"{SECOND},trung_tam_y_te_cat_lam,dich_vu,1039,[P.NVY_{SECOND}.xlsx]Số liệu!F30\n"
    kept = openpyxl.load_workbook(second.data / "sources" / SECOND / f"P.NVY_{SECOND}.xlsx")["Số liệu"]
    assert (kept["F30"].value, kept["B30"].value) == (1039, "Trung tâm y tế Cát Lâm, Dịch vụ")


def test_its_half_year_is_made_of_its_quarters(second, tmp_path):
    """Collected, decided, signed, published and made again; numbers that add up are those of both quarters."""
    half = Department(Path(shutil.copytree(second.folder, tmp_path / "so-y-te", ignore=shutil.ignore_patterns(".git"))))
    if not (half.data / "corrections.csv").exists():
        half.append("corrections", CORRECTED)
    assert f"statements, rows as in {SECOND}: 5" in half("new", HALF).out.replace(".csv", "")
    half.change("statements", ",carried,", ",confirmed,")
    half.change("statements", f"{HALF},Mở đầu,note,introduction,1,Sở Y tế báo cáo kết quả công tác quý II ",
                f"{HALF},Mở đầu,note,introduction,1,Sở Y tế báo cáo kết quả công tác {{'6 tháng đầu'}} ")  # fmt: skip
    edition = Edition(HALF, half.data)
    assert (edition.label, edition.figure("visits", "luot_kham").value) == ("6 tháng đầu năm 2031", 140_988 + 148_034)
    assert edition.figure("beds", "giuong_thuc_ke", co_so="trung_tam_y_te_cat_lam").value == 92  # of the second quarter
    vaccinated = edition.figure("vaccines", "tre_da_tiem", vac_xin="soi")
    assert vaccinated.value == 1893 + 2106
    observed = edition.frame("waiting")["thoi_gian_cho"]
    assert len(observed) == sum(len(edition.of(quarter).frame("waiting")) for quarter in (FIRST, SECOND))
    median = f"{observed.median().text('.1')} phút"
    assert "0 gaps" in half("check", HALF).out
    assert json.loads(half("check", HALF, "--json").out)["findings"] == []
    half("build", HALF)
    text = Built(half.folder / "reports" / HALF, half.data, None).text()
    assert "toàn ngành khám 289.022 lượt" in text and f"Thời gian chờ trung vị là {median}" in text
    half.publish(HALF)


@pytest.fixture
def year(second: Department, tmp_path: Path) -> Department:
    """Its year, made of four quarters, and the one before it, of which only the numbers are there."""
    made = Department(Path(shutil.copytree(second.folder, tmp_path / "so-y-te", ignore=shutil.ignore_patterns(".git"))))
    if not (made.data / "corrections.csv").exists():
        made.append("corrections", CORRECTED)
    made.two_years()
    grown = "Toàn ngành khám {visits.luot_kham():unit}, {growth(visits.luot_kham()):.1trend} so với cùng kỳ."
    made("new", YEAR)
    made.change("statements", ",carried,", ",confirmed,")
    made.append("statements", f'{YEAR},I.3,result,visits,9,"{grown}",confirmed,I.3,grown')
    return made


def test_its_year_is_made_of_its_quarters(year):
    """Known to figures, growth, statements, rules, audit and gaps: flows are added up, of levels the last stands."""
    edition = Edition(YEAR, year.data)
    visits = edition.figure("visits", "luot_kham")
    assert (edition.label, visits.value) == ("năm 2031", 140_988 + 3 * 148_034)
    assert edition.figure("beds", "giuong_thuc_ke", co_so="trung_tam_y_te_cat_lam").value == 92  # of the fourth quarter
    assert edition.figure("vaccines", "tre_da_tiem", vac_xin="soi").value == 1893 + 3 * 2106
    assert edition.growth(visits).text(".1trend") == "tăng 3,7%"  # on 4 × 140,988
    assert edition.evaluate("visits.luot_kham(period='@last_year')").value == 4 * 140_988
    said = [to_text(text) for text in edition.statements("I.3", topic="visits")]
    assert said[-1].replace("\u00a0", " ") == "Toàn ngành khám 585.090 lượt, tăng 3,7% so với cùng kỳ."
    waited = edition.frame("waiting")["thoi_gian_cho"]  # the same numbers of slips in two of its quarters
    assert waited.median().key == "median(waiting.thoi_gian_cho())"
    assert edition.figure("waiting", "thoi_gian_cho", phieu="2031-Q3/P31").value == 53
    assert edition.evaluate("waiting.thoi_gian_cho(phieu='P31', period='2031-Q3')").value == 53
    assert "0 gaps" in year("check", YEAR).out
    audited = json.loads(year("check", YEAR, "--json").out)
    assert (audited["findings"], audited["untested"]) == ([], 0) and audited["checks"] > 6
