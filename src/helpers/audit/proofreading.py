"""What a careful reader notices in the words of an edition: what is left over from another period, and what contradicts.

Each rule looks at one passage, a cell of text, and says what is wrong with it; together they are findings of the audit,
accepted with a reason that falls when the sentence changes. Nothing here is certain, so all are warnings.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from ..data.expressions import ExpressionError, Select, parse
from ..data.rows import Records, Row
from ..data.schema import TABLES
from ..data.spans import months_of
from ..data.validity import Validity
from ..editions import PLACEHOLDER, Edition
from ..values.lunar import NAME, lunar_year, spelt
from ..values.vietnamese import short_date
from .rules import Check, Proofread, Rule
from .terms import Cell

_TABLES_OF_PROSE = ("carried", "others")  # what the next period does with tables whose texts are prose
_FIGURE = "\u25a0"  # stands where a figure is printed
_DOCUMENT = "\u25a1"  # stands where a document is cited
_NOT_PROSE = ("state", "number", "short_name", "drafting_mark", "topic", "section", "role", "report_date")
_YEAR = re.compile(r"\b[Nn]ăm\s+(?P<year>(?:19|20)\d\d)\b(?!\s*[-–/]\s*\d)")
_OTHER_YEARS = re.compile(  # words before "năm 2023" that make another year right
    r"(đến|từ|trước|sau|so với|cùng kỳ|kỳ|tới|hết|kể từ|tầm nhìn|và|với|cuối|đầu|lập|ban hành|ngày|tháng \d+)\s*$",
    re.IGNORECASE,
)
_NEAR = 30  # letters before "năm 2023" in which such words stand
_DUE = re.compile(r"\b(?:[Qq]uý [IV]+|[Tt]háng \d+)/(?P<year>20\d\d)\b|^Năm (?P<whole>20\d\d)$")
_DATE = re.compile(r"(?<![\d/])(?P<d>\d{1,2})(?:/| tháng )(?P<m>\d{1,2})(?:/| năm )(?P<y>(?:19|20)\d\d)(?!\d)")
_NUMBERED = re.compile(r"(?:\d+[-/][\w/.-]*\w|□),?\s*(?:ngày\s*)?$")  # before the date of a document
_CITED = re.compile(
    r"(?P<number>\d+[-/](?:[A-ZĐƯ][\w.]*[-/]?)+\w*)\s+ngày\s+(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4})"
)
_TERM = re.compile(
    r"\b(?:giai đoạn|nhiệm kỳ|thời kỳ|niên khóa)\s+(?P<from>\d{4})\s*[-–]\s*(?P<to>\d{4})", re.IGNORECASE
)
_ORDINAL = re.compile(r"(?P<event>(?:[\w-]+\s+){2,8}?)lần thứ\s+(?P<ordinal>[IVXLC]+\b|\w+)")
_MONTHS_OF = re.compile(r"\b(?P<months>\d+)\s+tháng\s+(?P<part>đầu|cuối)\s+năm\b", re.IGNORECASE)
_QUARTER = re.compile(r"\b[Qq]uý\s+(?P<quarter>IV|I{1,3}|[1-4])\b(?!/)")
_ANNIVERSARY = re.compile(
    r"kỷ niệm (?:lần thứ )?(?P<n>\d+) năm[^()]*\((?:\d+/\d+/)?(?P<from>\d{4})\s*[-–]\s*(?:\d+/\d+/)?(?P<to>\d{4})\)"
)
_TREND = re.compile(r"\b(?P<word>tăng|giảm)\s+(?P<figure>\{[^{}]+\})", re.IGNORECASE)
_ALL = re.compile(r"\b(toàn bộ|tất cả|đầy đủ|100%|đều)", re.IGNORECASE)
_COUNTED = re.compile(r"(?<![\w/.,-])(?P<n>\d{1,3}(?:\.\d{3})*)\s+(?P<things>(?:[^\W\d_]+\s+){3}[^\W\d_]+)")


@dataclass(frozen=True)
class TextCell:
    """A cell of text: the words that a reader sees, with a sign where a figure or a document stands."""

    table: str
    line: int
    column: str
    row: Row
    raw: str

    @property
    def cell(self) -> Cell:
        return self.table, self.line, self.column

    @cached_property
    def name(self) -> str:
        """Which cell it is, as ids name it."""
        return f"{self.table}.{self.column},{TABLES[self.table].row_id(self.row)}"

    @cached_property
    def words(self) -> str:
        return PLACEHOLDER.sub(lambda match: _DOCUMENT if "document(" in match[0] else _FIGURE, self.raw)

    @property
    def looks_ahead(self) -> bool:
        """Tasks to come may name months and quarters that are not over."""
        return self.row.get("kind") == "direction" or self.table in ("plan_projects", "decision_tasks")


class Reader:
    """An edition's passages beside those of the period before, and what its period allows."""

    def __init__(self, edition: Edition) -> None:
        self.edition, self.records = edition, edition.records
        base = edition.base
        self.records_before: Records | None = base.records if base else None
        (period,) = self.records["periods"].values()
        self.months = months_of(period)
        self.first, self.last = (dt.date.fromisoformat(period[name]) for name in ("date_from", "date_to"))
        self.years = range(self.first.year, self.last.year + 1)
        self.passages = passages(self.records)
        self.before = (
            {passage.name: passage for passage in passages(self.records_before)} if self.records_before else {}
        )
        day = next(iter(self.records_before["periods"].values()))["date_to"] if self.records_before else ""
        self.earlier = bool(day) and day < f"{self.first.year}"  # the period before is of another year
        self.labels: dict[str, dict[str, str]] = defaultdict(dict)
        for row in self.records["codes"].values():
            self.labels[row["list"]][row["code"]] = row["label"]

    @cached_property
    def lunar_years(self) -> set[str]:
        """Those that begin in the period's years, or right after it."""
        return {lunar_year(year) for year in (*self.years, self.last.year + (self.last.month > 9))}

    @cached_property
    def ended(self) -> dict[str, str]:
        """The names of what held once and does not now, with the names of what took over."""
        validity, (period,) = Validity(self.records["validity"]), self.records["periods"].values()
        return {
            self.labels.get(listed, {}).get(code, code): self.labels.get(listed, {}).get(now, now)
            for listed, code in validity.ended(period)
            for now in [validity.now(listed, code, period)]
        }

    @cached_property
    def events(self) -> set[tuple[str, str]]:
        """What the period before says took place for the how manieth time."""
        return {pair for passage in self.before.values() for pair in _events(passage)}

    @cached_property
    def ordinals(self) -> dict[str, set[str]]:
        """The ordinals that this edition gives each event."""
        found: dict[str, set[str]] = defaultdict(set)
        for passage in self.passages:
            for event, ordinal in _events(passage):
                found[event].add(ordinal)
        return found

    @cached_property
    def counted(self) -> dict[str, set[str]]:
        """How many of what the edition says, wherever it says it."""
        found: dict[str, set[str]] = defaultdict(set)
        for passage in self.passages:
            for number, things in _counts(passage):
                found[things].add(number)
        return found

    @cached_property
    def dates(self) -> dict[str, set[str]]:
        """The dates of documents by their numbers, in the register and in the texts."""
        found: dict[str, set[str]] = defaultdict(set)
        for row in self.records["documents"].values():
            if row["number"] and row["date"]:
                found[row["number"]].add(row["date"])
        return found

    def used(self, records: Records, codes: str) -> dict[str, set[str]]:
        """The codes of a list that each table uses in its rows, by table and column."""
        return {
            f"{table.name}.{name}": {row[name] for row in records[table.name].values()} - {""}
            for table in TABLES.values()
            for name, column in table.columns.items()
            if column.codes == codes
        }


