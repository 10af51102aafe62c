"""Sections in kept workers: outputs like a kernel's, each for itself, and a failure told with its section and cell."""

from __future__ import annotations

import builtins
import json
import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import nbformat
import papermill
import pytest
from doors import run
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
PARAMETERS = 'period: str = ""\ndata_dir: str = ""'


def notebook(path: Path, *cells: str, heading: str = "I.1. Test", **metadata: object) -> Path:
    """A section notebook with these code cells behind its heading and parameters."""
    parameters = new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]})
    code = [new_code_cell(source) for source in cells]
    made = new_notebook(cells=[new_markdown_cell(f"# {heading}"), parameters, *code], metadata={**KERNEL, **metadata})
    nbformat.write(made, path)
    return path


def outputs(path: Path, engine: str, folder: Path) -> list[tuple[str, list[dict]]]:
    """Of each cell its source and its outputs, as papermill executes the notebook with an engine; streams in one piece each."""
    place = {"metadata": {"path": str(path.parent)}} if engine == "nbclient" else None
    target = folder / f"{engine}.ipynb"
    with suppress(papermill.PapermillExecutionError):  # it is in the notebook
        papermill.execute_notebook(path, target, engine_name=engine, progress_bar=False, resources=place)
    cells = []
    for cell in nbformat.read(target, as_version=4).cells:
        if cell.cell_type == "code":
            for out in cell.outputs:
                out.pop("traceback", None)  # tells of the file that a cell is said to stand in
            streams = sorted((out for out in cell.outputs if out.output_type == "stream"), key=lambda out: out.name)
            text = {name: "".join(out.text for out in streams if out.name == name) for name in ("stdout", "stderr")}
            others = [out for out in cell.outputs if out.output_type != "stream"]
            cells.append((cell.source, [text, *json.loads(json.dumps(others))]))
    return cells


CELLS = (
    'import os, sys\nprint("a"); print("b", file=sys.stderr); print("c")\n41 + 1',
    "_, Out[2], __name__, os.path.basename(os.getcwd())",
    "# only a comment",
    "1;",
    'class Rich:\n    def _repr_html_(self): return "<b>rich</b>"\n    def __repr__(self): return "poor"\n'
    "display(Rich(), Rich())\nRich()",
    "class Bundle:\n    def _repr_mimebundle_(self, **_):\n"
    '        return {"text/plain": "b", "application/json": {"a": [2, 3.5]}}, {"application/json": {"expanded": True}}\n'
    "Bundle()",
    'import pandas as pd\npd.DataFrame({"x": [1, 2], "y": ["á", None]})',
    "import matplotlib.pyplot as plt\nfigure, axes = plt.subplots(figsize=(2, 1))\naxes.plot([1, 3, 2]);",
    "figure",
    'plt.plot([1, 2])\nplt.show()\nprint("after")',
    "from IPython.display import HTML, Image, clear_output, update_display\n"
    'handle = display(HTML("<i>first</i>"), display_id="one")',
    'handle.update(HTML("<i>second</i>")); update_display(HTML("third"), display_id="one")',
    'print("gone"); clear_output(); print("gone, too"); clear_output(wait=True); print("stays")',
    'display({"text/plain": "raw", "text/x-own": "own"}, raw=True, metadata={"text/x-own": {"k": 1}})',
    '%%capture kept\nprint("kept"); display(1); 2',
    "print(kept.stdout, len(kept.outputs)); kept.show()",
    "%%html\n<u>html</u>",
    "%precision 2\n3.14159",
    "import asyncio\nasync def later(x):\n    await asyncio.sleep(0.01)\n    return x\nprint(await later(5))",
    "import threading\nthread = threading.Thread(target=print, args=['of a thread']); thread.start(); thread.join()",
    "import pickle\nclass Own: pass\npickle.loads(pickle.dumps(Own())).__class__, Own.__module__",
    "import inspect\ndef here(): return 1\nprint(inspect.getsource(here))",
    "%config InteractiveShell.ast_node_interactivity = 'all'\n1\n2",
    "def f(x):\n    return 1 / x\nf(0)",
)


def test_a_notebook_gives_what_a_real_kernel_gives(tmp_path, monkeypatch):
    monkeypatch.delattr(builtins, "_", raising=False)  # which doctests of other tests leave in this process
    path = notebook(tmp_path / "01_tricks.ipynb", *CELLS)
    with ThreadPoolExecutor(1) as thread:  # a browser of other tests has an event loop in this one
        kernel, ours = (
            thread.submit(outputs, path, engine, tmp_path).result() for engine in ("nbclient", "in_process")
        )
    for (source, in_kernel), (_source, here) in zip(kernel, ours, strict=True):
        assert here == in_kernel, source
    assert sum(len(given) > 1 or any(given[0].values()) for _source, given in ours) >= 20
    assert ours[-1][1][-1]["ename"] == "ZeroDivisionError"


# -- what becomes of a section in a build ------------------------------------------------------------------------------


