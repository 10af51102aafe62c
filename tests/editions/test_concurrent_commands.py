"""Commands in several terminals at one time: none is a fault of the program, and what each says it wrote is there."""

from __future__ import annotations

import csv
import os
import subprocess
from pathlib import Path

import pytest
from conftest import COMMAND, ROOT
from doors import run
from office_forms import PERIOD, as_before, asking, filled


def rows(data: Path, table: str, **where: str) -> int:
    with (data / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return sum(all(row[name] == value for name, value in where.items()) for row in csv.DictReader(file))


def together(*commands: tuple[str, ...], typed: str) -> list[tuple[int, str]]:
    """Start commands at one time; the exit code and words of each."""
    told = {**os.environ, "COLUMNS": "160"}
    begun = [
        subprocess.Popen([COMMAND, *words], cwd=ROOT, env=told, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        for words in commands
    ]  # fmt: skip
    for process in begun:
        process.stdin.write(typed)
        process.stdin.close()
    said = [process.stdout.read() for process in begun]
    return [(process.wait(60), words) for process, words in zip(begun, said, strict=True)]


@pytest.mark.slow
def test_forms_taken_in_at_three_terminals_are_all_kept(tmp_path: Path):
    """Each of an office of its own; who reads while another writes waits."""
    folder = asking(tmp_path / "data")
    assert run("forms", "out", PERIOD, "--data", folder, "--out", tmp_path).exit == 0
    forms = [filled(path, path, as_before) for path in sorted(tmp_path.glob("*.xlsx"))[:3]]
    ended = together(*(("forms", "in", str(path), "--yes", "--data", str(folder)) for path in forms), typed="")
    assert [code for code, _ in ended] == [0] * 3, ended
    assert rows(folder, "sources", period=PERIOD) == 3
