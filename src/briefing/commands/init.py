import datetime as dt
from pathlib import Path

import click

from helpers.i18n import _

from ..command_result import results
from ..options import FILE, command, words

KINDS = {"month": "{year}-{month:02}", "quarter": "{year}-Q{quarter}", "half-year": "{year}-H{half}", "year": "{year}"}


@command()
@click.argument("folder", type=FILE, metavar=_("DIR"))
@click.option("--name", required=True, metavar=_("NAME"), help=_("the department: “Sở Y tế tỉnh Bình An”"))
@click.option(
    "--kind", type=click.Choice([*KINDS]), default="half-year", show_default=True, help=_("how long its periods are")
)
@words("-p", "--period", metavar=_("PERIOD"), told=_("the first one; default: the one that is today"))
@words("--province", metavar=_("NAME"), told=_("“tỉnh Bình An”; default: as the name says"))
def run(folder: Path, name: str, kind: str, period: str, province: str) -> None:
    """Begin a project: a folder with data, notebooks, tests and a page that says how to go on."""
    from ..scaffold.project import init

    day = dt.date.today()
    today = {"year": day.year, "month": day.month, "quarter": (day.month + 2) // 3, "half": (day.month + 5) // 6}
    results(init(folder, name, period or KINDS[kind].format(**today), province))
