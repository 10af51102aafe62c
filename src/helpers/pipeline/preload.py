"""Imported once by the fork server: all that a section needs, so that its kernel starts with it in memory."""

import gc
import importlib
import os
import signal
from decimal import Decimal

# Ctrl-C is for the program that asked for this process, which ends with it; not for its imports.
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
    "helpers.pipeline.kernels",
)
SECTIONS = (
    "matplotlib.backends.backend_svg",
    "seaborn",
    "helpers.charts",
    "helpers.editions",
    "helpers.official",
    "helpers.prose",
    "helpers.review",
)
for name in (*KERNEL, *SECTIONS):
    importlib.import_module(name)

from helpers.vietnamese import number  # noqa: E402

number(Decimal(0))  # Babel reads its locale at the first number

# A collection in a kernel would write into every object and so copy all the memory that it shares with the others.
gc.collect()
gc.freeze()
signal.signal(signal.SIGINT, signal.default_int_handler)
