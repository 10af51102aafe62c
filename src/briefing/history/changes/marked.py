"""The page with its changes: marked in place, listed in the margin, switched on and off in the bar."""

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from lxml import html as lxml_html
from lxml.html import HtmlElement
from lxml.html.builder import E

from helpers.values.digits import SVG

from ...document.contents import Letter, bare, letters
from ...document.marks import put_beside, put_in
from ...document.screen import policy_digest
from .aligning import words_changed
from .comparing import Changes, Effect
from .listed import listing, since
from .words import Teller

STYLE = Path(__file__).with_name("changes.css")


def marked(changes: Changes, tell: Teller) -> str:
    """The page of the newer version with the changes from the older one; without script, under the same strict policy."""
    index = changes.b.index
    for number, effect in enumerate(changes.effects, 1):
        if effect.at in index.elements:
            _mark(effect, number, index.elements[effect.at])
    root = index.body.getroottree().getroot()
    style = STYLE.read_text(encoding="utf-8")
    root.find("head").append(E.style(style))
    (policy,) = root.xpath("//meta[@http-equiv='Content-Security-Policy']")
    allowed = policy.get("content").replace("style-src '", f"style-src '{policy_digest(style)}' '", 1)
    policy.set("content", allowed)
    box = E.input({"type": "checkbox", "id": "changed", "checked": "checked"})
    (code,) = root.xpath("//header[@class='bar']/label[input[@id='code']]")
    code.addprevious(E.label({"class": "switch"}, box, " ", E.span(since(changes))))
    title = since(changes)
    index.body.addprevious(E.aside({"id": "changes", "aria-label": title}, E.h2(title), *listing(changes, tell)))
    drawings = iter(SVG.findall(changes.b.page))
    page = lxml_html.tostring(root, encoding="unicode", doctype="<!doctype html>")
    return re.sub(r"<svg></svg>", lambda _: next(drawings), page)


# -- the marks in place --------------------------------------------------------------------------------------------------


_Mark = tuple[
    HtmlElement, bool, int, int, str
]  # in an element's text or tail what came in, from letter to letter; what is gone before it


def _mark(effect: Effect, number: int, element: HtmlElement) -> None:
    anchor = E.span({"id": f"thay-doi-{number}", "class": "change-anchor"})
    if not effect.new:
        _mark_gone(effect, anchor, element)
        return
    if effect.kind not in ("section", "finding") and element.tag != "figure":
        _mark_words(element, effect)
    element.set("class", f"{element.get('class', '')} changed".strip())
    put_in(element, False, 0, 0, anchor)


def _mark_gone(effect: Effect, anchor: HtmlElement, beside: HtmlElement) -> None:
    """What is gone, struck out behind what stood before it."""
    holders = ("p", "li", "figure", "div", "section", "article", "h1", "h2", "h3", "h4", "h5", "h6", "header")
    element = next((each for each in (beside, *beside.iterancestors()) if each.tag in holders), beside)
    gone = E("del", {"class": "gone"}, effect.old)
    put_in(gone, False, 0, 0, anchor)
    if element.tag == "section":
        element.append(gone)
    else:
        put_beside(element, gone)


def _mark_words(element: HtmlElement, effect: Effect) -> None:
    """Mark the words of an effect inside its block, the last ones first: what stands before them keeps its place."""
    chars, marks = letters(element), list[_Mark]()
    at = "".join(char.letter for char in chars).find(bare(effect.new))
    for before, after in words_changed(effect.old, effect.new) if at >= 0 else ():
        end = at + len(bare(after))
        if before != after:
            marks += _stretches(chars, at, end, before)
        at = end
    for holder, tail, start, end, gone in reversed(marks):
        if start < end:
            text = holder.tail if tail else holder.text
            put_in(holder, tail, start, end, E.ins(text[start:end]))
        if gone:
            put_in(holder, tail, start, start, E("del", gone))


def _stretches(chars: list[Letter], start: int, end: int, gone: str) -> Iterator[_Mark]:
    """New letters by the text nodes that they lie in; what is gone stands before the first of them."""
    if start == end:
        here = chars[min(start, len(chars) - 1)]
        at = here.at + (start == len(chars))
        yield here.holder, here.tail, at, at, gone
    for (holder, tail), own in groupby(chars[start:end], key=lambda char: (char.holder, char.tail)):
        stretch = list(own)
        yield holder, tail, stretch[0].at, stretch[-1].at + 1, gone
        gone = ""
