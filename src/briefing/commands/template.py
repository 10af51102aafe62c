"""`briefing template`."""

from __future__ import annotations

from pathlib import Path

import click

from ..options import FILE, command, data
from ..terminal import shown


@command("collect")
@click.argument("period")
@click.option("--owner", default="", metavar="OFFICE", help="only this office of offices.csv")
@click.option("--out", type=FILE, required=True, metavar="DIR", help="folder of the workbooks")
@data
def run(period: str, owner: str, out: Path, data: Path) -> None:
    """Write the workbooks in which offices send their numbers."""
    from ..collect.exchange import make_templates

    for path, made in make_templates(data, period, owner, out):
        lists = f" and {made.lists} list(s)" if made.lists else ""
        print(f"{shown(path)}: {made.asked} cells{lists} for {made.office.name}")
