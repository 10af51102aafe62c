"""The frozen rows of a published edition, read with nothing but the csv module."""

from __future__ import annotations

import csv
import re
from pathlib import Path


def rows(data: Path, table: str) -> list[dict[str, str]]:
    """A table's rows as they were reported."""
    with (data / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def corrected(data: Path, table: str) -> list[dict[str, str]]:
    """A table's rows with the decided corrections, as an edition prints them."""
    found = rows(data, table)
    for correction in rows(data, "corrections"):
        named, column, where = re.fullmatch(r"(\w+)\.(\w+)\((.*)\)", correction["figure"]).groups()
        key = dict(re.findall(r"(\w+)='([^']*)'", where))
        for row in found if named == table else ():
            if key.items() <= row.items():
                row[column] = correction["new"]
    return found
