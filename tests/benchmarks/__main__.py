"""Every benchmark in one run, as one table of aims, met or not: python tests/benchmarks [--short]

What counts are the ratios; the seconds are this machine's. --short: fewer runs and provinces, for a look.
"""

from __future__ import annotations

import sys

import agencies
import audit
import batch
import build
import growth
import watch
import workbooks
from timing import print_table

SHORT = "--short" in sys.argv
CASES = {
    "builds, against papermill and jupyter-cache": lambda: build.measure(1 if SHORT else 3),
    "watch, in a browser": lambda: watch.measure(2 if SHORT else 3),
    "batches": lambda: batch.measure(*((4, 2) if SHORT else (34, 6))),
    "growing tables": growth.measure,
    "years in one folder": growth.measure_years,
    "thousands of offices": agencies.measure,
    "the audit": audit.measure,
    "what offices send": workbooks.measure,
}

results = []
for name, measure in CASES.items():
    print(f"measuring {name} …", file=sys.stderr)
    found = measure()
    print_table(found)  # at once: a case that breaks takes no other's numbers with it
    results += found
print_table(results)
