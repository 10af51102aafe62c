"""What an edition lacks: rows that were there last time, sentences nobody has looked at, numbers that are not known yet."""

from __future__ import annotations

import json
import re
from pathlib import Path
from types import SimpleNamespace

import doors
import pytest
import samples
from conftest import FEW, briefing, only
from doors import check_folder
from samples import find, load, save, second_year

from helpers.editions import Edition
from helpers.prose import judged

LAST, NOW = "2031-Q3", "2032-Q3"
ABSENT = {"period": NOW, "state": "none", "reason": "Trong kỳ không có.", "stated_by": "P.CNTT", "date": "2032-09-25"}


@pytest.fixture
def tables() -> samples.Tables:
    return second_year()


def gaps(tables: samples.Tables, folder: Path, period: str = NOW) -> list[SimpleNamespace]:
    save(tables, folder / "data")
    return doors.gaps(check_folder(folder / "data", period))


def without(tables: samples.Tables, table: str, **where: str) -> None:
    """Take this year's rows with certain values away, and what is stated beside them."""
    wanted = where | {"period": NOW}
    kept = [row for row in tables[table] if any(row[name] != value for name, value in wanted.items())]
    assert len(kept) < len(tables[table])
    tables[table] = kept
    tables["controls"] = [
        row for row in tables["controls"] if row["period"] != NOW or f"{table}." not in row["expression"]
    ]


def test_a_complete_edition_and_a_first_edition_have_no_gap(tables, tmp_path):
    assert gaps(tables, tmp_path) == []
    assert gaps(tables, tmp_path, LAST) == []


def test_a_period_that_has_only_begun_is_no_base_and_that_is_said(tmp_path):
    data = tmp_path / "data"
    save(load(), data)
    for period in ("2032-Q3", "2033-Q3"):
        assert (ran := briefing("new", period, "--data", data)).code == 0, ran.err
    assert "2033-Q3 (beside 2031-Q3)" in briefing("check", "2033-Q3", "--data", data).out
    ran = briefing("forms", "out", "2033-Q3", "--data", data, "--out", tmp_path / "of-2033")
    first = briefing("forms", "out", "2032-Q3", "--data", data, "--out", tmp_path / "of-2032")
    assert ran.code == first.code == 0
    cells = [[line.partition(": ")[2] for line in each.out.splitlines() if ".xlsx" in line] for each in (ran, first)]
    assert len(cells[0]) > 3 and cells[0] == cells[1]
    reported = [
        {**row, "period": "2032-Q3"} for row in load()["counts"] if row["period"] == LAST and not row["change"]
    ][:1]
    tables = load(data)
    save({**tables, "counts": [*tables["counts"], *reported]}, data)
    assert "2033-Q3 (beside 2032-Q3)" in briefing("check", "2033-Q3", "--data", data).out


def test_a_table_without_a_row_is_one_gap_for_each_office_that_owns_some(tables, tmp_path):
    without(tables, "dossiers_received")
    (gap,) = gaps(tables, tmp_path)
    assert (gap.kind, gap.rows) == ("table", "dossiers_received.rows()")
    assert gap.words == "Hồ sơ tiếp nhận: chưa có dòng nào, kỳ trước có 10"
    assert (gap.office, gap.due) == ("Phòng Công nghệ thông tin", "2032-08-28")
    without(tables, "indicators")
    found = [gap for gap in gaps(tables, tmp_path) if gap.rows == "indicators.rows()"]
    assert {gap.office for gap in found} >= {"Phòng Bưu chính - Viễn thông", "Phòng Công nghệ thông tin"}


def test_all_rows_of_a_code_are_one_gap(tables, tmp_path):
    without(tables, "dossiers_received", level="district")
    (gap,) = gaps(tables, tmp_path)
    assert gap.rows == "dossiers_received.rows(level='district')"
    assert gap.words == "Hồ sơ tiếp nhận: thiếu mọi dòng của “Cấp huyện” (kỳ trước 3 dòng)"


