"""The benchmarks run to their end: what measures the program is a program, too."""

from __future__ import annotations

import subprocess
import sys

import pytest
from conftest import ROOT


@pytest.mark.slow
def test_the_short_run_ends_with_one_table_of_aims():
    done = subprocess.run([sys.executable, "tests/benchmarks", "--short"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    aims = [
        line for line in done.stdout[done.stdout.rindex("measured") :].splitlines() if line.endswith(("met", "MET"))
    ]
    for case in ("cold build", "watch", "provinces", "rows in its table", "offices", "check"):
        assert [line for line in aims if case in line], case
