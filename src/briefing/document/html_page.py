"""The tree for the screen: one self-contained page with contents, search, and the source of every figure."""

import base64
import hashlib
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from helpers import FONTS
from helpers.values.blocks import plain

from .audience_view import audience_view
from .html_body import Page
from .model import SCREEN, Document

TEMPLATE = Path(__file__).parent / "template"
_LEXER = PythonLexer()
_FORMATTER = HtmlFormatter(style="friendly", nobackground=True, cssclass=" highlight hl-python3")


def page_of(
    data: Document,
    files: Mapping[str, tuple[bytes, str, str]] | None = None,
    is_draft: bool = True,
) -> str:
    """The page of a document, in one file with a strict content policy.

    files: what the page itself brings for other programs: content, media
    type, what it holds.
    """
    template, style, script = frame()
    view = audience_view(data, SCREEN)
    said = "".join(data.digests.values())
    return template.render(
        title=data.name,
        is_draft=is_draft,
        agency=data.agency,
        document=view,
        page=Page(data.annotations_of(SCREEN), highlighted),
        plain=plain,
        files={name: (_data_url(content, media), holds) for name, (content, media, holds) in (files or {}).items()},
        written_on={"period": data.period, "says": hashlib.sha256(said.encode()).hexdigest()[:20]},
        tables=data.tables,
        rows=data.rows,
        said=data.meanings,
        comparisons=data.comparisons,
        style=style,
        script=script,
        style_hash=policy_digest(style),
        script_hash=policy_digest(script),
    )  # fmt: skip


@lru_cache(maxsize=2048)
def highlighted(source: str) -> str:
    """A cell's code as HTML, kept; nbconvert's own filter looks for lexer and formatter again at each of hundreds of cells."""
    return str(highlight(source, _LEXER, _FORMATTER))


@cache
def frame() -> tuple[Template, str, str]:
    """What every page has: its template, its style and its script."""
    style = (TEMPLATE / "screen.css").read_text(encoding="utf-8")
    scripts = sorted((TEMPLATE / "screen").glob("*.js"))  # their numbers say in which order they begin
    script = "".join(path.read_text(encoding="utf-8") for path in scripts)
    made = Environment(loader=FileSystemLoader(TEMPLATE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)  # fmt: skip
    made.policies["json.dumps_kwargs"] = {"sort_keys": True, "ensure_ascii": False}  # half as long
    return made.get_template("page.html.j2"), _faces() + style + _FORMATTER.get_style_defs(".highlight"), script


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
