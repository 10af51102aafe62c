"""What a build is made of, taken once: data, notebooks and modules as they were, with their digests and the commit.

Plan, checks, sections, document, versions and publication read that and nothing else, so what is saved meanwhile is the next
build's. It is held in memory, and laid out as a project of its own where something is to run.
"""

import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Set
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

import helpers
from helpers.data.csv_reader import read_file
from helpers.data.csv_writer import finish
from helpers.data.datapackage import FILE as SCHEMA
from helpers.data.datapackage import Declared, declared_by, declared_in, lay_out, package_file, whole
from helpers.data.indexed_rows import Rows
from helpers.data.read_record import BEFORE_ROWS, Read
from helpers.errors import InputError, Problem, refuse
from helpers.i18n import _
from helpers.project import CHECKS, SNAPSHOT, Project

from ..build_request import NOTEBOOKS
from ..sections import Section, checked
from ..untrusted_files import unzipped

if TYPE_CHECKING:
    from helpers.data.period_rows import PeriodRows

HELPERS = Path(helpers.__file__ or "").parent  # what sections run
RECEIPTS = HELPERS.parent / "receipts"  # and the numbers of their frames
PROGRAM = Path(__file__).parents[1]  # what runs them
OF_COMMIT = ("data", NOTEBOOKS, "src", "requirements.lock")  # what of a project an edition is made of
_SECTION = re.compile(rf"{NOTEBOOKS}/[0-9][^/]*\.ipynb")


class Tables:
    """The tables of a data folder as they were when it was read, once. package: its declaration; files: its own, by name."""

    def __init__(self, package: bytes, files: dict[str, bytes]) -> None:
        self._package, self._bytes = package, files
        self.declared = declared_by(package, checked=False)  # a build checks it where something is to do
        self._tables: dict[str, Rows] = {}
        self._periods: dict[str, PeriodRows] = {}
        self._seen: dict[Read, str] = {}  # sections look at the same things

    @classmethod
    def of(cls, data: Path) -> Self:
        """The tables of a folder as they are now. Raises InputError for no folder."""
        return cls(read_file(package_file(data)), tables_in(data, declared_in(data)))

    @classmethod
    def within(cls, files: Mapping[str, bytes], folder: str) -> Self:
        """The tables of a folder among files, which are named by their paths."""
        own = _in(files, folder)
        own = {name: own[name] for name in own if name.endswith((".csv", ".json")) and "/" not in name}
        return cls(own.get(SCHEMA) or files.get(f"data/{SCHEMA}", b""), own)

    @cached_property
    def files(self) -> dict[str, bytes]:
        """What the folder holds, as one valid Data Package, by name: what is kept and sent needs no program to be read."""
        package = lay_out(whole(json.loads(self._package)))
        without_file = {f"{name}.csv": table.header for name, table in self.declared.items() if table.optional}
        return {**without_file, **self._bytes, SCHEMA: package.encode()}

    @cached_property
    def schema(self) -> str:
        """Of what is declared of the tables."""
        return digest(repr([*self.declared.values()]))

    @cached_property
    def digests(self) -> dict[str, str]:
        """Of each file, and of the declaration, which may be the project's."""
        return {name: digest(content) for name, content in {SCHEMA: self._package, **self._bytes}.items()}

    def changed(self, before: Mapping[str, str]) -> set[str]:
        """The files that are other than before, by their digests then."""
        return {name for name in {**before, **self.digests} if before.get(name) != self.digests.get(name)}

    def may_differ(self, read: Read, changed: Set[str]) -> bool:
        """Whether a read can see something else where these files have changed."""
        return not changed.isdisjoint({SCHEMA, *(f"{name}.csv" for name in (read.table, "absences", *BEFORE_ROWS))})

    def rows(self, table: str) -> Rows:
        """All rows of a table, none of one that is not declared. Raises InputError where they cannot be read or a column is missing."""
        if table not in self._tables and table in self.declared:
            name = f"{table}.csv"
            header, self._tables[table] = self.declared[table].parsed(self._bytes.get(name))
            expected, remedy = _("this column"), _("Add it.")
            lost = (column for column in self.declared[table].written if column not in header)
            refuse(Problem(name, 1, column, expected=expected, remedy=remedy, code="missing_column") for column in lost)
        return self._tables.get(table, Rows())

    def fingerprint(self, read: Read) -> str:
        """A digest of what a read saw. Raises InputError for tables that cannot be read."""
        if read not in self._seen:
            self._seen[read] = digest(json.dumps(self.of_period(read.period).seen(read), ensure_ascii=False))
        return self._seen[read]

    def of_period(self, period: str) -> "PeriodRows":
        """The rows of one period."""
        from helpers.data.period_rows import PeriodRows  # not where nothing is to do

        return self._periods.setdefault(period, PeriodRows(period, self.rows, self.declared))


