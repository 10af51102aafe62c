"""The report as a Word document in the official form (Nghị định 30/2020/NĐ-CP), for colleagues to edit.

Made of the same tree for paper as the PDF, in the styles and on the page of a template (see `template`). Written with
python-docx rather than by pandoc: nearly everything that the form asks for (the heading block, sections, whole rows,
styles of headings) had to be put into pandoc's result afterwards. Of python-docx only what it documents is used, but
for one part of the file (see `template`): it opens and saves, knows the styles and places the pictures; every other element is
made with lxml (see `wordml`).
"""

import copy
import io
import itertools
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import resvg_py
from docx.shared import Mm
from lxml import etree
from lxml.html import HtmlElement

from helpers import FONTS
from helpers.values.vietnamese import APPENDIX

from ....order import BODY
from ...contents import SENTENCE, Contents
from ...paper import DRAFT, for_paper, part_of, picture_size, title_of
from ...tree import Tree
from .. import Report
from . import comments, tables
from .reading import PICTURE, spoken, words_of
from .runs import Runs, field, run
from .template import TEMPLATE, Template, open_template
from .wordml import DRAWING, W, form, keep, style_of, w

PIXELS = 1200  # across a picture: at 150 mm 203 an inch
CONTENTS, CONTENTS_LEVELS = "Mục lục", 3
CONTENTS_HINT = "Mục lục: bấm “Cập nhật bảng” để có số trang"
HEADINGS = ("h1", "h2", "h3", "h4", "h5")
TOPIC = 4  # the heading's level wherever it stands: the contents are of one page
STYLES = {  # of paragraphs, by class or tag
    "source": "Nguồn số liệu",
    "note": "Nguồn số liệu",
    "nothing": "Chưa có số liệu",
    "attached": "Kèm theo",
    "li": "List Bullet",
    "figcaption": "Caption",
    "dt": "Mục của phát hiện",
    "dd": "Nội dung phát hiện",
}
SINGLE = 240  # 240ths of a line: the line spacing of appendices
BEHIND_NUMBERS = ("cols", "titlePg", "textDirection", "bidi", "rtlGutter", "docGrid")  # of a section, in the schema


def docx(report: Report, part: str = "", template: Path = TEMPLATE) -> bytes:
    """The document in the official form as a .docx file; the same document gives the same bytes.

    It names what the report says, and its sentences have bookmarks, so that it can be compared when it comes back.
    part: the part of the report that the file has (see `paper.part_of`). template: a Word document that has the styles.
    Raises InputError for a template that lacks one.
    """
    opened, about, contents = open_template(template), report.about, report.contents
    if stamp := about.get("stamp", "") if report.final else DRAFT:
        opened.say_on_each_page(stamp)
    sheet = part_of(for_paper(report.tree, report.final), part)
    writer = _WordWriter(opened, sheet)
    whole = part in ("", BODY)
    writer.write(contents=not report.final and whole)
    if contents:
        _name_sentences(opened.word.element, contents, len(writer.text.anchors))
    if report.remarked and whole and (notes := list(comments.notes(report))):  # an appendix apart asks nothing
        comments.add(opened.word.part, notes)
    title = title_of(sheet, about.get("title", "Báo cáo"), part)
    keywords = "; ".join(filter(None, [title, about.get("period", "")]))
    says = contents.digest if contents else ""
    return opened.packed(writer.text.footnotes(opened.notes), title, about.get("agency", ""), keywords, says)


@dataclass(frozen=True)
class _Section:
    """Pages of one kind. numbers: counted from 1, else they go on. same_page: it begins where the one before it ends."""

    across: bool = False
    numbers: str = ""
    first_shown: bool = True
    same_page: bool = False


