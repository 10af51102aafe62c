import click

from helpers.language import _

from ..options import command, edition
from ..order import Order


@command("build")
@edition
@click.option("--port", type=click.IntRange(1, 65535), default=8787, metavar="N", help=_("on 127.0.0.1; default: 8787"))
def run(order: Order, port: int) -> None:
    """Serve the briefing here, and rebuild and reload it when a file is saved."""
    from ..watch.server import watch

    watch(order, port)
