"""Last year as data: what is computed from two periods' rows, what contradicts it, and what makes it no comparison.

The published edition 2024-H1 stands in one data folder with three later periods (see `samples.years`).
"""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import samples
from conftest import Built, Checkout, briefing, only
from data_edits import append, change, publication
from doors import audit, audited, check_folder, to_html
from lxml import html

from helpers.editions import Edition
from helpers.values.sources import cell_set

GROWTH = "growth(counts.value(item='parcels_sent'), '2024-H1')"


@pytest.fixture(scope="module")
def frozen(tmp_path_factory) -> Path:
    return samples.save(samples.years(), tmp_path_factory.mktemp("years") / "data")


@pytest.fixture
def years(frozen, tmp_path) -> Path:
    """A copy that a test may spoil."""
    return samples.save(samples.load(frozen), tmp_path / "data")


def found(data: Path, period: str = "2025-H1") -> dict[str, str]:
    """The findings of a period: what was seen, by id."""
    return {finding["id"]: finding["seen"] for finding in audited(Edition(period, data, checked=True).records)}


# -- an edition --------------------------------------------------------------------------------------------------------


def test_the_folder_of_four_periods_is_as_declared(frozen):
    check_folder(frozen)


@pytest.fixture(scope="module")
def next_year(frozen, tmp_path_factory) -> Built:
    out = tmp_path_factory.mktemp("next-year")
    return Built(
        out / "2025-H1", frozen, briefing("build", "2025-H1", "--data", frozen, "--out", out, "--format", "html")
    )


@pytest.mark.builds
def test_growth_is_computed_from_the_rows_of_both_years_and_shows_them(next_year):
    assert next_year.ran.code == 0, next_year.ran.err
    text = next_year.text()
    assert "Sản lượng đạt 2.417.293 bưu gửi, tăng 9,32% so với cùng kỳ năm trước" in text
    assert "466.035 văn bản đi, đến, tăng 4,63% so với cùng kỳ năm trước" in text
    rows = list(csv.DictReader((next_year.folder / "figures.csv").open(encoding="utf-8")))
    growth = next(row for row in rows if row["key"] == GROWTH)
    assert (growth["table"], growth["lines"]) == ("counts", "40,113")
    assert growth["formula"] == "(2.417.293 - 2.211.255) / 2.211.255 * 100"
    panel = json.loads(html.fromstring(next_year.html).xpath("string(//script[@id='rows'])"))["counts"]
    assert panel["113"][""] == "Sản lượng bưu gửi" and panel["40"][""] == "Sản lượng bưu gửi, 6 tháng đầu năm 2024"


def check_printed(built: Built, period: str, compared: str) -> set[str]:
    """Every number of a page is what its key gives for the period, and reads it and the one that it compares with; the keys."""
    edition = Edition(period, built.data, checked=True)
    others = {row["period"] for row in samples.load(built.data)["periods"]} - {period, compared}
    printed = {
        (element.get("data-key"), element.get("value", ""), element.get("data-cells", ""))
        for element in html.fromstring(built.html).xpath("//data[@data-key]")
    }
    lines = {table: edition.records[table].keys() for table in edition.records}
    lines_then = {table: found.keys() for table, found in edition.of(compared).records.items()} if compared else {}
    for key, value, cells in printed:
        figure = edition.evaluate(key)
        assert value == ("" if figure.value is None else format(figure.value.normalize(), "f")), key
        assert figure.period == period and not [other for other in others if f"'{other}'" in key], key
        for table, line, _ in cell_set(cells):
            assert line in lines[table] or line in lines_then.get(table, ()), f"{key}: {table}:{line}"
    return {key for key, *_ in printed}


@pytest.mark.builds
def test_an_edition_prints_its_own_numbers_and_those_that_it_compares_with(next_year):
    assert len(check_printed(next_year, "2025-H1", "2024-H1")) > 500


def test_growth_is_as_stated_where_last_year_has_no_rows(frozen):
    now, year = Edition("2024-H1", frozen), Edition("2025", frozen)
    documents = now.growth(now.figure("edocuments", "documents"))
    assert (documents.key, documents.text("trend")) == ("controls.value(control='edocuments_growth')", "tăng 3,07%")
    parcels = year.growth(year.fact("parcels_sent"))
    assert parcels.key == "counts.growth(item='parcels_sent')"
    nobody_says = now.growth(now.figure("licences", "licences"))
    assert nobody_says.is_missing and nobody_says.text("trend") == "chưa so sánh được"


def test_rows_that_a_number_has_chosen_are_not_compared_with_last_year(frozen):
    """A change of 0, and a growth of 300,21%, were those of other rows, which have the same number in the other year."""
    edition = Edition("2025-H1", frozen)
    services = edition.register("online_services")
    many = services[services["services"] > 100]["services"].count()
    with pytest.raises(ValueError, match="rows of counts are not chosen by a number, 'value'"):
        edition.figure("counts", "value", value=str(edition.fact("parcels_sent").value))
    with pytest.raises(ValueError, match="is read from no table"):
        edition.growth(many)
    assert not edition.growth(edition.fact("parcels_sent")).is_missing


