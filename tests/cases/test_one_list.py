"""`briefing decide` walks one list: behind what contradicts, the sentences that wait, each with what its numbers mean."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from doors import run
from projects import FORM, project


@pytest.fixture(scope="module")
def answered(tmp_path_factory) -> Path:
    """The department whose form has come in: four sentences of the period before wait."""
    at = Path(shutil.copytree(project("asked"), tmp_path_factory.mktemp("one") / "list"))
    assert run("forms", "in", FORM, "--yes", cwd=at).exit == 0
    return at


@pytest.mark.parametrize(
    ("keys", "confirmed", "text"),
    [
        (["v", "x"], 1, ""),
        (["", "s", "Thư viện đón {visits.visits():unit}.", "x"], 1, "Thư viện đón {visits.visits():unit}."),
        (["", "", "V", "y"], 2, ""),
        (["", "", "V", "n", "x"], 0, ""),
        (["x"], 0, ""),
    ],
)
def test_a_sentence_is_confirmed_reworded_or_left(answered: Path, tmp_path: Path, keys, confirmed, text):
    at = Path(shutil.copytree(answered, tmp_path / "list"))
    ran = run("decide", "2032-Q3", "--by", "VP", cwd=at, typed="".join(f"{key}\n" for key in keys))
    assert ran.exit == 0, ran.err
    with (at / "data" / "statements.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["period"] == "2032-Q3"]
    assert len([row for row in rows if row["state"] == "confirmed"]) == confirmed
    assert not text or text in [row["text"] for row in rows]
    if keys == ["", "", "V", "y"]:
        assert "{visits.visits()} = 77589: Lượt bạn đọc" in ran.out
