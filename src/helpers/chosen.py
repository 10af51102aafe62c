"""By which columns rows were chosen or grouped: what names their sum, where other columns would take the same rows today.

“Vốn của Ban A” is not named by the state that all of its projects happen to have: last year they had another one.
"""

from __future__ import annotations

from typing import Any

import pandas as pd


def asked(by: Any) -> tuple[str, ...]:
    """The columns that a filter or a `groupby` looks at: those of `frame["a"] == 1`, of "a", of ["a", "b"]."""
    if isinstance(by, str):
        return (by,)
    if isinstance(by, list | tuple):
        return tuple(name for each in by for name in asked(each))
    names = (*getattr(by, "by", ()), getattr(by, "name", None))
    return tuple(dict.fromkeys(name for name in names if isinstance(name, str)))


class Chosen:
    """What columns and frames know of it."""

    by: tuple[str, ...] = ()

    def __getitem__(self, key: Any) -> Any:
        found: Any = super().__getitem__(key)  # type: ignore[misc]
        is_filter = isinstance(key, pd.Series) and key.dtype == bool
        return self._by(found, self.by, asked(key)) if is_filter else found

    def __and__(self, other: Any) -> Any:
        return self._by(super().__and__(other), asked(self), asked(other))  # type: ignore[misc]

    def __or__(self, other: Any) -> Any:
        return self._by(super().__or__(other), asked(self), asked(other))  # type: ignore[misc]

    def grouped_by(self, by: Any) -> Any:
        """Itself, of which each group is chosen by these columns."""
        own: Any = self
        return self._by(own.copy(deep=False), self.by, asked(by))

    @staticmethod
    def _by(found: Any, *names: tuple[str, ...]) -> Any:
        if isinstance(found, Chosen):
            found.by = tuple(dict.fromkeys(name for some in names for name in some))
        return found
