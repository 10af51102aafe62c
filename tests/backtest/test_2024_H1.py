"""The edition 2024-H1: totals recounted by hand, and the errors of the department's report that the audit must find."""

from __future__ import annotations

import csv
import re

import pytest
from conftest import PUBLISHED

from helpers.audit.findings import Audit, audit
from helpers.editions import Edition


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
        ("dossiers_resolved", "dossiers", {}, "112.113"),
        ("dossiers_resolved", "dossiers", {"timeliness": "on_time"}, "111.914"),
        ("dossiers_resolved", "dossiers", {"timeliness": "late"}, "199"),
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
    with (PUBLISHED / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if all(row[name] == value for name, value in where.items())]
    total = sum(int(row[column]) for row in rows)
    assert f"{total:,}".replace(",", ".") == printed
    assert re.search(rf"(?<![\d.,]){re.escape(printed)}(?![\d]|[.,]\d)", real.text(between=" "))


@pytest.fixture(scope="module")
def real_audit() -> Audit:
    return audit(Edition("2024-H1", PUBLISHED).records)


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
