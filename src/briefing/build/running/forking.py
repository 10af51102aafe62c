"""Processes forked from one that has imported the libraries once.

That one is the *original* (see `original`): Python started as usual, which imports what sections need and then forks a
copy of itself for each request. A copy talks with the process that asked for it over a connection, and lives no longer
than that process holds its *lifeline*, a socket whose other end the original watches: let go of it, or die, and the
original kills the copy with all that it started. Copies can ask for copies of the original, too.

Where there is no fork (Windows) each process starts Python and imports what it needs, which is slow.

Nothing here imports more than that needs, so that the original can start before anything else of a build is imported.
"""

from __future__ import annotations

import atexit
import os
import pickle
import pkgutil
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from multiprocessing.connection import Connection, Pipe
from pathlib import Path

from helpers.language import _

FORK = hasattr(os, "fork")
BEHIND = (
    5  # nice: who takes in what forked processes give comes before them, or it would have all of that left at the end
)
_DEATH_SIGNAL, _SUBREAPER = 1, 36  # of prctl
_CHILDREN = Path("/proc/thread-self/children")
SCRATCH = "briefing-"  # how the names of the originals' folders for temporary files begin


class Ending(RuntimeError):
    """This process is ending, as after Ctrl-C: nothing new begins."""


class Died(RuntimeError):
    """A forked process ended before it had answered; says how."""


class Child:
    """A process that runs one function, which gets the other end of the connection as its first argument."""

    def __init__(self, target: Callable[..., None] | str, arguments: tuple) -> None:
        self._connection, theirs = Pipe()
        try:
            self._begin(theirs)
            self.send((target, arguments))
        finally:
            theirs.close()

    def send(self, message: object) -> None:
        with suppress(BrokenPipeError, ConnectionResetError):  # `receive` says how it died
            self._connection.send(message)

    def receive(self, seconds: float | None = None) -> object:
        """Its next message. Raises TimeoutError when there is none for so long, Died when there will be none."""
        if not self._connection.poll(seconds):
            raise TimeoutError
        try:
            return self._connection.recv()
        except (EOFError, OSError, pickle.UnpicklingError):
            raise Died(_words(self._status())) from None

    def close(self) -> None:
        """End it, and forget it."""
        self.kill()
        self._connection.close()


class _Forked(Child):
    def _begin(self, theirs: Connection) -> None:
        self._lifeline, watched = socket.socketpair()
        with watched:
            _ask_original(theirs.fileno(), watched.fileno())

    def kill(self) -> None:
        """Let go of it; it ends with all that it started."""
        with suppress(OSError):  # the original is gone
            self._lifeline.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        super().close()
        self._lifeline.close()

    def _status(self) -> int | None:
        self._lifeline.settimeout(5)
        with suppress(OSError):
            status = self._lifeline.recv(4)
            return os.waitstatus_to_exitcode(int.from_bytes(status, "little")) if status else None
        return None


class _Spawned(Child):
    def _begin(self, theirs: Connection) -> None:
        import multiprocessing

        _say_that_starts_are_slow()
        os.environ["PYTHONSAFEPATH"] = "1"  # it would import what lies in the working folder, such as received data
        self._process = multiprocessing.get_context("spawn").Process(target=_obey, args=(theirs,))
        self._process.start()

    def kill(self) -> None:
        self._process.kill()

    def _status(self) -> int | None:
        self._process.join(5)
        return self._process.exitcode


def _words(status: int | None) -> str:
    """How a process ended: its exit status, or less than 0 for a signal; None: nobody knows."""
    if status is None:
        return _("its process was lost")
    if status >= 0:
        return _("its process ended (exit code {status})", status=status)
    name = signal.Signals(-status).name
    if name == "SIGKILL":
        return _("its process was killed (SIGKILL, often for want of memory)")
    return _("its process was killed ({signal})", signal=name)


_said = threading.Lock()


def _say_that_starts_are_slow() -> None:
    """Say it once, whichever thread comes first: the lock is never given back."""
    if _said.acquire(blocking=False):
        print(
            _("Without fork each section starts Python and imports its libraries by itself: this is slow."),
            file=sys.stderr,
        )


# -- what a process does that wants others -----------------------------------------------------------------------------

_lock, _ending = threading.RLock(), threading.Event()
_live: set[Child] = set()
_original: subprocess.Popen | None = None
_scratch = ""
_scratches: list[str] = []  # of this original, and of those that were killed before it
_requests: socket.socket | None = None  # to the original


