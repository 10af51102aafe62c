"""`briefing publish`, `verify`: the report as it was sent, with all that it was made of, in a folder that stays.

`reports/published/PERIOD/N/` holds the report, its figures, data, notebooks, program and lock, why it differs from the publication before, and
the digest of each file. Nothing of this program writes there again.
"""

import datetime as dt
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import NamedTuple

from helpers.data.datapackage import FILE as PACKAGE
from helpers.data.updating import append_rows
from helpers.language import _
from helpers.problems import InputError, Problem, refusal, refuse
from helpers.project import PROJECT, here, use

from .. import foreign
from ..build.builds import build_of, discard, files_of, last_build, locked, new_build
from ..build.earlier import revised
from ..build.freshness import Tables
from ..build.recipe import Gate, build, check_data, locate, refuse_otherwise
from ..build.snapshot import Snapshot, changed_files, git, take_snapshot
from ..build.versions import CONTENTS, SUMS, Version, listed, publications, versions
from ..document.formats import published
from ..document.publication import Publication, Revision
from ..document.revised import FILE as REVISED_ROWS
from ..document.revised import read as read_revised
from ..document.signed import CHANGED, OPEN
from ..order import FIGURES, NOTEBOOKS, PUBLICATION, PUBLISHED, VERSION, Order
from .changes.causes import Cause
from .changes.comparing import compare
from .changes.reasons import Reasons
from .signing import signed_version, states, unknown

PROGRAM = "program.zip"
KEPT = 20  # builds of an edition that stay in any case


def publish(order: Order, gate: Gate) -> Path:
    """Publish the edition as its data, notebooks and program are now; gives the publication's folder. gate: as of `build`.

    Each step reads the rows as they were when it began. Raises InputError, having written nothing, while an error is open, a section is not signed, the working tree has changes that no
    commit has, a change since the last publication has no reason, or nothing has changed.
    """
    order, _tables = locate(replace(order, final=True, formats=published(), force=False))
    head, uncommitted = git(here(), "rev-parse", "HEAD"), _uncommitted(order.data)
    with take_snapshot(here(), order.data, "" if uncommitted else head, final=True) as taken:
        gate(taken.data, order.period)
        own = replace(order, data=taken.data, revised=revised(order, taken.tables))
        refuse([*uncommitted, *_touched(own), *_unsigned(own, dt.date.today(), (OPEN,))])  # before it builds
        return _published(taken, own, head)


def _published(taken: Snapshot, order: Order, head: str) -> Path:
    """Publish an edition of the snapshot of a commit, head."""
    day, tables = dt.date.today(), taken.tables
    with locked(order.folder):
        build(order, snapshot=taken)
        newest = versions(order.folder)[-1]
        refuse([*unknown(newest.contents, tables.rows), *_unsigned(order, day)])
        made = Publication(1)
        if reasons := _reasons(order, tables):
            expected = _("a place that changed since publication {number}", number=reasons.number - 1)
            remedy = _("Correct the place, or delete the row.")
            wrong = [
                Problem("revisions.csv", 0, "place", each, expected, remedy, code="unfounded_reason")
                for each in reasons.unfounded
            ]
            for cause, kind in reasons.misnamed:
                expected = _("one of {classes}: a number changed", classes=", ".join(reasons.classes(cause)))
                wrong.append(
                    Problem(
                        "revisions.csv",
                        0,
                        cause.place,
                        kind,
                        expected,
                        _("Correct its class."),
                        code="wrong_reason_class",
                    )
                )
            refuse([*_unexplained(reasons.missing, reasons), *wrong])
            made = reasons.publication()
        target = order.out / PUBLISHED / order.period / str(made.number)
        if target.exists():
            expected = _("a number that is free")
            remedy = _("A publication is never replaced; look at what stands there.")
            raise InputError(Problem(str(target), expected=expected, remedy=remedy, code="occupied_publication"))
        with new_build(order.folder) as new:
            _write(taken, order, made, newest, new, day, head)
            for path in filter(Path.is_file, new.rglob("*")):
                path.chmod(0o444)  # folders stay writable: git and rm take files out of them
            target.parent.mkdir(parents=True, exist_ok=True)
            new.rename(target)
    return target


