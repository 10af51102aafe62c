"""papermill's engine for sections: the cells run in an IPython shell of this process, not in a kernel of their own.

Registered as `in_process` in the entry points `papermill.engine`: `papermill notebook.ipynb out.ipynb --engine in_process`.
A section gets a fresh shell with a fresh namespace. Different from a kernel: `exit()` is an error, as a section must run to
its end; nobody answers `input()`; what a cell's subprocess prints goes to the terminal.
"""

from __future__ import annotations

import io
import os
import sys
from base64 import b64encode
from collections.abc import Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, NoReturn

from ipykernel.ipkernel import IPythonKernel
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from nbformat import NotebookNode, from_dict
from papermill.engines import Engine, NotebookExecutionManager
from papermill.exceptions import PapermillExecutionError
from traitlets import Type
from traitlets.config import Config

from helpers.i18n import _

NAME = "in_process"
CONFIG = Config(HistoryManager={"enabled": False})  # its database is one for all processes
LEFT = _("the cell ends the notebook (exit, quit or sys.exit)")


class Outputs:
    """What one cell gives, in the form of a notebook, in the order in which it was given."""

    def __init__(self, cell: NotebookNode) -> None:
        self._given: list[NotebookNode] = []
        self._stream, self._pieces = "", list[str]()  # what is being written, of which stream
        self._clear_next = False
        cell.outputs = self._given

    def write(self, name: str, text: str) -> None:
        """Text of a stream; what follows in the same stream belongs to the same output."""
        self._begin()
        if name != self._stream:
            self.close()
        self._stream = name
        self._pieces.append(text)

    def add(self, kind: str, data: dict[str, Any], **content: Any) -> NotebookNode:
        self._begin()
        self.close()
        self._given.append(from_dict({"output_type": kind, **({"data": data} if data else {}), **content}))
        return self._given[-1]

    def _begin(self) -> None:
        if self._clear_next:
            self.clear()

    def close(self) -> None:
        """Nothing more belongs to what was written last."""
        if self._pieces:
            stream = {"output_type": "stream", "name": self._stream, "text": "".join(self._pieces)}
            self._given.append(from_dict(stream))
            self._pieces.clear()

    def clear(self, wait: bool = False) -> None:
        self._clear_next = wait
        if not wait:
            self._given.clear()
            self._pieces.clear()


class _Stream(io.TextIOBase):
    encoding = "UTF-8"

    def __init__(self, name: str, shell: SectionShell) -> None:
        self._name, self._shell = name, shell

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if text:
            self._shell.outputs.write(self._name, text)
        return len(text)


class _Results(DisplayHook):
    """The value of a cell's last line becomes its result."""

    shell: SectionShell

    def start_displayhook(self) -> None: ...
    def write_output_prompt(self) -> None: ...
    def finish_displayhook(self) -> None: ...

    def write_format_data(self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None) -> None:
        data, count = _as_text(format_dict), self.prompt_count
        self.shell.outputs.add("execute_result", data=data, metadata=md_dict or {}, execution_count=count)


class _Displays(DisplayPublisher):
    shell: SectionShell

    def publish(
        self,
        data: dict[str, Any],
        metadata: dict[str, Any] | None = None,
        source: object = None,
        *,
        transient: dict[str, str] | None = None,
        update: bool = False,
        **_: object,
    ) -> None:
        """update: what was shown under the same display_id, in this cell or one before, changes in its place."""
        shown = self.shell.displayed.setdefault((transient or {}).get("display_id", ""), [])
        content = {"data": _as_text(data), "metadata": metadata or {}}
        if update:
            for output in shown:
                output.update(content)
        else:
            shown.append(self.shell.outputs.add("display_data", **content))

    def clear_output(self, wait: bool = False) -> None:
        self.shell.outputs.clear(wait)


def _as_text(data: dict[str, Any]) -> dict[str, Any]:
    return {kind: b64encode(seen).decode() if isinstance(seen, bytes) else seen for kind, seen in data.items()}


