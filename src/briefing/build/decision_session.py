"""`briefing decide`: walk through the one list (`worklist`), and write down what is decided of each place.

Four keys: *sửa* takes the new value or wording, *vẫn đúng* confirms, *bỏ* says that something is no more, *hỏi* asks an
office. What is typed behind a key is its reason. At a prompt without a proposal in [ ] an empty line leaves the place
undecided; x stops.

Each decision is a row, written as soon as it is made, so that nothing is lost when the walk is broken off: a correction, an
acceptance or a question about a finding; a sentence that is confirmed or reworded; a number; an absence; the end of a rule.
What settles a finding that an office was asked about answers the question.
"""

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path

from helpers.audit.audit_run import PlainFinding, Summary
from helpers.audit.comparability import fact_columns
from helpers.audit.completeness import OPEN, Gap
from helpers.data.absences import AWAITED, NOTHING, NOTHING_THERE, said_of
from helpers.data.cell_reference import find_places
from helpers.data.code_validity import RULES
from helpers.data.csv_writer import one_writer, replace_files, tried, with_rows, without_rows
from helpers.data.datapackage import Field
from helpers.data.declared_tables import TABLES, read_table
from helpers.data.expressions import ROWS, ExpressionError, parse, selection
from helpers.data.period_rows import PeriodRows
from helpers.data.reads import STANDING
from helpers.data.source_reference import origin
from helpers.data.text_rows import Row
from helpers.editions import PLACEHOLDER, sound
from helpers.errors import InputError, unknown_name, wrong_input
from helpers.expression_text import words as words_of
from helpers.finding_text import BESIDE_THE_REPORT, Group
from helpers.i18n import Message, _
from helpers.project import Project
from helpers.values.display_bundle import to_text
from helpers.values.vietnamese import sentence

from .worklist import ASKED_BY_FORMS, Stop, check, described, stops

WAIT = 14  # days that an office has to answer, unless another day is given
CONFIRMED = "confirmed"  # the state of a sentence
_FACTS = {"number": ["number"]}  # what a gap of this kind lacks
_MISSING = ("rows", "cells", "figure", "number")  # kinds of gaps that a number, a reason or a question settles
Ask = Callable[[str], str]


class Back(Exception):
    """Nothing was typed where something is needed."""


def decide(
    data: Path, period: str, office: str, ask: Ask, say: Callable[[str], None], project: Project | None = None
) -> int:
    """Ask about each place of the list that is open, what was asked of an office last; gives how many rows were written.

    office: who decides, asked for if empty. ask: gives the answer to a prompt. say: prints a line.
    """
    walk = _Walk(data, period, office, ask, say, project)
    with suppress(EOFError):  # x, or the end of the input
        walk.through()
    return walk.written


