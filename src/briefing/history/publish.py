"""`briefing publish`: the report as it was sent, with all that it was made of, in a folder that stays.

`reports/published/PERIOD/N/` holds the files that are read, what a build keeps of a version, the archive of the commit, why it
differs from the publication before, and the digest of each file. Nothing of this program writes there again.
"""

import datetime as dt
import json
import tempfile
from collections.abc import Container, Iterator
from dataclasses import replace
from pathlib import Path

from helpers.data.datapackage import FILE as PACKAGE
from helpers.errors import InputError, Problem, misused, refuse
from helpers.i18n import _

from .. import untrusted_files
from ..build.builds import build_of, discard, last_build, locked, new_build
from ..build.pipeline import build, locate, refuse_otherwise, revised
from ..build.snapshot import Snapshot, Tables, changed_files, git, take_snapshot, write_files
from ..build.version_contents import Version, publications, versions
from ..build_request import DOCUMENT, FIGURES, PUBLICATION, PUBLISHED, SOURCE, SUMS, VERSION, BuildRequest
from ..document.formats import FORMATS
from ..document.revised_figures import Revised, since, unexplained
from .signoff import EVERY, SIGNED, Signed, signatures, signed_version, unknown
from .verify import OF_BUILD

KEPT = 20  # builds of an edition that stay in any case


def publish(request: BuildRequest) -> Path:
    """Publish the edition as its data, notebooks and program are now; gives the publication's folder.

    Each step reads the rows as they were when it began. Raises InputError, having written nothing, while an error is open, a
    section is not signed, the working tree has changes that no commit has, a number that is other than in the last publication
    has no reason, or nothing has changed.
    """
    request, _tables = locate(replace(request, final=True, formats=FORMATS, force=False))
    head = git(request.project, "rev-parse", "HEAD")
    refuse(_uncommitted(request, head))  # before it builds
    with take_snapshot(request.project, request.data, head) as taken:
        taken.lay_out()
        request = replace(request, data=taken.data, revised=revised(request, taken.tables))
        with locked(request.folder):
            build(request, snapshot=taken)
            newest = versions(request.folder)[-1]
            rows = taken.tables.rows
            refuse([*unknown(newest, rows), *_unsigned(signatures(newest.digests, request.period, rows))])
            request = _numbered(request, newest, taken.tables)
            target = _written(taken, request, newest, head)
    git(request.project, "tag", _tag(request), head)
    return target


def _numbered(request: BuildRequest, newest: Version, tables: Tables) -> BuildRequest:
    """A request for the next publication: its number, and the numbers that are other than in the one before."""
    kept = publications(request.out, request.period)
    request = replace(request, publication=1 + (int(kept[-1].folder.name) if kept else 0))
    if git(request.project, "tag", "--list", _tag(request)):  # the next one could not say what has changed since
        expected = _("the last publication, to say what has changed since")
        remedy = _("git restores it; where no commit has it: git tag -d {tag}", tag=_tag(request))
        raise InputError(Problem(_tag(request), expected=expected, remedy=remedy, code="touched_publication"))
    if not kept:
        return request
    last = kept[-1]
    if last.digests == newest.digests:
        expected = _("an edition that says something else than its last publication")
        remedy = _("There is nothing to publish.")
        raise misused(str(last.folder), last.name, expected, remedy, code="nothing_to_do")
    told = [*(request.revised or ())]
    periods = {request.period, *(row["period"] for row in tables.rows("periods").values())}
    for period in sorted(periods - {row.period for row in told}):  # whose own reports do not tell it
        told += since(request.period, int(last.folder.name), last.tables.of_period(period), tables.of_period(period))
    refuse(unexplained([row for row in told if row.report == request.period], tables.rows, tables.declared))
    return replace(request, revised=tuple(told))


def _tag(request: BuildRequest) -> str:
    return f"publish/{request.period}/{request.publication}"


# -- what forbids it ---------------------------------------------------------------------------------------------------


def _uncommitted(request: BuildRequest, head: str) -> Iterator[Problem]:
    """A publication names the commit that it was made of: what that commit does not have."""
    remedy = _("Commit what is to be published: git add, git commit; `git status` says what git itself refuses.")
    if not head:
        expected = _("a project in a git repository with a commit")
        yield Problem(str(request.project.root), expected=expected, remedy=remedy, code="no_commit")
        return
    for name in changed_files(request.project, request.data):
        yield Problem(name, expected=_("a file as the last commit has it"), remedy=remedy, code="uncommitted_file")


