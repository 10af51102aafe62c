"""Digits that a person typed: every digit in prose must come from a figure, a date, a document, a text of the data or a heading.

A cell is refused as soon as it composes such words, in JupyterLab too; the document is checked once more as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol
from weakref import ReferenceType

from ..data.units import POINTS, counted_in, misnamed
from ..i18n import _
from .blocks import Figure, Text
from .sources import Cell, Cells

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from ..data.expressions import Select

REMEDY = _(
    "A number that pandas, numpy or len() gives is printed as edition.computed(number, unit='…', name='…', of=frame). Others are "
    "read with edition.figure, count or fact; how many rows, by codes: edition.figures(table, 'rows', by='…'). "
    "A period is {{edition.label}}, as a column edition.label itself, not str(edition.label); classes of pd.cut have the ends "
    "of their bins in their labels. Of a name the digits stand in quotes: “khai thác {{'{phrase}'}}”, in an f-string "
    "{{{{'{phrase}'}}}}."
)
_PHRASE = re.compile(r"\S*\d\S*")
# elements whose digits come from data or are the document's own numbering
_SOURCED = {"data", "time", "cite", "sup", "a", "svg", "pre", "code", "h1", "h2", "h3", "h4", "h5"}
SVG = re.compile(r"<svg\b.*?</svg>", re.DOTALL)  # a drawing in HTML, which says what tables say
_DIGIT = re.compile(r"\d")
_MEASURE = re.compile(r"\b[kcd]?m[23]\b")  # its digit counts nothing
at_work: ReferenceType[Speaking] | None = None  # the edition, while it lives
_WORD = re.compile(r"(?<![\w./@-])[a-z][a-z0-9_-]{3,}(?![\w/@-]|\.\w)")
_BEHIND = re.compile(r"%|\s+[^.,;:()]+")  # the words behind a figure
# "tăng -3,8%", "nhiều hơn cấp xã -5", "giảm giảm 3%": a word that says what rises, and a sign or word that says it again
_RISES = re.compile(r"\b((?:tăng|giảm|hơn|kém|thiếu|hụt|vượt|thừa)\b[^.;:,()]{0,40}?)\s*\Z", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9][0-9.]*(?:,[0-9]+)?")
Leaves = Sequence[Text | Figure | None]  # the words and figures of a sentence, None for what is neither


class Speaking(Protocol):
    """An edition, as far as it knows words."""

    @property
    def unspoken(self) -> Mapping[str, str]: ...
    def whole_and_part(self, cells: Iterable[Cells]) -> tuple[Cell, Cell] | None: ...
    def is_average(self, select: Select) -> bool: ...
    def said_of_period(self, column: str) -> str: ...
    def source_of(self, figure: Any) -> object: ...
    @property
    def unsent(self) -> Sequence[tuple[str, str]]: ...
    def _are_all(self, parts: Sequence[Select]) -> bool: ...


class TypedDigits(ValueError):
    """Digits in prose that no figure, date or document accounts for."""


def speaking() -> Speaking | None:
    """The edition that a notebook speaks of, while it lives."""
    return at_work() if at_work else None


def no_number() -> tuple[str, str]:
    """What is lacking where a row has no number, and what to write."""
    expected, edition = _("a number in each row"), speaking()
    for table, period in edition.unsent if edition else ():
        remedy = _(
            "Import its numbers: {briefing} forms in FILE.csv --period {period}; or compare only where there are some: if edition.of({period!r}).count({table!r}): …",
            table=table,
            period=period,
        )
        return _("{expected}; {table} has none in {period}", expected=expected, table=table, period=period), remedy
    return expected, _("Take those that both have: values[values.notna()], frame.dropna().")


def refuse(said: Leaves) -> None:
    """Raises TypedDigits, with the digits and the words around them, for digits that come from nowhere.

    >>> refuse([Text("Có "), Figure("05", "5"), Text(" trạm.")])
    >>> refuse([Text("Có 05 trạm.")])  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    helpers.values.digits.TypedDigits: digits typed into prose: '05' in 'Có 05 trạm.'. A number that pandas, ...
    """
    for each in said:
        if isinstance(each, Text) and _is_typed(each) and _DIGIT.search(_MEASURE.sub("", each.text)):
            raise TypedDigits(_told(each.text, "".join(one.text for one in said if one)))


def _is_typed(words: Text) -> bool:
    return words.typed and not words.date


def refuse_slips(said: Leaves) -> None:
    """Raises TypedDigits for a unit that is said twice or is not the figure's, and for a code in the place of its label.

    >>> refuse_slips([Text("Gấp "), Figure("490,0%", "4.9", "ratio"), Text(" lần.")])
    Traceback (most recent call last):
    helpers.values.digits.TypedDigits: '490,0% lần' says its unit twice. Write {figure:.1times} for how many times, {figure:.1} without a unit behind it for a share.
    """
    for at, each in enumerate(said):
        if not isinstance(each, Figure):
            continue
        if each.value:
            refuse_other_number(Decimal(each.value), each.text)
        before, after = (
            one.text if isinstance(one, Text) else ""
            for one in (said[at - 1] if at else None, *said[at + 1 : at + 2], None)[:2]
        )
        if behind := _BEHIND.match(after):
            _refuse_unit(each, behind[0])
        if (rises := _RISES.search(before)) and each.text.startswith(("-", "tăng ", "giảm ")):
            told = _(
                "{said!r}: write {{figure:trend}}, which says whether it rises or falls.",
                said=f"{rises[1]} {each.text}",
            )
            raise TypedDigits(told)
    edition = speaking()
    labels = edition.unspoken if edition else {}
    words = (word for each in said if isinstance(each, Text) and _is_typed(each) for word in _WORD.findall(each.text))
    if code := next((word for word in words if word in labels), ""):
        raise TypedDigits(
            _(
                "{code!r} is a code, which readers know as {label!r}. Write {{code}} in an f-string, which is the label, or edition.label_of(…); ', '.join(codes) has the codes: take enumerated(column.drop_duplicates(), '{{figure}}').",
                code=code,
                label=labels[code],
            )
        )


def _refuse_unit(figure: Figure, behind: str) -> None:
    """Raises TypedDigits for a figure behind which its unit is said again, or another one."""
    said, unit, words = figure.text, figure.text.partition("\xa0")[2], behind.strip()
    if not unit and figure.unit and misnamed(words, figure.unit):
        raise TypedDigits(
            _(
                "{said!r}: the figure is in {unit!r}. Write {{figure:unit}}, or bring it to the other: {{figure / 1000:.1}} tỷ đồng.",
                said=f"{said} {words}",
                unit=figure.unit,
            )
        )
    of_percent = said.endswith(("%", POINTS))
    again = re.match(rf"%|{POINTS}|lần(?! lượt|\w)", words) if of_percent else None
    ends = "|".join(map(re.escape, {unit, counted_in(unit)[1]}))  # "nghìn m3" behind which "m3" is said
    if again and again[0] == "%":
        there = {"said": said.replace("\xa0", " ") + ("" if behind[0] == "%" else " ") + "%"}
        told = _("{said!r} says its unit twice: the figure prints its own. Leave out the % behind it.", **there)
        raise TypedDigits(told)
    if again or (again := re.match(rf"(?:{ends})(?!\w)", words) if unit else None):
        raise TypedDigits(
            _(
                "{said!r} says its unit twice. Write {{figure:.1times}} for how many times, {{figure:.1}} without a unit behind it for a share.",
                said=said.replace("\xa0", " ") + ("" if behind[0] == "%" else " ") + again[0],
            )
        )


def changed(written: str) -> str:
    """What is wrong where a figure's own words were changed, so that it is none any more."""
    return _(
        "a figure was changed after it was written: {written!r}. Change its value, or its format.", written=written[:60]
    )


