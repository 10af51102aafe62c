"""`briefing sign`: who stands for what a section says, and for which sections nobody does.

A signature holds a digest of the section's words and figures: when they change it falls, when they are as they were it stands
again. Nobody's identity is checked here; the repository's history says who wrote the row.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from ..data.rows import Row, Rows
from ..data.updating import append_row
from ..problems import InputError, Problem
from .build import locate, plan
from .formats.tree import slug
from .freshness import Tables, digest
from .locks import locked
from .order import Order
from .versions import Version, holder, versions

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


def digests(version: Version) -> dict[str, str]:
    """What is signed of an edition: each notebook's section with those below it, and a digest of what they say."""
    found: dict[str, list[str]] = {}
    for name, said in version.said.items():
        found.setdefault(holder(name, version.notebooks), []).append(said.digest)
    return {name: digest(*parts) for name, parts in found.items()}


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


def sign(order: Order, wanted: list[str], name: str, role: str, today: dt.date | None = None) -> list[Signed]:
    """Sign sections of the edition as it was built last; gives what was signed.

    wanted: numbers or anchors of sections, "*" for all that the role must sign. Raises InputError, having written nothing, for a section that
    there is not, one that has changed since the build, and an author's own.
    """
    with locked(order.folder):
        todo = plan(order)
        version = _newest(order)
        said = digests(version)
        chosen = _chosen(wanted, role, said, order.period, todo.tables)
        stale = {section.number or slug(section.title): why for section, why in todo.stale.items()}
        problems = [*_faults(chosen, said, stale), *_own(chosen, name, todo.tables)]
        if problems:
            raise InputError(problems)
        day = (today or dt.date.today()).isoformat()
        done = [Signed(section, role, SIGNED, name, day, said[section]) for section in chosen]
        known = {
            (row["section"], row["role"], row["digest"])
            for row in todo.tables.rows("signatures").values()
            if row["period"] == order.period
        }
        for one in done:
            if (one.section, role, one.digest) not in known:
                row = {"section": one.section, "role": role, "name": name, "date": day, "digest": one.digest}
                append_row(order.data / "signatures.csv", {"period": order.period, **row})
        return done


def _chosen(wanted: list[str], role: str, said: Mapping[str, str], period: str, tables: Tables) -> list[str]:
    if wanted != [EVERY]:
        return list(dict.fromkeys(wanted))
    return [one.section for one in signatures(said, period, tables.rows) if one.role == role]


def _faults(chosen: list[str], said: Mapping[str, str], stale: Mapping[str, str]) -> Iterator[Problem]:
    for section in chosen:
        if section not in said:
            yield Problem("SECTION", value=section, expected=f"one of {', '.join(said)}")
        elif section in stale:
            expected = "a section as it was built"
            yield Problem(
                "SECTION", value=section, expected=expected, remedy=f"Build it first ({stale[section]}): briefing build"
            )


def _own(chosen: list[str], name: str, tables: Tables) -> Iterator[Problem]:
    for line, row in tables.rows("authors").items():
        if row["section"] in (*chosen, EVERY) and row["author"].casefold() == name.strip().casefold():
            expected = f"a person other than who writes section {row['section']} (authors.csv, line {line})"
            yield Problem("--by", value=name, expected=expected, remedy="Ask a colleague to sign it.")


def _newest(order: Order) -> Version:
    kept = versions(order.folder)
    if not kept:
        remedy = f"Build it first: briefing build {order.period}"
        raise InputError(Problem(str(order.folder), expected="an edition that was built", remedy=remedy))
    return kept[-1]


def states(order: Order) -> list[Signed]:
    """The signatures of the edition as it was built last; none where it was not, or where nobody must sign."""
    tables = locate(order)
    kept = versions(order.folder)
    return signatures(digests(kept[-1]), order.period, tables.rows) if kept else []


def lines(order: Order) -> Iterator[str]:
    """Each section with its signatures, and where something changed since, how to see what."""
    kept = versions(order.folder)
    for one in states(order):
        title = kept[-1].said[one.section].title if one.section in kept[-1].said else ""
        who = f"{one.name}, {one.date}" if one.name else "nobody yet"
        since = (
            next((v.number for v in reversed(kept) if digests(v).get(one.section) == one.digest), 0)
            if one.state == CHANGED
            else 0
        )
        changed = (
            (f"; changed since: briefing diff {since}" if since else "; changed since") if one.state == CHANGED else ""
        )
        yield f"{one.state} {one.section} {title}  {one.role}: {who}{changed}"
