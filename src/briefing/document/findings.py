"""The findings of the audit, read from the articles of the annex (`helpers.review`)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cached_property

from lxml.html import HtmlElement

from helpers.values.sources import Cell, cell_set

_NUMBER = re.compile(r"^(?:PH)?\d+\. ")  # of a finding: its place among the others


class Article:
    """Findings that one change would settle.

    suspects: the cells that are probably wrong; sides: the cells of each number that does not agree; rows: of registers.
    """

    def __init__(self, element: HtmlElement) -> None:
        self.element = element
        self.number = element.get("data-finding")
        self.is_open = element.get("data-state") != "accepted"
        self.is_error = "error" in element.get("class", "").split()
        self.suspects = cell_set(element.get("data-suspects", ""))
        self.sides = [cell_set(part) for part in element.get("data-parts", "").split("|") if part]
        rows = (row.split(":") for row in element.get("data-rows", "").split(";") if row)
        self.rows = {(table, int(line)) for table, line in rows}
        self.about = cell_set(element.get("data-about", ""))

    @property
    def compared(self) -> frozenset[Cell]:
        return frozenset().union(*self.sides)

    @property
    def stated(self) -> list[list[str]]:
        """What the report states otherwise: expression, cells, the text that is computed, the text that is stated."""
        return json.loads(self.element.get("data-stated") or "[]")

    @cached_property
    def heading(self) -> HtmlElement:
        return next(self.element.iterchildren("h3", "h4", "h5", "h6"))

    @property
    def words(self) -> str:
        """What does not agree, and its state."""
        title, state = (" ".join(span.text_content().split()).rstrip(".") for span in self.heading[:2])
        return f"{_NUMBER.sub('', title)} ({state})"

    @property
    def ids(self) -> list[str]:
        """Of the findings, as decisions name them."""
        ids = self.element.xpath(".//dt[.='Mã phát hiện']/following-sibling::dd[1]//text()")
        return [" ".join(name.split()) for name in ids]


def articles(body: HtmlElement) -> Iterator[Article]:
    return map(Article, body.xpath(".//article[@data-finding]"))
