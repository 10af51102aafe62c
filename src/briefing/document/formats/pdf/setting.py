"""From the document for paper to the PDF: set by Typst, again where a footnote would leave its call."""

import json
import tempfile
from datetime import UTC, datetime
from operator import itemgetter
from pathlib import Path
from typing import Final

import typst
from lxml.html import HtmlElement

from helpers.language import _
from helpers.problems import InputError, Problem

from ....order import BODY
from ... import fonts
from ...paper import DRAFT, close_heading_gaps, for_paper, part_of, title_of
from ...printed import Printed, section_around, section_name
from ...tree import Tree
from .. import Report, data_files, published
from . import tags
from .calls import Calls, calls, literal
from .signature import HEIGHT, INSET, OF_APPENDIX, WIDTH, SignatureRoom

TEMPLATE = Path(__file__).parents[2] / "template" / "report.typ"
STANDARDS: Final = ("a-3a", "ua-1")  # what archives keep, with files attached; what screen readers read
ATTEMPTS = 60  # a renewed setting takes a third of the first
_MM = 72 / 25.4  # points
LOW, BOTTOM = 220 * _MM, 277 * _MM  # a block that begins below LOW leaves less than a quarter of its page
PUSH = 18.0  # points, a line: how far a torn block is moved down at a time
FEW = 2  # times that it is moved before its notes may be broken
TORN = "(query(<torn>).first().value)()"  # the template's function of that name
SIGNING = "query(<signing>).map(it => it.location().position()).at(0, default: none)"
TIMESTAMP = datetime(2000, 1, 1, tzinfo=UTC)  # the same document is the same bytes, whenever it is made


class NotSet(RuntimeError):
    """Typst had something to say about the template: a fault of the program, not of the data."""


def pdf(report: Report, part: str = "") -> bytes:
    """The document in the official form as tagged PDF/A-3a and PDF/UA-1; the same document gives the same bytes.

    part: the part of the report that the file has (see `paper.part_of`); an appendix that is sent has the decree's place
    for the issuer's signature, at the top right of its first page.
    Raises InputError for a sign that no font of the paper has, with the cell that holds it.
    """
    about, whole = report.about, part in ("", BODY)
    sheet = for_paper(report.tree, report.final)
    _check_signs(report.tree, sheet)
    sheet = part_of(sheet, part)
    stamp = about.get("stamp", "") if report.final else DRAFT
    title = title_of(sheet, about.get("title", "Báo cáo"), part)
    close_heading_gaps(sheet.body)
    made = calls(sheet, title, about.get("agency", ""), stamp)
    names = [f"briefing.{name}" for name in published()] if report.final and whole else []
    for name, (content, media, holds) in data_files(report, names).items():  # an archive has its data
        made.attached[name] = content
        about_file = f'relationship: "data", mime-type: {literal(media)}, description: {literal(holds)}'
        made.source += f"#pdf.attach({literal(name)}, {about_file})\n"
    typed = typeset(made)
    if not whole:
        made.signed_at = OF_APPENDIX if report.final else None
    elif not about.get("signed_here"):
        made.signed_at = None
    return tags.complete(typed, made)


def typeset(report: Calls) -> bytes:
    """The PDF as Typst makes it; a block that leaves a note or a heading on another page is moved, or that leaves a gap."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "report.typ").write_bytes(TEMPLATE.read_bytes())
        (root / "main.typ").write_text(report.source, encoding="utf-8")
        for name, drawing in report.pictures.items():
            (root / name).write_text(drawing, encoding="utf-8")
        for name, content in report.attached.items():
            (root / name).write_bytes(content)
        found = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=list(map(str, fonts.FOLDERS))
        )
        compiler = typst.Compiler(root / "main.typ", root=root, font_paths=found, ignore_system_fonts=True)
        _move_blocks(compiler, root / "moved.json")
        report.signed_at = _signature(compiler)
        made, warnings = compiler.compile_with_warnings(format="pdf", pdf_standards=[*STANDARDS], timestamp=TIMESTAMP)
    if warnings or not isinstance(made, bytes):
        raise NotSet("; ".join(warning.diagnostic for warning in warnings))
    return made


def _move_blocks(compiler: typst.Compiler, told: Path) -> None:
    """Tell the template, block by block, what is broken some lines earlier or begins a page, until no block is torn.

    Where that would leave much of a page empty, the notes of the block may go on on the next page.
    """
    moved: dict[int, float | None] = {}  # block → points down; None: it begins a page
    loose: list[int] = []  # blocks whose notes may be broken
    for _attempt in range(ATTEMPTS):
        told.write_text(json.dumps({"moved": moved, "loose": loose}), encoding="ascii")
        torn = [(block, at) for block, at in json.loads(compiler.eval(TORN)) if moved.get(block, 0) is not None]
        if not torn:
            return
        block, at = min(torn, key=itemgetter(0))  # what follows may fall elsewhere now
        down = (moved.get(block) or 0) + PUSH
        low = at is None or at > LOW  # none: a figure, which goes to the head of the next page
        if at is not None and down <= (BOTTOM - at if block in loose and not low else FEW * PUSH):
            moved[block] = down
        elif low or block in loose:
            moved[block] = None
        else:
            loose.append(block)
            moved[block] = 0


def _signature(compiler: typst.Compiler) -> SignatureRoom | None:
    """Where the report leaves room for the signature; None where it has no signature block."""
    found = json.loads(compiler.eval(SIGNING))
    points = {axis: float(str(found[axis]).removesuffix("pt")) for axis in ("x", "y")} if found else {}
    return SignatureRoom(found["page"], points["x"] + INSET, points["y"] - 3, WIDTH, HEIGHT) if found else None


def _check_signs(made: Tree, sheet: Tree) -> None:
    """Refuse signs that the fonts cannot show, such as an emoji: a box would be printed, and PDF/A forbids it."""
    signs = fonts.lacking("".join([sheet.body.text_content(), *sheet.drawings]))
    if not signs:
        return
    texts = made.body.xpath("//text()")  # behind an element: in the one around that
    around = [(text, text, text.getparent().getparent() if text.is_tail else text.getparent()) for text in texts]
    for picture in made.body.xpath("//div[@class='picture']"):
        around.append((picture.xpath("string(../figcaption)"), made.drawing(picture), picture))
    raise InputError({_problem(words, at, sign) for words, holding, at in around for sign in signs & set(holding)})


def _problem(text: str, element: HtmlElement, sign: str) -> Problem:
    """A sign in the document: the cell that holds it, or else its section."""
    holders = map(Printed, (element, *element.iterancestors()))
    section = section_name(section_around(element))
    where: tuple[str, int, str] = (_("section {section}", section=section) if section else _("the heading"), 0, "")
    if holder := next((one for one in holders if one.source), None):
        table, line, column = min(holder.cells)
        where = f"{table}.csv", line, column
    return Problem(
        *where,
        value=" ".join(text.split())[:80],
        expected=_("signs that the paper's fonts have, not U+{code:04X} {sign}", code=ord(sign), sign=sign),
        remedy=_("Write it in words."),
        code="missing_glyph",
    )
