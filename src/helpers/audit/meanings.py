"""What words say of the numbers beside them, and what a number is: of which time, which statistic, whether it is a change.

Heads, captions, the names of a chart's lines and sentences say it with the same words: all of them ask here.
"""

import re
from collections.abc import Collection, Iterator
from itertools import combinations

from ..data.expressions import (
    CHANGES,
    LAST_YEAR,
    Call,
    Expression,
    Negative,
    Number,
    Operation,
    Select,
    moved,
    operands,
    selections,
)
from ..data.schema import TABLES
from ..data.statistics import SAID
from ..data.units import AVERAGE
from ..editions import Edition
from .vocabulary import FIGURE

# -- of which time -----------------------------------------------------------------------------------------------------

RELATIVE = {  # what the period of a column of periods.csv is called
    "last_year": re.compile(r"\bcùng kỳ(?: năm (?:trước|ngoái))?\b|\bnăm (?:trước|ngoái)\b", re.IGNORECASE),
    "previous": re.compile(r"\b(?:kỳ|quý|tháng) trước\b", re.IGNORECASE),
    "period": re.compile(r"\b(?:kỳ|quý|năm|tháng) (?:này|nay)\b", re.IGNORECASE),
}
_END = re.compile(r" *(?:[(,:]|$)")
_MONTHS = re.compile(r"\bquý (?P<quarter>IV|I{1,3})\b|(?P<months>sáu|chín|6|9) tháng đầu năm", re.IGNORECASE)
_PARTS = {"i": "Q1", "ii": "Q2", "iii": "Q3", "iv": "Q4", "sáu": "H1", "6": "H1", "chín": "9M", "9": "9M"}
EARLIER = re.compile(  # what says that a number is of another time
    rf"\btrước\b|\bcùng kỳ\b|\bquý [IVX]+\b|\bnăm (?:\d|{FIGURE}|ngoái)|\btháng\b|\btừ {FIGURE}|\bso với\b|\bqua các (?:kỳ|quý|năm)\b",
    re.IGNORECASE,
)
PLANNED = r"kế hoạch|dự kiến|dự toán|chỉ tiêu|mục tiêu|giao|tiếp theo"
OF_TWO_TIMES = re.compile(rf"so với|so sánh|tăng|giảm|chênh|tốc độ|%|{PLANNED}", re.IGNORECASE)


def times_named(words: str, year: str, edition: Edition) -> dict[str, str]:
    """The periods that words name, each by its name: quarters and first months of a year, else as they lie to the edition's own.

    A relative name counts at the end of the words or of a part of them; a month's, where the period is a month.
    """
    if months := {found[0]: (found["quarter"] or found["months"]).lower() for found in _MONTHS.finditer(words)}:
        return {name: f"{year}-{_PARTS[part]}" for name, part in months.items()}
    named = ((found, which) for which, said in RELATIVE.items() for found in said.finditer(words))
    ends = {found[0]: which for found, which in named if _END.match(words, found.end())}
    of_month = edition.period[-3:-2] == "-"
    keys = {
        name: edition.said_of_period(which)
        for name, which in ends.items()
        if of_month or not name.lower().startswith("tháng")
    }
    return {name: key for name, key in keys.items() if key}


def other_periods(expression: Expression, edition: Edition) -> set[str]:
    """The periods of which a number is; none if one of them is the edition's own or a part of it."""
    periods = {select.period for select in selections(expression) if TABLES[select.table].periodic}
    return set() if periods & {"", edition.period, *edition.parts} else periods


def belied_time(words: str, own: str, compared: Collection[str]) -> str:
    """The words that call other periods than the numbers beside own ones are of; empty where some are right, or nothing is said.

    >>> belied_time("tăng so với cùng kỳ", "2031-Q3", {"2031-Q2"}), belied_time("so với quý trước", "2031-Q3", {"2031-Q2"})
    ('cùng kỳ', '')
    """
    of_year = {each for each in compared if each[4:] == own[4:]}
    last_year, previous = (RELATIVE[which].search(words) for which in ("last_year", "previous"))
    if last_year:
        return "" if of_year or not compared else last_year[0]
    return previous[0] if previous and own[4:] and of_year and compared == of_year else ""


# -- which statistic ---------------------------------------------------------------------------------------------------

STATISTICS = re.compile(
    rf"{AVERAGE.pattern}|trung vị|(?:lớn|nhỏ|cao|thấp|nhiều|ít) nhất|độ lệch|phân vị|phần (?:tư|mười|trăm)\b",
    re.IGNORECASE,
)
SAID_OF = {"mean": AVERAGE.pattern, "median": "trung vị", "quantile": "phân vị", "stdev": "độ lệch"}
NO_SUMS = SAID.keys() - {"slope", "rank"}  # what else than a sum several numbers can make


