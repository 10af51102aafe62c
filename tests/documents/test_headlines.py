"""The first page: sentences chosen by rules of the period's figures, and the numbers in doubt beneath them."""

from __future__ import annotations

from itertools import dropwhile, takewhile

import pytest
from doors import to_text
from samples import PUBLISHED, SYNTHETIC, find, load, save

from helpers import audit_report, headlines
from helpers.editions import Edition
from helpers.errors import InputError


def page(edition):
    """The first page's lines, as JupyterLab shows them."""
    return headlines.first_page(edition, audit_report.result(edition)).text.replace("\u00a0", " ").splitlines()


def said(edition):
    """Its sentences: those of the first list."""
    behind = dropwhile(lambda line: not line.startswith("- "), page(edition))
    return [line.removeprefix("- ") for line in takewhile(lambda line: line.startswith("- "), behind)]


def offered(edition):
    """All that there is to tell, whatever is in doubt."""
    return " | ".join(to_text(each.words).replace("\u00a0", " ") for each in headlines.offered(edition))


@pytest.fixture
def spoilt(tmp_path):
    """The frozen edition with something changed; change: what is done to its tables."""

    def edition(change, source=SYNTHETIC, period="2031-Q3"):
        tables = load(source)
        change(tables)
        return Edition(period, save(tables, tmp_path / "data"))

    return edition


def test_the_published_edition_opens_with_four_numbers_and_six_sentences():
    numbers, *_ = page(Edition("2024-H1", PUBLISHED))
    assert numbers == (
        "77,14% hồ sơ nộp trực tuyến; 263 hồ sơ giải quyết trễ hạn; "
        "29 trên 44 nhiệm vụ, dự án chưa báo cáo kết quả; 03 lỗi số liệu chưa xử lý."
    )
    assert said(Edition("2024-H1", PUBLISHED)) == [
        "29 trong 44 nhiệm vụ, dự án chuyển đổi số chưa báo cáo kết quả, 16 do Sở chủ trì (Phụ lục IV).",
        "04 nhiệm vụ, dự án đang triển khai hoặc chưa báo cáo có hạn đến ngày 30/6/2024 (Phụ lục IV).",
        "Số giờ phát sóng phát thanh đạt 49,92% kế hoạch năm (Phụ lục I).",
        "Văn phòng Đăng ký quyền sử dụng đất còn 96,70% hồ sơ nộp trực tiếp, toàn tỉnh 22,82% (mục I.2.7).",
        "Cấp huyện trễ 71 hồ sơ (1,19%), toàn tỉnh trễ 0,23% (mục I.2.7).",
        "Văn bản đi, đến tăng 3,07%, đạt 445.422 văn bản (mục I.2.7).",
    ]


def test_errors_of_the_data_are_counted_where_there_are_some(spoilt):
    def wrong(tables):
        find(tables, "controls", control="edocuments_total")["value"] = "2227111"

    assert "lỗi số liệu" not in page(Edition("2031-Q3", SYNTHETIC))[0]
    assert page(spoilt(wrong))[0].endswith("; 01 lỗi số liệu chưa xử lý.")


def test_what_rests_on_a_number_of_an_open_error_or_one_tied_to_it_is_not_judged(spoilt):
    """Internet density is an open error; Phụ lục I states the same number, as a rule of equality says."""

    def of_levels(tables):
        tables["headlines"] = [row for row in tables["headlines"] if row["headline"] == "level_behind_year"]

    assert "Mật độ" not in " | ".join(said(spoilt(of_levels, PUBLISHED, "2024-H1")))

    def untied(tables):
        of_levels(tables)
        ties = ("internet_density_indicator", "phone_density_indicator")
        tables["rules"] = [row for row in tables["rules"] if row["rule"] not in ties]

    assert "Mật độ internet trên 100 dân mới thực hiện 44% mức tăng" in " | ".join(
        said(spoilt(untied, PUBLISHED, "2024-H1"))
    )


def test_a_number_that_nothing_guards_comes_last_and_says_so(spoilt):
    def only_changes(tables):
        tables["headlines"] = [row for row in tables["headlines"] if row["kind"] == "change"]

    assert said(spoilt(only_changes, PUBLISHED, "2024-H1"))[-1].endswith("chưa có số liệu khác để đối chiếu).")


