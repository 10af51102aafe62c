"""`briefing decide`: walk through the one list (`worklist`), and write down what is decided of each place.

Four keys: *sửa* takes the new value or wording, *vẫn đúng* confirms, *bỏ* says that something is no more, *hỏi* asks an
office. What is typed behind a key is its reason. At a prompt without a proposal in [ ] an empty line leaves the place
undecided; x stops.

Each decision is a row, written as soon as it is made, so that nothing is lost when the walk is broken off: a correction, an
acceptance or a question about a finding; a sentence that is confirmed or reworded; an absence; the end of a rule. A number
that is missing comes in a form or is typed into its CSV.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from operator import itemgetter
from pathlib import Path
from typing import TypeAlias

from helpers.audit.audit_run import PlainFinding
from helpers.audit.completeness import Gap
from helpers.data.cell_reference import find_places
from helpers.data.code_validity import RULES
from helpers.data.csv_writer import one_writer, replace_files, trial_copy, with_rows
from helpers.data.expressions import ROWS, ExpressionError, parse, selection
from helpers.data.indexed_rows import Row, Rows
from helpers.data.table_registry import TABLES, read_table
from helpers.editions import PLACEHOLDER, sound
from helpers.editions.statements import CARRIED
from helpers.errors import InputError, unknown_name, wrong_input
from helpers.expression_text import words as words_of
from helpers.i18n import _
from helpers.project import Project
from helpers.values.display_bundle import to_text

from .worklist import DecisionItem, check, described, stops

WAIT = 14  # days that an office has to answer, unless another day is given
# asks what is needed for a stop beside the words behind its key, and writes rows
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
        """Ask about each place of the list that is open, what an office is to give or to answer last, until x or the end of the input."""
        with one_writer(self.data):  # not between two files that another command puts in their places
            self._look(self.data)
        left, here = set[str](), set[str]()  # left: what is decided later, or by somebody else
        with suppress(EOFError):
            while found := [stop for stop in self.found if stop.is_open and not stop.ids <= left]:
                print("\n" + _("{count} places to decide", count=len(found)))
                stop = min(found, key=lambda stop: (stop.is_asked, stop.is_awaited, here.isdisjoint(stop.ids)))
                left, here = left | self._at(stop), stop.ids

    def _look(self, data: Path) -> None:
        """Read an edition that is sound, and its list."""
        edition = sound(data, self.period, self.project)
        checked = check(edition)
        self.numbers = self.numbers or {finding["id"]: finding["number"] for finding in checked["findings"]}
        self.edition, self.found, self.period = edition, stops(edition, checked), edition.period

    def _at(self, stop: DecisionItem) -> set[str]:
        """Show a stop and ask once; gives the ids of what of it is not shown again in this walk."""
        parts, keys = stop.parts, self._keys(stop)
        alone = {str(nth): part for nth, part in enumerate(parts, 1)} if len(parts) > 1 else {}
        if not stop.findings and (sections := {row["section"] for row in self._sentences(stop).values()}):
            print("   " + _("Section {sections}:", sections=", ".join(sorted(sections))))
        for nth, part in enumerate(parts, 1):
            self._show(part, f"[{nth}] " if alone else "")
        offered = [_("[1, 2 …] that one")] * bool(alone) + [label for label, _act in keys.values()]
        prompt = "  ".join(filter(None, [*offered, _("[Enter] later"), _("[x] stop")]))
        if not (typed := self._typed(f"{prompt}: ")):
            return stop.ids
        if typed in alone:
            return self._at(alone[typed])
        key, _space, words = typed.partition(" ")
        if (key := key.lower()) not in keys:
            print("   " + _("{answer!r} is none of these.", answer=typed))
            return set()
        try:
            self.office = self.office or self._asked(_("Office that decides"))
            keys[key][1](stop, words)
            return stop.ids if key == "h" else set()
        except Back:
            print("   " + _("Nothing typed: it stays undecided."))
        except InputError as error:
            print("   " + _("Not written: {error}", error=error))
        return set()

    def _keys(self, stop: DecisionItem) -> Keys:
        correct, right, gone, asked = _("[s] correct"), _("[v] right as it is"), _("[b] is no more"), _("[h] ask")
        sentences, keys = self._sentences(stop), dict[str, tuple[str, Act]]()
        if sentences:
            keys["s"] = (correct, self._reword)
        if len(sentences) == 1:
            keys["b"] = (gone, self._drop)
        if not stop.findings:
            confirmed: Keys = {**keys, "v": (right, self._confirm)}
            of_kind: dict[str, Keys] = {"carried": confirmed, "document": confirmed, "condition": keys}
            return of_kind.get(stop.gaps[0].kind, {"b": (gone, self._end)})
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

    def _show(self, part: DecisionItem, number: str) -> None:
        """What a part is about; its sentences, as they will be printed and as they are written; what each number of these means."""
        told = [gap for gap in part.gaps if gap.kind != "carried"]  # whose sentences follow
        group = [finding | {"proposals": finding["proposals"] * (not number)} for finding in part.findings]
        for line in described(replace(part, findings=group, gaps=told), self.numbers):
            print(f"   {number}{line}")
            number = ""
        for at, row in self._sentences(part).items():
            written, printed = row["text"], to_text(self.edition.all_statements()[at])
            print(f"   {number}{printed}")
            number = ""
            if printed != written:
                print(f"     {written}")
            for match in PLACEHOLDER.finditer(written):
                with suppress(ExpressionError, InputError, KeyError):
                    parsed = parse(match["expression"].strip())
                    shown = to_text(format(self.edition.evaluate(str(parsed)), match["spec"] or ""))
                    print(f"     {shown}: {words_of(parsed, self.edition)}")

    def _reword(self, part: DecisionItem, words: str) -> None:
        """New words for its sentences, one after the other; words: of the first."""
        made = list[Row]()
        for row in self._sentences(part).values():
            text = words or self._typed(_("New wording, figures as they are in it: "), row["text"])
            made += [row | {"text": text, "state": "confirmed"}] if text not in ("", row["text"]) else []
            words = ""
        if not made:
            raise Back
        self._write({"statements": made})

    def _drop(self, part: DecisionItem, words: str) -> None:
        """Take its one sentence out of the period, and say why."""
        (row,) = self._sentences(part).values()
        self._absent(TABLES["statements"].place(row, ROWS), "ended", words, gone=[row])

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
            named = self._asked(_("Cell"), named)
        own = ("", self.period)
        rows = self.edition.records
        (table, line, column), *others = find_places(named, lambda name, of: rows[name] if of in own else Rows())
        row = rows[table].get(line, {})
        if others or not row or not column:
            raise unknown_name(_("PLACE"), _("one cell of the period"), named, first["cells"])
        new = words or self._typed(_("Right value, {old} now: ", old=row[column] or "–"), row[column])
        if new in ("", row[column]):
            raise Back
        self._take([{"figure": TABLES[table].place(row, column), "old": row[column], "new": new}], part, "")

    def _take(self, changes: list[dict[str, str]], part: DecisionItem, words: str) -> None:
        """Correct cells; one that was corrected already from what was reported."""
        reported = {row["figure"]: row["old"] for row in self.edition.records["corrections"].values()}
        decided = self._reasoned(words)
        rows = [{**each, "old": reported.get(each["figure"], each["old"]), **decided} for each in changes]
        self._write({"corrections": rows})

    def _accept(self, part: DecisionItem, words: str) -> None:
        """Findings that stay as they are, and the sentences beside them; Enter takes why they stayed in another period."""
        found = [each for each in part.findings if each["state"] != "accepted"]
        ids, then = {each["id"] for each in found}, read_table(self.data, "acceptances").values()
        known = max((row for row in then if row["finding"] in ids), key=itemgetter("date"), default={"reason": ""})
        asked = _("Reason; the final copy prints it beside a number that stays")
        decided = self._reasoned(words, asked, known["reason"])
        self._confirm(part, "", acceptances=[{**decided, **_seen(each)} for each in found])

    def _retire(self, part: DecisionItem, words: str) -> None:
        """End a rule on the day before the period: it does not fit what is reported any more."""
        day = dt.date.fromisoformat(self.edition.records.period["date_from"]) - dt.timedelta(days=1)
        reason = f"{self.office}: {self._reasoned(words)['reason']}"
        self._write({"validity": [{"list": RULES, "code": _rule(part), "valid_to": f"{day}", "reason": reason}]})

    def _question(self, part: DecisionItem, words: str) -> None:
        """Ask an office about findings, by a day on which the answer is to come."""
        named, today = self._asked(_("Office that is asked"), part.findings[0]["office"]), dt.date.today()
        offices = self.edition.owners.offices.values()
        known = {name.casefold(): each.name for each in offices for name in (each.office, each.name)}
        question = words or self._asked(_("Question"))
        due = self._asked(_("Answer by (YYYY-MM-DD)"), f"{today + dt.timedelta(days=WAIT)}")
        if due < f"{today}":
            remedy = _("Write it as 2031-07-28.")
            raise wrong_input("due", value=due, expected=_("a day to come"), remedy=remedy, code="out_of_range")
        asked_of = known.get(named.casefold(), named)
        asked = {"question": question, "asked_of": asked_of, "asked_on": f"{today}", "due": due}
        self._write({"questions": [{**_seen(each), **asked} for each in part.findings if each["state"] != "accepted"]})

    # -- what is missing ----------------------------------------------------------------------------------------------

    def _end(self, part: DecisionItem, words: str) -> None:
        """What is no more; of a row that is there, what its source does not state."""
        rows, select = part.gaps[0].rows, selection(part.gaps[0].rows)
        there = any(select.takes(select.table, row) for row in self.edition.records[select.table].values())
        self._absent(rows, "not_stated" if there else "ended", words)

    def _absent(self, named: str, state: str, words: str, gone: Sequence[Row] = ()) -> None:
        """The row of absences.csv about rows. gone: sentences that leave the period."""
        reason, office, date = self._reasoned(words).values()
        told = {"state": state, "reason": reason, "stated_by": office, "date": date}
        self._write({"absences": [{"rows": str(replace(selection(named), column=ROWS)), **told}]}, gone)

    # -- how it is asked and written ----------------------------------------------------------------------------------

    def _reasoned(self, reason: str, asked: str = _("Reason"), known: str = "") -> dict[str, str]:
        """Why something is decided. known: why it was decided so before, which Enter takes."""
        reason = reason or self._asked(asked, known)
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

    def _asked(self, words: str, known: str = "") -> str:
        """What is typed behind words; Enter takes what is known, in [ ]. Raises Back where there is neither."""
        if not (typed := self._typed(f"{words} [{known}]: " if known else f"{words}: ") or known):
            raise Back
        return typed

    def _write(self, made: Mapping[str, list[Row]], gone: Sequence[Row] = ()) -> None:
        """Put the rows of one decision into their tables, if the data are sound with them. gone: sentences that leave the period."""
        contents = dict[Path, bytes]()
        with one_writer(self.data):
            for name, rows, left in (*((name, rows, ()) for name, rows in made.items()), ("statements", (), gone)):
                path, key = self.data / f"{name}.csv", TABLES[name].full_key
                put, out = ([{"period": self.period, **row} for row in of] for of in (rows, left))
                contents |= {path: with_rows(path, put, key, gone=out)} if put or out else {}
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
