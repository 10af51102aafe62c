"""`briefing new`: begin a period with what carries over."""

from helpers.i18n import _

from ..build_request import BuildRequest
from ..options import DATA, command, edition


@command()
@edition(folders=[DATA])
def run(request: BuildRequest) -> None:
    """Begin a period: write what carries over from the newest of its kind, else the newest before it."""
    from helpers.data.carry_forward import begin

    nothing = _("Nothing to add: {period} is there already, with all that carries over.", period=request.period)
    print(*begin(request.data, request.period) or [nothing], sep="\n")
    print(_("Next: {briefing} forms out {period} --out DIR", period=request.period))