def _unsigned(every: list[Signed]) -> Iterator[Problem]:
    """What each role has not signed, or when it was otherwise."""
    wanting = dict[tuple[str, str], list[str]]()
    for one in every:
        if one.state != SIGNED:
            state = _("signed when it said something else") if one.name else _("not signed")
            wanting.setdefault((one.role, state), []).append(one.section)
    for (role, why), sections in wanting.items():
        if len(sections) == sum(one.role == role for one in every) > 1:
            sections = [EVERY]  # as `sign` calls all that the role signs
        named = {"sections": " ".join(f'"{each}"' for each in sections), "role": role}
        remedy = _('{briefing} sign {sections} --by NAME --role "{role}", then commit signatures.csv.', **named)
        found = _("section {section}: {state}", section=", ".join(sections), state=why)
        expected = _("a signature of what it says now")
        yield Problem("signatures.csv", 0, role, found, expected, remedy, code="missing_signature")


# -- the folder --------------------------------------------------------------------------------------------------------


def _written(taken: Snapshot, request: BuildRequest, version: Version, commit: str) -> Path:
    """The folder with everything that a publication holds."""
    about = {"period": request.period, "number": request.publication, "date": f"{dt.date.today()}", "commit": commit}
    about["revised"] = [vars(row) for row in request.revised or ()]
    about["rebuild"] = ["build", request.period, "--data", taken.place, "--out", "out", "--publication", PUBLICATION]
    said = (json.dumps(about, ensure_ascii=False, indent=1) + "\n").encode()
    archive = untrusted_files.zipped({**taken.files, **taken.program, PUBLICATION: said})
    request = replace(request, isolated=True, archive=archive)
    target = request.out / PUBLISHED / request.period / str(request.publication)
    with new_build(request.folder) as new, tempfile.TemporaryDirectory(prefix="render-") as name:
        built = build(replace(request, out=Path(name)), snapshot=taken)  # from nothing but the snapshot
        refuse_otherwise(taken.sections, version.folder, last_build(built.folder))
        files = {each: (built.folder / each).read_bytes() for each in (*built.files, DOCUMENT, FIGURES, PACKAGE)}
        files |= {each: (version.folder / each).read_bytes() for each in OF_BUILD}
        of_commit = {"commit": commit, "dirty": False}  # the draft that says the same may be of an earlier one
        files[VERSION] = json.dumps(json.loads(files[VERSION]) | of_commit, ensure_ascii=False, indent=1).encode()
        files |= {SOURCE: archive, PUBLICATION: said}
        files[SUMS] = untrusted_files.digests(files)
        write_files(new / target.name, files)
        for each in files:
            (new / target.name / each).chmod(0o444)  # folders stay writable: git and rm take files out of them
        target.parent.mkdir(parents=True, exist_ok=True)
        (new / target.name).rename(target)
    return target


def as_published(request: BuildRequest, publication: Path) -> BuildRequest:
    """A request for the files of a publication, as its publication.json says. Raises InputError for another file."""
    try:
        about = json.loads(publication.read_bytes())
        number, rows = about["number"], tuple(Revised(**row) for row in about["revised"])
        archive = (publication.parent / SOURCE).read_bytes()
    except (OSError, ValueError, KeyError, TypeError) as error:
        expected = _("a publication's {file}", file=PUBLICATION)
        remedy = _("Give the one of a folder that {briefing} publish has made.")
        problem = Problem("--publication", 0, "", str(error), expected, remedy, code="no_publication")
        raise InputError(problem) from None
    request = replace(request, final=True, formats=FORMATS, isolated=True)
    return replace(request, publication=number, revised=rows, archive=archive)


def prune(request: BuildRequest, last: int = KEPT, among: Container[int] | None = None) -> list[int]:
    """Remove the older builds of an edition, but those that were signed, sent or published; gives their numbers.

    among: the numbers of those that may go; None: all.
    """
    request, tables = locate(request)
    with locked(request.folder):
        kept = versions(request.folder)
        made = [row for row in tables.rows("signatures").values() if row["period"] == request.period]
        signed = (signed_version(row["section"], row["digest"], kept) for row in made)
        stay = [*kept[-last:], *filter(None, signed), *publications(request.out, request.period)]
        copied = {build_of(request.folder, path.name) for path in request.folder.iterdir()}  # that readers have
        needed = copied | {one.number for one in stay}
        old = [one for one in kept if one.number not in needed and (among is None or one.number in among)]
        return [one.number for one in old if discard(one.folder)]
