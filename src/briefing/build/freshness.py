"""Which sections are stale: what a section depends on, as fingerprints, and how they compare with the last build.

Nothing here imports pandas: a build with nothing to do reads the CSVs as text and ends.
"""

import hashlib
import json
import sys
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeAlias

import helpers
from helpers.audit.report_checks import FILE as CHECKS
from helpers.data.csv_reader import read_file
from helpers.data.datapackage import FILE as SCHEMA
from helpers.data.datapackage import lay_out, whole
from helpers.data.periods import BEFORE_ROWS, PeriodRows, Read
from helpers.data.periods import NOTEBOOKS as WORDS
from helpers.data.rows import Rows
from helpers.data.schema import TABLES, package_file, parsed, use_tables
from helpers.errors import Problem, refuse
from helpers.i18n import _
from helpers.project import here

from ..sections import Section, modules

State: TypeAlias = dict[str, Any]  # what a build leaves; of a section: what it depended on
STATE = "state.json"
HELPERS = Path(helpers.__file__ or "").parent  # what sections run
RECEIPTS = HELPERS.parent / "receipts"  # and the numbers of their frames
PROGRAM = Path(__file__).parents[1]  # what runs them


class Tables:
    """The tables of a data folder as they are when it is read, once."""

    def __init__(self, data: Path) -> None:
        use_tables(data)
        self._declared = read_file(package_file(data))
        self._bytes = {path.name: as_kept(path) for path in table_files(data)}
        self._tables: dict[str, Rows] = {}
        self._periods: dict[str, PeriodRows] = {}
        self._seen: dict[Read, str] = {}  # sections look at the same things

    @cached_property
    def files(self) -> dict[str, bytes]:
        """What the folder holds, as one valid Data Package, by name: what is kept and sent needs no program to be read."""
        declared = lay_out(whole(json.loads(self._declared)))
        without_file = {f"{name}.csv": table.header for name, table in TABLES.items() if table.optional}
        return {**without_file, **self._bytes, SCHEMA: declared.encode()}

    @cached_property
    def digest(self) -> str:
        """Of all files and the declaration: unchanged tables need no second check."""
        return digest(json.dumps(self.digests), self._declared)

    @cached_property
    def schema(self) -> str:
        """Of what is declared of the tables."""
        return digest(repr([*TABLES.values()]))

    @cached_property
    def digests(self) -> dict[str, str]:
        """Of each file."""
        return {name: digest(content) for name, content in self._bytes.items()}

    def changed(self, before: Mapping[str, str]) -> set[str]:
        """The files that are other than before, by their digests then."""
        return {name for name in {**before, **self.digests} if before.get(name) != self.digests.get(name)}

    def may_differ(self, read: Read, changed: Set[str]) -> bool:
        """Whether a read can see something else where these files have changed."""
        return not changed.isdisjoint({SCHEMA, *(f"{name}.csv" for name in (read.table, "absences", *BEFORE_ROWS))})

    def rows(self, table: str) -> Rows:
        """All rows of a table. Raises InputError where they cannot be read or a column is missing."""
        if table not in self._tables:
            name = f"{table}.csv"
            header, self._tables[table] = parsed(table, self._bytes.get(name))
            expected, remedy = _("this column"), _("{briefing} maintain schema --update DIR adds it.")
            lost = (column for column in TABLES[table].written if column not in header)
            refuse(Problem(name, 1, column, expected=expected, remedy=remedy, code="missing_column") for column in lost)
        return self._tables[table]

    def fingerprint(self, read: Read) -> str:
        """A digest of what a read saw. Raises InputError for tables that cannot be read."""
        if read not in self._seen:
            rows = self._periods.setdefault(read.period, PeriodRows(read.period, self.rows))
            self._seen[read] = digest(json.dumps(rows.seen(read), ensure_ascii=False))
        return self._seen[read]


def as_kept(path: Path) -> bytes:
    """A table with the ends of lines that git stores, whatever an editor has written: a publication is held against its commit."""
    return read_file(path).replace(b"\r\n", b"\n")


def table_files(data: Path) -> list[Path]:
    """The files of a data folder that a build reads; not what editors hide there (`.#counts.csv`), nor other folders."""
    files = (path for path in data.iterdir() if path.suffix in (".csv", ".json") and not path.name.startswith("."))
    return sorted(path for path in files if path.is_file() or path.stem in TABLES)


def digest(*parts: str | bytes) -> str:
    """A short digest of texts."""
    hasher = hashlib.sha256()
    for part in parts:
        hasher.update(part.encode() if isinstance(part, str) else part)
        hasher.update(b"\0")
    return hasher.hexdigest()[:20]