@pytest.fixture
def project(tmp_path) -> Path:
    """A department's first project, whose sections are made here."""
    ran = run("init", tmp_path / "own", "--name", "Sở Thử nghiệm", "--period", "2031-Q1", cwd=tmp_path)
    assert ran.exit == 0, ran.err
    return tmp_path / "own"


def failed(project: Path, *cells: str, **metadata: object) -> str:
    """What a build says of a section with these cells; the last edition stays as it was."""
    notebook(project / "notebooks" / "90_failing.ipynb", *cells, heading="Phụ lục I. Thử", **metadata)
    ran = run("build", "--project", project, "--format", "html", cwd=project)
    assert ran.exit == 1, ran.out
    assert not list((project / "reports").rglob("briefing.html"))
    return "\n".join(line for line in ran.err.splitlines() if "90_failing.ipynb" in line)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (["x = 1", "x = 2\nx / 0"], "cell 4, line 2: ZeroDivisionError: division by zero"),
        (["exit()"], "cell 3: SystemExit: the cell ends the notebook (exit, quit or sys.exit)"),
        (["import sys\nsys.exit(0)"], "cell 3: SystemExit: the cell ends the notebook (exit, quit or sys.exit)"),
        (["input('Who? ')"], "cell 3, line 1: EOFError"),
        (["import os\nos._exit(3)"], "its process ended (exit code 3)"),
        (["import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"], "its process ended (exit code -9)"),
    ],
)
def test_a_failure_names_its_section_and_cell(project, cells, said):
    assert said in failed(project, *cells)


def test_a_section_that_hangs_ends_at_its_limit(project):
    begun = time.perf_counter()
    said = failed(project, "import time\ntime.sleep(600)", execution={"timeout": 2})
    assert (
        'the section ran for 2 s; another limit is said in the notebook\'s metadata: "execution": {"timeout": SECONDS}'
        in said
    )
    assert time.perf_counter() - begun < 300


def test_a_section_finds_nothing_of_the_one_before_in_its_worker(tmp_path):
    """One process runs both, as a kept worker does."""
    leaves = "import os, sys\nkept = 1\nimport beside, within.deep.words\nos.chdir('/')\nsys.path.insert(0, 'left')\n"
    leaves += "import matplotlib.pyplot as plt\nplt.rcParams['figure.dpi'] = 7\nplt.figure()"
    asks = "import os, sys\nimport matplotlib.pyplot as plt\n"
    asks += "('kept' in globals(), 'beside' in sys.modules, [name for name in sys.modules if name.startswith('within')], os.path.basename(os.getcwd()), 'left' in sys.path, plt.rcParams['figure.dpi'], plt.get_fignums())"
    (tmp_path / "beside.py").write_text("x = 1\n")
    (tmp_path / "within" / "deep").mkdir(parents=True)  # folders without `__init__.py`, which is allowed
    (tmp_path / "within" / "deep" / "words.py").write_text("x = 1\n")
    first, second = notebook(tmp_path / "1.ipynb", leaves), notebook(tmp_path / "2.ipynb", asks, "plt.plot([1]);")
    outputs(first, "in_process", tmp_path)
    before = os.getcwd(), list(sys.path)
    said, drawn = (given[-1]["data"] for _source, given in outputs(second, "in_process", tmp_path)[-2:])
    assert "image/png" in drawn
    assert said["text/plain"] == f"(False, False, [], '{tmp_path.name}', False, 100.0, [])"
    assert (os.getcwd(), sys.path) == before


@pytest.mark.slow
def test_a_build_spawns_its_workers_where_processes_are_spawned(small_built, tmp_path):
    """As on Windows and macOS: the same page, to the byte."""
    small = small_built.data.parent
    code = (
        "import multiprocessing, sys\nfrom briefing.cli import main\n"
        "if __name__ == '__main__':\n    multiprocessing.set_start_method('spawn', force=True)\n    sys.exit(main())\n"
    )
    (tmp_path / "spawning.py").write_text(code)
    asked = ["build", "2031-Q3", "--format", "html", "--out"]
    done = subprocess.run(
        [sys.executable, tmp_path / "spawning.py", *asked, tmp_path],
        capture_output=True,
        text=True,
        cwd=small,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "2031-Q3" / "briefing.html").read_text(encoding="utf-8") == small_built.html


@pytest.mark.slow
def test_papermills_command_finds_the_engine(tmp_path):
    path = notebook(tmp_path / "01_plain.ipynb", "6 * 7")
    command = [sys.executable, "-m", "papermill", path, tmp_path / "out.ipynb", "--engine", "in_process"]
    subprocess.run(list(map(str, command)), check=True, capture_output=True)
    made = nbformat.read(tmp_path / "out.ipynb", as_version=4)
    assert made.cells[-1].outputs[0]["data"]["text/plain"] == "42"
    assert re.fullmatch(r"\d+", str(made.cells[-1].execution_count))
