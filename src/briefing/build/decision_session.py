"""`briefing decide`: walk through the one list (`worklist`), and write down what is decided of each place.

Four keys: *sửa* takes the new value or wording, *vẫn đúng* confirms, *bỏ* says that something is no more, *hỏi* asks an
office. What is typed behind a key is its reason. At a prompt without a proposal in [ ] an empty line leaves the place
undecided; x stops.

Each decision is a row, written as soon as it is made, so that nothing is lost when the walk is broken off: a correction, an
acceptance or a question about a finding; a sentence that is confirmed or reworded; a number; an absence; the end of a rule.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TypeAlias

from helpers.audit.audit_run import PlainFinding
from helpers.audit.comparability import fact_columns
from helpers.audit.completeness import OPEN, Gap
from helpers.data.absences import AWAITED, NOTHING, NOTHING_THERE, said_of
from helpers.data.cell_reference import find_places
from helpers.data.code_validity import RULES
from helpers.data.csv_writer import one_writer, replace_files, trial_copy, with_rows, without_rows
from helpers.data.expressions import ROWS, ExpressionError, parse, selection
from helpers.data.indexed_rows import Row, Rows
from helpers.data.read_record import STANDING
from helpers.data.source_reference import origin
from helpers.data.table_registry import TABLES, read_table
from helpers.editions import PLACEHOLDER, sound
from helpers.editions.statements import CARRIED
from helpers.errors import InputError, unknown_name, wrong_input
from helpers.expression_text import words as words_of
from helpers.i18n import _
from helpers.project import Project
from helpers.values.display_bundle import to_text
from helpers.values.vietnamese import sentence

from .worklist import DecisionItem, check, described, stops

WAIT = 14  # days that an office has to answer, unless another day is given
# asks what is needed for a part of a stop beside the words behind its key, and writes rows
Act: TypeAlias = Callable[[DecisionItem, str], None]
Keys: TypeAlias = Mapping[str, tuple[str, Act]]  # what may be typed: what it says, what it does


class Back(Exception):
    """Nothing was typed where something is needed."""


@dataclass
class Walk:
    """Somebody's walk through the list of a period. office: who decides, asked for if empty. written: how many rows are."""

    data: Path
    period: str
    office: str
    project: Project
    written: int = 0
    numbers: dict[str, int] = field(default_factory=dict)  # of findings, by their ids, as the built draft has them

    def through(self) -> None:
        """Ask about each place of the list that is open, what was asked of an office last, until x or the end of the input."""
        with one_writer(self.data):  # not between two files that another command puts in their places
            self._look(self.data)
        left, here = set[str](), set[str]()  # left: what is decided later, or by somebody else
        with suppress(EOFError):
            while found := [stop for stop in self.found if stop.is_open and not stop.ids <= left]:
                print("\n" + _("{count} places to decide", count=len(found)))
                stop = min(found, key=lambda stop: (stop.is_asked, here.isdisjoint(stop.ids)))
                left, here = left | self._at(stop), stop.ids

    def _look(self, data: Path) -> None:
        """Read an edition that is sound, and its list."""
        edition = sound(data, self.period, self.project)
        checked = check(edition)
        self.numbers = self.numbers or {finding["id"]: finding["number"] for finding in checked["findings"]}
        self.edition, self.found, self.period = edition, stops(edition, checked), edition.period

    def _at(self, stop: DecisionItem) -> set[str]:
        """Show a stop and ask once; gives the ids of what of it is not shown again in this walk."""
        of_parts = len(stop.parts) > 1
        parts = dict(enumerate(stop.parts if of_parts else [stop] * len(self._sentences(stop)), 1))
        for nth, each in enumerate(stop.parts, 1):
            self._show(each, nth, of_parts)
        keys = self._keys(stop)
        alone = _("[s2, v2 …] the second alone") if of_parts else _("[s2, b2 …] the second alone")
        several = [*[_("[1, 2 …] that one")] * of_parts, *[alone] * (len(parts) > 1)]
        offered = [*several, *(label for label, _act in keys.values()), _("[Enter] later"), _("[x] stop")]
        if not (typed := self._typed(f"{'  '.join(filter(None, offered))}: ")):
            return stop.ids
        word, _space, words = typed.partition(" ")
        if of_parts and typed.isdecimal() and (one := parts.get(int(typed))):
            return self._at(one)
        key, digits = word[:1].lower(), word[1:]
        part = stop if not digits else parts.get(int(digits)) if digits.isdecimal() else None
        if key not in keys or not part or (digits and key in "vh" and not of_parts):
            print("   " + _("{answer!r} is none of these.", answer=typed))
            return set()
        self.nth = 1 if of_parts else int(digits or 1)  # which sentence, where one finding is about several
        try:
            self.office = self.office or self._needed(_("Office that decides: "))
            keys[key][1](part, words)
            return part.ids if key == "h" else set()
        except Back:
            print("   " + _("Nothing typed: it stays undecided."))
        except InputError as error:
            print("   " + _("Not written: {error}", error=error))
        return set()

    def _keys(self, stop: DecisionItem) -> Keys:
        correct, right, gone, asked = _("[s] correct"), _("[v] right as it is"), _("[b] is no more"), _("[h] ask")
        of_words: Keys = {"s": (correct, self._reword), "b": (gone, self._drop)}
        of_carried: Keys = {**of_words, "v": (right, self._confirm)}
        if not stop.findings:
            missing: Keys = {"s": (correct, self._supply), "b": (gone, self._end), "h": (asked, self._await)}
            of_kind = {"carried": of_carried, "document": of_carried, "condition": of_words}
            of_kind |= {"organisation": {"s": (correct, self._supply)}}
            return of_kind.get(stop.gaps[0].kind, missing)
        keys = dict(of_words) if self._sentences(stop) else {}
        if not keys and stop.findings[0]["cells"]:
            keys["s"] = (correct, self._change)
        if _rule(stop):
            keys["b"] = (_("[b] the rule ends"), self._retire)
        proposals = stop.findings[0]["proposals"] if len(stop.parts) == 1 else []
        taken = (partial(self._take, proposal["changes"]) for proposal in proposals)
        proposed = {str(nth): (_("[1, 2 …] that one") if nth == 1 else "", act) for nth, act in enumerate(taken, 1)}
        return {**proposed, **keys, "v": (right, self._accept), "h": (asked, self._question)}

    # -- sentences ----------------------------------------------------------------------------------------------------

    def _sentences(self, part: DecisionItem) -> dict[int, Row]:
        """The sentences of the period that it is about, each with its line."""
        unknown = self.edition.unknown_documents()
        lines = {line for gap in part.gaps if gap.kind == "document" for line in unknown[_document(gap)]}
        named = (*(cell for finding in part.findings for cell in finding["cells"]), *(gap.rows for gap in part.gaps))
        own = [each for each in map(selection, named) if each.table == "statements" and not each.period]
        statements = self.edition.records["statements"].items()
        return {at: row for at, row in statements if at in lines or any(each.takes("statements", row) for each in own)}

    def _show(self, part: DecisionItem, nth: int, several: bool) -> None:
        """What a part is about; its sentences, as they will be printed and as they are written; what each number of these means."""
        told = [gap for gap in part.gaps if gap.kind != "carried" or not (part.findings or nth > 1)]  # sentences follow
        known = dict.fromkeys(filter(None, map(self._known, part.findings)))
        group = [finding | {"proposals": finding["proposals"] * (not several)} for finding in part.findings]
        said = [
            *described(replace(part, findings=group, gaps=told), self.numbers),
            *(_("[v] takes as the reason: {reason}", reason=why) for why in known),
        ]
        number = f"[{nth}] " * several
        for line in said:
            print(f"   {number}{line}")
            number = ""
        rows = self._sentences(part)
        for own, (at, row) in enumerate(rows.items(), 1):
            written, printed = row["text"], to_text(self.edition.all_statements()[at])
            print(f"   {number or f'[{own}] ' * (len(rows) > 1 and not several)}{printed}")
            if printed != written:
                print(f"     {written}")
            for match in PLACEHOLDER.finditer(written):
                with suppress(ExpressionError, InputError, KeyError):
                    parsed = parse(match["expression"].strip())
                    shown = to_text(format(self.edition.evaluate(str(parsed)), match["spec"] or ""))
                    print(f"     {shown}: {words_of(parsed, self.edition)}")

    def _sentence(self, part: DecisionItem) -> Row:
        """The one that is named behind a key, else the first."""
        rows = [*self._sentences(part).values()]
        return rows[min(self.nth, len(rows)) - 1]

    def _reword(self, part: DecisionItem, words: str) -> None:
        row = self._sentence(part)
        text = words or self._needed(_("New wording, figures as they are in it: "), row["text"])
        self._write({"statements": [row | {"text": text, "state": "confirmed"}]})

    def _drop(self, part: DecisionItem, words: str) -> None:
        """Take a sentence out of the period, and say why."""
        row = self._sentence(part)
        self._absent(TABLES["statements"].place(row, ROWS), "ended", words, gone={"statements": [row]})

    def _confirm(self, part: DecisionItem, _words: str, **made: list[Row]) -> None:
        """The sentences that were carried over, confirmed, and the documents that they cite, as the newest other period has them."""
        carried = [row | {"state": "confirmed"} for row in self._sentences(part).values() if row["state"] == CARRIED]
        cited = [_document(gap) for gap in part.gaps if gap.kind == "document"]
        known = {row["document"]: row for row in read_table(self.data, "documents").values() if row["period"]}
        held = [known[document] | {"period": self.period} for document in cited if document in known]
        self._write({**made, "statements": carried, "documents": held})

    # -- findings -----------------------------------------------------------------------------------------------------

    def _change(self, part: DecisionItem, words: str) -> None:
        """Another value for a cell of a finding: the first that is suspected, or one that is named."""
        first = part.findings[0]
        named = (first["suspects"] or first["cells"])[0]
        if not words:  # which are the value of that one
            named = self._typed(_("Cell [{cell}]: ", cell=named)) or named
        own = ("", self.period)
        rows = self.edition.records
        (table, line, column), *others = find_places(named, lambda name, of: rows[name] if of in own else Rows())
        row = rows[table].get(line, {})
        if others or not row or not column:
            raise unknown_name(_("PLACE"), _("one cell of the period"), named, first["cells"])
        new = words or self._needed(_("Right value, {old} now: ", old=row[column] or "–"), row[column])
        self._take([{"figure": TABLES[table].place(row, column), "old": row[column], "new": new}], part, "")

    def _take(self, changes: list[dict[str, str]], part: DecisionItem, words: str) -> None:
        """Correct cells; one that was corrected already from what was reported."""
        reported = {row["figure"]: row["old"] for row in self.edition.records["corrections"].values()}
        decided = self._reasoned(words)
        rows = [{**each, "old": reported.get(each["figure"], each["old"]), **decided} for each in changes]
        self._write({"corrections": rows})

    def _accept(self, part: DecisionItem, words: str) -> None:
        """Findings that stay as they are: for the reason that is typed, else each for the one that is known."""
        found = [each for each in part.findings if each["state"] != "accepted"]
        reasons = [words or self._known(each) for each in found]
        asked = _("Reason; the final copy prints it beside a number that stays: ")
        decided = self._reasoned("" if "" in reasons else reasons[0], asked)
        rows = [
            {**decided, **_seen(each), "reason": why or decided["reason"]}
            for each, why in zip(found, reasons, strict=True)
        ]
        self._confirm(part, "", acceptances=rows)

    def _known(self, finding: PlainFinding) -> str:
        """Why a finding may stay: what an office wrote beside a number of it, else why it was accepted in another period."""
        own = (each for each in map(selection, finding["cells"]) if not each.period)
        rows = (row for each in own for row in self.edition.records[each.table].where(each.where).values())
        notes = (place.note for row in rows if (place := origin(row.get("source", ""))))
        told = dict.fromkeys(note for note in notes if note not in ("", NOTHING))  # which stands there of itself
        if told:
            return f"{sentence(finding['office'])}: {'; '.join(told)}" if finding["office"] else "; ".join(told)
        accepted = read_table(self.data, "acceptances").where((("finding", (finding["id"],)),)).values()
        others = (row for row in accepted if row["period"] not in (self.period, STANDING))
        return max(others, key=lambda row: row["date"], default={"reason": ""})["reason"]

    def _retire(self, part: DecisionItem, words: str) -> None:
        """End a rule on the day before the period: it does not fit what is reported any more."""
        day = dt.date.fromisoformat(self.edition.records.period["date_from"]) - dt.timedelta(days=1)
        reason = f"{self.office}: {self._reasoned(words)['reason']}"
        self._write({"validity": [{"list": RULES, "code": _rule(part), "valid_to": f"{day}", "reason": reason}]})

    def _question(self, part: DecisionItem, words: str) -> None:
        office, question, due = self._asked_of(words, part.findings[0]["office"])
        asked = {"question": question, "asked_of": office, "asked_on": f"{dt.date.today()}", "due": due}
        self._write({"questions": [{**_seen(each), **asked} for each in part.findings if each["state"] != "accepted"]})

    def _asked_of(self, words: str, office: str) -> tuple[str, str, str]:
        """Whom one asks what, and by when the answer is to come."""
        if office:
            named = self._typed(_("Office that is asked [{office}]: ", office=office)) or office
        else:
            named = self._needed(_("Office that is asked: "))
        offices = self.edition.owners.offices.values()
        of = next(
            (each.name for each in offices if named.casefold() in (each.office.casefold(), each.name.casefold())), named
        )
        question = words or self._needed(_("Question: "))
        today = dt.date.today()
        day = f"{today + dt.timedelta(days=WAIT)}"
        due = self._typed(_("Answer by (YYYY-MM-DD) [{day}]: ", day=day)) or day
        if due < f"{today}":
            remedy = _("Write it as 2031-07-28.")
            raise wrong_input("due", value=due, expected=_("a day to come"), remedy=remedy, code="out_of_range")
        return of, question, due

    # -- what is missing ----------------------------------------------------------------------------------------------

    def _supply(self, part: DecisionItem, words: str) -> None:
        """What rows lack, typed one after the other: rows of the period, else as the one before has them, else a new one."""
        gap, select = part.gaps[0], selection(part.gaps[0].rows)
        table, base = TABLES[select.table], self.edition.base
        again = (name for name, value in table.next.changed.items() if not value)
        facts = ["number"] if gap.kind == "number" else [*fact_columns(table), *again]
        empty = {**dict.fromkeys((*facts, *(["source"] if table.sourced else [])), ""), "period": self.period}
        rows = [*filter(partial(select.takes, table.name), self.edition.records[table.name].values())]
        if not rows:
            before = [*filter(partial(select.takes, table.name), base.records[table.name].values())] if base else []
            new = dict.fromkeys(table.columns, "") | {name: values[0] for name, values in select.where}
            rows = [row | empty for row in before or [new]]
        made = list[Row]()
        for row in rows:
            given = dict[str, str]()
            for name in (name for name, value in row.items() if OPEN in value or (name in facts and not value)):
                title = f"{table.row_id(row)} {table.columns[name].title or name}".strip()
                if (typed := words or self._typed(f"{title}: ", row[name])) not in ("", row[name]):
                    given[name], words = typed, ""
            if given and row.get("source") == "":
                given["source"] = f"{self.office}, biểu nhập ngày {dt.date.today()}"
            made += [row | given] if given else []
        if not made:
            raise Back
        said = (each for row in made for each in said_of(self.edition.records["absences"], table.name, row))
        # a number that is there after all
        self._write({table.name: made}, gone={"absences": [each for each in said if each["state"] in NOTHING_THERE]})

    def _end(self, part: DecisionItem, words: str) -> None:
        """What is no more; of a row that is there, what its source does not state."""
        rows, select = part.gaps[0].rows, selection(part.gaps[0].rows)
        there = any(select.takes(select.table, row) for row in self.edition.records[select.table].values())
        self._absent(rows, "not_stated" if there else "ended", words)

    def _await(self, part: DecisionItem, words: str) -> None:
        gap = part.gaps[0]
        office, _question, due = self._asked_of(words or gap.words, gap.office)
        self._absent(gap.rows, AWAITED, f"Đã hỏi {office}, hạn {due}")

    def _absent(self, named: str, state: str, words: str, gone: Mapping[str, list[Row]] = {}) -> None:
        """The row of absences.csv about rows."""
        reason, office, date = self._reasoned(words).values()
        told = {"state": state, "reason": reason, "stated_by": office, "date": date}
        self._write({"absences": [{"rows": str(replace(selection(named), column=ROWS)), **told}]}, gone)

    # -- how it is asked and written ----------------------------------------------------------------------------------

    def _reasoned(self, reason: str, asked: str = _("Reason: ")) -> dict[str, str]:
        reason = reason or self._needed(asked)
        if not any(map(str.isalpha, reason)):  # of "v 2 3" somebody meant the places
            raise wrong_input("reason", value=reason, expected=_("words"), remedy=_("Say why."), code="wrong_form")
        return {"reason": reason, "decided_by": self.office, "date": f"{dt.date.today()}"}

    def _typed(self, prompt: str, given: str = "") -> str:
        """What is typed at a prompt; given: what stands on the line already, on a terminal that can edit a line."""
        with suppress(ImportError):  # Windows has no such line
            import readline

            readline.set_startup_hook(lambda: readline.insert_text(given))
        typed = input(f"   {prompt}").strip()
        if typed in ("x", f"{given}x"):
            raise EOFError
        return typed

    def _needed(self, prompt: str, given: str = "") -> str:
        """What is typed, other than what stood there."""
        if (typed := self._typed(prompt, given)) in ("", given):
            raise Back
        return typed

    def _write(self, made: Mapping[str, list[Row]], gone: Mapping[str, list[Row]] = {}) -> None:
        """Put the rows of one decision into their tables, if the data are sound with them. gone: table → rows that leave it."""
        contents = dict[Path, bytes]()
        with one_writer(self.data):
            for edited, tables in ((with_rows, made), (without_rows, gone)):
                for name, rows in tables.items():
                    path, of_period = self.data / f"{name}.csv", [{"period": self.period, **row} for row in rows]
                    contents |= {path: edited(path, of_period, TABLES[name].full_key)} if rows else {}
            with trial_copy(self.data, contents) as copy:
                self._look(copy)
            replace_files(contents)
        for name, rows in made.items():
            if rows:
                words = " · ".join(value for column, value in rows[0].items() if value and column != "period")
                print("   " + _("Written to {table}.csv ({count}): {words}", table=name, count=len(rows), words=words))
            self.written += len(rows)


def _rule(stop: DecisionItem) -> str:
    """The rule of a finding, where it is one of rules.csv or of the report's own checks."""
    of = {finding["rule"].partition(":")[0].rpartition("/")[2] for finding in stop.findings}
    return stop.findings[0]["id"].partition("@")[0] if of <= {"rules.csv", "checks.py"} else ""


def _seen(finding: PlainFinding) -> dict[str, str]:
    return {"finding": finding["id"], "seen": finding["seen"]}


def _document(gap: Gap) -> str:
    return dict(selection(gap.rows).where)["document"][0]
