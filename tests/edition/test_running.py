"""Sections in forked shells: outputs like a kernel's to the byte, isolated from each other, with nothing left behind."""

from __future__ import annotations

import ast
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import nbformat
import papermill
import pytest
from conftest import ROOT, briefing, processes, wait_until
from samples import SYNTHETIC

from briefing.build.running import execution, spawned
from briefing.build.running import processes as running_processes
from briefing.build.running.ends import Died
from briefing.build.running.processes import START, STARTS, call
from briefing.sections import Section, discover
from helpers.problems import InputError

FORK_ALONE = pytest.mark.skipif(START != "fork", reason="without fork there is no original, which is whose orphans are")
BRIEFING = str(Path(sys.executable).with_name("briefing"))


def notebook(folder: Path, name: str, *cells: str, tags: tuple[str, ...] = ()) -> Section:
    """A section notebook with these code cells."""
    parameters = nbformat.v4.new_code_cell('period: str = "2031-Q3"\ndata_dir: str = ""')
    parameters.metadata["tags"] = ["parameters"]
    code = [nbformat.v4.new_code_cell(source, metadata={"tags": list(tags)}) for source in cells]
    made = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_markdown_cell(f"# I.{int(re.match('[0-9]+', name)[0]) + 1}. Test"), parameters, *code],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )
    folder.mkdir(exist_ok=True)
    nbformat.write(made, folder / name)
    return Section(folder / name)


def run(sections: list[Section], folder: Path, **parameters: str) -> dict[str, execution.Result]:
    folder.mkdir(exist_ok=True)
    with execution.run(sections, folder, parameters) as results:
        return {result.section.name: result for result in results}


def run_one(tmp_path: Path, *cells: str) -> execution.Result:
    (result,) = run([notebook(tmp_path / "nb", "01_one.ipynb", *cells)], tmp_path / "out").values()
    return result


def printed(result: execution.Result) -> str:
    cells = nbformat.read(result.output, as_version=4).cells
    outputs = [output for cell in cells if cell.cell_type == "code" for output in cell.outputs]
    return "".join(output.get("text", "") or output.get("data", {}).get("text/plain", "") for output in outputs)


def session(number: int) -> list[int]:
    """The processes of a session that still run, by number."""
    return [int(line.split()[0]) for line in processes(number)]


# -- the same as in a kernel -------------------------------------------------------------------------------------------


@pytest.fixture
def as_built(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment of a build's sections."""
    for name in ("BRIEFING_BUILD", "BRIEFING_DATA"):
        monkeypatch.setenv(name, str(SYNTHETIC))


def in_kernel(path: Path, folder: Path, **parameters: str) -> None:
    """Execute a notebook as papermill does by itself: in a real kernel."""
    folder.mkdir(exist_ok=True)
    os.environ.pop("PYTEST_CURRENT_TEST", None)  # with it a kernel does not catch what programs write
    place = {"metadata": {"path": str(path.parent)}}
    with suppress(papermill.PapermillExecutionError):  # it is in the notebook
        papermill.execute_notebook(path, folder / path.name, parameters, progress_bar=False, resources=place)


def cells_of(path: Path) -> list[dict]:
    """An executed notebook's code cells, without times.

    Consecutive pieces of a stream are one: where a kernel cuts them depends on the clock. The file that a cell is said
    to stand in is without its folder, which has the number of the kernel's process in it. The cell of parameters that
    papermill adds has an id by chance.
    """
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    for cell in cells:
        cell.metadata.pop("execution", None)
        cell.metadata.pop("papermill")
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell.pop("id")  # papermill makes another in each run
        joined = []
        for out in cell.outputs:
            if out.output_type == "stream":
                out.text = re.sub(r"/[^\s\"]*/ipykernel_\d+/", "", out.text)
                if joined and joined[-1].get("name") == out.name:
                    joined[-1].text += out.text
                    continue
            joined.append(out)
        # what other programs write to both streams at once arrives in any order in a kernel
        apart = "os.write" in cell.source and all(out.output_type == "stream" for out in joined)
        cell.outputs = sorted(joined, key=lambda out: out.name) if apart else joined
    return json.loads(json.dumps(cells))


def in_both(section: Section, tmp_path: Path) -> list[tuple[dict, dict]]:
    """Each cell of a notebook as a real kernel, and as our engine executes it."""
    in_kernel(section.path, tmp_path / "kernel")
    run([section], tmp_path / "forked")
    kernel, forked = (cells_of(tmp_path / name / section.path.name) for name in ("kernel", "forked"))
    return list(zip(kernel, forked, strict=True))


@pytest.mark.slow  # every day nbval compares the stored outputs with kernels, and another test with a build
@pytest.mark.parametrize("wanted", [["00", "08", "22"], []], ids=["some", "all"])
def test_the_report_is_what_kernels_give(tmp_path, as_built, wanted):
    """Every day of the heading, of charts and of the audit; of all sections, the notebooks' tests compare stored outputs."""
    sections = [section for section in discover() if not wanted or section.name[:2] in wanted]
    period = "2031-Q3"
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(lambda section: in_kernel(section.path, tmp_path / "kernel", period=period), sections))
    (tmp_path / "forked").mkdir()
    with execution.run(sections, tmp_path / "forked", {"period": period}) as ended:
        results = list(ended)
    assert len(results) == (len(wanted) or len(list((ROOT / "notebooks").glob("*.ipynb"))))
    for result in results:
        kernel, forked = cells_of(tmp_path / "kernel" / result.output.name), cells_of(result.output)
        assert forked == kernel
        assert any(cell["outputs"] for cell in kernel)


