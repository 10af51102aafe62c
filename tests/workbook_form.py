"""A form as people fill it in: its cells by what they ask for, as the hidden sheet of the workbook names them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import openpyxl
from openpyxl import Workbook
from openpyxl.cell import Cell

KEY, LAST_YEAR, PREVIOUS, INPUT, NONE, DEGREE, GROWTH, NOTE = "_bieu", "D", "E", "F", "G", "H", "I", "J"


class Place(NamedTuple):
    """Where a form asks for something: the sheet and the row."""

    code: str
    sheet: str
    row: int


def questions(book: Workbook) -> list[Place]:
    rows = (row for row in book[KEY].iter_rows(min_row=5, values_only=True) if row[1] != "cell")
    return [Place(row[1], row[2], int("".join(filter(str.isdigit, row[3])))) for row in rows]


def cell(book: Workbook, code: str, column: str = INPUT) -> Cell:
    """The cell of a question, such as visits.visits(branch='centre', reader='adult')."""
    place = next(place for place in questions(book) if place.code == code)
    return book[place.sheet][f"{column}{place.row}"]


def grown(value: object) -> object:
    """An honest answer: 3 % more than was counted before, a tenth more of what is measured, the same otherwise."""
    if isinstance(value, int):
        return round(value * 1.03)
    return round(value + 0.1, 2) if isinstance(value, float) else value


def fill(
    path: Path, target: Path | None = None, answer: Callable[[object], object] = grown, **typed: object
) -> Workbook:
    """Fill in every question that had a value before; typed: code → what is typed there instead."""
    book = openpyxl.load_workbook(path)
    for place in questions(book):
        sheet = book[place.sheet]
        before = sheet[f"{PREVIOUS}{place.row}"].value
        if before is not None:
            sheet[f"{INPUT}{place.row}"] = answer(before)
    for code, value in typed.items():
        cell(book, code).value = value
    book.save(target or path)
    return book
