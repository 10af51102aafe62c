"""A worker: Python that imports once what sections need, and waits for what it is to do.

    python -P -m briefing.build.running.worker MODULE…

It runs one section, and ends: the next finds nothing of what that has left. Anything else it does one after the other.
"""

import os
import pickle
import sys
from typing import Any, BinaryIO

from . import libraries, processes, spawned

SECTION = "briefing.build.running.shell:serve"


class Channel:
    """The connection with the process that asks, used as one of multiprocessing."""

    def __init__(self, requests: BinaryIO, answers: BinaryIO) -> None:
        self._requests, self._answers = requests, answers

    def recv(self) -> Any:
        return pickle.load(self._requests)

    def send(self, message: object) -> None:
        self._answers.write(pickle.dumps(message))
        self._answers.flush()


def main(modules: list[str]) -> None:
    channel = Channel(os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb"))
    with open(os.devnull) as nothing:  # cells have no input, and print nowhere else
        os.dup2(nothing.fileno(), 0)
    os.dup2(2, 1)
    spawned.ROOM = 1
    libraries.prepare(modules)
    if hasattr(os, "nice"):
        os.nice(libraries.BEHIND)
    done: object = None
    while done != SECTION:
        try:
            channel.send(spawned.READY)
            done = processes.obey(channel)
        except (EOFError, BrokenPipeError):  # nobody asks any more
            return


if __name__ == "__main__":
    main(sys.argv[1:])
    os._exit(0)  # whatever is left
