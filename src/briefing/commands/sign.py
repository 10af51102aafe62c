"""`briefing sign`."""

from __future__ import annotations

import click

from ..options import command, edition_named
from ..order import Order
from ..terminal import results, shown


@command("send")
@click.argument("sections", nargs=-1, required=True, metavar="SECTION...")
@click.option("--by", required=True, metavar="NAME", help="who signs")
@click.option("--role", required=True, help="as what, as required_signatures.csv names it")
@click.option(
    "--despite", default="", metavar="REASON", help="why it is signed although errors of the audit are open in it"
)
@edition_named
def run(order: Order, sections: tuple[str, ...], by: str, role: str, despite: str) -> None:
    """Stand for what sections say; a signature falls when they say something else.

    SECTION is a number such as I.6.2 and means what stands under that heading alone; '*' means all that the role must sign, 'I.6.*' those of
    them in I.6.
    """
    from ..history.signing import sign

    for one in sign(order, [*sections], by, role, despite=despite):
        known = f"; despite {one.findings}" if one.findings else ""
        results([f"{one.mark} {one.section}  {one.role}: {one.name}, {one.date}{known}"])
    print(f"Written to {shown(order.data / 'signatures.csv')}; commit it, and build to show it.")
