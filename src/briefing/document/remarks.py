"""What readers wrote, at what it is about: a remark is void once that says something else, as a signature is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from lxml.html import HtmlElement
from lxml.html.builder import E

from helpers.data.rows import Row, Rows
from helpers.language import _
from helpers.values.vietnamese import short_date

from .contents import Contents, Index, bare, letters
from .marks import put_beside
from .tree import Heading, Tree, section_name

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
    """A row of remarks.csv in a report. section: in which it stands; "" where that is gone. state: of its row, or VOID since."""

    row: Row
    section: str
    state: str


def standing(contents: Contents, period: str, rows: Callable[[str], Rows]) -> list[Remark]:
    """The remarks of a period, in the order of the report. rows: gives all rows of a table."""
    places: dict[str, tuple[str, str]] = {}
    for section in contents.sections.values():
        places[section.name] = section.name, " ".join(piece.text for piece in section.pieces)
        for passage in section.passages:
            places[passage.name] = section.name, " ".join(piece.text for piece in passage.pieces)
            places |= {piece.name: (section.name, piece.text) for piece in passage.pieces}
    order = {name: number for number, name in enumerate(places)}
    found = []
    for row in rows("remarks").values():
        section, words = places.get(row["about"], (row["section"] if row["section"] in places else "", ""))
        says_so = words and (row["quoted"] in words or words in row["quoted"])
        state = row["state"] if says_so or row["state"] != OPEN else VOID
        if row["period"] == period:
            found.append(Remark(row, section, state))
    return sorted(found, key=lambda remark: order.get(remark.row["about"], order.get(remark.section, len(order))))


def told(contents: Contents, period: str, rows: Callable[[str], Rows]) -> Iterator[str]:
    """The remarks that nobody has answered in lines, for `status` and who makes the final copy."""
    for row, section, state in standing(contents, period, rows):
        if row["state"] == OPEN:
            who = ", ".join(filter(None, (row["by"], row["day"], row["file"])))
            quoted = f"“{row['quoted'][:60]}” " if row["quoted"] else ""
            values = {"remark": row["remark"], "section": section or "–", "quoted": quoted, "said": row["said"], "who": who}
            if state == OPEN:
                yield _("open remark {remark}, {section}: {quoted}{said} ({who})", **values)
            else:
                yield _("void remark {remark}, {section}: {quoted}{said} ({who}); it says something else now", **values)


# -- on the page -------------------------------------------------------------------------------------------------------


def put_remarks(sheet: Tree, index: Index, remarks: Iterable[Remark]) -> None:
    """Mark what remarks are about in the tree for the screen, and list them at its end."""
    articles = [_put(remark, f"{ANCHOR}-{number}", f"{MARK}{number}", index) for number, remark in enumerate(remarks, 1)]
    if articles:
        index.body.append(E.section({"class": "annex remarks", "id": ANCHOR}, E.h2(TITLE), *articles))
        sheet.contents = [*sheet.contents, Heading(ANCHOR, "", TITLE, 1)]


def _put(remark: Remark, anchor: str, name: str, index: Index) -> HtmlElement:
    """A remark's article; where it stands in the report, with a mark there."""
    row, section, state = remark
    place = next((one for one in index.body.iter("section") if section_name(one) == section), None)
    about = None if state == VOID else index.elements.get(row["about"])
    if about is None and state != VOID and place is not None:
        about = next(place.iter("h2", "h3", "h4", "h5"), None)
    label = f"Nhận xét {name[len(MARK) :]}, {_STATES[state]}"
    if about is not None:
        caption = about.find("figcaption") if about.tag == "figure" else about
        mark = E.sup({"class": f"flag remark {state}"}, E.a({"href": f"#{anchor}", "aria-label": label}, name))
        _put_behind(caption, row["quoted"], mark)
    holder = next((e for e in (about, place) if e is not None), index.body)
    target = next(e.get("id") for e in (holder, *holder.iterancestors()) if e.get("id"))
    where = section if section[:1].isupper() else "Phần mở đầu" if section else "Phần không còn trong báo cáo"
    day = short_date(dt.date.fromisoformat(row["day"])) if row["day"] else ""
    who = ", ".join(filter(None, (row["by"] or "Không ghi tên", day)))
    return E.article(
        {"class": f"remark {state}", "id": anchor, "data-by": row["by"], "data-section": section},
        E.h3(f"{name}. {who}, ", E.a({"href": f"#{target}"}, where), " ", E.span({"class": "state"}, _STATES[state])),
        *([E.blockquote(row["quoted"])] if row["quoted"] else []),
        E.p({"class": "said"}, row["said"]),
        *([E.p(E.strong("Trả lời: "), row["answer"])] if row["answer"] else []),
    )


def _put_behind(element: HtmlElement, words: str, mark: HtmlElement) -> None:
    """Put a mark behind words of an element, at its end where they are not found; no figure is cut."""
    found, wanted = letters(element), bare(words)
    at = "".join(letter.letter for letter in found).find(wanted)
    if not wanted or at < 0:
        element.append(mark)
        return
    holder, is_tail, place, _letter = found[at + len(wanted) - 1]
    around = holder.getparent() if is_tail else holder
    figure = next((e for e in (around, *around.iterancestors()) if e.tag in ("data", "cite")), None)
    if figure is not None:
        put_beside(figure, mark)
    elif is_tail:
        holder.tail, mark.tail = holder.tail[: place + 1], holder.tail[place + 1 :]
        holder.addnext(mark)
    else:
        holder.text, mark.tail = holder.text[: place + 1], holder.text[place + 1 :]
        holder.insert(0, mark)
