"""Build an edition: check the data, run the stale sections, make the formats, put the finished folder in place."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from helpers.data.datapackage import FILE as PACKAGE
from helpers.data.read_record import Read
from helpers.data.reporting_period import choose_period
from helpers.errors import InputError, NotFinished, Problem, refuse
from helpers.i18n import _

from ..build_request import DOCUMENT, FIGURES, HTML, NOTEBOOKS, PUBLISHED, STATE, VERSION, BuildRequest
from ..document.formats import files_of, format_of
from ..sections import Section, SectionsFailed
from . import notebook_runner, stale_sections
from .builds import keep, last_build, locked, new_build, show, stored_name
from .snapshot import Snapshot, Tables, digest, take_snapshot, write_files
from .stale_sections import State

if TYPE_CHECKING:
    from pebble import ProcessPool

    from helpers.editions import Edition

    from ..document.revised_figures import Revised
    from .notebook_runner import Result
    from .version_contents import Origin

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
        if (
            not todo.is_same and workers == notebook_runner.WORKERS
        ):  # some section is stale, as a rule: before it is known which
            notebook_runner.warm_up(request.isolated)
        executed, parameters = taken.own.root / EXECUTED, taken.parameters(todo.request.period)
        with notebook_runner.run([*todo.stale], executed, parameters, workers, request.isolated) as start:
            taken.lay_out()
            executed.mkdir(exist_ok=True)
            from helpers.audit_result import keep_result  # while the workers load theirs
            from helpers.editions import sound

            from .version_contents import origin_of

            # all faults of the data together, before anything is run
            edition = sound(taken.data, todo.request.period, check_declaration=todo.has_new_declaration)
            keep_result(edition)  # and of the rules
            if request.final and not request.publication:  # which is made of a final copy
                from .final_checks import refuse_open

                refuse_open(edition)
            with locked(todo.request.folder):  # not before: a build that is refused leaves nothing, not even a lock
                if last_build(todo.request.folder) == todo.last:
                    if todo.done:
                        return _unchanged(todo)
                    results = start()
                    origin = origin_of(todo.request, taken)  # while they run
                    _take_over(todo, executed, edition)
                    ran = _executed(todo, results, report)
                    with new_build(todo.request.folder) as new:
                        shutil.copytree(executed, new / NOTEBOOKS, dirs_exist_ok=True)
                        return _written(todo, ran, edition, origin, new)
        return build(request, report, workers, taken)  # another build has ended meanwhile


def _take_over(todo: Plan, executed: Path, edition: Edition) -> None:
    """Take what is fresh from the last build; what it is printed from, and what formats are made with, is kept in memory."""
    from ..document import audit_marks, cell_outputs, source_rows

    shown = []
    for section in todo.fresh:
        path = shutil.copyfile(todo.last / NOTEBOOKS / section.path.name, executed / section.path.name)
        shown.append((path.name, cell_outputs.notebook_blocks(path.name, path.read_bytes())))
    made = audit_marks.of_sections(shown, edition.period, todo.taken.tables.rows, whole=False)
    source_rows.with_sources(made, edition)
    for suffix in todo.request.formats:
        format_of(suffix).load()


def _unchanged(todo: Plan) -> Built:
    number, folder = todo.state["version"], todo.request.folder
    notes = tuple(show(folder, number, (*todo.files, *OF_EVERY_BUILD)))
    return Built(folder, todo.files, {}, notes, open=todo.state["open"], version=number)


def _written(todo: Plan, ran: dict[str, State], edition: Edition, origin: Origin, new: Path) -> Built:
    """Make what is wanted of the executed sections in a new folder, and show it.

    ran: what each section depends on. edition: of the tables as they are in the snapshot.
    """
    request, taken = todo.request, todo.taken
    from ..document.edition_report import edition_report  # loaded by now, while sections ran
    from ..document.figures_csv import figures
    from ..open_remarks import open_remark_lines
    from .version_contents import write_version

    if request.isolated:
        stale = replace(todo, request=replace(request, force=False, isolated=False)).stale
        refuse_otherwise([each for each in taken.sections if each not in stale], todo.last, new)
    executed = [new / NOTEBOOKS / section.path.name for section in taken.sections]
    made = edition_report(executed, request, edition)
    if request.final:
        from .final_checks import refuse_missing

        refuse_missing(made.data)
    write_files(new, {HTML: made.file("html"), **figures(made.data), DOCUMENT: made.data.written()})
    number = write_version(new, request, taken, made.data, origin)
    is_new = (new / VERSION).exists()
    state = {"looked_at": todo.looked_at, "open": made.data.open, "sections": ran, "version": number}
    state["tables"] = taken.tables.digests
    (new / STATE).write_text(json.dumps(state, ensure_ascii=False), encoding="utf-8")
    papers = ((name, suffix) for name, suffix in made.files.items() if name != HTML)
    write_files(new, {stored_name(name, number): made.file(suffix) for name, suffix in papers})
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
    looked_at: str  # a fingerprint of all that a build looks at
    is_same: bool  # all that is as the last build left it: no notebook is even parsed
    done: bool  # nothing to do: each file is there, too
    state: State
    taken: Snapshot
    last: Path  # the folder of the last build

    @cached_property
    def stale(self) -> dict[Section, str]:
        """The sections that must run, with the reason."""
        if self.is_same:
            return {}
        if self.request.force or self.request.isolated:
            return dict.fromkeys(self.taken.sections, "isolated" if self.request.isolated else "forced")
        why = {section: self._reason(section) for section in self.taken.sections}
        return {section: reason for section, reason in why.items() if reason}

    @property
    def fresh(self) -> list[Section]:
        return [section for section in self.taken.sections if section not in self.stale]

    @property
    def has_new_declaration(self) -> bool:
        """Whether no build has checked the tables' declaration as it is, by the program as it is."""
        return not self.fresh or PACKAGE in self.taken.tables.changed(self.state["tables"])

    def _reason(self, section: Section) -> str:
        try:
            is_there = (self.last / NOTEBOOKS / section.path.name).exists()
            return stale_sections.reason(section, self.taken, self.state if is_there else {})
        except InputError:  # the check that follows says what is wrong
            return _("the data cannot be read")


