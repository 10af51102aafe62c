"""An edition with the rows of thousands of offices, as a province sums its communes: python tests/benchmarks/agencies.py [--offices N]

Both dossier tables get a column `agency`; the communes' rows are split among so many, their sums stay.
"""

from __future__ import annotations

import argparse
import csv
import json
import shutil
import tempfile
from pathlib import Path

from timing import BIN, ROOT, Measured, median, print_table, processor, run

TABLES, PERIOD = ("dossiers_received", "dossiers_resolved"), "2024-H1"
OWN, AGENCY = "SO", {"name": "agency", "type": "string", "constraints": {"required": True}}


def project(folder: Path, offices: int) -> Path:
    """A copy of the project whose communes report each for itself."""
    for name in ("notebooks", "src", "data"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    data = folder / "data"
    run(BIN / "briefing", "maintain", "schema", "--whole", "whole", cwd=folder)
    package = json.loads((folder / "whole" / "datapackage.json").read_text(encoding="utf-8"))
    for schema in (each["schema"] for each in package["resources"] if each["name"] in TABLES):
        schema["primaryKey"].append("agency")
        schema["foreignKeys"].append({"fields": ["agency"], "reference": {"resource": "offices", "fields": ["office"]}})
        schema["fields"].insert(-2, AGENCY)
    (data / "datapackage.json").write_text(json.dumps(package, ensure_ascii=False), encoding="utf-8")
    with (data / "offices.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"{name},Đơn vị {name},Chủ tịch,-10,false\n" for name in (OWN, *communes(offices)))
    for table in TABLES:
        with (data / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        with (data / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, [*list(rows[0])[:-2], "agency", *list(rows[0])[-2:]], lineterminator="\n")
            writer.writeheader()
            writer.writerows(part for row in rows for part in split(row, offices))
    return folder


def communes(offices: int) -> list[str]:
    return [f"X{at:04}" for at in range(offices)]


def split(row: dict[str, str], offices: int) -> list[dict[str, str]]:
    """A row of the communes as one for each of them, any other as its own."""
    if row["level"] != "commune":
        return [{**row, "agency": OWN}]
    each, rest = divmod(int(row["dossiers"]), offices)
    return [{**row, "agency": name, "dossiers": str(each + (at < rest))} for at, name in enumerate(communes(offices))]


def measure(offices: int = 3_300, runs: int = 1) -> list[Measured]:
    with tempfile.TemporaryDirectory() as name:
        whole, many = (project(Path(name) / str(count), count) for count in (1, offices))

        def build(folder: Path) -> None:
            shutil.rmtree(folder / "reports", ignore_errors=True)
            run(BIN / "briefing", "--project", folder, "build", PERIOD, "--format", "html", cwd=folder)

        built = {folder: median(lambda: build(folder), runs, clock=processor) for folder in (whole, many)}  # noqa: B023
        command = (BIN / "briefing", "--project", many, "check", PERIOD)
        audited = median(lambda: run(*command, cwd=many), runs, clock=processor)
    rows = 4 * (offices - 1)
    return [
        Measured(
            f"edition with {offices:,} offices ({rows:,} more rows) ÷ with one", built[many] / built[whole], aim="≤ 3"
        ),
        Measured(f"briefing check with {offices:,} offices", audited, "s", "≤ 5"),
    ]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--offices", type=int, default=3_300)
    print_table(measure(parser.parse_args().offices))
