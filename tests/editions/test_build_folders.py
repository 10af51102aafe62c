"""The builds of an edition: nothing in one changes; copies lie where readers look; what people have put or edited there stays."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import doors
import pytest
from conftest import ROOT, Checkout, only

DOCX, PDF = "briefing-du-thao.docx", "briefing-du-thao.pdf"


class Library:
    """A small report and its edition's folder."""

    def __init__(self, small: Checkout) -> None:
        self.small, self.folder = small, small.folder / "reports" / "2031-Q3"
        self.table = next(path for path in sorted((small.folder / "data").glob("*.csv")) if path.stem == "visits")

    def build(self, *words: str) -> doors.Ran:
        ran = doors.run("build", "2031-Q3", *words, "--project", self.small.folder)
        assert ran.exit == 0, ran.err
        return ran

    def change(self, count: int) -> None:
        """Another number in a table."""
        lines = self.table.read_text(encoding="utf-8").splitlines()
        lines[1] = re.sub(r",\d+", f",{count}", lines[1], count=1)
        self.table.write_text("\n".join([*lines, ""]), encoding="utf-8")

    def builds(self) -> dict[str, dict[str, bytes]]:
        found = sorted(path for path in (self.folder / "builds").iterdir() if path.is_dir())
        return {
            build.name: {path.name: path.read_bytes() for path in build.rglob("*") if path.is_file()} for build in found
        }

    def read(self, name: str) -> bytes:
        return (self.folder / name).read_bytes()


@pytest.fixture
def library(small_page: Checkout) -> Library:
    return Library(small_page)


def test_a_build_of_another_format_takes_none_away_and_changes_nothing(library):
    before = library.builds()
    ran = library.build("--format", "docx")
    assert ", version 1, as before" in ran.out and "done" not in ran.err  # no section has to run for another format
    now = library.builds()
    assert now["1"].keys() - before["1"].keys() == {"du-thao-v1.docx"}
    assert all(now["1"][name] == content for name, content in before["1"].items())
    assert library.read(DOCX) == now["1"]["du-thao-v1.docx"]
    library.change(777)
    ran = library.build("--format", "html")
    assert f"{DOCX} is of version 1" in ran.err and library.read(DOCX) == now["1"]["du-thao-v1.docx"]
    assert library.builds()["1"] == now["1"]
    assert library.read("briefing.html") == library.builds()["2"]["briefing.html"] != now["1"]["briefing.html"]
    assert (library.folder / "builds" / "current").read_text() == "2"


def test_notebooks_with_other_outputs_are_up_to_date_once_they_were_looked_at(library):
    (library.small.folder / "m.csv").write_text("data,period,output\ndata,2031-Q3,reports\n", encoding="utf-8")
    path, before = library.small.folder / "notebooks" / "01_visits.ipynb", library.builds()["1"]
    asked = [("build", "2031-Q3"), ("build", "--manifest", "m.csv")]
    for command in asked:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        notebook["cells"][-1]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": command[1]}]
        path.write_text(json.dumps(notebook), encoding="utf-8")
        for said in ("version 1, as before", "1 built, 0 unchanged"), ("up to date", "0 built, 1 unchanged"):
            ran = library.small.briefing(*command, "--format", "html")
            assert ran.exit == 0 and said[asked.index(command)] in ran.out, ran.out + ran.err
    now = library.builds()["1"]
    assert {name for name in now if now[name] != before[name]} == {"state.json"} and now.keys() == before.keys()


def test_an_edited_word_file_is_never_overwritten_and_the_new_one_is_named(library):
    library.build("--format", "docx")
    (library.folder / DOCX).write_bytes(b"edited")
    for number, words in ((1, ()), (1, ("--force",)), (2, ())):
        if number == 2:
            library.change(778)
        ran = library.build("--format", "docx", *words)
        assert (
            f"{DOCX} was edited, and stays as it is; the new one is builds/{number}/du-thao-v{number}.docx" in ran.err
        )
        assert library.read(DOCX) == b"edited"
    (library.folder / DOCX).unlink()
    library.build("--format", "docx")
    assert library.read(DOCX) == library.builds()["2"]["du-thao-v2.docx"]


ODD = {
    "a file": lambda path: path.write_text("a colleague's", encoding="utf-8"),
    "a pipe": os.mkfifo,
    "a link to a device": lambda path: path.symlink_to("/dev/zero"),
    "a link to nothing": lambda path: path.symlink_to("nowhere"),
    "a folder": lambda path: path.mkdir(),
}


