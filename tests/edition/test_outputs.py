"""The edition's folder: a build owns what it wrote there, keeps everything else, and never writes among its inputs."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import samples
from conftest import ROOT, briefing
from edits import change

from briefing.build.batch import _received, pack, read_manifest, run_job
from briefing.build.batch import code_version as code
from briefing.build.freshness import load_state
from briefing.build.outputs import beside, check_place, intact, recover, write_state
from briefing.faults import of_machine
from briefing.order import Order
from helpers.problems import InputError

DAY = 1_944_950_400  # 2031-08-20


def write(folder: Path, **files: str) -> Path:
    """Write files: `briefing_docx="text"` → briefing.docx."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text, encoding="utf-8")
    return folder


def edition(folder: Path, **files: str) -> list[str]:
    """Write an edition with these files as a build does; gives the notes."""
    notes: list[str] = []
    with beside(folder, notes) as new:
        write_state(write(new, **files), {})
    return notes


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir() if path.name != "state.json"}


def test_a_file_that_another_program_holds_is_named_and_the_edition_stays(tmp_path):
    """As Windows holds what a PDF reader shows; here, files that even their owner may not change or move."""
    folder = tmp_path / "2031-Q3"
    edition(folder, briefing_html="one", briefing_pdf="one")
    held = [str(folder), str(folder / "briefing.pdf")]
    if subprocess.run(["chattr", "+i", *held], capture_output=True).returncode:
        pytest.skip("this user, or this disk, cannot hold a file")
    try:
        with pytest.raises(PermissionError) as refused:
            edition(folder, briefing_html="two", briefing_pdf="two")
        assert of_machine(refused.value) == (
            f"Operation not permitted: {folder / 'briefing.pdf'} "
            "(close briefing.pdf if another program has it open, and run again)"
        )
    finally:
        subprocess.run(["chattr", "-i", *held], check=True)
    assert contents(folder) == {"briefing.html": "one", "briefing.pdf": "one"}
    assert [path.name for path in tmp_path.iterdir()] == ["2031-Q3"]


def test_files_of_others_are_kept(tmp_path):
    folder = tmp_path / "2031-Q3"
    edition(folder, briefing_html="one", briefing_pdf="one")
    write(folder, scan_pdf="signed")
    write(folder / "notes" / "deep", mine_txt="mine")
    (folder / "linked").symlink_to(tmp_path)
    assert edition(folder, briefing_html="two") == []
    assert {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} == {
        "state.json", "briefing.html", "scan.pdf", "notes/deep/mine.txt",
    }  # fmt: skip
    assert (folder / "briefing.html").read_text() == "two" and (folder / "linked").readlink() == tmp_path


def test_a_file_of_ours_that_was_edited_is_kept_under_another_name(tmp_path):
    folder = tmp_path / "2031-Q3"
    edition(folder, briefing_docx="ours", briefing_html="ours")
    for text in ("theirs", "theirs again"):
        (folder / "briefing.docx").write_text(text)
        os.utime(folder / "briefing.docx", (DAY, DAY))
        assert intact(folder) == {"briefing.html"}
        notes = edition(folder, briefing_docx="new", briefing_html="ours")
    assert notes == [
        "briefing.docx was not as a build had written it; it is kept as briefing (edited 2031-08-20 2).docx"
    ]
    assert contents(folder) == {
        "briefing.docx": "new",
        "briefing.html": "ours",
        "briefing (edited 2031-08-20).docx": "theirs",
        "briefing (edited 2031-08-20 2).docx": "theirs again",
    }
    assert edition(folder, briefing_html="ours") == []  # kept for good; the unedited Word file was ours
    assert set(contents(folder)) == {
        "briefing.html", "briefing (edited 2031-08-20).docx", "briefing (edited 2031-08-20 2).docx",
    }  # fmt: skip


def test_a_file_that_stood_there_before_the_first_build_is_not_replaced(tmp_path):
    folder = write(tmp_path / "2031-Q3", briefing_html="a colleague's")
    os.utime(folder / "briefing.html", (DAY, DAY))
    (note,) = edition(folder, briefing_html="ours")
    assert "briefing (edited 2031-08-20).html" in note
    assert contents(folder) == {"briefing.html": "ours", "briefing (edited 2031-08-20).html": "a colleague's"}