def as_kept(path: Path) -> bytes:
    """A table with the ends of lines that git stores, whatever an editor has written: a publication is held against its commit."""
    return read_file(path).replace(b"\r\n", b"\n")


def tables_in(data: Path, declared: Declared) -> dict[str, bytes]:
    """The files of a data folder that a build reads; not what editors hide there (`.#counts.csv`), nor other folders."""
    files = (path for path in data.iterdir() if path.suffix in (".csv", ".json") and not path.name.startswith("."))
    return {path.name: as_kept(path) for path in sorted(files) if path.is_file() or path.stem in declared}


def digest(*parts: str | bytes) -> str:
    """A short digest of texts."""
    hasher = hashlib.sha256()
    for part in parts:
        hasher.update(part.encode() if isinstance(part, str) else part)
        hasher.update(b"\0")
    return hasher.hexdigest()[:20]


def program_files() -> dict[str, Path]:
    """Every file of the program, whatever its kind, by its path below `src/`; not what Python compiles and editors hide there."""
    return {
        f"{folder.name}/{name}": folder / name for folder in (HELPERS, RECEIPTS, PROGRAM) for name in visible(folder)
    }


def visible(folder: Path) -> list[str]:
    """The files in a folder and below, by their paths in it; not what Python compiles and editors hide."""
    found = []
    for place, folders, files in os.walk(folder):  # a folder that goes meanwhile is no fault
        folders[:] = [name for name in folders if name[0] != "." and name != "__pycache__"]
        below = os.path.relpath(place, folder)
        found += [os.path.normpath(os.path.join(below, name)) for name in files if name[0] != "."]
    return sorted(name.replace(os.sep, "/") for name in found)


@cache
def program_digests() -> dict[str, str]:
    """Each file of the program with its digest, by its path below `src/`."""
    return {name: digest(path.read_bytes()) for name, path in program_files().items()}


@dataclass(frozen=True)
class Snapshot:
    """A project at one moment. source: where it was taken; files: what was there, by paths.

    own: where they are laid out; data: in that, the tables of the edition.
    """

    source: Project
    own: Project
    data: Path
    files: Mapping[str, bytes]

    def lay_out(self) -> None:
        """Write the files, once, as a project in which notebooks can run."""
        if not (self.own.root / SNAPSHOT).exists():
            for folder in (self.own.notebooks, self.own.data):
                folder.mkdir(parents=True, exist_ok=True)
            write_files(self.own.root, {**self.files, SNAPSHOT: b""})

    @property
    def place(self) -> str:
        """Where the tables of the edition lie in it."""
        return self.data.relative_to(self.own.root).as_posix()

    @cached_property
    def tables(self) -> Tables:
        return Tables.within(self.files, self.place)

    @cached_property
    def sections(self) -> list[Section]:
        found = (name for name in sorted(self.files) if _SECTION.fullmatch(name))
        return checked([Section(self.own.root / name, self.files[name]) for name in found], self.own.notebooks)

    @cached_property
    def modules(self) -> dict[str, bytes]:
        """The modules beside the notebooks, which any section may import, by their paths there."""
        return {name: code for name, code in _in(self.files, NOTEBOOKS).items() if name.endswith(".py")}

    def parameters(self, period: str) -> dict[str, str]:
        """Those of each notebook, which runs in its folder: the same wherever the snapshot lies."""
        return {"period": period, "data_dir": f"../{self.place}"}

    @cached_property
    def helpers(self) -> str:
        """A fingerprint of the code that sections run, with its fonts and styles, and the locked versions of what they import."""
        own = {name: seen for name, seen in program_digests().items() if not name.startswith(f"{PROGRAM.name}/")}
        return digest(sys.version, self.files.get(self.own.lock.name, b""), json.dumps(own))

    @cached_property
    def page(self) -> str:
        """Of the code and the templates that make the formats from the executed sections, too."""
        return digest(self.helpers, json.dumps(program_digests()))

    @cached_property
    def codes(self) -> dict[str, str]:
        """Of what is written in each notebook and in the modules beside it, but for the checks, which only the audit tries; stored
        outputs and execution counts do not matter."""
        beside = [code for name, code in self.modules.items() if name != CHECKS]
        return {
            section.name: digest(json.dumps(section.code, ensure_ascii=False), *beside) for section in self.sections
        }

    @cached_property
    def checks(self) -> str:
        """Of the report's own checks, which the section that audits an edition tries."""
        return digest(self.modules.get(CHECKS, b""))

    @cached_property
    def program(self) -> dict[str, bytes]:
        """The program's files, "src/helpers/__init__.py": those of the commit where the project has the program."""
        own = {name: content for name, content in self.files.items() if name.startswith("src/")}
        return own or {f"src/{name}": path.read_bytes() for name, path in program_files().items()}

    @cached_property
    def digest(self) -> str:
        """Of every file."""
        return digest(json.dumps({name: digest(content) for name, content in sorted(self.files.items())}))

    def commit(self) -> tuple[str, bool]:
        """The commit of the project, and whether its tree has changes; none where git does not say it."""
        head = git(self.source, "rev-parse", "HEAD")
        return head, bool(head and changed_files(self.source, self.source.data))


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Lay files into a folder, by their paths in it."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def _in(files: Mapping[str, bytes], folder: str) -> dict[str, bytes]:
    return {name.removeprefix(f"{folder}/"): files[name] for name in sorted(files) if name.startswith(f"{folder}/")}


