"""`briefing build --manifest`: many editions, through one pool of builders on this machine or through a Dask cluster.

Both are executors of `concurrent.futures`. A job carries all that it needs as bytes, the data and what the last build
left, and brings its edition back as bytes: no disk is shared. Each edition of this machine has a builder of its own,
forked from the process that also forks its sections, so the libraries are imported once for all editions.
"""

import io
import logging
import re
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from helpers.data.csv_reader import read_rows
from helpers.data.periods import choose_period
from helpers.data.schema import read_table
from helpers.errors import InputError, NotFinished, Problem
from helpers.i18n import _
from helpers.project import Project, within

from .. import foreign
from ..faults import of_machine
from ..order import BUILDS, NOTEBOOKS, VERSION, Order
from . import freshness, notebook_runner
from .builds import CURRENT, files_of, intact, keep, last_build, locked, new_build, show
from .recipe import OF_EVERY_BUILD, Plan, SectionsFailed, build, of_project, plan
from .snapshot import Snapshot, take_snapshot
from .versions import without_outputs

COLUMNS = ("data", "period", "output")
PROJECT = "project"  # a column that a manifest of several departments has
BUILDER = (  # what a builder imports
    "briefing.build.batch",
    "briefing.document.files",
    "briefing.document.formats.pdf.typesetting",
    "briefing.document.formats.docx.writer",
)
RETRIES = 2  # of a job whose worker was lost
ADDRESS = re.compile(r"(tcp|tls|ws|wss)://([\w.-]+|\[[0-9a-fA-F:]+\]):[0-9]{1,5}")
PATIENCE = 10  # seconds to wait for a scheduler, and for the first of its workers


class SchedulerLost(RuntimeError):
    """The scheduler has gone while editions were built; those that had come are there."""


@dataclass(frozen=True)
class Job:
    """An edition to build somewhere: its snapshot and the last build, zipped, and which code must build it."""

    order: Order
    made_of: bytes
    data: str  # where in that the tables are
    last: bytes
    code: str


@dataclass(frozen=True)
class Outcome:
    """What became of an edition: built, unchanged or failed, with the reason; its build, zipped, if it was built.

    number: of that build. shown: what of it lies where readers look.
    """

    order: Order
    result: str
    reason: str = ""
    seconds: float = 0.0
    files: bytes = b""
    number: int = 0
    shown: tuple[str, ...] = ()


def read_manifest(path: Path, formats: tuple[str, ...], final: bool = False, anywhere: bool = False) -> list[Order]:
    """The editions that a manifest lists: columns data, period, output, perhaps project; paths are relative to its folder.

    anywhere: outputs may lie outside it, which a manifest that was received does not decide. Raises InputError with every
    faulty line.
    """
    columns = ", ".join(COLUMNS)
    if not path.is_file():
        expected, remedy = _("a CSV with the columns {columns}", columns=columns), _("Write one row an edition.")
        raise InputError(Problem(str(path), expected=expected, remedy=remedy, code="missing_file"))
    header, rows = read_rows(path)
    if missing := [name for name in COLUMNS if name not in header]:
        expected = _("the columns {columns}", columns=columns)
        raise InputError(
            Problem(path.name, 1, name, expected=expected, remedy=_("Add it."), code="missing_column")
            for name in missing
        )
    problems: list[Problem] = []
    orders: dict[int, Order] = {}

    def refuse(line: int, column: str, expected: str, remedy: str, code: str) -> None:
        problems.append(Problem(path.name, line, column, rows[line][column], expected, remedy, code=code))

    for line, row in rows.items():
        order = Order(row["period"], path.parent / row["data"], path.parent / row["output"], formats, final=final)
        if row.get(PROJECT):
            order = replace(order, project=(path.parent / row[PROJECT]).resolve())
        if not row["data"]:  # a folder that is not there is this edition's failure only
            refuse(line, "data", _("a folder with the CSVs"), _("Name it."), "empty_cell")
        if not row["output"]:
            refuse(line, "output", _("the folder that gets the edition's folder"), _("Name it."), "empty_cell")
        elif not (anywhere or order.out.resolve().is_relative_to(path.parent.resolve())):
            remedy = _("Give another, or say that you mean it: --anywhere.")
            refuse(line, "output", _("a folder below the manifest's"), remedy, "folder_elsewhere")
        if order.project and not (anywhere or order.project.is_relative_to(path.parent.resolve())):
            remedy = _("Say that you mean it: --anywhere.")
            refuse(line, PROJECT, _("a folder below the manifest's"), remedy, "folder_elsewhere")
        if row["data"] and row["output"]:
            orders[line] = _settled(order)
    for line, free in _collisions(orders):
        refuse(line, "output", free, _("Give it another."), "occupied_folder")
    if not rows:
        expected = _("a row for each edition below {columns}", columns=columns)
        problems.append(Problem(path.name, expected=expected, remedy=_("Add one."), code="no_rows"))
    if problems:
        raise InputError(problems)
    return list(orders.values())


