"""The versions of an edition: what it said at each build, and what it was made of, so that any two can be compared.

`versions/N/` holds the page as it was, its figures, the data and the notebooks behind it, and what code made it. A build
that changes nothing makes no new version. What a later build replaces, drafts on paper and final copies, moves there too.
"""

from __future__ import annotations

import datetime as dt
import gzip
import io
import json
import platform
import re
import shutil
import subprocess
import zipfile
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from pathlib import Path

from lxml.html import HtmlElement

from helpers.data.periods import Read
from helpers.data.reading import parse_rows
from helpers.data.rows import Rows
from helpers.problems import InputError, Problem
from helpers.project import here

from ..document.revised import FILE as REVISED_ROWS
from ..document.revised import Revised, written
from ..document.said import SectionSaid, read_page, sections
from ..order import FIGURES, HTML, NOTEBOOKS, PUBLICATION, PUBLISHED, VERSION, VERSIONS, Order
from ..sections import HEADING, Section, modules, name_in_page
from . import freshness

PAGE, INPUTS = f"{HTML}.gz", "inputs.zip"
BESIDE = ("authors", "required_signatures", "signatures", "revisions")  # tables about what an edition says, not of it
_DAY = (1980, 1, 1, 0, 0, 0)  # of every file in a zip: the same inputs give the same bytes
_LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)


@dataclass(frozen=True)
class About:
    """What a version is, beside its files. digest: of what it says and was made of; made: when it was first built."""

    number: int
    period: str
    digest: str
    made: str
    commit: str = ""
    dirty: bool = False  # the working tree had changes that the commit does not have
    program: dict[str, str] = field(default_factory=dict)  # file of the program → digest
    packages: dict[str, str] = field(default_factory=dict)  # locked package → version, and Python


@dataclass(frozen=True)
class Version:
    """A version that was kept: its folder and what it is."""

    folder: Path
    about: About
    name: str = ""  # what else than a number names it: a commit, a publication

    @property
    def number(self) -> int:
        return self.about.number

    @cached_property
    def page(self) -> str:
        if (self.folder / PAGE).exists():
            return gzip.decompress((self.folder / PAGE).read_bytes()).decode()
        return (self.folder / HTML).read_text(encoding="utf-8")  # of a publication

    @cached_property
    def body(self) -> HtmlElement:
        return read_page(self.page)

    @cached_property
    def said(self) -> dict[str, SectionSaid]:
        return sections(self.body)

    @cached_property
    def inputs(self) -> dict[str, bytes]:
        """The data, the notebooks without outputs, and reads.json, by their paths: "data/alerts.csv"."""
        if not (self.folder / INPUTS).exists():  # a publication has them unpacked
            paths = [
                path
                for name in ("data/*", f"{NOTEBOOKS}/*", "reads.json", REVISED_ROWS)
                for path in sorted(self.folder.glob(name))
            ]
            return {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in paths}
        with zipfile.ZipFile(self.folder / INPUTS) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    def rows(self, table: str) -> Rows:
        """All rows of a table as they were; none for a table that there was not."""
        content = self.inputs.get(f"data/{table}.csv")
        return Rows() if content is None else parse_rows(f"{table}.csv", content)[1]

    @cached_property
    def reads(self) -> dict[str, list[Read]]:
        """What each section has read, by the number that it has in the page."""
        stored = json.loads(self.inputs.get("reads.json", b"{}"))
        return {name: [freshness.read_of(one) for one in reads] for name, reads in stored.items()}

    @cached_property
    def notebooks(self) -> dict[str, str]:
        """The notebook of each section, "notebooks/13_publishing.ipynb", by the section's name in the page."""
        found = {}
        for path in sorted(name for name in self.inputs if name.endswith(".ipynb")):
            heading = HEADING.search("".join(json.loads(self.inputs[path])["cells"][0]["source"]))
            if heading:
                found[name_in_page(heading)] = path
        return found

    @property
    def papers(self) -> list[str]:
        """The papers of this version that later ones have replaced."""
        return sorted(path.name for path in self.folder.glob("briefing*") if path.name != PAGE)

    @property
    def size(self) -> int:
        """Bytes on disk."""
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())


def versions(edition: Path) -> list[Version]:
    """The versions that an edition's folder keeps, oldest first."""
    return [open_version(folder) for folder in _numbered(edition / VERSIONS, VERSION)]


def newest(order: Order) -> Version:
    """The version of an edition as it was built last. Raises InputError if it was not."""
    if kept := versions(order.folder):
        return kept[-1]
    remedy = f"Build it first: briefing build {order.period}"
    raise InputError(Problem(str(order.folder), expected="an edition that was built", remedy=remedy))


def publications(out: Path, period: str) -> list[Version]:
    """The publications of an edition, oldest first. out: the folder of the editions."""
    return [open_publication(folder) for folder in _numbered(out / PUBLISHED / period, PUBLICATION)]


def _numbered(folder: Path, file: str) -> list[Path]:
    """The folders in one that are called by a number and have a file, in the order of their numbers."""
    found = [path for path in folder.glob("*") if path.name.isdecimal() and (path / file).exists()]
    return sorted(found, key=lambda path: int(path.name))


