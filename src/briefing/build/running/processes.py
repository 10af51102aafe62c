"""Processes that have imported what sections need, for whoever wants something run apart from itself.

On Linux each is forked from one that has imported it once (`forked`). Elsewhere there is no fork, or it is not safe once
libraries have started threads (macOS): there are as many as processors, of which each imports once and serves one
section after the other (`spawned`). BRIEFING_START=spawn does so on Linux, too.

Either way a process ends, with all that it started, when it is let go of and when the program that asked for it is
gone, even killed; so do the temporary files of all of them.

Nothing here imports more than that needs, so that they can start before anything else of a build is imported.
"""

from __future__ import annotations

import atexit
import os
import pkgutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from helpers.language import _
from helpers.problems import InputError, Problem, one_of

from .ends import Ending

if TYPE_CHECKING:
    from .forked import Forked, Original
    from .spawned import Pool, Spawned

    Child = Forked | Spawned
    Source = Original | Pool

STARTS = ("fork", "spawn") if hasattr(os, "fork") else ("spawn",)
START = os.environ.get("BRIEFING_START") or ("fork" if sys.platform == "linux" else "spawn")
KEPT = ("TMPDIR", "MPLBACKEND")  # of the environment in which the libraries were imported
SCRATCH = "briefing-"  # how the names of the folders for temporary files begin


class Asker(Protocol):
    """In a process: the connection with the one that asks."""

    def recv(self) -> Any: ...
    def send(self, message: Any, /) -> None: ...


_lock, _ending = threading.RLock(), threading.Event()
_live: set[Child] = set()
_source: Source | None = None
_sources: list[Source] = []  # this one, and those that were killed before it
_scratch = ""


def warm_up(modules: Iterable[str] = ()) -> Source:
    """Let what sections need, and `modules`, be imported now. Raises InputError for an unknown BRIEFING_START."""
    global _source, _scratch
    with _lock:
        if _source and _source.lives():
            return _source
        _scratch = tempfile.mkdtemp(prefix=SCRATCH)
        _source = _kind()(_scratch, modules)
        _sources.append(_source)
        atexit.register(stop_all)
        return _source


def inherit(source: Source) -> None:
    """In a copy: ask for others where it comes from."""
    global _source
    _source = source


def _kind() -> Callable[[str, Iterable[str]], Source]:
    if START not in STARTS:
        raise InputError(
            Problem(
                "BRIEFING_START",
                value=START,
                expected=one_of(STARTS),
                remedy=_("Unset it."),
                code="unknown_start_method",
            )
        )
    if START == "fork":
        from .forked import Original

        return Original
    from .spawned import Pool

    return Pool


def scratch() -> str | None:
    """A folder for temporary files that is removed when this process is gone, even killed; None where there is none."""
    if _scratch and not os.path.isdir(_scratch):  # cleaners of temporary folders remove what looks forgotten
        os.mkdir(_scratch, 0o700)
    return _scratch or None


def read(folder: Path) -> None:
    """Have the tables of a folder read once for all processes that are started from now on, where they have one memory."""
    if _source:
        _source.read(folder)


def start(target: Callable[..., None] | str, *arguments: object, environment: dict[str, str] | None = None) -> Child:
    """Call `target(connection, *arguments)`, a function or "module:name", in a process; environment: default: this one's.

    Raises Ending after `stop_all`.
    """
    if _ending.is_set():
        raise Ending("stopped")
    child = warm_up().child()
    _live.add(child)
    if _ending.is_set():  # meanwhile
        child.kill()
        raise Ending("stopped")
    child.send((target, arguments, dict(environment or os.environ)))
    return child


def call(target: Callable[..., object], *arguments: object) -> Any:
    """What a function returns in another process. Raises Died if that process ended before."""
    child, done = start(_answer, target, arguments), False
    try:
        answer = child.receive()
        done = True
        return answer
    finally:
        release(child, done)


def _answer(connection: Asker, target: Callable[..., object], arguments: tuple[object, ...]) -> None:
    connection.send(target(*arguments))


def release(child: Child, done: bool) -> None:
    """Let go of a process. done: of one that has done what it was asked for, and could do something else."""
    _live.discard(child)
    if _source:
        _source.take_back(child, done)


def stop_all(ending: bool = True) -> None:
    """End every process that this one asked for. ending: this one ends, too: nothing is started any more."""
    if ending:
        _ending.set()
    for child in list(_live):
        child.kill()
    if ending:
        for source in _sources:
            source.close()


def obey(connection: Asker) -> object:
    """In the process: do the next thing that is asked for, in the environment of whoever asks; gives what that was."""
    target, arguments, environment = connection.recv()
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    os.environ.clear()  # it may come from a process that was started for another project
    os.environ.update(environment | kept)
    (pkgutil.resolve_name(target) if isinstance(target, str) else target)(connection, *arguments)
    return target