CELLS = (
    'import os, sys\nprint("a"); print("b", file=sys.stderr); print("c")\n41 + 1',
    "_, Out[2], In[2], get_ipython().__class__.__name__, __name__, sys.path[:4], os.path.basename(os.getcwd())",
    "",
    "# only a comment",
    "1;",
    'class Rich:\n    def _repr_html_(self): return "<b>rich</b>"\n    def __repr__(self): return "poor"\n'
    "display(Rich(), Rich())\nRich()",
    "class Bundle:\n    def _repr_mimebundle_(self, **_):\n"
    '        return {"text/plain": "b", "application/json": {1: (2, 3.5)}}, {"application/json": {"expanded": True}}\n'
    "Bundle()",
    'import pandas as pd\npd.DataFrame({"x": [1, 2], "y": ["á", None]})',
    "import matplotlib.pyplot as plt\nfigure, axes = plt.subplots(figsize=(2, 1))\naxes.plot([1, 3, 2]);",
    "figure",
    'plt.plot([1, 2])\nplt.show()\nprint("after")',
    "%matplotlib inline\n%config InlineBackend.print_figure_kwargs = {'bbox_inches': None}\n"
    "plt.figure(figsize=(1, 1)); plt.bar([1], [1])",
    "import base64\nfrom IPython.display import HTML, Image, JSON, Latex, Markdown, SVG, clear_output, update_display\n"
    'handle = display(HTML("<i>first</i>"), display_id="one")\n'
    'display(Markdown("*m*"), Latex("$x$"), JSON({"a": [1]}), SVG("<svg xmlns=\'http://www.w3.org/2000/svg\'/>"))',
    'handle.update(HTML("<i>second</i>")); update_display(HTML("third"), display_id="one")',
    'print("gone"); clear_output(); print("gone, too"); clear_output(wait=True); print("stays")',
    'Image(data=base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg'
    'gg=="))',
    'display({"text/plain": "raw", "text/x-own": "own"}, raw=True, metadata={"text/x-own": {"k": 1}})',
    "!echo shell; echo wrong >&2; false",
    'lines = !printf "one\\ntwo"\nlines',
    "%%bash\necho bash",
    "%lsmagic",
    '%%capture kept\nprint("kept"); display(1); 2',
    "print(kept.stdout, len(kept.outputs)); kept.show()",
    "%%html\n<u>html</u>",
    "%who str",
    "%precision 2\n3.14159",
    "%load_ext autoreload\n%autoreload 0",
    "%alias",
    "print?",
    "import asyncio\nasync def later(x):\n    await asyncio.sleep(0.01)\n    return x\n"
    "print(await later(5)); task = asyncio.create_task(later(7))",
    "await task",
    "try:\n    asyncio.run(later(1))\nexcept RuntimeError as error:\n    print(error)",
    "import subprocess, time\nsubprocess.run(['echo', 'child']); os.system('echo system'); os.write(1, b'raw \\xff\\n')\n"
    "os.write(2, b'raw error\\n'); time.sleep(0.5)",
    "try:\n    input('name? ')\nexcept Exception as error:\n    print(type(error).__name__)",
    "import warnings, logging\nwarnings.warn('careful'); logging.warning('logged')",
    "import threading\nthread = threading.Thread(target=print, args=['of a thread']); thread.start(); thread.join()",
    "print('no newline', end=''); sys.stdout.writelines(['!', 'x\\n']); print('\\rback\\x08\\x1b[31mred\\x1b[0m ưỡ 😀')",
    "print('x' * 100_000)",
    "import multiprocessing\nwith multiprocessing.get_context('fork').Pool(2) as pool:\n    print(pool.map(abs, [-1, -2]))",
    "import rich\nrich.print('[bold]rich[/bold]', {'a': 1})",
    "import pickle\nclass Own: pass\npickle.loads(pickle.dumps(Own())).__class__, Own.__module__",
    "help(abs)",
    "get_ipython().run_cell('6 * 7'); get_ipython().system('echo nested')",
    "try:\n    sys.stdout.write(1)\nexcept TypeError as error:\n    print(error)\n"
    "sys.stdout.isatty(), sys.stdout.encoding, sys.stdout.writable(), sys.stdin.isatty()",
    "import inspect\ndef here(): return 1\nprint(inspect.getsource(here))",
    "print('f', flush=True); print('g', flush=True)",
    "os.environ['PAGER'], os.environ['TERM'], os.environ['MPLBACKEND'], os.environ.get('CLICOLOR')",
    "%history -n 1-2",
    "%%writefile made.py\nprint('made')",
    "%run made\nos.remove('made.py')",
    "%system echo s",
    "%config InteractiveShell.ast_node_interactivity = 'all'\n1\n2",
)


