"""`briefing trace`: forward, from cells to what of the report they feed."""

from __future__ import annotations

from collections.abc import Iterator

import click

from helpers.i18n import _

from ..build_request import BuildRequest
from ..command_result import Result, results
from ..options import command, edition


@command()
@click.argument("place", metavar=_("CELLS"))
@edition()
def run(request: BuildRequest, place: str) -> Result:
    """List what cells feed: alerts.alerts(monitor='server'), alerts.rows(severity='high').

    CELLS are written as `check` prints them.
    """
    fed = list(dict.fromkeys(_fed(place, request)))
    results(fed or [_("nothing in the report of {period} is made of {place}", period=request.period, place=place)])
    return Result(data={"feeds": fed})


def _fed(place: str, request: BuildRequest) -> Iterator[str]:
    """The sentences, tables and charts of the edition that cells feed, in reading order."""
    from helpers.data.cell_reference import find_places
    from helpers.values.blocks import Chart, Table

    from ..build.pipeline import locate
    from ..build.version_contents import newest

    request, tables = locate(request)
    places = set(
        find_places(place, lambda name, period: tables.of_period(period or request.period).rows(name), tables.declared)
    )
    built = newest(request)
    numbers = {each.id: f"{each.number}. " for _at, each in built.document.parts() if isinstance(each, Table | Chart)}
    for section, own in built.printed.items():
        captions = {each.within: each for each in reversed(own) if each.within}
        for each in own:
            # of a place that is a row, by any of its cells
            if not places.isdisjoint(at for cell in each.cells for at in (cell, (*cell[:2], ""))):
                said = captions.get(each.within, each)
                yield f"{section}: {numbers.get(each.within, '')}{said.text}"
