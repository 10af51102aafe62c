"""From cells to what they feed in the built briefing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import html as lxml_html
from lxml.html import HtmlElement

from helpers.data.periods import PeriodRows
from helpers.data.places import Located, find_places
from helpers.problems import InputError, Problem
from helpers.values.sources import parse

from ..document.tree import section_around, section_name
from ..order import HTML, Order
from .recipe import locate


def trace(place: str, order: Order) -> Iterator[str]:
    """The sentences, tables and charts of the edition that cells feed, in reading order.

    place: `dossiers_received.dossiers(channel='online')`, `alerts.rows(monitor='server')`, or a CSV line,
        `data/dossiers_received.csv:2` or `data/dossiers_received.csv:2:dossiers`.
    """
    tables = locate(order)
    places = set(find_places(place, lambda name, period: PeriodRows(period or order.period, tables.rows).rows(name)))
    for table, line, _ in places:
        if line not in (rows := tables.rows(table)):
            expected = f"a line of {table}.csv where a row begins: {min(rows, default=2)} to {max(rows, default=2)}"
            raise InputError(Problem("PLACE", value=place, expected=expected, remedy="Line 1 is the header."))
    path = order.folder / HTML
    if not path.exists():
        raise InputError(Problem(str(path), expected="a built edition", remedy="Build it first: briefing build"))
    tree = lxml_html.document_fromstring(path.read_text(encoding="utf-8"))
    found = dict.fromkeys(
        _describe(element) for element in tree.xpath("//main//*[@data-cells]") if _uses(element, places)
    )
    yield from found or [f"nothing in {order.period} is printed from {place}"]


def _uses(element: HtmlElement, places: set[Located]) -> bool:
    cells = parse(element.get("data-cells"))
    return any({(c.table, line, c.column), (c.table, line, "")} & places for c in cells for line in c.lines)


def _describe(element: HtmlElement) -> str:
    """Section, then the caption of the table or chart, or the sentence around the element."""
    section = section_name(section_around(element))
    figure = next(element.iterancestors("figure"), None)
    if figure is not None:
        return f"{section}: {' '.join(figure.find('figcaption').text_content().split())}"
    block = next(
        (e for e in element.iterancestors("p", "li", "div") if e.tag != "div" or e.get("class") == "card"), element
    )
    return f"{section}: {_sentence(block, element)}"


def _sentence(block: HtmlElement, element: HtmlElement) -> str:
    sentences = re.split(r"(?<=[.;]) (?=\w)", " ".join(block.text_content().split()))
    words = " ".join(element.text_content().split())
    return next((sentence for sentence in sentences if words in sentence), sentences[0])
