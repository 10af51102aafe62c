"""What it costs that tables grow, as years of periods gather in one or in all of them: python tests/benchmarks/growth.py"""

from __future__ import annotations

import csv
import shutil
import sys
import tempfile
from pathlib import Path

from timing import BIN, ROOT, Measured, print_table, processor, run

sys.path.insert(0, str(ROOT / "tests"))
from doors import declared

TABLE, PERIOD = "dossiers_received", "2024-H1"
TIMES = 1000  # periods of the table that grows
YEARS = {
    1: "",
    2: "",
    3: "≤ 1.3",
    40: "≤ 1.5",
}  # periods in a folder, each the last year of the next; the aim of `check`


def grow(data: Path, times: int) -> int:
    """Give the table the rows of `times` periods; gives how many rows it has."""
    with (ROOT / "data" / f"{TABLE}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with (ROOT / "data" / "periods.csv").open(encoding="utf-8", newline="") as file:
        periods = list(csv.DictReader(file))
    others = [f"{1001 + at}-H1" for at in range(times - 1)]  # each year has one before it, of four digits
    own = next(row for row in periods if row["period"] == PERIOD)
    added = ({"period": each, "label": own["label"].replace(own["period"][:4], each[:4])} for each in others)
    _write(data / "periods.csv", [*periods, *({**own, **each, "previous": ""} for each in added)])
    _write(data / f"{TABLE}.csv", [{**row, "period": period} for period in [*others, PERIOD] for row in rows])
    return times * len(rows)


def gather(data: Path, years: int) -> None:
    """Give every table of periods the rows of so many years, each compared with the one before, with numbers a little higher and other words.

    Years that were copies would be measured by their findings: each cell would be one that was left as it was.
    """
    own = int(PERIOD[:4])
    for path in data.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        if rows and "period" in rows[0] and path.stem not in ("corrections", "acceptances", "questions"):
            standing = [row for row in rows if not row["period"]]
            measured = [row for row in rows if row["period"]]
            back = range(years - 1, -1, -1)
            _write(path, [*standing, *(_earlier(row, path.stem, own, each) for each in back for row in measured)])


def _earlier(row: dict[str, str], table: str, own: int, back: int) -> dict[str, str]:
    moved = {**row, "period": f"{own - back}{PERIOD[4:]}"}
    if table in ("periods", "cutoffs"):
        for column in ("date_from", "date_to", "previous", "last_year"):
            if row.get(column):
                moved[column] = f"{int(row[column][:4]) - back}{row[column][4:]}"
        return moved
    schema = declared(ROOT / "data")[table]["schema"]
    for column in (field["name"] for field in schema["fields"] if field["type"] in ("integer", "number")):
        if row[column] and column not in ("order", *schema["primaryKey"]) and back:
            moved[column] = _less(row[column], 0.95**back)
    if table == "statements" and back:
        moved["text"] = f"{row['text']} Đã báo cáo."
    return moved


def _less(text: str, times: float) -> str:
    """A number of the same decimals, so many times as great; at least one of its last digit."""
    decimals = len(text.partition(".")[2])
    return f"{max(float(text) * times, 10**-decimals):.{decimals}f}" if float(text) > 0 else text


def measure_years() -> list[Measured]:
    """The audit and a build of one period among 1 to 40, in processor seconds: an edition pays for what it is compared with, not for the folder."""
    found: list[Measured] = []
    one = built = 0.0
    for years, aim in YEARS.items():
        with tempfile.TemporaryDirectory() as name:
            data, out = Path(name) / "data", Path(name) / "out"
            shutil.copytree(ROOT / "data", data)
            gather(data, years)
            if years != 2:
                spent = processor(lambda: run(BIN / "briefing", "check", PERIOD, "--data", data))  # noqa: B023
                one = one or spent
                if aim:
                    found.append(Measured(f"briefing check, {years} periods in the folder ÷ one", spent / one, aim=aim))
            if years in (2, 40):
                build = (BIN / "briefing", "build", PERIOD, "--data", data, "--out", out, "--format", "html", "--force")
                spent = processor(lambda: run(*build))  # noqa: B023
                built = built or spent
                found.append(Measured(f"build of one period, {years} in the folder", spent, "s"))
    return [*found, Measured("build of one period in a folder of 40 ÷ of two", spent / built, aim="≤ 1.2")]


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def measure() -> list[Measured]:
    with tempfile.TemporaryDirectory() as name:
        data, out = Path(name) / "data", Path(name) / "out"
        shutil.copytree(ROOT / "data", data)
        build = (BIN / "briefing", "build", PERIOD, "--data", data, "--out", out, "--format", "html")
        before = processor(lambda: run(*build))
        rows = grow(data, TIMES)
        built = processor(lambda: run(*build, "--force"))
    return [Measured(f"build with {rows:,} rows in a table ÷ with today's", built / before, aim="≤ 1.1")]


if __name__ == "__main__":
    print_table([*measure_years(), *measure()])