def test_a_notebook_full_of_tricks_is_what_a_kernel_gives(tmp_path, as_built):
    cells = in_both(notebook(tmp_path, "01_tricks.ipynb", *CELLS), tmp_path)
    for kernel, forked in cells:
        assert forked == kernel
    assert len(cells) == len(CELLS) + 1
    assert sum(bool(kernel["outputs"]) for kernel, _ in cells) > len(CELLS) * 0.7


FAULTS = (
    "def f(x):\n    return 1 / x\nf(0)",
    "x = (",
    "import nosuch",
    "%nosuch 1",
    "%%nosuch\nx",
    "class Wrong:\n    def __repr__(self): return 'wrong'\n    def _repr_html_(self): raise ValueError('bad')\nWrong()",
    "raise KeyboardInterrupt",
    "await (1 / 0)",
    "import json\njson.loads('{')",
    "raise ValueError('a\\nb') from KeyError('k')",
    "raise ExceptionGroup('group', [ValueError(1), KeyError('k')])",
    "import os, signal, time\nos.kill(os.getpid(), signal.SIGINT); time.sleep(10)",
    "%run nosuch.py",
    "%%bash\nexit 3",
    "def deep(n): return deep(n - 1) if n else 1 / 0\ndeep(20)",
)


def test_errors_look_as_in_a_kernel(tmp_path, as_built):
    cells = in_both(notebook(tmp_path, "01_faults.ipynb", *FAULTS, tags=("raises-exception",)), tmp_path)
    for kernel, forked in cells:
        assert forked == kernel
    assert len(cells) == len(FAULTS) + 1
    assert all(kernel["outputs"] for kernel, _ in cells[1:])


def test_papermills_command_finds_the_engine_and_the_notebooks_metadata_are_a_kernels(tmp_path):
    """What nbconvert and JupyterLab go by."""
    section = notebook(tmp_path, "01_plain.ipynb", "1")
    in_kernel(section.path, tmp_path / "kernel")
    command = [sys.executable, "-m", "papermill", section.path, tmp_path / "forked.ipynb", "--engine", "forked"]
    subprocess.run(list(map(str, command)), check=True, capture_output=True)
    kernel, forked = (nbformat.read(tmp_path / name, 4) for name in ("kernel/01_plain.ipynb", "forked.ipynb"))
    assert forked.metadata.pop("reads") == []
    assert {**forked.metadata, "papermill": 0} == {**kernel.metadata, "papermill": 0}
    assert forked.cells[-1].outputs == kernel.cells[-1].outputs != []


# -- each for itself ---------------------------------------------------------------------------------------------------


def test_sections_do_not_touch_each_other(tmp_path):
    spoil = notebook(
        tmp_path / "nb", "01_spoil.ipynb",
        "import os, matplotlib, builtins, helpers.charts\nos.environ['SPOILT'] = '1'; os.chdir('/'); matplotlib.rcParams['font.size'] = 99; builtins.spoilt = 1; helpers.charts.colours.PARTS = ()",
    )  # fmt: skip
    others = [
        notebook(
            tmp_path / "nb", f"{at:02}_clean.ipynb",
            "import os, matplotlib, builtins, helpers.charts\nprint(os.environ.get('SPOILT'), os.path.basename(os.getcwd()), matplotlib.rcParams['font.size'], hasattr(builtins, 'spoilt'), len(helpers.charts.colours.PARTS))",
        )
        for at in range(2, 6)
    ]  # fmt: skip
    results = run([spoil, *others], tmp_path / "out")
    assert not any(result.error for result in results.values())
    assert {printed(results[other.name]) for other in others} == {"None nb 10.0 False 4\n"}
    assert "SPOILT" not in os.environ


