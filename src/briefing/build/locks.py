"""One writer an edition at a time: a lock file beside its folder, which says who holds it.

The lock is the operating system's: it falls with its process, however that ends. A folder on a shared disk is locked for
all machines.
"""

from __future__ import annotations

import datetime as dt
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.language import _
from helpers.problems import InputError, Problem

if TYPE_CHECKING:
    from filelock import FileLock

PATIENCE = 600.0  # seconds that a command waits for another one to end


@contextmanager
def locked(folder: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Hold an edition; where another process holds it, say who and wait.

    The same thread may lock twice. Raises InputError, with who holds it, when the patience ends.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as out, locked(Path(out, "2031-Q3")):
    ...     holder(Path(out, "2031-Q3")).startswith("nobody")
    False
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    lock = _lock(folder)
    _acquire(lock, folder, patience)
    try:
        with suppress(OSError):  # Windows locks the file's bytes, too
            _file(folder).write_text(_myself(), encoding="utf-8")
        yield
    finally:
        lock.release()


@contextmanager
def if_free(folder: Path) -> Iterator[bool]:
    """Whether nobody else holds an edition, and while that is so nobody can; makes no file."""
    with ExitStack() as held:
        try:
            if _file(folder).exists():
                held.enter_context(_lock(folder).acquire(timeout=0))
            free = True
        except TimeoutError:  # of filelock
            free = False
        yield free


def holder(folder: Path) -> str:
    """Who holds an edition, as its lock says: "briefing build, process 4711 on desk-3, since 10:12"."""
    try:
        return _file(folder).read_text(encoding="utf-8") or _("nobody")
    except FileNotFoundError:
        return _("nobody")
    except OSError:
        return _("another process")


def _acquire(lock: FileLock, folder: Path, patience: float) -> None:
    with suppress(TimeoutError):
        lock.acquire(timeout=0)
        return
    who = holder(folder)
    print(_("{edition} is held by {who}; waiting …", edition=folder.name, who=who), file=sys.stderr, flush=True)
    try:
        lock.acquire(timeout=patience)
    except TimeoutError:
        expected, remedy = _("an edition that no other command writes"), _("Try again when it has ended, or end it.")
        raise InputError(
            Problem(str(folder), 0, "", _("held by {who}", who=who), expected, remedy, code="held_edition")
        ) from None


def _lock(folder: Path) -> FileLock:
    from filelock import FileLock  # only where something is written

    return FileLock(_file(folder), is_singleton=True)


def _file(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.lock")


def _myself() -> str:
    command = " ".join([Path(sys.argv[0]).name, *sys.argv[1:2]])
    own = {"pid": os.getpid(), "host": socket.gethostname(), "time": dt.datetime.now()}
    return _("{command}, process {pid} on {host}, since {time:%H:%M}", command=command, **own)
