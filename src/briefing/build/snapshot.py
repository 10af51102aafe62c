"""What a build is made of, taken once: data, notebooks and modules as they were, with their digests and the commit.

A snapshot is laid out as a project of its own in a temporary folder, which goes with it. Plan, checks, sections, document,
versions and publication read that and nothing else, so what is saved meanwhile is the next build's.
"""

import io
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from helpers.data.csv_writer import finish
from helpers.data.schema import use_tables
from helpers.errors import InputError, Problem
from helpers.i18n import _
from helpers.project import Project, within

from ..order import NOTEBOOKS, SOURCES
from ..sections import Section, discover
from .freshness import HELPERS, PROGRAM, RECEIPTS, Tables, as_kept, program_files, table_files

OF_COMMIT = ("data", NOTEBOOKS, "src", "requirements.lock")  # what of a project an edition is made of


@dataclass(frozen=True)
class Snapshot:
    """A project at one moment. source: where it was taken; own: the copy; data: in it, the tables of the edition."""

    source: Project
    own: Project
    data: Path

    @cached_property
    def tables(self) -> Tables:
        return Tables(self.data)

    @cached_property
    def program(self) -> dict[str, bytes]:
        """The program's files, "src/helpers/__init__.py": those of the commit where the project has the program."""
        own = self.own.root / "src"
        files = {name: own / name for name in program_files() if own.is_dir()} or program_files()
        return {f"src/{name}": path.read_bytes() for name, path in files.items()}

    @cached_property
    def sections(self) -> list[Section]:
        return discover(self.own.notebooks)

    def commit(self, notes: list[str]) -> tuple[str, bool]:
        """The commit of the project, and whether its tree has changes; none where git does not say it: notes get why."""
        try:
            head = git(self.source, "rev-parse", "HEAD")
        except InputError as error:
            notes.extend(map(str, error.problems))
            return "", False
        return head, bool(head and changed_files(self.source, self.source.data))


@contextmanager
def take_snapshot(project: Project, data: Path, head: str = "", final: bool = False) -> Iterator[Snapshot]:
    """Copy a project's notebooks and tables, and the tables of an edition's data folder.

    final: with the files that offices sent, which a final copy is held against. head: a commit; what lies in the project is taken as that has it, not as it lies there. Raises InputError for no data folder.
    """
    with tempfile.TemporaryDirectory(prefix="snapshot-") as name:
        own = Project(Path(name))
        with within(project.root):
            use_tables(data)
            for folder in (project.root, project.notebooks, project.data, data):
                finish(folder)  # what a killed command has left there
            if head:
                _check_out(project, head, own.root)
            else:
                _copy(project, own)
        is_inside = data.resolve().is_relative_to(project.root.resolve())
        tables = own.root / (data.resolve().relative_to(project.root.resolve()) if is_inside else "tables")
        if not (head and is_inside):
            _copy_tables(data, tables)
            if final and (data / SOURCES).is_dir():
                shutil.copytree(data / SOURCES, tables / SOURCES)
        yield Snapshot(project, own, tables)


def _copy(project: Project, own: Project) -> None:
    if project.lock.exists():
        own.lock.write_bytes(project.lock.read_bytes())
    with suppress(InputError):  # of the project's own data, where others are built, only names are looked up
        _copy_tables(project.data, own.data)
    own.notebooks.mkdir()
    for path in sorted(project.notebooks.rglob("*")):
        to = own.notebooks / path.relative_to(project.notebooks)
        is_hidden = any(part.startswith((".", "__pycache__")) for part in to.relative_to(own.notebooks).parts)
        if not is_hidden and (path.is_file() or path.match("notebooks/[0-9]*.ipynb")):
            to.parent.mkdir(parents=True, exist_ok=True)
            to.write_bytes(_content(path))


def _content(path: Path) -> bytes:
    """What a file holds; nothing where it cannot be read: no section is such a notebook, which is then said."""
    try:
        return path.read_bytes() if path.is_file() else b""
    except OSError:
        return b""


def _copy_tables(data: Path, to: Path) -> None:
    to.mkdir(parents=True, exist_ok=True)
    for path in table_files(data):
        (to / path.name).write_bytes(as_kept(path))


# -- git ---------------------------------------------------------------------------------------------------------------


def _check_out(project: Project, head: str, to: Path) -> None:
    names = git(project, "ls-tree", "--name-only", head, "--", *OF_COMMIT).split("\n")
    asked = ["git", "archive", head, "--", *names]
    packed = subprocess.run(asked, cwd=project.root, capture_output=True, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(to, filter="data")


def changed_files(project: Project, data: Path) -> list[str]:
    """What the commit does not have as it is: changed files anywhere in the project, untracked ones among what a
    publication is made of. What git is told to ignore, and what editors and locks hide (`.lock`), is neither."""
    root = project.root.resolve()
    made_of = [path.resolve() for path in (data, project.notebooks, HELPERS, RECEIPTS, PROGRAM, project.lock)]
    within = [path.relative_to(root).as_posix() for path in made_of if path.is_relative_to(root)]
    changed = git(project, "diff", "--name-only", "--relative", "-z", "HEAD", "--", ".").split("\0")
    untracked = (
        git(project, "ls-files", "--others", "--exclude-standard", "-z", "--", *within).split("\0") if within else []
    )
    seen = [name for name in untracked if not any(part.startswith(".") for part in Path(name).parts)]
    return sorted({*changed, *seen} - {""})


def git(project: Project, *arguments: str) -> str:
    """What git says in the project; empty where it fails. Raises InputError for another user's that it does not trust."""
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=project.root, capture_output=True, text=True, errors="surrogateescape"
        )
    except OSError:  # no git on this machine
        return ""
    if "safe.directory" in done.stderr:
        trust = f'git config --global --add safe.directory "{project.root.resolve().as_posix()}"'
        expected = _("a repository that git trusts: it belongs to another user")
        remedy = _("If you trust it: {command}", command=trust)
        raise InputError(Problem(str(project.root), expected=expected, remedy=remedy, code="untrusted_repository"))
    return done.stdout.strip() if done.returncode == 0 else ""
