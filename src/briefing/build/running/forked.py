"""Processes forked from one that has imported the libraries once, the *original* (see `original`).

A copy talks with the process that asked for it over a connection, and lives no longer than that process holds its
*lifeline*, a socket whose other end the original watches: let go of it, or die, and the original kills the copy with
all that it started. Copies can ask for copies of the original, too.

The standard library's `forkserver` forks as fast, but lives as long as any copy does, so that one that hangs survives
the program that asked for it, and it knows nothing of what copies have started.
"""

import os
import pickle
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from multiprocessing.connection import Pipe
from pathlib import Path
from typing import Any

from .ends import Died


class Forked:
    """A copy, as seen from the process that asked for it: it runs one function, which gets the connection's other end."""

    def __init__(self, requests: socket.socket) -> None:
        self._connection, theirs = Pipe()
        self._lifeline, watched = socket.socketpair()
        with theirs, watched, suppress(BrokenPipeError, ConnectionResetError):  # the original died
            socket.send_fds(requests, [b"f"], [theirs.fileno(), watched.fileno()])

    def send(self, message: object) -> None:
        """Send a message, even to a process that is gone: `receive` says how it died."""
        with suppress(BrokenPipeError, ConnectionResetError):
            self._connection.send(message)

    def receive(self, seconds: float | None = None) -> Any:
        """Its next message. Raises TimeoutError when there is none for so long, Died when there will be none."""
        if not self._connection.poll(seconds):
            raise TimeoutError
        try:
            return self._connection.recv()
        except (EOFError, OSError, pickle.UnpicklingError):
            raise Died(self._status()) from None

    def _status(self) -> int | None:
        self._lifeline.settimeout(5)
        with suppress(OSError):
            status = self._lifeline.recv(4)
            return os.waitstatus_to_exitcode(int.from_bytes(status, "little")) if status else None
        return None

    def kill(self) -> None:
        """End it with all that it started."""
        with suppress(OSError):  # the original is gone
            self._lifeline.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        """End it, and forget it."""
        self.kill()
        self._connection.close()
        self._lifeline.close()


class Original:
    """The original, seen from the program that started it. modules: what it imports, too; scratch: for temporary files."""

    def __init__(self, scratch: str, modules: Iterable[str]) -> None:
        self.requests, theirs = socket.socketpair()
        self._scratch = scratch
        command = [sys.executable, "-P", "-m", "briefing.build.running.original", str(theirs.fileno()), scratch]
        with theirs:  # a process group of its own: Ctrl-C and `kill` are for the program that asked
            self._process = subprocess.Popen(
                [*command, *modules], stdin=subprocess.DEVNULL, pass_fds=[theirs.fileno()], process_group=0
            )

    def lives(self) -> bool:
        return self._process.poll() is None

    def child(self) -> Forked:
        return Forked(self.requests)

    def read(self, folder: Path) -> None:
        """Have it read the tables of a folder once, for all copies that are made of it from now on."""
        descriptor = os.open(folder, os.O_RDONLY)
        with suppress(BrokenPipeError, ConnectionResetError):  # it died
            socket.send_fds(self.requests, [b"r"], [descriptor])
        os.close(descriptor)

    def take_back(self, child: Any, done: bool) -> None:
        """A copy does one thing, and ends."""
        child.close()

    def close(self) -> None:
        self._process.terminate()
        self._process.wait()
        shutil.rmtree(self._scratch, ignore_errors=True)  # it may have still imported, or been killed


class Inherited(Original):
    """The original, as seen from one of its copies."""

    def __init__(self, requests: socket.socket) -> None:
        self.requests = requests

    def lives(self) -> bool:
        return True

    def close(self) -> None:
        """It is the original's parent's to end."""
