"""Build an edition: check the data, run the stale sections, make the formats, put the finished folder in place."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from helpers.data.datapackage import FILE as PACKAGE
from helpers.data.periods import Read, choose_period
from helpers.errors import InputError, NotFinished, Problem, refuse
from helpers.i18n import _

from ..document.formats import files_of
from ..order import DOCUMENT, FIGURES, HTML, NOTEBOOKS, PUBLISHED, Order
from ..sections import Section, SectionsFailed
from . import notebook_runner, section_cache
from .builds import check_place, keep, last_build, locked, new_build, show, stored_name
from .snapshot import Snapshot, Tables, digest, take_snapshot

if TYPE_CHECKING:
    from helpers.editions import Edition

    from ..document.model import Document as Data
    from ..document.revisions import Revised
    from .notebook_runner import Result

OF_EVERY_BUILD = (FIGURES, PACKAGE, DOCUMENT)  # files that lie beside the formats where readers look
Report: TypeAlias = "Callable[[Result], None]"
Show: TypeAlias = Callable[[bytes], object]
Gate: TypeAlias = Callable[[Path, str], object]  # raises InputError for data of which no final copy may be made


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
    order: Order,
    report: Report = lambda result: None,
    shown: Show | None = None,
    gate: Gate = lambda data, period: None,
    workers: int = notebook_runner.WORKERS,
    snapshot: Snapshot | None = None,
) -> Built:
    """Build an edition of a snapshot, or of its project as it is now; what is still fresh from the last build is taken over.

    report: told of each section as it ends. shown: told the page as soon as
    there is one, before the papers are made. gate: is shown what a final copy is made of, beside what forbids every final copy.
    Raises InputError for data or an order that cannot be used, SectionsFailed for sections that could not be
    run; in both cases the last edition stays as it was.
    """
    with nullcontext(snapshot) if snapshot else take_snapshot(order.project, order.data, final=order.final) as taken:
        todo = _plan(order, taken)
        if todo.done and not order.final:
            return _unchanged(todo)
        if todo.stale and workers:
            notebook_runner.warm_up()
        taken.lay_out()
        if order.final and not order.publication:  # which is made of a final copy
            from .release_checks import refuse_open

            gate(taken.data, todo.order.period)
            refuse_open(taken.data, todo.order.period)
        edition = check_data(taken.data, todo.order.period)
        with locked(todo.order.folder):  # not before: a build that is refused leaves nothing, not even a lock
            if last_build(todo.order.folder) != todo.last:  # another build has ended since
                todo = _plan(order, taken)
            if todo.done:
                return _unchanged(todo)
            with new_build(todo.order.folder) as new:
                return _build(todo, edition, new, report, shown, workers)


def _unchanged(todo: Plan) -> Built:
    number, folder = todo.state["version"], todo.order.folder
    notes = (*section_cache.warned(todo.state), *show(folder, number, (*todo.files, *OF_EVERY_BUILD)))
    return Built(folder, todo.files, {}, notes, open=todo.state["open"], version=number)


def _build(todo: Plan, edition: Edition, new: Path, report: Report, shown: Show | None, workers: int) -> Built:
    """Run what is stale and make what is wanted in a new folder. edition: of the tables, checked, as they are in the snapshot."""
    notes: list[str] = []
    order = todo.order
    depends = _execute(todo, edition, new, report, notes, workers)
    from ..document.figures_csv import figures
    from ..document.files import assembled  # loaded by now, while sections ran
    from ..document.remarks import told
    from .versions import write_version

    if order.isolated:
        usual = replace(order, force=False, isolated=False)
        stale = find_stale(usual, todo.taken, todo.state, todo.last)
        refuse_otherwise([each for each in todo.taken.sections if each not in stale], todo.last, new)
    made = assembled([_executed(new, section) for section in todo.taken.sections], order, edition)
    if order.final:
        from .release_checks import refuse_missing

        refuse_missing(made.data)
    notes += _unprinted(made.data, edition)
    page = made.file("html")
    if shown:
        shown(page)
    (new / HTML).write_bytes(page)
    for name, content in {**figures(made.data, edition), DOCUMENT: made.data.written()}.items():
        (new / name).write_bytes(content)
    state: section_cache.State = {"made_of": _made_of(todo.taken, order), "taken": _taken(todo.taken, order)}
    state |= {"open": made.data.open, "sections": depends}
    state |= {"data": todo.taken.tables.digest, "tables": todo.taken.tables.digests}
    number, is_new = write_version(new, order, todo.taken, depends, made.data)
    (new / section_cache.STATE).write_text(
        json.dumps({**state, "version": number}, ensure_ascii=False), encoding="utf-8"
    )
    for name, suffix in made.files.items():
        if not (new / stored_name(name, number)).exists():
            (new / stored_name(name, number)).write_bytes(made.file(suffix))
    if order.final:
        notes += told(order.period, todo.taken.tables.rows)
    keep(new, order.folder, number)
    notes += show(order.folder, number, (*todo.files, *OF_EVERY_BUILD))
    why = {section.name: why for section, why in todo.stale.items()}
    return Built(order.folder, todo.files, why, tuple(notes), True, made.data.open, number, is_new)


def refuse_otherwise(sections: list[Section], draft: Path, made: Path) -> None:
    """Refuse sections that show something else in a process of their own than in a draft, whose workers are kept."""
    from ..document.cell_outputs import collected

    expected = _("what the last build has of it: it shows something else in a process of its own")
    remedy = _("It rests on what another section has left in Python, such as a setting: let it set what it needs.")
    names = (each.path.name for each in sections)
    refuse(
        Problem(f"{NOTEBOOKS}/{name}", expected=expected, remedy=remedy, code="leaking_section")
        for name in names
        if collected(name, (draft / NOTEBOOKS / name).read_bytes())
        != collected(name, (made / NOTEBOOKS / name).read_bytes())
    )


@dataclass(frozen=True)
class Plan:
    """What a build has to do. order: as it was asked for, with its period and what was revised."""

    order: Order
    files: tuple[str, ...]  # of the formats that are wanted
    stale: dict[Section, str]  # the sections to run, and why
    done: bool  # nothing to do: every section, table and format is as the last build left it
    state: section_cache.State
    taken: Snapshot
    last: Path  # the folder of the last build


def plan(order: Order, snapshot: Snapshot | None = None) -> Plan:
    """Compare a snapshot, or what is there now, with what the last build left."""
    with nullcontext(snapshot) if snapshot else take_snapshot(order.project, order.data, final=order.final) as taken:
        return _plan(order, taken)


def _plan(order: Order, taken: Snapshot) -> Plan:
    order = _located(order, taken.tables)
    order = replace(order, revised=revised(order, taken.tables))
    last = last_build(order.folder)
    state = section_cache.load_state(last)
    is_same = state.get("taken") == _taken(taken, order)
    stale = {} if is_same and not (order.force or order.isolated) else find_stale(order, taken, state, last)
    is_same = is_same or state.get("made_of") == _made_of(taken, order)
    files = tuple(files_of(order))
    stored = (stored_name(name, state.get("version", 0)) for name in files)
    complete = all((last / name).exists() for name in (*OF_EVERY_BUILD, *stored))
    return Plan(order, files, stale, is_same and complete and not (stale or order.publication), state, taken, last)


def _taken(taken: Snapshot, order: Order) -> str:
    """A fingerprint of all that a build looks at: where it is as before, no notebook is even parsed."""
    return digest(taken.digest, taken.page, repr((order.revised, order.final)))


def _made_of(taken: Snapshot, order: Order) -> str:
    """A fingerprint of all that a build is made of, beside the sections' code: data, program, what was revised, whether it is final."""
    names = [section.name for section in taken.sections]
    return digest(taken.tables.digest, taken.page, repr((names, order.revised, order.final)))


