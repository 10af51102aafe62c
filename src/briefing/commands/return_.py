"""`briefing return`."""

from __future__ import annotations

from pathlib import Path

import click

from ..options import FILE, command, data, new_file
from ..terminal import shown


@command("collect")
@click.argument("file", type=FILE, metavar="FILE.xlsx")
@click.option("--out", type=FILE, callback=new_file, metavar="FILE", help="default: FILE-tra-lai.xlsx beside it")
@data
def run(file: Path, out: Path | None, data: Path) -> None:
    """Mark refused and doubtful cells in a workbook, for its sender."""
    from ..collect.exchange import send_back

    target = out or file.with_name(f"{file.stem}-tra-lai.xlsx")
    print(f"{shown(target)}: {send_back(data, file, target)} cells marked")
