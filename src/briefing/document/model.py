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

from helpers.values.blocks import (
    Block,
    Cell,
    Chart,
    Finding,
    Fold,
    Form,
    Inlines,
    List,
    Node,
    Paragraph,
    Row,
    Table,
    Text,
    from_json,
    to_json,
)  # fmt: skip

from ..build_request import DOCUMENT

SCREEN, DRAFT, FINAL = "screen", "draft", "final"
AUDIENCES = (SCREEN, DRAFT, FINAL)


class Annotation(Node):
    """What is said about a place of the document. target: an id of the document; "" is the document itself.

    kind, and how its label is printed:
    - "about": nothing; the target is made of cells that a finding is about, as the page tells who asks for its source.
    - "finding": a mark behind the target, "PH3", which leads to the finding (`link`, its anchor). Of a section: in the line
      "Số liệu còn nghi vấn: PH3, PH5." with which it ends.
    - "doubt": for the final copy, of a section: the fault in words, "Số liệu còn nghi vấn: …; …."
    - "stated": before a figure: "99,77% (tính lại được " and behind it ")"; `cells`: of what is stated.
    - "corrected": the figure's look; the label is what was reported.
    - "revised": a mark behind the figure, "(R)"; `words`: what was published.
    - "unconfirmed": a mark behind the target, "chưa rà soát".
    - "signature": of a section: the mark "✔"; `words`: who signed when.
    """

    target: str
    kind: str
    label: str
    link: str = ""
    audiences: tuple[str, ...] = (SCREEN, DRAFT)
    cells: str = ""
    words: str = ""


class Section(Node):
    """A section. name: as its id; anchor: what links lead to. number: as it is printed, "2.7.", "Phụ lục I.", "a)"; "" for none.

    kind: "opening", "numbered", "topic" (inside a section), "appendix", "annex" (of the audit: not in a final copy)
    or "list" (of what was revised, behind all appendices; its table has no caption).
    level: 1 for a part ("I."), 2 …; title: words of its heading; title_end: more of them, from data. notebook: its file.
    blocks: its own, before those of its sections.
    """

    name: str
    anchor: str
    number: str
    title: str
    kind: str
    level: int
    title_end: Inlines = ()
    notebook: str = ""
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()

    def walk(self) -> Iterator[Section]:
        """The section and those in it, in reading order."""
        yield self
        for section in self.sections:
            yield from section.walk()


class Document(Node):
    """An edition's document.

    period, title, agency: what it is of. publication: its number, 0 for none. day: the report's date, perhaps
    only a month, or "". letterhead: the official heading; front: the leader's page, which stands under the opening's heading;
    introduction: the sentences under the report's name. The block Form "signature" stands at the end of the section before
    the appendices. gaps: what the edition lacks, a line each. rows: of each table the lines that figures are read from, with
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
    front: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    gaps: tuple[str, ...] = ()
    tables: dict[str, str] = field(default_factory=dict)
    rows: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    meanings: dict[str, list[str]] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    comparisons: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What its files say that they are."""
        return f"{self.title} (bản {self.publication})" if self.publication else self.title

    def walk(self) -> Iterator[Section]:
        """Every section, in reading order."""
        for section in self.sections:
            yield from section.walk()

    def parts(self) -> Iterator[tuple[Section | None, Block]]:
        """Every block with its section, in the order in which it is printed; None before the first section."""
        yield from ((None, block) for block in (self.letterhead, *self.introduction) if block)
        opening = next((each for each in self.sections if each.kind == "opening"), None)
        yield from ((opening, block) for block in self.front)
        yield from ((section, block) for section in self.walk() for block in section.blocks)

    def rebuilt(self, change: Callable[[Section | None, Any], Any]) -> Document:
        """The document with each block changed, in the same order, before one that folds others these; one that becomes None goes."""
        opening = next((each for each in self.sections if each.kind == "opening"), None)

        def several(section: Section | None, blocks: tuple[Any, ...]) -> tuple[Any, ...]:
            inner = (
                replace(block, blocks=several(section, block.blocks)) if isinstance(block, Fold) else block
                for block in blocks
            )
            return tuple(made for block in inner if (made := change(section, block)) is not None)

        def of(section: Section) -> Section:
            blocks = several(section, section.blocks)
            return replace(section, blocks=blocks, sections=tuple(map(of, section.sections)))

        return replace(
            self,
            letterhead=change(None, self.letterhead) if self.letterhead else None,
            introduction=several(None, self.introduction),
            front=several(opening, self.front),
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
        made: Any = from_json(json.loads(content))
        if not isinstance(made, Document):
            raise ValueError(DOCUMENT)
        return made

    def written(self) -> bytes:
        """As JSON, for `read`: the same bytes for the same document."""
        return (
            json.dumps(to_json(self), ensure_ascii=False).encode() + b"\n"
        )  # indented it would take ten times as long


@dataclass(frozen=True)
class TextRun:
    """Words of a block: a sentence, an item, a line of a form, the captions of a table or chart, a cell, the note below.

    row, cell: of a table or chart; in_head: among its heads.
    """

    inlines: Inlines
    id: str
    row: Row | None = None
    cell: Cell | None = None
    in_head: bool = False


def unfolded(block: Any, folded: bool = False) -> Iterator[tuple[Any, bool]]:
    """A block, or those behind a line of the page; and whether it stands behind one."""
    if isinstance(block, Fold):
        for each in block.blocks:
            yield from unfolded(each, True)
    else:
        yield block, folded


def text_runs(block: Any) -> Iterator[TextRun]:
    """What a block says, in reading order; of findings and what is only for the page nothing."""
    match block:
        case Paragraph():
            yield TextRun(block.inlines, block.id)
        case List():
            yield from map(TextRun, block.items, block.ids or ("",) * len(block.items))
        case Form():
            yield from (TextRun(line.inlines, f"{block.id}/{line.name}") for line in block.lines)
        case Table() | Chart():
            above = (block.caption,) if isinstance(block, Table) else (block.title, block.subtitle, block.unit)
            blank = (Text(" ", typed=False),)
            yield TextRun(tuple(each for said in above if said for each in (*said, *blank))[:-1], f"{block.id}/caption")
            for at, row in enumerate((*block.head, *block.rows)):
                for number, cell in enumerate(row.cells):
                    in_head = at < len(block.head)
                    yield TextRun(cell.inlines, cell.id or f"{block.id}/{at}.{number}", row, cell, in_head)
            if isinstance(block, Chart) and block.note:
                yield TextRun(block.note, f"{block.id}/note")


def runs(block: Any) -> Iterator[Inlines]:
    """What a block says, and those behind its line."""
    for each, _folded in unfolded(block):
        yield from (run.inlines for run in text_runs(each))


read = Document.read
