"""Marks of the audit in the document: what the annex says is put beside the figures it is about.

The annex (a notebook like any other) holds an article for each finding with the cells that are probably wrong; here
everything that is printed from them gets a mark that leads to the article, and the article learns where it is printed.
While a figure that the report states disagrees with what is computed, both are printed.
"""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from lxml.html import HtmlElement
from lxml.html.builder import E

from helpers.data.expressions import parse, selections
from helpers.data.schema import TABLES
from helpers.data.units import RATIO
from helpers.project import project_of
from helpers.values.block_html import FINDING
from helpers.values.markup import DOUBTS, UNPROVEN
from helpers.values.sources import Cell, cell_set, touch
from helpers.values.vietnamese import TRENDS, join, place, sentence, trend

from .printed import Article, Printed, articles, corrections, printed, section_around

_NOTEBOOKS = re.compile(r"@notebooks/([^,]+),")  # in the name of a finding
# what a number counts: its note stands behind that, "710.482 thuê bao¹¹", or it would be 710.482 to the 11th; "sở, ban, ngành" is one name
_NOUN = re.compile(r"[^;.:()]*?(?=\s*(?:[;.:()]|,(?! \w+,)))")


def mark(body: HtmlElement) -> None:
    """Mark what findings are about, say what is computed, fill "In tại" and each section's doubts, move what the first page has."""
    _move_first_page(body)
    report = _Report(body)
    said: dict[Printed, list[tuple[str, str, str]]] = {}  # what the report states of a figure, its cell, the finding
    found = articles(body)
    unsettled = [article for article in found if article.is_open]
    for article in found:
        stated = report.stated(article)
        about = report.in_order(report.of(article) | stated.keys())
        if article.is_open:
            ends = {one.element if one.is_figure else (one.element.getparent(), one.source): one for one in about}
            once = _one_a_row(ends.values()) if article.rows else {*ends.values()}  # a sentence's words behind the last
            elements = {one.element for one in about}
            for one in about:
                inside = not elements.isdisjoint(one.element.iterdescendants())  # its figures say so themselves
                _flag(one.element, article.number, seen=one not in stated and one in once and not inside)
            for figure, (_computed, words, _key, cell) in stated.items():
                said.setdefault(figure, []).append((words, cell, article.number))
        else:
            for figure, entry in stated.items():
                _leave_as_stated(figure, *entry)
            _note(article, about)
        _printed_at(
            article, [_place(one.element) for one in about or report.naming(article)] or report.holding(article)
        )
    for figure, statements in said.items():
        _say_stated(figure.element, statements)
    decided = [*corrections(body)]
    for figure in report.figures:
        cells, key = figure.cells, figure.key
        for corrected, states, old in decided:
            # the figure itself, or the one that a corrected control states; a sum of it may have been right all along
            if cells == corrected or (states and key == states):
                figure.note(old=old)
                figure.mark("corrected")
    _drop_doubtful_judgments(body, unsettled)
    _say_unproven(body, report.figures)
    for review in body.xpath("//div[@class='review']"):
        _fill_in(review, unsettled)


def _move_first_page(body: HtmlElement) -> None:
    """What the annex has for the first page goes there: what is missing under the title, the headlines under theirs."""
    titles = body.xpath("./header[last()]")
    opening = body.xpath("//section[@class='opening']/h2") or titles
    for name, above in (("p[@class='banner']", titles), ("div[@class='headlines']", opening)):
        for moved in body.xpath(f"//section[@class='annex']//{name}") if above else ():
            above[0].addnext(moved)


