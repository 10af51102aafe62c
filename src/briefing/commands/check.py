from pathlib import Path

import click

from helpers.language import _

from ..options import command, data, period
from ..result import Result
from ..terminal import results


@command()
@period
@data
@click.option("--strict", is_flag=True, help=_("exit with 1 if findings are open"))
def run(period: str, data: Path, strict: bool) -> Result:
    """Say what of an edition is missing, contradicts or waits.

    First sentences that the analyst may take, with their figures; then what rules and texts contradict, and what is probably right; then
    what the edition lacks, who is to give it and by when.
    """
    from helpers.audit.gaps import Gap
    from helpers.editions import sound
    from helpers.headlines import lines, suggested

    from ..build.auditing import check, print_audit
    from ..build.missing import notes_of, print_gaps

    edition = sound(data, period)
    checked, offered = check(edition), lines(suggested(edition))
    results([_("Sentences that may be taken, with their figures:"), *offered] if offered else [])
    print_audit(checked)
    print_gaps(edition, [Gap(**gap) for gap in checked["gaps"]])
    is_open = any(finding["state"] != "accepted" for finding in checked["findings"])
    found = {**checked, "notes": notes_of(edition), "suggested": offered}
    return Result(1 if strict and is_open else 0, data=found)
