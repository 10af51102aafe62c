"""What every section needs in memory: imported once by the server that workers are forked from."""
# ruff: noqa: E402

import gc
import sys
import tempfile
from pathlib import Path

from . import notebook_runner

gc.set_threshold(notebook_runner.GC_THRESHOLD)  # before the libraries are imported

import lxml.html
import nbformat
import pandas.io.formats.html
import pandas.io.formats.string
import papermill

import helpers.audit_report
import helpers.headlines
import helpers.letterhead
import helpers.tables
import helpers.task_status

from . import shell_engine

KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
__all__ = ["helpers", "lxml", "nbformat", "notebook_runner", "pandas", "papermill", "shell_engine"]

# what a task raises goes to who gave it; a process that begins when its pool has ended finds no locks, and says nothing
sys.excepthook = lambda *_told: None


def _first_notebook() -> None:
    """Run a notebook here: what the first one makes (the notebooks' validator, a shell) no worker makes again."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "first.ipynb")
        nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")], metadata=KERNEL), path)
        notebook_runner.run_notebook(path, path, {"period": ""})


_first_notebook()
gc.freeze()  # a collection in a worker would write into every object and so copy the memory that it shares
