"""The form of the Word document: a template that clerks open and edit in Word, `document/template/briefing.docx`.

It holds the styles, the page with its margins and header, numbering, fonts and settings in the official form (Nghị
định 30/2020/NĐ-CP, appendix I); the text in it, a sample of each style, does not go into the report.
"""

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

import docx
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from lxml import etree

from helpers.errors import InputError, Problem
from helpers.i18n import Message, _

from ....untrusted_files import unzipped, zipped
from .wordml import W

TEMPLATE = Path(__file__).parents[2] / "template" / "briefing.docx"
FORMS = ("nation", "signer")  # lines that only the letterhead and the signature block have
NOTES = "word/footnotes.xml"  # the part of the file that python-docx does not know
UNREADABLE = (OSError, zipfile.BadZipFile, OpcError, KeyError, ValueError, SyntaxError)  # a file, its parts, its XML


def _refused(path: Path, expected: Message, code: str) -> InputError:
    remedy = _("Make it in Word, or take the template as it was from version control.")
    return InputError(Problem(str(path), expected=expected, remedy=remedy, code=code))


class Styles(dict[str, str]):
    """The identifiers that paragraphs refer to, by the names that clerks see."""

    def __missing__(self, name: str) -> str:
        raise _refused(Path(TEMPLATE.name), _("the style “{style}”", style=name), code="incomplete_template")


@dataclass
class Template:
    """The template, emptied of its text. letterhead, signature: tables of it, whose paragraphs name lines: "{{nation}}"."""

    word: WordDocument
    styles: Styles
    letterhead: etree._Element
    signature: etree._Element

    def packed(self, notes: list[etree._Element]) -> bytes:
        """The file's bytes, the same for the same document. notes: the footnotes, behind the template's rules above them."""
        buffer = io.BytesIO()
        self.word.save(buffer)
        parts = unzipped(buffer.getvalue())
        root = etree.fromstring(parts[NOTES])
        root[:] = [each for each in root if each.get(f"{W}type")] + notes
        return zipped({**parts, NOTES: etree.tostring(root, encoding="UTF-8", standalone=True)})


def open_template(path: Path = TEMPLATE) -> Template:
    """The template, ready to be written into. Raises InputError where it cannot be read, or lacks what the report needs."""
    try:
        word = docx.Document(str(path))
        word.part.part_related_by(RELATIONSHIP_TYPE.FOOTNOTES)
    except UNREADABLE as error:
        raise _refused(path, _("a Word document (.docx) with a footnote"), code="unreadable_file") from error
    tables = {line_of(each): table for table in word.element.iter(f"{W}tbl") for each in table.iter(f"{W}p")}
    for name in FORMS:
        if name not in tables:
            raise _refused(path, _("a table with the line {name}", name=f"{{{{{name}}}}}"), code="incomplete_template")
    word.element.body[:] = word.element.body[-1:]
    styles = Styles((style.name, style.style_id) for style in word.styles)
    return Template(word, styles, *(tables[name] for name in FORMS))


def line_of(paragraph: etree._Element) -> str:
    """The line of `blocks.Form` that a paragraph of the template names, "{{nation}}"; "" for other words."""
    said = "".join(paragraph.itertext(f"{W}t")).strip()
    return said[2:-2] if said.startswith("{{") and said.endswith("}}") else ""