def test_no_growth_is_said_from_a_number_below_0_although_the_source_states_one(years):
    tables = samples.load(years)
    samples.find(tables, "counts", period="2024-H1", item="parcels_sent")["value"] = "-5"
    assert samples.find(tables, "counts", period="2025-H1", item="parcels_sent")["growth"]
    edition = Edition("2025-H1", samples.save(tables, years), checked=True)
    assert edition.growth(edition.fact("parcels_sent")).text("trend") == "chưa so sánh được"


def test_a_statement_may_compare(years):
    statement = "{change(counts.value(item='petitions')):trend}, {licences.licences(period='@previous')}, {licences.licences(period='@last_year')}"
    tables = samples.load(years)
    row = samples.find(tables, "statements", period="2025-H1", section="I.5", topic="publishing")
    row["text"] = statement
    samples.save(tables, years)
    (said,) = Edition("2025-H1", years).statements("I.5", topic="publishing")
    texts = [element.text_content() for element in html.fromstring(f"<p>{to_html(said)}</p>").iter("data")]
    assert texts == ["không đổi", "-", "16"]


# -- last year's report as it was published ------------------------------------------------------------------------------

REASON = "2024-H1,counts.value(item='parcels_sent'),Số ước được thay bằng số thực hiện,Văn phòng,2024-08-01"


@pytest.fixture
def told(next_year, years, tmp_path) -> Callable[[], Built]:
    """2025-H1 as it was built, beside a publication of 2024-H1 in which some numbers were others."""
    shutil.copytree(next_year.folder, tmp_path / "out" / "2025-H1")
    append("revisions", REASON)(years)
    then = Path(shutil.copytree(years, tmp_path / "then"))
    change("counts", ",2211255,", ",2200000,")(then)
    change("edocuments", "2024-H1,commune,incoming,143221", "2024-H1,elsewhere,incoming,133221")(then)
    change("licences", "2024-H1,newsletter,5", "2024-H1,newsletter,6")(then)  # which 2025-H1 does not print
    change("licences", "2025-H1,newsletter,5", "2025-H1,newsletter,6")(then)  # of no published period
    publication(tmp_path / "out" / "published" / "2024-H1" / "1", then, "2024-H1")

    def build() -> Built:
        out = tmp_path / "out"
        ran = briefing("build", "2025-H1", "--data", years, "--out", out, "--format", "html")
        assert ran.exit == 0, ran.err
        return Built(out / "2025-H1", years, ran)

    return build


@pytest.mark.builds
def test_an_edition_says_where_last_year_is_other_than_it_was_published(told, tmp_path):
    built = told()
    assert len(re.findall(r"done +\d", built.ran.err)) == 1  # the annex, which reads revisions.csv
    assert ", version 2:" in built.ran.out
    page = html.fromstring(built.html)
    marked = {
        (data.get("data-key"), data.text_content(), data.get("data-published"))
        for data in page.xpath("//data[@data-published]")
    }
    where = "(báo cáo 6 tháng đầu năm 2024, bản 1)"
    assert (GROWTH, "tăng 9,32%", f"tăng 9,88% {where}") in marked
    documents = "growth(edocuments.documents(), '2024-H1')"
    lacked = "chưa so sánh được (kỳ so sánh không có Cấp xã, Văn bản đến)"
    assert (documents, "tăng 4,63%", f"{lacked} {where}") in marked  # what was published is no comparison
    assert not any("licences" in key for key, _, _ in marked)
    text = " ".join(page.get_element_by_id("briefing").text_content().replace("\u00a0", " ").split())
    assert "tăng 9,32% (R) so với cùng kỳ năm trước" in text
    rows = [[cell.text_content() for cell in row] for row in page.get_element_by_id("danh-muc-sua-doi").iter("tr")]
    assert rows[0] == ["Số liệu", "Đã công bố", "Trong báo cáo này", "Lý do"]
    grown = next(row for row in rows if "9,88%" in row[1])  # as it is printed first, both numbers alike
    assert f"{grown[2]} {where}".replace("9,32%", "9,88%") == grown[1]
    assert grown[3] == "Số ước được thay bằng số thực hiện"
    assert [f"{lacked} {where}", "tăng 4,63%", "Chưa nêu lý do"] in [row[1:] for row in rows]
    document = json.loads((built.folder / "document.json").read_text(encoding="utf-8"))
    (section,) = (each for each in document["sections"] if each["name"] == "danh-muc-sua-doi")
    (table,) = (block for block in section["blocks"] if "rows" in block)
    assert [[cell.get("column", 0) for cell in row["cells"]] for row in (*table["head"], *table["rows"])] == [
        [0, 1, 2, 3]
    ] * len(rows)
    assert told().ran.out.startswith("Nothing to run")
    published = tmp_path / "out" / "published"
    (published / "2024-H1").rename(published / "2025-H1")  # a period does not revise itself
    assert "(R)" not in told().html


