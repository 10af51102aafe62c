from pathlib import Path

import click

from helpers.i18n import _

from ..command_result import Result, results, say, shown
from ..options import FILE, FOLDER, command, flag


@command()
@click.argument("paper", type=FILE, metavar=_("PDF"))
@click.option("--to", "folder", type=FOLDER, metavar=_("DIR"), help=_("a new folder; default: named as the paper"))
@flag("--rebuild", _("make the paper again by the program that it brings, and compare the bytes"))
@flag("--here", _("as --rebuild, in this environment, not in a new one of the lock file"))
def run(paper: Path, folder: Path | None, rebuild: bool, here: bool) -> Result:
    """Unpack the data, notebooks and program that a publication's PDF brings.

    Nothing of it is run without --rebuild or --here. That runs the program of the paper: do it only with one that you trust.
    """
    from ..history.pdf_recovery import open_paper
    from ..history.pdf_recovery import rebuild as made_again

    folder = folder or paper.with_suffix("")
    opened = open_paper(paper, folder)
    say(_("{title}, {agency}: publication {number} of {date}, commit {commit}.", title=opened.document.title, agency=opened.document.agency, number=opened.number, date=opened.date, commit=opened.commit[:10]))  # fmt: skip
    wrong = opened.wrong
    if (rebuild or here) and not wrong and not made_again(paper, folder, fresh=not here, say=say):
        wrong = [_("{name}: other bytes", name=paper.name)]
    same = _("{folder}: made again, byte for byte the same.", folder=shown(paper))
    results(wrong or ([same] if rebuild or here else []))
    print(_("Unpacked: {folder}", folder=shown(folder)))
    return Result(1 if wrong else 0, files=(folder,), data={"differences": wrong})
