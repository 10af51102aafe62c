"""Bad input: refused before anything runs, in words that help, with exit code 2 and nothing changed."""

import json
import os
import re
import shutil
import sys
from pathlib import Path

import pytest
import samples
from conftest import COMMAND, ROOT, Checkout, briefing, in_own_process


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("bad,bounds,error,,alerts.alerts(severity='huge'),<=,1,x", "'huge' is unknown"),
        ("bad,bounds,error,,alerts.alerts(),is,1,x", "relation 'is' is unknown"),
    ],
)
def test_malformed_rules_are_named_with_their_line(data, row, words):
    path = data / "rules.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines, row]) + "\n", encoding="utf-8")
    ran = briefing("check", "--data", data)
    assert ran.code == 2 and f"rules.csv, line {len(lines) + 1}" in ran.err and words in ran.err, ran.err


@pytest.mark.parametrize(
    "typed",
    [
        ("check", "--data", str(samples.SYNTHETIC)),
        ("check", "--no"),
        pytest.param(("check", "2019-H1", "--data", str(samples.SYNTHETIC)), marks=pytest.mark.slow),
        pytest.param(("status", "--help"), marks=pytest.mark.slow),
    ],
)
def test_a_command_in_the_tests_process_says_what_one_of_its_own_does_and_leaves_nothing(typed):
    before = {**os.environ}, Path.cwd(), sys.stdin, sys.stdout
    here, own = (
        briefing(*typed, cwd=ROOT / "notebooks"),
        in_own_process([COMMAND, *typed], ROOT / "notebooks"),
    )
    assert (here.exit, here.out, here.err) == (own.exit, own.out.replace(COMMAND, "briefing"), own.err)
    assert ({**os.environ}, Path.cwd(), sys.stdin, sys.stdout) == before


def refused(project: Checkout, content: str) -> list[str]:
    """What a build says of a section's notebook."""
    (project.folder / "notebooks" / "01_visits.ipynb").write_text(content, encoding="utf-8")
    ran = project.briefing("build", "--format", "html")
    assert ran.exit == 2 and "Traceback" not in ran.err
    return [f"{each['file']}: {each['code']}" for each in ran.problems]


@pytest.mark.parametrize("text", ["[]", '{"cells": 3}', '{"cells": [{"cell_type": "markdown"}]}', "[" * 100_000])
def test_a_damaged_notebook_is_named(small, text):
    assert refused(small, text) == ["notebooks/01_visits.ipynb: unreadable_file"]


@pytest.mark.parametrize(
    "cell",
    [
        {"cell_type": "code", "source": None, "metadata": {}},
        {"cell_type": "code", "source": [1], "metadata": {}},
        {"cell_type": "markdown", "source": "half a pair of letters: \ud83d", "metadata": {}},
        {"cell_type": "code", "source": "", "metadata": []},
        "cell",
    ],
)
def test_a_cell_that_is_none_is_named(small, cell):
    notebook = json.loads((small.folder / "notebooks" / "01_visits.ipynb").read_text(encoding="utf-8"))
    notebook["cells"].append(cell)
    assert refused(small, json.dumps(notebook)) == ["notebooks/01_visits.ipynb: unreadable_file"]


def test_a_copy_of_a_section_is_refused(small):
    folder = small.folder / "notebooks"
    shutil.copy(folder / "01_visits.ipynb", folder / "01_visits-Copy1.ipynb")
    ran = small.briefing("build", "--format", "html")
    assert ran.exit == 2 and "-Copy1.ipynb does not have" in ran.err


def test_a_reason_that_nobody_could_read_again_is_not_written(small):
    loans = small.data / "loans.csv"
    loans.write_text(loans.read_text(encoding="utf-8").replace(",600,", ",9999,"), encoding="utf-8")
    ran = small.briefing("decide", "--by", "VP", typed="v\nĐã xem\u200b\n")
    assert not (small.data / "acceptances.csv").exists() and "U+200B" in ran.out + ran.err


@pytest.mark.builds
def test_a_fault_of_the_program_ends_in_one_line_and_a_report(tmp_path):
    checkout = Checkout.make(tmp_path / "checkout", program=True)
    code = checkout.folder / "src" / "briefing" / "commands" / "trace.py"
    code.write_text(code.read_text(encoding="utf-8") + "\n\ndef _fed(*_):\n    1 / 0\n", encoding="utf-8")
    ran = checkout.briefing("trace", "alerts.rows()")
    assert (ran.code, ran.out) == (70, "") and ran.err.count("\n") == 1
    assert ran.err.endswith(": ZeroDivisionError: division by zero\n")
    path = Path(re.search(r"report it with (\S+):", ran.err)[1])
    report = path.read_text(encoding="utf-8")
    path.unlink()
    assert report.startswith("briefing trace alerts.rows()\n") and ", Python 3." in report
    assert "\n    1 / 0\n" in report
