"""Days, months, quarters, years and spans that are typed in a sentence, tried against the period that it reports on."""

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Iterator

from ..data.rows import Row
from ..data.spans import months_of, named
from ..values.lunar import ANIMALS, BRANCHES, NAME, branch_of, lunar_year, spelt
from ..values.vietnamese import short_date

_WEEKDAYS = ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật")
_TYPED = re.compile(
    r"(?P<weekday>(?<!lần )\b(?:thứ (?:[Hh]ai|[Bb]a|[Tt]ư|[Nn]ăm|[Ss]áu|[Bb]ảy)|[Cc]hủ [Nn]hật)\b(?=,? \(?(?:ngày )?\d|[ .;](?!thứ|[^.;]*\bthứ)),?\s*(?:ngày )?)?"
    r"(?:(?<![\d/])(?P<d>\d{1,2})(?:[/.-]| tháng )(?P<m>\d{1,2})(?:[/.-]| năm )(?P<y>(?:19|20)\d\d)(?!\d)"
    r"|(?(weekday)\(?(?P<d_of>\d{1,2})/(?P<m_of>\d{1,2})(?![\d/])|(?!))"
    r"|\b(?:(?P<months>\d+|[Bb]a|[Ss]áu|[Cc]hín) tháng )?(?P<part>[Đđ]ầu|[Cc]uối) năm(?! học)(?: (?P<part_year>(?:19|20)\d\d))?\b"
    r"|\b[Qq]uý (?P<quarter>IV|I{1,3}|[1-4])\b(?:(?:/| năm )(?P<quarter_year>\d{4}))?"
    r"|\b[Tt]háng [Gg](?P<lunar>iêng)\b"
    r"|(?:[Tt]háng (?P<from_month>\d{1,2}) (?:đến|tới|[-–]) (?:hết )?)?(?<![\d/])(?:[Tt]háng )?(?P<month>\d{1,2})(?:/| năm )(?P<month_year>(?:19|20)\d\d)(?!\d|/[A-ZĐ])"
    r"|(?<![\d/])(?P<since>(?:19|20)\d\d)\s*[-–]\s*(?P<until>(?:19|20)\d\d)(?!\d)"
    r"|(?<!\d)(?P<year>(?:19|20)\d\d)(?![\d/]))"
    r"|(?P<alone>(?<!lần )\bthứ (?:Hai|Ba|Tư|Năm|Sáu|Bảy)\b|\b[Cc]hủ [Nn]hật\b)"
)
# Few texts name a time, and the patterns try each letter.
_MAY = re.compile(r"\d|[Gg]iêng|[Tt]hứ|[Cc]hủ|[Qq]uý|(?:[Đđ]ầu|[Cc]uối) năm")
_AHEAD = re.compile(
    r"(?:(?:đến|tới|hướng tới|tầm nhìn|trước)(?: hết)?(?: năm| ngày)?|từ(?: năm)?|[-–]) ?$|\bphấn đấu\b[^.;]*$",
    re.IGNORECASE,
)
# what a section of tasks to come is called: "Phương hướng, nhiệm vụ quý II"
_TO_COME = re.compile(
    r"^(?:[\dIVX]+\.)* *(?:phương hướng|(?:các )?nhiệm vụ (?:trọng tâm|chủ yếu))\b[^.;]*$", re.IGNORECASE
)
# behind it stands by when something is to be done
_BY = re.compile(
    r"\b(?:trước|đến hết|chậm nhất(?: là)?|(?:hoàn thành|xong) (?:trong|vào))(?: ngày| tháng)? ?$", re.IGNORECASE
)
_MONTHS = {"ba": 3, "sáu": 6, "chín": 9}
_YEAR_NAME = re.compile(
    rf"\b(?:(?:tết|năm|xuân) (?P<branch>{'|'.join(BRANCHES)})|(?:(?:tết|năm|xuân) con|linh vật) (?P<animal>{'|'.join(ANIMALS)}))\b",
    re.IGNORECASE,
)
_ALIKE = re.compile(r"cùng kỳ(?: năm)? $", re.IGNORECASE)
_BESIDE = re.compile(r"\b(?:so với|bằng|hơn|kém)(?: cùng kỳ)? $", re.IGNORECASE)
_OF_LAST_YEAR = re.compile(r"\bcùng kỳ năm trước\b")
_OWN_MONTHS = {6: re.compile(r"\bsáu tháng\b(?! (?:cuối|tới|sau))"), 9: re.compile(r"\bchín tháng\b")}
_OF_A_YEAR = re.compile(r"\bcả năm\b|\b(?:so với|hơn|bằng) năm trước\b")
_ANNIVERSARY = re.compile(
    r"kỷ niệm (?:lần thứ )?(?P<n>\d+) năm[^()]*\((?:\d+/\d+/)?(?P<from>\d{4})\s*[-–]\s*(?:\d+/\d+/)?(?P<to>\d{4})\)"
)


