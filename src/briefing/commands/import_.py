"""`briefing import`."""

from __future__ import annotations

from pathlib import Path

import click

from helpers.language import _, ngettext

from ..options import FILE, command, data, named_period
from ..terminal import say, shown


@command("collect")
@click.argument("files", type=FILE, nargs=-1, required=True, metavar=_("FILE..."))
@named_period
@click.option("--yes", is_flag=True, help=_("write without asking; doubtful cells are refused"))
@click.option("--only-good", is_flag=True, help=_("write what can be taken although cells are refused"))
@data
def run(files: tuple[Path, ...], period: str, yes: bool, only_good: bool, data: Path) -> int:
    """Read numbers from workbooks, or from a CSV that Excel has saved.

    FILE is an .xlsx, or a .csv named as its table. Each says its period; --period refuses files of another one.
    """
    from rich.console import Console

    from ..collect.exchange import NothingWritten, bring_in

    console = Console(highlight=False)
    try:
        written = bring_in(data, [*files], period, input, console, yes, only_good)
    except (NothingWritten, EOFError) as error:  # the end of the input is no agreement
        say("\n" + _("Nothing was written.") if isinstance(error, EOFError) else str(error))
        return 2
    if written:
        cells = ngettext("{count} cell", "{count} cells", written)
        print(_("{cells} written to {folder}; the next build prints them.", cells=cells, folder=shown(data)))
    return 0
