"""`briefing forms`: the forms of the offices: write them, take filled ones in (Word files with remarks, too), send them back."""

from __future__ import annotations

from pathlib import Path

import click

from helpers.errors import Problem, printable
from helpers.i18n import _, ngettext

from ..build_request import BuildRequest
from ..command_result import Result, shown
from ..options import DATA, FILE, FOLDER, by, command, edition, everything, group, words, yes

run = group("forms", _("Ask offices for their numbers: forms out, in, and back."))


@command(of=run)
@edition(folders=[DATA])
@words("--owner", metavar=_("OFFICE"), told=_("only this office of offices.csv"))
@click.option("--out", "target", type=FOLDER, required=True, metavar=_("DIR"), help=_("folder of the forms"))
def out_(request: BuildRequest, owner: str, target: Path) -> None:
    """Write the forms in which offices send their numbers."""
    from helpers.data.validation import check_folder

    from ..intake.form_writer import write_forms
    from ..intake.questionnaire import Questions

    check_folder(request.data)
    for path, made in write_forms(Questions(request.data, request.period), owner, target):
        told = {"cells": len(made.places), "office": made.office.name}
        print(f"{shown(path)}: {_('{cells} cells for {office}', **told)}")


@command(of=run)
@click.argument("files", type=FILE, nargs=-1, required=True, metavar=_("FILE... [PERIOD]"))
@yes
@everything
@by
@edition(among="files")
def in_(request: BuildRequest, files: tuple[Path, ...], yes: bool, everything: bool, by: str) -> Result:
    """Read forms that came back, and what people changed and said in a Word file.

    FILE is an .xlsx, or the .docx of a report. Each says its period; PERIOD refuses files of another one.
    What can be taken is written, the rest waits. A reason that is given here is kept, under the name of --by.
    """
    from rich.console import Console

    from ..intake.import_session import bring_in
    from ..review.word_return import take

    written, waiting = 0, list[Problem]()
    reports = [path for path in files if path.suffix.lower() == ".docx"]
    if forms := [path for path in files if path not in reports]:
        console = Console(highlight=False, markup=False)
        written, waiting = bring_in(request.data, forms, request.period, input, console, yes, by, everything)
    if written:
        cells = ngettext("{count} cell", "{count} cells", written)
        print(_("{cells} written to {folder}; the next build prints them.", cells=cells, folder=shown(request.data)))
    remarks = [row for path in reports for row in take(request, path)]
    for row in remarks:
        who = ", ".join(filter(None, (row["section"], row["by"], row["day"])))
        print(printable(f"{who}\n   - {row['quoted']}\n   + {row['said']}"))
    if reports:
        print(_("{count} remarks written to {path}.", count=len(remarks), path=shown(request.data / "remarks.csv")))
    return Result(2 if waiting and not written else 0, tuple(waiting), data={"cells": written, "remarks": len(remarks)})


@command(of=run)
@click.argument("file", type=FILE, metavar=_("FILE.xlsx"))
@click.option("--out", "target", type=FOLDER, metavar=_("DIR"), help=_("folder of the form; default: beside FILE"))
@edition(word=False, folders=[DATA])
def back(request: BuildRequest, file: Path, target: Path | None) -> Result:
    """Mark in a form, for its sender, the cells that are not taken or need a reason.

    It is written as FILE-tra-lai.xlsx, with all that was filled in.
    """
    from ..intake.import_session import send_back

    marked_file = (target or file.parent) / f"{file.stem}-tra-lai.xlsx"
    marked = send_back(request.data, file, marked_file)
    print(ngettext("{path}: {count} cell marked", "{path}: {count} cells marked", marked, path=shown(marked_file)))
    return Result(data={"marked": marked})
