"""`briefing init`: a project of another department."""

from pathlib import Path

import click

from helpers.i18n import _

from ..command_result import results
from ..options import FILE, command


@command()
@click.argument("folder", type=FILE, metavar=_("DIR"))
@click.option("--name", required=True, metavar=_("NAME"), help=_("the department: “Sở Y tế tỉnh Bình An”"))
@click.option(
    "-p", "--period", required=True, metavar=_("PERIOD"), help=_("the first one: 2031-05, 2031-Q1, 2031-H1, 2031")
)
def run(folder: Path, name: str, period: str) -> None:
    """Begin a project: a folder with data, notebooks, tests and a page that says how to go on."""
    from ..scaffold.project import init

    results(init(folder, name, period))
