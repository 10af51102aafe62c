"""What sections need in memory: imported once by the server that workers are forked from."""

import gc
import os
import sys

os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")  # matplotlib reads it when imported

import lxml.html
import pandas.io.formats.html
import pandas.io.formats.string
import papermill
import seaborn
from matplotlib import pyplot

import helpers.audit_report
import helpers.charts
import helpers.headlines
import helpers.letterhead
import helpers.tables
import helpers.task_status

from . import notebook_runner, shell_engine

__all__ = ["helpers", "lxml", "notebook_runner", "pandas", "papermill", "pyplot", "seaborn", "shell_engine"]

# what a task raises goes to who gave it; a process that begins when its pool has ended finds no locks, and says nothing
sys.excepthook = lambda *_told: None
gc.collect()
gc.freeze()  # a collection in a worker would write into every object and so copy the memory that it shares
