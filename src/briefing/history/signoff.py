"""`briefing sign`: who stands for what a section says, and for which sections nobody does.

A signature stands for what is printed under one heading, by its digest: it falls when that changes, whatever made it change, and
stands again when it is as it was. Nobody's identity is checked here; the repository's history says who wrote the row.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import asdict

from helpers.data.csv_writer import one_writer, replace_files, with_rows
from helpers.data.indexed_rows import Rows
from helpers.errors import Problem, nearest, one_of, refuse
from helpers.i18n import _

from ..build.builds import locked
from ..build.pipeline import locate
from ..build.version_contents import Version, newest, versions
from ..build_request import BuildRequest
from ..document.passages import title
from ..document.section_signatures import CHANGED, EVERY, SIGNED, Signed, is_within, signatures

Tables = Callable[[str], Rows]  # gives all rows of a table


def sign(request: BuildRequest, wanted: list[str], name: str, role: str) -> list[Signed]:
    """Sign sections of the edition as it was built last; gives what was signed.

    wanted: numbers or anchors of sections; "*" all that the role must sign. Raises InputError, having written nothing, for a
    section that there is not or that is the signer's own, and for a name or a role that no row can hold or nobody is asked for.
    """
    name, role = (" ".join(words.split()) for words in (name, role))
    request, tables = locate(request)
    with locked(request.folder):
        built, rows = newest(request), tables.rows
        asked = [one.section for one in signatures(built.digests, request.period, rows) if one.role == role]
        chosen = list(dict.fromkeys(one for each in wanted for one in (asked if each == EVERY else [each])))
        refuse(_refused(chosen, name, role, built, rows))
        day = dt.date.today().isoformat()
        done = [Signed(section, role, SIGNED, name, day, built.digests[section]) for section in chosen]
        key = ("period", "section", "role", "name", "digest")
        there = {tuple(row[column] for column in key) for row in rows("signatures").values()}
        made = [{"period": request.period, **asdict(one)} for one in done]
        if new := [row for row in made if tuple(row[column] for column in key) not in there]:
            path = request.data / "signatures.csv"
            with one_writer(request.data):
                replace_files({path: with_rows(path, new)})
        return done


def _refused(chosen: list[str], name: str, role: str, built: Version, rows: Tables) -> Iterator[Problem]:
    """Why it cannot be signed so."""
    for place, words in (("--by", name), ("--role", role)):
        if not words:
            yield Problem(place, 0, "", words, _("some words"), _("Say who signs, and as what."), code="missing_value")
    asked = list(rows("required_signatures").values())
    if not chosen:
        expected = _("a section, or a row that says which sections {role} must sign", role=role)
        remedy = _("Add it, such as I.4,{role}, or name what is signed in place of the star.", role=role)
        yield Problem("required_signatures.csv", expected=expected, remedy=remedy, code="nothing_to_do")
    for section in chosen:
        if section not in built.digests:
            expected, remedy = one_of(built.digests), _("Correct it.")
            yield Problem(_("SECTION"), 0, "", section, expected, remedy, code="unknown_name")
        own = [
            row for row in asked if is_within(section, row["section"])
        ]  # for which others are asked, only theirs count
        roles = dict.fromkeys(row["role"] for row in own or asked)
        if roles and role not in roles:
            named, remedy = ", ".join(roles), _("Correct it, or add its row.")
            expected = _(
                "a role that required_signatures.csv names for {section}: {roles}", section=section, roles=named
            )
            yield Problem("--role", 0, "", role, expected, remedy, code="unknown_name")
    for line, row in rows("authors").items():
        if row["author"].casefold() == name.casefold() and any(is_within(one, row["section"]) for one in chosen):
            at = {"section": row["section"], "line": line}
            expected = _("a person other than who writes section {section} (authors.csv, line {line})", **at)
            yield Problem("--by", 0, "", name, expected, _("Ask a colleague to sign it."), code="own_author")
    yield from unknown(built, rows)


def unknown(built: Version, rows: Tables) -> Iterator[Problem]:
    """Rows that say who signs or writes what the report does not have: nobody would be asked, and nobody kept from it."""
    for table in ("authors", "required_signatures"):
        for line, row in rows(table).items():
            if not any(is_within(section, row["section"]) for section in built.digests):
                like = nearest(row["section"], built.digests)
                expected, remedy = _("a section of the report, or a chapter: {nearest}", nearest=like), _("Correct it.")
                yield Problem(f"{table}.csv", line, "section", row["section"], expected, remedy, code="unknown_name")


def edition_signatures(request: BuildRequest) -> list[Signed]:
    """The signatures of the edition as it was built last; none of one that was not built here."""
    request, tables = locate(request)
    kept = versions(request.folder)
    return signatures(kept[-1].digests, request.period, tables.rows) if kept else []


def signed_version(name: str, digest: str, kept: list[Version]) -> Version | None:
    """The version that says what was signed of a section, the newest of several; None if none of those that are kept does."""
    return next((version for version in reversed(kept) if version.digests.get(name) == digest), None)


def lines(signed: list[Signed], kept: list[Version]) -> Iterator[str]:
    """Each section of the newest version with its signatures, and where something changed since, how to see what."""
    for one in signed:
        version = signed_version(one.section, one.digest, kept) if one.state == CHANGED else None
        since = _(": {briefing} diff {number}", number=version.number) if version else ""
        changed = _("; changed since{since}", since=since) if one.state == CHANGED else ""
        who = f"{one.name}, {one.date}" if one.name else _("nobody yet")
        named = title(kept[-1].printed[one.section])
        yield f"{one.state} {one.section} {named}  {one.role}: {who}{changed}"
