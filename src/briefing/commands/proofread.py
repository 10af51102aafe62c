from pathlib import Path

from ..options import command, data, period


@command("check")
@period
@data
def run(period: str, data: Path) -> None:
    """List what is left over from another period, and where words contradict figures."""
    from ..build.auditing import check, print_proofread

    print_proofread(check(data, period))