@contextmanager
def take_snapshot(project: Project, data: Path, head: str = "") -> Iterator[Snapshot]:
    """Take a project's notebooks and tables, and the tables of an edition's data folder.

    head: a commit; what lies in the project is taken as that has it, not as it lies there. Raises InputError for no data folder.
    """
    declared = declared_in(data, checked=False)
    for folder in (project.root, project.notebooks, project.data, data):
        finish(folder)  # what a killed command has left there
    files = _of_commit(project, head) if head else _as_it_lies(project, declared)
    is_inside = data.resolve().is_relative_to(project.root.resolve())
    place = data.resolve().relative_to(project.root.resolve()).as_posix() if is_inside else "tables"
    if not (head and is_inside):
        files |= {f"{place}/{name}": content for name, content in tables_in(data, declared).items()}
    with tempfile.TemporaryDirectory(prefix="snapshot-") as name:
        yield Snapshot(project, Project(Path(name)), Path(name, place), files)


def _as_it_lies(project: Project, declared: Declared) -> dict[str, bytes]:
    files = {project.lock.name: project.lock.read_bytes()} if project.lock.exists() else {}
    with suppress(InputError, OSError):  # of the project's own data, where others are built, only names are looked up
        files |= {f"data/{name}": content for name, content in tables_in(project.data, declared).items()}
    beside = {f"{NOTEBOOKS}/{name}": project.notebooks / name for name in visible(project.notebooks)}
    # of a link to nothing: a section is refused by its name, all else is left out
    files |= {name: b"" for name in beside if _SECTION.fullmatch(name)}
    return files | {name: path.read_bytes() for name, path in beside.items() if path.is_file()}


# -- git ---------------------------------------------------------------------------------------------------------------


def _of_commit(project: Project, head: str) -> dict[str, bytes]:
    names = git(project, "ls-tree", "--name-only", head, "--", *OF_COMMIT).split("\n")
    asked = ["git", "archive", "--format=zip", head, "--", *names]
    packed = subprocess.run(asked, cwd=project.root, capture_output=True, check=True).stdout
    return {name: content for name, content in unzipped(packed).items() if not name.endswith("/")}


def changed_files(project: Project, data: Path) -> list[str]:
    """What the commit does not have as it is, of what a publication is made of; what git is told to ignore, and what editors and
    locks hide (`.lock`), is none of that."""
    own = [data.resolve()] if data.resolve().is_relative_to(project.root.resolve()) else []
    told = git(project, "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--", *OF_COMMIT, *map(str, own))  # fmt: skip
    names = (line.split(maxsplit=1)[-1] for line in told.split("\0") if line)
    return sorted(name for name in names if not any(part.startswith(".") for part in Path(name).parts))


def git(project: Project, *arguments: str) -> str:
    """What git says in the project; empty where it fails."""
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=project.root, capture_output=True, text=True, errors="surrogateescape"
        )
    except OSError:  # no git on this machine
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
