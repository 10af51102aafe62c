"""`briefing decide`: walk through one list, what contradicts and what is missing or waits, and write down what is decided of each.

Four keys: *sửa* takes the new value or wording, *vẫn đúng* confirms, *bỏ* says that something is no more, *hỏi* asks an office.

A decision is a row: a correction (corrections.csv), an acceptance (acceptances.csv) or a question (questions.csv). Each
is written as soon as it is made, so that nothing is lost when the walk is broken off. There is one row of a table for a
finding or cell: what is decided later takes the place of what was decided before.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path

from helpers.audit.completeness import Gap, find_gaps
from helpers.audit.decisions import OF_NOTEBOOK
from helpers.audit.findings import PlainChange, PlainFinding, Summary, by_number
from helpers.data.absences import AWAITED
from helpers.data.cell_reference import find_places
from helpers.data.csv_writer import one_writer, replace_files, tried, with_rows
from helpers.data.expressions import ROWS, ExpressionError, parse, rows_named
from helpers.data.periods import STANDING, PeriodRows
from helpers.data.rows import Row
from helpers.data.schema import TABLES, read_table
from helpers.describe import words as words_of
from helpers.editions import PLACEHOLDER, Edition, sound
from helpers.errors import InputError
from helpers.finding_text import BESIDE_THE_REPORT, Group
from helpers.i18n import _
from helpers.values.block_html import FINDING

from .auditing import check, decided

YES = ("y", "yes", "c", "co", "có")
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
                self.period = self.period or checked["period"]
                return self._through_gaps(checked["period"])
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
            _("[s] correct"), _("[v] right as it is"), *([_("[r] reply")] if replies else []), _("[h] ask"), _("[Enter] later"), _("[x] stop"),
        ]  # fmt: skip
        while True:
            answer = self.ask(f"   {'  '.join(choices)}: ").strip().lower()
            try:
                match answer:
                    case "x":
                        raise Stop
                    case "":
                        return
                    case "v":
                        printed = group[0]["kind"] not in BESIDE_THE_REPORT
                        asked = _("Reason, which the final copy prints as a note: ") if printed else _("Reason: ")
                        reasoned = self._reasoned(asked, self._accepted_before(group).get("reason", ""))
                        return self._write("acceptances", self._standing(_seen(group)), reasoned)
                    case "h":
                        return self._question(group)
                    case "r" if replies:
                        self._reply(group)
                        self.say("   " + _("Written. What follows from it?"))
                        continue
                    case "s":
                        return self._correct([self._asked_change()])
                    case number if number in map(str, range(1, len(proposals) + 1)):
                        return self._correct(proposals[int(number) - 1]["changes"])
            except InputError as error:
                self.say("   " + _("Not written: {error}", error=error))
                continue
            self.say("   " + _("{answer!r} is none of these.", answer=answer))

    # -- what is missing, and what waits ------------------------------------------------------------------------------

    def _through_gaps(self, period: str) -> None:
        """What nobody has said yet: sentences that wait for somebody's yes, documents that the year has, rows that are not there."""
        edition, self.period = sound(self.data, period), period
        gaps = [gap for gap in find_gaps(edition) if gap.kind not in ("question", "table")]
        waiting = {TABLES["statements"].place(row, ROWS): (line, row) for line, row in edition.unconfirmed().items()}
        done = set[str]()
        for number, gap in enumerate(gaps, 1):
            if gap.rows in done:
                continue
            self.say("")
            self.say(f"{number}/{len(gaps)}. {gap.words}{f' ({gap.office})' if gap.office else ''}")
            line, row = waiting.get(gap.rows, (0, {}))
            alike = [each for each in waiting.values() if row and each[1]["section"] == row["section"]]
            if row:
                self._show(edition, line, row)
            held = self._held(edition, gap) if gap.kind == "document" else {}
            choices = [
                *([_("[s] new wording")] if row else []),
                *([_("[v] right as it is")] if row or held else []),
                *([_("[V] the whole section {section}, {count} sentences", section=row["section"], count=len(alike))] if len(alike) > 1 else []),
                *([_("[b] is no more")] if gap.kind in ("rows", "figure", "number") else []),
                *([_("[h] ask")] if gap.kind in ("rows", "cells", "figure", "number") else []),
                _("[Enter] later"), _("[x] stop"),
            ]  # fmt: skip
            answer = self.ask(f"   {'  '.join(choices)}: ").strip()
            self.office = self.office or (self._needed(_("Office that decides: ")) if answer not in ("", "x") else "")
            match answer:
                case "x":
                    raise Stop
                case "s" if row:
                    text = self.ask("   " + _("New wording, figures as they are in it: ")).strip()
                    done |= self._confirm([row], text) if text else set()
                case "v" if row:
                    done |= self._confirm([row])
                case "v" if held:
                    self._write("documents", [held])
                case "V" if len(alike) > 1:
                    for at, each in alike[1:]:
                        self._show(edition, at, each)
                    if self.ask("   " + _("All of them are right as they are? [y/N] ")).strip().lower() in YES:
                        done |= self._confirm([each for _at, each in alike])
                case "b" if gap.kind in ("rows", "figure", "number"):
                    self._absent(gap.rows, "ended", self._needed("   " + _("Reason: ")))
                case "h" if gap.kind in ("rows", "cells", "figure", "number"):
                    who = gap.office or self._needed("   " + _("Office that is asked: "))
                    day = dt.date.today() + dt.timedelta(days=WAIT)
                    due = self.ask("   " + _("Answer by (YYYY-MM-DD) [{day}]: ", day=day)).strip() or f"{day}"
                    self._absent(gap.rows, AWAITED, f"Đã hỏi {who}, hạn {due}")

    def _show(self, edition: Edition, line: int, row: Row) -> None:
        """A sentence as it will be printed, and what each of its numbers means."""
        self.say(f"   {row['text']}")
        for match in PLACEHOLDER.finditer(row["text"]):
            with suppress(ExpressionError, InputError, KeyError):
                expression = match["expression"].strip()
                self.say(
                    f"     {{{expression}}} = {edition.evaluate(expression).value}: {words_of(parse(expression), edition)}"
                )

    def _confirm(self, rows: list[Row], text: str = "") -> set[str]:
        """Confirm sentences, one with another wording; gives their places."""
        self._write("statements", [{**row, "text": text or row["text"], "state": "confirmed"} for row in rows])
        return {TABLES["statements"].place(row, ROWS) for row in rows}

    def _held(self, edition: Edition, gap: Gap) -> Row:
        """The row of a document that a sentence names, as another period of the year has it."""
        key = dict(rows_named(gap.rows).where).get("document", ("",))[0]
        rows = (row for row in read_table(self.data, "documents").values() if row["document"] == key)
        same = (row for row in rows if row["period"] and row["period"][:4] == edition.period[:4])
        return next(({**row, "period": edition.period} for row in same), {})

    def _absent(self, rows: str, state: str, reason: str) -> None:
        today = dt.date.today().isoformat()
        said = {"rows": rows, "state": state, "reason": reason, "stated_by": self.office, "date": today}
        self._write("absences", [said])

    # -- what a decision says -----------------------------------------------------------------------------------------

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
