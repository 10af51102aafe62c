"""What a program can check of an edition's words: digits that somebody typed, names that have ended, words on a condition.

A number in a sentence is a figure, a year `{year}`, a name with digits `{'24/7'}`; the dated rows of validity.csv (list
`words`) say which names have ended. Gaps tell of figures and documents that a sentence asks for and the period lacks, and
of sentences that nobody has confirmed. Whether a sentence is true, only a person can judge.
"""

import ast
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ..data.code_validity import WORDS, Validity
from ..data.table_registry import TABLES
from ..editions import CONDITIONAL, NAME, PLACEHOLDER, Edition
from ..editions.period_data import note_words
from ..editions.statements import Condition
from ..values.vietnamese import typed
from .check_model import Check, Proofread, Rule
from .numeric_formulas import Cell

STATED = {
    "number": "Số nêu trong câu là số liệu được tính, hoặc là tên, năm viết trong ngoặc {…}",
    "ended": "Tên, văn bản, cấp nêu trong câu còn trong kỳ báo cáo",
    "condition": "Điều kiện in của phần câu được thỏa mãn",
}
_READ = (("statements", "text"), ("headings", "title"), ("headlines", "text"), ("recipients", "recipient"))
_CITED = re.compile(r"document\('([^']*)'\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


class Passage(NamedTuple):
    """Words and where they stand: a cell of a table, or the number of a notebook's cell."""

    file: str
    line: int
    words: str
    name: str
    cells: tuple[Cell, ...] = ()

    @property
    def quoted(self) -> str:
        where = "" if self.cells else f" ({self.file}, ô {self.line})"
        said = PLACEHOLDER.sub("■", NAME.sub(r"\1", self.words))
        return f"“{said}”{where}"


def proofread(edition: Edition) -> Proofread:
    """What is wrong with the words of an edition and of its notebooks, and the ids of all that could have been."""
    records = edition.records
    validity, last = Validity(records["validity"]), records.period | {"date_from": records.period["date_to"]}
    of_tables = [*_of_tables(edition)]
    statements = [each for each in of_tables if each.file == "statements.csv"]
    numbers = [_number(each, said) for each in statements if (said := _typed(each.words))]
    conditions = {_label(edition, each): each for each in edition.conditions()}
    left_out = [_left_out(label, each) for label, each in conditions.items() if each.holds is False]
    ended: dict[str, list[Passage]] = defaultdict(list)
    now: dict[str, str] = {}
    note_words()
    for each in (*of_tables, *notebook_words(edition.project.notebooks)):
        found = validity.ended(each.words, records.period)
        found |= {key: validity.now(WORDS, key, last) for key in _CITED.findall(each.words)}
        for name, successor in found.items():
            if not validity.holds(WORDS, name, last):
                ended[name].append(each)
                now[name] = successor
    made = [*numbers, *left_out, *(_ended(name, now[name], where) for name, where in ended.items())]
    dated = (f"ended@{code}" for listed, code in validity.not_held(records.period) if listed == WORDS)
    ids = [*(f"number@{each.name}" for each in statements), *(f"condition@{label}" for label in conditions), *dated]
    return Proofread(made, list(dict.fromkeys([*ids, *(check.id for check in made)])))


def _of_tables(edition: Edition) -> Iterator[Passage]:
    for table, column in _READ:
        for line, row in edition.records[table].items():
            name = f"{table}.{column},{TABLES[table].row_id(row)}"
            yield Passage(f"{table}.csv", line, row[column], name, ((table, line, column),))


def notebook_words(notebooks: Path) -> Iterator[Passage]:
    """The headings of the section notebooks in a folder and the texts in their code, in reading order."""
    for path in sorted(notebooks.glob("[0-9]*.ipynb")):
        yield from _of_notebook(path, path.stat().st_mtime_ns)


@cache
def _of_notebook(path: Path, changed: int) -> list[Passage]:
    """The texts of a notebook as it was changed last; none of one that cannot be read, which a build refuses."""
    try:
        cells = [(cell["cell_type"], "".join(cell["source"])) for cell in json.loads(path.read_bytes())["cells"]]
    except (OSError, ValueError, RecursionError, KeyError, TypeError):
        return []
    return [
        Passage(path.name, number, words, f"notebooks/{path.name},cell={number}")
        for number, (kind, source) in enumerate(cells, 1)
        for words in (_HEADING.findall(source) if kind == "markdown" else _of_code(source))
    ]


def _of_code(source: str) -> Iterator[str]:
    """The texts of a cell; none of a cell that is no Python."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return
    yield from (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))


def _typed(words: str) -> list[str]:
    """The digits of a statement that stand outside its figures and names."""
    words = CONDITIONAL.sub(lambda match: match["words"], words)
    return typed(PLACEHOLDER.sub(" ", NAME.sub(" ", words)))


def _label(edition: Edition, condition: Condition) -> str:
    row = edition.records.row("statements", condition.line)
    return f"{TABLES['statements'].row_id(row)},words={condition.words}"


def _number(passage: Passage, said: list[str]) -> Check:
    digits = ", ".join(f"“{each}”" for each in said)
    return _check("number", passage.name, passage, f"{digits} không phải số liệu được tính, trong {passage.quoted}")


def _left_out(label: str, condition: Condition) -> Check:
    values = " và ".join(side.text() for side in condition.sides)
    cells = [(each.table, line, each.column) for side in condition.sides for each in side.cells for line in each.lines]
    statement = Passage(
        "statements.csv", condition.line, condition.words, label, (("statements", condition.line, "text"),)
    )
    wrong = f"“{condition.words}” không được in: {condition.text} không đúng ({values})"
    return _check("condition", label, statement, wrong, cells)


def _ended(name: str, now: str, where: list[Passage]) -> Check:
    first, *others = {passage.quoted: passage for passage in where}.values()
    more = f" và {len(others)} chỗ khác" if others else ""
    wrong = f"“{name}” không còn trong kỳ này{f', nay là “{now}”' if now else ''}, trong {first.quoted}{more}"
    return _check("ended", name, first, wrong, [cell for passage in where for cell in passage.cells])


def _check(rule: str, label: str, at: Passage, wrong: str, cells: list[Cell] | None = None) -> Check:
    about = Rule(rule, "proofreading", "warning", STATED[rule], at.file, at.line)
    return Check.of_words(about, label, tuple(dict.fromkeys([*at.cells, *(cells or [])])), wrong)