class _Walk:
    """Somebody's walk through the list of a period. written: how many rows it has put into the tables."""

    def __init__(
        self, data: Path, period: str, office: str, ask: Ask, say: Callable[[str], None], project: Project | None
    ) -> None:
        self.data, self.office, self.ask, self.say, self.project = data, office, ask, say, project
        self.period, self.written = period, 0
        self.numbers: dict[str, int] = {}  # of findings, as the built draft has them
        self.checked: Summary | None = None  # what the last decision was found to make of the data

    def through(self) -> None:
        shown, seen, here, written, found = 0, set[str](), set[str](), -1, list[Stop]()
        while True:
            if self.written != written:
                with one_writer(self.data):  # not between two files that another command puts in their places
                    self.edition = sound(self.data, self.period, self.project)
                    checked = self.checked or check(self.edition)
                if written < 0:
                    self.numbers = {each["id"]: each["number"] for each in checked["findings"]}
                written, found = self.written, stops(self.edition, checked)
                self.period = self.edition.period
            open_ = filter(None, (_left(stop, seen) for stop in found))
            left = sorted(open_, key=lambda stop: (here.isdisjoint(stop.ids), *self._turn(stop)))
            if not left:
                return
            self.say("\n" + _("{number} of {all}", number=shown + 1, all=shown + len(left)))
            settled = self._at(left[0])
            shown, seen, here = shown + bool(settled), seen | settled, left[0].ids

    def _turn(self, stop: Stop) -> tuple[bool, bool]:
        """When a stop comes: what decisions have brought about after what was there, what was asked of an office last."""
        is_new = bool(stop.findings) and not any(finding["id"] in self.numbers for finding in stop.findings)
        return any(finding["state"] == "asked" for finding in stop.findings), is_new

    def _at(self, stop: Stop) -> set[str]:
        """Show a stop and ask once; gives the ids of what is decided or left, none where it is to be shown again.

        Of several findings, and of several sentences, one may be decided alone: the others are shown again, as they are then.
        """
        group, several = stop.findings, len(stop.groups) > 1
        self.asked = {finding["id"] for finding in group if finding["state"] == "asked"}
        rows = self._sentences(stop)
        said = [gap for nth, gap in enumerate(stop.gaps) if gap.kind != "carried" or nth == 0]  # the others follow
        self.known = {finding["id"]: self._known(finding) for finding in group}
        known = dict.fromkeys(f"{who}: {reason}" for who, reason in self.known.values() if reason)
        for line in [*described(replace(stop, gaps=said), self.numbers), *known]:
            self.say(f"   {line}")
        lines = {str(nth): at for nth, at in enumerate(rows, 1)}
        for number, at in lines.items():
            self._show(at, rows[at], f"[{number}] " * (len(rows) > 1))
        sentences = {number: rows[at] for number, at in lines.items()}
        keys = self._offered(stop, sentences)
        typed = self._typed(f"{'  '.join([*keys.values(), _('[Enter] later'), _('[x] stop')])}: ")
        if not typed:
            return stop.ids
        word, _space, words = typed.partition(" ")
        choices = stop.groups if several else group[0]["proposals"] if group else []
        chosen = int(word) - 1 if word in map(str, range(1, len(choices) + 1)) else None
        if several and chosen is not None and not words:
            return self._at(Stop(stop.number, stop.groups[chosen], []))
        key, nth = word[:1].lower(), word[1:] or next(iter(sentences), "")
        by_key = {"s": self._supply, "v": self._hold, "b": self._end, "h": self._await}
        if group:
            by_key = {"s": self._change, "v": self._accept, "b": self._retire, "h": self._question}
        try:
            self.office = self.office or self._needed(_("Office that decides: "))
            if chosen is not None and not several:
                self._correct(group[0]["proposals"][chosen]["changes"], words)
            elif key not in keys or key == "1" or (len(word) > 1 and (key not in "sb" or nth not in sentences)):
                self.say("   " + _("{answer!r} is none of these.", answer=typed))
                return set()
            elif sentences and key in ("s", "b") and not (key == "b" and self._rule(stop)):
                (self._reword if key == "s" else self._drop)(sentences[nth], words)
                return stop.ids if group and len(sentences) == 1 else {TABLES["statements"].place(sentences[nth], ROWS)}
            else:
                by_key[key](stop, words)
                if key == "v" and any(gap.kind == "carried" for gap in stop.gaps):
                    self._write("statements", [row | {"state": CONFIRMED} for row in rows.values()])
            return stop.ids
        except Back:
            self.say("   " + _("Nothing typed: it stays undecided."))
        except InputError as error:
            self.say("   " + _("Not written: {error}", error=error))
        return set()

    def _sentences(self, stop: Stop) -> dict[int, Row]:
        """The sentences of the period that a stop is about, each with its line."""
        own = [selection(each) for one in stop.findings for each in one["cells"]]
        own += [selection(gap.rows) for gap in stop.gaps]
        own = [each for each in own if each.table == "statements" and not each.period]
        unknown = {} if own else self.edition.unknown_documents()
        cited = {_document(gap): gap for gap in stop.gaps if gap.kind == "document"}
        lines = {line for key in unknown.keys() & cited.keys() for line in unknown[key]}
        statements = self.edition.records["statements"].items()
        return {at: row for at, row in statements if at in lines or any(one.takes("statements", row) for one in own)}

    def _offered(self, stop: Stop, sentences: Mapping[str, Row]) -> dict[str, Message]:
        """The keys that may be typed at a stop, and what each does."""
        kinds, several = {gap.kind for gap in stop.gaps}, len(stop.groups) > 1
        missing = bool(kinds & {*_MISSING}) and not stop.findings
        of_words = bool(sentences) or "organisation" in kinds
        group, ends, nth = stop.findings, self._rule(stop), "1 …" * (len(sentences) > 1)
        offered = {
            "1": (_("[1, 2 …] that one"), several or (group and group[0]["proposals"])),
            "s": (
                _("[s{nth}] correct", nth=nth),
                not several and (of_words or missing or (group and group[0]["cells"])),
            ),
            "v": (_("[v] right as it is"), group or "carried" in kinds or any(map(self._held, stop.gaps))),
            "b": (_("[b] the rule ends") if ends else _("[b{nth}] is no more", nth=nth), ends or sentences or missing),
            "h": (_("[h] ask"), group or missing),
        }
        return {key: said for key, (said, is_offered) in offered.items() if is_offered}

    # -- sentences ----------------------------------------------------------------------------------------------------

    def _show(self, line: int, row: Row, number: str) -> None:
        """A sentence as it will be printed, and as it is written; what each of its numbers means."""
        written, printed = row["text"], to_text(self.edition.all_statements()[line])
        self.say(f"   {number}{printed}")
        if printed != written:
            self.say(f"     {written}")
        for match in PLACEHOLDER.finditer(written):
            with suppress(ExpressionError, InputError, KeyError):
                parsed = parse(match["expression"].strip())
                shown = to_text(format(self.edition.evaluate(str(parsed)), match["spec"] or ""))
                self.say(f"     {shown}: {words_of(parsed, self.edition)}")

    def _reword(self, row: Row, words: str) -> None:
        text = words or self._needed(_("New wording, figures as they are in it: "), row["text"])
        self._write("statements", [row | {"text": text, "state": CONFIRMED}])

    def _drop(self, row: Row, words: str) -> None:
        """Take a sentence out of the period, and say why."""
        gap = Gap("carried", TABLES["statements"].place(row, ROWS), row["text"])
        self._write("absences", [self._said(gap, "ended", words)], gone={"statements": [row]})

    # -- findings -----------------------------------------------------------------------------------------------------

    def _change(self, stop: Stop, words: str) -> None:
        """Another value for a cell of a finding: the first that is suspected, or one that is named, by its line too."""
        first = (stop.findings[0]["suspects"] or stop.findings[0]["cells"])[0]
        named = self._typed(_("Cell [{cell}]: ", cell=first)) or first
        tables = PeriodRows(self.period, partial(read_table, self.data))
        place, *others = find_places(named, lambda table, _period: tables.rows(table))
        row, column = tables.rows(place.table).get(place.line, {}), place.column
        if others or not row or not column:
            raise unknown_name(_("PLACE"), _("one cell of the period"), named, stop.findings[0]["cells"])
        figure, field = TABLES[place.table].place(row, column), TABLES[place.table].columns[column]
        old = tables.corrected.get((place.table, place.line, column), row[column])
        new = words or self._needed(_("Right value, {old} as reported: ", old=old or "–"), row[column])
        self._correct([{"figure": figure, "old": old, "new": self._coded(field, new)}], "")

    def _coded(self, field: Field, typed: str) -> str:
        """A code, where its label was typed."""
        labels = self.edition.labels.get(field.codes, {}).items()
        return next((code for code, label in labels if label.casefold() == typed.casefold()), typed)

    def _correct(self, changes: list[dict[str, str]], words: str) -> None:
        """Who corrects a cell again goes on from what was reported."""
        known = read_table(self.data, "corrections").values()
        reported = {row["figure"]: row["old"] for row in known if row["period"] == self.period}
        rows = [each | {"old": reported.get(each["figure"], each["old"])} for each in changes]
        self._write("corrections", rows, self._reasoned(_("Reason: "), words))

    def _accept(self, stop: Stop, words: str) -> None:
        """Findings that stay as they are: for the reason that is typed, else each for its office's note or that of another period."""
        printed = stop.findings[0]["kind"] not in BESIDE_THE_REPORT
        asked = _("Reason, which the final copy prints as a note: ") if printed else _("Reason: ")
        reasons = [words or self.known[each["id"]][1] for each in stop.findings if each["state"] != "accepted"]
        reasoned = self._reasoned(asked, "" if "" in reasons else reasons[0])
        rows = zip(_seen(stop.findings), reasons, strict=True)
        self._write("acceptances", [{**reasoned, **row, "reason": why or reasoned["reason"]} for row, why in rows])

    def _known(self, finding: PlainFinding) -> tuple[str, str]:
        """Why a finding may stay, and who says so: an office beside a number of it, else who accepted it in another period."""
        notes = dict[str, None]()
        for at in (at for at in map(selection, finding["cells"]) if not at.period):
            for row in self.edition.records[at.table].where(at.where).values():
                place, owner = origin(row.get("source", "")), self.edition.owners.of(at.table, row)
                if place and place.note not in ("", NOTHING):  # which stands there of itself, and tells why nothing
                    notes[f"{sentence(owner.name)}: {place.note}" if owner else place.note] = None
        if notes:
            return _("note beside the number, [v] takes it as the reason"), "; ".join(notes)
        accepted = read_table(self.data, "acceptances").where((("finding", (finding["id"],)),)).values()
        others = [row for row in accepted if row["period"] not in (self.period, STANDING)]
        last = max(others, key=lambda row: (row["date"], row["period"]), default={"period": "", "reason": ""})
        return _("{period}: accepted", period=last["period"]), last["reason"]

    def _rule(self, stop: Stop) -> str:
        """The rule of a finding, where it is one of rules.csv or of the report's own checks."""
        of = {finding["rule"].partition(":")[0].rpartition("/")[2] for finding in stop.findings}
        return stop.findings[0]["id"].partition("@")[0] if of and of <= {"rules.csv", "checks.py"} else ""

    def _retire(self, stop: Stop, words: str) -> None:
        """End a rule on the day before the period: it does not fit what is reported any more."""
        day = dt.date.fromisoformat(self.edition.records.period["date_from"]) - dt.timedelta(days=1)
        reason = f"{self.office}: {words or self._needed(_('Reason: '))}"
        ended = {"list": RULES, "code": self._rule(stop), "valid_to": f"{day}", "reason": reason}
        self._write("validity", [ended])

    def _question(self, stop: Stop, words: str) -> None:
        office, question, due = self._asked_of(words, stop.findings[0].get("office", ""))
        asked = {"question": question, "asked_of": office, "asked_on": dt.date.today().isoformat(), "due": due}
        self._write("questions", _seen(stop.findings), asked)

    def _asked_of(self, words: str, office: str) -> tuple[str, str, str]:
        """Whom one asks what, and by when the answer is to come."""
        typed = self._typed(_("Office that is asked [{office}]: ", office=office))
        of = typed or office or self._needed(_("Office that is asked: "))
        question = words or self._needed(_("Question: "))
        day = dt.date.today() + dt.timedelta(days=WAIT)
        return of, question, self._typed(_("Answer by (YYYY-MM-DD) [{day}]: ", day=day)) or day.isoformat()

    # -- what is missing ----------------------------------------------------------------------------------------------

    def _supply(self, stop: Stop, words: str) -> None:
        """What a row lacks, typed: its numbers, the number of a document, words of the organisation."""
        gap, select = stop.gaps[0], selection(stop.gaps[0].rows)
        table, editions = TABLES[select.table], filter(None, (self.edition, self.edition.base))
        of = ([row for row in each.records[table.name].values() if select.takes(table.name, row)] for each in editions)
        new = dict.fromkeys(table.columns, "") | {name: values[0] for name, values in select.where}
        again = [name for name, value in table.next.changed.items() if not value]
        all_words = [name for name in table.written if name not in ("period", "source")]
        facts = {**_FACTS, "organisation": all_words}.get(gap.kind, [*fact_columns(table), *again])
        made, rows = list[Row](), next(filter(None, of), [new])
        whole = all(len(values) == 1 for _name, values in select.where) and all(new[name] for name in table.key)
        if rows[0] is new and not whole:
            expected, remedy = _("a row that an earlier period has"), _("Write a new one into the file.")
            raise wrong_input(f"{table.name}.csv", value=gap.rows, expected=expected, remedy=remedy, code="no_rows")
        for row in rows:
            if row["period"] not in (self.edition.period, STANDING) or row is new:
                row = {**row, **dict.fromkeys((*facts, "source"), ""), "period": self.edition.period}
            given = dict[str, str]()
            lacks = [name for name in facts if not row[name] or OPEN in row[name]]
            for name in lacks:
                title = f"{table.row_id(row)} {table.columns[name].title or name}".strip()
                typed = (len(rows) == len(lacks) == 1 and words) or self._typed(f"{title}: ", row[name])
                given |= {name: self._coded(table.columns[name], typed)} if typed not in ("", row[name]) else {}
            if given and row.get("source") == "":
                given["source"] = self._source
            made += [row | given] if given else []
        if not made:
            raise Back
        absences = self.edition.records["absences"]  # a number that is there after all
        gone = [each for row in made for each in said_of(absences, table.name, row) if each["state"] in NOTHING_THERE]
        self._write(table.name, made, gone={"absences": gone} if gone else {})

    def _hold(self, stop: Stop, words: str) -> None:
        """Documents that another period has; sentences that are carried over keep them."""
        if held := [*filter(None, map(self._held, stop.gaps))]:
            self._write("documents", held)

    @property
    def _source(self) -> str:
        return f"{self.office}, biểu nhập ngày {dt.date.today()}"

    def _held(self, gap: Gap) -> Row:
        """The row of a document that a sentence names, as the newest other period has it."""
        rows = [*read_table(self.data, "documents").values()] if gap.kind == "document" else []
        others = (row for row in reversed(rows) if row["period"] and row["document"] == _document(gap))
        return next(({**row, "period": self.period} for row in others), {})

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
            raise EOFError
        return typed

    def _needed(self, prompt: str, given: str = "") -> str:
        if not (typed := self._typed(prompt, given)):
            raise Back
        return typed

    def _write(
        self,
        table: str,
        rows: list[dict[str, str]],
        decided: Mapping[str, str] = {},
        gone: Mapping[str, list[Row]] = {},
    ) -> None:
        """Put the rows of one decision into their table, if the data are sound with them. gone: table → rows that leave it.

        What an office was asked of the findings has their reason as its answer.
        """
        made = {table: [{"period": self.period, **row, **decided} for row in rows]}
        with one_writer(self.data):
            if self.asked and (reason := made[table][0].get("reason")):
                known = read_table(self.data, "questions").where((("period", (self.period,)), ("answer", ("",))))
                answer = {"answer": reason, "answered_on": f"{dt.date.today()}"}
                made["questions"] = [row | answer for row in known.values() if row["finding"] in self.asked]
            paths = {name: self.data / f"{name}.csv" for name in (*made, *gone)}
            contents = {paths[name]: with_rows(paths[name], own, TABLES[name].full_key) for name, own in made.items()}
            for name, own in gone.items():
                contents[paths[name]] = without_rows(paths[name], own, TABLES[name].full_key)
            with tried(self.data, contents) as copy:
                self.checked = check(sound(copy, self.period, self.project))
            replace_files(contents)
        words = " · ".join(value for name, value in made[table][0].items() if value and name != "period")
        self.say("   " + _("Written to {table}.csv ({count}): {words}", table=table, count=len(rows), words=words))
        self.written += len(rows)


def _left(stop: Stop, seen: Collection[str]) -> Stop | None:
    """What of a stop is open and has not been shown."""
    groups = [group for group in stop.groups if not any(finding["id"] in seen for finding in group)]
    asked = {gap.kind for gap in stop.gaps if gap.rows not in seen} - ASKED_BY_FORMS
    is_left = stop.is_open and bool(groups if stop.findings else asked)
    return replace(stop, findings=[*chain.from_iterable(groups)]) if is_left else None


def _seen(group: Group) -> list[dict[str, str]]:
    """The findings that are not settled, each with what its figures were."""
    return [{"finding": each["id"], "seen": each["seen"]} for each in group if each["state"] != "accepted"]


def _document(gap: Gap) -> str:
    return dict(selection(gap.rows).where)["document"][0]
