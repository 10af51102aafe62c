"""`briefing verify`: whether a publication is as it was published, and whether it can be made again.

Its folder is enough, or one with the files that its PDF brings, which any PDF reader saves.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from contextlib import suppress
from pathlib import Path

from helpers.errors import InputError, Problem, refuse
from helpers.i18n import _
from helpers.project import Project, project_around

from ..build.snapshot import git
from ..build.version_contents import INPUTS, listed
from ..build_request import PUBLICATION, SOURCE, SUMS, VERSION
from ..untrusted_files import bytes_of

OF_BUILD = (VERSION, INPUTS)  # what a publication keeps of the build that was signed


def verify(folder: Path) -> tuple[list[str], str]:
    """Compare a publication with its digests, as `sha256sum --check SHA256SUMS` does, and with the commit that it was published in.

    Gives what is not as it was published, in words, nothing if all is; and what it was compared with.
    Whoever changes a file may change its digest, too: only a commit tells that. What is not listed is told, and not opened. Raises
    InputError for a folder that holds no publication, and for a file that is none or too large.
    """
    try:
        sums = dict(listed(folder))
    except (OSError, ValueError):
        expected = _("a publication, with its {sums}", sums=SUMS)
        remedy = _(
            "Give the folder of one: reports/published/PERIOD/N; of a PDF alone, one with the files that it brings"
        )
        raise InputError(Problem(str(folder), expected=expected, remedy=remedy, code="no_publication")) from None
    paths = (path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
    found = {path.relative_to(folder).as_posix() for path in paths} - {SUMS}
    wrong: list[str] = []
    for name in sorted({*sums, *found}):
        if name not in found:
            wrong.append(_("{name} is missing", name=name))
        elif name not in sums:
            wrong.append(_("{name} was added", name=name))
        elif hashlib.sha256(bytes_of(folder / name)).hexdigest() != sums[name]:
            wrong.append(_("{name} was changed", name=name))
    said: str = _("Compared {count} files with {sums}; ", count=len(sums), sums=SUMS)
    commit, project, within = _commit_of(folder)
    if not commit or project is None:
        return wrong, said + _(
            "not with git: no commit of this project has them, so whoever changed a file may have changed its digest, too."
        )
    if not wrong:  # else git would open what was put there
        changed = git(project, "diff", "--name-only", "-z", "--relative", commit, "--", within).split("\0")
        names = sorted({name.removeprefix(f"{within}/") for name in changed if name} - {SUMS})
        wrong += [_("{name} was changed, and its digest with it", name=name) for name in names]
    return wrong, said + _("and with commit {commit}, in which they were published.", commit=commit[:10])


def _commit_of(folder: Path) -> tuple[str, Project | None, str]:
    """The first commit of the project that has a publication, the project, and the folder in it; nothing where there is none."""
    with suppress(InputError, ValueError):  # no project here, a folder outside of it
        project = project_around(folder)
        place = folder.resolve().relative_to(project.root.resolve()).as_posix()
        commits = git(project, "rev-list", "--reverse", "HEAD", "--", f":(literal){place}/{SUMS}")
        return commits.partition("\n")[0], project, place
    return "", None, ""


def rebuild(folder: Path) -> list[str]:
    """Make a publication again by its archive's own program and lock file; gives the files whose bytes are not the same.

    Raises InputError for a folder that is not as it was published, and for a publication that cannot be made again.
    """
    wrong, _compared = verify(folder)
    expected, remedy = _("a publication as it was published"), _("git restores it.")
    refuse(Problem(str(folder), 0, "", line, expected, remedy, code="touched_publication") for line in wrong)
    with tempfile.TemporaryDirectory(prefix="rebuild-") as name:
        project = Project(Path(name, "project"))
        try:
            with zipfile.ZipFile(folder / SOURCE) as archive:
                archive.extractall(project.root)
            about = json.loads((project.root / PUBLICATION).read_bytes())
        except (OSError, ValueError, zipfile.BadZipFile) as error:
            raise _cannot(folder, str(error)) from None
        shutil.copy(folder / SOURCE, project.root)
        told = {**os.environ, "PYTHONPATH": str(project.root / "src")}
        command = [_python(project, folder, Path(name, "environment")), "-m", "briefing", *about["rebuild"]]
        done = subprocess.run(command, cwd=project.root, env=told, capture_output=True, text=True)
        if done.returncode:
            raise _cannot(folder, done.stderr)
        made = {path.name: path.read_bytes() for path in (project.root / "out" / about["period"]).glob("*.*")}
    names = [name for name, _digest in listed(folder) if name not in (*OF_BUILD, SOURCE, PUBLICATION)]
    return [_("{name}: other bytes", name=name) for name in names if made.get(name) != (folder / name).read_bytes()]


def _python(made: Project, folder: Path, environment: Path) -> str:
    """Python with the packages of a publication's lock file: this one, where the project here has
    the same, or it has none; else of a new environment."""
    with suppress(InputError, OSError):
        if not made.lock.exists() or made.lock.read_bytes() == project_around(folder, Path()).lock.read_bytes():
            return sys.executable
    python = str(environment / ("Scripts" if os.name == "nt" else "bin") / "python")
    subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
    install = ["-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-deps", "-r", str(made.lock)]
    done = subprocess.run([python, *install], capture_output=True, text=True)
    if done.returncode:
        raise _cannot(folder, done.stderr)
    return python


def _cannot(folder: Path, said: str) -> InputError:
    expected = _("a publication that can be made again")
    remedy = _("It said: {said}", said=said.strip().rpartition("\n")[2])
    return InputError(Problem(str(folder), expected=expected, remedy=remedy, code="failed_rebuild"))
