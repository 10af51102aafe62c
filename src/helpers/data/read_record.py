"""Which period is meant, and what of its rows was looked at: what a build compares before it knows whether anything is to do."""

from __future__ import annotations

from typing import NamedTuple

from ..errors import one_of, wrong_input
from ..i18n import _
from .reporting_period import KEY, is_later
from .text_rows import Row, Rows, Where

STANDING = ""  # the period of a row that holds in every period, such as a law that is cited
NOTEBOOKS = "notebooks"  # in the place of a table: the words of all notebooks, which the audit reads
# What decides of other tables' rows; it is never corrected itself
BEFORE_ROWS = ("codes", "corrections", "periods", "validity")


def choose_period(periods: Rows, period: str = "") -> str:
    """The period itself, or the newest. Raises InputError for one that is not there; a key of another form, which could be a path, is none."""
    rows = (row for row in periods.values() if KEY.fullmatch(row.get("period", "")))
    known = [row["period"] for row in sorted(rows, key=lambda row: row.get("date_to", ""))]
    if not known:
        expected, remedy = _("a row for each period"), _("Add the period's row.")
        raise wrong_input("periods.csv", expected=expected, remedy=remedy, code="no_rows")
    if period and period not in known:
        remedy = _("Name a period that periods.csv has, or add its row.")
        raise wrong_input("periods.csv", 0, "period", period, one_of(known), remedy, code="unknown_name")
    return period or known[-1]


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

    def sees(self, row: Row) -> bool:
        """Whether a row of its table can be among those that were looked at."""
        own = row.get("period", self.period)
        of_period = own in (self.period, STANDING) if self.period else not (self.until and is_later(own, self.until))
        return of_period and all(row.get(name) in values for name, values in self.where)
