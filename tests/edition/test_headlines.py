"""The first page: sentences chosen by rules of the period's figures, and the numbers in doubt beneath them."""

from __future__ import annotations

import re

import pytest
from samples import PUBLISHED, SYNTHETIC, find, load, save, with_next_year

from helpers import headlines, judgments, review
from helpers.editions import Edition
from helpers.problems import InputError
from helpers.values.markup import to_html, to_text


def said(edition):
    return [
        to_text(headlines.item(group)).replace("\u00a0", " ") for group in headlines.chosen(headlines.offered(edition))
    ]


@pytest.fixture
def spoilt(tmp_path):
    """The frozen edition with something changed; change: what is done to its tables."""

    def edition(change, source=SYNTHETIC, period="2031-Q3"):
        tables = load(source)
        change(tables)
        return Edition(period, save(tables, tmp_path / "data"))

    return edition


def test_the_published_edition_opens_with_what_its_director_has_to_decide():
    first = said(Edition("2024-H1", PUBLISHED))
    assert [sentence.partition(":")[0] for sentence in first] == [
        "Chưa báo cáo kết quả", "Tiến độ chỉ tiêu năm", "Chênh lệch giữa các đơn vị", "Trễ hạn", "An toàn thông tin",
        "Tăng, giảm so với cùng kỳ",
    ]  # fmt: skip
    assert first[0] == (
        "Chưa báo cáo kết quả: 29 trong 44 nhiệm vụ, dự án chuyển đổi số của năm, trong đó 16 do Sở chủ trì, "
        "13 do cơ quan khác chủ trì hoặc cùng Sở chủ trì "
        "(đã báo cáo 12, đang triển khai 03). 04 nhiệm vụ, dự án đang triển khai hoặc chưa báo cáo có hạn đến ngày 30/6/2024, "
        "chưa quá hạn (Phụ lục IV). Cần rà soát tiến độ, bổ sung kết quả (Phòng Công nghệ thông tin)."
    )
    for sentence, told in zip(
        first[1:],
        (
            "đã thực hiện 40% mức tăng",
            "96,70%",
            "Trễ hạn: cấp huyện trễ 71 trong 5.962 hồ sơ đã giải quyết (1,19%); Văn phòng Đăng ký quyền sử dụng đất trễ",
            "2.063",
            "tăng 87,37%",
        ),
        strict=True,
    ):
        assert told in sentence and " Cần " in sentence and "Đề nghị" not in sentence  # section 7.3 proposes nothing


def test_an_indicator_is_measured_by_its_way_from_last_year_to_the_plan(spoilt):
    """At mid-year 81 % of fibre is half of the way from 78 to 84 %: no delay, though the plan is not reached."""
    target = said(Edition("2024-H1", PUBLISHED))[1]
    assert "mật độ điện thoại cố định" in target and "Mật độ internet" in target and "cáp quang" not in target
    assert target.count("Đến hết kỳ, đã qua 50% thời gian thực hiện") == 1

    def lost(tables):
        find(tables, "indicators", indicator="5")["estimate"] = "113"

    said_of_points = said(spoilt(lost, PUBLISHED, "2024-H1"))[1]
    assert (
        "40%" in said_of_points
        and "tổng số điểm phục vụ bưu chính đạt 113 điểm, dưới mức năm trước (115)" not in said_of_points
    )

    def lost_most(tables):
        lost(tables)
        for indicator in ("2", "3"):
            row = find(tables, "indicators", indicator=indicator)
            row["estimate"] = row["plan"]

    assert (
        "tổng số điểm phục vụ bưu chính đạt 113 điểm, dưới mức năm trước (115)"
        in said(spoilt(lost_most, PUBLISHED, "2024-H1"))[1]
    )


