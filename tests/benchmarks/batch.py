"""Many editions: python tests/benchmarks/batch.py [--provinces N]

Synthetic provinces through `briefing batch`, on the cores of this machine and on two local Dask workers, and one of
them through a loop of papermill, for comparison.
"""

from __future__ import annotations

import argparse
import csv
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from timing import BIN, ROOT, peak, run, seconds, verdict

ADDRESS = "tcp://127.0.0.1:8793"


def manifest(folder: Path, provinces: int) -> Path:
    import samples

    path = folder / f"manifest-{provinces}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("data", "period", "output"))
        for at in range(provinces):
            if not (folder / f"data/{at}").exists():
                samples.save(samples.another(at), folder / f"data/{at}")
            writer.writerow((f"data/{at}", "2031-Q3", f"out/{at}"))
    return path


def papermill_loop(folder: Path) -> None:
    """The notebooks of one edition, one after the other."""
    notebooks = sorted((ROOT / "notebooks").glob("*.ipynb"))
    given = ("-p", "period", "2031-Q3", "-p", "data_dir", folder / "data/0", "--no-progress-bar")
    for path in notebooks:
        run(BIN / "papermill", path, folder / path.name, *given)
    run(BIN / "jupyter", "nbconvert", "--to", "html", *[folder / path.name for path in notebooks])


def batch(folder: Path, provinces: int, *more: object) -> tuple[float, float]:
    """Seconds for each edition, and the parent's most memory in MB."""
    shutil.rmtree(folder / "out", ignore_errors=True)
    memory: list[float] = []
    command = (BIN / "briefing", "batch", manifest(folder, provinces), "--format", "html", *more)
    return seconds(lambda: memory.append(peak(*command))) / provinces, memory[0]


def main(provinces: int, few: int = 10) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        manifest(folder, provinces)
        small, small_memory = batch(folder, few)
        print(f"{few} provinces, this machine's cores:        {small:6.2f} s an edition, parent {small_memory:.0f} MB")
        dask = [["scheduler", "--host", ADDRESS, "--no-dashboard"]]
        dask += [["worker", ADDRESS, "--nthreads", "1", "--no-dashboard"]] * 2
        started = [
            subprocess.Popen([BIN / "dask", *command], cwd=folder, stderr=subprocess.DEVNULL) for command in dask
        ]
        time.sleep(5)
        spread, _ = batch(folder, few, "--scheduler", ADDRESS)
        for process in started:
            process.terminate()
        print(f"{few} provinces, two Dask workers:            {spread:6.2f} s an edition")
        each, memory = batch(folder, provinces)
        print(f"{provinces} provinces, this machine's cores:        {each:6.2f} s an edition, parent {memory:.0f} MB")
        loop = seconds(lambda: papermill_loop(folder))
        print(f"one province, papermill in a loop:       {loop:6.2f} s")
    print(f"{'papermill loop ÷ an edition':38} {verdict(loop / each, 20)}")
    print(f"{'Dask ÷ this machine':38} {verdict(spread / small, 1.3, False)}")
    print(f"{f'memory of the parent, {provinces} ÷ {few}':38} {verdict(memory / small_memory, 1.1, False)}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--provinces", type=int, default=63)
    main(parser.parse_args().provinces)
