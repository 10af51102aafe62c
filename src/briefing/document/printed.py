"""What is printed and what was found, as data: what elements say of themselves is read, and written to them, here alone."""

import json
from collections.abc import Iterator

from lxml.html import HtmlElement

from helpers.values.sources import Cell, cell_set


def section_around(element: HtmlElement) -> HtmlElement | None:
    """The section that holds an element; topics are parts of one. None for the official heading."""
    return next((e for e in element.iterancestors("section") if "topic" not in (e.get("class") or "")), None)


def section_name(section: HtmlElement | None) -> str:
    """How a section is named beside figures: its number, or the anchor of one without."""
    return "" if section is None else section.get("data-section") or section.get("id") or ""


def _said(name: str) -> property:
    """What an attribute of the element says."""
    return property(lambda one: one.element.get(name, ""))


class Printed:
    """What is printed from cells: a figure, words of a row, a cell of a table.

    key: of a figure, the expression that gives it again; value, unit: what it is before it is rounded, "ratio" of a share.
    formula: how it was computed, for people.
    """

    source, key, value, unit, formula = map(_said, ("data-cells", "data-key", "value", "data-unit", "data-formula"))

    def __init__(self, element: HtmlElement) -> None:
        self.element = element
        self.is_figure = element.tag == "data"

    @property
    def cells(self) -> frozenset[Cell]:
        return cell_set(self.source)

    @property
    def text(self) -> str:
        return str(self.element.text_content())

    @property
    def section(self) -> str:
        return section_name(section_around(self.element))

    @property
    def in_annex(self) -> bool:
        return any(section.get("class") == "annex" for section in self.element.iterancestors("section"))

    @property
    def findings(self) -> list[str]:
        """The numbers of the articles that are about it."""
        return str(self.element.get("data-finding", "")).split()

    @property
    def is_marked(self) -> bool:
        """Whether it says already what was reported, or published, in its place."""
        return bool(self.element.get("data-old") or self.element.get("data-published"))

    def became(self, text: str, value: str, key: str, source: str) -> None:
        """Let a figure be another one, which is read, not computed."""
        for child in self.element:
            child.drop_tree()
        self.element.text = text
        self.element.attrib.update({"value": value, "data-key": key, "data-cells": source})
        self.element.attrib.pop("data-formula", None)

    def note(self, **said: str) -> None:
        """Let it say more: `old`, what was reported before somebody decided; `published`, what another edition had."""
        for name, words in said.items():
            self.element.set(f"data-{name}", words)

    def mark(self, kind: str) -> None:
        """Give it a look of its own."""
        self.element.set("class", f"{self.element.get('class', '')} {kind}".strip())

    def row(self) -> dict[str, str]:
        """A figure as figures.csv has it."""
        cells = [part.split(":") for part in self.source.split(";") if part]
        return {
            "section": self.section,
            "key": self.key,
            "text": self.text,
            "value": self.value,
            "unit": self.unit,
            "table": ";".join(cell[0] for cell in cells),
            "lines": ";".join(cell[1] for cell in cells),
            "column": ";".join(cell[2] for cell in cells),
            "formula": self.formula,
        }


def printed(body: HtmlElement) -> list[Printed]:
    """All that is printed from cells, in reading order, and every figure; what holds it is looked at, too."""
    return [Printed(each) for each in body.xpath("descendant-or-self::*[self::data or @data-cells]")]


class Article:
    """Findings that one change would settle, as the annex has them (`helpers.review`).

    words: what does not agree, and its state. ids: of the findings, as decisions name them. suspects: the cells that are
    probably wrong; doubtful: those in doubt by themselves, with all that state the same facts; sides: the cells of each number that does not agree; rows: of registers. stated: what the report states
    otherwise: expression and cells of what is computed, its text; what is stated, its expression and cell. accepted: why
    what does not agree may stay, for a footnote.
    """

    def __init__(self, element: HtmlElement) -> None:
        self.element = element
        self.number = element.get("data-finding")
        self.words = element.get("data-words", "")
        self.ids = json.loads(element.get("data-ids") or "[]")
        self.accepted = element.get("data-accepted", "")
        self.is_open = element.get("data-state") != "accepted"
        self.is_of_words = element.get("data-of") == "words"
        self.is_error = "error" in element.get("class", "").split()
        self.suspects = cell_set(element.get("data-suspects", ""))
        self.doubtful = self.suspects | cell_set(element.get("data-doubtful", ""))
        self.sides = [cell_set(part) for part in element.get("data-parts", "").split("|") if part]
        rows = (row.split(":") for row in element.get("data-rows", "").split(";") if row)
        self.rows = {(table, int(line)) for table, line in rows}
        self.about = cell_set(element.get("data-about", ""))
        self.compared: frozenset[Cell] = frozenset().union(*self.sides)
        self.stated: list[list[str]] = json.loads(element.get("data-stated") or "[]")


def articles(body: HtmlElement) -> list[Article]:
    return list(map(Article, body.xpath(".//article[@data-finding]")))


def corrections(body: HtmlElement) -> Iterator[tuple[frozenset[Cell], str, str]]:
    """The cell of each decided correction, of a control the key of the figure that it states, and what was reported."""
    for decided in body.xpath(".//span[@class='corrected']"):
        yield cell_set(decided.get("data-place")), decided.get("data-states", ""), decided.get("data-old")
