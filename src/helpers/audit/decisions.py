"""What offices have decided of findings: accepted with a reason, or asked of the office that knows.

A correction is no decision about a finding: it changes the data, and the finding goes. An acceptance covers what it
saw, and so does a question: when the values change, the finding is open again.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from ..data.indexed_rows import Records


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
