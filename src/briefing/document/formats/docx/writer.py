"""The report as a Word document in the official form (Nghị định 30/2020/NĐ-CP), for colleagues to edit.

Made of the document's data, in the styles, on the page and with the letterhead of a template (see `template`). python-docx opens and
saves the file and places the pictures; elements for which it has no words are made with lxml (see `wordml`).
"""

from __future__ import annotations

import copy
import hashlib
import io
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import resvg_py
from docx.shared import Mm
from lxml import etree

from helpers import FONTS
from helpers.values.block_html import finding_anchor
from helpers.values.blocks import Chart, Finding, Form, List, Paragraph, Table

from ...audience_view import audience_view
from ...model import DRAFT, FINAL, Document, Section
from .. import STAMP, Report
from . import finding_comments, tables
from .template import TEMPLATE, Template, open_template
from .text_runs import Words, field, run
from .wordml import DRAWING, W, form, keep, w

PICTURE = 150.0  # mm: how wide and how high a chart is at most
PIXELS = 1200  # across a picture: at 150 mm 203 an inch
LEVELS = 3  # of headings; that of a topic is the next, wherever it stands
BEHIND_NUMBERS = ("cols", "titlePg", "textDirection", "bidi", "rtlGutter", "docGrid")  # of a section, in the schema
PARAGRAPHS = {"nothing": "Chưa có số liệu", "missing": "Chưa có số liệu", "attached": "Kèm theo"}  # their styles
_VIEW = re.compile(r'viewBox="[\d.]+ [\d.]+ ([\d.]+) ([\d.]+)"')


def docx(report: Report, template: Path = TEMPLATE) -> bytes:
    """The document in the official form as a .docx file; the same document gives the same bytes.

    Each inline that is printed from cells stands in a content control with its id, and each block in a bookmark, so that the file
    can be compared when it comes back. template: a Word document that has the styles.
    Raises InputError for a template that lacks one.
    """
    opened, said = open_template(template), report.data
    if stamp := said.stamp if report.final else STAMP:
        opened.say_on_each_page(stamp)
    if not report.final:
        opened.track_changes()
    document = audience_view(said, FINAL if report.final else DRAFT)
    writer = _Writer(opened, document)
    writer.write()
    if not report.final:
        finding_comments.add(opened.word, said, writer.words.places)
    says = hashlib.sha256(said.written()).hexdigest()[:20]  # what it was made of, for `forms in`
    keywords = "; ".join(filter(None, [said.name, said.period, says]))
    return opened.packed(writer.words.footnotes(opened.notes), said.name, said.agency, keywords)


def _anchors(document: Document) -> set[str]:
    """What links of the file can lead to."""
    blocks = [block for _, block in document.parts()]
    found = {section.anchor for section in document.walk()}
    found |= {block.anchor for block in blocks if isinstance(block, Table | Chart) and block.anchor}
    return found | {finding_anchor(block.number) for block in blocks if isinstance(block, Finding)}


def _lies_across(section: Section) -> bool:
    """What is little more than a wide table lies across as a whole; text and charts are made for upright pages."""
    blocks = [block for each in section.walk() for block in each.blocks]
    wide = any(isinstance(block, Table) and block.wide for block in blocks)
    return wide and not any(isinstance(block, Chart) for block in blocks)


