"""`briefing new`: a period begins with what carries over, and with nothing that must be measured."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
import samples
from conftest import briefing
from doors import check_folder
from lxml import html

from helpers.data.reporting_period import Span
from helpers.editions import Edition

LIKE = {"period": "2030-H1", "label": "6 tháng đầu năm 2030", "previous": "2029", "estimated": "true"}


def rows(folder: Path, table: str, period: str = "2032-Q3") -> list[dict[str, str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["period"] == period]


def contents(folder: Path) -> dict[str, bytes]:
    """Its tables; the lock of who wrote there last is none."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != ".lock"}


@pytest.fixture
def begun(data: Path) -> Path:
    """The synthetic edition's data, and its next year's period begun."""
    ran = briefing("new", "2032-Q3", "--data", data)
    assert ran.code == 0, ran.err
    return data


@pytest.mark.parametrize(
    ("key", "label", "kind", "days", "previous", "last_year", "share"),
    [
        ("2031-H1", "6 tháng đầu năm 2031", "half", ("2031-01-01", "2031-06-30"), "2030", "2030-H1", "50"),
        ("2031-H2", "6 tháng cuối năm 2031", "half", ("2031-07-01", "2031-12-31"), "2031-H1", "2030-H2", "100"),
        ("2031-Q1", "quý I năm 2031", "quarter", ("2031-01-01", "2031-03-31"), "2030-Q4", "2030-Q1", "25"),
        ("2031-Q4", "quý IV năm 2031", "quarter", ("2031-10-01", "2031-12-31"), "2031-Q3", "2030-Q4", "100"),
        ("2031-9M", "9 tháng đầu năm 2031", "nine_months", ("2031-01-01", "2031-09-30"), "2030", "2030-9M", "75"),
        ("2031", "năm 2031", "year", ("2031-01-01", "2031-12-31"), "2030", "2030", "100"),
        ("2032-02", "tháng 02 năm 2032", "month", ("2032-02-01", "2032-02-29"), "2032-01", "2031-02", "16.67"),
        ("2031-01", "tháng 01 năm 2031", "month", ("2031-01-01", "2031-01-31"), "2030-12", "2030-01", "8.333"),
    ],
)
def test_a_periods_row_follows_from_its_key(key, label, kind, days, previous, last_year, share):
    row = Span.of(key).row(LIKE)
    first, last = map(date.fromisoformat, days)
    assert (row.pop("months"), row.pop("days")) == (f"{last.month - first.month + 1}", f"{(last - first).days + 1}")
    assert row == {
        "period": key, "label": label, "kind": kind, "date_from": days[0], "date_to": days[1], "previous": previous,
        "last_year": last_year, "year_share": share, "estimated": "true",
    }  # fmt: skip


def test_what_carries_over_is_written_and_nothing_that_must_be_measured(begun):
    check_folder(begun)
    (about,) = rows(begun, "periods")
    assert about == {"period": "2032-Q3", "label": "Quý III năm 2032", "previous": "2032-Q2", "estimated": "false"}
    (organisation,) = rows(begun, "organisation")
    assert organisation["signatory_name"] == "Đào Xuân Kỳ"
    assert (organisation["report_number"], organisation["report_date"], organisation["request"]) == ("", "", "")
    assert [row["recipient"] for row in rows(begun, "recipients")][:2] == ["UBND tỉnh", "Sở Kế hoạch và Đầu tư"]
    assert len(rows(begun, "plan_groups")) == 16
    written = {path.stem for path in begun.glob("*.csv") if b"2032-Q3" in path.read_bytes()}
    assert written == {
        "periods",
        "organisation",
        "recipients",
        "plan_groups",
        "plan_projects",
        "statements",
        "citations",
    }


def test_only_unfinished_tasks_carry_over_and_their_results_are_told_anew(begun):
    old, new = (rows(begun, "plan_projects", period) for period in ("2031-Q3", "2032-Q3"))
    assert [row["project"] for row in new] == [row["project"] for row in old if row["state"] != "reported"]
    assert 0 < len(new) < len(old)
    assert {(row["state"], row["result"]) for row in new} == {("", "")}


def test_every_statement_is_carried_until_someone_confirms_it(begun):
    old, new = (rows(begun, "statements", period) for period in ("2031-Q3", "2032-Q3"))
    assert [row["text"] for row in new] == [row["text"] for row in old]
    assert {row["state"] for row in old} == {""} and {row["state"] for row in new} == {"carried"}


