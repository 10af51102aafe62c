"""The report as a Word document in the official form (Nghị định 30/2020/NĐ-CP), for colleagues to edit.

Made of the same tree for paper as the PDF. Written with python-docx rather than by pandoc: nearly everything that
the form asks for (the heading block, sections, whole rows, styles of headings) had to be put into pandoc's result
afterwards, and footnotes, the one thing that python-docx lacks, are a dozen lines.
"""

from __future__ import annotations

import io
import re

import matplotlib
import resvg_py
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.shape import CT_Inline
from docx.shared import Mm
from lxml.html import HtmlElement

from ..paper import for_paper
from ..tree import Tree
from . import tables
from .runs import Runs, field, run
from .styles import TEXT_WIDTH, describe, empty, packed, w

UPRIGHT, ACROSS = {"w": 210, "h": 297}, {"w": 297, "h": 210, "orient": "landscape"}  # mm
MARGINS = {"top": 20, "right": 15, "bottom": 20, "left": 30}  # mm, of either
PICTURE, PICTURE_HEIGHT, PIXELS = 150, 150, 1200  # mm wide and high at most; 1200 dots across are 203 an inch
CONTENTS, CONTENTS_LEVELS = "Mục lục", 3
CONTENTS_HINT = "Mục lục: bấm “Cập nhật bảng” để có số trang"
HEADINGS = {"h2": 1, "h3": 2, "h4": 3, "h5": 4}
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


def docx(made: Tree, about: dict, audit: bool = True) -> bytes:
    """The document in the official form as a .docx file; the same document gives the same bytes.

    about: title, agency and period, as `exporters.about_edition` gives them. audit: False leaves out the audit's
    marks and annex.

    >>> Path("briefing.docx").write_bytes(docx(made, merged.metadata["briefing"]))  # doctest: +SKIP
    """
    sheet = for_paper(made, audit)
    word = empty()
    title = about.get("title", "Báo cáo")
    describe(word, title, about.get("agency", ""), "; ".join(filter(None, [title, about.get("period", "")])))
    # The drawings as they were laid out, not in the PDF's font: a picture brings its own.
    _Writer(word, sheet.body, made.drawings).write()
    return packed(word)


