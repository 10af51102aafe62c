"""The first day of another department: `init`, `add`, its own rows; what it is told on the way."""

from __future__ import annotations

import json
import re
import sys

import nbformat
import pytest
from conftest import Built, briefing, in_own_process
from department import FIRST, Department, add_table, csv, lines
from doors import numbers_of_sections
from nbformat.v4 import new_code_cell

pytestmark = pytest.mark.builds


@pytest.fixture(scope="module")
def first_day(tmp_path_factory: pytest.TempPathFactory) -> Department:
    """The department at the end of its first day."""
    made = Department(tmp_path_factory.mktemp("department") / "so-y-te")
    made.begin()
    made("build")
    return made


# -- init --------------------------------------------------------------------------------------------------------------


def test_a_new_project_builds_at_once_and_its_first_page_explains_its_one_finding(tmp_path):
    made = briefing("init", tmp_path / "dep", "--name", "Sở Y tế tỉnh Bình An", "--period", FIRST)
    assert made.code == 0 and "23 files written" in made.out
    ran = briefing("build", "--format", "pdf", "--format", "docx", cwd=tmp_path / "dep")
    assert ran.code == 0, ran.err
    assert "1 findings are open, 0 of them errors" in ran.out
    for name in ("briefing.html", "briefing-du-thao.pdf", "briefing-du-thao.docx"):
        assert (tmp_path / "dep" / "reports" / FIRST / name).stat().st_size > 10_000
    text = Built(tmp_path / "dep" / "reports" / FIRST, tmp_path / "dep" / "data", ran).text()
    assert "một chỗ cố ý sai: cơ quan giải quyết 12 hồ sơ, hai phần cộng lại được 11." in text
    assert "UBND tỉnh Bình An" in text and "/BC-SYT" in text and "Ninh Thuận" not in text
    page = (tmp_path / "dep" / "reports" / FIRST / "briefing.html").read_text(encoding="utf-8")
    assert "<title>Báo cáo kết quả công tác quý I năm 2031<" in page  # its own subject


def test_names_that_every_department_writes_need_no_row_of_ones_own(project):
    """Each “Chính phủ”, “UBND tỉnh” and “Sở Nội vụ” of a new report was a finding; a body that has ended still is one."""
    path = project / "data" / "statements.csv"
    told = "Tiếp tục thực hiện các nhiệm vụ được giao."
    text = path.read_text(encoding="utf-8")
    assert told in text
    words = "Phối hợp Sở Nội vụ và Sở Kế hoạch và Đầu tư thực hiện chỉ đạo của Chính phủ, Tỉnh ủy, UBND tỉnh."
    path.write_text(text.replace(told, f'"{words}"'), encoding="utf-8")
    found = json.loads(briefing("check", "--project", project, "--json").out)["findings"]
    said = " ".join(finding["words"] for finding in found)
    assert "“Sở Kế hoạch và Đầu tư” không còn trong kỳ này, nay là “Sở Tài chính”" in said
    assert "Nội vụ" not in said.replace(words, "") and "Chính phủ" not in said.replace(words, "")


def test_a_folder_in_which_something_lies_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    ran = briefing("init", tmp_path, "--name", "Sở Y tế", "--period", FIRST)
    assert ran.code == 2 and "expected a folder that is not there yet, or is empty" in ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_projects_own_tests_pass(first_day):
    ran = in_own_process([sys.executable, "-m", "unittest", "discover", "tests"], cwd=first_day.folder)
    assert ran.code == 0 and "Ran 2 tests" in ran.err, ran.err


def test_a_build_names_every_section_that_fails(project):
    """It named the first of five, and each build the next one."""
    for name, sources in {
        "01_results": ["one_more_name"],
        "80_directions": ["nothing_of_this_name"],
        "99_audit": ["another_name"],
    }.items():
        path = project / "notebooks" / f"{name}.ipynb"
        notebook = nbformat.read(path, as_version=4)
        notebook.cells += [new_code_cell(source) for source in sources]
        nbformat.write(notebook, path)
    ran = briefing("build", "--project", project)
    assert ran.code == 1 and "Sections that failed (3); the last edition is untouched:" in ran.err
    told = [line.split(":")[0].strip() for line in ran.err.splitlines() if "  notebooks/" in line]
    assert told == ["notebooks/01_results.ipynb", "notebooks/80_directions.ipynb", "notebooks/99_audit.ipynb"]
    assert "one_more_name" in ran.err and "another_name" in ran.err


# -- sections ----------------------------------------------------------------------------------------------------------


def test_a_section_gets_its_place_among_the_others(project):
    for heading in ("I.3. Dự phòng", "I.2. Khám bệnh", "I.2.1. Dược", "Phụ lục I. Giường bệnh", "Phụ lục II. Thuốc"):
        ran = briefing("add", "section", heading, cwd=project)
        assert ran.code == 0, ran.err
    assert [*numbers_of_sections(project / "notebooks").items()] == [
        ("00_opening", ""),
        ("01_results", "I.1"),
        ("01a_kham_benh", "I.2"),
        ("01b_duoc", "I.2.1"),
        ("02_du_phong", "I.3"),
        ("80_directions", "II"),
        ("81_giuong_benh", "Phụ lục I"),
        ("82_thuoc", "Phụ lục II"),
        ("99_audit", ""),
    ]
    assert briefing("build", cwd=project).code == 0


