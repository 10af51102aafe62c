"""Periods: keys have a form of their own, and an edition sees its own period's rows alone."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
import samples
from conftest import briefing
from data_edits import append, change
from doors import audited, check_folder, columns, declared, gaps

from helpers import audit_report
from helpers.data.reporting_period import KEY
from helpers.editions import Edition

NEXT = "2031-Q4,Quý IV năm 2031,2031-Q3,false"


@pytest.mark.parametrize(
    "key",
    ["", ".", "..", "../data", "/tmp/x", "2024-H1/", "2024-H1/..", "2024-H1.", "2024-H3", "2024-Q0", "2024-5M", "2024-00",
     "2024-13", "24-H1", "2024-h1", "2024-H1\n", "2024_H1", "２０２４", "C:2024"],
)  # fmt: skip
def test_anything_else_is_no_key(key):
    assert not KEY.fullmatch(key)


@pytest.mark.parametrize(
    ("command", "key"),
    [
        *(("build", key) for key in ("../data", ".", "..", "{absolute}", "2024-H1.", '""', "2024-H7")),
        ("check", "../data"),
    ],
)
def test_a_key_that_could_be_a_path_is_refused_with_its_line(data, tmp_path, key, command):
    key = key.format(absolute=tmp_path / "precious")
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious" / "file").write_text("precious")
    tables = sorted(data.iterdir())
    append("periods", f"{key},Kỳ sau,2031-H1,false")(data)
    out = [] if command == "check" else ["--out", data.parent / "out"]
    for named in ([], ["2031-Q3"]):
        ran = briefing(command, *named, "--data", data, *out)
        assert ran.code == 2 and f"periods.csv, line 3, column period: found {key.strip(chr(34))!r}" in ran.err
    if key != '""':  # an empty word is no period
        ran = briefing(command, key, "--data", data, *out)
        assert ran.code == 2 and f"found {key!r}; expected " in ran.err
    assert sorted(data.iterdir()) == tables and (tmp_path / "precious" / "file").exists()
    assert not (tmp_path / "out").exists()


def test_the_period_that_a_period_follows_has_a_key_too(data):
    change("periods", ",2031-Q2", ",the one before")(data)
    ran = briefing("check", "--data", data)
    assert ran.code == 2 and "periods.csv, line 2, column previous: found 'the one before'" in ran.err


def test_an_edition_sees_its_own_period_alone(data):
    before = (data / "periods.csv").read_text(encoding="utf-8").splitlines()
    (data / "periods.csv").write_text("\n".join([before[0], NEXT, before[1], ""]), encoding="utf-8")
    edition = Edition("2031-Q3", data)
    assert str(edition.day("periods", "date_to")) == str(edition.day("periods", "date_to", period="2031-Q3"))
    assert edition.day("periods", "date_to").isoformat() == "2031-09-30"
    assert edition.figure("periods", "year_share").value == 75
    assert edition.figure("periods", "year_share", period="2031-Q3").value == 75  # as notebooks have written it
    assert edition.count("periods").value == 1 and len(edition.frame("periods")) == 1
    assert edition.figure("periods", "year_share", period="2031-Q4").is_missing
    assert list(edition.records["periods"]) == [3]
    newest = Edition("", data)
    assert (newest.period, newest.label, newest.day("periods", "date_to").isoformat()) == (
        "2031-Q4", "Quý IV năm 2031", "2031-12-31",
    )  # fmt: skip


def test_a_row_of_another_period_is_found_by_its_line_and_named_with_its_period(data):
    append("periods", NEXT)(data)
    append("licences", "2031-Q4,newsletter,7,I.5")(data)
    line = len((data / "licences.csv").read_text(encoding="utf-8").splitlines())
    edition = Edition("2031-Q3", data)
    assert edition.row("licences", line)["licences"].key == "licences.licences(licence='newsletter', period='2031-Q4')"
    assert edition.row_name("licences", line) == "Xuất bản bản tin địa phương, Quý IV năm 2031"
    assert edition.row_name("licences", 3) == "Xuất bản bản tin địa phương"


def test_the_next_periods_row_makes_no_section_stale(rebuilt):
    data, out, _ = rebuilt
    append("periods", NEXT)(data)
    status = briefing("status", "2031-Q3", "--data", data, "--out", out).out
    assert re.search(r"^fresh +13_publishing", status, re.MULTILINE) and "stale" not in status


def test_a_period_needs_only_its_key(data):
    change("periods", "Quý III năm 2031,2031-Q2", ",")(data)
    edition = Edition("2031-Q3", data)
    assert (edition.label, edition.year_share.value, str(edition.date_to)) == ("quý III năm 2031", 75, "30/9/2031")
    assert [edition.text("periods", name) for name in ("previous", "last_year")] == ["2031-Q2", "2030-Q3"]
    assert str(edition.year_share.cells[0]) == "periods:2:period"


def test_a_cutoff_may_begin_with_the_year_and_where_the_last_report_was_closed(data):
    tables = samples.load(data)
    tables["cutoffs"][0]["date_from"], tables["cutoffs"][1]["date_from"] = "2030-12-15", "2031-07-01"
    check_folder(samples.save(tables, data))


def made(tables, folder, year: str = "2031") -> Edition:
    """A year as `new` makes it of its quarters."""
    ran = briefing("new", year, "--data", samples.save(tables, folder))
    assert ran.code == 0, ran.err
    return Edition(year, folder)


def of_quarters(tables, folder, *quarters: str, year: str = "2031") -> Edition:
    """A year whose quarters have the frozen rows: in each the numbers of the one before, and one more newsletter."""
    repeat(tables, *quarters, year=year)
    return made(tables, folder, year)


def repeat(tables, *quarters: str, year: str) -> None:
    (period,) = tables["periods"]
    tables["periods"] = [{**period, "period": key, "label": "", "previous": ""} for key in (*quarters, year)]
    for name in ("licences", "postal_points", "indicators", "subscribers_added", "counts"):
        tables[name] = [row | {"period": key} for key in quarters for row in tables[name]]
    for at, row in enumerate(row for row in tables["licences"] if row["licence"] == "newsletter"):
        row["licences"] = f"{5 + at}"
    for at, row in enumerate(
        row for row in tables["postal_points"] if row["kind"] == tables["postal_points"][0]["kind"]
    ):
        row["points"] = f"{20 + at}"


QUARTERS = [f"2031-Q{quarter}" for quarter in range(1, 5)]


def test_a_year_consists_of_its_quarters(tmp_path):
    """Flows are added up (5 + 6 + 7 + 8), of stocks the last one is taken; the row names its parts."""
    tables = samples.load()
    kind = tables["postal_points"][0]["kind"]
    edition = of_quarters(tables, tmp_path, *QUARTERS)
    newsletters = edition.figure("licences", "licences", licence="newsletter")
    assert newsletters.value == 26
    (row,) = edition.register("licences").query("licence == 'newsletter'").to_dict("records")
    assert str(row["source"]) == "2031-Q1 + 2031-Q2 + 2031-Q3 + 2031-Q4"
    points = edition.figure("postal_points", "points", kind=kind)
    assert points.value == 23 and len(points.cells[0].lines) == 1
    assert edition.count("licences", licence="newsletter").value == 1
    assert edition.evaluate("max(licences.licences(licence='newsletter'))").value == 26
    assert edition.frame("licences")["licences"].max() >= 26
    flow, level = (
        next(row for row in tables["indicators"] if row["measure"] == kind and row["estimate"])
        for kind in ("flow", "stock")
    )
    assert edition.figure("indicators", "estimate", indicator=flow["indicator"]) == 4 * Decimal(flow["estimate"])
    assert edition.figure("indicators", "estimate", indicator=level["indicator"]) == Decimal(level["estimate"])
    assert edition.figure("counts", "value", item="lan_share").is_missing  # a rate: nobody has said it of the year


def test_what_a_part_lacks_is_missing_unless_it_did_not_occur(tmp_path):
    tables = samples.load()
    edition = of_quarters(tables, tmp_path / "all", *QUARTERS)
    lost = next(row for row in tables["licences"] if row["licence"] == "newsletter" and row["period"] == "2031-Q2")
    tables["licences"].remove(lost)
    assert made(tables, tmp_path / "one").figure(*NEWSLETTERS[:2], **NEWSLETTERS[2]).is_missing
    none = {"period": "2031-Q2", "rows": "licences.rows(licence='newsletter')", "state": "none"}
    told = {"reason": "Không phát sinh", "stated_by": "Thanh tra", "date": "2031-07-01"}
    tables["absences"].append(dict.fromkeys(columns("absences"), "") | none | told)
    edition = made(tables, tmp_path / "none")
    assert edition.figure(*NEWSLETTERS[:2], **NEWSLETTERS[2]).value == 20
    flow = next(row for row in tables["indicators"] if row["measure"] == "flow" and row["estimate"])
    assert not edition.figure("indicators", "estimate", indicator=flow["indicator"]).is_missing
    flow["unit"] = "nghìn lượt"  # other than in the quarters after
    edition = made(tables, tmp_path / "unit")
    assert edition.figure("indicators", "estimate", indicator=flow["indicator"]).is_missing
    tables["licences"] = [row for row in tables["licences"] if row["period"] != "2031-Q4"]
    edition = made(tables, tmp_path / "three")
    assert edition.count("licences").is_missing  # a quarter without rows: the year is not complete


NEWSLETTERS = ("licences", "licences", {"licence": "newsletter"})


def test_what_a_quarter_lacks_and_what_nobody_says_of_sums_are_gaps_of_the_year(tmp_path):
    tables = samples.load()
    edition = of_quarters(tables, tmp_path / "all", *QUARTERS)
    words = [gap.words for gap in gaps(edition)]
    assert any("Cơ quan, đơn vị đã có mạng nội bộ”: chưa có" in said and "không cộng được" in said for said in words)
    tables["licences"] = [row for row in tables["licences"] if row["period"] != "2031-Q4"]
    edition = made(tables, tmp_path / "three")
    told = [gap.words for gap in gaps(edition) if gap.table == "licences"]
    assert told == [f"{declared()['licences']['titleVi']}: chưa có dòng nào của quý IV năm 2031"]


def test_what_the_period_itself_states_comes_before_what_its_parts_give(tmp_path):
    """Its own row was all that it had: a rate that was typed for a year took its sums away."""
    tables = samples.load()
    of_quarters(tables, tmp_path / "parts", *QUARTERS)
    own = next(row for row in tables["licences"] if row["licence"] == "newsletter")
    tables["licences"].append(own | {"period": "2031", "licences": "31"})
    edition = made(tables, tmp_path / "own")
    assert edition.figure(*NEWSLETTERS[:2], **NEWSLETTERS[2]).value == 31 and edition.count("licences").value == 3
    tables["licences"] = [row for row in tables["licences"] if row["licence"] != "press_conference"]
    tables["licences"][-1] |= {"licence": "press_conference"}  # which no quarter has: theirs are no parts of it
    assert made(tables, tmp_path / "alone").count("licences").value == 1


def test_a_number_of_the_year_itself_that_is_not_what_its_quarters_give_is_a_finding(tmp_path):
    """31 newsletters where the quarters have 26; levels are those of the last quarter; what is left open is theirs."""
    tables = samples.load()
    kind = tables["postal_points"][0]["kind"]
    of_quarters(tables, tmp_path / "parts", *QUARTERS)
    one, *others = [row for row in tables["licences"] if row["period"] == "2031-Q1"]
    tables["licences"] += [row | {"period": "2031", "licences": f"{4 * int(row['licences'])}"} for row in others[1:]]
    tables["licences"] += [others[0] | {"period": "2031", "licences": "31"}]
    points = [row | {"period": "2031"} for row in tables["postal_points"] if row["period"] == "2031-Q4"]
    tables["postal_points"] += [row | {"points": "22" if row["kind"] == kind else row["points"]} for row in points]
    assert (others[0]["licence"], one["licence"]) == ("newsletter", "non_commercial")
    edition = made(tables, tmp_path / "own")
    found = {one["id"]: one for one in audit_report.result(edition)["findings"] if one["id"].startswith("parts@")}
    assert {id: (one["severity"], one["detail"]) for id, one in found.items()} == {
        "parts@licences.licences:licence=newsletter": ("error", "nhập 31 giấy phép, các kỳ trong đó cho 26 giấy phép"),
        f"parts@postal_points.points:kind={kind}": ("error", "nhập 22 điểm, các kỳ trong đó cho 23 điểm"),
    }
    assert not [gap.words for gap in gaps(edition) if gap.table == "licences"]
    kept = [row for row in tables["licences"] if row["licence"] != "press_conference" or row["period"] == "2031"]
    edition = made(tables | {"licences": kept}, tmp_path / "others")
    told = [gap.words for gap in gaps(edition) if gap.table == "licences"]
    assert told == []


def with_control(tables, value: str, expression: str = "licences.licences()", **more: str) -> None:
    """A total that the second quarter's report states."""
    of = {"period": "2031-Q2", "control": "q2_licences", "kind": "total", "expression": expression, "source": "I"}
    tables["controls"].append(dict.fromkeys(columns("controls"), "") | of | {"value": value} | more)


