"""The grid of a table on paper: which cell stands where, for the PDF and for Word alike."""

from __future__ import annotations

from dataclasses import dataclass

from lxml.html import HtmlElement


@dataclass(frozen=True)
class Cell:
    """A cell, the column where it begins and how many it spans; without an element where one from above reaches down."""

    element: HtmlElement | None
    column: int
    span: int
    down: bool = False  # it reaches further down

    @property
    def is_head(self) -> bool:
        return self.element is not None and self.element.getparent().getparent().tag == "thead"

    @property
    def classes(self) -> list[str]:
        return [] if self.element is None else (self.element.get("class") or "").split()


def grid(table: HtmlElement) -> list[list[Cell]]:
    """Every row's places from left to right, with those that a cell of an earlier row fills."""
    rows: list[list[Cell]] = []
    above: dict[int, tuple[int, int]] = {}  # column: rows still to fill, columns
    for row in table.iter("tr"):
        places, column, elements = [], 0, list(row.iterchildren("td", "th"))
        while elements or column in above:
            if column in above:
                left, span = above.pop(column)
                element = None
            else:
                element = elements.pop(0)
                left, span = int(element.get("rowspan", 1)), int(element.get("colspan", 1))
            places.append(Cell(element, column, span, left > 1))
            if left > 1:
                above[column] = (left - 1, span)
            column += span
        rows.append(places)
    return rows


def beginning(rows: list[list[Cell]]) -> list[list[Cell]]:
    """The cells that begin in each row."""
    return [[cell for cell in row if cell.element is not None] for row in rows]


def lines(element: HtmlElement) -> list[str]:
    """The text of a cell as its line breaks part it, without footnotes."""
    pieces = element.xpath(".//br | .//text()[not(ancestor::span[@class='footnote'])]")
    return "".join(piece if isinstance(piece, str) else "\n" for piece in pieces).split("\n")
