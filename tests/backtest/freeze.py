"""Freeze what editions print and what their audit finds, so that every later version of the code must give it again.

    python tests/backtest/freeze.py             the rows of all editions again, from their frozen data: then read the difference
    python tests/backtest/freeze.py 2024-H1     a period that is published: its rows of the project's `data/` first

Rows are read from what everybody can open, and nothing of the program defines them: `words.csv` (section, kind, words)
from the page; `figures.csv` (section, key, value, unit, text, cells) from the file of that name; `findings.csv` (rule,
cells, severity, state) from `check --json`; `word.txt`, a sentence a line, from the Word file; `paper.txt`, each word once, from the PDF: the look
of a table decides in which order its words are read.
The editions are the published ones (`2024-H1/`), one of a place and a time that do not exist (`made-up/`), and a
department's second quarter and year (`department-…/`), made by commands: what carries over, what has grown, “(R)”.
"""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(HERE.parent))

from department import CORRECTED, FIRST, SECOND, SLIP, Department  # noqa: E402
from doors import MADE_UP, Built, docx_words, findings, pdf_words, run  # noqa: E402

Frozen = dict[str, list[str]]  # file → its lines
YEAR = "2031"


def lines(edition: Built, found: list[dict[str, str]]) -> Frozen:
    """What an edition of all formats says, by the file that keeps it."""
    (word,) = edition.folder.glob("*.docx")
    (paper,) = edition.folder.glob("*.pdf")
    return {
        "words.csv": table(edition.words),
        "figures.csv": table(edition.figure_rows()),
        "findings.csv": table(found, ("rule", "cells", "severity", "state")),
        "paper.txt": sorted({*pdf_words(paper)}),
        "word.txt": sentences(docx_words(word)),
    }


def table(rows: list[dict[str, str]], head: tuple[str, ...] = ()) -> list[str]:
    """Rows as lines of a CSV."""
    cells = [head or tuple(rows[0]), *(tuple(row.values()) for row in rows)]
    return [line(row) for row in cells]


def line(cells: tuple[str, ...]) -> str:
    quoted = (f'"{cell.replace(chr(34), chr(34) * 2)}"' if set('",\n') & set(cell) else cell for cell in cells)
    return ",".join(quoted).replace("\n", " ")


def sentences(words: list[str]) -> list[str]:
    """One sentence a line: a difference is shown by the sentence."""
    return re.sub(r"(?<=[.;:?!]) ", "\n", " ".join(words)).splitlines()


def editions(folder: Path, build: Callable[[str, Path], Built] | None = None) -> Iterator[tuple[str, Frozen]]:
    """Each edition's name and what it says; built in a folder, those of this project by `build` where it is given."""
    of_project = {data.parent.name: (data.parent.name, data) for data in sorted(HERE.glob("*/data"))}
    for name, (period, data) in {**of_project, "made-up": ("2031-Q3", MADE_UP)}.items():
        made = build(period, data) if build else built(period, data, folder)
        yield name, lines(made, findings(data, period))
    yield from of_department(folder)


def built(period: str, data: Path, out: Path, cwd: Path = ROOT) -> Built:
    made = run("build", period, "--data", data, "--out", out, "--format", "pdf", "--format", "docx", cwd=cwd)
    assert made.exit == 0, made.out + made.err
    return Built(out / period, data, made)


def of_department(folder: Path) -> Iterator[tuple[str, Frozen]]:
    """A department of four tables: its second quarter after the first was published, with a slip and a number revised since;
    its year beside the one before."""
    made = Department(folder / "so-y-te")
    made.begin()
    made("build", FIRST)
    made.send(FIRST)
    made("new", SECOND)
    made.collect({SLIP: "2160"})
    made.append("waiting", *made.own(f"waiting-{SECOND}"))
    made.change(
        "visits", "2031-Q1,benh_vien_da_khoa_tinh,dich_vu,18450", "2031-Q1,benh_vien_da_khoa_tinh,dich_vu,18500"
    )
    before = "Kỳ trước khám {visits.luot_kham(period='@previous'):unit}."
    made.append("statements", f'{SECOND},I.3,result,visits,9,"{before}",confirmed,I.3,before')
    yield f"department-{SECOND}", of(made, SECOND)
    made.append("corrections", CORRECTED)
    made.two_years()
    made("new", YEAR)
    grown = "Toàn ngành khám {visits.luot_kham():unit}, {growth(visits.luot_kham()):.1trend} so với cùng kỳ."
    made.append("statements", f'{YEAR},I.3,result,visits,10,"{grown}",confirmed,I.3,grown')
    yield f"department-{YEAR}", of(made, YEAR)


def of(made: Department, period: str) -> Frozen:
    edition = built(period, made.data, made.folder / "reports", made.folder)
    return lines(edition, findings(made.data, period, made.folder))


def take(period: str) -> None:
    """Copy a period's rows of the project's data."""
    target = HERE / period / "data"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for path in sorted((ROOT / "data").iterdir()):
        if path.suffix == ".csv":
            _copy_rows(path, target / path.name, period)
        elif path.suffix == ".json":  # the tables' declarations
            shutil.copy(path, target)


def _copy_rows(source: Path, target: Path, period: str) -> None:
    """Copy a table without other periods' rows."""
    with (
        source.open(encoding="utf-8-sig", newline="") as file,
        target.open("w", encoding="utf-8", newline="") as copy,
    ):
        reader = csv.DictReader(file)
        writer = csv.DictWriter(copy, reader.fieldnames or [], lineterminator="\n")
        writer.writeheader()
        every = ("", None)  # rows that stand in every period, and tables without periods
        writer.writerows(row for row in reader if row.get("period") in (period, *every))


def main() -> None:
    for period in sys.argv[1:]:
        take(period)
    with tempfile.TemporaryDirectory() as folder:
        for name, files in editions(Path(folder)):
            (HERE / name).mkdir(exist_ok=True)
            for file, found in files.items():
                (HERE / name / file).write_text("".join(f"{each}\n" for each in found), encoding="utf-8")
            print(name, *(f"{file} {len(found)}" for file, found in files.items()))
    subprocess.run(["git", "diff", "--stat", "--", HERE], check=False)


if __name__ == "__main__":
    main()
