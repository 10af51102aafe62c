"""Build an edition: check the data, run the stale sections, make the formats, put the finished folder in place."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..data.periods import choose_period
from ..problems import InputError
from . import freshness
from .order import FIGURES, FORMATS, NOTEBOOKS, Order
from .outputs import beside, check_place, intact, recover, write_state
from .running import forking
from .running.execution import Result, run
from .sections import Section, choose, discover, imports_of

Report = Callable[[Result], None]


class SectionsFailed(Exception):
    """Sections that could not be run, each with cell, line and error."""

    def __init__(self, failed: list[Result]) -> None:
        self.failed = failed
        super().__init__("\n".join(f"notebooks/{result.section.path.name}: {result.error}" for result in failed))


@dataclass(frozen=True)
class Built:
    """A finished edition: where, which sections had to run and why, and what the user must know."""

    folder: Path
    ran: dict[str, str]
    notes: tuple[str, ...] = ()
    written: bool = False  # False: it was complete already
    open: dict[str, int] = field(default_factory=dict)  # how many findings and errors nobody has settled


def build(
    order: Order,
    started: Callable[[dict[Section, str]], None] = lambda stale: None,
    report: Report = lambda result: None,
) -> Built:
    """Build an edition; what is still fresh from the last build is kept.

    started: told which sections will run and why. report: told of each section as it ends.
    Raises InputError for data or an order that cannot be used, SectionsFailed for sections that could not be
    run; in both cases the last edition stays as it was.
    """
    todo = plan(order)
    if order.final:
        from .final import refuse_open

        refuse_open(order.data, order.period)
    if todo.done:
        return Built(order.folder, {}, open=todo.state.get("open", {}))
    if todo.stale:
        forking.warm_up(imports_of(todo.stale))
    notes: list[str] = []
    with todo.tables.saved(forking.scratch()) as data:
        if not todo.checked:
            check_data(replace(order, data=data))
        from .formats.files import write_formats

        started(todo.stale)
        with beside(order.folder, notes) as new:
            reads = _execute(todo, order, data, new, report, notes)
            notes += _keep_formats(todo, order, new)
            open_ = write_formats(todo.sections, replace(order, data=data), new, complete=not todo.behind)
            _write_state(todo, order, new, reads, open_)
    ran = {section.name: why for section, why in todo.stale.items()}
    return Built(order.folder, ran, tuple(notes), written=True, open=open_)


@dataclass(frozen=True)
class Plan:
    """What a build has to do: which sections are stale and why, whether the data still need their check."""

    sections: list[Section]
    stale: dict[Section, str]
    checked: bool
    behind: bool  # a section is kept although it is stale, because another one alone is wanted
    done: bool  # nothing to do: every section, table and format is as the last build left it
    state: dict
    tables: freshness.Tables
    intact: set[str]  # files of the last edition that are as its build wrote them


def plan(order: Order) -> Plan:
    """Compare what is there with what the last build left. Sets the order's period if it names none."""
    sections = discover()
    tables = locate(order)
    state, usable = freshness.load_state(order.folder), intact(order.folder)
    stale = find_stale(sections, order, state, tables, usable)
    whole = find_stale(sections, replace(order, wanted=[], force=False), state, tables, usable) if order.wanted else {}
    behind = bool(whole.keys() - stale.keys())
    checked = state.get("data") == tables.digest() and state.get("page") == freshness.page_fingerprint()
    complete = set(order.files) <= usable
    same = list(state.get("sections", {})) == [section.name for section in sections]
    return Plan(sections, stale, checked, behind, checked and complete and same and not stale, state, tables, usable)


def locate(order: Order) -> freshness.Tables:
    """Settle which edition an order means: its period, if it names none, and its folder, ready to be read or built.

    Gives the tables as they are now. Raises InputError for data, a period or a place that cannot be used.
    """
    tables = freshness.Tables(order.data)
    order.period = choose_period(tables.rows("periods"), order.period)
    check_place(order)
    recover(order.folder)
    return tables


def find_stale(
    sections: list[Section], order: Order, state: dict, tables: freshness.Tables, usable: set[str]
) -> dict[Section, str]:
    """The sections that must run, with the reason. Only wanted ones run, unless there is no earlier result."""
    wanted = choose(sections, order.wanted)
    last = state.get("sections", {})
    executed = {section: f"{NOTEBOOKS}/{section.path.name}" in usable for section in sections}
    try:
        why = {
            section: freshness.reason(section, order.parameters, last.get(section.name), tables)
            if executed[section] or section.name not in last
            else "its executed notebook is lost or was edited"
            for section in sections
        }
    except InputError:  # unreadable data: the check that follows says what is wrong
        why = dict.fromkeys(sections, "the data cannot be read")
    if order.force:
        why.update(dict.fromkeys(wanted, "forced"))
    kept = (
        {section for section in sections if section not in wanted and executed.get(section) and section.name in last}
        if order.wanted
        else set()
    )
    return {section: reason for section, reason in why.items() if reason and section not in kept}


def check_data(order: Order) -> None:
    """Refuse the data folder with all its faults together, before anything runs."""
    from ..audit.rules import checks
    from ..data.checking import check_folder
    from ..editions import Edition

    check_folder(order.data)
    edition = Edition(order.period, order.data, checked=True)
    edition.verify()
    checks(edition.records)


def _keep_formats(todo: Plan, order: Order, new: Path) -> list[str]:
    """Take over what this build need not write: what still says the same, and final copies whatever they say.

    Gives a note for each final copy that says something else than the data do now.
    """
    same, notes = todo.checked and not todo.stale, []
    copies = {replace(order, final=final).file(suffix): final for final in (True, False) for suffix in FORMATS}
    for name, final in {**copies, FIGURES: False}.items():
        if name in todo.intact and (same or (final and name not in order.files)):
            shutil.copy2(order.folder / name, new)
            notes += [] if same else [f"{name} is the final copy of an earlier build: something changed since"]
    return notes


def _execute(todo: Plan, order: Order, data: Path, new: Path, report: Report, notes: list[str]) -> dict[Section, list]:
    """Run what is stale into the new folder and take over what is fresh; gives what each section that ran has read.

    notes: get what sections wrote on stderr.
    """
    from ..editions import BUILD, DATA_DIR

    told = dict.fromkeys((DATA_DIR, BUILD), str(data.resolve()))
    target = new / NOTEBOOKS
    target.mkdir()
    failed, reads = [], {}
    for result in run(list(todo.stale), target, order.parameters, told) if todo.stale else ():
        report(result)
        reads[result.section] = result.reads
        notes += [f"notebooks/{result.section.path.name}, {warning}" for warning in result.warnings]
        if result.error:
            failed.append(result)
    if failed:
        raise SectionsFailed(sorted(failed, key=lambda result: result.section.name))
    for section in todo.sections:
        if section not in todo.stale:
            shutil.copy2(order.folder / NOTEBOOKS / section.path.name, target)
    return reads


def _write_state(todo: Plan, order: Order, new: Path, reads: dict[Section, list], open_: dict[str, int]) -> None:
    """Write what this build depended on, for the next one to compare."""
    depends = {
        section.name: freshness.depends_on(section, order.parameters, reads[section], todo.tables)
        if section in reads
        else todo.state["sections"][section.name]
        for section in todo.sections
    }
    state = {"page": freshness.page_fingerprint(), "data": todo.tables.digest(), "sections": depends, "open": open_}
    write_state(new, state)