@pytest.mark.parametrize("heading", ["1. Chung", "a) Chung", "I.1a. Chung", "II Chung", "PHỤ LỤC 1. Chung"])
def test_a_heading_of_another_form_is_refused_by_name(project, heading):
    ran = briefing("add", "section", heading, cwd=project)
    assert ran.code == 2 and f"found '{heading}'; expected a number as the report has it: I. of a part" in ran.err


def test_the_title_of_a_part_above_is_asked_and_without_an_answer_nothing_is_written(project):
    ran = briefing("add", "section", "I.2.1. Dược", cwd=project)  # the input has ended
    assert ran.code == 2 and "Nothing was written." in ran.err
    refused = briefing("add", "section", "I.2.1. Dược", "--yes", cwd=project)
    assert refused.code == 2 and "expected a title of I.2, which stands above it" in refused.err
    assert len(list((project / "notebooks").glob("*.ipynb"))) == 4


# -- tables ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "kept"),
    [
        (["Cơ sở;Số giường (giường)", "A;5", "B;", "C;7"], ["2031-Q1,A,5", "2031-Q1,B,", "2031-Q1,C,7"]),
        (["Cơ sở", "A", "B"], ["2031-Q1,A", "2031-Q1,B"]),
    ],
)
def test_a_row_that_states_nothing_beside_its_name_is_kept(project, rows, kept):
    """“3 rows” were proposed, and two written."""
    add_table(csv(project, "co_so", *rows), project=project, key="co_so")
    assert lines(project, "co_so") == kept


@pytest.mark.parametrize(
    ("text", "separator"),
    [("Số; mã,Lượt (lượt)\n1,5\n", ""), ("Mã\tLượt (lượt)\nA\t5\n", "\\t"), ("Mã;Lượt (lượt)\nA;5\n", ";")],
)
def test_what_stands_between_cells_is_told_by_a_head_of_one_cell(project, text, separator):
    (project.parent / "so.csv").write_text(text, encoding="utf-8")
    ran = briefing("add", "table", project.parent / "so.csv", "--yes", "--key", "so_ma", cwd=project)
    assert (ran.code == 0) is not bool(separator), ran.err
    assert not separator or "expected commas between cells" in ran.err


def test_words_in_brackets_that_are_no_unit_stay_in_the_title_and_the_file_comes_in(project):
    add_table(csv(project, "ty_le", "Xã;Tỷ lệ (năm 2024)", "A;5", "B;6"), project=project, key="xa", unit="ty_le=%")
    assert lines(project, "ty_le") == ["2031-Q1,A,5", "2031-Q1,B,6"]


def test_two_columns_may_have_one_list_of_codes_typed_with_spaces(project):
    source = csv(project, "chuyen", "Số;Từ;Đến;Lượt (lượt)", "1;Huyện A;Huyện B;5", "2;Huyện B;Huyện A;7")
    ran = briefing(
        "add", "table", source, "--yes", "--key", "so", "--codes", "tu=huyen", "--codes", "den = huyen", cwd=project
    )
    assert ran.exit == 0, ran.err
    assert lines(project, "chuyen") == ["2031-Q1,1,huyen_a,huyen_b,5", "2031-Q1,2,huyen_b,huyen_a,7"]


# -- at the end of the day ---------------------------------------------------------------------------------------------


def test_a_section_that_shows_a_table_does_not_say_that_nothing_is_known(project):
    source = project.parent / "beds.csv"
    source.write_text("Cơ sở,Số giường (giường)\nA,1200\nB,90\n", encoding="utf-8")
    add_table(str(source), project=project, title="Giường bệnh")
    assert briefing("add", "section", "I.2. Giường bệnh", "--table", "beds", cwd=project).code == 0
    ran = briefing("build", "--format", "html", cwd=project)
    assert ran.code == 0, ran.err
    page = next(project.glob("reports/*/briefing.html")).read_text("utf-8")
    assert (
        page.count("Giường bệnh") > 1
        and "Trong kỳ chưa có số liệu về nội dung này."
        not in page.partition("Giường bệnh</h")[2].partition("</section>")[0]
    )


def test_its_first_quarter_has_nine_kinds_of_charts_and_seven_statistics(first_day: Department):
    built = Built(first_day.folder / "reports" / FIRST, first_day.data, None)
    charts = set(re.findall(r'data-name="(\w+)"', built.html))
    assert charts == {"counts", "use", "beds", "beyond", "visits", "shares", "waiting", "ranked", "over"}
    text = built.text()
    assert "toàn ngành khám 140.988 lượt, trong đó bảo hiểm y tế 116.041 lượt" in text
    assert "Tiêm chủng đạt 96,6% số trẻ thuộc diện" in text
    assert "Thời gian chờ trung vị là 25,0 phút, trung bình 33,8 phút, độ lệch chuẩn 20,2 phút" in text
    assert "không quá 61,7 phút; khoảng biến thiên 60 phút" in text
    assert "Trung bình của các trung vị lớn là" in text


def test_nothing_is_found_in_what_it_says(first_day: Department):
    assert json.loads(first_day("check", "--json").out)["findings"] == []
