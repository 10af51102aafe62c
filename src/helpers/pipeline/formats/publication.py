"""What a publication adds to a document: its number, marks beside figures that were revised, and the list of revisions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement
from lxml.html.builder import E

from .tree import Heading, Tree, section_around, section_name

REVISIONS = "danh-muc-sua-doi"  # the anchor of the list
CORRECTED, REVISED = "(đính chính)", "(R)"
CLASSES = {
    "update": "Cập nhật số ước tính",
    "source": "Nguồn điều chỉnh",
    "correction": "Sửa lỗi",
    "wording": "Câu chữ",
}


@dataclass(frozen=True)
class Revision:
    """One change since the last publication. kind: a key of CLASSES; effects: what it changed in the report, in words."""

    what: str
    kind: str
    reason: str
    effects: tuple[str, ...]


@dataclass(frozen=True)
class Publication:
    """A publication of an edition. marks: the mark beside each figure that was revised, by its section and key."""

    number: int
    revisions: tuple[Revision, ...] = ()
    marks: tuple[tuple[str, str, str], ...] = ()

    def about(self, about: dict) -> dict:
        """What the formats print beside the sections, with the publication's number; from the second on each page has it."""
        stamp = f"Bản {self.number}" if self.number > 1 else ""
        return {**about, "title": f"{about['title']} (bản {self.number})", "stamp": stamp, "signed_here": True}


def imprint(made: Tree, publication: Publication) -> None:
    """Put marks and list into a document."""
    marks = {(section, key): mark for section, key, mark in publication.marks}
    for figure in list(made.body.iter("data")):
        mark = marks.get((section_name(section_around(figure)), figure.get("data-key", "")))
        if mark and not figure.get("data-old"):  # what the audit's decision corrected says so already
            note = E.span({"class": "revised"}, f"\u00a0{mark}")
            note.tail, figure.tail = figure.tail, None
            figure.addnext(note)
    if publication.number > 1:
        title = f"Nội dung thay đổi so với bản {publication.number - 1}"
        made.contents.append(Heading(REVISIONS, "Danh mục sửa đổi.", title, 1))
        made.body.append(_list(publication, title))


def _list(publication: Publication, title: str) -> HtmlElement:
    heading = E.h2(E.span({"class": "number"}, "Danh mục sửa đổi."), f" {title}")
    head = E.tr(*(E.th({"scope": "col"}, words) for words in ("Thay đổi", "Loại", "Lý do", "Ảnh hưởng đến báo cáo")))
    table = E.table(E.thead(head), E.tbody(*map(_row, publication.revisions)))
    section = E.section({"id": REVISIONS, "class": "appendix"}, heading)
    section.append(E.div({"class": "scroll"}, table) if publication.revisions else E.p("Không có thay đổi."))
    return section


def _row(revision: Revision) -> HtmlElement:
    cells = (revision.what, CLASSES[revision.kind], revision.reason)
    return E.tr(*(E.td(words) for words in cells), E.td(*lines_of(revision.effects)))


def lines_of(texts: Iterable[str]) -> Iterator[object]:
    """Texts below each other, as the content of an element."""
    for place, text in enumerate(texts):
        if place:
            yield E.br()
        yield text
