"""How fast an edition is built, against what one would do without this project: python tests/benchmarks/build.py [--runs N]

Peers, over the same notebooks: a shell loop of papermill plus nbconvert, and jupyter-cache's parallel executor.
Medians; the ratios are what counts, the seconds are this machine's.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def run(*command: object, cwd: Path = ROOT) -> None:
    subprocess.run(list(map(str, command)), cwd=cwd, check=True, capture_output=True)


def median(action: Callable[[], None], runs: int, before: Callable[[], None] = lambda: None) -> float:
    seconds = []
    for _ in range(runs):
        before()
        begun = time.perf_counter()
        action()
        seconds.append(time.perf_counter() - begun)
    return statistics.median(seconds)


def papermill_loop(folder: Path) -> None:
    for path in NOTEBOOKS:
        run(BIN / "papermill", path, folder / path.name, "-p", "period", "2024-H1", "--no-progress-bar")
    run(BIN / "jupyter", "nbconvert", "--to", "html", *[folder / path.name for path in NOTEBOOKS])


def jupyter_cache(folder: Path) -> None:
    script = (
        "import sys; from jupyter_cache import get_cache; from jupyter_cache.executors import load_executor\n"
        "cache = get_cache(sys.argv[1]); [cache.add_nb_to_project(path) for path in sys.argv[2:]]\n"
        "load_executor('local-parallel', cache=cache).run_and_cache()"
    )
    run(sys.executable, "-c", script, folder / "cache", *NOTEBOOKS)


def main(runs: int, peers: bool) -> None:
    rows: list[tuple[str, float]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data, out = folder / "data", folder / "out"
        shutil.copytree(ROOT / "data", data)
        build = (BIN / "briefing", "build", "--data", data, "--out", out, "--format", "html")

        def change_a_row() -> None:
            path = data / "licences.csv"
            text = path.read_text(encoding="utf-8")
            swapped = ("newsletter,5", "newsletter,6") if "newsletter,5" in text else ("newsletter,6", "newsletter,5")
            path.write_text(text.replace(*swapped), encoding="utf-8")

        rows.append(
            (
                "cold build to HTML",
                median(lambda: run(*build), runs, before=lambda: shutil.rmtree(out, ignore_errors=True)),
            )
        )
        rows.append(("nothing changed", median(lambda: run(*build), runs)))
        rows.append(("one CSV row changed", median(lambda: run(*build), runs, before=change_a_row)))
        both = (*build, "--format", "pdf")
        rows.append(
            (
                "HTML and PDF, nothing else to do",
                median(
                    lambda: run(*both), runs, before=lambda: (out / "2024-H1" / "briefing.pdf").unlink(missing_ok=True)
                ),
            )
        )
        if peers:
            rows.append(("papermill in a loop, then nbconvert", median(lambda: papermill_loop(folder), 1)))
            rows.append(
                (
                    "jupyter-cache, parallel",
                    median(
                        lambda: jupyter_cache(folder),
                        1,
                        before=lambda: shutil.rmtree(folder / "cache", ignore_errors=True),
                    ),
                )
            )
            rows.append(("jupyter-cache, nothing changed", median(lambda: jupyter_cache(folder), 1)))
    cold = rows[0][1]
    print(
        f"{len(NOTEBOOKS)} notebooks, medians of {runs} (peers once)\n{'case':38} {'seconds':>8} {'÷ cold build':>13}"
    )
    for case, seconds in rows:
        print(f"{case:38} {seconds:8.2f} {seconds / cold:13.2f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--no-peers", action="store_true")
    options = parser.parse_args()
    main(options.runs, not options.no_peers)