class _Writer:
    """Writes the tree into an empty Word document."""

    def __init__(self, word: WordDocument, tree: HtmlElement, drawings: list[str]) -> None:
        self.word, self.tree, self.drawings = word, tree, drawings
        self.body = word.element.body
        self.text = Runs(tree)
        self.page = self.wanted = UPRIGHT  # the paper of the open section, and of what comes next
        self.restarts, self.first, self.pictures = True, True, 0

    def write(self) -> None:
        apart = self.tree.xpath("./section[@class='appendix' or @class='annex']")
        for part in self.tree:
            if part not in apart:
                self._block(part)
        self._contents()
        for part in apart:
            self._new_section(ACROSS if _is_across(part) else UPRIGHT, restarts=True)
            self._block(part)
        self.body.append(self._section())
        self.text.write_footnotes(self.word.part)

    def _add(self, *blocks: OxmlElement) -> None:
        """Append blocks, in a new section where they want other paper."""
        if self.page is not self.wanted:
            self._new_section(self.wanted)
        self.body.extend(blocks)

    # -- sections and contents ---------------------------------------------------------------------------------

    def _new_section(self, paper: dict, restarts: bool = False) -> None:
        """End the open section: Word keeps its page in its last paragraph. restarts: the new one counts from 1."""
        if self.body[-1].tag != qn("w:p"):
            self.body.append(self.text.paragraph("Ngắt phần"))
        self.body[-1].get_or_add_pPr().append(self._section())
        self.page = self.wanted = paper
        self.restarts = restarts

    def _section(self) -> OxmlElement:
        """The open section's paper, margins and page numbers; the document's first page shows none."""
        size = {name: value if name == "orient" else Mm(value).twips for name, value in self.page.items()}
        margins = {name: Mm(value).twips for name, value in MARGINS.items()}
        properties = w("sectPr", w("pgSz", **size), w("pgMar", **margins, header=567, footer=567, gutter=0))
        if self.restarts:
            properties.append(w("pgNumType", start=1))
        if self.first:
            properties.insert(0, self._header())
            properties.append(w("titlePg"))
        self.first = False
        return properties

    def _header(self) -> OxmlElement:
        """The page number above the text; the sections that follow take the header over."""
        part, relation = self.word.part.add_header_part()
        part.element.remove_all("w:p")
        part.element.append(self.text.paragraph("Header", field("PAGE", run("2"))))
        reference = w("headerReference", type="default")
        reference.set(qn("r:id"), relation)
        return reference

    def _contents(self) -> None:
        """The table of contents: a field that Word updates, filled beforehand but for the page numbers.

        Only Word knows those, and it would ask at each opening if it were told to look them up. The contents stand
        behind the signature on a page of their own: the decree's form leaves no place for them in front.
        """
        entries = []
        for heading in self.tree.xpath("//section/*[self::h2 or self::h3 or self::h4]"):
            words = re.sub(r"^(Phụ lục \w+) ", r"\1. ", " ".join(heading.text_content().split()))
            link = run(words, self.text.anchors[heading.getparent().get("id")])
            entries.append(self.text.paragraph(f"toc {HEADINGS[heading.tag]}", [link]))
        if not entries:  # a single notebook
            return
        *start, end = field(f'TOC \\o "1-{CONTENTS_LEVELS}" \\h \\z \\u')
        entries[0][1:1] = start
        entries[-1].append(end)
        gallery = w("docPartObj", w("docPartGallery", val="Table of Contents"), w("docPartUnique"))
        properties = w("sdtPr", w("alias", val=CONTENTS_HINT), w("id", val=1), gallery)
        title = self.text.paragraph("TOC Heading", [run(CONTENTS, caps=1)])
        self._add(w("sdt", properties, w("sdtContent", title, *entries)))

    # -- blocks ------------------------------------------------------------------------------------------------

    def _block(self, element: HtmlElement) -> None:
        """Append a block of the tree, whatever it is, to the document."""
        kind = element.get("class") or ""
        if element.tag == "header":
            self._form(element) if kind == "form" else self._subject(element)
        elif element.tag == "footer":
            self._signature(element)
        elif element.tag in HEADINGS:
            self._add(self._heading(element))
        elif element.tag == "table":
            self._add(tables.table(self.text, element, _width(self.wanted)))
        elif element.tag == "pre":
            self._add(self.text.paragraph("Kết quả máy tính", [run(element.text_content().strip("\n"))]))
        elif element.tag in ("p", "li", "figcaption", "dt", "dd"):
            style = STYLES.get(kind) or STYLES.get(element.tag, "Body Text")
            self._add(self.text.paragraph(style, self.text.inline(element), element))
        elif kind == "picture":
            self._picture(element)
        else:
            self._blocks(element)

    def _blocks(self, element: HtmlElement) -> None:
        """Append what an element holds; a finding stays on one page, a figure apart from what follows."""
        before, place = self.wanted, len(self.body)
        if _is_across(element):
            self.wanted = ACROSS
        for child in element.iterchildren("*"):
            self._block(child)
        if element.tag == "figure" and element.find("p") is None:  # no line under it that names the source
            self._add(self.text.paragraph("Ngắt phần"))
        if element.tag == "article":
            for block in self.body[place:-1]:
                _keep(block)
        self.wanted = before

    def _heading(self, heading: HtmlElement) -> OxmlElement:
        section = heading.getparent()
        kind = section.get("class")
        if section.tag == "article":
            return self.text.paragraph("Phát hiện", self.text.inline(heading), heading)
        lettered = kind == "topic" and section.getparent().get("class") == "numbered"
        look = {"caps": 0} if kind == "opening" else {"b": 0} if lettered else {}
        paragraph = self.text.paragraph(f"Heading {HEADINGS[heading.tag]}", self.text.inline(heading, **look), heading)
        if kind in ("appendix", "annex"):
            paragraph.pPr.extend([w("ind", left=680, right=680, firstLine=0), w("jc", val="center")])
        return paragraph

    def _form(self, header: HtmlElement) -> None:
        """Agency, national title, number, place and date: two borderless columns of 42 and 58 %."""
        left, right = TEXT_WIDTH * 0.42, TEXT_WIDTH * 0.58
        issuer, nation, registered, dated = (
            header.xpath(f"./div[@class='{name}']")[0] for name in ("issuer", "nation", "registered", "dated")
        )
        above = [
            [*self._lines(issuer, "Cơ quan chủ quản", "Cơ quan ban hành"), self._rule(left * 0.4, left)],
            [*self._lines(nation, "Quốc hiệu", "Tiêu ngữ"), self._rule(62, right)],  # as wide as the motto
        ]
        below = [self._lines(registered, "Số, ký hiệu"), self._lines(dated, "Địa danh, thời gian")]
        self._add(tables.plain([above, below], [left, right]))

    def _subject(self, header: HtmlElement) -> None:
        self._add(*self._lines(header, "Title", "Subtitle"), self._rule(55, TEXT_WIDTH, after=14))

    def _signature(self, footer: HtmlElement) -> None:
        """Recipients and signatory side by side, on the page where the text ends."""
        _keep(self.body[-1])
        recipients, signer = footer
        columns = [
            self._lines(recipients, "Nơi nhận", *["Danh sách nơi nhận"] * (len(recipients) - 1)),
            self._lines(signer, *["Chức vụ người ký"] * (len(signer) - 1), "Họ tên người ký"),
        ]
        self._add(tables.plain([columns], [TEXT_WIDTH / 2] * 2))

    def _lines(self, block: HtmlElement, *styles: str) -> list[OxmlElement]:
        """The lines of a block of the form, each in the style of its place."""
        return [self.text.paragraph(style, self.text.inline(p)) for style, p in zip(styles, block, strict=True)]

    def _rule(self, width: float, within: float, after: float = 0) -> OxmlElement:
        """A centred line `width` mm long in a column `within` mm wide, then `after` points of space.

        It is the upper border of a flat paragraph, which moves with the text as a drawn line does not.
        """
        line = self.text.paragraph("Đường kẻ")
        side = Mm((within - width) / 2).twips
        line.pPr.extend([w("spacing", after=after * 20), w("ind", left=side, right=side)])
        return line

    def _picture(self, element: HtmlElement) -> None:
        """A chart as a picture, with the values that it shows as its alternative text."""
        svg = self.drawings[int(element.find("svg").get("data-n"))]
        across, down = map(float, re.search(r'viewBox="[\d.]+ [\d.]+ ([\d.]+) ([\d.]+)"', svg).groups())
        width = min(PICTURE, PICTURE_HEIGHT * across / down)
        self.pictures += 1
        relation, _ = self.word.part.get_or_add_image(io.BytesIO(_png(svg)))
        size = Mm(width), Mm(width * down / across)
        inline = CT_Inline.new_pic_inline(self.pictures, relation, f"{self.pictures}.png", *size)
        inline.docPr.name = f"Hình {self.pictures}"
        inline.docPr.set("descr", element.get("aria-label", ""))
        self._add(self.text.paragraph("Hình vẽ", [w("r", w("drawing", inline))]))


