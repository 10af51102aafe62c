"""The edition 2024-H1: totals recounted by hand, and the errors of the department's report that the audit must find."""

from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path

import pytest
from conftest import BACKTEST, PUBLISHED, Built
from doors import ROOT
from frozen import corrected
from lxml import html as lxml_html
from samples import find, load, save

from briefing.build.notebook_runner import run
from briefing.sections import discover
from helpers import review
from helpers.audit.findings import Audit, audit
from helpers.editions import Edition
from helpers.finding_text import fault_of


# each total recounted with nothing but the csv module, and looked for in the text
@pytest.mark.parametrize(
    ("table", "column", "where", "printed"),
    [
        ("edocuments", "documents", {}, "445.422"),
        ("edocuments", "documents", {"direction": "outgoing"}, "101.198"),
        ("edocuments", "documents", {"direction": "incoming"}, "344.224"),
        ("online_services", "services", {}, "858"),
        ("online_services", "services", {"kind": "full"}, "377"),
        ("online_services", "services", {"kind": "partial"}, "481"),
        ("dossiers_received", "dossiers", {}, "112.361"),
        ("dossiers_received", "dossiers", {"channel": "online"}, "86.678"),
        ("dossiers_received", "dossiers", {"channel": "direct"}, "25.641"),
        ("dossiers_received", "dossiers", {"channel": "postal"}, "42"),
        ("dossiers_resolved", "dossiers", {}, "112.177"),
        ("dossiers_resolved", "dossiers", {"timeliness": "on_time"}, "111.914"),
        ("dossiers_resolved", "dossiers", {"timeliness": "late"}, "263"),
        ("report_forms", "forms", {}, "880"),
        ("base_stations", "stations", {}, "2.418"),
        ("subscribers", "total", {"service": "phone"}, "709.982"),
        ("subscribers", "total", {"service": "internet"}, "355.377"),
        ("subscribers_added", "added", {"service": "phone"}, "10.518"),
        ("subscribers_added", "added", {"service": "internet"}, "11.197"),
        ("postal_points", "points", {}, "117"),
        ("alerts", "alerts", {"monitor": "server"}, "13.196"),
        ("alerts", "alerts", {"monitor": "workstation"}, "301.546"),
        ("training", "learners", {"course": "onetouch"}, "1.532"),
        ("training", "learners", {"course": "mooc"}, "717"),
        ("training", "learners", {"course": "digital_skills"}, "903"),
        ("assigned_tasks", "tasks", {}, "95"),
        ("licences", "licences", {}, "16"),
    ],
)
def test_printed_totals_are_what_the_rows_add_up_to(real, table, column, where, printed):
    rows = [row for row in corrected(PUBLISHED, table) if all(row[name] == value for name, value in where.items())]
    total = sum(int(row[column]) for row in rows)
    assert f"{total:,}".replace(",", ".") == printed
    assert re.search(rf"(?<![\d.,]){re.escape(printed)}(?![\d]|[.,]\d)", real.text(between=" "))


@pytest.fixture(scope="module")
def real_audit(tmp_path_factory) -> Audit:
    """The audit of the figures as they were reported, before anybody decided anything."""
    data = shutil.copytree(PUBLISHED, tmp_path_factory.mktemp("undecided") / "data")
    for name in ("corrections", "acceptances", "questions"):
        header = (data / f"{name}.csv").read_text(encoding="utf-8").splitlines()[0]
        (data / f"{name}.csv").write_text(f"{header}\n", encoding="utf-8")
    return audit(Edition("2024-H1", data).records)


def proposals(result: Audit, finding: str) -> list[tuple[str, str, str]]:
    (found,) = [one for one in result.findings if one.id == finding]
    return [
        (f"{change.cell[0]}:{change.cell[1]}", change.old, change.new)
        for explanation in found.explanations
        for change in explanation.changes
    ]


@pytest.mark.parametrize(
    ("finding", "cell", "old", "new"),
    [
        ("edocuments_total", "controls:2", "445442", "445422"),
        ("resolved_total", "dossiers_resolved:5", "7", "71"),
        ("resolved_district_late_share", "dossiers_resolved:5", "7", "71"),
        ("media_items_total", "media_items:3", "96.475", "96475"),
        ("phones_total", "controls:73", "710482", "709982"),
        ("postal_revenue_part", "counts:42", "1.030", "1030"),
    ],
)
def test_the_real_editions_errors_are_found_and_explained(real_audit, finding, cell, old, new):
    assert proposals(real_audit, finding)[0] == (cell, old, new)


