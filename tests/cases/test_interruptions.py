"""A command that is killed, or finds no room on the disk, at any of its file operations: `interruptions.csv`, a row a command.

What is left is the old or the new, once the next command has looked at it, and the command run again ends the work.
Columns: name · given, before (a department, and what is done to it) · command, keys (what is typed) · again (how it ends
where its work is done already). Every day three moments of each are tried, in `make test-all` all.
"""

from __future__ import annotations

import csv
import errno
import io
import os
import shlex
import shutil
import signal
import sys
import zipfile
from pathlib import Path

import pytest
from case_projects import project
from doors import run
from test_cases import act

from briefing import cli

CHANGES = {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link", "os.truncate"}
NO_CONTENT = (".lock", ".zip", "state.json", "version.json")  # what holds the time
ROWS = [
    pytest.param(row, id=row["name"])
    for row in csv.DictReader(Path(__file__).with_name("interruptions.csv").read_text(encoding="utf-8").splitlines())
]


def files(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {
        path.relative_to(folder).as_posix(): b"" if zipfile.is_zipfile(path) else path.read_bytes()
        for path in paths
        if not path.name.endswith(NO_CONTENT)
    }


def stop_at(number: int, folder: Path, full: bool) -> None:
    """Have this process end, or find the disk full, before its file operation of this number below a folder."""
    done = 0

    def hear(event: str, told: tuple) -> None:
        nonlocal done
        writes = event in CHANGES or (event == "open" and (told[2] or 0) & (os.O_WRONLY | os.O_RDWR))
        if writes and str(told[0]).startswith(str(folder)):
            done += 1
            if done == number and not full:
                os.kill(os.getpid(), signal.SIGKILL)
            if done >= number and event == "open":
                raise OSError(errno.ENOSPC, "No space left on device", str(told[0]))

    sys.addaudithook(hear)


def interrupted(number: int, folder: Path, row: dict[str, str], full: bool) -> int:
    """The exit code of a command that is stopped at an operation; of what was killed −9."""
    process = os.fork()
    if not process:
        code = 1
        try:
            os.chdir(folder)
            reading, writing = os.pipe()
            os.write(writing, typed(row).encode())
            os.close(writing)
            sys.stdin = os.fdopen(reading, encoding="utf-8")
            sys.stdout = sys.stderr = io.StringIO()
            stop_at(number, folder, full)
            code = cli.run(shlex.split(row["command"])).exit
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def typed(row: dict[str, str]) -> str:
    return row["keys"].replace("\\n", "\n")


def command(folder: Path, row: dict[str, str]) -> int:
    ran = run(*shlex.split(row["command"]), cwd=folder, typed=typed(row))
    return ran.exit


@pytest.mark.parametrize("full", [False, True], ids=["killed", "full disk"])
@pytest.mark.parametrize("moments", [3, pytest.param(1000, marks=pytest.mark.slow)])
@pytest.mark.parametrize("row", ROWS)
def test_what_is_stopped_leaves_the_old_or_the_new_and_ends_when_it_is_run_again(tmp_path, row, moments, full):
    begun = Path(shutil.copytree(project(row["given"]), tmp_path / "begun" / "library"))
    if row["before"]:
        act(begun, row["before"])
    folder = tmp_path / "library"
    shutil.copytree(begun, folder)
    assert command(folder, row) == 0
    old, new = files(begun), files(folder)
    assert old != new
    for number in (7, 2, 1) if moments == 3 else range(1, moments):
        shutil.rmtree(folder)
        shutil.copytree(begun, folder)
        code = interrupted(number, folder, row, full)
        if code == 0:
            if moments == 3:
                continue
            return
        assert code == (74 if full else -signal.SIGKILL), number
        assert run("check", cwd=folder).exit in (0, 2)  # it puts away, or finishes, what was begun
        left = files(folder)
        assert left == old if full else left in (old, new), number
        assert command(folder, row) == (int(row["again"]) if left == new else 0), number
        assert files(folder) == new, number
