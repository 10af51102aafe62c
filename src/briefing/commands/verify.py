"""`briefing verify`: whether a publication is as it was published."""

from pathlib import Path

import click

from helpers.i18n import _

from ..command_result import Result, results, say, shown
from ..options import FILE, command, flag


@command()
@click.argument("place", type=FILE, metavar=_("FOLDER"))
@flag("--rebuild", _("make it again from its archive, and compare the bytes"))
@flag("--here", _("as --rebuild, in this environment, not in a new one of the lock file"))
def run(place: Path, rebuild: bool, here: bool) -> Result:
    """Check that a publication is as it was published.

    FOLDER is one such as reports/published/2024-H1/1, or the PDF of one, which brings its data, notebooks and program. Nothing of
    these is run without --rebuild or --here: give them only for a publication that you trust.
    """
    from ..history.verify import published, title_of, verify
    from ..history.verify import rebuild as made_again

    with published(place) as folder:
        is_paper = folder is not place
        if is_paper:
            results([title_of(folder, place)])
        if rebuild or here:
            wrong = made_again(folder, place, fresh=not here, say=say)
            results(wrong or [_("{folder}: made again, byte for byte the same.", folder=shown(place))])
        else:
            wrong, compared = verify(folder, place)
            same = _("{folder} is as it was published.", folder=shown(place))
            if is_paper:  # whose pages no digest covers
                same = _(
                    "The files that {paper} brings agree with their digests; only --rebuild tells of the paper itself.",
                    paper=shown(place),
                )
            results([*(wrong or [same]), compared])
    return Result(1 if wrong else 0, data={"differences": list(wrong)})