def test_one_row_is_a_gap_with_the_words_of_the_row(tables, tmp_path):
    without(tables, "base_stations", generation="4G")
    without(tables, "counts", item="petitions")
    first, second = gaps(tables, tmp_path)
    assert (first.rows, first.office) == ("counts.rows(item='petitions')", "Thanh tra Sở")
    assert (second.rows, second.words) == ("base_stations.rows(generation='4G')", "Trạm BTS: thiếu dòng “4G”")


def test_no_occurrence_is_a_row_not_an_absence_and_prints_as_such(tables, tmp_path):
    without(tables, "dossiers_received", channel="postal")
    without(tables, "licences", licence="newsletter")
    kinds = {gap.rows for gap in gaps(tables, tmp_path)}
    assert kinds == {"dossiers_received.rows(channel='postal')", "licences.rows(licence='newsletter')"}
    tables["absences"].append(ABSENT | {"rows": "dossiers_received.rows(channel='postal')"})
    tables["absences"].append(ABSENT | {"rows": "licences.rows(licence=['newsletter'])", "state": "ended"})
    without(tables, "counts", item="petitions")
    tables["absences"].append(ABSENT | {"rows": "counts.rows(item='petitions')"})
    assert gaps(tables, tmp_path) == []
    edition = Edition(NOW, tmp_path / "data")
    assert edition.growth("counts.value(item='petitions')").text() == "-100,00%"
    postal = edition.figure("dossiers_received", "dossiers", channel="postal")
    assert (postal.text("unit"), postal.value) == ("0\u00a0hồ sơ (không phát sinh)", 0)
    assert str(postal.cells[0]) == f"absences:{len(tables['absences']) - 1}:rows"
    assert edition.figure("dossiers_received", "dossiers", channel="postal", level="commune").value == 0
    assert edition.figure("licences", "licences", licence="newsletter").is_missing
    assert Edition(LAST, tmp_path / "data").figure("dossiers_received", "dossiers", channel="postal").value > 0


def test_a_count_of_a_table_without_a_row_is_missing_until_somebody_says_that_there_is_none(tables, tmp_path):
    without(tables, "task_documents")
    without(tables, "decision_tasks")
    for said, done in ([], "-"), ([ABSENT | {"rows": "decision_tasks.rows()"}], "0 (không phát sinh)"):
        save({**tables, "absences": said}, tmp_path / "data")
        edition, found = Edition(NOW, tmp_path / "data"), check_folder(tmp_path / "data", NOW)["findings"]
        counts = edition.count("decision_tasks", state="completed"), edition.rows("decision_tasks", [])
        assert [each.text() for each in counts] == [done, done]
        assert bool(judged("Không có nhiệm vụ đến hạn.", counts)) == bool(said)
        assert any(each["id"] == "tasks_in_time" for each in found) == bool(said)
    assert Edition(LAST, tmp_path / "data").evaluate("decision_tasks.rows(period='@last_year')").is_missing


def test_a_carried_statement_is_a_gap_until_its_state_says_that_it_holds(tables, tmp_path):
    row = find(tables, "statements", period=NOW, section="III", topic="directions", order="2")
    row["state"] = "carried"
    (gap,) = gaps(tables, tmp_path)
    assert (gap.kind, gap.rows) == ("carried", "statements.rows(id='directions-2')")
    assert gap.words.startswith("Mục III, directions 2: mang sang, chưa rà soát: “Tham mưu UBND tỉnh ký kết")
    row["text"] += " Đã tổ chức."
    assert [each.kind for each in gaps(tables, tmp_path)] == ["carried"]
    row["state"] = "confirmed"
    assert gaps(tables, tmp_path) == []


def test_a_document_of_the_period_without_a_number_is_a_gap(tables, tmp_path):
    find(tables, "documents", period=NOW, document="10/KH-STTTT")["number"] = ""
    (gap,) = gaps(tables, tmp_path)
    assert (gap.kind, gap.rows) == ("number", "documents.rows(document='10/KH-STTTT')")
    assert "chưa có số" in gap.words


