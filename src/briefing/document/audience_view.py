"""What is printed of a document for an audience, on the page as in the PDF and in Word: a format only lays it out.

What is said beside the text stands in it: numbers of findings as references of the kind "flag", what open
findings say against a section. On paper judgments are words like others.
"""

from dataclasses import replace
from typing import Any

from helpers.values import blocks
from helpers.values.blocks import plain, rewritten
from helpers.values.display_bundle import DOUBTS

from .model import FINAL, SCREEN, Annotation, Document, Section, section_name, text_runs

APART = "\u202f"  # a narrow space at which no line ends


def audience_view(document: Document, audience: str) -> Document:
    """The document as it is printed: paper without what only the page shows, a final copy without the annex of the audit."""
    made = with_annotations(document, audience)
    printed = [
        each if audience == SCREEN else _on_paper(each, made)
        for each in made.sections
        if (audience != FINAL or each.kind != "annex") and (each.kind != "opening" or _says(each))
    ]
    beside: Any = {name: {} for name in ("tables", "rows", "meanings", "comparisons")}
    return replace(made, sections=tuple(printed), annotations=(), **beside)


def with_annotations(document: Document, audience: str) -> Document:
    """The document with what an audience is told beside it in its text, and without what it does not get."""
    return document.rebuilt(_View(document, audience).block)


def _says(section: Section) -> bool:
    """Whether what opens the report says something; in some periods it does not."""
    return any(plain(run.inlines).strip() for each in section.walk() for own in each.blocks for run in text_runs(own))


def _on_paper(section: Section, document: Document) -> Section:
    """What opens a report of numbered sections has no headings on paper; what follows them says what it is attached to."""
    if section.kind == "opening" and any(each.kind == "numbered" for each in document.sections):
        return replace(section, title="", sections=tuple(replace(each, title="") for each in section.sections))
    if section.kind in ("opening", "numbered") or not document.letterhead:
        return section
    said = {line.name: plain(line.inlines) for line in document.letterhead.lines}
    number, day = said["registered"].replace("Số:", "số"), said["dated"].rpartition(", ")[2]
    words = blocks.Text(f"(Kèm theo Báo cáo {number} {day} của {said['issuer']})")
    return replace(section, blocks=(blocks.Paragraph((words,), "attached"), *section.blocks))


class _View:
    def __init__(self, document: Document, audience: str) -> None:
        self._said = document.annotations_of(audience)
        self._final, self._screen = audience == FINAL, audience == SCREEN

    def block(self, section: Section | None, block: Any) -> Any:
        if isinstance(block, blocks.Source | blocks.Corrected) and not self._screen:
            return None
        if self._final and isinstance(block, blocks.Paragraph) and block.style == "missing":
            return None
        if isinstance(block, blocks.Read):
            return self._doubts(section_name(section))
        made = rewritten(block, self.inlines)
        if isinstance(made, blocks.Table):
            made = replace(made, caption=(*made.caption, *self._behind(made.id)))
        elif isinstance(made, blocks.Chart):
            made = replace(made, subtitle=(*made.subtitle, *self._behind(made.id)))
            if made.unit and not self._screen:
                made = replace(made, unit=(blocks.Text(" ("), *made.unit, blocks.Text(")")))
        # in a copy that goes with the annex also the tables that it is made of
        return replace(made, sources=()) if self._final and isinstance(made, blocks.Table | blocks.Chart) else made

    def inlines(self, said: blocks.Inlines) -> blocks.Inlines:
        """Inlines, those in them as they are printed already."""
        made = list[blocks.Inline]()
        for each in said:
            match each:
                case blocks.Judgment() if not self._screen:
                    made += each.inlines
                case blocks.Reference(kind="mark"):
                    made += [] if self._final else [replace(each, kind="flag")]
                case _:
                    made.append(each)
            made += self._behind(getattr(each, "id", ""))
        return tuple(made)

    def _marks(self, id_: str, *kinds: str) -> list[Annotation]:
        return [mark for mark in self._said.get(id_, ()) if id_ and mark.kind in kinds]

    def _behind(self, id_: str) -> list[blocks.Inline]:
        """What is printed behind its target."""
        corrected = () if self._screen else self._marks(id_, "corrected")  # the page's style says so
        made: list[blocks.Inline] = [blocks.Text(" (đính\u00a0chính)") for _ in corrected]
        made += (blocks.Text(f"\u00a0{mark.label}") for mark in self._marks(id_, "revised") if mark.label)
        flags = self._marks(id_, "finding", "unconfirmed")
        return [*made, *(blocks.Reference("flag", "", each.label, link=each.link) for each in flags)]

    def _doubts(self, name: str) -> blocks.Paragraph | None:
        """What open findings say against a section: their numbers, in a copy that goes without the annex their words; and why what
        does not agree may stay."""
        marks, between = self._marks(name, "finding"), blocks.Text("; " if self._final else ", ")
        found: list[blocks.Inline] = [blocks.Reference("finding", "", each.label, link=each.link) for each in marks]
        if self._final:
            found = [blocks.Text(each.words) for each in marks if each.words]
        listed = [part for each in found for part in (between, each)][1:]
        said = [[blocks.Text(f"{DOUBTS} "), *listed, blocks.Text(".")]] if found else []
        said += ([blocks.Text(each.words)] for each in self._marks(name, "accepted") if each.words)
        words = tuple(part for each in said for part in (blocks.Text(" "), *each))[1:]
        return blocks.Paragraph(words, "review") if words else None
