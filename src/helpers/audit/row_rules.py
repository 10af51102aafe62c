"""Rules about the rows of a table: numbers without a fraction, documents that come in time."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from ..data.datapackage import Declared
from ..data.expressions import ExpressionError, naming
from ..data.indexed_rows import Records, Row
from ..i18n import _
from ..values.sourced_text import Day
from ..values.vietnamese import shown
from .check_model import Check, Rule
from .numeric_formulas import Cell, Values

_NAMED = re.compile(r"[0-9]+[/-][^\s,;()]*[^\s,;().:]")  # a document's number in a text


def column_of(name: str, tables: Declared) -> tuple[str, str]:
    """Table and column of "table.column"; raises ExpressionError if there is no such column."""
    table, _dot, column = name.partition(".")
    if table not in tables or column not in tables[table].columns:
        said = _("{name!r} is not a column; write table.column, as in documents.number", name=name[:200])
        raise ExpressionError(said)
    return table, column


def whole(rule: Rule, row: Row, records: Records) -> Iterator[Check]:
    """the numbers of a column have no fraction, but for those in the units on the right: %; km"""
    name, column = column_of(row["left"], records.tables)
    table, apart = records.tables[name], row["right"].split("; ") if row["right"] else []
    for line, own in records[name].items():
        if own[column] and table.columns[column].unit_in(own) not in apart:
            cell = name, line, column
            wrong = "" if _is_whole(own[column]) else f"{shown(own[column])} không phải số nguyên"
            check = Check.of_words(rule, table.row_id(own), (cell,), wrong, of_cell=True)
            yield replace(check, numeric=True, holds=partial(_holds_whole, cell))


def _is_whole(value: str | float) -> bool:
    return float(value) % 1 == 0


def _holds_whole(cell: Cell, values: Values) -> bool | None:
    value = values[cell]
    return None if value is None else _is_whole(value)


def not_after(rule: Rule, row: Row, records: Records) -> Iterator[Check]:
    """The documents of a task, which a column or a text of it names, are dated no later than the task's last day."""
    for label, cells, wrong in late_documents(row["left"], row["right"], records):
        yield Check.of_words(rule, label, cells, wrong, cause=rule.id)  # one: what came too late was counted as in time


def late_documents(left: str, right: str, records: Records) -> Iterator[tuple[str, tuple[Cell, ...], str]]:
    """Each task that has dated documents: its label, the cells of its documents and of its last day, and which is later."""
    tables = records.tables
    table, column = column_of(left, tables)
    fields = tables[table].columns
    with naming("right"):
        due_table, due_column = column_of(right, tables)
        reference = next((field.name for field in fields.values() if field.table == due_table), "")
        if not (reference or due_table == table) or tables[due_table].columns[due_column].kind != "date":
            said = _("write a date of {table!r} or of a table that it refers to", table=table)
            raise ExpressionError(said)
    by_key = {row["document"]: row for row in records["documents"].values()}
    by_number = {row["number"]: row for row in records["documents"].values()}
    due = records[due_table].by(tables[due_table].key[-1])
    for line, row in records[table].items():
        (due_line,) = [line] if due_table == table else due.get(row[reference], [0])
        last = records[due_table][due_line][due_column] if due_line else ""
        named = [by_key.get(row[column])] if fields[column].table else map(by_number.get, _NAMED.findall(row[column]))
        days = {document["date"]: document["number"] or document["document"] for document in named if document}
        if last and (day := max(days, default="")):
            wrong = f"văn bản {days[day]} ngày {day_of(day)}, sau hạn {day_of(last)}" if day > last else ""
            yield tables[table].row_id(row), ((table, line, column), (due_table, due_line, due_column)), wrong


def day_of(iso: str) -> str:
    return Day.fromisoformat(iso).text()
