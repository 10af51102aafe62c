"""What it costs that one table grows, as years of periods gather in it: python tests/benchmarks/growth.py"""

from __future__ import annotations

import csv
import shutil
import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path

from timing import BIN, ROOT, run, seconds

from helpers.data.checking import check_folder
from helpers.data.reading import read_rows
from helpers.editions import Edition
from helpers.pipeline.freshness import Tables

TABLE, PERIOD = "dossiers_received", "2024-H1"
TIMES = (1, 10, 100, 1000)


def grow(data: Path, times: int) -> int:
    """Give the table the rows of `times` periods; gives how many rows it has."""
    with (ROOT / "data" / f"{TABLE}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with (ROOT / "data" / "periods.csv").open(encoding="utf-8", newline="") as file:
        periods = list(csv.DictReader(file))
    others = [f"{1000 + at}-H1" for at in range(times - 1)]
    own = next(row for row in periods if row["period"] == PERIOD)
    dates = {"date_from": "1999-12-15", "date_to": "2000-06-14"}
    _write(data / "periods.csv", [*periods, *({**own, **dates, "period": period} for period in others)])
    _write(data / f"{TABLE}.csv", [{**row, "period": period} for period in [*others, PERIOD] for row in rows])
    return times * len(rows)


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main() -> None:
    print(
        f"{'rows':>8} {'read':>9} {'check':>9} {'figures':>9} {'fingerprint':>12} {'build':>9}   seconds (check: of all tables; build: of one section)"
    )
    with tempfile.TemporaryDirectory() as name:
        data, out = Path(name) / "data", Path(name) / "out"
        shutil.copytree(ROOT / "data", data)
        build = (BIN / "briefing", "build", PERIOD, "--data", data, "--out", out, "--format", "html")
        run(*build)
        for times in TIMES:
            rows = grow(data, times)

            def middle(action: Callable[[], object]) -> float:
                return statistics.median(seconds(action) for _ in range(5))

            read = middle(lambda: read_rows(data / f"{TABLE}.csv"))
            checked = middle(lambda: check_folder(data))
            edition = Edition(PERIOD, data, checked=True)
            edition.figure(TABLE, "dossiers")  # reads the table
            figures = middle(lambda: edition.figures(TABLE, "dossiers", by=("level", "channel")))  # noqa: B023
            fingerprint = middle(lambda: Tables(data, PERIOD).fingerprint(TABLE, [], ["dossiers"]))
            built = seconds(lambda: run(*build, "--section", "08", "--force"))
            print(f"{rows:8} {read:9.4f} {checked:9.4f} {figures:9.4f} {fingerprint:12.4f} {built:9.2f}")


if __name__ == "__main__":
    main()
