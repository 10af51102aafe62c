"""The document for paper: the same tree in the official form, for the PDF and for Word alike."""

import copy
import itertools
import re

from lxml.html import HtmlElement
from lxml.html.builder import E

from ..order import BODY
from .columns import LETTERS, POINTS, UPRIGHT, letters
from .grid import beginning, grid
from .marks import put_beside, put_in, say_doubts
from .tree import Tree, footnotes

SCREEN_ONLY = (
    "//div[@class='code'] | //div[@class='analyst'] | //details | //a[@class='back'] | //main/p[@class='banner']"
)
OPENING_HEADINGS = (
    "//section[@class='opening'][following-sibling::section[@class='numbered']]//*[self::h2 or self::h3]"  # no number
)
# findings' numbers lead to the annex; what is in doubt is said without them
AUDIT = "//section[@class='annex'] | //sup[@class='flag'] | //p[@class='banner'] | //p[@class='source']"
PICTURE = 150.0  # mm: how wide and how high a chart is at most
DRAFT = "DỰ THẢO"  # on each page that is not of the copy that is sent
APART = "\u202f"  # a narrow space at which no line ends
ONE_LINE = 23  # characters of the issuer's name that the heading's left column holds


def for_paper(made: Tree, final: bool = False) -> Tree:
    """A copy of a document without what is a matter for the screen, its footnotes in place.

    final: without the audit's marks and annex, for the report that is sent; what was asked after its day, it cannot know.
    A draft is a working paper of the day on which it is made, and says all that was decided.
    """
    body = copy.deepcopy(made.body)
    for lacking in [] if final else body.xpath("//main/p[@class='banner']/span[@class='missing']"):
        lacking.getparent().addprevious(E.p({"class": "missing"}, lacking.text_content()))
    _drop(body, SCREEN_ONLY)
    _drop(body, OPENING_HEADINGS)
    for link in body.xpath("//a[@href=concat('#', /*/@id)]"):  # what the report opens with has no heading to lead to
        link.drop_tag()
    if final:
        say_doubts(body)
        _drop(body, AUDIT)
        _unlink(body)
        for corrected in body.xpath("//data[contains(@class, 'corrected')]"):
            corrected.attrib.pop("class", None)
        day = body.xpath("string(//div[@class='dated']/@data-day)")  # of a report without one, nothing is later
        for decided in body.xpath("//*[@data-decided]//*[@class='decided']"):
            if day and decided.xpath("string(ancestor::*[@data-decided][1]/@data-decided)")[: len(day)] > day:
                decided.drop_tree()
    for call, content in list(footnotes(body)):
        if call.tag != "span":
            put_beside(call, E.span({"class": "footnote"}, *content))
    _appendices(body)
    close_heading_gaps(body)
    _gather_marks(body)
    for mark in reversed(body.xpath("//sup[@class='flag']")):
        _set_apart(mark)
    for name in body.xpath("//div[@class='issuer']/p[last()]"):
        _balance(name)
    for footer in body.xpath("//footer[@class='signature']"):
        before = footer.getparent().getprevious()
        if before is not None:
            before.set("class", f"{before.get('class', '')} before-signature")
    _flatten(body)
    _turn(body)
    return Tree(body, made.contents, made.drawings)


def part_of(sheet: Tree, part: str) -> Tree:
    """A document for paper: BODY, or the appendix of an anchor; the whole for no part. What leads elsewhere stays as words."""
    if not part:
        return sheet
    body = copy.deepcopy(sheet.body)
    for section in body:
        numbered = section.get("class") == "appendix" and section.get("data-section")
        if numbered if part == BODY else section.get("id") != part:
            body.remove(section)
    _unlink(body)
    return Tree(body, sheet.contents, sheet.drawings)


def _unlink(body: HtmlElement) -> None:
    """Leave of links to what is not there their words."""
    ids = set(body.xpath("//@id"))
    for link in body.xpath("//a[starts-with(@href, '#')]"):
        if link.get("href")[1:] not in ids:
            link.drop_tag()


def title_of(sheet: Tree, title: str, part: str) -> str:
    """What a file says that it is: the report, or which of its appendices."""
    return title if part in ("", BODY) else f"{sheet.body.xpath('string(.//h2/span)')}. {title}"


def picture_size(svg: str) -> tuple[float, float]:
    """How wide and how high a chart is printed, in mm.

    >>> picture_size('<svg viewBox="0 0 400 200"></svg>'), picture_size('<svg viewBox="0 0 200 400"></svg>')
    ((150.0, 75.0), (75.0, 150.0))
    """
    across, down = map(float, re.findall(r'viewBox="[\d.]+ [\d.]+ ([\d.]+) ([\d.]+)"', svg)[0])
    width = min(PICTURE, PICTURE * across / down)
    return width, width * down / across


