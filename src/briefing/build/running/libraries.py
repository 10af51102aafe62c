"""What sections need in memory, imported before they begin."""

import gc
import importlib
import os
from collections.abc import Iterable
from contextlib import suppress
from decimal import Decimal

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


def prepare(modules: Iterable[str]) -> None:
    """Import what every section needs, what notebooks speak with, and `modules`; anything else a section imports itself."""
    gc.disable()  # what is imported stays
    # matplotlib reads it when imported
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    for name in NEEDED:
        importlib.import_module(name)
    for name in (*(f"helpers.{room}" for room in SPOKEN), *modules):
        with suppress(Exception):  # the notebook that imports it will show why it cannot be
            importlib.import_module(name)
    from helpers.data.schema import TABLES
    from helpers.problems import InputError
    from helpers.values.vietnamese import number

    from .shell import made

    number(Decimal(0))  # Babel reads its locale at the first number
    with suppress(InputError):  # the build has said so
        len(TABLES)  # reads the declaration
    made()
    # A collection in a copy would write into every object and so copy all the memory that it shares with the others.
    gc.collect()
    gc.freeze()
    gc.enable()
