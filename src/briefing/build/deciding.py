"""`briefing decide`: walk through the findings and write down what is decided of each, and what offices answered.

A decision is a row: a correction (corrections.csv), an acceptance (acceptances.csv) or a question (questions.csv). Each
is written as soon as it is made, so that nothing is lost when the walk is broken off. There is one row of a table for a
finding or cell: what is decided later takes the place of what was decided before.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path

from helpers.audit.decisions import OF_NOTEBOOK
from helpers.audit.findings import PlainChange, PlainFinding, Summary, by_number
from helpers.data.periods import STANDING, PeriodRows
from helpers.data.places import find_places
from helpers.data.rows import Row
from helpers.data.schema import TABLES, read_table
from helpers.data.updating import one_writer, replace_files, tried, with_rows
from helpers.doubts import BESIDE_THE_REPORT, Group
from helpers.editions import sound
from helpers.language import _
from helpers.problems import InputError
from helpers.values.block_html import FINDING

from .auditing import check, decided

WAIT = 14  # days that an office has to answer, unless another day is given
Ask = Callable[[str], str]


class Stop(Exception):
    """The one who decides stops here."""


def decide(data: Path, period: str, office: str, ask: Ask, say: Callable[[str], None]) -> int:
    """Ask about each finding that is not accepted, unasked ones first; gives how many decisions and answers were written.

    office: who decides, asked for if empty. ask: gives the answer to a prompt. say: prints a line.
    """
    walk = _Walk(data, office, ask, say)
    with suppress(Stop, EOFError):  # the end of the input is the end of the walk
        walk.through(period)
    return walk.written


class _Walk:
    """Somebody's walk through the findings of a period. written: how many rows it has put into the tables."""

    def __init__(self, data: Path, office: str, ask: Ask, say: Callable[[str], None]) -> None:
        self.data, self.office, self.ask, self.say = data, office, ask, say
        self.period, self.written = "", 0

    def through(self, period: str) -> None:
        shown, seen = 0, set[str]()
        numbers: dict[str, int] = {}  # as the built draft has them: each decision numbers what is left anew
        while True:
            with one_writer(self.data):  # not between two files that another command puts in their places
                checked = check(sound(self.data, period))
            numbers = numbers or {finding["id"]: finding["number"] for finding in checked["findings"]}
            if not (left := _left(checked, seen)):
                return
            group, shown = left[0], shown + 1
            self.period = group[0].get("period", checked["period"])  # what is wrong in a part is decided there
            self.office = self.office or self._needed(_("Office that decides: "))
            seen |= {finding["id"] for finding in group}
            place = _("{number} of {all}", number=shown, all=shown + len(left) - 1)
            for line in _described(group, place, numbers.get(group[0]["id"])):
                self.say(line)
            if before := self._accepted_before(group):
                self.say("   " + _("{period}: accepted: {reason}", period=before["period"], reason=before["reason"]))
            self._decide(group)

    def _decide(self, group: Group) -> None:
        """Ask until the finding is decided or left."""
        proposals = group[0]["proposals"]
        numbers = f"[1-{len(proposals)}]" if len(proposals) > 1 else "[1]"
        replies = bool(_in_state(group, "asked"))
        choices = [
            *([_("{numbers} as proposed", numbers=numbers)] if proposals else []),
            _("[c]orrect"), _("[a]ccept"), *([_("[r]eply")] if replies else []), _("[q]uestion"), _("[s]kip"), _("[x] stop"),
        ]  # fmt: skip
        while True:
            answer = self.ask(f"   {'  '.join(choices)}: ").strip().lower()
            try:
                match answer:
                    case "x":
                        raise Stop
                    case "s" | "":
                        return
                    case "a":
                        printed = group[0]["kind"] not in BESIDE_THE_REPORT
                        asked = _("Reason, which the final copy prints as a note: ") if printed else _("Reason: ")
                        reasoned = self._reasoned(asked, self._accepted_before(group).get("reason", ""))
                        return self._write("acceptances", self._standing(_seen(group)), reasoned)
                    case "q":
                        return self._question(group)
                    case "r" if replies:
                        self._reply(group)
                        self.say("   " + _("Written. What follows from it?"))
                        continue
                    case "c":
                        return self._correct([self._asked_change()])
                    case number if number in map(str, range(1, len(proposals) + 1)):
                        return self._correct(proposals[int(number) - 1]["changes"])
            except InputError as error:
                self.say("   " + _("Not written: {error}", error=error))
                continue
            self.say("   " + _("{answer!r} is none of these.", answer=answer))

    def _asked_change(self) -> PlainChange:
        """A change of a cell, which may be named by its line too."""
        named = self.ask(f"   {_('Cell, as the audit names it: ')}").strip()
        tables = PeriodRows(self.period, partial(read_table, self.data))
        first, *others = find_places(named, lambda table, _column: tables.rows(table))
        by_line = not others and first.column and first.line in tables.rows(first.table)
        row = tables.rows(first.table)[first.line] if by_line else {}
        figure = TABLES[first.table].place(row, first.column) if by_line else named
        return {
            "figure": figure,
            "old": self.ask(f"   {_('Value as reported: ')}").strip(),
            "new": self.ask(f"   {_('Right value: ')}").strip(),
        }

    def _correct(self, changes: list[PlainChange]) -> None:
        rows = [{name: change[name] for name in ("figure", "old", "new")} for change in changes]
        self._write("corrections", rows, self._reasoned(_("Reason: ")))

    def _question(self, group: Group) -> None:
        asked_of, question = (self._needed(f"   {each}") for each in (_("Office that is asked: "), _("Question: ")))
        day = dt.date.today() + dt.timedelta(days=WAIT)
        due = self.ask("   " + _("Answer by (YYYY-MM-DD) [{day}]: ", day=day)).strip() or day.isoformat()
        asked = {"question": question, "asked_of": asked_of, "asked_on": dt.date.today().isoformat(), "due": due}
        self._write("questions", _seen(group), asked)

    def _reply(self, group: Group) -> None:
        """What the offices answered: findings that were asked about with the same words have the same answer."""
        asked = {_own_id(finding): finding["decision"] for finding in _in_state(group, "asked")}
        answers = {
            words: self._needed("   " + _("Answer of {office} to “{question}”: ", office=words[0], question=words[1]))
            for words in dict.fromkeys((decision["office"], decision["words"]) for decision in asked.values())
        }
        rows = [
            {**row, "answer": answers[row["asked_of"], row["question"]], "answered_on": dt.date.today().isoformat()}
            for row in read_table(self.data, "questions").values()
            if row["period"] == self.period and row["finding"] in asked
        ]
        self._write("questions", rows)

    def _standing(self, rows: list[dict[str, str]]) -> list[dict[str, str]]:
        """Accepted findings, of a notebook's words in every period, unless a period has decided of them for itself."""
        own = {row["finding"] for row in read_table(self.data, "acceptances").values() if row["period"]}
        standing = {"period": STANDING}
        return [row | (standing if OF_NOTEBOOK in row["finding"] and row["finding"] not in own else {}) for row in rows]

    def _accepted_before(self, group: Group) -> Row:
        """The last acceptance of the finding in another period, such as a quarter of the half-year; empty where there is none."""
        own = {_own_id(finding) for finding in group}
        rows = [row for row in read_table(self.data, "acceptances").values() if row["finding"] in own]
        others = [row for row in rows if row["period"] not in (self.period, STANDING)]
        return max(others, key=lambda row: (row["date"], row["period"]), default={})

    def _reasoned(self, asked: str, before: str = "") -> dict[str, str]:
        """before: the reason that holds where somebody types none."""
        said = self.ask(f"   {asked}{_('[as before] ') if before else ''}").strip() or before
        today = dt.date.today().isoformat()
        return {"reason": said or self._needed(f"   {asked}"), "decided_by": self.office, "date": today}

    def _needed(self, prompt: str) -> str:
        while not (answer := self.ask(prompt).strip()):
            pass
        return answer

    def _write(self, table: str, rows: list[dict[str, str]], decided: Mapping[str, str] = {}) -> None:
        """Put the rows of one decision into their table, if the data are sound with them."""
        path = self.data / f"{table}.csv"
        with one_writer(self.data):
            rows = [{"period": self.period, **row, **decided} for row in rows]
            contents = {path: with_rows(path, rows, TABLES[table].full_key)}
            with tried(self.data, contents) as copy:
                check(sound(copy, self.period))
            replace_files(contents)
        self.written += len(rows)


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


def _described(group: Group, place: str, number: int | None) -> Iterator[str]:
    """number: that of the draft; None for what a decision has brought about."""
    first = group[0]
    severity = _("error") if first["severity"] == "error" else _("warning")
    yield ""
    yield f"{place}{f' ({FINDING}{number})' if number else ''}. {severity}: {first['words']}"
    yield from (f"   {finding['words']}" for finding in group[1:])
    yield "   " + _("Cells: {cells}", cells=", ".join(first["suspects"] or first["cells"]))
    if first["proposals"]:
        yield f"   {_('Probably, equally good:') if first['equally_good'] else _('Probably:')}"
    yield from (f"    [{number}] {proposal['words']}" for number, proposal in enumerate(first["proposals"], 1))
    yield from (f"   {each}" for each in decided(_in_state(group, "asked")))


def _seen(group: Group) -> list[dict[str, str]]:
    """The findings that are decided together, each with what its figures were."""
    return [{"finding": _own_id(finding), "seen": finding["seen"]} for finding in _in_state(group, "open", "asked")]


def _own_id(finding: PlainFinding) -> str:
    """As the period has it in which it is decided."""
    return finding["id"].removeprefix(f"{finding.get('period', '')}:")