def test_sections_begin_before_their_results_are_taken_and_end_if_the_caller_fails(tmp_path):
    """A build does something else meanwhile; what fails in it must not leave them behind."""
    says = "import os, time\nfrom pathlib import Path\n"
    stuck = notebook(tmp_path / "nb", "01_stuck.ipynb", says + f"Path({str(tmp_path / 'begun')!r}).write_text(str(os.getpid()))\ntime.sleep(60)")  # fmt: skip
    begun = tmp_path / "begun"
    (tmp_path / "out").mkdir()
    with pytest.raises(ZeroDivisionError), execution.run([stuck], tmp_path / "out", {}):
        wait_until(lambda: begun.exists() and begun.read_text(), "the section runs")
        1 / 0  # noqa: B018
    wait_until(lambda: not lives(int(begun.read_text())), "its process is gone", seconds=20)


def lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize(
    ("source", "how"),
    [
        ("import os\nos._exit(3)", "its process ended (exit code 3)"),
        ("import os\nos._exit(0)", "its process ended (exit code 0)"),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", "its process was killed (SIGKILL, often for want of memory)"),
        ("import ctypes\nctypes.string_at(0)", "its process was killed (SIGSEGV)"),
    ],
)  # fmt: skip
def test_a_dying_process_fails_its_section_only_and_names_the_cell(tmp_path, source, how):
    dying = notebook(tmp_path / "nb", "01_dying.ipynb", "print('before')", source, "print('never')")
    well = notebook(tmp_path / "nb", "02_well.ipynb", "print('well')")
    results = run([dying, well], tmp_path / "out")
    assert results["01_dying"].error == f"cell 4: DeadKernelError: {how}"
    assert printed(results["02_well"]) == "well\n"


@pytest.mark.parametrize("source", ["import time\ntime.sleep(60)", "import time\nwhile True: print('on and on'); time.sleep(0.001)", "await __import__('asyncio').sleep(60)"])  # fmt: skip
def test_a_hanging_cell_fails_its_section_only(tmp_path, monkeypatch, source):
    monkeypatch.setattr(execution, "TIMEOUT", 3)
    hanging = notebook(tmp_path / "nb", "01_hanging.ipynb", source)
    well = notebook(tmp_path / "nb", "02_well.ipynb", "print('well')")
    begun = time.perf_counter()
    results = run([hanging, well], tmp_path / "out")
    assert results["01_hanging"].error == (
        'cell 3: CellTimeoutError: the section ran for 3 s; another limit is said in the notebook\'s metadata: "execution": {"timeout": SECONDS}'
    )
    assert time.perf_counter() - begun < 55  # the cell would take a minute
    assert not results["02_well"].error


def test_a_notebook_says_how_long_its_section_may_take(tmp_path):
    slow = notebook(tmp_path / "nb", "01_slow.ipynb", *["import time\ntime.sleep(0.5)"] * 6)
    content = nbformat.read(slow.path, as_version=4)
    for limit in ("1", 0, True):
        content.metadata["execution"] = {"timeout": limit}
        nbformat.write(content, slow.path)
        with pytest.raises(
            InputError, match=r"01_slow\.ipynb, column metadata: .*expected a time limit in whole seconds"
        ):
            discover(tmp_path / "nb")
    content.metadata["execution"] = {"timeout": 2}
    nbformat.write(content, slow.path)
    error = run(discover(tmp_path / "nb"), tmp_path / "out")["01_slow"].error
    assert re.match(r"cell [3-7]: CellTimeoutError: the section ran for 2 s; another limit is said", error)


@pytest.mark.parametrize(
    "source",
    [
        "for _ in range(1_000_000):\n    print('x' * 99)",
        "import os\nfor _ in range(1000):\n    os.write(1, b'x' * 100_000)",
        "from IPython.display import HTML\nHTML('x' * 100_000_000)",
    ],
)
def test_a_cell_that_gives_too_much_fails_its_section_only(tmp_path, source):
    flood = notebook(tmp_path / "nb", "01_flood.ipynb", source)
    well = notebook(tmp_path / "nb", "02_well.ipynb", "print('well')")
    results = run([flood, well], tmp_path / "out")
    assert results["01_flood"].error == (
        "cell 3: TooMuchOutput: it gives more than 5 MB of output: print less, or draw less"
    )
    assert printed(results["02_well"]) == "well\n"


LEAVES = """
import pathlib, subprocess
inner = "sleep 1000 & echo $! > {0}.inner; exec sleep 1000"
pathlib.Path("{0}").write_text(str(subprocess.Popen(["sh", "-c", inner], start_new_session=True).pid))
while not pathlib.Path("{0}.inner").exists(): pass
"""