def test_after_a_lost_state_what_is_the_same_needs_no_copy(tmp_path):
    folder = tmp_path / "2031-Q3"
    edition(folder, briefing_html="same")
    (folder / "state.json").unlink()
    assert edition(folder, briefing_html="same") == [] and contents(folder) == {"briefing.html": "same"}


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: "",
        lambda text: text[: len(text) // 2],
    ],
)
def test_a_damaged_state_is_none(tmp_path, damage):
    folder = tmp_path / "2031-Q3"
    with beside(folder) as new:
        write_state(write(new, briefing_html="one"), {"data": "1", "sections": {"00": {"notebook": "2"}}})
    assert load_state(folder)["sections"] == {"00": {"notebook": "2"}} and intact(folder) == {"briefing.html"}
    state = folder / "state.json"
    state.write_text(damage(state.read_text(encoding="utf-8")), encoding="utf-8")
    assert load_state(folder) == {} and intact(folder) == set()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere two folders change places in two steps")
def test_no_moment_is_without_an_edition(tmp_path):
    """A process that looks all the while, until it has seen the last of two hundred editions."""
    folder = tmp_path / "2031-Q3"
    edition(folder, briefing_html="0")
    watcher = "import sys; path, seen = sys.argv[1], ''\nprint('ready', flush=True)\nwhile seen != '200':\n seen = open(path).read()"
    with subprocess.Popen(
        [sys.executable, "-c", watcher, str(folder / "briefing.html")], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as looking:
        looking.stdout.readline()
        for count in range(1, 201):
            edition(folder, briefing_html=f"{count}")
        assert looking.wait(60) == 0, looking.stderr.read().decode()


@pytest.fixture
def killed(tmp_path) -> Path:
    """What a build leaves that was killed between its two renames."""
    folder = tmp_path / "2031-Q3"
    edition(folder, briefing_html="last")
    folder.rename(tmp_path / ".2031-Q3.123.old")
    write(tmp_path / ".2031-Q3.123", briefing_html="new")
    return folder


def test_a_killed_swap_is_put_right(killed):
    recover(killed)
    assert contents(killed) == {"briefing.html": "last"}
    write(killed.with_name(".2031-Q3.124.old"), briefing_html="older")  # killed after the second rename
    recover(killed)
    assert contents(killed) == {"briefing.html": "last"} and not list(killed.parent.glob(".*.old"))


def test_what_a_killed_build_began_goes_and_what_a_living_one_writes_stays(tmp_path):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    names = (ended.pid, 10**30, os.getpid(), "notes")  # ran, cannot run, runs, is a person's
    begun, impossible, living, named = (tmp_path / f".2031-Q3.{name}" for name in names)
    for folder in (begun, impossible, living, named):
        write(folder, briefing_html="half")
    recover(tmp_path / "2031-Q3")
    assert [folder.exists() for folder in (begun, impossible, living, named)] == [False, False, True, True]


@pytest.mark.parametrize("command", [["status"], ["trace", "data/alerts.csv:2"]])
def test_any_command_puts_a_killed_swap_right(killed, command):
    briefing(*command, "--data", samples.SYNTHETIC, "--out", killed.parent)
    assert contents(killed) == {"briefing.html": "last"}


def test_watch_puts_a_killed_swap_right(killed):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ran = briefing(
            "build", "--watch", "2031-Q3", "--port", port, "--data", samples.SYNTHETIC, "--out", killed.parent
        )
    assert ran.code == 2 and "--port" in ran.err
    assert contents(killed) == {"briefing.html": "last"}


@pytest.fixture
def place(tmp_path) -> Path:
    """A folder with the data of an edition in it: E/2031-Q3."""
    samples.save(samples.load(), tmp_path / "E" / "2031-Q3")
    return tmp_path / "E"


def tables(folder: Path) -> int:
    return len(list(folder.glob("*.csv")))


@pytest.mark.parametrize("out", [".", "2031-Q3", "2031-Q3/out", "..", "link", "link/out"])
def test_an_output_among_or_around_its_data_is_refused(place, out):
    (place / "link").symlink_to(place / "2031-Q3")
    before = tables(place / "2031-Q3")
    ran = briefing("build", "--data", place / "2031-Q3", "--out", place / out)
    assert ran.code == 2 and "--out" in ran.err and "Traceback" not in ran.err, ran.err
    assert tables(place / "2031-Q3") == before > 30


@pytest.mark.parametrize("out", [".", "data", "data/deep", "notebooks", "notebooks/x"])
def test_an_output_in_the_projects_own_folders_is_refused(data, out):
    with pytest.raises(InputError, match="--out"):
        check_place(Order("2031-Q3", data, ROOT / out))


def test_the_projects_reports_are_a_place_for_other_data(data):
    check_place(Order("2031-Q3", data, ROOT / "reports"))


def test_an_edition_that_is_a_link_or_a_file_is_refused(data, tmp_path):
    elsewhere = write(tmp_path / "elsewhere", precious_txt="precious")
    out = tmp_path / "out"
    out.mkdir()
    (out / "2031-Q3").symlink_to(elsewhere)
    ran = briefing("build", "--data", data, "--out", out)
    assert ran.code == 2 and "not a link or a file" in ran.err
    assert (out / "2031-Q3").is_symlink() and contents(elsewhere) == {"precious.txt": "precious"}
    (out / "2031-Q3").unlink()
    (out / "2031-Q3").write_text("a file")
    with pytest.raises(InputError, match="not a link or a file"):
        check_place(Order("2031-Q3", data, out))


def refused(folder: Path, *rows: str) -> str:
    (folder / "manifest.csv").write_text("\n".join(["data,period,output", *rows, ""]), encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_manifest(folder / "manifest.csv", ("html",), True)
    return str(error.value)


def test_rows_of_a_batch_may_not_write_into_one_another(tmp_path):
    for name in ("a", "b", "out/2031-Q3/deep/2031-Q3/data"):
        samples.save(samples.load(), tmp_path / name)
    assert (
        "manifest.csv, line 3, column output: found 'out'; expected a folder outside the edition of line 2"
        in refused(tmp_path, "a,2031-Q3,out", "b,,out")
    )
    assert "line 3, column output: found 'out/2031-Q3/x'; expected a folder outside the edition of line 2" in refused(
        tmp_path, "a,2031-Q3,out", "b,2031-Q3,out/2031-Q3/x"
    )
    assert "line 3, column output: found 'a/out'; expected a folder outside the data of line 2" in refused(
        tmp_path, "a,2031-Q3,out", "b,2031-Q3,a/out"
    )
    assert "line 2, column output: found 'out'; expected a folder that does not hold the data of line 3" in refused(
        tmp_path, "a,2031-Q3,out", "out/2031-Q3/deep/2031-Q3/data,2031-Q3,other"
    )
    (tmp_path / "manifest.csv").write_text("data,period,output\na,2031-Q3,out/a\nb,2031-Q3,out/b\na,2031-Q3,out/c\n")
    assert len(read_manifest(tmp_path / "manifest.csv", ("html",), True)) == 3


def test_a_batch_writes_outside_the_manifests_folder_only_if_that_is_meant(tmp_path):
    samples.save(samples.load(), tmp_path / "received" / "a")
    said = refused(tmp_path / "received", "a,2031-Q3,../elsewhere", f"a,2031-Q3,{tmp_path}/other", "a,2031-Q3,here")
    assert said.count("expected a folder below the manifest's") == 2 and "--anywhere" in said
    listed = tmp_path / "received" / "manifest.csv"
    assert len(read_manifest(listed, ("html",), anywhere=True)) == 3


def test_a_build_keeps_what_it_did_not_write_and_says_so(rebuilt):
    data, out, again = rebuilt
    assert again("--format", "docx").code == 0
    folder = out / "2031-Q3"
    ours = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    (folder / "scan.pdf").write_bytes(b"signed")
    (folder / "briefing-du-thao.docx").write_bytes(b"edited")
    os.utime(folder / "briefing-du-thao.docx", (DAY, DAY))
    executed = folder / "notebooks" / "13_publishing.ipynb"
    executed.write_text(executed.read_text(encoding="utf-8").replace("giấy phép", "giấy"), encoding="utf-8")
    os.utime(executed, (DAY, DAY))
    assert "its executed notebook is lost or was edited" in briefing("status", "--data", data, "--out", out).out
    ran = again("--format", "docx")
    assert ran.code == 0 and "briefing-du-thao.docx was not as a build had written it" in ran.err, ran.err
    assert "notebooks/13_publishing (edited 2031-08-20).ipynb" in ran.err
    now = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    kept = {
        "scan.pdf",
        "briefing-du-thao (edited 2031-08-20).docx",
        "notebooks/13_publishing (edited 2031-08-20).ipynb",
    }
    assert now == ours | kept  # the PDF, which nobody asked for again, says the same still
    assert (folder / "briefing-du-thao (edited 2031-08-20).docx").read_bytes() == b"edited"
    assert (folder / "briefing-du-thao.docx").read_bytes().startswith(b"PK")
    assert again("--format", "docx").out.startswith("Nothing to run")

    # a batch carries ours to its builders, and keeps the others where they are
    change("licences", "newsletter,5", "newsletter,6")(data)
    order = Order("2031-Q3", data, out, ("html",))
    future = _Done(run_job(pack(order, code())))
    outcome = _received(future, order)
    assert outcome.result == "built", outcome.reason
    assert kept < {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


class _Done:
    """A future whose result is there."""

    def __init__(self, result: object) -> None:
        self._result = result

    def result(self) -> object:
        return self._result


def test_make_clean_removes_no_edition():
    said = subprocess.run(["make", "-n", "clean"], cwd=ROOT, capture_output=True, text=True).stdout
    assert ".venv" in said and not re.search(r"reports|data|notebooks", said)
    assert shutil.which("make")
