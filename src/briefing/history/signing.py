"""`briefing sign`: who stands for what a section says, and for which sections nobody does.

A signature stands for the words and figures that are printed under one numbered heading, and for no others. It holds their digest: when they
change it falls, when they are as they were it stands again. Nobody's identity is checked here; the repository's history says who wrote the row.
"""

import datetime as dt
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import asdict
from fnmatch import fnmatchcase
from itertools import chain

from helpers.data.csv_reader import unseen
from helpers.data.csv_writer import append_rows
from helpers.data.rows import Rows
from helpers.errors import Problem, nearest, one_of, refuse
from helpers.i18n import _
from helpers.values.block_html import FINDING
from helpers.values.blocks import Finding, plain

from ..build.builds import locked
from ..build.freshness import otherwise
from ..build.recipe import Plan, locate, plan
from ..build.versions import BESIDE, Version, newest, versions
from ..document.assemble import OPENING
from ..document.passages import title
from ..document.signed import CHANGED, EVERY, OPEN, SIGNED, Signed, is_within, signatures
from ..order import Order


def sign(
    order: Order,
    wanted: list[str],
    name: str,
    role: str,
    today: dt.date | None = None,
    seen: Mapping[str, str] | None = None,
    despite: str = "",
    known: Container[str] | None = None,
) -> list[Signed]:
    """Sign sections of the edition as it was built last; gives what was signed.

    wanted: numbers or anchors of sections; with a star, as in "I.4.*", those of what the role must sign that fit. seen: the digests of what
    the signer has looked at, by section, where that may be older than the last build. despite: why sections with open errors are signed;
    known: the ids of those that the signer has seen, all by default.

    Raises InputError, having written nothing, for a section that there is not, one that has changed since the build or since it was seen, one
    with an open error that the signer says nothing of, an author's own, and a name or a role that no row can hold or nobody is asked for.
    """
    name, role, despite = (" ".join(words.split()) for words in (name, role, despite))
    order, _tables = locate(order)  # which edition it is, before that one is locked
    with locked(order.folder):
        todo = plan(order)
        built = newest(order)
        rows = todo.tables.rows
        chosen = _chosen(wanted, role, built, order.period, rows)
        errors, stale = open_errors(built), _stale(todo, built)
        problems = [*_nobody(name, role, despite), *_unasked(chosen, role, rows)]
        for section in chosen:
            problems += _unsignable(section, order.period, built, stale, seen)
            for id_, words in errors.get(section, {}).items():
                if not despite or (known is not None and id_ not in known):
                    expected = _("no open error in what is signed")
                    remedy = _(
                        'Decide it ({briefing} decide), or say why it is signed all the same: --despite "REASON"'
                    )
                    problems.append(
                        Problem(_("SECTION"), 0, section, f"{id_}: {words}", expected, remedy, code="signed_open_error")
                    )
        problems += [*_own(chosen, name, rows), *unknown(built, rows)]
        if wanted and not chosen:
            expected = _("a row that says which sections {role} must sign", role=role)
            remedy = _("Add it, such as I.4,{role}, or name what is signed in place of the star.", role=role)
            problems.append(
                Problem("required_signatures.csv", expected=expected, remedy=remedy, code="no_required_sections")
            )
        elif not chosen:
            remedy = _("Name what is signed: I.3.2, or * for all that the role must sign.")
            problems.append(Problem(_("SECTION"), expected=_("at least one section"), remedy=remedy, code="no_section"))
        refuse(problems)
        day = (today or dt.date.today()).isoformat()
        done = []
        for section in chosen:
            found = "; ".join(errors.get(section, ()))
            digest = built.digests[section]
            done.append(Signed(section, role, SIGNED, name, day, digest, found, despite if found else ""))
        key = ("period", "section", "role", "name", "digest", "findings")
        there = {tuple(row[column] for column in key) for row in rows("signatures").values()}
        made = [{"period": order.period, **asdict(one)} for one in done]
        if new := [row for row in made if tuple(row[column] for column in key) not in there]:
            append_rows({order.data / "signatures.csv": new})
        return done