@FORK_ALONE
def test_what_left_the_session_of_its_section_ends_with_it(tmp_path):
    ends = ("1", "import os\nos._exit(3)")
    sections = [
        notebook(tmp_path / "nb", f"{at:02}_leaves.ipynb", LEAVES.format(at), end) for at, end in enumerate(ends)
    ]
    run(sections, tmp_path / "out")
    numbers = [int((tmp_path / "nb" / f"{at}{inner}").read_text()) for at in range(2) for inner in ("", ".inner")]
    wait_until(lambda: not any(map(lives, numbers)), "no process of a section is left", seconds=10)


@pytest.mark.parametrize("source", ["exit()", "quit()", "exit", "import sys\nsys.exit()", "raise SystemExit(0)", "raise SystemExit(2)"])  # fmt: skip
def test_a_cell_that_ends_the_notebook_is_a_failure(tmp_path, source):
    error = run_one(tmp_path, source, "print('never')").error
    assert error == "cell 3: SystemExit: the cell ends the notebook (exit, quit or sys.exit)"


def test_input_fails_with_what_to_know(tmp_path):
    error = run_one(tmp_path, "name = input('Who? ')").error
    assert (
        error == "cell 3, line 1: StdinNotImplementedError: a section cannot ask for input: nobody is there to answer"
    )


@pytest.mark.parametrize("parameters", [{}, {"period": "2031-Q3"}])
def test_a_failed_cell_is_counted_as_the_reader_of_the_notebook_counts(tmp_path, parameters):
    section = notebook(tmp_path / "nb", "01_failing.ipynb", "x = 1", "x = 2\nx / 0")  # the fourth cell
    (result,) = run([section], tmp_path / "out", **parameters).values()
    assert result.error == "cell 4, line 2: ZeroDivisionError: division by zero"


def test_what_a_section_read_is_known(tmp_path):
    source = (
        f"from helpers.editions import Edition\nEdition('2031-Q3', {str(SYNTHETIC)!r}).figure('licences', 'licences')"
    )
    assert "licences" in {read[0] for read in run_one(tmp_path, source).reads}


# -- nothing is left ---------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_many_sections_leave_nothing_behind(tmp_path):
    """A program that runs sections which start programs, threads and temporary files, and then ends."""
    for at in range(100):
        notebook(
            tmp_path / "nb", f"{at:03}_small.ipynb",
            "import subprocess, tempfile, threading, time\nsleeping = subprocess.Popen(['sleep', '1000'])\n"
            "threading.Thread(target=time.sleep, args=[1000]).start(); folder = tempfile.mkdtemp()",
            f"print({at} * 2)",
        )  # fmt: skip
    program = script(tmp_path, "print([(result.error, printed(result)) for result in ran])")
    said, wrong = program.communicate(timeout=300)
    assert program.returncode == 0, wrong
    assert sorted(eval(said)) == sorted([("", f"{at * 2}\n") for at in range(100)])
    assert not processes(program.pid)
    assert not list((tmp_path / "tmp").iterdir())


SCRIPT = """
import sys
from pathlib import Path
from briefing.build.running import execution
from briefing.sections import discover
sys.path.insert(0, {tests!r})
sys.path.insert(0, {edition!r})
from test_running import printed
folder = Path({folder!r})
(folder / "out").mkdir()
def run(name):
    with execution.run(discover(folder / name), folder / "out", {{}}) as ended:
        return list(ended)
ran = run("nb")
"""


def program_of(tmp_path: Path) -> str:
    return SCRIPT.format(tests=str(ROOT / "tests"), edition=str(ROOT / "tests" / "edition"), folder=str(tmp_path))


