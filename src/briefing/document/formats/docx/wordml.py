"""Elements of WordprocessingML (ECMA-376, part 1), made with lxml where python-docx has no words for them."""

from lxml import etree

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{NAMESPACE}}}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


def w(name: str, /, *children: etree._Element, **attributes: object) -> etree._Element:
    """An element with its children in the order given, which must be the schema's.

    >>> etree.tostring(w("jc", val="center")).decode().rpartition(" ")[2]
    'w:val="center"/>'
    """
    named = {W + key: str(value) for key, value in attributes.items()}
    element = etree.Element(W + name, named, nsmap={"w": NAMESPACE})
    element.extend(children)
    return element


def form(paragraph: etree._Element) -> etree._Element:
    """The properties of a paragraph, of which the style is the first."""
    return paragraph.find(f"{W}pPr")


def style_of(block: etree._Element) -> str:
    """The style of a paragraph, by its identifier; "" for what has none."""
    style = block.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else str(style.get(f"{W}val"))


def keep(block: etree._Element) -> None:
    """Keep a paragraph on the page of what follows it; a table is kept by its rows."""
    if block.tag == f"{W}p" and form(block).find(f"{W}keepNext") is None:
        form(block).insert(1, w("keepNext"))


def written(root: etree._Element) -> bytes:
    """A part of the file."""
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True))
