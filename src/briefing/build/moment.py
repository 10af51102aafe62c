"""What a build reads is of one moment: while a command or git writes, it is read again.

Files are looked at before and after; git holds `index.lock` as long as it changes a working tree, and writes `index` at the end.
"""

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from helpers.data.updating import finish
from helpers.language import _
from helpers.problems import InputError, Problem

PATIENCE = 10.0  # seconds that git may take
T = TypeVar("T")


def of_one_moment(read: Callable[[], T], folder: Path, files: Callable[[], Iterable[Path]]) -> T:
    """What `read` gives while nobody writes the files; folder: where a killed command may have left some.

    Raises InputError of `read`, and where git does not end.
    """
    until = time.monotonic() + PATIENCE
    while True:
        finish(folder)
        before, given, error = seen(files()), None, None
        index = _index(folder)
        try:
            given = read()
        except InputError as found:  # perhaps of a file that git has taken away, to write it again
            error = found
        if index and index == _index(folder) and before == seen(files()):
            if error:
                raise error
            return given  # type: ignore[return-value]
        if time.monotonic() > until:
            expected = _("files that nobody writes: git has an index.lock here")
            remedy = _("Wait until git has ended, or close its editor.")
            raise InputError(Problem(str(folder), expected=expected, remedy=remedy))
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


def _index(folder: Path) -> tuple[object, ...]:
    """What git has checked out around a folder; nothing while it changes that."""
    folder = folder.resolve()
    around = next((each / ".git" for each in (folder, *folder.parents) if (each / ".git").exists()), None)
    if around is None:
        return ("no repository",)
    if around.is_file():  # of another working tree of the repository
        around = folder / around.read_text(encoding="utf-8").removeprefix("gitdir:").strip()
    return () if (around / "index.lock").exists() else (around, *_stat(around / "index"))
