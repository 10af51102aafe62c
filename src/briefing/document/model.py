"""The document of an edition as data: `document.json`, which every format is printed from.

Sections hold the blocks that their cells showed (`helpers.values.blocks`), in reading order, with what only the finished
document knows: ids, numbers of tables, charts and notes, what links lead to. What was found, reported otherwise, or revised
lies beside the text, as annotations; each format prints those of its audience.

Ids come from sources and outlast changed figures, moved cells and new findings:
- a section: its number, "I.2.7"; one without a number its anchor, "toan-canh-ky-bao-cao";
- a block: "notebook:cell id:n", the n-th block that the cell shows; a chart with a name: that name;
- what is printed from cells: the id of its statement, or of its block or table cell, then "/" and the figure's key (else
  its place among the words), "#2" for the second that is alike;
- a cell of a table: the table's id, the words of its row, those of its column;
- a finding: "finding:" and the first of its ids.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from helpers.values import blocks
from helpers.values.blocks import Block, Chart, Finding, Form, Inlines, List, Node, Paragraph, Row, Table, Text

from ..build_request import DOCUMENT

SCREEN, DRAFT, FINAL = "screen", "draft", "final"
AUDIENCES = (SCREEN, DRAFT, FINAL)


class Annotation(Node):
    """What is said about a place of the document. target: an id of the document; "" is the document itself.

    kind, and how its label is printed:
    - "finding": a mark behind the target, "PH3", which leads to the finding (`link`, its anchor). Of a section: in the line
      "Số liệu còn nghi vấn: PH3, PH5." with which it ends; a final copy, which goes without the annex, prints `words` there.
    - "accepted": of a section: `words`, why what does not agree may stay, behind that line.
    - "corrected": the figure's look; the label is what was reported.
    - "revised": a mark behind the figure, "(R)"; `words`: what was published.
    - "unconfirmed": a mark behind a statement of the period before, "chưa rà soát".
    """

    target: str
    kind: str
    label: str
    link: str = ""
    audiences: tuple[str, ...] = (SCREEN, DRAFT)
    words: str = ""


class Section(Node):
    """A section. name: as its id; anchor: what links lead to. number: as it is printed, "2.7.", "Phụ lục I.", "a)"; "" for none.

    kind: "opening", "numbered", "topic" (inside a section), "appendix", "annex" (of the audit: not in a final copy)
    or "list" (of what was revised, behind all appendices; its table has no caption).
    level: 1 for a part ("I."), 2 …; title: words of its heading. notebook: its file.
    blocks: its own, before those of its sections.
    """

    name: str
    anchor: str
    number: str
    title: str
    kind: str
    level: int
    notebook: str = ""
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()

    def walk(self) -> Iterator[Section]:
        """The section and those in it, in reading order."""
        yield self
        for section in self.sections:
            yield from section.walk()


def section_name(section: Section | None) -> str:
    """Of which a topic is part; "" before the first one."""
    return "" if section is None else section.name.rpartition("-")[0] if section.kind == "topic" else section.name


class Document(Node):
    """An edition's document.

    period, title, agency: what it is of. publication: its number, 0 for none. day: the report's date, perhaps
    only a month, or "". letterhead: the official heading; introduction: what stands under the report's name: what the edition
    lacks, and its first sentences. The block Form "signature" stands at the end of the section before the appendices. rows: of each table the lines that figures are read from, with
    their name (""), the numbers and, as "@column", where these come from. meanings: of each figure's key what it is in words,
    and its value in the same period last year. digests: of what each section prints (`passages.digests_of`): what a signature
    stands for. comparisons: what its figures decide (`what_if.comparisons`).
    """

    period: str = ""
    title: str = ""
    agency: str = ""
    publication: int = 0
    day: str = ""
    letterhead: Form | None = None
    introduction: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    tables: dict[str, str] = field(default_factory=dict)
    rows: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    meanings: dict[str, list[str]] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    comparisons: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What its files say that they are."""
        return f"{self.title} (bản {self.publication})" if self.publication else self.title

    def walk(self, annex: bool = True) -> Iterator[Section]:
        """Every section, in reading order. annex: with that of the audit, and the list of revisions."""
        for section in self.sections:
            yield from section.walk() if annex or section.kind not in ("annex", "list") else ()

    def chapters(self, annex: bool = True) -> Iterator[tuple[Section | None, tuple[Block, ...]]]:
        """The blocks of each section, in the order in which they are printed; None before the first section."""
        yield None, tuple(block for block in (self.letterhead, *self.introduction) if block)
        yield from ((section, section.blocks) for section in self.walk(annex))

    def parts(self, annex: bool = True) -> Iterator[tuple[Section | None, Block]]:
        """Every block with its section, as `chapters` gives them."""
        return ((section, block) for section, own in self.chapters(annex) for block in own)

    def rebuilt(self, change: Callable[[Section | None, Any], Any]) -> Document:
        """The document with each block changed, in the same order; one that becomes None goes."""

        def several(section: Section | None, own: tuple[Any, ...]) -> tuple[Any, ...]:
            return tuple(made for block in own if (made := change(section, block)) is not None)

        def of(section: Section) -> Section:
            own, inner = several(section, section.blocks), tuple(map(of, section.sections))
            return replace(section, blocks=own, sections=inner)

        return replace(
            self,
            letterhead=change(None, self.letterhead) if self.letterhead else None,
            introduction=several(None, self.introduction),
            sections=tuple(map(of, self.sections)),
        )

    @property
    def findings(self) -> list[Finding]:
        """The audit of the edition, as the annex prints it."""
        return [block for section in self.walk() for block in section.blocks if isinstance(block, Finding)]

    @property
    def open(self) -> dict[str, int]:
        """How many findings and errors nobody has accepted."""
        unsettled = [each for each in self.findings if each.state != "accepted"]
        return {"findings": len(unsettled), "errors": sum(each.severity == "error" for each in unsettled)}

    def annotations_of(self, audience: str) -> dict[str, list[Annotation]]:
        """What an audience is told about each target."""
        found: dict[str, list[Annotation]] = {}
        for each in self.annotations:
            if audience in each.audiences:
                found.setdefault(each.target, []).append(each)
        return found

    @staticmethod
    def read(content: bytes | str) -> Document:
        """What `written` wrote. Raises ValueError for anything else."""
        made: Any = blocks.from_json(json.loads(content))
        if not isinstance(made, Document):
            raise ValueError(DOCUMENT)
        return made

    def written(self) -> bytes:
        """As JSON, for `read`: the same bytes for the same document."""
        # indented it would take ten times as long
        return json.dumps(blocks.to_json(self), ensure_ascii=False).encode() + b"\n"


