"""What only one report must hold: functions in `notebooks/checks.py`, tried by the audit as the rules of rules.csv are."""

from __future__ import annotations

import json

import pytest
from doors import audit

FEWER = '''
from helpers.audit.custom_checks import check


@check(severity="error", kind="bounds")
def visits_beside_loans(records):
    """Số lượt bạn đọc không ít hơn số sách cho mượn"""
    visits = {}
    for row in records["visits"].values():
        visits[row["branch"]] = visits.get(row["branch"], 0) + int(row["visits"])
    for line, row in records["loans"].items():
        said = f"{row['branch']}: {visits[row['branch']]} lượt, {row['lent']} sách"
        yield f"branch={row['branch']}", [("loans", line, "lent")], "" if visits[row["branch"]] >= int(row["lent"]) else said
'''


def write(project, source: str) -> None:
    (project.folder / "notebooks" / "checks.py").write_text(source, encoding="utf-8")


def found(project) -> dict[str, dict]:
    return {each["id"]: each for each in audit(project.data, "2031-Q3", project.folder)["findings"]}


def test_a_function_beside_the_notebooks_is_a_rule_of_its_report(small):
    before = found(small)
    write(small, FEWER.replace(">= int", ">= 2.2 * int"))
    more = {name: each for name, each in found(small).items() if name not in before}
    assert list(more) == ["visits_beside_loans@branch=centre"]
    (finding,) = more.values()
    assert [finding[name] for name in ("severity", "kind", "cells", "rule")] == [
        "error", "bounds", ["loans.lent(branch='centre')"], "notebooks/checks.py:5",
    ]  # fmt: skip
    assert finding["statement"] == "Số lượt bạn đọc không ít hơn số sách cho mượn"
    assert finding["detail"] == "centre: 1370 lượt, 640 sách"


def test_what_it_finds_is_printed_in_the_annex_and_forbids_the_final_copy_until_it_is_decided(small):
    write(small, FEWER.replace(">= int", ">= 99 * int"))
    out = small.folder / "out"
    assert small.briefing("build", "2031-Q3", "--out", out).exit == 0
    page = (out / "2031-Q3" / "briefing.html").read_text(encoding="utf-8")
    assert page.count("visits_beside_loans@branch=") >= 3
    final = small.briefing("build", "2031-Q3", "--out", out, "--final")
    assert final.exit == 2 and "visits_beside_loans@branch=centre" in [each["column"] for each in final.problems]


def test_a_change_of_the_checks_makes_the_annex_stale_and_no_other_section(small):
    write(small, FEWER)
    out = small.folder / "out"
    assert small.briefing("build", "2031-Q3", "--out", out).exit == 0
    write(small, FEWER.replace(">= int", ">= 99 * int"))
    sections = json.loads(small.briefing("status", "2031-Q3", "--out", out, "--json").out)["sections"]
    assert {each["notebook"]: each["stale"] for each in sections} == {
        "01_visits.ipynb": "",
        "02_loans.ipynb": "",
        "99_audit.ipynb": "checks.py changed",
    }


@pytest.mark.parametrize(
    ("source", "line", "says"),
    [
        ("from helpers.audit.custom_checks import check\n\ndef f(:\n", 3, "SyntaxError"),
        ("import nothing_of_that_name\n", 1, "ModuleNotFoundError"),
        ("from helpers.audit.custom_checks import check\n\n\n@check(severity='error', kind='bounds')\ndef f(records):\n    'A'\n    yield '', [('loans', 2, 'lent')], f'{1 / 0}'\n", 7, "ZeroDivisionError"),
        ("from helpers.audit.custom_checks import check\n\n\n@check(severity='grave')\ndef f(records):\n    'A'\n", 4, "severity is one of error, warning"),
        ("from helpers.audit.custom_checks import check\n\n\n@check(severity='error', kind='bounds')\ndef returned(records):\n    'A'\n    yield '', [], ''\n", 4, "rules.csv has a rule returned, too"),
        ("from helpers.audit.custom_checks import check\n\n\n@check(severity='error', kind='odd')\ndef f(records):\n    'A'\n    yield '', [], ''\n", 4, "kind is one of balance, bounds"),
        ("from helpers.audit.custom_checks import check\n\n\n@check(severity='error', kind='bounds')\ndef f(records):\n    'A'\n    for row in records['nowhere']:\n        yield '', [], ''\n", 7, "KeyError: 'nowhere'"),
        ("from helpers.audit.custom_checks import check\n\n\n@check(severity='error', kind='bounds')\ndef f(records):\n    'A'\n    yield '', [('loans', 2, 'nowhere')], ''\n", 4, "KeyError: 'nowhere'"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_check_is_said_with_its_line_and_nothing_is_built(small, source, line, says):
    write(small, source)
    for command in (["check"], ["build", "--out", small.folder / "out"]):
        ran = small.briefing(*command)
        (problem,) = ran.problems
        assert [ran.exit, problem["code"], problem["file"], problem["line"]] == [
            2,
            "bad_check",
            "notebooks/checks.py",
            line,
        ]
        assert says in problem["value"] and not (small.folder / "out").exists()
