"""What readers wrote, at what it is about: a remark is void once that says something else, as a signature is."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator
from typing import NamedTuple

from lxml.html import HtmlElement
from lxml.html.builder import E

from helpers.data.rows import Row, Rows
from helpers.editions import Edition
from helpers.i18n import _
from helpers.values.sources import Cell
from helpers.values.vietnamese import short_date

from .contents import FRONT, Contents, Index, Piece, Run, bare, letters
from .marks import put_beside, put_in
from .printed import section_name
from .tree import Heading, Tree

OPEN, VOID = "open", "void"
MARK, ANCHOR = "NX", "nhan-xet"  # nhận xét: how readers see the number of a remark, and the address of their list
TITLE = "Nhận xét của người đọc"
_STATES = {
    OPEN: "chờ trả lời",
    "answered": "đã trả lời",
    "taken": "đã tiếp thu",
    VOID: "không còn hiệu lực: nội dung này đã thay đổi",
}


class Remark(NamedTuple):
    """A row of remarks.csv. section: where it stands, or stood; state: of its row, or VOID; cells: of what it is about."""

    row: Row
    section: str
    state: str
    cells: frozenset[Cell] = frozenset()

    @property
    def words(self) -> str:
        """What it is about: the words that were chosen, of one that is void all that stood there."""
        return (self.row["stood"] if self.state == VOID else "") or self.row["quoted"]


def standing(contents: Contents, period: str, rows: Callable[[str], Rows]) -> list[Remark]:
    """The remarks of a period, in the order of the report. rows: gives all rows of a table."""
    of = places(contents)
    order = {name: number for number, name in enumerate(of)}
    found = []
    for row in rows("remarks").values():
        section, pieces, _table = of.get(row["about"], Place("", []))  # a finding may be printed in no section
        says_so = not row["stood"] or (row["about"] in of and row["stood"] == stood(pieces))
        state = row["state"] if says_so or row["state"] != OPEN else VOID
        if row["period"] == period:
            cells = frozenset().union(*(piece.cells for piece in pieces))
            found.append(Remark(row, section or row["section"], state, cells))
    return sorted(found, key=lambda remark: order.get(remark.row["about"], order.get(remark.section, len(order))))


class Place(NamedTuple):
    """What a remark can be about. table: the name of the table or chart that it is, or is of."""

    section: str
    pieces: list[Piece]
    table: str = ""


def places(contents: Contents) -> dict[str, Place]:
    """All that a remark can be about, by its name; what is said of a caption is said of the whole, of a finding while it is."""
    found = {FRONT: Place(FRONT, [])}  # every page has it, even if nothing stands before the first section
    for section in contents.sections.values():
        found[section.name] = Place(section.name, section.pieces)
        for passage in section.passages:
            found |= {piece.name: Place(section.name, [piece], passage.name) for piece in passage.pieces}
            caption = {passage.lines[0].pieces[0].name} if passage.title else set()
            found |= dict.fromkeys({passage.name, *caption}, Place(section.name, passage.pieces, passage.name))
    return found | {
        name: Place(next(iter(each.sections), ""), [Piece(name, (Run(each.words, each.about),))])
        for name, each in contents.findings.items()
    }


def stood(pieces: list[Piece]) -> str:
    """What a remark stands on: the words of one piece; of a table, chart or section its first words, and a digest of all.

    >>> from briefing.document.contents import Run
    >>> stood([Piece("c1", (Run("Có 3 trạm."),))])
    'Có 3 trạm.'
    """
    words = [piece.text for piece in pieces]
    if len(words) < 2:
        return "".join(words)
    return f"{words[0]} … {hashlib.sha256(repr(words).encode()).hexdigest()[:10]}"


def told(contents: Contents, period: str, rows: Callable[[str], Rows]) -> Iterator[str]:
    """The remarks that nobody has answered in lines, for `status` and who makes the final copy."""
    for remark in standing(contents, period, rows):
        row, section, state, _cells = remark
        if row["state"] == OPEN:
            who = ", ".join(filter(None, (row["by"], row["day"], row["file"])))
            said = " ".join(row["said"].split())
            quoted = f"“{remark.words[:60]}” " if remark.words else ""
            still = _("open remark {remark}, {section}: {quoted}{said} ({who})")
            void = _("void remark {remark}, {section}: {quoted}{said} ({who}); it says something else now")
            values = {"remark": row["remark"], "section": section or "–", "quoted": quoted, "said": said, "who": who}
            yield (still if state == OPEN else void).format(**values)


# -- on the page -------------------------------------------------------------------------------------------------------


def put_remarks(sheet: Tree, index: Index, remarks: list[Remark], edition: Edition) -> None:
    """Mark what remarks are about in the tree for the screen, at one place in their order, and list them at its end."""
    articles = [_put(remark, number, index) for number, remark in reversed([*enumerate(remarks, 1)])][::-1]
    if articles:
        for article, remark in zip(articles, remarks, strict=True):
            rows = sorted({cell[:2] for cell in remark.cells})
            offices = (edition.owners.of(table, edition.records.row(table, line)) for table, line in rows if line)
            article.set("data-office", next((office.name for office in offices if office), ""))
        index.body.append(E.section({"class": "annex remarks", "id": ANCHOR}, E.h2(TITLE), *articles))
        sheet.contents = [*sheet.contents, Heading(ANCHOR, "", TITLE, 1)]


def _put(remark: Remark, number: int, index: Index) -> HtmlElement:
    """The article of a remark, which gets its mark where it stands."""
    row, section, state, _cells = remark
    anchor, name = f"{ANCHOR}-{number}", f"{MARK}{number}"
    place = next((one for one in index.body.iter("section") if section_name(one) == section), None)
    heading = None if place is None else next(place.iter("h2", "h3", "h4", "h5"), None)
    about = None if state == VOID else index.elements.get(row["about"], heading)
    if about is not None:
        caption = next(about.iterchildren("figcaption", "h3", "h4", "h5"), about)  # of a table, a chart, a finding
        link = E.a({"href": f"#{anchor}", "aria-label": f"Nhận xét {number}, {_STATES[state]}"}, name)
        _put_behind(caption, row["quoted"], E.sup({"class": f"flag remark {state}"}, link))
    holder = next((e for e in (about, place) if e is not None), index.body)
    target = next(e.get("id") for e in (holder, *holder.iterancestors()) if e.get("id"))
    known = index.contents.sections.get(section)
    own = "" if heading is None else " ".join("".join(heading.xpath(".//text()[not(ancestor::sup)]")).split())
    title = known.title if known else own
    where = section if title and section[:1].isupper() else title or "Phần không còn trong báo cáo"
    day = short_date(dt.date.fromisoformat(row["day"])) if row["day"] else ""
    who = ", ".join(filter(None, (row["by"] or "Không ghi tên", day)))
    return E.article(
        {"class": f"remark {state}", "id": anchor, "data-by": row["by"], "data-section": section},
        E.h3(f"{name}. {who}, ", E.a({"href": f"#{target}"}, where), " ", E.span({"class": "state"}, _STATES[state])),
        *([E.blockquote(remark.words)] if remark.words else []),
        E.p({"class": "said"}, row["said"]),
        *([E.p(E.strong("Trả lời: "), row["answer"])] if row["answer"] else []),
    )


def _put_behind(element: HtmlElement, words: str, mark: HtmlElement) -> None:
    """Put a mark behind words of an element, at its end where they are not found; no figure is cut.

    It stands before the sign that ends a sentence: what is behind that sign begins another one (`contents.SENTENCE`).
    """
    found, wanted = letters(element), bare(words).rstrip(".;:")
    at = "".join(letter.letter for letter in found).find(wanted)
    if not found:
        element.append(mark)
        return
    holder, is_tail, place, _letter = found[at + len(wanted) - 1 if wanted and at >= 0 else -1]
    around = holder.getparent() if is_tail else holder
    figure = next((e for e in (around, *around.iterancestors()) if e.tag in ("data", "cite")), None)
    if figure is not None:
        put_beside(figure, mark)
    else:
        put_in(holder, is_tail, place + 1, place + 1, mark)
