"""`briefing decide`: walk through the open findings and write down what is decided of each.

A decision is a row: a correction (corrections.csv), an acceptance (acceptances.csv) or a question (questions.csv). Each
is written as soon as it is made, so that nothing is lost when the walk is broken off.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from helpers.audit.findings import by_number
from helpers.data.checking import check_folder
from helpers.data.periods import PeriodRows
from helpers.data.places import find_places, written
from helpers.data.reading import read_rows
from helpers.data.updating import append_row, one_writer, replace_files
from helpers.problems import InputError

from .auditing import check

WAIT = 14  # days that an office has to answer, unless another day is given
Ask = Callable[[str], str]


class Stop(Exception):
    """The one who decides stops here."""


def decide(data: Path, period: str, office: str, ask: Ask, say: Callable[[str], None]) -> int:
    """Ask about each finding that is neither accepted nor asked; gives how many decisions were written.

    office: who decides, as the rows name it; asked for if empty. ask: gives the answer to a prompt. say: prints a line.
    """
    written, seen = 0, set()
    try:
        office = office or _needed(ask, "Office that decides: ")
        while group := _next(checked := check(data, period), seen):
            seen |= {finding["id"] for finding in group}
            for line in _described(group):
                say(line)
            written += _decide(group, checked["period"], data, office, ask, say)
    except (Stop, EOFError):  # the end of the input is the end of the walk
        pass
    return written


def _next(checked: dict, seen: set[str]) -> list[dict]:
    """The first group of findings that is open and has not been shown; the audit is new after each decision."""
    groups = (group for group in by_number(checked["findings"]) if any(one["state"] == "open" for one in group))
    return next((group for group in groups if not {one["id"] for one in group} & seen), [])


def _described(group: list[dict]) -> list[str]:
    first = group[0]
    proposals = [f"    [{number}] {proposal['words']}" for number, proposal in enumerate(first["proposals"], 1)]
    title = "Probably, equally good:" if first["equally_good"] else "Probably:"
    return [
        "",
        f"{first['number']}. {first['severity']}: {first['words']}",
        *(f"   {finding['words']}" for finding in group[1:]),
        f"   Cells: {', '.join(first['suspects'] or first['cells'])}",
        *([f"   {title}", *proposals] if proposals else []),
    ]


def _decide(group: list[dict], period: str, data: Path, office: str, ask: Ask, say: Callable[[str], None]) -> int:
    """Ask until an answer can be used; gives how many rows were written."""
    proposals = group[0]["proposals"]
    numbers = f"[1-{len(proposals)}] as proposed  " if len(proposals) > 1 else "[1] as proposed  " if proposals else ""
    while True:
        answer = ask(f"   {numbers}[c]orrect  [a]ccept  [q]uestion  [s]kip  [x] stop: ").strip().lower()
        try:
            match answer:
                case "x":
                    raise Stop
                case "s" | "":
                    return 0
                case "a":
                    return _accept(group, period, data, office, ask)
                case "q":
                    return _question(group, period, data, ask)
                case "c":
                    return _correct([_asked_change(ask, data, period)], period, data, office, ask)
                case number if number.isdecimal() and 1 <= int(number) <= len(proposals):
                    return _correct(proposals[int(number) - 1]["changes"], period, data, office, ask)
        except InputError as error:
            say(f"   Not written: {error}")
            continue
        say(f"   {answer!r} is none of these.")


def _asked_change(ask: Ask, data: Path, period: str) -> dict:
    """A change of a cell, which may be named by its line too."""
    named = ask("   Cell, as in media_items.items(tone='neutral'): ").strip()
    tables = PeriodRows(period, lambda name: read_rows(data / f"{name}.csv")[1])
    first, *others = find_places(named, lambda table, _: tables.rows(table))
    by_line = not others and first.column and first.line in tables.rows(first.table)
    figure = written(first.table, tables.rows(first.table)[first.line], first.column) if by_line else named
    return {"figure": figure, "old": ask("   Value as reported: ").strip(), "new": ask("   Right value: ").strip()}


def _correct(changes: list[dict], period: str, data: Path, office: str, ask: Ask) -> int:
    reason = _needed(ask, "   Reason: ")
    for change in changes:
        row = {"period": period, "figure": change["figure"], "old": change["old"], "new": change["new"]}
        _write(data, "corrections", {**row, "reason": reason, "decided_by": office, "date": _today().isoformat()})
    return len(changes)


def _accept(group: list[dict], period: str, data: Path, office: str, ask: Ask) -> int:
    reason = _needed(ask, "   Reason: ")
    for finding in group:
        row = {"period": period, "finding": finding["id"], "seen": finding["seen"], "reason": reason}
        _write(data, "acceptances", {**row, "decided_by": office, "date": _today().isoformat()})
    return len(group)


def _question(group: list[dict], period: str, data: Path, ask: Ask) -> int:
    asked_of, question = _needed(ask, "   Office that is asked: "), _needed(ask, "   Question: ")
    day = _today() + dt.timedelta(days=WAIT)
    due = ask(f"   Answer by (YYYY-MM-DD) [{day}]: ").strip() or day.isoformat()
    for finding in group:
        row = {"period": period, "finding": finding["id"], "question": question, "asked_of": asked_of}
        row |= {"asked_on": _today().isoformat(), "due": due, "answer": "", "answered_on": "", "seen": finding["seen"]}
        _write(data, "questions", row)
    return len(group)


def _write(data: Path, table: str, row: dict[str, str]) -> None:
    """Append a row; take it back if the data are not sound with it."""
    path = data / f"{table}.csv"
    with one_writer(data):
        before = path.read_bytes()
        append_row(path, row)
        try:
            check_folder(data)
            check(data, row["period"])
        except BaseException:
            replace_files({path: before})
            raise


def _needed(ask: Ask, prompt: str) -> str:
    while not (answer := ask(prompt).strip()):
        pass
    return answer


def _today() -> dt.date:
    return dt.date.today()
