"""What a period's key says of it: its days, its kind, its name in Vietnamese, the periods that it is compared with and of which it can consist."""

from __future__ import annotations

import calendar
import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from ..errors import one_of, wrong_input
from ..i18n import _
from .indexed_rows import Row, Rows

KEY = re.compile(r"[0-9]{4}(-(H[12]|Q[1-4]|[369]M|0[1-9]|1[0-2]))?")
KEY_FORM = _("a year, half, quarter, its first 3, 6 or 9 months, or a month: 2024, 2024-H1, 2024-Q3, 2024-9M, 2024-05")
_LENGTHS = {"H{}": 6, "Q{}": 3, "{:02}": 1}  # in months, of the parts that make a year together
_PARTS = {  # of a year: the first month, the last, and how a title names it
    "": (1, 12, "năm"),
    **{f"{last}M": (1, last, f"{last} tháng đầu năm") for last in (3, 6, 9)},
    **{f"H{nth}": (nth * 6 - 5, nth * 6, f"6 tháng {half} năm") for nth, half in ((1, "đầu"), (2, "cuối"))},
    **{f"Q{nth}": (nth * 3 - 2, nth * 3, f"quý {roman} năm") for nth, roman in enumerate(("I", "II", "III", "IV"), 1)},
    **{f"{nth:02}": (nth, nth, f"tháng {nth:02} năm" if nth < 3 else f"tháng {nth} năm") for nth in range(1, 13)},
}
_KINDS = {1: "month", 3: "quarter", 6: "half", 9: "nine_months", 12: "year"}  # months → code of period_kind


