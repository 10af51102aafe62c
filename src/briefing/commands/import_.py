"""`briefing import`."""

from __future__ import annotations

from pathlib import Path

import click

from ..options import FILE, command, data
from ..terminal import say, shown


@command("collect")
@click.argument("files", type=FILE, nargs=-1, required=True, metavar="FILE...")
@click.option("--period", default="", help="refuse files of another one; default: what each file says")
@click.option("--yes", is_flag=True, help="write without asking; doubtful cells are refused")
@click.option("--only-good", is_flag=True, help="write what can be taken although cells are refused")
@data
def run(files: tuple[Path, ...], period: str, yes: bool, only_good: bool, data: Path) -> int:
    """Read numbers from workbooks, or from a CSV that Excel has saved.

    FILE is an .xlsx, or a .csv named as its table.
    """
    from rich.console import Console

    from ..collect.exchange import NothingWritten, bring_in

    console = Console(highlight=False)
    try:
        written = bring_in(data, [*files], period, input, console, yes, only_good)
    except (NothingWritten, EOFError) as error:  # the end of the input is no agreement
        say("\nNothing was written." if isinstance(error, EOFError) else str(error))
        return 2
    if written:
        print(f"{written} cell(s) written to {shown(data)}; the next build prints them.")
    return 0
