"""`briefing forms`: workbooks for offices, read back with every change shown before it is written."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache, partial
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from helpers.audit.findings import PlainFinding
from helpers.data.checking import check_folder
from helpers.data.rows import Row
from helpers.data.schema import TABLES, read_table
from helpers.data.units import is_rate
from helpers.data.updating import one_writer
from helpers.editions import sound
from helpers.language import Message, _, ngettext
from helpers.problems import InputError, Problem, printable
from helpers.values.vietnamese import number, shown

from ..build.auditing import check
from .importing import read_workbook
from .marking import write_return
from .notation import plain, some
from .questions import Question, Questions
from .received import Answer, Received, alike, by_row, in_runs
from .separated import read_csv, read_sheet
from .storing import SentProblem, store, tried

Ask = Callable[[str], str]
YES = ("y", "yes", "c", "co", "có")


class NothingWritten(Exception):
    """Cells are refused or nobody agreed; carries what to do."""


def bring_in(
    data: Path,
    paths: list[Path],
    period: str,
    ask: Ask,
    console: Console,
    yes: bool = False,
    only_good: bool = False,
    by: str = "",
) -> int:
    """Read files, show what they change, ask, and write; gives how many cells were written.

    period: of the files; empty: the newest, the only one that is written into unasked. yes: nobody is asked, so
    doubtful cells are refused. only_good: what can be taken is written although cells, or whole files, are refused.
    by: whose the reasons are that are given here.

    Raises InputError for files that cannot be read at all, or cells that somebody has changed meanwhile, and NothingWritten where cells are refused.
    """
    with one_writer(data):  # not between two files that another command puts in their places
        check_folder(data)
        files, problems = _read_all(data, paths, period)
    if problems and not (only_good and files):
        raise InputError(problems)
    for problem in problems:
        _print(console, str(problem), _("refused"), "red")
    files = files if yes else _settled(files, ask, console, by)
    files, findings = _tried(data, files)
    for received in files:
        _show(received, _found_in(received, findings), console)
    refused = sum(len(received.refused) + len(received.doubts) for received in files)
    said = ngettext("{count} cell is refused", "{count} cells are refused", refused)
    if refused and not only_good:
        remedy = _("Send the workbook back ({briefing} forms back FILE.xlsx), or take the others: --only-good")
        names = ", ".join(received.name for received in files if received.refused or received.doubts)
        raise NothingWritten(
            _("{refused}, nothing was written ({files}). {remedy}", refused=said, files=names, remedy=remedy)
        )
    decisions = [] if yes else list(_explained(findings, files, ask, console, by))
    with tried(data, files, dt.date.today()) as (plan, _copy):
        changes = ngettext("{count} cell", "{count} cells", plan.cells)
    if not plan.cells:
        given = any(received.answers for received in files)
        same = _("Nothing to write: the data have these values already.")
        empty = _("Nothing to write: no cell is filled in.")
        console.print(_("Nothing to write: {refused}.", refused=said) if refused else same if given else empty)
        return 0
    noted = [each for each in files if each.changes or each.notes or any(answer.reason for answer in each.answers)]
    periods = ", ".join(sorted({received.period for received in noted}))
    asked = _("Write {cells} of {periods} to {folder}? [y/N] ", cells=changes, periods=periods, folder=data)
    if not yes and ask(asked).strip().lower() not in YES:
        raise NothingWritten(_("Nothing was written."))
    written = store(data, files, dt.date.today(), decisions)
    _show_offices(data, {received.period for received in files}, console)
    return written


def send_back(data: Path, path: Path, target: Path) -> int:
    """Write the workbook with its refused and doubtful cells marked; gives how many."""
    check_folder(data)
    (received,), findings = _tried(data, [read_workbook(path, partial(Questions, data))])
    for answers, finding in _found_in(received, findings):
        received.remarks.append(answers[0].remark("doubtful", Message(finding["words"])))
    return write_return(received, Questions(data, received.period), target)


# -- what came ---------------------------------------------------------------------------------------------------------


def _read_all(data: Path, paths: list[Path], period: str) -> tuple[list[Received], list[Problem]]:
    """The files that can be read, and what is wrong with the others."""
    questions_of = cache(lambda of: Questions(data, period or of))  # of another one a workbook is refused
    files: list[Received] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            is_csv = path.suffix.lower() == ".csv"
            found = read_csv(path, data, period) if is_csv else read_sheet(path, data, period)
            found = found or [read_workbook(path, questions_of)]
            files += [received for received in found if period in ("", received.period)]
        except InputError as error:
            problems += error.problems
    files = list({(each.sha256, each.period): each for each in files}.values())  # the same file twice is one
    newest = max(read_table(data, "periods").values(), key=lambda row: row["date_to"])["period"]
    for received in files:
        problems += [*_of_another_time(data, received, period, newest), *_sent_twice(received, files)]
    bad = {problem.file for problem in problems}
    return [received for received in files if received.name not in bad], problems


def _of_another_time(data: Path, received: Received, period: str, newest: str) -> Iterable[Problem]:
    """An earlier period, and one that has been published, is written into by its name only."""
    published = data.resolve().parent / "reports" / "published" / received.period
    if period or not received.changes or (received.period == newest and not published.is_dir()):
        return
    of = received.period
    open_ = _("a period that is not published yet")
    expected = open_ if of == newest else _("numbers of {period}, the edition that is being made", period=newest)
    remedy = _(
        "Ask the office for this period's workbook; to change {period} all the same: --period {period}", period=of
    )
    yield Problem(received.name, 0, "period", of, expected, remedy, code="other_period")


def _sent_twice(received: Received, files: list[Received]) -> Iterable[Problem]:
    """An office that sent two files: which is newer, only somebody can say who looks at both."""
    of = received.office, received.period
    twins = [each for each in files if received.office and (each.office, each.period) == of]
    if len(twins) > 1 and received is not twins[0]:
        older, newer = sorted((twins[0], received), key=lambda each: each.saved)
        there = {"older": older.name, "before": older.saved, "newer": newer.name, "after": newer.saved}
        expected = _("one file of {office}; {older} was saved {before}, {newer} {after}", office=of[0], **there)
        remedy = _("Look at both; import the one that counts, perhaps {newer}, alone.", newer=newer.name)
        for each in (received, twins[0]):
            yield Problem(each.name, expected=expected, remedy=remedy, code="file_sent_twice")


def _settled(files: list[Received], ask: Ask, console: Console, by: str) -> list[Received]:
    """The files with what is doubtful settled, as far as somebody settles it; a reason for many cells is asked once."""
    settled = []
    for received in files:
        asked: dict[tuple[object, ...], list[Answer]] = {}
        for answer in received.doubts:
            several = len(answer.reading.values) > 1  # a reading is chosen for its own cell alone
            asked.setdefault((answer.sheet, answer.cell) if several else (answer.reading.said,), []).append(answer)
        chosen: dict[int, Answer] = {}
        for own in asked.values():
            value, reason = _choose(received, own, ask, console)
            reason = f"{by}: {reason}" if by and reason else reason
            if value or reason:
                chosen |= {id(each): each.chosen(value or each.reading.values[0], reason) for each in own}
        settled.append(replace(received, answers=[chosen.get(id(each), each) for each in received.answers]))
    return settled


def _choose(received: Received, asked: list[Answer], ask: Ask, console: Console) -> tuple[str, str]:
    """The reading that somebody chooses for a cell, or the reason for which the only one of each is taken."""
    answer = asked[0]
    values = answer.reading.values
    for each in asked:
        _print(
            console, f"{each.sheet}!{each.cell} {each.label}: {each.typed!r}", f"\n{received.name}," * (each is answer)
        )
    if answer.reading.said:
        _print(console, f"   {answer.reading.said}")
    if len(values) == 1:
        prompt = _("Reason, if it is right (kept with the row), or nothing to refuse it: ")
        return "", ask(f"   {prompt}").strip()
    for nth, value in enumerate(values, 1):
        _print(console, f"   [{nth}] {value.replace('.', ',')}")
    chosen = ask(f"   [1-{len(values)}], {_('or nothing to refuse it: ')}").strip()
    return {str(nth): value for nth, value in enumerate(values, 1)}.get(chosen, ""), ""


# -- tried in a copy ---------------------------------------------------------------------------------------------------


def _tried(data: Path, files: list[Received]) -> tuple[list[Received], list[PlainFinding]]:
    """The files without the rows with which the data would not be sound, and what the audit finds of the others."""
    while True:
        try:
            with tried(data, files, dt.date.today()) as (plan, copy):
                check_folder(copy)
                sent = {answer.code for _file, answers in plan.answers.values() for answer in answers if answer.changes}
                periods = sorted({received.period for received, _answers in plan.answers.values()})
                audited = {period: _findings(copy, data, period) for period in periods}
        except InputError as error:
            sent_ones = (each for each in error.problems if isinstance(each, SentProblem))
            refused = [(each.answer, each.said) for each in sent_ones if each.answer]
            if not refused:
                raise
            files = [each.without([one for one in refused if one[0] in each.answers]) for each in files]
            continue
        for received in files:
            if isinstance(fault := audited.get(received.period), Problem):
                said = _("its numbers are not audited, as the data cannot be: {fault}", fault=str(fault))
                received.remarks.tell("", "", None, said)
        found: list[PlainFinding] = [
            {"period": period, **each}
            for period, told in audited.items()
            for each in ([] if isinstance(told, Problem) else told)
        ]
        open_ = [finding for finding in found if finding["state"] == "open"]
        return files, [finding for finding in open_ if sent & {*finding["cells"], *finding["suspects"]}]


def _findings(copy: Path, data: Path, period: str) -> list[PlainFinding] | Problem:
    """What the audit finds in the copy; what is wrong where it refuses the data already without what was sent."""
    try:
        return check(sound(copy, period))["findings"]
    except InputError:
        try:
            check(sound(data, period))
        except InputError as error:
            return error.problems[0]
        raise


def _found_in(received: Received, findings: list[PlainFinding]) -> list[tuple[list[Answer], PlainFinding]]:
    """The findings of the audit that cells of a file have a part in, with these cells."""
    sent = {answer.code: answer for answer in received.changes}
    found = [
        ([sent[cell] for cell in dict.fromkeys([*each["suspects"], *each["cells"]]) if cell in sent], each)
        for each in findings
    ]
    return [(answers, finding) for answers, finding in found if answers]


def _explained(
    findings: list[PlainFinding], files: list[Received], ask: Ask, console: Console, by: str
) -> Iterator[Row]:
    """What the audit finds, asked while offices can be reached; a reason that is given is an acceptance."""
    for finding in findings:
        _print(console, f"\n{finding['words']}")
        if reason := ask(f"   {_('Reason, if it is right (kept), or nothing to leave it open: ')}").strip():
            yield {
                "period": finding["period"], "finding": finding["id"], "seen": finding["seen"], "reason": reason,
                "decided_by": by, "date": dt.date.today().isoformat(),
            }  # fmt: skip


# -- what is shown -----------------------------------------------------------------------------------------------------


def _print(console: Console, text: str, label: str = "", style: str = "") -> None:
    """A line with what others wrote, behind its label: no markup, nothing that a terminal obeys."""
    console.print(Text.assemble((label, style), " " if label else "", printable(text)), highlight=False)


def _show(received: Received, findings: list[tuple[list[Answer], PlainFinding]], console: Console) -> None:
    """What is refused, asked, said and missing, what is alike in one line, then what changes."""
    saved = _("saved {saved}", saved=received.saved or "?")
    about = printable(f"{f'{received.office} · ' if received.office else ''}{received.period} · {saved}")
    console.print(Text.assemble("\n", (printable(received.name), "bold"), f" · {about}"))
    styles = {"refused": (_("refused"), "red"), "doubtful": (_("doubtful"), "yellow"), "said": (_("said"), "cyan")}
    asked = [answer.remark("doubtful", said) for answer in received.doubts if (said := answer.reading.said)]
    for remark in sorted(alike([*received.remarks, *asked]), key=lambda each: [*styles].index(each.weight)):
        _print(console, str(remark), *styles[remark.weight])
    for answers, finding in findings:
        cells = "; ".join(f"{answer.sheet}!{answer.cell}" for answer in answers[:6])
        proposals = [each["words"] for each in finding["proposals"][:1]]
        probably = "".join(f" {_('Probably: {words}', words=each)}" for each in proposals)
        _print(console, f"{cells}: {finding['words']}{probably}", _("finding"), "yellow")
    for note in received.notes:
        _print(console, f"{note.place} {note.label}: “{note.text}”", _("note"), "cyan")
    for said, labels in (
        (_("{count} empty", count=len(received.missing)), received.missing),
        (_("{count} no number yet", count=len(received.not_yet)), received.not_yet),
        (_("{count} nothing to report", count=len(received.nothing)), received.nothing),
    ):
        if labels:
            _print(console, f"{said}: {'; '.join(labels[:5])}{' …' if len(labels) > 5 else ''}")
    sheets = dict.fromkeys(answer.sheet for answer in received.changes)
    for sheet in sheets:
        if len(sheets) > 1:
            _print(console, _("sheet {sheet}", sheet=sheet))
        console.print(_changes([answer for answer in received.changes if answer.sheet == sheet]))
    changes, doubts, refused = (len(each) for each in (received.changes, received.doubts, received.refused))
    kept = sum(bool(answer.typed) for answer in received.answers) - changes - doubts
    counts = {"changes": changes, "kept": kept, "doubts": doubts, "refused": refused}
    said_of = _("{changes} changed, {kept} as before, {doubts} doubtful, {refused} refused", **counts)
    open_ = _("; the audit finds {count}: they are open until they are decided", count=len(findings))
    console.print(f"{said_of}{open_ if findings else ''}")


def _changes(changes: list[Answer]) -> Table:
    """What changes in one sheet."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in (_("cell"), _("what")):
        table.add_column(title, overflow="fold")
    for title in (_("old"), _("new"), _("against last period")):
        table.add_column(title, justify="right", overflow="fold")
    table.add_column("", overflow="fold")

    def add(*cells: str) -> None:
        table.add_row(*(Text(printable(cell)) for cell in cells))

    for answers in by_row(answer for answer in changes if answer.line).values():
        first, last = answers[0], answers[-1]
        cells = f"{first.cell}:{last.cell}" if len(answers) > 1 else first.cell
        said_of = _("new line: {label}", label=first.label.rpartition(" - ")[0])
        add(cells, said_of, "-", " · ".join(shown(answer.new) for answer in answers))
    tables = {answer.table for answer in changes}
    for answers in _alike(answer for answer in changes if not answer.line):
        first = answers[0]
        about: str = first.label
        if len(answers) > 1:
            of = f"{TABLES[first.table].title}: " if len(tables) > 1 else ""
            about = _("{title}: {count} new", title=of + (first.field.title or first.column), count=len(answers))
        old, moved = shown(first.old) or "-", [answer.growth for answer in answers if answer.growth is not None]
        ends = sorted({min(moved), max(moved)}) if moved else []
        grown = " … ".join(f"{'+' if each > 0 else ''}{number(each, 1)}%" for each in ends)
        add(in_runs(answer.cell for answer in answers), about, old, _together(answers), grown, _said_of(first))
    return table


