"""The audit: that it is quiet on clean editions, what it proposes, and how decisions close its findings."""

from __future__ import annotations

import csv
import json
import random
from decimal import Decimal
from pathlib import Path

import pytest
import samples
from conftest import briefing
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers.audit.findings import audit, summary
from helpers.audit.slips import meant
from helpers.editions import Edition


def test_the_clean_edition_has_no_finding():
    assert audit(samples.records(samples.load())).findings == ()


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10**6))
def test_random_clean_editions_give_no_finding(seed):
    assert [found.id for found in audit(samples.records(samples.another(seed))).findings] == []


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
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


def misprint(data: Path) -> None:
    """Drop a digit of the late dossiers of districts, 355."""
    table = data / "dossiers_resolved.csv"
    text = table.read_text(encoding="utf-8")
    assert text.count("district,late,355,") == 1
    table.write_text(text.replace("district,late,355,", "district,late,35,"), encoding="utf-8")


@pytest.mark.builds
def test_a_decided_correction_is_applied_printed_and_closes_its_findings(data, tmp_path):
    def findings() -> list[str]:
        checked = json.loads(briefing("audit", "--json", "--data", data).out)
        return [found["id"] for found in checked["findings"]]

    misprint(data)
    assert "resolved_total" in findings()
    with (data / "corrections.csv").open("a", encoding="utf-8", newline="") as file:
        late = "dossiers_resolved.dossiers(level='district', timeliness='late')"
        row = ["2031-Q3", late, "35", "355", "Thiếu một chữ số", "Giám đốc", "2031-10-10"]
        csv.writer(file).writerow(row)
    assert findings() == []
    ran = briefing("build", "--data", data, "--out", tmp_path / "out", "--format", "html")
    assert ran.code == 0, ran.err
    html = (tmp_path / "out" / "2031-Q3" / "briefing.html").read_text(encoding="utf-8")
    assert 'data-old="35"' in html and "560.885" in html and "Thiếu một chữ số" in html
    assert (data / "dossiers_resolved.csv").read_text(encoding="utf-8").count("district,late,35,") == 1


def test_an_accepted_finding_stays_listed_but_is_not_open(data):
    counts = data / "counts.csv"
    text = counts.read_text(encoding="utf-8")
    counts.write_text(
        text.replace("petitions_forwarded,Đơn đã chuyển cơ quan có thẩm quyền,5,", "petitions_forwarded,x,99,"),
        encoding="utf-8",
    )
    assert briefing("audit", "--strict", "--data", data).code == 1
    with (data / "acceptances.csv").open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow(
            ["2031-Q3", "petitions_forwarded", "99 > 15", "Đơn của kỳ trước", "Thanh tra", "2031-10-10"]
        )
    ran = briefing("audit", "--strict", "--data", data)
    assert ran.code == 0 and "Đơn của kỳ trước" in ran.out


def test_exit_codes_and_json(data):
    assert briefing("audit", "--strict", "--data", data).code == 0
    misprint(data)
    assert briefing("audit", "--data", data).code == 0
    assert briefing("audit", "--strict", "--data", data).code == 1
    checked = json.loads(briefing("audit", "--json", "--data", data).out)
    assert checked["period"] == "2031-Q3" and checked["figures"] == 431
    assert briefing("audit", "2019-H1", "--data", data).code == 2


def test_a_new_rule_is_a_row(data):
    row = "no_alerts,bounds,warning,severity,\"alerts.alerts(severity='{severity}')\",<=,100000,Không quá một trăm nghìn cảnh báo\n"
    with (data / "rules.csv").open("a", encoding="utf-8") as file:
        file.write(row)
    found = [one["id"] for one in json.loads(briefing("audit", "--json", "--data", data).out)["findings"]]
    assert "no_alerts@medium" in found and "no_alerts@low" not in found


def test_the_summary_is_plain_data():
    records = Edition("2031-Q3", samples.SYNTHETIC).records
    assert json.loads(json.dumps(summary(audit(records), records)))["checks"] > 600