def test_a_figure_that_a_sentence_names_and_the_period_has_not_is_a_gap(tables, tmp_path):
    find(tables, "statements", period=NOW, section="III", topic="directions", order="2")["text"] += (
        " Có {counts.change(item='frequency_dossiers')} hồ sơ."
    )
    (gap,) = gaps(tables, tmp_path)
    assert (gap.kind, gap.rows, gap.office) == (
        "figure", "counts.change(item='frequency_dossiers')", "Phòng Bưu chính - Viễn thông",
    )  # fmt: skip
    assert gap.words == "Số liệu đơn lẻ: chưa có số liệu mà câu ở Mục III cần"


def test_cells_that_were_carried_over_empty_are_a_gap_until_they_are_filled(tables, tmp_path):
    find(tables, "organisation", period=NOW)["request"] = ""
    (gap,) = gaps(tables, tmp_path)
    assert (gap.kind, gap.rows) == ("cells", "organisation.rows()")
    assert gap.words == "Cơ quan báo cáo: chưa có văn bản yêu cầu báo cáo"


@pytest.mark.parametrize(
    ("table", "where", "column", "words"),
    [
        ("equipment", {"equipment": "nas"}, "capacity", "Thiết bị Trung tâm Tích hợp dữ liệu “Hệ thống lưu trữ NAS”: chưa có dung lượng"),
        ("training", {"audience": "ninh_hai"}, "classes", "Đào tạo, tập huấn “Kỹ năng số cấp huyện, xã, Huyện Ninh Hải”: chưa có số lớp"),
    ],
)  # fmt: skip
def test_a_number_that_last_year_had_and_that_is_empty_now_is_a_gap(tables, tmp_path, table, where, column, words):
    find(tables, table, period=NOW, **where)[column] = ""
    (gap,) = gaps(tables, tmp_path)
    assert (gap.kind, gap.table, gap.words) == ("cells", table, words)
    tables["organisation"] = [row for row in tables["organisation"] if row["period"] == NOW]  # numbers to compare with
    assert gap.words in {each.words for each in gaps(tables, tmp_path)}


def test_the_command_lists_gaps_by_office_and_day(tables, tmp_path):
    without(tables, "counts", item="petitions")
    without(tables, "dossiers_received", level="district")
    data = save(tables, tmp_path / "data")
    ran = briefing("check", NOW, "--data", data)
    assert ran.code == 0, ran.err
    assert re.search(r"\d+\. Số liệu đơn lẻ: thiếu dòng .* \(Thanh tra Sở, due 2032-08-28\)", ran.out)
    assert "2032-Q3 (beside 2031-Q3): 2 gaps; a final edition has none." in ran.out
    found = json.loads(briefing("check", NOW, "--data", data, "--json").out)
    assert (found["period"], [gap["kind"] for gap in found["gaps"]]) == (NOW, ["rows", "rows"])
    whole = briefing("check", "2031-Q3", "--data", data)
    assert " 0 gaps;" in whole.out


def test_a_year_asks_for_what_a_quarter_has_and_is_not_said_to_be_compared_with_it(tmp_path):
    data = save(load(), tmp_path / "data")
    assert briefing("new", "2032", "--data", data).code == 0
    last = briefing("check", "2032", "--data", data).out.splitlines()[-1]
    assert last.startswith("2032 (beside 2031-Q3): ")


def test_the_draft_says_first_what_is_missing(checkout, tables, tmp_path):
    without(tables, "dossiers_received", level="district")
    without(tables, "licences")
    data = save(tables, tmp_path / "data")
    only(checkout.folder, *FEW, data=(data,))
    ran = checkout.briefing("build", NOW, "--data", data, "--out", tmp_path / "out", "--format", "html")
    assert ran.code == 0, ran.err
    page = (tmp_path / "out" / NOW / "briefing.html").read_text(encoding="utf-8")
    banner = page.partition("</noscript>")[2].partition('<p class="banner">')[2].partition("</p>")[0]
    assert "Còn thiếu" in banner
