"""Which sections somebody stands for: signatures compared with what the sections say now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from helpers.data.rows import Row, Rows

from .said import SectionSaid, digest_of, holder

SIGNED, CHANGED, OPEN = "✔", "✎", "○"
EVERY = "*"  # a section in required_signatures.csv


@dataclass(frozen=True)
class Signed:
    """Whether a role has signed a section: state is SIGNED, CHANGED since (then by whom and when it was signed) or OPEN."""

    section: str
    role: str
    state: str
    name: str = ""
    date: str = ""
    digest: str = ""  # of what was signed


def digests(said: Mapping[str, SectionSaid], notebooks: Iterable[str]) -> dict[str, str]:
    """What is signed of an edition: each notebook's section with those below it, and a digest of what they say."""
    known = list(notebooks)
    found: dict[str, list[str]] = {}
    for name, words in said.items():
        found.setdefault(holder(name, known), []).append(words.digest)
    return {name: digest_of("".join(parts)) for name, parts in found.items()}


def signatures(said: Mapping[str, str], period: str, rows: Callable[[str], Rows]) -> list[Signed]:
    """For each section, and each role that must sign it or has, whether it has signed what the section says.

    said: what each section says, as `digests` gives it. rows: gives all rows of a table.
    """
    made = [row for row in rows("signatures").values() if row["period"] == period]
    asked = list(rows("required_signatures").values())
    found = []
    for section, now in said.items():
        own = [row for row in made if row["section"] == section]
        roles = [row["role"] for row in asked if row["section"] in (section, EVERY)] + [row["role"] for row in own]
        found += [
            _state(section, role, now, [row for row in own if row["role"] == role]) for role in dict.fromkeys(roles)
        ]
    return found


def _state(section: str, role: str, now: str, made: list[Row]) -> Signed:
    fitting = [row for row in made if row["digest"] == now]
    row = (fitting or made or [None])[-1]
    if row is None:
        return Signed(section, role, OPEN)
    return Signed(section, role, SIGNED if fitting else CHANGED, row["name"], row["date"], row["digest"])


def marks(signed: Iterable[Signed]) -> dict[str, tuple[str, str]]:
    """Section → its mark and what it means, for reviewers: the least that holds of its roles."""
    found: dict[str, list[Signed]] = {}
    for one in signed:
        found.setdefault(one.section, []).append(one)
    order = (OPEN, CHANGED, SIGNED)
    return {
        section: (min((one.state for one in own), key=order.index), "; ".join(map(_words, own)))
        for section, own in found.items()
    }


def _words(one: Signed) -> str:
    if one.state == OPEN:
        return f"{one.role}: chưa ký"
    since = ", nội dung đã thay đổi sau khi ký" if one.state == CHANGED else ""
    return f"{one.role}: {one.name} ký ngày {dt.date.fromisoformat(one.date):%d/%m/%Y}{since}"
