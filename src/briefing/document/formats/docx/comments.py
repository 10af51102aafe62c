"""What is open as comments in the Word file: findings and remarks at their sentences, each with a place for the answer."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.parts.document import DocumentPart

from helpers.values.block_html import FINDING
from helpers.values.sources import touch

from ...model import DRAFT
from ...remarks import places
from .. import Report
from .reading import ANSWER, ASKS, mark_of
from .runs import run
from .wordml import W, w, written


class Note(NamedTuple):
    """about: the names of what it is about, the likeliest first. name: by which an answer is known again."""

    about: tuple[str, ...]
    name: str
    said: str


def notes(report: Report) -> Iterator[Note]:
    """The open findings, with what offices were asked of them, then the open remarks."""
    edition, contents = report.edition, report.contents
    assert edition is not None and contents is not None
    asked = {row["finding"]: row for row in edition.records["questions"].values()}
    numbers: dict[str, list[str]] = {}
    for name, finding in contents.findings.items():
        if finding.is_open:
            numbers.setdefault(finding.number, []).append(name)
    for number, names in numbers.items():
        finding = contents.findings[names[0]]
        known = (asked[each] for each in names if each in asked)
        questions = dict.fromkeys(f"{row['question']} ({row['asked_of']})" for row in known)
        rows = [cell for cell in finding.cells if not cell[2]]
        said = (piece for section in contents.sections.values() for piece in section.pieces)
        doubted = (each for each in said if touch(finding.cells, each.cells) or touch(rows, each.cells, rows=True))
        about = [piece.name for piece in doubted]
        about += [contents.sections[name].pieces[0].name for name in finding.sections if name in contents.sections]
        yield Note(tuple(about), f"{FINDING}{number}", " ".join((finding.words + ".", *questions)))
    for each in report.data.annotations:
        if each.kind == "remark" and DRAFT in each.audiences:
            near = places(report.data).get(each.target)
            section = contents.sections.get(near.section) if near else None
            yield Note(tuple(piece.name for piece in (section.pieces[:1] if section else ())), each.label, each.words)


def add(part: DocumentPart, said: Iterable[Note]) -> None:
    """Set each note at the bookmark of its sentence; one whose sentence has none at the first paragraph."""
    root, comments = part.element, w("comments")
    starts = {mark.get(f"{W}name"): mark for mark in root.iter(f"{W}bookmarkStart")}
    ends = {mark.get(f"{W}id"): mark for mark in root.iter(f"{W}bookmarkEnd")}
    for number, note in enumerate(said):
        marks = [starts[name] for each in note.about if (name := f"_{each}") in starts]
        start = marks[0] if marks else next(iter(starts.values()))
        start.addnext(w("commentRangeStart", id=number))
        end = ends[start.get(f"{W}id")]
        end.addprevious(w("commentRangeEnd", id=number))
        end.addprevious(w("r", w("commentReference", id=number)))
        asked = f"{note.name}: {note.said}"
        lines = [w("p", run(line)) for line in (asked, ANSWER)]
        comments.append(w("comment", *lines, id=number, author=ASKS, initials=mark_of(asked)))
    made = Part(PackURI("/word/comments.xml"), CONTENT_TYPE.WML_COMMENTS, written(comments), part.package)
    part.relate_to(made, RELATIONSHIP_TYPE.COMMENTS)
