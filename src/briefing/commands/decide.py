from helpers.i18n import _, ngettext

from ..build_request import BuildRequest
from ..command_result import Result, shown
from ..options import DATA, by, command, edition


@command()
@edition(folders=[DATA])
@by
def run(order: BuildRequest, by: str) -> Result:
    """Walk through the list of `check` and write down what is decided of each place."""
    from ..build.decision_session import decide

    written = decide(order.data, order.period, by, input, print, order.project)
    rows = ngettext("{count} row", "{count} rows", written)
    print("\n" + _("{rows} written to {folder}; the next build prints them.", rows=rows, folder=shown(order.data)))
    return Result(data={"decisions": written})
