"""The tree for the screen: one self-contained page with contents, search, and the source of every figure."""

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from helpers.values.blocks import plain

from .audience_view import audience_view
from .html_body import Page
from .model import SCREEN, Document

TEMPLATE = Path(__file__).parent / "template"


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
        page=Page(data.annotations_of(SCREEN)),
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


@cache
def frame() -> tuple[Template, str, str]:
    """What every page has: its template, its style and its script."""
    style = (TEMPLATE / "screen.css").read_text(encoding="utf-8")
    scripts = sorted((TEMPLATE / "screen").glob("*.js"))  # their numbers say in which order they begin
    script = "".join(path.read_text(encoding="utf-8") for path in scripts)
    made = Environment(loader=FileSystemLoader(TEMPLATE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)  # fmt: skip
    made.policies["json.dumps_kwargs"] = {"sort_keys": True, "ensure_ascii": False}  # half as long
    return made.get_template("page.html.j2"), style, script


def _data_url(content: bytes, media: str) -> str:
    return f"data:{media};base64,{base64.b64encode(content).decode()}"


def policy_digest(text: str) -> str:
    """How a page's policy names a style or a script that may stand in it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
