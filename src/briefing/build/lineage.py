"""From cells to what they feed in the built briefing."""

from collections.abc import Iterator

from helpers.data.cell_reference import find_places
from helpers.data.periods import PeriodRows
from helpers.errors import misused
from helpers.i18n import _
from helpers.values.blocks import Chart, Table, plain
from helpers.values.sources import cell_set

from ..order import Order
from .pipeline import locate
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
            raise misused(_("PLACE"), place, expected, _("Line 1 is the header."), code="unknown_name")
    built, found = newest(order), []
    numbers = {
        block.id: f"{block.number}. " for _at, block in built.document.parts() if isinstance(block, Table | Chart)
    }
    for section, own in built.printed.items():
        captions = {each.within[0]: each for each in reversed(own) if each.within}
        for each in own:
            if any(cell in places or (*cell[:2], "") in places for cell in each.cells):  # "" for a line as a whole
                number = numbers.get(each.within[0], "") if each.within else ""
                said = captions[each.within[0]] if each.within else each
                found.append(f"{section}: {number}{said.text}")
    named = {f"{table}:{line}" for table, line, _column in places}
    for finding in built.document.findings:
        about = cell_set(finding.about)
        if any(cell in places or (*cell[:2], "") in places for cell in about) or not named.isdisjoint(finding.rows):
            words = f"{plain(finding.fault)} ({finding.standing})"
            found += [_("audit: {name}: {words}", name=name, words=words) for name in finding.ids]
    yield from dict.fromkeys(found) or [
        _("nothing in the report of {period} is made of {place}", period=order.period, place=place)
    ]
