"""Run section notebooks through papermill: in parallel, each in a fresh kernel, each with a time limit."""

from __future__ import annotations

import logging
import os
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path

from ..sections import Section
from . import forking

TIMEOUT = 120  # seconds a cell may take
PARALLEL = 4 * (os.cpu_count() or 1)  # a kernel that starts and ends waits more than it works
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Result:
    """What became of a section: its executed notebook and what it read, or what went wrong and where."""

    section: Section
    output: Path
    seconds: float
    error: str = ""
    reads: list = field(default_factory=list)


def run(
    sections: list[Section], folder: Path, parameters: dict[str, str], told: dict[str, str] | None = None
) -> Iterator[Result]:
    """Run sections in parallel and give each result as it comes; a section that fails does not stop the others.

    told: environment variables for the kernels, such as that a build runs.
    """
    from jupyter_client.provisioning import KernelProvisionerFactory

    from .kernels import NAME

    KernelProvisionerFactory.instance().default_provisioner_name = NAME
    environment = {**os.environ, **(told or {})}
    longest_first = sorted(sections, key=lambda section: -section.path.stat().st_size)
    with ThreadPoolExecutor(max_workers=PARALLEL) as pool:
        try:
            futures = [
                pool.submit(execute, section, folder / section.path.name, parameters, environment)
                for section in longest_first
            ]
            for future in as_completed(futures):
                yield future.result()
        except BaseException as error:
            pool.shutdown(wait=False, cancel_futures=True)
            forking.stop_all(ending=isinstance(error, KeyboardInterrupt))
            raise


def execute(section: Section, output: Path, parameters: dict[str, str], environment: dict[str, str]) -> Result:
    """Run one notebook and write it, executed, to `output`. What the notebook does wrong is in the result."""
    import papermill
    from papermill.engines import papermill_engines
    from papermill.exceptions import PapermillExecutionError

    from .engine import NAME, BriefingEngine

    papermill_engines.register(NAME, BriefingEngine)
    started = time.perf_counter()
    logging.getLogger("papermill").setLevel(logging.CRITICAL)  # errors are in the result
    error, reads = "", []
    try:
        notebook = papermill.execute_notebook(
            str(section.path),
            str(output),
            parameters=parameters,
            progress_bar=False,
            log_output=False,
            engine_name=NAME,
            autosave_cell_every=0,
            request_save_on_cell_execute=False,
            execution_timeout=TIMEOUT,
            environment=environment,
        )
        reads = notebook.metadata.get("reads", [])
    except PapermillExecutionError as failure:
        error = _describe(failure)
    except Exception as failure:  # a kernel that died or a cell that hung: this section fails, the others go on
        error = f"{type(failure).__name__}: {str(failure).strip().splitlines()[0] if str(failure).strip() else 'the kernel stopped'}"
    return Result(section, output, time.perf_counter() - started, error, reads)


def _describe(failure: object) -> str:
    """Cell, line and error of a failed notebook."""
    place = re.search(r"Cell In\[\d+\], line (\d+)", _ANSI.sub("", "\n".join(failure.traceback)))
    line = f", line {place[1]}" if place else ""
    return f"cell {failure.cell_index}{line}: {failure.ename}: {failure.evalue}".strip()
