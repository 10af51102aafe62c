"""Commands that change several files: killed at any of their file operations they leave the old or the new, and end the work when run again."""

from __future__ import annotations

import csv
import os
import shutil
import signal
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import samples
from offices import PERIOD, blank, filled, typed

from briefing import cli
from helpers.data.carry_forward import begin
from helpers.data.csv_writer import finish, replace_files
from helpers.data.schema import TABLES

CHANGES = {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.chmod", "os.link", "os.truncate"}
Files = dict[str, bytes]


def files(folder: Path) -> Files:
    """What lies below a folder, the lock files apart; of workbooks, which hold the time, whether they are whole."""
    paths = (path for path in folder.rglob("*") if path.is_file() and path.name != ".lock")
    return {
        path.relative_to(folder).as_posix(): b"whole" if zipfile.is_zipfile(path) else path.read_bytes()
        for path in paths
    }


def kill_at(number: int, folder: Path) -> None:
    """Have this process kill itself before its file operation of this number below a folder; 0: never."""
    done = 0

    def count() -> None:
        nonlocal done
        done += 1
        if done == number:
            os.kill(os.getpid(), signal.SIGKILL)

    def hear(event: str, told: tuple) -> None:
        if event in CHANGES:
            at = told[-1] if event in ("os.remove", "os.rmdir") else -1
            if at != -1 or str(told[0]).startswith(str(folder)):
                place = os.readlink(f"/proc/self/fd/{at}") if at != -1 else str(told[0])
                if place.startswith(str(folder)):
                    count()
        elif event == "open" and (told[2] or 0) & (os.O_WRONLY | os.O_RDWR) and str(told[0]).startswith(str(folder)):
            count()

    def synced(descriptor: int, sync: Callable[[int], None] = os.fsync) -> None:
        count()
        sync(descriptor)

    os.fsync = synced
    sys.addaudithook(hear)


def run(act: Callable[[], object], folder: Path, number: int = 0) -> int | None:
    """Do something in a process of its own that is killed at an operation; gives its exit code, None if it was killed."""
    sys.stdout.flush()
    process = os.fork()
    if not process:
        code = 1
        try:
            kill_at(number, folder)
            code = act() or 0
        finally:
            os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    return None if code == -signal.SIGKILL else code


def each_kill(
    folder: Path, act: Callable[[], object], settle: Callable[[Path], object] = finish, once: bool = False
) -> Iterator[int]:
    """Kill at each operation what changes a folder, look at what is left, do it again, and look again.

    settle: what the next command does first. once: it makes something new, and refuses (2) where that is there.
    """
    before = shutil.copytree(folder, folder.with_name(f"{folder.name}.before"))
    assert run(act, folder) == 0
    old, new, tried = files(before), files(folder), []
    assert old != new
    for number in range(1, 1000):
        shutil.rmtree(folder)
        shutil.copytree(before, folder)
        if run(act, folder, number) is not None:
            return
        left = files(folder)
        with tempfile.TemporaryDirectory() as name:
            finished = Path(shutil.copytree(folder, Path(name, "finished")))
            settle(finished)
            settled = files(finished)
            assert settled in (old, new), number
        if left not in tried:
            assert run(act, folder) == (2 if once and settled == new else 0), number
            assert files(folder) == new, number
            tried.append(left)
        yield number
    raise AssertionError("it never ends")


def test_files_are_put_in_place_all_or_none(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / name).write_text("old", encoding="utf-8")
    contents = {folder / "a": b"new", folder / "sources" / "2031" / "c": b"c", folder / "b": b"new"}
    kills = list(each_kill(folder, lambda: replace_files(contents)))
    assert len(kills) > 15


def test_what_was_begun_is_taken_back_and_what_was_all_written_is_finished(tmp_path):
    for name, left in ((".writing", {"a": b"old"}), (".written", {"a": b"new", "sources/b": b"new"})):
        folder = tmp_path / name.strip(".")
        (folder / name / "sources").mkdir(parents=True)
        (folder / "a").write_bytes(b"old")
        for path in ("a", "sources/b"):
            (folder / name / path).write_bytes(b"new")
        assert finish(folder) == sorted(set(left) - ({"a"} if left["a"] == b"old" else set()))
        assert files(folder) == left and not (folder / name).exists()


@pytest.mark.parametrize("name", [".writing", ".written"])
def test_a_link_in_the_place_of_what_was_begun_leads_nowhere(tmp_path, name):
    theirs, folder = tmp_path / "theirs", tmp_path / "data"
    for place in (theirs, folder):
        place.mkdir()
        (place / "a").write_text(place.name, encoding="utf-8")
    (folder / name).symlink_to(theirs)
    finish(folder)
    assert files(folder) == {"a": b"data"} and files(theirs) == {"a": b"theirs"}
    (folder / name).symlink_to(theirs)
    replace_files({folder / "a": b"new"})
    assert files(folder) == {"a": b"new"} and files(theirs) == {"a": b"theirs"}


# -- the commands ------------------------------------------------------------------------------------------------------


def command(*words: object, keys: str = "") -> Callable[[], int]:
    """A command line, with what is typed while it runs."""

    def act() -> int:
        said = os.open(os.devnull, os.O_WRONLY)
        for stream in (1, 2):
            os.dup2(said, stream)
        reading, writing = os.pipe()
        os.write(writing, keys.encode())
        os.close(writing)
        os.dup2(reading, 0)
        sys.stdin = os.fdopen(0, encoding="utf-8")
        return cli.run([*map(str, words)]).exit

    return act


def without_columns(folder: Path) -> None:
    """A data folder of an earlier schema: files and columns are missing."""
    for name in ("absences", "carried"):
        (folder / f"{name}.csv").unlink()
    tables = samples.load(folder.parent / "whole")
    for name in ("questions", "corrections", "organisation"):
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            first = [*TABLES[name].columns][:-1]
            writer = csv.DictWriter(file, first, extrasaction="ignore", lineterminator="\n")
            writer.writeheader()
            writer.writerows(tables[name])


def slow_walk(folder: Path, act: Callable[[], object], **how: Any) -> None:
    print(f"{folder.name}: {len(list(each_kill(folder, act, **how)))} kills")


@pytest.mark.slow
def test_new_killed_anywhere(data):
    slow_walk(data, command("new", "2032-Q3", "--data", data))


@pytest.mark.slow
def test_schema_killed_anywhere(data, tmp_path):
    shutil.copytree(data, tmp_path / "whole")
    without_columns(data)
    slow_walk(data, command("maintain", "schema", "--update", data))


def begun(folder: Path) -> Path:
    """A data folder with a period whose numbers offices are asked for."""
    shutil.copytree(samples.SYNTHETIC, folder)
    begin(folder, PERIOD, "2031-Q3")
    return folder


@pytest.mark.slow
def test_template_killed_anywhere(tmp_path):
    asked, out = begun(tmp_path / "data"), tmp_path / "templates"
    out.mkdir()
    slow_walk(out, command("forms", "out", PERIOD, "--data", asked, "--out", out))


@pytest.fixture
def answered(tmp_path: Path) -> tuple[Path, Path]:
    """A data folder and the workbook of an office, in which one cell can be taken and one is refused."""
    asked, inbox = begun(tmp_path / "data"), tmp_path / "inbox"
    inbox.mkdir()
    path = inbox / "sent.xlsx"
    path.write_bytes(blank(asked, "TTr"))
    values = {"counts.value(item='petitions')": 12, "counts.value(item='petitions_forwarded')": "nhiều"}
    return asked, filled(path, path, typed(values))


@pytest.mark.slow
def test_import_killed_anywhere(answered):
    asked, path = answered
    slow_walk(asked, command("forms", "in", path, "--yes", "--data", asked))


@pytest.mark.slow
def test_return_killed_anywhere(answered):
    asked, path = answered
    out = path.parent / "back"
    out.mkdir()
    slow_walk(out, command("forms", "back", path, "--data", asked, "--out", out))


@pytest.mark.slow
@pytest.mark.parametrize("keys", ["1\nLý do\nx\n", "v\nLý do\nx\n", "h\nVP\nVì sao?\n\nx\n"])
def test_decide_killed_anywhere(tmp_path, keys):
    tables = samples.load()
    samples.find(tables, "dossiers_resolved", level="district", timeliness="late")["dossiers"] = "35"
    data = samples.save(tables, tmp_path / "data")
    shutil.copy(samples.SYNTHETIC / "datapackage.json", data)
    slow_walk(data, command("decide", "2031-Q3", "--data", data, "--by", "VP", keys=keys))


@pytest.mark.slow
def test_sign_killed_anywhere(synthetic, data, tmp_path):
    shutil.copytree(synthetic.folder, tmp_path / "out" / "2031-Q3")
    words = ("sign", "I.5", "I.4", "--by", "Nguyễn An", "--role", "Trưởng phòng")
    slow_walk(data, command(*words, "--data", data, "--out", tmp_path / "out"))
