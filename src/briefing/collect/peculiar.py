"""Lines of a list that are unlike the rows that were there before: told with their cell, and taken as they are.

Nothing here knows a table: what is usual is learned from its rows. A column that is nearly always filled in, texts of
few forms (185/KH-UBND), few values that come again (issuers), a kind that goes with a sign, a day within the term that
another cell names.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from helpers.data.datapackage import Table
from helpers.data.rows import Row
from helpers.data.spans import Span, named
from helpers.language import Message, _
from helpers.problems import nearest
from helpers.values.vietnamese import slug

_MANY = 8  # rows from which something is usual
_LONGEST_TERM = 40  # letters; longer texts speak of terms, they do not state one
_TERM = re.compile(
    r"(?:^\d+/(?=\d+/)|\b(?:quý (?P<quarter>I{1,3}|IV|[1-4])|tháng (?P<month>\d{1,2}))[ /]*(?:năm )?)(?P<year>20\d\d)\b",
    re.IGNORECASE,
)


class Usual:
    """What the rows of a table that are known have in common; peculiar() says what of a line is otherwise."""

    def __init__(self, table: Table, known: Sequence[Row], first: dt.date, ahead: set[str]) -> None:
        """first: the period's day; ahead: columns of days that look beyond their period, as deadlines do."""
        self.table, self.known, self.first, self.ahead = table, len(known), first.isoformat(), ahead
        self.filled = {name: [row[name] for row in known if row[name]] for name in table.listed}
        self.values = {name: dict.fromkeys(values) for name, values in self.filled.items()}
        self.forms = {name: set(map(form_of, values)) for name, values in self.values.items()}
        self.lines = {tuple(row[name] for name in table.listed) for row in known}
        self.kinds: dict[tuple[str, str], list[Row]] = {}
        for row in known:
            for sign in self._signs(row):
                self.kinds.setdefault(sign, []).append(row)

    def peculiar(self, row: Row) -> Iterator[tuple[str, Message]]:
        """The columns of a line in which something is unlike the rows that are known, and what; none where it is one of them."""
        if tuple(row[name] for name in self.table.listed) in self.lines:
            return
        terms = [term for name in self.table.listed if len(row[name]) <= _LONGEST_TERM and (term := term_of(row[name]))]
        signs = {(name, slug(sign)) for name, sign in self.kinds}
        misspelt = {at for at, sign in self._signs(row) if (at, sign) not in self.kinds and (at, slug(sign)) in signs}
        alike = next((rows for sign in self._signs(row) if len(rows := self.kinds.get(sign, [])) > 1), [])
        for name in self.table.listed:
            field, value, filled = self.table.columns[name], row[name], self.filled[name]
            if not value:
                if field.empty and self.known >= _MANY and len(filled) * 5 >= self.known * 4:
                    yield name, _("empty, though most rows have it")
            elif field.kind == "date":
                if terms and not terms[0].told["date_from"] <= value <= terms[0].told["date_to"]:
                    yield name, _("this day is not within the term of this line")
                elif name in self.ahead and value < self.first:
                    yield name, _("this day is before the period")
            elif field.kind == "text" and len(filled) >= _MANY:
                few_forms, few_values = (len(each[name]) for each in (self.forms, self.values))
                if name in misspelt or (4 * few_forms <= len(filled) and form_of(value) not in self.forms[name]):
                    yield name, _("written unlike all that were there before")  # fmt: skip
                elif 2 * few_values <= len(filled) and value not in self.values[name]:
                    like = nearest(value, self.values[name]).partition(", ")[0]
                    yield name, _("new here; like {like}?", like=like)
            elif field.kind == "code" and alike and value not in {each[name] for each in alike}:
                yield name, _("another kind than its sign says")

    def _signs(self, row: Row) -> Iterator[tuple[str, str]]:
        """The signs in a row, such as KH of 185/KH-UBND, each with its column."""
        for name in self.table.listed:
            if self.table.columns[name].kind == "text" and (sign := re.match(r"\d+/(\w+)-", row[name])):
                yield name, sign[1]


def form_of(text: str) -> str:
    """A text's form: digits, and words, each as one.

    >>> form_of("185/KH-UBND"), form_of("…/QĐ-UBND"), form_of("UBND tỉnh")
    ('9/A', '…/A', 'A')
    """
    return re.sub(r"A(?:[ -]A)*", "A", re.sub(r"[^\W\d_]+", "A", re.sub(r"\d+", "9", text)))


def term_of(text: str) -> Span | None:
    """The quarter or the month that a text names, the year of a document's number.

    >>> term_of("Trong quý I năm 2025").key, term_of("Tháng 02/2024").key, term_of("30/2020/NĐ-CP").key
    ('2025-Q1', '2024-02', '2020')
    >>> term_of("thường xuyên"), term_of("theo Nghị định 30/2020/NĐ-CP")
    (None, None)
    """
    found = _TERM.search(text)
    return named(found["year"], found["quarter"] or "", found["month"] or "") if found else None
