from pathlib import Path

import click

from helpers.language import _, ngettext

from ..options import FILE, command, data, folder
from ..terminal import shown


@command("collect")
@click.argument("file", type=FILE, metavar=_("FILE.xlsx"))
@click.option(
    "--out", type=FILE, callback=folder, metavar=_("DIR"), help=_("folder of the workbook; default: beside FILE")
)
@data
def run(file: Path, out: Path | None, data: Path) -> None:
    """Mark refused and doubtful cells in a workbook, for its sender.

    It is written as FILE-tra-lai.xlsx.
    """
    from ..collect.exchange import send_back

    target = (out or file.parent) / f"{file.stem}-tra-lai.xlsx"
    marked = send_back(data, file, target)
    print(ngettext("{path}: {count} cell marked", "{path}: {count} cells marked", marked, path=shown(target)))
