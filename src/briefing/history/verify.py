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
from typing import NamedTuple

import pikepdf

from helpers.data.datapackage import FILE as PACKAGE
from helpers.errors import InputError, Problem, misused, refuse
from helpers.i18n import _
from helpers.project import Project, project_around

from ..build.snapshot import git, write_files
from ..build.version_records import INPUTS, listed
from ..build_request import DOCUMENT, FIGURES, PUBLICATION, SOURCE, SUMS, VERSION
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
    if place.suffix != ".pdf":
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


def verify(folder: Path) -> Verified:
    """Compare a publication with its digests, as `sha256sum --check SHA256SUMS` does, and with the commit that it was published in.

    Whoever changes a file may change its digest, too: only a commit tells that. What is neither a plain file nor listed is told, and
    not opened. Raises InputError for a folder that holds no publication.
    """
    try:
        sums = dict(listed(folder))
    except (OSError, ValueError):
        expected = _("a publication, with its {sums}", sums=SUMS)
        remedy = _("Give the folder of one: reports/published/PERIOD/N")
        raise InputError(Problem(str(folder), expected=expected, remedy=remedy, code="no_publication")) from None
    paths = (path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
    found = {path.relative_to(folder).as_posix(): _digest(path) for path in paths}
    found.pop(SUMS, None)
    wrong: list[str] = [
        _("{name} is missing", name=name) if name not in found
        else _("{name} was changed", name=name) if name in sums
        else _("{name} was added", name=name)
        for name in sorted({*sums, *found}) if found.get(name) != sums.get(name)
    ]  # fmt: skip
    said: str = _("Compared {count} files with {sums}; ", count=len(sums), sums=SUMS)
    commit, project, place = _commit_of(folder)
    if not commit or project is None:
        said += _(
            "not with git: no commit of this project has them, so whoever changed a file may have changed its digest, too."
        )
    elif not wrong:  # else git would open what was put there
        changed = git(project, "diff", "--name-only", "-z", "--relative", commit, "--", place).split("\0")
        for name in sorted({name.removeprefix(f"{place}/") for name in changed if name} - {SUMS}):
            told = _("{name} was changed, and its digest with it", name=name)
            wrong.append(told if name in found else _("{name} is missing", name=name))
    if commit:
        said += _("and with commit {commit}, in which they were published.", commit=commit[:10])
    return Verified(wrong, said)


def _digest(path: Path) -> str:
    """The digest of a plain file; "" for what is none."""
    with suppress(InputError):
        return hashlib.sha256(bytes_of(path)).hexdigest()
    return ""


def _commit_of(folder: Path) -> tuple[str, Project | None, str]:
    """The first commit of the project that has a publication, the project, and the folder in it; nothing where there is none."""
    with suppress(InputError, ValueError):  # no project here, a folder outside of it
        project = project_around(folder)
        place = folder.resolve().relative_to(project.root.resolve()).as_posix()
        commits = git(project, "rev-list", "--reverse", "HEAD", "--", f":(literal){place}/{SUMS}")
        return commits.partition("\n")[0], project, place
    return "", None, ""


def rebuild(folder: Path, paper: bytes, fresh: bool = True, say: Callable[[str], None] = print) -> list[str]:
    """Make a publication again from its archive by the command that is stored with it; gives what is not byte for byte the same.

    paper: that brought the folder, if one did. fresh: in an environment made of its lock file; else in this one. Raises InputError for a
    folder that is not as it was published.
    """
    wrong, compared = verify(folder)
    expected, remedy = _("a publication as it was published"), _("git restores it.")
    refuse(Problem(str(folder), 0, "", line, expected, remedy, code="touched_publication") for line in wrong)
    say(compared)
    with tempfile.TemporaryDirectory(prefix="rebuild-") as name:
        project = Path(name, "project")
        source = (folder / SOURCE).read_bytes()
        try:
            files = unzipped_within(source)
            about = json.loads(files[PUBLICATION])
        except (ValueError, KeyError) as error:
            expected = _("the archive of a publication, with its {file}", file=PUBLICATION)
            remedy = _("Ask its sender for it as {briefing} publish made it.")
            raise misused(f"{folder / SOURCE}", str(error), expected, remedy, code="no_publication") from None
        write_files(project, {**files, SOURCE: source})
        python = _environment(project, Path(name, "environment"), say) if fresh else sys.executable
        told = {**os.environ, "PYTHONPATH": str(project / "src")}
        done = subprocess.run(
            [python, "-m", "briefing", *about["rebuild"]], cwd=project, env=told, capture_output=True, text=True
        )
        if done.returncode:
            expected = _("a publication that can be made again")
            remedy = _("It said: {said}", said=done.stderr.strip().rpartition("\n")[2])
            raise InputError(Problem(str(folder), expected=expected, remedy=remedy, code="failed_rebuild"))
        made = {path.name: path.read_bytes() for path in (project / about["out"]).iterdir() if path.is_file()}
    names = [name for name, _digest in listed(folder) if name not in (*OF_VERSION, SOURCE, PUBLICATION)]
    differ = [name for name in names if made.get(name) != (folder / name).read_bytes()]
    differ += ["PDF"] * (bool(paper) and paper not in made.values())
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
