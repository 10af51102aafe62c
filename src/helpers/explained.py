"""What a library says of figures and of their frames, said so that an analyst can go on: what it was given, and what to write instead.

pandas, matplotlib and seaborn compute with plain numbers. An error that they raise of a figure, a column of figures or a
frame of them is told as bad input is (`problems`), in the kernel, so that JupyterLab, nbconvert and a build say the same.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from itertools import dropwhile
from pathlib import Path
from traceback import walk_tb
from types import FrameType, TracebackType
from typing import Any

from .data.schema import TABLES
from .language import _
from .problems import InputError, Problem, unknown_name

_OF_LIBRARIES = (ArithmeticError, AttributeError, LookupError, RuntimeError, SystemError, TypeError, ValueError)
_PACKAGE, _DRAWING = str(Path(__file__).parent), {"matplotlib", "seaborn"}
_PLAIN_NUMBER = re.compile(r"Invalid format specifier '(.*)' for object of type|Unknown format code '(.*)' for object")


def watch() -> None:
    """In a kernel, tell the errors of its cells."""
    shell: Any = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    if shell:
        shell.set_custom_exc((Exception,), _tell)


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
    said = f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"
    if match := _PLAIN_NUMBER.match(str(error)):
        there = {"spec": match[1] or match[2]}
        remedy = _(
            "Such a number has no source and is not printed: format the figure itself, and take computed(function, of=column) in the place of what pandas computed."
        )
        return _error(_("a format"), _("a figure for {spec!r}; this is a plain number", **there), remedy, said)
    if isinstance(error, AttributeError) and (told := _of_attribute(error, said)):
        return told
    libraries = {_library(frame) for frame in frames}
    if _library(frames[-1]) == "helpers" and not libraries & {*_DRAWING, "numpy"}:  # it says itself what is wrong
        return None
    given = next((value for value in _values(frames) if isinstance(value, Column | Frame | Figure)), None)
    if isinstance(error, KeyError) and isinstance(given, Column | Frame):
        return _unknown_key(error.args[0], given, said)
    if given is None and "Figure" not in str(error) and "'Code'" not in str(error):
        return None
    if libraries & _DRAWING or "to plot" in said:
        remedy = _(
            "Write {draw}: in it the values are plain numbers.",
            draw="charts.drawn(values, lambda axes, numbers: sns.barplot(x=numbers.index, y=numbers, ax=axes), 'what it shows')",
        )
    elif isinstance(given, Column) and not any(isinstance(value, Figure) for value in given.array):
        remedy = _(
            "Days, texts and codes are asked one by one, column.map(lambda day: day.in_month); those of edition.table are plain dates and texts, to filter with."
        )
    elif isinstance(given, Column | Frame):
        remedy = _(
            "Figures know sum, mean, median, std, quantile, rank, rolling, round and nlargest; another statistic is computed(lambda numbers: …, of=column). Plain numbers to look at: edition.table, or column.map(float)."
        )
    else:
        remedy = _(
            "Figures know + - * / round abs and comparison; of several, computed(lambda numbers: …, of=column). A plain number to compute with is float(figure)."
        )
    called = [frame for frame in frames if _library(frame) not in ("", "helpers")][:1]
    call = next((f"{_library(frame)}, {frame.f_code.co_name}" for frame in called), _("the cell"))
    expected = _("what it can compute with, where it was given {what}", what=_what(given))
    return _error(
        call.removesuffix(", __call__").removesuffix(", __getattr__").removesuffix(", new_method"),
        expected,
        remedy,
        said,
    )


def _of_attribute(error: AttributeError, said: str) -> InputError | None:
    """A column that there is not, or one that pandas has a method of the same name for."""
    from .columns import Frame

    if isinstance(error.obj, Frame) and not hasattr(Frame, str(error.name)):
        return unknown_name("columns", _("a column"), error.name, error.obj.columns)
    declared = {name for table in TABLES.values() for name in table.columns}
    for name in (name for name in sorted(declared) if getattr(Frame, name, None) is error.obj is not None):
        remedy = _("Write {example}", example=f"frame[{name!r}].{error.name}.")
        return _error(name, _("a column, where it was given pandas' method of that name"), remedy, said)
    return None


def _error(call: str, expected: str, remedy: str, said: str) -> InputError:
    return InputError(Problem(call, 0, "", None, expected, f"{remedy} ({said})"))


def _unknown_key(key: object, given: Any, said: str) -> InputError:
    """The error for a row or a column that there is not; a code is told with its label."""
    indexes = [given.index, *([given.columns] if hasattr(given, "columns") else [])]
    known = [f"{each!s} ({each.label})" if hasattr(each, "label") else str(each) for index in indexes for each in index]
    return unknown_name(_("rows and columns"), _("one of these, a code without its label"), key, known)


def _what(given: object) -> str:
    """What was given, as analysts know it."""
    kind = type(given).__name__
    if kind == "Column" and "Figure" not in {type(value).__name__ for value in given.array}:  # type: ignore[attr-defined]
        return _("a column of days, texts or codes with their source")
    words = {
        "Frame": _("a frame whose columns hold figures with their source"),
        "Column": _("a column of figures with their source"),
    }
    return words.get(kind, _("a figure with its source"))


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