def script(tmp_path: Path, *lines: str, **environment: str) -> subprocess.Popen:
    """A program that runs the notebooks in `nb`, in a session of its own, with its temporary files in `tmp`."""
    (tmp_path / "tmp").mkdir()
    return subprocess.Popen(
        [sys.executable, "-c", "\n".join([program_of(tmp_path), *lines])],
        env={**os.environ, "TMPDIR": str(tmp_path / "tmp"), **environment},
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


STUCK = """
import ctypes, pathlib, subprocess, threading
subprocess.Popen(["sleep", "1000"])
pathlib.Path("stuck{at}").touch()
ctypes.PyDLL(None).sleep(1000)  # holds Python's lock: nothing of Python can end it
"""


@pytest.mark.parametrize("start", STARTS)
def test_a_killed_program_leaves_no_orphan_and_no_temporary_file(tmp_path, start):
    for at in range(2):
        notebook(tmp_path / "nb", f"{at:02}_stuck.ipynb", STUCK.format(at=at))
    program = script(tmp_path, BRIEFING_START=start)
    wait_until(lambda: len(list((tmp_path / "nb").glob("stuck*"))) == 2, "both cells run")
    assert len([line for line in processes(program.pid) if "sleep 1000" in line]) == 2
    program.kill()
    program.wait()
    wait_until(lambda: not processes(program.pid), "no process of the program is left", seconds=10)
    wait_until(lambda: not list((tmp_path / "tmp").iterdir()), "no temporary file is left", seconds=10)


@FORK_ALONE
def test_sections_end_with_the_original_and_the_next_run_has_another(tmp_path):
    notebook(tmp_path / "nb", "00_stuck.ipynb", STUCK.format(at=0))
    again = "print(ran[0].error); print(run('well')[0].error)"
    notebook(tmp_path / "well", "01_well.ipynb", "1")
    program = script(tmp_path, again)
    wait_until(lambda: (tmp_path / "nb" / "stuck0").exists(), "the cell runs")
    original = next(line.split()[0] for line in processes(program.pid) if "running.original" in line)
    os.kill(int(original), signal.SIGKILL)
    said, wrong = program.communicate(timeout=60)
    assert said == "cell 3: DeadKernelError: its process was lost\n\n", wrong
    assert [line for line in processes(program.pid) if "sleep" not in line] == []
    os.system(f"pkill -s {program.pid}")  # what a lost section had started is nobody's


@pytest.mark.parametrize(
    "number", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.slow), signal.SIGKILL]
)
@pytest.mark.parametrize("seed", [pytest.param(n, marks=[pytest.mark.slow] if n else []) for n in range(4)])
def test_a_build_stopped_at_any_moment_leaves_nothing(tmp_path, number, seed):
    out, temporary = tmp_path / "out", tmp_path / "tmp"
    temporary.mkdir()
    build = subprocess.Popen(
        [BRIEFING, "build", "--data", SYNTHETIC, "--out", out, "--format", "html"],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(temporary)},
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    moment = random.Random(seed).uniform(0.3, 3)  # seconds of its own work, whatever else the machine does
    wait_until(lambda: build.poll() is not None or worked(build.pid) > moment, f"{moment} s of work")
    before = waited_for() + sum(worked(process, children=True) for process in session(build.pid))
    build.send_signal(number)
    _, said = build.communicate(timeout=30)
    if number != signal.SIGKILL:
        assert build.returncode in (0, 130), said
        assert "Traceback" not in said
        assert waited_for() - before < 6  # seconds of work after the signal: a crowded machine doubles them
        assert [path.name for path in out.glob("*") if path.suffix != ".lock"] in ([], ["2031-Q3"])
    wait_until(lambda: not processes(build.pid), "no process of the build is left", seconds=10)
    wait_until(lambda: not list(temporary.iterdir()), f"no temporary file is left: {list(temporary.iterdir())}", 10)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_when_all_is_done_changes_nothing(number):
    at_the_end = f"atexit.register(os.kill, os.getpid(), {int(number)})"
    code = f"import atexit, os, sys\nfrom briefing.cli import main\n{at_the_end}\nsys.exit(main())"
    ran = subprocess.run(
        [sys.executable, "-c", code, "maintain", "dictionary"], cwd=ROOT, capture_output=True, text=True
    )
    assert (ran.returncode, ran.stderr) == (0, "") and ran.stdout


