"""Versions of an edition: each build that changes something keeps one, and no paper of an earlier one is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import briefing

from briefing.build.versions import open_version, versions
from helpers.errors import InputError


def spoil(data: Path, table: str, old: str, new: str) -> None:
    path = data / f"{table}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def numbers(folder: Path) -> list[int]:
    return [version.number for version in versions(folder)]


def test_the_first_build_keeps_what_it_said_and_what_it_was_made_of(synthetic):
    (version,) = versions(synthetic.folder)
    assert version.page == synthetic.html
    assert version.inputs["data/licences.csv"] == (synthetic.data / "licences.csv").read_bytes()
    said = {id_: text for each in version.printed["I.5"] for id_, text in each.texts}
    (newsletters,) = (text for id_, text in said.items() if id_.endswith("/licences.licences(licence='newsletter')"))
    assert newsletters == "05"
    assert len(version.commit) == 40
    assert {"briefing/build/versions.py", "requirements.lock"} <= version.program.keys()
    assert version.notebooks["I.6.1"] == version.notebooks["I.6.2"] == "notebooks/14_inspection.ipynb"


def test_a_change_of_nothing_makes_no_new_version_and_a_change_makes_one(rebuilt):
    data, out, again = rebuilt
    folder = out / "2031-Q3"
    assert ", version 1, as before" in again("--force", "--format", "html").out and numbers(folder) == [1]
    (data / "licences.csv").write_text((data / "licences.csv").read_text(encoding="utf-8"), encoding="utf-8")
    spoil(data, "licences", "newsletter,5", "newsletter,6")
    assert ", version 2:" in again("--format", "html").out
    first, second = versions(folder)
    assert "newsletter,5" in first.inputs["data/licences.csv"].decode()
    assert "newsletter,6" in second.inputs["data/licences.csv"].decode()
    spoil(data, "licences", "newsletter,6", "newsletter,5")
    assert ", version 3:" in again("--format", "html").out  # what was said before is said again: that is a change, too
    assert numbers(folder) == [1, 2, 3]


def test_versions_are_listed(rebuilt):
    data, out, again = rebuilt
    for old, new in (("5", "6"), ("6", "7")):
        spoil(data, "licences", f"newsletter,{old}", f"newsletter,{new}")
        assert again("--format", "html").code == 0
    listed = briefing("status", "--data", data, "--out", out).out.splitlines()
    assert [line.split()[0] for line in listed if line[:4].strip().isdigit()] == ["1", "2", "3"]


def test_a_folder_without_a_version_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"expected a version, with its version\.json"):
        open_version(tmp_path)


# -- versions that somebody sent, or that a disk has spoilt ---------------------------------------------------------------


def _holds(name: str, content: bytes) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink() or (folder / name).write_bytes(content)
