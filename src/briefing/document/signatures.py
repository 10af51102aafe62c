"""Which sections somebody stands for: signatures compared with what the sections say now."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from helpers.data.rows import Row, Rows

from .model import SCREEN, Annotation, Document

SIGNED, CHANGED, OPEN = "✔", "✎", "○"
DESPITE = "⚠"  # beside the mark of a signature that was given although an error was open
EVERY = "*"  # a section in required_signatures.csv


@dataclass(frozen=True)
class Signed:
    """Whether a role has signed a section: SIGNED, CHANGED since or OPEN. findings, reason: open errors, and why despite them."""

    section: str
    role: str
    state: str
    name: str = ""
    date: str = ""
    digest: str = ""
    findings: str = ""
    reason: str = ""

    @property
    def mark(self) -> str:
        return self.state + DESPITE * bool(self.findings)


def is_within(section: str, above: str) -> bool:
    """Whether what a row says of a section or a chapter, "I.6", holds of a section: "I.6", "I.6.2"; "*" holds of every one.

    >>> is_within("I.6.2", "I.6"), is_within("I.61", "I.6"), is_within("II", "*")
    (True, False, True)
    """
    return above == EVERY or section == above or section.startswith(f"{above}.")


def signatures(digests: Mapping[str, str], period: str, rows: Callable[[str], Rows]) -> list[Signed]:
    """For each section, and each role that must sign it or has, whether it has signed what the section prints now: its digest."""
    made = [row for row in rows("signatures").values() if row["period"] == period]
    asked = list(rows("required_signatures").values())
    found = []
    for section, now in digests.items():
        own = [row for row in made if row["section"] == section]
        roles = [row["role"] for row in asked if is_within(section, row["section"])] + [row["role"] for row in own]
        for role in dict.fromkeys(roles):
            found += _states(section, role, now, [row for row in own if row["role"] == role])
    return found


def _states(section: str, role: str, now: str, made: list[Row]) -> list[Signed]:
    """What a role has signed: of each person the last that fits, else the last of all."""
    fitting = {row["name"]: row for row in made if row["digest"] == now}
    told = ("name", "date", "digest", "findings", "reason")
    return [
        Signed(section, role, SIGNED if fitting else CHANGED, *(row[name] for name in told))
        for row in (fitting.values() or made[-1:])
    ] or [Signed(section, role, OPEN)]


def marks(signed: Iterable[Signed]) -> dict[str, tuple[str, str]]:
    """Section → its mark and what it means, for reviewers: the least that holds of its roles."""
    found: dict[str, list[Signed]] = {}
    for one in signed:
        found.setdefault(one.section, []).append(one)
    order = (OPEN, CHANGED, SIGNED)
    return {
        section: (
            min((one.state for one in own), key=order.index) + DESPITE * any(one.findings for one in own),
            "; ".join(map(_words, own)),
        )
        for section, own in found.items()
    }


def with_signatures(document: Document, period: str, rows: Callable[[str], Rows]) -> Document:
    """The document with who has signed each section beside it."""
    said = marks(signatures(document.digests, period, rows)).items()
    made = (Annotation(section, "signature", mark, "", (SCREEN,), words=words) for section, (mark, words) in said)
    return replace(document, annotations=(*document.annotations, *made))


def _words(one: Signed) -> str:
    if one.state == OPEN:
        return f"{one.role}: chưa ký"
    since = ", nội dung đã thay đổi sau khi ký" if one.state == CHANGED else ""
    despite = f", dù còn lỗi chưa xử lý ({one.findings}): {one.reason}" if one.findings else ""
    return f"{one.role}: {one.name} ký ngày {dt.date.fromisoformat(one.date):%d/%m/%Y}{despite}{since}"
