from pathlib import Path

import click

from helpers.language import _

from ..options import FILE, command, data, period
from ..terminal import shown


@command("collect")
@period
@click.option("--owner", default="", metavar=_("OFFICE"), help=_("only this office of offices.csv"))
@click.option("--out", type=FILE, required=True, metavar=_("DIR"), help=_("folder of the workbooks"))
@data
def run(period: str, owner: str, out: Path, data: Path) -> None:
    """Write the workbooks in which offices send their numbers."""
    from helpers.data.checking import check_folder
    from helpers.editions import Edition

    from ..build.missing import about_base
    from ..collect.questions import Questions
    from ..collect.templates import write_templates

    check_folder(data)
    questions = Questions(data, period)
    for path, made in write_templates(questions, owner, out):
        counts = {"cells": made.asked, "lists": made.lists, "office": made.office.name}
        both = _("{cells} cells and {lists} lists for {office}", **counts)
        print(f"{shown(path)}: {both if made.lists else _('{cells} cells for {office}', **counts)}")
    for told in questions.told():
        print(told)
    if said := about_base(Edition(period, data)):
        print(said)