def _alike(answers: Iterable[Answer]) -> Iterable[list[Answer]]:
    """New numbers and words of one column; alone what had another value, of which something is said, or which is a thing of its own."""
    groups: dict[tuple[str, ...], list[Answer]] = {}
    for answer in answers:
        alone = answer.old or _said_of(answer) or answer.field.unit == "@unit"
        groups.setdefault((answer.table, answer.column, answer.cell if alone else ""), []).append(answer)
    return groups.values()


def _said_of(answer: Answer) -> str:
    typed = answer.typed.strip()
    as_typed = {typed, re.sub(",00?$| 00:00:00$", "", typed)} & {answer.new, shown(answer.new)}
    as_typed |= {typed} if answer.field.kind == "date" else set()  # which has one reading
    return answer.reading.said or ("" if as_typed else _("from {typed!r}", typed=answer.typed))


def _together(answers: list[Answer]) -> str:
    """The new values of one column: the least and the largest, with their sum; texts with how often they are there."""
    new = [answer.new for answer in answers if answer.new]
    if len(new) < 2 or answers[0].field.kind != "number":
        counts = Counter(map(shown, new))
        return some(f"{text} ({count})" if count > 1 else text for text, count in counts.most_common()) or "-"
    numbers = sorted(map(Decimal, new))
    ends = " … ".join(shown(plain(each)) for each in (numbers[0], numbers[-1]))
    if is_rate(answers[0].field.unit) or answers[0].field.accrual == "average":
        return ends
    return _("{ends}, together {sum}", ends=ends, sum=shown(plain(sum(numbers, Decimal(0)))))


def _show_offices(data: Path, periods: set[str], console: Console) -> None:
    """Which of the offices have sent a file so far, and who is missing."""
    for period in sorted(periods):
        questions = Questions(data, period)
        asked = dict.fromkeys(owner.office for owner, _question in questions.asked.values())
        sent = {row["office"] for row in read_table(data, "sources").values() if row["period"] == period}
        sent |= asked.keys() - {
            owner.office for owner, each in questions.asked.values() if not _is_given(questions, each)
        }
        missing = (questions.owners.offices[office] for office in asked if office not in sent)
        due = {office.office: office.due(questions.period_row) for office in missing}
        counts = {"period": period, "sent": len(asked) - len(due), "all": len(asked)}
        said = _("{period}: {sent} of {all} offices have sent numbers", **counts)
        late = "; ".join(_("{office} (due {day:%Y-%m-%d})", office=office, day=day) for office, day in due.items())
        console.print(said + (_("; missing: {offices}", offices=late) if late else ""))


def _is_given(questions: Questions, question: Question) -> bool:
    return bool(questions.stored(question).get(question.column))
