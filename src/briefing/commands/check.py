"""`briefing check`: the one list of what contradicts, is missing or waits."""

from helpers.i18n import _

from ..build_request import BuildRequest
from ..command_result import Result
from ..options import DATA, command, edition, flag


@command()
@edition(folders=[DATA])
@flag("--strict", _("exit with 1 if findings are open"))
def run(request: BuildRequest, strict: bool) -> Result:
    """Say what of an edition is missing, contradicts or waits.

    One list, each place once: what rules and texts contradict, and what is probably right; then what the edition lacks, who is to give it and by when.
    """
    from helpers.editions import sound
    from helpers.headlines import offered

    from ..review.worklist import check, print_list, stops

    edition = sound(request.data, request.period, request.project)
    offered(edition)  # refuses a headline that cannot be read
    checked = check(edition)
    found = stops(edition, checked)
    print_list(edition, checked, found)
    is_open = any(finding["state"] != "accepted" for finding in checked["findings"])
    return Result(1 if strict and is_open else 0, data={**checked, "list": [stop.as_plain() for stop in found]})
