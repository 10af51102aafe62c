"""Rules about the form of registers: numbering, order, duplicates.

Each takes the columns that a row of rules.csv names on its left and right side, and yields for every instance its
label, the cells concerned, and what is wrong ("" if nothing is).
"""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, combinations

from ..data.checking import MOST_DIGITS
from ..data.expressions import ExpressionError, naming
from ..data.rows import Records, Rows
from ..data.schema import TABLES
from ..language import _
from ..values.texts import Day
from . import conditions
from .terms import Cell

Instance = tuple[str, tuple[Cell, ...], str]
Relation = Callable[[str, str, Records], Iterator[Instance]]
_Numbered = tuple[str, int, int]  # a document's day, its number, its line
RELATIONS: dict[str, Relation] = {}  # by the word that rules.csv has for it
_NUMBERED = re.compile(rf"([0-9]{{1,{MOST_DIGITS}}})[/-](.+)")
_NAMED = re.compile(r"[0-9]+[/-][^\s,;()]*[^\s,;().:]")  # a document's number in a text


def relation(name: str) -> Callable[[Relation], Relation]:
    """Make a function what a rule may state; the first sentence of its docstring is the help."""

    def named(function: Relation) -> Relation:
        RELATIONS[name] = function
        return function

    return named


def column_of(name: str) -> tuple[str, str]:
    """Table and column of "table.column"; raises ExpressionError if there is no such column."""
    table, _dot, column = name.partition(".")
    if table not in TABLES or column not in TABLES[table].columns:
        said = _("{name!r} is not a column; write table.column, as in documents.number", name=name[:200])
        raise ExpressionError(said)
    return table, column


def _columns(left: str, right: str, records: Records) -> tuple[str, str, str, Rows]:
    """Table and column that the left side of a rule names, the one column of it on the right side, and the table's rows."""
    table, column = column_of(left)
    with naming("right"):
        wanted = conditions.listed(right, table)
        if len(wanted) != 1:
            columns = ", ".join(TABLES[table].columns)
            said = _("write one column of {table!r}; it has {columns}", table=table, columns=columns)
            raise ExpressionError(said)
        return table, column, wanted[0], records[table]


def _groups(rows: Mapping[int, Mapping[str, str]], names: list[str]) -> dict[tuple[str, ...], list[int]]:
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for line, row in rows.items():
        groups[tuple(row[name] for name in names)].append(line)
    return groups


@relation("blocks differ")
def blocks_differ(left: str, right: str, records: Records) -> Iterator[Instance]:
    """Two indicators with the same values at every level are one block copied over another."""
    table, column, by, rows = _columns(left, right, records)
    others = [name for name in TABLES[table].key if name != by]
    blocks = {
        code: {tuple(rows[line][name] for name in others): line for line in lines}
        for (code,), lines in _groups(rows, [by]).items()
    }
    listed = TABLES[table].columns[by].codes
    labels = {row["code"]: row["label"] for row in records["codes"].values() if row["list"] == listed}
    for other, code in sorted(combinations(sorted(blocks), 2), key=lambda pair: pair[::-1]):
        one, two = blocks[other], blocks[code]
        shared = sorted(one.keys() & two.keys())
        same = len(shared) > 1 and all(rows[one[key]][column] == rows[two[key]][column] for key in shared)
        said = f"“{labels.get(other, other)}” và “{labels.get(code, code)}” trùng nhau ở cả {len(shared)} số liệu"
        cells = tuple((table, line, column) for key in shared for line in (one[key], two[key]))
        yield f"{other}+{code}", cells, said if same else ""


@relation("in order of")
def in_order_of(left: str, right: str, records: Records) -> Iterator[Instance]:
    """numbers of one register of documents do not fall with their dates, in one year; those that most others contradict do not"""
    table, column, by, rows = _columns(left, right, records)
    series: dict[tuple[str, str], list[_Numbered]] = defaultdict(list)
    for line, row in rows.items():
        match = _NUMBERED.match(row[column])
        if match and row[by]:
            series[row[by][:4], match[2]].append((row[by], int(match[1]), line))
    for register in _registers(series):
        all_of, alike = sorted(chain(*register)), set(chain(*map(_in_order, register)))
        kept = set(_in_order(all_of))
        for each in all_of if len(all_of) > 1 else ():
            against = [] if each in kept else [other for other in kept if _disagree(each, other)]
            lines = (each[2], *(other[2] for other in against if len(against) == 1))  # of two either may be wrong
            name, *second = (f"{rows[line][column]} ngày {day_of(rows[line][by])}" for line in lines)
            others = "cùng sổ đăng ký" if each in alike else "cùng loại"
            said = f"văn bản {name} có số không theo thứ tự ngày của các văn bản {others}"
            said += "".join(f", hoặc số hay ngày của {name} không đúng" for name in second)
            cells = tuple((table, line, part) for line in lines for part in (column, by))
            yield TABLES[table].row_id(rows[each[2]]), cells, "" if each in kept else said


