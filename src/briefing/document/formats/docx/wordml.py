"""Elements of WordprocessingML (ECMA-376, part 1), made with lxml where python-docx has no words for them."""

import hashlib

from docx.oxml.ns import qn
from lxml import etree

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{NAMESPACE}}}"
BOOKMARK = "b_"  # how the names of our bookmarks begin


def w(name: str, /, *children: etree._Element, **attributes: object) -> etree._Element:
    """An element with its children in the order given, which must be the schema's.

    >>> etree.tostring(w("jc", val="center")).decode().rpartition(" ")[2]
    'w:val="center"/>'
    """
    named = {W + key: str(value) for key, value in attributes.items()}
    element = etree.Element(W + name, named, nsmap={"w": NAMESPACE})
    element.extend(children)
    return element


def run(text: str, **look: object) -> etree._Element:
    """Text in one look, its line breaks kept. look: properties of the run by their names in WordprocessingML, in its order.

    >>> "".join(run("Đạt", b=1).itertext())
    'Đạt'
    """
    made = w("r", *([w("rPr", *(w(name, val=value) for name, value in look.items()))] if look else []))
    for number, line in enumerate(text.split("\n")):
        part = w("t")
        part.text = line
        part.set(qn("xml:space"), "preserve")
        made.extend([w("br"), part] if number else [part])
    return made


def form(paragraph: etree._Element) -> etree._Element:
    """The properties of a paragraph, of which the style is the first."""
    return paragraph.find(f"{W}pPr")


def style_of(paragraph: etree._Element) -> str:
    """The style of a paragraph, by its identifier; "" for what has none."""
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else str(style.get(f"{W}val"))


def keep(paragraph: etree._Element) -> None:
    """Keep a paragraph on the page of what follows it."""
    form(paragraph).insert(1, w("keepNext"))


def bookmark_of(id_: str) -> str:
    """The name of the bookmark around what prints an id."""
    return f"{BOOKMARK}{hashlib.sha256(id_.encode()).hexdigest()[:16]}"
