"""Work on what a stranger has sent, in a process of its own: it ends in seconds, and takes no more memory than it may.

What hangs or fills the memory is stopped there, and the command goes on to say so. Without fork (Windows) the work is
done where it is asked for, and only sizes are looked at.
"""

import multiprocessing
import os
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TypeVar

from helpers.errors import InputError, Problem, refusal
from helpers.i18n import Message, _

from . import untrusted_files

SECONDS = 3  # of a processor
MEMORY = 400_000_000  # bytes beside what the command has already
_PATIENCE = 120  # seconds of a busy machine
T = TypeVar("T")


class TooMuch(Exception):
    """The work took more time or memory than it may."""


def bytes_of(path: Path) -> bytes:
    """What a file holds that somebody sent. Raises InputError for what is no file."""
    try:
        return untrusted_files.content(path)
    except OSError as error:
        expected = _("a file ({strerror})", strerror=refusal(error))
        raise InputError(
            Problem(str(path), expected=expected, remedy=_("Correct the name."), code="unreadable_file")
        ) from None


def opened(path: Path, read: Callable[[bytes], T], as_sent: Message, fresh: Message) -> T:
    """What a stranger's file says. Raises InputError for one that cannot be read, with what to do.

    as_sent, fresh: what is expected, and what to do, where it is too much to be read.
    """
    content = bytes_of(path)
    try:
        return within_limits(lambda: read(content))
    except untrusted_files.NotRead as fault:
        found, expected, remedy = fault.args
    except TooMuch:
        found, expected, remedy = _("more than can be read within seconds"), as_sent, fresh
    raise InputError(
        Problem(path.name, 0, "", found, expected, f"{remedy[0].upper()}{remedy[1:]}.", code="unreadable_workbook")
    )


def within_limits(work: Callable[[], T]) -> T:
    """What the work gives. Raises what it raises, and TooMuch; what it gives is copied from one process to the other.

    >>> within_limits(lambda: 6 * 7)
    42
    """
    if not hasattr(os, "fork"):
        return work()
    forks = multiprocessing.get_context("fork")
    mine, its = forks.Pipe(duplex=False)
    process = forks.Process(target=_done, args=(work, its), daemon=True)
    process.start()
    its.close()
    try:
        result = mine.recv() if mine.poll(_PATIENCE) else None
    except EOFError:  # it was stopped
        result = None
    finally:
        process.kill()
        process.join()
        mine.close()
    if result is None:
        raise TooMuch
    if isinstance(result[0], BaseException):
        raise result[0]
    made: T = result[1]
    return made


def _done(work: Callable[[], object], out: Connection) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError, ValueError), open("/proc/self/statm", encoding="ascii") as sizes:  # macOS has none
        most = int(sizes.read().split()[0]) * resource.getpagesize() + MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    try:
        out.send((None, work()))
    except MemoryError:
        out.close()
    except Exception as error:
        error.__context__ = error.__cause__ = None  # of a parser, and no copy of that could be sent
        out.send((error, None))
