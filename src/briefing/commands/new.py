from pathlib import Path

import click

from helpers.i18n import _

from ..options import command, data, period, words
from ..result import Result


@command()
@period
@words(
    "--from",
    "source",
    metavar=_("PERIOD"),
    told=_("default: the newest of its kind (a quarter's of a quarter), else the newest before it or in it"),
)
@data
def run(period: str, source: str, data: Path) -> Result:
    """Begin a period: write what carries over from the one before."""
    from helpers.data.carry_forward import begin

    if not period:
        raise click.UsageError(_("name the period to begin"))
    said = list(begin(data, period, source))
    print("\n".join(said) or _("Nothing to add: {period} has it all.", period=period))
    return Result(data={"said": said})
