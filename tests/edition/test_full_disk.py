"""Every command that writes, on a disk that has no room for all of it: it says so, what there was stays, and with room it ends its work."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import COMMAND
from offices import PERIOD
from test_all_or_nothing import answered, begun, files, without_columns
from test_all_or_nothing_further import SAID
from test_faults import on_small_disk

__all__ = ["answered"]
ROOMS = (48, 16, 0)  # kB


@pytest.fixture(params=[False, pytest.param(True, marks=pytest.mark.slow)], ids=["full", "each"])
def each(request) -> bool:
    """Whether disks of each room are tried; every day the largest one that is full."""
    return request.param


def on_full_disk(folder: Path, *words: object, keys: str = "", each: bool = True) -> None:
    """Run a command while its folder lies on disks of little room, then with room."""
    before, refused = files(folder), 0
    used = sum(-(-path.stat().st_size // 4096) * 4 for path in folder.rglob("*") if path.is_file())
    kept = folder.with_name(f"{folder.name}.kept")
    for room in ROOMS:
        command = f'printf "$1" | {COMMAND} ' + " ".join(f'"${{{number}}}"' for number in range(2, 2 + len(words)))
        ran = on_small_disk(folder, f"{max(used + room, 4)}k", command, keys, *words)
        assert ran.returncode in (0, 74) and "Traceback" not in ran.stderr, (room, ran.stderr)
        left = files(kept)
        if ran.returncode == 74:
            assert "No space left on device" in ran.stderr and left == before, (room, ran.stderr)
            assert not [path for path in kept.rglob(".*") if path.name != ".lock"]
            refused += 1
        shutil.rmtree(kept)
        if refused and not each:
            break
    assert refused, "a disk was never full"
    ended = subprocess.run([COMMAND, *map(str, words)], input=keys, capture_output=True, text=True)
    assert ended.returncode == 0 and files(folder) != before, ended.stderr


@pytest.mark.slow
def test_import_on_a_full_disk(answered, each):
    asked, path = answered
    on_full_disk(asked, "forms", "in", path, "--yes", "--data", asked, each=each)


@pytest.mark.slow
def test_return_on_a_full_disk(answered):
    asked, path = answered
    out = path.parent / "back"
    out.mkdir()
    on_full_disk(out, "forms", "back", path, "--data", asked, "--out", out)


@pytest.mark.slow
def test_template_on_a_full_disk(tmp_path):
    asked, out = begun(tmp_path / "data"), tmp_path / "templates"
    out.mkdir()
    on_full_disk(out, "forms", "out", PERIOD, "--data", asked, "--out", out)


def test_new_on_a_full_disk(data, each):
    on_full_disk(data, "new", "2032-Q3", "--data", data, each=each)


def test_schema_on_a_full_disk(data, tmp_path, each):
    shutil.copytree(data, tmp_path / "whole")
    without_columns(data)
    on_full_disk(data, "maintain", "schema", "--update", data, each=each)


@pytest.mark.slow
def test_decide_on_a_full_disk(data):
    path = data / "dossiers_resolved.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",355,", ",35,"), encoding="utf-8")
    on_full_disk(data, "decide", "2031-Q3", "--data", data, "--by", "VP", keys="1\nThiếu chữ số cuối\nx\n")


@pytest.mark.slow
def test_sign_and_import_of_remarks_on_a_full_disk(synthetic, data, tmp_path):
    out, sent = tmp_path / "out", tmp_path / "nhan-xet.json"
    shutil.copytree(synthetic.folder, out / "2031-Q3")
    sent.write_text(json.dumps({"period": "2031-Q3", "remarks": [SAID]}), encoding="utf-8")
    place = ("--data", data, "--out", out)
    on_full_disk(data, "sign", "I.5", "I.4", "--by", "Nguyễn An", "--role", "Trưởng phòng", *place)
    on_full_disk(data, "forms", "in", sent, "--yes", *place)


def test_init_on_a_full_disk(tmp_path, each):
    around = tmp_path / "around"
    around.mkdir()
    order = ("init", around / "so-y-te", "--name", "Sở Y tế tỉnh Bình An", "--period", "2031-Q1")
    on_full_disk(around, *order, each=each)


def test_a_list_of_changes_on_a_full_disk_leaves_the_last_one(rebuilt, tmp_path, each):
    data, out, build = rebuilt
    path = data / "licences.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("newsletter,5", "newsletter,6"), encoding="utf-8")
    assert build("--format", "html").code == 0
    told = tmp_path / "told"
    told.mkdir()
    (told / "a.html").write_bytes(b"the last one")
    place = ("--project", os.environ["BRIEFING_PROJECT"], "diff", "1", "--data", data, "--out", out)
    on_full_disk(told, *place, "--html", told / "a.html", each=each)
