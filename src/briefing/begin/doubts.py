"""What a new table says that somebody has to look at, before a sum of it is printed: rows of other periods, names in two
spellings, parts beside their wholes, rows that nobody sees in Excel."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise, takewhile
from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl.utils import column_index_from_string

from helpers.data.datapackage import ORDER, tables_of_program
from helpers.data.schema import TABLES, read_table
from helpers.data.units import is_rate
from helpers.language import _
from helpers.problems import Problem
from helpers.values.vietnamese import short_date, shown, slug

from ..collect.layouts import COMPARES, is_number
from ..collect.months import AHEAD, TERMS, is_term, names_later, of_more, side, term_of
from ..collect.names import otherwise, spelling
from ..collect.notation import Scale, plain, read_number, some
from ..collect.questions import unasked
from ..collect.totals import PART, Stated, not_of_rows, outermost, sums_among, wholes_in
from .columns import Column

if TYPE_CHECKING:
    from .tables import Draft

_FAR_OFF = 100  # times as much as any other number of a column
_UNIT_APART = 1000  # times: đồng, nghìn đồng, triệu đồng
OWN = ("period", "source", "unit")  # columns whose meaning the program knows


def without_value(draft: "Draft") -> Iterator[Problem]:
    """Formulas that nothing has computed, and errors of Excel in columns of texts: of numbers they are refused as such."""
    for column in draft.columns:
        for row in draft.lines:
            cell = draft.layout.sheet.cell(column.letter, row)
            if cell.fault and (column.kind != "number" or cell.is_blank):
                text = cell.text or cell.formula
                yield draft.layout.fault(
                    "unreadable_value", f"{column.letter}{row}", text, _("a value that can be read"), cell.fault
                )


def _of_other_sizes(draft: "Draft") -> Iterator[tuple[Column, int, Decimal, Decimal]]:
    """Columns in which nothing lies between some numbers and the others: the first of the fewer by its row, the nearest other, how many
    times as large the one is as the other."""
    for column in (each for each in draft.measured if each.unit != "@unit"):
        numbers = {row: abs(Decimal(value)) for row, value in column.values.items() if value}
        if found := _gap(numbers.values()):
            less, more = found
            below = [row for row, size in numbers.items() if 0 < size <= less]
            above = [row for row, size in numbers.items() if size >= more]
            row, other = (above[0], less) if len(above) <= len(below) else (below[0], more)
            yield column, row, other, more / less


def _gap(numbers: Iterable[Decimal]) -> tuple[Decimal, Decimal] | None:
    """The two numbers of a column between which it has none, where the larger is of another size; None where all are of one.

    >>> _gap(map(Decimal, ("35.5", "0", "60", "12", "1250000")))
    (Decimal('60'), Decimal('1250000'))
    >>> _gap(map(Decimal, ("12", "900", "60", "5000"))), _gap(map(Decimal, ("1", "5000")))
    (None, None)
    """
    sizes = sorted({*numbers} - {Decimal(0)})
    less, more = max(pairwise(sizes), key=lambda pair: pair[1] / pair[0], default=(Decimal(1), Decimal(1)))
    return (less, more) if len(sizes) >= 3 and more >= _FAR_OFF * less else None


def of_another_size(draft: "Draft", read: Mapping[str, str]) -> Iterator[Problem]:
    """Numbers a thousand times as large as the others of their column, or as little: they may be of another unit.

    read: columns → a number that somebody says is right.
    """
    for column, row, other, times in _of_other_sizes(draft):
        value = column.values[row]
        if times >= _UNIT_APART and read.get(column.name, "").replace(",", ".") != value:
            expected = _("a number of the same unit as {other} in that column", other=shown(plain(other)))
            remedy = _("Correct it; if it is right, say {option}.", option=f"--read {column.name}={value}")
            yield draft.layout.fault("other_size", f"{column.letter}{row}", column.cells[row].text, expected, remedy)


def given_twice(draft: "Draft") -> Iterator[Problem]:
    """Where a column that tells nearly all rows apart does not: a number that was given twice, a row that was pasted twice."""
    for column in (each for each in draft.columns if each.kind == "string" and all(each.values.values())):
        counts = Counter(column.values.values())
        twice = [row for row, text in column.values.items() if counts[text] > 1]
        if len(draft.lines) > 2 and 0 < len(twice) <= max(2, len(draft.lines) // 10):
            for row in twice[1:]:
                expected = _("each “{title}” once; row {row} has it too", title=column.title, row=twice[0])
                remedy = _("Delete one, or save a second table alone; if both are right, say --key order.")
                yield draft.layout.fault(
                    "duplicate_value", f"{column.letter}{row}", column.values[row], expected, remedy
                )
            return


def not_told_apart(draft: "Draft") -> Iterator[Problem]:
    """Rows without a name, such as a total that nobody called one, and rows that have another one's."""
    key = [column for column in draft.columns if column.name in (*draft.key, "period")]
    titles, at = " + ".join(column.title for column in key), next((each.letter for each in key if each.letter), "")
    first: dict[tuple[str, ...], int] = {}
    for row in draft.lines if at else ():
        told = tuple(column.values[row] for column in key)
        if not any(told):
            text = " | ".join(cell.text for cell in draft.layout.rows[row].values())
            remedy = _("Write it; of a total write “Tổng cộng”. If rows have none, say --key order.")
            yield draft.layout.fault(
                "unnamed_row", f"{at}{row}", text, _("“{title}” of each row", title=titles), remedy
            )
        elif (of := first.setdefault(told, row)) != row:
            expected = _("each “{title}” once; row {row} has it too", title=titles, row=of)
            remedy = _("Delete one, or save a second table alone; if both are right, say --key order.")
            yield draft.layout.fault("duplicate_key", f"{at}{row}", draft.named(row), expected, remedy)


