from ..options import command, edition
from ..order import Order
from ..terminal import results


@command("review")
@edition
def run(order: Order) -> None:
    """List an edition's versions: when, of which commit, what of them is kept."""
    from ..history.keeping import listed

    results(listed(order))
