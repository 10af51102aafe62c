"""Run once, in the fork server: what every kernel needs, and what the notebooks import, so that kernels start with it."""

import gc
import importlib
import os
import signal
from contextlib import suppress
from decimal import Decimal

from helpers.pipeline.running.forking import WANTED

# Ctrl-C is for the program that asked for this process, which ends with it. Forked processes begin deaf to it, too: a
# kernel hears it while a cell runs, a builder while it builds.
signal.signal(signal.SIGINT, signal.SIG_IGN)
os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")  # the debugger warns that Python's own modules are frozen

KERNEL = (
    "ipykernel.debugger",
    "ipykernel.ipkernel",
    "ipykernel.kernelapp",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "sqlite3",
    "tornado.platform.asyncio",
    "helpers.pipeline.running.kernels",
)
KNOWN = ("helpers", "matplotlib", "numpy", "pandas", "seaborn")
DEFAULT = "helpers.charts helpers.editions helpers.prose helpers.review"

for name in KERNEL:
    importlib.import_module(name)
for name in os.environ.get(WANTED, DEFAULT).split():
    if name.partition(".")[0] not in KNOWN:  # its kernel imports it, under the time limit of a cell
        continue
    with suppress(Exception):  # the notebook that imports it will show why it cannot be
        importlib.import_module(name)

from helpers.values.vietnamese import number  # noqa: E402

number(Decimal(0))  # Babel reads its locale at the first number

# A collection in a kernel would write into every object and so copy all the memory that it shares with the others.
gc.collect()
gc.freeze()
