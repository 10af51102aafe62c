"""The folder of an edition: a build owns the files that it wrote there, and no others.

What a build wrote stands with its digest in `state.json`. Everything else in the folder is kept: a signed scan, a
colleague's notes, and under another name a file of ours that a person has edited.
"""

import ctypes
import datetime as dt
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from helpers.language import _
from helpers.problems import InputError, Problem
from helpers.project import Project

from ..order import PUBLICATION, VERSION, VERSIONS, Order
from .freshness import STATE, State, digest, load_state
from .locks import if_free


def check_place(order: Order, project: Project) -> None:
    """Refuse an output where a build would write among its own inputs, or through a symbolic link."""
    out, data = order.out.resolve(), order.data.resolve()
    inputs = {data, project.data.resolve(), project.notebooks.resolve()}
    if out == project.root.resolve() or inputs & {out, *out.parents} or out in data.parents:
        expected = _("a folder outside the data, the notebooks and the project's own folder, and not around the data")
        raise InputError(
            Problem(
                "--out",
                value=str(order.out),
                expected=expected,
                remedy=_("Give another --out DIR."),
                code="output_among_inputs",
            )
        )
    published = [*order.folder.glob(f"*/{PUBLICATION}"), *(place / PUBLICATION for place in (out, *out.parents))]
    if any(path.exists() for path in published):
        expected = _("a folder outside what was published")
        remedy = _("Give another --out DIR: publications stay as they are.")
        raise InputError(
            Problem("--out", value=str(order.out), expected=expected, remedy=remedy, code="output_in_publication")
        )
    there = next(folder for folder in (out, *out.parents) if folder.exists())
    if not there.is_dir():
        expected, remedy = _("a folder in which editions can lie"), _("Give another --out DIR.")
        raise InputError(Problem("--out", value=str(there), expected=expected, remedy=remedy, code="no_output_folder"))
    if order.folder.is_symlink() or (order.folder.exists() and not order.folder.is_dir()):
        expected, remedy = _("a folder, not a link or a file"), _("Move it away, or give another --out DIR.")
        raise InputError(Problem(str(order.folder), expected=expected, remedy=remedy, code="output_is_link"))


def recover(folder: Path) -> None:
    """Put an edition back where a build was killed between the renames of `beside`, and clear what it began, if it is free."""
    if not _begun(folder):
        return
    import psutil  # only after a kill

    with if_free(folder) as free:
        if not free:
            return
        for old in (path for path in _begun(folder) if path.suffix == ".old"):
            if not folder.exists():
                old.rename(folder)
            else:
                shutil.rmtree(old, ignore_errors=True)
        for begun in _begun(folder):
            process = begun.suffix.removeprefix(".")
            if process.isdecimal() and int(process) not in psutil.pids():  # what is no number nobody known has begun
                shutil.rmtree(begun, ignore_errors=True)


def _begun(folder: Path) -> list[Path]:
    """What builds have begun beside an edition, and what they were about to replace."""
    return [path for path in sorted(folder.parent.glob(f".{folder.name}.*")) if path.is_dir()]