def test_a_second_call_leaves_alone_what_has_rows(begun):
    before = contents(begun)
    assert "Nothing to add" in briefing("new", "2032-Q3", "--data", begun).out
    assert "2031-Q3 is there already" in briefing("new", "2031-Q3", "--data", begun).out  # the first: none is before it
    assert contents(begun) == before
    tables = samples.load(begun)
    samples.find(tables, "organisation", period="2032-Q3")["signatory_name"] = "Người khác"
    tables["recipients"].insert(0, {"period": "2031-Q3", "order": "9", "recipient": "Sở Tài chính", "source": "III"})
    samples.save(tables, begun)
    assert "Nothing to add" in briefing("new", "2032-Q3", "--data", begun).out
    assert rows(begun, "recipients")[-1]["recipient"] != "Sở Tài chính"
    assert rows(begun, "organisation")[0]["signatory_name"] == "Người khác"


def test_only_citations_of_documents_that_stand_in_every_period_carry_over(begun):
    documents = {row["document"] for row in samples.load(begun)["documents"] if not row["period"]}
    old, new = (rows(begun, "citations", period) for period in ("2031-Q3", "2032-Q3"))
    assert [(row["section"], row["document"]) for row in new] == [
        (row["section"], row["document"]) for row in old if row["document"] in documents
    ]
    assert len(new) == 15 and {row["role"] for row in new} == {"basis"}


@pytest.mark.slow
def test_a_period_that_has_only_begun_can_be_built(begun, tmp_path):
    ran = briefing("build", "2032-Q3", "--data", begun, "--out", tmp_path / "out", "--format", "html")
    assert ran.code == 0, ran.err
    page = (tmp_path / "out" / "2032-Q3" / "briefing.html").read_text(encoding="utf-8")
    assert "ngày … tháng … năm 2032" in page
    document = html.fromstring(page)
    marked = [mark.getprevious() for mark in document.xpath("//sup[@class='flag'][.='chưa rà soát']")]
    printed = {span.get("data-cells") for span in document.xpath("//span[starts-with(@data-cells, 'statements:')]")}
    assert {span.get("data-cells") for span in marked} == printed and len(marked) == len(
        printed
    ) == 104  # not those that only count what nobody has sent


def test_the_same_period_of_last_year_is_begun_too_where_all_its_parts_are_there(data):
    """2025-Q1 and 2025-Q2 were imported, and 2026-H1 had nothing to compare with until somebody wrote 2025-H1 by hand."""
    for quarter, there in (("2031-Q1,quý I năm 2031,,false\n", 0), ("2031-Q2,quý II năm 2031,,false\n", 1)):
        with (data / "periods.csv").open("a", encoding="utf-8") as file:
            file.write(quarter)
        ran = briefing("new", "2032-H1", "--data", data)
        assert ran.code == 0, ran.err
        assert len(rows(data, "periods", "2031-H1")) == there
    (row,) = rows(data, "periods", "2031-H1")
    assert row["label"] == "6 tháng đầu năm 2031"
    assert Edition("2032-H1", data).before("last_year").label == "6 tháng đầu năm 2031"


def test_what_carries_over_is_the_newest_words_of_its_kind(data):
    """A first half-year took the sentences and “…” as who signs from a quarter of the year before, not from the one inside it."""
    assert briefing("new", "2032-Q1", "--data", data).code == 0
    assert briefing("new", "2032-Q2", "--data", data).code == 0
    tables = samples.load(data)
    for period, name in (("2032-Q1", "Người cũ"), ("2032-Q2", "Người mới")):
        samples.find(tables, "organisation", period=period)["signatory_name"] = name
    samples.find(tables, "statements", period="2032-Q2", topic="introduction")["text"] = "Câu mới."
    samples.save(tables, data)
    for period in ("2032-H1", "2032-Q3"):
        ran = briefing("new", period, "--data", data)
        assert ran.code == 0 and "statements.csv, rows as in 2032-Q2: 145" in ran.out, ran.out + ran.err
        assert rows(data, "organisation", period)[0]["signatory_name"] == "Người mới"
        assert "Câu mới." in [row["text"] for row in rows(data, "statements", period)]
    (row,) = rows(data, "periods", "2032-Q3")
    assert (row["label"], row["previous"]) == ("Quý III năm 2032", "2032-Q2")  # as last year's is called
    samples.find(tables := samples.load(data), "organisation", period="2032-H1")["signatory_name"] = "Người ký 6 tháng"
    samples.save(tables, data)
    assert briefing("new", "2033-H1", "--data", data).code == 0  # a half-year's of a half-year
    assert rows(data, "organisation", "2033-H1")[0]["signatory_name"] == "Người ký 6 tháng"
    assert Edition("2032-Q3", data).before("last_year").period == "2031-Q3"


def test_a_standing_document_is_cited_in_every_period_and_copied_in_none(begun):
    document = Edition("2032-Q3", begun).document("72/2013/NĐ-CP")
    assert (document.number, str(document.date)) == ("72/2013/NĐ-CP", "15/7/2013")
    assert Edition("2031-Q3", begun).document("72/2013/NĐ-CP") == document
    assert rows(begun, "documents") == []
