"""The national case: what it would cost to build every province's and commune's report: python tests/benchmarks/national.py [--offices N]

Synthetic offices through `briefing build --manifest`, on this machine's cores and on Dask workers, of which one is killed and
one is stopped for a while. From what an edition costs follows what all of them would.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import signal
import subprocess
import tempfile
import threading
from contextlib import suppress
from pathlib import Path

from batch import ADDRESS, cluster, manifest
from timing import BIN, ROOT, Measured, print_table, seconds

PROVINCES, COMMUNES, A_YEAR, YEARS = 34, 3_300, 4, 10


def processor() -> float:
    """Seconds that a processor has worked for all commands that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def built(folder: Path, offices: int, *more: object) -> str:
    command = list(map(str, (BIN / "briefing", "build", "--manifest", manifest(folder, offices), *more)))
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.stdout.splitlines()[-1]


def trouble(folder: Path, one: subprocess.Popen, two: subprocess.Popen) -> None:
    """At the first edition that comes back, kill a worker, and stop another for a minute."""
    while not list(folder.glob("out/*/2031-Q3")):
        threading.Event().wait(1)
    os.killpg(one.pid, signal.SIGKILL)
    os.killpg(two.pid, signal.SIGSTOP)
    threading.Event().wait(60)
    with suppress(ProcessLookupError):  # all is built
        os.killpg(two.pid, signal.SIGCONT)


def measure(offices: int) -> list[Measured]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        manifest(folder, offices)
        began = processor()
        first = seconds(lambda: built(folder, 1))
        one = processor() - began
        began, said = processor(), []
        rest = seconds(lambda: said.append(built(folder, offices)))
        each = (processor() - began - one) / (offices - 2) if offices > 2 else one  # without the imports
        files = [path for path in folder.glob("out/*/2031-Q3/**/*") if path.is_file()]
        edition = sum(path.stat().st_size for path in files) / offices
        print(f"this machine: {said[0]}, {first:.0f} s for the first, {rest:.0f} s for the others")
        shutil.rmtree(folder / "out")
        with cluster(folder, workers=4) as (_, one_worker, another, *_):
            threading.Thread(target=trouble, args=(folder, one_worker, another), daemon=True).start()
            spent = seconds(lambda: said.append(built(folder, offices, "--cluster", ADDRESS)))
        print(f"four Dask workers, one killed, one stopped for a minute: {said[1]}, {spent:.0f} s")
    editions = (PROVINCES + COMMUNES) * A_YEAR
    return [
        Measured("processor for an edition, HTML and PDF", each, "s"),
        Measured("an edition on the disk", edition / 1e6, "MB"),
        Measured("files of an edition", len(files) / offices, ""),
        Measured(f"editions a year: {PROVINCES} + {COMMUNES:,} offices, {A_YEAR} periods", editions, ""),
        Measured("processor hours for a period", editions / A_YEAR * each / 3600, "h"),
        Measured(f"disk for {YEARS} years", editions * YEARS * edition / 1e9, "GB"),
        Measured(f"million files in {YEARS} years", editions * YEARS * len(files) / offices / 1e6, ""),
    ]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--offices", type=int, default=300)
    print_table(measure(parser.parse_args().offices))