def left_out(draft: "Draft") -> Iterator[str]:
    """What of a table is not taken: lines across, totals, dashes."""
    for row, text in draft.layout.across.items():
        said = _("row {row}: a line across the table, “{text}”", row=row, text=text)
        last = row == draft.lines[-1] + 1
        yield (_("{said}; if it is a row whose number is not known yet, write “…” there", said=said) if last else said)
    for row in draft.layout.totals:
        yield _("row {row}: {said}", row=row, said=not_of_rows(stated_in(draft, row)))
    if places := ", ".join(draft.not_yet):
        yield _("a number that is not known yet, which is an empty cell now: {places}", places=places)
    if places := ", ".join(draft.dashes):
        yield _("a dash for a number, which is an empty cell now: {places}; write 0 for none at all", places=places)


def parts_of(draft: "Draft", row: int) -> list[int]:
    """The rows that a total of the file adds up."""
    return outermost(draft.layout.parts[row], {each: draft.named(each) for each in draft.lines}, wholes_of_rows(draft))


def stated_in(draft: "Draft", row: int) -> list[Stated]:
    """What a total of the file states."""
    cells, found, parts = draft.layout.totals[row], list[Stated](), parts_of(draft, row)
    for column in (each for each in draft.measured if each.letter in cells):
        cell, rate = cells[column.letter], "%" if column.unit == "%" else ""
        readings = read_number(cell.value, Scale(rate, False), cell.percent).values
        values, places = [column.values[each] for each in parts], [f"{column.letter}{each}" for each in parts]
        found.append(Stated(column.name, column.title, column.unit, f"{column.letter}{row}", readings, values, places))
    return found


def of_later(draft: "Draft", observations: bool) -> Iterator[Problem]:
    """Rows of months and days that have not come: sums of the period would count them."""
    last = dt.date.fromisoformat(draft.span.told["date_to"])
    for row, cells in _terms(draft, observations).items():
        if all(side(text, draft.span) > 0 for text in cells.values()):
            column, text = next(iter(cells.items()))
            expected = _("a month or a day up to {last}", last=short_date(last))
            remedy = _("Leave it out, and import it when its period has begun; or name its period: --period.")
            yield draft.layout.fault("later_period", f"{column}{row}", text, expected, remedy)


def _terms(draft: "Draft", observations: bool) -> dict[int, dict[str, str]]:
    """The months and days that tell of which period a row is: of its key; of an observation, also its days."""
    columns = [
        each
        for each in draft.columns
        if (each.name in draft.key and each.kind == "string") or (observations and each.kind == "date")
    ]
    found = {
        row: {each.letter: each.values[row] for each in columns if is_term(each.values[row], draft.span)}
        for row in draft.lines
    }
    apart = {each.name: each for each in draft.columns if each.name in TERMS and each.name in draft.key}
    for row in draft.lines if apart.keys() - {"thang"} else ():
        if term := term_of({name: each.values[row] for name, each in apart.items()}):
            found[row] = {next(iter(apart.values())).letter: term}
    return {row: cells for row, cells in found.items() if cells}