def plan(request: BuildRequest, taken: Snapshot) -> Plan:
    """Compare a snapshot with what the last build left."""
    request, _tables = locate(request, taken.tables)
    request = replace(request, revised=revised(request, taken.tables))
    last = last_build(request.folder)
    state = stale_sections.load_state(last)
    looked_at = digest(taken.digest, taken.page, repr((request.revised, request.final)))
    is_same = state.get("looked_at") == looked_at and not (request.force or request.isolated)
    files = tuple(files_of(request))
    stored = (stored_name(name, state.get("version", 0)) for name in files)
    is_whole = all((last / name).exists() for name in (*OF_EVERY_BUILD, *stored))
    done = is_same and is_whole and not request.publication
    return Plan(request, files, looked_at, is_same, done, state, taken, last)


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
                found += since(
                    period, int(kept[0].folder.name), kept[0].tables.of_period(period), tables.of_period(period)
                )
    return tuple(found)


def locate(request: BuildRequest, tables: Tables | None = None) -> tuple[BuildRequest, Tables]:
    """Settle a request's period and folder, with its tables: as they are now, unless given. Raises InputError for what cannot be used."""
    tables = tables or Tables.of(request.data)
    return replace(request, period=choose_period(tables.rows("periods"), request.period)), tables


def _executed(todo: Plan, results: Iterator[Result], report: Report) -> dict[str, State]:
    """What each section depends on, when all have run. Raises SectionsFailed with those that could not."""
    failed: list[tuple[Section, str]] = []
    depends = {section.name: todo.state["sections"][section.name] for section in todo.fresh}
    for result in (_checked(each, todo.request.period) for each in results):
        report(result)
        if result.error:
            failed.append((result.section, result.error))
        else:
            depends[result.section.name] = stale_sections.depends_on(todo.taken, result)
    if failed:
        raise SectionsFailed(failed)
    return dict(sorted(depends.items()))


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
