"""`briefing maintain`: the dictionary, the schema, stored notebooks, older builds."""

from pathlib import Path

import click

from helpers.i18n import _

from ..build_request import BuildRequest
from ..command_result import Result, shown
from ..options import FILE, command, edition, group, project_here

run = group("maintain", _("Keep the project: its data dictionary, its declaration, its stored notebooks, its builds."))


@command(of=run)
def dictionary() -> None:
    """Print the data dictionary (data/README.md)."""
    from helpers.audit.ruleset import described
    from helpers.data.dictionary_page import dictionary

    print(dictionary(project_here(), described()), end="")


@command(of=run)
@click.option("--whole", type=FILE, metavar=_("DIR"), help=_("write the data, as a Data Package that any tool reads"))
def schema(whole: Path | None) -> None:
    """Check the declaration of the tables, the program's own and data/datapackage.json, and lay the file out: one field a line."""
    from helpers.data import csv_writer
    from helpers.data.datapackage import declared_in, lay_out, package_file, read_package

    from ..build.snapshot import Tables

    own = project_here().data
    tables, path = declared_in(own), package_file(own)
    if whole:
        csv_writer.refuse_occupied(whole)
        csv_writer.replace_files({whole / name: content for name, content in Tables.of(own).files.items()})
        print(_("Written: {path}", path=shown(whole)))
    if (laid_out := lay_out(read_package(path)).encode()) != path.read_bytes():
        csv_writer.replace_files({path: laid_out})
        print(_("Written: {path}", path=shown(path)))
    counts = {"tables": len(tables), "columns": sum(len(table.columns) for table in tables.values())}
    print(_("{tables} tables, {columns} columns: {path}", path=shown(own), **counts))


@command(of=run)
@edition()
def prune(request: BuildRequest) -> Result:
    """Remove an edition's older builds: the last twenty stay, and those that were signed, sent or published."""
    from ..history.publish import prune

    gone = prune(request)
    print(_("Removed: {builds}", builds=", ".join(map(str, gone)) or _("none")))
    return Result(data={"removed": gone})


@command(of=run)
def notebooks() -> None:
    """Run the notebooks and store their outputs in them."""
    from ..build.notebook_refresh import store_outputs

    for name in store_outputs(project_here()):
        print(_("stored outputs: notebooks/{name}", name=name))
