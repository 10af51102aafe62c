"""`briefing template`, `import` and `return`: workbooks for offices, read back with every change shown before it is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from helpers.data.checking import check_folder
from helpers.data.reading import read_rows
from helpers.data.rows import Row
from helpers.data.updating import one_writer
from helpers.problems import InputError, Problem, printable

from ..build.auditing import check
from .importing import read_workbook
from .marking import write_return
from .notation import shown
from .questions import Questions
from .received import Answer, Received
from .separated import read_csv
from .storing import SentProblem, store, tried
from .templates import Blank, write_templates

Ask = Callable[[str], str]
YES = ("y", "yes", "c", "co", "có")


class NothingWritten(Exception):
    """Cells are refused or nobody agreed; carries what to do."""


def make_templates(data: Path, period: str, office: str, folder: Path) -> list[tuple[Path, Blank]]:
    """One workbook for each office that is asked something. Raises InputError for an unknown period or office."""
    check_folder(data)
    return write_templates(Questions(data, period), office, folder)


def bring_in(
    data: Path, paths: list[Path], period: str, ask: Ask, console: Console, yes: bool = False, only_good: bool = False
) -> int:
    """Read files, show what they change, ask, and write; gives how many cells were written.

    period: of the files; empty: the newest, the only one that is written into unasked. yes: nobody is asked, so
    doubtful cells are refused. only_good: what can be taken is written although cells, or whole files, are refused.

    Raises InputError for files that cannot be read at all, and NothingWritten where cells are refused.
    """
    with one_writer(data):  # not between two files that another command puts in their places
        check_folder(data)
        files, problems = _read_all(data, paths, period)
    if problems and not (only_good and files):
        raise InputError(problems)
    for problem in problems:
        _print(console, f"refused {problem}", "red")
    files = files if yes else _settled(files, ask, console)
    files, findings = _tried(data, files)
    for received in files:
        _show(received, _found_in(received, findings), console)
    refused = sum(len(received.refused) + len(received.doubts) for received in files)
    if refused and not only_good:
        raise NothingWritten(
            f"{refused} cell(s) are refused, nothing was written. "
            "Send the workbook back (briefing return FILE.xlsx), or take the others: --only-good"
        )
    decisions = [] if yes else list(_explained(findings, files, ask, console))
    with tried(data, files, dt.date.today()) as (plan, _):
        changes = plan.cells
    if not changes:
        given = any(received.answers for received in files)
        said = "the data have these values already." if given else "no cell is filled in."
        console.print(f"Nothing to write: {said}")
        return 0
    periods = ", ".join(sorted({received.period for received in files if received.changes or received.notes}))
    if not yes and ask(f"Write {changes} cell(s) of {periods} to {data}? [y/N] ").strip().lower() not in YES:
        raise NothingWritten("Nothing was written.")
    written = store(data, files, dt.date.today(), decisions)
    _show_offices(data, {received.period for received in files}, console)
    return written


def send_back(data: Path, path: Path, target: Path) -> int:
    """Write the workbook with its refused and doubtful cells marked; gives how many."""
    check_folder(data)
    received = read_workbook(path, partial(Questions, data))
    return write_return(received, Questions(data, received.period), target)


# -- what came ---------------------------------------------------------------------------------------------------------


def _read_all(data: Path, paths: list[Path], period: str) -> tuple[list[Received], list[Problem]]:
    """The files that can be read, and what is wrong with the others."""
    questions_of = cache(partial(Questions, data))
    files: list[Received] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            found = read_csv(path, data) if path.suffix.lower() == ".csv" else [read_workbook(path, questions_of)]
            for received in found if path.suffix.lower() != ".csv" else ():
                _check_period(received, period)
            files += [received for received in found if period in ("", received.period)]
        except InputError as error:
            problems += error.problems
    files = list({(each.sha256, each.period): each for each in files}.values())  # the same file twice is one
    newest = max(read_rows(data / "periods.csv")[1].values(), key=lambda row: row["date_to"])["period"]
    for received in files:
        problems += [*_of_another_time(data, received, period, newest), *_sent_twice(received, files)]
    bad = {problem.file for problem in problems}
    return [received for received in files if received.name not in bad], problems


def _check_period(received: Received, period: str) -> None:
    """Refuse a workbook of another period than the one that was named."""
    if period not in ("", received.period):
        remedy = f"Make a new template, and let the office fill it in: briefing template {period}."
        expected = f"period {period}"
        raise InputError(
            Problem(received.name, column="period", value=received.period, expected=expected, remedy=remedy)
        )


def _of_another_time(data: Path, received: Received, period: str, newest: str) -> Iterable[Problem]:
    """An earlier period, and one that has been published, is written into by its name only."""
    published = data.resolve().parent / "reports" / "published" / received.period
    if period or not received.changes or (received.period == newest and not published.is_dir()):
        return
    expected = f"numbers of {newest}, the edition that is being made"
    if received.period == newest:
        expected = "a period that is not published yet"
    remedy = f"Ask the office for this period's workbook; to change {received.period} all the same: --period {received.period}"
    yield Problem(received.name, 0, "period", received.period, expected, remedy)


def _sent_twice(received: Received, files: list[Received]) -> Iterable[Problem]:
    """An office that sent two files: which is newer, only somebody can say who looks at both."""
    twins = [
        each for each in files if received.office and (each.office, each.period) == (received.office, received.period)
    ]
    if len(twins) > 1 and received is not twins[0]:
        older, newer = sorted((twins[0], received), key=lambda each: each.saved)
        expected = f"one file of {received.office}; {older.name} was saved {older.saved}, {newer.name} {newer.saved}"
        remedy = f"Look at both; import the one that counts, perhaps {newer.name}, alone."
        yield Problem(received.name, expected=expected, remedy=remedy)
        yield Problem(twins[0].name, expected=expected, remedy=remedy)


def _settled(files: list[Received], ask: Ask, console: Console) -> list[Received]:
    """The files with what is doubtful settled, as far as somebody settles it; what is asked of many cells is asked once."""
    settled = []
    for received in files:
        chosen: dict[object, tuple[str, str]] = {}
        answers = []
        for answer in received.answers:
            if answer.reading.doubtful:
                said = answer.reading.said
                if said not in chosen:
                    chosen[said] = _choose(received, answer, ask, console)
                value, reason = chosen[said]
                if reason:
                    answer = answer.chosen(answer.reading.values[0], reason)
                elif value:
                    answer = answer.chosen(value)
            answers.append(answer)
        settled.append(received.with_answers(answers))
    return settled


def _choose(received: Received, answer: Answer, ask: Ask, console: Console) -> tuple[str, str]:
    """The reading that somebody chooses, or the reason for which the only one is taken."""
    values = answer.reading.values
    _print(console, f"\n{received.name}, {answer.sheet}!{answer.cell} {answer.label}: {answer.typed!r}")
    if answer.reading.said:
        _print(console, f"   {answer.reading.said.english}")
    if len(values) == 1:
        return "", ask("   Reason, if it is right (kept with the row), or nothing to refuse it: ").strip()
    for number, value in enumerate(values, 1):
        _print(console, f"   [{number}] {value.replace('.', ',')}")
    chosen = ask(f"   [1-{len(values)}], or nothing to refuse it: ").strip()
    return (values[int(chosen) - 1] if chosen.isdecimal() and 1 <= int(chosen) <= len(values) else ""), ""


# -- tried in a copy ---------------------------------------------------------------------------------------------------


def _tried(data: Path, files: list[Received]) -> tuple[list[Received], list[dict]]:
    """The files without the rows with which the data would not be sound, and what the audit finds of the others.

    Raises InputError for what no row that was sent explains.
    """
    while True:
        try:
            with tried(data, files, dt.date.today()) as (plan, copy):
                check_folder(copy)
                changed = {answer.code for _, answers in plan.answers.values() for answer in answers if answer.changes}
                periods = sorted({received.period for received, _ in plan.answers.values()})
                found = [(period, finding) for period in periods for finding in _findings(copy, data, period)]
        except InputError as error:
            sent = [problem for problem in error.problems if isinstance(problem, SentProblem)]
            if not sent:
                raise
            refused = [(problem.answer, problem.said) for problem in sent if problem.answer]
            files = [
                received.without([(answer, said) for answer, said in refused if answer in received.answers])
                for received in files
            ]
            continue
        return files, [
            {**finding, "period": period}
            for period, finding in found
            if changed & {*finding["cells"], *finding["suspects"]} and finding["decision"] is None
        ]


def _findings(copy: Path, data: Path, period: str) -> list[dict]:
    """What the audit finds in the copy; nothing where it refuses the data already without what was sent."""
    try:
        return list(check(copy, period)["findings"])
    except InputError:
        try:
            check(data, period)
        except InputError:
            return []
        raise


def _found_in(received: Received, findings: list[dict]) -> list[tuple[list[Answer], dict]]:
    """The findings of the audit that cells of a file have a part in, with these cells."""
    sent = {answer.code: answer for answer in received.changes}
    found = [
        ([sent[cell] for cell in dict.fromkeys([*each["suspects"], *each["cells"]]) if cell in sent], each)
        for each in findings
    ]
    return [(answers, finding) for answers, finding in found if answers]


def _explained(findings: list[dict], files: list[Received], ask: Ask, console: Console) -> Iterator[Row]:
    """What the audit finds, asked while offices can be reached; a reason that is given is an acceptance."""
    for finding in findings:
        received = next(each for each in files if _found_in(each, [finding]))
        _print(console, f"\n{finding['words']}")
        reason = ask("   Reason, if it is right (kept), or nothing to leave it open: ").strip()
        if reason:
            yield {
                "period": finding["period"], "finding": finding["id"], "seen": finding["seen"], "reason": reason,
                "decided_by": received.office or received.name, "date": dt.date.today().isoformat(),
            }  # fmt: skip


# -- what is shown -----------------------------------------------------------------------------------------------------


def _print(console: Console, text: str, style: str = "") -> None:
    """A line with what others wrote: no markup, nothing that a terminal obeys."""
    first, _, rest = text.partition(" ") if style else ("", "", text)
    console.print(Text.assemble((printable(first), style), " " if style else "", printable(rest)), highlight=False)


def _show(received: Received, findings: list[tuple[list[Answer], dict]], console: Console) -> None:
    """Every change with its cell, then what is refused, asked, said and missing."""
    about = f"{received.office or 'CSV'} · {received.period} · saved {received.saved or '?'}"
    console.print(Text.assemble("\n", (printable(received.name), "bold"), f" · {printable(about)}"))
    if received.changes:
        console.print(_changes(received))
    for weight, style in (("refused", "red"), ("doubtful", "yellow"), ("said", "cyan")):
        for remark in received.remarks_of_cells():
            if remark.weight == weight:
                _print(console, f"{weight} {remark}", style)
    for answers, finding in findings:
        cells = "; ".join(f"{answer.sheet}!{answer.cell}" for answer in answers[:6])
        probably = f" Probably: {finding['proposals'][0]['words']}" if finding["proposals"] else ""
        _print(console, f"asked {cells}: {finding['words']}{probably}", "yellow")
    for note in received.notes:
        _print(console, f"note {note.place} {note.label}: “{note.text}”", "cyan")
    for words, labels in (
        ("empty", received.missing),
        ("no number yet", received.not_yet),
        ("nothing to report", received.nothing),
    ):
        if labels:
            _print(console, f"{len(labels)} {words}: {'; '.join(labels[:5])}{' …' if len(labels) > 5 else ''}")
    kept = sum(bool(answer.typed) for answer in received.answers) - len(received.changes) - len(received.doubts)
    console.print(
        f"{len(received.changes)} change(s), {kept} as before, {len(received.doubts)} doubtful, {len(received.refused)} refused"
    )


def _changes(received: Received) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in ("cell", "what", "old", "new", "against last period", ""):
        table.add_column(title, justify="right" if title in ("old", "new", "against last period") else "left", overflow="fold")  # fmt: skip
    lines: dict[tuple[str, ...], list[Answer]] = {}
    for answer in received.changes:
        if answer.line:
            lines.setdefault(answer.row_key, []).append(answer)
    for answers in lines.values():
        first, last = answers[0], answers[-1]
        cells = f"{first.cell}:{last.cell}" if len(answers) > 1 else first.cell
        said_of = f"new line: {first.label.rpartition(' - ')[0]}"
        _row(table, f"{first.sheet}!{cells}", said_of, "-", " · ".join(shown(answer.new) for answer in answers))
    for answer in (answer for answer in received.changes if not answer.line):
        as_typed = answer.typed.strip() in (answer.new, shown(answer.new))
        said = answer.reading.said.english if answer.reading.said else "" if as_typed else f"from {answer.typed!r}"
        old, new = shown(answer.old) or "-", shown(answer.new) or "-"
        _row(table, f"{answer.sheet}!{answer.cell}", answer.label, old, new, answer.growth, said)
    return table


def _row(table: Table, *cells: str) -> None:
    table.add_row(*(Text(printable(cell)) for cell in cells))


def _show_offices(data: Path, periods: set[str], console: Console) -> None:
    """Which of the offices have sent a file so far, and who is missing."""
    for period in sorted(periods):
        questions = Questions(data, period)
        asked = dict.fromkeys(owner.office for owner, _ in questions.asked.values())
        sent = {row["office"] for row in read_rows(data / "sources.csv")[1].values() if row["period"] == period}
        missing = [questions.owners.offices[office] for office in asked if office not in sent]
        late = "; ".join(f"{office.office} (due {office.due(questions.period_row):%Y-%m-%d})" for office in missing)
        console.print(
            f"{period}: {len(asked) - len(missing)} of {len(asked)} offices have sent numbers{f'; missing: {late}' if missing else ''}"
        )