def _collisions(orders: dict[int, Order]) -> Iterator[tuple[int, str]]:
    """Lines whose edition would stand in data or in another line's edition, or around them; and what is expected."""
    data = {order.data.resolve(): line for line, order in orders.items()}
    places = {line: order.folder.resolve() for line, order in orders.items() if order.period}
    editions: dict[Path, int] = {}
    for line, place in places.items():
        editions.setdefault(place, line)
    for line, place in places.items():
        for above in (place, *place.parents):
            if above in data:
                yield line, _("a folder outside the data of line {data}", data=data[above])
            if editions.get(above, line) != line:
                yield line, _("a folder outside the edition of line {editions}", editions=editions[above])
    for place, line in data.items():
        for above in place.parents:
            if above in editions:
                yield editions[above], _("a folder that does not hold the data of line {line}", line=line)


def _settled(order: Order) -> Order:
    """An order with its period; as it is if its data cannot be read, which the edition will say."""
    if order.data.is_dir():
        with suppress(InputError), within(of_project(order).root):
            return replace(order, period=choose_period(read_table(order.data, "periods"), order.period))
    return order


def run_batch(orders: list[Order], scheduler: str = "") -> Iterator[Outcome]:
    """Build editions and give the outcome of each as it comes; finished ones lie in their folders.

    scheduler: address of a Dask scheduler, such as tcp://10.0.0.1:8786; empty: the cores of this machine. Each is planned
    when a builder is about to be free: none waits for the next, and memory does not grow with the batch.
    Raises InputError for a scheduler that does not answer or has no workers, SchedulerLost for one that goes.
    """
    with ExitStack() as open_:
        executor, ahead = None, 1
        running: dict[Future[Outcome], Order] = {}
        for order in orders:
            planned = _planned(order)
            if isinstance(planned, Outcome):
                yield planned
                continue
            if executor is None:  # not where nothing is to do
                executor, builders = open_.enter_context(_executor(scheduler))
                ahead = 2 * builders
            running[executor(run_job, planned)] = planned.order
            while len(running) >= ahead:
                yield from _ended(running)
        while running:
            yield from _ended(running)


def _planned(order: Order) -> Job | Outcome:
    """The job of an edition; its outcome where there is nothing to do, or where it cannot be."""
    try:
        with take_snapshot(of_project(order), order.data) as taken:
            todo = plan(order, taken)
            return Outcome(todo.order, "unchanged") if todo.done else pack(todo)
    except (InputError, OSError) as error:  # this edition's own: the others are built
        return Outcome(order, "failed", _reason(error))


def _reason(error: InputError | OSError) -> str:
    return of_machine(error) if isinstance(error, OSError) else "; ".join(map(str, error.problems))


Submit: TypeAlias = Callable[[Callable[[Job], Outcome], Job], "Future[Outcome]"]


def _ended(running: dict[Future[Outcome], Order]) -> Iterator[Outcome]:
    for future in wait(running, return_when=FIRST_COMPLETED).done:
        yield _received(future, running.pop(future))


def _received(future: Future[Outcome], order: Order) -> Outcome:
    """Put a built edition in its folder."""
    try:
        outcome: Outcome = future.result()
    except CancelledError:
        raise SchedulerLost(_("the scheduler was lost; run the command again to build what is missing")) from None
    except Exception as error:  # the builder itself was lost, with the job
        said = _("the builder was lost: {name} {error}", name=type(error).__name__, error=error)
        return Outcome(order, "failed", said.strip())
    notes: list[str] = []
    try:
        if outcome.files:
            with locked(order.folder), new_build(order.folder) as new:
                _unzip(outcome.files, new)
                keep(new, order.folder, outcome.number)
                notes += show(order.folder, outcome.number, outcome.shown)
    except OSError as error:
        return Outcome(order, "failed", _reason(error))
    return replace(outcome, order=order, files=b"", reason="; ".join(filter(None, [outcome.reason, *notes])))


