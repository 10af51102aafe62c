"""Freeze a published edition, so that every later version of the code must give it again.

    python tests/backtest/freeze.py 2024-H1

writes into `tests/backtest/2024-H1/`: `data/`, the period's rows of the project's data; `figures.csv`, every figure
that today's code prints of them; `SHA256SUMS` of both; `version/`, what the edition said and was made of, as an
edition's own `versions/` keep it, for `briefing diff tests/backtest/2024-H1/version FOLDER`. Run it when a period is published, and once more when a table
gets another form; then look at the difference before committing it: a published figure does not change.
"""

from __future__ import annotations

import csv
import hashlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
COLUMNS = ("section", "key", "text", "value", "unit")


def freeze(period: str, source: Path, target: Path) -> None:
    """Write the rows, figures and digests of a period into a folder."""
    shutil.rmtree(target, ignore_errors=True)
    (target / "data").mkdir(parents=True)
    for path in sorted(source.iterdir()):
        if path.suffix == ".csv":
            _copy_rows(path, target / "data" / path.name, period)
        elif path.suffix == ".json":  # the tables' declarations
            shutil.copy(path, target / "data")
    with tempfile.TemporaryDirectory() as out:
        command = [Path(sys.executable).with_name("briefing"), "build", period, "--data", target / "data"]
        subprocess.run([*map(str, command), "--out", out, "--format", "html"], check=True, stdout=subprocess.DEVNULL)
        figures = read_figures(Path(out, period, "figures.csv"))
        keep_version(Path(out, period), target)
    with (target / "figures.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([COLUMNS, *figures])
    (target / "SHA256SUMS").write_text(digests(target), encoding="utf-8")


def keep_version(edition: Path, target: Path) -> None:
    """Put the only version of an edition that was just built beside its frozen data; its figures stand there already."""
    shutil.rmtree(target / "version", ignore_errors=True)
    shutil.copytree(edition / "versions" / "1", target / "version")


def read_figures(path: Path) -> list[tuple[str, ...]]:
    """Section, key, text, value and unit of each figure in the order in which an edition prints them."""
    with path.open(encoding="utf-8", newline="") as file:
        return [tuple(row[column] for column in COLUMNS) for row in csv.DictReader(file)]


def digests(folder: Path) -> str:
    """The folder's files as the command `sha256sum --check` reads them."""
    files = sorted([folder / "figures.csv", *(folder / "data").iterdir()])
    return "".join(
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n" for path in files
    )


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


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    freeze(sys.argv[1], ROOT / "data", HERE / sys.argv[1])
