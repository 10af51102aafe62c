"""A table's rows as text, by CSV line, with an index for what selections ask of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from ..project import Project

if TYPE_CHECKING:
    from .datapackage import Declared

Row: TypeAlias = dict[str, str]
Where: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]


class Rows(dict[int, Row]):
    """CSV line → column → text.

    Nothing is replaced in it: the index would not notice.

    >>> rows = Rows({2: {"level": "district", "forms": "5"}, 3: {"level": "commune", "forms": "7"}})
    >>> rows.where((("level", ("commune",)),))
    {3: {'level': 'commune', 'forms': '7'}}
    """

    def __init__(self, rows: dict[int, Row] | Iterable[tuple[int, Row]] = ()) -> None:
        super().__init__(rows)
        self._lines: dict[str, dict[str, list[int]]] = {}
        self._found: dict[Where, Rows] = {}  # rules and sections ask for the same again and again

    def where(self, conditions: Where) -> Rows:
        """The rows where each named column has one of its values, in the order of the file; to be looked at, not changed."""
        if not conditions:
            return self
        if conditions not in self._found:
            lines = min((self._having(column, values) for column, values in conditions), key=len)
            chosen = ((line, self[line]) for line in lines)
            self._found[conditions] = Rows(
                (line, row) for line, row in chosen if all(row[column] in values for column, values in conditions)
            )
        return self._found[conditions]

    def like(self, row: Mapping[str, str], names: Iterable[str]) -> Row:
        """The first row that has what another one has in some columns; empty where none has."""
        return next(iter(self.where(tuple((name, (row[name],)) for name in names)).values()), {})

    def by(self, column: str) -> Mapping[str, list[int]]:
        """The lines of each value of a column."""
        if column not in self._lines:
            index: dict[str, list[int]] = {}
            for line, row in self.items():
                index.setdefault(row[column], []).append(line)
            self._lines[column] = index
        return self._lines[column]

    def _having(self, column: str, values: Iterable[str]) -> list[int]:
        found = [self.by(column).get(value, []) for value in dict.fromkeys(values)]
        return found[0] if len(found) == 1 else sorted(line for lines in found for line in lines)


class Records(dict[str, Rows]):
    """Every table's rows of one period: table → line → column → text.

    tables: as they are declared. before: the records of the periods that it is compared with, by every name that the language
    has for them ("@last_year", "2023-H1"); a period without a row is not there. project: whose checks are tried.
    """

    __hash__ = object.__hash__  # type: ignore[assignment]  # they do not change

    def __init__(
        self,
        rows: Mapping[str, Rows],
        tables: Declared,
        before: Mapping[str, Records] | None = None,
        project: Project | None = None,
    ) -> None:
        super().__init__(rows)
        self.tables, self.before, self.project = tables, dict(before or {}), project

    @property
    def period(self) -> Row:
        """The period's row of periods.csv."""
        (row,) = self["periods"].values()
        return row

    def row(self, table: str, line: int) -> Row:
        """A row by its line, of whichever of the periods it is."""
        if line in self[table]:
            return self[table][line]
        return next(other[table][line] for other in self.before.values() if line in other[table])