def worked(process: int, children: bool = False) -> float:
    """Seconds that a process has used a processor; children: with those of its own that it has waited for."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):  # it has just ended
        return 0
    return sum(map(int, fields[11 : 15 if children else 13])) / os.sysconf("SC_CLK_TCK")


def waited_for() -> float:
    """Seconds that the processes for which the tests have waited had used a processor."""
    return os.times().children_user + os.times().children_system


# -- others' programs, other systems -----------------------------------------------------------------------------------


LEFT_IN_ORDER = (
    "import helpers.charts; helpers.charts.colours.PARTS = ()",
    "import os; os.chdir('/'); os.environ['LEFT'] = '1'; del os.environ['PATH']",
    "import sys; sys.path.insert(0, '/nowhere')",
    f"import own; own.LEFT = 1; from helpers.editions import Edition; Edition('2031-Q3', {str(SYNTHETIC)!r}).figure('licences', 'licences')",
    "import matplotlib.pyplot as plt; plt.rcParams['font.size'] = 99; plt.figure(); plt.plot([1])",
    "import seaborn as sns; sns.set_theme(style='dark')",
    "import random; random.seed(1); import numpy as np; np.random.seed(1)",
    "import warnings; warnings.simplefilter('error')",
    "import decimal; decimal.getcontext().prec = 3; import numpy as np; np.set_printoptions(precision=1)",
    "%precision 2\n%config InlineBackend.figure_formats = ['svg']\n%config InteractiveShell.ast_node_interactivity = 'all'",
    "import asyncio; task = asyncio.create_task(asyncio.sleep(1000))",
    "import os; os.write(1, b'raw'); print('left', end='')",
)
LEFT_FOR_GOOD = (
    "import builtins; builtins.left = 1",
    "import helpers.charts.drawing as drawing; drawing.STYLE.clear()",
    "import pandas as pd; pd.DataFrame.to_html = None",
    "import pandas as pd; pd.set_option('display.precision', 1)",
    "import logging; logging.basicConfig(level='DEBUG')",
    "import threading, time; threading.Thread(target=time.sleep, args=[1000]).start()",
    "import subprocess; subprocess.Popen(['sleep', '1000'])",
    "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)",
    "import sys; sys.setrecursionlimit(5000)",
)
LOOKS = (
    "import builtins, decimal, logging, os, random, sys, threading, warnings\n"
    "import helpers.charts, matplotlib.pyplot as plt, numpy, own, pandas",
    "os.path.basename(os.getcwd()), os.environ.get('LEFT'), 'PATH' in os.environ, sys.path[:2]",
    "hasattr(own, 'LEFT'), len(helpers.charts.colours.PARTS), hasattr(builtins, 'left'), threading.active_count()",
    "pandas.DataFrame({'x': [1.23456]})",
    "plt.rcParams['font.size'], plt.rcParams['axes.facecolor'], plt.get_fignums(), numpy.array([1.23456])",
    "random.random() == 0.13436424411240122, numpy.random.rand() == 0.417022004702574  # of the seed 1",
    "decimal.Decimal(1) / 3, len(warnings.filters), logging.root.level, len(In)",
    "3.14159\n41",
    "plt.plot([1, 2]);",
    "from helpers.editions import reads; reads()",
)


@pytest.fixture
def one_worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Sections run in one worker, as where there is no fork, one after the other."""
    monkeypatch.setattr(spawned, "ROOM", 1)
    (tmp_path / "scratch").mkdir()
    pool = spawned.Pool(str(tmp_path / "scratch"), ())
    monkeypatch.setattr(running_processes, "_source", pool)
    yield
    pool.close()


@pytest.mark.parametrize(
    ("left", "same"),
    [(LEFT_IN_ORDER, True), pytest.param(LEFT_FOR_GOOD, False, marks=pytest.mark.slow)],
    ids=["put in order", "not"],
)
def test_a_section_finds_nothing_of_the_one_before_in_its_worker(tmp_path, monkeypatch, one_worker, left, same):
    """What can be is put in order; where it cannot be, another worker takes the place of the one that it was left in."""
    looks = notebook(tmp_path / "nb", "00_looks.ipynb", *LOOKS)
    (tmp_path / "nb" / "own.py").write_text("", encoding="utf-8")

    def seen(*cells: str) -> tuple[str, list[dict]]:
        """The process of a section with these cells, and what one finds that runs after it."""
        number = "import os; print(os.getpid())"
        ran = run([notebook(tmp_path / "nb", "01_leaves.ipynb", number, *cells)], tmp_path / "out")["01_leaves"]
        after = run([looks], tmp_path / "out")["00_looks"]
        assert (ran.error, after.error) == ("", ""), cells
        return printed(ran).split()[0], cells_of(after.output)

    _, as_first = seen()
    numbers = []
    for source in left:
        number, found = seen(source)
        assert found == as_first, source
        numbers.append(number)
    numbers.append(seen()[0])
    changed = [source for source, pair in zip(left, pairwise(numbers), strict=True) if len({*pair}) == 2]
    assert changed == ([] if same else [*left])


