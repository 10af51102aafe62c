from pathlib import Path

import click

from helpers.i18n import _, ngettext

from ..options import FILE, by, command, edition, everything, words
from ..order import Order
from ..result import Result
from ..terminal import shown
from .forms import login, nothing_written


@command()
@click.argument("files", type=FILE, nargs=-1, required=True, metavar=_("FILE... [PERIOD]"))
@words("--table", metavar=_("NAME"), told=_("whose rows FILE has; default: the file's name"))
@words("--sheet", metavar=_("NAME"), told=_("of the workbook; default: its only one"))
@click.option("--yes", is_flag=True, help=_("write without asking; cells that need a reason wait"))
@everything
@by
@edition(among="files")
def run(order: Order, files: tuple[Path, ...], table: str, sheet: str, yes: bool, everything: bool, by: str) -> Result:
    """Read rows of a table from a tidy CSV or one tidy sheet.

    One head with the table's columns, or their declared titles, and nothing but rows below. A file that is laid out otherwise is refused with a notebook cell of pandas to begin from.
    """
    from rich.console import Console

    from ..intake.import_session import NothingWritten, bring_in
    from ..intake.table_reader import read_table_file

    data = order.data

    try:
        read = lambda: [each for path in files for each in read_table_file(path, data, table, sheet, order.period)]  # noqa: E731
        written, waiting = bring_in(
            data, read, order.period, input, Console(highlight=False), yes, by or login(), everything
        )
    except (NothingWritten, EOFError) as error:  # the end of the input is no agreement
        return nothing_written("import", error)
    if written:
        cells = ngettext("{count} cell", "{count} cells", written)
        print(_("{cells} written to {folder}; the next build prints them.", cells=cells, folder=shown(data)))
    return Result(2 if waiting and not written else 0, tuple(waiting), data={"cells": written})
