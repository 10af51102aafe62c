"""What a page says, section by section: words and figures, without layout, marks of the audit, code and numbering.

Versions are told apart by it, signatures stand for it, and a comparison of two versions compares it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from lxml import html as lxml_html
from lxml.html import HtmlElement

from helpers.values.digits import SVG
from helpers.values.sources import cell_set

from .publication import REVISIONS
from .revised import LIST
from .tree import section_around, section_name

FRONT = (
    "briefing"  # what stands before the first section: the official heading, how the report opens; the anchor of both
)
ANNEX = "annex"  # the class of sections for those who check; of these only the findings are compared
_SILENT = {
    "code",
    "analyst",
    "review",
    "banner",
    "doubts",
    "call",
    "flag",
    "back",
    "stated",
    "number",
    "source",
    "chart-ref",
    "revised",
}
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_SILENT_TAGS = {"script", "style", "svg", "summary", "button", "template"}
_BLOCKS = {
    "address", "article", "blockquote", "dd", "details", "div", "dl", "dt", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4",
    "h5", "h6", "header", "li", "main", "ol", "p", "pre", "section", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_NUMBER = re.compile(r"^(?:PH)?\d+\. ")  # of a finding: its place among the others
_SENTENCE = re.compile(r"(?<=[.;:]) (?=\w)")

Cell = tuple[str, int, str]


class Run(NamedTuple):
    """A text node of a block: its words, the cells that they were made of, and what kind of words they are.

    kind: "figure" or "". judged: it is of words that judge, which are computed.
    """

    text: str
    cells: frozenset[Cell]
    kind: str = ""
    judged: bool = False


_NOTHING = Run("", frozenset())


@dataclass(frozen=True)
class Piece:
    """A sentence, a cell of a table, a value of a chart: the least that a change is told of."""

    runs: tuple[Run, ...]
    column: str = ""
    element: HtmlElement | None = field(default=None, compare=False, repr=False)

    @property
    def text(self) -> str:
        return _plain("".join(run.text for run in self.runs))

    @property
    def masked(self) -> str:
        """The words without the figures: "Có # trạm"."""
        return _plain("".join("#" if run.kind == "figure" else run.text for run in self.runs))

    @property
    def cells(self) -> frozenset[Cell]:
        return frozenset().union(*(run.cells for run in self.runs))


@dataclass(frozen=True)
class Line:
    """A row of a table or chart, a sentence. label: what tells it from its neighbours."""

    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Passage:
    """Lines that are compared with each other. kind: "text", "note", "table", "chart" or "heading"."""

    kind: str
    name: str
    lines: tuple[Line, ...]
    element: HtmlElement | None = field(default=None, compare=False, repr=False)
    title: str = ""  # of a table or chart, for readers


@dataclass(frozen=True)
class SectionSaid:
    """What one section says. name: its number, or its anchor if it has none."""

    name: str
    title: str
    blocks: tuple[Passage, ...]

    @property
    def digest(self) -> str:
        """Of words and figures only."""
        words = [
            [block.kind, block.name, [[piece.text for piece in line.pieces] for line in block.lines]]
            for block in self.blocks
        ]
        return digest_of(json.dumps(words, ensure_ascii=False))


def digest_of(words: str) -> str:
    """A short digest of words, as signatures.csv has it."""
    return hashlib.sha256(words.encode()).hexdigest()[:20]


def read_page(page: str) -> HtmlElement:
    """The body of a built page (briefing.html); its drawings, which say what tables say, are left empty."""
    return lxml_html.document_fromstring(SVG.sub("<svg></svg>", page)).get_element_by_id("briefing")


def sections(body: HtmlElement) -> dict[str, SectionSaid]:
    """What each section of a page or a tree says, in reading order: each word in the one under whose heading it is printed."""
    found = {FRONT: SectionSaid(FRONT, "Phần mở đầu", _blocks(body))}
    for section in body.iter("section"):
        classes = (section.get("class") or "").split()
        if "topic" not in classes and ANNEX not in classes and section.get("id") not in (REVISIONS, LIST):
            name = section_name(section)
            found[name] = SectionSaid(name, _heading(section), _blocks(section))
    return {name: said for name, said in found.items() if said.blocks}


def _heading(section: HtmlElement) -> str:
    heading = next((child for child in section.iter(*_HEADINGS)), None)
    return "" if heading is None else _plain("".join(run.text for run in _runs(heading)))


@dataclass(frozen=True)
class Finding:
    """A finding of the audit as the annex prints it.

    words: what does not agree, and its state. cells: a whole row has no column. is_open: nobody has accepted it.
    sections: where something that it is about is printed.
    """

    words: str
    cells: frozenset[Cell]
    is_open: bool
    is_error: bool
    sections: frozenset[str]
    element: HtmlElement = field(compare=False, repr=False)


def findings(body: HtmlElement) -> dict[str, Finding]:
    """The findings of a page, by their ids; those that one change would settle share an article."""
    marked: dict[str, set[str]] = {}
    for element in body.xpath(".//*[@data-finding][not(self::article)]"):
        for number in element.get("data-finding").split():
            marked.setdefault(number, set()).add(section_name(section_around(element)) or FRONT)
    found = {}
    for article in body.xpath(".//article[@data-finding]"):
        (heading,) = article.xpath("./h5 | ./h4 | ./h3 | ./h6")
        title, state = (" ".join(span.text_content().split()).rstrip(".") for span in heading[:2])
        cells = frozenset().union(
            *(cell_set((article.get(name) or "").replace("|", ";")) for name in ("data-suspects", "data-parts"))
        )
        rows = (row.split(":") for row in (article.get("data-rows") or "").split(";") if row)
        cells |= {(table, int(line), "") for table, line in rows}
        about = Finding(
            f"{_NUMBER.sub('', title)} ({state})", cells, article.get("data-state") != "accepted",
            "error" in article.get("class", "").split(), frozenset(marked.get(article.get("data-finding"), ())), article,
        )  # fmt: skip
        ids = article.xpath(".//dt[.='Mã phát hiện']/following-sibling::dd[1]//text()")
        found |= {" ".join(name.split()): about for name in ids}
    return found


# -- blocks --------------------------------------------------------------------------------------------------------


def _blocks(section: HtmlElement) -> tuple[Passage, ...]:
    """The blocks of a section itself; all its running text is one block."""
    headings: list[Line] = []
    texts: list[Line] = []
    notes: list[Line] = []
    others: list[Passage] = []
    for element in _leaves(section):
        if element.tag == "figure":
            others.append(_figure(element))
        elif element.tag == "table":
            others.append(Passage("table", "", _rows(element), element))
        elif element.tag in _HEADINGS:
            headings += _sentences(element)
        elif element.getparent() is not None and element.getparent().get("class") == "footnotes":
            notes += _sentences(element)
        else:
            texts += _sentences(element)
    own = [("heading", headings), ("text", texts), ("note", notes)]
    return (*(Passage(kind, "", tuple(lines)) for kind, lines in own if lines), *_told_apart(others))


def _leaves(element: HtmlElement) -> Iterator[HtmlElement]:
    """The elements that blocks are made of, in reading order: figures, tables and paragraphs of any kind."""
    for child in element:
        classes = set((child.get("class") or "").split())
        if is_silent(child):
            continue
        if child.tag == "section" and "topic" not in classes:
            continue  # a section of its own
        if child.tag in ("figure", "table"):
            yield child
        elif child.tag in _BLOCKS and any(inner.tag in _BLOCKS for inner in child.iterdescendants()):
            if _has_words(child):
                yield child
            yield from _leaves(child)
        else:
            yield child


def _has_words(element: HtmlElement) -> bool:
    """Whether an element with blocks in it has words of its own, such as a list item with a list below it."""
    return any(_plain(run.text) for run in _runs(element, inner=False))


def _told_apart(blocks: Iterable[Passage]) -> Iterator[Passage]:
    """Blocks of one kind and name with their place among them, so that each has a name of its own."""
    seen: dict[tuple[str, str], int] = {}
    for block in blocks:
        count = seen[block.kind, block.name] = seen.get((block.kind, block.name), 0) + 1
        name = f"{block.name} ({count})" if count > 1 else block.name
        yield replace(block, name=name)


def _sentences(element: HtmlElement) -> list[Line]:
    """The sentences of a paragraph."""
    deep = not any(inner.tag in _BLOCKS for inner in element.iterdescendants())
    found = [Piece(runs, element=element) for runs in _split(list(_runs(element, inner=deep)))]
    return [Line(piece.text, (piece,)) for piece in found if piece.text]


def _split(runs: list[Run]) -> Iterator[tuple[Run, ...]]:
    """Runs cut where sentences end; figures and judgments are never cut."""
    current: list[Run] = []
    for run in runs:
        if run.kind or run.judged:
            current.append(run)
            continue
        first, *more = _SENTENCE.split(re.sub(r"[ \t\n\u00a0]+", " ", run.text))
        current.append(run._replace(text=first))
        for text in more:
            yield tuple(current)
            current = [run._replace(text=text)]
    yield tuple(current)


def _figure(figure: HtmlElement) -> Passage:
    caption = figure.find("figcaption")
    piece = Piece(tuple(_runs(caption, between=" ")) if caption is not None else (), element=caption)
    table = next(figure.iter("table"), None)
    lines = (Line("", (piece,)), *(_rows(table) if table is not None else ()))
    if "chart" in (figure.get("class") or "").split():
        measured = " ".join(figure.xpath("string(figcaption/span[@class='unit'])").split())  # what it says may change
        return Passage("chart", figure.get("data-name") or piece.masked, lines, figure, measured or piece.text)
    return Passage("table", piece.masked, lines, figure, piece.text)


def _rows(table: HtmlElement) -> tuple[Line, ...]:
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
    heads = [_plain("".join(run.text for run in _runs(cell))) for cell in rows[0]] if rows else []
    lines = []
    for cells in rows:
        columns = heads if len(heads) == len(cells) else [""] * len(cells)
        pieces = tuple(Piece(tuple(_runs(cell)), column, cell) for cell, column in zip(cells, columns, strict=True))
        label = next((piece.text for piece, cell in zip(pieces, cells, strict=True) if cell.tag == "th"), "")
        lines.append(Line(label or next((piece.text for piece in pieces if piece.text), ""), pieces))
    return tuple(lines)


# -- words ---------------------------------------------------------------------------------------------------------


def _runs(element: HtmlElement, inner: bool = True, between: str = "", of: Run = _NOTHING) -> Iterator[Run]:
    """The text nodes of an element with their sources.

    inner: also those of blocks in it. between: what stands between its children. of: the sources around the element.
    """
    judged = of.judged or element.get("class") == "judgment"
    of = Run(
        "", of.cells | cell_set(element.get("data-cells") or ""), "figure" if element.tag == "data" else of.kind, judged
    )
    if element.tag == "br":
        yield of._replace(text=" ")
    if element.text:
        yield of._replace(text=element.text)
    for child in element:
        if not is_silent(child) and (inner or child.tag not in _BLOCKS):
            yield from _runs(child, inner, of=of)
        if child.tail or between:
            yield of._replace(text=(child.tail or "") + between)


def is_silent(element: HtmlElement) -> bool:
    """Whether an element is no part of what is said: code, numbering, the audit's marks, comments."""
    if not isinstance(element.tag, str) or element.tag in _SILENT_TAGS:
        return True
    return element.tag not in ("td", "th") and bool(set((element.get("class") or "").split()) & _SILENT)


def _plain(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())
