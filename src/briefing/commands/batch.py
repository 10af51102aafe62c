from pathlib import Path

import click

from helpers.language import _

from ..options import FILE, command, final, formats
from ..terminal import say


@command("many")
@click.argument("manifest", type=FILE, metavar=_("MANIFEST.csv"))
@click.option("--scheduler", default="", metavar="tcp://HOST:PORT", help=_("a Dask scheduler; default: none"))
@click.option("--anywhere", is_flag=True, help=_("outputs may lie outside the manifest's folder"))
@formats
@final
def run(manifest: Path, scheduler: str, anywhere: bool, formats: tuple[str, ...], final: bool) -> int:
    """Build many editions, on this machine or on a Dask cluster.

    MANIFEST.csv has the columns data, period and output; project, where it is of several departments.
    """
    from ..build.batch import SchedulerLost, read_manifest, run_batch
    from ..progress import Progress, print_summary

    orders = read_manifest(manifest, formats, final, anywhere)
    outcomes, lost = [], ""
    with Progress() as progress:
        progress.start(_("Editions"), len(orders))
        try:
            for outcome in run_batch(orders, scheduler):
                progress.edition(outcome)
                outcomes.append(outcome)
        except SchedulerLost as error:
            lost = str(error)
    print_summary(outcomes)
    if lost:
        say(_("{count} editions not built: {lost}", count=len(orders) - len(outcomes), lost=lost))
    return 1 if lost or any(outcome.result == "failed" for outcome in outcomes) else 0
