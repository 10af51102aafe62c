"""Months, quarters and days that cells name, against the period: how a month of it is written, and what is of another one."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from helpers.data.datapackage import Table
from helpers.data.rows import Row
from helpers.data.spans import Span, spans_of
from helpers.data.spans import named as period_named
from helpers.language import _
from helpers.problems import Problem
from helpers.values.vietnamese import roman, sentence

_MONTH = re.compile(
    r"(?P<word>tháng|thang)?t?[ ._]*0?(?P<month>1[0-2]|[1-9])(?:(?: năm |[/.-])(?P<year>\d{4}))?", re.IGNORECASE
)
_QUARTER = re.compile(r"quý\s*(?P<quarter>IV|I{1,3}|[1-4])(?:(?: năm |\s?[/.-]\s?)(?P<year>\d{4}))?", re.IGNORECASE)
_DAY = re.compile(r"(\d{4})-(\d\d)-\d\d")
_IN_YEAR = r"(?:\s?[/.-]\s?|\s+năm\s+|\s+)"  # “quý II/2031”, “quý II năm 2031”
# what a title says of other times than its numbers': the day of a letter, a comparison, when they begin or end
_COMPARED = re.compile(r"\b(?:so với|cùng kỳ)\b.*", re.IGNORECASE)
_ASIDE = re.compile(rf"ngày\s*\S+\s*tháng\s*\S+\s*năm\s*\d{{4}}|\b(?:từ|đến)\b.*|{_COMPARED.pattern}", re.IGNORECASE)
_UP_TO = re.compile(  # “đến hết quý II/2031”, “tính đến ngày 30/6/2031”
    r"\bđến\s+(?:(?:hết|cuối|ngày|thời điểm)\s+)*(?:(?P<day>\d{1,2})(?:\s?[/.-]\s?|\s+tháng\s+)(?P<of>\d{1,2})"
    rf"|quý\s*(?P<quarter>IV|I{{1,3}}|[1-4])|tháng\s+(?P<month>\d{{1,2}}))(?:{_IN_YEAR}(?P<year>\d{{4}}))?\b",
    re.IGNORECASE,
)
_CLOSED = 20  # the day of the next month up to which numbers of a period are taken down
_YEAR = re.compile(r"(?:19|20)\d\d")
AHEAD = re.compile(r"hạn|dự kiến|kế hoạch|đến|hiệu lực|kết thúc|hoàn thành", re.IGNORECASE)  # what days to come are of
_PLANNED = re.compile(r"\b(?:hạn|ước|dự kiến|kế hoạch|kết thúc|hoàn thành)\b", re.IGNORECASE)  # what ends later
TERMS = ("nam", "quy", "thang")  # columns of which several together say of which term a row is
_NTH = ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín")


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
    """Where a year, a month, a quarter or a day lies: before the period (-1), behind it (1); 0: in it, or nothing of the kind.

    A month is told by its word or its year: “T7” may be a Saturday.

    >>> [side(text, Span.of("2031-Q2")) for text in ("03/2031", "Tháng 4", "2031-07-01", "Quý II", "T7", "Cư Jút", "2030")]
    [-1, 0, 1, 0, 0, 0, -1]
    """
    if (term := _term(text, span)) is None:
        return 0
    return ((term.year, term.first) > (span.year, span.last)) - ((term.year, term.last) < (span.year, span.first))


def is_term(text: str, span: Span) -> bool:
    """Whether a text is a year, a month, a quarter or a day."""
    return _term(text, span) is not None


def names_later(title: str, span: Span) -> bool:
    """Whether a heading names a month, a quarter or a day behind the period.

    >>> [names_later(each, Span.of("2031-Q2")) for each in ("Quý III năm 2031", "đến 30/6/2031", "Đến 15/7/2031", "Tháng 12")]
    [True, False, True, True]
    """
    days = (f"{year}-{int(month):02}-01" for month, year in re.findall(r"\d{1,2}/(\d{1,2})/(\d{4})", title))
    said = re.findall(r"(?i:quý\s*(?:IV|I{1,3}|[1-4])|tháng \d{1,2})(?:\s?/\s?\d{4}| năm \d{4})?", title)
    return any(side(text, span) > 0 for text in (*said, *days))


def _term(text: str, span: Span) -> Span | None:
    """The year, quarter or month that a text is, or of the day that it is; None for what is no term."""
    if _YEAR.fullmatch(text):
        return period_named(text)
    if day := _DAY.fullmatch(text):
        return period_named(day[1], month=day[2])
    if (found := _MONTH.fullmatch(text)) and (found["word"] or found["year"]):
        return period_named(found["year"] or f"{span.year}", month=found["month"])
    if found := _QUARTER.fullmatch(text):
        return period_named(found["year"] or f"{span.year}", found["quarter"])
    return None


def term_of(row: Mapping[str, str]) -> str:
    """The term that a row names in several of its columns, by their names: “Năm” and “Quý”, “Năm” and “Tháng”; else nothing.

    >>> term_of({"nam": "2030", "quy": "II"}), term_of({"thang": "4", "nam": "2031"}), term_of({"quy": "3"}), term_of({"huyen": "A"})
    ('Quý II/2030', 'Tháng 4/2031', 'Quý 3', '')
    """
    year = row["nam"] if _YEAR.fullmatch(row.get("nam", "")) else ""
    for name, word in (("thang", "Tháng"), ("quy", "Quý")):
        said = re.sub(rf"^{word}\s+", "", row.get(name, ""), flags=re.IGNORECASE)
        if re.fullmatch(r"1[0-2]|0?[1-9]|I{1,3}|IV", said):
            return f"{word} {said}/{year}" if year else f"{word} {said}"
    return year


def lasting(titles: Sequence[str], span: Span) -> list[str]:
    """Headings in words that hold in the next period, too: its own name is left out, and months are counted.

    >>> lasting(["Thực hiện quý II/2031", "Quý II năm 2030: lượt khách", "Cùng kỳ 2030", "So với quý I/2031"], Span.of("2031-Q2"))
    ['Thực hiện', 'Cùng kỳ năm trước: lượt khách', 'Cùng kỳ năm trước', 'So với kỳ trước']
    >>> lasting(["Huyện", "Tháng 4", "T5/2031", "Cộng quý II", "Quý II", "Quý III"], Span.of("2031-Q2"))
    ['Huyện', 'Tháng thứ nhất', 'Tháng thứ hai', 'Cộng', 'Trong kỳ', 'Quý III']
    >>> lasting(["Giải ngân đến 30/6/2031", "Lũy kế đến ngày 31/12/2030", "Dự toán năm 2031"], Span.of("2031-Q2"))
    ['Giải ngân đến cuối kỳ', 'Lũy kế đến cuối năm trước', 'Dự toán năm']
    >>> lasting(["Thực hiện tháng 6", "Lũy kế 6 tháng", "Vốn trong quý", "Kế hoạch quý này", "Tháng 3: lượt"], Span.of("2031-Q2"))
    ['Thực hiện tháng thứ ba', 'Lũy kế từ đầu năm', 'Vốn trong kỳ', 'Kế hoạch kỳ này', 'Tháng 3: lượt']
    >>> lasting(["Vốn năm 2031: kế hoạch", "Ước quý III năm 2031", "Kế hoạch 5 năm 2031-2035"], Span.of("2031-Q2"))
    ['Vốn năm: kế hoạch', 'Ước quý III năm 2031', 'Kế hoạch 5 năm 2031-2035']
    """
    last, before = span._replace(year=span.year - 1), span.before
    own = rf"{_name(span, '?')}(?!{_IN_YEAR}\d{{4}})"
    words = {3: "quý", 1: "tháng"}.get(span.last - span.first + 1, own)
    said = [
        (rf"đến (?:hết )?(?:ngày )?{_ends(span)}", "đến cuối kỳ"),
        (rf"đến (?:hết )?(?:ngày )?31/12/{span.year - 1}", "đến cuối năm trước"),
        (rf"(kế hoạch|dự toán|chỉ tiêu|mục tiêu|định mức) {span.year}", r"\1 năm"),
        (rf"trong (?:{own}|{words})(?! (?:trước|tới|sau|[IV1-4]))", "trong kỳ"),
        (rf"{words} này", "kỳ này"),
        (rf"(l(?:ũ|u)(?:y|ỹ) kế) (?:đến tháng 0?{span.last}|{span.last} tháng(?: đầu năm)?)(?:{_IN_YEAR}{span.year})?", r"\1 từ đầu năm"),
        *((rf"(?<!\d )tháng 0?{month}(?:{_IN_YEAR}{span.year})?(?!{_IN_YEAR}\d{{4}})", f"tháng thứ {nth}") for month, nth in _months(span).items()),
        (rf"(?:cùng kỳ )?{_name(last, '')}|cùng kỳ(?: năm)? {last.year}", "cùng kỳ năm trước"),
        *([(_name(before, ""), "kỳ trước")] if before != last else []),
        (rf"[:,]?\s*\(?{own}\)?", ""),
        (rf"(?!(?:[IVX\d]+|đầu|cuối) )(\w+) năm {span.year}(?!\s*[-–])", r"\1 năm"),
    ]  # fmt: skip
    short = {title for title in titles if re.fullmatch(r"T\d\d?", title)}  # “T4” may be a Wednesday
    ours = short in ({f"T{month}" for month in range(span.first, span.last + 1)}, set())
    return [_lasting(title, span, said) if ours or title not in short else title for title in titles]


def with_months(title: str, span: Span) -> str:
    """A heading that counts months, with the month that each is in a period.

    >>> with_months("Tháng thứ nhất", Span.of("2031-Q2")), with_months("Thực hiện tháng thứ ba", Span.of("2031-Q1"))
    ('Tháng thứ nhất (tháng 4)', 'Thực hiện tháng thứ ba (tháng 3)')
    """
    for month, nth in _months(span).items():
        title = re.sub(rf"(tháng thứ {nth})(?!\w)", rf"\1 (tháng {month})", title, flags=re.IGNORECASE)
    return title


def _ends(span: Span) -> str:
    """How headings write its last day, as a pattern."""
    year, month, day = map(int, span.told["date_to"].split("-"))
    return rf"{day}/0?{month}(?:/{year})?"


def _lasting(title: str, span: Span, said: Sequence[tuple[str, str]]) -> str:
    if not title.isdigit() and (month := month_in(title, span)) and (nth := _months(span).get(int(month.split()[1]))):
        return f"Tháng thứ {nth}"
    new = title
    for words, lasts in said:
        new = re.sub(rf"(?<!\w)(?:{words})(?!\w)", lasts, new, flags=re.IGNORECASE)
    new = re.sub(r"^[\s:,-]+|\s+(?=:)|[\s:,-]+$", "", new)
    return title if new == title else sentence(new or "trong kỳ")


def _months(span: Span) -> dict[int, str]:
    """The months of a part of a year, each with its place there."""
    months = range(span.first, span.last + 1)
    return dict(zip(months, _NTH, strict=False)) if 1 < len(months) < 12 else {}


def named_first(title: str) -> tuple[Span, str] | None:
    """The period that a report's title names first, and in which words; None without a year.

    >>> [named_first(each)[0].key for each in ("6 tháng đầu năm 2031", "quý IV năm 2030 và quý I năm 2031", "TỔNG KẾT NĂM 2030")]
    ['2031-H1', '2030-Q4', '2030']
    """
    found = min(_named(title), default=None)
    return found[2:] if found else None


def event_days(table: Table, rows: Iterable[Row]) -> list[str]:
    """The columns of a list that say when something has happened: their days have all been of their own period."""
    known = [row for row in rows if row["period"]]
    days = [each for each in table.columns.values() if each.kind == "date" and not AHEAD.search(each.title)]
    told = {each.name: [(row[each.name], row["period"]) for row in known if row[each.name]] for each in days}
    events = table.next.rows == "others" and not table.observations
    return [
        name
        for name, each in told.items()
        if events and each and not any(side(day, Span.of(period)) for day, period in each)
    ]


def of_another(lines: Iterable[str], span: Span) -> str:
    """The line above a table that names another part of a year, where none names the period, what it is a part of, or a month of it.

    >>> of_another(["SỞ Y TẾ", "DỊCH BỆNH QUÝ I/2031"], Span.of("2031-Q2")), of_another(["DỊCH BỆNH QUÝ I"], Span.of("2031-Q2"))
    ('DỊCH BỆNH QUÝ I/2031', 'DỊCH BỆNH QUÝ I')
    >>> of_another(["DỊCH BỆNH QUÝ II/2031 SO VỚI QUÝ I/2031"], Span.of("2031-Q2")), of_another(["DỊCH BỆNH QUÝ II/2031"], Span.of("2031-H1"))
    ('', 'DỊCH BỆNH QUÝ II/2031')
    """
    lines = [*lines]
    others = [line for line in lines if _ends_elsewhere(line, span)]
    for line in lines if not others else ():
        text, whole = _ASIDE.sub("", line), span.last - span.first > 10
        for said in (text, f"{text} năm {span.year}"):  # a title need not say the year
            named = [each for _at, _to, each, _words in _named(said) if whole or each.last - each.first <= 10]
            if any(each.holds(span.key) or (each.first == each.last and span.holds(each.key)) for each in named):
                return ""
            if named:
                others.append(line)
                break
    return next(iter(others), "")


def _ends_elsewhere(line: str, span: Span) -> bool:
    """Whether a line says that its numbers are as at the end of another period: “đến hết quý II/2031”.

    >>> [_ends_elsewhere(f"Hộ nghèo đến {end}", Span.of("2031-Q2")) for end in ("31/3/2031", "30/6/2031", "05/7/2031", "quý I")]
    [True, False, False, True]
    >>> [_ends_elsewhere(line, Span.of("2031-H1")) for line in ("Đến hết quý I", "Đến tháng 5", "Kế hoạch đến quý IV/2031", "2 đến 3/4")]
    [True, False, False, False]
    """
    for found in _UP_TO.finditer(_COMPARED.sub("", line)):
        day, quarter, year = int(found["day"] or 31), found["quarter"], int(found["year"] or span.year)
        term = period_named(f"{year}", quarter or "", found["month"] or found["of"] or "")
        if term is None:
            continue
        is_term = found["year"] or not re.match(r"đến\s+\d", found[0], re.IGNORECASE)  # else “từ 2/3 đến 3/4”
        closes = year * 12 + term.last
        said = {closes, closes - (day <= _CLOSED)}
        first, last = (span.year * 12 + each for each in (span.last if quarter else span.first, span.last))
        later = closes > last and _PLANNED.search(line)
        if is_term and not later and not any(first <= each <= last for each in said):
            return True
    return False


def of_another_period(file: str, lines: Iterable[str], span: Span) -> Iterator[Problem]:
    """What is to be said of a table below such a line."""
    if line := of_another(lines, span):
        expected = _("a table of {period}", period=span.key)
        remedy = _("If only this line is wrong, correct it; of another period, name it with --period.")
        yield Problem(file, value=line, expected=expected, remedy=remedy, code="other_period")


def of_more(lines: Iterable[str], span: Span) -> str:
    """The line above a table that names a part of a year of which the period is one, or another year alone, and not the period.

    >>> of_more(["DỊCH BỆNH 6 THÁNG ĐẦU NĂM 2031"], Span.of("2031-Q2")), of_more(["QUÝ II VÀ 6 THÁNG ĐẦU NĂM 2031"], Span.of("2031-Q2"))
    ('DỊCH BỆNH 6 THÁNG ĐẦU NĂM 2031', '')
    >>> of_more(["DỊCH BỆNH NĂM 2030"], Span.of("2031-Q2")), of_more(["DỊCH BỆNH NĂM 2031, SO VỚI NĂM 2030"], Span.of("2031-Q2"))
    ('DỊCH BỆNH NĂM 2030', '')
    """
    for line in lines:
        text = _ASIDE.sub("", line)
        named = [each for _at, _to, each, _words in _named(f"{text} năm {span.year}")]
        own = re.search(rf"(?<!\w)(?:{_name(span, '?')})(?!\w)", line, re.IGNORECASE)
        longer = any(each.holds(span.key) and each not in (span, Span.of(f"{span.year}")) for each in named)
        years = re.findall(r"\bnăm\s+(\d{4})", text, re.IGNORECASE)
        if not own and (longer or (years and f"{span.year}" not in years)):
            return line
    return ""


def _named(title: str) -> Iterator[tuple[int, int, Span, str]]:
    """The periods that a title names, each with its place and its words."""
    for year in map(int, re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", title)):
        for span in spans_of(year):
            if place := re.search(rf"(?<!\w)(?:{_name(span, '')})(?!\w)", title, re.IGNORECASE):
                yield place.start(), -place.end(), span, place[0]


def _name(span: Span, year: str) -> str:
    """How headings name a period, as a pattern. year: "?" where they need not say it."""
    quarter = (span.last + 2) // 3
    names = {3: rf"quý\s*(?:{roman(quarter)}|{quarter})", 6: f"6 tháng(?: {'đầu' if span.first == 1 else 'cuối'}(?: năm)?)?", 9: "9 tháng(?: đầu(?: năm)?)?", 1: f"tháng 0?{span.last}"}  # fmt: skip
    length = span.last - span.first + 1
    return rf"(?:{names[length]})(?:{_IN_YEAR}{span.year}){year}" if length < 12 else f"năm {span.year}"
