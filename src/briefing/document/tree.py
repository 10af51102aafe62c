"""From the merged cells to the numbered document: sections, tables, charts, footnotes, contents, figures.

The notebooks say what a section holds; what is known only in the finished document (which mention of a document
is the first, which number a table has, where a figure's rows are used again) is worked out here, once, on the
element tree, for the screen and for paper alike.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TypedDict

from lxml import html as lxml_html
from lxml.html import HtmlElement
from lxml.html.builder import E

from helpers.errors import NotFinished
from helpers.i18n import _
from helpers.values import digits
from helpers.values.vietnamese import APPENDIX, HEADING_NUMBER, roman, slug

from ..sections import section_id
from .printed import Printed, printed, section_around, section_name

_LETTERS = "abcdđeghiklmnopqrstuvxy"  # the order of the Vietnamese alphabet
_NUMBERED = re.compile(rf"{HEADING_NUMBER}(?P<title>.+)", re.DOTALL)


@dataclass
class Heading:
    """An entry of the contents."""

    id: str
    number: str
    title: str
    level: int
    children: list["Heading"] = field(default_factory=list)


class About(TypedDict, total=False):
    """What the formats print beside the sections. headings: titles of parts that no notebook carries."""

    period: str
    agency: str
    title: str
    headings: dict[str, str]
    stamp: str
    signed_here: bool


@dataclass
class Tree:
    """The finished tree and what a page needs beside it."""

    body: HtmlElement
    contents: list[Heading]
    drawings: list[str]

    def html(self) -> str:
        """The body as HTML, drawings put back in."""
        text = lxml_html.tostring(self.body, encoding="unicode")
        return re.sub(r'<svg data-n="(\d+)"></svg>', lambda match: self.drawings[int(match[1])], text)

    def drawing(self, picture: HtmlElement) -> str:
        """The drawing of a chart, as SVG."""
        return self.drawings[int(picture.find("svg").get("data-n"))]

    @property
    def figures(self) -> list[Printed]:
        """Every printed figure, in reading order."""
        return [one for one in printed(self.body) if one.is_figure]


def assemble(cells: str, headings: dict[str, str]) -> Tree:
    """Make the tree of the exporter's cells.

    headings: titles of parts and groups ("I", "I.2") that no notebook carries.
    Raises NotFinished, with the section, for digits in prose that no figure, date or document accounts for, and for a
    reference to a chart that there is not.
    """
    drawings: list[str] = []

    def keep(match: re.Match[str]) -> str:
        drawings.append(_own_ids(match[0], len(drawings)))
        return f'<svg data-n="{len(drawings) - 1}"></svg>'

    tree = lxml_html.fragment_fromstring(digits.SVG.sub(keep, cells), create_parent="div")
    sections = _Sections(headings)
    sections.fill(tree)
    body = sections.body
    for above in reversed(body.xpath("//header | //p[@class='introduction']")):  # the form and what it opens with
        body.insert(0, above)
    for output in body.xpath("//div[@class='output']"):  # whatever the sections have composed with
        if found := digits.find(output):
            raise _unfinished(found[1], digits.message(*found))
    _number(body)
    _link_charts(body)
    for link in body.xpath("//a[@data-section]"):
        link.set("href", f"#{section_id(link.attrib.pop('data-section'))}")
    return Tree(body, sections.contents, drawings)


# -- sections --------------------------------------------------------------------------------------------------


class _Sections:
    """Numbered sections, nested as the numbers say. headings: titles of parts and groups that no notebook carries."""

    def __init__(self, headings: dict[str, str]) -> None:
        self.body = E.main(id="briefing")
        self.contents: list[Heading] = []
        self._headings = headings
        self._open: dict[str, tuple[HtmlElement, Heading]] = {}  # by number, or anchor of a section without one

    def fill(self, tree: HtmlElement) -> None:
        """Put the cells under their sections."""
        current = self.body
        for cell in list(tree):
            if cell.get("class") != "markdown":
                current.append(cell)
                continue
            for element in list(cell):
                numbered = _NUMBERED.fullmatch(_clean(element))
                if numbered and element.tag in ("h1", "h2"):
                    current = self._numbered(numbered["number"], numbered["title"])
                elif element.tag == "h1":
                    current = self._unnumbered(_clean(element))
                elif element.tag == "h2":
                    current = _open_topic(_clean(element), current)
                else:
                    current.append(E.div({"class": "analyst"}, element))
        # headings that end with words of the data: "Phụ lục II. Tình hình … theo Quyết định số …"
        for end in [each for each in self.body.iter("p") if each.get("class") == "heading-end"]:
            if (section := section_around(end)) is None:
                continue
            self._open[section_name(section)][1].title += f" {_clean(end)}"
            end.tag, end.text = "span", f" {end.text or ''}"
            section[0].append(end)

    def _unnumbered(self, title: str) -> HtmlElement:
        """What opens the report; an annex, which stands behind the last appendix, "Phụ lục V."."""
        last = sum(heading.number.startswith(APPENDIX) for heading in self.contents)
        heading = Heading(slug(title), f"{APPENDIX} {roman(1 + last)}." if self.contents else "", title, 1)
        about = {"class": "annex" if self.contents else "opening"}
        return self._begun(heading, heading.id, about)

    def _numbered(self, number: str, title: str) -> HtmlElement:
        if number in self._open:
            return self._open[number][0]
        if parent := number.rpartition(".")[0]:
            self._numbered(parent, self._headings.get(parent, ""))
        part, _, below = number.partition(".")
        printed = f"{below or part}."  # as the official form has it: I., 1., 2.7. under a part; "Phụ lục I."
        heading = Heading(section_id(number), printed, title, number.count(".") + 1)
        about = {"class": "appendix" if number.startswith(APPENDIX) else "numbered", "data-section": number}
        return self._begun(heading, number, about, parent)

    def _begun(self, heading: Heading, name: str, about: dict[str, str], parent: str = "") -> HtmlElement:
        """The section of a heading, in the section that has the number `parent`, if there is one."""
        number = [E.span({"class": "number"}, heading.number), " "] if heading.number else []
        section = E.section({"id": heading.id, **about}, E(f"h{heading.level + 1}", *number, heading.title))
        self._open[name] = section, heading
        (self._open[parent][0] if parent else self.body).append(section)
        (self._open[parent][1].children if parent else self.contents).append(heading)
        return section


def _clean(element: HtmlElement) -> str:
    return str(element.text_content()).replace("¶", "").strip()


def _open_topic(title: str, current: HtmlElement) -> HtmlElement:
    """A topic inside a section, lettered a), b) … as the official form does; numbered 1., 2. … in an appendix, under its title."""
    section = current.getparent() if "topic" in (current.get("class") or "") else current
    place = len(section.xpath("./section[contains(@class, 'topic')]"))
    if place == len(_LETTERS):
        said = _("more than {place} topics; {title!r} has no letter.", place=place, title=title)
        raise NotFinished(_("section {section}: {state}", section=section.get("data-section"), state=said))
    number = {"numbered": f"{_LETTERS[place]})", "appendix": f"{place + 1}."}.get(section.get("class", ""))
    level = min(section.get("data-section", "").count(".") + 3, 5)
    head = E(f"h{level}", *([E.span({"class": "number"}, number), " "] if number else []), title)
    topic = E.section({"class": "topic", "id": f"{section.get('id')}-{place + 1}"}, head)
    section.append(topic)
    return topic


# -- numbers, notes, links ---------------------------------------------------------------------------------------


def _number(body: HtmlElement) -> None:
    """Number tables and charts and give them anchors; those that paper leaves out come last, or it would lack a number."""
    counts = {"table": 0, "chart": 0}
    for figure in sorted(body.iter("figure"), key=lambda figure: bool(figure.xpath("ancestor::details"))):
        kind = figure.get("class").split()[0]
        counts[kind] += 1
        word, prefix = ("Bảng", "bang") if kind == "table" else ("Hình", "hinh")
        figure.set("id", f"{prefix}-{counts[kind]}")
        caption = figure.find("figcaption")
        number = E.a({"class": "number", "href": f"#{prefix}-{counts[kind]}"}, f"{word} {counts[kind]}.")
        number.tail = " " + (caption.text or "")
        caption.text = None
        caption.insert(0, number)


def _link_charts(body: HtmlElement) -> None:
    """Give references to charts the chart's number; one to a chart that has no figures in this period is left out."""
    charts: dict[str, HtmlElement] = {}
    for chart in body.xpath("//*[@data-name]"):
        name = chart.get("data-name")
        if name in charts:
            raise NotFinished(_("two charts have the name {name!r}; give each a name of its own.", name=name))
        charts[name] = chart
    for reference in body.xpath("//span[@class='chart-ref'][count(*) = 1][a/@data-chart]"):
        (link,) = reference
        name = link.attrib.pop("data-chart")
        if name not in charts:
            near = ", ".join(get_close_matches(name, charts, 3, 0.4)) or ", ".join(charts) or "none"
            raise _unfinished(reference, _("no chart has the name {name!r}; there are: {near}.", name=name, near=near))
        if charts[name].tag == "figure":
            link.set("href", f"#{charts[name].get('id')}")
            link.text = charts[name].xpath("string(figcaption/a[@class='number'])").rstrip(".")
        else:
            reference.drop_tree()