class _WordWriter:
    """Writes the tree into the emptied template, before the page that ends it."""

    def __init__(self, template: Template, sheet: Tree) -> None:
        self.template, self.sheet, self.tree = template, sheet, sheet.body
        self.text = Runs(sheet.body, template.styles)
        self.open = _Section()  # the section that blocks are written into
        self.across = False  # what comes next wants a page across
        self.apart = False  # in an appendix
        self.pictures = 0

    def write(self, contents: bool) -> None:
        apart = self.tree.xpath("./section[@class='appendix' or @class='annex']")
        report = _Section(numbers="decimal", first_shown=False)
        self.open = report
        if contents and (entries := self._entries()):
            self.open = _Section(numbers="lowerRoman")
            self._add(self._contents(entries))
            self._new_section(report)
            # LibreOffice does not count from 1 in a section that begins with a table.
            self._add(self.text.paragraph("Ngắt phần"))
        for part in self.tree:
            if part.tag == "section" and part not in apart and not self.open.first_shown and self._last is not None:
                # LibreOffice takes later pages of a long section for its first, and numbers none of them.
                self._new_section(_Section(same_page=True))
            if part not in apart:
                self._block(part)
        for part in apart:
            apart_from = self._last is not None  # an appendix alone is numbered as the report is
            section = _Section(part.get("data-page") == "across", numbers="decimal", first_shown=apart_from)
            if apart_from:
                self._new_section(section)
            self.open, self.across, self.apart = section, section.across, True
            self._block(part)
        self.template.page.getparent().replace(self.template.page, self._section())

    @property
    def _last(self) -> etree._Element:
        """The block written last; None before the first."""
        return self.template.page.getprevious()

    def _add(self, *blocks: etree._Element) -> None:
        """Write blocks, in a new section where they want other paper; the headings right above them go there, too."""
        if self.across != self.open.across:
            styles = {style for name, style in self.text.styles.items() if name.startswith("Heading ")}
            while self._last.getprevious() is not None and style_of(self._last) in styles:
                blocks = (self._last, *blocks)
                self._last.getparent().remove(self._last)
            self._new_section(_Section(self.across))
        for block in blocks:
            self.template.page.addprevious(block)

    # -- sections and contents ---------------------------------------------------------------------------------

    def _new_section(self, section: _Section) -> None:
        """End the open section: Word keeps its page in its last paragraph."""
        if self._last.tag != f"{W}p":
            self.template.page.addprevious(self.text.paragraph("Ngắt phần"))
        form(self._last).append(self._section())
        self.open, self.across = section, section.across

    def _section(self) -> etree._Element:
        """The open section's paper and page numbers: the template's page, turned where it lies across."""
        page = copy.deepcopy(self.template.page)
        size = page.find(f"{W}pgSz")
        if self.open.same_page:
            size.addprevious(w("type", val="continuous"))
        if self.open.across:
            width, height = size.get(f"{W}w"), size.get(f"{W}h")
            size.attrib.update({f"{W}w": height, f"{W}h": width, f"{W}orient": "landscape"})
        for name in ["pgNumType", *(["titlePg"] if self.open.first_shown else [])]:
            for element in page.findall(f"{W}{name}"):
                page.remove(element)
        if self.open.numbers:
            behind = (place for place, element in enumerate(page) if element.tag.removeprefix(W) in BEHIND_NUMBERS)
            page.insert(next(behind, len(page)), w("pgNumType", fmt=self.open.numbers, start=1))
        return page

    def _entries(self) -> list[etree._Element]:
        """The headings as entries of the contents, but for those of topics; a single notebook has none."""
        entries = []
        for heading in self.tree.xpath("//section[@class != 'topic']/*[self::h1 or self::h2 or self::h3 or self::h4]"):
            words = re.sub(rf"^({APPENDIX} \w+) ", r"\1. ", " ".join(heading.text_content().split()))
            link = run(words, self.text.anchors[heading.getparent().get("id")])
            entries.append(self.text.paragraph(f"toc {self._level(heading)}", [link]))
        return entries

    def _contents(self, entries: list[etree._Element]) -> etree._Element:
        """The table of contents: a field that Word updates, filled beforehand but for the page numbers.

        Only Word knows those, and it would ask at each opening if it were told to look them up. The contents stand
        on pages of their own, numbered i, ii, in front of page 1, which the decree's form leaves no place on.
        """
        *start, end = field(f'TOC \\o "1-{CONTENTS_LEVELS}" \\h \\z \\u')
        entries[0][1:1] = start
        entries[-1].append(end)
        gallery = w("docPartObj", w("docPartGallery", val="Table of Contents"), w("docPartUnique"))
        properties = w("sdtPr", w("alias", val=CONTENTS_HINT), w("id", val=1), gallery)
        title = self.text.paragraph("TOC Heading", [run(CONTENTS, caps=1)])
        return w("sdt", properties, w("sdtContent", title, *entries))

    # -- blocks ------------------------------------------------------------------------------------------------

    def _block(self, element: HtmlElement) -> None:
        """Append a block of the tree, whatever it is, to the document."""
        kind = element.get("class") or ""
        if element.tag == "header":
            if kind == "form":
                self._form(element)
            else:
                kind, about, *notice = element
                said = [self.text.paragraph("Kèm theo", self.text.inline(line)) for line in notice]
                lines = self._lines([kind, about], "Title", "Subtitle")
                self._add(*lines, self._rule(55, self._room, after=6 if said else 14), *said)
        elif element.tag == "footer":
            self._signature(element)
        elif element.tag in HEADINGS:
            self._add(self._heading(element))
        elif element.tag == "table":
            self._add(tables.table(self.text, element, self._room))
        elif element.tag == "pre":
            self._add(self.text.paragraph("Kết quả máy tính", [run(element.text_content().strip("\n"))]))
        elif element.tag in ("p", "li", "figcaption", "dt", "dd"):
            style = STYLES.get(kind) or STYLES.get(element.tag, "Body Text")
            paragraph = self.text.paragraph(style, self.text.inline(element), element)
            if self.apart and style in ("Body Text", "List Bullet"):
                form(paragraph).append(w("spacing", line=SINGLE, lineRule="auto"))
            if element.xpath("boolean(following-sibling::*[1][self::ul])"):  # what leads a list in
                keep(paragraph)
            self._add(paragraph)
        elif kind == "picture":
            self._picture(element)
        else:
            self._blocks(element)

    @property
    def _room(self) -> float:
        """Millimetres between the margins."""
        return self.template.width(self.across)

    def _blocks(self, element: HtmlElement) -> None:
        """Write what an element holds; a finding stays on one page, a figure apart from what follows."""
        before, last = self.across, self._last
        self.across = before or element.get("data-page") == "across"  # as `paper` marked it
        for child in element.iterchildren("*"):
            self._block(child)
        if element.tag == "figure" and element.find("p") is None:  # no line under it that names the source
            self._add(self.text.paragraph("Ngắt phần"))
        if element.tag == "article":
            for block in itertools.takewhile(lambda block: block is not last, self._last.itersiblings(preceding=True)):
                keep(block)
        self.across = before

    def _level(self, heading: HtmlElement) -> int:
        """The level of a section's heading: below the document's title, if it has one."""
        return int(heading.tag[1]) - bool(self.tree.xpath("./section/h2"))

    def _heading(self, heading: HtmlElement) -> etree._Element:
        section = heading.getparent()
        kind = section.get("class")
        if section.tag == "article":
            return self.text.paragraph("Phát hiện", self.text.inline(heading), heading)
        lettered = kind == "topic" and section.getparent().get("class") == "numbered"
        look = {"caps": 0} if kind == "opening" else {"b": 0} if lettered else {}
        paragraph = self.text.paragraph(
            f"Heading {TOPIC if kind == 'topic' else self._level(heading)}", self.text.inline(heading, **look), heading
        )
        if kind in ("appendix", "annex"):
            form(paragraph).extend([w("ind", left=680, right=680, firstLine=0), w("jc", val="center")])
        return paragraph

    def _form(self, header: HtmlElement) -> None:
        """Agency, national title, number, place and date: two borderless columns of 42 and 58 %."""
        left, right = self._room * 0.42, self._room * 0.58
        names = ("issuer", "nation", "registered", "dated")
        issuer, nation, registered, dated = (header.find(f"div[@class='{name}']") for name in names)
        above = [
            [*self._lines(issuer, "Cơ quan chủ quản", "Cơ quan ban hành"), self._rule(left * 0.4, left)],
            [*self._lines(nation, "Quốc hiệu", "Tiêu ngữ"), self._rule(62, right)],  # as wide as the motto
        ]
        below = [self._lines(registered, "Số, ký hiệu"), self._lines(dated, "Địa danh, thời gian")]
        self._add(tables.plain(self.text, [above, below], [left, right]))

    def _signature(self, footer: HtmlElement) -> None:
        """Recipients and signatory side by side, on the page where the text ends."""
        keep(self._last)
        recipients, signer = footer
        columns = [
            self._lines(recipients, "Nơi nhận", *["Danh sách nơi nhận"] * (len(recipients) - 1)),
            self._lines(signer, *["Chức vụ người ký"] * (len(signer) - 1), "Họ tên người ký"),
        ]
        self._add(tables.plain(self.text, [columns], [self._room / 2] * 2))

    def _lines(self, block: list[HtmlElement] | HtmlElement, *styles: str) -> list[etree._Element]:
        """The lines of a block of the form, each in the style of its place."""
        return [self.text.paragraph(style, self.text.inline(p)) for style, p in zip(styles, block, strict=True)]

    def _rule(self, width: float, within: float, after: float = 0) -> etree._Element:
        """A centred line `width` mm long in a column `within` mm wide, then `after` points of space.

        It is the upper border of a flat paragraph, which moves with the text as a drawn line does not.
        """
        line = self.text.paragraph("Đường kẻ")
        side = Mm((within - width) / 2).twips
        form(line).extend([w("spacing", after=after * 20), w("ind", left=side, right=side)])
        return line

    def _picture(self, element: HtmlElement) -> None:
        """A chart as a picture, with the values that it shows as its alternative text."""
        svg = self.sheet.drawing(element)
        width, height = picture_size(svg)
        self._add()
        self.pictures += 1
        paragraph = self.template.word.add_paragraph(style="Hình vẽ")
        paragraph.add_run().add_picture(io.BytesIO(_png(svg)), Mm(width), Mm(height))
        properties = next(self._last.iter(f"{DRAWING}docPr"))
        properties.attrib.update({"name": f"{PICTURE}{self.pictures}", "descr": element.get("aria-label", "")})


