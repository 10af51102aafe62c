"""From cells to what they feed in the built briefing."""

from collections.abc import Iterator

from helpers.data.cell_reference import find_places
from helpers.data.periods import PeriodRows
from helpers.errors import InputError, Problem
from helpers.i18n import _

from ..order import Order
from .recipe import locate
from .versions import newest


def trace(place: str, order: Order) -> Iterator[str]:
    """The sentences, tables and charts of the edition that cells feed, in reading order, and the findings about them.

    place: `dossiers_received.dossiers(channel='online')`, `alerts.rows(monitor='server')`, or a CSV line,
        `data/dossiers_received.csv:2` or `data/dossiers_received.csv:2:dossiers`.
    """
    order, tables = locate(order)
    places = set(find_places(place, lambda name, period: PeriodRows(period or order.period, tables.rows).rows(name)))
    for table, line, _column in places:
        if line not in (rows := tables.rows(table)):
            lines = {"least": min(rows, default=2), "most": max(rows, default=2)}
            expected = _("a line of {table}.csv where a row begins: {least} to {most}", table=table, **lines)
            raise InputError(
                Problem(
                    _("PLACE"), value=place, expected=expected, remedy=_("Line 1 is the header."), code="unknown_line"
                )
            )
    contents, found = newest(order).contents, []
    for section in contents.sections.values():
        for passage in section.passages:
            for piece in passage.pieces:
                if any(cell in places or (*cell[:2], "") in places for cell in piece.cells):
                    words = f"{passage.number} {passage.pieces[0].text}" if passage.number else piece.text
                    found.append(f"{section.name}: {words}")
    named = {place[:2] for place in places}
    for name, finding in contents.findings.items():
        if any(cell in places or (cell[:2] in named and not cell[2]) for cell in finding.cells):
            found.append(_("audit: {name}: {words}", name=name, words=finding.words))
    yield from dict.fromkeys(found) or [
        _("nothing in the report of {period} is made of {place}", period=order.period, place=place)
    ]
