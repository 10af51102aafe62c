"""What of a period's rows was looked at: what a build compares before it knows whether anything is to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, Self

from .indexed_rows import Row, Where
from .reporting_period import is_later

STANDING = ""  # the period of a row that holds in every period, such as a law that is cited
CHECKS = "checks"  # in the place of a table: the checks of the report alone, which the audit tries
# What decides of other tables' rows; it is never corrected itself
BEFORE_ROWS = ("codes", "corrections", "periods", "validity")


class Read(NamedTuple):
    """What was looked at: columns of a period's rows where dimensions have certain codes.

    period: empty for the rows of every period. folder: the data folder, if it is not the one of the build. until: of every
    period, but of none that ends later than this one.
    """

    table: str
    where: Where
    columns: tuple[str, ...]
    period: str = ""
    folder: str = ""
    until: str = ""

    @classmethod
    def of(cls, stored: Sequence[Any]) -> Self:
        """A read that came back from JSON."""
        table, where, columns, *more = stored
        return cls(table, tuple((name, tuple(values)) for name, values in where), tuple(columns), *more)

    def sees(self, row: Row) -> bool:
        """Whether a row of its table can be among those that were looked at."""
        own = row.get("period", self.period)
        of_period = own in (self.period, STANDING) if self.period else not (self.until and is_later(own, self.until))
        return of_period and all(row.get(name) in values for name, values in self.where)