def _laid_out(draft: "Draft") -> Iterator[str]:
    """What of the sheet may be no part of the table: numbers above it, another table beside or below it, rows and marks that explain others."""
    layout, letters = draft.layout, [*draft.layout.heads]
    above = (cells for row, cells in layout.sheet.rows.items() if row < layout.head)
    lines = [" ".join(cell.text for cell in cells.values()) for cells in above if any(map(is_number, cells.values()))]
    if lines:
        yield _("numbers above the headings are not read: {which}", which=some(lines))
    kinds = {column.letter: column.kind for column in draft.columns}
    measured = [at for at in letters if kinds.get(at) == "number"]
    for before, at in pairwise(letters):
        apart = column_index_from_string(at) - column_index_from_string(before) > 1
        if apart and kinds.get(at) == "string" and measured and measured[0] in letters[: letters.index(at)]:
            yield _(
                "an empty column stands before “{title}”: of another table beside this one, save it alone",
                title=": ".join(layout.heads[at]),
            )
    alone = [
        row
        for before, row in pairwise(draft.lines)
        if not draft.measured and not {*range(before + 1, row)} & layout.across.keys() and row - before > 1
    ]
    if alone:
        rows = ", ".join(map(str, alone))
        yield _("an empty line stands before row {rows}: if another table begins there, save it alone", rows=rows)
    names = {row: draft.named(row) for row in draft.lines}
    compared = [*takewhile(COMPARES.fullmatch, reversed(names.values()))]
    if not any(each.name == "unit" for each in draft.columns) and 2 * len(compared) < len(names) and compared:
        yield _("rows that compare or average others, which a sum of the column counts: {which}", which=some(compared))
    if marked := [name for name in names.values() if re.search(r"\*+\)?$", name)]:
        yield _(
            "a footnote's mark is a part of the name, and the next period's row is another one without it: {which}",
            which=some(marked),
        )


def to_look_at(draft: "Draft", observations: bool, data: Path) -> Iterator[str]:
    """What is taken as it stands, and may not be meant so."""
    yield from _laid_out(draft)
    terms = _terms(draft, observations)
    early = {row: cells for row, cells in terms.items() if all(side(text, draft.span) < 0 for text in cells.values())}
    if early:
        yield _(
            "{count} rows are of before the period, and sums of it count them: {which}",
            count=len(early),
            which=some([text for cells in early.values() for text in cells.values()]),
        )
    days = [column for column in draft.columns if column.kind == "date"]
    of_period = [row for row in draft.lines if any(_is_within(column.values[row], draft) for column in days)]
    if len(of_period) == len(draft.lines) and not (observations or draft.listed):
        yield _(
            "rows with days of this period, for which the next one is asked again: of events, which it has others of, say --list"
        )
    ahead = [column for column in days if not AHEAD.search(column.title) and not observations]
    last = draft.span.told["date_to"]
    if late := [f"{each.letter}{row} {each.title}" for each in ahead for row in draft.lines if each.values[row] > last]:
        yield _("days after the period, of what cannot have happened yet; deadlines may: {which}", which=some(late))
    if line := of_more(draft.layout.above, draft.span):
        yield _(
            "“{line}” stands above the table: are its numbers those of {period} alone?",
            line=line,
            period=draft.span.key,
        )
    means = [each.title for each in draft.measured if each.accrual == "level" and is_rate(each.unit)]
    if means:
        yield _(
            "of a longer period the number of its last part stands, whatever the others are: {which}", which=some(means)
        )
    if begin := [each.title for each in draft.measured if each.accrual == "opening"]:
        yield _("of a longer period the number of its first part stands: {which}", which=some(begin))
    months = draft.months_apart if len(draft.months_apart) > 1 else []
    if renamed := [each.title for each in draft.columns if each.letter in draft.renamed and each not in months]:
        yield _(
            "headings without the period that they name, to hold in the next one, too: {which}", which=some(renamed)
        )
    yield from draft.converted
    for column, row, other, times in _of_other_sizes(draft):
        if times < _UNIT_APART:
            of = {"cell": f"{column.letter}{row}", "title": column.title, "other": shown(plain(other))}
            yield _(
                "{cell} {title}: {value} beside {other}; are both of one unit?", value=shown(column.values[row]), **of
            )
    if months:
        of = {"months": ", ".join(column.title for column in months)}
        if sums := [column.title for column in draft.accruing if column.accrual == "flow"]:
            yield _("{months}: months of the period; a longer one has only what adds up: {sums}", sums=some(sums), **of)
        else:
            yield _(
                "{months}: months of the period, of which a longer one has nothing; a column of their sum would", **of
            )
    if titles := [column.title for column in draft.measured if names_later(column.title, draft.span)]:
        yield _("columns of a later period, which this one cannot know: {which}", which=some(titles))
    names = [column for column in draft.columns if column.kind == "string" and column.name not in OWN]
    asked_again = not (observations or draft.listed)
    kept = [each.title for each in names if not (each.name in draft.key or each.codes or draft.varies(each))]
    if asked_again and kept:
        yield unasked(kept)
    at = min((at for at, column in enumerate(draft.columns) if column.name in draft.key), default=0)
    for column in draft.columns[:at]:
        first, *others = column.values.values()
        if column.kind == "string" and first and not all(others):
            yield _(
                "empty cells of “{title}”: where they are of what stands above them, fill them in", title=column.title
            )
    if parts := [text for column in names for text in column.values.values() if PART.fullmatch(text)]:
        yield _("parts beside their whole, which a sum of the column counts twice: {which}", which=some(parts))
    if wholes := [draft.named(row) for row in wholes_of_rows(draft)]:
        yield _(
            "rows that those below them add up to, which a sum of the column counts twice: {which}", which=some(wholes)
        )
    elif sums := [draft.named(row) for row in sums_among(_adding(draft))]:
        yield _(
            "rows that others beside them add up to, which a sum of the column counts twice: {which}", which=some(sums)
        )
    units = dict.fromkeys(
        text for column in draft.columns if column.name == "unit" for text in column.values.values() if text
    )
    for column in (each for each in draft.measured if each.accrual and each.unit == "@unit" and len(units) > 1):
        yield _(
            "“{title}” has several units ({units}) and is declared as one: rows that add up and rows that do not belong into two tables",
            title=column.title,
            units=some([*units]),
        )
    if ORDER in draft.key:
        for each in given_twice(draft):
            yield f"{each.column}: {each.value}; {each.expected}"
    yield from _spellings(names, data)