def footnotes(body: HtmlElement) -> Iterator[tuple[HtmlElement, list[HtmlElement | str]]]:
    """Every call of a footnote with its content: notes, and the first mention of a document outside tables and full lists."""
    mentioned: set[str] = set()
    for element in body.xpath("//cite[@data-document] | //span[@class='footnote']"):
        if element.tag == "span":
            yield element, [element]
            continue
        first = element.get("data-document") not in mentioned
        in_note = element.xpath("ancestor::span[@class='footnote']")
        apart = element.xpath("ancestor::table | ancestor::figcaption")
        if not apart:
            mentioned.add(element.get("data-document"))
        if first and not in_note and not apart and element.get("data-note"):
            yield element, [element.get("data-note")[:1].upper() + element.get("data-note")[1:] + "."]


def check_links(made: Tree) -> None:
    """Raises NotFinished, with the section, for a link to what the whole document does not have."""
    ids = set(made.body.xpath("//@id"))
    for link in made.body.xpath("//a[starts-with(@href, '#')]"):
        if (target := link.get("href")[1:]) not in ids:
            raise _unfinished(link, _("there is no {target!r} to link to.", target=target))


def _unfinished(element: HtmlElement, said: str) -> NotFinished:
    section = section_name(section_around(element)) or _("the opening")
    return NotFinished(_("section {section}: {state}", section=section, state=said))


def _own_ids(svg: str, place: int) -> str:
    """Prefix a drawing's ids, so that two drawings on a page share none."""
    svg = re.sub(r'\bid="([^"]+)"', rf'id="h{place + 1}-\1"', svg)
    svg = re.sub(r"url\(#([^)]+)\)", rf"url(#h{place + 1}-\1)", svg)
    return re.sub(r'href="#([^"]+)"', rf'href="#h{place + 1}-\1"', svg)
