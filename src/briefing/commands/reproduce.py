from pathlib import Path

import click

from helpers.language import _

from ..options import FILE, command
from ..terminal import results, say, shown


@command("send")
@click.argument("folder", type=FILE, metavar=_("FOLDER"))
@click.option("--here", is_flag=True, help=_("in this environment, not in a new one of the lock file"))
def run(folder: Path, here: bool) -> int:
    """Make a publication again from its folder, and compare the bytes.

    FOLDER is one such as reports/published/2024-H1/1.
    """
    from ..history.publishing import reproduce

    wrong = reproduce(folder, fresh=not here, say=say)
    results(wrong or [_("{folder}: made again, byte for byte the same.", folder=shown(folder))])
    return 1 if wrong else 0
