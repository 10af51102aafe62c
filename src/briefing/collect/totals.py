"""Rows that only add up others: which they are, what they state that their rows do not give, and the control that keeps it."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from math import log10
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from helpers.data.datapackage import ORDER
from helpers.data.expressions import Select
from helpers.data.rows import Row, Rows
from helpers.data.spans import is_running
from helpers.data.units import is_rate
from helpers.language import Message, _
from helpers.values.vietnamese import shown, slug

from .notation import Reading, Scale, plain, read_number, some
from .questions import key_of
from .received import Answer, Received
from .workbooks import Cell

if TYPE_CHECKING:
    from .separated import Lines

Cells = Mapping[str, Cell]
_TOTAL = re.compile(
    r"(?:tổng(?: cộng| số)?|cộng)(?: chung| (?:toàn|cả) .+)?(?:\s*[:(\[].*)?|(?:toàn|cả) (?:tỉnh|thành phố|ngành|huyện|xã)",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"(?P<word>tổng|cộng|cả|toàn|chung|tính chung|quý|l(?:ũy|uỹ) kế|\d+ tháng|sáu tháng|chín tháng)\b.*", re.IGNORECASE
)
PART = re.compile(r"(?:trong đó|trđ|tđ)\b.*", re.IGNORECASE)
_TRIES = 4  # as a power of ten
_FAR = 50  # times the middle one of the others
_SLIP = Decimal("0.05")  # by less a total is another one than its rows give
_MONTH = re.compile(r"(?:tháng|t)[ ._]*\d{1,2}\b.*|\d{1,2}/\d{4}", re.IGNORECASE)


class Stated(NamedTuple):
    """What a total states of one column. readings: of its cell; values: the numbers of its rows, empty where one has none.

    cells: those of the values.
    """

    column: str
    title: str
    unit: str
    cell: str
    readings: Sequence[str]
    values: Sequence[str]
    cells: Sequence[str] = ()

    @property
    def added(self) -> Decimal:
        return sum(map(Decimal, filter(None, self.values)), Decimal(0))

    @property
    def is_otherwise(self) -> bool:
        """Whether its rows do not give it; of what counts since the year began the last one does."""
        given = {self.added, Decimal(self.values[-1] or 0)} if is_running(self.title) and self.values else {self.added}
        return bool(self.readings) and not is_rate(self.unit) and not given & {*map(Decimal, self.readings)}

    def of_data(self, others: Sequence[Row]) -> "Stated":
        """With rows that the data have and the file does not, where it is their sum, too."""
        of_all = self._replace(values=[*self.values, *(row[self.column] for row in others)])
        return of_all if self.is_otherwise and not of_all.is_otherwise else self

    @property
    def is_kept(self) -> bool:
        """Whether it is meant as a sum, which its rows do not give.

        A mean, or what stands at the end, is not above them all; half of their sum or less is one of which they have parts, too.
        Where the largest alone is above it, that one may be too large by far.
        """
        if not self.is_otherwise or self.unit in ("", "@unit"):
            return False
        stated, numbers = Decimal(self.readings[0]), sorted(map(Decimal, filter(None, self.values)))
        if not numbers or stated > numbers[-1]:
            return self.added < 2 * stated and not self._is_about(self.added)
        is_mean = abs(len(numbers) * stated - self.added) < self.added / 10
        is_above_others = len(numbers) > 2 and numbers[0] >= 0 and 0 < self.added - numbers[-1] < stated < numbers[-1]
        return bool(self.slip) or (is_above_others and not is_mean)

    @property
    def slip(self) -> tuple[str, int] | None:
        """The cell of the number that is far above the others and of which the total counts a thousandth or a hundredth.

        >>> Stated("", "Chi", "triệu đồng", "C9", ["299.2"], ["60", "239200"], ["C7", "C8"]).slip
        ('C8', 1000)
        """
        numbers = {at: Decimal(value) for at, value in zip(self.cells, self.values, strict=False) if value}
        at = max(numbers, key=numbers.__getitem__, default="")
        largest = numbers.pop(at, Decimal(0))
        if not numbers or largest < _FAR * median(numbers.values()):
            return None
        return next(
            ((at, times) for times in (1000, 100) if self._is_about(sum(numbers.values()) + largest / times)), None
        )

    def _is_about(self, added: Decimal) -> bool:
        """Whether it states that; what its rows and itself are rounded by is no difference."""
        places = [len(each.partition(".")[2]) for each in (self.readings[0], *self.values)]
        rounded = Decimal(len(places)).scaleb(-places[0]) / 2 if any(places) else 0
        return abs(added - Decimal(self.readings[0])) <= rounded


def totals_in(facts: Mapping[int, Cells]) -> dict[int, list[int]]:
    """The rows of a table that are totals, each with those that it adds up: the ones since the last total, or all.

    A row that is only called like one, “Cộng THCS”, “Quý I”, is one where what stands above it adds up to about that, or is of months.
    """
    names = {cell.text for cells in facts.values() for cell in cells.values()}
    found, since, all_above = dict[int, list[int]](), list[int](), list[int]()
    for row, cells in facts.items():
        above = (parts for parts in (since, all_above) if any(_CALLED.fullmatch(cell.text) for cell in cells.values()))
        named = any(_adds_up(cell.text, names) for cell in cells.values())
        if named or any(_is_called(facts, row, parts, bool(found)) for parts in above):
            found[row], since = since, []
        else:
            since.append(row)
            all_above.append(row)
    return {row: min(filter(None, (parts, all_above)), key=lambda of: _far(facts, row, of)) for row, parts in found.items() if all_above}  # fmt: skip


def wholes_in(numbers: Mapping[int, Sequence[Decimal]], names: Mapping[int, str]) -> dict[int, list[int]]:
    """The rows that the rows below them add up to, with those, where all of a table is such groups.

    numbers: those of each row that add up.
    """
    lines, rows = [*numbers], [*numbers.values()]
    found, at = dict[int, list[int]](), 0
    while at < len(rows) and any(rows[at]):
        left, end = rows[at], at + 1
        while end < len(rows) and any(left):
            left, end = [one - other for one, other in zip(left, rows[end], strict=True)], end + 1
        lettered = re.match(r"(?:[A-ZĐ]|[IVX]+)[.)] ", names[lines[at]])
        if any(left) or end - at < (2 if lettered else 3):
            return {}
        found[lines[at]], at = lines[at + 1 : end], end
    return found if at == len(rows) else {}


def sums_among(numbers: Mapping[int, Sequence[Decimal]]) -> list[int]:
    """Rows that two or more of those right below them, or right above, add up to in each column: too exactly for chance.

    >>> sums_among({2: [Decimal(4119)], 3: [Decimal(8230)], 4: [Decimal(12349)], 5: [Decimal(77)]})
    [4]
    >>> sums_among({2: [Decimal(1), Decimal(2)], 3: [Decimal(2), Decimal(3)], 4: [Decimal(3), Decimal(5)]})
    []
    """
    lines, found = [*numbers], []
    for at, line in enumerate(lines):
        told = sum(
            log10(number) for number in numbers[line] if number > 0
        )  # how many tries it takes to meet it by chance
        for beside in (lines[at + 1 :], lines[:at][::-1]) if told >= _TRIES else ():
            left = numbers[line]
            for count, other in enumerate(beside, 1):
                left = [one - part for one, part in zip(left, numbers[other], strict=True)]
                if count > 1 and not any(left):
                    found.append(line)
                if min(left) < 0 or not any(left):
                    break
    return [*dict.fromkeys(found)]


def outermost(parts: Iterable[int], names: Mapping[int, str], wholes: Mapping[int, Sequence[int]]) -> list[int]:
    """The rows that a total adds up, without those that others of them hold."""
    within = {part for of in wholes.values() for part in of}
    return [row for row in parts if row not in within and not PART.match(names[row])]


def _is_called(facts: Mapping[int, Cells], row: int, above: Sequence[int], beside_others: bool) -> bool:
    """Whether a row is called a total and is one of these. beside_others: of other totals, so that it may be of one row."""
    for letter, cell in facts[row].items():
        if (called := _CALLED.fullmatch(cell.text)) and (len(above) > 1 or (beside_others and above)):
            names = (facts[each][letter].text for each in reversed(above) if letter in facts[each])
            if any(_kind(found["word"]) == _kind(called["word"]) for found in map(_CALLED.fullmatch, names) if found):
                return False  # “Quý III” below “Quý I” and “Quý II”
            months = all(_MONTH.fullmatch(facts[each][letter].text) for each in above if letter in facts[each])
            return months or _far(facts, row, above) < (_SLIP if len(above) > 1 else _SLIP / 1000)
    return False


def _kind(word: str) -> str:
    return re.sub(r"\d+|sáu|chín", "", word.casefold())


def _far(facts: Mapping[int, Cells], row: int, parts: Sequence[int]) -> Decimal:
    """By what share of it the number of a row that is nearest to the sum of its parts is not that, in either notation."""
    far = [Decimal(1)]
    for letter in facts[row]:
        numbers = [_numbers(facts[each][letter]) for each in (row, *parts) if letter in facts[each]]
        for at in (0, -1) if numbers[0] else ():
            whole, *others = [each[at] for each in numbers if each]
            far += [abs(sum(others) - whole) / abs(whole)] if whole else []
    return min(far)


def _numbers(cell: Cell) -> list[Decimal]:
    return [] if cell.percent else [*map(Decimal, read_number(cell.value, Scale("", False)).values)]


def _adds_up(text: str, names: Collection[str]) -> bool:
    """Whether a row is called a total, or that of one of its neighbours.

    >>> [_adds_up(text, []) for text in ("Tổng cộng (I+II)", "CỘNG:", "Toàn tỉnh", "Tổng số trường", "Cộng tác viên")]
    [True, True, True, False, False]
    >>> _adds_up("Cộng Cư Jút", ["Cư Jút", "Lúa"]), _adds_up("Cộng Hòa", ["Cư Jút"])
    (True, False)
    """
    bare = re.sub(r"^(?:tổng cộng|tổng số|cộng|tổng)\s+", "", text, flags=re.IGNORECASE)
    return bool(_TOTAL.fullmatch(text)) or (bare != text and bare in names)


def not_of_rows(columns: Iterable[Stated]) -> Message:
    """Of a total that is not taken, what its rows do not give: sums that are otherwise, rates, which do not add up.

    >>> not_of_rows([Stated("", "Thu", "tỷ đồng", "", ["5"], ["2", "2.5"]), Stated("", "Chỉ số", "%", "", ["108.3"], ["109", "107"])])
    'a total is not taken: the rows give it (Thu: 5 stated, 4,5 added up; no sums; where they are reported, numbers of their own: Chỉ số 108,3)'
    """
    stated, told = [each for each in columns if each.readings], list[Message]()
    for each in (each for each in stated if each.is_otherwise):
        numbers = {"stated": shown(each.readings[0]), "added": shown(plain(each.added))}
        told.append(_("{title}: {stated} stated, {added} added up", title=each.title, **numbers))
        if each.slip:
            cell, times = each.slip
            told.append(_("{cell} is {times} times what the total counts of it", cell=cell, times=shown(f"{times}")))
    if rates := ", ".join(f"{each.title} {shown(each.readings[0])}" for each in stated if is_rate(each.unit)):
        told.append(_("no sums; where they are reported, numbers of their own: {rates}", rates=rates))
    if not told:
        return _("a total is not taken: the rows give it")
    return _("a total is not taken: the rows give it ({but})", but="; ".join(told))


def control(
    stated: Stated, table: str, period: str, key: Sequence[str], rows: Sequence[Row], parts: Sequence[Row]
) -> Row:
    """The control that keeps what a total states of its parts; empty where no selection is of them alone.

    key: that of the table; rows: all that it adds up or not.
    """
    each = {name: tuple(dict.fromkeys(row[name] for row in parts)) for name in key}
    where = tuple((name, each[name]) for name in key if {*each[name]} != {row[name] for row in rows})
    if sum(all(row[name] in values for name, values in where) for row in rows) != len(parts):
        return {}
    select = Select(table, stated.column, where)
    names = "_".join((*(value for _name, values in where for value in values[:1]), "total"))
    name = f"{table}_{stated.column}_{slug(names).replace('-', '_')}"
    return {"period": period, "control": name, "kind": "total", "expression": str(select), "value": stated.readings[0], "unit": stated.unit}  # fmt: skip


def controls_of(lines: "Lines", received: Received, known: Rows, gone: Sequence[str]) -> Iterator[Answer]:
    """Of each total of a file it is said that it is not taken; what its rows do not give is kept beside them.

    known: the controls that there are. gone: rows that the file lacks; a total that counts more than the rows may count them.
    """
    lacks = _("asked: its rows add up to less, and the file lacks what there was before: {rows}", rows=some(gone))
    own, table = lines.of(received.period), lines.table
    read = {each.cell: each.reading.values[0] for each in received.answers}
    of_period = lines.known.where((("period", (received.period,)),)).values()
    there = {**{key_of(table.name, row): row for row in of_period}, **own}
    key = table.full_key[1:]
    numbers = adding(lines, received)
    names = {at: " ".join(lines.rows[at][each] for each in key) for at in numbers}
    for number, parts in lines.totals.items():
        row, parts = lines.rows[number], outermost(parts, names, wholes_in(numbers, names))
        if row["period"] != received.period:
            continue
        of_parts = [lines.rows[each] for each in parts]
        others = _beside(of_parts, [each for at, each in there.items() if at not in own], key)
        found = [each.of_data(others) for each in _stated_in(lines, number, parts, read)]
        name = next(each for each in lines.header if each not in ("", "period", ORDER) and row[each])
        received.remarks.tell(lines.sheet, lines.cell(name, number), row[name], not_of_rows(found))
        for stated in found:
            made = control(stated, table.name, received.period, key, [*there.values()], of_parts)
            before = known.like(made, ("period", "control")) if made else {}
            if made and (before or stated.is_kept) and len(stated.values) == len(parts):
                is_less = bool(gone) and stated.added < Decimal(stated.readings[0])
                label, reading = f"{stated.title} ({row[name]})", Reading((stated.readings[0],))
                reading = reading._replace(said=lacks, sure=False) if is_less else reading
                of = (lines.sheet, stated.cell, row[stated.column], reading, before.get("value", ""))
                yield Answer("controls", "value", {"source": "", **made}, label, *of)


def _beside(parts: Sequence[Row], others: Iterable[Row], key: Sequence[str]) -> list[Row]:
    """Those of other rows that a total of these parts would add up, too: what all parts share, they have."""
    shared = [name for name in key if len({row[name] for row in parts}) == 1]
    return [row for row in others if all(row[name] == parts[0][name] for name in shared)]


def adding(lines: "Lines", received: Received) -> dict[int, list[Decimal]]:
    """The numbers of a file's rows that add up, without its totals."""
    read = {each.cell: each.reading.values[0] for each in received.answers}
    columns = [each for each in lines.measured if not is_rate(lines.table.columns[each].unit)]
    rows = [at for at in lines.rows if at not in lines.totals]
    return {at: [Decimal(read.get(lines.cell(each, at)) or 0) for each in columns] for at in rows}


def _stated_in(lines: "Lines", number: int, parts: Sequence[int], read: Mapping[str, str]) -> Iterator[Stated]:
    for name in (each for each in lines.measured if lines.rows[number][each]):
        field, cells = lines.table.columns[name], {part: lines.cell(name, part) for part in parts}
        # a cell that is refused is no part of a sum
        values = {at: read.get(at, "") for part, at in cells.items() if at in read or not lines.rows[part][name]}
        stated = lines.read(field, lines.rows[number][name], "", lines.rows[number]).values
        yield Stated(
            name, field.title or name, field.unit, lines.cell(name, number), stated, [*values.values()], [*values]
        )
