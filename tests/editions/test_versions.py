"""Versions of an edition: each build that changes something keeps one, and no paper of an earlier one is lost."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

from conftest import Checkout, briefing
from data_edits import change

BUILD = ("build", "--format", "html")


def numbers(small: Checkout) -> list[int]:
    """Of the versions that `status` lists."""
    return [each["number"] for each in small.briefing("status").data["versions"]]


def inputs(build: Path) -> dict[str, bytes]:
    """What a build was made of."""
    with zipfile.ZipFile(build / "inputs.zip") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_first_build_keeps_what_it_said_and_what_it_was_made_of(synthetic):
    told = briefing("status", "--data", synthetic.data, "--out", synthetic.folder.parent)
    assert [each["number"] for each in told.data["versions"]] == [1]
    assert (synthetic.build / "briefing.html").read_text(encoding="utf-8") == synthetic.html
    kept = inputs(synthetic.build)
    assert kept["data/licences.csv"] == (synthetic.data / "licences.csv").read_bytes()
    about = json.loads((synthetic.build / "version.json").read_bytes())
    assert len(about["commit"]) == 40
    assert {"briefing/build/version_contents.py", "requirements.lock"} <= about["program"].keys()


def test_a_change_of_nothing_makes_no_new_version_and_a_change_makes_one(small_page):
    small, builds = small_page, small_page.folder / "reports" / "2031-Q3" / "builds"
    assert ", version 1, as before" in small.briefing(*BUILD, "--force").out and numbers(small) == [1]
    (builds / "1" / "state.json").unlink()
    assert ", version 1, as before" in small.briefing(*BUILD).out
    (small.data / "loans.csv").write_text((small.data / "loans.csv").read_text(encoding="utf-8"), encoding="utf-8")
    change("loans", "centre,640", "centre,650")(small.data)
    assert ", version 2:" in small.briefing(*BUILD).out
    first, second = (inputs(builds / number) for number in "12")
    assert b"centre,640" in first["data/loans.csv"] and b"centre,650" in second["data/loans.csv"]
    change("loans", "centre,650", "centre,640")(small.data)
    assert ", version 3:" in small.briefing(*BUILD).out  # what was said before is said again: that is a change, too
    assert numbers(small) == [1, 2, 3]


def test_versions_are_listed(small_page):
    for old, new in (("640", "650"), ("650", "660")):
        change("loans", f"centre,{old}", f"centre,{new}")(small_page.data)
        assert small_page.briefing(*BUILD).code == 0
    listed = small_page.briefing("status").out.splitlines()
    assert [line.split()[0] for line in listed if line[:4].strip().isdigit()] == ["1", "2", "3"]
