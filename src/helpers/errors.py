"""Bad input, said so that an analyst can fix it: file, line, column, value, expectation, remedy."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from linecache import getlines
from pathlib import Path
from traceback import extract_stack
from typing import Any, TypeVar
from unicodedata import category

from .i18n import Message, _, language

Made = TypeVar("Made")
_PACKAGE, _LIBRARY = str(Path(__file__).parent), re.compile("site-packages|dist-packages")
_STEERS = ("Cc", "Cf", "Cs", "Zl", "Zp")  # kinds of characters that a terminal obeys instead of showing them
MOST = 1000  # problems that are said: nobody reads more, and to write 200,000 takes ten seconds
LISTED = 12  # names that an error lists before it says how many there are
NEAR = 5  # names that an error offers instead of one that is unknown


@dataclass(frozen=True)
class Problem:
    """One fault of the input. `line` 0 means the file as a whole. code: the kind of fault, a short noun phrase."""

    file: str
    line: int = 0
    column: str = ""
    value: str | None = None
    expected: str = ""
    remedy: str = ""
    code: str = field(kw_only=True)

    def as_plain(self) -> dict[str, object]:
        """For machines: where, what was found and expected, and the kind of fault, which lasts while its words change."""
        return {each.name: getattr(self, each.name) for each in fields(self)}

    def __str__(self) -> str:
        return self.into(language())

    def into(self, language: str) -> str:
        """The fault in a language, such as that of the page that shows it."""
        file, column, expected, remedy = (
            text.into(language) if isinstance(text, Message) else text
            for text in (self.file, self.column, self.expected, self.remedy)
        )
        where = printable(file, lines=False)
        if self.line:
            where += _(", line {line}", line=self.line).into(language)
        if column:
            where += _(", column {column}", column=printable(column, lines=False)).into(language)
        found = "" if self.value is None else _("found {value!r}; ", value=self.value).into(language)
        wanted = _("expected {expected}", expected=expected).into(language) if expected else ""
        return printable(f"{where}: {found}{wanted}{'. ' if wanted and remedy else ''}{remedy}")


def printable(text: str, lines: bool = True, literal: Callable[[str], str] = ascii) -> str:
    """Text from outside as it may reach a terminal: what would steer it or turn the line round is written as its number.

    lines: the ends of lines stay, as in what a program said. literal: how a language writes such a character in quotes.

    >>> printable("tệp\\x1b[2J.csv"), printable("a\\u202eb\\nc", lines=False)
    ('tệp\\\\x1b[2J.csv', 'a\\\\u202eb\\\\nc')
    """
    kept = "\n\t" if lines else ""
    return "".join(literal(char)[1:-1] if category(char) in _STEERS and char not in kept else char for char in text)


# what machines refuse with, looked up by their own words, which stand here for the catalogue alone
_REFUSALS = (
    _("No space left on device"), _("Permission denied"), _("Operation not permitted"), _("No such file or directory"),
    _("Is a directory"), _("Not a directory"), _("Read-only file system"), _("Input/output error"),
    _("Disk quota exceeded"), _("Too many open files"), _("File name too long"), _("Address already in use"),
)  # fmt: skip


def refusal(error: OSError) -> str:
    """What the machine refused, in the reader's language where it is one of those that happen.

    >>> refusal(OSError(28, "No space left on device")), refusal(OSError("it is a link"))
    ('No space left on device', 'it is a link')
    """
    return Message(error.strerror) if error.strerror else str(error)


def nearest(name: str, known: Iterable[str]) -> str:
    """The names most like one that is unknown, for an error; the first few where none is like it.

    >>> nearest("parcel_sent", ["letters", "parcels_sent"])
    'parcels_sent'
    """
    known = list(known)
    return ", ".join(get_close_matches(name, known, NEAR, 0.5) or known[:NEAR]) or _("none")


def one_of(names: Iterable[str]) -> Message:
    """What is expected where few names are known.

    >>> one_of(["VP", "TTr"])
    'one of VP, TTr'
    """
    return _("one of {names}", names=", ".join(names))


def unknown_name(call: str, what: str, name: object, known: Iterable[object]) -> InputError:
    """The error for a name that a notebook has written and that there is not.

    >>> str(unknown_name("tables.table", "a column", "regoin", ["region", "beds"]))
    "tables.table: found 'regoin'; expected a column: region, beds. Did you mean region?"
    """
    names = list(map(str, known))
    near = get_close_matches(str(name), names, 1, 0.6)
    listed = ", ".join(names[:LISTED]) + (f" … ({len(names)})" if len(names) > LISTED else "")
    remedy = _("Did you mean {near}?", near=near[0]) if near else ""
    expected = _("{what}: {names}", what=what, names=listed or _("none"))
    return misused(call, str(name), expected, remedy, code="unknown_name")


def unknown_kind(call: str, value: object, expected: str, remedy: str = "") -> InputError:
    """The error for something that a notebook has given to a helper that takes other things.

    >>> str(unknown_kind("prose", 3, "a text"))
    "prose: found 'int'; expected a text"
    """
    return misused(call, type(value).__name__, expected, remedy, code="wrong_type")


def wrong_input(*where: Any, **said: Any) -> InputError:
    """The error for one fault of the input, with what `Problem` takes."""
    return InputError(Problem(*where, **said))


def misused(call: str, found: str | None, expected: str, remedy: str = "", *, code: str) -> InputError:
    """The error for what a notebook has given to a helper, or writes beside its numbers."""
    return wrong_input(call, 0, "", found, expected, remedy, code=code)


class InputError(Exception):
    """The input cannot be used; carries every problem found, not only the first."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        problems = [problems] if isinstance(problems, Problem) else list(problems)
        self.problems = sorted(problems, key=lambda p: (p.file, p.line, p.column))
        left = len(self.problems) - MOST
        self.said = [*map(str, self.problems[:MOST]), *([_("… and {count:,} more", count=left)] if left > 0 else [])]
        super().__init__("\n".join(self.said))


def refuse(problems: Iterable[Problem]) -> None:
    """Raises InputError with all of these, if there are any."""
    if problems := list(problems):
        raise InputError(problems)


def every(makers: Iterable[Callable[[], Made]]) -> list[Made]:
    """What each of them makes. Raises InputError with the problems of all of them."""
    made, problems = [], []
    for make in makers:
        try:
            made.append(make())
        except InputError as error:
            problems += error.problems
    refuse(problems)
    return made


class NotFinished(ValueError):
    """What the sections say does not make a document; the message names the place and what to do."""


# -- where in a notebook -----------------------------------------------------------------------------------------------


def code_of_notebook() -> str:
    """The call in a cell, or in one's own module, that is being run."""
    stack = extract_stack()
    own = next((each for each in reversed(stack) if not _of_others(each.filename)), stack[0])
    return " ".join("".join(getlines(own.filename)[(own.lineno or 1) - 1 : own.end_lineno]).split())


def _of_others(file: str) -> bool:
    """Whether code is ours or a library's, and not a notebook's or a module of one's own."""
    return file.startswith((_PACKAGE, "<frozen")) or _LIBRARY.search(file) is not None