def passages(records: Records) -> list[TextCell]:
    """Every cell of prose: statements, and the texts of tables whose rows are told anew or carried over."""
    return [
        TextCell(table.name, line, name, row, row[name])
        for table in TABLES.values()
        if table.name in records and table.next.rows in _TABLES_OF_PROSE
        for name, column in table.columns.items()
        if column.kind == "text" and not column.pattern and name not in (*table.full_key, *_NOT_PROSE)
        for line, row in records[table.name].items()
        if row[name] and row.get("period", "-")
    ]


def proofread(edition: Edition) -> Proofread:
    """What is wrong with the words of an edition, a finding for each rule and passage."""
    reader = Reader(edition)
    found, ids = [], []
    for passage in reader.passages:
        for rule, (statement, look) in RULES.items():
            ids.append(f"{rule}@{passage.name}")
            said = list(dict.fromkeys(look(passage, reader)))
            if said:
                found.append(_check(rule, statement, passage, "; ".join(said)))
    return Proofread(found, ids)


def _check(rule: str, statement: str, passage: TextCell, said: str) -> Check:
    """A violated check; what it saw holds the sentence, so that an acceptance falls when that changes."""
    about = Rule(rule, "proofreading", "warning", statement, f"{passage.table}.csv", passage.line)
    return Check(
        f"{rule}@{passage.name}",
        about,
        passage.name,
        (passage.cell,),
        holds=lambda values: False,
        numeric=False,
        parts=((passage.cell,),),
        cause=f"{rule}@{passage.table}.due" if passage.column == "due" else "",  # deadlines left over as a whole
        detail=lambda values: f"{said}, trong “{passage.words}”",
    )


