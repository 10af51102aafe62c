"""Drawings on the page: shapes and words only, whatever a notebook has drawn."""

import re

from lxml import etree

_DRAWN = {"svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "defs", "clipPath", "use", "title", "desc", "symbol", "linearGradient", "radialGradient", "stop", "pattern"}  # fmt: skip


def clean_drawing(svg: str) -> str:
    """A drawing with shapes and words only; empty for what is not well-formed, or has none.

    >>> clean_drawing('<svg><script>x()</script><rect onclick="x()" width="3"/></svg>')
    '<svg><rect width="3"/></svg>'
    """
    try:
        root = etree.fromstring(svg, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    except etree.XMLSyntaxError:
        return ""
    if etree.QName(root).localname != "svg":
        return ""
    changed = False
    for drawn in [*root.iter()]:
        name = etree.QName(drawn).localname if isinstance(drawn.tag, str) else ""
        if name not in _DRAWN and drawn is not root:
            drawn.getparent().remove(drawn)
            changed = True
            continue
        for attribute, value in drawn.attrib.items():
            if not _may_draw(etree.QName(attribute).localname, value):
                del drawn.attrib[attribute]
                changed = True
    if not len(root):
        return ""
    return etree.tostring(root, encoding="unicode", with_tail=False) if changed else svg


def _may_draw(name: str, value: str) -> bool:
    """Attributes that only draw: none that acts, and none that points outside the drawing."""
    if name.lower().startswith("on") or name in ("style", "base", "data-n", "data-kept"):
        return False
    if name == "href":
        return value.startswith("#")
    return "url(" not in value.replace(" ", "").lower() or bool(re.fullmatch(r"url\(#[\w-]+\)", value))


def own_ids(svg: str, number: int) -> str:
    """Prefix a drawing's ids, so that two drawings on a page share none."""
    svg = re.sub(r'\bid="([^"]+)"', rf'id="h{number}-\1"', svg)
    svg = re.sub(r"url\(#([^)]+)\)", rf"url(#h{number}-\1)", svg)
    return re.sub(r'href="#([^"]+)"', rf'href="#h{number}-\1"', svg)