@pytest.mark.parametrize("start", STARTS)
def test_a_process_works_in_the_environment_of_whoever_asks(start):
    """The one that has the libraries may have been started for another project."""
    asked = (
        "import os; from briefing.build.running.processes import call, warm_up; warm_up()\n"
        "os.environ['BRIEFING_PROJECT'] = '/of/another'\n"
        "print(call(os.getenv, 'BRIEFING_PROJECT'), call(os.getenv, 'TMPDIR') == os.environ.get('TMPDIR'))\n"
        "del os.environ['BRIEFING_PROJECT']; print(call(os.getenv, 'BRIEFING_PROJECT'))"
    )
    told = {**os.environ, "BRIEFING_START": start, "BRIEFING_PROJECT": str(ROOT)}
    ran = subprocess.run([sys.executable, "-c", asked], env=told, capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["/of/another", "False", "None"]


def test_an_unknown_start_is_refused(tmp_path):
    ran = briefing("build", "--data", SYNTHETIC, "--out", tmp_path, BRIEFING_START="thread")
    assert (ran.code, ran.out) == (2, "")
    assert "BRIEFING_START: found 'thread'; expected one of fork, spawn. Unset it.\n" in ran.err
    assert not list(tmp_path.iterdir())


def test_what_notebooks_import_is_in_memory_before_they_start():
    imported = set()
    for section in discover():
        for cell in section.notebook["cells"]:
            for node in ast.walk(ast.parse("".join(cell["source"]) if cell["cell_type"] == "code" else "")):
                if isinstance(node, ast.ImportFrom):
                    rooms = [f"helpers.{name.name}" for name in node.names] if node.module == "helpers" else []
                    imported |= set(rooms or [node.module])
                elif isinstance(node, ast.Import):
                    imported |= {name.name for name in node.names}
    assert {"helpers.charts", "helpers.prose", "pandas"} <= imported
    assert imported <= set(call(eval, "list(__import__('sys').modules)"))


def test_a_function_answers_from_a_process_of_its_own():
    assert call(os.getpid) != os.getpid()
    assert call(max, 3, 5) == 5
    with pytest.raises(Died, match=r"its process ended \(exit code 7\)"):
        call(os._exit, 7)


def test_typed_digits_are_an_error_of_their_cell_and_line(tmp_path):
    typed = "from helpers.prose import prose\nprose('Có trạm.')\nprose(\n    'Có 05 trạm.'\n)"
    said = "cell 4, line 3: TypedDigits: digits typed into prose: '05' in 'Có 05 trạm.'. Print the number as a figure: "
    assert run_one(tmp_path, "1", typed).error.startswith(said)


def test_what_cells_write_is_told_with_their_cell_and_is_no_error(tmp_path):
    result = run_one(tmp_path, "1", "import sys\nprint('early', file=sys.stderr)\nprint('said')")
    printed = "what print(…) writes is only looked at, and is not in the document: prose(…) is"
    assert (result.error, {*result.warnings}) == ("", {f"cell 4: {printed}", "cell 4: early"})


@pytest.mark.parametrize("signatures", ["signatures", pytest.param("/proc/nowhere", marks=pytest.mark.slow)])
def test_stored_notebooks_say_of_their_kernel_what_jupyterlab_would(tmp_path, signatures):
    section = notebook(tmp_path / "notebooks", "01_one.ipynb", "1 + 1")
    (tmp_path / "data").mkdir()
    where = {"cwd": tmp_path, "JUPYTER_DATA_DIR": str(tmp_path / signatures)}
    ran = briefing("maintain", "notebooks", **where)
    assert (ran.code, ran.out) == (0, "stored outputs: notebooks/01_one.ipynb\n"), ran.err
    stored = json.loads(section.path.read_text(encoding="utf-8"))
    assert stored["metadata"]["kernelspec"] == {
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "name": "python3",
    }
    language = stored["metadata"]["language_info"]
    assert language["codemirror_mode"] == {"name": "ipython", "version": 3}
    assert language["version"] == ".".join(map(str, sys.version_info[:3]))
    assert set(stored["metadata"]) == {"kernelspec", "language_info"}
    assert briefing("maintain", "notebooks", **where).out == ""


STOPPED_IN_A_FORK = """
import os, signal, socket
from briefing.build.running import original
os.register_at_fork(before=lambda: os.kill(os.getpid(), signal.SIGTERM))
asking, requests = socket.socketpair()
told, (ours, lifeline) = socket.socketpair(), socket.socketpair()
socket.send_fds(asking, [b"x"], [told[0].fileno(), lifeline.fileno()])
original.serve(requests)
print("ended", ours.recv(4))
"""


@FORK_ALONE
def test_a_stop_in_the_middle_of_a_fork_is_not_lost():
    """And the copy that was made is ended with it."""
    command = [sys.executable, "-c", STOPPED_IN_A_FORK]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "ended b'\\t\\x00\\x00\\x00'\n", "")


def test_workers_that_end_at_once_are_told_and_not_begun_for_ever(tmp_path, monkeypatch):
    begun = spawned._apart
    ends = lambda module, *rest, **how: begun(module if module == "guard" else "nothing_here", *rest, **how)  # noqa: E731
    monkeypatch.setattr(spawned, "_apart", ends)
    pool = spawned.Pool(str(tmp_path), ())
    with pytest.raises(Died, match="exit code 1"):
        pool.child()
    pool.close()
