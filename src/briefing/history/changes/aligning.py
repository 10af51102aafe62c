"""Which line of one version is which line of another, and which words of it changed."""

import re
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

T = TypeVar("T")
ALIKE = 0.5  # the share of words, in order, that two lines have in common if they are one line that changed
_DIGITS = re.compile(r"\d[\d.,]*")


def align(old: Sequence[str], new: Sequence[str]) -> list[tuple[int | None, int | None]]:
    """The places of lines that are one line, in order; None beside a line that is only in one of the two.

    Equal lines first; between them, the pairing that shares most words. Digits count as equal.

    >>> align(["Có 5 trạm.", "Hết."], ["Mở đầu mới.", "Có 6 trạm.", "Hết."])
    [(None, 0), (0, 1), (1, 2)]
    """
    pairs: list[tuple[int | None, int | None]] = []
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pairs += zip(range(i, j), range(k, m), strict=True)
        else:
            found = _most_alike(old[i:j], new[k:m])
            pairs += [
                (None if at is None else i + at, None if to is None else k + to)
                for at, to in _in_order(found, j - i, m - k)
            ]
    return pairs


def aligned(old: Sequence[T], new: Sequence[T], words: Callable[[T], str]) -> Iterator[tuple[T | None, T | None]]:
    """What of two versions is one, by its words; None beside what only one of the two has."""
    for i, k in align([*map(words, old)], [*map(words, new)]):
        yield None if i is None else old[i], None if k is None else new[k]


def _most_alike(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs in order whose words are alike, so that together they share the most."""
    before, after = ([_DIGITS.sub("#", text).split() for text in texts] for texts in (old, new))
    best: dict[tuple[int, int], tuple[float, list[tuple[int, int]]]] = {}
    for i in range(len(old), -1, -1):
        for k in range(len(new), -1, -1):
            if i == len(old) or k == len(new):
                best[i, k] = 0.0, []
                continue
            choices = [best[i + 1, k], best[i, k + 1]]
            if (share := SequenceMatcher(None, before[i], after[k], autojunk=False).ratio()) >= ALIKE:
                score, pairs = best[i + 1, k + 1]
                choices.append((score + share, [(i, k), *pairs]))
            best[i, k] = max(choices, key=lambda choice: choice[0])
    return best[0, 0][1]


def _in_order(pairs: list[tuple[int, int]], old: int, new: int) -> Iterator[tuple[int | None, int | None]]:
    """The pairs with what stands alone between them."""
    i = k = 0
    for at, to in [*pairs, (old, new)]:
        yield from ((left, None) for left in range(i, at))
        yield from ((None, right) for right in range(k, to))
        if (at, to) != (old, new):
            yield at, to
        i, k = at + 1, to + 1


def words_changed(old: str, new: str, around: int | None = None) -> list[tuple[str, str]]:
    """Text in pieces: the words before and after; equal in both where nothing changed.

    around: of unchanged words so many are left on each side of a change.

    >>> words_changed("Có 5 trạm", "Có 6 trạm mới")
    [('Có', 'Có'), ('5', '6'), ('trạm', 'trạm'), ('', 'mới')]
    >>> words_changed("Toàn tỉnh có 5 trạm", "Toàn tỉnh có 6 trạm", around=1)
    [('… có', '… có'), ('5', '6'), ('trạm', 'trạm')]
    """
    before, after = old.split(), new.split()
    pieces = []
    opcodes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for kind, i, j, k, m in opcodes:
        words = before[i:j]
        if kind == "equal" and around is not None:
            head, tail = (words[:around] if i else []), (words[-around:] if j < len(before) or m < len(after) else [])
            words = [*head, "…", *tail] if len(words) > len(head) + len(tail) + 1 else words
        pieces.append((" ".join(words), " ".join(words if kind == "equal" else after[k:m])))
    return pieces
