from pathlib import Path

from helpers.i18n import _, ngettext

from ..options import by, command, data, period
from ..result import Result
from ..terminal import shown


@command()
@period
@data
@by
def run(period: str, data: Path, by: str) -> Result:
    """Walk through the open findings and write down what is decided."""
    from ..build.decision_session import decide

    written = decide(data, period, by, input, print)
    rows = ngettext("{count} row", "{count} rows", written)
    print("\n" + _("{rows} written to {folder}; the next build prints them.", rows=rows, folder=shown(data)))
    return Result(data={"decisions": written})
