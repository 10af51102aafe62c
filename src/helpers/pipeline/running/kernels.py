"""Warm kernels: each notebook gets a fresh ipykernel, forked from a process that has imported the libraries.

Starting Python and importing pandas, matplotlib and seaborn costs many times a section's own work. A kernel
provisioner is jupyter_client's extension point for how a kernel process comes to be; this one has it forked and runs an
ordinary ipykernel in it. Every kernel is a process of its own: isolated, interruptible and killable as usual.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from functools import cache
from typing import Any

from jupyter_client.provisioning import LocalProvisioner

from .forking import FORK, fork

NAME = "warm"  # the provisioner's, in the entry points


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
        arguments = cmd[cmd.index("ipykernel_launcher") + 1 :]
        try:
            self.process = fork(run_kernel, arguments, kwargs.get("cwd"), dict(kwargs.get("env") or os.environ))
        except BaseException:  # nobody cleans up after a kernel that has never begun
            await self.cleanup()
            raise
        self.pid = self.process.pid
        self.pgid = None
        self.ip = None
        return self.connection_info


def run_kernel(arguments: list[str], cwd: str | None, environment: dict[str, str]) -> None:
    """In the forked child: become an ordinary kernel, with its own folder and environment."""
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
