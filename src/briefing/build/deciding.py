"""`briefing decide`: walk through the findings and write down what is decided of each, and what offices answered.

A decision is a row: a correction (corrections.csv), an acceptance (acceptances.csv) or a question (questions.csv). Each
is written as soon as it is made, so that nothing is lost when the walk is broken off. There is one row of a table for a
finding or cell: what is decided later takes the place of what was decided before.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from helpers.audit.findings import PlainChange, Summary, by_number
from helpers.data.periods import PeriodRows
from helpers.data.places import find_places, written
from helpers.data.schema import TABLES, read_table
from helpers.data.updating import one_writer, replace_files, tried, with_rows
from helpers.doubts import Group
from helpers.language import _
from helpers.problems import InputError
from helpers.values.markup import FINDING

from .auditing import check

WAIT = 14  # days that an office has to answer, unless another day is given
Ask = Callable[[str], str]


class Stop(Exception):
    """The one who decides stops here."""


def decide(data: Path, period: str, office: str, ask: Ask, say: Callable[[str], None]) -> int:
    """Ask about each finding that is not accepted; gives how many decisions and answers were written.

    Those that nobody has been asked about come first, then the open questions: what was asked is answered here, and
    corrected or accepted. office: who decides, as the rows name it; asked for if empty. ask: gives the answer to a
    prompt. say: prints a line.
    """
    written, shown = 0, 0
    seen: set[str] = set()
    try:
        while True:
            with one_writer(data):  # not between two files that another command puts in their places
                checked = check(data, period)
            if not (left := _left(checked, seen)):
                break
            office = office or _needed(ask, _("Office that decides: "))
            group, shown = left[0], shown + 1
            seen |= {finding["id"] for finding in group}
            for line in _described(group, _("{number} of {all}", number=shown, all=shown + len(left) - 1)):
                say(line)
            for rows in _decisions(group, checked["period"], data, office, ask, say):
                written += rows
    except (Stop, EOFError):  # the end of the input is the end of the walk
        pass
    return written


def _left(checked: Summary, seen: set[str]) -> list[Group]:
    """The findings that are not settled and have not been shown, unasked ones first; the audit is new after each decision."""
    groups = [
        group
        for group in by_number(checked["findings"])
        if _in_state(group, "open", "asked") and not {finding["id"] for finding in group} & seen
    ]
    return sorted(groups, key=lambda group: not _in_state(group, "open"))


def _in_state(group: Group, *states: str) -> Group:
    return [finding for finding in group if finding["state"] in states]


def _described(group: Group, place: str) -> Iterator[str]:
    first = group[0]
    severity = _("error") if first["severity"] == "error" else _("warning")
    yield ""
    yield f"{place} ({FINDING}{first['number']}). {severity}: {first['words']}"
    yield from (f"   {finding['words']}" for finding in group[1:])
    yield "   " + _("Cells: {cells}", cells=", ".join(first["suspects"] or first["cells"]))
    if first["proposals"]:
        yield f"   {_('Probably, equally good:') if first['equally_good'] else _('Probably:')}"
    yield from (f"    [{number}] {proposal['words']}" for number, proposal in enumerate(first["proposals"], 1))
    yield from dict.fromkeys(_question_words(finding["decision"]) for finding in _in_state(group, "asked"))


def _question_words(decision: dict[str, str]) -> str:
    due = _("answer due {due}", due=decision["due"])
    answer = _("answered: {answer}", answer=decision["answer"]) if decision["answer"] else due
    asked = {"office": decision["office"], "words": decision["words"], "answer": answer}
    return "   " + _("Asked {office}: {words} ({answer})", **asked)


def _decisions(
    group: Group, period: str, data: Path, office: str, ask: Ask, say: Callable[[str], None]
) -> Iterator[int]:
    """Ask until the finding is decided or left; gives how many rows were written, each time that some were."""
    proposals = group[0]["proposals"]
    numbers = f"[1-{len(proposals)}]" if len(proposals) > 1 else "[1]"
    replies = bool(_in_state(group, "asked"))
    choices = [
        *([_("{numbers} as proposed", numbers=numbers)] if proposals else []),
        _("[c]orrect"), _("[a]ccept"), *([_("[r]eply")] if replies else []), _("[q]uestion"), _("[s]kip"), _("[x] stop"),
    ]  # fmt: skip
    while True:
        answer = ask(f"   {'  '.join(choices)}: ").strip().lower()
        try:
            match answer:
                case "x":
                    raise Stop
                case "s" | "":
                    return
                case "a":
                    yield _write(data, period, "acceptances", _seen(group), _decided(office, ask))
                    return
                case "q":
                    yield _question(group, period, data, ask)
                    return
                case "r" if replies:
                    yield _reply(group, period, data, ask)
                    say("   " + _("Written. What follows from it?"))
                    continue
                case "c":
                    yield _correct([_asked_change(ask, data, period)], period, data, office, ask)
                    return
                case number if number in map(str, range(1, len(proposals) + 1)):
                    yield _correct(proposals[int(number) - 1]["changes"], period, data, office, ask)
                    return
        except InputError as error:
            say("   " + _("Not written: {error}", error=error))
            continue
        say("   " + _("{answer!r} is none of these.", answer=answer))


def _asked_change(ask: Ask, data: Path, period: str) -> PlainChange:
    """A change of a cell, which may be named by its line too."""
    named = ask(f"   {_('Cell, as the audit names it: ')}").strip()
    tables = PeriodRows(period, lambda name: read_table(data, name)[1])
    first, *others = find_places(named, lambda table, _column: tables.rows(table))
    by_line = not others and first.column and first.line in tables.rows(first.table)
    figure = written(first.table, tables.rows(first.table)[first.line], first.column) if by_line else named
    return {
        "figure": figure,
        "old": ask(f"   {_('Value as reported: ')}").strip(),
        "new": ask(f"   {_('Right value: ')}").strip(),
    }


def _correct(changes: list[PlainChange], period: str, data: Path, office: str, ask: Ask) -> int:
    rows = [{name: change[name] for name in ("figure", "old", "new")} for change in changes]
    return _write(data, period, "corrections", rows, _decided(office, ask))


def _question(group: Group, period: str, data: Path, ask: Ask) -> int:
    asked_of, question = (_needed(ask, f"   {each}") for each in (_("Office that is asked: "), _("Question: ")))
    day = dt.date.today() + dt.timedelta(days=WAIT)
    due = ask("   " + _("Answer by (YYYY-MM-DD) [{day}]: ", day=day)).strip() or day.isoformat()
    asked = {"question": question, "asked_of": asked_of, "asked_on": dt.date.today().isoformat(), "due": due}
    return _write(data, period, "questions", _seen(group), asked)


def _decided(office: str, ask: Ask) -> dict[str, str]:
    return {"reason": _needed(ask, f"   {_('Reason: ')}"), "decided_by": office, "date": dt.date.today().isoformat()}


def _seen(group: Group) -> list[dict[str, str]]:
    """The findings that are decided together, each with what its figures were."""
    return [{"finding": finding["id"], "seen": finding["seen"]} for finding in _in_state(group, "open", "asked")]


def _reply(group: Group, period: str, data: Path, ask: Ask) -> int:
    """What the offices answered: findings that were asked about with the same words have the same answer."""
    asked = {finding["id"]: finding["decision"] for finding in _in_state(group, "asked")}
    answers = {
        words: _needed(ask, "   " + _("Answer of {office} to “{question}”: ", office=words[0], question=words[1]))
        for words in dict.fromkeys((decision["office"], decision["words"]) for decision in asked.values())
    }
    rows = [
        {**row, "answer": answers[row["asked_of"], row["question"]], "answered_on": dt.date.today().isoformat()}
        for row in read_table(data, "questions")[1].values()
        if row["period"] == period and row["finding"] in asked
    ]
    return _write(data, period, "questions", rows)


def _write(data: Path, period: str, table: str, rows: list[dict[str, str]], decided: Mapping[str, str] = {}) -> int:
    """Put the rows of one decision into their table, if the data are sound with them; gives how many."""
    path = data / f"{table}.csv"
    with one_writer(data):
        rows = [{"period": period, **row, **decided} for row in rows]
        contents = {path: with_rows(path, rows, TABLES[table].full_key)}
        with tried(data, contents) as copy:
            check(copy, period)
        replace_files(contents)
    return len(rows)


def _needed(ask: Ask, prompt: str) -> str:
    while not (answer := ask(prompt).strip()):
        pass
    return answer