def test_a_plan_below_last_year_has_no_rise_to_be_behind_of(spoilt):
    """17 planned after 18 last year: 17,8 reaches it, and 16,7 is below both; neither is so many percent of a rise."""

    def planned_lower(estimate):
        def change(tables):
            find(tables, "indicators", indicator="2").update(previous="18", plan="17", estimate=estimate)
            find(tables, "indicators", indicator="3").update(estimate="99.4")

        return change

    about = "mật độ điện thoại cố định và trả sau trên 100 dân"
    assert not [one for one in said(spoilt(planned_lower("17.8"), PUBLISHED, "2024-H1")) if about in one]
    (told,) = [one for one in said(spoilt(planned_lower("16.7"), PUBLISHED, "2024-H1")) if about in one]
    assert f"{about} đạt 16,7 thuê bao, dưới mức năm trước (18) và kế hoạch năm (17)" in told and "mức tăng" not in told


def test_who_is_to_make_a_sentence_clear_is_the_office_that_owns_its_rows(spoilt):
    def other_owner(tables):
        find(tables, "owners", rows="alerts.rows()")["office"] = "VP"

    assert any("số còn lại (Văn phòng Sở)." in sentence for sentence in said(spoilt(other_owner, PUBLISHED, "2024-H1")))


def test_another_edition_says_other_things_because_its_data_differ():
    first, other = said(Edition("2024-H1", PUBLISHED)), said(Edition("2031-Q3", SYNTHETIC))
    assert other[0].startswith(
        "Quá hạn: 04 trong 11 nhiệm vụ theo kế hoạch năm đã đến hạn mà chưa hoàn thành; "
        "05 trong 31 nhiệm vụ, dự án chuyển đổi số đã đến hạn mà chưa báo cáo kết quả (Phụ lục II và Phụ lục IV)."
    )
    assert "20 trong 31 nhiệm vụ" in other[1]
    assert "số giờ phát sóng phát thanh đạt 49,92% kế hoạch năm (năm trước 20.659, kế hoạch năm 20.659)." in other[2]
    assert len(set(first) & set(other)) == 1  # the alerts, which the synthetic edition has as they were


def test_what_is_overdue_comes_first_and_at_most_six_are_told(spoilt):
    def overdue(tables):
        find(tables, "assigned_tasks", state="pending", deadline="overdue")["tasks"] = "7"

    sentences = said(spoilt(overdue))
    assert sentences[0].startswith("Quá hạn: 04 trong 11 nhiệm vụ") and len(sentences) == headlines.MOST


def test_tasks_that_are_due_and_not_done_on_the_reports_day_are_told(spoilt):
    """Four tasks of the year's plan are due by 30/9 and not done; of the report of 5/2031 none would have been."""

    def only_tasks(tables):
        tables["headlines"] = [row for row in tables["headlines"] if row["headline"] == "tasks_due"]

    def earlier(tables):
        only_tasks(tables)
        find(tables, "organisation")["report_date"] = "2031-05"

    assert said(spoilt(only_tasks)) == [
        "Quá hạn: 04 trong 11 nhiệm vụ theo kế hoạch năm đã đến hạn mà chưa hoàn thành (Phụ lục II). "
        "Cần xác định trách nhiệm và thời hạn hoàn thành từng nhiệm vụ (Văn phòng Sở)."
    ]
    assert said(spoilt(earlier)) == []


def test_what_is_not_told_of_a_kind_is_counted_from_its_rows(spoilt):
    """Seven indicators are behind three quarters of the year's way; two are told, of the other five the rows are known."""

    def only_targets(tables):
        tables["headlines"] = [row for row in tables["headlines"] if row["headline"] == "flow_behind_year"]

    first, other = said(Edition("2024-H1", PUBLISHED)), said(Edition("2031-Q3", SYNTHETIC))
    assert ". Còn 01 trường hợp khác. Đến hết kỳ" in first[1] and ". Còn 05 trường hợp khác. Đến hết kỳ" in other[2]
    assert "sản lượng bưu gửi tăng 14,5%, đạt 2.211.255; còn 04 trường hợp khác (mục" in first[5]
    assert [sentence for sentence in first if "trường hợp khác" in sentence] == [first[1], first[5]]
    (group,) = headlines.chosen(headlines.offered(spoilt(only_targets)))
    assert re.findall(
        r'<span class="text" data-cells="(\w+):[^"]+:estimate[^"]*">(\d+)</span>', to_html(group[-1].words)
    ) == [("indicators", "03")]


