"""Numbers in the words of a picture: those of its values, as a report writes them."""

import re
from collections.abc import Iterable
from decimal import Decimal
from html import escape

from matplotlib.figure import Figure as Canvas
from matplotlib.text import Text
from matplotlib.ticker import Formatter, FuncFormatter

from ..language import _
from ..problems import misused
from ..values.digits import vouched
from ..values.vietnamese import number
from .shapes import is_named

_NUMBER = re.compile(r"\d[\d.,]*(?:e[+-]?\d+)?(?<![.,])")
_ENGLISH = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_DECLARED = re.compile(r"<span[^>]*>.*?</span>")
_DECIMALS = 4  # with at most so many a value is known again


def write_as_reports_do(canvas: Canvas, known: Iterable[float], labels: Iterable[object]) -> None:
    """Write “3295”, “3,295.0” and “3.295e+03” of a known number as “3.295”.

    labels: words that may hold digits, such as those of the values' index. Raises InputError for any other number.
    """
    numbers = [float(value) for value in known]
    forms = {number(Decimal(repr(value)), places) for value in numbers for places in range(_DECIMALS + 1)}
    named = sorted(filter(None, map(str, labels)), key=len, reverse=True)
    for text in _texts(canvas):
        said = text.get_text()
        rest = _DECLARED.sub("", vouched(escape(said)))
        for label in named:
            rest = rest.replace(escape(label), "")
        for found in (each for each in _NUMBER.findall(rest) if each not in forms):
            said = said.replace(found, _written(found, numbers, text.get_text()))
        text.set_text(said)


def _texts(canvas: Canvas) -> list[Text]:
    """What is written in a picture, but the numbers along its axes."""
    axes = [axis for part in canvas.axes for axis in (part.xaxis, part.yaxis)]
    numbered = [axis for axis in axes if not is_named(axis.get_major_formatter())]
    along = {id(label) for axis in numbered for label in (*axis.get_ticklabels(which="both"), axis.get_offset_text())}
    texts = (each for each in canvas.findobj(Text) if isinstance(each, Text) and each.get_visible())
    return [each for each in texts if id(each) not in along and re.search(r"\d", each.get_text())]


def as_reports_do(formatter: Formatter) -> Formatter:
    """Numbers along an axis as somebody formats them, “4,000.5”, in Vietnamese: “4.000,5”."""
    return FuncFormatter(lambda value, place: _ENGLISH.sub(_in_vietnamese, formatter(value, place)))


def _in_vietnamese(found: re.Match[str]) -> str:
    return found[0].translate(str.maketrans(",.", ".,"))


def _written(found: str, known: list[float], said: str) -> str:
    plain, exponent, _power = found.replace(",", "").partition("e")
    if plain.count(".") <= 1:
        value, places = float(found.replace(",", "")), len(plain.partition(".")[2])
        within = abs(value) * 1e-5 if exponent else 0.5000001 * 10**-places
        for each in (each for each in known if abs(each - value) <= within):
            return number(Decimal(repr(each)), 0 if exponent else places)
    expected = _("a number of the values, their sum, their mean or a share of a sum")
    remedy = _("Give it as one of the values, or leave it out of the picture: its source would not be said.")
    raise misused("charts.drawn", found if found == said else f"{found} ({said})", expected, remedy)
