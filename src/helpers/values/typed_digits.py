"""Digits that a person typed: every digit in prose must come from a figure, a date, a document, a text of the data or a heading.

A cell is refused as soon as it composes such words, in JupyterLab too; the document is checked once more as a whole.
"""

from __future__ import annotations

import re
from itertools import pairwise

from ..i18n import _
from .blocks import Figure, Inlines, Text, plain

_OF_NUMBER = _(
    "Print a number that pandas, numpy or len() gives as edition.computed(number, unit='…', name='…', of=frame); read others with "
    "edition.figure or edition.count."
)
_OF_YEAR = _("Write {edition.year}, or {edition.label} for the period.")
_OF_NAME = _("Of a name the digits stand in quotes: {{'{phrase}'}}, in an f-string {{{{'{phrase}'}}}}.")
_PHRASE = re.compile(r"\S*\d\S*")
_COMPUTED = re.compile(r"-?\d(?:\.\d+)?e[+-]\d+%?")  # as Python prints a number of its own
_DIGIT = re.compile(r"\d")
_MEASURE = re.compile(r"\b[kcd]?m[23]\b")  # its digit counts nothing


class TypedDigits(ValueError):
    """Digits in prose that no figure, date or document accounts for."""


def refuse(said: Inlines) -> None:
    """Raises TypedDigits, with the words around them, for digits that come from nowhere, and for a second percent sign.

    >>> refuse((Text("Có 05 trạm."),))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    helpers.values.typed_digits.TypedDigits: digits typed into prose: '05' in 'Có 05 trạm.'. Print a number that pandas, ...
    """
    for each in said:
        if isinstance(each, Text) and each.typed and not each.date and _DIGIT.search(_MEASURE.sub("", each.text)):
            raise TypedDigits(_told(each.text, plain(said)))
    for figure, after in pairwise(said):
        if isinstance(figure, Figure) and figure.text.endswith("%") and plain((after,)).lstrip().startswith("%"):
            told = _(
                "{said!r} says its unit twice: the figure prints its own. Leave out what stands behind it.",
                said=f"{figure.text}%",
            )
            raise TypedDigits(told)


def changed(written: str) -> str:
    """What is wrong where a figure's own words were changed, so that it is none any more."""
    return _(
        "a figure was changed after it was written: {written!r}. Change its value, or its format.", written=written[:60]
    )


def typed(words: str) -> list[str]:
    """The words with digits in them, but for units such as m2.

    >>> typed("Có 05 trạm trên 2 km2.")
    ['05', '2']
    """
    return _PHRASE.findall(_MEASURE.sub("", words))


def _told(text: str, around: str) -> str:
    numbers = ", ".join(repr(number) for number in re.findall(r"\d[\d.,/]*\d|\d", text))
    sentence = around.strip()[:200]
    phrase = (found[0] if (found := _PHRASE.search(text)) else text).strip(" .,;:()")
    of_name = any(map(str.isalpha, phrase)) and not _COMPUTED.fullmatch(phrase)
    of_year = phrase.isdigit() and 1900 <= int(phrase) < 2100
    first = "" if of_name else _OF_YEAR if of_year else _OF_NUMBER
    remedy = f"{first} {_OF_NAME.format(phrase=phrase)}".strip()
    there = {"numbers": numbers, "sentence": sentence, "remedy": remedy}
    return _("digits typed into prose: {numbers} in {sentence!r}. {remedy}", **there)
