"""An import from file to rows: read, tried in a copy, shown, asked, written; and the form that goes back."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

from rich.console import Console

from helpers.data.csv_writer import one_writer, replace_files
from helpers.data.datapackage import declared_in
from helpers.data.validation import check_folder
from helpers.errors import InputError, Problem, printable, refuse
from helpers.i18n import _, ngettext

from .change_preview import Doubt, doubts, show
from .form_reader import read_form
from .import_writer import SentProblem, planned, store, trial_import
from .marked_form import marked
from .questionnaire import Questions
from .received_answers import Batch

Ask = Callable[[str], str]
YES = ("y", "yes", "c", "co", "có")


class NothingWritten(EOFError):
    """Nobody agreed; carries what to do."""


def read_forms(data: Path, paths: Sequence[Path], period: str) -> list[Batch]:
    """What forms say. Raises InputError for what cannot be read, or not be written now, with all faults."""
    questions_of = cache(lambda of: Questions(data, period or of))  # of another one a form is refused
    batches, problems = list[Batch](), list[Problem]()
    for path in paths:
        try:
            batches.append(read_form(path, questions_of))
        except InputError as error:
            problems += error.problems
    batches = list({(each.sha256, each.period): each for each in batches}.values())  # the same file twice is one
    first = {(each.office, each.period): each for each in reversed(batches)}
    expected, remedy = _("one file of an office"), _("Look at both, and import the one that counts alone.")
    others = (each for each in batches if each is not first[each.office, each.period])
    problems += (Problem(each.name, 0, "", each.office, expected, remedy, code="file_sent_twice") for each in others)
    refuse(problems)
    return batches


def of_another_time(data: Path, batch: Batch, period: str) -> Iterator[Problem]:
    """An earlier period, and one that has been published, is written into by its name only."""
    newest = max(declared_in(data).rows(data, "periods").values(), key=lambda row: row["date_to"])["period"]
    published = (data.resolve().parent / "reports" / "published" / batch.period).is_dir()
    if batch.changes and not period and (batch.period != newest or published):
        expected = _("numbers of {period}, the edition that is being made", period=newest)
        expected = _("a period that is not published yet") if batch.period == newest else expected
        remedy = _("To change {period} all the same: --period {period}", period=batch.period)
        yield Problem(batch.name, 0, "period", batch.period, expected, remedy, code="other_period")


def bring_in(
    data: Path, paths: Sequence[Path], period: str, ask: Ask, console: Console,
    yes: bool = False, by: str = "", everything: bool = False,
) -> tuple[int, list[Problem]]:  # fmt: skip
    """Read forms, show what they change, ask, and write; gives how many cells were written, and what waits.

    period: into which they may write; empty: the newest, the only one that is written into unasked. yes: nobody is asked,
    so cells that need a reason wait. by: whose the reasons are that are given here.

    Raises InputError for files that cannot be read at all, or cells that somebody has changed meanwhile, and
    NothingWritten where nobody agrees.
    """
    with one_writer(data):  # not between two files that another command puts in their places
        check_folder(data)
        batches = read_forms(data, paths, period)
        refuse(problem for batch in batches for problem in of_another_time(data, batch, period))
    batches = _tried(data, batches)
    waiting, settled = list[Problem](), list[Batch]()
    for batch in batches:
        asked = doubts(batch)
        show(batch, asked, console, everything)
        waiting += [each.as_problem(batch.name) for each in batch.rejections]
        for nth, each in enumerate(asked, 1):
            if each.noted:  # by its office
                continue
            if reason := "" if yes else _reason(nth, each, ask, console):
                batch = batch.reasoned(each.answers, f"{by}: {reason}" if by else reason)
            else:
                waiting += [answer.reject(each.said, asked=True).as_problem(batch.name) for answer in each.answers]
                batch = batch.without((), {answer.row_key for answer in each.answers})
        settled.append(batch)
    plan = planned(data, settled, dt.date.today())
    for row in plan.withdrawn:
        said = _("the correction of {figure}, {old} → {new}, is withdrawn: another number came", **row)
        console.print(printable(said), style="yellow")
    cells = ngettext("{count} cell", "{count} cells", plan.cells)
    if waiting:
        waits = ngettext("{count} cell waits", "{count} cells wait", len(waiting))
        files = ", ".join(sorted({each.file for each in waiting}))
        console.print(waits + _("; {briefing} forms back {file}", file=files))
    if not plan.cells:
        console.print(_("Nothing to write: no cell is filled in, or the data have these values already."))
        return 0, waiting
    periods = ", ".join(sorted({batch.period for batch in settled}))
    agreed = _("Write {cells} of {periods} to {folder}? [y/N] ", cells=cells, periods=periods, folder=data)
    if not yes and ask(agreed).strip().lower() not in YES:
        raise NothingWritten(_("Nothing was written."))
    return store(data, settled, dt.date.today()), waiting


def send_back(data: Path, path: Path, target: Path) -> int:
    """Write the form with its values, the cells marked that are not taken or asked about; gives how many."""
    check_folder(data)
    (batch,) = _tried(data, read_forms(data, [path], ""))
    asked = [each for each in doubts(batch) if not each.noted]
    marks = [*batch.rejections, *(answer.reject(each.said, asked=True) for each in asked for answer in each.answers)]
    if not marks:
        remedy = _("Every cell can be taken: {briefing} forms in.")
        raise InputError(Problem(batch.name, expected=_("something to return"), remedy=remedy, code="nothing_to_do"))
    replace_files({target: marked(batch.content, marks)})
    return len({(mark.sheet, mark.cell) for mark in marks})


def _tried(data: Path, batches: list[Batch]) -> list[Batch]:
    """The files without the rows with which the data would not be sound."""
    while True:
        try:
            with one_writer(data), trial_import(data, batches, dt.date.today()) as (_plan, copy):
                check_folder(copy)
                return batches
        except InputError as error:
            faults = [each for each in error.problems if isinstance(each, SentProblem) and each.answer]
            if len(faults) < len(error.problems):
                raise
            batches = [_without(batch, faults) for batch in batches]


def _without(batch: Batch, sent: Sequence[SentProblem]) -> Batch:
    own = [(each.answer, each.said) for each in sent if each.answer in batch.answers and each.answer]
    return batch.without([answer.reject(said) for answer, said in own], {answer.row_key for answer, _said in own})


def _reason(nth: int, of: Doubt, ask: Ask, console: Console) -> str:
    """Why cells are right, in at least two words; without a reason they wait."""
    there = {"nth": nth, "places": of.places}
    prompt = printable(_("[{nth}] {places}: reason, if it is right (kept); nothing: not written, it waits: ", **there))
    while True:
        reason = " ".join(ask(prompt).split())
        if not reason or " " in reason:
            return reason
        console.print("   " + _("A few words, please."))
