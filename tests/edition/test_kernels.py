"""Warm kernels: like ordinary ones to the byte, isolated from each other, killable, with nothing left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
import pytest
from conftest import COMMAND, PUBLISHED, ROOT, nothing_runs, wait_until
from samples import SYNTHETIC

from helpers.pipeline.running import execution
from helpers.pipeline.sections import Section

pytestmark = pytest.mark.builds


def notebook(folder: Path, name: str, *cells: str) -> Section:
    """A section notebook with these code cells."""
    parameters = nbformat.v4.new_code_cell('period: str = "2024-H1"\ndata_dir: str = ""')
    parameters.metadata["tags"] = ["parameters"]
    made = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_markdown_cell("# I.9. Test"), parameters, *map(nbformat.v4.new_code_cell, cells)],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )
    folder.mkdir(exist_ok=True)
    nbformat.write(made, folder / name)
    return Section(folder / name)


def run(sections: list[Section], folder: Path) -> dict[str, execution.Result]:
    folder.mkdir(exist_ok=True)
    return {
        result.section.name: result for result in execution.run(sections, folder, {"period": "2024-H1", "data_dir": ""})
    }


def output(result: execution.Result) -> str:
    cells = nbformat.read(result.output, as_version=4).cells
    return "".join(
        out.get("text", "") or out.get("data", {}).get("text/plain", "")
        for cell in cells
        if cell.cell_type == "code"
        for out in cell.outputs
    )


def left_over() -> set[str]:
    return {name for name in os.listdir(tempfile.gettempdir()) if name.startswith("kernel-")}


def test_sections_do_not_touch_each_other(tmp_path):
    spoil = notebook(
        tmp_path / "nb", "01_spoil.ipynb",
        "import os, matplotlib, builtins, helpers.charts\nos.environ['SPOILT'] = '1'; os.chdir('/'); matplotlib.rcParams['font.size'] = 99; builtins.spoilt = 1; helpers.charts.PALETTE = ()",
    )  # fmt: skip
    others = [
        notebook(
            tmp_path / "nb", f"{at:02}_clean.ipynb",
            "import os, matplotlib, builtins, helpers.charts\nprint(os.environ.get('SPOILT'), os.path.basename(os.getcwd()), matplotlib.rcParams['font.size'], hasattr(builtins, 'spoilt'), len(helpers.charts.PALETTE))",
        )
        for at in range(2, 6)
    ]  # fmt: skip
    results = run([spoil, *others], tmp_path / "out")
    assert not any(result.error for result in results.values())
    assert {output(results[other.name]) for other in others} == {"None nb 10.0 False 5\n"}
    assert "SPOILT" not in os.environ
    assert "JUPYTER_DEFAULT_PROVISIONER_NAME" not in os.environ  # told to the kernels, not left in this process


def test_outputs_equal_those_of_an_ordinary_kernel(tmp_path):
    source = ROOT / "notebooks" / "10_telecommunications.ipynb"
    told = {"BRIEFING_DATA": str(PUBLISHED), "BRIEFING_BUILD": str(PUBLISHED)}
    (tmp_path / "warm").mkdir()
    parameters = {"period": "2024-H1", "data_dir": ""}
    (warm,) = execution.run([Section(source)], tmp_path / "warm", parameters, told)
    command = [
        sys.executable,
        "-m",
        "papermill",
        source,
        tmp_path / "ordinary.ipynb",
        "-p",
        "period",
        "2024-H1",
        "--no-progress-bar",
    ]
    environment = {**os.environ, **told}
    environment.pop("JUPYTER_DEFAULT_PROVISIONER_NAME", None)
    subprocess.run(list(map(str, command)), check=True, capture_output=True, env=environment)
    one, two = nbformat.read(warm.output, as_version=4), nbformat.read(tmp_path / "ordinary.ipynb", as_version=4)
    outputs = [
        [dict(out) for cell in made.cells if cell.cell_type == "code" for out in cell.outputs] for made in (one, two)
    ]
    assert outputs[0] == outputs[1]


def test_a_dying_kernel_fails_its_section_only(tmp_path):
    dying = notebook(tmp_path / "nb", "01_dying.ipynb", "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)")
    well = notebook(tmp_path / "nb", "02_well.ipynb", "print('well')")
    results = run([dying, well], tmp_path / "out")
    assert "DeadKernelError" in results["01_dying"].error
    assert output(results["02_well"]) == "well\n"


def test_a_hanging_cell_fails_its_section_only(tmp_path, monkeypatch):
    monkeypatch.setattr(execution, "TIMEOUT", 2)
    hanging = notebook(tmp_path / "nb", "01_hanging.ipynb", "import time\ntime.sleep(60)")
    well = notebook(tmp_path / "nb", "02_well.ipynb", "print('well')")
    begun = time.perf_counter()
    results = run([hanging, well], tmp_path / "out")
    assert "Timeout" in results["01_hanging"].error and time.perf_counter() - begun < 30
    assert not results["02_well"].error


def test_many_kernels_leave_nothing_behind(tmp_path):
    before = left_over()
    sections = [notebook(tmp_path / "nb", f"{at:03}_small.ipynb", f"print({at} * 2)") for at in range(300)]
    results = run(sections, tmp_path / "out")
    assert [output(results[section.name]) for section in sections] == [f"{at * 2}\n" for at in range(300)]
    assert left_over() <= before
    assert not _children()


def _children() -> list[str]:
    """Forked kernels of this process's fork server that still run."""
    listed = subprocess.run(["ps", "-eo", "pid,args"], capture_output=True, text=True).stdout.splitlines()
    return [line for line in listed if "ipykernel_launcher" in line and str(os.getpid()) in line]


