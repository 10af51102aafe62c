"""How tables are written: rows put in, files and columns added; one writer at a time, and all of it or nothing.

Files that belong together are written into a folder beside their places, which is renamed when they are all there; from then
on they are meant, and are moved to their places. What a killed command leaves of that the next one takes back, if it was
not renamed, or finishes.
"""

from __future__ import annotations

import csv
import io
import os
import shutil
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from ..errors import wrong_input
from ..i18n import _
from .csv_reader import parse_rows
from .datapackage import Table

_WRITING, _WRITTEN = ".writing", ".written"  # folders of files to come: some of them; all of them
_RECORD: ContextVar[list[Path] | None] = ContextVar("_RECORD", default=None)


def with_rows(data: Path, table: Table, rows: Iterable[Mapping[str, str]], gone: Collection[object] = ()) -> bytes:
    """The bytes of a table's CSV with rows put in, in the place of one with the same key or at the end; without those that are gone."""

    def key(row: Mapping[str, str]) -> tuple[str, ...]:
        return tuple(row.get(name, "") for name in table.full_key)

    header, known = table.read(data)
    lines = {key(row): line for line, row in known.items()}
    there: dict[int, Mapping[str, str]] = {line: row for line, row in known.items() if row not in gone}
    for at, row in enumerate(rows):
        there[lines.setdefault(key(row), -at)] = row
    made = csv_of([header, *([row.get(name, "") for name in header] for row in there.values())]).encode()
    parse_rows(f"{table.name}.csv", made)  # what nobody could read again is not written
    return made


def csv_of(rows: Iterable[Iterable[str]]) -> str:
    """Rows as a data folder has them."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


# -- all or nothing ----------------------------------------------------------------------------------------------------


@contextmanager
def one_writer(folder: Path) -> Iterator[None]:
    """Hold a data folder while its tables are read and written anew. Raises OSError, and InputError for no folder."""
    if not folder.is_dir():
        remedy = _("Give the folder that holds the CSVs.")
        raise wrong_input(str(folder), expected=_("a data folder"), remedy=remedy, code="missing_file")
    from filelock import FileLock  # only where something is written

    with FileLock(folder / ".lock", is_singleton=True):
        _finish(folder)
        yield


@contextmanager
def trial_copy(data: Path, contents: Mapping[Path, bytes]) -> Iterator[Path]:
    """A copy of a data folder's tables with files as they are to be: what will be written is looked at here first."""
    with tempfile.TemporaryDirectory(prefix="briefing-") as copy:
        with one_writer(data):
            for path in data.iterdir():
                if path.is_file() and not path.name.startswith("."):
                    shutil.copyfile(path, Path(copy, path.name))
        for path, content in contents.items():
            there = Path(copy, path.relative_to(data))
            there.parent.mkdir(parents=True, exist_ok=True)
            there.write_bytes(content)
        yield Path(copy)


@contextmanager
def recorded() -> Iterator[list[Path]]:
    """The files that `replace_files` puts in their places meanwhile."""
    written: list[Path] = []
    token = _RECORD.set(written)
    try:
        yield written
    finally:
        _RECORD.reset(token)


def replace_files(contents: Mapping[Path, bytes]) -> None:
    """Put files in their places, all or none, whenever the command is killed. Raises OSError, such as for a full disk."""
    if not contents:
        return
    folder = Path(os.path.commonpath([path.parent for path in contents]))
    folder.mkdir(parents=True, exist_ok=True)
    with one_writer(folder):
        try:
            for path, content in contents.items():
                _write(folder / _WRITING / path.relative_to(folder), content)
                path.parent.mkdir(parents=True, exist_ok=True)  # not later: there may be no room
            (folder / _WRITING).rename(folder / _WRITTEN)
        finally:
            shutil.rmtree(folder / _WRITING, ignore_errors=True)
        _finish(folder)
        if (written := _RECORD.get()) is not None:
            written += contents


def finish(folder: Path) -> None:
    """Finish what a killed command had begun to write in a folder, or take it back."""
    if any((folder / name).exists() for name in (_WRITING, _WRITTEN)):
        with one_writer(folder):
            pass


def refuse_occupied(folder: Path) -> None:
    """Raises InputError where something lies in a folder that is to be made; what a killed command had begun to write there is no hindrance."""
    finish(folder)
    files = (path for path in folder.rglob("*") if not path.is_dir() and path.name != ".lock")
    if os.path.lexists(folder) and (not folder.is_dir() or any(files)):
        expected, remedy = _("a folder that is not there yet, or is empty"), _("Name another.")
        raise wrong_input(str(folder), expected=expected, remedy=remedy, code="occupied_path")


def _finish(folder: Path) -> None:
    written = folder / _WRITTEN
    shutil.rmtree(folder / _WRITING, ignore_errors=True)
    for path in [path for path in written.rglob("*") if path.is_file()]:
        place = folder / path.relative_to(written)
        place.parent.mkdir(parents=True, exist_ok=True)
        path.replace(place)
    shutil.rmtree(written, ignore_errors=True)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
