"""Days, months, quarters, years and spans that are typed in a sentence, tried against the period that it reports on."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from ..data.rows import Row
from ..data.spans import months_of
from ..values.lunar import ANIMALS, BRANCHES, NAME, branch_of, lunar_year, spelt
from ..values.vietnamese import short_date

_QUARTERS = {"I": 1, "II": 2, "III": 3, "IV": 4}
_WEEKDAYS = ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật")
_TYPED = re.compile(
    r"(?P<weekday>(?<!lần )\b(?:thứ (?:[Hh]ai|[Bb]a|[Tt]ư|[Nn]ăm|[Ss]áu|[Bb]ảy)|[Cc]hủ [Nn]hật)\b(?=,? \(?(?:ngày )?\d|[ .;](?!thứ|[^.;]*\bthứ)),?\s*(?:ngày )?)?"
    r"(?:(?<![\d/])(?P<d>\d{1,2})(?:[/.-]| tháng )(?P<m>\d{1,2})(?:[/.-]| năm )(?P<y>(?:19|20)\d\d)(?!\d)"
    r"|(?(weekday)\(?(?P<d_of>\d{1,2})/(?P<m_of>\d{1,2})(?![\d/])|(?!))"
    r"|\b(?:(?P<months>\d+|[Bb]a|[Ss]áu|[Cc]hín) tháng )?(?P<part>[Đđ]ầu|[Cc]uối) năm(?: (?P<part_year>(?:19|20)\d\d))?\b"
    r"|\b[Qq]uý (?P<quarter>IV|I{1,3}|[1-4])\b(?:(?:/| năm )(?P<quarter_year>\d{4}))?"
    r"|\b[Tt]háng [Gg](?P<lunar>iêng)\b"
    r"|(?<![\d/])(?:[Tt]háng )?(?P<month>\d{1,2})(?:/| năm )(?P<month_year>(?:19|20)\d\d)(?!\d)"
    r"|(?<![\d/])(?P<since>(?:19|20)\d\d)\s*[-–]\s*(?P<until>(?:19|20)\d\d)(?!\d)"
    r"|(?<!\d)(?P<year>(?:19|20)\d\d)(?![\d/]))"
    r"|(?P<alone>(?<!lần )\bthứ (?:Hai|Ba|Tư|Năm|Sáu|Bảy)\b|\b[Cc]hủ [Nn]hật\b)"
)
# Few texts name a time, and the patterns try each letter.
_MAY = re.compile(r"\d|[Gg]iêng|[Tt]hứ|[Cc]hủ|[Qq]uý|(?:[Đđ]ầu|[Cc]uối) năm")
_AHEAD = re.compile(r"(?:đến|tới|từ|hướng tới|tầm nhìn|trước)(?: hết)?(?: năm)? $|\bphấn đấu\b[^.;]*$", re.IGNORECASE)
_MONTHS = {"ba": 3, "sáu": 6, "chín": 9}
_YEAR_NAME = re.compile(
    rf"\b(?:tết|năm|xuân) (?:(?P<branch>{'|'.join(BRANCHES)})|con (?P<animal>{'|'.join(ANIMALS)}))\b", re.IGNORECASE
)
_ALIKE = re.compile(r"cùng kỳ(?: năm)? $", re.IGNORECASE)
_ANNIVERSARY = re.compile(
    r"kỷ niệm (?:lần thứ )?(?P<n>\d+) năm[^()]*\((?:\d+/\d+/)?(?P<from>\d{4})\s*[-–]\s*(?:\d+/\d+/)?(?P<to>\d{4})\)"
)


class Times:
    """A period, asked what is wrong with a time that a sentence names.

    first, last: its days. compared: the year of the period that it is compared with.
    """

    def __init__(self, period: Row, compared: str) -> None:
        self.months = months_of(period)
        self.first, self.last = (dt.date.fromisoformat(period[name]) for name in ("date_from", "date_to"))
        self.compared = int(compared) if compared else self.first.year - 1

    def lunar_years(self) -> set[str]:
        """Those that begin in the period's years, or right after it."""
        return {lunar_year(year) for year in (self.first.year, self.last.year, self.last.year + (self.last.month > 9))}

    def typed(self, words: str, ahead: bool) -> Iterator[tuple[int, int, str]]:
        """Where each time is typed, and what is wrong with it, or "" where it is of the period; ahead: a task to come."""
        for match in NAME.finditer(words):
            name, beside = spelt(match), re.match(r"(?:\s+năm)?\s+((?:19|20)\d\d)", words[match.end() :])
            fault = ""
            if beside and lunar_year(int(beside[1])) != name:
                fault = f"năm {beside[1]} là {lunar_year(int(beside[1]))}, không phải {name}"
            elif name not in self.lunar_years():
                fault = f"ngoài kỳ báo cáo ({lunar_year(self.last.year)})"
            yield match.start(), match.end(), fault
        for match in _YEAR_NAME.finditer(words):
            known = {year.split()[1] for year in self.lunar_years()}
            fault = "" if branch_of(match["branch"] or match["animal"]) in known else "ngoài kỳ báo cáo"
            yield *match.span(), f"{fault} ({lunar_year(self.last.year)})" if fault else ""
        if not _MAY.search(words):
            return
        for match in _ANNIVERSARY.finditer(words):
            if int(match["to"]) - int(match["from"]) != int(match["n"]):
                yield *match.span(), f"từ {match['from']} đến {match['to']} không phải {match['n']} năm"
            elif int(match["to"]) < self.first.year:
                yield *match.span(), "đã qua trước kỳ báo cáo"
        for match in _TYPED.finditer(words):
            yield *match.span(), self._fault(match, words[: match.start()], ahead)

    def _fault(self, match: re.Match[str], before: str, ahead: bool) -> str:
        if match["alone"] or (match["weekday"] and not (match["d"] or match["d_of"])):
            return "thứ trong tuần không có ngày"
        if match["d"] or match["d_of"]:
            return self._of_day(match, before, ahead)
        if match["part"]:
            of_it = self.first.month <= 6 if match["part"].lower() == "đầu" else self.last.month > 6
            if match["months"]:
                said = match["months"].lower()
                of_it = of_it and (_MONTHS.get(said) or int(said)) == self.months
            elif _AHEAD.search(before):  # "từ đầu năm", "đến cuối năm"
                of_it = True
            of_it = of_it and int(match["part_year"] or self.first.year) in self._near(before)
            return "" if ahead or of_it else "không phải kỳ báo cáo"
        if match["quarter"]:
            quarter = _QUARTERS.get(match["quarter"]) or int(match["quarter"])
            return self._of_months(match["quarter_year"], quarter * 3 - 2, quarter * 3, before, ahead)
        if match["lunar"]:  # it begins in January or February
            return "" if self.first.month <= 2 else "ngoài kỳ báo cáo"
        if match["month"]:
            return self._of_months(match["month_year"], int(match["month"]), int(match["month"]), before, ahead)
        if match["since"]:
            if int(match["since"]) >= int(match["until"]):
                return "không phải một giai đoạn"
            return "" if int(match["until"]) >= self.first.year else "đã kết thúc trước kỳ báo cáo"
        year = int(match["year"])
        if year in self._near(before) or (year > self.last.year and (_AHEAD.search(before) or ahead)):
            return ""
        return "ngoài kỳ báo cáo"

    def _near(self, before: str) -> tuple[int, ...]:
        """The period's own years; behind "cùng kỳ" also that with which it is compared."""
        compared = (self.compared,) if _ALIKE.search(before) else ()
        return (self.first.year, self.last.year, *compared)

    def _of_day(self, match: re.Match[str], before: str, ahead: bool) -> str:
        try:
            year, month, day_of_month = (
                match["y"] or self.first.year,
                match["m"] or match["m_of"],
                match["d"] or match["d_of"],
            )
            day = dt.date(int(year), int(month), int(day_of_month))
        except ValueError:
            return "không có ngày này"
        said = (match["weekday"] or "").lower().replace("ngày", "").strip(" ,(")
        if said and said != _WEEKDAYS[day.weekday()]:
            return f"ngày {short_date(day)} là {_WEEKDAYS[day.weekday()]}"
        if (
            day > self.last
            and not ahead
            and not _AHEAD.search(before)
            and not before.rstrip().endswith(("-", "–", "đến", "đến ngày"))
        ):
            return "sau kỳ báo cáo"
        return "thuộc năm trước kỳ báo cáo" if day.year < self.first.year else ""

    def _of_months(self, year: str | None, first: int, last: int, before: str, ahead: bool) -> str:
        said = int(year or self.first.year)
        if not 1 <= first <= 12:
            return "không có tháng này"
        if (said, last) < (self.first.year, self.first.month):
            return "đã qua trước kỳ báo cáo"
        after = (said, first) > (self.last.year, self.last.month)
        return "ngoài kỳ báo cáo" if after and not ahead and not _AHEAD.search(before) else ""