# -- what is left over from another period -----------------------------------------------------------------------------


def _identical(passage: TextCell, reader: Reader) -> Iterator[str]:
    """Word for word as last time, and nobody has said that it still is so."""
    before = reader.before.get(passage.name)
    anew = passage.column in TABLES[passage.table].next.changed or passage.row.get("state") == ""
    told = passage.table == "statements" or passage.column in TABLES[passage.table].next.changed
    if before and told and anew and before.raw == passage.raw:
        yield "nguyên văn như kỳ trước mà chưa có ai xác nhận"


def _year(passage: TextCell, reader: Reader) -> Iterator[str]:
    """A year that is over: "năm 2023" in a sentence of 2024 that does not look back."""
    if passage.table == "documents":
        return
    for match in _YEAR.finditer(passage.words) if passage.column != "due" else ():
        year, start = int(match["year"]), match.start()
        looks_back = _OTHER_YEARS.search(passage.words, max(0, start - _NEAR), start)
        near = range(reader.years[0] - (not reader.earlier), reader.years[-1] + 2)  # the first edition may look back
        if year not in near and not looks_back:
            yield f"“năm {year}” ngoài kỳ báo cáo"
    for match in _DUE.finditer(passage.words) if passage.column == "due" else ():
        if int(match["year"] or match["whole"]) < reader.years[0]:
            yield f"thời hạn “{match[0]}” đã qua trước kỳ báo cáo"


def _date(passage: TextCell, reader: Reader) -> Iterator[str]:
    """A day after the period, or of a year before it where no document is cited."""
    if passage.table == "documents":
        return
    for match in _DATE.finditer(passage.words):
        try:
            day = dt.date(int(match["y"]), int(match["m"]), int(match["d"]))
        except ValueError:
            yield f"không có ngày “{match[0]}”"
            continue
        before = passage.words[: match.start()]
        if (
            day > reader.last
            and not passage.looks_ahead
            and not before.rstrip().endswith(("-", "–", "đến", "đến ngày"))
        ):
            yield f"ngày {short_date(day)} sau kỳ báo cáo"
        elif day.year < reader.years[0] and not _NUMBERED.search(before) and not before.endswith(("(", "từ ngày ")):
            yield f"ngày {short_date(day)} thuộc năm trước kỳ báo cáo"


def _lunar(passage: TextCell, reader: Reader) -> Iterator[str]:
    """A lunar year that does not begin in the period's years; of a solar year beside it, another one's name."""
    for match in NAME.finditer(passage.words):
        name, beside = spelt(match), re.match(r"(?:\s+năm)?\s+((?:19|20)\d\d)", passage.words[match.end() :])
        if beside and lunar_year(int(beside[1])) != name:
            yield f"năm {beside[1]} là {lunar_year(int(beside[1]))}, không phải {name}"
        elif name not in reader.lunar_years and passage.table != "documents":
            yield f"“{name}” ngoài kỳ báo cáo ({lunar_year(reader.last.year)})"


def _ordinal(passage: TextCell, reader: Reader) -> Iterator[str]:
    """A yearly event with last year's ordinal, or with two in one edition."""
    for event, ordinal in _events(passage):
        if reader.earlier and (event, ordinal) in reader.events and passage.row.get("number") in (None, ""):
            yield f"“{event} lần thứ {ordinal}” như năm trước"
        if len(reader.ordinals[event]) > 1:
            yield f"“{event}” lần thứ {' và '.join(sorted(reader.ordinals[event]))} trong cùng báo cáo"


def _term(passage: TextCell, reader: Reader) -> Iterator[str]:
    """A term of years that is over."""
    if passage.table == "documents":
        return
    for match in _TERM.finditer(passage.words):
        if int(match["to"]) < reader.years[0]:
            yield f"“{match[0]}” đã kết thúc trước kỳ báo cáo"
        if int(match["from"]) >= int(match["to"]):
            yield f"“{match[0]}” không phải một giai đoạn"


