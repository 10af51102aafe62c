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

from .ends import Died, Ending

READY = "ready"  # what a worker says when it can be asked for something
PATIENCE = 60  # seconds in which it does
ROOM = os.cpu_count() or 1  # in a worker it is 1: it has a pool of its own if it builds
# Ctrl-C in a console is for the program that asked, as `kill` of its process group is
APART = {"process_group": 0, "creationflags": getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)}


class Spawned:
    """A worker, as seen from the process that asked for it; as `forked.Forked`, but for several functions in turn."""

    def __init__(self, pool: Pool) -> None:
        command = [sys.executable, "-P", "-m", "briefing.build.running.worker", *pool.modules]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self._process = subprocess.Popen(command, env=pool.environment, **pipes, **APART)
        pool.guard.stdin.write(f"{self._process.pid}\n".encode())
        pool.guard.stdin.flush()
        self._messages = queue.SimpleQueue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        """In a thread: no system waits for a pipe and a clock as every other does."""
        with suppress(EOFError, OSError, ValueError, pickle.UnpicklingError):
            while True:
                self._messages.put((pickle.load(self._process.stdout),))
        self._messages.put(None)

    def send(self, message: object) -> None:
        with suppress(OSError):
            self._process.stdin.write(pickle.dumps(message))
            self._process.stdin.flush()

    def receive(self, seconds: float | None = None) -> object:
        try:
            message = self._messages.get(timeout=seconds)
        except queue.Empty:
            raise TimeoutError from None
        if message is None:
            self._messages.put(None)
            raise Died(self._status())
        return message[0]

    def is_ready(self) -> bool:
        """Wait until it has imported the libraries, or put in order what the last section left."""
        with suppress(TimeoutError, Died):
            return self.receive(PATIENCE) == READY
        return False

    def _status(self) -> int | None:
        with suppress(subprocess.TimeoutExpired):
            return self._process.wait(5)
        return None

    def kill(self) -> None:
        from .guard import end

        end(self._process.pid)

    def close(self) -> None:
        self.kill()
        self._process.wait()
        with suppress(OSError):
            self._process.stdin.close()


class Pool:
    """As many workers as processors: who wants one waits until one is free.

    modules: what they import beside what sections need. scratch: where their temporary files lie.
    """

    def __init__(self, scratch: str, modules: Iterable[str]) -> None:
        self.modules, self.environment = (
            modules,
            {**os.environ, "TMPDIR": scratch},
        )  # of whoever follows on another, too
        command = [sys.executable, "-P", "-m", "briefing.build.running.guard", scratch]
        self.guard = subprocess.Popen(command, stdin=subprocess.PIPE, **APART)
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

    def child(self) -> Spawned:
        """A worker that is ready."""
        while worker := self._free.get():
            if worker.is_ready():
                return worker
            self.take_back(worker, False)
        self._free.put(None)  # for others who wait
        raise Ending("stopped")

    def take_back(self, worker: Spawned, done: bool) -> None:
        """done: it has done what it was asked for, and can be asked for something else; any other has a successor."""
        if done:
            self._free.put(worker)
        else:
            self._all.discard(worker)
            worker.close()
            self._add()

    def close(self) -> None:
        self.guard.stdin.close()
        self._free.put(None)
        for worker in list(self._all):
            worker.close()
        self.guard.wait()
