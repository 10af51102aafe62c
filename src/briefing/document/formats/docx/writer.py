"""The report as a Word document in the official form (Nghị định 30/2020/NĐ-CP), for colleagues to edit.

Made of the document's data, in the styles, on the page and with the letterhead of a template (see `template`). python-docx makes
pages, headers and pictures; paragraphs, bookmarks, locked numbers and footnotes are elements (see `wordml`).
"""

from __future__ import annotations

import hashlib
import io
from copy import deepcopy
from itertools import zip_longest
from pathlib import Path
from typing import Any

import resvg_py
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm
from lxml import etree

from helpers import FONTS
from helpers.values import blocks
from helpers.values.blocks import Inlines, plain

from ...audience_view import APART, audience_view
from ...model import DRAFT, FINAL, Document, Section
from .. import Report
from . import tables
from .template import TEMPLATE, Template, line_of, open_template
from .wordml import W, bookmark_of, form, keep, run, style_of, w

PICTURE = 150.0  # mm: how wide and how high a chart is at most
PIXELS = 1200  # across a picture: at 150 mm 203 an inch
LEVELS = 3  # of headings; that of a topic is the next, wherever it stands
FIRST_NOTE = 2  # the rules above the notes are -1 and 0 in Word's files, 0 and 1 in LibreOffice's
PARAGRAPHS = {"nothing": "Chưa có số liệu", "missing": "Chưa có số liệu", "attached": "Kèm theo"}  # their styles
BREAK = "Ngắt phần"  # the style of a paragraph that nobody sees
START = f"{W}start"


def docx(report: Report, template: Path = TEMPLATE) -> bytes:
    """The document in the official form as a .docx file; the same document gives the same bytes.

    Each paragraph stands in a bookmark with its id, so that a change or comment is placed when the file comes back; numbers and
    documents are locked. template: a Word document that has the styles. Raises InputError for a template that lacks one.
    """
    opened, said = open_template(template), report.data
    view, about = audience_view(said, FINAL if report.final else DRAFT), opened.word.core_properties
    writer = _Writer(opened)
    writer.write(view, report.stamp)
    digest = hashlib.sha256(view.written()).hexdigest()[:20]
    opened.word.part.package.part_related_by(RELATIONSHIP_TYPE.CORE_PROPERTIES).element[:] = []  # nobody has signed it
    about.title, about.author, about.language = said.name, said.agency, "vi-VN"
    about.keywords = f"{said.period} {digest}".strip()  # what it was made of, for `forms in`
    return opened.packed(writer.notes)


