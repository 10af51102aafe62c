"""Marks of the audit in the document: what the annex says is put beside the figures it is about.

The annex (a notebook like any other) holds an article for each finding with the cells that are probably wrong; here
every figure that depends on them gets a mark that leads to the article, and the article learns where it is printed.
"""

from __future__ import annotations

from lxml.html import HtmlElement
from lxml.html.builder import E

from ...values.sources import parse
from .tree import section_around

MARK = "KT"  # kiểm tra


def mark(body: HtmlElement) -> None:
    """Mark flagged and corrected figures, fill "In tại", move the banner under the title."""
    figures = [figure for figure in body.iter("data") if not _in_annex(figure)]
    by_cell = _by_cell(figures)
    made_of = [(figure, _cell_set(figure.get("data-cells", ""))) for figure in figures]
    for article in body.xpath("//article[@data-finding]"):
        found = _using(article.get("data-suspects"), by_cell) or _exactly(article.get("data-parts"), made_of)
        if article.get("data-accepted") is None:
            for figure in found:
                _flag(figure, article.get("id"))
        _printed_at(article, found)
    for correction in body.xpath("//span[@class='corrected']"):
        for figure in _using(correction.get("data-place"), by_cell):
            figure.set("data-old", correction.get("data-old"))
            figure.set("class", f"{figure.get('class', '')} corrected".strip())
    for banner in body.xpath("//p[@class='banner']"):
        titles = body.xpath("./header")
        if titles:
            titles[-1].addnext(banner)


def _in_annex(element: HtmlElement) -> bool:
    return any(parent.get("class") == "annex" for parent in element.iterancestors("section"))


def _by_cell(figures: list[HtmlElement]) -> dict[tuple[str, int, str], list[HtmlElement]]:
    found: dict[tuple[str, int, str], list[HtmlElement]] = {}
    for figure in figures:
        for cells in parse(figure.get("data-cells", "")):
            for line in cells.lines:
                found.setdefault((cells.table, line, cells.column), []).append(figure)
    return found


def _using(cells: str, by_cell: dict[tuple[str, int, str], list[HtmlElement]]) -> list[HtmlElement]:
    """The figures that depend on cells, each once, in reading order."""
    found = [
        figure
        for cell in parse(cells or "")
        for line in cell.lines
        for figure in by_cell.get((cell.table, line, cell.column), ())
    ]
    return list(dict.fromkeys(found))


def _exactly(parts: str | None, made_of: list[tuple[HtmlElement, frozenset]]) -> list[HtmlElement]:
    """The figures made of exactly the cells of one side of a check: what it compares, not all that they are part of."""
    sides = {_cell_set(part) for part in (parts or "").split("|") if part}
    return [figure for figure, cells in made_of if cells in sides]


def _cell_set(cells: str) -> frozenset[tuple[str, int, str]]:
    return frozenset((found.table, line, found.column) for found in parse(cells) for line in found.lines)


def _flag(figure: HtmlElement, anchor: str) -> None:
    """Note the finding on the figure; the first one is its visible mark."""
    known = figure.get("data-finding", "")
    number = anchor.rsplit("-", 1)[1]
    figure.set("data-finding", f"{known} {number}".strip())
    if known or figure.xpath("ancestor::details"):
        return
    sign = E.sup(
        {"class": "flag"}, E.a({"href": f"#{anchor}", "aria-label": f"Phát hiện kiểm tra {number}"}, f"{MARK}{number}")
    )
    sign.tail, figure.tail = figure.tail, None
    figure.addnext(sign)


def _printed_at(article: HtmlElement, figures: list[HtmlElement]) -> None:
    """Links to the sections, tables and charts that print the figures of a finding."""
    places = dict.fromkeys(_place(figure) for figure in figures)
    term, said = article.xpath(".//dt[@class='printed']")[0], article.xpath(".//dd[@class='printed']")[0]
    if not places:
        term.getparent().remove(term)
        said.getparent().remove(said)
        return
    for at, (anchor, words) in enumerate(places):
        link = E.a({"href": f"#{anchor}"}, words)
        link.tail = "; " if at < len(places) - 1 else "."
        said.append(link)


def _place(figure: HtmlElement) -> tuple[str, str]:
    holder = next(figure.iterancestors("figure"), None)
    if holder is not None:
        return holder.get("id"), holder.xpath("string(figcaption/*[contains(@class, 'number')])").rstrip(".")
    section = section_around(figure)
    return section.get("id"), section.get("data-section") or section.xpath("string(h2)")
