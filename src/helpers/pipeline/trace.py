"""From a CSV line to what it feeds in the built briefing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import html as lxml_html
from lxml.html import HtmlElement

from ..problems import InputError, Problem
from ..values.sources import parse
from .build import locate
from .formats.tree import section_around, section_name
from .order import HTML, Order

_PLACE = re.compile(r"(?P<file>.+\.csv):(?P<line>\d+)(?::(?P<column>\w+))?")


def trace(place: str, order: Order) -> Iterator[str]:
    """The sentences, tables and charts of the edition that a cell or a line feeds, in reading order.

    place: `data/dossiers_received.csv:2` or, for one column, `data/dossiers_received.csv:2:dossiers`.
    """
    match = _PLACE.fullmatch(place)
    if not match:
        raise InputError(
            Problem(
                "FILE:LINE[:COLUMN]",
                value=place,
                expected="a CSV line such as data/alerts.csv:3 or data/alerts.csv:3:alerts",
            )
        )
    locate(order)
    path = order.folder / HTML
    if not path.exists():
        raise InputError(Problem(str(path), expected="a built edition", remedy="Build it first: briefing build"))
    table, line, column = Path(match["file"]).stem, int(match["line"]), match["column"]
    tree = lxml_html.document_fromstring(path.read_text(encoding="utf-8"))
    found = dict.fromkeys(
        _describe(element) for element in tree.xpath("//main//*[@data-cells]") if _uses(element, table, line, column)
    )
    yield from found or [f"nothing in {order.period} is printed from {place}"]


def _uses(element: HtmlElement, table: str, line: int, column: str | None) -> bool:
    cells = parse(element.get("data-cells"))
    return any(cell.table == table and line in cell.lines and column in (None, cell.column) for cell in cells)


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
