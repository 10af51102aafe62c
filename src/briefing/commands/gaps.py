from pathlib import Path

from ..options import as_json, command, data, period
from ..terminal import print_json


@command("check")
@period
@data
@as_json
def run(period: str, data: Path, as_json: bool) -> None:
    """List what an edition still lacks, who is to give it and by when."""
    from ..build.missing import as_plain, gaps_of, print_list

    found = gaps_of(data, period)
    print_json(as_plain(*found)) if as_json else print_list(*found)
