"""Numbers that remember their cells: a pandas extension dtype `figure`, its scalar, and frames of them.

Knows pandas and numpy, and nothing else. They are imported when a column is first asked for, if nobody has before.
"""

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

from .figure import Figure
from .sources import MEASURES, Cell, DoesNotAddUp, Operation, cells, left_out

if TYPE_CHECKING:
    from .array import FigureArray, FigureDtype
    from .frames import Shown, figures_of

__all__ = [
    "MEASURES", "Cell", "DoesNotAddUp", "Figure", "FigureArray", "FigureDtype", "Operation", "Shown", "cells", "figures_of",
    "left_out",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(".frames" if name in ("Shown", "figures_of") else ".array", __name__), name)


if "pandas" in sys.modules:
    import_module(".array", __name__)  # which makes the dtype known by its name
