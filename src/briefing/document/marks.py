"""Marks of the audit in the document: what the annex says is put beside the figures it is about.

The annex (a notebook like any other) holds an article for each finding with the cells that are probably wrong; here
everything that is printed from them gets a mark that leads to the article, and the article learns where it is printed.
While a figure that the report states disagrees with what is computed, both are printed.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable

from lxml.html import HtmlElement
from lxml.html.builder import E

from helpers.values.markup import DOUBTS, FINDING
from helpers.values.sources import Cell, cell_set, touch

from .tree import section_around


def mark(body: HtmlElement) -> None:
    """Mark what findings are about, say what is computed, fill "In tại" and each section's doubts, move what the first page has."""
    printed = _Printed(body)
    said: dict[HtmlElement, list[tuple[str, str]]] = {}  # what the report states of a figure, with the finding
    for article in body.xpath("//article[@data-finding]"):
        stated = printed.stated(article)
        found = dict.fromkeys(printed.in_order([*printed.of(article), *stated])).keys()
        if article.get("data-state") != "accepted":
            number, marked = article.get("data-finding"), set()
            for element in found:
                row = _row(element) if article.get("data-rows") else None
                inside = not found.isdisjoint(element.iterdescendants())  # its figures say so themselves
                _flag(element, number, seen=element not in stated and row not in marked and not inside)
                marked |= {row} - {None}
            for figure, words in stated.items():
                said.setdefault(figure, []).append((words, number))
        _printed_at(article, found)
    for figure, statements in said.items():
        _say_stated(figure, statements)
    for correction in body.xpath("//span[@class='corrected']"):
        place = cell_set(correction.get("data-place"))
        for figure in printed.figures:
            # the figure itself, or what a corrected control states; a sum of it may be what was reported all along
            if cells_of(figure) == place or figure.get("data-key") == correction.get("data-states", place):
                figure.set("data-old", correction.get("data-old"))
                figure.set("class", f"{figure.get('class', '')} corrected".strip())
    _drop_doubtful_judgments(body)
    for review in body.xpath("//div[@class='review']"):
        _fill_in(review)
    for banner in body.xpath("//p[@class='banner']"):
        titles = body.xpath("./header")
        if titles:
            titles[-1].addnext(banner)
    for doubts in body.xpath("//div[@class='doubts']"):
        for headlines in body.xpath("//div[@class='headlines']"):
            headlines.addnext(doubts)


class _Printed:
    """What the report prints, by the cells that it was made of."""

    def __init__(self, body: HtmlElement) -> None:
        elements = [element for element in body.xpath(".//*[@data-cells]") if not in_annex(element)]
        self.figures = [element for element in elements if element.tag == "data"]
        self._places = {element: at for at, element in enumerate(elements)}
        self._made_of = [(element, cells_of(element)) for element in elements]
        self._by_cell: dict[Cell, list[HtmlElement]] = {}
        self._by_row: dict[tuple[str, int], list[HtmlElement]] = {}
        for element, cells in self._made_of:
            for cell in sorted(cells):
                self._by_cell.setdefault(cell, []).append(element)
                self._by_row.setdefault(cell[:2], []).append(element)

    def of(self, article: HtmlElement) -> list[HtmlElement]:
        """What a finding is about: what uses the suspects; else what it compares; else whatever uses its cells or rows."""
        if article.get("data-suspects"):
            return self.using(article.get("data-suspects"))
        if article.get("data-rows"):
            rows = [tuple(row.split(":")) for row in article.get("data-rows").split(";")]
            return _once(element for table, line in rows for element in self._by_row.get((table, int(line)), ()))
        sides = {cell_set(part) for part in article.get("data-parts", "").split("|") if part}
        exactly = [element for element, cells in self._made_of if cells in sides]
        return exactly or self.using(article.get("data-parts", "").replace("|", ";"))

    def stated(self, article: HtmlElement) -> dict[HtmlElement, str]:
        """The figures that the report states otherwise, "99,82%", each with what it states, "99,77%".

        They are known by their expression, or by their cells and what these give: a sum of parts is the whole.
        """
        found: dict[HtmlElement, str] = {}
        for expression, cells, given, stated in json.loads(article.get("data-stated") or "[]"):
            made_of = cell_set(cells)
            for figure in self.figures:
                alike = cells_of(figure) == made_of and figure.text_content() == given
                if alike or figure.get("data-key") == expression:
                    found[figure] = stated
        return found

    def in_order(self, elements: Iterable[HtmlElement]) -> list[HtmlElement]:
        """Elements as a reader comes upon them, each once."""
        return sorted(set(elements), key=self._places.__getitem__)

    def using(self, cells: str) -> list[HtmlElement]:
        """Whatever depends on cells, each once."""
        return _once(element for cell in sorted(cell_set(cells)) for element in self._by_cell.get(cell, ()))


def cells_of(element: HtmlElement) -> frozenset[Cell]:
    return cell_set(element.get("data-cells", ""))


def _once(elements: Iterable[HtmlElement]) -> list[HtmlElement]:
    return list(dict.fromkeys(elements))


def in_annex(element: HtmlElement) -> bool:
    return any(parent.get("class") == "annex" for parent in element.iterancestors("section"))


def _row(element: HtmlElement) -> HtmlElement | None:
    """The row of a table that an element stands in: a finding about a register's row is marked once there."""
    return next(element.iterancestors("tr"), None)


