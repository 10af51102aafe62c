"""`briefing verify`: whether a publication is as it was published."""

from pathlib import Path

import click

from helpers.i18n import _

from ..command_result import Result, results, shown
from ..options import FILE, command, flag


@command()
@click.argument("folder", type=FILE, metavar=_("FOLDER"))
@flag("--rebuild", _("make it again from its archive, by its own program, and compare the bytes"))
def run(folder: Path, rebuild: bool) -> Result:
    """Check that a publication is as it was published.

    FOLDER is one such as reports/published/2024-H1/1, or one with the files that the PDF of a publication brings: its data, notebooks
    and program. Nothing of these is run without --rebuild: give it only for a publication that you trust.
    """
    from ..history import verify

    if rebuild:
        wrong = verify.rebuild(folder)
        results(wrong or [_("{folder}: made again, byte for byte the same.", folder=shown(folder))])
    else:
        wrong, compared = verify.verify(folder)
        results([*(wrong or [_("{folder} is as it was published.", folder=shown(folder))]), compared])
    return Result(1 if wrong else 0, data={"differences": list(wrong)})
