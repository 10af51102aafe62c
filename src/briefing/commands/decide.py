"""`briefing decide`."""

from __future__ import annotations

from pathlib import Path

import click

from ..options import command, data, period
from ..terminal import shown


@command("check")
@period
@data
@click.option("--by", default="", metavar="OFFICE", help="the office that decides; asked for if not given")
def run(period: str, data: Path, by: str) -> None:
    """Walk through the open findings and write down what is decided."""
    from ..build.deciding import decide

    written = decide(data, period, by, input, print)
    print(f"\n{written} row(s) written to {shown(data)}; the next build prints them.")