def open_findings(version: Version) -> dict[str, list[Finding]]:
    """The findings of the audit that nobody has accepted, by the sections that print what they are about."""
    sections = {
        id_: name
        for name, own in version.printed.items()
        for each in own
        for id_ in (*each.within, each.id, *dict(each.texts))
    }
    about: dict[str, set[str]] = {}
    for each in version.document.annotations:
        if each.kind in ("about", "finding") and each.target in sections:
            about.setdefault(sections[each.target], set()).add(each.label)
    unsettled = [each for each in version.document.findings if each.state != "accepted"]
    return {name: [each for each in unsettled if f"{FINDING}{each.number}" in own] for name, own in about.items()}


def open_errors(version: Version) -> dict[str, dict[str, str]]:
    """Those of them that are errors: id → words."""
    return {
        name: {
            id_: f"{plain(each.fault)} ({each.standing})"
            for each in own
            if each.severity == "error"
            for id_ in each.ids
        }
        for name, own in open_findings(version).items()
    }


def _stale(todo: Plan, built: Version) -> dict[str, str]:
    """Why sections must be built before they are signed: they are stale, or the audit is, and not by tables of `BESIDE` alone."""
    found: dict[str, str] = {}
    beside = {f"{table}.csv" for table in BESIDE}
    for section, why in todo.stale.items():
        is_audit = section.name_in_page not in built.digests
        last = todo.state.get("sections", {}).get(section.name)
        changed = otherwise(last, todo.state, todo.tables) if is_audit and last else set()
        if not changed or changed - beside:
            found |= dict.fromkeys(built.digests if is_audit else section.parts, why)
        found |= {OPENING: why} if section == todo.sections[0] else {}
    return found


def _chosen(wanted: list[str], role: str, built: Version, period: str, rows: Callable[[str], Rows]) -> list[str]:
    asked = [one.section for one in signatures(built.digests, period, rows) if one.role == role]
    found = ([one for one in asked if fnmatchcase(one, name)] or [name] * (name != EVERY) for name in wanted)
    return list(dict.fromkeys(chain.from_iterable(found)))


def _unsignable(
    section: str, period: str, built: Version, stale: Mapping[str, str], seen: Mapping[str, str] | None
) -> Iterator[Problem]:
    """What keeps a section from being signed as it stands: it is not there, not built, or not what the signer has seen."""
    if section not in built.digests:
        yield Problem(
            _("SECTION"),
            value=section,
            expected=one_of(built.digests),
            remedy=_("Correct it."),
            code="unknown_section",
        )
        return
    if section in stale:
        remedy = _("Build it first ({stale}): {briefing} build {period}", stale=stale[section], period=period)
        yield Problem(
            _("SECTION"), value=section, expected=_("a section as it was built"), remedy=remedy, code="stale_section"
        )
    if seen is not None and seen.get(section) != built.digests[section]:
        expected, remedy = _("a section as the signer has seen it"), _("It says something else now: look again.")
        yield Problem(_("SECTION"), value=section, expected=expected, remedy=remedy, code="section_unlike_seen")


def _nobody(name: str, role: str, despite: str) -> Iterator[Problem]:
    """A name, a role or a reason that no row can hold."""
    for place, words in (("--by", name), ("--role", role), ("--despite", despite)):
        remedy = _("Say why.") if place == "--despite" else _("Say who signs, and as what.")
        if unseen(words):
            yield Problem(
                place,
                value=words,
                expected=_("words without {unseen}", unseen=unseen(words)),
                remedy=remedy,
                code="invisible_characters",
            )
        if not words and place != "--despite":
            yield Problem(place, value=words, expected=_("some words"), remedy=remedy, code="missing_words")


