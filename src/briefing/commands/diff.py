from dataclasses import asdict
from pathlib import Path

import click

from helpers.data.csv_writer import replace_files
from helpers.i18n import _

from ..command_result import Result, results, shown
from ..options import NEW_FILE, command, edition
from ..order import Order


@command()
@click.argument("a", default="")
@click.argument("b", default="")
@edition(word=False)
@click.option("--html", type=NEW_FILE, metavar=_("FILE"), help=_("write the page with its changes marked in place"))
@click.option("--docx", type=NEW_FILE, metavar=_("FILE"), help=_("write the list of changes as a Word document"))
def run(order: Order, a: str, b: str, html: Path | None, docx: Path | None) -> Result:
    """Say what changed between two versions, section by section, and why.

    A and B are versions, folders or periods; default: from the version before to the edition as it was built last.
    """
    from ..history import change_list
    from ..history.diff import changes

    found = changes(order, a, b)
    results(list(change_list.terminal(found)))
    if docx:
        replace_files({docx: change_list.word_file(found)})
        print("\n" + _("The list of changes: {path}", path=shown(docx)))
    if html:
        replace_files({html: change_list.web_page(found).encode()})
        print("\n" + _("The page with its changes: {path}", path=shown(html)))
    causes = [
        {name: getattr(each, name) for name in ("kind", "place", "old", "new", "by", "reason")} for each in found.causes
    ]
    return Result(data={"causes": causes, "effects": [asdict(each) for each in found.effects]})