@pytest.mark.parametrize("kind", ODD)
def test_what_others_have_put_there_stays(library, kind):
    path = library.folder / "figures.csv"
    path.unlink()
    ODD[kind](path)
    (library.folder / "scan.pdf").write_bytes(b"signed")
    was = path.lstat()
    library.change(779)
    assert "figures.csv was edited, and stays as it is" in library.build("--format", "html").err
    assert (path.lstat().st_ino, path.lstat().st_mode) == (was.st_ino, was.st_mode)
    assert library.read("scan.pdf") == b"signed"


def test_a_copy_that_another_program_holds_is_named(library):
    """As Windows holds what a PDF reader shows; here, a file that even its owner may not change."""
    held = library.folder / "figures.csv"
    before = held.read_bytes()
    if subprocess.run(["chattr", "+i", held], capture_output=True).returncode:
        pytest.skip("this user, or this disk, cannot hold a file")
    try:
        library.change(780)
        ran = library.build("--format", "html")
        told = "figures.csv is open in another program, and stays as it is; the new one is builds/2/figures.csv"
        assert told in ran.err and held.read_bytes() == before
        assert library.read("briefing.html") == library.builds()["2"]["briefing.html"]
    finally:
        subprocess.run(["chattr", "-i", held], check=True)
    library.build("--format", "html")
    assert held.read_bytes() == library.builds()["2"]["figures.csv"]


def test_what_a_killed_build_has_begun_is_no_build_and_goes_with_the_next(library):
    half = library.folder / "builds" / ".new"
    half.mkdir()
    (half / "briefing.html").write_text("half", encoding="utf-8")
    ran = doors.run("status", "2031-Q3", "--project", library.small.folder, "--json")
    assert [each["number"] for each in json.loads(ran.out)["versions"]] == [1]
    library.change(781)
    library.build("--format", "html")
    assert not half.exists() and set(library.builds()) == {"1", "2"}


def test_the_last_twenty_stay_and_what_was_sent(library):
    only(library.small.folder, "01_visits")
    library.build("--format", "docx")
    for count in range(3, 24):
        library.change(800 + count)
        library.build("--format", "html")
    ran = doors.run("maintain", "prune", "2031-Q3", "--project", library.small.folder, "--json")
    assert ran.exit == 0 and json.loads(ran.out)["removed"] == [1, 3], ran.err
    assert set(library.builds()) == {"2", *map(str, range(4, 24))}
    again = doors.run("maintain", "prune", "2031-Q3", "--project", library.small.folder, "--json")
    assert json.loads(again.out)["removed"] == []


# -- who writes ----------------------------------------------------------------------------------------------------------

HOLD = "import sys, filelock\nwith filelock.FileLock(sys.argv[1]): print('held', flush=True); sys.stdin.read()"


def test_a_build_says_that_another_writes_the_edition_and_waits(library):
    lock = library.folder.with_name(".2031-Q3.lock")
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(lock)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout.readline() == "held\n"
        library.change(790)
        command = [doors.COMMAND, "build", "--format", "html"]
        with subprocess.Popen(command, cwd=library.small.folder, stderr=subprocess.PIPE, text=True) as building:
            assert "2031-Q3 is written by another command; waiting" in building.stderr.readline()
            assert set(library.builds()) == {"1"}
            holder.stdin.close()
            building.stderr.read()
            assert building.wait(timeout=120) == 0
    assert set(library.builds()) == {"1", "2"}


# -- where ---------------------------------------------------------------------------------------------------------------


def refused(folder: Path, *rows: str) -> list[tuple[int, str]]:
    """The lines of a manifest that are refused, each with its code."""
    (folder / "manifest.csv").write_text("\n".join(["data,period,output", *rows, ""]), encoding="utf-8")
    ran = doors.run("build", "--manifest", folder / "manifest.csv")
    assert ran.exit == 2 and ran.changes == []
    return [(each["line"], each["code"]) for each in ran.problems]


def test_rows_of_a_batch_may_not_write_into_one_another(tmp_path):
    rows = ("a,2031-Q3,out", "b,2031-Q3,./out", "b,2031-Q4,out")
    assert refused(tmp_path, *rows) == [(3, "occupied_path")]


def test_make_clean_removes_no_edition():
    said = subprocess.run(["make", "-n", "clean"], cwd=ROOT, capture_output=True, text=True).stdout
    assert ".venv" in said and not re.search(r"reports|data|notebooks", said)
    assert shutil.which("make")
