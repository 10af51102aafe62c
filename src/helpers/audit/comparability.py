"""Rules about two periods: may they be compared at all?

Each takes the tables and the period that a row of rules.csv names ("*" for every table of facts, "@last_year"), and
yields instances as `row_rules` does. Where that period has no rows there is nothing to compare, and no instance.
"""

from collections.abc import Iterator

from ..data.expressions import CHANGES, COMPARED, ExpressionError, naming
from ..data.indexed_rows import Records, Row
from ..data.table_registry import TABLES, Table
from ..i18n import _
from .check_model import Check, Rule
from .row_rules import name_of

ALL = "*"
_WITHOUT_FACTS = ("controls", "periods")


def fact_columns(table: Table) -> list[str]:
    """The columns of a periodic table that hold measured numbers: no places in an order, no keys, no growth that is stated beside one.

    >>> fact_columns(TABLES["training"]), fact_columns(TABLES["decision_tasks"])
    (['classes', 'learners'], [])
    """
    if not table.periodic or table.name in _WITHOUT_FACTS:
        return []
    return [name for name in table.numbers if name not in ("order", *CHANGES)]


def same_units(rule: Rule, row: Row, records: Records) -> Iterator[Check]:
    """A row with a unit of its own is measured in the same unit as before."""
    for table, (line, own), (line_then, before) in of_both(row["left"], row["right"], records):
        if "unit" in own:
            changed = f"{name_of(table, own, records)}: {before['unit']} → {own['unit']}"
            cells = tuple((table.name, at, name) for at in (line, line_then) for name in fact_columns(table))
            label = f"{table.name}:{table.row_id(own)}"
            yield Check.of_words(rule, label, cells, changed if own["unit"] != before["unit"] else "")


def of_both(left: str, right: str, records: Records) -> Iterator[tuple[Table, tuple[int, Row], tuple[int, Row]]]:
    """The rows that two periods have of the tables that a rule names, each with its line."""
    if right not in COMPARED:
        with naming("right"):
            there = {"name": right[:200], "compared": " or ".join(COMPARED)}
            raise ExpressionError(_("{name!r} is no period to compare with; write {compared}", **there))
    other, known = records.before.get(right, Records({})), ", ".join(TABLES)
    named = TABLES if left == ALL else [name for name in left.split(", ") if name in TABLES]
    if not named:
        said = _("{left!r} is no table; write {all} or one of {tables}", left=left[:200], all=ALL, tables=known)
        raise ExpressionError(said)
    for table in (TABLES[name] for name in named if fact_columns(TABLES[name])):
        then = {table.row_id(row): (line, row) for line, row in other.get(table.name, {}).items()}
        for line, row in records[table.name].items():
            if same := then.get(table.row_id(row)):
                yield table, (line, row), same
