"""`briefing sign`: who stands for what a section says, and for which sections nobody does.

A signature holds a digest of the section's words and figures: when they change it falls, when they are as they were it stands
again. Nobody's identity is checked here; the repository's history says who wrote the row.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from ..data.updating import append_row
from ..problems import InputError, Problem
from .build import locate, plan
from .formats.signed import CHANGED, EVERY, SIGNED, Signed, digests, signatures
from .freshness import Tables
from .locks import locked
from .order import Order
from .versions import newest, versions


def sign(order: Order, wanted: list[str], name: str, role: str, today: dt.date | None = None) -> list[Signed]:
    """Sign sections of the edition as it was built last; gives what was signed.

    wanted: numbers or anchors of sections, "*" for all that the role must sign. Raises InputError, having written nothing, for a section that
    there is not, one that has changed since the build, an author's own, no name, and a role that nobody is asked for.
    """
    with locked(order.folder):
        todo = plan(order)
        version = newest(order)
        said = digests(version.said, version.notebooks)
        chosen = _chosen(wanted, role, said, order.period, todo.tables)
        stale = {section.name_in_page: why for section, why in todo.stale.items()}
        problems = [*_faults(chosen, said, stale), *_own(chosen, name, todo.tables), *_nobody(name, role, todo.tables)]
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
            yield Problem("SECTION", value=section, expected=f"one of {', '.join(said)}", remedy="Correct it.")
        elif section in stale:
            expected = "a section as it was built"
            yield Problem(
                "SECTION", value=section, expected=expected, remedy=f"Build it first ({stale[section]}): briefing build"
            )


def _nobody(name: str, role: str, tables: Tables) -> Iterator[Problem]:
    roles = dict.fromkeys(row["role"] for row in tables.rows("required_signatures").values())
    if not name.strip() or len(name.splitlines()) > 1:
        yield Problem("--by", value=name, expected="a person's name", remedy="Say who signs.")
    if role not in roles:
        expected = f"a role that required_signatures.csv names: {', '.join(roles) or 'none'}"
        yield Problem("--role", value=role, expected=expected, remedy="Correct it, or add its row.")


def _own(chosen: list[str], name: str, tables: Tables) -> Iterator[Problem]:
    for line, row in tables.rows("authors").items():
        if row["section"] in (*chosen, EVERY) and row["author"].casefold() == name.strip().casefold():
            expected = f"a person other than who writes section {row['section']} (authors.csv, line {line})"
            yield Problem("--by", value=name, expected=expected, remedy="Ask a colleague to sign it.")


def states(order: Order) -> list[Signed]:
    """The signatures of the edition as it was built last; none where it was not, or where nobody must sign."""
    tables = locate(order)
    kept = versions(order.folder)
    return signatures(digests(kept[-1].said, kept[-1].notebooks), order.period, tables.rows) if kept else []


def lines(order: Order) -> Iterator[str]:
    """Each section with its signatures, and where something changed since, how to see what."""
    kept = versions(order.folder)
    for one in states(order):
        title = kept[-1].said[one.section].title if one.section in kept[-1].said else ""
        who = f"{one.name}, {one.date}" if one.name else "nobody yet"
        since = (
            next((v.number for v in reversed(kept) if digests(v.said, v.notebooks).get(one.section) == one.digest), 0)
            if one.state == CHANGED
            else 0
        )
        changed = (
            (f"; changed since: briefing diff {since}" if since else "; changed since") if one.state == CHANGED else ""
        )
        yield f"{one.state} {one.section} {title}  {one.role}: {who}{changed}"
