"""What a publication adds to a document: its number, marks beside figures that were revised, and the list of revisions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from helpers.values.blocks import Cell, Paragraph, Row, Table, Text

from .model import AUDIENCES, SCREEN, Annotation, Document, Section

_Cells: TypeAlias = Sequence[str | tuple[str, ...]]  # of a row
REVISIONS = "danh-muc-sua-doi"  # the anchor of the list
REVISED = "(R)"
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
    """A publication of an edition. marks: the ids of the figures that were revised."""

    number: int
    revisions: tuple[Revision, ...] = ()
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
    heads = ("Thay đổi", "Loại", "Lý do", "Ảnh hưởng đến báo cáo")
    rows = [(one.what, CLASSES[one.kind], one.reason, one.effects) for one in publication.revisions]
    return listed(made, REVISIONS, "Danh mục sửa đổi.", title, heads, rows)


def listed(
    document: Document,
    anchor: str,
    number: str,
    title: str,
    heads: Sequence[str],
    rows: Iterable[_Cells],
    remark: str = "",
) -> Document:
    """The document with a list at its end. rows: their cells, some of several texts. remark: on the list."""
    head = Row(tuple(replace(_cell(at, words), head=True) for at, words in enumerate(heads)))
    body = tuple(Row(tuple(_cell(at, said) for at, said in enumerate(row))) for row in rows)
    said = [remark] if remark else [] if body else ["Không có thay đổi."]
    words = tuple(Paragraph((Text(each, typed=False),), id=anchor) for each in said)
    table = (Table((), (head,), body, id=anchor),) if body else ()
    section = Section(anchor, anchor, number, title, "list", 1, blocks=(*words, *table))
    return replace(document, sections=(*document.sections, section))


def _cell(column: int, said: str | tuple[str, ...]) -> Cell:
    return Cell((Text(said if isinstance(said, str) else "\n".join(said), typed=False),), column=column)
