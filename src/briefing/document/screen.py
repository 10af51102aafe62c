"""The tree for the screen: one self-contained page with contents, search, and the source of every figure."""

import base64
import hashlib
import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Template
from lxml import html as lxml_html
from lxml.html import HtmlElement
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from helpers import FONTS
from helpers.values.digits import SVG

from ..sections import section_id
from . import html_page
from .contents import Index
from .model import Document
from .pages import TEMPLATE, templates
from .tree import Tree

if TYPE_CHECKING:
    from .formats import Report

_LEXER = PythonLexer()
_FORMATTER = HtmlFormatter(style="friendly", nobackground=True, cssclass=" highlight hl-python3")
# in the order in which they begin
SCRIPTS = ("contents", "address", "drawing", "search", "panel", "taking", "remarks", "view", "changes")


def page(report: "Report", files: Mapping[str, tuple[bytes, str, str]]) -> str:
    """The page for the screen, in one file with a strict content policy.

    files: what the page itself brings for other programs: content, media type, what it holds.
    """
    about, sheet = report.about, report.sheet
    template, style, script = frame()
    return template.render(
        title=about.get("title", "Báo cáo"),
        is_draft=not report.final,
        agency=about.get("agency", ""),
        contents=sheet.contents,
        signed={section_id(name): mark for name, mark in report.signed.items()},
        files={name: (_data_url(content, media), holds) for name, (content, media, holds) in files.items()},
        body=sheet.html(),
        written_on={"period": about.get("period", ""), "says": report.contents.digest if report.contents else ""},
        tables=report.data.tables,
        rows=report.data.rows,
        said=report.data.meanings,
        style=style,
        script=script,
        style_hash=policy_digest(style),
        script_hash=policy_digest(script),
    )  # fmt: skip


def page_of(data: Document, beside: str = "", look: str = "") -> str:
    """The page of a document alone. beside: HTML that stands beside it; look: its style."""
    template, style, script = frame()
    return template.render(
        title=data.title, is_draft=True, agency=data.agency, contents=html_page.contents(data), signed={}, files={},
        body=html_page.body(data, highlighted) + beside, written_on={"period": data.period, "says": ""},
        tables=data.tables, rows=data.rows, said=data.meanings, style=style + look, script=script,
        style_hash=policy_digest(style + look), script_hash=policy_digest(script),
    )  # fmt: skip


def for_screen(data: Document) -> Tree:
    """The page's body and its table of contents, as long as versions and remarks look for their places in elements."""
    drawings: list[str] = []

    def keep(match: re.Match[str]) -> str:
        drawings.append(match[0])
        return f'<svg data-n="{len(drawings) - 1}"></svg>'

    made = lxml_html.fragment_fromstring(SVG.sub(keep, html_page.body(data, highlighted)))
    return Tree(made, html_page.contents(data), drawings)


def put_addresses(index: Index) -> None:
    """Make the names of sentences addresses: a paragraph's id is its first sentence's, and it names them all."""
    names: dict[HtmlElement, list[str]] = {}
    for section in index.contents.sections.values():
        for passage in section.passages:
            if passage.kind in ("text", "note"):
                for piece in passage.pieces:
                    names.setdefault(index.elements[piece.name], []).append(piece.name)
    for element, found in names.items():
        if not element.get("id"):
            element.set("id", found[0])
        if element.get("id") != found[0] or len(found) > 1:
            element.set("data-sentences", " ".join(found))


def highlighted(source: str, **_: object) -> str:
    """A cell's code as HTML; nbconvert's own filter looks for lexer and formatter again at each of hundreds of cells."""
    return str(highlight(source, _LEXER, _FORMATTER))


@cache
def frame() -> tuple[Template, str, str]:
    """What every page has: its template, its style and its script."""
    style = (TEMPLATE / "screen.css").read_text(encoding="utf-8")
    script = "".join((TEMPLATE / "screen" / f"{name}.js").read_text(encoding="utf-8") for name in SCRIPTS)
    return templates().get_template("page.html.j2"), _faces() + style + _FORMATTER.get_style_defs(".highlight"), script


def _faces() -> str:
    """The serif that drawings are laid out in, for machines that have none of its widths; a browser asks for it then."""
    return "".join(
        f"@font-face {{ font-family: 'Paper Serif'; font-weight: {weight}; "
        f"src: url({_data_url((FONTS / f'PaperSerif-{face}.woff2').read_bytes(), 'font/woff2')}); }}\n"
        for face, weight in (("Regular", 400), ("Bold", 700))
    )


def _data_url(content: bytes, media: str) -> str:
    return f"data:{media};base64,{base64.b64encode(content).decode()}"


def policy_digest(text: str) -> str:
    """How a page's policy names a style or a script that may stand in it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
