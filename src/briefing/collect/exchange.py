"""`briefing template`, `import` and `return`: workbooks for offices, read back with every change shown before it is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from helpers.data.checking import check_folder
from helpers.data.reading import read_rows
from helpers.problems import InputError, Problem

from .importing import period_of, read_workbook
from .marking import write_return
from .notation import shown
from .questions import Questions
from .received import Answer, Received
from .separated import read_csv
from .storing import store
from .templates import Blank, write_templates

Ask = Callable[[str], str]


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

    period: empty: what each file says. yes: nobody is asked, so doubtful cells are refused. only_good: what can be
    taken is written although other cells are refused.

    Raises InputError for files that cannot be read at all, and NothingWritten where cells are refused.
    """
    check_folder(data)
    questions: dict[str, Questions] = {}
    read = [received for path in paths for received in _read(path, data, period, questions)]
    files = _settled(read, ask, console, yes)
    _refuse_twice(files)
    for received in files:
        _show(received, console)
    refused = sum(len(received.refused) + len(received.doubts) for received in files)
    changes = sum(len(received.changes) for received in files)
    if refused and not only_good:
        raise NothingWritten(
            f"{refused} cell(s) are refused, nothing was written. "
            "Send the workbook back (briefing return FILE.xlsx), or take the others: --only-good"
        )
    if not changes:
        given = any(received.answers for received in files)
        console.print(
            "Nothing to write: the data have these values already."
            if given
            else "Nothing to write: no cell is filled in."
        )
        return 0
    if not yes and ask(f"Write {changes} cell(s) to {data}? [y/N] ").strip().lower() not in (
        "y",
        "yes",
        "c",
        "co",
        "có",
    ):
        raise NothingWritten("Nothing was written.")
    written = store(data, files, dt.date.today())
    _show_offices(data, {received.period for received in files}, console)
    return written


def send_back(data: Path, path: Path, target: Path) -> int:
    """Write the workbook with its refused and doubtful cells marked; gives how many."""
    return write_return(read_workbook(path, Questions(data, period_of(path))), target)


def _read(path: Path, data: Path, period: str, questions: dict[str, Questions]) -> list[Received]:
    if path.suffix.lower() == ".csv":
        found = read_csv(path, data)
        return [received for received in found if period in ("", received.period)]
    period = period or period_of(path)
    if period not in questions:
        questions[period] = Questions(data, period)
    return [read_workbook(path, questions[period])]


def _refuse_twice(files: list[Received]) -> None:
    """An office that sent two files: which is newer, only somebody can say who looks at both."""
    for at, received in enumerate(files):
        twin = next(
            (
                other
                for other in files[:at]
                if received.office and (other.office, other.period) == (received.office, received.period)
            ),
            None,
        )
        if twin:
            older, newer = sorted((twin, received), key=lambda each: each.saved)
            expected = (
                f"one file of {received.office}; {older.name} was saved {older.saved}, {newer.name} {newer.saved}"
            )
            raise InputError(
                Problem(
                    received.name,
                    expected=expected,
                    remedy=f"Look at both; import the one that counts, perhaps {newer.name}, alone.",
                )
            )


def _settled(files: list[Received], ask: Ask, console: Console, yes: bool) -> list[Received]:
    """The files with a reading chosen of each doubtful cell, as far as somebody chooses."""
    return (
        files
        if yes
        else [received.with_answers(_choose(answer, ask, console) for answer in received.answers) for received in files]
    )


def _choose(answer: Answer, ask: Ask, console: Console) -> Answer:
    values = answer.reading.values
    if len(values) < 2:
        return answer
    console.print(f"\n{answer.sheet}!{answer.cell} {answer.label}: {answer.typed!r}", markup=False)
    if answer.reading.said:
        console.print(f"   {answer.reading.said.english}", markup=False)
    for number, value in enumerate(values, 1):
        console.print(f"   [{number}] {value}", markup=False)
    chosen = ask(f"   [1-{len(values)}], or nothing to refuse it: ").strip()
    return answer.chosen(values[int(chosen) - 1]) if chosen.isdecimal() and 1 <= int(chosen) <= len(values) else answer


def _show(received: Received, console: Console) -> None:
    """Every change with its cell, then what is refused, said and missing."""
    console.print(
        f"\n[bold]{received.name}[/bold] · {received.office or 'CSV'} · {received.period} · saved {received.saved or '?'}"
    )
    if received.changes:
        table = Table(box=None, pad_edge=False, header_style="bold")
        for title, side in (
            ("cell", "left"),
            ("what", "left"),
            ("old", "right"),
            ("new", "right"),
            ("against last period", "right"),
            ("", "left"),
        ):
            table.add_column(title, justify=side, overflow="fold")
        for answers in _lines(received.changes):
            first, last = answers[0], answers[-1]
            cells = f"{first.cell}:{last.cell}" if len(answers) > 1 else first.cell
            said_of = f"new line: {first.label.rpartition(' - ')[0]}"
            table.add_row(f"{first.sheet}!{cells}", said_of, "-", " · ".join(shown(answer.new) for answer in answers))
        for answer in (answer for answer in received.changes if not answer.line):
            said = (
                answer.reading.said.english
                if answer.reading.said
                else f"from {answer.typed!r}"
                if answer.typed.strip() not in (answer.new, shown(answer.new))
                else ""
            )
            table.add_row(
                f"{answer.sheet}!{answer.cell}",
                answer.label,
                shown(answer.old) or "-",
                shown(answer.new) or "-",
                answer.growth,
                said,
            )
        console.print(table)
    for weight, style in (("refused", "red"), ("doubtful", "yellow"), ("said", "cyan")):
        for remark in received.remarks_of_cells():
            if remark.weight == weight:
                console.print(f"[{style}]{weight}[/{style}] ", end="")
                console.print(str(remark), markup=False, highlight=False)
    for words, labels in (
        ("empty", received.missing),
        ("no number yet", received.not_yet),
        ("nothing to report", received.nothing),
    ):
        if labels:
            console.print(
                f"{len(labels)} {words}: {'; '.join(labels[:5])}{' …' if len(labels) > 5 else ''}", markup=False
            )
    kept = sum(bool(answer.typed) for answer in received.answers) - len(received.changes) - len(received.doubts)
    console.print(
        f"{len(received.changes)} change(s), {kept} as before, {len(received.doubts)} doubtful, {len(received.refused)} refused"
    )


def _lines(changes: list[Answer]) -> list[list[Answer]]:
    """The lines that were added to lists, each with its cells."""
    found: dict[tuple[str, ...], list[Answer]] = {}
    for answer in changes:
        if answer.line:
            found.setdefault(answer.row_key, []).append(answer)
    return list(found.values())


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
