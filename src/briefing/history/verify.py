"""`briefing verify`: whether a publication is as it was published, and whether it can be made again from its folder or its paper."""

import hashlib
import io
import json
import os
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf

from helpers.data.datapackage import FILE as PACKAGE
from helpers.errors import InputError, Problem, misused, refuse
from helpers.i18n import _
from helpers.project import Project, project_around

from ..build.snapshot import git, write_files
from ..build.version_contents import INPUTS, listed
from ..build_request import DOCUMENT, FIGURES, PUBLICATION, SOURCE, SUMS, VERSION
from ..document.model import Document
from ..untrusted_files import MOST, bytes_of, unzipped_within

BROUGHT = (SOURCE, DOCUMENT, FIGURES, PACKAGE, SUMS)  # by the paper of a publication
OF_VERSION = (VERSION, DOCUMENT, INPUTS)  # what a publication keeps of the build that was signed


class Verified(NamedTuple):
    """What of a publication is not as it was published, in words, nothing if it is; and what it was compared with."""

    wrong: list[str]
    compared: str


@contextmanager
def published(place: Path) -> Iterator[Path]:
    """The folder of a publication; of its paper, a temporary one with what the paper brings.

    Raises InputError for a PDF that brings no archive.
    """
    if place.suffix.lower() != ".pdf":
        yield place
        return
    with tempfile.TemporaryDirectory(prefix="paper-") as name:
        try:
            with pikepdf.open(io.BytesIO(bytes_of(place))) as paper:
                write_files(Path(name), {each: _inflated(paper.attachments[each].get_file().obj) for each in BROUGHT})
        except (pikepdf.PdfError, KeyError, ValueError, zlib.error):
            expected = _("the PDF of a publication, which brings the archive of its commit")
            remedy = _("Ask its sender for it as {briefing} publish made it.")
            raise InputError(Problem(str(place), expected=expected, remedy=remedy, code="no_publication")) from None
        yield Path(name)


def _inflated(stream: pikepdf.Object) -> bytes:
    """The bytes of a stream, of which no more are unpacked than may be."""
    if "/Filter" not in stream:
        return stream.read_raw_bytes()
    inflate = zlib.decompressobj()
    content = inflate.decompress(stream.read_raw_bytes(), MOST)
    if inflate.unconsumed_tail:
        raise ValueError(MOST)
    return content


def title_of(folder: Path, place: Path) -> str:
    """What a publication says that it is. place: as it was given, folder or paper. Raises InputError for one that does not say it."""
    _files, about = _archived(folder, place)
    try:
        made = Document.read((folder / DOCUMENT).read_bytes())
        of = {"title": made.title, "agency": made.agency, "number": about["number"], "date": about["date"]}
        return _(
            "{title}, {agency}: publication {number} of {date}, commit {commit}.", commit=about["commit"][:10], **of
        )
    except Exception as error:  # whatever a parser makes of it
        raise _no_archive(place, error) from None


def _archived(folder: Path, place: Path) -> tuple[dict[str, bytes], dict[str, Any]]:
    """The files of a publication's archive, and its publication.json. Raises InputError for what is none."""
    try:
        files = unzipped_within((folder / SOURCE).read_bytes())
        return files, json.loads(files[PUBLICATION])
    except (OSError, ValueError, KeyError) as error:
        raise _no_archive(place, error) from None


def _no_archive(place: Path, error: Exception) -> InputError:
    expected = _("the archive of a publication, with its {file}", file=PUBLICATION)
    remedy = _("Ask its sender for it as {briefing} publish made it.")
    return misused(f"{place / SOURCE}", str(error), expected, remedy, code="no_publication")


