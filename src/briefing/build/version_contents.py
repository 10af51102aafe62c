"""What an edition said at each build and publication, and what it was made of, so that any two can be compared.

A version is the folder of a build or of a publication: the page, what it says as data (`document.model`), the data and the
notebooks behind it, and what code made it. A build that changes nothing makes no new one.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from helpers.errors import InputError, misused
from helpers.i18n import _

from .. import untrusted_files
from ..build_request import BUILDS, DOCUMENT, HTML, NOTEBOOKS, PUBLICATION, PUBLISHED, SUMS, VERSION, BuildRequest
from ..document import model
from ..document.assemble import OPENING
from ..document.passages import Passage, digests_of, passages
from ..sections import Section, in_bytes
from .builds import current
from .snapshot import Snapshot, Tables, digest, program_digests

INPUTS, REVISED = "inputs.zip", "revised.json"  # what a version is made of; in it, what of earlier periods was revised
# tables about what an edition says, not of it
BESIDE = ("remarks", "required_signatures", "signatures", "revisions")
T = TypeVar("T")


@dataclass(frozen=True)
class Origin:
    """What a build is made of: its inputs by their paths, the commit, whether the tree has changes, the program's digests."""

    inputs: dict[str, bytes]
    commit: str
    dirty: bool
    program: dict[str, str]


@dataclass(frozen=True)
class Version:
    """A version that was kept: its folder and what it is. digest: of what it says and was made of; made: when it was first built."""

    folder: Path
    number: int
    period: str
    digest: str
    made: str
    commit: str = ""
    dirty: bool = False  # the working tree had changes that the commit does not have
    program: dict[str, str] = field(default_factory=dict)  # file of the program, and its lock → digest
    name: str = ""  # what else than a number names it: a publication

    @cached_property
    def page(self) -> str:
        return self._read(HTML, bytes.decode)

    @cached_property
    def document(self) -> model.Document:
        """What it says, block by block, and what was found."""
        return self._read(DOCUMENT, model.Document.read)

    @cached_property
    def printed(self) -> dict[str, list[Passage]]:
        """What each of its sections prints."""
        return passages(self.document)

    @cached_property
    def digests(self) -> dict[str, str]:
        """Of what each of its sections prints."""
        return digests_of(self.printed)

    @cached_property
    def inputs(self) -> dict[str, bytes]:
        """The data and the notebooks without outputs, by their paths: "data/alerts.csv"."""
        return self._read(INPUTS, untrusted_files.unzipped)

    @cached_property
    def tables(self) -> Tables:
        """Its tables as they were."""
        return Tables.within(self.inputs, "data")

    @cached_property
    def notebooks(self) -> dict[str, str]:
        """The notebook of each section by the section's name; what stands before the first is of the first."""
        sections = (each for top in self.document.sections for each in top.walk() if each.notebook)
        found = {each.name: f"{NOTEBOOKS}/{each.notebook}" for each in sections}
        return {OPENING: next(iter(found.values()), ""), **found}

    def _read(self, name: str, parse: Callable[[bytes], T]) -> T:
        return _parsed(self.folder / name, parse)


def versions(edition: Path) -> list[Version]:
    """The builds that an edition's folder keeps, oldest first."""
    return [*_numbered(edition / BUILDS, VERSION)]


def newest(request: BuildRequest) -> Version:
    """The version of an edition as it was built last. Raises InputError if it was not."""
    if kept := versions(request.folder):
        return kept[-1]
    raise not_built(request, _("an edition that was built"))


def not_built(request: BuildRequest, expected: str) -> InputError:
    remedy = _("Build it first: {briefing} build {period}", period=request.period)
    return misused(str(request.folder), None, expected, remedy, code="no_build")


def publications(out: Path, period: str) -> list[Version]:
    """The publications of an edition, oldest first. out: the folder of the editions."""
    sent = _numbered(out / PUBLISHED / period, PUBLICATION)
    return [replace(each, name=f"bản {each.folder.name} đã công bố") for each in sent]


