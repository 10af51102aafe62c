"""What it costs to read 25 offices' workbooks into the data: python tests/benchmarks/workbooks.py"""

from __future__ import annotations

import csv
import re
import shutil
import sys
import tempfile
from pathlib import Path

from timing import BIN, ROOT, Measured, peak, print_table, processor, run

sys.path.insert(0, str(ROOT / "tests"))
import office_forms
import openpyxl
from workbook_form import questions

OFFICES = 25


def share(data: Path, out: Path) -> None:
    """Give the rows that are asked for to 25 offices, one after the other."""
    run(BIN / "briefing", "forms", "out", office_forms.PERIOD, "--data", data, "--out", out)
    books = [openpyxl.load_workbook(path) for path in sorted(out.glob("*.xlsx"))]
    asked = (re.sub(r"^(\w+)\.\w+", r"\1.rows", each.code) for book in books for each in questions(book))
    rows = [*dict.fromkeys(asked)]
    with (data / "offices.csv").open("w", encoding="utf-8") as file:
        file.write("office,name,contact,due_days,collects\n")
        file.writelines(f"O{at},Cơ quan {at},Văn phòng,-30,false\n" for at in range(OFFICES))
    with (data / "owners.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("rows", "office"), *((row, f"O{at % OFFICES}") for at, row in enumerate(rows))])


def measure() -> list[Measured]:
    with tempfile.TemporaryDirectory() as name:
        data, out = office_forms.asking(Path(name) / "data"), Path(name) / "sent"
        share(data, Path(name) / "asked")
        briefing = BIN / "briefing"
        made = processor(lambda: run(briefing, "forms", "out", office_forms.PERIOD, "--data", data, "--out", out))
        files = [office_forms.filled(path, path, office_forms.as_before) for path in sorted(out.glob("*.xlsx"))]
        again = Path(shutil.copytree(data, Path(name) / "again"))
        memory = peak(briefing, "forms", "in", *files, "--yes", "--data", again)
        took = processor(lambda: run(briefing, "forms", "in", *files, "--yes", "--data", data))
    return [
        Measured(f"{len(files)} workbooks written", made, "s"),
        Measured(f"{len(files)} workbooks imported", took, "s", "≤ 10"),
        Measured(f"{len(files)} workbooks imported", memory, "MB"),
    ]


if __name__ == "__main__":
    print_table(measure())
