"""`briefing publish`."""

from __future__ import annotations

from dataclasses import replace

import click

from ..options import apart, command, edition
from ..order import Order
from ..terminal import shown


@command("send")
@edition
@click.option("--reasons", is_flag=True, help="only ask why things changed since the last publication")
@click.option("--by", default="", metavar="OFFICE", help="the office that gives the reasons")
@apart
def run(order: Order, reasons: bool, by: str, apart: bool) -> None:
    """Publish an edition: signed, without open errors, in a folder that stays."""
    from ..history.publishing import ask_reasons, publish

    order = replace(order, apart=apart)
    if reasons:
        written = ask_reasons(order, by or "VP", input)
        print(f"{written} reason(s) written to {shown(order.data / 'revisions.csv')}; commit it, then publish.")
    else:
        print(f"Published: {shown(publish(order))}; commit it.")
