import getpass
from collections import Counter
from contextlib import suppress
from pathlib import Path

import click

from helpers.language import _, ngettext
from helpers.problems import Problem

from ..options import FILE, by, command, data, edition_among, folder, group, period
from ..order import Order
from ..result import Result
from ..terminal import say, shown

run = group("forms", _("Ask offices for their numbers: workbooks out, in, and back."))


@command(of=run)
@period
@click.option("--owner", default="", metavar=_("OFFICE"), help=_("only this office of offices.csv"))
@click.option("--out", type=FILE, required=True, metavar=_("DIR"), help=_("folder of the workbooks"))
@data
def out_(period: str, owner: str, out: Path, data: Path) -> Result:
    """Write the workbooks in which offices send their numbers."""
    from helpers.data.checking import check_folder
    from helpers.editions import Edition

    from ..build.missing import about_base
    from ..collect.questions import Questions
    from ..collect.templates import write_templates

    check_folder(data)
    questions = Questions(data, period)
    sent = list[dict[str, object]]()
    for path, made in write_templates(questions, owner, out):
        sent.append({"file": shown(path), "office": made.office.office, "cells": made.asked, "lists": made.lists})
        counts = {"cells": made.asked, "lists": made.lists, "office": made.office.name}
        both = _("{cells} cells and {lists} lists for {office}", **counts)
        print(f"{shown(path)}: {both if made.lists else _('{cells} cells for {office}', **counts)}")
    for told in questions.told():
        print(told)
    if said := about_base(Edition(period, data)):
        print(said)
    return Result(data={"workbooks": sent})


@command(of=run)
@click.argument("files", type=FILE, nargs=-1, required=True, metavar=_("FILE... [PERIOD]"))
@click.option("--yes", is_flag=True, help=_("write without asking; doubtful cells are refused"))
@click.option("--only-good", is_flag=True, help=_("write what can be taken although cells are refused"))
@by
@edition_among("files")
def in_(order: Order, files: tuple[Path, ...], yes: bool, only_good: bool, by: str) -> Result:
    """Read numbers from workbooks, or from a CSV that Excel has saved; what people changed and said in a Word file or on the page.

    FILE is an .xlsx, a .csv named as its table, the .docx of a report, or the .json of remarks that its page saved. Each says its period; PERIOD refuses files of another one.
    A reason that is given here is kept under the name of --by; without it, that of whoever is logged in.
    """
    from rich.console import Console

    from ..collect.exchange import NothingWritten, bring_in
    from ..collect.returned import REPORTS, take

    console, data = Console(highlight=False), order.data
    reports = [path for path in files if path.suffix.lower() in REPORTS]
    workbooks = [path for path in files if path not in reports]
    written, said = 0, Counter[str]()
    try:
        if workbooks:
            written = bring_in(data, workbooks, order.period, input, console, yes, only_good, by or _login())
        for path in reports:
            said.update(take(order, path, input, print, yes))
    except (NothingWritten, EOFError) as error:  # the end of the input is no agreement
        why = "\n" + _("Nothing was written.") if isinstance(error, EOFError) else str(error)
        say(why)
        return Result(2, (Problem("forms in", remedy=why.strip(), code="nothing_written"),))
    if written:
        cells = ngettext("{count} cell", "{count} cells", written)
        print(_("{cells} written to {folder}; the next build prints them.", cells=cells, folder=shown(data)))
    if reports:
        counts = {**said, "path": shown(data / "remarks.csv")}
        print(_("{sentences} sentences taken, {answers} answers and {remarks} remarks written to {path}.", **counts))
    return Result(data={"cells": written, **said})


def _login() -> str:
    with suppress(ImportError, KeyError, OSError):  # a machine that knows its users by number alone
        return getpass.getuser()
    return "?"


@command(of=run)
@click.argument("file", type=FILE, metavar=_("FILE.xlsx"))
@click.option(
    "--out", type=FILE, callback=folder, metavar=_("DIR"), help=_("folder of the workbook; default: beside FILE")
)
@data
def back(file: Path, out: Path | None, data: Path) -> Result:
    """Mark refused and doubtful cells in a workbook, for its sender.

    It is written as FILE-tra-lai.xlsx.
    """
    from ..collect.exchange import send_back

    target = (out or file.parent) / f"{file.stem}-tra-lai.xlsx"
    marked = send_back(data, file, target)
    print(ngettext("{path}: {count} cell marked", "{path}: {count} cells marked", marked, path=shown(target)))
    return Result(data={"marked": marked})
