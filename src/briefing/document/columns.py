"""How wide the columns of a table are on paper (as CSS 2.1, 17.5.2.2, would have them), and how tall its rows, which stay together."""

import re
from functools import cache
from itertools import permutations

from . import fonts
from .grid import Cell, lines

UPRIGHT, ACROSS = (165.0, 257.0), (252.0, 170.0)  # mm between the margins of a page: across, down
WHOLE = 0.3  # of a page, without padding, head and caption: a lower table or row is not broken
FEW = 6  # rows that stay together at either end of a broken table
PAIR = 0.2  # of a page: if they are no higher together
LINE = 1.2  # of a table's letters, from line to line
POINTS = 72 / 25.4  # in a millimetre
READ = 66.0  # points, about a dozen letters: where there is room, no column of texts is narrower
SMALLEST = 6.5  # points: letters of a table of many columns
LETTERS = 11.5  # points: of tables, as the templates of both papers have them
SIDES = 8.0  # points: padding left and right of a cell
SLACK = 1.0  # points: what kerning and rounding may differ from the sum of the letters
INDENT = 14.2  # points: 5 mm, of a part under its whole
FLAG = 8.0  # points: the size of the audit's marks
CORRECTED, SMALLER = " (đính chính)", 0.8  # what report.typ sets behind a corrected figure, in letters of this size
CALL = "00"  # about as wide as the number of a footnote
STEPS = (24.0, 12.0, 6.0)  # points that one column takes of another at a time
TALLEST = 60  # rows for which the columns' widths are tried
GAIN = 0.05  # lines: what is worth a step
_BREAK = re.compile(r"(?<=-)|[^\S\u00a0]+")  # where a line may end


def widths(rows: list[list[Cell]], total: float, size: float) -> list[float]:
    """Points of each column: its longest word; what is left goes to long lines."""
    least, most, read = _asked(rows, size)
    least = read if sum(read) <= total else least
    shared = _shared(least, most, total)
    return _lowered(rows, shared, least, size) if sum(least) < total < sum(most) else shared


def letters(rows: list[list[Cell]], total: float, size: float) -> float:
    """The size of letters at which each column holds its longest word: smaller than asked for where it has to be."""
    while size > SMALLEST and sum(_asked(rows, size)[0]) > total:
        size -= 0.5
    return size


def _asked(rows: list[list[Cell]], size: float) -> tuple[list[float], list[float], list[float]]:
    """The width that each column needs, the one at which it breaks no line, and the one at which its texts are read with ease."""
    count = max(cell.column + cell.span for row in rows for cell in row)
    least, most, read = [SIDES] * count, [SIDES] * count, [SIDES] * count
    for cell in (cell for row in rows for cell in row if cell.span == 1):
        words, line = _needs(cell, size)
        least[cell.column] = max(least[cell.column], words)
        most[cell.column] = max(most[cell.column], line)
        read[cell.column] = max(read[cell.column], words, 0 if cell.is_head else min(line, READ))
    return least, most, read


def _lowered(rows: list[list[Cell]], wide: list[float], least: list[float], size: float) -> list[float]:
    """The widths, as columns take room of others as long as that makes the heads and the tallest rows lower."""
    head = [cell for row in rows for cell in row if cell.is_head]
    body = sorted((row for row in rows if row and not row[0].is_head), key=lambda row: height(row, wide, size))
    texts = [
        {cell.column: [size * fonts.width(line) for line in lines(cell.element)] for cell in row if cell.span == 1}
        for row in (head, *body[-TALLEST:])
    ]

    @cache
    def tall(column: int, width: float) -> list[float]:
        return [sum(max(1.0, line / (width - SIDES)) for line in row.get(column, ())) for row in texts]

    def whole(tried: list[float]) -> float:
        return float(sum(map(max, *map(tall, range(len(tried)), tried))))

    for step in STEPS:
        while tries := [
            [width + step * ((column == taker) - (column == giver)) for column, width in enumerate(wide)]
            for giver, taker in permutations(range(len(wide)), 2)
            if wide[giver] - step >= least[giver]
        ]:
            best = min(tries, key=whole)
            if whole(best) > whole(wide) - GAIN:
                break
            wide = best
    return wide


def _needs(cell: Cell, size: float) -> tuple[float, float]:
    """The widths of a cell's longest word and longest line."""
    bold = (cell.is_head and cell.element.tag == "th") or cell.element.getparent().get("class") == "total"
    around = SIDES + SLACK + INDENT * ("indent" in cell.classes)
    if len(cell.element):
        around += fonts.width(CALL) * size * len(cell.element.xpath(".//span[@class='footnote']"))
        corrected = cell.element.xpath(".//data[contains(@class, 'corrected')]")
        around += fonts.width(CORRECTED) * size * SMALLER * len(corrected)
        around -= (size - FLAG) * sum(fonts.width(flag.text_content()) for flag in cell.element.xpath(".//sup"))
    found = lines(cell.element)
    whole = not cell.is_head and bool({"number", "short"} & set(cell.classes))
    words = found if whole else [word for line in found for word in _BREAK.split(line)]
    longest = [max((fonts.width(text, bold) for text in texts), default=0) for texts in (words, found)]
    return around + size * longest[0], around + size * longest[1]


def _shared(least: list[float], most: list[float], total: float) -> list[float]:
    if sum(least) >= total:
        return [width * total / sum(least) for width in least]
    if sum(most) <= total:
        return [width * total / sum(most) for width in most]
    room, asked = total - sum(least), sum(most) - sum(least)
    return [low + room * (high - low) / asked for low, high in zip(least, most, strict=True)]


def height(row: list[Cell], columns: list[float], size: float) -> float:
    """About how tall a row is, in points."""
    counts = []
    for cell in row:
        room = max(sum(columns[cell.column : cell.column + cell.span]) - SIDES, size)
        counts.append(sum(1 + int(size * fonts.width(text) // room) for text in lines(cell.element)))
    return size * LINE * max(counts, default=1)


def together(rows: list[list[Cell]], heights: list[float], page: float) -> tuple[int, int]:
    """How many rows at the beginning, and at the end, stay on one page: all of a low table. page: its height."""
    if sum(heights) <= WHOLE * page:
        return len(rows), 0
    return _few(rows, heights, page), _few(rows[::-1], heights[::-1], page, behind=1) or int(
        heights[-1] <= WHOLE * page
    )


def is_group(row: list[Cell]) -> bool:
    return bool(row[0].element.getparent().get("class") == "group")


def _few(rows: list[list[Cell]], heights: list[float], page: float, behind: int = 0) -> int:
    """How many rows at the beginning, or reversed at the end, stay together: as many as are low enough, or none.

    A group's heading stays with the next row by itself, which is not to be the first of others; a note would be set again
    wherever Typst tries the row.
    """
    for count in range(min(FEW, len(rows) // 2), 1, -1):
        noted = any(row[0].element.getparent().xpath("boolean(.//span[@class='footnote'])") for row in rows[:count])
        if sum(heights[:count]) <= PAIR * page and not noted and not is_group(rows[count - 1 + behind]):
            return count
    return 0
