"""What is open as comments in the Word file: findings at what they are about, each with a place for the answer."""

from __future__ import annotations

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from lxml import etree

from helpers.values.block_html import FINDING, finding_anchor
from helpers.values.blocks import plain

from ...model import Document
from .reader import ANSWER, ASKS
from .wordml import w


def add(word: WordDocument, document: Document, places: dict[str, etree._Element]) -> None:
    """Set each open finding at what prints its target; one of which nothing is printed at the first place.

    places: the elements that print what has an id.
    """
    body = qn("w:document")  # Word takes no comment within a note
    places = {of: place for of, place in places.items() if place.getroottree().getroot().tag == body}
    marks = [each for each in document.annotations if each.kind == "finding" and each.target in places]
    about = {each.label: each.target for each in reversed(marks)}
    unsettled = [each for each in document.findings if each.state != "accepted"]
    for finding in unsettled:
        label, words = f"{FINDING}{finding.number}", f"{plain(finding.fault)}. {finding.standing}."
        of = about.get(label) or finding_anchor(finding.number)
        made = word.comments.add_comment(f"{label}: {words}\n{ANSWER}", author=ASKS, initials=ASKS[:2])
        place = places.get(of, next(iter(places.values())))
        place.addprevious(w("commentRangeStart", id=made.comment_id))
        end = w("commentRangeEnd", id=made.comment_id)
        place.addnext(end)
        end.addnext(w("r", w("commentReference", id=made.comment_id)))
    for part in word.part.package.iter_parts() if unsettled else ():
        if part.partname == "/word/comments.xml":
            for comment in part.element:
                comment.attrib.pop(qn("w:date"), None)  # the same bytes at any time