@pytest.mark.parametrize(
    "finding",
    [
        "one_population", "rates_differ@exchange+signature", "resolved_within_received@province", "stations_database",
        "subjects_once@document=51/QĐ-BTC", "numbers_spelt@number=1158,date=2024-05-08", "postal_dossiers_same",
    ],
)  # fmt: skip
def test_contradictions_without_a_single_slip_are_findings_too(real_audit, finding):
    assert finding in [found.id for found in real_audit.findings]


def test_82_contents_assigned_in_the_text_beside_95_tasks_in_the_appendix_are_a_question(tmp_path):
    """Nothing reconciles the two; once both count the same, nothing is found."""
    found = [one for one in review.result(Edition("2024-H1", PUBLISHED))["findings"] if one["id"] == "assigned_same"]
    told = "Số nhiệm vụ được giao nêu ở Phụ lục III và mục II.2 khác nhau: 95\u00a0nhiệm vụ và 82\u00a0nội dung"
    assert [fault_of(found, Edition("2024-H1", PUBLISHED)), found[0]["severity"], found[0]["state"]] == [
        told,
        "warning",
        "asked",
    ]
    assert found[0]["decision"]["office"] == "Văn phòng Sở" and found[0]["decision"]["due"] == "2024-06-05"
    assert found[0]["decision"]["words"] == (
        "Mục II.2 nêu hoàn thành 82/82 nội dung được giao, Phụ lục III nêu 95 nhiệm vụ, trong đó 13 chưa hoàn thành: "
        "hai số tính trong phạm vi nào?"
    )
    tables = load(PUBLISHED)
    find(tables, "controls", control="directed_tasks_completed")["value"] = "95"
    tables["questions"] = [row for row in tables["questions"] if row["finding"] != "assigned_same"]
    same = audit(Edition("2024-H1", save(tables, tmp_path / "data")).records)
    assert "assigned_same" not in [one.id for one in same.findings]


def test_how_many_numbers_a_rule_about_their_values_reaches(real_audit):
    assert ("counts", 72, "value") in real_audit.unguarded
    # 31 more are only said to be whole numbers: that guards no digit
    assert (len(real_audit.texts), len(real_audit.guarded), len(real_audit.held)) == (435, 360, 274)


def report_of(built: Built) -> str:
    """The text of the report as it is signed: without analysts' notes, code, sources and the audit's annex."""
    main = lxml_html.document_fromstring(built.html).get_element_by_id("briefing")
    for apart in main.xpath(
        ".//section[@class='annex'] | .//div[@class='analyst' or @class='code' or @class='review'] | .//details[not(contains(@class, 'folded'))] | .//summary | .//sup"
    ):
        apart.drop_tree()
    return " ".join("".join(main.itertext()).replace("\u00a0", " ").split())


def test_the_report_opens_with_why_it_is_made(real):
    main = lxml_html.document_fromstring(real.html).get_element_by_id("briefing")
    form, subject, introduction, glance = main[:4]
    assert [element.get("class") for element in (form, subject, introduction)] == ["form", "subject", "introduction"]
    assert subject.xpath("string(p[@class='notice'])").endswith("không phải văn bản của Sở.")
    assert " ".join(introduction.text_content().split()) == (
        "Thực hiện Công văn số 2226/UBND-KTTH ngày 21/5/2024 của Chủ tịch UBND tỉnh về tham mưu xây dựng báo cáo kiểm điểm "
        "công tác chỉ đạo, điều hành 6 tháng đầu năm 2024, Sở Thông tin và Truyền thông (sau đây gọi tắt là Sở) báo cáo kết "
        "quả thực hiện như sau:"
    )
    assert glance.get("id") == "toan-canh-ky-bao-cao"


def test_appendices_on_a_decision_name_it_in_their_heading_and_in_the_contents(real):
    page = lxml_html.document_fromstring(real.html)
    ends = {
        "phu-luc-II": "các nhiệm vụ theo Quyết định số 36/QĐ-UBND ngày 12/01/2024 của UBND tỉnh",
        "phu-luc-IV": "theo Kế hoạch số 1446/KH-BĐHCĐS ngày 04/4/2024 của Ban Điều hành Chuyển đổi số tỉnh",
    }
    for name, end in ends.items():
        for place in (f"//section[@id='{name}']/h2", f"//nav//a[@href='#{name}']"):
            assert " ".join(page.xpath(f"string({place})").replace("\u00a0", " ").split()).rstrip(" ¶").endswith(end)