def _reasons(order: Order, tables: Tables) -> Reasons | None:
    """Why the last build differs from the last publication; None without one. Raises InputError if it does not differ."""
    kept = publications(order.out, order.period)
    if not kept:
        return None
    changes = compare(kept[-1], versions(order.folder)[-1])
    if not changes.effects:
        expected = _("an edition that says something else than its last publication")
        remedy = _("There is nothing to publish.")
        raise InputError(
            Problem(
                str(kept[-1].folder), value=kept[-1].name, expected=expected, remedy=remedy, code="nothing_to_publish"
            )
        )
    return Reasons(changes, len(kept) + 1, tables.rows("revisions"))


def _uncommitted(data: Path) -> list[Problem]:
    """A publication names the commit that it was made of: what that commit does not have."""
    remedy = _("Commit what is to be published: git add, git commit.")
    if not git(here(), "rev-parse", "HEAD"):
        return [
            Problem(
                str(here().root),
                expected=_("a project in a git repository with a commit"),
                remedy=remedy,
                code="no_commit",
            )
        ]
    expected = _("a file as the last commit has it")
    return [
        Problem(name, expected=expected, remedy=remedy, code="uncommitted_file") for name in changed_files(here(), data)
    ]


def _touched(order: Order) -> Iterator[Problem]:
    """Earlier publications that are not as they were published: the next one says what has changed since, and takes the next number."""
    folder = order.out / PUBLISHED / order.period
    named = git(here(), "log", "--format=", "--name-only", "--", f":(glob){_in_project(folder)}/*/{SUMS}").split("\n")
    known = {folder / path.split("/")[-2] for path in named if path}
    for each in sorted({*known, *(made.folder for made in publications(order.out, order.period))}):
        wrong = verify(each).wrong if each.is_dir() else [_("{name} is missing", name=each.name)]
        if wrong:
            remedy = _("Take it back as it was committed: git checkout COMMIT -- {folder}", folder=_in_project(each))
            yield Problem(
                str(each),
                value="; ".join(wrong[:3]),
                expected=_("what was published"),
                remedy=remedy,
                code="touched_publication",
            )


def _in_project(folder: Path) -> str:
    """A folder as git calls it; one outside of the project as it is, which git has nothing of."""
    with suppress(ValueError):
        return folder.resolve().relative_to(here().root.resolve()).as_posix()
    return folder.as_posix()


def _unsigned(order: Order, today: dt.date, lacking: tuple[str, ...] = (OPEN, CHANGED)) -> Iterator[Problem]:
    """What each role has not signed, or when it was otherwise: all its sections in one."""
    wanting, every = dict[tuple[str, str], list[str]](), states(order)
    for one in every:
        is_to_come = one.date > today.isoformat()
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
        yield Problem(
            "signatures.csv", 0, role, found, _("a signature of what it says now"), remedy, code="missing_signature"
        )


def _unexplained(causes: list[Cause], reasons: Reasons) -> Iterator[Problem]:
    expected = _("why it changed since publication {number}: class and reason", number=reasons.number - 1)
    remedy = _("{briefing} publish --reasons asks for them; or add the row.")
    return (Problem("revisions.csv", 0, "", cause.place, expected, remedy, code="missing_reason") for cause in causes)


_CLASSES = {"update": _("update"), "source": _("source"), "correction": _("correction"), "wording": _("wording")}