def revised(order: Order, tables: Tables) -> tuple[Revised, ...]:
    """What of earlier periods is other than first published: as the order says, else by its folder's publications.

    None of tables that cannot be read.
    """
    if order.revised is not None or not (folder := order.out / PUBLISHED).is_dir():
        return order.revised or ()
    from ..document.revisions import is_earlier, since
    from .versions import publications

    found: list[Revised] = []
    for period in sorted(each.name for each in folder.iterdir()):
        if is_earlier(period, order.period) and (kept := publications(order.out, period)) and kept[0].inputs:
            with suppress(InputError):
                found += since(period, int(kept[0].folder.name), kept[0].rows, tables.rows)
    return tuple(found)


def locate(order: Order) -> tuple[Order, Tables]:
    """Settle an order's period and folder, and take the tables as they are now. Raises InputError for what cannot be used."""
    tables = Tables.of(order.data)
    return _located(order, tables), tables


def _located(order: Order, tables: Tables) -> Order:
    order = replace(order, period=choose_period(tables.rows("periods"), order.period))
    check_place(order)
    return order


def find_stale(order: Order, taken: Snapshot, state: section_cache.State, last: Path) -> dict[Section, str]:
    """The sections that must run, with the reason. state, last: what the last build left, and its folder."""
    sections = taken.sections
    if order.force or order.isolated:
        return dict.fromkeys(sections, "isolated" if order.isolated else "forced")
    try:
        why = {
            section: section_cache.reason(section, taken, state if _executed(last, section).exists() else {})
            for section in sections
        }
    except InputError:  # unreadable data: the check that follows says what is wrong
        why = dict.fromkeys(sections, _("the data cannot be read"))
    return {section: reason for section, reason in why.items() if reason}


