"""`briefing schema`."""

from __future__ import annotations

from pathlib import Path

import click

from helpers.language import _

from ..options import FILE, command
from ..terminal import shown


@command("project")
@click.option("--format", "layout", is_flag=True, help=_("lay the file out: one field a line"))
@click.option(
    "--update", type=FILE, metavar=_("DIR"), help=_("add the files and columns that the data folder DIR lacks")
)
def run(layout: bool, update: Path | None) -> None:
    """Check the declaration of the tables (data/datapackage.json)."""
    from helpers.data import updating
    from helpers.data.schema import TABLES, package_file

    if layout and update:
        raise click.UsageError(_("--format and --update are two jobs: do one after the other"))
    if layout:
        print(_("Laid out: {path}", path=shown(updating.tidy())))
    elif update:
        print("\n".join(updating.update(update)) or _("Up to date: {path}", path=shown(update)))
    else:
        columns = sum(len(table.columns) for table in TABLES.values())
        print(
            _(
                "{tables} tables, {columns} columns: {path}",
                tables=len(TABLES),
                columns=columns,
                path=shown(package_file()),
            )
        )
