"""What is printed of a document for an audience, on the page as in the PDF and in Word: a format only lays it out.

What is said beside the text stands in it: numbers of findings as references of the kind "flag", what is stated before what is
computed, what open findings say against a section. On paper judgments are words like others.
"""

from dataclasses import replace
from itertools import zip_longest
from typing import Any

from helpers.values import blocks
from helpers.values.blocks import plain, rewritten
from helpers.values.display_bundle import DOUBTS

from .audit_marks import section_name
from .model import FINAL, SCREEN, Annotation, Document, Section, runs

FLAGS = ("finding", "unconfirmed")  # kinds of annotations that are printed as flags
STATED = "stated"  # in the place of a statement: words that the report states before what is computed
APART = "\u202f"  # a narrow space at which no line ends


def audience_view(document: Document, audience: str) -> Document:
    """The document as it is printed: paper without what only the page shows, a final copy without the annex of the audit."""
    view = _View(document, audience)
    made = document.rebuilt(view.block)
    front = made.front if audience != SCREEN or not made.front else (blocks.Front(made.front),)
    opens = any(each.kind == "opening" for each in document.sections)
    missing = (blocks.Paragraph((blocks.Text(each),), "missing") for each in document.gaps if audience != FINAL)
    whole = (
        replace(each, blocks=(*front, *each.blocks)) if each.kind == "opening" else each
        for each in map(view.titled, made.sections)
        if (audience != FINAL or each.kind != "annex") and (each.kind != "opening" or _says(each, made.front))
    )
    return replace(
        made,
        introduction=(*missing, *made.introduction, *(() if opens else front)),
        front=(),
        sections=tuple(each if audience == SCREEN else _on_paper(each, made) for each in whole),
        annotations=(),
        tables={},
        rows={},
        meanings={},
        comparisons={},
    )


def _says(section: Section, front: tuple[blocks.Block, ...]) -> bool:
    """Whether what opens the report says something, with the first page; in some periods it does not."""
    every = (*front, *(block for each in section.walk() for block in each.blocks))
    return any(plain(run).strip() for block in every for run in runs(block))


def _on_paper(section: Section, document: Document) -> Section:
    """What opens a report of numbered sections has no headings on paper; what follows them says what it is attached to."""
    if section.kind == "opening" and any(each.kind == "numbered" for each in document.sections):
        inner = tuple(replace(each, title="") for each in section.sections)
        section = replace(section, title="", sections=inner)
    elif section.kind not in ("opening", "numbered") and document.letterhead:
        said = {line.name: plain(line.inlines) for line in document.letterhead.lines}
        number, day = said["registered"].replace("Số:", "số"), said["dated"].rpartition(", ")[2]
        words = blocks.Text(f"(Kèm theo Báo cáo {number} {day} của {said['issuer']})")
        section = replace(section, blocks=(blocks.Paragraph((words,), "attached"), *section.blocks))
    return section


def _goes_on(each: blocks.Inline, after: blocks.Inline | None) -> bool:
    """Whether what stands behind an inline belongs to it: a flag before a number would be read as its first digits."""
    stroke, figure = blocks.Text("/"), blocks.Figure
    if isinstance(after, figure):
        return isinstance(each, blocks.Text) and (each.text == stroke.text or not each.typed)
    return isinstance(each, figure) and isinstance(after, blocks.Text) and after.text == stroke.text