def test_what_notebooks_import_is_in_memory_before_they_start(tmp_path):
    section = notebook(
        tmp_path / "nb", "01_imports.ipynb", "import a.b, c\nfrom d import e", "%matplotlib inline", "x = ("
    )
    assert section.imports == {"a.b", "c", "d", "d.e"}


CLIENT = """
import nbclient, nbformat, sys
notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("print(6 * 7)")])
nbclient.NotebookClient(notebook, kernel_name="python3").execute()
print(notebook.cells[0].outputs[0].text, end="")
print("warm" if "multiprocessing.forkserver" in sys.modules else "ordinary")
"""


def client(tmp_path: Path, before: str = "") -> subprocess.CompletedProcess:
    """A program of somebody else's: a plain script, without a guarded main part, that uses the provisioner."""
    script = tmp_path / "script.py"
    script.write_text(before + CLIENT, encoding="utf-8")
    environment = {**os.environ, "JUPYTER_DEFAULT_PROVISIONER_NAME": "warm"}
    return subprocess.run([sys.executable, script], capture_output=True, text=True, env=environment, timeout=120)


def test_any_jupyter_client_program_can_use_it(tmp_path):
    ran = client(tmp_path)
    assert (ran.stdout, ran.stderr) == ("42\nwarm\n", "")


def test_a_running_cell_can_be_interrupted_and_the_kernel_restarted(monkeypatch):
    from jupyter_client.manager import start_new_kernel
    from jupyter_client.provisioning import KernelProvisionerFactory

    monkeypatch.setattr(KernelProvisionerFactory.instance(), "default_provisioner_name", "warm")
    manager, client = start_new_kernel(kernel_name="python3")
    try:
        request = client.execute("kept = 1\nimport time\nprint('sleeping', flush=True)\ntime.sleep(60)")
        while client.get_iopub_msg(timeout=10)["msg_type"] != "stream":  # the cell itself runs, not what leads to it
            pass
        manager.interrupt_kernel()
        reply = client.get_shell_msg(timeout=10)
        assert reply["parent_header"]["msg_id"] == request
        assert reply["content"]["ename"] == "KeyboardInterrupt"
        first = manager.provisioner.pid
        manager.restart_kernel(now=True)
        client.wait_for_ready(timeout=30)
        assert client.execute_interactive("kept", timeout=10)["content"]["ename"] == "NameError"
        assert manager.provisioner.pid != first
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def test_where_fork_is_missing_kernels_are_ordinary_and_that_is_said(tmp_path):
    ran = client(tmp_path, "import multiprocessing; multiprocessing.get_all_start_methods = lambda: ['spawn']\n")
    assert ran.stdout == "42\nordinary\n"
    assert "Warm kernels need fork" in ran.stderr


@pytest.mark.parametrize("done", [0, 3])
def test_ctrl_c_stops_a_build_and_leaves_nothing_running(tmp_path, done):
    out, temporary = tmp_path / "out", tmp_path / "tmp"
    temporary.mkdir()
    build = subprocess.Popen(
        [COMMAND, "build", "--data", SYNTHETIC, "--out", out],
        env={**os.environ, "TMPDIR": str(temporary)},
        start_new_session=True,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    wait_until(lambda: list(out.glob(".*")), "sections run")
    for _ in range(done):
        assert "done" in build.stderr.readline()
    os.killpg(build.pid, signal.SIGINT)
    begun = time.perf_counter()
    _, said = build.communicate(timeout=20)
    assert build.returncode == 130, said
    assert time.perf_counter() - begun < 5
    wait_until(lambda: nothing_runs(build.pid), "no process of the build is left")
    assert list(out.iterdir()) == [] and not list(temporary.glob("kernel-*"))
