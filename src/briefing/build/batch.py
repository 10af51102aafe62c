"""`briefing build --manifest`: many editions, through one pool of builders on this machine or through a Dask cluster.

A job carries all that it needs, the files of its snapshot and of the last build, and brings its edition's files back: no disk
is shared. Each edition of this machine has a process of its own, forked from a server that has the libraries loaded.
"""

import gc
import logging
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias

from helpers.data.csv_reader import parse_rows, read_file
from helpers.errors import InputError, NotFinished, Problem, misused, refuse
from helpers.i18n import Message, _
from helpers.project import Project

from ..build_request import BUILDS, BuildRequest
from ..crash_report import of_machine
from . import notebook_runner
from .builds import CURRENT, keep, last_build, locked, new_build, show
from .pipeline import OF_EVERY_BUILD, Plan, build, plan
from .snapshot import Snapshot, digest, take_snapshot, visible, write_files

COLUMNS = ("data", "period", "output")
BUILDER = (  # what a builder imports
    "briefing.build.batch",
    "briefing.document.edition_report",
    "briefing.document.formats.pdf.typesetting",
    "briefing.document.formats.docx.writer",
)
RETRIES = 2  # of a job whose worker was lost
PATIENCE = 10  # seconds to wait for a scheduler, and for the first of its workers


@dataclass(frozen=True)
class Job:
    """An edition to build somewhere: the files of its snapshot and of the last build, and which code must build it."""

    request: BuildRequest
    files: dict[str, bytes]
    data: str  # where among them the tables are
    last: dict[str, bytes]
    code: str


@dataclass(frozen=True)
class Outcome:
    """What became of an edition: built, unchanged or failed, with the reason; the files of its build, if it was built.

    number: of that. shown: what of it lies where readers look.
    """

    request: BuildRequest
    result: str
    reason: str = ""
    seconds: float = 0.0
    files: dict[str, bytes] = field(default_factory=dict)
    number: int = 0
    shown: tuple[str, ...] = ()


def read_manifest(path: Path, request: BuildRequest) -> list[BuildRequest]:
    """The editions that a manifest lists, each as asked for: columns data, period, output; folders are relative to the manifest's.

    Raises InputError with every faulty line; what is wrong with an edition's own folders is its failure alone.
    """
    header, rows = parse_rows(path.name, read_file(path))
    if not rows or {*header} != {*COLUMNS}:
        expected = _("a row for each edition below {columns}, and no other column", columns=", ".join(COLUMNS))
        remedy = _("Write them so.")
        refuse([Problem(path.name, 1, "", ", ".join(header), expected, remedy, code="wrong_form")])
    problems: list[Problem] = []
    requests: dict[tuple[Path, str], BuildRequest] = {}
    for line, row in rows.items():
        expected, remedy = _("a folder, relative to the manifest's"), _("Name it.")
        empty = [column for column in ("data", "output") if not row[column]]
        problems += [Problem(path.name, line, each, "", expected, remedy, code="missing_value") for each in empty]
        data, out = path.parent / row["data"], path.parent / row["output"]
        if not empty and (out.resolve(), row["period"]) in requests:
            expected, remedy = _("a folder of the edition's own: another line has it"), _("Give it another.")
            problems.append(Problem(path.name, line, "output", row["output"], expected, remedy, code="occupied_path"))
        requests[out.resolve(), row["period"]] = replace(request, period=row["period"], data=data, out=out)
    refuse(problems)
    return list(requests.values())


def run_batch(requests: list[BuildRequest], scheduler: str = "") -> Iterator[Outcome]:
    """Build editions and give the outcome of each as it comes; finished ones lie in their folders.

    scheduler: address of a Dask scheduler, such as tcp://10.0.0.1:8786; empty: the cores of this machine. Each is planned
    when a builder is about to be free: none waits for the next, and memory does not grow with the batch.
    Raises InputError for a scheduler that does not answer or has no workers, NotFinished for one that goes.
    """
    with _dask(scheduler) if scheduler else _processes() as (submit, builders):
        running: dict[Future[Outcome], tuple[Job, int]] = {}

        def ended() -> Iterator[Outcome]:
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                job, tries = running.pop(future)
                if tries < RETRIES and not future.cancelled() and future.exception():  # lost with its builder
                    running[submit(run_job, job)] = job, tries + 1
                else:
                    yield _received(future, job.request)

        for request in requests:
            planned = _planned(request)
            if isinstance(planned, Outcome):
                yield planned
                continue
            running[submit(run_job, planned)] = planned, 0
            while len(running) >= 2 * builders:
                yield from ended()
        while running:
            yield from ended()


def _planned(request: BuildRequest) -> Job | Outcome:
    """The job of an edition; its outcome where there is nothing to do, or where it cannot be."""
    try:
        with take_snapshot(request.project, request.data) as taken:
            todo = plan(request, taken)
            return Outcome(todo.request, "unchanged") if todo.done else pack(todo)
    except (InputError, OSError) as error:  # this edition's own: the others are built
        return _failed(request, error)