class _Report:
    """What the report prints, by the cells that it was made of; the annex apart."""

    def __init__(self, body: HtmlElement) -> None:
        made_of = [one for one in printed(body) if one.source and not one.in_annex]
        self.figures = [one for one in made_of if one.is_figure]
        numbered = [each for each in body.iter("section") if each.get("data-section")]
        self._sections = {each.get("data-section", ""): each for each in numbered if each.find("section") is None}
        self._places = {one: at for at, one in enumerate(made_of)}
        self._by_cells: dict[frozenset[Cell], set[Printed]] = {}
        self._by_key: dict[str, set[Printed]] = {}
        self._by_cell: dict[Cell, set[Printed]] = {}
        self._by_row: dict[tuple[str, int], set[Printed]] = {}
        for one in made_of:
            self._by_cells.setdefault(one.cells, set()).add(one)
            if one.is_figure:
                self._by_key.setdefault(one.key, set()).add(one)
            for cell in one.cells:
                self._by_cell.setdefault(cell, set()).add(one)
                self._by_row.setdefault(cell[:2], set()).add(one)

    def of(self, article: Article) -> set[Printed]:
        """What a finding is about: what uses a cell in doubt, and what it compares; else whatever uses its cells or rows."""
        same = _all(self._by_cells, article.sides)  # a share has the cells of its number
        exactly = {one for one in same if one.unit != RATIO} or same
        if article.rows and not article.doubtful:
            return {one for one in _all(self._by_row, article.rows) if _tells(one, article.rows)}
        return _all(self._by_cell, article.doubtful) | exactly or _all(self._by_cell, article.compared)

    def stated(self, article: Article) -> dict[Printed, list[str]]:
        """The figures that the report states otherwise, each with what is computed, "99,82%", and what it states, "99,77%".

        They are known by their expression, or by their cells and what these give: a sum of parts is the whole.
        """
        return {
            figure: texts
            for expression, cells, *texts in article.stated
            for figure in self.in_order(
                self._by_key.get(expression, set()) | self._by_cells.get(cell_set(cells), set())
            )
            if figure.key == expression or (figure.is_figure and figure.text == texts[0])
        }

    def naming(self, article: Article) -> dict[Printed, None]:
        """What names in a text of its own the documents that a finding is about."""
        numbers = [number for one in article.ids for number in re.findall(r"@document=(.+)", one)]
        return self.in_order(one for one in self._places if any(number in one.text for number in numbers))

    def holding(self, article: Article) -> list[tuple[str, str]]:
        """The sections whose notebooks have the words that a finding is about."""
        own = {name for one in article.ids for name in _NOTEBOOKS.findall(one)}
        sections = self._sections.items() if own else ()
        return [(element.get("id"), name) for name, element in sections if project_of().notebook(name) in own]

    def in_order(self, found: Iterable[Printed]) -> dict[Printed, None]:
        """What is printed as a reader comes upon it."""
        return dict.fromkeys(sorted(found, key=self._places.__getitem__))


def _all(known: dict[Any, set[Printed]], places: Iterable[object]) -> set[Printed]:
    return set().union(*(known.get(place, ()) for place in places))


def _tells(one: Printed, rows: set[tuple[str, int]]) -> bool:
    """Whether something tells what rows hold, and of their tables no others: words, or a figure that names them by key."""
    tables = {table for table, _ in rows}
    if not {(table, line) for table, line, _ in one.cells if table in tables} <= rows:
        return False
    selected = selections(parse(one.key)) if one.key else ()
    return not one.is_figure or any(name in TABLES[each.table].key for each in selected for name, _ in each.where)


def _say_stated(figure: HtmlElement, statements: list[tuple[str, str, str]]) -> None:
    """Put what the report states, perhaps in several places, before a figure, which is what is computed; the marks stand behind."""
    if figure.xpath("ancestor::details"):
        return
    words = ", ".join(dict.fromkeys(_as_printed(words, str(figure.text)) for words, _cell, _ in statements))
    cells = ";".join(dict.fromkeys(cell for _words, cell, _ in statements))
    told = E.span({"class": "stated text", "data-cells": cells}, f"{words} (tính lại được\u00a0")
    figure.addprevious(told)
    end = E.span({"class": "stated text"}, ")")
    put_beside(figure, end)
    for *_words, number in reversed(statements):
        put_beside(end, _sign(number))


