"""The audit: what it finds in the real edition, that it is quiet on clean ones, and what it proposes."""

from __future__ import annotations

import csv
import json
import random
from decimal import Decimal

import pytest
import samples
from conftest import ROOT, briefing
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers.audit.findings import Audit, audit, summary
from helpers.audit.slips import meant
from helpers.editions import Edition


@pytest.fixture(scope="module")
def real_audit() -> Audit:
    return audit(Edition("2024-H1").records)


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
        "groups_numbered@foundations", "documents_dated@10/KH-STTTT", "numbers_spelt@1158", "postal_dossiers_same",
    ],
)  # fmt: skip
def test_contradictions_without_a_single_slip_are_findings_too(real_audit, finding):
    assert finding in [found.id for found in real_audit.findings]


def test_most_numbers_are_under_a_rule(real_audit):
    assert len(real_audit.guarded) / len(real_audit.texts) > 0.9
    assert ("counts", 72, "value") in real_audit.unguarded


def test_the_clean_edition_has_no_finding():
    assert audit(samples.records(samples.clean())).findings == ()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10**6))
def test_random_clean_editions_give_no_finding(seed):
    assert [found.id for found in audit(samples.records(samples.another(seed))).findings] == []


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10**6))
def test_no_proposal_leaves_a_rule_violated(seed):
    """A slip in a random cell: after any proposal, every check that touches the changed cells holds."""
    chance = random.Random(seed)
    tables = samples.another(3)
    name, column = chance.choice(samples.COUNTED).split(".")
    row = chance.choice([row for row in tables[name] if row[column]])
    row[column] = str(chance.choice([slip.value for slip in meant(row[column]) if slip.value >= 0]))
    for found in audit(samples.records(tables)).findings:
        for explanation in found.explanations:
            records = samples.records(tables)
            for change in explanation.changes:
                table, line, at = change.cell
                records[table][line] = {**records[table][line], at: change.new}
            touched = {change.cell for change in explanation.changes}
            again = audit(records)
            assert not [one.id for one in again.findings if touched & set(one.check.cells) and one.check.numeric]


@pytest.mark.parametrize(
    ("typed", "was", "reason"),
    [
        ("7", "71", "bỏ sót"), ("96.475", "96475", "phẩy"), ("445442", "445422", "gõ nhầm"), ("5926", "5962", "đổi chỗ"),
        ("59962", "5962", "thừa"), ("625298", "625.298", ""), ("-4", "4", "dấu"), ("1.03", "1030", "nghìn lần"),
    ],
)  # fmt: skip
def test_slips(typed, was, reason):
    (slip,) = [slip for slip in meant(typed) if slip.value == Decimal(was)]
    assert reason in slip.reason


def test_a_decided_correction_is_applied_printed_and_closes_its_findings(tmp_path):
    data = samples.save(samples.load(), tmp_path / "data")
    with (data / "corrections.csv").open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        late = "dossiers_resolved.dossiers(level='district', timeliness='late')"
        writer.writerow(["2024-H1", late, "7", "71", "Thiếu một chữ số", "Giám đốc", "2024-06-10"])
    checked = json.loads(briefing("audit", "--json", "--data", data).out)
    assert not [found["id"] for found in checked["findings"] if found["id"].startswith("resolved_district")]
    ran = briefing("build", "--data", data, "--out", tmp_path / "out", "--format", "html")
    assert ran.code == 0, ran.err
    html = (tmp_path / "out" / "2024-H1" / "briefing.html").read_text(encoding="utf-8")
    assert 'data-old="7"' in html and "112.177" in html and "Thiếu một chữ số" in html
    assert (data / "dossiers_resolved.csv").read_text(encoding="utf-8").count("district,late,7,") == 1


def test_an_accepted_finding_stays_listed_but_is_not_open(tmp_path):
    data = samples.save(samples.clean(), tmp_path / "data")
    counts = data / "counts.csv"
    text = counts.read_text(encoding="utf-8")
    counts.write_text(
        text.replace("petitions_forwarded,Đơn đã chuyển cơ quan có thẩm quyền,1,", "petitions_forwarded,x,4,"),
        encoding="utf-8",
    )
    assert briefing("audit", "--strict", "--data", data).code == 1
    with (data / "acceptances.csv").open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow(["2024-H1", "petitions_forwarded", "Đơn của kỳ trước", "Thanh tra", "2024-06-10"])
    ran = briefing("audit", "--strict", "--data", data)
    assert ran.code == 0 and "Đơn của kỳ trước" in ran.out


def test_exit_codes_and_json():
    assert briefing("audit").code == 0
    assert briefing("audit", "--strict").code == 1
    checked = json.loads(briefing("audit", "--json").out)
    assert checked["period"] == "2024-H1" and checked["figures"] == 431
    assert briefing("audit", "2019-H1").code == 2


def test_a_new_rule_is_a_row(tmp_path):
    data = samples.save(samples.load(), tmp_path / "data")
    row = "no_alerts,bounds,warning,severity,\"alerts.alerts(severity='{severity}')\",<=,100000,Không quá một trăm nghìn cảnh báo\n"
    with (data / "rules.csv").open("a", encoding="utf-8") as file:
        file.write(row)
    found = [one["id"] for one in json.loads(briefing("audit", "--json", "--data", data).out)["findings"]]
    assert "no_alerts@medium" in found and "no_alerts@low" not in found


def test_the_summary_is_plain_data():
    records = Edition("2024-H1").records
    assert json.loads(json.dumps(summary(audit(records), records)))["checks"] > 600


def test_the_rules_file_states_in_vietnamese_what_must_hold():
    with (ROOT / "data" / "rules.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            assert row["statement"] and not row["statement"].isascii(), row["rule"]
