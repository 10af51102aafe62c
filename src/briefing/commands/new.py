"""`briefing new`: begin a period with what carries over."""

import click

from helpers.i18n import _

from ..build_request import BuildRequest
from ..options import DATA, command, edition


@command()
@edition(folders=[DATA])
def run(request: BuildRequest) -> None:
    """Begin a period: write what carries over from the newest of its kind, else the newest before it."""
    from helpers.data.carry_forward import begin

    if not request.period:
        raise click.UsageError(_("name the period to begin"))
    said = "\n".join(begin(request.data, request.period))
    print(said or _("Nothing to add: {period} has it all.", period=request.period))