# -- which column ------------------------------------------------------------------------------------------------------


def titles(table: str) -> dict[str, str]:
    """What the columns of numbers are called, in small letters."""
    return {name: title.lower() for name in TABLES[table].numbers if (title := TABLES[table].columns[name].title)}


def told_apart(table: str, column: str) -> Iterator[tuple[list[str], list[str]]]:
    """For each other column that shares words with this one: the words that only its title has, and those that only this one has.

    Of "đàn đầu kỳ" and "đàn cuối kỳ" they are (["cuối"], ["đầu"]); a title that has all words of the other tells nothing.
    """
    words = {name: re.findall(r"\w+", title) for name, title in titles(table).items()}
    own = words.pop(column, [])
    for other in words.values():
        mark = [word for word in other if word not in own]
        own_mark = [word for word in own if word not in other]
        if mark and own_mark and len(own_mark) < len(own):
            yield mark, own_mark


# -- whether it is a change --------------------------------------------------------------------------------------------

_CHANGES = re.compile(  # what a column of changes is called; of one of decreases no sign says what rises
    r"(?=.*(?:\btăng\b|chênh lệch|biến động|so với|điểm phần trăm))(?:.*\btăng\b.*|(?:(?!\bgiảm\b).)*)", re.IGNORECASE
)


def is_signed(expression: Expression | None, edition: Edition) -> bool:
    """Whether a number says by its sign what rises: a difference, what is computed of one, or what a source states as one."""
    parts = operands(expression) if expression else ()
    match expression:
        case Select(table="controls", where=where):
            stated = edition.records_of("controls")["controls"].where(where)
            return {row["kind"] for row in stated.values()} == {"growth"}
        case Select(table, column):
            field = TABLES[table].columns.get(column)
            return column in CHANGES or (field is not None and bool(_CHANGES.fullmatch(f"{field.title} {field.unit}")))
        case Call(function) if function in (*CHANGES, "slope"):
            return True
        case Operation() if "-" in expression.signs:
            return True
        case Operation() if not expression.is_sum:
            return any(is_signed(each, edition) for each in parts)
    return bool(parts) and all(is_signed(each, edition) for each in parts)


def signed_part(expression: Expression, edition: Edition) -> Expression | None:
    """The change in an expression, of which it may be a multiple or the size without its sign."""
    match expression:
        case Call("abs", (inner,)) | Negative(inner):
            return signed_part(inner, edition)
        case Operation() if not expression.is_sum:
            parts = [each for each in operands(expression) if not isinstance(each, Number)]
            if len(parts) == 1:
                return signed_part(parts[0], edition)
    return expression if is_signed(expression, edition) else None


def is_of_then(expression: Expression) -> bool:
    """Whether a number is divided by what it was in another period: a whole and what came to it, not what came to it."""
    match expression:
        case Operation(Select() as now, (("/", Select() as then),)):
            return now != then and moved(now, LAST_YEAR) == moved(then, LAST_YEAR)
    return False


# -- of which rows -----------------------------------------------------------------------------------------------------

ALL = re.compile(
    r"\b(?:toàn (?:tỉnh|thành phố|ngành|quốc|huyện|xã)|cả (?:tỉnh|nước)|trên địa bàn tỉnh)\b", re.IGNORECASE
)

SOME = re.compile(
    r"\b(?:nhất|đầu|thứ|một số|còn lại|tiêu biểu)\b", re.IGNORECASE
)  # that numbers are of some rows, or one


def of_two_rows(expression: Expression) -> Iterator[tuple[str, str]]:
    """The rows whose numbers a quotient of two columns mixes, or all over one; of one column it is a comparison."""
    parts = operands(expression)
    if isinstance(expression, Operation) and not expression.is_sum:
        for one, other in combinations([part for part in parts if isinstance(part, Select)], 2):
            of_all = ("tất cả",) if one.table == other.table else ()
            for name, values in other.where if one.column != other.column else ():
                own, field = dict(one.where).get(name, of_all), TABLES[other.table].columns[name]
                is_name = name in {*TABLES[other.table].key} - {"period"} and field.kind != "code"
                if is_name and len(own) == len(values) == 1 and own != values:
                    yield own[0], values[0]
    for part in parts:
        yield from of_two_rows(part)


# -- whose it is -------------------------------------------------------------------------------------------------------


def names(label: str, words: str) -> bool:
    """Whether words name something, as a whole."""
    return label in words and bool(re.search(rf"(?<!\w){re.escape(label)}(?!\w)", words))
