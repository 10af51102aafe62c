"""`briefing sign`: who stands for what a section says, and for which sections nobody does.

A signature stands for what is printed under one heading, by its digest: it falls when that changes, whatever made it change, and
stands again when it is as it was. Nobody's identity is checked here; the repository's history says who wrote the row.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace

from helpers.data.csv_writer import one_writer, replace_files, with_rows
from helpers.data.indexed_rows import Rows
from helpers.errors import Problem, nearest, one_of, refuse
from helpers.i18n import _

from ..build.builds import locked
from ..build.pipeline import locate, revised
from ..build.snapshot import take_snapshot
from ..build.version_contents import Version, is_of, newest, not_built
from ..build_request import BuildRequest
from ..document.passages import title

Tables = Callable[[str], Rows]  # gives all rows of a table
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


def signatures(digests: Mapping[str, str], period: str, rows: Tables) -> list[Signed]:
    """For each section, and each role that must sign it or has, whether it has signed what the section prints now: its digest.

    Of several signatures of a role the last that fits, else the last.
    """
    made = [row for row in rows("signatures").values() if row["period"] == period]
    asked = list(rows("required_signatures").values())
    found = list[Signed]()
    for section, now in digests.items():
        own = (row for row in made if row["section"] == section)
        roles = (row["role"] for row in asked if is_within(section, row["section"]))
        of_role = {role: Signed(section, role, OPEN) for role in roles}
        for row in sorted(own, key=lambda row: row["digest"] == now):
            state = SIGNED if row["digest"] == now else CHANGED
            of_role[row["role"]] = Signed(section, row["role"], state, row["name"], row["date"], row["digest"])
        found += of_role.values()
    return found


def sign(request: BuildRequest, wanted: list[str], name: str, role: str) -> list[Signed]:
    """Sign sections of the edition as it was built last; gives what was signed.

    wanted: numbers or anchors of sections; "*" all that the role must sign. Raises InputError, having written nothing, for a
    section that there is not, for a name or a role that no row can hold or nobody is asked for, and where the data or the
    notebooks are no longer those of that build.
    """
    name, role = (" ".join(words.split()) for words in (name, role))
    with take_snapshot(request.project, request.data) as taken:
        request, tables = locate(request, taken.tables)
        request = replace(request, revised=revised(request, tables))
    with locked(request.folder):
        built, rows = newest(request), tables.rows
        if not is_of(built, request, taken):
            raise not_built(request, _("a build of the data, notebooks and program as they are now"))
        asked = [one.section for one in signatures(built.digests, request.period, rows) if one.role == role]
        chosen = list(dict.fromkeys(one for each in wanted for one in (asked if each == EVERY else [each])))
        refuse(_refused(chosen, name, role, built, rows))
        done = [Signed(section, role, SIGNED, name, f"{dt.date.today()}", built.digests[section]) for section in chosen]
        made = [{"period": request.period, **asdict(one)} for one in done]
        with one_writer(request.data):
            written = with_rows(request.data, tables.declared["signatures"], made)
            replace_files({request.data / "signatures.csv": written})
        return done


def _refused(chosen: list[str], name: str, role: str, built: Version, rows: Tables) -> Iterator[Problem]:
    """Why it cannot be signed so."""
    for place, words in (("--by", name), ("--role", role)):
        if not words:
            yield Problem(place, 0, "", words, _("some words"), _("Say who signs, and as what."), code="missing_value")
    if not chosen:
        expected = _("a section, or a row that says which sections {role} must sign", role=role)
        remedy = _("Add it, such as I.4,{role}, or name what is signed in place of the star.", role=role)
        yield Problem("required_signatures.csv", expected=expected, remedy=remedy, code="nothing_to_do")
    for section in chosen:
        if section not in built.digests:
            expected, remedy = one_of(built.digests), _("Correct it.")
            yield Problem(_("SECTION"), 0, "", section, expected, remedy, code="unknown_name")
    roles = dict.fromkeys(row["role"] for row in rows("required_signatures").values())
    if roles and role not in roles:
        expected, remedy = one_of(roles), _("Correct it, or add its row.")
        yield Problem("--role", 0, "", role, expected, remedy, code="unknown_name")
    yield from unknown(built, rows)


def unknown(built: Version, rows: Tables) -> Iterator[Problem]:
    """Rows that say who signs what the report does not have: nobody would be asked."""
    for line, row in rows("required_signatures").items():
        if not any(is_within(section, row["section"]) for section in built.digests):
            like = nearest(row["section"], built.digests)
            expected, remedy = _("a section of the report, or a chapter: {nearest}", nearest=like), _("Correct it.")
            place = ("required_signatures.csv", line, "section", row["section"])
            yield Problem(*place, expected, remedy, code="unknown_name")


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
        yield f"{one.state} {one.section} {title(kept[-1].printed[one.section])}  {one.role}: {who}{changed}"