@pytest.mark.parametrize(("period", "data"), [("2024-H1", PUBLISHED), ("2031-Q3", SYNTHETIC)])
def test_a_sentence_of_the_first_page_is_read_at_once(period, data):
    for one in said(Edition(period, data)):
        sentences = re.split(r"(?<=[.)])\s+(?=[A-ZĐ0-9])", one)
        assert max(len(sentence.split()) for sentence in sentences) <= headlines.LONGEST, one
        assert all(sentence[0] == sentence[0].upper() for sentence in re.split(r"\. ", one))


def test_the_office_that_departs_most_is_told(spoilt):
    def online_now(tables):
        find(tables, "dossiers_received", level="land_office", channel="direct")["dossiers"] = "0"

    assert "cấp huyện còn 37,65% hồ sơ nộp trực tiếp" in " ".join(said(spoilt(online_now)))


def test_a_period_without_anything_to_tell_does_not_say_that_it_has_no_numbers(spoilt):
    def nothing(tables):
        tables["headlines"] = []

    assert headlines.told(spoilt(nothing), lead="Những điểm chính:").html == ""


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
    assert (problem.file, problem.line, problem.column) == ("headlines.csv", 5, column)


def test_doubts_name_the_number_who_answers_and_by_when():
    edition = Edition("2024-H1", PUBLISHED)
    lines = headlines.doubts(edition, review.result(edition)).text.splitlines()
    assert lines[0] == "Số liệu còn nghi vấn:"
    (revenue,) = [line for line in lines if "625.298 triệu đồng" in line]
    assert revenue.endswith("Phòng Bưu chính - Viễn thông trả lời, chậm nhất ngày 09/12/2026.")
    assert lines[-1] == (
        "- 14 số liệu, văn bản khác cần xem lại: Phòng Công nghệ thông tin, Văn phòng Sở, Phòng Bưu chính - Viễn thông, "
        "Phòng Thông tin - Báo chí - Xuất bản và Trung tâm Công nghệ thông tin và Truyền thông trả lời, chậm nhất ngày 09/12/2026."
    )
    quiet = Edition("2031-Q3", SYNTHETIC)
    assert headlines.doubts(quiet, review.result(quiet)).html == ""


def test_a_doubt_is_told_once_in_an_offices_words(spoilt):
    """Two sections state how many tasks are done; a sentence says that numbers rose, which fell."""

    def spoil(tables):
        for row in tables["decision_tasks"]:
            row["state"] = "completed"
        for row in tables["controls"]:
            row["value"] = "-4.5" if row["kind"] == "growth" else row["value"]

    edition = spoilt(spoil)
    lines = headlines.doubts(edition, review.result(edition)).text.replace("\u00a0", " ").splitlines()
    assert [line for line in lines if "(Hoàn thành): báo cáo nêu 5" in line] == [
        "- Số nhiệm vụ theo quyết định của UBND tỉnh (Hoàn thành): báo cáo nêu 5 nhiệm vụ, tính lại được 11 nhiệm vụ; "
        "chưa có đơn vị được giao trả lời."
    ]
    assert [line for line in lines if "tăng mạnh" in line] == [
        "- “các chỉ số ứng dụng tăng mạnh” không đúng với số liệu: -4,5, phải từ 0,01 trở lên; Phòng Công nghệ thông tin trả lời."
    ]
    (words,) = judgments.told_of_tasks(edition)
    assert to_text(words) == "Sở đã hoàn thành 11/11 nhiệm vụ đúng thời hạn."


