"""Words, dates and documents that know where they came from, as figures do.

Documents are cited as administrative prose cites them: in full the first time, then by kind and number. The footnote carries
the full form. Which mention is the first is known only in the finished briefing, so a citation always carries its full form
and the exporter turns the first one into a footnote.
"""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from . import blocks, vietnamese
from .display_bundle import NAME, marked, parsed
from .sources import Cells, join, merge

NOT_STATED = "Chưa nêu"  # what an empty cell is called where rows are told apart by it
_SPECS: dict[str, Callable[[str], str]] = {"": str, "lower": vietnamese.lower_first, "upper": vietnamese.sentence}


def _by_order(compare: Callable[[Any, Any], Any]) -> Any:
    def compared(one: _Ordered, other: object) -> Any:
        """Codes of one list by their places in it; all else as readers sort words."""
        if not isinstance(other, str):
            return NotImplemented
        if isinstance(other, type(one)):
            return compare(one.in_order, other.in_order)
        return compare(vietnamese.alphabetical(str(one)), vietnamese.alphabetical(str(other)))

    return compared


class _Ordered(str):
    """Words that pandas and Python sort as readers do."""

    __lt__, __le__, __gt__, __ge__ = map(_by_order, (operator.lt, operator.le, operator.gt, operator.ge))

    @property
    def in_order(self) -> tuple[object, ...]:
        return vietnamese.alphabetical(str(self))


class Text(_Ordered):
    """Text of a cell. In an f-string it keeps its source; digits in it (names such as IPv6) are data, not typed.

    The spec `lower` starts it with a lower-case letter, `upper` with an upper-case one. `+` gives plain words;
    for lists there is `vietnamese.join` (Python's own `", ".join` would drop the sources).
    """

    cells: tuple[Cells, ...]

    def __new__(cls, value: str, cells: tuple[Cells, ...] = ()) -> Text:
        self = super().__new__(cls, value)
        self.cells = cells
        return self

    def lower_first(self) -> Text:
        """The text as it stands inside a sentence, with its source."""
        return Text(vietnamese.lower_first(str(self)), self.cells)

    def behind(self, whole: Text) -> Text:
        """The name of a part behind that of its whole, "Giờ phát sóng: tiếng dân tộc"."""
        return Text(f"{whole!s}: {self.lower_first()!s}", merge(whole.cells + self.cells))

    def inline(self, spec: str = "") -> blocks.Text:
        return blocks.Text(NAME.sub(r"\1", _SPECS[spec](str(self))), join(self.cells), typed=False)

    def __format__(self, spec: str) -> str:
        return marked(self.inline(spec))


class _Empty(float):
    """An empty cell of words in a frame: missing for pandas, nothing in a sentence."""

    def __format__(self, spec: str) -> str:
        return ""

    def __str__(self) -> str:
        return ""


EMPTY = _Empty("nan")  # one: pandas tells NaN of a class of their own apart


class Count(Text):
    """A number about the briefing itself, such as how many checks passed: set as a number, but from no cell."""


class Code(_Ordered):
    """A code with its Vietnamese label: equal to the code, read as the label. Its role says what colour it has, its place
    where it stands in its list.

    `f"{code} …"` has the label, `f"{code!s}…"` and `code + "…"` the code.
    """

    label: str
    role: str
    place: int

    def __new__(cls, code: str, label: str, role: str = "", place: int = 0) -> Code:
        self = super().__new__(cls, code)
        self.label, self.role, self.place = label, role, place
        return self

    @property
    def in_order(self) -> tuple[object, ...]:
        return self.place, *super().in_order

    def __format__(self, spec: str) -> str:
        """The label: marked as the data's only where it has digits, so that whoever draws or joins it can read it."""
        label = vietnamese.lower_first(self.label) if spec == "lower" else self.label
        return marked(blocks.Text(label, typed=False)) if any(map(str.isdigit, label)) else label


class Day(dt.date):
    """A date in a Vietnamese report: "28/5/2024"; with the spec `long` "ngày 28 tháng 5 năm 2024"."""

    def text(self, spec: str = "") -> str:
        return vietnamese.long_date(self) if spec == "long" else vietnamese.short_date(self)

    def inline(self, spec: str = "") -> blocks.Text:
        return blocks.Text(self.text(spec), typed=False, date=self.isoformat())

    def __format__(self, spec: str) -> str:
        return marked(self.inline(spec))

    def __str__(self) -> str:
        return self.text()


@dataclass(frozen=True)
class Document:
    """A row of the register: `f"{document}"` cites it, `f"{document:full}"` gives all that is known of it.

    `f"{document:dated}"` is its number and date, `f"{document:issued}"` kind, number, date and issuer, `f"{document:kind}"`
    its kind alone, for a sentence that says the rest.
    """

    key: str
    kind: str
    number: str
    date: Day | None
    issuer: str
    title: str
    cells: tuple[Cells, ...]

    @property
    def short(self) -> str:
        """Kind and number; kind and subject for a document without a number."""
        if self.number:
            return f"{self.kind} số {self.number}"
        return f"{self.kind} {self.title}" if self.title else self.kind

    @property
    def full(self) -> str:
        """Kind, number, date, issuer and subject (Nghị định 30/2020/NĐ-CP)."""
        if not self.number:
            return f"{self.kind} của {self.issuer} về {self.title}" if self.issuer and self.title else self.short
        return f"{self.issued} về {self.title}" if self.title else self.issued

    @property
    def issued(self) -> str:
        """Kind, number, date and issuer."""
        day = f" ngày {vietnamese.short_date(self.date)}" if self.date else ""
        return f"{self.short}{day}{f' của {self.issuer}' if self.issuer else ''}"

    def __format__(self, spec: str) -> str:
        forms = {"": self.short, "full": self.full, "issued": self.issued, "kind": self.kind, "dated": self.number}
        tells_more = self.number and (self.date or self.title)  # a footnote that says no more than its sentence is none
        note = self.full if tells_more and spec in ("", "dated") else ""
        day = (blocks.Text(" ngày\u00a0"), self.date.inline()) if spec == "dated" and self.date else ()
        return marked(blocks.Citation(forms[spec], self.key, note, join(self.cells)), *day)

    def __str__(self) -> str:
        return self.short


def note(content: str) -> str:
    """A footnote for an f-string: its text stands at the foot of the page (PDF) or of the section (HTML).

    >>> from helpers.values.display_bundle import to_html
    >>> to_html("Đã ban hành." + note("Chi tiết"))
    'Đã ban hành.<span class="footnote">Chi tiết</span>'
    """
    return marked(blocks.Note(parsed(content)))


def note_list(documents: Iterable[Document]) -> str:
    """A footnote that lists documents in full, as the report does after "05 Quyết định"; empty for none."""
    listed = "; ".join(f"{document:full}" for document in documents)
    return note(f"{listed}.") if listed else ""