def _turn(body: HtmlElement) -> None:
    """Mark with data-page="across" what is printed on pages turned across: the appendices' wide tables.

    Text and charts are made for upright pages; an appendix or topic of little more than a wide table is turned as a
    whole. A table of so many columns that an upright page has no room for them is turned wherever it stands. The
    doubts with which an appendix ends stand before its last such table: behind it they would have a page of their own.
    """
    for figure in body.xpath("//section[not(@class='annex')]/descendant::figure[contains(@class, 'table')][.//td]"):
        if letters(beginning(grid(figure)), UPRIGHT[0] * POINTS, LETTERS) < LETTERS:
            figure.set("data-page", "across")

    wide, charts = ".//figure[contains(@class, 'wide')]", ".//figure[contains(@class, 'chart')]"
    parts = f"descendant-or-self::*[@class='appendix' or @class='topic'][{wide}][not({charts})]"
    for section in body.xpath("./section[@class='appendix' or @class='annex']"):
        for part in section.xpath(f"{parts} | {wide}"):
            part.set("data-page", "across")
    behind = "div[div/@class='review'][not(following-sibling::*)][preceding-sibling::*[1]/figure/@data-page]"
    for doubts in body.xpath(f"./section[@class='appendix'][not(@data-page)]/{behind}"):
        doubts.getprevious().addprevious(doubts)


def _flatten(body: HtmlElement) -> None:
    """Leave of figures, texts and documents their words: paper has no pop-overs, and fewer elements are set faster."""
    for number in body.xpath("//figcaption/a"):  # a link to itself
        number.tag = "span"
        del number.attrib["href"]
    for element in body.xpath(
        "//data[not(@data-old)] | //time | //cite | //span[@class='text'] | //a[not(@href)] | //div[@class='review']//a"
    ):
        element.drop_tag()
    for element in (each for each in body.iter() if each.get("role") != "img"):
        for name in set(element.attrib) - {"data-section", "data-n"}:
            if name.startswith(("data-", "aria-")):
                del element.attrib[name]


def _drop(body: HtmlElement, path: str) -> None:
    for element in body.xpath(path):
        element.drop_tree()


def _appendices(body: HtmlElement) -> None:
    """ "Phụ lục I" on its own line, its title below, and what it is attached to."""
    said = [body.xpath(f"string(.//div[@class='{name}'])") for name in ("registered", "dated")]
    # in one line; room that is left for a number to be written in stays
    registered, dated = (re.sub(r"[ \t\n]+", " ", text).strip(" ") for text in said)
    issuer = " ".join(body.xpath("string(.//div[@class='issuer']/p[2])").split())
    day = dated.partition(", ")[2]
    for section in body.xpath("./section[@class='appendix' or @class='annex']"):
        heading = section.find("h2")
        if (number := heading.find("span")) is None:  # of a section without words
            continue
        title = E.span({"class": "title"}, (number.tail or "").strip(), *number.itersiblings())
        number.text, number.tail = number.text.rstrip("."), " "
        heading.append(title)
        if issuer:
            heading.addnext(
                E.p({"class": "attached"}, f"(Kèm theo Báo cáo {registered.replace('Số:', 'số')} {day} của {issuer})")
            )


def _set_apart(mark: HtmlElement) -> None:
    """A mark of the audit is no part of the number beside it; in a table it stands before that, or its digits would be out of line."""
    after = mark.getnext()
    cell = next(mark.iterancestors("td"), None)
    if cell is not None and "number" in (cell.get("class") or ""):
        mark.drop_tree()
        put_in(cell, False, 0, 0, mark)
        mark.append(E.span(APART))
        return
    mark.text = APART + (mark.text or "")
    if after is not None and after.get("class") == "footnote" and not mark.tail:
        mark.append(E.span(APART))


def _gather_marks(body: HtmlElement) -> None:
    """The audit's marks that every figure of a table's column has stand in its head, once."""
    for table in body.xpath("//figure//table"):
        cells = [cell for row in beginning(grid(table)) for cell in row]
        for head in (cell for cell in cells if cell.is_head and cell.span == 1 and cell.element.tag == "th"):
            below = [cell.element for cell in cells if cell.column == head.column and not cell.is_head]
            marks = [figures.xpath(".//sup[@class='flag']") for figures in below if figures.xpath(".//data")]
            if len(marks) > 1 and len({tuple(mark.text_content() for mark in each) for each in marks}) == 1:
                head.element.extend(copy.deepcopy(marks[0]))
                for mark in itertools.chain.from_iterable(marks):
                    mark.drop_tree()


def close_heading_gaps(body: HtmlElement) -> None:
    """Headings that go down one level at a time (ISO 14289-1, 7.4.2): a finding stands right under its topic."""
    above: list[int] = []  # the levels, as written, of the headings that the next one may stand under
    for heading in body.iter("h1", "h2", "h3", "h4", "h5"):
        level = int(heading.tag[1])
        above = [*(other for other in above if other < level), level]
        heading.tag = f"h{len(above)}"


def _balance(name: HtmlElement) -> None:
    """A name too long for its line, broken where both lines are nearly as long, as the decree's samples are."""
    words = name.text_content().split()
    if len(" ".join(words)) <= ONE_LINE:
        return
    lines = [(" ".join(words[:place]), " ".join(words[place:])) for place in range(1, len(words))]
    first, second = min(lines, key=lambda pair: abs(len(pair[0]) - len(pair[1])))
    for child in list(name):
        name.remove(child)
    name.text = f"{first} "
    line = E.br()
    line.tail = second
    name.append(line)
