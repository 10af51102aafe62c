from pathlib import Path

import click

from helpers.data.updating import replace_files
from helpers.language import _

from ..options import FILE, command, edition_named, new_file
from ..order import Order
from ..result import Result
from ..terminal import results, shown


@command()
@click.argument("a", default="")
@click.argument("b", default="")
@edition_named
@click.option(
    "--html", type=FILE, callback=new_file, metavar=_("FILE"), help=_("write the page with its changes marked in place")
)
@click.option(
    "--docx", type=FILE, callback=new_file, metavar=_("FILE"), help=_("write the list of changes as a Word document")
)
def run(order: Order, a: str, b: str, html: Path | None, docx: Path | None) -> Result:
    """Say what changed between two versions, section by section, and why.

    A and B are versions, folders or periods; default: from the version before to the edition as it was built last.
    """
    from ..history.changes import terminal
    from ..history.diff import changes

    found = changes(order, a, b)
    told = list(terminal.lines(found))
    results(told)
    if html or docx:
        from ..history.changes.listed import on_paper
        from ..history.changes.marked import marked
        from ..history.changes.words import teller

        with teller(found) as tell:
            if docx:
                replace_files({docx: on_paper(found, tell)})
                print("\n" + _("The list of changes: {path}", path=shown(docx)))
            if html:
                replace_files({html: marked(found, tell).encode()})
                print("\n" + _("The page with its changes: {path}", path=shown(html)))
    return Result(data={"changed": told})
