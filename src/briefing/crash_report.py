"""What ends a command that no user has done wrong: the machine refuses (a full disk), or the program has a fault.

The first is said in one line. The second, too, with the path of a report for whoever repairs it: the traceback, and nothing of
the environment, which may hold secrets.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress

from helpers.errors import refusal
from helpers.i18n import _

FAULT, REFUSED = 70, 74  # EX_SOFTWARE and EX_IOERR of sysexits.h


def of_machine(error: OSError | MemoryError) -> str:
    """What the machine refused, and of which file.

    >>> import errno
    >>> of_machine(OSError(errno.ENOSPC, "No space left on device", "reports/briefing.html"))
    'No space left on device: reports/briefing.html'
    >>> of_machine(MemoryError())
    'No memory left'
    >>> of_machine(PermissionError(errno.EACCES, "Permission denied", "reports/2024-H1/briefing.pdf"))
    'Permission denied: reports/2024-H1/briefing.pdf (close briefing.pdf if another program has it open, and run again)'
    """
    if isinstance(error, MemoryError):
        return _("No memory left")
    what = refusal(error) or type(error).__name__
    said = f"{what}: {error.filename}" if error.filename else what
    if isinstance(error, PermissionError) and error.filename:  # so Windows says that Excel or a PDF reader has it
        name = os.path.basename(error.filename)
        said += " " + _("(close {name} if another program has it open, and run again)", name=name)
    return said


def write_report(error: BaseException, arguments: list[str]) -> str:
    """Write the report of a fault, and give its path; empty where nothing can be written."""
    import platform  # not where nothing goes wrong
    import tempfile
    import traceback

    where = f"briefing {' '.join(arguments)}\n{platform.platform()}, Python {sys.version}\n\n"
    with suppress(OSError):
        descriptor, name = tempfile.mkstemp(".txt", "briefing-fault-")
        with open(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(where + "".join(traceback.format_exception(error)))
        return name
    return ""