def _unasked(chosen: list[str], role: str, rows: Callable[[str], Rows]) -> Iterator[Problem]:
    """A role that nobody asks for; of a section for which others are asked, only theirs would count."""
    asked = list(rows("required_signatures").values())
    for section in chosen or [EVERY]:
        own = [row for row in asked if is_within(section, row["section"])]
        roles = dict.fromkeys(row["role"] for row in own or asked)
        if role and roles and role not in roles:
            there = {"section": section, "roles": ", ".join(roles)}
            expected = _("a role that required_signatures.csv names for {section}: {roles}", **there)
            yield Problem(
                "--role", value=role, expected=expected, remedy=_("Correct it, or add its row."), code="unknown_role"
            )


def _own(chosen: list[str], name: str, rows: Callable[[str], Rows]) -> Iterator[Problem]:
    for line, row in rows("authors").items():
        is_chosen = any(is_within(one, row["section"]) for one in chosen)
        if is_chosen and row["author"].casefold() == name.casefold():
            own = {"section": row["section"], "line": line}
            expected = _("a person other than who writes section {section} (authors.csv, line {line})", **own)
            yield Problem(
                "--by", value=name, expected=expected, remedy=_("Ask a colleague to sign it."), code="own_author"
            )


def unknown(built: Version, rows: Callable[[str], Rows]) -> Iterator[Problem]:
    """Rows that say who signs or writes what the report does not have: nobody would be asked, and nobody kept from it."""
    for table in ("required_signatures", "authors"):
        for line, row in rows(table).items():
            if not any(is_within(section, row["section"]) for section in built.digests):
                like = nearest(row["section"], built.digests)
                expected = _("a section of the report, or a chapter: {nearest}", nearest=like)
                yield Problem(
                    f"{table}.csv", line, "section", row["section"], expected, _("Correct it."), code="unknown_section"
                )


def states(order: Order) -> list[Signed]:
    """The signatures of the edition as it was built last; of one that was not built here, those that nobody can have given."""
    order, tables = locate(order)
    if kept := versions(order.folder):
        return signatures(kept[-1].digests, order.period, tables.rows)
    made = [row for row in tables.rows("signatures").values() if row["period"] == order.period]
    given = {(row["role"], row["section"]) for row in made}
    return [
        Signed(row["section"], row["role"], OPEN)
        for row in tables.rows("required_signatures").values()
        if not any(role == row["role"] and is_within(section, row["section"]) for role, section in given)
    ]


def unsigned(order: Order) -> list[str]:
    """The sections of the edition as it was built last that nobody stands for, but of a heading alone: their numbers, or titles."""
    signed = {one.section for one in states(order) if one.state == SIGNED}
    sections = newest(locate(order)[0]).printed.items()
    saying = {name: own for name, own in sections if any(each.kind != "heading" for each in own)}
    return [title(own) if name[:1].islower() else name for name, own in saying.items() if name not in signed]


def signed_version(name: str, digest: str, kept: list[Version]) -> Version | None:
    """The version that says what was signed of a section, the newest of several; None if none of those that are kept does."""
    for version in reversed(kept):
        if version.digests.get(name) == digest:
            return version
    return None


def lines(period: str, kept: list[Version], rows: Callable[[str], Rows]) -> Iterator[str]:
    """Each section of the newest version with its signatures, and where something changed since, how to see what."""
    for one in signatures(kept[-1].digests, period, rows):
        version = signed_version(one.section, one.digest, kept) if one.state == CHANGED else None
        since = _(": {briefing} diff {number}", number=version.number) if version else ""
        changed = _("; changed since{since}", since=since) if one.state == CHANGED else ""
        who = f"{one.name}, {one.date}" if one.name else _("nobody yet")
        despite = _("; signed despite {findings}: {reason}", **vars(one)) if one.findings else ""
        named = title(kept[-1].printed[one.section])
        yield f"{one.mark} {one.section} {named}  {one.role}: {who}{despite}{changed}"
