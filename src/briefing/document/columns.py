"""How wide the columns of a table are on paper (as CSS 2.1, 17.5.2.2, would have them), and how tall its rows."""

from __future__ import annotations

import re

from . import fonts
from .grid import Cell, lines

SIDES = 8.0  # points: padding left and right of a cell
SLACK = 1.0  # points: what kerning and rounding may differ from the sum of the letters
INDENT = 14.2  # points: 5 mm, of a part under its whole
FLAG = 8.0  # points: the size of the audit's marks
CORRECTED, SMALLER = " (đính chính)", 0.8  # what report.typ sets behind a corrected figure, in letters of this size
CALL = "00"  # about as wide as the number of a footnote
LONG = 198.4  # points: 70 mm for a column of long texts under a tall head; narrower, it would make every row taller
_BREAK = re.compile(r"(?<=-)|[^\S\u00a0]+")  # where a line may end


def widths(rows: list[list[Cell]], total: float, size: float, last_whole: bool = False) -> list[float]:
    """Points of each column: its longest word at least; what is left goes where the longest lines are.

    size: of the letters, in points. last_whole: the last column's texts are not broken.
    """
    count = max(cell.column + cell.span for row in rows for cell in row)
    least, most, roomy = [SIDES] * count, [SIDES] * count, set()
    tall = sum(row[0].is_head for row in rows if row) > 2
    for cell in (cell for row in rows for cell in row if cell.span == 1):
        words, line = _needs(cell, size, last_whole and cell.column == count - 1)
        if tall and "long" in cell.classes:
            roomy.add(cell.column)
        least[cell.column] = max(least[cell.column], words)
        most[cell.column] = max(most[cell.column], line)
    for column in roomy:
        least[column] = max(least[column], LONG)
    most = [max(pair) for pair in zip(least, most, strict=True)]
    return _shared(least, most, total)


def _needs(cell: Cell, size: float, whole: bool) -> tuple[float, float]:
    """The widths of a cell's longest word and longest line."""
    bold = cell.is_head and cell.element.tag == "th"
    around = SIDES + SLACK + INDENT * ("indent" in cell.classes)
    around += fonts.width(CALL) * size * len(cell.element.xpath(".//span[@class='footnote']"))
    around += (
        fonts.width(CORRECTED) * size * SMALLER * len(cell.element.xpath(".//data[contains(@class, 'corrected')]"))
    )
    found = lines(cell.element)
    whole = whole or (not cell.is_head and bool({"number", "short"} & set(cell.classes)))
    words = found if whole else [word for line in found for word in _BREAK.split(line)]
    bold = bold or cell.element.getparent().get("class") == "total"
    around -= (size - FLAG) * sum(fonts.width(flag.text_content()) for flag in cell.element.xpath(".//sup"))
    longest = [max((fonts.width(text, bold) for text in texts), default=0) for texts in (words, found)]
    return around + size * longest[0], around + size * longest[1]


def _shared(least: list[float], most: list[float], total: float) -> list[float]:
    if sum(least) >= total:
        return [width * total / sum(least) for width in least]
    if sum(most) <= total:
        return [width * total / sum(most) for width in most]
    room, asked = total - sum(least), sum(most) - sum(least)
    return [low + room * (high - low) / asked for low, high in zip(least, most, strict=True)]


def height(row: list[Cell], columns: list[float], size: float, line: float) -> float:
    """About how tall a row is, in points. line: from one line to the next."""
    counts = []
    for cell in row:
        room = max(sum(columns[cell.column : cell.column + cell.span]) - SIDES, size)
        counts.append(sum(1 + int(size * fonts.width(text) // room) for text in lines(cell.element)))
    return line * max(counts, default=1)
