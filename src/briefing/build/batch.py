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
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from helpers.data.periods import choose_period
from helpers.data.reading import read_rows
from helpers.data.schema import read_table
from helpers.language import _
from helpers.problems import InputError, NotFinished, Problem
from helpers.project import use, within

from .. import foreign
from ..faults import of_machine
from ..order import VERSION, VERSIONS, Order
from ..sections import discover
from . import freshness, notebook_runner
from .locks import locked
from .outputs import beside, files_of, intact
from .recipe import SectionsFailed, build, of_project, plan
from .versions import versions

COLUMNS = ("data", "period", "output")
PROJECT = "project"  # a column that a manifest of several departments has
BUILDER = (  # what a builder imports
    "briefing.build.batch",
    "briefing.document.files",
    "briefing.document.formats.pdf.setting",
    "briefing.document.formats.docx.writer",
)
RETRIES = 2  # of a job whose worker was lost
ADDRESS = re.compile(r"(tcp|tls|ws|wss)://([\w.-]+|\[[0-9a-fA-F:]+\]):[0-9]{1,5}")
PATIENCE = 10  # seconds to wait for a scheduler, and for the first of its workers


class SchedulerLost(RuntimeError):
    """The scheduler has gone while editions were built; those that had come are there."""


@dataclass(frozen=True)
class Job:
    """An edition to build somewhere: the tables and the last edition, zipped, and which code must build it."""

    order: Order
    data: bytes
    last: bytes
    code: str


@dataclass(frozen=True)
class Outcome:
    """What became of an edition: built, unchanged or failed, with the reason; its files, zipped, if it was built."""

    order: Order
    result: str
    reason: str = ""
    seconds: float = 0.0
    files: bytes = b""


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

    scheduler: address of a Dask scheduler, such as tcp://10.0.0.1:8786; empty: the cores of this machine.
    Raises InputError for a scheduler that does not answer or has no workers, SchedulerLost for one that goes.
    """
    jobs: list[Order] = []
    for order in orders:
        try:
            if order.project and scheduler:
                expected, remedy = _("one project on a cluster"), _("Build the others on the cores of a machine.")
                raise InputError(
                    Problem(
                        "--cluster", value=str(order.project), expected=expected, remedy=remedy, code="several_projects"
                    )
                )
            todo = plan(order)
        except (InputError, OSError) as error:  # a manifest line that names no data or period
            yield Outcome(order, "failed", _reason(error))
            continue
        if todo.done:
            yield Outcome(todo.order, "unchanged")
        else:
            jobs.append(todo.order)
    if jobs:
        with _executor(scheduler) as (submit, builders):
            yield from _build_all(jobs, submit, 2 * builders)


def _reason(error: InputError | OSError) -> str:
    return of_machine(error) if isinstance(error, OSError) else "; ".join(map(str, error.problems))


Submit: TypeAlias = Callable[[Callable[[Job], Outcome], Job], "Future[Outcome]"]


def _build_all(orders: list[Order], submit: Submit, ahead: int) -> Iterator[Outcome]:
    """Keep `ahead` jobs with the builders, so that none waits for the next and memory does not grow with the batch."""
    waiting = iter(orders)
    running: dict[Future[Outcome], Order] = {}
    codes: dict[Path | None, str] = {}
    while True:
        while len(running) < ahead and (order := next(waiting, None)):
            try:
                with within(of_project(order).root):
                    if order.project not in codes:
                        codes[order.project] = code_version()
                    running[submit(run_job, pack(order, codes[order.project]))] = order
            except (InputError, OSError) as error:  # this edition's own: the others are built
                yield Outcome(order, "failed", _reason(error))
        if not running and order is None:
            return
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
            with locked(order.folder), beside(order.folder, notes) as new:
                _unzip(outcome.files, new)
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
    if job.order.project:  # a builder of this machine, which has this job alone
        use(job.order.project)
    if job.code != code_version():
        said = _("this builder has another version of the project, its libraries or Python")
        return Outcome(job.order, "failed", said)
    with tempfile.TemporaryDirectory(prefix="edition-") as name:
        order = replace(job.order, data=Path(name, "data"), out=Path(name, "out"))
        _unzip(job.data, order.data)
        sent = _unzip(job.last, order.folder)
        try:
            built = build(order, workers=0)
        except (InputError, OSError) as error:
            return Outcome(job.order, "failed", _reason(error))
        except (SectionsFailed, NotFinished) as error:
            return Outcome(job.order, "failed", "; ".join(str(error).splitlines()))
        except Exception as error:  # this edition's outcome, not a lost builder: it would fail elsewhere too
            return Outcome(job.order, "failed", f"{type(error).__name__}: {error}")
        seconds = time.perf_counter() - begun
        # of the last version only its version.json was sent: sent back, it would be taken for the whole version
        made = [name for name in files_of(built.folder) if not (name.startswith(VERSIONS) and name in sent)]
        return Outcome(job.order, "built", "; ".join(built.notes), seconds, _zip(built.folder, made))


def pack(order: Order, code: str) -> Job:
    """All that a builder needs, read now. order: of a plan, for a builder has no publications to find what was revised."""
    tables = [path.name for path in freshness.table_files(order.data)]
    newest = [f"{VERSIONS}/{version.number}/{VERSION}" for version in versions(order.folder)[-1:]]
    last = [name for name in (freshness.STATE, *newest, *intact(order.folder)) if (order.folder / name).exists()]
    return Job(order, _zip(order.data, tables), _zip(order.folder, last), code)


def code_version() -> str:
    """Of all code and notebooks that an edition depends on: a builder with another one must not build it."""
    return freshness.digest(freshness.page_fingerprint(), *map(freshness.notebook_fingerprint, discover()))


def _zip(folder: Path, names: Iterable[str]) -> bytes:
    return foreign.zipped({name: (folder / name).read_bytes() for name in names}, level=1)


def _unzip(content: bytes, folder: Path) -> list[str]:
    """Lay an archive's files into a folder; gives their names."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(folder)
        return archive.namelist()