def test_one_decision_governs_text_and_chart(spoilt):
    """Two tasks' documents are dated after their day: until that is accepted they are not told as in time."""

    def accept(tables):
        for finding in ("task=3,step=issued,order=1", "task=5,step=submitted,order=2", "task=5,step=issued,order=2"):
            row = {"period": "2024-H1", "finding": f"issued_in_time@{finding}", "seen": "x", "reason": "Đã gia hạn."}
            tables["acceptances"].append(row | {"decided_by": "Văn phòng Sở", "date": "2024-06-01"})

    def told(edition):
        counts = judgments.by_standing(edition, "decision_tasks", judgments.of(edition, "decision_tasks"))
        return to_text(*judgments.told_of_tasks(edition)), str(counts["done"]), str(counts["done_late"])

    words, done, late = told(Edition("2024-H1", PUBLISHED))
    assert "03 nhiệm vụ đúng thời hạn, 02 nhiệm vụ có văn bản ghi ngày sau hạn" in words and (done, late) == ("3", "2")
    words, done, late = told(spoilt(accept, PUBLISHED, "2024-H1"))
    assert "Sở đã hoàn thành 05/11 nhiệm vụ đúng thời hạn; 06/11 nhiệm vụ đang triển khai trong hạn." in words and (
        done,
        late,
    ) == ("5", "0")


def test_a_plan_of_the_digital_plan_that_came_late_is_found_and_one_acceptance_settles_text_and_chart(spoilt):
    finding = next(
        f for f in review.result(Edition("2024-H1", PUBLISHED))["findings"] if f["id"].startswith("projects")
    )
    assert finding["id"] == "projects_in_time@project=p07"
    assert finding["seen"] == "văn bản 815/KH-STTTT ngày 04/4/2024, sau hạn 31/3/2024"

    def accept(tables):
        row = {"period": "2024-H1", "finding": finding["id"], "seen": finding["seen"], "reason": "Đã gia hạn."}
        tables["acceptances"].append(row | {"decided_by": "Văn phòng Sở", "date": "2024-06-01"})

    edition = spoilt(accept, PUBLISHED, "2024-H1")
    counts = judgments.by_standing(edition, "plan_projects", judgments.of(edition, "plan_projects"))
    assert (str(counts["done_late"]), str(counts["reported"])) == ("0", "12")


def test_a_reported_result_is_no_finished_project():
    edition = Edition("2024-H1", PUBLISHED)
    counts = judgments.by_standing(edition, "plan_projects", judgments.of(edition, "plan_projects"))
    assert {str.__str__(code): str(count) for code, count in counts.items()} == {
        "done": "0", "done_late": "1", "reported": "11", "due": "0", "open": "31", "undated": "1",
    }  # fmt: skip


def test_the_analyst_is_offered_sentences_each_with_its_figures(spoilt):
    def later(tables):
        tables |= with_next_year(dict(tables))
        for level, dossiers in (("district", "23580"), ("commune", "9335")):  # twice as many, and 3,930 more
            find(tables, "dossiers_received", period="2032-Q3", level=level, channel="direct")["dossiers"] = dossiers

    found = headlines.suggested(spoilt(later, period="2032-Q3"))
    told = [line.replace("\u00a0", " ") for line in headlines.lines(found)]
    change = next(line for line in told if line.startswith("Hồ sơ tiếp nhận (Cấp huyện, Trực tiếp"))
    assert "23.580 hồ sơ, tăng 100,00% so với cùng kỳ năm trước, bằng 75,0% mức thay đổi chung." in change
    figures = told[told.index(change) + 1 : told.index(change) + 4]
    assert figures[0] == "    23.580 hồ sơ = dossiers_received.dossiers(level='district', channel='direct')"
    assert figures[1].startswith("    tăng 100,00% = growth(dossiers_received.dossiers(")
    offered, suggested = (give(Edition("2031-Q3", SYNTHETIC)) for give in (headlines.offered, headlines.suggested))
    assert [each.words for each in suggested] == [headlines.item([each]) for each in offered]
