"""`briefing publish`: the report as it was sent, with all that it was made of, in a folder that stays.

`reports/published/PERIOD/N/` holds the files that are read, what a build keeps of a version, the archive of the commit, why it
differs from the publication before, and the digest of each file. Nothing of this program writes there again.
"""

import datetime as dt
import json
import tempfile
from collections.abc import Container, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from helpers.data.datapackage import FILE as PACKAGE
from helpers.errors import InputError, Problem, refuse
from helpers.i18n import _

from .. import untrusted_files
from ..build.builds import build_of, discard, last_build, locked, new_build
from ..build.pipeline import build, locate, refuse_otherwise, revised
from ..build.snapshot import Snapshot, Tables, changed_files, git, take_snapshot, write_files
from ..build.version_contents import Version, publications, versions
from ..build_request import FIGURES, PUBLICATION, PUBLISHED, SOURCE, SUMS, BuildRequest
from ..document.formats import FORMATS
from ..document.revised_figures import Publication, Revised, since
from ..document.section_signatures import EVERY, OPEN, SIGNED, Signed
from .compare import compare
from .revision_entries import Reasons
from .signoff import edition_signatures, signed_version, unknown
from .verify import OF_VERSION

KEPT = 20  # builds of an edition that stay in any case


def publish(request: BuildRequest, carried: bool = True) -> Path:
    """Publish the edition as its data, notebooks and program are now; gives the publication's folder. carried:
    the paper brings the archive of the commit.

    Each step reads the rows as they were when it began. Raises InputError, having written nothing, while an error is open, a
    section is not signed, the working tree has changes that no commit has, a change since the last publication has no reason,
    or nothing has changed.
    """
    request, tables = locate(replace(request, final=True, formats=FORMATS, force=False))
    head, day = git(request.project, "rev-parse", "HEAD"), dt.date.today()
    refuse([*_uncommitted(request, head), *_lost(request), *_unsigned(_silent(request, tables))])  # before it builds
    with take_snapshot(request.project, request.data, head) as taken:
        taken.lay_out()
        request = replace(request, data=taken.data, revised=revised(request, taken.tables))
        with locked(request.folder):
            build(request, snapshot=taken)
            newest = versions(request.folder)[-1]
            refuse([*unknown(newest, taken.tables.rows), *_unsigned(edition_signatures(request))])
            request = _numbered(request, newest, taken.tables)
            about = {"date": day.isoformat(), "commit": head, "carried": carried}
            target = _written(taken, request, newest, about)
    git(request.project, "tag", f"publish/{request.period}/{target.name}", head)
    return target


def _numbered(request: BuildRequest, newest: Version, tables: Tables) -> BuildRequest:
    """A request for the next publication: its number, which no folder and no tag has, and why it differs from the one before."""
    kept = publications(request.out, request.period)
    number = 1 + _last(request)
    if not kept:
        return replace(request, publication=Publication(number))
    changes = compare(kept[-1], newest)
    if not changes.effects:
        expected = _("an edition that says something else than its last publication")
        place, remedy = str(kept[-1].folder), _("There is nothing to publish.")
        raise InputError(Problem(place, value=kept[-1].name, expected=expected, remedy=remedy, code="nothing_to_do"))
    reasons, told = Reasons(changes, number, tables.rows("revisions")), [*(request.revised or ())]
    refuse(reasons.problems())
    # what the last publication had otherwise: rows of its period, and of each whose own report does not tell it
    periods = {request.period, *(row["period"] for row in tables.rows("periods").values())}
    for period in sorted(periods - {row.period for row in told}):
        told += since(period, int(kept[-1].folder.name), kept[-1].rows, tables.rows, report=request.period)
    return replace(request, publication=reasons.publication(), revised=tuple(told))


def _last(request: BuildRequest) -> int:
    """The greatest number that a folder or a tag of the edition's publications has; 0 without one."""
    tags = git(request.project, "tag", "--list", f"publish/{request.period}/*").split()
    folders = (request.out / PUBLISHED / request.period).glob("*")
    names = (*(tag.rpartition("/")[2] for tag in tags), *(path.name for path in folders))
    return max((int(name) for name in names if name.isdecimal()), default=0)


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


def _lost(request: BuildRequest) -> Iterator[Problem]:
    """The last publication where only its tag is left: the next one could not say what has changed since."""
    last = _last(request)
    folder = request.out / PUBLISHED / request.period / str(last)
    if last and not folder.is_dir():
        found = _("{name} is missing", name=folder.name)
        expected = _("the last publication, to say what has changed since")
        tag = f"publish/{request.period}/{last}"
        remedy = _("git restores it; where no commit has it: git tag -d {tag}", tag=tag)
        yield Problem(str(folder), 0, "", found, expected, remedy, code="touched_publication")


