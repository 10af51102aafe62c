"""What ends workers with all that they have started, and removes their temporary files, when their program is gone.

    python -P -m briefing.build.running.guard SCRATCH

Its input names the workers' processes, a line each, and ends with the program that writes it, however that ends.
"""

import os
import shutil
import signal
import sys
from contextlib import suppress

import psutil


def end(number: int) -> None:
    """End a process and those that it has started."""
    with suppress(psutil.NoSuchProcess):
        process = psutil.Process(number)
        for one in [process, *process.children(recursive=True)]:
            with suppress(psutil.NoSuchProcess):
                one.kill()
    if hasattr(os, "killpg"):  # those whose parents have ended before
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(number, signal.SIGKILL)


def main(scratch: str) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    workers = []
    for line in sys.stdin:
        with suppress(psutil.NoSuchProcess):
            workers.append(psutil.Process(int(line)))
    workers = [worker for worker in workers if worker.is_running()]
    for worker in workers:
        end(worker.pid)
    psutil.wait_procs(workers, 2)  # Windows removes no file that somebody has open
    shutil.rmtree(scratch, ignore_errors=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