# -- what contradicts --------------------------------------------------------------------------------------------------


def restated(data: Path, item: str, column: str, value: str) -> None:
    tables = samples.load(data)
    samples.find(tables, "counts", period="2025-H1", item=item)[column] = value
    samples.save(tables, data)


@pytest.mark.parametrize(
    ("item", "column", "left_over", "finding", "seen"),
    [
        ("parcels_sent", "growth", "14.5", "stated_growth@parcels_sent", "14,5 ≠ 9,3"),
        ("parcels_sent", "growth", "-35", "stated_growth@parcels_sent", "-35 ≠ 9,32"),
        ("petitions", "change", "-1", "stated_change@petitions", "-1 ≠ 0"),  # three after three
    ],
)
def test_a_stated_growth_that_the_rows_contradict_is_an_error(years, item, column, left_over, finding, seen):
    before = found(years)
    restated(years, item, column, left_over)
    now = found(years)
    assert now.keys() - before.keys() == {finding} and now[finding].startswith(seen)


def test_a_stated_total_growth_is_a_control(years):
    tables = samples.load(years)
    samples.find(tables, "controls", period="2025-H1", control="edocuments_growth")["value"] = "3.07"
    samples.save(tables, years)
    (finding,) = [one for one in audit(years, "2025-H1")["findings"] if one["id"] == "edocuments_growth"]
    assert finding["severity"] == "error" and finding["states"] == "growth(edocuments.documents(), '2024-H1')"
    assert finding["words"] == (
        "Mức tăng, giảm của văn bản điện tử so với cùng kỳ năm trước: báo cáo nêu 3,07%, tính lại được 4,63%"
    )


# -- what makes it no comparison ---------------------------------------------------------------------------------------


def test_other_days_are_no_fair_comparison(years):
    change("cutoffs", "2025-H1,dossiers,2025-01-01,2025-05-28", "2025-H1,dossiers,2025-01-01,2025-06-15")(years)
    seen = found(years)["same_span@subject=dossiers"]
    assert seen.endswith("Hồ sơ thủ tục hành chính: từ 01/01/2025 đến 15/6/2025, cùng kỳ từ 01/01/2024 đến 28/5/2024")


def test_another_unit_is_an_error(years):
    tables = samples.load(years)
    samples.find(tables, "counts", period="2025-H1", item="postal_revenue")["unit"] = "triệu đồng"
    samples.save(tables, years)
    (finding,) = [one for one in audit(years, "2025-H1")["findings"] if one["id"].startswith("same_units@")]
    assert finding["severity"] == "error"
    assert finding["words"].endswith("Doanh thu bưu chính: tỷ đồng → triệu đồng")


@pytest.mark.builds
def test_last_years_value_of_a_figure_whose_parts_had_other_units_is_left_out(tmp_path):
    """It is an aside in a panel: the edition was not built for it."""
    checkout = Checkout.make(tmp_path / "project")
    samples.save(samples.second_year(), checkout.data)
    only(checkout.folder, "13_publishing")
    people = [f"counts.value(item='{item}')" for item in ("it_specialists", "core_trainees")]
    key = " + ".join(people)
    begins = '2032-Q3,I.5,activity,publishing,1,"'
    change("statements", begins, f"{begins}Có {{{key}:unit}}. ")(checkout.data)
    label = "Cán bộ chuyên trách đã dự lớp bồi dưỡng đội ngũ nòng cốt chuyển đổi số"
    change("counts", f"2031-Q3,core_trainees,{label},20,người", f"2031-Q3,core_trainees,{label},20,lượt")(checkout.data)
    assert (ran := checkout.briefing("build", "2032-Q3", "--format", "html")).code == 0, ran.err
    made = checkout.folder / "reports" / "2032-Q3" / "document.json"
    meanings = json.loads(made.read_text(encoding="utf-8"))["meanings"]
    assert meanings[key][1] == "" and any(last for _, last in meanings.values())


# -- plausibility ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "relation", "right", "column", "says"),
    [
        ("*", "plausible", "C=4", "right", "'C=4' is no period to compare with; write @last_year or @previous"),
        ("counts.value", "plausible", "@last_year", "left", "'counts.value' is no table; write * or one of codes, "),
        ("licence", "plausible", "@last_year", "left", "'licence' is no table; write * or one of codes, "),
    ],
)
def test_a_rule_about_two_periods_that_cannot_be_used_is_refused_with_its_column(
    years, left, relation, right, column, says
):
    with (years / "rules.csv").open("a", encoding="utf-8") as file:
        file.write(f"broken,comparison,warning,,{left},{relation},{right},Không dùng được\n")
    ran = briefing("check", "2025-H1", "--data", years)
    last = len((years / "rules.csv").read_text(encoding="utf-8").splitlines())
    assert ran.code == 2 and f"rules.csv, line {last}, column {column}: found" in ran.err and says in ran.err
    assert ran.err.count("rules.csv, line") == 1
