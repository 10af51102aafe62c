"""One notation for cells, `table.column(dimension='code')`, printed by every command and accepted by every one.

It names a row by its key, which lasts.
"""

from collections.abc import Callable
from typing import NamedTuple

from ..errors import wrong_input
from ..i18n import _
from .datapackage import Declared
from .expressions import ROWS, ExpressionError, selection
from .indexed_rows import Rows


class Located(NamedTuple):
    """Cells of a row; column: empty for all of them."""

    table: str
    line: int
    column: str


def find_places(text: str, rows: Callable[[str, str], Rows], tables: Declared) -> list[Located]:
    """The cells or rows that a text names. Raises InputError for a text that names none.

    rows: gives a table's rows of a period; empty: of the one in question.

    >>> media = Rows({2: {"tone": "positive", "items": "5"}, 3: {"tone": "neutral", "items": "7"}})
    >>> find_places("media_items.items(tone='neutral')", lambda table, period: media, Edition("2024-H1").tables)
    [Located(table='media_items', line=3, column='items')]
    """
    try:
        select = selection(text, tables)
        own = tuple((name, values) for name, values in select.where if name != "period" or select.table == "periods")
        found = rows(select.table, select.period).where(own)
    except ExpressionError as error:
        form = _("cells such as table.column(dimension='code'), or rows such as table.rows()")
        raise wrong_input(_("PLACE"), value=text, expected=form, remedy=f"{error}.", code="bad_expression") from None
    if not found:
        expected, remedy = _("rows that the period has"), _("Look at its key.")
        raise wrong_input(_("PLACE"), value=text, expected=expected, remedy=remedy, code="unknown_name")
    return [Located(select.table, line, "" if select.column == ROWS else select.column) for line in found]
