"""What a tagged PDF says of itself: its structure, its headings, and where words stand on a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from pypdf import PageObject, PdfReader


def kids(element: dict) -> list:
    found = element["/K"].get_object() if hasattr(element["/K"], "get_object") else element["/K"]
    return [kid.get_object() for kid in found] if isinstance(found, list) else [found]


def tags(pdf: PdfReader) -> Iterator[tuple[list[str], dict, int]]:
    """Every element of the structure tree in reading order: the tags from the root to it, itself, its page."""
    numbers = {page.indirect_reference.idnum: at for at, page in enumerate(pdf.pages)}
    waiting = [([], kid) for kid in reversed(kids(pdf.trailer["/Root"]["/StructTreeRoot"]))]
    while waiting:
        above, element = waiting.pop()
        if element.get("/S"):
            path = [*above, element["/S"]]
            page = element.raw_get("/Pg").idnum if "/Pg" in element else None
            yield path, element, numbers.get(page)
            waiting.extend((path, kid) for kid in reversed(kids(element)) if isinstance(kid, dict))


def strays(pdf: PdfReader) -> list[int]:
    """The pages that end with a heading, counted from 1."""
    leaves = [(path, page) for path, element, page in tags(pdf) if any(isinstance(kid, int) for kid in kids(element))]
    flow = [(any(re.fullmatch("/H[1-6]", tag) for tag in path), page) for path, page in leaves if "/Note" not in path]
    assert any(heading for heading, _ in flow)
    return [page + 1 for (heading, page), (_, after) in pairwise(flow) if heading and page != after]


class Word(NamedTuple):
    """A piece of text on a page: its words, font, size in points, and where it begins."""

    text: str
    font: str
    size: float
    x: float
    y: float


def words_on(page: PageObject) -> list[Word]:
    """The pieces of a page; several tests read the same fifty pages, each of them once."""
    if id(page) not in _read:
        _read[id(page)] = page, _words(page)
    return _read[id(page)][1]


_read: dict[int, tuple[PageObject, list[Word]]] = {}  # with its page, so that no other gets its number


def _words(page: PageObject) -> list[Word]:
    found: list[Word] = []

    def visit(text: str, cm: list[float], tm: list[float], font: dict | None, size: float) -> None:
        if text.strip():
            scale = abs(tm[3] * cm[3])
            x, y = tm[4] * cm[0] + cm[4], tm[5] * cm[3] + cm[5]
            found.append(Word(text.strip(), font["/BaseFont"].partition("+")[2], round(size * scale, 1), x, y))

    page.extract_text(visitor_text=visit)
    return found
