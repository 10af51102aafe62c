"""What a publication adds to a document: its number, marks beside figures that were revised, and the list of revisions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from helpers.values.blocks import Cell, Paragraph, Row, Table, Text

from .model import AUDIENCES, SCREEN, Annotation, Document, Section

REVISIONS = "danh-muc-sua-doi"  # the anchor of the list
REVISED = "(R)"
CLASSES = {
    "update": "Cập nhật số ước tính",
    "source": "Nguồn điều chỉnh",
    "correction": "Sửa lỗi",
    "wording": "Câu chữ",
}
HEADS = ("Thay đổi", "Loại", "Lý do", "Trong các mục")  # of the list of revisions


@dataclass(frozen=True)
class Publication:
    """A publication of an edition. revisions: since the last one, as the list has them (HEADS); marks: the ids of figures that are others."""

    number: int
    revisions: tuple[tuple[str, ...], ...] = ()
    marks: tuple[str, ...] = ()


def imprinted(document: Document, publication: Publication) -> Document:
    """The document with the publication's number, marks and list."""
    known = document.annotations_of(SCREEN)
    found = [
        Annotation(figure, "revised", REVISED, audiences=AUDIENCES)
        for figure in publication.marks
        if not {each.kind for each in known.get(figure, ())} & {"corrected", "revised"}
    ]
    made = replace(document, publication=publication.number, annotations=(*document.annotations, *found))
    if publication.number < 2:
        return made
    title = f"Nội dung thay đổi so với bản {publication.number - 1}"
    return listed(made, REVISIONS, "Danh mục sửa đổi.", title, HEADS, publication.revisions)


def listed(
    document: Document,
    anchor: str,
    number: str,
    title: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    remark: str = "",
) -> Document:
    """The document with a list at its end. remark: above it."""
    head, *body = (
        Row(tuple(Cell((Text(words, typed=False),), column=at, head=row is heads) for at, words in enumerate(row)))
        for row in (heads, *rows)
    )
    words = (Paragraph((Text(remark, typed=False),), id=anchor),) if remark else ()
    table = Table((), (head,), tuple(body), id=anchor)
    section = Section(anchor, anchor, number, title, "list", 1, blocks=(*words, table))
    return replace(document, sections=(*document.sections, section))