def open_publication(folder: Path) -> Version:
    """A publication, to be compared with others. Raises InputError for a folder that holds none."""
    return replace(open_version(folder), name=f"bản {folder.name} đã công bố")


def open_version(folder: Path) -> Version:
    """The version that a folder holds. Raises InputError if it holds none."""
    try:
        about = json.loads((folder / VERSION).read_text(encoding="utf-8"))
        return Version(folder, About(**about))
    except (OSError, ValueError, TypeError):
        remedy = "briefing versions lists what there is."
        raise InputError(Problem(str(folder), expected=f"a version, with its {VERSION}", remedy=remedy)) from None


def keep(
    order: Order,
    new: Path,
    tables: freshness.Tables,
    notebooks: list[Section],
    depends: dict[str, dict],
    said: list[str],
) -> tuple[int, bool]:
    """Keep what a build has just made as a version in its new folder; gives its number, and whether it is a new one.

    depends: what each section depended on, as `state.json` has it. said: a digest of what each section of the page says.
    """
    last = (versions(order.folder) or [None])[-1]
    inputs = inputs_of(tables, notebooks, depends, order.revised or ())
    made_of = [content for name, content in sorted(inputs.items()) if not name.removeprefix("data/").startswith(BESIDE)]
    digest = freshness.digest(freshness.page_fingerprint(), *said, *made_of)
    if last and last.about.digest == digest:
        return last.number, False
    number = order.over if last and last.number == order.over else last.number + 1 if last else 1
    about = About(
        number, order.period, digest, f"{dt.datetime.now().astimezone():%Y-%m-%dT%H:%M:%S%z}", *commit(), *_program()
    )
    write(new / VERSIONS / str(number), about, (new / HTML).read_text(encoding="utf-8"), inputs)
    shutil.copyfile(new / FIGURES, new / VERSIONS / str(number) / FIGURES)
    return number, True


def write(folder: Path, about: About, page: str, inputs: dict[str, bytes]) -> None:
    """Write a version."""
    folder.mkdir(parents=True)
    (folder / VERSION).write_text(json.dumps(asdict(about), ensure_ascii=False, indent=1), encoding="utf-8")
    (folder / PAGE).write_bytes(gzip.compress(page.encode(), 6, mtime=0))
    (folder / INPUTS).write_bytes(zipped(inputs))


def prune(edition: Path, most: int) -> list[Version]:
    """Delete all but the newest versions, so many at most; gives those that are gone."""
    kept = versions(edition)
    gone = kept[: max(len(kept) - most, 0)]
    for version in gone:
        shutil.rmtree(version.folder)
    return gone


def inputs_of(
    tables: freshness.Tables, notebooks: list[Section], depends: dict[str, dict], revised: tuple[Revised, ...] = ()
) -> dict[str, bytes]:
    """What an edition is made of, by paths: its data, its notebooks without outputs, what each section has read, and what
    of earlier periods was revised."""
    folder = notebooks[0].path.parent
    reads = {section.name_in_page: [read[:-1] for read in depends[section.name]["reads"]] for section in notebooks}
    return {
        **{f"data/{name}": content for name, content in tables.files.items()},
        **{f"{NOTEBOOKS}/{section.path.name}": _source(section) for section in notebooks},
        **{f"{NOTEBOOKS}/{path.relative_to(folder).as_posix()}": path.read_bytes() for path in modules(folder)},
        "reads.json": json.dumps(reads, ensure_ascii=False).encode(),
        **({REVISED_ROWS: written(revised)} if revised else {}),
    }


def _source(section: Section) -> bytes:
    """A notebook without its outputs."""
    cells = [
        {name: value for name, value in cell.items() if name not in ("outputs", "execution_count")}
        | ({"outputs": [], "execution_count": None} if cell["cell_type"] == "code" else {})
        for cell in section.notebook["cells"]
    ]
    return (json.dumps({**section.notebook, "cells": cells}, ensure_ascii=False, indent=1) + "\n").encode()


def zipped(files: dict[str, bytes]) -> bytes:
    """Files in a zip that is the same bytes for the same files."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, _DAY), data, zipfile.ZIP_DEFLATED)
    return content.getvalue()


def commit() -> tuple[str, bool]:
    """The commit of the project, and whether its working tree has changes; ("", False) where there is no history."""
    head = git("rev-parse", "HEAD")
    return head, bool(head and git("status", "--porcelain", "--", "."))


def git(*arguments: str) -> str:
    """What git says in the project; empty where it fails, and where there is none."""
    try:
        done = subprocess.run(["git", *arguments], cwd=here().root, capture_output=True, text=True)
    except OSError:  # no git on this machine
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def _program() -> tuple[dict[str, str], dict[str, str]]:
    """The helpers' files with their digests, and the locked packages with their versions."""
    lock = here().lock
    locked = dict(_LOCKED.findall(lock.read_text(encoding="utf-8"))) if lock.exists() else {}
    return freshness.program_digests(), {"python": platform.python_version(), **locked}