def _phrase(passage: TextCell, reader: Reader) -> Iterator[str]:
    """Months or a quarter that are not the period's: "9 tháng đầu năm" in a half-year's report."""
    if passage.looks_ahead or passage.table == "documents":
        return
    for match in _MONTHS_OF.finditer(passage.words):
        if int(match["months"]) != reader.months or (match["part"].lower() == "cuối") != (reader.first.month > 6):
            yield f"“{match[0]}” không phải kỳ báo cáo"
    for match in _QUARTER.finditer(passage.words):
        quarter = {"I": 1, "II": 2, "III": 3, "IV": 4}.get(match["quarter"]) or int(match["quarter"])
        if not (reader.first.month <= quarter * 3 and quarter * 3 - 2 <= reader.last.month):
            yield f"“{match[0]}” ngoài kỳ báo cáo"


def _anniversary(passage: TextCell, reader: Reader) -> Iterator[str]:
    """An anniversary that its years do not give."""
    for match in _ANNIVERSARY.finditer(passage.words):
        if int(match["to"]) - int(match["from"]) != int(match["n"]):
            yield f"từ {match['from']} đến {match['to']} không phải {match['n']} năm"
        elif int(match["to"]) < reader.years[0]:
            yield f"dịp kỷ niệm năm {match['to']} đã qua trước kỳ báo cáo"


# -- what contradicts the data -----------------------------------------------------------------------------------------


def _organisation(passage: TextCell, reader: Reader) -> Iterator[str]:
    """What last time's organisation was called, where it is called otherwise now."""
    if not reader.records_before or passage.table in ("documents", "organisation"):
        return
    (now,), (before,) = (
        list(records["organisation"].values())[:1] or [{}] for records in (reader.records, reader.records_before)
    )
    for column in ("name", "parent", "province", "signatory_name") if now and before else ():
        old = before[column].removeprefix("tỉnh ")
        if old not in now[column] and re.search(rf"(?<!\w){re.escape(old)}(?!\w)", passage.words):
            yield f"“{old}” nay là “{now[column]}”"


def _ended(passage: TextCell, reader: Reader) -> Iterator[str]:
    """What does not hold in the period, by its name: "cấp huyện" once there is no such level."""
    if passage.table in ("documents", "organisation"):
        return
    for label, now in reader.ended.items():
        if re.search(rf"(?<!\w){re.escape(label)}(?!\w)", passage.words, re.IGNORECASE):
            yield f"“{label}” không còn trong kỳ này{f', nay là “{now}”' if now else ''}"


def _codes(passage: TextCell, reader: Reader) -> Iterator[str]:
    """Names that are no longer in the figures, and an enumeration that was all of them and is no more: "Viettel và VNPT"."""
    if passage.table != "statements" or not reader.records_before:
        return
    for codes, labels in reader.labels.items():
        named = {code for code, label in labels.items() if _is_name(label) and _names(label, passage.words)}
        if not named:
            continue
        used, before = (reader.used(records, codes) for records in (reader.records, reader.records_before))
        for code in sorted(named & set().union(*before.values()) - set().union(*used.values())):
            yield f"“{labels[code]}” không còn trong số liệu của kỳ này"
        for now, then in zip(used.values(), before.values(), strict=True):
            if len(named) > 1 and named == then and now - named:
                yield f"không kể {', '.join(sorted(labels[code] for code in now - named))}, nay có trong số liệu"


def _missing(passage: TextCell, reader: Reader) -> Iterator[str]:
    """A figure that the period does not have, inside a sentence that is printed."""
    figures = [(match, reader.edition.evaluate(match["expression"].strip())) for match in _figures(passage)]
    missing = [match["expression"].strip() for match, figure in figures if figure.is_missing]
    if missing and len(missing) < len(figures):
        yield f"thiếu số liệu {', '.join(missing)}"


def _trend(passage: TextCell, reader: Reader) -> Iterator[str]:
    """ "Tăng" before a change that is a decrease, and the other way round."""
    for match in _TREND.finditer(passage.raw) if passage.table == "statements" else ():
        figure = PLACEHOLDER.fullmatch(match["figure"])
        if figure and "document(" not in match["figure"] and _is_change(figure["expression"], reader.records):
            change = reader.edition.evaluate(figure["expression"].strip())
            if change.value is not None and (
                change.value <= 0 if match["word"].lower() == "tăng" else change.value > 0
            ):
                yield f"“{match['word']}” nhưng mức thay đổi là {change.text('unit')}"


def _all_of(passage: TextCell, reader: Reader) -> Iterator[str]:
    """ "All" beside a part that is not the whole."""
    for sentence in re.split(r"(?<=[.;]) ", passage.raw) if _ALL.search(passage.raw) else ():
        pairs = re.findall(r"\{([^{}:]+?)(?::[^{}()']*)?\}\s*/\s*\{([^{}:]+?)(?::[^{}()']*)?\}", sentence)
        for part, whole in pairs if _ALL.search(sentence) else ():
            done, total = reader.edition.evaluate(part.strip()), reader.edition.evaluate(whole.strip())
            if done < total:
                yield f"“{_ALL.search(sentence)[0]}” nhưng mới {done.text()}/{total.text()}"  # type: ignore[index]


