"""What a publication adds to a document: its number, marks beside figures that were revised, and the list of revisions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from lxml.html import HtmlElement
from lxml.html.builder import E

from .marks import put_beside
from .tree import About, Heading, Tree

_Cells: TypeAlias = Sequence[str | tuple[str, ...]]  # of a row
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

    def about(self, about: About) -> About:
        """What the formats print beside the sections, with the publication's number; from the second on each page has it."""
        stamp = f"Bản {self.number}" if self.number > 1 else ""
        return {**about, "title": f"{about['title']} (bản {self.number})", "stamp": stamp, "signed_here": True}


def imprint(made: Tree, publication: Publication) -> None:
    """Put marks and list into a document."""
    marks = {(section, key): mark for section, key, mark in publication.marks}
    for figure in made.figures:
        mark = marks.get((figure.section, figure.key))
        if mark and not figure.is_marked:
            if mark == CORRECTED:  # plain in the copy that is sent, as every decided value is; the list names it
                figure.mark("corrected")
            else:
                put_beside(figure.element, E.span({"class": "revised"}, f"\u00a0{mark}"))
    if publication.number > 1:
        title = f"Nội dung thay đổi so với bản {publication.number - 1}"
        heads = ("Thay đổi", "Loại", "Lý do", "Ảnh hưởng đến báo cáo")
        rows = [(one.what, CLASSES[one.kind], one.reason, one.effects) for one in publication.revisions]
        listed(made, REVISIONS, "Danh mục sửa đổi.", title, heads, rows)


def listed(
    made: Tree, anchor: str, number: str, title: str, heads: Sequence[str], rows: Iterable[_Cells], remark: str = ""
) -> None:
    """Put a list at the end of a document, as an appendix. rows: their cells, some of several texts. remark: on the list."""
    section = E.section({"id": anchor, "class": "appendix"}, E.h2(E.span({"class": "number"}, number), f" {title}"))
    head = E.tr(*(E.th({"scope": "col"}, words) for words in heads))
    body = [E.tr(*map(_cell, row)) for row in rows]
    section.extend([E.p(remark)] if remark else [])
    table = E.table(E.thead(head), E.tbody(*body))
    section.append(E.div({"class": "scroll"}, table) if body else E.p("Không có thay đổi."))
    made.contents.append(Heading(anchor, number, title, 1))
    made.body.append(section)


def _cell(said: str | tuple[str, ...]) -> HtmlElement:
    texts = [said] if isinstance(said, str) else said
    return E.td(*[part for text in texts for part in (E.br(), text)][1:])
