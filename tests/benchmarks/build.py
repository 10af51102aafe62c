"""How fast an edition is built, against what one would do without this project: python tests/benchmarks/build.py [--runs N]

Peers, over the same notebooks: a shell loop of papermill plus nbconvert, and jupyter-cache's parallel executor. The
limit is what no program with these cells can beat: the imports once, then the cells, with the making of their outputs,
on all cores. Medians; the ratios are what counts, the seconds are this machine's.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

from timing import BIN, ROOT, Measured, median, output, print_table, run

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


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


def limit() -> tuple[float, float]:
    """Seconds of the imports, and of all cells one after the other with the making of their outputs, in one process."""
    script = (
        "import json, sys, tempfile, time; from pathlib import Path\n"
        "begun = time.perf_counter()\n"
        "import briefing.build.worker_libraries\n"
        "imported = time.perf_counter() - begun\n"
        "import papermill\n"
        "from briefing.build.snapshot import take_snapshot; from helpers.project import Project\n"
        "with take_snapshot(Project(Path.cwd()), Path('data')) as taken, tempfile.TemporaryDirectory() as out:\n"
        "    taken.lay_out()\n"
        "    begun = time.perf_counter()\n"
        "    for section in taken.sections:\n"
        "        told = {'engine_name': 'in_process', 'progress_bar': False}\n"
        "        papermill.execute_notebook(section.path, Path(out, 'ran.ipynb'), taken.parameters('2024-H1'), **told)\n"
        "print(json.dumps([imported, time.perf_counter() - begun]))"
    )
    return json.loads(output(sys.executable, "-c", script).splitlines()[-1])


def phases(data: Path, out: Path) -> dict[str, float]:
    """Where the seconds of a build go, in the order of the clock."""
    script = (
        "import time; begun = time.perf_counter(); at = {}\n"
        "import json, sys; from pathlib import Path\n"
        "from briefing.build.pipeline import Order, build\nfrom helpers.project import Project\n"
        "def mark(name): at[name] = time.perf_counter() - begun\n"
        "order = Order(Project(Path.cwd()), '2024-H1', Path(sys.argv[1]), Path(sys.argv[2]), ('html',))\n"
        "build(order, lambda stale: mark('started'), lambda result: mark('ran')); mark('written')\n"
        "print(json.dumps(at))"
    )
    at = json.loads(output(sys.executable, "-c", script, data, out).splitlines()[-1])
    return {
        "Python, plan, check of the data": at["started"],
        "libraries and sections": at["ran"] - at["started"],
        "document, page, version": at["written"] - at["ran"],
    }


def swap_a_row(data: Path) -> None:
    path = data / "licences.csv"
    text = path.read_text(encoding="utf-8")
    swapped = ("newsletter,5", "newsletter,6") if "newsletter,5" in text else ("newsletter,6", "newsletter,5")
    path.write_text(text.replace(*swapped), encoding="utf-8")


def measure(runs: int = 3, peer_runs: int = 1) -> list[Measured]:
    """The same data each time, in one run: what counts are the ratios. peer_runs: 0: without the peers."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data, out = folder / "data", folder / "out"
        shutil.copytree(ROOT / "data", data)
        build = (BIN / "briefing", "build", "2024-H1", "--data", data, "--out", out)
        html = (*build, "--format", "html")

        def nothing_built() -> None:
            shutil.rmtree(out, ignore_errors=True)

        def without(suffix: str) -> None:
            for paper in out.rglob(f"*.{suffix}"):  # of the build, and where readers look
                paper.unlink()

        cold, both = median(lambda: run(*html), runs, nothing_built), median(lambda: run(*build), runs, nothing_built)
        none = median(lambda: run(*build), runs)
        row = median(lambda: run(*html), runs, lambda: swap_a_row(data))
        pdf = median(lambda: run(*build), runs, lambda: without("pdf"))
        docx = median(lambda: run(*html, "--format", "docx"), runs, lambda: without("docx"))
        imports, cells = limit()
        least = imports + cells / (os.cpu_count() or 1)
        found = [
            Measured("cold build to HTML ÷ (imports + cells ÷ cores)", cold / least, aim="≤ 1.2"),
            Measured("cold build to HTML and PDF ÷ to HTML", both / cold, aim="≤ 1.3"),
            Measured("nothing changed", none, "s", "≤ 0.15"),
            Measured("one row changed ÷ imports", row / imports, aim="≤ 1.5"),
            Measured("cold build to HTML", cold, "s"),
            Measured("imports", imports, "s"),
            Measured("all cells, one after the other", cells, "s"),
            Measured("the PDF added", pdf, "s"),
            Measured("the Word document added", docx, "s"),
        ]
        for changed in ("cold build", "one row changed"):
            nothing_built() if changed == "cold build" else swap_a_row(data)
            found += [Measured(f"{changed}: {phase}", spent, "s") for phase, spent in phases(data, out).items()]
        if peer_runs:
            cache = folder / "cache"
            loop = median(lambda: papermill_loop(folder), peer_runs)
            parallel = median(
                lambda: jupyter_cache(folder), peer_runs, lambda: shutil.rmtree(cache, ignore_errors=True)
            )
            found += [
                Measured("papermill in a loop and nbconvert ÷ cold build", loop / cold, aim="≥ 25"),
                Measured("jupyter-cache, parallel ÷ cold build", parallel / cold, aim="≥ 7"),
            ]
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--peer-runs", type=int, default=1, help="0: without the peers")
    options = parser.parse_args()
    print_table(measure(options.runs, options.peer_runs))
