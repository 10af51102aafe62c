"""A papermill engine that asks the section's kernel, before it stops, which rows and columns it has read."""

from __future__ import annotations

import ast
import asyncio
import json
from contextlib import suppress
from pathlib import Path
from queue import Empty

from jupyter_client import KernelClient
from jupyter_core.utils import run_sync
from nbclient.exceptions import DeadKernelError
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine
from papermill.log import logger

NAME = "briefing"
_ASK = "__import__('json').dumps(getattr(__import__('sys').modules.get('helpers.editions'), 'reads', list)())"


class BriefingClient(PapermillNotebookClient):
    """papermill's client; leaves the reads in the notebook's metadata."""

    async def async_start_new_kernel_client(self) -> KernelClient:
        """As nbclient's, but for the 0.2 s that it listens for other messages of the start: replies name their request."""
        self.kc = self.km.client()
        self.kc.start_channels()
        self.kc.allow_stdin = False
        try:
            await asyncio.wait_for(self._answered(), self.startup_timeout)
        except BaseException:
            await self._async_cleanup_kernel()
            raise
        return self.kc

    async def _async_poll_kernel_alive(self) -> None:
        """As nbclient's, which asks once a second: a kernel that died, or was killed by Ctrl-C, is missed sooner."""
        while await self.km.is_alive():
            await asyncio.sleep(0.1)
        self.task_poll_for_reply.cancel()

    start_new_kernel_client = run_sync(async_start_new_kernel_client)  # the one that papermill calls

    async def _answered(self) -> None:
        """Wait until the kernel has answered on both channels that a cell needs."""
        while True:
            self.kc.kernel_info()
            with suppress(Empty):
                await self.kc.get_shell_msg(timeout=0.5)
                await self.kc.get_iopub_msg(timeout=0.2)
                return
            if not await self.km.is_alive():
                raise DeadKernelError("Kernel died")

    def papermill_execute_cells(self) -> None:
        super().papermill_execute_cells()
        request = self.kc.execute("", silent=True, store_history=False, user_expressions={"reads": _ASK})
        reply = self.wait_for_reply(request)
        answer = reply["content"].get("user_expressions", {}).get("reads", {}) if reply else {}
        if answer.get("status") == "ok":
            self.nb.metadata["reads"] = json.loads(ast.literal_eval(answer["data"]["text/plain"]))


class BriefingEngine(NBClientEngine):
    """papermill's own engine with the client above."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: object, kernel_name: str, **kwargs: object) -> object:
        options = {
            name: value
            for name, value in kwargs.items()
            if name not in ("input_path", "start_timeout", "execution_timeout", "environment")
        }
        # papermill's own `cwd` changes the folder of the whole process, which other sections share
        options["resources"] = {"metadata": {"path": str(Path(kwargs["input_path"]).resolve().parent)}}
        return BriefingClient(
            nb_man,
            kernel_name=kernel_name,
            timeout=kwargs.get("execution_timeout"),
            startup_timeout=kwargs.get("start_timeout", 60),
            log=logger,
            shutdown_kernel="immediate",  # it has nothing left to say, and no other section uses it
            shell_timeout_interval=1,  # seconds between the questions whether it still lives
            **options,
        ).execute(env=kwargs["environment"])
