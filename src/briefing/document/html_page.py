"""The body of the page for the screen, of the document's data: headings, notes, marks, and the source of every figure."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import groupby
from typing import Any

import mistune
from markupsafe import escape

from helpers.values import blocks
from helpers.values.block_html import Html, attributes, element
from helpers.values.blocks import (
    Block,
    Cell,
    Chart,
    Figure,
    Finding,
    Inline,
    List,
    Note,
    Paragraph,
    Read,
    Row,
    Source,
    Table,
    Text,
    plain,
)  # fmt: skip
from helpers.values.display_bundle import DOUBTS
from helpers.values.vietnamese import number

from .annotate import section_name
from .drawings import clean_drawing, own_ids
from .model import SCREEN, Annotation, Document, Section, runs, unfolded


@dataclass
class Heading:
    """An entry of the contents."""

    id: str
    number: str
    title: str
    level: int
    children: list[Heading] = field(default_factory=list)


SCREEN_WORDS = 120  # of a section: about a phone's screen


def body(document: Document, highlighted: Any) -> str:
    """The main element of the page. highlighted: a cell's code as HTML."""
    return _Page(document, highlighted).main()


def contents(document: Document) -> list[Heading]:
    """The entries of the table of contents, each with those below it."""
    return [_entry(each) for each in document.sections if not _is_silent(each, document)]


def _entry(section: Section) -> Heading:
    title = section.title + plain(section.title_end)
    inner = [_entry(each) for each in section.sections if each.kind != "topic"]
    return Heading(section.anchor, section.number, title, section.level, inner)


def _is_silent(section: Section, document: Document) -> bool:
    """Whether what opens the report says nothing in this period: its heading stands without words, as paper leaves it out."""
    said = [*document.front, *(block for each in section.walk() for block in each.blocks)]
    return section.kind == "opening" and not any(plain(run).strip() for block in said for run in runs(block))


class _Words(mistune.HTMLRenderer):
    """Markdown of an analyst: no HTML of his own, and no pictures, which would be loaded from elsewhere."""

    def image(self, text: str, url: str, title: str | None = None) -> str:
        return str(escape(text))

    def codespan(self, text: str) -> str:
        return f'<code lang="en">{escape(text)}</code>'


