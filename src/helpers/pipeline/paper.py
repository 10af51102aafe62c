"""The document for paper: the same tree in the official form, as HTML for WeasyPrint and for Word alike."""

from __future__ import annotations

import copy
import re

from lxml.html import HtmlElement
from lxml.html.builder import E

from . import document

SCREEN_ONLY = "//div[@class='code'] | //div[@class='analyst'] | //div[@class='review'] | //details | //span[@class='card-more'] | //a[@class='back'] | //main/p[@class='banner']"
AUDIT = "//section[@class='annex'] | //sup[@class='flag'] | //p[@class='banner']"
LANDSCAPE = "A4 landscape; margin: 25mm 20mm 15mm 20mm"


def for_paper(made: document.Document, audit: bool = True) -> document.Document:
    """A copy of a document without what is a matter for the screen, its footnotes in place.

    audit: False leaves out the audit's marks and annex, for the report that is sent.
    """
    body = copy.deepcopy(made.body)
    _drop(body, SCREEN_ONLY)
    if not audit:
        _drop(body, AUDIT)
        for corrected in body.xpath("//data[@data-old]"):
            corrected.attrib.pop("class", None)
    for call, content in list(document.footnotes(body)):
        if call.tag != "span":
            note = E.span({"class": "footnote"}, *content)
            note.tail, call.tail = call.tail, None
            call.addnext(note)
    _audit_footnotes(body)
    _appendices(body)
    for footer in body.xpath("//footer[@class='signature']"):
        before = footer.getparent().getprevious()
        if before is not None:
            before.set("class", f"{before.get('class', '')} before-signature")
    _flatten(body)
    return document.Document(body, made.contents, [_paper_drawing(svg) for svg in made.drawings])


def page_rules(body: HtmlElement) -> str:
    """CSS pages of the appendices: each numbered from 1, landscape where it has a wide table."""
    rules = []
    for section in body.xpath("./section[@class='appendix' or @class='annex']"):
        name = section.get("id")
        size = (
            f"size: {LANDSCAPE};"
            if section.xpath(".//figure[contains(@class, 'wide')]") and section.get("class") == "appendix"
            else ""
        )
        rules.append(
            f"#{name} {{ page: {name}; }} @page {name} {{ {size} }} @page :nth(1 of {name}) {{ counter-reset: page 1; }}"
        )
    return "\n".join(rules)


def _flatten(body: HtmlElement) -> None:
    """Leave of figures, texts and documents their words: paper has no pop-overs, and fewer elements are set faster."""
    for element in body.xpath("//data[not(@data-old)] | //time | //cite | //span[@class='text'] | //a[not(@href)]"):
        element.drop_tag()
    for element in body.iter():
        for name in [
            name
            for name in element.attrib
            if name.startswith(("data-", "aria-")) and name not in ("data-section", "data-n")
        ]:
            if element.get("role") != "img":
                del element.attrib[name]


def _drop(body: HtmlElement, path: str) -> None:
    for element in body.xpath(path):
        element.drop_tree()


def _audit_footnotes(body: HtmlElement) -> None:
    """The first mark of each finding says in a footnote what was found; the others refer to it by number."""
    statements = {
        article.get("id"): " ".join(article.xpath("string(h5/span[@class='text'])").split())
        for article in body.xpath("//article[@data-finding]")
    }
    seen: set[str] = set()
    for mark in body.xpath("//sup[@class='flag']"):
        anchor = mark.xpath("string(a/@href)").lstrip("#")
        if (
            anchor in seen
            or anchor not in statements
            or mark.xpath("ancestor::figcaption | ancestor::div[@class='card']")
        ):
            continue
        seen.add(anchor)
        note = E.span({"class": "footnote"}, f"Kiểm tra số liệu, phát hiện {statements[anchor]}.")
        note.tail, mark.tail = mark.tail, None
        mark.addnext(note)


def _appendices(body: HtmlElement) -> None:
    """ "Phụ lục I" on its own line, its title below, and what it is attached to."""
    words = {name: " ".join(body.xpath(f"string(.//div[@class='{name}'])").split()) for name in ("registered", "dated")}
    issuer = " ".join(body.xpath("string(.//div[@class='issuer']/p[2])").split())
    day = words["dated"].partition(", ")[2]
    for section in body.xpath("./section[@class='appendix']"):
        heading = section.find("h2")
        number = heading.find("span")
        title = E.span({"class": "title"}, (number.tail or "").strip())
        number.text, number.tail = number.text.rstrip("."), " "
        heading.append(title)
        if issuer:
            heading.addnext(
                E.p(
                    {"class": "attached"},
                    f"(Kèm theo Báo cáo {words['registered'].replace('Số:', 'số')} {day} của {issuer})",
                )
            )


def _paper_drawing(svg: str) -> str:
    """A chart in the fonts that paper has, with its measures for a page."""
    return re.sub(r'font-family="[^"]*"', 'font-family="Liberation Sans, DejaVu Sans, Arial"', svg)