@contextmanager
def beside(folder: Path, notes: list[str] | None = None) -> Iterator[Path]:
    """A new folder that takes the edition's place at the end, with what no build wrote there. notes: get what became of that."""
    new = folder.with_name(f".{folder.name}.{os.getpid()}")
    old = new.with_name(f"{new.name}.old")
    shutil.rmtree(new, ignore_errors=True)  # of a process that was killed and had this number
    new.mkdir(parents=True)
    try:
        yield new
        new.stat()  # it is still there: nothing below may make it again
        found = _take_over(folder, new) if folder.exists() else []
        _put(new, folder, old)
        if notes is not None:
            notes += found
    finally:
        if old.exists() and not folder.exists():  # interrupted between the two renames
            old.rename(folder)
        shutil.rmtree(new, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def _put(new: Path, folder: Path, old: Path) -> None:
    """Put a folder in another's place: at once where the system can (Linux), so that no moment is without an edition."""
    if folder.exists() and not _exchange(new, folder):
        try:
            folder.rename(old)
        except PermissionError as error:
            raise _held(folder) or error from None
    if not folder.exists():
        new.rename(folder)


def _held(folder: Path) -> PermissionError | None:
    """Which file of a folder keeps it where it is: Windows moves none of which a file is open in another program."""
    for path in filter(Path.is_file, sorted(folder.rglob("*"))):
        try:
            path.open("r+b").close()
        except PermissionError as error:
            return error
    return None


def _exchange(one: Path, other: Path) -> bool:
    """Let two paths change places in one step; False where the system or the disk cannot."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):  # not Linux
        return False
    here_, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
    return bool(renameat2(here_, os.fsencode(one), here_, os.fsencode(other), exchange) == 0)


def manifest(folder: Path) -> dict[str, str]:
    """The files of a folder with their digests; not `state.json`, which holds this, nor versions, which nobody makes again."""
    ours = (name for name in files_of(folder) if name != STATE and not name.startswith(f"{VERSIONS}/"))
    return {name: digest((folder / name).read_bytes()) for name in ours}


def intact(folder: Path) -> set[str]:
    """The files of an edition that are as the last build wrote them."""
    wrote = load_state(folder).get("files", {})
    return {name for name, seen in wrote.items() if _digest(folder / name) == seen}


def _take_over(folder: Path, new: Path) -> list[str]:
    """Copy what the last build did not write into the new folder; gives notes of what has another name there."""
    wrote, ours = load_state(folder).get("files", {}), intact(folder)
    whole = {path.parent for path in new.glob(f"{VERSIONS}/*/{VERSION}")}  # versions that this build has written
    others = [name for name in files_of(folder) if name not in {*ours, STATE} and (new / name).parent not in whole]
    notes: list[str] = []
    for name in others:
        kept = name
        if name in wrote or os.path.lexists(new / name):
            if _digest(folder / name) == _digest(new / name):
                continue
            kept = _free_name(name, folder, new)
            notes.append(_("{name} was not as a build had written it; it is kept as {kept}", name=name, kept=kept))
        (new / kept).parent.mkdir(parents=True, exist_ok=True)
        _take(folder / name, new / kept)
    return notes


def _take(source: Path, target: Path) -> None:
    """The file itself, not a copy of it, where the disk can do that: versions add up."""
    try:
        os.link(source, target, follow_symlinks=False)
    except (OSError, NotImplementedError):
        shutil.copy2(source, target, follow_symlinks=False)


def _free_name(name: str, *folders: Path) -> str:
    """A name that is free in the folders: "briefing.docx" → "briefing (edited 2024-06-28).docx"."""
    path = Path(name)
    day = dt.date.fromtimestamp((folders[0] / name).lstat().st_mtime)
    for count in range(1, 1000):
        again = f" {count}" if count > 1 else ""
        free = path.with_name(f"{path.stem} (edited {day}{again}){path.suffix}")
        if not any(os.path.lexists(folder / free) for folder in folders):
            return free.as_posix()
    raise OSError(_("no name is free beside {name}", name=name))


def files_of(folder: Path) -> list[str]:
    """All files and links below a folder, by their paths in it; what a link leads to is not looked into."""
    found = []
    for place, folders, files in os.walk(folder):
        links = [name for name in folders if os.path.islink(os.path.join(place, name))]
        found += [Path(place, name).relative_to(folder).as_posix() for name in (*files, *links)]
    return sorted(found)


def _digest(path: Path) -> str | None:
    """Of a file's bytes; None for a link, and where there is no file."""
    return digest(path.read_bytes()) if path.is_file() and not path.is_symlink() else None


def write_state(folder: Path, state: State) -> None:
    """Write what a build depended on and what it wrote: the last thing that it writes."""
    text = json.dumps({**state, "files": manifest(folder)}, ensure_ascii=False)
    (folder / STATE).write_text(text, encoding="utf-8")
