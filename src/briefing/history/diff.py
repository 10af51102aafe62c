"""`briefing diff A B`: what changed between two versions of an edition, and why.

A and B are version numbers, `published`, folders (of an edition, a version or a publication), periods or commits.
"""

import io
import os
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from helpers.language import _
from helpers.problems import InputError, Problem
from helpers.project import PROJECT, here

from ..build.recipe import locate
from ..build.versions import Version, git, newest, open_publication, open_version, publications, versions
from ..order import PUBLICATION, PUBLISHED, VERSION, VERSIONS, Order
from .changes.comparing import Changes, compare


@contextmanager
def changes(order: Order, a: str = "", b: str = "") -> Iterator[Changes]:
    """What changed from A to B. Without B: to the edition as it was built last; without A: from its version before.

    Raises InputError for what names no version.
    """
    order, _ = locate(order)
    with ExitStack() as stack:
        new = stack.enter_context(_found(b, "B", order)) if b else newest(order)
        old = stack.enter_context(_found(a, "A", order)) if a else _before(new, order)
        yield compare(old, new)


def _before(version: Version, order: Order) -> Version:
    """The last publication, else the version before this one."""
    if published := publications(order.out, order.period):
        return published[-1]
    earlier = [other for other in versions(order.folder) if other.number < version.number]
    if earlier:
        return earlier[-1]
    remedy = _("Change something and build again, or name two versions: {briefing} diff A B")
    expected = _("a version of {period} before the newest", period=order.period)
    raise InputError(Problem("A", expected=expected, remedy=remedy))


@contextmanager
def _found(name: str, which: str, order: Order) -> Iterator[Version]:
    """The version that an argument names."""
    if name.isdecimal() and (order.folder / VERSIONS / name / VERSION).exists():
        yield open_version(order.folder / VERSIONS / name)
    elif name == PUBLISHED:
        if not (kept := publications(order.out, order.period)):
            expected = _("a publication of {period}", period=order.period)
            remedy = _("There is none yet: {briefing} publish")
            raise InputError(Problem(which, value=name, expected=expected, remedy=remedy))
        yield kept[-1]
    elif os.path.isdir(name):  # Path.is_dir() raises OSError for a name that is too long
        yield _of_folder(Path(name))
    elif os.path.isdir(order.out / name / VERSIONS):
        yield newest(replace(order, period=name))
    elif commit := git("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}"):
        with _built(commit, order) as version:
            yield version
    else:
        numbers = ", ".join(str(version.number) for version in versions(order.folder)) or _("none yet")
        expected = _(
            "a version of {period} ({numbers}), a folder, a period that was built, or a commit",
            period=order.period,
            numbers=numbers,
        )
        remedy = _("{briefing} versions lists the versions.")
        raise InputError(Problem(which, value=name, expected=expected, remedy=remedy))


def _of_folder(folder: Path) -> Version:
    """A version's own folder, or the newest version of an edition's."""
    if (folder / PUBLICATION).exists():
        return open_publication(folder)
    if (folder / VERSION).exists():
        return open_version(folder)
    kept = versions(folder)
    return kept[-1] if kept else open_version(folder)


@contextmanager
def _built(commit: str, order: Order) -> Iterator[Version]:
    """An edition as a commit makes it, with its own code, data and notebooks, in a folder of its own."""
    archive = subprocess.run(["git", "archive", commit], cwd=here().root, capture_output=True, check=True).stdout
    with tempfile.TemporaryDirectory(prefix="commit-") as name:
        folder = Path(name)
        with tarfile.open(fileobj=io.BytesIO(archive)) as files:
            files.extractall(folder / "project", filter="data")
        _build_there(folder / "project", order.period, folder / "out")
        version = newest(replace(order, out=folder / "out"))
        yield replace(version, name=f"commit {commit[:10]}", about=replace(version.about, commit=commit, dirty=False))


def _build_there(project: Path, period: str, out: Path) -> None:
    """Build an edition with the code, the data and the notebooks of another folder. Raises InputError where that fails."""
    # before the program was a package of its own its command line lay among the helpers
    module = "briefing.cli" if (project / "src" / "briefing").is_dir() else "helpers.pipeline.cli"
    code = f"import sys; from {module} import main; sys.exit(main())"
    asked = [sys.executable, "-c", code, "build", period, "--out", str(out), "--format", "html"]
    told = {**os.environ, "PYTHONPATH": str(project / "src"), PROJECT: str(project)}
    done = subprocess.run(asked, cwd=project, env=told, capture_output=True, text=True)
    if done.returncode:
        said = (done.stderr.strip() or _("nothing")).splitlines()[-1]
        expected, remedy = _("a project that builds"), _("It said: {said}", said=said)
        raise InputError(Problem(str(project), expected=expected, remedy=remedy))
