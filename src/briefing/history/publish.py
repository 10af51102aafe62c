"""`briefing publish`: the report as it was sent, with all that it was made of, in a folder that stays.

`reports/published/PERIOD/N/` holds the files that are read, what a build keeps of a version, the archive of the commit, why it
differs from the publication before, and the digest of each file. Nothing of this program writes there again.
"""

import datetime as dt
import json
import shutil
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
from ..build.snapshot import Snapshot, Tables, changed_files, git, take_snapshot, visible
from ..build.version_records import Version, publications, versions
from ..build_request import FIGURES, NOTEBOOKS, PUBLICATION, PUBLISHED, SOURCE, SUMS, BuildRequest
from ..document.formats import published
from ..document.revised_figures import Publication, Revised, since
from ..document.section_signatures import CHANGED, OPEN
from .compare import compare
from .revision_entries import Reasons
from .signoff import signed_version, states, unknown
from .verify import OF_VERSION, touched, verify

KEPT = 20  # builds of an edition that stay in any case


def publish(order: BuildRequest, carried: bool = True) -> Path:
    """Publish the edition as its data, notebooks and program are now; gives the publication's folder. carried:
    the paper brings the archive of the commit.

    Each step reads the rows as they were when it began. Raises InputError, having written nothing, while an error is open, a
    section is not signed, the working tree has changes that no commit has, a change since the last publication has no reason,
    or nothing has changed.
    """
    order, _tables = locate(replace(order, final=True, formats=published(), force=False))
    head, uncommitted = git(order.project, "rev-parse", "HEAD"), _uncommitted(order)
    with take_snapshot(order.project, order.data, "" if uncommitted else head) as taken:
        taken.lay_out()
        own = replace(order, data=taken.data, revised=revised(order, taken.tables))
        refuse([*uncommitted, *_touched(own), *_unsigned(own, (OPEN,))])  # before it builds
        with locked(own.folder):
            target = _published(taken, own, head, carried)
    git(order.project, "tag", f"publish/{order.period}/{target.name}", head)
    return target


def _published(taken: Snapshot, order: BuildRequest, head: str, carried: bool) -> Path:
    """Publish an edition of the snapshot of a commit, head."""
    day, tables = dt.date.today(), taken.tables
    build(order, snapshot=taken)
    newest = versions(order.folder)[-1]
    refuse([*unknown(newest, tables.rows), *_unsigned(order)])
    made = Publication(1)
    if reasons := _reasons_of(order, tables):
        refuse(reasons.problems())
        made = reasons.publication()
        order = replace(order, revised=(*(order.revised or ()), *_since_last(order, tables)))
    target = order.out / PUBLISHED / order.period / str(made.number)
    if target.exists():
        expected = _("a number that is free")
        remedy = _("A publication is never replaced; look at what stands there.")
        raise InputError(Problem(str(target), expected=expected, remedy=remedy, code="occupied_path"))
    with new_build(order.folder) as new:
        (new / NOTEBOOKS).rmdir()
        _write(
            taken,
            replace(order, publication=made),
            newest,
            new,
            {"date": day.isoformat(), "commit": head, "carried": carried},
        )
        for path in filter(Path.is_file, new.rglob("*")):
            path.chmod(0o444)  # folders stay writable: git and rm take files out of them
        target.parent.mkdir(parents=True, exist_ok=True)
        new.rename(target)
    return target


def _reasons_of(order: BuildRequest, tables: Tables) -> Reasons | None:
    """Why the last build differs from the last publication; None without one. Raises InputError if it does not differ."""
    kept = publications(order.out, order.period)
    if not kept:
        return None
    changes = compare(kept[-1], versions(order.folder)[-1])
    if not changes.effects:
        expected = _("an edition that says something else than its last publication")
        place, remedy = str(kept[-1].folder), _("There is nothing to publish.")
        raise InputError(Problem(place, value=kept[-1].name, expected=expected, remedy=remedy, code="nothing_to_do"))
    return Reasons(changes, len(kept) + 1, tables.rows("revisions"))


def _since_last(order: BuildRequest, tables: Tables) -> Iterator[Revised]:
    """What the last publication had otherwise: rows of its period, and of each whose own report does not tell it."""
    last, told = publications(order.out, order.period)[-1], {row.period for row in order.revised or ()}
    for period in dict.fromkeys((order.period, *(row["period"] for row in tables.rows("periods").values()))):
        if period not in told:
            yield from since(period, int(last.folder.name), last.rows, tables.rows, report=order.period)


# -- what forbids it ---------------------------------------------------------------------------------------------------


