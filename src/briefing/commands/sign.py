"""`briefing sign`."""

from __future__ import annotations

import click

from ..options import command, edition_named
from ..order import Order
from ..terminal import shown


@command("send")
@click.argument("sections", nargs=-1, required=True, metavar="SECTION...")
@click.option("--by", required=True, metavar="NAME", help="who signs")
@click.option("--role", required=True, help="as what, as required_signatures.csv names it")
@edition_named
def run(order: Order, sections: tuple[str, ...], by: str, role: str) -> None:
    """Stand for what sections say; a signature falls when they say something else.

    SECTION is a number such as I.3.2, or '*' for all that the role must sign.
    """
    from ..history.signing import sign

    for one in sign(order, [*sections], by, role):
        print(f"{one.state} {one.section}  {one.role}: {one.name}, {one.date}")
    print(f"Written to {shown(order.data / 'signatures.csv')}; commit it, and build to show it.")
