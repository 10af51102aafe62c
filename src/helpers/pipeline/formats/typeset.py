"""From the document for paper to a PDF/UA-1 file: what WeasyPrint leaves undone of footnotes and tags."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

if TYPE_CHECKING:
    import pydyf
    import weasyprint

VARIANT = "pdf/ua-1"
ATTEMPTS = 3  # a rendering takes seconds; nearly always the first is right
LATER = 6  # lines: more than fitted
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "figcaption")
CHART_FONTS = {400: "DejaVuSans.ttf", 700: "DejaVuSans-Bold.ttf"}  # by weight, as matplotlib brings them
PRINTED = 4  # the annotation flag: on paper as on the screen


def write(html: str, identifier: bytes) -> bytes:
    """The HTML as PDF; the same HTML and fonts give the same bytes."""
    with _no_collection():
        import weasyprint

        source = weasyprint.HTML(string=html)
        return _render(source).write_pdf(
            finisher=_finisher(_titles(source.etree_element)), pdf_variant=VARIANT, pdf_identifier=identifier
        )


@contextmanager
def _no_collection() -> Iterator[None]:
    """A sixth of the time would go into looking for garbage among boxes that all live to the end."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


# -- footnotes ---------------------------------------------------------------------------------------------------


def _render(source: weasyprint.HTML) -> weasyprint.Document:
    """Pages on which every footnote stands below its call.

    Where one line more would let a paragraph break, WeasyPrint makes room for it by moving the page's notes away,
    whatever `footnote-policy` says. Such a paragraph is asked to break later, and the pages are made again.
    """
    style, fonts = _chart_fonts()
    for _ in range(ATTEMPTS):
        rendered = source.render(stylesheets=[style], font_config=fonts, pdf_variant=VARIANT)
        tearing = [element for page in rendered.pages if (element := _tearing(page._page_box)) is not None]
        if not tearing:
            break
        for element in tearing:
            element.set("style", f"orphans: {LATER}")
    return rendered


def _chart_fonts() -> tuple[weasyprint.CSS, object]:
    """The fonts that matplotlib measured the charts' words in, whatever the system has."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    folder = Path(find_spec("matplotlib").origin).parent / "mpl-data" / "fonts" / "ttf"
    faces = [
        f"@font-face {{ font-family: DejaVu Sans; font-weight: {weight}; src: url({(folder / name).as_uri()}) }}"
        for weight, name in CHART_FONTS.items()
    ]
    return weasyprint.CSS(string="\n".join(faces), font_config=fonts), fonts


def _tearing(page: object) -> Element | None:
    """The last paragraph of a page if a note called on the page is not at its foot."""
    from weasyprint.formatting_structure import boxes

    feet = [child for child in page.children if isinstance(child, boxes.FootnoteAreaBox)]
    flow = [box for child in page.children if child.element_tag == "html" for box in child.descendants()]
    printed = {note.element for foot in feet for note in foot.children}
    if {box.footnote.element for box in flow if box.footnote} <= printed:
        return None
    return [
        box.element
        for box in flow
        if isinstance(box, boxes.ParentBox) and any(isinstance(child, boxes.LineBox) for child in box.children)
    ][-1]


# -- tags --------------------------------------------------------------------------------------------------------


def _titles(tree: Element) -> dict[str, str]:
    """What stands at each anchor: its heading or caption."""
    titles = {}
    for element in tree.iter():
        heading = next((e for e in element.iter() if e.tag in HEADINGS), None)
        if element.get("id") and heading is not None:
            titles[element.get("id")] = " ".join("".join(heading.itertext()).split())
    return titles


def _finisher(titles: dict[str, str]) -> Callable:
    """What is called with the PDF before it is written: WeasyPrint's hook for such work."""

    def finish(_: weasyprint.Document, pdf: pydyf.PDF) -> None:
        elements = list(_structure(pdf))
        _tag_notes(pdf, elements)
        _scope_headers(pdf, elements)
        _page_numbers_as_artifacts(pdf, elements)
        _describe_links(pdf, titles)

    return finish


def _at(pdf: pydyf.PDF, reference: bytes) -> pydyf.Object:
    return pdf.objects[int(reference.split()[0])]


def _structure(pdf: pydyf.PDF) -> Iterator[pydyf.Dictionary]:
    """The elements of the structure tree in reading order, the document first."""
    waiting = list(_at(pdf, pdf.catalog["StructTreeRoot"])["K"])
    while waiting:
        element = _at(pdf, waiting.pop())
        if element["Type"] == "/StructElem":
            yield element
            waiting.extend(kid for kid in reversed(element["K"]) if isinstance(kid, bytes))


def _tag_notes(pdf: pydyf.PDF, elements: list[pydyf.Dictionary]) -> None:
    """Footnotes are Notes with an identifier (ISO 14289-1, 7.9); WeasyPrint puts a page's into an anonymous element."""
    import pydyf

    for area in elements:
        if area["S"] == "/NonStruct" and area["P"] == elements[0].reference:
            for note in (_at(pdf, kid) for kid in area["K"]):
                note.update({"S": "/Note", "ID": pydyf.String(f"note-{note.number}")})


def _scope_headers(pdf: pydyf.PDF, elements: list[pydyf.Dictionary]) -> None:
    """Header cells say whether they head a column or a row.

    WeasyPrint lists the headers of each cell instead, and takes a group's spanning row for a column's header in
    every row of the table.
    """
    for cell in elements:
        if cell["S"] == "/TH":
            rows = _at(pdf, _at(pdf, cell["P"])["P"])
            cell["A"]["Scope"] = "/Column" if rows["S"] == "/THead" else "/Row"
        elif cell["S"] == "/TD":
            cell["A"].pop("Headers", None)


def _page_numbers_as_artifacts(pdf: pydyf.PDF, elements: list[pydyf.Dictionary]) -> None:
    """Text outside the tree is in the margins: page numbers, which are artifacts (ISO 14289-1, 7.8)."""
    import pydyf

    tree = {element.reference for element in elements}
    parents = _at(pdf, _at(pdf, pdf.catalog["StructTreeRoot"])["ParentTree"])["Nums"]
    for number, page in enumerate(pdf.page_references):
        marks = parents[2 * number + 1]
        margin = {mark for mark, element in enumerate(marks) if element not in tree}
        content = _at(pdf, _at(pdf, page)["Contents"]).stream
        for place, item in enumerate(content):
            if isinstance(item, pydyf.Dictionary) and item.get("MCID") in margin:
                content[place - 1 : place + 1] = ["/Artifact", pydyf.Dictionary({"Type": "/Pagination"})]
        for mark in margin:
            marks[mark] = "null"


def _describe_links(pdf: pydyf.PDF, titles: dict[str, str]) -> None:
    """Links say where they lead (ISO 14289-1, 7.18.5), and are printed with their page."""
    import pydyf

    for link in pdf.objects:
        if isinstance(link, pydyf.Dictionary) and link.get("Subtype") == "/Link":
            link["F"] = PRINTED
            if "Dest" in link:
                link["Contents"] = pydyf.String(titles.get(link["Dest"].string, link["Dest"].string))
