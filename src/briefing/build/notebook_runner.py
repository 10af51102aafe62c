"""Run section notebooks through papermill in parallel, in worker processes that have the libraries loaded.

Workers are forked from a server that has imported them once; where that is not safe (Windows, macOS) each imports them
itself. The workers of one build are kept from section to section; an isolated build gives each section a process of its own.
"""

from __future__ import annotations

import json
import os
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any, TypeAlias

from helpers.i18n import _

from ..sections import Section

if TYPE_CHECKING:
    from concurrent.futures import Future
    from multiprocessing.context import BaseContext

    from papermill.exceptions import PapermillExecutionError
    from pebble import ProcessPool

TIMEOUT = 300  # seconds that a section may take, unless its notebook says otherwise
WORKERS = os.cpu_count() or 1
# what is imported stays: looking for garbage in it takes a sixth of the time, and of a section a twentieth
GC_THRESHOLD = 100_000
LIBRARIES, DRAWING = "briefing.build.worker_libraries", "helpers.charts"
_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_in_this_process = Lock()
Told: TypeAlias = dict[str, Any]


@dataclass(frozen=True)
class Result:
    """What became of a section: its executed notebook and what it read, or what went wrong and where."""

    section: Section
    output: Path
    seconds: float = 0.0
    error: str = ""
    reads: list[Any] = field(default_factory=list)


def warm_up(isolated: bool = False, modules: Sequence[str] = ()) -> BaseContext:
    """How workers start: forked from a server, which no thread of this process disturbs; spawned on Windows and macOS, and
    where `multiprocessing.set_start_method("spawn")` was called.

    The server imports the libraries from now on, while the caller does something else: those of every section; isolated: also
    what few draw with, which workers that are kept load once each. modules: what else.
    """
    import multiprocessing

    os.environ["PYTHONSAFEPATH"] = "1"  # a worker imports no code that happens to lie in the working folder
    spawned = sys.platform != "linux" or multiprocessing.get_start_method(allow_none=True) == "spawn"
    # never the default, "fork": a lock that a library made has set it
    made = multiprocessing.get_context("spawn" if spawned else "forkserver")
    made.set_forkserver_preload([LIBRARIES, *[DRAWING] * isolated, *modules])
    if not spawned:
        from multiprocessing import forkserver, resource_tracker

        resource_tracker.ensure_running()  # now: it lets signals through again
        with _uninterrupted():
            forkserver.ensure_running()
    return made


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let Ctrl-C wait: what is started meanwhile never hears it, as who waits for it ends it."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    heard = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, heard)


@contextmanager
def run(
    sections: list[Section],
    folder: Path,
    parameters: dict[str, str],
    workers: int | ProcessPool = WORKERS,
    isolated: bool = False,
) -> Iterator[Callable[[], Iterator[Result]]]:
    """Run sections and write them, executed, into a folder. What it gives begins them, the longest first, and gives their results
    as they come.

    Workers load the libraries at once; the caller can do something else meanwhile, and while sections run. A section that fails
    does not stop the others. workers: how many, or those that are kept from build to build; 0 runs them in this process, one
    after the other. isolated: each section has a process of its own.
    """
    ordered = sorted(sections, key=lambda section: -len(section.content))
    if not workers or not ordered:
        outputs = ((section, folder / section.path.name) for section in ordered)
        yield lambda: (Result(each, out, **run_notebook(each.path, out, parameters)) for each, out in outputs)
        return
    with pool(min(workers, len(ordered)), isolated) if isinstance(workers, int) else nullcontext(workers) as processes:
        from concurrent.futures import ThreadPoolExecutor, as_completed  # not where nothing is to run

        futures: dict[Future[Told], tuple[Section, Path, int]] = {}

        def schedule() -> None:
            for section in ordered:
                output, limit = folder / section.path.name, section.timeout or TIMEOUT
                future = processes.schedule(run_notebook, (section.path, output, parameters), timeout=limit)
                futures[future] = section, output, limit

        def ended(scheduled: Future[None]) -> Iterator[Result]:
            scheduled.result()
            yield from (_result(future.result, *futures[future]) for future in as_completed(futures))
            if processes is not workers:
                processes.stop()  # now: its threads look every 0.1 s, while the caller goes on

        try:
            with ThreadPoolExecutor(1) as waiting:  # until the server is ready
                yield lambda: ended(waiting.submit(schedule))
        finally:
            for begun in futures:
                begun.cancel()  # what still runs is of no use to anybody


@contextmanager
def pool(workers: int, isolated: bool = False, modules: Sequence[str] = ()) -> Iterator[ProcessPool]:
    """Workers that do one thing after another; they begin while the caller goes on, and end with the block, as does what they
    still do.

    isolated: each thing has a process of its own. modules: as of `warm_up`.
    """
    context = warm_up(isolated, modules)
    from pebble import ProcessPool  # while the server is at it

    made = ProcessPool(max_workers=workers, max_tasks=int(isolated), context=context)

    def begin() -> None:
        with _uninterrupted():
            assert made.active  # it begins its workers here, when the server is ready

    beginning = Thread(target=begin)
    beginning.start()
    try:
        yield made
    finally:
        beginning.join()
        made.stop()
        made.join()


def _result(get: Callable[[], Told], section: Section, output: Path, limit: float) -> Result:
    from pebble import ProcessExpired

    try:
        return Result(section, output, **get())
    except TimeoutError:
        said = _(
            'the section ran for {seconds:g} s; another limit is said in the notebook\'s metadata: "execution": {{"timeout": SECONDS}}',
            seconds=limit,
        )
    except ProcessExpired as error:
        said = _("its process ended (exit code {status})", status=error.exitcode)
    return Result(section, output, error=said)


def run_notebook(path: Path, output: Path, parameters: dict[str, str]) -> Told:
    """Run one notebook in this process; gives what a `Result` tells beside its places. Its faults are among that."""
    import logging

    import papermill
    from papermill.engines import papermill_engines
    from papermill.exceptions import PapermillExecutionError

    from helpers.editions import reads

    from .shell_engine import NAME, InProcessEngine

    papermill_engines.register(NAME, InProcessEngine)  # where the project is not installed, too
    logging.getLogger("papermill").setLevel(logging.CRITICAL)  # errors are in the result
    started, error, read = time.perf_counter(), "", list[Any]()
    try:
        with _in_this_process:
            reads()
            papermill.execute_notebook(
                str(path), str(output), parameters=parameters, progress_bar=False, log_output=False, engine_name=NAME,
                autosave_cell_every=0, request_save_on_cell_execute=False,
            )  # fmt: skip
            read = reads()
    except PapermillExecutionError as failure:
        error = _describe(failure, injected=bool(parameters))
    except Exception as failure:  # not of a cell: a notebook that papermill cannot read
        error = f"{type(failure).__name__}: {(str(failure).strip() or _('no reason given')).splitlines()[0]}"
    return {"seconds": time.perf_counter() - started, "error": error, "reads": json.loads(json.dumps(read))}


def _describe(failure: PapermillExecutionError, injected: bool) -> str:
    """Cell (from 1), line and error of a failed notebook. injected: papermill has put in a cell with the parameters."""
    place = re.search(r"Cell In\[\d+\], line (\d+)", _ANSI.sub("", "\n".join(failure.traceback)))
    line = _(", line {line}", line=place[1]) if place else ""
    number, error = failure.cell_index + (0 if injected else 1), f"{failure.ename}: {failure.evalue}"
    return _("cell {number}{line}: {error}", number=number, line=line, error=error).strip()
