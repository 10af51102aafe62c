"""Numbers that remember their cells: a pandas extension dtype `figure`, its scalar, and frames of them.

Knows pandas and numpy, and nothing else.
"""

from .array import FigureArray, FigureDtype
from .figure import Figure
from .frames import Shown, figures_of
from .sources import MEASURES, Cell, DoesNotAddUp, Operation, cells, left_out

__all__ = [
    "MEASURES", "Cell", "DoesNotAddUp", "Figure", "FigureArray", "FigureDtype", "Operation", "Shown", "cells", "figures_of",
    "left_out",
]  # fmt: skip
