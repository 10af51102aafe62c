"""What a library says of figures and of their frames, said so that an analyst can go on: what it was given, and what to write instead.

pandas, matplotlib and seaborn compute with plain numbers. An error that they raise of a figure, a column of figures or a
frame of them is told as bad input is (`problems`), in the kernel, so that JupyterLab, nbconvert and a build say the same.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Iterator
from itertools import chain, dropwhile
from pathlib import Path
from traceback import walk_tb
from types import FrameType, TracebackType
from typing import Any

from .data.schema import TABLES
from .language import _
from .problems import InputError, misused, unknown_name
from .values import digits

_OF_LIBRARIES = (ArithmeticError, AttributeError, LookupError, RuntimeError, SystemError, TypeError, ValueError)
_PACKAGE, _DRAWING = str(Path(__file__).parent), {"matplotlib", "seaborn"}
_CONVERTING = {*_DRAWING, "numpy"}  # they ask a figure to be a number of theirs
_PLAIN_NUMBER = re.compile("Invalid format specifier|Unknown format code")  # what Python says of its format
_AS_INT = re.compile(r"int\(\) argument .*'Figure'")
_OF_TEXT = re.compile(r"unsupported operand .*'Text'")
_DRAW = "charts.drawn(values, lambda axes, numbers: sns.barplot(x=numbers.index, y=numbers, ax=axes), 'what it shows')"
_COMPUTE = _(
    "Figures know + - * / abs round and comparison, a column of them sum, mean, median, std, quantile, rank, rolling and nlargest; another statistic is computed(lambda numbers: …, of=column). Days, texts and codes are plain in edition.table, to filter with, or asked one by one, column.map(lambda day: day.in_month); a plain number to look at is float(figure)."
)


def watch() -> None:
    """In a kernel, tell the errors of its cells, and what they leave out; what they draw by chance is drawn in every run."""
    shell: Any = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    if shell:
        import numpy as np

        shell.set_custom_exc((Exception,), _tell)
        take_over()
        random.seed(0)
        random.Random.__init__.__defaults__ = (0,)  # one without a seed
        np.random.seed(0)
        generators: Any = np.random.bit_generator
        generators.randbits = lambda bits: 0  # what one without a seed begins with, seaborn's too


def take_over() -> None:
    """Let pandas' functions be those that know figures, in a process that runs notebooks."""
    import pandas as pd

    from . import careful, joined

    pd.merge, pd.concat, pd.cut, pd.qcut = joined.merge, joined.concat, careful.cut, careful.qcut


def _tell(
    shell: Any, kind: type[Exception], error: Exception, trace: TracebackType, tb_offset: int | None = None
) -> None:
    told = explained(error)
    shown = (kind, error, trace) if told is None else (InputError, told, trace)
    shell.showtraceback(shown, tb_offset=tb_offset, running_compiled_code=True)