def _same_document(passage: TextCell, reader: Reader) -> Iterator[str]:
    """A document that is cited with another date than the register has."""
    for match in _CITED.finditer(passage.words):
        day, known = (
            f"{match['y']}-{int(match['m']):02}-{int(match['d']):02}",
            reader.dates.get(match["number"], set()),
        )
        if known and day not in known:
            register = ", ".join(short_date(dt.date.fromisoformat(each)) for each in sorted(known))
            yield f"văn bản số {match['number']} ngày {match['d']}/{match['m']}/{match['y']}, danh mục ghi {register}"


def _same_count(passage: TextCell, reader: Reader) -> Iterator[str]:
    """The same things counted otherwise elsewhere."""
    for number, things in _counts(passage):
        if len(reader.counted[things]) > 1:
            others = sorted(reader.counted[things] - {number})
            yield f"“{number} {things}”, nơi khác {', '.join(others)}"


RULES: dict[str, tuple[str, Callable[[TextCell, Reader], Iterator[str]]]] = {
    "identical": ("Nội dung được viết lại hoặc xác nhận cho kỳ này", _identical),
    "year": ("Năm nêu trong câu thuộc kỳ báo cáo", _year),
    "day": ("Ngày nêu trong câu thuộc kỳ báo cáo", _date),
    "lunar_year": ("Năm âm lịch đúng với kỳ báo cáo", _lunar),
    "ordinal": ("Số lần tổ chức đúng với kỳ báo cáo", _ordinal),
    "term": ("Giai đoạn, nhiệm kỳ còn trong kỳ báo cáo", _term),
    "months": ("Tháng, quý nêu trong câu là của kỳ báo cáo", _phrase),
    "anniversary": ("Dịp kỷ niệm đúng với các năm", _anniversary),
    "organisation": ("Tên cơ quan, địa danh, người ký là của kỳ này", _organisation),
    "ended": ("Cấp, cơ quan, địa danh nêu trong câu còn trong kỳ báo cáo", _ended),
    "names": ("Tên nêu trong câu khớp với danh mục của số liệu", _codes),
    "figure_missing": ("Câu in ra có đủ số liệu", _missing),
    "trend": ("Từ tăng, giảm đúng với số liệu", _trend),
    "all_of": ("Từ toàn bộ, tất cả đúng với số liệu", _all_of),
    "same_document": ("Một văn bản có một ngày", _same_document),
    "same_count": ("Cùng nội dung thì cùng số", _same_count),
}


# -- parts -------------------------------------------------------------------------------------------------------------


def _events(passage: TextCell) -> Iterator[tuple[str, str]]:
    """Events with their ordinals; congresses, which are held every five years, are none of them."""
    said = "lần thứ" in passage.words  # few have it, and the pattern tries each word
    for match in _ORDINAL.finditer(passage.words) if said else ():
        event = " ".join(match["event"].split()[-4:])
        if "đại hội" not in match["event"].lower() and "kỳ họp" not in match["event"].lower():
            yield event, match["ordinal"]


def _counts(passage: TextCell) -> Iterator[tuple[str, str]]:
    """Numbers typed or printed in a passage, each with the four words behind it."""
    for match in _COUNTED.finditer(passage.words):
        yield match["n"], " ".join(match["things"].lower().split())


def _figures(passage: TextCell) -> list[re.Match[str]]:
    found = PLACEHOLDER.finditer(passage.raw) if passage.table == "statements" else ()
    return [match for match in found if "document(" not in match[0]]


def _is_change(expression: str, records: Records) -> bool:
    """Whether an expression is a stated change on another period."""
    try:
        select = parse(expression.strip())
    except ExpressionError:
        return False
    if not isinstance(select, Select):
        return False
    kinds = (
        {row["kind"] for row in records["controls"].where(select.where).values()}
        if select.table == "controls"
        else set()
    )
    return select.column in ("growth", "change") or kinds == {"growth"}


def _is_name(label: str) -> bool:
    """A proper name or a mark, "VNPT", "5G", "Viettel": what is no common word."""
    return (len(label.split()) == 1 and label[:1].isupper() and label not in _COMMON) or bool(
        re.search(r"\d|[A-Z]{2}", label)
    )


def _names(label: str, words: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(label)}(?!\w)", words))


_COMMON = ("Cao", "Thấp", "Luật", "Hoàn", "Khác")
