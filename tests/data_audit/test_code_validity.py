"""A change of structure is data (validity.csv): what has ended is neither asked for nor accepted, and comparisons say so.

The synthetic edition 2031-Q3 and its year after, 2032-Q3; in between the districts end.
"""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import openpyxl
import pytest
import samples
from conftest import briefing
from doors import audited, check_folder
from workbook_form import questions

from helpers.editions import Edition
from helpers.errors import InputError

LAW = "Luật số 1/2032/QH"
DISTRICTS = {
    "list": "level",
    "code": "district",
    "valid_from": "",
    "valid_to": "2032-06-30",
    "successor": "commune",
    "reason": LAW,
}
WITH_DISTRICTS = ("online_processing", "wan", "meetings")  # topics of statements that speak of them


def reformed(*changes: dict[str, str]) -> samples.Tables:
    """Two years, in the second of which nothing is reported of districts; what has changed as validity.csv says it."""
    tables = samples.second_year()
    for name, rows in tables.items():
        if "level" in rows[0] if rows else False:
            tables[name] = [row for row in rows if (row["period"], row["level"]) != ("2032-Q3", "district")]
    tables["controls"] = [
        row for row in tables["controls"] if row["period"] != "2032-Q3" or "'district'" not in row["expression"]
    ]
    tables["statements"] = [
        row for row in tables["statements"] if row["period"] != "2032-Q3" or row["topic"] not in WITH_DISTRICTS
    ]
    tables["validity"] = [DISTRICTS, *changes]
    return tables


@pytest.fixture
def after(tmp_path) -> Path:
    return samples.save(reformed(), tmp_path / "data")


def total(data: Path, period: str, table: str, column: str, *levels: str) -> int:
    with (data / f"{table}.csv").open(encoding="utf-8") as file:
        return sum(
            int(row[column]) for row in csv.DictReader(file) if row["period"] == period and row["level"] in levels
        )


# -- what a period may hold --------------------------------------------------------------------------------------------


def test_what_holds_in_a_part_of_the_period_may_be_reported(data):
    tables = samples.load(data)
    tables["validity"] = [DISTRICTS | {"valid_to": "2031-07-01"}]
    check_folder(samples.save(tables, data))


@pytest.mark.parametrize(
    "days", [{"valid_to": "2031-06-30"}, {"valid_from": "2031-10-01", "valid_to": "", "successor": ""}]
)
def test_a_row_of_what_has_ended_or_not_begun_is_refused(data, days):
    tables = samples.load(data)
    tables["validity"] = [DISTRICTS | days]
    ran = briefing("check", "--data", samples.save(tables, data))
    assert ran.code == 2 and "Traceback" not in ran.err
    assert (
        "edocuments.csv, line 4, column level: found 'district'; expected what holds in 2031-Q3; 'district' holds"
        in ran.err
    )
    assert f"(validity.csv: {LAW}). Name what took over, leave the row out, or correct validity.csv." in ran.err


def test_a_statement_that_asks_for_what_has_ended_is_refused_unless_it_is_carried(after):
    tables = samples.load(after)
    row = samples.find(tables, "statements", period="2032-Q3", topic="introduction")
    row["text"] += " {edocuments.documents(level='district')} văn bản."
    with pytest.raises(InputError, match=r"level 'district' holds from … until 2032-06-30, then commune \(valid"):
        Edition("2032-Q3", samples.save(tables, after)).verify()
    row["state"] = "carried"
    Edition("2032-Q3", samples.save(tables, after)).verify()


def test_a_document_that_has_ended_is_not_cited(after):
    tables = samples.load(after)
    law = {"list": "documents.document", "code": "72/2013/NĐ-CP", "valid_to": "2032-01-31", "successor": ""}
    tables["validity"].append(DISTRICTS | law)
    samples.save(tables, after)
    assert Edition("2031-Q3", after).document("72/2013/NĐ-CP").number == "72/2013/NĐ-CP"
    with pytest.raises(KeyError, match=r"not in documents\.csv for 2032-Q3; .* it holds from … until 2032-01-31"):
        Edition("2032-Q3", after).document("72/2013/NĐ-CP")


# -- what a period asks for --------------------------------------------------------------------------------------------


def asked_levels(data: Path, folder: Path) -> set[str]:
    """The levels of the electronic documents that their office is asked for."""
    ran = briefing("forms", "out", "2032-Q3", "--owner", "P.CNTT", "--data", data, "--out", folder)
    assert ran.code == 0, ran.err
    codes = (place.code for path in folder.glob("*.xlsx") for place in questions(openpyxl.load_workbook(path)))
    return {level for code in codes for level in re.findall(r"edocuments.*level='(\w+)'", code)}


