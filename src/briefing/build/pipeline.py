"""Build an edition: check the data, run the stale sections, make the formats, put the finished folder in place."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from helpers.data.datapackage import FILE as PACKAGE
from helpers.data.read_record import Read
from helpers.data.reporting_period import choose_period
from helpers.errors import InputError, NotFinished, Problem, refuse
from helpers.i18n import _

from ..build_request import DOCUMENT, FIGURES, HTML, NOTEBOOKS, PUBLISHED, STATE, VERSION, BuildRequest
from ..document.formats import files_of
from ..sections import Section, SectionsFailed
from . import notebook_runner, stale_sections
from .builds import keep, last_build, locked, new_build, show, stored_name
from .snapshot import Snapshot, Tables, digest, take_snapshot
from .stale_sections import State

if TYPE_CHECKING:
    from pebble import ProcessPool

    from helpers.editions import Edition

    from ..document.revised_figures import Revised
    from .notebook_runner import Result

EXECUTED = "executed"  # in the snapshot: the notebooks as they ran
OF_EVERY_BUILD = (FIGURES, PACKAGE, DOCUMENT)  # files that lie beside the formats where readers look
Report: TypeAlias = "Callable[[Result], None]"


@dataclass(frozen=True)
class Built:
    """A finished edition: where, which sections had to run and why, and what the user must know."""

    folder: Path
    files: tuple[str, ...]  # of the formats that were wanted
    ran: dict[str, str]
    notes: tuple[str, ...] = ()
    written: bool = False  # False: it was complete already
    open: dict[str, int] = field(default_factory=dict)  # how many findings and errors nobody has settled
    version: int = 0
    new_version: bool = False  # something is said otherwise than at the last build, or made of something else


def build(
    request: BuildRequest,
    report: Report = lambda result: None,
    workers: int | ProcessPool = notebook_runner.WORKERS,
    snapshot: Snapshot | None = None,
) -> Built:
    """Build an edition of a snapshot, or of its project as it is now; what is still fresh from the last build is taken over.

    report: told of each section as it ends. workers: as of `notebook_runner.run`.

    Raises InputError for data or a request that cannot be used, SectionsFailed for sections that could not be
    run; in both cases the last edition stays as it was.
    """
    with nullcontext(snapshot) if snapshot else take_snapshot(request.project, request.data) as taken:
        todo = plan(request, taken)
        if todo.done and not request.final:
            return _unchanged(todo)
        if todo.stale and workers == notebook_runner.WORKERS:
            notebook_runner.warm_up()
        taken.lay_out()
        if request.final and not request.publication:  # which is made of a final copy
            from .final_checks import refuse_open

            refuse_open(taken.data, todo.request.period)
        # all faults of the data together, before anything is written; workers that are kept run meanwhile, others begin no sooner
        checked = _checked_data(todo) if isinstance(workers, int) else None
        with _running(todo, workers) as results:
            edition = checked or _checked_data(todo)
            with locked(todo.request.folder):  # not before: a build that is refused leaves nothing, not even a lock
                if last_build(todo.request.folder) == todo.last:
                    if todo.done:
                        return _unchanged(todo)
                    with new_build(todo.request.folder) as new:
                        ran = _executed_into(new, todo, results, report)
                        return _written(todo, ran, edition, new)
        return build(request, report, workers, taken)  # another build has ended meanwhile


def _checked_data(todo: Plan) -> Edition:
    """The edition of sound data, and of sound rules. Raises InputError with all faults of the data together."""
    from helpers.editions import sound

    from ..document.what_if import comparisons

    edition = sound(todo.taken.data, todo.request.period)
    comparisons(edition)
    return edition


def _running(todo: Plan, workers: int | ProcessPool) -> AbstractContextManager[Iterator[Result]]:
    """The stale sections, which run where the snapshot lies."""
    folder = todo.taken.own.root / EXECUTED
    folder.mkdir(exist_ok=True)
    parameters = todo.taken.parameters(todo.request.period)
    return notebook_runner.run([*todo.stale], folder, parameters, workers, todo.request.isolated)


def _unchanged(todo: Plan) -> Built:
    number, folder = todo.state["version"], todo.request.folder
    notes = tuple(show(folder, number, (*todo.files, *OF_EVERY_BUILD)))
    return Built(folder, todo.files, {}, notes, open=todo.state["open"], version=number)


def _written(todo: Plan, ran: dict[str, State], edition: Edition, new: Path) -> Built:
    """Make what is wanted of the executed sections in a new folder, and show it.

    ran: what each section depends on. edition: of the tables as they are in the snapshot.
    """
    request, taken = todo.request, todo.taken
    from ..document.edition_report import edition_report  # loaded by now, while sections ran
    from ..document.figures_csv import figures
    from ..document.reader_remarks import open_remark_lines
    from .version_contents import write_version

    if request.isolated:
        stale = _stale(replace(request, force=False, isolated=False), taken, todo.state, todo.last)
        refuse_otherwise([each for each in taken.sections if each not in stale], todo.last, new)
    made = edition_report([_executed(new, section) for section in taken.sections], request, edition)
    if request.final:
        from .final_checks import refuse_missing

        refuse_missing(made.data)
    for name, content in {
        HTML: made.file("html"),
        **figures(made.data, edition),
        DOCUMENT: made.data.written(),
    }.items():
        (new / name).write_bytes(content)
    number = write_version(new, request, taken, made.data)
    is_new = (new / VERSION).exists()
    state = {"looked_at": todo.looked_at, "open": made.data.open, "sections": ran, "version": number}
    state["tables"] = taken.tables.digests
    (new / STATE).write_text(json.dumps(state, ensure_ascii=False), encoding="utf-8")
    for name, suffix in made.files.items():
        if not (new / stored_name(name, number)).exists():
            (new / stored_name(name, number)).write_bytes(made.file(suffix))
    keep(new, request.folder, number)
    notes = show(request.folder, number, (*todo.files, *OF_EVERY_BUILD))
    if request.final:
        notes += open_remark_lines(request.period, taken.tables.rows)
    why = {section.name: why for section, why in todo.stale.items()}
    return Built(request.folder, todo.files, why, tuple(notes), True, made.data.open, number, is_new)


def refuse_otherwise(sections: list[Section], draft: Path, made: Path) -> None:
    """Refuse sections that show something else in a process of their own than in a draft, whose workers are kept."""
    from ..document.cell_outputs import notebook_blocks

    expected = _("what the last build has of it: it shows something else in a process of its own")
    remedy = _("It rests on what another section has left in Python, such as a setting: let it set what it needs.")
    names = (each.path.name for each in sections)
    refuse(
        Problem(f"{NOTEBOOKS}/{name}", expected=expected, remedy=remedy, code="leaking_section")
        for name in names
        if notebook_blocks(name, (draft / NOTEBOOKS / name).read_bytes())
        != notebook_blocks(name, (made / NOTEBOOKS / name).read_bytes())
    )


@dataclass(frozen=True)
class Plan:
    """What a build has to do. request: as it was asked for, with its period and what was revised."""

    request: BuildRequest
    files: tuple[str, ...]  # of the formats that are wanted
    stale: dict[Section, str]  # the sections to run, and why
    done: bool  # nothing to do: every section, table and format is as the last build left it
    looked_at: str  # a fingerprint of all that a build looks at: where it is as before, no notebook is even parsed
    state: State
    taken: Snapshot
    last: Path  # the folder of the last build


def plan(request: BuildRequest, taken: Snapshot) -> Plan:
    """Compare a snapshot with what the last build left."""
    request, _tables = locate(request, taken.tables)
    request = replace(request, revised=revised(request, taken.tables))
    last = last_build(request.folder)
    state = stale_sections.load_state(last)
    looked_at = digest(taken.digest, taken.page, repr((request.revised, request.final)))
    is_same = state.get("looked_at") == looked_at and not (request.force or request.isolated)
    stale = {} if is_same else _stale(request, taken, state, last)
    files = tuple(files_of(request))
    stored = (stored_name(name, state.get("version", 0)) for name in files)
    is_whole = all((last / name).exists() for name in (*OF_EVERY_BUILD, *stored))
    return Plan(request, files, stale, is_same and is_whole and not request.publication, looked_at, state, taken, last)


def revised(request: BuildRequest, tables: Tables) -> tuple[Revised, ...]:
    """What of earlier periods is other than first published: as the request says, else by its folder's publications.

    None of tables that cannot be read.
    """
    if request.revised is not None or not (folder := request.out / PUBLISHED).is_dir():
        return request.revised or ()
    from ..document.revised_figures import is_earlier, since
    from .version_contents import publications

    found: list[Revised] = []
    for period in sorted(each.name for each in folder.iterdir()):
        if is_earlier(period, request.period) and (kept := publications(request.out, period)) and kept[0].inputs:
            with suppress(InputError):
                found += since(period, int(kept[0].folder.name), period, kept[0].rows, tables.rows)
    return tuple(found)


def locate(request: BuildRequest, tables: Tables | None = None) -> tuple[BuildRequest, Tables]:
    """Settle a request's period and folder, with its tables: as they are now, unless given. Raises InputError for what cannot be used."""
    tables = tables or Tables.of(request.data)
    return replace(request, period=choose_period(tables.rows("periods"), request.period)), tables


