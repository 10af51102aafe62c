"""Processes without fork: a pool of workers (see `worker`), each of which imports the libraries and then serves on.

A worker is spoken with by pickles over its input and output: the same on every system. A *guard* (see `guard`) knows
all workers, and ends them when the program that asked for them has gone without doing so.
"""

from __future__ import annotations

import os
import pickle
import queue
import subprocess
import sys
import threading
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from .ends import Died, Ending
from .guard import end

READY = "ready"  # what a worker says when it can be asked for something
TRIES = 3  # how many workers may end before they are ready until the section is said to have failed
PATIENCE = 60  # seconds in which it does
ROOM = os.cpu_count() or 1  # in a worker it is 1: it has a pool of its own if it builds


def _apart(module: str, *arguments: str, **options: Any) -> subprocess.Popen[bytes]:
    """A process of its own group: Ctrl-C in a console is for the program that asked, as `kill` of its process group is."""
    command = [sys.executable, "-P", "-m", f"briefing.build.running.{module}", *arguments]
    flags = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
    return subprocess.Popen(command, stdin=subprocess.PIPE, process_group=0, creationflags=flags, **options)


def _tell(process: subprocess.Popen[bytes], content: bytes | None) -> None:
    """Write into the input of a process; None ends it."""
    if process.stdin and content is not None:
        process.stdin.write(content)
        process.stdin.flush()
    elif process.stdin:
        process.stdin.close()


class Spawned:
    """A worker, as seen from the process that asked for it; as `forked.Forked`, but for several functions in turn."""

    def __init__(self, pool: Pool) -> None:
        self._process = _apart("worker", *pool.modules, stdout=subprocess.PIPE, env=pool.environment)
        _tell(pool.guard, f"{self._process.pid}\n".encode())
        self._messages: queue.SimpleQueue[tuple[Any] | None] = queue.SimpleQueue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        """In a thread: no system waits for a pipe and a clock as every other does."""
        with suppress(EOFError, OSError, ValueError, pickle.UnpicklingError):
            while out := self._process.stdout:
                self._messages.put((pickle.load(out),))
        self._messages.put(None)

    def send(self, message: object) -> None:
        with suppress(OSError):
            _tell(self._process, pickle.dumps(message))

    def receive(self, seconds: float | None = None) -> Any:
        try:
            message = self._messages.get(timeout=seconds)
        except queue.Empty:
            raise TimeoutError from None
        if message is None:
            self._messages.put(None)
            raise Died(self.status())
        return message[0]

    def is_ready(self) -> bool:
        """Wait until it has imported the libraries, or put in order what the last section left."""
        with suppress(TimeoutError, Died):
            return bool(self.receive(PATIENCE) == READY)
        return False

    def status(self) -> int | None:
        with suppress(subprocess.TimeoutExpired):
            return self._process.wait(5)
        return None

    def kill(self) -> None:
        end(self._process.pid)

    def close(self) -> None:
        self.kill()
        self._process.wait()
        with suppress(OSError):
            _tell(self._process, None)


class Pool:
    """As many workers as processors, which import `modules`, too: who wants one waits. scratch: for temporary files."""

    def __init__(self, scratch: str, modules: Iterable[str]) -> None:
        self.modules, self.environment = modules, {**os.environ, "TMPDIR": scratch}  # of whoever follows, too
        self.guard = _apart("guard", scratch)
        self._all: set[Spawned] = set()
        self._free: queue.SimpleQueue[Spawned | None] = queue.SimpleQueue()
        for _ in range(ROOM):
            self._add()

    def _add(self) -> None:
        with suppress(ValueError):  # closed
            worker = Spawned(self)
            self._all.add(worker)
            self._free.put(worker)

    def lives(self) -> bool:
        return self.guard.poll() is None

    def read(self, folder: Path) -> None:
        """Each worker reads for itself: they have no memory in common."""

    def child(self) -> Spawned:
        """A worker that is ready. Raises Died where none comes into being, with the status of the last one."""
        status = None
        for _try in range(ROOM + TRIES):  # all that are there may be lost
            if not (worker := self._free.get()):
                self._free.put(None)  # for others who wait
                raise Ending("stopped")
            if worker.is_ready():
                return worker
            status = worker.status()
            self.take_back(worker, False)
        raise Died(status)

    def take_back(self, worker: Any, done: bool) -> None:
        """done: it has done what it was asked for, and can be asked for something else; any other has a successor."""
        if done:
            self._free.put(worker)
        else:
            self._all.discard(worker)
            worker.close()
            self._add()

    def close(self) -> None:
        _tell(self.guard, None)
        self._free.put(None)
        for worker in list(self._all):
            worker.close()
        self.guard.wait()
