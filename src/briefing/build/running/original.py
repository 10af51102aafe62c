"""The process that others are forked from: imports once what they need, so that each of them starts with it.

    python -P -m briefing.build.running.original SOCKET SCRATCH MODULE…

Temporary files of all forked processes lie in SCRATCH, a folder that goes with the original.
"""

import ctypes
import os
import select
import shutil
import signal
import socket
import sys
from collections.abc import Collection
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

from helpers.data.reading import read_rows
from helpers.problems import InputError

from . import processes
from .forked import Inherited
from .libraries import prepare

_DEATH_SIGNAL, _SUBREAPER = 1, 36  # of prctl
_CHILDREN = Path("/proc/thread-self/children")


def main(descriptor: str, scratch: str, *modules: str) -> None:
    os.environ["TMPDIR"] = scratch
    try:
        prepare(modules)
        serve(socket.socket(fileno=int(descriptor)))
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def serve(requests: socket.socket) -> None:
    """Fork a copy of this process for each request, until nobody is left who could ask, or SIGTERM says to end.

    SIGTERM is heard where nothing is half-done: an exception from its handler would be lost in a callback of fork.
    """
    _control(_SUBREAPER, 1)
    woken, wake = socket.socketpair()
    wake.setblocking(False)
    signal.set_wakeup_fd(wake.fileno())
    for number in (signal.SIGCHLD, signal.SIGTERM):
        signal.signal(number, lambda *_: None)
    asking = {requests}  # sockets of those who may ask
    lifelines: dict[int, socket.socket] = {}  # process → its lifeline
    try:
        while asking or lifelines:
            ready = select.select([woken, *asking, *lifelines.values()], [], [])[0]
            if woken in ready and signal.SIGTERM in woken.recv(4096):
                return
            for process, lifeline in list(lifelines.items()):
                if _ended(process, lifeline, lifeline in ready):
                    del lifelines[process]
                    _kill_orphans(lifelines)
            for source in asking.intersection(ready):
                _data, descriptors, *_ = socket.recv_fds(source, 1, 2)
                if not descriptors:  # it is gone
                    asking.discard(source)
                    source.close()
                    continue
                if len(descriptors) == 1:
                    read(*descriptors)
                    continue
                ours, theirs = socket.socketpair()  # for the copy, which may ask, too
                process = os.fork()
                if not process:
                    signal.set_wakeup_fd(-1)
                    for other in (ours, wake, woken, *asking, *lifelines.values()):
                        other.close()
                    os.close(descriptors[1])
                    _become_child(theirs, Connection(descriptors[0]))
                with suppress(ProcessLookupError):
                    os.setpgid(process, process)  # before anyone can want its end
                theirs.close()
                os.close(descriptors[0])
                asking.add(ours)
                lifelines[process] = socket.socket(fileno=descriptors[1])
    finally:
        for process, lifeline in lifelines.items():
            _ended(process, lifeline, True)
        _kill_orphans(())
        signal.set_wakeup_fd(-1)  # before its socket is closed


def read(folder: int) -> None:
    """Read the tables of an open folder: copies have them in memory, where each would read those of forty years again."""
    for path in sorted(Path(f"/proc/self/fd/{folder}").glob("*.csv")):
        with suppress(InputError, OSError):  # the check of the data says what is wrong
            read_rows(path)
    os.close(folder)


def _ended(process: int, lifeline: socket.socket, let_go: bool) -> bool:
    """See whether a copy has ended, or end it; then end what it has started, and tell its status."""
    if let_go:
        _kill_group(process)
    try:
        done, status = os.waitpid(process, 0 if let_go else os.WNOHANG)
    except ChildProcessError:  # it had ended, and this process was told to end before it could note that
        return True
    if not done:
        return False
    _kill_group(process)
    with lifeline, suppress(OSError):  # nobody waits for it
        lifeline.send(status.to_bytes(4, "little"))
    return True


def _kill_group(process: int) -> None:
    with suppress(ProcessLookupError, PermissionError):  # it is empty; or (macOS) all in it have ended
        os.killpg(process, signal.SIGKILL)


def _kill_orphans(copies: Collection[int]) -> None:
    """Linux: end what copies that are gone had started in sessions of their own. What it had started comes here, too.

    A copy takes up its own orphans, so that here are only those of copies that have ended.
    """
    with suppress(OSError):  # no /proc
        while orphans := {*map(int, _CHILDREN.read_text(encoding="ascii").split())} - {*copies}:
            for orphan in orphans:
                os.kill(orphan, signal.SIGKILL)
                os.waitpid(orphan, 0)


def _become_child(requests: socket.socket, connection: Connection) -> None:
    """In the copy: a process group, signals and requests of its own, then what it was forked for, then the end."""
    os.setpgid(0, 0)  # before it can start others
    _control(_DEATH_SIGNAL, signal.SIGKILL)  # when the original dies; elsewhere a copy ends when its connection does
    _control(_SUBREAPER, 1)
    processes.inherit(Inherited(requests))
    for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    status = 1
    try:
        processes.obey(connection)
        status = 0
    except Exception:
        sys.excepthook(*sys.exc_info())
    finally:
        with suppress(Exception):
            sys.stderr.flush()
        os._exit(status)


def _control(what: int, value: int) -> None:
    """Linux: tell the kernel about this process; nothing elsewhere."""
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(what, value)


if __name__ == "__main__":
    main(*sys.argv[1:])
    os._exit(0)  # nothing is left to tidy up, and whoever started this process is waiting for it