def ask_reasons(order: Order, office: str, ask: Callable[[str], str], today: dt.date | None = None) -> int:
    """Ask for the class and the reason of each change since the last publication that has none, and write them down.

    ask: shows a question and gives the answer; an empty one takes the class that is proposed. Raises InputError where the
    answers end before the questions do; what was answered is written.
    """
    order, tables = locate(order)
    build(replace(order, formats=("html",)))
    if (reasons := _reasons(order, tables)) is None:
        return 0
    lacking = reasons.missing
    for at, cause in enumerate(lacking):
        print(f"{cause.place}: {cause.old} → {cause.new}")
        probably, known = reasons.proposed(cause), reasons.classes(cause)
        names = {str(_CLASSES[each]): each for each in known}
        classes = ", ".join(names)
        asked = _("   Class ({classes})", classes=classes) + (f" [{_CLASSES[probably]}]: " if probably else ": ")
        try:
            while (kind := names.get(said := ask(asked).strip(), said) or probably) not in known:
                print(f"   {_('found {kind!r}, expected one of {classes}', kind=kind, classes=classes)}")
            while not (reason := ask(_("   Reason, in Vietnamese: ")).strip()):
                print(f"   {_('expected a reason, which the publication prints')}")
        except EOFError:
            raise InputError(_unexplained(lacking[at:], reasons)) from None
        row = {"period": order.period, "publication": str(reasons.number), "place": cause.place, "class": kind}
        row |= {"reason": reason, "decided_by": office, "date": (today or dt.date.today()).isoformat()}
        append_rows({order.data / "revisions.csv": [row]})
    return len(lacking)


# -- the folder ----------------------------------------------------------------------------------------------------


def _write(
    taken: Snapshot, order: Order, made: Publication, version: Version, new: Path, day: dt.date, head: str
) -> None:
    """Everything that a publication holds. head: the commit that it is of."""
    render(taken, order, made, new, version.folder)
    for name, content in version.inputs.items():
        _file(new / name, content)
    for name in (VERSION, CONTENTS):
        shutil.copyfile(version.folder / name, new / name)
    if taken.own.lock.exists():
        shutil.copyfile(taken.own.lock, new / taken.own.lock.name)
    (new / PROGRAM).write_bytes(foreign.zipped(taken.program))
    about = {"period": order.period, "number": made.number, "date": day.isoformat(), "commit": head}
    about |= {"apart": order.apart}
    told = json.dumps({**about, **asdict(made)}, ensure_ascii=False, indent=1)
    (new / PUBLICATION).write_text(told + "\n", encoding="utf-8")
    sums = {name: hashlib.sha256((new / name).read_bytes()).hexdigest() for name in files_of(new)}
    (new / SUMS).write_text("".join(f"{digest}  {name}\n" for name, digest in sums.items()), encoding="utf-8")


