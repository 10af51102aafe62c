from pathlib import Path

import click

from helpers.language import _

from ..options import as_json, command, data, period
from ..terminal import print_json


@command("check")
@period
@data
@as_json
@click.option("--strict", is_flag=True, help=_("exit with 1 if findings are open"))
def run(period: str, data: Path, as_json: bool, strict: bool) -> int:
    """Try every rule on an edition's data and say what is probably wrong."""
    from ..build.auditing import check, print_audit

    checked = check(data, period)
    (print_json if as_json else print_audit)(checked)
    return 1 if strict and any(finding["state"] != "accepted" for finding in checked["findings"]) else 0
