"""Digits that a person typed: every digit in prose must come from a figure, a date, a document, a text of the data or a heading.

A cell is refused as soon as it composes such words, in JupyterLab too; the document is checked once more as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape
from typing import TYPE_CHECKING
from weakref import WeakMethod

from ..language import _

if TYPE_CHECKING:
    from lxml.html import HtmlElement

REMEDY = _(
    "Print the number as a figure: read it with Edition.figure, fact, day or document; what pandas adds up, groups and "
    "merges with Edition.register; how many rows with Edition.count or Edition.figures(…, 'rows', "
    "by=…); other statistics with computed(function, of=column) or Edition.figures(…, by=…, how='median'). A fixed phrase "
    "is a row of validity.csv, list words."
)
# elements whose digits come from data or are the document's own numbering
_SOURCED = {"data", "time", "cite", "sup", "a", "svg", "pre", "code", "h1", "h2", "h3", "h4", "h5"}
SVG = re.compile(r"<svg\b.*?</svg>", re.DOTALL)  # a drawing in HTML, which says what tables say
_DIGIT = re.compile(r"\d")
_OUTSIDE_TAGS = re.compile(r"(?<=>)[^<]+")
# what the edition at work declares (validity.csv), while it lives: each phrase with its cell
declared: WeakMethod[Callable[[], Mapping[str, str]]] | None = None
_DIGIT_OUTSIDE_TAGS = re.compile(r"(?:^|>)[^<]*\d")


class TypedDigits(ValueError):
    """Digits in prose that no figure, date or document accounts for."""


def refuse(html: str) -> None:
    """Raises TypedDigits, with the digits and the words around them, for HTML with digits that come from nowhere.

    >>> refuse('<p>Có <data value="5">05</data> trạm.</p>')
    >>> refuse("<p>Có 05 trạm.</p>")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    helpers.values.digits.TypedDigits: digits typed into prose: '05' in 'Có 05 trạm.'. Print the number as a figure: ...
    """
    html = SVG.sub("", html)
    if not _DIGIT_OUTSIDE_TAGS.search(html):
        return
    from lxml.html import fragment_fromstring

    if found := find(fragment_fromstring(html, create_parent="div")):
        raise TypedDigits(message(*found))


def vouched(html: str) -> str:
    """The HTML with the declared phrases that hold digits as texts of the data, which know their row."""
    of_edition = declared() if declared else None
    known = of_edition() if of_edition else {}
    phrases = {escape(phrase): cells for phrase, cells in known.items() if _DIGIT.search(phrase)}
    if not phrases:
        return html
    longest_first = "|".join(map(re.escape, sorted(phrases, key=len, reverse=True)))
    stands = re.compile(rf"(?<!\w)(?:{longest_first})(?!\w|[.,]\d)", re.IGNORECASE)
    by_small_letters = {phrase.lower(): cells for phrase, cells in phrases.items()}

    def with_source(match: re.Match[str]) -> str:
        return f'<span class="text" data-cells="{by_small_letters[match[0].lower()]}">{match[0]}</span>'

    return _OUTSIDE_TAGS.sub(lambda match: stands.sub(with_source, match[0]), html)


def find(element: HtmlElement) -> tuple[str, HtmlElement] | None:
    """The first text in an element with digits that come from nowhere, and the element around it."""
    for text in filter(_DIGIT.search, element.xpath(".//text()")):  # of any script: "１２" is a number, too
        owner = text.getparent() if text.is_text else text.getparent().getparent()
        if not any(_is_sourced(around) for around in (owner, *owner.iterancestors())):
            return str(text), owner
    return None


def message(text: str, around: HtmlElement) -> str:
    """What is wrong, and what to do."""
    numbers = ", ".join(repr(number) for number in re.findall(r"\d[\d.,/]*\d|\d", text))
    sentence = around.text_content().strip()[:200]
    there = {"numbers": numbers, "sentence": sentence, "remedy": REMEDY}
    return _("digits typed into prose: {numbers} in {sentence!r}. {remedy}", **there)


def _is_sourced(element: HtmlElement) -> bool:
    """True for what accounts for its digits; a judgment only knows what it rests on."""
    kind = element.get("class")
    return element.tag in _SOURCED or kind == "text" or (bool(element.get("data-cells")) and kind != "judgment")
