"""From the tree for paper to calls of the template's functions. Every text is a string literal, never markup."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from lxml.html import HtmlElement

from ... import columns, fonts
from ...columns import POINTS
from ...grid import Cell, beginning, grid, lines
from ...paper import picture_size
from ...tree import Tree
from .signature import SignatureRoom

TALL = 0.4  # of a page: a finding that may be broken
LONG_NOTE = 500  # letters, five lines: a note that may be broken
LONG_WORD = 24  # letters: longer ones, such as formulas, may be broken at their signs
SIZES = {"plain": columns.LETTERS, "wide": 11.0, "annex": 10.0}  # points, as in report.typ: widths are measured
FINDING, FINDING_LINE = 11.5, 15.0  # points
HEADINGS = ("h1", "h2", "h3", "h4", "h5")
BLOCKS = {
    *HEADINGS,
    *["p", "ul", "ol", "li", "dl", "table", "figure", "pre", "article", "section", "header", "footer", "div"],
}
LOOKS = {"em": "emph", "i": "emph", "strong": "bold", "b": "bold", "sup": "super"}  # by tag
NAMED_LOOKS = {"unit": "plain", "state": "state"}  # by class
_SPACE = re.compile(r"[ \t\r\n\f]+")  # what HTML folds; a no-break space stays
_CUTS = re.compile(r"(?<=[(),=._/&-])(?=\w)")
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def literal(text: str) -> str:
    """A text as a string of Typst.

    >>> literal('Số "*05*"')
    '"Số \\\\"*05*\\\\""'
    """
    return f'"{text.translate(_ESCAPES)}"'


@dataclass
class Calls:
    """The calls in the report's order, and what is to be known of what they set, each in that order.

    links: what each link leads to, in words. tables: the rows of each table, of cells. pictures: the charts' drawings
    by file name. attached: files that the paper brings.
    """

    source: str = ""
    links: list[str] = field(default_factory=list)
    tables: list[list[list[Cell]]] = field(default_factory=list)
    pictures: dict[str, str] = field(default_factory=dict)
    attached: dict[str, bytes] = field(default_factory=dict)
    signed_at: SignatureRoom | None = None  # where a signature field is wanted, once the report is set


def calls(sheet: Tree, title: str, agency: str, stamp: str = "") -> Calls:
    """The report as a Typst document that uses report.typ."""
    writer = _Writer(sheet)
    writer.block(sheet.body)
    about = f"title: {literal(title)}, author: {literal(agency)}, stamp: {literal(stamp)}"
    start = f'#import "report.typ": *\n#show: report.with({about})\n'
    writer.made.source = start + "#{\n" + "\n".join(writer.calls) + "\n}\n"
    return writer.made


@dataclass
class _Part:
    """A piece of a line: a text, a line break, or a call."""

    kind: str
    said: str

    def codes(self) -> list[str]:
        """Expressions of Typst; a long word of a text may be broken between its strings."""
        if self.kind != "text":
            return [self.said]
        if len(self.said) <= LONG_WORD:
            return [literal(self.said)]
        pieces = [""]
        for word in re.split("( +)", self.said):
            first, *others = _CUTS.split(word) if len(word) > LONG_WORD else [word]
            pieces[-1] += first
            pieces.extend(others)
        return [code for piece in pieces for code in ("cut", literal(piece))][1:]


class _Writer:
    """Writes the calls; `made` collects what they set."""

    def __init__(self, sheet: Tree) -> None:
        self.sheet = sheet
        self.made = Calls()
        self.titles = _titles(sheet.body)
        self.calls: list[str] = []
        self.headings: list[int] = []  # where in them the headings begin that stand above the next block
        self.blocks = 0  # that call notes, or are charts
        self.across = False

    # -- blocks ------------------------------------------------------------------------------------------------

    def block(self, element: HtmlElement) -> None:
        """Add the calls of a block, whatever it is."""
        kind = (element.get("class") or "").split()
        if element.tag in HEADINGS and not element.text_content().strip():
            return
        if element.tag == "header":
            path = "./div[@class='issuer' or @class='nation' or @class='registered' or @class='dated']/p"
            name, lines = ("letterhead", element.xpath(path)) if "form" in kind else ("subject", element)
            self._add(f"{name}({', '.join(map(self.words, lines))})")
        elif element.tag == "footer":
            (lead, *recipients), signer = element
            listed = "".join(f"{self.words(line)}, " for line in recipients)
            self._add(f"signature({self.words(lead)}, ({listed}), {', '.join(map(self.words, signer))})")
        elif element.tag in HEADINGS:
            self._heading(element)
        elif element.tag == "table":
            self._add(self._table(element, "plain", {}))
        elif element.tag == "article":
            self._add(self._finding(element))
        elif element.tag == "li":
            self._add(f"item({self._text(element)})")
        elif element.tag == "pre":
            lines = element.text_content().strip("\n").split("\n")
            self._add(f"printout({{{'; linebreak(); '.join(map(literal, lines))}}})")
        elif element.tag == "p" or not any(child.tag in BLOCKS for child in element):
            self._paragraph(element, kind)
        elif {"appendix", "annex"} & set(kind):
            self._apart(element)
        else:
            self._across(element, kind)

    def _add(self, call: str) -> None:
        self.calls.append(call)
        self.headings = []

    def _mark(self, block: HtmlElement) -> str:
        """The mark of the beginning of a block that calls notes; before its headings, the call that may begin a page."""
        if not block.xpath("boolean(.//span[@class='footnote'])"):
            return ""
        self.blocks += 1
        self.calls.insert(self.headings[0] if self.headings else len(self.calls), f"begin({self.blocks})")
        return f"beginning({self.blocks}, headings: {len(self.headings)})"

    def _movable(self) -> dict[str, str]:
        """The number of a chart or low table, which may go to the head of the next page, unless that left its heading alone."""
        if self.headings or self.across:
            return {}
        self.blocks += 1
        return {"block": str(self.blocks)}

    def _text(self, element: HtmlElement) -> str:
        mark = self._mark(element)
        return f"{{{mark}; {self.words(element)}}}" if mark else self.words(element)

    def _across(self, element: HtmlElement, kind: list[str]) -> None:
        """What is inside, with the headings right above it, on landscape paper if it wants that and is not yet."""
        turned = element.get("data-page") == "across" and not self.across
        if turned:
            self.across = True
            self.calls.insert(self.headings[0] if self.headings else len(self.calls), "across({")
        if element.tag == "figure":
            self._figure(element, kind)
        else:
            for child in element:
                self.block(child)
        if turned:
            self.across = False
            self._add("})")

    def _apart(self, section: HtmlElement) -> None:
        """An appendix, or the annex: with pages of its own, numbered from 1."""
        self.across = section.get("data-page") == "across"
        self._add(f"apart(across: {_bool(self.across)}, {{")
        for child in section:
            if child.tag in HEADINGS and child.text_content().strip():
                self._add(self._appendix_heading(section, child))
            elif child.get("class") != "attached":
                self.block(child)
        self._add("})")
        self.across = False

    def _appendix_heading(self, section: HtmlElement, heading: HtmlElement) -> str:
        number, attached = heading.find("span[@class='number']"), section.find("p[@class='attached']")
        title = heading if number is None else heading.find("span[@class='title']")
        parts = {"id": _id(section)}
        if number is not None:
            parts["number"] = self.words(number)
        if attached is not None:
            parts["attached"] = self.words(attached)
        return f"appendix({heading.tag[1]}, {_named(parts)}, {self.words(title)})"

    def _heading(self, heading: HtmlElement) -> None:
        section = heading.getparent()
        kind = section.get("class") or ""
        lettered = kind == "topic" and section.getparent().get("class") == "numbered"
        capitals = kind == "numbered" and "." not in section.get("data-section", ".")
        style = "lettered" if lettered else "capitals" if capitals else "titled"
        parts = {"id": _id(section) if section.tag == "section" else "none", "style": literal(style)}
        self.headings.append(len(self.calls))
        self.calls.append(f"section({heading.tag[1]}, {_named(parts)}, {self.words(heading)})")

    def _paragraph(self, element: HtmlElement, kind: list[str]) -> None:
        if not element.text_content().strip(" \t\r\n"):
            return
        kept = "boolean(ancestor-or-self::*[contains(@class, 'before-signature')] or following-sibling::*[1][self::ul])"
        small = "remark" if {"source", "note"} & set(kind) else "nothing" if "nothing" in kind else ""
        known, said = self.blocks, self._text(element)
        block = self.blocks if self.blocks > known else 0  # of one that calls no notes
        self._add(f"{small}({said})" if small else f"paragraph({block}, kept: {_bool(element.xpath(kept))}, {said})")

    def _finding(self, article: HtmlElement) -> str:
        heading = next(child for child in article if child.tag in HEADINGS)
        said = []
        for term in article.iter("dt"):
            meanings = takewhile(lambda sibling: sibling.tag == "dd", term.itersiblings())
            meaning = "; linebreak(); ".join(map(self.words, meanings))
            said.append(f"said({self.words(term)}, {{{meaning}}})")
        room = columns.UPRIGHT[0] * POINTS
        count = sum(1 + fonts.width(text) * FINDING // room for text in lines(article))
        tall = count * FINDING_LINE > TALL * columns.UPRIGHT[1] * POINTS
        parts = {"id": _id(article), "level": heading.tag[1], "whole": _bool(not tall)}
        return f"finding({_named(parts)}, {', '.join([self.words(heading), *said])})"

    # -- charts and tables -------------------------------------------------------------------------------------

    def _figure(self, figure: HtmlElement, kind: list[str]) -> None:
        after = figure.xpath("./p[@class='source' or @class='note']")
        caption = figure.find("figcaption")
        parts = {"id": _id(figure), "caption": "none" if caption is None else self.words(caption)}
        if "chart" in kind:
            picture = figure.find(".//div[@class='picture']")
            name = f"chart-{len(self.made.pictures) + 1}.svg"
            svg = self.made.pictures[name] = self.sheet.drawing(picture)
            parts |= {"alt": literal(picture.get("aria-label", "")), "file": literal(name)}
            parts["width"] = f"{picture_size(svg)[0]:.2f}mm"
            self._add(f"chart({_named(parts | self._source(after) | self._movable())})")
            return
        annex, tight = bool(figure.xpath("ancestor::section[@class='annex']")), "wide" in kind
        after = [] if annex and tight else after  # there the rows name their tables
        look = "annex" if annex else "wide" if tight else "plain"
        self._add(self._table(figure.find(".//table"), look, parts | {"tight": _bool(tight)}, after))

    def _table(self, table: HtmlElement, look: str, parts: dict[str, str], after: Sequence[HtmlElement] = ()) -> str:
        rows = beginning(grid(table))
        self.made.tables.append(rows)
        room, page = columns.ACROSS if self.across else columns.UPRIGHT
        last_whole = look == "annex" and self.across
        size = columns.letters(rows, room * POINTS, SIZES[look], last_whole)
        wide = columns.widths(rows, room * POINTS, size, last_whole)
        head = [row for row in rows if row and row[0].is_head]
        body = rows[len(head) :]
        heights = [columns.height(row, wide, size) for row in body]
        tall = [height > columns.WHOLE * page * POINTS for height in heights]
        first, last = columns.together(body, heights, page * POINTS)
        whole = first == len(body)
        stuck = (
            0 if whole or any(map(columns.is_group, body[:first])) else max(first - 1, 0)
        )  # a group's name holds its first row
        if whole and (movable := self._movable()):
            parts |= movable
            parts["beginning"] = f"beginning({self.blocks})"
        elif mark := self._mark(table):
            parts["beginning"] = mark
        parts["head"] = _tuple(self._head(cell) for row in head for cell in row)
        cells = [
            [f"group({len(wide)}, {self.words(row[0].element)})"]
            if columns.is_group(row)
            else [self._cell(cell, broken) for cell in row]
            for row, broken in zip(body, tall, strict=True)
        ]
        parts |= {
            "look": literal(look),
            "columns": _tuple(f"{width:.2f}pt" for width in wide),
            "last": _tuple(call for row in cells[len(cells) - last :] for call in row),
            "whole": _bool(whole),
        } | self._source(after)
        if size < SIZES[look]:
            parts["size"] = f"{size}pt"
        rest = [
            f"heading-row({row[0]})" if columns.is_group(line) else ", ".join(row)
            for row, line in zip(cells[: len(cells) - last], body, strict=False)
        ]
        if stuck:
            rest[:stuck] = [f"sticking({', '.join(rest[:stuck])})"]
        return f"tabled({_named(parts)},\n    " + ",\n    ".join(rest) + ")"

    def _source(self, after: Sequence[HtmlElement]) -> dict[str, str]:
        """What stands below a table or chart: a remark, where its figures came from."""
        return {"source": "{" + "; linebreak(); ".join(map(self.words, after)) + "}"} if after else {}

    def _head(self, cell: Cell) -> str:
        spans = "".join(f"{name}: {n}, " for name, n in cell.element.items() if name in ("colspan", "rowspan"))
        return f"{'column' if cell.element.tag == 'th' else 'column-number'}({spans}{self.words(cell.element)})"

    def _cell(self, cell: Cell, tall: bool) -> str:
        row, looks = cell.element.getparent().get("class"), cell.classes
        right = "number" in looks
        words = self.words(cell.element)
        if row == "total":
            words = f"bold({words})"
        options = ("indented: true, " if "indent" in looks else "") + ("tall: true, " if tall else "")
        return f"{'number' if right else 'words'}({options}{words})"

    # -- inside a line -----------------------------------------------------------------------------------------

    def words(self, element: HtmlElement) -> str:
        """What an element says, as one expression: strings, and calls for what is not plain text."""
        codes = [code for part in _folded(list(self._parts(element))) for code in part.codes()]
        return codes[0] if len(codes) == 1 else "{" + "; ".join(codes) + "}"

    def _parts(self, element: HtmlElement) -> Iterator[_Part]:
        if element.text:
            yield _Part("text", element.text)
        for child in element:
            yield from self._part(child)
            if child.tail:
                yield _Part("text", child.tail)

    def _part(self, child: HtmlElement) -> Iterator[_Part]:
        kind = child.get("class") or ""
        if not isinstance(child.tag, str):
            return
        if child.tag == "br":
            yield _Part("break", "linebreak()")
        elif kind == "footnote":
            long = len(child.text_content()) > LONG_NOTE
            yield _Part("code", f"note({self.blocks}, long: {_bool(long)}, {self.words(child)})")
        elif kind == "flag":
            yield _Part("code", self._flag(child))
        elif child.tag == "a" and child.get("href", "").lstrip("#") in self.titles:
            self.made.links.append(self.titles[child.get("href")[1:]])
            yield _Part("code", f"reference({literal(child.get('href')[1:])}, {self.words(child)})")
        elif look := LOOKS.get(child.tag) or next(filter(None, map(NAMED_LOOKS.get, kind.split())), ""):
            yield _Part("code", f"{look}({self.words(child)})")
        else:
            yield from self._parts(child)
            if child.tag == "data" and "corrected" in kind:
                yield _Part("code", "corrected")

    def _flag(self, mark: HtmlElement) -> str:
        anchor = mark.xpath("string(a/@href)").lstrip("#")
        if anchor not in self.titles:
            return f"flag(none, {literal(mark.text_content())})"
        self.made.links.append(self.titles[anchor])
        return f"flag({literal(anchor)}, {literal(mark.text_content())})"


def _folded(parts: list[_Part]) -> list[_Part]:
    """Neighbouring texts as one, white space as HTML folds it: none at the ends and beside a line break."""
    joined: list[_Part] = []
    for part in parts:
        if part.kind == "text" and joined and joined[-1].kind == "text":
            part = _Part("text", joined.pop().said + part.said)
        joined.append(part)
    edges = [None, *joined, None]
    for before, part, after in zip(edges, joined, edges[2:], strict=False):
        if part.kind == "text":
            part.said = _SPACE.sub(" ", part.said)
            part.said = part.said if before and before.kind != "break" else part.said.lstrip(" ")
            part.said = part.said if after and after.kind != "break" else part.said.rstrip(" ")
    return [part for part in joined if part.said]


def _titles(body: HtmlElement) -> dict[str, str]:
    """What stands at each anchor: its heading or caption."""
    titles = {}
    for element in body.xpath(".//section[@id] | .//figure[@id] | .//article[@id]"):
        heading = next((child for child in element if child.tag in (*HEADINGS, "figcaption")), None)
        if heading is not None:
            titles[element.get("id")] = " ".join(heading.text_content().split())
    return titles


def _id(element: HtmlElement) -> str:
    return literal(element.get("id")) if element.get("id") else "none"


def _bool(value: bool) -> str:
    return "true" if value else "false"


def _named(parts: dict[str, str]) -> str:
    return ", ".join(f"{name}: {code}" for name, code in parts.items())


def _tuple(codes: Iterator[str]) -> str:
    return "(" + "".join(f"{code}, " for code in codes) + ")"