def warm_up(modules: Iterable[str] = ()) -> None:
    """Start the original now, so that its imports run while the caller does something else.

    modules: what it imports beside what sections need. An original that runs already stays as it is.
    """
    global _original, _scratch, _requests
    with _lock:
        if not FORK or (_requests and not (_original and _original.poll() is not None)):
            return
        _scratch = tempfile.mkdtemp(prefix=SCRATCH)
        _scratches.append(_scratch)
        _requests, theirs = socket.socketpair()
        command = [sys.executable, "-P", "-m", "briefing.build.running.original", str(theirs.fileno()), _scratch]
        with theirs:  # a process group of its own: Ctrl-C and `kill` are for the program that asked
            _original = subprocess.Popen(
                [*command, *modules], stdin=subprocess.DEVNULL, pass_fds=[theirs.fileno()], process_group=0
            )
        atexit.register(stop_all)


def scratch() -> str | None:
    """A folder for temporary files that is removed when this process is gone, even killed; None where there is none."""
    if _scratch and not os.path.isdir(_scratch):  # who cleans a machine's temporary folder removes what looks forgotten
        os.mkdir(_scratch, 0o700)
    return _scratch or None


def fork(target: Callable[..., None] | str, *arguments: object) -> Child:
    """Call `target(connection, *arguments)` in a new process that has the libraries in memory.

    target: a function, or its name, such as "package.module:function", where this process need not import it.
    Raises Ending after `stop_all`.
    """
    warm_up()
    child = (_Forked if FORK else _Spawned)(target, arguments)
    _live.add(child)
    if _ending.is_set():  # meanwhile
        child.kill()
        raise Ending("stopped")
    return child


def call(target: Callable, *arguments: object) -> object:
    """What a function returns in a process of its own. Raises Died if that process ended before."""
    child = fork(_answer, target, arguments)
    try:
        return child.receive()
    finally:
        release(child)


def _answer(connection: Connection, target: Callable, arguments: tuple) -> None:
    connection.send(target(*arguments))


def release(child: Child) -> None:
    """End a process that is no longer needed."""
    _live.discard(child)
    child.close()


def stop_all(ending: bool = True) -> None:
    """End every process that this one asked for.

    ending: this process is ending, too, as after Ctrl-C: nothing is forked any more, and the original, which may still
    import what never ends, goes.
    """
    if ending:
        _ending.set()
    for child in list(_live):
        child.kill()
    if ending and _original:
        _original.terminate()
        _original.wait()
        for folder in _scratches:  # it may have still imported, or been killed
            shutil.rmtree(folder, ignore_errors=True)


def _ask_original(*descriptors: int) -> None:
    if _ending.is_set():
        raise Ending("stopped")
    with _lock, suppress(BrokenPipeError, ConnectionResetError):  # the original died: `receive` will tell
        socket.send_fds(_requests, [b"f"], list(descriptors))


# -- what the original does --------------------------------------------------------------------------------------------


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
    asking, lifelines = {requests}, {}  # sockets of those who may ask; process → its lifeline
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
                _, descriptors, *_ = socket.recv_fds(source, 1, 2)
                if not descriptors:  # it is gone
                    asking.discard(source)
                    source.close()
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


def _ended(process: int, lifeline: socket.socket, let_go: bool) -> bool:
    """See whether a copy has ended, or end it; then end what it has started, and tell its status."""
    if let_go:
        _kill_group(process)
    try:
        done, status = os.waitpid(process, 0 if let_go else os.WNOHANG)
    except ChildProcessError:  # it was seen to end, and before that was noted this process was told to end, too
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
    global _requests
    os.setpgid(0, 0)  # before it can start others
    os.nice(BEHIND)
    _control(_DEATH_SIGNAL, signal.SIGKILL)  # when the original dies; elsewhere a copy ends when its connection does
    _control(_SUBREAPER, 1)
    _requests = requests
    for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    status = 1
    try:
        _obey(connection)
        status = 0
    except Exception:
        sys.excepthook(*sys.exc_info())
    finally:
        with suppress(Exception):
            sys.stderr.flush()
        os._exit(status)


def _obey(connection: Connection) -> None:
    target, arguments = connection.recv()
    (pkgutil.resolve_name(target) if isinstance(target, str) else target)(connection, *arguments)


def _control(what: int, value: int) -> None:
    """Linux: tell the kernel about this process; nothing elsewhere."""
    import ctypes

    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(what, value)
