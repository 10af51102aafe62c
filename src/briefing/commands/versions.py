import click

from helpers.language import _

from ..options import command, edition
from ..order import Order
from ..terminal import results


@command("review")
@edition
@click.option("--keep", type=int, metavar="N", help=_("delete all but the N newest"))
def run(order: Order, keep: int | None) -> None:
    """List an edition's versions: when, of which commit, what of them is kept."""
    from ..history.keeping import listed, pruned

    results(listed(order) if keep is None else pruned(order, keep))
