"""How wide the columns of a table are on paper, by the letters in them, for Typst and for editors that do not size columns."""

import re

from helpers.values.blocks import Table, plain

WIDE = 0.5  # of its size: how wide a letter is, as digits are
SIDES, LONGEST = 2, 25  # letters: as padding of a cell takes; a word that is longer may be broken
HEAD = 3  # lines that a head may take
_BREAK = re.compile(r"(?<=[-/])|[^\S\u00a0]+")  # where a line may end


def columns(table: Table) -> list[tuple[float, float]]:
    """Letters of the longest word and of the longest line of each column."""
    found: dict[int, list[tuple[float, float]]] = {}
    for at_row, row in enumerate((*table.head, *table.rows)):
        for cell in row.cells:
            lines = plain(cell.inlines).split("\n")
            longest = max(map(_letters, lines))
            word = min(LONGEST, max(_letters(word) for line in lines for word in _BREAK.split(line)))
            if at_row < len(table.head):
                longest = max(word, longest / HEAD)
            elif cell.kind in ("number", "short"):
                word = longest
            needs = (SIDES + word, SIDES + longest)
            for at in range(cell.column, cell.column + cell.span):
                found.setdefault(at, [(SIDES, SIDES)]).append(needs if cell.span == 1 else (SIDES, SIDES))
    return [(max(word for word, _line in own), max(line for _word, line in own)) for _at, own in sorted(found.items())]


def _letters(text: str) -> float:
    """Letters of a text, capitals as half as wide again.

    >>> _letters("UBND tỉnh")
    11.0
    """
    return len(text) + sum(map(str.isupper, text)) / 2


def widths(needs: list[tuple[float, float]], room: float) -> list[float]:
    """Shares of a room of so many letters: each column has its longest word, and what is left goes to long lines.

    >>> widths([(10, 10), (6, 31), (6, 106)], 37)
    [10.0, 11.0, 16.0]
    """
    least, most = map(sum, zip(*needs, strict=True))
    if most <= room:
        return [line * room / most for _word, line in needs]
    more = [(line - word) ** 0.5 for word, line in needs]
    free = max(0.0, room - least) / (sum(more) or 1)
    made = [min(line, word + free * part) for (word, line), part in zip(needs, more, strict=True)]
    return [each * room / sum(made) for each in made]
