"""From the document to the PDF: Typst lays it out by report.typ; pikepdf completes the tags and leaves room for the signature."""

import io
import json
import tempfile
from pathlib import Path
from typing import Any, Final

import pikepdf
import typst
from lxml import etree
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from helpers.errors import Problem, refuse
from helpers.i18n import _
from helpers.values.blocks import Chart, Inline, Table, Text, inlines_of, plain, to_json
from helpers.values.sources import cell_set

from ....build_request import DOCUMENT, SOURCE, SUMS
from ....untrusted_files import digests
from ... import fonts
from ...audience_view import audience_view
from ...model import DRAFT, FINAL, Document, Section
from ...table_columns import columns
from .. import Report, data_files
from .signature_field import add_field

TEMPLATE = Path(__file__).parents[2] / "template" / "report.typ"
STANDARDS: Final = ("a-3a", "ua-1")  # what archives keep, with files attached; what screen readers read
TOLD = "told.json"  # what report.typ reads
OF_DOCUMENT, OF_SOURCE = "Nội dung báo cáo dạng dữ liệu", "Số liệu, sổ tay và chương trình đã lập báo cáo"
OF_SUMS = "Mã băm SHA-256 của các tệp đính kèm"
BACK = "Chỗ gọi chú thích"


def pdf(report: Report) -> bytes:
    """The document in the official form as tagged PDF/A-3a and PDF/UA-1; the same document gives the same bytes.

    A final copy brings its data, that of a publication the document and the archive of its commit, too, as attachments that any reader
    saves.
    Raises InputError for a sign that no font of the paper has, with the cell that holds it.
    """
    document = audience_view(report.data, FINAL if report.final else DRAFT)
    _refuse_signs(document)
    attached = data_files(report)
    if report.archive:
        attached |= {
            DOCUMENT: (report.data.written(), "application/json", OF_DOCUMENT),
            SOURCE: (report.archive, "application/zip", OF_SOURCE),
        }
        sums = digests({name: content for name, (content, *_about) in attached.items()})
        attached[SUMS] = sums, "text/plain", OF_SUMS
    tables = (block for _section, block in document.parts() if isinstance(block, Table))
    told = {
        "document": to_json(document),
        "columns": {table.id: columns(table) for table in tables},
        "title": document.name,
        "signed": bool(document.publication),
        "stamp": report.stamp,
        "attached": [{"name": name, "media": media, "holds": holds} for name, (_content, media, holds) in attached.items()],
    }  # fmt: skip
    made, rooms = typeset(told, {name: content for name, (content, *_) in attached.items()})
    with pikepdf.open(io.BytesIO(made)) as opened:
        _complete_tags(opened)
        for room in rooms:
            add_field(opened, room)
        return _saved(opened)


def typeset(told: dict[str, Any], attached: dict[str, bytes]) -> tuple[bytes, list[dict[str, Any]]]:
    """The PDF as Typst makes it, and where on its pages it leaves room for a signature."""
    with tempfile.TemporaryDirectory() as folder:
        root, data = Path(folder), json.dumps(told, ensure_ascii=False).encode()
        for name, content in {**attached, TOLD: data, TEMPLATE.name: TEMPLATE.read_bytes()}.items():
            (root / name).write_bytes(content)
        found = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=list(map(str, fonts.FOLDERS))
        )
        compiler = typst.Compiler(root / TEMPLATE.name, root=root, font_paths=found, ignore_system_fonts=True)
        made = compiler.compile(format="pdf", pdf_standards=[*STANDARDS])
        assert isinstance(made, bytes)  # a PDF is one file
        return made, json.loads(compiler.query("<signing>", field="value"))


def _refuse_signs(document: Document) -> None:
    """Refuse signs that the fonts cannot show, such as an emoji: a box would be printed, and PDF/A forbids it."""
    said: list[tuple[Section | None, Inline]] = [(each, Text(each.title)) for each in document.walk()]
    for section, block in document.parts():
        drawn = map(Text, etree.fromstring(block.drawing).itertext() if isinstance(block, Chart) else ())
        said += ((section, each) for each in (*inlines_of(block), *drawn))
    problems = [
        Problem(
            *_place(section, each),
            value=" ".join(plain((each,)).split())[:80],
            expected=_("signs that the paper's fonts have, not U+{code:04X} {sign}", code=ord(sign), sign=sign),
            remedy=_("Write it in words."),
            code="missing_glyph",
        )
        for section, each in said
        for sign in sorted(set(plain((each,))) - fonts.SIGNS)
    ]
    refuse(problems)


def _place(section: Section | None, each: Inline) -> tuple[str, int, str]:
    """The cell that an inline is printed from, or else its section."""
    for table, line, column in sorted(cell_set(getattr(each, "cells", "")))[:1]:
        return f"{table}.csv", line, column
    return _("section {section}", section=section.name) if section else _("the heading"), 0, ""


def _complete_tags(made: Pdf) -> None:
    """What Typst 0.15 leaves undone: that a cell heads its row, and that the number of a note leads back to its call."""
    for element in made.objects:
        if not isinstance(element, Dictionary) or element.get("/S") != Name.TD:
            continue
        held = element.get("/K", ())
        first = next(iter(held), None) if isinstance(held, Array) else held
        if isinstance(first, Dictionary) and first.get("/S") == Name.Strong:  # nothing else is strong in report.typ
            element.S = Name.TH
            next(about for about in element.A if Name.Table == about.O).Scope = Name.Row
    for page in made.pages:
        for note in page.get("/Annots", ()):
            if str(note.get("/Contents", "")).isdecimal():
                note.Contents = String(f"{BACK} {note.Contents!s}")


def _saved(made: Pdf) -> bytes:
    """The file, with no stream whose data end in a carriage return.

    With the line feed that follows it would be one end of line, and the stream a byte too short (ISO 19005-2, 6.1.7.1).
    """
    for stream in made.objects:
        if isinstance(stream, Stream) and stream.read_raw_bytes().endswith(b"\r"):
            stream.write(stream.read_bytes() + b"\n")  # white space, after which the checksum at the end is another
    written = io.BytesIO()
    made.save(written, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return written.getvalue()
