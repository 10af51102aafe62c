"""The tree for the screen: one self-contained page with contents, search, and the source of every figure."""

import base64
import hashlib
import re
from collections.abc import Mapping
from functools import cache
from textwrap import shorten
from typing import TYPE_CHECKING

from jinja2 import Template
from lxml import html as lxml_html
from lxml.html import HtmlElement
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from helpers import FONTS, wording
from helpers.data import expressions
from helpers.data.expressions import LAST_YEAR
from helpers.data.origins import cited, origin
from helpers.data.schema import TABLES
from helpers.editions import Edition
from helpers.language import _
from helpers.problems import NotFinished
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
MOST = 240  # letters of what a figure is
Rows = dict[str, dict[int, dict[str, str]]]


def page(report: "Report", files: Mapping[str, tuple[bytes, str, str]]) -> str:
    """The page for the screen, in one file with a strict content policy.

    Without an edition a figure's panel names its CSV lines but not what stands there. files: what the page itself brings
    for other programs: content, media type, what it holds.
    """
    about, sheet, edition = report.about, report.sheet, report.edition
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
        tables={name: table.title for name, table in TABLES.items()},
        rows=rows_of(sheet, edition) if edition else {},
        said=said_of(sheet, edition) if edition else {},
        style=style,
        script=script,
        style_hash=policy_digest(style),
        script_hash=policy_digest(script),
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


def rows_of(made: Tree, edition: Edition) -> Rows:
    """What figures were read from: table → line → the row's name, its numbers and, as "@column", where they come from."""
    wanted: dict[str, dict[int, set[str]]] = {}
    for table, line, column in frozenset().union(*(figure.cells for figure in made.figures)):
        wanted.setdefault(table, {}).setdefault(line, set()).add(column)
    return {
        table: {line: _row(edition, table, line, columns) for line, columns in sorted(lines.items())}
        for table, lines in sorted(wanted.items())
    }


def _row(edition: Edition, table: str, line: int, columns: set[str]) -> dict[str, str]:
    try:
        sources = TABLES[table].columns.keys() & {"source"}
        home = edition.home(table, line)  # of a sum of several periods it is the row of one
        row = home.row(table, line, (*columns, *sources))
        numbers = {column: str(row[column]) for column in sorted(columns)}
    except KeyError:  # HTML that a cell wrote by hand
        named = _("{table}.csv, line {line}, {columns}", table=table, line=line, columns=", ".join(sorted(columns)))
        said = _("a figure names {named}: no row has that. Read it with Edition.figure.", named=named)
        raise NotFinished(said) from None
    places = {f"@{column}": _place(str(row["source"]), column) for column in numbers if row.get("source")}
    name = home.row_name(table, line)
    return {"": name if home is edition else f"{name}, {home.label!s}", **numbers, **places}


def said_of(made: Tree, edition: Edition) -> dict[str, tuple[str, str]]:
    """What each figure of a tree is, in words, and its value in the same period last year, by its key; "" if not known."""
    earlier = edition.before(LAST_YEAR.removeprefix("@"))
    found = {}
    for key in sorted({figure.key for figure in made.figures} - {""}):
        expression = expressions.parse(key)
        last = edition.evaluate(expressions.moved(expression, LAST_YEAR)) if earlier else None
        then = ""
        # of one in another thousand only its sentence knows the unit
        if last is not None and last.cells and not last.is_missing:
            then = last.text("" if last.is_rescaled else "unit")
        words = wording.words(expression, edition)
        if isinstance(expression, expressions.Select) and not expression.where and TABLES[expression.table].key:
            words = f"{words}, tất cả"  # of a table as a whole
        found[key] = words if len(words) <= MOST else shorten(words, MOST, placeholder=" …"), then
    return found


def _place(source: str, column: str) -> str:
    """Where a number of a row comes from, for readers: a place in the report, or file, sheet and cell."""
    found = origin(source)
    if not found:
        return cited(source)
    said = ("giải trình", found.reason), ("ghi chú", found.note)
    note = "".join(f" ({of}: {text})" for of, text in said if text)
    return f"tệp {found.file}, trang tính {found.sheet}, ô {found.cell(column)}{note}"


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
