"""Which sections somebody stands for: signatures compared with what the sections say now."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from helpers.data.indexed_rows import Rows

from .model import SCREEN, Annotation, Document

SIGNED, CHANGED, OPEN = "✔", "✎", "○"
EVERY = "*"  # a section in required_signatures.csv


@dataclass(frozen=True)
class Signed:
    """Whether a role has signed a section: SIGNED, CHANGED since or OPEN."""

    section: str
    role: str
    state: str
    name: str = ""
    date: str = ""
    digest: str = ""


def is_within(section: str, above: str) -> bool:
    """Whether what a row says of a section or a chapter, "I.6", holds of a section: "I.6", "I.6.2"; "*" holds of every one.

    >>> is_within("I.6.2", "I.6"), is_within("I.61", "I.6"), is_within("II", "*")
    (True, False, True)
    """
    return above == EVERY or section == above or section.startswith(f"{above}.")


def signatures(digests: Mapping[str, str], period: str, rows: Callable[[str], Rows]) -> list[Signed]:
    """For each section, and each role that must sign it or has, whether it has signed what the section prints now: its digest.

    Of each person the last that fits, else of the role the last of all.
    """
    made = [row for row in rows("signatures").values() if row["period"] == period]
    asked = list(rows("required_signatures").values())
    found = []
    for section, now in digests.items():
        own = [row for row in made if row["section"] == section]
        roles = [row["role"] for row in asked if is_within(section, row["section"])] + [row["role"] for row in own]
        for role in dict.fromkeys(roles):
            of_role = [row for row in own if row["role"] == role]
            fitting = {row["name"]: row for row in of_role if row["digest"] == now}
            last = [*(fitting.values() or of_role[-1:])]
            state = SIGNED if fitting else CHANGED
            found += [Signed(section, role, state, row["name"], row["date"], row["digest"]) for row in last]
            found += [] if last else [Signed(section, role, OPEN)]
    return found


def with_signatures(document: Document, period: str, rows: Callable[[str], Rows]) -> Document:
    """The document with who has signed each section beside it: the least that holds of its roles, and what each did."""
    of: dict[str, list[Signed]] = {}
    for one in signatures(document.digests, period, rows):
        of.setdefault(one.section, []).append(one)
    made = (
        Annotation(section, "signature", min((one.state for one in own), key=(OPEN, CHANGED, SIGNED).index), "", (SCREEN,), words="; ".join(map(_words, own)))
        for section, own in of.items()
    )  # fmt: skip
    return replace(document, annotations=(*document.annotations, *made))


def _words(one: Signed) -> str:
    if one.state == OPEN:
        return f"{one.role}: chưa ký"
    since = ", nội dung đã thay đổi sau khi ký" if one.state == CHANGED else ""
    return f"{one.role}: {one.name} ký ngày {dt.date.fromisoformat(one.date):%d/%m/%Y}{since}"