def _name_sentences(document: etree._Element, contents: Contents, last: int) -> None:
    """Set each sentence's name as a hidden bookmark around it, if no other has its words. last: the last bookmark's number."""
    pieces = [piece for section in contents.sections.values() for piece in section.pieces if piece.text]
    printed = Counter(piece.text for piece in pieces)
    names = {piece.text: piece.name for piece in pieces if printed[piece.text] == 1}
    for paragraph in document.xpath("//w:p[not(ancestor::w:sdt)]"):  # not in the table of contents
        words = words_of(paragraph)
        for sentence in (words, *SENTENCE.split(words)):
            if name := names.pop(sentence, ""):
                last += 1
                runs = [paragraph[1], paragraph[-1]] if sentence == words else _runs_of(paragraph, sentence)
                runs[0].addprevious(w("bookmarkStart", id=last, name=f"_{name}"))
                runs[-1].addnext(w("bookmarkEnd", id=last))


def _runs_of(paragraph: etree._Element, sentence: str) -> list[etree._Element]:
    """What of a paragraph says a sentence, cut where that begins or ends within a run."""
    said = list(spoken(paragraph))
    text = "".join(words for _node, words in said)
    (first, last), *_others = (at.span() for at in re.finditer(r"\s+".join(map(re.escape, sentence.split())), text))
    found = []
    for node, words in said:
        if first < len(words) and last > 0 and words[max(first, 0) : last].strip():
            part = node.getparent()
            if last < len(words) and words[last:].strip():
                _cut(part, node, last)
            if first > 0 and words[:first].strip():
                part = _cut(part, node, first)
            found.append(next(each for each in (part, *part.iterancestors()) if each.getparent() is paragraph))
        first, last = first - len(words), last - len(words)
    return found


def _cut(part: etree._Element, text: etree._Element, at: int) -> etree._Element:
    """Cut a run in two within its text; gives the second."""
    behind = copy.deepcopy(part)
    behind[:] = [each for each in behind if each.tag == f"{W}rPr"] + behind[list(part).index(text) :]
    for each in list(part)[list(part).index(text) + 1 :]:
        part.remove(each)
    text.text, behind.find(f"{W}t").text = text.text[:at], text.text[at:]
    part.addnext(behind)
    return behind


def _png(svg: str) -> bytes:
    """A drawing as a picture, in the very font that laid it out, whatever the machine has."""
    return resvg_py.svg_to_bytes(
        svg_string=svg.replace(' width="100%"', "", 1),
        width=PIXELS,
        background="white",
        skip_system_fonts=True,
        font_files=[str(face) for face in sorted(FONTS.glob("*.ttf"))],
    )
