"""Frames of figures: made of a table, and shown with a click to the cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.types import is_numeric_dtype

from .array import FigureArray
from .figure import Figure, figure_html
from .sources import Cell


def figures_of(
    frame: pd.DataFrame,
    table: str,
    columns: Sequence[str] = (),
    units: Mapping[str, str] | None = None,
    measures: Mapping[str, str] | None = None,
    period: str = "",
) -> pd.DataFrame:
    """The frame with its number columns as figures, whose cells are named "TABLE:ROW:COLUMN".

    frame: one fact a row; ROW is the row's place, from 1, or its label where the index is named. columns: which columns;
    default: all numbers. units, measures: of a column; default: no unit, "flow". period: a column's name, or of all rows.
    Raises KeyError for a column that there is not.

    >>> visits = figures_of(pd.DataFrame({"month": ["1", "2"], "adults": [310, 295]}), "visits.csv")
    >>> visits["adults"].sum().cells
    (Cell('visits.csv:1:adults'), Cell('visits.csv:2:adults'))
    """
    made = frame.copy()
    names = list(columns) or [name for name in frame if is_numeric_dtype(frame[name])]
    rows = frame.index if any(frame.index.names) else range(1, len(frame) + 1)
    periods = frame[period].astype(str) if period in frame else [period] * len(frame)
    for name in names:
        about = (units or {}).get(name, ""), (measures or {}).get(name, "flow")
        cells = np.empty(len(frame), object)
        cells[:] = [Cell(f"{table}:{row}:{name}", *about, each) for row, each in zip(rows, periods, strict=True)]
        made[name] = FigureArray(frame[name].to_numpy(float, na_value=np.nan), cells)
    return made


class Shown:
    """A frame for JupyterLab and nbconvert, in which a click on a number opens its cells; no script."""

    def __init__(self, frame: pd.DataFrame | pd.Series, spec: str = "") -> None:
        """spec: the format of the figures, such as ",.0f"."""
        self._frame, self._spec = frame.to_frame() if isinstance(frame, pd.Series) else frame, spec

    def _repr_html_(self) -> str:
        shown = self._frame.astype(object).map(self._cell)
        return str(shown.to_html(escape=False))

    def _cell(self, value: Any) -> str:
        if not isinstance(value, Figure):
            return escape(str(value))
        return figure_html(value, self._spec)
