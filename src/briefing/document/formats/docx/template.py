"""The form of the Word document: a template that clerks open and edit in Word, `formats/template/briefing.docx`.

It holds the styles, the page with its margins and header, numbering, fonts and settings in the official form (Nghị
định 30/2020/NĐ-CP, appendix I); the text in it, a sample of each style, does not go into the report.
"""

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Emu
from lxml import etree
from lxml.builder import ElementMaker

from helpers.errors import InputError, Problem, refuse
from helpers.i18n import _

from ....untrusted_files import unzipped, zipped
from .wordml import W, style_of, w, written

TEMPLATE = Path(__file__).parents[2] / "template" / "briefing.docx"
LANGUAGE = "vi-VN"
STYLES = (  # every style that the report is written in
    *("Body Text", "List Bullet", "Heading 1", "Heading 2", "Heading 3", "Heading 4", "Caption", "footnote text"),
    *("Title", "Subtitle", "Header"),
    *("Quốc hiệu", "Tiêu ngữ", "Cơ quan chủ quản", "Cơ quan ban hành", "Số, ký hiệu", "Địa danh, thời gian"),
    *("Nơi nhận", "Danh sách nơi nhận", "Chức vụ người ký", "Họ tên người ký", "Kèm theo"),
    *("Đầu bảng", "Chữ trong bảng", "Số trong bảng", "Hình vẽ", "Nguồn số liệu", "Chưa có số liệu"),
    *("Phát hiện", "Mục của phát hiện", "Nội dung phát hiện", "Đường kẻ", "Ngắt phần"),
    *("footnote reference", "Dấu kiểm tra", "Table Grid"),
)
LINES = {  # styles of the letterhead and the signature block, and the line of `blocks.Form` that each is for
    "Cơ quan chủ quản": "parent",
    "Cơ quan ban hành": "issuer",
    "Quốc hiệu": "nation",
    "Tiêu ngữ": "motto",
    "Số, ký hiệu": "registered",
    "Địa danh, thời gian": "dated",
    "Danh sách nơi nhận": "recipient",
    "Chức vụ người ký": "post",
    "Họ tên người ký": "signer",
}
FORMS = ("Quốc hiệu", "Họ tên người ký")  # styles that only the letterhead and the signature block have
NOTES, ABOUT = "word/footnotes.xml", "docProps/core.xml"  # parts of the file that python-docx does not write
_AGAIN = _("or take the template as it was from version control")


@dataclass
class Template:
    """The template, emptied of its text."""

    word: WordDocument
    styles: dict[str, str]  # the identifiers that paragraphs refer to, by the names that clerks see
    page: etree._Element  # paper, margins, header: the last element of the body
    notes: bytes  # the part that holds the footnotes, with Word's two rules above them
    letterhead: etree._Element  # tables
    signature: etree._Element

    def line_of(self, paragraph: etree._Element) -> str:
        """The line of the official form that a paragraph's style is for; "" for another style."""
        style = style_of(paragraph)
        return next((line for name, line in LINES.items() if self.styles[name] == style), "")

    def track_changes(self) -> None:
        """Have editors record what they change."""
        settings = self.word.settings.element
        if (behind := settings.find(f"{W}defaultTabStop")) is not None:  # every editor writes one
            behind.addprevious(w("trackRevisions"))

    def width(self, across: bool) -> float:
        """Millimetres between the margins of an upright page, or of one turned across."""
        section = self.word.sections[-1]
        paper = section.page_height if across else section.page_width
        left, right = section.left_margin, section.right_margin
        assert paper and left is not None and right is not None  # of our own template
        return float(Emu(paper - left - right).mm)

    def say_on_each_page(self, words: str) -> None:
        """Print words at the right above the text of every page, the first one too."""
        section = self.word.sections[-1]
        for header in (section.header, section.first_page_header):
            paragraph = header.add_paragraph()
            paragraph.style = self.word.styles["Header"]
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            paragraph.add_run(words).bold = True

    def packed(self, notes: bytes, title: str, agency: str, keywords: str) -> bytes:
        """The file's bytes, the same for the same document."""
        parts = {NOTES: notes, ABOUT: _about(title, agency, keywords)}
        buffer = io.BytesIO()
        self.word.save(buffer)
        return zipped({name: parts.get(name) or part for name, part in unzipped(buffer.getvalue()).items()})


def open_template(path: Path = TEMPLATE) -> Template:
    """The template, ready to be written into. Raises InputError where it cannot be read, or lacks what the report needs."""
    try:
        with zipfile.ZipFile(path) as file:
            notes = file.read(NOTES) if NOTES in file.namelist() else b""
        word = docx.Document(str(path))
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, SyntaxError) as error:  # of the file, its parts, its XML
        remedy = _("Save it in Word as a Word document, {again}.", again=_AGAIN)
        raise InputError(
            Problem(str(path), expected=_("a Word document (.docx)"), remedy=remedy, code="unreadable_file")
        ) from error
    styles = {style.name: style.style_id for style in word.styles}
    tables = {name: _table(word, styles.get(name, "")) for name in FORMS}
    lacking = [_("the style “{style}”", style=name) for name in STYLES if name not in styles]
    lacking += [_("a table with a line in the style “{style}”", style=name) for name in FORMS if tables[name] is None]
    lacking += [] if notes else [_("a footnote")]
    page = word.sections[-1] if word.sections else None
    if page is None or None in (page.page_width, page.page_height, page.left_margin, page.right_margin):
        lacking.append(_("a page size and margins"))
    remedy = _("Make it in Word, {again}.", again=_AGAIN)
    refuse(Problem(str(path), expected=each, remedy=remedy, code="incomplete_template") for each in lacking)
    body = word.element.find(f"{W}body")
    last = body.find(f"{W}sectPr")
    body[:] = [last]
    return Template(word, styles, last, notes, *tables.values())


def _table(word: WordDocument, style: str) -> etree._Element | None:
    """The template's table that has a paragraph in a style."""
    tables = word.element.iter(f"{W}tbl")
    return next((table for table in tables if any(style_of(each) == style for each in table.iter(f"{W}p"))), None)


def _about(title: str, agency: str, keywords: str) -> bytes:
    """Title, author, keywords and language of the file; the dates are left out, as nobody has signed it yet."""
    names = {
        "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
        "dc": "http://purl.org/dc/elements/1.1/",
    }
    cp, dc = (ElementMaker(namespace=names[prefix], nsmap=names) for prefix in names)
    return written(cp.coreProperties(dc.title(title), dc.creator(agency), cp.keywords(keywords), dc.language(LANGUAGE)))