def helpers_fingerprint() -> str:
    """Of the code that sections run, with its fonts and styles, and the locked versions of what they import."""
    lock = here().lock
    locked = lock.read_bytes() if lock.exists() else b""
    own = {name: seen for name, seen in program_digests().items() if not name.startswith(f"{PROGRAM.name}/")}
    return digest(sys.version, locked, json.dumps(own))


def page_fingerprint() -> str:
    """Of the code and the templates that make the formats from the executed sections."""
    return digest(helpers_fingerprint(), json.dumps(program_digests()))


def notebook_fingerprint(section: Section) -> str:
    """Of what is written in the notebook and in the modules beside it, but for the checks, which only the audit tries; stored
    outputs and execution counts do not matter.
    """
    cells = [
        ["".join(cell["source"]), cell["cell_type"], cell.get("metadata", {}).get("tags", [])]
        for cell in section.notebook["cells"]
    ]
    beside = (path.read_bytes() for path in modules(section.path.parent) if path.name != CHECKS)
    return digest(json.dumps(cells, ensure_ascii=False), *beside)


def words_fingerprint(sections: Sequence[Section]) -> str:
    """Of all notebooks and of the report's own checks: the section that audits an edition reads what they say."""
    own = sections[0].path.with_name(CHECKS)
    return digest(*map(notebook_fingerprint, sections), own.read_bytes() if own.is_file() else b"")


def program_files() -> dict[str, Path]:
    """Every file of the program, whatever its kind, by its path below `src/`; not what Python compiles and editors hide there."""
    files = [
        (folder, path)
        for folder in (HELPERS, RECEIPTS, PROGRAM)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    ]
    ours = [(folder, path) for folder, path in files if "__pycache__" not in path.parts and path.name[0] != "."]
    return {path.relative_to(folder.parent).as_posix(): path for folder, path in ours}


@cache
def program_digests() -> dict[str, str]:
    """Each file of the program with its digest, by its path below `src/`."""
    return {name: digest(path.read_bytes()) for name, path in program_files().items()}


def read_of(stored: list[Any]) -> Read:
    """A read that came back from JSON."""
    table, where, columns, *more = stored
    return Read(table, tuple((name, tuple(values)) for name, values in where), tuple(columns), *more)


def depends_on(
    section: Section, parameters: dict[str, str], reads: list[Any], tables: Tables, sections: Sequence[Section]
) -> State:
    """What a section that ran just now depended on, to be compared by `reason`. sections: those of the report."""
    every = [*map(read_of, reads)]
    looked = [read for read in every if read.table != WORDS]
    return {
        "notebook": notebook_fingerprint(section),
        "parameters": parameters,
        "helpers": helpers_fingerprint(),
        "schema": tables.schema,
        "reads": [[*read, tables.fingerprint(read)] for read in looked],
        "words": words_fingerprint(sections) if looked != every else "",
        "elsewhere": next((read.folder for read in looked if read.folder), ""),
    }


def reason(
    section: Section, parameters: dict[str, str], state: State, tables: Tables, sections: Sequence[Section]
) -> str:
    """Why a section is stale, in words; empty if it is fresh. state: what the last build left. sections: those of the report."""
    last = state.get("sections", {}).get(section.name)
    if last is None:
        return _("not built yet")
    if last["notebook"] != notebook_fingerprint(section):
        return _("the notebook changed, or a module beside it")
    if last["parameters"] != parameters:
        return _("the parameters changed")
    if last["helpers"] != helpers_fingerprint() or last.get("schema") != tables.schema:
        return _("the helpers, the schema or the locked libraries changed")
    if last.get("words") and last["words"] != words_fingerprint(sections):
        return _("the words of another notebook or checks.py changed")
    if last.get("elsewhere"):
        return _("it reads another data folder: {elsewhere}", elsewhere=last["elsewhere"])
    if state.get("data") == tables.digest:
        return ""
    names = ", ".join(sorted(otherwise(last, state, tables)))
    return _("rows it read changed: {names}", names=names) if names else ""


def otherwise(last: State, state: State, tables: Tables) -> set[str]:
    """The files in which a section would read something else than when it was built last."""
    changed = tables.changed(state.get("tables", {}))
    looked = ((read_of(stored), seen) for *stored, seen in last["reads"])
    differ = (read for read, seen in looked if tables.may_differ(read, changed) and tables.fingerprint(read) != seen)
    return {f"{read.table}.csv" for read in differ}


def warned(state: State) -> Iterator[str]:
    """What the cells of an edition's sections have warned of, which is said until they are run without."""
    for section in state.get("sections", {}).values():
        yield from section.get("warned", [])


def load_state(build: Path) -> State:
    """What a build left, read once and not to be changed; empty where there is none or it is damaged."""
    try:
        return _state((build / STATE).read_bytes())
    except OSError:
        return {}


@lru_cache(maxsize=4)
def _state(content: bytes) -> State:
    try:
        return dict(json.loads(content))
    except ValueError:  # cut short
        return {}
