"""The edition 2024-H1: totals recounted by hand, and the errors of the department's report that the audit must find."""

from __future__ import annotations

import csv
import re
import shutil

import pytest
from conftest import BACKTEST, PUBLISHED, Built
from doors import audit
from lxml import html as lxml_html
from reported_rows import corrected


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
def real_audit(tmp_path_factory) -> list[dict]:
    """The audit of the figures as they were reported, before anybody decided anything."""
    data = shutil.copytree(PUBLISHED, tmp_path_factory.mktemp("undecided") / "data")
    for name in ("corrections", "acceptances", "questions"):
        header = (data / f"{name}.csv").read_text(encoding="utf-8").splitlines()[0]
        (data / f"{name}.csv").write_text(f"{header}\n", encoding="utf-8")
    return audit(data, "2024-H1")["findings"]


def changes(found: dict) -> list[tuple[str, str, str]]:
    """What would settle a finding, the best first."""
    return [
        (change["figure"], change["old"], change["new"])
        for proposal in found["proposals"]
        for change in proposal["changes"]
    ]


@pytest.mark.parametrize(
    ("finding", "cell", "old", "new"),
    [
        ("edocuments_total", "controls.value(control='edocuments_total')", "445442", "445422"),
        ("resolved_total", "dossiers_resolved.dossiers(level='district', timeliness='late')", "7", "71"),
        ("resolved_district_late_share", "dossiers_resolved.dossiers(level='district', timeliness='late')", "7", "71"),
        ("media_items_total", "media_items.items(tone='neutral')", "96.475", "96475"),
        ("postal_revenue_part", "counts.value(item='postal_revenue')", "1.030", "1030"),
    ],
)
def test_the_real_editions_errors_are_found_and_explained(real_audit, finding, cell, old, new):
    (found,) = [one for one in real_audit if one["id"] == finding]
    assert changes(found)[0] == (cell, old, new)


@pytest.mark.parametrize(
    "finding",
    [
        "one_population", "rates_differ@exchange+signature", "resolved_within_received@province", "stations_database",
        "phones_total", "subjects_once@document=51/QĐ-BTC", "numbers_spelt@number=1158,date=2024-05-08", "postal_dossiers_same",
    ],
)  # fmt: skip
def test_contradictions_without_a_single_slip_are_findings_too(real_audit, finding):
    assert finding in [found["id"] for found in real_audit]


def report_of(built: Built) -> str:
    """The text of the report as it is signed: without analysts' notes, code, sources and the audit's annex."""
    main = lxml_html.document_fromstring(built.html).get_element_by_id("briefing")
    for apart in main.xpath(
        ".//section[@class='annex'] | .//div[@class='analyst' or @class='code' or @class='review'] | .//details[not(contains(@class, 'folded'))] | .//summary | .//sup"
    ):
        apart.drop_tree()
    return " ".join("".join(main.itertext()).replace("\u00a0", " ").split())


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


@pytest.mark.parametrize(
    "said",
    ["841/858", "35/35", "5.348.172", "Trung tâm IOC để theo dõi", "không có văn bản trễ", "đưa vào vận hành, kết nối"],
)
def test_a_fact_is_said_once(real, said):
    assert report_of(real).count(said) == 1


def test_no_explanation_sets_what_is_stated_to_nothing(real_audit):
    found = [change for one in real_audit for change in changes(one)]
    assert found and not [new for _figure, _old, new in found if float(new) == 0]