def test_the_tasks_ahead_are_numbered(real):
    main = lxml_html.document_fromstring(real.html).get_element_by_id("briefing")
    paragraphs = [" ".join(p.text_content().split()) for p in main.xpath("//section[@id='III']//p")]
    tasks = [p for p in paragraphs if re.match(r"\d+\. ", p)]
    assert [int(p.partition(".")[0]) for p in tasks] == [1, 2, 3, 4, 5, 6, 7, 8, 9]
    assert tasks[1].startswith("2. Tham mưu UBND tỉnh ký kết thỏa thuận hợp tác")


def test_the_words_mean_what_the_source_says(real):
    """Wordings that changed the source's meaning, and what stands there instead."""
    text = report_of(real)
    assert "một số phòng ban, đơn vị còn dùng máy tính cũ" in text and "nhiều nơi" not in text
    assert "góp phần đạt và vượt các chỉ tiêu" in text and "liên thông văn bản điện tử 04 cấp" in text
    assert "03 của UBND tỉnh, 01 của Ban Chỉ đạo Chuyển đổi số tỉnh và 01 của Ban Điều hành Chuyển đổi số tỉnh" in text
    assert "12 nhiệm vụ, dự án đã báo cáo kết quả; 03 đang triển khai; 29 chưa báo cáo kết quả" in text
    assert "Tổng băng thông đạt 390 Mbps trong nước và 8 Mbps quốc tế" in text
    assert "Bán kính phục vụ bình quân khoảng 2,96 km/điểm" in text
    assert "710.482 (tính lại được 709.982) thuê bao" in text  # a stated total in doubt, then what its parts give
    assert "02 nhiệm vụ chưa hoàn thành có hạn chậm nhất ngày 30/6/2024" in text and "đã đến hạn" not in text
    assert "Đã đào tạo, bồi dưỡng, tập huấn về chuyển đổi số cho 210 lãnh đạo" in text  # the source names no period
    for left_out in ("liệt kê tại chú thích", "cuối kỳ", "thời gian của năm", "Dịch vụ công trực tuyến toàn trình là"):
        assert left_out not in text


def test_every_paragraph_of_the_source_is_told_somewhere(real):
    """paragraphs-2024-H1.csv: each sentence of the source's text and notes, the section that tells it, and its words there."""
    main = lxml_html.document_fromstring(real.html).get_element_by_id("briefing")
    for mark in main.xpath(".//sup | .//span[@class='stated text']"):
        mark.drop_tree()
    sections = {e.get("data-section"): e for e in main.xpath(".//section[@data-section]")}
    sections["Mở đầu"] = main.xpath("./p[@class='introduction']")[0]
    text = {name: without_space(" ".join(section.itertext())) for name, section in sections.items()}
    with (BACKTEST / "paragraphs-2024-H1.csv").open(encoding="utf-8", newline="") as file:
        paragraphs = list(csv.DictReader(file))
    assert len({(row["source"], row["begins"]) for row in paragraphs}) == len(paragraphs) > 300
    assert [row for row in paragraphs if without_space(row["words"]) not in text[row["told"]]] == []
    assert {f"chú thích {number}" for number in range(1, 28)} <= {row["source"] for row in paragraphs}


