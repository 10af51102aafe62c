"""A period for which offices are asked, and how people fill in their workbooks: for tests of what comes back."""

from __future__ import annotations

import csv
import datetime as dt
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
import samples
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from briefing.collect.lists import PREFIX
from briefing.collect.questions import Questions
from briefing.collect.templates import HEAD, INPUT, KEY, in_bytes, template

PERIOD = "2031-Q4"
ROW = f"{PERIOD},Quý IV năm 2031,2031-Q3,false\n"
Edit = Callable[[Workbook], object]


def asking(folder: Path) -> Path:
    """The frozen edition's data with one more period, which has no rows yet."""
    shutil.copytree(samples.SYNTHETIC, folder)
    with (folder / "periods.csv").open("a", encoding="utf-8") as file:
        file.write(ROW)
    own = next(iter(samples.load(folder)["organisation"]))
    with (folder / "organisation.csv").open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, list(own), lineterminator="\n").writerow({**own, "period": PERIOD, "request": ""})
    tasks = samples.load(folder)["decision_tasks"][:3]  # a period's tasks are its own: somebody has written them down
    with (folder / "decision_tasks.csv").open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, list(tasks[0]), lineterminator="\n").writerows(
            {**task, "period": PERIOD, "state": ""} for task in tasks
        )
    return folder


def blank(data: Path, office: str) -> bytes:
    """The template of an office, made once of the same data."""
    state = office, *((path.name, path.read_bytes()) for path in sorted(data.iterdir()) if path.is_file())
    if state not in _blanks:
        questions = Questions(data, PERIOD)
        _blanks[state] = in_bytes(template(questions, questions.owners.offices[office]).book)
    return _blanks[state]


_blanks: dict[tuple, bytes] = {}


def place(book: Workbook, code: str) -> tuple[Worksheet, int]:
    """Where a workbook has the question of a code."""
    for sheet in book.worksheets:
        for row in range(HEAD + 1, sheet.max_row + 1):
            if sheet.title != KEY and sheet[f"A{row}"].value == code:
                return sheet, row
    raise AssertionError(f"{code} is not asked")


def cell(book: Workbook, code: str, column: str = INPUT):
    sheet, row = place(book, code)
    return sheet[f"{column}{row}"]


def sheet_of(book: Workbook, table: str) -> Worksheet:
    """The sheet of a list, as the hidden sheet names it."""
    return book[next(row[1] for row in book[KEY].iter_rows(values_only=True) if row[0] == f"{PREFIX}{table}")]


def typed(values: Mapping[str, object]) -> Edit:
    """Type values into the input cells of codes."""

    def edit(book: Workbook) -> None:
        for code, value in values.items():
            cell(book, code).value = value

    return edit


def filled(template: Path, target: Path, *edits: Edit) -> Path:
    """A template after somebody's edits."""
    book = openpyxl.load_workbook(template)
    for edit in edits:
        edit(book)
    book.save(target)
    return target


def as_before(book: Workbook) -> None:
    """Type into every input what the period before had, as Excel shows it, a little more of what is counted by many.

    States stay as they are, days are those of this quarter.
    """
    for sheet in book.worksheets:
        for row in range(HEAD + 1, sheet.max_row + 1):
            code, before = sheet[f"A{row}"].value, sheet[f"F{row}"].value
            if code and code != "sum" and before is not None and sheet[f"{INPUT}{row}"].value is None:
                many = isinstance(before, int) and before > 20
                later = dt.timedelta(91) if isinstance(before, dt.datetime) else 1 if many else None
                sheet[f"{INPUT}{row}"].value = before if later is None else before + later
