"""The passages of an edition: its cells of text, each with the words that a reader sees."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from ..data.rows import Records, Row
from ..data.schema import TABLES
from ..data.validity import Validity
from .terms import Cell
from .vocabulary import DOCUMENT, FIGURE, PLACE

_PLACES = re.compile(f"[{FIGURE}{DOCUMENT}]")
_LEAST = re.compile(r"(?:thấp|ít|nhỏ|ngắn|kém|muộn) $", re.IGNORECASE)
_NOT_PROSE = ("state", "number", "topic", "section", "role", "each", "relation")
_STANDING = ("headings", "codes", "headlines")  # of every period, and printed in each
_DECIDED = ("corrections", "acceptances", "questions", "absences", "revisions", "controls", "rules", "claims")


@dataclass(frozen=True)
class TextCell:
    """A cell of text. told: a sentence that the department writes itself, in which a closed world of words holds."""

    table: str
    line: int
    column: str
    row: Row
    raw: str

    is_head: ClassVar = False

    @property
    def cell(self) -> Cell:
        return self.table, self.line, self.column

    @property
    def cells(self) -> tuple[Cell, ...]:
        return (self.cell,)

    @property
    def place(self) -> tuple[str, int]:
        """Where a reader looks for it, as messages say it: "statements.csv dòng", 12."""
        return f"{self.table}.csv dòng", self.line

    @cached_property
    def name(self) -> str:
        """Which cell it is, as ids name it."""
        return f"{self.table}.{self.column},{TABLES[self.table].row_id(self.row)}"

    @cached_property
    def words(self) -> str:
        typed = self.raw.translate({ord(FIGURE): "?", ord(DOCUMENT): "?"})  # these signs stand for places only
        return PLACE.sub(lambda match: DOCUMENT if "document(" in match[0] else FIGURE, typed)

    @property
    def quoted(self) -> str:
        return f"“{self.words}”"

    @property
    def told(self) -> bool:
        return self.is_statement or self.table == "headlines"

    @property
    def is_statement(self) -> bool:
        return self.table == "statements"

    def borne_out(self, at: int) -> bool:
        """Whether a judging word that stands there is computed, as a headline is, or "dài nhất" beside the greatest number.

        For any other in a statement a claim answers.
        """
        if self.table == "headlines" or not self.words.startswith("nhất", at):
            return self.table == "headlines"
        start = max(self.words.rfind(sign, 0, at) for sign in ".;,") + 1
        clause, before = re.split(r"[.;,]", self.words[start:])[0], self.words[:start]
        asked = PLACE.findall(self.raw)[len(_PLACES.findall(before)) :][: len(_PLACES.findall(clause))]
        extreme = "{min(" if _LEAST.search(self.words[:at]) else "{max("
        return any(each.startswith(extreme) for each in asked)

    @property
    def looks_ahead(self) -> bool:
        """Tasks to come may name months and years that are not over."""
        return self.is_direction or TABLES[self.table].tasks is not None

    @property
    def is_direction(self) -> bool:
        return self.row.get("kind") == "direction"


def passages(records: Records) -> Iterator[TextCell]:
    """Every cell of text that is printed in the words in which it was typed: sentences, titles, labels, headings."""
    ended = set(Validity(records["validity"]).not_held(records.period))
    for table in TABLES.values():
        if table.name not in records or table.name in _DECIDED or not (table.next.rows or table.name in _STANDING):
            continue
        aside = (*table.full_key, *_NOT_PROSE, "source", "unit")
        columns = [name for name, column in table.columns.items() if column.kind == "text" and name not in aside]
        for line, row in records[table.name].items():
            standing = row.get("period", "-")  # a document without one belongs to no period
            if standing and not (table.name == "codes" and (row["list"], row["code"]) in ended):
                yield from (TextCell(table.name, line, name, row, row[name]) for name in columns if row[name])
