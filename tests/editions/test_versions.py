"""Versions of an edition: each build that changes something keeps one, and no paper of an earlier one is lost."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

from conftest import briefing
from data_edits import change


def numbers(data: Path, out: Path) -> list[int]:
    """Of the versions that `status` lists."""
    return [each["number"] for each in briefing("status", "--data", data, "--out", out).data["versions"]]


def inputs(build: Path) -> dict[str, bytes]:
    """What a build was made of."""
    with zipfile.ZipFile(build / "inputs.zip") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_first_build_keeps_what_it_said_and_what_it_was_made_of(synthetic):
    assert numbers(synthetic.data, synthetic.folder.parent) == [1]
    assert (synthetic.build / "briefing.html").read_text(encoding="utf-8") == synthetic.html
    kept = inputs(synthetic.build)
    assert kept["data/licences.csv"] == (synthetic.data / "licences.csv").read_bytes()
    about = json.loads((synthetic.build / "version.json").read_bytes())
    assert len(about["commit"]) == 40
    assert {"briefing/build/version_records.py", "requirements.lock"} <= about["program"].keys()


def test_a_change_of_nothing_makes_no_new_version_and_a_change_makes_one(rebuilt):
    data, out, again = rebuilt
    assert ", version 1, as before" in again("--force", "--format", "html").out and numbers(data, out) == [1]
    (out / "2031-Q3" / "builds" / "1" / "state.json").unlink()
    assert ", version 1, as before" in again("--format", "html").out
    (data / "licences.csv").write_text((data / "licences.csv").read_text(encoding="utf-8"), encoding="utf-8")
    change("licences", "newsletter,5", "newsletter,6")(data)
    assert ", version 2:" in again("--format", "html").out
    first, second = (inputs(out / "2031-Q3" / "builds" / number) for number in "12")
    assert b"newsletter,5" in first["data/licences.csv"] and b"newsletter,6" in second["data/licences.csv"]
    change("licences", "newsletter,6", "newsletter,5")(data)
    assert ", version 3:" in again("--format", "html").out  # what was said before is said again: that is a change, too
    assert numbers(data, out) == [1, 2, 3]


def test_versions_are_listed(rebuilt):
    data, out, again = rebuilt
    for old, new in (("5", "6"), ("6", "7")):
        change("licences", f"newsletter,{old}", f"newsletter,{new}")(data)
        assert again("--format", "html").code == 0
    listed = briefing("status", "--data", data, "--out", out).out.splitlines()
    assert [line.split()[0] for line in listed if line[:4].strip().isdigit()] == ["1", "2", "3"]