def _uncommitted(order: BuildRequest) -> list[Problem]:
    """A publication names the commit that it was made of: what that commit does not have."""
    remedy = _("Commit what is to be published: git add, git commit; `git status` says what git itself refuses.")
    if not git(order.project, "rev-parse", "HEAD"):
        expected = _("a project in a git repository with a commit")
        return [Problem(str(order.project.root), expected=expected, remedy=remedy, code="no_commit")]
    expected = _("a file as the last commit has it")
    names = changed_files(order.project, order.data)
    return [Problem(name, expected=expected, remedy=remedy, code="uncommitted_file") for name in names]


def _touched(order: BuildRequest) -> Iterator[Problem]:
    """Earlier publications that are not as they were: the next one says what has changed since, and takes the next number."""
    tags = git(order.project, "tag", "--list", f"publish/{order.period}/*").split()
    known = {tag.rpartition("/")[2] for tag in tags} | {
        one.folder.name for one in publications(order.out, order.period)
    }
    for name in sorted(known):
        folder = order.out / PUBLISHED / order.period / name
        if folder.is_dir():
            yield from touched(folder, verify(folder).wrong)
        else:
            tag = f"publish/{order.period}/{name}"
            remedy = _("git restores it; where no commit has it: git tag -d {tag}", tag=tag)
            yield from touched(folder, [_("{name} is missing", name=name)], remedy)


def _unsigned(order: BuildRequest, lacking: tuple[str, ...] = (OPEN, CHANGED)) -> Iterator[Problem]:
    """What each role has not signed, or when it was otherwise, or on a day to come."""
    wanting, every = dict[tuple[str, str], list[str]](), states(order)
    for one in every:
        is_to_come = one.date > f"{dt.date.today()}"
        if one.state in lacking or is_to_come:
            state = _("signed when it said something else") if one.name else _("not signed")
            state = _("signed on a day to come, {day}", day=one.date) if is_to_come else state
            wanting.setdefault((one.role, state), []).append(one.section)
    for (role, why), sections in wanting.items():
        if len(sections) == sum(one.role == role for one in every):
            sections = ["*"]  # as `sign` calls all that the role signs
        named = {"sections": " ".join(f'"{each}"' for each in sections), "role": role}
        remedy = _('{briefing} sign {sections} --by NAME --role "{role}", then commit signatures.csv.', **named)
        found = _("section {section}: {state}", section=", ".join(sections), state=why)
        expected = _("a signature of what it says now")
        yield Problem("signatures.csv", 0, role, found, expected, remedy, code="missing_signature")


# -- the folder --------------------------------------------------------------------------------------------------------


def _write(taken: Snapshot, order: BuildRequest, version: Version, new: Path, about: dict[str, object]) -> None:
    """Everything that a publication holds. about: day, commit, and whether the paper brings the archive."""
    assert order.publication
    about |= {"period": order.period, **asdict(order.publication)}
    about |= {"revised": [vars(row) for row in order.revised or ()], "out": f"out/{order.period}"}
    about["rebuild"] = ["build", order.period, "--data", taken.place, "--out", "out", "--publication", PUBLICATION]
    said = (json.dumps(about, ensure_ascii=False, indent=1) + "\n").encode()
    archive = untrusted_files.zipped({**taken.files, **taken.program, PUBLICATION: said})
    order = replace(order, isolated=True, archive=archive if about["carried"] else b"")
    with tempfile.TemporaryDirectory(prefix="render-") as folder:  # from nothing but the snapshot
        built = build(replace(order, out=Path(folder)), snapshot=taken)
        refuse_otherwise(taken.sections, version.folder, last_build(built.folder))
        for name in (*built.files, FIGURES, PACKAGE):
            shutil.copyfile(built.folder / name, new / name)
    for name in OF_VERSION:
        shutil.copyfile(version.folder / name, new / name)
    (new / SOURCE).write_bytes(archive)
    (new / PUBLICATION).write_bytes(said)
    (new / SUMS).write_bytes(untrusted_files.digests({name: (new / name).read_bytes() for name in visible(new)}))


def as_published(order: BuildRequest, publication: Path) -> BuildRequest:
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
    return replace(order, final=True, formats=published(), isolated=True, **kinds)


def prune(order: BuildRequest, last: int = KEPT, among: Container[int] | None = None) -> list[int]:
    """Remove the older builds of an edition, but those that were signed, sent or published; gives their numbers.

    among: the numbers of those that may go; None: all.
    """
    order, tables = locate(order)
    with locked(order.folder):
        kept = versions(order.folder)
        made = [row for row in tables.rows("signatures").values() if row["period"] == order.period]
        signed = (signed_version(row["section"], row["digest"], kept) for row in made)
        needed = {one.number for one in (*kept[-last:], *filter(None, signed), *publications(order.out, order.period))}
        needed |= {build_of(order.folder, path.name) for path in order.folder.iterdir()}  # of which readers have copies
        old = [one for one in kept if one.number not in needed and (among is None or one.number in among)]
        return [one.number for one in old if discard(one.folder)]
