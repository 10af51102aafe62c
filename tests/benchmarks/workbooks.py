"""What it costs to read 25 offices' workbooks into the data: python tests/benchmarks/workbooks.py"""

from __future__ import annotations

import csv
import shutil
import sys
import tempfile
from pathlib import Path

from timing import BIN, ROOT, peak, seconds, verdict

from briefing.collect.questions import Questions
from helpers.data.expressions import ROWS, Select

sys.path.insert(0, str(ROOT / "tests" / "edition"))
import offices

OFFICES, AIM = 25, 10  # workbooks; seconds


def share(data: Path) -> None:
    """Give the rows of the data to 25 offices, one after the other."""
    asked = [question for _, question in Questions(data, offices.PERIOD).asked.values()]
    rows = list(dict.fromkeys(str(Select(question.table, ROWS, question.where)) for question in asked))
    with (data / "offices.csv").open("w", encoding="utf-8") as file:
        file.write("office,name,contact,due_days,collects\n")
        file.writelines(f"O{at},Cơ quan {at},Văn phòng,-30,false\n" for at in range(OFFICES))
    with (data / "owners.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("rows", "office"), *((row, f"O{at % OFFICES}") for at, row in enumerate(rows))])


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        data, out = offices.asking(Path(name) / "data"), Path(name) / "sent"
        share(data)
        briefing = BIN / "briefing"
        made = seconds(lambda: peak(briefing, "template", offices.PERIOD, "--data", data, "--out", out))
        files = [offices.filled(path, path, offices.as_before) for path in sorted(out.glob("*.xlsx"))]
        again = Path(shutil.copytree(data, Path(name) / "again"))
        memory = peak(briefing, "import", *files, "--yes", "--data", again)
        took = seconds(lambda: peak(briefing, "import", *files, "--yes", "--data", data))
        print(f"{len(files)} workbooks written {made:6.2f} s; imported {took:6.2f} s at {memory:.0f} MB")
        print(f"seconds to import {verdict(took, AIM, at_least=False)}")


if __name__ == "__main__":
    main()
