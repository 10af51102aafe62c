"""`briefing gaps`."""

from __future__ import annotations

from pathlib import Path

from ..options import as_json, command, data, period


@command("check")
@period
@data
@as_json
def run(period: str, data: Path, as_json: bool) -> None:
    """List what an edition still lacks, who is to give it and by when."""
    from ..build.missing import gaps_of, print_json, print_list

    (print_json if as_json else print_list)(*gaps_of(data, period))
