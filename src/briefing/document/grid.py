"""The grid of a table on paper: which cell stands where, for the PDF and for Word alike."""

from dataclasses import dataclass

from lxml.html import HtmlElement


@dataclass(frozen=True)
class Cell:
    """A cell, the column where it begins and how many it spans; `begins` is False where one from above reaches down."""

    element: HtmlElement
    column: int
    span: int
    begins: bool = True
    down: bool = False  # it reaches further down

    @property
    def is_head(self) -> bool:
        return self.begins and self.element.getparent().getparent().tag == "thead"

    @property
    def classes(self) -> list[str]:
        return (self.element.get("class") or "").split() if self.begins else []


def grid(table: HtmlElement) -> list[list[Cell]]:
    """Every row's places from left to right, with those that a cell of an earlier row fills."""
    rows: list[list[Cell]] = []
    above: dict[int, tuple[HtmlElement, int, int]] = {}  # column: what reaches down, rows still to fill, columns
    for row in table.iter("tr"):
        places, column, elements = [], 0, list(row.iterchildren("td", "th"))
        while elements or column in above:
            if from_above := column in above:
                element, left, span = above.pop(column)
            else:
                element = elements.pop(0)
                left, span = int(element.get("rowspan", 1)), int(element.get("colspan", 1))
            places.append(Cell(element, column, span, not from_above, left > 1))
            if left > 1:
                above[column] = element, left - 1, span
            column += span
        rows.append(places)
    return rows


def beginning(rows: list[list[Cell]]) -> list[list[Cell]]:
    """The cells that begin in each row."""
    return [[cell for cell in row if cell.begins] for row in rows]


def lines(element: HtmlElement) -> list[str]:
    """The text of a cell as its line breaks part it, without footnotes."""
    if not len(element):  # most cells, and a query for each takes longer than all else about it
        return (element.text or "").split("\n")
    pieces = element.xpath(".//br | .//text()[not(ancestor::span[@class='footnote'])]")
    return "".join(piece if isinstance(piece, str) else "\n" for piece in pieces).split("\n")
