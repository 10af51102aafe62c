"""`briefing add`: a new section, or a table of a file."""

from typing import Any

import click

from helpers.i18n import _

from ..build_request import BuildRequest
from ..command_result import Result, results, shown
from ..options import command, edition, flag, words


@command()
@click.argument("what", type=click.Choice(["section", "table"]), metavar="section|table")
@click.argument("name", metavar=_("HEADING|FILE"))
@words("--table", metavar=_("NAME"), told=_("the table that the section shows; the new one's, else its file's"))
@words("--title", metavar=_("TITLE"), told=_("of the new table, in Vietnamese; default: its file's name"))
@words("--sheet", metavar=_("NAME"), told=_("of the workbook; default: its only one"))
@words("--key", metavar=_("COLUMNS"), told=_("what tells the table's rows apart: a,b"))
@words("--unit", "units", metavar=_("COLUMN=UNIT"), told=_("of a column of numbers (repeatable)"), multiple=True)
@words("--codes", metavar=_("COLUMN=LIST"), told=_("its texts are codes of that list (repeatable)"), multiple=True)
@words(
    "--measure", "measures", metavar=_("COLUMN=MEASURE"), told=_("flow, stock, opening … (repeatable)"), multiple=True
)
@flag("--observations", _("its rows are observations, such as waiting times"))
@click.option("--list", "listed", is_flag=True, help=_("each period has rows of its own, such as events, tasks"))
@flag("--yes", _("write without asking"))
@edition(folders=())
def run(request: BuildRequest, what: str, name: str, yes: bool, table: str, **told: Any) -> Result:
    """Add a section, “I.4. Heading”, or a table from a tidy CSV or one tidy sheet: its notebook, its declaration, its rows."""

    def ask(question: str) -> str:
        return "" if yes else input(question).strip()

    if what == "section":
        from ..scaffold.sections import add_section

        files, proposed = add_section(request.project, name, table, ask), list[str]()
    else:
        from ..scaffold.tables import add_table

        files, proposed = add_table(request.project, name, ask, yes, table=table, period=request.period, **told)
    results([*(proposed if yes else []), _("Written: {files}", files=", ".join(map(shown, files)))])
    return Result(files=tuple(files), data={"proposed": proposed})
