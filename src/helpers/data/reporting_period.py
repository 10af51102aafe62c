"""What a period's key says of it: its days, its kind, its name in Vietnamese, the periods that it is compared with and of which it can consist."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from ..errors import InputError, Problem
from ..i18n import _
from .rows import Row

KEY = re.compile(r"[0-9]{4}(-(H[12]|Q[1-4]|[369]M|0[1-9]|1[0-2]))?")
KEY_FORM = _("a year, half, quarter, its first 3, 6 or 9 months, or a month: 2024, 2024-H1, 2024-Q3, 2024-9M, 2024-05")
PARTS = ("Q1", "Q2", "Q3", "Q4", "H1", "H2", "9M", *(f"{month:02}" for month in range(1, 13)), "")  # of a year, as keys
_ROMAN = ("", "I", "II", "III", "IV")
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
            raise InputError(
                Problem("PERIOD", value=key, expected=KEY_FORM, remedy=_("Correct it."), code="bad_period_key")
            )
        year, _dash, part = key.partition("-")
        if part[:1] in ("H", "Q"):
            length = 6 if part[0] == "H" else 3
            return cls(int(year), part, (int(part[1]) - 1) * length + 1, int(part[1]) * length)
        first, last = ("1", part[0]) if part.endswith("M") else (part or "1", part or "12")
        return cls(int(year), part, int(first), int(last))

    @property
    def key(self) -> str:
        return f"{self.year}-{self.part}" if self.part else f"{self.year}"

    @property
    def label(self) -> str:
        """The period as a title names it."""
        match self.part[:1], self.part[-1:]:
            case ("", _):
                return f"năm {self.year}"
            case ("H", half):
                return f"6 tháng {'đầu' if half == '1' else 'cuối'} năm {self.year}"
            case ("Q", quarter):
                return f"quý {_ROMAN[int(quarter)]} năm {self.year}"
            case (months, "M"):
                return f"{months} tháng đầu năm {self.year}"
        return f"tháng {self.part if self.last < 3 else self.last} năm {self.year}"

    def holds(self, key: str) -> bool:
        """Whether another period is this one or a part of it.

        >>> Span.of("2025-H1").holds("2025-Q2"), Span.of("2025-H1").holds("2025-Q3")
        (True, False)
        """
        other = Span.of(key)
        return other.year == self.year and self.first <= other.first and other.last <= self.last

    @property
    def before(self) -> Span:
        """The span of the same length that ends where this one begins; of the year's first months: the year before."""
        if self.part[:1] in ("H", "Q") and self.part[1] > "1":
            return Span.of(f"{self.year}-{self.part[0]}{int(self.part[1]) - 1}")
        if self.part.isdigit() and self.last > 1:
            return Span.of(f"{self.year}-{self.last - 1:02}")
        last = {"H": "-H2", "Q": "-Q4"}.get(self.part[:1], "-12" if self.part.isdigit() else "")
        return Span.of(f"{self.year - 1}{last}")

    @property
    def after(self) -> Span:
        """The span of the same length that begins where this one ends; what is left of the year after nine months.

        >>> Span.of("2025-H1").after.key, Span.of("2025-Q4").after.key, Span.of("2025-9M").after.key, Span.of("2025").after.key
        ('2025-H2', '2026-Q1', '2025-Q4', '2026')
        """
        spans = (each for year in (self.year, self.year + 1) for each in spans_of(year))
        alike = (each for each in spans if each.last - each.first == self.last - self.first and each.before == self)
        return next(alike, Span.of(f"{self.year}-Q4"))

    @property
    def told(self) -> Row:
        """What periods.csv need not say of it, as its key does.

        >>> Span.of("2025-Q3").told["year_share"], Span.of("2025-05").told["year_share"]
        ('75', '41.67')
        """
        return {
            "label": self.label,
            "kind": _KINDS[self.last - self.first + 1],
            "date_from": f"{self.year}-{self.first:02}-01",
            "date_to": f"{self.year}-{self.last:02}-{calendar.monthrange(self.year, self.last)[1]}",
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
        for length, form in ((6, "H{}"), (3, "Q{}"), (1, "{:02}")):
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


def spans_of(year: int) -> list[Span]:
    """The parts of a year that have a name, and the year."""
    return [Span.of(f"{year}-{part}" if part else f"{year}") for part in PARTS]


def is_later(period: str, than: str) -> bool:
    """Whether a period ends after another one has ended; what has no period holds always, and so is not later.

    >>> is_later("2024-Q3", "2024-H1"), is_later("2024", "2024-H2"), is_later("", "2024")
    (True, False, False)
    """
    ends = [Span.of(key) for key in (period, than) if KEY.fullmatch(key)]
    return len(ends) == 2 and (ends[0].year, ends[0].last) > (ends[1].year, ends[1].last)


def months_of(period: Row) -> int:
    """How many months a period has, of its row in periods.csv: 3 for a quarter, whichever of the year.

    >>> months_of({"date_from": "2024-07-01", "date_to": "2024-09-30"})
    3
    """
    first, last = (dt.date.fromisoformat(period[end]) for end in ("date_from", "date_to"))
    return (last.year - first.year) * 12 + last.month - first.month + 1


def named(year: str, quarter: str = "", month: str = "") -> Span | None:
    """The year, quarter or month that words name, "III" and "3" alike; None for one that there is not.

    >>> named("2024", "III"), named("2024", month="13")
    (Span(year=2024, part='Q3', first=7, last=9), None)
    """
    roman = quarter.upper()
    part = f"Q{_ROMAN.index(roman) if roman in _ROMAN else roman}" if quarter else f"{int(month):02}" if month else ""
    key = "-".join(filter(None, (year, part)))
    return Span.of(key) if KEY.fullmatch(key) else None
