from collections import Counter
from pathlib import Path

import click

from helpers.language import _, ngettext

from ..options import FILE, command, edition_among
from ..order import Order
from ..terminal import say, shown


@command("collect")
@click.argument("files", type=FILE, nargs=-1, required=True, metavar=_("FILE... [PERIOD]"))
@click.option("--yes", is_flag=True, help=_("write without asking; doubtful cells are refused"))
@click.option("--only-good", is_flag=True, help=_("write what can be taken although cells are refused"))
@edition_among("files")
def run(order: Order, files: tuple[Path, ...], yes: bool, only_good: bool) -> int:
    """Read numbers from workbooks, or from a CSV that Excel has saved; what people changed and said in a Word file or on the page.

    FILE is an .xlsx, a .csv named as its table, the .docx of a report, or the .json of remarks that its page saved. Each says its period; PERIOD refuses files of another one.
    """
    from rich.console import Console

    from ..collect.exchange import NothingWritten, bring_in
    from ..collect.returned import REPORTS, take

    console, data = Console(highlight=False), order.data
    reports = [path for path in files if path.suffix.lower() in REPORTS]
    workbooks = [path for path in files if path not in reports]
    written, said = 0, Counter[str]()
    try:
        if workbooks:
            written = bring_in(data, workbooks, order.period, input, console, yes, only_good)
        for path in reports:
            said.update(take(order, path, input, print, yes))
    except (NothingWritten, EOFError) as error:  # the end of the input is no agreement
        say("\n" + _("Nothing was written.") if isinstance(error, EOFError) else str(error))
        return 2
    if written:
        cells = ngettext("{count} cell", "{count} cells", written)
        print(_("{cells} written to {folder}; the next build prints them.", cells=cells, folder=shown(data)))
    if reports:
        counts = {**said, "path": shown(data / "remarks.csv")}
        print(_("{sentences} sentences taken, {answers} answers and {remarks} remarks written to {path}.", **counts))
    return 0
