"""Processes forked from one that has imported the libraries once: the standard library's fork server.

Nothing here imports more than that server needs, so that it can start before anything else of a build is imported.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from types import ModuleType

PRELOAD = ["helpers.pipeline.running.preload"]
WANTED = "BRIEFING_PRELOAD"  # in the server's environment: modules that the notebooks import
FORK = "forkserver" in multiprocessing.get_all_start_methods()
if FORK:
    from multiprocessing import forkserver, popen_forkserver


class Ending(RuntimeError):
    """This process is ending, as after Ctrl-C: nothing new begins."""


def warm_up(modules: Iterable[str] = ()) -> None:
    """Start the fork server now, so that its imports run while the caller does something else.

    modules: what the notebooks to come import; for none, the helpers. A server that runs already stays as it is.
    """
    if not FORK:
        return
    multiprocessing.set_forkserver_preload(PRELOAD)
    with _without_main():
        if modules:
            os.environ[WANTED] = " ".join(modules)
        forkserver.ensure_running()
        os.environ.pop(WANTED, None)


@contextmanager
def _without_main() -> Iterator[None]:
    """Hide the calling program's main module, which multiprocessing would otherwise run again in every child."""
    with _starting:
        main, sys.modules["__main__"] = sys.modules["__main__"], ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main


_starting, _ending = threading.Lock(), threading.Event()
_live: set[ForkedProcess] = set()


def stop_all(ending: bool = True) -> None:
    """Kill every forked process.

    ending: this process is ending, as after Ctrl-C: nothing is forked any more, and the server, which may still import
    what never ends, is killed too.
    """
    living = [process for process in list(_live) if process.poll() is None]
    if ending:
        _ending.set()
        server = forkserver._forkserver._forkserver_pid if FORK else None  # the standard library names no other way
        if server:
            with suppress(ProcessLookupError):
                os.kill(server, signal.SIGKILL)
    for process in living:
        with suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)
    if not ending:  # a killed server tells of no end
        for process in living:
            process.wait(1)


class ForkedProcess:
    """The part of `subprocess.Popen` that jupyter_client asks of a kernel's process."""

    stdin = stdout = stderr = None

    def __init__(self, process: popen_forkserver.Popen) -> None:
        self._process = process
        self.pid = process.pid
        _live.add(self)

    def poll(self) -> int | None:
        code = self._process.poll()
        if code is not None:
            _live.discard(self)
        return code

    def wait(self, timeout: float | None = None) -> int | None:
        return self._process.wait(timeout)

    def send_signal(self, number: int) -> None:
        """Send a signal; wait for the end after a deadly one: it takes a moment, and who asks next must not find it alive."""
        if self.poll() is None:
            os.kill(self.pid, number)
            if number == signal.SIGKILL:
                self.wait(1)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


def go_on() -> None:
    """Raise Ending after `stop_all`."""
    if _ending.is_set():
        raise Ending("stopped")


def fork(target: Callable[..., None], *arguments: object) -> ForkedProcess:
    """Call a function in a new process that has the libraries in memory. Raises Ending after `stop_all`."""
    go_on()
    multiprocessing.set_forkserver_preload(PRELOAD)
    process = multiprocessing.get_context("forkserver").Process(target=target, args=arguments, daemon=True)
    with _without_main():  # not `start`: it refuses in a daemonic process, such as a worker of Dask
        forked = ForkedProcess(popen_forkserver.Popen(process))
    if _ending.is_set():  # while the server imported
        forked.kill()
        go_on()
    return forked
