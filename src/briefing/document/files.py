"""From executed sections to the document of an edition, of which every format is made."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

from lxml import html as lxml_html
from lxml.html.builder import E

from helpers.data.schema import read_table
from helpers.editions import Edition
from helpers.values.block_html import HTML as IN_HTML

from ..order import Order
from ..sections import Section, appendices
from .about import about_of
from .annotate import of_sections, printed
from .bundles import collected
from .exporters import document
from .formats import Report, files_of
from .marks import put_beside
from .model import DRAFT, Document
from .printed import printed as printed_in
from .publication import imprinted
from .remarks import standing, with_remarks
from .revised import with_revised
from .signed import with_signatures
from .sources import with_sources
from .statements import check_statements, with_unconfirmed
from .tree import About, Heading, Tree, check_links


def document_of(executed: Iterable[Path], about: About, edition: Edition) -> Document:
    """The document of an edition as data. executed: as `assembled` has it.

    Raises InputError for a statement that is not printed, NotFinished for a section that is not ready to be read.
    """
    made = of_sections([(path.name, collected(path.name, path.read_bytes())) for path in executed], about)
    check_statements(made, edition)
    return with_sources(with_unconfirmed(made, edition), edition)


def assembled(sections: list[Section], executed: Iterable[Path], order: Order, edition: Edition) -> Report:
    """The document of an edition, and what it says. executed: the sections' notebooks as they ran, in order.

    Raises InputError for a statement that is not printed, NotFinished for a section that is not ready to be read.
    """
    rows = partial(read_table, edition.data)
    about = about_of(order.period, rows)
    executed = [*executed]
    notebooks = [path.read_bytes() for path in executed]
    made = document(notebooks, about)
    data = document_of(executed, about, edition)
    check_links(made)
    if order.revised:
        data = with_revised(data, edition, order.revised)
    if order.publication:
        data = imprinted(data, order.publication)
        about = order.publication.about(about)
    mark_papers(made, data)
    data = with_signatures(data, order.period, rows)
    if not order.publication:  # what is sent carries no talk about it
        data = with_remarks(data, standing(data, order.period, rows))
    files = files_of(order, appendices(sections))
    return Report(made, about, order.final, edition, files, order.remarked, data)


def mark_papers(made: Tree, data: Document) -> None:
    """Put what is said beside the text into the tree of which papers are made, as long as they are."""
    said = data.annotations_of(DRAFT)
    alike: dict[str, list[Any]] = {}
    for figure in made.figures:
        alike.setdefault(figure.element.text_content(), []).append(figure)
    for one in (each for each in printed(data) if each.is_figure):
        old: Any = alike[one.text].pop(0) if alike.get(one.text) else None
        for each in said.get(one.node.id, ()) if old is not None else ():
            if each.kind == "revised" and each.label:
                put_beside(old.element, E.span({"class": "revised"}, f"\u00a0{each.label}"))
            elif each.kind == "corrected" and not each.label:
                old.mark("corrected")
    words = {one.source: one.element for one in printed_in(made.body) if one.element.tag == "span"}
    for one in printed(data):
        for each in said.get(one.target, ()):
            if each.kind == "unconfirmed" and one.node.cells in words:
                put_beside(words.pop(one.node.cells), E.sup({"class": "flag"}, each.label))
    for section in (each for each in data.sections if each.kind == "list"):
        listed = lxml_html.fragments_fromstring(IN_HTML.several(section.blocks))
        head = E.h2(E.span({"class": "number"}, section.number), f" {section.title}")
        made.contents.append(Heading(section.anchor, section.number, section.title, 1))
        made.body.append(E.section({"id": section.anchor, "class": "appendix"}, head, *listed))
