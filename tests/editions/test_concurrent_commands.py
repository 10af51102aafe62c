"""Commands in several terminals at one time: none is a fault of the program, and what each says it wrote is there."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import samples
from conftest import COMMAND, ROOT
from doors import run
from office_forms import PERIOD


def rows(data: Path, table: str, **where: str) -> int:
    with (data / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return sum(all(row[name] == value for name, value in where.items()) for row in csv.DictReader(file))


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


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
def test_imports_in_four_terminals_are_all_kept(tmp_path: Path):
    """Each of a table of its own; who reads while another writes waits."""
    folder = Path(shutil.copytree(samples.SYNTHETIC, tmp_path / "data"))
    assert run("new", PERIOD, "--data", folder).exit == 0
    tables = ("counts", "databases", "training", "media_items")
    for table in tables:
        content = (samples.SYNTHETIC / f"{table}.csv").read_text(encoding="utf-8").replace("2031-Q3", PERIOD)
        content = re.sub(
            r"(?<=,)(\d\d+)(?=,)", lambda old: str(int(old[1]) - 1 - int(old[1]) // 20), content
        )  # not last time's
        write(tmp_path / f"{table}.csv", content.encode())
    ended = together(
        *(("import", str(tmp_path / f"{table}.csv"), "--yes", "--data", str(folder)) for table in tables),
        typed="",
    )
    assert [code for code, _ in ended] == [0] * 4, ended
    assert all(rows(folder, table, period=PERIOD) for table in tables)
    assert rows(folder, "sources", period=PERIOD) == 4