class _View:
    def __init__(self, document: Document, audience: str) -> None:
        self._said = document.annotations_of(audience)
        self._final, self._screen = audience == FINAL, audience == SCREEN
        self._day = document.day if self._final else ""

    def block(self, section: Section | None, block: Any) -> Any:
        if isinstance(block, blocks.Source | blocks.Fold | blocks.Corrected):
            return block if self._screen else None
        if isinstance(block, blocks.Read):
            return self._doubts(section_name(section))
        made = rewritten(block, self.inlines)
        if isinstance(made, blocks.Table):
            rows = tuple(replace(row, cells=tuple(map(self._cell, row.cells))) for row in made.rows)
            made = replace(made, caption=(*made.caption, *self._behind(made.id)), rows=rows)
        elif isinstance(made, blocks.Chart):
            made = replace(made, subtitle=(*made.subtitle, *self._behind(made.id)))
            if not self._screen:
                unit = (blocks.Text(" ("), *made.unit, blocks.Text(")")) if made.unit else ()
                made = replace(made, unit=unit, head=(), rows=())
        # in a copy that goes with the annex also the tables that it is made of
        return replace(made, sources=()) if self._final and isinstance(made, blocks.Table | blocks.Chart) else made

    def _cell(self, cell: blocks.Cell) -> blocks.Cell:
        """A cell. On paper the flags of a number stand before it, or its digits would be out of line."""
        said = cell.inlines
        flags = tuple(each for each in said if isinstance(each, blocks.Reference) and each.kind == "flag")
        if flags and cell.kind == "number" and not self._screen:
            said = (*flags, blocks.Text(APART), *(each for each in said if each not in flags))
        return replace(cell, inlines=said)

    def titled(self, section: Section) -> Section:
        """A section with what ends its heading, and those of its sections, as they are printed."""
        inner = tuple(map(self.titled, section.sections))
        return replace(section, title_end=self.inlines(section.title_end), sections=inner)

    def inlines(self, said: blocks.Inlines) -> blocks.Inlines:
        """Inlines, those in them as they are printed already."""
        made, flags = list[blocks.Inline](), list[blocks.Inline]()
        for each, after in zip_longest(said, said[1:]):
            id_ = getattr(each, "id", "")
            stated = self._marks(id_, "stated")
            match each:
                case blocks.Judgment() if not self._screen:
                    made += each.inlines
                case blocks.Reference(kind="mark"):
                    made += [] if self._final else [replace(each, kind="flag")]
                case blocks.Reference() if not self._screen:
                    words = (blocks.Text(each.before), replace(each, before="", after=""), blocks.Text(each.after))
                    made += (part for part in words if part.text)
                case blocks.Text() if self._day and each.since[: len(self._day)] > self._day:
                    pass  # a final copy of a day cannot know it
                case _ if stated:
                    before, cells = f"{stated[0].label} (tính lại được ", stated[0].cells
                    made += (blocks.Text(before, cells, False, of=STATED), each, blocks.Text(")", "", False, of=STATED))
                case _:
                    made.append(each)
            flags += self._behind(id_)
            if not _goes_on(each, after):
                made, flags = [*made, *flags], []
        return tuple(made)

    def _marks(self, id_: str, *kinds: str) -> list[Annotation]:
        return [mark for mark in self._said.get(id_, ()) if id_ and mark.kind in kinds]

    def _behind(self, id_: str) -> list[blocks.Inline]:
        """What is printed behind its target."""
        corrected = () if self._screen else self._marks(id_, "corrected")  # the page's style says so
        made: list[blocks.Inline] = [blocks.Text(" (đính\u00a0chính)") for _ in corrected]
        made += (blocks.Text(f"\u00a0{mark.label}") for mark in self._marks(id_, "revised") if mark.label)
        return [*made, *(blocks.Reference("flag", "", each.label, link=each.link) for each in self._marks(id_, *FLAGS))]

    def _doubts(self, name: str) -> blocks.Paragraph | None:
        """What open findings say against a section: their numbers, in a copy that goes without the annex their words."""
        found: list[blocks.Inline] = [blocks.Text(mark.label) for mark in self._marks(name, "doubt")]
        if not self._final:
            found = [
                blocks.Reference("finding", "", each.label, link=each.link) for each in self._marks(name, "finding")
            ]
        between = blocks.Text("; " if self._final else ", ")
        listed = [part for each in found for part in (between, each)][1:]
        return blocks.Paragraph((blocks.Text(f"{DOUBTS} "), *listed, blocks.Text(".")), "review") if found else None