class _Writer:
    """Writes a document into the emptied template, before the element that ends it. notes: the footnotes."""

    def __init__(self, template: Template) -> None:
        self._template, self._word, self._styles = template, template.word, template.styles
        self.notes = list[etree._Element]()
        self._places = set[str]()  # what has a bookmark
        self._page = self._word.element.body[-1]  # paper, margins, header of the pages that are open
        if self._page.find(qn("w:pgNumType")) is None:
            self._page.find(qn("w:pgMar")).addnext(w("pgNumType"))

    def write(self, document: Document, stamp: str) -> None:
        """stamp: what stands on each page."""
        first = self._word.sections[0]
        for header in (first.header, first.first_page_header) if stamp else ():
            stamped = self._made("Header", [run(stamp, b=1)])
            form(stamped).append(w("jc", val="right"))
            header.part.element.append(stamped)
        if document.letterhead:
            self._add(*self._letterhead(document.letterhead))
        self._blocks(document.introduction)
        for section in document.sections:
            if section.kind not in ("opening", "numbered"):
                every = (block for each in section.walk() for block in each.blocks)
                self._turn(any(isinstance(block, blocks.Table) and block.wide for block in every), {START: "1"})
            elif len(self._word.sections) == 1 and self._page.getprevious() is not None:
                # LibreOffice takes later pages of a long section for its first, and numbers none of them
                self._turn(False, {}, WD_SECTION.CONTINUOUS)
            self._section(section, None)

    # -- pages ---------------------------------------------------------------------------------------------------------

    def _add(self, *blocks: etree._Element) -> None:
        for block in blocks:
            self._page.addprevious(block)

    def _turn(self, across: bool, numbered: dict[str, str], start: WD_SECTION = WD_SECTION.NEW_PAGE) -> None:
        """End the open pages and begin others. numbered: from which number; across: they lie across."""
        if (last := self._page.getprevious()) is not None:
            if style_of(last) == self._styles[BREAK]:
                last.getparent().remove(last)
            self._word.add_section(start).different_first_page_header_footer = False
            form(self._page.getprevious()).insert(0, w("pStyle", val=self._styles[BREAK]))
            number = self._page.find(qn("w:pgNumType"))
            number.attrib.pop(START, None)
            number.attrib.update(numbered)
        page = self._word.sections[-1]
        if across != (page.orientation == WD_ORIENT.LANDSCAPE):
            page.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
            page.page_width, page.page_height = page.page_height, page.page_width

    # -- sections ------------------------------------------------------------------------------------------------------

    def _section(self, section: Section, of: Section | None) -> None:
        """A section. of: the one that holds it."""
        if section.title:
            self._add(self._heading(section, of))
        self._blocks(section.blocks)
        for each in section.sections:
            self._section(each, section)

    def _heading(self, section: Section, of: Section | None) -> etree._Element:
        if of is None and section.kind not in ("opening", "numbered"):
            above = [run(section.number.rstrip("."), caps=0), w("r", w("br"))] if section.number else []
            title = [*above, run(section.title)]
            made = self._made("Heading 1", title, section.name)
            form(made).extend([w("ind", left=680, right=680, firstLine=0), w("jc", val="center")])
            return made
        lettered = section.kind == "topic" and of is not None and of.kind == "numbered"
        look: dict[str, Any] = {"b": 0} if lettered else {"caps": 0} if section.kind == "opening" else {}
        words = f"{section.number} {section.title}".strip()
        level = LEVELS + 1 if section.kind == "topic" else min(section.level, LEVELS)
        return self._made(f"Heading {level}", [run(words, **look)], section.name)

    # -- blocks --------------------------------------------------------------------------------------------------------

    def _blocks(self, several: tuple[Any, ...]) -> None:
        for block, after in zip_longest(several, several[1:]):
            made = self._block(block)
            if isinstance(block, blocks.Paragraph) and isinstance(after, blocks.List | blocks.Form):
                keep(made[0])  # it leads a list, or ends the report
            self._add(*made)

    def _block(self, block: Any) -> list[etree._Element]:
        match block:
            case blocks.Paragraph():
                return [self._said(PARAGRAPHS.get(block.style, "Body Text"), block.inlines, block.id)]
            case blocks.List():
                items = zip(block.items, block.ids or [""] * len(block.items), strict=True)
                return [self._said("List Bullet", said, id_) for said, id_ in items]
            case blocks.Table():
                return self._table(block)
            case blocks.Chart():
                return self._chart(block)
            case blocks.Finding():
                return self._finding(block)
        return [self._filled(self._template.signature, block)]

    def _letterhead(self, letterhead: blocks.Form) -> list[etree._Element]:
        """Agency, national title, number, place and date; the kind of the document and what it is about."""
        made = [self._filled(self._template.letterhead, letterhead)]
        for style, name in {"Title": "title", "Subtitle": "subject", "Đường kẻ": "", "Kèm theo": "notice"}.items():
            lines = [line.inlines for line in letterhead.lines if line.name == name] if name else [()]
            made += [self._said(style, said) for said in lines]
        return made

    def _filled(self, table: etree._Element, given: blocks.Form) -> etree._Element:
        """A table of the template with the lines that its paragraphs name."""
        filled = deepcopy(table)
        for paragraph in filter(line_of, [*filled.iter(f"{W}p")]):
            for said in [line.inlines for line in given.lines if line.name == line_of(paragraph)] or [()]:
                made = deepcopy(paragraph)
                made[:] = [form(made), *self._bookmarked(given.id, self._inlines(said))]
                paragraph.addprevious(made)
            paragraph.getparent().remove(paragraph)
        return filled

    def _caption(self, block: blocks.Table | blocks.Chart, said: list[etree._Element]) -> etree._Element:
        return self._made("Caption", [*([run(f"{block.number}. ")] if block.number else []), *said], block.id)

    def _below(self, block: blocks.Table | blocks.Chart) -> list[etree._Element]:
        """The note of a chart, and the tables that it is made of."""
        of = (blocks.Text(f"Nguồn: {', '.join(block.sources)}."),) if block.sources else ()
        lines = {"note": block.note if isinstance(block, blocks.Chart) else (), "sources": of}
        return [self._said("Nguồn số liệu", said, f"{block.id}/{name}") for name, said in lines.items() if said]

    def _table(self, block: blocks.Table) -> list[etree._Element]:
        page, below = self._word.sections[-1], self._below(block)
        above = [self._caption(block, self._inlines(block.caption))] if block.caption else []
        room = (page.page_width - page.left_margin - page.right_margin) / 12700  # type: ignore[operator]
        made = tables.made(block, room, self._styles["Table Grid"], bool(below), self._said)
        return [*above, made, *below, self._made(BREAK)]

    def _chart(self, block: blocks.Chart) -> list[etree._Element]:
        """A chart as a picture, with the same in words as its alternative text."""
        title, measured = self._inlines(block.title), self._inlines(block.subtitle, b=0 if block.title else 1)
        said = [*title, *([w("r", w("br"))] if title and measured else []), *measured]
        _left, _top, wide, high = map(float, etree.fromstring(block.drawing).get("viewBox").split())
        picture = self._word.part.new_pic_inline(io.BytesIO(_png(block.drawing)), Mm(PICTURE * min(1, wide / high)))
        picture.docPr.attrib.update({"name": block.number, "descr": block.described})
        shown, below = self._made("Hình vẽ", [w("r", w("drawing", picture))]), self._below(block)
        if not below:  # or what follows hangs on the picture
            form(shown).append(w("keepNext", val=0))
        return [self._caption(block, [*said, *self._inlines(block.unit, b=0)]), shown, *below]

    def _finding(self, block: blocks.Finding) -> list[etree._Element]:
        """A finding of the audit, on one page."""
        fault = [run(f"PH{block.number}. "), *self._inlines(block.fault), run(f". {block.standing}.", b=0, i=1)]
        made = [self._made("Phát hiện", fault, block.id)]
        for fact in block.facts:
            made.append(self._made("Mục của phát hiện", [run(fact.term)]))
            made += [self._said("Nội dung phát hiện", line) for line in fact.lines]
        for each in made[:-1]:
            keep(each)
        return made

    # -- words ---------------------------------------------------------------------------------------------------------

    def _made(self, style: str, runs: list[etree._Element] | None = None, id_: str = "") -> etree._Element:
        """A paragraph in the style of this name, in a bookmark for its id."""
        return w("p", w("pPr", w("pStyle", val=self._styles[style])), *self._bookmarked(id_, runs or []))

    def _said(self, style: str, said: Inlines, id_: str = "", **look: object) -> etree._Element:
        """A paragraph of inlines."""
        return self._made(style, self._inlines(said, **look), id_)

    def _bookmarked(self, id_: str, runs: list[etree._Element]) -> list[etree._Element]:
        if not id_ or id_ in self._places:
            return runs
        self._places.add(id_)
        number = len(self._places)
        return [w("bookmarkStart", id=number, name=bookmark_of(id_)), *runs, w("bookmarkEnd", id=number)]

    def _inlines(self, said: Inlines, **look: object) -> list[etree._Element]:
        """Inlines as runs. What is printed from cells as a number or a document stands in a content control that is locked."""
        made: list[etree._Element] = []
        for each in said:
            match each:
                case blocks.Note():
                    made.append(self._note(each))
                case blocks.Reference(kind="flag"):
                    made.append(run(f"{APART}{each.text}", rStyle=self._styles["Dấu kiểm tra"]))
                case blocks.Reference():
                    link = each.text.replace(" ", "\u00a0")  # "mục I.2.7" is not broken
                    made.append(run(f"{each.before}{link}{each.after}", **look))
                case blocks.Figure() | blocks.Citation() if each.id:
                    lock = w("sdtPr", w("lock", val="sdtContentLocked"))
                    made.append(w("sdt", lock, w("sdtContent", run(each.text, **look))))
                case _:
                    made.append(run(plain((each,)), **look))
        return made

    def _note(self, note: blocks.Note) -> etree._Element:
        """Keep a footnote for its part of the file, and give the run that calls it."""
        number = len(self.notes) + FIRST_NOTE
        called = w("rPr", w("rStyle", val=self._styles["footnote reference"]))
        runs = [w("r", deepcopy(called), w("footnoteRef")), run(" "), *self._inlines(note.inlines)]
        self.notes.append(w("footnote", self._made("footnote text", runs), id=number))
        return w("r", called, w("footnoteReference", id=number))


def _png(svg: str) -> bytes:
    """A drawing as a picture, in the very font that laid it out, whatever the machine has."""
    return resvg_py.svg_to_bytes(
        svg_string=svg.replace(' width="100%"', "", 1),
        width=PIXELS,
        background="white",
        skip_system_fonts=True,
        font_files=[str(face) for face in sorted(FONTS.glob("*.ttf"))],
    )
