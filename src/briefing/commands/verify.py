from pathlib import Path

import click

from helpers.language import _

from ..options import FILE, command
from ..terminal import results, shown


@command("send")
@click.argument("folder", type=FILE, metavar=_("FOLDER"))
def run(folder: Path) -> int:
    """Check that a publication is as it was published.

    FOLDER is one such as reports/published/2024-H1/1.
    """
    from ..history.publishing import verify

    wrong, compared = verify(folder)
    results([*(wrong or [_("{folder} is as it was published.", folder=shown(folder))]), compared])
    return 1 if wrong else 0
