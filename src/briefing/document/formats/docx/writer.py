"""The report as a Word document in the official form (Nghị định 30/2020/NĐ-CP), for colleagues to edit.

Made of the document's data, in the styles, on the page and with the letterhead of a template (see `template`). python-docx makes
pages, headers, pictures and comments; paragraphs, content controls and footnotes are elements (see `wordml`).
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable
from copy import deepcopy
from itertools import zip_longest
from pathlib import Path
from typing import Any

import resvg_py
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm
from lxml import etree

from helpers import FONTS
from helpers.values import blocks
from helpers.values.block_html import FINDING, finding_anchor
from helpers.values.blocks import Inlines, plain

from ...audience_view import APART, audience_view
from ...model import DRAFT, FINAL, Document, Section
from .. import Report
from . import tables
from .reader import ANSWER, ASKS
from .template import TEMPLATE, Template, line_of, open_template
from .wordml import W, bookmark_of, form, keep, run, style_of, tag_of, w

PICTURE = 150.0  # mm: how wide and how high a chart is at most
PIXELS = 1200  # across a picture: at 150 mm 203 an inch
LEVELS = 3  # of headings; that of a topic is the next, wherever it stands
FIRST_NOTE = 2  # the rules above the notes are -1 and 0 in Word's files, 0 and 1 in LibreOffice's
PARAGRAPHS = {"nothing": "Chưa có số liệu", "missing": "Chưa có số liệu", "attached": "Kèm theo"}  # their styles
BREAK = "Ngắt phần"  # the style of a paragraph that nobody sees
START = f"{W}start"
BEHIND = (  # of a file's settings: what the schema has behind the one that records changes, as far as editors write it
    *("w:documentProtection", "w:defaultTabStop", "w:autoHyphenation", "w:evenAndOddHeaders"),
    *("w:characterSpacingControl", "w:footnotePr", "w:endnotePr", "w:compat", "w:rsids", "m:mathPr", "w:themeFontLang"),
    *("w:clrSchemeMapping", "w:shapeDefaults", "w:decimalSymbol", "w:listSeparator"),
)
_VIEW = re.compile(r'viewBox="[\d.]+ [\d.]+ ([\d.]+) ([\d.]+)"')


def docx(report: Report, template: Path = TEMPLATE) -> bytes:
    """The document in the official form as a .docx file; the same document gives the same bytes.

    Each inline that is printed from cells stands in a content control with its id, and each block in a bookmark, so that the file
    can be compared when it comes back. template: a Word document that has the styles.
    Raises InputError for a template that lacks one.
    """
    opened, said = open_template(template), report.data
    if report.stamp:
        for header in (opened.word.sections[0].header, opened.word.sections[0].first_page_header):
            paragraph = header.add_paragraph(style=opened.paragraphs("Header"))
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            paragraph.add_run(report.stamp).bold = True
    writer = _Writer(opened)
    writer.write(audience_view(said, FINAL if report.final else DRAFT))
    if not report.final:
        settings = opened.word.settings.element
        if settings.find(qn("w:trackRevisions")) is None:
            settings.insert_element_before(w("trackRevisions"), *BEHIND)
        writer.ask(said)
    about, says = opened.word.core_properties, hashlib.sha256(said.written()).hexdigest()[:20]
    opened.word.part.package.part_related_by(RELATIONSHIP_TYPE.CORE_PROPERTIES).element[:] = []  # nobody has signed it
    about.title, about.author, about.language = said.name, said.agency, "vi-VN"
    about.keywords = "; ".join(filter(None, [said.name, said.period, says]))  # what it was made of, for `forms in`
    return opened.packed(writer.notes)


class _Writer:
    """Writes a document into the emptied template, before the element that ends it.

    places: the elements that print what has an id. notes: the footnotes.
    """

    def __init__(self, template: Template) -> None:
        self._template, self._word, self._styles = template, template.word, template.styles
        self.places, self.notes = dict[str, etree._Element](), list[etree._Element]()
        self._page = self._word.element.body[-1]  # paper, margins, header of the pages that are open
        self._upright = self._room
        if self._page.find(qn("w:pgNumType")) is None:
            self._page.find(qn("w:pgMar")).addnext(w("pgNumType"))
        self._headings: list[etree._Element] = []  # not written yet: they stand on the page of what follows
        self._across = False  # the open pages
        self._lies = False  # the section that is written, as a whole
        self._apart = self._begins = False  # in an appendix; it has no page yet
        self._kinds: dict[type, Callable[[Any], Any]] = {
            blocks.Paragraph: self._paragraph,
            blocks.List: self._list,
            blocks.Table: self._table,
            blocks.Chart: self._chart,
            blocks.Form: lambda block: self._add(self._filled(template.signature, block)),
            blocks.Finding: self._finding,
        }

    def write(self, document: Document) -> None:
        if document.letterhead:
            self._letterhead(document.letterhead)
        self._blocks(document.introduction)
        for section in document.sections:
            self._apart = self._begins = section.kind not in ("opening", "numbered")
            if not self._apart and len(self._word.sections) == 1 and self._page.getprevious() is not None:
                # LibreOffice takes later pages of a long section for its first, and numbers none of them
                self._turn(False, WD_SECTION.CONTINUOUS)
            self._lies = self._apart and _lies_across(section)
            self._section(section, None)
        if self._headings:
            self._add()
        names = {bookmark_of(id_) for id_ in self.places}
        for root in (self._word.element.body, *self.notes):
            for link in [*root.iter(f"{W}hyperlink")]:
                if link.get(f"{W}anchor") not in names:
                    link.getparent().replace(link, link[0])

    # -- pages ---------------------------------------------------------------------------------------------------------

    @property
    def _room(self) -> float:
        """Points between the margins of the open pages."""
        page = self._word.sections[-1]
        return float((page.page_width - page.left_margin - page.right_margin) / 12700)  # type: ignore[operator]

    def _add(self, *blocks: etree._Element, across: bool = False) -> None:
        """Write blocks, and the headings above them, on pages that are upright or lie across."""
        across = across or self._lies
        if self._begins or across != self._across:
            self._turn(across, restarts=self._begins)
        for block in (*self._headings, *blocks):
            self._page.addprevious(block)
        self._headings = []

    def _turn(self, across: bool, start: WD_SECTION = WD_SECTION.NEW_PAGE, restarts: bool = False) -> None:
        """End the open pages and begin others."""
        self._begins = False
        if (last := self._page.getprevious()) is not None:
            if style_of(last) == self._styles[BREAK]:
                last.getparent().remove(last)
            self._word.add_section(start).different_first_page_header_footer = False
            form(self._page.getprevious()).insert(0, w("pStyle", val=self._styles[BREAK]))
            number = self._page.find(qn("w:pgNumType"))
            number.attrib.pop(START, None)
            number.attrib.update({START: "1"} if restarts else {})
        if across != self._across:
            page, self._across = self._word.sections[-1], across
            page.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
            page.page_width, page.page_height = page.page_height, page.page_width

    # -- sections ------------------------------------------------------------------------------------------------------

    def _section(self, section: Section, of: Section | None) -> None:
        """A section. of: the one that holds it."""
        if section.title:
            self._headings.append(self._heading(section, of))
        self._blocks(section.blocks)
        for each in section.sections:
            self._section(each, section)

    def _heading(self, section: Section, of: Section | None) -> etree._Element:
        if of is None and self._apart:
            above = [run(section.number.rstrip("."), caps=0), w("r", w("br"))] if section.number else []
            title = [*above, run(section.title), *self._inlines(section.title_end)]
            made = self._made("Heading 1", title, section.anchor)
            form(made).extend([w("ind", left=680, right=680, firstLine=0), w("jc", val="center")])
            return made
        lettered = section.kind == "topic" and of is not None and of.kind == "numbered"
        look: dict[str, Any] = {"b": 0} if lettered else {"caps": 0} if section.kind == "opening" else {}
        words = f"{section.number} {section.title}".strip()
        level = LEVELS + 1 if section.kind == "topic" else min(section.level, LEVELS)
        title = [run(words, **look), *self._inlines(section.title_end, **look)]
        return self._made(f"Heading {level}", title, section.anchor)

    # -- blocks --------------------------------------------------------------------------------------------------------

    def _blocks(self, several: tuple[Any, ...]) -> None:
        for block, after in zip_longest(several, several[1:]):
            paragraph = self._kinds[type(block)](block)
            if paragraph is not None and isinstance(
                after, blocks.List | blocks.Form
            ):  # it leads a list, or ends the report
                keep(paragraph)

    def _paragraph(self, block: blocks.Paragraph) -> etree._Element:
        made = self._made(PARAGRAPHS.get(block.style, "Body Text"), self._inlines(block.inlines), block.id)
        if block.style == "attached":
            self._headings.append(made)
        else:
            self._add(made, across=self._across and block.style == "review")  # which ends its section
        return made

    def _list(self, block: blocks.List) -> None:
        for said, id_ in zip(block.items, block.ids or [""] * len(block.items), strict=True):
            self._add(self._made("List Bullet", self._inlines(said), id_))

    def _letterhead(self, letterhead: blocks.Form) -> None:
        """Agency, national title, number, place and date; the kind of the document and what it is about."""
        self._add(self._filled(self._template.letterhead, letterhead))
        for style, name in {"Title": "title", "Subtitle": "subject", "Đường kẻ": "", "Kèm theo": "notice"}.items():
            lines = [line.inlines for line in letterhead.lines if line.name == name] if name else [()]
            self._add(*(self._made(style, self._inlines(said)) for said in lines))

    def _filled(self, table: etree._Element, given: blocks.Form) -> etree._Element:
        """A table of the template with the lines that its paragraphs name."""
        filled = deepcopy(table)
        for paragraph in filter(line_of, [*filled.iter(f"{W}p")]):
            for said in [line.inlines for line in given.lines if line.name == line_of(paragraph)] or [()]:
                made = deepcopy(paragraph)
                made[:] = [form(made), *self._inlines(said)]
                paragraph.addprevious(made)
            paragraph.getparent().remove(paragraph)
        return filled

    def _caption(self, block: blocks.Table | blocks.Chart, said: list[etree._Element]) -> etree._Element:
        number = self._bookmarked(block.anchor, run(block.number)) if block.number else []
        return self._made("Caption", [*number, *([run(". ")] if number else []), *said], block.id)

    def _below(self, block: blocks.Table | blocks.Chart) -> list[etree._Element]:
        """The note of a chart, and the tables that it is made of."""
        note = self._inlines(block.note) if isinstance(block, blocks.Chart) else []
        of = [run(f"Nguồn: {', '.join(block.sources)}.")] if block.sources else []
        return [self._made("Nguồn số liệu", said) for said in (note, of) if said]

    def _table(self, block: blocks.Table) -> None:
        across = (block.wide and self._apart) or tables.size_of(block, self._upright) < tables.LETTERS
        self._add(*([self._caption(block, self._inlines(block.caption))] if block.caption else []), across=across)

        def say(style: str, said: Inlines, **look: object) -> etree._Element:
            return self._made(style, self._inlines(said, **look))

        below = self._below(block)
        made = tables.made(block, self._room, self._styles["Table Grid"], bool(below), say)
        self._add(made, *below, self._made(BREAK), across=across)

    def _chart(self, block: blocks.Chart) -> None:
        """A chart as a picture, with the same in words as its alternative text."""
        title, measured = self._inlines(block.title), self._inlines(block.subtitle, b=0 if block.title else 1)
        said = [*title, *([w("r", w("br"))] if title and measured else []), *measured]
        self._add(self._caption(block, [*said, *self._inlines(block.unit, b=0)]))
        found = _VIEW.search(block.drawing)
        assert found  # a chart of ours
        wide, high = map(float, found.groups())
        width = PICTURE * min(1, wide / high)
        shown, below = self._word.add_paragraph(style=self._template.paragraphs("Hình vẽ")), self._below(block)
        shown.paragraph_format.keep_with_next = None if below else False  # or what follows hangs on the picture
        picture = shown.add_run()
        picture.add_picture(io.BytesIO(_png(block.drawing)), Mm(width), Mm(width * high / wide))
        about = next(self._page.getprevious().iter(qn("wp:docPr")))
        about.attrib.update({"name": block.number, "descr": block.described})
        self._add(*below)

    def _finding(self, block: blocks.Finding) -> None:
        """A finding of the audit, on one page."""
        fault = [run(f"PH{block.number}. "), *self._inlines(block.fault), run(f". {block.standing}.", b=0, i=1)]
        made = [self._made("Phát hiện", fault, finding_anchor(block.number), block.id)]
        for fact in block.facts:
            made.append(self._made("Mục của phát hiện", [run(fact.term)]))
            made += [self._made("Nội dung phát hiện", self._inlines(line)) for line in fact.lines]
        for each in made[:-1]:
            keep(each)
        self._add(*made)

    # -- words ---------------------------------------------------------------------------------------------------------

    def _made(self, style: str, runs: list[etree._Element] | None = None, *ids: str) -> etree._Element:
        """A paragraph in the style of this name, in a bookmark for each id."""
        runs = runs or []
        for id_ in filter(None, ids):
            runs = self._bookmarked(id_, *runs)
        return w("p", w("pPr", w("pStyle", val=self._styles[style])), *runs)

    def _bookmarked(self, id_: str, *runs: etree._Element) -> list[etree._Element]:
        if id_ in self.places:
            return [*runs]
        number = len(self.places) + 1
        self.places[id_] = start = w("bookmarkStart", id=number, name=bookmark_of(id_))
        return [start, *runs, w("bookmarkEnd", id=number)]

    def _inlines(self, said: Inlines, **look: object) -> list[etree._Element]:
        """Inlines as runs, and what is printed from cells in content controls: words may be changed, a number or document is locked."""
        made: list[etree._Element] = []
        for each in said:
            beside = made[-1].tag if made else ""
            match each:
                case blocks.Note():
                    made.append(self._note(each))
                case blocks.Reference(
                    kind="flag"
                ):  # it leads nowhere: LibreOffice spoils a link beside a content control
                    made.append(run(f"{APART}{each.text}", rStyle=self._styles["Dấu kiểm tra"]))
                case blocks.Reference():
                    text = run(each.text.replace(" ", "\u00a0"), **look)  # "mục I.2.7" is not broken
                    link = w("hyperlink", text, anchor=bookmark_of(each.link), history=1)
                    made.append(text if beside == f"{W}sdt" else link)
                case _ if each.id:
                    made[-1:] = [made[-1][0]] if beside == f"{W}hyperlink" else made[-1:]
                    lock = [] if isinstance(each, blocks.Text) else [w("lock", val="sdtContentLocked")]
                    content = w("sdtContent", run(plain((each,)), **look))
                    control = w("sdt", w("sdtPr", w("tag", val=tag_of(each.id)), *lock), content)
                    self.places.setdefault(each.id, control)
                    made.append(control)
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

    # -- comments ------------------------------------------------------------------------------------------------------

    def ask(self, document: Document) -> None:
        """Set each open finding as a comment at what prints its target, else at the first place, with a place for the answer."""
        body = self._word.element  # Word takes no comment within a note
        places = {of: place for of, place in self.places.items() if place.getroottree().getroot() is body}
        marks = [each for each in document.annotations if each.kind == "finding" and each.target in places]
        about = {each.label: each.target for each in reversed(marks)}
        for finding in (each for each in document.findings if each.state != "accepted"):
            label = f"{FINDING}{finding.number}"
            words = f"{label}: {plain(finding.fault)}. {finding.standing}.\n{ANSWER}"
            number = self._word.comments.add_comment(words, author=ASKS, initials=ASKS[:2]).comment_id
            at = places.get(about.get(label, finding_anchor(finding.number)), next(iter(places.values())))
            at.addprevious(w("commentRangeStart", id=number))
            at.addnext(w("r", w("commentReference", id=number)))
            at.addnext(w("commentRangeEnd", id=number))
            made: Any = self._word.part.part_related_by(RELATIONSHIP_TYPE.COMMENTS)
            made.element[-1].attrib.pop(qn("w:date"))  # the same bytes at any time


def _lies_across(section: Section) -> bool:
    """What has a wide table lies across as a whole, its lines beside the table; charts are made for upright pages."""
    said = [block for each in section.walk() for block in each.blocks]
    wide = any(isinstance(block, blocks.Table) and block.wide for block in said)
    return wide and not any(isinstance(block, blocks.Chart) for block in said)


def _png(svg: str) -> bytes:
    """A drawing as a picture, in the very font that laid it out, whatever the machine has."""
    return resvg_py.svg_to_bytes(
        svg_string=svg.replace(' width="100%"', "", 1),
        width=PIXELS,
        background="white",
        skip_system_fonts=True,
        font_files=[str(face) for face in sorted(FONTS.glob("*.ttf"))],
    )
