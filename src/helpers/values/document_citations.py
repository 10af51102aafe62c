"""Documents cited as administrative prose cites them: in full the first time, then by kind and number.

The footnote carries the full form. Which mention is the first is known only in the finished briefing, so a
citation always carries its full form and the exporter turns the first one into a footnote.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from . import vietnamese
from .blocks import Citation, Inlines, Note
from .blocks import Text as Words
from .display_bundle import marked, parsed
from .sourced_text import Day
from .sources import Cells, join


@dataclass(frozen=True)
class Document:
    """A row of the register: `f"{document}"` cites it, `f"{document:full}"` gives all that is known of it.

    `f"{document:number}"` is its number, `f"{document:dated}"` its number and date, `f"{document:issued}"` kind, number,
    date and issuer, `f"{document:kind}"` its kind alone, for a sentence that says the rest.
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

    def inlines(self, spec: str = "") -> Inlines:
        if spec == "dated":
            day = (Words(" ngày\u00a0"), self.date.inline()) if self.date else ()
            return (*self.inlines("number"), *day)
        forms = {"": self.short, "full": self.full, "issued": self.issued, "kind": self.kind, "number": self.number}
        tells_more = self.number and (self.date or self.title)  # a footnote that says no more than its sentence is none
        note = self.full if tells_more and spec not in ("full", "issued", "kind") else ""
        return (Citation(forms[spec], self.key, note, join(self.cells)),)

    def __format__(self, spec: str) -> str:
        return marked(*self.inlines(spec))

    def __str__(self) -> str:
        return self.short


def note(content: str) -> str:
    """A footnote for an f-string: its text stands at the foot of the page (PDF) or of the section (HTML).

    >>> from helpers.values.display_bundle import to_html
    >>> to_html("Đã ban hành." + note("Chi tiết"))
    'Đã ban hành.<span class="footnote">Chi tiết</span>'
    """
    return marked(Note(parsed(content)))


def note_list(documents: Iterable[Document]) -> str:
    """A footnote that lists documents in full, as the report does after "05 Quyết định"; empty for none."""
    listed = "; ".join(f"{document:full}" for document in documents)
    return note(f"{listed}.") if listed else ""
