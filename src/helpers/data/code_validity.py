"""What holds only for a time (validity.csv): codes, offices, documents, names of organisations; and who takes over.

Its list `words` is of names in sentences, of organisations and places, that begin or end.

A thing holds in every period that has one of its days: what ended on 30 June is still in that half-year and in that
year, not in the half-year after it. What has no row holds always.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cached_property, partial
from typing import NamedTuple

from ..i18n import _
from .absences import NOTHING_THERE, Absences
from .datapackage import Declared, Table
from .expressions import ROWS, Expression, Leaf, Select, mapped, selections
from .indexed_rows import Row, Rows

WORDS = "words"  # the list of names in sentences
RULES = "rules.rule"  # the list of rules that end


class ComparedPeriod(NamedTuple):
    """One of two periods that are compared: its row of periods.csv, its rows of each table, and the tables."""

    period: Row
    rows: Callable[[str], Rows]
    tables: Declared


class Validity:
    """The rows of validity.csv, asked with a period's row of periods.csv.

    >>> held = Validity(Rows({2: {"list": "level", "code": "district", "valid_from": "", "valid_to": "2025-06-30",
    ...                           "successor": "commune", "reason": ""}}))
    >>> half, next_half = ({"date_from": f"2025-{month}-01", "date_to": "2025-12-31"} for month in ("01", "07"))
    >>> held.holds("level", "district", half), held.holds("level", "district", next_half)
    (True, False)
    >>> held.now("level", "district", next_half)
    'commune'
    """

    def __init__(self, rows: Rows) -> None:
        self._rows = {(row["list"], row["code"]): row for row in rows.values()}
        self._lists = {listed for listed, _ in self._rows}
        self._named: dict[str, dict[str, str]] = {}  # see `_columns`

    def holds(self, listed: str, code: str, period: Row) -> bool:
        row = self._rows.get((listed, code))
        return row is None or (row["valid_from"] <= period["date_to"] and not _over(row, period))

    def now(self, listed: str, code: str, period: Row) -> str:
        """What stands for it in a period: itself, or what took over from it; empty where nothing did."""
        for _step in self._rows:  # no longer than all of them, whatever they name
            if not code or self.holds(listed, code, period):
                break
            row = self._rows[listed, code]
            code = row["successor"] if _over(row, period) else ""
        return code if self.holds(listed, code, period) else ""

    def out_of_time(self, table: Table, row: Row, period: Row) -> Iterator[str]:
        """The columns of a row whose value does not hold in a period."""
        for name, listed in self._columns(table).items():
            if row[name] and not self.holds(listed, row[name], period):
                yield name

    def unheld(self, expression: Expression, period: Row) -> Iterator[tuple[str, str, str]]:
        """List, column and code of what an expression asks of its own period although it does not hold in it."""
        for select in selections(expression):
            for name, values in select.where if not select.period and select.declared.periodic else ():
                listed = select.declared.list_of(name)
                yield from ((listed, name, code) for code in values if not self.holds(listed, code, period))

    def carried(self, table: Table, row: Row, period: Row) -> Row | None:
        """A row with what stands for its values on a later period's last day; None where nothing took over from one."""
        last = {"date_from": period["date_to"], "date_to": period["date_to"]}
        now = {name: self.now(table.list_of(name), row[name], last) for name in self.out_of_time(table, row, last)}
        return {**row, **now} if all(now.values()) else None

    def ended(self, text: str, period: Row) -> dict[str, str]:
        """The names in a text, outside its figures, that do not hold on a period's last day, each with what took over, if anything.

        What issued a document that is cited keeps its name.

        >>> row = {"list": "words", "valid_from": "", "valid_to": "2025-02-28", "reason": ""}
        >>> names = Rows({2: row | {"code": "Bộ TTTT", "successor": "Bộ KHCN"}, 3: row | {"code": "huyện", "successor": "xã"}})
        >>> Validity(names).ended("Bộ TTTT và các huyện", {"date_from": "2025-07-01", "date_to": "2025-12-31"})
        {'Bộ TTTT': 'Bộ KHCN', 'huyện': 'xã'}
        """
        last = {"date_from": period["date_to"], "date_to": period["date_to"]}
        found = (words for words in self._words.findall(text) if (WORDS, words) in self._rows)
        return {words: self.now(WORDS, words, last) for words in found if not self.holds(WORDS, words, last)}

    @cached_property
    def _words(self) -> re.Pattern[str]:
        """All names that begin or end, the longest first, and places for figures, in which none stand."""
        words = sorted((code for listed, code in self._rows if listed == WORDS), key=len, reverse=True)
        return re.compile(
            rf"\{{(?:[^{{}}]|\{{[^{{}}]*\}})*\}}|(?<!\w)(?<!}} của )(?:{'|'.join(map(re.escape, words)) or '(?!)'})(?!\w)"
        )

    def restated(self, expression: Expression, now: Row, then: Row) -> Expression:
        """An earlier period's expression with what was taken over since; sums that would mean nothing stay as they are."""

        def widened(leaf: Leaf) -> Leaf:
            if not isinstance(leaf, Select):
                return leaf
            if leaf.column == ROWS or leaf.field.unit == "%":
                return leaf
            taken_over = partial(self._taken_over, leaf.declared, now=now, then=then)
            where = tuple((name, (*values, *taken_over(name, values))) for name, values in leaf.where)
            return replace(leaf, where=where)

        return mapped(expression, widened)

    def unmatched(
        self,
        of: Expression,
        earlier: Expression,
        matching: Callable[[Select], Rows],
        now: ComparedPeriod,
        then: ComparedPeriod,
    ) -> Iterator[tuple[ComparedPeriod, str, Row]]:
        """The rows that one of two periods adds up and the other lacks, although it could have them: the sums are of other things.

        Each with the period that lacks it, and its table. earlier: the expression of the earlier period. Of a list, and of
        observations, each period has others.
        """
        for pair in zip(selections(of), selections(earlier), strict=True):
            table, found = pair[0].declared, [matching(select) for select in pair]
            fixed = table.next.rows == "measured" and table.key and not table.observations
            for rows, there in zip(found, (then, now), strict=True) if fixed and all(found) else ():
                known = {table.row_id(row) for row in there.rows(table.name).values()}
                absences = Absences(there.rows("absences"), there.tables)
                for row in (row for row in rows.values() if table.row_id(row) not in known):
                    said = {absence["state"] for absence in absences.about(table.name, row)}
                    if said.isdisjoint(NOTHING_THERE) and not any(self.out_of_time(table, row, there.period)):
                        yield there, table.name, row

    def told(self, listed: str, code: str) -> str:
        """What is known of a code that does not hold: "from … until 2025-06-30, then commune (validity.csv: reason)"."""
        row = {name: cell or "…" for name, cell in self._rows[listed, code].items()}
        return _("from {valid_from} until {valid_to}, then {successor} (validity.csv: {reason})", **row)

    def _taken_over(self, table: Table, column: str, values: tuple[str, ...], now: Row, then: Row) -> list[str]:
        """The codes that held in the earlier period and for which one of the values stands now."""
        listed = table.list_of(column)
        return [
            code
            for each, code in self._rows
            if each == listed and code not in values and self.holds(listed, code, then)
            if not self.holds(listed, code, now) and self.now(listed, code, now) in values
        ]

    def _columns(self, table: Table) -> dict[str, str]:
        """The columns of a table of which anything is said here, each with its list."""
        if table.name not in self._named:
            lists = {name: table.list_of(name) for name in table.columns} if self._lists else {}
            self._named[table.name] = {name: listed for name, listed in lists.items() if listed in self._lists}
        return self._named[table.name]


def _over(row: Row, period: Row) -> bool:
    return bool(row["valid_to"]) and row["valid_to"] < period["date_from"]
