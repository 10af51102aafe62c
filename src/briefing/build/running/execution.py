"""Run section notebooks through papermill: in parallel, each in a process of its own, each with a time limit."""

from __future__ import annotations

import logging
import os
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helpers.language import _

from ...sections import Section
from . import processes

if TYPE_CHECKING:
    from nbformat import NotebookNode
    from papermill.exceptions import PapermillExecutionError

TIMEOUT = 300  # seconds that a section may take, unless its notebook says otherwise
PARALLEL = 2 * (os.cpu_count() or 1)  # while the outputs of one are taken in, another runs
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Result:
    """What became of a section: its executed notebook and what it read, or what went wrong and where."""

    section: Section
    output: Path
    seconds: float
    error: str = ""
    reads: list[Any] = field(default_factory=list)
    warnings: tuple[str, ...] = ()  # what its cells wrote, each with its cell; the document has none of it


@contextmanager
def run(
    sections: list[Section], folder: Path, parameters: dict[str, str], told: dict[str, str] | None = None
) -> Iterator[Iterator[Result]]:
    """Run sections in parallel; gives the results as they come. A section that fails does not stop the others.

    They begin at once: the caller can do something else before it takes the results. If that fails, they are ended.
    told: environment variables for the sections, such as that a build runs.
    """
    if sections:
        _engine()  # papermill is loaded before the caller loads anything beside it: sections wait for it
    logging.getLogger("papermill").setLevel(logging.CRITICAL)  # errors are in the result
    environment = {**os.environ, **(told or {})}
    started: set[processes.Child] = set()
    longest_first = sorted(sections, key=lambda section: -section.path.stat().st_size)
    with ThreadPoolExecutor(max_workers=PARALLEL) as pool:
        try:
            one = partial(execute, parameters=parameters, environment=environment, started=started)
            futures = [pool.submit(one, section, folder / section.path.name) for section in longest_first]
            yield (future.result() for future in as_completed(futures))
        except BaseException as error:
            pool.shutdown(wait=False, cancel_futures=True)
            if isinstance(error, KeyboardInterrupt):
                processes.stop_all()
            for child in list(started):
                child.kill()
            raise


def execute(section: Section, output: Path, parameters: dict[str, str], **options: object) -> Result:
    """Run one notebook and write it, executed, to `output`; its faults are in the result. options: of the engine."""
    name = _engine()
    import papermill
    from papermill.exceptions import PapermillExecutionError

    started = time.perf_counter()
    error, reads = "", []
    warnings: tuple[str, ...] = ()
    try:
        notebook = papermill.execute_notebook(
            str(section.path),
            str(output),
            parameters=parameters,
            progress_bar=False,
            log_output=False,
            engine_name=name,
            autosave_cell_every=0,
            request_save_on_cell_execute=False,
            execution_timeout=section.timeout or TIMEOUT,
            **options,
        )
        reads, warnings = notebook.metadata.get("reads", []), tuple(_warnings(notebook))
    except PapermillExecutionError as failure:
        error = _describe(failure, injected=bool(parameters))
    except Exception as failure:  # not of a cell: a notebook that papermill cannot read, a process that does not start
        error = f"{type(failure).__name__}: {(str(failure).strip() or _('no reason given')).splitlines()[0]}"
    return Result(section, output, time.perf_counter() - started, error, reads, warnings)


@cache
def _engine() -> str:
    """The name of the engine, which papermill knows then where the project is not installed, too."""
    from papermill.engines import papermill_engines

    from .engine import NAME, ForkedEngine

    papermill_engines.register(NAME, ForkedEngine)
    return NAME


def _warnings(notebook: NotebookNode) -> Iterator[str]:
    """Cells are counted from 1, as a reader of the notebook does."""
    own = [cell for cell in notebook.cells if "injected-parameters" not in cell.metadata.get("tags", [])]
    for number, cell in enumerate(own, 1):
        for output in cell.get("outputs", []):
            if output.output_type == "stream" and (said := output.text.strip()):
                if output.name == "stdout":
                    said = _("what print(…) writes is only looked at, and is not in the document: prose(…) is")
                said = "\n".join(dict.fromkeys(said.splitlines()))  # a line that warns of several things stands once
                yield _("cell {number}: {said}", number=number, said=said)


def _describe(failure: PapermillExecutionError, injected: bool) -> str:
    """Cell (from 1), line and error of a failed notebook. injected: papermill has put in a cell with the parameters."""
    place = re.search(r"Cell In\[\d+\], line (\d+)", _ANSI.sub("", "\n".join(failure.traceback)))
    line = _(", line {line}", line=place[1]) if place else ""
    number, error = failure.cell_index + (0 if injected else 1), f"{failure.ename}: {failure.evalue}"
    return _("cell {number}{line}: {error}", number=number, line=line, error=error).strip()