def _adding(draft: "Draft") -> dict[int, list[Decimal]]:
    """The numbers of its rows that add up."""
    adding = [column for column in draft.measured if not is_rate(column.unit)]
    return {row: [Decimal(column.values[row] or 0) for column in adding] for row in draft.lines}


def wholes_of_rows(draft: "Draft") -> dict[int, list[int]]:
    """The rows that the rows below them add up to, with those, where all of a table is such groups."""
    rows, place = draft.layout.rows, draft.layout.place
    marks = {row: cells[place].text for row, cells in rows.items() if place in cells}
    return wholes_in(
        _adding(draft),
        {row: f"{marks[row]}. {draft.named(row)}" if row in marks else draft.named(row) for row in draft.lines},
    )


def _spellings(columns: Sequence[Column], data: Path) -> Iterator[str]:
    """Names in another spelling than elsewhere in the data, or in the same column; a sort of places only under a like head."""
    known: dict[tuple[str, str], str] = {}  # head and name → where it is written so
    for table in TABLES.keys() - tables_of_program().keys():
        for name, field in ((name, each) for name, each in TABLES[table].columns.items() if name not in OWN):
            own = {(field.title, text): table for text in read_table(data, table).by(name) if text}
            known = own | known
    for column in columns:
        texts, far = [*column.values.values()], {text: where for (_head, text), where in known.items()}
        near = {text: where for (head, text), where in known.items() if _overlap(head, column.title)}
        alike = {one: other for one, other in otherwise(texts, far).items() if spelling(one) == spelling(other)}
        for one, other in (alike | otherwise(texts, near)).items():  # a ward “Phường Cà Mau” is no branch “Cà Mau”
            where = {**far, **near}.get(other, column.title)
            yield _(
                "“{one}” of “{title}” is “{other}” in {where}", one=one, title=column.title, other=other, where=where
            )
        known = {(column.title, text): column.title for text in texts if text} | known


def _overlap(one: str, other: str) -> bool:
    """Whether all words of a head stand in another one: “Xã” and “Xã, phường”."""
    words = {*slug(one).split("-")}, {*slug(other).split("-")}
    return words[0] <= words[1] or words[1] <= words[0]


def _is_within(day: str, draft: "Draft") -> bool:
    told = draft.span.told
    return told["date_from"] <= day <= told["date_to"]