def _file(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def render(taken: Snapshot, order: Order, publication: Publication, out: Path, draft: Path | None = None) -> None:
    """Make the files that are read, from nothing but a snapshot, each section in a process of its own.

    draft: a build of the same snapshot. Raises InputError for a section that shows something else than there.
    """
    with tempfile.TemporaryDirectory(prefix="render-") as folder:
        order = replace(
            order, out=Path(folder), final=True, formats=published(), publication=publication, isolated=True
        )
        built = build(order, snapshot=taken)
        if draft:
            refuse_otherwise(taken.sections, draft, last_build(built.folder))
        for name in (*built.files, FIGURES, PACKAGE):
            _file(out / name, (built.folder / name).read_bytes())


def prune(order: Order, last: int = KEPT) -> list[int]:
    """Remove the older builds of an edition, but those that were signed, sent or published; gives their numbers."""
    order, tables = locate(order)
    with locked(order.folder):
        kept = versions(order.folder)
        made = [row for row in tables.rows("signatures").values() if row["period"] == order.period]
        signed = (signed_version(row["section"], row["digest"], kept) for row in made)
        needed = {one.number for one in (*kept[-last:], *filter(None, signed), *publications(order.out, order.period))}
        needed |= {build_of(order.folder, path.name) for path in order.folder.iterdir()}  # of which readers have copies
        return [one.number for one in kept if one.number not in needed and discard(one.folder)]


# -- afterwards ----------------------------------------------------------------------------------------------------


class Verified(NamedTuple):
    """What of a publication is not as it was published, in words, nothing if it is; and what it was compared with."""

    wrong: list[str]
    compared: str


def verify(folder: Path) -> Verified:
    """Compare a publication with its digests, as `sha256sum --check SHA256SUMS` does, and with the commit that it was published in.

    Whoever changes a file may change its digest, too: only a commit tells that. What is neither a plain file nor listed is told, and not
    opened. Raises InputError for a folder that holds no publication.
    """
    try:
        there = listed(folder)
    except (OSError, ValueError):
        expected = _("a publication, with its {sums}", sums=SUMS)
        remedy = _("Give the folder of one: reports/published/PERIOD/N")
        raise InputError(Problem(str(folder), expected=expected, remedy=remedy, code="no_publication")) from None
    sums = dict(there)
    commit, blobs = _committed(folder)
    twice = Counter(name for name, _digest in there)
    wrong: list[str] = [
        _("{name} is listed {count} times in {sums}", name=name, count=count, sums=SUMS)
        for name, count in sorted(twice.items())
        if count > 1
    ]
    found = {*files_of(folder), *_empty(folder)}
    for name in sorted({*sums, *({*found, *blobs} - {SUMS})}):
        if name not in found:  # not looked for: a name may lead out of the folder
            wrong.append(_("{name} is missing", name=name))
        elif told := _differs(folder / name, name, sums.get(name), blobs.get(name, "") if blobs else None):
            wrong.append(told)
    said: str = _("Compared {count} files with {sums}; ", count=len(sums), sums=SUMS)
    if commit:
        said += _("and with commit {commit}, in which they were published.", commit=commit[:10])
    else:
        said += _(
            "not with git: no commit of this project has them, so whoever changed a file may have changed its digest, too."
        )
    return Verified(wrong, said)


def _differs(path: Path, name: str, digest: str | None, blob: str | None) -> str:
    """How a file of a publication differs from its digest in the list, and from what git has of it; empty where it does not."""
    try:
        what = foreign.kind(path)
        if digest is None:
            return _("{name} was added: {what}", name=name, what=what) if what else _("{name} was added", name=name)
        if what:
            return _("{name} is {what}", name=name, what=what)
        content = foreign.content(path)
    except OSError as error:
        return _("{name} cannot be read: {error}", name=name, error=refusal(error))
    if hashlib.sha256(content).hexdigest() != digest:
        return _("{name} was changed", name=name)
    named = hashlib.new("sha256" if blob and len(blob) == 64 else "sha1", b"blob %d\0" % len(content) + content)
    is_other = blob is not None and named.hexdigest() != blob
    return _("{name} was changed, and its digest with it", name=name) if is_other else ""


def _empty(folder: Path) -> list[str]:
    """Folders in a folder without a file in them, and those that cannot be looked into: a publication has none."""
    found: list[str] = []
    for place, folders, files in os.walk(folder, onerror=lambda error: found.append(error.filename)):
        if not folders and not files and place != str(folder):
            found.append(place)
    return [Path(place).relative_to(folder).as_posix() for place in found]


def _committed(folder: Path) -> tuple[str, dict[str, str]]:
    """The first commit of the project that has a publication, and what git calls its files' contents then; nothing where there is none."""
    with suppress(InputError, ValueError):  # no project here, a folder outside of it
        place = _in_project(folder)
        commit = git(here(), "rev-list", "--reverse", "HEAD", "--", f":(literal){place}/{SUMS}").partition("\n")[0]
        listed = git(here(), "ls-tree", "-r", "-z", commit, f"{place}/") if commit else ""
        blobs = dict(re.findall(r"\d+ blob ([0-9a-f]+)\t([^\0]+)\0?", listed))
        return commit, {name.removeprefix(f"{place}/"): blob for blob, name in blobs.items()}
    return "", {}


def reproduce(folder: Path, fresh: bool = True, say: Callable[[str], None] = print) -> list[str]:
    """Make a publication again from what its folder holds; gives what is not byte for byte the same.

    fresh: in an environment made of its lock file; else in this one. Raises InputError for a folder that is not as it was published.
    """
    wrong, compared = verify(folder)
    if wrong:
        expected, remedy = _("a publication as it was published"), _("git restores it.")
        raise InputError(
            Problem(str(folder), 0, "", line, expected, remedy, code="touched_publication") for line in wrong
        )
    say(compared)
    with tempfile.TemporaryDirectory(prefix="reproduce-") as name:
        project, out = Path(name, "project"), Path(name, "out")
        try:
            with zipfile.ZipFile(folder / PROGRAM) as program:
                program.extractall(project)
            for part in ("data", NOTEBOOKS):
                shutil.copytree(folder / part, project / part)
            if (folder / here().lock.name).exists():
                shutil.copy(folder / here().lock.name, project)
        except (OSError, zipfile.BadZipFile) as error:
            expected = _("a publication with its {program}, data and notebooks", program=PROGRAM)
            remedy = _("git restores it.")
            raise InputError(
                Problem(str(folder), value=str(error), expected=expected, remedy=remedy, code="incomplete_publication")
            ) from None
        python = _environment(project, Path(name, "environment"), say) if fresh else sys.executable
        code = "import sys; from briefing.history.publishing import again; again(*sys.argv[1:])"
        told = {**os.environ, "PYTHONPATH": str(project / "src"), PROJECT: str(project)}
        asked = [python, "-c", code, str(folder.resolve()), str(project), str(out)]
        done = subprocess.run(asked, cwd=project, env=told, capture_output=True, text=True)
        if done.returncode:
            expected = _("a publication that can be made again")
            remedy = _("It said: {said}", said=done.stderr.strip()[-600:])
            raise InputError(Problem(str(folder), expected=expected, remedy=remedy, code="failed_rebuild"))
        return [line for path in sorted(out.iterdir()) for line in _difference(folder / path.name, path)]


def _environment(project: Path, folder: Path, say: Callable[[str], None]) -> str:
    """Python in a new environment of the locked packages and nothing else."""
    lock = project / here().lock.name
    if not lock.exists():
        expected, remedy = _("a lock file in the publication"), _("Give --here to use this environment.")
        raise InputError(Problem(str(project), expected=expected, remedy=remedy, code="missing_lock"))
    say(_("Preparing an environment from the publication's lock file …"))
    python = str(folder / ("Scripts" if os.name == "nt" else "bin") / "python")
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    install = ["-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-deps", "-r", str(lock)]
    done = subprocess.run([python, *install], capture_output=True, text=True)
    if done.returncode:
        said = (done.stderr.strip() or _("nothing")).splitlines()[-1]
        remedy = _("Connect to a package index, or give --here to use this environment; pip said: {said}", said=said)
        raise InputError(
            Problem(
                lock.name, expected=_("packages that can be installed"), remedy=remedy, code="uninstallable_packages"
            )
        )
    return python


def again(folder: str, project: str, out: str) -> None:
    """Render a publication again in the process that `verify --rebuild` starts."""
    use(project)
    about = json.loads(Path(folder, PUBLICATION).read_text(encoding="utf-8"))
    revised = Path(folder, REVISED_ROWS)
    rows = read_revised(revised.read_bytes()) if revised.exists() else ()
    order = Order(about["period"], Path(project, "data"), Path(out), apart=about.get("apart", False), revised=rows)
    check_data(order.data, order.period)
    revisions = tuple(Revision(**{**row, "effects": tuple(row["effects"])}) for row in about["revisions"])
    with take_snapshot(here(), order.data) as taken:
        render(taken, order, Publication(about["number"], revisions, tuple(map(tuple, about["marks"]))), Path(out))


def _difference(old: Path, new: Path) -> Iterator[str]:
    """From which byte on a file made again differs."""
    before, after = old.read_bytes(), new.read_bytes()
    if before != after:
        pairs = enumerate(zip(before, after, strict=False))
        at = next((n for n, (a, b) in pairs if a != b), min(len(before), len(after)))
        yield _("{name}: other bytes, from byte {at} on", name=old.name, at=at)
