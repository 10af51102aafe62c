"""What stands behind the figures of a document: the rows that they were read from, and what each of them is, in words."""

from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from textwrap import shorten

from helpers import expression_text
from helpers.data import expressions
from helpers.data.expressions import LAST_YEAR, ExpressionError
from helpers.data.source_reference import cited, origin
from helpers.editions import Edition
from helpers.values import blocks
from helpers.values.figures import Figure
from helpers.values.sources import Cell as At
from helpers.values.sources import cell_set, join

from ..sections import section_id
from .audit_marks import printed
from .model import Document, section_name
from .what_if import comparisons

MOST = 240  # letters of what a figure is
Rows = dict[str, dict[str, dict[str, str]]]


def with_sources(document: Document, edition: Edition) -> Document:
    """The document with the rows behind its figures, what each figure is, what else its figures decide, and what sections read.

    Of an edition each row and each key is read once: `build` has them read for the sections that are fresh while others run.
    """
    found = [one for one in printed(document) if isinstance(one.node, blocks.Figure)]
    tables = {name: table.title for name, table in edition.tables.items()}
    decided, compared = comparisons(edition)
    read = {part.notebook: block.cells for part, block in document.parts() if part and isinstance(block, blocks.Read)}
    sections = {section_id(section_name(part)): part.notebook for part, _block in document.parts() if part}
    decided = decided | {"read": [(each, read[of]) for each, of in sections.items() if of in read]}
    known = [*((one.cells, one.key) for one in found), *((cell_set(join(one.cells)), one.key) for one in compared)]
    meanings = {key: _meaning(key, edition) for key in sorted({one.key for one in found} - {""})}
    return replace(document, tables=tables, rows=_rows(known, edition), meanings=meanings, comparisons=decided)


def _rows(figures: list[tuple[frozenset[At], str]], edition: Edition) -> Rows:
    """What figures were read from: table → line → the row's name, its numbers, as "@column" where they come from, and, for
    a page that evaluates every key again, the codes that rows are chosen by and, as "=column", the numbers with all digits.
    """
    wanted: dict[str, dict[int, set[str]]] = {}
    for table, line, column in frozenset[At]().union(*(cells for cells, _key in figures)):
        wanted.setdefault(table, {}).setdefault(line, set()).add(column)
    chosen_by: dict[str, set[str]] = {table: set() for table in wanted}
    for key in {key for _cells, key in figures} - {""}:
        for each in expressions.selections(expressions.parse(key, edition.tables)):
            if each.table in wanted:  # a selection of no rows is of none
                chosen_by[each.table] |= {name for name, _values in each.where}
                for columns in wanted[each.table].values() if each.column != expressions.ROWS else ():
                    columns.add(each.column)
    return {
        table: {
            f"{line}": _row(edition, table, line, frozenset(names), frozenset(chosen_by[table]))
            for line, names in sorted(lines.items())
        }
        for table, lines in sorted(wanted.items())
    }


@lru_cache(maxsize=4096)
def _row(edition: Edition, table: str, line: int, columns: frozenset[str], codes: frozenset[str]) -> dict[str, str]:
    sources = edition.tables[table].columns.keys() & {"source"}
    home = edition.home(table, line)  # of a sum of several periods it is the row of one
    row = home.row(table, line, (*columns, *sources))
    shown = {column: str(row[column]) for column in sorted(columns)}
    places = {f"@{column}": _place(str(row["source"]), column) for column in shown if row.get("source")}
    figures = ((column, row[column]) for column in shown)
    stated = ((column, each) for column, each in figures if isinstance(each, Figure) and not each.is_missing)
    numbers = {f"={column}": f"{each.value:f}" for column, each in stated}
    name = home.row_name(table, line)
    reported = home.records_of(table)[table][line]
    chosen_by = {each: reported[each] for each in sorted(codes | {"period"}) if each in reported}
    return {"": name if home is edition else f"{name}, {home.label!s}", **chosen_by, **shown, **numbers, **places}


@lru_cache(maxsize=4096)
def _meaning(key: str, edition: Edition) -> list[str]:
    """What a figure is, in words, and its value in the same period last year; "" if not known."""
    expression, last = expressions.parse(key, edition.tables), None
    with suppress(ExpressionError):  # its parts were one row then, or of other units: it had no value
        last = edition.evaluate(expressions.moved(expression, LAST_YEAR)) if edition.before("last_year") else None
    then = last.text("unit") if last is not None and last.cells and not last.is_missing else ""
    words = expression_text.words(expression, edition)
    if isinstance(expression, expressions.Select) and not expression.where and expression.declared.key:
        words = f"{words}, tất cả"  # of a table as a whole
    return [words if len(words) <= MOST else shorten(words, MOST, placeholder=" …"), then]


def _place(source: str, column: str) -> str:
    """Where a number of a row comes from, for readers: a place in the report, or file, sheet and cell."""
    found = origin(source)
    if not found:
        return cited(source)
    said = ("giải trình", found.reason), ("ghi chú", found.note)
    note = "".join(f" ({of}: {text})" for of, text in said if text)
    return f"tệp {found.file}, trang tính {found.sheet}, ô {found.cell(column)}{note}"
