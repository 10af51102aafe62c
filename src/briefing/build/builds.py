"""The builds of an edition: each a folder in which nothing changes, one of them current.

`PERIOD/builds/7/` holds what build 7 made, its papers with its number (`du-thao-v7.pdf`), and what they were made of when it
was looked at last. `builds/current` says which build is
current; what it made is copied to where readers look, `PERIOD/briefing-du-thao.pdf`. Anything else in the folder is people's.
"""

from __future__ import annotations

import filecmp
import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from helpers.i18n import _

from ..build_request import BUILDS, NOTEBOOKS, STATE, VERSION
from ..document.formats import DRAFT, is_paper

CURRENT = "current"  # in `builds/`: the number of the build that is current


def current(folder: Path) -> int:
    """The number of an edition's current build; 0 while there is none."""
    try:
        return int((folder / BUILDS / CURRENT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return 0


def build_folder(folder: Path, number: int) -> Path:
    return folder / BUILDS / str(number)


def last_build(folder: Path) -> Path:
    """The folder of an edition's current build; of one that was not built, a folder that is not there."""
    return build_folder(folder, current(folder))


def stored_name(name: str, number: int) -> str:
    """A file's name in its build: papers have its number.

    >>> stored_name("briefing-du-thao.docx", 7), stored_name("briefing.pdf", 7), stored_name("briefing.html", 7)
    ('du-thao-v7.docx', 'briefing-v7.pdf', 'briefing.html')
    """
    stem, _dot, suffix = name.removeprefix("briefing-").rpartition(".")
    return f"{stem}-v{number}.{suffix}" if is_paper(name) else name


# -- writing -----------------------------------------------------------------------------------------------------------


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold an edition; where another process holds it, say so and wait. The same thread may hold it twice.

    The lock is the operating system's: it falls with its process.
    """
    from filelock import FileLock  # only where something is written

    folder.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder.with_name(f".{folder.name}.lock"), is_singleton=True)
    with suppress(TimeoutError):
        lock.acquire(timeout=0)
    if not lock.is_locked:
        print(_("{edition} is written by another command; waiting …", edition=folder.name), file=sys.stderr, flush=True)
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


@contextmanager
def new_build(folder: Path) -> Iterator[Path]:
    """A folder for what is made, while the edition is held; `keep` makes a build of it, else it goes."""
    new = folder / BUILDS / ".new"
    shutil.rmtree(new, ignore_errors=True)  # of a command that was killed
    (new / NOTEBOOKS).mkdir(parents=True)
    try:
        yield new
    finally:
        shutil.rmtree(new, ignore_errors=True)
        for empty in (new.parent, folder):
            with suppress(OSError):
                empty.rmdir()


def keep(new: Path, folder: Path, number: int) -> None:
    """Make a folder the build of a number. Where there is that build, papers that it has not are added to it, and no more but
    what it was looked at with: what says the same of other files, such as notebooks with other outputs, is up to date."""
    to = build_folder(folder, number)
    for path in filter(Path.is_file, new.rglob("*")):
        path.chmod(0o444)  # Word opens it for reading: what comes back is compared with it
    if not to.exists():
        new.rename(to)
        return
    is_same = not (new / VERSION).exists() or filecmp.cmp(new / VERSION, to / VERSION, shallow=False)
    for path in filter(Path.is_file, new.iterdir()):
        if not (kept := to / path.name).exists():
            path.rename(kept)
        elif path.name == STATE and is_same:  # another command may have made the build of this number meanwhile
            kept.chmod(0o644)  # Windows replaces no file that is for reading only
            path.replace(kept)


def show(folder: Path, number: int, names: Iterable[str]) -> list[str]:
    """Say that a build is current, and copy its files to where readers look; gives notes of what stays there as it is."""
    notes: list[str] = []
    for name in names:
        stored, to = build_folder(folder, number) / stored_name(name, number), folder / name
        if _is_same(stored, to):
            continue
        told = {"name": name, "place": stored.relative_to(folder).as_posix()}
        if os.path.lexists(to) and not build_of(folder, name):
            notes.append(_("{name} was edited, and stays as it is; the new one is {place}", **told))
            continue
        try:
            _write(to, stored.read_bytes())
        except PermissionError:
            if not to.exists():
                raise
            notes.append(_("{name} is open in another program, and stays as it is; the new one is {place}", **told))
    if current(folder) != number:
        _write(folder / BUILDS / CURRENT, str(number).encode())
    papers = (path.name for path in sorted(folder.iterdir()) if is_paper(path.name) and path.name not in names)
    older = ((name, build_of(folder, name)) for name in papers)
    return notes + [
        _("{name} is of version {number}", name=name, number=of) for name, of in older if of not in (0, number)
    ]


def build_of(folder: Path, name: str) -> int:
    """The newest build whose file is what lies where readers look; 0 where a person has edited that, or put it there."""
    numbers = (int(path.name) for path in (folder / BUILDS).iterdir() if path.name.isdecimal())
    same = (each for each in numbers if _is_same(build_folder(folder, each) / stored_name(name, each), folder / name))
    return max(same, default=0)


def _is_same(stored: Path, copy: Path) -> bool:
    return stored.is_file() and copy.is_file() and not copy.is_symlink() and filecmp.cmp(stored, copy)


def discard(build: Path) -> bool:
    """Remove a build, unless somebody may have a final copy or a Word file of it, which comes back."""
    papers = [path.name for path in build.glob("*") if is_paper(path.name)]
    if any(name.endswith(".docx") or DRAFT not in name for name in papers):
        return False
    for path in filter(Path.is_file, build.rglob("*")):
        path.chmod(0o644)  # Windows removes no file that is for reading only
    shutil.rmtree(build)
    return True


def _write(path: Path, content: bytes) -> None:
    new = path.with_name(f".{path.name}.new")
    new.write_bytes(content)
    try:
        os.replace(new, path)
    except OSError:
        new.unlink()
        raise
