"""`briefing add`."""

from __future__ import annotations

from typing import Any

import click

from helpers.language import _

from ..options import command, named_period
from ..terminal import say, shown


@command("project")
@click.argument("what", type=click.Choice(["section", "table"]), metavar="section|table")
@click.argument("name", metavar=_("HEADING|FILE"))
@click.option(
    "--table",
    default="",
    metavar=_("NAME"),
    help=_("the table that the section shows; the name of the new one, else its file's"),
)
@click.option(
    "--title", default="", metavar=_("TITLE"), help=_("of the new table, in Vietnamese; default: its file's name")
)
@click.option("--sheet", default="", metavar=_("NAME"), help=_("of the workbook; default: its only one"))
@click.option("--key", default="", metavar=_("COLUMNS"), help=_("what tells the table's rows apart: a,b"))
@click.option("--unit", "units", multiple=True, metavar=_("COLUMN=UNIT"), help=_("of a column of numbers (repeatable)"))
@click.option(
    "--codes", multiple=True, metavar=_("COLUMN=LIST"), help=_("its texts are codes of that list (repeatable)")
)
@click.option(
    "--read", multiple=True, metavar=_("COLUMN=NUMBER"), help=_("how its “145.000” is read: 145000 or 145 (repeatable)")
)
@click.option(
    "--flows", default="", metavar=_("COLUMNS"), help=_("what adds up from period to period, such as visits: a,b")
)
@click.option(
    "--levels", default="", metavar=_("COLUMNS"), help=_("what is as it stands at the end, such as beds: a,b")
)
@click.option("--observations", is_flag=True, help=_("its rows are observations, such as waiting times"))
@click.option("--yes", is_flag=True, help=_("write without asking; what must be asked is refused"))
@named_period
def run(what: str, name: str, yes: bool, table: str, **told: Any) -> int:
    """Add a section, “I.4. Heading”, or a table from a CSV or a workbook: its notebook, its declaration, its rows."""
    from ..begin.sections import add_section
    from ..begin.tables import add_table

    def ask(question: str) -> str:
        return "" if yes else input(question).strip()

    try:
        files = add_section(name, table, ask) if what == "section" else add_table(name, ask, yes, table=table, **told)
    except EOFError:  # the end of the input is no answer
        say("\n" + _("Nothing was written."))
        return 2
    print(_("Written: {files}", files=", ".join(map(shown, files))))
    return 0
