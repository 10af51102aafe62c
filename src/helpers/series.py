"""Series and frames of figures: which are known, what a row adds up to."""

import pandas as pd

from .language import _
from .problems import unknown_kind
from .values.figures import only_figures, total


def known(values: pd.Series) -> pd.Series:
    """Which figures the period states: a mask, so that `values[known(values)]` are those that are not missing.

    >>> from decimal import Decimal
    >>> from helpers.values.figures import Figure
    >>> known(pd.Series([Figure(Decimal(0)), Figure(None)])).tolist()
    [True, False]
    """
    figures = only_figures("known", values)
    return pd.Series([not figure.is_missing for figure in figures], index=values.index, dtype=bool)


def totals(frame: pd.DataFrame) -> pd.Series:
    """The sum of each row; missing where a cell is empty. A combination of which the period has no row adds nothing."""
    if not isinstance(frame, pd.DataFrame):
        raise unknown_kind("totals", frame, _("a frame of figures, as edition.figures gives it for two dimensions"))
    rows = [
        [figure for figure in only_figures("totals", row) if figure.cells or not figure.is_missing]
        for _, row in frame.iterrows()
    ]
    return pd.Series([total(row) for row in rows], index=frame.index, dtype=object)


def full_names(names: pd.Series, parents: pd.Series, between: str = ": ", lower: bool = False) -> pd.Series:
    """Each name after the name of the whole that it is a part of; `names` and `parents` are indexed by their keys.

    lower: a part goes on in lower case, as inside a sentence; the names are texts of cells.

    >>> from helpers.values.texts import Text
    >>> names = pd.Series([Text("Giờ phát sóng"), Text("Tiếng dân tộc")], index=["7", "7.2"], dtype=object)
    >>> full_names(names, pd.Series(["", "7"], index=["7", "7.2"]), lower=True).tolist()
    ['Giờ phát sóng', 'Giờ phát sóng: tiếng dân tộc']
    """
    parts = [name.lower_first() for name in names] if lower else names
    full = [
        names[parent] + (between + part) if parent else name
        for name, part, parent in zip(names, parts, parents, strict=True)
    ]
    return pd.Series(full, index=names.index, dtype=object)
