"""`briefing decide`: walk through the one list (`worklist`), and write down what is decided of each place.

Four keys: *sửa* takes the new value or wording, *vẫn đúng* confirms, *bỏ* leaves a sentence out, *hỏi* asks an office.
At a place with several findings or sentences *sửa* and *bỏ* go through them one by one. What is typed behind a key is its
reason or its words. At a prompt without a proposal in [ ] an empty line leaves the place undecided; x stops.

Each decision is a row, written as soon as it is made, so that nothing is lost when the walk is broken off: a correction, an
acceptance or a question about a finding; a sentence that is confirmed, reworded or left out. A number that is missing comes in
a form or is typed into its CSV.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from helpers.audit.audit_run import PlainFinding
from helpers.data.csv_writer import one_writer, replace_files, trial_copy, with_rows
from helpers.data.expressions import ROWS, ExpressionError, parse, selection
from helpers.data.indexed_rows import Row
from helpers.editions import PLACEHOLDER, sound
from helpers.editions.statements import CARRIED
from helpers.errors import InputError, unknown_name
from helpers.expression_text import words as words_of
from helpers.i18n import _
from helpers.project import Project
from helpers.values.display_bundle import to_text

from ..build.worklist import DecisionItem, check, described, stops

KEYS = {
    "s": _("[s] correct, one by one"), "v": _("[v] right as it is"), "b": _("[b] drop, one by one"), "h": _("[h] ask"),
}  # fmt: skip


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
    apart: set[str] = field(default_factory=set)  # ids of what is decided one by one

    def through(self) -> None:
        """Ask about each place of the list that is open, one after another, until x or the end of the input."""
        with one_writer(self.data):  # not between two files that another command puts in their places
            self._look(self.data)
        passed = set[str]()  # what is decided later, or by somebody else
        with suppress(EOFError):
            while found := [place for place in self._places() if place.is_open and not place.ids <= passed]:
                print("\n" + _("{count} places to decide", count=len(found)))
                passed |= self._at(found[0])

    def _look(self, data: Path) -> None:
        """Read an edition that is sound, and its list."""
        edition = sound(data, self.period, self.project)
        checked = check(edition)
        self.numbers = self.numbers or {finding["id"]: finding["number"] for finding in checked["findings"]}
        self.edition, self.found, self.period = edition, stops(edition, checked), edition.period

    def _places(self) -> Iterator[DecisionItem]:
        for place in self.found:
            yield from [place] if place.ids.isdisjoint(self.apart) else place.parts

    def _at(self, place: DecisionItem) -> set[str]:
        """Show a place and ask once; gives the ids of what of it is not shown again in this walk."""
        self._show(place)
        offered = ["s", "v", *("b" if self._sentences(place) else ""), *("h" if place.findings else "")]
        if not (typed := self._typed("  ".join([*map(KEYS.__getitem__, offered), _("[Enter] later"), _("[x] stop")]))):
            return place.ids
        key, _space, words = typed.partition(" ")
        try:
            self._decide(place, key.lower(), words)
            return place.ids if key.lower() == "h" else set()
        except Back as nothing:
            print("   " + (str(nothing) or _("Nothing typed: it stays undecided.")))
        except InputError as error:
            print("   " + _("Not written: {error}", error=error))
        return set()

    def _decide(self, place: DecisionItem, key: str, words: str) -> None:
        """Do what a key says of a place."""
        sentences, findings = self._sentences(place), [each for each in place.findings if each["state"] != "accepted"]
        is_one = len(place.parts) == 1
        proposals = findings[0]["proposals"] if findings and is_one else []
        proposed = {str(nth): each["changes"] for nth, each in enumerate(proposals, 1)}
        if not is_one and (key == "s" or (key == "b" and sentences)):
            self.apart |= place.ids
        elif key == "s" and sentences:
            self._reword([*sentences.values()], words)
        elif key == "s" and findings:
            self._change(findings, words)
        elif key in proposed:
            self._correct(proposed[key], words)
        elif key == "v" and (sentences or findings):
            self._confirm(findings, [*sentences.values()], words)
        elif key == "b" and sentences:
            self._drop([*sentences.values()], words)
        elif key == "h" and findings:
            self._question(findings, words)
        else:
            raise Back(_("{answer!r} is none of what can be decided here.", answer=key))

    # -- sentences ----------------------------------------------------------------------------------------------------

    def _sentences(self, place: DecisionItem) -> dict[int, Row]:
        """The sentences of the period that a place is about, each with its line."""
        named = (*(cell for finding in place.findings for cell in finding["cells"]), *(gap.rows for gap in place.gaps))
        tables = self.edition.tables
        own = [of for each in named if (of := selection(each, tables)).table == "statements" and not of.period]
        statements = self.edition.records["statements"].items()
        return {at: row for at, row in statements if any(each.takes("statements", row) for each in own)}

    def _show(self, place: DecisionItem) -> None:
        """What a place is about; its sentences, as they will be printed and as they are written; what each number of these means."""
        for line in described(place, self.numbers):
            print(f"   {line}")
        for at, row in self._sentences(place).items():
            written, printed = row["text"], to_text(self.edition.all_statements()[at])
            print(f"   {printed}")
            if printed != written:
                print(f"     {written}")
            for match in PLACEHOLDER.finditer(written):
                with suppress(ExpressionError, InputError, KeyError):
                    parsed = parse(match["expression"].strip(), self.edition.tables)
                    shown = to_text(format(self.edition.evaluate(str(parsed)), match["spec"] or ""))
                    print(f"     {shown}: {words_of(parsed, self.edition)}")

    def _reword(self, sentences: Sequence[Row], words: str) -> None:
        """New words for sentences, one after the other; words: of the first."""
        made = list[Row]()
        for row in sentences:
            text = words or self._typed(_("New wording, figures as they are in it"), row["text"])
            made += [row | {"text": text, "state": "confirmed"}] if text not in ("", row["text"]) else []
            words = ""
        self._write({"statements": made})

    def _drop(self, sentences: Sequence[Row], words: str) -> None:
        """Leave sentences out of the period, one after the other, with a reason; words: why the first is. Their rows stay."""
        rows = list[Row]()
        for row in sentences:
            asked = _("Reason to drop “{beginning} …”", beginning=row["text"][:60])
            with suppress(Back):
                told = self._reasoned(words, asked) | {"state": "ended", "stated_by": self.office}
                rows += [{**told, "rows": self.edition.tables["statements"].place(row, ROWS)}]
            words = ""
        self._write({"absences": rows})

    def _confirm(self, findings: Sequence[PlainFinding], sentences: Sequence[Row], words: str) -> None:
        """Findings that stay as they are, with a reason, and sentences that were carried over; Enter takes the reason of another period."""
        accepted = list[Row]()
        if findings:
            before = self.edition.tables.rows(self.data, "acceptances")
            known = {row["finding"]: row["reason"] for row in before.values()}
            asked = _("Reason; the final copy prints it beside a number that stays")
            decided = self._reasoned(words, asked, known.get(findings[0]["id"], ""))
            accepted = [{**decided, "finding": each["id"], "seen": each["seen"]} for each in findings]
        carried = [row | {"state": "confirmed"} for row in sentences if row["state"] == CARRIED]
        self._write({"acceptances": accepted, "statements": carried})

    # -- findings -----------------------------------------------------------------------------------------------------

    def _change(self, findings: Sequence[PlainFinding], words: str) -> None:
        """Another value for a cell of findings, the period's own: one of a numbered list, suspected ones first, or named."""
        named = (cell for each in findings for cell in (*each["suspects"], *each["cells"]))
        own = {cell: of for cell in named if not (of := selection(cell, self.edition.tables)).period}
        numbered = {f"{nth}": cell for nth, cell in enumerate(own, 1)}
        print(*(f"     {nth}: {each}" for nth, each in numbered.items()), sep="\n")
        typed = self._asked(_("Cell, by its number"), "1")
        if (chosen := numbered.get(typed, typed)) not in own:
            raise unknown_name(_("PLACE"), _("one cell of the finding"), typed, own)
        cell = own[chosen]
        (old,) = (row[cell.column] for row in self.edition.records[cell.table].values() if cell.takes(cell.table, row))
        ask = self._typed if cell.field.kind == "text" else self._asked
        new = words or ask(_("Right value"), old)
        if new in ("", old):
            raise Back
        self._correct([{"figure": chosen, "old": old, "new": new}], "")

    def _correct(self, changes: Sequence[Row], words: str) -> None:
        """Correct cells; one that was corrected already from what was reported."""
        reported = {row["figure"]: row["old"] for row in self.edition.records["corrections"].values()}
        decided = self._reasoned(words)
        rows = [{**each, "old": reported.get(each["figure"], each["old"]), **decided} for each in changes]
        self._write({"corrections": rows})

    def _question(self, findings: Sequence[PlainFinding], words: str) -> None:
        """Ask an office about findings, by a day on which the answer is to come."""
        named, today = self._asked(_("Office that is asked"), findings[0]["office"]), dt.date.today()
        offices = self.edition.owners.offices
        asked_of = offices[named].name if named in offices else named
        asked = {"period": self.period, "asked_of": asked_of, "asked_on": f"{today}"}
        asked["question"] = words or self._asked(_("Question"))
        asked["due"] = self._asked(_("Answer by (YYYY-MM-DD)"), f"{today + dt.timedelta(days=14)}")
        self._write({"questions": [{**asked, "finding": each["id"], "seen": each["seen"]} for each in findings]})

    # -- how it is asked and written ----------------------------------------------------------------------------------

    def _reasoned(self, reason: str, asked: str = _("Reason"), known: str = "") -> dict[str, str]:
        """Why something is decided. known: why it was decided so before, which Enter takes."""
        self.office = self.office or self._asked(_("Office that decides"))
        told = {"reason": reason or self._asked(asked, known), "decided_by": self.office}
        return {"period": self.period, "date": f"{dt.date.today()}", **told}

    def _typed(self, prompt: str, given: str = "") -> str:
        """What is typed at a prompt; given: what stands on the line already, on a terminal that can edit a line."""
        with suppress(ImportError):  # Windows has no such line
            import readline

            readline.set_startup_hook(lambda: readline.insert_text(given))
        typed = input(f"   {prompt}: ").strip()
        if typed in ("x", f"{given}x"):
            raise EOFError
        return typed

    def _asked(self, words: str, known: str = "") -> str:
        """What is typed behind words; Enter takes what is known, in [ ]. Raises Back where there is neither."""
        if not (typed := self._typed(f"{words} [{known}]" if known else words) or known):
            raise Back
        return typed

    def _write(self, made: Mapping[str, list[Row]]) -> None:
        """Put the rows of one decision into their tables, if the data are sound with them."""
        tables, made = self.edition.tables, {name: rows for name, rows in made.items() if rows}
        with one_writer(self.data):
            contents = {self.data / f"{name}.csv": with_rows(self.data, tables[name], made[name]) for name in made}
            with trial_copy(self.data, contents) as copy:
                self._look(copy)
            replace_files(contents)
        for name, rows in made.items():
            print("   " + _("Written to {table}.csv: {count}", table=name, count=len(rows)))
            self.written += len(rows)