class Times:
    """A period, asked what is wrong with a time that a sentence names. compared: the year that it is compared with."""

    def __init__(self, period: Row, compared: str) -> None:
        self.months = months_of(period)
        self.first, self.last = (dt.date.fromisoformat(period[name]) for name in ("date_from", "date_to"))
        self.compared = int(compared) if compared else self.first.year - 1

    def exact(self, words: str) -> Iterator[tuple[int, int]]:
        """Where a text in small letters names a period by words that are vague elsewhere: last year's, in a year also "cả năm"."""
        own = [_OWN_MONTHS[self.months]] if self.months in _OWN_MONTHS else []
        known = (_OF_LAST_YEAR, *own, *([_OF_A_YEAR] if self.months == 12 else []))
        return (match.span() for each in known for match in each.finditer(words))

    def lunar_years(self) -> set[str]:
        """Those that begin in the period's years, or right after it."""
        return {lunar_year(year) for year in (self.first.year, self.last.year, self.last.year + (self.last.month > 9))}

    def typed(self, words: str, ahead: bool, direction: bool = False) -> Iterator[tuple[int, int, str]]:
        """Where each time is typed, and what is wrong with it, or "" where it is of the period.

        ahead: a task, which may look ahead; direction: one that is done after the period.
        """
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
            before = words[: match.start()]
            fault = self._fault(match, before, ahead)
            past = direction and not fault and not match["part"] and _BY.search(before) and self._is_over(match)
            yield *match.span(), "thời hạn không sau kỳ báo cáo" if past else fault

    def _fault(self, match: re.Match[str], before: str, ahead: bool) -> str:
        if match["alone"] or (match["weekday"] and not (match["d"] or match["d_of"])):
            return "thứ trong tuần không có ngày"
        if match["since"] and match["since"] >= match["until"]:
            return "không phải một giai đoạn"
        to_come = bool(_TO_COME.search(before))
        if match["part"]:
            if to_come:
                return "" if self._end_of_part(match) > self.last else "không phải kỳ sau"
            return "" if ahead or self._is_own_part(match, before) else "không phải kỳ báo cáo"
        ahead = ahead or to_come or bool(_AHEAD.search(before))
        try:
            first, last = self._days(match)
        except ValueError:
            return "không có ngày, tháng này"
        said = re.match(r"(?:thứ|chủ) \w+", (match["weekday"] or "").lower())
        if said and said[0] != _WEEKDAYS[first.weekday()]:
            return f"ngày {short_date(first)} là {_WEEKDAYS[first.weekday()]}"
        same = (first.month, last.month) == (
            self.first.month,
            self.last.month,
        )  # "so với quý I năm 2025", of a first quarter
        beside = _ALIKE.search(before) or (same and _BESIDE.search(before))
        if last < self.first and not (beside and last.year == self.compared):
            return "đã qua trước kỳ báo cáo"
        if to_come and (first, last) == (self.first, self.last):
            return "không phải kỳ sau"
        return "sau kỳ báo cáo" if first > self.last and not ahead else ""

    def _is_over(self, match: re.Match[str]) -> bool:
        """Whether a time ends with the period, or before."""
        first, last = self._days(match)
        return (first if match["d"] or match["d_of"] else last) <= self.last

    def _is_own_part(self, match: re.Match[str], before: str) -> bool:
        """Whether "đầu năm", "9 tháng đầu năm", "cuối năm 2024" is the period, or a part of it."""
        half = self.first.month <= 6 if match["part"].lower() == "đầu" else self.last.month > 6
        months, year = match["months"], int(match["part_year"] or self.first.year)
        alike = year == self.compared and bool(_ALIKE.search(before) or (months and _BESIDE.search(before)))
        own = half or bool(_AHEAD.search(before))
        if months:
            own = half and (_MONTHS.get(months.lower()) or int(months)) == self.months
        return own and (year in (self.first.year, self.last.year) or alike)

    def _end_of_part(self, match: re.Match[str]) -> dt.date:
        """The last day of "6 tháng cuối năm 2024", "đầu năm"; of no year, of the one in which the period ends."""
        year, months = int(match["part_year"] or self.last.year), match["months"]
        month = (_MONTHS.get(months.lower()) or int(months)) if months else 6
        month = month if match["part"].lower() == "đầu" else 12
        return dt.date(year, month, monthrange(year, month)[1])

    def _days(self, match: re.Match[str]) -> tuple[dt.date, dt.date]:
        """The first and last day of a time; a day is told until its year ends. Raises ValueError for what no calendar has."""
        own = self.first.year
        if day := match["d"] or match["d_of"]:
            first = dt.date(int(match["y"] or own), int(match["m"] or match["m_of"]), int(day))
            return first, dt.date(first.year, 12, 31)
        if match["since"]:
            return dt.date.min, dt.date(int(match["until"]), 12, 31)
        if match["lunar"]:  # it begins in January or February
            year, months = own, (1, 2)
        elif match["year"]:
            year, months = int(match["year"]), (1, 12)
        elif quarter := named(match["quarter_year"] or f"{own}", match["quarter"]) if match["quarter"] else None:
            year, months = quarter.year, (quarter.first, quarter.last)
        else:
            year, last = int(match["month_year"]), int(match["month"])
            months = (int(match["from_month"] or last), last)
        return dt.date(year, months[0], 1), dt.date(year, months[1], monthrange(year, months[1])[1])