def verify(folder: Path, place: Path) -> Verified:
    """Compare a publication with its digests, as `sha256sum --check SHA256SUMS` does, and with the commit that it was published in.

    Whoever changes a file may change its digest, too: only a commit tells that. What is neither a plain file nor listed is told, and
    not opened. place: as it was given, folder or paper. Raises InputError for one that holds no publication.
    """
    try:
        sums = dict(listed(folder))
    except (OSError, ValueError):
        expected = _("a publication, with its {sums}", sums=SUMS)
        remedy = _("Give the folder of one: reports/published/PERIOD/N")
        raise InputError(Problem(str(place), expected=expected, remedy=remedy, code="no_publication")) from None
    paths = (path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
    found, unread = dict[str, str](), dict[str, str]()
    for path in paths:
        name = path.relative_to(folder).as_posix()
        found[name], unread[name] = _digest(path)
    found.pop(SUMS, None)
    wrong: list[str] = [
        _("{name} is missing", name=name) if name not in found
        else _("{name} is not compared: expected {expected}", name=name, expected=unread[name]) if name in sums and unread[name]
        else _("{name} was changed", name=name) if name in sums
        else _("{name} was added", name=name)
        for name in sorted({*sums, *found}) if found.get(name) != sums.get(name)
    ]  # fmt: skip
    said: str = _("Compared {count} files with {sums}; ", count=len(sums), sums=SUMS)
    commit, project, within = _commit_of(folder)
    if not commit or project is None:
        said += _(
            "not with git: no commit of this project has them, so whoever changed a file may have changed its digest, too."
        )
    elif not wrong:  # else git would open what was put there
        changed = git(project, "diff", "--name-only", "-z", "--relative", commit, "--", within).split("\0")
        for name in sorted({name.removeprefix(f"{within}/") for name in changed if name} - {SUMS}):
            told = _("{name} was changed, and its digest with it", name=name)
            wrong.append(told if name in found else _("{name} is missing", name=name))
    if commit:
        said += _("and with commit {commit}, in which they were published.", commit=commit[:10])
    return Verified(wrong, said)


def _digest(path: Path) -> tuple[str, str]:
    """The digest of a plain file; of what is none, cannot be read or is too large, "" and what was expected."""
    try:
        return hashlib.sha256(bytes_of(path)).hexdigest(), ""
    except InputError as error:
        return "", str(error.problems[0].expected)


def _commit_of(folder: Path) -> tuple[str, Project | None, str]:
    """The first commit of the project that has a publication, the project, and the folder in it; nothing where there is none."""
    with suppress(InputError, ValueError):  # no project here, a folder outside of it
        project = project_around(folder)
        place = folder.resolve().relative_to(project.root.resolve()).as_posix()
        commits = git(project, "rev-list", "--reverse", "HEAD", "--", f":(literal){place}/{SUMS}")
        return commits.partition("\n")[0], project, place
    return "", None, ""


def rebuild(folder: Path, place: Path, fresh: bool = True, say: Callable[[str], None] = print) -> list[str]:
    """Make a publication again from its archive by the command that is stored with it; gives what is not byte for byte the same.

    place: as it was given, the folder or the paper that brought it. fresh: in an environment made of its lock file; else in this one. Raises InputError for a
    folder that is not as it was published.
    """
    wrong, compared = verify(folder, place)
    expected, remedy = _("a publication as it was published"), _("git restores it.")
    refuse(Problem(str(place), 0, "", line, expected, remedy, code="touched_publication") for line in wrong)
    say(compared)
    with tempfile.TemporaryDirectory(prefix="rebuild-") as name:
        project = Path(name, "project")
        files, about = _archived(folder, place)
        write_files(project, {**files, SOURCE: (folder / SOURCE).read_bytes()})
        python = _environment(project, Path(name, "environment"), say) if fresh else sys.executable
        told = {**os.environ, "PYTHONPATH": str(project / "src")}
        done = subprocess.run(
            [python, "-m", "briefing", *about["rebuild"]], cwd=project, env=told, capture_output=True, text=True
        )
        if done.returncode:
            expected = _("a publication that can be made again")
            remedy = _("It said: {said}", said=done.stderr.strip().rpartition("\n")[2])
            raise InputError(Problem(str(place), expected=expected, remedy=remedy, code="failed_rebuild"))
        made = {path.name: path.read_bytes() for path in (project / about["out"]).iterdir() if path.is_file()}
    names = [name for name, _digest in listed(folder) if name not in (*OF_VERSION, SOURCE, PUBLICATION)]
    differ = [name for name in names if made.get(name) != (folder / name).read_bytes()]
    differ += [place.name] * (place is not folder and bytes_of(place) not in made.values())
    return [_("{name}: other bytes", name=name) for name in differ]


def _environment(project: Path, folder: Path, say: Callable[[str], None]) -> str:
    """Python in a new environment of the locked packages and nothing else."""
    lock = Project(project).lock
    say(_("Preparing an environment from the publication's lock file …"))
    python = str(folder / ("Scripts" if os.name == "nt" else "bin") / "python")
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    install = ["-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-deps", "-r", str(lock)]
    done = subprocess.run([python, *install], capture_output=True, text=True)
    if done.returncode:
        said = (done.stderr.strip() or _("nothing")).splitlines()[-1]
        remedy = _("Connect to a package index, or give --here to use this environment; pip said: {said}", said=said)
        expected = _("packages that can be installed")
        raise InputError(Problem(lock.name, expected=expected, remedy=remedy, code="failed_rebuild"))
    return python