@contextmanager
def _executor(scheduler: str) -> Iterator[tuple[Submit, int]]:
    """Something to submit jobs to, and how many builders it has."""
    if scheduler:
        with _dask(scheduler) as (executor, builders):
            yield executor.submit, builders
        return
    with notebook_runner.worker_pool(notebook_runner.WORKERS, 1, BUILDER) as pool:
        yield lambda work, job: pool.schedule(work, (job,)), notebook_runner.WORKERS


@contextmanager
def _dask(scheduler: str) -> Iterator[tuple[Executor, int]]:
    try:
        from distributed import Client
    except ImportError:
        remedy = _("Install it: pip install 'briefing[cluster]'")
        raise InputError(
            Problem("--cluster", expected=_("the package distributed"), remedy=remedy, code="missing_package")
        ) from None
    if not ADDRESS.fullmatch(scheduler):
        expected = _("an address such as {example}", example="tcp://HOST:PORT")
        remedy = _("The scheduler prints it when it starts.")
        raise InputError(Problem("--cluster", value=scheduler, expected=expected, remedy=remedy, code="bad_address"))
    for name in ("distributed", "distributed.client"):  # what goes wrong is said here, once
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        client = Client(scheduler, timeout=PATIENCE, set_as_default=False)
    except OSError:
        raise _no_cluster(scheduler, _("a Dask scheduler that answers"), "dask scheduler") from None
    with client:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError:
            expected = _("a scheduler with workers, of which none came within {patience} s", patience=PATIENCE)
            raise _no_cluster(scheduler, expected, f"dask worker {scheduler}") from None
        builders = sum(worker["nthreads"] for worker in client.scheduler_info(n_workers=-1)["workers"].values())
        yield client.get_executor(pure=False, retries=RETRIES), builders


def _no_cluster(scheduler: str, expected: str, command: str) -> InputError:
    remedy = _("Start one where this project is installed: {command}", command=command)
    return InputError(
        Problem("--cluster", value=scheduler, expected=expected, remedy=remedy, code="unreachable_cluster")
    )


# -- on the builder's side ---------------------------------------------------------------------------------------------


def run_job(job: Job) -> Outcome:
    """Build a job's edition in a folder of its own. What goes wrong is the outcome, not an exception."""
    begun = time.perf_counter()
    if job.code != freshness.page_fingerprint():
        said = _("this builder has another version of the project, its libraries or Python")
        return Outcome(job.order, "failed", said)
    with tempfile.TemporaryDirectory(prefix="edition-") as name:
        own = Project(Path(name, "project"))
        taken = Snapshot(of_project(job.order), own, own.root / job.data)
        order = replace(job.order, data=taken.data, out=Path(name, "out"))
        _unzip(job.made_of, own.root)
        _unzip(job.last, order.folder)
        try:
            built = build(order, workers=0, snapshot=taken)
        except (InputError, OSError) as error:
            return Outcome(job.order, "failed", _reason(error))
        except (SectionsFailed, NotFinished) as error:
            return Outcome(job.order, "failed", "; ".join(str(error).splitlines()))
        except Exception as error:  # this edition's outcome, not a lost builder: it would fail elsewhere too
            return Outcome(job.order, "failed", f"{type(error).__name__}: {error}")
        seconds, made = time.perf_counter() - begun, last_build(built.folder)
        files = _zip(made, files_of(made))
        shown = (*built.files, *OF_EVERY_BUILD)
        return Outcome(job.order, "built", "; ".join(built.notes), seconds, files, built.version, shown)


def pack(todo: Plan) -> Job:
    """All that a builder needs: the snapshot, and what the last build left."""
    order, last = todo.order, todo.last
    names = [freshness.STATE, VERSION, *intact(last)] if last.is_dir() else []
    kept = [(last / name).relative_to(order.folder).as_posix() for name in names]
    pointer = [f"{BUILDS}/{CURRENT}"] if kept else []
    root, data = todo.taken.own.root, todo.taken.data
    files = {name: (root / name).read_bytes() for name in files_of(root)}
    files |= {f"{NOTEBOOKS}/{each.path.name}": without_outputs(each) for each in todo.sections}
    made_of, left = foreign.zipped(files, level=1), _zip(order.folder, kept + pointer)
    return Job(order, made_of, data.relative_to(root).as_posix(), left, freshness.page_fingerprint())


def _zip(folder: Path, names: Iterable[str]) -> bytes:
    return foreign.zipped({name: (folder / name).read_bytes() for name in names}, level=1)


def _unzip(content: bytes, folder: Path) -> None:
    """Lay an archive's files into a folder."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(folder)