def _leave_as_stated(figure: Printed, computed: str, stated: str, key: str, cell: str) -> None:
    """Print what the report states instead of what is computed: that it stays has been decided."""
    computed = _as_printed(computed, figure.text)
    if computed in figure.text:
        value = _value(stated).scaleb(-2 * (figure.unit == RATIO))
        text = figure.text.replace(computed, _as_printed(stated, figure.text))
        figure.became(text, format(value, "f"), key, cell)


def _as_printed(number: str, text: str) -> str:
    """A number as a text has it: "giảm 4,1%" for "-4,1%" where it says which way."""
    if not text.startswith(TRENDS):
        return number
    word = trend(_value(number))
    return word if word == TRENDS[-1] else f"{word} {number.lstrip('-')}"


def _value(number: str) -> Decimal:
    return Decimal(number.rstrip("%").replace(".", "").replace(",", "."))


def _one_a_row(found: Iterable[Printed]) -> set[Printed]:
    """What is printed without what stands in a row of a table beside words of it: a row is marked once, at its first words."""
    at = {one: next(one.element.iterancestors("tr"), None) for one in found}
    words: dict[HtmlElement | None, Printed] = {}
    for one, row in at.items():
        if any(map(str.isalpha, one.text)):
            words.setdefault(row, one)
    return {one for one, row in at.items() if row is None or words.get(row, one) is one}


def _note(article: Article, found: Iterable[Printed]) -> None:
    """Say once of what was accepted that it does not agree, and why it stays: a footnote where it stands in a sentence, else in a table."""
    shown = [one for one in found if not one.element.xpath("ancestor::details")]
    in_words = [one for one in shown if not one.element.xpath("ancestor::figure")]
    stated_first = sorted(in_words or shown, key=lambda one: article.suspects.isdisjoint(one.cells))
    if not article.accepted or not stated_first:
        return
    figure, note = stated_first[0].element, E.span({"class": "footnote"}, article.accepted)
    following = figure.getnext()
    kind = following.get("class") if following is not None else ""
    in_span = kind == "text" and not figure.tail  # words of a statement
    said = (following.text if in_span else figure.tail) or ""
    ends = "," if kind == "and" else ""  # the comma of what is enumerated
    phrase = _NOUN.match(said + ends)
    if not phrase or not phrase[0].strip():
        put_beside(figure, note)
        return
    put_in(following if in_span else figure, not in_span, phrase.end(), phrase.end(), note)


def _flag(element: HtmlElement, number: str, seen: bool) -> None:
    """Note the finding on an element; the first one is its visible mark, if it is to be seen. A chart is marked at its caption."""
    known = element.get("data-finding", "")
    element.set("data-finding", f"{known} {number}".strip())
    for chart in element.xpath("ancestor::figure[contains(@class, 'chart')]"):
        about = chart.get("data-finding", "")
        if number not in about.split():
            chart.set("data-finding", f"{about} {number}".strip())
            caption = chart.find("figcaption")
            if caption[-1].get("class") == "flag":
                caption[-1].tail = "\u00a0"
            caption.append(_sign(number))
        return
    if seen and not known:
        put_beside(element, _sign(number))


def _sign(number: str) -> HtmlElement:
    link = E.a({"href": f"#phat-hien-{number}", "aria-label": f"Phát hiện kiểm tra {number}"}, f"{FINDING}{number}")
    return E.sup({"class": "flag"}, link)


def put_beside(element: HtmlElement, mark: HtmlElement) -> None:
    """Put a mark right behind an element, of a fraction behind both numbers, of words behind their number; in a cell or list item that is marked as a whole, at its end."""
    following = element.getnext()
    # a number right behind words is theirs: "tổ chức 11", never "tổ chức PH1 11"
    sign = None if element.tag == "span" else "/"
    while (element.tail or None) == sign and following is not None and following.tag == "data":
        element, sign, following = following, "/", following.getnext()
    is_note = mark.get("class") in ("footnote", "call")
    while is_note and not element.tail and following is not None and following.get("class") == "flag":
        element, following = following, following.getnext()  # a note's number stands behind the marks
    if element.tag in ("td", "th", "li"):
        element.append(mark)
    else:
        beside = not element.tail and following is not None and following.get("class") in ("flag", "footnote", "call")
        mark.tail, element.tail = "\u00a0" if beside else element.tail, None
        element.addnext(mark)