def _failed(request: BuildRequest, error: BaseException) -> Outcome:
    said = f"{type(error).__name__}: {error}"
    if isinstance(error, InputError | NotFinished):
        said = "; ".join(str(error).splitlines())
    return Outcome(request, "failed", of_machine(error) if isinstance(error, OSError) else said)


Submit: TypeAlias = Callable[[Callable[[Job], Outcome], Job], "Future[Outcome]"]


def _received(future: Future[Outcome], request: BuildRequest) -> Outcome:
    """Put a built edition in its folder."""
    try:
        outcome, notes = future.result(), list[str]()
        if outcome.files:
            with locked(request.folder), new_build(request.folder) as new:
                write_files(new, outcome.files)
                keep(new, request.folder, outcome.number)
                notes = show(request.folder, outcome.number, outcome.shown)
    except CancelledError:
        raise NotFinished(_("the scheduler was lost; run the command again to build what is missing")) from None
    except Exception as error:  # the builder was lost with the job, or the edition's folder takes nothing
        return _failed(request, error)
    return replace(outcome, request=request, files={}, reason="; ".join(filter(None, [outcome.reason, *notes])))


@contextmanager
def _processes() -> Iterator[tuple[Submit, int]]:
    """Something to submit jobs to, and how many builders it has."""
    with notebook_runner.pool(notebook_runner.WORKERS, isolated=True, modules=BUILDER) as processes:
        yield lambda work, job: processes.schedule(work, (job,)), notebook_runner.WORKERS


@contextmanager
def _dask(scheduler: str) -> Iterator[tuple[Submit, int]]:
    def refused(expected: Message, remedy: Message) -> InputError:
        return misused("--cluster", scheduler, expected, remedy, code="unreachable_cluster")

    try:
        from distributed import Client
    except ImportError:
        remedy = _("Install it: pip install 'briefing[cluster]'")
        raise refused(_("the package distributed"), remedy) from None
    for name in ("distributed", "distributed.client", "tornado.application"):  # what goes wrong is said here, once
        logging.getLogger(name).setLevel(logging.CRITICAL)
    with ExitStack() as opened:
        try:
            client = opened.enter_context(Client(scheduler, timeout=PATIENCE, set_as_default=False))
            client.wait_for_workers(1, timeout=PATIENCE)
        except (OSError, ValueError):  # TimeoutError, too
            expected = _("a Dask scheduler that answers and has workers, as {example}", example="tcp://HOST:PORT")
            started = f"dask scheduler; dask worker {scheduler}"
            remedy = _("Start one where this project is installed: {command}", command=started)
            raise refused(expected, remedy) from None
        builders = sum(worker["nthreads"] for worker in client.scheduler_info(n_workers=-1)["workers"].values())
        yield client.get_executor(pure=False).submit, builders


# -- on the builder's side ---------------------------------------------------------------------------------------------


def run_job(job: Job) -> Outcome:
    """Build a job's edition in a folder of its own. What goes wrong is the outcome, not an exception: it would go wrong elsewhere, too."""
    begun = time.perf_counter()
    gc.set_threshold(notebook_runner.GC_THRESHOLD)  # on a cluster, too
    with tempfile.TemporaryDirectory(prefix="edition-") as name:
        own = Project(Path(name, "project"))
        taken = Snapshot(job.request.project, own, own.root / job.data, job.files)
        if job.code != code_of(taken):
            said = _("this builder has another version of the project, its libraries or Python")
            return Outcome(job.request, "failed", said)
        request = replace(job.request, project=own, data=taken.data, out=Path(name, "out"))
        write_files(request.folder, job.last)
        try:
            built = build(request, workers=0, snapshot=taken)
        except Exception as error:
            return _failed(job.request, error)
        made = last_build(built.folder)
        files = {name: (made / name).read_bytes() for name in visible(made)}
        seconds, shown = time.perf_counter() - begun, (*built.files, *OF_EVERY_BUILD)
        return Outcome(job.request, "built", "; ".join(built.notes), seconds, files, built.version, shown)


def pack(todo: Plan) -> Job:
    """All that a builder needs: the snapshot, and what the last build left."""
    request, taken, last = todo.request, todo.taken, todo.last
    paths = [last / name for name in visible(last)]
    paths += [request.folder / BUILDS / CURRENT] if paths else []
    left = {path.relative_to(request.folder).as_posix(): path.read_bytes() for path in paths}
    return Job(request, dict(taken.files), taken.place, left, code_of(taken))


def code_of(taken: Snapshot) -> str:
    """Of the program here, and of the packages that are installed here, as their folders are called."""
    installed = {path.name for place in sys.path for path in Path(place).glob("*.dist-info")}
    return digest(taken.page, *sorted(installed))
