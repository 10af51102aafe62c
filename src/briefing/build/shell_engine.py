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
from IPython.core.pylabtools import select_figure_formats
from nbformat import NotebookNode, from_dict
from papermill.engines import Engine, NotebookExecutionManager
from papermill.exceptions import PapermillExecutionError
from traitlets import Type
from traitlets.config import Config

from helpers.i18n import _

NAME = "in_process"
CONFIG = Config(HistoryManager={"enabled": False})  # its database is one for all processes
LEFT = _("the cell ends the notebook (exit, quit or sys.exit)")


class _Stream(io.TextIOBase):
    """What is written belongs to the cell's last output, where that is of the same stream."""

    encoding = "UTF-8"

    def __init__(self, name: str, shell: SectionShell) -> None:
        self._name, self._shell = name, shell

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        given = self._shell.given
        if given and given[-1].get("name") == self._name:
            given[-1].text += text
        elif text:
            self._shell.give("stream", name=self._name, text=text)
        return len(text)


class _Results(DisplayHook):
    """The value of a cell's last line becomes its result."""

    shell: SectionShell

    def start_displayhook(self) -> None: ...
    def write_output_prompt(self) -> None: ...
    def finish_displayhook(self) -> None: ...

    def write_format_data(self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None) -> None:
        content = {"data": _as_text(format_dict), "metadata": md_dict or {}, "execution_count": self.prompt_count}
        self.shell.give("execute_result", **content)


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
            shown.append(self.shell.give("display_data", **content))

    def clear_output(self, wait: bool = False) -> None:
        self.shell.given.clear()


def _as_text(data: dict[str, Any]) -> dict[str, Any]:
    return {kind: b64encode(seen).decode() if isinstance(seen, bytes) else seen for kind, seen in data.items()}


class SectionShell(InteractiveShell):
    """An IPython shell whose outputs are those of a notebook. given: those of the cell that runs."""

    displayhook_class = Type(_Results)
    display_pub_class = Type(_Displays)

    def __init__(self, **options: Any) -> None:
        self.given: list[NotebookNode] = []
        self.displayed: dict[str, list[NotebookNode]] = {}  # outputs by their display_id
        super().__init__(**options)  # type: ignore[no-untyped-call]

    def give(self, kind: str, **content: Any) -> NotebookNode:
        self.given.append(from_dict({"output_type": kind, **content}))
        return self.given[-1]

    def ask_exit(self) -> NoReturn:
        raise SystemExit

    def enable_gui(self, gui: str | None = None) -> None:
        """Nothing: a section opens no windows."""

    def _showtraceback(self, etype: type[BaseException], evalue: BaseException, stb: list[str]) -> None:
        """IPython's documented place for where a traceback goes."""
        self.give("error", ename=etype.__name__, evalue=str(evalue), traceback=stb)


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
    shell.given = cell.outputs = []
    result = shell.run_cell(cell.source, store_history=True)
    cell.execution_count = result.execution_count
    error = result.error_before_exec or result.error_in_exec
    if error and "raises-exception" not in cell.metadata.get("tags", []):
        nb_man.cell_exception(cell, cell_index=index)
        said = LEFT if isinstance(error, SystemExit) else str(error)
        trace = [line for output in cell.outputs for line in output.get("traceback", [])]
        raise PapermillExecutionError(index, cell.execution_count, cell.source, type(error).__name__, said, trace)


def _lies_in(module: object, folder: Path) -> bool:
    """Whether a module is one of a folder; one made of a folder without `__init__.py` has no file."""
    origin = getattr(module, "__file__", None)
    places = [origin] if origin else [*getattr(module, "__path__", ())]
    return any(Path(place).is_relative_to(folder) for place in places)


@contextmanager
def _shell(folder: Path) -> Iterator[SectionShell]:
    """A fresh shell in a folder, as a kernel would be. Its figures are closed, and the modules beside it forgotten."""
    path, modules = list(sys.path), set(sys.modules)
    libraries = (at for at, entry in enumerate(path) if Path(entry).name in ("site-packages", "dist-packages"))
    sys.path.insert(next(libraries, 0), "")  # as in a kernel, behind the standard library
    InteractiveShell.clear_instance()
    SectionShell.clear_instance()
    shell = SectionShell.instance(config=CONFIG)
    try:
        with (
            chdir(folder),
            _drawing(shell),
            redirect_stdout(_Stream("stdout", shell)),
            redirect_stderr(_Stream("stderr", shell)),
        ):
            yield shell
    finally:
        shell.restore_sys_module_state()
        SectionShell.clear_instance()
        sys.path[:] = path
        for name in [name for name in set(sys.modules) - modules if _lies_in(sys.modules[name], folder)]:
            del sys.modules[name]  # another project has others


@contextmanager
def _drawing(shell: SectionShell) -> Iterator[None]:
    """matplotlib as a kernel has it: loaded by the cell that draws, as few do, with its settings and no figures."""
    os.environ["MPLBACKEND"] = (
        "module://matplotlib_inline.backend_inline"  # which matplotlib asks for when it is loaded
    )
    if "matplotlib" in sys.modules:
        shell.enable_matplotlib("inline")
        select_figure_formats(shell, {"png"})  # the backend itself does it once a process
    try:
        yield
    finally:
        if "matplotlib" in sys.modules:
            import matplotlib
            from matplotlib import pyplot

            pyplot.close("all")
            matplotlib.rc_file_defaults()