def _numbered(folder: Path, file: str) -> Iterator[Version]:
    """The versions in the folders that are called by a number and have a file, in the order of their numbers."""
    found = [path for path in folder.glob("*") if path.name.isdecimal() and (path / file).exists()]
    return map(_version, sorted(found, key=lambda path: int(path.name)))


def _version(folder: Path) -> Version:
    return _parsed(folder / VERSION, lambda read: Version(folder, **json.loads(read)))


def listed(folder: Path) -> list[tuple[str, str]]:
    """The files that a publication lists, each with its digest. Raises OSError and ValueError for a list that is none."""
    lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    if not lines:
        raise ValueError(f"{SUMS} lists no file")
    return [(name, own) for own, name in (line.split("  ", 1) for line in lines)]


def _parsed(path: Path, parse: Callable[[bytes], T]) -> T:
    """What a file of a version says. Raises InputError for one that no build has kept so."""
    try:
        return parse(path.read_bytes())
    except InputError:
        raise
    except Exception as error:  # whatever a parser makes of it
        found, expected = f"{type(error).__name__}: {error}".splitlines()[0][:200], _("a file as a build keeps it")
        remedy = _("Move the folder away, or bring it back as it was; ask whoever sent it.")
        raise misused(str(path), found, expected, remedy, code="unreadable_file") from None


def write_version(new: Path, request: BuildRequest, taken: Snapshot, made: model.Document, origin: Origin) -> int:
    """Write what a build that is being made says and is made of; gives its number: the last one's where that says the same and
    is made of the same.
    """
    kept = versions(request.folder)
    whole = _whole(taken, made.digests, origin.inputs)
    if kept and kept[-1].digest == whole and kept[-1].page.encode() == (new / HTML).read_bytes():
        return kept[-1].number
    number = max(current(request.folder), *(each.number for each in kept[-1:]), 0) + 1
    (new / INPUTS).write_bytes(untrusted_files.zipped(origin.inputs))
    about = {
        "number": number,
        "period": request.period,
        "digest": whole,
        "commit": origin.commit,
        "dirty": origin.dirty,
    }
    about |= {"made": f"{dt.datetime.now().astimezone():%Y-%m-%dT%H:%M:%S%z}", "program": origin.program}
    (new / VERSION).write_text(json.dumps(about, ensure_ascii=False, indent=1), encoding="utf-8")
    return number


def origin_of(request: BuildRequest, taken: Snapshot) -> Origin:
    """What a build of a snapshot is made of."""
    lock = taken.own.lock.name
    program = program_digests() | ({lock: digest(taken.files[lock])} if lock in taken.files else {})
    return Origin(_inputs(request, taken), *taken.commit(), program)


def is_of(version: Version, request: BuildRequest, taken: Snapshot) -> bool:
    """Whether a version is made of what a snapshot has, but for the tables about what an edition says."""
    return version.digest == _whole(taken, version.digests, _inputs(request, taken))


def _whole(taken: Snapshot, digests: dict[str, str], inputs: dict[str, bytes]) -> str:
    """Of what an edition says, digest by digest, and of what it is made of."""
    made_of = [content for name, content in sorted(inputs.items()) if not name.removeprefix("data/").startswith(BESIDE)]
    return digest(taken.page, *digests.values(), *made_of)


def _inputs(request: BuildRequest, taken: Snapshot) -> dict[str, bytes]:
    """What an edition is made of, by paths: its data, its notebooks without outputs, and what of earlier
    periods was revised."""
    revised = [vars(row) for row in request.revised or ()]
    return {
        **{f"data/{name}": content for name, content in taken.tables.files.items()},
        **{f"{NOTEBOOKS}/{section.path.name}": without_outputs(section) for section in taken.sections},
        **{f"{NOTEBOOKS}/{name}": content for name, content in taken.modules.items()},
        **({REVISED: json.dumps(revised, ensure_ascii=False).encode()} if revised else {}),
    }


def without_outputs(section: Section) -> bytes:
    """A notebook without its outputs."""
    empty: dict[str, object] = {"outputs": [], "execution_count": None}
    cells = [{**cell, **empty} if cell["cell_type"] == "code" else cell for cell in section.notebook["cells"]]
    return in_bytes({**section.notebook, "cells": cells})
