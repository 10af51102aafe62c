"""`briefing import`: rows of a table from a tidy CSV or sheet; forms come in by `forms in`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from helpers.i18n import _

from ..build_request import BuildRequest
from ..command_result import Result
from ..options import FILE, by, command, edition, everything, words, yes
from .forms import bring

if TYPE_CHECKING:
    from ..intake.received_answers import Batch


@command()
@click.argument("files", type=FILE, nargs=-1, required=True, metavar=_("FILE... [PERIOD]"))
@words("--table", metavar=_("NAME"), told=_("whose rows FILE has; default: the file's name"))
@words("--sheet", metavar=_("NAME"), told=_("of the workbook; default: its only one"))
@yes
@everything
@by
@edition(among="files")
def run(
    request: BuildRequest, files: tuple[Path, ...], table: str, sheet: str, yes: bool, everything: bool, by: str
) -> Result:
    """Read rows of a table from a tidy CSV or one tidy sheet.

    One head with the table's columns, or their declared titles, and nothing but rows below. A file that is laid out otherwise is refused with a notebook cell of pandas to begin from.
    """
    from ..intake.table_reader import read_table_file

    def read() -> list[Batch]:
        return [each for path in files for each in read_table_file(path, request.data, table, sheet, request.period)]

    written, waiting = bring(request, read, yes, by, everything)
    return Result(2 if waiting and not written else 0, tuple(waiting), data={"cells": written})
