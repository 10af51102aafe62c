from pathlib import Path

import click

from helpers.i18n import _

from ..options import command, data, period
from ..result import Result


@command()
@period
@data
@click.option("--strict", is_flag=True, help=_("exit with 1 if findings are open"))
def run(period: str, data: Path, strict: bool) -> Result:
    """Say what of an edition is missing, contradicts or waits.

    First what rules and texts contradict, and what is probably right; then what the edition lacks, who is to give it and by when.
    """
    from helpers.audit.completeness import Gap
    from helpers.editions import sound
    from helpers.headlines import offered

    from ..build.auditing import check, print_audit
    from ..build.missing import notes_of, print_gaps

    edition = sound(data, period)
    offered(edition)  # refuses a headline that cannot be read
    checked = check(edition)
    print_audit(checked)
    print_gaps(edition, [Gap(**gap) for gap in checked["gaps"]])
    is_open = any(finding["state"] != "accepted" for finding in checked["findings"])
    found = {**checked, "notes": notes_of(edition)}
    return Result(1 if strict and is_open else 0, data=found)