def check_data(data: Path, period: str) -> Edition:
    """Refuse the data folder with all its faults together, before anything runs; gives the edition of what was checked."""
    from helpers.audit.rules import checks
    from helpers.editions import sound

    edition = sound(data, period)
    checks(edition.records)
    return edition


def _unprinted(made: Data, edition: Edition) -> list[str]:
    """What is said of tables that offices fill and of which no section prints a row, as if one read another period's."""
    from helpers.data.datapackage import tables_of_program
    from helpers.data.schema import TABLES

    from ..document.annotate import printed

    own = {name for name, table in TABLES.items() if table.periodic and table.sourced} - tables_of_program().keys()
    shown = {table for one in printed(made) if not one.in_annex for table, _line, _column in one.cells}
    rows = edition.records_of(*sorted(own - shown))
    left = ", ".join(f"{name}.csv" for name, own in rows.items() if own)
    return [_("no section prints a row of {period} of {tables}", tables=left, period=edition.period)] if left else []


def _execute(
    todo: Plan, edition: Edition, new: Path, report: Report, notes: list[str], workers: int
) -> dict[str, section_cache.State]:
    """Run what is stale into the new folder and take over what is fresh; gives what each section depends on."""
    target = new / NOTEBOOKS
    failed: list[Result] = []
    parameters = todo.taken.parameters(edition.period)
    depends: dict[str, section_cache.State] = {}
    isolated = todo.order.isolated
    from helpers.values.blocks import Source  # this and what follows while the workers' libraries are imported

    from ..document import cell_outputs, comparisons, screen  # noqa: F401

    for section in todo.taken.sections:
        if section not in todo.stale:
            fresh = _executed(todo.last, section)
            shutil.copyfile(fresh, target / fresh.name)
            # what is collected and coloured is kept, for the document and the page
            for block in cell_outputs.collected(fresh.name, fresh.read_bytes()):
                if isinstance(block, Source) and block.language == "python":
                    screen.highlighted(block.source)
            depends[section.name] = todo.state["sections"][section.name]
            notes += depends[section.name].get("warned", [])
    screen.frame()
    with notebook_runner.run(list(todo.stale), target, parameters, workers, isolated) as results:
        for result in (_checked(each, edition.period) for each in results):
            report(result)
            section = result.section
            warned = [f"{section.file}, {warning}" for warning in result.warnings]
            notes += warned
            if result.error:
                failed.append(result)
            else:
                depends[section.name] = section_cache.depends_on(section, todo.taken, result.reads)
                depends[section.name] |= {"warned": warned} if warned else {}
    if failed:
        raise SectionsFailed([(result.section, result.error) for result in failed])
    return {section.name: depends[section.name] for section in todo.taken.sections}


def _checked(result: Result, period: str) -> Result:
    """A section's result, whose cells are read by then; a fault where the document would lose what they show, and where all that
    it reads is another period's: a copied cell names last quarter."""
    from ..document.cell_outputs import collected

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
        collected(result.output.name, result.output.read_bytes())
    except NotFinished as error:
        return replace(result, error=str(error))
    return result


def _executed(folder: Path, section: Section) -> Path:
    return folder / NOTEBOOKS / section.path.name
