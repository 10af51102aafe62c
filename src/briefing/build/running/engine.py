"""papermill's engine for sections: each notebook in a process forked from one that has the libraries in memory.

Registered as `forked` in the entry points `papermill.engine`: `papermill notebook.ipynb out.ipynb --engine forked`.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING

from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, NotebookExecutionManager
from papermill.exceptions import PapermillExecutionError
from papermill.log import logger

from helpers.language import _

from . import processes
from .ends import Died

if TYPE_CHECKING:
    from .shell import Message

NAME = "forked"
LEFT = _("the cell ends the notebook (exit, quit or sys.exit)")
MOST_OUTPUT = 5_000_000  # bytes of what one cell gives; the largest of a report has a fiftieth of that
TOO_MUCH = _(
    "it gives more than {most_output:g} MB of output: print less, or draw less", most_output=MOST_OUTPUT / 1000000.0
)


class ForkedEngine(Engine):
    """Executes a notebook in its own folder, and leaves in its metadata what it has read (`helpers.editions.reads`)."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        input_path: str = ".",
        start_timeout: float = 60,
        execution_timeout: float | None = None,
        environment: dict[str, str] | None = None,
        started: set[processes.Child] | None = None,
        **__: object,
    ) -> None:
        """execution_timeout: seconds for all cells together. environment: of the process; default: this one's.
        started: gets the process, for whoever may have to end it.

        Raises PapermillExecutionError for a cell in which the time ends, one that gives too much, ends its process or
        wants to end it.
        """
        folder = str(Path(input_path).resolve().parent)
        child = processes.start("briefing.build.running.shell:serve", folder, environment=environment)
        done, started = False, set() if started is None else started
        started.add(child)
        try:
            client = _Client(nb_man, log=logger, timeout=execution_timeout, startup_timeout=int(start_timeout))
            client.run(child)
            done = True
        finally:
            started.discard(child)
            processes.release(child, done)


class _Client(PapermillNotebookClient):
    """papermill's client, which makes outputs of a kernel's messages, with a forked process in the kernel's place."""

    def run(self, child: processes.Child) -> None:
        self._child = child
        self.reset_execution_trackers()
        self.nb.metadata["language_info"] = self._receive(self.startup_timeout)["content"]["language_info"]
        self._deadline = time.monotonic() + self.timeout if self.timeout else None
        self.papermill_execute_cells()
        child.send(None)
        self.nb.metadata["reads"] = self._receive(self.timeout)["content"]["reads"]
        self.set_widgets_metadata()

    def execute_cell(self, cell: NotebookNode, cell_index: int, **__: object) -> NotebookNode:
        """Run one cell; its outputs come as messages, the last of them says how it ended."""
        tags = cell.metadata.get("tags", [])
        if cell.cell_type != "code" or not cell.source.strip() or self.skip_cells_with_tag in tags:
            return cell
        cell.outputs = []
        self.clear_before_next_output = False
        try:
            reply = self._outputs(cell, cell_index)
        except TimeoutError:
            said = _(
                'the section ran for {seconds:g} s; another limit is said in the notebook\'s metadata: "execution": {{"timeout": SECONDS}}',
                seconds=self.timeout,
            )
            raise self._failed(cell, cell_index, "CellTimeoutError", said) from None
        except Died as error:
            raise self._failed(cell, cell_index, "DeadKernelError", str(error)) from None
        cell.execution_count = reply["execution_count"]
        if reply["ename"] == "SystemExit":  # papermill takes it for the end of a notebook that went well
            raise self._failed(cell, cell_index, "SystemExit", LEFT)
        wrong = reply["ename"] or any(output.output_type == "error" for output in cell.outputs)
        if wrong and not self.allow_errors and "raises-exception" not in tags:
            raise CellExecutionError.from_cell_and_msg(cell, {**reply, "evalue": "", "traceback": []})
        return cell

    def _outputs(self, cell: NotebookNode, cell_index: int) -> Message:
        self._child.send(cell.source)
        given = 0
        while True:
            content = self._child.receive(max(self._deadline - time.monotonic(), 0) if self._deadline else None)
            given += len(content)
            if given > MOST_OUTPUT:
                raise self._failed(cell, cell_index, "TooMuchOutput", TOO_MUCH)
            message = json.loads(content)
            if message["msg_type"] == "execute_reply":
                reply: Message = message["content"]
                return reply
            self.process_message(message, cell, cell_index)

    def _receive(self, seconds: float | None) -> Message:
        message: Message = json.loads(self._child.receive(seconds))
        return message

    def _failed(self, cell: NotebookNode, cell_index: int, name: str, value: str) -> PapermillExecutionError:
        self.nb_man.cell_exception(cell, cell_index=cell_index)
        return PapermillExecutionError(cell_index, cell.execution_count, cell.source, name, value, [])
