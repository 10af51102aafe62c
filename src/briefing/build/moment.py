"""What a build reads is of one moment: while somebody writes it, it is read again."""

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from helpers.data.updating import finish
from helpers.problems import InputError

PATIENCE = 10.0  # seconds after which what is written without end is taken as it is
T = TypeVar("T")


def of_one_moment(read: Callable[[], T], folder: Path, files: Callable[[], Iterable[Path]]) -> T:
    """What `read` gives while nobody writes the files. folder: where a killed command may have left some."""
    until = time.monotonic() + PATIENCE
    while True:
        finish(folder)
        before = seen(files())
        try:
            given = read()
            if before == seen(files()) or time.monotonic() > until:
                return given
        except InputError:  # perhaps of a file that was taken away, to be written again
            if before == seen(files()) or time.monotonic() > until:
                raise
        time.sleep(0.02)


def seen(files: Iterable[Path]) -> tuple[object, ...]:
    """Files as far as the disk tells them apart without reading them; what is written again is another."""
    return tuple((path, *_stat(path)) for path in files)


def _stat(path: Path) -> tuple[int, ...]:
    try:
        about = path.stat()
    except OSError:
        return ()
    return about.st_ino, about.st_mtime_ns, about.st_size