def refuse_other_number(value: Decimal, said: str) -> None:
    """Raises TypedDigits for digits that were changed after the figure had written them, as `replace` does."""
    numbers = _NUMBER.findall(said)  # a unit, or "hơn", may have digits of its own
    if numbers and not any(_is_printed(number, value) for number in numbers):
        raise TypedDigits(
            _(
                "{said!r} is not the figure, which is {value}: it was changed after it was written. Leave replace(…) out, and give its decimals: {{figure:.1}}.",
                said=said,
                value=f"{value:f}",
            )
        )


def _is_printed(number: str, value: Decimal) -> bool:
    """Whether digits are those of a value, rounded as they are, or of a share in percent."""
    whole, _comma, decimals = number.replace(".", "").partition(",")
    printed, zeros = Decimal(f"{whole}.{decimals or 0}"), len(whole) - len(whole.rstrip("0"))
    step = Decimal(1).scaleb(-len(decimals) if decimals or not printed else zeros)  # round(figure, -3): “12.000”
    return any(abs(abs(value * times) - printed) <= step for times in (1, 100, Decimal("0.01")))


def typed(words: str) -> list[str]:
    """The words with digits in them, but for units such as m2.

    >>> typed("Có 05 trạm trên 2 km2.")
    ['05', '2']
    """
    return _PHRASE.findall(_MEASURE.sub("", words))


def find(element: HtmlElement) -> tuple[str, HtmlElement] | None:
    """The first text in an element with digits that come from nowhere, and the element around it."""
    typed = (found for found in _typed(element, _DIGIT) if _DIGIT.search(_MEASURE.sub("", found[0])))
    return next(typed, None)  # "１２" is a number, too


def _typed(element: HtmlElement, having: re.Pattern[str]) -> Iterator[tuple[str, HtmlElement]]:
    """The texts in an element that have something and come from nowhere, each with the element around it."""
    for text in filter(having.search, element.xpath(".//text()")):
        owner = text.getparent() if text.is_text else text.getparent().getparent()
        if not any(_is_sourced(around) for around in (owner, *owner.iterancestors())):
            yield str(text), owner


def message(text: str, around: HtmlElement) -> str:
    """What is wrong, and what to do."""
    return _told(text, around.text_content())


def _told(text: str, around: str) -> str:
    numbers = ", ".join(repr(number) for number in re.findall(r"\d[\d.,/]*\d|\d", text))
    sentence = around.strip()[:200]
    phrase = found[0] if (found := _PHRASE.search(text)) else text
    there = {"numbers": numbers, "sentence": sentence, "remedy": REMEDY.format(phrase=phrase.strip(" .,;:"))}
    return _("digits typed into prose: {numbers} in {sentence!r}. {remedy}", **there)


def _is_sourced(element: HtmlElement) -> bool:
    """True for what accounts for its digits; a judgment only knows what it rests on."""
    kind = element.get("class")
    return element.tag in _SOURCED or kind == "text" or (bool(element.get("data-cells")) and kind != "judgment")