def _keep(block: OxmlElement) -> None:
    """Keep a paragraph on the page of what follows it."""
    if block.tag == qn("w:p"):
        block.get_or_add_pPr().get_or_add_keepNext()


def _is_across(element: HtmlElement) -> bool:
    """True for a wide table, and for an appendix or topic that holds little more: it is printed across as a whole.

    Text and charts are made for upright pages, as in `paper.page_rules`.
    """
    kind = (element.get("class") or "").split()
    wide, chart = (element.xpath(f"boolean(.//figure[contains(@class, '{name}')])") for name in ("wide", "chart"))
    return "wide" in kind or (wide and not chart and bool({"appendix", "topic"} & set(kind)))


def _width(paper: dict) -> float:
    """Millimetres between the margins."""
    return paper["w"] - MARGINS["left"] - MARGINS["right"]


def _png(svg: str) -> bytes:
    """A drawing as a picture, in the very font that laid it out: matplotlib carries it, so every machine has it."""
    fonts = [f"{matplotlib.get_data_path()}/fonts/ttf/DejaVuSans{face}.ttf" for face in ("", "-Bold")]
    return resvg_py.svg_to_bytes(
        svg_string=svg.replace(' width="100%"', "", 1),
        width=PIXELS,
        background="white",
        skip_system_fonts=True,
        font_files=fonts,
    )
