"""`briefing build --manifest`: on this machine's cores and on a real Dask cluster, a worker of which is killed half-way."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import signal
import socket
import subprocess
from pathlib import Path

import pytest
import samples
from conftest import COMMAND, FEW, ROOT, briefing, only, processes, wait_until

pytestmark = pytest.mark.builds


def manifest(folder: Path, count: int) -> Path:
    """A manifest of synthetic provinces, with their data."""
    for at in range(count):
        samples.save(samples.numbered(at), folder / "data" / f"{at:02}")
    rows = [{"data": f"data/{at:02}", "period": "2031-Q3", "output": f"out/{at:02}"} for at in range(count)]
    with (folder / "manifest.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["data", "period", "output"])
        writer.writeheader()
        writer.writerows(rows)
    return folder / "manifest.csv"


def pages(folder: Path) -> list[Path]:
    return sorted(folder.glob("out/*/2031-Q3/briefing.html"))


def test_a_batch_builds_what_it_can_and_goes_on_where_it_stopped(small, tmp_path):
    for name in ("00", "01"):
        shutil.copytree(small.data, tmp_path / "data" / name)
    listed = tmp_path / "manifest.csv"
    listed.write_text("data,period,output\ndata/00,2031-Q3,out/00\ndata/01,2031-Q3,out/01\n", encoding="utf-8")
    table = tmp_path / "data" / "01" / "loans.csv"
    good = table.read_text(encoding="utf-8")
    table.write_text(good.replace("centre,640", "centre,many"), encoding="utf-8")
    (tmp_path / "data" / "00" / ".#visits.csv").symlink_to("someone@machine")  # an editor has the table open
    os.utime(tmp_path / "data" / "00" / "stock.csv", (0, 0))
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "03").write_text("a file", encoding="utf-8")
    with listed.open("a", encoding="utf-8") as file:
        file.write("nowhere,2031-Q3,out/02\ndata/00,2031-Q3,out/03\n")
    every = ("--format", "pdf", "--format", "docx")
    ran = small.briefing("build", "--manifest", listed, *every)
    assert ran.code == 1, ran.err
    assert "1 built, 0 unchanged, 3 failed" in ran.out
    assert "expected a data folder" in " ".join(ran.out.split())
    assert "loans.csv, line" in ran.out and "'many'" in ran.out and "Traceback" not in ran.err
    assert [page.parts[-3] for page in pages(tmp_path)] == ["00"]

    table.write_text(good, encoding="utf-8")
    (tmp_path / "nowhere").mkdir()
    listed.write_text(listed.read_text(encoding="utf-8").replace("data/00,2031-Q3,out/03\n", ""), encoding="utf-8")
    again = small.briefing("build", "--manifest", listed, *every)
    assert again.code == 1 and "1 built, 1 unchanged, 1 failed" in again.out
    assert "expected the file in the data folder" in " ".join(again.out.split())
    alone = small.briefing("build", "--data", tmp_path / "data" / "01", "--out", tmp_path / "alone", *every)
    assert alone.code == 0
    for name in ("briefing.html", "briefing-du-thao.pdf", "briefing-du-thao.docx"):
        built = tmp_path / "out" / "01" / "2031-Q3" / name
        assert built.read_bytes() == (tmp_path / "alone" / "2031-Q3" / name).read_bytes()
    assert (
        small.briefing("status", "--data", tmp_path / "data" / "01", "--out", tmp_path / "out" / "01").out.count(
            "stale"
        )
        == 0
    )


def test_a_wrong_manifest_is_refused_with_every_line(tmp_path):
    listed = manifest(tmp_path, 1)
    with listed.open("a", encoding="utf-8") as file:
        file.write("data/00,2031-Q3,out/00\n,2031-Q3,out/01\ndata/00,2031-Q3,\n")
    ran = briefing("build", "--manifest", listed)
    assert ran.code == 2 and not pages(tmp_path)
    assert "manifest.csv, line 3, column output" in ran.err and "manifest.csv, line 4, column data: found ''" in ran.err
    assert "manifest.csv, line 5, column output: found ''; expected a folder, relative to the manifest's" in ran.err
    listed.write_text("data,output\ndata/00,out/00\n", encoding="utf-8")
    assert "a row for each edition below data, period, output" in briefing("build", "--manifest", listed).err
    assert briefing("build", "--manifest", tmp_path / "none.csv").code == 2


def test_ctrl_c_stops_a_batch_and_leaves_nothing_running(tmp_path):
    command = [COMMAND, "build", "--manifest", manifest(tmp_path, 4), "--format", "html"]
    batch = subprocess.Popen(
        command, cwd=ROOT, start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    sources = re.compile("multiprocessing")
    wait_until(lambda: sources.search(" ".join(processes(batch.pid))), "an edition's sections run")
    os.killpg(batch.pid, signal.SIGINT)
    _, said = batch.communicate(timeout=90)
    assert batch.returncode == 130 and "Traceback" not in said, said
    wait_until(lambda: not processes(batch.pid), "no process of the batch is left")
    assert not list(tmp_path.glob("out/*/.*"))


def test_a_killed_builders_edition_is_built_by_another(small):
    """The first builder is killed in the middle of a section; the second one finds that it was."""
    path = small.folder / "notebooks" / "01_visits.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    kill = f"import os, pathlib\nwas = pathlib.Path({str(small.folder / 'was')!r})\n"
    kill += "if not was.exists():\n    was.touch()\n    os.kill(os.getpid(), 9)"
    cell = {"cell_type": "code", "id": "kill", "metadata": {}, "source": kill, "outputs": [], "execution_count": None}
    notebook["cells"].append(cell)
    path.write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")
    (small.folder / "m.csv").write_text("data,period,output\ndata,2031-Q3,out\n", encoding="utf-8")
    ran = small.briefing("build", "--manifest", "m.csv", "--format", "html")
    assert ran.code == 0, ran.err
    assert (small.folder / "was").exists() and "1 built, 0 unchanged, 0 failed" in ran.out
    assert (small.folder / "out" / "2031-Q3" / "briefing.html").exists()


@pytest.fixture
def cluster(checkout, tmp_path):
    """A Dask scheduler and two workers, each a process group of its own with a folder of its own; they have few sections."""
    only(checkout.folder, *FEW)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{probe.getsockname()[1]}"
    commands = [
        ["scheduler", "--host", address, "--no-dashboard"],
        *[
            ["worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard", "--name", name]
            for name in ("one", "two")
        ],
    ]
    started = []
    for at, command in enumerate(commands):
        folder = tmp_path / f"machine{at}"
        folder.mkdir()
        started.append(
            subprocess.Popen(
                [Path(COMMAND).with_name("dask"), *command],
                cwd=folder,
                start_new_session=True,
                stdout=subprocess.DEVNULL,
                stderr=(folder / "log").open("w"),
            )
        )
    logs = [tmp_path / f"machine{at}" / "log" for at in (1, 2)]
    wait_until(lambda: all("Registered to" in log.read_text() for log in logs), "the scheduler has two workers")
    yield address, started
    for process in started:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.mark.slow
def test_a_lost_workers_editions_are_built_by_the_other(checkout, tmp_path, cluster):
    address, (_, one, _) = cluster
    command = [COMMAND, "build", "--manifest", manifest(tmp_path, 3), "--format", "html", "--cluster", address]
    only(checkout.folder, *FEW, data=tuple((tmp_path / "data").iterdir()))
    batch = subprocess.Popen(command, cwd=checkout.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    wait_until(lambda: pages(tmp_path), "the first edition is built")
    os.killpg(one.pid, signal.SIGKILL)  # in the middle of an edition
    out, said = batch.communicate(timeout=200)
    assert batch.returncode == 0, (out, said)
    assert "3 built, 0 unchanged, 0 failed" in out
    assert len(pages(tmp_path)) == 3


@pytest.mark.slow
def test_a_lost_scheduler_is_one_line_and_what_was_built_stays(checkout, tmp_path, cluster):
    address, (scheduler, *_) = cluster
    command = [
        COMMAND,
        "build",
        "--manifest",
        manifest(tmp_path, 4),
        "--format",
        "html",
        "--cluster",
        address,
        "--json",
    ]
    only(checkout.folder, *FEW, data=tuple((tmp_path / "data").iterdir()))
    batch = subprocess.Popen(command, cwd=checkout.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    wait_until(lambda: pages(tmp_path), "the first edition is built")
    os.killpg(scheduler.pid, signal.SIGKILL)
    out, said = batch.communicate(timeout=200)
    assert batch.returncode == 1 and "Traceback" not in said
    assert re.search(r"the scheduler was lost; run the command again", said, re.MULTILINE)
    assert re.search(r"\d built, 0 unchanged, \d failed", said)
    assert [each["result"] for each in json.loads(out)["editions"]].count("built") == len(pages(tmp_path)) > 0


@pytest.mark.slow
def test_a_scheduler_without_workers_is_refused(small, cluster):
    address, (_, *workers) = cluster
    for worker in workers:
        os.killpg(worker.pid, signal.SIGKILL)
    (small.folder / "m.csv").write_text("data,period,output\ndata,2031-Q3,out\n", encoding="utf-8")
    ran = small.briefing("build", "--manifest", "m.csv", "--cluster", address)
    assert ran.code == 2 and "a Dask scheduler that answers and has workers" in " ".join(ran.err.split()), ran.err


@pytest.mark.slow
def test_a_batch_keeps_what_earlier_versions_hold(small):
    def kept() -> list[bytes]:
        return [path.read_bytes() for path in sorted(small.folder.glob("out/2031-Q3/builds/*/briefing.html"))]

    (small.folder / "m.csv").write_text("data,period,output\ndata,2031-Q3,out\n", encoding="utf-8")
    was: list[bytes] = []
    for suffix, lent in (
        ("html", "640"),
        ("html", "650"),
        ("docx", "650"),
    ):  # a new version; another format of the same
        table = small.data / "loans.csv"
        table.write_text(table.read_text(encoding="utf-8").replace("centre,640", f"centre,{lent}"), encoding="utf-8")
        ran = small.briefing("build", "--manifest", "m.csv", "--format", suffix)
        assert ran.code == 0 and "1 built" in ran.out, ran.out + ran.err
        was = [*was[:1], kept()[-1]]
        assert kept() == was
    assert len({*was}) == 2
