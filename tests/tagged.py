"""What a tagged PDF says of itself: its structure, its headings and where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from pypdf import PdfReader


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
