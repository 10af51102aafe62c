"""Months, quarters and days that cells name, against the period: how a month of it is written, and what is of another one."""

import re

from helpers.data.spans import Span

_MONTH = re.compile(
    r"(?P<word>tháng|thang)?t?[ ._]*0?(?P<month>1[0-2]|[1-9])(?:(?: năm |[/.-])(?P<year>\d{4}))?", re.IGNORECASE
)
_QUARTER = re.compile(r"quý\s*(?P<quarter>IV|I{1,3}|[1-4])(?:(?: năm |\s?[/.-]\s?)(?P<year>\d{4}))?", re.IGNORECASE)
_DAY = re.compile(r"(\d{4})-(\d\d)-\d\d")
_ROMAN = ("I", "II", "III", "IV")


def month_in(text: str, span: Span) -> str:
    """A month of the period in the one way in which it moves on with periods: “01/2031” and “T1” as “Tháng 1”; else nothing.

    Excel makes its first day of it, 2031-01-01.

    >>> month_in("04/2031", Span.of("2031-Q2")), month_in("T5", Span.of("2031-Q2")), month_in("04/2030", Span.of("2031-Q2"))
    ('Tháng 4', 'Tháng 5', '')
    """
    found = _MONTH.fullmatch(re.sub(r"(\d{4})-(\d\d)-01", r"\2/\1", text))
    ours = found and (found["word"] or span.first <= int(found["month"]) <= span.last)
    return f"Tháng {found['month']}" if found and ours and found["year"] in (None, f"{span.year}") else ""


def side(text: str, span: Span) -> int:
    """Where a month, a quarter or a day lies: before the period (-1), behind it (1); 0: in it, or nothing of the kind.

    A month is told by its word or its year: “T7” may be a Saturday.

    >>> [side(text, Span.of("2031-Q2")) for text in ("03/2031", "Tháng 4", "2031-07-01", "Quý II", "T7", "Cư Jút")]
    [-1, 0, 1, 0, 0, 0]
    """
    if day := _DAY.fullmatch(text):
        first = last = (int(day[1]), int(day[2]))
    elif (found := _MONTH.fullmatch(text)) and (found["word"] or found["year"]):
        first = last = (int(found["year"] or span.year), int(found["month"]))
    elif found := _QUARTER.fullmatch(text):
        year, said = int(found["year"] or span.year), found["quarter"].upper()
        quarter = int(said) if said.isdigit() else _ROMAN.index(said) + 1
        first, last = (year, quarter * 3 - 2), (year, quarter * 3)
    else:
        return 0
    return (first > (span.year, span.last)) - (last < (span.year, span.first))
