"""What paper prints of a document for an audience, in the PDF and in Word alike: a format only lays it out.

What is said beside the text stands in it: numbers of findings as references of the kind "flag", what is stated before what is
computed, what open findings say against a section. Judgments are words like others.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from helpers.values import blocks
from helpers.values.blocks import plain
from helpers.values.display_bundle import DOUBTS

from .annotate import section_name
from .model import DRAFT, FINAL, Annotation, Document, Section

FLAGS = ("finding", "unconfirmed")  # kinds of annotations that are printed as flags
APART = "\u202f"  # a narrow space at which no line ends


def paper_view(document: Document, final: bool) -> Document:
    """The document as it is printed: without what only the page shows, a final copy without the annex of the audit."""
    view = _View(document, final)
    made = document.rebuilt(view.block)
    opens = any(each.kind == "opening" for each in document.sections)
    front: tuple[Any, ...] = () if opens else made.front
    missing = (blocks.Paragraph((blocks.Text(each),), "nothing") for each in (() if final else document.gaps))
    wanted = (each for each in made.sections if not (final and each.kind == "annex"))
    return replace(
        made,
        introduction=(*missing, *made.introduction, *front),
        front=(),
        sections=tuple(_whole(view.titled(section), made) for section in wanted),
        annotations=(),
        tables={},
        rows={},
        meanings={},
        comparisons={},
    )


def _whole(section: Section, document: Document) -> Section:
    """What opens a report of numbered sections has no headings on paper; what follows them says what it is attached to."""
    if section.kind == "opening":
        section = replace(section, blocks=(*document.front, *section.blocks))
        if any(each.kind == "numbered" for each in document.sections):
            inner = tuple(replace(each, title="") for each in section.sections)
            section = replace(section, title="", sections=inner)
    elif section.kind != "numbered" and document.letterhead:
        said = {line.name: plain(line.inlines) for line in document.letterhead.lines}
        number, day = said["registered"].replace("Số:", "số"), said["dated"].rpartition(", ")[2]
        words = blocks.Text(f"(Kèm theo Báo cáo {number} {day} của {said['issuer']})")
        section = replace(section, blocks=(blocks.Paragraph((words,), "attached"), *section.blocks))
    return section


def _joined(parts: Iterable[blocks.Inline], between: str) -> blocks.Inlines:
    return tuple(each for part in parts for each in (blocks.Text(between), part))[1:]


def _referring(kind: str, mark: Annotation) -> blocks.Inline:
    return blocks.Reference(kind, "", mark.label, link=mark.link)


class _View:
    def __init__(self, document: Document, final: bool) -> None:
        self._said = document.annotations_of(FINAL if final else DRAFT)
        self._final, self._day = final, document.day if final else ""

    def block(self, section: Section | None, block: Any) -> Any:
        match block:
            case blocks.Source() | blocks.Fold() | blocks.Corrected():
                return None
            case blocks.Read():
                return self._doubts(section_name(section))
            case blocks.Paragraph():
                return replace(block, inlines=self.inlines(block.inlines))
            case blocks.List():
                return replace(block, items=tuple(map(self.inlines, block.items)))
            case blocks.Form():
                lines = (replace(line, inlines=self.inlines(line.inlines)) for line in block.lines)
                return replace(block, lines=tuple(lines))
            case blocks.Finding():
                facts = (replace(each, lines=tuple(map(self.inlines, each.lines))) for each in block.facts)
                return replace(block, fault=self.inlines(block.fault), facts=tuple(facts))
            case blocks.Table():
                return self._with_notes(self._table(block))
            case blocks.Chart():
                title, subtitle, unit = map(self.inlines, (block.title, block.subtitle, block.unit))
                unit = (*((blocks.Text(" ("), *unit, blocks.Text(")")) if unit else ()), *self._behind(block.id))
                return self._with_notes(replace(block, title=title, subtitle=subtitle, unit=unit, head=(), rows=()))

    def _with_notes(self, block: Any) -> Any:
        """A table or chart with what stands below it: in a copy that goes with the annex, the tables that it is made of, too."""
        return replace(block, note=self.inlines(block.note), sources=() if self._final else block.sources)

    def titled(self, section: Section) -> Section:
        """A section with what ends its heading, and those of its sections, as they are printed."""
        inner = tuple(map(self.titled, section.sections))
        return replace(section, title_end=self.inlines(section.title_end), sections=inner)

    def inlines(self, said: blocks.Inlines, flagged: bool = True) -> blocks.Inlines:
        made: list[blocks.Inline] = []
        for each in said:
            match each:
                case blocks.Note():
                    made.append(replace(each, inlines=self.inlines(each.inlines)))
                case blocks.Judgment():
                    made += self.inlines(each.inlines, flagged)
                case blocks.Reference(kind="mark"):
                    made += [] if self._final else [replace(each, kind="flag")]
                case blocks.Reference():
                    words = (blocks.Text(each.before), replace(each, before="", after=""), blocks.Text(each.after))
                    made += (part for part in words if part.text)
                case blocks.Text() if self._day and each.since[: len(self._day)] > self._day:
                    continue  # a final copy of a day cannot know it
                case _:
                    stated = ", ".join(mark.label for mark in self._marks(each.id, "stated"))
                    made += [blocks.Text(f"{stated} (tính lại được "), each, blocks.Text(")")] if stated else [each]
            made += self._behind(getattr(each, "id", ""), flagged)
        return tuple(made)

    def _marks(self, id_: str, *kinds: str) -> list[Annotation]:
        return [mark for mark in self._said.get(id_, ()) if mark.kind in kinds] if id_ else []

    def _behind(self, id_: str, flagged: bool = True) -> list[blocks.Inline]:
        """What is printed behind its target."""
        corrected = [blocks.Text(" (đính\u00a0chính)") for _ in self._marks(id_, "corrected")]
        revised = [blocks.Text(f"\u00a0{mark.label}") for mark in self._marks(id_, "revised") if mark.label]
        return [*corrected, *revised, *(self._flags(id_) if flagged else [])]

    def _flags(self, *ids: str) -> list[blocks.Inline]:
        return [_referring("flag", mark) for id_ in ids for mark in self._marks(id_, *FLAGS)]

    def _doubts(self, name: str) -> blocks.Paragraph | None:
        """What open findings say against a section: their numbers, in a copy that goes without the annex their words."""
        if self._final:
            found: list[blocks.Inline] = [blocks.Text(mark.label) for mark in self._marks(name, "doubt")]
        else:
            found = [_referring("finding", mark) for mark in self._marks(name, "finding")]
        listed = _joined(found, "; " if self._final else ", ")
        return blocks.Paragraph((blocks.Text(f"{DOUBTS} "), *listed, blocks.Text(".")), "review") if found else None

    # -- tables --------------------------------------------------------------------------------------------------------

    def _table(self, block: blocks.Table) -> blocks.Table:
        """A table in which flags that every number of a column has stand in its head, once."""
        columns: dict[int, list[list[blocks.Inline]]] = {}
        for cell in (cell for row in block.rows for cell in row.cells):
            if any(isinstance(each, blocks.Figure) for each in cell.inlines):
                columns.setdefault(cell.column, []).append(self._of_cell(cell))
        shared = {
            at: own[0] for at, own in columns.items() if len(own) > 1 and own[0] and own.count(own[0]) == len(own)
        }
        return replace(
            block,
            caption=(*self.inlines(block.caption), *self._behind(block.id)),
            head=tuple(self._row(row, shared, True) for row in block.head),
            rows=tuple(self._row(row, shared) for row in block.rows),
        )

    def _of_cell(self, cell: blocks.Cell) -> list[blocks.Inline]:
        return self._flags(cell.id, *(getattr(each, "id", "") for each in cell.inlines))

    def _row(self, row: blocks.Row, shared: dict[int, list[blocks.Inline]], in_head: bool = False) -> blocks.Row:
        return replace(row, cells=tuple(self._cell(cell, shared, in_head) for cell in row.cells))

    def _cell(self, cell: blocks.Cell, shared: dict[int, list[blocks.Inline]], in_head: bool) -> blocks.Cell:
        """A cell. Before a number stand its flags, or its digits would be out of line."""
        flagged, ahead = in_head or cell.column not in shared, cell.kind == "number" and not in_head
        flags = self._of_cell(cell) if ahead and flagged else []
        said = [*self.inlines(cell.inlines, flagged and not ahead), *self._behind(cell.id, flagged and not ahead)]
        heads = shared.get(cell.column, []) if in_head and cell.head and cell.span == 1 else []
        return replace(cell, inlines=(*flags, *([blocks.Text(APART)] if flags else []), *said, *heads))
