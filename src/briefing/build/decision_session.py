"""`briefing decide`: walk through the one list (`worklist`), and write down what is decided of each place.

Four keys: *sửa* takes the new value or wording, *vẫn đúng* confirms, *bỏ* says that something is no more, *hỏi* asks an
office. What is typed behind a key is its reason. At a prompt without a proposal in [ ] an empty line leaves the place undecided; x stops.

Each decision is a row, written as soon as it is made, so that nothing is lost when the walk is broken off: a correction, an
acceptance or a question about a finding; a sentence that is confirmed or reworded; a number; an absence; the end of a rule.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path

from helpers.audit.completeness import OPEN, Gap
from helpers.audit.decisions import OF_NOTEBOOK
from helpers.audit.findings import PlainFinding, Summary
from helpers.audit.year_on_year import fact_columns
from helpers.data.absences import AWAITED
from helpers.data.cell_reference import find_places
from helpers.data.code_validity import RULES
from helpers.data.csv_writer import one_writer, replace_files, tried, with_rows, without_rows
from helpers.data.datapackage import Field
from helpers.data.expressions import ROWS, ExpressionError, parse, selection
from helpers.data.periods import STANDING, PeriodRows
from helpers.data.rows import Row
from helpers.data.schema import TABLES, read_table
from helpers.editions import PLACEHOLDER, sound
from helpers.errors import InputError, Problem
from helpers.expression_text import words as words_of
from helpers.finding_text import BESIDE_THE_REPORT, Group
from helpers.i18n import Message, _
from helpers.project import Project
from helpers.values.block_html import FINDING
from helpers.values.markup import to_text

from .worklist import ASKED_BY_FORMS, Stop, about_rule, check, decided, stops

WAIT = 14  # days that an office has to answer, unless another day is given
CONFIRMED = "confirmed"  # the state of a sentence
_WORDS = {"statements": "text", "recipients": "recipient"}  # what a row of words says, which is reworded or taken out
_MISSING = ("rows", "cells", "figure", "number")  # kinds of gaps that a number, a reason or a question settles
Ask = Callable[[str], str]


class End(Exception):
    """The one who decides stops here."""


class Back(Exception):
    """Nothing was typed where something is needed."""


def decide(
    data: Path, period: str, office: str, ask: Ask, say: Callable[[str], None], project: Project | None = None
) -> int:
    """Ask about each place of the list that is open, what was asked of an office last; gives how many rows were written.

    office: who decides, asked for if empty. ask: gives the answer to a prompt. say: prints a line.
    """
    walk = _Walk(data, period, office, ask, say, project)
    with suppress(End, EOFError):  # the end of the input is the end of the walk
        walk.through()
    return walk.written


class _Walk:
    """Somebody's walk through the list of a period. written: how many rows it has put into the tables."""

    def __init__(
        self, data: Path, period: str, office: str, ask: Ask, say: Callable[[str], None], project: Project | None
    ) -> None:
        self.data, self.office, self.ask, self.say, self.project = data, office, ask, say, project
        self.period, self.written = period, 0
        self.of = period  # whose decision it is: a part's where that has the finding
        self.place: str = ""  # of the stop, as "3 of 20"
        # of findings, as the built draft has them: each decision numbers what is left anew
        self.numbers: dict[str, int] = {}
        self.checked: Summary | None = None  # what the last decision was found to make of the data

    def through(self) -> None:
        shown, seen, written = 0, set[str](), -1
        found: list[Stop] = []
        while True:
            if self.written != written:
                with one_writer(self.data):  # not between two files that another command puts in their places
                    self.edition = sound(self.data, self.period, self.project)
                    checked = self.checked or check(self.edition)
                if written < 0:
                    self.numbers = {each["id"]: each["number"] for each in checked["findings"]}
                written, found = self.written, stops(self.edition, checked)
                self.period = self.edition.period
            left = sorted(filter(None, (_left(stop, seen) for stop in found)), key=self._turn)
            if not left:
                return
            stop, shown = left[0], shown + 1
            self.place = _("{number} of {all}", number=shown, all=shown + len(left) - 1)
            seen |= self._at(stop)

    def _turn(self, stop: Stop) -> tuple[bool, bool]:
        """When a stop comes: what decisions have brought about after what was there, what was asked of an office last."""
        is_new = bool(stop.findings) and not any(finding["id"] in self.numbers for finding in stop.findings)
        return bool(_in_state(stop.findings, "asked")), is_new

    def _at(self, stop: Stop) -> set[str]:
        """Show a stop and ask until it is decided or left; the ids of what is."""
        group = stop.findings
        self.of = group[0].get("period", self.edition.period) if group else self.edition.period
        table = "recipients" if [gap.table for gap in stop.gaps] == ["recipients"] else "statements"
        rows = self.edition.records[table].items() if table == "recipients" else self._sentences(stop).items()
        for line in self._described(stop):
            self.say(line)
        for nth, (at, row) in enumerate(rows, 1):
            self._show(table, at, row, f"[{nth}] " if len(rows) > 1 else "")
        sentences = {str(nth): row for nth, (_line, row) in enumerate(rows, 1)}
        while (settled := self._decided(stop, table, sentences)) is None:
            pass
        return settled

    def _described(self, stop: Stop) -> Iterator[str]:
        words = [gap.words for gap in stop.gaps if gap.kind != "carried"]
        yield ""
        if not stop.findings:
            of = [gap.words.partition(",")[0] for gap in stop.gaps if gap.kind == "carried"][:1]
            said: list[str] = [_("{place}: carried over, nobody has looked at it", place=each) for each in of]
            first, *others = said + words
            yield f"{self.place}. {first}"
            yield from (f"   {each}" for each in others)
            return
        severity = _("error") if stop.findings[0]["severity"] == "error" else _("warning")
        several = len(stop.groups) > 1
        if several:
            yield f"{self.place}. {severity}: {about_rule(stop)}"
        for nth, group in enumerate(stop.groups, 1):
            number = self.numbers.get(group[0]["id"])
            marked = f" ({FINDING}{number})" if number else ""
            head = f"  [{nth}]{marked}" if several else f"{self.place}{marked}. {severity}:"
            yield f"{head} {group[0]['words']}"
            yield from (f"   {finding['words']}" for finding in group[1:])
            if not several:
                yield from _proposed(group[0])
            yield from (f"   {each}" for each in decided(_in_state(group, "asked")))
            if before := self._accepted_before(group):
                yield "   " + _("{period}: accepted: {reason}", period=before["period"], reason=before["reason"])
        yield from (f"   {each}" for each in words)

    def _sentences(self, stop: Stop) -> dict[int, Row]:
        """The sentences of the period that a stop is about, each with its line."""
        named = [selection(gap.rows) for gap in stop.gaps]
        named += [
            selection(each) for finding in stop.findings for each in finding["cells"] if not finding.get("period")
        ]
        own = [each for each in named if each.table == "statements" and not each.period]
        cited = [] if own else [gap for gap in stop.gaps if gap.kind == "document"]
        keys = [dict(selection(gap.rows).where)["document"][0] for gap in cited]
        lines = {line for key in keys for line in self.edition.unknown_documents().get(key, ())}
        return {
            line: row
            for line, row in self.edition.records["statements"].items()
            if any(each.takes("statements", row) for each in own) or line in lines
        }

    def _keys(self, stop: Stop, sentences: Mapping[str, Row]) -> dict[str, Message]:
        """What may be typed at a stop."""
        count, several = max(len(stop.groups), len(sentences)), len(stop.groups) > 1
        proposed = len(stop.findings[0]["proposals"]) if stop.findings and not several else 0
        kinds = {gap.kind for gap in stop.gaps}
        missing, many = bool(kinds & {*_MISSING}) and not stop.findings, count > 1
        holds = bool(stop.findings) or bool(kinds & {"carried", "renamed"}) or any(self._held(gap) for gap in stop.gaps)
        keys = {
            "1": (_("[1-{count}] one alone", count=count) if several else _("[1-{count}] as proposed", count=proposed) if proposed > 1 else proposed and _("[1] as proposed")),
            "s": bool(stop.findings or sentences or missing) and not several and (_("[s1 …] correct") if many else _("[s] correct")),
            "v": holds and (_("[v] right as they are, all {count}", count=count) if many else _("[v] right as it is")),
            "b": bool(self._rule(stop) or sentences or missing)
            and (_("[b] the rule ends") if self._rule(stop) else _("[b1 …] is no more") if many else _("[b] is no more")),
            "r": bool(self._questions(stop)) and _("[r] reply"),
            "h": bool(stop.findings or missing) and _("[h] ask"),
        }  # fmt: skip
        return {key: said for key, said in keys.items() if said}

    def _decided(self, stop: Stop, table: str, sentences: dict[str, Row]) -> set[str] | None:
        """Ask once; sentences: the rows of words that the stop is about, by their numbers, in their table; the ids of what is decided or left, None where something is to be decided yet.

        Of several findings one may be decided alone: then the others are shown again, as they are then.
        """
        keys, group, several = self._keys(stop, sentences), stop.findings, len(stop.groups) > 1
        proposals = group[0]["proposals"] if group and not several else []
        typed = self._typed(f"{'  '.join([*keys.values(), _('[Enter] later'), _('[x] stop')])}: ")
        if not typed:
            return stop.ids
        word, _space, words = typed.partition(" ")
        if several and not words and word in map(str, range(1, len(stop.groups) + 1)):
            return self._at(Stop(stop.number, stop.groups[int(word) - 1], []))
        key, nth = word[:1].lower(), word[1:] or next(iter(sentences), "")
        try:
            self.office = self.office or self._needed(_("Office that decides: "))
            if word in map(str, range(1, len(proposals) + 1)):
                self._correct(proposals[int(word) - 1]["changes"], words)
                return stop.ids
            if key not in keys or key == "1" or (len(word) > 1 and (key not in "sb" or nth not in sentences)):
                self.say("   " + _("{answer!r} is none of these.", answer=typed))
                return None
            if sentences and key in ("s", "b") and not (key == "b" and self._rule(stop)):
                (self._reword if key == "s" else self._drop)(table, sentences[nth], words)
                del sentences[nth]
                return None if sentences else stop.ids - {gap.rows for gap in stop.gaps if gap.kind == "document"}
            if key == "r":
                self._reply(self._questions(stop))
                if not group:
                    return stop.ids
                self.say("   " + _("Written. What follows from it?"))
                return None
            if group:
                by_key = {"s": self._change, "v": self._accept, "b": self._retire, "h": self._question}
            else:
                by_key = {"s": self._supply, "v": self._hold, "b": self._end, "h": self._await}
            by_key[key](stop, words)
            if key == "v" and sentences and any(gap.kind in ("carried", "renamed") for gap in stop.gaps):
                self._write(table, [row | self._confirmed(table) for row in sentences.values()])
            return stop.ids
        except Back:
            self.say("   " + _("Nothing typed: it stays undecided."))
            return None
        except InputError as error:
            self.say("   " + _("Not written: {error}", error=error))
            return None

    # -- sentences ----------------------------------------------------------------------------------------------------

    def _show(self, table: str, line: int, row: Row, number: str) -> None:
        """A sentence as it will be printed, and as it is written; what each of its numbers means."""
        written = row[_WORDS[table]]
        printed = to_text(self.edition.all_statements()[line]) if table == "statements" else written
        self.say(f"   {number}{printed or written}")
        if printed not in ("", written):
            self.say(f"     {written}")
        for match in PLACEHOLDER.finditer(written):
            with suppress(ExpressionError, InputError, KeyError):
                parsed = parse(match["expression"].strip())
                shown = to_text(format(self.edition.evaluate(str(parsed)), match["spec"] or ""))
                self.say(f"     {shown}: {words_of(parsed, self.edition)}")

    def _confirmed(self, table: str) -> Row:
        """What says of a row of words that it holds in this period."""
        return {"state": CONFIRMED} if table == "statements" else {"source": self._source}

    def _reword(self, table: str, row: Row, words: str) -> None:
        said = _WORDS[table]
        text = words or self._needed(_("New wording, figures as they are in it: "), row[said])
        self._write(table, [row | {said: text} | self._confirmed(table)])

    def _drop(self, table: str, row: Row, words: str) -> None:
        """Take a sentence out of the period, and say why."""
        gap = Gap("carried", TABLES[table].place(row, ROWS), row[_WORDS[table]])
        self._write("absences", [self._said(gap, "ended", words)], without={table: [row]})

    # -- findings -----------------------------------------------------------------------------------------------------

    def _change(self, stop: Stop, words: str) -> None:
        """Another value for a cell of a finding: the first that is suspected, or one that is named, by its line too."""
        first = (stop.findings[0]["suspects"] or stop.findings[0]["cells"])[0]
        named = self._typed(_("Cell [{cell}]: ", cell=first)) or first
        tables = PeriodRows(self.of, partial(read_table, self.data))
        place, *others = find_places(named, lambda table, _period: tables.rows(table))
        row, column = tables.rows(place.table).get(place.line, {}), place.column
        if others or not row or not column:
            remedy = _("Name it as the finding does, such as {cell}.", cell=first)
            expected = _("one cell of the period")
            raise InputError(Problem(_("PLACE"), value=named, expected=expected, remedy=remedy, code="not_one_cell"))
        figure, field = TABLES[place.table].place(row, column), TABLES[place.table].columns[column]
        old = tables.corrected.get((place.table, place.line, column), row[column])
        asked, given = (
            _("Right value, {old} as reported: ", old=old or "–"),
            row[column] if field.kind == "text" else "",
        )
        new = words or self._needed(asked, given)
        self._correct([{"figure": figure, "old": old, "new": self._coded(field, new)}], "")

    def _reported(self, figure: str, now: str) -> str:
        """What a cell was before it was corrected: who corrects it again goes on from there."""
        corrections = read_table(self.data, "corrections").values()
        return next((row["old"] for row in corrections if (row["period"], row["figure"]) == (self.of, figure)), now)

    def _coded(self, field: Field, typed: str) -> str:
        """A code, where its label was typed."""
        labels = self.edition.labels.get(field.codes, {}).items()
        return next((code for code, label in labels if label.casefold() == typed.casefold()), typed)

    def _correct(self, changes: list[dict[str, str]], words: str) -> None:
        rows = [
            {"figure": each["figure"], "old": self._reported(each["figure"], each["old"]), "new": each["new"]}
            for each in changes
        ]
        self._write("corrections", rows, self._reasoned(_("Reason: "), words))

    def _accept(self, stop: Stop, words: str) -> None:
        """Findings that stay as they are: for the reason that is typed, else each for that of another period."""
        printed = stop.findings[0]["kind"] not in BESIDE_THE_REPORT
        asked = _("Reason, which the final copy prints as a note: ") if printed else _("Reason: ")
        reasons = [words or self._accepted_before(group).get("reason", "") for group in stop.groups]
        reasoned = self._reasoned(asked, next(filter(None, reasons), "") if all(reasons) else "")
        rows = [
            {**row, "reason": reason or reasoned["reason"]}
            for group, reason in zip(stop.groups, reasons, strict=True)
            for row in self._standing(_seen(group))
        ]
        self._write("acceptances", [{**reasoned, **row} for row in rows])

    def _rule(self, stop: Stop) -> str:
        """The rule of a finding, where it is one of rules.csv or of the report's own checks."""
        of = {finding["rule"].partition(":")[0].rpartition("/")[2] for finding in stop.findings}
        return _own_id(stop.findings[0]).partition("@")[0] if of and of <= {"rules.csv", "checks.py"} else ""

    def _retire(self, stop: Stop, words: str) -> None:
        """End a rule on the day before the period: it does not fit what is reported any more."""
        day = dt.date.fromisoformat(self.edition.records.period["date_from"]) - dt.timedelta(days=1)
        reason = f"{self.office}: {words or self._needed(_('Reason: '))}"
        self._write("validity", [{"list": RULES, "code": self._rule(stop), "valid_to": f"{day}", "reason": reason}])

    def _question(self, stop: Stop, words: str) -> None:
        office, question, due = self._asked_of(words, stop.findings[0].get("office", ""))
        asked = {"question": question, "asked_of": office, "asked_on": dt.date.today().isoformat(), "due": due}
        self._write("questions", _seen(stop.findings), asked)

    def _asked_of(self, words: str, office: str) -> tuple[str, str, str]:
        """Whom one asks what, and by when the answer is to come."""
        of = self._typed(_("Office that is asked [{office}]: ", office=office)) or office
        of = of or self._needed(_("Office that is asked: "))
        question = words or self._needed(_("Question: "))
        day = dt.date.today() + dt.timedelta(days=WAIT)
        return of, question, self._typed(_("Answer by (YYYY-MM-DD) [{day}]: ", day=day)) or day.isoformat()

    def _questions(self, stop: Stop) -> list[Row]:
        """The rows of what was asked about a stop."""
        asked = {_own_id(finding) for finding in _in_state(stop.findings, "asked")}
        asked |= {dict(selection(gap.rows).where)["finding"][0] for gap in stop.gaps if gap.kind == "question"}
        rows = read_table(self.data, "questions").values() if asked else ()
        return [row for row in rows if row["period"] == self.of and row["finding"] in asked]

    def _reply(self, questions: list[Row]) -> None:
        """What the offices answered: findings that were asked about with the same words have the same answer."""
        answers = {
            words: self._needed(_("Answer of {office} to “{question}”: ", office=words[0], question=words[1]))
            for words in dict.fromkeys((row["asked_of"], row["question"]) for row in questions)
        }
        today = dt.date.today().isoformat()
        replied = ({"answer": answers[row["asked_of"], row["question"]], "answered_on": today} for row in questions)
        self._write("questions", [row | reply for row, reply in zip(questions, replied, strict=True)])

    def _standing(self, rows: list[dict[str, str]]) -> list[dict[str, str]]:
        """Accepted findings, of a notebook's words in every period, unless a period has decided of them for itself."""
        own = {row["finding"] for row in read_table(self.data, "acceptances").values() if row["period"]}
        standing = {"period": STANDING}
        return [row | (standing if OF_NOTEBOOK in row["finding"] and row["finding"] not in own else {}) for row in rows]

    def _accepted_before(self, group: Group) -> Row:
        """The last acceptance of the finding in another period, such as a quarter of the half-year; empty where there is none."""
        own = {_own_id(finding) for finding in group}
        rows = [row for row in read_table(self.data, "acceptances").values() if row["finding"] in own]
        others = [row for row in rows if row["period"] not in (self.of, STANDING)]
        return max(others, key=lambda row: (row["date"], row["period"]), default={})

    # -- what is missing ----------------------------------------------------------------------------------------------

    def _supply(self, stop: Stop, words: str) -> None:
        """What a row lacks, typed: its numbers, the number of a document, words of the organisation."""
        gap, select = stop.gaps[0], selection(stop.gaps[0].rows)
        table, editions = TABLES[select.table], filter(None, (self.edition, self.edition.base))
        of = ([row for row in each.records[table.name].values() if select.takes(table.name, row)] for each in editions)
        if not (rows := next(filter(None, of), [])):
            expected, remedy = _("a row that an earlier period has"), _("Write a new one into the file.")
            raise InputError(
                Problem(f"{table.name}.csv", value=gap.rows, expected=expected, remedy=remedy, code="no_rows")
            )
        anew = [name for name, value in table.next.changed.items() if not value]
        facts = {"number": ["number"], "organisation": [*table.written]}.get(gap.kind) or [*fact_columns(table), *anew]
        made = list[Row]()
        for row in rows:
            own = row["period"] in (self.edition.period, STANDING)
            row = row if own else {**row, **dict.fromkeys(facts, ""), "period": self.edition.period}
            asked = [name for name in facts if not row[name] or OPEN in row[name]]
            titles = {name: " ".join((table.row_id(row), table.columns[name].title or name)).strip() for name in asked}
            typed = {name: self._typed(f"{title}: ") for name, title in titles.items()}
            given = {name: self._coded(table.columns[name], value) for name, value in typed.items() if value}
            again = own and all(each.kind != "renamed" for each in stop.gaps)
            source = {} if again and row.get("source") != "" else {"source": self._source}
            made += [row | given | source] if given else []
        if not made:
            raise Back
        self._write(table.name, made)

    def _hold(self, stop: Stop, words: str) -> None:
        """Documents that another period has, and words of the organisation that are still right."""
        if held := [*filter(None, map(self._held, stop.gaps))]:
            self._write("documents", held)
        for gap in stop.gaps:
            if gap.kind == "renamed" and gap.table not in _WORDS:
                rows = self.edition.records[gap.table].values()
                self._write(gap.table, [{**row, "source": self._source} for row in rows])

    @property
    def _source(self) -> str:
        return f"{self.office}, biểu nhập ngày {dt.date.today()}"

    def _held(self, gap: Gap) -> Row:
        """The row of a document that a sentence names, as the newest other period has it."""
        if gap.kind != "document":
            return {}
        rows = [row for row in read_table(self.data, "documents").values() if row["period"]]
        named = selection(gap.rows)
        return next(({**row, "period": self.of} for row in reversed(rows) if named.takes("documents", row)), {})

    def _end(self, stop: Stop, words: str) -> None:
        """What is no more; of a row that is there, what its source does not state."""
        select = selection(stop.gaps[0].rows)
        there = any(select.takes(select.table, row) for row in self.edition.records[select.table].values())
        self._write("absences", [self._said(stop.gaps[0], "not_stated" if there else "ended", words)])

    def _await(self, stop: Stop, words: str) -> None:
        gap = stop.gaps[0]
        office, _question, due = self._asked_of(words or gap.words, gap.office)
        self._write("absences", [self._said(gap, AWAITED, f"Đã hỏi {office}, hạn {due}")])

    def _said(self, gap: Gap, state: str, reason: str) -> dict[str, str]:
        """The row of absences.csv about the rows of a gap."""
        select, today = selection(gap.rows), dt.date.today().isoformat()
        rows, reason = str(replace(select, column=ROWS)), reason or self._needed(_("Reason: "))
        return {"rows": rows, "state": state, "reason": reason, "stated_by": self.office, "date": today}

    # -- how it is written --------------------------------------------------------------------------------------------

    def _reasoned(self, asked: Message, reason: str) -> dict[str, str]:
        reason, today = reason or self._needed(asked), dt.date.today().isoformat()
        return {"reason": reason, "decided_by": self.office, "date": today}

    def _typed(self, prompt: str, given: str = "") -> str:
        """What is typed at a prompt; given: what stands on the line already, on a terminal that can edit a line."""
        with suppress(ImportError):  # Windows has no such line
            import readline

            readline.set_startup_hook(lambda: readline.insert_text(given))
        typed = self.ask(f"   {prompt}").strip()
        if typed == "x":
            raise End
        return typed

    def _needed(self, prompt: str, given: str = "") -> str:
        if not (typed := self._typed(prompt, given)):
            raise Back
        return typed

    def _write(
        self, table: str, rows: list[dict[str, str]], decided: Mapping[str, str] = {},
        without: Mapping[str, list[Row]] = {},
    ) -> None:  # fmt: skip
        """Put the rows of one decision into their table, and take others out, if the data are sound with them."""
        path = self.data / f"{table}.csv"
        with one_writer(self.data):
            rows = [{"period": self.of, **row, **decided} for row in rows]
            contents = {path: with_rows(path, rows, TABLES[table].full_key)}
            for name, gone in without.items():
                other = self.data / f"{name}.csv"
                contents[other] = without_rows(other, gone, TABLES[name].full_key)
            with tried(self.data, contents) as copy:
                checked = check(sound(copy, self.of, self.project))
            replace_files(contents)
        self.written, self.checked = self.written + len(rows), checked if self.of == self.period else None