def explained(error: BaseException) -> InputError | None:
    """What an error is about, if a library was given figures; None for any other, which says itself what is wrong."""
    from .columns import Column, Frame
    from .values.figures import Figure

    frames = [*dropwhile(_library, (frame for frame, _ in walk_tb(error.__traceback__)))]  # the kernel's come first
    if not isinstance(error, _OF_LIBRARIES) or not frames:
        return None
    if _PLAIN_NUMBER.match(str(error)):
        remedy = _("Format the figure itself, and take computed(function, of=column) for what pandas computed.")
        return _error(
            "plain_number", error, _("a format"), _("a figure; this is a plain number, which has no source"), remedy
        )
    if _AS_INT.match(str(error)):
        remedy = _(
            "Write {figure:.0} or round(figure), which keep its source; int(float(figure)) is only how many, for head(…)."
        )
        return _error("figure_as_int", error, "int", _("a figure as it is, which knows its cells"), remedy)
    if _OF_TEXT.search(str(error)):
        remedy = _("Write int(edition.year) - 1; last year's numbers are edition.before('last_year').")
        return _error(
            "text_as_number", error, _("the cell"), _("a number; this is a text, such as edition.year"), remedy
        )
    if isinstance(error, AttributeError) and (told := _of_attribute(error)):
        return told
    libraries = {name: None for frame in frames if (name := _library(frame)) not in ("", "helpers")}
    if _library(frames[-1]) == "helpers" and not libraries.keys() & _CONVERTING:  # it says itself what is wrong
        return None
    given = next((value for value in _values(frames) if isinstance(value, Column | Frame | Figure)), None)
    if isinstance(error, KeyError) and isinstance(given, Column | Frame):
        return _unknown(str(error), given)
    if given is None and "Figure" not in str(error) and "'Code'" not in str(error):
        return None
    remedy = _COMPUTE
    if any("computation" in frame.f_code.co_filename for frame in frames):
        example, instead = "frame[frame.share - 1 > 0.1]", "frame.query('share - 1 > 0.1')"
        remedy = _("Write {example} in the place of {instead}.", example=example, instead=instead)
    if libraries.keys() & _DRAWING or "to plot" in str(error):
        remedy = _("Write {draw}: in it the values are plain numbers.", draw=_DRAW)
    expected = _("what it can compute with, where it was given figures, days, texts or codes with their source")
    return _error("figure_in_library", error, next(iter(libraries), _("the cell")), expected, remedy)


def _of_attribute(error: AttributeError) -> InputError | None:
    """A column that there is not, or one that pandas has a method of the same name for; an edition that is not there."""
    from .columns import Frame

    edition = digits.speaking()
    if error.obj is None and edition and hasattr(edition, str(error.name)):
        return _error("missing_period", error, "edition.before", *_of_no_edition(edition))
    if isinstance(error.obj, Frame) and not hasattr(Frame, str(error.name)):
        return _unknown(repr(error.name), error.obj)
    declared = {name for table in TABLES.values() for name in table.columns}
    for name in (name for name in sorted(declared) if getattr(Frame, name, None) is error.obj is not None):
        remedy = _("Write {example}", example=f"frame[{name!r}].{error.name}.")
        return _error(
            "method_as_column", error, name, _("a column, where it was given pandas' method of that name"), remedy
        )
    return None


def _of_no_edition(edition: Any) -> tuple[str, str]:
    """What is lacking where `edition.before(…)` is None, and what to write."""
    keys = (
        [edition.said_of_period(name) for name in ("last_year", "previous") if not edition.before(name)]
        if edition
        else []
    )
    return _("a period that periods.csv has a row of, and not {periods}", periods=", ".join(keys) or "None"), _(
        "Add its row to periods.csv, and its numbers, or say nothing of it: if before := edition.before('last_year'): …"
    )


def _error(code: str, error: BaseException, call: str, expected: str, remedy: str) -> InputError:
    said = f"{type(error).__name__}: {error}".partition("\n")[0]
    return misused(call, None, expected, f"{remedy} ({said})", code=code)


def _unknown(said: str, given: Any) -> InputError:
    """The error for a row or a column that there is not; a code is told with its label."""
    indexes = [getattr(given, "columns", ()), given.index]
    known = {str(each): f"{each!s} ({each.label})" if hasattr(each, "label") else str(each) for each in chain(*indexes)}
    name = next((name for name in re.findall(r"'([^']+)'", said) if name not in known), said)
    return unknown_name(
        _("rows and columns"), _("one of these, a code without its label"), name, known.values(), code="unknown_column"
    )


def _library(frame: FrameType) -> str:
    """The package whose code it is; empty for a cell's and a module of one's own."""
    name = str(frame.f_globals.get("__name__", "")).partition(".")[0]
    of_library = re.search("site-packages|dist-packages", frame.f_code.co_filename)
    return name if of_library or frame.f_code.co_filename.startswith(_PACKAGE) else ""


def _values(frames: list[FrameType]) -> Iterator[object]:
    """What the libraries were given, beginning with the call in the cell."""
    for frame in frames:
        if _library(frame) not in ("", "helpers"):
            yield from list(frame.f_locals.values())
