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
from conftest import COMMAND, ROOT, briefing
from offices import PERIOD, blank, filled, typed
from test_all_or_nothing import begun

DISTRICT = {"level": "district", "timeliness": "late"}


def rows(data: Path, table: str, **where: str) -> int:
    with (data / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return sum(all(row[name] == value for name, value in where.items()) for row in csv.DictReader(file))


@pytest.fixture
def asked(tmp_path: Path) -> Path:
    """A data folder with a slip to be decided and a period whose numbers have been asked for."""
    folder = begun(tmp_path / "data")
    path = folder / "dossiers_resolved.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",355,", ",35,"), encoding="utf-8")
    assert samples.find(samples.load(folder), "dossiers_resolved", period="2031-Q3", **DISTRICT)["dossiers"] == "35"
    filled(
        write(folder.parent / "blank.xlsx", blank(folder, "TTr")),
        folder.parent / "sent.xlsx",
        typed({"counts.value(item='petitions')": "12 đơn"}),
    )
    return folder


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


def race(asked: Path) -> None:
    data = ("--data", str(asked))
    ended = together(
        ("forms", "in", str(asked.parent / "sent.xlsx"), "--yes", *data),
        ("new", "2032-Q3", *data),
        ("decide", "2031-Q3", "--by", "VP", *data),
        ("maintain", "schema", "--update", str(asked)),
        typed="1\nThiếu chữ số cuối\nx\n",
    )
    imported, begun, decided, updated = ended
    assert {code for code, _ in ended} <= {0, 2} and not any("Traceback" in said for _, said in ended), ended
    assert updated[0] == 0, updated
    for (code, said), table, where in (
        (imported, "counts", {"period": PERIOD, "item": "petitions"}),
        (begun, "periods", {"period": "2032-Q3"}),
        (decided, "corrections", {"period": "2031-Q3"}),
    ):
        assert rows(asked, table, **where) == (code == 0), (table, said)
    assert briefing("check", "2031-Q3", "--data", asked).code == 0
    assert not {path.name for path in asked.iterdir()} & {".writing", ".written"}


def test_import_new_decide_and_schema_at_one_time_each_write_what_they_say(asked: Path):
    race(asked)


@pytest.mark.slow
def test_thirty_times_import_new_decide_and_schema_at_one_time(asked: Path):
    before = shutil.copytree(asked, asked.with_name("before"))
    for number in range(30):
        shutil.rmtree(asked)
        shutil.copytree(before, asked)
        if number % 3 == 0:  # a folder of an earlier schema: who comes before `schema` may refuse it in words
            for name in ("absences", "carried"):
                (asked / f"{name}.csv").unlink()
        race(asked)


def test_imports_in_four_terminals_are_all_kept(tmp_path: Path):
    """Each of a table of its own; who reads while another writes waits."""
    folder = begun(tmp_path / "data")
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
