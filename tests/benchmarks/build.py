"""How fast an edition is built, against what one would do without this project: python tests/benchmarks/build.py [--runs N] [--no-peers]

Peers, over a part of the same notebooks: a shell loop of papermill plus nbconvert, and jupyter-cache's parallel executor. The
limit is what these cells take: the imports once, as an ordinary Python makes them, then the cells, with the making of their
outputs, on all cores. Medians; the ratios are what counts, the seconds are this machine's.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

from timing import BIN, ROOT, Measured, in_turn, median, output, print_table, run, seconds

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def papermill_loop(folder: Path, every: int, *parameters: object) -> float:
    """Seconds of all notebooks one after the other, counted from every fourth or eighth: a kernel's start takes most of them.

    What nbconvert takes for the others is left out.
    """
    notebooks = NOTEBOOKS[::every]

    def loop() -> None:
        for path in notebooks:
            run(BIN / "papermill", path, folder / path.name, *parameters, "--no-progress-bar")

    made = [folder / path.name for path in notebooks]
    whole = seconds(loop) * len(NOTEBOOKS) / len(notebooks)
    return whole + seconds(lambda: run(BIN / "jupyter", "nbconvert", "--to", "html", *made))


def jupyter_cache(folder: Path, every: int) -> float:
    script = (
        "import sys; from jupyter_cache import get_cache; from jupyter_cache.executors import load_executor\n"
        "cache = get_cache(sys.argv[1]); [cache.add_nb_to_project(path) for path in sys.argv[2:]]\n"
        "load_executor('local-parallel', cache=cache).run_and_cache()"
    )
    notebooks = NOTEBOOKS[::every]
    return (
        seconds(lambda: run(sys.executable, "-c", script, folder / "cache", *notebooks))
        * len(NOTEBOOKS)
        / len(notebooks)
    )


def imports() -> float:
    """Seconds in which an ordinary Python that has started imports what sections, and who runs them, use."""
    script = (
        "import time; begun = time.perf_counter()\n"
        "import briefing, lxml.html, nbformat, pandas.io.formats.html, papermill, seaborn, briefing.build.shell_engine\n"
        "from helpers import audit_report, charts, headlines, letterhead, tables, task_status\n"
        "print(time.perf_counter() - begun)"
    )
    return float(output(sys.executable, "-c", script))


def cells() -> float:
    """Seconds of all cells one after the other with the making of their outputs, in one process that has imported."""
    script = (
        "import briefing.build.worker_libraries, helpers.charts, seaborn\n"
        "import papermill, tempfile, time; from pathlib import Path\n"
        "from briefing.build.snapshot import take_snapshot; from helpers.project import Project\n"
        "with take_snapshot(Project(Path.cwd()), Path('data')) as taken, tempfile.TemporaryDirectory() as out:\n"
        "    taken.lay_out()\n"
        "    begun = time.perf_counter()\n"
        "    for section in taken.sections:\n"
        "        told = {'engine_name': 'in_process', 'progress_bar': False}\n"
        "        papermill.execute_notebook(section.path, Path(out, 'ran.ipynb'), taken.parameters('2024-H1'), **told)\n"
        "print(time.perf_counter() - begun)"
    )
    return float(output(sys.executable, "-c", script).splitlines()[-1])


def swap_a_row(data: Path) -> None:
    path = data / "licences.csv"
    text = path.read_text(encoding="utf-8")
    swapped = ("newsletter,5", "newsletter,6") if "newsletter,5" in text else ("newsletter,6", "newsletter,5")
    path.write_text(text.replace(*swapped), encoding="utf-8")


def measure(runs: int = 3, peers: bool = True) -> list[Measured]:
    """The same data each time, in one run: what counts are the ratios."""
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

        def from_nothing(command: tuple[object, ...]) -> float:
            nothing_built()
            return seconds(lambda: run(*command))

        def after_a_row() -> float:
            swap_a_row(data)
            return seconds(lambda: run(*html))

        cold, both, every = in_turn(runs, lambda: from_nothing(html), lambda: from_nothing(build), cells)
        none = median(lambda: run(*build), runs)
        row, least = in_turn(5, after_a_row, imports)
        pdf = median(lambda: run(*build), runs, lambda: without("pdf"))
        docx = median(lambda: run(*html, "--format", "docx"), runs, lambda: without("docx"))
        bound = least + every / (os.cpu_count() or 1)
        found = [
            Measured("cold build to HTML ÷ (imports + cells ÷ cores)", cold / bound, aim="≤ 1.2"),
            Measured("cold build to HTML and PDF ÷ to HTML", both / cold, aim="≤ 1.3"),
            Measured("nothing changed", none, "s", "≤ 0.15"),
            Measured("one row changed ÷ imports", row / least, aim="≤ 1.5"),
            Measured("cold build to HTML", cold, "s"),
            Measured("imports", least, "s"),
            Measured("all cells, one after the other", every, "s"),
            Measured("the PDF added", pdf, "s"),
            Measured("the Word document added", docx, "s"),
        ]
        if peers:
            loop, parallel = papermill_loop(folder, 4, "-p", "period", "2024-H1"), jupyter_cache(folder, 2)
            found += [
                Measured("papermill in a loop and nbconvert ÷ cold build", loop / cold, aim="≥ 25"),
                Measured("jupyter-cache, parallel ÷ cold build", parallel / cold, aim="≥ 7"),
            ]
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--no-peers", action="store_true")
    options = parser.parse_args()
    print_table(measure(options.runs, not options.no_peers))