def _left(stop: Stop, seen: Collection[str]) -> Stop | None:
    """What of a stop is open and has not been shown."""
    groups = [group for group in stop.groups if not any(finding["id"] in seen for finding in group)]
    asked = {gap.kind for gap in stop.gaps if gap.rows not in seen} - ASKED_BY_FORMS
    is_left = stop.is_open and bool(groups if stop.findings else asked)
    return replace(stop, findings=[*chain.from_iterable(groups)]) if is_left else None


def _in_state(group: Group, *states: str) -> Group:
    return [finding for finding in group if finding["state"] in states]


def _proposed(finding: PlainFinding) -> Iterator[str]:
    """Where to look, and what is probably right."""
    yield "   " + _("Cells: {cells}", cells=", ".join(finding["suspects"] or finding["cells"]))
    if finding["proposals"]:
        yield f"   {_('Probably, equally good:') if finding['equally_good'] else _('Probably:')}"
    yield from (f"    [{number}] {proposal['words']}" for number, proposal in enumerate(finding["proposals"], 1))


def _seen(group: Group) -> list[dict[str, str]]:
    """The findings that are decided together, each with what its figures were."""
    return [{"finding": _own_id(finding), "seen": finding["seen"]} for finding in _in_state(group, "open", "asked")]


def _own_id(finding: PlainFinding) -> str:
    """As the period has it in which it is decided."""
    return str(finding["id"]).removeprefix(f"{finding.get('period', '')}:")
