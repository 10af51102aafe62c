"""What a cell may put into the document: an allow-list of elements and attributes; whatever else it says stays as words.

A notebook's output and its markdown are anybody's HTML. The page forbids scripts by its policy as well, but it is sent
on, saved and converted, and must be safe without: nothing runs, loads, leaves the page or breaks out of its cell.
"""

import re

from lxml import html as lxml_html
from lxml.html import HtmlElement

from helpers.data.schema import TABLES
from helpers.errors import NotFinished
from helpers.i18n import _
from helpers.values.digits import SVG
from helpers.values.markup import in_one
from helpers.values.sources import parse

from .drawings import clean_drawing

_WORDS = "a abbr b bdi blockquote br cite code data dd del dfn div dl dt em h1 h2 h3 h4 h5 h6 hr i ins kbd li mark ol p pre q s samp small span strong sub sup time u ul var"
_PARTS = "article details figcaption figure footer header summary table caption col colgroup tbody td tfoot th thead tr"
_ALLOWED = {*_WORDS.split(), *_PARTS.split(), "svg"}
_GONE = {  # with what is in them; of any other element the words stay
    "script", "style", "iframe", "frame", "frameset", "object", "embed", "applet", "template", "noscript", "noembed", "noframes", "title", "textarea", "select", "xmp",
    "audio", "video", "canvas", "math", "head", "plaintext", "svg", "map",
}  # fmt: skip
_ATTRIBUTES = {
    "class", "title", "lang", "dir", "role", "aria-label", "aria-hidden", "value", "datetime", "scope", "colspan", "rowspan", "span",
    "open", "start", "reversed", "hidden",
}  # fmt: skip
_LINK = re.compile(r"(?:#|https?://|mailto:|[\w.-]+\.ipynb$)", re.IGNORECASE)
_LINES = r"[0-9]{1,6}(?:-[0-9]{1,6})?"  # of a CSV: a million at most, for each of them is looked at
_OF_COLUMN = rf"\w+:{_LINES}(?:,{_LINES})*:\w+"
_CELLS = re.compile(rf"{_OF_COLUMN}(?:;{_OF_COLUMN})*")
_SPANS = {"colspan", "rowspan", "span"}
_SPAN = re.compile(r"[1-9][0-9]{0,2}")
_DEEPEST = 60  # elements in each other; a parser that meets 256 gives up what follows
_OWN_IDS = re.compile(r"phat-hien-[0-9]+")
_LESS = "\ue002"  # stands for "<" in attributes, which lxml writes as it is


def clean(html: str) -> str:
    """A cell's HTML with nothing but what the document can hold, every element closed.

    Raises NotFinished for elements nested so deep that words would be lost.

    >>> clean('<p onclick="x()">Có <meta http-equiv="refresh"><b>năm</b><script>x()</script></div>')
    '<p>Có <b>năm</b></p>'
    """
    drawings: list[str] = []

    def keep(match: re.Match[str]) -> str:
        drawings.append(clean_drawing(match[0]))
        return f'<svg data-kept="{len(drawings) - 1}"></svg>'

    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True)
    text = SVG.sub(keep, in_one(html.replace(_LESS, "")))
    tree = lxml_html.fragment_fromstring(text, create_parent="div", parser=parser)
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):  # what follows is not in the tree
        raise NotFinished(
            _("elements of a cell stand 2,000 deep in each other: {html!r}. Close them, or show less.", html=html[:60])
        )
    kept = {f"{number}" for number, drawing in enumerate(drawings) if drawing}
    for element in [*tree.iterdescendants()]:
        _clean_element(element, kept)
    _flatten(tree)
    text = lxml_html.tostring(tree, encoding="unicode")[len("<div>") : -len("</div>")].replace(_LESS, "&lt;")
    return re.sub(r'<svg data-kept="(\d+)"></svg>', lambda match: drawings[int(match[1])], text)


def _clean_element(element: HtmlElement, kept: set[str]) -> None:
    if element.tag == "svg" and element.get("data-kept") in kept:
        kept.discard(element.get("data-kept"))
        for name in set(element.attrib) - {"data-kept"}:
            del element.attrib[name]
        return
    if element.tag in _GONE or not isinstance(element.tag, str):  # a comment
        element.drop_tree()
        return
    if element.tag not in _ALLOWED:
        element.drop_tag()
        return
    if element.tag == "figure":  # with a caption, as `show` and `charts` make them, it is numbered
        kind = (element.get("class") or "").split()[:1]
        element.tag = "figure" if kind in (["table"], ["chart"]) and element.find("figcaption") is not None else "div"
    for name, value in element.attrib.items():
        if not _is_allowed(element, name, value):
            del element.attrib[name]
        elif "<" in value:
            element.set(name, value.replace("<", _LESS))


def _flatten(tree: HtmlElement) -> None:
    """Leave the words alone of what is nested deeper than anybody nests."""
    depth = {tree: 0}
    for element in [*tree.iterdescendants()]:
        above = depth[element.getparent()]
        depth[element] = above + 1
        if above >= _DEEPEST:
            depth[element] = above
            element.drop_tag()


def _is_allowed(element: HtmlElement, name: str, value: str) -> bool:
    if name == "href":
        return element.tag == "a" and bool(_LINK.match(value.strip()))
    if name == "id":
        return element.tag == "figure" or (element.tag == "article" and bool(_OWN_IDS.fullmatch(value)))
    if name == "data-cells":
        return are_cells(value)
    if name in _SPANS:
        return bool(_SPAN.fullmatch(value))
    if name == "data-finding":  # of a figure the annex says it
        return element.tag == "article" and bool(re.fullmatch(r"[0-9]+", value))
    return name in _ATTRIBUTES or (name.startswith("data-") and name not in ("data-n", "data-kept"))


def are_cells(written: str) -> bool:
    """Whether cells are written as `helpers.values.sources` does, of tables and columns that there are."""
    return bool(_CELLS.fullmatch(written)) and all(
        cells.table in TABLES and cells.column in TABLES[cells.table].columns for cells in parse(written)
    )
