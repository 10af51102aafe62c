"""Run section notebooks through papermill: in parallel, each in a fresh warm kernel, each with a time limit."""

from __future__ import annotations

import logging
import os
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from .sections import Section

TIMEOUT = 120  # seconds a cell may take
PARALLEL = max(2, 2 * (os.cpu_count() or 1))  # kernels wait on each other's start: twice the cores pays off


@dataclass
class Result:
    """What became of a section: its executed notebook, or what went wrong and where."""

    section: Section
    output: Path
    seconds: float = 0.0
    error: str = ""
    fresh: bool = field(default=False)


def execute(section: Section, output: Path, parameters: dict[str, str], warm: bool = True) -> Result:
    """Run one notebook and write it, executed, to `output`. Never raises for what the notebook does."""
    import papermill
    from papermill.exceptions import PapermillExecutionError

    started = time.perf_counter()
    logging.getLogger("papermill").setLevel(logging.ERROR)
    result = Result(section, output)
    try:
        papermill.execute_notebook(
            str(section.path), str(output), parameters=parameters, progress_bar=False, log_output=False,
            execution_timeout=TIMEOUT, autosave_cell_every=0, request_save_on_cell_execute=False, cwd=str(section.path.parent),
            kernel_manager_class="helpers.pipeline.managers.WarmKernelManager" if warm else "jupyter_client.manager.AsyncKernelManager",
        )
    except PapermillExecutionError as error:
        result.error = _describe(error)
    except Exception as error:  # a kernel that died, a cell that hung: the section fails, the build goes on
        result.error = f"{type(error).__name__}: {str(error).strip().splitlines()[0] if str(error).strip() else ''}"
    result.seconds = time.perf_counter() - started
    return result


def run(sections: list[Section], folder: Path, parameters: dict[str, str], workers: int = PARALLEL) -> list[Future[Result]]:
    """Start all sections; the futures complete in any order."""
    pool = ThreadPoolExecutor(max_workers=workers)
    futures = [pool.submit(execute, section, folder / section.path.name, parameters) for section in sections]
    pool.shutdown(wait=False)
    return futures


def _describe(error: object) -> str:
    """Cell, line and error of a failed notebook, in one line."""
    line = next((part for part in str(error.traceback).splitlines() if "-> " in part or "--> " in part), "")
    return f"cell {error.cell_index}, {line.strip()} {error.ename}: {error.evalue}".replace("\n", " ")
