"""The process that others are forked from: imports once what they need, so that each of them starts with it.

    python -P -m briefing.build.running.original SOCKET SCRATCH MODULE…

Temporary files of all forked processes lie in SCRATCH, a folder that goes with the original.
"""

from __future__ import annotations

import gc
import importlib
import os
import shutil
import socket
import sys
from contextlib import suppress
from decimal import Decimal

from helpers.problems import InputError

from . import forking

NEEDED = (  # of every section, though they are imported only when it runs
    "bdb",
    "encodings.utf_8_sig",
    "IPython.core.application",
    "IPython.core.completerlib",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "briefing.build.running.shell",
    "lxml.html",
    "pandas.io.formats.html",
    "pandas.io.formats.string",
)
SPOKEN = ("charts", "editions", "headlines", "judgments", "official", "prose", "review", "series", "show", "wording")


def prepare(*modules: str) -> None:
    """Import what every section needs, and what notebooks speak with; anything else a section imports itself, in its time.

    modules: more of them.
    """
    # matplotlib reads it when imported
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    for name in NEEDED:
        importlib.import_module(name)
    for name in (*(f"helpers.{room}" for room in SPOKEN), *modules):
        with suppress(Exception):  # the notebook that imports it will show why it cannot be
            importlib.import_module(name)
    from helpers.data.schema import TABLES
    from helpers.values.vietnamese import number

    from .shell import made

    number(Decimal(0))  # Babel reads its locale at the first number
    with suppress(InputError):  # the build has said so
        len(TABLES)  # reads the declaration
    made()
    # A collection in a copy would write into every object and so copy all the memory that it shares with the others.
    gc.collect()
    gc.freeze()


def main(descriptor: str, scratch: str, *modules: str) -> None:
    os.environ["TMPDIR"] = scratch
    gc.disable()  # what is imported stays
    try:
        prepare(*modules)
        gc.enable()
        forking.serve(socket.socket(fileno=int(descriptor)))
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
    os._exit(0)  # nothing is left to be put in order, and whoever asked for this process waits for its end
