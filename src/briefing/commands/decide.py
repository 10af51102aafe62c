"""`briefing decide`: walk through that list and write down what is decided."""

from helpers.i18n import _, ngettext

from ..build_request import BuildRequest
from ..command_result import shown
from ..options import DATA, by, command, edition


@command()
@edition(folders=[DATA])
@by
def run(request: BuildRequest, by: str) -> None:
    """Walk through what contradicts or waits in the list of `check`, and write down what is decided of each place.

    What is missing comes by a form, or is typed into its CSV.
    """
    from ..review.decision_session import Walk

    walk = Walk(request.data, request.period, by, request.project)
    walk.through()
    rows = ngettext("{count} row", "{count} rows", walk.written)
    print("\n" + _("{rows} written to {folder}; the next build prints them.", rows=rows, folder=shown(request.data)))
