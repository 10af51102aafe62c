"""`briefing new`."""

from __future__ import annotations

from pathlib import Path

import click

from ..options import command, data


@command("begin")
@click.argument("period")
@click.option("--from", "source", default="", metavar="PERIOD", help="default: the same of last year")
@data
def run(period: str, source: str, data: Path) -> None:
    """Begin a period: write what carries over from the one before."""
    from helpers.data.carrying import begin

    print("\n".join(begin(data, period, source)) or f"Nothing to add: {period} has it all.")
