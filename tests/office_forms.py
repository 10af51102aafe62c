"""A period for which offices are asked, and how people fill in their forms: for tests of what comes back."""

from __future__ import annotations

import csv
import datetime as dt
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import samples
from doors import run
from openpyxl import Workbook
from workbook_form import INPUT, PREVIOUS, cell, questions

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
    """The form of an office, made once of the same data."""
    state = office, *((path.name, path.read_bytes()) for path in sorted(data.iterdir()) if path.is_file())
    if state not in _blanks:
        with TemporaryDirectory() as folder:
            ran = run("forms", "out", PERIOD, "--owner", office, "--data", data, "--out", folder)
            assert ran.exit == 0, ran.err
            (path,) = Path(folder).glob("*.xlsx")
            _blanks[state] = path.read_bytes()
    return _blanks[state]


_blanks: dict[tuple, bytes] = {}


def typed(values: Mapping[str, object]) -> Edit:
    """Type values into the input cells of codes."""

    def edit(book: Workbook) -> None:
        for code, value in values.items():
            cell(book, code).value = value

    return edit


def filled(form: Path, target: Path, *edits: Edit) -> Path:
    """A form after somebody's edits."""
    book = openpyxl.load_workbook(form)
    for edit in edits:
        edit(book)
    book.save(target)
    return target


def as_before(book: Workbook) -> None:
    """Type into every input what the period before had, a little more of what is counted by many; days are those of this quarter."""
    for place in questions(book):
        sheet = book[place.sheet]
        before, now = sheet[f"{PREVIOUS}{place.row}"].value, sheet[f"{INPUT}{place.row}"]
        if before is not None and now.value is None:
            many = isinstance(before, int) and before > 20
            later = dt.timedelta(91) if isinstance(before, dt.datetime) else 1 if many else None
            now.value = before if later is None else before + later
