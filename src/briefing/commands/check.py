from pathlib import Path

import click

from helpers.language import _

from ..options import as_json, command, data, period
from ..terminal import print_json, results


@command()
@period
@data
@as_json
@click.option("--strict", is_flag=True, help=_("exit with 1 if findings are open"))
def run(period: str, data: Path, as_json: bool, strict: bool) -> int:
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
    if as_json:
        print_json({**checked, "notes": notes_of(edition), "suggested": offered})
    else:
        results([_("Sentences that may be taken, with their figures:"), *offered] if offered else [])
        print_audit(checked)
        print_gaps(edition, [Gap(**gap) for gap in checked["gaps"]])
    return 1 if strict and any(finding["state"] != "accepted" for finding in checked["findings"]) else 0
