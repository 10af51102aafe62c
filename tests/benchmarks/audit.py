"""How fast the audit is as tables grow: python tests/benchmarks/audit.py; `slips.py` tells what it notices."""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
import samples
from doors import audit_of
from timing import Measured, print_table

from helpers.data.indexed_rows import Records, Rows


def measure() -> list[Measured]:
    """Seconds of the processor as the dossier tables grow, each organisation a level of its own."""
    found = []
    for last_year in (False, True):
        for count in (330, *([1000] if last_year else ())):
            records = grown(count)
            records = with_last_year(records) if last_year else records
            begun = time.process_time()
            checks = audit_of(records)["checks"]
            rows = len(records["dossiers_received"])
            beside = " and last year's" if last_year else ""
            what = f"audit with {rows:,} rows in a table{beside}, {checks:,} checks"
            found.append(Measured(what, time.process_time() - begun, "s", "≤ 5"))
    return found


def with_last_year(records: Records) -> Records:
    """The same rows as of a year before, a little smaller, on later lines."""
    chance = random.Random(1)
    before = {name: Rows((line + 10**6, dict(row)) for line, row in rows.items()) for name, rows in records.items()}
    for name in ("dossiers_received", "dossiers_resolved"):
        for row in before[name].values():
            row["dossiers"] = str(int(int(row["dossiers"]) * chance.uniform(0.85, 0.95)))
    return Records(records, records.tables, {"@last_year": Records(before, records.tables)})


def grown(count: int) -> Records:
    """The clean edition with so many organisations; what is stated of all together no longer agrees."""
    records = samples.records(samples.load())
    for name in ("dossiers_received", "dossiers_resolved"):
        rows = list(records[name].values())
        for copy in range(1, count):
            for row in rows:
                records[name][len(records[name]) + 2] = {**row, "level": f"{row['level']}_{copy}"}
    labels = records["codes"]
    for row in [row for row in labels.values() if row["list"] == "level"]:
        for copy in range(1, count):
            labels[len(labels) + 2] = {**row, "code": f"{row['code']}_{copy}"}
    return records


if __name__ == "__main__":
    print_table(measure())
