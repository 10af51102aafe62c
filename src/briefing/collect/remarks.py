"""What is to be said of a workbook's cells: in English to the analyst who imports it, in Vietnamese to whoever filled it."""

from __future__ import annotations

from typing import Literal, NamedTuple

Weight = Literal["refused", "doubtful", "said"]


class Remark(NamedTuple):
    """refused: not taken. doubtful: taken when somebody chooses a reading. said: taken, or not data at all."""

    weight: Weight
    sheet: str
    cell: str
    value: str
    english: str  # what is expected, and what to do
    vietnamese: str

    def __str__(self) -> str:
        place = ", ".join(
            part for part in (self.sheet and f"sheet {self.sheet}", self.cell and f"cell {self.cell}") if part
        )
        found = f"found {self.value!r}; " if self.value else ""
        return f"{place or 'the file'}: {found}{self.english}"


class Said(NamedTuple):
    """The same in both languages, before its place is known."""

    english: str
    vietnamese: str

    def at(self, weight: Weight, sheet: str = "", cell: str = "", value: object = "") -> Remark:
        return Remark(weight, sheet, cell, "" if value is None else str(value), *self)