def _disagree(one: _Numbered, two: _Numbered) -> bool:
    """Whether the earlier document has the higher number."""
    return one[0] != two[0] and (one[0] < two[0]) != (one[1] < two[1])


def _registers(series: Mapping[tuple[str, str], list[_Numbered]]) -> Iterator[list[list[_Numbered]]]:
    """The series that run in one register: of an office's documents in a year those whose numbers rise with the days of the others.

    series: by year and by what stands behind the number: KH-UBND; UBND-VX in a letter, of whichever unit. A series that
    fits but for a few is of the register, and these are wrong; of one or two documents all must fit.
    """
    parts = {ending: re.split("[-/]", ending) for _year, ending in series}
    first, last = ({each[at] for each in parts.values()} for at in (0, -1))
    of_office: dict[tuple[str, str], dict[str, list[_Numbered]]] = defaultdict(lambda: defaultdict(list))
    for (year, ending), found in series.items():
        begins, ends = parts[ending][0], parts[ending][-1]
        is_letter = begins in last and ends not in first
        of_office[year, begins if is_letter else ends]["" if is_letter else ending] += found
    for kinds in of_office.values():
        registers: list[list[list[_Numbered]]] = []
        for found in sorted(kinds.values(), key=len, reverse=True):
            for register in registers:
                fit = len(_in_order([*chain(*register), *found])) - len(_in_order(chain(*register)))
                if fit == len(found) or (fit > 1 and len(found) - fit <= 1 + len(found) // 8):
                    register.append(found)
                    break
            else:
                registers.append([found])
        yield from registers


def _in_order(documents: Iterable[_Numbered]) -> list[_Numbered]:
    """The most documents whose numbers do not fall with their days: a longest growing part, from its end.

    >>> _in_order([("2031-01-05", 1, 2), ("2031-01-06", 40, 3), ("2031-01-07", 3, 4), ("2031-01-09", 4, 5)])
    [('2031-01-09', 4, 5), ('2031-01-07', 3, 4), ('2031-01-05', 1, 2)]
    """
    by_day = sorted(documents)
    ends: list[int] = []  # the place of the least last number of a growing part of each length
    before: list[int] = []
    for at, (_day, number, _line) in enumerate(by_day):
        length = bisect_right(ends, number, key=lambda place: by_day[place][1])
        before.append(ends[length - 1] if length else -1)
        ends[length : length + 1] = [at]
    kept, at = [], ends[-1] if ends else -1
    while at >= 0:
        kept.append(by_day[at])
        at = before[at]
    return kept


@relation("of one")
def one_issuer(left: str, right: str, records: Records) -> Iterator[Instance]:
    """what stands after a document's number has one value of another column, that of most: /QĐ-UBND is of one issuer"""
    table, column, by, rows = _columns(left, right, records)
    alike: dict[str, list[int]] = defaultdict(list)
    for line, row in rows.items():
        if (match := _NUMBERED.match(row[by])) and row[column]:
            alike[match[2]].append(line)
    for ending, lines in alike.items():
        (usual, count), *_ = Counter(rows[line][column] for line in lines).most_common(1)
        for line in lines if count > 1 else ():
            value = rows[line][column]
            wrong = "" if value == usual else f"“{value}”, các văn bản khác có số /{ending} là của “{usual}”"
            yield TABLES[table].row_id(rows[line]), ((table, line, column), (table, line, by)), wrong


@relation("steps in order")
def steps_in_order(left: str, right: str, records: Records) -> Iterator[Instance]:
    """documents of one step of a task are dated no later than the last one of the next step: submitted, then issued"""
    table, column = column_of(left)
    rows, columns = records[table], TABLES[table].columns
    with naming("right"):
        of, *steps = (name.strip() for name in right.split(","))
        by = next((name for name in TABLES[table].key if columns[name].codes), "")
        if of not in columns or len(steps) != 2 or not by:
            codes = _("codes of {codes}", codes=columns[by].codes) if by else _("codes of a column in the key")
            said = _("write the column that rows share, then two steps, {codes}: column, code, code", codes=codes)
            raise ExpressionError(said)
    days = {row["document"]: row["date"] for row in records["documents"].values() if row["date"]}
    for lines in _groups(rows, [of]).values():
        first, then = ([line for line in lines if rows[line][by] == step] for step in steps)
        last = max((days.get(rows[line][column], "") for line in then), default="")
        for line in first:
            document = rows[line][column]
            if last and (day := days.get(document, "")):
                wrong = f"{document} ngày {day_of(day)}, bước sau xong ngày {day_of(last)}" if day > last else ""
                yield TABLES[table].row_id(rows[line]), ((table, line, column),), wrong


@relation("each row")
def each_row(left: str, right: str, records: Records) -> Iterator[Instance]:
    """a condition on each row of a table, with the column that is to be looked at on the left"""
    table, column = column_of(left)
    with naming("right"):
        condition = conditions.parse(right, table)
        names = dict.fromkeys((column, *conditions.columns(condition)))
        for line, row in records[table].items():
            held = conditions.value(condition, table, row, records)
            if held is not None:
                which = ", ".join(row[name] for name in TABLES[table].key)
                cells = tuple((table, line, each) for each in names if each != "period")
                said = () if held else conditions.looked_at(condition, table, row, records)
                days = (day_of(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else text for text in said)
                yield TABLES[table].row_id(row), cells, "" if held else f"{which}: {'; '.join(days)}"


@relation("unique")
def unique(left: str, right: str, records: Records) -> Iterator[Instance]:
    """One document has one number: no two rows agree in what names them."""
    table, column = column_of(left)
    rows = records[table]
    with naming("right"):
        by = conditions.listed(right, table)
    for key, lines in _groups(rows, [column, *by]).items():
        if key[0]:
            names = [rows[line].get("number") or f"dòng {line}" for line in lines]
            first = min(TABLES[table].row_id(rows[line]) for line in lines)  # whatever order they stand in
            wrong = f"văn bản {' và '.join(names)} cùng nội dung" if len(lines) > 1 else ""
            yield first, tuple((table, line, column) for line in lines), wrong


@relation("one spelling")
def one_spelling(left: str, right: str, records: Records) -> Iterator[Instance]:
    """Two numbers that begin alike and have the same date are two spellings of one document's number."""
    table, column, by, rows = _columns(left, right, records)
    dated = {line: row for line, row in rows.items() if row[column] and row[by]}
    leading = {line: {**row, "leading": re.split("[/-]", row[column])[0]} for line, row in dated.items()}
    for (number, day), lines in _groups(leading, ["leading", by]).items():
        names = list(dict.fromkeys(leading[line][column] for line in lines))
        wrong = f"văn bản {' và '.join(names)} cùng số, cùng ngày" if len(names) > 1 else ""
        yield f"{column}={number},{by}={day}", tuple((table, line, column) for line in lines), wrong


@relation("not after")
def not_after(left: str, right: str, records: Records) -> Iterator[Instance]:
    """The documents of a task, which a column or a text of it names, are dated no later than the task's last day."""
    table, column = column_of(left)
    fields = TABLES[table].columns
    with naming("right"):
        due_table, due_column = column_of(right)
        reference = next((field.name for field in fields.values() if field.table == due_table), "")
        if not (reference or due_table == table) or TABLES[due_table].columns[due_column].kind != "date":
            tables = [table, *(field.table for field in fields.values() if field.table)]
            columns = [(name, field) for name in tables for field in TABLES[name].columns.values()]
            dates = ", ".join(f"{name}.{field.name}" for name, field in columns if field.kind == "date")
            dates = dates or _("there is none")
            said = _("write a date of {table!r} or of a table that it refers to: {dates}", table=table, dates=dates)
            raise ExpressionError(said)
    by_key = {row["document"]: row for row in records["documents"].values()}
    by_number = {row["number"]: row for row in records["documents"].values()}
    due = records[due_table].by(TABLES[due_table].key[-1])
    for line, row in records[table].items():
        (due_line,) = [line] if due_table == table else due.get(row[reference], [0])
        last = records[due_table][due_line][due_column] if due_line else ""
        named = [by_key.get(row[column])] if fields[column].table else map(by_number.get, _NAMED.findall(row[column]))
        days = {document["date"]: document["number"] or document["document"] for document in named if document}
        if last and (day := max(days, default="")):
            wrong = f"văn bản {days[day]} ngày {day_of(day)}, sau hạn {day_of(last)}" if day > last else ""
            yield TABLES[table].row_id(row), ((table, line, column), (due_table, due_line, due_column)), wrong


def day_of(iso: str) -> str:
    return Day.fromisoformat(iso).text()


OF_ONE_CAUSE = ("not after",)  # relations whose violations tell of one fault: what came too late was counted as in time
