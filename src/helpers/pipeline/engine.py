"""A papermill engine that asks the section's kernel, before it stops, which rows and columns it has read."""

from __future__ import annotations

import ast
import json
from pathlib import Path

from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine
from papermill.log import logger

NAME = "briefing"
_ASK = "__import__('json').dumps(getattr(__import__('sys').modules.get('helpers.editions'), 'reads', list)())"


class BriefingClient(PapermillNotebookClient):
    """papermill's client; leaves the reads in the notebook's metadata."""

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
            if name not in ("input_path", "start_timeout", "execution_timeout")
        }
        # papermill's own `cwd` changes the folder of the whole process, which other sections share
        options["resources"] = {"metadata": {"path": str(Path(kwargs["input_path"]).resolve().parent)}}
        return BriefingClient(
            nb_man,
            kernel_name=kernel_name,
            timeout=kwargs.get("execution_timeout"),
            startup_timeout=kwargs.get("start_timeout", 60),
            log=logger,
            **options,
        ).execute()
