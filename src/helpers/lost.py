"""A number of which nobody knows any more from which cells it comes, and where in the notebook it has lost them."""

import re
from inspect import currentframe
from linecache import getline
from pathlib import Path
from traceback import walk_stack
from typing import SupportsFloat
from warnings import warn

from .language import _
from .values.digits import TypedDigits

_PACKAGE = str(Path(__file__).parent)
_LIBRARY = re.compile("site-packages|dist-packages")


class Lost(float):
    """A number that has lost its cells: to compute and compare with, not to print."""

    how: str
    where: str

    def __new__(cls, value: SupportsFloat, how: str) -> "Lost":
        self = super().__new__(cls, value)
        self.how, self.where = how, line_of_notebook()
        return self

    def __format__(self, spec: str) -> str:
        raise TypedDigits(
            _(
                "{value:g} has lost its cells at {where}: {how} of numbers that were changed after they were read. Write computed(function, of=column): the function may change them, the column stays as it was read; or take edition.register in the place of edition.table.",
                value=float(self),
                where=self.where,
                how=self.how,
            )
        )

    __str__ = float.__repr__


def line_of_notebook() -> str:
    """The line of the cell, or of one's own module, that is being run."""
    _depth, file, number = _own()
    line = getline(file, number).strip()
    return _("line {number}", number=number) + (f", {line!r}" if line else "")


def remark(said: str) -> None:
    """Say something at the line that is being run: a warning, as somebody may have meant it."""
    warn(said, stacklevel=_own()[0])


def _own() -> tuple[int, str, int]:
    """How far above its caller the notebook's line is, or that of one's own module, in which file, and its number."""
    lines = [(frame.f_code.co_filename, number) for frame, number in walk_stack(currentframe())]
    found = ((depth, *line) for depth, line in enumerate(lines) if not _of_others(line[0]))
    return next(found, (len(lines) - 1, *lines[-1]))


def _of_others(file: str) -> bool:
    return file.startswith((_PACKAGE, "<frozen")) or _LIBRARY.search(file) is not None