def _silent(request: BuildRequest, tables: Tables) -> list[Signed]:
    """The roles of whom nobody has signed anything of the edition: that can be told before it is built."""
    made = {row["role"] for row in tables.rows("signatures").values() if row["period"] == request.period}
    asked = dict.fromkeys(row["role"] for row in tables.rows("required_signatures").values())
    return [Signed(EVERY, role, OPEN) for role in asked if role not in made]


def _unsigned(every: list[Signed]) -> Iterator[Problem]:
    """What each role has not signed, or when it was otherwise."""
    wanting = dict[tuple[str, str], list[str]]()
    for one in every:
        if one.state != SIGNED:
            state = _("signed when it said something else") if one.name else _("not signed")
            wanting.setdefault((one.role, state), []).append(one.section)
    for (role, why), sections in wanting.items():
        if len(sections) == sum(one.role == role for one in every):
            sections = [EVERY]  # as `sign` calls all that the role signs
        named = {"sections": " ".join(f'"{each}"' for each in sections), "role": role}
        remedy = _('{briefing} sign {sections} --by NAME --role "{role}", then commit signatures.csv.', **named)
        found = _("section {section}: {state}", section=", ".join(sections), state=why)
        expected = _("a signature of what it says now")
        yield Problem("signatures.csv", 0, role, found, expected, remedy, code="missing_signature")


# -- the folder --------------------------------------------------------------------------------------------------------


def _written(taken: Snapshot, request: BuildRequest, version: Version, about: dict[str, object]) -> Path:
    """The folder with everything that a publication holds. about: day, commit, and whether the paper brings the archive."""
    made = request.publication
    assert made
    about |= {"period": request.period, **asdict(made)}
    about |= {"revised": [vars(row) for row in request.revised or ()], "out": f"out/{request.period}"}
    about["rebuild"] = ["build", request.period, "--data", taken.place, "--out", "out", "--publication", PUBLICATION]
    said = (json.dumps(about, ensure_ascii=False, indent=1) + "\n").encode()
    archive = untrusted_files.zipped({**taken.files, **taken.program, PUBLICATION: said})
    request = replace(request, isolated=True, archive=archive if about["carried"] else b"")
    target = request.out / PUBLISHED / request.period / str(made.number)
    with new_build(request.folder) as new, tempfile.TemporaryDirectory(prefix="render-") as name:
        built = build(replace(request, out=Path(name)), snapshot=taken)  # from nothing but the snapshot
        refuse_otherwise(taken.sections, version.folder, last_build(built.folder))
        files = {each: (built.folder / each).read_bytes() for each in (*built.files, FIGURES, PACKAGE)}
        files |= {each: (version.folder / each).read_bytes() for each in OF_VERSION}
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
        made = Publication(about["number"], tuple((place, what, why) for place, what, why in about["others"]))
        rows = tuple(Revised(**row) for row in about["revised"])
        archive = (publication.parent / SOURCE).read_bytes() if about["carried"] else b""
        kinds: dict[str, Any] = {"publication": made, "revised": rows, "archive": archive}
    except (OSError, ValueError, KeyError, TypeError) as error:
        expected = _("a publication's {file}", file=PUBLICATION)
        remedy = _("Give the one of a folder that {briefing} publish has made.")
        problem = Problem("--publication", 0, "", str(error), expected, remedy, code="no_publication")
        raise InputError(problem) from None
    return replace(request, final=True, formats=FORMATS, isolated=True, **kinds)


def prune(request: BuildRequest, last: int = KEPT, among: Container[int] | None = None) -> list[int]:
    """Remove the older builds of an edition, but those that were signed, sent or published; gives their numbers.

    among: the numbers of those that may go; None: all.
    """
    request, tables = locate(request)
    with locked(request.folder):
        kept = versions(request.folder)
        made = [row for row in tables.rows("signatures").values() if row["period"] == request.period]
        signed = (signed_version(row["section"], row["digest"], kept) for row in made)
        needed = {
            one.number for one in (*kept[-last:], *filter(None, signed), *publications(request.out, request.period))
        }
        needed |= {
            build_of(request.folder, path.name) for path in request.folder.iterdir()
        }  # of which readers have copies
        old = [one for one in kept if one.number not in needed and (among is None or one.number in among)]
        return [one.number for one in old if discard(one.folder)]
