"""Many editions: python tests/benchmarks/batch.py [--provinces N]

Synthetic provinces through `briefing build --manifest`, on the cores of this machine and on two local Dask workers, and one of
them through a loop of papermill, for comparison.
"""

from __future__ import annotations

import argparse
import csv
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from build import papermill_loop
from distributed import Client
from timing import BIN, Measured, in_turn, peak, print_table, seconds

ADDRESS = "tcp://127.0.0.1:8793"


def manifest(folder: Path, provinces: int) -> Path:
    import samples

    path = folder / f"manifest-{provinces}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("data", "period", "output"))
        for at in range(provinces):
            if not (folder / f"data/{at}").exists():
                samples.save(samples.numbered(at), folder / f"data/{at}")
            writer.writerow((f"data/{at}", "2031-Q3", f"out/{at}"))
    return path


def batch(folder: Path, provinces: int, *more: object) -> tuple[float, float]:
    """Seconds for each edition as HTML and PDF, and the parent's most memory in MB."""
    shutil.rmtree(folder / "out", ignore_errors=True)
    memory: list[float] = []
    command = (BIN / "briefing", "build", "--manifest", manifest(folder, provinces), *more)
    return seconds(lambda: memory.append(peak(*command))) / provinces, memory[0]


@contextmanager
def cluster(folder: Path, workers: int = 2) -> Iterator[list[subprocess.Popen]]:
    """A Dask scheduler at ADDRESS, and workers of one thread each that have found it: process groups, in that order."""
    commands = [["scheduler", "--host", ADDRESS, "--no-dashboard"]]
    commands += [["worker", ADDRESS, "--nthreads", "1", "--no-dashboard"]] * workers
    options = {"cwd": folder, "stderr": subprocess.DEVNULL, "start_new_session": True}
    started = [subprocess.Popen([BIN / "dask", *command], **options) for command in commands]
    try:
        with Client(ADDRESS, timeout=60, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=60)
        yield started
    finally:
        for process in started:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def measure(provinces: int = 8, few: int = 2, runs: int = 3) -> list[Measured]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        manifest(folder, provinces)
        used = list[float]()

        def here() -> float:
            took, most = batch(folder, few)
            used.append(most)
            return took

        def there() -> float:
            with cluster(folder):  # workers that have just begun
                return batch(folder, few, "--cluster", ADDRESS)[0]

        small, spread = in_turn(runs, here, there)
        each, memory = batch(folder, provinces)
        size = sum(path.stat().st_size for path in folder.glob("out/*/*/**/*") if path.is_file()) / provinces
        loop = papermill_loop(folder, 8, "-p", "period", "2031-Q3", "-p", "data_dir", folder / "data/0")
    return [
        Measured(f"papermill in a loop ÷ each of {provinces} provinces, HTML and PDF", loop / each, aim="≥ 30"),
        Measured(f"two Dask workers ÷ this machine's cores, {few} provinces", spread / small, aim="≤ 1.3"),
        Measured(f"memory of the parent, {provinces} provinces ÷ {few}", memory / max(used), aim="≤ 1.1"),
        Measured(f"each of {provinces} provinces, HTML and PDF", each, "s"),
        Measured("an edition on the disk", size / 1e6, "MB"),
    ]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--provinces", type=int, default=8)
    parser.add_argument("--few", type=int, default=2)
    options = parser.parse_args()
    print_table(measure(options.provinces, options.few))
