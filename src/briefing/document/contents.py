"""What a document says and what was found, as data: made once of the assembled tree, kept with each version.

Words and figures section by section, without layout, marks of the audit, code and numbering. Versions are told apart by
it, signatures stand for it; comparisons, publications and `trace` read it, and nothing else reads the page to learn it.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, NamedTuple

from lxml import html as lxml_html
from lxml.html import HtmlElement

from helpers.i18n import _
from helpers.values.blocks import Finding as Found
from helpers.values.blocks import plain
from helpers.values.digits import SVG
from helpers.values.sources import Cell, cell_set

from .annotate import rows_of
from .printed import Printed, articles, printed, section_name
from .publication import REVISIONS
from .revised import LIST

# names what stands before the first section (the official heading, the opening), and is its anchor
FRONT = "briefing"
_SILENT = {
    "code", "analyst", "review", "banner", "doubts", "call", "flag", "back", "number", "source", "chart-ref", "revised",
}  # fmt: skip
_SILENT_TAGS = {"script", "style", "svg", "summary", "button", "template"}
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = {
    "address", "article", "blockquote", "dd", "details", "div", "dl", "dt", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4",
    "h5", "h6", "header", "li", "main", "ol", "p", "pre", "section", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
SENTENCE = re.compile(r"(?<=[.;:]) (?=\w)")


class Run(NamedTuple):
    """Words of one source. cells: in writing; key: of a figure, its expression; judged: of words that judge; stated: before a figure."""

    text: str
    cells: str = ""
    key: str | None = None
    value: str = ""
    judged: bool = False
    stated: bool = False


_NOTHING = Run("")


class Piece(NamedTuple):
    """The least that a change is told of: a sentence, a cell. name: its own alone, which lasts while only figures change."""

    name: str
    runs: tuple[Run, ...]
    column: str = ""

    @property
    def text(self) -> str:
        return _plain("".join(run.text for run in self.runs))

    @property
    def masked(self) -> str:
        """The words without the figures, and without what the report states beside them: "Có # trạm"."""
        return _plain("".join(run.text if run.key is None else "#" for run in self.runs if not run.stated))

    @property
    def cells(self) -> frozenset[Cell]:
        return frozenset().union(*(cell_set(run.cells) for run in self.runs))


class Line(NamedTuple):
    """A row of a table or chart, a sentence. label: what tells it from its neighbours."""

    label: str
    pieces: tuple[Piece, ...]


class Passage(NamedTuple):
    """Lines that are compared with each other. kind: "text", "note", "table", "chart" or "heading".

    name, label, number, title: of a table or chart, as `Piece` has it, what tells it from its like, "Hình 2.", for readers.
    """

    kind: str
    lines: tuple[Line, ...]
    label: str = ""
    name: str = ""
    number: str = ""
    title: str = ""

    @property
    def pieces(self) -> list[Piece]:
        return [piece for line in self.lines for piece in line.pieces]


class Section(NamedTuple):
    """What one section says. name: its number, or its anchor if it has none."""

    name: str
    title: str
    passages: tuple[Passage, ...]

    @property
    def digest(self) -> str:
        """Of words and figures only, as signatures.csv has it."""
        words = [
            [passage.kind, passage.label, [[piece.text for piece in line.pieces] for line in passage.lines]]
            for passage in self.passages
        ]
        return hashlib.sha256(json.dumps(words, ensure_ascii=False).encode()).hexdigest()[:20]

    @property
    def pieces(self) -> list[Piece]:
        return [piece for passage in self.passages for piece in passage.pieces]


class Finding(NamedTuple):
    """A finding of the audit as the annex prints it.

    number: of its article; words: what does not agree, and its state. about: its cells in writing, a whole row without a
    column. is_open: nobody has accepted it. sections: where something that it is about is printed.
    """

    number: str
    words: str
    about: str
    is_open: bool
    is_error: bool
    sections: tuple[str, ...]

    @property
    def cells(self) -> frozenset[Cell]:
        return cell_set(self.about)


class Contents(NamedTuple):
    """The sections in reading order, and the findings by their ids; those that one change would settle share an article."""

    sections: dict[str, Section]
    findings: dict[str, Finding]

    @property
    def open(self) -> dict[str, int]:
        """How many findings and errors nobody has settled, each article once."""
        settled = {finding.number: finding.is_error for finding in self.findings.values() if finding.is_open}
        return {"findings": len(settled), "errors": sum(settled.values())}

    @property
    def digest(self) -> str:
        """Of all that its sections say; a Word file names by it what it was made of."""
        return hashlib.sha256("".join(section.digest for section in self.sections.values()).encode()).hexdigest()[:20]

    @property
    def figures(self) -> dict[tuple[str, str], Run]:
        """Every figure by its section and key."""
        pieces = ((section.name, piece) for section in self.sections.values() for piece in section.pieces)
        return {(name, run.key): run for name, piece in pieces for run in piece.runs if run.key is not None}

    def written(self) -> bytes:
        """As JSON, for `read`."""
        return json.dumps(self, ensure_ascii=False, separators=(",", ":")).encode()


_INSIDE = {Section: Passage, Passage: Line, Line: Piece, Piece: Run, Finding: str}  # what each is made of


def read(content: bytes) -> Contents:
    """What `Contents.written` wrote. Raises ValueError, TypeError or AttributeError for anything else."""
    sections, findings = json.loads(content)
    return Contents(
        {name: _made(Section, stored) for name, stored in sections.items()},
        {name: _made(Finding, stored) for name, stored in findings.items()},
    )


def _made(kind: type, stored: Any) -> Any:
    if kind is str:
        return str(stored)
    inside = _INSIDE.get(kind, str)
    values = [tuple(_made(inside, each) for each in value) if isinstance(value, list) else value for value in stored]
    if not all(isinstance(value, str | bool | tuple | None) for value in values):
        raise ValueError(_("it holds {stored!r}", stored=str(stored)[:40]))
    return kind(*values)


def read_page(page: str) -> HtmlElement:
    """The body of a built page (briefing.html); its drawings, which say what tables say, are left empty."""
    return lxml_html.document_fromstring(SVG.sub("<svg></svg>", page)).get_element_by_id("briefing")


# -- from the tree ---------------------------------------------------------------------------------------------------


class Index:
    """The contents of a document for the screen or of a built page, and the elements that say them, by their names."""

    def __init__(self, body: HtmlElement, audit: Iterable[Found] = ()) -> None:
        self.body = body
        self.elements: dict[str, HtmlElement] = {}
        self._seen: Counter[tuple[str, ...]] = Counter()
        found = [Section(FRONT, "Phần mở đầu", self._passages(FRONT, body))]
        for section in body.iter("section"):
            # a topic is part of its section; of the annex only the findings are compared
            if not _classes(section) & {"topic", "annex"} and section.get("id") not in (REVISIONS, LIST):
                name = section_name(section)
                heading = next(section.iter(*_HEADINGS), None)
                title = "" if heading is None else Piece("", tuple(_runs(heading))).text
                found.append(Section(name, title, self._passages(name, section)))
        sections = {section.name: section for section in found if section.passages}
        self.contents = Contents(sections, self._findings(body, audit))

    @cached_property
    def letters(self) -> str:
        """All that the document says, without blanks: looked through for each of a thousand remarks."""
        return bare(self.body.text_content())

    @cached_property
    def anchors(self) -> frozenset[str]:
        """The ids of its sections, those whose words are not compared among them."""
        return frozenset(section.get("id", "") for section in self.body.iter("section"))

    def _findings(self, body: HtmlElement, audit: Iterable[Found]) -> dict[str, Finding]:
        marked: dict[str, set[str]] = {}
        for one in printed(body):
            for number in one.findings:
                marked.setdefault(number, set()).add(one.section or FRONT)
        found: dict[str, Finding] = {}
        for article in articles(body):
            self.elements |= dict.fromkeys(article.ids, article.element)
        for each in audit:
            compared = frozenset[Cell]().union(*map(cell_set, each.sides))
            cells = {*cell_set(each.suspects), *compared, *((*row, "") for row in rows_of(each))}
            about = ";".join(f"{table}:{line}:{column}" for table, line, column in sorted(cells))
            sections = tuple(sorted(marked.get(f"{each.number}", ())))
            words, is_error = f"{plain(each.fault)} ({each.standing})", each.severity == "error"
            finding = Finding(f"{each.number}", words, about, each.state != "accepted", is_error, sections)
            found |= dict.fromkeys(each.ids, finding)
        return found

    def _name(self, element: HtmlElement, *about: str) -> str:
        """A name made of what does not change with the figures: section, kind, words, row and column."""
        self._seen[about] += 1
        name = f"c{hashlib.sha256(repr((*about, self._seen[about])).encode()).hexdigest()[:12]}"
        self.elements[name] = element
        return name

    def _told_apart(self, *about: str) -> str:
        """The label of a table or chart, with its place among those of its section, kind and label."""
        self._seen["label", *about] += 1
        count = self._seen["label", *about]
        return f"{about[-1]} ({count})" if count > 1 else about[-1]

    def _passages(self, section: str, element: HtmlElement) -> tuple[Passage, ...]:
        """The passages of a section itself; all its running text is one."""
        texts: dict[str, list[Line]] = {"heading": [], "text": [], "note": []}
        others: list[Passage] = []
        for leaf in _leaves(element):
            if leaf.tag in ("figure", "table"):
                others.append(self._table(section, leaf))
                continue
            is_note = leaf.getparent() is not None and leaf.getparent().get("class") == "footnotes"
            kind = "heading" if leaf.tag in _HEADINGS else "note" if is_note else "text"
            texts[kind] += self._sentences(section, kind, leaf)
        return (*(Passage(kind, tuple(lines)) for kind, lines in texts.items() if lines), *others)

    def _sentences(self, section: str, kind: str, element: HtmlElement) -> Iterator[Line]:
        deep = not any(inner.tag in _BLOCKS for inner in element.iterdescendants())
        for runs in _split(_runs(element, inner=deep)):
            if (piece := Piece("", runs)).text:
                named = piece._replace(name=self._name(element, section, kind, piece.masked))
                yield Line(piece.text, (named,))

    def _table(self, section: str, element: HtmlElement) -> Passage:
        """A table, or a chart with its table of values; the first line of a figure is its caption."""
        if element.tag == "table":
            label = self._told_apart(section, "table", "")
            name = self._name(element, section, "table")
            return Passage("table", tuple(self._rows(section, label, element)), label, name)
        caption = element.find("figcaption")
        runs = () if caption is None else tuple(_runs(caption, between=" "))
        said = Piece("", runs)
        kind, label, title = "table", said.masked, said.text
        if "chart" in _classes(element):
            kind, label = "chart", element.get("data-name") or said.masked
            # what the caption says may change
            title = _plain(element.xpath("string(figcaption/span[@class='unit'])")) or said.text
        label = self._told_apart(section, kind, label)
        head = Line("", (Piece(self._name(caption, section, kind, label, "caption"), runs),))
        table = next(element.iter("table"), None)
        rows = () if table is None else self._rows(section, label, table)
        notes = (line for note in element.xpath("p[@class='note']") for line in self._sentences(section, label, note))
        number = element.xpath("string(figcaption/*[@class='number'])")
        return Passage(kind, (head, *rows, *notes), label, self._name(element, section, kind, label), number, title)

    def _rows(self, section: str, label: str, table: HtmlElement) -> Iterator[Line]:
        rows = [[(cell, tuple(_runs(cell))) for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
        heads = [Piece("", runs).text for _, runs in rows[0]] if rows else []
        for cells in rows:
            columns = heads if len(heads) == len(cells) else [""] * len(cells)
            said = [Piece("", runs, column) for (_, runs), column in zip(cells, columns, strict=True)]
            headed = [piece for piece, (cell, _) in zip(said, cells, strict=True) if cell.tag == "th"]
            row = next((piece for piece in (*headed[:1], *said) if piece.text), Piece("", ()))
            yield Line(
                row.text,
                tuple(
                    piece._replace(name=self._name(cell, section, label, row.masked, piece.column))
                    for piece, (cell, _) in zip(said, cells, strict=True)
                ),
            )


def _classes(element: HtmlElement) -> set[str]:
    return set((element.get("class") or "").split())


def _leaves(element: HtmlElement) -> Iterator[HtmlElement]:
    """The elements that passages are made of, in reading order: figures, tables and paragraphs of any kind."""
    for child in element:
        if is_silent(child) or (child.tag == "section" and "topic" not in _classes(child)):
            continue  # nothing of it is said here
        if child.tag in ("figure", "table"):
            yield child
        elif child.tag in _BLOCKS and any(inner.tag in _BLOCKS for inner in child.iterdescendants()):
            if any(_plain(run.text) for run in _runs(child, inner=False)):  # a list item with a list below it
                yield child
            yield from _leaves(child)
        else:
            yield child


def _split(runs: Iterable[Run]) -> Iterator[tuple[Run, ...]]:
    """Runs cut where sentences end; figures and judgments are never cut."""
    current: list[Run] = []
    for run in runs:
        if run.key is not None or run.judged:
            current.append(run)
            continue
        first, *more = SENTENCE.split(re.sub(r"[ \t\n\u00a0]+", " ", run.text))
        current.append(run._replace(text=first))
        for text in more:
            yield tuple(current)
            current = [run._replace(text=text)]
    yield tuple(current)


def _runs(element: HtmlElement, inner: bool = True, between: str = "", around: Run = _NOTHING) -> Iterator[Run]:
    """The words of an element with their sources. inner: of blocks in it, too; between: its children; around: the sources."""
    one = Printed(element)
    cells = ";".join(filter(None, (around.cells, one.source)))
    own = around._replace(cells=cells, judged=around.judged or element.get("class") == "judgment")
    own = own._replace(stated=around.stated or "stated" in _classes(element))
    if one.is_figure and around.key is None:  # one run, whatever elements it is made of
        own = own._replace(key=one.key, value=one.value)
        yield own._replace(text="".join(run.text for run in _runs(element, inner, around=own)))
        return
    if element.tag == "br":
        yield own._replace(text=" ")
    if element.text:
        yield own._replace(text=element.text)
    for child in element:
        if not is_silent(child) and (inner or child.tag not in _BLOCKS):
            yield from _runs(child, inner, around=own)
        if child.tail or between:
            yield own._replace(text=(child.tail or "") + between)


def is_silent(element: HtmlElement) -> bool:
    """Whether an element is no part of what is said: code, numbering, the audit's marks, comments."""
    if not isinstance(element.tag, str) or element.tag in _SILENT_TAGS:
        return True
    if element.get("class") == "footnote":  # is said in the list of notes, where the page has it
        return not element.xpath("ancestor::ol[@class='footnotes']")
    return element.tag not in ("td", "th") and bool(_classes(element) & _SILENT)


def _plain(text: str) -> str:
    return " ".join(text.split())  # at blanks that do not break a line, too


class Letter(NamedTuple):
    """A letter of an element and where it stands: in the text of `holder`, or in its tail."""

    holder: HtmlElement
    tail: bool
    at: int
    letter: str


def letters(element: HtmlElement) -> list[Letter]:
    """What an element says, letter by letter; blanks do not count, for formats set them as they need."""
    return [
        Letter(holder, tail, at, letter)
        for holder, tail, text in _texts(element)
        for at, letter in enumerate(text)
        if not letter.isspace()
    ]


def bare(text: str) -> str:
    """A text without blanks, to be found among `letters`."""
    return "".join(text.split())


def _texts(element: HtmlElement) -> Iterator[tuple[HtmlElement, bool, str]]:
    if element.text:
        yield element, False, element.text
    for child in element:
        if not is_silent(child):
            yield from _texts(child)
        if child.tail:
            yield child, True, child.tail