class SectionShell(InteractiveShell):
    """An IPython shell whose outputs are those of a notebook."""

    displayhook_class = Type(_Results)
    display_pub_class = Type(_Displays)
    outputs: Outputs

    def __init__(self, **options: Any) -> None:
        self.displayed: dict[str, list[NotebookNode]] = {}  # outputs by their display_id
        super().__init__(**options)  # type: ignore[no-untyped-call]

    def ask_exit(self) -> NoReturn:
        raise SystemExit

    def enable_gui(self, gui: str | None = None) -> None:
        """Nothing: a section opens no windows."""

    def _showtraceback(self, etype: type[BaseException], evalue: BaseException, stb: list[str]) -> None:
        """IPython's documented place for where a traceback goes."""
        self.outputs.add("error", {}, ename=etype.__name__, evalue=str(evalue), traceback=stb)


class InProcessEngine(Engine):
    """Executes a notebook in its own folder, in this process. Raises PapermillExecutionError for the first cell that fails."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: NotebookExecutionManager, kernel_name: str, input_path: str = ".", **__: object
    ) -> None:
        nb_man.nb.metadata["language_info"] = IPythonKernel.language_info
        with _shell(Path(input_path).resolve().parent) as shell:
            for index, cell in enumerate(nb_man.nb.cells):
                nb_man.cell_start(cell, index)
                if cell.cell_type == "code" and cell.source.strip():
                    _run(shell, cell, index, nb_man)
                nb_man.cell_complete(cell, index)


def _run(shell: SectionShell, cell: NotebookNode, index: int, nb_man: NotebookExecutionManager) -> None:
    shell.outputs = Outputs(cell)
    result = shell.run_cell(cell.source, store_history=True)
    shell.outputs.close()
    cell.execution_count = result.execution_count
    error = result.error_before_exec or result.error_in_exec
    failed = error or any(output.output_type == "error" for output in cell.outputs)
    if not failed or "raises-exception" in cell.metadata.get("tags", []):
        return
    nb_man.cell_exception(cell, cell_index=index)
    told = next((output for output in cell.outputs if output.output_type == "error"), None)
    name, value, trace = (told.ename, told.evalue, told.traceback) if told else (type(error).__name__, str(error), [])
    value = LEFT if name == "SystemExit" else value
    raise PapermillExecutionError(index, cell.execution_count, cell.source, name, value, trace)


@contextmanager
def _shell(folder: Path) -> Iterator[SectionShell]:
    """A fresh shell in a folder, as a kernel would be; what it changes of the process is put back, its figures are closed."""
    import matplotlib
    from matplotlib import pyplot

    path, environment, modules = list(sys.path), dict(os.environ), set(sys.modules)
    os.environ.pop("PYTHONSAFEPATH", None)  # cells are as in a kernel
    libraries = (at for at, entry in enumerate(path) if Path(entry).name in ("site-packages", "dist-packages"))
    sys.path.insert(next(libraries, 0), "")  # as in a kernel, behind the standard library
    InteractiveShell.clear_instance()
    SectionShell.clear_instance()
    shell = SectionShell.instance(config=CONFIG)
    try:
        with (
            chdir(folder),
            matplotlib.rc_context(),
            redirect_stdout(_Stream("stdout", shell)),
            redirect_stderr(_Stream("stderr", shell)),
        ):
            shell.enable_matplotlib("inline")
            yield shell
    finally:
        pyplot.close("all")
        shell.restore_sys_module_state()
        SectionShell.clear_instance()
        sys.path[:] = path
        os.environ.clear()
        os.environ.update(environment)
        for name in set(sys.modules) - modules:
            origin = getattr(sys.modules[name], "__file__", None)
            if origin and Path(origin).is_relative_to(folder):  # beside the notebook: another project has others
                del sys.modules[name]
