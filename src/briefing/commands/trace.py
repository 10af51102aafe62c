import click

from helpers.language import _

from ..options import command, edition
from ..order import Order


@command()
@click.argument("place", metavar=_("CELLS"))
@edition
def run(order: Order, place: str) -> None:
    """List what cells feed: alerts.alerts(monitor='server'), data/FILE.csv:LINE[:COLUMN].

    CELLS are written as audit and gaps print them, or as a CSV line.
    """
    from ..build.tracing import trace

    for line in trace(place, order):
        print(line)
