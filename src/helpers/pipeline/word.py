"""The report as a Word document in the official form (Nghị định 30/2020/NĐ-CP), for colleagues to edit.

Made of the same tree for paper as the PDF. Written with python-docx rather than by pandoc: nearly everything that
the form asks for (headings of the decree, sections, repeated rows, borderless blocks) had to be put into pandoc's
result afterwards, and footnotes, the one thing python-docx lacks, are a dozen lines.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import matplotlib
import resvg_py
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.shape import CT_Inline
from docx.shared import Mm
from lxml.html import HtmlElement

from . import document, word_tables
from .paper import for_paper
from .word_styles import TEXT_WIDTH, describe, empty, identifier, packed, run, w

UPRIGHT = {"w": 210, "h": 297, "top": 20, "right": 15, "bottom": 20, "left": 30}  # mm
LANDSCAPE = {"w": 297, "h": 210, "top": 25, "right": 20, "bottom": 15, "left": 20}
PICTURE, PICTURE_HEIGHT, PIXELS = 150, 120, 1300  # mm, mm, across: 220 dots an inch
CONTENTS, CONTENTS_LEVELS = "Mục lục", 3
CONTENTS_HINT = "Mục lục: bấm “Cập nhật bảng” để có số trang"
HEADINGS = {"h2": 1, "h3": 2, "h4": 3, "h5": 4}
LOOKS = {  # of runs: properties by class or tag
    "flag": {"rStyle": identifier("Dấu kiểm tra")},
    "number": {"caps": 0},
    "unit": {"b": 0},
    "state": {"b": 0, "i": 1},
    "sup": {"vertAlign": "superscript"},
    "em": {"i": 1},
    "strong": {"b": 1},
}
PARAGRAPHS = {
    "li": "List Bullet",
    "figcaption": "Caption",
    "dt": "Mục của phát hiện",
    "dd": "Nội dung phát hiện",
    "source": "Nguồn số liệu",
    "note": "Nguồn số liệu",
    "nothing": "Chưa có số liệu",
    "attached": "Kèm theo",
}
_SPACE = re.compile(r"[ \t\r\n]+")  # what HTML folds; a no-break space stays


def docx(made: document.Document, about: dict, audit: bool = True) -> bytes:
    """The document in the official form as a .docx file; the same document gives the same bytes.

    about: title, agency and period, as `exporters.about_edition` gives them. audit: False leaves out the audit's
    marks and annex.

    >>> Path("briefing.docx").write_bytes(docx(made, merged.metadata["briefing"]))  # doctest: +SKIP
    """
    sheet = for_paper(made, audit)
    word = empty()
    title = about.get("title", "Báo cáo")
    describe(word, title, about.get("agency", ""), "; ".join(filter(None, [title, about.get("period", "")])))
    # The drawings as they were laid out, not in the PDF's font: the picture brings its own.
    Writer(word, sheet.body, made.drawings).write()
    return packed(word)


class Writer:
    """Writes the tree into an empty Word document."""

    def __init__(self, word: object, tree: HtmlElement, drawings: list[str]) -> None:
        self.word, self.tree, self.drawings = word, tree, drawings
        self.body = word.element.body
        self.notes: list[OxmlElement] = []
        self.anchors = {name: f"_Ref{at:06}" for at, name in enumerate(tree.xpath("//@id"), 1)}
        self.pictures = 0
        self.width = TEXT_WIDTH

    def write(self) -> None:
        main = self.tree.xpath("./*[not(@class='appendix' or @class='annex')]")
        for part in main:
            self._blocks(part)
        self._contents()
        page, header = UPRIGHT, self._header()
        for part in self.tree[len(main) :]:
            self._end_section(_section(page, header))
            page, header = LANDSCAPE if is_wide(part) else UPRIGHT, None
            self.width = text_width(page)
            self._blocks(part)
        self.body.append(_section(page, header))
        self._write_footnotes()

    # -- sections and contents ---------------------------------------------------------------------------------

    def _header(self) -> OxmlElement:
        """The page number above the text; the sections that follow take the header over."""
        part, relation = self.word.part.add_header_part()
        part.element.remove_all("w:p")
        part.element.append(self.paragraph("Header", _field("PAGE", run("2"))))
        reference = w("headerReference", type="default")
        reference.set(qn("r:id"), relation)
        return reference

    def _end_section(self, properties: OxmlElement) -> None:
        """Word keeps a section's page in its last paragraph."""
        last = self.body[-1]
        if last.tag != qn("w:p"):
            last = self.paragraph("Ngắt phần")
            self.body.append(last)
        last.get_or_add_pPr().append(properties)

    def _contents(self) -> None:
        """The table of contents: a field that Word updates, filled beforehand but for the page numbers.

        It stands behind the signature, on a page of its own: the decree leaves no place for it in front.
        """
        entries = []
        for heading in self.tree.xpath("//section/*[self::h2 or self::h3 or self::h4]"):
            text = re.sub(r"^(Phụ lục \w+) ", r"\1. ", " ".join(heading.text_content().split()))
            link = w("hyperlink", run(text), anchor=self._anchor(heading.getparent()), history=1)
            entries.append(self.paragraph(f"toc {HEADINGS[heading.tag]}", [link]))
        code = f'TOC \\o "1-{CONTENTS_LEVELS}" \\h \\z \\u'
        *start, end = _field(code)
        entries[0][1:1] = start
        entries[-1].append(end)
        gallery = w("docPartObj", w("docPartGallery", val="Table of Contents"), w("docPartUnique"))
        properties = w("sdtPr", w("alias", val=CONTENTS_HINT), w("id", val=1), gallery)
        title = self.paragraph("TOC Heading", [run(CONTENTS, caps=1)])
        self.body.append(w("sdt", properties, w("sdtContent", title, *entries)))

    def _anchor(self, element: HtmlElement) -> str:
        return self.anchors[element.get("id")]

    # -- blocks ------------------------------------------------------------------------------------------------

    def _blocks(self, element: HtmlElement) -> None:
        """Append a block of the tree, whatever it is, to the document."""
        kind = (element.get("class") or "").split()
        if element.tag == "header":
            self._form(element) if "form" in kind else self._subject(element)
        elif element.tag == "footer":
            self._signature(element)
        elif element.tag in HEADINGS:
            self._heading(element)
        elif "cards" in kind:
            self.body.append(word_tables.cards(self, element))
        elif "picture" in kind:
            self._picture(element)
        elif element.tag == "table":
            self.body.append(word_tables.table(self, element))
        elif element.tag == "pre":
            self.body.append(self.paragraph("Kết quả máy tính", [run(element.text_content().strip("\n"))]))
        elif element.tag in ("p", "li", "figcaption", "dt", "dd"):
            style = PARAGRAPHS.get(element.get("class") or element.tag) or PARAGRAPHS.get(element.tag, "Body Text")
            self.body.append(self.paragraph(style, self.inline(element), element))
        else:
            for child in element.iterchildren("*"):
                self._blocks(child)

    def paragraph(self, style: str, runs: list = (), source: HtmlElement | None = None) -> OxmlElement:
        """A paragraph of a style, by its name; `source` with an id that links lead to gets a bookmark."""
        marks = self._bookmarks(source) if source is not None else ([], [])
        return w("p", w("pPr", w("pStyle", val=identifier(style))), *marks[0], *runs, *marks[1])

    def _bookmarks(self, element: HtmlElement) -> tuple[list, list]:
        """Start and end of the bookmark of the section, figure or finding that an element opens."""
        owner = element.getparent()
        if owner is None or owner.get("id") is None or owner[0] is not element:
            return [], []
        name = self._anchor(owner)
        number = int(name.removeprefix("_Ref"))
        return [w("bookmarkStart", id=number, name=name)], [w("bookmarkEnd", id=number)]

    def _heading(self, heading: HtmlElement) -> None:
        section = heading.getparent()
        kind = section.get("class")
        if section.tag == "article":
            self.body.append(self.paragraph("Phát hiện", self.inline(heading), heading))
            return
        look = {}
        if kind == "opening":
            look = {"caps": 0}
        elif kind == "topic" and section.getparent().get("class") != "opening":
            look = {"b": 0}  # the decree's "a)": upright
        paragraph = self.paragraph(f"Heading {HEADINGS[heading.tag]}", self.inline(heading, **look), heading)
        if kind in ("appendix", "annex"):
            paragraph.pPr.extend([w("ind", firstLine=0), w("jc", val="center")])
        self.body.append(paragraph)

    def _form(self, header: HtmlElement) -> None:
        """Agency, national title, number, place and date: two borderless columns of 42 and 58 %."""
        left, right = TEXT_WIDTH * 0.42, TEXT_WIDTH * 0.58
        lines = {block.get("class"): [self.inline(p) for p in block] for block in header}
        parent, agency = lines["issuer"]
        nation, motto = lines["nation"]
        cells = [
            [self.paragraph("Cơ quan chủ quản", parent), self.paragraph("Cơ quan ban hành", agency), self.rule(left * 0.4, left)],
            [self.paragraph("Quốc hiệu", nation), self.paragraph("Tiêu ngữ", motto), self.rule(62, right)],
            [self.paragraph("Số, ký hiệu", runs) for runs in lines["registered"]],
            [self.paragraph("Địa danh, thời gian", runs) for runs in lines["dated"]],
        ]  # fmt: skip
        self.body.append(word_tables.plain([cells[:2], cells[2:]], [left, right]))

    def _subject(self, header: HtmlElement) -> None:
        name, subject = header
        title = self.paragraph("Title", self.inline(name))
        title.pPr.append(w("spacing", before=360))
        rule = self.rule(55, TEXT_WIDTH)
        rule.pPr.insert_element_before(w("spacing", after=280), "w:ind")
        self.body.extend([title, self.paragraph("Subtitle", self.inline(subject)), rule])

    def rule(self, width: float, within: float) -> OxmlElement:
        """A centred line `width` mm long in a column `within` mm wide: the upper border of a flat paragraph."""
        side = round(Mm((within - width) / 2).twips)
        line = self.paragraph("Đường kẻ")
        line.pPr.append(w("ind", left=side, right=side))
        return line

    def _signature(self, footer: HtmlElement) -> None:
        """Recipients and signatory side by side, on the page where the text ends."""
        last = next(self.body.iterchildren(qn("w:p"), reversed=True), None)
        if last is not None:
            last.get_or_add_pPr().get_or_add_keepNext()
        recipients = [
            self.paragraph("Nơi nhận" if p.get("class") == "lead" else "Danh sách nơi nhận", self.inline(p))
            for p in footer.xpath("./div[@class='recipients']/p")
        ]
        signer = [
            self.paragraph("Họ tên người ký" if "name" in p.get("class") else "Chức vụ người ký", self.inline(p))
            for p in footer.xpath("./div[@class='signer']/p")
        ]
        self.body.append(word_tables.plain([[recipients, signer]], [TEXT_WIDTH / 2] * 2))

    def _picture(self, element: HtmlElement) -> None:
        """A chart as a picture, with the values that it shows as its alternative text."""
        svg = self.drawings[int(element.find("svg").get("data-n"))]
        across, down = map(float, re.search(r'viewBox="[\d.]+ [\d.]+ ([\d.]+) ([\d.]+)"', svg).groups())
        width = min(PICTURE, PICTURE_HEIGHT * across / down)
        self.pictures += 1
        relation, _ = self.word.part.get_or_add_image(io.BytesIO(_png(svg)))
        inline = CT_Inline.new_pic_inline(
            self.pictures, relation, f"{self.pictures}.png", Mm(width), Mm(width * down / across)
        )
        inline.docPr.name = f"Hình {self.pictures}"
        inline.docPr.set("descr", element.get("aria-label", ""))
        self.body.append(self.paragraph("Hình vẽ", [w("r", w("drawing", inline))]))

    # -- words -------------------------------------------------------------------------------------------------

    def inline(self, element: HtmlElement, **look: object) -> list[OxmlElement]:
        """The runs of an element: text folded as a browser does, footnotes, links, raised marks.

        look: properties of a run by their names in WordprocessingML, such as b=0.
        """
        runs: list[OxmlElement] = []
        gap = False  # a space is due before the next word
        for piece, form in self._pieces(element, look):
            if not isinstance(piece, str):
                runs.append(piece)
                continue
            words = _SPACE.sub(" ", piece)
            gap = runs != [] and (gap or words.startswith(" "))
            if bare := words.strip(" "):
                runs.append(run(" " * gap + bare, **form))
                gap = words.endswith(" ")
        return runs

    def _pieces(self, element: HtmlElement, look: dict) -> Iterator[tuple[str | OxmlElement, dict]]:
        """Texts with the look they have, and whole runs, in reading order."""
        if element.text:
            yield element.text, look
        for child in element.iterchildren("*"):
            yield from self._piece(child, look)
            if child.tail:
                yield child.tail, look

    def _piece(self, child: HtmlElement, look: dict) -> Iterator[tuple[str | OxmlElement, dict]]:
        kind = child.get("class") or ""
        look = {**look, **LOOKS.get(kind, LOOKS.get(child.tag, {}))}
        if kind == "footnote":
            yield self._footnote(child), look
            return
        if child.tag == "br" or kind == "title":
            yield w("r", w("br")), look
        if child.get("href", "").startswith("#"):
            look["anchor"] = self.anchors.get(child.get("href")[1:])
        yield from self._pieces(child, look)
        if kind == "corrected":
            yield " (đính chính)", look

    # -- footnotes ---------------------------------------------------------------------------------------------

    def _footnote(self, span: HtmlElement) -> OxmlElement:
        """Keep a footnote for its part of the file, and give the run that calls it."""
        number = len(self.notes) + 1
        style = identifier("footnote reference")
        mark = w("r", w("rPr", w("rStyle", val=style)), w("footnoteRef"))
        self.notes.append(
            w("footnote", self.paragraph("footnote text", [mark, run(" "), *self.inline(span)]), id=number)
        )
        return w("r", w("rPr", w("rStyle", val=style)), w("footnoteReference", id=number))

    def _write_footnotes(self) -> None:
        lines = [("separator", -1), ("continuationSeparator", 0)]
        rules = [w("footnote", w("p", w("r", w(name))), type=name, id=number) for name, number in lines]
        part = self.word.part
        blob = serialize_part_xml(w("footnotes", *rules, *self.notes))
        name = PackURI("/word/footnotes.xml")
        part.relate_to(Part(name, CONTENT_TYPE.WML_FOOTNOTES, blob, part.package), RELATIONSHIP_TYPE.FOOTNOTES)


