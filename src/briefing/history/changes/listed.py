"""The list of changes for readers, section by section from cause to effect: in the page's margin, and as a Word document."""

import datetime as dt
from collections.abc import Iterator

from lxml.html import HtmlElement
from lxml.html.builder import E

from helpers.data.rows import Row

from ...build.versions import Version
from ...document.tree import About, Tree
from .aligning import words_changed
from .comparing import Changes, Effect
from .words import EFFECTS, GONE, NEW, UNEXPLAINED, Teller, name


def since(changes: Changes) -> str:
    """What the list is called."""
    return f"Thay đổi từ {name(changes.a)}"


def listing(changes: Changes, tell: Teller) -> Iterator[HtmlElement]:
    """The list: how much changed, then each section's causes, and what they change, with links to it: `#thay-doi-N`."""
    places = {id(effect): number for number, effect in enumerate(changes.effects, 1)}
    told, made = len(changes.effects), len(changes.causes)
    some = f"{told} chỗ, từ {made} thay đổi của số liệu, câu chữ và chương trình."
    some = f"{told} chỗ khác nhau giữa hai kỳ." if changes.of_two_periods else some
    yield E.p(some if told else "Nội dung không thay đổi.")
    for section, effects in changes.by_section().items():
        title = changes.sections.get(section, "")
        yield E.h3(f"{section} {title}".strip() if section and section[0].isupper() else title or "Chung")
        for causes in dict.fromkeys(effect.causes for effect in effects):
            why = [tell.cause(place) for place in causes] or [UNEXPLAINED] * (not changes.of_two_periods)
            yield from (E.p({"class": "cause"}, E.strong(words)) for words in why)
            yield E.ul(*(entry(effect, places[id(effect)]) for effect in effects if effect.causes == causes))


def on_paper(changes: Changes, tell: Teller) -> bytes:
    """The list as a Word document in the report's styles, for those who sign: what is gone struck out, what is new underlined."""
    from ...document.formats import Report
    from ...document.formats.docx.writer import docx

    title = f"Nội dung thay đổi của báo cáo {_own(changes.b, 'periods')['label']}"
    head = E.header(E.h1("DANH MỤC THAY ĐỔI"), E.p(title, E.br(), f"từ {_dated(changes.a)} đến {_dated(changes.b)}"))
    body = E.main(head, E.section({"class": "opening"}, *listing(changes, tell)))
    for link in body.iter("a"):
        link.attrib.pop("href", None)
    about: About = {"title": title, "agency": _own(changes.b, "organisation")["name"], "period": changes.b.about.period}
    made = Tree(body, [], [])
    return docx(Report(made, made, about, final=True))


def _own(version: Version, table: str) -> Row:
    """The one row that a table has for a version's period."""
    (row,) = version.rows(table).where((("period", (version.about.period,)),)).values()
    return row


def _dated(version: Version) -> str:
    """ "bản 3 (02/10/2031)"; a publication has a name of its own."""
    day = dt.date.fromisoformat(version.about.made[:10])
    return name(version) if version.name else f"{name(version)} ({day:%d/%m/%Y})"


def entry(effect: Effect, number: int = 0) -> HtmlElement:
    """What is said otherwise, as an item of a list. number: its place in the page with the marks; 0 where there is none."""
    head = EFFECTS[effect.kind] + (f" {effect.where}" if effect.where else "")
    if not effect.old or not effect.new:
        what = [
            E.span({"class": "state"}, NEW if effect.new else GONE),
            " ",
            E.ins(effect.new) if effect.new else E("del", effect.old),
        ]
    else:
        what = list(_words(effect.old, effect.new))
    flips = [
        E.strong({"class": "flip"}, f"Nhận định đổi: {old or 'không'} → {new or 'không'}") for old, new in effect.flips
    ]
    attributes = {"href": f"#thay-doi-{number}"} if number and effect.at else {}
    return E.li(E.a(attributes, f"{head}: "), *what, *flips)


def _words(old: str, new: str) -> Iterator[object]:
    """Both texts in one; of unchanged words those near a change."""
    for before, after in words_changed(old, new, around=4):
        if before == after:
            yield f"{before} "
        else:
            yield from ([E("del", before), " "] if before else [])
            yield from ([E.ins(after), " "] if after else [])