class _Writer:
    """Writes the document into the emptied template, before the element that ends it."""

    def __init__(self, template: Template, document: Document) -> None:
        self.template, self.document = template, document
        self.words = Words(template.styles, _anchors(document))
        self._headings: list[etree._Element] = []  # not written yet: they stand on the page of what follows
        self._across = False  # the open pages
        self._restarts, self._is_first = False, True  # the open pages count from 1; show no number on the first one
        self._goes_on = False  # the open pages begin where those before end
        self._apart = False  # in an appendix

    def write(self) -> None:
        document = self.document
        if document.letterhead:
            self._letterhead(document.letterhead)
        self._blocks(document.introduction)
        for section in document.sections:
            self._apart = section.kind not in ("opening", "numbered")
            if self._apart and self._last is not None:
                self._turn(_lies_across(section), restarts=True)
            elif self._apart:
                self._across = _lies_across(section)
            elif self._is_first and self._last is not None:
                # LibreOffice takes later pages of a long section for its first, and numbers none of them
                self._turn(False, goes_on=True)
            self._section(section, None, self._across)
        self._add()
        self.template.page.getparent().replace(self.template.page, self._page())

    # -- pages ---------------------------------------------------------------------------------------------------------

    @property
    def _last(self) -> Any:
        """The block written last; None before the first."""
        return self.template.page.getprevious()

    @property
    def _room(self) -> float:
        """Points between the margins."""
        return float(Mm(self.template.width(self._across)).pt)

    def _add(self, *blocks: etree._Element, across: bool | None = None) -> None:
        """Write blocks, and the headings above them, on the open pages or on others."""
        if across not in (None, self._across):
            self._turn(bool(across))
        for block in (*self._headings, *blocks):
            self.template.page.addprevious(block)
        self._headings = []

    def _turn(self, across: bool, restarts: bool = False, goes_on: bool = False) -> None:
        """End the open pages and begin others: Word keeps the look of pages in their last paragraph."""
        if self._last is not None:
            if self._last.tag != f"{W}p":
                self.template.page.addprevious(self.words.paragraph("Ngắt phần"))
            form(self._last).append(self._page())
            self._is_first = False
        self._across, self._restarts, self._goes_on = across, restarts, goes_on

    def _page(self) -> etree._Element:
        """The template's page, turned where it lies across, with the open pages' numbers."""
        page = copy.deepcopy(self.template.page)
        size = page.find(f"{W}pgSz")
        if self._goes_on:
            size.addprevious(w("type", val="continuous"))
        if self._across:
            width, height = size.get(f"{W}w"), size.get(f"{W}h")
            size.attrib.update({f"{W}w": height, f"{W}h": width, f"{W}orient": "landscape"})
        for name in ("pgNumType", *(() if self._is_first else ("titlePg",))):
            for element in page.findall(f"{W}{name}"):
                page.remove(element)
        if self._restarts or self._is_first:
            behind = (at for at, each in enumerate(page) if each.tag.removeprefix(W) in BEHIND_NUMBERS)
            page.insert(next(behind, len(page)), w("pgNumType", fmt="decimal", start=1))
        return page

    # -- sections ------------------------------------------------------------------------------------------------------

    def _section(self, section: Section, of: Section | None, across: bool) -> None:
        """A section. of: the one that holds it; across: its pages are turned."""
        across = across or (self._apart and of is not None and _lies_across(section))
        if section.title:
            self._headings += self._heading(section, of)
        self._blocks(section.blocks, across)
        for each in section.sections:
            self._section(each, section, across)

    def _heading(self, section: Section, of: Section | None) -> list[etree._Element]:
        title = [run(section.title), *self.words.inlines(section.title_end)]
        if of is None and self._apart:
            above = [run(section.number.rstrip("."), caps=0), w("r", w("br"))] if section.number else []
            made = self.words.paragraph("Heading 1", [*above, *title], section.anchor)
            form(made).extend([w("ind", left=680, right=680, firstLine=0), w("jc", val="center")])
            return [made]
        lettered = section.kind == "topic" and of is not None and of.kind == "numbered"
        look: dict[str, Any] = {"b": 0} if lettered else {"caps": 0} if section.kind == "opening" else {}
        words = f"{section.number} {section.title}".strip()
        said = [run(words, **look), *self.words.inlines(section.title_end, **look)]
        level = LEVELS + 1 if section.kind == "topic" else min(section.level, LEVELS)
        return [self.words.paragraph(f"Heading {level}", said, section.anchor)]

    # -- blocks --------------------------------------------------------------------------------------------------------

    def _blocks(self, blocks: Iterable[Any], across: bool | None = None) -> None:
        every = [*blocks]
        for at, block in enumerate(every):
            match block:
                case Paragraph():
                    style = PARAGRAPHS.get(block.style, "Body Text")
                    made = self.words.paragraph(style, self.words.inlines(block.inlines), block.id)
                    if block.style == "attached":
                        self._headings.append(made)
                        continue
                    if isinstance(
                        next(iter(every[at + 1 : at + 2]), None), List | Form
                    ):  # it leads a list, or ends the report
                        keep(made)
                    self._add(made, across=across)
                case List():
                    items = zip(block.items, block.ids or [""] * len(block.items), strict=True)
                    listed = (self.words.paragraph("List Bullet", self.words.inlines(said), id_) for said, id_ in items)
                    self._add(*listed, across=across)
                case Table():
                    self._table(block, across)
                case Chart():
                    self._chart(block, across)
                case Form():
                    self._add(self._filled(self.template.signature, block), across=across)
                case Finding():
                    self._add(*self._finding(block), across=across)

    def _letterhead(self, letterhead: Form) -> None:
        """Agency, national title, number, place and date; the kind of the document and what it is about."""
        self._add(self._filled(self.template.letterhead, letterhead))
        said = {"Title": "title", "Subtitle": "subject", "Kèm theo": "notice"}
        lines = [(style, line) for style, name in said.items() for line in letterhead.lines if line.name == name]
        made = [self.words.paragraph(style, self.words.inlines(line.inlines)) for style, line in lines]
        below = sum(style != "Kèm theo" for style, _ in lines)
        self._add(*made[:below], self.words.paragraph("Đường kẻ"), *made[below:])

    def _filled(self, table: etree._Element, given: Form) -> etree._Element:
        """A table of the template, whose paragraphs say the lines that are named by their styles."""
        filled = copy.deepcopy(table)
        for paragraph in [*filled.iter(f"{W}p")]:
            name = self.template.line_of(paragraph)
            lines = [line.inlines for line in given.lines if line.name == name]
            for said in lines:
                made = copy.deepcopy(paragraph)
                made[:] = [form(made), *self.words.inlines(said)]
                paragraph.addprevious(made)
            if lines:
                paragraph.getparent().remove(paragraph)
        return filled

    def _caption(self, block: Table | Chart, said: list[etree._Element]) -> etree._Element:
        """A caption, whose number Word counts again when a figure is added or taken out."""
        number: list[etree._Element] = []
        if block.number:
            label, count = block.number.split()
            counted = [run(f"{label} "), *field(f"SEQ {label} \\* ARABIC", run(count))]
            number = [*self.words.bookmarked(block.anchor, *counted), run(". ")]
        return self.words.paragraph("Caption", [*number, *said], block.id)

    def _below(self, block: Table | Chart) -> list[etree._Element]:
        """The note of a chart, and the tables that it is made of."""
        note = self.words.inlines(block.note) if isinstance(block, Chart) else []
        of = [run(f"Nguồn: {', '.join(block.sources)}.")] if block.sources else []
        return [self.words.paragraph("Nguồn số liệu", said) for said in (note, of) if said]

    def _table(self, block: Table, across: bool | None) -> None:
        upright = float(Mm(self.template.width(False)).pt)
        turns = (block.wide and self._apart) or tables.size_of(block, upright) < tables.LETTERS
        caption = [self._caption(block, self.words.inlines(block.caption))] if block.caption else []
        self._add(*caption, across=across or turns)
        below = self._below(block)
        self._add(tables.made(self.words, block, self._room, bool(below)), *below, self.words.paragraph("Ngắt phần"))

    def _chart(self, block: Chart, across: bool | None) -> None:
        """A chart as a picture, with the same in words as its alternative text."""
        title, measured = self.words.inlines(block.title), self.words.inlines(block.subtitle, b=0 if block.title else 1)
        said = [*title, *([w("r", w("br"))] if title and measured else []), *measured]
        said += self.words.inlines(block.unit, b=0)
        self._add(self._caption(block, said), across=across)
        found = _VIEW.search(block.drawing)
        assert found  # a chart of ours
        wide, high = map(float, found.groups())
        width = PICTURE * min(1, wide / high)
        picture = self.template.word.add_paragraph(style="Hình vẽ")
        picture.add_run().add_picture(io.BytesIO(_png(block.drawing)), Mm(width), Mm(width * high / wide))
        about = next(self._last.iter(f"{DRAWING}docPr"))
        about.attrib.update({"name": block.number, "descr": block.described})
        self._add(*self._below(block))

    def _finding(self, block: Finding) -> list[etree._Element]:
        """A finding of the audit, on one page."""
        words = self.words
        fault = [run(f"PH{block.number}. "), *words.inlines(block.fault), run(f". {block.standing}.", b=0, i=1)]
        made = [words.paragraph("Phát hiện", fault, finding_anchor(block.number), block.id)]
        for fact in block.facts:
            made.append(words.paragraph("Mục của phát hiện", [run(fact.term)]))
            made += [words.paragraph("Nội dung phát hiện", words.inlines(line)) for line in fact.lines]
        for each in made[:-1]:
            keep(each)
        return made


def _png(svg: str) -> bytes:
    """A drawing as a picture, in the very font that laid it out, whatever the machine has."""
    return resvg_py.svg_to_bytes(
        svg_string=svg.replace(' width="100%"', "", 1),
        width=PIXELS,
        background="white",
        skip_system_fonts=True,
        font_files=[str(face) for face in sorted(FONTS.glob("*.ttf"))],
    )
