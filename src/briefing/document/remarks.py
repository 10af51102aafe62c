"""What readers wrote, at what it is about: a remark is void once that says something else, as a signature is."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from helpers.data.rows import Row, Rows
from helpers.i18n import _
from helpers.values.blocks import plain
from helpers.values.sources import Cell
from helpers.values.vietnamese import short_date

from .annotate import section_name
from .model import DRAFT, SCREEN, Annotation, Document, runs
from .passages import Passage, passages

OPEN, VOID = "open", "void"
MARK, ANCHOR = "NX", "nhan-xet"  # nhận xét: how readers see the number of a remark, and the address of their list
_STATES = {
    OPEN: "chờ trả lời",
    "answered": "đã trả lời",
    "taken": "đã tiếp thu",
    VOID: "không còn hiệu lực: nội dung này đã thay đổi",
}


class Place(NamedTuple):
    """What a remark can be about, in which section; of several passages the words are the first ones, and a digest of all."""

    section: str
    words: str
    cells: frozenset[Cell] = frozenset()


class Remark(NamedTuple):
    """A row of remarks.csv. section: where it stands, or stood; state: of its row, or VOID."""

    row: Row
    section: str
    state: str

    @property
    def words(self) -> str:
        """What it is about: the words that were chosen, of one that is void all that stood there."""
        return (self.row["stood"] if self.state == VOID else "") or self.row["quoted"]


def places(document: Document) -> dict[str, Place]:
    """All that a remark can be about, by its id: findings, sections, tables, rows, passages, what is printed from cells, blocks."""
    found = {each.id: Place("", f"{plain(each.fault)} ({each.standing})") for each in document.findings}
    for name, own in passages(document).items():
        parts: dict[str, list[Passage]] = {}
        for each in own:
            found |= {id_: Place(name, _stood([text]), each.cells) for id_, text in each.texts}
            for id_ in each.path:
                parts.setdefault(id_, []).append(each)
        for id_, several in parts.items():
            cells = frozenset[Cell]().union(*(each.cells for each in several))
            found[id_] = Place(name, _stood([each.text for each in several]), cells)
    for section, block in document.parts():
        if (said := [*map(plain, runs(block))]) and block.id not in found:
            found[block.id] = Place(section_name(section), _stood(said))
    return found


def _stood(words: list[str]) -> str:
    first, *more = [" ".join(each.split()) for each in words]
    return f"{first} … {hashlib.sha256(repr(words).encode()).hexdigest()[:10]}" if more else first


def standing(document: Document, period: str, rows: Callable[[str], Rows]) -> list[Remark]:
    """The remarks of a period, in the order of the report. rows: gives all rows of a table."""
    own = [row for row in rows("remarks").values() if row["period"] == period]
    of = places(document) if own else {}
    order = {name: number for number, name in enumerate(of)}
    found = []
    for row in own:
        place = of.get(row["about"], Place(row["section"], ""))
        is_void = row["state"] == OPEN and bool(row["stood"]) and row["stood"] != place.words
        found.append(Remark(row, place.section or row["section"], VOID if is_void else row["state"]))
    return sorted(found, key=lambda remark: order.get(remark.row["about"], order.get(remark.section, len(order))))


def with_remarks(document: Document, remarks: Iterable[Remark]) -> Document:
    """The document with its remarks beside the text: "NX1", at their section where they are void."""
    known = {each.name for each in document.walk()}
    marks = []
    for number, remark in enumerate(remarks, 1):
        row = remark.row
        day = short_date(dt.date.fromisoformat(row["day"])) if row["day"] else ""
        who = ", ".join(filter(None, (row["by"] or "Không ghi tên", day)))
        quoted = f"“{remark.words}” " if remark.words else ""
        answer = f": {row['answer']}" if row["answer"] else ""
        said = f"{quoted}{row['said']} ({who}; {_STATES[remark.state]}{answer})"
        target = remark.section * (remark.section in known) if remark.state == VOID else row["about"]
        audiences = (SCREEN, DRAFT) if remark.state == OPEN else (SCREEN,)
        marks.append(
            Annotation(target, "remark", f"{MARK}{number}", f"{ANCHOR}-{row['remark']}", audiences, words=said)
        )
    return replace(document, annotations=(*document.annotations, *marks))


def told(document: Document, period: str, rows: Callable[[str], Rows]) -> Iterator[str]:
    """The remarks that nobody has answered in lines, for `status` and who makes the final copy."""
    for remark in standing(document, period, rows):
        row, section, state = remark
        if row["state"] == OPEN:
            who = ", ".join(filter(None, (row["by"], row["day"], row["file"])))
            said = " ".join(row["said"].split())
            quoted = f"“{remark.words[:60]}” " if remark.words else ""
            still = _("open remark {remark}, {section}: {quoted}{said} ({who})")
            void = _("void remark {remark}, {section}: {quoted}{said} ({who}); it says something else now")
            values = {"remark": row["remark"], "section": section or "–", "quoted": quoted, "said": said, "who": who}
            yield (still if state == OPEN else void).format(**values)