def test_what_has_ended_is_not_asked_for_and_not_missed(after, tmp_path):
    levels = asked_levels(after, tmp_path / "sent-1")
    assert levels == {"province", "commune"}
    gaps = json.loads(briefing("check", "2032-Q3", "--data", after, "--json").out)["gaps"]
    assert not [gap["words"] for gap in gaps if "Cấp huyện" in gap["words"]]
    tables = samples.load(after)
    tables["validity"] = []
    samples.save(tables, after)
    assert "thiếu mọi dòng của “Cấp huyện”" in briefing("check", "2032-Q3", "--data", after).out
    levels = asked_levels(after, tmp_path / "sent-2")
    assert levels == {"province", "district", "commune"}


def test_an_office_that_has_ended_owns_nothing_afterwards(after):
    tables = samples.load(after)
    office = {"list": "offices.office", "code": "TTr", "valid_to": "2031-12-31", "successor": ""}
    tables["validity"].append(DISTRICTS | office)
    samples.save(tables, after)
    petitions = {"item": "petitions"}
    before, now = (Edition(period, after).owners.of("counts", petitions).office for period in ("2031-Q3", "2032-Q3"))
    assert (before, now) == ("TTr", "VP")  # who owns all counts that nobody else does


def test_a_new_period_begins_with_the_names_that_hold_at_its_end(data):
    tables = samples.load(data)
    names = {
        "list": "organisation.province",
        "code": "tỉnh Bình An",
        "valid_to": "2032-08-31",
        "successor": "tỉnh An Bình",
    }
    ended = {"list": "recipients.recipient", "code": "Sở Nội vụ", "valid_to": "2031-12-31", "successor": ""}
    tables["validity"] = [DISTRICTS | names, DISTRICTS | ended]
    assert briefing("new", "2032-Q3", "--data", samples.save(tables, data)).code == 0
    tables = samples.load(data)
    assert samples.find(tables, "organisation", period="2032-Q3")["province"] == "tỉnh An Bình"
    recipients = [row["recipient"] for row in tables["recipients"] if row["period"] == "2032-Q3"]
    assert recipients == ["UBND tỉnh", "Sở Kế hoạch và Đầu tư", "Lưu: VT, LĐ, VP"]


# -- comparisons -------------------------------------------------------------------------------------------------------


def test_a_comparison_adds_what_was_taken_over_and_says_so(after):
    edition = Edition("2032-Q3", after)
    now = total(after, "2032-Q3", "edocuments", "documents", "commune")
    then = total(after, "2031-Q3", "edocuments", "documents", "commune", "district")
    change = edition.evaluate("change(edocuments.documents(level='commune'))")
    assert float(change) == now - then < 0
    assert change.text("trend").startswith("giảm ") and change.text("trend").endswith(" (tính lại theo tổ chức mới)")
    province = edition.growth(edition.figure("edocuments", "documents", level="province"))
    assert province.text("trend") == "không đổi"  # nothing was taken over
    whole = edition.evaluate("change(edocuments.documents())")
    assert float(whole) == now - then and "(" not in whole.text("trend")  # all of it, then and now


def test_the_audit_computes_the_same_change(after):
    tables = samples.load(after)
    growth = Edition("2032-Q3", after).growth(
        Edition("2032-Q3", after).figure("edocuments", "documents", level="commune")
    )
    stated = {"control": "commune_growth", "kind": "growth", "expression": "edocuments.documents(level='commune')"}
    stated |= {"period": "2032-Q3", "value": f"{growth.value:.2f}", "unit": "%", "source": "I.2.7"}
    tables["controls"].append(stated)
    ids = [one["id"] for one in audited(Edition("2032-Q3", samples.save(tables, after)).records)]
    assert "commune_growth" not in ids
    stated["value"] = "12"
    ids = [one["id"] for one in audited(Edition("2032-Q3", samples.save(tables, after)).records)]
    assert "commune_growth" in ids


def test_the_numbers_of_another_province_are_named_as_such(after):
    tables = samples.load(after)
    samples.find(tables, "organisation", period="2032-Q3")["province"] = "tỉnh An Bình"
    edition = Edition("2032-Q3", samples.save(tables, after))
    growth = edition.growth(edition.figure("edocuments", "documents", level="province"))
    assert growth.text("trend") == "không đổi (kỳ so sánh: tỉnh Bình An)"
    seen = {one["id"]: one["seen"] for one in audited(edition.records)}
    assert seen["same_structure"] == "tỉnh An Bình, cùng kỳ tỉnh Bình An"
