"""What offices have decided of findings: accepted with a reason, or asked of the office that knows.

A correction is no decision about a finding: it changes the data, and the finding goes. An acceptance covers what it
saw, and so does a question: when the values change, the finding is open again.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from ..data.indexed_rows import Records
from ..errors import Problem, refuse
from ..i18n import _


@dataclass(frozen=True)
class Decision:
    """A row of acceptances.csv or questions.csv. office: who decided, or was asked; due: the day of the answer."""

    kind: str
    words: str
    office: str
    due: str = ""
    answer: str = ""
    date: str = ""

    def is_late(self, today: dt.date) -> bool:
        """True for a question without an answer after its day."""
        return self.kind == "asked" and not self.answer and self.due < today.isoformat()


def of_findings(records: Records, seen: Mapping[str, str]) -> dict[str, Decision]:
    """The decision about each violated check that has one, by the check's id. seen: what each saw, by its id."""
    asked = {
        row["finding"]: Decision("asked", row["question"], row["asked_of"], row["due"], row["answer"], row["asked_on"])
        for row in records["questions"].values()
        if row["finding"] in seen and row["seen"] in ("", seen[row["finding"]])
    }
    accepted = {
        row["finding"]: Decision("accepted", row["reason"], row["decided_by"], date=row["date"])
        for row in records["acceptances"].values()
        if seen.get(row["finding"]) == row["seen"]
    }
    return asked | accepted


def check_ids(records: Records, ids: Iterable[str]) -> None:
    """Refuse decisions of a period about what is no check, with the nearest ids; one whose check holds now says nothing."""
    known = list(ids)
    refuse(
        _unknown(name, line, row["finding"], known)
        for name in ("acceptances", "questions")
        for line, row in records[name].items()
        if row["period"] and row["finding"] not in known
    )


def _unknown(name: str, line: int, finding: str, ids: list[str]) -> Problem:
    near = get_close_matches(finding, ids, 3, 0.3)
    expected = _("the id of a finding; near: {near}", near=", ".join(near)) if near else _("the id of a finding")
    remedy = _("{briefing} check lists the ids.")
    return Problem(f"{name}.csv", line, "finding", finding, expected, remedy, code="unknown_name")