class Span(NamedTuple):
    """Months of a year: a half, a quarter, its first months, one month, or all of it. `part`: "H1", "Q3", "9M", "05" or "".

    >>> Span.of("2025-H1").label, Span.of("2025-Q3").label, Span.of("2025").label
    ('6 tháng đầu năm 2025', 'quý III năm 2025', 'năm 2025')
    """

    year: int
    part: str
    first: int
    last: int

    @classmethod
    def of(cls, key: str) -> Span:
        """The span that a key names. Raises InputError for a key of another form."""
        if not KEY.fullmatch(key):
            remedy = _("Correct it.")
            raise wrong_input(_("PERIOD"), 0, "", key, KEY_FORM, remedy, code="bad_period_key")
        year, _dash, part = key.partition("-")
        return cls(int(year), part, *_PARTS[part][:2])

    @property
    def months(self) -> int:
        return self.last - self.first + 1

    @property
    def key(self) -> str:
        return f"{self.year}-{self.part}" if self.part else f"{self.year}"

    @property
    def label(self) -> str:
        """The period as a title names it."""
        return f"{_PARTS[self.part][2]} {self.year}"

    def holds(self, key: str) -> bool:
        """Whether another period is this one or a part of it.

        >>> Span.of("2025-H1").holds("2025-Q2"), Span.of("2025-H1").holds("2025-Q3")
        (True, False)
        """
        other = Span.of(key)
        return other.year == self.year and self.first <= other.first and other.last <= self.last

    @property
    def before(self) -> Span:
        """The span of the same length that ends where this one begins; of the year's first months: the year before.

        >>> Span.of("2025-H2").before.key, Span.of("2025-Q1").before.key, Span.of("2025-9M").before.key
        ('2025-H1', '2024-Q4', '2024')
        """
        if not self.part or self.part.endswith("M"):
            return Span.of(f"{self.year - 1}")
        first, year = (self.first - self.months, self.year) if self.first > 1 else (13 - self.months, self.year - 1)
        alike = (part for part, own in _PARTS.items() if own[:2] == (first, first + self.months - 1))
        return Span.of(f"{year}-{next(part for part in alike if not part.endswith('M'))}")

    @property
    def told(self) -> Row:
        """What periods.csv need not say of it, as its key does.

        >>> Span.of("2025-Q3").told["year_share"], Span.of("2025-05").told["year_share"]
        ('75', '41.67')
        """
        lengths = [calendar.monthrange(self.year, month)[1] for month in range(self.first, self.last + 1)]
        return {
            "label": self.label,
            "kind": _KINDS[self.months],
            "months": f"{self.months}",
            "days": f"{sum(lengths)}",
            "date_from": f"{self.year}-{self.first:02}-01",
            "date_to": f"{self.year}-{self.last:02}-{lengths[-1]}",
            "previous": self.before.key,
            "last_year": self._replace(year=self.year - 1).key,
            "year_share": f"{self.last / 12 * 100:.4g}",  # percent that has passed when it ends
        }

    def parts(self, keys: Collection[str], begun: bool = False) -> Iterator[list[str]]:
        """The periods among these that together are this one, the longest first: of a year its halves, then its quarters.

        begun: then those of which only some are there yet.

        >>> list(Span.of("2025-H1").parts(["2025-Q2", "2025-Q1", "2025-Q3", "2025-01"]))
        [['2025-Q1', '2025-Q2']]
        >>> list(Span.of("2025-H1").parts(["2025-Q1"], begun=True))
        [['2025-Q1', '2025-Q2']]
        """
        yield from self.parts(keys) if begun else ()
        named = {Span.of(key)[2:]: key for key in keys if key[:4] == f"{self.year}" and KEY.fullmatch(key)}
        for form, length in _LENGTHS.items():
            starts = range(self.first, self.last + 1, length)
            own = {(start, start + length - 1): form.format(start // length + 1) for start in starts}
            there = len(own.keys() & named.keys())
            if len(own) > 1 and there and begun == (there < len(own)) and (starts[-1] + length - 1) == self.last:
                yield [named.get(months, f"{self.year}-{part}") for months, part in own.items()]

    def row(self, like: Row) -> Row:
        """The row of periods.csv, after that of a period before: as it names itself and what it is compared with.

        like: its words are kept where only the year differs, and whether its figures are estimates.

        >>> first = {"period": "2024-H1", "label": "6 tháng đầu năm 2024", "previous": "2023", "estimated": "true"}
        >>> row = Span.of("2025-H1").row(first)
        >>> row["label"], row["date_to"], row["previous"], row["last_year"], row["year_share"]
        ('6 tháng đầu năm 2025', '2025-06-30', '2024', '2024-H1', '50')
        """
        other, own = Span.of(like["period"]), {"period": self.key, "estimated": like["estimated"]}
        if other.part == self.part:
            own["label"] = like["label"].replace(str(other.year), str(self.year))
            if KEY.fullmatch(like["previous"]):
                previous = Span.of(like["previous"])
                own["previous"] = previous._replace(year=previous.year + self.year - other.year).key
        return self.told | own


def is_later(period: str, than: str) -> bool:
    """Whether a period ends after another one has ended; what has no period holds always, and so is not later.

    >>> is_later("2024-Q3", "2024-H1"), is_later("2024", "2024-H2"), is_later("", "2024")
    (True, False, False)
    """
    ends = [Span.of(key) for key in (period, than) if KEY.fullmatch(key)]
    return len(ends) == 2 and (ends[0].year, ends[0].last) > (ends[1].year, ends[1].last)


def choose_period(periods: Rows, period: str = "") -> str:
    """The period itself, or the newest. Raises InputError for one that is not there; a key of another form, which could be a path, is none."""
    rows = (row for row in periods.values() if KEY.fullmatch(row.get("period", "")))
    known = [row["period"] for row in sorted(rows, key=lambda row: row.get("date_to", ""))]
    if not known:
        expected, remedy = _("a row for each period"), _("Add the period's row.")
        raise wrong_input("periods.csv", expected=expected, remedy=remedy, code="no_rows")
    if period and period not in known:
        remedy = _("Name a period that periods.csv has, or add its row.")
        raise wrong_input("periods.csv", 0, "period", period, one_of(known), remedy, code="unknown_name")
    return period or known[-1]