@dataclass(frozen=True, eq=False)
class TextRun:
    """Words of a block: a sentence, an item, a line of a form, the captions of a table or chart, a cell, the note below.

    row: of a table or chart, but for its heads.
    """

    inlines: Inlines
    id: str
    block: Any
    row: Row | None = None


def text_runs(block: Any) -> Iterator[TextRun]:
    """What a block says, in reading order; of findings and code nothing."""
    match block:
        case Paragraph():
            yield TextRun(block.inlines, block.id, block)
        case List():
            names = block.ids or ("",) * len(block.items)
            yield from (TextRun(item, name, block) for item, name in zip(block.items, names, strict=True))
        case Form():
            yield from (TextRun(line.inlines, f"{block.id}/{line.name}", block) for line in block.lines)
        case Table() | Chart():
            gap = Text(" ", typed=False)
            drawn = (*block.title, gap, *block.subtitle, gap, *block.unit) if isinstance(block, Chart) else ()
            caption = block.caption if isinstance(block, Table) else drawn
            yield TextRun(caption, f"{block.id}/caption", block)
            for at, row in enumerate((*block.head, *block.rows)):
                for number, cell in enumerate(row.cells):
                    name = cell.id or f"{block.id}/{at}.{number}"
                    yield TextRun(cell.inlines, name, block, row if at >= len(block.head) else None)
            if isinstance(block, Chart) and block.note:
                yield TextRun(block.note, f"{block.id}/note", block)