def is_wide(section: HtmlElement) -> bool:
    """True for an appendix that has a wide table: it is printed across."""
    return section.get("class") == "appendix" and bool(section.xpath(".//figure[contains(@class, 'wide')]"))


def text_width(page: dict[str, int]) -> int:
    """Millimetres between the margins."""
    return page["w"] - page["left"] - page["right"]


def _section(page: dict[str, int], header: OxmlElement | None) -> OxmlElement:
    """A section's paper, margins and numbering from 1; the one with the header shows none on its first page."""
    size = {name: Mm(page[name]).twips for name in ("w", "h")} | ({"orient": "landscape"} if page is LANDSCAPE else {})
    margins = {name: Mm(page[name]).twips for name in ("top", "right", "bottom", "left")}
    properties = w(
        "sectPr",
        w("type", val="nextPage"),
        w("pgSz", **size),
        w("pgMar", **margins, header=567, footer=567, gutter=0),
        w("pgNumType", start=1),
    )
    if header is not None:
        properties.insert(0, header)
        properties.append(w("titlePg"))
    return properties


def _field(code: str, *shown: OxmlElement) -> list[OxmlElement]:
    """The runs of a field, with what it shows until it is updated."""
    instruction = w("instrText")
    instruction.text = f" {code} "
    begin, separate, end = (w("r", w("fldChar", fldCharType=kind)) for kind in ("begin", "separate", "end"))
    return [begin, w("r", instruction), separate, *shown, end]


def _png(svg: str) -> bytes:
    """A drawing as a picture, in the very font it was laid out with, which matplotlib carries: alike on every machine."""
    fonts = [f"{matplotlib.get_data_path()}/fonts/ttf/DejaVuSans{face}.ttf" for face in ("", "-Bold")]
    return resvg_py.svg_to_bytes(
        svg_string=svg.replace(' width="100%"', "", 1),
        width=PIXELS,
        background="white",
        skip_system_fonts=True,
        font_files=fonts,
    )
