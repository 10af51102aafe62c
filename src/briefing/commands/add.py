from typing import Any

import click

from helpers.data.datapackage import read_package
from helpers.data.schema import package_file
from helpers.data.spans import is_nth_month
from helpers.data.units import is_rate
from helpers.language import _
from helpers.problems import Problem
from helpers.project import here

from ..options import command, period, whole, words
from ..result import Result
from ..terminal import results, say, shown


@command()
@click.argument("what", type=click.Choice(["section", "table"]), metavar="section|table")
@click.argument("name", metavar=_("HEADING|FILE"))
@words(
    "--table", metavar=_("NAME"), told=_("the table that the section shows; the name of the new one, else its file's")
)
@words("--title", metavar=_("TITLE"), told=_("of the new table, in Vietnamese; default: as it stands above it"))
@words("--sheet", metavar=_("NAME"), told=_("of the workbook; default: its only one"))
@words("--key", metavar=_("COLUMNS"), told=_("what tells the table's rows apart: a,b"))
@words("--unit", "units", metavar=_("COLUMN=UNIT"), told=_("of a column of numbers (repeatable)"), multiple=True)
@words("--codes", metavar=_("COLUMN=LIST"), told=_("its texts are codes of that list (repeatable)"), multiple=True)
@words(
    "--read",
    metavar=_("COLUMN=NUMBER"),
    told=_(
        "how its “145.000” is read: 145000 or 145; a number that is right though it is a thousand times the others (repeatable)"
    ),
    multiple=True,
)
@words("--flows", metavar=_("COLUMNS"), told=_("what adds up from period to period, such as visits: a,b"))
@words("--levels", metavar=_("COLUMNS"), told=_("what is as it stands at the end, such as beds: a,b"))
@click.option("--observations", is_flag=True, help=_("its rows are observations, such as waiting times"))
@click.option("--list", "listed", is_flag=True, help=_("each period has rows of its own, such as events, tasks"))
@click.option("--yes", is_flag=True, help=_("write without asking; what must be asked is refused"))
@period
def run(what: str, name: str, yes: bool, table: str, **told: Any) -> Result:
    """Add a section, “I.4. Heading”, or a table from a CSV or a workbook: its notebook, its declaration, its rows."""
    from ..begin.sections import add_section
    from ..begin.tables import add_table

    whole(here().data)

    def ask(question: str) -> str:
        return "" if yes else input(question).strip()

    try:
        if what == "section":
            files, left, doubts = add_section(name, table, ask), list[str](), list[str]()
        else:
            files, left, doubts = add_table(name, ask, yes, table=table, **told)
            resource = read_package(package_file(here().data))["resources"][-1]
            if yes and not (told["listed"] or told["observations"]):
                doubts += _unsaid(resource["schema"]["fields"])
            title = resource["titleVi"]
            if yes and not told["title"] and title.isascii():
                doubts += [
                    _("the title “{title}”, which the report prints: say it with its marks, --title", title=title)
                ]
    except EOFError:  # the end of the input is no answer
        said = _("Nothing was written.")
        say("\n" + said)
        return Result(2, (Problem(f"add {what}", remedy=said, code="nothing_written"),))
    results(
        [
            _("Written: {files}", files=", ".join(map(shown, files))),
            *(_("not taken: {what}", what=each) for each in left),
            *(_("look at: {what}", what=each) for each in doubts),
        ]
    )
    return Result(files=tuple(files), data={"left": left, "doubts": doubts})


def _unsaid(fields: list[dict[str, Any] | str]) -> list[str]:
    """What has not been said of numbers: what becomes of them in a period that consists of others."""
    numbers = (field for field in fields if isinstance(field, dict) and field["type"] in ("number", "integer"))
    if unsaid := [
        field["name"]
        for field in numbers
        if not ("accrual" in field or is_rate(field.get("unit", "")) or is_nth_month(field["titleVi"]))
    ]:
        said = _(
            "{columns}: in a period that consists of others they stay empty, unless --flows or --levels name them; now in datapackage.json, “accrual”: “flow” or “level”",
            columns=", ".join(unsaid),
        )
        return [said]
    return []