def test_an_indicator_is_measured_by_its_way_from_last_year_to_the_plan(spoilt):
    """At mid-year 81 % of fibre is half of the way from 78 to 84 %: no delay, though the plan is not reached."""
    assert "cáp quang" not in offered(Edition("2024-H1", PUBLISHED))

    def lost(tables):
        find(tables, "indicators", indicator="5")["estimate"] = "113"

    assert "ổng số điểm phục vụ bưu chính đạt 113 điểm, dưới mức năm trước (115)" in offered(
        spoilt(lost, PUBLISHED, "2024-H1")
    )


def test_tasks_that_are_due_and_not_done_on_the_reports_day_are_told(spoilt):
    """Four tasks of the year's plan are due by 30/9 and not done; of the report of 5/2031 none would have been."""

    def only_tasks(tables):
        tables["headlines"] = [row for row in tables["headlines"] if row["headline"] == "tasks_due"]

    def earlier(tables):
        only_tasks(tables)
        find(tables, "organisation")["report_date"] = "2031-05"

    assert said(spoilt(only_tasks)) == [
        "04 trong 11 nhiệm vụ theo kế hoạch năm đã đến hạn mà chưa hoàn thành "
        "(Phụ lục II; chưa có số liệu khác để đối chiếu)."
    ]
    assert "nhiệm vụ theo kế hoạch năm" not in " | ".join(said(spoilt(earlier)))


def test_sentences_of_two_rows_are_both_told_however_alike_their_names_look(spoilt):
    def two(tables):
        of_all = {"headline": "low", "kind": "target", "each": "indicator", "relation": "<", "right": "5"}
        of_all |= {"left": "indicators.estimate(indicator='{indicator}')", "text": "{name} đạt {value}"}
        tables["headlines"] = [dict.fromkeys(tables["headlines"][0], "") | of_all]
        row = find(tables, "indicators", indicator="2")
        tables["indicators"] += [
            {**row, "indicator": number, "name": name, "order": order, "estimate": value}
            for number, name, order, value in (("90.1", "Xã Hòa An", "90", "3"), ("90/1", "Xã Hóa An", "91", "4"))
        ]

    told = offered(spoilt(two))
    assert "Xã Hòa An đạt 3" in told and "Xã Hóa An đạt 4" in told


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("left", "plan_projects.rows(stage='')"),
        ("right", "1 +"),
        ("text", "{plan_projects.nothing()} dự án"),
        ("text", "{value:wrong} dự án"),
    ],
)
def test_a_rule_that_cannot_be_read_is_refused_at_its_place(spoilt, column, text):
    def spoil(tables):
        find(tables, "headlines", headline="projects_unreported")[column] = text

    with pytest.raises(InputError) as refused:
        said(spoilt(spoil))
    (problem,) = refused.value.problems
    assert (problem.file, problem.line, problem.column) == ("headlines.csv", 8, column)


@pytest.mark.parametrize(
    ("each", "left", "relation", "right", "column", "words"),
    [
        ("nosuch", "alerts.alerts(severity='{nosuch}')", ">", "0", "each", "'alerts' has no column 'nosuch'"),
        ("severity", "5", ">", "0", "each", "`each` needs a table"),
        ("", "5", ">", "0", "left", "write a figure here"),
        ("", "5", "due", "0", "left", "write a figure here"),
        ("", "alerts.alerts()", ">", "1e400", "right", "'1e400' is not part of the language"),
    ],
)
def test_a_headline_that_cannot_be_read_is_refused_in_its_column(spoilt, each, left, relation, right, column, words):
    row = {"headline": "new", "kind": "change", "each": each, "left": left, "relation": relation, "right": right}
    row |= {"text": "x {value}"}

    def add(tables):
        tables["headlines"].append(dict.fromkeys(tables["headlines"][0], "") | row)

    edition = spoilt(add, SYNTHETIC, "2031-Q3")
    with pytest.raises(InputError) as refused:
        headlines.offered(edition)
    (problem,) = refused.value.problems
    assert (problem.file, problem.column) == ("headlines.csv", column)
    assert words in problem.remedy