def without_space(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_what_the_report_says_of_itself_agrees_in_text_table_and_chart(real):
    text = report_of(real)
    assert "các chỉ tiêu phát triển ngành thông tin và truyền thông thực hiện 6 tháng đầu năm 2024" in text.lower()
    assert "tỉnh giao 6 tháng đầu năm 2024" in text and "công nghệ thông tin trong 6 tháng đầu năm 2024" in text
    assert text.count("02 nhiệm vụ có văn bản ghi ngày sau hạn") == 3  # I.1, II.1 and the appendix: one sentence
    assert "đúng thời hạn, 06 nhiệm vụ" not in text and "Sở tự đánh giá" not in text
    assert (
        "82/82 nội dung được giao" in text
    )  # as the source states it; that 95 were assigned is a finding with a question
    assert "trên 112.177" not in text and "Tính từ Phụ lục" not in text and "mức nặng nhất" not in text


def test_the_annex_speaks_in_words(real):
    page = lxml_html.document_fromstring(real.html)
    findings = " ".join(page.xpath("string(//section[@class='annex'])").replace("\u00a0", " ").split())
    assert "04 tỷ lệ tính theo dân số ứng với các số dân khác nhau (359.330–612.958). Lỗi" in findings
    assert "Cấp tỉnh: số hồ sơ giải quyết (45.985 hồ sơ) lớn hơn số hồ sơ tiếp nhận (45.604 hồ sơ)." in findings
    assert (
        "Văn bản 931/KH-UBND ngày 04/3/2024, sau hạn 29/02/2024; văn bản 780/STTTT-CN ngày 01/4/2024, sau hạn 31/3/2024; "
        in findings
    )
    assert "Số trạm BTS của cơ sở dữ liệu (1.911 trạm) khác số trạm trên địa bàn (2.418 trạm)." in findings
    (corrected,) = page.xpath("//figure[contains(figcaption, 'Số liệu đính chính')]")
    rows = [[cell.text_content() for cell in row][:3] for row in corrected.xpath(".//tbody/tr")]
    assert rows[1:3] == [
        ["Tin liên quan đến tỉnh (Trung lập)", "96,475", "96.475"],
        ["Tổng số: văn bản điện tử", "445.442", "445.422"],
    ]
    assert rows[4] == ["Phát triển hạ tầng số (số thứ tự)", "IV", "III"]
    (asked,) = page.xpath("//figure[contains(figcaption, 'Câu hỏi gửi')]")
    # three deadlines, one cause
    numbers = "3 1 2 11 4 7 8 12 13 9 9 9 5 10 6 14 15"
    said = [row[0].text_content() for row in asked.xpath(".//tbody/tr")]
    assert said == [f"PH{number}" for number in numbers.split()]


@pytest.mark.parametrize(
    "said",
    ["841/858", "35/35", "5.348.172", "Trung tâm IOC để theo dõi", "không có văn bản trễ", "đưa vào vận hành, kết nối"],
)
def test_a_fact_is_said_once(real, said):
    assert report_of(real).count(said) == 1


@pytest.mark.slow
def test_a_section_shows_the_same_findings_on_the_page_and_in_jupyterlab(real, tmp_path):
    """Those of the whole audit that touch what it has read: all that are marked in it, perhaps more."""
    with run(discover(ROOT / "notebooks"), tmp_path, {"data_dir": str(PUBLISHED)}) as ended:
        results = sorted(ended, key=lambda result: result.section.name)
    shown = {result.section.name_in_page: doubts(result.output) for result in results}
    main = lxml_html.document_fromstring(real.html).get_element_by_id("briefing")
    assert listed(main) == [lines for lines in shown.values() if lines]
    for element in main.xpath(".//*[@data-finding][not(self::article)]"):
        around = next(each for each in element.iterancestors("section") if each.get("class") != "topic")
        section = around.get("data-section") or around.get("id")
        while section not in shown:
            section = section.rpartition(".")[0] or next(iter(shown))
        marks = {f"PH{number}" for number in element.get("data-finding").split()}
        listed_here = {line.partition(".")[0] for line in shown[section]}
        # the first page has its doubts instead: errors one by one, and how many others there are
        assert marks <= listed_here or section == next(iter(shown)), (section, element.text_content())


def doubts(notebook: Path) -> list[str]:
    """The findings that JupyterLab shows at the end of a section."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    outputs = [output for cell in cells if "review.section" in "".join(cell["source"]) for output in cell["outputs"]]
    return [
        " ".join(line[2:].split())
        for output in outputs
        for line in "".join(output["data"]["text/plain"]).splitlines()
        if line.startswith("- ")
    ]


def listed(body) -> list[list[str]]:
    """The findings under each section of a document that has some."""
    lists = body.xpath(".//div[@class='review']")
    return [[" ".join(item.text_content().split()) for item in found.iter("li")] for found in lists]


def test_decisions_are_said_to_be_the_transcribers_and_an_example():
    """No office of the department has taken them."""
    for table in ("corrections", "acceptances"):
        with (PUBLISHED / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            assert {row["decided_by"] for row in csv.DictReader(file)} <= {"Người chép số liệu (ví dụ)"}


def test_no_explanation_sets_what_is_stated_to_nothing(real_audit):
    changes = [change for one in real_audit.findings for each in one.explanations for change in each.changes]
    assert changes and not [change for change in changes if float(change.new) == 0]