def _stale(request: BuildRequest, taken: Snapshot, state: State, last: Path) -> dict[Section, str]:
    """The sections that must run, with the reason. state, last: what the last build left, and its folder."""
    if request.force or request.isolated:
        return dict.fromkeys(taken.sections, "isolated" if request.isolated else "forced")
    found = {}
    for section in taken.sections:
        try:
            found[section] = stale_sections.reason(section, taken, state if _executed(last, section).exists() else {})
        except InputError:  # the check that follows says what is wrong
            found[section] = _("the data cannot be read")
    return {section: reason for section, reason in found.items() if reason}


def _executed_into(new: Path, todo: Plan, results: Iterator[Result], report: Report) -> dict[str, State]:
    """Take over what is fresh, and what is stale as it comes, into the new folder; gives what each section depends on."""
    failed: list[Result] = []
    depends: dict[str, State] = {}
    from helpers.values.blocks import Source

    from ..document import cell_outputs, html_page

    for section in todo.taken.sections:
        if section not in todo.stale:
            fresh = _executed(todo.last, section)
            shutil.copyfile(fresh, _executed(new, section))
            # what is collected and coloured is kept, for the document and the page
            for block in cell_outputs.notebook_blocks(fresh.name, fresh.read_bytes()):
                if isinstance(block, Source) and block.language == "python":
                    html_page.highlighted(block.source)
            depends[section.name] = todo.state["sections"][section.name]
    html_page.frame()
    period = todo.request.period
    for result in (_checked(each, period) for each in results):
        report(result)
        if result.error:
            failed.append(result)
        else:
            shutil.copyfile(result.output, _executed(new, result.section))
            depends[result.section.name] = stale_sections.depends_on(todo.taken, result)
    if failed:
        raise SectionsFailed([(result.section, result.error) for result in failed])
    return {section.name: depends[section.name] for section in todo.taken.sections}


def _checked(result: Result, period: str) -> Result:
    """A section's result, whose cells are read by then; a fault where the document would lose what they show, and where all that
    it reads is another period's: a copied cell names last quarter."""
    from ..document.cell_outputs import notebook_blocks

    read = {Read(*each).period for each in result.reads} - {""}
    if result.error:
        return result
    if read and period not in read:
        told = _(
            "reads only {others}, where {period} is built. Write Edition(period, data_dir); another period is edition.of('2024-H1'), edition.before('last_year').",
            others=", ".join(sorted(read)),
            period=period,
        )
        return replace(result, error=told)
    try:
        notebook_blocks(result.output.name, result.output.read_bytes())
    except NotFinished as error:
        return replace(result, error=str(error))
    return result


def _executed(folder: Path, section: Section) -> Path:
    return folder / NOTEBOOKS / section.path.name
