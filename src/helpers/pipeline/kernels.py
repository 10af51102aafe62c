"""Warm kernels: each notebook gets a fresh ipykernel, forked from a process that has imported the libraries.

Starting Python and importing pandas, matplotlib and seaborn costs many times a section's own work. A kernel
provisioner is jupyter_client's extension point for how a kernel process comes to be; this one asks the standard
library's fork server, which imports the libraries once, for a child and runs an ordinary ipykernel in it. Every
kernel is a process of its own: isolated, interruptible and killable as usual.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from types import ModuleType
from typing import Any

from jupyter_client.provisioning import LocalProvisioner

PRELOAD, WANTED = ["helpers.pipeline.preload"], "BRIEFING_PRELOAD"
NAME = "warm"  # the provisioner's, in the entry points
FORK = "forkserver" in multiprocessing.get_all_start_methods()
if FORK:
    from multiprocessing import forkserver, popen_forkserver


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


_starting = threading.Lock()
_live: set[ForkedProcess] = set()


def stop_all() -> None:
    """Kill every kernel that still runs: what Ctrl-C asks for."""
    for process in list(_live):
        process.kill()


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


@cache
def _say_that_kernels_are_ordinary() -> None:
    """Once: on a system without fork, or for another language's kernel, warm kernels are ordinary ones."""
    print("Warm kernels need fork, and Python: these are ordinary kernels, which start slowly.", file=sys.stderr)


class WarmProvisioner(LocalProvisioner):
    """Launch a kernel by forking; everything else (connection file, ports, signals) as the local provisioner does.

    Registered as `warm` in the entry points `jupyter_client.kernel_provisioners`. Where there is no fork
    (Windows), or for a kernel that is not Python's, it launches as the local provisioner.
    """

    _folder = ""

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Connect through sockets in a folder of the kernel's own: there are no ports for two kernels to race for."""
        if FORK and self.parent is not None and not self._folder:
            self._folder = tempfile.mkdtemp(prefix="kernel-")
            self.parent.transport = "ipc"
            self.parent.connection_file = os.path.join(self._folder, "connection.json")
            self.parent.ip = os.path.join(self._folder, "ipc")
        return await super().pre_launch(**kwargs)

    async def cleanup(self, restart: bool = False) -> None:
        await super().cleanup(restart)
        if self._folder and not restart:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = ""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> dict[str, Any]:
        if not FORK or "ipykernel_launcher" not in cmd:
            _say_that_kernels_are_ordinary()
            return await super().launch_kernel(cmd, **kwargs)
        multiprocessing.set_forkserver_preload(PRELOAD)
        context = multiprocessing.get_context("forkserver")
        arguments = cmd[cmd.index("ipykernel_launcher") + 1 :]
        process = context.Process(
            target=run_kernel, args=(arguments, kwargs.get("cwd"), dict(kwargs.get("env") or os.environ)), daemon=True
        )
        with _without_main():  # not `start`: it refuses in a daemonic process, such as a worker of Dask
            self.process = ForkedProcess(popen_forkserver.Popen(process))
        self.pid = self.process.pid
        self.pgid = None
        self.ip = None
        return self.connection_info


def run_kernel(arguments: list[str], cwd: str | None, environment: dict[str, str]) -> None:
    """In the forked child: become an ordinary kernel, with its own folder, environment and process group."""
    os.environ.clear()
    os.environ.update(environment)
    if cwd:
        os.chdir(cwd)
    sys.argv = ["ipykernel_launcher", *arguments]
    from ipykernel.kernelapp import IPKernelApp

    # the kernel ends by itself when its parent, the fork server, is gone; its errors reach the notebook, not the terminal
    IPKernelApp.launch_instance(
        argv=[*arguments, f"--IPKernelApp.parent_handle={os.getppid()}", "--IPKernelApp.log_level=CRITICAL"]
    )