def test_an_error_of_a_quarter_is_decided_in_the_quarter(tmp_path):
    tables = samples.load()
    of_quarters(tables, tmp_path / "of", *QUARTERS)
    with_control(tables, "3", "postal_points.points()", unit="điểm")  # a level: the last quarter's stands
    edition = made(tables, tmp_path / "open")
    assert "q2_licences" in [one["id"] for one in audit_report.result(edition.of("2031-Q2"))["findings"]]
    assert not [each for each in audit_report.result(edition)["findings"] if "q2_licences" in each["id"]]


def test_a_year_of_quarters_is_compared_with_one_of_halves_and_its_rules_are_tried(tmp_path):
    tables, before = samples.load(), samples.load()
    of_quarters(tables, tmp_path / "now", *QUARTERS)
    repeat(before, "2030-H1", "2030-H2", year="2030")
    for name in ("periods", "licences", "postal_points", "indicators", "subscribers_added", "counts"):
        tables[name] += before[name]
    edition = made(tables, tmp_path / "both")
    growth = edition.evaluate("growth(licences.licences(licence='newsletter'))")
    assert growth.text("unit") == "136,36%"  # 26 on 5 + 6
    last = [row for row in tables["licences"] if row["licence"] == "newsletter" and row["period"] == "2031-Q4"]
    last[0]["licences"] = "9000"
    ids = [each["id"] for each in audited(made(tables, tmp_path / "slip").records)]
    assert "plausible@licences.licences:licence=newsletter" in ids
    assert edition.records.before["@last_year"]["licences"]
    assert not [gap for gap in gaps(edition) if gap.table == "licences"]
