"""What offices type into the cells of their workbook, and what comes of it: `typed.csv`, a row a cell.

Columns: cell (of the form of the department `asked`) · type (text, number, day, formula, truth) · typed · outcome (stored,
asked, refused, or nothing: neither) · value (as stored) · origin. An import stores what it is sure of (`forms in --yes
--only-good`); what it asks and refuses stands in the workbook that goes back (`forms back`). Many cells are typed into one
workbook: the first of each cell into one, the second into another.

With nothing typed the workbook is an honest one: then no row may come out as it says.
"""

from __future__ import annotations

import ast
import csv
import datetime as dt
import shutil
from collections import defaultdict
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from doors import run
from projects import FORM, project

CASES = list(csv.DictReader(Path(__file__).with_name("typed.csv").read_text(encoding="utf-8").splitlines()))
AS = {
    "text": str,
    "number": lambda typed: float(typed) if "." in typed or "e" in typed else int(typed),
    "day": dt.datetime.fromisoformat,
    "formula": lambda typed: f"={typed}",
    "truth": lambda typed: typed == "true",
}
Cell = tuple[str, str]  # what came of it, the value that is stored


def packs() -> list[list[int]]:
    """The cases that share a workbook."""
    shared, so_far = defaultdict[int, list[int]](list), defaultdict[str, int](int)
    for number, case in enumerate(CASES):
        shared[so_far[case["cell"]]].append(number)
        so_far[case["cell"]] += 1
    return list(shared.values())


@cache
def imported(cases: tuple[int, ...]) -> dict[str, Cell]:
    """Cell of the workbook → what comes of it, after what these cases type."""
    with TemporaryDirectory() as folder:
        at = Path(shutil.copytree(project("asked"), Path(folder, "asked")))
        book = openpyxl.load_workbook(at / FORM)
        sheet = book.worksheets[1]
        codes = {f"G{row}": str(sheet[f"A{row}"].value) for row in range(5, sheet.max_row + 1)}
        for case in (CASES[number] for number in cases):
            cell = sheet[case["cell"]]
            cell.data_type, cell.number_format = "n", "General"
            cell.value = AS[case["type"]](case["typed"])
            if case["type"] == "text":
                cell.data_type = "s"  # also what begins like a formula or an error
        book.save(at / FORM)
        back = run("forms", "back", FORM, cwd=at)
        taken = run("forms", "in", FORM, "--yes", "--only-good", cwd=at)
        assert taken.exit == 0 and back.exit in (0, 2), back.err + taken.err  # 2: nothing to send back
        told = marked(at / FORM.replace(".xlsx", "-tra-lai.xlsx")) if back.exit == 0 else {}
        found = {}
        for cell, code in codes.items():
            value = stored(at / "data", code) if "(" in code else ""
            found[cell] = (told.get(cell) or ("stored" if value else "nothing"), value)
        return found


def marked(path: Path) -> dict[str, str]:
    """Cell → whether the workbook that goes back refuses it or asks about it."""
    levels = {"Chưa nhận": "refused", "Cần làm rõ": "asked"}
    lines = openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)
    return {str(line[2]): levels[str(line[0])] for line in lines if line[0] in levels}


def stored(data: Path, code: str) -> str:
    """What a table has for the code of a cell, such as visits.visits(branch='centre', reader='adult')."""
    call = ast.parse(code, mode="eval").body
    key = {word.arg: ast.literal_eval(word.value) for word in call.keywords} | {"period": "2032-Q3"}
    for row in csv.DictReader((data / f"{call.func.value.id}.csv").read_text(encoding="utf-8").splitlines()):
        if all(row[name] == value for name, value in key.items()):
            return row[call.func.attr]
    return ""


@pytest.mark.parametrize("numbers", packs(), ids=str)
def test_what_is_typed_is_stored_asked_or_refused(numbers):
    cells = imported(tuple(numbers))
    came = {case["typed"]: cells[case["cell"]] for case in (CASES[number] for number in numbers)}
    assert came == {CASES[n]["typed"]: (CASES[n]["outcome"], CASES[n]["value"]) for n in numbers}


def test_an_honest_workbook_brings_none_of_it():
    cells = imported(())
    assert {outcome for cell, (outcome, _) in cells.items() if cell in {case["cell"] for case in CASES}} == {"stored"}
    assert not [case for case in CASES if cells[case["cell"]] == (case["outcome"], case["value"])]