class _Page(Html):
    def __init__(self, document: Document, highlighted: Any) -> None:
        self._document, self._highlighted = document, highlighted
        self._markdown = mistune.create_markdown(renderer=_Words(escape=True))
        self._said = document.annotations_of(SCREEN)
        self._above: list[int] = []  # the levels, as written, of the headings that the next one may stand under
        self._notes: list[Note] = []  # that the section which is written has called
        self._marks: list[str] = []  # of findings, in reading order
        self._drawings = 0
        self._section: Section | None = None

    def main(self) -> str:
        made = self._document
        form = self.block(made.letterhead) if made.letterhead else ""
        self._above = [1] if form else []  # the report's name
        lacking = (f'<p class="banner"><span class="missing">{escape(each)}</span></p>' for each in made.gaps)
        opening = any(each.kind == "opening" for each in made.sections)
        front = "" if opening else self._front_page()
        introduction = self.several(made.introduction)
        sections = "".join(map(self._section_of, made.sections))
        return f'<main id="briefing">{form}{"".join(lacking)}{front}{introduction}{sections}</main>'

    def _front_page(self) -> str:
        return f'<div class="headlines">{self.several(self._document.front)}</div>' if self._document.front else ""

    # -- sections ------------------------------------------------------------------------------------------------------

    def _heading(self, level: int) -> str:
        """Headings go down one level at a time (ISO 14289-1, 7.4.2): a finding stands right under its topic."""
        self._above = [*(other for other in self._above if other < level), level]
        return f"h{len(self._above)}"

    def _section_of(self, section: Section) -> str:
        outer, self._notes = self._notes, [] if section.kind != "topic" else self._notes
        marks = len(self._marks)
        number = f'<span class="number">{escape(section.number)}</span> ' if section.number else ""
        end = f'<span class="heading-end">{self.inlines(section.title_end)}</span>' if section.title_end else ""
        silent = ' hidden=""' if _is_silent(section, self._document) else ""
        tag = self._heading(min(section.level + 1, 5))
        self._section = section
        heading = f"<{tag}{silent}>{number}{escape(section.title)}{end}</{tag}>"
        front = self._front_page() if section.kind == "opening" else ""
        signature = [each for each in section.blocks if isinstance(each, blocks.Form)]
        own = self.several(each for each in section.blocks if each not in signature)
        topics = "".join(map(self._section_of, (each for each in section.sections if each.kind == "topic")))
        notes = inner = ""
        if section.kind != "topic":
            notes, self._notes = self._note_list(), outer
            inner = "".join(map(self._section_of, (each for each in section.sections if each.kind != "topic")))
        self._section = section
        content = f"{front}{own}{topics}{notes}"
        signed = "".join(f"<div>{self.block(each)}</div>" for each in signature)
        if section.kind in ("numbered", "appendix") and not any(each.kind != "topic" for each in section.sections):
            content = f"{heading}{self._folded_on_phones(section, content, self._marks[marks:])}{signed}"
        elif section.kind == "annex":  # for those who check, and longer than the report
            content = f'<details class="folded"><summary>{heading}</summary>{content}{signed}{inner}</details>'
        else:
            content = f"{heading}{content}{signed}{inner}"
        named = section.name if section.kind in ("numbered", "appendix") else ""
        looks = "appendix" if section.kind == "list" else section.kind
        return element("section", content, id=section.anchor, class_=looks, data_section=named)

    def _folded_on_phones(self, section: Section, content: str, marks: list[str]) -> str:
        """A long section behind a line that says what is in it; the style folds it on phones only."""
        every = [inner for each in section.walk() for block in each.blocks for inner, _folded in unfolded(block)]
        words = sum(len(blocks.plain(run).split()) for each in every for run in runs(each))
        if words < SCREEN_WORDS and not any(isinstance(each, Table | Chart) for each in every):
            return content
        said = f"Nội dung mục ({number(Decimal(words))} từ)"
        doubts = list(dict.fromkeys(marks))
        said += f"; còn nghi vấn {', '.join(doubts)}" if doubts else ""
        return f'<details class="folded phone"><summary>{said}</summary>{content}</details>'

    def _note_list(self) -> str:
        """The notes that a section has called, below it."""
        listed = []
        for note in self._notes:
            back = f'<a href="#goi-{note.number}" class="back" aria-label="Về chỗ gọi chú thích {note.number}">↩</a>'
            said = self.inlines(note.inlines)
            listed.append(f'<li id="chu-thich-{note.number}" value="{note.number}">{said} {back}</li>')
        return f'<ol class="footnotes">{"".join(listed)}</ol>' if listed else ""

    # -- blocks --------------------------------------------------------------------------------------------------------

    def several(self, nodes: Iterable[Block]) -> str:
        """Blocks; those of the doubts of the first page together."""
        parts = groupby(nodes, lambda each: getattr(each, "style", "") == "doubts")
        return "".join(
            element("div", "".join(map(self.block, part)), class_="doubts")
            if doubts
            else "".join(map(self.block, part))
            for doubts, part in parts
        )

    def about(self, node: Any) -> dict[str, object]:
        if isinstance(node, Table | Chart):
            flags = self._flags(node.id) if isinstance(node, Chart) else []
            numbers = (each.label[2:] for each in flags if each.kind == "finding")
            return {"id": node.anchor, "data_finding": " ".join(numbers)}
        if isinstance(node, Finding):
            return {"data_finding": node.number, "data_ids": json.dumps(node.ids, ensure_ascii=False)}
        if isinstance(node, Paragraph | List):
            return {"id": node.id} if isinstance(node, Paragraph) else {}
        said = self._said.get(node.id, ()) if node.id else ()
        kinds = {each.kind: each for each in said}
        return {
            "data_old": kinds["corrected"].label if "corrected" in kinds else "",
            "data_published": kinds["revised"].words if "revised" in kinds else "",
            "data_finding": " ".join(each.label[2:] for each in said if each.kind == "about"),
            "data_spec": node.spec if isinstance(node, Figure) else "",
            **({"class_": "corrected"} if "corrected" in kinds and isinstance(node, Figure) else {}),
        }

    def _flags(self, target: str) -> list[Annotation]:
        return [each for each in self._said.get(target, ()) if each.kind in ("finding", "unconfirmed")]

    def _paragraph(self, node: Paragraph) -> str:
        plainly = replace(node, style="" if node.style == "doubts" else node.style)
        return super()._paragraph(plainly)

    def _list(self, node: List) -> str:
        return super()._list(replace(node, style=""))

    def item(self, said: Iterable[Inline], id_: str) -> str:
        return element("li", self.inlines(said), id=id_)

    def _front(self, node: blocks.Front) -> str:
        return ""

    def _source(self, node: Source) -> str:
        if node.language == "markdown":
            return f'<div class="analyst">{self._markdown(node.source)}</div>'
        return f'<div class="code" lang="en">{self._highlighted(node.source)}</div>'

    def _read(self, node: Read) -> str:
        """The open findings that touch what the section has read; nothing where there are none."""
        links = [
            f'<a href="#{each.link}"><span class="text">{escape(each.label)}</span></a>'
            for each in self._said.get(section_name(self._section), ())
            if each.kind == "finding"
        ]
        return f'<div class="review"><p>{DOUBTS} {", ".join(links)}.</p></div>' if links else ""

    def _finding(self, node: Finding) -> str:
        return (
            super()._finding(node).replace("<h5>", f"<{(tag := self._heading(5))}>", 1).replace("</h5>", f"</{tag}>", 1)
        )

    def caption(self, node: Table | Chart) -> str:
        number = f'<a class="number" href="#{node.anchor}">{node.number}.</a> ' if node.number else ""
        return f"{number}{super().caption(node)}{self._beside(self._flags(node.id))}"

    def drawing(self, node: Chart) -> str:
        made = []
        for drawing in filter(None, (node.drawing, node.narrow)):
            self._drawings += 1
            made.append(own_ids(clean_drawing(drawing), self._drawings))
        return "".join(made)

    def cell(self, cell: Cell, row: Row, in_head: bool) -> str:
        said = super().cell(cell, row, in_head)
        marks = self._beside(self._flags(cell.id)) if cell.id else ""
        tag = said.rpartition("</")
        return f"{tag[0]}{marks}{tag[1]}{tag[2]}" if marks else said

    # -- inlines and what stands beside them -----------------------------------------------------------------------------

    def inlines(self, nodes: Iterable[Inline]) -> str:
        """Inlines with their marks: behind both numbers of a fraction, behind the number that words stand before."""
        said, made, waiting = [*nodes], list[str](), list[str]()
        for at, each in enumerate(said):
            before, behind = self._around(each)
            made.append(f"{before}{self.inline(each)}{behind}")
            waiting += self._marks_of(each)
            following = said[at + 1] if at + 1 < len(said) else None
            fraction = isinstance(following, Text) and following.text == "/" and isinstance(each, Figure)
            second = isinstance(each, Text) and each.text == "/" and isinstance(following, Figure)
            of_number = isinstance(each, Text) and not each.typed and isinstance(following, Figure)
            if waiting and not (fraction or (second and waiting) or of_number):
                note = [self._call(following)] if isinstance(following, Note) else []
                made.append("\u00a0".join([*waiting, *note]))
                waiting = []
        return "".join([*made, *waiting])

    def _around(self, node: Inline) -> tuple[str, str]:
        """What the report states before a figure, which is what is computed."""
        said = {each.kind: each for each in self._said.get(getattr(node, "id", ""), ())}
        before, behind = "", ""
        if stated := said.get("stated"):
            cells = attributes(data_cells=stated.cells)
            before = f'<span class="stated text"{cells}>{escape(stated.label)} (tính lại được\u00a0</span>'
            behind = '<span class="stated text">)</span>'
        return before, behind

    def _marks_of(self, node: Inline) -> list[str]:
        if not getattr(node, "id", ""):
            return []
        said = self._said.get(node.id, ())  # type: ignore[union-attr]
        revised = [f'<span class="revised">\u00a0{each.label}</span>' for each in said if each.kind == "revised"]
        return [*revised, *map(self._mark, self._flags(node.id))]  # type: ignore[union-attr]

    def _beside(self, flags: list[Annotation]) -> str:
        return "\u00a0".join(map(self._mark, flags))

    def _mark(self, flag: Annotation) -> str:
        if not flag.link:
            return f'<sup class="flag">{escape(flag.label)}</sup>'
        self._marks.append(flag.label)
        link = f'<a href="#{flag.link}" aria-label="Phát hiện kiểm tra {flag.label[2:]}">{escape(flag.label)}</a>'
        return f'<sup class="flag">{link}</sup>'

    def _call(self, note: Note) -> str:
        self._notes.append(note)
        link = f'<a href="#chu-thich-{note.number}" aria-label="Chú thích {note.number}">{note.number}</a>'
        return f'<sup class="call" id="goi-{note.number}">{link}</sup>'

    def _note(self, node: Note) -> str:
        return "" if any(node is each for each in self._notes) else self._call(node)
