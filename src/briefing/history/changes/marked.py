"""The page with its changes: marked in place, listed in the margin, switched on and off in the bar."""

import base64
import hashlib
import re
from itertools import groupby
from pathlib import Path

from lxml import html as lxml_html
from lxml.html import HtmlElement
from lxml.html.builder import E

from helpers.values.digits import SVG

from ...document.contents import Letter, bare, letters
from ...document.marks import put_beside
from .aligning import words_changed
from .comparing import Changes, Effect
from .listed import listing, since
from .words import Teller

STYLE = Path(__file__).with_name("changes.css")
_POLICY = re.compile(r"style-src '")


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
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy.set("content", _POLICY.sub(f"style-src 'sha256-{digest}' '", policy.get("content")))
    box = E.input({"type": "checkbox", "id": "changed", "checked": "checked"})
    (code,) = root.xpath("//header[@class='bar']/label[input[@id='code']]")
    code.addprevious(E.label({"class": "switch"}, box, " ", E.span(since(changes))))
    title = since(changes)
    index.body.addprevious(E.aside({"id": "changes", "aria-label": title}, E.h2(title), *listing(changes, tell)))
    drawings = iter(SVG.findall(changes.b.page))
    page = lxml_html.tostring(root, encoding="unicode", doctype="<!doctype html>")
    return re.sub(r"<svg></svg>", lambda _: next(drawings), page)


# -- the marks in place --------------------------------------------------------------------------------------------------


_Node = tuple[HtmlElement, bool]  # the text of an element, or its tail
_Mark = tuple[int, int, str]  # from letter to letter of a text node, what came in; before it, what is gone


def _mark(effect: Effect, number: int, element: HtmlElement) -> None:
    anchor = E.span({"id": f"thay-doi-{number}", "class": "change-anchor"})
    if not effect.new:
        _mark_gone(effect, anchor, element)
        return
    if effect.kind not in ("section", "finding") and element.tag != "figure":
        _mark_words(element, effect)
    element.set("class", f"{element.get('class', '')} changed".strip())
    anchor.tail, element.text = element.text, None
    element.insert(0, anchor)


def _mark_gone(effect: Effect, anchor: HtmlElement, beside: HtmlElement) -> None:
    """What is gone, struck out behind what stood before it."""
    holders = ("p", "li", "figure", "div", "section", "article", "h1", "h2", "h3", "h4", "h5", "h6", "header")
    element = next((each for each in (beside, *beside.iterancestors()) if each.tag in holders), beside)
    gone = E("del", {"class": "gone"}, effect.old)
    gone.insert(0, anchor)
    anchor.tail, gone.text = gone.text, None
    if element.tag == "section":
        element.append(gone)
    else:
        put_beside(element, gone)


def _mark_words(element: HtmlElement, effect: Effect) -> None:
    """Mark the words of an effect inside its block."""
    chars = letters(element)
    start = "".join(char.letter for char in chars).find(bare(effect.new))
    if start < 0:
        return
    marks: dict[_Node, list[_Mark]] = {}
    at = start
    for before, after in words_changed(effect.old, effect.new):
        length = len(bare(after))
        if before != after:
            _note(marks, chars, at, at + length, before)
        at += length
    for (holder, tail), found in marks.items():
        _rewrite(holder, tail, found)


def _note(marks: dict[_Node, list[_Mark]], chars: list[Letter], start: int, end: int, gone: str) -> None:
    """A stretch of new letters, split by the text nodes it lies in; what is gone stands before the first of them."""
    if start == end:
        here = chars[min(start, len(chars) - 1)]
        at = here.at + (start == len(chars))
        marks.setdefault((here.holder, here.tail), []).append((at, at, gone))
    for node, own in groupby(chars[start:end], key=lambda char: (char.holder, char.tail)):
        stretch = list(own)
        marks.setdefault(node, []).append((stretch[0].at, stretch[-1].at + 1, gone))
        gone = ""


def _rewrite(holder: HtmlElement, tail: bool, found: list[_Mark]) -> None:
    """Put marks into a text node; its letters stay, in their order."""
    text = (holder.tail if tail else holder.text) or ""
    pieces, at = [], 0
    for start, end, gone in sorted(found):
        pieces += [
            text[at:start],
            *([E("del", gone)] if gone else []),
            *([E.ins(text[start:end])] if start < end else []),
        ]
        at = end
    around = E.span(*pieces, text[at:])  # its pieces take the node's place
    parent, place = (holder.getparent(), holder.getparent().index(holder) + 1) if tail else (holder, 0)
    if tail:
        holder.tail = around.text
    else:
        holder.text = around.text
    for offset, piece in enumerate(list(around)):
        parent.insert(place + offset, piece)