def put_in(holder: HtmlElement, tail: bool, start: int, end: int, mark: HtmlElement) -> None:
    """Put a mark into the text of an element, or into its tail, in the place of some letters, or of none."""
    text = (holder.tail if tail else holder.text) or ""
    mark.tail = text[end:]
    if tail:
        holder.tail = text[:start]
        holder.addnext(mark)
    else:
        holder.text = text[:start]
        holder.insert(0, mark)


def _say_unproven(body: HtmlElement, figures: Iterable[Printed]) -> None:
    """Say in the annex which numbers nothing has computed again."""
    own = {
        f"{one.text} ({one.formula.partition(' (')[0]}, {place(one.section)})"
        for one in figures
        if UNPROVEN in one.formula
    }
    for annex in body.xpath("//section[@class='annex']")[: bool(own)]:
        annex.append(E.p(f"{sentence(UNPROVEN)}: {join(sorted(own))}."))


def _fill_in(review: HtmlElement, unsettled: Iterable[Article]) -> None:
    """The numbers of the open findings that touch what a section has read, in one line; nothing where there are none."""
    read = cell_set(review.attrib.pop("data-read", ""))
    found = [article for article in unsettled if touch(article.about, read, rows=bool(article.rows))]
    if not found:
        review.drop_tree()
        return
    links = [
        E.a({"href": f"#{article.element.get('id')}"}, E.span({"class": "text"}, f"{FINDING}{article.number}"))
        for article in found
    ]
    for link in links:
        link.tail = "." if link is links[-1] else ", "
    review.append(E.p(f"{DOUBTS} ", *links))


def say_doubts(body: HtmlElement) -> None:
    """What each section's findings are, in words: for a copy that goes without the annex; what is for those who write goes, too."""
    known = {f"#{article.element.get('id')}": article for article in articles(body)}
    for review in body.xpath("//div[@class='review']"):
        found = [known[href] for href in review.xpath(".//a/@href")]
        faults = [article.words.rpartition(" (")[0] for article in found if not article.is_of_words]
        review[:] = [E.p(f"{DOUBTS} {'; '.join(faults)}.")]
        if not faults:
            review.drop_tree()


def _drop_doubtful_judgments(body: HtmlElement, unsettled: Iterable[Article]) -> None:
    """A judgment that rests on a cell of an open error is not printed: the error might turn it round.

    Its paragraph goes with it; of a chart's caption only the title, and what is measured stands in its place.
    """
    errors = [article for article in unsettled if article.is_error]
    doubtful = frozenset().union(*((article.suspects or article.compared) | article.doubtful for article in errors))
    rows = frozenset().union(*(article.rows for article in errors))
    for judgment in body.xpath("//span[@class='judgment']"):
        rests_on = frozenset().union(*(Printed(each).cells for each in (judgment, *judgment.iter("data"))))
        if any(cell in doubtful or cell[:2] in rows for cell in rests_on):
            signs = (judgment.xpath(f"{side}-sibling::span[@class='and'][1]") for side in ("following", "preceding"))
            if sign := next(filter(None, signs), None):  # one of several that a sentence enumerates
                for gone in (*sign, *judgment.xpath("following-sibling::*[1][self::sup]"), judgment):
                    gone.drop_tree()
                continue
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


def _printed_at(article: Article, found: Iterable[tuple[str, str]]) -> None:
    """Links to the sections, tables and charts that print what a finding is about."""
    places = dict.fromkeys(found)
    said = article.element.xpath(".//dd[@class='printed']")[0]
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
    if section is None or section.get("class") == "opening":  # the official heading and what the report opens with
        return "briefing", "Phần mở đầu"
    return section.get("id"), section.get("data-section") or section.xpath("string(h2)")