def _say_stated(figure: HtmlElement, statements: list[tuple[str, str]]) -> None:
    """Put what the report states, perhaps in several places, before a figure, which is what is computed; the marks stand behind."""
    if figure.xpath("ancestor::details"):
        return
    words = ", ".join(dict.fromkeys(words for words, _ in statements))
    figure.addprevious(E.span({"class": "stated text"}, f"{words} (tính lại được\u00a0"))
    end = E.span({"class": "stated text"}, ")")
    put_beside(figure, end)
    for _, number in reversed(statements):
        put_beside(end, _sign(number))


def _flag(element: HtmlElement, number: str, seen: bool) -> None:
    """Note the finding on an element; the first one is its visible mark, if it is to be seen. A chart is marked at its caption."""
    known = element.get("data-finding", "")
    element.set("data-finding", f"{known} {number}".strip())
    chart = element.xpath("ancestor::figure[contains(@class, 'chart')]")
    if chart:
        _flag_chart(chart[0], number)
    elif seen and not known:
        put_beside(element, _sign(number))


def _flag_chart(chart: HtmlElement, number: str) -> None:
    caption = chart.find("figcaption")
    if number not in (chart.get("data-finding") or "").split():
        chart.set("data-finding", f"{chart.get('data-finding', '')} {number}".strip())
        caption.append(_sign(number))


def _sign(number: str) -> HtmlElement:
    link = E.a({"href": f"#phat-hien-{number}", "aria-label": f"Phát hiện kiểm tra {number}"}, f"{FINDING}{number}")
    return E.sup({"class": "flag"}, link)


def put_beside(element: HtmlElement, mark: HtmlElement) -> None:
    """Put a mark right behind an element; in a cell or list item that is marked as a whole, at its end."""
    if element.tag in ("td", "th", "li"):
        element.append(mark)
    else:
        mark.tail, element.tail = element.tail, None
        element.addnext(mark)


def _fill_in(review: HtmlElement) -> None:
    """The open findings that touch what a section has read, as the annex words them; nothing where there are none."""
    read = cell_set(review.attrib.pop("data-read", ""))
    items = [
        _item(article)
        for article in review.xpath("//article[@data-finding][not(@data-state='accepted')]")
        if touch(cell_set(article.get("data-about")), read, rows=bool(article.get("data-rows")))
    ]
    if items:
        review.extend([E.p(DOUBTS), E.ul(*items)])
    else:
        review.drop_tree()


def _item(article: HtmlElement) -> HtmlElement:
    """A finding's line: the annex's own heading, which leads there."""
    title, *more = copy.deepcopy(article.xpath("./*[self::h3 or self::h4 or self::h5 or self::h6]")[0])
    link = E.a({"href": f"#{article.get('id')}"}, title)
    link.tail, title.tail = title.tail, None
    todo = E.span({"class": "todo"}, *copy.deepcopy(article.xpath("./dl/dd[@class='todo']")[0]))
    return E.li({"data-decided": article.get("data-decided", "")}, link, *more, " ", todo)


def _drop_doubtful_judgments(body: HtmlElement) -> None:
    """A judgment that rests on a cell of an open error is not printed: the error might turn it round.

    Its paragraph goes with it; of a chart's caption only the title, and what is measured stands in its place.
    """
    doubtful = _in_doubt(body)
    for judgment in body.xpath("//span[@class='judgment']"):
        rests_on = frozenset().union(*map(cells_of, [judgment, *judgment.iter("data")]))
        if any(cell in doubtful or cell[:2] in doubtful for cell in rests_on):
            caption = next(judgment.iterancestors("figcaption"), None)
            if caption is None:
                paragraph = next((e for e in judgment.iterancestors("p", "li")), judgment)
                if paragraph.getparent() is not None:  # two judgments of one paragraph
                    paragraph.drop_tree()
                continue
            for title in caption.xpath("span[@class='says']"):
                title.drop_tree()
            for neutral in caption.xpath("span[@class='unit']"):
                neutral.drop_tag()


def _in_doubt(body: HtmlElement) -> set[tuple]:
    """The cells, and the rows of registers, that errors which nobody has accepted are about."""
    found: set[tuple] = set()
    for article in body.xpath("//article[@data-finding][contains(@class, 'error')][not(@data-state='accepted')]"):
        found |= cell_set(article.get("data-suspects") or article.get("data-parts", "").replace("|", ";"))
        rows = [row.rpartition(":") for row in article.get("data-rows", "").split(";") if row]
        found |= {(table, int(line)) for table, _, line in rows}
    return found


def _printed_at(article: HtmlElement, elements: list[HtmlElement]) -> None:
    """Links to the sections, tables and charts that print what a finding is about."""
    places = dict.fromkeys(_place(element) for element in elements)
    said = article.xpath(".//dd[@class='printed']")[0]
    if not places:
        said.text = "Không in trong báo cáo."
        return
    for at, (anchor, words) in enumerate(places):
        link = E.a({"href": f"#{anchor}"}, words)
        link.tail = "; " if at < len(places) - 1 else "."
        said.append(link)


def _place(element: HtmlElement) -> tuple[str, str]:
    holder = next(element.iterancestors("figure"), None)
    if holder is not None:
        return holder.get("id"), holder.xpath("string(figcaption/*[contains(@class, 'number')])").rstrip(".")
    section = section_around(element)
    if section is None:  # the official heading and what the report opens with
        return "briefing", "phần mở đầu"
    return section.get("id"), section.get("data-section") or section.xpath("string(h2)")
