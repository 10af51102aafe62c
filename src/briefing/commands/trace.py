import click

from helpers.i18n import _

from ..command_result import Result, results
from ..options import command, edition
from ..order import Order


@command()
@click.argument("place", metavar=_("CELLS"))
@edition()
def run(order: Order, place: str) -> Result:
    """List what cells feed: alerts.alerts(monitor='server'), data/FILE.csv:LINE[:COLUMN].

    CELLS are written as `check` prints them, or as a CSV line.
    """
    from ..build.lineage import trace

    fed = list(trace(place, order))
    results(fed)
    return Result(data={"feeds": fed})
