"""What a program can check of an edition's words: digits that somebody typed, names that have ended, words on a condition.

A number in a sentence is a figure, a year `{year}`, a name with digits `{'24/7'}`; the dated rows of validity.csv (list
`words`) say which names have ended. Gaps tell of figures and documents that a sentence asks for and the period lacks, and
of sentences that nobody has confirmed. Whether a sentence is true, and what a notebook says, only a person can judge.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from ..data.code_validity import WORDS, Validity
from ..editions import CONDITIONAL, NAME, PLACEHOLDER, Edition
from ..editions.statements import Condition
from ..values.vietnamese import typed
from .check_model import Check, Rule
from .numeric_formulas import Cell

STATED = {
    "number": "Số nêu trong câu là số liệu được tính, hoặc là tên, năm viết trong ngoặc {…}",
    "ended": "Tên, văn bản, cấp nêu trong câu còn trong kỳ báo cáo",
    "condition": "Điều kiện in của phần câu được thỏa mãn",
}
_READ = (("statements", "text"), ("headings", "title"), ("headlines", "text"), ("recipients", "recipient"))
_CITED = re.compile(r"document\('([^']*)'\)")


class Passage(NamedTuple):
    """Words of a cell, and the label of its row."""

    cell: Cell
    label: str
    words: str

    @property
    def quoted(self) -> str:
        said = PLACEHOLDER.sub("■", NAME.sub(r"\1", self.words))
        return f"“{said}”"


def proofread(edition: Edition) -> Iterator[Check]:
    """What is wrong with the words of an edition: a violated check for each finding."""
    records = edition.records
    validity, last = Validity(records["validity"]), records.period | {"date_from": records.period["date_to"]}
    passages = [*_passages(edition)]
    for each in passages:
        if each.cell[0] == "statements" and (said := _typed(each.words)):
            yield _number(each, said)
    for condition in edition.conditions():
        if condition.holds is False:
            yield _left_out(edition, condition)
    ended: dict[tuple[str, str], list[Passage]] = defaultdict(list)
    for each in passages:
        found = validity.ended(each.words, records.period)
        found |= {key: validity.now(WORDS, key, last) for key in _CITED.findall(each.words)}
        for name, now in found.items():
            if not validity.holds(WORDS, name, last):
                ended[name, now].append(each)
    yield from (_ended(name, now, where) for (name, now), where in ended.items())


def _passages(edition: Edition) -> Iterator[Passage]:
    for table, column in _READ:
        for line, row in edition.records[table].items():
            yield Passage((table, line, column), f"{table}.{column},{edition.tables[table].row_id(row)}", row[column])


def _typed(words: str) -> list[str]:
    """The digits of a statement that stand outside its figures and names."""
    words = CONDITIONAL.sub(lambda match: match["words"], words)
    return typed(PLACEHOLDER.sub(" ", NAME.sub(" ", words)))


def _number(passage: Passage, said: list[str]) -> Check:
    digits = ", ".join(f"“{each}”" for each in said)
    wrong = f"{digits} không phải số liệu được tính, trong {passage.quoted}"
    return _check("number", passage.label, [passage.cell], wrong)


def _left_out(edition: Edition, condition: Condition) -> Check:
    row = edition.records.row("statements", condition.line)
    label = f"{edition.tables['statements'].row_id(row)},words={condition.words.strip()}"
    values = " và ".join(side.text() for side in condition.sides)
    asked = [(each.table, line, each.column) for side in condition.sides for each in side.cells for line in each.lines]
    wrong = f"“{condition.words.strip()}” không được in: {condition.text} không đúng ({values})"
    return _check("condition", label, [("statements", condition.line, "text"), *asked], wrong)


def _ended(name: str, now: str, where: list[Passage]) -> Check:
    first, *others = {passage.quoted: passage for passage in where}.values()
    more = f" và {len(others)} chỗ khác" if others else ""
    wrong = f"“{name}” không còn trong kỳ này{f', nay là “{now}”' if now else ''}, trong {first.quoted}{more}"
    return _check("ended", name, [passage.cell for passage in where], wrong)


def _check(rule: str, label: str, cells: list[Cell], wrong: str) -> Check:
    (table, line, _column), *_others = cells
    about = Rule(rule, "proofreading", "warning", STATED[rule], f"{table}.csv", line)
    return Check.of_words(about, label, tuple(dict.fromkeys(cells)), wrong)
