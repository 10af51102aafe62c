"""What a period's key says of it: its days, its kind, its name in Vietnamese, and the periods that it is compared with."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import NamedTuple

from ..language import _
from ..problems import InputError, Problem
from .expressions import Expression, ExpressionError, selections
from .periods import KEY, KEY_FORM
from .rows import Row

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
            raise InputError(Problem("PERIOD", value=key, expected=KEY_FORM, remedy=_("Correct it.")))
        year, _dash, part = key.partition("-")
        first, last = _months(part)
        return cls(int(year), part, first, last)

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
    def year_share(self) -> str:
        """Percent of the year that has passed when it ends, as periods.csv writes it.

        >>> Span.of("2025-Q3").year_share, Span.of("2025-05").year_share
        ('75', '41.67')
        """
        return f"{self.last / 12 * 100:.4g}"

    @property
    def told(self) -> Row:
        """What periods.csv says of it that follows from its key."""
        return {
            "kind": _KINDS[self.last - self.first + 1],
            "date_from": f"{self.year}-{self.first:02}-01",
            "date_to": f"{self.year}-{self.last:02}-{calendar.monthrange(self.year, self.last)[1]}",
            "last_year": self._replace(year=self.year - 1).key,
            "year_share": self.year_share,
        }

    def row(self, like: Row) -> Row:
        """The row of periods.csv, after that of a period before: as it names itself and what it is compared with.

        like: its words are kept where only the year differs, and whether its figures are estimates.

        >>> first = {"period": "2024-H1", "label": "6 tháng đầu năm 2024", "previous": "2023", "estimated": "true"}
        >>> row = Span.of("2025-H1").row(first)
        >>> row["label"], row["date_to"], row["previous"], row["last_year"], row["year_share"]
        ('6 tháng đầu năm 2025', '2025-06-30', '2024', '2024-H1', '50')
        """
        other = Span.of(like["period"])
        alike = other.part == self.part
        previous = Span.of(like["previous"]) if alike and KEY.fullmatch(like["previous"]) else None
        label = like["label"].replace(str(other.year), str(self.year)) if alike else self.label
        before = previous._replace(year=previous.year + self.year - other.year) if previous else self.before
        own = {"period": self.key, "label": label, "previous": before.key, "estimated": like["estimated"]}
        return own | self.told


def refuse_other_months(of: Expression, since: str, own: Row) -> None:
    """Raises ExpressionError where a change would compare a period with one of other months of the year.

    of, since: what changes, and since which period. own: the edition's row of periods.csv.

    >>> from helpers.data.expressions import parse
    >>> of, own = parse("licences.licences()"), {"period": "2025", "last_year": "2024", "previous": "2025-H1"}
    >>> refuse_other_months(of, "@last_year", own)
    >>> refuse_other_months(of, "@previous", own)
    Traceback (most recent call last):
    helpers.data.expressions.ExpressionError: 2025 (năm 2025) is not compared with 2025-H1 (6 tháng đầu năm 2025), which has other months of the year: compare the same months of another year, or print both figures, one with period='2025-H1'
    """
    now = {select.period or own["period"] for select in selections(of)}
    *periods, then = (own.get(period.removeprefix("@"), period) for period in (*sorted(now), since))
    for period in periods if all(map(KEY.fullmatch, (*periods, then))) else ():
        one, other = Span.of(period), Span.of(then)
        if one[2:] != other[2:]:
            names = {"one": f"{one.key} ({one.label})", "other": f"{then} ({other.label})"}
            said = _("{one} is not compared with {other}, which has other months of the year", **names)
            remedy = _(
                "compare the same months of another year, or print both figures, one with period={then!r}", then=then
            )
            raise ExpressionError(f"{said}: {remedy}")


def months_of(period: Row) -> int:
    """How many months a period has, of its row in periods.csv: 3 for a quarter, whichever of the year.

    >>> months_of({"date_from": "2024-07-01", "date_to": "2024-09-30"})
    3
    """
    first, last = (dt.date.fromisoformat(period[end]) for end in ("date_from", "date_to"))
    return (last.year - first.year) * 12 + last.month - first.month + 1


def _months(part: str) -> tuple[int, int]:
    """First and last month of a part of a year."""
    if part[:1] in ("H", "Q"):
        length = 6 if part[0] == "H" else 3
        return (int(part[1]) - 1) * length + 1, int(part[1]) * length
    if part.endswith("M"):
        return 1, int(part[0])
    return (int(part), int(part)) if part else (1, 12)
