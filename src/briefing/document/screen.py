"""The tree for the screen: one self-contained page with contents, search, and the source of every figure."""

import base64
import copy
import hashlib
import re
from collections.abc import Mapping
from functools import cache
from textwrap import shorten
from typing import TYPE_CHECKING

from jinja2 import Template
from lxml.html import HtmlElement
from lxml.html.builder import E
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

from ..sections import section_id
from .contents import Index
from .marks import put_beside, put_in
from .pages import TEMPLATE, templates
from .paper import close_heading_gaps
from .printed import section_around
from .tree import Tree, footnotes

if TYPE_CHECKING:
    from .formats import Report

_LEXER = PythonLexer()
_FORMATTER = HtmlFormatter(style="friendly", nobackground=True, cssclass=" highlight hl-python3")
# in the order in which they begin
SCRIPTS = ("contents", "address", "drawing", "search", "panel", "taking", "remarks", "view", "changes")
_NAMES = re.compile(r"\b([a-z]+(?:_[a-z0-9]+)*\.csv|(?<=cột )[a-z]+(?:_[a-z0-9]+)*)")
LONG = 5  # passages of a section, items of a list: with as many a phone folds it
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


def for_screen(made: Tree) -> Tree:
    """A copy of a tree with its footnotes listed under their sections and the annex behind its heading."""
    body = copy.deepcopy(made.body)
    _list_footnotes(body)
    for annex in body.xpath("//section[@class='annex']"):  # for those who check, and longer than the report
        heading, *content = annex
        annex.append(E.details({"class": "folded"}, E.summary(heading), *content))
    _fold_for_phones(body)
    for code in body.xpath("//div[@class='code']|//code|//dt[.='Mã phát hiện']/following-sibling::dd[1]"):
        code.set("lang", "en")
    for text in body.xpath("//p[@class='source']//text()|//article//dd[not(@lang)]//text()"):
        _mark_names(text.getparent(), text.is_tail, text)
    # what opens the report in a period of which no headline is told: a heading without words, as paper leaves it out
    silent = [each for each in body.xpath("//section[@class='opening'][h2]") if not _says(each)]
    for opening in silent:
        opening.find("h2").set("hidden", "")
    close_heading_gaps(body)
    left_out = {each.get("id") for each in silent}
    return Tree(body, [each for each in made.contents if each.id not in left_out], made.drawings)


def _fold_for_phones(body: HtmlElement) -> None:
    """Put long sections and lists behind a line that says what is in them; the style folds them on phones only."""
    for section in body.xpath("//section[@class='numbered' or @class='appendix'][not(.//section[@class='numbered'])]"):
        heading, *content = (part for part in section if part.find("footer") is None)
        passages, figures = section.xpath("count(.//p[not(@class)] | .//li)"), section.findall(".//figure")
        if passages >= LONG or figures:
            tables = sum(figure.find(".//svg") is None for figure in figures)
            counts = {"đoạn": int(passages), "bảng": tables, "hình": len(figures) - tables}
            doubts = dict.fromkeys(section.xpath(".//sup[@class='flag']/a/text()"))
            said = ", ".join(f"{number} {kind}" for kind, number in counts.items() if number)
            said += f"; còn nghi vấn {', '.join(doubts)}" if doubts else ""
            heading.addnext(E.details({"class": "folded phone"}, E.summary(said), *content))
    for items in body.xpath(f"//section[@class='numbered' or @class='appendix']//ul[count(li) >= {LONG}]"):
        folded = E.details({"class": "folded phone"}, E.summary(f"Danh sách {len(items)} mục"))
        items.addprevious(folded)
        folded.append(items)


def _says(section: HtmlElement) -> bool:
    return any(text.strip() for text in section.xpath("*[not(self::h2 or @class='code' or @class='analyst')]//text()"))


def _mark_names(holder: HtmlElement, is_tail: bool, text: str) -> None:
    """Mark names of files and columns as English, in the text of an element or in its tail."""
    for name in reversed([*_NAMES.finditer(text)]):
        put_in(holder, is_tail, *name.span(), E.code({"lang": "en", "translate": "no"}, name[0]))


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


def _list_footnotes(body: HtmlElement) -> None:
    """Footnotes as numbered links, with the notes listed at the end of the section that calls them."""
    for number, (call, content) in enumerate(list(footnotes(body)), 1):
        link = E.a({"href": f"#chu-thich-{number}", "aria-label": f"Chú thích {number}"}, str(number))
        back = {"href": f"#goi-{number}", "class": "back", "aria-label": f"Về chỗ gọi chú thích {number}"}
        section = section_around(call)
        put_beside(call, E.sup({"class": "call", "id": f"goi-{number}"}, link))
        if call.tag == "span":
            call.getparent().remove(call)
        note = {"id": f"chu-thich-{number}", "value": str(number)}
        _note_list(section).append(E.li(note, *content, " ", E.a(back, "↩")))


def _note_list(section: HtmlElement) -> HtmlElement:
    found = section.xpath("./ol[@class='footnotes']")
    if found:
        return found[0]
    notes = E.ol({"class": "footnotes"})
    after = section.xpath("./section[not(contains(@class, 'topic'))] | ./div[footer]")
    if after:  # before the sub-sections, and before the signature
        after[0].addprevious(notes)
    else:
        section.append(notes)
    return notes


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
